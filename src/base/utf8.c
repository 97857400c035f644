/* base/utf8.c - reading and checking UTF-8.
 *
 * In this file, in order: (1) one character beyond ASCII; (2) the public functions.
 */
#include "base/utf8.h"

#define HIGH_BITS 0x8080808080808080u

static inline bool is_tail(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* As length_beyond_ascii, for the characters of three and four bytes. */
static inline size_t length_from_three(const unsigned char *p, size_t left)
{
    unsigned char lead = p[0];
    if (left < 3 || !is_tail(p[1]) || !is_tail(p[2])) {
        return 0;
    }
    if (lead < 0xf0) {
        bool overlong = lead == 0xe0 && p[1] < 0xa0;
        bool surrogate = lead == 0xed && p[1] >= 0xa0;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead > 0xf4 || left < 4 || !is_tail(p[3])) {
        return 0;
    }
    bool overlong = lead == 0xf0 && p[1] < 0x90;
    bool too_high = lead == 0xf4 && p[1] >= 0x90;
    return overlong || too_high ? 0 : 4;
}

/* The bytes of the well-formed character that starts at p (p[0] >= 0x80, left bytes to the end), or
 * 0.
 * Unicode 15.0, table 3-7: the second byte's range depends on the first; the others are 80..BF. */
static inline size_t length_beyond_ascii(const unsigned char *p, size_t left)
{
    if (p[0] >= 0xe0) {
        return length_from_three(p, left);
    }
    return p[0] >= 0xc2 && left >= 2 && is_tail(p[1]) ? 2 : 0;
}

bool utf8_valid(struct slice text, size_t *bad)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t i = 0;
    while (i < text.len) {
        if (p[i] >= 0x80) {
            size_t step = length_beyond_ascii(p + i, text.len - i);
            if (step == 0) {
                if (bad) {
                    *bad = i;
                }
                return false;
            }
            i += step;
            continue;
        }
        uint64_t eight;
        while (text.len - i >= sizeof eight) {
            memcpy(&eight, p + i, sizeof eight);
            if (eight & HIGH_BITS) {
                break;
            }
            i += sizeof eight;
        }
        while (i < text.len && p[i] < 0x80) {
            i++;
        }
    }
    return true;
}

size_t utf8_put(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | (code >> 6));
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | (code >> 12));
        out[1] = (char)(0x80 | ((code >> 6) & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | (code >> 18));
    out[1] = (char)(0x80 | ((code >> 12) & 0x3f));
    out[2] = (char)(0x80 | ((code >> 6) & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}
