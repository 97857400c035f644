/* base/log.c - one event per line on standard error.
 *
 * In this file, in order: (1) quoting; (2) log_event.
 *
 * HOW    a line is at most what a pipe takes in one piece (PIPE_BUF), so that lines of several
 *        processes never mix;
 *        pairs that do not fit are left out and the line says so.
 */
#include "base/log.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

#define LINE_BYTES 4096
#define CUT_MARK " cut=1"

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_ERROR:
        return "error";
    case LOG_LEVEL_WARN:
        return "warn";
    case LOG_LEVEL_INFO:
        return "info";
    case LOG_LEVEL_DEBUG:
        break;
    }
    return "debug";
}

/* Control characters, those of C1 and the two separators that some terminals and readers take for a
 * line end. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029;
}

static bool is_plain(struct slice value)
{
    const unsigned char *at = (const unsigned char *)value.ptr;
    const unsigned char *end = at + value.len;
    while (at < end) {
        uint32_t code = utf8_next(&at);
        if (is_control(code) || code == ' ' || code == '"' || code == '=') {
            return false;
        }
    }
    return true;
}

/* Appends a character of a quoted value. */
static void add_quoted(struct buf *line, uint32_t code)
{
    if (is_control(code)) {
        buf_addf(line, "\\u%04x", (unsigned)code);
        return;
    }
    if (code == '"' || code == '\\') {
        buf_add_char(line, '\\');
    }
    char bytes[4];
    buf_add(line, slice_of(bytes, utf8_put(bytes, code)));
}

static void add_value(struct buf *line, struct slice value)
{
    if (value.len == 0) {
        buf_add_text(line, "\"\"");
        return;
    }
    bool valid = utf8_valid(value, NULL);
    if (valid && is_plain(value)) {
        buf_add(line, value);
        return;
    }
    const unsigned char *at = (const unsigned char *)value.ptr;
    const unsigned char *end = at + value.len;
    buf_add_char(line, '"');
    while (at < end) {
        if (!valid && *at >= 0x80) { /* bytes of no known encoding are shown one by one */
            buf_addf(line, "\\x%02x", *at++);
        } else {
            add_quoted(line, utf8_next(&at));
        }
    }
    buf_add_char(line, '"');
}

void log_event(const struct log *l, enum log_level level, const char *event,
               const struct log_pair *pairs, int count)
{
    if (level > l->level) {
        return;
    }
    struct buf line;
    buf_init(&line, LINE_BYTES - sizeof CUT_MARK);
    buf_addf(&line, "level=%s event=", level_name(level));
    add_value(&line, slice_from(event));
    for (int i = 0; i < count && !line.full; i++) {
        size_t before = line.len;
        buf_add_char(&line, ' ');
        buf_add_text(&line, pairs[i].key);
        buf_add_char(&line, '=');
        add_value(&line, pairs[i].value);
        if (line.full) {
            line.len = before;
        }
    }
    line.max = LINE_BYTES;
    if (line.full) {
        line.full = false;
        buf_add_text(&line, CUT_MARK);
    }
    buf_add_char(&line, '\n');
    ssize_t put;
    do {
        put = write(l->fd, line.ptr, line.len);
    } while (put < 0 && errno == EINTR); /* nobody is left to tell of any other failure */
    buf_done(&line);
}
