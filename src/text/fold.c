/* text/fold.c - the folded form of a word: a table for Latin, ICU for the rest.
 *
 * In this file, in order: (1) the table and the path that needs nothing else, (2) the path through
 * ICU: look-alikes, case folding, marks, (3) the public functions.
 * INVARIANT  both paths give the same answer; tests/unit/test_fold.c compares them for every code
 * point of the table.
 * A change of (2) means writing (1) anew: print what (2) gives for each of its code points.
 */
#include "text/fold.h"

#include <assert.h>
#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

/* UTF-16 units of a word on the path through ICU, before and after; what does not fit is no
 * word. */
#define FOLD_WIDE_MAX 1024
/* A pass can make a letter that the next pass has more to say about (the small form of a capital
 * may be a look-alike when the capital is none); three passes were the most ever seen. */
#define FOLD_PASSES_MAX 8
/* Bytes of a word on the table's path; no entry is longer than three times what it stands for. */
#define FOLD_NARROW_MAX 80

/* -- (1) the table */

#define LATIN_END 0x250u
#define VIETNAMESE_START 0x1e00u
#define VIETNAMESE_END 0x1f00u

/* Sixteen a row. clang-format would make it one. */
/* clang-format off */

/* What U+0080 to U+024F fold to: indexed by code point - 0x80. */
static const char latin[LATIN_END - 0x80][6] = {
    /* 0080 */ "\xc2\x80", "\xc2\x81", "\xc2\x82", "\xc2\x83", "\xc2\x84", "\xc2\x85", "\xc2\x86", "\xc2\x87",
               "\xc2\x88", "\xc2\x89", "\xc2\x8a", "\xc2\x8b", "\xc2\x8c", "\xc2\x8d", "\xc2\x8e", "\xc2\x8f",
    /* 0090 */ "\xc2\x90", "\xc2\x91", "\xc2\x92", "\xc2\x93", "\xc2\x94", "\xc2\x95", "\xc2\x96", "\xc2\x97",
               "\xc2\x98", "\xc2\x99", "\xc2\x9a", "\xc2\x9b", "\xc2\x9c", "\xc2\x9d", "\xc2\x9e", "\xc2\x9f",
    /* 00A0 */ "\x20", "¡", "¢", "£", "¤", "¥", "¦", "§", "\x20\xcc\x88", "©", "a", "«", "¬", "", "®", "\x20\xcc\x84",
    /* 00B0 */ "°", "±", "2", "3", "\x20\xcc\x81", "μ", "¶", "·", "\x20\xcc\xa7", "1", "o", "»", "1⁄4", "1⁄2", "3⁄4", "¿",
    /* 00C0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    /* 00D0 */ "ð", "n", "o", "o", "o", "o", "o", "×", "o", "u", "u", "u", "u", "y", "þ", "ss",
    /* 00E0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    /* 00F0 */ "ð", "n", "o", "o", "o", "o", "o", "÷", "o", "u", "u", "u", "u", "y", "þ", "y",
    /* 0100 */ "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    /* 0110 */ "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    /* 0120 */ "g", "g", "g", "g", "h", "h", "ħ", "ħ", "i", "i", "i", "i", "i", "i", "i", "i",
    /* 0130 */ "i", "i", "ij", "ij", "j", "j", "k", "k", "ĸ", "l", "l", "l", "l", "l", "l", "l·",
    /* 0140 */ "l·", "l", "l", "n", "n", "n", "n", "n", "n", "ʼn", "ŋ", "ŋ", "o", "o", "o", "o",
    /* 0150 */ "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    /* 0160 */ "s", "s", "t", "t", "t", "t", "ŧ", "ŧ", "u", "u", "u", "u", "u", "u", "u", "u",
    /* 0170 */ "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
    /* 0180 */ "ƀ", "ɓ", "ƃ", "ƃ", "ƅ", "ƅ", "ɔ", "ƈ", "ƈ", "ɖ", "ɗ", "ƌ", "ƌ", "ƍ", "ǝ", "ə",
    /* 0190 */ "ɛ", "ƒ", "ƒ", "ɠ", "ɣ", "ƕ", "ɩ", "ɨ", "ƙ", "ƙ", "ƚ", "ƛ", "ɯ", "ɲ", "ƞ", "ɵ",
    /* 01A0 */ "o", "o", "ƣ", "ƣ", "ƥ", "ƥ", "ʀ", "ƨ", "ƨ", "ʃ", "ƪ", "ƫ", "ƭ", "ƭ", "ʈ", "u",
    /* 01B0 */ "u", "ʊ", "ʋ", "ƴ", "ƴ", "ƶ", "ƶ", "ʒ", "ƹ", "ƹ", "ƺ", "ƻ", "ƽ", "ƽ", "ƾ", "ƿ",
    /* 01C0 */ "ǀ", "ǁ", "ǂ", "ǃ", "dz", "dz", "dz", "lj", "lj", "lj", "nj", "nj", "nj", "a", "a", "i",
    /* 01D0 */ "i", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "ǝ", "a", "a",
    /* 01E0 */ "a", "a", "ae", "ae", "ǥ", "ǥ", "g", "g", "k", "k", "o", "o", "o", "o", "ʒ", "ʒ",
    /* 01F0 */ "j", "dz", "dz", "dz", "g", "g", "ƕ", "ƿ", "n", "n", "a", "a", "ae", "ae", "o", "o",
    /* 0200 */ "a", "a", "a", "a", "e", "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o",
    /* 0210 */ "r", "r", "r", "r", "u", "u", "u", "u", "s", "s", "t", "t", "ȝ", "ȝ", "h", "h",
    /* 0220 */ "ƞ", "ȡ", "ȣ", "ȣ", "ȥ", "ȥ", "a", "a", "e", "e", "o", "o", "o", "o", "o", "o",
    /* 0230 */ "o", "o", "y", "y", "ȴ", "ȵ", "ȶ", "ȷ", "ȸ", "ȹ", "ⱥ", "ȼ", "ȼ", "ƚ", "ⱦ", "ȿ",
    /* 0240 */ "ɀ", "ɂ", "ɂ", "ƀ", "ʉ", "ʌ", "ɇ", "ɇ", "ɉ", "ɉ", "ɋ", "ɋ", "ɍ", "ɍ", "ɏ", "ɏ",
};

