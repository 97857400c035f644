/* text/link.h - web addresses inside a text, and the one form in which two addresses are compared.
 *
 * WHAT   finds where an address begins and ends in running text (http://, https://, www., and bare
 *        hosts with a
 *        path such as t.co/abc), and writes the canonical form: host in lower case without "www.",
 *        "m." or "mobile.", no
 *        scheme, no port 80/443, no fragment, no tracking parameters (utm_*, fbclid, gclid, igshid,
 *        mc_cid, ref_src, s on
 *        x.com ...: the table is in link.c), remaining parameters sorted, percent-escapes of
 *        unreserved characters undone
 *        (RFC 3986 §6.2.2), no trailing slash.
 * FLOW   called by: text/words (span), text/analysis (canonical form), model-free code only.
 */
#ifndef TEXT_LINK_H
#define TEXT_LINK_H

#include "base/buf.h"
#include "base/slice.h"

/* Length in bytes of the address that starts at the first byte of text, 0 if none does. Closing
 * punctuation that belongs to the
 * sentence (".,;:!?" quotes, an unbalanced ")" or "]") is not counted. */
size_t link_span(struct slice text);

/* Appends the canonical form of an address to out. False (nothing appended) when it has no host, or
 * is only a bare domain
 * without path or parameters: a home page is no evidence. */
bool link_canonical(struct slice address, struct buf *out);

#endif
