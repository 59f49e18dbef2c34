/* [A C; R D]: an operator with a few more columns and rows.
 *
 * The operator inside takes blocks of its own n rows, while the vectors here are n + b long: one
 * vector needs no copy, since its first n cells are such a block; several are copied side by side.
 */
#include "rectangle.h"

#include "../status/error.h"

#include <string.h>

typedef struct bordered_operator {
    preston_operator base;
    const preston_operator *inner;
    preston_rectangle columns;
    preston_rectangle rows;
    preston_rectangle corner;
} bordered_operator;

/* Copies the first `rows` rows of each vector between blocks with other distances. */
static void copy_rows(int64_t rows, int64_t vectors, const double *from, int64_t from_leading,
                      double *to, int64_t to_leading)
{
    for (int64_t k = 0; k < vectors; k++) {
        memcpy(to + k * to_leading, from + k * from_leading, (size_t)rows * sizeof *to);
    }
}

static void apply_inner(const preston_operator *inner, int64_t size, preston_operation operation,
                        int absolute, int64_t vectors, const double *x, double *y, double *scratch)
{
    int64_t n = inner->rows;
    if (vectors == 1) {
        inner->type->apply(inner, operation, absolute, 1, x, y, scratch);
        return;
    }
    double *inner_x = scratch;
    double *inner_y = scratch + n * vectors;
    copy_rows(n, vectors, x, size, inner_x, n);
    inner->type->apply(inner, operation, absolute, vectors, inner_x, inner_y,
                       inner_y + n * vectors);
    copy_rows(n, vectors, inner_y, n, y, size);
}

static void apply(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch)
{
    const bordered_operator *whole = (const bordered_operator *)op;
    int plain = operation == PRESTON_PLAIN;
    const preston_rectangle *right = plain ? &whole->columns : &whole->rows;
    const preston_rectangle *below = plain ? &whole->rows : &whole->columns;
    int64_t size = op->rows;
    int64_t n = whole->inner->rows;
    apply_inner(whole->inner, size, operation, absolute, columns, x, y, scratch);
    for (int64_t k = 0; k < columns; k++) {
        memset(y + n + k * size, 0, (size_t)(size - n) * sizeof *y);
    }
    preston_rectangle_add(right, operation, absolute, columns, x + n, size, y, size);
    preston_rectangle_add(below, operation, absolute, columns, x, size, y + n, size);
    preston_rectangle_add(&whole->corner, operation, absolute, columns, x + n, size, y + n, size);
}

static int64_t scratch_size(const preston_operator *op, int64_t columns)
{
    const preston_operator *inner = ((const bordered_operator *)op)->inner;
    return (columns > 1 ? 2 * inner->rows * columns : 0) + inner->type->scratch(inner, columns);
}

static const preston_operator_type bordered_type = {"bordered", scratch_size, apply, NULL};

static preston_status check(bordered_operator *whole, preston_const_view columns,
                            preston_const_view rows, preston_const_view corner,
                            preston_error *error)
{
    int64_t n = whole->inner->rows;
    int64_t b = corner.rows > 0 ? corner.rows : 0;
    preston_status status = preston_rectangle_make(corner, b, b, "corner", &whole->corner, error);
    if (status == PRESTON_OK) {
        status =
            preston_rectangle_make(columns, n, b, "columns of the border", &whole->columns, error);
    }
    if (status == PRESTON_OK) {
        status = preston_rectangle_make(rows, b, n, "rows of the border", &whole->rows, error);
    }
    return status;
}

preston_status preston_operator_bordered(const preston_operator *inner, preston_const_view columns,
                                         preston_const_view rows, preston_const_view corner,
                                         preston_operator **out_operator, preston_error *error)
{
    bordered_operator parts = {.inner = inner};
    preston_status status = check(&parts, columns, rows, corner, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t n = inner->rows;
    int64_t b = corner.rows;
    bordered_operator *whole = preston_operator_allocate(sizeof *whole, &bordered_type, n + b);
    if (whole == NULL) {
        return preston_fail_memory(error, "an operator");
    }
    parts.base = whole->base;
    *whole = parts;
    whole->base.nonnegative = inner->nonnegative && whole->columns.nonnegative &&
                              whole->rows.nonnegative && whole->corner.nonnegative;
    /* a cell adds A's products and b of the border, or n and b in the border itself */
    whole->base.terms = (inner->terms > n ? inner->terms : n) + b + 1;
    *out_operator = &whole->base;
    return PRESTON_OK;
}
