/* What the two Krylov methods share: products with the system, preconditioning, norms by column. */
#ifndef PRESTON_LIB_MATRIX_KRYLOV_H
#define PRESTON_LIB_MATRIX_KRYLOV_H

#include "solver.h"

/* y = (I − A) x, or transposed. */
void preston_krylov_multiply(const preston_solver *solver, preston_operation operation,
                             int64_t columns, const double *x, double *y, double *scratch);

/* y = x through the factors of the base solver, or just x where there is none. */
void preston_krylov_precondition(const preston_solver *solver, preston_operation operation,
                                 int64_t columns, const double *x, double *y, double *scratch);

/* Doubles of scratch for both. */
int64_t preston_krylov_scratch(const preston_solver *solver, int64_t columns);

double preston_dot(int64_t n, const double *x, const double *y);

/* The methods need no preparation. */
preston_status preston_krylov_create(preston_solver *solver, const preston_solver_options *options,
                                     preston_error *error);
void preston_krylov_clear(preston_solver *solver);

#endif
