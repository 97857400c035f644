/* src/main.c - the program's first step: finds the command asked for and runs it.
 *
 * WHAT   one table names every command. Exit codes: 0 done, 1 failed, 2 usage, 3 done with some
 *        input refused.
 * FLOW   each command lives in src/cmd and gets its own arguments (argv[0] is its name).
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/console.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
};

static int run_version(int argc, char **argv)
{
    static const struct usage usage = {.command = "version",
                                       .line = "",
                                       .about =
                                           "Prints the name and the version of the program.\n"};
    struct arguments arguments;
    struct fault f = {.code = ERR_NONE};
    if (console_read_options(argc, argv, &usage, &arguments, &f)) {
        return console_wrong_use(&usage, &f);
    }
    if (arguments.help) {
        return console_help(&usage);
    }
    if (puts("gardefou " GARDEFOU_VERSION) < 0 || fflush(stdout)) {
        fault_set(&f, ERR_IO, "cannot write the version");
        return console_failed(NULL, &f);
    }
    return CODE_DONE;
}

static const struct command commands[] = {
    {"triage", cmd_triage, "sort messages by the checked claims they repeat"},
    {"group", cmd_group, "put near-copies of messages together"},
    {"claims", cmd_claims, "import and export claims that were checked"},
    {"version", run_version, "print name and version"},
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static void print_usage(FILE *out)
{
    fputs("usage: gardefou COMMAND [OPTION...]\n\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    fprintf(out, "  %-10s %s\n", "help", "say how a command is called: gardefou help COMMAND");
}

static int unknown(const char *name)
{
    fprintf(stderr, "gardefou: there is no command called %s\n", name);
    print_usage(stderr);
    return CODE_USAGE;
}

/* `help COMMAND` is `COMMAND --help`. */
static int run_help(int argc, char **argv)
{
    char option[] = "--help";
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        print_usage(stdout);
        return fflush(stdout) ? CODE_FAILED : CODE_DONE;
    }
    const struct command *c = find_command(argv[1]);
    char *arguments[] = {argv[1], option, NULL};
    return c ? c->run(2, arguments) : unknown(argv[1]);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(2), with a sentence */
    if (argc < 2) {
        print_usage(stderr);
        return CODE_USAGE;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-h") == 0) {
        return run_help(argc - 1, argv + 1);
    }
    const struct command *c = find_command(strcmp(argv[1], "--version") == 0 ? "version" : argv[1]);
    return c ? c->run(argc - 1, argv + 1) : unknown(argv[1]);
}
