/* tests/unit/test_match.c - the engine as its callers see it: a message finds its claim, and the
 * answer says why. All
 * claims and messages are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "match/match.h"
#include "match/memory.h"
#include "text/analysis.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    const char *id, *lang, *text;
} pool[] = {
    {"fr-creme", "fr", "La crème solaire provoque le cancer de la peau."},
    {"fr-citron", "fr", "Appliquer du jus de citron sur le visage guérit l'acné en une nuit."},
    {"fr-dentifrice", "fr", "Le dentifrice fait disparaître les boutons."},
    {"fr-urine", "fr", "L'urine de vache soigne le psoriasis."},
    {"fr-gale", "fr", "La gale ne touche que les personnes qui ne se lavent pas."},
    {"fr-verrue", "fr", "Une gousse d'ail posée sur une verrue la fait tomber en 3 jours."},
    {"fr-cortisone", "fr", "La cortisone en crème reste dans le sang toute la vie."},
    {"fr-tatouage", "fr", "Les encres de tatouage contiennent des puces électroniques."},
    {"fr-argile", "fr", "L'argile verte aspire le mélanome hors du corps."},
    {"fr-chocolat", "fr", "Le chocolat noir empêche les rides."},
    {"fr-vaccin", "fr", "Le vaccin contre le zona a tué 1200 personnes en Bretagne."},
    {"fr-savon", "fr", "Le savon de Marseille fait repousser les cheveux."},
    {"fr-bronzage", "fr",
     "Les cabines de bronzage préparent la peau et évitent les coups de soleil."},
    {"fr-oignon", "fr", "Mettre un oignon dans ses chaussettes élimine les mycoses des pieds."},
    {"fr-eau", "fr", "Boire 4 litres d'eau par jour guérit l'eczéma."},
    {"en-garlic", "en", "Raw garlic rubbed on the scalp cures hair loss."},
    {"en-dark", "en", "People with dark skin never get sunburn."},
    {"en-botox", "en", "Botox injections travel to the brain and cause dementia."},
    {"en-nickel", "en", "Wearing a copper bracelet removes nickel allergy."},
    {"en-bleach", "en", "Drinking bleach clears vitiligo within 10 days."},
    {"en-milk", "en", "Cow milk is the only cause of eczema in babies."},
    {"en-wifi", "en", "Wifi routers give children shingles."},
    {"en-shampoo", "en", "Sulfate shampoo poisons the liver."},
    {"en-mole", "en", "Cutting a mole spreads cancer through the whole body."},
    {"en-honey", "en", "Manuka honey kills all leprosy bacteria."},
    {"en-laser", "en", "Laser hair removal makes women infertile."},
    {"en-coconut", "en", "Coconut oil has a sun protection factor of 90."},
    {"en-biotin", "en", "Biotin tablets double the speed of nail growth."},
    {"en-lice", "en", "Mayonnaise suffocates head lice in 20 minutes."},
    {"en-pillow", "en", "Sleeping on silk pillows prevents basal cell carcinoma."},
};

static struct claim claim_of(const char *id, const char *lang, const char *text)
{
    return (struct claim){.id = slice_from(id),
                          .lang = slice_from(lang),
                          .text = slice_from(text),
                          .date_days = DATE_NONE,
                          .harm = HARM_HIGH,
                          .verdict = VERDICT_FALSE};
}

static void add(struct match_index *x, struct claim c)
{
    struct fault f = {0};
    if (match_index_add(x, &c, &f) != ERR_NONE) {
        fail_msg("%s", f.text);
    }
}

static struct match_index *pool_index(void)
{
    struct match_index *x = match_index_new();
    for (size_t i = 0; i < COUNT(pool); i++) {
        struct claim c = claim_of(pool[i].id, pool[i].lang, pool[i].text);
        if (strcmp(pool[i].id, "fr-argile") == 0) {
            c.link = SLICE("https://example.org/argile-verte?utm_source=x");
        }
        add(x, c);
    }
    match_index_commit(x);
    return x;
}

struct fixture {
    struct match_index *index;
    struct match_memory *memory;
    struct matcher *matcher;
    struct match_answer answer;
};

static int open_index(void **state)
{
    static struct fixture f;
    f.index = pool_index();
    f.memory = match_memory_new();
    f.matcher = matcher_new(f.index, f.memory);
    *state = &f;
    return 0;
}

static int close_index(void **state)
{
    struct fixture *f = *state;
    matcher_free(f->matcher);
    match_memory_free(f->memory);
    match_index_free(f->index);
    return 0;
}

static void check_answer(const struct match_answer *a, size_t top)
{
    assert_true(a->count <= top);
    assert_true(a->confidence >= 0 && a->confidence <= 1);
    assert_true(a->count == 0 ? a->confidence <= 0 && !a->suggest
                              : a->confidence <= a->top[0].confidence &&
                                    a->confidence >= a->top[0].confidence);
    for (size_t i = 0; i < a->count; i++) {
        assert_true(a->top[i].confidence >= 0 && a->top[i].confidence <= 1);
        assert_true(a->top[i].id.len > 0);
        assert_int_equal(a->top[i].place, i);
        assert_true(i == 0 || a->top[i].confidence < a->top[i - 1].confidence ||
                    a->top[i].confidence <= 0);
        assert_true(i == 0 || a->top[i].score <= a->top[i - 1].score);
    }
    assert_false(a->suggest && a->stance == STANCE_DENIES);
}

static const struct match_answer *ask_in(struct fixture *f, struct matcher *m, const char *text)
{
    matcher_ask(m, slice_from(text), LANG_NONE, DATE_NONE, 5, 0.1, &f->answer);
    check_answer(&f->answer, 5);
    return &f->answer;
}

static const struct match_answer *ask(struct fixture *f, const char *text)
{
    return ask_in(f, f->matcher, text);
}

static void check_first(const struct match_answer *a, const char *id)
{
    if (a->count == 0 || !slice_equal(a->top[0].id, slice_from(id))) {
        fail_msg("wanted %s first, got %.*s", id, a->count ? (int)a->top[0].id.len : 7,
                 a->count ? a->top[0].id.ptr : "nothing");
    }
}

static bool has(const struct slice *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(list[i], slice_from(text))) {
            return true;
        }
    }
    return false;
}

static bool has_id(const struct match_answer *a, const char *id)
{
    for (size_t i = 0; i < a->count; i++) {
        if (slice_equal(a->top[i].id, slice_from(id))) {
            return true;
        }
    }
    return false;
}

static void every_claim_finds_itself(void **state)
{
    for (size_t i = 0; i < COUNT(pool); i++) {
        const struct match_answer *a = ask(*state, pool[i].text);
        check_first(a, pool[i].id);
        assert_int_equal(a->top[0].harm, HARM_HIGH);
        assert_int_equal(a->top[0].verdict, VERDICT_FALSE);
        assert_false(a->top[0].known_copy);
    }
}

static void obvious_messages_find_their_claim(void **state)
{
    static const char *const rows[][2] = {
        {"Attention les amis!! La CRÈME SOLAIRE donne le cancer de la peau, partagez", "fr-creme"},
        {"Vous saviez qu'un jus de citron sur le visage guérit l'acné?", "fr-citron"},
        {"ma tante met du dentifrice sur ses boutons, ils disparaissent", "fr-dentifrice"},
        {"#psoriasis : l'urine de vache le soigne très bien", "fr-urine"},
        {"Pose une gousse d'ail sur ta verrue et elle tombe", "fr-verrue"},
        {"il y a des puces électroniques dans les encres de tatouage", "fr-tatouage"},
        {"un oignon dans les chaussettes et adieu mycose", "fr-oignon"},
        {"just rub raw garlic on your scalp, hair loss is cured", "en-garlic"},
        {"my cousin swears a copper bracelet removes nickel allergies", "en-nickel"},
        {"wifi routers are giving our children shingles!!!", "en-wifi"},
        {"Botox travels to your brain and you get dementia", "en-botox"},
        {"put mayonnaise on your kid's head lice, it suffocates them", "en-lice"},
        {"coconut oil is a natural sun protection, factor 90", "en-coconut"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_first(ask(f, rows[i][0]), rows[i][1]);
    }
    assert_int_equal(ask(f, rows[0][0])->lang, LANG_FR);
    assert_int_equal(ask(f, rows[7][0])->lang, LANG_EN);
}

static void shared_words_are_parts_of_the_message(void **state)
{
    struct fixture *f = *state;
    struct match_why why;
    const char *text = "Pose une gousse d'ail sur ta verrue, elle tombe vite demain";
    check_first(ask(f, text), "fr-verrue");
    matcher_why(f->matcher, 0, &why);
    assert_true(why.word_count >= 3 && why.word_count <= MATCH_WORDS_MAX);
    assert_true(has(why.words, why.word_count, "gousse"));
    assert_true(has(why.words, why.word_count, "verrue"));
    assert_false(has(why.words, why.word_count, "demain"));
    assert_false(has(why.words, why.word_count, "une"));
    for (size_t i = 0; i < why.word_count; i++) {
        assert_true(why.words[i].ptr >= text &&
                    why.words[i].ptr + why.words[i].len <= text + strlen(text));
    }
    assert_false(why.link);
    assert_int_equal(why.known_copy.len, 0);
    matcher_why(f->matcher, MATCH_TOP_MAX + 100, &why);
    assert_int_equal(why.word_count, 0);
}

static void numbers_that_differ_are_told(void **state)
{
    struct fixture *f = *state;
    struct match_why why;
    check_first(ask(f, "Le vaccin contre le zona a tué 8 000 personnes en Bretagne"), "fr-vaccin");
    matcher_why(f->matcher, 0, &why);
    assert_int_equal(why.number_count, 1);
    assert_true(has(why.numbers, why.number_count, "8 000"));
    assert_int_equal(why.claim_number_count, 1);
    assert_true(has(why.claim_numbers, why.claim_number_count, "1200"));
    assert_int_equal(why.name_count, 0);

    check_first(ask(f, "Le vaccin contre le zona a tué 1 200 personnes"), "fr-vaccin");
    matcher_why(f->matcher, 0, &why);
    assert_int_equal(why.number_count, 0);
    assert_int_equal(why.claim_number_count, 0);
    assert_true(has(why.names_missing, why.name_count, "Bretagne"));
}

static void a_shared_address_is_evidence(void **state)
{
    struct fixture *f = *state;
    struct match_why why;
    const char *text = "Lisez https://www.example.org/argile-verte#haut";
    check_first(ask(f, text), "fr-argile");
    matcher_why(f->matcher, 0, &why);
    assert_true(why.link);
    assert_int_equal(why.word_count, 0);
    ask(f, "Verrue https://example.org/autre");
    matcher_why(f->matcher, 0, &why);
    assert_false(why.link);
    /* The address is no reason to show the first word. */
    check_first(ask(f, "Chocolat https://example.org/argile-verte argile mélanome"), "fr-argile");
    matcher_why(f->matcher, 0, &why);
    assert_true(why.link);
    assert_false(has(why.words, why.word_count, "Chocolat"));
}

