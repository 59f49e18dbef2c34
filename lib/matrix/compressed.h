/* Compressed lines: the cells of a sparse matrix line after line, and their products.
 *
 * A line is a row (CSR) or a column (CSC) of the matrix; line l has the cells from starts[l] up to
 * starts[l + 1]. One product gathers: every line adds its cells times what stands at their indices.
 * The other, of the transposed matrix, scatters: every line adds its own x, times each cell, to
 * what stands at that cell's index.
 *
 * Vectors are *interleaved* in groups of 1, 2 or 4: the group's values for index i stand side by
 * side, at x[i * width]. Cells and indices are then read once for the group, and one look-up, which
 * is what sparse products wait for, serves all of it. */
#ifndef PRESTON_LIB_MATRIX_COMPRESSED_H
#define PRESTON_LIB_MATRIX_COMPRESSED_H

#include <stdint.h>

typedef struct preston_lines {
    int64_t count;
    const int64_t *starts; /* count + 1 */
    const int64_t *indices;
    const double *values;
} preston_lines;

enum { PRESTON_WIDEST_GROUP = 4 };

typedef enum preston_lines_fault {
    PRESTON_LINES_SOUND,
    PRESTON_LINES_START, /* a line starts below zero, or after the next one */
    PRESTON_LINES_INDEX, /* an index is not in [0, size) */
    PRESTON_LINES_VALUE  /* a value is not finite */
} preston_lines_fault;

/* The first fault, with its line and position. *out_nonnegative becomes 0 when a value is below
 * zero. Starts are all checked before any cell is read. */
preston_lines_fault preston_lines_find_fault(const preston_lines *lines, int64_t size,
                                             int *out_nonnegative, int64_t *out_line,
                                             int64_t *out_position);

/* The most cells that any line or any index has. `counts` is scratch, `size` long. */
int64_t preston_lines_most_cells(const preston_lines *lines, int64_t size, int64_t *counts);

/* The width of the group that up to so many vectors go into: 1, 2 or 4. Spare places are zero. */
int preston_group_width(int64_t vectors);

/* Between a block of vectors, `leading` apart, and a group. */
void preston_group_load(int64_t rows, int64_t vectors, const double *block, int64_t leading,
                        int width, double *group);
void preston_group_store(int64_t rows, int64_t vectors, const double *group, int width,
                         double *block, int64_t leading);

/* y_l += Σ value_q x_index for the lines [first, last); each sum in one order, whatever the range
 * and the width. `absolute`: by the absolute values of the cells. */
void preston_lines_gather(const preston_lines *lines, int64_t first, int64_t last, int width,
                          int absolute, const double *x, double *y);

/* y_index += value_q x_l for all lines, in their order. */
void preston_lines_scatter(const preston_lines *lines, int width, int absolute, const double *x,
                           double *y);

#endif
