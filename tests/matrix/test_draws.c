/* Draws of all row factors at once, against a fresh solver for each. */
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

enum { MOST = 48, MOST_DRAWS = 150 };

static const double untouched = -77.0;

/* A base system and draws of it, column after column. */
typedef struct trial {
    int64_t n;
    int64_t count;
    int64_t accounts_count;
    double a[MOST * MOST];
    double f[MOST];
    double accounts[MOST * MOST];
    double factors[MOST * MOST_DRAWS];
    double totals[MOST * MOST_DRAWS];
    double fresh[MOST * MOST_DRAWS];
    preston_solver *base;
    preston_draws *draws;
    preston_batch_options options;
} trial;

static void make_draws(trial *all)
{
    preston_error error = {0};
    all->draws = NULL;
    preston_batch_options_init(&all->options);
    all->base = make_solver_by(PRESTON_METHOD_AUTO, 1e-11, all->n, all->a);
    assert_ok(preston_draws_create(all->base, &all->draws, &error), &error);
}

static void make_trial(gsl_rng *random, int64_t n, double radius, int64_t count, trial *all)
{
    all->n = n;
    all->count = count;
    all->accounts_count = 3;
    fill_productive(random, n, radius, 0.3, all->a);
    for (int64_t i = 0; i < n; i++) {
        all->f[i] = gsl_rng_uniform(random);
    }
    fill_random(random, 3 * n, all->accounts);
    fill_with(untouched, MOST * MOST_DRAWS, all->totals);
    make_draws(all);
}

static void free_trial(trial *all)
{
    preston_draws_free(all->draws);
    preston_solver_free(all->base);
}

static void draw_factors(gsl_rng *random, double low, double high, trial *all)
{
    for (int64_t i = 0; i < all->n * all->count; i++) {
        all->factors[i] = random_between(random, low, high);
    }
}

/* Accounts that are the identity: totals are then whole solutions. */
static void ask_for_solutions(trial *all)
{
    all->accounts_count = all->n;
    fill_with(0.0, MOST * MOST, all->accounts);
    for (int64_t i = 0; i < all->n; i++) {
        all->accounts[i * (all->n + 1)] = 1.0;
    }
}

static preston_status run(trial *all, double *bound, preston_error *error)
{
    return preston_draws_run(
        all->draws, const_by_columns(all->factors, all->n, all->count),
        preston_const_vector(all->f, all->n, 1),
        const_by_columns(all->accounts, all->n, all->accounts_count), &all->options,
        by_columns(all->totals, all->accounts_count, all->count), bound, error);
}

static void assert_run_fails(trial *all, preston_status status, const char *text)
{
    preston_error error = {0};
    double bound = untouched;
    fill_with(untouched, MOST * MOST_DRAWS, all->totals);
    assert_fails(run(all, &bound, &error), status, &error, text);
    assert_true(bound == untouched);
    for (int64_t i = 0; i < MOST * MOST_DRAWS; i++) {
        assert_true(all->totals[i] == untouched);
    }
}

/* --- fresh solves --- */

static void solve_draw(trial *all, int64_t draw)
{
    static double changed[MOST * MOST];
    int64_t n = all->n;
    double x[MOST];
    for (int64_t i = 0; i < n * n; i++) {
        changed[i] = all->a[i] * all->factors[draw * n + i / n];
    }
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, n, changed);
    solve_column(solver, PRESTON_PLAIN, all->f, x);
    preston_solver_free(solver);
    for (int64_t k = 0; k < all->accounts_count; k++) {
        double sum = 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += all->accounts[k * n + i] * x[i];
        }
        all->fresh[draw * all->accounts_count + k] = sum;
    }
}

/* Of draws that are solved by themselves the bound over f is that over x, times x over f. */
static void assert_like_fresh(trial *all, double at_most)
{
    preston_error error = {0};
    double bound = -1.0;
    assert_ok(run(all, &bound, &error), &error);
    for (int64_t draw = 0; draw < all->count; draw++) {
        solve_draw(all, draw);
    }
    for (int64_t i = 0; i < all->accounts_count * all->count; i++) {
        assert_close(all->totals[i], all->fresh[i], 1e-8, 1e-8);
    }
    assert_true(bound >= 0.0 && bound <= at_most);
}

static void run__random_factors(void **state)
{
    (void)state;
    static trial all;
    static const int64_t counts[] = {1, 2, 63, 64, 65, 150};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        make_trial(random, 40, 0.6, counts[i], &all);
        draw_factors(random, 0.6, 1.1, &all);
        assert_like_fresh(&all, 1e-9);
        free_trial(&all);
    }
    make_trial(random, 1, 0.6, 3, &all);
    draw_factors(random, 0.6, 1.1, &all);
    assert_like_fresh(&all, 1e-9);
    free_trial(&all);
    gsl_rng_free(random);
}

