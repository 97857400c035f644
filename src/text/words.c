/* text/words.c - cuts a text into words; see words.h.
 *
 * In this file, in order: (1) what each byte and code point is, (2) the writer that turns a run of
 * letters and
 * digits into words, (3) the Latin loop, (4) the loop over ICU's boundaries, (5) the public
 * functions.
 *
 * Both loops find runs and hand them to the same writer, so that rules 3 and 4 hold whatever the
 * script.
 */
#include "text/words.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "text/link.h"

/* (1) Classes. CLASS_OTHER means: only ICU knows. */
enum class {
    CLASS_GAP,
    CLASS_LOWER,
    CLASS_UPPER,
    CLASS_DIGIT,
    CLASS_APOSTROPHE,
    CLASS_STOP,     /* . and the ellipsis */
    CLASS_QUESTION, /* ? */
    CLASS_EXCLAIM,  /* ! */
    CLASS_LINE,     /* line break: ends a sentence */
    CLASS_HASH,
    CLASS_AT,
    CLASS_JOIN,  /* underscore: splits, but a #tag_goes_on */
    CLASS_QUOTE, /* any quotation mark but the apostrophe */
    CLASS_OTHER
};

static const uint8_t ascii_class[128] = {
    ['\n'] = CLASS_LINE, ['\r'] = CLASS_LINE,       ['!'] = CLASS_EXCLAIM,    ['"'] = CLASS_QUOTE,
    ['#'] = CLASS_HASH,  ['\''] = CLASS_APOSTROPHE, ['.'] = CLASS_STOP,       ['0'] = CLASS_DIGIT,
    ['1'] = CLASS_DIGIT, ['2'] = CLASS_DIGIT,       ['3'] = CLASS_DIGIT,      ['4'] = CLASS_DIGIT,
    ['5'] = CLASS_DIGIT, ['6'] = CLASS_DIGIT,       ['7'] = CLASS_DIGIT,      ['8'] = CLASS_DIGIT,
    ['9'] = CLASS_DIGIT, ['?'] = CLASS_QUESTION,    ['@'] = CLASS_AT,         ['A'] = CLASS_UPPER,
    ['B'] = CLASS_UPPER, ['C'] = CLASS_UPPER,       ['D'] = CLASS_UPPER,      ['E'] = CLASS_UPPER,
    ['F'] = CLASS_UPPER, ['G'] = CLASS_UPPER,       ['H'] = CLASS_UPPER,      ['I'] = CLASS_UPPER,
    ['J'] = CLASS_UPPER, ['K'] = CLASS_UPPER,       ['L'] = CLASS_UPPER,      ['M'] = CLASS_UPPER,
    ['N'] = CLASS_UPPER, ['O'] = CLASS_UPPER,       ['P'] = CLASS_UPPER,      ['Q'] = CLASS_UPPER,
    ['R'] = CLASS_UPPER, ['S'] = CLASS_UPPER,       ['T'] = CLASS_UPPER,      ['U'] = CLASS_UPPER,
    ['V'] = CLASS_UPPER, ['W'] = CLASS_UPPER,       ['X'] = CLASS_UPPER,      ['Y'] = CLASS_UPPER,
    ['Z'] = CLASS_UPPER, ['_'] = CLASS_JOIN,        ['`'] = CLASS_APOSTROPHE, ['a'] = CLASS_LOWER,
    ['b'] = CLASS_LOWER, ['c'] = CLASS_LOWER,       ['d'] = CLASS_LOWER,      ['e'] = CLASS_LOWER,
    ['f'] = CLASS_LOWER, ['g'] = CLASS_LOWER,       ['h'] = CLASS_LOWER,      ['i'] = CLASS_LOWER,
    ['j'] = CLASS_LOWER, ['k'] = CLASS_LOWER,       ['l'] = CLASS_LOWER,      ['m'] = CLASS_LOWER,
    ['n'] = CLASS_LOWER, ['o'] = CLASS_LOWER,       ['p'] = CLASS_LOWER,      ['q'] = CLASS_LOWER,
    ['r'] = CLASS_LOWER, ['s'] = CLASS_LOWER,       ['t'] = CLASS_LOWER,      ['u'] = CLASS_LOWER,
    ['v'] = CLASS_LOWER, ['w'] = CLASS_LOWER,       ['x'] = CLASS_LOWER,      ['y'] = CLASS_LOWER,
    ['z'] = CLASS_LOWER,
};

