/* Rescaled rows or columns, by what the base system already knows.
 *
 * Rows K times 1 + δ: (I − A − E δ Eᵀ A) x' = f, so x' = x + L_K y with y = δ (A x')_K. From
 * A L = L − I and A x = x − f, y solves (I − δ (L − I)_KK) y = δ (x − f)_K: a k × k system.
 * Columns K times 1 + δ: x' = x + (L − I)_K y with y = δ x'_K, so (I − δ (L − I)_KK) y = δ x_K.
 * Sources: Woodbury 1950; Miller and Blair 2009, ch. 12. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct preston_rescaling {
    const preston_solver *base;
    preston_side side;
    int64_t count;
    int64_t *indices;
    double *columns;  /* L_K, n × k */
    double *inner;    /* (L − I)_KK, k × k, column after column */
    double *factors;  /* k × k: LU of I − δ (L − I)_KK */
    double *y;        /* k × 2: the solution, and that of ones */
    double *weighted; /* n × 3: weights rescaled, margins, weights */
    int *pivots;
    preston_workspace *workspace; /* for the certificate: two columns */
};

void preston_rescaling_free(preston_rescaling *rescaling)
{
    if (rescaling != NULL) {
        free(rescaling->indices);
        free(rescaling->columns);
        free(rescaling->inner);
        free(rescaling->factors);
        free(rescaling->y);
        free(rescaling->weighted);
        free(rescaling->pivots);
        preston_workspace_free(rescaling->workspace);
        free(rescaling);
    }
}

static preston_status check_indices(int64_t rows, int64_t count, const int64_t *indices,
                                    preston_error *error)
{
    for (int64_t k = 0; k < count; k++) {
        int twice = 0;
        for (int64_t before = 0; before < k; before++) {
            twice |= indices[before] == indices[k];
        }
        if (indices[k] < 0 || indices[k] >= rows || twice) {
            return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                                "index %lld is not one of %lld rows, or stands twice",
                                (long long)indices[k], (long long)rows);
        }
    }
    return PRESTON_OK;
}

static preston_status find_columns(preston_rescaling *rescaling, preston_error *error)
{
    int64_t n = rescaling->base->rows;
    int64_t count = rescaling->count;
    preston_workspace *workspace = NULL;
    double *identity = preston_allocate_matrix(n, count);
    preston_status status =
        identity != NULL ? preston_workspace_create(rescaling->base, count, &workspace, error)
                         : preston_fail_memory(error, "a rescaling");
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        identity[rescaling->indices[k] + k * n] = 1.0;
    }
    if (status == PRESTON_OK) {
        preston_const_view ones = {identity, n, count, 1, n};
        preston_view columns = {rescaling->columns, n, count, 1, n};
        status = preston_solver_solve(rescaling->base, PRESTON_PLAIN, ones, workspace, columns,
                                      NULL, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        for (int64_t i = 0; i < count; i++) {
            rescaling->inner[i + k * count] =
                rescaling->columns[rescaling->indices[i] + k * n] - (i == k ? 1.0 : 0.0);
        }
    }
    preston_workspace_free(workspace);
    free(identity);
    return status;
}

preston_status preston_rescaling_create(const preston_solver *base, preston_side side,
                                        int64_t count, const int64_t *indices,
                                        preston_rescaling **out_rescaling, preston_error *error)
{
    if (count < 1 || count > base->rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld of %lld rows cannot be rescaled",
                            (long long)count, (long long)base->rows);
    }
    preston_status status = check_indices(base->rows, count, indices, error);
    preston_rescaling *rescaling = preston_allocate(1, sizeof *rescaling);
    if (status != PRESTON_OK || rescaling == NULL) {
        free(rescaling);
        return status != PRESTON_OK ? status : preston_fail_memory(error, "a rescaling");
    }
    rescaling->base = base;
    rescaling->side = side;
    rescaling->count = count;
    rescaling->indices = preston_allocate(count, sizeof *indices);
    rescaling->columns = preston_allocate_matrix(base->rows, count);
    rescaling->inner = preston_allocate_matrix(count, count);
    rescaling->factors = preston_allocate_matrix(count, count);
    rescaling->y = preston_allocate_matrix(count, 2);
    rescaling->weighted = preston_allocate_matrix(base->rows, 3);
    rescaling->pivots = preston_allocate(count, sizeof *rescaling->pivots);
    if (rescaling->indices == NULL || rescaling->columns == NULL || rescaling->inner == NULL ||
        rescaling->factors == NULL || rescaling->y == NULL || rescaling->weighted == NULL ||
        rescaling->pivots == NULL) {
        status = preston_fail_memory(error, "a rescaling");
    } else {
        memcpy(rescaling->indices, indices, (size_t)count * sizeof *indices);
        status = preston_workspace_create(base, 1, &rescaling->workspace, error);
    }
    if (status == PRESTON_OK) {
        status = find_columns(rescaling, error);
    }
    if (status != PRESTON_OK) {
        preston_rescaling_free(rescaling);
        return status;
    }
    *out_rescaling = rescaling;
    return PRESTON_OK;
}

