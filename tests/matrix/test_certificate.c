/* The bounds of a certificate hold, and are not much larger than the errors they bound. */
#include "exact_solution.h"
#include "random.h"
#include "test.h"

#include "matrix/solver.h"

#include <float.h>
#include <math.h>

static const preston_operation operations[] = {PRESTON_PLAIN, PRESTON_TRANSPOSED};

enum { LARGEST = 80 };

/* A random system with its solution in long double. */
typedef struct trial {
    int64_t n;
    double a[LARGEST * LARGEST];
    double b[LARGEST];
    double x[LARGEST];
    long double exact[LARGEST];
    preston_solver *solver;
} trial;

static void make_trial(gsl_rng *random, int64_t n, double radius, double spread, int signs,
                       trial *out)
{
    out->n = n;
    fill_productive(random, n, radius, spread, out->a);
    for (int64_t i = 0; signs && i < n * n; i++) {
        out->a[i] *= gsl_rng_uniform(random) < 0.3 ? -1.0 : 1.0;
    }
    fill_random(random, n, out->b);
    preston_error error = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_LU; /* to rounding, where a bound has least room */
    out->solver = NULL;
    assert_ok(
        preston_solver_create(preston_const_matrix(out->a, n, n), &options, &out->solver, &error),
        &error);
}

/* The norm that the bound is of: the sum for the plain system, the largest for the transposed. */
static double norm_of_error(const trial *all, preston_operation operation)
{
    long double sum = 0.0L;
    long double largest = 0.0L;
    for (int64_t i = 0; i < all->n; i++) {
        long double error = fabsl((long double)all->x[i] - all->exact[i]);
        sum += error;
        largest = fmaxl(largest, error);
    }
    return (double)(operation == PRESTON_PLAIN ? sum : largest);
}

static double norm_of_solution(const trial *all, preston_operation operation)
{
    double sum = 0.0;
    double largest = 0.0;
    for (int64_t i = 0; i < all->n; i++) {
        sum += fabs(all->x[i]);
        largest = fmax(largest, fabs(all->x[i]));
    }
    return operation == PRESTON_PLAIN ? sum : largest;
}

static preston_certificate certify_vector(const preston_solver *solver, preston_operation operation,
                                          const double *b, const double *x)
{
    int64_t n = preston_solver_rows(solver);
    double *memory = calloc((size_t)(n + preston_solver_scratch(solver, 1)), sizeof *memory);
    assert_non_null(memory);
    preston_certificate certificate =
        preston_solver_certify(solver, operation, 1, b, x, memory, memory + n);
    free(memory);
    return certificate;
}

static preston_certificate certify(const trial *all, preston_operation operation)
{
    return certify_vector(all->solver, operation, all->b, all->x);
}

/* Solves as a user does. */
static preston_certificate solve(trial *all, preston_operation operation)
{
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_workspace_create(all->solver, 1, &workspace, &error), &error);
    assert_ok(preston_solver_solve(all->solver, operation, preston_const_vector(all->b, all->n, 1),
                                   workspace, preston_vector(all->x, all->n, 1), &certificate,
                                   &error),
              &error);
    preston_workspace_free(workspace);
    return certificate;
}

static void assert_bounds(const trial *all, preston_operation operation,
                          preston_certificate certificate)
{
    double error = norm_of_error(all, operation);
    double norm = norm_of_solution(all, operation);
    assert_int_equal(certificate.certified, 1);
    if (!(error <= certificate.bound) || !(error <= certificate.relative_bound * norm)) {
        print_error("n %lld, error %.3g, bound %.3g, relative %.3g of %.3g\n", (long long)all->n,
                    error, certificate.bound, certificate.relative_bound, norm);
        fail();
    }
}

static double random_radius(gsl_rng *random)
{
    return 1.0 - pow(10.0, random_between(random, -3.0, -0.3));
}

/* Solutions as the library gives them; their bounds are mostly the rounding term. */
static void bound__of_solutions(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int i = 0; i < 100; i++) {
        make_trial(random, 1 + i % LARGEST, random_radius(random), 1.5 * (i % 2), i % 3 == 0, &all);
        for (int k = 0; k < 2; k++) {
            preston_certificate certificate = solve(&all, operations[k]);
            solve_exactly(operations[k], all.n, all.a, all.b, all.exact);
            assert_bounds(&all, operations[k], certificate);
        }
        preston_solver_free(all.solver);
    }
    gsl_rng_free(random);
}

