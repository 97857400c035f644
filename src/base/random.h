/* base/random.h - tokens nobody can guess.
 *
 * WHY    getrandom(2) only; no generator of our own. For reproducible numbers in tests use
 *        hash_mix.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* Fills out with len bytes from the kernel's generator; aborts if the kernel cannot. */
void random_bytes(void *out, size_t len);

/* Writes a token of 32 random bytes in URL-safe base64 (RFC 4648 §5, no padding) and a NUL: 44
 * bytes. */
void random_token(char out[44]);

#endif
