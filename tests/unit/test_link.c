/* tests/unit/test_link.c - where addresses begin and end in running text, and which two addresses
 * are one. All addresses are invented, or of networks with invented paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/link.h"

/* The address is what comes before "¦"; no "¦": there is none at the start of the text. */
static const char *const spans[] = {
    "https://example.org/a¦ and more",
    "http://example.org¦",
    "HTTPS://Example.ORG/A¦",
    "https://example.org/¦",
    "https://example.org/a¦.",
    "https://example.org/a¦, said he",
    "https://example.org/a¦...",
    "https://example.org/a¦?!",
    "https://example.org/a?b=c¦?",
    "https://example.org/a¦:",
    "https://example.org/a¦;",
    "https://example.org/a.html¦",
    "https://example.org¦. Voici",
    "https://example.org¦, et",
    "https://example.org¦)",
    "https://example.org/a¦)",
    "https://example.org/a¦).",
    "https://example.org/a_(b)¦",
    "https://example.org/a_(b)¦)",
    "https://example.org/a_(b¦",
    "https://example.org/a¦))",
    "https://example.org/a[1]¦]",
    "https://example.org/a¦](",
    "https://example.org/a¦\"",
    "https://example.org/a¦'",
    "https://example.org/a¦’",
    "https://example.org/a¦ »",
    "https://example.org/a¦»",
    "https://example.org/a¦\u00a0»",
    "https://example.org/a¦”",
    "https://example.org/a¦…",
    "https://example.org/a¦<br>",
    "https://example.org/a¦>",
    "https://example.org/a¦\n",
    "https://example.org/a¦*",
    "https://example.org/a¦😀",
    "https://example.org/a¦\u200b",
    "https://example.org/a¦です",
    "https://example.org/a¦。",
    "https://example.org/a¦|b",
    "https://example.org/l'eczema¦",
    "https://example.org/l’eczéma¦ et",
    "https://fr.example.org/wiki/Eczéma¦,",
    "https://example.org/a–b¦",
    "https://example.org/a¦–",
    "https://example.org/a#b¦",
    "https://example.org/a?b=c&d=e#f¦!",
    "https://example.org?b=c¦",
    "https://example.org#f¦",
    "https://example.org:8080/a¦",
    "https://example.org:8080¦",
    "https://example.org¦: voici",
    "https://example.org¦:99999/a",
    "https://user:pass@example.org/a¦",
    "https://user@example.org¦",
    "https://example.com@example.org/a¦",
    "https://élysée.example/é¦",
    "https://пример.рф/а¦",
    "https://xn--e1afmkfd.xn--p1ai/a¦",
    "http://192.0.2.1/a¦",
    "http://192.0.2.1¦.",
    "http://192.0.2.1:80/a¦ b",
    "http://[2001:db8::1]/a¦",
    "http://[2001:db8::1]:8080/a¦",
    "http://[2001:db8::1]¦",
    "http://localhost/a¦",
    "http://",
    "https://",
    "http:///a",
    "http://.",
    "http:// example.org",
    "http://?a",
    "http://user@",
    "http://[",
    "http://[]",
    "http://[abc]/",
    "http:/example.org/a",
    "ftp://example.org/a",
    "mailto:a@example.org",
    "https",
    "www.example.org¦",
    "WWW.Example.org/A¦",
    "www.example.org¦.",
    "www.example.org/a?b¦?",
    "www.example.co.uk/a¦",
    "www.élysée.fr¦",
    "www.",
    "www.example",
    "www.fr",
    "www.example.1",
    "www..fr",
    "www.example.org@example.org",
    "www",
    "t.co/abc¦",
    "t.co/abc¦.",
    "T.CO/abc¦",
    "youtu.be/abc?t=1¦)",
    "example.org/a/b¦",
    "medium.com/@someone/a¦",
    "example.org:8080/a¦",
    "sub.example.fr/a¦",
    "example.org/~a¦",
    "example.org",
    "example.org/",
    "example.org/ a",
    "example.org/.",
    "example.org/!",
    "example.org /a",
    "example.org?a=b",
    "example.org.",
    "jean@example.org",
    "jean@example.org/abc",
    "jean.dupont@example.org",
    "jean.fr@example.org/a",
    "3.14",
    "3.14/2",
    "1.000/an",
    "etc.Voici",
    "etc.Voici/la",
    "etc./voici",
    "fin.Le/la",
    "et/ou",
    "km/h",
    "p.ex./a",
    "-example.org/a",
    ".example.org/a",
    "",
    " https://example.org/a",
    "(https://example.org/a)",
    "\"https://example.org",
    "/a",
    "@",
};

