/* model/harm.c - how much harm a claim may do, by name, as files of claims and pages write it.
 *
 * WHY    so short a file because an exported name begins with the name of its file
 *        (scripts/symbols), and
 *        harm_name says more than claim_harm_name would.
 * NOT HERE  the verdict of a claim: model/verdict.c.
 */
#include "model/claim.h"

static const char *const harm_names[] = {
    [HARM_UNKNOWN] = "", [HARM_LOW] = "low", [HARM_MEDIUM] = "medium", [HARM_HIGH] = "high"};

#define HARMS (sizeof harm_names / sizeof *harm_names)

const char *harm_name(enum harm h)
{
    return (size_t)h < HARMS ? harm_names[h] : harm_names[HARM_UNKNOWN];
}

enum harm harm_from_name(struct slice name)
{
    for (size_t i = 0; i < HARMS; i++) {
        if (slice_equal(name, slice_from(harm_names[i]))) {
            return (enum harm)i;
        }
    }
    return HARM_UNKNOWN;
}
