/* base/date.c - calendar dates as day numbers.
 *
 * In this file, in order: (1) digits; (2) the calendar, in years that begin on 1 March so that the
 * leap day comes
 * last, and in eras of 400 years = 146,097 days (the usual arithmetic, e.g. Richards 2013); (3) the
 * public functions.
 */
#include "base/date.h"

#define DAYS_OF_ERA 146097
#define EPOCH_FROM_MARCH_0 719468 /* days from 0000-03-01 to 1970-01-01 */

/* The number written in count digits at p, or -1. */
static int digits(const char *p, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (p[i] < '0' || p[i] > '9') {
            return -1;
        }
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

static int days_of_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static void put_digits(char *out, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

int32_t date_parse(struct slice text)
{
    if (text.len < 10 || text.ptr[4] != '-' || text.ptr[7] != '-') {
        return DATE_NONE;
    }
    int year = digits(text.ptr, 4);
    int month = digits(text.ptr + 5, 2);
    int day = digits(text.ptr + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) {
        return DATE_NONE;
    }
    int march_year =
        month > 2 ? year + 400 : year + 399; /* one era later, so that nothing is negative */
    int march_month = (month + 9) % 12;
    int day_of_year = (153 * march_month + 2) / 5 + day - 1;
    int era = march_year / 400;
    int year_of_era = march_year % 400;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (era - 1) * DAYS_OF_ERA + day_of_era - EPOCH_FROM_MARCH_0;
}

void date_format(int32_t day, char out[11])
{
    memcpy(out, "0000-00-00", 11);
    if (day < -719528 || day > 2932896) { /* before 0000-01-01, after 9999-12-31 */
        return;
    }
    int shifted = day + EPOCH_FROM_MARCH_0 + DAYS_OF_ERA;
    int era = shifted / DAYS_OF_ERA;
    int day_of_era = shifted % DAYS_OF_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int month = march_month < 10 ? march_month + 3 : march_month - 9;
    put_digits(out, 4, (era - 1) * 400 + year_of_era + (month <= 2));
    put_digits(out + 5, 2, month);
    put_digits(out + 8, 2, day_of_year - (153 * march_month + 2) / 5 + 1);
}
