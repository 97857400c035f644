/* cmd/table.c - what `triage --out text` shows.
 *
 * In this file, in order: (1) claims and rumours; (2) text made safe; (3) one rumour; (4) the
 * sections; (5) the public
 * functions.
 */
#include "cmd/table.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"

#define KEY_SEED 0x7461626c65u
#define EXAMPLE_BYTES 400
#define WHY_BYTES 240
#define ID_BYTES 96
#define SHOWN_LETTERS 96 /* of a claim, an example, a why, a fact */
#define INDENT "        "

struct shown_claim {
    struct slice text; /* in the arena */
    struct slice fact;
};

struct shown_rumour {
    struct slice claim_id; /* in the arena; empty for copies alone */
    char id[ID_BYTES];     /* of the message shown */
    size_t id_len;
    char example[EXAMPLE_BYTES];
    size_t example_len;
    char why[WHY_BYTES];
    size_t why_len;
    double priority;   /* the highest of its messages */
    double confidence; /* of the message shown */
    uint64_t messages;
    uint64_t copies; /* of its most copied text */
    uint64_t stances[STANCES];
    size_t order; /* of coming, to decide between equals */
};

struct table {
    double max_wrong;
    struct arena arena;
    struct shown_claim *claims;
    size_t claim_count, claim_cap;
    struct map claim_of; /* hash of id: place + 1 */
    struct shown_rumour *rumours;
    size_t rumour_count, rumour_cap;
    struct map rumour_of; /* hash of name: place + 1 */
    uint64_t messages;
    uint64_t unlisted; /* messages of rumours for which there was no room */
};

struct paint {
    const char *bold, *dim, *strong, *plain;
};

/* (1) Text cut to at most max bytes between two characters. */
static size_t copy_cut(char *to, size_t max, struct slice text)
{
    size_t len = text.len < max ? text.len : max;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80) {
        len--;
    }
    memcpy(to, text.ptr, len);
    return len;
}

/* What the view calls the rumour of an answer: a denial that is sure of its claim stands beside the
 * messages it answers,
 * though it is never suggested. Written to name. */
static void choose_name(const struct table *t, const struct answer *a,
                        const struct rumour_place *place, struct buf *name)
{
    bool is_denial = a->worth.stance == STANCE_DENIES && a->worth.confidence >= 1 - t->max_wrong;
    if (is_denial && a->claim.len > 0 && !slice_starts(place->name, SLICE("claim:"))) {
        buf_add(name, SLICE("claim:"));
        buf_add(name, a->claim);
    } else {
        buf_add(name, place->name);
    }
}

/* The rumour called name, made when it is new; NULL when there is no room. */
static struct shown_rumour *find_rumour(struct table *t, struct slice name)
{
    uint64_t key = hash_bytes(name, KEY_SEED);
    uint64_t at;
    if (map_get(&t->rumour_of, key, &at)) {
        return &t->rumours[at - 1];
    }
    if (t->rumour_count == TABLE_RUMOURS_MAX) {
        return NULL;
    }
    t->rumours = mem_grow(t->rumours, &t->rumour_cap, t->rumour_count + 1, sizeof *t->rumours);
    struct shown_rumour *r = &t->rumours[t->rumour_count];
    *r = (struct shown_rumour){.order = t->rumour_count, .priority = -1};
    if (slice_starts(name, SLICE("claim:"))) {
        r->claim_id = arena_slice(&t->arena, slice_of(name.ptr + 6, name.len - 6));
    }
    *map_at(&t->rumour_of, key, NULL) = ++t->rumour_count;
    return r;
}

static const struct shown_claim *find_claim(const struct table *t, struct slice id)
{
    uint64_t at;
    return map_get(&t->claim_of, hash_bytes(id, KEY_SEED), &at) ? &t->claims[at - 1] : NULL;
}

/* Sorts the claims first, by priority; copies without a claim by their number. */
static int compare(const void *left, const void *right)
{
    const struct shown_rumour *a = left;
    const struct shown_rumour *b = right;
    bool a_known = a->claim_id.len > 0;
    bool b_known = b->claim_id.len > 0;
    if (a_known != b_known) {
        return a_known ? -1 : 1;
    }
    if (!a_known && a->messages != b->messages) {
        return a->messages > b->messages ? -1 : 1;
    }
    if (a->priority < b->priority || a->priority > b->priority) {
        return a->priority > b->priority ? -1 : 1;
    }
    return a->order < b->order ? -1 : 1;
}

/* (2) Whether a character could steer the terminal or turn the line around. */
static bool is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
           code == 0xfeff;
}

