/* fuzz/fuzz_match.c - any message against a small index: what match/match.h promises of an answer.
 *
 * Input that is not UTF-8 is refused, as every caller does. The first byte chooses how many
 * candidates are wanted, the
 * second the hint. All claims are invented.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"
#include "match/match.h"

static const char *const claims[] = {
    "La crème solaire provoque le cancer de la peau.",
    "Le jus de citron guérit l'acné en une nuit.",
    "Le vaccin contre le zona a tué 1200 personnes en Bretagne. https://example.org/zona",
    "Boire 4 litres d'eau par jour guérit l'eczéma.",
    "Raw garlic rubbed on the scalp cures hair loss.",
    "Wifi routers give children shingles.",
    "Mayonnaise suffocates head lice in 20 minutes.",
    "Sleeping on silk pillows prevents basal cell carcinoma.",
};

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct matcher *matcher_over_claims(void)
{
    struct match_index *x = match_index_new();
    struct fault f = {0};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        char id[] = {'c', (char)('0' + i), '\0'};
        struct claim c = {
            .id = slice_from(id), .text = slice_from(claims[i]), .date_days = DATE_NONE};
        check(match_index_add(x, &c, &f) == ERR_NONE);
        if (i == 4) {
            match_index_commit(x);
        }
    }
    match_index_commit(x);
    return matcher_new(x, NULL);
}

static void check_inside(const struct slice *list, size_t count, size_t max, struct slice text)
{
    check(count <= max);
    for (size_t i = 0; i < count; i++) {
        check(list[i].ptr >= text.ptr && list[i].ptr + list[i].len <= text.ptr + text.len);
        check(list[i].len > 0 && utf8_valid(list[i], NULL));
    }
}

static void check_why(struct matcher *m, size_t place, struct slice text)
{
    struct match_why why;
    matcher_why(m, place, &why);
    check_inside(why.words, why.word_count, MATCH_WORDS_MAX, text);
    check_inside(why.numbers, why.number_count, MATCH_DIFFER_MAX, text);
    check(why.claim_number_count <= MATCH_DIFFER_MAX && why.name_count <= MATCH_DIFFER_MAX);
    check(why.number_count == 0 || why.claim_number_count > 0);
    check(why.known_copy.len == 0);
}

static void check_answer(const struct match_answer *a, size_t top)
{
    check(a->count <= top && a->confidence >= 0 && a->confidence <= 1);
    check(!a->suggest || (a->count > 0 && a->stance != STANCE_DENIES));
    for (size_t i = 0; i < a->count; i++) {
        check(a->top[i].id.len == 2 && !a->top[i].known_copy && a->top[i].place == i);
        check(a->top[i].confidence >= 0 && a->top[i].confidence <= a->confidence);
        check(i == 0 || a->top[i].confidence <= a->top[i - 1].confidence);
        check(i == 0 || a->top[i].score <= a->top[i - 1].score);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct matcher *matcher;
    struct match_answer answer;
    if (size < 2 || !utf8_valid(slice_of((const char *)data + 2, size - 2), NULL)) {
        return 0;
    }
    matcher = matcher ? matcher : matcher_over_claims();
    struct slice text = slice_of((const char *)data + 2, size - 2);
    size_t top = 1 + data[0] % MATCH_TOP_MAX;
    matcher_ask(matcher, text, (enum lang)(data[1] % (LANG_OTHER + 1)), DATE_NONE, top, 0.1,
                &answer);
    check_answer(&answer, top);
    for (size_t i = 0; i < answer.count; i++) {
        check_why(matcher, i, text);
    }
    return 0;
}
