/* match/matcher.c - answers for one message: candidates, order, confidence, stance, and why; see
 * match.h.
 *
 * In this file, in order: (1) what people decided, (2) which words of the message are the claim's,
 * (3) the answer, (4) the why, (5) the public
 * functions.
 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "match/index.h"
#include "match/match.h"
#include "match/memory.h"
#include "match/model.h"
#include "match/query.h"
#include "match/weights.h"

#define SEED_ID 0x1d
#define KNOWN_COPY_CONFIDENCE 0.98f /* of a message that repeats a confirmed copy word for word */

struct matcher {
    struct match_index *index;         /* borrowed */
    const struct match_memory *memory; /* borrowed, may be NULL */
    struct snapshot *snapshot;         /* a reference is held between questions */
    struct analyser *analyser;
    struct query query;
    struct near_print print;
    struct match_memory_hit hits[MATCH_MEMORY_HITS];
    size_t hit_count;
    struct map
        places; /* id hash -> segment << 32 | claim, of the snapshot; only made when a memory is asked */
    bool has_places;
    uint8_t *matched; /* by token, owned */
    uint8_t *terms;   /* by term of the analysis, owned: the claim has it */
    size_t matched_cap, terms_cap;
};

static const char *id_of(const struct matcher *m, const struct candidate *d)
{
    const struct segment *s = m->snapshot->segments[d->segment];
    return s->ids + s->claims[d->claim].id_at;
}

/* (1) A confirmed copy's claim goes to the top; a refuted one goes. */
static void find_places(struct matcher *m)
{
    map_init(&m->places, m->snapshot->claims);
    for (size_t part = 0; part < m->snapshot->count; part++) {
        const struct segment *s = m->snapshot->segments[part];
        for (uint32_t i = 0; i < s->claim_count; i++) {
            if (!snapshot_gone(m->snapshot, part, i)) {
                *map_at(&m->places, hash_bytes(slice_from(s->ids + s->claims[i].id_at), SEED_ID),
                        NULL) = (uint64_t)part << 32 | i;
            }
        }
    }
    m->has_places = true;
}

static void add_known(struct matcher *m, struct slice id)
{
    struct query *q = &m->query;
    uint64_t place = 0;
    if (!m->has_places) {
        find_places(m);
    }
    if (!map_get(&m->places, hash_bytes(id, SEED_ID), &place)) {
        return; /* the claim is not in the index any more */
    }
    struct candidate d = {.segment = (uint32_t)(place >> 32), .claim = (uint32_t)place};
    for (size_t i = 0; i < q->candidate_count; i++) {
        if (q->candidates[i].segment == d.segment && q->candidates[i].claim == d.claim) {
            return;
        }
    }
    size_t at = q->candidate_count < QUERY_CANDIDATES
                    ? q->candidate_count++
                    : 0; /* candidates are a heap: the first is the worst */
    q->candidates[at] = d;
}

static void drop_refuted(struct matcher *m, struct slice id)
{
    struct query *q = &m->query;
    for (size_t i = 0; i < q->candidate_count; i++) {
        if (slice_equal(slice_from(id_of(m, &q->candidates[i])), id)) {
            q->candidates[i] = q->candidates[--q->candidate_count];
            return;
        }
    }
}

static void recall(struct matcher *m)
{
    m->hit_count = 0;
    if (!m->memory || match_memory_count(m->memory) == 0) {
        return;
    }
    near_print_of(&m->query.analysis, &m->print);
    m->hit_count = match_memory_ask(m->memory, &m->print, m->hits);
    for (size_t i = 0; i < m->hit_count; i++) {
        if (m->hits[i].refuted) {
            drop_refuted(m, m->hits[i].claim);
        } else {
            add_known(m, m->hits[i].claim);
        }
    }
}

static const struct match_memory_hit *known_copy(const struct matcher *m, const struct candidate *d)
{
    for (size_t i = 0; i < m->hit_count; i++) {
        if (!m->hits[i].refuted && slice_equal(m->hits[i].claim, slice_from(id_of(m, d)))) {
            return &m->hits[i];
        }
    }
    return NULL;
}

/* Known copies before all others, the rest as ranked. */
static float lift_known(struct matcher *m, float confidence)
{
    struct query *q = &m->query;
    size_t lifted = 0;
    for (size_t i = 0; i < q->candidate_count && lifted < m->hit_count; i++) {
        const struct match_memory_hit *hit = known_copy(m, &q->candidates[i]);
        if (hit) {
            struct candidate d = q->candidates[i];
            memmove(q->candidates + lifted + 1, q->candidates + lifted, (i - lifted) * sizeof d);
            d.score = q->candidates[lifted + (i > lifted)].score + 1;
            q->candidates[lifted++] = d;
            float known = KNOWN_COPY_CONFIDENCE * hit->similarity;
            confidence = lifted == 1 && known > confidence ? known : confidence;
        }
    }
    return confidence;
}