/* Steps would not contract: those draws are solved by themselves, and the others as ever. */
static void run__factors_far_above(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 40, 0.6, 130, &all);
    draw_factors(random, 0.6, 1.1, &all);
    for (int64_t i = 0; i < all.n; i++) {
        all.factors[7 * all.n + i] = 1.6;
        all.factors[129 * all.n + i] = random_between(random, 0.0, 1.6);
    }
    assert_like_fresh(&all, 1e-7);
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__factors_of_zero(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int contracts = 0; contracts < 2; contracts++) {
        make_trial(random, 20, contracts ? 0.2 : 0.8, 3, &all);
        draw_factors(random, 0.7, 1.0, &all);
        fill_with(0.0, all.n, all.factors + all.n);
        all.factors[3] = 0.0;
        assert_like_fresh(&all, 1e-7);
        ask_for_solutions(&all);
        preston_error error = {0};
        assert_ok(run(&all, NULL, &error), &error);
        for (int64_t i = 0; i < all.n; i++) {
            assert_close(all.totals[all.n + i], all.f[i], 1e-14, 0.0);
        }
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Demands below zero, such as stocks that are drawn down, and cells below zero. */
static void run__negative_numbers(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    for (int wide = 0; wide < 2; wide++) {
        make_trial(random, 30, 0.5, 70, &all);
        free_trial(&all);
        fill_random(random, all.n, all.f);
        for (int64_t i = 0; i < all.n * all.n; i++) {
            all.a[i] *= gsl_rng_uniform(random) < 0.2 ? -1.0 : 1.0;
        }
        make_draws(&all);
        draw_factors(random, 0.7, wide ? 1.9 : 1.1, &all);
        assert_like_fresh(&all, 1e-7);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* --- the bound --- */

/* The largest error of a draw, in the 1-norm, over the size of f. */
static double find_error(const trial *all)
{
    double worst = 0.0;
    double size = 0.0;
    for (int64_t i = 0; i < all->n; i++) {
        size += fabs(all->f[i]);
    }
    for (int64_t draw = 0; draw < all->count; draw++) {
        double error = 0.0;
        for (int64_t i = 0; i < all->n; i++) {
            int64_t cell = draw * all->n + i;
            error += fabs(all->totals[cell] - all->fresh[cell]);
        }
        worst = fmax(worst, error / size);
    }
    return worst;
}

static void assert_bound(trial *all, double tolerance)
{
    preston_error error = {0};
    double bound = -1.0;
    ask_for_solutions(all);
    all->options.tolerance = tolerance;
    assert_ok(run(all, &bound, &error), &error);
    for (int64_t draw = 0; draw < all->count; draw++) {
        solve_draw(all, draw);
    }
    double worst = find_error(all);
    if (!(worst <= bound) || !(bound > 0.0)) {
        print_error("error %.3g, bound %.3g, tolerance %.3g\n", worst, bound, tolerance);
        fail();
    }
}

/* At loose tolerances the error is far above that of the fresh solves. */
static void bound__of_steps(void **state)
{
    (void)state;
    static trial all;
    static const double tolerances[] = {1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        for (int signs = 0; signs < 2; signs++) {
            make_trial(random, 35, 0.5, 10, &all);
            draw_factors(random, signs ? 0.6 : 1.2, 1.4, &all);
            assert_bound(&all, tolerances[i]);
            free_trial(&all);
        }
    }
    gsl_rng_free(random);
}

/* All columns and all factors alike: every step contracts by exactly what the bound takes it to,
 * and the bound is the error, but for what single precision left in other directions. */
static void bound__of_steps_is_sharp(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 20, 0.5, 1, &all);
    free_trial(&all);
    fill_productive(random, 20, 0.5, 0.0, all.a);
    make_draws(&all);
    for (int i = 0; i < 3; i++) {
        fill_with(1.2 + 0.3 * i, all.n, all.factors);
        assert_bound(&all, 1e-9);
        double bound = 0.0;
        preston_error error = {0};
        assert_ok(run(&all, &bound, &error), &error);
        assert_close(bound, find_error(&all), 1e-2, 0.0);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Close to unproductive, outputs are hundreds of times f: the bound is over f all the same. */
static void bound__of_draws_solved_alone(void **state)
{
    (void)state;
    static trial all;
    static const double tolerances[] = {1e-1, 1e-2, 1e-3, 1e-5};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        make_trial(random, 35, 0.5, 4, &all);
        draw_factors(random, 1.97, 1.99, &all);
        assert_bound(&all, tolerances[i]);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

static void bound__optional(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 10, 0.5, 4, &all);
    draw_factors(random, 0.7, 1.0, &all);
    preston_error error = {0};
    assert_ok(run(&all, NULL, &error), &error);
    double with_options = all.totals[3];
    assert_ok(preston_draws_run(all.draws, const_by_columns(all.factors, 10, 4),
                                preston_const_vector(all.f, 10, 1),
                                const_by_columns(all.accounts, 10, 3), NULL,
                                by_columns(all.totals, 3, 4), NULL, NULL),
              &error);
    assert_true(all.totals[3] == with_options);
    free_trial(&all);
    gsl_rng_free(random);
}

/* --- threads, strides, emptiness --- */

static void run__same_bits_on_any_threads(void **state)
{
    (void)state;
    static trial all;
    static double first[MOST * MOST_DRAWS];
    static const int threads[] = {1, 2, 3, 0};
    gsl_rng *random = make_random();
    make_trial(random, 40, 0.6, MOST_DRAWS, &all);
    draw_factors(random, 0.6, 1.1, &all);
    all.factors[0] = 2.2; /* the first block is solved draw by draw */
    double first_bound = 0.0;
    for (int i = 0; i < 4; i++) {
        preston_error error = {0};
        double bound = 0.0;
        all.options.threads = threads[i];
        fill_with(untouched, MOST * MOST_DRAWS, all.totals);
        assert_ok(run(&all, &bound, &error), &error);
        if (i == 0) {
            memcpy(first, all.totals, sizeof first);
            first_bound = bound;
        }
        assert_memory_equal(all.totals, first, sizeof first);
        assert_true(bound == first_bound);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__strides(void **state)
{
    (void)state;
    static trial all;
    enum { N = 9, K = 70 };
    static double by_rows[N * K];
    static double gaps[2 * 3 * K];
    gsl_rng *random = make_random();
    make_trial(random, N, 0.5, K, &all);
    draw_factors(random, 0.7, 1.1, &all);
    preston_error error = {0};
    assert_ok(run(&all, NULL, &error), &error);
    for (int64_t i = 0; i < N * K; i++) {
        by_rows[i] = all.factors[(i % K) * N + i / K];
    }
    fill_with(untouched, (int64_t)2 * 3 * K, gaps);
    preston_view totals = {gaps + 2 * 3 * K - 2, 3, K, -2 * K, -2};
    assert_ok(preston_draws_run(all.draws, preston_const_matrix(by_rows, N, K),
                                preston_const_vector(all.f, N, 1),
                                const_by_columns(all.accounts, N, 3), NULL, totals, NULL, &error),
              &error);
    for (int64_t i = 0; i < 3 * K; i++) {
        assert_true(preston_get(preston_const(totals), i % 3, i / 3) == all.totals[i]);
        assert_true(gaps[2 * i + 1] == untouched);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__nothing_to_do(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 10, 0.5, 0, &all);
    preston_error error = {0};
    double bound = untouched;
    assert_ok(run(&all, &bound, &error), &error);
    assert_true(bound == 0.0 && all.totals[0] == untouched);
    all.count = 3;
    all.accounts_count = 0;
    draw_factors(random, 0.7, 1.0, &all);
    assert_ok(run(&all, &bound, &error), &error);
    assert_true(all.totals[0] == untouched);
    all.accounts_count = 3;
    fill_with(0.0, all.n, all.f);
    assert_ok(run(&all, &bound, &error), &error);
    assert_true(all.totals[0] == 0.0 && all.totals[8] == 0.0 && bound == 0.0);
    free_trial(&all);
    make_trial(random, 0, 0.5, 3, &all);
    assert_ok(run(&all, &bound, &error), &error);
    assert_true(all.totals[0] == 0.0 && all.totals[8] == 0.0);
    free_trial(&all);
    preston_draws_free(NULL);
    gsl_rng_free(random);
}

/* --- progress --- */

typedef struct watch {
    int calls;
    int stop_at; /* 0: never */
    int64_t done;
    int64_t all;
} watch;

static int note_progress(void *context, int64_t done, int64_t all)
{
    watch *seen = context;
    assert_true(done > seen->done && done <= all);
    seen->done = done;
    seen->all = all;
    return ++seen->calls == seen->stop_at;
}

static void progress__called(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    watch seen = {0};
    preston_error error = {0};
    make_trial(random, 20, 0.5, 150, &all);
    draw_factors(random, 0.7, 1.1, &all);
    all.options.threads = 1;
    all.options.progress = note_progress;
    all.options.context = &seen;
    assert_ok(run(&all, NULL, &error), &error);
    assert_true(seen.calls > 1 && seen.done == 150 && seen.all == 150);
    free_trial(&all);
    gsl_rng_free(random);
}

static void progress__stops(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 20, 0.5, 150, &all);
    draw_factors(random, 0.7, 1.1, &all);
    for (int stop_at = 1; stop_at < 3; stop_at++) {
        watch seen = {.stop_at = stop_at};
        all.options.threads = 1;
        all.options.progress = note_progress;
        all.options.context = &seen;
        assert_run_fails(&all, PRESTON_ERROR_STOPPED, "stopped");
        assert_int_equal(seen.calls, stop_at);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* --- what is refused --- */

static void run__unproductive_draw(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 20, 0.5, 100, &all);
    draw_factors(random, 0.7, 1.1, &all);
    fill_with(2.01, all.n, all.factors + 70 * all.n);
    assert_run_fails(&all, PRESTON_ERROR_UNPRODUCTIVE, "draw 71: unproductive");
    fill_with(100.0, all.n, all.factors + 3 * all.n);
    assert_run_fails(&all, PRESTON_ERROR_UNPRODUCTIVE, "draw 4: unproductive");
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__bad_factors(void **state)
{
    (void)state;
    static trial all;
    static const double bad[] = {-1e-9, NAN, INFINITY};
    gsl_rng *random = make_random();
    make_trial(random, 10, 0.5, 80, &all);
    draw_factors(random, 0.7, 1.1, &all);
    for (int i = 0; i < 3; i++) {
        all.factors[75 * 10 + 4] = bad[i];
        assert_run_fails(&all, PRESTON_ERROR_VALUE, "factor 5 of draw 76 is");
    }
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__bad_options(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 10, 0.5, 5, &all);
    draw_factors(random, 0.7, 1.1, &all);
    all.options.threads = -1;
    assert_run_fails(&all, PRESTON_ERROR_ARGUMENT, "-1 threads");
    preston_batch_options_init(&all.options);
    all.options.tolerance = 0.0;
    assert_run_fails(&all, PRESTON_ERROR_ARGUMENT, "tolerance");
    preston_batch_options_init(&all.options);
    all.options.size = 0;
    assert_run_fails(&all, PRESTON_ERROR_ARGUMENT, "init function");
    free_trial(&all);
    gsl_rng_free(random);
}

static void run__bad_shapes(void **state)
{
    (void)state;
    static trial all;
    gsl_rng *random = make_random();
    make_trial(random, 10, 0.5, 5, &all);
    draw_factors(random, 0.7, 1.1, &all);
    for (int k = 0; k < 5; k++) {
        preston_error error = {0};
        assert_fails(
            preston_draws_run(all.draws, const_by_columns(all.factors, k == 0 ? 9 : 10, 5),
                              preston_const_vector(all.f, k == 1 ? 11 : 10, 1),
                              const_by_columns(all.accounts, k == 2 ? 9 : 10, 3), &all.options,
                              by_columns(all.totals, k == 3 ? 2 : 3, k == 4 ? 4 : 5), NULL, &error),
            PRESTON_ERROR_SHAPE, &error, "do not fit");
        assert_true(all.totals[0] == untouched);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Without weights for the base, nothing can be said of its draws. */
static void run__base_that_is_not_certified(void **state)
{
    (void)state;
    static trial all;
    all = (trial){.n = 2, .count = 1, .accounts_count = 1, .a = {0.0, -3.0, -3.0, 0.0}};
    make_draws(&all);
    fill_with(0.9, 2, all.factors);
    assert_run_fails(&all, PRESTON_ERROR_ACCURACY, "cannot be certified");
    free_trial(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run__random_factors),
        cmocka_unit_test(run__factors_far_above),
        cmocka_unit_test(run__factors_of_zero),
        cmocka_unit_test(run__negative_numbers),
        cmocka_unit_test(bound__of_steps),
        cmocka_unit_test(bound__of_steps_is_sharp),
        cmocka_unit_test(bound__of_draws_solved_alone),
        cmocka_unit_test(bound__optional),
        cmocka_unit_test(run__same_bits_on_any_threads),
        cmocka_unit_test(run__strides),
        cmocka_unit_test(run__nothing_to_do),
        cmocka_unit_test(progress__called),
        cmocka_unit_test(progress__stops),
        cmocka_unit_test(run__unproductive_draw),
        cmocka_unit_test(run__bad_factors),
        cmocka_unit_test(run__bad_options),
        cmocka_unit_test(run__bad_shapes),
        cmocka_unit_test(run__base_that_is_not_certified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
