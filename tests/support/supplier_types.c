#include "supplier_types.h"

#include "random.h"
#include "test.h"

#include <math.h>

/* --- economies --- */

enum { MOST_PLACES = 8, MOST_SECTORS = 8 };

/* Three economies of four sectors that buy from each other; the second buys nothing abroad. */
static preston_multiregional *random_multiregional(gsl_rng *random)
{
    enum { P = 3, N = 4, ROWS = P * N, ACCOUNTS = 6 };
    static const char *const places[] = {"north", "east", "west"};
    static const char *const sectors[] = {"s1", "s2", "s3", "s4"};
    static const char *const uses[] = {"households", "exports"};
    static const char *const accounts[] = {"imports", "taxes_on_products",   "compensation",
                                           "surplus", "taxes_on_production", "jobs"};
    double flows[ROWS * ROWS];
    double output[ROWS];
    double final_use[ROWS * P * 2] = {0};
    double values[ROWS * ACCOUNTS];
    double income[P] = {400.0, 500.0, 300.0};
    double abroad[P] = {20.0, 0.0, 10.0};
    for (int row = 0; row < ROWS; row++) {
        output[row] = random_between(random, 80.0, 120.0);
        for (int user = 0; user < P; user++) {
            final_use[(row * P + user) * 2] = random_between(random, 2.0, 10.0);
        }
    }
    for (int column = 0; column < ROWS; column++) {
        double left = output[column];
        for (int row = 0; row < ROWS; row++) {
            flows[row * ROWS + column] = random_between(random, 0.0, 0.06) * output[column];
            left -= flows[row * ROWS + column];
        }
        const double parts[ACCOUNTS] = {0.2, 0.05, 0.45, 0.25, 0.05, 0.3};
        for (int k = 0; k < ACCOUNTS; k++) {
            values[column * ACCOUNTS + k] = parts[k] * left;
        }
    }
    const preston_multiregional_data data = {
        .unit = "million",
        .places = P,
        .place_codes = places,
        .sectors = N,
        .sector_codes = sectors,
        .output = preston_const_vector(output, ROWS, 1),
        .flows = preston_const_matrix(flows, ROWS, ROWS),
        .uses = 2,
        .use_codes = uses,
        .final_use = preston_const_matrix(final_use, ROWS, P * 2),
        .accounts = ACCOUNTS,
        .account_codes = accounts,
        .account_values = preston_const_matrix(values, ROWS, ACCOUNTS),
        .household_income = preston_const_vector(income, P, 1),
        .household_imports = preston_const_vector(abroad, P, 1)};
    preston_multiregional *table = NULL;
    preston_error error = {0};
    assert_ok(preston_multiregional_create(&data, &table, &error), &error);
    return table;
}

market make_market(gsl_rng *random, int form)
{
    market made = {0};
    preston_error error = {0};
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.wage_leakage = 0.3;
    options.household_own_use = 0.02;
    options.tolerance = 1e-11;
    if (form == FORM_NEST) {
        const random_shape shape = {.sectors = 6, .levels = 3, .more = 1};
        made.own.work = sample_random(random, &shape);
        sample_join(&made.own.work, NULL);
    } else if (form == FORM_MULTIREGIONAL) {
        made.multiregional = random_multiregional(random);
        assert_ok(preston_economy_create_multiregional(made.multiregional, &made.own.work.economy,
                                                       &error),
                  &error);
    } else {
        const traded_shape shape = {.places = 7,
                                    .sectors = 5,
                                    .trade = TRADE_LISTS | TRADE_COMMON | TRADE_POOL,
                                    .commuting = TRADE_LISTS,
                                    .foreign = form == FORM_TRADED_ABROAD ? 0.4 : 0.0,
                                    .own_tables = 2};
        made.own = traded_random(random, &shape);
    }
    made.economy = made.own.work.economy;
    sample_solve(&made.own.work, &options);
    made.model = made.own.work.model;
    const preston_table *table = preston_economy_table(made.economy);
    made.places = preston_economy_places(made.economy);
    made.sectors = preston_table_sectors(table);
    made.rows = made.places * made.sectors;
    made.accounts = preston_table_accounts(table);
    assert_true(made.places <= MOST_PLACES && made.sectors <= MOST_SECTORS);
    return made;
}

void free_market(market *made)
{
    traded_free(&made->own);
    preston_multiregional_free(made->multiregional);
    *made = (market){0};
}

