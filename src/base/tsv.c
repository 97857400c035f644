/* base/tsv.c - tab-separated rows.
 *
 * In this file, in order: (1) names; (2) the sentence for a missing column; (3) the public
 * functions.
 */
#include "base/tsv.h"

#include "base/buf.h"

#define SHOWN_BYTES 160 /* of a header that is quoted in a fault */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_name(struct slice cell, const char *name)
{
    size_t i = 0;
    while (i < cell.len && name[i] && lower(cell.ptr[i]) == name[i]) {
        i++;
    }
    return i == cell.len && !name[i];
}

/* Which of the names a header cell is; -1 for none. */
static int find_name(struct slice cell, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (is_name(cell, names[i])) {
            return i;
        }
    }
    return -1;
}

static enum err missing_column(struct slice line, const char *name, struct fault *f)
{
    struct buf shown;
    buf_init(&shown, SHOWN_BYTES + 8);
    for (size_t i = 0; i < line.len && i < SHOWN_BYTES; i++) {
        buf_add_char(&shown, line.ptr[i] == '\t' ? '|' : line.ptr[i] ? line.ptr[i] : '?');
    }
    if (line.len > SHOWN_BYTES) {
        buf_add_text(&shown, "...");
    }
    enum err code =
        fault_set(f, ERR_PARSE, "the header line has no column \"%s\"; it reads (| for tab): %s",
                  name, shown.len > 0 ? shown.ptr : "nothing");
    buf_done(&shown);
    return code;
}

enum err tsv_header_read(struct tsv_header *h, struct slice line, const char *const *names,
                         int count, int required, struct fault *f)
{
    *h = (struct tsv_header){.wanted = count};
    if (count > TSV_COLUMNS_MAX) {
        return fault_set(f, ERR_LIMIT, "%d columns were asked for, %d are possible", count,
                         TSV_COLUMNS_MAX);
    }
    for (int i = 0; i < count; i++) {
        h->place[i] = -1;
    }
    struct slice rest = line;
    do {
        struct slice cell = slice_trim(slice_cut(&rest, '\t'));
        if (h->count == TSV_COLUMNS_MAX) {
            return fault_set(f, ERR_LIMIT, "the header line has more than %d columns",
                             TSV_COLUMNS_MAX);
        }
        int which = find_name(cell, names, count);
        if (which >= 0 && h->place[which] < 0) { /* of a repeated name the first column counts */
            h->place[which] = h->count;
        }
        h->count++;
    } while (rest.ptr);
    for (int i = 0; i < required && i < count; i++) {
        if (h->place[i] < 0) {
            return missing_column(line, names[i], f);
        }
    }
    return ERR_NONE;
}

enum err tsv_row_read(const struct tsv_header *h, struct slice row, struct slice *cells,
                      int required, struct fault *f)
{
    struct slice found[TSV_COLUMNS_MAX];
    int there = 0;
    struct slice rest = row;
    do {
        found[there++] = slice_cut(&rest, '\t');
    } while (rest.ptr && there < h->count);
    for (int i = 0; i < h->wanted; i++) {
        int place = h->place[i];
        if (place >= 0 && place < there) {
            cells[i] = found[place];
        } else if (place >= 0 && i < required) {
            return fault_set(f, ERR_PARSE, "the row has %d columns, but column %d is needed", there,
                             place + 1);
        } else {
            cells[i] = slice_of(NULL, 0);
        }
    }
    return ERR_NONE;
}
