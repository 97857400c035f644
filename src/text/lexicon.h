/* text/lexicon.h - what is known about each word met so far: its folded form, stems, stop lists,
 * 4-grams, marks.
 *
 * WHAT   a cache per thread, from the bytes of a word as written to a lexeme; a new word costs
 *        about 2 us (fold, stem,
 *        hash), a known one 10 ns.
 * FLOW   called by: text/analysis. Calls: text/fold, text/stem, text/lang.
 * RULES  1. a word, stem or gram is known by a hash whose value never changes (base/hash.h): two
 *        lexicons agree.
 *        2. a lexeme is valid until the next lexicon_tidy, which empties a cache that has grown
 *        past LEXICON_MAX words.
 * COST   at most LEXICON_MAX * about 250 bytes.
 */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include <stdint.h>

#include "base/slice.h"
#include "text/lang.h"

#define LEXICON_MAX 200000
#define LEXICON_ROOT 5

enum lexeme_flag {
    LEXEME_STOP_FR = 1, /* on the French stop list */
    LEXEME_STOP_EN = 2,
    LEXEME_VOTE_FR = 4, /* speaks for French (text/lang.h) */
    LEXEME_VOTE_EN = 8
};

struct lexeme {
    uint64_t word;         /* hash of the folded form; 0: nothing is left of the word when folded */
    uint64_t stem[3];      /* hash of the stem in French, English, `other`; 0: not asked yet */
    uint64_t root[3];      /* hash of the stem's first LEXICON_ROOT letters, likewise */
    const char *folded;    /* in the lexicon's memory */
    const uint32_t *grams; /* hashes of its character 4-grams, without repeats */
    float rarity
        [2]; /* -ln of how often the word is met in general French, English; 0: not in the list */
    uint32_t mark;       /* what the caller's marker said of the folded form */
    uint16_t folded_len; /* bytes */
    uint16_t gram_count;
    uint8_t flags; /* enum lexeme_flag */
    uint8_t other; /* enum lang of stem[2] */
};

struct lexicon;

/* Asked once for each new folded word; what it returns is kept in lexeme.mark (stance cues, see
 * match/stance.h). */
typedef uint32_t lexicon_marker(void *context, struct slice folded);

/* An empty lexicon for one thread, owned by the caller. marker may be NULL. */
struct lexicon *lexicon_new(lexicon_marker *marker, void *context);

/* Frees it; NULL is accepted. */
void lexicon_free(struct lexicon *x);

/* Makes room when the cache is full; call between texts only (rule 2). */
void lexicon_tidy(struct lexicon *x);

/* The lexeme of a word as written (well-formed UTF-8, letters). Borrowed, see rule 2. */
struct lexeme *lexicon_find(struct lexicon *x, struct slice written);

/* The hash of a lexeme's stem in language l. */
uint64_t lexicon_stem(struct lexicon *x, struct lexeme *e, enum lang l);

/* The hash of its root: the first LEXICON_ROOT letters of that stem, a coarser stem that joins
 * "polluer" and "pollution". */
uint64_t lexicon_root(struct lexicon *x, struct lexeme *e, enum lang l);

/* The hash under which a folded stem or word is known, for those who bring their own lists. */
uint64_t lexicon_term(struct slice folded);

/* The hash of a number written in canonical form (digits, at most one point). */
uint64_t lexicon_number(struct slice digits);

#endif
