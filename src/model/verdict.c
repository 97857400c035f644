/* model/verdict.c - verdicts: their names, and what the words and numbers of fact-checkers mean on
 * our scale.
 *
 * In this file, in order: (1) names; (2) the table of rating words; (3) folding a rating to plain
 * words; (4) finding
 * the cues; (5) the meaning of one segment; (6) the public functions.
 *
 * HOW    a rating is folded (case, accents, Latin-1 and o-e) and cut into segments at points,
 *        colons, dashes and the
 *        like; the first segment that says something decides. Inside a segment the longest cue at
 *        each word counts:
 *        a pole (true, false) under its qualifiers (mostly, partly, probably), or a fixed verdict.
 * WHY    a small grammar and not a list of whole ratings: checkers write "Plutôt faux", "mostly
 *        inaccurate",
 *        "This is false.", "C'est en partie vrai". A wrong verdict is worse than none (correcting
 *        somebody who is
 *        right is the worst error), so whatever is negated in a way the table does not know gives
 *        VERDICT_NONE.
 * RULES  1. a segment that ends in a question mark says nothing.  2. a negation reaches to the next
 *        comma.
 *        3. of several verdicts in one segment the more careful one stands (see settle).  4. in a
 *        long segment only its
 *        first and its last words count: the rest is the story.
 * COST   some microseconds a rating; asked once a claim.
 */
#include "model/claim.h"

#include <math.h>

#include "base/utf8.h"

static const char *const verdict_names[] = {
    [VERDICT_NONE] = "none",     [VERDICT_TRUE] = "true",
    [VERDICT_MIXED] = "mixed",   [VERDICT_MOSTLY_TRUE] = "mostly-true",
    [VERDICT_FALSE] = "false",   [VERDICT_MISLEADING] = "misleading",
    [VERDICT_SATIRE] = "satire", [VERDICT_UNPROVEN] = "unproven"};

#define VERDICTS (sizeof verdict_names / sizeof *verdict_names)

/* (2) What a cue does to the reading of its segment. */
enum cue_kind {
    CUE_SKIP,    /* the name of a column, nothing is asserted: "vrai ou faux" */
    CUE_POLE,    /* true or false, under the qualifiers before it */
    CUE_FIXED,   /* a verdict of its own; with a negation before it we do not know */
    CUE_NEGATED, /* a verdict of its own that holds its negation: "not proven" */
    CUE_STORY,   /* after a verdict only its reasons follow */
    CUE_STOP,
    /* an admission before the real verdict, or too unclear: nothing is said */
    CUE_NOT,   /* right before "true" it makes it false */
    CUE_NO,    /* a negation of who knows what: "no true cure", "sans vrai lien" */
    CUE_FULLY, /* entirely: "not entirely true" is mixed */
    CUE_MOSTLY,
    CUE_PARTLY,
    CUE_UNSURE
};

struct cue {
    enum cue_kind kind;
    enum verdict verdict;
    const char *phrases; /* folded, separated by '|'; '*' ends a word whose ending is free */
};

/* Seen at: Snopes, PolitiFact, FactCheck.org, Washington Post, AFP, Reuters, AP, USA Today, Lead
 * Stories, Full Fact,
 * Science/Health/Climate Feedback, Africa Check, Correctiv, Les Décodeurs, CheckNews, 20 Minutes,
 * TF1, franceinfo,
 * and the common labels of Facebook's programme. */
