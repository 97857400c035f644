/* match/query.c - from a text to the terms it asks for; see query.h.
 *
 * In this file, in order: (1) terms, (2) 4-grams, (3) positions, (4) the public functions.
 */
#include "match/query.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define SEEN_SLOTS 2048 /* at least twice QUERY_GRAMS_MAX, so that probes are short */
#define PLACES_MAX 4096

/* (1) A term's figures come from all segments together; one segment has them ready. */
static float look_up(const struct snapshot *s, uint64_t key, bool words, uint32_t *local,
                     uint32_t *df)
{
    float common = 0, weight = 0;
    *df = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct field *f = words ? &s->segments[i]->words : &s->segments[i]->grams;
        local[i] = field_find(f, key);
        if (local[i] != UINT32_MAX) {
            *df += f->df[local[i]];
            common = fmaxf(common, f->common[local[i]]);
            weight = f->weight[local[i]];
        }
    }
    return s->count == 1 && *df > 0 ? weight : segment_weight(*df, common, s->claims);
}

static struct query_term *add_term(struct query *q, const struct snapshot *s, uint64_t key,
                                   uint32_t token, enum query_kind kind)
{
    struct query_term *t = &q->terms[q->term_count];
    t->key = key;
    t->token = token;
    t->span = 1;
    t->kind = (uint8_t)kind;
    t->number = false;
    t->idf = look_up(s, key, true, t->local, &t->df);
    q->term_count++;
    return t;
}

/* A list to walk, once; words of one root share it. */
static void add_list(struct query *q, const struct snapshot *s, uint64_t key, enum query_kind kind)
{
    if (q->list_count == QUERY_LISTS_MAX) {
        return;
    }
    struct query_list *l = &q->lists[q->list_count];
    for (size_t i = 0; i < q->list_count; i++) {
        if (q->lists[i].key == key) {
            return;
        }
    }
    *l = (struct query_list){.key = key, .kind = (uint8_t)kind};
    l->weight = look_up(s, key, true, l->local, &l->df);
    q->root_mass += kind == QUERY_WORD ? l->weight : 0;
    q->list_count += l->df > 0;
}

/* Words of the message: those the index does not know count in the masses only. */
static void add_words(struct query *q, const struct snapshot *s)
{
    double square = 0, mass = 0;
    for (size_t i = 0; i < q->analysis.term_count &&
                       q->term_count < QUERY_TERMS_MAX - CONCEPTS_FOUND_MAX - ANALYSIS_LINKS_MAX;
         i++) {
        const struct term *from = &q->analysis.terms[i];
        struct query_term *t = add_term(q, s, from->hash, from->token, QUERY_WORD);
        t->number = from->number;
        square += (double)t->idf * t->idf;
        mass += t->idf;
        q->rarest = t->df > 0 ? fmaxf(q->rarest, t->idf) : q->rarest;
        add_list(q, s, from->root, QUERY_WORD);
        q->term_count -= t->df == 0;
    }
    q->norm = (float)sqrt(square);
    q->word_mass = (float)mass;
}

static void add_concepts(struct query *q, const struct concepts *concepts, const struct snapshot *s)
{
    struct concept_hit hits[CONCEPTS_FOUND_MAX];
    size_t n = concepts_find(concepts, &q->analysis, hits);
    for (size_t i = 0; i < n; i++) {
        struct query_term *t = add_term(q, s, hits[i].term, hits[i].token, QUERY_CONCEPT);
        t->span = hits[i].count;
        q->concept_mass += t->idf;
        add_list(q, s, t->key, QUERY_CONCEPT);
        q->term_count -= t->df == 0;
    }
}

static void add_links(struct query *q, const struct snapshot *s)
{
    for (size_t i = 0; i < q->analysis.link_count; i++) {
        struct query_term *t = add_term(q, s, q->analysis.links[i], 0, QUERY_LINK);
        add_list(q, s, t->key, QUERY_LINK);
        q->term_count -= t->df == 0;
    }
}

static int by_list_df(const void *a, const void *b)
{
    const struct query_list *x = a, *y = b;
    if (x->df != y->df) {
        return x->df < y->df ? -1 : 1;
    }
    return x->key < y->key ? -1 : x->key > y->key;
}

/* (2) 4-grams of the words that are no stop words, each once. */
static bool first_time(struct query *q, uint32_t key)
{
    uint32_t at = key & (SEEN_SLOTS - 1), wanted = key ? key : 1;
    while (q->gram_seen[at] != 0) {
        if (q->gram_seen[at] == wanted) {
            return false;
        }
        at = (at + 1) & (SEEN_SLOTS - 1);
    }
    q->gram_seen[at] = wanted;
    return true;
}

