#include "exact_solution.h"

#include "test.h"

#include <math.h>

static int64_t find_pivot(int64_t n, const long double *rows, int64_t column)
{
    int64_t best = column;
    for (int64_t i = column + 1; i < n; i++) {
        if (fabsl(rows[i * (n + 1) + column]) > fabsl(rows[best * (n + 1) + column])) {
            best = i;
        }
    }
    return best;
}

/* Rows are n + 1 wide: the last cell is the right-hand side. */
static void eliminate(int64_t n, long double *rows)
{
    for (int64_t column = 0; column < n; column++) {
        int64_t pivot = find_pivot(n, rows, column);
        for (int64_t k = 0; k <= n; k++) {
            long double cell = rows[column * (n + 1) + k];
            rows[column * (n + 1) + k] = rows[pivot * (n + 1) + k];
            rows[pivot * (n + 1) + k] = cell;
        }
        for (int64_t i = column + 1; i < n; i++) {
            long double factor = rows[i * (n + 1) + column] / rows[column * (n + 1) + column];
            for (int64_t k = column; k <= n; k++) {
                rows[i * (n + 1) + k] -= factor * rows[column * (n + 1) + k];
            }
        }
    }
}

void solve_exactly(preston_operation operation, int64_t n, const double *a, const double *b,
                   long double *out_x)
{
    long double *rows = calloc((size_t)(n * (n + 1) + 1), sizeof *rows);
    assert_non_null(rows);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            double cell = operation == PRESTON_PLAIN ? a[i * n + j] : a[j * n + i];
            rows[i * (n + 1) + j] = (i == j ? 1.0L : 0.0L) - (long double)cell;
        }
        rows[i * (n + 1) + n] = (long double)b[i];
    }
    eliminate(n, rows);
    for (int64_t i = n - 1; i >= 0; i--) {
        long double sum = rows[i * (n + 1) + n];
        for (int64_t j = i + 1; j < n; j++) {
            sum -= rows[i * (n + 1) + j] * out_x[j];
        }
        out_x[i] = sum / rows[i * (n + 1) + i];
    }
    free(rows);
}
