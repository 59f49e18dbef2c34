/* Applying an operator allocates nothing; making one survives every failed allocation. */
#include "each_allocation.h"
#include "failing_allocator.h"
#include "test.h"

#include <preston/matrix.h>

enum { P = 2, S = 2, N = P * S, VECTORS = 5 };

static const double cells[N * N] = {0.1, 0.2, 0.3, 0.1, 0.2, 0.1, 0.1, 0.3,
                                    0.2, 0.1, 0.1, 0.2, 0.3, 0.1, 0.2, 0.1};
static const int64_t starts[N + 1] = {0, 1, 2, 3, 4};
static const int64_t indices[N] = {1, 0, 1, 0};

static preston_status make_sparse(preston_operator **out_operator, preston_error *error)
{
    preston_sparse sparse = {N, 0, starts, indices, cells};
    return preston_operator_sparse(&sparse, out_operator, error);
}

static preston_status make_trade(preston_operator **out_operator, preston_error *error)
{
    preston_const_view view = preston_const_matrix(cells, P, S);
    preston_trade trade = {.places = P,
                           .sectors = S,
                           .technologies = 1,
                           .technology = view,
                           .own = preston_transposed(view),
                           .starts = starts,
                           .buyers = indices,
                           .shares = cells,
                           .common_starts = starts,
                           .common_buyers = indices,
                           .common_shares = cells,
                           .seller_factors = preston_transposed(view),
                           .buyer_factors = view,
                           .pool_supply = view,
                           .pool_use = view};
    return preston_operator_trade(&trade, out_operator, error);
}

static preston_status make_dense(preston_operator **out_operator, preston_error *error)
{
    return preston_operator_dense(preston_const_matrix(cells, N, N), out_operator, error);
}

static preston_operator *inner;

static preston_status make_bordered(preston_operator **out_operator, preston_error *error)
{
    return preston_operator_bordered(inner, preston_const_matrix(cells, N, 1),
                                     preston_const_matrix(cells, 1, N),
                                     preston_const_matrix(cells, 1, 1), out_operator, error);
}

static preston_status make_low_rank(preston_operator **out_operator, preston_error *error)
{
    return preston_operator_low_rank(inner, preston_const_matrix(cells, N, 2),
                                     preston_const_matrix(cells, N, 2), out_operator, error);
}

static void copy_vectors(void *context, preston_operation operation, int absolute, int64_t columns,
                         const double *x, double *y)
{
    (void)context;
    (void)operation;
    (void)absolute;
    memcpy(y, x, (size_t)(N * columns) * sizeof *y);
}

static preston_status make_callback(preston_operator **out_operator, preston_error *error)
{
    return preston_operator_callback(N, copy_vectors, NULL, 1, 1, out_operator, error);
}

typedef struct maker {
    preston_status (*make)(preston_operator **out_operator, preston_error *error);
    int64_t least; /* allocations */
} maker;

static const maker makers[] = {{make_dense, 1},    {make_sparse, 4},   {make_trade, 12},
                               {make_bordered, 1}, {make_low_rank, 1}, {make_callback, 1}};
enum { MAKERS = sizeof makers / sizeof *makers };

static int make_inner(void **state)
{
    (void)state;
    preston_error error = {0};
    return make_trade(&inner, &error) == PRESTON_OK ? 0 : -1;
}

static int free_inner(void **state)
{
    (void)state;
    preston_operator_free(inner);
    return 0;
}

static preston_status attempt_make(const void *context, int *out_set, preston_error *error)
{
    const maker *tried = context;
    preston_operator *op = NULL;
    preston_status status = tried->make(&op, error);
    *out_set = op != NULL;
    preston_operator_free(op);
    return status;
}

static void create__each_allocation_fails(void **state)
{
    (void)state;
    for (int form = 0; form < MAKERS; form++) {
        assert_survives_each_allocation(attempt_make, &makers[form], makers[form].least);
    }
}

static preston_status attempt_workspace(const void *context, int *out_set, preston_error *error)
{
    preston_workspace *workspace = NULL;
    preston_status status = preston_operator_workspace(context, VECTORS, &workspace, error);
    *out_set = workspace != NULL;
    preston_workspace_free(workspace);
    return status;
}

static void workspace__each_allocation_fails(void **state)
{
    (void)state;
    assert_survives_each_allocation(attempt_workspace, inner, 2);
}

static void apply__no_allocation(void **state)
{
    (void)state;
    for (int form = 0; form < MAKERS; form++) {
        double x[(N + 1) * VECTORS] = {0.0};
        double y[(N + 1) * VECTORS];
        preston_operator *op = NULL;
        preston_workspace *workspace = NULL;
        preston_error error = {0};
        assert_ok(makers[form].make(&op, &error), &error);
        assert_ok(preston_operator_workspace(op, VECTORS, &workspace, &error), &error);
        int64_t n = preston_operator_rows(op);
        fail_allocation(1);
        for (int64_t columns = 1; columns <= VECTORS; columns++) {
            for (int turned = 0; turned < 2; turned++) {
                assert_ok(preston_operator_apply(op, turned ? PRESTON_TRANSPOSED : PRESTON_PLAIN,
                                                 preston_const_matrix(x, n, columns), workspace,
                                                 preston_matrix(y, n, columns), &error),
                          &error);
            }
        }
        assert_int_equal(count_allocations(), 0);
        fail_allocation(0);
        preston_workspace_free(workspace);
        preston_operator_free(op);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create__each_allocation_fails),
        cmocka_unit_test(workspace__each_allocation_fails),
        cmocka_unit_test(apply__no_allocation),
    };
    return cmocka_run_group_tests(tests, make_inner, free_inner);
}
