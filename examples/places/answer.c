/* Trade, the economy, its model, and the impacts. */
#include "case.h"

#include <stdlib.h>

const char *const account_codes[ACCOUNTS] = {
    "gva", "jobs", "compensation", "taxes_on_products", "output", "imports"};
const char *const account_names[ACCOUNTS] = {"gva",   "jobs",   "compensation",
                                             "taxes", "output", "imports"};

int has_account(const places_inputs *inputs, int account)
{
    return account == 4 || preston_table_find_account(inputs->table, account_codes[account]) >= 0;
}

void free_answer(places_answer *answer)
{
    for (int which = 0; which < CASES; which++) {
        preston_impact_free(answer->impact[which]);
    }
    preston_model_free(answer->model);
    preston_economy_free(answer->economy);
    preston_trade_shares_free(answer->trade);
    *answer = (places_answer){0};
}

/* Trade that does not go by distance. `amounts` has room for 3 P n. */
static preston_status find_other_trade(const places_inputs *inputs, double *amounts,
                                       const preston_trade_options *options,
                                       preston_trade_shares **out_trade, preston_error *error)
{
    int64_t count = inputs->count;
    int64_t n = inputs->sectors;
    double *supply = amounts;
    double *use = supply + count * n;
    double *sizes = use + count * n;
    const preston_trade_input input = {.places = count,
                                       .sectors = n,
                                       .place_codes = preston_places_codes(inputs->places),
                                       .sector_codes = preston_table_codes(inputs->table),
                                       .supply = preston_const_matrix(supply, count, n),
                                       .use = preston_const_matrix(use, count, n),
                                       .sizes = preston_const_matrix(sizes, count, n)};
    preston_status status = preston_places_supply_and_use(
        inputs->places, inputs->table, &inputs->traded, preston_matrix(supply, count, n),
        preston_matrix(use, count, n), error);
    if (status == PRESTON_OK) {
        status = preston_places_sizes(inputs->places, preston_matrix(sizes, count, n), error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    return inputs->settings->trade == TRADE_POOL
               ? preston_trade_pool(&input, options, out_trade, error)
               : preston_trade_read(inputs->settings->places, &input, options, out_trade, error);
}

static preston_status find_trade(const places_inputs *inputs, const preston_trade_options *options,
                                 preston_trade_shares **out_trade, preston_error *error)
{
    preston_distances far;
    if (inputs->settings->trade == TRADE_GRAVITY) {
        return preston_places_trade_gravity(inputs->places, inputs->table, &inputs->traded,
                                            distances_of(inputs, &far), options, out_trade, error);
    }
    double *amounts = calloc(3 * (size_t)(inputs->count * inputs->sectors), sizeof *amounts);
    if (amounts == NULL) {
        return out_of_memory(error);
    }
    preston_status status = find_other_trade(inputs, amounts, options, out_trade, error);
    free(amounts);
    return status;
}

static void measure_imbalance(const places_inputs *inputs, places_answer *answer)
{
    answer->worst_sector = -1;
    answer->worst_place = -1;
    for (int64_t i = 0; i < inputs->sectors; i++) {
        int64_t place = -1;
        double apart = preston_trade_shares_imbalance(answer->trade, i, &place);
        if (apart > answer->worst_imbalance) {
            answer->worst_imbalance = apart;
            answer->worst_sector = i;
            answer->worst_place = place;
        }
    }
}

static preston_status build(const places_inputs *inputs, const preston_trade_options *given,
                            places_answer *answer, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    progress_line trading = {settings, "trade, rounds of balancing", -1};
    progress_line closing = {settings, "model, closures", -1};
    preston_trade_options options = *given;
    preston_model_options closed;
    preston_model_options_init(&closed);
    closed.closure = settings->closure;
    closed.wage_leakage = settings->wage_leakage;
    closed.tolerance = 1e-10;
    options.nearest = nearest_of(inputs);
    if (shows_progress(settings)) {
        options.progress = closed.progress = show_progress;
        options.context = &trading;
        closed.context = &closing;
    }
    preston_status status = find_trade(inputs, &options, &answer->trade, error);
    if (status == PRESTON_OK) {
        measure_imbalance(inputs, answer);
        status = preston_economy_create_traded(inputs->table, inputs->places, answer->trade,
                                               inputs->commuting, &inputs->traded, &answer->economy,
                                               error);
    }
    return status == PRESTON_OK
               ? preston_model_create(answer->economy, &closed, &answer->model, error)
               : status;
}

preston_status build_economy(const places_inputs *inputs, const preston_trade_options *options,
                             places_answer *answer, preston_error *error)
{
    places_answer made = {0};
    preston_status status = build(inputs, options, &made, error);
    if (status != PRESTON_OK) {
        free_answer(&made);
        return status;
    }
    *answer = made;
    return PRESTON_OK;
}

preston_status solve_case(const places_answer *answer, const case_demands *demands, int which,
                          preston_impact **out_impact, preston_error *error)
{
    const demand_rows *rows = &demands->demand[which];
    int64_t n = preston_table_sectors(preston_economy_table(answer->economy));
    const preston_demand demand = {
        .sectors = preston_const_vector(rows->sectors, rows->rows * n, 1),
        .imports = preston_const_vector(rows->imports, rows->rows, 1),
        .taxes_on_products = preston_const_vector(rows->taxes, rows->rows, 1)};
    return preston_model_impact(answer->model, &demand, out_impact, error);
}

preston_status solve_cases(const case_demands *demands, places_answer *answer, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int which = 0; status == PRESTON_OK && which < CASES; which++) {
        if (demands->given[which]) {
            status = solve_case(answer, demands, which, &answer->impact[which], error);
        }
    }
    return status;
}

preston_status sum_areas(const places_inputs *inputs, const preston_impact *impact, int account,
                         double *by_place, double *by_area, preston_error *error)
{
    preston_status status = preston_impact_by_place(
        impact, account_codes[account], preston_matrix(by_place, inputs->count, PARTS), error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int64_t cell = 0; cell < inputs->areas * PARTS; cell++) {
        by_area[cell] = 0.0;
    }
    for (int64_t place = 0; place < inputs->count; place++) {
        for (int64_t area = preston_places_area_of(inputs->places, place); area >= 0;
             area = preston_places_area_parent(inputs->places, area)) {
            for (int part = 0; part < PARTS; part++) {
                by_area[area * PARTS + part] += by_place[place * PARTS + part];
            }
        }
    }
    return PRESTON_OK;
}

preston_status find_sums(const places_inputs *inputs, const preston_impact *impact, double *sums,
                         preston_error *error)
{
    double *by_place = malloc((size_t)(inputs->count * PARTS) * sizeof *by_place);
    preston_status status = by_place == NULL ? out_of_memory(error) : PRESTON_OK;
    for (int account = 0; status == PRESTON_OK && account < GAIN_ACCOUNTS; account++) {
        if (has_account(inputs, account)) {
            status = sum_areas(inputs, impact, account, by_place,
                               sums + account * inputs->areas * PARTS, error);
        }
    }
    free(by_place);
    return status;
}