static void french_messages_find_english_claims(void **state)
{
    struct match_index *x = match_index_new();
    struct fixture *f = *state;
    add(x, claim_of("en-sunscreen", "en", "Sunscreen causes skin cancer."));
    for (size_t i = 15; i < COUNT(pool); i++) {
        add(x, claim_of(pool[i].id, pool[i].lang, pool[i].text));
    }
    match_index_commit(x);
    struct matcher *m = matcher_new(x, NULL);
    check_first(ask_in(f, m, "La crème solaire provoque des cancers de la peau"), "en-sunscreen");
    matcher_free(m);
    match_index_free(x);
}

static struct near_print print_of(struct matcher *m)
{
    struct near_print p;
    near_print_of(matcher_analysis(m), &p);
    return p;
}

static void known_copies_come_first_until_undone(void **state)
{
    struct fixture *f = *state;
    struct match_why why;
    struct fault fault = {0};
    const char *text =
        "ma voisine jure que son truc aux feuilles de chou marche, essayez donc ce soir";
    const char *near =
        "ma voisine jure que son truc aux feuilles de chou marche, essayez donc ce soir!!";
    float before = ask(f, text)->confidence;
    struct near_print p = print_of(f->matcher);
    match_memory_learn(f->memory, SLICE("m1"), &p, SLICE("en-pillow"), false);

    const struct match_answer *a = ask(f, near);
    check_first(a, "en-pillow");
    assert_true(a->top[0].known_copy && a->confidence > 0.7f && a->confidence >= before);
    matcher_why(f->matcher, 0, &why);
    assert_true(slice_equal(why.known_copy, SLICE("m1")));
    assert_false(has_id(ask(f, "une tout autre histoire de jardinage"), "en-pillow"));

    assert_int_equal(match_memory_undo(f->memory, SLICE("m1"), SLICE("en-pillow"), &fault),
                     ERR_NONE);
    a = ask(f, near);
    assert_false(has_id(a, "en-pillow"));
    assert_true(a->confidence < 0.7f);
    assert_int_equal(match_memory_undo(f->memory, SLICE("m1"), SLICE("en-pillow"), &fault),
                     ERR_NOTFOUND);
}

