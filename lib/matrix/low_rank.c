/* A + U Vᵀ: an operator changed by a product of two thin matrices, which is never formed. */
#include "rectangle.h"

#include "../status/error.h"

#include <string.h>

typedef struct low_rank_operator {
    preston_operator base;
    const preston_operator *inner;
    preston_rectangle left;
    preston_rectangle right;
} low_rank_operator;

/* y = A x + U (Vᵀ x); transposed, the factors change places. */
static void apply(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch)
{
    const low_rank_operator *changed = (const low_rank_operator *)op;
    int plain = operation == PRESTON_PLAIN;
    const preston_rectangle *from = plain ? &changed->right : &changed->left;
    const preston_rectangle *to = plain ? &changed->left : &changed->right;
    int64_t n = op->rows;
    int64_t rank = from->cells.columns;
    double *inner_scratch = scratch + rank * columns;
    changed->inner->type->apply(changed->inner, operation, absolute, columns, x, y, inner_scratch);
    memset(scratch, 0, (size_t)(rank * columns) * sizeof *scratch);
    preston_rectangle_add(from, PRESTON_TRANSPOSED, absolute, columns, x, n, scratch, rank);
    preston_rectangle_add(to, PRESTON_PLAIN, absolute, columns, scratch, rank, y, n);
}

static int64_t scratch_size(const preston_operator *op, int64_t columns)
{
    const low_rank_operator *changed = (const low_rank_operator *)op;
    return changed->left.cells.columns * columns +
           changed->inner->type->scratch(changed->inner, columns);
}

static const preston_operator_type low_rank_type = {"low rank", scratch_size, apply, NULL};

preston_status preston_operator_low_rank(const preston_operator *inner, preston_const_view left,
                                         preston_const_view right, preston_operator **out_operator,
                                         preston_error *error)
{
    int64_t n = inner->rows;
    int64_t rank = left.columns > 0 ? left.columns : 0;
    preston_rectangle left_factor;
    preston_rectangle right_factor;
    preston_status status =
        preston_rectangle_make(left, n, rank, "left factor", &left_factor, error);
    if (status == PRESTON_OK) {
        status = preston_rectangle_make(right, n, rank, "right factor", &right_factor, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    low_rank_operator *changed = preston_operator_allocate(sizeof *changed, &low_rank_type, n);
    if (changed == NULL) {
        return preston_fail_memory(error, "an operator");
    }
    changed->inner = inner;
    changed->left = left_factor;
    changed->right = right_factor;
    changed->base.nonnegative =
        inner->nonnegative && left_factor.nonnegative && right_factor.nonnegative;
    /* n products for Vᵀ x, and one for each of its cells onto what is there */
    changed->base.terms = (inner->terms > n ? inner->terms : n) + rank + 1;
    *out_operator = &changed->base;
    return PRESTON_OK;
}
