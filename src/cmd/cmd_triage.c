/* cmd/cmd_triage.c - `gardefou triage`: messages in, and for each the claims it may repeat, its
 * rumour, and what it is worth.
 *
 * In this file, in order: (1) how it is called; (2) loading claims; (3) learning known copies; (4)
 * one answer, in order;
 * (5) a run; (6) the command.
 *
 * FLOW   claims -> match/index; messages -> cmd/answer (threads) -> here, in order: triage/rumour,
 *        triage/worth -> output.
 * NOT HERE  lines and threads: cmd/stream. How an answer is written: cmd/answer. The view for
 *           people: cmd/table.
 */
#include "cmd/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "cmd/answer.h"
#include "cmd/claim_input.h"
#include "cmd/stream.h"
#include "cmd/table.h"
#include "match/memory.h"
#include "triage/rumour.h"

#define DAY_MS ((int64_t)86400000)
#define TOP_DEFAULT 5
#define MAX_WRONG_DEFAULT 0.1

/* (1) */
struct settings {
    const char *claims;
    const char *pairs;
    int format; /* enum message_format */
    int out;    /* enum answer_mode */
    int top;
    int threads;
    double max_wrong;
};

static const char about[] =
    "Reads messages (posts, comments, articles) and says for each, in the order of the input, "
    "which checked claims it\n"
    "may repeat and why, whether it repeats, denies or asks, which rumour it belongs to, and how "
    "much it deserves an\n"
    "answer. It only prepares: a person decides. A bad line is reported with its number and "
    "skipped.\n"
    "\n"
    "messages  jsonl: {\"id\",\"text\"} and, if known, "
    "\"published\",\"lang\",\"url\",\"author\",\"network\",\"reach\",\"voice\"\n"
    "          (voice: patients, public, press or colleagues); tsv: a header that names such "
    "columns\n";

/* One run. */
struct triage {
    const struct settings *settings;
    struct match_index *index;
    struct match_memory *memory;
    struct claim_input claims;
    struct rumours *rumours; /* NULL for ANSWER_RUN */
    struct table *table;     /* only for ANSWER_TEXT */
    struct output output;
    int32_t newest_days; /* of the messages so far */
};

/* (2) */
static enum err take_claim(void *context, const struct claim *c, struct fault *f)
{
    struct triage *t = context;
    if (t->table) {
        table_add_claim(t->table, c);
    }
    return match_index_add(t->index, c, f);
}

static int load_claims(struct triage *t)
{
    int code = claim_input_read(&t->claims, t->settings->claims);
    if (code == CODE_DONE) {
        match_index_commit(t->index);
    }
    return code;
}

/* (3) One line "message text TAB claim id". The print is that of the matcher's own analysis, so
 * that it meets those of later messages. */
static enum err learn_pair(struct triage *t, struct matcher *m, struct slice line, uint64_t number,
                           struct fault *f)
{
    size_t bad;
    if (memchr(line.ptr, '\0', line.len)) {
        return fault_set(f, ERR_PARSE, "the line holds a NUL byte");
    }
    if (!utf8_valid(line, &bad)) {
        return fault_set(f, ERR_PARSE, "the line is not valid UTF-8 at byte offset %zu", bad);
    }
    struct slice id = line;
    struct slice text = slice_trim(slice_cut(&id, '\t'));
    id = slice_trim(id);
    if (text.len == 0 || id.len == 0) {
        return fault_set(
            f, ERR_PARSE,
            "the line must hold the text of a message, a tab, and the id of its claim");
    }
    if (!claim_input_has(&t->claims, id)) {
        return fault_set(f, ERR_NOTFOUND, "there is no claim with the id \"%.*s\"",
                         (int)(id.len < 80 ? id.len : 80), id.ptr);
    }
    struct match_answer found;
    struct near_print print;
    char name[32];
    matcher_ask(m, text, LANG_NONE, DATE_NONE, 1, 0, &found);
    near_print_of(matcher_analysis(m), &print);
    snprintf(name, sizeof name, "pair-%llu", (unsigned long long)number);
    match_memory_learn(t->memory, slice_from(name), &print, id, false);
    return ERR_NONE;
}

