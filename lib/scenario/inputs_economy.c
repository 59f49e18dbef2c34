/* The economy that a scenario asks for: nested places by quotients, or many by gravity or data. */
#include "inputs.h"

#include "../status/error.h"
#include "../status/text_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* As many places as wages can go to, where trade is not limited. */
enum { COMMUTING_NEAREST = 50 };

static const char *or_word(const char *given, const char *otherwise)
{
    return given != NULL ? given : otherwise;
}

/* The position of a word in a list that ends with NULL; fails with all of them. */
static preston_status find_word(const preston_scenario_data *data, const char *key,
                                const char *given, const char *const *words, int *out_position,
                                preston_error *error)
{
    preston_error wrong = {.status = PRESTON_ERROR_VALUE};
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], given) == 0) {
            *out_position = i;
            return PRESTON_OK;
        }
    }
    int used = snprintf(wrong.message, sizeof wrong.message, "'%.60s' is not known: give", given);
    for (int i = 0; words[i] != NULL && used > 0; i++) {
        used += snprintf(wrong.message + used, sizeof wrong.message - (size_t)used, "%s '%s'",
                         i > 0 ? " or" : "", words[i]);
    }
    return preston_scenario_blame(data, key, wrong.status, &wrong, error);
}

static preston_status make_nest(const preston_scenario_data *data, double delta,
                                preston_scenario_inputs *inputs, preston_error *error)
{
    static const char *const quotients[] = {"slq", "cilq", "rlq", "flq", "aflq", NULL};
    static const preston_quotient values[] = {PRESTON_QUOTIENT_SLQ, PRESTON_QUOTIENT_CILQ,
                                              PRESTON_QUOTIENT_RLQ, PRESTON_QUOTIENT_FLQ,
                                              PRESTON_QUOTIENT_AFLQ};
    int quotient = 0;
    preston_error inner = {0};
    preston_status status =
        find_word(data, "economy.quotient", or_word(data->economy.quotient, "flq"), quotients,
                  &quotient, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_economy_options options;
    preston_economy_options_init(&options);
    options.quotient = values[quotient];
    options.delta = delta;
    options.feedback = data->economy.feedback;
    status =
        preston_economy_create(inputs->table, inputs->places, &options, &inputs->economy, &inner);
    return preston_scenario_blame(data, "economy", status, &inner, error);
}

static preston_trade_options trade_options(const preston_scenario_economy *economy, double delta)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.delta = delta;
    options.nearest = (int64_t)economy->nearest;
    options.scale = economy->distance_scale > 0.0 ? economy->distance_scale : options.scale;
    if (economy->distance_power > 0.0) {
        options.decay = PRESTON_DECAY_POWER;
        options.exponent = economy->distance_power;
    }
    return options;
}

static preston_status find_commuting(const preston_scenario_data *data,
                                     const preston_distances *distances,
                                     preston_scenario_inputs *inputs, preston_error *error)
{
    if (!(data->economy.commuting_scale > 0.0)) {
        return PRESTON_OK;
    }
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = data->economy.commuting_scale;
    options.nearest =
        data->economy.nearest > 0.0 ? (int64_t)data->economy.nearest : COMMUTING_NEAREST;
    return preston_places_commuting_gravity(inputs->places, inputs->table, distances, &options,
                                            &inputs->commuting, error);
}

static preston_status check_nearest(const preston_scenario_data *data, preston_error *error)
{
    const double nearest = data->economy.nearest;
    preston_error inner = {0};
    if (nearest >= 0.0 && nearest <= 1e9) {
        return PRESTON_OK;
    }
    (void)snprintf(inner.message, sizeof inner.message, "%g: give a number of places, 0 for all",
                   nearest);
    return preston_scenario_blame(data, "economy.nearest", PRESTON_ERROR_VALUE, &inner, error);
}

static preston_status trade_by_gravity(const preston_scenario_data *data,
                                       const preston_traded_options *traded,
                                       preston_scenario_inputs *inputs, preston_error *error)
{
    const preston_trade_options options = trade_options(&data->economy, traded->delta);
    preston_distances times;
    const preston_distances *distances = NULL; /* straight */
    if (inputs->travel_times != NULL) {
        times = preston_distance_list_distances(inputs->travel_times);
        distances = &times;
    }
    preston_status status = preston_places_trade_gravity(
        inputs->places, inputs->table, traded, distances, &options, &inputs->trade, error);
    return status == PRESTON_OK ? find_commuting(data, distances, inputs, error) : status;
}

/* trade.csv of the places folder, and commuting.csv where it is there. */
static preston_status trade_by_data(preston_scenario_inputs *inputs, preston_error *error)
{
    const preston_trade_input input = {.places = preston_places_count(inputs->places),
                                       .sectors = preston_table_sectors(inputs->table),
                                       .place_codes = preston_places_codes(inputs->places),
                                       .sector_codes = preston_table_codes(inputs->table)};
    preston_status status =
        preston_trade_read(inputs->places_folder, &input, NULL, &inputs->trade, error);
    return status == PRESTON_OK && preston_text_file_exists(inputs->places_folder, "commuting.csv")
               ? preston_commuting_read(inputs->places_folder, &input, &inputs->commuting, error)
               : status;
}

/* Many places: `form` 1 by gravity, 2 by data. */
static preston_status make_traded(const preston_scenario_data *data, int form, double delta,
                                  preston_scenario_inputs *inputs, preston_error *error)
{
    preston_error inner = {.message = "trade is among places: name their folder"};
    if (inputs->places == NULL) {
        return preston_scenario_blame(data, "places", PRESTON_ERROR_MISSING, &inner, error);
    }
    preston_status status = check_nearest(data, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_traded_options traded;
    preston_traded_options_init(&traded);
    traded.delta = delta;
    if (inputs->own_tables != NULL) {
        preston_own_tables_use(inputs->own_tables, &traded);
    }
    status =
        form == 1 ? trade_by_gravity(data, &traded, inputs, &inner) : trade_by_data(inputs, &inner);
    if (status == PRESTON_OK) {
        status =
            preston_economy_create_traded(inputs->table, inputs->places, inputs->trade,
                                          inputs->commuting, &traded, &inputs->economy, &inner);
    }
    return preston_scenario_blame(data, "economy", status, &inner, error);
}

static preston_status make_model(const preston_scenario_data *data, preston_scenario_inputs *inputs,
                                 preston_error *error)
{
    static const char *const closures[] = {"type I", "type II", NULL};
    int closure = 0;
    preston_error inner = {0};
    preston_status status =
        find_word(data, "economy.closure", or_word(data->economy.closure, "type II"), closures,
                  &closure, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure == 0 ? PRESTON_CLOSURE_I : PRESTON_CLOSURE_II;
    options.wage_leakage = data->economy.wage_leakage;
    options.household_income = data->economy.household_income;
    status = preston_model_create(inputs->economy, &options, &inputs->model, &inner);
    return preston_scenario_blame(data, "economy", status, &inner, error);
}

preston_status preston_scenario_economy_make(const preston_scenario_data *data, double delta,
                                             preston_scenario_inputs *inputs, preston_error *error)
{
    static const char *const forms[] = {"nest", "gravity", "data", NULL};
    int form = 0;
    delta = isnan(delta) ? data->economy.delta : delta;
    preston_status status =
        find_word(data, "economy.form", or_word(data->economy.form, "nest"), forms, &form, error);
    if (status == PRESTON_OK) {
        status = form == 0 ? make_nest(data, delta, inputs, error)
                           : make_traded(data, form, delta, inputs, error);
    }
    return status == PRESTON_OK ? make_model(data, inputs, error) : status;
}
