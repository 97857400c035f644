/* cmd/console.h - what every command has in common: how it is called, where results go, how bad
 * input is reported.
 *
 * WHAT   options read against a table that is also the help text; results gathered and written in
 *        large pieces; refused
 *        input told line by line, the first few in full, with a sum at the end; the exit codes.
 * FLOW   called by: all of cmd.
 * RULES  1. results go to standard output and nothing else does; sentences for people go to
 *        standard error and begin with
 *        "gardefou: ".  2. a result that could not be written is a failure, never silence: a full
 *        disk and a
 *        closed pipe end the command with CODE_FAILED.
 */
#ifndef CMD_CONSOLE_H
#define CMD_CONSOLE_H

#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/fault.h"

enum exit_code { CODE_DONE = 0, CODE_FAILED = 1, CODE_USAGE = 2, CODE_REFUSED = 3 };

/* ---- options */

enum option_kind { OPTION_TEXT, OPTION_CHOICE, OPTION_NUMBER, OPTION_SHARE };

struct option {
    const char *name; /* "--claims" */
    enum option_kind kind;
    const char
        *what; /* of the value in the help, and for a choice all of its values: "jsonl|tsv" */
    const char *help; /* lines are broken where it says */
    union {
        const char **text; /* TEXT; NULL stays when the option is not there */
        int *choice;       /* CHOICE: which of them, from 0 */
        int *number;       /* NUMBER: min..max */
        double *share;     /* SHARE: 0..1 */
    } to;
    int min, max;
};

struct usage {
    const char *command; /* "triage" */
    const char *line;    /* the arguments: "--claims FILE [OPTION...] < messages" */
    const char *about;   /* what it does, sentences that end with a line break */
    const struct option *options;
    size_t option_count;
    int files_max; /* arguments that are no options */
};

/* Arguments that are no options, borrowed from argv. */
struct arguments {
    char **files;
    int file_count;
    bool help; /* --help was there; nothing was checked */
};

/* Reads argv[1..argc) against u (--name VALUE or --name=VALUE; "--" ends options) and stores
 * values. The plain arguments
 * are moved to the front of argv. ERR_USAGE with a sentence. */
enum err console_read_options(int argc, char **argv, const struct usage *u, struct arguments *out,
                              struct fault *f);

/* Prints the help of a command on standard output; the exit code. */
int console_help(const struct usage *u);

/* Says a usage error and where help is; CODE_USAGE. */
int console_wrong_use(const struct usage *u, const struct fault *f);

/* Says why the command failed; subject (may be NULL) is the file it was about. CODE_FAILED. */
int console_failed(const char *subject, const struct fault *f);

/* ---- results */

#define OUTPUT_BYTES ((size_t)256 * 1024)

struct output {
    int fd;         /* borrowed */
    struct buf buf; /* results not yet written; add to it, then call console_output_tidy */
    bool failed;    /* something could not be written; nothing more will be */
};

/* Prepares for results that come in pieces of at most piece_max bytes. */
void console_output_init(struct output *o, int fd, size_t piece_max);
void console_output_done(struct output *o);

/* Writes what was gathered when it is a lot; after each piece. ERR_IO with a sentence. */
enum err console_output_tidy(struct output *o, struct fault *f);

/* Writes everything gathered. */
enum err console_output_flush(struct output *o, struct fault *f);

/* ---- refused input */

#define REFUSALS_SHOWN 20

struct refusals {
    const char *subject; /* "messages", or the name of a file */
    const char *unit;    /* "line" */
    uint64_t count;
};

/* Reports one refused line (number 0: its number is not known) on standard error, or only counts it
 * when there were many. */
void console_refuse(struct refusals *r, uint64_t number, const char *sentence);

/* The sum, if anything was refused. */
void console_refused_sum(const struct refusals *r);

/* The end of a command that turned one stream into another: writes what is left, says the sum and,
 * if code or the writing
 * is an error, why. o is done. The exit code. */
int console_finish(enum err code, struct output *o, const struct refusals *r, struct fault *f);

#endif
