/* text/lexicon.c - the cache of words; see lexicon.h.
 *
 * In this file, in order: (1) stop lists, (2) 4-grams, (3) learning a new word, (4) the public
 * functions.
 *
 * The key is the hash of the bytes as written, so that a known word is not even folded: "Soleil",
 * "soleil" and
 * "SOLEIL" are three keys with equal contents.
 */
#include "text/lexicon.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/asset.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/stem.h"

#define SEED_WRITTEN 0x1d5a
#define SEED_TERM 0x7e2b
#define SEED_ROOT 0x5007
#define SEED_NUMBER 0x4c11
#define SEED_GRAM 0x93a7
#define WORD_BYTES_MAX 256 /* longer "words" are noise: only their beginning counts */

struct lexicon {
    struct map by_written; /* hash as written -> address of its lexeme */
    size_t count;
    struct arena memory; /* lexemes, folded forms and grams */
    struct map stop;     /* term hash -> enum lexeme_flag bits */
    struct stemmers *stemmers;
    struct buf folded; /* scratch */
    lexicon_marker *marker;
    void *context;
};

/* (1) Stop lists: one word a line, already folded; '#' begins a comment. */
static void read_stop_list(struct map *stop, const char *asset, uint64_t flag)
{
    struct slice rest = asset_find(asset);
    while (rest.ptr) {
        struct slice line = slice_trim(slice_cut(&rest, '\n'));
        if (line.len > 0 && line.ptr[0] != '#') {
            *map_at(stop, lexicon_term(line), NULL) |= flag;
        }
    }
}

/* General frequencies, the same for all lexicons: word TAB tenths of -ln of its share. Filled once,
 * then only read. */
static struct map general[2];
static pthread_once_t general_once = PTHREAD_ONCE_INIT;

static void read_frequencies(struct map *to, const char *asset)
{
    struct slice rest = asset_find(asset);
    map_init(to, 65536);
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n');
        struct slice word = slice_cut(&line, '\t');
        if (word.len > 0 && word.ptr[0] != '#' && line.len > 0) {
            *map_at(to, lexicon_term(word), NULL) = strtoul(line.ptr, NULL, 10);
        }
    }
}

static void read_general(void)
{
    read_frequencies(&general[0], "words/frequency.fr.tsv");
    read_frequencies(&general[1], "words/frequency.en.tsv");
}

/* (2) The character 4-grams inside a folded word; a shorter word is its own gram. */
static uint32_t gram_hash(const char *from, const char *to)
{
    uint64_t h = hash_bytes(slice_of(from, (size_t)(to - from)), SEED_GRAM);
    return (uint32_t)(h >> 32);
}

static uint16_t add_gram(uint32_t *grams, uint16_t count, uint32_t gram)
{
    for (uint16_t i = 0; i < count; i++) {
        if (grams[i] == gram) {
            return count;
        }
    }
    grams[count] = gram;
    return (uint16_t)(count + 1);
}

static uint16_t cut_grams(struct slice word, uint32_t *grams)
{
    const char *start[WORD_BYTES_MAX + 1];
    size_t letters = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (((unsigned char)word.ptr[i] & 0xc0) != 0x80) {
            start[letters++] = word.ptr + i;
        }
    }
    start[letters] = word.ptr + word.len;
    if (letters <= 4) {
        grams[0] = gram_hash(word.ptr, word.ptr + word.len);
        return 1;
    }
    uint16_t count = 0;
    for (size_t i = 0; i + 4 <= letters; i++) {
        count = add_gram(grams, count, gram_hash(start[i], start[i + 4]));
    }
    return count;
}

/* (3) A word met for the first time. */
static struct slice bounded(struct slice written)
{
    if (written.len > WORD_BYTES_MAX) {
        written.len = WORD_BYTES_MAX;
        while (written.len > 0 && ((unsigned char)written.ptr[written.len] & 0xc0) == 0x80) {
            written.len--;
        }
    }
    return written;
}

