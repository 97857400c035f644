/* base/tsv.h - tab-separated rows: one header line, no quoting, columns found by name.
 *
 * FLOW   called by: model/claim_tsv, cmd (messages, known copies), text (word lists).
 * RULES  1. a header may name columns in any order and have columns nobody asked for.
 */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include "base/fault.h"
#include "base/slice.h"

#define TSV_COLUMNS_MAX 32

struct tsv_header {
    int count;                  /* columns of the file */
    int place[TSV_COLUMNS_MAX]; /* place[i]: where the i-th wanted column stands in a row, or -1 */
    int wanted;
};

/* Reads the header line against the names wanted (count of them, NUL-terminated, lower case;
 * compared
 * without regard to ASCII case). The first required of them must be there, else ERR_PARSE with a
 * sentence
 * that names the missing column and shows what was found. More than TSV_COLUMNS_MAX columns:
 * ERR_LIMIT. */
enum err tsv_header_read(struct tsv_header *h, struct slice line, const char *const *names,
                         int count, int required, struct fault *f);

/* Cuts row into cells[0..wanted): the wanted columns in the order asked for; an absent optional
 * column or
 * a missing trailing cell is an empty slice. ERR_PARSE when a required cell's column is not in the
 * row. */
enum err tsv_row_read(const struct tsv_header *h, struct slice row, struct slice *cells,
                      int required, struct fault *f);

#endif
