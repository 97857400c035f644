/* cmd/message_reader.h - one line of input becomes one message.
 *
 * WHAT   JSON lines: {"id","text"} and, if known,
 *        "published","lang","url","author","network","reach","voice".
 *        TSV: a header line that names the columns (id, text, and optionally date or published,
 *        lang, url, author,
 *        network, reach, voice, in any order), then one message a line.
 * FLOW   called by: cmd/answer and cmd/cmd_group, one reader a thread. Calls: base/json_bulk,
 *        base/tsv.
 * RULES  1. what it hands out obeys model/message.h.  2. a refused line has a sentence that says
 *        what to change; the
 *        sentence never holds the line's text, which may be about a patient.  3. null and the empty
 *        text are the same as absent.
 * COST   below half a microsecond for a line of 300 bytes; nothing is allocated for a line that is
 *        no longer than those before.
 */
#ifndef CMD_MESSAGE_READER_H
#define CMD_MESSAGE_READER_H

#include "base/tsv.h"
#include "model/message.h"

#define MESSAGE_LINE_MAX ((size_t)1 << 20)
#define MESSAGE_LINE_PADDING 64 /* readable bytes that must follow a line */

enum message_format { MESSAGE_JSONL, MESSAGE_TSV };

/* Reads the header line of TSV, which message_reader_new then needs. ERR_PARSE with a sentence when
 * a column is missing. */
enum err message_header_read(struct tsv_header *h, struct slice line, struct fault *f);

struct message_reader;

/* A reader for one thread, owned by the caller. header is borrowed, and NULL for JSON lines. */
struct message_reader *message_reader_new(enum message_format format,
                                          const struct tsv_header *header);

/* Frees it; NULL is accepted. */
void message_reader_free(struct message_reader *r);

/* Reads one line (at most MESSAGE_LINE_MAX bytes, followed by MESSAGE_LINE_PADDING readable ones)
 * into *out, whose
 * slices are borrowed from the line and the reader until the next call. ERR_PARSE or ERR_LIMIT: the
 * line is refused,
 * and f says why. */
enum err message_reader_read(struct message_reader *r, struct slice line, struct message *out,
                             struct fault *f);

/* Whether a line has nothing in it: such lines are passed by. */
bool message_line_is_blank(struct slice line);

#endif
