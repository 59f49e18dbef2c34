/* Dense operators, on borrowed cells of any strides. */
#include "dense.h"

#include "../status/error.h"
#include "lapack.h"

#include <limits.h>
#include <math.h>
#include <string.h>

typedef struct dense_operator {
    preston_operator base;
    preston_const_view cells;
    preston_dense_form form;
    int contiguous; /* the form is there */
} dense_operator;

/* More vectors than this are BLAS's: it reads the cells less often than our kernels would. */
enum { FEW_VECTORS = 8 };

int preston_dense_find_form(preston_const_view cells, preston_dense_form *out_form)
{
    int64_t rows = cells.rows > 0 ? cells.rows : 1;
    int64_t columns = cells.columns > 0 ? cells.columns : 1;
    if (cells.row_stride == 1 && cells.column_stride >= rows) {
        *out_form = (preston_dense_form){{cells.data, cells.column_stride}, 0};
        return 1;
    }
    if (cells.column_stride == 1 && cells.row_stride >= columns) {
        *out_form = (preston_dense_form){{cells.data, cells.row_stride}, 1};
        return 1;
    }
    return 0;
}

void preston_dense_multiply(const preston_dense_form *form, preston_operation operation,
                            int64_t row, int64_t rows, int64_t column, int64_t columns,
                            int64_t vectors, const double *x, int64_t x_leading, double *y,
                            int64_t y_leading)
{
    if ((operation == PRESTON_TRANSPOSED) == form->turned) {
        preston_panel_plain(form->panel, row, rows, column, columns, vectors, x, x_leading, y,
                            y_leading);
    } else {
        preston_panel_transposed(form->panel, column, columns, row, rows, vectors, x, x_leading, y,
                                 y_leading);
    }
}

static void multiply_by_blas(const dense_operator *dense, preston_operation operation,
                             int64_t columns, const double *x, double *y)
{
    int n = (int)dense->base.rows;
    int k = (int)columns;
    int leading = (int)dense->form.panel.leading;
    double one = 1.0;
    double zero = 0.0;
    int plain = (operation == PRESTON_TRANSPOSED) == dense->form.turned;
    dgemm_(plain ? "N" : "T", "N", &n, &k, &n, &one, dense->form.panel.cells, &leading, x, &n,
           &zero, y, &n, 1, 1);
}

/* Any strides, and absolute values: cell by cell. */
static void multiply_by_cells(const dense_operator *dense, preston_operation operation,
                              int absolute, int64_t columns, const double *x, double *y)
{
    int64_t n = dense->base.rows;
    preston_const_view cells =
        operation == PRESTON_PLAIN ? dense->cells : preston_transposed(dense->cells);
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (int64_t j = 0; j < n; j++) {
                double cell = preston_get(cells, i, j);
                sum += (absolute ? fabs(cell) : cell) * x[j + k * n];
            }
            y[i + k * n] = sum;
        }
    }
}

static void apply(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch)
{
    const dense_operator *dense = (const dense_operator *)op;
    int64_t n = op->rows;
    (void)scratch;
    if (!dense->contiguous || (absolute && !op->nonnegative)) {
        multiply_by_cells(dense, operation, absolute, columns, x, y);
    } else if (columns > FEW_VECTORS && columns <= INT_MAX &&
               dense->form.panel.leading <= INT_MAX) {
        multiply_by_blas(dense, operation, columns, x, y);
    } else {
        memset(y, 0, (size_t)(n * columns) * sizeof *y);
        preston_dense_multiply(&dense->form, operation, 0, n, 0, n, columns, x, n, y, n);
    }
}

static int64_t scratch(const preston_operator *op, int64_t columns)
{
    (void)op;
    (void)columns;
    return 0;
}

static const preston_operator_type dense_type = {"dense", scratch, apply, NULL};

preston_status preston_operator_dense(preston_const_view cells, preston_operator **out_operator,
                                      preston_error *error)
{
    int nonnegative = 1;
    if (cells.rows != cells.columns || cells.rows < 0 || cells.rows > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the matrix has %lld rows and %lld columns: it must be square",
                            (long long)cells.rows, (long long)cells.columns);
    }
    preston_status status = preston_operator_check_cells(cells, "matrix", &nonnegative, error);
    if (status != PRESTON_OK) {
        return status;
    }
    dense_operator *dense = preston_operator_allocate(sizeof *dense, &dense_type, cells.rows);
    if (dense == NULL) {
        return preston_fail_memory(error, "an operator");
    }
    dense->base.nonnegative = nonnegative;
    dense->base.terms = cells.rows;
    dense->cells = cells;
    dense->contiguous = preston_dense_find_form(cells, &dense->form);
    *out_operator = &dense->base;
    return PRESTON_OK;
}

const preston_const_view *preston_operator_dense_cells(const preston_operator *op)
{
    return op->type == &dense_type ? &((const dense_operator *)op)->cells : NULL;
}
