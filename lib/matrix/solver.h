/* The factorised system, shared by the files of this floor. */
#ifndef PRESTON_LIB_MATRIX_SOLVER_H
#define PRESTON_LIB_MATRIX_SOLVER_H

#include "preston/matrix.h"

struct preston_solver {
    int64_t rows;
    double *coefficients; /* A, column after column */
    double *factors;      /* LU of I − A, column after column */
    int *pivots;
    double tolerance;
    int certified;
    double *weights; /* w > 0 when certified */
    double *margins; /* a lower bound of w − |A|ᵀw, > 0 when certified */
    double smallest_margin;
};

struct preston_workspace {
    int64_t rows;
    int64_t columns;
    double *solution; /* rows × columns each, column after column */
    double *residual;
    double *right_hand_sides;
};

/* Solves with the factors alone, in place. */
void preston_solver_substitute(const preston_solver *solver, preston_operation operation,
                               int64_t columns, double *right_hand_sides);

/* Finds weights and margins for the certificate. PRESTON_ERROR_UNPRODUCTIVE when A has no negative
 * cell and no weights exist, or when it has some, |A| is not productive either and the solution of
 * ones is not positive. */
preston_status preston_solver_find_weights(preston_solver *solver, const char *const *row_labels,
                                           preston_error *error);

/* The residual and certificate of one column of a solution: writes `b − (I − A)x` (or transposed)
 * to `residual`. */
preston_certificate preston_solver_certify(const preston_solver *solver,
                                           preston_operation operation,
                                           const double *right_hand_side, const double *solution,
                                           double *residual);

/* Writes the names of the rows that make A unproductive, "'a', 'b' and 'c'". */
void preston_name_rows_at_fault(int64_t rows, const double *coefficients,
                                const char *const *row_labels, size_t size, char *out_names);

#endif
