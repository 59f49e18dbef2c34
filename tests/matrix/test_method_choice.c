/* Which method is chosen and why, what a base is good for, and which options are refused. */
#include "exact_factors.h"
#include "guise.h"
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

enum { SMALL = 299, LARGE = 300, FEW = 15 };

static preston_solver_options make_options(preston_method method)
{
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = method;
    return options;
}

static double *make_productive(gsl_rng *random, int64_t n)
{
    double *a = make_doubles(n * n);
    fill_productive(random, n, 0.7, 0.3, a);
    return a;
}

static void method_name__each_its_own(void **state)
{
    (void)state;
    assert_string_equal(preston_method_name(PRESTON_METHOD_AUTO), "auto");
    for (int one = PRESTON_METHOD_AUTO; one <= PRESTON_METHOD_GMRES; one++) {
        const char *name = preston_method_name((preston_method)one);
        assert_true(strlen(name) > 0);
        for (int other = PRESTON_METHOD_AUTO; other < one; other++) {
            assert_string_not_equal(name, preston_method_name((preston_method)other));
        }
    }
    assert_non_null(preston_method_name((preston_method)99));
}

static void reason__asked_for(void **state)
{
    (void)state;
    const double a[] = {0.15, 0.25, 0.20, 0.05};
    for (int method = PRESTON_METHOD_LU; method <= PRESTON_METHOD_GMRES; method++) {
        preston_solver *solver = make_solver_by((preston_method)method, 1e-9, 2, a);
        assert_int_equal(preston_solver_method(solver), method);
        assert_string_equal(preston_solver_reason(solver), "asked for");
        preston_solver_free(solver);
    }
}

/* --- auto --- */

static void assert_chooses(const preston_operator *op, const preston_solver_options *options,
                           preston_method expected)
{
    preston_solver *solver = NULL;
    preston_error error = {0};
    assert_ok(preston_solver_create_for(op, options, &solver, &error), &error);
    assert_string_equal(preston_method_name(preston_solver_method(solver)),
                        preston_method_name(expected));
    assert_true(strlen(preston_solver_reason(solver)) > 0);
    assert_string_not_equal(preston_solver_reason(solver), "asked for");
    preston_solver_free(solver);
}

static void assert_guise_chooses(guise_form form, int64_t n, const double *a,
                                 int64_t right_hand_sides, preston_method expected)
{
    preston_solver_options options = make_options(PRESTON_METHOD_AUTO);
    guise made;
    options.right_hand_sides = right_hand_sides;
    guise_make(form, n, a, &made);
    assert_chooses(made.op, &options, expected);
    guise_free(&made);
}

static void auto__dense(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *a = make_productive(random, LARGE);
    for (guise_form form = GUISE_ROWS; form <= GUISE_GAPS; form++) {
        assert_guise_chooses(form, 0, a, 1, PRESTON_METHOD_LU);
        assert_guise_chooses(form, SMALL, a, 1, PRESTON_METHOD_LU);
        assert_guise_chooses(form, SMALL, a, 1000, PRESTON_METHOD_LU);
        assert_guise_chooses(form, LARGE, a, 1, PRESTON_METHOD_GAUSS_SEIDEL);
        assert_guise_chooses(form, LARGE, a, FEW, PRESTON_METHOD_GAUSS_SEIDEL);
        assert_guise_chooses(form, LARGE, a, FEW + 1, PRESTON_METHOD_LU_SINGLE);
    }
    preston_solver *solver = NULL;
    preston_error error = {0};
    assert_ok(preston_solver_create(preston_const_matrix(a, LARGE, LARGE), NULL, &solver, &error),
              &error);
    assert_int_equal(preston_solver_method(solver), PRESTON_METHOD_GAUSS_SEIDEL);
    preston_solver_free(solver);
    free(a);
    gsl_rng_free(random);
}

static void auto__only_products(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *a = make_productive(random, LARGE);
    for (guise_form form = GUISE_CALLBACK; form < GUISE_FORMS; form++) {
        assert_guise_chooses(form, SMALL, a, 1, PRESTON_METHOD_LU);
        assert_guise_chooses(form, LARGE, a, 1, PRESTON_METHOD_BICGSTAB);
    }
    free(a);
    gsl_rng_free(random);
}