static void a_copy_of_a_claim_that_is_gone_is_nothing(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {0};
    const char *text = "un message quelconque sur la soupe aux poireaux du dimanche";
    ask(f, text);
    struct near_print p = print_of(f->matcher);
    match_memory_learn(f->memory, SLICE("m2"), &p, SLICE("no-such-claim"), false);
    assert_false(has_id(ask(f, text), "no-such-claim"));
    assert_int_equal(match_memory_undo(f->memory, SLICE("m2"), SLICE("no-such-claim"), &fault),
                     ERR_NONE);
}

static void refuted_pairs_never_return(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {0};
    const char *text = "Le chocolat noir empêche les rides, dit ma grand-mère";
    check_first(ask(f, text), "fr-chocolat");
    struct near_print p = print_of(f->matcher);
    match_memory_learn(f->memory, SLICE("m3"), &p, SLICE("fr-chocolat"), true);
    assert_false(has_id(ask(f, text), "fr-chocolat"));
    check_first(ask(f, "Mangez! Le chocolat noir: pas de rides, aucune, c'est prouvé"),
                "fr-chocolat");
    assert_int_equal(match_memory_undo(f->memory, SLICE("m3"), SLICE("fr-chocolat"), &fault),
                     ERR_NONE);
    check_first(ask(f, text), "fr-chocolat");
}

