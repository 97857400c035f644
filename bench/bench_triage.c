/* bench/bench_triage.c - how fast messages are sorted: against SQLite FTS5, by stage, and as claims
 * and messages grow.
 *
 * WHAT   bench_triage --program FILE --folder DIR [--eval DIR] [--full]. Runs `triage` as a child
 *        process on generated files
 *        in DIR; asks FTS5 for the same over the same claims; times each stage in this process.
 *        Prints figures, then
 *        the aims with what was reached.
 * FLOW   called by: scripts/bench, which makes and removes the folder.
 * RULES  1. start-up and index building are measured apart, by a run without messages, and
 *        subtracted.
 *        2. figures for one thread are of processor time, since the machine may have other work;
 *        those that compare two threads
 *        with one are of time on the clock. Of several runs the fastest counts.
 *        3. child processes come first, while this process is small: the kernel counts the peak
 *        memory of whoever starts a
 *        program as the program's own.
 * COST   two minutes; with --full about six, 2 GB of memory and 1 GB in DIR.
 *
 * In this file, in order: (1) what is measured, (2) generated files, (3) the program, (4) FTS5, (5)
 * stages, (6) growth,
 * (7) the aims and main.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/asset.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"
#include "bench_data.h"
#include "cmd/message_reader.h"
#include "match/index.h"
#include "match/match.h"
#include "match/model.h"
#include "match/query.h"
#include "match/weights.h"
#include "model/claim_file.h"
#include "triage/group.h"

#define CLAIMS 10000 /* of the main figures */
#define MESSAGES 20000
#define ROUNDS 2
#define WARM 3000 /* messages asked before the clock starts: the lexicon knows common words then */
#define TIMED 6000
#define TOP 5
#define PEER_SECONDS 3.0
#define PEER_WORDS_MAX 512
#define SIZES 4

/* (1) */
struct bench {
    struct mixture *mixture;
    const char *program;
    const char *folder;
    bool full;
};

struct run {
    double wall_s;
    double cpu_s;
    double rss_mib; /* peak */
    bool done;
};

/* One size of something that grows. */
struct point {
    uint64_t size;
    double
        per_second; /* messages, by the whole program on one thread, of processor time; 0: not measured */
    double by_clock; /* the same by the clock */
    double rss_mib;  /* of the whole program */
    double start_s;  /* of the whole program before the first message */
    double ask_us;   /* a message, matching alone */
    double bytes;    /* of the index, a claim */
};

/* Nanoseconds that this thread has had of a processor. */
static int64_t worked_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* What looking at that clock costs: it is not free, and stages are short. */
static int64_t look_ns(void)
{
    enum { LOOKS = 20000 };
    int64_t start = worked_ns();
    for (int i = 1; i < LOOKS; i++) {
        worked_ns();
    }
    return (worked_ns() - start) / LOOKS;
}

/* (2) Each file is written when it is first asked for. */
struct path {
    char text[4096];
};

static void write_texts(const struct bench *b, FILE *to, bool claims, uint64_t count)
{
    struct buf line;
    buf_init(&line, (size_t)1 << 20);
    if (claims) {
        mixture_claim_header(&line);
        fwrite(line.ptr, 1, line.len, to);
    }
    for (uint64_t i = 0; i < count; i++) {
        buf_clear(&line);
        if (claims) {
            mixture_claim(b->mixture, i, &line);
        } else {
            mixture_message(b->mixture, i, &line);
        }
        fwrite(line.ptr, 1, line.len, to);
    }
    buf_done(&line);
}

static struct path file_of(const struct bench *b, bool claims, uint64_t count)
{
    struct path p;
    snprintf(p.text, sizeof p.text, "%s/%s-%llu", b->folder, claims ? "claims" : "messages",
             (unsigned long long)count);
    if (access(p.text, R_OK) == 0) {
        return p;
    }
    FILE *to = fopen(p.text, "w");
    if (to) {
        write_texts(b, to, claims, count);
    }
    if (!to || fclose(to)) {
        fprintf(stderr, "bench: %s cannot be written.\n", p.text);
        exit(1);
    }
    return p;
}

