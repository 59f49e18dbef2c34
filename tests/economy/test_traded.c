/* Economies by trade shares: what they are made of, who sells what, supply and use, and every way
 * to get them wrong. Their solutions are tested with the models. */
#include "random.h"
#include "test.h"
#include "traded.h"

#include <economy/trade_shares.h>
#include <math.h>

/* --- two places, two sectors --- */

static const double coefficients[] = {0.2, 0.1, 0.3, 0.4};
static const double output[] = {100.0, 50.0};
static const double final_use[] = {40.0, 5.0, 0.0, 30.0, 0.0, 0.0, 0.0, 0.0};
static const double sizes[] = {30.0, 5.0, 10.0, 15.0};
/* Farming: the first place buys a fifth from the second. Caring: each its own. */
static const double cells[] = {0.8, 0.0, 0.2, 1.0, 1.0, 0.0, 0.0, 1.0};

static preston_table *make_small_table(double scale)
{
    const double scaled[] = {scale * output[0], scale * output[1]};
    const table_recipe recipe = {
        .sectors = 2, .coefficients = coefficients, .output = scaled, .final_use = final_use};
    return make_table(&recipe);
}

static traded make_small(void)
{
    traded made = {.work = {.sectors = 2, .table = make_small_table(1.0)}};
    made.work.places = flat_places(made.work.table, 2, sizes);
    made.trade = trade_of(2, 2, cells);
    return made;
}

static void economy_create_traded__places_and_output(void **state)
{
    (void)state;
    static const double expected[] = {75.0, 12.5, 25.0, 37.5};
    traded work = make_small();
    traded_join(&work);
    const preston_economy *economy = work.work.economy;
    assert_int_equal(preston_economy_places(economy), 2);
    assert_int_equal(preston_economy_is_traded(economy), 1);
    assert_string_equal(preston_economy_place_code(economy, 1), "p2");
    assert_int_equal(preston_economy_find_place(economy, "p2"), 1);
    assert_int_equal(preston_economy_find_place(economy, "nation"), -1);
    assert_true(preston_economy_place_within(economy, 1, "nation"));
    assert_close(preston_economy_place_share(economy, 0), 35.0 / 60.0, 1e-15, 0.0);
    assert_close(preston_economy_place_lambda(economy, 0), preston_flegg_lambda(35.0, 60.0, 0.25),
                 1e-15, 0.0);
    assert_ptr_equal(preston_economy_place_table(economy, 1), work.work.table);
    assert_int_equal(preston_economy_coefficients(economy).rows, 0);
    assert_int_equal(preston_economy_final_shares(economy, 0).rows, 0);
    for (int row = 0; row < 4; row++) {
        assert_close(preston_get(preston_economy_output(economy), row, 0), expected[row], 1e-15,
                     0.0);
    }
    traded_free(&work);
}

static void economy_create_traded__own_table(void **state)
{
    (void)state;
    traded work = make_small();
    work.own_tables = 1;
    work.own[0] = make_small_table(0.1);
    work.own_codes[0] = "p2";
    traded_join(&work);
    assert_ptr_equal(preston_economy_place_table(work.work.economy, 0), work.work.table);
    assert_ptr_equal(preston_economy_place_table(work.work.economy, 1), work.own[0]);
    assert_close(preston_get(preston_economy_output(work.work.economy), 2, 0), 10.0, 1e-15, 0.0);
    assert_close(preston_get(preston_economy_output(work.work.economy), 0, 0), 75.0, 1e-15, 0.0);
    traded_free(&work);
}

/* --- sales --- */

static void economy_sales__equal_the_shares(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int forms = 0; forms < 8; forms++) {
        const traded_shape shape = {
            .places = 11, .sectors = 3, .trade = forms, .commuting = -1, .foreign = 0.2};
        traded work = traded_random(random, &shape);
        double *bought = make_zeros(33);
        double *sold = make_zeros(33);
        fill_random(random, 33, bought);
        preston_error error = {0};
        assert_ok(preston_economy_sales(work.work.economy, preston_const_vector(bought, 33, 1),
                                        preston_vector(sold, 33, 1), &error),
                  &error);
        for (int64_t row = 0; row < 33; row++) {
            double sum = 0.0;
            for (int64_t buyer = 0; buyer < 11; buyer++) {
                sum += preston_trade_shares_get(work.trade, row % 3, row / 3, buyer) *
                       bought[buyer * 3 + row % 3];
            }
            assert_close(sold[row], sum, 1e-13, 1e-14);
        }
        free(bought);
        free(sold);
        traded_free(&work);
    }
    gsl_rng_free(random);
}

