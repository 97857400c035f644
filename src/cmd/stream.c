/* cmd/stream.c - the lines of a stream, worked on by several threads, taken in their order.
 *
 * In this file, in order: (1) the ring of batches; (2) reading a batch; (3) working; (4) taking;
 * (5) the main loop;
 * (6) threads; (7) the public functions.
 *
 * HOW    three counters run round a ring of batches: read >= started >= taken. A batch is marked
 *        done by whoever worked on
 *        it. The lock is held only to move counters and marks; a batch itself is touched without it
 *        by the one thread that
 *        may (rule 2).
 */
#include "cmd/stream.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lines.h"
#include "base/mem.h"

struct slot {
    struct stream_batch batch;
    struct buf bytes; /* of its lines, one after the other, and padding */
    bool done;        /* guarded by the lock */
};

struct pipeline {
    const struct stream_work *work;
    struct lines lines;
    bool at_end;
    struct slot *slots; /* owned */
    size_t slot_count;
    pthread_mutex_t lock; /* guards what follows and slot.done */
    pthread_cond_t ready; /* there is a batch to start, or no more will come */
    pthread_cond_t done;  /* a batch was finished */
    uint64_t read;        /* batches filled */
    uint64_t started;     /* batches given to a worker */
    uint64_t taken;       /* batches taken; only the calling thread changes read and taken */
    bool stop;            /* no more batches will come */
};

/* (1) */
static struct slot *slot_at(struct pipeline *p, uint64_t number)
{
    return &p->slots[number % p->slot_count];
}

static void slots_init(struct pipeline *p)
{
    p->slots = mem_zero(p->slot_count, sizeof *p->slots);
    for (size_t i = 0; i < p->slot_count; i++) {
        buf_init(&p->slots[i].bytes, STREAM_BATCH_BYTES + p->lines.limit + LINES_PADDING);
        p->slots[i].batch.result = p->work->result_new(p->work->context);
    }
}

static void slots_done(struct pipeline *p)
{
    for (size_t i = 0; i < p->slot_count; i++) {
        p->work->result_free(p->slots[i].batch.result);
        buf_done(&p->slots[i].bytes);
    }
    free(p->slots);
}

/* (2) Whether the next line would have to be waited for. */
static bool is_drained(const struct lines *l)
{
    return l->start == l->end && !l->at_end;
}

/* The lines point into a buffer that moves while it grows: their places are kept as offsets until
 * the batch is full. */
static void settle(struct slot *s)
{
    static const char padding[LINES_PADDING];
    size_t at = 0;
    buf_add(&s->bytes, slice_of(padding, sizeof padding));
    for (size_t i = 0; i < s->batch.count; i++) {
        struct slice *text = &s->batch.lines[i].text;
        text->ptr = s->bytes.ptr + at;
        at += text->len;
    }
    assert(!s->bytes.full);
}

/* Fills s with the next lines; at_end is set when there are no more, for whatever reason. */
static enum err read_batch(struct pipeline *p, struct slot *s, struct fault *f)
{
    enum err code = ERR_NONE;
    struct stream_batch *b = &s->batch;
    b->count = 0;
    b->drained = false;
    buf_clear(&s->bytes);
    while (b->count < STREAM_BATCH_LINES && s->bytes.len < STREAM_BATCH_BYTES && !b->drained) {
        struct slice line = slice_of(NULL, 0);
        enum lines_got got = lines_next(&p->lines, &line, f);
        if (got == LINES_END || got == LINES_FAILED) {
            p->at_end = true;
            code = got == LINES_FAILED ? ERR_IO : ERR_NONE;
            break;
        }
        buf_add(&s->bytes, line);
        b->lines[b->count++] = (struct stream_line){line, p->lines.number, got == LINES_TOO_LONG};
        b->drained = is_drained(&p->lines);
    }
    settle(s);
    return code;
}

/* (3) The next batch to work on, marked as started, or NULL. The lock is held. */
static struct slot *start_next(struct pipeline *p)
{
    return p->started < p->read ? slot_at(p, p->started++) : NULL;
}

/* Works on s, with the lock held before and after but not meanwhile. */
static void work_on(struct pipeline *p, void *worker, struct slot *s)
{
    pthread_mutex_unlock(&p->lock);
    p->work->work(worker, &s->batch);
    pthread_mutex_lock(&p->lock);
    s->done = true;
    pthread_cond_signal(&p->done);
}

static void *run_worker(void *context)
{
    struct pipeline *p = context;
    void *worker = p->work->worker_new(p->work->context);
    pthread_mutex_lock(&p->lock);
    for (;;) {
        struct slot *s = start_next(p);
        if (s) {
            work_on(p, worker, s);
        } else if (p->stop) {
            break;
        } else {
            pthread_cond_wait(&p->ready, &p->lock);
        }
    }
    pthread_mutex_unlock(&p->lock);
    p->work->worker_free(worker);
    return NULL;
}

