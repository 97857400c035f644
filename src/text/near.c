/* text/near.c - a streaming index of near-copies; see near.h.
 *
 * In this file, in order: (1) prints, (2) weights, (3) the table of terms, (4) additions and removals,
 * (5) candidates, (6) exact comparison, (7) the public functions.
 *
 * HOW    Items stand in a ring in order of arrival; so do their entries, one for each term of each item. An entry
 *        knows the entry before it with the same term, so that a term's last entry begins a chain backwards through the
 *        window. A chain has exactly df live entries: nothing has to be unlinked when the oldest item goes.
 *        A search walks the chains of the rarest terms under a budget and compares the best items it met exactly; while
 *        it does, the terms asked for carry their weight in the table, so that a comparison is one pass over an
 *        item's entries.
 */
#include "text/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define CAPACITY_USUAL 50000
#define ENTRIES_PER_ITEM 32 /* room in the ring, on average */
#define TERMS_PER_ITEM 8    /* room for distinct terms */
#define POSTINGS_MAX 192    /* entries looked at in one search */
#define CHAIN_MAX 64        /* of one term */
#define COMPARED_MAX 24     /* items compared exactly in one search */

#define PRIOR_ITEMS 100.0f  /* texts the idf imagines before the first */
#define WEIGHT_LEAST 0.05f  /* of a term that nearly every text has */
#define COUNT_SHARE 0.5f    /* of ln(count) in a term's weight */
#define EVIDENCE_HALF 10.0f /* rarity shared that makes half of a proof */
#define FLOOR 0.1f          /* similarities below are not looked for */
#define NORM_DRIFT 1.2f     /* how far a norm kept from the addition may have gone */
#define NUMBERS_DIFFER 0.9f /* what is left when both give numbers and none is the same */

#define RARITY_UNKNOWN 13.0f /* of a word general language does not list */
#define RARITY_NUMBER 7.0f
#define RARITY_STEPS 8.0f

#define NONE UINT32_MAX
#define LN_KNOWN 1024
#define MAP_SLOT_BYTES 16 /* base/map.h */
#define SEED_BARE 0x5a11

/* Where one print stands. Entries of an item are in the order of its terms' hashes. */
struct item {
    uint64_t tag;
    uint64_t exact;
    uint64_t entry; /* number of its first entry; its place in the ring is this & entry_mask */
    int64_t time_s;
    float norm; /* when added; only for choosing candidates */
    uint16_t count;
    bool close_copy;
};

/* One step of a term's chain. */
struct step {
    uint32_t before; /* place of the entry before it with the same term */
    uint32_t item;   /* place of its item */
};

/* A term that at least one item held has. */
struct node {
    uint32_t hash;
    uint32_t next;   /* in its bucket, or in the list of free nodes */
    uint32_t last;   /* place of its latest entry */
    uint32_t df;     /* items held that have it */
    uint32_t voices; /* of these, items that are no close copies */
    float common;    /* ln(voices + 1) */
    float asked;     /* its weight in the print looked for; 0 outside a search */
    uint8_t rarity;  /* the same of its rarity, in eighths */
    bool number;
    bool asked_number;
};

/* What a search has met of one item. */
struct tally {
    uint32_t search; /* the search that wrote it */
    float dot;
};

struct near {
    size_t capacity;
    int64_t age_s;
    int64_t latest_s;
    uint64_t first, next; /* items held are those numbered first..next-1 */
    struct item *items;   /* ring */
    struct tally *tallies;
    uint32_t item_mask;
    uint64_t entry_first, entry_next;
    struct step *steps; /* ring of entries: chains */
    uint32_t *terms;    /* ring of entries: node, and count in the upper 8 bits */
    uint32_t entry_mask;
    struct node *nodes;
    uint32_t node_free; /* first free node that was used before */
    uint32_t node_fresh;
    uint32_t node_held;
    uint32_t node_cap;
    uint32_t *buckets; /* last node of each, or NONE */
    uint32_t bucket_mask;
    struct map by_exact; /* exact -> number of the latest item that has it */
    uint64_t voices;     /* items held that are no close copies */
    uint32_t search;
    float ln[LN_KNOWN]; /* ln(i + 1) */
    float tf[256];      /* weight of a count */
};

