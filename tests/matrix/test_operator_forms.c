/* What is particular to each form of operator: what it refuses, and what only it can do. What all
 * must do is in test_operator.c. */
#include "dense_of.h"
#include "random.h"
#include "specimen.h"
#include "test.h"

#include "matrix/operator.h"

#include <math.h>

static preston_operator *const never = NULL;

#define assert_refused(call, status, text)                                                         \
    do {                                                                                           \
        preston_operator *op = never;                                                              \
        preston_error error = {0};                                                                 \
        assert_fails(call, status, &error, text);                                                  \
        assert_null(op);                                                                           \
    } while (0)

static void dense__refusals(void **state)
{
    (void)state;
    double cells[6] = {0.0, 0.1, 0.2, 0.3, NAN, 0.5};
    assert_refused(preston_operator_dense(preston_const_matrix(cells, 2, 3), &op, &error),
                   PRESTON_ERROR_SHAPE, "must be square");
    assert_refused(preston_operator_dense(preston_const_matrix(cells + 1, 2, 2), &op, &error),
                   PRESTON_ERROR_VALUE, "cell (2, 2) of the matrix");
}

static void sparse__refusals(void **state)
{
    (void)state;
    int64_t starts[4] = {0, 1, 2, 3};
    int64_t indices[3] = {0, 1, 2};
    double values[3] = {0.1, 0.2, 0.3};
    preston_sparse sparse = {-1, 0, starts, indices, values};
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_SHAPE, "-1 rows");
    sparse = (preston_sparse){3, 0, NULL, indices, values};
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_SHAPE, "without");
    sparse.starts = starts;
    indices[1] = 3;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "row 2 of the sparse matrix has a cell with index 3");
    sparse.by_columns = 1;
    indices[1] = -1;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "column 2 of the sparse matrix has a cell with index -1");
    indices[1] = 1;
    values[2] = INFINITY;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "not finite");
    starts[1] = 3;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "column 2 of the sparse matrix starts at 3 and ends at 2");
    starts[0] = -1;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "starts at -1");
}

/* Two places, two sectors; each test spoils a part. */
typedef struct small_trade {
    double numbers[8];
    int64_t starts[5];
    int64_t buyers[4];
    int64_t common_starts[3];
    int64_t common_buyers[2];
    preston_trade trade;
} small_trade;

static void make_small_trade(small_trade *made)
{
    *made = (small_trade){.numbers = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2},
                          .starts = {0, 1, 2, 3, 4},
                          .buyers = {1, 0, 1, 0},
                          .common_starts = {0, 1, 2},
                          .common_buyers = {1, 0}};
    preston_const_view view = preston_const_matrix(made->numbers, 2, 2);
    made->trade = (preston_trade){.places = 2,
                                  .sectors = 2,
                                  .technologies = 1,
                                  .technology = view,
                                  .own = view,
                                  .starts = made->starts,
                                  .buyers = made->buyers,
                                  .shares = made->numbers,
                                  .common_starts = made->common_starts,
                                  .common_buyers = made->common_buyers,
                                  .common_shares = made->numbers,
                                  .seller_factors = view,
                                  .buyer_factors = view,
                                  .pool_supply = view,
                                  .pool_use = view};
}

static void trade__refuses_shapes(void **state)
{
    (void)state;
    small_trade made;
    make_small_trade(&made);
    made.trade.places = -1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "-1 places");
    make_small_trade(&made);
    made.trade.places = INT64_MAX / 2;
    made.trade.sectors = 3;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "cannot be made");
    make_small_trade(&made);
    made.trade.technologies = 2;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "technology: 2 × 2 must be 4 × 2");
    make_small_trade(&made);
    made.trade.own.columns = 1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "own shares: 2 × 1 must be 2 × 2");
    make_small_trade(&made);
    made.trade.pool_use = preston_const_matrix(NULL, 0, 0);
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "pool's use: 0 × 0");
    make_small_trade(&made);
    made.trade.pool_supply.rows = 1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "pool's supply: 1 × 2");
}

static void trade__refuses_neighbours(void **state)
{
    (void)state;
    small_trade made;
    double shares[4] = {0.1, 0.2, NAN, 0.4};
    make_small_trade(&made);
    made.trade.buyers = NULL;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_ARGUMENT,
                   "no buyers");
    make_small_trade(&made);
    made.trade.shares = NULL;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_ARGUMENT,
                   "no shares");
    make_small_trade(&made);
    made.buyers[3] = 2;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "sector 2 sells from place 2 to a buyer 2");
    make_small_trade(&made);
    made.trade.shares = shares;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "share of sector 2 sold from place 1 to place 2 is not finite");
    make_small_trade(&made);
    made.starts[2] = 0;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "buyers of sector 1 from place 2 start at 1 and end at 0");
}

