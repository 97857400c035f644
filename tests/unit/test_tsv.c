/* tests/unit/test_tsv.c - headers in any order, rows with missing and extra cells, refusals that
 * name the column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/tsv.h"

static const char *const names[] = {"id", "text", "lang"};

static void headers(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int required;
        enum err code;
        int places[3];
    } cases[] = {
        {"id\ttext\tlang", 3, ERR_NONE, {0, 1, 2}},
        {"lang\tid\ttext", 3, ERR_NONE, {1, 2, 0}},
        {"ID\tText\tLANG", 3, ERR_NONE, {0, 1, 2}},
        {" id \ttext", 2, ERR_NONE, {0, 1, -1}},
        {"x\ttext\ty\tid\tz", 2, ERR_NONE, {3, 1, -1}},
        {"id\tid\ttext", 2, ERR_NONE, {0, 2, -1}}, /* the first of two counts */
        {"text\tid\t", 2, ERR_NONE, {1, 0, -1}},
        {"", 0, ERR_NONE, {-1, -1, -1}},
        {"", 1, ERR_PARSE, {0}},
        {"id", 2, ERR_PARSE, {0}},
        {"idx\ttext", 1, ERR_PARSE, {0}},
        {"i\ttext", 1, ERR_PARSE, {0}},
        {"id text", 1, ERR_PARSE, {0}},
        {"id,text", 1, ERR_PARSE, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tsv_header h;
        enum err code =
            tsv_header_read(&h, slice_from(cases[i].line), names, 3, cases[i].required, NULL);
        assert_int_equal(code, cases[i].code);
        for (int k = 0; k < 3 && code == ERR_NONE; k++) {
            assert_int_equal(h.place[k], cases[i].places[k]);
        }
    }
}

static void a_missing_column_is_named_and_the_line_shown(void **state)
{
    (void)state;
    struct fault f;
    struct tsv_header h;
    fault_clear(&f);
    assert_int_equal(tsv_header_read(&h, SLICE("id\tbody\n\x01\0"), names, 3, 2, &f), ERR_PARSE);
    assert_non_null(strstr(f.text, "\"text\""));
    assert_non_null(strstr(f.text, "id|body"));
    fault_clear(&f);
    char longest[4000];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(tsv_header_read(&h, slice_of(longest, 4000), names, 3, 1, &f), ERR_PARSE);
    assert_non_null(strstr(f.text, "xxx..."));
    fault_clear(&f);
    assert_int_equal(tsv_header_read(&h, slice_of(NULL, 0), names, 3, 1, &f), ERR_PARSE);
    assert_non_null(strstr(f.text, "nothing"));
}

static void too_many_columns(void **state)
{
    (void)state;
    char line[TSV_COLUMNS_MAX];
    memset(line, '\t', sizeof line);
    struct tsv_header h;
    assert_int_equal(tsv_header_read(&h, slice_of(line, TSV_COLUMNS_MAX - 1), names, 3, 0, NULL),
                     ERR_NONE);
    assert_int_equal(h.count, TSV_COLUMNS_MAX);
    assert_int_equal(tsv_header_read(&h, slice_of(line, TSV_COLUMNS_MAX), names, 3, 0, NULL),
                     ERR_LIMIT);
    assert_int_equal(tsv_header_read(&h, SLICE("id"), names, TSV_COLUMNS_MAX + 1, 0, NULL),
                     ERR_LIMIT);
}

static void rows(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        int required;
        enum err code;
        const char *cells[3];
    } cases[] = {
        {"fr\t7\thello\tx", 2, ERR_NONE, {"7", "hello", "fr"}},
        {"fr\t7\thello", 2, ERR_NONE, {"7", "hello", "fr"}},
        {"fr\t7\t", 2, ERR_NONE, {"7", "", "fr"}},
        {"\t\t", 2, ERR_NONE, {"", "", ""}},
        {" fr \t 7\t hello ", 2, ERR_NONE, {" 7", " hello ", " fr "}}, /* cells stay as they are */
        {"fr\t7\thello\tx\ty\tz", 2, ERR_NONE, {"7", "hello", "fr"}},
        {"fr\t7", 1, ERR_NONE, {"7", "", "fr"}},
        {"fr\t7", 2, ERR_PARSE, {0}},
        {"fr", 1, ERR_PARSE, {0}},
        {"", 0, ERR_NONE, {"", "", ""}},
        {"", 1, ERR_PARSE, {0}},
    };
    struct tsv_header h;
    assert_int_equal(tsv_header_read(&h, SLICE("lang\tid\ttext\tnote"), names, 3, 2, NULL),
                     ERR_NONE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice cells[3];
        enum err code = tsv_row_read(&h, slice_from(cases[i].row), cells, cases[i].required, NULL);
        assert_int_equal(code, cases[i].code);
        for (int k = 0; k < 3 && code == ERR_NONE; k++) {
            assert_true(slice_equal(cells[k], slice_from(cases[i].cells[k])));
        }
    }
}

static void rows_with_absent_columns_and_nul_bytes(void **state)
{
    (void)state;
    struct tsv_header h;
    struct slice cells[3];
    assert_int_equal(tsv_header_read(&h, SLICE("text"), names, 3, 0, NULL), ERR_NONE);
    assert_int_equal(tsv_row_read(&h, SLICE("a\0b\tc"), cells, 0, NULL), ERR_NONE);
    assert_int_equal(cells[0].len, 0);
    assert_true(slice_equal(cells[1], SLICE("a\0b")));
    assert_int_equal(cells[2].len, 0);
    assert_int_equal(tsv_row_read(&h, slice_of(NULL, 0), cells, 0, NULL), ERR_NONE);
    assert_int_equal(cells[1].len, 0);
}

static void a_short_row_says_what_is_missing(void **state)
{
    (void)state;
    struct fault f;
    struct tsv_header h;
    struct slice cells[3];
    fault_clear(&f);
    assert_int_equal(tsv_header_read(&h, SLICE("lang\tid\ttext"), names, 3, 2, &f), ERR_NONE);
    assert_int_equal(tsv_row_read(&h, SLICE("secret\t7"), cells, 2, &f), ERR_PARSE);
    assert_non_null(strstr(f.text, "has 2 columns"));
    assert_non_null(strstr(f.text, "column 3"));
    assert_null(strstr(f.text, "secret")); /* rows hold messages; faults are logged */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers),
        cmocka_unit_test(a_missing_column_is_named_and_the_line_shown),
        cmocka_unit_test(too_many_columns),
        cmocka_unit_test(rows),
        cmocka_unit_test(rows_with_absent_columns_and_nul_bytes),
        cmocka_unit_test(a_short_row_says_what_is_missing),
    };
    return cmocka_run_group_tests_name("tsv", tests, NULL, NULL);
}
