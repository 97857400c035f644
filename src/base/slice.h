/* base/slice.h - a borrowed run of bytes, the way text travels between modules.
 *
 * WHAT   pointer and length; not terminated by NUL; never owns its bytes.
 * FLOW   called by: everything that reads text. A slice is valid as long as what it points into.
 * RULES  1. ptr may be NULL only when len is 0.
 * NOT HERE  growing text: base/buf.h. Text that must outlive its source: arena_slice in
 *           base/arena.h.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *ptr; /* borrowed */
    size_t len;      /* bytes */
};

/* A slice over a string literal; its length is known to the compiler. */
#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

/* A slice over len bytes at ptr. */
static inline struct slice slice_of(const char *ptr, size_t len)
{
    struct slice made = {ptr, len}; /* no compound literal: C++ files include this header too */
    return made;
}

/* A slice over a NUL-terminated string; NULL gives the empty slice. */
static inline struct slice slice_from(const char *text)
{
    return slice_of(text, text ? strlen(text) : 0);
}

/* Whether two slices hold the same bytes. */
static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Whether text begins with prefix. */
static inline bool slice_starts(struct slice text, struct slice prefix)
{
    return text.len >= prefix.len && slice_equal(slice_of(text.ptr, prefix.len), prefix);
}

/* text without ASCII blanks (space, tab, CR, LF) at both ends. */
static inline struct slice slice_trim(struct slice text)
{
    while (text.len > 0 && strchr(" \t\r\n", text.ptr[0]) && text.ptr[0]) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && text.ptr[text.len - 1] && strchr(" \t\r\n", text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

/* Cuts the part of *rest up to the first sep (or the end) off and returns it; *rest moves behind
 * sep.
 * A caller loops while rest->ptr is not NULL: after the last part rest->ptr is NULL. */
static inline struct slice slice_cut(struct slice *rest, char sep)
{
    const char *hit = rest->len ? (const char *)memchr(rest->ptr, sep, rest->len) : NULL;
    struct slice part = *rest;
    if (!hit) {
        *rest = slice_of(NULL, 0);
        return part;
    }
    part.len = (size_t)(hit - rest->ptr);
    *rest = slice_of(hit + 1, rest->len - part.len - 1);
    return part;
}

#endif
