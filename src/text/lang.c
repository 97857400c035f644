/* text/lang.c - codes of languages, the two vote lists, and the decision.
 *
 * In this file, in order: (1) codes, (2) the vote lists, (3) what CLD2 is shown, (4) the public
 * functions.
 */
#include "text/lang.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/cld.h"

/* What CLD2 reads of a text at the most; its time grows with the length, its certainty does not. */
#define LANG_TEXT_BYTES 2048
/* CLD2 reads whole machine words; the copy it is shown ends in that many zero bytes. */
#define LANG_PADDING 32
#define LANG_LETTERS_MIN 20

/* -- (1) codes */

struct lang_alias {
    char code[4];
    unsigned char lang;
};

/* ISO 639-1, 639-2/B and 639-2/T, retired codes still in use; "und" and its kin say that nothing is
 * known. */
static const struct lang_alias aliases[] = {
    {"ar", LANG_AR},    {"ara", LANG_AR},   {"ca", LANG_CA},    {"cat", LANG_CA},
    {"da", LANG_DA},    {"dan", LANG_DA},   {"de", LANG_DE},    {"deu", LANG_DE},
    {"ger", LANG_DE},   {"el", LANG_EL},    {"ell", LANG_EL},   {"gre", LANG_EL},
    {"en", LANG_EN},    {"eng", LANG_EN},   {"es", LANG_ES},    {"spa", LANG_ES},
    {"fi", LANG_FI},    {"fin", LANG_FI},   {"fr", LANG_FR},    {"fra", LANG_FR},
    {"fre", LANG_FR},   {"hi", LANG_HI},    {"hin", LANG_HI},   {"hu", LANG_HU},
    {"hun", LANG_HU},   {"id", LANG_ID},    {"in", LANG_ID},    {"ind", LANG_ID},
    {"ms", LANG_ID},    {"msa", LANG_ID},   {"may", LANG_ID},   {"zsm", LANG_ID},
    {"it", LANG_IT},    {"ita", LANG_IT},   {"ne", LANG_NE},    {"nep", LANG_NE},
    {"nl", LANG_NL},    {"nld", LANG_NL},   {"dut", LANG_NL},   {"no", LANG_NO},
    {"nor", LANG_NO},   {"nb", LANG_NO},    {"nob", LANG_NO},   {"nn", LANG_NO},
    {"nno", LANG_NO},   {"pt", LANG_PT},    {"por", LANG_PT},   {"ro", LANG_RO},
    {"ron", LANG_RO},   {"rum", LANG_RO},   {"mo", LANG_RO},    {"ru", LANG_RU},
    {"rus", LANG_RU},   {"sv", LANG_SV},    {"swe", LANG_SV},   {"ta", LANG_TA},
    {"tam", LANG_TA},   {"tr", LANG_TR},    {"tur", LANG_TR},   {"und", LANG_NONE},
    {"mul", LANG_NONE}, {"mis", LANG_NONE}, {"zxx", LANG_NONE},
};

static const char codes[LANG_LAST + 1][4] = {
    [LANG_NONE] = "und", [LANG_FR] = "fr", [LANG_EN] = "en", [LANG_AR] = "ar", [LANG_CA] = "ca",
    [LANG_DA] = "da",    [LANG_DE] = "de", [LANG_EL] = "el", [LANG_ES] = "es", [LANG_FI] = "fi",
    [LANG_HI] = "hi",    [LANG_HU] = "hu", [LANG_ID] = "id", [LANG_IT] = "it", [LANG_NE] = "ne",
    [LANG_NL] = "nl",    [LANG_NO] = "no", [LANG_PT] = "pt", [LANG_RO] = "ro", [LANG_RU] = "ru",
    [LANG_SV] = "sv",    [LANG_TA] = "ta", [LANG_TR] = "tr",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_letter_or_digit(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* Cuts the next subtag off *rest: up to '-' or '_'. False when it is not 1 to 8 letters and digits
 * (BCP 47 §2.1). */
static bool subtag_next(struct slice *rest, struct slice *tag)
{
    size_t len = 0;
    while (len < rest->len && is_letter_or_digit(rest->ptr[len])) {
        len++;
    }
    *tag = slice_of(rest->ptr, len);
    bool last = len == rest->len;
    if (len == 0 || len > 8 || (!last && rest->ptr[len] != '-' && rest->ptr[len] != '_')) {
        return false;
    }
    *rest = last ? slice_of(NULL, 0) : slice_of(rest->ptr + len + 1, rest->len - len - 1);
    return true;
}

/* The language of a primary subtag in lower case, of two or three letters. */
static enum lang lang_of_primary(const char *tag)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(aliases[i].code, tag) == 0) {
            return (enum lang)aliases[i].lang;
        }
    }
    /* qaa to qtz are for private use; networks put "no words in it" there. */
    bool private_use = strlen(tag) == 3 && tag[0] == 'q' && tag[1] <= 't';
    return private_use ? LANG_NONE : LANG_OTHER;
}

