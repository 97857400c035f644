/* fuzz/fuzz_message.c - cmd/message_reader in both formats: the first byte chooses; in TSV the
 * first line is the header.
 * What is handed out obeys model/message.h and is UTF-8; a refusal has a sentence.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"
#include "cmd/message_reader.h"

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_message(const struct message *m)
{
    const struct slice all[] = {m->id, m->text, m->lang, m->url, m->author, m->network};
    struct fault f;
    fault_clear(&f);
    check(message_check(m, &f) == ERR_NONE);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        check(utf8_valid(all[i], NULL));
    }
    check(!memchr(m->id.ptr, '\t', m->id.len) && !memchr(m->text.ptr, '\0', m->text.len));
    check((unsigned)m->voice < VOICES);
    char date[11];
    date_format(m->date_days, date);
    check(m->date_days == DATE_NONE || date_parse(slice_of(date, 10)) == m->date_days);
}

/* One line in a block of its own, so that a read behind its padding is seen. */
static void try_line(struct message_reader *r, struct slice line)
{
    char *block = calloc(1, line.len + MESSAGE_LINE_PADDING);
    check(block != NULL);
    if (line.len > 0) {
        memcpy(block, line.ptr, line.len);
    }
    struct message m;
    struct fault f;
    fault_clear(&f);
    enum err code = message_reader_read(r, slice_of(block, line.len), &m, &f);
    check(code == f.code && (code == ERR_NONE || f.text[0]));
    if (code == ERR_NONE) {
        check_message(&m);
    }
    free(block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    enum message_format format = data[0] % 2 ? MESSAGE_TSV : MESSAGE_JSONL;
    struct slice rest = slice_of((const char *)data + 1, size - 1);
    struct tsv_header h = {.count = 0};
    struct fault f;
    fault_clear(&f);
    if (format == MESSAGE_TSV && message_header_read(&h, slice_cut(&rest, '\n'), &f)) {
        check(f.code != ERR_NONE && f.text[0]);
        return 0;
    }
    struct message_reader *r = message_reader_new(format, &h);
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n');
        check(!message_line_is_blank(line) || line.len == 0 || strchr(" \t\r\n", line.ptr[0]));
        try_line(r, line);
    }
    message_reader_free(r);
    return 0;
}
