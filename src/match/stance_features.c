/* match/stance_features.c - reads a message for its stance; see stance_features.h.
 *
 * In this file, in order: (1) what is kept while reading, (2) the text between words, (3) words,
 * (4) sentences, (5) from
 * counts to features, (6) the public functions.
 *
 * Words of harm and worth turn into each other under a negation ("pas dangereux", "sans risque",
 * "not safe"), as do words
 * of falsehood and truth ("pas vrai", "not a myth"). A French negation may also follow its verb
 * ("marche pas").
 */
#include "match/stance_features.h"

#include "base/utf8.h"
#include "match/stance.h"

#define NOT_BEFORE 4 /* tokens between a negation and a claim's word after it */
#define NOT_AFTER 3
#define TURN_BEFORE 3
#define LACK_BEFORE 2
#define PLUS_BEFORE 3
#define NEVER_YET (-100)

/* (1) The state of reading. */
struct reader {
    const struct analysis *a;
    const uint8_t *matched;
    const struct cue_table *table;
    int side;                                       /* 0 French, 1 English, 2 both */
    uint16_t count[CUES];                           /* in the whole message */
    uint16_t focus[CUES];                           /* in sentences with the claim's words */
    uint16_t here[CUES];                            /* in this sentence */
    int last_not, last_lack, last_ne, last_matched; /* token numbers */
    int last_value; /* last word of harm, worth, falsehood, truth or cause */
    uint64_t last_value_bits;
    uint64_t first_bits; /* classes of the sentence's first word */
    unsigned matched_here, matched_all, fact_all, quoted_matched, quoted;
    unsigned not_near, not_cause;
    unsigned sentences, questions, exclaims, questions_focus, opener_questions, why_questions;
    unsigned openers, after_question;
    unsigned caps, pauses, numbers;
    bool single_quote, last_question, not_first, debunk_first, finished;
};

static unsigned cap(unsigned n, unsigned most)
{
    return n < most ? n : most;
}

/* (2) Between words: symbols, colons, single quotation marks. */
static void read_symbol(struct reader *r, uint32_t code)
{
    uint64_t bits = cues_symbol(r->table, code);
    for (; bits; bits &= bits - 1) {
        r->here[__builtin_ctzll(bits)]++;
    }
}

static void read_gap(struct reader *r, size_t from, size_t to)
{
    const unsigned char *p = (const unsigned char *)r->a->text.ptr + from;
    const unsigned char *end = (const unsigned char *)r->a->text.ptr + to;
    bool blank = from == 0;
    while (p < end) {
        uint32_t code = utf8_next(&p);
        switch (code) {
        case ' ':
        case '\n':
            blank = true;
            continue;
        case ':':
        case ';':
            r->pauses++;
            break;
        case '\'':
        case 0x2018:
        case 0x2019:
            if (to - from != (code == '\'' ? 1 : 3)) { /* else an apostrophe inside a word */
                r->single_quote = blank && p == end;
            }
            break;
        case '.':
        case '!':
        case '?':
        case 0x2026:
            r->finished = true;
            break;
        default:
            if (code >= 0x2000 || code == '=' || code == '>') {
                read_symbol(r, code);
            }
            break;
        }
        blank = false;
    }
}

/* (3) Words. */
static uint64_t side_bits(const struct cue_word *w, int side)
{
    return side == 2 ? w->bits[0] | w->bits[1] : w->bits[side];
}

/* What the words from token i on mean: their classes, and how many tokens that takes. */
static size_t read_cue(const struct reader *r, size_t i, uint64_t *bits)
{
    const struct lexeme *e = r->a->tokens[i].lexeme;
    *bits = 0;
    if (!e || e->mark == 0) {
        return 1;
    }
    const struct cue_word *w = cues_word(r->table, e->mark);
    *bits = side_bits(w, r->side);
    if (w->starts && i + 1 < r->a->token_count && r->a->tokens[i + 1].lexeme &&
        cues_word(r->table, r->a->tokens[i + 1].lexeme->mark)->follows) {
        for (int side = 0; side < 2; side++) {
            size_t length =
                r->side == side || r->side == 2 ? cues_phrase(r->table, r->a, i, side, bits) : 0;
            if (length > 0) {
                return length;
            }
        }
    }
    return 1;
}