static preston_status check_factors(const preston_rescaling *rescaling, preston_const_view factors,
                                    preston_const_view f, preston_const_view x,
                                    preston_error *error)
{
    int64_t n = rescaling->base->rows;
    if (factors.rows != rescaling->count || f.rows != n || x.rows != n) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld factors, %lld rows of the right-hand side and %lld of the "
                            "solution do not fit %lld changes of %lld rows",
                            (long long)factors.rows, (long long)f.rows, (long long)x.rows,
                            (long long)rescaling->count, (long long)n);
    }
    for (int64_t k = 0; k < rescaling->count; k++) {
        double factor = preston_get(factors, k, 0);
        if (!(factor >= 0.0) || isinf(factor)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "factor %lld is %g: it must be zero or more", (long long)k + 1,
                                factor);
        }
    }
    return PRESTON_OK;
}

/* Solves the k × k system for what the change moves, and for ones in the rows that grow. Rows that
 * fall leave the system productive; once they are eliminated those that grow have a Z-matrix, whose
 * solution of ones is positive exactly when the changed system is productive. */
static preston_status solve_inner(preston_rescaling *rescaling, preston_const_view factors,
                                  preston_const_view f, preston_const_view x, preston_error *error)
{
    int k = (int)rescaling->count;
    int two = 2;
    int info = 0;
    for (int i = 0; i < k; i++) {
        double change = preston_get(factors, i, 0) - 1.0;
        int64_t row = rescaling->indices[i];
        double known = preston_get(x, row, 0) -
                       (rescaling->side == PRESTON_ROWS ? preston_get(f, row, 0) : 0.0);
        rescaling->y[i] = change * known;
        rescaling->y[i + k] = change > 0.0 ? 1.0 : 0.0;
        for (int j = 0; j < k; j++) {
            rescaling->factors[i + (int64_t)j * k] =
                (i == j ? 1.0 : 0.0) - change * rescaling->inner[i + (int64_t)j * k];
        }
    }
    dgetrf_(&k, &k, rescaling->factors, &k, rescaling->pivots, &info);
    if (info == 0) {
        dgetrs_("N", &k, &two, rescaling->factors, &k, rescaling->pivots, rescaling->y, &k, &info,
                1);
    }
    for (int i = 0; i < k; i++) {
        info |= preston_get(factors, i, 0) > 1.0 && !(rescaling->y[i + k] > 0.0);
    }
    return info == 0 ? PRESTON_OK
                     : preston_fail(error, PRESTON_ERROR_UNPRODUCTIVE,
                                    "unproductive: with the rescaled rows, making one unit takes "
                                    "one unit or more; take smaller factors");
}

preston_status preston_rescaling_accounts(preston_rescaling *rescaling, preston_const_view factors,
                                          preston_const_view right_hand_side,
                                          preston_const_view solution, preston_const_view accounts,
                                          preston_const_view effects, preston_const_view totals,
                                          preston_view out_totals, preston_error *error)
{
    int64_t n = rescaling->base->rows;
    preston_status status = check_factors(rescaling, factors, right_hand_side, solution, error);
    if (status == PRESTON_OK &&
        (accounts.rows != n || effects.rows != n || accounts.columns != effects.columns ||
         totals.rows != effects.columns || out_totals.rows != effects.columns)) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "accounts, effects and totals do not fit each other");
    }
    if (status == PRESTON_OK) {
        status = solve_inner(rescaling, factors, right_hand_side, solution, error);
    }
    for (int64_t a = 0; status == PRESTON_OK && a < effects.columns; a++) {
        double sum = preston_get(totals, a, 0);
        for (int64_t k = 0; k < rescaling->count; k++) {
            int64_t row = rescaling->indices[k];
            double each = preston_get(effects, row, a);
            each -= rescaling->side == PRESTON_COLUMNS ? preston_get(accounts, row, a) : 0.0;
            sum += each * rescaling->y[k];
        }
        preston_set(out_totals, a, 0, sum);
    }
    return status;
}

enum { MOST_ROUNDS = 2000 }; /* of raising weights; each costs one apply */

/* The margins that the weights leave in the changed system, w − A'ᵀw; the smallest of them. */
static double find_margins(preston_rescaling *rescaling, preston_const_view factors,
                           double *scratch)
{
    const preston_solver *base = rescaling->base;
    int64_t n = base->rows;
    double *scaled = rescaling->weighted;
    double *margins = rescaling->weighted + n;
    const double *weights = rescaling->weighted + 2 * n;
    int rows = rescaling->side == PRESTON_ROWS;
    double rounding = preston_rounding(base->op->terms + 5);
    double smallest = HUGE_VAL;
    memcpy(scaled, weights, (size_t)n * sizeof *scaled);
    for (int64_t k = 0; rows && k < rescaling->count; k++) {
        scaled[rescaling->indices[k]] *= preston_get(factors, k, 0);
    }
    base->op->type->apply(base->op, PRESTON_TRANSPOSED, 1, 1, scaled, margins, scratch);
    for (int64_t k = 0; !rows && k < rescaling->count; k++) {
        margins[rescaling->indices[k]] *= preston_get(factors, k, 0);
    }
    for (int64_t i = 0; i < n; i++) {
        margins[i] = (weights[i] - margins[i]) - rounding * (weights[i] + margins[i]);
        smallest = fmin(smallest, margins[i]);
    }
    return smallest;
}

