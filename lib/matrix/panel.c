#include "panel.h"

#include "lanes.h"

#include <string.h>

enum {
    TILE_ROWS = 512,         /* rows whose vectors stay in the first-level cache */
    CHUNK = 64,              /* cells of the result that one thread takes at a time */
    PARALLEL_CELLS = 1 << 17 /* fewer cells than this are not worth a second thread */
};

enum { LANES = PRESTON_LANES, SQUARE = 8, AHEAD = 64 };

/* --- y += C x --- */

/* One column at a time: what is left over. */
PRESTON_INLINE void plain_column(int vectors, const double *c, int64_t rows, const double *x,
                                 int64_t x_leading, double *y, int64_t y_leading)
{
    for (int k = 0; k < vectors; k++) {
        double xk = x[k * x_leading];
        for (int64_t i = 0; i < rows; i++) {
            y[k * y_leading + i] += c[i] * xk;
        }
    }
}

/* Eight rows of eight columns: their sums stay in registers, each cell is loaded once, and the
 * loads of x are no more than the products can hide. `vectors` (1 to 4) is a constant where this is
 * inlined. */
PRESTON_INLINE void plain_square(int vectors, const double *c, int64_t leading, const double *x,
                                 int64_t x_leading, double *y, int64_t y_leading)
{
    preston_lanes sums[4][2];
    for (int k = 0; k < vectors; k++) {
        sums[k][0] = preston_lanes_load(y + k * y_leading);
        sums[k][1] = preston_lanes_load(y + k * y_leading + LANES);
    }
    for (int j = 0; j < SQUARE; j++) {
        __builtin_prefetch(c + (j + SQUARE) * leading, 0, 2); /* of the next eight columns */
        preston_lanes above = preston_lanes_load(c + j * leading);
        preston_lanes below = preston_lanes_load(c + j * leading + LANES);
        for (int k = 0; k < vectors; k++) {
            double factor = x[k * x_leading + j];
            sums[k][0] += above * factor;
            sums[k][1] += below * factor;
        }
    }
    for (int k = 0; k < vectors; k++) {
        preston_lanes_store(y + k * y_leading, sums[k][0]);
        preston_lanes_store(y + k * y_leading + LANES, sums[k][1]);
    }
}

PRESTON_INLINE void plain_tile(int vectors, preston_panel c, int64_t row, int64_t rows,
                               int64_t column, int64_t columns, const double *x, int64_t x_leading,
                               double *y, int64_t y_leading)
{
    int64_t j = 0;
    int64_t whole = rows / SQUARE * SQUARE;
    for (; j + SQUARE <= columns; j += SQUARE) {
        const double *cells = c.cells + (column + j) * c.leading + row;
        for (int64_t i = 0; i < whole; i += SQUARE) {
            plain_square(vectors, cells + i, c.leading, x + j, x_leading, y + i, y_leading);
        }
        for (int64_t rest = 0; whole < rows && rest < SQUARE; rest++) {
            plain_column(vectors, cells + rest * c.leading + whole, rows - whole, x + j + rest,
                         x_leading, y + whole, y_leading);
        }
    }
    for (; j < columns; j++) {
        plain_column(vectors, c.cells + (column + j) * c.leading + row, rows, x + j, x_leading, y,
                     y_leading);
    }
}

PRESTON_CLONES
static void plain_rows(preston_panel c, int64_t row, int64_t rows, int64_t column, int64_t columns,
                       int64_t vectors, const double *x, int64_t x_leading, double *y,
                       int64_t y_leading)
{
    for (int64_t tile = 0; tile < rows; tile += TILE_ROWS) {
        int64_t height = rows - tile < TILE_ROWS ? rows - tile : TILE_ROWS;
        for (int64_t k = 0; k < vectors; k += 4) {
            const double *xk = x + k * x_leading;
            double *yk = y + k * y_leading + tile;
            switch (vectors - k < 4 ? vectors - k : 4) {
            case 1:
                plain_tile(1, c, row + tile, height, column, columns, xk, x_leading, yk, y_leading);
                break;
            case 2:
                plain_tile(2, c, row + tile, height, column, columns, xk, x_leading, yk, y_leading);
                break;
            case 3:
                plain_tile(3, c, row + tile, height, column, columns, xk, x_leading, yk, y_leading);
                break;
            default:
                plain_tile(4, c, row + tile, height, column, columns, xk, x_leading, yk, y_leading);
                break;
            }
        }
    }
}

void preston_panel_plain(preston_panel c, int64_t row, int64_t rows, int64_t column,
                         int64_t columns, int64_t vectors, const double *x, int64_t x_leading,
                         double *y, int64_t y_leading)
{
    int64_t chunks = (rows + CHUNK - 1) / CHUNK;
    int64_t tall = rows >= (int64_t)2 * TILE_ROWS ? TILE_ROWS / CHUNK : 1;
#pragma omp parallel for schedule(dynamic) if (rows * columns > PARALLEL_CELLS)
    for (int64_t chunk = 0; chunk < chunks; chunk += tall) {
        int64_t begin = chunk * CHUNK;
        int64_t end = begin + tall * CHUNK < rows ? begin + tall * CHUNK : rows;
        plain_rows(c, row + begin, end - begin, column, columns, vectors, x, x_leading, y + begin,
                   y_leading);
    }
}