/* (3) Becomes the program; never returns. */
static void become(const struct bench *b, const char *claims, const char *messages, int threads)
{
    char count[16];
    snprintf(count, sizeof count, "%d", threads);
    int in = open(messages, O_RDONLY), out = open("/dev/null", O_WRONLY);
    if (in >= 0 && out >= 0 && dup2(in, 0) >= 0 && dup2(out, 1) >= 0) {
        execl(b->program, b->program, "triage", "--claims", claims, "--out", "jsonl", "--threads",
              count, (char *)NULL);
    }
    _exit(127);
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct run run_once(const struct bench *b, uint64_t claims, uint64_t messages, int threads)
{
    struct path claims_file = file_of(b, true, claims), messages_file = file_of(b, false, messages);
    struct rusage used;
    int status = 0;
    fflush(stdout);
    int64_t start = clock_ticks_ns();
    pid_t child = fork();
    if (child == 0) {
        become(b, claims_file.text, messages_file.text, threads);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        return (struct run){0};
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status)) {
        fprintf(stderr, "bench: triage ended with status %d.\n",
                WIFEXITED(status) ? WEXITSTATUS(status) : -1);
        return (struct run){0};
    }
    return (struct run){.wall_s = (double)(clock_ticks_ns() - start) / 1e9,
                        .cpu_s = seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
                        .rss_mib = (double)used.ru_maxrss / 1024,
                        .done = true};
}

/* The least of each figure in rounds runs. */
static struct run run_best(const struct bench *b, uint64_t claims, uint64_t messages, int threads,
                           int rounds)
{
    struct run best = run_once(b, claims, messages, threads);
    for (int i = 1; i < rounds && best.done; i++) {
        struct run r = run_once(b, claims, messages, threads);
        best.done = r.done;
        best.wall_s = r.wall_s < best.wall_s ? r.wall_s : best.wall_s;
        best.cpu_s = r.cpu_s < best.cpu_s ? r.cpu_s : best.cpu_s;
        best.rss_mib = r.rss_mib > best.rss_mib ? r.rss_mib : best.rss_mib;
    }
    return best;
}

static double rate(uint64_t messages, double loaded_s, double empty_s)
{
    return loaded_s > empty_s ? (double)messages / (loaded_s - empty_s) : 0;
}

/* Messages per second of the whole program, start-up subtracted. */
static struct point measure(const struct bench *b, uint64_t claims, uint64_t messages, int threads,
                            int rounds)
{
    struct point p = {.size = claims};
    struct run empty = run_best(b, claims, 0, threads, rounds);
    struct run loaded = empty.done ? run_best(b, claims, messages, threads, rounds) : empty;
    if (loaded.done) {
        p.start_s = empty.cpu_s;
        p.rss_mib = loaded.rss_mib;
        p.per_second = rate(messages, loaded.cpu_s, empty.cpu_s);
        p.by_clock = rate(messages, loaded.wall_s, empty.wall_s);
    }
    return p;
}

/* (4) */
struct peer {
    sqlite3 *db;
    sqlite3_stmt *ask;
    struct map stop; /* hashes of stop words */
};

static void peer_fail(const struct peer *p)
{
    fprintf(stderr, "bench: SQLite: %s\n", sqlite3_errmsg(p->db));
    exit(1);
}

static void peer_add(sqlite3_stmt *insert, struct slice row)
{
    for (int column = 1; column <= 3; column++) {
        struct slice cell = slice_cut(&row, '\t');
        sqlite3_bind_text(insert, column, cell.ptr, (int)cell.len, SQLITE_TRANSIENT);
    }
    sqlite3_step(insert);
    sqlite3_reset(insert);
}

