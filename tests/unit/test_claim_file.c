/* tests/unit/test_claim_file.c - claims in and out: every format, every kind of bad input, and
 * round trips.
 *
 * What a reading gives is compared as text: one line of our TSV a claim, and "! NUMBER SENTENCE" a
 * refusal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/date.h"
#include "base/json.h"
#include "model/claim_file.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    } /* SLICE for a table */
#define OUT_MAX ((size_t)64 << 20)

struct got {
    struct buf text;  /* claims and refusals as described above */
    struct buf tsv;   /* the claims as a TSV file */
    struct buf json;  /* the claims as a JSON-LD document */
    struct buf lines; /* the claims as JSON lines */
    size_t claims;
    size_t refused;
    size_t stop_after; /* the sink fails after so many claims; 0 never */
    enum err code;
    struct fault fault;
};

static enum err take(void *context, const struct claim *c, struct fault *f)
{
    struct got *g = context;
    assert_int_equal(claim_check(c, NULL), ERR_NONE);
    claim_file_tsv_row(c, &g->text);
    claim_file_tsv_row(c, &g->tsv);
    buf_add_text(&g->json, g->claims > 0 ? ",\n" : "");
    claim_file_review(c, &g->json);
    claim_file_review(c, &g->lines);
    buf_add_char(&g->lines, '\n');
    g->claims++;
    return g->claims == g->stop_after ? fault_set(f, ERR_CONFLICT, "enough") : ERR_NONE;
}

static void refuse(void *context, uint64_t number, const char *sentence)
{
    struct got *g = context;
    buf_addf(&g->text, "! %llu %s\n", (unsigned long long)number, sentence);
    g->refused++;
}

static void got_init(struct got *g)
{
    *g = (struct got){.claims = 0};
    buf_init(&g->text, OUT_MAX);
    buf_init(&g->tsv, OUT_MAX);
    buf_init(&g->json, OUT_MAX);
    buf_init(&g->lines, OUT_MAX);
    claim_file_tsv_header(&g->tsv);
    buf_add_text(&g->json, "{\"@context\":\"https://schema.org\",\"@graph\":[\n");
    buf_add_text(&g->text, "");
}

static void got_done(struct got *g)
{
    buf_done(&g->text);
    buf_done(&g->tsv);
    buf_done(&g->json);
    buf_done(&g->lines);
}

static void read_fd(int fd, struct got *g)
{
    const struct claim_sink sink = {.context = g, .take = take, .refuse = refuse};
    g->code = claim_file_read(fd, &sink, &g->fault);
    buf_add_text(&g->json, "\n]}\n");
    assert_int_equal(g->code, g->fault.code);
    assert_false(g->text.full || g->tsv.full || g->json.full || g->lines.full);
}

