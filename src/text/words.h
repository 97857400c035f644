/* text/words.h - cuts a text into words, numbers and addresses, and remembers where its sentences
 * end.
 *
 * WHAT   spans into the original text. Latin text goes through a loop of our own; a text with any
 *        other script, or with
 *        zero-width characters, goes through ICU's UAX 29 word boundaries (vowel signs stay inside
 *        words; Thai, Khmer
 *        and Chinese are cut by dictionary).
 * FLOW   called by: text/analysis. Next: text/lexicon says what each word is.
 * RULES  1. spans rise, do not overlap and lie on code point boundaries.  2. at most WORDS_MAX
 *        words; the rest of a longer
 *        text is not read.  3. words are split at apostrophes ("l'acné" -> l, acné), hyphens and
 *        underscores;
 *        #TagLikeThis and @NameLikeThis at their capitals; "covid19" and "100mg" between letters
 *        and digits.
 *        4. digits grouped by three ("80 000", "1,000", "1.000") are one number.
 * COST   about 2 ns a byte on the Latin path, about 20 on the other.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stdint.h>

#include "base/slice.h"

#define WORDS_MAX 8192
#define WORDS_SENTENCES_MAX 1024

enum word_kind { WORD_LETTERS, WORD_NUMBER, WORD_LINK };

enum word_flag {
    WORD_CAPITAL = 1, /* begins with a capital letter */
    WORD_CAPS = 2,    /* two letters or more, all capitals */
    WORD_TAG = 4,     /* part of a #Tag */
    WORD_NAME = 8,    /* part of an @Name */
    WORD_FIRST = 16,  /* first word of its sentence */
    WORD_QUOTED = 32  /* between quotation marks */
};

struct word {
    uint32_t start; /* byte offset */
    uint32_t len;   /* bytes */
    uint16_t sentence;
    uint8_t kind;
    uint8_t flags;
};

enum sentence_end { SENTENCE_PLAIN, SENTENCE_QUESTION, SENTENCE_EXCLAIM };

struct words {
    struct word *items; /* owned */
    size_t count;
    size_t cap;
    uint16_t sentences;                /* begun so far; words carry numbers below it */
    uint8_t ends[WORDS_SENTENCES_MAX]; /* enum sentence_end of each */
};

struct splitter;

/* Working state for one thread, owned by the caller. */
struct splitter *splitter_new(void);

/* Frees it; NULL is accepted. */
void splitter_free(struct splitter *s);

/* Replaces *out by the words of text (well-formed UTF-8, at most UINT32_MAX bytes). */
void words_split(struct splitter *s, struct slice text, struct words *out);

/* Frees what *out owns. A zeroed struct words is a valid empty one. */
void words_done(struct words *out);

#endif
