/* Weights and bounds: how far a solution can be from the exact one.
 *
 * Let w > 0 and d = w − |A|ᵀw > 0. The error e of a solution x with residual r obeys e = Ae + r, so
 * |e| ≤ |A||e| + |r|, and weighting with w gives d·|e| ≤ w·|r|: hence ‖e‖₁ ≤ w·|r| / min d. For the
 * transposed system write |e_j| = w_j g_j; at the largest g, w_j g ≤ g (w_j − d_j) + |r_j|, hence
 * g ≤ max |r_j| / d_j. The output multipliers, w = (I − |A|)⁻ᵀ1, make d = 1 and the bound sharp.
 *
 * Residuals and margins are computed in floating point, so that each gets its own rounding term
 * γ_k = k u / (1 − k u) (Higham 2002, ch. 3). */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double gamma_of(int64_t operations)
{
    double product = (double)operations * (DBL_EPSILON / 2);
    return product / (1.0 - product);
}

/* Fills margins with a lower bound of w − |A|ᵀw; 1 when all weights and margins are positive. */
static int find_margins(preston_solver *solver)
{
    int64_t n = solver->rows;
    double rounding = gamma_of(n + 3);
    int positive = 1;
    solver->smallest_margin = n > 0 ? HUGE_VAL : 1.0;
    for (int64_t j = 0; j < n; j++) {
        const double *column = solver->coefficients + j * n;
        double sum = 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += solver->weights[i] * fabs(column[i]);
        }
        double weight = solver->weights[j];
        double margin = (weight - sum) - rounding * (weight + sum);
        solver->margins[j] = margin;
        solver->smallest_margin = fmin(solver->smallest_margin, margin);
        positive &= weight > 0.0 && margin > 0.0;
    }
    return positive;
}

static void solve_for_weights(preston_solver *solver)
{
    for (int64_t i = 0; i < solver->rows; i++) {
        solver->weights[i] = 1.0;
    }
    preston_solver_substitute(solver, PRESTON_TRANSPOSED, 1, solver->weights);
}

/* Weights from (I − |A|)ᵀ w = 1, for a matrix whose negative cells are too large for the weights
 * of A itself. Leaves them alone when |A| is singular. */
static preston_status solve_for_absolute_weights(preston_solver *solver, preston_error *error)
{
    int n = (int)solver->rows;
    int info = 0;
    double *factors = preston_allocate_matrix(n, n);
    int *pivots = preston_allocate(n, sizeof *pivots);
    if (factors == NULL || pivots == NULL) {
        free(factors);
        free(pivots);
        return preston_fail_memory(error, "the weights of a certificate");
    }
    for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i < n; i++) {
            factors[i + j * n] = (i == j ? 1.0 : 0.0) - fabs(solver->coefficients[i + j * n]);
        }
    }
    dgetrf_(&n, &n, factors, &n, pivots, &info);
    if (info == 0) {
        int one = 1;
        for (int64_t i = 0; i < n; i++) {
            solver->weights[i] = 1.0;
        }
        dgetrs_("T", &n, &one, factors, &n, pivots, solver->weights, &n, &info, 1);
    }
    free(factors);
    free(pivots);
    return PRESTON_OK;
}

static int has_negative_cell(const preston_solver *solver)
{
    double smallest = 0.0;
    for (int64_t i = 0; i < solver->rows * solver->rows; i++) {
        smallest = fmin(smallest, solver->coefficients[i]);
    }
    return smallest < 0.0;
}

static preston_status fail_unproductive(const preston_solver *solver, const char *const *row_labels,
                                        preston_error *error)
{
    char names[400];
    preston_name_rows_at_fault(solver->rows, solver->coefficients, row_labels, sizeof names, names);
    return preston_fail(error, PRESTON_ERROR_UNPRODUCTIVE,
                        "unproductive: making one unit of output takes one unit or more, directly "
                        "and indirectly; at fault: %s; check their flows and outputs",
                        names);
}

static int has_positive_weights(const preston_solver *solver)
{
    int positive = 1;
    for (int64_t i = 0; i < solver->rows; i++) {
        positive &= solver->weights[i] > 0.0;
    }
    return positive;
}

