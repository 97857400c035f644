/* tests/unit/test_fold.c - words come out in the form in which they are compared, by either path,
 * and folding twice changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/fold.h"

/* A character that the table does not know, that nothing combines with, and that folds to itself: a
 * word with it goes through ICU. */
#define FORCE_ICU "中"

struct row {
    const char *word;
    const char *folded;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf out;
        buf_init(&out, 1000);
        fold_word(slice_from(rows[i].word), &out);
        assert_string_equal(out.ptr ? out.ptr : "", rows[i].folded);
        assert_false(out.full);
        buf_done(&out);
    }
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void latin_words_become_ascii(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"Eczéma", "eczema"},
        {"ECZÉMA", "eczema"},
        {"e\u0301", "e"},
        {"Ec\u0327a\u0301", "eca"},
        {"œdème", "oedeme"},
        {"ŒDÈME", "oedeme"},
        {"Ætius", "aetius"},
        {"ǽ", "ae"},
        {"ß", "ss"},
        {"ẞ", "ss"},
        {"STRAßE", "strasse"},
        {"søren", "soren"},
        {"ǿ", "o"},
        {"Łódź", "lodz"},
        {"Đặng", "dang"},
        {"ısı", "isi"},
        {"İstanbul", "istanbul"},
        {"ﬁèvre", "fievre"},
        {"ﬀ", "ff"},
        {"Việt", "viet"},
        {"naïve", "naive"},
        {"ＶＡＣＣＩＮ", "vaccin"},
        {"𝐯𝐚𝐜𝐜𝐢𝐧", "vaccin"},
        {"ⓥaccin", "vaccin"},
        {"vac\u00adcin", "vaccin"},
        {"vac\u200bcin", "vaccin"},
        {"vac\u2060c\ufeffin", "vaccin"},
        {"\u200b", ""},
        {"z\u0335a\u0336l\u0337g\u0338o\u030d\u030e\u0304", "zalgo"},
        {"H₂O", "h2o"},
        {"m²", "m2"},
        {"1ᵉʳ", "1er"},
        {"covid19", "covid19"},
    };
    CHECK_ROWS(rows);
}

static void other_scripts_keep_their_vowels(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ΨΩΡΊΑΣΗ", "ψωριαση"}, {"ψωρίασης", "ψωριασησ"}, {"Ёлка", "елка"},   {"НОВЫЙ", "новый"},
        {"нови\u0306", "новй"}, {"їжак", "іжак"},         {"مُحَمَّد", "محمد"},   {"لقـــاح", "لقاح"},
        {"أحمد", "احمد"},       {"رحمٰن", "رحمن"},         {"हिन्दी", "हिन्दी"}, {"தமிழ்", "தமிழ்"},
        {"ไวรัส", "ไวรัส"},       {"ガン", "ガン"},         {"ｶﾞﾝ", "ガン"},    {"한국", "한국"},
        {"שָׁלוֹם", "שָׁלוֹם"},       {"疫苗", "疫苗"},
    };
    CHECK_ROWS(rows);
}

static void look_alikes_in_latin_words_become_latin(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"рsоriаsis", "psoriasis"}, /* Cyrillic er, o, a */
        {"РSОRIАSIS", "psoriasis"}, /* and their capitals */
        {"vаccіne", "vaccine"},     /* Cyrillic a, i */
        {"VАCCІNE", "vaccine"},     /* Cyrillic capital I, which UTS 39 takes for an l */
        {"кetaмine", "ketamine"},   /* small letters shaped like capitals */
        {"vαccinο", "vaccino"},     /* Greek alpha, omicron */
        {"TNFα", "tnfa"},
        {"\u00b5g", "μg"}, /* micro sign: no look-alike of m or u */
        {"μg", "μg"},
        {"ΜG", "mg"},           /* Greek capital mu is one of M */
        {"псориаз", "псориаз"}, /* Cyrillic alone stays */
        {"ЖКТx", "жktx"},       /* what imitates nothing stays */
    };
    CHECK_ROWS(rows);
}

/* fold of code followed by tail, into out. */
static void fold_code(uint32_t code, const char *tail, struct buf *out)
{
    char bytes[16];
    size_t len = utf8_put(bytes, code);
    memcpy(bytes + len, tail, strlen(tail));
    buf_clear(out);
    fold_word(slice_of(bytes, len + strlen(tail)), out);
}