static uint64_t swap_classes(uint64_t bits, enum cue a, enum cue b)
{
    uint64_t kept = bits & ~(CUE_BIT(a) | CUE_BIT(b));
    return kept | (bits & CUE_BIT(a) ? CUE_BIT(b) : 0) | (bits & CUE_BIT(b) ? CUE_BIT(a) : 0);
}

static uint64_t turned(uint64_t bits)
{
    return swap_classes(swap_classes(bits, CUE_BAD, CUE_GOOD), CUE_DEBUNK, CUE_TRUE);
}

#define VALUES                                                                                     \
    (CUE_BIT(CUE_BAD) | CUE_BIT(CUE_GOOD) | CUE_BIT(CUE_DEBUNK) | CUE_BIT(CUE_TRUE) |              \
     CUE_BIT(CUE_CAUSE))

static void count_bits(struct reader *r, uint64_t bits, int by)
{
    for (; bits; bits &= bits - 1) {
        r->here[__builtin_ctzll(bits)] = (uint16_t)(r->here[__builtin_ctzll(bits)] + by);
    }
}

/* A negation right behind a word of value turns it after the fact. */
static void turn_back(struct reader *r, int i)
{
    if (r->last_value == i - 1 && r->last_value_bits) {
        r->not_cause += (r->last_value_bits & CUE_BIT(CUE_CAUSE)) != 0;
        count_bits(r, r->last_value_bits & VALUES, -1);
        count_bits(r, turned(r->last_value_bits & VALUES), 1);
        r->last_value_bits = 0;
    }
}

static uint64_t turn_forward(struct reader *r, int i, uint64_t bits)
{
    bool negated = i - r->last_not <= TURN_BEFORE || i - r->last_lack <= LACK_BEFORE;
    if (negated) {
        r->not_cause += (bits & CUE_BIT(CUE_CAUSE)) != 0;
        bits = turned(bits);
    }
    r->last_value = i;
    r->last_value_bits = negated ? 0 : bits;
    return bits;
}

static void read_matched(struct reader *r, int i, bool quoted)
{
    r->matched_here++;
    r->not_near += i - r->last_not <= NOT_BEFORE;
    r->quoted_matched += quoted;
    r->last_matched = i;
}

static void read_word(struct reader *r, int i, uint64_t bits)
{
    const struct token *t = &r->a->tokens[i];
    uint8_t m = r->matched[i];
    bool quoted = (t->word.flags & WORD_QUOTED) || r->single_quote;
    r->quoted += quoted;
    r->caps += (t->word.flags & WORD_CAPS) != 0 && t->word.len > 3;
    r->numbers += t->word.kind == WORD_NUMBER;
    if (t->word.flags & WORD_FIRST) {
        r->first_bits = bits;
    }
    if ((bits & CUE_BIT(CUE_PLUS)) && i - r->last_ne <= PLUS_BEFORE) {
        bits |= CUE_BIT(CUE_NOT);
    }
    if (bits & VALUES) {
        bits = turn_forward(r, i, bits);
    }
    if (m & STANCE_MATCH_CLAIM) {
        read_matched(r, i, quoted);
        bits &= ~(CUE_BIT(CUE_BAD) | CUE_BIT(CUE_GOOD));
    } else if (m & STANCE_MATCH_FACT) {
        r->fact_all++;
    }
    if (bits & CUE_BIT(CUE_NOT)) {
        r->not_near += i - r->last_matched <= NOT_AFTER;
        turn_back(r, i);
        r->last_not = i;
    }
    r->last_lack = bits & (CUE_BIT(CUE_LACK) | CUE_BIT(CUE_NE)) ? i : r->last_lack;
    r->last_ne = bits & CUE_BIT(CUE_NE) ? i : r->last_ne;
    if (i < 4) {
        r->debunk_first |= (bits & CUE_BIT(CUE_DEBUNK)) != 0;
    }
    count_bits(r, bits, 1);
}

