/* model/claim_file.c - a file of claims as a stream: which format it is in, what is refused, which
 * ids were seen.
 *
 * In this file, in order: (1) tidying and giving one claim; (2) lines of TSV; (3) lines and
 * documents of JSON; (4) the
 * beginning of a file; (5) the public function.
 *
 * HOW    the first line that is not blank tells: it begins with '{' or '[' in JSON, with the header
 *        in TSV. JSON is read
 *        line by line when its second line could not follow the first inside one document, else as
 *        a whole.
 * RULES  as in claim_file.h.
 * NOT HERE  what one claim looks like: claim_tsv.c, claim_review.c.
 */
#include "model/claim_file.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/utf8.h"
#include "model/claim_file_int.h"

#define ID_SEED 0x636c61696d696473u /* of ids that came before */
#define DERIVED_SEED                                                                               \
    0x6372u         /* of ids made from url and text: never change it, known copies hang on them */
#define ID_SHOWN 80 /* bytes of an id in a sentence */
#define NOTHING_FOUND                                                                              \
    "there is no ClaimReview: not the value itself, none in @graph, dataFeedElement, "             \
    "itemListElement or claims"

struct reading {
    const struct claim_sink *sink;
    struct lines lines;
    struct buf held;      /* the first line, or the whole document */
    uint64_t held_number; /* of the first line */
    struct arena arena;   /* what was made for one line or document */
    struct map seen;      /* hash of an id: the number of the line or item that had it first */
    uint64_t number;      /* of the line or item at hand */
    bool is_document;     /* items are counted instead of lines */
    struct tsv_header header;
    enum err (*take)(struct reading *r, struct slice line,
                     struct fault *f); /* reads one line of the format */
};

/* (1) text without line breaks, tabs (a run of them and the blanks around it becomes one space) and
 * blanks at its
 * ends. A copy is made only when there is something to change inside. */
static struct slice tidy_text(struct arena *arena, struct slice text)
{
    text = slice_trim(text);
    size_t at = 0;
    while (at < text.len && !memchr("\t\r\n", text.ptr[at], 3)) {
        at++;
    }
    if (at == text.len) {
        return text;
    }
    char *copy = arena_alloc(arena, text.len);
    size_t len = 0;
    while (text.len > 0) {
        size_t plain = 0;
        while (plain < text.len && !memchr("\t\r\n", text.ptr[plain], 3)) {
            plain++;
        }
        memcpy(copy + len, text.ptr, plain);
        len += plain;
        if (plain == text.len) {
            break;
        }
        while (len > 0 && copy[len - 1] == ' ') {
            len--;
        }
        copy[len++] = ' ';
        text = slice_trim(
            slice_of(text.ptr + plain, text.len - plain)); /* its end is trimmed already */
    }
    return slice_of(copy, len);
}

/* The ISO 639-1 code that a language tag begins with ("fr-FR", "EN"); empty when it is none. */
static struct slice tidy_lang(struct arena *arena, struct slice tag)
{
    char code[2];
    if (tag.len < 2 || (tag.len > 2 && tag.ptr[2] != '-' && tag.ptr[2] != '_')) {
        return slice_of(NULL, 0);
    }
    for (size_t i = 0; i < 2; i++) {
        code[i] = (char)(tag.ptr[i] | 0x20);
        if (code[i] < 'a' || code[i] > 'z') {
            return slice_of(NULL, 0);
        }
    }
    return arena_slice(arena, slice_of(code, 2));
}

static void tidy(struct arena *arena, struct claim *c)
{
    struct slice *const fields[] = {&c->id,   &c->text,   &c->title,     &c->fact,  &c->url,
                                    &c->link, &c->author, &c->publisher, &c->rating};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        *fields[i] = tidy_text(arena, *fields[i]);
    }
    c->lang = tidy_lang(arena, slice_trim(c->lang));
}

/* The id of a claim that came without one. The text counts beside the address: one article often
 * checks several
 * claims, and a page of new ones must not shift the ids of the old ones. */
