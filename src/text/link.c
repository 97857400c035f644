/* text/link.c - finds web addresses in running text and writes them in one form.
 *
 * In this file, in order: (1) tables, (2) the pieces of an address, shared by both public
 * functions, (3) where an address ends in a text, (4) the canonical form: host, path, parameters,
 * (5) the public functions.
 * NOT HERE  fetching anything: nobody follows these addresses.
 */
#include "text/link.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

/* Bytes of a host as written; a name in DNS has 253 at the most, in UTF-8 it may be longer. */
#define LINK_HOST_MAX 512
#define LINK_USER_MAX 256
/* Parameters that are compared; further ones are dropped. */
#define LINK_PARAMS_MAX 64
/* Bytes of all parameters together, after escaping. */
#define LINK_QUERY_MAX 65536

/* -- (1) tables */

/* Top-level domains after which "word.tld/word" is an address even without http:// or www. Common
 * ones and those of address shorteners only: running text has slips such as "fin.Le/la". */
static const char *const known_tops[] = {
    "ai",     "app",   "at",      "au",   "be",  "bg",     "biz",    "blog",  "br",  "ca",
    "care",   "ch",    "cl",      "cn",   "co",  "com",    "cz",     "de",    "dev", "dk",
    "edu",    "es",    "eu",      "fi",   "fm",  "fr",     "gd",     "gg",    "gl",  "gov",
    "gr",     "hr",    "hu",      "ie",   "il",  "in",     "info",   "int",   "io",  "ir",
    "it",     "jp",    "kr",      "link", "lt",  "lu",     "lv",     "ly",    "ma",  "me",
    "mil",    "ms",    "mx",      "name", "net", "news",   "ng",     "nl",    "no",  "nz",
    "online", "org",   "page",    "pe",   "ph",  "pl",     "press",  "pt",    "re",  "ro",
    "rs",     "ru",    "science", "se",   "sg",  "sh",     "si",     "site",  "sk",  "social",
    "st",     "tn",    "to",      "tr",   "tv",  "tw",     "ua",     "uk",    "us",  "vn",
    "wiki",   "world", "ws",      "xyz",  "za",  "health", "doctor", "video",
};

/* Parameters that say who shared an address or how, never what it shows. A name that ends in '*'
 * stands for everything that begins so. */
static const char *const trackers[] = {
    "utm_*",   "mtm_*",  "matomo_*",  "pk_*",   "at_medium", "at_campaign", "at_custom*",
    "xtor",    "xts",    "fbclid",    "fb_ref", "fb_source", "fb_action_*", "mibextid",
    "gclid",   "gclsrc", "dclid",     "gbraid", "wbraid",    "msclkid",     "twclid",
    "ttclid",  "yclid",  "li_fat_id", "igshid", "igsh",      "mc_cid",      "mc_eid",
    "mkt_tok", "_hsenc", "_hsmi",     "_ga",    "_gl",       "ref_src",     "ref_url",
    "cmpid",   "smid",   "smtyp",     "wt_mc",  "vero_id",   "oly_enc_id",  "oly_anon_id",
    "s_kwcid", "s_cid"};

struct site_tracker {
    const char *site; /* this host and those below it */
    const char *name;
};

/* Those that say so on one site only. */
static const struct site_tracker site_trackers[] = {
    {"x.com", "s"},
    {"x.com", "t"},
    {"twitter.com", "s"},
    {"twitter.com", "t"},
    {"youtube.com", "si"},
    {"youtu.be", "si"},
    {"youtube.com", "feature"},
    {"youtu.be", "feature"},
    {"youtube.com", "pp"},
    {"youtube.com", "ab_channel"},
    {"tiktok.com", "_r"},
    {"tiktok.com", "_t"},
    {"tiktok.com", "is_from_webapp"},
    {"tiktok.com", "sender_device"},
    {"tiktok.com", "web_id"},
    {"facebook.com", "__tn__"},
    {"facebook.com", "__cft__*"},
    {"facebook.com", "rdid"},
    {"facebook.com", "share_url"},
    {"facebook.com", "sfnsn"},
    {"linkedin.com", "trackingid"},
    {"linkedin.com", "trk"},
    {"linkedin.com", "rcm"},
    {"reddit.com", "share_id"},
    {"instagram.com", "img_index"},
    {"instagram.com", "hl"},
};