double per_output(const market *on, const char *account, int64_t place, int64_t sector)
{
    const preston_table *table = preston_economy_place_table(on->economy, place);
    int64_t found = preston_table_find_account(table, account);
    assert_true(found >= 0);
    double output = preston_get(preston_table_output(table), sector, 0);
    return output > 0.0 ? preston_get(preston_table_account(table, found), sector, 0) / output
                        : 0.0;
}

/* --- types --- */

preston_supplier_type plain_type(const char *code, const char *sector)
{
    preston_supplier_type type;
    preston_supplier_type_init(&type);
    type.code = code;
    type.sector = sector;
    return type;
}

preston_supplier_types *make_types(const preston_model *model, int64_t count,
                                   const preston_supplier_type *rows)
{
    preston_supplier_types *types = NULL;
    preston_error error = {0};
    assert_ok(preston_supplier_types_create(model, count, rows, &types, &error), &error);
    return types;
}

preston_supplier_types *random_types(gsl_rng *random, const market *on)
{
    enum { ROWS = 6 };
    preston_supplier_type rows[ROWS];
    static const char *const codes[ROWS] = {"social", "social", "branch",
                                            "branch", "small",  "plain"};
    for (int k = 0; k < ROWS; k++) {
        rows[k] = plain_type(codes[k], k % 2 == 1 ? "s2" : NULL);
    }
    /* at most 0.2 of output each: the random tables leave that much room in every sector */
    rows[0].compensation = random_between(random, 0.1, 0.25);
    rows[0].surplus = random_between(random, -0.05, 0.1);
    rows[0].jobs = random_between(random, 0.0, 40.0);
    rows[0].local_purchases = random_between(random, 0.3, 1.0);
    rows[1].local_purchases = 0.0;
    rows[1].compensation = random_between(random, 0.0, 0.2);
    rows[2].outside_production = random_between(random, 0.2, 0.9);
    rows[2].surplus = random_between(random, 0.0, 0.2);
    rows[3].outside_production = 1.0;
    rows[3].outside_place = preston_economy_place_code(on->economy, on->places - 1);
    rows[4].local_purchases = 1.0;
    rows[4].outside_production = 0.3;
    rows[4].compensation = random_between(random, 0.0, 0.2);
    return make_types(on->model, ROWS, rows);
}

double *random_purchases(gsl_rng *random, const market *on, const preston_supplier_types *types)
{
    int64_t count = preston_supplier_types_count(types);
    double *purchases = make_zeros(on->rows * count);
    for (int64_t row = 0; row < on->rows; row++) {
        for (int64_t type = 0; type < count; type++) {
            if (gsl_rng_uniform(random) < 0.65) {
                purchases[row * count + type] = random_between(random, -2.0, 10.0);
            }
        }
    }
    return purchases;
}

/* --- the first round --- */

first_round first_round_of(const market *on, const preston_supplier_types *types,
                           const double *purchases)
{
    first_round round = {make_zeros(on->rows), make_zeros(on->places), make_zeros(on->places),
                         make_zeros(on->places), make_zeros(on->places * on->accounts)};
    preston_error error = {0};
    assert_ok(
        preston_supplier_types_demand(
            types, preston_const_matrix(purchases, on->rows, preston_supplier_types_count(types)),
            preston_vector(round.sectors, on->rows, 1),
            preston_vector(round.imports, on->places, 1),
            preston_vector(round.taxes, on->places, 1), preston_vector(round.income, on->places, 1),
            preston_matrix(round.corrections, on->places, on->accounts), &error),
        &error);
    return round;
}

void free_first_round(first_round *round)
{
    free(round->sectors);
    free(round->imports);
    free(round->taxes);
    free(round->income);
    free(round->corrections);
}

preston_impact *impact_of_round(const market *on, const first_round *round)
{
    const preston_demand demand = {
        .sectors = preston_const_vector(round->sectors, on->rows, 1),
        .imports = preston_const_vector(round->imports, on->places, 1),
        .taxes_on_products = preston_const_vector(round->taxes, on->places, 1),
        .household_income = preston_const_vector(round->income, on->places, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(on->model, &demand, &impact, &error), &error);
    return impact;
}

double correction_of(const market *on, const first_round *round, const char *account, int64_t place)
{
    int64_t column = preston_table_find_account(preston_economy_table(on->economy), account);
    return column < 0 ? 0.0 : round->corrections[place * on->accounts + column];
}

preston_status type_effects_of(const preston_supplier_types *types, preston_closure closure,
                               const char *account, const char *area, preston_view effects,
                               preston_view imports, preston_view taxes, preston_error *error)
{
    const preston_type_effects out = {effects, imports, taxes};
    return preston_supplier_types_effects(types, closure, 1, &account, &area, &out, error);
}
