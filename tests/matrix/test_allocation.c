/* Solving allocates nothing; making solvers survives every failed allocation. */
#include "failing_allocator.h"
#include "random.h"
#include "test.h"

#include <preston/matrix.h>

enum { N = 30, COLUMNS = 4 };

static double a[N * N];
static double b[N * COLUMNS];
static double x[N * COLUMNS];

static int fill(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    fill_productive(random, N, 0.7, 0.5, a);
    fill_random(random, N * COLUMNS, b);
    gsl_rng_free(random);
    return 0;
}

static void solve__no_allocation(void **state)
{
    (void)state;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_certificate certificate;
    preston_error error = {0};
    assert_ok(preston_solver_create(preston_const_matrix(a, N, N), NULL, &solver, &error), &error);
    assert_ok(preston_workspace_create(solver, COLUMNS, &workspace, &error), &error);
    fail_allocation(1);
    for (int k = 0; k < 2; k++) {
        assert_ok(preston_solver_solve(solver, k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED,
                                       preston_const_matrix(b, N, COLUMNS), workspace,
                                       preston_matrix(x, N, COLUMNS), &certificate, &error),
                  &error);
    }
    assert_int_equal(count_allocations(), 0);
    fail_allocation(0);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

/* The call under test: makes something and frees it again. */
typedef preston_status attempt(preston_error *error);

static preston_status attempt_create(preston_error *error)
{
    preston_solver *solver = NULL;
    preston_status status =
        preston_solver_create(preston_const_matrix(a, N, N), NULL, &solver, error);
    assert_true((solver != NULL) == (status == PRESTON_OK));
    preston_solver_free(solver);
    return status;
}

/* Negative cells take another way to their certificate, with memory of its own. */
static preston_status attempt_create_negative(preston_error *error)
{
    static const double cells[] = {0.0, -0.9, 0.9, 0.0};
    preston_solver *solver = NULL;
    preston_status status =
        preston_solver_create(preston_const_matrix(cells, 2, 2), NULL, &solver, error);
    assert_true((solver != NULL) == (status == PRESTON_OK));
    preston_solver_free(solver);
    return status;
}

static preston_solver *lasting;

static preston_status attempt_workspace(preston_error *error)
{
    preston_workspace *workspace = NULL;
    preston_status status = preston_workspace_create(lasting, COLUMNS, &workspace, error);
    assert_true((workspace != NULL) == (status == PRESTON_OK));
    preston_workspace_free(workspace);
    return status;
}

static preston_status attempt_inverse(preston_error *error)
{
    static double inverse[N * N];
    inverse[0] = -77.0;
    preston_status status =
        preston_solver_inverse(lasting, preston_matrix(inverse, N, N), NULL, error);
    assert_true((inverse[0] != -77.0) == (status == PRESTON_OK));
    return status;
}

static void fail_each_allocation(attempt *make, int64_t least)
{
    int64_t k = 0;
    preston_status status = PRESTON_ERROR_MEMORY;
    while (status != PRESTON_OK) {
        preston_error error = {0};
        int64_t live = count_live_blocks();
        fail_allocation(++k);
        status = make(&error);
        int failed = count_allocations() >= k;
        fail_allocation(0);
        assert_int_equal(count_live_blocks(), live);
        if (failed) {
            assert_fails(status, PRESTON_ERROR_MEMORY, &error, "out of memory");
        }
    }
    assert_true(k > least);
}

static void every_allocation_failing(void **state)
{
    (void)state;
    preston_error error = {0};
    fail_each_allocation(attempt_create, 5);
    fail_each_allocation(attempt_create_negative, 7);
    assert_ok(preston_solver_create(preston_const_matrix(a, N, N), NULL, &lasting, &error), &error);
    fail_each_allocation(attempt_workspace, 2);
    fail_each_allocation(attempt_inverse, 3);
    preston_solver_free(lasting);
}

/* The message has to do without the names; the status is that of the matrix. */
static void solver_create__no_memory_for_the_names(void **state)
{
    (void)state;
    static const double unproductive[] = {2.0, 0.5, 0.5, 2.0};
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_const_view view = preston_const_matrix(unproductive, 2, 2);
    fail_allocation(0);
    assert_fails(preston_solver_create(view, NULL, &solver, &error), PRESTON_ERROR_UNPRODUCTIVE,
                 &error, "row 1");
    int64_t last = count_allocations();
    fail_allocation(last);
    assert_fails(preston_solver_create(view, NULL, &solver, &error), PRESTON_ERROR_UNPRODUCTIVE,
                 &error, "rows not named: out of memory");
    fail_allocation(0);
    assert_null(solver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__no_allocation),
        cmocka_unit_test(every_allocation_failing),
        cmocka_unit_test(solver_create__no_memory_for_the_names),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