/* -- (2) pieces */

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 3986 §2.3 */
static bool is_unreserved(unsigned char c)
{
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* text without its first bytes. */
static struct slice skip(struct slice text, size_t bytes)
{
    return bytes == 0 ? text : slice_of(text.ptr + bytes, text.len - bytes);
}

/* Whether text begins with prefix (lower case ASCII), in any case. */
static bool starts_fold(struct slice text, struct slice prefix)
{
    return text.len >= prefix.len && strncasecmp(text.ptr, prefix.ptr, prefix.len) == 0;
}

/* Bytes of "http://" or "https://" at the start of text, or 0. */
static size_t scheme_len(struct slice text)
{
    if (starts_fold(text, SLICE("https://"))) {
        return 8;
    }
    return starts_fold(text, SLICE("http://")) ? 7 : 0;
}

/* Bytes of "user:password@" at the start of text, or 0 (RFC 3986 §3.2.1). */
static size_t user_len(struct slice text)
{
    size_t found = 0;
    for (size_t i = 0; i < text.len && i < LINK_USER_MAX; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '@') {
            found = i + 1;
        } else if (!is_unreserved(c) && (!c || !strchr("!$&'()*+,;=:%", c))) {
            break;
        }
    }
    return found;
}

/* Bytes of the code point at the start of text when it may stand inside a label of a host name, or
 * 0. */
static size_t host_char_len(struct slice text)
{
    const unsigned char *at = (const unsigned char *)text.ptr;
    if (text.len == 0) {
        return 0;
    }
    if (*at < 0x80) {
        return is_alnum(*at) || *at == '-' || *at == '_' ? 1 : 0;
    }
    uint32_t code = utf8_next(&at);
    bool inside = u_isalnum((UChar32)code) || u_charType((UChar32)code) == U_NON_SPACING_MARK ||
                  u_charType((UChar32)code) == U_COMBINING_SPACING_MARK;
    return inside ? (size_t)(at - (const unsigned char *)text.ptr) : 0;
}

/* Bytes of the host name at the start of text: labels with single dots between them. 0 when there
 * is none or it is absurdly long. A dot after the last label is not counted. */
static size_t name_len(struct slice text)
{
    size_t len = 0;
    for (;;) {
        size_t dot = len > 0 ? 1 : 0;
        if (dot && (len >= text.len || text.ptr[len] != '.')) {
            return len;
        }
        size_t label = 0;
        size_t step;
        while ((step = host_char_len(skip(text, len + dot + label))) > 0) {
            label += step;
            if (len + label > LINK_HOST_MAX) {
                return 0;
            }
        }
        if (label == 0) {
            return len;
        }
        len += dot + label;
    }
}

/* Bytes of "[2001:db8::1]" at the start of text, or 0. */
static size_t bracket_len(struct slice text)
{
    if (text.len == 0 || text.ptr[0] != '[') {
        return 0;
    }
    size_t i = 1;
    while (i < text.len && i < 48 && text.ptr[i] &&
           strchr("0123456789abcdefABCDEF:.", text.ptr[i])) {
        i++;
    }
    bool closed = i > 2 && i < text.len && text.ptr[i] == ']' && memchr(text.ptr, ':', i);
    return closed ? i + 1 : 0;
}

static size_t host_len(struct slice text)
{
    size_t bracket = bracket_len(text);
    return bracket ? bracket : name_len(text);
}

/* Bytes of ":8080" at the start of text, or 0; *port is its value. */
static size_t port_len(struct slice text, unsigned *port)
{
    size_t i = 1;
    unsigned value = 0;
    *port = 0;
    if (text.len == 0 || text.ptr[0] != ':') {
        return 0;
    }
    while (i < text.len && i < 7 && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
        value = value * 10 + (unsigned)(text.ptr[i] - '0');
        i++;
    }
    if (i == 1 || i > 6 || value > 65535) {
        return 0;
    }
    *port = value;
    return i;
}

/* The last label of a host name. */
static struct slice last_label(struct slice host)
{
    size_t start = host.len;
    while (start > 0 && host.ptr[start - 1] != '.') {
        start--;
    }
    return skip(host, start);
}

static size_t count_char(struct slice text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == c ? 1 : 0;
    }
    return count;
}