static void messages_about_nothing_suggest_nothing(void **state)
{
    static const char *const texts[] = {
        "",
        "😀",
        "???",
        "Bonjour à tous, belle journée et bon courage pour la semaine!",
        "The train to the coast was late again this morning, what a surprise",
        "Quelqu'un a vu le match hier soir? Quel but!",
        "12 34 56",
        "https://example.net/rien",
        "солнце и кожа",
        "防晒霜会致癌吗",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct match_answer *a = ask(*state, texts[i]);
        if (a->suggest) {
            fail_msg("\"%s\" suggests %.*s at %f", texts[i], (int)a->top[0].id.len,
                     a->top[0].id.ptr, (double)a->confidence);
        }
    }
}

static void a_stricter_share_of_errors_suggests_less(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(pool); i++) {
        bool suggested = true;
        for (int wrong = 20; wrong >= 0; wrong--) {
            matcher_ask(f->matcher, slice_from(pool[i].text), LANG_NONE, DATE_NONE, 3, wrong / 20.0,
                        &f->answer);
            assert_true(suggested || !f->answer.suggest);
            suggested = f->answer.suggest;
        }
    }
}

static void top_bounds_the_answer(void **state)
{
    struct fixture *f = *state;
    struct slice text = SLICE(
        "la crème solaire, le citron, l'acné, la peau, la verrue, le zona, l'eczéma, les rides, "
        "garlic, hair, skin, cancer, eczema, oil, honey, lice");
    for (size_t top = 1; top <= MATCH_TOP_MAX; top++) {
        matcher_ask(f->matcher, text, LANG_NONE, DATE_NONE, top, 0.1, &f->answer);
        check_answer(&f->answer, top);
        assert_int_equal(f->answer.count, top < 12 ? top : f->answer.count);
    }
}

static void claims_come_and_go(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {0};
    struct match_index *x = pool_index();
    struct matcher *m = matcher_new(x, NULL);
    const char *text = "L'urine de vache soigne le psoriasis.";
    struct claim again = claim_of("fr-urine", "fr", text);
    assert_int_equal(match_index_count(x), COUNT(pool));
    assert_true(match_index_bytes(x) > 1000);
    assert_int_equal(match_index_add(x, &again, &fault), ERR_CONFLICT);
    assert_non_null(strstr(fault.text, "fr-urine"));
    assert_int_equal(match_index_remove(x, SLICE("nobody"), &fault), ERR_NOTFOUND);

    assert_int_equal(match_index_remove(x, SLICE("fr-urine"), &fault), ERR_NONE);
    assert_int_equal(match_index_remove(x, SLICE("fr-urine"), &fault), ERR_NOTFOUND);
    check_first(ask_in(f, m, text), "fr-urine"); /* not committed */
    match_index_commit(x);
    assert_int_equal(match_index_count(x), COUNT(pool) - 1);
    assert_false(has_id(ask_in(f, m, text), "fr-urine"));

    assert_int_equal(match_index_add(x, &again, &fault), ERR_NONE);
    assert_false(has_id(ask_in(f, m, text), "fr-urine"));
    match_index_commit(x);
    assert_true(has_id(ask_in(f, m, text), "fr-urine"));

    /* Removed, added and removed again before one commit: the second removal has nothing committed to remove. */
    assert_int_equal(match_index_remove(x, SLICE("fr-urine"), &fault), ERR_NONE);
    assert_int_equal(match_index_add(x, &again, &fault), ERR_NONE);
    assert_int_equal(match_index_remove(x, SLICE("fr-urine"), &fault), ERR_NOTFOUND);
    match_index_commit(x);
    assert_int_equal(match_index_count(x), COUNT(pool));
    assert_int_equal(match_index_add(x, &again, &fault), ERR_CONFLICT);
    assert_true(has_id(ask_in(f, m, text), "fr-urine"));
    matcher_free(m);
    match_index_free(x);
}

