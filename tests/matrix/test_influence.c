/* Extraction against systems without the sector, influence against finite differences. */
#include "exact_factors.h"
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

enum { MOST = 9, ACCOUNTS = 3 };

static const double untouched = -77.0;

/* A system, its solution, and the effects of its accounts, column after column. */
typedef struct trial {
    int64_t n;
    double a[MOST * MOST];
    double f[MOST];
    double x[MOST];
    double inverse[MOST * MOST]; /* row after row */
    double accounts[MOST * ACCOUNTS];
    double effects[MOST * ACCOUNTS];
    double losses[MOST * ACCOUNTS];
} trial;

static void make_trial(gsl_rng *random, int64_t n, trial *all)
{
    preston_error error = {0};
    all->n = n;
    fill_productive(random, n, random_between(random, 0.2, 0.9), 0.5, all->a);
    fill_random(random, n, all->f);
    fill_random(random, n * ACCOUNTS, all->accounts);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, n, all->a);
    solve_column(solver, PRESTON_PLAIN, all->f, all->x);
    for (int64_t k = 0; k < ACCOUNTS; k++) {
        solve_column(solver, PRESTON_TRANSPOSED, all->accounts + k * n, all->effects + k * n);
    }
    assert_ok(preston_solver_inverse(solver, preston_matrix(all->inverse, n, n), NULL, &error),
              &error);
    preston_solver_free(solver);
}

/* v·x for an account, in long double. */
static double find_total(int64_t n, const double *a, const double *f, const double *account)
{
    long double x[MOST];
    long double sum = 0.0L;
    exact_factors *factors = exact_factorise(n, a);
    exact_solve(factors, PRESTON_PLAIN, f, x);
    exact_free(factors);
    for (int64_t i = 0; i < n; i++) {
        sum += (long double)account[i] * x[i];
    }
    return (double)sum;
}

/* --- extraction --- */

/* The total of an account when sector j neither buys, sells nor is asked for anything. */
static double find_total_without(const trial *all, int64_t j, const double *account)
{
    double a[MOST * MOST];
    double f[MOST];
    int64_t n = all->n;
    for (int64_t i = 0; i < n * n; i++) {
        a[i] = i / n == j || i % n == j ? 0.0 : all->a[i];
    }
    for (int64_t i = 0; i < n; i++) {
        f[i] = i == j ? 0.0 : all->f[i];
    }
    return find_total(n, a, f, account);
}

static void extraction__without_the_sector(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int i = 0; i < 60; i++) {
        preston_error error = {0};
        make_trial(random, 1 + i % MOST, &all);
        int64_t n = all.n;
        assert_ok(preston_extraction_losses(preston_const_matrix(all.inverse, n, n),
                                            preston_const_vector(all.x, n, 1),
                                            const_by_columns(all.effects, n, ACCOUNTS),
                                            by_columns(all.losses, n, ACCOUNTS), &error),
                  &error);
        for (int64_t k = 0; k < ACCOUNTS; k++) {
            const double *account = all.accounts + k * n;
            double whole = find_total(n, all.a, all.f, account);
            for (int64_t j = 0; j < n; j++) {
                double lost = whole - find_total_without(&all, j, account);
                assert_close(all.losses[k * n + j], lost, 1e-10, 1e-10);
            }
        }
    }
    gsl_rng_free(random);
}

static void extraction__strides(void **state)
{
    (void)state;
    static trial all;
    enum { N = 5 };
    double turned[N * N];
    double effects[N * ACCOUNTS];
    double x[2 * N];
    double losses[2 * N * ACCOUNTS];
    gsl_rng *random = make_random();
    preston_error error = {0};
    make_trial(random, N, &all);
    for (int64_t i = 0; i < N * N; i++) {
        turned[i] = all.inverse[(i % N) * N + i / N];
    }
    for (int64_t i = 0; i < N * ACCOUNTS; i++) {
        effects[i] = all.effects[(i % ACCOUNTS) * N + i / ACCOUNTS];
    }
    fill_with(NAN, (int64_t)2 * N, x);
    for (int64_t i = 0; i < N; i++) {
        x[2 * (N - 1 - i)] = all.x[i];
    }
    fill_with(untouched, (int64_t)2 * N * ACCOUNTS, losses);
    preston_view out = {losses, N, ACCOUNTS, 2 * ACCOUNTS, 2};
    assert_ok(preston_extraction_losses(const_by_columns(turned, N, N),
                                        preston_const_vector(x + 2 * (N - 1), N, -2),
                                        preston_const_matrix(effects, N, ACCOUNTS), out, &error),
              &error);
    for (int64_t i = 0; i < N * ACCOUNTS; i++) {
        int64_t j = i / ACCOUNTS;
        int64_t k = i % ACCOUNTS;
        double expected = all.effects[k * N + j] * all.x[j] / all.inverse[j * N + j];
        assert_close(losses[2 * i], expected, 1e-14, 0.0);
        assert_true(losses[2 * i + 1] == untouched);
    }
    gsl_rng_free(random);
}

