/* A border on a solved system, such as the households of Type II, for one solve.
 *
 * M = [A C; R D] with b new columns C, rows R and corner D. With E = (I − A)⁻ᵀ Rᵀ and the small
 * S = I − D − Eᵀ C, block elimination gives, for accounts v of the rows and u of the border,
 *     q = S⁻ᵀ (u + Cᵀ y),   y' = y + E q,   where y = (I − A)⁻ᵀ v is known,
 * so that effects of the closed system cost a few dot products each. */
#include "krylov.h"
#include "lapack.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct preston_border {
    int64_t rows;          /* n */
    int64_t width;         /* b */
    double *columns;       /* C, n × b */
    double *effects;       /* E, n × b */
    double *inverse;       /* S⁻¹, b × b */
    double *sums;          /* b × 2: scratch */
    double effects_bound;  /* on any cell of E */
    double largest_effect; /* of |E| */
    double column_norm;    /* the largest Σ |C_ik| over k */
    double inverse_norm;   /* the largest Σ_j |S⁻¹_ji|, the ∞-norm of S⁻ᵀ */
};

void preston_border_free(preston_border *border)
{
    if (border != NULL) {
        free(border->columns);
        free(border->effects);
        free(border->inverse);
        free(border->sums);
        free(border);
    }
}

static preston_status solve_rows(const preston_solver *base, preston_const_view rows,
                                 preston_border *border, preston_error *error)
{
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_status status = preston_workspace_create(base, border->width, &workspace, error);
    if (status == PRESTON_OK) {
        preston_view effects = {border->effects, border->rows, border->width, 1, border->rows};
        status = preston_solver_solve(base, PRESTON_TRANSPOSED, preston_transposed(rows), workspace,
                                      effects, &certificate, error);
    }
    border->effects_bound = certificate.bound;
    preston_workspace_free(workspace);
    return status;
}

/* S⁻¹, and whether S is an M-matrix: the bordered system is then productive (Schur complements of
 * M-matrices are M-matrices, and the other way about when A is productive). */
static preston_status invert_small(preston_border *border, preston_const_view corner,
                                   preston_error *error)
{
    int b = (int)border->width;
    int info = 0;
    int productive = 1;
    double *system = preston_allocate_matrix(b, b);
    int *pivots = preston_allocate(b, sizeof *pivots);
    if (system == NULL || pivots == NULL) {
        free(system);
        free(pivots);
        return preston_fail_memory(error, "a border");
    }
    for (int k = 0; k < b; k++) {
        for (int i = 0; i < b; i++) {
            const double *e = border->effects + i * border->rows;
            system[i + k * b] = (i == k ? 1.0 : 0.0) - preston_get(corner, i, k) -
                                preston_dot(border->rows, e, border->columns + k * border->rows);
            border->inverse[i + k * b] = i == k ? 1.0 : 0.0;
        }
    }
    dgetrf_(&b, &b, system, &b, pivots, &info);
    if (info == 0) {
        dgetrs_("N", &b, &b, system, &b, pivots, border->inverse, &b, &info, 1);
    }
    for (int i = 0; i < b; i++) {
        double sum = 0.0;
        for (int k = 0; k < b; k++) {
            productive &= border->inverse[k + i * b] >= (i == k ? 1e-300 : -1e-9);
            sum += fabs(border->inverse[k + i * b]);
        }
        border->inverse_norm = fmax(border->inverse_norm, sum);
    }
    free(system);
    free(pivots);
    return info == 0 && productive && isfinite(border->inverse_norm)
               ? PRESTON_OK
               : preston_fail(
                     error, PRESTON_ERROR_UNPRODUCTIVE,
                     "unproductive: with the border, one unit of its rows brings about one "
                     "unit or more of them");
}

static preston_status check_border(const preston_solver *base, preston_const_view columns,
                                   preston_const_view rows, preston_const_view corner,
                                   preston_error *error)
{
    int64_t n = base->rows;
    int64_t b = columns.columns;
    int finite = 1;
    if (b < 1 || columns.rows != n || rows.rows != b || rows.columns != n || corner.rows != b ||
        corner.columns != b) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "columns %lld × %lld, rows %lld × %lld and corner %lld × %lld do not "
                            "border %lld rows",
                            (long long)columns.rows, (long long)columns.columns,
                            (long long)rows.rows, (long long)rows.columns, (long long)corner.rows,
                            (long long)corner.columns, (long long)n);
    }
    preston_status status = preston_operator_check_cells(columns, "columns", &finite, error);
    if (status == PRESTON_OK) {
        status = preston_operator_check_cells(rows, "rows", &finite, error);
    }
    return status == PRESTON_OK ? preston_operator_check_cells(corner, "corner", &finite, error)
                                : status;
}

