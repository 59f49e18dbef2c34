/* Draws whose steps contract too little: a solver each. */
#include "draws.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

typedef struct rescaled_rows {
    const preston_operator *op;
    const double *factors;
    double *memory; /* n for the transposed product, then the operator's scratch */
} rescaled_rows;

static void apply_rescaled(void *context, preston_operation operation, int absolute,
                           int64_t columns, const double *x, double *y)
{
    const rescaled_rows *rows = context;
    int64_t n = rows->op->rows;
    for (int64_t k = 0; k < columns; k++) {
        const double *from = x + k * n;
        if (operation == PRESTON_TRANSPOSED) {
            for (int64_t i = 0; i < n; i++) {
                rows->memory[i] = rows->factors[i] * from[i];
            }
            from = rows->memory;
        }
        rows->op->type->apply(rows->op, operation, absolute, 1, from, y + k * n, rows->memory + n);
        for (int64_t i = 0; operation == PRESTON_PLAIN && i < n; i++) {
            y[k * n + i] *= rows->factors[i];
        }
    }
}

static preston_status solve_rescaled(const preston_draws_job *job, rescaled_rows *rows,
                                     int64_t draw, double *x, preston_error *error)
{
    const preston_solver *base = job->draws->base;
    preston_operator *op = NULL;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_BICGSTAB;
    options.tolerance = job->tolerance;
    int64_t n = base->rows;
    preston_status status = preston_operator_callback(
        n, apply_rescaled, rows, base->op->nonnegative, base->op->terms + 1, &op, error);
    if (status == PRESTON_OK) {
        status = preston_solver_create_for(op, &options, &solver, error);
    }
    if (status == PRESTON_OK) {
        status = preston_workspace_create(solver, 1, &workspace, error);
    }
    if (status == PRESTON_OK) {
        status = preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(job->f, n, 1),
                                      workspace, preston_vector(x, n, 1), &certificate, error);
    }
    for (int64_t a = 0; status == PRESTON_OK && a < job->account_count; a++) {
        double sum = 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += job->accounts[i + a * n] * x[i];
        }
        job->totals[draw * job->account_count + a] = sum;
    }
    job->bounds[draw] = certificate.bound / fmax(job->f_norm, 1e-300);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(op);
    return status;
}

preston_status preston_draws_solve_alone(const preston_draws_job *job, int64_t draw,
                                         preston_error *error)
{
    const preston_operator *op = job->draws->base->op;
    int64_t n = op->rows;
    double *memory = preston_allocate_matrix(3 * n + op->type->scratch(op, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "a draw");
    }
    for (int64_t i = 0; i < n; i++) {
        memory[i] = preston_get(job->factors, i, draw);
    }
    rescaled_rows rows = {op, memory, memory + 2 * n};
    preston_error inner = {0};
    preston_status status = solve_rescaled(job, &rows, draw, memory + n, &inner);
    free(memory);
    return status == PRESTON_OK ? PRESTON_OK
                                : preston_fail(error, status, "draw %lld: %.900s",
                                               (long long)draw + 1, inner.message);
}
