/* model/claim_tsv.c - one claim as a row of tab-separated values, in and out.
 *
 * In this file, in order: (1) the columns; (2) verdict and harm of a row; (3) the functions of
 * claim_file_int.h and
 * claim_file.h.
 *
 * RULES  1. columns are found by name, in any order; unknown ones are ignored.  2. what is written
 *        is read back as the
 *        same claim, provided that it passes claim_check and holds no blanks at the ends of its
 *        fields.
 *        3. the verdict column may hold a checker's own words instead of our name; without a rating
 *        they become it.
 */
#include "model/claim_file.h"

#include "base/date.h"
#include "model/claim_file_int.h"

enum column {
    COLUMN_ID,
    COLUMN_CLAIM,
    COLUMNS_REQUIRED, /* the columns before this one */
    COLUMN_TITLE = COLUMNS_REQUIRED,
    COLUMN_DATE,
    COLUMN_LANG,
    COLUMN_FACT,
    COLUMN_URL,
    COLUMN_LINK,
    COLUMN_AUTHOR,
    COLUMN_PUBLISHER,
    COLUMN_RATING,
    COLUMN_VERDICT,
    COLUMN_HARM,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {
    [COLUMN_ID] = "id",         [COLUMN_CLAIM] = "claim",
    [COLUMN_TITLE] = "title",   [COLUMN_DATE] = "date",
    [COLUMN_LANG] = "lang",     [COLUMN_FACT] = "fact",
    [COLUMN_URL] = "url",       [COLUMN_LINK] = "link",
    [COLUMN_AUTHOR] = "author", [COLUMN_PUBLISHER] = "publisher",
    [COLUMN_RATING] = "rating", [COLUMN_VERDICT] = "verdict",
    [COLUMN_HARM] = "harm"};

/* Bytes of the file's first line that a sentence may quote. */
#define QUOTED_MAX 60

/* The begin of line with its tabs as "|", for a sentence; fault_set repairs what else cannot be
 * shown. */
static void quote(struct slice line, char out[QUOTED_MAX + 4])
{
    bool is_cut = line.len > QUOTED_MAX;
    size_t len = is_cut ? QUOTED_MAX : line.len;
    for (size_t i = 0; i < len; i++) {
        out[i] = line.ptr[i];
        if (out[i] == '\t') {
            out[i] = '|';
        }
    }
    memcpy(out + len, is_cut ? "..." : "", is_cut ? 4 : 1);
}

/* The verdict of a row: our own name first, then the words in its place, then those of the rating.
 * */
static void read_verdict(struct slice words, struct claim *c)
{
    c->verdict = verdict_from_name(words);
    if (c->verdict != VERDICT_NONE || slice_equal(words, slice_from(verdict_name(VERDICT_NONE)))) {
        return;
    }
    if (c->rating.len == 0) {
        c->rating = words;
    }
    c->verdict = verdict_from_rating(words);
    if (c->verdict == VERDICT_NONE) {
        c->verdict = verdict_from_rating(c->rating);
    }
}

static void add_cell(struct buf *out, struct slice text)
{
    buf_add_char(out, '\t');
    buf_add(out, text);
}

enum err claim_tsv_header_read(struct tsv_header *h, struct slice line, struct fault *f)
{
    enum err code = tsv_header_read(h, line, column_names, COLUMNS, COLUMNS_REQUIRED, NULL);
    if (code != ERR_PARSE) {
        return code ? fault_set(f, code, "the first line names more than %d columns",
                                TSV_COLUMNS_MAX)
                    : code;
    }
    char found[QUOTED_MAX + 4];
    quote(line, found);
    return fault_set(f, ERR_PARSE,
                     "the first line must name the columns with a tab between them: id, claim, "
                     "then any of title, date, "
                     "lang, fact, url, link, author, publisher, rating, verdict, harm; it is "
                     "\"%s\" (and it begins with "
                     "{ or [ for JSON)",
                     found);
}

enum err claim_tsv_row_read(const struct tsv_header *h, struct slice row, struct claim *out,
                            struct fault *f)
{
    struct slice cells[COLUMNS];
    if (tsv_row_read(h, row, cells, COLUMNS_REQUIRED, NULL)) {
        return fault_set(f, ERR_PARSE,
                         "the line has too few cells: the one for id or for claim is missing");
    }
    *out = (struct claim){.id = cells[COLUMN_ID],
                          .text = cells[COLUMN_CLAIM],
                          .title = cells[COLUMN_TITLE],
                          .lang = cells[COLUMN_LANG],
                          .fact = cells[COLUMN_FACT],
                          .url = cells[COLUMN_URL],
                          .link = cells[COLUMN_LINK],
                          .author = cells[COLUMN_AUTHOR],
                          .publisher = cells[COLUMN_PUBLISHER],
                          .rating = slice_trim(cells[COLUMN_RATING]),
                          .date_days = date_parse(slice_trim(cells[COLUMN_DATE])),
                          .harm = harm_from_name(slice_trim(cells[COLUMN_HARM]))};
    read_verdict(slice_trim(cells[COLUMN_VERDICT]), out);
    return ERR_NONE;
}

void claim_file_tsv_header(struct buf *out)
{
    for (int i = 0; i < COLUMNS; i++) {
        buf_add_text(out, i > 0 ? "\t" : "");
        buf_add_text(out, column_names[i]);
    }
    buf_add_char(out, '\n');
}

void claim_file_tsv_row(const struct claim *c, struct buf *out)
{
    char date[11] = "";
    if (c->date_days != DATE_NONE) {
        date_format(c->date_days, date);
    }
    buf_add(out, c->id);
    add_cell(out, c->text);
    add_cell(out, c->title);
    add_cell(out, slice_from(date));
    add_cell(out, c->lang);
    add_cell(out, c->fact);
    add_cell(out, c->url);
    add_cell(out, c->link);
    add_cell(out, c->author);
    add_cell(out, c->publisher);
    add_cell(out, c->rating);
    add_cell(out, slice_from(verdict_name(c->verdict)));
    add_cell(out, slice_from(harm_name(c->harm)));
    buf_add_char(out, '\n');
}