static void read_slice(struct slice bytes, struct got *g)
{
    got_init(g);
    int fd = memfd_create("claims", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    read_fd(fd, g);
    close(fd);
}

static void expect(struct slice bytes, const char *wanted)
{
    struct got g;
    read_slice(bytes, &g);
    if (g.code) {
        fail_msg("refused as a whole: %s", g.fault.text);
    }
    assert_string_equal(g.text.ptr ? g.text.ptr : "", wanted);
    got_done(&g);
}

static void expect_text(const char *text, const char *wanted)
{
    expect(slice_from(text), wanted);
}

/* The file as a whole is refused, with a sentence that holds part. */
static void expect_failure(struct slice bytes, enum err code, const char *part)
{
    struct got g;
    read_slice(bytes, &g);
    if (g.code != code || !strstr(g.fault.text, part)) {
        fail_msg("got %d \"%s\", wanted %d with \"%s\"", (int)g.code, g.fault.text, (int)code,
                 part);
    }
    got_done(&g);
}

#define H "id\tclaim\ttitle\tdate\n"

static void tsv_is_read_by_its_header(void **state)
{
    (void)state;
    expect_text(H "a\tL'eau rend aveugle.\tNon\t2024-02-29\nb\tLe sel flotte.\n",
                "a\tL'eau rend aveugle.\tNon\t2024-02-29\t\t\t\t\t\t\t\tnone\t\n"
                "b\tLe sel flotte.\t\t\t\t\t\t\t\t\t\tnone\t\n");
    expect_text(
        "Harm\tVerdict\tRATING\tclaim\textra\tlang\tID\tfact\turl\tlink\tauthor\tpublisher\n"
        "high\tfalse\tFAUX\tx\t?\tFR-ca\t1\tnon\thttps://a.example/\thttps://b.example/\tUn "
        "compte\tUne agence\n",
        "1\tx\t\t\tfr\tnon\thttps://a.example/\thttps://b.example/\tUn compte\tUne "
        "agence\tFAUX\tfalse\thigh\n");
    expect_text("id\tclaim\n", "");
    expect_text("id\tclaim", "");
    expect_text("\n\n  \nid\tclaim\n\n\n1\tx\n \t \n", "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n");
}

static void marks_and_line_ends_do_not_matter(void **state)
{
    (void)state;
    static const char wanted[] =
        "1\tx\tt\t2020-01-02\t\t\t\t\t\t\t\tnone\t\n2\ty\t\t\t\t\t\t\t\t\t\tnone\t\n";
    expect_text("\xef\xbb\xbf" H "1\tx\tt\t2020-01-02\n2\ty\n", wanted);
    expect_text("id\tclaim\ttitle\tdate\r\n1\tx\tt\t2020-01-02T10:00:00Z\r\n2\ty\t\t\r\n", wanted);
    expect_text(H " 1 \t  x \t t\t 2020-01-02 \n2\ty\t\t", wanted);
}

static void the_verdict_comes_from_name_words_or_rating(void **state)
{
    (void)state;
    static const struct {
        const char *cells; /* rating, verdict */
        const char *wanted;
    } cases[] = {{"FAUX\tmostly-true", "FAUX\tmostly-true"},
                 {"FAUX\t", "FAUX\tfalse"},
                 {"FAUX", "FAUX\tfalse"},
                 {"FAUX\tnone", "FAUX\tnone"},
                 {"\tPlutôt faux", "Plutôt faux\tmisleading"},
                 {"Pants on fire\tgrmbl", "Pants on fire\tfalse"},
                 {"grmbl\tMostly False", "grmbl\tmisleading"},
                 {"\tgrmbl", "grmbl\tnone"},
                 {"\t", "\tnone"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf in, out;
        buf_init(&in, 1000);
        buf_init(&out, 1000);
        buf_addf(&in, "id\tclaim\trating\tverdict\n1\tx\t%s\n", cases[i].cells);
        buf_addf(&out, "1\tx\t\t\t\t\t\t\t\t\t%s\t\n", cases[i].wanted);
        expect(buf_slice(&in), out.ptr);
        buf_done(&in);
        buf_done(&out);
    }
}

static void what_cannot_be_read_counts_as_not_stated(void **state)
{
    (void)state;
    expect_text(
        "id\tclaim\tdate\tlang\tharm\n1\tx\t2023-13-45\tFrench\tdreadful\n2\ty\thier\te1\tHIGH\n",
        "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n2\ty\t\t\t\t\t\t\t\t\t\tnone\t\n");
}

static void bad_lines_are_refused_alone(void **state)
{
    (void)state;
    expect(SLICE(H "1\tx\n"
                   "only\n"
                   "\tempty id\n"
                   "3\t\n"
                   "3\t \xc2\xa0 \n"
                   "4\tbad \xc3( utf-8\n"
                   "5\tnul \0 byte\n"
                   "1\tagain\n"
                   "6\x01\tcontrol\n"
                   "7\tgood\n"),
           "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n"
           "! 3 the line has too few cells: the one for id or for claim is missing\n"
           "! 4 the id is empty\n"
           "! 5 the claim is empty\n"
           "! 6 the claim is empty\n"
           "! 7 the line is not valid UTF-8 at byte offset 6\n"
           "! 8 the line holds a NUL byte at byte offset 6\n"
           "! 9 the id \"1\" was used in line 2 already, which stays\n"
           "! 10 the id holds a control character at its byte offset 1\n"
           "7\tgood\t\t\t\t\t\t\t\t\t\tnone\t\n");
}

/* Appends count bytes. */
static void add_many(struct buf *b, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_char(b, byte);
    }
}

static void long_lines_and_fields_are_refused_alone(void **state)
{
    (void)state;
    struct buf in;
    buf_init(&in, OUT_MAX);
    buf_add_text(&in, H "1\tx\n2\t");
    add_many(&in, 'a', CLAIM_FILE_LINE_MAX);
    buf_add_text(&in, "\n3\t");
    add_many(&in, 'b', CLAIM_TEXT_MAX + 1);
    buf_add_text(&in, "\n4\ty\n5\t");
    add_many(&in, 'c', 10u << 20);
    buf_add_text(&in, "\n");
    add_many(&in, 'd', CLAIM_ID_MAX + 1);
    buf_add_text(&in, "\tz\n6\tz\n");
    expect(buf_slice(&in), "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n"
                           "! 3 the line is longer than 1048576 bytes\n"
                           "! 4 the claim has 65537 bytes; at most 65536 are accepted\n"
                           "4\ty\t\t\t\t\t\t\t\t\t\tnone\t\n"
                           "! 6 the line is longer than 1048576 bytes\n"
                           "! 7 the id has 513 bytes; at most 512 are accepted\n"
                           "6\tz\t\t\t\t\t\t\t\t\t\tnone\t\n");
    buf_clear(&in);
    buf_add_text(&in, "{\"claimReviewed\":\"");
    add_many(&in, 'a', CLAIM_FILE_LINE_MAX);
    buf_add_text(&in, "\"}\n{\"identifier\":\"1\",\"claimReviewed\":\"x\"}\n{\"claimReviewed\":\"");
    add_many(&in, 'b', CLAIM_FILE_LINE_MAX);
    buf_add_text(&in, "\"}\n{\"identifier\":\"2\",\"claimReviewed\":\"y\"}\n");
    expect(buf_slice(&in), "! 1 the line is longer than 1048576 bytes\n"
                           "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n"
                           "! 3 the line is longer than 1048576 bytes\n"
                           "2\ty\t\t\t\t\t\t\t\t\t\tnone\t\n");
    buf_done(&in);
}

static void files_in_no_format_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        const char *sentence;
    } cases[] = {{BYTES(""), "the file is empty"},
                 {BYTES("\n \r\n\t\n"), "the file is empty"},
                 {BYTES("\xef\xbb\xbf"), "the file is empty"},
                 {BYTES("1\tThe first claim.\n2\tx\n"),
                  "the first line must name the columns with a tab between them: id, claim, then "
                  "any of title, date, lang, "
                  "fact, url, link, author, publisher, rating, verdict, harm; it is \"1|The first "
                  "claim.\" (and it begins "
                  "with { or [ for JSON)"},
                 {BYTES("id,claim\n1,x\n"), "it is \"id,claim\""},
                 {BYTES("id\ttext\n1\tx\n"), "it is \"id|text\""},
                 {BYTES("\xff\xfei\0d\0\t\0"), "looks like UTF-16"},
                 {BYTES("\0i\0d\0\t"), "looks like UTF-16"},
                 {BYTES("id\tcl\xe9im\n"), "the first line is not valid UTF-8 at byte offset 5"},
                 {BYTES("id\tcl\0im\n"), "the first line holds a NUL byte at byte offset 5"},
                 {BYTES("%PDF-1.7\n"), "the first line must name the columns"},
                 {BYTES("{"), "no complete document"},
                 {BYTES("{\"@graph\":[\n{\"claimReviewed\":\"x\"},\n{\"claimRev"),
                  "no complete document: no JSON"},
                 {BYTES("[{\"claimReviewed\":\"x\"},\n"), "no complete document"},
                 {BYTES("[]\n[]\n"), "no complete document"},
                 {BYTES("{}"), "there is no ClaimReview"},
                 {BYTES("{\"@type\":\"WebPage\",\"name\":\"x\"}"), "there is no ClaimReview"},
                 {BYTES("[{\"@type\":\"WebPage\",\"name\":\"x\"}]"), "there is no ClaimReview"},
                 {BYTES("{\n\"a\":\"\xff\"}"), "line 2 is not valid UTF-8 at byte offset 5"},
                 {BYTES("{\n\"a\":\"\0\"}"), "line 2 holds a NUL byte at byte offset 5"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_failure(cases[i].bytes, ERR_PARSE, cases[i].sentence);
    }
}

