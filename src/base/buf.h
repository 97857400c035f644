/* base/buf.h - growing bytes with a cap that the owner states at the start.
 *
 * WHAT   a buffer for output and for input of unknown length.
 * RULES  1. len <= cap <= max.  2. once an addition does not fit in max, `full` is set, that
 *        addition and
 *        all later ones change nothing: check once, at the end.  3. ptr[len] is always a NUL byte
 *        when ptr is not NULL.
 * COST   amortised O(1) a byte.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdint.h>

#include "base/slice.h"

struct buf {
    char *ptr; /* owned; NULL until the first addition */
    size_t len;
    size_t cap;
    size_t max; /* bytes that may be held at the most */
    bool full;  /* an addition was refused (rule 2) */
};

/* An empty buffer that will never hold more than max bytes. Allocates nothing. */
void buf_init(struct buf *b, size_t max);

/* Gives the memory back; the buffer is as after buf_init. */
void buf_done(struct buf *b);

/* Empties the buffer, keeps its memory, clears `full`. */
void buf_clear(struct buf *b);

/* Makes room for extra more bytes; false (and full) when that is over max. */
bool buf_reserve(struct buf *b, size_t extra);

/* Appends the bytes of text. */
void buf_add(struct buf *b, struct slice text);

/* Appends one byte. */
void buf_add_char(struct buf *b, char byte);

/* Appends a NUL-terminated string. */
void buf_add_text(struct buf *b, const char *text);

/* Appends value in decimal. */
void buf_add_int(struct buf *b, int64_t value);

/* Appends value with places digits after the point (0 to 9), rounded half away from zero, never in
 * exponent form, never by the locale. NaN and infinities are appended as 0. */
void buf_add_fixed(struct buf *b, double value, int places);

/* Appends text as a JSON string with its quotes (RFC 8259 §7: quote, backslash and control
 * characters
 * escaped; U+2028 and U+2029 too, so that the line stays one line). text must be valid UTF-8. */
void buf_add_json(struct buf *b, struct slice text);

/* Appends as printf would. Slow; not for hot paths. */
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the buffer holds, borrowed until the next change. */
static inline struct slice buf_slice(const struct buf *b)
{
    return slice_of(b->ptr, b->len);
}

#endif
