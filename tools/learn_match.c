/* tools/learn_match.c - learns how features are weighed (src/match/weights.h), and measures what
 * comes of it.
 *
 * WHAT   learn_match EVAL [--out FILE] [--runs DIR]. EVAL holds en/ and fr/ with claims.tsv,
 *        messages.tsv, pairs.tsv (and en/split.tsv):
 *        public sets that are not part of the project. Prints MAP@5 with and without dates, and
 *        recall at precision for the confidence;
 *        writes the weights learnt on everything to FILE, and to DIR the cross-validated runs in
 *        the scorer's format.
 * WHY    nothing learnt on a message may be scored on that message: messages are dealt into FOLDS
 *        by the claim they belong to, so that all
 *        messages of a claim, in whichever split, are scored by a model that saw none of them.
 * RULES  1. deterministic: no random numbers, folds and splits by hash.  2. only src/match decides
 *        what a feature is.
 * COST   about two minutes on one core.
 *
 * In this file, in order: (1) sets, (2) samples, (3) descent, (4) the order, (5) the confidence,
 * (6) figures, (7) files, (8) main.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/tsv.h"
#include "match/index.h"
#include "match/match.h"
#include "match/model.h"

#define FOLDS 10
#define SPLITS 6 /* ways of taking half of the claims away */
#define RANK_STEPS 500
#define CONFIDENCE_STEPS 1500
#define RANK_DECAY 1e-3
#define CONFIDENCE_DECAY 2e-3

/* (1) One language of the public data. */
struct claim_row {
    struct claim claim;
    bool gold; /* some message's right claim */
};

struct message_row {
    struct slice id;
    struct slice text;
    int32_t date_days;
    uint32_t gold[8]; /* places of its right claims */
    size_t gold_count;
    int fold;
    bool dev;
};

struct set {
    const char *name;
    struct arena memory;
    struct claim_row *claims;
    struct message_row *messages;
    size_t claim_count, claim_cap, message_count, message_cap;
    struct map claim_at, message_at; /* id hash -> place + 1 */
};

static void die(const char *what, const char *path)
{
    fprintf(stderr, "learn_match: %s: %s\n", path, what);
    exit(1);
}

static uint64_t id_key(struct slice id)
{
    return hash_bytes(id, 77);
}

typedef void take_row(struct set *s, const struct slice *cells);

static void read_table(struct set *s, const char *dir, const char *file, const char *const *names,
                       int count, take_row *take)
{
    char path[512];
    struct lines l;
    struct slice line, cells[4];
    struct tsv_header h;
    struct fault f = {0};
    snprintf(path, sizeof path, "%s/%s/%s", dir, s->name, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        die("cannot be opened", path);
    }
    lines_init(&l, fd, (size_t)1 << 20);
    if (lines_next(&l, &line, &f) != LINES_TEXT ||
        tsv_header_read(&h, line, names, count, 2, &f) != ERR_NONE) {
        die(f.text, path);
    }
    while (lines_next(&l, &line, &f) == LINES_TEXT) {
        if (tsv_row_read(&h, line, cells, 2, &f) != ERR_NONE) {
            die(f.text, path);
        }
        take(s, cells);
    }
    lines_done(&l);
    close(fd);
}

static void take_claim(struct set *s, const struct slice *cells)
{
    s->claims = mem_grow(s->claims, &s->claim_cap, s->claim_count + 1, sizeof *s->claims);
    s->claims[s->claim_count] =
        (struct claim_row){.claim = {.id = arena_slice(&s->memory, cells[0]),
                                     .text = arena_slice(&s->memory, cells[1]),
                                     .title = arena_slice(&s->memory, cells[2]),
                                     .date_days = date_parse(cells[3])}};
    *map_at(&s->claim_at, id_key(cells[0]), NULL) = ++s->claim_count;
}

