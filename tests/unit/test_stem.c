/* tests/unit/test_stem.c - forms of a word share a stem in every language that has a stemmer, and
 * what is no word is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/stem.h"

static int open_set(void **state)
{
    *state = stemmers_new();
    return 0;
}

static int close_set(void **state)
{
    stemmers_free(*state);
    return 0;
}

static void forms_of_a_word_share_a_stem(void **state)
{
    /* Two forms each, folded. */
    static const struct {
        enum lang lang;
        const char *a;
        const char *b;
    } rows[] = {
        {LANG_FR, "vaccins", "vaccin"},        {LANG_FR, "traitements", "traitement"},
        {LANG_FR, "guerissent", "guerissait"}, {LANG_EN, "vaccines", "vaccine"},
        {LANG_EN, "treated", "treating"},      {LANG_AR, "اللقاح", "لقاح"},
        {LANG_CA, "vacunes", "vacuna"},        {LANG_DA, "lægerne", "læger"},
        {LANG_DE, "impfungen", "impfung"},     {LANG_EL, "γιατροι", "γιατροσ"},
        {LANG_ES, "vacunas", "vacuna"},        {LANG_FI, "rokotteet", "rokotteen"},
        {LANG_HI, "किताबें", "किताब"},           {LANG_HU, "orvosok", "orvos"},
        {LANG_ID, "penyakitnya", "penyakit"},  {LANG_IT, "vaccini", "vaccino"},
        {LANG_NL, "patienten", "patient"},     {LANG_NO, "legene", "leger"},
        {LANG_PT, "vacinas", "vacina"},        {LANG_RO, "vaccinurile", "vaccinuri"},
        {LANG_RU, "прививки", "прививка"},     {LANG_RU, "новый", "новая"},
        {LANG_SV, "sjukdomar", "sjukdom"},     {LANG_TR, "doktorlar", "doktor"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf first;
        buf_init(&first, 100);
        buf_add(&first, stemmers_stem(*state, slice_from(rows[i].a), rows[i].lang));
        struct slice second = stemmers_stem(*state, slice_from(rows[i].b), rows[i].lang);
        if (!slice_equal(buf_slice(&first), second)) {
            fail_msg("%s: %s, %s: %.*s", rows[i].a, first.ptr, rows[i].b, (int)second.len,
                     second.ptr);
        }
        buf_done(&first);
    }
}

static void check_own_stem(struct stemmers *s, struct slice word, enum lang l)
{
    struct slice stem = stemmers_stem(s, word, l);
    assert_true(slice_equal(stem, word));
}

static void what_is_no_word_is_its_own_stem(void **state)
{
    static const char *const words[] = {"", "es", "os", "covid19s", "19s", "٣كتب", "h2os", "éé"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (int l = LANG_NONE; l <= LANG_OTHER; l++) {
            check_own_stem(*state, slice_from(words[i]), (enum lang)l);
        }
    }
    check_own_stem(*state, slice_of(NULL, 0), LANG_FR);
    char lengthy[65];
    memset(lengthy, 's', sizeof lengthy);
    check_own_stem(*state, slice_of(lengthy, 65), LANG_EN);
    assert_true(stemmers_stem(*state, slice_of(lengthy, 64), LANG_EN).len > 0);
}

static void languages_without_a_stemmer_give_the_word(void **state)
{
    check_own_stem(*state, SLICE("vaccines"), LANG_NONE);
    check_own_stem(*state, SLICE("vaccines"), LANG_OTHER);
    check_own_stem(*state, SLICE("vaccines"), (enum lang)1000);
    check_own_stem(*state, SLICE("vaccines"), (enum lang) - 1);
}

static void no_stem_is_empty(void **state)
{
    static const char *const words[] = {"sss", "ing", "ings", "ement", "ами",
                                        "ами", "lar", "ون",   "ات",    "eee"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (int l = LANG_NONE; l <= LANG_LAST; l++) {
            assert_true(stemmers_stem(*state, slice_from(words[i]), (enum lang)l).len > 0);
        }
    }
}

/* Every language up to LANG_LAST changes some word: none lost its stemmer by a misspelt name. */
static void every_language_has_a_stemmer(void **state)
{
    static const struct {
        enum lang lang;
        const char *word;
    } rows[] = {
        {LANG_FR, "vaccins"},   {LANG_EN, "vaccines"},  {LANG_AR, "اللقاح"},
        {LANG_CA, "vacunes"},   {LANG_DA, "sygdomme"},  {LANG_DE, "impfungen"},
        {LANG_EL, "εμβολια"},   {LANG_ES, "vacunas"},   {LANG_FI, "rokotteet"},
        {LANG_HI, "किताबें"},     {LANG_HU, "orvosok"},   {LANG_ID, "penyakitnya"},
        {LANG_IT, "vaccini"},   {LANG_NE, "नेपालको"},    {LANG_NL, "artsen"},
        {LANG_NO, "legene"},    {LANG_PT, "vacinas"},   {LANG_RO, "vaccinurile"},
        {LANG_RU, "прививки"},  {LANG_SV, "sjukdomar"}, {LANG_TA, "மரங்கள்"},
        {LANG_TR, "doktorlar"},
    };
    assert_int_equal(sizeof rows / sizeof *rows, LANG_LAST);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice word = slice_from(rows[i].word);
        if (slice_equal(stemmers_stem(*state, word, rows[i].lang), word)) {
            fail_msg("%s: unchanged", rows[i].word);
        }
    }
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    stemmers_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_a_word_share_a_stem),
        cmocka_unit_test(what_is_no_word_is_its_own_stem),
        cmocka_unit_test(languages_without_a_stemmer_give_the_word),
        cmocka_unit_test(no_stem_is_empty),
        cmocka_unit_test(every_language_has_a_stemmer),
        cmocka_unit_test(freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests_name("stem", tests, open_set, close_set);
}
