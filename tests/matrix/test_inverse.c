/* The explicit inverse, against solves. */
#include "exact_factors.h"
#include "guise.h"
#include "random.h"
#include "solving.h"
#include "test.h"

#include <math.h>

static const double untouched = -77.0;

/* A system with its inverse by an exact solve of each column, column after column. */
typedef struct trial {
    int64_t n;
    double *a;
    long double *exact;
    double *found;
} trial;

/* `a` is taken over. */
static trial make_trial(int64_t n, double *a)
{
    trial all = {.n = n, .a = a, .found = make_doubles(n * n)};
    double *unit = make_doubles(n);
    exact_factors *factors = exact_factorise(n, a);
    all.exact = calloc((size_t)(n * n) + 1, sizeof *all.exact);
    assert_non_null(all.exact);
    for (int64_t j = 0; j < n; j++) {
        unit[j] = 1.0;
        exact_solve(factors, PRESTON_PLAIN, unit, all.exact + j * n);
        unit[j] = 0.0;
    }
    fill_with(untouched, n * n, all.found);
    exact_free(factors);
    free(unit);
    return all;
}

static trial make_random_trial(gsl_rng *random, int64_t n, double radius, double negative)
{
    double *a = make_doubles(n * n);
    fill_productive(random, n, radius, 0.3, a);
    for (int64_t i = 0; i < n * n; i++) {
        a[i] *= gsl_rng_uniform(random) < negative ? -1.0 : 1.0;
    }
    return make_trial(n, a);
}

static void free_trial(trial *all)
{
    free(all->a);
    free(all->exact);
    free(all->found);
}

/* Every column is right, and within the bounds in the 1-norm. */
static void assert_inverse(const trial *all, preston_const_view found,
                           const preston_certificate *certificate)
{
    for (int64_t j = 0; j < all->n; j++) {
        long double error = 0.0L;
        long double norm = 0.0L;
        for (int64_t i = 0; i < all->n; i++) {
            double cell = preston_get(found, i, j);
            long double distance = fabsl((long double)cell - all->exact[i + j * all->n]);
            assert_true(distance <= 1e-11L);
            error += distance;
            norm += fabsl((long double)cell);
        }
        if (certificate != NULL) {
            assert_true((double)error <= certificate->bound);
            assert_true((double)(error / norm) <= certificate->relative_bound);
        }
    }
    if (certificate != NULL) {
        assert_int_equal(certificate->certified, 1);
        assert_true(certificate->relative_bound < 1e-10);
        assert_true(certificate->bound > 0.0 || all->n == 0);
    }
}

static void invert(trial *all, const preston_solver *solver, preston_certificate *certificate)
{
    preston_error error = {0};
    fill_with(untouched, all->n * all->n, all->found);
    assert_ok(
        preston_solver_inverse(solver, by_columns(all->found, all->n, all->n), certificate, &error),
        &error);
    assert_inverse(all, const_by_columns(all->found, all->n, all->n), certificate);
}

/* Around the widths of the blocks of elimination and of the certificate. */
static void inverse__sizes(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 2, 7, 95, 96, 97, 128, 193, 255, 256, 257};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        trial all = make_random_trial(random, sizes[i], 0.7, 0.0);
        preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, all.n, all.a);
        preston_certificate certificate = {.certified = -1};
        invert(&all, solver, &certificate);
        invert(&all, solver, NULL);
        preston_solver_free(solver);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Negative cells go another way. */
static void inverse__negative_cells(void **state)
{
    (void)state;
    static const int64_t sizes[] = {1, 2, 97, 129, 140};
    gsl_rng *random = make_random();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        trial all = make_random_trial(random, sizes[i], 0.6, 0.3);
        preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, all.n, all.a);
        preston_certificate certificate = {.certified = -1};
        invert(&all, solver, &certificate);
        invert(&all, solver, NULL);
        preston_solver_free(solver);
        free_trial(&all);
    }
    gsl_rng_free(random);
}

