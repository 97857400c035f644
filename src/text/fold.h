/* text/fold.h - one word in the form in which words are compared.
 *
 * WHAT   NFKC case folding (Unicode 15 §3.13, UAX 15: also drops zero-width and other
 *        default-ignorable characters), then
 *        Latin and Arabic diacritics away (vowel signs of other scripts stay: they are letters
 *        there), ligatures spelt
 *        out (œ -> oe, æ -> ae, ß -> ss, ø -> o, ł -> l, đ -> d, ı -> i), and words that mix Latin
 *        with
 *        Cyrillic or Greek look-alikes mapped to the Latin they imitate (UTS 39 skeleton).
 * FLOW   called by: text/lexicon, only for words it has not met.
 * RULES  1. the result of a Latin word without odd letters is ASCII.  2. fold(fold(w)) = fold(w).
 * COST   Latin up to U+024F by table, tens of nanoseconds; the rest through ICU, a microsecond.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "base/slice.h"

/* Appends the folded form of word (well-formed UTF-8) to out (which may become full: then the word
 * was absurdly
 * long and the caller drops it). Safe from any thread. */
void fold_word(struct slice word, struct buf *out);

/* Appends the homoglyph skeleton (UTS 39 §4) of the folded text: two texts that look the same to a
 * reader have the same skeleton. */
void fold_skeleton(struct slice text, struct buf *out);

#endif
