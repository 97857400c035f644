/* match/segment.c - building, merging and freeing pieces of the claim index; see segment.h.
 *
 * In this file, in order: (1) dictionaries while they grow, (2) adding a claim, (3) from pairs to
 * posting lists, (4) the figures
 * of each claim, (5) merging, (6) the public functions.
 */
#include "match/segment.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "match/stance.h"

#define BM25_K1 1.2f
#define BM25_B 0.75f
#define COMMON_WORDS 60.0f /* words of general language that a claim is compared with */
#define ENTRIES_MAX 4096   /* distinct terms of one claim; the rest is left out */

/* A pair seen while building: which term in which claim, how often. */
struct pair {
    uint32_t term;
    uint32_t claim;
    uint32_t count;
    uint32_t entry; /* its place in the forward list, UINT32_MAX for roots and 4-grams */
};

/* (1) A dictionary that numbers its keys in the order in which they come. */
struct growing {
    struct map numbers; /* key -> number + 1 */
    uint64_t *keys;
    uint32_t *df;
    float *common;
    uint32_t *root;
    uint32_t *last_entry; /* place of the term in the claim being added, if last_claim says so */
    uint32_t *last_claim;
    size_t caps[6];
    uint32_t count;
    struct pair *pairs; /* by claim */
    size_t pair_count;
    size_t pair_cap;
};

struct segment_builder {
    const struct concepts *concepts; /* borrowed */
    struct growing words;
    struct growing grams;
    struct claim_info *claims;
    uint32_t *lengths;      /* words of each claim, repeats counted */
    uint32_t *gram_lengths; /* 4-grams of each claim */
    uint32_t *forward;
    char *ids;
    char *strings;
    size_t forward_count, ids_count, strings_count, claim_count;
    size_t forward_cap, ids_cap, strings_cap, claim_cap, lengths_cap, gram_lengths_cap;
    struct analysis analysis; /* scratch */
};

static void growing_init(struct growing *g, size_t expected)
{
    *g = (struct growing){0};
    map_init(&g->numbers, expected);
}

static void growing_done(struct growing *g)
{
    map_done(&g->numbers);
    free(g->keys);
    free(g->df);
    free(g->common);
    free(g->root);
    free(g->last_entry);
    free(g->last_claim);
    free(g->pairs);
}

static uint32_t number_of(struct growing *g, uint64_t key)
{
    bool is_new = false;
    uint64_t *place = map_at(&g->numbers, key, &is_new);
    if (is_new) {
        size_t need = (size_t)g->count + 1;
        g->keys = mem_grow(g->keys, &g->caps[0], need, sizeof *g->keys);
        g->df = mem_grow(g->df, &g->caps[1], need, sizeof *g->df);
        g->last_entry = mem_grow(g->last_entry, &g->caps[2], need, sizeof *g->last_entry);
        g->last_claim = mem_grow(g->last_claim, &g->caps[3], need, sizeof *g->last_claim);
        g->common = mem_grow(g->common, &g->caps[4], need, sizeof *g->common);
        g->common[g->count] = 0;
        g->root = mem_grow(g->root, &g->caps[5], need, sizeof *g->root);
        g->root[g->count] = g->count;
        g->keys[g->count] = key;
        g->df[g->count] = 0;
        g->last_claim[g->count] = 0;
        *place = ++g->count;
    }
    return (uint32_t)*place - 1;
}

/* The pair of term and the claim being added (its number + 1 marks it); *is_new when the claim did
 * not have the term. */
static struct pair *pair_of(struct growing *g, uint32_t term, uint32_t claim, bool *is_new)
{
    *is_new = g->last_claim[term] != claim + 1;
    if (*is_new) {
        g->pairs = g->pair_count == g->pair_cap
                       ? mem_grow(g->pairs, &g->pair_cap, g->pair_count + 1, sizeof *g->pairs)
                       : g->pairs;
        g->pairs[g->pair_count] = (struct pair){.term = term, .claim = claim, .entry = UINT32_MAX};
        g->last_claim[term] = claim + 1;
        g->last_entry[term] = (uint32_t)g->pair_count++;
        g->df[term]++;
    }
    return &g->pairs[g->last_entry[term]];
}

