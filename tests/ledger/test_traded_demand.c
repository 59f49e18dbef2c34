/* Demand from a ledger where places trade by shares: unknown suppliers are the buyer's usual ones.
 */
#include "ledgers.h"
#include "random.h"
#include "test.h"
#include "traded.h"

enum { PLACES = 6, SECTORS = 4, ROWS = PLACES * SECTORS };

static void ledger_demand__unknown_suppliers_by_trade_shares(void **state)
{
    (void)state;
    static const purchase rows[] = {{"s2", "p3", 5e6, NULL}, {"s4", "", 2e6, NULL}};
    gsl_rng *random = make_random();
    for (int leaving = 0; leaving < 2; leaving++) {
        const traded_shape shape = {.places = PLACES,
                                    .sectors = SECTORS,
                                    .trade = 7,
                                    .commuting = -1,
                                    .foreign = leaving ? 0.5 : 0.0};
        traded work = traded_random(random, &shape);
        preston_ledger *ledger = make_ledger(2, rows);
        preston_demand_options options;
        preston_demand_options_init(&options);
        options.buyer_place = "p2";
        double sectors[ROWS] = {0};
        double imports[PLACES] = {0};
        double taxes[PLACES] = {0};
        preston_error error = {0};
        assert_ok(preston_ledger_demand(
                      ledger, NULL, work.work.economy, &options, preston_vector(sectors, ROWS, 1),
                      preston_vector(imports, PLACES, 1), preston_vector(taxes, PLACES, 1), &error),
                  &error);
        double bought = 0.0;
        for (int64_t place = 0; place < PLACES; place++) {
            double share = preston_trade_shares_get(work.trade, 3, place, 1);
            assert_close(sectors[place * SECTORS + 3], 2.0 * share, 1e-14, 0.0);
            assert_close(sectors[place * SECTORS + 1], place == 2 ? 5.0 : 0.0, 1e-14, 0.0);
            bought += share;
        }
        assert_close(imports[1], leaving ? 2.0 * (1.0 - bought) : 0.0, 1e-12, 0.0);
        assert_true((imports[1] > 0.0) == leaving);
        preston_ledger_free(ledger);
        traded_free(&work);
    }
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_demand__unknown_suppliers_by_trade_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
