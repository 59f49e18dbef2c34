/* Any CSV file as its cells, to compare what a program wrote. */
#ifndef PRESTON_TEST_CELLS_H
#define PRESTON_TEST_CELLS_H

#include <stdint.h>

typedef struct cells {
    int64_t rows; /* the header not counted */
    int64_t columns;
    char **texts; /* (1 + rows) × columns, the header first */
} cells;

/* Reads `folder/name` (or its .gz); the test fails when it cannot. */
cells *cells_read(const char *folder, const char *name);

void cells_free(cells *table);

/* A column of the header. Borrowed. */
const char *cells_header(const cells *table, int64_t column);

/* A cell. Borrowed. */
const char *cells_text(const cells *table, int64_t row, int64_t column);

/* The same as a number; the test fails when it is none. */
double cells_number(const cells *table, int64_t row, int64_t column);

#endif
