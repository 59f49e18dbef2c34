/* What a scenario needs, read from its files: the shipped cases, and files that are not there. */
#include "cells.h"
#include "comparisons.h"
#include "folder.h"
#include "ledgers.h"
#include "test.h"

#include <math.h>

/* The three places of the Preston case, by paths relative to examples/data. */
static preston_scenario_data three_places(void)
{
    preston_scenario_data data;
    preston_scenario_data_init(&data);
    data.title = "Preston";
    data.table = "uk-2019";
    data.places = "preston/places";
    data.concordance = "preston/concordance.csv";
    data.ledger.file = "preston/ledger-2012-13.csv";
    data.after.file = "preston/ledger-2016-17.csv";
    data.first_year = data.last_year = 2019.0;
    return data;
}

static preston_scenario_data many_places(void)
{
    preston_scenario_data data = three_places();
    data.places = "uk-places";
    data.economy.form = "gravity";
    return data;
}

static preston_scenario *scenario_of(const preston_scenario_data *data)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_create(data, EXAMPLES_DATA, &scenario, &error), &error);
    return scenario;
}

static preston_scenario_inputs *inputs_of(const preston_scenario_data *data, double delta)
{
    preston_scenario *scenario = scenario_of(data);
    preston_scenario_inputs *inputs = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_inputs_read(scenario, delta, &inputs, &error), &error);
    preston_scenario_free(scenario); /* the inputs live on without it */
    return inputs;
}

static const preston_economy *economy_of(const preston_scenario_inputs *inputs)
{
    return preston_model_economy(preston_scenario_inputs_model(inputs));
}

/* Both ledgers, each beside the other. */
static preston_comparison *compare_inputs(const preston_scenario_inputs *inputs)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_ok(preston_comparison_create(preston_scenario_inputs_model(inputs),
                                        preston_scenario_inputs_ledger(inputs, 0),
                                        preston_scenario_inputs_ledger(inputs, 1),
                                        preston_scenario_inputs_concordance(inputs), NULL, NULL,
                                        NULL, &comparison, &error),
              &error);
    return comparison;
}

static double value_at(const preston_comparison *comparison, const char *ledger,
                       const char *account, int part, int64_t place)
{
    const preston_impact *impact = strcmp(ledger, "before") == 0
                                       ? preston_comparison_before(comparison)
                                       : preston_comparison_after(comparison);
    return value_of(impact, account, part, place);
}

/* --- the shipped cases --- */

/* tests/data/README.md says how the golden numbers were computed apart. */
static void inputs_read__three_places(void **state)
{
    (void)state;
    const preston_scenario_data data = three_places();
    preston_scenario_inputs *inputs = inputs_of(&data, NAN);
    const preston_economy *economy = economy_of(inputs);
    preston_comparison *comparison = compare_inputs(inputs);
    cells *golden = cells_read(TESTS_DATA "/golden", "preston.csv");
    static const char *const parts[] = {"direct", "indirect", "induced"};
    int compared = 0;
    assert_int_equal(preston_economy_places(economy), 3);
    for (int64_t row = 0; row < golden->rows; row++) {
        if (strcmp(cells_text(golden, row, 2), "II") != 0) {
            continue;
        }
        int64_t place = preston_economy_find_place(economy, cells_text(golden, row, 1));
        int part = 0;
        while (part < 2 && strcmp(parts[part], cells_text(golden, row, 4)) != 0) {
            part++;
        }
        const char *account = cells_text(golden, row, 3);
        account = strcmp(account, "taxes") == 0 ? "taxes_on_products" : account;
        assert_close(value_at(comparison, cells_text(golden, row, 0), account, part, place),
                     cells_number(golden, row, 5), 0.0, 1e-8); /* of that file: up to 1e4 jobs */
        compared++;
    }
    assert_true(compared >= 2 * 3 * 3 * 4);
    assert_int_equal(preston_supplier_types_count(preston_scenario_inputs_types(inputs)), 1);
    cells_free(golden);
    preston_comparison_free(comparison);
    preston_scenario_inputs_free(inputs);
}

/* The same ledgers, whose "rest-of-lancashire" and "rest-of-uk" are areas here. Trade is balanced
 * to 1e-8 of a sector's supply, the golden numbers to 1e-13: that is the difference. */