static void measure(preston_border *border)
{
    int64_t n = border->rows;
    for (int64_t k = 0; k < border->width; k++) {
        double sum = 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += fabs(border->columns[i + k * n]);
            border->largest_effect = fmax(border->largest_effect, fabs(border->effects[i + k * n]));
        }
        border->column_norm = fmax(border->column_norm, sum);
    }
}

preston_status preston_border_create(const preston_solver *base, preston_const_view columns,
                                     preston_const_view rows, preston_const_view corner,
                                     preston_border **out_border, preston_error *error)
{
    preston_status status = check_border(base, columns, rows, corner, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_border *border = preston_allocate(1, sizeof *border);
    if (border != NULL) {
        border->rows = base->rows;
        border->width = columns.columns;
        border->columns = preston_allocate_matrix(base->rows, border->width);
        border->effects = preston_allocate_matrix(base->rows, border->width);
        border->inverse = preston_allocate_matrix(border->width, border->width);
        border->sums = preston_allocate_matrix(border->width, 2);
    }
    if (border == NULL || border->columns == NULL || border->effects == NULL ||
        border->inverse == NULL || border->sums == NULL) {
        preston_border_free(border);
        return preston_fail_memory(error, "a border");
    }
    preston_block_load(columns, border->columns);
    status = solve_rows(base, rows, border, error);
    if (status == PRESTON_OK) {
        measure(border);
        status = invert_small(border, corner, error);
    }
    if (status != PRESTON_OK) {
        preston_border_free(border);
        return status;
    }
    *out_border = border;
    return PRESTON_OK;
}

/* q = S⁻ᵀ (u + Cᵀ y) for one account; the effects of the border's own rows. */
static void find_border_effects(preston_border *border, preston_const_view effects,
                                preston_const_view border_accounts, int64_t account)
{
    int64_t b = border->width;
    double *known = border->sums;
    double *q = border->sums + b;
    for (int64_t k = 0; k < b; k++) {
        known[k] = border_accounts.rows > 0 ? preston_get(border_accounts, k, account) : 0.0;
        for (int64_t i = 0; i < border->rows; i++) {
            known[k] += border->columns[i + k * border->rows] * preston_get(effects, i, account);
        }
    }
    for (int64_t k = 0; k < b; k++) {
        q[k] = 0.0;
        for (int64_t i = 0; i < b; i++) {
            q[k] += border->inverse[i + k * b] * known[i];
        }
    }
}

/* How far y' can be off when y is off by no more than `bound` in any cell, E by its own bound, and
 * the sums by their rounding. */
static double find_bound(const preston_border *border, double bound, double largest, double q)
{
    double b = (double)border->width;
    double rounding = preston_rounding(border->rows + 2 * border->width + 8);
    double off_s = b * border->column_norm *
                   (border->effects_bound + rounding * (border->largest_effect + 1.0));
    double off_known = border->column_norm * (bound + rounding * largest) + rounding;
    double reach = 1.0 - border->inverse_norm * off_s;
    if (!(reach > 0.0)) {
        return HUGE_VAL;
    }
    double off_q = border->inverse_norm * (off_known + off_s * q) / reach + rounding * q;
    return bound + b * (border->largest_effect * off_q + border->effects_bound * (q + off_q)) +
           rounding * (largest + b * border->largest_effect * q);
}

preston_status preston_border_effects(preston_border *border, preston_const_view effects,
                                      double effects_bound, preston_const_view border_accounts,
                                      preston_view out_effects, preston_view out_border_effects,
                                      double *out_bound, preston_error *error)
{
    int64_t n = border->rows;
    int64_t b = border->width;
    double worst = 0.0;
    if (effects.rows != n || out_effects.rows != n || out_effects.columns != effects.columns ||
        (border_accounts.rows != 0 &&
         (border_accounts.rows != b || border_accounts.columns != effects.columns)) ||
        (out_border_effects.rows != 0 &&
         (out_border_effects.rows != b || out_border_effects.columns != effects.columns))) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "effects and accounts do not fit %lld rows and a border of %lld",
                            (long long)n, (long long)b);
    }
    for (int64_t a = 0; a < effects.columns; a++) {
        const double *q = border->sums + b;
        double largest = 0.0;
        double largest_q = 0.0;
        find_border_effects(border, effects, border_accounts, a);
        for (int64_t i = 0; i < n; i++) {
            double sum = preston_get(effects, i, a);
            largest = fmax(largest, fabs(sum));
            for (int64_t k = 0; k < b; k++) {
                sum += border->effects[i + k * n] * q[k];
            }
            preston_set(out_effects, i, a, sum);
        }
        for (int64_t k = 0; k < b; k++) {
            largest_q = fmax(largest_q, fabs(q[k]));
            if (out_border_effects.rows > 0) {
                preston_set(out_border_effects, k, a, q[k]);
            }
        }
        worst = fmax(worst, find_bound(border, effects_bound, largest, largest_q));
    }
    if (out_bound != NULL) {
        *out_bound = worst;
    }
    return PRESTON_OK;
}
