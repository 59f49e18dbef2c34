#include "random.h"

#include "test.h"

#include <math.h>

gsl_rng *make_random(void)
{
    const char *given = getenv("PRESTON_TEST_SEED");
    unsigned long seed = given != NULL ? strtoul(given, NULL, 10) : 20170331;
    print_message("PRESTON_TEST_SEED=%lu\n", seed);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    assert_non_null(random);
    gsl_rng_set(random, seed);
    return random;
}

double random_between(gsl_rng *random, double low, double high)
{
    return low + (high - low) * gsl_rng_uniform(random);
}

void fill_random(gsl_rng *random, int64_t count, double *out_values)
{
    for (int64_t i = 0; i < count; i++) {
        out_values[i] = random_between(random, -1.0, 1.0);
    }
}

/* Like real tables: a quarter of the cells are empty, and the others of very different sizes. */
static double random_cell(gsl_rng *random)
{
    double size = gsl_rng_uniform_pos(random);
    return gsl_rng_uniform(random) < 0.25 ? 0.0 : size * size * size;
}

static void scale_column(int64_t n, int64_t column, double sum, double *matrix)
{
    double total = 0.0;
    for (int64_t i = 0; i < n; i++) {
        total += matrix[i * n + column];
    }
    for (int64_t i = 0; i < n; i++) {
        matrix[i * n + column] *= sum / total;
    }
}

static void change_units(gsl_rng *random, int64_t n, double spread, double *matrix)
{
    for (int64_t unit = 0; unit < n; unit++) {
        double factor = exp(random_between(random, -spread, spread));
        for (int64_t k = 0; k < n; k++) {
            matrix[unit * n + k] *= factor;
            matrix[k * n + unit] /= factor;
        }
    }
}

void fill_productive(gsl_rng *random, int64_t n, double radius, double spread, double *out_matrix)
{
    for (int64_t i = 0; i < n * n; i++) {
        out_matrix[i] = random_cell(random);
    }
    for (int64_t j = 0; j < n; j++) {
        /* the next sector is always bought from, so that no column is empty and all are connected
         */
        out_matrix[((j + 1) % n) * n + j] += 0.01;
        scale_column(n, j, radius, out_matrix);
    }
    change_units(random, n, spread, out_matrix);
}
