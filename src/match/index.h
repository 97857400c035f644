/* match/index.h - what the parts of match/ may ask of an index beyond its public face. Private to
 * match/. */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "match/snapshot.h"

struct match_index;

/* The vocabulary the index was built with; lives as long as the index. */
const struct concepts *match_index_concepts(const struct match_index *x);

/* The snapshot that is current now, with a reference for the caller. */
struct snapshot *snapshot_take(struct match_index *x);

/* Whether s is the current one. Never waits. */
bool snapshot_is_current(const struct match_index *x, const struct snapshot *s);

#endif