static void learn(struct lexicon *x, struct slice written, struct lexeme *e)
{
    *e = (struct lexeme){0};
    buf_clear(&x->folded);
    fold_word(bounded(written), &x->folded);
    struct slice folded = bounded(buf_slice(&x->folded));
    if (folded.len == 0) {
        return;
    }
    uint64_t stop = 0;
    uint32_t grams[WORD_BYTES_MAX];
    e->word = lexicon_term(folded);
    e->folded = arena_slice(&x->memory, folded).ptr;
    e->folded_len = (uint16_t)folded.len;
    e->gram_count = cut_grams(folded, grams);
    uint32_t *kept = arena_alloc(&x->memory, e->gram_count * sizeof *kept);
    memcpy(kept, grams, e->gram_count * sizeof *kept);
    e->grams = kept;
    map_get(&x->stop, e->word, &stop);
    for (int i = 0; i < 2; i++) {
        uint64_t tenths = 0;
        map_get(&general[i], e->word, &tenths);
        e->rarity[i] = (float)tenths / 10;
    }
    e->flags = (uint8_t)(stop | lang_vote(folded) * LEXEME_VOTE_FR);
    e->mark = x->marker ? x->marker(x->context, folded) : 0;
}

static void begin(struct lexicon *x)
{
    map_init(&x->by_written, 4096);
    arena_init(&x->memory, (size_t)256 << 10);
    x->count = 0;
}

/* (4) Public functions. */
struct lexicon *lexicon_new(lexicon_marker *marker, void *context)
{
    struct lexicon *x = mem_zero(1, sizeof *x);
    x->marker = marker;
    x->context = context;
    x->stemmers = stemmers_new();
    buf_init(&x->folded, 16 * WORD_BYTES_MAX);
    map_init(&x->stop, 1024);
    read_stop_list(&x->stop, "words/stop.fr.txt", LEXEME_STOP_FR);
    read_stop_list(&x->stop, "words/stop.en.txt", LEXEME_STOP_EN);
    pthread_once(&general_once, read_general);
    begin(x);
    return x;
}

void lexicon_free(struct lexicon *x)
{
    if (!x) {
        return;
    }
    map_done(&x->by_written);
    map_done(&x->stop);
    arena_done(&x->memory);
    buf_done(&x->folded);
    stemmers_free(x->stemmers);
    free(x);
}

void lexicon_tidy(struct lexicon *x)
{
    if (x->count > LEXICON_MAX) {
        map_done(&x->by_written);
        arena_done(&x->memory);
        begin(x);
    }
}

struct lexeme *lexicon_find(struct lexicon *x, struct slice written)
{
    bool is_new = false;
    uint64_t *place = map_at(&x->by_written, hash_bytes(written, SEED_WRITTEN), &is_new);
    if (is_new) {
        struct lexeme *e = arena_alloc(&x->memory, sizeof *e);
        learn(x, written, e);
        *place = (uint64_t)(uintptr_t)e;
        x->count++;
    }
    return (struct lexeme *)(uintptr_t)*place;
}

/* The place of language l in a lexeme's stems; what stood there for another language is forgotten.
 * */
static int stem_slot(struct lexeme *e, enum lang l)
{
    int slot = l == LANG_FR ? 0 : l == LANG_EN ? 1 : 2;
    if (slot == 2 && e->other != l) {
        e->stem[2] = 0;
        e->other = (uint8_t)l;
    }
    return slot;
}

static struct slice first_letters(struct slice word, int letters)
{
    size_t len = 0;
    while (len < word.len && (letters > 0 || ((unsigned char)word.ptr[len] & 0xc0) == 0x80)) {
        letters -= ((unsigned char)word.ptr[len++] & 0xc0) != 0x80;
    }
    return slice_of(word.ptr, len);
}

static int find_stem(struct lexicon *x, struct lexeme *e, enum lang l)
{
    int slot = stem_slot(e, l);
    if (e->stem[slot] == 0) {
        struct slice stem = stemmers_stem(x->stemmers, slice_of(e->folded, e->folded_len), l);
        e->stem[slot] = lexicon_term(stem);
        e->root[slot] = hash_bytes(first_letters(stem, LEXICON_ROOT), SEED_ROOT) | 1;
    }
    return slot;
}

uint64_t lexicon_stem(struct lexicon *x, struct lexeme *e, enum lang l)
{
    return e->stem[find_stem(x, e, l)];
}

uint64_t lexicon_root(struct lexicon *x, struct lexeme *e, enum lang l)
{
    return e->root[find_stem(x, e, l)];
}

uint64_t lexicon_term(struct slice folded)
{
    uint64_t h = hash_bytes(folded, SEED_TERM);
    return h ? h : 1;
}

uint64_t lexicon_number(struct slice digits)
{
    uint64_t h = hash_bytes(digits, SEED_NUMBER);
    return h ? h : 1;
}