/* What U+1E00 to U+1EFF fold to: letters of Vietnamese, mostly. */
static const char latin_additional[VIETNAMESE_END - VIETNAMESE_START][4] = {
    /* 1E00 */ "a", "a", "b", "b", "b", "b", "b", "b", "c", "c", "d", "d", "d", "d", "d", "d",
    /* 1E10 */ "d", "d", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "f", "f",
    /* 1E20 */ "g", "g", "h", "h", "h", "h", "h", "h", "h", "h", "h", "h", "i", "i", "i", "i",
    /* 1E30 */ "k", "k", "k", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", "l", "m", "m",
    /* 1E40 */ "m", "m", "m", "m", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
    /* 1E50 */ "o", "o", "o", "o", "p", "p", "p", "p", "r", "r", "r", "r", "r", "r", "r", "r",
    /* 1E60 */ "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t", "t", "t", "t", "t",
    /* 1E70 */ "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "v", "v", "v", "v",
    /* 1E80 */ "w", "w", "w", "w", "w", "w", "w", "w", "w", "w", "x", "x", "x", "x", "y", "y",
    /* 1E90 */ "z", "z", "z", "z", "z", "z", "h", "t", "w", "y", "aʾ", "s", "ẜ", "ẝ", "ss", "ẟ",
    /* 1EA0 */ "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
    /* 1EB0 */ "a", "a", "a", "a", "a", "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e",
    /* 1EC0 */ "e", "e", "e", "e", "e", "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o",
    /* 1ED0 */ "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
    /* 1EE0 */ "o", "o", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
    /* 1EF0 */ "u", "u", "y", "y", "y", "y", "y", "y", "y", "y", "ỻ", "ỻ", "ỽ", "ỽ", "ỿ", "ỿ",
};

/* clang-format on */

/* The table's text for code, or NULL when code is not in it. */
static const char *table_text(uint32_t code)
{
    if (code < LATIN_END) {
        return latin[code - 0x80];
    }
    return code >= VIETNAMESE_START && code < VIETNAMESE_END
               ? latin_additional[code - VIETNAMESE_START]
               : NULL;
}

/* Folds word into out (3 * FOLD_NARROW_MAX bytes) by table only; false when word needs the other
 * path. */
static bool fold_narrow(struct slice word, char *out, size_t *out_len)
{
    *out_len = 0;
    if (word.len == 0 || word.len > FOLD_NARROW_MAX) {
        return word.len == 0;
    }
    const unsigned char *at = (const unsigned char *)word.ptr;
    const unsigned char *end = at + word.len;
    size_t len = 0;
    while (at < end) {
        if (*at < 0x80) {
            bool capital = *at >= 'A' && *at <= 'Z';
            out[len++] = (char)(capital ? *at | 0x20 : *at);
            at++;
            continue;
        }
        const char *text = table_text(utf8_next(&at));
        if (!text) {
            return false;
        }
        while (*text) {
            out[len++] = *text++;
        }
    }
    *out_len = len;
    return true;
}

