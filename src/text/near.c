/* text/near.c - near-copies among the texts of a window; see near.h.
 *
 * In this file, in order: (1) prints, (2) weights, (3) the ring and what falls out of it, (4) candidates, (5) the public functions.
 *
 * Items and their entries (one a term) lie in two rings and are known by running numbers that only grow; a number below the oldest held is
 * gone. Each entry names the entry before it with the same term, so a term's texts are a chain that ends by itself.
 */
#include "text/near.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define DEFAULT_CAPACITY 50000
#define ENTRIES_PER_ITEM                                                                           \
    32             /* what the ring of entries is sized for; longer texts make the window shorter */
#define BUDGET 160 /* entries looked at for one text */
#define CANDIDATES 32 /* texts compared with it */
#define PRIOR 300.0f  /* texts of general language that the window is filled up with, in thought */
#define PRIOR_WORDS 30.0f /* words of such a text */
#define UNKNOWN_RARITY 12.0f
#define RARITY_STEP 16.0f
#define COUNT_BITS                                                                                 \
    24 /* of a term's place in the table: how many texts have it; above: its latest entry */
#define COUNT_MASK (((uint64_t)1 << COUNT_BITS) - 1)

struct entry {
    uint32_t term;
    float weight;
    uint64_t item;   /* running number */
    uint64_t before; /* running number of the entry before with this term, 0: none */
};

struct item {
    uint64_t tag;
    uint64_t exact;
    uint64_t first; /* running number of its first entry */
    int64_t time_s;
    float norm;
    uint16_t count; /* entries */
};

struct near {
    size_t capacity, entry_capacity;
    int64_t age_s, now_s;
    struct item *items;                /* ring, owned */
    struct entry *entries;             /* ring, owned */
    uint64_t oldest, next;             /* running numbers of items: held are oldest..next-1 */
    uint64_t oldest_entry, next_entry; /* likewise; they begin at 1 */
    struct map terms;                  /* term -> latest entry << COUNT_BITS | texts with it */
    float prior[256]; /* by rarity: texts of general language that have the term, among PRIOR */
    struct map exact; /* exact hash -> running number of the latest item + 1 */
};

/* (1) Prints. */
struct keyed {
    uint32_t term;
    uint8_t count, rarity;
};

static int by_term(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    return x->term < y->term ? -1 : x->term > y->term;
}

static uint8_t rarity_of(const struct analysis *a, const struct term *t)
{
    const struct lexeme *e = a->tokens[t->token].lexeme;
    float rarity = e && a->lang == LANG_FR   ? e->rarity[0]
                   : e && a->lang == LANG_EN ? e->rarity[1]
                                             : 0;
    float steps = rarity * RARITY_STEP;
    return (uint8_t)(steps > 255 ? 255 : steps);
}

static uint64_t exact_hash(const struct analysis *a)
{
    uint64_t h = 0;
    for (size_t i = 0; i < a->token_count; i++) {
        const struct token *t = &a->tokens[i];
        uint64_t word = t->lexeme ? t->lexeme->word : t->term;
        h = word ? hash_mix(h ^ word) : h;
    }
    for (size_t i = 0; i < a->link_count; i++) {
        h = hash_mix(h ^ a->links[i]);
    }
    return h;
}

void near_print_of(const struct analysis *a, struct near_print *out)
{
    struct keyed kept[2 * NEAR_TERMS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < a->term_count; i++) {
        const struct term *t = &a->terms[i];
        kept[n++] = (struct keyed){(uint32_t)(t->hash >> 32),
                                   (uint8_t)(t->count > 255 ? 255 : t->count), rarity_of(a, t)};
        if (n ==
            2 * NEAR_TERMS_MAX) { /* of many the smallest: two long copies keep the same ones */
            qsort(kept, n, sizeof *kept, by_term);
            n = NEAR_TERMS_MAX;
        }
    }
    qsort(kept, n, sizeof *kept, by_term);
    n = n > NEAR_TERMS_MAX ? NEAR_TERMS_MAX : n;
    out->exact = exact_hash(a);
    out->words = (uint16_t)(a->token_count > UINT16_MAX ? UINT16_MAX : a->token_count);
    out->count = 0;
    for (size_t i = 0; i < n; i++) {
        if (out->count == 0 || out->terms[out->count - 1] != kept[i].term) {
            out->terms[out->count] = kept[i].term;
            out->counts[out->count] = kept[i].count;
            out->rarity[out->count++] = kept[i].rarity;
        }
    }
}

/* (2) The idf of a window that general language fills up while it is small. */
static float rarity_value(uint8_t steps)
{
    return steps ? (float)steps / RARITY_STEP : UNKNOWN_RARITY;
}

