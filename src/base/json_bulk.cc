/* base/json_bulk.cc - many small JSON objects at memory speed; the only file that knows simdjson.
 *
 * In this file, in order: (1) the reader; (2) one member's value; (3) one line; (4) the public
 * functions.
 *
 * HOW    simdjson's DOM parser checks the whole line in one pass and leaves a flat list of members;
 *        they are
 *        walked once. simdjson is used without exceptions; nothing here throws.
 * WHY    DOM and not "on demand", which is twice as fast but does not check what it skips: a
 *        line with bad UTF-8 or bad JSON anywhere must be refused.
 */
#include "base/json_bulk.h"

#include <new>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#define KEYS_MAX 16
#define LIMIT_LAST ((size_t)1 << 31) /* simdjson counts in 32 bits */
#define FIRST_BYTES 4096             /* room made at the start; grows to the next power of two */

static_assert(JSON_BULK_PADDING >= simdjson::SIMDJSON_PADDING,
              "the promised padding is what simdjson needs");

struct json_bulk {
    simdjson::dom::parser parser;
    simdjson::dom::document document;
    size_t limit; /* bytes of a line */
    size_t room;  /* bytes parser and document have room for */
};

/* What is asked of one line. */
struct wanted {
    const char *const *keys;
    size_t key_lens[KEYS_MAX];
    struct json_bulk_value *values;
    int count;
    int missing; /* keys not met yet */
};

/* Makes room for a line of len bytes, in powers of two: left alone, simdjson allocates anew for
 * each
 * line that is longer than all before it. */
static simdjson::error_code make_room(struct json_bulk *r, size_t len)
{
    if (len <= r->room) {
        return simdjson::SUCCESS;
    }
    size_t room = FIRST_BYTES;
    while (room < len) {
        room *= 2;
    }
    simdjson::error_code error = r->parser.allocate(room);
    if (!error) {
        error = r->document.allocate(room);
    }
    r->room = error ? 0 : room;
    return error;
}

/* False when the value is a text we refuse. */
static bool set_value(simdjson::dom::element from, struct json_bulk_value *to)
{
    switch (from.type()) {
    case simdjson::dom::element_type::STRING: {
        std::string_view text = from.get_string().value_unsafe();
        to->kind = JSON_BULK_TEXT;
        to->text = slice_of(text.data(), text.size());
        return !memchr(text.data(), 0, text.size());
    }
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
        to->kind = JSON_BULK_NUMBER;
        to->number = from.get_double().value_unsafe();
        return true;
    case simdjson::dom::element_type::NULL_VALUE:
        to->kind = JSON_BULK_NULL;
        return true;
    default:
        to->kind = JSON_BULK_OTHER;
        return true;
    }
}

/* Takes one member if its key is asked for and was not met before. */
static bool take_member(struct wanted *w, std::string_view key, simdjson::dom::element value)
{
    for (int i = 0; i < w->count; i++) {
        if (w->key_lens[i] == key.size() && memcmp(w->keys[i], key.data(), key.size()) == 0) {
            if (w->values[i].kind != JSON_BULK_ABSENT) {
                return true;
            }
            w->missing--;
            return set_value(value, &w->values[i]);
        }
    }
    return true;
}

static enum err read_members(const simdjson::dom::object &object, struct wanted *w, struct fault *f)
{
    for (simdjson::dom::key_value_pair member : object) {
        if (!take_member(w, member.key, member.value)) {
            return fault_set(
                f, ERR_PARSE,
                "the JSON line has the character U+0000 in a text, which is not accepted");
        }
        if (w->missing == 0) {
            break;
        }
    }
    return ERR_NONE;
}

struct json_bulk *json_bulk_new(size_t limit)
{
    struct json_bulk *r = new (std::nothrow) json_bulk();
    if (!r) {
        abort(); /* as mem_alloc does, which cannot run constructors */
    }
    r->limit = limit < LIMIT_LAST ? limit : LIMIT_LAST;
    return r;
}

void json_bulk_free(struct json_bulk *r)
{
    delete r;
}

enum err json_bulk_read(struct json_bulk *r, struct slice line, const char *const *keys,
                        struct json_bulk_value *values, int count, struct fault *f)
{
    if (count > KEYS_MAX) {
        return fault_set(f, ERR_LIMIT, "%d keys were asked for, %d are possible", count, KEYS_MAX);
    }
    struct wanted w = {keys, {}, values, count, count};
    for (int i = 0; i < count; i++) {
        w.key_lens[i] = strlen(keys[i]);
        values[i] = json_bulk_value{JSON_BULK_ABSENT, slice_of(nullptr, 0), 0};
    }
    if (line.len > r->limit) {
        return fault_set(f, ERR_LIMIT, "the JSON line has %zu bytes, %zu are accepted", line.len,
                         r->limit);
    }
    if (line.len == 0) {
        return fault_set(f, ERR_PARSE, "the JSON line is empty");
    }
    simdjson::error_code error = make_room(r, line.len);
    simdjson::dom::object object;
    if (!error) {
        error = r->parser.parse_into_document(r->document, line.ptr, line.len, false).get(object);
    }
    if (error == simdjson::INCORRECT_TYPE) {
        return fault_set(f, ERR_PARSE, "the JSON line is no object");
    }
    if (error) {
        return fault_set(f, ERR_PARSE, "the JSON line is refused: %s",
                         simdjson::error_message(error));
    }
    return read_members(object, &w, f);
}
