/* base/fault.c - errors as explicit values.
 *
 * In this file, in order: (1) making any text one clean line of UTF-8; (2) the public functions.
 */
#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* The sentence may quote outside data and may have been cut inside a character: the first wrong
 * byte at the
 * very end is the cut, all others become '?', and control characters become blanks. */
static void make_clean(char *text, size_t cut_at)
{
    size_t len = strlen(text);
    size_t bad;
    while (!utf8_valid(slice_of(text, len), &bad)) {
        if (len == cut_at && len - bad < 4 && (text[bad] & 0xc0) == 0xc0) {
            text[bad] = '\0';
            len = bad;
        } else {
            text[bad] = '?';
        }
    }
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
            text[i] = ' ';
        }
    }
}

enum err fault_set(struct fault *f, enum err code, const char *format, ...)
{
    if (!f || f->code != ERR_NONE) {
        return code;
    }
    f->code = code;
    va_list args;
    va_start(args, format);
    int want = vsnprintf(f->text, sizeof f->text, format, args);
    va_end(args);
    if (want < 0) {
        f->text[0] = '\0';
    }
    make_clean(f->text, sizeof f->text - 1);
    return code;
}

void fault_clear(struct fault *f)
{
    f->code = ERR_NONE;
    f->text[0] = '\0';
}