/* -- (2) the vote lists */

enum { VOTE_FRENCH = 1, VOTE_ENGLISH = 2 };

struct vote {
    char word[13]; /* folded, NUL-terminated */
    unsigned char bits;
};

#define FR VOTE_FRENCH
#define EN VOTE_ENGLISH

/* Sorted by strcmp. Left out on purpose, because another language of ours uses them often: fr et,
 * je, nous, elles, jamais, mais, les, des, du, pas, ne, sur, plus; en of, to, is, in, was, will,
 * had, we, my, any, for, who (the WHO). */
static const struct vote votes[] = {
    {"about", EN},    {"afin", FR},       {"after", EN},   {"against", EN}, {"ainsi", FR},
    {"alors", FR},    {"and", EN},        {"apres", FR},   {"are", EN},     {"aucun", FR},
    {"aucune", FR},   {"aussi", FR},      {"autre", FR},   {"autres", FR},  {"aux", FR},
    {"avait", FR},    {"avec", FR},       {"avez", FR},    {"avoir", FR},   {"avons", FR},
    {"beaucoup", FR}, {"because", EN},    {"been", EN},    {"before", EN},  {"being", EN},
    {"between", EN},  {"bonjour", FR},    {"cannot", EN},  {"cela", FR},    {"celle", FR},
    {"celui", FR},    {"ces", FR},        {"cet", FR},     {"cette", FR},   {"ceux", FR},
    {"chaque", FR},   {"chez", FR},       {"comme", FR},   {"could", EN},   {"dans", FR},
    {"demain", FR},   {"depuis", FR},     {"did", EN},     {"didn", EN},    {"does", EN},
    {"doesn", EN},    {"doit", FR},       {"doivent", FR}, {"donc", FR},    {"elle", FR},
    {"est", FR},      {"etaient", FR},    {"etait", FR},   {"etes", FR},    {"etre", FR},
    {"eux", FR},      {"every", EN},      {"faire", FR},   {"fait", FR},    {"from", EN},
    {"going", EN},    {"have", EN},       {"here", EN},    {"him", EN},     {"his", EN},
    {"how", EN},      {"if", EN},         {"ils", FR},     {"into", EN},    {"isn", EN},
    {"it", EN},       {"its", EN},        {"know", EN},    {"leur", FR},    {"leurs", FR},
    {"lorsque", FR},  {"maintenant", FR}, {"malgre", FR},  {"many", EN},    {"moi", FR},
    {"moins", FR},    {"much", EN},       {"never", EN},   {"not", EN},     {"notre", FR},
    {"now", EN},      {"only", EN},       {"ont", FR},     {"oui", FR},     {"our", EN},
    {"out", EN},      {"parce", FR},      {"people", EN},  {"peut", FR},    {"peuvent", FR},
    {"pourquoi", FR}, {"puisque", FR},    {"qu", FR},      {"quand", FR},   {"quelques", FR},
    {"quoi", FR},     {"rien", FR},       {"said", EN},    {"says", EN},    {"selon", FR},
    {"serait", FR},   {"she", EN},        {"should", EN},  {"sommes", FR},  {"sont", FR},
    {"suis", FR},     {"than", EN},       {"that", EN},    {"the", EN},     {"their", EN},
    {"them", EN},     {"then", EN},       {"there", EN},   {"these", EN},   {"they", EN},
    {"think", EN},    {"this", EN},       {"those", EN},   {"through", EN}, {"toujours", FR},
    {"tous", FR},     {"tout", FR},       {"toute", FR},   {"toutes", FR},  {"trop", FR},
    {"une", FR},      {"up", EN},         {"very", EN},    {"voici", FR},   {"voir", FR},
    {"vont", FR},     {"votre", FR},      {"vous", FR},    {"were", EN},    {"what", EN},
    {"when", EN},     {"where", EN},      {"which", EN},   {"while", EN},   {"why", EN},
    {"with", EN},     {"without", EN},    {"would", EN},   {"you", EN},     {"your", EN},
};

#undef FR
#undef EN

static int vote_compare(const void *key, const void *entry)
{
    return strcmp(key, ((const struct vote *)entry)->word);
}

/* The language the votes decide by themselves, or LANG_NONE. */
static enum lang vote_winner(unsigned french, unsigned english)
{
    if (french >= 2 && french / 3 >= english) {
        return LANG_FR;
    }
    if (english >= 2 && english / 3 >= french) {
        return LANG_EN;
    }
    return LANG_NONE;
}

