/* match/features.h - what speaks for and against one candidate, as numbers a model can weigh.
 * Private to match/.
 *
 * WHAT   for each candidate about twenty figures from its forward list, all between 0 and about 2.
 * FLOW   called by: match/matcher after retrieval; tools/learn writes them out to learn weights
 *        from.
 */
#ifndef MATCH_FEATURES_H
#define MATCH_FEATURES_H

enum feature {
    FEATURE_WORDS_TOP,   /* BM25 of words over the best candidate's */
    FEATURE_GRAMS_TOP,   /* the same for 4-grams */
    FEATURE_COSINE_TOP,  /* the same for the cosine */
    FEATURE_COSINE,      /* tf-idf cosine */
    FEATURE_WORDS_SHARE, /* BM25 of words over the idf mass of the message */
    FEATURE_GRAMS_SHARE,
    FEATURE_ROOTS_TOP,
    FEATURE_ROOTS_SHARE,
    FEATURE_SOFT,     /* coverage counting words found by their root only as well */
    FEATURE_COVERAGE, /* idf share of the claim's words found in the message */
    FEATURE_TITLE,    /* the same for the title */
    FEATURE_WINDOW,   /* the most of the claim's idf found within WINDOW_TOKENS of the message */
    FEATURE_PHRASES, /* share of the claim's neighbouring words that are neighbours in the message too */
    FEATURE_RUN,     /* longest run of such neighbours, over the claim's words */
    FEATURE_DENSITY, /* idf share of the message's words that the claim has */
    FEATURE_MESSAGE, /* log of the message's length in words: the same for all its candidates */
    FEATURE_NUMBERS_AGREE, /* share of the claim's numbers found in the message */
    FEATURE_NUMBERS_DIFFER, /* 1: the claim has a number the message lacks while the message has others */
    FEATURE_NAMES,          /* idf share of the claim's names found */
    FEATURE_NAMES_MISSING,  /* 1 - that, where the claim has names */
    FEATURE_CONCEPTS,       /* idf share of the claim's concepts found */
    FEATURE_CONCEPTS_SHARE, /* BM25 of concepts over the message's concept mass */
    FEATURE_RAREST, /* idf of the rarest shared word over that of the message's rarest word known to the index */
    FEATURE_MATCHED,       /* log of how many words are shared */
    FEATURE_LENGTH,        /* log of how many words the claim has */
    FEATURE_LINK,          /* 1: an address of the claim is in the message */
    FEATURE_GRAM_COVERAGE, /* BM25 of 4-grams over the idf mass of the claim's 4-grams */
    FEATURE_LEAD,          /* coverage by the first LEAD_TOKENS of the message */
    FEATURE_REPEATED,      /* coverage counting only words the message has more than once */
    FEATURE_RAREST_MISSING, /* idf of the claim's rarest word that the message lacks, over the rarest of all */
    FEATURE_DATE, /* exp(-days between / 60), 0 without dates */
    FEATURES
};

struct query;
struct snapshot;

/* Fills features of all candidates of q. */
void features_fill(struct query *q, const struct snapshot *s);

#endif