static void take_message(struct set *s, const struct slice *cells)
{
    s->messages = mem_grow(s->messages, &s->message_cap, s->message_count + 1, sizeof *s->messages);
    s->messages[s->message_count] = (struct message_row){.id = arena_slice(&s->memory, cells[0]),
                                                         .text = arena_slice(&s->memory, cells[1]),
                                                         .date_days = date_parse(cells[2]),
                                                         .fold = (int)(id_key(cells[0]) % FOLDS)};
    *map_at(&s->message_at, id_key(cells[0]), NULL) = ++s->message_count;
}

static void take_pair(struct set *s, const struct slice *cells)
{
    uint64_t message = 0, claim = 0;
    if (!map_get(&s->message_at, id_key(cells[0]), &message) ||
        !map_get(&s->claim_at, id_key(cells[1]), &claim)) {
        return;
    }
    struct message_row *m = &s->messages[message - 1];
    s->claims[claim - 1].gold = true;
    if (m->gold_count < 8) {
        m->gold[m->gold_count++] = (uint32_t)claim - 1;
    }
    if (m->gold_count == 1) {
        m->fold = (int)(id_key(cells[1]) % FOLDS);
    }
}

static void take_split(struct set *s, const struct slice *cells)
{
    uint64_t message = 0;
    if (map_get(&s->message_at, id_key(cells[0]), &message)) {
        s->messages[message - 1].dev = slice_equal(cells[1], SLICE("dev"));
    }
}

static void read_set(struct set *s, const char *dir, const char *name)
{
    static const char *const claims[] = {"id", "claim", "title", "date"},
                             *const messages[] = {"id", "text", "date"},
                             *const pairs[] = {"message", "claim"},
                             *const split[] = {"message", "split"};
    *s = (struct set){.name = name};
    arena_init(&s->memory, 0);
    map_init(&s->claim_at, 16384);
    map_init(&s->message_at, 4096);
    read_table(s, dir, "claims.tsv", claims, 4, take_claim);
    read_table(s, dir, "messages.tsv", messages, 3, take_message);
    read_table(s, dir, "pairs.tsv", pairs, 2, take_pair);
    if (strcmp(name, "en") == 0) {
        read_table(s, dir, "split.tsv", split, 2, take_split);
    }
}

/* Whether a claim is taken away in split number split; -1 takes none away. */
static bool is_away(const struct claim_row *c, int split)
{
    return split >= 0 && c->gold &&
           (hash_bytes(c->claim.id, 1000 + (uint64_t)split / 2) & 1) == ((uint64_t)split & 1);
}

/* (2) What the engine says of every message, kept so that it can be scored again and again. */
struct sample {
    struct query query; /* only candidates, candidate_count are kept */
    uint32_t claims[QUERY_CANDIDATES];
    bool right[QUERY_CANDIDATES];
    const struct message_row *message;
    const struct set *set;
    size_t gold_count; /* right claims that are in the pool */
    int split;
    bool dated;
};

struct samples {
    struct sample *items;
    size_t count, cap;
};

/* Whether the candidate at rank k, as sorted now, is right. */
static bool is_right(const struct sample *s, size_t k)
{
    return s->right[s->query.candidates[k].claim];
}

static struct match_index *build(const struct set *s, int split)
{
    struct match_index *x = match_index_new();
    struct fault f = {0};
    for (size_t i = 0; i < s->claim_count; i++) {
        if (!is_away(&s->claims[i], split)) {
            match_index_add(x, &s->claims[i].claim, &f);
        }
    }
    match_index_commit(x);
    return x;
}

