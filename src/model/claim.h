/* model/claim.h - a claim: a sentence that was checked, and what came of it.
 *
 * WHAT   the noun, its verdicts and the invariants every other folder may count on.
 * FLOW   called by: model/claim_file (reads and writes claims), match (indexes them), cmd.
 * RULES  1. id is 1 to CLAIM_ID_MAX bytes without control characters.  2. text is not blank.
 *        3. every slice is valid UTF-8 without tab, CR, LF or NUL.  4. verdict is our common scale;
 *        rating keeps
 *        the checker's own words.
 * NOT HERE  file formats: model/claim_file.h. Matching a message with claims: match/match.h.
 */
#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H

#include <stdint.h>

#include "base/fault.h"
#include "base/slice.h"

#define CLAIM_ID_MAX 512
#define CLAIM_TEXT_MAX 65536 /* bytes of one field; longer ones are refused */

enum verdict {
    VERDICT_NONE, /* not stated, or in words we do not know */
    VERDICT_TRUE,
    VERDICT_MOSTLY_TRUE,
    VERDICT_MIXED,
    VERDICT_MISLEADING,
    VERDICT_FALSE,
    VERDICT_UNPROVEN,
    VERDICT_SATIRE
};

enum harm { HARM_UNKNOWN, HARM_LOW, HARM_MEDIUM, HARM_HIGH };

struct claim {
    struct slice id;
    struct slice text;      /* the claim in one sentence */
    struct slice title;     /* of the fact-checking article; may be empty */
    struct slice lang;      /* ISO 639-1, may be empty */
    struct slice fact;      /* what is true instead; may be empty */
    struct slice url;       /* of the fact-checking article; may be empty */
    struct slice link;      /* where the claim was made (itemReviewed); may be empty */
    struct slice author;    /* who made the claim; may be empty */
    struct slice publisher; /* who checked it; may be empty */
    struct slice rating;    /* the checker's own verdict, verbatim; may be empty */
    int32_t date_days;      /* of the check, base/date.h; DATE_NONE if unknown */
    enum verdict verdict;
    enum harm harm;
};

/* Checks rules 1 to 3; ERR_PARSE or ERR_LIMIT with a sentence in f that names the field. */
enum err claim_check(const struct claim *c, struct fault *f);

/* The lower-case English name of a verdict ("mostly-true"), and back; unknown names give
 * VERDICT_NONE. */
const char *verdict_name(enum verdict v);
enum verdict verdict_from_name(struct slice name);

/* The name of a harm ("low", "medium", "high", "" for unknown), and back. */
const char *harm_name(enum harm h);
enum harm harm_from_name(struct slice name);

/* The verdict that a checker's own words mean ("Pants on Fire!", "Plutôt vrai", "FAUX", "Trompeur",
 * "Distorts the Facts", "Missing context", "Three Pinocchios"...), French and English, case and
 * accents
 * ignored; VERDICT_NONE when they say nothing we know or deny it in a way we cannot read ("pas
 * faux"). */
enum verdict verdict_from_rating(struct slice words);

/* The verdict of a numeric rating on the scale worst..best (schema.org Rating; 1..5 when best <=
 * worst);
 * -1 means the checker said that the scale does not apply and gives VERDICT_NONE, as does what is
 * off the scale. */
enum verdict verdict_from_scale(double value, double worst, double best);

#endif
