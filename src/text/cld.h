/* text/cld.h - the C face of CLD2, a C++ library. Private to text/lang.
 *
 * RULES  1. no C++ exception comes out.  2. safe from any thread.
 */
#ifndef TEXT_CLD_H
#define TEXT_CLD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The language code ("fr", "zh-Hant") CLD2 finds for len bytes of well-formed UTF-8, a constant
 * string; NULL when it does not call its own answer reliable. */
const char *cld_code(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
