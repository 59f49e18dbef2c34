/* A border on a solved system, against a solver of the whole bordered matrix. */
#include "test.h"

#include "random.h"
#include "solving.h"

#include <preston/matrix.h>

#include <math.h>

enum { MOST_ROWS = 120, MOST_WIDTH = 3, ACCOUNTS = 4 };

/* The bordered matrix M, row after row, and its parts, which are views of it. */
typedef struct trial {
    int64_t n;
    int64_t b;
    double *whole;
    double *inner;
    preston_const_view columns;
    preston_const_view rows;
    preston_const_view corner;
    preston_solver *base;
    preston_solver *closed;
} trial;

static trial make_trial(gsl_rng *random, int64_t n, int64_t b, double radius)
{
    int64_t m = n + b;
    trial all = {.n = n, .b = b, .whole = make_doubles(m * m), .inner = make_doubles(n * n)};
    fill_productive(random, m, radius, 0.5, all.whole);
    for (int64_t i = 0; i < n; i++) {
        memcpy(all.inner + i * n, all.whole + i * m, (size_t)n * sizeof(double));
    }
    preston_const_view whole = preston_const_matrix(all.whole, m, m);
    all.columns = (preston_const_view){whole.data + n, n, b, m, 1};
    all.rows = (preston_const_view){whole.data + n * m, b, n, m, 1};
    all.corner = (preston_const_view){whole.data + n * m + n, b, b, m, 1};
    all.base = make_solver_by(PRESTON_METHOD_LU, 1e-9, n, all.inner);
    all.closed = make_solver_by(PRESTON_METHOD_LU, 1e-9, m, all.whole);
    return all;
}

static void free_trial(trial *all)
{
    preston_solver_free(all->base);
    preston_solver_free(all->closed);
    free(all->whole);
    free(all->inner);
}

/* Effects of the closed system by the border and by its own solver; the bound covers the difference
 * and is not much more than rounding. */
static void assert_same_effects(gsl_rng *random, const trial *all)
{
    int64_t m = all->n + all->b;
    static double accounts[ACCOUNTS * (MOST_ROWS + MOST_WIDTH)];
    static double expected[MOST_ROWS + MOST_WIDTH];
    static double effects[MOST_ROWS];
    static double closed[MOST_ROWS];
    static double border_effects[MOST_WIDTH];
    preston_border *border = NULL;
    preston_error error = {0};
    preston_certificate certificate = {0};
    preston_workspace *workspace = make_workspace_for(all->base, 1);
    fill_random(random, m, accounts);
    assert_ok(
        preston_border_create(all->base, all->columns, all->rows, all->corner, &border, &error),
        &error);
    solve_column(all->closed, PRESTON_TRANSPOSED, accounts, expected);
    assert_ok(preston_solver_solve(all->base, PRESTON_TRANSPOSED,
                                   preston_const_vector(accounts, all->n, 1), workspace,
                                   preston_vector(effects, all->n, 1), &certificate, &error),
              &error);
    double bound = -1.0;
    double largest = 0.0;
    assert_ok(preston_border_effects(border, preston_const_vector(effects, all->n, 1),
                                     certificate.bound,
                                     preston_const_vector(accounts + all->n, all->b, 1),
                                     preston_vector(closed, all->n, 1),
                                     preston_vector(border_effects, all->b, 1), &bound, &error),
              &error);
    for (int64_t i = 0; i < all->n; i++) {
        largest = fmax(largest, fabs(expected[i]));
        assert_close(closed[i], expected[i], 0.0, bound);
    }
    for (int64_t k = 0; k < all->b; k++) {
        assert_close(border_effects[k], expected[all->n + k], 1e-10, 1e-10);
    }
    assert_true(bound > 0.0 && bound < 1e-8 * largest);
    preston_border_free(border);
    preston_workspace_free(workspace);
}

static void effects__of_the_closed_system(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int i = 0; i < 30; i++) {
        trial all = make_trial(random, 1 + 7 * (i % 17), 1 + i % MOST_WIDTH, 0.5 + 0.015 * i);
        assert_same_effects(random, &all);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* In the place of the base's own effects, without accounts of the border and without its effects.
 */
static void effects__in_place(void **state)
{
    (void)state;
    static const double a[] = {0.15, 0.25, 0.20, 0.05};
    static const double columns[] = {0.05, 0.40};
    static const double rows[] = {0.30, 0.25};
    static const double corner[] = {0.05};
    preston_border *border = NULL;
    preston_error error = {0};
    double effects[2];
    const double ones[] = {1.0, 1.0};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, 2, a);
    solve_column(base, PRESTON_TRANSPOSED, ones, effects);
    assert_ok(preston_border_create(base, preston_const_matrix(columns, 2, 1),
                                    preston_const_matrix(rows, 1, 2),
                                    preston_const_matrix(corner, 1, 1), &border, &error),
              &error);
    assert_ok(preston_border_effects(border, preston_const_vector(effects, 2, 1), 0.0,
                                     preston_const_matrix(NULL, 0, 0),
                                     preston_vector(effects, 2, 1), preston_matrix(NULL, 0, 0),
                                     NULL, &error),
              &error);
    /* Miller and Blair's two sectors: Type II multipliers to the printed digit */
    assert_close(effects[0], 1.8924, 0.0, 5e-5);
    assert_close(effects[1], 1.7733, 0.0, 5e-5);
    preston_border_free(border);
    preston_solver_free(base);
}

static void create__unproductive(void **state)
{
    (void)state;
    static const double a[] = {0.15, 0.25, 0.20, 0.05};
    static const double columns[] = {0.6, 0.6};
    static const double rows[] = {0.6, 0.6};
    static const double corner[] = {0.0};
    preston_border *border = NULL;
    preston_error error = {0};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, 2, a);
    assert_fails(preston_border_create(base, preston_const_matrix(columns, 2, 1),
                                       preston_const_matrix(rows, 1, 2),
                                       preston_const_matrix(corner, 1, 1), &border, &error),
                 PRESTON_ERROR_UNPRODUCTIVE, &error, "with the border");
    assert_null(border);
    preston_solver_free(base);
}

static void create__bad_shapes(void **state)
{
    (void)state;
    static const double a[] = {0.15, 0.25, 0.20, 0.05};
    static const double cells[] = {0.1, 0.1, 0.1, 0.1};
    preston_border *border = NULL;
    preston_error error = {0};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, 2, a);
    assert_fails(preston_border_create(base, preston_const_matrix(cells, 1, 1),
                                       preston_const_matrix(cells, 1, 2),
                                       preston_const_matrix(cells, 1, 1), &border, &error),
                 PRESTON_ERROR_SHAPE, &error, "do not border 2 rows");
    assert_fails(preston_border_create(base, preston_const_matrix(cells, 2, 1),
                                       preston_const_matrix(cells, 1, 2),
                                       preston_const_matrix(cells, 2, 2), &border, &error),
                 PRESTON_ERROR_SHAPE, &error, "do not border 2 rows");
    assert_null(border);
    preston_border_free(NULL);
    preston_solver_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects__of_the_closed_system),
        cmocka_unit_test(effects__in_place),
        cmocka_unit_test(create__unproductive),
        cmocka_unit_test(create__bad_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
