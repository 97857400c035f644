/* bench/bench_data.c - claims and messages in any number, mixed out of a few; see bench_data.h.
 *
 * In this file, in order: (1) sources, (2) reading files, (3) texts out of word lists, (4) mixing,
 * (5) the public functions.
 */
#include "bench_data.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/asset.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/lines.h"
#include "base/mem.h"
#include "cmd/message_reader.h"
#include "model/claim_file.h"

#define MADE_CLAIMS 8000
#define MADE_MESSAGES 1000
#define CLAIM_WORDS 17 /* as in the public sets, on average */
#define TITLE_WORDS 10
#define MESSAGE_WORDS 36
#define CONCEPT_EVERY 5 /* of made-up words, one in so many is a term of the vocabulary */
#define NAME_EVERY 12   /* and one in so many gets a capital */
#define NAMED_CLAIM 6   /* one claim in so many gets a mixed name */
#define COPY_EVERY 8    /* one message in so many is a copy */
#define COPY_BACK 1000  /* of one so far back at most */
#define NAME_BYTES_MIN 5
#define NAMES_MAX 20000

/* (1) */
struct source {
    struct slice text;
    struct slice title;
    int32_t date_days;
};

struct sources {
    struct source *items; /* owned; even ones are in one language, odd ones in one too */
    size_t count, cap;
};

struct mixture {
    struct arena memory;
    struct sources claims, messages;
    struct slice *names; /* owned: words with a capital, not the first of their text */
    size_t name_count, name_cap;
    const char *origin;
};

static void add_source(struct mixture *m, struct sources *to, struct source s)
{
    if (to->count == to->cap) {
        to->items = mem_grow(to->items, &to->cap, to->count + 1, sizeof *to->items);
    }
    s.text = arena_slice(&m->memory, s.text);
    s.title = arena_slice(&m->memory, s.title);
    to->items[to->count++] = s;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(struct slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!is_letter(word.ptr[i])) {
            return false;
        }
    }
    return word.len >= NAME_BYTES_MIN && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
}

static void collect_names(struct mixture *m)
{
    for (size_t i = 0; i < m->claims.count; i++) {
        struct slice rest = m->claims.items[i].text;
        slice_cut(&rest, ' ');
        while (rest.ptr && m->name_count < NAMES_MAX) {
            struct slice word = slice_cut(&rest, ' ');
            if (!is_name(word)) {
                continue;
            }
            if (m->name_count == m->name_cap) {
                m->names = mem_grow(m->names, &m->name_cap, m->name_count + 1, sizeof *m->names);
            }
            m->names[m->name_count++] = word;
        }
    }
}

/* (2) */
static int open_in(const char *folder, const char *name, struct fault *f)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fault_set(f, ERR_IO, "%s cannot be opened.", path);
    }
    return fd;
}

static enum err take_claim(void *context, const struct claim *c, struct fault *f)
{
    struct mixture *m = context;
    (void)f;
    add_source(m, &m->claims, (struct source){c->text, c->title, c->date_days});
    return ERR_NONE;
}

static void refuse_claim(void *context, uint64_t number, const char *sentence)
{
    (void)context, (void)number, (void)sentence; /* a few unreadable sources do not matter */
}

static enum err read_claims(struct mixture *m, const char *folder, const char *name,
                            struct fault *f)
{
    struct claim_sink sink = {.context = m, .take = take_claim, .refuse = refuse_claim};
    int fd = open_in(folder, name, f);
    if (fd < 0) {
        return ERR_IO;
    }
    enum err e = claim_file_read(fd, &sink, f);
    close(fd);
    return e;
}