/* (4) Brings the oldest batch nearer to being taken: takes it, works on the next one, or waits. The
 * lock is held. */
static enum err advance(struct pipeline *p, void *worker, struct fault *f)
{
    struct slot *oldest = slot_at(p, p->taken);
    if (oldest->done) {
        pthread_mutex_unlock(&p->lock);
        enum err code = p->work->take(p->work->context, &oldest->batch, f);
        pthread_mutex_lock(&p->lock);
        p->taken++;
        return code;
    }
    struct slot *next = start_next(p);
    if (next) {
        work_on(p, worker, next);
    } else {
        pthread_cond_wait(&p->done, &p->lock);
    }
    return ERR_NONE;
}

/* (5) Reads one batch and hands it to the workers. The lock is held. */
static enum err submit(struct pipeline *p, struct fault *f, bool *drained)
{
    struct slot *s = slot_at(p, p->read);
    pthread_mutex_unlock(&p->lock);
    enum err code = read_batch(p, s, f);
    pthread_mutex_lock(&p->lock);
    *drained = s->batch.drained;
    if (s->batch.count > 0) {
        s->done = false;
        p->read++;
        pthread_cond_signal(&p->ready);
    }
    return code;
}

/* The calling thread's part. A reading error is kept until what was read is taken. */
static enum err run_main(struct pipeline *p, void *worker, struct fault *f)
{
    enum err reading = ERR_NONE;
    struct fault why;
    fault_clear(&why);
    pthread_mutex_lock(&p->lock);
    enum err code = ERR_NONE;
    while (!code && !(p->at_end && p->taken == p->read)) {
        bool drained = false;
        if (!p->at_end) {
            reading = submit(p, &why, &drained);
        }
        size_t room = p->at_end || drained ? 0 : p->slot_count - 1;
        while (!code &&
               (p->read - p->taken > room || (p->read > p->taken && slot_at(p, p->taken)->done))) {
            code = advance(p, worker, f);
        }
    }
    p->stop = true;
    p->started = p->read; /* after an error: what nobody has begun stays undone */
    pthread_cond_broadcast(&p->ready);
    pthread_mutex_unlock(&p->lock);
    return code ? code : reading ? fault_set(f, reading, "%s", why.text) : ERR_NONE;
}

/* (6) Fewer threads than asked for is no error: the calling thread works, too. */
static enum err run_threads(struct pipeline *p, int threads, struct fault *f)
{
    pthread_t ids[STREAM_THREADS_MAX];
    int begun = 0;
    while (begun < threads - 1 && pthread_create(&ids[begun], NULL, run_worker, p) == 0) {
        begun++;
    }
    void *worker = p->work->worker_new(p->work->context);
    enum err code = run_main(p, worker, f);
    for (int i = 0; i < begun; i++) {
        pthread_join(ids[i], NULL);
    }
    p->work->worker_free(worker);
    return code;
}

/* Gives the first line to those who want it. */
static enum err read_first(struct pipeline *p, struct fault *f)
{
    struct slice line;
    switch (p->work->first ? lines_next(&p->lines, &line, f) : LINES_END) {
    case LINES_TEXT:
        return p->work->first(p->work->context, line, f);
    case LINES_TOO_LONG:
        return fault_set(f, ERR_LIMIT, "the first line is longer than %zu bytes", p->lines.limit);
    case LINES_FAILED:
        return ERR_IO;
    case LINES_END:
        break;
    }
    return ERR_NONE;
}

enum err stream_run(int fd, size_t line_max, int threads, const struct stream_work *w,
                    struct fault *f)
{
    threads = threads < 1 ? 1 : threads > STREAM_THREADS_MAX ? STREAM_THREADS_MAX : threads;
    struct pipeline p = {.work = w};
    lines_init(&p.lines, fd, line_max);
    enum err code = read_first(&p, f);
    if (!code) {
        p.slot_count = threads == 1 ? 1 : (size_t)threads * STREAM_BATCHES_PER_THREAD;
        slots_init(&p);
        pthread_mutex_init(&p.lock, NULL);
        pthread_cond_init(&p.ready, NULL);
        pthread_cond_init(&p.done, NULL);
        code = run_threads(&p, threads, f);
        pthread_cond_destroy(&p.done);
        pthread_cond_destroy(&p.ready);
        pthread_mutex_destroy(&p.lock);
        slots_done(&p);
    }
    lines_done(&p.lines);
    return code;
}

int stream_threads(int n)
{
    if (n == 0) {
        long there = sysconf(_SC_NPROCESSORS_ONLN);
        n = there < 1 ? 1 : there > STREAM_THREADS_MAX ? STREAM_THREADS_MAX : (int)there;
    }
    return n;
}