static float weight_of(const struct near *x, uint64_t df, uint8_t rarity)
{
    float n = (float)(x->next - x->oldest) + PRIOR;
    return logf(1 + n / ((float)df + x->prior[rarity] + 0.5f));
}

static void fill_prior(struct near *x)
{
    for (int i = 0; i < 256; i++) {
        x->prior[i] = PRIOR * (1 - expf(-PRIOR_WORDS * expf(-rarity_value((uint8_t)i))));
    }
}

/* (3) The ring. */
static struct item *item_at(const struct near *x, uint64_t number)
{
    return &x->items[number % x->capacity];
}

static struct entry *entry_at(const struct near *x, uint64_t number)
{
    return &x->entries[number % x->entry_capacity];
}

static void forget_oldest(struct near *x)
{
    const struct item *i = item_at(x, x->oldest);
    uint64_t latest = 0;
    for (uint64_t e = i->first; e < i->first + i->count; e++) {
        uint64_t *place = map_at(&x->terms, entry_at(x, e)->term, NULL);
        if ((--*place & COUNT_MASK) == 0) {
            map_remove(&x->terms, entry_at(x, e)->term);
        }
    }
    if (map_get(&x->exact, i->exact, &latest) && latest == x->oldest + 1) {
        map_remove(&x->exact, i->exact);
    }
    x->oldest_entry = i->first + i->count;
    x->oldest++;
}

static void forget_old(struct near *x, int64_t now_s)
{
    x->now_s = now_s > x->now_s ? now_s : x->now_s;
    while (x->age_s > 0 && x->oldest < x->next &&
           item_at(x, x->oldest)->time_s < x->now_s - x->age_s) {
        forget_oldest(x);
    }
}

/* (4) Candidates: texts that share the rarest terms. */
struct asked {
    uint32_t term;
    uint32_t df;
    uint64_t latest;
    float weight;
};

struct search {
    struct asked terms[NEAR_TERMS_MAX]; /* as in the print */
    uint8_t order[NEAR_TERMS_MAX];      /* rarest first */
    size_t count;
    float norm;
    uint64_t found[CANDIDATES];
    size_t found_count;
};

static void ask_terms(const struct near *x, const struct near_print *p, struct search *s)
{
    float square = 0;
    s->count = p->count;
    s->found_count = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint64_t place = 0;
        map_get(&x->terms, p->terms[i], &place);
        struct asked t = {p->terms[i], (uint32_t)(place & COUNT_MASK), place >> COUNT_BITS, 0};
        t.weight = weight_of(x, t.df, p->rarity[i]) * (1 + logf(p->counts[i]));
        square += t.weight * t.weight;
        s->terms[i] = t;
        size_t at = i;
        while (at > 0 && s->terms[s->order[at - 1]].df > t.df) {
            s->order[at] = s->order[at - 1];
            at--;
        }
        s->order[at] = (uint8_t)i;
    }
    s->norm = sqrtf(square);
}

static void add_found(struct search *s, uint64_t item)
{
    for (size_t i = 0; i < s->found_count; i++) {
        if (s->found[i] == item) {
            return;
        }
    }
    if (s->found_count < CANDIDATES) {
        s->found[s->found_count++] = item;
    }
}

static void find_candidates(const struct near *x, const struct near_print *p, struct search *s)
{
    uint64_t same = 0;
    if (map_get(&x->exact, p->exact, &same)) {
        add_found(s, same - 1);
    }
    int budget = BUDGET;
    for (size_t i = 0; i < s->count && budget > 0 && s->found_count < CANDIDATES; i++) {
        uint64_t at = s->terms[s->order[i]].df ? s->terms[s->order[i]].latest : 0;
        while (at >= x->oldest_entry && at != 0 && budget-- > 0) {
            add_found(s, entry_at(x, at)->item);
            at = entry_at(x, at)->before;
        }
    }
}

static float cosine(const struct near *x, const struct search *s, const struct item *i)
{
    float dot = 0;
    size_t a = 0;
    for (uint64_t e = i->first; e < i->first + i->count && a < s->count; e++) {
        const struct entry *y = entry_at(x, e);
        while (a < s->count && s->terms[a].term < y->term) {
            a++;
        }
        if (a < s->count && s->terms[a].term == y->term) {
            dot += s->terms[a].weight * y->weight;
        }
    }
    float whole = s->norm * i->norm;
    float value = whole > 0 ? dot / whole : 0;
    return value < 1 ? value : 1;
}

