/* What every method must do: the same suite for all, measured in long double. */
#include "dense_of.h"
#include "exact_factors.h"
#include "guise.h"
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

static const preston_operation operations[] = {PRESTON_PLAIN, PRESTON_TRANSPOSED};
static const preston_method methods[] = {PRESTON_METHOD_AUTO,       PRESTON_METHOD_LU,
                                         PRESTON_METHOD_LU_SINGLE,  PRESTON_METHOD_GAUSS_SEIDEL,
                                         PRESTON_METHOD_RICHARDSON, PRESTON_METHOD_BICGSTAB,
                                         PRESTON_METHOD_GMRES};
static const int64_t column_counts[] = {1, 3, 9, 40};

enum {
    METHODS = sizeof methods / sizeof *methods,
    COUNTS = sizeof column_counts / sizeof *column_counts,
    MOST_COLUMNS = 40,
    ZERO_COLUMN = 1
};

static const double untouched = -77.0;

/* The methods that only multiply, and so take any form. */
static int takes_any_form(preston_method method)
{
    return method == PRESTON_METHOD_AUTO || method >= PRESTON_METHOD_RICHARDSON;
}

static int is_factorisation(preston_method method)
{
    return method == PRESTON_METHOD_LU || method == PRESTON_METHOD_LU_SINGLE;
}

/* A system, what is asked of it, and room for the answer. */
typedef struct trial {
    int64_t n;
    double *a;
    double *b; /* n × MOST_COLUMNS, column after column */
    double *x;
    exact_factors *exact;
} trial;

/* `a` is taken over. */
static trial make_trial(gsl_rng *random, int64_t n, double *a)
{
    trial all = {.n = n, .a = a};
    all.b = make_doubles(n * MOST_COLUMNS);
    all.x = make_doubles(n * MOST_COLUMNS);
    fill_random(random, n * MOST_COLUMNS, all.b);
    fill_with(0.0, n, all.b + ZERO_COLUMN * n);
    all.exact = exact_factorise(n, a);
    return all;
}

static trial make_random_trial(gsl_rng *random, int64_t n, double radius, double spread)
{
    double *a = make_doubles(n * n);
    fill_productive(random, n, radius, spread, a);
    return make_trial(random, n, a);
}

static void free_trial(trial *all)
{
    free(all->a);
    free(all->b);
    free(all->x);
    exact_free(all->exact);
}

static preston_status try_solver(const preston_operator *op, preston_method method,
                                 double tolerance, preston_solver **out_solver,
                                 preston_error *error)
{
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = method;
    options.tolerance = tolerance;
    return preston_solver_create_for(op, &options, out_solver, error);
}

static preston_solver *make_solver_for(const preston_operator *op, preston_method method,
                                       double tolerance)
{
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_status status = try_solver(op, method, tolerance, &solver, &error);
    if (status != PRESTON_OK) {
        print_error("%s\n", preston_method_name(method));
    }
    assert_ok(status, &error);
    return solver;
}

/* --- the answer is right, and the certificate true --- */

static void assert_column(const trial *all, preston_operation operation, int64_t column,
                          preston_certificate certificate, double tolerance)
{
    double norm = 0.0;
    double error = exact_error(all->exact, operation, all->b + column * all->n,
                               all->x + column * all->n, &norm);
    int met = certificate.certified && certificate.relative_bound <= tolerance;
    int right = error <= certificate.bound && error <= certificate.relative_bound * norm;
    if (!met || !right) {
        print_error("column %lld, error %.3g of %.3g, bound %.3g, relative %.3g of %.3g asked\n",
                    (long long)column, error, norm, certificate.bound, certificate.relative_bound,
                    tolerance);
        fail();
    }
    for (int64_t i = 0; column == ZERO_COLUMN && i < all->n; i++) {
        assert_true(all->x[column * all->n + i] == 0.0);
    }
}

static void assert_solves(trial *all, const preston_solver *solver, int64_t columns,
                          double tolerance)
{
    preston_workspace *workspace = make_workspace_for(solver, columns);
    preston_certificate certificate = {0};
    preston_error error = {0};
    for (int k = 0; k < 2; k++) {
        fill_with(untouched, all->n * columns, all->x);
        assert_ok(preston_solver_solve(solver, operations[k],
                                       const_by_columns(all->b, all->n, columns), workspace,
                                       by_columns(all->x, all->n, columns), &certificate, &error),
                  &error);
        for (int64_t column = 0; column < columns; column++) {
            assert_column(all, operations[k], column, certificate, tolerance);
        }
    }
    preston_workspace_free(workspace);
}