static enum err read_lines(struct mixture *m, struct lines *l, enum message_format format,
                           struct fault *f)
{
    struct tsv_header header;
    struct slice line;
    if (format == MESSAGE_TSV &&
        (lines_next(l, &line, f) != LINES_TEXT || message_header_read(&header, line, f))) {
        return fault_set(f, ERR_PARSE, "The messages have no header.");
    }
    struct message_reader *r = message_reader_new(format, format == MESSAGE_TSV ? &header : NULL);
    enum lines_got got;
    while ((got = lines_next(l, &line, f)) == LINES_TEXT || got == LINES_TOO_LONG) {
        struct message message;
        struct fault ignored = {0};
        if (got == LINES_TEXT && !message_reader_read(r, line, &message, &ignored)) {
            struct source s = {.text = message.text, .date_days = message.date_days};
            add_source(m, &m->messages, s);
        }
    }
    message_reader_free(r);
    return got == LINES_FAILED ? ERR_IO : ERR_NONE;
}

static enum err read_messages(struct mixture *m, const char *folder, const char *name,
                              enum message_format format, struct fault *f)
{
    int fd = open_in(folder, name, f);
    if (fd < 0) {
        return ERR_IO;
    }
    struct lines l;
    lines_init(&l, fd, MESSAGE_LINE_MAX);
    enum err e = read_lines(m, &l, format, f);
    lines_done(&l);
    close(fd);
    return e;
}

/* (3) One language: its frequent words with rising sums of their shares, and the terms of our
 * vocabulary. */
struct vocabulary {
    struct slice *words; /* owned */
    double *sums;        /* owned */
    size_t count, cap, sums_cap;
    struct slice *terms; /* owned */
    size_t term_count, term_cap;
};

static void load_words(struct vocabulary *v, const char *asset)
{
    struct slice rest = asset_find(asset);
    double sum = 0;
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n');
        struct slice word = slice_cut(&line, '\t');
        if (word.len == 0 || word.ptr[0] == '#' || !line.ptr) {
            continue;
        }
        if (v->count == v->cap) {
            v->words = mem_grow(v->words, &v->cap, v->count + 1, sizeof *v->words);
            v->sums = mem_grow(v->sums, &v->sums_cap, v->count + 1, sizeof *v->sums);
        }
        sum += exp(-strtod(line.ptr, NULL) / 10);
        v->words[v->count] = word;
        v->sums[v->count++] = sum;
    }
}

static void load_terms(struct vocabulary *v, const char *asset, int column)
{
    struct slice rest = asset_find(asset);
    while (rest.ptr) {
        struct slice line = slice_cut(&rest, '\n'), cell = {0};
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        for (int i = 0; i <= column; i++) {
            cell = slice_cut(&line, '\t');
        }
        while (cell.ptr) {
            struct slice term = slice_cut(&cell, '|');
            if (v->term_count == v->term_cap) {
                v->terms = mem_grow(v->terms, &v->term_cap, v->term_count + 1, sizeof *v->terms);
            }
            v->terms[v->term_count++] = term;
        }
    }
}