static void keep(struct samples *all, const struct set *s, const struct message_row *m, int split,
                 const struct query *q, const struct snapshot *snapshot)
{
    all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof *all->items);
    struct sample *to = &all->items[all->count++];
    *to = (struct sample){.message = m, .set = s, .split = split, .dated = true};
    to->query.date_days = 0; /* any date: chooses the weights */
    to->query.candidate_count = q->candidate_count;
    memcpy(to->query.candidates, q->candidates, sizeof q->candidates);
    for (size_t i = 0; i < m->gold_count; i++) {
        to->gold_count += !is_away(&s->claims[m->gold[i]], split);
    }
    for (size_t i = 0; i < q->candidate_count; i++) {
        const struct candidate *d = &q->candidates[i];
        const struct segment *g = snapshot->segments[d->segment];
        uint64_t place = 0;
        map_get(&s->claim_at, id_key(slice_from(g->ids + g->claims[d->claim].id_at)), &place);
        to->claims[i] = (uint32_t)place - 1;
        for (size_t k = 0; k < m->gold_count; k++) {
            to->right[i] |= m->gold[k] == to->claims[i];
        }
        to->query.candidates[i].claim =
            (uint32_t)i; /* from here on the candidate's place in right and claims */
    }
}

static void collect(struct samples *all, const struct set *s, int split)
{
    struct match_index *x = build(s, split);
    struct snapshot *snapshot = snapshot_take(x);
    struct analyser *y = analyser_new(NULL, NULL);
    struct query *q = mem_alloc(1, sizeof *q);
    query_init(q);
    for (size_t i = 0; i < s->message_count; i++) {
        query_read(q, y, match_index_concepts(x), snapshot, s->messages[i].text, LANG_NONE,
                   s->messages[i].date_days);
        retrieve_candidates(q, snapshot);
        features_fill(q, snapshot);
        keep(all, s, &s->messages[i], split, q, snapshot);
    }
    query_done(q);
    free(q);
    analyser_free(y);
    snapshot_release(snapshot);
    match_index_free(x);
}

/* Every sample once more as if no dates were known. */
static void add_undated(struct samples *all)
{
    size_t count = all->count;
    for (size_t i = 0; i < count; i++) {
        all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof *all->items);
        struct sample *to = &all->items[all->count++];
        *to = all->items[i];
        to->dated = false;
        to->query.date_days = DATE_NONE;
        for (size_t k = 0; k < to->query.candidate_count; k++) {
            to->query.candidates[k].features[FEATURE_DATE] = 0;
        }
    }
}

/* (3) Adam over the whole data at each step: slow, simple, and the same everywhere. */
typedef void gradient_of(const void *data, const double *w, double *gradient);

static void descend(const void *data, gradient_of *gradient, double *w, size_t count, int steps,
                    double decay)
{
    double g[256], first[256] = {0}, second[256] = {0};
    for (int t = 1; t <= steps; t++) {
        memset(g, 0, count * sizeof *g);
        gradient(data, w, g);
        double rate = 0.05 * (1 - (double)t / (steps + 1));
        for (size_t i = 0; i < count; i++) {
            g[i] += 2 * decay * w[i];
            first[i] = 0.9 * first[i] + 0.1 * g[i];
            second[i] = 0.99 * second[i] + 0.01 * g[i] * g[i];
            w[i] -= rate * (first[i] / (1 - pow(0.9, t))) /
                    (sqrt(second[i] / (1 - pow(0.99, t))) + 1e-9);
        }
    }
}

struct scale {
    double mean[256], spread[256];
};

static void scale_finish(struct scale *z, size_t count, double n)
{
    for (size_t i = 0; i < count; i++) {
        z->mean[i] /= n;
        z->spread[i] = sqrt(fmax(0, z->spread[i] / n - z->mean[i] * z->mean[i]));
        z->spread[i] =
            z->spread[i] < 1e-6 ? 1e9 : z->spread[i]; /* a constant input gets no weight */
    }
}

/* (4) The order: the probability of the right candidates among all of a message's is made as large
 * as possible. */
struct rank_data {
    const struct samples *all;
    const struct scale *scale;
    int without; /* fold left out, -1: none */
    bool dated;
    float *inputs; /* of each sample in use: scaled, QUERY_CANDIDATES rows */
    size_t *used;
    size_t count;
};

