/* match/cues.c - the table of cues; see cues.h.
 *
 * In this file, in order: (1) words, (2) phrases, (3) reading cues.tsv, (4) the public functions.
 *
 * Words are known by lexicon_term of their folded form, as lexeme.word is. A phrase is a walk: the
 * hash of each of its
 * beginnings is in one map, with the classes where a phrase ends.
 */
#include "match/cues.h"

#include <pthread.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/fold.h"

#define PHRASE_WORDS_MAX 6
#define BEGINNING_MIN 3 /* bytes of the shortest word beginning */
#define SEED_BEGINNING 0x6d01
#define SEED_PHRASE 0x3c4e
#define PHRASE_ENDS ((uint64_t)1 << 63)

static const char *const cue_names[CUES] = {
    "not",    "lack",  "never", "ne",    "plus",     "debunk", "true",   "ask",  "opener",
    "or",     "why",   "know",  "greet", "said",     "post",   "self",   "we",   "they",
    "you",    "thou",  "kin",   "turn",  "science",  "doctor", "clinic", "body", "some",
    "all",    "cause", "bad",   "good",  "needless", "urge",   "care",   "them", "sell",
    "result", "irony", "news",  "cheer", "alarm",    "mock",   "equals",
};

struct cue_entry {
    struct cue_word word;
    uint8_t spelt; /* spelt out in the file: 1 French, 2 English */
};

struct cue_table {
    struct cue_entry *entries; /* entries[0] is the word without cues, owned */
    size_t count;
    size_t cap;
    struct map by_word;      /* lexicon_term -> place in entries */
    struct map by_beginning; /* hash of a word beginning -> place in entries */
    struct map phrases;      /* walk -> classes, with PHRASE_ENDS where a phrase ends */
    struct map symbols;      /* code point -> classes */
    size_t longest_beginning;
};

static struct cue_table shared;
static pthread_once_t shared_once = PTHREAD_ONCE_INIT;

/* (1) Words. */
static uint64_t beginning_key(struct slice beginning)
{
    return hash_bytes(beginning, SEED_BEGINNING);
}

static struct cue_entry *entry_at(struct cue_table *t, struct map *m, uint64_t key)
{
    bool is_new = false;
    uint64_t *place = map_at(m, key, &is_new);
    if (is_new) {
        *place = t->count;
        t->entries = mem_grow(t->entries, &t->cap, t->count + 1, sizeof *t->entries);
        t->entries[t->count++] = (struct cue_entry){0};
    }
    return &t->entries[*place];
}

/* The longest listed beginning of a folded word: its place in entries, or 0. */
static size_t beginning_of(const struct cue_table *t, struct slice folded)
{
    uint64_t place = 0;
    size_t len = folded.len < t->longest_beginning ? folded.len : t->longest_beginning;
    for (; len >= BEGINNING_MIN; len--) {
        if (map_get(&t->by_beginning, beginning_key(slice_of(folded.ptr, len)), &place)) {
            return place;
        }
    }
    return 0;
}

/* The entry of a word that is spelt out or stands in a phrase; it inherits what a word beginning
 * says of it later. */
static struct cue_entry *word_entry(struct cue_table *t, struct slice folded)
{
    return entry_at(t, &t->by_word, lexicon_term(folded));
}

static void add_word(struct cue_table *t, struct slice folded, int side, uint64_t bits)
{
    struct cue_entry *e = word_entry(t, folded);
    e->word.bits[side] |= bits;
    e->spelt |= (uint8_t)(1 << side);
}

static void add_beginning(struct cue_table *t, struct slice folded, int side, uint64_t bits)
{
    if (folded.len >= BEGINNING_MIN) {
        struct cue_entry *e = entry_at(t, &t->by_beginning, beginning_key(folded));
        e->word.bits[side] |= bits;
        t->longest_beginning =
            folded.len > t->longest_beginning ? folded.len : t->longest_beginning;
    }
}

/* (2) Phrases. */
static uint64_t walk_start(int side)
{
    return SEED_PHRASE + (uint64_t)side;
}

static uint64_t walk_on(uint64_t walk, uint64_t word)
{
    return hash_mix(walk ^ hash_mix(word));
}

static void add_phrase(struct cue_table *t, const struct slice *words, size_t count, int side,
                       uint64_t bits)
{
    uint64_t walk = walk_start(side);
    for (size_t i = 0; i < count; i++) {
        struct cue_entry *e = word_entry(t, words[i]);
        *(i == 0 ? &e->word.starts : &e->word.follows) |= (uint8_t)(1 << side);
        walk = walk_on(walk, lexicon_term(words[i]));
        *map_at(&t->phrases, walk, NULL) |= i + 1 == count ? bits | PHRASE_ENDS : 0;
    }
}

/* (3) Reading. A term is cut like a text: at blanks, apostrophes and hyphens. */
static bool parts_word(char c)
{
    return c == ' ' || c == '\'' || c == '-';
}

static size_t cut_term(struct slice term, struct buf *folded, struct slice *words)
{
    size_t count = 0, ends[PHRASE_WORDS_MAX];
    buf_clear(folded);
    for (size_t at = 0; at < term.len && count < PHRASE_WORDS_MAX;) {
        size_t from = at;
        while (at < term.len && !parts_word(term.ptr[at])) {
            at++;
        }
        if (at > from) {
            fold_word(slice_of(term.ptr + from, at - from), folded);
            ends[count++] = folded->len;
        }
        at++;
    }
    for (size_t i = 0; i < count; i++) {
        size_t from = i ? ends[i - 1] : 0;
        words[i] = slice_of(folded->ptr + from, ends[i] - from);
    }
    return count;
}

