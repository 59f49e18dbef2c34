/* LU in double precision: LAPACK factorises and substitutes. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "blas.h"
#include "lapack.h"

#include <stdlib.h>
#include <string.h>

typedef struct lu_state {
    double *factors;
    int *pivots;
    int turned; /* the factors are those of the transposed system */
} lu_state;

/* Products with the identity, a block at a time; then I − A in its place. */
static int assemble_by_products(const preston_operator *op, double *system)
{
    enum { BLOCK = 64 };
    int64_t n = op->rows;
    double *identity = preston_allocate_matrix(n * BLOCK + op->type->scratch(op, BLOCK), 1);
    if (identity == NULL) {
        return -1;
    }
    for (int64_t first = 0; first < n; first += BLOCK) {
        int64_t count = n - first < BLOCK ? n - first : BLOCK;
        memset(identity, 0, (size_t)(n * count) * sizeof *identity);
        for (int64_t k = 0; k < count; k++) {
            identity[first + k + k * n] = 1.0;
        }
        op->type->apply(op, PRESTON_PLAIN, 0, count, identity, system + first * n,
                        identity + n * BLOCK);
    }
    free(identity);
    for (int64_t i = 0; i < n * n; i++) {
        system[i] = 0.0 - system[i];
    }
    for (int64_t i = 0; i < n; i++) {
        system[i * (n + 1)] += 1.0;
    }
    return 0;
}

double *preston_assemble_system(const preston_operator *op, int *out_turned)
{
    int64_t n = op->rows;
    double *system = preston_allocate_unwritten(n * n, sizeof *system);
    const preston_const_view *dense = preston_operator_dense_cells(op);
    *out_turned = 0;
    if (system == NULL) {
        return NULL;
    }
    if (dense == NULL) {
        if (assemble_by_products(op, system) != 0) {
            free(system);
            return NULL;
        }
        return system;
    }
    *out_turned = dense->column_stride == 1;
    preston_const_view cells = *out_turned ? preston_transposed(*dense) : *dense;
#pragma omp parallel for schedule(static) if (n > 512)
    for (int64_t j = 0; j < n; j++) {
        const double *from = cells.data + j * cells.column_stride;
        for (int64_t i = 0; i < n; i++) {
            system[i + j * n] = 0.0 - from[i * cells.row_stride];
        }
        system[j * (n + 1)] += 1.0;
    }
    return system;
}

static void clear(preston_solver *solver)
{
    lu_state *state = solver->state;
    if (state != NULL) {
        free(state->factors);
        free(state->pivots);
        free(state);
    }
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    int n = (int)solver->rows;
    int leading = n > 0 ? n : 1;
    int info = 0;
    lu_state *state = preston_allocate(1, sizeof *state);
    solver->state = state;
    if (state != NULL) {
        state->factors = preston_assemble_system(solver->op, &state->turned);
        state->pivots = preston_allocate(n, sizeof *state->pivots);
    }
    if (state == NULL || state->factors == NULL || state->pivots == NULL) {
        return preston_fail_memory(error, "the factors of a matrix");
    }
    preston_blas_begin_small(n);
    dgetrf_(&n, &n, state->factors, &leading, state->pivots, &info);
    preston_blas_end_small(n);
    if (info > 0) {
        char names[300];
        preston_name_rows_at_fault(solver->op, options->row_labels, sizeof names, names);
        return preston_fail(error, PRESTON_ERROR_SINGULAR,
                            "the system is singular: what is made with one unit of %s takes a "
                            "whole unit of it",
                            names);
    }
    return PRESTON_OK;
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    (void)solver;
    (void)columns;
    return 0;
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    const lu_state *state = solver->state;
    int n = (int)solver->rows;
    int k = (int)columns;
    int leading = n > 0 ? n : 1;
    int info = 0;
    (void)accuracy;
    (void)memory;
    preston_blas_begin_small(n);
    dgetrs_((operation == PRESTON_TRANSPOSED) == state->turned ? "N" : "T", &n, &k, state->factors,
            &leading, state->pivots, vectors, &leading, &info, 1);
    preston_blas_end_small(n);
}

const preston_method_type preston_lu_type = {
    .name = "LU",
    .create = create,
    .scratch = scratch,
    .correct = correct,
    .clear = clear,
};
