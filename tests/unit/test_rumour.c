/* tests/unit/test_rumour.c - names of rumours: groups learn their claim, a message's own claim
 * wins, and what is forgotten
 * does not come back under a wrong name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "triage/rumour.h"

struct bench {
    struct analyser *analyser;
    struct analysis analysis;
    struct rumours *rumours;
};

static void begin(struct bench *b, size_t messages)
{
    memset(b, 0, sizeof *b);
    b->analyser = analyser_new(NULL, NULL);
    b->rumours = rumours_new(messages);
}

static void end(struct bench *b)
{
    rumours_free(b->rumours);
    analysis_done(&b->analysis);
    analyser_free(b->analyser);
}

static struct rumour_place add(struct bench *b, const char *id, const char *text, const char *claim)
{
    struct near_print print;
    struct rumour_place place;
    analysis_run(b->analyser, slice_from(text), LANG_EN, LANG_EN, &b->analysis);
    near_print_of(&b->analysis, &print);
    rumours_add(b->rumours, slice_from(id), &print, slice_from(claim), &place);
    return place;
}

static void is(struct slice got, const char *wanted)
{
    assert_true(slice_equal(got, slice_from(wanted)));
}

#define SALVE "Black salve draws out skin cancer naturally, no surgery needed"

static void groups_learn_their_claim(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, 0);
    struct rumour_place p = add(&b, "a", SALVE, "");
    is(p.name, "copy:a");
    assert_null(p.copy_of.ptr);
    assert_int_equal(p.copies, 1);
    p = add(&b, "b", SALVE "!", "");
    is(p.name, "copy:a");
    is(p.copy_of, "a");
    assert_int_equal(p.copies, 2);
    is(add(&b, "c", SALVE, "can-01").name, "claim:can-01");
    is(add(&b, "d", SALVE, "").name, "claim:can-01");
    is(add(&b, "e", SALVE, "other").name, "claim:other");
    is(add(&b, "f", SALVE, "").name, "claim:can-01"); /* the first claim stays the group's */
    is(add(&b, "g", "Nothing like the others at all, a day at the sea", "").name, "copy:g");
    is(add(&b, "h", "One more text of its own, about trains and delays", "t").name, "claim:t");
    end(&b);
}

static void a_blank_message_is_alone(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, 0);
    is(add(&b, "a", "", "").name, "copy:a");
    is(add(&b, "b", " ", "").name, "copy:b");
    end(&b);
}

static void memory_is_bounded_and_names_stay_right(void **state)
{
    (void)state;
    struct bench b;
    char id[32], text[128];
    begin(&b, 50);
    for (int i = 0; i < 2000; i++) {
        snprintf(id, sizeof id, "m%d", i);
        /* words of their own: letters only, for digits would be numbers apart */
        char own[] = {(char)('b' + i % 20), (char)('b' + i / 20 % 20), (char)('b' + i / 400), '\0'};
        snprintf(text, sizeof text, "%szork %sfibar %sglun", own, own, own);
        struct rumour_place p = add(&b, id, text, i % 3 == 0 ? "x" : "");
        if (i % 3 == 0) {
            is(p.name, "claim:x");
        } else {
            assert_true(p.name.len == strlen(id) + 5 &&
                        memcmp(p.name.ptr + 5, id, strlen(id)) == 0);
        }
        /* the same again: found among the last 50, and still under the first one's name */
        p = add(&b, "again", text, "");
        assert_int_equal(p.copies, 2);
        is(p.copy_of, id);
    }
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(groups_learn_their_claim),
                                       cmocka_unit_test(a_blank_message_is_alone),
                                       cmocka_unit_test(memory_is_bounded_and_names_stay_right)};
    return cmocka_run_group_tests_name("rumour", tests, NULL, NULL);
}
