/* What is hot allocates nothing, whatever the method; what allocates survives each failure. */
#include "each_allocation.h"
#include "guise.h"
#include "random.h"
#include "solving.h"

enum { N = 40, COLUMNS = 12, CHANGES = 5, ACCOUNTS = 3, DRAWS = 70 };

static const preston_operation operations[] = {PRESTON_PLAIN, PRESTON_TRANSPOSED};

static double a[N * N];
static double negative[N * N];
static double b[N * COLUMNS];
static double x[N * COLUMNS];
static double factors[N * DRAWS];
static const int64_t indices[CHANGES] = {3, 0, 39, 17, 8};

static int fill(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    fill_productive(random, N, 0.6, 0.3, a);
    fill_random(random, N * COLUMNS, b);
    for (int i = 0; i < N * N; i++) {
        negative[i] = i % 7 == 0 ? -a[i] : a[i];
    }
    for (int i = 0; i < N * DRAWS; i++) {
        factors[i] = random_between(random, 0.7, 1.1);
    }
    for (int i = 0; i < N; i++) {
        factors[66 * N + i] = 1.6; /* a draw that is solved by itself */
    }
    gsl_rng_free(random);
    return 0;
}

/* From here on nothing may be allocated, until assert_no_allocation(). */
static void forbid_allocation(void)
{
    fail_allocation(1);
}

static void assert_no_allocation(void)
{
    int64_t count = count_allocations();
    fail_allocation(0);
    assert_int_equal(count, 0);
}

static preston_solver_options options_of(int method)
{
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = (preston_method)method;
    return options;
}

/* --- what is hot --- */

static void solve_without_allocation(const preston_solver *solver)
{
    preston_workspace *workspace = make_workspace_for(solver, COLUMNS);
    preston_certificate certificate;
    preston_error error = {0};
    forbid_allocation();
    for (int k = 0; k < 2; k++) {
        for (int64_t columns = 1; columns <= COLUMNS; columns += COLUMNS - 1) {
            assert_ok(preston_solver_solve(solver, operations[k], const_by_columns(b, N, columns),
                                           workspace, by_columns(x, N, columns), &certificate,
                                           &error),
                      &error);
            assert_ok(preston_solver_solve(solver, operations[k],
                                           preston_const_matrix(b, N, columns), workspace,
                                           preston_matrix(x, N, columns), NULL, &error),
                      &error);
        }
    }
    assert_no_allocation();
    preston_workspace_free(workspace);
}

static void solve__every_method_and_form(void **state)
{
    (void)state;
    for (int method = PRESTON_METHOD_AUTO; method <= PRESTON_METHOD_GMRES; method++) {
        int dense = method >= PRESTON_METHOD_LU && method <= PRESTON_METHOD_GAUSS_SEIDEL;
        for (int form = GUISE_ROWS; form < (dense ? GUISE_CALLBACK : GUISE_FORMS); form++) {
            preston_solver_options options = options_of(method);
            preston_solver *solver = NULL;
            preston_error error = {0};
            guise made;
            guise_make((guise_form)form, N, method % 2 ? a : negative, &made);
            assert_ok(preston_solver_create_for(made.op, &options, &solver, &error), &error);
            solve_without_allocation(solver);
            preston_solver_free(solver);
            guise_free(&made);
        }
    }
}

static void solve__with_a_base(void **state)
{
    (void)state;
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU_SINGLE, 1e-9, N, a);
    for (int method = PRESTON_METHOD_BICGSTAB; method <= PRESTON_METHOD_GMRES; method++) {
        preston_solver_options options = options_of(method);
        preston_solver *solver = NULL;
        preston_error error = {0};
        options.base = base;
        assert_ok(
            preston_solver_create(preston_const_matrix(negative, N, N), &options, &solver, &error),
            &error);
        solve_without_allocation(solver);
        preston_solver_free(solver);
    }
    preston_solver_free(base);
}

static void apply__every_form(void **state)
{
    (void)state;
    for (int form = GUISE_ROWS; form < GUISE_FORMS; form++) {
        preston_workspace *workspace = NULL;
        preston_error error = {0};
        guise made;
        guise_make((guise_form)form, N, negative, &made);
        assert_ok(preston_operator_workspace(made.op, COLUMNS, &workspace, &error), &error);
        forbid_allocation();
        for (int k = 0; k < 2; k++) {
            assert_ok(preston_operator_apply(made.op, operations[k],
                                             preston_const_matrix(b, N, COLUMNS), workspace,
                                             by_columns(x, N, COLUMNS), &error),
                      &error);
        }
        assert_no_allocation();
        preston_workspace_free(workspace);
        guise_free(&made);
    }
}

static void rescaling__solve_and_accounts(void **state)
{
    (void)state;
    double totals[ACCOUNTS] = {0.0};
    double output[N];
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, N, a);
    solve_column(base, PRESTON_PLAIN, b, x);
    for (int side = 0; side < 2; side++) {
        preston_rescaling *rescaling = NULL;
        preston_certificate certificate;
        preston_error error = {0};
        preston_const_view changed = preston_const_vector(factors, CHANGES, 1);
        preston_const_view f = preston_const_vector(b, N, 1);
        preston_const_view known = preston_const_vector(x, N, 1);
        assert_ok(preston_rescaling_create(base, side ? PRESTON_COLUMNS : PRESTON_ROWS, CHANGES,
                                           indices, &rescaling, &error),
                  &error);
        forbid_allocation();
        assert_ok(preston_rescaling_solve(rescaling, changed, f, known,
                                          preston_vector(output, N, 1), &certificate, &error),
                  &error);
        assert_ok(preston_rescaling_accounts(rescaling, changed, f, known,
                                             const_by_columns(b, N, ACCOUNTS),
                                             const_by_columns(b + N, N, ACCOUNTS),
                                             preston_const_vector(totals, ACCOUNTS, 1),
                                             preston_vector(totals, ACCOUNTS, 1), &error),
                  &error);
        assert_no_allocation();
        preston_rescaling_free(rescaling);
    }
    preston_solver_free(base);
}