/* (2) Marks the terms of the analysis that the claim has, exactly or by their root. */
static void mark_terms(struct matcher *m, const struct candidate *d)
{
    const struct query *q = &m->query;
    const struct segment *s = m->snapshot->segments[d->segment];
    const struct claim_info *c = &s->claims[d->claim];
    for (size_t i = 0; i < q->term_count; i++) {
        const struct query_term *t = &q->terms[i];
        uint32_t number = t->local[d->segment];
        bool found = false;
        for (uint32_t k = c->forward_at; k < c[1].forward_at && !found && number != UINT32_MAX;
             k++) {
            uint32_t of_claim = FORWARD_TERM(s->forward[k]);
            found =
                of_claim == number || (t->kind == QUERY_WORD && s->words.root[number] != number &&
                                       s->words.root[of_claim] == s->words.root[number]);
        }
        found = found && t->kind != QUERY_LINK; /* an address is evidence, but no word */
        for (uint32_t k = t->token; found && k < t->token + t->span; k++) {
            m->matched[k] = 1;
            if (t->kind == QUERY_WORD) {
                m->terms[q->analysis.tokens[k].place] = 1;
            }
        }
    }
}

static void mark_tokens(struct matcher *m, const struct candidate *d)
{
    const struct analysis *a = &m->query.analysis;
    if (a->token_count > m->matched_cap) {
        m->matched = mem_grow(m->matched, &m->matched_cap, a->token_count, 1);
    }
    if (a->term_count > m->terms_cap) {
        m->terms = mem_grow(m->terms, &m->terms_cap, a->term_count, 1);
    }
    if (a->token_count == 0 || !m->terms) {
        return;
    }
    memset(m->matched, 0, a->token_count);
    memset(m->terms, 0, a->term_count);
    mark_terms(m, d);
    for (size_t i = 0; i < a->token_count; i++) {
        m->matched[i] |= a->tokens[i].place >= 0 && m->terms[a->tokens[i].place];
    }
}

/* (3) */
static enum stance stance_of(struct matcher *m)
{
    const struct query *q = &m->query;
    if (q->candidate_count == 0) {
        return STANCE_UNCLEAR;
    }
    const struct candidate *d = &q->candidates[0];
    mark_tokens(m, d);
    return stance_judge(&q->analysis, m->matched,
                        m->snapshot->segments[d->segment]->claims[d->claim].stance_bits, NULL);
}

/* Confidence falls with rank: what the first leaves over is shared out by score, and never rises.
 * */
static float next_confidence(const struct query *q, size_t i, float first, float before)
{
    float share = expf(q->candidates[i].score - q->candidates[0].score);
    float mine = first * share;
    float most = before * 0.98f;
    return mine < most ? mine : most;
}

static void fill_answer(struct matcher *m, size_t top, float confidence, struct match_answer *out)
{
    const struct query *q = &m->query;
    float before = confidence;
    out->count = top < q->candidate_count ? top : q->candidate_count;
    for (size_t i = 0; i < out->count; i++) {
        const struct candidate *d = &q->candidates[i];
        const struct claim_info *c = &m->snapshot->segments[d->segment]->claims[d->claim];
        before = i == 0 ? confidence : next_confidence(q, i, confidence, before);
        out->top[i] = (struct match_candidate){.id = slice_from(id_of(m, d)),
                                               .score = d->score,
                                               .confidence = before,
                                               .harm = (enum harm)c->harm,
                                               .verdict = (enum verdict)c->verdict,
                                               .known_copy = known_copy(m, d) != NULL,
                                               .place = i};
    }
}

/* (4) Spellings of the claim's numbers and names stand in the order of its forward list. */
static void add_slice(struct slice *list, size_t *count, size_t max, struct slice text)
{
    for (size_t i = 0; i < *count; i++) {
        if (slice_equal(list[i], text)) {
            return;
        }
    }
    if (*count < max) {
        list[(*count)++] = text;
    }
}

static bool message_has(const struct query *q, uint32_t part, uint32_t number)
{
    for (size_t i = 0; i < q->term_count; i++) {
        if (q->terms[i].local[part] == number) {
            return true;
        }
    }
    return false;
}