/* -- (3) where an address ends */

/* Whether the script of code is written without blanks, so that the sentence may go on right behind
 * an address. */
static bool runs_on(uint32_t code)
{
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)code, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return false;
    }
}

/* Whether code, not ASCII, may stand unescaped in a path as people copy it: letters, digits and
 * their marks, the middle dot, hyphens up to the en dash, the typographic apostrophe. Quotes,
 * blanks, emoji and "…" end an address. */
static bool wide_path_char(uint32_t code)
{
    if (code == 0xb7 || (code >= 0x2010 && code <= 0x2013) || code == 0x2019) {
        return true;
    }
    bool mark = (U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK) != 0;
    return (mark || u_isalnum((UChar32)code)) && !runs_on(code);
}

/* Bytes of path, query and fragment at the start of text, which begins with '/', '?' or '#'; 0 if
 * it does not. */
static size_t rest_len(struct slice text)
{
    if (text.len == 0 || !text.ptr[0] || !strchr("/?#", text.ptr[0])) {
        return 0;
    }
    const unsigned char *start = (const unsigned char *)text.ptr;
    const unsigned char *end = start + text.len;
    const unsigned char *at = start;
    while (at < end) {
        const unsigned char *next = at;
        uint32_t code = utf8_next(&next);
        bool inside = code < 0x80 ? code > ' ' && code < 0x7f && !strchr("\"<>\\^`{|}", (int)code)
                                  : wide_path_char(code);
        if (!inside) {
            break;
        }
        at = next;
    }
    return (size_t)(at - start);
}

/* Bytes of the punctuation at the end of span that belongs to the sentence, one character; 0 if
 * there is none. open is how many more brackets of each kind are opened than closed in span. */