static void check_same_by_table(uint32_t code)
{
    struct buf table;
    struct buf icu;
    buf_init(&table, 100);
    buf_init(&icu, 100);
    fold_code(code, "", &table);
    fold_code(code, FORCE_ICU, &icu);
    buf_add_text(&table, FORCE_ICU);
    if (!slice_equal(buf_slice(&table), buf_slice(&icu))) {
        fail_msg("U+%04X: table %s, ICU %s", code, table.ptr, icu.ptr);
    }
    buf_done(&table);
    buf_done(&icu);
}

static void the_table_agrees_with_icu(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x250; code++) {
        check_same_by_table(code);
    }
    for (uint32_t code = 0x1e00; code < 0x1f00; code++) {
        check_same_by_table(code);
    }
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const tails[] = {"", "a", "\u0301x", "д"};
    struct buf once;
    struct buf twice;
    buf_init(&once, 1000);
    buf_init(&twice, 1000);
    for (uint32_t code = 1; code < 0x1f000; code++) {
        if (code >= 0xd800 && code < 0xe000) {
            continue;
        }
        for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
            fold_code(code, tails[i], &once);
            buf_clear(&twice);
            fold_word(buf_slice(&once), &twice);
            if (!slice_equal(buf_slice(&once), buf_slice(&twice))) {
                fail_msg("U+%04X + %s: %s, then %s", code, tails[i], once.ptr, twice.ptr);
            }
        }
    }
    buf_done(&once);
    buf_done(&twice);
}

static void absurdly_long_words_fill_the_buffer(void **state)
{
    (void)state;
    struct buf word;
    struct buf out;
    buf_init(&word, 100000);
    for (int i = 0; i < 2000; i++) {
        buf_add_text(&word, "д");
    }
    buf_init(&out, 100000);
    fold_word(buf_slice(&word), &out);
    assert_true(out.full);
    assert_int_equal(out.len, 0);
    buf_done(&out);

    buf_init(&out, 3);
    fold_word(SLICE("Eczema"), &out);
    assert_true(out.full);
    buf_done(&out);
    buf_done(&word);
}

static void words_longer_than_the_table_takes_fold_alike(void **state)
{
    (void)state;
    struct buf word;
    struct buf out;
    buf_init(&word, 1000);
    for (int i = 0; i < 100; i++) {
        buf_add_text(&word, "É");
    }
    buf_init(&out, 1000);
    fold_word(buf_slice(&word), &out);
    assert_int_equal(out.len, 100);
    for (size_t i = 0; i < out.len; i++) {
        assert_int_equal(out.ptr[i], 'e');
    }
    buf_done(&word);
    buf_done(&out);
}

static void texts_that_look_alike_have_one_skeleton(void **state)
{
    (void)state;
    struct buf a;
    struct buf b;
    buf_init(&a, 100000);
    buf_init(&b, 100000);
    fold_skeleton(SLICE("le psoriasis"), &a);
    fold_skeleton(SLICE("lе рsоriаsis"), &b);
    assert_true(a.len > 0);
    assert_true(slice_equal(buf_slice(&a), buf_slice(&b)));
    buf_clear(&b);
    fold_skeleton(SLICE("le lupus"), &b);
    assert_false(slice_equal(buf_slice(&a), buf_slice(&b)));
    buf_clear(&a);
    fold_skeleton(SLICE(""), &a);
    fold_skeleton(slice_of(NULL, 0), &a);
    fold_word(slice_of(NULL, 0), &a);
    assert_int_equal(a.len, 0);
    buf_done(&a);
    buf_done(&b);
}

static void skeletons_of_long_texts_are_whole(void **state)
{
    (void)state;
    struct buf text;
    struct buf out;
    buf_init(&text, 100000);
    for (int i = 0; i < 3000; i++) {
        buf_add_text(&text, "о ");
    }
    buf_init(&out, 100000);
    buf_add_text(&out, "x");
    fold_skeleton(buf_slice(&text), &out);
    assert_int_equal(out.len, 6001);
    assert_int_equal(out.ptr[6001], 0);
    assert_memory_equal(out.ptr, "xo o ", 5);
    buf_done(&out);
    buf_init(&out, 100);
    fold_skeleton(buf_slice(&text), &out);
    assert_true(out.full);
    buf_done(&out);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_words_become_ascii),
        cmocka_unit_test(other_scripts_keep_their_vowels),
        cmocka_unit_test(look_alikes_in_latin_words_become_latin),
        cmocka_unit_test(the_table_agrees_with_icu),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(absurdly_long_words_fill_the_buffer),
        cmocka_unit_test(words_longer_than_the_table_takes_fold_alike),
        cmocka_unit_test(texts_that_look_alike_have_one_skeleton),
        cmocka_unit_test(skeletons_of_long_texts_are_whole),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
