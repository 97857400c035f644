/* cmd/stream.h - the lines of a stream, worked on by several threads, taken in their order.
 *
 * WHAT   lines are read in batches; workers turn a batch into a result (the expensive part,
 *        independent line by
 *        line); `take` gets the batches in the order of the input, one at a time (what depends on
 *        earlier lines, and output).
 * FLOW   called by: cmd/cmd_triage, cmd/cmd_group. Calls: base/lines and the functions of struct
 *        stream_work.
 * WHY    the calling thread reads, takes, and otherwise works like the rest: N threads are N
 *        threads, and with one
 *        there is no thread at all, by the same code.
 * RULES  1. take sees the batches in order, whatever the number of threads.  2. a batch belongs to
 *        one thread at a time.
 *        3. memory does not grow with the stream: STREAM_BATCHES_PER_THREAD batches a thread, each
 *        of at most STREAM_BATCH_BYTES
 *        and one line.  4. when the input pauses at the end of a line, everything read so far is
 *        taken before more is
 *        awaited: a person who types sees answers.
 */
#ifndef CMD_STREAM_H
#define CMD_STREAM_H

#include <stdint.h>

#include "base/fault.h"
#include "base/slice.h"

#define STREAM_BATCH_LINES 256
#define STREAM_BATCH_BYTES ((size_t)256 * 1024)
#define STREAM_BATCHES_PER_THREAD 4
#define STREAM_THREADS_MAX 64

struct stream_line {
    struct slice text; /* followed by LINES_PADDING readable bytes; empty when too_long */
    uint64_t number;   /* in the stream, from 1 */
    bool too_long;     /* it had more than line_max bytes and was skipped */
};

struct stream_batch {
    struct stream_line lines[STREAM_BATCH_LINES];
    size_t count;
    bool drained; /* the input had no more for now: what was written should be shown */
    void *result; /* of result_new; the batch's own */
};

struct stream_work {
    void *context;
    /* The first line, before all others, which are then numbered from 2; NULL when the stream has no header. */
    enum err (*first)(void *context, struct slice line, struct fault *f);
    /* State of one worker, and of one batch. */
    void *(*worker_new)(void *context);
    void (*worker_free)(void *worker);
    void *(*result_new)(void *context);
    void (*result_free)(void *result);
    /* Fills batch->result, in any thread. */
    void (*work)(void *worker, const struct stream_batch *batch);
    /* Uses batch->result, in the calling thread and in order (rule 1). An error ends the stream. */
    enum err (*take)(void *context, const struct stream_batch *batch, struct fault *f);
};

/* Runs the lines of fd (at most line_max bytes each) through w with threads threads
 * (1..STREAM_THREADS_MAX). The first
 * error of first, take or the reading, with its sentence in f; what was read before a reading error
 * is still taken. */
enum err stream_run(int fd, size_t line_max, int threads, const struct stream_work *w,
                    struct fault *f);

/* The number of threads that `--threads n` means: 0 is one a processor. */
int stream_threads(int n);

#endif
