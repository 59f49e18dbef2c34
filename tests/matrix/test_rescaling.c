/* Rescaled rows and columns, against solvers of the changed matrix. */
#include "exact_factors.h"
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

enum { MOST = 60, ACCOUNTS = 3 };

static const double untouched = -77.0;

/* A base system, what is known of it, and a change of k of its rows or columns. */
typedef struct trial {
    int64_t n;
    int64_t k;
    preston_side side;
    double a[MOST * MOST];
    double changed[MOST * MOST];
    double f[MOST];
    double x[MOST];
    double accounts[ACCOUNTS * MOST]; /* column after column, as the next */
    double effects[ACCOUNTS * MOST];
    double totals[ACCOUNTS];
    double factors[MOST];
    int64_t indices[MOST];
    double found[MOST];
    preston_solver *base;
    preston_rescaling *rescaling;
} trial;

static double dot(int64_t n, const double *one, const double *other)
{
    double sum = 0.0;
    for (int64_t i = 0; i < n; i++) {
        sum += one[i] * other[i];
    }
    return sum;
}

/* k distinct indices in any order. */
static void choose_indices(gsl_rng *random, int64_t n, int64_t k, int64_t *out_indices)
{
    int64_t order[MOST] = {0};
    for (int64_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (int64_t i = 0; i < k; i++) {
        int64_t j = i + (int64_t)gsl_rng_uniform_int(random, (unsigned long)(n - i));
        out_indices[i] = order[j];
        order[j] = order[i];
    }
}

static void make_rescaling(trial *all)
{
    preston_error error = {0};
    all->rescaling = NULL;
    assert_ok(preston_rescaling_create(all->base, all->side, all->k, all->indices, &all->rescaling,
                                       &error),
              &error);
}

/* `a` and `f` are there already. */
static void solve_base(gsl_rng *random, preston_method method, trial *all)
{
    int64_t n = all->n;
    all->base = make_solver_by(method, 1e-12, n, all->a);
    solve_column(all->base, PRESTON_PLAIN, all->f, all->x);
    fill_random(random, ACCOUNTS * n, all->accounts);
    for (int64_t a = 0; a < ACCOUNTS; a++) {
        solve_column(all->base, PRESTON_TRANSPOSED, all->accounts + a * n, all->effects + a * n);
        all->totals[a] = dot(n, all->accounts + a * n, all->x);
    }
    make_rescaling(all);
}

static void make_trial(gsl_rng *random, int64_t n, int64_t k, preston_side side, trial *all)
{
    all->n = n;
    all->k = k;
    all->side = side;
    fill_productive(random, n, 0.6, 0.3, all->a);
    for (int64_t i = 0; i < n; i++) {
        all->f[i] = gsl_rng_uniform(random);
    }
    choose_indices(random, n, k, all->indices);
    solve_base(random, PRESTON_METHOD_LU, all);
}

static void free_trial(trial *all)
{
    preston_rescaling_free(all->rescaling);
    preston_solver_free(all->base);
}

static void draw_factors(gsl_rng *random, double low, double high, trial *all)
{
    for (int64_t i = 0; i < all->k; i++) {
        all->factors[i] = random_between(random, low, high);
    }
}

static void change_matrix(trial *all)
{
    int64_t n = all->n;
    memcpy(all->changed, all->a, sizeof all->a);
    for (int64_t i = 0; i < all->k; i++) {
        int64_t first = all->side == PRESTON_ROWS ? all->indices[i] * n : all->indices[i];
        int64_t step = all->side == PRESTON_ROWS ? 1 : n;
        for (int64_t j = 0; j < n; j++) {
            all->changed[first + j * step] *= all->factors[i];
        }
    }
}

static preston_status rescale(trial *all, preston_certificate *certificate, preston_error *error)
{
    return preston_rescaling_solve(all->rescaling, preston_const_vector(all->factors, all->k, 1),
                                   preston_const_vector(all->f, all->n, 1),
                                   preston_const_vector(all->x, all->n, 1),
                                   preston_vector(all->found, all->n, 1), certificate, error);
}

static preston_status rescale_accounts(trial *all, double *totals, preston_error *error)
{
    return preston_rescaling_accounts(
        all->rescaling, preston_const_vector(all->factors, all->k, 1),
        preston_const_vector(all->f, all->n, 1), preston_const_vector(all->x, all->n, 1),
        const_by_columns(all->accounts, all->n, ACCOUNTS),
        const_by_columns(all->effects, all->n, ACCOUNTS),
        preston_const_vector(all->totals, ACCOUNTS, 1), preston_vector(totals, ACCOUNTS, 1), error);
}

/* --- the answer --- */

static void assert_like_fresh(trial *all)
{
    double fresh[MOST];
    double totals[ACCOUNTS];
    preston_error error = {0};
    change_matrix(all);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-12, all->n, all->changed);
    solve_column(solver, PRESTON_PLAIN, all->f, fresh);
    preston_solver_free(solver);
    assert_ok(rescale(all, NULL, &error), &error);
    assert_ok(rescale_accounts(all, totals, &error), &error);
    for (int64_t i = 0; i < all->n; i++) {
        assert_close(all->found[i], fresh[i], 1e-11, 1e-13);
    }
    for (int64_t a = 0; a < ACCOUNTS; a++) {
        double expected = dot(all->n, all->accounts + a * all->n, fresh);
        assert_close(totals[a], expected, 1e-11, 1e-11);
    }
}

