/* Many demands at once: accounts and solves. */
#include "random.h"
#include "solving.h"
#include "test.h"

#include <float.h>
#include <math.h>

static const double untouched = -77.0;

/* --- accounts --- */

enum { ROWS = 517, EFFECTS = 5, DEMANDS = 67, KINDS = 5 };

/* A copy of values, n × k column after column, in a view of some kind: by columns, by rows,
 * backwards, with gaps, with longer columns. The memory is freed by the caller. */
static preston_view make_view(int kind, const double *values, int64_t n, int64_t k,
                              double **out_memory)
{
    double *memory = make_doubles(3 * n * k + k + n);
    fill_with(untouched, 3 * n * k + k + n, memory);
    preston_view views[KINDS] = {{memory, n, k, 1, n},
                                 {memory, n, k, k, 1},
                                 {memory + n * k - 1, n, k, -1, -n},
                                 {memory, n, k, 3, 3 * n},
                                 {memory, n, k, 1, n + 1}};
    for (int64_t i = 0; values != NULL && i < n * k; i++) {
        preston_set(views[kind], i % n, i / n, values[i]);
    }
    *out_memory = memory;
    return views[kind];
}

static void assert_totals(preston_const_view totals, const double *effects, const double *demands)
{
    for (int64_t a = 0; a < totals.rows; a++) {
        for (int64_t j = 0; j < totals.columns; j++) {
            long double sum = 0.0L;
            long double size = 0.0L;
            for (int64_t i = 0; i < ROWS; i++) {
                long double term = (long double)effects[a * ROWS + i] * demands[j * ROWS + i];
                sum += term;
                size += fabsl(term);
            }
            assert_close(preston_get(totals, a, j), (double)sum, 0.0,
                         ROWS * DBL_EPSILON * (double)size);
        }
    }
}

/* Any strides of effects, demands and totals, and the same bits for all. */
static void accounts__any_strides(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *effects = make_doubles((int64_t)ROWS * EFFECTS);
    double *demands = make_doubles((int64_t)ROWS * DEMANDS);
    double first[EFFECTS * DEMANDS];
    fill_random(random, (int64_t)ROWS * EFFECTS, effects);
    fill_random(random, (int64_t)ROWS * DEMANDS, demands);
    for (int kind = 0; kind < KINDS * KINDS * KINDS; kind++) {
        double *memory[3];
        preston_error error = {0};
        preston_view e = make_view(kind % KINDS, effects, ROWS, EFFECTS, &memory[0]);
        preston_view d = make_view(kind / KINDS % KINDS, demands, ROWS, DEMANDS, &memory[1]);
        preston_view t = make_view(kind / KINDS / KINDS, NULL, EFFECTS, DEMANDS, &memory[2]);
        assert_ok(preston_batch_accounts(preston_const(e), preston_const(d), NULL, t, &error),
                  &error);
        if (kind == 0) {
            assert_totals(preston_const(t), effects, demands);
        }
        for (int64_t i = 0; i < EFFECTS * DEMANDS; i++) {
            double total = preston_get(preston_const(t), i % EFFECTS, i / EFFECTS);
            first[i] = kind == 0 ? total : first[i];
            assert_true(total == first[i]);
        }
        int64_t changed = 0;
        for (int64_t i = 0; i < 3 * EFFECTS * DEMANDS + DEMANDS + EFFECTS; i++) {
            changed += memory[2][i] != untouched;
        }
        assert_int_equal(changed, EFFECTS * DEMANDS);
        for (int i = 0; i < 3; i++) {
            free(memory[i]);
        }
    }
    free(effects);
    free(demands);
    gsl_rng_free(random);
}

