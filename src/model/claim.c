/* model/claim.c - the invariants of a claim.
 *
 * In this file, in order: (1) checks of one field; (2) the check of a whole claim.
 * NOT HERE  verdicts and what checkers call them: model/verdict.c. Names of harm: model/harm.c.
 */
#include "model/claim.h"

#include "base/utf8.h"

struct field {
    const char *name; /* as a person would call it, with its article */
    struct slice value;
};

/* Rule 3. */
static enum err check_field(struct field field, struct fault *f)
{
    size_t bad;
    if (field.value.len > CLAIM_TEXT_MAX) {
        return fault_set(f, ERR_LIMIT, "%s has %zu bytes; at most %d are accepted", field.name,
                         field.value.len, CLAIM_TEXT_MAX);
    }
    if (!utf8_valid(field.value, &bad)) {
        return fault_set(f, ERR_PARSE, "%s is not valid UTF-8 at its byte offset %zu", field.name,
                         bad);
    }
    for (size_t i = 0; i < field.value.len; i++) {
        char c = field.value.ptr[i];
        if (c == '\t' || c == '\n' || c == '\r' || c == '\0') {
            return fault_set(f, ERR_PARSE,
                             "%s holds a tab, a line break or a NUL byte at its byte offset %zu",
                             field.name, i);
        }
    }
    return ERR_NONE;
}

/* Rule 1, after rule 3. C1 controls are C2 80 to C2 9F in UTF-8. */
static enum err check_id(struct slice id, struct fault *f)
{
    if (id.len == 0) {
        return fault_set(f, ERR_PARSE, "the id is empty");
    }
    if (id.len > CLAIM_ID_MAX) {
        return fault_set(f, ERR_LIMIT, "the id has %zu bytes; at most %d are accepted", id.len,
                         CLAIM_ID_MAX);
    }
    for (size_t i = 0; i < id.len; i++) {
        unsigned char byte = (unsigned char)id.ptr[i];
        bool c1 = byte == 0xc2 && (unsigned char)id.ptr[i + 1] < 0xa0;
        if (byte < 0x20 || byte == 0x7f || c1) {
            return fault_set(f, ERR_PARSE,
                             "the id holds a control character at its byte offset %zu", i);
        }
    }
    return ERR_NONE;
}

/* White space and characters without ink, by Unicode 15.0 White_Space and the zero-width ones
 * people paste. */
static bool is_blank(uint32_t code)
{
    return code <= ' ' || (code >= 0x7f && code <= 0xa0) || code == 0xad || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200f) || (code >= 0x2028 && code <= 0x202f) ||
           (code >= 0x205f && code <= 0x2064) || code == 0x3000 || code == 0xfeff;
}

/* Rule 2, after rule 3. */
static enum err check_text(struct slice text, struct fault *f)
{
    const unsigned char *p = (const unsigned char *)(text.len > 0 ? text.ptr : "");
    const unsigned char *end = p + text.len;
    while (p < end) {
        if (!is_blank(utf8_next(&p))) {
            return ERR_NONE;
        }
    }
    return fault_set(f, ERR_PARSE, "the claim is empty");
}

enum err claim_check(const struct claim *c, struct fault *f)
{
    const struct field fields[] = {{"the id", c->id},
                                   {"the claim", c->text},
                                   {"the title", c->title},
                                   {"the language", c->lang},
                                   {"the fact", c->fact},
                                   {"the address (url)", c->url},
                                   {"the link to where the claim was made", c->link},
                                   {"the author", c->author},
                                   {"the publisher", c->publisher},
                                   {"the rating", c->rating}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        enum err code = check_field(fields[i], f);
        if (code) {
            return code;
        }
    }
    enum err code = check_id(c->id, f);
    return code ? code : check_text(c->text, f);
}