static void inputs_read__180_places(void **state)
{
    (void)state;
    const preston_scenario_data data = many_places();
    preston_scenario_inputs *inputs = inputs_of(&data, NAN);
    const preston_economy *economy = economy_of(inputs);
    preston_comparison *comparison = compare_inputs(inputs);
    cells *golden = cells_read(TESTS_DATA "/golden", "uk-places.csv");
    double worst = 0.0;
    assert_true(preston_economy_is_traded(economy));
    assert_int_equal(preston_economy_places(economy), 180);
    for (int64_t row = 0; row < golden->rows; row++) {
        int64_t place = preston_economy_find_place(economy, cells_text(golden, row, 3));
        int parts = strcmp(cells_text(golden, row, 1), "II") == 0 ? 3 : 2;
        double total = 0.0;
        for (int part = 0; part < parts; part++) {
            double value = value_at(comparison, cells_text(golden, row, 0),
                                    cells_text(golden, row, 2), part, place);
            total += value;
            if (part == 0) {
                assert_close(value, cells_number(golden, row, 4), 0.0, 1e-10);
            }
        }
        worst = fmax(worst, fabs(total - cells_number(golden, row, 5)));
    }
    print_message("%d numbers, at most %.1e off\n", (int)golden->rows, worst);
    assert_close(worst, 0.0, 0.0, 1e-4);
    assert_int_equal(golden->rows, 2 * 2 * 3 * 180);
    assert_conserved(preston_comparison_before(comparison), 750.0);
    cells_free(golden);
    preston_comparison_free(comparison);
    preston_scenario_inputs_free(inputs);
}

/* --- what the scenario's numbers do --- */

static void inputs_read__delta_replaces_the_scenarios(void **state)
{
    (void)state;
    preston_scenario_data data = three_places();
    preston_scenario_inputs *own = inputs_of(&data, NAN);
    preston_scenario_inputs *replaced = inputs_of(&data, 0.1);
    data.economy.delta = 0.1;
    preston_scenario_inputs *stated = inputs_of(&data, NAN);
    double lambda = preston_economy_place_lambda(economy_of(stated), 0);
    assert_true(preston_economy_place_lambda(economy_of(replaced), 0) == lambda);
    assert_true(preston_economy_place_lambda(economy_of(own), 0) < lambda);
    preston_scenario_inputs_free(own);
    preston_scenario_inputs_free(replaced);
    preston_scenario_inputs_free(stated);
}

static void inputs_read__closure_and_places(void **state)
{
    (void)state;
    preston_scenario_data data = three_places();
    data.economy.closure = "type I";
    data.after.file = NULL;
    data.places = NULL;
    preston_scenario *scenario = scenario_of(&data);
    preston_scenario_inputs *inputs = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_inputs_read(scenario, NAN, &inputs, &error), &error);
    const preston_model *model = preston_scenario_inputs_model(inputs);
    assert_int_equal(preston_economy_places(preston_model_economy(model)), 1);
    assert_false(preston_model_has_closure(model, PRESTON_CLOSURE_II));
    assert_null(preston_scenario_inputs_ledger(inputs, 1));
    assert_non_null(preston_scenario_inputs_concordance(inputs));
    preston_scenario_inputs_free(inputs);
    preston_scenario_free(scenario);
    preston_scenario_inputs_free(NULL);
}

static double own_share(const preston_scenario_data *data)
{
    preston_scenario_inputs *inputs = inputs_of(data, NAN);
    const preston_economy *economy = economy_of(inputs);
    int64_t preston = preston_economy_find_place(economy, "preston");
    int64_t near = preston > 0 ? preston - 1 : 1;
    double share = 0.0;
    for (int64_t sector = 0; sector < 105; sector++) {
        share += preston_economy_final_share(economy, preston, sector, near);
    }
    preston_scenario_inputs_free(inputs);
    return share;
}

static void assert_refused(const preston_scenario_data *data, preston_status status,
                           const char *key, const char *text)
{
    preston_scenario *scenario = scenario_of(data);
    preston_scenario_inputs *inputs = NULL;
    preston_error error = {0};
    assert_fails(preston_scenario_inputs_read(scenario, NAN, &inputs, &error), status, &error, key);
    assert_non_null(strstr(error.message, text));
    assert_null(inputs);
    preston_scenario_free(scenario);
}