/* One search. */
struct asked {
    const struct near_print *print;
    float level;                        /* ln(texts): idf = level - common */
    float norm;                         /* of the whole print */
    uint16_t found;                     /* terms that the table has */
    uint16_t numbers;                   /* terms that are numbers */
    uint32_t node[NEAR_TERMS_MAX];      /* of each term, or NONE */
    float weight[NEAR_TERMS_MAX];       /* of each term */
    uint16_t by_weight[NEAR_TERMS_MAX]; /* places of the found ones, rarest first */
    uint32_t met[POSTINGS_MAX];         /* items met */
    size_t met_count;
    uint32_t chosen[COMPARED_MAX]; /* items to compare, most promising first */
    float promise[COMPARED_MAX];
    size_t chosen_count;
    float open; /* norm of the terms whose chains were not walked to their end */
};

/* (1) Prints. */
static uint8_t rarity_of(const struct token *t, enum lang l)
{
    if (!t->lexeme) {
        return (uint8_t)(RARITY_NUMBER * RARITY_STEPS) | NEAR_NUMBER;
    }
    float french = t->lexeme->rarity[0], english = t->lexeme->rarity[1];
    float rarity = l == LANG_FR ? french : l == LANG_EN ? english : 0;
    if (l != LANG_FR && l != LANG_EN) {
        /* No list of its own: what it shares with one of ours is at least not rare. */
        rarity = french > 0 && (english <= 0 || french < english) ? french : english;
    }
    if (rarity <= 0 || rarity > RARITY_UNKNOWN) {
        rarity = RARITY_UNKNOWN;
    }
    return (uint8_t)(rarity * RARITY_STEPS);
}

