/* model/claim_review.c - one claim as a schema.org ClaimReview, in and out.
 *
 * In this file, in order: (1) questions to loose JSON-LD; (2) reading one ClaimReview; (3) walking
 * through what wraps
 * them; (4) writing; (5) the functions of claim_file_int.h and claim_file.h.
 *
 * WHAT   schema.org lets nearly every property be a text, an object or an array of both, and
 *        fact-checkers use that
 *        freedom. Reading takes the first usable text; writing follows what schema.org and Google's
 *        guide for
 *        ClaimReview ask for (https://schema.org/ClaimReview,
 *        https://developers.google.com/search/docs/appearance/structured-data/factcheck).
 * RULES  1. what is written is read back as the same claim (harm, the exact verdict included).
 *        2. HTML entities in texts stay as they are: whether "&amp;" was meant cannot be known.
 * WHY    our own fields travel in properties that schema.org has for them: fact in reviewBody, id
 *        in identifier,
 *        verdict and harm as DefinedTerm keywords in sets of our own. additionalProperty would be
 *        shorter, but
 *        schema.org gives it to no CreativeWork, so validators complain.
 */
#include "model/claim_file.h"

#include <math.h>

#include "base/date.h"
#include "model/claim_file_int.h"

#define SET_VERDICT "urn:gardefou:verdict"
#define SET_HARM "urn:gardefou:harm"

#define ID_DIGITS_MAX 64 /* bytes of a number that serves as an identifier */

/* (1) Which members of an object hold its name, its text, its address; the first usable one counts.
 * */
static const char *const keys_name[] = {"name", "@value", "legalName", "site", NULL};
static const char *const keys_text[] = {"@value", "text", "name", NULL};
static const char *const keys_link[] = {"url", "contentUrl", "@value", "@id", NULL};

static bool is_absolute(struct slice address)
{
    return slice_starts(address, SLICE("http://")) || slice_starts(address, SLICE("https://")) ||
           slice_starts(address, SLICE("urn:"));
}

/* The first usable text in v: v itself, an item of it, or one of the members named by keys. An
 * "@id" counts only when
 * it is an address that means something outside its document. Recursion is bounded by the nesting
 * json_parse allows. */
static struct slice pick(const struct json *v, const char *const *keys)
{
    struct slice found = slice_trim(json_text(v));
    for (size_t i = 0; i < json_size(v) && found.len == 0; i++) {
        found = pick(json_item(v, i), keys);
    }
    for (size_t i = 0; json_is_object(v) && keys[i] && found.len == 0; i++) {
        struct slice member = pick(json_get(v, keys[i]), keys);
        bool usable = strcmp(keys[i], "@id") != 0 || is_absolute(member);
        found = usable ? member : found;
    }
    return found;
}

/* The first usable text among several members of v. */
static struct slice pick_of(const struct json *v, const char *const *members,
                            const char *const *keys)
{
    struct slice found = {NULL, 0};
    for (size_t i = 0; members[i] && found.len == 0; i++) {
        found = pick(json_get(v, members[i]), keys);
    }
    return found;
}

/* v, or its first object when v is an array. */
static const struct json *first_object(const struct json *v)
{
    for (size_t i = 0; i < json_size(v); i++) {
        if (json_is_object(json_item(v, i))) {
            return json_item(v, i);
        }
    }
    return v;
}

/* Whether a name of a type is name, as "Name", "schema:Name" or "https://schema.org/Name". */
static bool names_type(struct slice type, struct slice name)
{
    if (type.len < name.len ||
        !slice_equal(slice_of(type.ptr + type.len - name.len, name.len), name)) {
        return false;
    }
    return type.len == name.len || memchr("/:#", type.ptr[type.len - name.len - 1], 3);
}

/* Whether v says that it is of the type (also as one of several). */
static bool is_type(const struct json *v, struct slice name)
{
    const struct json *type = json_get(v, "@type");
    bool found = names_type(json_text(type), name);
    for (size_t i = 0; i < json_size(type); i++) {
        found = found || names_type(json_text(json_item(type, i)), name);
    }
    return found;
}

