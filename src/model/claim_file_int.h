/* model/claim_file_int.h - between the files that make up model/claim_file.h, and for nobody else.
 *
 * WHAT   claim_tsv.c and claim_review.c know what one claim looks like in their format and nothing
 *        of streams,
 *        numbers or ids that came before; claim_file.c knows those and asks them.
 * RULES  1. what they fill into a claim may still hold line breaks, blanks at its ends and a long
 *        language tag:
 *        claim_file.c tidies every claim the same way before it is checked.
 *        2. its slices live as long as the row, the document or the arena they came from.
 */
#ifndef MODEL_CLAIM_FILE_INT_H
#define MODEL_CLAIM_FILE_INT_H

#include "base/arena.h"
#include "base/json.h"
#include "base/tsv.h"
#include "model/claim.h"

/* Reads the header line of our TSV. ERR_PARSE with a sentence that says what the line must look
 * like. */
enum err claim_tsv_header_read(struct tsv_header *h, struct slice line, struct fault *f);

/* Reads one row. ERR_PARSE when the cell of id or claim is missing. */
enum err claim_tsv_row_read(const struct tsv_header *h, struct slice row, struct claim *out,
                            struct fault *f);

/* Who is told what a walk through a document meets, in its order. An error ends the walk with that
 * error. */
struct claim_review_visitor {
    void *context;
    struct arena *arena; /* for the few texts that have to be made */
    enum err (*found)(void *context, struct claim *c, struct fault *f);
    enum err (*odd)(void *context, const char *sentence,
                    struct fault *f); /* an item that is nothing we know */
};

/* Visits all ClaimReviews of a parsed document or line, as deep as they are wrapped (@graph,
 * dataFeedElement, item,
 * itemListElement, and "claims" with "claimReview" as Google's Fact Check Tools answers). A claim
 * whose id is empty had
 * none. *found: false when v is nothing that we know; an empty list of claims is known. */
enum err claim_review_walk(const struct json *v, const struct claim_review_visitor *visitor,
                           bool *found, struct fault *f);

#endif