/* (2) Adding a claim. */
static void add_bytes(char **to, size_t *count, size_t *cap, struct slice text)
{
    *to = mem_grow(*to, cap, *count + text.len + 1, 1);
    memcpy(*to + *count, text.ptr, text.len);
    (*to)[*count + text.len] = '\0';
    *count += text.len + 1;
}

/* Names the term in the claim's forward list, or adds flags to where it already stands. */
static void add_entry(struct segment_builder *b, uint64_t key, unsigned flags,
                      struct slice spelling)
{
    uint32_t claim = (uint32_t)b->claim_count;
    size_t first = b->claims[claim].forward_at;
    uint32_t term = number_of(&b->words, key);
    if (b->forward_count - first >= ENTRIES_MAX) {
        return;
    }
    bool is_new = false;
    struct pair *p = pair_of(&b->words, term, claim, &is_new);
    p->count++;
    if (!is_new && p->entry != UINT32_MAX) {
        b->forward[p->entry] |= (flags & (FORWARD_CLAIM | FORWARD_TITLE)) << 24;
        return;
    }
    p->entry = (uint32_t)b->forward_count;
    b->forward = mem_grow(b->forward, &b->forward_cap, b->forward_count + 1, sizeof *b->forward);
    b->forward[b->forward_count++] = term | flags << 24;
    if (flags & (FORWARD_NUMBER | FORWARD_NAME)) {
        add_bytes(&b->strings, &b->strings_count, &b->strings_cap, spelling);
    }
}

/* Lists are kept by root: the claim is found under it. */
static void add_root(struct segment_builder *b, uint64_t key, uint64_t root_key)
{
    if (root_key != key) {
        bool is_new = false;
        uint32_t root = number_of(&b->words, root_key);
        b->words.root[number_of(&b->words, key)] = root;
        pair_of(&b->words, root, (uint32_t)b->claim_count, &is_new)->count++;
    }
}

/* Written like a name: a capital inside a sentence, or capitals only. In titles every word may have
 * one. */
static bool looks_like_name(const struct token *t, bool title)
{
    unsigned f = t->word.flags;
    return !title && t->lexeme && !t->stop &&
           ((f & WORD_CAPS) || ((f & WORD_CAPITAL) && !(f & WORD_FIRST)));
}

static void add_grams(struct segment_builder *b, const struct lexeme *e)
{
    uint32_t claim = (uint32_t)b->claim_count;
    for (uint16_t i = 0; i < e->gram_count; i++) {
        bool is_new = false;
        pair_of(&b->grams, number_of(&b->grams, e->grams[i]), claim, &is_new)->count++;
        b->gram_lengths[claim] += is_new;
    }
}

/* How common a word is in general language is kept with its term; of several forms the commonest
 * counts. */
static void add_common(struct segment_builder *b, const struct token *t, enum lang l)
{
    float rarity = 0;
    if (t->lexeme && (l == LANG_FR || l == LANG_EN)) {
        rarity = t->lexeme->rarity[l == LANG_EN];
    }
    if (rarity > 0) {
        float *common = &b->words.common[number_of(&b->words, t->term)];
        *common = fmaxf(*common, 1 - expf(-COMMON_WORDS * expf(-rarity)));
    }
}

