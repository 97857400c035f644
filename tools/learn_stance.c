/* tools/learn_stance.c - learns the weights of match/stance and says how far they can be trusted.
 *
 * WHAT   learn_stance DIR [--out FILE] [--errors] [--weights]
 *        DIR has pairs stance-NAME.tsv (id, lang, claim_id, stance, text) and NAME-claims.tsv (id,
 *        claim_fr, claim_en, fact_fr,
 *        fact_en). Prints precision and recall by cross-validation and from each NAME to the
 *        others, then learns from everything
 *        and writes FILE (src/match/stance_weights.h). --errors lists what cross-validation got
 *        wrong, --weights the model.
 * FLOW   run by hand after a change of cues.tsv, of the features or of the messages; see
 *        docs/stance.md.
 * RULES  1. all messages of one claim are in one fold: nothing learnt on a claim is scored on it.
 *        2. the bars are chosen by a
 *        second cross-validation inside the folds learnt from, so that the figures printed are
 *        honest.
 *        3. same input, same output, bit by bit: no dice, no threads.
 * COST   some 10 seconds.
 *
 * In this file, in order: (1) reading, (2) learning, (3) bars, (4) cross-validation, (5) printing,
 * (6) the header, (7) main.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/tsv.h"
#include "match/concepts.h"
#include "match/stance_model.h"

#define FOLDS 10
#define STEPS 300    /* of gradient descent */
#define DECAY 0.0008 /* L2, a message */
#define PRECISION_WANTED 0.93
#define RECALL_WANTED 0.82
#define SETS_MAX 8

/* (1) What was read. */
struct claim_row {
    struct slice id, text[2], fact[2]; /* French, English */
};

struct example {
    struct slice id, text;
    int set;   /* which NAME */
    int claim; /* number of its claim in the order of reading */
    int fold;
    enum lang lang;
    enum stance truth;
    float x[2][STANCE_FEATURES]; /* without and with the words of the fact */
};

struct corpus {
    struct example *items; /* owned */
    size_t count, cap;
    struct claim_row *claims; /* owned */
    size_t claim_count, claim_cap;
    char names[SETS_MAX][64];
    int sets;
    struct analyser *analyser;
    struct concepts *concepts;
};

static void give_up(const char *what, const char *which)
{
    fprintf(stderr, "learn_stance: %s %s\n", what, which);
    exit(1);
}

/* The whole file, never freed: slices into it live as long as the program. */
static struct slice read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t cap = 1 << 20, len = 0;
    char *text = mem_alloc(cap, 1);
    if (!in) {
        give_up("cannot open", path);
    }
    for (size_t got; (got = fread(text + len, 1, cap - len, in)) > 0;) {
        len += got;
        if (len == cap) {
            cap *= 2;
            text = mem_resize(text, cap, 1);
        }
    }
    fclose(in);
    return slice_of(text, len);
}

/* Calls take for each row of a file with the columns wanted. */
static void read_rows(struct corpus *c, const char *path, const char *const *names, int count,
                      void (*take)(struct corpus *c, const struct slice *cells))
{
    struct slice rest = read_file(path), cells[TSV_COLUMNS_MAX];
    struct tsv_header header;
    struct fault f = {0};
    if (tsv_header_read(&header, slice_cut(&rest, '\n'), names, count, count, &f)) {
        give_up(path, f.text);
    }
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n');
        if (line.len == 0) {
            continue;
        }
        if (tsv_row_read(&header, line, cells, count, &f)) {
            give_up(path, f.text);
        }
        take(c, cells);
    }
}

static void take_claim(struct corpus *c, const struct slice *cells)
{
    c->claims = mem_grow(c->claims, &c->claim_cap, c->claim_count + 1, sizeof *c->claims);
    c->claims[c->claim_count++] = (struct claim_row){
        .id = cells[0], .text = {cells[1], cells[2]}, .fact = {cells[3], cells[4]}};
}

static int find_claim(const struct corpus *c, struct slice id)
{
    for (size_t i = c->claim_count; i > 0; i--) { /* the newest file wins */
        if (slice_equal(c->claims[i - 1].id, id)) {
            return (int)i - 1;
        }
    }
    give_up("no claim", id.ptr);
    return -1;
}

