/* text/lang.h - which language a text is in.
 *
 * WHAT   small numbers for the languages we can stem, and the decision which one a text is in:
 *        words that only
 *        French or only English uses vote first; CLD2 decides when they do not; a caller's hint
 *        counts.
 * FLOW   called by: text/analysis (once a text).
 * COST   the vote is a counter the tokenizer keeps; CLD2 about 7 us a message, asked for a
 *        minority.
 */
#ifndef TEXT_LANG_H
#define TEXT_LANG_H

#include <stdint.h>

#include "base/slice.h"

/* LANG_NONE: not known. LANG_FR and LANG_EN have word lists of their own; those up to LANG_LAST
 * have a stemmer;
 * LANG_OTHER: known to be none of these. */
enum lang {
    LANG_NONE,
    LANG_FR,
    LANG_EN,
    LANG_AR,
    LANG_CA,
    LANG_DA,
    LANG_DE,
    LANG_EL,
    LANG_ES,
    LANG_FI,
    LANG_HI,
    LANG_HU,
    LANG_ID, /* Indonesian; Malay is read as Indonesian */
    LANG_IT,
    LANG_NE,
    LANG_NL,
    LANG_NO,
    LANG_PT,
    LANG_RO,
    LANG_RU,
    LANG_SV,
    LANG_TA,
    LANG_TR,
    LANG_LAST = LANG_TR,
    LANG_OTHER
};

/* The ISO 639-1 code ("fr"); "und" for LANG_NONE and LANG_OTHER. */
const char *lang_code(enum lang l);

/* The language of a code, which may carry a region ("fr", "fr-FR", "EN_us", "ms"); LANG_NONE when
 * empty or
 * malformed, LANG_OTHER when well-formed but not ours. */
enum lang lang_from_code(struct slice code);

/* Bits of which vote list a folded word is on: 1 French only, 2 English only, 0 neither. The lists
 * leave out what
 * Spanish, Italian, Portuguese, Catalan, Dutch or German use as well ("de", "la", "que", "in",
 * "was"). */
unsigned lang_vote(struct slice folded);

/* The language of text (well-formed UTF-8), given how many of its words voted French and English,
 * and a hint
 * (LANG_NONE if there is none). The votes decide when one side has at least two and three times the
 * other;
 * a hint decides when they do not contradict it; then CLD2 if it calls itself reliable and the text
 * has at least 20 letters;
 * then the larger vote; then the fallback. */
enum lang lang_decide(struct slice text, unsigned french, unsigned english, enum lang hint,
                      enum lang fallback);

#endif
