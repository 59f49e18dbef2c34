/* Numbers in text: strict, independent of the locale, and able to say what is wrong. */
#ifndef PRESTON_LIB_STATUS_NUMBER_H
#define PRESTON_LIB_STATUS_NUMBER_H

#include "preston/status.h"

/* Room for any double written with 17 significant digits. */
enum { PRESTON_NUMBER_SIZE = 32 };

/* Reads the whole of `text` as a finite decimal number: digits with an optional sign, decimal
 * point and exponent. Returns NULL and sets *out_value, or returns a static text that says what
 * is wrong and what would be right ("has a thousands separator: write 1234.50"). */
const char *preston_parse_number(const char *text, double *out_value);

/* The same, but forgives what spreadsheets do to amounts: thousands separated by commas or spaces,
 * a trailing dot, spaces around, and a currency sign at either end. A decimal comma stays an error.
 */
const char *preston_parse_spreadsheet_amount(const char *text, double *out_value);

/* Writes `value` with 17 significant digits and a decimal point whatever the locale, so that
 * reading it again gives the same bits. */
void preston_format_number(double value, char out_text[PRESTON_NUMBER_SIZE]);

/* The same with the fewest digits, of 15 to 17, that give the same bits: 0.1, not
 * 0.10000000000000001. */
void preston_format_short_number(double value, char out_text[PRESTON_NUMBER_SIZE]);

#endif