/* (2) An identifier: a text, a number, a PropertyValue, or the first usable one of several. */
static struct slice read_identifier(const struct json *v, struct arena *arena)
{
    struct slice found = slice_trim(json_text(v));
    for (size_t i = 0; i < json_size(v) && found.len == 0; i++) {
        found = read_identifier(json_item(v, i), arena);
    }
    if (json_is_object(v)) {
        found = read_identifier(json_get(v, "value"), arena);
        return found.len > 0 ? found : read_identifier(json_get(v, "@value"), arena);
    }
    if (found.len == 0 && !isnan(json_number(v, NAN))) {
        struct buf digits;
        buf_init(&digits, ID_DIGITS_MAX);
        json_write(v, &digits); /* a double would lose the end of a long number */
        found = arena_slice(arena, buf_slice(&digits));
        buf_done(&digits);
    }
    return found;
}

/* What our own keywords say. */
struct terms {
    struct slice verdict; /* our name of it; empty: not stated */
    struct slice label;   /* the rating that we made up when there was none */
    struct slice harm;
};

static void read_term(const struct json *term, struct terms *out)
{
    struct slice set = json_text(json_get(term, "inDefinedTermSet"));
    if (slice_equal(set, SLICE(SET_VERDICT))) {
        out->verdict = json_text(json_get(term, "termCode"));
        out->label = json_text(json_get(term, "name"));
    } else if (slice_equal(set, SLICE(SET_HARM))) {
        out->harm = json_text(json_get(term, "termCode"));
    }
}

/* The checker's own words: alternateName, else name, else words that stand where the number should
 * be. */
static struct slice read_rating_words(const struct json *rating)
{
    static const char *const members[] = {"alternateName", "name", NULL};
    struct slice words =
        json_is_object(rating) ? pick_of(rating, members, keys_text) : pick(rating, keys_text);
    if (words.len == 0) {
        struct slice value = slice_trim(json_text(json_get(rating, "ratingValue")));
        words = verdict_from_rating(value) != VERDICT_NONE ? value : words;
    }
    return words;
}

/* The verdict of the number, on the scale the rating states (schema.org: 1 to 5 unless stated). */
static enum verdict read_rating_value(const struct json *rating)
{
    double value = json_number(json_get(rating, "ratingValue"), NAN);
    double worst = json_number(json_get(rating, "worstRating"), 1);
    double best = json_number(json_get(rating, "bestRating"), 5);
    return verdict_from_scale(value, worst, best);
}

/* Our own keyword decides, else the words, else the number. */
static void read_rating(const struct json *v, struct claim *c)
{
    struct terms terms = {.verdict = {NULL, 0}};
    const struct json *keywords = json_get(v, "keywords");
    read_term(keywords, &terms);
    for (size_t i = 0; i < json_size(keywords); i++) {
        read_term(json_item(keywords, i), &terms);
    }
    const struct json *rating = first_object(json_get(v, "reviewRating"));
    c->rating = read_rating_words(rating);
    if (c->rating.len == 0) {
        c->rating = pick(json_get(v, "textualRating"), keys_text);
    }
    if (terms.verdict.len > 0) {
        c->verdict = verdict_from_name(terms.verdict);
    } else {
        c->verdict = verdict_from_rating(c->rating);
        c->verdict = c->verdict != VERDICT_NONE ? c->verdict : read_rating_value(rating);
    }
    if (terms.label.len > 0 && slice_equal(terms.label, c->rating)) {
        c->rating = slice_of(NULL, 0);
    }
    c->harm = harm_from_name(terms.harm);
}

/* Who checked: the author, unless that is a person and the organisation stands as publisher. */
static struct slice read_publisher(const struct json *v)
{
    const struct json *author = json_get(v, "author");
    struct slice name = pick(author, keys_name);
    struct slice organisation = pick(json_get(v, "publisher"), keys_name);
    bool is_person = is_type(first_object(author), SLICE("Person"));
    return organisation.len > 0 && (is_person || name.len == 0) ? organisation : name;
}

static int32_t read_date(const struct json *v)
{
    static const char *const members[] = {"datePublished", "reviewDate", "dateModified",
                                          "dateCreated"};
    int32_t day = DATE_NONE;
    for (size_t i = 0; i < sizeof members / sizeof *members && day == DATE_NONE; i++) {
        day = date_parse(pick(json_get(v, members[i]), keys_text));
    }
    return day;
}