/* Elimination without pivots would lose what the first row only has to a trillionth. */
static void inverse__weak_first_block(void **state)
{
    (void)state;
    enum { N = 150 };
    double *a = make_doubles((int64_t)N * N);
    a[0] = 1.0 - 1e-12;
    a[N - 1] = 0.5;
    a[(N - 1) * N] = -0.5;
    trial all = make_trial(N, a);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, N, a);
    invert(&all, solver, NULL);
    preston_solver_free(solver);
    free_trial(&all);
}

/* The solution is right although nothing certifies it. */
static void inverse__not_certified(void **state)
{
    (void)state;
    double *a = make_doubles(4);
    a[1] = a[2] = -3.0;
    trial all = make_trial(2, a);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, 2, a);
    preston_certificate certificate = {.certified = -1};
    preston_error error = {0};
    assert_ok(preston_solver_inverse(solver, preston_matrix(all.found, 2, 2), &certificate, &error),
              &error);
    assert_inverse(&all, preston_const_matrix(all.found, 2, 2), NULL);
    assert_int_equal(certificate.certified, 0);
    assert_true(isinf(certificate.bound) && isinf(certificate.relative_bound));
    preston_solver_free(solver);
    free_trial(&all);
}

/* Every method and form gives the same inverse. */
static void inverse__methods_and_forms(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 100, 0.7, 0.0);
    for (int method = PRESTON_METHOD_AUTO; method <= PRESTON_METHOD_GMRES; method++) {
        guise_form form = (guise_form)(method % GUISE_FORMS);
        preston_solver_options options;
        preston_solver *solver = NULL;
        preston_certificate certificate = {.certified = -1};
        preston_error error = {0};
        guise made;
        form = method < PRESTON_METHOD_RICHARDSON && form >= GUISE_CALLBACK ? GUISE_GAPS : form;
        guise_make(form, all.n, all.a, &made);
        preston_solver_options_init(&options);
        options.method = (preston_method)method;
        assert_ok(preston_solver_create_for(made.op, &options, &solver, &error), &error);
        invert(&all, solver, &certificate);
        preston_solver_free(solver);
        guise_free(&made);
    }
    free_trial(&all);
    gsl_rng_free(random);
}

/* Matrix and result in each order, and with gaps that stay as they are. */
static void inverse__strides(void **state)
{
    (void)state;
    enum { N = 101 };
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, N, 0.7, 0.0);
    double *memory = make_doubles((int64_t)N * N * 4);
    const preston_view views[] = {{memory, N, N, N, 1},
                                  {memory, N, N, 1, N},
                                  {memory + N * N - 1, N, N, -N, -1},
                                  {memory, N, N, 2, 2 * N},
                                  {memory, N, N, 3 * N, 3}};
    for (int form = GUISE_ROWS; form <= GUISE_GAPS; form++) {
        preston_solver *solver = NULL;
        preston_error error = {0};
        guise made;
        guise_make((guise_form)form, N, all.a, &made);
        assert_ok(preston_solver_create_for(made.op, NULL, &solver, &error), &error);
        for (size_t k = 0; k < sizeof views / sizeof *views; k++) {
            preston_certificate certificate = {0};
            fill_with(untouched, (int64_t)N * N * 4, memory);
            assert_ok(preston_solver_inverse(solver, views[k], &certificate, &error), &error);
            assert_inverse(&all, preston_const(views[k]), &certificate);
            int64_t changed = 0;
            for (int64_t i = 0; i < (int64_t)N * N * 4; i++) {
                changed += memory[i] != untouched;
            }
            assert_int_equal(changed, N * N);
        }
        preston_solver_free(solver);
        guise_free(&made);
    }
    free(memory);
    free_trial(&all);
    gsl_rng_free(random);
}