/* Reads the lines of known copies; those refused are reported. */
static enum err learn_lines(struct triage *t, int fd, struct refusals *refused, struct fault *f)
{
    struct matcher *m = matcher_new(t->index, NULL);
    struct lines lines;
    struct slice line;
    enum lines_got got;
    lines_init(&lines, fd, MESSAGE_LINE_MAX);
    while ((got = lines_next(&lines, &line, f)) == LINES_TEXT || got == LINES_TOO_LONG) {
        struct fault why;
        fault_clear(&why);
        if (got == LINES_TOO_LONG) {
            fault_set(&why, ERR_LIMIT, "the line is longer than %zu bytes", MESSAGE_LINE_MAX);
        } else if (!message_line_is_blank(line)) {
            learn_pair(t, m, line, lines.number, &why);
        }
        if (why.code) {
            console_refuse(refused, lines.number, why.text);
        }
    }
    lines_done(&lines);
    matcher_free(m);
    return got == LINES_FAILED ? ERR_IO : ERR_NONE;
}

static int learn_pairs(struct triage *t)
{
    struct refusals refused = {.subject = t->settings->pairs, .unit = "line"};
    struct fault f;
    fault_clear(&f);
    int fd = open(t->settings->pairs, O_RDONLY | O_CLOEXEC);
    enum err code =
        fd < 0 ? fault_set(&f, ERR_IO, "cannot open it: %s", strerror(errno)) : ERR_NONE;
    if (!code) {
        code = learn_lines(t, fd, &refused, &f);
        close(fd);
    }
    console_refused_sum(&refused);
    t->claims.refused += refused.count;
    return code ? console_failed(refused.subject, &f) : CODE_DONE;
}

/* (4) The priority of an answer: what the line itself says, the copies before it, and its age in
 * the stream. */
static double weigh(struct triage *t, const struct answer *a, uint64_t copies)
{
    struct worth_input in = a->worth;
    struct worth_terms terms;
    in.copies = copies;
    in.age_days = WORTH_AGE_UNKNOWN;
    if (a->date_days != DATE_NONE) {
        t->newest_days = a->date_days > t->newest_days ? a->date_days : t->newest_days;
        in.age_days = t->newest_days - a->date_days;
    }
    worth_of(&in, &terms);
    return terms.total;
}

static enum err take_answer(void *context, const struct answer *a, struct fault *f)
{
    struct triage *t = context;
    struct rumour_place place;
    if (!t->rumours) {
        buf_add(&t->output.buf, a->head);
        return console_output_tidy(&t->output, f);
    }
    rumours_add(t->rumours, a->id, a->print, a->suggest ? a->claim : slice_of(NULL, 0), &place);
    double priority = weigh(t, a, place.copies);
    if (t->table) {
        table_add(t->table, a, &place, priority);
        return ERR_NONE;
    }
    answer_add_jsonl(a, &place, priority, &t->output.buf);
    return console_output_tidy(&t->output, f);
}

static enum err pause_output(void *context, struct fault *f)
{
    struct triage *t = context;
    return console_output_flush(&t->output, f);
}

/* Whether standard output likes colours: https://no-color.org */
static bool wants_colour(void)
{
    const char *no_color = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(no_color && no_color[0]);
}

/* (5) */
static void triage_init(struct triage *t, const struct settings *s)
{
    *t = (struct triage){.settings = s, .newest_days = INT32_MIN};
    t->index = match_index_new();
    t->memory = match_memory_new();
    claim_input_init(&t->claims, t, take_claim);
    t->rumours = s->out == ANSWER_RUN ? NULL : rumours_new(0);
    t->table = s->out == ANSWER_TEXT ? table_new(s->max_wrong) : NULL;
    console_output_init(&t->output, STDOUT_FILENO,
                        s->out == ANSWER_TEXT ? TABLE_BYTES_MAX : ANSWER_BYTES_MAX);
}

static void triage_done(struct triage *t)
{
    console_output_done(&t->output);
    table_free(t->table);
    rumours_free(t->rumours);
    claim_input_done(&t->claims);
    match_memory_free(t->memory);
    match_index_free(t->index);
}