/* What was checked: who said it, where, and its words when claimReviewed is missing. */
static void read_item(const struct json *v, struct claim *c)
{
    static const char *const places[] = {"appearance", "firstAppearance", NULL};
    const struct json *item = first_object(json_get(v, "itemReviewed"));
    c->author = pick(json_get(item, "author"), keys_name);
    c->link = pick_of(item, places, keys_link);
    if (c->link.len == 0) {
        struct slice own = pick(item, keys_link);
        c->link = is_absolute(own) ? own : c->link;
    }
    if (c->text.len == 0 && json_is_object(item)) {
        c->text = pick(item, keys_text);
    }
}

/* Fills out from the ClaimReview v. asked is the claim object around it in an answer of Google's
 * Fact Check Tools,
 * else NULL. */
static void read_review(const struct json *v, const struct json *asked, struct arena *arena,
                        struct claim *out)
{
    static const char *const titles[] = {"name", "headline", "title", NULL};
    static const char *const langs[] = {"inLanguage", "languageCode", NULL};
    static const char *const keys_lang[] = {"alternateName", "@value", "name", NULL};
    static const char *const urls[] = {"url", "mainEntityOfPage", NULL};
    *out = (struct claim){.id = read_identifier(json_get(v, "identifier"), arena),
                          .text = pick(json_get(v, "claimReviewed"), keys_text),
                          .title = pick_of(v, titles, keys_text),
                          .lang = pick_of(v, langs, keys_lang),
                          .fact = pick(json_get(v, "reviewBody"), keys_text),
                          .url = pick_of(v, urls, keys_link),
                          .publisher = read_publisher(v),
                          .date_days = read_date(v)};
    read_rating(v, out);
    read_item(v, out);
    struct slice own_id = json_text(json_get(v, "@id"));
    if (out->id.len == 0 && is_absolute(own_id)) {
        out->id = own_id;
    }
    if (out->text.len == 0) {
        out->text = pick(json_get(asked, "text"), keys_text);
    }
    if (out->author.len == 0) {
        out->author = pick(json_get(asked, "claimant"), keys_name);
    }
    if (out->fact.len > CLAIM_TEXT_MAX) { /* a whole article; not worth refusing the claim */
        out->fact = slice_of(NULL, 0);
    }
}

/* (3) A walk through one document. */
struct walk {
    const struct claim_review_visitor *visitor;
    const struct json *root; /* the whole value: other than its parts it may be of any kind */
    size_t told;             /* items handed to the visitor */
    size_t skipped;          /* objects of other types passed by */
    struct fault *f;
};

/* Members that hold what we look for. Lists and their items also serve for menus and breadcrumbs:
 * what is odd in
 * them is nobody's error. */
static const struct wrapper {
    const char *key;
    bool quiet;
} wrappers[] = {{"@graph", false},      {"dataFeedElement", false}, {"claims", false},
                {"claimReview", false}, {"itemListElement", true},  {"item", true}};

static enum err tell_odd(struct walk *w, bool quiet, const char *sentence)
{
    if (quiet) {
        w->skipped++;
        return ERR_NONE;
    }
    w->told++;
    return w->visitor->odd(w->visitor->context, sentence, w->f);
}

static enum err tell_review(struct walk *w, const struct json *v, const struct json *asked)
{
    struct claim claim;
    read_review(v, asked, w->visitor->arena, &claim);
    w->told++;
    return w->visitor->found(w->visitor->context, &claim, w->f);
}

/* Visits v; asked as in read_review. quiet: say nothing of what is odd. Calls itself once a level
 * of nesting. */
static enum err walk_value(struct walk *w, const struct json *v, const struct json *asked,
                           bool quiet)
{
    enum err code = ERR_NONE;
    if (json_is_array(v)) {
        for (size_t i = 0; i < json_size(v) && !code; i++) {
            code = walk_value(w, json_item(v, i), asked, quiet);
        }
        return code;
    }
    if (!json_is_object(v)) {
        return tell_odd(w, quiet, "this is no ClaimReview: not an object");
    }
    const struct json *type = json_get(v, "@type");
    if (asked || is_type(v, SLICE("ClaimReview")) || (!type && json_get(v, "claimReviewed"))) {
        return tell_review(w, v, asked);
    }
    bool wraps = false;
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers && !code; i++) {
        const struct json *inner = json_get(v, wrappers[i].key);
        bool inner_quiet = quiet || wrappers[i].quiet;
        wraps = wraps || inner;
        code = inner ? walk_value(w, inner, strcmp(wrappers[i].key, "claimReview") == 0 ? v : NULL,
                                  inner_quiet)
                     : code;
    }
    return wraps || code ? code
                         : tell_odd(w, quiet || type || v == w->root,
                                    "this is no ClaimReview: it has no claimReviewed");
}