static void add_text(struct segment_builder *b, const struct analysis *a, bool title)
{
    unsigned field = title ? FORWARD_TITLE : FORWARD_CLAIM;
    struct concept_hit hits[CONCEPTS_FOUND_MAX];
    struct claim_info *info = &b->claims[b->claim_count];
    for (size_t i = 0; i < a->token_count; i++) {
        const struct token *t = &a->tokens[i];
        if (t->place < 0) {
            continue;
        }
        bool number = a->terms[t->place].number;
        unsigned flags =
            field | (number ? FORWARD_NUMBER : 0) | (looks_like_name(t, title) ? FORWARD_NAME : 0);
        add_entry(b, t->term, flags, analysis_word(a, i));
        add_root(b, t->term, a->terms[t->place].root);
        add_common(b, t, a->lang);
        b->lengths[b->claim_count]++;
        info->numbers = (uint8_t)(info->numbers + (number && !title && info->numbers < 255));
        if (t->lexeme) {
            add_grams(b, t->lexeme);
        }
    }
    size_t n = concepts_find(b->concepts, a, hits);
    for (size_t i = 0; i < n; i++) {
        add_entry(b, hits[i].term, field | FORWARD_CONCEPT, slice_of(NULL, 0));
    }
    for (size_t i = 0; i < a->link_count; i++) {
        add_entry(b, a->links[i], field | FORWARD_LINK, slice_of(NULL, 0));
    }
}

/* The claim's own addresses are read as texts: only what they contribute as links is kept. */
static void add_address(struct segment_builder *b, struct slice address, struct analyser *y)
{
    if (address.len == 0) {
        return;
    }
    analysis_run(y, address, LANG_NONE, LANG_NONE, &b->analysis);
    for (size_t i = 0; i < b->analysis.link_count; i++) {
        add_entry(b, b->analysis.links[i], FORWARD_CLAIM | FORWARD_LINK, slice_of(NULL, 0));
    }
}

static void begin_claim(struct segment_builder *b, const struct claim *c)
{
    size_t need = b->claim_count + 2; /* one more, that holds the ends */
    b->claims = mem_grow(b->claims, &b->claim_cap, need, sizeof *b->claims);
    b->lengths = mem_grow(b->lengths, &b->lengths_cap, need, sizeof *b->lengths);
    b->gram_lengths =
        mem_grow(b->gram_lengths, &b->gram_lengths_cap, need, sizeof *b->gram_lengths);
    b->lengths[b->claim_count] = b->gram_lengths[b->claim_count] = 0;
    b->claims[b->claim_count] = (struct claim_info){.id_at = (uint32_t)b->ids_count,
                                                    .forward_at = (uint32_t)b->forward_count,
                                                    .string_at = (uint32_t)b->strings_count,
                                                    .date_days = c->date_days,
                                                    .harm = (uint8_t)c->harm,
                                                    .verdict = (uint8_t)c->verdict};
    add_bytes(&b->ids, &b->ids_count, &b->ids_cap, c->id);
}

/* (3) Posting lists: pairs are in claim order, so a stable distribution by term gives rising lists.
 * */
static void field_allocate(struct field *f, uint32_t terms)
{
    size_t slots = 16;
    while (slots < 2 * (size_t)terms) {
        slots *= 2;
    }
    f->mask = slots - 1;
    f->slots = mem_zero(slots, sizeof *f->slots);
    f->term_count = terms;
    f->keys = mem_alloc(terms, sizeof *f->keys);
    f->df = mem_alloc(terms, sizeof *f->df);
    f->common = mem_zero(terms, sizeof *f->common);
    f->root = mem_alloc(terms, sizeof *f->root);
    f->weight = mem_alloc(terms, sizeof *f->weight);
    f->at = mem_zero((size_t)terms + 1, sizeof *f->at);
}

static void field_insert(struct field *f, uint64_t key, uint32_t term)
{
    size_t at = hash_mix(key) & f->mask;
    while (f->slots[at].term != 0) {
        at = (at + 1) & f->mask;
    }
    f->slots[at] = (struct field_slot){key, term + 1};
    f->keys[term] = key;
}

static uint32_t impact(uint32_t tf, float length_ratio)
{
    float t = (float)tf;
    float weight = t * (BM25_K1 + 1) / (t + BM25_K1 * (1 - BM25_B + BM25_B * length_ratio));
    return (uint32_t)lrintf(weight / SEGMENT_IMPACT);
}

