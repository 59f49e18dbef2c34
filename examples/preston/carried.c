/* A scenario file, what it needs, and what it brings about. */
#include "carried.h"

#include <math.h>

void free_carried(carried *of)
{
    preston_projection_free(of->projection);
    preston_scenario_inputs_free(of->inputs);
    preston_scenario_free(of->scenario);
    *of = (carried){0};
}

preston_status carry(const char *file, double delta, carried *out, preston_error *error)
{
    carried made = {0};
    preston_status status = preston_scenario_read(file, &made.scenario, error);
    if (status == PRESTON_OK) {
        status = preston_scenario_inputs_read(made.scenario, delta, &made.inputs, error);
    }
    if (status == PRESTON_OK) {
        const preston_projection_input input = {
            .model = preston_scenario_inputs_model(made.inputs),
            .types = preston_scenario_inputs_types(made.inputs),
            .ledger = preston_scenario_inputs_ledger(made.inputs, 0),
            .concordance = preston_scenario_inputs_concordance(made.inputs)};
        status = preston_projection_create(made.scenario, &input, &made.projection, error);
    }
    if (status != PRESTON_OK) {
        free_carried(&made);
        return status;
    }
    *out = made;
    return PRESTON_OK;
}

int has_band(const carried *of)
{
    const preston_scenario_data *data = preston_scenario_get(of->scenario);
    return !isnan(data->delta_low) && !isnan(data->delta_high);
}

preston_status carry_band(const char *file, const carried *of, carried_band *out,
                          preston_error *error)
{
    const preston_scenario_data *data = preston_scenario_get(of->scenario);
    carried_band made = {0};
    preston_status status = carry(file, data->delta_low, &made.low, error);
    if (status == PRESTON_OK) {
        status = carry(file, data->delta_high, &made.high, error);
    }
    if (status != PRESTON_OK) {
        free_carried_band(&made);
        return status;
    }
    *out = made;
    return PRESTON_OK;
}

void free_carried_band(carried_band *of)
{
    free_carried(&of->low);
    free_carried(&of->high);
}

preston_status compare_ledgers(const carried *of, preston_comparison **out_comparison,
                               preston_error *error)
{
    const preston_scenario_data *data = preston_scenario_get(of->scenario);
    const preston_ledger *after = preston_scenario_inputs_ledger(of->inputs, 1);
    preston_demand_options options[2];
    if (after == NULL) {
        return PRESTON_OK;
    }
    for (int k = 0; k < 2; k++) {
        preston_demand_options_init(&options[k]);
        options[k].buyer_place = data->buyer_place;
    }
    options[0].price_factor = data->ledger.price_factor;
    options[1].price_factor = data->after.price_factor;
    return preston_comparison_create(
        preston_scenario_inputs_model(of->inputs), preston_scenario_inputs_ledger(of->inputs, 0),
        after, preston_scenario_inputs_concordance(of->inputs),
        preston_scenario_inputs_types(of->inputs), &options[0], &options[1], out_comparison, error);
}