static const struct cue cues[] = {
    {CUE_SKIP, VERDICT_NONE,
     "true or false|true or fake|fact or fiction|fact or fake|fake or real|hoax or fact|"
     "vrai ou faux|vrai ou fake|info ou intox|intox ou info|le vrai du faux|vrai du faux|"
     "fake off|true false|vrai faux|fake news or not"},
    /* words of the story that only look like a verdict */
    {CUE_SKIP, VERDICT_NONE,
     "the true|the real|the truth|the correct|the accurate|the right|its true|a true|a real|"
     "le vrai|la vraie|les vrais|les vraies|un vrai|une vraie|de vrai|de vraie|de vrais|"
     "de vraies|la verite|sa vraie|son vrai|l exacte|not only|not just|pas seulement|"
     "non seulement|no less|non moins|pas moins|no doubt|without doubt|without a doubt|"
     "sans aucun doute|fausse couche|fausses couches|faux positif*|faux negatif*|faux ongle*|"
     "false positive*|false negative*|fake tan|fake nails"},
    {CUE_STORY, VERDICT_NONE,
     "because|since|although|even though|even if|car|parce que|parce qu|puisque|puisqu|meme si|"
     "meme s|alors que|alors qu"},
    {CUE_STOP, VERDICT_NONE,
     "true that|correct that|accurate that|right that|vrai que|exact que|correct que|vrai qu|"
     "exact qu|half flip|full flop|no flip|not wrong|not incorrect|not inaccurate|not untrue|"
     "not fake|pas errone*"},
    {CUE_POLE, VERDICT_TRUE,
     "true|truth|correct|correcte|corrects|correctes|accurate|is right|s right|is real|s "
     "real|genuine|authentic|"
     "authentique*|confirmed|confirme|confirmee|factual|vrai|vraie|vrais|vraies|verite|exact|"
     "exacte|exacts|exactes|veridique*|avere|averee"},
    {CUE_POLE, VERDICT_FALSE,
     "false|untrue|incorrect|incorrecte|incorrects|incorrectes|inaccurate|wrong|faux|fausse|"
     "fausses|inexact|inexacte|inexacts|inexactes|errone*|fake|fakes|fiction|fictitious|faked"},
    {CUE_FIXED, VERDICT_TRUE, "geppetto checkmark|correct attribution|correctly attributed|recall"},
    {CUE_FIXED, VERDICT_MOSTLY_TRUE,
     "one pinocchio|1 pinocchio|un pinocchio|plus vrai que faux|plutot vrai que faux|"
     "more true than false|true but|correct but|accurate but|right but|vrai mais|exact mais|"
     "correct mais|mostly truth|mostly right|largely right"},
    {CUE_FIXED, VERDICT_MIXED,
     "mixture|mixed|mixte|mitige*|two pinocchio*|2 pinocchio*|deux pinocchio*|complicated|"
     "complique*|nuanc*|relativis*|in between|entre les deux|half true|half truth|half truths|"
     "half right|partly right|half false|demi verite*|mi vrai mi faux|a moitie vrai|a moitie faux|"
     "some truth|element of truth|grain of truth|kernel of truth|part de verite|fond de verite|"
     "truth and fiction|approximati*|imprecis*|truth fiction"},
    {CUE_NEGATED, VERDICT_MIXED,
     "ni vrai ni faux|neither true nor false|ni tout a fait vrai ni tout a fait faux"},
    {CUE_FIXED, VERDICT_MISLEADING,
     "misleading|mislead|misleads|trompeu*|three pinocchio*|3 pinocchio*|trois pinocchio*|"
     "barely true|missing context|lacks context|lack of context|lacking context|"
     "lacks important context|lacks key context|needs context|needs more context|"
     "context needed|out of context|taken out of context|wrong context|false context|"
     "wrong caption|false caption|fausse legende|old photo|old video|old image|"
     "fails to provide context|manque de contexte|manque du contexte|contexte manquant|"
     "contexte trompeu*|faux contexte|hors contexte|hors de contexte|hors de son contexte|"
     "sorti de son contexte|sortie de son contexte|sortis de leur contexte|"
     "sorties de leur contexte|decontextualis*|decontextualiz*|miscaptioned|mislabeled|"
     "mislabelled|cherry pick*|exaggerat*|exager*|overstat*|overstates|understat*|overblown|"
     "inflated|downplay*|sous estim*|surestim*|distorts|distorted|distortion|deform*|spin|"
     "spins|spins the facts|flawed reasoning|raisonnement biaise*|raisonnement fallacieux|"
     "fallacieu*|misrepresent*|outdated|out of date|no longer true|no longer accurate|perime*|"
     "obsolete|detourne*|biaise*|more false than true|plus faux que vrai|plutot faux que vrai|"
     "miscontextualiz*"},
    {CUE_NEGATED, VERDICT_MISLEADING,
     "not the whole story|not the whole truth|not the full story|without context|sans contexte|"
     "n est plus vrai|plus d actualite"},
    {CUE_FIXED, VERDICT_FALSE,
     "pants on fire|four pinocchio*|4 pinocchio*|quatre pinocchio*|bottomless pinocchio*|hoax|"
     "hoaxes|intox|infox|canular*|fabricated|fabrication|made up|invented|invente*|invention|"
     "mensong*|a lie|debunked|dementi|dementie|altered|doctored|manipulated|"
     "digitally altered|photoshopped|manipule*|truque*|trucage|montage|photomontage|deepfake|"
     "deepfakes|ai generated|genere* par ia|genere* par l ia|genere* par intelligence|"
     "synthetic media|misattributed|scam|arnaque|fake news|fausse info|fausse information|"
     "fausse nouvelle|fausse attribution"},
    {CUE_NEGATED, VERDICT_FALSE,
     "not true|not correct|not accurate|not right|not real|isn t true|isn t correct|"
     "isn t accurate|isn t right|pas vrai|pas vraie|pas exact|pas exacte|pas correct|"
     "pas correcte|pas authentique|rien de vrai|no truth|no truth to"},
    {CUE_NEGATED, VERDICT_MIXED,
     "not exactly true|not exactly|not quite|pas tout a fait|pas si simple|pas aussi simple|"
     "not that simple|not so simple|pas exactement"},
    {CUE_FIXED, VERDICT_UNPROVEN,
     "unproven|unproved|unfounded|unsubstantiated|unsupported|unverified|unverifiable|"
     "unconfirmed|baseless|disputed|inadequate support|insufficient evidence|lack of evidence|"
     "lacks evidence|plausible|unlikely|peu probable|douteu*|invraisemblable|inverifiable*|"
     "infonde*|incertain*|unclear|inconclusive|rumeur*|legend|to be confirmed|a confirmer|"
     "a verifier|contested|conteste*|unknown|manque de preuve*|preuves insuffisantes|"
     "too soon to say|too early to say|too soon to tell|too early to tell|trop tot"},
    {CUE_NEGATED, VERDICT_UNPROVEN,
     "not proven|not proved|not verified|not be verified|not confirmed|not supported|"
     "not substantiated|no evidence|no proof|no solid evidence|no scientific evidence|"
     "no good evidence|no credible evidence|can t be verified|cannot be verified|"
     "couldn t be verified|without evidence|without proof|sans preuve|sans preuves|"
     "aucune preuve|pas de preuve|pas de preuves|non prouve*|pas prouve*|non demontre*|"
     "pas demontre*|non verifie*|pas verifie*|non confirme*|pas confirme*|sans fondement|"
     "non fonde*|impossible a verifier|not enough evidence|non etabli*|pas etabli*|non avere*|"
     "pas avere*"},
    {CUE_FIXED, VERDICT_SATIRE,
     "satire|satirical|satirique*|parody|parodie|parodique*|humor|humour|humoristique*|joke|"
     "blague|poisson d avril|april fool*"},
    {CUE_NOT, VERDICT_NONE,
     "not|not at all|pas|pas du tout|never|jamais|nullement|isn t|isnt|aren t|wasn t|doesn t|"
     "didn t|don t"},
    {CUE_NO, VERDICT_NONE,
     "no|non|ne|n|ni|aucun|aucune|sans|without|neither|nor|rien|nothing|cannot|can t|couldn t|"
     "won t|hardly|guere|scarcely"},
    {CUE_FULLY, VERDICT_NONE,
     "entirely|completely|totally|fully|wholly|quite|exactly|strictly|entierement|completement|"
     "totalement|tout a fait|rigoureusement|exactement|strictement|all|toujours|always|100"},
    {CUE_MOSTLY, VERDICT_NONE,
     "mostly|largely|mainly|broadly|predominantly|generally|essentially|substantially|nearly|"
     "almost|rather|plutot|globalement|largement|majoritairement|principalement|"
     "essentiellement|en grande partie|pour l essentiel|presque|quasi|quasiment|in large part|"
     "in the main|for the most part|grosso modo"},
    {CUE_PARTLY, VERDICT_NONE,
     "partly|partially|partial|somewhat|half|in part|partiellement|partiel|partielle|en partie|"
     "a moitie|moitie|mi|demi|semi|sometimes|parfois|technically|techniquement"},
    {CUE_UNSURE, VERDICT_NONE,
     "probably|likely|possibly|maybe|perhaps|potentially|might be|may be|could be|peut etre|"
     "probablement|sans doute|vraisemblablement|potentiellement|apparently|apparemment|"
     "supposedly|allegedly|a priori|pourrait etre|seemingly"},
};