/* -- (2) the path through ICU */

struct wide {
    UChar text[FOLD_WIDE_MAX];
    int32_t len;
};

/* The letters folding spells out. Those with a stroke have no decomposition in Unicode. */
static const struct {
    uint16_t letter;
    char text[3];
} spelt_out[] = {{0xe6, "ae"}, {0xf8, "o"},  {0x111, "d"},
                 {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}};

/* Shared by all threads, never closed: a USpoofChecker may be asked from any thread once it is set
 * up. */
static USpoofChecker *spoof;
static pthread_once_t spoof_once = PTHREAD_ONCE_INIT;

static void spoof_open(void)
{
    UErrorCode error = U_ZERO_ERROR;
    spoof = uspoof_open(&error);
    if (U_FAILURE(error)) {
        spoof = NULL;
    }
}

/* The checker, or NULL when ICU has no data for it. */
static USpoofChecker *spoof_shared(void)
{
    (void)pthread_once(&spoof_once, spoof_open);
    return spoof;
}

/* Reads the code point at *at and moves behind it. Surrogates come in pairs: w was made from
 * well-formed UTF-8. */
static UChar32 wide_next(const struct wide *w, int32_t *at)
{
    UChar unit = w->text[(*at)++];
    if (U16_IS_LEAD(unit) && *at < w->len) {
        return U16_GET_SUPPLEMENTARY(unit, w->text[(*at)++]);
    }
    return unit;
}

/* Appends code; false when w is full. */
static bool wide_add(struct wide *w, UChar32 code)
{
    UBool failed = false;
    U16_APPEND(w->text, w->len, FOLD_WIDE_MAX, code, failed);
    return !failed;
}

static bool wide_normalize(const UNormalizer2 *form, const struct wide *in, struct wide *out)
{
    UErrorCode error = U_ZERO_ERROR;
    out->len = unorm2_normalize(form, in->text, in->len, out->text, FOLD_WIDE_MAX, &error);
    return U_SUCCESS(error) && out->len <= FOLD_WIDE_MAX;
}

static UScriptCode script_of(UChar32 code)
{
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(code, &error);
}

/* The ASCII letter that code looks like, 0 if none. An accent that the skeleton carries besides is
 * no difference here. */
static UChar32 ascii_look_alike(UChar32 code)
{
    UChar in[2];
    UChar skeleton[32];
    int32_t in_len = 0;
    U16_APPEND_UNSAFE(in, in_len, code);
    UErrorCode error = U_ZERO_ERROR;
    int32_t len = uspoof_getSkeleton(spoof_shared(), 0, in, in_len, skeleton, 32, &error);
    if (U_FAILURE(error) || len < 1 || len > 32 || skeleton[0] > 'z' || !u_isalpha(skeleton[0])) {
        return 0;
    }
    for (int32_t i = 1; i < len; i++) {
        if (u_charType(skeleton[i]) != U_NON_SPACING_MARK) {
            return 0;
        }
    }
    /* UTS 39 has the capital I look like an l; inside a word it is meant as an i. */
    return skeleton[0] == 'l' && u_isupper(code) ? 'i' : skeleton[0];
}

/* The Latin letter that a Cyrillic or Greek letter imitates; code itself when it imitates none. */
static UChar32 imitated(UChar32 code, UScriptCode script)
{
    UChar32 letter = ascii_look_alike(code);
    if (!letter && script == USCRIPT_CYRILLIC) {
        /* Small Cyrillic letters that are shaped like small capitals (к, в, м, н, т): what the
         * capital looks like. Not for Greek: μg must not become mg. */
        letter = ascii_look_alike(u_toupper(code));
    }
    return letter ? letter : code;
}

/* Copies in to out; when in mixes Latin with Cyrillic or Greek, these are replaced by what they
 * imitate. */
static bool unmix(const struct wide *in, struct wide *out)
{
    bool latin_seen = false;
    bool other_seen = false;
    for (int32_t at = 0; at < in->len;) {
        UChar32 code = wide_next(in, &at);
        UScriptCode script = script_of(code);
        latin_seen |= script == USCRIPT_LATIN;
        other_seen |= script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
    }
    bool mixed = latin_seen && other_seen && spoof_shared();
    out->len = 0;
    for (int32_t at = 0; at < in->len;) {
        UChar32 code = wide_next(in, &at);
        UScriptCode script = mixed ? script_of(code) : USCRIPT_LATIN;
        if (script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK) {
            code = imitated(code, script);
        }
        if (!wide_add(out, code)) {
            return false;
        }
    }
    return true;
}