/* Enough cells for several threads. */
static void accounts__same_bits_on_any_threads(void **state)
{
    (void)state;
    enum { MANY = 400 };
    gsl_rng *random = make_random();
    double *effects = make_doubles((int64_t)ROWS * EFFECTS);
    double *demands = make_doubles((int64_t)ROWS * MANY);
    double *first = make_doubles(EFFECTS * MANY);
    double *totals = make_doubles(EFFECTS * MANY);
    fill_random(random, (int64_t)ROWS * EFFECTS, effects);
    fill_random(random, (int64_t)ROWS * MANY, demands);
    for (int threads = 0; threads < 4; threads++) {
        preston_batch_options options;
        preston_error error = {0};
        preston_batch_options_init(&options);
        options.threads = threads;
        assert_ok(preston_batch_accounts(const_by_columns(effects, ROWS, EFFECTS),
                                         const_by_columns(demands, ROWS, MANY), &options,
                                         preston_matrix(totals, EFFECTS, MANY), &error),
                  &error);
        if (threads == 0) {
            memcpy(first, totals, EFFECTS * MANY * sizeof *first);
            assert_totals(preston_const_matrix(first, EFFECTS, MANY), effects, demands);
        }
        assert_memory_equal(totals, first, EFFECTS * MANY * sizeof *first);
    }
    free(effects);
    free(demands);
    free(first);
    free(totals);
    gsl_rng_free(random);
}

typedef struct account_watch {
    int calls;
    int64_t done;
    int64_t all;
    int64_t stop_from; /* stops once so many are done */
} account_watch;

static int note_accounts(void *context, int64_t done, int64_t all)
{
    account_watch *seen = context;
    assert_true(done > seen->done && done <= all);
    seen->calls++;
    seen->done = done;
    seen->all = all;
    return done >= seen->stop_from;
}

static void accounts__progress(void **state)
{
    (void)state;
    enum { MANY = 400 };
    double *effects = make_doubles((int64_t)ROWS * EFFECTS);
    double *demands = make_doubles((int64_t)ROWS * MANY);
    double *totals = make_doubles(EFFECTS * MANY);
    preston_batch_options options;
    preston_error error = {0};
    preston_batch_options_init(&options);
    options.threads = 1;
    options.progress = note_accounts;
    for (int64_t stop_from = 100; stop_from <= 500; stop_from += 400) {
        account_watch seen = {.stop_from = stop_from};
        options.context = &seen;
        preston_status status = preston_batch_accounts(
            const_by_columns(effects, ROWS, EFFECTS), const_by_columns(demands, ROWS, MANY),
            &options, preston_matrix(totals, EFFECTS, MANY), &error);
        assert_int_equal(seen.all, MANY);
        if (stop_from < MANY) {
            assert_fails(status, PRESTON_ERROR_STOPPED, &error, "stopped");
            assert_true(seen.done >= stop_from && seen.done < MANY);
        } else {
            assert_ok(status, &error);
            assert_true(seen.calls > 2 && seen.done == MANY);
        }
    }
    free(effects);
    free(demands);
    free(totals);
}

/* One demand takes another way through the same sums. */
static void accounts__one_demand_same_bits(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double *effects = make_doubles((int64_t)ROWS * EFFECTS);
    double *demands = make_doubles((int64_t)ROWS * 2);
    double both[EFFECTS * 2];
    double one[EFFECTS];
    preston_error error = {0};
    fill_random(random, (int64_t)ROWS * EFFECTS, effects);
    fill_random(random, (int64_t)ROWS * 2, demands);
    assert_ok(preston_batch_accounts(const_by_columns(effects, ROWS, EFFECTS),
                                     const_by_columns(demands, ROWS, 2), NULL,
                                     preston_matrix(both, EFFECTS, 2), &error),
              &error);
    assert_ok(preston_batch_accounts(const_by_columns(effects, ROWS, EFFECTS),
                                     const_by_columns(demands, ROWS, 1), NULL,
                                     preston_vector(one, EFFECTS, 1), &error),
              &error);
    for (int k = 0; k < EFFECTS; k++) {
        assert_true(one[k] == both[2 * k]);
    }
    free(effects);
    free(demands);
    gsl_rng_free(random);
}