/* Every count of right-hand sides to the usual tolerance, and some to a hard one. */
static void assert_method(trial *all, const preston_operator *op, preston_method method)
{
    static const double tolerances[] = {1e-9, 1e-12};
    for (int t = 0; t < 2; t++) {
        preston_solver *solver = make_solver_for(op, method, tolerances[t]);
        assert_int_equal(preston_solver_rows(solver), all->n);
        for (int count = t; count < COUNTS - t; count++) {
            assert_solves(all, solver, column_counts[count], tolerances[t]);
        }
        preston_solver_free(solver);
    }
}

/* One of the dense forms for each size, and so all of them. */
static void solve__dense(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 2, 15, 16, 17, 63, 64, 65, 127, 128, 129, 257, 300};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= largest_size(); i++) {
        trial all = make_random_trial(random, sizes[i], random_between(random, 0.2, 0.7), 0.3);
        guise made;
        guise_make((guise_form)(i % GUISE_CALLBACK), all.n, all.a, &made);
        for (int method = 0; method < METHODS; method++) {
            assert_method(&all, made.op, methods[method]);
        }
        guise_free(&made);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

static void solve__other_forms(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 2, 3, 17, 64, 129};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= largest_size(); i++) {
        trial all = make_random_trial(random, sizes[i], random_between(random, 0.2, 0.7), 0.3);
        for (guise_form form = GUISE_CALLBACK; form < GUISE_FORMS; form++) {
            guise made;
            guise_make(form, all.n, all.a, &made);
            for (int k = 0; k < METHODS; k++) {
                if (takes_any_form(methods[k])) {
                    assert_method(&all, made.op, methods[k]);
                }
            }
            guise_free(&made);
        }
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Factorisations go on to what double precision can do: their residual is that of rounding. */
static void solve__last_digits(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 300, 0.8, 0.5);
    for (int method = PRESTON_METHOD_LU; method <= PRESTON_METHOD_LU_SINGLE; method++) {
        preston_solver *solver = make_solver_by((preston_method)method, 1e-9, all.n, all.a);
        preston_workspace *workspace = make_workspace_for(solver, 3);
        for (int k = 0; k < 2; k++) {
            preston_certificate certificate = {0};
            preston_error error = {0};
            assert_ok(preston_solver_solve(solver, operations[k], const_by_columns(all.b, all.n, 3),
                                           workspace, by_columns(all.x, all.n, 3), &certificate,
                                           &error),
                      &error);
            for (int64_t column = 0; column < 3; column++) {
                double norm = 0.0;
                double distance = exact_error(all.exact, operations[k], all.b + column * all.n,
                                              all.x + column * all.n, &norm);
                assert_true(distance <= 1e-14 * norm);
            }
        }
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* --- places that trade --- */

enum { PLACES = 6, SECTORS = 5, CELLS = PLACES * SECTORS };

/* Every sector is bought from the place itself, from the next one and from a national pool. */
typedef struct economy {
    preston_trade trade;
    double technology[PLACES * SECTORS * SECTORS];
    double own[CELLS];
    double supply[CELLS];
    double use[CELLS];
    double shares[CELLS];
    int64_t buyers[CELLS];
    int64_t starts[CELLS + 1];
} economy;

static void fill_trade(gsl_rng *random, double radius, double spread, int per_place, economy *out)
{
    for (int place = 0; place < PLACES; place++) {
        fill_productive(random, SECTORS, radius, spread,
                        out->technology + place * SECTORS * SECTORS);
    }
    for (int i = 0; i < CELLS; i++) {
        out->own[i] = random_between(random, 0.1, 0.6);
        out->use[i] = 0.8 - out->own[i];
        out->supply[i] = 1.0 / PLACES;
        out->shares[i] = 0.2;
        out->buyers[i] = (i + 1) % PLACES;
        out->starts[i + 1] = i + 1;
    }
    out->trade = (preston_trade){
        .places = PLACES,
        .sectors = SECTORS,
        .technologies = per_place ? PLACES : 1,
        .technology = preston_const_matrix(out->technology, per_place ? CELLS : SECTORS, SECTORS),
        .own = preston_const_matrix(out->own, PLACES, SECTORS),
        .starts = out->starts,
        .buyers = out->buyers,
        .shares = out->shares,
        .pool_supply = preston_const_matrix(out->supply, PLACES, SECTORS),
        .pool_use = preston_const_matrix(out->use, PLACES, SECTORS)};
}

static void solve__trade(void **state)
{
    (void)state;
    static economy parts;
    gsl_rng *random = make_random();
    for (int per_place = 0; per_place < 2; per_place++) {
        preston_operator *op = NULL;
        preston_error error = {0};
        parts = (economy){0};
        fill_trade(random, 0.8, 0.3, per_place, &parts);
        assert_ok(preston_operator_trade(&parts.trade, &op, &error), &error);
        trial all = make_trial(random, CELLS, dense_of(op, PRESTON_PLAIN));
        for (int k = 0; k < METHODS; k++) {
            if (takes_any_form(methods[k])) {
                assert_method(&all, op, methods[k]);
            }
        }
        free_trial(&all);
        preston_operator_free(op);
    }
    gsl_rng_free(random);
}

/* Spending goes round ten thousand times: plain rounds would not end, and the national system knows
 * the end of it. */
static void solve__trade_nearly_unproductive(void **state)
{
    (void)state;
    static economy parts;
    gsl_rng *random = make_random();
    preston_operator *op = NULL;
    preston_error error = {0};
    parts = (economy){0};
    fill_trade(random, 0.9999, 2.0, 0, &parts);
    assert_ok(preston_operator_trade(&parts.trade, &op, &error), &error);
    trial all = make_trial(random, CELLS, dense_of(op, PRESTON_PLAIN));
    preston_solver *solver = make_solver_for(op, PRESTON_METHOD_RICHARDSON, 1e-8);
    assert_solves(&all, solver, 3, 1e-8);
    preston_solver_free(solver);
    free_trial(&all);
    preston_operator_free(op);
    gsl_rng_free(random);
}

/* --- systems that are harder --- */

static double largest_column_sum(const trial *all)
{
    double largest = 0.0;
    for (int64_t j = 0; j < all->n; j++) {
        double sum = 0.0;
        for (int64_t i = 0; i < all->n; i++) {
            sum += all->a[i * all->n + j];
        }
        largest = fmax(largest, sum);
    }
    return largest;
}

static void solve__column_sums_above_one(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 150, 0.8, 3.0);
    assert_true(largest_column_sum(&all) > 5.0);
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, all.n, all.a);
        assert_solves(&all, solver, 9, 1e-9);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Either the tolerance is met, or nothing is said. */
static void solve_or_refuse(trial *all, preston_method method, preston_operation operation,
                            double tolerance)
{
    preston_solver *solver = make_solver_by(method, tolerance, all->n, all->a);
    preston_workspace *workspace = make_workspace_for(solver, 3);
    preston_certificate certificate = {.bound = untouched};
    preston_error error = {0};
    fill_with(untouched, 3 * all->n, all->x);
    preston_status status =
        preston_solver_solve(solver, operation, const_by_columns(all->b, all->n, 3), workspace,
                             by_columns(all->x, all->n, 3), &certificate, &error);
    if (status == PRESTON_OK || is_factorisation(method)) {
        assert_ok(status, &error);
        for (int64_t column = 0; column < 3; column++) {
            assert_column(all, operation, column, certificate, tolerance);
        }
    } else {
        assert_fails(status, PRESTON_ERROR_ACCURACY, &error, "asked for");
        assert_true(certificate.bound == untouched);
        for (int64_t i = 0; i < 3 * all->n; i++) {
            assert_true(all->x[i] == untouched);
        }
    }
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

static void solve__nearly_unproductive(void **state)
{
    (void)state;
    if (largest_size() < INT64_MAX) {
        skip(); /* thousands of rounds */
    }
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 100, 0.999, 0.5);
    for (int k = 0; k < METHODS; k++) {
        solve_or_refuse(&all, methods[k], PRESTON_PLAIN, 1e-8);
        solve_or_refuse(&all, methods[k], PRESTON_TRANSPOSED, 1e-8);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void solve__tolerance_beyond_double(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 40, 0.6, 0.5);
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-18, all.n, all.a);
        preston_workspace *workspace = make_workspace_for(solver, 1);
        preston_error error = {0};
        fill_with(untouched, all.n, all.x);
        assert_fails(preston_solver_solve(solver, PRESTON_PLAIN,
                                          preston_const_vector(all.b, all.n, 1), workspace,
                                          preston_vector(all.x, all.n, 1), NULL, &error),
                     PRESTON_ERROR_ACCURACY, &error, "1.0e-18 was asked for");
        assert_true(all.x[0] == untouched && all.x[all.n - 1] == untouched);
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Right-hand sides in euros beside others in billions. The first are of ten sectors that buy
 * little, and only from each other: they are at their last digit long before the others. */
static void solve__columns_of_different_sizes(void **state)
{
    (void)state;
    static const double scales[] = {1e13, 1.0, 1.0, 1.0, 1e-3};
    gsl_rng *random = make_random();
    enum { N = 200, APART = 10 };
    if (N > largest_size()) {
        skip();
    }
    double *a = make_doubles((int64_t)N * N);
    fill_productive(random, N, 0.97, 0.5, a);
    for (int64_t i = 0; i < N; i++) {
        for (int64_t j = 0; j < APART; j++) {
            a[i * N + j] = i < APART ? 0.01 * gsl_rng_uniform(random) : 0.0;
        }
    }
    trial all = make_trial(random, N, a);
    for (int64_t i = 0; i < 5 * all.n; i++) {
        all.b[i] = i < APART || i >= all.n ? scales[i / all.n] * fabs(all.b[i]) : 0.0;
    }
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, all.n, all.a);
        preston_workspace *workspace = make_workspace_for(solver, 5);
        preston_certificate certificate = {0};
        preston_error error = {0};
        preston_status status =
            preston_solver_solve(solver, PRESTON_PLAIN, const_by_columns(all.b, all.n, 5),
                                 workspace, by_columns(all.x, all.n, 5), &certificate, &error);
        if (status != PRESTON_OK) {
            print_error("%s\n", preston_method_name(methods[k]));
        }
        assert_ok(status, &error);
        for (int64_t column = 0; column < 5; column++) {
            assert_column(&all, PRESTON_PLAIN, column, certificate, 1e-9);
        }
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Right-hand sides at both ends of what doubles hold, beside an ordinary one. */
static void solve__ends_of_the_range(void **state)
{
    (void)state;
    static const double scales[] = {1e300, 1.0, 1e-300};
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 60, 0.6, 0.3);
    for (int64_t i = 0; i < 3 * all.n; i++) {
        all.b[i] = scales[i / all.n] * random_between(random, 0.1, 1.0);
    }
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, all.n, all.a);
        preston_workspace *workspace = make_workspace_for(solver, 3);
        preston_error error = {0};
        assert_ok(preston_solver_solve(solver, PRESTON_PLAIN, const_by_columns(all.b, all.n, 3),
                                       workspace, by_columns(all.x, all.n, 3), NULL, &error),
                  &error);
        for (int64_t column = 0; column < 3; column++) {
            double norm = 0.0;
            double distance = exact_error(all.exact, PRESTON_PLAIN, all.b + column * all.n,
                                          all.x + column * all.n, &norm);
            assert_true(distance <= 1e-9 * norm);
        }
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Negative cells whose absolute values are productive. */
static void solve__negative_cells(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *a = make_doubles(90 * 90);
    fill_productive(random, 90, 0.6, 0.3, a);
    for (int64_t i = 0; i < 90 * 90; i++) {
        a[i] *= gsl_rng_uniform(random) < 0.3 ? -1.0 : 1.0;
    }
    trial all = make_trial(random, 90, a);
    for (int k = 0; k < METHODS; k++) {
        guise made;
        guise_make(takes_any_form(methods[k]) ? GUISE_CALLBACK : GUISE_GAPS, all.n, all.a, &made);
        assert_method(&all, made.op, methods[k]);
        guise_free(&made);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Each row takes twice what the next one makes, with the sign turned: nothing can be certified, and
 * restarted or short recurrences come to a standstill on it. The answer must then be right or
 * refused, never silently wrong. */
static void solve__nothing_certified(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    enum { N = 150 };
    if (N > largest_size()) {
        skip();
    }
    double *a = make_doubles((int64_t)N * N);
    for (int64_t i = 0; i < N; i++) {
        a[i * N + (i + 1) % N] = -2.0;
    }
    trial all = make_trial(random, N, a);
    for (int k = 0; k < METHODS; k++) {
        guise made;
        preston_solver *solver = NULL;
        preston_error error = {0};
        preston_certificate certificate = {0};
        guise_make(GUISE_ROWS, N, all.a, &made);
        preston_status status = try_solver(made.op, methods[k], 1e-9, &solver, &error);
        if (status == PRESTON_OK) {
            preston_workspace *workspace = make_workspace_for(solver, 1);
            status =
                preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(all.b, N, 1),
                                     workspace, preston_vector(all.x, N, 1), &certificate, &error);
            preston_workspace_free(workspace);
        }
        if (status == PRESTON_OK) {
            double norm = 0.0;
            double distance = exact_error(all.exact, PRESTON_PLAIN, all.b, all.x, &norm);
            if (!(distance <= 1e-6 * norm)) {
                print_error("%s says OK with an error of %g of %g, residual %g\n",
                            preston_method_name(methods[k]), distance, norm, certificate.residual);
                fail();
            }
        } else {
            assert_true(methods[k] != PRESTON_METHOD_AUTO && methods[k] != PRESTON_METHOD_LU);
        }
        preston_solver_free(solver);
        guise_free(&made);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* --- systems without an answer --- */

static const char *const labels[] = {"r0", "r1", "r2", "r3", "r4", "r5"};

static void assert_refused(const double *a, int64_t n, preston_method method,
                           preston_status expected, const char *text)
{
    preston_solver *solver = NULL;
    preston_solver_options options;
    preston_error error = {0};
    preston_solver_options_init(&options);
    options.method = method;
    options.row_labels = labels;
    preston_status status =
        preston_solver_create(preston_const_matrix(a, n, n), &options, &solver, &error);
    if (status != expected) {
        print_error("%s\n", preston_method_name(method));
    }
    assert_fails(status, expected, &error, text);
    assert_null(solver);
}

/* Rows 1 and 4 take more of each other than they make; the others buy from them. */
static void unproductive__rows_named(void **state)
{
    (void)state;
    double a[36] = {0.0};
    for (int i = 0; i < 6; i++) {
        a[i * 6 + i] = 0.2;
        a[6 + i] = 0.1;
    }
    a[1 * 6 + 1] = 0.4;
    a[1 * 6 + 4] = 1.1;
    a[4 * 6 + 1] = 0.9;
    for (int k = 0; k < METHODS; k++) {
        assert_refused(a, 6, methods[k], PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r1', 'r4'; check");
    }
}

static void unproductive__random(void **state)
{
    (void)state;
    enum { N = 140 };
    if (N > largest_size()) {
        skip();
    }
    gsl_rng *random = make_random();
    double *a = make_doubles((int64_t)N * N);
    for (int i = 0; i < 2; i++) {
        fill_productive(random, N, i == 0 ? 1.001 : 2.0, 1.0, a);
        for (int k = 0; k < METHODS; k++) {
            preston_solver *solver = NULL;
            preston_error error = {0};
            guise made;
            guise_make(takes_any_form(methods[k]) ? GUISE_CALLBACK : GUISE_COLUMNS, N, a, &made);
            assert_fails(try_solver(made.op, methods[k], 1e-9, &solver, &error),
                         PRESTON_ERROR_UNPRODUCTIVE, &error, "at fault: row ");
            assert_null(solver);
            guise_free(&made);
        }
    }
    free(a);
    gsl_rng_free(random);
}

/* Exactly singular: what factorises says so, what iterates cannot tell it from unproductive. */
static void singular__every_method(void **state)
{
    (void)state;
    const double diagonal[] = {0.5, 0.0, 0.0, 0.1, 1.0, 0.0, 0.0, 0.2, 0.5};
    for (int k = 0; k < METHODS; k++) {
        int factorises = methods[k] <= PRESTON_METHOD_GAUSS_SEIDEL;
        assert_refused(diagonal, 3, methods[k],
                       factorises ? PRESTON_ERROR_SINGULAR : PRESTON_ERROR_UNPRODUCTIVE, "'r1'");
    }
}

/* --- memory: strides, overlap, workspaces --- */

/* Backwards by rows, and with gaps of two cells. */
static void solve__strides(void **state)
{
    (void)state;
    enum { N = 131, K = 5 };
    if (N > largest_size()) {
        skip();
    }
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, N, 0.6, 0.3);
    double *b = make_doubles((int64_t)N * K);
    double *x = make_doubles((int64_t)3 * N * K);
    preston_const_view backwards = {b + N * K - 1, N, K, -K, -1};
    preston_view gaps = {x, N, K, 3 * K, 3};
    for (int64_t i = 0; i < N * K; i++) {
        b[N * K - 1 - ((i % N) * K + i / N)] = all.b[i];
    }
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, N, all.a);
        preston_workspace *workspace = make_workspace_for(solver, K);
        preston_error error = {0};
        fill_with(untouched, (int64_t)3 * N * K, x);
        assert_ok(preston_solver_solve(solver, PRESTON_PLAIN, const_by_columns(all.b, N, K),
                                       workspace, by_columns(all.x, N, K), NULL, &error),
                  &error);
        assert_ok(
            preston_solver_solve(solver, PRESTON_PLAIN, backwards, workspace, gaps, NULL, &error),
            &error);
        for (int64_t i = 0; i < (int64_t)3 * N * K; i++) {
            int64_t cell = (i / (3 * K)) + (i % (3 * K)) / 3 * N;
            assert_true(x[i] == (i % 3 == 0 ? all.x[cell] : untouched));
        }
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free(b);
    free(x);
    free_trial(&all);
    gsl_rng_free(random);
}

static void solve__overlap(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 20, 0.6, 0.3);
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, 20, all.a);
        preston_workspace *workspace = make_workspace_for(solver, 1);
        preston_error error = {0};
        double before = all.b[19];
        assert_fails(preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(all.b, 20, 1),
                                          workspace, preston_vector(all.b + 19, 20, 1), NULL,
                                          &error),
                     PRESTON_ERROR_ARGUMENT, &error, "overlaps");
        assert_true(all.b[19] == before);
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* What an earlier solve left in the workspace changes no bit of a later one. */
static void solve__workspace_used_again(void **state)
{
    (void)state;
    enum { N = 70, K = 9 };
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, N, 0.6, 0.3);
    double *again = make_doubles((int64_t)N * K);
    for (int k = 0; k < METHODS; k++) {
        preston_solver *solver = make_solver_by(methods[k], 1e-9, N, all.a);
        preston_workspace *workspace = make_workspace_for(solver, K);
        preston_error error = {0};
        for (int turn = 0; turn < 3; turn++) {
            double *x = turn == 0 ? all.x : again;
            int64_t columns = turn == 1 ? K : 3;
            assert_ok(preston_solver_solve(solver, operations[turn % 2],
                                           const_by_columns(all.b, N, columns), workspace,
                                           by_columns(x, N, columns), NULL, &error),
                      &error);
        }
        assert_memory_equal(again, all.x, 3 * N * sizeof(double));
        preston_workspace_free(workspace);
        preston_solver_free(solver);
    }
    free(again);
    free_trial(&all);
    gsl_rng_free(random);
}

