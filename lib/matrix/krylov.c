#include "krylov.h"

#include <string.h>

void preston_krylov_multiply(const preston_solver *solver, preston_operation operation,
                             int64_t columns, const double *x, double *y, double *scratch)
{
    solver->op->type->apply(solver->op, operation, 0, columns, x, y, scratch);
    for (int64_t i = 0; i < solver->rows * columns; i++) {
        y[i] = x[i] - y[i];
    }
}

void preston_krylov_precondition(const preston_solver *solver, preston_operation operation,
                                 int64_t columns, const double *x, double *y, double *scratch)
{
    memcpy(y, x, (size_t)(solver->rows * columns) * sizeof *y);
    if (solver->base != NULL) {
        solver->base->type->correct(solver->base, operation, columns, 1e-3, y, scratch);
    }
}

int64_t preston_krylov_scratch(const preston_solver *solver, int64_t columns)
{
    int64_t applying = solver->op->type->scratch(solver->op, columns);
    int64_t preparing =
        solver->base != NULL ? solver->base->type->scratch(solver->base, columns) : 0;
    return applying > preparing ? applying : preparing;
}

double preston_dot(int64_t n, const double *x, const double *y)
{
    double sums[4] = {0.0};
    int64_t i = 0;
    for (; i + 4 <= n; i += 4) {
        for (int k = 0; k < 4; k++) {
            sums[k] += x[i + k] * y[i + k];
        }
    }
    for (; i < n; i++) {
        sums[0] += x[i] * y[i];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

preston_status preston_krylov_create(preston_solver *solver, const preston_solver_options *options,
                                     preston_error *error)
{
    (void)solver;
    (void)options;
    (void)error;
    return PRESTON_OK;
}

void preston_krylov_clear(preston_solver *solver)
{
    (void)solver;
}
