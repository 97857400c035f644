/* text/stem.h - Snowball stems of folded words.
 *
 * WHAT   one set of stemmers per thread; a language without a stemmer gives the word itself.
 * FLOW   called by: text/lexicon, which remembers the answers (a stem costs 250 ns, remembering it
 *        10).
 */
#ifndef TEXT_STEM_H
#define TEXT_STEM_H

#include "base/slice.h"
#include "text/lang.h"

struct stemmers;

/* A set of stemmers, owned by the caller, for one thread; stemmers are opened when first needed. */
struct stemmers *stemmers_new(void);

/* Frees the set; NULL is accepted. */
void stemmers_free(struct stemmers *s);

/* The stem of a folded word (text/fold.h) in language l; borrowed until the next call on s. Words
 * with digits, of fewer than
 * three letters or over 64 bytes are their own stem; a stem is never empty. */
struct slice stemmers_stem(struct stemmers *s, struct slice folded, enum lang l);

#endif