static void unreadable_and_oversized_files_are_told_apart(void **state)
{
    (void)state;
    struct got g;
    got_init(&g);
    read_fd(-1, &g);
    assert_int_equal(g.code, ERR_IO);
    got_done(&g);
    struct buf in;
    buf_init(&in, OUT_MAX);
    add_many(&in, 'x', CLAIM_FILE_LINE_MAX + 1);
    expect_failure(buf_slice(&in), ERR_LIMIT, "the first line is longer than 1048576 bytes");
    buf_clear(&in);
    for (int i = 0; i < 40; i++) {
        buf_add_text(&in, "id\t");
    }
    expect_failure(buf_slice(&in), ERR_LIMIT, "the first line names more than 32 columns");
    buf_clear(&in);
    add_many(&in, '[', 600);
    add_many(&in, ']', 600);
    expect_failure(buf_slice(&in), ERR_LIMIT, "deeper than 512");
    buf_done(&in);
}

static void the_sinks_error_ends_the_reading(void **state)
{
    (void)state;
    static const char *const files[] = {
        "id\tclaim\n1\tx\n2\ty\n3\tz\n",
        "[{\"claimReviewed\":\"x\"},{\"claimReviewed\":\"y\"},{\"claimReviewed\":\"z\"}]",
        "{\"claimReviewed\":\"x\"}\n{\"claimReviewed\":\"y\"}\n{\"claimReviewed\":\"z\"}\n",
        "{\"claims\":[{\"text\":\"x\",\"claimReview\":[{\"url\":\"1\"},{\"url\":\"2\"},{}]}]}"};
    for (size_t i = 0; i < COUNT(files); i++) {
        for (size_t stop = 1; stop <= 3; stop++) {
            struct got g;
            got_init(&g);
            g.stop_after = stop;
            int fd = memfd_create("claims", 0);
            assert_int_equal(write(fd, files[i], strlen(files[i])), strlen(files[i]));
            lseek(fd, 0, SEEK_SET);
            read_fd(fd, &g);
            close(fd);
            assert_int_equal(g.code, ERR_CONFLICT);
            assert_string_equal(g.fault.text, "enough");
            assert_int_equal(g.claims, stop);
            got_done(&g);
        }
    }
}

#define FULL_REVIEW                                                                                \
    "{\"@context\":\"https://schema.org\",\"@type\":\"ClaimReview\",\"identifier\":\"z-1\","       \
    "\"url\":\"https://a.example/1\",\"name\":\"Non, &amp; voici "                                 \
    "pourquoi\",\"claimReviewed\":\"Le lait\\n\\tbrûle.\","                                       \
    "\"datePublished\":\"2023-05-06\",\"inLanguage\":\"fr-FR\","                                   \
    "\"author\":{\"@type\":\"Organization\",\"name\":\"Agence Inventée\"},"                       \
    "\"itemReviewed\":{\"@type\":\"Claim\",\"author\":{\"@type\":\"Person\",\"name\":\"Un "        \
    "compte\"},"                                                                                   \
    "\"appearance\":{\"@type\":\"CreativeWork\",\"url\":\"https://b.example/2\"}},"                \
    "\"reviewRating\":{\"@type\":\"Rating\",\"ratingValue\":1,\"bestRating\":5,\"worstRating\":1," \
    "\"alternateName\":\"Faux\"},\"reviewBody\":\"Non.\"}"
#define FULL_ROW                                                                                   \
    "z-1\tLe lait brûle.\tNon, &amp; voici "                                                      \
    "pourquoi\t2023-05-06\tfr\tNon.\thttps://a.example/1\thttps://b.example/2\t"                   \
    "Un compte\tAgence Inventée\tFaux\tfalse\t\n"
#define SECOND "{\"identifier\":\"z-2\",\"claimReviewed\":\"y\"}"
#define SECOND_ROW "z-2\ty\t\t\t\t\t\t\t\t\t\tnone\t\n"

static void reviews_are_found_in_every_wrapping(void **state)
{
    (void)state;
    static const char both[] = FULL_ROW SECOND_ROW;
    expect_text(FULL_REVIEW, FULL_ROW);
    expect_text("\xef\xbb\xbf\n" FULL_REVIEW "\n\n", FULL_ROW);
    expect_text("[" FULL_REVIEW "," SECOND "]", both);
    expect_text("[\r\n" FULL_REVIEW ",\r\n" SECOND "\r\n]\r\n", both);
    expect_text("[\n" SECOND "\n]", SECOND_ROW);
    expect_text("{\"@context\":\"https://schema.org\",\"@graph\":[\n" SECOND "\n]}\n", SECOND_ROW);
    expect_text("{\"@graph\":\n" SECOND "\n}", SECOND_ROW);
    expect_text("{\"@graph\":[" FULL_REVIEW ",[{\"@graph\":[" SECOND "]}]]}", both);
    expect_text("{\"@type\":\"DataFeed\",\"dataFeedElement\":[{\"@type\":\"DataFeedItem\","
                "\"item\":" FULL_REVIEW "},{\"@type\":\"DataFeedItem\",\"item\":[" SECOND "]}]}",
                both);
    expect_text(
        "{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"ListItem\",\"item\":" FULL_REVIEW
        "},"
        "{\"@type\":\"ListItem\",\"item\":" SECOND "}]}",
        both);
    expect_text(FULL_REVIEW "\n" SECOND "\n", both);
    expect_text("\n" FULL_REVIEW "\r\n\r\n[" SECOND "]", both);
}