static void addresses_end_where_a_reader_ends_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct buf text;
        buf_init(&text, 1000);
        const char *mark = strstr(spans[i], "¦");
        size_t expected = mark ? (size_t)(mark - spans[i]) : 0;
        buf_add(&text, slice_of(spans[i], expected));
        buf_add_text(&text, mark ? mark + strlen("¦") : spans[i]);
        size_t got = link_span(buf_slice(&text));
        if (got != expected) {
            fail_msg("%s: %zu bytes, not %zu", text.ptr, got, expected);
        }
        buf_done(&text);
    }
}

static void long_addresses_are_whole_and_long_hosts_refused(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_text(&text, "https://example.org/");
    for (int i = 0; i < 100000; i++) {
        buf_add_text(&text, "a)");
    }
    assert_int_equal(link_span(buf_slice(&text)), text.len - 1);
    buf_clear(&text);
    buf_add_text(&text, "https://example.org/a");
    size_t whole = text.len;
    for (int i = 0; i < 100000; i++) {
        buf_add_text(&text, ").");
    }
    assert_int_equal(link_span(buf_slice(&text)), whole);
    buf_clear(&text);
    buf_add_text(&text, "https://");
    for (int i = 0; i < 100; i++) {
        buf_add_text(&text, "abcdefghi.");
    }
    buf_add_text(&text, "org/a");
    assert_int_equal(link_span(buf_slice(&text)), 0);
    buf_done(&text);
}

static const struct {
    const char *address;
    const char *canonical; /* NULL: refused */
} forms[] = {
    {"https://example.org/a", "example.org/a"},
    {"http://www.example.org/a/", "example.org/a"},
    {"HTTP://WWW.EXAMPLE.ORG/A", "example.org/A"},
    {"www.example.org/a", "example.org/a"},
    {"example.org/a", "example.org/a"},
    {"//example.org/a", "example.org/a"},
    {" https://example.org/a\n", "example.org/a"},
    {"https://m.example.org/a", "example.org/a"},
    {"https://mobile.example.org/a", "example.org/a"},
    {"https://www.m.example.org/a", "example.org/a"},
    {"https://m.org/a", "m.org/a"},
    {"https://www.org/a", "www.org/a"},
    {"https://example.org:443/a", "example.org/a"},
    {"http://example.org:80/a", "example.org/a"},
    {"http://example.org:0080/a", "example.org/a"},
    {"http://example.org:8080/a", "example.org:8080/a"},
    {"http://example.org./a", "example.org/a"},
    {"https://user:pass@example.org/a", "example.org/a"},
    {"https://example.com@example.org/a", "example.org/a"},
    {"https://example.org/a#b", "example.org/a"},
    {"https://example.org/a#b?c=d", "example.org/a"},
    {"https://example.org/a///", "example.org/a"},
    {"https://example.org/a?", "example.org/a"},
    {"https://example.org/a/?b=1", "example.org/a?b=1"},
    {"https://example.org/?b=1", "example.org?b=1"},
    {"https://example.org?b=1", "example.org?b=1"},
    {"https://example.org/a?utm_source=x&utm_medium=y", "example.org/a"},
    {"https://example.org/a?UTM_Source=x", "example.org/a"},
    {"https://example.org/a?id=3&utm_source=x", "example.org/a?id=3"},
    {"https://example.org/a?fbclid=x&id=3&gclid=y&igshid=z", "example.org/a?id=3"},
    {"https://example.org/a?id=3&amp;mc_cid=x&amp;ref_src=y", "example.org/a?id=3"},
    {"https://example.org/a?xtor=RSS-1", "example.org/a"},
    {"https://example.org/a?b=2&a=1", "example.org/a?a=1&b=2"},
    {"https://example.org/a?a=2&a=1&a", "example.org/a?a&a=1&a=2"},
    {"https://example.org/a?&&b=1&", "example.org/a?b=1"},
    {"https://example.org/a?b=", "example.org/a?b="},
    {"https://example.org/a?s=20", "example.org/a?s=20"},
    {"https://x.com/someone/status/12?s=20&t=abc", "x.com/someone/status/12"},
    {"https://mobile.twitter.com/someone/status/12?s=09", "twitter.com/someone/status/12"},
    {"https://notx.com/a?s=20", "notx.com/a?s=20"},
    {"https://www.youtube.com/watch?v=abc&feature=share&si=x", "youtube.com/watch?v=abc"},
    {"https://m.youtube.com/watch?si=x&v=abc", "youtube.com/watch?v=abc"},
    {"https://example.org/?utm_source=x", NULL},
    {"https://example.org/%7Ea%2Db", "example.org/~a-b"},
    {"https://example.org/%c3%a9", "example.org/%C3%A9"},
    {"https://example.org/é", "example.org/%C3%A9"},
    {"https://example.org/a%2fb", "example.org/a%2Fb"},
    {"https://example.org/a%2", "example.org/a%252"},
    {"https://example.org/a%", "example.org/a%25"},
    {"https://example.org/a%zz", "example.org/a%25zz"},
    {"https://example.org/%%34%31", "example.org/%2541"},
    {"https://example.org/a b", "example.org/a%20b"},
    {"https://example.org/a?q=l%27ecz%C3%A9ma", "example.org/a?q=l%27ecz%C3%A9ma"},
    {"https://example.org/a?%75tm_source=x", "example.org/a"},
    {"https://Élysée.example/a", "xn--lyse-9oad.example/a"},
    {"https://пример.рф/а", "xn--e1afmkfd.xn--p1ai/%D0%B0"},
    {"https://XN--E1AFMKFD.XN--P1AI/a", "xn--e1afmkfd.xn--p1ai/a"},
    {"http://192.0.2.1/a", "192.0.2.1/a"},
    {"http://192.0.2.1:8080/a", "192.0.2.1:8080/a"},
    {"http://[2001:DB8::1]/a", "[2001:db8::1]/a"},
    {"http://[2001:db8::1]:443/a", "[2001:db8::1]/a"},
    {"https://web.example.org/save/https://example.com/a",
     "web.example.org/save/https://example.com/a"},
    {"https://example.org", NULL},
    {"https://example.org/", NULL},
    {"https://www.example.org//", NULL},
    {"https://example.org/#a", NULL},
    {"https://example.org?", NULL},
    {"www.example.org", NULL},
    {"http://localhost/a", NULL},
    {"http://", NULL},
    {"http:///a", NULL},
    {"https://example.org:99999/a", NULL},
    {"https://example.org@/a", NULL},
    {"https://example..org/a", NULL},
    {"https://exam ple.org/a", NULL},
    {"ftp://example.org/a", NULL},
    {"mailto:a@example.org", NULL},
    {"jean@example.org/a", NULL},
    {"http://[::1/a", NULL},
    {"https://a\u00ad\u0300.fr/a", NULL},
    {"/a/b", NULL},
    {"", NULL},
};