/* U+0080..U+024F: letters of Latin-1 and the two Latin extensions; everything else there separates.
 * */
static enum class latin_class(uint32_t code) {
    if (code < 0xc0){if (code == 0xaa || code == 0xb5 || code == 0xba){return CLASS_LOWER;}
if (code == 0xad)
{
    return CLASS_OTHER; /* soft hyphen: invisible inside words */
}
return code == 0xab || code == 0xbb ? CLASS_QUOTE : CLASS_GAP;
}
if (code == 0xd7 || code == 0xf7) {
    return CLASS_GAP;
}
return u_isupper((UChar32)code) ? CLASS_UPPER : CLASS_LOWER;
}

/* U+2000..U+206F: general punctuation. */
static enum class punctuation_class(uint32_t code) {
    switch (code){
        case 0x2018 : case 0x2019 : return CLASS_APOSTROPHE;
        case 0x201c : case 0x201d : case 0x201e : case 0x2039 : case 0x203a : return CLASS_QUOTE;
        case 0x2026 : return CLASS_STOP;
        case 0x2028 : case 0x2029 : return CLASS_LINE;
        case 0x203c : case 0x203d : return CLASS_EXCLAIM;
        case 0x2047 : case 0x2048 : case 0x2049 : return CLASS_QUESTION;
        case 0x200d :
            return CLASS_GAP; /* joins emoji; between letters of a script that needs it, those letters call ICU */
        default : break;
    }
bool hidden =
    (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || code >= 0x2060;
return hidden ? CLASS_OTHER : CLASS_GAP;
}

/* Symbols that never belong to a word: currency, marks on symbols, arrows, dingbats, emoji and
 * their modifiers. */
static bool is_symbol(uint32_t code)
{
    return (code >= 0x20a0 && code <= 0x20ff) || (code >= 0x2190 && code <= 0x23ff) ||
           (code >= 0x2500 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x3003) ||
           code == 0xfe0e || code == 0xfe0f || (code >= 0x1f000 && code <= 0x1f0ff) ||
           (code >= 0x1f1e6 && code <= 0x1faff) || (code >= 0xe0020 && code <= 0xe007f);
}

static enum class wide_class(uint32_t code) { if (code < 0x250){return latin_class(code);}
if (code >= 0x1e00 && code <= 0x1eff)
{
    return u_isupper((UChar32)code) ? CLASS_UPPER : CLASS_LOWER;
}
if (code >= 0x2000 && code <= 0x206f) {
    return punctuation_class(code);
}
return is_symbol(code) ? CLASS_GAP : CLASS_OTHER;
}

/* The class of the code point at *at, which moves behind it. */
static inline enum class class_next(const unsigned char **at) {
    if (**at < 0x80){return ascii_class[*(*at)++];}
return wide_class(utf8_next(at));
}

static inline bool is_letter(enum class c)
{
    return c == CLASS_LOWER || c == CLASS_UPPER;
}

static inline bool is_word_class(enum class c)
{
    return c == CLASS_LOWER || c == CLASS_UPPER || c == CLASS_DIGIT;
}

/* (2) The writer. */
struct writer {
    struct words *out;
    const unsigned char *base; /* first byte of the text */
    const unsigned char *end;
    bool first;      /* the next word opens a sentence */
    bool quoted;     /* inside quotation marks */
    uint8_t special; /* WORD_TAG or WORD_NAME while inside one */
    bool full;
};

static void write_word(struct writer *w, const unsigned char *from, const unsigned char *to,
                       enum word_kind kind, uint8_t flags)
{
    struct words *out = w->out;
    if (out->count >= WORDS_MAX) {
        w->full = true;
        return;
    }
    if (out->count == out->cap) {
        out->items = mem_grow(out->items, &out->cap, out->count + 1, sizeof *out->items);
    }
    flags |= (uint8_t)((w->first ? WORD_FIRST : 0) | (w->quoted ? WORD_QUOTED : 0) | w->special);
    w->first = false;
    out->items[out->count++] = (struct word){.start = (uint32_t)(from - w->base),
                                             .len = (uint32_t)(to - from),
                                             .sentence = (uint16_t)(out->sentences - 1),
                                             .kind = (uint8_t)kind,
                                             .flags = flags};
}

static void end_sentence(struct writer *w, enum sentence_end how)
{
    struct words *out = w->out;
    uint8_t *mark = &out->ends[out->sentences - 1];
    if (!w->first) { /* the sentence has words: close it */
        *mark = (uint8_t)how;
        if (out->sentences < WORDS_SENTENCES_MAX) {
            out->ends[out->sentences++] = SENTENCE_PLAIN;
            w->first = true;
        }
    } else if (out->count > 0 && how != SENTENCE_PLAIN && out->sentences > 1) {
        mark = &out->ends[out->sentences - 2]; /* "?!", "...?": the strongest mark counts */
        if (*mark != SENTENCE_QUESTION) {
            *mark = (uint8_t)how;
        }
    }
}

static bool three_digits(const unsigned char *p, const unsigned char *end)
{
    if (end - p < 3) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        if (p[i] < '0' || p[i] > '9') {
            return false;
        }
    }
    return end - p == 3 || p[3] < '0' || p[3] > '9';
}