/* Places that keep what they spend: the shortest trade there is. */
static void auto__many_places(void **state)
{
    (void)state;
    enum { PLACES = 150 };
    static const double technology[] = {0.15, 0.25, 0.20, 0.05};
    static double own[2 * PLACES];
    preston_operator *op = NULL;
    preston_error error = {0};
    fill_with(0.9, (int64_t)2 * PLACES, own);
    preston_trade trade = {.places = PLACES,
                           .sectors = 2,
                           .technologies = 1,
                           .technology = preston_const_matrix(technology, 2, 2),
                           .own = preston_const_matrix(own, PLACES, 2)};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    assert_chooses(op, NULL, PRESTON_METHOD_RICHARDSON);
    preston_operator_free(op);
}

static void auto__base(void **state)
{
    (void)state;
    const double a[] = {0.15, 0.25, 0.20, 0.05};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, 2, a);
    preston_solver_options options = make_options(PRESTON_METHOD_AUTO);
    guise made;
    guise_make(GUISE_ROWS, 2, a, &made);
    options.base = base;
    assert_chooses(made.op, &options, PRESTON_METHOD_BICGSTAB);
    guise_free(&made);
    preston_solver_free(base);
}

/* Solves by what auto chooses for so many right-hand sides, and measures. */
static void assert_auto_solves(int64_t n, const double *a, int64_t right_hand_sides,
                               preston_method expected)
{
    preston_solver_options options = make_options(PRESTON_METHOD_AUTO);
    preston_solver *solver = NULL;
    preston_error error = {0};
    double *b = make_doubles(n);
    double *x = make_doubles(n);
    double norm = 0.0;
    exact_factors *exact = exact_factorise(n, a);
    fill_with(1.0, n, b);
    options.right_hand_sides = right_hand_sides;
    assert_ok(preston_solver_create(preston_const_matrix(a, n, n), &options, &solver, &error),
              &error);
    assert_int_equal(preston_solver_method(solver), expected);
    solve_column(solver, PRESTON_PLAIN, b, x);
    assert_true(exact_error(exact, PRESTON_PLAIN, b, x, &norm) <= 1e-9 * norm);
    preston_solver_free(solver);
    exact_free(exact);
    free(b);
    free(x);
}

/* Sweeps or rounds would grow without end; elimination does not mind. */
static void auto__iteration_that_diverges(void **state)
{
    (void)state;
    double *a = make_doubles((int64_t)LARGE * LARGE);
    for (int64_t i = 0; i < LARGE; i++) {
        a[i * LARGE + (i + 1) % LARGE] = -2.0;
    }
    assert_auto_solves(LARGE, a, 1, PRESTON_METHOD_LU);
    free(a);
}

/* Two sectors that nearly live on each other: singular once rounded to single precision. */
static void auto__singular_in_single_precision(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *a = make_productive(random, LARGE);
    for (int64_t i = 0; i < LARGE; i++) {
        for (int64_t j = 0; j < 2; j++) {
            a[i * LARGE + j] = a[j * LARGE + i] = i < 2 ? 0.5 : 0.0;
        }
    }
    a[LARGE + 1] -= 1e-8;
    preston_solver_options options = make_options(PRESTON_METHOD_AUTO);
    preston_solver *solver = NULL;
    preston_error error = {0};
    options.right_hand_sides = FEW + 1;
    assert_ok(
        preston_solver_create(preston_const_matrix(a, LARGE, LARGE), &options, &solver, &error),
        &error);
    assert_int_equal(preston_solver_method(solver), PRESTON_METHOD_LU);
    preston_solver_free(solver);
    free(a);
    gsl_rng_free(random);
}

/* The first block on the diagonal is singular, the whole system is not: x = (2, 0) for ones. */
static void auto__singular_block(void **state)
{
    (void)state;
    double *a = make_doubles((int64_t)LARGE * LARGE);
    int64_t last = LARGE - 1;
    a[0] = 1.0;
    a[last] = 0.5;
    a[last * LARGE] = -0.5;
    assert_auto_solves(LARGE, a, 1, PRESTON_METHOD_LU);
    free(a);
}

/* --- a base --- */

static int64_t count_products(const double *a, int64_t n, preston_method method,
                              const preston_solver *base)
{
    preston_solver_options options = make_options(method);
    preston_solver *solver = NULL;
    preston_error error = {0};
    double *b = make_doubles(n);
    double *x = make_doubles(n);
    double norm = 0.0;
    exact_factors *exact = exact_factorise(n, a);
    guise made;
    guise_make(GUISE_CALLBACK, n, a, &made);
    options.base = base;
    fill_with(1.0, n, b);
    assert_ok(preston_solver_create_for(made.op, &options, &solver, &error), &error);
    assert_int_equal(preston_solver_method(solver), method);
    made.products = 0;
    for (int k = 0; k < 2; k++) {
        preston_operation operation = k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED;
        solve_column(solver, operation, b, x);
        assert_true(exact_error(exact, operation, b, x, &norm) <= 1e-9 * norm);
    }
    int64_t products = made.products;
    preston_solver_free(solver);
    guise_free(&made);
    exact_free(exact);
    free(b);
    free(x);
    return products;
}

