#include "random.h"
#include "test.h"

#include <preston/matrix.h>

#include <math.h>

/* Miller and Blair 2009, ch. 2: A, its Leontief inverse to the printed digits, and outputs.
 */
static const double textbook[] = {0.15, 0.25, 0.20, 0.05};
static const double textbook_inverse[] = {1.25412541, 0.33003300, 0.26402640, 1.12211221};

static const preston_operation operations[] = {PRESTON_PLAIN, PRESTON_TRANSPOSED};

static double *allocate(int64_t count)
{
    double *values = calloc((size_t)(count > 0 ? count : 1), sizeof *values);
    assert_non_null(values);
    return values;
}

/* By factors, whose residuals are those of rounding; test_method.c has the other methods. */
static preston_solver *make_solver(preston_const_view a)
{
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_LU;
    assert_ok(preston_solver_create(a, &options, &solver, &error), &error);
    return solver;
}

static preston_workspace *make_workspace(const preston_solver *solver, int64_t columns)
{
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_ok(preston_workspace_create(solver, columns, &workspace, &error), &error);
    return workspace;
}

/* Makes a solver, solves, and frees it. */
static preston_certificate solve(preston_const_view a, preston_operation operation,
                                 preston_const_view b, preston_view x)
{
    preston_solver *solver = make_solver(a);
    preston_workspace *workspace = make_workspace(solver, b.columns);
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_solver_solve(solver, operation, b, workspace, x, &certificate, &error),
              &error);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    return certificate;
}

static void solve__textbook(void **state)
{
    (void)state;
    const double demand[] = {600.0, 1500.0};
    double output[2] = {0.0, 0.0};
    preston_certificate certificate =
        solve(preston_const_matrix(textbook, 2, 2), PRESTON_PLAIN,
              preston_const_vector(demand, 2, 1), preston_vector(output, 2, 1));
    assert_close(output[0], 1247.5, 0.0, 0.05);
    assert_close(output[1], 1841.6, 0.0, 0.05);
    assert_int_equal(certificate.certified, 1);
    const double ones[] = {1.0, 1.0};
    double multipliers[2] = {0.0, 0.0};
    (void)solve(preston_const_matrix(textbook, 2, 2), PRESTON_TRANSPOSED,
                preston_const_vector(ones, 2, 1), preston_vector(multipliers, 2, 1));
    assert_close(multipliers[0], 1.5182, 0.0, 5e-5);
    assert_close(multipliers[1], 1.4521, 0.0, 5e-5);
}

static void inverse__textbook(void **state)
{
    (void)state;
    preston_solver *solver = make_solver(preston_const_matrix(textbook, 2, 2));
    preston_error error = {0};
    double inverse[4];
    preston_certificate certificate = {0};
    assert_ok(preston_solver_inverse(solver, preston_matrix(inverse, 2, 2), &certificate, &error),
              &error);
    for (int i = 0; i < 4; i++) {
        assert_close(inverse[i], textbook_inverse[i], 0.0, 5e-9);
    }
    assert_true(certificate.certified && certificate.relative_bound < 1e-14);
    preston_solver_free(solver);
}

/* The largest cell of B − (I − A) X over the size of its terms. */
static double relative_residual(preston_const_view a, preston_operation operation,
                                preston_const_view b, preston_const_view x)
{
    preston_const_view used = operation == PRESTON_PLAIN ? a : preston_transposed(a);
    double worst = 0.0;
    for (int64_t k = 0; k < b.columns; k++) {
        for (int64_t i = 0; i < b.rows; i++) {
            double residual = preston_get(b, i, k) - preston_get(x, i, k);
            double size = fabs(preston_get(b, i, k)) + fabs(preston_get(x, i, k));
            for (int64_t j = 0; j < b.rows; j++) {
                residual += preston_get(used, i, j) * preston_get(x, j, k);
                size += fabs(preston_get(used, i, j) * preston_get(x, j, k));
            }
            worst = fmax(worst, size > 0.0 ? fabs(residual) / size : 0.0);
        }
    }
    return worst;
}

