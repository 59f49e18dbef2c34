/* Which rows make a matrix unproductive.
 *
 * With u and v the left and right Perron vectors of |A|, the product u_i v_i is the share of row i
 * in the growth factor (the derivative of the spectral radius with respect to the i-th diagonal
 * cell). In a reducible matrix it is nonzero only inside the block at fault: v reaches its
 * suppliers, u its customers, and only the block itself is both. */
#include "solver.h"

#include "../status/allocate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_NAMES = 5, ITERATIONS = 300 };

/* One step v ← (I + |A|) v, or with |A|ᵀ, scaled to a largest cell of one. The identity keeps a
 * cyclic matrix from oscillating. */
static void step(int64_t n, const double *a, int transposed, double *v, double *scratch)
{
    double largest = 0.0;
    for (int64_t i = 0; i < n; i++) {
        double sum = v[i];
        for (int64_t j = 0; j < n; j++) {
            sum += fabs(transposed ? a[j + i * n] : a[i + j * n]) * v[j];
        }
        scratch[i] = sum;
        largest = fmax(largest, sum);
    }
    for (int64_t i = 0; i < n; i++) {
        v[i] = largest > 0.0 ? scratch[i] / largest : 0.0;
    }
}

static int64_t find_largest(int64_t n, const double *values)
{
    int64_t best = 0;
    for (int64_t i = 1; i < n; i++) {
        best = values[i] > values[best] ? i : best;
    }
    return best;
}

static size_t append_name(const char *const *row_labels, int64_t row, int first, size_t size,
                          char *out)
{
    int wrote = row_labels != NULL
                    ? snprintf(out, size, "%s'%.60s'", first ? "" : ", ", row_labels[row])
                    : snprintf(out, size, "%srow %lld", first ? "" : ", ", (long long)row + 1);
    return wrote < 0 ? 0 : (size_t)wrote;
}

void preston_name_rows_at_fault(int64_t rows, const double *coefficients,
                                const char *const *row_labels, size_t size, char *out_names)
{
    double *memory = preston_allocate(3 * rows, sizeof *memory);
    (void)snprintf(out_names, size, "(rows not named: out of memory)");
    if (memory == NULL || rows == 0) {
        free(memory);
        return;
    }
    double *u = memory;
    double *v = memory + rows;
    double *scratch = memory + 2 * rows;
    for (int64_t i = 0; i < rows; i++) {
        u[i] = v[i] = 1.0;
    }
    for (int k = 0; k < ITERATIONS; k++) {
        step(rows, coefficients, 0, v, scratch);
        step(rows, coefficients, 1, u, scratch);
    }
    for (int64_t i = 0; i < rows; i++) {
        u[i] *= v[i];
    }
    double most = u[find_largest(rows, u)];
    size_t used = 0;
    for (int k = 0; k < MOST_NAMES && k < rows && used < size; k++) {
        int64_t row = find_largest(rows, u);
        if (k > 0 && u[row] < 0.05 * most) {
            break;
        }
        used += append_name(row_labels, row, k == 0, size - used, out_names + used);
        u[row] = -1.0;
    }
    free(memory);
}