#define CUES (sizeof cues / sizeof *cues)

#define FOLDED_MAX 1024 /* bytes of a rating that are looked at, once folded */
#define WORDS_MAX 96    /* of one segment */
#define LONG_WORDS 12   /* a segment with more words is long (rule 4) */
#define LONG_HEAD 5     /* words at the head of a long segment that count */

/* (3) The plain character for a code point: a small letter or digit, ' ' between words, ',' for a
 * comma, '.' where a
 * segment ends, '?' for a question, 0 for a mark that only sits on a letter, '~' for a letter of
 * another script. */
static char fold_beyond_ascii(uint32_t code)
{
    static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"; /* U+00C0 to DF, U+00E0 to FF */
    bool dash_or_dots = (code >= 0x2013 && code <= 0x2015) || code == 0x2026;
    bool mark = (code >= 0x300 && code <= 0x36f) || code == 0xad || code == 0xfe0f;
    if (mark || code == 0x200b || code == 0x2060 || code == 0xfeff) {
        return 0;
    }
    if (code >= 0xc0 && code <= 0xff) {
        return latin[code & 31];
    }
    if (code < 0xc0 || (code >= 0x2000 && code <= 0x206f)) {
        return dash_or_dots ? '.' : ' ';
    }
    return '~';
}

static char fold_code(uint32_t code)
{
    if (code >= 0x80) {
        return fold_beyond_ascii(code);
    }
    if (code >= 'A' && code <= 'Z') {
        return (char)(code - 'A' + 'a');
    }
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == ',' ||
        code == '?') {
        return (char)code;
    }
    return code && strchr("\n.!:;|", (int)code) ? '.' : ' ';
}

