/* fuzz/fuzz_claim_file.c - model/claim_file: any bytes as a file of claims.
 *
 * Every claim taken passes claim_check; every refusal has a sentence; what was taken, written as
 * TSV, as a JSON-LD
 * document and as JSON lines, is read back as the same claims. The bytes are also asked for their
 * verdict as a rating.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "model/claim_file.h"

#define OUT_MAX ((size_t)64 << 20)
#define FORMATS 3

struct written {
    struct buf file[FORMATS]; /* TSV, JSON-LD, JSON lines */
    size_t claims;
    size_t refused;
};

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static enum err take(void *context, const struct claim *c, struct fault *f)
{
    struct written *w = context;
    check(claim_check(c, f) == ERR_NONE);
    check(c->id.len > 0 && c->verdict <= VERDICT_SATIRE && c->harm <= HARM_HIGH);
    claim_file_tsv_row(c, &w->file[0]);
    buf_add_text(&w->file[1], w->claims > 0 ? "," : "");
    claim_file_review(c, &w->file[1]);
    claim_file_review(c, &w->file[2]);
    buf_add_char(&w->file[2], '\n');
    w->claims++;
    return ERR_NONE;
}

static void refuse(void *context, uint64_t number, const char *sentence)
{
    struct written *w = context;
    check(number > 0 && sentence[0]);
    w->refused++;
}

static enum err read_bytes(struct slice bytes, struct written *w)
{
    *w = (struct written){.claims = 0};
    for (int i = 0; i < FORMATS; i++) {
        buf_init(&w->file[i], OUT_MAX);
    }
    claim_file_tsv_header(&w->file[0]);
    buf_add_text(&w->file[1], "{\"@graph\":[");
    int fd = memfd_create("claims", 0);
    check(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len &&
          lseek(fd, 0, SEEK_SET) == 0);
    struct fault f = {.code = ERR_NONE};
    const struct claim_sink sink = {.context = w, .take = take, .refuse = refuse};
    enum err code = claim_file_read(fd, &sink, &f);
    check(code == f.code && (code == ERR_NONE) == (f.text[0] == '\0'));
    close(fd);
    buf_add_text(&w->file[1], "]}");
    return code;
}

static void written_done(struct written *w)
{
    for (int i = 0; i < FORMATS; i++) {
        buf_done(&w->file[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_of((const char *)data, size);
    check(verdict_from_rating(bytes) <= VERDICT_SATIRE);
    struct written first;
    read_bytes(bytes, &first);
    for (int i = 0; i < FORMATS && first.claims > 0; i++) {
        struct written again;
        check(!first.file[i].full);
        check(read_bytes(buf_slice(&first.file[i]), &again) == ERR_NONE);
        check(again.claims == first.claims && again.refused == 0);
        for (int k = 0; k < FORMATS; k++) {
            check(slice_equal(buf_slice(&again.file[k]), buf_slice(&first.file[k])));
        }
        written_done(&again);
    }
    written_done(&first);
    return 0;
}