static void check_random_system(gsl_rng *random, int64_t n, int64_t columns, double spread)
{
    double *a = allocate(n * n);
    double *b = allocate(n * columns);
    double *x = allocate(n * columns);
    fill_productive(random, n, random_between(random, 0.2, 0.9), spread, a);
    fill_random(random, n * columns, b);
    for (int k = 0; k < 2; k++) {
        preston_certificate certificate =
            solve(preston_const_matrix(a, n, n), operations[k], preston_const_matrix(b, n, columns),
                  preston_matrix(x, n, columns));
        assert_int_equal(certificate.certified, 1);
        assert_true(certificate.relative_bound <= 1e-9);
        assert_true(relative_residual(preston_const_matrix(a, n, n), operations[k],
                                      preston_const_matrix(b, n, columns),
                                      preston_const_matrix(x, n, columns)) < 1e-14);
    }
    free(a);
    free(b);
    free(x);
}

static void solve__random_systems(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 200};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_random_system(random, sizes[i], 1, 0.0);
        check_random_system(random, sizes[i], 3, 1.0);
        check_random_system(random, sizes[i], 0, 0.0);
    }
    gsl_rng_free(random);
}

/* Units that differ by four orders of magnitude: the residual is still small in every row, which
 * the factors alone would not give. */
static void solve__badly_scaled(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int i = 0; i < 10; i++) {
        check_random_system(random, 60, 2, 5.0);
    }
    gsl_rng_free(random);
}

static void solve__nothing_demanded(void **state)
{
    (void)state;
    const double zeros[] = {0.0, 0.0};
    double x[] = {1.0, 1.0};
    preston_certificate certificate =
        solve(preston_const_matrix(textbook, 2, 2), PRESTON_PLAIN,
              preston_const_vector(zeros, 2, 1), preston_vector(x, 2, 1));
    assert_true(x[0] == 0.0 && x[1] == 0.0);
    assert_true(certificate.bound == 0.0 && certificate.relative_bound == 0.0);
}

enum { STRIDED = 17 };

/* A copy of the matrix with gaps of NaN between its cells, turned round in both directions. */
static preston_const_view spread_out(const double *a, int64_t n, double *memory)
{
    int64_t row_stride = 3 * n + 5;
    for (int64_t i = 0; i < n * row_stride; i++) {
        memory[i] = NAN;
    }
    double *last = memory + (n - 1) * row_stride + 3 * (n - 1);
    preston_view view = {last, n, n, -row_stride, -3};
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            preston_set(view, i, j, a[i * n + j]);
        }
    }
    return preston_const(view);
}

static void solve__strides_of_the_matrix(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double a[STRIDED * STRIDED];
    double memory[STRIDED * (3 * STRIDED + 5)];
    double b[STRIDED];
    double expected[STRIDED];
    double x[STRIDED];
    fill_productive(random, STRIDED, 0.7, 0.3, a);
    fill_random(random, STRIDED, b);
    preston_const_view packed = preston_const_matrix(a, STRIDED, STRIDED);
    preston_const_view right = preston_const_vector(b, STRIDED, 1);
    (void)solve(packed, PRESTON_PLAIN, right, preston_vector(expected, STRIDED, 1));
    (void)solve(spread_out(a, STRIDED, memory), PRESTON_PLAIN, right,
                preston_vector(x, STRIDED, 1));
    assert_memory_equal(x, expected, sizeof x);
    (void)solve(preston_transposed(packed), PRESTON_TRANSPOSED, right,
                preston_vector(x, STRIDED, 1));
    for (int i = 0; i < STRIDED; i++) {
        assert_close(x[i], expected[i], 1e-13, 1e-15);
    }
    gsl_rng_free(random);
}

/* Right-hand sides column after column and backwards; solutions with gaps, which stay as they are.
 */
static void solve__strides_of_the_vectors(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double a[STRIDED * STRIDED];
    double b[2 * STRIDED];
    double expected[2 * STRIDED];
    double x[6 * STRIDED];
    fill_productive(random, STRIDED, 0.7, 0.0, a);
    fill_random(random, 2 * STRIDED, b);
    preston_const_view packed = preston_const_matrix(a, STRIDED, STRIDED);
    preston_const_view right = {b + STRIDED - 1, STRIDED, 2, -1, STRIDED};
    (void)solve(packed, PRESTON_PLAIN, right, preston_matrix(expected, STRIDED, 2));
    for (int i = 0; i < 6 * STRIDED; i++) {
        x[i] = -77.0;
    }
    preston_view gaps = {x + 6 * (STRIDED - 1), STRIDED, 2, -6, 3};
    (void)solve(packed, PRESTON_PLAIN, right, gaps);
    for (int64_t i = 0; i < STRIDED; i++) {
        for (int64_t k = 0; k < 6; k++) {
            double *cell = &x[6 * (STRIDED - 1 - i) + k];
            double wanted = k == 0 ? expected[2 * i] : k == 3 ? expected[2 * i + 1] : -77.0;
            assert_true(*cell == wanted);
        }
    }
    assert_true(relative_residual(packed, PRESTON_PLAIN, right, preston_const(gaps)) < 1e-14);
    gsl_rng_free(random);
}

