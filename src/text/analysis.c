/* text/analysis.c - one pass over one text; see analysis.h.
 *
 * In this file, in order: (1) numbers and addresses, (2) distinct terms, (3) the public functions.
 */
#include "text/analysis.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/link.h"

#define SEED_LINK 0x2f61

struct analyser {
    struct splitter *splitter;
    struct lexicon *lexicon;
    struct buf scratch;
};

/* (1) "80 000", "80.000" and "80,000" are 80000; "0,5" is 0.5: a mark before exactly three digits
 * groups, unless the
 * number begins with a zero. Blanks between groups, of one byte or three, are left out. */
static void write_number(struct slice written, struct buf *out)
{
    for (size_t i = 0; i < written.len; i++) {
        char c = written.ptr[i];
        if (c >= '0' && c <= '9') {
            buf_add_char(out, c);
        } else if (c == ',' || c == '.') {
            bool groups =
                written.len - i == 4 ||
                (written.len - i > 4 && (written.ptr[i + 4] < '0' || written.ptr[i + 4] > '9'));
            if (!groups || written.ptr[0] == '0') {
                buf_add_char(out, '.');
            }
        }
    }
}

static void add_link(struct analyser *y, struct slice written, struct analysis *out)
{
    buf_clear(&y->scratch);
    if (out->link_count < ANALYSIS_LINKS_MAX && link_canonical(written, &y->scratch) &&
        !y->scratch.full) {
        out->links[out->link_count++] = hash_bytes(buf_slice(&y->scratch), SEED_LINK);
    }
}

/* (2) The table has at least two places for each token, so a probe is short. */
static void clear_table(struct analysis *a)
{
    size_t want = 64;
    while (want < 2 * a->token_count) {
        want *= 2;
    }
    if (want > a->table_size) {
        a->table = mem_resize(a->table, want, sizeof *a->table);
    }
    a->table_size = want;
    memset(a->table, 0, want * sizeof *a->table);
}

static int32_t add_term(struct analysis *a, uint64_t hash, size_t token, bool number)
{
    size_t mask = a->table_size - 1, at = hash & mask;
    for (; a->table[at] != 0; at = (at + 1) & mask) {
        struct term *known = &a->terms[a->table[at] - 1];
        if (known->hash == hash) {
            known->count = (uint16_t)(known->count + (known->count < UINT16_MAX));
            return (int32_t)(a->table[at] - 1);
        }
    }
    a->terms[a->term_count++] =
        (struct term){.hash = hash, .token = (uint32_t)token, .count = 1, .number = number};
    a->table[at] = (uint32_t)a->term_count;
    return (int32_t)a->term_count - 1;
}

static void make_room(struct analysis *a)
{
    size_t n = a->words.count;
    a->tokens =
        n > a->token_cap ? mem_grow(a->tokens, &a->token_cap, n, sizeof *a->tokens) : a->tokens;
    a->terms = n > a->term_cap ? mem_grow(a->terms, &a->term_cap, n, sizeof *a->terms) : a->terms;
    a->token_count = n;
    a->term_count = a->link_count = 0;
    clear_table(a);
}

/* Looks every word up and counts the votes for French and English. */
static void find_lexemes(struct analyser *y, struct analysis *a, unsigned *french,
                         unsigned *english)
{
    for (size_t i = 0; i < a->token_count; i++) {
        struct word w = a->words.items[i];
        struct token *t = &a->tokens[i];
        *t = (struct token){.word = w, .place = -1};
        struct slice written = slice_of(a->text.ptr + w.start, w.len);
        if (w.kind == WORD_LETTERS) {
            t->lexeme = lexicon_find(y->lexicon, written);
            *french += (t->lexeme->flags & LEXEME_VOTE_FR) != 0;
            *english += (t->lexeme->flags & LEXEME_VOTE_EN) != 0;
        } else if (w.kind == WORD_LINK) {
            add_link(y, written, a);
        }
    }
}

static void find_terms(struct analyser *y, struct analysis *a)
{
    unsigned stop = a->lang == LANG_FR ? LEXEME_STOP_FR : a->lang == LANG_EN ? LEXEME_STOP_EN : 0;
    for (size_t i = 0; i < a->token_count; i++) {
        struct token *t = &a->tokens[i];
        if (t->lexeme && t->lexeme->word != 0) {
            t->stop = (t->lexeme->flags & stop) != 0;
            t->term = t->stop ? t->lexeme->word : lexicon_stem(y->lexicon, t->lexeme, a->lang);
        } else if (t->word.kind == WORD_NUMBER) {
            buf_clear(&y->scratch);
            write_number(slice_of(a->text.ptr + t->word.start, t->word.len), &y->scratch);
            t->term = lexicon_number(buf_slice(&y->scratch));
        }
        if (t->term != 0 && !t->stop) {
            t->place = add_term(a, t->term, i, t->word.kind == WORD_NUMBER);
            a->terms[t->place].root =
                t->lexeme ? lexicon_root(y->lexicon, t->lexeme, a->lang) : t->term;
        }
    }
}

/* (3) Public functions. */
struct analyser *analyser_new(lexicon_marker *marker, void *context)
{
    struct analyser *y = mem_zero(1, sizeof *y);
    y->splitter = splitter_new();
    y->lexicon = lexicon_new(marker, context);
    buf_init(&y->scratch, 8192);
    return y;
}

void analyser_free(struct analyser *y)
{
    if (!y) {
        return;
    }
    splitter_free(y->splitter);
    lexicon_free(y->lexicon);
    buf_done(&y->scratch);
    free(y);
}

void analysis_run(struct analyser *y, struct slice text, enum lang hint, enum lang fallback,
                  struct analysis *out)
{
    unsigned french = 0, english = 0;
    lexicon_tidy(y->lexicon);
    out->text = text;
    words_split(y->splitter, text, &out->words);
    make_room(out);
    find_lexemes(y, out, &french, &english);
    out->lang = lang_decide(text, french, english, hint, fallback);
    find_terms(y, out);
}

void analysis_done(struct analysis *out)
{
    words_done(&out->words);
    free(out->tokens);
    free(out->terms);
    free(out->table);
    *out = (struct analysis){0};
}

struct slice analysis_word(const struct analysis *a, size_t i)
{
    return slice_of(a->text.ptr + a->tokens[i].word.start, a->tokens[i].word.len);
}
