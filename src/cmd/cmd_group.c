/* cmd/cmd_group.c - `gardefou group`: which messages are copies of each other.
 *
 * In this file, in order: (1) how it is called; (2) one answer; (3) the command. No claims are
 * needed, so nothing of match/
 * is at work: only text/near and triage/rumour.
 */
#include "cmd/cmd.h"

#include <limits.h>
#include <unistd.h>

#include "base/date.h"
#include "cmd/answer.h"
#include "cmd/stream.h"
#include "triage/rumour.h"

/* (1) */
struct settings {
    int format;
    int threads;
};

static const char about[] = "Reads messages (posts, comments, articles) and puts near-copies "
                            "together: for each message, in the order of\n"
                            "the input, its id, a tab, and its rumour, which is \"copy:\" and the "
                            "id of the first message of its kind.\n"
                            "The last 50,000 messages are remembered.\n";

/* (2) What one run has. */
struct grouping {
    struct rumours *rumours;
    struct output output;
};

static enum err take(void *context, const struct answer *a, struct fault *f)
{
    struct grouping *g = context;
    struct rumour_place place;
    rumours_add(g->rumours, a->id, a->print, slice_of(NULL, 0), &place);
    buf_add(&g->output.buf, a->id);
    buf_add_char(&g->output.buf, '\t');
    buf_add(&g->output.buf, place.name);
    buf_add_char(&g->output.buf, '\n');
    return console_output_tidy(&g->output, f);
}

static enum err pause_output(void *context, struct fault *f)
{
    struct grouping *g = context;
    return console_output_flush(&g->output, f);
}

static int run(const struct settings *s)
{
    struct grouping g = {.rumours = rumours_new(0)};
    struct refusals refused = {.subject = "messages", .unit = "line"};
    struct fault f;
    fault_clear(&f);
    console_output_init(&g.output, STDOUT_FILENO, 4 * MESSAGE_ID_MAX);
    const struct answer_plan plan = {.mode = ANSWER_GROUP,
                                     .format = (enum message_format)s->format,
                                     .threads = stream_threads(s->threads),
                                     .latest_days = INT32_MAX,
                                     .context = &g,
                                     .take = take,
                                     .pause = pause_output};
    enum err code = answer_run(STDIN_FILENO, &plan, &refused, &f);
    rumours_free(g.rumours);
    return console_finish(code, &g.output, &refused, &f);
}

int cmd_group(int argc, char **argv)
{
    struct settings s = {.threads = 1};
    const struct option options[] = {
        {.name = "--format",
         .kind = OPTION_CHOICE,
         .what = "jsonl|tsv",
         .to.choice = &s.format,
         .help = "the form of the messages (jsonl)"},
        {.name = "--threads",
         .kind = OPTION_NUMBER,
         .what = "N",
         .to.number = &s.threads,
         .max = STREAM_THREADS_MAX,
         .help = "work with N threads, 0: one a processor (1); the answers do not depend on it"}};
    const struct usage usage = {.command = "group",
                                .line = "[OPTION...] < MESSAGES",
                                .about = about,
                                .options = options,
                                .option_count = sizeof options / sizeof *options};
    struct arguments arguments;
    struct fault f;
    fault_clear(&f);
    if (console_read_options(argc, argv, &usage, &arguments, &f)) {
        return console_wrong_use(&usage, &f);
    }
    return arguments.help ? console_help(&usage) : run(&s);
}