static void an_empty_index_answers(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {0};
    struct match_index *x = match_index_new();
    struct matcher *m = matcher_new(x, NULL);
    assert_int_equal(ask_in(f, m, "La crème solaire")->count, 0);
    match_index_commit(x);
    assert_int_equal(ask_in(f, m, "La crème solaire")->count, 0);
    add(x, claim_of("a", "fr", "La crème solaire brûle."));
    match_index_commit(x);
    check_first(ask_in(f, m, "La crème solaire"), "a");
    assert_int_equal(match_index_remove(x, SLICE("a"), &fault), ERR_NONE);
    match_index_commit(x);
    assert_int_equal(ask_in(f, m, "La crème solaire")->count, 0);
    assert_int_equal(match_index_count(x), 0);
    matcher_free(m);
    match_index_free(x);
}

/* The same claims in thirty commits are all found. */
static void many_commits_are_one_index(void **state)
{
    struct fixture *f = *state;
    struct match_index *x = match_index_new();
    for (size_t i = 0; i < COUNT(pool); i++) {
        add(x, claim_of(pool[i].id, pool[i].lang, pool[i].text));
        match_index_commit(x);
    }
    assert_int_equal(match_index_count(x), COUNT(pool));
    struct matcher *m = matcher_new(x, NULL);
    for (size_t i = 0; i < COUNT(pool); i++) {
        assert_true(has_id(ask_in(f, m, pool[i].text), pool[i].id));
    }
    matcher_free(m);
    match_index_free(x);
}

/* Thousands of words the index has never seen, then one that it has. */
static void long_messages_end(void **state)
{
    struct fixture *f = *state;
    struct buf text;
    uint64_t seed = 7;
    buf_init(&text, 1000000);
    for (int i = 0; i < 8000; i++) {
        for (int k = 0; k < 9; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buf_add_char(&text, (char)('a' + (seed >> 33) % 26));
        }
        buf_add_char(&text, ' ');
    }
    buf_add_text(&text, "mayonnaise suffocates head lice");
    matcher_ask(f->matcher, buf_slice(&text), LANG_EN, DATE_NONE, MATCH_TOP_MAX, 0.1, &f->answer);
    check_answer(&f->answer, MATCH_TOP_MAX);
    assert_true(has_id(&f->answer, "en-lice"));
    buf_done(&text);
}

static void answers_do_not_depend_on_what_was_asked_before(void **state)
{
    struct fixture *f = *state;
    struct matcher *fresh = matcher_new(f->index, NULL);
    const char *text = "raw garlic on the scalp and a copper bracelet";
    ask(f, "un tout autre message: la gale, le savon de Marseille et les cheveux");
    struct match_answer a = *ask(f, text), b = *ask_in(f, fresh, text);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_true(slice_equal(a.top[i].id, b.top[i].id));
        assert_memory_equal(&a.top[i].score, &b.top[i].score, sizeof a.top[i].score);
    }
    matcher_free(fresh);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    matcher_free(NULL);
    match_index_free(NULL);
    match_memory_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_claim_finds_itself),
        cmocka_unit_test(obvious_messages_find_their_claim),
        cmocka_unit_test(shared_words_are_parts_of_the_message),
        cmocka_unit_test(numbers_that_differ_are_told),
        cmocka_unit_test(a_shared_address_is_evidence),
        cmocka_unit_test(french_messages_find_english_claims),
        cmocka_unit_test(known_copies_come_first_until_undone),
        cmocka_unit_test(a_copy_of_a_claim_that_is_gone_is_nothing),
        cmocka_unit_test(refuted_pairs_never_return),
        cmocka_unit_test(messages_about_nothing_suggest_nothing),
        cmocka_unit_test(a_stricter_share_of_errors_suggests_less),
        cmocka_unit_test(top_bounds_the_answer),
        cmocka_unit_test(claims_come_and_go),
        cmocka_unit_test(an_empty_index_answers),
        cmocka_unit_test(many_commits_are_one_index),
        cmocka_unit_test(long_messages_end),
        cmocka_unit_test(answers_do_not_depend_on_what_was_asked_before),
        cmocka_unit_test(freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests_name("match", tests, open_index, close_index);
}
