#include "town.h"

#include "test.h"

#include <math.h>

static const char *const sectors[TOWN_SECTORS] = {"food", "care", "works"};
static const char *const places[TOWN_PLACES] = {"town", "rest-of-county", "rest-of-nation"};
static const char *const buyers[BUYERS] = {"council", "college"};

static preston_table *make_table_of_town(void)
{
    static const char *const uses[] = {"households", "capital", "government", "exports"};
    static const char *const accounts[] = {
        "imports", "taxes_on_products", "compensation", "taxes_on_production", "surplus", "gva",
        "jobs"};
    static const double output[] = {1000, 2000, 1500};
    static const double flows[] = {100, 150, 50, 20, 100, 30, 80, 200, 150};
    static const double final_use[] = {500, 0, 50, 150, 700, 0, 1100, 50, 170, 600, 200, 100};
    static const double values[] = {100, 20,   300,   10,  370, 680, 10000, 150, 50,   1000, 50,
                                    300, 1350, 40000, 170, 30,  600, 20,    450, 1070, 20000};
    const preston_table_data data = {
        .title = "A small country",
        .year = "2020",
        .currency = "GBP",
        .unit = "million",
        .household_income = 2500.0,
        .sectors = TOWN_SECTORS,
        .codes = sectors,
        .output = preston_const_vector(output, TOWN_SECTORS, 1),
        .flows = preston_const_matrix(flows, TOWN_SECTORS, TOWN_SECTORS),
        .uses = 4,
        .use_codes = uses,
        .final_use = preston_const_matrix(final_use, TOWN_SECTORS, 4),
        .accounts = 7,
        .account_codes = accounts,
        .account_values = preston_const_matrix(values, TOWN_SECTORS, 7)};
    preston_table *table = NULL;
    preston_error error;
    assert_ok(preston_table_create(&data, &table, &error), &error);
    return table;
}

static preston_places *make_places_of_town(void)
{
    static const char *const codes[] = {"nation", "county", "town"};
    static const int64_t parents[] = {-1, 0, 1};
    static const double sizes[] = {10, 40, 20, 3, 10, 6, 1, 4, 2};
    preston_places *made = NULL;
    preston_error error;
    assert_ok(preston_places_create(3, codes, NULL, parents, TOWN_SECTORS, sectors,
                                    preston_const_matrix(sizes, 3, TOWN_SECTORS), &made, &error),
              &error);
    return made;
}

static preston_ledger *make_ledger_of_town(void)
{
    enum { ROWS = 7 };
    static const double amounts[ROWS] = {10e6, 30e6, 20e6, 20e6, 10e6, 40e6, 10e6};
    static const char *const who[ROWS] = {"council", "council", "council", "council",
                                          "council", "college", "college"};
    static const char *const what[ROWS] = {"food", "food", "care", "care", "care", "works", "care"};
    static const char *const where[ROWS] = {"town",           "rest-of-nation", "town",
                                            "rest-of-county", "rest-of-nation", "rest-of-nation",
                                            "rest-of-nation"};
    static const char *const types[ROWS] = {"", "", "", "", "social", "", ""};
    preston_ledger *ledger = NULL;
    preston_error error;
    assert_ok(preston_ledger_create(ROWS, preston_const_vector(amounts, ROWS, 1), who, NULL, what,
                                    where, types, &ledger, &error),
              &error);
    return ledger;
}

town make_town(void)
{
    static const char *const areas[] = {"town", "county", "nation"};
    town made = {.table = make_table_of_town(),
                 .places = make_places_of_town(),
                 .ledger = make_ledger_of_town()};
    preston_error error;
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    assert_ok(preston_economy_create(made.table, made.places, NULL, &made.economy, &error), &error);
    assert_ok(preston_model_create(made.economy, &options, &made.model, &error), &error);
    preston_supplier_type social;
    preston_supplier_type_init(&social);
    social.code = "social";
    social.sector = "care";
    social.compensation = 0.6;
    social.share = 0.2;
    assert_ok(preston_supplier_types_create(made.model, 1, &social, &made.types, &error), &error);
    preston_scenario_data_init(&made.data);
    made.data.title = "A town";
    made.data.table = "not-read";
    made.data.ledger.file = "not-read";
    made.data.first_year = 2020.0;
    made.data.last_year = 2023.0;
    made.data.areas = (preston_words){areas, 3};
    return made;
}

void free_town(town *of)
{
    for (int i = 0; i < of->made; i++) {
        preston_projection_free(of->projections[i]);
        preston_scenario_free(of->scenarios[i]);
    }
    preston_ledger_free(of->ledger);
    preston_supplier_types_free(of->types);
    preston_model_free(of->model);
    preston_economy_free(of->economy);
    preston_places_free(of->places);
    preston_table_free(of->table);
}

preston_words one_word(const char *const *text)
{
    return (preston_words){text, 1};
}

preston_measure make_measure(preston_lever lever, const char *id)
{
    preston_measure measure;
    preston_measure_init(&measure);
    measure.id = id;
    measure.lever = lever;
    preston_path_init(&measure.adoption);
    if (lever == PRESTON_LEVER_RELOCATE || lever == PRESTON_LEVER_RESERVE) {
        measure.premium = 0.0;
    }
    if (lever == PRESTON_LEVER_CREATE_FIRMS || lever == PRESTON_LEVER_INVEST) {
        measure.sales_here = 0.0;
    }
    if (lever == PRESTON_LEVER_CREATE_FIRMS) {
        preston_path_init(&measure.survival);
    }
    return measure;
}