static enum stance stance_from(struct slice name)
{
    static const struct slice names[STANCES] = {
        {"unclear", 7}, {"repeats", 7}, {"denies", 6}, {"asks", 4}};
    for (int s = 0; s < STANCES; s++) {
        if (slice_equal(name, names[s])) {
            return (enum stance)s;
        }
    }
    give_up("unknown stance", name.ptr);
    return STANCE_UNCLEAR;
}

static bool has_term(const struct analysis *a, uint64_t hash)
{
    for (size_t i = 0; i < a->term_count; i++) {
        if (a->terms[i].hash == hash) {
            return true;
        }
    }
    return false;
}

static bool has_concept(const struct concept_hit *hits, size_t count, uint64_t term)
{
    for (size_t i = 0; i < count; i++) {
        if (hits[i].term == term) {
            return true;
        }
    }
    return false;
}

/* Marks the words of a message that a text (claim or fact) has, too: by stem, and by concept. */
static void match_words(struct corpus *c, const struct analysis *message,
                        const struct analysis *text, uint8_t bit, uint8_t *matched)
{
    struct concept_hit of_message[CONCEPTS_FOUND_MAX], of_text[CONCEPTS_FOUND_MAX];
    size_t n = concepts_find(c->concepts, message, of_message);
    size_t m = concepts_find(c->concepts, text, of_text);
    for (size_t i = 0; i < message->token_count; i++) {
        if (message->tokens[i].place >= 0 && has_term(text, message->tokens[i].term)) {
            matched[i] |= bit;
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < of_message[i].count && has_concept(of_text, m, of_message[i].term);
             k++) {
            matched[of_message[i].token + k] |= bit;
        }
    }
}

static void fill_features(struct corpus *c, struct example *e)
{
    struct analysis message = {0}, claim = {0}, fact = {0};
    uint8_t matched[WORDS_MAX] = {0};
    int side = e->lang == LANG_FR ? 0 : 1;
    analysis_run(c->analyser, e->text, e->lang, e->lang, &message);
    analysis_run(c->analyser, c->claims[e->claim].text[side], e->lang, e->lang, &claim);
    analysis_run(c->analyser, c->claims[e->claim].fact[side], e->lang, e->lang, &fact);
    uint8_t bits = stance_claim_bits(&claim);
    match_words(c, &message, &claim, STANCE_MATCH_CLAIM, matched);
    stance_features(&message, matched, bits, e->x[0]);
    match_words(c, &message, &fact, STANCE_MATCH_FACT, matched);
    stance_features(&message, matched, bits | STANCE_FACT_KNOWN, e->x[1]);
    analysis_done(&fact);
    analysis_done(&message);
    analysis_done(&claim);
}

static void take_message(struct corpus *c, const struct slice *cells)
{
    c->items = mem_grow(c->items, &c->cap, c->count + 1, sizeof *c->items);
    struct example *e = &c->items[c->count++];
    *e = (struct example){.id = cells[0], .text = cells[4], .set = c->sets - 1};
    e->lang = lang_from_code(cells[1]);
    e->claim = find_claim(c, cells[2]);
    e->fold = e->claim % FOLDS;
    e->truth = stance_from(cells[3]);
    fill_features(c, e);
}

static void read_set(struct corpus *c, const char *dir, const char *name)
{
    static const char *const claim_columns[] = {"id", "claim_fr", "claim_en", "fact_fr", "fact_en"};
    static const char *const message_columns[] = {"id", "lang", "claim_id", "stance", "text"};
    char path[1024];
    if (c->sets == SETS_MAX) {
        give_up("too many sets at", name);
    }
    snprintf(c->names[c->sets++], sizeof c->names[0], "%s", name);
    snprintf(path, sizeof path, "%s/%s-claims.tsv", dir, name);
    read_rows(c, path, claim_columns, 5, take_claim);
    snprintf(path, sizeof path, "%s/stance-%s.tsv", dir, name);
    read_rows(c, path, message_columns, 5, take_message);
}