/* Cell by cell they are the final shares. */
static void economy_sales__cell_by_cell(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 3, .levels = 3, .more = 1};
    sample work = sample_random(random, &shape);
    sample_join(&work, NULL);
    int64_t places = preston_economy_places(work.economy);
    double *bought = make_zeros(work.rows);
    double *sold = make_zeros(work.rows);
    preston_error error = {0};
    bought[3 + 1] = 2.0; /* the second place buys the second sector */
    assert_ok(preston_economy_sales(work.economy, preston_const_vector(bought, work.rows, 1),
                                    preston_vector(sold, work.rows, 1), &error),
              &error);
    preston_const_view shares = preston_economy_final_shares(work.economy, 1);
    for (int64_t row = 0; row < work.rows; row++) {
        double share = row % 3 == 1 ? preston_get(shares, 1, row / 3) : 0.0;
        assert_close(sold[row], 2.0 * share, 1e-15, 0.0);
    }
    assert_fails(preston_economy_sales(work.economy, preston_const_vector(bought, places, 1),
                                       preston_vector(sold, work.rows, 1), &error),
                 PRESTON_ERROR_SHAPE, &error, "one a place and sector");
    free(bought);
    free(sold);
    sample_free(&work);
    gsl_rng_free(random);
}

/* --- supply and use --- */

/* The first place makes 75 and 12.5, and has 35 of the 60 in all: it uses 0.2 · 75 + 0.1 · 12.5 of
 * farming, and 35/60 of the 45 that are used at home; 30 of 100 go abroad. */
static void places_supply_and_use__by_hand(void **state)
{
    (void)state;
    traded work = make_small();
    double supply[4] = {0};
    double use[4] = {0};
    preston_error error = {0};
    assert_ok(preston_places_supply_and_use(work.work.places, work.work.table, NULL,
                                            preston_matrix(supply, 2, 2), preston_matrix(use, 2, 2),
                                            &error),
              &error);
    assert_close(supply[0], 75.0 * 0.7, 1e-14, 0.0);
    assert_close(supply[3], 37.5, 1e-14, 0.0);
    assert_close(use[0], 15.0 + 1.25 + 45.0 * 35.0 / 60.0, 1e-14, 0.0);
    assert_close(use[3], 0.3 * 25.0 + 0.4 * 37.5, 1e-14, 0.0);
    assert_fails(preston_places_supply_and_use(work.work.places, work.work.table, NULL,
                                               preston_matrix(supply, 1, 2),
                                               preston_matrix(use, 2, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    preston_trade_shares_free(work.trade);
    work.trade = NULL;
    traded_free(&work);
}

/* In a balanced table supply and use of a sector add up to the same. */
static void places_supply_and_use__balance(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 30, .sectors = 6, .commuting = -1};
    traded work = traded_random(random, &shape);
    double *supply = make_zeros(180);
    double *use = make_zeros(180);
    preston_error error = {0};
    assert_ok(preston_places_supply_and_use(work.work.places, work.work.table, NULL,
                                            preston_matrix(supply, 30, 6),
                                            preston_matrix(use, 30, 6), &error),
              &error);
    for (int i = 0; i < 6; i++) {
        double supplied = 0.0;
        double used = 0.0;
        for (int place = 0; place < 30; place++) {
            supplied += supply[place * 6 + i];
            used += use[place * 6 + i];
        }
        assert_close(used, supplied, 1e-12, 0.0); /* the random table balances to rounding */
    }
    free(supply);
    free(use);
    traded_free(&work);
    gsl_rng_free(random);
}

/* A place with its own table has output, exports and final use from there. */
static void places_supply_and_use__own_table(void **state)
{
    (void)state;
    traded work = make_small();
    work.own_tables = 1;
    work.own[0] = make_small_table(0.8);
    work.own_codes[0] = "p1";
    preston_traded_options options = traded_options_of(&work);
    double supply[4] = {0};
    double use[4] = {0};
    preston_error error = {0};
    assert_ok(preston_places_supply_and_use(work.work.places, work.work.table, &options,
                                            preston_matrix(supply, 2, 2), preston_matrix(use, 2, 2),
                                            &error),
              &error);
    assert_close(supply[0], 80.0 - 30.0, 1e-14, 0.0);
    assert_close(use[0], 0.2 * 80.0 + 0.1 * 40.0 + 45.0, 1e-14, 0.0);
    assert_close(use[2], 0.2 * 25.0 + 0.1 * 37.5 + 45.0 * 25.0 / 60.0, 1e-14, 0.0);
    traded_free(&work);
}

/* --- faults --- */

static void assert_refused(const traded *work, const preston_traded_options *options,
                           preston_status status, const char *text)
{
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_fails(preston_economy_create_traded(work->work.table, work->work.places, work->trade,
                                               work->commuting, options, &economy, &error),
                 status, &error, text);
    assert_null(economy);
    assert_int_equal(preston_economy_create_traded(work->work.table, work->work.places, work->trade,
                                                   work->commuting, options, &economy, NULL),
                     status);
}

static void economy_create_traded__bad_shares(void **state)
{
    (void)state;
    traded work = make_small();
    work.trade->own[2] = 1.01; /* farming in the second place */
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE,
                   "what place 'p2' uses of sector 's1' add up to 1.01");
    work.trade->own[2] = (double)NAN;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE, "the own share of place 'p2' in sector 's1'");
    work.trade->own[2] = 1.0;
    work.trade->shares[0] = -0.2;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE,
                   "the share of 'p2' in what 'p1' buys of s1 is -0.2");
    work.trade->shares[0] = 0.2;
    work.trade->own[1] = 0.0;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE,
                   "place 'p1' uses sector 's2', and nobody sells it there");
    traded_free(&work);
}

