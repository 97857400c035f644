/* cmd/table.h - what `triage --out text` shows: the rumours of a small batch, the one most worth an
 * answer first.
 *
 * WHAT   answers are gathered and shown once, at the end: recognised claims with the why and where
 *        their messages stand; then
 *        texts that were copied but that no claim fits; then how many messages are best left in
 *        peace. The view has an end.
 * FLOW   called by: cmd/cmd_triage. Calls: base only.
 * RULES  1. memory is bounded: TABLE_RUMOURS_MAX rumours, the later ones are only counted; of a
 *        message a few hundred bytes are
 *        kept.  2. what others wrote cannot steer the terminal: control and direction characters
 *        become blanks.
 *        3. colours carry nothing that the words do not say; no red, nothing blinks (DESIGN:
 *        silence is a feature).
 */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cmd/answer.h"
#include "triage/rumour.h"

#define TABLE_RUMOURS_MAX 2000
#define TABLE_BYTES_MAX ((size_t)8 << 20) /* of the text that table_print writes */

struct table;

/* An empty table, owned by the caller. A denial counts to its claim when it is sure enough for
 * max_wrong. */
struct table *table_new(double max_wrong);

/* Frees it; NULL is accepted. */
void table_free(struct table *t);

/* Remembers the words of a claim and the fact against it. */
void table_add_claim(struct table *t, const struct claim *c);

/* Adds one answer of ANSWER_TEXT. */
void table_add(struct table *t, const struct answer *a, const struct rumour_place *place,
               double priority);

/* Appends the whole view; the table's last use, for it is sorted by it. */
void table_print(struct table *t, bool colour, struct buf *out);

#endif