static void rank_prepare(struct rank_data *d, struct scale *z)
{
    double n = 0;
    float x[MODEL_RANK_INPUTS];
    *z = (struct scale){0};
    d->count = 0;
    for (size_t i = 0; i < d->all->count; i++) {
        const struct sample *s = &d->all->items[i];
        bool any = false;
        for (size_t k = 0; k < s->query.candidate_count; k++) {
            any |= is_right(s, k);
        }
        if (any && s->split < 0 && s->dated == d->dated && s->message->fold != d->without) {
            d->used[d->count++] = i;
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t u = 0; u < d->count; u++) {
            const struct sample *s = &d->all->items[d->used[u]];
            for (size_t k = 0; k < s->query.candidate_count; k++) {
                model_rank_inputs(&s->query.candidates[k], x);
                for (size_t i = 0; i < MODEL_RANK_INPUTS; i++) {
                    z->mean[i] += pass == 0 ? x[i] : 0;
                    z->spread[i] += pass == 0 ? (double)x[i] * x[i] : 0;
                    d->inputs[(u * QUERY_CANDIDATES + k) * MODEL_RANK_INPUTS + i] =
                        (float)((x[i] - z->mean[i]) / (pass ? z->spread[i] : 1));
                }
                n++;
            }
        }
        if (pass == 0) {
            scale_finish(z, MODEL_RANK_INPUTS, n);
        }
    }
}

static void rank_gradient(const void *data, const double *w, double *g)
{
    const struct rank_data *d = data;
    double scale = 1.0 / (double)d->count;
    for (size_t u = 0; u < d->count; u++) {
        const struct sample *s = &d->all->items[d->used[u]];
        const float *rows = d->inputs + u * QUERY_CANDIDATES * MODEL_RANK_INPUTS;
        size_t n = s->query.candidate_count;
        double p[QUERY_CANDIDATES], top = -1e30, sum = 0, right = 1e-12;
        for (size_t k = 0; k < n; k++) {
            double score = 0;
            for (size_t i = 0; i < MODEL_RANK_INPUTS; i++) {
                score += w[i] * rows[k * MODEL_RANK_INPUTS + i];
            }
            p[k] = score;
            top = fmax(top, score);
        }
        for (size_t k = 0; k < n; k++) {
            p[k] = exp(p[k] - top);
            sum += p[k];
        }
        for (size_t k = 0; k < n; k++) {
            p[k] /= sum;
            right += is_right(s, k) ? p[k] : 0;
        }
        for (size_t k = 0; k < n; k++) {
            double push = scale * (p[k] - (is_right(s, k) ? p[k] / right : 0));
            for (size_t i = 0; i < MODEL_RANK_INPUTS; i++) {
                g[i] += push * rows[k * MODEL_RANK_INPUTS + i];
            }
        }
    }
}

static void learn_rank(const struct samples *all, int without, bool dated, struct match_weights *to)
{
    struct scale z;
    struct rank_data d = {.all = all, .scale = &z, .without = without, .dated = dated};
    double w[256] = {0};
    d.used = mem_alloc(all->count, sizeof *d.used);
    d.inputs = mem_alloc(all->count, QUERY_CANDIDATES * MODEL_RANK_INPUTS * sizeof *d.inputs);
    rank_prepare(&d, &z);
    descend(&d, rank_gradient, w, MODEL_RANK_INPUTS, RANK_STEPS, RANK_DECAY);
    for (size_t i = 0; i < MODEL_RANK_INPUTS; i++) {
        to->rank[i] = (float)(w[i] / z.spread[i]);
    }
    free(d.used);
    free(d.inputs);
}

/* (5) The confidence: logistic regression over the samples whose claims were half taken away. */
struct confidence_data {
    float *inputs; /* count rows */
    bool *right;
    size_t count;
};

