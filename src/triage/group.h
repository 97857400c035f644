/* triage/group.h - puts the copies of one message together as they come.
 *
 * WHAT   a message joins the group of its most similar earlier message when they are similar
 *        enough, and opens a
 *        group otherwise. Nothing is revised later: what was said of a message stays.
 * FLOW   called by: cmd/ (group, triage). Calls: text/near.
 * RULES  1. every message is in exactly one group.  2. messages with the same words are in the same
 *        group as long as
 *        the earlier one is held.  3. the answer depends on the messages given before, their order
 *        and their times, and on nothing else.
 *        4. memory is fixed when the groups are made: a group is forgotten when the last of its
 *        messages is.
 * COST   as text/near.h; 48 bytes a message held on top.
 */
#ifndef TRIAGE_GROUP_H
#define TRIAGE_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/near.h"

struct group_options {
    size_t capacity; /* messages remembered at most; 0: 50,000 */
    int64_t age_s;   /* seconds after which a message is forgotten; 0: never */
    float
        threshold; /* similarity from which a message joins; 0: the measured default (docs/grouping.md) */
};

struct group_place {
    uint64_t group;   /* number of the group: 1, 2, 3 in the order of opening */
    uint64_t first;   /* tag of the message that opened it */
    uint64_t copy_of; /* tag of the most similar earlier message; meaningful when copies > 1 */
    uint64_t
        copies; /* messages of the group so far, this one included; 1: it has just been opened */
    float similarity; /* to copy_of; 0 when the group was opened */
};

struct groups;

/* No groups yet; owned by the caller. options may be NULL. For one thread at a time. */
struct groups *groups_new(const struct group_options *options);

/* Frees them; NULL is accepted. */
void groups_free(struct groups *g);

/* Finds the place of the next message: its print (near_print_of, which worker threads may call),
 * the caller's tag for it,
 * its time in seconds (any origin; 0 throughout when times are not known). */
struct group_place groups_add(struct groups *g, const struct near_print *p, uint64_t tag,
                              int64_t now_s);

/* Groups remembered. */
size_t groups_count(const struct groups *g);

/* Bytes taken, the index of near-copies included. */
size_t groups_bytes(const struct groups *g);

#endif
