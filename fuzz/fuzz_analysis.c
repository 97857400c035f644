/* fuzz/fuzz_analysis.c - the analysis of any text: the rules of text/analysis.h.
 *
 * Input that is not UTF-8 is refused, as every caller does. The first byte chooses the hint.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/analysis.h"

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_token(const struct analysis *a, size_t i)
{
    const struct token *t = &a->tokens[i];
    struct slice word = analysis_word(a, i);
    check(word.ptr >= a->text.ptr && word.ptr + word.len <= a->text.ptr + a->text.len);
    check((t->lexeme != NULL) == (t->word.kind == WORD_LETTERS));
    check(t->place >= -1 && t->place < (int32_t)a->term_count);
    check(t->place < 0 || a->terms[t->place].hash == t->term);
    check(t->place < 0 || !t->stop);
    check(t->word.kind != WORD_NUMBER || t->place >= 0);
    if (t->lexeme && t->lexeme->word != 0) {
        check(t->lexeme->folded_len > 0 && t->lexeme->gram_count > 0);
        check(utf8_valid(slice_of(t->lexeme->folded, t->lexeme->folded_len), NULL));
    }
}

static void check_analysis(const struct analysis *a)
{
    size_t counted = 0, placed = 0;
    check(a->lang <= LANG_OTHER && a->link_count <= ANALYSIS_LINKS_MAX &&
          a->token_count == a->words.count);
    for (size_t i = 0; i < a->token_count; i++) {
        check_token(a, i);
        placed += a->tokens[i].place >= 0;
    }
    for (size_t i = 0; i < a->term_count; i++) {
        check(a->terms[i].token < a->token_count && a->terms[i].count > 0 && a->terms[i].hash != 0);
        check(a->tokens[a->terms[i].token].place == (int32_t)i);
        check(i == 0 || a->terms[i].token > a->terms[i - 1].token);
        for (size_t k = 0; k < i && k < 64; k++) {
            check(a->terms[k].hash != a->terms[i].hash);
        }
        counted += a->terms[i].count;
    }
    check(counted == placed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct analyser *analyser;
    static struct analysis analysis;
    if (size == 0 || !utf8_valid(slice_of((const char *)data + 1, size - 1), NULL)) {
        return 0;
    }
    analyser = analyser ? analyser : analyser_new(NULL, NULL);
    enum lang hint = (enum lang)(data[0] % (LANG_OTHER + 1));
    analysis_run(analyser, slice_of((const char *)data + 1, size - 1), hint, LANG_FR, &analysis);
    check_analysis(&analysis);
    return 0;
}