static void add_grams(struct query *q, const struct snapshot *s, const struct lexeme *e)
{
    for (uint16_t i = 0;
         i < e->gram_count && q->gram_count < QUERY_GRAMS_MAX && q->grams_asked < SEEN_SLOTS / 2;
         i++) {
        if (first_time(q, e->grams[i])) {
            q->grams_asked++;
            struct query_gram *g = &q->grams[q->gram_count];
            g->key = e->grams[i];
            g->idf = look_up(s, g->key, false, g->local, &g->df);
            q->gram_mass += g->idf;
            q->gram_count += g->df > 0;
        }
    }
}

static int by_gram_df(const void *a, const void *b)
{
    const struct query_gram *x = a, *y = b;
    if (x->df != y->df) {
        return x->df < y->df ? -1 : 1;
    }
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Lists are only put in order when the budget will not reach for all of them: sorting costs more
 * than walking a few. */
static void rarest_first(struct query *q)
{
    size_t words = 0, grams = 0;
    for (size_t i = 0; i < q->list_count; i++) {
        words += q->lists[i].df;
    }
    for (size_t i = 0; i < q->gram_count; i++) {
        grams += q->grams[i].df;
    }
    if (words > QUERY_WORD_BUDGET) {
        qsort(q->lists, q->list_count, sizeof *q->lists, by_list_df);
    }
    if (grams > QUERY_GRAM_BUDGET) {
        qsort(q->grams, q->gram_count, sizeof *q->grams, by_gram_df);
    }
}

/* (3) Where each term stands in the message, for windows and phrases. */
static void find_places(struct query *q)
{
    uint32_t n = 0;
    size_t need = q->analysis.token_count + q->term_count + 1;
    if (need > q->places_cap) {
        q->places = mem_grow(q->places, &q->places_cap, need, sizeof *q->places);
    }
    for (size_t i = 0; i < q->term_count; i++) {
        const struct query_term *t = &q->terms[i];
        q->place_at[i] = n;
        q->places[n++] = t->token;
        if (t->kind != QUERY_WORD) {
            continue;
        }
        int32_t place = q->analysis.tokens[t->token].place;
        unsigned left = q->analysis.terms[place].count - 1u;
        for (size_t k = t->token + 1; left > 0 && k < q->analysis.token_count && n < PLACES_MAX;
             k++) {
            if (q->analysis.tokens[k].place == place) {
                q->places[n++] = (uint32_t)k;
                left--;
            }
        }
    }
    q->place_at[q->term_count] = n;
}

/* (4) Public functions. */
void query_init(struct query *q)
{
    *q = (struct query){0};
    q->terms = mem_alloc(QUERY_TERMS_MAX, sizeof *q->terms);
    q->lists = mem_alloc(QUERY_LISTS_MAX, sizeof *q->lists);
    q->grams = mem_alloc(QUERY_GRAMS_MAX, sizeof *q->grams);
    q->gram_seen = mem_alloc(SEEN_SLOTS, sizeof *q->gram_seen);
    q->place_at = mem_alloc(QUERY_TERMS_MAX + 1, sizeof *q->place_at);
}

void query_done(struct query *q)
{
    analysis_done(&q->analysis);
    free(q->terms);
    free(q->lists);
    free(q->grams);
    free(q->gram_seen);
    free(q->place_at);
    free(q->places);
    free(q->tallies);
    free(q->touched);
    free(q->marks);
}

void query_read(struct query *q, struct analyser *y, const struct concepts *concepts,
                const struct snapshot *s, struct slice text, enum lang hint, int32_t date_days)
{
    analysis_run(y, text, hint, s->fallback, &q->analysis);
    q->date_days = date_days;
    q->term_count = q->gram_count = q->grams_asked = q->candidate_count = 0;
    q->list_count = 0;
    q->gram_mass = q->concept_mass = q->root_mass = q->rarest = 0;
    memset(q->gram_seen, 0, SEEN_SLOTS * sizeof *q->gram_seen);
    add_words(q, s);
    add_concepts(q, concepts, s);
    add_links(q, s);
    for (size_t i = 0; i < q->analysis.token_count; i++) {
        const struct token *t = &q->analysis.tokens[i];
        if (t->lexeme && t->place >= 0) {
            add_grams(q, s, t->lexeme);
        }
    }
    rarest_first(q);
    find_places(q);
}
