/* Effects by seller become effects by user: the adjoint of sales, in every form of economy. */
#include "random.h"
#include "test.h"
#include "traded.h"

#include <math.h>

static void check_adjoint(gsl_rng *random, const preston_economy *economy)
{
    int64_t rows = preston_economy_output(economy).rows;
    double *purchases = make_zeros(4 * rows);
    double *sales = purchases + rows;
    double *effects = sales + rows;
    double *of_users = effects + rows;
    preston_error error = {0};
    fill_random(random, rows, purchases);
    fill_random(random, rows, effects);
    assert_ok(preston_economy_sales(economy, preston_const_vector(purchases, rows, 1),
                                    preston_vector(sales, rows, 1), &error),
              &error);
    assert_ok(preston_economy_sales_effects(economy, preston_const_vector(effects, rows, 1),
                                            preston_vector(of_users, rows, 1), &error),
              &error);
    /* sums of `rows` terms below one */
    assert_close(dot(rows, effects, sales), dot(rows, of_users, purchases), 0.0,
                 1e-15 * (double)rows);
    assert_true(fabs(dot(rows, effects, sales)) > 1e-6);
    free(purchases);
}

static void economy_sales_effects__cell_by_cell(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 6, .levels = 3, .more = 1};
    sample work = sample_random(random, &shape);
    sample_join(&work, NULL);
    check_adjoint(random, work.economy);
    sample_free(&work);
    gsl_rng_free(random);
}

static void economy_sales_effects__by_trade_shares(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int forms = 0; forms < 8; forms++) {
        const traded_shape shape = {.places = 9,
                                    .sectors = 4,
                                    .trade = forms,
                                    .commuting = -1,
                                    .foreign = forms % 2 == 0 ? 0.0 : 0.3};
        traded work = traded_random(random, &shape);
        check_adjoint(random, work.work.economy);
        traded_free(&work);
    }
    gsl_rng_free(random);
}

/* What is the same wherever it is made, is the same wherever it is bought: shares add up to one. */
static void economy_sales_effects__of_ones(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 5, .sectors = 3, .trade = 7, .commuting = -1};
    traded work = traded_random(random, &shape);
    double ones[15];
    double of_users[15] = {0};
    preston_error error = {0};
    for (int row = 0; row < 15; row++) {
        ones[row] = 1.0;
    }
    assert_ok(preston_economy_sales_effects(work.work.economy, preston_const_vector(ones, 15, 1),
                                            preston_vector(of_users, 15, 1), &error),
              &error);
    for (int row = 0; row < 15; row++) {
        assert_close(of_users[row], 1.0, 1e-14, 0.0);
    }
    assert_fails(preston_economy_sales_effects(work.work.economy, preston_const_vector(ones, 14, 1),
                                               preston_vector(of_users, 15, 1), &error),
                 PRESTON_ERROR_SHAPE, &error, "15 rows");
    traded_free(&work);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(economy_sales_effects__cell_by_cell),
        cmocka_unit_test(economy_sales_effects__by_trade_shares),
        cmocka_unit_test(economy_sales_effects__of_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
