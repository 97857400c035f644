/* match/cues.h - the words, phrases and symbols that show where a message stands. Private to
 * match/.
 *
 * WHAT   share/words/cues.tsv as a table: what kind of word is this ("fake", "pas", "anyone"), does
 *        a phrase begin here
 *        ("c'est faux", "no evidence"), what does this emoji say. French and English apart: "or",
 *        "comment", "pain".
 * FLOW   called by: match/stance (marks for the lexicon), match/stance_features (reads messages
 *        with them).
 * WHY    a word is marked once, when the lexicon meets it; a message is then read by table look-ups
 *        alone.
 * RULES  1. built once, on first use, and read-only from then on: any thread may ask.
 *        2. a word spelt out in the file wins over a word beginning; of two phrases the longer
 *        wins.
 * COST   about 150 KB; cues_mark 50 ns for a new word, cues_phrase nothing unless two phrase words
 *        meet.
 * NOT HERE  what the cues mean together: match/stance_features.c.
 */
#ifndef MATCH_CUES_H
#define MATCH_CUES_H

#include <stdint.h>

#include "text/analysis.h"

/* The classes of cues.tsv, in the order of the names in cues.c. */
enum cue {
    CUE_NOT,      /* negation */
    CUE_LACK,     /* turns the next word only: "sans danger", "free of risk" */
    CUE_NEVER,    /* never */
    CUE_NE,       /* the French "ne": turns like "without", says little by itself */
    CUE_PLUS,     /* the French "plus", a negation behind "ne" */
    CUE_DEBUNK,   /* says that something is false */
    CUE_TRUE,     /* says that something is true */
    CUE_ASK,      /* wants to know */
    CUE_OPENER,   /* opens a yes-or-no question when it opens a sentence */
    CUE_OR,       /* leaves a choice */
    CUE_WHY,      /* opens a question that may be none */
    CUE_KNOW,     /* opens a question that is none: "did you know" */
    CUE_GREET,    /* greets: somebody is asked */
    CUE_SAID,     /* reported speech */
    CUE_POST,     /* talks of posts, videos, networks */
    CUE_SELF,     /* I, my */
    CUE_WE,       /* we, our */
    CUE_THEY,     /* they, their */
    CUE_YOU,      /* you, your */
    CUE_THOU,     /* the familiar French "tu" */
    CUE_KIN,      /* relatives, friends, elders: the sources of hearsay */
    CUE_TURN,     /* turns against what was said: "actually" */
    CUE_SCIENCE,  /* studies, agencies */
    CUE_DOCTOR,   /* medical professions */
    CUE_CLINIC,   /* speaks from practice: "my patients" */
    CUE_BODY,     /* how the body works: hormones, genes */
    CUE_SOME,     /* measured words: "usually" */
    CUE_ALL,      /* absolute words: "always" */
    CUE_CAUSE,    /* links cause and effect */
    CUE_BAD,      /* harm */
    CUE_GOOD,     /* worth */
    CUE_NEEDLESS, /* not needed */
    CUE_URGE,     /* calls to act */
    CUE_CARE,     /* sober advice */
    CUE_THEM,     /* those who hide the truth */
    CUE_SELL,     /* sells something */
    CUE_RESULT,   /* tells of an outcome: "gone in a week" */
    CUE_IRONY,    /* irony */
    CUE_NEWS,     /* announces or describes a debate */
    CUE_CHEER,    /* symbols of delight */
    CUE_ALARM,    /* symbols of alarm and anger */
    CUE_MOCK,     /* symbols of mockery */
    CUE_EQUALS,   /* "=", arrows */
    CUES
};

#define CUE_BIT(c) ((uint64_t)1 << (c))

/* What is known of one word. */
struct cue_word {
    uint64_t bits[2]; /* classes in French, English */
    uint8_t starts;   /* a phrase may begin with it: 1 French, 2 English */
    uint8_t follows;  /* it may go on with it */
};

struct cue_table;

/* The table; built by the first call. Never NULL. */
const struct cue_table *cues_table(void);

/* The mark of a folded word, for lexeme.mark: 0 when the word means nothing here. */
uint32_t cues_mark(const struct cue_table *t, struct slice folded);

/* What a mark stands for; mark 0 gives an empty word. */
const struct cue_word *cues_word(const struct cue_table *t, uint32_t mark);

/* The longest phrase that begins at token i of a and ends within its sentence: its length in tokens
 * and its classes,
 * or 0. side: 0 French, 1 English. */
size_t cues_phrase(const struct cue_table *t, const struct analysis *a, size_t i, int side,
                   uint64_t *bits);

/* The classes of a symbol. */
uint64_t cues_symbol(const struct cue_table *t, uint32_t code);

/* The name of a class in cues.tsv. */
const char *cues_name(enum cue c);

#endif