static int is_set(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 11 && strncmp(entry->d_name, "stance-", 7) == 0 &&
           strcmp(entry->d_name + len - 4, ".tsv") == 0;
}

static void read_corpus(struct corpus *c, const char *dir)
{
    struct dirent **entries = NULL;
    int n = scandir(dir, &entries, is_set, alphasort);
    c->analyser = analyser_new(stance_marker, NULL);
    c->concepts = concepts_new(c->analyser);
    for (int i = 0; i < n; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strlen(entries[i]->d_name) - 11,
                 entries[i]->d_name + 7);
        read_set(c, dir, name);
        free(entries[i]);
    }
    free(entries);
    if (c->count == 0) {
        give_up("no stance-NAME.tsv in", dir);
    }
}

/* (2) Learning: gradient descent with Nesterov's momentum on the convex loss. use[i] says which
 * examples count. */
struct model {
    float weights[STANCES][STANCE_FEATURES];
    float bars[STANCES];
};

static void add_error(const struct model *at, const float *x, enum stance truth,
                      double gradient[][STANCE_FEATURES])
{
    float p[STANCES];
    stance_model_weigh(&at->weights[0][0], x, p);
    for (int s = 0; s < STANCES; s++) {
        double error = p[s] - (truth == (enum stance)s);
        for (int f = 0; f < STANCE_FEATURES; f++) {
            gradient[s][f] += error * x[f];
        }
    }
}

static void find_gradient(const struct corpus *c, const bool *use, const struct model *at,
                          double gradient[][STANCE_FEATURES])
{
    size_t used = 0;
    memset(gradient, 0, STANCES * sizeof *gradient);
    for (size_t i = 0; i < c->count; i++) {
        for (int fact = 0; use[i] && fact < 2; fact++) {
            add_error(at, c->items[i].x[fact], c->items[i].truth, gradient);
            used++;
        }
    }
    for (int s = 0; s < STANCES; s++) {
        for (int f = 0; f < STANCE_FEATURES; f++) {
            gradient[s][f] /= (double)(used ? used : 1);
            gradient[s][f] += f == STANCE_BIAS ? 0 : DECAY * at->weights[s][f];
        }
    }
}

static void learn(const struct corpus *c, const bool *use, struct model *m)
{
    static double gradient[STANCES][STANCE_FEATURES];
    struct model ahead = {0}, before = {0};
    *m = (struct model){0};
    for (int step = 0; step < STEPS; step++) {
        float momentum = (float)step / (float)(step + 3);
        for (int s = 0; s < STANCES; s++) {
            for (int f = 0; f < STANCE_FEATURES; f++) {
                ahead.weights[s][f] =
                    m->weights[s][f] + momentum * (m->weights[s][f] - before.weights[s][f]);
            }
        }
        find_gradient(c, use, &ahead, gradient);
        before = *m;
        for (int s = 0; s < STANCES; s++) {
            for (int f = 0; f < STANCE_FEATURES; f++) {
                m->weights[s][f] = ahead.weights[s][f] - (float)(0.4 * gradient[s][f]);
            }
        }
    }
}

/* (3) Bars, from probabilities given to examples that were not learnt from. */
struct judged {
    float p[STANCES];
    enum stance truth;
};

static int by_repeats(const void *left, const void *right)
{
    float a = ((const struct judged *)left)->p[STANCE_REPEATS],
          b = ((const struct judged *)right)->p[STANCE_REPEATS];
    return (a < b) - (a > b);
}

/* The lowest bar above which "repeats" is right often enough; one imagined error makes it careful.
 * */
static float choose_repeats(struct judged *all, size_t n)
{
    size_t right = 0;
    float bar = 0.9f;
    qsort(all, n, sizeof *all, by_repeats);
    for (size_t i = 0; i < n; i++) {
        right += all[i].truth == STANCE_REPEATS;
        if ((double)right >= PRECISION_WANTED * (double)(i + 2)) {
            bar = all[i].p[STANCE_REPEATS];
        }
    }
    return bar;
}

