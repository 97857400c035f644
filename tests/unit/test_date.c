/* tests/unit/test_date.c - all days of 1900 to 2100 there and back, leap years, and what is no
 * date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/date.h"

static void known_days(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t day;
    } cases[] = {
        {"1970-01-01", 0},
        {"1969-12-31", -1},
        {"2000-02-29", 11016},
        {"2000-03-01", 11017},
        {"2024-02-29", 19782},
        {"2038-01-19", 24855},
        {"0000-01-01", -719528},
        {"0000-02-29", -719469},
        {"0000-03-01", -719468},
        {"9999-12-31", 2932896},
        {"2024-05-06T07:08:09Z", 19849},
        {"2024-05-06 07:08", 19849},
        {"2024-05-06garbage", 19849},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(date_parse(slice_from(cases[i].text)), cases[i].day);
    }
}

static void what_is_no_date(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",           "2024",       "2024-05",    "2024-05-0",  "2024-5-06",   "24-05-06",
        "2024-00-10", "2024-13-10", "2024-05-00", "2024-05-32", "2024-04-31",  "2023-02-29",
        "1900-02-29", "2100-02-29", "2024/05/06", "06-05-2024", "+024-05-06",  "-024-05-06",
        "2024-05 06", "2024-0a-06", "2024-05-0x", "20240506T1", " 2024-05-06", "0000-00-00",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(date_parse(slice_from(cases[i])), DATE_NONE);
    }
    assert_int_equal(date_parse(slice_of(NULL, 0)), DATE_NONE);
    assert_int_equal(date_parse(slice_of("2024-05-06", 9)), DATE_NONE);
}

/* Counts days the naive way, month by month, next to the arithmetic. */
static void all_days_there_and_back(void **state)
{
    (void)state;
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -25567;
    for (int year = 1900; year <= 2100; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days[month - 1] + (month == 2 && leap); day++) {
                char text[40];
                char back[11];
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                assert_int_equal(date_parse(slice_from(text)), expected);
                date_format(expected, back);
                assert_string_equal(back, text);
                expected++;
            }
        }
    }
}

static void far_days_there_and_back(void **state)
{
    (void)state;
    for (int32_t day = -719528; day <= 2932896; day += 61) {
        char text[11];
        date_format(day, text);
        assert_int_equal(date_parse(slice_from(text)), day);
    }
}

static void days_out_of_range_are_no_date(void **state)
{
    (void)state;
    static const int32_t cases[] = {-719529, 2932897, INT32_MAX, DATE_NONE};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[11];
        date_format(cases[i], text);
        assert_string_equal(text, "0000-00-00");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(all_days_there_and_back),
        cmocka_unit_test(far_days_there_and_back),
        cmocka_unit_test(days_out_of_range_are_no_date),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