/* Folds words into out (FOLDED_MAX bytes); the length. A hyphen between blanks ends a segment like
 * a dash. */
static size_t fold(struct slice words, char *out)
{
    const unsigned char *p = (const unsigned char *)words.ptr;
    const unsigned char *end = p + words.len;
    size_t len = 0;
    while (p < end && len + 2 < FOLDED_MAX) {
        uint32_t code = utf8_next(&p);
        if (code == '-' && len > 0 && out[len - 1] == ' ' && p < end && *p == ' ') {
            out[len++] = '.';
        } else if (code == 0x152 || code == 0x153 || code == 0xc6 || code == 0xe6) {
            out[len++] = code > 0xff ? 'o' : 'a';
            out[len++] = 'e';
        } else {
            char plain = fold_code(code);
            if (plain) {
                out[len++] = plain;
            }
        }
    }
    return len;
}

struct word {
    struct slice text;
    bool after_comma;
};

struct segment {
    struct word words[WORDS_MAX];
    size_t count;
    bool question;
};

/* Cuts the next segment off *rest; what exceeds WORDS_MAX is dropped. */
static void next_segment(struct slice *rest, struct segment *s)
{
    *s = (struct segment){.count = 0};
    bool comma = false;
    while (rest->len > 0) {
        size_t len = 0;
        while (len < rest->len && !memchr(" ,.?", rest->ptr[len], 4)) {
            len++;
        }
        if (len > 0 && s->count < WORDS_MAX) {
            s->words[s->count++] = (struct word){slice_of(rest->ptr, len), comma};
            comma = false;
        }
        char end = len < rest->len ? rest->ptr[len++] : '.';
        *rest = slice_of(rest->ptr + len, rest->len - len);
        comma = comma || end == ',';
        if (end == '.' || end == '?') {
            s->question = end == '?';
            return;
        }
    }
}

