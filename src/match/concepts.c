/* match/concepts.c - the vocabulary; see concepts.h.
 *
 * In this file, in order: (1) the table of phrases, (2) reading the files, (3) the public
 * functions.
 *
 * A phrase is known by the mixed hash of its stems. The table is entered once for the first stem
 * (how long is the longest phrase
 * that begins so?) and then once for each length tried, longest first.
 */
#include "match/concepts.h"

#include <stdlib.h>

#include "base/asset.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define SEED_CONCEPT 0x5c0e
#define PHRASE_WORDS_MAX 5

struct concepts {
    struct map phrases; /* phrase hash -> concept key */
    struct map longest; /* first stem, salted by language -> longest phrase in words */
};

/* (1) Phrases. Stop words count as they are written: "mal de tête" is three tokens. */
static uint64_t phrase_step(uint64_t so_far, uint64_t term)
{
    return hash_mix(so_far ^ hash_mix(term));
}

static uint64_t phrase_start(enum lang l)
{
    return SEED_CONCEPT + (uint64_t)l;
}

static void add_phrase(struct concepts *c, const struct analysis *a, uint64_t concept)
{
    uint64_t key = phrase_start(a->lang);
    if (a->token_count == 0 || a->token_count > PHRASE_WORDS_MAX) {
        return;
    }
    for (size_t i = 0; i < a->token_count; i++) {
        key = phrase_step(key, a->tokens[i].term);
    }
    bool is_new = false;
    uint64_t *place = map_at(&c->phrases, key, &is_new);
    if (is_new) { /* an ambiguous phrase keeps the meaning that was listed first */
        *place = concept;
    }
    uint64_t *longest =
        map_at(&c->longest, phrase_step(phrase_start(a->lang), a->tokens[0].term), NULL);
    *longest = *longest > a->token_count ? *longest : a->token_count;
}

/* (2) Files: concept TAB French|terms TAB English|terms. */
static void read_terms(struct concepts *c, struct analyser *y, struct slice cell, enum lang l,
                       uint64_t concept)
{
    struct analysis a = {0};
    while (cell.ptr) {
        struct slice term = slice_trim(slice_cut(&cell, '|'));
        if (term.len > 0) {
            analysis_run(y, term, l, l, &a);
            a.lang = l;
            add_phrase(c, &a, concept);
        }
    }
    analysis_done(&a);
}

static void read_vocabulary(struct concepts *c, struct analyser *y, const char *asset)
{
    struct slice rest = asset_find(asset);
    while (rest.ptr) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        struct slice name = slice_cut(&line, '\t');
        uint64_t concept = hash_bytes(name, SEED_CONCEPT) | 1;
        struct slice french = slice_cut(&line, '\t');
        read_terms(c, y, french, LANG_FR, concept);
        read_terms(c, y, line, LANG_EN, concept);
    }
}

/* (3) Public functions. */
struct concepts *concepts_new(struct analyser *y)
{
    struct concepts *c = mem_zero(1, sizeof *c);
    map_init(&c->phrases, 8192);
    map_init(&c->longest, 8192);
    read_vocabulary(c, y, "words/health.tsv");
    read_vocabulary(c, y, "words/common.tsv");
    return c;
}

void concepts_free(struct concepts *c)
{
    if (!c) {
        return;
    }
    map_done(&c->phrases);
    map_done(&c->longest);
    free(c);
}

static uint64_t longest_at(const struct concepts *c, const struct analysis *a, size_t from,
                           uint32_t *count)
{
    uint64_t start = phrase_start(a->lang), key[PHRASE_WORDS_MAX], longest = 0, concept = 0;
    uint64_t step = phrase_step(start, a->tokens[from].term);
    if (!map_get(&c->longest, step, &longest)) {
        return 0;
    }
    size_t most = a->token_count - from < longest ? a->token_count - from : longest;
    key[0] = step;
    for (size_t i = 1; i < most; i++) {
        key[i] = phrase_step(key[i - 1], a->tokens[from + i].term);
    }
    for (size_t i = most; i > 0; i--) {
        if (map_get(&c->phrases, key[i - 1], &concept)) {
            *count = (uint32_t)i;
            return concept;
        }
    }
    return 0;
}

size_t concepts_find(const struct concepts *c, const struct analysis *a, struct concept_hit *hits)
{
    size_t n = 0;
    if (a->lang != LANG_FR && a->lang != LANG_EN) {
        return 0;
    }
    for (size_t i = 0; i < a->token_count && n < CONCEPTS_FOUND_MAX;) {
        uint32_t count = 1;
        uint64_t concept = a->tokens[i].term ? longest_at(c, a, i, &count) : 0;
        bool repeated = concept == 0;
        for (size_t k = 0; k < n && !repeated; k++) {
            repeated = hits[k].term == concept;
        }
        if (!repeated) {
            hits[n++] = (struct concept_hit){.term = concept, .token = (uint32_t)i, .count = count};
        }
        i += count;
    }
    return n;
}