static struct slice draw_word(const struct vocabulary *v, uint64_t *state)
{
    double at = (double)(hash_mix(++*state) >> 11) * 0x1p-53 * v->sums[v->count - 1];
    size_t low = 0, high = v->count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->sums[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return v->words[low];
}

/* About `words` words (half to one and a half times as many). */
static void make_text(const struct vocabulary *v, uint64_t *state, unsigned words, struct buf *out)
{
    unsigned count = words / 2 + (unsigned)(hash_mix(++*state) % words) + 1;
    buf_clear(out);
    for (unsigned i = 0; i < count; i++) {
        uint64_t chance = hash_mix(++*state);
        struct slice word = chance % CONCEPT_EVERY == 0 && v->term_count
                                ? v->terms[(chance >> 8) % v->term_count]
                                : draw_word(v, state);
        if (i > 0) {
            buf_add_char(out, ' ');
        }
        size_t at = out->len;
        buf_add(out, word);
        if (i == 0 || (chance >> 40) % NAME_EVERY == 0) {
            out->ptr[at] =
                (char)(out->ptr[at] >= 'a' && out->ptr[at] <= 'z' ? out->ptr[at] - 'a' + 'A'
                                                                  : out->ptr[at]);
        }
    }
    buf_add_char(out, '.');
}

/* French and English texts in turn. */
static void make_texts(struct mixture *m, const struct vocabulary *v)
{
    struct buf text, title;
    uint64_t state = 0;
    buf_init(&text, CLAIM_TEXT_MAX);
    buf_init(&title, CLAIM_TEXT_MAX);
    for (size_t i = m->claims.count & 1; i < MADE_CLAIMS; i++) {
        make_text(&v[i & 1], &state, CLAIM_WORDS, &text);
        make_text(&v[i & 1], &state, TITLE_WORDS, &title);
        add_source(m, &m->claims, (struct source){buf_slice(&text), buf_slice(&title), DATE_NONE});
    }
    for (size_t i = m->messages.count & 1; i < MADE_MESSAGES; i++) {
        make_text(&v[i & 1], &state, MESSAGE_WORDS, &text);
        add_source(m, &m->messages,
                   (struct source){buf_slice(&text), slice_of(NULL, 0), DATE_NONE});
    }
    buf_done(&text);
    buf_done(&title);
}

static void make_sources(struct mixture *m)
{
    static const char *const frequencies[] = {"words/frequency.fr.tsv", "words/frequency.en.tsv"};
    struct vocabulary v[2] = {0};
    for (int l = 0; l < 2; l++) {
        load_words(&v[l], frequencies[l]);
        load_terms(&v[l], "words/health.tsv", l + 1);
        load_terms(&v[l], "words/common.tsv", l + 1);
    }
    make_texts(m, v);
    for (int l = 0; l < 2; l++) {
        free(v[l].words);
        free(v[l].sums);
        free(v[l].terms);
    }
}

/* (4) The length of the first half: up to the blank nearest to the middle; all of a text without
 * blanks. */
static size_t half(struct slice text)
{
    for (size_t d = 0; d <= text.len / 2; d++) {
        size_t after = text.len / 2 + d, before = text.len / 2 - d;
        if (after < text.len && text.ptr[after] == ' ') {
            return after;
        }
        if (text.ptr[before] == ' ') {
            return before;
        }
    }
    return text.len;
}

static void join_halves(struct slice first, struct slice middle, struct slice second,
                        struct buf *out)
{
    size_t cut = second.len ? half(second) : 0;
    buf_add(out, slice_of(first.ptr, first.len ? half(first) : 0));
    if (middle.len) {
        buf_add_char(out, ' ');
        buf_add(out, middle);
    }
    buf_add(out, slice_of(second.ptr + cut, second.len - cut));
}

/* The two sources of text n: of the same parity, which is a language. */
static void choose(const struct sources *s, uint64_t random, const struct source **first,
                   const struct source **second)
{
    uint64_t pairs = s->count / 2, a = (uint32_t)random % s->count;
    *first = &s->items[a];
    *second = &s->items[pairs ? 2 * ((random >> 32) % pairs) + a % 2 : a];
    if (*second >= s->items + s->count) {
        *second = *first;
    }
}

/* The halves of two names; empty for most claims. */
static struct slice mix_name(const struct mixture *m, uint64_t random, char *room, size_t room_size)
{
    if (random % NAMED_CLAIM || m->name_count == 0) {
        return slice_of(NULL, 0);
    }
    struct slice a = m->names[(random >> 8 & 0xffffff) % m->name_count];
    struct slice b = m->names[(random >> 32) % m->name_count];
    int len = snprintf(room, room_size, "%.*s%.*s", (int)(a.len - a.len / 2), a.ptr,
                       (int)(b.len / 2), b.ptr + b.len - b.len / 2);
    return len > 0 && (size_t)len < room_size ? slice_of(room, (size_t)len) : slice_of(NULL, 0);
}

/* What message n is a copy of: itself, or an earlier one that is none. */
static uint64_t original(uint64_t n)
{
    uint64_t random = hash_mix(n + 0x5eed);
    while (random % COPY_EVERY == 0 && n > COPY_BACK) {
        n -= 1 + (random >> 16) % COPY_BACK;
        random = hash_mix(n + 0x5eed);
    }
    return n;
}

static int32_t mix_text(const struct mixture *m, uint64_t n, struct buf *out)
{
    const struct source *first, *second;
    choose(&m->messages, hash_mix(original(n) * 2 + 1), &first, &second);
    join_halves(first->text, slice_of(NULL, 0), second->text, out);
    return first->date_days;
}

static void add_date(int32_t days, struct buf *out)
{
    char text[11];
    date_format(days, text);
    buf_add_text(out, text);
}

/* (5) Public functions. */
struct mixture *mixture_new(const char *eval, struct fault *f)
{
    struct mixture *m = mem_zero(1, sizeof *m);
    arena_init(&m->memory, 0);
    if (eval) {
        m->origin = "mixed from the public data given";
        if (read_claims(m, eval, "en/claims.tsv", f) ||
            read_messages(m, eval, "en/messages.tsv", MESSAGE_TSV, f)) {
            mixture_free(m);
            return NULL;
        }
    } else {
        m->origin = "made of the samples and the word lists";
        struct fault absent = {0}; /* without samples the word lists do */
        read_claims(m, "share/samples", "claims.tsv", &absent);
        read_messages(m, "share/samples", "messages.jsonl", MESSAGE_JSONL, &absent);
        make_sources(m);
    }
    if (m->claims.count == 0 || m->messages.count == 0) {
        fault_set(f, ERR_PARSE, "%s has no claims or no messages.", eval ? eval : "share");
        mixture_free(m);
        return NULL;
    }
    collect_names(m);
    return m;
}

void mixture_free(struct mixture *m)
{
    if (!m) {
        return;
    }
    free(m->claims.items);
    free(m->messages.items);
    free(m->names);
    arena_done(&m->memory);
    free(m);
}

const char *mixture_origin(const struct mixture *m)
{
    return m->origin;
}

size_t mixture_claims(const struct mixture *m)
{
    return m->claims.count;
}

size_t mixture_messages(const struct mixture *m)
{
    return m->messages.count;
}

void mixture_claim_header(struct buf *out)
{
    buf_add_text(out, "id\tclaim\ttitle\tdate\n");
}

void mixture_claim(const struct mixture *m, uint64_t n, struct buf *out)
{
    const struct source *first, *second;
    char room[64];
    choose(&m->claims, hash_mix(n * 2), &first, &second);
    buf_add_char(out, 'c');
    buf_add_int(out, (int64_t)n);
    buf_add_char(out, '\t');
    join_halves(first->text, mix_name(m, hash_mix(n + 0xa3e), room, sizeof room), second->text,
                out);
    buf_add_char(out, '\t');
    join_halves(first->title, slice_of(NULL, 0), second->title, out);
    buf_add_char(out, '\t');
    if (first->date_days != DATE_NONE) {
        add_date(first->date_days, out);
    }
    buf_add_char(out, '\n');
}

void mixture_message(const struct mixture *m, uint64_t n, struct buf *out)
{
    struct buf text;
    buf_init(&text, CLAIM_TEXT_MAX);
    int32_t date_days = mix_text(m, n, &text);
    buf_add_text(out, "{\"id\":\"m");
    buf_add_int(out, (int64_t)n);
    buf_add_text(out, "\",\"text\":");
    buf_add_json(out, buf_slice(&text));
    if (date_days != DATE_NONE) {
        buf_add_text(out, ",\"published\":\"");
        add_date(date_days, out);
        buf_add_char(out, '"');
    }
    buf_add_text(out, "}\n");
    buf_done(&text);
}

void mixture_message_text(const struct mixture *m, uint64_t n, struct buf *out)
{
    mix_text(m, n, out);
}