/* (4) Whether word is pattern; a '*' at its end leaves the ending free. */
static bool is_word(struct slice word, struct slice pattern)
{
    if (pattern.len > 0 && pattern.ptr[pattern.len - 1] == '*') {
        return slice_starts(word, slice_of(pattern.ptr, pattern.len - 1));
    }
    return slice_equal(word, pattern);
}

/* Words of the segment from at on that phrase takes, 0 if it is not there. A phrase may span a
 * comma ("true, but"). */
static size_t phrase_at(const struct segment *s, size_t at, struct slice phrase)
{
    size_t taken = 0;
    while (phrase.ptr) {
        struct slice pattern = slice_cut(&phrase, ' ');
        if (at + taken >= s->count || !is_word(s->words[at + taken].text, pattern)) {
            return 0;
        }
        taken++;
    }
    return taken;
}

/* Words that the longest of phrases takes at the word. The first letter rules most of them out. */
static size_t longest_at(const struct segment *s, size_t at, const char *phrases)
{
    char first = s->words[at].text.ptr[0];
    size_t longest = 0;
    for (const char *p = phrases; p;) {
        const char *end = strchr(p, '|');
        if (*p == first) {
            size_t taken = phrase_at(s, at, slice_of(p, end ? (size_t)(end - p) : strlen(p)));
            longest = taken > longest ? taken : longest;
        }
        p = end ? end + 1 : NULL;
    }
    return longest;
}

/* The longest cue that begins at the word, or NULL; *taken is how many words it has. */
static const struct cue *cue_at(const struct segment *s, size_t at, size_t *taken)
{
    const struct cue *best = NULL;
    *taken = 0;
    for (size_t i = 0; i < CUES; i++) {
        size_t words = longest_at(s, at, cues[i].phrases);
        if (words > *taken) {
            *taken = words;
            best = &cues[i];
        }
    }
    return best;
}

/* (5) What was read of a segment so far. */
struct reading {
    unsigned found;  /* bit 1 << verdict for each verdict met */
    bool lost;       /* something was said that we cannot read */
    bool negated;    /* a negation since the last comma */
    size_t flips_at; /* the word at which "true" means false by that negation; 0: none */
    bool fully, mostly, partly, unsure; /* qualifiers that wait for their pole */
};

static void drop_qualifiers(struct reading *r)
{
    r->fully = r->mostly = r->partly = r->unsure = false;
}

static enum verdict qualify(enum verdict pole, const struct reading *r)
{
    if (r->unsure) {
        return VERDICT_UNPROVEN;
    }
    if (r->partly) {
        return VERDICT_MIXED;
    }
    if (r->mostly) {
        return pole == VERDICT_TRUE ? VERDICT_MOSTLY_TRUE : VERDICT_MISLEADING;
    }
    return pole;
}

/* A pole at word at. Right behind a negation "true" means false; "not entirely true" and "not
 * entirely false" are
 * mixed; any other negated pole is beyond us. */
static void take_pole(struct reading *r, enum verdict pole, size_t at)
{
    if (!r->negated) {
        r->found |= 1u << qualify(pole, r);
    } else if (r->fully && !r->mostly && !r->partly && !r->unsure) {
        r->found |= 1u << VERDICT_MIXED;
    } else if (pole == VERDICT_TRUE && at == r->flips_at && qualify(pole, r) == pole) {
        r->found |= 1u << VERDICT_FALSE;
    } else {
        r->lost = true;
    }
    drop_qualifiers(r);
}

static void take_cue(struct reading *r, const struct cue *cue, size_t at, size_t taken)
{
    switch (cue->kind) {
    case CUE_SKIP:
    case CUE_STORY:
        break;
    case CUE_POLE:
        take_pole(r, cue->verdict, at);
        break;
    case CUE_FIXED:
        r->lost = r->lost || r->negated;
        r->found |= 1u << cue->verdict;
        drop_qualifiers(r);
        break;
    case CUE_NEGATED:
        r->found |= 1u << cue->verdict;
        drop_qualifiers(r);
        break;
    case CUE_STOP: /* after a verdict it is an aside: "false, though it is true that" */
        r->lost = r->lost || !r->found;
        break;
    case CUE_NOT:
    case CUE_NO:
        r->negated = true;
        r->fully = false; /* it counts behind the negation only */
        r->flips_at = cue->kind == CUE_NOT ? at + taken : 0;
        break;
    case CUE_FULLY:
        r->fully = true;
        break;
    case CUE_MOSTLY:
        r->mostly = true;
        break;
    case CUE_PARTLY:
        r->partly = true;
        break;
    case CUE_UNSURE:
        r->unsure = true;
        break;
    }
}

