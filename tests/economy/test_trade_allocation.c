/* Every allocation of trade and commuting fails in turn. */
#include "each_allocation.h"
#include "folder.h"

#include <preston/economy.h>

#include <math.h>

static char *folder;
static const char *const places[] = {"a", "b", "c"};
static const char *const sectors[] = {"s1", "s2"};
static const double supply[] = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
static const double use[] = {2.0, 2.0, 3.0, 5.0, 4.0, 5.0};
static const double xy[] = {0.0, 0.0, 3.0, 0.0, 0.0, 4.0};
static const double times[] = {0.0, 1.0, 2.0, 1.0, 0.0, 3.0, 2.0, 3.0, 0.0};
static const int64_t starts[] = {0, 2, 4, 6};
static const int64_t sellers[] = {1, 2, 0, 2, 0, 1};
static const double values[] = {1.0, 2.0, 1.0, 3.0, 2.0, 3.0};

static preston_trade_input input(void)
{
    return (preston_trade_input){.places = 3,
                                 .sectors = 2,
                                 .place_codes = places,
                                 .sector_codes = sectors,
                                 .supply = {supply, 3, 2, 2, 1},
                                 .use = {use, 3, 2, 2, 1}};
}

static preston_status finish(preston_status status, preston_trade_shares *shares, int *out_set)
{
    *out_set = shares != NULL;
    preston_trade_shares_free(shares);
    return status;
}

static preston_status by_gravity(const void *context, int *out_set, preston_error *error)
{
    const preston_distances *distances = context;
    preston_trade_input from = input();
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = 2.0;
    options.pool_share = 0.25;
    options.threads = 2;
    preston_trade_shares *shares = NULL;
    preston_status status = preston_trade_gravity(&from, distances, &options, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status commute_by_gravity(const void *context, int *out_set, preston_error *error)
{
    preston_trade_input from = input();
    from.supply.columns = 1;
    preston_trade_shares *shares = NULL;
    preston_status status = preston_commuting_gravity(&from, context, NULL, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status by_pool(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    preston_trade_input from = input();
    preston_trade_shares *shares = NULL;
    preston_status status = preston_trade_pool(&from, NULL, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status by_file(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    preston_trade_input from = input();
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.rest_from_pool = 1;
    preston_trade_shares *shares = NULL;
    preston_status status = preston_trade_read(folder, &from, &options, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status commute_by_file(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    preston_trade_input from = input();
    preston_trade_shares *shares = NULL;
    preston_status status = preston_commuting_read(folder, &from, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status commute_by_list(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    const preston_trade_line lines[] = {{0, 0, 0, 1.0}, {0, 0, 1, 1.0}, {0, 2, 2, 1.0}};
    preston_trade_input from = input();
    preston_trade_shares *shares = NULL;
    preston_status status = preston_commuting_given(&from, 3, lines, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status nobody_commutes(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    preston_trade_shares *shares = NULL;
    preston_status status = preston_commuting_none(3, &shares, error);
    return finish(status, shares, out_set);
}

static preston_status order(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    int64_t along[] = {-1, -1, -1};
    preston_status status = preston_curve_order((preston_const_view){xy, 3, 2, 2, 1}, along, error);
    *out_set = along[0] >= 0;
    return status;
}

static void trade__each_allocation(void **state)
{
    (void)state;
    const preston_distances ways[] = {
        {.coordinates = {xy, 3, 2, 2, 1}},
        {.matrix = {times, 3, 3, 3, 1}},
        {.starts = starts, .places = sellers, .values = values},
    };
    for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
        assert_survives_each_allocation(by_gravity, &ways[k], 18);
        assert_survives_each_allocation(commute_by_gravity, &ways[k], 11);
    }
    assert_survives_each_allocation(by_pool, NULL, 9);
    assert_survives_each_allocation(by_file, NULL, 20);
    assert_survives_each_allocation(commute_by_file, NULL, 20);
    assert_survives_each_allocation(commute_by_list, NULL, 12);
    assert_survives_each_allocation(nobody_commutes, NULL, 3);
    assert_survives_each_allocation(order, NULL, 0);
}

int main(void)
{
    folder = make_folder();
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n*,a,b,0.5\ns1,b,c,0.5\ns1,c,c,0.25\n*,a,a,0.5\n");
    write_text(folder, "commuting.csv",
               "workplace,residence,share\na,a,1\nb,a,0.5\nb,b,0.5\nc,a,1\n");
    const struct CMUnitTest tests[] = {cmocka_unit_test(trade__each_allocation)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove_folder(folder);
    return failed;
}
