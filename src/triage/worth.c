/* triage/worth.c - how much a message deserves an answer.
 *
 * In this file, in order: (1) the points of each term; (2) the word lists; (3) the cues of a text;
 * (4) the public functions.
 *
 * The weights are judgements, not measurements: there is no public set that says which message a
 * doctor should have
 * answered. They stand here and in docs/worth.md, and nowhere else.
 */
#include "triage/worth.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define POINTS_CONFIDENCE 40.0
#define POINTS_HARM 20.0
#define POINTS_REACH 14.0
#define POINTS_COPIES 10.0
#define POINTS_FRESHNESS 6.0
#define POINTS_VOICE 6.0
#define POINTS_CUES 4.0

#define REACH_FULL 6.0  /* powers of ten: a million people */
#define COPIES_FULL 7.0 /* powers of two: 128 copies */
#define GROUND 0.2      /* what reach, copies, freshness and voice count for without a claim */

/* (1) A logarithm that begins at 0 and is cut at 1. */
static double log_share(double value, double full)
{
    double share = value / full;
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

static double bounded(double value)
{
    return value > 0 ? (value < 1 ? value : 1) : 0; /* NaN gives 0 */
}

static double harm_share(enum harm h)
{
    static const double shares[] = {
        [HARM_UNKNOWN] = 0.4, [HARM_LOW] = 0.2, [HARM_MEDIUM] = 0.6, [HARM_HIGH] = 1};
    return (unsigned)h < sizeof shares / sizeof *shares ? shares[h] : shares[HARM_UNKNOWN];
}

static double voice_share(enum voice v)
{
    static const double shares[VOICES] = {[VOICE_UNKNOWN] = 0.6,
                                          [VOICE_PATIENTS] = 1,
                                          [VOICE_PUBLIC] = 0.7,
                                          [VOICE_PRESS] = 0.5,
                                          [VOICE_COLLEAGUES] = 0.25};
    return (unsigned)v < VOICES ? shares[v] : shares[VOICE_UNKNOWN];
}

static double freshness_share(int32_t age_days)
{
    return age_days < 0 ? 0.5 : exp2(-(double)age_days / WORTH_HALF_LIFE_DAYS);
}

static double stance_factor(enum stance s)
{
    static const double factors[STANCES] = {
        [STANCE_UNCLEAR] = 0.6, [STANCE_REPEATS] = 1, [STANCE_DENIES] = 0.1, [STANCE_ASKS] = 0.85};
    return (unsigned)s < STANCES ? factors[s] : factors[STANCE_UNCLEAR];
}

/* (2) Words in their folded form (text/fold.h: lower case, no accents); a word ending in '*' stands
 * for all that begin
 * with it. Few and common on purpose: this is one small term. */
enum cue_kind { CUE_HEALTH = 1, CUE_STRONG };

static const char *const health_words[] = {
    "acne|allerg*|antibio*|arthrit*|asthm*|autis*|bacteri*|bebe*|bless*|blood|bone*",
    "cancer*|cerveau|coeur|contag*|contamin*|corona*|cortis*|covid*|cure*|cytokin*",
    "dangereu*|dangerous|death*|deced*|deces|dentist*|depress*|dermat*|detox*|diabet*",
    "diet*|disease*|docteur*|doctor*|doses|drug*|eczem*|effets|epidem*|essential|estomac",
    "fever|fievre|fluor*|foie|fungus|gale|grippe|gueri*|heal|healing|heals|health*|heart",
    "hepat*|herbal*|homeopath*|hopita*|hormon*|hospital*|huile*|hydrox*|immun*|infect*",
    "inflam*|insulin*|isotret*|ivermect*|kidney*|lait|liver|lung*|lyme|malad*|malaria",
    "medec*|medic*|melanom*|microb*|migrain*|mole|moles|mort|mortel*|morts|mycos*",
    "naturop*|nutrit*|oil*|organ*|pandem*|parasit*|patient*|peau|pediat*|pharma*|pill*",
    "poison*|poumon*|pregnan*|psoria*|regime*|rein*|remed*|rougeole|sang|sant*|scab*",
    "shampo*|skin|soign*|solaire*|spf|steril*|steroid*|sucre|sugar|sunscreen*|symptom*",
    "syndrom*|tension|therap*|thyroid*|tick*|tique*|toux|toxi*|traitement*|treat*|tumeur*",
    "tumor*|tumour*|ulcer*|vaccin*|verru*|viral|virus*|vitamin*|vitilig*|wart*|zona"};

static const char *const strong_words[] = {
    "absolument|absolutely|always|aucun|aucune|banned|best|biggest|billion*|cach*|causes",
    "cent|completely|etude*|every|everyone|exactly|fastest|first|forcement|garanti*",
    "guarante*|hidden|interdit*|jamais|meilleur*|milliard*|million*|miracle*|most|never",
    "nobody|none|official*|officiel*|only|percent|permanent*|pire|plus|premier*|proof",
    "prouv*|proven|proves|provoqu*|record|reveal*|revel*|scandal*|scientif*|secret*|seul",
    "seule|studies|study|tests|totalement|totally|toujours|tous|toutes|truth|uniquement",
    "verite*|worldwide|worst|zero"};

#define WORDS_CAP 256
#define ROOT_LETTERS 3 /* every word of the lists has as many */
#define ROOTS (26 * 26 * 26)

struct cue_word {
    struct slice letters; /* without the '*' */
    bool is_beginning;
    uint8_t kind;  /* enum cue_kind */
    uint16_t next; /* with the same root: place + 1 */
};

struct worth_words {
    struct cue_word words[WORDS_CAP];
    size_t count;
    uint16_t roots[ROOTS]; /* by the first three letters: place + 1 of the first word */
};

/* The place of a word in roots; ROOTS when it does not begin with three ASCII letters. */
static size_t root_of(struct slice word)
{
    size_t root = 0;
    for (size_t i = 0; i < ROOT_LETTERS; i++) {
        unsigned letter = i < word.len ? (unsigned)(unsigned char)word.ptr[i] - 'a' : 26;
        if (letter >= 26) {
            return ROOTS;
        }
        root = root * 26 + letter;
    }
    return root;
}

static void add_words(struct worth_words *w, const char *row, enum cue_kind kind)
{
    struct slice rest = slice_from(row);
    while (rest.ptr) {
        struct slice letters = slice_cut(&rest, '|');
        bool is_beginning = letters.ptr[letters.len - 1] == '*';
        letters.len -= is_beginning;
        size_t root = root_of(letters);
        assert(root < ROOTS && w->count < WORDS_CAP);
        w->words[w->count] =
            (struct cue_word){letters, is_beginning, (uint8_t)kind, w->roots[root]};
        w->roots[root] = (uint16_t)++w->count;
    }
}

/* The kind of a folded word, or 0. */
static unsigned kind_of(const struct worth_words *w, struct slice word)
{
    size_t root = root_of(word);
    uint16_t at = root < ROOTS ? w->roots[root] : 0;
    while (at > 0) {
        const struct cue_word *c = &w->words[at - 1];
        if (c->is_beginning ? slice_starts(word, c->letters) : slice_equal(word, c->letters)) {
            return c->kind;
        }
        at = c->next;
    }
    return 0;
}

/* (3) Below four words nothing is claimed, from twelve on there is room for anything. */
static double length_share(size_t words)
{
    return words < 4 ? 0 : words >= 12 ? 1 : (double)(words - 3) / 9;
}

/* Rises from 0 at none over 1/2 at half to 1. */
static double saturated(size_t count, double half)
{
    return (double)count / ((double)count + half);
}

void worth_of(const struct worth_input *in, struct worth_terms *out)
{
    double sure = bounded(in->confidence);
    double ground = GROUND + (1 - GROUND) * sure;
    double reach = in->reach > 0 ? log10(1 + in->reach) : 0;
    double copies = in->copies > 1 ? log2((double)in->copies) : 0;
    out->confidence = POINTS_CONFIDENCE * sure;
    out->harm = POINTS_HARM * harm_share(in->harm) * sure;
    out->reach = POINTS_REACH * log_share(reach, REACH_FULL) * ground;
    out->copies = POINTS_COPIES * log_share(copies, COPIES_FULL) * ground;
    out->freshness = POINTS_FRESHNESS * freshness_share(in->age_days) * ground;
    out->voice = POINTS_VOICE * voice_share(in->voice) * ground;
    out->cues = POINTS_CUES * bounded(in->cues);
    out->factor = stance_factor(in->stance);
    double sum = out->confidence + out->harm + out->reach + out->copies + out->freshness +
                 out->voice + out->cues;
    out->total = out->factor * sum;
}

struct worth_words *worth_words_new(void)
{
    struct worth_words *w = mem_zero(1, sizeof *w);
    for (size_t i = 0; i < sizeof health_words / sizeof *health_words; i++) {
        add_words(w, health_words[i], CUE_HEALTH);
    }
    for (size_t i = 0; i < sizeof strong_words / sizeof *strong_words; i++) {
        add_words(w, strong_words[i], CUE_STRONG);
    }
    return w;
}

void worth_words_free(struct worth_words *w)
{
    free(w);
}

double worth_cues(const struct worth_words *w, const struct analysis *a)
{
    size_t health = 0;
    size_t strong = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < a->term_count; i++) {
        const struct term *t = &a->terms[i];
        const struct lexeme *e = a->tokens[t->token].lexeme;
        unsigned kind = e ? kind_of(w, slice_of(e->folded, e->folded_len)) : 0;
        numbers += t->number;
        health += kind == CUE_HEALTH;
        strong += kind == CUE_STRONG;
    }
    double cues =
        0.6 * saturated(health, 1) + 0.2 * saturated(numbers, 1) + 0.2 * saturated(strong, 1);
    return cues * length_share(a->token_count);
}