static double mean_of(const uint32_t *lengths, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += lengths[i];
    }
    return sum > 0 ? sum / (double)count : 1;
}

/* Words that have a root are found under it. */
static bool has_list(const struct field *f, uint32_t term, uint32_t df_max)
{
    return f->root[term] == term && f->df[term] <= df_max;
}

/* impacts: of the forward entries, filled on the way. */
static void field_finish(struct field *f, const struct growing *g, const uint32_t *lengths,
                         size_t claims, uint32_t df_max, uint8_t *impacts)
{
    double mean = mean_of(lengths, claims);
    field_allocate(f, g->count);
    for (uint32_t t = 0; t < g->count; t++) {
        field_insert(f, g->keys[t], t);
        f->df[t] = g->df[t];
        f->common[t] = g->common[t];
        f->root[t] = g->root[t];
        f->at[t + 1] = f->at[t] + (has_list(f, t, df_max) ? g->df[t] : 0);
    }
    uint32_t *next = mem_alloc(g->count, sizeof *next);
    memcpy(next, f->at, g->count * sizeof *next);
    f->postings = mem_alloc(f->at[g->count], sizeof *f->postings);
    for (size_t i = 0; i < g->pair_count; i++) {
        const struct pair *p = &g->pairs[i];
        if (has_list(f, p->term, df_max)) {
            float ratio = (float)(lengths[p->claim] / mean);
            f->postings[next[p->term]++] = p->claim << 8 | impact(p->count, ratio);
        }
        if (p->entry != UINT32_MAX) {
            impacts[p->entry] = (uint8_t)impact(p->count, (float)(lengths[p->claim] / mean));
        }
    }
    free(next);
}

static void field_done(struct field *f)
{
    free(f->slots);
    free(f->keys);
    free(f->at);
    free(f->df);
    free(f->common);
    free(f->root);
    free(f->weight);
    free(f->postings);
}

static uint32_t gram_df_max(size_t claims)
{
    uint32_t share = (uint32_t)((double)claims * SEGMENT_GRAM_SHARE);
    return share > SEGMENT_GRAM_FLOOR ? share : SEGMENT_GRAM_FLOOR;
}

/* (4) Norms and masses depend on the idf of the finished dictionary. */
static void weigh_claim(const struct segment *s, struct claim_info *c)
{
    double square = 0, mass = 0, title = 0, names = 0, concepts = 0;
    for (uint32_t i = c->forward_at; i < c[1].forward_at; i++) {
        unsigned flags = FORWARD_FLAGS(s->forward[i]);
        double idf = s->words.weight[FORWARD_TERM(s->forward[i])];
        if (flags & FORWARD_CONCEPT) {
            concepts += idf;
        } else if (!(flags & FORWARD_LINK)) {
            square += idf * idf;
            mass += flags & FORWARD_CLAIM ? idf : 0;
            title += flags & FORWARD_TITLE ? idf : 0;
            names += flags & FORWARD_NAME ? idf : 0;
        }
    }
    c->norm = (float)sqrt(square);
    c->mass = (float)mass;
    c->title_mass = (float)title;
    c->name_mass = (float)names;
    c->concept_mass = (float)concepts;
}

static void weigh_terms(struct field *f, uint32_t claims)
{
    for (uint32_t t = 0; t < f->term_count; t++) {
        f->weight[t] = segment_weight(f->df[t], f->common[t], claims);
    }
}

static void weigh_all(struct segment *s)
{
    weigh_terms(&s->words, s->claim_count);
    weigh_terms(&s->grams, s->claim_count);
    for (uint32_t t = 0; t < s->grams.term_count; t++) {
        float idf = s->grams.weight[t];
        for (uint32_t k = s->grams.at[t]; k < s->grams.at[t + 1]; k++) {
            s->claims[s->grams.postings[k] >> 8].gram_mass += idf;
        }
    }
    for (uint32_t i = 0; i < s->claim_count; i++) {
        weigh_claim(s, &s->claims[i]);
    }
}

