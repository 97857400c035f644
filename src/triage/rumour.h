/* triage/rumour.h - which rumour a message belongs to: one claim with all its copies, or the copies
 * alone.
 *
 * WHAT   triage/group puts near-copies together by number; here groups get a name that lasts and
 *        learn their claim: once one
 *        copy of a group is recognised, the copies after it belong to that claim, even those the
 *        index is not sure of.
 * FLOW   called by: cmd/cmd_triage and cmd/cmd_group, in the order of the input. Calls:
 *        triage/group.
 * RULES  1. the name is "claim:ID" when the message is suggested for claim ID, or else when its
 *        group is known to be that
 *        claim's; otherwise "copy:ID" with the id of the message that opened the group.  2. nothing
 *        is revised
 *        later: names given stay.  3. a group keeps the first claim it was recognised as.
 *        4. memory is bounded by the messages remembered, not by the stream.
 * COST   about 100 ns on top of triage/group; 200 bytes a message remembered.
 */
#ifndef TRIAGE_RUMOUR_H
#define TRIAGE_RUMOUR_H

#include "base/buf.h"
#include "base/slice.h"
#include "text/near.h"

#define RUMOUR_MESSAGES 50000 /* remembered */

struct rumours;

struct rumour_place {
    struct slice name; /* rule 1; borrowed until the next rumours_add */
    struct slice
        copy_of; /* id of the most similar earlier message, borrowed likewise; ptr NULL when there is none */
    uint64_t copies; /* in the message's group so far, itself included */
};

/* None yet; owned by the caller. messages: how many are remembered, 0 for RUMOUR_MESSAGES. For one
 * thread at a time. */
struct rumours *rumours_new(size_t messages);

/* Frees them; NULL is accepted. */
void rumours_free(struct rumours *r);

/* Finds the place of the next message: its id and print, and the id of the claim it is suggested
 * for (empty if none). */
void rumours_add(struct rumours *r, struct slice id, const struct near_print *print,
                 struct slice claim, struct rumour_place *out);

#endif
