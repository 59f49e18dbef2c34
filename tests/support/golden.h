/* Golden numbers: CSV files of official and printed results, read cell by cell. */
#ifndef PRESTON_TEST_GOLDEN_H
#define PRESTON_TEST_GOLDEN_H

#include "status/labels.h"

typedef struct golden {
    preston_labels header;
    int64_t columns;
    int64_t rows;
    char **cells; /* rows × columns */
} golden;

/* Reads `tests/data/golden/name` (or its .gz); the test fails when it cannot. */
golden *golden_read(const char *name);

void golden_free(golden *table);

/* The cell in the column of that name; the test fails when there is none. Borrowed. */
const char *golden_text(const golden *table, int64_t row, const char *column);

/* The same as a number; NaN when the cell is empty: not published. */
double golden_number(const golden *table, int64_t row, const char *column);

/* Measures how far results are from golden ones: the largest |value − expected| / |expected|. Fails
 * beyond `tolerance`; an expected zero must be zero, an expected NaN is passed over. */
typedef struct comparison {
    double tolerance;
    double worst;
    char where[160];
    int64_t count;
} comparison;

void compare(comparison *all, double value, double expected, const char *what, const char *where);

/* Says what was compared and how far apart it was; fails when fewer than `least` were. */
void compare_report(const comparison *all, const char *title, int64_t least);

#endif
