/* text/stem.c - Snowball stems of folded words, one stemmer a language, opened at its first word.
 *
 * WHY A FILE OF ITS OWN  the only place that knows libstemmer.
 */
#include "text/stem.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/mem.h"
#include "base/utf8.h"

#define STEM_BYTES_MAX 64
#define STEM_LETTERS_MIN 3

/* Snowball's names; a language without one has no stemmer. */
static const char *const algorithms[LANG_LAST + 1] = {
    [LANG_FR] = "french",    [LANG_EN] = "english",    [LANG_AR] = "arabic",
    [LANG_CA] = "catalan",   [LANG_DA] = "danish",     [LANG_DE] = "german",
    [LANG_EL] = "greek",     [LANG_ES] = "spanish",    [LANG_FI] = "finnish",
    [LANG_HI] = "hindi",     [LANG_HU] = "hungarian",  [LANG_ID] = "indonesian",
    [LANG_IT] = "italian",   [LANG_NE] = "nepali",     [LANG_NL] = "dutch",
    [LANG_NO] = "norwegian", [LANG_PT] = "portuguese", [LANG_RO] = "romanian",
    [LANG_RU] = "russian",   [LANG_SV] = "swedish",    [LANG_TA] = "tamil",
    [LANG_TR] = "turkish",
};

struct stemmers {
    struct sb_stemmer *opened[LANG_LAST + 1]; /* owned; NULL: not opened yet */
};

/* Whether a stem may differ from the word: long enough, not too long, no digit in it. */
static bool worth_stemming(struct slice word)
{
    if (word.len == 0 || word.len > STEM_BYTES_MAX) {
        return false;
    }
    const unsigned char *at = (const unsigned char *)word.ptr;
    const unsigned char *end = at + word.len;
    size_t letters = 0;
    while (at < end) {
        if (u_isdigit((UChar32)utf8_next(&at))) {
            return false;
        }
        letters++;
    }
    return letters >= STEM_LETTERS_MIN;
}

/* The stemmer of l, opened now if need be; NULL when there is none. */
static struct sb_stemmer *stemmer_of(struct stemmers *s, enum lang l)
{
    if (l <= LANG_NONE || l > LANG_LAST || !algorithms[l]) {
        return NULL;
    }
    if (!s->opened[l]) {
        s->opened[l] = sb_stemmer_new(algorithms[l], "UTF_8");
    }
    return s->opened[l];
}

struct stemmers *stemmers_new(void)
{
    return mem_zero(1, sizeof(struct stemmers));
}

void stemmers_free(struct stemmers *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i <= LANG_LAST; i++) {
        if (s->opened[i]) {
            sb_stemmer_delete(s->opened[i]);
        }
    }
    free(s);
}

struct slice stemmers_stem(struct stemmers *s, struct slice folded, enum lang l)
{
    struct sb_stemmer *stemmer = worth_stemming(folded) ? stemmer_of(s, l) : NULL;
    if (!stemmer) {
        return folded;
    }
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer, (const sb_symbol *)folded.ptr, (int)folded.len);
    int len = stem ? sb_stemmer_length(stemmer) : 0;
    return len > 0 ? slice_of((const char *)stem, (size_t)len) : folded;
}