static void pages_with_other_objects_are_read(void **state)
{
    (void)state;
    expect_text("{\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"x\"},{\"@type\":\"BreadcrumbList\","
                "\"itemListElement\":["
                "{\"@type\":\"ListItem\",\"name\":\"Home\",\"item\":\"https://a.example\"},\"x\","
                "{\"@type\":\"ListItem\",\"item\":{\"@id\":\"https://a.example/b\"}}]}," SECOND
                "]}",
                SECOND_ROW);
    expect_text("{\"@graph\":[" SECOND ",7,{\"headline\":\"x\"},null,{\"@type\":\"ClaimReview\"}]}",
                SECOND_ROW "! 2 this is no ClaimReview: not an object\n"
                           "! 3 this is no ClaimReview: it has no claimReviewed\n"
                           "! 4 this is no ClaimReview: not an object\n"
                           "! 5 the claim is empty\n");
    expect_text("{\"@graph\":[" SECOND "," SECOND "]}",
                SECOND_ROW "! 2 the id \"z-2\" was used in item 1 already, which stays\n");
    expect_text("{\"@graph\":[]}", "");
    expect_text("[]", "");
}

static void bad_json_lines_are_refused_alone(void **state)
{
    (void)state;
    expect(SLICE("{\"claimReviewed\":\"trunca\n" SECOND "\n"
                 "\n"
                 "nonsense\n"
                 "{\"claimReviewed\":\"a\xff\"}\n"
                 "{\"claimReviewed\":\"a\0\"}\n"
                 "{\"claimReviewed\":\"a\\u0000\"}\n"
                 "{\"claimReviewed\":\"a\\ud800\"}\n"
                 "{\"a\":1,\"a\":2}\n"
                 "{\"@type\":\"WebPage\"}\n"
                 "7\n" SECOND "\n"
                 "{\"claimReviewed\":\" \"}\n"
                 "{\"claimReviewed\":\"cut"),
           "! 1 no JSON we accept, line 1 column 24: the text ends too early\n" SECOND_ROW
           "! 4 no JSON we accept, line 1 column 8: a syntax error or a lone surrogate\n"
           "! 5 the line is not valid UTF-8 at byte offset 19\n"
           "! 6 the line holds a NUL byte at byte offset 19\n"
           "! 7 no JSON we accept, line 1 column 26: the character U+0000 is not accepted\n"
           "! 8 no JSON we accept, line 1 column 26: a syntax error or a lone surrogate\n"
           "! 9 no JSON we accept, line 1 column 10: an object has the same key twice\n"
           "! 10 there is no ClaimReview: not the value itself, none in @graph, dataFeedElement, "
           "itemListElement or claims\n"
           "! 11 this is no ClaimReview: not an object\n"
           "! 12 the id \"z-2\" was used in line 2 already, which stays\n"
           "! 13 the claim is empty\n"
           "! 14 no JSON we accept, line 1 column 21: the text ends too early\n");
    expect_text(SECOND "\nnonsense\n", SECOND_ROW
                "! 2 no JSON we accept, line 1 column 8: a syntax error or a lone surrogate\n");
}

static void googles_answers_are_read(void **state)
{
    (void)state;
    expect_text("{\"claims\":[{\"text\":\"Le sucre guérit.\",\"claimant\":\"Un "
                "blog\",\"claimDate\":\"2020-01-01T00:00:00Z\","
                "\"claimReview\":[{\"publisher\":{\"name\":\"Agence\",\"site\":\"a.example\"},"
                "\"url\":\"https://a.example/1\","
                "\"title\":\"Non\",\"reviewDate\":\"2021-02-03T00:00:00Z\",\"textualRating\":"
                "\"Trompeur\",\"languageCode\":\"fr\"},"
                "{\"publisher\":{\"site\":\"b.example\"},\"url\":\"https://b.example/"
                "1\",\"textualRating\":\"False\","
                "\"languageCode\":\"en\"}]},{\"text\":\"Sans "
                "réponse\",\"claimReview\":[]},{\"text\":\"rien\"}],"
                "\"nextPageToken\":\"abc\"}",
                "cr-4e9910d0fb8937b5\tLe sucre "
                "guérit.\tNon\t2021-02-03\tfr\t\thttps://a.example/1\t\tUn blog\tAgence\t"
                "Trompeur\tmisleading\t\n"
                "cr-26e69596c85131fb\tLe sucre guérit.\t\t\ten\t\thttps://b.example/1\t\tUn "
                "blog\tb.example\tFalse\tfalse\t\n"
                "! 3 this is no ClaimReview: it has no claimReviewed\n");
    expect_text("{\"claims\":[]}", "");
}

/* One ClaimReview whose members are given, with identifier 1 and a text unless they stand there
 * too. */
static void expect_members(const char *members, const char *wanted)
{
    struct buf in;
    buf_init(&in, OUT_MAX);
    buf_addf(&in, "{\"@type\":\"ClaimReview\",\"identifier\":1,%s}", members);
    expect(buf_slice(&in), wanted);
    buf_done(&in);
}