static void inverse__times_the_matrix(void **state)
{
    (void)state;
    enum { N = 40 };
    gsl_rng *random = make_random();
    double a[N * N];
    double inverse[N * N];
    fill_productive(random, N, 0.8, 0.5, a);
    preston_solver *solver = make_solver(preston_const_matrix(a, N, N));
    preston_error error = {0};
    preston_view columns = {inverse, N, N, 1, N};
    assert_ok(preston_solver_inverse(solver, columns, NULL, &error), &error);
    for (int64_t i = 0; i < N; i++) {
        for (int64_t j = 0; j < N; j++) {
            double sum = preston_get(preston_const(columns), i, j);
            for (int64_t k = 0; k < N; k++) {
                sum -= preston_get(preston_const(columns), i, k) * a[k * N + j];
            }
            assert_close(sum, i == j ? 1.0 : 0.0, 0.0, 1e-12);
        }
    }
    assert_int_equal(preston_solver_rows(solver), N);
    preston_solver_free(solver);
    gsl_rng_free(random);
}

/* Later columns of a workspace with room for more, and the same workspace again, do not differ. */
static void solve__workspace_used_again(void **state)
{
    (void)state;
    preston_solver *solver = make_solver(preston_const_matrix(textbook, 2, 2));
    preston_workspace *workspace = make_workspace(solver, 3);
    preston_error error = {0};
    const double wide[] = {600.0, 7.0, -1.0, 1500.0, 8.0, 2.0};
    double all[6];
    double one[2];
    assert_ok(preston_solver_solve(solver, PRESTON_PLAIN, preston_const_matrix(wide, 2, 3),
                                   workspace, preston_matrix(all, 2, 3), NULL, &error),
              &error);
    assert_ok(preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(wide, 2, 3),
                                   workspace, preston_vector(one, 2, 1), NULL, &error),
              &error);
    assert_close(one[0], all[0], 1e-15, 0.0);
    assert_close(one[1], all[3], 1e-15, 0.0);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

/* --- what is refused --- */

static void assert_create_fails(preston_const_view a, const preston_solver_options *options,
                                preston_status status, const char *text)
{
    preston_solver *const untouched = (preston_solver *)&status;
    preston_solver *solver = untouched;
    preston_error error = {0};
    assert_fails(preston_solver_create(a, options, &solver, &error), status, &error, text);
    assert_ptr_equal(solver, untouched);
    assert_int_equal(preston_solver_create(a, options, &solver, NULL), status);
}

static void solver_create__bad_shape(void **state)
{
    (void)state;
    double a[6] = {0.0};
    assert_create_fails(preston_const_matrix(a, 2, 3), NULL, PRESTON_ERROR_SHAPE,
                        "2 rows and 3 columns");
    assert_create_fails(preston_const_matrix(a, -1, -1), NULL, PRESTON_ERROR_SHAPE, "-1 rows");
}

static void solver_create__cell_that_is_not_finite(void **state)
{
    (void)state;
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 3; k++) {
        double a[] = {0.1, 0.1, 0.1, 0.1};
        a[2] = bad[k];
        assert_create_fails(preston_const_matrix(a, 2, 2), NULL, PRESTON_ERROR_VALUE,
                            "cell (2, 1)");
    }
}

static void solver_create__options_without_init(void **state)
{
    (void)state;
    preston_solver_options options = {.tolerance = 1e-9};
    assert_create_fails(preston_const_matrix(textbook, 2, 2), &options, PRESTON_ERROR_ARGUMENT,
                        "init function");
    preston_solver_options_init(&options);
    assert_true(options.tolerance == 1e-9 && options.row_labels == NULL);
}

