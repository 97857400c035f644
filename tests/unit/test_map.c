/* tests/unit/test_map.c - the hash map against a naive model, key 0, growth, removal, chains that
 * wrap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"

#define KEYS 700

/* The naive model: one cell a key. */
struct model {
    bool held[KEYS];
    uint64_t value[KEYS];
    size_t count;
};

struct seen {
    const struct model *model;
    uint64_t (*key_of)(size_t i);
    size_t count;
    uint64_t sum;
};

static uint64_t plain_key(size_t i)
{
    return i;
}

static uint64_t hashed_key(size_t i)
{
    return i == 0 ? 0 : hash_mix(i);
}

/* Keys that differ in their high bits only: the map must not rely on low bits. */
static uint64_t high_key(size_t i)
{
    return (uint64_t)i << 52;
}

static void count_pair(void *context, uint64_t key, uint64_t value)
{
    struct seen *seen = context;
    seen->count++;
    seen->sum += key ^ value;
}

static void compare(const struct map *m, const struct model *model, uint64_t (*key_of)(size_t i))
{
    uint64_t sum = 0;
    for (size_t i = 0; i < KEYS; i++) {
        uint64_t value = 99;
        assert_int_equal(map_get(m, key_of(i), &value), model->held[i]);
        assert_int_equal(value, model->held[i] ? model->value[i] : 99);
        assert_int_equal(map_get(m, key_of(i), NULL), model->held[i]);
        sum += model->held[i] ? key_of(i) ^ model->value[i] : 0;
    }
    assert_int_equal(m->count + m->has_zero, model->count);
    struct seen seen = {.model = model};
    map_each(m, count_pair, &seen);
    assert_int_equal(seen.count, model->count);
    assert_int_equal(seen.sum, sum);
}

static void insert(struct map *m, struct model *model, size_t i, uint64_t key, uint64_t value)
{
    bool is_new;
    uint64_t *place = map_at(m, key, &is_new);
    assert_int_equal(is_new, !model->held[i]);
    assert_int_equal(*place, model->held[i] ? model->value[i] : 0);
    *place = value;
    model->count += is_new;
    model->held[i] = true;
    model->value[i] = value;
}

static void play(struct map *m, uint64_t (*key_of)(size_t i))
{
    struct model *model = calloc(1, sizeof *model);
    assert_non_null(model);
    uint64_t dice = 1;
    for (int step = 0; step < 60000; step++) {
        dice = hash_mix(dice + 0x9e3779b97f4a7c15u);
        size_t i = (size_t)(dice >> 20) % KEYS;
        /* Waves: mostly inserting, then mostly removing. */
        bool inserts = (dice & 15) < ((step / 5000) % 2 ? 4 : 12);
        if (inserts) {
            insert(m, model, i, key_of(i), dice);
        } else {
            assert_int_equal(map_remove(m, key_of(i)), model->held[i]);
            model->count -= model->held[i];
            model->held[i] = false;
        }
        if (step % 997 == 0) {
            compare(m, model, key_of);
        }
    }
    compare(m, model, key_of);
    for (size_t i = 0; i < KEYS; i++) {
        map_remove(m, key_of(i));
    }
    assert_int_equal(m->count + m->has_zero, 0);
    free(model);
}

static void behaves_like_the_model(void **state)
{
    (void)state;
    uint64_t (*const ways[])(size_t) = {plain_key, hashed_key, high_key};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        static const size_t expected[] = {0, 1, KEYS};
        for (size_t e = 0; e < sizeof expected / sizeof *expected; e++) {
            struct map m;
            map_init(&m, expected[e]);
            play(&m, ways[w]);
            map_done(&m);
        }
    }
}

static void an_empty_map_answers(void **state)
{
    (void)state;
    struct map m;
    map_init(&m, 0);
    assert_null(m.slots);
    assert_false(map_get(&m, 0, NULL));
    assert_false(map_get(&m, 5, NULL));
    assert_false(map_remove(&m, 0));
    assert_false(map_remove(&m, 5));
    struct seen seen = {0};
    map_each(&m, count_pair, &seen);
    assert_int_equal(seen.count, 0);
    *map_at(&m, 0, NULL) = 3;
    uint64_t value = 0;
    assert_true(map_get(&m, 0, &value));
    assert_int_equal(value, 3);
    assert_true(map_remove(&m, 0));
    bool is_new = false;
    assert_int_equal(*map_at(&m, 0, &is_new), 0);
    assert_true(is_new);
    map_done(&m);
    assert_false(map_get(&m, 0, NULL));
}

static void room_asked_for_is_room_had(void **state)
{
    (void)state;
    static const size_t expected[] = {1, 7, 8, 9, 16, 17, 1000, 1024, 1025};
    for (size_t e = 0; e < sizeof expected / sizeof *expected; e++) {
        struct map m;
        map_init(&m, expected[e]);
        const struct map_slot *slots = m.slots;
        for (uint64_t key = 1; key <= expected[e]; key++) {
            *map_at(&m, key, NULL) = key;
        }
        assert_ptr_equal(m.slots, slots);
        assert_true(m.count * 2 <= m.mask + 1);
        map_done(&m);
    }
}

static void a_known_key_does_not_move_the_others(void **state)
{
    (void)state;
    struct map m;
    map_init(&m, 8);
    for (uint64_t key = 1; key <= 8; key++) {
        map_at(&m, key, NULL);
    }
    uint64_t *one = map_at(&m, 1, NULL);
    for (uint64_t key = 1; key <= 8; key++) {
        map_at(&m, key, NULL); /* exactly half full: nothing is inserted, nothing may grow */
    }
    assert_ptr_equal(map_at(&m, 1, NULL), one);
    map_done(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(behaves_like_the_model),
        cmocka_unit_test(an_empty_map_answers),
        cmocka_unit_test(room_asked_for_is_room_had),
        cmocka_unit_test(a_known_key_does_not_move_the_others),
    };
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
