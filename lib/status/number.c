#define _GNU_SOURCE /* newlocale, uselocale */
#include "number.h"

#include <locale.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The "C" locale of glibc is static: asking for it allocates nothing and cannot fail. */
static locale_t enter_c_locale(void)
{
    return uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
}

static const char *skip_digits(const char *at)
{
    while (*at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

/* Where the longest number at the start of `text` ends; `text` itself when there is none. A point
 * must be followed by a digit: "98.31." and "5." are spreadsheet damage. */
static const char *number_end(const char *text)
{
    const char *at = text;
    if (*at == '-' || *at == '+') {
        at++;
    }
    const char *whole = at;
    at = skip_digits(at);
    int digits = at > whole;
    if (*at == '.' && at[1] >= '0' && at[1] <= '9') {
        at = skip_digits(at + 1);
        digits = 1;
    }
    if (!digits) {
        return text;
    }
    if (*at == 'e' || *at == 'E') {
        const char *exponent = at + 1;
        if (*exponent == '-' || *exponent == '+') {
            exponent++;
        }
        const char *end = skip_digits(exponent);
        if (end > exponent) {
            at = end;
        }
    }
    return at;
}

/* Powers of ten that a double holds exactly. */
static const double exact_power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Up to 15 digits and 22 decimals: both operands are exact, so that one division rounds correctly
 * (Clinger 1990). Returns 0 when the text is not of this simple form. */
static int parse_short(const char *text, const char *end, double *out_value)
{
    int negative = *text == '-';
    const char *at = text + (*text == '-' || *text == '+');
    int64_t digits = 0;
    int count = 0;
    int decimals = -1;
    for (; at < end; at++) {
        if (*at == '.') {
            decimals = 0;
            continue;
        }
        if (*at < '0' || *at > '9' || ++count > 15) {
            return 0;
        }
        digits = 10 * digits + (*at - '0');
        decimals += decimals >= 0;
    }
    double value = (double)digits / exact_power[decimals > 0 ? decimals : 0];
    *out_value = negative ? -value : value;
    return 1;
}

static const char *describe(const char *text, const char *end)
{
    if (*text == '\0') {
        return "is empty: write 0 where there is nothing";
    }
    if (*end == '.' && end[1] == '\0') {
        return "ends in a dot: remove it";
    }
    if (*end == ',' && end > text) {
        return "has a comma: write 1234.50, with a decimal point and no thousands separator";
    }
    if (*end == ' ' && end > text) {
        return "has a space in it: write 1234.50, with no thousands separator";
    }
    const char *word = text + (*text == '-' || *text == '+');
    if (strncasecmp(word, "nan", 3) == 0 || strncasecmp(word, "inf", 3) == 0) {
        return "is not a finite number: write a number";
    }
    return "is not a number: write digits with a decimal point, such as 1234.50";
}

const char *preston_parse_number(const char *text, double *out_value)
{
    const char *end = number_end(text);
    if (end == text || *end != '\0') {
        return describe(text, end);
    }
    if (parse_short(text, end, out_value)) {
        return NULL;
    }
    locale_t caller = enter_c_locale();
    double value = strtod(text, NULL);
    (void)uselocale(caller);
    if (!isfinite(value)) {
        return "is too large for a number of double precision";
    }
    *out_value = value;
    return NULL;
}

/* A piece of text: from `at` up to, not including, `end`. */
typedef struct span {
    const char *at;
    const char *end;
} span;

static void trim(span *text)
{
    while (text->at < text->end && *text->at == ' ') {
        text->at++;
    }
    while (text->at < text->end && text->end[-1] == ' ') {
        text->end--;
    }
}

/* Drops one currency sign, before or behind the amount. */
static void drop_currency(span *text)
{
    static const char *const signs[] = {"£", "€", "$"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        ptrdiff_t length = (ptrdiff_t)strlen(signs[i]);
        if (text->end - text->at < length) {
            continue;
        }
        if (memcmp(text->at, signs[i], (size_t)length) == 0) {
            text->at += length;
            break;
        }
        if (memcmp(text->end - length, signs[i], (size_t)length) == 0) {
            text->end -= length;
            break;
        }
    }
    trim(text);
}

/* Where a whole part in thousands ends, such as "1,234,567"; `at` itself when it is none. Every
 * group but the first has three digits, and the first no zero in front: "0,125" and "1234,567" are
 * decimals, a thousand times smaller. */
static const char *thousands_end(const char *at)
{
    const char *end = skip_digits(at);
    char separator = *end;
    if (end == at || end - at > 3 || *at == '0' || (separator != ',' && separator != ' ')) {
        return at;
    }
    while (*end == separator) {
        const char *next = skip_digits(end + 1);
        if (next - end != 4) {
            return at;
        }
        end = next;
    }
    return end;
}

const char *preston_parse_spreadsheet_amount(const char *text, double *out_value)
{
    char plain[64];
    size_t used = 0;
    span amount = {text, text + strlen(text)};
    trim(&amount);
    if (amount.at < amount.end && (*amount.at == '-' || *amount.at == '+')) {
        plain[used++] = *amount.at++;
    }
    drop_currency(&amount);
    if (amount.at < amount.end && amount.end[-1] == '.') {
        amount.end--;
    }
    if ((size_t)(amount.end - amount.at) >= sizeof plain - used) {
        return "is too long for an amount";
    }
    const char *grouped = thousands_end(amount.at + (*amount.at == '-' && used == 0));
    for (const char *at = amount.at; at < amount.end; at++) {
        if (at >= grouped || (*at != ',' && *at != ' ')) {
            plain[used++] = *at;
        }
    }
    plain[used] = '\0';
    return preston_parse_number(plain, out_value);
}

void preston_format_number(double value, char out_text[PRESTON_NUMBER_SIZE])
{
    locale_t caller = enter_c_locale();
    (void)snprintf(out_text, PRESTON_NUMBER_SIZE, "%.17g", value + 0.0); /* no minus zero */
    (void)uselocale(caller);
}

void preston_format_short_number(double value, char out_text[PRESTON_NUMBER_SIZE])
{
    locale_t caller = enter_c_locale();
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out_text, PRESTON_NUMBER_SIZE, "%.*g", digits, value + 0.0);
        if (strtod(out_text, NULL) == value) {
            break;
        }
    }
    (void)uselocale(caller);
}