/* --- y += Cᵀ x --- */

/* Some columns of C (1, 2 or 4) and `vectors` of x (1 to 4): a sum for each pair, in four lanes,
 * always in the same order, whatever it is computed together with. What comes next is fetched
 * meanwhile: a column is too short for the processor to see that it is read on. */
PRESTON_INLINE void transposed_group(int columns, int vectors, const double *c, int64_t leading,
                                     int64_t rows, const double *x, int64_t x_leading, double *y,
                                     int64_t y_leading)
{
    preston_lanes sums[4][4] = {{{0}}};
    const double *ahead = c + (columns < 4 ? columns * leading : AHEAD);
    int64_t i = 0;
    for (; i + LANES <= rows; i += LANES) {
        preston_lanes cells[4];
        for (int j = 0; j < columns; j++) {
            cells[j] = preston_lanes_load(c + j * leading + i);
            __builtin_prefetch(ahead + j * leading + i, 0, 2);
        }
        for (int k = 0; k < vectors; k++) {
            preston_lanes xk = preston_lanes_load(x + k * x_leading + i);
            for (int j = 0; j < columns; j++) {
                sums[j][k] += cells[j] * xk;
            }
        }
    }
    for (int j = 0; j < columns; j++) {
        for (int k = 0; k < vectors; k++) {
            double sum = preston_lanes_sum(sums[j][k]);
            for (int64_t rest = i; rest < rows; rest++) {
                sum += c[j * leading + rest] * x[k * x_leading + rest];
            }
            y[k * y_leading + j] += sum;
        }
    }
}

/* One row of tiles in a group of columns: all vectors. */
PRESTON_INLINE void transposed_tile(int columns, int64_t vectors, const double *c, int64_t leading,
                                    int64_t rows, const double *x, int64_t x_leading, double *y,
                                    int64_t y_leading)
{
    for (int64_t k = 0; k < vectors; k += 4) {
        const double *xk = x + k * x_leading;
        double *yk = y + k * y_leading;
        switch (vectors - k < 4 ? vectors - k : 4) {
        case 1:
            transposed_group(columns, 1, c, leading, rows, xk, x_leading, yk, y_leading);
            break;
        case 2:
            transposed_group(columns, 2, c, leading, rows, xk, x_leading, yk, y_leading);
            break;
        case 3:
            transposed_group(columns, 3, c, leading, rows, xk, x_leading, yk, y_leading);
            break;
        default:
            transposed_group(columns, 4, c, leading, rows, xk, x_leading, yk, y_leading);
            break;
        }
    }
}

PRESTON_CLONES
static void transposed_columns(preston_panel c, int64_t row, int64_t rows, int64_t column,
                               int64_t columns, int64_t vectors, const double *x, int64_t x_leading,
                               double *y, int64_t y_leading)
{
    for (int64_t tile = 0; tile < rows; tile += TILE_ROWS) {
        int64_t height = rows - tile < TILE_ROWS ? rows - tile : TILE_ROWS;
        const double *cells = c.cells + column * c.leading + row + tile;
        const double *xt = x + tile;
        int64_t j = 0;
        for (; vectors == 1 && j + 4 <= columns; j += 4) {
            transposed_tile(4, 1, cells + j * c.leading, c.leading, height, xt, x_leading, y + j,
                            y_leading);
        }
        for (; j + 2 <= columns; j += 2) {
            transposed_tile(2, vectors, cells + j * c.leading, c.leading, height, xt, x_leading,
                            y + j, y_leading);
        }
        if (j < columns) {
            transposed_tile(1, vectors, cells + j * c.leading, c.leading, height, xt, x_leading,
                            y + j, y_leading);
        }
    }
}

void preston_panel_transposed(preston_panel c, int64_t row, int64_t rows, int64_t column,
                              int64_t columns, int64_t vectors, const double *x, int64_t x_leading,
                              double *y, int64_t y_leading)
{
    int64_t chunks = (columns + CHUNK - 1) / CHUNK;
#pragma omp parallel for schedule(dynamic) if (rows * columns > PARALLEL_CELLS)
    for (int64_t chunk = 0; chunk < chunks; chunk++) {
        int64_t begin = chunk * CHUNK;
        int64_t end = begin + CHUNK < columns ? begin + CHUNK : columns;
        transposed_columns(c, row, rows, column + begin, end - begin, vectors, x, x_leading,
                           y + begin, y_leading);
    }
}

void preston_panel_transposed_alone(preston_panel c, int64_t rows, int64_t columns, int64_t vectors,
                                    const double *x, int64_t x_leading, double *y,
                                    int64_t y_leading)
{
    transposed_columns(c, 0, rows, 0, columns, vectors, x, x_leading, y, y_leading);
}