/* Appends at most max characters, "..." when that is not all. */
static void add_shown(struct buf *out, struct slice text, size_t max)
{
    text = slice_trim(text);
    const unsigned char *at = (const unsigned char *)text.ptr;
    const unsigned char *end = at + text.len;
    for (size_t count = 0; at < end; count++) {
        if (count == max) {
            buf_add_text(out, "...");
            return;
        }
        const unsigned char *from = at;
        if (is_unsafe(utf8_next(&at))) {
            buf_add_char(out, ' ');
        } else {
            buf_add(out, slice_of((const char *)from, (size_t)(at - from)));
        }
    }
}

/* A line "        label  text" unless there is nothing to say. */
static void add_line(struct buf *out, const struct paint *p, const char *label, struct slice text)
{
    if (text.len == 0) {
        return;
    }
    buf_add_text(out, INDENT);
    buf_add_text(out, p->dim);
    buf_add_text(out, label);
    buf_add_text(out, p->plain);
    add_shown(out, text, SHOWN_LETTERS);
    buf_add_char(out, '\n');
}

/* (3) "5 messages: 3 repeat it, 1 asks, 1 denies it; confidence 0.97" */
static void add_counts(struct buf *out, const struct shown_rumour *r)
{
    static const struct {
        enum stance stance;
        const char *one, *more;
    } words[] = {{STANCE_REPEATS, " repeats it", " repeat it"},
                 {STANCE_ASKS, " asks", " ask"},
                 {STANCE_DENIES, " denies it", " deny it"},
                 {STANCE_UNCLEAR, " unclear", " unclear"}};
    buf_add_int(out, (int64_t)r->messages);
    buf_add_text(out, r->messages == 1 ? " message: " : " messages: ");
    const char *before = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint64_t count = r->stances[words[i].stance];
        if (count > 0) {
            buf_add_text(out, before);
            buf_add_int(out, (int64_t)count);
            buf_add_text(out, count == 1 ? words[i].one : words[i].more);
            before = ", ";
        }
    }
    if (r->copies > 1) {
        buf_add_text(out, "; ");
        buf_add_int(out, (int64_t)r->copies);
        buf_add_text(out, " of them alike");
    }
    buf_add_text(out, "; confidence ");
    buf_add_fixed(out, r->confidence, 2);
}

static void add_example(struct buf *out, const struct paint *p, const struct shown_rumour *r)
{
    buf_add_text(out, INDENT);
    buf_add_text(out, p->dim);
    buf_add_text(out, "said   ");
    buf_add_text(out, p->plain);
    buf_add_char(out, '"');
    add_shown(out, slice_of(r->example, r->example_len), SHOWN_LETTERS);
    buf_add_text(out, "\" ");
    buf_add_text(out, p->dim);
    buf_add_char(out, '(');
    add_shown(out, slice_of(r->id, r->id_len), SHOWN_LETTERS);
    buf_add_char(out, ')');
    buf_add_text(out, p->plain);
    buf_add_char(out, '\n');
}

static void add_number(struct buf *out, const struct paint *p, double priority)
{
    size_t before = out->len;
    buf_add_fixed(out, priority, 0);
    size_t width = out->len - before;
    out->len = before;
    for (size_t i = width; i < 5; i++) {
        buf_add_char(out, ' ');
    }
    buf_add_text(out, p->strong);
    buf_add_fixed(out, priority, 0);
    buf_add_text(out, p->plain);
    buf_add_text(out, "   ");
}

static void add_claim(struct buf *out, const struct paint *p, const struct table *t,
                      const struct shown_rumour *r)
{
    const struct shown_claim *c = find_claim(t, r->claim_id);
    add_number(out, p, r->priority);
    buf_add_text(out, p->bold);
    add_shown(out, c ? c->text : r->claim_id, SHOWN_LETTERS);
    buf_add_text(out, p->plain);
    buf_add_text(out, p->dim);
    buf_add_text(out, "  [");
    add_shown(out, r->claim_id, SHOWN_LETTERS);
    buf_add_text(out, "]");
    buf_add_text(out, p->plain);
    buf_add_text(out, "\n" INDENT);
    add_counts(out, r);
    buf_add_char(out, '\n');
    add_example(out, p, r);
    add_line(out, p, "why    ", slice_of(r->why, r->why_len));
    add_line(out, p, "fact   ", c ? c->fact : slice_of(NULL, 0));
    buf_add_char(out, '\n');
}