static void accounts__nothing_to_do(void **state)
{
    (void)state;
    static const double values[] = {1.0, 2.0};
    double totals[2] = {untouched, untouched};
    preston_error error = {0};
    assert_ok(preston_batch_accounts(const_by_columns(values, 2, 0), const_by_columns(values, 2, 1),
                                     NULL, preston_matrix(totals, 0, 1), &error),
              &error);
    assert_ok(preston_batch_accounts(const_by_columns(values, 2, 1), const_by_columns(values, 2, 0),
                                     NULL, preston_matrix(totals, 1, 0), &error),
              &error);
    assert_true(totals[0] == untouched);
    assert_ok(preston_batch_accounts(const_by_columns(values, 0, 1), const_by_columns(values, 0, 2),
                                     NULL, preston_matrix(totals, 1, 2), &error),
              &error);
    assert_true(totals[0] == 0.0 && totals[1] == 0.0);
}

static void accounts__refused(void **state)
{
    (void)state;
    static const double values[16];
    double totals[16];
    preston_batch_options options;
    preston_error error = {0};
    fill_with(untouched, 16, totals);
    preston_batch_options_init(&options);
    for (int k = 0; k < 3; k++) {
        assert_fails(preston_batch_accounts(const_by_columns(values, k == 0 ? 3 : 4, 2),
                                            const_by_columns(values, 4, 3), &options,
                                            preston_matrix(totals, k == 1 ? 3 : 2, k == 2 ? 2 : 3),
                                            &error),
                     PRESTON_ERROR_SHAPE, &error, "do not fit");
    }
    options.size = 0;
    assert_fails(preston_batch_accounts(const_by_columns(values, 4, 2),
                                        const_by_columns(values, 4, 3), &options,
                                        preston_matrix(totals, 2, 3), &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_true(totals[0] == untouched);
}

/* --- solves --- */

enum { N = 90, COLUMNS = 150 };

static const preston_operation operations[] = {PRESTON_PLAIN, PRESTON_TRANSPOSED};

typedef struct trial {
    double a[N * N];
    double b[N * COLUMNS]; /* column after column, as the next two */
    double x[N * COLUMNS];
    double single[N * COLUMNS];
    preston_solver *solver;
    preston_batch_options options;
} trial;

static void make_trial(preston_method method, trial *all)
{
    gsl_rng *random = make_random();
    fill_productive(random, N, 0.7, 0.3, all->a);
    fill_random(random, (int64_t)N * COLUMNS, all->b);
    fill_with(untouched, (int64_t)N * COLUMNS, all->x);
    all->solver = make_solver_by(method, 1e-10, N, all->a);
    preston_batch_options_init(&all->options);
    gsl_rng_free(random);
}

static preston_status solve(trial *all, preston_operation operation, int64_t columns,
                            preston_certificate *certificate, preston_error *error)
{
    return preston_batch_solve(all->solver, operation, const_by_columns(all->b, N, columns),
                               &all->options, by_columns(all->x, N, columns), certificate, error);
}

/* As one solve after the other, to what the tolerance allows, with a bound that covers them all. */
static void solve__many_blocks(void **state)
{
    (void)state;
    static trial all;
    static const int64_t counts[] = {0, 1, 31, 32, 33, 64, COLUMNS};
    make_trial(PRESTON_METHOD_LU, &all);
    for (int k = 0; k < 2; k++) {
        for (int64_t j = 0; j < COLUMNS; j++) {
            solve_column(all.solver, operations[k], all.b + j * N, all.single + j * N);
        }
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            preston_certificate certificate = {.certified = 0};
            preston_error error = {0};
            fill_with(untouched, (int64_t)N * COLUMNS, all.x);
            assert_ok(solve(&all, operations[k], counts[c], &certificate, &error), &error);
            assert_int_equal(certificate.certified, 1);
            assert_true(certificate.relative_bound <= 1e-10);
            assert_true(counts[c] == 0 || certificate.bound > 0.0);
            for (int64_t i = 0; i < (int64_t)N * COLUMNS; i++) {
                int inside = i < N * counts[c];
                assert_close(all.x[i], inside ? all.single[i] : untouched, 1e-11,
                             inside ? 1e-13 : 0.0);
            }
        }
    }
    preston_solver_free(all.solver);
}

/* The certificate is that of the worst block, wherever it stands. */
static void solve__certificate_of_the_worst(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    for (int64_t large = 0; large < COLUMNS; large += 70) {
        preston_certificate whole = {0};
        preston_certificate one = {0};
        preston_error error = {0};
        preston_workspace *workspace = make_workspace_for(all.solver, 1);
        for (int64_t i = 0; i < N; i++) {
            all.b[large * N + i] *= 1e6;
        }
        assert_ok(solve(&all, PRESTON_PLAIN, COLUMNS, &whole, &error), &error);
        assert_ok(preston_solver_solve(all.solver, PRESTON_PLAIN,
                                       preston_const_vector(all.b + large * N, N, 1), workspace,
                                       preston_vector(all.single, N, 1), &one, &error),
                  &error);
        assert_close(whole.bound, one.bound, 0.5, 0.0);
        preston_workspace_free(workspace);
        for (int64_t i = 0; i < N; i++) {
            all.b[large * N + i] *= 1e-6;
        }
    }
    preston_solver_free(all.solver);
}

static void solve__same_bits_on_any_threads(void **state)
{
    (void)state;
    static trial all;
    static double first[N * COLUMNS];
    for (int method = PRESTON_METHOD_LU; method <= PRESTON_METHOD_GMRES; method++) {
        make_trial((preston_method)method, &all);
        for (int k = 0; k < 2; k++) {
            for (int threads = 0; threads < 4; threads++) {
                preston_error error = {0};
                all.options.threads = threads;
                assert_ok(solve(&all, operations[k], COLUMNS, NULL, &error), &error);
                if (threads == 0) {
                    memcpy(first, all.x, sizeof first);
                }
                assert_memory_equal(all.x, first, sizeof first);
            }
        }
        preston_solver_free(all.solver);
    }
}

static void solve__strides(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    preston_error error = {0};
    assert_ok(solve(&all, PRESTON_PLAIN, COLUMNS, NULL, &error), &error);
    for (int kind = 0; kind < KINDS; kind++) {
        double *memory[2];
        preston_view b = make_view(kind, all.b, N, COLUMNS, &memory[0]);
        preston_view x = make_view((kind + 1) % KINDS, NULL, N, COLUMNS, &memory[1]);
        assert_ok(
            preston_batch_solve(all.solver, PRESTON_PLAIN, preston_const(b), NULL, x, NULL, &error),
            &error);
        for (int64_t i = 0; i < (int64_t)N * COLUMNS; i++) {
            assert_true(preston_get(preston_const(x), i % N, i / N) == all.x[i]);
        }
        free(memory[0]);
        free(memory[1]);
    }
    preston_solver_free(all.solver);
}

/* --- solves that fail or are stopped --- */

/* Columns are counted as the caller does. */
static void solve__failing_block(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    all.b[100 * N + 4] = NAN;
    for (int threads = 1; threads < 3; threads++) {
        preston_certificate certificate = {.bound = untouched};
        preston_error error = {0};
        all.options.threads = threads;
        assert_fails(solve(&all, PRESTON_PLAIN, COLUMNS, &certificate, &error), PRESTON_ERROR_VALUE,
                     &error, "cell (5, 101) of the right-hand sides");
        assert_true(certificate.bound == untouched);
        for (int64_t i = 96 * N; i < 128 * N; i++) {
            assert_true(all.x[i] == untouched);
        }
        assert_int_equal(solve(&all, PRESTON_PLAIN, COLUMNS, NULL, NULL), PRESTON_ERROR_VALUE);
    }
    preston_solver_free(all.solver);
}

/* What only solving shows: the message says in which right-hand sides. */
static void solve__tolerance_not_met(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    preston_solver_free(all.solver);
    all.solver = make_solver_by(PRESTON_METHOD_LU, 1e-18, N, all.a);
    preston_error error = {0};
    fill_with(0.0, (int64_t)N * 64, all.b); /* two blocks that are exact */
    all.options.threads = 1;
    assert_fails(solve(&all, PRESTON_PLAIN, COLUMNS, NULL, &error), PRESTON_ERROR_ACCURACY, &error,
                 "right-hand sides 65 to 128: the solution is only known");
    assert_fails(solve(&all, PRESTON_PLAIN, COLUMNS, NULL, &error), PRESTON_ERROR_ACCURACY, &error,
                 "1.0e-18 was asked for");
    preston_solver_free(all.solver);
}

static void solve__refused(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    preston_error error = {0};
    for (int k = 0; k < 3; k++) {
        assert_fails(preston_batch_solve(
                         all.solver, PRESTON_PLAIN, const_by_columns(all.b, k == 0 ? N - 1 : N, 3),
                         NULL, by_columns(all.x, k == 1 ? N + 1 : N, k == 2 ? 4 : 3), NULL, &error),
                     PRESTON_ERROR_SHAPE, &error, "do not fit");
    }
    all.options.threads = -2;
    assert_fails(solve(&all, PRESTON_PLAIN, 3, NULL, &error), PRESTON_ERROR_ARGUMENT, &error,
                 "-2 threads");
    assert_true(all.x[0] == untouched);
    preston_solver_free(all.solver);
}

/* The solutions of one block would overwrite the right-hand sides of the next. */
static void solve__overlap(void **state)
{
    (void)state;
    static trial all;
    static double before[N * COLUMNS];
    make_trial(PRESTON_METHOD_LU, &all);
    memcpy(before, all.b, sizeof before);
    for (int64_t shift = 0; shift < 64; shift += 32) {
        preston_error error = {0};
        assert_fails(preston_batch_solve(all.solver, PRESTON_PLAIN, const_by_columns(all.b, N, 80),
                                         NULL, by_columns(all.b + shift * N, N, 80), NULL, &error),
                     PRESTON_ERROR_ARGUMENT, &error, "overlap");
        assert_memory_equal(all.b, before, sizeof before);
    }
    preston_solver_free(all.solver);
}

typedef struct watch {
    int calls;
    int stop_at; /* 0: never */
    int64_t done;
} watch;

static int note_progress(void *context, int64_t done, int64_t all)
{
    watch *seen = context;
    assert_true(done > seen->done && done <= all);
    assert_int_equal(all, COLUMNS);
    seen->done = done;
    return ++seen->calls == seen->stop_at;
}

static void progress__called_and_stopped(void **state)
{
    (void)state;
    static trial all;
    make_trial(PRESTON_METHOD_LU, &all);
    all.options.threads = 1;
    all.options.progress = note_progress;
    for (int stop_at = 0; stop_at < 3; stop_at++) {
        watch seen = {.stop_at = stop_at};
        preston_certificate certificate = {.bound = untouched};
        preston_error error = {0};
        all.options.context = &seen;
        fill_with(untouched, (int64_t)N * COLUMNS, all.x);
        preston_status status = solve(&all, PRESTON_PLAIN, COLUMNS, &certificate, &error);
        if (stop_at == 0) {
            assert_ok(status, &error);
            assert_true(seen.calls == 3 && seen.done == COLUMNS);
        } else {
            assert_fails(status, PRESTON_ERROR_STOPPED, &error, "stopped");
            assert_int_equal(seen.calls, stop_at);
            assert_true(certificate.bound == untouched);
            assert_true(all.x[N * COLUMNS - 1] == untouched); /* a block that was not reached */
        }
    }
    preston_solver_free(all.solver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accounts__any_strides),
        cmocka_unit_test(accounts__same_bits_on_any_threads),
        cmocka_unit_test(accounts__progress),
        cmocka_unit_test(accounts__one_demand_same_bits),
        cmocka_unit_test(accounts__nothing_to_do),
        cmocka_unit_test(accounts__refused),
        cmocka_unit_test(solve__many_blocks),
        cmocka_unit_test(solve__certificate_of_the_worst),
        cmocka_unit_test(solve__same_bits_on_any_threads),
        cmocka_unit_test(solve__strides),
        cmocka_unit_test(solve__failing_block),
        cmocka_unit_test(solve__tolerance_not_met),
        cmocka_unit_test(solve__refused),
        cmocka_unit_test(solve__overlap),
        cmocka_unit_test(progress__called_and_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
