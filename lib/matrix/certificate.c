/* Weights and bounds: how far a solution can be from the exact one.
 *
 * Let w > 0 and d = w − |A|ᵀw > 0. The error e of a solution x with residual r obeys e = Ae + r, so
 * |e| ≤ |A||e| + |r|, and weighting with w gives d·|e| ≤ w·|r|: hence ‖e‖₁ ≤ w·|r| / min d. For the
 * transposed system write |e_j| = w_j g_j; at the largest g, w_j g ≤ g (w_j − d_j) + |r_j|, hence
 * g ≤ max |r_j| / d_j. The output multipliers, w = (I − |A|)⁻ᵀ1, make d = 1 and the bound sharp;
 * weights that are only roughly those do nearly as well.
 *
 * Residuals and margins are computed in floating point, so that each gets its own rounding term. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WEIGHT_PASSES = 12,  /* corrections of the weights */
    WEIGHT_ROUNDS = 3000 /* plain rounds of |A|, where only its own cells can decide */
};

/* Of the 1 that exact weights would have: worth another correction, and worth many rounds. */
static const double good_margin = 0.9;
static const double fair_margin = 0.5;
static const double hopeless_weight = 1e15; /* nothing is left of a margin beside it */

double preston_rounding(int64_t operations)
{
    double product = (double)operations * (DBL_EPSILON / 2);
    return product / (1.0 - product);
}

/* --- weights --- */

int preston_solver_find_margins(preston_solver *solver, double *residual, double *scratch)
{
    int64_t n = solver->rows;
    double rounding = preston_rounding(solver->op->terms + 3);
    int positive = 1;
    solver->op->type->apply(solver->op, PRESTON_TRANSPOSED, 1, 1, solver->weights, residual,
                            scratch);
    solver->smallest_margin = n > 0 ? HUGE_VAL : 1.0;
    for (int64_t j = 0; j < n; j++) {
        double weight = solver->weights[j];
        double sum = residual[j];
        double margin = (weight - sum) - rounding * (fabs(weight) + fabs(sum));
        residual[j] = 1.0 - (weight - sum);
        solver->margins[j] = margin;
        solver->smallest_margin = fmin(solver->smallest_margin, margin);
        positive &= weight > 0.0 && margin > 0.0 && isfinite(weight);
    }
    return positive;
}

static int has_positive_weights(const preston_solver *solver)
{
    int positive = 1;
    for (int64_t i = 0; i < solver->rows; i++) {
        positive &= solver->weights[i] > 0.0;
    }
    return positive;
}

/* Corrects w towards (I − |A|)ᵀ w = 1 until the margins are good, or no longer get better. The
 * first correction solves for A itself; *out_signed says whether that solution is positive. */
static int correct_weights(preston_solver *solver, double *residual, double *scratch,
                           int *out_signed)
{
    int64_t n = solver->rows;
    double best = -HUGE_VAL;
    int positive = 0;
    memset(solver->weights, 0, (size_t)n * sizeof *solver->weights);
    for (int64_t i = 0; i < n; i++) {
        residual[i] = 1.0;
    }
    for (int pass = 0; pass < WEIGHT_PASSES; pass++) {
        if (pass == 0 && solver->type->guess_weights != NULL) {
            solver->type->guess_weights(solver, residual, scratch);
        } else {
            solver->type->correct(solver, PRESTON_TRANSPOSED, 1, 0.03, residual, scratch);
        }
        for (int64_t i = 0; i < n; i++) {
            solver->weights[i] += residual[i];
        }
        *out_signed = pass == 0 ? has_positive_weights(solver) : *out_signed;
        positive = preston_solver_find_margins(solver, residual, scratch);
        double margin = positive ? solver->smallest_margin : -HUGE_VAL;
        if (margin >= good_margin || (positive && margin <= best)) {
            break;
        }
        best = fmax(best, margin);
    }
    return positive;
}

/* w ← 1 + |A|ᵀw from the weights there are, or from ones: converges to the weights of |A| when that
 * is productive. Returns whether the margins are positive in the end. */
static int raise_weights(preston_solver *solver, double *residual, double *scratch)
{
    int positive = preston_solver_find_margins(solver, residual, scratch);
    for (int64_t i = 0; !positive && i < solver->rows; i++) {
        solver->weights[i] = 1.0;
    }
    double largest = 1.0;
    for (int round = 0; round < WEIGHT_ROUNDS && largest < hopeless_weight; round++) {
        positive = preston_solver_find_margins(solver, residual, scratch);
        if (positive && solver->smallest_margin >= fair_margin) {
            break;
        }
        for (int64_t i = 0; i < solver->rows; i++) {
            solver->weights[i] += residual[i];
            largest = fmax(largest, solver->weights[i]);
        }
    }
    return positive;
}

static preston_status fail_unproductive(const preston_solver *solver, const char *const *row_labels,
                                        preston_error *error)
{
    char names[400];
    preston_name_rows_at_fault(solver->op, row_labels, sizeof names, names);
    return preston_fail(error, PRESTON_ERROR_UNPRODUCTIVE,
                        "unproductive: making one unit of output takes one unit or more, directly "
                        "and indirectly; at fault: %s; check their flows and outputs",
                        names);
}

