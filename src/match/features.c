/* match/features.c - what speaks for each candidate; see features.h.
 *
 * In this file, in order: (1) one pass over a forward list, (2) windows and phrases, (3) figures to
 * features, (4) the public function.
 */
#include "match/features.h"

#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "match/query.h"

#define WINDOW_TOKENS 24
#define LEAD_TOKENS 30
#define ROOT_MARK 0x8000 /* in marks: the message has a word with this root */
#define SPOTS_MAX 256
#define DATE_SCALE_DAYS 60.0f
#define NEIGHBOURS                                                                                 \
    3 /* tokens that two neighbouring words of the claim may be apart in the message */

/* A place in the message where a word of the claim stands. */
struct spot {
    uint32_t token;
    uint32_t term; /* place in query.terms */
    float idf;
};

/* Sums over one claim's forward list. */
struct tallying {
    float dot;
    float words;
    float soft;
    float claim;
    float title;
    float names;
    float concepts;
    float rarest;
    float lead;
    float repeated;
    float missing;
    float found_mass;
    unsigned run, longest_run;
    unsigned matched, length, numbers_found, pairs, neighbours;
    bool link;
    struct spot spots[SPOTS_MAX];
    size_t spot_count;
};

/* (1) Marks say which of the segment's words the message has. */
static void set_marks(struct query *q, const struct segment *s, size_t part, bool on)
{
    if (s->words.term_count > q->marks_cap) {
        q->marks = mem_resize(q->marks, s->words.term_count, sizeof *q->marks);
        memset(q->marks + q->marks_cap, 0, (s->words.term_count - q->marks_cap) * sizeof *q->marks);
        q->marks_cap = s->words.term_count;
    }
    for (size_t i = 0; i < q->term_count; i++) {
        if (q->terms[i].local[part] != UINT32_MAX) {
            q->marks[q->terms[i].local[part]] = (uint16_t)(on ? i + 1 : 0);
        }
    }
    for (size_t i = 0; i < q->list_count; i++) {
        if (q->lists[i].kind == QUERY_WORD && q->lists[i].local[part] != UINT32_MAX) {
            q->marks[q->lists[i].local[part]] |= (uint16_t)(on ? ROOT_MARK : 0);
            q->marks[q->lists[i].local[part]] &= (uint16_t)(on ? 0xffff : 0);
        }
    }
}

/* Whether terms a and b of the message stand within NEIGHBOURS tokens of each other, somewhere. */
static bool are_neighbours(const struct query *q, uint32_t a, uint32_t b)
{
    uint32_t i = q->place_at[a], k = q->place_at[b];
    while (i < q->place_at[a + 1] && k < q->place_at[b + 1]) {
        uint32_t x = q->places[i], y = q->places[k];
        if ((x > y ? x - y : y - x) <= NEIGHBOURS) {
            return true;
        }
        *(x < y ? &i : &k) += 1;
    }
    return false;
}

static void add_spots(struct tallying *t, const struct query *q, uint32_t term, float idf)
{
    for (uint32_t k = q->place_at[term]; k < q->place_at[term + 1] && t->spot_count < SPOTS_MAX;
         k++) {
        t->spots[t->spot_count++] = (struct spot){q->places[k], term, idf};
    }
}

static void add_found(struct tallying *t, const struct query *q, uint32_t term, unsigned flags)
{
    float idf = q->terms[term].idf;
    if (flags & FORWARD_LINK) {
        t->link = true;
        return;
    }
    if (flags & FORWARD_CONCEPT) {
        t->concepts += idf;
        return;
    }
    t->found_mass += idf;
    t->dot += idf * idf;
    t->title += flags & FORWARD_TITLE ? idf : 0;
    t->rarest = idf > t->rarest ? idf : t->rarest;
    t->matched++;
    if (flags & FORWARD_CLAIM) {
        t->claim += idf;
        t->lead += q->terms[term].token < LEAD_TOKENS ? idf : 0;
        t->repeated += q->place_at[term + 1] - q->place_at[term] > 1 ? idf : 0;
        t->names += flags & FORWARD_NAME ? idf : 0;
        t->numbers_found += (flags & FORWARD_NUMBER) != 0;
        add_spots(t, q, term, idf);
    }
}

