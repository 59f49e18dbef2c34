/* A region inside its nation: two sectors by hand, and Scotland in the United Kingdom of 2019. */
#include "cells.h"
#include "test.h"

#include <preston/model.h>

#include <math.h>

#define PAIR_FOLDER EXAMPLES_DATA "/scotland-in-uk-2019"

static double *make(int64_t count)
{
    double *values = calloc((size_t)count, sizeof *values);
    assert_non_null(values);
    return values;
}

/* Flows, final use and accounts of the two economies add up to the nation's. */
static void assert_adds_up(const preston_table *nation, const preston_multiregional *both)
{
    int64_t n = preston_table_sectors(nation);
    const preston_table *whole = preston_multiregional_whole(both);
    assert_int_equal(preston_table_sectors(whole), n);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            assert_close(preston_get(preston_table_flows(whole), i, j),
                         preston_get(preston_table_flows(nation), i, j), 1e-12, 1e-9);
        }
        for (int64_t k = 0; k < preston_table_uses(nation); k++) {
            assert_close(preston_get(preston_table_final_uses(whole), i, k),
                         preston_get(preston_table_final_uses(nation), i, k), 1e-12, 1e-9);
        }
        for (int64_t k = 0; k < preston_table_accounts(whole); k++) {
            int64_t at = preston_table_find_account(nation, preston_table_account_code(whole, k));
            assert_close(preston_get(preston_table_account(whole, k), i, 0),
                         preston_get(preston_table_account(nation, at), i, 0), 1e-12, 1e-9);
        }
        assert_close(preston_get(preston_table_output(whole), i, 0),
                     preston_get(preston_table_output(nation), i, 0), 1e-14, 0.0);
    }
}

static void assert_no_negative_flow(const preston_multiregional *both)
{
    preston_const_view flows = preston_multiregional_flows(both);
    for (int64_t i = 0; i < flows.rows; i++) {
        for (int64_t j = 0; j < flows.columns; j++) {
            assert_true(preston_get(flows, i, j) >= 0.0);
        }
    }
}

/* --- by hand --- */

/* Nation: flows, households, exports; imports, taxes, gva. Region inside it. */
static const char *const sectors[] = {"g", "s"};
static const char *const uses[] = {"households", "exports"};
static const char *const accounts[] = {"imports", "taxes_on_products", "gva", "sold", "bought"};

typedef struct small {
    double output[2];
    double flows[4];
    double final_use[4];
    double values[10];
} small;

static const small nation_parts = {{200.0, 300.0},
                                   {40.0, 60.0, 20.0, 90.0},
                                   {70.0, 30.0, 170.0, 20.0},
                                   {30.0, 10.0, 100.0, 0.0, 0.0, 20.0, 10.0, 120.0, 0.0, 0.0}};
/* sells 12 and 10 to the rest, buys 8 and 6 there; its exports and imports hold these */
static const small region_parts = {{40.0, 60.0},
                                   {6.0, 5.0, 4.0, 15.0},
                                   {13.0, 16.0, 30.0, 11.0},
                                   {12.0, 2.0, 16.0, 12.0, 8.0, 9.0, 2.0, 29.0, 10.0, 6.0}};

static preston_table *make_small(const small *parts, int64_t account_count)
{
    preston_table_data data = {.unit = "million",
                               .household_income = parts->output[0],
                               .sectors = 2,
                               .codes = sectors,
                               .output = preston_const_vector(parts->output, 2, 1),
                               .flows = preston_const_matrix(parts->flows, 2, 2),
                               .uses = 2,
                               .use_codes = uses,
                               .final_use = preston_const_matrix(parts->final_use, 2, 2),
                               .accounts = account_count,
                               .account_codes = accounts,
                               .account_values = {parts->values, 2, account_count, 5, 1}};
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    return table;
}

static preston_residual_options naming(void)
{
    preston_residual_options options;
    preston_residual_options_init(&options);
    options.sales = "sold";
    options.purchases = "bought";
    return options;
}