static struct slice derive_id(struct arena *arena, const struct claim *c)
{
    char id[3 + 16 + 1];
    uint64_t hash = hash_bytes(c->text, hash_bytes(c->url, DERIVED_SEED));
    int len = snprintf(id, sizeof id, "cr-%016llx", (unsigned long long)hash);
    return arena_slice(arena, slice_of(id, (size_t)len));
}

/* Rule 2. */
static enum err check_new(struct reading *r, struct slice id, struct fault *why)
{
    bool is_new;
    uint64_t *first = map_at(&r->seen, hash_bytes(id, ID_SEED), &is_new);
    if (is_new) {
        *first = r->number;
        return ERR_NONE;
    }
    size_t shown = id.len > ID_SHOWN ? ID_SHOWN : id.len;
    return fault_set(why, ERR_CONFLICT,
                     "the id \"%.*s%s\" was used in %s %llu already, which stays", (int)shown,
                     id.ptr, shown < id.len ? "..." : "", r->is_document ? "item" : "line",
                     (unsigned long long)*first);
}

static void refuse(struct reading *r, const struct fault *why)
{
    r->sink->refuse(r->sink->context, r->number, why->text);
}

/* Checks a tidy claim and hands it to the sink. Only the sink's own error is one. */
static enum err give(struct reading *r, const struct claim *c, struct fault *f)
{
    struct fault why = {.code = ERR_NONE};
    if (claim_check(c, &why) || check_new(r, c->id, &why)) {
        refuse(r, &why);
        return ERR_NONE;
    }
    return r->sink->take(r->sink->context, c, f);
}

/* Whether the bytes are text at all; what names them in the sentence. */
static enum err check_bytes(struct slice bytes, const char *what, struct fault *f)
{
    size_t bad;
    const char *nul = bytes.len > 0 ? memchr(bytes.ptr, '\0', bytes.len) : NULL;
    if (nul) {
        return fault_set(f, ERR_PARSE, "%s holds a NUL byte at byte offset %zu", what,
                         (size_t)(nul - bytes.ptr));
    }
    if (!utf8_valid(bytes, &bad)) {
        return fault_set(f, ERR_PARSE, "%s is not valid UTF-8 at byte offset %zu", what, bad);
    }
    return ERR_NONE;
}

static void refuse_long(struct reading *r)
{
    struct fault why = {.code = ERR_NONE};
    fault_set(&why, ERR_LIMIT, "the line is longer than %zu bytes", CLAIM_FILE_LINE_MAX);
    refuse(r, &why);
}

/* (2) Takes one line; a blank one is passed by, one that is no text is refused. */
static enum err take_line(struct reading *r, struct slice line, uint64_t number, struct fault *f)
{
    struct fault why = {.code = ERR_NONE};
    r->number = number;
    if (slice_trim(line).len == 0) {
        return ERR_NONE;
    }
    if (line.len > CLAIM_FILE_LINE_MAX) {
        refuse_long(r);
        return ERR_NONE;
    }
    if (check_bytes(line, "the line", &why)) {
        refuse(r, &why);
        return ERR_NONE;
    }
    enum err code = r->take(r, line, f);
    arena_reset(&r->arena);
    return code;
}

/* Takes the rest of the stream. */
static enum err take_lines(struct reading *r, struct fault *f)
{
    r->lines.limit = CLAIM_FILE_LINE_MAX;
    for (;;) {
        struct slice line;
        enum err code = ERR_NONE;
        switch (lines_next(&r->lines, &line, f)) {
        case LINES_TEXT:
            code = take_line(r, line, r->lines.number, f);
            break;
        case LINES_TOO_LONG:
            r->number = r->lines.number;
            refuse_long(r);
            break;
        case LINES_END:
            return ERR_NONE;
        case LINES_FAILED:
            return ERR_IO;
        }
        if (code) {
            return code;
        }
    }
}