static size_t closing_len(struct slice span, const long open[2])
{
    static const char *const wide[] = {"\u2019", "\u2010", "\u2011", "\u2012", "\u2013", "\u00b7"};
    char last = span.ptr[span.len - 1];
    if (last && strchr(".,;:!?'*", last)) {
        return 1;
    }
    if ((last == ')' && open[0] < 0) || (last == ']' && open[1] < 0) || last == '(' ||
        last == '[') {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t len = strlen(wide[i]);
        if (span.len >= len && memcmp(span.ptr + span.len - len, wide[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* The length of span without the punctuation of the sentence at its end; never below min. */
static size_t trimmed_len(struct slice span, size_t min)
{
    long open[2] = {(long)count_char(span, '(') - (long)count_char(span, ')'),
                    (long)count_char(span, '[') - (long)count_char(span, ']')};
    while (span.len > min) {
        size_t closing = closing_len(span, open);
        if (closing == 0 || span.len - closing < min) {
            break;
        }
        char last = span.ptr[span.len - 1];
        open[0] += last == ')' ? 1 : last == '(' ? -1 : 0;
        open[1] += last == ']' ? 1 : last == '[' ? -1 : 0;
        span.len -= closing;
    }
    return span.len;
}

static bool is_known_top(struct slice label)
{
    for (size_t i = 0; i < sizeof known_tops / sizeof *known_tops; i++) {
        if (label.len == strlen(known_tops[i]) && starts_fold(label, slice_from(known_tops[i]))) {
            return true;
        }
    }
    return false;
}

/* Whether label could be a top-level domain: two letters or more, no digits. */
static bool looks_like_top(struct slice label)
{
    for (size_t i = 0; i < label.len; i++) {
        unsigned char c = (unsigned char)label.ptr[i];
        if (c < 0x80 && !isalpha(c)) {
            return starts_fold(label, SLICE("xn--"));
        }
    }
    return label.len >= 2;
}

/* Whether an address without a scheme has this host, given what follows host and port in the
 * text. */
static bool bare_host_counts(struct slice host, struct slice after)
{
    bool mail = after.len > 0 && after.ptr[0] == '@';
    if (mail || host.ptr[0] == '-' || host.ptr[0] == '_') {
        return false;
    }
    if (starts_fold(host, SLICE("www."))) {
        return count_char(host, '.') >= 2 && looks_like_top(last_label(host));
    }
    /* "Dr.fr/" alone, or "and.org/ or", is no address yet: a letter or digit must follow the
     * slash. */
    bool path = after.len > 1 && after.ptr[0] == '/' &&
                (is_unreserved((unsigned char)after.ptr[1]) || strchr("@%?#!", after.ptr[1]));
    return path && after.ptr[1] && count_char(host, '.') >= 1 && is_known_top(last_label(host));
}

/* -- (4) canonical form */

/* An address taken apart; all borrowed from it. */
struct link_parts {
    struct slice host;
    unsigned port; /* 0: none, or one that says nothing */
    struct slice path;
    struct slice query; /* without '?' */
};

/* Takes address apart. False when it has no host with a dot in it, or something else where the path
 * should begin. */
static bool parts_of(struct slice address, struct link_parts *out)
{
    address = slice_trim(address);
    size_t scheme = scheme_len(address);
    if (scheme > 0 || starts_fold(address, SLICE("//"))) {
        address = skip(address, scheme > 0 ? scheme : 2);
        address = skip(address, user_len(address));
    }
    size_t len = host_len(address);
    out->host = slice_of(address.ptr, len);
    if (len == 0 || (address.ptr[0] != '[' && !memchr(address.ptr, '.', len))) {
        return false;
    }
    address = skip(address, len);
    address = skip(address, address.len > 0 && address.ptr[0] == '.' ? 1 : 0);
    address = skip(address, port_len(address, &out->port));
    if (address.len > 0 && (!address.ptr[0] || !strchr("/?#", address.ptr[0]))) {
        return false;
    }
    out->port = out->port == 80 || out->port == 443 ? 0 : out->port;
    address = slice_cut(&address, '#');
    out->path = slice_cut(&address, '?');
    out->query = address;
    return true;
}

/* Shared by all threads, never closed. */
static UIDNA *idna;
static pthread_once_t idna_once = PTHREAD_ONCE_INIT;

static void idna_open(void)
{
    UErrorCode error = U_ZERO_ERROR;
    idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES, &error);
    if (U_FAILURE(error)) {
        idna = NULL;
    }
}

/* Writes host in lower case, letters outside ASCII as Punycode (UTS 46), into out; its length, or 0
 * if it is no name. */
static size_t host_ascii(struct slice host, char *out, size_t out_size)
{
    bool ascii = true;
    for (size_t i = 0; i < host.len; i++) {
        ascii &= (unsigned char)host.ptr[i] < 0x80;
    }
    if (ascii) {
        for (size_t i = 0; i < host.len; i++) {
            out[i] = (char)tolower((unsigned char)host.ptr[i]);
        }
        return host.len;
    }
    (void)pthread_once(&idna_once, idna_open);
    UErrorCode error = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (!idna) {
        return 0;
    }
    int32_t len = uidna_nameToASCII_UTF8(idna, host.ptr, (int32_t)host.len, out, (int32_t)out_size,
                                         &info, &error);
    bool fine = U_SUCCESS(error) && info.errors == 0 && len > 0 && (size_t)len <= out_size;
    return fine && name_len(slice_of(out, (size_t)len)) == (size_t)len ? (size_t)len : 0;
}

/* host without "www.", "m." and "mobile." in front, as long as a name with a dot is left. */
static struct slice host_plain(struct slice host)
{
    static const char *const fronts[] = {"www.", "m.", "mobile."};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        struct slice front = slice_from(fronts[i]);
        if (slice_starts(host, front) && memchr(host.ptr + front.len, '.', host.len - front.len)) {
            return host_plain(skip(host, front.len));
        }
    }
    return host;
}

/* The value of a hexadecimal digit, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Appends text with escapes in one form (RFC 3986 §6.2.2): unreserved characters bare, hexadecimal
 * digits in capitals, everything that an address cannot hold escaped. */
static void add_escaped(struct slice text, struct buf *out)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        int high = c == '%' && i + 2 < text.len ? hex_value(text.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text.ptr[i + 2]) : -1;
        bool escape = low >= 0;
        if (escape) {
            c = (unsigned char)(high * 16 + low);
            i += 2;
        }
        if (is_unreserved(c) || (!escape && c && strchr("!$&'()*+,;=:@/?[]", c))) {
            buf_add_char(out, (char)c);
        } else {
            const char bytes[3] = {'%', digits[c >> 4], digits[c & 15]};
            buf_add(out, slice_of(bytes, sizeof bytes));
        }
    }
}

/* Whether host is site or below it; both in lower case. */
static bool host_is_at(struct slice host, struct slice site)
{
    if (host.len < site.len || !slice_equal(skip(host, host.len - site.len), site)) {
        return false;
    }
    return host.len == site.len || host.ptr[host.len - site.len - 1] == '.';
}

/* Whether name, in any case, is what pattern stands for. */
static bool name_matches(struct slice name, struct slice pattern)
{
    if (pattern.ptr[pattern.len - 1] == '*') {
        return starts_fold(name, slice_of(pattern.ptr, pattern.len - 1));
    }
    return name.len == pattern.len && starts_fold(name, pattern);
}

static bool is_tracker(struct slice name, struct slice host)
{
    for (size_t i = 0; i < sizeof trackers / sizeof *trackers; i++) {
        if (name_matches(name, slice_from(trackers[i]))) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof site_trackers / sizeof *site_trackers; i++) {
        if (host_is_at(host, slice_from(site_trackers[i].site)) &&
            name_matches(name, slice_from(site_trackers[i].name))) {
            return true;
        }
    }
    return false;
}

static int slice_compare(const void *left, const void *right)
{
    const struct slice *a = left;
    const struct slice *b = right;
    int order = memcmp(a->ptr, b->ptr, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* Fills params with those of query (escaped already) that say what is shown, sorted; how many. */
static size_t params_kept(struct slice query, struct slice host,
                          struct slice params[LINK_PARAMS_MAX])
{
    size_t count = 0;
    while (query.ptr && count < LINK_PARAMS_MAX) {
        struct slice param = slice_cut(&query, '&');
        /* Addresses copied from HTML have "&amp;" between parameters. */
        while (slice_starts(param, SLICE("amp;"))) {
            param = skip(param, 4);
        }
        struct slice rest = param;
        struct slice name = slice_cut(&rest, '=');
        if (param.len > 0 && !is_tracker(name, host)) {
            params[count++] = param;
        }
    }
    qsort(params, count, sizeof *params, slice_compare);
    return count;
}

/* Appends what follows host and port. False when nothing does. */
static bool add_rest(const struct link_parts *parts, struct slice host, struct buf *out)
{
    struct buf query;
    struct slice params[LINK_PARAMS_MAX];
    struct slice path = parts->path;
    while (path.len > 0 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    add_escaped(path, out);
    buf_init(&query, LINK_QUERY_MAX);
    add_escaped(parts->query, &query);
    size_t count = query.len > 0 ? params_kept(buf_slice(&query), host, params) : 0;
    for (size_t i = 0; i < count; i++) {
        buf_add_char(out, i == 0 ? '?' : '&');
        buf_add(out, params[i]);
    }
    buf_done(&query);
    return path.len > 0 || count > 0;
}

/* -- (5) public */

size_t link_span(struct slice text)
{
    size_t scheme = scheme_len(text);
    size_t start = scheme + (scheme ? user_len(skip(text, scheme)) : 0);
    struct slice rest = skip(text, start);
    size_t host = scheme ? host_len(rest) : name_len(rest);
    unsigned port;
    if (host == 0) {
        return 0;
    }
    size_t end = start + host;
    end += port_len(skip(text, end), &port);
    struct slice after = skip(text, end);
    size_t path = rest_len(after);
    size_t len = trimmed_len(slice_of(text.ptr, end + path), end);
    /* What counts is the path that is left: "example.org/." is no address. */
    after.len = path > 0 ? len - end : after.len;
    return scheme || bare_host_counts(slice_of(rest.ptr, host), after) ? len : 0;
}

bool link_canonical(struct slice address, struct buf *out)
{
    struct link_parts parts;
    char ascii[LINK_HOST_MAX];
    if (!parts_of(address, &parts)) {
        return false;
    }
    struct slice host = host_plain(slice_of(ascii, host_ascii(parts.host, ascii, sizeof ascii)));
    if (host.len == 0) {
        return false;
    }
    size_t before = out->len;
    buf_add(out, host);
    if (parts.port) {
        buf_add_char(out, ':');
        buf_add_int(out, parts.port);
    }
    if (!add_rest(&parts, host, out) && out->ptr) {
        out->len = before;
        out->ptr[before] = '\0';
        return false;
    }
    return true;
}
