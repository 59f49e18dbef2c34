/* The purchases in examples/data that scenarios are made of: what French local authorities buy,
 * and the food of Preston's anchor institutions. */
#include "folder.h"
#include "ledgers.h"
#include "sample.h"
#include "test.h"

enum { FRENCH_SECTORS = 17 };

/* Ledgers are in whole pence: a cell may be half a penny off, in GBP million. */
static const double HALF_A_PENNY = 0.5e-8;

/* Demand by place and sector; imports and taxes by place. */
typedef struct demand {
    double *sectors;
    double *imports;
    double *taxes;
} demand;

static demand demand_of(const sample *work, const preston_ledger *ledger,
                        const preston_concordance *concordance)
{
    int64_t places = preston_economy_places(work->economy);
    preston_error error = {0};
    demand all = {make_zeros(places * work->sectors), make_zeros(places), make_zeros(places)};
    assert_ok(preston_ledger_demand(ledger, concordance, work->economy, NULL,
                                    preston_vector(all.sectors, places * work->sectors, 1),
                                    preston_vector(all.imports, places, 1),
                                    preston_vector(all.taxes, places, 1), &error),
              &error);
    return all;
}

static void demand_free(demand *all)
{
    free(all->sectors);
    free(all->imports);
    free(all->taxes);
}

/* The demand of a folder's ledger.csv through its concordance.csv. */
static demand folder_demand(const sample *work, const char *folder)
{
    preston_ledger *ledger = NULL;
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    char *purchases = path_in(folder, "ledger.csv");
    char *categories = path_in(folder, "concordance.csv");
    assert_ok(preston_ledger_read(purchases, NULL, &ledger, &error), &error);
    assert_ok(preston_concordance_read(categories, NULL, work->table, &concordance, &error),
              &error);
    demand all = demand_of(work, ledger, concordance);
    preston_concordance_free(concordance);
    preston_ledger_free(ledger);
    free(categories);
    free(purchases);
    return all;
}

static double sum(int64_t count, const double *values)
{
    double total = 0.0;
    for (int64_t i = 0; i < count; i++) {
        total += values[i];
    }
    return total;
}

/* EUR 66bn in EUR million, none of it lost; the sectors that the README speaks of. */
static void demand__french_local_authorities(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        double share; /* as the README prints it, to 0.1 % */
    } printed[] = {{"sFZ", 0.176}, {"sMN", 0.156}, {"sRU", 0.048}, {"sOQ", 0.037}};
    sample work = sample_read(EXAMPLES_DATA "/france-2010", NULL);
    sample_join(&work, NULL);
    assert_int_equal(work.sectors, FRENCH_SECTORS);
    demand all = folder_demand(&work, EXAMPLES_DATA "/france-purchases");
    double total = sum(FRENCH_SECTORS, all.sectors) + all.imports[0] + all.taxes[0];
    assert_close(total, 66000.0, 1e-12, 0.0);
    for (int k = 0; k < 4; k++) {
        int64_t sector = preston_table_find(work.table, printed[k].code);
        assert_true(sector >= 0);
        assert_close(all.sectors[sector] / total, printed[k].share, 0.0, 0.0005);
    }
    demand_free(&all);
    sample_free(&work);
}

/* The published share of the social economy is in the ledger: 29.7 % of finance and insurance, and
 * no type where none is published. */
static void ledger__french_types_are_published_shares(void **state)
{
    (void)state;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    double social = 0.0;
    double finance = 0.0;
    assert_ok(
        preston_ledger_read(EXAMPLES_DATA "/france-purchases/ledger.csv", NULL, &ledger, &error),
        &error);
    for (int64_t row = 0; row < preston_ledger_rows(ledger); row++) {
        const char *type = preston_ledger_label(ledger, row, PRESTON_LEDGER_TYPE);
        double amount = preston_ledger_amount(ledger, row);
        if (strcmp(preston_ledger_label(ledger, row, PRESTON_LEDGER_CATEGORY),
                   "finance-and-insurance") != 0) {
            assert_string_equal(type, "");
            continue;
        }
        finance += amount;
        social += strcmp(type, "social-economy") == 0 ? amount : 0.0;
    }
    assert_close(social / finance, 0.297, 1e-10, 0.0);
    preston_ledger_free(ledger);
}

/* Food alone: in the sectors of its concordance the demand is that of the whole ledger it was cut
 * from, to the penny; elsewhere there is none. */
static void demand__canteens_are_the_food_of_preston(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_join(&work, NULL);
    preston_ledger *whole = read_shipped_ledger("ledger-2016-17.csv");
    preston_concordance *concordance = read_shipped_concordance(work.table);
    demand all = demand_of(&work, whole, concordance);
    demand food = folder_demand(&work, EXAMPLES_DATA "/canteens");
    int64_t bought = 0;
    for (int64_t cell = 0; cell < preston_economy_places(work.economy) * work.sectors; cell++) {
        if (food.sectors[cell] != 0.0) {
            assert_close(food.sectors[cell], all.sectors[cell], 1e-13, HALF_A_PENNY);
            bought++;
        }
    }
    assert_int_equal(bought, 3 * 11); /* places and categories */
    assert_true(sum(3, food.imports) == 0.0 && sum(3, food.taxes) == 0.0);
    demand_free(&all);
    demand_free(&food);
    preston_concordance_free(concordance);
    preston_ledger_free(whole);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demand__french_local_authorities),
        cmocka_unit_test(ledger__french_types_are_published_shares),
        cmocka_unit_test(demand__canteens_are_the_food_of_preston),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