static enum err take_row(struct reading *r, struct slice line, struct fault *f)
{
    struct fault why = {.code = ERR_NONE};
    struct claim claim;
    if (claim_tsv_row_read(&r->header, line, &claim, &why)) {
        refuse(r, &why);
        return ERR_NONE;
    }
    tidy(&r->arena, &claim);
    return give(r, &claim, f);
}

static enum err read_tsv(struct reading *r, struct fault *f)
{
    struct slice first = buf_slice(&r->held);
    if (first.len > CLAIM_FILE_LINE_MAX) {
        return fault_set(f, ERR_LIMIT, "the first line is longer than %zu bytes",
                         CLAIM_FILE_LINE_MAX);
    }
    enum err code = check_bytes(first, "the first line", f);
    code = code ? code : claim_tsv_header_read(&r->header, first, f);
    r->take = take_row;
    return code ? code : take_lines(r, f);
}

/* (3) What claim_review_walk finds. */
static enum err review_found(void *context, struct claim *c, struct fault *f)
{
    struct reading *r = context;
    r->number += r->is_document;
    tidy(&r->arena, c);
    if (c->id.len == 0) {
        c->id = derive_id(&r->arena, c);
    }
    enum err code = give(r, c, f);
    if (r->is_document) {
        arena_reset(&r->arena); /* nothing of one item is used for the next */
    }
    return code;
}

static enum err review_odd(void *context, const char *sentence, struct fault *f)
{
    (void)f;
    struct reading *r = context;
    r->number += r->is_document;
    r->sink->refuse(r->sink->context, r->number, sentence);
    return ERR_NONE;
}

/* Gives all claims of a parsed text; *found as in claim_review_walk. */
static enum err take_json(struct reading *r, const struct json_doc *doc, bool *found,
                          struct fault *f)
{
    struct claim_review_visitor visitor = {
        .context = r, .arena = &r->arena, .found = review_found, .odd = review_odd};
    return claim_review_walk(json_root(doc), &visitor, found, f);
}

static enum err take_json_line(struct reading *r, struct slice line, struct fault *f)
{
    struct fault why = {.code = ERR_NONE};
    struct json_doc *doc = json_parse(line, CLAIM_FILE_LINE_MAX, &why);
    bool found = true;
    enum err code = doc ? take_json(r, doc, &found, f) : ERR_NONE;
    if (!found) {
        fault_set(&why, ERR_PARSE, NOTHING_FOUND);
    }
    if (why.code) {
        refuse(r, &why);
    }
    json_free(doc);
    return code;
}

/* Whether the JSON file is one of lines, by its first line and the next one that is not blank.
 * Between the end of a
 * value and '{' a document must have a comma, colon or bracket: without it they are two values. */
static bool is_json_lines(struct slice first, struct slice second)
{
    first = slice_trim(first);
    second = slice_trim(second);
    if (first.ptr[0] != '{') {
        return false;
    }
    if (second.ptr[0] == '{' && !memchr("[:,{", first.ptr[first.len - 1], 4)) {
        return true;
    }
    struct json_doc *doc = json_parse(first, CLAIM_FILE_LINE_MAX, NULL);
    bool is_complete = doc != NULL;
    json_free(doc);
    return is_complete;
}

static enum err read_json_lines(struct reading *r, struct slice second, struct fault *f)
{
    r->take = take_json_line;
    uint64_t second_number = r->lines.number;
    enum err code = take_line(r, buf_slice(&r->held), r->held_number, f);
    code = code ? code : take_line(r, second, second_number, f);
    return code ? code : take_lines(r, f);
}

/* Reads on until a line that is not blank: LINES_TEXT and the line, or what else ended the search.
 * */
static enum lines_got next_text(struct reading *r, struct slice *line, struct fault *f)
{
    enum lines_got got;
    do {
        got = lines_next(&r->lines, line, f);
    } while (got == LINES_TEXT && slice_trim(*line).len == 0);
    return got;
}

