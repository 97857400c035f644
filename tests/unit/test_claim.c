/* tests/unit/test_claim.c - the invariants of a claim, the names of its values, and what the words
 * and numbers of
 * fact-checkers mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "model/claim.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct claim good_claim(void)
{
    return (struct claim){.id = SLICE("c-1"), .text = SLICE("Le citron guérit l'acné.")};
}

static void check_fails(const struct claim *c, enum err code, const char *part)
{
    struct fault f = {.code = ERR_NONE};
    enum err got = claim_check(c, &f);
    if (got != code || f.code != code || !strstr(f.text, part)) {
        fail_msg("got %d \"%s\", wanted %d with \"%s\"", (int)got, f.text, (int)code, part);
    }
}

static void good_claims_pass(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x", "  x", "\xc2\xa0x", "日焼け止めは危険だ", "a\x0b", "\xf0\x9f\xa7\xb4"};
    struct fault f = {.code = ERR_NONE};
    struct claim c = good_claim();
    assert_int_equal(claim_check(&c, &f), ERR_NONE);
    for (size_t i = 0; i < COUNT(texts); i++) {
        c.text = slice_from(texts[i]);
        assert_int_equal(claim_check(&c, &f), ERR_NONE);
    }
    assert_string_equal(f.text, "");
}

static void bad_ids_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        const char *sentence;
    } cases[] = {{"", "the id is empty"},
                 {"a\x01", "control character at its byte offset 1"},
                 {"\x7f", "control character at its byte offset 0"},
                 {"ab\xc2\x85", "control character at its byte offset 2"},
                 {"a\tb", "the id holds a tab"},
                 {"a\nb", "line break"},
                 {"a\xff", "the id is not valid UTF-8 at its byte offset 1"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct claim c = good_claim();
        c.id = slice_from(cases[i].id);
        check_fails(&c, ERR_PARSE, cases[i].sentence);
    }
    struct claim c = good_claim();
    c.id = SLICE("no-break\xc2\xa0space is no control");
    assert_int_equal(claim_check(&c, NULL), ERR_NONE);
}

static void blank_texts_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        "   ",
                                        "\xc2\xa0",
                                        "\xe2\x80\x8b \xef\xbb\xbf",
                                        "\xe3\x80\x80",
                                        "\xe2\x80\xaf\xe2\x81\xa0"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct claim c = good_claim();
        c.text = slice_from(texts[i]);
        check_fails(&c, ERR_PARSE, "the claim is empty");
    }
}

/* The i-th text field of a claim. */
static struct slice *field_of(struct claim *c, size_t i)
{
    struct slice *fields[] = {&c->text, &c->title,  &c->lang,      &c->fact,  &c->url,
                              &c->link, &c->author, &c->publisher, &c->rating};
    return i < COUNT(fields) ? fields[i] : NULL;
}

static void every_field_is_checked(void **state)
{
    (void)state;
    static const char *const names[] = {"the claim",  "the title",     "the language",
                                        "the fact",   "(url)",         "the link",
                                        "the author", "the publisher", "the rating"};
    static const struct slice bad[] = {{"a\tb", 3}, {"a\rb", 3},  {"a\nb", 3},
                                       {"a\0b", 3}, {"a\xc3", 2}, {"\xed\xa0\x80", 3}};
    char *huge = malloc(CLAIM_TEXT_MAX + 1);
    assert_non_null(huge);
    memset(huge, 'x', CLAIM_TEXT_MAX + 1);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct claim c = good_claim();
        for (size_t k = 0; k < COUNT(bad); k++) {
            *field_of(&c, i) = bad[k];
            check_fails(&c, ERR_PARSE, names[i]);
        }
        *field_of(&c, i) = slice_of(huge, CLAIM_TEXT_MAX + 1);
        check_fails(&c, ERR_LIMIT, names[i]);
        *field_of(&c, i) = slice_of(huge, CLAIM_TEXT_MAX);
        assert_int_equal(claim_check(&c, NULL), ERR_NONE);
    }
    struct claim c = good_claim();
    c.id = slice_of(huge, CLAIM_ID_MAX);
    assert_int_equal(claim_check(&c, NULL), ERR_NONE);
    c.id.len++;
    check_fails(&c, ERR_LIMIT, "the id has 513 bytes");
    free(huge);
}

