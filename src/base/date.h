/* base/date.h - calendar dates as day numbers; ISO 8601 in and out, always UTC.
 *
 * WHY    matching only needs days; time zones and locales stay out of it.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

#include "base/slice.h"

#define DATE_NONE INT32_MIN

/* Days since 1970-01-01 (proleptic Gregorian) of a text that begins with YYYY-MM-DD (what follows,
 * such as
 * a time of day, is ignored); DATE_NONE when it is no such date. */
int32_t date_parse(struct slice text);

/* Writes day as YYYY-MM-DD and a NUL into out (11 bytes). Years 0000 to 9999; any other day,
 * DATE_NONE too, gives 0000-00-00, which date_parse refuses. */
void date_format(int32_t day, char out[11]);

#endif