static void equal_addresses_have_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct buf out;
        buf_init(&out, 1000);
        buf_add_text(&out, ">");
        bool fine = link_canonical(slice_from(forms[i].address), &out);
        const char *got = fine ? out.ptr + 1 : "(refused)";
        const char *expected = forms[i].canonical ? forms[i].canonical : "(refused)";
        if (strcmp(got, expected) != 0) {
            fail_msg("%s: %s, not %s", forms[i].address, got, expected);
        }
        if (!fine) {
            assert_string_equal(out.ptr, ">");
        }
        buf_done(&out);
    }
}

static void refusing_appends_nothing_to_an_empty_buffer(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    assert_false(link_canonical(SLICE("https://example.org/"), &out));
    assert_int_equal(out.len, 0);
    assert_false(link_canonical(slice_of(NULL, 0), &out));
    buf_done(&out);
}

static void a_buffer_that_is_too_small_is_full(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 4);
    assert_true(link_canonical(SLICE("https://example.org/a?b=1"), &out));
    assert_true(out.full);
    buf_done(&out);
}

static void many_parameters_are_bounded(void **state)
{
    (void)state;
    struct buf address;
    struct buf out;
    buf_init(&address, 1 << 20);
    buf_init(&out, 1 << 20);
    buf_add_text(&address, "https://example.org/a?");
    for (int i = 0; i < 1000; i++) {
        buf_addf(&address, "p%d=%d&", i, i);
    }
    assert_true(link_canonical(buf_slice(&address), &out));
    size_t count = 0;
    for (size_t i = 0; i < out.len; i++) {
        count += out.ptr[i] == '=' ? 1 : 0;
    }
    assert_int_equal(count, 64);
    buf_done(&address);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_end_where_a_reader_ends_them),
        cmocka_unit_test(long_addresses_are_whole_and_long_hosts_refused),
        cmocka_unit_test(equal_addresses_have_one_form),
        cmocka_unit_test(refusing_appends_nothing_to_an_empty_buffer),
        cmocka_unit_test(a_buffer_that_is_too_small_is_full),
        cmocka_unit_test(many_parameters_are_bounded),
    };
    return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
