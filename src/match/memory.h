/* match/memory.h - what people decided: confirmed copies of claims, refuted pairs, and the way back
 * from both.
 *
 * WHAT   a message confirmed as a copy of a claim makes later messages that are nearly the same
 *        point to that claim; a refuted pair keeps the claim
 *        from being offered for nearly the same messages again.
 * FLOW   called by: cmd (triage --pairs), later triage/recognise; asked by match/matcher.
 * WHY    only near-identical messages: a looser memory pushed right claims away (docs/matching.md).
 * RULES  1. one writer at a time, and no reader meanwhile: the owner fills it before matchers ask,
 *        or holds them back.
 *        2. undoing removes exactly what was learnt; the order of learning does not matter.
 * COST   about 1 KiB a decision; a look-up about as much as near-copy grouping (text/near.h).
 */
#ifndef MATCH_MEMORY_H
#define MATCH_MEMORY_H

#include "base/fault.h"
#include "text/near.h"

#define MATCH_MEMORY_HITS 8

struct match_memory;

struct match_memory_hit {
    struct slice claim;   /* id, borrowed until the memory changes */
    struct slice message; /* id of the confirmed copy, likewise */
    float similarity;     /* NEAR_IDENTICAL..1 */
    bool refuted;
};

/* An empty memory, owned by the caller. */
struct match_memory *match_memory_new(void);
void match_memory_free(struct match_memory *m);

/* Learns that the message with this print is (or, refuted, is not) a copy of claim. The latest
 * decision on a pair counts. */
void match_memory_learn(struct match_memory *m, struct slice message,
                        const struct near_print *print, struct slice claim, bool refuted);

/* Takes the decision on a pair back; ERR_NOTFOUND when there is none. */
enum err match_memory_undo(struct match_memory *m, struct slice message, struct slice claim,
                           struct fault *f);

/* Decisions held. */
size_t match_memory_count(const struct match_memory *m);

/* The decisions on messages nearly identical to print, most similar first; at most
 * MATCH_MEMORY_HITS written to hits; how many. */
size_t match_memory_ask(const struct match_memory *m, const struct near_print *print,
                        struct match_memory_hit *hits);

#endif
