/* What a model takes, said before the work and measured after it. */
#include "random.h"
#include "test.h"
#include "traded.h"

#include <malloc.h>

static preston_model_cost estimate(const preston_model_scale *scale)
{
    preston_model_cost cost = {0};
    preston_error error = {0};
    assert_ok(preston_model_estimate(scale, &cost, &error), &error);
    return cost;
}

/* Bytes in use; 0 where the allocator does not count, as a sanitizer's. */
static double bytes_in_use(void)
{
    struct mallinfo2 now = mallinfo2();
    return (double)now.uordblks + (double)now.hblkhd;
}

/* Gravity among places on a square. */
static traded many_places(gsl_rng *random, int64_t places, int64_t sectors)
{
    const traded_shape shape = {.places = places, .sectors = sectors, .commuting = -1};
    traded made = traded_random(random, &shape);
    int64_t cells = places * sectors;
    double *amounts = make_zeros(2 * cells);
    double *coordinates = make_zeros(2 * places);
    fill_random(random, 2 * places, coordinates);
    preston_error error = {0};
    preston_view supply = preston_matrix(amounts, places, sectors);
    preston_view use = preston_matrix(amounts + cells, places, sectors);
    assert_ok(
        preston_places_supply_and_use(made.work.places, made.work.table, NULL, supply, use, &error),
        &error);
    const preston_trade_input input = {.places = places,
                                       .sectors = sectors,
                                       .supply = preston_const(supply),
                                       .use = preston_const(use)};
    const preston_distances distances = {.coordinates =
                                             preston_const_matrix(coordinates, places, 2)};
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = 0.2;
    options.nearest = 30;
    preston_trade_shares_free(made.trade);
    assert_ok(preston_trade_gravity(&input, &distances, &options, &made.trade, &error), &error);
    traded_join(&made);
    free(amounts);
    free(coordinates);
    return made;
}

/* "Roughly" is a third, either way. */
static void assert_as_estimated(sample *work, preston_closure closure)
{
    preston_model_scale scale = preston_model_scale_of(work->economy, closure);
    preston_model_cost cost = estimate(&scale);
    double before = bytes_in_use();
    sample_close(work, closure);
    double taken = bytes_in_use() - before;
    print_message("model: %.2f MB taken, %.2f MB estimated\n", taken / 1e6,
                  (double)cost.model_bytes / 1e6);
    if (before > 0.0) {
        assert_close((double)cost.model_bytes, taken, 0.33, 0.0);
    }
    assert_int_equal(cost.rows,
                     preston_operator_rows(preston_model_operator(work->model, closure)));
    preston_model_free(work->model);
    work->model = NULL;
}

static void model_estimate__of_many_places(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    traded work = many_places(random, 1500, 20);
    preston_model_scale scale = preston_model_scale_of(work.work.economy, PRESTON_CLOSURE_I);
    assert_int_equal(scale.traded, 1);
    assert_int_equal(scale.places, 1500);
    assert_int_equal(scale.sectors, 20);
    assert_int_equal(scale.technologies, 1);
    assert_int_equal(scale.pairs, 0);
    assert_int_equal(scale.common_pairs, preston_trade_shares_pairs(work.trade));
    assert_as_estimated(&work.work, PRESTON_CLOSURE_I);
    assert_as_estimated(&work.work, PRESTON_CLOSURE_II);
    traded_free(&work);
    gsl_rng_free(random);
}

static void model_estimate__cell_by_cell(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_join(&work, NULL);
    preston_model_scale scale = preston_model_scale_of(work.economy, PRESTON_CLOSURE_II);
    assert_int_equal(scale.traded, 0);
    assert_int_equal(scale.places, 3);
    assert_as_estimated(&work, PRESTON_CLOSURE_I);
    assert_as_estimated(&work, PRESTON_CLOSURE_II);
    sample_free(&work);
}

/* All French communes: under 0.6 GiB, where the matrix would be 14 TB. */
static void model_estimate__is_linear_in_places(void **state)
{
    (void)state;
    const preston_model_scale communes = {.traded = 1,
                                          .places = 35000,
                                          .sectors = 38,
                                          .technologies = 1,
                                          .common_pairs = 35000L * 50,
                                          .commuting_pairs = 35000L * 50,
                                          .closure = PRESTON_CLOSURE_II};
    preston_model_scale ten = communes;
    ten.places *= 10;
    ten.common_pairs *= 10;
    ten.commuting_pairs *= 10;
    preston_model_cost one = estimate(&communes);
    preston_model_cost other = estimate(&ten);
    assert_int_equal(one.rows, 35000 * 39);
    assert_true(one.model_bytes + one.solving_bytes < 600LL * 1024 * 1024);
    assert_close((double)other.model_bytes, 10.0 * (double)one.model_bytes, 0.15, 0.0);
    assert_close(other.solve_operations, 10.0 * one.solve_operations, 1e-12, 0.0);
    preston_model_scale cells = communes;
    cells.traded = 0;
    assert_true((double)estimate(&cells).economy_bytes > 1.4e13);
}

static void model_estimate__bad_scales(void **state)
{
    (void)state;
    const preston_model_scale good = {.traded = 1, .places = 2, .sectors = 3, .technologies = 1};
    preston_model_cost cost = {.rows = 7};
    preston_error error = {0};
    for (int k = 0; k < 7; k++) {
        preston_model_scale scale = good;
        scale.places = k == 0 ? 0 : k == 1 ? INT64_MAX : scale.places;
        scale.sectors = k == 2 ? -1 : scale.sectors;
        scale.pairs = k == 3 ? -1 : 0;
        scale.common_pairs = k == 4 ? -1 : 0;
        scale.technologies = k == 5 ? 0 : 1;
        scale.closure = k == 6 ? (preston_closure)2 : PRESTON_CLOSURE_I;
        assert_fails(preston_model_estimate(&scale, &cost, &error), PRESTON_ERROR_ARGUMENT, &error,
                     "cannot be");
    }
    assert_int_equal(cost.rows, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_estimate__of_many_places),
        cmocka_unit_test(model_estimate__cell_by_cell),
        cmocka_unit_test(model_estimate__is_linear_in_places),
        cmocka_unit_test(model_estimate__bad_scales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
