/* Block Gauss–Seidel for dense systems.
 *
 * The matrix is read once a sweep, at the speed of memory: each block of rows takes what all other
 * blocks already have, then solves its own small system, factorised once. For an M-matrix every
 * sweep is nearer (Varga 2000, ch. 3). */
#include "dense.h"
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 128, MOST_SWEEPS = 3000 };

typedef struct sweep_state {
    preston_dense_form form;
    double *assembled; /* A column after column, when the operator has no contiguous cells */
    double *factors;   /* BLOCK × rows: LU of I − A of each diagonal block */
    int *pivots;
} sweep_state;

static void clear(preston_solver *solver)
{
    sweep_state *state = solver->state;
    if (state != NULL) {
        free(state->assembled);
        free(state->factors);
        free(state->pivots);
        free(state);
    }
}

/* An operator without contiguous cells is assembled: I − A first, then A again. */
static int find_cells(const preston_operator *op, sweep_state *state)
{
    const preston_const_view *dense = preston_operator_dense_cells(op);
    int turned = 0;
    if (dense != NULL && preston_dense_find_form(*dense, &state->form)) {
        return 0;
    }
    state->assembled = preston_assemble_system(op, &turned);
    if (state->assembled == NULL) {
        return -1;
    }
    for (int64_t i = 0; i < op->rows * op->rows; i++) {
        state->assembled[i] = (i % (op->rows + 1) == 0 ? 1.0 : 0.0) - state->assembled[i];
    }
    state->form = (preston_dense_form){{state->assembled, op->rows}, turned};
    return 0;
}

static int factorise_block(const sweep_state *state, int64_t first, int rows)
{
    double *factors = state->factors + first * BLOCK;
    const preston_panel *c = &state->form.panel;
    int info = 0;
    for (int64_t j = 0; j < rows; j++) {
        for (int64_t i = 0; i < rows; i++) {
            factors[i + j * rows] =
                (i == j ? 1.0 : 0.0) - c->cells[(first + i) + (first + j) * c->leading];
        }
    }
    dgetrf_(&rows, &rows, factors, &rows, state->pivots + first, &info);
    return info;
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    int64_t n = solver->rows;
    sweep_state *state = preston_allocate(1, sizeof *state);
    solver->state = state;
    if (state != NULL) {
        state->factors = preston_allocate_matrix(n, BLOCK);
        state->pivots = preston_allocate(n, sizeof *state->pivots);
    }
    if (state == NULL || state->factors == NULL || state->pivots == NULL ||
        find_cells(solver->op, state) != 0) {
        return preston_fail_memory(error, "the blocks of a matrix");
    }
    for (int64_t first = 0; first < n; first += BLOCK) {
        int rows = (int)(n - first < BLOCK ? n - first : BLOCK);
        if (factorise_block(state, first, rows) != 0) {
            char names[300];
            preston_name_rows_at_fault(solver->op, options->row_labels, sizeof names, names);
            return preston_fail(error, PRESTON_ERROR_SINGULAR,
                                "a block of the system is singular; at fault: %s", names);
        }
    }
    return PRESTON_OK;
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    return (solver->rows + BLOCK) * columns;
}

/* One block: takes the residual and what the others have, solves, and returns how far it moved. In
 * the first sweep the blocks after it are still zero. */
static void correct_block(const preston_solver *solver, preston_operation operation, int64_t first,
                          int64_t columns, int sweep, const double *residual, double *d,
                          double *block, double *moved, double *size)
{
    const sweep_state *state = solver->state;
    int64_t n = solver->rows;
    int rows = (int)(n - first < BLOCK ? n - first : BLOCK);
    int k = (int)columns;
    int info = 0;
    int64_t after = first + rows;
    for (int64_t c = 0; c < columns; c++) {
        memcpy(block + c * rows, residual + first + c * n, (size_t)rows * sizeof *block);
    }
    preston_dense_multiply(&state->form, operation, first, rows, 0, first, columns, d, n, block,
                           rows);
    if (sweep > 0) {
        preston_dense_multiply(&state->form, operation, first, rows, after, n - after, columns,
                               d + after, n, block, rows);
    }
    dgetrs_((operation == PRESTON_TRANSPOSED) == state->form.turned ? "N" : "T", &rows, &k,
            state->factors + first * BLOCK, &rows, state->pivots + first, block, &rows, &info, 1);
    for (int64_t c = 0; c < columns; c++) {
        for (int64_t i = 0; i < rows; i++) {
            double new_value = block[i + c * rows];
            *moved += fabs(new_value - d[first + i + c * n]);
            *size += fabs(new_value);
            d[first + i + c * n] = new_value;
        }
    }
}

/* Sweeps until what is still to come, by the rate of the last two sweeps, is small enough. */
static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    int64_t n = solver->rows;
    double *d = memory;
    double *block = memory + n * columns;
    double before = 0.0;
    memset(d, 0, (size_t)(n * columns) * sizeof *d);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        double moved = 0.0;
        double size = 0.0;
        for (int64_t first = 0; first < n; first += BLOCK) {
            correct_block(solver, operation, first, columns, sweep, vectors, d, block, &moved,
                          &size);
        }
        double rate = sweep > 0 && before > 0.0 ? moved / before : 0.5;
        before = moved;
        if (!(moved > 0.0) || !isfinite(moved) ||
            (sweep > 0 && rate < 1.0 && moved * rate / (1.0 - rate) <= accuracy * size)) {
            break;
        }
    }
    memcpy(vectors, d, (size_t)(n * columns) * sizeof *d);
}

const preston_method_type preston_gauss_seidel_type = {"block Gauss-Seidel", create, scratch,
                                                       correct, clear};