/* The exact solution rounded to double has a residual that may well compute to zero: only the
 * rounding term can bound its error. */
static void bound__of_rounded_exact_solutions(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int i = 0; i < 400; i++) {
        make_trial(random, 1 + i % 4, random_radius(random), 0.5, 0, &all);
        for (int k = 0; k < 2; k++) {
            solve_exactly(operations[k], all.n, all.a, all.b, all.exact);
            for (int64_t row = 0; row < all.n; row++) {
                all.x[row] = (double)all.exact[row];
            }
            assert_bounds(&all, operations[k], certify(&all, operations[k]));
        }
        preston_solver_free(all.solver);
    }
    gsl_rng_free(random);
}

/* Moves the exact solution by errors of that size, relatively: all upwards, in one cell, or any. */
static void disturb(gsl_rng *random, int way, double size, trial *all)
{
    int64_t chosen = (int64_t)gsl_rng_uniform_int(random, (unsigned long)all->n);
    for (int64_t row = 0; row < all->n; row++) {
        double step = way == 0 ? 1.0 : way == 1 ? row == chosen : random_between(random, -1.0, 1.0);
        all->x[row] = (double)all->exact[row] + step * size;
    }
}

/* Bounds are sharp where A has no negative cells, as in nearly every table. */
static void bound__of_disturbed_solutions(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    double worst = 0.0;
    for (int i = 0; i < 120; i++) {
        int signs = i % 5 == 0;
        make_trial(random, 2 + i % (LARGEST - 1), 0.3 + 0.4 * (i % 2), 0.4, signs, &all);
        for (int k = 0; k < 2; k++) {
            solve_exactly(operations[k], all.n, all.a, all.b, all.exact);
            disturb(random, i % 3, i % 2 ? 1e-3 : 1e-7, &all);
            preston_certificate certificate = certify(&all, operations[k]);
            assert_bounds(&all, operations[k], certificate);
            double ratio = certificate.bound / norm_of_error(&all, operations[k]);
            worst = signs ? worst : fmax(worst, ratio);
        }
        preston_solver_free(all.solver);
    }
    print_message("bounds are at most %.1f times the error\n", worst);
    assert_true(worst < 20.0);
    gsl_rng_free(random);
}

/* A residual without negative cells: with the output multipliers for weights, its bound is the
 * error itself. */
static void bound__sharp(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 50, 0.6, 1.0, 0, &all);
    for (int64_t row = 0; row < all.n; row++) {
        all.b[row] = fabs(all.b[row]);
    }
    solve_exactly(PRESTON_PLAIN, all.n, all.a, all.b, all.exact);
    for (int64_t row = 0; row < all.n; row++) {
        all.x[row] = (double)all.exact[row] * (1.0 - 1e-4);
    }
    preston_certificate certificate = certify(&all, PRESTON_PLAIN);
    assert_close(certificate.bound, norm_of_error(&all, PRESTON_PLAIN), 1e-6, 0.0);
    preston_solver_free(all.solver);
    gsl_rng_free(random);
}

/* The weights of A leave the second column a margin of 0.1 only, because |A| has no negative cell;
 * the error makes use of that. */
static void bound__small_margin(void **state)
{
    (void)state;
    static trial all = {.n = 2, .a = {0.0, -0.45, 0.0, 0.0}, .b = {1.0, 1.0}};
    preston_error error = {0};
    assert_ok(preston_solver_create(preston_const_matrix(all.a, 2, 2), NULL, &all.solver, &error),
              &error);
    for (int k = 0; k < 2; k++) {
        solve_exactly(operations[k], 2, all.a, all.b, all.exact);
        all.x[0] = (double)all.exact[0] + 1e-3;
        all.x[1] = (double)all.exact[1] - 1e-3;
        assert_bounds(&all, operations[k], certify(&all, operations[k]));
    }
    preston_solver_free(all.solver);
}