/* Weights of the changed system: those of the base where nothing grows, since then A' ≤ A; else
 * raised by rounds of A' until their margins are fair. 0 when they do not get there. */
static int find_weights(preston_rescaling *rescaling, preston_const_view factors, double *scratch,
                        double *out_smallest)
{
    int64_t n = rescaling->base->rows;
    const double *margins = rescaling->weighted + n;
    double *weights = rescaling->weighted + 2 * n;
    memcpy(weights, rescaling->base->weights, (size_t)n * sizeof *weights);
    *out_smallest = find_margins(rescaling, factors, scratch);
    for (int round = 0; round < MOST_ROUNDS && !(*out_smallest >= 0.5); round++) {
        for (int64_t i = 0; i < n; i++) {
            weights[i] += 1.0 - margins[i];
        }
        *out_smallest = find_margins(rescaling, factors, scratch);
    }
    return *out_smallest > 0.0;
}

/* product = A' x, of the changed matrix. */
static void multiply_changed(const preston_rescaling *rescaling, preston_const_view factors,
                             const double *x, double *input, double *product, double *scratch)
{
    const preston_solver *base = rescaling->base;
    memcpy(input, x, (size_t)base->rows * sizeof *x);
    for (int64_t k = 0; rescaling->side == PRESTON_COLUMNS && k < rescaling->count; k++) {
        input[rescaling->indices[k]] *= preston_get(factors, k, 0);
    }
    base->op->type->apply(base->op, PRESTON_PLAIN, 0, 1, input, product, scratch);
    for (int64_t k = 0; rescaling->side == PRESTON_ROWS && k < rescaling->count; k++) {
        product[rescaling->indices[k]] *= preston_get(factors, k, 0);
    }
}

static preston_certificate certify(preston_rescaling *rescaling, preston_const_view factors,
                                   preston_const_view f)
{
    const preston_solver *base = rescaling->base;
    int64_t n = base->rows;
    const double *x = rescaling->workspace->memory;
    double *product = rescaling->workspace->memory + n;
    double *scratch = product + 2 * n;
    const double *weights = rescaling->weighted + 2 * n;
    preston_certificate certificate = {.bound = HUGE_VAL, .relative_bound = HUGE_VAL};
    double rounding = preston_rounding(base->op->terms + 5);
    double weighted = 0.0;
    double norm = 0.0;
    double smallest = 0.0;
    int negative = !base->op->nonnegative;
    multiply_changed(rescaling, factors, x, product + n, product, scratch);
    for (int64_t i = 0; i < n; i++) {
        negative |= x[i] < 0.0;
    }
    /* with negative cells or outputs |A||x| is not |A x|, and the rounding is not bounded so */
    certificate.certified =
        !negative && base->certified && find_weights(rescaling, factors, scratch, &smallest);
    for (int64_t i = 0; i < n; i++) {
        double given = preston_get(f, i, 0);
        double residual = fabs((given - x[i]) + product[i]);
        double size = fabs(given) + fabs(x[i]) + fabs(product[i]);
        weighted += weights[i] * (residual + rounding * size);
        norm += fabs(x[i]);
        certificate.residual = fmax(certificate.residual, residual);
    }
    if (certificate.certified) {
        double inflation = 1.0 + 4.0 * preston_rounding(n + 8);
        certificate.bound = inflation * weighted / smallest;
        certificate.relative_bound = certificate.bound > 0.0 ? certificate.bound / norm : 0.0;
    }
    return certificate;
}

preston_status preston_rescaling_solve(preston_rescaling *rescaling, preston_const_view factors,
                                       preston_const_view right_hand_side,
                                       preston_const_view solution, preston_view out_solution,
                                       preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = rescaling->base->rows;
    double *x = rescaling->workspace->memory;
    preston_status status = check_factors(rescaling, factors, right_hand_side, solution, error);
    if (status == PRESTON_OK && out_solution.rows != n) {
        status =
            preston_fail(error, PRESTON_ERROR_SHAPE, "the solution needs %lld rows", (long long)n);
    }
    if (status == PRESTON_OK) {
        status = solve_inner(rescaling, factors, right_hand_side, solution, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    for (int64_t i = 0; i < n; i++) {
        x[i] = preston_get(solution, i, 0);
    }
    for (int64_t k = 0; k < rescaling->count; k++) {
        for (int64_t i = 0; i < n; i++) {
            x[i] += rescaling->columns[i + k * n] * rescaling->y[k];
        }
        x[rescaling->indices[k]] -= rescaling->side == PRESTON_COLUMNS ? rescaling->y[k] : 0.0;
    }
    preston_certificate certificate = {0};
    if (out_certificate != NULL) {
        certificate = certify(rescaling, factors, right_hand_side);
        *out_certificate = certificate;
    }
    for (int64_t i = 0; i < n; i++) {
        preston_set(out_solution, i, 0, x[i]);
    }
    return PRESTON_OK;
}