static void confidence_gradient(const void *data, const double *w, double *g)
{
    const struct confidence_data *d = data;
    for (size_t u = 0; u < d->count; u++) {
        const float *x = d->inputs + u * MODEL_CONFIDENCE_INPUTS;
        double score = w[MODEL_CONFIDENCE_INPUTS];
        for (size_t i = 0; i < MODEL_CONFIDENCE_INPUTS; i++) {
            score += w[i] * x[i];
        }
        double push = (1 / (1 + exp(-score)) - d->right[u]) / (double)d->count;
        for (size_t i = 0; i < MODEL_CONFIDENCE_INPUTS; i++) {
            g[i] += push * x[i];
        }
        g[MODEL_CONFIDENCE_INPUTS] += push;
    }
}

static void learn_confidence(struct samples *all, int without, bool dated, struct match_model *m)
{
    struct match_weights *to = &m->by_date[dated];
    struct scale z = {0};
    struct confidence_data d = {0};
    double w[256] = {0};
    d.inputs = mem_alloc(all->count, MODEL_CONFIDENCE_INPUTS * sizeof *d.inputs);
    d.right = mem_alloc(all->count, sizeof *d.right);
    for (size_t i = 0; i < all->count; i++) {
        struct sample *s = &all->items[i];
        if (s->split < 0 || s->dated != dated || s->message->fold == without ||
            s->query.candidate_count == 0) {
            continue;
        }
        model_rank(m, &s->query);
        float *x = d.inputs + d.count * MODEL_CONFIDENCE_INPUTS;
        model_confidence_inputs(&s->query, x);
        d.right[d.count++] = is_right(s, 0);
        for (size_t k = 0; k < MODEL_CONFIDENCE_INPUTS; k++) {
            z.mean[k] += x[k];
            z.spread[k] += (double)x[k] * x[k];
        }
    }
    scale_finish(&z, MODEL_CONFIDENCE_INPUTS, (double)d.count);
    for (size_t i = 0; i < d.count * MODEL_CONFIDENCE_INPUTS; i++) {
        size_t k = i % MODEL_CONFIDENCE_INPUTS;
        d.inputs[i] = (float)((d.inputs[i] - z.mean[k]) / z.spread[k]);
    }
    descend(&d, confidence_gradient, w, MODEL_CONFIDENCE_INPUTS + 1, CONFIDENCE_STEPS,
            CONFIDENCE_DECAY);
    double bias = w[MODEL_CONFIDENCE_INPUTS];
    for (size_t i = 0; i < MODEL_CONFIDENCE_INPUTS; i++) {
        to->confidence[i] = (float)(w[i] / z.spread[i]);
        bias -= w[i] * z.mean[i] / z.spread[i];
    }
    to->bias = (float)bias;
    free(d.inputs);
    free(d.right);
}

static void learn_both(struct samples *all, int without, struct match_model *m)
{
    for (int dated = 0; dated < 2; dated++) {
        learn_rank(all, without, dated, &m->by_date[dated]);
        learn_confidence(all, without, dated, m);
    }
}

/* (6) Figures. */
static double average_precision(const struct sample *s)
{
    double hits = 0, sum = 0;
    for (size_t i = 0; i < 5 && i < s->query.candidate_count; i++) {
        if (is_right(s, i)) {
            sum += ++hits / (double)(i + 1);
        }
    }
    return s->gold_count > 0 ? sum / (double)s->gold_count : 0;
}

static void print_map(const struct samples *all, const char *set, int dev, bool dated)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct sample *s = &all->items[i];
        if (s->split < 0 && s->gold_count > 0 && s->dated == dated &&
            strcmp(s->set->name, set) == 0 && (dev < 0 || s->message->dev == dev)) {
            sum += average_precision(s);
            n++;
        }
    }
    printf("MAP@5 %s %-6s %-13s %.4f  (%.0f messages)\n", set,
           dev < 0 ? "all"
           : dev   ? "dev"
                   : "train",
           dated ? "with dates" : "without dates", sum / n, n);
}

struct guess {
    double confidence;
    bool right;
};

