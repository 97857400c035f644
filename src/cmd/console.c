/* cmd/console.c - what every command has in common.
 *
 * In this file, in order: (1) the values of options; (2) finding an option; (3) results; (4) the
 * public functions.
 *
 * WHY    no getopt: it prints sentences of its own, and keeps its state in globals.
 */
#include "cmd/console.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define HELP_COLUMN 26

/* (1) Which of the choices ("jsonl|tsv") text is; -1 for none. */
static int find_choice(const char *choices, const char *text)
{
    struct slice rest = slice_from(choices);
    for (int i = 0; rest.ptr; i++) {
        if (slice_equal(slice_cut(&rest, '|'), slice_from(text))) {
            return i;
        }
    }
    return -1;
}

static enum err set_choice(const struct option *o, const char *text, struct fault *f)
{
    int found = find_choice(o->what, text);
    if (found < 0) {
        return fault_set(f, ERR_USAGE, "%s %s: there is only %s", o->name, text, o->what);
    }
    *o->to.choice = found;
    return ERR_NONE;
}

static enum err set_number(const struct option *o, const char *text, struct fault *f)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (end == text || *end || errno || value < o->min || value > o->max) {
        return fault_set(f, ERR_USAGE, "%s %s: it must be a whole number from %d to %d", o->name,
                         text, o->min, o->max);
    }
    *o->to.number = (int)value;
    return ERR_NONE;
}

/* Written so that "nan" fails, too. */
static enum err set_share(const struct option *o, const char *text, struct fault *f)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0 && value <= 1)) {
        return fault_set(f, ERR_USAGE, "%s %s: it must be a number from 0 to 1", o->name, text);
    }
    *o->to.share = value;
    return ERR_NONE;
}

static enum err set_value(const struct option *o, const char *text, struct fault *f)
{
    switch (o->kind) {
    case OPTION_CHOICE:
        return set_choice(o, text, f);
    case OPTION_NUMBER:
        return set_number(o, text, f);
    case OPTION_SHARE:
        return set_share(o, text, f);
    case OPTION_TEXT:
        break;
    }
    *o->to.text = text;
    return text[0] ? ERR_NONE : fault_set(f, ERR_USAGE, "%s: the value is empty", o->name);
}

/* (2) The option that argument names, with what follows its "=" or NULL. */
static const struct option *find_option(const struct usage *u, const char *argument,
                                        const char **value)
{
    const char *equals = strchr(argument, '=');
    struct slice name =
        equals ? slice_of(argument, (size_t)(equals - argument)) : slice_from(argument);
    *value = equals ? equals + 1 : NULL;
    for (size_t i = 0; i < u->option_count; i++) {
        if (slice_equal(name, slice_from(u->options[i].name))) {
            return &u->options[i];
        }
    }
    return NULL;
}

/* Reads the option at argv[*i], and moves *i over its value. */
static enum err read_option(int argc, char **argv, int *i, const struct usage *u, struct fault *f)
{
    const char *value;
    const struct option *o = find_option(u, argv[*i], &value);
    if (!o) {
        return fault_set(f, ERR_USAGE, "%s is no option of gardefou %s", argv[*i], u->command);
    }
    if (!value && *i + 1 == argc) {
        return fault_set(f, ERR_USAGE, "%s needs a value: %s", o->name, o->what);
    }
    return set_value(o, value ? value : argv[++*i], f);
}

/* One option of the help, its text in a column of its own. */
static void print_option(FILE *out, const struct option *o)
{
    int width = fprintf(out, "  %s %s", o->name, o->what);
    fprintf(out, "%*s", width + 2 <= HELP_COLUMN ? HELP_COLUMN - width : 2, "");
    for (const char *c = o->help; *c; c++) {
        fputc(*c, out);
        if (*c == '\n') {
            fprintf(out, "%*s", HELP_COLUMN, "");
        }
    }
    fputc('\n', out);
}

/* (3) */
static enum err write_all(int fd, struct slice bytes, struct fault *f)
{
    while (bytes.len > 0) {
        ssize_t done = write(fd, bytes.ptr, bytes.len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return fault_set(f, ERR_IO, "cannot write the result: %s",
                             strerror(done < 0 ? errno : EIO));
        }
        bytes = slice_of(bytes.ptr + done, bytes.len - (size_t)done);
    }
    return ERR_NONE;
}

