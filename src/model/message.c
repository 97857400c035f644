/* model/message.c - a message: its checks, and the names of the voices.
 *
 * In this file, in order: (1) the checks; (2) the public functions. It is short because a message
 * is mostly
 * what others make of it.
 */
#include "model/message.h"

/* (1) Whether a byte below 0x20 or DEL stands in text. */
static bool has_control(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == 0x7f) {
            return true;
        }
    }
    return false;
}

static enum err check_id(struct slice id, struct fault *f)
{
    if (slice_trim(id).len == 0) {
        return fault_set(f, ERR_PARSE, "the id is empty");
    }
    if (id.len > MESSAGE_ID_MAX) {
        return fault_set(f, ERR_LIMIT, "the id has %zu bytes, %d are accepted", id.len,
                         MESSAGE_ID_MAX);
    }
    if (has_control(id)) {
        return fault_set(f, ERR_PARSE,
                         "the id holds a tab, a line break or another control character");
    }
    return ERR_NONE;
}

/* Written so that NaN fails too. */
static enum err check_reach(double reach, struct fault *f)
{
    if (reach == MESSAGE_REACH_UNKNOWN || (reach >= 0 && reach <= MESSAGE_REACH_MAX)) {
        return ERR_NONE;
    }
    if (reach < 0) {
        return fault_set(f, ERR_PARSE,
                         "the reach is %g, but it counts people and cannot be below 0", reach);
    }
    return fault_set(f, ERR_LIMIT, "the reach is %g, which is more people than there are", reach);
}

static const char *const voice_names[VOICES] = {"", "patients", "public", "press", "colleagues"};

enum err message_check(const struct message *m, struct fault *f)
{
    enum err code = check_id(m->id, f);
    if (!code && slice_trim(m->text).len == 0) {
        code = fault_set(f, ERR_PARSE, "the text is empty");
    }
    return code ? code : check_reach(m->reach, f);
}

const char *message_voice_name(enum voice v)
{
    return (unsigned)v < VOICES ? voice_names[v] : "";
}

bool message_voice_from_name(struct slice name, enum voice *v)
{
    for (unsigned i = VOICE_UNKNOWN + 1; i < VOICES; i++) {
        if (slice_equal(name, slice_from(voice_names[i]))) {
            *v = (enum voice)i;
            return true;
        }
    }
    return false;
}
