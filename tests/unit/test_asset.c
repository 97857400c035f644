/* tests/unit/test_asset.c - every embedded file is found by its name, comes in order, and ends in a
 * NUL byte that its
 * length does not count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/asset.h"

static void unknown_names_give_the_empty_slice(void **state)
{
    (void)state;
    static const char *const names[] = {"", "words", "words/", "words/no_such_file.txt", "zzz"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice bytes = asset_find(names[i]);
        assert_null(bytes.ptr);
        assert_int_equal(bytes.len, 0);
    }
}

static void every_asset_is_found_by_its_name(void **state)
{
    (void)state;
    size_t cursor = 0;
    struct asset asset;
    while (asset_next(&cursor, &asset)) {
        struct slice bytes = asset_find(asset.name);
        assert_ptr_equal(bytes.ptr, asset.bytes.ptr);
        assert_int_equal(bytes.len, asset.bytes.len);
        assert_int_equal(bytes.ptr[bytes.len], 0);
    }
}

static void names_are_in_order(void **state)
{
    (void)state;
    size_t cursor = 0;
    const char *before = "";
    struct asset asset;
    while (asset_next(&cursor, &asset)) {
        assert_true(strcmp(before, asset.name) < 0);
        before = asset.name;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_names_give_the_empty_slice),
        cmocka_unit_test(every_asset_is_found_by_its_name),
        cmocka_unit_test(names_are_in_order),
    };
    return cmocka_run_group_tests_name("asset", tests, NULL, NULL);
}