static void extraction__refused(void **state)
{
    (void)state;
    static const double ones[16] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    static const double not_positive[] = {1.0, 0.0, 0.0, 0.0};
    double losses[16];
    preston_error error = {0};
    fill_with(untouched, 16, losses);
    for (int k = 0; k < 5; k++) {
        assert_fails(preston_extraction_losses(
                         preston_const_matrix(ones, 3, k == 0 ? 2 : 3),
                         preston_const_vector(ones, k == 1 ? 2 : 3, 1),
                         preston_const_matrix(ones, k == 2 ? 2 : 3, 2),
                         preston_matrix(losses, k == 3 ? 2 : 3, k == 4 ? 1 : 2), &error),
                     PRESTON_ERROR_SHAPE, &error, "do not fit");
    }
    assert_fails(preston_extraction_losses(
                     preston_const_matrix(not_positive, 2, 2), preston_const_vector(ones, 2, 1),
                     preston_const_vector(ones, 2, 1), preston_vector(losses, 2, 1), &error),
                 PRESTON_ERROR_VALUE, &error, "cell (2, 2) of the inverse is 0");
    assert_true(losses[0] == untouched && losses[1] == untouched);
}

/* --- influence --- */

/* (v·x after − before) / h, from both sides of a_ij. */
static double find_slope(const trial *all, int64_t cell, const double *account)
{
    double a[MOST * MOST];
    double totals[2];
    double h = 1e-5;
    for (int side = 0; side < 2; side++) {
        memcpy(a, all->a, sizeof a);
        a[cell] += side ? h : -h;
        totals[side] = find_total(all->n, a, all->f, account);
    }
    return (totals[1] - totals[0]) / (2.0 * h);
}

static void influence__finite_differences(void **state)
{
    (void)state;
    static trial all;
    double influence[MOST * MOST];
    gsl_rng *random = make_random();
    for (int i = 0; i < 20; i++) {
        preston_error error = {0};
        make_trial(random, 1 + i % MOST, &all);
        int64_t n = all.n;
        assert_ok(preston_influence(preston_const_vector(all.effects, n, 1),
                                    preston_const_vector(all.x, n, 1),
                                    preston_matrix(influence, n, n), &error),
                  &error);
        double largest = 0.0;
        for (int64_t cell = 0; cell < n * n; cell++) {
            largest = fmax(largest, fabs(influence[cell]));
        }
        for (int64_t cell = 0; cell < n * n; cell++) {
            assert_close(influence[cell], find_slope(&all, cell, all.accounts), 1e-5,
                         1e-5 * largest);
        }
    }
    gsl_rng_free(random);
}

/* Rows, columns, gaps and backwards; enough rows for several threads. */
static void influence__strides(void **state)
{
    (void)state;
    enum { N = 600 };
    gsl_rng *random = make_random();
    double *effects = make_doubles(N);
    double *x = make_doubles((int64_t)2 * N);
    double *memory = make_doubles((int64_t)2 * N * N);
    const preston_view views[] = {{memory, N, N, N, 1},
                                  {memory, N, N, 1, N},
                                  {memory + N * N - 1, N, N, -1, -N},
                                  {memory, N, N, 2 * N, 2}};
    fill_random(random, N, effects);
    fill_random(random, (int64_t)2 * N, x);
    for (size_t k = 0; k < sizeof views / sizeof *views; k++) {
        preston_error error = {0};
        int64_t wrong = 0;
        int64_t changed = 0;
        fill_with(untouched, (int64_t)2 * N * N, memory);
        assert_ok(preston_influence(preston_const_vector(effects + N - 1, N, -1),
                                    preston_const_vector(x, N, 2), views[k], &error),
                  &error);
        for (int64_t i = 0; i < N * N; i++) {
            double cell = preston_get(preston_const(views[k]), i / N, i % N);
            wrong += cell != effects[N - 1 - i / N] * x[2 * (i % N)];
        }
        for (int64_t i = 0; i < (int64_t)2 * N * N; i++) {
            changed += memory[i] != untouched;
        }
        assert_int_equal(wrong, 0);
        assert_int_equal(changed, N * N);
    }
    free(effects);
    free(x);
    free(memory);
    gsl_rng_free(random);
}

static void influence__refused(void **state)
{
    (void)state;
    static const double ones[] = {1.0, 1.0, 1.0};
    double influence[9];
    preston_error error = {0};
    fill_with(untouched, 9, influence);
    for (int k = 0; k < 4; k++) {
        assert_fails(preston_influence(preston_const_vector(ones, k == 0 ? 2 : 3, 1),
                                       preston_const_vector(ones, k == 1 ? 2 : 3, 1),
                                       preston_matrix(influence, k == 2 ? 2 : 3, k == 3 ? 2 : 3),
                                       &error),
                     PRESTON_ERROR_SHAPE, &error, "do not fit");
    }
    assert_true(influence[0] == untouched);
    assert_ok(preston_influence(preston_const_vector(ones, 0, 1), preston_const_vector(ones, 0, 1),
                                preston_matrix(influence, 0, 0), &error),
              &error);
    assert_true(influence[0] == untouched);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extraction__without_the_sector),
        cmocka_unit_test(extraction__strides),
        cmocka_unit_test(extraction__refused),
        cmocka_unit_test(influence__finite_differences),
        cmocka_unit_test(influence__strides),
        cmocka_unit_test(influence__refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