static void members_come_in_many_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *members;
        const char *wanted; /* the row behind the id */
    } cases[] = {
        {"\"claimReviewed\":[\"\",\"x\"]", "x\t\t\t\t\t\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":{\"@value\":\"x\",\"@language\":\"fr\"}",
         "x\t\t\t\t\t\t\t\t\t\tnone\t\n"},
        {"\"itemReviewed\":{\"@type\":\"Claim\",\"name\":\"x\"}", "x\t\t\t\t\t\t\t\t\t\tnone\t\n"},
        {"\"itemReviewed\":[7,{\"text\":\"x\",\"author\":[{\"name\":\"\"},{\"name\":\"A\"},{"
         "\"name\":\"B\"}]}]",
         "x\t\t\t\t\t\t\tA\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"headline\":\"t\",\"author\":\"P\",\"publisher\":{\"name\":"
         "\"Q\"}",
         "x\tt\t\t\t\t\t\t\tP\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"author\":[{\"@type\":[\"Person\"],\"name\":\"P\"}],"
         "\"publisher\":[{\"name\":\"Q\"}]",
         "x\t\t\t\t\t\t\t\tQ\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"author\":{\"@type\":\"https://schema.org/"
         "Person\",\"name\":\"P\"}",
         "x\t\t\t\t\t\t\t\tP\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"author\":7,\"publisher\":\"Q\"",
         "x\t\t\t\t\t\t\t\tQ\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"inLanguage\":{\"@type\":\"Language\",\"name\":\"French\","
         "\"alternateName\":\"fr\"}",
         "x\t\t\tfr\t\t\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"inLanguage\":[\"en_GB\",\"fr\"]",
         "x\t\t\ten\t\t\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"mainEntityOfPage\":{\"@id\":\"https://a.example/\"}",
         "x\t\t\t\t\thttps://a.example/\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"mainEntityOfPage\":true,\"url\":[\"https://a.example/\"]",
         "x\t\t\t\t\thttps://a.example/\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":{\"appearance\":\"https://b.example/\"}",
         "x\t\t\t\t\t\thttps://b.example/\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":{\"appearance\":[{\"@id\":\"_:b0\"},{\"@id\":"
         "\"https://b.example/\"}]}",
         "x\t\t\t\t\t\thttps://b.example/\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":{\"firstAppearance\":{\"url\":\"https://"
         "b.example/\"}}",
         "x\t\t\t\t\t\thttps://b.example/\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":{\"@type\":\"CreativeWork\",\"url\":\"https://"
         "b.example/\"}",
         "x\t\t\t\t\t\thttps://b.example/\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":\"https://b.example/\"",
         "x\t\t\t\t\t\thttps://b.example/\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"itemReviewed\":\"a rumour\"", "x\t\t\t\t\t\t\t\t\t\tnone\t\n"},
        {"\"claimReviewed\":\"x\",\"datePublished\":\"le 3 "
         "mai\",\"dateModified\":[\"2020-03-04T05:06Z\"]",
         "x\t\t2020-03-04\t\t\t\t\t\t\t\tnone\t\n"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf wanted;
        buf_init(&wanted, 1000);
        buf_addf(&wanted, "1\t%s", cases[i].wanted);
        expect_members(cases[i].members, wanted.ptr);
        buf_done(&wanted);
    }
}

static void ratings_come_in_many_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *rating;
        const char *wanted; /* rating and verdict */
    } cases[] = {{"null", "\tnone"},
                 {"\"Faux\"", "Faux\tfalse"},
                 {"[\"Faux\"]", "Faux\tfalse"},
                 {"[{\"alternateName\":\"Faux\"}]", "Faux\tfalse"},
                 {"{\"alternateName\":[\"Plutôt vrai\"]}", "Plutôt vrai\tmostly-true"},
                 {"{\"name\":\"Trompeur\"}", "Trompeur\tmisleading"},
                 {"{\"ratingValue\":\"5\"}", "\ttrue"},
                 {"{\"ratingValue\":2}", "\tmisleading"},
                 {"{\"ratingValue\":\"N/A\"}", "\tnone"},
                 {"{\"ratingValue\":\"Faux\"}", "Faux\tfalse"},
                 {"{\"ratingValue\":-1,\"bestRating\":5,\"worstRating\":1}", "\tnone"},
                 {"{\"ratingValue\":\"0\",\"bestRating\":\"10\",\"worstRating\":\"0\"}", "\tfalse"},
                 {"{\"ratingValue\":10,\"bestRating\":10}", "\ttrue"},
                 {"{\"ratingValue\":1,\"alternateName\":\"Vrai\"}", "Vrai\ttrue"},
                 {"{\"ratingValue\":1,\"alternateName\":\"grmbl\"}", "grmbl\tfalse"},
                 {"{\"ratingValue\":9,\"alternateName\":\"grmbl\"}", "grmbl\tnone"},
                 {"{\"ratingValue\":{},\"bestRating\":[]}", "\tnone"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf members, wanted;
        buf_init(&members, 1000);
        buf_init(&wanted, 1000);
        buf_addf(&members, "\"claimReviewed\":\"x\",\"reviewRating\":%s", cases[i].rating);
        buf_addf(&wanted, "1\tx\t\t\t\t\t\t\t\t\t%s\t\n", cases[i].wanted);
        expect_members(members.ptr, wanted.ptr);
        buf_done(&members);
        buf_done(&wanted);
    }
}

static void types_are_recognised_by_any_name(void **state)
{
    (void)state;
    static const char *const types[] = {
        "\"ClaimReview\"", "[\"Article\",\"ClaimReview\"]", "\"schema:ClaimReview\"",
        "\"http://schema.org/ClaimReview\"", "[\"https://schema.org/ClaimReview\"]"};
    for (size_t i = 0; i < COUNT(types); i++) {
        struct buf in;
        buf_init(&in, 1000);
        buf_addf(&in, "{\"@type\":%s,\"identifier\":\"1\",\"claimReviewed\":\"x\"}", types[i]);
        expect(buf_slice(&in), "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n");
        buf_done(&in);
    }
    expect_failure(SLICE("{\"@type\":\"NoClaimReview\",\"claimReviewed\":\"x\"}"), ERR_PARSE,
                   "there is no ClaimReview");
}

static void ids_are_taken_or_derived(void **state)
{
    (void)state;
    static const struct {
        const char *members;
        const char *id;
    } cases[] = {{"\"identifier\":\" a b \"", "a b"},
                 {"\"identifier\":12345678901234567", "12345678901234567"},
                 {"\"identifier\":{\"@type\":\"PropertyValue\",\"value\":7}", "7"},
                 {"\"identifier\":[\"\",{\"value\":\"v\"},\"w\"]", "v"},
                 {"\"@id\":\"https://a.example/#1\"", "https://a.example/#1"},
                 {"\"identifier\":\"a\",\"@id\":\"https://a.example/#1\"", "a"},
                 {"\"@id\":\"_:b0\"", "cr-"},
                 {"\"@id\":\"#claim\",\"identifier\":true", "cr-"},
                 {"\"url\":\"https://a.example/\"", "cr-"},
                 {"\"url\":\" https://a.example/\\n\"", "cr-"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf in;
        struct got g;
        buf_init(&in, 1000);
        buf_addf(&in, "{\"claimReviewed\":\"x\",%s}", cases[i].members);
        read_slice(buf_slice(&in), &g);
        assert_int_equal(g.claims, 1);
        struct slice row = buf_slice(&g.text);
        struct slice id = slice_cut(&row, '\t');
        if (slice_equal(slice_from(cases[i].id), SLICE("cr-"))) {
            assert_int_equal(id.len, 19);
            assert_true(slice_starts(id, SLICE("cr-")));
        } else {
            assert_true(slice_equal(id, slice_from(cases[i].id)));
        }
        got_done(&g);
        buf_done(&in);
    }
}

static void derived_ids_depend_on_url_and_text_only(void **state)
{
    (void)state;
    static const char one[] = "{\"claimReviewed\":\"x\",\"url\":\"https://a.example/\"}";
    struct got g;
    read_slice(
        SLICE("[{\"claimReviewed\":\"x\",\"url\":\"https://a.example/\",\"name\":\"t\"},"
              "{\"claimReviewed\":\"y\",\"url\":\"https://a.example/\"},"
              "{\"claimReviewed\":\"x\",\"url\":\"https://b.example/\"},{\"claimReviewed\":\"x\"},"
              "{\"claimReviewed\":\" x\",\"url\":\"https://a.example/\"}]"),
        &g);
    assert_int_equal(g.claims, 4);
    assert_int_equal(g.refused, 1); /* the same claim of the same article again */
    struct got again;
    read_slice(slice_from(one), &again);
    struct slice first = buf_slice(&g.text), second = buf_slice(&again.text);
    assert_true(slice_equal(slice_cut(&first, '\t'), slice_cut(&second, '\t')));
    got_done(&again);
    got_done(&g);
    /* These values are a promise: known copies hang on them. */
    expect_text(one, "cr-7d611929392011ac\tx\t\t\t\t\thttps://a.example/\t\t\t\t\tnone\t\n");
}

static void an_article_in_review_body_costs_only_the_fact(void **state)
{
    (void)state;
    struct buf in;
    buf_init(&in, OUT_MAX);
    buf_add_text(&in, "{\"identifier\":\"1\",\"claimReviewed\":\"x\",\"reviewBody\":\"");
    add_many(&in, 'a', CLAIM_TEXT_MAX + 1);
    buf_add_text(&in, "\"}");
    expect(buf_slice(&in), "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n");
    buf_done(&in);
}

/* A pipe that is written in pieces of a few bytes, by a thread of its own. */
struct piece_writer {
    int fd;
    struct slice bytes;
};

static void *write_pieces(void *context)
{
    struct piece_writer *w = context;
    for (size_t at = 0; at < w->bytes.len;) {
        size_t piece = 1 + at % 7;
        piece = piece < w->bytes.len - at ? piece : w->bytes.len - at;
        ssize_t done = write(w->fd, w->bytes.ptr + at, piece);
        if (done <= 0) {
            break;
        }
        at += (size_t)done;
    }
    close(w->fd);
    return NULL;
}

static void pipes_are_read_in_any_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *wanted;
    } cases[] = {
        {H "1\tx\n2\ty\n", "1\tx\t\t\t\t\t\t\t\t\t\tnone\t\n2\ty\t\t\t\t\t\t\t\t\t\tnone\t\n"},
        {"[\n" FULL_REVIEW "\n,\n" SECOND "\n]", FULL_ROW SECOND_ROW},
        {FULL_REVIEW "\n" SECOND, FULL_ROW SECOND_ROW}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int ends[2];
        pthread_t thread;
        struct got g;
        assert_int_equal(pipe(ends), 0);
        struct piece_writer w = {.fd = ends[1], .bytes = slice_from(cases[i].bytes)};
        assert_int_equal(pthread_create(&thread, NULL, write_pieces, &w), 0);
        got_init(&g);
        read_fd(ends[0], &g);
        assert_int_equal(pthread_join(thread, NULL), 0);
        close(ends[0]);
        assert_int_equal(g.code, ERR_NONE);
        assert_string_equal(g.text.ptr, cases[i].wanted);
        got_done(&g);
    }
}

static void a_document_on_one_long_line_is_read(void **state)
{
    (void)state;
    enum { ITEMS = 30000 };
    struct buf in;
    struct got g;
    buf_init(&in, OUT_MAX);
    buf_add_text(&in, "[");
    for (int i = 0; i < ITEMS; i++) {
        buf_addf(
            &in,
            "%s{\"identifier\":%d,\"claimReviewed\":\"The claim of number %d is as long as this\"}",
            i > 0 ? "," : "", i, i);
    }
    buf_add_text(&in, "]");
    assert_true(in.len > CLAIM_FILE_LINE_MAX);
    read_slice(buf_slice(&in), &g);
    assert_int_equal(g.code, ERR_NONE);
    assert_int_equal(g.claims, ITEMS);
    got_done(&g);
    buf_done(&in);
}

/* What schema.org and Google ask of a ClaimReview and its parts; v is one that was written. Google:
 * claimReviewed,
 * reviewRating.alternateName (and url, which a claim may lack); a number needs both ends of its
 * scale. */
static void check_review(const struct json *v)
{
    static const char *const texts[] = {"identifier", "claimReviewed", "@type"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_true(json_text(json_get(v, texts[i])).len > 0);
    }
    assert_true(slice_equal(json_text(json_get(v, "@type")), SLICE("ClaimReview")));
    const struct json *rating = json_get(v, "reviewRating");
    assert_true(slice_equal(json_text(json_get(rating, "@type")), SLICE("Rating")));
    assert_true(json_text(json_get(rating, "alternateName")).len > 0);
    double value = json_number(json_get(rating, "ratingValue"), -7);
    if (value != -7) {
        assert_true(json_number(json_get(rating, "worstRating"), 9) <= value);
        assert_true(value <= json_number(json_get(rating, "bestRating"), -9));
    }
    const struct json *author = json_get(v, "author");
    if (author) {
        assert_true(slice_equal(json_text(json_get(author, "@type")), SLICE("Organization")));
        assert_true(json_text(json_get(author, "name")).len > 0);
    }
    const struct json *date = json_get(v, "datePublished");
    assert_true(!date || date_parse(json_text(date)) != DATE_NONE);
    const struct json *item = json_get(v, "itemReviewed");
    assert_true(slice_equal(json_text(json_get(item, "@type")), SLICE("Claim")));
    const struct json *claimant = json_get(item, "author");
    assert_true(!claimant || json_text(json_get(claimant, "name")).len > 0);
    const struct json *appearance = json_get(item, "appearance");
    assert_true(!appearance || json_text(json_get(appearance, "url")).len > 0);
}

/* Whether all of v's members are known to schema.org for their type
 * (https://schema.org/version/latest). */
static void check_vocabulary(const struct json *v, const char *const *allowed)
{
    struct buf text;
    buf_init(&text, OUT_MAX);
    json_write(v, &text);
    size_t members = 0, known = 0;
    for (size_t i = 0; allowed[i]; i++) {
        known += json_get(v, allowed[i]) != NULL;
    }
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) { /* members of the outer object: colons at depth 1 */
        char c = text.ptr[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else {
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            members += c == ':' && depth == 1;
        }
    }
    assert_int_equal(members, known);
    buf_done(&text);
}

static void check_document(struct slice document, size_t claims)
{
    static const char *const review[] = {
        "@type",         "identifier", "url",    "name",         "claimReviewed",
        "datePublished", "inLanguage", "author", "itemReviewed", "reviewRating",
        "reviewBody",    "keywords",   NULL};
    static const char *const rating[] = {"@type",       "ratingValue",   "bestRating",
                                         "worstRating", "alternateName", NULL};
    static const char *const term[] = {"@type", "inDefinedTermSet", "termCode", "name", NULL};
    struct fault f = {.code = ERR_NONE};
    struct json_doc *doc = json_parse(document, OUT_MAX, &f);
    assert_string_equal(f.text, "");
    const struct json *graph = json_get(json_root(doc), "@graph");
    assert_int_equal(json_size(graph), claims);
    assert_true(
        slice_equal(json_text(json_get(json_root(doc), "@context")), SLICE("https://schema.org")));
    for (size_t i = 0; i < claims; i++) {
        const struct json *v = json_item(graph, i);
        check_review(v);
        check_vocabulary(v, review);
        check_vocabulary(json_get(v, "reviewRating"), rating);
        for (size_t k = 0; k < json_size(json_get(v, "keywords")); k++) {
            check_vocabulary(json_item(json_get(v, "keywords"), k), term);
        }
    }
    json_free(doc);
}

/* Reads what was written of g in each format and compares the claims. */
static void check_round_trips(const struct got *g)
{
    const struct buf *const files[] = {&g->tsv, &g->json, &g->lines};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct got again;
        if (files[i]->len == 0) {
            continue;
        }
        read_slice(buf_slice(files[i]), &again);
        assert_string_equal(again.fault.text, "");
        assert_int_equal(again.refused, 0);
        assert_string_equal(again.tsv.ptr, g->tsv.ptr);
        assert_string_equal(again.json.ptr, g->json.ptr);
        got_done(&again);
    }
    check_document(buf_slice(&g->json), g->claims);
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    static const char *const files[] = {
        "id\tclaim\n", "id\tclaim\n1\tx\n", FULL_REVIEW "\n" SECOND "\n",
        "id\tclaim\ttitle\tdate\tlang\tfact\turl\tlink\tauthor\tpublisher\trating\tverdict\tharm\n"
        "1\tx\tt\t2020-02-29\tfr\tf\tu\tl\ta\tp\tFAUX\tfalse\thigh\n"
        "2\tx\tt\t0000-01-01\ten\tf\tu\tl\ta\tp\t\tmostly-true\tlow\n"
        "3\t\"q\" \\ / \xe2\x80\xa8 \x01 \xf0\x9f\xa7\xb4 &amp; "
        "<b>\tt\t9999-12-31\t\t\t\t_:b\t\t\tMisleading\tmisleading\tmedium\n"
        "4\tx\t\t\t\t\t\t#l\t\t\tFAUX\tnone\t\n"
        "5\tx\t\t\t\t\t\t\t\tp\tFalse\tfalse\t\n"
        "6\tx\t\t\t\t\t\t\ta\t\t\tfalse\t\n"
        "7\tx\t\t\t\t\t\t\t\t\tNot rated\tnone\t\n"
        "8\tx\t\t\t\t\t\t\t\t\t\tunproven\t\n"
        "9\tx\t\t\t\t\t\t\t\t\t\tsatire\t\n"
        "10\tx\t\t\t\t\t\t\t\t\tgrmbl\tmixed\t\n"
        "11\tx\t\t\t\t\t\t\t\t\t\ttrue\t\n"
        "{12}\t[x]\t\t\t\t\t\t\t\t\t7\t\t\n"};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct got g;
        read_slice(slice_from(files[i]), &g);
        assert_string_equal(g.fault.text, "");
        assert_int_equal(g.refused, 0);
        check_round_trips(&g);
        got_done(&g);
    }
}

static void the_written_review_is_as_promised(void **state)
{
    (void)state;
    struct claim c = {.id = SLICE("7"),
                      .text = SLICE("x"),
                      .title = SLICE("t"),
                      .lang = SLICE("fr"),
                      .fact = SLICE("f"),
                      .url = SLICE("https://a.example/"),
                      .link = SLICE("https://b.example/"),
                      .author = SLICE("a"),
                      .publisher = SLICE("p"),
                      .date_days = 0,
                      .verdict = VERDICT_MISLEADING,
                      .harm = HARM_HIGH};
    struct buf out;
    buf_init(&out, OUT_MAX);
    claim_file_review(&c, &out);
    assert_string_equal(
        out.ptr,
        "{\"@type\":\"ClaimReview\",\"identifier\":\"7\",\"url\":\"https://a.example/"
        "\",\"name\":\"t\","
        "\"claimReviewed\":\"x\",\"datePublished\":\"1970-01-01\",\"inLanguage\":\"fr\","
        "\"author\":{\"@type\":\"Organization\",\"name\":\"p\"},"
        "\"itemReviewed\":{\"@type\":\"Claim\",\"author\":{\"@type\":\"Person\",\"name\":\"a\"},"
        "\"appearance\":{\"@type\":\"CreativeWork\",\"url\":\"https://b.example/\"}},"
        "\"reviewRating\":{\"@type\":\"Rating\",\"ratingValue\":2,\"bestRating\":5,\"worstRating\":"
        "1,"
        "\"alternateName\":\"Misleading\"},\"reviewBody\":\"f\","
        "\"keywords\":[{\"@type\":\"DefinedTerm\",\"inDefinedTermSet\":\"urn:gardefou:verdict\","
        "\"termCode\":\"misleading\",\"name\":\"Misleading\"},"
        "{\"@type\":\"DefinedTerm\",\"inDefinedTermSet\":\"urn:gardefou:harm\",\"termCode\":"
        "\"high\"}]}");
    buf_done(&out);
}

/* Claims made of a few letters that are special somewhere, by a fixed sequence of numbers. */
static void claims_of_odd_letters_read_back_the_same(void **state)
{
    (void)state;
    static const char *const letters[] = {"a",
                                          "é",
                                          " ",
                                          "\"",
                                          "\\",
                                          "{",
                                          "[",
                                          ":",
                                          ",",
                                          "|",
                                          "\x7f",
                                          "\x1f",
                                          "\xe2\x80\xa9",
                                          "\xef\xbb\xbf",
                                          "\xc2\xa0",
                                          "0",
                                          "faux",
                                          "#",
                                          "_:",
                                          "http://",
                                          "'",
                                          "\xf0\x9f\x98\x80"};
    uint32_t seed = 1;
    struct buf in;
    buf_init(&in, OUT_MAX);
    claim_file_tsv_header(&in);
    for (int row = 0; row < 2000; row++) {
        buf_addf(&in, "%d\tx", row);
        for (int cell = 2; cell < 13; cell++) {
            buf_add_char(&in, '\t');
            for (seed = seed * 1664525u + 1013904223u; (seed >> 16 & 3) != 0;
                 seed = seed * 1664525u + 1013904223u) {
                buf_add_text(&in, letters[(seed >> 20) % COUNT(letters)]);
            }
        }
        buf_add_char(&in, '\n');
    }
    struct got g;
    read_slice(buf_slice(&in), &g);
    assert_int_equal(g.claims, 2000);
    check_round_trips(&g);
    got_done(&g);
    buf_done(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_is_read_by_its_header),
        cmocka_unit_test(marks_and_line_ends_do_not_matter),
        cmocka_unit_test(the_verdict_comes_from_name_words_or_rating),
        cmocka_unit_test(what_cannot_be_read_counts_as_not_stated),
        cmocka_unit_test(bad_lines_are_refused_alone),
        cmocka_unit_test(long_lines_and_fields_are_refused_alone),
        cmocka_unit_test(files_in_no_format_are_refused),
        cmocka_unit_test(unreadable_and_oversized_files_are_told_apart),
        cmocka_unit_test(the_sinks_error_ends_the_reading),
        cmocka_unit_test(reviews_are_found_in_every_wrapping),
        cmocka_unit_test(pages_with_other_objects_are_read),
        cmocka_unit_test(bad_json_lines_are_refused_alone),
        cmocka_unit_test(googles_answers_are_read),
        cmocka_unit_test(members_come_in_many_shapes),
        cmocka_unit_test(ratings_come_in_many_shapes),
        cmocka_unit_test(types_are_recognised_by_any_name),
        cmocka_unit_test(ids_are_taken_or_derived),
        cmocka_unit_test(derived_ids_depend_on_url_and_text_only),
        cmocka_unit_test(an_article_in_review_body_costs_only_the_fact),
        cmocka_unit_test(pipes_are_read_in_any_pieces),
        cmocka_unit_test(a_document_on_one_long_line_is_read),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(the_written_review_is_as_promised),
        cmocka_unit_test(claims_of_odd_letters_read_back_the_same),
    };
    return cmocka_run_group_tests_name("claim_file", tests, NULL, NULL);
}