/* Trade over shorter ways, by a power, or among the nearest alone is other trade. */
static void inputs_read__gravity_goes_by_its_numbers(void **state)
{
    (void)state;
    preston_scenario_data data = many_places();
    double shares[4];
    shares[0] = own_share(&data);
    data.economy.distance_scale = 25000.0;
    shares[1] = own_share(&data);
    data.economy.distance_power = 2.0;
    shares[2] = own_share(&data);
    data.economy.distance_power = 0.0;
    data.economy.nearest = 20.0;
    shares[3] = own_share(&data);
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < i; k++) {
            assert_true(fabs(shares[i] - shares[k]) > 1e-6);
        }
    }
}

/* Remainders lie nowhere, but one can travel to them. */
static void inputs_read__travel_times(void **state)
{
    (void)state;
    char *folder = make_folder();
    write_text(folder, "times.csv",
               "from,to,minutes\npreston,rest-of-lancashire,20\npreston,rest-of-uk,180\n"
               "rest-of-lancashire,rest-of-uk,170\n");
    char *times = path_in(folder, "times.csv");
    preston_scenario_data data = three_places();
    data.economy.form = "gravity";
    data.economy.travel_times = times;
    data.economy.distance_scale = 60.0;
    preston_scenario_inputs *inputs = inputs_of(&data, NAN);
    const preston_economy *economy = economy_of(inputs);
    int64_t sector = preston_table_find(preston_economy_table(economy), "Q87 & Q88");
    double near = preston_economy_final_share(economy, 0, sector, 1) *
                  preston_economy_place_share(economy, 2);
    double far = preston_economy_final_share(economy, 0, sector, 2) *
                 preston_economy_place_share(economy, 1);
    assert_true(near > far); /* for their size, the near one sells more */
    preston_scenario_inputs_free(inputs);
    write_text(folder, "times.csv", "from,to,minutes\npreston,blackpool,20\n");
    assert_refused(&data, PRESTON_ERROR_LABEL,
                   "scenario 'Preston': economy.travel_times: ", "times.csv:2");
    free(times);
    remove_folder(folder);
}

/* The folder of places says who sells to whom. */
static void inputs_read__trade_by_data(void **state)
{
    (void)state;
    static const char *const files[] = {"places.csv", "gva.csv", NULL};
    char *folder = copy_folder(EXAMPLES_DATA "/preston/places", files);
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n*,preston,preston,0.25\n"
               "*,rest-of-lancashire,preston,0.75\n*,rest-of-lancashire,rest-of-lancashire,1\n"
               "*,rest-of-uk,rest-of-uk,1\n");
    write_text(folder, "own.csv", "place,table\nrest-of-uk," EXAMPLES_DATA "/uk-2019\n");
    char *own = path_in(folder, "own.csv");
    preston_scenario_data data = three_places();
    data.places = folder;
    data.economy.form = "data";
    preston_scenario_inputs *inputs = inputs_of(&data, NAN);
    assert_close(preston_economy_final_share(economy_of(inputs), 0, 7, 0), 0.25, 1e-12, 0.0);
    assert_true(preston_economy_place_table(economy_of(inputs), 2) ==
                preston_economy_table(economy_of(inputs)));
    preston_scenario_inputs_free(inputs);
    data.economy.own_tables = own;
    inputs = inputs_of(&data, NAN);
    assert_true(preston_economy_place_table(economy_of(inputs), 2) !=
                preston_economy_table(economy_of(inputs)));
    preston_scenario_inputs_free(inputs);
    data.places = NULL;
    assert_refused(&data, PRESTON_ERROR_MISSING, "economy.own_tables: ", "name their folder");
    free(own);
    remove_folder(folder);
}

static void inputs_read__commuting(void **state)
{
    (void)state;
    preston_scenario_data data = many_places();
    double wages[2];
    for (int k = 0; k < 2; k++) {
        data.economy.commuting_scale = k == 0 ? 0.0 : 10000.0;
        preston_scenario_inputs *inputs = inputs_of(&data, NAN);
        preston_comparison *comparison = compare_inputs(inputs);
        int64_t preston = preston_economy_find_place(economy_of(inputs), "preston");
        const preston_impact *impact = preston_comparison_before(comparison);
        wages[k] = preston_get(preston_impact_household_income(impact), preston, 0);
        assert_conserved(impact, 750.0);
        preston_comparison_free(comparison);
        preston_scenario_inputs_free(inputs);
    }
    assert_true(fabs(wages[1] - wages[0]) > 0.01 * wages[0]);
}