/* (4) */
static void add_title(struct buf *out, const struct paint *p, const char *title)
{
    buf_add_text(out, p->bold);
    buf_add_text(out, title);
    buf_add_text(out, p->plain);
    buf_add_text(out, "\n\n");
}

static void add_claims(struct table *t, const struct paint *p, struct buf *out)
{
    if (t->rumour_count == 0 || t->rumours[0].claim_id.len == 0) {
        add_title(out, p, "No message repeats a claim of the library.");
        return;
    }
    add_title(out, p, "Already checked, most worth an answer first (0 to 100)");
    for (size_t i = 0; i < t->rumour_count && t->rumours[i].claim_id.len > 0; i++) {
        add_claim(out, p, t, &t->rumours[i]);
    }
}

static void add_copies(struct table *t, const struct paint *p, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < t->rumour_count; i++) {
        const struct shown_rumour *r = &t->rumours[i];
        if (r->claim_id.len > 0 || r->messages < 2) {
            continue;
        }
        if (!any) {
            add_title(out, p, "Copied, but nothing in the library fits");
        }
        any = true;
        buf_add_text(out, INDENT);
        buf_add_int(out, (int64_t)r->messages);
        buf_add_text(out, " messages\n");
        add_example(out, p, r);
        buf_add_char(out, '\n');
    }
}

static void add_rest(struct table *t, const struct paint *p, struct buf *out)
{
    uint64_t listed = t->unlisted;
    for (size_t i = 0; i < t->rumour_count; i++) {
        const struct shown_rumour *r = &t->rumours[i];
        listed += r->claim_id.len > 0 || r->messages > 1 ? r->messages : 0;
    }
    buf_add_text(out, p->dim);
    buf_add_text(out, "Left in peace: ");
    buf_add_int(out, (int64_t)(t->messages - listed));
    buf_add_text(out, t->messages - listed == 1 ? " message" : " messages");
    buf_add_text(out, " in which we recognise nothing for sure.");
    if (t->unlisted > 0) {
        buf_add_text(out, " Not shown for want of room: ");
        buf_add_int(out, (int64_t)t->unlisted);
        buf_add_text(out, " (--out jsonl has all).");
    }
    buf_add_text(out, p->plain);
    buf_add_char(out, '\n');
}

struct table *table_new(double max_wrong)
{
    struct table *t = mem_zero(1, sizeof *t);
    t->max_wrong = max_wrong;
    arena_init(&t->arena, 0);
    map_init(&t->claim_of, 0);
    map_init(&t->rumour_of, 0);
    return t;
}

void table_free(struct table *t)
{
    if (t) {
        map_done(&t->rumour_of);
        map_done(&t->claim_of);
        arena_done(&t->arena);
        free(t->rumours);
        free(t->claims);
        free(t);
    }
}

void table_add_claim(struct table *t, const struct claim *c)
{
    t->claims = mem_grow(t->claims, &t->claim_cap, t->claim_count + 1, sizeof *t->claims);
    t->claims[t->claim_count++] =
        (struct shown_claim){arena_slice(&t->arena, c->text), arena_slice(&t->arena, c->fact)};
    *map_at(&t->claim_of, hash_bytes(c->id, KEY_SEED), NULL) = t->claim_count;
}

void table_add(struct table *t, const struct answer *a, const struct rumour_place *place,
               double priority)
{
    struct buf name;
    buf_init(&name, 2 * CLAIM_ID_MAX + 16);
    choose_name(t, a, place, &name);
    struct shown_rumour *r = find_rumour(t, buf_slice(&name));
    buf_done(&name);
    t->messages++;
    if (!r) {
        t->unlisted++;
        return;
    }
    r->messages++;
    r->stances[a->worth.stance]++;
    r->copies = place->copies > r->copies ? place->copies : r->copies;
    if (priority > r->priority) {
        r->priority = priority;
        r->confidence = a->worth.confidence;
        r->id_len = copy_cut(r->id, ID_BYTES, a->id);
        r->example_len = copy_cut(r->example, EXAMPLE_BYTES, a->text);
        r->why_len = copy_cut(r->why, WHY_BYTES, a->tail);
    }
}

void table_print(struct table *t, bool colour, struct buf *out)
{
    static const struct paint paints[2] = {{"", "", "", ""},
                                           {"\033[1m", "\033[2m", "\033[1;36m", "\033[0m"}};
    const struct paint *p = &paints[colour];
    if (t->rumour_count > 0) {
        qsort(t->rumours, t->rumour_count, sizeof *t->rumours, compare);
    }
    add_claims(t, p, out);
    add_copies(t, p, out);
    add_rest(t, p, out);
}
