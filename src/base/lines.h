/* base/lines.h - reads a stream of any size line by line in bounded memory.
 *
 * WHAT   blocks from a file descriptor cut at LF (a CR before it goes too); a line longer than the
 *        limit
 *        is skipped to its end and reported as such, the lines after it are read as usual.
 * RULES  1. line numbers count from 1 and count skipped lines too.  2. at least LINES_PADDING
 *        readable
 *        bytes follow the text of each line (bulk JSON readers need them).  3. a byte order mark at
 *        the
 *        very start is dropped.
 * COST   one memchr pass; memory = the longest line so far (at most limit) + one block.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdint.h>

#include "base/fault.h"
#include "base/slice.h"

#define LINES_PADDING 64

enum lines_got { LINES_END, LINES_TEXT, LINES_TOO_LONG, LINES_FAILED };

struct lines {
    int fd;          /* borrowed */
    char *block;     /* owned */
    size_t start;    /* first unread byte */
    size_t end;      /* one past the last byte read */
    size_t cap;      /* size of block without padding */
    size_t limit;    /* longest line in bytes */
    uint64_t number; /* of the line returned last */
    bool at_end;
    bool begun;
};

/* Reads from fd, lines of at most limit bytes. */
void lines_init(struct lines *l, int fd, size_t limit);

/* Gives the memory back; does not close fd. */
void lines_done(struct lines *l);

/* The next line into *line (borrowed until the next call), without its line end. LINES_TOO_LONG:
 * the line
 * numbered l->number was skipped. LINES_FAILED: f says why reading stopped. */
enum lines_got lines_next(struct lines *l, struct slice *line, struct fault *f);

#endif