static void peer_fill(struct peer *p, const struct bench *b, uint64_t claims)
{
    sqlite3_stmt *insert;
    struct buf row;
    if (sqlite3_exec(p->db,
                     "CREATE VIRTUAL TABLE claim USING fts5(id UNINDEXED, text, title); BEGIN",
                     NULL, NULL, NULL) ||
        sqlite3_prepare_v2(p->db, "INSERT INTO claim VALUES (?, ?, ?)", -1, &insert, NULL)) {
        peer_fail(p);
    }
    buf_init(&row, (size_t)1 << 20);
    for (uint64_t i = 0; i < claims; i++) {
        buf_clear(&row);
        mixture_claim(b->mixture, i, &row);
        peer_add(insert, buf_slice(&row));
    }
    buf_done(&row);
    sqlite3_finalize(insert);
    if (sqlite3_exec(p->db, "COMMIT; INSERT INTO claim(claim) VALUES ('optimize')", NULL, NULL,
                     NULL)) {
        peer_fail(p);
    }
}

static void peer_load_stop(struct peer *p, const char *asset)
{
    struct slice rest = asset_find(asset);
    while (rest.ptr) {
        struct slice word = slice_trim(slice_cut(&rest, '\n'));
        if (word.len && word.ptr[0] != '#') {
            *map_at(&p->stop, hash_bytes(word, 0), NULL) = 1;
        }
    }
}

/* In memory, optimised: as fast as FTS5 gets. (Ordering by "rank" was measured, too: a little
 * slower.) */
static void peer_open(struct peer *p, const struct bench *b, uint64_t claims)
{
    if (sqlite3_open(":memory:", &p->db)) {
        peer_fail(p);
    }
    peer_fill(p, b, claims);
    if (sqlite3_prepare_v2(
            p->db, "SELECT id, bm25(claim) FROM claim WHERE claim MATCH ? ORDER BY 2 LIMIT 5", -1,
            &p->ask, NULL)) {
        peer_fail(p);
    }
    map_init(&p->stop, 0);
    peer_load_stop(p, "words/stop.en.txt");
    peer_load_stop(p, "words/stop.fr.txt");
}