/* The highest bar at which enough of what denies is answered "denies". */
static float choose_denies(const struct judged *all, size_t n, const float *bars)
{
    float trial[STANCES] = {bars[0], bars[1], 0, bars[3]};
    for (int percent = 50; percent > 10; percent--) {
        size_t found = 0, there = 0;
        trial[STANCE_DENIES] = (float)percent / 100;
        for (size_t i = 0; i < n; i++) {
            if (all[i].truth == STANCE_DENIES) {
                there++;
                found += stance_model_answer(trial, all[i].p) == STANCE_DENIES;
            }
        }
        if ((double)found >= RECALL_WANTED * (double)there) {
            break;
        }
    }
    return trial[STANCE_DENIES];
}

/* Learns from the examples in use, bars included: every fold among them is judged by a model of the
 * others. */
static void learn_with_bars(const struct corpus *c, const bool *use, struct model *m)
{
    struct judged *all = mem_alloc(2 * c->count, sizeof *all);
    bool *others = mem_zero(c->count, sizeof *others);
    size_t n = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        size_t held = 0;
        for (size_t i = 0; i < c->count; i++) {
            held += use[i] && c->items[i].fold == fold;
            others[i] = use[i] && c->items[i].fold != fold;
        }
        if (held == 0) {
            continue;
        }
        learn(c, others, m);
        for (size_t i = 0; i < c->count; i++) {
            for (int fact = 0; use[i] && !others[i] && fact < 2; fact++) {
                all[n].truth = c->items[i].truth;
                stance_model_weigh(&m->weights[0][0], c->items[i].x[fact], all[n++].p);
            }
        }
    }
    learn(c, use, m);
    m->bars[STANCE_UNCLEAR] = 1;
    m->bars[STANCE_ASKS] = 0.35f;
    m->bars[STANCE_REPEATS] = choose_repeats(all, n);
    m->bars[STANCE_DENIES] = choose_denies(all, n, m->bars);
    free(all);
    free(others);
}

/* (4) Validation: answers[i] and p[i] for every example judged by a model that had not seen its
 * claim. */
struct answers {
    int fact;    /* whether the words of the fact may be used */
    bool *given; /* which examples were judged; all three owned */
    enum stance *answer;
    float (*p)[STANCES];
};

static void answers_init(struct answers *a, size_t n, int fact)
{
    a->fact = fact;
    a->given = mem_zero(n, sizeof *a->given);
    a->answer = mem_zero(n, sizeof *a->answer);
    a->p = mem_zero(n, sizeof *a->p);
}

static void answers_done(struct answers *a)
{
    free(a->given);
    free(a->answer);
    free(a->p);
}

/* Learns from `use`, judges everything else. */
static void judge_others(const struct corpus *c, const bool *use, struct answers *a)
{
    struct model m;
    learn_with_bars(c, use, &m);
    for (size_t i = 0; i < c->count; i++) {
        if (!use[i]) {
            a->given[i] = true;
            stance_model_weigh(&m.weights[0][0], c->items[i].x[a->fact], a->p[i]);
            a->answer[i] = stance_model_answer(m.bars, a->p[i]);
        }
    }
}

static void cross_validate(const struct corpus *c, struct answers *a)
{
    bool *use = mem_zero(c->count, sizeof *use);
    for (int fold = 0; fold < FOLDS; fold++) {
        for (size_t i = 0; i < c->count; i++) {
            use[i] = c->items[i].fold != fold;
        }
        judge_others(c, use, a);
    }
    free(use);
}

/* Learns from every set but one and judges that one. */
static void judge_set(const struct corpus *c, int set, struct answers *a)
{
    bool *use = mem_zero(c->count, sizeof *use);
    for (size_t i = 0; i < c->count; i++) {
        use[i] = c->items[i].set != set;
    }
    judge_others(c, use, a);
    free(use);
}

/* How much of what repeats could be found at a precision of 0.90 if the bar were chosen with
 * hindsight: a measure of the
 * order alone. */
static int by_falling(const void *left, const void *right)
{
    float a = *(const float *)left, b = *(const float *)right;
    return (fabsf(a) < fabsf(b)) - (fabsf(a) > fabsf(b));
}

