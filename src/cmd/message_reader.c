/* cmd/message_reader.c - one line of input becomes one message.
 *
 * In this file, in order: (1) fields that both formats have; (2) bytes that are no text; (3) JSON
 * lines; (4) TSV; (5) the
 * public functions.
 *
 * HOW    the good line is fast: simdjson has checked its UTF-8 already. Only when it refuses a line
 *        do we look for
 *        the reason ourselves, to say it better than "invalid".
 */
#include "cmd/message_reader.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/json_bulk.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/utf8.h"

_Static_assert(MESSAGE_LINE_PADDING >= JSON_BULK_PADDING,
               "what a line promises is what JSON needs");
_Static_assert(MESSAGE_LINE_PADDING <= LINES_PADDING,
               "what a line promises is what the stream gives");

enum field {
    FIELD_ID,
    FIELD_TEXT,
    FIELD_PUBLISHED,
    FIELD_LANG,
    FIELD_URL,
    FIELD_AUTHOR,
    FIELD_NETWORK,
    FIELD_REACH,
    FIELD_VOICE,
    JSON_FIELDS,
    FIELD_DATE = JSON_FIELDS, /* in TSV another name of FIELD_PUBLISHED */
    TSV_FIELDS
};

#define FIELDS_REQUIRED 2
#define NUMBER_BYTES 32 /* the longest number of a TSV cell that is read */

static const char *const field_names[TSV_FIELDS] = {
    "id", "text", "published", "lang", "url", "author", "network", "reach", "voice", "date"};

struct message_reader {
    enum message_format format;
    const struct tsv_header *header; /* borrowed */
    struct json_bulk *json;          /* owned; NULL for TSV */
};

/* (1) */
static enum err set_date(struct slice text, struct message *out, struct fault *f)
{
    text = slice_trim(text);
    if (text.len == 0) {
        return ERR_NONE;
    }
    out->date_days = date_parse(text);
    if (out->date_days == DATE_NONE) {
        return fault_set(f, ERR_PARSE, "the date of publication does not begin like 2024-05-31");
    }
    return ERR_NONE;
}

static enum err set_voice(struct slice text, struct message *out, struct fault *f)
{
    text = slice_trim(text);
    if (text.len == 0 || message_voice_from_name(text, &out->voice)) {
        return ERR_NONE;
    }
    return fault_set(f, ERR_PARSE, "the voice is none of patients, public, press, colleagues");
}

/* A number in a cell. */
static enum err set_reach(struct slice text, struct message *out, struct fault *f)
{
    char digits[NUMBER_BYTES + 1];
    text = slice_trim(text);
    if (text.len == 0) {
        return ERR_NONE;
    }
    if (text.len <= NUMBER_BYTES) {
        memcpy(digits, text.ptr, text.len);
        digits[text.len] = '\0';
        char *end;
        out->reach = strtod(digits, &end);
        if (end == digits + text.len) {
            /* -1 is how we write "unknown"; somebody else's -1 is refused like -2. */
            out->reach = out->reach == MESSAGE_REACH_UNKNOWN ? -2 : out->reach;
            return ERR_NONE;
        }
    }
    return fault_set(f, ERR_PARSE, "the reach is no number");
}

static void clear(struct message *out)
{
    *out = (struct message){.date_days = DATE_NONE, .reach = MESSAGE_REACH_UNKNOWN};
}

/* (2) Says where a line stops being text; ERR_NONE when all of it is. */
static enum err check_bytes(struct slice line, struct fault *f)
{
    size_t bad;
    const char *nul = line.len > 0 ? memchr(line.ptr, '\0', line.len) : NULL;
    if (nul) {
        return fault_set(f, ERR_PARSE, "the line holds a NUL byte at byte offset %zu",
                         (size_t)(nul - line.ptr));
    }
    if (!utf8_valid(line, &bad)) {
        return fault_set(f, ERR_PARSE, "the line is not valid UTF-8 at byte offset %zu", bad);
    }
    return ERR_NONE;
}

/* (3) Why simdjson refused the line, in words for a person; reason is its own sentence. */
static enum err explain(struct slice line, const struct fault *reason, struct fault *f)
{
    enum err code = check_bytes(line, f);
    if (code) {
        return code;
    }
    struct slice shown = slice_trim(line);
    if (shown.len == 0) {
        return fault_set(f, ERR_PARSE, "the line is empty");
    }
    if (shown.ptr[0] != '{' && memchr(shown.ptr, '\t', shown.len)) {
        return fault_set(f, ERR_PARSE,
                         "the line is no JSON object; if the input is a table, add --format tsv");
    }
    if (shown.ptr[0] == '{' && shown.ptr[shown.len - 1] != '}') {
        return fault_set(f, ERR_PARSE, "the JSON object is cut off: the line does not end with }");
    }
    return fault_set(f, reason->code, "%s", reason->text);
}