/* (4) Sentences. */
static void end_sentence(struct reader *r, uint16_t sentence)
{
    bool question = r->a->words.ends[sentence] == SENTENCE_QUESTION;
    bool opener = (r->first_bits & CUE_BIT(CUE_OPENER)) != 0;
    r->sentences++;
    r->exclaims += r->a->words.ends[sentence] == SENTENCE_EXCLAIM;
    if (question) {
        r->questions++;
        r->questions_focus += r->matched_here > 0;
        r->opener_questions += opener;
        r->why_questions += (r->first_bits & (CUE_BIT(CUE_WHY) | CUE_BIT(CUE_KNOW))) != 0;
        r->after_question = 0;
    } else {
        r->openers += opener;
        r->after_question += r->questions > 0;
    }
    r->last_question = question;
    for (unsigned c = 0; c < CUES; c++) {
        r->count[c] = (uint16_t)(r->count[c] + r->here[c]);
        r->focus[c] = (uint16_t)(r->focus[c] + (r->matched_here ? r->here[c] : 0));
        r->here[c] = 0;
    }
    r->matched_all += r->matched_here;
    r->matched_here = 0;
    r->first_bits = 0;
    r->last_not = r->last_lack = r->last_ne = r->last_matched = r->last_value = NEVER_YET;
    r->last_value_bits = 0;
}

static bool opens_with_no(const struct reader *r)
{
    const struct analysis *a = r->a;
    if (a->token_count == 0 || !a->tokens[0].lexeme) {
        return false;
    }
    uint64_t bits = side_bits(cues_word(r->table, a->tokens[0].lexeme->mark), r->side);
    uint32_t at = a->tokens[0].word.start + a->tokens[0].word.len;
    while (at < a->text.len && a->text.ptr[at] == ' ') {
        at++;
    }
    bool pause = at < a->text.len && strchr(",:.!;", a->text.ptr[at]) && a->text.ptr[at];
    return pause && (bits & (CUE_BIT(CUE_NOT) | CUE_BIT(CUE_DEBUNK)));
}

static bool is_trailer(const struct token *t)
{
    return t->word.kind == WORD_LINK || (t->word.flags & (WORD_TAG | WORD_NAME));
}

static void read_all(struct reader *r)
{
    const struct analysis *a = r->a;
    size_t done = 0;
    uint16_t sentence = 0;
    bool trailing = false;
    r->last_not = r->last_lack = r->last_ne = r->last_matched = r->last_value = NEVER_YET;
    for (size_t i = 0; i < a->token_count;) {
        const struct token *t = &a->tokens[i];
        if (t->word.sentence != sentence) {
            end_sentence(r, sentence);
            sentence = t->word.sentence;
        }
        uint64_t bits = 0;
        size_t length = read_cue(r, i, &bits);
        for (size_t k = 0; k < length; k++, i++, bits = 0) {
            trailing = is_trailer(&a->tokens[i]);
            r->finished &= trailing;
            read_gap(r, done, a->tokens[i].word.start);
            read_word(r, (int)i, bits);
            done = a->tokens[i].word.start + a->tokens[i].word.len;
        }
    }
    r->finished &= trailing;
    read_gap(r, done, a->text.len);
    end_sentence(r, sentence);
    r->not_first = opens_with_no(r);
}

/* (5) Features. */
static float share(unsigned n, unsigned most)
{
    return (float)cap(n, most) / (float)most;
}

static void fill_negation(const struct reader *r, uint8_t claim, float *x)
{
    bool negative = claim & STANCE_CLAIM_NEGATIVE;
    x[STANCE_NOT_NEAR] = share(r->not_near, 2);
    x[STANCE_NOT_WITH] = r->not_near && negative;
    x[STANCE_NOT_MISSING] = !r->not_near && negative && r->matched_all;
    x[STANCE_NOT_CAUSE] = r->not_cause > 0;
    x[STANCE_NOT_FIRST] = r->not_first;
    x[STANCE_DEBUNK_FIRST] = r->debunk_first;
    x[STANCE_DEBUNK_FOCUS] = share(r->focus[CUE_DEBUNK], 2);
}