static double recall_at_90(float *signed_p, size_t n, size_t there)
{
    size_t right = 0, best = 0;
    qsort(signed_p, n, sizeof *signed_p, by_falling);
    for (size_t i = 0; i < n; i++) {
        right += signed_p[i] > 0;
        best = (double)right >= 0.9 * (double)(i + 1) ? right : best;
    }
    return there ? (double)best / (double)there : 0;
}

static void print_order(const struct corpus *c, const struct answers *a, enum lang lang, int set)
{
    float *signed_p = mem_alloc(c->count, sizeof *signed_p);
    size_t n = 0, there = 0;
    double loss = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct example *e = &c->items[i];
        if (a->given[i] && (lang == LANG_NONE || e->lang == lang) && (set < 0 || e->set == set)) {
            loss -= log(a->p[i][e->truth] + 1e-9);
            there += e->truth == STANCE_REPEATS;
            signed_p[n++] =
                e->truth == STANCE_REPEATS ? a->p[i][STANCE_REPEATS] : -a->p[i][STANCE_REPEATS];
        }
    }
    printf("  log loss %.4f, recall of repeats at precision 0.90 with hindsight %.3f\n",
           n ? loss / (double)n : 0, recall_at_90(signed_p, n, there));
    free(signed_p);
}

/* (5) Printing. lang LANG_NONE and set -1: all. */
static const char *const names[STANCES] = {"unclear", "repeats", "denies", "asks"};

static void print_figures(const struct corpus *c, const struct answers *a, enum lang lang, int set,
                          const char *title)
{
    unsigned table[STANCES][STANCES] = {0}, right = 0, total = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct example *e = &c->items[i];
        if (a->given[i] && (lang == LANG_NONE || e->lang == lang) && (set < 0 || e->set == set)) {
            table[e->truth][a->answer[i]]++;
            right += e->truth == a->answer[i];
            total++;
        }
    }
    printf("%s: %u messages, %u right\n  %-9s %9s %9s %9s %9s   precision  recall\n", title, total,
           right, "", names[0], names[1], names[2], names[3]);
    for (int s = 0; s < STANCES; s++) {
        unsigned said = 0, there = 0;
        printf("  %-9s", names[s]);
        for (int k = 0; k < STANCES; k++) {
            printf(" %9u", table[s][k]);
            said += table[k][s];
            there += table[s][k];
        }
        printf("   %9.3f  %6.3f\n", said ? (double)table[s][s] / said : 0,
               there ? (double)table[s][s] / there : 0);
    }
    print_order(c, a, lang, set);
}

static void print_errors(const struct corpus *c, const struct answers *a)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct example *e = &c->items[i];
        if (!a->given[i] || a->answer[i] == e->truth) {
            continue;
        }
        printf("%.*s %s, answered %s (u %.2f r %.2f d %.2f a %.2f): %.*s\n   ", (int)e->id.len,
               e->id.ptr, names[e->truth], names[a->answer[i]], a->p[i][0], a->p[i][1], a->p[i][2],
               a->p[i][3], (int)e->text.len, e->text.ptr);
        for (unsigned f = 0; f < STANCE_FEATURES; f++) {
            if (e->x[a->fact][f] != 0 && f != STANCE_BIAS) {
                printf(" %s %.2f", stance_features_name(f), e->x[a->fact][f]);
            }
        }
        printf("\n");
    }
}

static void print_weights(const struct corpus *c, const struct model *m)
{
    for (unsigned f = 0; f < STANCE_FEATURES; f++) {
        unsigned used = 0;
        for (size_t i = 0; i < c->count; i++) {
            used += c->items[i].x[1][f] != 0;
        }
        printf("%-14s %4u", stance_features_name(f), used);
        for (int s = 0; s < STANCES; s++) {
            printf("  %s %6.2f", names[s], m->weights[s][f]);
        }
        printf("\n");
    }
    printf("bars: repeats %.3f denies %.3f asks %.3f\n", m->bars[1], m->bars[2], m->bars[3]);
}

