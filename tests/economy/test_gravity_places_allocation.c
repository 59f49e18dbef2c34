/* Every allocation fails in turn: gravity in a tree of places, and the economy made of it. */
#include "each_allocation.h"
#include "traded.h"

static const double coefficients[] = {0.2, 0.1, 0.3, 0.4};
static const double output[] = {100.0, 50.0};
static const double final_use[] = {40.0, 5.0, 0.0, 30.0, 0.0, 0.0, 0.0, 0.0};
static const double sizes[] = {30.0, 5.0, 10.0, 15.0};
static const double positions[] = {0.0, 0.0, 3000.0, 4000.0, 0.0, 0.0};

static preston_status finish(preston_status status, preston_trade_shares *shares, int *out_set)
{
    *out_set = shares != NULL;
    preston_trade_shares_free(shares);
    return status;
}

static preston_status sell(const void *context, int *out_set, preston_error *error)
{
    const traded *work = context;
    preston_traded_options own = traded_options_of(work);
    preston_trade_shares *shares = NULL;
    preston_status status = preston_places_trade_gravity(work->work.places, work->work.table, &own,
                                                         NULL, NULL, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status commute(const void *context, int *out_set, preston_error *error)
{
    const traded *work = context;
    preston_trade_shares *shares = NULL;
    preston_status status = preston_places_commuting_gravity(work->work.places, work->work.table,
                                                             NULL, NULL, &shares, error);
    return finish(status, shares, out_set);
}

/* An own table lacks a sector, so that who sells it is looked at. */
static preston_status join(const void *context, int *out_set, preston_error *error)
{
    const traded *work = context;
    preston_traded_options options = traded_options_of(work);
    preston_economy *economy = NULL;
    preston_status status = preston_economy_create_traded(
        work->work.table, work->work.places, work->trade, NULL, &options, &economy, error);
    *out_set = economy != NULL;
    preston_economy_free(economy);
    return status;
}

static void places_gravity__each_allocation(void **state)
{
    (void)state;
    static const double none[] = {0.0, 37.5};
    table_recipe recipe = {
        .sectors = 2, .coefficients = coefficients, .output = output, .final_use = final_use};
    traded work = {.work = {.sectors = 2, .table = make_table(&recipe)}};
    preston_error error = {0};
    work.work.places = flat_places(work.work.table, 2, sizes);
    recipe.output = none;
    work.own_tables = 1;
    work.own[0] = make_table(&recipe);
    work.own_codes[0] = "p2";
    preston_traded_options options = traded_options_of(&work);
    assert_ok(
        preston_places_locate(work.work.places, preston_const_matrix(positions, 3, 2), &error),
        &error);
    assert_ok(preston_places_trade_gravity(work.work.places, work.work.table, &options, NULL, NULL,
                                           &work.trade, &error),
              &error);
    assert_survives_each_allocation(sell, &work, 20);
    assert_survives_each_allocation(commute, &work, 10);
    assert_survives_each_allocation(join, &work, 12);
    traded_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(places_gravity__each_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
