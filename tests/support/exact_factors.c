#include "exact_factors.h"

#include "test.h"

#include <math.h>

/* Rows of L below the diagonal and of U on and above it, in the order of `order`. */
struct exact_factors {
    int64_t n;
    int64_t *order;
    long double *rows;
};

static void swap_rows(exact_factors *factors, int64_t one, int64_t other)
{
    int64_t n = factors->n;
    int64_t first = factors->order[one];
    factors->order[one] = factors->order[other];
    factors->order[other] = first;
    for (int64_t k = 0; k < n; k++) {
        long double cell = factors->rows[one * n + k];
        factors->rows[one * n + k] = factors->rows[other * n + k];
        factors->rows[other * n + k] = cell;
    }
}

static void eliminate_column(exact_factors *factors, int64_t column)
{
    int64_t n = factors->n;
    long double *rows = factors->rows;
    int64_t pivot = column;
    for (int64_t i = column + 1; i < n; i++) {
        pivot = fabsl(rows[i * n + column]) > fabsl(rows[pivot * n + column]) ? i : pivot;
    }
    swap_rows(factors, column, pivot);
    for (int64_t i = column + 1; i < n; i++) {
        long double factor = rows[i * n + column] / rows[column * n + column];
        rows[i * n + column] = factor;
        for (int64_t k = column + 1; k < n; k++) {
            rows[i * n + k] -= factor * rows[column * n + k];
        }
    }
}

exact_factors *exact_factorise(int64_t n, const double *a)
{
    exact_factors *factors = calloc(1, sizeof *factors);
    assert_non_null(factors);
    factors->n = n;
    factors->order = calloc((size_t)n + 1, sizeof *factors->order);
    factors->rows = calloc((size_t)(n * n) + 1, sizeof *factors->rows);
    assert_non_null(factors->order);
    assert_non_null(factors->rows);
    for (int64_t i = 0; i < n; i++) {
        factors->order[i] = i;
        for (int64_t j = 0; j < n; j++) {
            factors->rows[i * n + j] = (i == j ? 1.0L : 0.0L) - (long double)a[i * n + j];
        }
    }
    for (int64_t column = 0; column < n; column++) {
        eliminate_column(factors, column);
    }
    return factors;
}

static void solve_plain(const exact_factors *factors, const double *b, long double *x)
{
    int64_t n = factors->n;
    const long double *rows = factors->rows;
    for (int64_t i = 0; i < n; i++) {
        x[i] = (long double)b[factors->order[i]];
        for (int64_t j = 0; j < i; j++) {
            x[i] -= rows[i * n + j] * x[j];
        }
    }
    for (int64_t i = n - 1; i >= 0; i--) {
        for (int64_t j = i + 1; j < n; j++) {
            x[i] -= rows[i * n + j] * x[j];
        }
        x[i] /= rows[i * n + i];
    }
}

/* Row by row too: each cell that is known is taken out of those that are not. */
static void solve_transposed(const exact_factors *factors, const double *b, long double *x)
{
    int64_t n = factors->n;
    const long double *rows = factors->rows;
    long double *y = calloc((size_t)n + 1, sizeof *y);
    assert_non_null(y);
    for (int64_t i = 0; i < n; i++) {
        y[i] = (long double)b[i];
    }
    for (int64_t i = 0; i < n; i++) {
        y[i] /= rows[i * n + i];
        for (int64_t j = i + 1; j < n; j++) {
            y[j] -= rows[i * n + j] * y[i];
        }
    }
    for (int64_t i = n - 1; i >= 0; i--) {
        for (int64_t j = 0; j < i; j++) {
            y[j] -= rows[i * n + j] * y[i];
        }
        x[factors->order[i]] = y[i];
    }
    free(y);
}

void exact_solve(const exact_factors *factors, preston_operation operation, const double *b,
                 long double *out_x)
{
    if (operation == PRESTON_PLAIN) {
        solve_plain(factors, b, out_x);
    } else {
        solve_transposed(factors, b, out_x);
    }
}

double exact_error(const exact_factors *factors, preston_operation operation, const double *b,
                   const double *x, double *out_norm)
{
    int64_t n = factors->n;
    int plain = operation == PRESTON_PLAIN;
    long double *exact = calloc((size_t)n + 1, sizeof *exact);
    assert_non_null(exact);
    exact_solve(factors, operation, b, exact);
    long double error = 0.0L;
    long double norm = 0.0L;
    for (int64_t i = 0; i < n; i++) {
        long double distance = fabsl((long double)x[i] - exact[i]);
        long double size = fabsl((long double)x[i]);
        error = plain || isnan(distance) ? error + distance : fmaxl(error, distance);
        norm = plain ? norm + size : fmaxl(norm, size);
    }
    free(exact);
    *out_norm = (double)norm;
    return (double)error;
}

void exact_free(exact_factors *factors)
{
    free(factors->order);
    free(factors->rows);
    free(factors);
}