/* Residuals are computed in blocks of rows: the last one counts as well. */
static void bound__error_in_the_last_block(void **state)
{
    (void)state;
    enum { N = 600 };
    static double a[N * N];
    static double b[N];
    static double x[N];
    for (int i = 0; i < N; i++) {
        a[i * N + i] = 0.5;
        b[i] = 1.0;
        x[i] = 2.0;
    }
    x[N - 1] = 3.0;
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_LU; /* whose weights, and so whose bounds, are sharp */
    assert_ok(preston_solver_create(preston_const_matrix(a, N, N), &options, &solver, &error),
              &error);
    for (int k = 0; k < 2; k++) {
        preston_certificate found = certify_vector(solver, operations[k], b, x);
        assert_close(found.bound, 1.0, 1e-9, 0.0);
        assert_close(found.residual, 0.5, 0.0, 0.0);
    }
    preston_solver_free(solver);
}

static void bound__ordinary_accuracy(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int64_t n = 1; n <= LARGEST; n += 13) {
        make_trial(random, n, 0.5, 0.0, 0, &all);
        for (int k = 0; k < 2; k++) {
            double floor = 30.0 * (double)(n + 3) * DBL_EPSILON;
            assert_true(solve(&all, operations[k]).relative_bound < floor);
        }
        preston_solver_free(all.solver);
    }
    gsl_rng_free(random);
}

static void bound__nearly_unproductive(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 60, 0.999, 0.5, 0, &all);
    for (int k = 0; k < 2; k++) {
        preston_certificate certificate = solve(&all, operations[k]);
        solve_exactly(operations[k], all.n, all.a, all.b, all.exact);
        assert_bounds(&all, operations[k], certificate);
        assert_true(certificate.relative_bound < 1e-9);
    }
    preston_solver_free(all.solver);
    gsl_rng_free(random);
}

/* Solves a system of two with ones for its right-hand side. */
static preston_certificate solve_pair(const double *a, preston_operation operation, double *x)
{
    const double ones[] = {1.0, 1.0};
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_solver_create(preston_const_matrix(a, 2, 2), NULL, &solver, &error), &error);
    assert_ok(preston_workspace_create(solver, 1, &workspace, &error), &error);
    assert_ok(preston_solver_solve(solver, operation, preston_const_vector(ones, 2, 1), workspace,
                                   preston_vector(x, 2, 1), &certificate, &error),
              &error);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    return certificate;
}

/* Negative cells whose absolute values are productive: the weights of A do for the first matrix,
 * only those of |A| for the second, and those of A are not even positive for the third. */
static void certified__negative_cells(void **state)
{
    (void)state;
    static const double cases[][4] = {
        {0.2, -0.1, 0.3, 0.1}, {0.0, -0.9, 0.9, 0.0}, {0.0, -1.1, 0.5, 0.0}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 2; k++) {
            const double ones[] = {1.0, 1.0};
            double x[2];
            long double exact[2];
            preston_certificate certificate = solve_pair(cases[i], operations[k], x);
            solve_exactly(operations[k], 2, cases[i], ones, exact);
            assert_int_equal(certificate.certified, 1);
            assert_true(certificate.relative_bound < 1e-13);
            assert_close(x[0], (double)exact[0], 1e-14, 0.0);
            assert_close(x[1], (double)exact[1], 1e-14, 0.0);
        }
    }
}

/* |A| is not productive, so that no bound can be given; the solution is right all the same. */
static void certified__no_bound(void **state)
{
    (void)state;
    static const double a[] = {0.0, -3.0, -3.0, 0.0};
    for (int k = 0; k < 2; k++) {
        double x[2];
        preston_certificate certificate = solve_pair(a, operations[k], x);
        assert_int_equal(certificate.certified, 0);
        assert_true(isinf(certificate.bound) && isinf(certificate.relative_bound));
        assert_true(certificate.residual < 1e-15);
        assert_close(x[0], 0.25, 1e-15, 0.0);
        assert_close(x[1], 0.25, 1e-15, 0.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound__of_solutions),
        cmocka_unit_test(bound__of_rounded_exact_solutions),
        cmocka_unit_test(bound__of_disturbed_solutions),
        cmocka_unit_test(bound__sharp),
        cmocka_unit_test(bound__small_margin),
        cmocka_unit_test(bound__error_in_the_last_block),
        cmocka_unit_test(bound__ordinary_accuracy),
        cmocka_unit_test(bound__nearly_unproductive),
        cmocka_unit_test(certified__negative_cells),
        cmocka_unit_test(certified__no_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