/* Rule 3: the verdict for a set of them. */
static enum verdict settle(unsigned found)
{
    static const enum verdict careful_first[] = {VERDICT_SATIRE, VERDICT_UNPROVEN,
                                                 VERDICT_MISLEADING, VERDICT_MIXED};
    for (size_t i = 0; i < sizeof careful_first / sizeof *careful_first; i++) {
        if (found & 1u << careful_first[i]) {
            return careful_first[i];
        }
    }
    bool good = found & (1u << VERDICT_TRUE | 1u << VERDICT_MOSTLY_TRUE);
    if (found & 1u << VERDICT_FALSE) {
        return good ? VERDICT_MIXED : VERDICT_FALSE;
    }
    if (found & 1u << VERDICT_MOSTLY_TRUE) {
        return VERDICT_MOSTLY_TRUE;
    }
    return good ? VERDICT_TRUE : VERDICT_NONE;
}

/* Reads one segment. A qualifier that comes after its pole counts as well ("vrai en partie"). */
static void read_segment(const struct segment *s, struct reading *r)
{
    *r = (struct reading){.found = 0};
    bool is_long = s->count > LONG_WORDS;
    size_t taken;
    for (size_t at = 0; at < s->count; at += taken) {
        const struct cue *cue = cue_at(s, at, &taken);
        if (s->words[at].after_comma) {
            r->negated = false;
        }
        if (!cue) {
            taken = 1;
            continue;
        }
        if (cue->kind == CUE_STORY && r->found) {
            break;
        }
        bool counts = !is_long || at < LONG_HEAD || at + taken == s->count || cue->kind >= CUE_NOT;
        if (counts) {
            take_cue(r, cue, at, taken);
        }
    }
    enum verdict alone = settle(r->found);
    if (!is_long && (alone == VERDICT_TRUE || alone == VERDICT_FALSE)) {
        r->found = 1u << qualify(alone, r);
    }
}

const char *verdict_name(enum verdict v)
{
    return (size_t)v < VERDICTS ? verdict_names[v] : verdict_names[VERDICT_NONE];
}

enum verdict verdict_from_name(struct slice name)
{
    for (size_t i = 0; i < VERDICTS; i++) {
        if (slice_equal(name, slice_from(verdict_names[i]))) {
            return (enum verdict)i;
        }
    }
    return VERDICT_NONE;
}

enum verdict verdict_from_rating(struct slice words)
{
    char folded[FOLDED_MAX];
    if (words.len == 0 || !utf8_valid(words, NULL)) {
        return VERDICT_NONE;
    }
    struct slice rest = slice_of(folded, fold(words, folded));
    struct segment segment;
    struct reading reading;
    while (rest.len > 0) {
        next_segment(&rest, &segment);
        if (segment.question) {
            continue;
        }
        read_segment(&segment, &reading);
        if (reading.lost || reading.found) {
            return reading.lost ? VERDICT_NONE : settle(reading.found);
        }
    }
    return VERDICT_NONE;
}

enum verdict verdict_from_scale(double value, double worst, double best)
{
    static const enum verdict steps[] = {VERDICT_FALSE, VERDICT_MISLEADING, VERDICT_MIXED,
                                         VERDICT_MOSTLY_TRUE, VERDICT_TRUE};
    if (!(best > worst)) { /* also when one of them is no number */
        worst = 1;
        best = 5;
    }
    if (value == -1 || !(value >= worst && value <= best) || !isfinite(best - worst)) {
        return VERDICT_NONE;
    }
    return steps[lround((value - worst) / (best - worst) * 4)];
}