/* Bytes of the mark between two groups of digits at p: blank, comma, point, no-break space, thin
 * spaces. */
static size_t group_mark(const unsigned char *p, const unsigned char *end)
{
    if (p < end && (*p == ' ' || *p == ',' || *p == '.')) {
        return 1;
    }
    if (end - p >= 2 && p[0] == 0xc2 && p[1] == 0xa0) {
        return 2;
    }
    bool thin = end - p >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xaf || p[2] == 0x89);
    return thin ? 3 : 0;
}

/* The end of the number whose first digits are [from, to): groups of three, then a decimal part. */
static const unsigned char *number_end(const struct writer *w, const unsigned char *from,
                                       const unsigned char *to)
{
    bool grouped = false;
    if (to - from <= 3) {
        for (size_t n; (n = group_mark(to, w->end)) > 0 && three_digits(to + n, w->end);) {
            to += n + 3;
            grouped = true;
        }
    }
    if (!grouped && w->end - to >= 2 && (*to == ',' || *to == '.') && to[1] >= '0' &&
        to[1] <= '9') {
        to++;
        while (to < w->end && *to >= '0' && *to <= '9') {
            to++;
        }
    }
    return to;
}

/* Writes the letters [from, to); inside a #Tag or @Name cut at each capital that begins anew after
 * small letters, and before
 * the last of several capitals that a small letter follows ("OMSFrance" -> OMS, France; "H1N1"
 * stays). */
static void write_letters(struct writer *w, const unsigned char *from, const unsigned char *to)
{
    const unsigned char *start = from, *at = from, *last = from;
    unsigned letters = 0, capitals = 0, digits = 0;
    bool capital_first = false, last_upper = false;
    while (at < to) {
        const unsigned char *here = at;
        enum class c = class_next(&at);
        bool upper = c == CLASS_UPPER;
        bool cut_here = w->special && letters > capitals + digits && upper && !last_upper;
        bool cut_last = w->special && capitals > 1 && capitals == letters && c == CLASS_LOWER;
        if (cut_here || cut_last) {
            const unsigned char *stop = cut_here ? here : last;
            write_word(w, start, stop, WORD_LETTERS,
                       (uint8_t)((capital_first ? WORD_CAPITAL : 0) |
                                 (cut_last && letters > 2 ? WORD_CAPS : 0)));
            start = stop;
            capital_first = true;
            letters = capitals = cut_here ? 0 : 1;
            digits = 0;
        }
        if (letters == 0) {
            capital_first = upper;
        }
        letters++;
        capitals += upper;
        digits += c == CLASS_DIGIT;
        last_upper = upper;
        last = here;
    }
    if (start < to) {
        bool caps = letters >= 2 && capitals == letters;
        write_word(w, start, to, WORD_LETTERS,
                   (uint8_t)((capital_first ? WORD_CAPITAL : 0) | (caps ? WORD_CAPS : 0)));
    }
}

/* Where a run of letters and digits may be cut between both kinds ("covid19", "100mg"; not "5G",
 * "h1n1", "B12"). */
static const unsigned char *kind_change(const unsigned char *from, const unsigned char *to)
{
    const unsigned char *p = from;
    bool digits_first = *p >= '0' && *p <= '9';
    size_t head = 0, tail = 0;
    const unsigned char *change = NULL;
    while (p < to) {
        const unsigned char *here = p;
        bool digit = class_next(&p) == CLASS_DIGIT;
        if (digit != digits_first && !change) {
            change = here;
        } else if (change && digit == digits_first) {
            return NULL; /* changes twice */
        }
        *(change ? &tail : &head) += 1;
    }
    return change && (digits_first ? tail >= 2 : head >= 3) ? change : NULL;
}