static void read_forward(struct tallying *t, const struct query *q, const struct segment *s,
                         const struct claim_info *c)
{
    int previous = -1; /* message term of the claim's word before, -1 if the message lacks it */
    bool any_previous = false;
    for (uint32_t i = c->forward_at; i < c[1].forward_at; i++) {
        unsigned flags = FORWARD_FLAGS(s->forward[i]);
        uint32_t number = FORWARD_TERM(s->forward[i]);
        int found = (int)(q->marks[number] & ~ROOT_MARK) - 1;
        if (found >= 0) {
            add_found(t, q, (uint32_t)found, flags);
            t->words += FORWARD_WORDS_ONLY(flags)
                            ? q->terms[found].idf * SEGMENT_IMPACT * (float)s->impacts[i]
                            : 0;
        } else if ((flags & FORWARD_CLAIM) && (q->marks[s->words.root[number]] & ROOT_MARK)) {
            t->soft += s->words.weight[number];
        }
        if (FORWARD_WORDS_ONLY(flags)) {
            if (found < 0 && (flags & FORWARD_CLAIM)) {
                t->missing = fmaxf(t->missing, s->words.weight[number]);
            }
            t->length++;
            t->pairs += any_previous;
            bool near = any_previous && previous >= 0 && found >= 0 &&
                        are_neighbours(q, (uint32_t)previous, (uint32_t)found);
            t->neighbours += near;
            t->run = near ? t->run + 1 : 0;
            t->longest_run = t->run > t->longest_run ? t->run : t->longest_run;
            any_previous = true;
            previous = found;
        }
    }
}

/* (2) The most idf of distinct words within WINDOW_TOKENS tokens. */
static void sort_spots(struct spot *spots, size_t count)
{
    for (size_t i = 1; i < count;
         i++) { /* nearly sorted runs, few of them: insertion is quickest */
        struct spot item = spots[i];
        size_t k = i;
        while (k > 0 && spots[k - 1].token > item.token) {
            spots[k] = spots[k - 1];
            k--;
        }
        spots[k] = item;
    }
}

static float best_window(struct tallying *t)
{
    float best = 0;
    sort_spots(t->spots, t->spot_count);
    for (size_t from = 0; from < t->spot_count; from++) {
        float sum = 0;
        for (size_t i = from;
             i < t->spot_count && t->spots[i].token - t->spots[from].token < WINDOW_TOKENS; i++) {
            bool repeated = false;
            for (size_t k = from; k < i && !repeated; k++) {
                repeated = t->spots[k].term == t->spots[i].term;
            }
            sum += repeated ? 0 : t->spots[i].idf;
        }
        best = sum > best ? sum : best;
        if (from + 1 < t->spot_count &&
            t->spots[t->spot_count - 1].token - t->spots[from].token < WINDOW_TOKENS) {
            break; /* the rest can only be less */
        }
    }
    return best;
}

/* (3) */
static float share(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}

static float date_nearness(int32_t a, int32_t b)
{
    if (a == DATE_NONE || b == DATE_NONE) {
        return 0;
    }
    return expf(-fabsf((float)a - (float)b) / DATE_SCALE_DAYS);
}

static bool has_other_number(const struct query *q, const struct tallying *t)
{
    unsigned numbers = 0;
    for (size_t i = 0; i < q->analysis.term_count; i++) {
        numbers += q->analysis.terms[i].number;
    }
    return numbers > t->numbers_found;
}