/* The certificate is of the worst column, as if each were solved for; not of all together. */
static void inverse__certificate_of_the_worst_column(void **state)
{
    (void)state;
    enum { N = 130 };
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, N, 0.7, 0.0);
    double unit[N] = {0.0};
    double x[N];
    double worst = 0.0;
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-9, N, all.a);
    preston_workspace *workspace = make_workspace_for(solver, 1);
    preston_certificate certificate = {0};
    preston_error error = {0};
    for (int64_t j = 0; j < N; j++) {
        unit[j] = 1.0;
        assert_ok(preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(unit, N, 1),
                                       workspace, preston_vector(x, N, 1), &certificate, &error),
                  &error);
        worst = fmax(worst, certificate.bound);
        unit[j] = 0.0;
    }
    invert(&all, solver, &certificate);
    assert_true(certificate.bound < 5.0 * worst && worst < 5.0 * certificate.bound);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    free_trial(&all);
    gsl_rng_free(random);
}

static void inverse__nearly_unproductive(void **state)
{
    (void)state;
    enum { N = 120 };
    gsl_rng *random = make_random();
    double *a = make_doubles((int64_t)N * N);
    fill_productive(random, N, 0.9999, 0.5, a);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-7, N, a);
    preston_certificate certificate = {0};
    preston_error error = {0};
    trial all = make_trial(N, a);
    assert_ok(preston_solver_inverse(solver, preston_matrix(all.found, N, N), &certificate, &error),
              &error);
    double worst = 0.0;
    for (int64_t j = 0; j < N; j++) {
        long double distance = 0.0L;
        for (int64_t i = 0; i < N; i++) {
            distance += fabsl((long double)all.found[i * N + j] - all.exact[i + j * N]);
        }
        worst = fmax(worst, (double)distance);
    }
    assert_true(certificate.certified == 1 && certificate.relative_bound <= 1e-7);
    assert_true(worst <= certificate.bound && worst > 0.0);
    preston_solver_free(solver);
    free_trial(&all);
    gsl_rng_free(random);
}

/* With a certificate for every column or only for their sum, a tolerance out of reach is refused.
 */
static void inverse__tolerance_not_met(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    trial all = make_random_trial(random, 30, 0.7, 0.0);
    preston_solver *solver = make_solver_by(PRESTON_METHOD_LU, 1e-18, all.n, all.a);
    for (int k = 0; k < 2; k++) {
        preston_certificate certificate = {.bound = untouched};
        preston_error error = {0};
        assert_fails(preston_solver_inverse(solver, by_columns(all.found, 30, 30),
                                            k == 0 ? &certificate : NULL, &error),
                     PRESTON_ERROR_ACCURACY, &error, "1.0e-18 was asked for");
        assert_true(certificate.bound == untouched);
        assert_true(all.found[0] == untouched && all.found[899] == untouched);
    }
    preston_solver_free(solver);
    free_trial(&all);
    gsl_rng_free(random);
}

static void inverse_bytes__at_least_a_copy(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 95, 96, 97, 2999, 3000, 10000, 100000};
    int64_t before = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int64_t bytes = preston_inverse_bytes(sizes[i]);
        assert_true(bytes > 0 && bytes >= 8 * sizes[i] * sizes[i]);
        assert_true(bytes > before);
        before = bytes;
    }
    assert_true(before < 9 * INT64_C(100000) * 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inverse__sizes),
        cmocka_unit_test(inverse__negative_cells),
        cmocka_unit_test(inverse__weak_first_block),
        cmocka_unit_test(inverse__not_certified),
        cmocka_unit_test(inverse__methods_and_forms),
        cmocka_unit_test(inverse__strides),
        cmocka_unit_test(inverse__certificate_of_the_worst_column),
        cmocka_unit_test(inverse__nearly_unproductive),
        cmocka_unit_test(inverse__tolerance_not_met),
        cmocka_unit_test(inverse_bytes__at_least_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
