/* cmd/cmd_claims.c - `gardefou claims import|export`: claims from one format to another.
 *
 * In this file, in order: (1) what is written around and for each claim; (2) a run over the files;
 * (3) the two commands.
 *
 * WHAT   import reads any format we know and writes our table (or JSON lines); export reads the
 *        same and writes schema.org
 *        ClaimReview for the web (or our table). Until the station keeps claims itself, both go to
 *        standard output.
 */
#include "cmd/cmd.h"

#include <unistd.h>

#include "cmd/claim_input.h"

#define FILES_MAX 1000
#define CLAIM_BYTES_MAX ((size_t)8 << 20) /* ten fields of CLAIM_TEXT_MAX, each byte as \\u0000 */
#define CONTEXT "{\"@context\":\"https://schema.org\","

enum form { FORM_TSV, FORM_JSONL, FORM_JSONLD };

/* (1) One run. */
struct writing {
    struct output output;
    enum form form;
    uint64_t count;
};

static void write_opening(struct writing *w)
{
    if (w->form == FORM_TSV) {
        claim_file_tsv_header(&w->output.buf);
    } else if (w->form == FORM_JSONLD) {
        buf_add_text(&w->output.buf, CONTEXT "\"@graph\":[\n");
    }
}

static void write_closing(struct writing *w)
{
    if (w->form == FORM_JSONLD) {
        buf_add_text(&w->output.buf, w->count > 0 ? "\n]}\n" : "]}\n");
    }
}

/* A line that stands alone needs a context of its own: it takes the place of the opening brace. */
static void write_json_line(const struct claim *c, struct buf *out)
{
    struct buf review;
    buf_init(&review, CLAIM_BYTES_MAX);
    claim_file_review(c, &review);
    struct slice text = buf_slice(&review);
    if (text.len > 1) {
        buf_add_text(out, CONTEXT);
        buf_add(out, slice_of(text.ptr + 1, text.len - 1));
        buf_add_char(out, '\n');
    }
    buf_done(&review);
}

static enum err write_claim(void *context, const struct claim *c, struct fault *f)
{
    struct writing *w = context;
    struct buf *out = &w->output.buf;
    switch (w->form) {
    case FORM_TSV:
        claim_file_tsv_row(c, out);
        break;
    case FORM_JSONL:
        write_json_line(c, out);
        break;
    case FORM_JSONLD:
        buf_add_text(out, w->count > 0 ? ",\n" : "");
        claim_file_review(c, out);
        break;
    }
    w->count++;
    return console_output_tidy(&w->output, f);
}

/* (2) The files after each other; the first that cannot be read ends the run, and what came before
 * it is written. */
static int run(enum form form, const struct arguments *files)
{
    struct writing w = {.form = form};
    struct claim_input in;
    console_output_init(&w.output, STDOUT_FILENO, CLAIM_BYTES_MAX + sizeof CONTEXT);
    claim_input_init(&in, &w, write_claim);
    write_opening(&w);
    int code = CODE_DONE;
    for (int i = 0; i < files->file_count && code == CODE_DONE; i++) {
        code = claim_input_read(&in, files->files[i]);
    }
    write_closing(&w);
    struct refusals none = {.count = 0}; /* claim_input_read has said what was refused */
    struct fault f;
    fault_clear(&f);
    int end = w.output.failed ? CODE_FAILED : CODE_DONE;
    if (end == CODE_DONE) {
        end = console_finish(ERR_NONE, &w.output, &none, &f);
    }
    console_output_done(&w.output);
    bool any_refused = in.refused > 0;
    claim_input_done(&in);
    return code ? code : end ? end : any_refused ? CODE_REFUSED : CODE_DONE;
}

/* (3) import and export differ in what they write by default, and in what they are for. */
struct direction {
    const char *name; /* of the command */
    const char *line;
    const char *outs; /* the choices of --out */
    const char *out_help;
    enum form forms[2]; /* of these choices */
    const char *about;
};

static const struct direction directions[] = {
    {"claims import",
     "FILE... [--out tsv|jsonl]",
     "tsv|jsonl",
     "our table (tsv), or one ClaimReview a line",
     {FORM_TSV, FORM_JSONL},
     "Reads claims that were checked and writes them to standard output. A FILE is a table (TSV "
     "with a header:\n"
     "id, claim, and any of title, date, lang, fact, url, link, author, publisher, rating, "
     "verdict, harm), or\n"
     "schema.org ClaimReview as one JSON document or one a line; - is standard input.\n"},
    {"claims export",
     "FILE... [--out jsonld|tsv]",
     "jsonld|tsv",
     "schema.org ClaimReview (jsonld), or our table",
     {FORM_JSONLD, FORM_TSV},
     "Reads claims in any of the forms that `gardefou claims import` reads and writes them to "
     "standard output\n"
     "as schema.org ClaimReview, the form in which search engines and other checkers read "
     "them.\n"}};

static int run_direction(const struct direction *d, int argc, char **argv)
{
    int choice = 0;
    const struct option out = {.name = "--out",
                               .kind = OPTION_CHOICE,
                               .what = d->outs,
                               .help = d->out_help,
                               .to.choice = &choice};
    const struct usage usage = {.command = d->name,
                                .line = d->line,
                                .about = d->about,
                                .options = &out,
                                .option_count = 1,
                                .files_max = FILES_MAX};
    struct arguments arguments;
    struct fault f;
    fault_clear(&f);
    enum err code = console_read_options(argc, argv, &usage, &arguments, &f);
    if (!code && !arguments.help && arguments.file_count == 0) {
        code = fault_set(&f, ERR_USAGE, "name the FILE to read, or - for standard input");
    }
    if (code) {
        return console_wrong_use(&usage, &f);
    }
    return arguments.help ? console_help(&usage) : run(d->forms[choice], &arguments);
}

int cmd_claims(int argc, char **argv)
{
    static const struct usage usage = {
        .command = "claims",
        .line = "import|export FILE... [--out FORM]",
        .about = "import   reads claims in any form we know and writes our table\n"
                 "export   reads the same and writes schema.org ClaimReview\n\n"
                 "gardefou claims import --help and gardefou claims export --help say more.\n"};
    for (size_t i = 0; argc > 1 && i < sizeof directions / sizeof *directions; i++) {
        if (strcmp(argv[1], directions[i].name + strlen("claims ")) == 0) {
            return run_direction(&directions[i], argc - 1, argv + 1);
        }
    }
    struct arguments arguments;
    struct fault f;
    fault_clear(&f);
    if (console_read_options(argc, argv, &usage, &arguments, &f) == ERR_NONE) {
        if (arguments.help) {
            return console_help(&usage);
        }
        fault_set(&f, ERR_USAGE, "claims: say import or export");
    }
    return console_wrong_use(&usage, &f);
}
