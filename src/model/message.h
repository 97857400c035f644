/* model/message.h - a message: one post, article or comment received.
 *
 * WHAT   the noun, who speaks in it, and the invariants every other folder may count on.
 * FLOW   called by: cmd/message_reader (fills it from a line), triage/worth (voice).
 * RULES  1. id is 1 to MESSAGE_ID_MAX bytes without control characters: it stands in one cell of a
 *        table.
 *        2. text is not blank.  3. every slice is well-formed UTF-8; readers of outside data see to
 *        that before
 *        they ask message_check.  4. reach is MESSAGE_REACH_UNKNOWN or 0..MESSAGE_REACH_MAX people.
 *        5. an id may come again: whether it is the same message is not for this noun to say.
 * NOT HERE  lines of JSON and TSV: cmd/message_reader.h. What a message repeats: match/match.h.
 */
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include <stdint.h>

#include "base/fault.h"
#include "base/slice.h"

#define MESSAGE_ID_MAX 512
#define MESSAGE_REACH_UNKNOWN (-1.0)
#define MESSAGE_REACH_MAX 1e11 /* people; more than ever lived is a mistake */

/* Who speaks: a property of the source that was read, never a judgement of a person. */
enum voice { VOICE_UNKNOWN, VOICE_PATIENTS, VOICE_PUBLIC, VOICE_PRESS, VOICE_COLLEAGUES, VOICES };

struct message {
    struct slice id;
    struct slice text;
    struct slice lang;    /* a language code that the network gave, unchecked; may be empty */
    struct slice url;     /* may be empty */
    struct slice author;  /* may be empty */
    struct slice network; /* may be empty */
    int32_t date_days;    /* published, base/date.h; DATE_NONE if unknown */
    enum voice voice;
    double reach; /* people who may have seen it; rule 4 */
};

/* Checks rules 1, 2 and 4; ERR_PARSE or ERR_LIMIT with a sentence in f that names the field. Below
 * 50 ns. */
enum err message_check(const struct message *m, struct fault *f);

/* The name of a voice ("patients", "public", "press", "colleagues", "" for unknown), and back:
 * false when the
 * name is none of these. */
const char *message_voice_name(enum voice v);
bool message_voice_from_name(struct slice name, enum voice *v);

#endif
