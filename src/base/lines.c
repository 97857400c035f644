/* base/lines.c - reads a stream line by line in bounded memory.
 *
 * In this file, in order: (1) filling the block; (2) skipping a line that is too long; (3) handing
 * a line out;
 * (4) the public functions.
 *
 * HOW    the block holds the longest line met so far and one read; it doubles when a line needs
 *        more, so a high limit
 *        costs nothing until such a line comes. The unread rest moves to its front only when little
 *        free room is left
 *        behind it.
 */
#include "base/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

#define READ_BYTES ((size_t)128 * 1024)
#define LIMIT_LAST (SIZE_MAX / 4)
#define ENDING_BYTES 4 /* a byte order mark and a CR are no part of the line they stand on */

/* Makes the block large enough for another read behind what is there, up to the longest line there
 * may be. */
static void make_room(struct lines *l)
{
    size_t most = l->limit + ENDING_BYTES + 1 + READ_BYTES;
    if (l->cap >= most || l->cap - l->end >= READ_BYTES / 2) {
        return;
    }
    size_t cap = l->cap > 0 ? l->cap * 2 : READ_BYTES * 2;
    cap = cap < most ? cap : most;
    l->block = mem_resize(l->block, cap + LINES_PADDING, 1);
    memset(l->block + l->end, 0,
           cap + LINES_PADDING - l->end); /* what may be read must have a value */
    l->cap = cap;
}

/* Reads more behind what is there; false when reading failed. At the end of the stream sets at_end.
 * */
static bool fill(struct lines *l, struct fault *f)
{
    if (l->start == l->end) {
        l->start = l->end = 0;
    } else if (l->start > 0 && l->cap - l->end < READ_BYTES / 2) {
        memmove(l->block, l->block + l->start, l->end - l->start);
        l->end -= l->start;
        l->start = 0;
    }
    make_room(l);
    ssize_t got;
    do {
        got = read(l->fd, l->block + l->end, l->cap - l->end);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        fault_set(f, ERR_IO, "reading stopped after line %llu: %s", (unsigned long long)l->number,
                  strerror(errno));
        return false;
    }
    l->end += (size_t)got;
    l->at_end = got == 0;
    return true;
}

static enum lines_got skip_line(struct lines *l, struct fault *f)
{
    for (;;) {
        const char *from = l->block + l->start;
        const char *hit = memchr(from, '\n', l->end - l->start);
        if (hit) {
            l->start = (size_t)(hit + 1 - l->block);
            break;
        }
        l->start = l->end;
        if (l->at_end) {
            break;
        }
        if (!fill(l, f)) {
            return LINES_FAILED;
        }
    }
    l->begun = true;
    l->number++;
    return LINES_TOO_LONG;
}

/* Takes len bytes and then skip bytes of line end out of the block as the next line. */
static enum lines_got hand_out(struct lines *l, size_t len, size_t skip, struct slice *line)
{
    struct slice text = slice_of(l->block + l->start, len);
    if (skip > 0 && len > 0 && text.ptr[len - 1] == '\r') {
        text.len--;
    }
    if (!l->begun && slice_starts(text, SLICE("\xef\xbb\xbf"))) {
        text = slice_of(text.ptr + 3, text.len - 3);
        if (skip == 0 && text.len == 0) { /* a stream of nothing but the mark has no line */
            l->start = l->end;
            return LINES_END;
        }
    }
    l->begun = true;
    l->number++;
    l->start += len + skip;
    if (text.len > l->limit) {
        return LINES_TOO_LONG;
    }
    *line = text;
    return LINES_TEXT;
}

void lines_init(struct lines *l, int fd, size_t limit)
{
    limit = limit < LIMIT_LAST ? limit : LIMIT_LAST;
    *l = (struct lines){.fd = fd, .limit = limit};
}

void lines_done(struct lines *l)
{
    free(l->block);
    lines_init(l, l->fd, l->limit);
}

enum lines_got lines_next(struct lines *l, struct slice *line, struct fault *f)
{
    size_t searched = 0; /* bytes of this line known to hold no LF */
    for (;;) {
        size_t there = l->end - l->start;
        const char *from = there > searched ? l->block + l->start + searched : NULL;
        const char *hit = from ? memchr(from, '\n', there - searched) : NULL;
        if (hit) {
            return hand_out(l, (size_t)(hit - (l->block + l->start)), 1, line);
        }
        if (l->at_end) {
            return there > 0 ? hand_out(l, there, 0, line) : LINES_END;
        }
        if (there > l->limit + ENDING_BYTES) {
            return skip_line(l, f);
        }
        searched = there;
        if (!fill(l, f)) {
            return LINES_FAILED;
        }
    }
}