static void assert_certificate(trial *all, int must_certify)
{
    preston_certificate certificate = {.certified = -1};
    preston_error error = {0};
    double norm = 0.0;
    change_matrix(all);
    assert_ok(rescale(all, &certificate, &error), &error);
    exact_factors *exact = exact_factorise(all->n, all->changed);
    double distance = exact_error(exact, PRESTON_PLAIN, all->f, all->found, &norm);
    exact_free(exact);
    assert_true(certificate.certified == 1 || (certificate.certified == 0 && !must_certify));
    if (!(distance <= certificate.bound) || !(distance <= certificate.relative_bound * norm)) {
        print_error("n %lld, k %lld: error %.3g, bound %.3g, relative %.3g of %.3g\n",
                    (long long)all->n, (long long)all->k, distance, certificate.bound,
                    certificate.relative_bound, norm);
        fail();
    }
    assert_true(certificate.residual < 1e-12 * norm);
    assert_true(!must_certify || certificate.relative_bound < 1e-10);
}

/* Few, some and all; around one row only as well. */
static void solve__random_factors(void **state)
{
    (void)state;
    static trial all;
    static const int64_t sizes[][2] = {{1, 1}, {2, 1}, {2, 2}, {31, 1}, {31, 5}, {60, 60}};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int side = 0; side < 2; side++) {
            make_trial(random, sizes[i][0], sizes[i][1], side ? PRESTON_COLUMNS : PRESTON_ROWS,
                       &all);
            draw_factors(random, 0.0, 1.0, &all);
            assert_like_fresh(&all);
            assert_certificate(&all, 1);
            draw_factors(random, 0.5, 1.2, &all);
            assert_like_fresh(&all);
            assert_certificate(&all, 1);
            draw_factors(random, 1.0, 1.4, &all);
            assert_like_fresh(&all);
            assert_certificate(&all, 1);
            free_trial(&all);
        }
    }
    gsl_rng_free(random);
}

/* A base solution that is off by far more than rounding, in one direction: the bound covers what
 * becomes of that, and is not much more, whether the changed rows grow or fall. */
