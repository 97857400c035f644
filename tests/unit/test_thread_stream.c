/* tests/unit/test_thread_stream.c - the parallel pipeline: order, long lines, errors in every
 * place, any number of threads.
 * Named thread_ so that it also runs under ThreadSanitizer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/stream.h"

#define LINES 5000
#define LINE_MAX_BYTES 100

/* The result of a batch: the sum of each line's bytes. */
struct sums {
    uint64_t sums[STREAM_BATCH_LINES];
};

struct run {
    uint64_t next; /* number of the line that must come */
    uint64_t too_long;
    uint64_t fail_at; /* take fails at this line; 0: never */
    int headers;
    bool refuse_header;
};

static uint64_t sum_of(struct slice text)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < text.len; i++) {
        sum = sum * 31 + (unsigned char)text.ptr[i];
    }
    return sum;
}

static void *new_state(void *context)
{
    (void)context;
    return calloc(1, sizeof(struct sums));
}

static void work(void *worker, const struct stream_batch *batch)
{
    struct sums *s = batch->result;
    *(uint64_t *)worker += batch->count; /* a worker's state is its own */
    for (size_t i = 0; i < batch->count; i++) {
        s->sums[i] = sum_of(batch->lines[i].text);
    }
}

static enum err first(void *context, struct slice line, struct fault *f)
{
    struct run *r = context;
    r->headers++;
    r->next = 2;
    assert_true(line.len > 0);
    return r->refuse_header ? fault_set(f, ERR_PARSE, "no header") : ERR_NONE;
}

static enum err take(void *context, const struct stream_batch *batch, struct fault *f)
{
    struct run *r = context;
    const struct sums *s = batch->result;
    for (size_t i = 0; i < batch->count; i++) {
        assert_true(batch->lines[i].number == r->next++);
        assert_true(s->sums[i] == sum_of(batch->lines[i].text));
        r->too_long += batch->lines[i].too_long;
        if (batch->lines[i].number == r->fail_at) {
            return fault_set(f, ERR_IO, "disk full");
        }
    }
    return ERR_NONE;
}

static enum err run_stream(int fd, int threads, struct run *r, bool has_header, struct fault *f)
{
    const struct stream_work w = {.context = r,
                                  .first = has_header ? first : NULL,
                                  .worker_new = new_state,
                                  .worker_free = free,
                                  .result_new = new_state,
                                  .result_free = free,
                                  .work = work,
                                  .take = take};
    fault_clear(f);
    return stream_run(fd, LINE_MAX_BYTES, threads, &w, f);
}

/* A file of LINES lines, each 50th too long. */
static FILE *make_input(void)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    for (int i = 1; i <= LINES; i++) {
        fprintf(file, "line %d %.*s\n", i, i % 50 == 0 ? 200 : i % 40,
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                "xxxxxxxxxxxxxxxxxx"
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                "xxxxxxxxxxxxxxxxxx");
    }
    fflush(file);
    return file;
}

static void lines_come_in_order(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 3, 8, 0, 1000};
    FILE *file = make_input();
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct run r = {.next = 1};
        struct fault f;
        lseek(fileno(file), 0, SEEK_SET);
        assert_int_equal(run_stream(fileno(file), threads[i], &r, false, &f), ERR_NONE);
        assert_int_equal(r.next, LINES + 1);
        assert_int_equal(r.too_long, LINES / 50);
        struct run with_header = {.next = 1};
        lseek(fileno(file), 0, SEEK_SET);
        assert_int_equal(run_stream(fileno(file), threads[i], &with_header, true, &f), ERR_NONE);
        assert_int_equal(with_header.headers, 1);
        assert_int_equal(with_header.next, LINES + 1);
    }
    fclose(file);
}

static void an_error_ends_it_cleanly(void **state)
{
    (void)state;
    FILE *file = make_input();
    for (int threads = 1; threads <= 4; threads++) {
        for (uint64_t at = 1; at < LINES; at += 700) {
            struct run r = {.next = 1, .fail_at = at};
            struct fault f;
            lseek(fileno(file), 0, SEEK_SET);
            assert_int_equal(run_stream(fileno(file), threads, &r, false, &f), ERR_IO);
            assert_string_equal(f.text, "disk full");
            assert_int_equal(r.next, at + 1);
        }
        struct run r = {.refuse_header = true};
        struct fault f;
        lseek(fileno(file), 0, SEEK_SET);
        assert_int_equal(run_stream(fileno(file), threads, &r, true, &f), ERR_PARSE);
        assert_string_equal(f.text, "no header");
    }
    fclose(file);
}

static void what_cannot_be_read_is_said(void **state)
{
    (void)state;
    struct run r = {.next = 1};
    struct fault f;
    assert_int_equal(run_stream(-1, 2, &r, false, &f), ERR_IO);
    assert_true(f.text[0] != '\0');
    assert_int_equal(run_stream(-1, 1, &r, true, &f), ERR_IO);
}

static void an_empty_stream(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    struct run r = {.next = 1};
    struct fault f;
    assert_int_equal(run_stream(fileno(file), 3, &r, true, &f), ERR_NONE);
    assert_int_equal(r.headers, 0);
    assert_int_equal(r.next, 1);
    fclose(file);
}

static void zero_threads_means_one_a_processor(void **state)
{
    (void)state;
    assert_true(stream_threads(0) >= 1);
    assert_int_equal(stream_threads(7), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_order), cmocka_unit_test(an_error_ends_it_cleanly),
        cmocka_unit_test(what_cannot_be_read_is_said), cmocka_unit_test(an_empty_stream),
        cmocka_unit_test(zero_threads_means_one_a_processor)};
    return cmocka_run_group_tests_name("thread_stream", tests, NULL, NULL);
}