static void fill_questions(const struct reader *r, float *x)
{
    x[STANCE_ASK_FOCUS] = r->questions_focus > 0;
    x[STANCE_ASK_LAST] = r->last_question;
    x[STANCE_ASK_OPENER] = r->opener_questions > 0;
    x[STANCE_ASK_WHY] = r->why_questions > 0;
    x[STANCE_ASK_ANSWERED] = r->questions ? share(r->after_question, 2) : 0;
    x[STANCE_ASK_BARE] = r->openers > 0 && r->questions == 0;
}

static void fill_values(const struct reader *r, uint8_t claim, float *x)
{
    unsigned bad = r->count[CUE_BAD], good = r->count[CUE_GOOD];
    bool claims_good = claim & STANCE_CLAIM_GOOD, claims_bad = claim & STANCE_CLAIM_BAD;
    x[STANCE_WITH] = share(claims_good ? good : claims_bad ? bad : 0, 3);
}

static void fill_form(const struct reader *r, uint8_t claim, float *x)
{
    bool fact = claim & STANCE_FACT_KNOWN;
    unsigned common = r->fact_all + r->matched_all;
    unsigned n = (unsigned)r->a->token_count;
    x[STANCE_EXCLAIM] = share(r->exclaims, 2);
    x[STANCE_CAPS] = share(r->caps, 3);
    x[STANCE_QUOTED] = r->matched_all ? (float)r->quoted_matched / (float)r->matched_all : 0;
    x[STANCE_SHORT] = n < 10 ? (float)(10 - n) / 10 : 0;
    x[STANCE_LONG] = share(n, 100);
    x[STANCE_MATCHED] = n ? (float)r->matched_all / (float)n : 0;
    x[STANCE_UNFINISHED] = !r->finished;
    x[STANCE_PAUSES] = share(r->pauses, 2);
    x[STANCE_NUMBERS] = share(r->numbers, 3);
    x[STANCE_FACT_ASKED] = fact;
    x[STANCE_FACT] = fact ? share(r->fact_all, 4) : 0;
    x[STANCE_FACT_SHARE] = fact && common ? (float)r->fact_all / (float)common : 0;
}

static const char *const feature_names[STANCE_FEATURES - CUES] = {
    "bias",         "not_near",     "not_with",   "not_missing", "not_cause",  "not_first",
    "debunk_first", "debunk_focus", "ask_focus",  "ask_last",    "ask_opener", "ask_why",
    "ask_answered", "ask_bare",     "exclaim",    "caps",        "quoted",     "with",
    "short",        "long",         "matched",    "unfinished",  "pauses",     "numbers",
    "fact_asked",   "fact",         "fact_share",
};

/* (6) Public functions. */
void stance_features(const struct analysis *a, const uint8_t *matched, uint8_t claim_bits, float *x)
{
    struct reader r = {.a = a, .matched = matched, .table = cues_table()};
    r.side = a->lang == LANG_FR ? 0 : a->lang == LANG_EN ? 1 : 2;
    read_all(&r);
    for (unsigned c = 0; c < CUES; c++) {
        x[c] = r.count[c] ? 0.3f + 0.4f * share(r.count[c], 2) : 0;
    }
    x[CUE_OPENER] = x[CUE_LACK] = x[CUE_PLUS] = 0; /* they tell something of other words only */
    x[STANCE_BIAS] = 1;
    fill_negation(&r, claim_bits, x);
    fill_questions(&r, x);
    fill_values(&r, claim_bits, x);
    fill_form(&r, claim_bits, x);
}

uint8_t stance_features_claim(const struct analysis *claim)
{
    static const uint8_t none[WORDS_MAX];
    struct reader r = {.a = claim, .matched = none, .table = cues_table()};
    r.side = claim->lang == LANG_FR ? 0 : claim->lang == LANG_EN ? 1 : 2;
    read_all(&r);
    bool good = r.count[CUE_GOOD] > 0;
    bool bad = !good && r.count[CUE_BAD] + r.count[CUE_CAUSE] > 0;
    return (uint8_t)((r.count[CUE_NOT] ? STANCE_CLAIM_NEGATIVE : 0) | (bad ? STANCE_CLAIM_BAD : 0) |
                     (good ? STANCE_CLAIM_GOOD : 0));
}

const char *stance_features_name(unsigned feature)
{
    return feature < CUES ? cues_name((enum cue)feature) : feature_names[feature - CUES];
}
