/* tests/unit/test_message.c - what a message must be, the names of voices, and lines of both
 * formats that become messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "cmd/message_reader.h"

static struct message good(void)
{
    return (struct message){.id = SLICE("a"),
                            .text = SLICE("b"),
                            .date_days = DATE_NONE,
                            .reach = MESSAGE_REACH_UNKNOWN};
}

static void check(struct message m, enum err wanted, const char *word)
{
    struct fault f;
    fault_clear(&f);
    assert_int_equal(message_check(&m, &f), wanted);
    assert_int_equal(f.code, wanted);
    assert_non_null(strstr(f.text, word));
}

static void ids(void **state)
{
    (void)state;
    static char longest[MESSAGE_ID_MAX + 1];
    memset(longest, 'x', sizeof longest);
    struct message m = good();
    check(m, ERR_NONE, "");
    m.id = slice_of(longest, MESSAGE_ID_MAX);
    check(m, ERR_NONE, "");
    m.id = slice_of(longest, MESSAGE_ID_MAX + 1);
    check(m, ERR_LIMIT, "513");
    m.id = SLICE("");
    check(m, ERR_PARSE, "id is empty");
    m.id = SLICE(" \t");
    check(m, ERR_PARSE, "id is empty");
    m.id = SLICE("a\nb");
    check(m, ERR_PARSE, "control");
    m.id = SLICE("a\x7f");
    check(m, ERR_PARSE, "control");
    m.id = SLICE("é 1");
    check(m, ERR_NONE, "");
}

static void texts_and_reach(void **state)
{
    (void)state;
    struct message m = good();
    m.text = SLICE(" \r\n\t");
    check(m, ERR_PARSE, "text is empty");
    m = good();
    m.reach = 0;
    check(m, ERR_NONE, "");
    m.reach = MESSAGE_REACH_MAX;
    check(m, ERR_NONE, "");
    m.reach = -2;
    check(m, ERR_PARSE, "below 0");
    m.reach = 1e12;
    check(m, ERR_LIMIT, "more people");
    m.reach = (double)INFINITY;
    check(m, ERR_LIMIT, "more people");
    m.reach = (double)NAN;
    check(m, ERR_LIMIT, "reach");
}

static void voices_come_back_by_their_names(void **state)
{
    (void)state;
    for (int i = VOICE_UNKNOWN + 1; i < VOICES; i++) {
        enum voice v = VOICE_UNKNOWN;
        assert_true(message_voice_from_name(slice_from(message_voice_name((enum voice)i)), &v));
        assert_int_equal(v, i);
    }
    enum voice v = VOICE_PRESS;
    assert_false(message_voice_from_name(SLICE(""), &v));
    assert_false(message_voice_from_name(SLICE("patient"), &v));
    assert_int_equal(v, VOICE_PRESS);
    assert_string_equal(message_voice_name((enum voice)77), "");
}

/* A line with the padding that readers may look at. */
static struct slice padded(const char *text, char *room, size_t size)
{
    size_t len = strlen(text);
    assert_true(len + MESSAGE_LINE_PADDING <= size);
    memset(room, 0, size);
    memcpy(room, text, len);
    return slice_of(room, len);
}

