/* base/asset.h - files that travel inside the program (word lists, later templates and style
 * sheets).
 *
 * WHAT   each file named in share/meson.build, found by its path below share/
 *        ("words/stop_fr.txt").
 * FLOW   called by: text (stop words, lexicons), match (vocabulary). Filled at build time by
 *        tools/embed.c.
 * WHY    one file to install, nothing to be missing or out of step at run time.
 * RULES  1. the bytes are read-only, live as long as the program and are followed by a NUL byte
 *        which the length
 *        does not count.  2. names are unique and sorted by strcmp.
 * COST   asset_find: a binary search, no allocation. Safe in any thread.
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include "base/slice.h"

struct asset {
    const char *name; /* path below share/ */
    struct slice bytes;
};

/* The bytes of the asset called name; the empty slice (ptr NULL) when there is none. */
struct slice asset_find(const char *name);

/* Visits the assets in the order of their names: start with *cursor = 0 and call until it returns
 * false.
 * On true, *out is the next asset. */
bool asset_next(size_t *cursor, struct asset *out);

#endif