static void economy_create_traded__bad_common_shares(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 4, .sectors = 2, .trade = TRADE_COMMON | TRADE_POOL};
    traded work = traded_random(random, &shape);
    double kept = work.trade->common_shares[0];
    work.trade->common_shares[0] = (double)INFINITY;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE, "buys of every sector is inf");
    work.trade->common_shares[0] = kept;
    kept = work.trade->seller_factors[3];
    work.trade->seller_factors[3] = -1.0;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE,
                   "the factor as a seller of place 'p2' in sector 's2' is -1");
    work.trade->seller_factors[3] = kept;
    work.trade->pool_use[0] = -1.0;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE, "the share from the pool of place 'p1'");
    traded_free(&work);
    gsl_rng_free(random);
}

static void economy_create_traded__bad_commuting(void **state)
{
    (void)state;
    static const double commuters[] = {0.7, 0.0, 0.4, 1.0};
    traded work = make_small();
    work.commuting = trade_of(2, 1, commuters);
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE,
                   "the wages earned in place 'p1' add up to 1.1");
    work.commuting->own[1] = -0.5;
    assert_refused(&work, NULL, PRESTON_ERROR_VALUE, "place 'p2' in sector 'wages' is -0.5");
    preston_trade_shares_free(work.commuting);
    work.commuting = work.trade;
    assert_refused(&work, NULL, PRESTON_ERROR_SHAPE, "the commuting is of 2 places and 2 sectors");
    work.commuting = NULL;
    traded_free(&work);
}

static void economy_create_traded__parts_do_not_fit(void **state)
{
    (void)state;
    static const double alone[] = {1.0, 1.0};
    traded work = make_small();
    preston_trade_shares *fitting = work.trade;
    work.trade = trade_of(1, 2, alone);
    assert_refused(&work, NULL, PRESTON_ERROR_SHAPE,
                   "the trade is of 1 places and 2 sectors: it must be of 2 and 2");
    preston_trade_shares_free(work.trade);
    work.trade = fitting;
    preston_traded_options options = traded_options_of(&work);
    options.size--;
    assert_refused(&work, &options, PRESTON_ERROR_ARGUMENT, "init function");
    options = traded_options_of(&work);
    options.delta = 1.0;
    assert_refused(&work, &options, PRESTON_ERROR_ARGUMENT, "delta is 1");
    options = traded_options_of(&work);
    options.own_tables = -1;
    assert_refused(&work, &options, PRESTON_ERROR_ARGUMENT, "own_tables is -1");
    traded_free(&work);
}

static void economy_create_traded__bad_own_tables(void **state)
{
    (void)state;
    static const double one[] = {0.5};
    static const double amounts[] = {1.0, 1.0, 1.0, 1.0};
    const table_recipe recipe = {.sectors = 1, .coefficients = one};
    traded work = make_small();
    work.own_tables = 2;
    work.own[0] = make_small_table(0.1);
    work.own[1] = make_small_table(0.1);
    work.own_codes[0] = "p1";
    work.own_codes[1] = "p3";
    preston_traded_options options = traded_options_of(&work);
    assert_refused(&work, &options, PRESTON_ERROR_LABEL, "for 'p3', which is not a place");
    work.own_codes[1] = "p1";
    assert_refused(&work, &options, PRESTON_ERROR_LABEL, "two tables are given for place 'p1'");
    work.own_codes[1] = "p2";
    preston_table_free(work.own[1]);
    work.own[1] = make_table(&recipe);
    assert_refused(&work, &options, PRESTON_ERROR_SHAPE,
                   "the table of place 'p2': the places have 2 sectors");
    preston_table_free(work.own[1]);
    const preston_table_data data = {.unit = "thousand",
                                     .sectors = 2,
                                     .codes = preston_table_codes(work.work.table),
                                     .output = preston_const_vector(amounts, 2, 1),
                                     .flows = preston_const_matrix(amounts, 2, 2)};
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &work.own[1], &error), &error);
    assert_refused(&work, &options, PRESTON_ERROR_VALUE,
                   "the table of place 'p2' is in another unit");
    traded_free(&work);
}

