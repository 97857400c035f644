/* base/buf.c - growing bytes with a cap.
 *
 * In this file, in order: (1) memory; (2) numbers; (3) JSON strings; (4) the public functions.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define CAP_FIRST 64
#define CAP_LAST ((size_t)PTRDIFF_MAX - 1)
#define DIGITS_MAX 20 /* of a 64-bit number */
#define PLACES_MAX 9

/* Makes room for extra more bytes when they may be held. The caller has seen that they do not fit
 * in cap. */
static bool grow(struct buf *b, size_t extra)
{
    if (extra > b->max - b->len) {
        b->full = true;
        return false;
    }
    size_t need = b->len + extra;
    size_t cap = b->cap < CAP_FIRST ? CAP_FIRST : b->cap;
    while (cap < need) {
        cap = cap > b->max / 2 ? b->max : cap * 2;
    }
    if (cap > b->max) {
        cap = b->max;
    }
    b->ptr = mem_resize(b->ptr, cap + 1, 1);
    b->ptr[b->len] = '\0';
    b->cap = cap;
    return true;
}

static inline bool has_room(struct buf *b, size_t extra)
{
    if (b->full) {
        return false;
    }
    return extra <= b->cap - b->len || grow(b, extra);
}

static inline void add_bytes(struct buf *b, const char *bytes, size_t len)
{
    if (len > 0 && has_room(b, len)) {
        memcpy(b->ptr + b->len, bytes, len);
        b->len += len;
        b->ptr[b->len] = '\0';
    }
}

/* Takes everything behind len back, after an addition in parts that did not fit as a whole. */
static void cut_back(struct buf *b, size_t len)
{
    b->len = len;
    if (b->ptr) {
        b->ptr[len] = '\0';
    }
}

/* Writes value's decimal digits so that they end at end; returns where they begin. */
static char *put_digits(char *end, uint64_t value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

__extension__ typedef unsigned __int128 uint128;

/* mantissa * 2^-shift * ten_power, rounded half up, exactly: at most 53 + 30 bits before the shift.
 * */
static uint64_t scaled(uint64_t mantissa, int shift, uint64_t ten_power)
{
    if (shift > 120) {
        return 0;
    }
    uint128 wide = (uint128)mantissa * ten_power;
    if (shift > 0) {
        wide += (uint128)1 << (shift - 1);
    }
    return (uint64_t)(wide >> shift);
}

/* Appends whole followed by places digits of the fraction, which is below 10^places. */
static void add_parts(struct buf *b, bool negative, uint64_t whole, uint64_t fraction, int places)
{
    char text[1 + DIGITS_MAX + 1 + PLACES_MAX];
    char *end = text + sizeof text;
    char *at = end;
    if (places > 0) {
        at = put_digits(end, fraction);
        while (end - at < places) {
            *--at = '0';
        }
        *--at = '.';
    }
    at = put_digits(at, whole);
    if (negative && (whole > 0 || fraction > 0)) { /* what was rounded to zero carries no sign */
        *--at = '-';
    }
    add_bytes(b, at, (size_t)(end - at));
}

/* Beyond 2^53 a double has no fraction left, so the C library's digits are exact and hold no
 * decimal point. */
static void add_huge(struct buf *b, double value, int places)
{
    char text[320 + 1 + PLACES_MAX];
    int len = snprintf(text, 320, "%.0f", value);
    if (places > 0) {
        text[len++] = '.';
        memset(text + len, '0', (size_t)places);
        len += places;
    }
    add_bytes(b, text, (size_t)len);
}

#define EACH_BYTE(value) ((value)*0x0101010101010101u)

/* Nonzero when one of eight bytes is 0 (Hacker's Delight, 6-1). */
static inline uint64_t any_zero(uint64_t eight)
{
    return (eight - EACH_BYTE(1u)) & ~eight & EACH_BYTE(0x80u);
}

/* Nonzero when one of eight bytes may need an escape: control characters, quote, backslash, and E2,
 * with which
 * U+2028 and U+2029 begin. */
static inline uint64_t any_special(uint64_t eight)
{
    uint64_t control = (eight - EACH_BYTE(0x20u)) & ~eight & EACH_BYTE(0x80u);
    return control | any_zero(eight ^ EACH_BYTE(0x22u)) | any_zero(eight ^ EACH_BYTE(0x5cu)) |
           any_zero(eight ^ EACH_BYTE(0xe2u));
}

static inline bool is_line_separator(const unsigned char *p, const unsigned char *end)
{
    return p[0] == 0xe2 && end - p >= 3 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9);
}

