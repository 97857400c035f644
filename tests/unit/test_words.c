/* tests/unit/test_words.c - which words, numbers and addresses a text has, how they are written,
 * and
 * where sentences end. All texts are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define DUMP_MAX 1000000

struct fixture {
    struct splitter *splitter;
    struct words words;
    struct buf seen;
};

static int open_splitter(void **state)
{
    static struct fixture f;
    f = (struct fixture){.splitter = splitter_new()};
    buf_init(&f.seen, DUMP_MAX);
    *state = &f;
    return 0;
}

static int close_splitter(void **state)
{
    struct fixture *f = *state;
    splitter_free(f->splitter);
    words_done(&f->words);
    buf_done(&f->seen);
    return 0;
}

/* Rules 1 and 2 of words.h. */
static void check_rules(const struct words *w, struct slice text)
{
    uint32_t done = 0;
    unsigned sentence = 0;
    assert_true(w->count <= WORDS_MAX);
    assert_true(w->sentences >= 1 && w->sentences <= WORDS_SENTENCES_MAX);
    for (size_t i = 0; i < w->count; i++) {
        const struct word *word = &w->items[i];
        assert_true(word->len > 0 && word->start >= done);
        assert_true(word->start + word->len <= text.len);
        assert_true(utf8_valid(slice_of(text.ptr + word->start, word->len), NULL));
        assert_true(word->sentence >= sentence && word->sentence < w->sentences);
        done = word->start + word->len;
        sentence = word->sentence;
    }
}

static const struct words *split(struct fixture *f, struct slice text)
{
    words_split(f->splitter, text, &f->words);
    check_rules(&f->words, text);
    return &f->words;
}

static const char *text_of(struct buf *b)
{
    buf_add_char(b, '\0');
    return b->ptr;
}

/* "l|acné|n:80 000|a:https://example.org". */
static const char *words_of(struct fixture *f, const char *text)
{
    const struct words *w = split(f, slice_from(text));
    buf_clear(&f->seen);
    for (size_t i = 0; i < w->count; i++) {
        const struct word *word = &w->items[i];
        buf_add_text(&f->seen, i > 0 ? "|" : "");
        buf_add_text(&f->seen, word->kind == WORD_NUMBER ? "n:"
                               : word->kind == WORD_LINK ? "a:"
                                                         : "");
        buf_add(&f->seen, slice_of(text + word->start, word->len));
    }
    return text_of(&f->seen);
}

static void check_words(struct fixture *f, const char *const rows[][2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *seen = words_of(f, rows[i][0]);
        if (strcmp(seen, rows[i][1]) != 0) {
            fail_msg("\"%s\" gave \"%s\", wanted \"%s\"", rows[i][0], seen, rows[i][1]);
        }
    }
}