/* A member that must be text, if it is there at all. */
static enum err set_text(const struct json_bulk_value *v, enum field field, struct slice *out,
                         struct fault *f)
{
    if (v->kind == JSON_BULK_TEXT) {
        *out = v->text;
        return ERR_NONE;
    }
    if (v->kind <= JSON_BULK_NULL) {
        return ERR_NONE;
    }
    return fault_set(f, ERR_PARSE, "\"%s\" is no text; write it between quotation marks",
                     field_names[field]);
}

static enum err set_json_reach(const struct json_bulk_value *v, struct message *out,
                               struct fault *f)
{
    if (v->kind == JSON_BULK_NUMBER) {
        out->reach = v->number == MESSAGE_REACH_UNKNOWN ? -2 : v->number;
        return ERR_NONE;
    }
    if (v->kind <= JSON_BULK_NULL) {
        return ERR_NONE;
    }
    return fault_set(f, ERR_PARSE, "\"reach\" is no number");
}

static enum err check_present(const struct json_bulk_value *values, struct fault *f)
{
    for (int i = 0; i < FIELDS_REQUIRED; i++) {
        if (values[i].kind <= JSON_BULK_NULL) {
            return fault_set(f, ERR_PARSE, "\"%s\" is missing", field_names[i]);
        }
    }
    return ERR_NONE;
}

static enum err read_json(struct message_reader *r, struct slice line, struct message *out,
                          struct fault *f)
{
    struct json_bulk_value v[JSON_FIELDS];
    struct fault reason;
    fault_clear(&reason);
    if (json_bulk_read(r->json, line, field_names, v, JSON_FIELDS, &reason)) {
        return explain(line, &reason, f);
    }
    struct slice published = slice_of(NULL, 0);
    struct slice voice = slice_of(NULL, 0);
    struct slice *const places[JSON_FIELDS] = {
        [FIELD_ID] = &out->id,           [FIELD_TEXT] = &out->text, [FIELD_PUBLISHED] = &published,
        [FIELD_LANG] = &out->lang,       [FIELD_URL] = &out->url,   [FIELD_AUTHOR] = &out->author,
        [FIELD_NETWORK] = &out->network, [FIELD_VOICE] = &voice};
    enum err code = check_present(v, f);
    for (int i = 0; i < JSON_FIELDS && !code; i++) {
        code = places[i] ? set_text(&v[i], (enum field)i, places[i], f)
                         : set_json_reach(&v[i], out, f);
    }
    code = code ? code : set_date(published, out, f);
    return code ? code : set_voice(voice, out, f);
}

/* (4) */
static enum err read_tsv(const struct message_reader *r, struct slice line, struct message *out,
                         struct fault *f)
{
    struct slice cells[TSV_FIELDS];
    enum err code = check_bytes(line, f);
    code = code ? code : tsv_row_read(r->header, line, cells, FIELDS_REQUIRED, f);
    if (code) {
        return code;
    }
    out->id = slice_trim(cells[FIELD_ID]);
    out->text = cells[FIELD_TEXT];
    out->lang = slice_trim(cells[FIELD_LANG]);
    out->url = slice_trim(cells[FIELD_URL]);
    out->author = cells[FIELD_AUTHOR];
    out->network = cells[FIELD_NETWORK];
    struct slice date = cells[FIELD_PUBLISHED].len > 0 ? cells[FIELD_PUBLISHED] : cells[FIELD_DATE];
    code = set_date(date, out, f);
    code = code ? code : set_reach(cells[FIELD_REACH], out, f);
    return code ? code : set_voice(cells[FIELD_VOICE], out, f);
}

enum err message_header_read(struct tsv_header *h, struct slice line, struct fault *f)
{
    enum err code = check_bytes(line, f);
    return code ? code : tsv_header_read(h, line, field_names, TSV_FIELDS, FIELDS_REQUIRED, f);
}

struct message_reader *message_reader_new(enum message_format format,
                                          const struct tsv_header *header)
{
    struct message_reader *r = mem_zero(1, sizeof *r);
    r->format = format;
    r->header = header;
    r->json = format == MESSAGE_JSONL ? json_bulk_new(MESSAGE_LINE_MAX) : NULL;
    return r;
}

void message_reader_free(struct message_reader *r)
{
    if (r) {
        json_bulk_free(r->json);
        free(r);
    }
}

enum err message_reader_read(struct message_reader *r, struct slice line, struct message *out,
                             struct fault *f)
{
    clear(out);
    enum err code =
        r->format == MESSAGE_TSV ? read_tsv(r, line, out, f) : read_json(r, line, out, f);
    return code ? code : message_check(out, f);
}

bool message_line_is_blank(struct slice line)
{
    return slice_trim(line).len == 0;
}
