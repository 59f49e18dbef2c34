/* The front end of operators: checks, blocks, workspaces. */
#include "operator.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lanes.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void *preston_operator_allocate(size_t size, const preston_operator_type *type, int64_t rows)
{
    preston_operator *op = preston_allocate(1, size);
    if (op != NULL) {
        op->type = type;
        op->rows = rows;
    }
    return op;
}

void preston_operator_free(preston_operator *op)
{
    if (op != NULL) {
        if (op->type->clear != NULL) {
            op->type->clear(op);
        }
        free(op);
    }
}

int64_t preston_operator_rows(const preston_operator *op)
{
    return op->rows;
}

/* --- cells that are there --- */

/* What is wrong with some cells: bits of NEGATIVE and NOT_FINITE. */
enum { NEGATIVE = 1, NOT_FINITE = 2, PARALLEL_CELLS = 1 << 17 };

PRESTON_CLONES
static int inspect_cells(const double *cells, int64_t count)
{
    const preston_lanes zero = {0.0, 0.0, 0.0, 0.0};
    const preston_lanes most = {DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX};
    preston_lanes_bits below = {0, 0, 0, 0};
    preston_lanes_bits finite = {-1, -1, -1, -1};
    int found = 0;
    int64_t i = 0;
    for (; i + 4 <= count; i += 4) {
        preston_lanes value;
        memcpy(&value, cells + i, sizeof value);
        below |= value < zero;
        finite &= (value <= most) & (value >= -most);
    }
    for (int k = 0; k < 4; k++) {
        found |= (below[k] != 0 ? NEGATIVE : 0) | (finite[k] == 0 ? NOT_FINITE : 0);
    }
    for (; i < count; i++) {
        found |= (cells[i] < 0.0 ? NEGATIVE : 0) | (isfinite(cells[i]) ? 0 : NOT_FINITE);
    }
    return found;
}

/* The same for a view: along its rows or columns, whichever are contiguous. */
static int inspect_view(preston_const_view cells)
{
    preston_const_view lines = cells.column_stride == 1 ? cells : preston_transposed(cells);
    int found = 0;
    if (lines.column_stride == 1 || lines.columns <= 1) {
#pragma omp parallel for schedule(static)                                                          \
    reduction(|                                                                                    \
              : found) if (lines.rows * lines.columns > PARALLEL_CELLS)
        for (int64_t i = 0; i < lines.rows; i++) {
            found |= inspect_cells(lines.data + i * lines.row_stride, lines.columns);
        }
        return found;
    }
    for (int64_t i = 0; i < lines.rows; i++) {
        for (int64_t j = 0; j < lines.columns; j++) {
            double cell = preston_get(lines, i, j);
            found |= (cell < 0.0 ? NEGATIVE : 0) | (isfinite(cell) ? 0 : NOT_FINITE);
        }
    }
    return found;
}

preston_status preston_operator_check_cells(preston_const_view cells, const char *what,
                                            int *out_nonnegative, preston_error *error)
{
    int found = inspect_view(cells);
    *out_nonnegative &= (found & NEGATIVE) == 0;
    for (int64_t i = 0; (found & NOT_FINITE) != 0 && i < cells.rows; i++) {
        for (int64_t j = 0; j < cells.columns; j++) {
            if (!isfinite(preston_get(cells, i, j))) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "cell (%lld, %lld) of the %s is not finite", (long long)i + 1,
                                    (long long)j + 1, what);
            }
        }
    }
    return PRESTON_OK;
}

/* --- blocks --- */

void preston_block_load(preston_const_view view, double *block)
{
    for (int64_t k = 0; k < view.columns; k++) {
        const double *from = view.data + k * view.column_stride;
        double *to = block + k * view.rows;
        if (view.row_stride == 1) {
            memcpy(to, from, (size_t)view.rows * sizeof *to);
            continue;
        }
        for (int64_t i = 0; i < view.rows; i++) {
            to[i] = from[i * view.row_stride];
        }
    }
}

void preston_block_store(const double *block, preston_view view)
{
    for (int64_t k = 0; k < view.columns; k++) {
        const double *from = block + k * view.rows;
        double *to = view.data + k * view.column_stride;
        if (view.row_stride == 1) {
            memcpy(to, from, (size_t)view.rows * sizeof *to);
            continue;
        }
        for (int64_t i = 0; i < view.rows; i++) {
            to[i * view.row_stride] = from[i];
        }
    }
}

/* The first and one-past-last byte a view can touch. */
static void view_range(preston_const_view view, uintptr_t *out_begin, uintptr_t *out_end)
{
    int64_t row_span = (view.rows - 1) * view.row_stride;
    int64_t column_span = (view.columns - 1) * view.column_stride;
    int64_t low = (row_span < 0 ? row_span : 0) + (column_span < 0 ? column_span : 0);
    int64_t high = (row_span > 0 ? row_span : 0) + (column_span > 0 ? column_span : 0);
    *out_begin = (uintptr_t)(view.data + low);
    *out_end = (uintptr_t)(view.data + high + 1);
}

int preston_views_overlap(preston_const_view one, preston_const_view other)
{
    if (one.rows == 0 || one.columns == 0 || other.rows == 0 || other.columns == 0) {
        return 0;
    }
    uintptr_t begin_one = 0;
    uintptr_t end_one = 0;
    uintptr_t begin_other = 0;
    uintptr_t end_other = 0;
    view_range(one, &begin_one, &end_one);
    view_range(other, &begin_other, &end_other);
    return begin_one < end_other && begin_other < end_one;
}

preston_status preston_operator_workspace(const preston_operator *op, int64_t columns,
                                          preston_workspace **out_workspace, preston_error *error)
{
    if (columns < 0) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "a workspace of %lld columns cannot be made", (long long)columns);
    }
    preston_workspace *workspace = preston_allocate(1, sizeof *workspace);
    if (workspace != NULL) {
        workspace->rows = op->rows;
        workspace->columns = columns;
        workspace->size = 2 * op->rows * columns + op->type->scratch(op, columns);
        workspace->memory = preston_allocate_matrix(workspace->size, 1);
    }
    if (workspace == NULL || workspace->memory == NULL) {
        preston_workspace_free(workspace);
        return preston_fail_memory(error, "a workspace");
    }
    *out_workspace = workspace;
    return PRESTON_OK;
}

void preston_workspace_free(preston_workspace *workspace)
{
    if (workspace != NULL) {
        free(workspace->memory);
        free(workspace);
    }
}

preston_status preston_operator_apply(const preston_operator *op, preston_operation operation,
                                      preston_const_view vectors, preston_workspace *workspace,
                                      preston_view out_products, preston_error *error)
{
    int64_t n = op->rows;
    int64_t columns = vectors.columns;
    if (vectors.rows != n || out_products.rows != n || out_products.columns != columns ||
        workspace->rows != n || columns < 0 || columns > workspace->columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "vectors %lld × %lld, products %lld × %lld and workspace %lld × %lld "
                            "do not fit an operator of %lld rows",
                            (long long)vectors.rows, (long long)vectors.columns,
                            (long long)out_products.rows, (long long)out_products.columns,
                            (long long)workspace->rows, (long long)workspace->columns,
                            (long long)n);
    }
    if (preston_views_overlap(vectors, preston_const(out_products))) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the products overlap the vectors: give them their own memory");
    }
    double *x = workspace->memory;
    double *y = x + n * columns;
    preston_block_load(vectors, x);
    op->type->apply(op, operation, 0, columns, x, y, y + n * columns);
    preston_block_store(y, out_products);
    return PRESTON_OK;
}