/* A workspace of another method may be too small: that has to be noticed, not overrun. */
static void solve__workspace_of_another_method(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 20, 0.6, 0.3);
    preston_solver *lu = make_solver_by(PRESTON_METHOD_LU, 1e-9, 20, all.a);
    preston_solver *gmres = make_solver_by(PRESTON_METHOD_GMRES, 1e-9, 20, all.a);
    preston_workspace *workspace = make_workspace_for(lu, 1);
    preston_error error = {0};
    assert_fails(preston_solver_solve(gmres, PRESTON_PLAIN, preston_const_vector(all.b, 20, 1),
                                      workspace, preston_vector(all.x, 20, 1), NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "workspace");
    preston_workspace_free(workspace);
    preston_solver_free(gmres);
    preston_solver_free(lu);
    free_trial(&all);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__dense),
        cmocka_unit_test(solve__other_forms),
        cmocka_unit_test(solve__last_digits),
        cmocka_unit_test(solve__trade),
        cmocka_unit_test(solve__trade_nearly_unproductive),
        cmocka_unit_test(solve__column_sums_above_one),
        cmocka_unit_test(solve__nearly_unproductive),
        cmocka_unit_test(solve__tolerance_beyond_double),
        cmocka_unit_test(solve__columns_of_different_sizes),
        cmocka_unit_test(solve__ends_of_the_range),
        cmocka_unit_test(solve__negative_cells),
        cmocka_unit_test(solve__nothing_certified),
        cmocka_unit_test(unproductive__rows_named),
        cmocka_unit_test(unproductive__random),
        cmocka_unit_test(singular__every_method),
        cmocka_unit_test(solve__strides),
        cmocka_unit_test(solve__overlap),
        cmocka_unit_test(solve__workspace_used_again),
        cmocka_unit_test(solve__workspace_of_another_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