static int answer_messages(struct triage *t)
{
    const struct settings *s = t->settings;
    struct clock clock = clock_real();
    const struct answer_plan plan = {.mode = (enum answer_mode)s->out,
                                     .format = (enum message_format)s->format,
                                     .threads = stream_threads(s->threads),
                                     .index = t->index,
                                     .memory = t->memory,
                                     .top = (size_t)s->top,
                                     .max_wrong = s->max_wrong,
                                     .latest_days = (int32_t)(clock_now_ms(&clock) / DAY_MS) + 1,
                                     .context = t,
                                     .take = take_answer,
                                     .pause = pause_output};
    struct refusals refused = {.subject = "messages", .unit = "line"};
    struct fault f;
    fault_clear(&f);
    enum err code = answer_run(STDIN_FILENO, &plan, &refused, &f);
    if (t->table && !code) {
        table_print(t->table, wants_colour(), &t->output.buf);
    }
    return console_finish(code, &t->output, &refused, &f);
}

static int run(const struct settings *s)
{
    struct triage t;
    triage_init(&t, s);
    int code = load_claims(&t);
    if (code == CODE_DONE && s->pairs) {
        code = learn_pairs(&t);
    }
    if (code == CODE_DONE) {
        code = answer_messages(&t);
    }
    if (code == CODE_DONE && t.claims.refused > 0) {
        code = CODE_REFUSED;
    }
    triage_done(&t);
    return code;
}

/* (6) */
static int read_and_run(int argc, char **argv, struct settings *s, const struct usage *usage)
{
    struct arguments arguments;
    struct fault f;
    fault_clear(&f);
    enum err code = console_read_options(argc, argv, usage, &arguments, &f);
    if (!code && !arguments.help && !s->claims) {
        code = fault_set(&f, ERR_USAGE, "triage needs the claims that were checked: --claims FILE");
    }
    if (!code && !arguments.help && s->claims[0] == '-' && !s->claims[1]) {
        code = fault_set(&f, ERR_USAGE,
                         "--claims must name a file, for the messages come from standard input");
    }
    if (code) {
        return console_wrong_use(usage, &f);
    }
    return arguments.help ? console_help(usage) : run(s);
}

int cmd_triage(int argc, char **argv)
{
    struct settings s = {.top = TOP_DEFAULT, .threads = 1, .max_wrong = MAX_WRONG_DEFAULT};
    const struct option options[] = {
        {.name = "--claims",
         .what = "FILE",
         .to.text = &s.claims,
         .help = "the claims that were checked: a table (TSV with a header: id, claim, title, date "
                 "...),\n"
                 "or schema.org ClaimReview as JSON or JSON lines"},
        {.name = "--format",
         .kind = OPTION_CHOICE,
         .what = "jsonl|tsv",
         .to.choice = &s.format,
         .help = "the form of the messages (jsonl)"},
        {.name = "--out",
         .kind = OPTION_CHOICE,
         .what = "jsonl|run|text",
         .to.choice = &s.out,
         .help =
             "jsonl: one object a message (the default)\n"
             "run: message, rank, claim, confidence, with tabs between them\n"
             "text: for reading; it is shown at the end, keeps the first 2,000 rumours in memory\n"
             "and suits some thousand messages"},
        {.name = "--top",
         .kind = OPTION_NUMBER,
         .what = "N",
         .to.number = &s.top,
         .min = 1,
         .max = MATCH_TOP_MAX,
         .help = "at most N claims a message (5)"},
        {.name = "--threads",
         .kind = OPTION_NUMBER,
         .what = "N",
         .to.number = &s.threads,
         .max = STREAM_THREADS_MAX,
         .help = "work with N threads, 0: one a processor (1); the answers do not depend on it"},
        {.name = "--max-wrong",
         .kind = OPTION_SHARE,
         .what = "SHARE",
         .to.share = &s.max_wrong,
         .help = "suggest only where at most this share of the suggestions is expected to be wrong "
                 "(0.1)"},
        {.name = "--pairs",
         .what = "FILE",
         .to.text = &s.pairs,
         .help = "known copies to learn from before: the text of a message, a tab, the id of its "
                 "claim"}};
    const struct usage usage = {.command = "triage",
                                .line = "--claims FILE [OPTION...] < MESSAGES",
                                .about = about,
                                .options = options,
                                .option_count = sizeof options / sizeof *options};
    return read_and_run(argc, argv, &s, &usage);
}