static void a_json_line_with_everything(void **state)
{
    (void)state;
    char room[600];
    struct message m;
    struct message_reader *r = message_reader_new(MESSAGE_JSONL, NULL);
    struct slice line = padded(
        "{\"x\":[{\"id\":1}],\"voice\":\"press\",\"reach\":12.5,\"network\":\"n\",\"author\":\"p\","
        "\"url\":\"u\",\"lang\":\"fr\",\"published\":\"2024-02-29T10:00:00Z\",\"text\":"
        "\"l\\u00e0\\n\","
        "\"id\":\"7\"}",
        room, sizeof room);
    assert_int_equal(message_reader_read(r, line, &m, NULL), ERR_NONE);
    assert_true(slice_equal(m.id, SLICE("7")));
    assert_true(slice_equal(m.text, SLICE("là\n")));
    assert_true(slice_equal(m.lang, SLICE("fr")));
    assert_true(slice_equal(m.url, SLICE("u")));
    assert_true(slice_equal(m.author, SLICE("p")));
    assert_true(slice_equal(m.network, SLICE("n")));
    assert_int_equal(m.voice, VOICE_PRESS);
    assert_int_equal(m.date_days, date_parse(SLICE("2024-02-29")));
    assert_true(fabs(m.reach - 12.5) < 1e-9);
    line = padded("{\"id\":\"8\",\"text\":\"x\"}", room, sizeof room);
    assert_int_equal(message_reader_read(r, line, &m, NULL), ERR_NONE);
    assert_int_equal(m.date_days, DATE_NONE);
    assert_int_equal(m.voice, VOICE_UNKNOWN);
    assert_true(m.reach < 0 && m.lang.len == 0);
    message_reader_free(r);
}

static void a_refusal_never_quotes_the_message(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{\"id\":\"1\",\"text\":\"secret\"",
        "secret\tsecret",
        "",
        "{\"id\":\"1\",\"text\":\"secret\",\"voice\":\"secret\"}",
        "{\"id\":\"1\",\"text\":\"secret\",\"published\":\"secret\"}",
        "{\"id\":\"secret\\n\",\"text\":\"secret\"}",
        "{\"id\":\"1\",\"text\":\"secret\xff\"}",
        "{\"id\":\"1\",\"text\":\"secret\",\"lang\":{}}"};
    char room[600];
    struct message_reader *r = message_reader_new(MESSAGE_JSONL, NULL);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct message m;
        struct fault f;
        fault_clear(&f);
        assert_int_not_equal(message_reader_read(r, padded(lines[i], room, sizeof room), &m, &f),
                             ERR_NONE);
        assert_true(f.text[0] != '\0');
        assert_null(strstr(f.text, "secret"));
    }
    message_reader_free(r);
}

static void rows_of_a_table(void **state)
{
    (void)state;
    struct tsv_header h;
    struct message m;
    char room[300];
    assert_int_equal(message_header_read(&h, SLICE("Date\tREACH\ttext\tid\tother"), NULL),
                     ERR_NONE);
    struct message_reader *r = message_reader_new(MESSAGE_TSV, &h);
    struct slice line = padded("2024-01-02\t 1e3 \tun texte\t n 1 \tx", room, sizeof room);
    assert_int_equal(message_reader_read(r, line, &m, NULL), ERR_NONE);
    assert_true(slice_equal(m.id, SLICE("n 1")));
    assert_true(slice_equal(m.text, SLICE("un texte")));
    assert_int_equal(m.date_days, date_parse(SLICE("2024-01-02")));
    assert_true(fabs(m.reach - 1000) < 1e-9);
    static const char *const bad[] = {"\t\tx",
                                      "\t-1\tx\ti",
                                      "\t1x\tx\ti",
                                      "\tnan\tx\ti",
                                      "\t1111111111111111111111111111111111111111\tx\ti",
                                      "24\t\tx\ti",
                                      "\t\t\xc3\ti"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_not_equal(message_reader_read(r, padded(bad[i], room, sizeof room), &m, NULL),
                             ERR_NONE);
    }
    message_reader_free(r);
    assert_int_equal(message_header_read(&h, SLICE("id\tbody"), NULL), ERR_PARSE);
    assert_int_equal(message_header_read(&h, SLICE("id\ttext\xff"), NULL), ERR_PARSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ids),
                                       cmocka_unit_test(texts_and_reach),
                                       cmocka_unit_test(voices_come_back_by_their_names),
                                       cmocka_unit_test(a_json_line_with_everything),
                                       cmocka_unit_test(a_refusal_never_quotes_the_message),
                                       cmocka_unit_test(rows_of_a_table)};
    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
