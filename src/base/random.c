/* base/random.c - tokens nobody can guess.
 *
 * Short because it is a seam: the only file that asks for randomness.
 */
#include "base/random.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 32

void random_bytes(void *out, size_t len)
{
    unsigned char *at = out;
    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);
        if (got > 0) {
            at += got;
            len -= (size_t)got;
        } else if (errno != EINTR) {
            fputs("level=error event=random_none text=\"the kernel gives no random bytes\"\n",
                  stderr);
            abort();
        }
    }
}

void random_token(char out[44])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char raw[TOKEN_BYTES + 1] = {0}; /* one zero byte fills the last group of three */
    random_bytes(raw, TOKEN_BYTES);
    char *at = out;
    for (int i = 0; i < TOKEN_BYTES; i += 3) {
        uint32_t group = ((uint32_t)raw[i] << 16) | ((uint32_t)raw[i + 1] << 8) | raw[i + 2];
        *at++ = letters[group >> 18];
        *at++ = letters[(group >> 12) & 63];
        *at++ = letters[(group >> 6) & 63];
        *at++ = letters[group & 63];
    }
    out[43] = '\0'; /* over the letter that stands for the filling */
    explicit_bzero(raw, sizeof raw);
}