/* Writes the run [from, to) of letters and digits; returns where reading goes on (a number may
 * reach further). */
static const unsigned char *write_run(struct writer *w, const unsigned char *from,
                                      const unsigned char *to, bool letters, bool digits)
{
    if (letters && digits) {
        const unsigned char *change = kind_change(from, to);
        if (!change) {
            write_letters(w, from, to);
        } else if (*from >= '0' && *from <= '9') {
            write_word(w, from, change, WORD_NUMBER, 0);
            write_letters(w, change, to);
        } else {
            write_letters(w, from, change);
            return write_run(w, change, to, false, true);
        }
        return to;
    }
    if (digits) {
        to = number_end(w, from, to);
        write_word(w, from, to, WORD_NUMBER, 0);
        return to;
    }
    write_letters(w, from, to);
    return to;
}

/* Length of an address that begins at p, 0 if none: asked only where one is likely. */
static size_t address_at(const struct writer *w, const unsigned char *p,
                         const unsigned char *run_end)
{
    size_t left = (size_t)(w->end - p);
    bool scheme = left > 8 && (p[0] | 0x20) == 'h' && (p[1] | 0x20) == 't' &&
                  (p[2] | 0x20) == 't' && (p[3] | 0x20) == 'p';
    bool www = left > 4 && (p[0] | 0x20) == 'w' && (p[1] | 0x20) == 'w' && (p[2] | 0x20) == 'w' &&
               p[3] == '.';
    bool host = run_end + 1 < w->end && *run_end == '.' &&
                is_letter(ascii_class[run_end[1] & 0x7f]) && run_end[1] < 0x80;
    return scheme || www || host ? link_span(slice_of((const char *)p, left)) : 0;
}

/* Takes the run [from, to) as an address or as words; returns where reading goes on. */
static const unsigned char *take_run(struct writer *w, const unsigned char *from,
                                     const unsigned char *to, bool letters, bool digits)
{
    size_t address = w->special ? 0 : address_at(w, from, to);
    if (address == 0) {
        return write_run(w, from, to, letters, digits);
    }
    write_word(w, from, from + address, WORD_LINK, 0);
    return from + address;
}

/* What a character between words means for sentences, quotes and tags. */
static void take_mark(struct writer *w, enum class c)
{
    switch (c) {
    case CLASS_QUESTION:
        end_sentence(w, SENTENCE_QUESTION);
        break;
    case CLASS_EXCLAIM:
        end_sentence(w, SENTENCE_EXCLAIM);
        break;
    case CLASS_STOP:
    case CLASS_LINE:
        end_sentence(w, SENTENCE_PLAIN);
        break;
    case CLASS_QUOTE:
        w->quoted = !w->quoted;
        break;
    case CLASS_HASH:
        w->special = WORD_TAG;
        return;
    case CLASS_AT:
        w->special = WORD_NAME;
        return;
    case CLASS_JOIN:
        return;
    default:
        break;
    }
    w->special = 0;
}

/* (3) The Latin loop. False when it met a character that only ICU knows. */
static bool split_latin(struct writer *w)
{
    const unsigned char *p = w->base;
    while (p < w->end && !w->full) {
        const unsigned char *start = p;
        enum class c = class_next(&p);
        if (!is_word_class(c)) {
            if (c == CLASS_OTHER) {
                return false;
            }
            take_mark(w, c);
            continue;
        }
        bool letters = false, digits = false;
        const unsigned char *stop = start;
        do {
            letters |= c != CLASS_DIGIT;
            digits |= c == CLASS_DIGIT;
            stop = p;
            if (p == w->end) {
                break;
            }
            c = class_next(&p);
        } while (is_word_class(c));
        if (c == CLASS_OTHER) {
            return false;
        }
        p = take_run(w, start, stop, letters, digits);
    }
    return true;
}

/* (4) ICU's boundaries. */
struct splitter {
    UBreakIterator *words; /* owned */
    UChar *wide;           /* the text in UTF-16, owned */
    uint32_t *byte_of;     /* byte offset of each UTF-16 unit, owned */
    size_t cap;
};