/* Whether the votes speak against hint: one stray word (a title, a quotation) does not. */
static bool vote_contradicts(enum lang hint, unsigned french, unsigned english)
{
    if (hint == LANG_FR) {
        return english >= 2 && english > french;
    }
    if (hint == LANG_EN) {
        return french >= 2 && french > english;
    }
    return french >= 2 || english >= 2;
}

/* -- (3) what CLD2 is shown */

/* Whether a blank-separated piece of text is not in any language: an address, a name, an e-mail
 * address. */
static bool speaks_no_language(struct slice piece)
{
    return piece.ptr[0] == '@' || memchr(piece.ptr, '@', piece.len) ||
           slice_starts(piece, SLICE("http://")) || slice_starts(piece, SLICE("https://")) ||
           slice_starts(piece, SLICE("www."));
}

/* The longest beginning of text of at most max bytes that ends between code points. */
static struct slice cut_at(struct slice text, size_t max)
{
    if (text.len > max) {
        text.len = max;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xc0) == 0x80) {
            text.len--;
        }
    }
    return text;
}

/* Copies text to out without what speaks no language; the number of bytes written, at most
 * text.len. */
static size_t copy_spoken(struct slice text, char *out)
{
    size_t len = 0;
    size_t start = 0;
    while (start < text.len) {
        size_t end = start;
        while (end < text.len && !strchr(" \t\r\n", text.ptr[end])) {
            end++;
        }
        struct slice piece = slice_of(text.ptr + start, end - start);
        if (piece.len > 0 && !speaks_no_language(piece)) {
            memcpy(out + len, piece.ptr, piece.len);
            len += piece.len;
        }
        if (end < text.len) {
            out[len++] = ' ';
        }
        start = end + 1;
    }
    return len;
}

/* Whether text has at least min letters. */
static bool has_letters(struct slice text, size_t min)
{
    const unsigned char *at = (const unsigned char *)text.ptr;
    const unsigned char *end = at + text.len;
    while (at < end && min > 0) {
        min -= u_isalpha((UChar32)utf8_next(&at)) ? 1 : 0;
    }
    return min == 0;
}

/* What CLD2 is sure of, or LANG_NONE. */
static enum lang ask_cld(struct slice text)
{
    char spoken[LANG_TEXT_BYTES + LANG_PADDING];
    size_t len = copy_spoken(cut_at(text, LANG_TEXT_BYTES), spoken);
    memset(spoken + len, 0, LANG_PADDING);
    if (!has_letters(slice_of(spoken, len), LANG_LETTERS_MIN)) {
        return LANG_NONE;
    }
    return lang_from_code(slice_from(cld_code(spoken, len)));
}

/* -- (4) public */

const char *lang_code(enum lang l)
{
    return l > LANG_NONE && l <= LANG_LAST ? codes[l] : codes[LANG_NONE];
}

enum lang lang_from_code(struct slice code)
{
    struct slice rest = slice_trim(code);
    struct slice primary;
    if (!subtag_next(&rest, &primary) || primary.len < 2) {
        return LANG_NONE;
    }
    char lower[9] = {0};
    for (size_t i = 0; i < primary.len; i++) {
        if (!is_letter(primary.ptr[i])) {
            return LANG_NONE;
        }
        lower[i] = (char)(primary.ptr[i] | 0x20);
    }
    while (rest.ptr) {
        struct slice tag;
        if (!subtag_next(&rest, &tag)) {
            return LANG_NONE;
        }
    }
    return lang_of_primary(lower);
}

unsigned lang_vote(struct slice folded)
{
    char word[sizeof votes->word];
    if (folded.len == 0 || folded.len >= sizeof word || memchr(folded.ptr, '\0', folded.len)) {
        return 0;
    }
    memcpy(word, folded.ptr, folded.len);
    word[folded.len] = '\0';
    const struct vote *hit =
        bsearch(word, votes, sizeof votes / sizeof *votes, sizeof *votes, vote_compare);
    return hit ? hit->bits : 0;
}

enum lang lang_decide(struct slice text, unsigned french, unsigned english, enum lang hint,
                      enum lang fallback)
{
    enum lang winner = vote_winner(french, english);
    if (winner != LANG_NONE) {
        return winner;
    }
    if (hint != LANG_NONE && !vote_contradicts(hint, french, english)) {
        return hint;
    }
    enum lang detected = ask_cld(text);
    if (detected != LANG_NONE) {
        return detected;
    }
    if (french != english) {
        return french > english ? LANG_FR : LANG_EN;
    }
    return fallback;
}
