/* tests/unit/test_lang.c - codes, vote lists, and each rule by which the language of a text is
 * decided. All sentences are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/fold.h"
#include "text/lang.h"

static void codes_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum lang lang;
    } rows[] = {
        {"fr", LANG_FR},
        {"fr-FR", LANG_FR},
        {"fr_CA", LANG_FR},
        {"FRA", LANG_FR},
        {"fre", LANG_FR},
        {"EN_us", LANG_EN},
        {"eng", LANG_EN},
        {"en-Latn-GB", LANG_EN},
        {" en ", LANG_EN},
        {"ms", LANG_ID},
        {"msa", LANG_ID},
        {"id", LANG_ID},
        {"in", LANG_ID},
        {"nb-NO", LANG_NO},
        {"nn", LANG_NO},
        {"no", LANG_NO},
        {"ger", LANG_DE},
        {"el", LANG_EL},
        {"ta", LANG_TA},
        {"ne", LANG_NE},
        {"tr", LANG_TR},
        {"pt-BR", LANG_PT},
        {"pl", LANG_OTHER},
        {"zh-Hant", LANG_OTHER},
        {"he", LANG_OTHER},
        {"ja", LANG_OTHER},
        {"xyz", LANG_OTHER},
        {"und", LANG_NONE},
        {"zxx", LANG_NONE},
        {"qme", LANG_NONE},
        {"qu", LANG_OTHER},
        {"", LANG_NONE},
        {"f", LANG_NONE},
        {"f1", LANG_NONE},
        {"12", LANG_NONE},
        {"fr-", LANG_NONE},
        {"-fr", LANG_NONE},
        {"fr--FR", LANG_NONE},
        {"fr FR", LANG_NONE},
        {"français", LANG_NONE},
        {"fr-aaaaaaaaa", LANG_NONE},
        {"frenchlanguage", LANG_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum lang lang = lang_from_code(slice_from(rows[i].code));
        if (lang != rows[i].lang) {
            fail_msg("\"%s\": %s", rows[i].code, lang_code(lang));
        }
    }
    assert_int_equal(lang_from_code(slice_of(NULL, 0)), LANG_NONE);
    assert_int_equal(lang_from_code(slice_of("fr\0", 3)), LANG_NONE);
}

static void codes_come_back(void **state)
{
    (void)state;
    for (int l = LANG_FR; l <= LANG_LAST; l++) {
        assert_int_equal(lang_from_code(slice_from(lang_code((enum lang)l))), l);
    }
    assert_string_equal(lang_code(LANG_NONE), "und");
    assert_string_equal(lang_code(LANG_OTHER), "und");
    assert_string_equal(lang_code((enum lang)99), "und");
    assert_string_equal(lang_code(LANG_EN), "en");
}

static unsigned vote(const char *word)
{
    return lang_vote(slice_from(word));
}

static void distinctive_words_vote(void **state)
{
    (void)state;
    static const char *const french[] = {
        "afin",     "ainsi", "alors",    "aussi", "autres", "aux",      "avec",
        "beaucoup", "cette", "chez",     "comme", "dans",   "depuis",   "donc",
        "est",      "etait", "etre",     "faire", "ils",    "leur",     "malgre",
        "moins",    "notre", "ont",      "oui",   "parce",  "peuvent",  "quand",
        "pourquoi", "qu",    "quelques", "sont",  "suis",   "toujours", "tous",
        "toutes",   "trop",  "une",      "voici", "voir",   "votre",    "vous",
    };
    static const char *const english[] = {
        "about", "after", "against", "and",   "are",    "because", "been",  "before",  "between",
        "could", "does",  "every",   "from",  "have",   "his",     "how",   "if",      "into",
        "it",    "its",   "not",     "only",  "people", "should",  "than",  "that",    "the",
        "their", "there", "these",   "they",  "think",  "this",    "those", "through", "very",
        "were",  "what",  "when",    "which", "with",   "without", "would", "you",     "your",
    };
    for (size_t i = 0; i < sizeof french / sizeof *french; i++) {
        if (vote(french[i]) != 1) {
            fail_msg("%s does not vote French", french[i]);
        }
    }
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        if (vote(english[i]) != 2) {
            fail_msg("%s does not vote English", english[i]);
        }
    }
}

static void words_of_several_languages_do_not_vote(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",
        "de",
        "la",
        "le",
        "que",
        "in",
        "was",
        "is",
        "des",
        "les",
        "un",
        "on",
        "to",
        "of",
        "no",
        "plus",
        "sur",
        "mais",
        "et",
        "vaccin",
        "an",
        "elles",
        "jamais",
        "je",
        "The",
        "avéc",
        "a",
        "i",
        "who",
        "averyverylongwordindeed",
        "thethethethe",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (vote(words[i]) != 0) {
            fail_msg("%s votes", words[i]);
        }
    }
    assert_int_equal(lang_vote(slice_of("the\0", 4)), 0);
    assert_int_equal(lang_vote(slice_of(NULL, 0)), 0);
}

/* Counts the votes of the words of text, cut where neither letters nor marks are. */
static void count_votes(const char *text, unsigned *french, unsigned *english)
{
    struct slice rest = slice_from(text);
    *french = *english = 0;
    while (rest.len > 0) {
        size_t len = strcspn(rest.ptr, " ,.;:!?'()-");
        struct buf word;
        buf_init(&word, 200);
        fold_word(slice_of(rest.ptr, len), &word);
        unsigned bits = lang_vote(buf_slice(&word));
        *french += bits & 1;
        *english += bits >> 1;
        buf_done(&word);
        len += len < rest.len ? 1 : 0;
        rest = slice_of(rest.ptr + len, rest.len - len);
    }
}