static void residual__by_hand(void **state)
{
    (void)state;
    static const double household_purchases[] = {10.0, 99.0};
    preston_table *nation = make_small(&nation_parts, 3);
    preston_table *region = make_small(&region_parts, 5);
    preston_residual_options options = naming();
    options.use_purchases = preston_const_vector(household_purchases, 2, 1);
    preston_multiregional *both = NULL;
    preston_residual_report report;
    preston_error error = {0};
    assert_ok(preston_multiregional_residual(nation, region, &options, &both, &report, &error),
              &error);
    assert_int_equal(report.cells, 0);
    assert_adds_up(nation, both);
    preston_const_view flows = preston_multiregional_flows(both);
    /* the region has its own table */
    assert_close(preston_get(flows, 1, 0), 4.0, 0.0, 0.0);
    /* its first sector buys 8 of the rest, as the nation's column has it: 40 to 20 */
    assert_close(preston_get(flows, 2, 0), 8.0 * 40.0 / 60.0, 1e-14, 0.0);
    assert_close(preston_get(flows, 3, 0), 8.0 * 20.0 / 60.0, 1e-14, 0.0);
    /* 12 sold to the rest over what is left: 34 − 16/3, 55 − 2.4, 57 − 70/24 of households */
    double left = 34.0 - 16.0 / 3.0 + 55.0 - 2.4 + 57.0 - 70.0 / 24.0;
    assert_close(preston_get(flows, 0, 3), 12.0 * (55.0 - 2.4) / left, 1e-14, 0.0);
    preston_const_view final_use = preston_multiregional_final_uses(both);
    assert_close(preston_get(final_use, 0, 1), 4.0, 1e-14, 0.0);
    assert_close(preston_get(final_use, 2, 3), 26.0, 1e-14, 0.0);
    /* imports from abroad: 12 − 8 of 30 */
    const preston_table *rest = preston_multiregional_place_table(both, 1);
    int64_t imports = preston_table_find_account(rest, "imports");
    assert_close(preston_get(preston_table_account(rest, imports), 0, 0), 26.0, 1e-14, 0.0);
    preston_multiregional_checks checks;
    assert_ok(preston_multiregional_check(both, &checks, &error), &error);
    assert_close(checks.row_imbalance, 0.0, 0.0, 1e-12);
    assert_close(checks.column_imbalance, 0.0, 0.0, 1e-12);
    preston_multiregional_free(both);
    preston_table_free(nation);
    preston_table_free(region);
}

static int seen;

static void see_cell(void *context, const char *seller, const char *buyer, double excess)
{
    (void)context;
    seen++;
    assert_string_equal(seller, "s");
    assert_string_equal(buyer, "g");
    assert_close(excess, 1.5, 1e-14, 0.0);
}