static int by_confidence(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;
    if (x->confidence != y->confidence) {
        return x->confidence > y->confidence ? -1 : 1;
    }
    return (int)x->right - (int)y->right;
}

struct guesses {
    struct guess *items;
    size_t count, cap;
    size_t has_claim;
};

static void gather(struct guesses *g, const struct samples *all, const double *confidence,
                   const char *set, int split, bool dated)
{
    g->count = g->has_claim = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct sample *s = &all->items[i];
        if (s->split >= 0 && (split < 0 || s->split == split) && s->dated == dated &&
            strcmp(s->set->name, set) == 0) {
            g->items = mem_grow(g->items, &g->cap, g->count + 1, sizeof *g->items);
            bool right = s->query.candidate_count > 0 && is_right(s, 0);
            g->items[g->count++] = (struct guess){confidence[i], right};
            g->has_claim += s->gold_count > 0;
        }
    }
    qsort(g->items, g->count, sizeof *g->items, by_confidence);
}

/* The largest share of the messages that have a claim answered rightly at this precision, and the
 * confidence there. */
static double recall_at(const struct guesses *g, double precision, double *bar)
{
    size_t right = 0, best = 0;
    *bar = 1;
    for (size_t i = 0; i < g->count; i++) {
        right += g->items[i].right;
        if (i >= 9 && (double)right >= precision * (double)(i + 1)) {
            best = right;
            *bar = g->items[i].confidence;
        }
    }
    return (double)best / (double)g->has_claim;
}

static void print_recall(const struct samples *all, const double *confidence, const char *set,
                         bool dated)
{
    struct guesses g = {0};
    double bar;
    for (int split = 0; split < SPLITS; split++) {
        gather(&g, all, confidence, set, split, dated);
        printf("recall %s %-13s split %d at precision", set, dated ? "with dates" : "without dates",
               split);
        for (int p = 0; p < 3; p++) {
            static const double precisions[] = {0.95, 0.90, 0.80};
            printf("  %.2f: %.3f", precisions[p], recall_at(&g, precisions[p], &bar));
        }
        printf("\n");
    }
    free(g.items);
}

/* The bar of each share of wrong suggestions: the highest that any language needs. */
static void set_bars(const struct samples *all, const double *confidence, struct match_model *m)
{
    static const float shares[MODEL_BARS] = {0.02f, 0.05f, 0.1f, 0.2f, 0.3f};
    struct guesses g = {0};
    for (size_t b = 0; b < MODEL_BARS; b++) {
        m->max_wrong[b] = shares[b];
        m->bar[b] = 0;
        for (int k = 0; k < 3; k++) {
            double bar;
            gather(&g, all, confidence, k < 2 ? "en" : "fr", -1, k == 0);
            recall_at(&g, 1 - shares[b], &bar);
            m->bar[b] = fmaxf(m->bar[b], (float)bar);
        }
    }
    free(g.items);
}

/* (7) Files. */
static void write_array(FILE *out, const char *name, const float *values, size_t count)
{
    fprintf(out, "    .%s = {", name);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s%.8ef", i % 6 ? ", " : i ? ",\n             " : "", (double)values[i]);
    }
    fprintf(out, "},\n");
}