static void workspace_create__bad_columns(void **state)
{
    (void)state;
    preston_solver *solver = make_solver(preston_const_matrix(textbook, 2, 2));
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_fails(preston_workspace_create(solver, -1, &workspace, &error), PRESTON_ERROR_SHAPE,
                 &error, "-1 columns");
    assert_fails(preston_workspace_create(solver, INT64_MAX, &workspace, &error),
                 PRESTON_ERROR_SHAPE, &error, "columns");
    assert_null(workspace);
    preston_solver_free(solver);
}

/* A solver of the textbook case with a workspace of two columns, to make fail. */
typedef struct bench {
    preston_solver *solver;
    preston_workspace *workspace;
    double b[8];
    double x[8];
} bench;

static bench make_bench(void)
{
    bench all = {.solver = make_solver(preston_const_matrix(textbook, 2, 2))};
    all.workspace = make_workspace(all.solver, 2);
    for (int i = 0; i < 8; i++) {
        all.b[i] = 1.0;
        all.x[i] = -77.0;
    }
    return all;
}

static void free_bench(bench *all)
{
    preston_workspace_free(all->workspace);
    preston_solver_free(all->solver);
}

static void assert_solve_fails(bench *all, preston_const_view b, preston_view x,
                               preston_status status, const char *text)
{
    preston_certificate certificate = {.certified = 5, .bound = -77.0};
    preston_error error = {0};
    for (int k = 0; k < 2; k++) {
        assert_fails(preston_solver_solve(all->solver, operations[k], b, all->workspace, x,
                                          &certificate, &error),
                     status, &error, text);
    }
    assert_int_equal(certificate.certified, 5);
    assert_true(certificate.bound == -77.0);
    for (int i = 0; i < 8; i++) {
        assert_true(all->x[i] == -77.0);
    }
}

static void solve__bad_shapes(void **state)
{
    (void)state;
    static const struct {
        int64_t b_rows, b_columns, x_rows, x_columns;
    } cases[] = {{3, 1, 2, 1}, {2, 1, 3, 1}, {1, 1, 1, 1},   {2, 2, 2, 1}, {2, 1, 2, 2},
                 {2, 3, 2, 3}, {0, 0, 0, 0}, {2, -1, 2, -1}, {-2, 1, 2, 1}};
    bench all = make_bench();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_solve_fails(&all, preston_const_matrix(all.b, cases[i].b_rows, cases[i].b_columns),
                           preston_matrix(all.x, cases[i].x_rows, cases[i].x_columns),
                           PRESTON_ERROR_SHAPE, "do not fit");
    }
    free_bench(&all);
}

static void solve__workspace_of_another_system(void **state)
{
    (void)state;
    bench all = make_bench();
    const double cell = 0.5;
    preston_solver *other = make_solver(preston_const_matrix(&cell, 1, 1));
    preston_workspace_free(all.workspace);
    all.workspace = make_workspace(other, 2);
    assert_solve_fails(&all, preston_const_vector(all.b, 2, 1), preston_vector(all.x, 2, 1),
                       PRESTON_ERROR_SHAPE, "workspace 1 × 2");
    preston_solver_free(other);
    free_bench(&all);
}

static void solve__overlap(void **state)
{
    (void)state;
    bench all = make_bench();
    preston_view x = preston_matrix(all.x, 2, 2);
    assert_solve_fails(&all, preston_const(x), x, PRESTON_ERROR_ARGUMENT, "overlaps");
    assert_solve_fails(&all, preston_const_matrix(all.x + 3, 2, 2), x, PRESTON_ERROR_ARGUMENT,
                       "overlaps");
    assert_solve_fails(&all, preston_const_vector(all.x + 4, 2, -1),
                       preston_vector(all.x + 2, 2, 1), PRESTON_ERROR_ARGUMENT, "overlaps");
    preston_const_view backwards = {all.x + 7, 2, 2, -1, -2};
    assert_solve_fails(&all, backwards, preston_matrix(all.x + 3, 2, 2), PRESTON_ERROR_ARGUMENT,
                       "overlaps");
    for (int i = 4; i < 8; i++) {
        all.x[i] = 1.0;
    }
    preston_error error = {0};
    assert_ok(preston_solver_solve(all.solver, PRESTON_PLAIN, preston_const_matrix(all.x + 4, 2, 2),
                                   all.workspace, x, NULL, &error),
              &error);
    free_bench(&all);
}

