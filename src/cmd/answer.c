/* cmd/answer.c - from the stream of messages to the stream of answers.
 *
 * In this file, in order: (1) what a worker leaves of one line; (2) the why as JSON; (3) the why
 * for people; (4) the three
 * forms of an answer; (5) one line; (6) a batch, in any thread; (7) a batch, in order; (8) the
 * public functions.
 *
 * HOW    all texts of a batch's answers stand in one buffer, known by their places in it, because
 *        it moves while it grows.
 */
#include "cmd/answer.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "cmd/stream.h"
#include "triage/rumour.h"

#define SHOWN_WORD_MAX 100 /* bytes; a longer "word" explains nothing */
#define BATCH_BYTES_MAX ((size_t)1 << 30)
#define MICRO 1000000

/* (1) A part of the batch's buffer. */
struct piece {
    uint32_t at, len;
};

enum outcome { OUTCOME_BLANK, OUTCOME_REFUSED, OUTCOME_ANSWERED };

struct item {
    enum outcome outcome;
    struct piece id, text, claim, head, tail; /* refused: head is the sentence */
    struct worth_input worth;
    int32_t date_days;
    bool suggest;
    struct near_print print;
};

struct answer_batch {
    struct item items[STREAM_BATCH_LINES];
    struct buf bytes;
};

/* What one thread needs. */
struct answer_worker {
    const struct answer_plan *plan;
    struct message_reader *reader;
    struct matcher *matcher;   /* NULL for ANSWER_GROUP */
    struct analyser *analyser; /* only for ANSWER_GROUP */
    struct analysis analysis;  /* likewise */
    struct worth_words *cues;
    struct match_answer found;
    struct match_why why;
};

/* A run of answer_run. */
struct answering {
    const struct answer_plan *plan;
    struct refusals *refused;
    struct tsv_header header;
};

static struct piece piece_from(const struct buf *b, size_t at)
{
    return (struct piece){(uint32_t)at, (uint32_t)(b->len - at)};
}

static struct piece piece_add(struct buf *b, struct slice text)
{
    size_t at = b->len;
    buf_add(b, text);
    return piece_from(b, at);
}

static struct slice piece_text(const struct buf *b, struct piece p)
{
    return p.len > 0 ? slice_of(b->ptr + p.at, p.len) : slice_of("", 0);
}

/* (2) */
static void add_list(struct buf *out, const char *opening, const struct slice *items, size_t count)
{
    buf_add_text(out, opening);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].len > SHOWN_WORD_MAX) {
            continue;
        }
        if (any) {
            buf_add_char(out, ',');
        }
        buf_add_json(out, items[i]);
        any = true;
    }
    buf_add_char(out, ']');
}

static void add_why(struct buf *out, const struct match_why *w)
{
    add_list(out, "{\"words\":[", w->words, w->word_count);
    add_list(out, ",\"numbers_differ\":[", w->numbers, w->number_count);
    buf_add(out, w->link ? SLICE(",\"link\":true,\"known_copy\":")
                         : SLICE(",\"link\":false,\"known_copy\":"));
    if (w->known_copy.len > 0) {
        buf_add_json(out, w->known_copy);
    } else {
        buf_add(out, SLICE("null"));
    }
    if (w->claim_number_count > 0) {
        add_list(out, ",\"claim_numbers\":[", w->claim_numbers, w->claim_number_count);
    }
    if (w->name_count > 0) {
        add_list(out, ",\"names_missing\":[", w->names_missing, w->name_count);
    }
    buf_add_char(out, '}');
}

/* (3) "; a, b, c" with what stands before; nothing when there are none. */
static void add_words(struct buf *out, const char *before, const struct slice *items, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].len <= SHOWN_WORD_MAX) {
            buf_add_text(out, any ? ", " : before);
            buf_add(out, items[i]);
            any = true;
        }
    }
}

static void add_why_text(struct buf *out, const struct match_why *w)
{
    add_words(out, "", w->words, w->word_count);
    add_words(out, "; other figure: ", w->numbers, w->number_count);
    add_words(out, ", the claim says ", w->claim_numbers, w->claim_number_count);
    add_words(out, "; not named: ", w->names_missing, w->name_count);
    if (w->link) {
        buf_add(out, SLICE("; links to it"));
    }
    if (w->known_copy.len > 0) {
        buf_add(out, SLICE("; nearly the same as "));
        buf_add(out, w->known_copy);
    }
}