/* Where term stands in the print, or would. */
static size_t place_of(const struct near_print *p, uint32_t term)
{
    size_t low = 0, high = p->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (p->terms[middle] < term) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Puts a term into the sorted print; when it is full the largest hash falls out. */
static void insert_term(struct near_print *p, uint32_t term, uint8_t count, uint8_t rarity)
{
    size_t at = place_of(p, term);
    if (at == NEAR_TERMS_MAX || (at < p->count && p->terms[at] == term)) {
        return;
    }
    p->count = (uint16_t)(p->count + (p->count < NEAR_TERMS_MAX));
    size_t behind = p->count - at - 1;
    memmove(p->terms + at + 1, p->terms + at, behind * sizeof *p->terms);
    memmove(p->counts + at + 1, p->counts + at, behind * sizeof *p->counts);
    memmove(p->rarity + at + 1, p->rarity + at, behind * sizeof *p->rarity);
    p->terms[at] = term;
    p->counts[at] = count;
    p->rarity[at] = rarity;
}

static uint64_t exact_of(const struct analysis *a)
{
    uint64_t h = 0;
    for (size_t i = 0; i < a->token_count; i++) {
        const struct token *t = &a->tokens[i];
        uint64_t word = t->lexeme ? t->lexeme->word : t->term;
        h = word ? hash_mix((h << 1 | h >> 63) + word) : h;
    }
    for (size_t i = 0; i < a->link_count; i++) {
        h = hash_mix((h << 1 | h >> 63) ^ a->links[i]);
    }
    if (h == 0) {
        /* No words: the text itself ("!!!", a row of emoji), if it is not blank. */
        struct slice bare = slice_trim(a->text);
        h = bare.len > 0 ? hash_bytes(bare, SEED_BARE) | 1 : 0;
    }
    return h;
}

/* (2) Weights. */
static float weight_of(float level, float common, float tf)
{
    float idf = level - common;
    return (idf > WEIGHT_LEAST ? idf : WEIGHT_LEAST) * tf;
}

static float level_now(const struct near *x)
{
    return logf((float)x->voices + PRIOR_ITEMS);
}

static float ln_of(const struct near *x, uint32_t voices)
{
    return voices < LN_KNOWN ? x->ln[voices] : logf((float)voices + 1);
}

/* (3) The table of terms: buckets of nodes that do not move while they are held. */
static uint32_t *bucket_of(const struct near *x, uint32_t hash)
{
    return &x->buckets[hash & x->bucket_mask];
}

static uint32_t find_node(const struct near *x, uint32_t hash)
{
    uint32_t at = *bucket_of(x, hash);
    while (at != NONE && x->nodes[at].hash != hash) {
        at = x->nodes[at].next;
    }
    return at;
}

/* The node of hash, made if it is not there; there must be a free one. */
static uint32_t need_node(struct near *x, uint32_t hash, bool number)
{
    uint32_t at = find_node(x, hash);
    if (at != NONE) {
        return at;
    }
    if (x->node_free != NONE) {
        at = x->node_free;
        x->node_free = x->nodes[at].next;
    } else {
        at = x->node_fresh++;
    }
    x->node_held++;
    uint32_t *bucket = bucket_of(x, hash);
    x->nodes[at] = (struct node){.hash = hash, .next = *bucket, .last = NONE, .number = number};
    *bucket = at;
    return at;
}

static void drop_node(struct near *x, uint32_t node)
{
    uint32_t *link = bucket_of(x, x->nodes[node].hash);
    while (*link != node) {
        link = &x->nodes[*link].next;
    }
    *link = x->nodes[node].next;
    x->nodes[node].next = x->node_free;
    x->node_free = node;
    x->node_held--;
}

/* (4) Additions and removals. */
static void forget_oldest(struct near *x)
{
    const struct item *old = &x->items[x->first & x->item_mask];
    uint64_t number = 0;
    for (uint64_t e = old->entry; e < old->entry + old->count; e++) {
        __builtin_prefetch(&x->nodes[x->terms[e & x->entry_mask] & 0xffffff], 1);
    }
    for (uint64_t e = old->entry; e < old->entry + old->count; e++) {
        uint32_t node = x->terms[e & x->entry_mask] & 0xffffff;
        struct node *n = &x->nodes[node];
        n->voices -= !old->close_copy;
        n->common = ln_of(x, n->voices);
        if (--n->df == 0) {
            drop_node(x, node);
        }
    }
    if (map_get(&x->by_exact, old->exact, &number) && number == x->first) {
        map_remove(&x->by_exact, old->exact);
    }
    x->voices -= !old->close_copy;
    x->entry_first = old->entry + old->count;
    x->first++;
}

static void forget_older(struct near *x, int64_t now_s)
{
    x->latest_s = now_s > x->latest_s ? now_s : x->latest_s;
    while (x->age_s > 0 && x->first < x->next &&
           (uint64_t)x->latest_s - (uint64_t)x->items[x->first & x->item_mask].time_s >
               (uint64_t)x->age_s) {
        forget_oldest(x);
    }
}

static bool has_room(const struct near *x, size_t terms)
{
    return x->next - x->first < x->capacity &&
           x->entry_next - x->entry_first + terms <= (uint64_t)x->entry_mask + 1 &&
           x->node_held + terms <= x->node_cap;
}

/* Writes the next entry, of the item at place item. */
static void add_entry(struct near *x, uint32_t item, uint32_t node, uint8_t count)
{
    uint32_t place = (uint32_t)(x->entry_next++ & x->entry_mask);
    struct node *n = &x->nodes[node];
    x->steps[place] = (struct step){.before = n->last, .item = item};
    x->terms[place] = node | (uint32_t)count << 24;
    n->last = place;
    n->df++;
    n->voices += !x->items[item].close_copy;
    n->common = ln_of(x, n->voices);
}

/* (5) Candidates. */
static void ask_terms(const struct near *x, struct asked *q)
{
    const struct near_print *p = q->print;
    float sum = 0;
    for (size_t i = 0; i < p->count; i++) {
        __builtin_prefetch(bucket_of(x, p->terms[i]));
    }
    for (size_t i = 0; i < p->count; i++) {
        uint32_t at = *bucket_of(x, p->terms[i]);
        __builtin_prefetch(&x->nodes[at != NONE ? at : 0]);
    }
    for (size_t i = 0; i < p->count; i++) {
        uint32_t at = q->node[i] = find_node(x, p->terms[i]);
        float w = weight_of(q->level, at != NONE ? x->nodes[at].common : 0, x->tf[p->counts[i]]);
        q->weight[i] = w;
        q->numbers = (uint16_t)(q->numbers + ((p->rarity[i] & NEAR_NUMBER) != 0));
        sum += w * w;
        if (at != NONE) {
            __builtin_prefetch(&x->steps[x->nodes[at].last]);
            q->by_weight[q->found++] = (uint16_t)i;
        }
    }
    q->norm = sqrtf(sum);
}

/* Sorts by_weight: the terms that the fewest texts of their own have come first. */
static void sort_by_weight(const struct near *x, struct asked *q)
{
    for (size_t i = 1; i < q->found; i++) {
        uint16_t moving = q->by_weight[i];
        uint32_t voices = x->nodes[q->node[moving]].voices;
        size_t at = i;
        for (; at > 0 && x->nodes[q->node[q->by_weight[at - 1]]].voices > voices; at--) {
            q->by_weight[at] = q->by_weight[at - 1];
        }
        q->by_weight[at] = moving;
    }
}

static void meet(struct near *x, struct asked *q, uint32_t item, float product)
{
    struct tally *t = &x->tallies[item];
    if (t->search != x->search) {
        *t = (struct tally){.search = x->search};
        q->met[q->met_count++] = item;
    }
    t->dot += product;
}

/* Plans the walk: how many steps of each chain, latest entries first. What stays unwalked is remembered. */
static size_t plan_walk(const struct near *x, struct asked *q, uint32_t *left, uint32_t *at)
{
    size_t chains = 0;
    uint32_t budget = POSTINGS_MAX;
    float open = 0;
    for (size_t i = 0; i < q->found; i++) {
        const struct node *n = &x->nodes[q->node[q->by_weight[i]]];
        float w = q->weight[q->by_weight[i]];
        uint32_t share = budget < CHAIN_MAX ? budget : CHAIN_MAX;
        open += n->df > share ? w * w : 0;
        if (share > 0) {
            at[chains] = n->last;
            left[chains] = n->df < share ? n->df : share;
            budget -= left[chains++];
        }
    }
    q->open = sqrtf(open);
    return chains;
}

/* Walks the chains all at once, one step of each in turn: while the memory of one is fetched the others go on. */
static void walk_chains(struct near *x, struct asked *q)
{
    uint32_t left[NEAR_TERMS_MAX], at[NEAR_TERMS_MAX];
    size_t chains = plan_walk(x, q, left, at);
    for (bool more = chains > 0; more;) {
        more = false;
        for (size_t i = 0; i < chains; i++) {
            if (left[i] == 0) {
                continue;
            }
            float w = q->weight[q->by_weight[i]];
            struct step s = x->steps[at[i]];
            at[i] = s.before;
            if (--left[i] > 0) {
                __builtin_prefetch(&x->steps[s.before]);
                more = true;
            }
            meet(x, q, s.item, w * w);
        }
    }
}

/* The most promising of the items met, best first. */
static void choose(const struct near *x, struct asked *q)
{
    for (size_t i = 0; i < q->met_count; i++) {
        uint32_t item = q->met[i];
        float promise = x->tallies[item].dot / x->items[item].norm;
        size_t at = q->chosen_count;
        if (at == COMPARED_MAX) {
            if (promise <= q->promise[--at]) {
                continue;
            }
        } else {
            q->chosen_count++;
        }
        for (; at > 0 && q->promise[at - 1] < promise; at--) {
            q->promise[at] = q->promise[at - 1];
            q->chosen[at] = q->chosen[at - 1];
        }
        q->promise[at] = promise;
        q->chosen[at] = item;
    }
}

/* (6) Exact comparison. */
static void mark_terms(struct near *x, const struct asked *q, bool on)
{
    for (size_t i = 0; i < q->found; i++) {
        size_t place = q->by_weight[i];
        struct node *n = &x->nodes[q->node[place]];
        uint8_t rarity = q->print->rarity[place];
        n->asked = on ? q->weight[place] : 0;
        n->rarity = on ? rarity & (uint8_t)~NEAR_NUMBER : 0;
        n->asked_number = on && (rarity & NEAR_NUMBER);
    }
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The last hash a print is known to: what lies beyond a cut is not compared. */
static uint32_t cut_of(const struct near_print *p)
{
    return p->count == NEAR_TERMS_MAX ? p->terms[NEAR_TERMS_MAX - 1] : UINT32_MAX;
}

/* The same of an item held. */
static uint32_t cut_of_item(const struct near *x, const struct item *it)
{
    uint64_t last = it->entry + it->count - 1;
    return it->count == NEAR_TERMS_MAX ? x->nodes[x->terms[last & x->entry_mask] & 0xffffff].hash
                                       : UINT32_MAX;
}

static float norm_up_to(const struct asked *q, uint32_t limit)
{
    float sum = 0;
    if (limit == UINT32_MAX) {
        return q->norm;
    }
    for (size_t i = 0; i < q->print->count && q->print->terms[i] <= limit; i++) {
        sum += q->weight[i] * q->weight[i];
    }
    return sqrtf(sum);
}

/* One similarity out of its parts: the cosine, the rarity of what is shared, whether only other numbers are given. */
static float similarity_of(float cosine, float evidence, bool numbers_differ)
{
    float s = cosine * evidence / (evidence + EVIDENCE_HALF);
    return numbers_differ ? s * NUMBERS_DIFFER : s;
}

static float compare(const struct near *x, const struct asked *q, const struct item *it)
{
    uint32_t limit = lesser(cut_of(q->print), cut_of_item(x, it));
    float dot = 0, sum = 0;
    unsigned rarity = 0, numbers = 0, numbers_shared = 0;
    for (uint64_t e = it->entry; e < it->entry + it->count; e++) {
        uint32_t term = x->terms[e & x->entry_mask];
        const struct node *n = &x->nodes[term & 0xffffff];
        if (n->hash > limit) {
            break;
        }
        float w = weight_of(q->level, n->common, x->tf[term >> 24]);
        sum += w * w;
        dot += w * n->asked;
        rarity += n->rarity;
        numbers += n->number;
        numbers_shared += n->asked_number;
    }
    float norms = norm_up_to(q, limit) * sqrtf(sum);
    bool differ = q->numbers > 0 && numbers > 0 && numbers_shared == 0;
    return norms > 0 ? similarity_of(dot / norms, (float)rarity / RARITY_STEPS, differ) : 0;
}

static void compare_chosen(struct near *x, const struct asked *q, struct near_hit *hit)
{
    uint32_t best_age = 0;
    for (size_t i = 0; i < q->chosen_count; i++) {
        const struct item *it = &x->items[q->chosen[i]];
        __builtin_prefetch(&x->terms[it->entry & x->entry_mask]);
        __builtin_prefetch(&x->terms[(it->entry + 16) & x->entry_mask]);
    }
    mark_terms(x, q, true);
    for (size_t i = 0; i < q->chosen_count; i++) {
        /* By Cauchy and Schwarz the unwalked terms add at most their norm to the promise. */
        float bound = (q->promise[i] * NORM_DRIFT + q->open) / q->norm;
        if (bound < FLOOR || bound < hit->similarity) {
            break;
        }
        const struct item *it = &x->items[q->chosen[i]];
        float s = compare(x, q, it);
        uint32_t age = (uint32_t)(x->next - q->chosen[i]) & x->item_mask;
        if (s > hit->similarity || (s == hit->similarity && s > 0 && age < best_age)) {
            *hit = (struct near_hit){.tag = it->tag, .similarity = s};
            best_age = age;
        }
    }
    mark_terms(x, q, false);
}

/* What two prints share, in eighths of rarity. */
struct overlap {
    unsigned shared, all;
    unsigned numbers[2]; /* of each */
    unsigned numbers_shared;
};

/* Counts one term: its rarity in each of the two prints, 0 where it is not. */
static void add_overlap(struct overlap *o, uint8_t a, uint8_t b)
{
    unsigned ra = a & ~(unsigned)NEAR_NUMBER, rb = b & ~(unsigned)NEAR_NUMBER;
    o->all += ra > rb ? ra : rb;
    o->shared += ra < rb ? ra : rb;
    o->numbers[0] += (a & NEAR_NUMBER) != 0;
    o->numbers[1] += (b & NEAR_NUMBER) != 0;
    o->numbers_shared += (a & b & NEAR_NUMBER) != 0;
}

static size_t power_of_two(size_t least)
{
    size_t n = 1024;
    while (n < least) {
        n *= 2;
    }
    return n;
}

/* (7) Public functions. */
void near_print_of(const struct analysis *a, struct near_print *out)
{
    uint8_t counts[WORDS_MAX], rarity[WORDS_MAX];
    memset(counts, 0, a->term_count);
    for (size_t i = 0; i < a->token_count; i++) {
        const struct token *t = &a->tokens[i];
        if (t->place < 0 || (t->word.flags & WORD_NAME)) {
            continue;
        }
        uint8_t r = rarity_of(t, a->lang);
        if (counts[t->place] == 0 || r < rarity[t->place]) {
            rarity[t->place] = r;
        }
        counts[t->place] = (uint8_t)(counts[t->place] + (counts[t->place] < UINT8_MAX));
    }
    out->exact = exact_of(a);
    out->count = 0;
    for (size_t i = 0; i < a->term_count; i++) {
        uint32_t term = (uint32_t)(a->terms[i].hash >> 32);
        if (counts[i] > 0) {
            insert_term(out, term, counts[i], rarity[i]);
        }
    }
}

struct near *near_new(const struct near_options *options)
{
    struct near *x = mem_zero(1, sizeof *x);
    x->capacity = options && options->capacity ? options->capacity : CAPACITY_USUAL;
    x->capacity = x->capacity < NEAR_CAPACITY_MAX ? x->capacity : NEAR_CAPACITY_MAX;
    x->age_s = options ? options->age_s : 0;
    x->latest_s = INT64_MIN;
    x->item_mask = (uint32_t)power_of_two(x->capacity) - 1;
    x->entry_mask = (uint32_t)power_of_two(x->capacity * ENTRIES_PER_ITEM) - 1;
    x->node_cap = ((uint32_t)x->item_mask + 1) * TERMS_PER_ITEM;
    x->bucket_mask = (uint32_t)power_of_two(x->node_cap) - 1;
    x->items = mem_zero((size_t)x->item_mask + 1, sizeof *x->items);
    x->tallies = mem_zero((size_t)x->item_mask + 1, sizeof *x->tallies);
    x->steps = mem_zero((size_t)x->entry_mask + 1, sizeof *x->steps);
    x->terms = mem_zero((size_t)x->entry_mask + 1, sizeof *x->terms);
    x->nodes = mem_zero(x->node_cap, sizeof *x->nodes);
    x->buckets = mem_alloc((size_t)x->bucket_mask + 1, sizeof *x->buckets);
    memset(x->buckets, 0xff, ((size_t)x->bucket_mask + 1) * sizeof *x->buckets);
    x->node_free = NONE;
    map_init(&x->by_exact, x->capacity + 1);
    for (size_t i = 0; i < LN_KNOWN; i++) {
        x->ln[i] = logf((float)i + 1);
    }
    for (size_t i = 0; i < 256; i++) {
        x->tf[i] = i > 1 ? 1 + COUNT_SHARE * logf((float)i) : 1;
    }
    return x;
}

void near_free(struct near *x)
{
    if (!x) {
        return;
    }
    free(x->items);
    free(x->tallies);
    free(x->steps);
    free(x->terms);
    free(x->nodes);
    free(x->buckets);
    map_done(&x->by_exact);
    free(x);
}

bool near_find(struct near *x, const struct near_print *p, int64_t now_s, struct near_hit *hit)
{
    uint64_t number = 0;
    *hit = (struct near_hit){0};
    forget_older(x, now_s);
    if (p->exact == 0 || x->first == x->next) {
        return false;
    }
    if (map_get(&x->by_exact, p->exact, &number)) {
        *hit = (struct near_hit){x->items[number & x->item_mask].tag, 1, true};
        return true;
    }
    if (++x->search == 0) {
        memset(x->tallies, 0, ((size_t)x->item_mask + 1) * sizeof *x->tallies);
        x->search = 1;
    }
    struct asked q;
    q.print = p;
    q.level = level_now(x);
    q.found = q.numbers = 0;
    q.met_count = q.chosen_count = 0;
    ask_terms(x, &q);
    sort_by_weight(x, &q);
    walk_chains(x, &q);
    choose(x, &q);
    compare_chosen(x, &q, hit);
    return hit->similarity > 0;
}

void near_add(struct near *x, const struct near_print *p, uint64_t tag, int64_t now_s,
              bool close_copy)
{
    forget_older(x, now_s);
    if (p->exact == 0) {
        return;
    }
    while (!has_room(x, p->count)) {
        forget_oldest(x);
    }
    uint32_t place = (uint32_t)(x->next & x->item_mask);
    struct item *it = &x->items[place];
    *it = (struct item){.tag = tag,
                        .exact = p->exact,
                        .entry = x->entry_next,
                        .time_s = x->latest_s,
                        .count = p->count,
                        .close_copy = close_copy};
    x->voices += !close_copy;
    float sum = 0, level = level_now(x);
    for (size_t i = 0; i < p->count; i++) {
        uint32_t node = need_node(x, p->terms[i], p->rarity[i] & NEAR_NUMBER);
        add_entry(x, place, node, p->counts[i]);
        float w = weight_of(level, x->nodes[node].common, x->tf[p->counts[i]]);
        sum += w * w;
    }
    it->norm = sqrtf(sum);
    *map_at(&x->by_exact, p->exact, NULL) = x->next++;
}

size_t near_count(const struct near *x)
{
    return (size_t)(x->next - x->first);
}

size_t near_df(const struct near *x, uint32_t term)
{
    uint32_t at = find_node(x, term);
    return at == NONE ? 0 : x->nodes[at].df;
}

size_t near_bytes(const struct near *x)
{
    size_t items = (size_t)x->item_mask + 1, entries = (size_t)x->entry_mask + 1;
    return sizeof *x + items * (sizeof *x->items + sizeof *x->tallies) +
           entries * (sizeof *x->steps + sizeof *x->terms) + x->node_cap * sizeof *x->nodes +
           power_of_two(2 * (x->capacity + 1)) * MAP_SLOT_BYTES +
           ((size_t)x->bucket_mask + 1) * sizeof *x->buckets;
}

float near_similarity(const struct near_print *a, const struct near_print *b)
{
    if (a->exact == 0 || b->exact == 0) {
        return 0;
    }
    if (a->exact == b->exact) {
        return 1;
    }
    struct overlap o = {0};
    size_t i = 0, j = 0;
    uint32_t limit = lesser(cut_of(a), cut_of(b));
    while ((i < a->count && a->terms[i] <= limit) || (j < b->count && b->terms[j] <= limit)) {
        bool left = j == b->count || (i < a->count && a->terms[i] <= b->terms[j]);
        bool right = i == a->count || (j < b->count && b->terms[j] <= a->terms[i]);
        add_overlap(&o, left ? a->rarity[i] : 0, right ? b->rarity[j] : 0);
        i += left;
        j += right;
    }
    float s = o.all > 0 ? (float)o.shared / (float)o.all : 0;
    return o.numbers[0] > 0 && o.numbers[1] > 0 && o.numbers_shared == 0 ? s * NUMBERS_DIFFER : s;
}
