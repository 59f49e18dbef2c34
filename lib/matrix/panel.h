/* Products of a dense matrix with a few vectors at the speed of memory.
 *
 * BLAS packs its operands, which doubles the traffic when there are only a few vectors. These
 * kernels read each cell once for all of them. Work is divided among threads by the cells of the
 * result, each computed by one thread in one order: the same bits whatever the number of threads.
 */
#ifndef PRESTON_LIB_MATRIX_PANEL_H
#define PRESTON_LIB_MATRIX_PANEL_H

#include <stdint.h>

/* A matrix with contiguous columns, `leading` doubles apart. */
typedef struct preston_panel {
    const double *cells;
    int64_t leading;
} preston_panel;

/* y_i += Σ_j C_ij x_j for i in [row, row + rows) and j in [column, column + columns); x and y are
 * blocks of `vectors` columns, x_leading and y_leading apart, addressed from their first row. */
void preston_panel_plain(preston_panel c, int64_t row, int64_t rows, int64_t column,
                         int64_t columns, int64_t vectors, const double *x, int64_t x_leading,
                         double *y, int64_t y_leading);

/* y_j += Σ_i C_ij x_i for the same ranges. */
void preston_panel_transposed(preston_panel c, int64_t row, int64_t rows, int64_t column,
                              int64_t columns, int64_t vectors, const double *x, int64_t x_leading,
                              double *y, int64_t y_leading);

/* The same for all rows and columns of a panel, on the calling thread alone. */
void preston_panel_transposed_alone(preston_panel c, int64_t rows, int64_t columns, int64_t vectors,
                                    const double *x, int64_t x_leading, double *y,
                                    int64_t y_leading);

#endif
