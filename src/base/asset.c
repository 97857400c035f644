/* base/asset.c - looks up embedded files in the table that tools/embed.c wrote.
 *
 * In this file, in order: (1) the shape of the table, (2) one entry of it, (3) search and visit.
 */
#include "base/asset.h"

#include <assert.h>
#include <stdint.h>

/* All distances count from the start of the table, in bytes. */
struct asset_entry {
    uint32_t name;
    uint32_t data;
    uint32_t size_bytes;
};

struct asset_table {
    uint32_t count;
    struct asset_entry entries[];
};

/* Defined in the generated assembler file. */
extern const struct asset_table asset_table;

static struct asset asset_at(size_t i)
{
    assert(i < asset_table.count);
    const char *base = (const char *)&asset_table;
    const struct asset_entry *entry = &asset_table.entries[i];
    return (struct asset){base + entry->name, slice_of(base + entry->data, entry->size_bytes)};
}

struct slice asset_find(const char *name)
{
    size_t low = 0;
    size_t high = asset_table.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct asset here = asset_at(middle);
        int order = strcmp(name, here.name);
        if (order == 0) {
            return here.bytes;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (struct slice){NULL, 0};
}

bool asset_next(size_t *cursor, struct asset *out)
{
    if (*cursor >= asset_table.count) {
        return false;
    }
    *out = asset_at((*cursor)++);
    return true;
}