/* (4) */
static void write_jsonl(struct answer_worker *w, const struct message *m, struct item *item,
                        struct buf *out)
{
    const struct match_answer *found = &w->found;
    size_t at = out->len;
    buf_add(out, SLICE("{\"id\":"));
    buf_add_json(out, m->id);
    buf_add(out, SLICE(",\"lang\":\""));
    buf_add_text(out, lang_code(found->lang));
    buf_add(out, SLICE("\",\"rumour\":"));
    item->head = piece_from(out, at);
    at = out->len;
    buf_add(out, SLICE(",\"stance\":\""));
    buf_add_text(out, stance_name(found->stance));
    buf_add(out, SLICE("\",\"claims\":["));
    for (size_t i = 0; i < found->count; i++) {
        buf_add(out, i > 0 ? SLICE(",{\"id\":") : SLICE("{\"id\":"));
        buf_add_json(out, found->top[i].id);
        buf_add(out, SLICE(",\"confidence\":"));
        buf_add_fixed(out, (double)found->top[i].confidence, 4);
        buf_add(out, SLICE(",\"why\":"));
        matcher_why(w->matcher, i, &w->why);
        add_why(out, &w->why);
        buf_add_char(out, '}');
    }
    buf_add(out, found->suggest ? SLICE("],\"suggest\":true,\"priority\":")
                                : SLICE("],\"suggest\":false,\"priority\":"));
    item->tail = piece_from(out, at);
}

/* Confidences in millionths, each below the one before: scorers sort by them, and ties would lose
 * the order. */
static void falling(const struct match_answer *found, int64_t *micro)
{
    for (size_t i = 0; i < found->count; i++) {
        double c = (double)found->top[i].confidence;
        micro[i] = c > 0 ? (int64_t)(c * MICRO + 0.5) : 0;
        if (i > 0 && micro[i] >= micro[i - 1]) {
            micro[i] = micro[i - 1] - 1;
        }
    }
    int64_t least = 0; /* from the end up: the last ones may have fallen below 0 */
    for (size_t i = found->count; i-- > 0; least++) {
        micro[i] = micro[i] < least ? least : micro[i];
    }
}

static void write_run(struct answer_worker *w, const struct message *m, struct item *item,
                      struct buf *out)
{
    int64_t micro[MATCH_TOP_MAX];
    size_t at = out->len;
    falling(&w->found, micro);
    for (size_t i = 0; i < w->found.count; i++) {
        buf_add(out, m->id);
        buf_add_char(out, '\t');
        buf_add_int(out, (int64_t)i + 1);
        buf_add_char(out, '\t');
        buf_add(out, w->found.top[i].id);
        buf_add_char(out, '\t');
        buf_add_fixed(out, (double)micro[i] / MICRO, 6);
        buf_add_char(out, '\n');
    }
    item->head = piece_from(out, at);
}

static void write_text(struct answer_worker *w, const struct message *m, struct item *item,
                       struct buf *out)
{
    item->text = piece_add(out, m->text);
    size_t at = out->len;
    if (w->found.count > 0) {
        matcher_why(w->matcher, 0, &w->why);
        add_why_text(out, &w->why);
    }
    item->tail = piece_from(out, at);
}

/* (5) Asks the engine. */
static void ask(struct answer_worker *w, const struct message *m, struct item *item,
                struct buf *out)
{
    const struct answer_plan *plan = w->plan;
    matcher_ask(w->matcher, m->text, lang_from_code(m->lang), item->date_days, plan->top,
                plan->max_wrong, &w->found);
    const struct analysis *a = matcher_analysis(w->matcher);
    const struct match_answer *found = &w->found;
    item->suggest = found->suggest;
    item->claim = piece_add(out, found->count > 0 ? found->top[0].id : slice_of(NULL, 0));
    if (plan->mode == ANSWER_RUN) {
        write_run(w, m, item, out);
        return;
    }
    near_print_of(a, &item->print);
    item->worth = (struct worth_input){.confidence = (double)found->confidence,
                                       .stance = found->stance,
                                       .harm = found->count > 0 ? found->top[0].harm : HARM_UNKNOWN,
                                       .reach = m->reach,
                                       .voice = m->voice,
                                       .cues = worth_cues(w->cues, a)};
    if (plan->mode == ANSWER_JSONL) {
        write_jsonl(w, m, item, out);
    } else {
        write_text(w, m, item, out);
    }
}

static void print_only(struct answer_worker *w, const struct message *m, struct item *item)
{
    analysis_run(w->analyser, m->text, lang_from_code(m->lang), LANG_NONE, &w->analysis);
    near_print_of(&w->analysis, &item->print);
}

static void clear_item(struct item *item)
{
    item->id = item->text = item->claim = item->head = item->tail = (struct piece){0, 0};
    item->suggest = false;
}

static void answer_line(struct answer_worker *w, struct slice line, struct item *item,
                        struct buf *out)
{
    struct message m;
    struct fault f;
    fault_clear(&f);
    clear_item(item);
    if (message_line_is_blank(line)) {
        item->outcome = OUTCOME_BLANK;
        return;
    }
    if (message_reader_read(w->reader, line, &m, &f)) {
        item->outcome = OUTCOME_REFUSED;
        item->head = piece_add(out, slice_from(f.text));
        return;
    }
    item->outcome = OUTCOME_ANSWERED;
    item->id = piece_add(out, m.id);
    item->date_days = m.date_days > w->plan->latest_days ? DATE_NONE : m.date_days;
    if (w->plan->mode == ANSWER_GROUP) {
        print_only(w, &m, item);
    } else {
        ask(w, &m, item, out);
    }
}

