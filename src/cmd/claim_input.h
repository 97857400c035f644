/* cmd/claim_input.h - the claims of a file, as a command wants them: by name, with its bad lines
 * reported.
 *
 * WHAT   opens the file ("-" is standard input), reads it by model/claim_file, reports what was
 *        refused under the file's name.
 * FLOW   called by: cmd/cmd_triage, cmd/cmd_claims.
 * RULES  1. an id that came in an earlier file is refused: the first one stays, as within a file.
 */
#ifndef CMD_CLAIM_INPUT_H
#define CMD_CLAIM_INPUT_H

#include "base/map.h"
#include "cmd/console.h"
#include "model/claim_file.h"

struct claim_input {
    void *context;
    /* Takes one claim, borrowed for the call. An error ends the reading. */
    enum err (*take)(void *context, const struct claim *c, struct fault *f);
    struct map ids;            /* hashes of the ids taken */
    uint64_t refused;          /* lines, items and repeated ids, of all files so far */
    struct refusals *refusals; /* of the file being read */
    bool take_failed;          /* the error is not the file's */
};

/* Prepares for any number of files. */
void claim_input_init(struct claim_input *in, void *context,
                      enum err (*take)(void *context, const struct claim *c, struct fault *f));
void claim_input_done(struct claim_input *in);

/* Reads one file. An error (it cannot be opened, is in no format we know, was not taken) is said on
 * standard error:
 * CODE_FAILED, else CODE_DONE. */
int claim_input_read(struct claim_input *in, const char *path);

/* Whether a claim with this id was taken. */
bool claim_input_has(const struct claim_input *in, struct slice id);

#endif