static void write_weights(const struct match_model *m, const char *path)
{
    FILE *out = fopen(path, "we");
    if (!out) {
        die("cannot be written", path);
    }
    fprintf(out,
            "/* match/weights.h - what tools/learn_match learnt on the public sets "
            "(docs/matching.md). Made by it: do not edit.\n"
            " *\n * In the order of enum feature (match/features.h) and of model_rank_inputs and "
            "model_confidence_inputs.\n */\n"
            "#ifndef MATCH_WEIGHTS_H\n#define MATCH_WEIGHTS_H\n\n#include \"match/model.h\"\n\n"
            "/* clang-format off */\nstatic const struct match_model match_learnt = {\n");
    for (int dated = 0; dated < 2; dated++) {
        const struct match_weights *w = &m->by_date[dated];
        char name[32];
        snprintf(name, sizeof name, "by_date[%d].rank", dated);
        write_array(out, name, w->rank, MODEL_RANK_INPUTS);
        snprintf(name, sizeof name, "by_date[%d].confidence", dated);
        write_array(out, name, w->confidence, MODEL_CONFIDENCE_INPUTS);
        fprintf(out, "    .by_date[%d].bias = %.8ef,\n", dated, (double)w->bias);
    }
    write_array(out, "max_wrong", m->max_wrong, MODEL_BARS);
    write_array(out, "bar", m->bar, MODEL_BARS);
    fprintf(out, "};\n/* clang-format on */\n\n#endif\n");
    if (fclose(out) != 0) {
        die("cannot be written", path);
    }
}

/* A run of one set in the scorer's format: message, rank, claim, confidence. */
static void write_run(const struct samples *all, const double *confidence, const char *dir,
                      const char *set, int split, bool dated)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s%s%d.run", dir, set, dated ? "-dates-" : "-", split);
    FILE *out = fopen(path, "we");
    if (!out) {
        die("cannot be written", path);
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct sample *s = &all->items[i];
        if (s->split != split || s->dated != dated || strcmp(s->set->name, set) != 0) {
            continue;
        }
        for (size_t k = 0; k < 5 && k < s->query.candidate_count; k++) {
            struct slice id = s->set->claims[s->claims[s->query.candidates[k].claim]].claim.id;
            fprintf(out, "%.*s\t%zu\t%.*s\t%.6f\n", (int)s->message->id.len, s->message->id.ptr,
                    k + 1, (int)id.len, id.ptr, confidence[i] / (double)(k + 1));
        }
    }
    fclose(out);
}

/* (8) */
static void cross_validate(struct samples *all, double *confidence)
{
    for (int fold = 0; fold < FOLDS; fold++) {
        struct match_model m = {0};
        learn_both(all, fold, &m);
        for (size_t i = 0; i < all->count; i++) {
            struct sample *s = &all->items[i];
            if (s->message->fold == fold) {
                model_rank(&m, &s->query);
                confidence[i] = (double)model_confidence(&m, &s->query);
            }
        }
        fprintf(stderr, "fold %d of %d\n", fold + 1, FOLDS);
    }
}

static void print_figures(const struct samples *all, const double *confidence, const char *runs)
{
    static const char *const names[] = {"en", "fr"};
    for (int dated = 0; dated < 2; dated++) {
        print_map(all, "en", 0, dated);
        print_map(all, "en", 1, dated);
        print_map(all, "fr", -1, dated);
    }
    for (int dated = 0; dated < 2; dated++) {
        for (int k = 0; k < 2; k++) {
            print_recall(all, confidence, names[k], dated);
            for (int split = -1; split < 2 && runs; split++) {
                write_run(all, confidence, runs, names[k], split, dated);
            }
        }
    }
}

int main(int argc, char **argv)
{
    static struct set sets[2];
    struct samples all = {0};
    const char *out = NULL, *runs = NULL;
    for (int i = 2; i + 1 < argc; i += 2) {
        *(strcmp(argv[i], "--out") == 0 ? &out : &runs) = argv[i + 1];
    }
    if (argc < 2) {
        fprintf(stderr, "usage: learn_match EVAL [--out FILE] [--runs DIR]\n");
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        read_set(&sets[i], argv[1], i ? "fr" : "en");
        for (int split = -1; split < SPLITS; split++) {
            collect(&all, &sets[i], split);
        }
    }
    add_undated(&all);
    double *confidence = mem_zero(all.count, sizeof *confidence);
    cross_validate(&all, confidence);
    print_figures(&all, confidence, runs);
    if (out) {
        struct match_model m = {0};
        set_bars(&all, confidence, &m);
        learn_both(&all, -1, &m);
        write_weights(&m, out);
    }
    return 0;
}
