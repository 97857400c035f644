/* base/fault.h - errors as explicit values: a code for the program, a sentence for a person.
 *
 * WHAT   a fallible function takes `struct fault *f` as its last argument, returns an `enum err`
 *        and, when it fails, leaves in *f what was being done, on what, and what to do about it.
 * WHY    no hidden last error (libgit2 regrets its own); the caller that can decide also logs,
 *        once.
 * RULES  1. the first fault wins: fault_set on a fault that is already set keeps the older
 *        sentence.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#ifdef __cplusplus
extern "C" {
#endif

enum err {
    ERR_NONE = 0,
    ERR_LIMIT = -1,       /* larger than we accept */
    ERR_IO = -2,          /* the operating system refused */
    ERR_PARSE = -3,       /* input not in the stated format */
    ERR_NOTFOUND = -4,    /* what was named does not exist */
    ERR_CONFLICT = -5,    /* contradicts what is already there */
    ERR_UNSUPPORTED = -6, /* valid, but not something we do */
    ERR_USAGE = -7        /* the person asked in a way we cannot read */
};

struct fault {
    enum err code;
    char text[320]; /* one English sentence, UTF-8, NUL-terminated, no line break */
};

/* Records code and the formatted sentence in f (may be NULL) unless f already holds a fault.
 * Returns code, so that `return fault_set(f, ERR_PARSE, "...")` reads well. */
enum err fault_set(struct fault *f, enum err code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Makes f hold no fault. */
void fault_clear(struct fault *f);

#ifdef __cplusplus
}
#endif

#endif