static void names_go_both_ways(void **state)
{
    (void)state;
    for (int v = VERDICT_NONE; v <= VERDICT_SATIRE; v++) {
        assert_int_equal(verdict_from_name(slice_from(verdict_name((enum verdict)v))), v);
    }
    for (int h = HARM_UNKNOWN; h <= HARM_HIGH; h++) {
        assert_int_equal(harm_from_name(slice_from(harm_name((enum harm)h))), h);
    }
    assert_string_equal(verdict_name(VERDICT_MOSTLY_TRUE), "mostly-true");
    assert_string_equal(harm_name(HARM_UNKNOWN), "");
    assert_int_equal(verdict_from_name(SLICE("False")), VERDICT_NONE);
    assert_int_equal(verdict_from_name(SLICE("")), VERDICT_NONE);
    assert_int_equal(harm_from_name(SLICE("huge")), HARM_UNKNOWN);
    assert_string_equal(verdict_name((enum verdict)99), "none");
    assert_string_equal(harm_name((enum harm)99), "");
}

struct rating_case {
    const char *words;
    enum verdict verdict;
};

static void check_ratings(const struct rating_case *cases, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        enum verdict got = verdict_from_rating(slice_from(cases[i].words));
        if (got != cases[i].verdict) {
            print_error("\"%s\" is %s, wanted %s\n", cases[i].words, verdict_name(got),
                        verdict_name(cases[i].verdict));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void english_scales(void **state)
{
    (void)state;
    static const struct rating_case cases[] = {
        /* Snopes */
        {"True", VERDICT_TRUE},
        {"Mostly True", VERDICT_MOSTLY_TRUE},
        {"Mixture", VERDICT_MIXED},
        {"Mostly False", VERDICT_MISLEADING},
        {"False", VERDICT_FALSE},
        {"Unproven", VERDICT_UNPROVEN},
        {"Unfounded", VERDICT_UNPROVEN},
        {"Outdated", VERDICT_MISLEADING},
        {"Miscaptioned", VERDICT_MISLEADING},
        {"Correct Attribution", VERDICT_TRUE},
        {"Misattributed", VERDICT_FALSE},
        {"Scam", VERDICT_FALSE},
        {"Legend", VERDICT_UNPROVEN},
        {"Labeled Satire", VERDICT_SATIRE},
        {"Originated as Satire", VERDICT_SATIRE},
        {"Fake", VERDICT_FALSE},
        {"Research In Progress", VERDICT_NONE},
        /* PolitiFact */
        {"Pants on Fire!", VERDICT_FALSE},
        {"Half True", VERDICT_MIXED},
        {"half-true", VERDICT_MIXED},
        {"Barely True", VERDICT_MISLEADING},
        {"Full Flop", VERDICT_NONE},
        /* Washington Post */
        {"One Pinocchio", VERDICT_MOSTLY_TRUE},
        {"Two Pinocchios", VERDICT_MIXED},
        {"Three Pinocchios", VERDICT_MISLEADING},
        {"4 Pinocchios", VERDICT_FALSE},
        {"Bottomless Pinocchio", VERDICT_FALSE},
        {"Geppetto Checkmark", VERDICT_TRUE},
        {"Verdict pending", VERDICT_NONE},
        /* FactCheck.org */
        {"Distorts the Facts", VERDICT_MISLEADING},
        {"Not the Whole Story", VERDICT_MISLEADING},
        {"Cherry Picks", VERDICT_MISLEADING},
        {"Spins the Facts", VERDICT_MISLEADING},
        {"Out of Context", VERDICT_MISLEADING},
        {"No Evidence", VERDICT_UNPROVEN},
        /* Science Feedback, Health Feedback, Climate Feedback */
        {"Accurate", VERDICT_TRUE},
        {"Mostly accurate", VERDICT_MOSTLY_TRUE},
        {"Mostly_Accurate", VERDICT_MOSTLY_TRUE},
        {"Partially correct", VERDICT_MIXED},
        {"Imprecise", VERDICT_MIXED},
        {"Lacks context", VERDICT_MISLEADING},
        {"Flawed reasoning", VERDICT_MISLEADING},
        {"Inadequate support", VERDICT_UNPROVEN},
        {"Unsupported", VERDICT_UNPROVEN},
        {"Inaccurate", VERDICT_FALSE},
        {"Factually inaccurate", VERDICT_FALSE},
        {"Misrepresents source: this study did not look at sunscreen", VERDICT_MISLEADING},
        {"Overstates scientific confidence", VERDICT_MISLEADING},
        /* Africa Check */
        {"Incorrect", VERDICT_FALSE},
        {"Mostly correct", VERDICT_MOSTLY_TRUE},
        {"Exaggerated", VERDICT_MISLEADING},
        {"Understated", VERDICT_MISLEADING},
        {"Unverifiable", VERDICT_UNPROVEN},
        /* Full Fact */
        {"This is false.", VERDICT_FALSE},
        {"That’s wrong.", VERDICT_FALSE},
        {"Broadly correct.", VERDICT_MOSTLY_TRUE},
        {"There is no evidence that this cream works.", VERDICT_UNPROVEN},
        {"This is not correct. The figure is five times lower.", VERDICT_FALSE},
        {"Correct.", VERDICT_TRUE},
        /* Correctiv in English */
        {"Completely false", VERDICT_FALSE},
        {"Made up", VERDICT_FALSE},
        {"Unsubstantiated", VERDICT_UNPROVEN},
        {"Missing context", VERDICT_MISLEADING},
        {"False context", VERDICT_MISLEADING},
        {"Manipulated", VERDICT_FALSE},
        {"Partly false", VERDICT_MIXED},
        {"Largely correct", VERDICT_MOSTLY_TRUE},
        /* AP, Reuters, USA Today, Lead Stories, Facebook's programme */
        {"AP'S ASSESSMENT: False. The picture was altered.", VERDICT_FALSE},
        {"Altered video", VERDICT_FALSE},
        {"Hoax Alert", VERDICT_FALSE},
        {"Synthetic media", VERDICT_FALSE},
        {"AI-generated", VERDICT_FALSE},
        {"Old photo", VERDICT_MISLEADING},
        {"Partly True", VERDICT_MIXED},
        {"Our rating: Missing context", VERDICT_MISLEADING},
        {"Verdict - Misleading", VERDICT_MISLEADING},
        {"Debunked", VERDICT_FALSE},
        {"Truth & Fiction!", VERDICT_MIXED},
        {"Parody", VERDICT_SATIRE}};
    check_ratings(cases, COUNT(cases));
}

static void french_scales(void **state)
{
    (void)state;
    static const struct rating_case cases[] = {
        /* AFP Factuel, 20 Minutes, TF1, Libération CheckNews */
        {"Faux", VERDICT_FALSE},
        {"FAUX", VERDICT_FALSE},
        {"C'est faux !", VERDICT_FALSE},
        {"Fausse", VERDICT_FALSE},
        {"Totalement faux", VERDICT_FALSE},
        {"100 % faux", VERDICT_FALSE},
        {"Plutôt faux", VERDICT_MISLEADING},
        {"PLUTOT FAUX", VERDICT_MISLEADING},
        {"Plutôt vrai", VERDICT_MOSTLY_TRUE},
        {"Plutot\xcc\x82 vrai", VERDICT_MOSTLY_TRUE}, /* the accent as a mark of its own */
        {"Vrai", VERDICT_TRUE},
        {"Tout à fait vrai", VERDICT_TRUE},
        {"Vraie", VERDICT_TRUE},
        {"Trompeur", VERDICT_MISLEADING},
        {"Trompeuse", VERDICT_MISLEADING},
        {"Faux et trompeur", VERDICT_MISLEADING},
        {"Intox", VERDICT_FALSE},
        {"Infox", VERDICT_FALSE},
        {"Canular", VERDICT_FALSE},
        {"Détourné", VERDICT_MISLEADING},
        {"Photo truquée", VERDICT_FALSE},
        {"Photomontage", VERDICT_FALSE},
        {"Image générée par IA", VERDICT_FALSE},
        {"Manque de contexte", VERDICT_MISLEADING},
        {"Contexte manquant", VERDICT_MISLEADING},
        {"Sorti de son contexte", VERDICT_MISLEADING},
        {"Partiellement faux", VERDICT_MIXED},
        {"Partiellement vrai", VERDICT_MIXED},
        {"En partie vrai", VERDICT_MIXED},
        {"Vrai en partie", VERDICT_MIXED},
        {"Vrai, en grande partie", VERDICT_MOSTLY_TRUE},
        {"À moitié vrai", VERDICT_MIXED},
        {"Fake Off : faux", VERDICT_FALSE},
        {"Vrai ou faux ? Faux", VERDICT_FALSE},
        {"Vrai ou faux : plutôt vrai", VERDICT_MOSTLY_TRUE},
        {"VRAI OU FAKE. Trompeur", VERDICT_MISLEADING},
        {"À nuancer", VERDICT_MIXED},
        {"À relativiser", VERDICT_MIXED},
        {"Vrai, mais...", VERDICT_MOSTLY_TRUE},
        {"Vrai, mais trompeur", VERDICT_MISLEADING},
        {"Faux – la vidéo est vraie mais date d'il y a dix ans", VERDICT_FALSE},
        {"Fausse légende", VERDICT_MISLEADING},
        /* Les Décodeurs */
        {"C’est plus compliqué", VERDICT_MIXED},
        {"Exagéré", VERDICT_MISLEADING},
        {"Invérifiable", VERDICT_UNPROVEN},
        {"Mensonger", VERDICT_FALSE},
        {"Erroné", VERDICT_FALSE},
        {"Inexact", VERDICT_FALSE},
        {"Non prouvé", VERDICT_UNPROVEN},
        {"Ce n'est pas prouvé", VERDICT_UNPROVEN},
        {"Sans preuve", VERDICT_UNPROVEN},
        {"Non confirmé", VERDICT_UNPROVEN},
        {"Douteux", VERDICT_UNPROVEN},
        {"Trop tôt pour le dire", VERDICT_UNPROVEN},
        /* Africa Check */
        {"Correct", VERDICT_TRUE},
        {"Incorrecte", VERDICT_FALSE},
        {"En grande partie correct", VERDICT_MOSTLY_TRUE},
        {"Sous-estimé", VERDICT_MISLEADING},
        {"Satirique", VERDICT_SATIRE},
        {"Poisson d'avril", VERDICT_SATIRE},
        {"Détournement satirique", VERDICT_SATIRE}};
    check_ratings(cases, COUNT(cases));
}

static void negations_are_read_with_care(void **state)
{
    (void)state;
    static const struct rating_case cases[] = {
        {"Not true", VERDICT_FALSE},
        {"This isn't true", VERDICT_FALSE},
        {"Not at all true", VERDICT_FALSE},
        {"Untrue", VERDICT_FALSE},
        {"Pas vrai", VERDICT_FALSE},
        {"Ce n'est pas vrai", VERDICT_FALSE},
        {"Pas du tout vrai", VERDICT_FALSE},
        {"Rien de vrai", VERDICT_FALSE},
        {"No, this is false", VERDICT_FALSE},
        {"Non, c'est faux", VERDICT_FALSE},
        {"Not proven", VERDICT_UNPROVEN},
        {"Cannot be verified", VERDICT_UNPROVEN},
        {"Not entirely true", VERDICT_MIXED},
        {"Pas tout à fait vrai", VERDICT_MIXED},
        {"Pas entièrement faux", VERDICT_MIXED},
        {"Ni vrai ni faux", VERDICT_MIXED},
        {"No longer true", VERDICT_MISLEADING},
        {"Ce n'est plus vrai", VERDICT_MISLEADING},
        /* unsure: nothing is said */
        {"Not false", VERDICT_NONE},
        {"Ce n'est pas faux", VERDICT_NONE},
        {"N'est pas faux", VERDICT_NONE},
        {"Not untrue", VERDICT_NONE},
        {"No real evidence", VERDICT_NONE},
        {"Pas de vrai lien", VERDICT_NONE},
        {"Aucun vrai médecin", VERDICT_NONE},
        {"Pas vraiment vrai", VERDICT_NONE},
        {"Ce n'est pas une vraie photo", VERDICT_NONE},
        {"Not misleading", VERDICT_NONE},
        {"Pas trompeur", VERDICT_NONE},
        {"Pas de satire", VERDICT_NONE},
        {"Not mostly true", VERDICT_NONE},
        {"Non c'est faux", VERDICT_NONE},
        {"Aucun lien n'a pu être établi avec un vrai médecin", VERDICT_NONE},
        {"It is true that the cream exists, the rest is another matter", VERDICT_NONE},
        {"Il est vrai que la crème existe", VERDICT_NONE},
        {"Faux, même s'il est vrai que la crème existe", VERDICT_FALSE},
        {"Faux, alors que l'autre chiffre est vrai", VERDICT_FALSE},
        {"No", VERDICT_NONE},
        {"Non", VERDICT_NONE},
        {"Yes", VERDICT_NONE}};
    check_ratings(cases, COUNT(cases));
}

static void what_is_unclear_says_nothing(void **state)
{
    (void)state;
    static const struct rating_case cases[] = {
        {"", VERDICT_NONE},
        {" ", VERDICT_NONE},
        {"?", VERDICT_NONE},
        {"N/A", VERDICT_NONE},
        {"3", VERDICT_NONE},
        {"Vrai ou faux ?", VERDICT_NONE},
        {"True?", VERDICT_NONE},
        {"Truecolor", VERDICT_NONE},
        {"Falsehoods", VERDICT_NONE},
        {"Explainer", VERDICT_NONE},
        {"Décryptage", VERDICT_NONE},
        {"Ложь", VERDICT_NONE},
        {"\xff false", VERDICT_NONE}, /* not UTF-8 */
        {"False\xc3", VERDICT_NONE},
        {"The true figure is lower", VERDICT_NONE},
        {"Le vrai chiffre est plus bas", VERDICT_NONE},
        {"Le risque de fausse couche", VERDICT_NONE},
        {"Un faux positif", VERDICT_NONE},
        {"Sans aucun doute vrai", VERDICT_TRUE},
        {"Not only false but made up", VERDICT_FALSE},
        {"Probably false", VERDICT_UNPROVEN},
        {"Sans doute vrai", VERDICT_UNPROVEN},
        {"Sometimes true", VERDICT_MIXED},
        {"True and false", VERDICT_MIXED},
        {"More false than true", VERDICT_MISLEADING},
        {"Plutôt vrai que faux", VERDICT_MOSTLY_TRUE},
        {"False (satire)", VERDICT_SATIRE},
        {"(Mostly) false", VERDICT_MISLEADING},
        /* the story of a long segment does not count, its head and its last word do */
        {"The video shows a march in another town and the real one was never filmed by anybody "
         "there",
         VERDICT_NONE},
        {"The post that shows a nurse who throws the cream away in a ward is false", VERDICT_FALSE},
        {"False because the true dose that the study gave to its mice was never given to any "
         "person",
         VERDICT_FALSE}};
    check_ratings(cases, COUNT(cases));
}

static void long_and_odd_ratings_are_bounded(void **state)
{
    (void)state;
    enum { SIZE = 200000 };
    static const char *const units[] = {"faux ", "\xc5\x93", "not ",     "a,",
                                        "- ",    "...",      "\xcc\x81", "vrai ou "};
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t unit = strlen(units[i]);
        for (size_t at = 0; at + unit <= SIZE; at += unit) {
            memcpy(text + at, units[i], unit);
        }
        (void)verdict_from_rating(slice_of(text, SIZE / unit * unit));
    }
    free(text);
}

static void numbers_are_read_on_their_scale(void **state)
{
    (void)state;
    static const struct {
        double value, worst, best;
        enum verdict verdict;
    } cases[] = {{1, 1, 5, VERDICT_FALSE},
                 {2, 1, 5, VERDICT_MISLEADING},
                 {3, 1, 5, VERDICT_MIXED},
                 {4, 1, 5, VERDICT_MOSTLY_TRUE},
                 {5, 1, 5, VERDICT_TRUE},
                 {5, 0, 0, VERDICT_TRUE},  /* no scale stated */
                 {1, 5, 1, VERDICT_FALSE}, /* a scale upside down is none */
                 {0, 1, 5, VERDICT_NONE},
                 {6, 1, 5, VERDICT_NONE},
                 {6, 1, 6, VERDICT_TRUE},
                 {-1, 1, 5, VERDICT_NONE},
                 {-1, -1, 1, VERDICT_NONE},
                 {0, 0, 10, VERDICT_FALSE},
                 {10, 0, 10, VERDICT_TRUE},
                 {5, 0, 10, VERDICT_MIXED},
                 {75, 0, 100, VERDICT_MOSTLY_TRUE},
                 {NAN, 1, 5, VERDICT_NONE},
                 {1, NAN, 5, VERDICT_FALSE},
                 {INFINITY, 1, INFINITY, VERDICT_NONE},
                 {1, -1.7e308, 1.7e308, VERDICT_NONE},
                 {1e308, 0, 1e308, VERDICT_TRUE}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(verdict_from_scale(cases[i].value, cases[i].worst, cases[i].best),
                         cases[i].verdict);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_claims_pass),
        cmocka_unit_test(bad_ids_are_refused),
        cmocka_unit_test(blank_texts_are_refused),
        cmocka_unit_test(every_field_is_checked),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(english_scales),
        cmocka_unit_test(french_scales),
        cmocka_unit_test(negations_are_read_with_care),
        cmocka_unit_test(what_is_unclear_says_nothing),
        cmocka_unit_test(long_and_odd_ratings_are_bounded),
        cmocka_unit_test(numbers_are_read_on_their_scale),
    };
    return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