/* --- a seller whose own table has no output --- */

/* The small economy, the second place with a table of its own in which nobody farms. */
static traded make_without_farming(const double *shares)
{
    static const double made[] = {0.0, 37.5};
    const table_recipe recipe = {
        .sectors = 2, .coefficients = coefficients, .output = made, .final_use = final_use};
    traded work = make_small();
    work.own_tables = 1;
    work.own[0] = make_table(&recipe);
    work.own_codes[0] = "p2";
    preston_trade_shares_free(work.trade);
    work.trade = shares != NULL ? trade_of(2, 2, shares) : NULL;
    return work;
}

static void assert_cannot_sell(traded *work, const char *text)
{
    preston_traded_options options = traded_options_of(work);
    assert_refused(work, &options, PRESTON_ERROR_VALUE, text);
    traded_free(work);
}

/* Whichever way the place is said to sell. */
static void economy_create_traded__sold_by_who_makes_none(void **state)
{
    (void)state;
    static const double at_home[] = {1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0};
    static const preston_trade_line lines[] = {
        {-1, 0, 0, 0.75}, {-1, 1, 0, 0.25}, {0, 0, 1, 1.0}, {1, 1, 1, 1.0}};
    const preston_trade_input input = {.places = 2,
                                       .sectors = 2,
                                       .supply = preston_const_matrix(sizes, 2, 2),
                                       .use = preston_const_matrix(sizes, 2, 2)};
    preston_error error = {0};
    traded work = make_without_farming(cells);
    assert_cannot_sell(&work, "place 'p2' sells 0.2 of what place 'p1' uses of sector 's1', and "
                              "has no output of it in its own table");
    work = make_without_farming(at_home);
    assert_cannot_sell(&work, "place 'p2' sells 1 of what place 'p2' uses of sector 's1'");
    work = make_without_farming(NULL);
    assert_ok(preston_trade_given(&input, 4, lines, NULL, &work.trade, &error), &error);
    assert_cannot_sell(&work, "place 'p2' sells 0.25 of what place 'p1' uses of sector 's1'");
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.rest_from_pool = 1;
    work = make_without_farming(NULL);
    assert_ok(preston_trade_given(&input, 1, lines, &options, &work.trade, &error), &error);
    /* the pool has 30 less 0.75 · 30 of the first place, and all 10 of the second: 0.25 · 10/17.5
     */
    assert_cannot_sell(&work, "place 'p2' sells 0.142857 of what place 'p1' uses of sector 's1'");
}

/* Where others sell it instead, every pound is accounted for. */
static void economy_create_traded__bought_elsewhere(void **state)
{
    (void)state;
    static const double elsewhere[] = {1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0};
    static const double bought[] = {0.0, 0.0, 0.0, 8.0}; /* caring in the second place */
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_I;
    traded work = make_without_farming(elsewhere);
    traded_join(&work);
    traded_close(&work, &options);
    const preston_demand demand = {.sectors = preston_const_vector(bought, 4, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    double spent = 0.0;
    double accounted = 0.0;
    assert_ok(preston_model_impact(work.work.model, &demand, &impact, &error), &error);
    assert_ok(preston_impact_conservation(impact, PRESTON_CLOSURE_I, &spent, &accounted, &error),
              &error);
    assert_close(spent, 8.0, 0.0, 0.0);
    assert_close(accounted, 8.0, 1e-9, 0.0); /* solved to 1e-10 */
    preston_impact_free(impact);
    traded_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(economy_create_traded__places_and_output),
        cmocka_unit_test(economy_create_traded__own_table),
        cmocka_unit_test(economy_sales__equal_the_shares),
        cmocka_unit_test(economy_sales__cell_by_cell),
        cmocka_unit_test(places_supply_and_use__by_hand),
        cmocka_unit_test(places_supply_and_use__balance),
        cmocka_unit_test(places_supply_and_use__own_table),
        cmocka_unit_test(economy_create_traded__bad_shares),
        cmocka_unit_test(economy_create_traded__bad_common_shares),
        cmocka_unit_test(economy_create_traded__bad_commuting),
        cmocka_unit_test(economy_create_traded__parts_do_not_fit),
        cmocka_unit_test(economy_create_traded__bad_own_tables),
        cmocka_unit_test(economy_create_traded__sold_by_who_makes_none),
        cmocka_unit_test(economy_create_traded__bought_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
