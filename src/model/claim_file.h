/* model/claim_file.h - claims in and out of files: TSV, and schema.org ClaimReview as JSON-LD.
 *
 * WHAT   reads a file or pipe of any size as a stream of claims; recognises the format by its first
 *        lines:
 *        TSV with a header (id, claim, and optionally title, date, lang, fact, url, link, author,
 *        publisher,
 *        rating, verdict, harm), JSON lines (one ClaimReview a line), one JSON document (a
 *        ClaimReview, an
 *        array of them, {"@graph": []}, a DataFeed with dataFeedElement, an ItemList; items wrapped
 *        in "item"; or an
 *        answer of Google's Fact Check Tools, {"claims": [{"claimReview": []}]}).
 *        Writes the same claims as TSV or as JSON-LD ({"@context": "https://schema.org", "@graph":
 *        [...]}).
 * FLOW   called by: cmd (triage, claims import and export). Hands each claim to the caller's sink.
 * RULES  1. a bad line or item is handed to `refuse` with its number and a sentence, and the rest
 *        is read. Blank
 *        lines, and objects of other types between ClaimReviews, are passed by.
 *        2. an id that came before is refused (the first one stays); a ClaimReview without
 *        identifier (or an @id
 *        that is an address) gets "cr-" and 16 hex digits of a hash of url and text, since one
 *        article may check
 *        several claims: reading twice gives the same ids.
 *        3. a line break or tab inside a text becomes one space; blanks at its ends go.
 *        4. a date, language, verdict or harm that cannot be read counts as not stated. Without a
 *        verdict of our
 *        own the words of the rating decide, without known words the number of the rating.
 *        5. a claim that was read and written in either format is read back as the same claim.
 * COST   TSV and JSON lines: memory for one line, and 32 to 64 bytes an id. One JSON document: at
 *        most
 *        CLAIM_FILE_DOCUMENT_MAX bytes are held, and about ten times as much while it is parsed.
 */
#ifndef MODEL_CLAIM_FILE_H
#define MODEL_CLAIM_FILE_H

#include "base/buf.h"
#include "model/claim.h"

#define CLAIM_FILE_LINE_MAX ((size_t)1 << 20)
#define CLAIM_FILE_DOCUMENT_MAX ((size_t)256 << 20)

struct claim_sink {
    void *context;
    /* Takes one checked claim (borrowed for the call). An error ends the reading with that error. */
    enum err (*take)(void *context, const struct claim *c, struct fault *f);
    /* Told of a refused line (TSV, JSON lines) or item (document), both counted from 1. */
    void (*refuse)(void *context, uint64_t number, const char *sentence);
};

/* Reads all claims of fd. ERR_PARSE when the file as a whole is in no format we know (empty, no
 * header,
 * truncated document), ERR_IO, ERR_LIMIT; f then holds the sentence. Refused lines are no error. */
enum err claim_file_read(int fd, const struct claim_sink *sink, struct fault *f);

/* Appends the header line, and one claim as a line, of our TSV. */
void claim_file_tsv_header(struct buf *out);
void claim_file_tsv_row(const struct claim *c, struct buf *out);

/* Appends one checked claim as a ClaimReview object, on one line, without @context: identifier,
 * url, name (the title),
 * claimReviewed, datePublished, inLanguage, author (Organization), itemReviewed (Claim, with author
 * and appearance),
 * reviewRating (alternateName = the original words, or a label when there are none; ratingValue
 * 1..5 with bestRating and
 * worstRating for the verdicts that have a place on that scale), reviewBody (the fact), keywords
 * (DefinedTerm: our
 * verdict and harm). What is not known is left out; without url and rating words Google would not
 * show the review. */
void claim_file_review(const struct claim *c, struct buf *out);

#endif
