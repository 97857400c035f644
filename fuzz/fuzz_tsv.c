/* fuzz/fuzz_tsv.c - base/tsv: the first line as a header, the others as rows. Cells lie inside
 * their row, hold no tab,
 * and are those a naive count of tabs finds; required ones are there or the row is refused.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/tsv.h"

#define NAMES 4
#define REQUIRED 2

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* The place-th cell of row by counting tabs; ptr is NULL when there is none. */
static struct slice naive_cell(struct slice row, int place)
{
    size_t start = 0;
    for (size_t i = 0; i <= row.len; i++) {
        if (i < row.len && row.ptr[i] != '\t') {
            continue;
        }
        if (place-- == 0) {
            return slice_of(row.ptr + start, i - start);
        }
        start = i + 1;
    }
    return slice_of(NULL, 0);
}

static void check_row(const struct tsv_header *h, struct slice row)
{
    struct slice cells[NAMES];
    struct fault f;
    fault_clear(&f);
    enum err code = tsv_row_read(h, row, cells, REQUIRED, &f);
    check(code == f.code && (code == ERR_NONE || f.text[0]));
    for (int i = 0; i < NAMES; i++) {
        struct slice expected = slice_of(NULL, 0);
        if (h->place[i] >= 0) {
            expected = naive_cell(row, h->place[i]);
        }
        if (code == ERR_NONE) {
            check(i >= REQUIRED || expected.ptr);
            check(slice_equal(cells[i], expected));
            check(cells[i].len == 0 || !memchr(cells[i].ptr, '\t', cells[i].len));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[NAMES] = {"id", "text", "lang", "a"};
    struct slice rest = slice_of(size > 0 ? (const char *)data : "", size);
    struct tsv_header h;
    struct fault f;
    fault_clear(&f);
    enum err code = tsv_header_read(&h, slice_cut(&rest, '\n'), names, NAMES, REQUIRED, &f);
    check(code == f.code && (code == ERR_NONE || f.text[0]));
    if (code != ERR_NONE) {
        return 0;
    }
    check(h.wanted == NAMES && h.count >= REQUIRED && h.count <= TSV_COLUMNS_MAX);
    for (int i = 0; i < NAMES; i++) {
        check(h.place[i] >= (i < REQUIRED ? 0 : -1) && h.place[i] < h.count);
    }
    while (rest.ptr) {
        check_row(&h, slice_cut(&rest, '\n'));
    }
    return 0;
}