static void fill(struct query *q, const struct snapshot *snapshot, struct candidate *d)
{
    const struct segment *s = snapshot->segments[d->segment];
    const struct claim_info *c = &s->claims[d->claim];
    struct tallying t;
    memset(&t, 0, offsetof(struct tallying, spots));
    t.spot_count = 0;
    read_forward(&t, q, s, c);
    float *f = d->features;
    d->words = t.words;
    f[FEATURE_COSINE] = share(t.dot, c->norm * q->norm);
    f[FEATURE_WORDS_SHARE] = share(d->words, q->word_mass);
    f[FEATURE_ROOTS_SHARE] = share(d->roots, q->root_mass);
    f[FEATURE_SOFT] = share(t.claim + t.soft, c->mass);
    f[FEATURE_GRAMS_SHARE] = share(d->grams, q->gram_mass);
    f[FEATURE_COVERAGE] = share(t.claim, c->mass);
    f[FEATURE_TITLE] = share(t.title, c->title_mass);
    f[FEATURE_WINDOW] = share(best_window(&t), c->mass);
    f[FEATURE_PHRASES] = share((float)t.neighbours, (float)t.pairs);
    f[FEATURE_RUN] = logf(1 + (float)t.longest_run) / 2;
    f[FEATURE_DENSITY] = share(t.found_mass, q->word_mass);
    f[FEATURE_MESSAGE] = logf(1 + (float)q->analysis.token_count) / 5;
    f[FEATURE_NUMBERS_AGREE] = share((float)t.numbers_found, c->numbers);
    f[FEATURE_NUMBERS_DIFFER] = c->numbers > t.numbers_found && has_other_number(q, &t);
    f[FEATURE_NAMES] = share(t.names, c->name_mass);
    f[FEATURE_NAMES_MISSING] = c->name_mass > 0 ? 1 - f[FEATURE_NAMES] : 0;
    f[FEATURE_CONCEPTS] = share(t.concepts, c->concept_mass);
    f[FEATURE_CONCEPTS_SHARE] = share(d->concepts, q->concept_mass);
    f[FEATURE_RAREST] = share(t.rarest, q->rarest);
    f[FEATURE_MATCHED] = logf(1 + (float)t.matched) / 3;
    f[FEATURE_LENGTH] = logf(1 + (float)t.length) / 3;
    f[FEATURE_GRAM_COVERAGE] = share(d->grams, c->gram_mass);
    f[FEATURE_LEAD] = share(t.lead, c->mass);
    f[FEATURE_REPEATED] = share(t.repeated, c->mass);
    f[FEATURE_RAREST_MISSING] = share(t.missing, fmaxf(t.missing, t.rarest));
    f[FEATURE_LINK] = t.link;
    f[FEATURE_DATE] = date_nearness(q->date_days, c->date_days);
}

/* Figures relative to the best candidate of the same message. */
static void fill_relative(struct query *q)
{
    float words = 0, roots = 0, grams = 0, cosine = 0;
    for (size_t i = 0; i < q->candidate_count; i++) {
        const struct candidate *d = &q->candidates[i];
        words = fmaxf(words, d->words);
        roots = fmaxf(roots, d->roots);
        grams = fmaxf(grams, d->grams);
        cosine = fmaxf(cosine, d->features[FEATURE_COSINE]);
    }
    for (size_t i = 0; i < q->candidate_count; i++) {
        struct candidate *d = &q->candidates[i];
        d->features[FEATURE_WORDS_TOP] = share(d->words, words);
        d->features[FEATURE_ROOTS_TOP] = share(d->roots, roots);
        d->features[FEATURE_GRAMS_TOP] = share(d->grams, grams);
        d->features[FEATURE_COSINE_TOP] = share(d->features[FEATURE_COSINE], cosine);
    }
}

/* (4) Candidates are visited segment by segment, because marks are. */
void features_fill(struct query *q, const struct snapshot *s)
{
    for (size_t part = 0; part < s->count; part++) {
        set_marks(q, s->segments[part], part, true);
        for (size_t i = 0; i < q->candidate_count; i++) {
            if (q->candidates[i].segment == part) {
                fill(q, s, &q->candidates[i]);
            }
        }
        set_marks(q, s->segments[part], part, false);
    }
    fill_relative(q);
}
