/* base/utf8.h - reading and checking UTF-8 (Unicode 15.0 §3.9, table 3-7).
 *
 * FLOW   called by: readers of outside data (check first), text/ (decode checked text).
 * COST   utf8_valid reads 8 ASCII bytes at a time.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/slice.h"

/* Whether text is well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
 * When it is not and bad is not NULL, *bad is the offset of the byte where the first ill-formed
 * sequence begins: everything before it is well-formed. */
bool utf8_valid(struct slice text, size_t *bad);

/* Decodes one code point of well-formed text at *at (at < end) and moves *at behind it. */
static inline uint32_t utf8_next(const unsigned char **at)
{
    const unsigned char *p = *at;
    if (p[0] < 0x80) {
        *at = p + 1;
        return p[0];
    }
    if (p[0] < 0xe0) {
        *at = p + 2;
        return ((uint32_t)(p[0] & 0x1f) << 6) | (p[1] & 0x3fu);
    }
    if (p[0] < 0xf0) {
        *at = p + 3;
        return ((uint32_t)(p[0] & 0x0f) << 12) | ((uint32_t)(p[1] & 0x3f) << 6) | (p[2] & 0x3fu);
    }
    *at = p + 4;
    return ((uint32_t)(p[0] & 0x07) << 18) | ((uint32_t)(p[1] & 0x3f) << 12) |
           ((uint32_t)(p[2] & 0x3f) << 6) | (p[3] & 0x3fu);
}

/* Writes code (a Unicode scalar value) to out (4 bytes free); the number of bytes written. */
size_t utf8_put(char *out, uint32_t code);

#endif