preston_status preston_solver_find_weights(preston_solver *solver, const char *const *row_labels,
                                           preston_error *error)
{
    double *memory = preston_allocate_matrix(solver->rows + preston_solver_scratch(solver, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "the weights of a certificate");
    }
    double *scratch = memory + solver->rows;
    int positive = 1;
    solver->certified = correct_weights(solver, memory, scratch, &positive);
    /* a factorisation of a matrix without negative cells has decided; an iteration may have stalled
     */
    int decided = solver->op->nonnegative && solver->method == PRESTON_METHOD_LU;
    if (!decided && !(solver->certified && solver->smallest_margin >= fair_margin)) {
        solver->certified = raise_weights(solver, memory, scratch);
    }
    free(memory);
    if (solver->certified || (!solver->op->nonnegative && positive)) {
        return PRESTON_OK;
    }
    return fail_unproductive(solver, row_labels, error);
}

/* --- bounds --- */

preston_column_sums preston_certificate_sums(const preston_solver *solver, const double *b,
                                             const double *x, const double *residual,
                                             const double *size)
{
    double rounding = preston_rounding(solver->op->terms + 3);
    preston_column_sums total = {.rows = solver->rows, .finite = 1};
    for (int64_t i = 0; i < solver->rows; i++) {
        double bound = fabs(residual[i]) + rounding * (fabs(b[i]) + fabs(x[i]) + fabs(size[i]));
        double weight = solver->weights[i];
        double ratio = bound / solver->margins[i];
        total.weighted += weight * bound;
        total.one_norm += fabs(x[i]);
        total.ratio = ratio > total.ratio ? ratio : total.ratio;
        total.max_norm = fabs(x[i]) > total.max_norm ? fabs(x[i]) : total.max_norm;
        total.max_weight = weight > total.max_weight ? weight : total.max_weight;
        total.residual = fabs(residual[i]) > total.residual ? fabs(residual[i]) : total.residual;
        total.finite &= bound <= DBL_MAX;
    }
    return total;
}

preston_certificate preston_certificate_of(const preston_solver *solver,
                                           preston_operation operation,
                                           const preston_column_sums *total)
{
    preston_certificate certificate = {.certified = solver->certified,
                                       .bound = HUGE_VAL,
                                       .relative_bound = HUGE_VAL,
                                       .residual = HUGE_VAL};
    if (!total->finite || isinf(total->one_norm)) {
        return certificate;
    }
    certificate.residual = total->residual;
    if (solver->certified) {
        /* the sums above round too: a few more γ cover them */
        double inflation = 1.0 + 4.0 * preston_rounding(total->rows + 8);
        int plain = operation == PRESTON_PLAIN;
        double norm = plain ? total->one_norm : total->max_norm;
        certificate.bound = inflation * (plain ? total->weighted / solver->smallest_margin
                                               : total->ratio * total->max_weight);
        certificate.relative_bound =
            certificate.bound > 0.0 ? inflation * certificate.bound / norm : 0.0;
    }
    return certificate;
}

/* Turns the products A x into those of absolute values, |A||x|: the same where nothing is
 * negative. */
static void make_absolute(const preston_solver *solver, preston_operation operation,
                          int64_t columns, const double *x, double *products, double *scratch)
{
    int64_t cells = solver->rows * columns;
    int negative = !solver->op->nonnegative;
    for (int64_t i = 0; i < cells; i++) {
        scratch[i] = fabs(x[i]);
        negative |= x[i] < 0.0;
    }
    if (negative) {
        solver->op->type->apply(solver->op, operation, 1, columns, scratch, products,
                                scratch + cells);
    }
}

preston_certificate preston_solver_certify(const preston_solver *solver,
                                           preston_operation operation, int64_t columns,
                                           const double *right_hand_sides, const double *solutions,
                                           double *residuals, double *scratch)
{
    int64_t n = solver->rows;
    double *products = scratch;
    preston_certificate whole = {.certified = 1};
    solver->op->type->apply(solver->op, operation, 0, columns, solutions, products,
                            scratch + n * columns);
    for (int64_t i = 0; i < n * columns; i++) {
        residuals[i] = (right_hand_sides[i] - solutions[i]) + products[i];
    }
    make_absolute(solver, operation, columns, solutions, products, scratch + n * columns);
    for (int64_t k = 0; k < columns; k++) {
        preston_column_sums total =
            preston_certificate_sums(solver, right_hand_sides + k * n, solutions + k * n,
                                     residuals + k * n, products + k * n);
        preston_certificate column = preston_certificate_of(solver, operation, &total);
        whole.certified &= column.certified;
        whole.bound = fmax(whole.bound, column.bound);
        whole.relative_bound = fmax(whole.relative_bound, column.relative_bound);
        whole.residual = fmax(whole.residual, column.residual);
    }
    return whole;
}
