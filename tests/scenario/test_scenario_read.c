/* What a scenario file states arrives in the structs. */
#include "folder.h"
#include "scenarios.h"
#include "test.h"

#include <math.h>

static preston_scenario *read_every_key(void)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_read(EVERY_KEY, &scenario, &error), &error);
    return scenario;
}

static void assert_words(const preston_words *words, int64_t count, const char *first)
{
    assert_int_equal(words->count, count);
    assert_string_equal(words->texts[0], first);
}

static const preston_measure *find(const preston_scenario *scenario, const char *id)
{
    const preston_scenario_data *data = preston_scenario_get(scenario);
    for (int64_t i = 0; i < data->measure_count; i++) {
        if (strcmp(data->measures[i].id, id) == 0) {
            return &data->measures[i];
        }
    }
    fail_msg("no measure %s", id);
    return NULL;
}

static void read__files_and_ledgers(void **state)
{
    (void)state;
    preston_scenario *scenario = read_every_key();
    const preston_scenario_data *data = preston_scenario_get(scenario);
    assert_string_equal(preston_scenario_folder(scenario), TESTS_DATA "/scenarios");
    assert_string_equal(data->description, "What a scenario may state: all of it");
    assert_string_equal(data->places, "../places");
    assert_string_equal(data->buyer_place, "preston");
    assert_string_equal(data->ledger.file, "ledger.csv");
    assert_string_equal(data->ledger.amount, "Net £");
    assert_string_equal(data->ledger.encoding, "CP1252");
    assert_int_equal(data->ledger.spreadsheet_amounts, 1);
    assert_true(data->ledger.price_factor == 1.25 && data->after.price_factor == 0.75);
    assert_string_equal(data->after.file, "after.csv");
    assert_null(data->after.date);
    assert_int_equal(data->sector_list_count, 2);
    assert_string_equal(data->sector_lists[0].name, "open");
    assert_words(&data->sector_lists[0].sectors, 2, "Q86");
    assert_string_equal(data->sector_lists[0].sectors.texts[1], "01");
    assert_words(&data->areas, 2, "preston");
    assert_words(&data->accounts, 2, "gva");
    preston_scenario_free(scenario);
}

static void read__economy_capacity_and_years(void **state)
{
    (void)state;
    preston_scenario *scenario = read_every_key();
    const preston_scenario_data *data = preston_scenario_get(scenario);
    assert_string_equal(data->economy.form, "gravity");
    assert_string_equal(data->economy.closure, "type I");
    assert_true(data->economy.delta == 0.3 && data->economy.distance_scale == 20000.0 &&
                data->economy.distance_power == 2.0 && data->economy.nearest == 20.0 &&
                data->economy.commuting_scale == 15000.0 && data->economy.wage_leakage == 0.1 &&
                data->economy.household_income == 1000.5);
    assert_true(data->capacity.headroom == 0.05 && data->capacity.growth == 0.01 &&
                data->capacity.known == 0.5 && data->capacity.constrain_output == 1);
    assert_string_equal(data->capacity.file, "headroom.csv");
    assert_true(data->first_year == 2025.0 && data->last_year == 2030.0 &&
                data->discount_rate == 0.03 && data->prices_year == 2024.0);
    assert_true(data->delta_low == 0.1 && data->delta_high == 0.4);
    preston_additionality standard;
    preston_error error = {0};
    assert_ok(preston_additionality_published("standard", &standard, &error), &error);
    assert_int_equal(data->has_additionality, 1);
    assert_true(data->additionality.deadweight == standard.deadweight &&
                data->additionality.leakage == standard.leakage &&
                data->additionality.displacement == standard.displacement);
    preston_scenario_free(scenario);
}

static void read__measures(void **state)
{
    (void)state;
    preston_scenario *scenario = read_every_key();
    assert_int_equal(preston_scenario_get(scenario)->measure_count, 12);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(preston_scenario_get(scenario)->measures[i].lever, i + 1);
    }
    const preston_measure *training = find(scenario, "training");
    assert_string_equal(training->source, "a survey");
    assert_true(training->first_year == 2026.0 && training->last_year == 2029.0 &&
                training->raises_share == 0.1 && training->speeds == 0.5);
    assert_words(&training->applies, 2, "move");
    assert_true(isnan(training->share) && training->to == NULL && training->sectors.count == 0);
    const preston_measure *capital = find(scenario, "capital");
    assert_string_equal(capital->form, "scic");
    assert_string_equal(capital->buys, "capital");
    assert_true(capital->amount == 5e5 && capital->public_share == 0.5 && capital->lag == 2.0 &&
                capital->output_per_capital == 0.8 && capital->sales_here == 0.4);
    const preston_measure *projects = find(scenario, "projects");
    assert_true(projects->projects_per_year == 4.0 && projects->has_additionality &&
                projects->additionality.deadweight == 0.4 &&
                projects->additionality.reference_substitution == 0.06);
    const preston_measure *move = find(scenario, "move");
    assert_words(&move->from, 2, "lancashire");
    assert_words(&move->sectors, 2, "food");
    assert_words(&move->buyers, 2, "City");
    assert_true(move->share == 0.2 && move->ceiling == 0.6 && move->premium == 0.05);
    assert_true(!capital->has_additionality && isnan(capital->first_year));
    preston_scenario_free(scenario);
}