static void why_differs(const struct matcher *m, const struct candidate *d, struct match_why *out)
{
    const struct query *q = &m->query;
    const struct segment *s = m->snapshot->segments[d->segment];
    const struct claim_info *c = &s->claims[d->claim];
    const char *spelling = s->strings + c->string_at;
    for (uint32_t k = c->forward_at; k < c[1].forward_at; k++) {
        unsigned flags = FORWARD_FLAGS(s->forward[k]);
        bool found = message_has(q, d->segment, FORWARD_TERM(s->forward[k]));
        if (!found && (flags & FORWARD_NUMBER) && (flags & FORWARD_CLAIM)) {
            add_slice(out->claim_numbers, &out->claim_number_count, MATCH_DIFFER_MAX,
                      slice_from(spelling));
        } else if (!found && (flags & FORWARD_NAME)) {
            add_slice(out->names_missing, &out->name_count, MATCH_DIFFER_MAX, slice_from(spelling));
        }
        out->link |= found && (flags & FORWARD_LINK);
        spelling += flags & (FORWARD_NUMBER | FORWARD_NAME) ? strlen(spelling) + 1 : 0;
    }
}

/* The places of the message's terms, rarest first. */
static void order_by_rarity(const struct query *q, uint16_t *order)
{
    for (size_t i = 0; i < q->term_count; i++) {
        size_t at = i;
        while (at > 0 && q->terms[order[at - 1]].idf < q->terms[i].idf) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = (uint16_t)i;
    }
}

static void why_words(struct matcher *m, struct match_why *out)
{
    const struct query *q = &m->query;
    uint16_t order[QUERY_TERMS_MAX];
    order_by_rarity(q, order);
    for (size_t i = 0; i < q->term_count; i++) {
        const struct query_term *t = &q->terms[order[i]];
        if (t->kind == QUERY_WORD && m->matched[t->token]) {
            add_slice(out->words, &out->word_count, MATCH_WORDS_MAX,
                      analysis_word(&q->analysis, t->token));
        } else if (t->kind == QUERY_CONCEPT && m->matched[t->token]) {
            const struct token *first = &q->analysis.tokens[t->token], *last = first + t->span - 1;
            struct slice phrase = slice_of(q->analysis.text.ptr + first->word.start,
                                           last->word.start + last->word.len - first->word.start);
            add_slice(out->words, &out->word_count, MATCH_WORDS_MAX, phrase);
        }
    }
}

static void why_numbers(const struct matcher *m, struct match_why *out)
{
    const struct analysis *a = &m->query.analysis;
    for (size_t i = 0; i < a->term_count && out->claim_number_count > 0; i++) {
        if (a->terms[i].number && !m->terms[i]) {
            add_slice(out->numbers, &out->number_count, MATCH_DIFFER_MAX,
                      analysis_word(a, a->terms[i].token));
        }
    }
}

/* (5) Public functions. */
struct matcher *matcher_new(struct match_index *x, const struct match_memory *memory)
{
    struct matcher *m = mem_zero(1, sizeof *m);
    m->index = x;
    m->memory = memory;
    m->analyser = analyser_new(stance_marker, NULL);
    query_init(&m->query);
    return m;
}

static void forget_snapshot(struct matcher *m)
{
    snapshot_release(m->snapshot);
    m->snapshot = NULL;
    if (m->has_places) {
        map_done(&m->places);
        m->has_places = false;
    }
}

void matcher_free(struct matcher *m)
{
    if (!m) {
        return;
    }
    forget_snapshot(m);
    query_done(&m->query);
    analyser_free(m->analyser);
    free(m->matched);
    free(m->terms);
    free(m);
}

void matcher_ask(struct matcher *m, struct slice text, enum lang hint, int32_t date_days,
                 size_t top, double max_wrong, struct match_answer *out)
{
    struct query *q = &m->query;
    if (!m->snapshot || !snapshot_is_current(m->index, m->snapshot)) {
        forget_snapshot(m);
        m->snapshot = snapshot_take(m->index);
    }
    query_read(q, m->analyser, match_index_concepts(m->index), m->snapshot, text, hint, date_days);
    retrieve_candidates(q, m->snapshot);
    recall(m);
    features_fill(q, m->snapshot);
    model_rank(&match_learnt, q);
    out->confidence = lift_known(m, model_confidence(&match_learnt, q));
    out->lang = q->analysis.lang;
    out->stance = stance_of(m);
    out->suggest = q->candidate_count > 0 &&
                   out->confidence >= model_bar(&match_learnt, max_wrong) &&
                   out->stance != STANCE_DENIES;
    fill_answer(m, top, out->confidence, out);
}

void matcher_why(struct matcher *m, size_t place, struct match_why *out)
{
    *out = (struct match_why){0};
    if (place >= m->query.candidate_count) {
        return;
    }
    const struct candidate *d = &m->query.candidates[place];
    const struct match_memory_hit *hit = known_copy(m, d);
    mark_tokens(m, d);
    why_differs(m, d, out);
    why_words(m, out);
    why_numbers(m, out);
    out->known_copy = hit ? hit->message : slice_of(NULL, 0);
}

const struct analysis *matcher_analysis(const struct matcher *m)
{
    return &m->query.analysis;
}