static enum lang decide(const char *text, enum lang hint, enum lang fallback)
{
    unsigned french;
    unsigned english;
    count_votes(text, &french, &english);
    return lang_decide(slice_from(text), french, english, hint, fallback);
}

static void sentences_are_recognised_without_a_hint(void **state)
{
    (void)state;
    static const struct {
        enum lang lang;
        const char *text;
    } rows[] = {
        {LANG_FR,
         "Le soleil du matin ne guérit pas le psoriasis, mais il peut aider certains patients."},
        {LANG_FR, "Ma voisine dit que la crème solaire est dangereuse pour les enfants."},
        {LANG_FR, "Pourquoi mon médecin refuse-t-il de prescrire ce produit miracle ?"},
        {LANG_FR,
         "Un jus de citron chaque matin ferait disparaître les taches de la peau en une semaine"},
        {LANG_FR, "Docteur, faut-il arrêter le traitement avant les vacances ?"},
        {LANG_FR,
         "Les vaccins sont testés sur des milliers de volontaires avant d'être autorisés."},
        {LANG_FR, "BREAKING NEWS : une étude prouve qu'avec le jeûne les verrues partent, selon le "
                  "Dr Martin"},
        {LANG_EN, "Drinking bleach does not cure any disease and can kill you."},
        {LANG_EN, "My doctor says sunscreen should be applied every two hours."},
        {LANG_EN, "Is it true that tomatoes cause acne? Asking for a friend."},
        {LANG_EN, "New study shows coffee protects against skin cancer in older women"},
        {LANG_EN, "They are hiding the cure because sick people bring more money."},
        {LANG_EN, "Hospital staff confirmed yesterday two measles cases in the village school."},
        {LANG_EN, "How many of these pills can I take with my déjà vu cocktail?"},
        {LANG_ES,
         "El limón no cura el cáncer, pero muchos vecinos siguen creyendo en ese remedio."},
        {LANG_ES, "La doctora explicó que las vacunas protegen a los niños pequeños."},
        {LANG_ES, "¿Es verdad que el sol de la mañana quita las manchas de la piel?"},
        {LANG_ES, "Mi abuela dice que hay que lavarse con agua fría todos los días."},
        {LANG_PT, "O limão não cura o câncer, mas muita gente ainda acredita nessa história."},
        {LANG_PT, "A médica explicou que as vacinas protegem as crianças pequenas."},
        {LANG_PT, "Vocês sabem se esta pomada funciona mesmo contra as manchas?"},
        {LANG_PT, "Minha avó diz que devemos beber água quente todas as manhãs."},
        {LANG_DE, "Zitronensaft heilt keinen Krebs, auch wenn viele Nachbarn das glauben."},
        {LANG_DE, "Die Ärztin erklärte, dass die Impfung kleine Kinder schützt."},
        {LANG_DE, "Stimmt es, dass die Morgensonne Flecken auf der Haut entfernt?"},
        {LANG_DE, "Meine Großmutter sagt, man soll sich jeden Tag kalt waschen."},
        {LANG_IT, "Il limone non cura il cancro, ma molti vicini ci credono ancora."},
        {LANG_IT, "La dottoressa ha spiegato che i vaccini proteggono i bambini piccoli."},
        {LANG_IT, "È vero che il sole del mattino toglie le macchie dalla pelle?"},
        {LANG_IT, "Mia nonna dice che bisogna lavarsi con acqua fredda ogni giorno."},
        {LANG_NL, "Citroensap geneest geen kanker, ook al geloven veel buren dat nog steeds."},
        {LANG_NL, "De dokter legde uit dat vaccins kleine kinderen beschermen."},
        {LANG_NL, "Klopt het dat de ochtendzon vlekken van de huid haalt?"},
        {LANG_AR, "عصير الليمون لا يشفي من السرطان رغم ما يقوله الجيران"},
        {LANG_AR, "أوضحت الطبيبة أن اللقاحات تحمي الأطفال الصغار من المرض"},
        {LANG_AR, "هل صحيح أن شمس الصباح تزيل البقع من الجلد؟"},
        {LANG_HI, "नींबू का रस कैंसर को ठीक नहीं करता, भले ही पड़ोसी ऐसा कहें।"},
        {LANG_HI, "डॉक्टर ने समझाया कि टीके छोटे बच्चों की रक्षा करते हैं।"},
        {LANG_HI, "क्या यह सच है कि सुबह की धूप त्वचा के दाग हटाती है?"},
        {LANG_RU, "Лимонный сок не лечит рак, хотя соседи всё ещё в это верят."},
        {LANG_RU, "Врач объяснила, что прививки защищают маленьких детей."},
        {LANG_RU, "Правда ли, что утреннее солнце убирает пятна с кожи?"},
        {LANG_ID, "Air lemon tidak menyembuhkan kanker meskipun banyak tetangga masih percaya."},
        {LANG_ID, "Dokter menjelaskan bahwa vaksin melindungi anak kecil dari penyakit."},
        {LANG_EL, "Ο χυμός λεμονιού δεν θεραπεύει τον καρκίνο."},
        {LANG_TA, "எலுமிச்சை சாறு புற்றுநோயை குணப்படுத்தாது என்று மருத்துவர் கூறினார்"},
        {LANG_OTHER, "Sok z cytryny nie leczy raka, choć wielu sąsiadów wciąż w to wierzy."},
        {LANG_OTHER, "น้ำมะนาวไม่สามารถรักษามะเร็งได้ตามที่เพื่อนบ้านบอก"},
        {LANG_OTHER, "柠檬汁不能治愈癌症，医生昨天在学校里这样向家长们解释。"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum lang lang = decide(rows[i].text, LANG_NONE, LANG_NONE);
        if (lang != rows[i].lang) {
            fail_msg("%s (%d): %s", lang_code(lang), (int)lang, rows[i].text);
        }
    }
}

#define GERMAN SLICE("Zitronensaft heilt keinen Krebs, auch wenn viele Nachbarn das glauben.")

static void clear_votes_decide_against_everything(void **state)
{
    (void)state;
    assert_int_equal(lang_decide(GERMAN, 2, 0, LANG_ES, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 3, 1, LANG_EN, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 1, 3, LANG_FR, LANG_FR), LANG_EN);
    assert_int_equal(lang_decide(GERMAN, 0, 2, LANG_FR, LANG_FR), LANG_EN);
    assert_int_equal(lang_decide(SLICE(""), UINT32_MAX, UINT32_MAX / 3, LANG_NONE, LANG_NONE),
                     LANG_FR);
}

static void unclear_votes_leave_it_to_the_hint(void **state)
{
    (void)state;
    assert_int_equal(lang_decide(GERMAN, 0, 0, LANG_FR, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 1, 0, LANG_FR, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 2, 1, LANG_FR, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 2, 2, LANG_EN, LANG_FR), LANG_EN);
    assert_int_equal(lang_decide(GERMAN, 0, 0, LANG_OTHER, LANG_FR), LANG_OTHER);
    /* one stray word does not contradict */
    assert_int_equal(lang_decide(GERMAN, 0, 1, LANG_FR, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(GERMAN, 1, 1, LANG_ES, LANG_EN), LANG_ES);
}

static void a_contradicted_hint_leaves_it_to_cld(void **state)
{
    (void)state;
    assert_int_equal(lang_decide(GERMAN, 2, 1, LANG_EN, LANG_ES), LANG_DE);
    assert_int_equal(lang_decide(GERMAN, 2, 2, LANG_ES, LANG_FR), LANG_DE);
    assert_int_equal(lang_decide(GERMAN, 4, 5, LANG_FR, LANG_FR), LANG_DE);
    assert_int_equal(lang_decide(GERMAN, 1, 0, LANG_NONE, LANG_FR), LANG_DE);
}

static void short_texts_go_by_the_larger_vote(void **state)
{
    (void)state;
    assert_int_equal(lang_decide(SLICE("Heilt keinen Krebs"), 1, 0, LANG_NONE, LANG_EN), LANG_FR);
    assert_int_equal(lang_decide(SLICE("Heilt keinen Krebs"), 0, 1, LANG_NONE, LANG_FR), LANG_EN);
    assert_int_equal(lang_decide(SLICE("Heilt keinen Krebs"), 3, 2, LANG_EN, LANG_ES), LANG_FR);
}

static void the_fallback_comes_last(void **state)
{
    (void)state;
    assert_int_equal(lang_decide(SLICE(""), 0, 0, LANG_NONE, LANG_FR), LANG_FR);
    assert_int_equal(lang_decide(slice_of(NULL, 0), 0, 0, LANG_NONE, LANG_EN), LANG_EN);
    assert_int_equal(lang_decide(SLICE("ok"), 1, 1, LANG_NONE, LANG_ES), LANG_ES);
    assert_int_equal(
        lang_decide(SLICE("123 456 !!! 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"), 0, 0, LANG_NONE, LANG_EN),
        LANG_EN);
}

static void addresses_and_names_are_no_language(void **state)
{
    (void)state;
    static const char *const silent[] = {
        "https://example.org/why-the-doctors-are-hiding-this-from-you-and-your-family",
        "@thebestdoctorintheworld @anotherveryfamouspersonality @someoneelse",
        "somebody.with.a.long.name@the-department-of-health.example.org",
        "www.example.org/all-the-things-that-they-never-told-you",
    };
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        assert_int_equal(lang_decide(slice_from(silent[i]), 0, 0, LANG_NONE, LANG_HU), LANG_HU);
    }
    assert_int_equal(
        lang_decide(
            SLICE("Die Ärztin erklärte, dass die Impfung kleine Kinder schützt\n"
                  "https://example.org/why-the-doctors-are-hiding-this-from-you @thedoctors"),
            0, 0, LANG_NONE, LANG_NONE),
        LANG_DE);
}

static void very_long_texts_are_judged_by_their_beginning(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 3000; i++) {
        buf_add_text(&text, "Врач объяснила, что прививки защищают маленьких детей. ");
    }
    assert_int_equal(lang_decide(buf_slice(&text), 0, 0, LANG_NONE, LANG_NONE), LANG_RU);
    /* wherever in a character the cut falls */
    for (size_t shift = 0; shift < 4; shift++) {
        struct buf shifted;
        buf_init(&shifted, 1 << 20);
        buf_add(&shifted, slice_of("....", shift));
        buf_add(&shifted, buf_slice(&text));
        assert_int_equal(lang_decide(buf_slice(&shifted), 0, 0, LANG_NONE, LANG_NONE), LANG_RU);
        buf_done(&shifted);
    }
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_understood),
        cmocka_unit_test(codes_come_back),
        cmocka_unit_test(distinctive_words_vote),
        cmocka_unit_test(words_of_several_languages_do_not_vote),
        cmocka_unit_test(sentences_are_recognised_without_a_hint),
        cmocka_unit_test(clear_votes_decide_against_everything),
        cmocka_unit_test(unclear_votes_leave_it_to_the_hint),
        cmocka_unit_test(a_contradicted_hint_leaves_it_to_cld),
        cmocka_unit_test(short_texts_go_by_the_larger_vote),
        cmocka_unit_test(the_fallback_comes_last),
        cmocka_unit_test(addresses_and_names_are_no_language),
        cmocka_unit_test(very_long_texts_are_judged_by_their_beginning),
    };
    return cmocka_run_group_tests_name("lang", tests, NULL, NULL);
}