/* Whether the document is text, with the line that is not. */
static enum err check_document(const struct reading *r, struct fault *f)
{
    struct slice rest = buf_slice(&r->held);
    if (check_bytes(rest, "", NULL) == ERR_NONE) {
        return ERR_NONE;
    }
    enum err code = ERR_NONE;
    for (uint64_t number = r->held_number; !code && rest.ptr; number++) {
        char name[32];
        snprintf(name, sizeof name, "line %llu", (unsigned long long)number);
        code = check_bytes(slice_cut(&rest, '\n'), name, f);
    }
    return code;
}

static enum err read_document(struct reading *r, struct fault *f)
{
    enum err code = check_document(r, f);
    if (code) {
        return code;
    }
    struct fault why = {.code = ERR_NONE};
    struct json_doc *doc = json_parse(buf_slice(&r->held), CLAIM_FILE_DOCUMENT_MAX, &why);
    if (!doc) {
        return fault_set(f, why.code, "the file begins like JSON but is no complete document: %s",
                         why.text);
    }
    bool found;
    r->is_document = true;
    r->number = 0;
    code = take_json(r, doc, &found, f);
    json_free(doc);
    return code || found ? code : fault_set(f, ERR_PARSE, NOTHING_FOUND);
}

static enum err read_json(struct reading *r, struct fault *f)
{
    struct slice line;
    enum lines_got got = next_text(r, &line, f);
    if (got == LINES_TEXT && is_json_lines(buf_slice(&r->held), line)) {
        return read_json_lines(r, line, f);
    }
    while (got == LINES_TEXT && !r->held.full) {
        buf_add_char(&r->held, '\n');
        buf_add(&r->held, line);
        got = lines_next(&r->lines, &line, f);
    }
    if (got == LINES_FAILED) {
        return ERR_IO;
    }
    if (got == LINES_TOO_LONG || r->held.full) {
        return fault_set(
            f, ERR_LIMIT,
            "the JSON document has more than %zu bytes; JSON lines may have any number",
            CLAIM_FILE_DOCUMENT_MAX);
    }
    return read_document(r, f);
}

/* (4) Holds the first line that is not blank. */
static enum err hold_first(struct reading *r, struct fault *f)
{
    struct slice line;
    switch (next_text(r, &line, f)) {
    case LINES_TEXT:
        r->held_number = r->lines.number;
        buf_add(&r->held, line);
        return ERR_NONE;
    case LINES_END:
        return fault_set(f, ERR_PARSE,
                         "the file is empty; its first line must name the columns, at least id and "
                         "claim with a tab "
                         "between them, or begin JSON");
    case LINES_TOO_LONG:
        return fault_set(f, ERR_LIMIT, "the first line is longer than %zu bytes",
                         CLAIM_FILE_DOCUMENT_MAX);
    case LINES_FAILED:
        break;
    }
    return ERR_IO;
}

/* A file saved as UTF-16 ("Unicode text" of spreadsheets) deserves a sentence of its own. */
static bool is_utf16(struct slice first)
{
    bool mark = slice_starts(first, SLICE("\xff\xfe")) || slice_starts(first, SLICE("\xfe\xff"));
    return mark || (first.len >= 2 && (first.ptr[0] == '\0') != (first.ptr[1] == '\0'));
}

enum err claim_file_read(int fd, const struct claim_sink *sink, struct fault *f)
{
    struct reading r = {.sink = sink};
    lines_init(&r.lines, fd, CLAIM_FILE_DOCUMENT_MAX); /* a document may stand on one line */
    buf_init(&r.held, CLAIM_FILE_DOCUMENT_MAX);
    arena_init(&r.arena, 0);
    map_init(&r.seen, 0);
    enum err code = hold_first(&r, f);
    if (!code) {
        struct slice first = slice_trim(buf_slice(&r.held));
        if (is_utf16(first)) {
            code = fault_set(f, ERR_PARSE, "the file looks like UTF-16; save it as UTF-8");
        } else {
            code = first.ptr[0] == '{' || first.ptr[0] == '[' ? read_json(&r, f) : read_tsv(&r, f);
        }
    }
    map_done(&r.seen);
    arena_done(&r.arena);
    buf_done(&r.held);
    lines_done(&r.lines);
    return code;
}
