/* Solvers: one front end, one table a method.
 *
 * The front end (solver.c) keeps a solution and its residual. A method only turns a residual into a
 * correction that is roughly right; the front end adds it, computes the new residual in double
 * precision, certifies, and asks again until the tolerance is met. So a method cannot be wrong,
 * only slow: a factorisation corrects once, single precision two or three times, an iteration as
 * often as it must. */
#ifndef PRESTON_LIB_MATRIX_SOLVER_H
#define PRESTON_LIB_MATRIX_SOLVER_H

#include "operator.h"

typedef struct preston_method_type {
    const char *name;

    /* Prepares solver->state for solver->op. */
    preston_status (*create)(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error);

    /* Doubles of scratch that correcting so many columns takes. */
    int64_t (*scratch)(const preston_solver *solver, int64_t columns);

    /* Replaces each residual r, n × columns, by a correction d with ‖(I − A)d − r‖ of about
     * `accuracy` times ‖r‖, or by the best there is. */
    void (*correct)(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *scratch);

    void (*clear)(preston_solver *solver);

    /* Fills in a first guess of the weights of the certificate, w ≈ (I − A)⁻ᵀ1; NULL: they are
     * found by correcting. May set solver->rate. */
    void (*guess_weights)(preston_solver *solver, double *weights, double *scratch);
} preston_method_type;

struct preston_solver {
    int64_t rows;
    const preston_operator *op;
    preston_operator *own_operator; /* op, when the solver made it of a copy */
    double *own_cells;
    preston_method method;
    const preston_method_type *type;
    const char *reason;
    void *state; /* the method's */
    double rate; /* of one step of the method, where it is known; 0 otherwise */
    const preston_solver *base;
    double tolerance;
    int certified;
    double *weights; /* w > 0 when certified */
    double *margins; /* a lower bound of w − |A|ᵀw, > 0 when certified */
    double smallest_margin;
};

extern const preston_method_type preston_lu_type;
extern const preston_method_type preston_lu_single_type;
extern const preston_method_type preston_gauss_seidel_type;
extern const preston_method_type preston_richardson_type;
extern const preston_method_type preston_bicgstab_type;
extern const preston_method_type preston_gmres_type;

/* Finds weights and margins for the certificate. PRESTON_ERROR_UNPRODUCTIVE when A has no negative
 * cell and no weights exist, or when it has some, |A| is not productive either and the solution of
 * ones is not positive. */
preston_status preston_solver_find_weights(preston_solver *solver, const char *const *row_labels,
                                           preston_error *error);

/* Residuals b − (I − A)x of a block, in `residuals`, and their certificate; `scratch` has room for
 * two blocks and for the operator's own. */
preston_certificate preston_solver_certify(const preston_solver *solver,
                                           preston_operation operation, int64_t columns,
                                           const double *right_hand_sides, const double *solutions,
                                           double *residuals, double *scratch);

/* Its steps, for a solver whose rows are divided among processes: those of the rows here. */

/* Fills margins with a lower bound of w − |A|ᵀw; 1 when all weights and margins are positive.
 * `residual` receives 1 − (w − |A|ᵀw). */
int preston_solver_find_margins(preston_solver *solver, double *residual, double *scratch);

/* What one pass over a column gathers. */
typedef struct preston_column_sums {
    int64_t rows;
    double weighted;   /* Σ w ρ */
    double ratio;      /* max ρ / d */
    double one_norm;   /* Σ |x| */
    double max_norm;   /* max |x| */
    double max_weight; /* max w */
    double residual;   /* max |r| */
    int finite;        /* 0 after an overflow, which fmax would pass over */
} preston_column_sums;

/* ρ bounds the exact residual: what was computed, and what its rounding can hide. `size` is |A||x|,
 * or A x where nothing is negative. */
preston_column_sums preston_certificate_sums(const preston_solver *solver, const double *b,
                                             const double *x, const double *residual,
                                             const double *size);

preston_certificate preston_certificate_of(const preston_solver *solver,
                                           preston_operation operation,
                                           const preston_column_sums *total);

/* γ_k = k u / (1 − k u), Higham 2002, ch. 3. */
double preston_rounding(int64_t operations);

/* Writes the names of the rows that make A unproductive, "'a', 'b'". */
void preston_name_rows_at_fault(const preston_operator *op, const char *const *row_labels,
                                size_t size, char *out_names);

/* I − A, or I − Aᵀ where *out_turned is set, column after column, in new memory; NULL when memory
 * is out. A dense operator gives its own cells, any other is multiplied with the identity. */
double *preston_assemble_system(const preston_operator *op, int *out_turned);

/* The largest scratch of any apply or correction of the solver. */
int64_t preston_solver_scratch(const preston_solver *solver, int64_t columns);

#endif
