/* What a scenario plans: everything that does not change with the years. */
#include "projection.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

void preston_plan_clear(preston_plan *plan)
{
    for (int64_t i = 0; plan->force != NULL && i < plan->measures; i++) {
        preston_force *force = &plan->force[i];
        free(force->sectors);
        free(force->buyers);
        free(force->from);
        free(force->applies);
        free(force->bought);
        free(force->bought_outside);
        free(force->levels);
    }
    free(plan->force);
    free(plan->buyer_purchases);
    free(plan->lines);
    free(plan->cells);
    free(plan->imports);
    free(plan->taxes);
    free(plan->headroom);
    free(plan->type_shares);
    preston_labels_clear(&plan->buyer_labels);
    *plan = (preston_plan){0};
}

static preston_status find_type_shares(preston_plan *plan, preston_error *error)
{
    plan->type_shares = preston_allocate_matrix(plan->kinds, plan->sectors);
    if (plan->type_shares == NULL) {
        return preston_fail_memory(error, "supplier types");
    }
    for (int64_t k = 0; k < plan->kinds; k++) {
        for (int64_t i = 0; i < plan->sectors; i++) {
            plan->type_shares[k * plan->sectors + i] =
                preston_supplier_types_share(plan->types, k, i);
        }
    }
    return PRESTON_OK;
}

preston_status preston_plan_make(preston_plan *plan, const preston_scenario *scenario,
                                 const preston_projection_input *input, preston_error *error)
{
    const preston_scenario_data *data = preston_scenario_get(scenario);
    const preston_economy *economy = preston_model_economy(input->model);
    *plan = (preston_plan){
        .data = data,
        .model = input->model,
        .economy = economy,
        .types = input->types,
        .sectors = preston_table_sectors(preston_economy_table(economy)),
        .places = preston_economy_places(economy),
        .kinds = preston_supplier_types_count(input->types),
        .years = (int64_t)(data->last_year - data->first_year) + 1,
        .measures = data->measure_count,
    };
    preston_status status = find_type_shares(plan, error);
    if (status == PRESTON_OK) {
        status = preston_plan_purchases(plan, input->ledger, input->concordance, error);
    }
    if (status == PRESTON_OK) {
        status =
            preston_plan_headroom(plan, preston_scenario_folder(scenario), input->headroom, error);
    }
    if (status == PRESTON_OK) {
        status = preston_plan_forces(plan, error);
    }
    if (status != PRESTON_OK) {
        preston_plan_clear(plan);
    }
    return status;
}