/* (4) Verdicts with a place on Google's scale of 1 (false) to 5 (true); the others have none. */
static const struct rating {
    int value;
    const char
        *label; /* for a claim without the checker's words; verdict_from_rating reads it back */
} ratings[] = {[VERDICT_NONE] = {0, "Not rated"},          [VERDICT_TRUE] = {5, "True"},
               [VERDICT_MOSTLY_TRUE] = {4, "Mostly true"}, [VERDICT_MIXED] = {3, "Mixed"},
               [VERDICT_MISLEADING] = {2, "Misleading"},   [VERDICT_FALSE] = {1, "False"},
               [VERDICT_UNPROVEN] = {0, "Unproven"},       [VERDICT_SATIRE] = {0, "Satire"}};

/* Appends a member that is not the first of its object; nothing when value is empty. before and
 * after are literal
 * JSON around the text. */
static void add_member(struct buf *out, const char *before, struct slice value, const char *after)
{
    if (value.len > 0) {
        buf_add_text(out, before);
        buf_add_json(out, value);
        buf_add_text(out, after);
    }
}

static void add_rating(struct buf *out, const struct claim *c, const struct rating *rating)
{
    buf_add_text(out, ",\"reviewRating\":{\"@type\":\"Rating\"");
    if (rating->value > 0) {
        buf_add_text(out, ",\"ratingValue\":");
        buf_add_int(out, rating->value);
        buf_add_text(out, ",\"bestRating\":5,\"worstRating\":1");
    }
    struct slice words = c->rating.len > 0 ? c->rating : slice_from(rating->label);
    add_member(out, ",\"alternateName\":", words, "}");
}

static void add_terms(struct buf *out, const struct claim *c, const struct rating *rating)
{
    struct slice label = c->rating.len > 0 ? slice_of(NULL, 0) : slice_from(rating->label);
    buf_add_text(
        out, ",\"keywords\":[{\"@type\":\"DefinedTerm\",\"inDefinedTermSet\":\"" SET_VERDICT "\"");
    add_member(out, ",\"termCode\":", slice_from(verdict_name(c->verdict)), "");
    add_member(out, ",\"name\":", label, "");
    add_member(out,
               "},{\"@type\":\"DefinedTerm\",\"inDefinedTermSet\":\"" SET_HARM "\",\"termCode\":",
               slice_from(harm_name(c->harm)), "");
    buf_add_text(out, "}]");
}

enum err claim_review_walk(const struct json *v, const struct claim_review_visitor *visitor,
                           bool *found, struct fault *f)
{
    struct walk w = {.visitor = visitor, .root = v, .f = f};
    enum err code = walk_value(&w, v, NULL, false);
    *found = w.told > 0 || w.skipped == 0;
    return code;
}

void claim_file_review(const struct claim *c, struct buf *out)
{
    const struct rating *rating = &ratings[c->verdict];
    buf_add_text(out, "{\"@type\":\"ClaimReview\"");
    add_member(out, ",\"identifier\":", c->id, "");
    add_member(out, ",\"url\":", c->url, "");
    add_member(out, ",\"name\":", c->title, "");
    add_member(out, ",\"claimReviewed\":", c->text, "");
    if (c->date_days != DATE_NONE) {
        char date[11];
        date_format(c->date_days, date);
        add_member(out, ",\"datePublished\":", slice_from(date), "");
    }
    add_member(out, ",\"inLanguage\":", c->lang, "");
    add_member(out, ",\"author\":{\"@type\":\"Organization\",\"name\":", c->publisher, "}");
    buf_add_text(out, ",\"itemReviewed\":{\"@type\":\"Claim\"");
    add_member(out, ",\"author\":{\"@type\":\"Person\",\"name\":", c->author, "}");
    add_member(out, ",\"appearance\":{\"@type\":\"CreativeWork\",\"url\":", c->link, "}");
    buf_add_char(out, '}');
    add_rating(out, c, rating);
    add_member(out, ",\"reviewBody\":", c->fact, "");
    add_terms(out, c, rating);
    buf_add_char(out, '}');
}