static void print_validation(const struct corpus *c, int fact, bool errors)
{
    struct answers a;
    char title[200];
    answers_init(&a, c->count, fact);
    cross_validate(c, &a);
    printf("== %s the claim's fact\n", fact ? "knowing" : "without");
    print_figures(c, &a, LANG_NONE, -1, "cross-validation by claim");
    print_figures(c, &a, LANG_FR, -1, "French");
    print_figures(c, &a, LANG_EN, -1, "English");
    if (errors) {
        print_errors(c, &a);
    }
    for (int set = 0; set < c->sets && c->sets > 1; set++) {
        snprintf(title, sizeof title, "cross-validation, %s only", c->names[set]);
        print_figures(c, &a, LANG_NONE, set, title);
    }
    answers_done(&a);
    for (int set = 0; set < c->sets && c->sets > 1; set++) {
        answers_init(&a, c->count, fact);
        judge_set(c, set, &a);
        snprintf(title, sizeof title, "%s, learnt from the others", c->names[set]);
        print_figures(c, &a, LANG_NONE, -1, title);
        answers_done(&a);
    }
}

/* (6) The header. */
static void write_weights(FILE *out, const struct model *m)
{
    fprintf(out, "/* clang-format off */\n#define STANCE_LEARNT_FEATURES %d\n\n", STANCE_FEATURES);
    fprintf(out, "static const float stance_bars[STANCES] = {%.4ff, %.4ff, %.4ff, %.4ff};\n\n",
            m->bars[0], m->bars[1], m->bars[2], m->bars[3]);
    fputs("static const float stance_weights[STANCES][STANCE_LEARNT_FEATURES] = {\n", out);
    for (int s = 0; s < STANCES; s++) {
        fprintf(out, "    { /* %s */\n", names[s]);
        for (unsigned f = 0; f < STANCE_FEATURES; f++) {
            fprintf(out, "        %.4ff, /* %s */\n", m->weights[s][f], stance_features_name(f));
        }
        fputs("    },\n", out);
    }
    fputs("};\n/* clang-format on */\n", out);
}

static void write_header(const struct model *m, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out) {
        give_up("cannot write", path);
    }
    fputs(
        "/* match/stance_weights.h - what tools/learn_stance learnt from tests/data/stance-*.tsv.\n"
        " * Generated: do not edit.\n"
        " *\n"
        " * FLOW   read by: match/stance only. One row a stance, one weight a feature\n"
        " *        (match/stance_features.h).\n"
        " * RULES  1. weights learnt for other features than the program has are not used.\n"
        " */\n"
        "#ifndef MATCH_STANCE_WEIGHTS_H\n#define MATCH_STANCE_WEIGHTS_H\n\n"
        "#include \"match/stance.h\"\n\n",
        out);
    write_weights(out, m);
    fputs("\n#endif\n", out);
    if (fclose(out)) {
        give_up("cannot write", path);
    }
}

/* (7) The command. */
int main(int argc, char **argv)
{
    const char *dir = NULL, *path = NULL;
    bool errors = false, weights = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--out") == 0 && i + 1 < argc) {
            path = argv[++i];
        } else if (strcmp(argv[i], "--errors") == 0) {
            errors = true;
        } else if (strcmp(argv[i], "--weights") == 0) {
            weights = true;
        } else if (argv[i][0] != '-' && !dir) {
            dir = argv[i];
        } else {
            dir = NULL;
            break;
        }
    }
    if (!dir) {
        fputs("usage: learn_stance DIR [--out FILE] [--errors] [--weights]\n", stderr);
        return 2;
    }
    struct corpus c = {0};
    struct model m;
    bool *use = NULL;
    read_corpus(&c, dir);
    print_validation(&c, 0, errors);
    print_validation(&c, 1, false);
    use = mem_alloc(c.count, sizeof *use);
    memset(use, true, c.count);
    learn_with_bars(&c, use, &m);
    if (weights) {
        print_weights(&c, &m);
    }
    if (path) {
        write_header(&m, path);
    }
    free(use);
    free(c.items);
    free(c.claims);
    concepts_free(c.concepts);
    analyser_free(c.analyser);
    return 0;
}