static int32_t widen(struct splitter *s, struct slice text)
{
    if (text.len + 1 > s->cap) {
        s->cap = text.len + 1024;
        s->wide = mem_resize(s->wide, s->cap, sizeof *s->wide);
        s->byte_of = mem_resize(s->byte_of, s->cap, sizeof *s->byte_of);
    }
    const unsigned char *base = (const unsigned char *)text.ptr, *p = base, *end = base + text.len;
    int32_t n = 0;
    while (p < end) {
        uint32_t at = (uint32_t)(p - base);
        uint32_t code = utf8_next(&p);
        if (code >= 0x10000) {
            s->byte_of[n] = at;
            s->wide[n++] = (UChar)(0xd7c0 + (code >> 10));
            code = 0xdc00 | (code & 0x3ff);
        }
        s->byte_of[n] = at;
        s->wide[n++] = (UChar)code;
    }
    s->byte_of[n] = (uint32_t)text.len;
    return n;
}

/* U+200D: joins letters of some scripts. */
static bool is_joiner(const unsigned char *p)
{
    return p[0] == 0xe2 && p[1] == 0x80 && p[2] == 0x8d;
}

/* Cuts one of ICU's words further, by rules 3 and 4; returns where reading goes on, perhaps behind
 * stop. Unknown
 * scripts count as letters here. */
static const unsigned char *split_segment(struct writer *w, const unsigned char *p,
                                          const unsigned char *stop)
{
    const unsigned char *run = p;
    bool letters = false, digits = false;
    while (p < stop) {
        const unsigned char *here = p;
        enum class c = class_next(&p);
        if (c == CLASS_OTHER || is_word_class(c) || (here > run && is_joiner(here))) {
            letters |= c != CLASS_DIGIT;
            digits |= c == CLASS_DIGIT;
            continue;
        }
        const unsigned char *to = here > run ? take_run(w, run, here, letters, digits) : here;
        if (to > here) {
            p = to; /* the mark belongs to a number or an address */
        } else {
            take_mark(w, c);
        }
        run = p;
        letters = digits = false;
    }
    return stop > run ? take_run(w, run, stop, letters, digits) : p;
}

static void take_marks(struct writer *w, const unsigned char *p, const unsigned char *stop)
{
    while (p < stop) {
        take_mark(w, class_next(&p));
    }
}

static void split_by_icu(struct splitter *s, struct writer *w, struct slice text)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = widen(s, text);
    if (!s->words) {
        s->words = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
    }
    ubrk_setText(s->words, s->wide, units, &status);
    if (U_FAILURE(status)) {
        return; /* without boundaries the text has no words */
    }
    int32_t from = ubrk_first(s->words);
    const unsigned char *done =
        w->base; /* read so far: an address or a number may reach over boundaries */
    for (int32_t to = ubrk_next(s->words); to != UBRK_DONE && !w->full;
         from = to, to = ubrk_next(s->words)) {
        const unsigned char *start = w->base + s->byte_of[from], *stop = w->base + s->byte_of[to];
        if (start < done) {
            start = done < stop ? done : stop;
        }
        if (start == stop) {
            continue;
        }
        if (ubrk_getRuleStatus(s->words) < UBRK_WORD_NUMBER) {
            take_marks(w, start, stop);
            continue;
        }
        done = split_segment(w, start, stop);
    }
}

/* (5) Public functions. */
struct splitter *splitter_new(void)
{
    return mem_zero(1, sizeof(struct splitter));
}

void splitter_free(struct splitter *s)
{
    if (!s) {
        return;
    }
    if (s->words) {
        ubrk_close(s->words);
    }
    free(s->wide);
    free(s->byte_of);
    free(s);
}

static struct writer writer_start(struct slice text, struct words *out)
{
    out->count = 0;
    out->sentences = 1;
    out->ends[0] = SENTENCE_PLAIN;
    const unsigned char *base = (const unsigned char *)(text.ptr ? text.ptr : "");
    return (struct writer){.out = out, .base = base, .end = base + text.len, .first = true};
}

void words_split(struct splitter *s, struct slice text, struct words *out)
{
    struct writer w = writer_start(text, out);
    if (text.len > 0 && !split_latin(&w)) {
        w = writer_start(text, out);
        split_by_icu(s, &w, text);
    }
}

void words_done(struct words *out)
{
    free(out->items);
    *out = (struct words){0};
}
