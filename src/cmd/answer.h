/* cmd/answer.h - from the stream of messages to the stream of answers, for `triage` and `group`.
 *
 * WHAT   each line is read, asked and formatted by a worker, as far as that does not depend on
 *        other messages; then the answers
 *        are handed out one by one in the order of the input. Refused lines are reported in that
 *        order, too.
 * FLOW   called by: cmd/cmd_triage, cmd/cmd_group. Calls: cmd/stream, cmd/message_reader, match,
 *        triage/worth.
 * RULES  1. what is handed out depends on the line alone (and the index), so not on the number of
 *        threads.
 *        2. what a struct answer points to is borrowed for the call.
 * COST   reading and formatting: 1 to 2 us a message on top of the matcher; nothing is allocated
 *        per message.
 * NOT HERE  what depends on earlier messages (rumours, priority): cmd/cmd_triage.
 */
#ifndef CMD_ANSWER_H
#define CMD_ANSWER_H

#include "cmd/console.h"
#include "cmd/message_reader.h"
#include "match/match.h"
#include "text/near.h"
#include "triage/worth.h"

enum answer_mode {
    ANSWER_JSONL, /* head and tail are pieces of a JSON line, for answer_add_jsonl */
    ANSWER_RUN,   /* head is all there is to write */
    ANSWER_TEXT,  /* tail is the why, for people */
    ANSWER_GROUP  /* only id and print; no claims are asked */
};

/* The most bytes that one answer adds to an output; far above what is met. */
#define ANSWER_BYTES_MAX ((size_t)16 << 20)

struct answer {
    struct slice id;
    struct slice text;  /* the message; only for ANSWER_TEXT */
    struct slice claim; /* id of the first candidate; empty when there is none */
    struct slice head;
    struct slice tail;
    const struct near_print *print;
    struct worth_input worth; /* all but copies and age_days */
    int32_t date_days;
    bool suggest;
};

struct answer_plan {
    enum answer_mode mode;
    enum message_format format;
    int threads;
    struct match_index *index;         /* borrowed; NULL for ANSWER_GROUP */
    const struct match_memory *memory; /* borrowed; may be NULL */
    size_t top;
    double max_wrong;
    int32_t
        latest_days; /* a message dated later than this counts as undated: a slip would make all others look old */
    void *context;
    enum err (*take)(void *context, const struct answer *a, struct fault *f);
    /* The input has no more for now. */
    enum err (*pause)(void *context, struct fault *f);
};

/* Runs the messages of fd through the plan; refused lines are reported to refused. An error is one
 * of reading, of take or
 * of pause, or a header that is not one. */
enum err answer_run(int fd, const struct answer_plan *plan, struct refusals *refused,
                    struct fault *f);

struct rumour_place; /* triage/rumour.h */

/* Appends the line of JSON: the answer of ANSWER_JSONL, its place among the rumours, and its
 * priority. */
void answer_add_jsonl(const struct answer *a, const struct rumour_place *place, double priority,
                      struct buf *out);

#endif