/* (5) Merging: claims are renumbered, impacts are kept as they were built. */
struct part {
    const struct segment *from;
    uint32_t *new_claim; /* number of each claim in the new segment; UINT32_MAX: gone */
    uint32_t *new_term;  /* number of each term of the field being merged */
};

static const struct field *part_field(const struct part *p, bool words)
{
    return words ? &p->from->words : &p->from->grams;
}

/* Gives every key of all parts one number in the new dictionary. */
static void merge_keys(struct field *to, struct part *parts, size_t count, bool words)
{
    struct growing all;
    growing_init(&all, 1024);
    for (size_t i = 0; i < count; i++) {
        const struct field *f = part_field(&parts[i], words);
        parts[i].new_term = mem_resize(parts[i].new_term, f->term_count, sizeof *parts[i].new_term);
        for (uint32_t t = 0; t < f->term_count; t++) {
            parts[i].new_term[t] = number_of(&all, f->keys[t]);
        }
    }
    field_allocate(to, all.count);
    for (uint32_t t = 0; t < all.count; t++) {
        field_insert(to, all.keys[t], t);
    }
    memset(to->df, 0, all.count * sizeof *to->df);
    growing_done(&all);
}

/* Counts what stays of each list; a list that one part dropped as too frequent keeps its count. */
static void merge_counts(struct field *to, const struct part *p, bool words)
{
    const struct field *f = part_field(p, words);
    for (uint32_t t = 0; t < f->term_count; t++) {
        uint32_t kept = 0;
        for (uint32_t k = f->at[t]; k < f->at[t + 1]; k++) {
            kept += p->new_claim[f->postings[k] >> 8] != UINT32_MAX;
        }
        if (f->root[t] == t) {
            to->df[p->new_term[t]] += f->at[t + 1] > f->at[t] ? kept : f->df[t];
        }
        to->root[p->new_term[t]] = p->new_term[f->root[t]];
        to->common[p->new_term[t]] = fmaxf(to->common[p->new_term[t]], f->common[t]);
        to->at[p->new_term[t] + 1] += kept;
    }
}

static void merge_postings(struct field *to, uint32_t *next, uint32_t df_max, const struct part *p,
                           bool words)
{
    const struct field *f = part_field(p, words);
    for (uint32_t t = 0; t < f->term_count; t++) {
        uint32_t term = p->new_term[t];
        for (uint32_t k = f->at[t]; k < f->at[t + 1] && to->df[term] <= df_max; k++) {
            uint32_t claim = p->new_claim[f->postings[k] >> 8];
            if (claim != UINT32_MAX) {
                to->postings[next[term]++] = claim << 8 | (f->postings[k] & 0xff);
            }
        }
    }
}

static void merge_field(struct field *to, struct part *parts, size_t count, uint32_t df_max,
                        bool words)
{
    merge_keys(to, parts, count, words);
    for (size_t i = 0; i < count; i++) {
        merge_counts(to, &parts[i], words);
    }
    for (uint32_t t = 0; t < to->term_count; t++) { /* lengths become places */
        to->at[t + 1] = to->at[t] + (has_list(to, t, df_max) ? to->at[t + 1] : 0);
    }
    uint32_t *next = mem_alloc(to->term_count, sizeof *next);
    memcpy(next, to->at, to->term_count * sizeof *next);
    to->postings = mem_alloc(to->at[to->term_count], sizeof *to->postings);
    for (size_t i = 0; i < count; i++) {
        merge_postings(to, next, df_max, &parts[i], words);
    }
    free(next);
}

/* Bytes of a claim's spellings and of its id. */
static size_t strings_of(const struct claim_info *c)
{
    return c[1].string_at - c->string_at;
}