static void words_are_split_at_apostrophes_and_hyphens(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"   \t ", ""},
        {"...!?", ""},
        {"soleil", "soleil"},
        {"L'acné n'est pas contagieuse", "L|acné|n|est|pas|contagieuse"},
        {"l’eczéma d’Éloïse", "l|eczéma|d|Éloïse"},
        {"aujourd'hui jusqu`ici", "aujourd|hui|jusqu|ici"},
        {"it's don’t", "it|s|don|t"},
        {"anti-âge peut-être sun-kissed", "anti|âge|peut|être|sun|kissed"},
        {"well–known—word", "well|known|word"},
        {"snake_case_word", "snake|case|word"},
        {"œuf cœur Ærø straße", "œuf|cœur|Ærø|straße"},
        {"(peau) [sèche]; rouge, /ou/ pas*", "peau|sèche|rouge|ou|pas"},
        {"a\u00a0b\u2009c\u202fd", "a|b|c|d"},
        {"crème\u00d7savon\u00f7eau", "crème|savon|eau"},
        {"ﬁn de Ǆ ẞ Ạ", "ﬁn|de|Ǆ|ẞ|Ạ"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void tags_and_names_are_split_at_capitals(void **state)
{
    static const char *const rows[][2] = {
        {"#CremeSolaire", "Creme|Solaire"},
        {"#cremesolaire", "cremesolaire"},
        {"#OMSFrance #FranceOMS", "OMS|France|France|OMS"},
        {"#SPF #UV", "SPF|UV"},
        {"@DocteurPeau", "Docteur|Peau"},
        {"@docteur_peau", "docteur|peau"},
        {"#PeauÉpaisse", "Peau|Épaisse"},
        {"CremeSolaire", "CremeSolaire"},
        {"#SkinCare2030Now", "Skin|Care2030|Now"},
        {"#tag_GoesOn", "tag|Goes|On"},
        {"#Peau,RougeVif", "Peau|RougeVif"},
        {"#H1N1", "H1N1"},
        {"#VitB12", "Vit|B|n:12"},
        {"@A #B", "A|B"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void letters_and_digits(void **state)
{
    static const char *const rows[][2] = {
        {"covid19 covid-19", "covid|n:19|covid|n:19"},
        {"100mg 50ml", "n:100|mg|n:50|ml"},
        {"5G 4x B12 h1n1 H1N1 E171", "5G|4x|B12|h1n1|H1N1|E171"},
        {"SPF50 spf30", "SPF|n:50|spf|n:30"},
        {"80 000 cas", "n:80 000|cas"},
        {"1,000 and 1.000 and 12,345,678", "n:1,000|and|n:1.000|and|n:12,345,678"},
        {"80\u00a0000 et 80\u202f000", "n:80\u00a0000|et|n:80\u202f000"},
        {"0,5 et 3.25", "n:0,5|et|n:3.25"},
        {"2020 2021", "n:2020|n:2021"},
        {"1 2 3", "n:1|n:2|n:3"},
        {"12 1234", "n:12|n:1234"},
        {"50%", "n:50"},
        {"1.5.2", "n:1.5|n:2"},
        {"en 2019.", "en|n:2019"},
        {"covid1,000", "covid|n:1,000"},
        {"12 345mg", "n:12 345|mg"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void addresses_are_set_apart(void **state)
{
    static const char *const rows[][2] = {
        {"voir https://example.org/a?b=c.", "voir|a:https://example.org/a?b=c"},
        {"(www.example.org/peau)", "a:www.example.org/peau"},
        {"t.co/AbC123 lien", "a:t.co/AbC123|lien"},
        {"HTTP://EXAMPLE.ORG/A fin", "a:HTTP://EXAMPLE.ORG/A|fin"},
        {"https mange du pain", "https|mange|du|pain"},
        {"#https", "https"},
        {"fin.Début", "fin|Début"},
        {"a https://example.org/l'eczema b", "a|a:https://example.org/l'eczema|b"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void vowel_signs_stay_inside_words(void **state)
{
    static const char *const rows[][2] = {
        {"हिन्दी में त्वचा", "हिन्दी|में|त्वचा"},
        {"ਪੰਜਾਬੀ ਚਮੜੀ", "ਪੰਜਾਬੀ|ਚਮੜੀ"},
        {"தோல் நோய்", "தோல்|நோய்"},
        {"ครีมกันแดด", "ครีม|กันแดด"},
        {"واقي الشمس ضار؟", "واقي|الشمس|ضار"},
        {"солнце и кожа", "солнце|и|кожа"},
        {"ήλιος δέρμα", "ήλιος|δέρμα"},
        {"क्\u200dष", "क्\u200dष"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void chinese_is_cut_by_dictionary(void **state)
{
    struct fixture *f = *state;
    const struct words *w = split(f, SLICE("防晒霜会致癌吗?皮肤科医生说不会。"));
    assert_true(w->count >= 6 && w->count <= 12);
    assert_int_equal(w->items[0].start, 0);
    assert_true(w->items[0].len < sizeof "防晒霜会致癌吗" - 1);
    const char *seen = words_of(f, "日焼け止め ABC 100mg"), *tail = "|ABC|n:100|mg";
    assert_string_equal(seen + strlen(seen) - strlen(tail), tail);
}

static void what_cannot_be_seen_does_not_cut(void **state)
{
    static const char *const rows[][2] = {
        {"va\u00adccin", "va\u00adccin"},                       /* soft hyphen */
        {"va\u200cccin", "va\u200cccin"},                       /* zero-width non-joiner */
        {"va\u2060ccin", "va\u2060ccin"},                       /* word joiner */
        {"va\ufeffccin", "va\ufeffccin"},                       /* byte order mark */
        {"e\u0301cran cre\u0300me", "e\u0301cran|cre\u0300me"}, /* decomposed accents */
        {"l'e\u0301cran", "l|e\u0301cran"},
        {"#CremeSolaire\u2060Bio", "Creme|Solaire\u2060|Bio"},
    };
    check_words(*state, rows, COUNT(rows));
}

static void emoji_are_no_words(void **state)
{
    static const char *const rows[][2] = {
        {"🧴☀️", ""},
        {"crème🧴solaire ☀️ 👩🏽‍⚕️ 🇫🇷", "crème|solaire"},
        {"👨‍👩‍👧‍👦", ""},
        {"1️⃣ lavez", "n:1|lavez"},
        {"→ ✔ ❌ €", ""},
    };
    check_words(*state, rows, COUNT(rows));
    assert_int_equal(split(*state, SLICE("☀️ 🧴"))->sentences, 1);
}

/* "mot" with the letters of its flags: C capital, A all capitals, T tag, N name, F first, Q quoted.
 * */
static void flags_of(struct fixture *f, const char *text)
{
    static const char letters[] = "CATNFQ";
    const struct words *w = split(f, slice_from(text));
    buf_clear(&f->seen);
    for (size_t i = 0; i < w->count; i++) {
        buf_add_text(&f->seen, i > 0 ? " " : "");
        buf_add(&f->seen, slice_of(text + w->items[i].start, w->items[i].len));
        buf_add_char(&f->seen, '/');
        for (unsigned k = 0; k < 6; k++) {
            if (w->items[i].flags & 1u << k) {
                buf_add_char(&f->seen, letters[k]);
            }
        }
    }
}

static void flags_say_how_a_word_is_written(void **state)
{
    static const char *const rows[][2] = {
        {"La peau de Marthe", "La/CF peau/ de/ Marthe/C"},
        {"C'est FAUX", "C/CF est/ FAUX/CA"},
        {"É Éa ÉA", "É/CF Éa/C ÉA/CA"},
        {"oui. Non! Si? ah", "oui/F Non/CF Si/CF ah/F"},
        {"une\nligne\r\nneuve", "une/F ligne/F neuve/F"},
        {"#CremeSolaire et #UV", "Creme/CTF Solaire/CT et/ UV/CAT"},
        {"@DocPeau dit", "Doc/CNF Peau/CN dit/"},
        {"il dit «la peau» et \"le sel\" nu", "il/F dit/ la/Q peau/Q et/ le/Q sel/Q nu/"},
        {"“sun” ‹bad› plain", "sun/FQ bad/Q plain/"},
        {"l'eau d’ici", "l/F eau/ d/ ici/"},
        {"5 jours. 100 fois", "5/F jours/ 100/F fois/"},
        {"#OMSFrance", "OMS/CATF France/CT"},
        {"# vide", "vide/F"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        flags_of(f, rows[i][0]);
        if (strcmp(text_of(&f->seen), rows[i][1]) != 0) {
            fail_msg("\"%s\" gave \"%s\", wanted \"%s\"", rows[i][0], text_of(&f->seen),
                     rows[i][1]);
        }
    }
}

static void sentences_end_with_a_mark(void **state)
{
    /* One character a sentence that has words. */
    static const char *const rows[][2] = {
        {"un", "."},
        {"un. deux. trois", "..."},
        {"Vrai? Non! Bien.", "?!."},
        {"Vrai ?! Non", "?."},
        {"Vrai !? Non", "?."},
        {"Vrai...? non", "?."},
        {"Vrai!!! non", "!."},
        {"...un", "."},
        {"??? un", "."},
        {"un\n\ndeux\n?", ".?"},
        {"un\u2026 deux\u203c trois\u2048", ".!?"},
        {"un\u2029deux", ".."},
        {"0.5 et 1.000 ou 3", "."},
        {"https://example.org/a.b?c et", "."},
        {"«Vrai?» dit il", "?."},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct words *w = split(f, slice_from(rows[i][0]));
        char seen[32] = {0};
        for (unsigned k = 0; k < w->sentences; k++) {
            bool has_words = w->count > 0 && w->items[w->count - 1].sentence >= k;
            seen[k] = has_words ? ".?!"[w->ends[k]] : '\0';
        }
        if (strcmp(seen, rows[i][1]) != 0) {
            fail_msg("\"%s\" gave \"%s\", wanted \"%s\"", rows[i][0], seen, rows[i][1]);
        }
    }
}

static void check_alike(struct fixture *f, const char *text)
{
    struct words plain = {0};
    struct buf longer;
    buf_init(&longer, DUMP_MAX);
    buf_add_text(&longer, text);
    buf_add_text(&longer, " \u200b ");
    words_split(f->splitter, slice_from(text), &plain);
    const struct words *icu = split(f, buf_slice(&longer));
    if (plain.count != icu->count || plain.sentences != icu->sentences) {
        fail_msg("\"%s\": %zu words, %u sentences; by ICU %zu, %u", text, plain.count,
                 plain.sentences, icu->count, icu->sentences);
    }
    for (size_t i = 0; i < plain.count; i++) {
        struct word a = plain.items[i], b = icu->items[i];
        if (a.start != b.start || a.len != b.len || a.sentence != b.sentence || a.kind != b.kind ||
            a.flags != b.flags) {
            fail_msg(
                "\"%s\": word %zu is \"%.*s\" (sentence %u, kind %u, flags %u), by ICU \"%.*s\" "
                "(%u, %u, %u)",
                text, i, (int)a.len, text + a.start, a.sentence, a.kind, a.flags, (int)b.len,
                text + b.start, b.sentence, b.kind, b.flags);
        }
    }
    assert_memory_equal(plain.ends, icu->ends, plain.sentences);
    words_done(&plain);
    buf_done(&longer);
}

static void both_loops_agree(void **state)
{
    static const char *const texts[] = {
        "",
        "L'acné n'est pas contagieuse. Vraiment?!",
        "l’eczéma d’Éloïse, aujourd'hui",
        "anti-âge peut-être snake_case_word",
        "#CremeSolaire @DocteurPeau #OMSFrance #SkinCare2030 #tag_GoesOn #Peau,RougeVif #H1N1",
        "#Peau.RougeVif #Peau'RougeVif #Peau:RougeVif #PeauÉpaisse",
        "covid19 covid-19 100mg 5G h1n1 B12 SPF50",
        "80 000 cas, 1,000 and 12,345,678 ou 0,5 et 3.25 en 2019. 1.5.2",
        "80\u00a0000 et 80\u202f000",
        "voir https://example.org/a?b=c. Puis (www.example.org/peau) ou t.co/AbC123 fin",
        "sur example.org/peau et l'example.org/peau",
        "il dit «la peau» et \"le sel\" nu “sun” ‹bad›",
        "fin.Début sans:blanc a,b p.ex. e.g. U.S.A",
        "un\n\ndeux\n?\r\ntrois… quatre‼ cinq",
        "crème🧴solaire ☀️ 👩🏽‍⚕️ 🇫🇷 → ✔",
        "word`s don't rock'n'roll 'quoted' ''",
        "a_b _c_ __ d__e",
        "10:30 12/05/2020 50% 3x4 1st 2e 20h30 +33",
        "(peau) [sèche]; rouge, /ou/ pas* a=b c&d",
        "AT&T e-mail: moi@example.org",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        check_alike(*state, texts[i]);
    }
}

static void long_texts_are_cut_at_the_limit(void **state)
{
    struct fixture *f = *state;
    static const char *const units[] = {"mot ", "mot. ", "кожа ", "#TagTag ", "?mot!"};
    for (size_t u = 0; u < COUNT(units); u++) {
        struct buf text;
        buf_init(&text, DUMP_MAX);
        for (int i = 0; i < 10000; i++) {
            buf_add_text(&text, units[u]);
        }
        const struct words *w = split(f, buf_slice(&text));
        assert_int_equal(w->count, WORDS_MAX);
        if (u == 1) {
            assert_int_equal(w->sentences, WORDS_SENTENCES_MAX);
        }
        buf_done(&text);
    }
}

static void a_splitter_forgets_the_text_before(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(words_of(f, "«кожа? #Tag"), "кожа|Tag");
    flags_of(f, "un mot");
    assert_string_equal(text_of(&f->seen), "un/F mot/");
    assert_int_equal(split(f, slice_of(NULL, 0))->count, 0);
    assert_int_equal(f->words.sentences, 1);
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    struct words none = {0};
    words_done(&none);
    splitter_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_split_at_apostrophes_and_hyphens),
        cmocka_unit_test(tags_and_names_are_split_at_capitals),
        cmocka_unit_test(letters_and_digits),
        cmocka_unit_test(addresses_are_set_apart),
        cmocka_unit_test(vowel_signs_stay_inside_words),
        cmocka_unit_test(chinese_is_cut_by_dictionary),
        cmocka_unit_test(what_cannot_be_seen_does_not_cut),
        cmocka_unit_test(emoji_are_no_words),
        cmocka_unit_test(flags_say_how_a_word_is_written),
        cmocka_unit_test(sentences_end_with_a_mark),
        cmocka_unit_test(both_loops_agree),
        cmocka_unit_test(long_texts_are_cut_at_the_limit),
        cmocka_unit_test(a_splitter_forgets_the_text_before),
        cmocka_unit_test(freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests_name("words", tests, open_splitter, close_splitter);
}