static void base__fewer_products(void **state)
{
    (void)state;
    enum { N = 80 };
    gsl_rng *random = make_random();
    double *a = make_doubles((int64_t)N * N);
    double *nearby = make_doubles((int64_t)N * N);
    fill_productive(random, N, 0.95, 1.0, a);
    for (int64_t i = 0; i < N * N; i++) {
        nearby[i] = a[i] * random_between(random, 0.99, 1.0);
    }
    for (int method = PRESTON_METHOD_BICGSTAB; method <= PRESTON_METHOD_GMRES; method++) {
        int64_t without = count_products(a, N, (preston_method)method, NULL);
        for (int single = 0; single < 2; single++) {
            preston_solver *base = make_solver_by(
                single ? PRESTON_METHOD_LU_SINGLE : PRESTON_METHOD_LU, 1e-9, N, nearby);
            int64_t with = count_products(a, N, (preston_method)method, base);
            print_message("%s: %lld products, %lld with a base\n",
                          preston_method_name((preston_method)method), (long long)without,
                          (long long)with);
            assert_true(3 * with < 2 * without);
            preston_solver_free(base);
        }
    }
    free(a);
    free(nearby);
    gsl_rng_free(random);
}

/* --- what is refused --- */

static void assert_options_fail(const preston_solver_options *options, const char *text)
{
    const double a[] = {0.15, 0.25, 0.20, 0.05};
    preston_solver *solver = NULL;
    preston_error error = {0};
    guise made;
    guise_make(GUISE_ROWS, 2, a, &made);
    assert_fails(preston_solver_create_for(made.op, options, &solver, &error),
                 PRESTON_ERROR_ARGUMENT, &error, text);
    assert_fails(preston_solver_create(preston_const_matrix(a, 2, 2), options, &solver, &error),
                 PRESTON_ERROR_ARGUMENT, &error, text);
    assert_null(solver);
    guise_free(&made);
}

static void options__method_out_of_range(void **state)
{
    (void)state;
    preston_solver_options options = make_options((preston_method)(PRESTON_METHOD_GMRES + 1));
    assert_options_fail(&options, "method 7 does not exist");
    options.method = (preston_method)-1;
    assert_options_fail(&options, "does not exist");
}

static void options__tolerance(void **state)
{
    (void)state;
    static const double bad[] = {0.0, -1e-9, NAN, -INFINITY};
    preston_solver_options options = make_options(PRESTON_METHOD_AUTO);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.tolerance = bad[i];
        assert_options_fail(&options, "tolerance is");
    }
}

static void options__base(void **state)
{
    (void)state;
    const double a[] = {0.15, 0.25, 0.20, 0.05};
    preston_solver_options options = make_options(PRESTON_METHOD_BICGSTAB);
    preston_solver *other = make_solver_by(PRESTON_METHOD_LU, 1e-9, 1, a);
    options.base = other;
    assert_options_fail(&options, "of as many rows");
    preston_solver_free(other);
    for (int method = PRESTON_METHOD_GAUSS_SEIDEL; method <= PRESTON_METHOD_GMRES; method++) {
        preston_solver *iterative = make_solver_by((preston_method)method, 1e-9, 2, a);
        options.base = iterative;
        assert_options_fail(&options, "factorised solver");
        preston_solver_free(iterative);
    }
}

static void options__defaults(void **state)
{
    (void)state;
    preston_solver_options options;
    preston_solver_options_init(&options);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(options.method, PRESTON_METHOD_AUTO);
    assert_int_equal(options.right_hand_sides, 1);
    assert_null(options.base);
    assert_null(options.row_labels);
    assert_true(options.tolerance == 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(method_name__each_its_own),
        cmocka_unit_test(reason__asked_for),
        cmocka_unit_test(auto__dense),
        cmocka_unit_test(auto__only_products),
        cmocka_unit_test(auto__many_places),
        cmocka_unit_test(auto__base),
        cmocka_unit_test(auto__iteration_that_diverges),
        cmocka_unit_test(auto__singular_in_single_precision),
        cmocka_unit_test(auto__singular_block),
        cmocka_unit_test(base__fewer_products),
        cmocka_unit_test(options__method_out_of_range),
        cmocka_unit_test(options__tolerance),
        cmocka_unit_test(options__base),
        cmocka_unit_test(options__defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
