/* text/analysis.h - everything the engine wants to know about one text, found in one pass.
 *
 * WHAT   the words with their lexemes, the language, the distinct terms (stems without stop words,
 *        and numbers),
 *        the addresses in canonical form. Claims and messages are analysed the same way.
 * FLOW   called by: match (claims when indexed, messages when asked), triage/group. Calls:
 *        text/words, lexicon, lang, link.
 * RULES  1. terms are distinct; each names the first token that has it.  2. what an analysis points
 *        to is valid until the
 *        next analysis_run with the same analyser.
 * COST   3 to 5 us for a message of 230 bytes whose words are known.
 */
#ifndef TEXT_ANALYSIS_H
#define TEXT_ANALYSIS_H

#include "text/lang.h"
#include "text/lexicon.h"
#include "text/words.h"

#define ANALYSIS_LINKS_MAX 8

struct token {
    struct word word;
    struct lexeme *lexeme; /* NULL for numbers and addresses */
    uint64_t term; /* hash of stem or number; 0 for addresses and words that fold to nothing */
    int32_t place; /* its term's place in terms, -1 for stop words and tokens without a term */
    bool stop;     /* on the stop list of the text's language */
};

struct term {
    uint64_t hash;
    uint64_t root;  /* coarser form (lexicon_root); the hash itself for numbers */
    uint32_t token; /* the first token with this term */
    uint16_t count; /* how often in the text, at most 65535 */
    bool number;
};

struct analysis {
    struct slice text; /* borrowed */
    enum lang lang;
    struct words words;
    struct token *tokens; /* one for each word, owned */
    size_t token_count;
    struct term *terms; /* owned */
    size_t term_count;
    uint64_t links[ANALYSIS_LINKS_MAX]; /* hashes of canonical addresses */
    size_t link_count;
    size_t token_cap;
    size_t term_cap;
    uint32_t *table; /* finds repeated terms: place + 1, owned */
    size_t table_size;
};

struct analyser;

/* Working state for one thread, owned by the caller; marker as in lexicon_new. */
struct analyser *analyser_new(lexicon_marker *marker, void *context);

/* Frees it; NULL is accepted. */
void analyser_free(struct analyser *y);

/* Analyses text (well-formed UTF-8, at most UINT32_MAX bytes; borrowed by *out) into *out, whose
 * buffers are reused. hint: what
 * the caller knows of the language; fallback: what to take when nothing decides (text/lang.h). */
void analysis_run(struct analyser *y, struct slice text, enum lang hint, enum lang fallback,
                  struct analysis *out);

/* Frees what *out owns. A zeroed struct analysis is a valid empty one. */
void analysis_done(struct analysis *out);

/* The part of a.text that token i covers. */
struct slice analysis_word(const struct analysis *a, size_t i);

#endif