static size_t put_hit(struct near_hit *hits, size_t count, size_t max, struct near_hit hit)
{
    size_t at = count < max ? count : max - 1;
    if (count == max && hits[at].similarity >= hit.similarity) {
        return count;
    }
    while (at > 0 && hits[at - 1].similarity < hit.similarity) {
        hits[at] = hits[at - 1];
        at--;
    }
    hits[at] = hit;
    return count < max ? count + 1 : max;
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x > y ? -1 : x < y;
}

/* (5) Public functions. */
struct near *near_new(const struct near_options *options)
{
    struct near *x = mem_zero(1, sizeof *x);
    x->capacity = options && options->capacity ? options->capacity : DEFAULT_CAPACITY;
    x->entry_capacity = x->capacity * ENTRIES_PER_ITEM;
    if (x->entry_capacity < 2 * NEAR_TERMS_MAX) {
        x->entry_capacity = 2 * NEAR_TERMS_MAX;
    }
    x->age_s = options ? options->age_s : 0;
    x->now_s = INT64_MIN / 2;
    fill_prior(x);
    x->items = mem_alloc(x->capacity, sizeof *x->items);
    x->entries = mem_alloc(x->entry_capacity, sizeof *x->entries);
    x->oldest_entry = x->next_entry = 1;
    map_init(&x->terms, 1024);
    map_init(&x->exact, 1024);
    return x;
}

void near_free(struct near *x)
{
    if (!x) {
        return;
    }
    map_done(&x->terms);
    map_done(&x->exact);
    free(x->items);
    free(x->entries);
    free(x);
}

size_t near_find(struct near *x, const struct near_print *p, int64_t now_s, struct near_hit *hits,
                 size_t max)
{
    struct search s;
    size_t count = 0;
    forget_old(x, now_s);
    if (p->exact == 0 || max == 0 || x->oldest == x->next) {
        return 0;
    }
    ask_terms(x, p, &s);
    find_candidates(x, p, &s);
    qsort(s.found, s.found_count, sizeof *s.found, newest_first); /* of equals the latest */
    for (size_t i = 0; i < s.found_count; i++) {
        const struct item *y = item_at(x, s.found[i]);
        bool exact = y->exact == p->exact;
        float similarity = exact ? 1 : cosine(x, &s, y);
        if (similarity > 0) {
            count = put_hit(hits, count, max, (struct near_hit){y->tag, similarity, exact});
        }
    }
    return count;
}

void near_add(struct near *x, const struct near_print *p, uint64_t tag, int64_t now_s)
{
    float square = 0;
    forget_old(x, now_s);
    while (x->next - x->oldest >= x->capacity ||
           x->next_entry + p->count - x->oldest_entry > x->entry_capacity) {
        forget_oldest(x);
    }
    uint64_t first = x->next_entry;
    for (size_t i = 0; i < p->count; i++) {
        uint64_t *place = map_at(&x->terms, p->terms[i], NULL);
        uint64_t df = *place & COUNT_MASK;
        float weight = weight_of(x, df, p->rarity[i]) * (1 + logf(p->counts[i]));
        *entry_at(x, x->next_entry) =
            (struct entry){p->terms[i], weight, x->next, df ? *place >> COUNT_BITS : 0};
        *place = x->next_entry++ << COUNT_BITS | (df + 1);
        square += weight * weight;
    }
    *item_at(x, x->next) = (struct item){tag, p->exact, first, x->now_s, sqrtf(square), p->count};
    if (p->exact != 0) {
        *map_at(&x->exact, p->exact, NULL) = x->next + 1;
    }
    x->next++;
}

size_t near_count(const struct near *x)
{
    return (size_t)(x->next - x->oldest);
}

size_t near_bytes(const struct near *x)
{
    return sizeof *x + x->capacity * sizeof *x->items + x->entry_capacity * sizeof *x->entries +
           (x->terms.mask + x->exact.mask) * 16;
}

float near_similarity(const struct near_print *a, const struct near_print *b)
{
    float both = 0, either = 0;
    size_t i = 0, k = 0;
    if (a->exact == 0 || b->exact == 0) {
        return 0;
    }
    if (a->exact == b->exact) {
        return 1;
    }
    while (i < a->count || k < b->count) {
        bool left = k == b->count || (i < a->count && a->terms[i] <= b->terms[k]);
        bool right = i == a->count || (k < b->count && b->terms[k] <= a->terms[i]);
        uint8_t of_a = left ? a->rarity[i] : 0, of_b = right ? b->rarity[k] : 0;
        float weight = rarity_value(of_a > of_b ? of_a : of_b);
        both += left && right ? weight : 0;
        either += weight;
        i += left;
        k += right;
    }
    return either > 0 ? both / either : 0;
}
