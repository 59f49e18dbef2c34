#include "rectangle.h"

#include "../status/error.h"

#include <math.h>

preston_status preston_rectangle_make(preston_const_view cells, int64_t rows, int64_t columns,
                                      const char *what, preston_rectangle *out_rectangle,
                                      preston_error *error)
{
    if (cells.rows != rows || cells.columns != columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "the %s: %lld × %lld must be %lld × %lld",
                            what, (long long)cells.rows, (long long)cells.columns, (long long)rows,
                            (long long)columns);
    }
    preston_rectangle rectangle = {.cells = cells, .nonnegative = 1};
    preston_status status =
        preston_operator_check_cells(cells, what, &rectangle.nonnegative, error);
    if (status == PRESTON_OK) {
        rectangle.contiguous = preston_dense_find_form(cells, &rectangle.form);
        *out_rectangle = rectangle;
    }
    return status;
}

/* Any strides, and absolute values: cell by cell. */
static void add_by_cells(preston_const_view cells, int absolute, int64_t vectors, const double *x,
                         int64_t x_leading, double *y, int64_t y_leading)
{
    for (int64_t k = 0; k < vectors; k++) {
        for (int64_t i = 0; i < cells.rows; i++) {
            double sum = 0.0;
            for (int64_t j = 0; j < cells.columns; j++) {
                double cell = preston_get(cells, i, j);
                sum += (absolute ? fabs(cell) : cell) * x[j + k * x_leading];
            }
            y[i + k * y_leading] += sum;
        }
    }
}

void preston_rectangle_add(const preston_rectangle *rectangle, preston_operation operation,
                           int absolute, int64_t vectors, const double *x, int64_t x_leading,
                           double *y, int64_t y_leading)
{
    preston_const_view cells =
        operation == PRESTON_PLAIN ? rectangle->cells : preston_transposed(rectangle->cells);
    int by_absolute = absolute && !rectangle->nonnegative;
    if (cells.rows == 0 || cells.columns == 0) {
        return;
    }
    if (rectangle->contiguous && !by_absolute) {
        preston_dense_multiply(&rectangle->form, operation, 0, cells.rows, 0, cells.columns,
                               vectors, x, x_leading, y, y_leading);
    } else {
        add_by_cells(cells, by_absolute, vectors, x, x_leading, y, y_leading);
    }
}