static void batch_accounts__contiguous(void **state)
{
    (void)state;
    double totals[ACCOUNTS * COLUMNS];
    preston_error error = {0};
    forbid_allocation();
    assert_ok(preston_batch_accounts(const_by_columns(b, N, ACCOUNTS),
                                     const_by_columns(b, N, COLUMNS), NULL,
                                     preston_matrix(totals, ACCOUNTS, COLUMNS), &error),
              &error);
    assert_no_allocation();
}

/* --- what allocates --- */

/* Room for an answer, whose first cell is marked until a call overwrites it. */
static double result[N * N];
static const double mark = -77.0;

/* What a solver is made for, and how. */
typedef struct making {
    const preston_operator *op;
    int method;
} making;

static preston_status create(const void *context, int *out_set, preston_error *error)
{
    const making *asked = context;
    preston_solver_options options = options_of(asked->method);
    preston_solver *solver = NULL;
    preston_status status = preston_solver_create_for(asked->op, &options, &solver, error);
    *out_set = solver != NULL;
    preston_solver_free(solver);
    return status;
}

static void solver_create__each_failing(void **state)
{
    (void)state;
    for (int method = PRESTON_METHOD_AUTO; method <= PRESTON_METHOD_GMRES; method++) {
        int dense = method >= PRESTON_METHOD_LU && method <= PRESTON_METHOD_GAUSS_SEIDEL;
        for (int form = GUISE_ROWS; form < (dense ? GUISE_CALLBACK : GUISE_FORMS); form++) {
            guise made;
            guise_make((guise_form)form, N, negative, &made);
            const making asked = {made.op, method};
            assert_survives_each_allocation(create, &asked, 3);
            guise_free(&made);
        }
    }
}

static preston_status create_rescaling(const void *context, int *out_set, preston_error *error)
{
    preston_rescaling *rescaling = NULL;
    preston_status status =
        preston_rescaling_create(context, PRESTON_ROWS, CHANGES, indices, &rescaling, error);
    *out_set = rescaling != NULL;
    preston_rescaling_free(rescaling);
    return status;
}

static preston_status create_draws(const void *context, int *out_set, preston_error *error)
{
    preston_draws *draws = NULL;
    preston_status status = preston_draws_create(context, &draws, error);
    *out_set = draws != NULL;
    preston_draws_free(draws);
    return status;
}

static preston_status run_draws(const void *context, int *out_set, preston_error *error)
{
    preston_batch_options options;
    preston_batch_options_init(&options);
    options.threads = 2;
    result[0] = mark;
    preston_status status =
        preston_draws_run(context, const_by_columns(factors, N, DRAWS),
                          preston_const_vector(b, N, 1), const_by_columns(b, N, ACCOUNTS), &options,
                          by_columns(result, ACCOUNTS, DRAWS), NULL, error);
    *out_set = result[0] != mark;
    return status;
}

static preston_status solve_batch(const void *context, int *out_set, preston_error *error)
{
    preston_batch_options options;
    preston_batch_options_init(&options);
    options.threads = 2;
    result[0] = mark;
    preston_status status =
        preston_batch_solve(context, PRESTON_PLAIN, const_by_columns(b, N, COLUMNS), &options,
                            by_columns(result, N, COLUMNS), NULL, error);
    *out_set = result[0] != mark;
    return status;
}

static preston_status add_up_accounts(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    result[0] = mark;
    preston_status status = preston_batch_accounts(preston_const_matrix(b, N, ACCOUNTS),
                                                   preston_const_matrix(b, N, COLUMNS), NULL,
                                                   by_columns(result, ACCOUNTS, COLUMNS), error);
    *out_set = result[0] != mark;
    return status;
}

static preston_status invert(const void *context, int *out_set, preston_error *error)
{
    preston_certificate certificate;
    result[0] = mark;
    preston_status status =
        preston_solver_inverse(context, preston_matrix(result, N, N), &certificate, error);
    *out_set = result[0] != mark;
    return status;
}

static void batches__each_failing(void **state)
{
    (void)state;
    preston_draws *draws = NULL;
    preston_error error = {0};
    preston_solver *base = make_solver_by(PRESTON_METHOD_LU, 1e-9, N, a);
    preston_solver *other = make_solver_by(PRESTON_METHOD_LU, 1e-9, N, negative);
    assert_ok(preston_draws_create(base, &draws, &error), &error);
    assert_survives_each_allocation(create_rescaling, base, 10);
    assert_survives_each_allocation(create_draws, base, 4);
    assert_survives_each_allocation(run_draws, draws, 5);
    assert_survives_each_allocation(solve_batch, base, 5);
    assert_survives_each_allocation(add_up_accounts, NULL, 2);
    assert_survives_each_allocation(invert, base, 2);
    assert_survives_each_allocation(invert, other, 4);
    preston_draws_free(draws);
    preston_solver_free(other);
    preston_solver_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__every_method_and_form),
        cmocka_unit_test(solve__with_a_base),
        cmocka_unit_test(apply__every_form),
        cmocka_unit_test(rescaling__solve_and_accounts),
        cmocka_unit_test(batch_accounts__contiguous),
        cmocka_unit_test(solver_create__each_failing),
        cmocka_unit_test(batches__each_failing),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