preston_status try_project(town *of, int64_t count, const preston_measure *measures,
                           preston_error *error)
{
    preston_scenario *scenario = NULL;
    preston_projection *projection = NULL;
    of->data.measures = measures;
    of->data.measure_count = count;
    preston_status status = preston_scenario_create(&of->data, NULL, &scenario, error);
    if (status == PRESTON_OK) {
        const preston_projection_input input = {
            .model = of->model, .types = of->types, .ledger = of->ledger};
        status = preston_projection_create(scenario, &input, &projection, error);
    }
    assert_int_not_equal(status, PRESTON_OK);
    assert_null(projection);
    preston_scenario_free(scenario);
    return status;
}

preston_projection *project(town *of, int64_t count, const preston_measure *measures)
{
    preston_scenario *scenario = NULL;
    preston_projection *projection = NULL;
    preston_error error;
    of->data.measures = measures;
    of->data.measure_count = count;
    assert_ok(preston_scenario_create(&of->data, NULL, &scenario, &error), &error);
    const preston_projection_input input = {
        .model = of->model, .types = of->types, .ledger = of->ledger};
    assert_ok(preston_projection_create(scenario, &input, &projection, &error), &error);
    assert_true(of->made < MOST_PROJECTIONS);
    of->scenarios[of->made] = scenario;
    of->projections[of->made++] = projection;
    return projection;
}

double bought(const preston_projection *projection, int64_t year, int buyer, int sector, int place,
              const char *type)
{
    preston_ledger *ledger = NULL;
    preston_error error;
    double sum = 0.0;
    assert_ok(preston_projection_ledger(projection, year, &ledger, &error), &error);
    for (int64_t row = 0; row < preston_ledger_rows(ledger); row++) {
        if (strcmp(preston_ledger_label(ledger, row, PRESTON_LEDGER_BUYER), buyers[buyer]) == 0 &&
            strcmp(preston_ledger_label(ledger, row, PRESTON_LEDGER_CATEGORY), sectors[sector]) ==
                0 &&
            strcmp(preston_ledger_label(ledger, row, PRESTON_LEDGER_PLACE), places[place]) == 0 &&
            strcmp(preston_ledger_label(ledger, row, PRESTON_LEDGER_TYPE), type) == 0) {
            sum += preston_ledger_amount(ledger, row);
        }
    }
    preston_ledger_free(ledger);
    return sum / 1e6;
}

static void check_conserved(const preston_projection *projection, int64_t year, double spent)
{
    preston_error error;
    for (int closure = 0; closure < 2; closure++) {
        double total = 0.0;
        double accounted = 0.0;
        assert_ok(preston_projection_conservation(projection, year, (preston_closure)closure,
                                                  &total, &accounted, &error),
                  &error);
        assert_close(accounted, total, 1e-10, 1e-10); /* rounding, and the solves' 1e-9 at most */
        if (closure == 0) {
            assert_close(total, spent, 1e-10, 1e-10);
        }
    }
}

void check_moves_only(const preston_projection *projection, may_change *may, double added)
{
    check_conserved(projection, -1, 140.0);
    for (int64_t year = 0; year < preston_projection_years(projection); year++) {
        check_conserved(projection, year, added);
        for (int cell = 0; cell < BUYERS * TOWN_SECTORS * TOWN_PLACES * TOWN_TYPES; cell++) {
            int social = cell % TOWN_TYPES;
            int place = cell / TOWN_TYPES % TOWN_PLACES;
            int sector = cell / TOWN_TYPES / TOWN_PLACES % TOWN_SECTORS;
            int buyer = cell / TOWN_TYPES / TOWN_PLACES / TOWN_SECTORS;
            const char *type = social ? "social" : "";
            double before = bought(projection, -1, buyer, sector, place, type);
            if (!may(buyer, sector, place, social) &&
                bought(projection, year, buyer, sector, place, type) != before) {
                fail_msg("%s's %s in %s from '%s' changed", buyers[buyer], sectors[sector],
                         places[place], type);
            }
        }
    }
}

static int nothing(int buyer, int sector, int place, int social)
{
    (void)buyer, (void)sector, (void)place, (void)social;
    return 0;
}

void check_changes_nothing(const preston_projection *projection)
{
    preston_error error;
    check_moves_only(projection, nothing, 0.0);
    preston_words accounts = preston_projection_accounts(projection);
    for (int64_t k = 0; k < 2 * accounts.count * 3; k++) {
        double value = 1.0;
        for (int64_t year = -1; year < preston_projection_years(projection); year++) {
            assert_ok(preston_projection_value(projection, PRESTON_STATISTIC_GROSS,
                                               (preston_closure)(k % 2), k / 2 % accounts.count,
                                               k / 2 / accounts.count, year, PRESTON_ALL_MEASURES,
                                               &value, &error),
                      &error);
            assert_true(value == 0.0);
        }
    }
}

static int64_t position(preston_words words, const char *text)
{
    for (int64_t i = 0; i < words.count; i++) {
        if (strcmp(words.texts[i], text) == 0) {
            return i;
        }
    }
    fail_msg("no %s in the projection", text);
    return -1;
}

double gross_of(const preston_projection *projection, const char *account, const char *area,
                int64_t year)
{
    double value = 0.0;
    preston_error error;
    assert_ok(preston_projection_value(projection, PRESTON_STATISTIC_GROSS, PRESTON_CLOSURE_II,
                                       position(preston_projection_accounts(projection), account),
                                       position(preston_projection_areas(projection), area), year,
                                       PRESTON_ALL_MEASURES, &value, &error),
              &error);
    return value;
}

preston_measure_state state_of(const preston_projection *projection, int64_t measure, int64_t year)
{
    preston_measure_state state;
    preston_error error;
    assert_ok(preston_projection_state(projection, measure, year, &state, &error), &error);
    return state;
}
