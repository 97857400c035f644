/* base/log.h - one event per line on standard error, key=value.
 *
 * RULES  1. ids and counts only: never message text, names, tokens or health data.
 *        2. a value with a blank, quote, '=' or control character is quoted and escaped, so one
 *        event stays one line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/slice.h"

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARN = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

struct log_pair {
    const char *key;
    struct slice value;
};

struct log {
    int fd;               /* where lines go; usually 2 */
    enum log_level level; /* events above it are dropped */
};

/* Writes one event with count pairs in a single write(2): `level=warn event=NAME key=value ...`. */
void log_event(const struct log *l, enum log_level level, const char *event,
               const struct log_pair *pairs, int count);

#endif