static void read__paths_and_populations(void **state)
{
    (void)state;
    preston_scenario *scenario = read_every_key();
    const preston_path *path = &find(scenario, "training")->adoption;
    assert_int_equal(path->form, PRESTON_PATH_LINEAR);
    assert_true(path->from == 0.1 && path->to == 0.9 && path->begins == 2026.0 &&
                path->full == 2029.0);
    path = &find(scenario, "register")->adoption;
    assert_int_equal(path->form, PRESTON_PATH_LOGISTIC);
    assert_true(path->midpoint == 2027.5 && path->span == 3.0);
    path = &find(scenario, "firms")->survival;
    assert_int_equal(path->form, PRESTON_PATH_TABLE);
    assert_int_equal(path->count, 3);
    assert_true(path->years[2] == 5.0 && path->values[1] == 0.825);
    path = &find(scenario, "schemes")->adoption;
    assert_int_equal(path->form, PRESTON_PATH_CONSTANT);
    assert_true(path->to == 0.32);
    assert_true(find(scenario, "move")->adoption.to == 1.0); /* what is not said */
    const preston_measure *schemes = find(scenario, "schemes");
    preston_population expected;
    preston_error error = {0};
    assert_ok(preston_population_calibrate(1e8, 160.0, 5e7, 320.0, 5e9, &expected, &error), &error);
    assert_memory_equal(&schemes->population, &expected, sizeof expected);
    assert_true(schemes->population_purchases == 66e9 && schemes->threshold == 5e7);
    preston_scenario_free(scenario);
}

static const char least[] = "title: Least\ntable: t\nledger: {file: l.csv}\n"
                            "first_year: 2025\nlast_year: 2025\n";

static void read__what_is_left_out_is_as_the_default(void **state)
{
    char *folder = make_folder();
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    assert_ok(read_scenario_text(folder, least, &scenario, &error), &error);
    preston_scenario_data expected;
    preston_scenario_data_init(&expected);
    expected.title = "Least";
    expected.table = "t";
    expected.ledger.file = "l.csv";
    expected.first_year = expected.last_year = 2025.0;
    assert_true(same_scenarios(preston_scenario_get(scenario), &expected));
    assert_string_equal(preston_scenario_folder(scenario), folder);
    preston_scenario_free(scenario);
    remove_folder(folder);
}

static void read__json_and_gzip(void **state)
{
    static const char json[] = "{\n\t\"title\": \"Least\", \"table\": \"t\",\n\t\"ledger\": "
                               "{\"file\": \"l.csv\"},\n\t\"first_year\": 2025, \"last_year\": "
                               "2025, \"measures\": []\n}\n";
    char *folder = make_folder();
    preston_scenario *scenario[3] = {NULL, NULL, NULL};
    preston_error error = {0};
    (void)state;
    assert_ok(read_scenario_text(folder, least, &scenario[0], &error), &error);
    assert_ok(read_scenario_text(folder, json, &scenario[1], &error), &error);
    write_gzip(folder, "z.yaml.gz", least);
    char *path = path_in(folder, "z.yaml");
    assert_ok(preston_scenario_read(path, &scenario[2], &error), &error);
    assert_true(
        same_scenarios(preston_scenario_get(scenario[0]), preston_scenario_get(scenario[1])));
    assert_true(
        same_scenarios(preston_scenario_get(scenario[0]), preston_scenario_get(scenario[2])));
    free(path);
    for (int i = 0; i < 3; i++) {
        preston_scenario_free(scenario[i]);
    }
    preston_scenario_free(NULL);
    remove_folder(folder);
}

static void create__copies_everything(void **state)
{
    char title[] = "Mine";
    char to[] = "here";
    char sector[] = "A";
    double years[] = {2025.0, 2027.0};
    double values[] = {0.0, 1.0};
    const char *sectors[] = {sector};
    preston_measure measure;
    preston_scenario_data data;
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    preston_measure_init(&measure);
    measure.id = "m";
    measure.lever = PRESTON_LEVER_RELOCATE;
    measure.to = to;
    measure.share = 0.5;
    measure.premium = 0.0;
    measure.sectors = (preston_words){.texts = sectors, .count = 1};
    measure.adoption = (preston_path){.form = PRESTON_PATH_TABLE,
                                      .to = 1.0,
                                      .begins = NAN,
                                      .full = NAN,
                                      .midpoint = NAN,
                                      .span = NAN,
                                      .years = years,
                                      .values = values,
                                      .count = 2};
    preston_scenario_data_init(&data);
    data.title = title;
    data.table = "t";
    data.ledger.file = "l.csv";
    data.first_year = 2025.0;
    data.last_year = 2030.0;
    data.measures = &measure;
    data.measure_count = 1;
    assert_ok(preston_scenario_create(&data, NULL, &scenario, &error), &error);
    assert_string_equal(preston_scenario_folder(scenario), ".");
    title[0] = to[0] = sector[0] = '?';
    years[1] = values[1] = -1.0;
    measure.share = -1.0;
    const preston_scenario_data *kept = preston_scenario_get(scenario);
    assert_string_equal(kept->title, "Mine");
    assert_string_equal(kept->measures[0].to, "here");
    assert_string_equal(kept->measures[0].sectors.texts[0], "A");
    assert_true(kept->measures[0].adoption.years[1] == 2027.0 &&
                kept->measures[0].adoption.values[1] == 1.0 && kept->measures[0].share == 0.5 &&
                kept->measures[0].ceiling == 1.0);
    preston_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__files_and_ledgers),
        cmocka_unit_test(read__economy_capacity_and_years),
        cmocka_unit_test(read__measures),
        cmocka_unit_test(read__paths_and_populations),
        cmocka_unit_test(read__what_is_left_out_is_as_the_default),
        cmocka_unit_test(read__json_and_gzip),
        cmocka_unit_test(create__copies_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