static void peer_close(struct peer *p)
{
    sqlite3_finalize(p->ask);
    sqlite3_close(p->db);
    map_done(&p->stop);
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The distinct words of text (small letters), each quoted, joined by OR. */
static void peer_query(const struct peer *p, struct slice text, bool without_stop, struct buf *out)
{
    uint64_t seen[PEER_WORDS_MAX];
    size_t seen_count = 0;
    buf_clear(out);
    for (size_t i = 0; i < text.len && seen_count < PEER_WORDS_MAX;) {
        size_t start = i;
        while (i < text.len && in_word(text.ptr[i])) {
            i++;
        }
        uint64_t key = hash_bytes(slice_of(text.ptr + start, i - start), 0);
        bool skip = i == start || (without_stop && map_get(&p->stop, key, NULL));
        for (size_t k = 0; k < seen_count && !skip; k++) {
            skip = seen[k] == key;
        }
        if (!skip) {
            seen[seen_count++] = key;
            buf_add_text(out, out->len ? " OR \"" : "\"");
            buf_add(out, slice_of(text.ptr + start, i - start));
            buf_add_char(out, '"');
        }
        i += i == start;
    }
}

static void peer_ask(const struct peer *p, struct slice query)
{
    sqlite3_bind_text(p->ask, 1, query.ptr, (int)query.len, SQLITE_STATIC);
    int got;
    while ((got = sqlite3_step(p->ask)) == SQLITE_ROW) {
        sqlite3_column_text(p->ask, 0);
        sqlite3_column_double(p->ask, 1);
    }
    if (got != SQLITE_DONE) {
        peer_fail(p);
    }
    sqlite3_reset(p->ask);
}

static void small_letters(struct buf *text)
{
    for (size_t i = 0; i < text->len; i++) {
        text->ptr[i] = (char)(text->ptr[i] >= 'A' && text->ptr[i] <= 'Z' ? text->ptr[i] - 'A' + 'a'
                                                                         : text->ptr[i]);
    }
}

/* Messages per second; mixing is not counted. */
static double peer_speed(const struct peer *p, const struct bench *b, bool without_stop)
{
    struct buf text, query;
    double spent = 0;
    uint64_t count = 0;
    buf_init(&text, (size_t)1 << 20);
    buf_init(&query, (size_t)1 << 20);
    for (; spent < PEER_SECONDS && count < MESSAGES; count++) {
        buf_clear(&text);
        mixture_message_text(b->mixture, count, &text);
        small_letters(&text);
        int64_t start = worked_ns();
        peer_query(p, buf_slice(&text), without_stop, &query);
        if (query.len) {
            peer_ask(p, buf_slice(&query));
        }
        spent += (double)(worked_ns() - start) / 1e9;
    }
    buf_done(&text);
    buf_done(&query);
    return (double)count / spent;
}

/* (5) Messages read back from the generated file, and the time that took. */
struct sample {
    struct arena memory;
    struct slice texts[WARM + TIMED];
    int32_t dates[WARM + TIMED];
    size_t count;
    double read_us; /* a message */
};

static void read_sample(const struct bench *b, struct sample *s)
{
    struct path p = file_of(b, false, MESSAGES);
    struct lines l;
    struct slice line;
    struct fault f = {0};
    int64_t spent = 0;
    int fd = open(p.text, O_RDONLY);
    struct message_reader *r = message_reader_new(MESSAGE_JSONL, NULL);
    arena_init(&s->memory, 0);
    lines_init(&l, fd, MESSAGE_LINE_MAX);
    for (s->count = 0; s->count < WARM + TIMED; s->count++) {
        struct message m;
        int64_t start = worked_ns();
        if (lines_next(&l, &line, &f) != LINES_TEXT || message_reader_read(r, line, &m, &f)) {
            break;
        }
        spent += s->count < WARM ? 0 : worked_ns() - start;
        s->texts[s->count] = arena_slice(&s->memory, m.text);
        s->dates[s->count] = m.date_days;
    }
    s->read_us = (double)spent / 1e3 / TIMED - (double)look_ns() / 1e3;
    lines_done(&l);
    message_reader_free(r);
    close(fd);
}

/* What is timed one by one. STAGE_ASK is a whole matcher_ask: all up to the stance. */
enum stage {
    STAGE_ANALYSIS,
    STAGE_GROUP,
    STAGE_QUERY, /* an analysis, then the look-up */
    STAGE_RETRIEVAL,
    STAGE_FEATURES,
    STAGE_MODEL,
    STAGE_STANCE,
    STAGE_ASK,
    STAGE_WHY,
    STAGES
};

struct stages {
    int64_t spent_ns[STAGES];
    int64_t look_ns;
    size_t count;
};

/* The time since *last goes to a stage, when the clock is running. */
static void lap(struct stages *t, enum stage stage, bool timed, int64_t *last)
{
    int64_t now = worked_ns();
    t->spent_ns[stage] += timed ? now - *last - t->look_ns : 0;
    *last = worked_ns();
}

static void time_groups(const struct sample *s, struct stages *t)
{
    struct analyser *analyser = analyser_new(stance_marker, NULL);
    struct groups *groups = groups_new(NULL);
    struct analysis a = {0};
    struct near_print print;
    for (size_t i = 0; i < s->count; i++) {
        int64_t last = worked_ns();
        analysis_run(analyser, s->texts[i], LANG_NONE, LANG_NONE, &a);
        lap(t, STAGE_ANALYSIS, i >= WARM, &last);
        near_print_of(&a, &print);
        groups_add(groups, &print, i, 0);
        lap(t, STAGE_GROUP, i >= WARM, &last);
    }
    groups_free(groups);
    analysis_done(&a);
    analyser_free(analyser);
}

/* Which words are the claim's is private to the matcher; here half of them are. */
static void time_stance(const struct analysis *a, struct stages *t, bool timed)
{
    static uint8_t matched[WORDS_MAX];
    for (size_t i = 0; i < a->token_count; i++) {
        matched[i] = a->tokens[i].place >= 0 && a->tokens[i].place % 2;
    }
    int64_t last = worked_ns();
    stance_judge(a, matched, 0, NULL);
    lap(t, STAGE_STANCE, timed, &last);
}

static void time_matching(struct match_index *x, const struct sample *s, struct stages *t)
{
    struct snapshot *snapshot = snapshot_take(x);
    struct analyser *analyser = analyser_new(stance_marker, NULL);
    struct query *q = mem_zero(1, sizeof *q);
    query_init(q);
    for (size_t i = 0; i < s->count; i++) {
        bool timed = i >= WARM;
        int64_t last = worked_ns();
        query_read(q, analyser, match_index_concepts(x), snapshot, s->texts[i], LANG_NONE,
                   s->dates[i]);
        lap(t, STAGE_QUERY, timed, &last);
        retrieve_candidates(q, snapshot);
        lap(t, STAGE_RETRIEVAL, timed, &last);
        features_fill(q, snapshot);
        lap(t, STAGE_FEATURES, timed, &last);
        model_rank(&match_learnt, q);
        model_confidence(&match_learnt, q);
        lap(t, STAGE_MODEL, timed, &last);
        time_stance(&q->analysis, t, timed);
    }
    query_done(q);
    free(q);
    analyser_free(analyser);
    snapshot_release(snapshot);
}

static void time_asking(struct match_index *x, const struct sample *s, struct stages *t)
{
    struct matcher *m = matcher_new(x, NULL);
    struct match_answer answer;
    struct match_why why;
    for (size_t i = 0; i < s->count; i++) {
        int64_t last = worked_ns();
        matcher_ask(m, s->texts[i], LANG_NONE, s->dates[i], TOP, 0.1, &answer);
        lap(t, STAGE_ASK, i >= WARM, &last);
        for (size_t k = 0; k < answer.count; k++) {
            matcher_why(m, k, &why);
        }
        lap(t, STAGE_WHY, i >= WARM, &last);
    }
    t->count = s->count - WARM;
    matcher_free(m);
}

static void print_stage(const char *name, double us, double whole_us)
{
    printf("  %-30s %7.2f us  %5.1f %%\n", name, us, 100 * us / whole_us);
}

/* whole_us: a message in the whole program on one thread, 0 when it was not measured. */
static void print_stages(const struct stages *t, const struct sample *s, double whole_us)
{
    double us[STAGES], known = s->read_us;
    for (int i = 0; i < STAGES; i++) {
        us[i] = (double)t->spent_ns[i] / 1e3 / (double)t->count;
        known += i == STAGE_ANALYSIS || i == STAGE_ASK ? 0 : us[i];
    }
    double sum = whole_us > 0 ? whole_us : known;
    printf("\nwhere the time goes, a message (one thread, %d claims)\n", CLAIMS);
    print_stage("read and parse", s->read_us, sum);
    print_stage("words, stems, language", us[STAGE_ANALYSIS], sum);
    print_stage("look-up of terms and 4-grams", us[STAGE_QUERY] - us[STAGE_ANALYSIS], sum);
    print_stage("retrieval", us[STAGE_RETRIEVAL], sum);
    print_stage("features", us[STAGE_FEATURES], sum);
    print_stage("order and confidence", us[STAGE_MODEL], sum);
    print_stage("stance", us[STAGE_STANCE], sum);
    print_stage("why, for five candidates", us[STAGE_WHY], sum);
    print_stage("grouping", us[STAGE_GROUP], sum);
    if (whole_us > 0) {
        print_stage("output, priority, the rest", whole_us - known, sum);
    }
    print_stage(whole_us > 0 ? "whole program" : "sum", sum, sum);
}

/* (6) */
static enum err take_claim(void *context, const struct claim *c, struct fault *f)
{
    return match_index_add(context, c, f);
}

static void refuse_claim(void *context, uint64_t number, const char *sentence)
{
    (void)context;
    fprintf(stderr, "bench: claim %llu: %s\n", (unsigned long long)number, sentence);
}

static struct match_index *build_index(const struct bench *b, uint64_t claims)
{
    struct path p = file_of(b, true, claims);
    struct match_index *x = match_index_new();
    struct claim_sink sink = {.context = x, .take = take_claim, .refuse = refuse_claim};
    struct fault f = {0};
    int fd = open(p.text, O_RDONLY);
    if (fd < 0 || claim_file_read(fd, &sink, &f)) {
        fprintf(stderr, "bench: %s: %s\n", p.text, f.text);
        exit(1);
    }
    close(fd);
    match_index_commit(x);
    return x;
}

/* Matching alone, and the memory of the index. With parts not NULL its stages too. */
static void grow_index(const struct bench *b, const struct sample *s, struct point *p,
                       struct stages *parts)
{
    struct match_index *x = build_index(b, p->size);
    struct stages t = {.look_ns = look_ns()};
    time_asking(x, s, &t);
    if (parts) {
        *parts = t;
        time_groups(s, parts);
        time_matching(x, s, parts);
    }
    p->ask_us = (double)(t.spent_ns[STAGE_ASK] + t.spent_ns[STAGE_WHY]) / 1e3 / (double)t.count;
    p->bytes = (double)match_index_bytes(x) / (double)match_index_count(x);
    match_index_free(x);
}

static void print_claim_growth(const struct point *p, size_t count)
{
    printf("\ngrowth with the claims (one thread)\n");
    printf("  %9s %14s %10s %9s %14s %9s\n", "claims", "messages/s", "start-up", "peak MiB",
           "matching us", "bytes/claim");
    for (size_t i = 0; i < count; i++) {
        printf("  %9llu %14.0f %8.2f s %9.0f %14.1f %9.0f\n", (unsigned long long)p[i].size,
               p[i].per_second, p[i].start_s, p[i].rss_mib, p[i].ask_us, p[i].bytes);
    }
}

static void grow_messages(const struct bench *b, double start_s, struct point *p, size_t count)
{
    printf("\ngrowth with the messages (%d claims, one thread)\n  %9s %14s %9s\n", CLAIMS,
           "messages", "messages/s", "peak MiB");
    for (size_t i = 0; i < count; i++) {
        struct run r = run_best(b, CLAIMS, p[i].size, 1, p[i].size >= 100000 ? 1 : ROUNDS);
        p[i].rss_mib = r.rss_mib;
        p[i].per_second =
            r.done && r.wall_s > start_s ? (double)p[i].size / (r.wall_s - start_s) : 0;
        printf("  %9llu %14.0f %9.0f\n", (unsigned long long)p[i].size, p[i].per_second,
               p[i].rss_mib);
    }
}

/* (7) Everything the aims are about. */
struct results {
    struct point one, two;
    double peer, peer_short;
    struct point claims[SIZES], messages[SIZES];
    size_t claim_sizes, message_sizes;
};

static void measure_program(const struct bench *b, struct results *r)
{
    r->one = measure(b, CLAIMS, MESSAGES, 1, ROUNDS);
    r->two = measure(b, CLAIMS, MESSAGES, 2, ROUNDS);
    printf("triage, whole program: %d claims, %d messages, texts %s\n", CLAIMS, MESSAGES,
           mixture_origin(b->mixture));
    printf("  one thread   %9.0f messages/s  (%.0f by the clock)\n", r->one.per_second,
           r->one.by_clock);
    printf("  two threads  %9.0f messages/s by the clock, %.2f x one thread\n", r->two.by_clock,
           r->one.by_clock > 0 ? r->two.by_clock / r->one.by_clock : 0);
    printf("  start-up and index, apart: %.2f s\n", r->one.start_s);
    grow_messages(b, r->one.start_s, r->messages, r->message_sizes);
    for (size_t i = 0; i < r->claim_sizes && r->one.per_second > 0; i++) {
        bool large = r->claims[i].size >= 100000;
        r->claims[i] = r->claims[i].size == CLAIMS
                           ? r->one
                           : measure(b, r->claims[i].size, MESSAGES, 1, large ? 1 : ROUNDS);
    }
}

static void measure_peer(const struct bench *b, struct results *r)
{
    struct peer p = {0};
    peer_open(&p, b, CLAIMS);
    r->peer = peer_speed(&p, b, false);
    r->peer_short = peer_speed(&p, b, true);
    peer_close(&p);
    printf("\nSQLite FTS5 %s, bm25, first %d, in memory, the same claims and messages\n",
           sqlite3_libversion(), TOP);
    printf("  any of the words          %9.0f messages/s  triage is %.1f x\n", r->peer,
           r->one.per_second / r->peer);
    printf("  the same, no stop words   %9.0f messages/s  triage is %.1f x\n", r->peer_short,
           r->one.per_second / r->peer_short);
}

static void measure_inside(const struct bench *b, struct results *r)
{
    struct sample *s = mem_zero(1, sizeof *s);
    struct stages stages = {0};
    read_sample(b, s);
    for (size_t i = 0; i < r->claim_sizes; i++) {
        grow_index(b, s, &r->claims[i], r->claims[i].size == CLAIMS ? &stages : NULL);
    }
    print_stages(&stages, s, r->one.per_second > 0 ? 1e6 / r->one.per_second : 0);
    print_claim_growth(r->claims, r->claim_sizes);
    arena_done(&s->memory);
    free(s);
}

static void print_aims(const struct bench *b, const struct results *r)
{
    const struct point *last = &r->claims[r->claim_sizes - 1],
                       *most = &r->messages[r->message_sizes - 1];
    const char *smaller = b->full ? "" : " (1M: make bench FULL=1)";
    printf("\naim 50,000 messages/s on one core: %.0f\n", r->one.per_second);
    printf("aim 20x FTS5: %.1f\n", r->one.per_second / r->peer);
    printf(
        "aim 1M claims no worse than 10x slower than 10k: %.1fx at %llu, matching alone %.1fx%s\n",
        last->per_second > 0 ? r->one.per_second / last->per_second : 0,
        (unsigned long long)last->size, last->ask_us / r->claims[1].ask_us, smaller);
    printf("aim at most 1024 bytes a claim: %.0f at 10k, %.0f at %llu\n", r->claims[1].bytes,
           last->bytes, (unsigned long long)last->size);
    printf("aim constant memory in messages: RSS %.0f MiB at 10k, %.0f MiB at %llu%s\n",
           r->messages[0].rss_mib, most->rss_mib, (unsigned long long)most->size, smaller);
}

static bool read_options(int argc, char **argv, struct bench *b, const char **eval)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        const char **to = strcmp(argv[i], "--program") == 0  ? &b->program
                          : strcmp(argv[i], "--folder") == 0 ? &b->folder
                          : strcmp(argv[i], "--eval") == 0   ? eval
                                                             : NULL;
        if (strcmp(argv[i], "--full") == 0) {
            b->full = true;
        } else if (to && value) {
            *to = value;
            i++;
        } else {
            return false;
        }
    }
    return b->program && b->folder;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    struct fault f = {0};
    const char *eval = NULL;
    if (!read_options(argc, argv, &b, &eval)) {
        fputs("usage: bench_triage --program FILE --folder DIR [--eval DIR] [--full]\n", stderr);
        return 2;
    }
    b.mixture = mixture_new(eval, &f);
    if (!b.mixture) {
        fprintf(stderr, "bench: %s\n", f.text);
        return 1;
    }
    struct results r = {
        .claims = {{.size = 1000}, {.size = CLAIMS}, {.size = 100000}, {.size = 1000000}},
        .messages = {{.size = 10000}, {.size = 100000}, {.size = 1000000}},
        .claim_sizes = b.full ? 4 : 3,
        .message_sizes = b.full ? 3 : 2};
    measure_program(&b, &r);
    measure_peer(&b, &r);
    measure_inside(&b, &r);
    print_aims(&b, &r);
    mixture_free(b.mixture);
    return 0;
}
