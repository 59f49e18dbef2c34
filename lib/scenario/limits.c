/* Output within its limits, in supply chains too: what no place has capacity for goes to the next
 * place up, at last abroad. The parts of measures are without these limits; what they take off is
 * shown by itself. */
#include "results.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* What the move of demand from one place to another, or abroad, is in every set. */
static void weigh_move(const preston_projection *projection, const double *before,
                       const double *after, double *out_values)
{
    const preston_plan *plan = &projection->plan;
    int64_t inner = plan->places * plan->sectors;
    for (int64_t set = 0; set < projection->sets; set++) {
        /* suppliers in chains are average ones: type 0 stands first */
        const double *effects = projection->effects + set * plan->kinds * inner;
        const double *abroad = projection->buyer_effects + set * 2 * plan->places;
        double sum = 0.0;
        for (int64_t cell = 0; cell < inner; cell++) {
            sum += effects[cell] * (after[cell] - before[cell]);
        }
        for (int64_t p = 0; p < plan->places; p++) {
            sum += abroad[p] * (after[inner + p] - before[inner + p]);
        }
        out_values[set] = sum;
    }
}

preston_status preston_projection_limit(preston_projection *projection, double *room,
                                        preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t inner = plan->places * plan->sectors;
    double *met = preston_allocate_matrix(inner + plan->places, 1);
    preston_status status =
        met == NULL ? preston_fail_memory(error, "limits of output") : PRESTON_OK;
    for (int64_t y = 0; status == PRESTON_OK && y < plan->years; y++) {
        double *own = room + y * (inner + 3 * plan->places);
        const preston_demand demand = {
            .sectors = preston_const_vector(own, inner, 1),
            .imports = preston_const_vector(own + inner, plan->places, 1),
            .taxes_on_products = preston_const_vector(own + inner + plan->places, plan->places, 1),
            .household_income =
                preston_const_vector(own + inner + 2 * plan->places, plan->places, 1)};
        status = preston_model_constrain(
            plan->model, (preston_closure)(projection->closures - 1), &demand,
            preston_const_vector(projection->limits + y * inner, inner, 1),
            preston_vector(met, inner, 1), preston_vector(met + inner, plan->places, 1),
            (preston_view){0}, NULL, error);
        if (status == PRESTON_OK) {
            weigh_move(projection, own, met, projection->limited + y * projection->sets);
            for (int64_t cell = 0; cell < inner + plan->places; cell++) {
                own[cell] = met[cell];
            }
        }
    }
    free(met);
    return status;
}
