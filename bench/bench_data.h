/* bench/bench_data.h - claims and messages in any number, mixed out of a few thousand real or
 * made-up ones.
 *
 * WHAT   a text is cut at the blank nearest to its middle; text number n is the first half of one
 *        joined to the second
 *        half of another. So words keep the frequencies they have in language, whatever the number
 *        of texts. One
 *        claim in six gets a name made of the halves of two names, because larger pools have more
 *        different words. One
 *        message in eight is a copy of one of the thousand before it.
 * FLOW   called by: bench_*.c.
 * WHY    nothing generated is kept or committed: text n is a function of n and of the sources.
 * RULES  1. the same sources and the same n give the same text.  2. what is mixed is in one
 *        language.
 * COST   sources are held in memory: a few megabytes; half a microsecond a text.
 */
#ifndef BENCH_DATA_H
#define BENCH_DATA_H

#include "base/buf.h"
#include "base/fault.h"

struct mixture;

/* Reads the sources, owned by the caller. eval: a directory with en/claims.tsv (id, claim, title,
 * date) and
 * en/messages.tsv (id, text, date); NULL: the samples in share/samples, if they are there, and
 * texts made of the words in
 * share/words. NULL with a sentence in f when eval cannot be read. */
struct mixture *mixture_new(const char *eval, struct fault *f);

/* Frees it; NULL is accepted. */
void mixture_free(struct mixture *m);

/* Where the texts come from, in a few words. */
const char *mixture_origin(const struct mixture *m);

/* Texts that are mixed. */
size_t mixture_claims(const struct mixture *m);
size_t mixture_messages(const struct mixture *m);

/* The header of the claims file, and claim n as one of its lines. */
void mixture_claim_header(struct buf *out);
void mixture_claim(const struct mixture *m, uint64_t n, struct buf *out);

/* Message n as a line of JSON. */
void mixture_message(const struct mixture *m, uint64_t n, struct buf *out);

/* The text of message n alone. */
void mixture_message_text(const struct mixture *m, uint64_t n, struct buf *out);

#endif
