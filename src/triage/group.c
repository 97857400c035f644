/* triage/group.c - copies together, as they come; see group.h.
 *
 * The index of near-copies knows texts by a running number; a ring of the same size says for each
 * which group it is in. A group lives as long
 * as one of its messages is in the ring.
 */
#include "triage/group.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

#define DEFAULT_CAPACITY 50000
#define DEFAULT_THRESHOLD 0.30f /* docs/grouping.md */

struct member {
    uint64_t tag;
    uint64_t group;
};

struct group_record {
    uint64_t first;  /* tag of the message that opened it */
    uint64_t copies; /* messages so far */
    uint64_t held;   /* messages in the ring */
};

struct groups {
    struct near *near;
    size_t capacity;
    float threshold;
    struct member *members; /* ring by running number, owned */
    uint64_t next, oldest;  /* running numbers */
    uint64_t opened;
    struct map records; /* group -> address of its record */
};

static void *pointer(uint64_t value)
{
    return (void *)(uintptr_t)value; /* maps hold numbers */
}

static struct group_record *record_of(const struct groups *g, uint64_t group)
{
    uint64_t place = 0;
    map_get(&g->records, group, &place);
    return pointer(place);
}

/* Messages that the index has forgotten are forgotten here. */
static void forget(struct groups *g)
{
    while (g->next - g->oldest > near_count(g->near)) {
        uint64_t group = g->members[g->oldest++ % g->capacity].group;
        struct group_record *r = record_of(g, group);
        if (--r->held == 0) {
            map_remove(&g->records, group);
            free(r);
        }
    }
}

static void free_record(void *context, uint64_t group, uint64_t place)
{
    (void)context;
    (void)group;
    free(pointer(place));
}

struct groups *groups_new(const struct group_options *options)
{
    struct groups *g = mem_zero(1, sizeof *g);
    g->capacity = options && options->capacity ? options->capacity : DEFAULT_CAPACITY;
    g->threshold = options && options->threshold > 0 ? options->threshold : DEFAULT_THRESHOLD;
    g->near = near_new(
        &(struct near_options){.capacity = g->capacity, .age_s = options ? options->age_s : 0});
    g->members = mem_alloc(g->capacity + 1, sizeof *g->members);
    g->capacity++; /* the newcomer is in the ring before the oldest goes */
    map_init(&g->records, 1024);
    return g;
}

void groups_free(struct groups *g)
{
    if (!g) {
        return;
    }
    map_each(&g->records, free_record, NULL);
    map_done(&g->records);
    near_free(g->near);
    free(g->members);
    free(g);
}

static uint64_t open_group(struct groups *g, uint64_t tag)
{
    struct group_record *r = mem_zero(1, sizeof *r);
    r->first = tag;
    *map_at(&g->records, ++g->opened, NULL) = (uint64_t)(uintptr_t)r;
    return g->opened;
}

struct group_place groups_add(struct groups *g, const struct near_print *p, uint64_t tag,
                              int64_t now_s)
{
    struct near_hit hit;
    struct group_place place = {0};
    bool found = near_find(g->near, p, now_s, &hit, 1) > 0 && hit.similarity >= g->threshold;
    forget(g);
    if (found) { /* the index knows texts by their running number */
        const struct member *like = &g->members[hit.tag % g->capacity];
        place.group = like->group;
        place.copy_of = like->tag;
        place.similarity = hit.similarity;
    } else {
        place.group = open_group(g, tag);
    }
    struct group_record *r = record_of(g, place.group);
    r->held++;
    place.copies = ++r->copies;
    place.first = r->first;
    g->members[g->next % g->capacity] = (struct member){tag, place.group};
    near_add(g->near, p, g->next++, now_s);
    forget(g);
    return place;
}

size_t groups_count(const struct groups *g)
{
    return g->records.count;
}

size_t groups_bytes(const struct groups *g)
{
    return sizeof *g + near_bytes(g->near) + g->capacity * sizeof *g->members +
           g->records.count * sizeof(struct group_record) + g->records.mask * 16;
}