static void trade__refuses_cells(void **state)
{
    (void)state;
    static const char *const texts[] = {"technology", "own shares", "pool's supply", "pool's use"};
    double spoiled[4] = {0.1, INFINITY, 0.1, 0.1};
    preston_const_view view = preston_const_matrix(spoiled, 2, 2);
    for (int part = 0; part < 4; part++) {
        small_trade made;
        make_small_trade(&made);
        preston_const_view *parts[] = {&made.trade.technology, &made.trade.own,
                                       &made.trade.pool_supply, &made.trade.pool_use};
        *parts[part] = view;
        assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                       texts[part]);
    }
}

static void trade__parts(void **state)
{
    (void)state;
    small_trade made;
    preston_operator *trade = NULL;
    preston_operator *dense = NULL;
    preston_error error = {0};
    make_small_trade(&made);
    assert_ok(preston_operator_trade(&made.trade, &trade, &error), &error);
    assert_ok(preston_operator_dense(made.trade.technology, &dense, &error), &error);
    assert_memory_equal(preston_operator_trade_parts(trade), &made.trade, sizeof made.trade);
    assert_null(preston_operator_trade_parts(dense));
    assert_null(preston_operator_dense_cells(trade));
    assert_ptr_equal(preston_operator_dense_cells(dense)->data, made.numbers);
    preston_operator_free(trade);
    preston_operator_free(dense);
}

/* Two sectors with the same list of buyers, but not of the same sellers, do not trade alike. */
static void trade__same_buyers_of_other_sellers(void **state)
{
    (void)state;
    static const double identity[4] = {1.0, 0.0, 0.0, 1.0};
    static const double nothing[4] = {0.0};
    static const double shares[4] = {0.1, 0.2, 0.3, 0.4};
    static const int64_t starts[5] = {0, 1, 2, 2, 4};
    static const int64_t buyers[4] = {1, 0, 1, 0};
    static const double expected[16] = {
        0.0, 0.0, 0.1, 0.0, /* place 1 sells sector 1 to place 2, and no sector 2; */
        0.0, 0.0, 0.0, 0.0, /**/
        0.2, 0.0, 0.0, 0.0, /* place 2 sells sector 1 to place 1, */
        0.0, 0.4, 0.0, 0.3, /* and sector 2 to both */
    };
    preston_trade trade = {.places = 2,
                           .sectors = 2,
                           .technologies = 1,
                           .technology = preston_const_matrix(identity, 2, 2),
                           .own = preston_const_matrix(nothing, 2, 2),
                           .starts = starts,
                           .buyers = buyers,
                           .shares = shares};
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    double *cells = dense_of(op, PRESTON_PLAIN);
    assert_memory_equal(cells, expected, sizeof expected);
    free(cells);
    preston_operator_free(op);
}

