/* LU in single precision: half the memory and twice the rate; the front end refines in double. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "blas.h"
#include "lapack.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

typedef struct single_state {
    float *factors;
    int *pivots;
    int turned; /* the factors are those of the transposed system */
} single_state;

static void clear(preston_solver *solver)
{
    single_state *state = solver->state;
    if (state != NULL) {
        free(state->factors);
        free(state->pivots);
        free(state);
    }
}

/* I − A rounded to single precision; a cell that is too large for it becomes infinite, and the
 * residuals of the front end show it. */
static int round_system(const preston_operator *op, single_state *state)
{
    int64_t n = op->rows;
    state->factors = preston_allocate_unwritten(n * n, sizeof *state->factors);
    const preston_const_view *dense = preston_operator_dense_cells(op);
    double *system = NULL;
    if (dense == NULL) {
        system = preston_assemble_system(op, &state->turned);
    }
    if (state->factors == NULL || (dense == NULL && system == NULL)) {
        return -1;
    }
    if (dense == NULL) {
        for (int64_t i = 0; i < n * n; i++) {
            state->factors[i] = (float)system[i];
        }
        free(system);
        return 0;
    }
    state->turned = dense->column_stride == 1;
    preston_const_view cells = state->turned ? preston_transposed(*dense) : *dense;
#pragma omp parallel for schedule(static) if (n > 512)
    for (int64_t j = 0; j < n; j++) {
        const double *from = cells.data + j * cells.column_stride;
        for (int64_t i = 0; i < n; i++) {
            state->factors[i + j * n] = (float)((i == j ? 1.0 : 0.0) - from[i * cells.row_stride]);
        }
    }
    return 0;
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    int n = (int)solver->rows;
    int leading = n > 0 ? n : 1;
    int info = 0;
    single_state *state = preston_allocate(1, sizeof *state);
    solver->state = state;
    if (state != NULL) {
        state->pivots = preston_allocate(n, sizeof *state->pivots);
    }
    if (state == NULL || state->pivots == NULL || round_system(solver->op, state) != 0) {
        return preston_fail_memory(error, "the factors of a matrix");
    }
    preston_blas_begin_small(n);
    sgetrf_(&n, &n, state->factors, &leading, state->pivots, &info);
    preston_blas_end_small(n);
    if (info > 0) {
        char names[300];
        preston_name_rows_at_fault(solver->op, options->row_labels, sizeof names, names);
        return preston_fail(error, PRESTON_ERROR_SINGULAR,
                            "the system is singular in single precision; at fault: %s; use LU in "
                            "double precision",
                            names);
    }
    return PRESTON_OK;
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    return (solver->rows * columns + 1) / 2;
}

/* Vectors are brought to a largest cell of one: residuals are small, and single precision ends at
 * 1e-38. */
static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    const single_state *state = solver->state;
    void *bytes = memory;
    float *rounded = bytes;
    int n = (int)solver->rows;
    int k = (int)columns;
    int leading = n > 0 ? n : 1;
    int info = 0;
    double largest = 0.0;
    (void)accuracy;
    for (int64_t i = 0; i < solver->rows * columns; i++) {
        largest = fmax(largest, fabs(vectors[i]));
    }
    if (!(largest > 0.0) || largest > DBL_MAX) {
        return;
    }
    for (int64_t i = 0; i < solver->rows * columns; i++) {
        rounded[i] = (float)(vectors[i] / largest);
    }
    preston_blas_begin_small(n);
    sgetrs_((operation == PRESTON_TRANSPOSED) == state->turned ? "N" : "T", &n, &k, state->factors,
            &leading, state->pivots, rounded, &leading, &info, 1);
    preston_blas_end_small(n);
    for (int64_t i = 0; i < solver->rows * columns; i++) {
        vectors[i] = (double)rounded[i] * largest;
    }
}

const preston_method_type preston_lu_single_type = {
    .name = "LU in single precision, refined",
    .create = create,
    .scratch = scratch,
    .correct = correct,
    .clear = clear,
};