/* Words without a list of their own are counted claim by claim. */
static void count_stem(struct field *f, uint32_t term)
{
    f->df[term] += f->root[term] != term;
}

static void merge_claims(struct segment *s, const struct part *p)
{
    for (uint32_t i = 0; i < p->from->claim_count; i++) {
        const struct claim_info *c = &p->from->claims[i];
        if (p->new_claim[i] == UINT32_MAX) {
            continue;
        }
        struct claim_info *to = &s->claims[s->claim_count];
        uint32_t forward = to->forward_at, string = to->string_at, id = to->id_at;
        *to = *c;
        to->gram_mass = 0;
        to->forward_at = forward;
        to->string_at = string;
        to->id_at = id;
        for (uint32_t k = c->forward_at; k < c[1].forward_at; k++) {
            uint32_t entry = p->from->forward[k];
            s->impacts[forward] = p->from->impacts[k];
            s->forward[forward++] = p->new_term[FORWARD_TERM(entry)] | (entry & 0xff000000u);
            count_stem(&s->words, p->new_term[FORWARD_TERM(entry)]);
        }
        memcpy(s->strings + string, p->from->strings + c->string_at, strings_of(c));
        memcpy(s->ids + id, p->from->ids + c->id_at, c[1].id_at - c->id_at);
        s->claim_count++;
        to[1] = (struct claim_info){.forward_at = forward,
                                    .string_at = string + (uint32_t)strings_of(c),
                                    .id_at = id + (c[1].id_at - c->id_at)};
    }
}

/* Numbers the claims that stay; returns how many there are in all so far. */
static uint32_t renumber(struct part *p, const uint8_t *gone, uint32_t next)
{
    p->new_claim = mem_alloc(p->from->claim_count, sizeof *p->new_claim);
    for (uint32_t i = 0; i < p->from->claim_count; i++) {
        bool stays = !gone || !(gone[i / 8] & (1u << (i % 8)));
        p->new_claim[i] = stays ? next++ : UINT32_MAX;
    }
    return next;
}

/* (6) Public functions. */
struct segment_builder *segment_builder_new(const struct concepts *concepts)
{
    struct segment_builder *b = mem_zero(1, sizeof *b);
    b->concepts = concepts;
    growing_init(&b->words, 1024);
    growing_init(&b->grams, 4096);
    return b;
}

enum lang segment_builder_add(struct segment_builder *b, const struct claim *c, struct analyser *y,
                              enum lang fallback)
{
    begin_claim(b, c);
    analysis_run(y, c->text, lang_from_code(c->lang), fallback, &b->analysis);
    enum lang found = b->analysis.lang;
    b->claims[b->claim_count].lang = (uint8_t)found;
    b->claims[b->claim_count].stance_bits = stance_claim_bits(&b->analysis);
    add_text(b, &b->analysis, false);
    if (c->title.len > 0) {
        analysis_run(y, c->title, found, found, &b->analysis);
        add_text(b, &b->analysis, true);
    }
    add_address(b, c->url, y);
    add_address(b, c->link, y);
    b->claim_count++;
    return found;
}

uint32_t segment_builder_count(const struct segment_builder *b)
{
    return (uint32_t)b->claim_count;
}

struct segment *segment_builder_finish(struct segment_builder *b)
{
    struct segment *s = mem_zero(1, sizeof *s);
    atomic_init(&s->refs, 1);
    s->claim_count = (uint32_t)b->claim_count;
    s->impacts = mem_alloc(b->forward_count, 1);
    field_finish(&s->words, &b->words, b->lengths, b->claim_count, UINT32_MAX, s->impacts);
    field_finish(&s->grams, &b->grams, b->gram_lengths, b->claim_count, gram_df_max(b->claim_count),
                 NULL);
    s->claims = mem_resize(b->claims, b->claim_count + 1, sizeof *s->claims);
    s->claims[b->claim_count] = (struct claim_info){.id_at = (uint32_t)b->ids_count,
                                                    .forward_at = (uint32_t)b->forward_count,
                                                    .string_at = (uint32_t)b->strings_count};
    s->forward = mem_resize(b->forward, b->forward_count, sizeof *s->forward);
    s->ids = mem_resize(b->ids, b->ids_count, 1);
    s->strings = mem_resize(b->strings, b->strings_count, 1);
    s->ids_size = b->ids_count;
    s->strings_size = b->strings_count;
    b->claims = NULL;
    b->forward = NULL;
    b->ids = b->strings = NULL;
    weigh_all(s);
    segment_builder_free(b);
    return s;
}

