/* cmd/claim_input.c - the claims of a file, as a command wants them.
 *
 * In this file, in order: (1) what model/claim_file tells us; (2) the public functions. It is
 * small, and apart because
 * two commands read claims.
 */
#include "cmd/claim_input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/hash.h"

#define ID_SEED 0x636c61696d73u
#define SHOWN_ID_BYTES 80

/* (1) */
static enum err take_claim(void *context, const struct claim *c, struct fault *f)
{
    struct claim_input *in = context;
    bool is_new;
    map_at(&in->ids, hash_bytes(c->id, ID_SEED), &is_new);
    if (is_new) {
        enum err code = in->take(in->context, c, f);
        in->take_failed = code != ERR_NONE;
        return code;
    }
    /* Within a file model/claim_file has refused repeated ids, with their line; here it is another file's. */
    struct fault why = {.code = ERR_NONE};
    fault_set(&why, ERR_CONFLICT, "the id \"%.*s\" came in an earlier file already, which stays",
              (int)(c->id.len < SHOWN_ID_BYTES ? c->id.len : SHOWN_ID_BYTES), c->id.ptr);
    console_refuse(in->refusals, 0, why.text);
    return ERR_NONE;
}

static void refuse_claim(void *context, uint64_t number, const char *sentence)
{
    struct claim_input *in = context;
    console_refuse(in->refusals, number, sentence);
}

/* JSON documents count items where tables and JSON lines count lines; the name tells which it is.
 * */
static const char *unit_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    bool is_document = dot && (strcmp(dot, ".json") == 0 || strcmp(dot, ".jsonld") == 0);
    return is_document ? "item" : "line";
}

static int open_input(const char *path, struct fault *f)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fault_set(f, ERR_IO, "cannot open it: %s", strerror(errno));
    }
    return fd;
}

void claim_input_init(struct claim_input *in, void *context,
                      enum err (*take)(void *context, const struct claim *c, struct fault *f))
{
    *in = (struct claim_input){.context = context, .take = take};
    map_init(&in->ids, 0);
}

void claim_input_done(struct claim_input *in)
{
    map_done(&in->ids);
}

int claim_input_read(struct claim_input *in, const char *path)
{
    struct fault f;
    fault_clear(&f);
    int fd = open_input(path, &f);
    if (fd < 0) {
        return console_failed(path, &f);
    }
    struct refusals refusals = {.subject = strcmp(path, "-") == 0 ? "standard input" : path,
                                .unit = unit_of(path)};
    const struct claim_sink sink = {.context = in, .take = take_claim, .refuse = refuse_claim};
    in->refusals = &refusals;
    enum err code = claim_file_read(fd, &sink, &f);
    in->refusals = NULL;
    close(fd);
    console_refused_sum(&refusals);
    in->refused += refusals.count;
    return code ? console_failed(in->take_failed ? NULL : refusals.subject, &f) : CODE_DONE;
}

bool claim_input_has(const struct claim_input *in, struct slice id)
{
    return map_get(&in->ids, hash_bytes(id, ID_SEED), NULL);
}