preston_status preston_solver_find_weights(preston_solver *solver, const char *const *row_labels,
                                           preston_error *error)
{
    solve_for_weights(solver);
    solver->certified = find_margins(solver);
    if (solver->certified) {
        return PRESTON_OK;
    }
    if (!has_negative_cell(solver)) {
        return fail_unproductive(solver, row_labels, error);
    }
    int positive = has_positive_weights(solver);
    preston_status status = solve_for_absolute_weights(solver, error);
    if (status != PRESTON_OK) {
        return status;
    }
    solver->certified = find_margins(solver);
    return solver->certified || positive ? PRESTON_OK
                                         : fail_unproductive(solver, row_labels, error);
}

/* residual = b − x + A x and size = |b| + |x| + |A||x|, whose cells bound the rounding. */
static void plain_residual(const preston_solver *solver, const double *b, const double *x,
                           double *residual, int64_t row, int64_t rows, double *size)
{
    int64_t n = solver->rows;
    for (int64_t i = 0; i < rows; i++) {
        residual[row + i] = b[row + i] - x[row + i];
        size[i] = fabs(b[row + i]) + fabs(x[row + i]);
    }
    for (int64_t j = 0; j < n; j++) {
        const double *column = solver->coefficients + j * n + row;
        for (int64_t i = 0; i < rows; i++) {
            double product = column[i] * x[j];
            residual[row + i] += product;
            size[i] += fabs(product);
        }
    }
}

static void transposed_residual(const preston_solver *solver, const double *b, const double *x,
                                double *residual, int64_t row, int64_t rows, double *size)
{
    int64_t n = solver->rows;
    for (int64_t j = 0; j < rows; j++) {
        const double *column = solver->coefficients + (row + j) * n;
        double sum = b[row + j] - x[row + j];
        double absolute = fabs(b[row + j]) + fabs(x[row + j]);
        for (int64_t i = 0; i < n; i++) {
            double product = column[i] * x[i];
            sum += product;
            absolute += fabs(product);
        }
        residual[row + j] = sum;
        size[j] = absolute;
    }
}

/* What one pass over the rows gathers. */
typedef struct sums {
    double weighted;   /* Σ w ρ */
    double ratio;      /* max ρ / d */
    double one_norm;   /* Σ |x| */
    double max_norm;   /* max |x| */
    double max_weight; /* max w */
    double residual;   /* max |r| */
    int finite;        /* 0 after an overflow, which fmax would pass over */
} sums;

enum { BLOCK = 256 };

static void add_block(const preston_solver *solver, const double *x, const double *residual,
                      int64_t row, int64_t rows, const double *size, sums *total)
{
    double rounding = gamma_of(solver->rows + 3);
    for (int64_t i = 0; i < rows; i++) {
        double weight = solver->weights[row + i];
        double bound = fabs(residual[row + i]) + rounding * size[i];
        total->weighted += weight * bound;
        total->ratio = fmax(total->ratio, bound / solver->margins[row + i]);
        total->one_norm += fabs(x[row + i]);
        total->max_norm = fmax(total->max_norm, fabs(x[row + i]));
        total->max_weight = fmax(total->max_weight, weight);
        total->residual = fmax(total->residual, fabs(residual[row + i]));
        total->finite &= isfinite(bound) != 0;
    }
}

preston_certificate preston_solver_certify(const preston_solver *solver,
                                           preston_operation operation,
                                           const double *right_hand_side, const double *solution,
                                           double *residual)
{
    int plain = operation == PRESTON_PLAIN;
    double size[BLOCK];
    sums total = {.finite = 1};
    for (int64_t row = 0; row < solver->rows; row += BLOCK) {
        int64_t rows = solver->rows - row < BLOCK ? solver->rows - row : BLOCK;
        if (plain) {
            plain_residual(solver, right_hand_side, solution, residual, row, rows, size);
        } else {
            transposed_residual(solver, right_hand_side, solution, residual, row, rows, size);
        }
        add_block(solver, solution, residual, row, rows, size, &total);
    }
    preston_certificate certificate = {.certified = solver->certified,
                                       .bound = HUGE_VAL,
                                       .relative_bound = HUGE_VAL,
                                       .residual = HUGE_VAL};
    if (!total.finite || isinf(total.one_norm)) {
        return certificate;
    }
    certificate.residual = total.residual;
    if (solver->certified) {
        /* the sums above round too: a few more γ cover them */
        double inflation = 1.0 + 4.0 * gamma_of(solver->rows + 8);
        double norm = plain ? total.one_norm : total.max_norm;
        certificate.bound = inflation * (plain ? total.weighted / solver->smallest_margin
                                               : total.ratio * total.max_weight);
        certificate.relative_bound =
            certificate.bound > 0.0 ? inflation * certificate.bound / norm : 0.0;
    }
    return certificate;
}
