/* base/banned.h - makes the use of a dangerous function a compile error, with the name in the
 * message.
 *
 * WHAT   each banned name becomes a macro that expands to an unknown identifier. Included by the
 *        build before
 *        every C file; nobody includes it by hand.
 * WHY    macros and not #pragma GCC poison: a poisoned word fails in any later system header that
 *        only mentions it.
 *        The system headers that declare the functions come first, so that their declarations stay
 *        whole.
 * RULES  1. a function is added here together with the thing to use instead.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#ifndef __ASSEMBLER__

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <wchar.h>

#define BANNED(name) name##_is_a_banned_function_see_base_banned_h

/* Unbounded writes: struct buf (base/buf.h), snprintf, memcpy with a known size. */
#undef strcpy
#define strcpy(to, from) BANNED(strcpy)
#undef strcat
#define strcat(to, from) BANNED(strcat)
#undef stpcpy
#define stpcpy(to, from) BANNED(stpcpy)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(line) BANNED(gets)

/* Hidden state between calls: slice_cut (base/slice.h). */
#undef strtok
#define strtok(text, separators) BANNED(strtok)

/* No way to tell an error: strtol and strtod with their end pointer. */
#undef atoi
#define atoi(text) BANNED(atoi)
#undef atol
#define atol(text) BANNED(atol)
#undef atoll
#define atoll(text) BANNED(atoll)
#undef atof
#define atof(text) BANNED(atof)

/* One result shared by all threads: gmtime_r, localtime_r, strftime, base/date.h. */
#undef localtime
#define localtime(when) BANNED(localtime)
#undef gmtime
#define gmtime(when) BANNED(gmtime)
#undef ctime
#define ctime(when) BANNED(ctime)
#undef asctime
#define asctime(when) BANNED(asctime)

/* Neither random nor repeatable: base/random.h. */
#undef rand
#define rand() BANNED(rand)
#undef srand
#define srand(seed) BANNED(srand)

/* A stack that outside data can exhaust: an arena (base/arena.h). */
#undef alloca
#define alloca(size) BANNED(alloca)

#endif
#endif