enum err console_read_options(int argc, char **argv, const struct usage *u, struct arguments *out,
                              struct fault *f)
{
    bool only_files = false;
    *out = (struct arguments){.files = argv + 1};
    for (int i = 1; i < argc; i++) {
        bool is_option = !only_files && argv[i][0] == '-' && argv[i][1];
        if (is_option && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            out->help = true;
            return ERR_NONE;
        }
        if (is_option && strcmp(argv[i], "--") == 0) {
            only_files = true;
        } else if (is_option) {
            enum err code = read_option(argc, argv, &i, u, f);
            if (code) {
                return code;
            }
        } else if (out->file_count == u->files_max) {
            return fault_set(f, ERR_USAGE, "\"%s\" is one argument too many", argv[i]);
        } else {
            out->files[out->file_count++] = argv[i];
        }
    }
    return ERR_NONE;
}

int console_help(const struct usage *u)
{
    printf("usage: gardefou %s %s\n\n%s", u->command, u->line, u->about);
    if (u->option_count > 0) {
        puts("\noptions");
    }
    for (size_t i = 0; i < u->option_count; i++) {
        print_option(stdout, &u->options[i]);
    }
    struct fault f = {.code = ERR_IO, .text = "cannot write the help"};
    return fflush(stdout) || ferror(stdout) ? console_failed(NULL, &f) : CODE_DONE;
}

int console_wrong_use(const struct usage *u, const struct fault *f)
{
    fprintf(stderr, "gardefou: %s\nTry: gardefou %s --help\n", f->text, u->command);
    return CODE_USAGE;
}

int console_failed(const char *subject, const struct fault *f)
{
    fprintf(stderr, "gardefou: %s%s%s\n", subject ? subject : "", subject ? ": " : "", f->text);
    return CODE_FAILED;
}

void console_output_init(struct output *o, int fd, size_t piece_max)
{
    *o = (struct output){.fd = fd};
    buf_init(&o->buf, OUTPUT_BYTES + piece_max);
}

void console_output_done(struct output *o)
{
    buf_done(&o->buf);
}

enum err console_output_tidy(struct output *o, struct fault *f)
{
    return o->buf.len >= OUTPUT_BYTES || o->buf.full ? console_output_flush(o, f) : ERR_NONE;
}

enum err console_output_flush(struct output *o, struct fault *f)
{
    enum err code = ERR_NONE;
    if (o->buf.full) {
        code = fault_set(f, ERR_LIMIT,
                         "a single result is larger than we thought possible; please report this");
    } else if (!o->failed) {
        code = write_all(o->fd, buf_slice(&o->buf), f);
    }
    o->failed = o->failed || code;
    buf_clear(&o->buf);
    return code;
}

void console_refuse(struct refusals *r, uint64_t number, const char *sentence)
{
    r->count++;
    if (r->count <= REFUSALS_SHOWN) {
        char place[32] = "";
        if (number > 0) {
            snprintf(place, sizeof place, " %s %llu", r->unit, (unsigned long long)number);
        }
        fprintf(stderr, "gardefou: %s%s: %s\n", r->subject, place, sentence);
    }
    if (r->count == REFUSALS_SHOWN + 1) {
        fprintf(stderr, "gardefou: %s: more like these follow; they are only counted\n",
                r->subject);
    }
}

void console_refused_sum(const struct refusals *r)
{
    if (r->count > 0) {
        fprintf(stderr, "gardefou: %s: %llu %s%s refused, the rest was read\n", r->subject,
                (unsigned long long)r->count, r->unit, r->count == 1 ? " was" : "s were");
    }
}

int console_finish(enum err code, struct output *o, const struct refusals *r, struct fault *f)
{
    enum err end = console_output_flush(o, f);
    bool writing = o->failed;
    console_output_done(o);
    console_refused_sum(r);
    if (code || end) {
        return console_failed(writing ? NULL : r->subject, f);
    }
    return r->count > 0 ? CODE_REFUSED : CODE_DONE;
}