/* Whether term is a symbol: one code point, perhaps with a variation selector, that is no letter.
 * */
static bool add_symbol(struct cue_table *t, struct slice term, uint64_t bits)
{
    const unsigned char *at = (const unsigned char *)term.ptr;
    uint32_t code = utf8_next(&at);
    bool symbol =
        code == '=' || code == '>' || (code >= 0x2000 && code < 0x3000) || code >= 0x1f000;
    if (symbol) {
        *map_at(&t->symbols, code, NULL) |= bits;
    }
    return symbol;
}

static void add_term(struct cue_table *t, struct slice term, int side, uint64_t bits,
                     struct buf *scratch)
{
    struct slice words[PHRASE_WORDS_MAX];
    if (term.len == 0 || add_symbol(t, term, bits)) {
        return;
    }
    bool beginning = term.ptr[term.len - 1] == '*';
    term.len -= beginning;
    size_t count = cut_term(term, scratch, words);
    if (count == 1 && beginning) {
        add_beginning(t, words[0], side, bits);
    } else if (count == 1) {
        add_word(t, words[0], side, bits);
    } else if (count > 1) {
        add_phrase(t, words, count, side, bits);
    }
}

static void read_terms(struct cue_table *t, struct slice cell, int side, uint64_t bits,
                       struct buf *scratch)
{
    while (cell.ptr) {
        add_term(t, slice_trim(slice_cut(&cell, '|')), side, bits, scratch);
    }
}

/* The bit of a class; 0 for "plain" and for names we do not know. */
static uint64_t class_bit(struct slice name)
{
    for (unsigned c = 0; c < CUES; c++) {
        if (slice_equal(name, slice_from(cue_names[c]))) {
            return CUE_BIT(c);
        }
    }
    return 0;
}

/* A word listed for one language, or only as part of a phrase, still has what a word beginning says
 * in the other. */
static void inherit(struct cue_table *t, struct slice folded)
{
    uint64_t place = 0;
    size_t beginning = beginning_of(t, folded);
    if (beginning == 0 || !map_get(&t->by_word, lexicon_term(folded), &place)) {
        return;
    }
    for (int side = 0; side < 2; side++) {
        if (!(t->entries[place].spelt & 1 << side)) {
            t->entries[place].word.bits[side] = t->entries[beginning].word.bits[side];
        }
    }
}

static void inherit_all(struct cue_table *t, struct slice cell, struct buf *scratch)
{
    struct slice words[PHRASE_WORDS_MAX];
    while (cell.ptr) {
        struct slice term = slice_trim(slice_cut(&cell, '|'));
        size_t count = cut_term(term, scratch, words);
        for (size_t i = 0; i < count; i++) {
            inherit(t, words[i]);
        }
    }
}

/* Reads the file: first the terms, then, once all word beginnings are known, what words inherit
 * from them. */
static void read_file(struct cue_table *t, bool inheriting, struct buf *scratch)
{
    struct slice rest = asset_find("words/cues.tsv");
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n');
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        uint64_t bits = class_bit(slice_cut(&line, '\t'));
        for (int side = 0; side < 2 && line.ptr; side++) {
            struct slice cell = slice_cut(&line, '\t');
            if (inheriting) {
                inherit_all(t, cell, scratch);
            } else {
                read_terms(t, cell, side, bits, scratch);
            }
        }
    }
}

static void build_shared(void)
{
    struct buf scratch;
    buf_init(&scratch, 1 << 16);
    map_init(&shared.by_word, 4096);
    map_init(&shared.by_beginning, 512);
    map_init(&shared.phrases, 2048);
    map_init(&shared.symbols, 128);
    shared.entries = mem_grow(NULL, &shared.cap, 4096, sizeof *shared.entries);
    shared.entries[0] = (struct cue_entry){0};
    shared.count = 1;
    read_file(&shared, false, &scratch);
    read_file(&shared, true, &scratch);
    buf_done(&scratch);
}

/* (4) Public functions. */
const struct cue_table *cues_table(void)
{
    pthread_once(&shared_once, build_shared);
    return &shared;
}

uint32_t cues_mark(const struct cue_table *t, struct slice folded)
{
    uint64_t place = 0;
    if (folded.len == 0) {
        return 0;
    }
    if (map_get(&t->by_word, lexicon_term(folded), &place)) {
        return (uint32_t)place;
    }
    return (uint32_t)beginning_of(t, folded);
}

const struct cue_word *cues_word(const struct cue_table *t, uint32_t mark)
{
    return &t->entries[mark < t->count ? mark : 0].word;
}

size_t cues_phrase(const struct cue_table *t, const struct analysis *a, size_t i, int side,
                   uint64_t *bits)
{
    size_t longest = 0;
    uint64_t walk = walk_start(side), found = 0;
    for (size_t n = 0; n < PHRASE_WORDS_MAX && i + n < a->token_count; n++) {
        const struct token *at = &a->tokens[i + n];
        if (!at->lexeme || at->word.sentence != a->tokens[i].word.sentence) {
            break;
        }
        walk = walk_on(walk, at->lexeme->word);
        if (!map_get(&t->phrases, walk, &found)) {
            break;
        }
        if (found & PHRASE_ENDS) {
            longest = n + 1;
            *bits = found & ~PHRASE_ENDS;
        }
    }
    return longest;
}

uint64_t cues_symbol(const struct cue_table *t, uint32_t code)
{
    uint64_t bits = 0;
    map_get(&t->symbols, code, &bits);
    return bits;
}

const char *cues_name(enum cue c)
{
    return cue_names[c];
}