static void solve__right_hand_side_that_is_not_finite(void **state)
{
    (void)state;
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    bench all = make_bench();
    for (int k = 0; k < 3; k++) {
        all.b[3] = bad[k];
        assert_solve_fails(&all, preston_const_matrix(all.b, 2, 2), preston_matrix(all.x, 2, 2),
                           PRESTON_ERROR_VALUE, "cell (2, 2) of the right-hand sides");
    }
    free_bench(&all);
}

/* A solution beyond the largest double must not pass for a certified one. */
static void solve__overflow(void **state)
{
    (void)state;
    bench all = make_bench();
    all.b[0] = 1.7e308;
    all.b[1] = 1.7e308;
    assert_solve_fails(&all, preston_const_vector(all.b, 2, 1), preston_vector(all.x, 2, 1),
                       PRESTON_ERROR_ACCURACY, "too large for double precision");
    free_bench(&all);
}

/* Here the solution has room, but not the sum of its cells, which errors are measured against. */
static void solve__overflow_of_the_norm(void **state)
{
    (void)state;
    enum { N = 20 };
    static const double zeros[N * N];
    double b[N];
    double x[N] = {-77.0};
    for (int i = 0; i < N; i++) {
        b[i] = 2e307;
    }
    preston_solver *solver = make_solver(preston_const_matrix(zeros, N, N));
    preston_workspace *workspace = make_workspace(solver, 1);
    preston_error error = {0};
    assert_fails(preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(b, N, 1),
                                      workspace, preston_vector(x, N, 1), NULL, &error),
                 PRESTON_ERROR_ACCURACY, &error, "too large for double precision");
    assert_true(x[0] == -77.0);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

static void solve__tolerance_not_met(void **state)
{
    (void)state;
    bench all = make_bench();
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.tolerance = 1e-18;
    preston_error error = {0};
    preston_solver_free(all.solver);
    assert_ok(
        preston_solver_create(preston_const_matrix(textbook, 2, 2), &options, &all.solver, &error),
        &error);
    assert_solve_fails(&all, preston_const_vector(all.b, 2, 1), preston_vector(all.x, 2, 1),
                       PRESTON_ERROR_ACCURACY, "1.0e-18 was asked for");
    double inverse[4] = {-77.0, -77.0, -77.0, -77.0};
    assert_fails(preston_solver_inverse(all.solver, preston_matrix(inverse, 2, 2), NULL, &error),
                 PRESTON_ERROR_ACCURACY, &error, "asked for");
    assert_true(inverse[0] == -77.0 && inverse[3] == -77.0);
    free_bench(&all);
}

static void inverse__bad_shape(void **state)
{
    (void)state;
    bench all = make_bench();
    preston_error error = {0};
    assert_fails(preston_solver_inverse(all.solver, preston_matrix(all.x, 2, 1), NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "do not fit");
    assert_fails(preston_solver_inverse(all.solver, preston_matrix(all.x, 3, 3), NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "do not fit");
    assert_true(all.x[0] == -77.0);
    free_bench(&all);
}

static void free__nothing(void **state)
{
    (void)state;
    preston_solver_free(NULL);
    preston_workspace_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__textbook),
        cmocka_unit_test(inverse__textbook),
        cmocka_unit_test(solve__random_systems),
        cmocka_unit_test(solve__badly_scaled),
        cmocka_unit_test(solve__nothing_demanded),
        cmocka_unit_test(solve__strides_of_the_matrix),
        cmocka_unit_test(solve__strides_of_the_vectors),
        cmocka_unit_test(inverse__times_the_matrix),
        cmocka_unit_test(solve__workspace_used_again),
        cmocka_unit_test(solver_create__bad_shape),
        cmocka_unit_test(solver_create__cell_that_is_not_finite),
        cmocka_unit_test(solver_create__options_without_init),
        cmocka_unit_test(workspace_create__bad_columns),
        cmocka_unit_test(solve__bad_shapes),
        cmocka_unit_test(solve__workspace_of_another_system),
        cmocka_unit_test(solve__overlap),
        cmocka_unit_test(solve__right_hand_side_that_is_not_finite),
        cmocka_unit_test(solve__overflow),
        cmocka_unit_test(solve__overflow_of_the_norm),
        cmocka_unit_test(solve__tolerance_not_met),
        cmocka_unit_test(inverse__bad_shape),
        cmocka_unit_test(free__nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