/* The first byte from p on that begins something to escape, or end. */
static const unsigned char *find_special(const unsigned char *p, const unsigned char *end)
{
    while (p < end) {
        uint64_t eight;
        if (end - p >= (ptrdiff_t)sizeof eight) {
            memcpy(&eight, p, sizeof eight);
            if (!any_special(eight)) {
                p += sizeof eight;
                continue;
            }
        }
        const unsigned char *stop = end - p > 8 ? p + 8 : end;
        for (; p < stop; p++) {
            if (*p < 0x20 || *p == '"' || *p == '\\' || is_line_separator(p, end)) {
                return p;
            }
        }
    }
    return end;
}

/* Appends the escape for what begins at p; the bytes of text it stands for. */
static size_t add_escape(struct buf *b, const unsigned char *p)
{
    static const char hex[] = "0123456789abcdef";
    static const char short_form[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (*p == 0xe2) {
        add_bytes(b, p[2] == 0xa8 ? "\\u2028" : "\\u2029", 6);
        return 3;
    }
    char letter = *p < 0x20 ? short_form[*p] : (char)*p;
    if (letter) {
        add_bytes(b, (char[]){'\\', letter}, 2);
    } else {
        add_bytes(b, (char[]){'\\', 'u', '0', '0', hex[*p >> 4], hex[*p & 15]}, 6);
    }
    return 1;
}

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max < CAP_LAST ? max : CAP_LAST};
}

void buf_done(struct buf *b)
{
    free(b->ptr);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    b->full = false;
    cut_back(b, 0);
}

bool buf_reserve(struct buf *b, size_t extra)
{
    return has_room(b, extra);
}

void buf_add(struct buf *b, struct slice text)
{
    add_bytes(b, text.ptr, text.len);
}

void buf_add_char(struct buf *b, char byte)
{
    if (has_room(b, 1)) {
        b->ptr[b->len++] = byte;
        b->ptr[b->len] = '\0';
    }
}

void buf_add_text(struct buf *b, const char *text)
{
    add_bytes(b, text, strlen(text));
}

void buf_add_int(struct buf *b, int64_t value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    add_parts(b, value < 0, size, 0, 0);
}

void buf_add_fixed(struct buf *b, double value, int places)
{
    static const uint64_t ten_powers[PLACES_MAX + 1] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
    places = places < 0 ? 0 : places > PLACES_MAX ? PLACES_MAX : places;
    uint64_t bits;
    memcpy(&bits, &value,
           sizeof bits); /* IEEE 754 binary64: sign, 11 bits of exponent, 52 of mantissa */
    bool negative = bits >> 63;
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t mantissa = bits & 0xfffffffffffffu;
    if (exponent == 0x7ff) {
        add_parts(b, false, 0, 0, places);
        return;
    }
    if (exponent >= 1075) { /* a multiple of 1: 2^52 or more */
        add_huge(b, value, places);
        return;
    }
    if (exponent > 0) {
        mantissa |= (uint64_t)1 << 52;
    } else {
        exponent = 1; /* subnormal */
    }
    int shift = 1075 - exponent;
    uint64_t ten_power = ten_powers[places];
    uint64_t whole = shift < 64 ? mantissa >> shift : 0;
    uint64_t rest = shift < 64 ? mantissa & (((uint64_t)1 << shift) - 1) : mantissa;
    uint64_t fraction = scaled(rest, shift, ten_power);
    add_parts(b, negative, whole + fraction / ten_power, fraction % ten_power, places);
}

void buf_add_json(struct buf *b, struct slice text)
{
    size_t before = b->len;
    const unsigned char *p = (const unsigned char *)(text.len > 0 ? text.ptr : "");
    const unsigned char *end = p + text.len;
    if (!has_room(b, text.len + 2)) {
        return;
    }
    buf_add_char(b, '"');
    while (p < end) {
        const unsigned char *special = find_special(p, end);
        add_bytes(b, (const char *)p, (size_t)(special - p));
        p = special;
        if (p < end) {
            p += add_escape(b, p);
        }
    }
    buf_add_char(b, '"');
    if (b->full) {
        cut_back(b, before);
    }
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int want = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (want <= 0 || !has_room(b, (size_t)want)) {
        return;
    }
    va_start(args, format);
    vsnprintf(b->ptr + b->len, (size_t)want + 1, format, args);
    va_end(args);
    b->len += (size_t)want;
}