/* Shares that add up to one move use between places, and lose none of it. */
static void trade__conserves_use(void **state)
{
    (void)state;
    enum { P = 40, S = 3 };
    gsl_rng *random = make_random();
    specimen owner = {.name = "trade"};
    preston_trade trade = make_trade(&owner, P, S, 0, 0, 0, random);
    double *shares = specimen_doubles(&owner, trade.starts[P * S]);
    double *use = specimen_doubles(&owner, P * S);
    double *supply = specimen_doubles(&owner, P * S);
    double *own = specimen_doubles(&owner, P * S);
    for (int64_t i = 0; i < P * S; i++) {
        use[i] = 1.0;
        supply[i] = 1.0 / P;
    }
    for (int64_t q = 0; q < trade.starts[P * S]; q++) {
        int64_t sector = 0;
        while (q >= trade.starts[(sector + 1) * P]) {
            sector++;
        }
        shares[q] = 0.01 * trade.shares[q];
        use[trade.buyers[q] * S + sector] -= shares[q]; /* the pool serves what is left */
    }
    trade.shares = shares;
    trade.own = preston_const_matrix(own, P, S);
    trade.pool_use = preston_const_matrix(use, P, S);
    trade.pool_supply = preston_const_matrix(supply, P, S);
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    double *cells = dense_of(op, PRESTON_PLAIN);
    for (int64_t j = 0; j < P * S; j++) {
        for (int64_t i = 0; i < S; i++) {
            double sum = 0.0;
            for (int64_t place = 0; place < P; place++) {
                sum += cells[(place * S + i) * P * S + j];
            }
            assert_close(sum, preston_get(trade.technology, i, j % S), 1e-13, 0.0);
        }
    }
    free(cells);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

static void bordered__refusals(void **state)
{
    (void)state;
    double cells[4] = {0.1, 0.2, 0.3, 0.4};
    double spoiled[2] = {0.1, NAN};
    preston_operator *inner = NULL;
    preston_error made = {0};
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 2, 2), &inner, &made), &made);
    preston_const_view column = preston_const_matrix(cells, 2, 1);
    preston_const_view row = preston_const_matrix(cells, 1, 2);
    preston_const_view corner = preston_const_matrix(cells, 1, 1);
    assert_refused(preston_operator_bordered(inner, column, row, row, &op, &error),
                   PRESTON_ERROR_SHAPE, "corner: 1 × 2 must be 1 × 1");
    assert_refused(preston_operator_bordered(inner, row, row, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "columns of the border: 1 × 2 must be 2 × 1");
    assert_refused(preston_operator_bordered(inner, column, column, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "rows of the border: 2 × 1 must be 1 × 2");
    row = preston_const_matrix(spoiled, 1, 2);
    assert_refused(preston_operator_bordered(inner, column, row, corner, &op, &error),
                   PRESTON_ERROR_VALUE, "cell (1, 2) of the rows of the border");
    corner.rows = -1;
    assert_refused(preston_operator_bordered(inner, column, row, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "corner");
    preston_operator_free(inner);
}

static void low_rank__refusals(void **state)
{
    (void)state;
    double cells[4] = {0.1, 0.2, 0.3, 0.4};
    double spoiled[2] = {0.1, INFINITY};
    preston_operator *inner = NULL;
    preston_error made = {0};
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 2, 2), &inner, &made), &made);
    preston_const_view one = preston_const_matrix(cells, 2, 1);
    preston_const_view two = preston_const_matrix(cells, 2, 2);
    preston_const_view bad = preston_const_matrix(spoiled, 2, 1);
    preston_const_view short_one = preston_const_matrix(cells, 1, 1);
    assert_refused(preston_operator_low_rank(inner, one, two, &op, &error), PRESTON_ERROR_SHAPE,
                   "right factor: 2 × 2 must be 2 × 1");
    assert_refused(preston_operator_low_rank(inner, short_one, one, &op, &error),
                   PRESTON_ERROR_SHAPE, "left factor: 1 × 1 must be 2 × 1");
    assert_refused(preston_operator_low_rank(inner, one, bad, &op, &error), PRESTON_ERROR_VALUE,
                   "cell (2, 1) of the right factor");
    preston_operator_free(inner);
}

static void ignore_call(void *context, preston_operation operation, int absolute, int64_t columns,
                        const double *x, double *y)
{
    (void)operation;
    (void)columns;
    (void)x;
    (void)y;
    *(int *)context = absolute;
}

static void callback__refusals(void **state)
{
    (void)state;
    int context = 0;
    assert_refused(preston_operator_callback(-1, ignore_call, &context, 1, 1, &op, &error),
                   PRESTON_ERROR_SHAPE, "-1 rows");
    assert_refused(preston_operator_callback(1, NULL, &context, 1, 1, &op, &error),
                   PRESTON_ERROR_ARGUMENT, "no function");
    assert_refused(preston_operator_callback(1, ignore_call, &context, 1, -1, &op, &error),
                   PRESTON_ERROR_ARGUMENT, "-1 cells");
}

/* A callback that promised no negative cell is never asked for absolute values. */
static void callback__absolute(void **state)
{
    (void)state;
    for (int nonnegative = 0; nonnegative < 2; nonnegative++) {
        int absolute = -1;
        double x = 0.0;
        double y = 0.0;
        preston_operator *op = NULL;
        preston_error error = {0};
        assert_ok(preston_operator_callback(1, ignore_call, &absolute, nonnegative, 1, &op, &error),
                  &error);
        op->type->apply(op, PRESTON_PLAIN, 1, 1, &x, &y, NULL);
        assert_int_equal(absolute, !nonnegative);
        preston_operator_free(op);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense__refusals),
        cmocka_unit_test(sparse__refusals),
        cmocka_unit_test(trade__refuses_shapes),
        cmocka_unit_test(trade__refuses_neighbours),
        cmocka_unit_test(trade__refuses_cells),
        cmocka_unit_test(trade__parts),
        cmocka_unit_test(trade__same_buyers_of_other_sellers),
        cmocka_unit_test(trade__conserves_use),
        cmocka_unit_test(bordered__refusals),
        cmocka_unit_test(low_rank__refusals),
        cmocka_unit_test(callback__refusals),
        cmocka_unit_test(callback__absolute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