void segment_builder_free(struct segment_builder *b)
{
    if (!b) {
        return;
    }
    growing_done(&b->words);
    growing_done(&b->grams);
    free(b->claims);
    free(b->lengths);
    free(b->gram_lengths);
    free(b->forward);
    free(b->ids);
    free(b->strings);
    analysis_done(&b->analysis);
    free(b);
}

struct segment *segment_merge(struct segment *const *from, const uint8_t *const *gone, size_t count)
{
    struct segment *s = mem_zero(1, sizeof *s);
    struct part *parts = mem_zero(count, sizeof *parts);
    size_t forward = 0;
    uint32_t claims = 0;
    atomic_init(&s->refs, 1);
    for (size_t i = 0; i < count; i++) {
        parts[i].from = from[i];
        claims = renumber(&parts[i], gone[i], claims);
        forward += from[i]->claims[from[i]->claim_count].forward_at;
        s->ids_size += from[i]->ids_size;
        s->strings_size += from[i]->strings_size;
    }
    s->claims = mem_zero((size_t)claims + 1, sizeof *s->claims);
    s->forward = mem_alloc(forward, sizeof *s->forward);
    s->impacts = mem_alloc(forward, 1);
    s->ids = mem_alloc(s->ids_size, 1);
    s->strings = mem_alloc(s->strings_size, 1);
    merge_field(&s->grams, parts, count, gram_df_max(claims), false);
    merge_field(&s->words, parts, count, UINT32_MAX,
                true); /* last: merge_claims needs the words' numbers */
    for (size_t i = 0; i < count; i++) {
        merge_claims(s, &parts[i]);
        free(parts[i].new_claim);
        free(parts[i].new_term);
    }
    free(parts);
    weigh_all(s);
    return s;
}

void segment_release(struct segment *s)
{
    if (!s || atomic_fetch_sub(&s->refs, 1) != 1) {
        return;
    }
    field_done(&s->words);
    field_done(&s->grams);
    free(s->claims);
    free(s->forward);
    free(s->impacts);
    free(s->ids);
    free(s->strings);
    free(s);
}

uint32_t field_find(const struct field *f, uint64_t key)
{
    size_t at = hash_mix(key) & f->mask;
    while (f->slots[at].term != 0) {
        if (f->slots[at].key == key) {
            return f->slots[at].term - 1;
        }
        at = (at + 1) & f->mask;
    }
    return UINT32_MAX;
}

static size_t field_bytes(const struct field *f)
{
    return (f->mask + 1) * sizeof *f->slots +
           f->term_count * (sizeof *f->keys + sizeof *f->at + sizeof *f->df + sizeof *f->root +
                            sizeof *f->common + sizeof *f->weight) +
           f->at[f->term_count] * sizeof *f->postings;
}

size_t segment_bytes(const struct segment *s)
{
    return sizeof *s + field_bytes(&s->words) + field_bytes(&s->grams) +
           ((size_t)s->claim_count + 1) * sizeof *s->claims +
           s->claims[s->claim_count].forward_at * (sizeof *s->forward + 1) + s->ids_size +
           s->strings_size;
}

float segment_weight(uint32_t df, float common, uint32_t count)
{
    float n = (float)count, d = fminf((float)df + common * n, n);
    return logf(1.0f + (n - d + 0.5f) / (d + 0.5f));
}