/* The region's services buy 4 from services for goods; let the nation have 2.5 of them only. */
static void residual__excess_is_traded_and_reported(void **state)
{
    (void)state;
    small less = nation_parts;
    less.flows[2] = 2.5;
    less.final_use[2] += 17.5;
    less.values[2] += 17.5;
    preston_table *nation = make_small(&less, 3);
    preston_table *region = make_small(&region_parts, 5);
    preston_residual_options options = naming();
    options.on_cell = see_cell;
    preston_multiregional *both = NULL;
    preston_residual_report report;
    preston_error error = {0};
    seen = 0;
    assert_ok(preston_multiregional_residual(nation, region, &options, &both, &report, &error),
              &error);
    assert_int_equal(seen, 1);
    assert_int_equal(report.cells, 1);
    assert_close(report.excess, 1.5, 1e-14, 0.0);
    assert_int_equal(report.seller, 1);
    assert_int_equal(report.buyer, 0);
    assert_adds_up(nation, both);
    assert_no_negative_flow(both);
    preston_const_view flows = preston_multiregional_flows(both);
    /* what the buyer takes of the nation altogether stays: 6 + 4 of its own and 8 of the rest */
    double bought = 0.0;
    for (int64_t i = 0; i < 4; i++) {
        bought += preston_get(flows, i, 0);
    }
    assert_close(bought, 18.0, 1e-14, 0.0);
    preston_multiregional_checks checks;
    assert_ok(preston_multiregional_check(both, &checks, &error), &error);
    assert_close(checks.row_imbalance, 0.0, 0.0, 1e-12);
    assert_close(checks.column_imbalance, 0.0, 0.0, 1e-12);
    preston_multiregional_free(both);
    both = NULL;
    options.most_excess = 0.01;
    assert_fails(preston_multiregional_residual(nation, region, &options, &both, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "where 's' sells to 'g' (1.5)");
    assert_null(both);
    preston_table_free(nation);
    preston_table_free(region);
}

static void assert_refused(const small *changed, const preston_residual_options *options,
                           preston_status status, const char *message)
{
    preston_table *nation = make_small(&nation_parts, 3);
    preston_table *region = make_small(changed, 5);
    preston_multiregional *both = NULL;
    preston_error error = {0};
    assert_fails(preston_multiregional_residual(nation, region, options, &both, NULL, &error),
                 status, &error, message);
    assert_null(both);
    preston_table_free(nation);
    preston_table_free(region);
}

static void residual__bad_input(void **state)
{
    (void)state;
    preston_residual_options options = naming();
    small changed = region_parts;
    changed.output[0] = 201.0;
    assert_refused(&changed, &options, PRESTON_ERROR_VALUE, "sector 'g' has an output of 201");
    changed = region_parts;
    changed.values[4] = 1000.0;
    assert_refused(&changed, &options, PRESTON_ERROR_VALUE, "'g' of the region buys 1000");
    changed = region_parts;
    changed.values[8] = 1000.0;
    assert_refused(&changed, &options, PRESTON_ERROR_VALUE, "sector 's' of the region sells 1000");
    changed.values[8] = -1.0;
    assert_refused(&changed, &options, PRESTON_ERROR_VALUE, "the sales of 's'");
    options.sales = "nowhere";
    assert_refused(&region_parts, &options, PRESTON_ERROR_MISSING, "no account 'nowhere'");
    options.size = 1;
    assert_refused(&region_parts, &options, PRESTON_ERROR_ARGUMENT, "init");
}

/* --- Scotland --- */

static preston_table *read_common(const char *folder, const char *concordance)
{
    preston_table *full = NULL;
    preston_table *common = NULL;
    preston_error error = {0};
    assert_ok(preston_table_read(folder, &full, &error), &error);
    assert_ok(preston_table_aggregate_by_file(full, PAIR_FOLDER, concordance, &common, &error),
              &error);
    preston_table_free(full);
    return common;
}

static preston_multiregional *join_scotland(const preston_table *uk, const preston_table *scotland,
                                            preston_residual_report *report)
{
    cells *imports = cells_read(PAIR_FOLDER, "imports_by_use.csv");
    double *purchases = make(preston_table_uses(scotland));
    for (int64_t row = 0; row < imports->rows; row++) {
        /* the two governments are one in the common table */
        const char *code = cells_text(imports, row, 0);
        int64_t use = preston_table_find_use(
            scotland, strncmp(code, "government", 10) == 0 ? "government" : code);
        purchases[use] += cells_number(imports, row, 1);
    }
    preston_residual_options options;
    preston_residual_options_init(&options);
    options.area = "uk";
    options.region = "scotland";
    options.rest = "rest-of-uk";
    options.sales = "exports_rest_of_uk";
    options.purchases = "imports_rest_of_uk";
    options.use_purchases = preston_const_vector(purchases, preston_table_uses(scotland), 1);
    preston_multiregional *both = NULL;
    preston_error error = {0};
    assert_ok(preston_multiregional_residual(uk, scotland, &options, &both, report, &error),
              &error);
    cells_free(imports);
    free(purchases);
    return both;
}

static void assert_conserves(const preston_economy *economy)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    preston_model *model = NULL;
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_create(economy, &options, &model, &error), &error);
    int64_t rows = preston_economy_output(economy).rows;
    double *demand = make(rows);
    for (int64_t i = 0; i < rows; i++) {
        demand[i] = preston_get(preston_economy_output(economy), i, 0) > 0.0 ? 1.0 : 0.0;
    }
    const preston_demand given = {.sectors = preston_const_vector(demand, rows, 1)};
    assert_ok(preston_model_impact(model, &given, &impact, &error), &error);
    for (int closure = PRESTON_CLOSURE_I; closure <= PRESTON_CLOSURE_II; closure++) {
        double spent = 0.0;
        double accounted = 0.0;
        assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent, &accounted,
                                              &error),
                  &error);
        /* the published tables' columns balance to 1e-10 */
        assert_close(accounted, spent, 1e-9, 0.0);
    }
    preston_impact_free(impact);
    preston_model_free(model);
    free(demand);
}