/* Vowel signs, hamza and lengthening stroke: written or not as the author pleases. */
static bool is_arabic_mark(UChar32 code)
{
    return (code >= 0x64b && code <= 0x65f) || code == 0x670 || code == 0x640;
}

/* Whether a mark on base is to go. In other scripts marks are vowels. The breve of й stays: it is a
 * letter of its own, endings are known by it. */
static bool mark_goes(UChar32 base, UChar32 mark)
{
    if (base == 0x438 && mark == 0x306) {
        return false;
    }
    UScriptCode script = script_of(base);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

/* Appends code as folding spells it. */
static bool add_spelt(struct wide *out, UChar32 code)
{
    for (size_t i = 0; i < sizeof spelt_out / sizeof *spelt_out; i++) {
        if (spelt_out[i].letter == code) {
            const char *text = spelt_out[i].text;
            return wide_add(out, text[0]) && (!text[1] || wide_add(out, text[1]));
        }
    }
    return wide_add(out, code);
}

/* Copies in (decomposed) to out without the marks that go. */
static bool strip_marks(const struct wide *in, struct wide *out)
{
    UChar32 base = 0;
    out->len = 0;
    for (int32_t at = 0; at < in->len;) {
        UChar32 code = wide_next(in, &at);
        if (is_arabic_mark(code)) {
            continue;
        }
        if (u_charType(code) == U_NON_SPACING_MARK) {
            if (mark_goes(base, code)) {
                continue;
            }
        } else {
            base = code;
        }
        if (!add_spelt(out, code)) {
            return false;
        }
    }
    return true;
}

/* One pass over in; false when it grew too long. */
static bool fold_pass(const struct wide *in, struct wide *out)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&error);
    const UNormalizer2 *decompose = unorm2_getNFDInstance(&error);
    const UNormalizer2 *compose = unorm2_getNFCInstance(&error);
    struct wide other;
    return U_SUCCESS(error) && unmix(in, out) && wide_normalize(casefold, out, &other) &&
           wide_normalize(decompose, &other, out) && strip_marks(out, &other) &&
           wide_normalize(compose, &other, out);
}

/* Passes over *w until one changes nothing (rule 2); false when it grew too long. */
static bool fold_wide(struct wide *w)
{
    for (int pass = 0; pass < FOLD_PASSES_MAX; pass++) {
        struct wide next;
        if (!fold_pass(w, &next)) {
            return false;
        }
        if (next.len == w->len && u_memcmp(next.text, w->text, w->len) == 0) {
            return true;
        }
        w->len = next.len;
        u_memcpy(w->text, next.text, next.len);
    }
    return true;
}

static bool wide_from(struct wide *w, struct slice word)
{
    UErrorCode error = U_ZERO_ERROR;
    if (word.len > FOLD_WIDE_MAX * 3) {
        return false;
    }
    u_strFromUTF8(w->text, FOLD_WIDE_MAX, &w->len, word.ptr, (int32_t)word.len, &error);
    return U_SUCCESS(error);
}

static void wide_to(const struct wide *w, struct buf *out)
{
    for (int32_t at = 0; at < w->len;) {
        char bytes[4];
        size_t len = utf8_put(bytes, (uint32_t)wide_next(w, &at));
        buf_add(out, slice_of(bytes, len));
    }
}

/* -- (3) public */

void fold_word(struct slice word, struct buf *out)
{
    char narrow[3 * FOLD_NARROW_MAX];
    size_t len = 0;
    if (fold_narrow(word, narrow, &len)) {
        assert(len <= sizeof narrow);
        buf_add(out, slice_of(narrow, len));
        return;
    }
    struct wide w;
    if (!wide_from(&w, word) || !fold_wide(&w)) {
        out->full = true;
        return;
    }
    wide_to(&w, out);
}

void fold_skeleton(struct slice text, struct buf *out)
{
    char near[512];
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = spoof_shared();
    if (!checker || text.len == 0 || text.len > INT32_MAX / 2) {
        buf_add(out, text);
        return;
    }
    int32_t len =
        uspoof_getSkeletonUTF8(checker, 0, text.ptr, (int32_t)text.len, near, sizeof near, &error);
    if (U_SUCCESS(error)) {
        buf_add(out, slice_of(near, (size_t)len));
        return;
    }
    if (error != U_BUFFER_OVERFLOW_ERROR || !buf_reserve(out, (size_t)len)) {
        return;
    }
    error = U_ZERO_ERROR;
    uspoof_getSkeletonUTF8(checker, 0, text.ptr, (int32_t)text.len, out->ptr + out->len, len,
                           &error);
    if (U_SUCCESS(error)) {
        out->len += (size_t)len;
        out->ptr[out->len] = '\0';
    }
}
