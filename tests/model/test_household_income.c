/* Income that a demand gives to households: ignored in Type I, spent as any other in Type II. */
#include "any_economy.h"
#include "test.h"

#include <math.h>

static const char *const accounts[] = {"output",       "imports", "taxes_on_products",
                                       "compensation", "gva",     "jobs"};
enum { ACCOUNTS = sizeof accounts / sizeof *accounts };

static preston_impact *impact_of(const sample *work, const preston_demand *demand)
{
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, demand, &impact, &error), &error);
    return impact;
}

/* --- what households buy with it --- */

/* What an income buys in the first round, from the public facts of tables and trade alone. */
typedef struct purchases {
    double *sectors; /* by the place of the seller */
    double *imports;
    double *taxes;
    double *from_households;
} purchases;

static purchases buy_with(const any_economy *economy, const double *income)
{
    const sample *work = economy->work;
    const preston_economy *joined = work->economy;
    int64_t places = preston_economy_places(joined);
    int64_t n = work->sectors;
    purchases made = {make_zeros(work->rows), make_zeros(places), make_zeros(places),
                      make_zeros(places)};
    double *bought = make_zeros(work->rows);
    for (int64_t place = 0; place < places; place++) {
        const preston_table *table = preston_economy_place_table(joined, place);
        const preston_table_data *facts = preston_table_facts(table);
        double each = income[place] / facts->household_income;
        made.imports[place] = each * facts->household_imports;
        made.taxes[place] = each * facts->household_taxes_on_products;
        made.from_households[place] = economy->options.household_own_use * income[place];
        for (int64_t i = 0; i < n; i++) {
            double shares = 0.0;
            for (int64_t seller = 0; seller < places; seller++) {
                shares += preston_economy_final_share(joined, place, i, seller);
            }
            bought[place * n + i] = each * preston_get(preston_table_final_uses(table), i,
                                                       preston_table_find_use(table, "households"));
            made.imports[place] += (1.0 - shares) * bought[place * n + i];
        }
    }
    preston_error error = {0};
    assert_ok(preston_economy_sales(joined, preston_const_vector(bought, work->rows, 1),
                                    preston_vector(made.sectors, work->rows, 1), &error),
              &error);
    free(bought);
    return made;
}

static void free_purchases(purchases *made)
{
    free(made->sectors);
    free(made->imports);
    free(made->taxes);
    free(made->from_households);
}

/* Both are sums of as many products, solved to 1e-12: a thousandth of what would be an error. */
static void assert_same(double one, double other)
{
    assert_close(one, other, 1e-9, 1e-9);
}

static void check_what_it_buys(gsl_rng *random, const any_economy *economy)
{
    const sample *work = economy->work;
    int64_t places = preston_economy_places(work->economy);
    double *income = make_random_amounts(random, places);
    purchases bought = buy_with(economy, income);
    const preston_demand given = {.household_income = preston_const_vector(income, places, 1)};
    const preston_demand spent = {
        .sectors = preston_const_vector(bought.sectors, work->rows, 1),
        .imports = preston_const_vector(bought.imports, places, 1),
        .taxes_on_products = preston_const_vector(bought.taxes, places, 1),
        .household_income = preston_const_vector(bought.from_households, places, 1)};
    preston_impact *one = impact_of(work, &given);
    preston_impact *other = impact_of(work, &spent);
    for (int k = 0; k < ACCOUNTS; k++) {
        double *first = totals_of(one, places, PRESTON_CLOSURE_I, accounts[k]);
        double *all = totals_of(one, places, PRESTON_CLOSURE_II, accounts[k]);
        double *expected = totals_of(other, places, PRESTON_CLOSURE_II, accounts[k]);
        for (int64_t place = 0; place < places; place++) {
            assert_true(first[place] == 0.0); /* all of it is induced */
            assert_same(all[place], expected[place]);
        }
        free(first);
        free(all);
        free(expected);
    }
    for (int64_t place = 0; place < places; place++) {
        assert_same(preston_get(preston_impact_household_income(one), place, 0),
                    income[place] + preston_get(preston_impact_household_income(other), place, 0));
    }
    preston_impact_free(one);
    preston_impact_free(other);
    free_purchases(&bought);
    free(income);
}

static void impact__of_income_is_that_of_what_it_buys(void **state)
{
    (void)state;
    check_on_nested(check_what_it_buys);
    /* here no household buys from households: what it pays them would go where wages do */
    check_on_traded(check_what_it_buys);
}

/* --- identities with all kinds of demand together --- */

static void check_money(gsl_rng *random, const any_economy *economy)
{
    const sample *work = economy->work;
    int64_t places = preston_economy_places(work->economy);
    double *sectors = make_random_demand(random, work);
    double *imports = make_random_amounts(random, places);
    double *income = make_random_amounts(random, places);
    const preston_demand demand = {.sectors = preston_const_vector(sectors, work->rows, 1),
                                   .imports = preston_const_vector(imports, places, 1),
                                   .household_income = preston_const_vector(income, places, 1)};
    preston_impact *impact = impact_of(work, &demand);
    preston_error error = {0};
    for (int closure = 0; closure < 2; closure++) {
        double spent = 0.0;
        double accounted = (double)NAN;
        assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent, &accounted,
                                              &error),
                  &error);
        assert_same(accounted, spent);
    }
    preston_wages wages = {0};
    double given = 0.0;
    for (int64_t place = 0; place < places; place++) {
        given += income[place];
    }
    assert_ok(preston_impact_wages(impact, &wages, &error), &error);
    assert_close(wages.given, given, 1e-14, 1e-14);
    assert_same(wages.paid + wages.by_households + wages.given,
                wages.withheld + wages.abroad + wages.received);
    preston_impact_free(impact);
    free(sectors);
    free(imports);
    free(income);
}

static void impact__with_income_conserves_money(void **state)
{
    (void)state;
    check_on_nested(check_money);
    check_on_traded(check_money);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impact__of_income_is_that_of_what_it_buys),
        cmocka_unit_test(impact__with_income_conserves_money),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