/* (6) */
static void *batch_new(void *context)
{
    (void)context;
    struct answer_batch *b = mem_zero(1, sizeof *b);
    buf_init(&b->bytes, BATCH_BYTES_MAX);
    return b;
}

static void batch_free(void *result)
{
    struct answer_batch *b = result;
    buf_done(&b->bytes);
    free(b);
}

static void *worker_new(void *context)
{
    const struct answering *run = context;
    const struct answer_plan *plan = run->plan;
    struct answer_worker *w = mem_zero(1, sizeof *w);
    w->plan = plan;
    w->reader = message_reader_new(plan->format, &run->header);
    w->cues = worth_words_new();
    if (plan->mode == ANSWER_GROUP) {
        w->analyser = analyser_new(NULL, NULL);
    } else {
        w->matcher = matcher_new(plan->index, plan->memory);
    }
    return w;
}

static void worker_free(void *worker)
{
    struct answer_worker *w = worker;
    message_reader_free(w->reader);
    worth_words_free(w->cues);
    analyser_free(w->analyser);
    analysis_done(&w->analysis);
    if (w->matcher) {
        matcher_free(w->matcher);
    }
    free(w);
}

static void work_batch(void *worker, const struct stream_batch *batch)
{
    struct answer_batch *b = batch->result;
    buf_clear(&b->bytes);
    for (size_t i = 0; i < batch->count; i++) {
        if (!batch->lines[i].too_long) {
            answer_line(worker, batch->lines[i].text, &b->items[i], &b->bytes);
        }
    }
}

/* (7) */
static enum err take_line(struct answering *run, const struct stream_line *line,
                          const struct answer_batch *b, const struct item *item, struct fault *f)
{
    char sentence[sizeof f->text];
    if (line->too_long) {
        snprintf(sentence, sizeof sentence, "the line is longer than %zu bytes", MESSAGE_LINE_MAX);
        console_refuse(run->refused, line->number, sentence);
        return ERR_NONE;
    }
    if (item->outcome == OUTCOME_REFUSED) {
        snprintf(sentence, sizeof sentence, "%.*s", (int)item->head.len,
                 b->bytes.ptr + item->head.at);
        console_refuse(run->refused, line->number, sentence);
    }
    if (item->outcome != OUTCOME_ANSWERED) {
        return ERR_NONE;
    }
    struct answer a = {.id = piece_text(&b->bytes, item->id),
                       .text = piece_text(&b->bytes, item->text),
                       .claim = piece_text(&b->bytes, item->claim),
                       .head = piece_text(&b->bytes, item->head),
                       .tail = piece_text(&b->bytes, item->tail),
                       .print = &item->print,
                       .worth = item->worth,
                       .date_days = item->date_days,
                       .suggest = item->suggest};
    return run->plan->take(run->plan->context, &a, f);
}

static enum err take_batch(void *context, const struct stream_batch *batch, struct fault *f)
{
    struct answering *run = context;
    const struct answer_batch *b = batch->result;
    if (b->bytes.full) {
        return fault_set(f, ERR_LIMIT,
                         "the answers to %zu messages are larger than we thought possible",
                         batch->count);
    }
    for (size_t i = 0; i < batch->count; i++) {
        enum err code = take_line(run, &batch->lines[i], b, &b->items[i], f);
        if (code) {
            return code;
        }
    }
    return batch->drained ? run->plan->pause(run->plan->context, f) : ERR_NONE;
}

static enum err take_header(void *context, struct slice line, struct fault *f)
{
    struct answering *run = context;
    return message_header_read(&run->header, line, f);
}

enum err answer_run(int fd, const struct answer_plan *plan, struct refusals *refused,
                    struct fault *f)
{
    struct answering run = {.plan = plan, .refused = refused};
    const struct stream_work work = {.context = &run,
                                     .first = plan->format == MESSAGE_TSV ? take_header : NULL,
                                     .worker_new = worker_new,
                                     .worker_free = worker_free,
                                     .result_new = batch_new,
                                     .result_free = batch_free,
                                     .work = work_batch,
                                     .take = take_batch};
    return stream_run(fd, MESSAGE_LINE_MAX, plan->threads, &work, f);
}

void answer_add_jsonl(const struct answer *a, const struct rumour_place *place, double priority,
                      struct buf *out)
{
    buf_add(out, a->head);
    buf_add_json(out, place->name);
    buf_add(out, SLICE(",\"copy_of\":"));
    if (place->copy_of.ptr) {
        buf_add_json(out, place->copy_of);
    } else {
        buf_add(out, SLICE("null"));
    }
    buf_add(out, a->tail);
    buf_add_fixed(out, priority, 1);
    buf_add(out, SLICE("}\n"));
}