static void solve__base_solution_that_is_off(void **state)
{
    (void)state;
    static trial all;
    static const double growths[] = {0.3, 1.0, 1.5};
    gsl_rng *random = make_random();
    for (int i = 0; i < 30; i++) {
        preston_certificate certificate = {0};
        preston_error error = {0};
        double norm = 0.0;
        make_trial(random, 20, 20, i % 2 ? PRESTON_ROWS : PRESTON_COLUMNS, &all);
        fill_with(growths[i % 3], all.k, all.factors);
        for (int64_t row = 0; row < all.n; row++) {
            all.x[row] *= 1.0 + 1e-5;
        }
        change_matrix(&all);
        assert_ok(rescale(&all, &certificate, &error), &error);
        exact_factors *exact = exact_factorise(all.n, all.changed);
        double distance = exact_error(exact, PRESTON_PLAIN, all.f, all.found, &norm);
        exact_free(exact);
        assert_true(distance > 1e-7 * norm);
        assert_int_equal(certificate.certified, 1);
        assert_true(distance <= certificate.bound && distance <= certificate.relative_bound * norm);
        assert_true(certificate.bound < 20.0 * distance);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Many small systems whose factors go up and down at once, some of them close to the edge: the
 * bound holds, and whether the change is productive is told as a fresh solver tells it. */
static void solve__edge_of_productive(void **state)
{
    (void)state;
    static trial all;
    int refused = 0;
    int mixed = 0;
    enum { TRIALS = 300 };
    gsl_rng *random = make_random();
    for (int i = 0; i < TRIALS; i++) {
        preston_error error = {0};
        preston_solver *solver = NULL;
        make_trial(random, 2 + i % 7, 1 + i % 2, i % 4 < 2 ? PRESTON_ROWS : PRESTON_COLUMNS, &all);
        draw_factors(random, 0.0, 4.0, &all);
        change_matrix(&all);
        preston_status expected = preston_solver_create(
            preston_const_matrix(all.changed, all.n, all.n), NULL, &solver, &error);
        if (expected == PRESTON_OK) {
            assert_certificate(&all, 0);
            mixed += all.k > 1 && (all.factors[0] < 1.0) != (all.factors[1] < 1.0);
        } else {
            assert_fails(rescale(&all, NULL, &error), PRESTON_ERROR_UNPRODUCTIVE, &error,
                         "unproductive");
            refused++;
        }
        preston_solver_free(solver);
        free_trial(&all);
    }
    print_message("%d of %d are unproductive\n", refused, TRIALS);
    assert_true(refused > TRIALS / 20 && refused < TRIALS / 2 && mixed > TRIALS / 10);
    gsl_rng_free(random);
}

/* Half of what is bought of the first, a trifle more of the second: far from the edge, although
 * 2.86 units of the first go into one of the second. */
static void solve__one_falls_and_one_rises(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    all = (trial){.n = 2,
                  .k = 2,
                  .a = {0.0, 2.0, 0.1, 0.1},
                  .f = {1.0, 1.0},
                  .factors = {0.5, 1.01},
                  .indices = {0, 1}};
    for (int side = 0; side < 2; side++) {
        all.side = side ? PRESTON_COLUMNS : PRESTON_ROWS;
        solve_base(random, PRESTON_METHOD_LU, &all);
        assert_like_fresh(&all);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

static void solve__factors_of_one(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int side = 0; side < 2; side++) {
        double totals[ACCOUNTS];
        preston_error error = {0};
        make_trial(random, 40, 7, side ? PRESTON_COLUMNS : PRESTON_ROWS, &all);
        fill_with(1.0, all.k, all.factors);
        assert_ok(rescale(&all, NULL, &error), &error);
        assert_memory_equal(all.found, all.x, (size_t)all.n * sizeof(double));
        assert_ok(rescale_accounts(&all, totals, &error), &error);
        assert_memory_equal(totals, all.totals, sizeof totals);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* The same rescaling again and again: nothing stays behind from one change to the next. */
static void solve__again(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    double first[MOST];
    preston_error error = {0};
    make_trial(random, 30, 4, PRESTON_ROWS, &all);
    draw_factors(random, 0.2, 1.2, &all);
    assert_ok(rescale(&all, NULL, &error), &error);
    memcpy(first, all.found, sizeof first);
    double kept[MOST];
    memcpy(kept, all.factors, sizeof kept);
    draw_factors(random, 0.0, 0.5, &all);
    preston_certificate certificate;
    assert_ok(rescale(&all, &certificate, &error), &error);
    memcpy(all.factors, kept, sizeof kept);
    assert_ok(rescale(&all, NULL, &error), &error);
    assert_memory_equal(all.found, first, (size_t)all.n * sizeof(double));
    free_trial(&all);
    gsl_rng_free(random);
}

/* Negative cells and demands: right, though not certified. */
static void solve__negative_cells(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int side = 0; side < 2; side++) {
        all.n = 25;
        all.k = 5;
        all.side = side ? PRESTON_COLUMNS : PRESTON_ROWS;
        fill_productive(random, all.n, 0.4, 0.3, all.a);
        for (int64_t i = 0; i < all.n * all.n; i++) {
            all.a[i] *= gsl_rng_uniform(random) < 0.2 ? -1.0 : 1.0;
        }
        fill_random(random, all.n, all.f);
        choose_indices(random, all.n, all.k, all.indices);
        solve_base(random, PRESTON_METHOD_LU, &all);
        draw_factors(random, 0.0, 1.3, &all);
        assert_like_fresh(&all);
        assert_certificate(&all, 0);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Any solver can be the base. */
static void solve__base_of_every_method(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int method = PRESTON_METHOD_AUTO; method <= PRESTON_METHOD_GMRES; method++) {
        all.n = 33;
        all.k = 6;
        all.side = method % 2 ? PRESTON_COLUMNS : PRESTON_ROWS;
        fill_productive(random, all.n, 0.6, 0.3, all.a);
        fill_with(1.0, all.n, all.f);
        choose_indices(random, all.n, all.k, all.indices);
        solve_base(random, (preston_method)method, &all);
        draw_factors(random, 0.3, 1.1, &all);
        assert_certificate(&all, 1);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

static void solve__strides(void **state)
{
    (void)state;
    static trial all;
    enum { N = 12, K = 3 };
    gsl_rng *random = make_random();
    double spread[3][2 * N];
    double found[3 * N];
    preston_error error = {0};
    make_trial(random, N, K, PRESTON_ROWS, &all);
    draw_factors(random, 0.3, 1.1, &all);
    assert_ok(rescale(&all, NULL, &error), &error);
    fill_with(untouched, 3 * N, found);
    for (int64_t i = 0; i < N; i++) {
        spread[0][2 * i] = all.f[i];
        spread[1][2 * (N - 1 - i)] = all.x[i];
        spread[2][2 * i] = i < K ? all.factors[i] : NAN;
    }
    assert_ok(preston_rescaling_solve(all.rescaling, preston_const_vector(spread[2], K, 2),
                                      preston_const_vector(spread[0], N, 2),
                                      preston_const_vector(spread[1] + 2 * (N - 1), N, -2),
                                      preston_vector(found, N, 3), NULL, &error),
              &error);
    for (int64_t i = 0; i < 3 * N; i++) {
        assert_true(found[i] == (i % 3 == 0 ? all.found[i / 3] : untouched));
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* --- what is refused --- */

static void assert_change_fails(trial *all, preston_status status, const char *text)
{
    preston_certificate certificate = {.bound = untouched};
    preston_error error = {0};
    double totals[ACCOUNTS];
    fill_with(untouched, all->n, all->found);
    fill_with(untouched, ACCOUNTS, totals);
    assert_fails(rescale(all, &certificate, &error), status, &error, text);
    assert_fails(rescale_accounts(all, totals, &error), status, &error, text);
    assert_true(certificate.bound == untouched && totals[0] == untouched);
    for (int64_t i = 0; i < all->n; i++) {
        assert_true(all->found[i] == untouched);
    }
}

static void solve__bad_factors(void **state)
{
    (void)state;
    static trial all;
    static const double bad[] = {-1e-9, -1.0, NAN, INFINITY};
    gsl_rng *random = make_random();
    make_trial(random, 10, 3, PRESTON_ROWS, &all);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fill_with(0.5, all.k, all.factors);
        all.factors[1] = bad[i];
        assert_change_fails(&all, PRESTON_ERROR_VALUE, "factor 2 is");
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void solve__unproductive(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int side = 0; side < 2; side++) {
        make_trial(random, 20, 20, side ? PRESTON_COLUMNS : PRESTON_ROWS, &all);
        fill_with(1.0 / 0.6 + 1e-9, all.k, all.factors);
        assert_change_fails(&all, PRESTON_ERROR_UNPRODUCTIVE, "unproductive");
        fill_with(1e6, all.k, all.factors);
        assert_change_fails(&all, PRESTON_ERROR_UNPRODUCTIVE, "unproductive");
        fill_with(1.0 / 0.6 - 1e-3, all.k, all.factors);
        preston_error error = {0};
        assert_ok(rescale(&all, NULL, &error), &error);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

static void solve__bad_shapes(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 10, 3, PRESTON_ROWS, &all);
    preston_error error = {0};
    preston_const_view factors = preston_const_vector(all.factors, 3, 1);
    preston_const_view f = preston_const_vector(all.f, 10, 1);
    preston_view found = preston_vector(all.found, 10, 1);
    fill_with(1.0, 3, all.factors);
    for (int k = 0; k < 4; k++) {
        preston_const_view changed = k == 0 ? preston_const_vector(all.factors, 2, 1) : factors;
        preston_const_view right = k == 1 ? preston_const_vector(all.f, 9, 1) : f;
        preston_const_view x = preston_const_vector(all.x, k == 2 ? 11 : 10, 1);
        preston_view out = k == 3 ? preston_vector(all.found, 9, 1) : found;
        assert_fails(preston_rescaling_solve(all.rescaling, changed, right, x, out, NULL, &error),
                     PRESTON_ERROR_SHAPE, &error, k == 3 ? "needs 10 rows" : "do not fit");
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void create__bad_indices(void **state)
{
    (void)state;
    static const struct {
        int64_t count;
        int64_t indices[3];
        preston_status status;
        const char *text;
    } cases[] = {{1, {-1}, PRESTON_ERROR_ARGUMENT, "index -1 is not one of 3 rows"},
                 {1, {3}, PRESTON_ERROR_ARGUMENT, "index 3 "},
                 {3, {2, 0, 2}, PRESTON_ERROR_ARGUMENT, "index 2 "},
                 {0, {0}, PRESTON_ERROR_SHAPE, "0 of 3 rows"},
                 {4, {0}, PRESTON_ERROR_SHAPE, "4 of 3 rows"}};
    const double a[] = {0.1, 0.2, 0.0, 0.3, 0.1, 0.1, 0.0, 0.2, 0.2};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, 3, a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        preston_rescaling *rescaling = NULL;
        preston_error error = {0};
        assert_fails(preston_rescaling_create(base, PRESTON_ROWS, cases[i].count, cases[i].indices,
                                              &rescaling, &error),
                     cases[i].status, &error, cases[i].text);
        assert_null(rescaling);
    }
    preston_solver_free(base);
    preston_rescaling_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__random_factors),
        cmocka_unit_test(solve__base_solution_that_is_off),
        cmocka_unit_test(solve__edge_of_productive),
        cmocka_unit_test(solve__one_falls_and_one_rises),
        cmocka_unit_test(solve__factors_of_one),
        cmocka_unit_test(solve__again),
        cmocka_unit_test(solve__negative_cells),
        cmocka_unit_test(solve__base_of_every_method),
        cmocka_unit_test(solve__strides),
        cmocka_unit_test(solve__bad_factors),
        cmocka_unit_test(solve__unproductive),
        cmocka_unit_test(solve__bad_shapes),
        cmocka_unit_test(create__bad_indices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
