/* triage/group.c - puts the copies of one message together as they come; see group.h.
 *
 * In this file, in order: (1) groups and the messages that keep them alive, (2) the public functions.
 *
 * HOW    text/near is given the number of each message as its tag; a ring of the same size remembers which message of
 *        the caller and which group that number stands for. A group is forgotten with the last of its numbers.
 */
#include "triage/group.h"

#include <stdlib.h>

#include "base/mem.h"

#define CAPACITY_USUAL 50000
#define THRESHOLD_USUAL 0.22f /* docs/grouping.md */
#define CLOSE_COPY 0.6f       /* from here a copy's words do not count again */
#define NONE UINT32_MAX

/* A message remembered. */
struct member {
    uint64_t tag;
    int64_t time_s;
    uint32_t group; /* place in groups, NONE: never used */
};

struct group {
    uint64_t number;
    uint64_t first; /* tag */
    uint64_t copies;
    uint32_t members; /* remembered; 0: this place is free */
    uint32_t next_free;
};

struct groups {
    struct near *near;
    float threshold;
    int64_t age_s;
    int64_t latest_s;
    size_t capacity;
    uint64_t next; /* number of the next message to be remembered */
    uint64_t opened;
    struct member *members; /* ring */
    struct group *groups;
    uint32_t free_group;
    uint32_t fresh_group;
    size_t held;
};

/* (1) Groups and members. */
static uint32_t open_group(struct groups *g, uint64_t tag)
{
    uint32_t at = g->free_group;
    if (at != NONE) {
        g->free_group = g->groups[at].next_free;
    } else {
        at = g->fresh_group++;
    }
    g->held++;
    g->groups[at] = (struct group){.number = ++g->opened, .first = tag};
    return at;
}

static void leave(struct groups *g, uint32_t at)
{
    if (at != NONE && --g->groups[at].members == 0) {
        g->groups[at].next_free = g->free_group;
        g->free_group = at;
        g->held--;
    }
}

/* Whether the message that is told again will still be remembered for a while: then this copy need not be. A flood of
 * one text must not push all others out. */
static bool is_young(const struct groups *g, uint64_t number)
{
    uint64_t since = (uint64_t)g->latest_s - (uint64_t)g->members[number % g->capacity].time_s;
    return g->next - number <= g->capacity / 2 &&
           (g->age_s == 0 || since <= (uint64_t)g->age_s / 2);
}

static void remember(struct groups *g, const struct near_print *p, uint64_t tag, uint32_t group,
                     float similarity)
{
    struct member *m = &g->members[g->next % g->capacity];
    near_add(g->near, p, g->next++, g->latest_s, similarity >= CLOSE_COPY);
    g->groups[group].members++;
    leave(g, m->group);
    *m = (struct member){.tag = tag, .time_s = g->latest_s, .group = group};
}

/* (2) Public functions. */
struct groups *groups_new(const struct group_options *options)
{
    struct group_options o = options ? *options : (struct group_options){0};
    struct groups *g = mem_zero(1, sizeof *g);
    g->capacity = o.capacity ? o.capacity : CAPACITY_USUAL;
    g->capacity = g->capacity < NEAR_CAPACITY_MAX ? g->capacity : NEAR_CAPACITY_MAX;
    g->threshold = o.threshold > 0 ? o.threshold : THRESHOLD_USUAL;
    g->age_s = o.age_s;
    g->latest_s = INT64_MIN;
    g->near = near_new(&(struct near_options){.capacity = g->capacity, .age_s = o.age_s});
    g->members = mem_alloc(g->capacity, sizeof *g->members);
    for (size_t i = 0; i < g->capacity; i++) {
        g->members[i].group = NONE;
    }
    /* One more than messages: a group is opened before the oldest message leaves its own. */
    g->groups = mem_zero(g->capacity + 1, sizeof *g->groups);
    g->free_group = NONE;
    return g;
}

void groups_free(struct groups *g)
{
    if (!g) {
        return;
    }
    near_free(g->near);
    free(g->members);
    free(g->groups);
    free(g);
}

struct group_place groups_add(struct groups *g, const struct near_print *p, uint64_t tag,
                              int64_t now_s)
{
    struct near_hit hit;
    struct group_place place = {.first = tag, .copies = 1};
    g->latest_s = now_s > g->latest_s ? now_s : g->latest_s;
    if (p->exact == 0) {
        place.group = ++g->opened; /* nothing to read, nothing to remember */
        return place;
    }
    uint32_t at = NONE;
    if (near_find(g->near, p, g->latest_s, &hit) && hit.similarity >= g->threshold) {
        const struct member *m = &g->members[hit.tag % g->capacity];
        at = m->group;
        place.copy_of = m->tag;
        place.similarity = hit.similarity;
    } else {
        at = open_group(g, tag);
        hit = (struct near_hit){0};
    }
    struct group *group = &g->groups[at];
    place.group = group->number;
    place.first = group->first;
    place.copies = ++group->copies;
    if (!hit.exact || !is_young(g, hit.tag)) {
        remember(g, p, tag, at, hit.similarity);
    }
    return place;
}

size_t groups_count(const struct groups *g)
{
    return g->held;
}

size_t groups_bytes(const struct groups *g)
{
    return sizeof *g + near_bytes(g->near) + g->capacity * sizeof *g->members +
           (g->capacity + 1) * sizeof *g->groups;
}
