/* tests/unit/test_group.c - copies together as they come: who joins whom, bounds, and that nothing
 * is revised. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "triage/group.h"

struct bench {
    struct analyser *analyser;
    struct analysis analysis;
    struct groups *groups;
    uint64_t tag;
};

static void begin(struct bench *b, struct group_options options)
{
    *b = (struct bench){
        .analyser = analyser_new(NULL, NULL), .groups = groups_new(&options), .tag = 100};
}

static struct group_place add(struct bench *b, const char *text)
{
    struct near_print p;
    analysis_run(b->analyser, slice_from(text), LANG_NONE, LANG_NONE, &b->analysis);
    near_print_of(&b->analysis, &p);
    return groups_add(b->groups, &p, ++b->tag, 0);
}

static void end(struct bench *b)
{
    analysis_done(&b->analysis);
    analyser_free(b->analyser);
    groups_free(b->groups);
}

static void copies_join_and_others_do_not(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t group, copies, copy_of;
    } rows[] = {
        {"Attention : le vinaigre fait tomber les verrues en deux jours, faites tourner", 1, 1, 0},
        {"Les cabines de bronzage préparent la peau au soleil de l'été", 2, 1, 0},
        {"le vinaigre fait tomber les verrues en deux jours !! faites tourner svp", 1, 2, 101},
        {"Garlic rubbed on a wart every night makes it vanish", 3, 1, 0},
        {"Les cabines de bronzage préparent la peau au soleil de l'été", 2, 2, 102},
        {"Il pleut sur Nantes et le train est encore en retard", 4, 1, 0},
        {"Attention : le vinaigre fait tomber les verrues en deux jours, faites tourner", 1, 3,
         101},
    };
    struct bench b;
    begin(&b, (struct group_options){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct group_place p = add(&b, rows[i].text);
        assert_int_equal(p.group, rows[i].group);
        assert_int_equal(p.copies, rows[i].copies);
        if (rows[i].copies > 1) {
            assert_int_equal(p.copy_of, rows[i].copy_of);
            assert_true(p.similarity >= 0.3f && p.similarity <= 1.0f);
        } else {
            assert_int_equal(p.first, b.tag);
        }
    }
    assert_int_equal(groups_count(b.groups), 4);
    end(&b);
}

static void texts_without_words_stay_alone(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, (struct group_options){0});
    for (uint64_t i = 1; i <= 5; i++) {
        struct group_place p = add(&b, i % 2 ? "" : "  ");
        assert_int_equal(p.group, i);
        assert_int_equal(p.copies, 1);
    }
    end(&b);
}

static void groups_are_forgotten_with_their_last_message(void **state)
{
    (void)state;
    struct bench b;
    char text[64];
    size_t bytes = 0;
    begin(&b, (struct group_options){.capacity = 20});
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "%c%c%cork %c%c%cibar", 'b' + i % 20, 'b' + i / 20 % 20,
                 'b' + i / 400, 'b' + i % 20, 'b' + i / 20 % 20, 'b' + i / 400);
        assert_int_equal(add(&b, text).copies, 1);
        assert_true(groups_count(b.groups) <= 20);
        bytes = i == 200 ? groups_bytes(b.groups) : bytes;
    }
    assert_int_equal(groups_bytes(b.groups), bytes);
    end(&b);
}

static void a_group_outlives_its_first_message(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, (struct group_options){.capacity = 4});
    for (uint64_t i = 1; i <= 30; i++) {
        struct group_place p = add(&b, "le vinaigre fait tomber les verrues en deux jours");
        assert_int_equal(p.group, 1);
        assert_int_equal(p.copies, i);
        assert_int_equal(p.first, 101);
    }
    end(&b);
}

static void the_threshold_decides(void **state)
{
    (void)state;
    static const char *const first = "le vinaigre blanc fait tomber les verrues en deux jours";
    static const char *const second = "le vinaigre blanc fait briller les vitres en deux minutes";
    struct bench b;
    begin(&b, (struct group_options){.threshold = 0.05f});
    add(&b, first);
    assert_int_equal(add(&b, second).group, 1);
    end(&b);
    begin(&b, (struct group_options){.threshold = 0.95f});
    add(&b, first);
    assert_int_equal(add(&b, second).group, 2);
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_join_and_others_do_not),
        cmocka_unit_test(texts_without_words_stay_alone),
        cmocka_unit_test(groups_are_forgotten_with_their_last_message),
        cmocka_unit_test(a_group_outlives_its_first_message),
        cmocka_unit_test(the_threshold_decides),
    };
    return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