static double *scottish_multipliers(const preston_economy *economy, const char *area)
{
    preston_model *model = NULL;
    preston_error error = {0};
    int64_t rows = preston_economy_output(economy).rows;
    double *effects = make(rows);
    assert_ok(preston_model_create(economy, NULL, &model, &error), &error);
    assert_ok(preston_model_multipliers(model, PRESTON_CLOSURE_I, "output", area,
                                        preston_vector(effects, rows, 1), (preston_view){0}, NULL,
                                        &error),
              &error);
    preston_model_free(model);
    return effects;
}

/* What Scottish demand brings about in Scotland is what its own table says, more what comes back
 * through the rest, less the excess cells that count as trade: near one on average. One percent
 * either way is what the excess, 0.7 % of what Scotland buys of itself, can explain. */
static void assert_near_own_table(const preston_economy *economy, const preston_table *scotland)
{
    preston_economy *alone = NULL;
    preston_error error = {0};
    assert_ok(preston_economy_create(scotland, NULL, NULL, &alone, &error), &error);
    double *inside = scottish_multipliers(economy, "scotland");
    double *own = scottish_multipliers(alone, NULL);
    double ratio = 0.0;
    double weights = 0.0;
    double lowest = INFINITY;
    double highest = 0.0;
    for (int64_t i = 0; i < preston_table_sectors(scotland); i++) {
        double output = preston_get(preston_table_output(scotland), i, 0);
        ratio += output * inside[i] / own[i];
        weights += output;
        lowest = fmin(lowest, inside[i] / own[i]);
        highest = fmax(highest, inside[i] / own[i]);
    }
    print_message("own output multipliers over the Scottish table's: %.4f on average, %.4f to "
                  "%.4f\n",
                  ratio / weights, lowest, highest);
    assert_close(ratio / weights, 1.0, 0.0, 0.01);
    free(inside);
    free(own);
    preston_economy_free(alone);
}

static void residual__scotland_in_the_united_kingdom(void **state)
{
    (void)state;
    preston_table *uk = read_common(EXAMPLES_DATA "/uk-2019", "uk.csv");
    preston_table *scotland = read_common(EXAMPLES_DATA "/scotland-2019", "scotland.csv");
    preston_residual_report report;
    preston_multiregional *both = join_scotland(uk, scotland, &report);
    print_message("%lld sectors; %lld cells exceed the nation's by %g (%.3g), most %g: %s to %s; "
                  "exports moved %g, imports moved %g, %lld negative accounts, %lld jobs\n",
                  (long long)preston_table_sectors(uk), (long long)report.cells, report.excess,
                  report.excess_share, report.largest,
                  report.seller >= 0 ? preston_table_code(uk, report.seller) : "none",
                  report.buyer < 94 ? preston_table_code(uk, report.buyer) : "a use",
                  report.moved_exports, report.moved_imports, (long long)report.negative_accounts,
                  (long long)report.shared_jobs);
    /* as the README of the data says */
    assert_int_equal(preston_table_sectors(uk), 94);
    assert_int_equal(report.cells, 336);
    assert_close(report.excess, 1364.0, 0.0, 0.5);
    assert_string_equal(preston_table_code(uk, report.seller), "16");
    assert_adds_up(uk, both);
    assert_no_negative_flow(both);
    preston_multiregional_checks checks;
    preston_error error = {0};
    assert_ok(preston_multiregional_check(both, &checks, &error), &error);
    /* the Scottish rows balance to 0.0014 as published, its columns to 1e-11 */
    assert_close(checks.row_imbalance, 0.0, 0.0, 0.005);
    assert_close(checks.column_imbalance, 0.0, 0.0, 1e-6);
    preston_economy *economy = NULL;
    assert_ok(preston_economy_create_multiregional(both, &economy, &error), &error);
    assert_conserves(economy);
    assert_near_own_table(economy, scotland);
    preston_economy_free(economy);
    preston_multiregional_free(both);
    preston_table_free(uk);
    preston_table_free(scotland);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(residual__by_hand),
        cmocka_unit_test(residual__excess_is_traded_and_reported),
        cmocka_unit_test(residual__bad_input),
        cmocka_unit_test(residual__scotland_in_the_united_kingdom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
