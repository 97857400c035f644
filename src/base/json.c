/* base/json.c - JSON behind accessors of our own; the only file that knows jansson.
 *
 * In this file, in order: (1) the check of nesting; (2) sentences for jansson's errors; (3)
 * writing; (4) the public
 * functions.
 *
 * HOW    a struct json is a json_t seen through an opaque name; a document owns one reference to
 *        its root.
 *        jansson's own error texts quote the input, which may be a message: they are never shown.
 * RULES  1. json-c must not be loaded in the same process: both libraries export json_object_get.
 */
#include "base/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/* jansson defines these names as macros. */
#undef json_is_object
#undef json_is_array
#undef json_is_string

#define NESTING_MAX 512
#define NUMBER_TEXT_MAX 64 /* bytes of a string that may count as a number */

struct json_doc {
    json_t *root; /* one reference, owned */
};

static const json_t *inner(const struct json *v)
{
    return (const json_t *)v;
}

static const struct json *outer(const json_t *v)
{
    return (const struct json *)v;
}

/* Whether brackets nest deeper than NESTING_MAX. Looks at nothing else, so it may run before the
 * parser: jansson's
 * own limit (2048) is compiled in and its recursion costs stack. */
static bool is_too_deep(struct slice text)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > NESTING_MAX) {
                return true;
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return false;
}

static const char *reason(enum json_error_code code)
{
    switch (code) {
    case json_error_invalid_utf8:
        return "not valid UTF-8";
    case json_error_premature_end_of_input:
        return "the text ends too early";
    case json_error_end_of_input_expected:
        return "something follows the value";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "the character U+0000 is not accepted";
    case json_error_duplicate_key:
        return "an object has the same key twice";
    case json_error_numeric_overflow:
        return "a number is too large";
    default:
        return "a syntax error or a lone surrogate";
    }
}

/* A real in the fewest digits that read back as the same double, always with a point or an
 * exponent, so that it
 * stays a real. Digits by the C library, the point never by the locale. */
static void write_real(double value, struct buf *out)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) { /* same locale both ways */
            break;
        }
    }
    bool looks_whole = true;
    for (char *c = text; *c; c++) {
        if (!strchr("-+0123456789e", *c)) {
            *c = '.';
        }
        looks_whole = looks_whole && *c != '.' && *c != 'e';
    }
    buf_add_text(out, text);
    if (looks_whole) {
        buf_add_text(out, ".0");
    }
}

static void write_leaf(json_t *v, struct buf *out)
{
    switch (json_typeof(v)) {
    case JSON_STRING:
        buf_add_json(out, slice_of(json_string_value(v), json_string_length(v)));
        break;
    case JSON_INTEGER:
        buf_add_int(out, json_integer_value(v));
        break;
    case JSON_REAL:
        write_real(json_real_value(v), out);
        break;
    case JSON_TRUE:
        buf_add_text(out, "true");
        break;
    case JSON_FALSE:
        buf_add_text(out, "false");
        break;
    default:
        buf_add_text(out, "null");
        break;
    }
}

/* Recursion ends at NESTING_MAX: every value was parsed here. */
static void write_value(json_t *v, struct buf *out)
{
    if (json_typeof(v) == JSON_OBJECT) {
        const char *key;
        json_t *member;
        char before = '{';
        json_object_foreach (v, key, member) {
            buf_add_char(out, before);
            buf_add_json(out, slice_from(key));
            buf_add_char(out, ':');
            write_value(member, out);
            before = ',';
        }
        buf_add_text(out, before == '{' ? "{}" : "}");
    } else if (json_typeof(v) == JSON_ARRAY) {
        buf_add_char(out, '[');
        for (size_t i = 0; i < json_array_size(v); i++) {
            if (i > 0) {
                buf_add_char(out, ',');
            }
            write_value(json_array_get(v, i), out);
        }
        buf_add_char(out, ']');
    } else {
        write_leaf(v, out);
    }
}

/* Reads text as one JSON number; jansson's strict grammar decides, so nothing depends on the
 * locale. */
static double number_in_text(struct slice text, double otherwise)
{
    text = slice_trim(text);
    if (text.len == 0 || text.len > NUMBER_TEXT_MAX ||
        (text.ptr[0] != '-' && (text.ptr[0] < '0' || text.ptr[0] > '9'))) {
        return otherwise;
    }
    json_t *number =
        json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
    double value = json_is_number(number) ? json_number_value(number) : otherwise;
    json_decref(number);
    return value;
}

struct json_doc *json_parse(struct slice text, size_t limit, struct fault *f)
{
    if (text.len > limit) {
        fault_set(f, ERR_LIMIT, "the JSON document has %zu bytes, %zu are accepted", text.len,
                  limit);
        return NULL;
    }
    const char *nul = text.len > 0 ? memchr(text.ptr, 0, text.len) : NULL;
    if (nul) { /* jansson loses a NUL byte that follows a number: [1<NUL>] would be read as [1] */
        fault_set(f, ERR_PARSE, "no JSON we accept: byte %td is NUL", nul - text.ptr);
        return NULL;
    }
    if (is_too_deep(text)) {
        fault_set(f, ERR_LIMIT, "the JSON document nests deeper than %d levels", NESTING_MAX);
        return NULL;
    }
    json_error_t error;
    json_t *root = json_loadb(text.len > 0 ? text.ptr : "", text.len,
                              JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        fault_set(f, ERR_PARSE, "no JSON we accept, line %d column %d: %s", error.line,
                  error.column, reason(json_error_code(&error)));
        return NULL;
    }
    struct json_doc *doc = mem_alloc(1, sizeof *doc);
    doc->root = root;
    return doc;
}

void json_free(struct json_doc *doc)
{
    if (doc) {
        json_decref(doc->root);
        free(doc);
    }
}

const struct json *json_root(const struct json_doc *doc)
{
    return doc ? outer(doc->root) : NULL;
}

const struct json *json_get(const struct json *v, const char *key)
{
    return outer(json_object_get(inner(v), key));
}

size_t json_size(const struct json *v)
{
    return json_array_size(inner(v));
}

const struct json *json_item(const struct json *v, size_t i)
{
    return outer(json_array_get(inner(v), i));
}

struct slice json_text(const struct json *v)
{
    if (!json_is_string(v)) {
        return slice_of(NULL, 0);
    }
    return slice_of(json_string_value(inner(v)), json_string_length(inner(v)));
}

double json_number(const struct json *v, double otherwise)
{
    if (json_is_string(v)) {
        return number_in_text(json_text(v), otherwise);
    }
    return json_is_number(inner(v)) ? json_number_value(inner(v)) : otherwise;
}

bool json_is_object(const struct json *v)
{
    return v && json_typeof(inner(v)) == JSON_OBJECT;
}

bool json_is_array(const struct json *v)
{
    return v && json_typeof(inner(v)) == JSON_ARRAY;
}

bool json_is_string(const struct json *v)
{
    return v && json_typeof(inner(v)) == JSON_STRING;
}

void json_write(const struct json *v, struct buf *out)
{
    if (v) {
        write_value((json_t *)(uintptr_t)v,
                    out); /* jansson's iterators ask for a value they do not change */
    }
}
