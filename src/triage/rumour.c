/* triage/rumour.c - which rumour a message belongs to.
 *
 * In this file, in order: (1) what is remembered of groups; (2) what is remembered of messages; (3)
 * the public functions.
 *
 * HOW    a ring holds the last messages in their order, so the tag of a message (its running
 *        number) is its place. Each
 *        remembers its group, and a group's record goes when its last message leaves the ring.
 *        triage/group forgets by the
 *        same number of messages; should it ever remember longer, the message only looks like the
 *        first of its group.
 *        Buffers of ids are used again and again: after one turn of the ring nothing is allocated.
 */
#include "triage/rumour.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "triage/group.h"

struct group_record {
    struct buf name; /* of the rumour */
    bool has_claim;
    uint32_t messages; /* in the ring; 0: the record is free */
};

struct remembered {
    struct buf id;
    uint64_t tag;    /* 0: nobody yet */
    uint32_t record; /* of its group */
    uint64_t group;
};

struct rumours {
    struct groups *groups;
    size_t capacity;
    struct remembered *ring;      /* by tag modulo capacity */
    struct group_record *records; /* at most one a message */
    uint32_t *unused;             /* stack of free records */
    size_t unused_count;
    struct map record_of; /* number of a group: its record */
    uint64_t tag;         /* of the latest message; the first is 1 */
    struct buf name;      /* of a message whose claim is not that of its group */
};

/* Replaces what is in the buffer by kind and id. */
static void set_name(struct buf *to, struct slice kind, struct slice id)
{
    buf_clear(to);
    buf_add(to, kind);
    buf_add(to, id);
}

/* (1) The record of the group, made when it is new; one more message refers to it. */
static uint32_t hold_record(struct rumours *r, uint64_t group, struct slice id)
{
    bool is_new;
    uint64_t *place = map_at(&r->record_of, group, &is_new);
    if (is_new) {
        *place = r->unused[--r->unused_count];
        struct group_record *made = &r->records[*place];
        made->has_claim = false;
        made->messages = 0;
        set_name(&made->name, SLICE("copy:"), id);
    }
    r->records[*place].messages++;
    return (uint32_t)*place;
}

/* (2) Forgets the message in a place of the ring. */
static void forget(struct rumours *r, struct remembered *old)
{
    if (old->tag == 0) {
        return;
    }
    struct group_record *g = &r->records[old->record];
    if (--g->messages == 0) {
        map_remove(&r->record_of, old->group);
        r->unused[r->unused_count++] = old->record;
    }
    old->tag = 0;
}

/* The id of the message with this tag; NULL and 0 when it is forgotten. */
static struct slice id_of(const struct rumours *r, uint64_t tag)
{
    const struct remembered *m = &r->ring[tag % r->capacity];
    return m->tag == tag && tag > 0 ? buf_slice(&m->id) : slice_of(NULL, 0);
}

struct rumours *rumours_new(size_t messages)
{
    struct rumours *r = mem_zero(1, sizeof *r);
    r->capacity = messages > 0 ? messages : RUMOUR_MESSAGES;
    /* One more place than groups remember: the new message must not push out the one it is a copy of. */
    struct group_options options = {.capacity = r->capacity};
    r->capacity++;
    r->groups = groups_new(&options);
    r->ring = mem_zero(r->capacity, sizeof *r->ring);
    r->records = mem_zero(r->capacity, sizeof *r->records);
    r->unused = mem_alloc(r->capacity, sizeof *r->unused);
    for (size_t i = 0; i < r->capacity; i++) {
        buf_init(&r->ring[i].id, SIZE_MAX / 4);
        buf_init(&r->records[i].name, SIZE_MAX / 4);
        r->unused[r->unused_count++] = (uint32_t)(r->capacity - 1 - i);
    }
    buf_init(&r->name, SIZE_MAX / 4);
    map_init(&r->record_of, r->capacity);
    return r;
}

void rumours_free(struct rumours *r)
{
    if (!r) {
        return;
    }
    for (size_t i = 0; i < r->capacity; i++) {
        buf_done(&r->ring[i].id);
        buf_done(&r->records[i].name);
    }
    buf_done(&r->name);
    map_done(&r->record_of);
    groups_free(r->groups);
    free(r->unused);
    free(r->records);
    free(r->ring);
    free(r);
}

void rumours_add(struct rumours *r, struct slice id, const struct near_print *print,
                 struct slice claim, struct rumour_place *out)
{
    uint64_t tag = ++r->tag;
    struct group_place found = groups_add(r->groups, print, tag, 0);
    struct remembered *m = &r->ring[tag % r->capacity];
    forget(r, m);
    out->copies = found.copies;
    out->copy_of = found.copies > 1 ? id_of(r, found.copy_of) : slice_of(NULL, 0);
    m->tag = tag;
    m->group = found.group;
    m->record = hold_record(r, found.group, id);
    set_name(&m->id, SLICE(""), id);
    struct group_record *g = &r->records[m->record];
    if (claim.len > 0 && !g->has_claim) {
        g->has_claim = true;
        set_name(&g->name, SLICE("claim:"), claim);
    }
    struct slice name = buf_slice(&g->name);
    if (claim.len > 0) {
        set_name(&r->name, SLICE("claim:"), claim);
        name = buf_slice(&r->name);
    }
    out->name = name;
}