/* --- files --- */

static void inputs_read__columns_of_the_ledger(void **state)
{
    (void)state;
    char *folder = make_folder();
    char *path = path_in(folder, "scenario.yaml");
    char text[1000];
    write_text(folder, "spending.csv",
               "Directorate,Where,What,Paid\nTown Hall,preston,housing,\"£1,234.50\"\n");
    (void)snprintf(text, sizeof text,
                   "title: Export\ntable: %s/uk-2019\nplaces: %s/preston/places\n"
                   "concordance: %s/preston/concordance.csv\nfirst_year: 2020\nlast_year: 2021\n"
                   "ledger:\n  file: spending.csv\n  spreadsheet_amounts: true\n"
                   "  columns: {date: none, buyer: Directorate, supplier: none, category: What, "
                   "amount: Paid, place: Where, type: none}\n",
                   EXAMPLES_DATA, EXAMPLES_DATA, EXAMPLES_DATA);
    write_text(folder, "scenario.yaml", text);
    preston_scenario *scenario = NULL;
    preston_scenario_inputs *inputs = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_read(path, &scenario, &error), &error);
    assert_ok(preston_scenario_inputs_read(scenario, NAN, &inputs, &error), &error);
    const preston_ledger *ledger = preston_scenario_inputs_ledger(inputs, 0);
    assert_int_equal(preston_ledger_rows(ledger), 1);
    assert_close(preston_ledger_amount(ledger, 0), 1234.5, 0.0, 0.0);
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_BUYER), "Town Hall");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_PLACE), "preston");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_CATEGORY), "housing");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_TYPE), "");
    preston_scenario_inputs_free(inputs);
    preston_scenario_free(scenario);
    free(path);
    remove_folder(folder);
}

/* The scenario with one text changed must be refused, and say which key asked. */
static void inputs_read__files_that_are_not_there(void **state)
{
    (void)state;
    preston_scenario_data data = three_places();
    const struct {
        const char **path;
        const char *key;
    } files[] = {{&data.table, "scenario 'Preston': table: "},
                 {&data.places, "scenario 'Preston': places: "},
                 {&data.concordance, "scenario 'Preston': concordance: "},
                 {&data.ledger.file, "scenario 'Preston': ledger.file: "},
                 {&data.after.file, "scenario 'Preston': after.file: "},
                 {&data.supplier_types, "scenario 'Preston': supplier_types: "}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *kept = *files[i].path;
        *files[i].path = "no-such-thing";
        assert_refused(&data, PRESTON_ERROR_FILE, files[i].key, EXAMPLES_DATA "/no-such-thing");
        *files[i].path = kept;
    }
}

static void inputs_read__economies_that_cannot_be(void **state)
{
    (void)state;
    preston_scenario_data data = three_places();
    data.economy.form = "gravity"; /* three places, two of them remainders: they lie nowhere */
    assert_refused(&data, PRESTON_ERROR_MISSING, "scenario 'Preston': economy: ", "coordinates");
    data.places = NULL;
    assert_refused(&data, PRESTON_ERROR_MISSING, "scenario 'Preston': places: ", "among places");
    data = three_places();
    preston_scenario *scenario = scenario_of(&data);
    preston_scenario_inputs *inputs = NULL;
    preston_error error = {0};
    assert_fails(preston_scenario_inputs_read(scenario, 1.5, &inputs, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "scenario 'Preston': economy: ");
    assert_null(inputs);
    preston_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_read__three_places),
        cmocka_unit_test(inputs_read__180_places),
        cmocka_unit_test(inputs_read__delta_replaces_the_scenarios),
        cmocka_unit_test(inputs_read__closure_and_places),
        cmocka_unit_test(inputs_read__gravity_goes_by_its_numbers),
        cmocka_unit_test(inputs_read__travel_times),
        cmocka_unit_test(inputs_read__trade_by_data),
        cmocka_unit_test(inputs_read__commuting),
        cmocka_unit_test(inputs_read__columns_of_the_ledger),
        cmocka_unit_test(inputs_read__files_that_are_not_there),
        cmocka_unit_test(inputs_read__economies_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
