/* Lever 11: which buyers must have a scheme for responsible purchasing (SPASER). It moves no
 * purchase itself: the measures it applies are in force for those buyers alone, as far as they
 * adopt a scheme and carry it out. */
#include "projection.h"

#include <math.h>

/* What a population buys above the threshold, as a share of all it buys. */
static double covered_share(const preston_measure *stated, double *out_count)
{
    double purchases = 0.0;
    /* the law was checked when the plan was made */
    (void)preston_population_above(&stated->population, stated->threshold, out_count, &purchases,
                                   NULL);
    return purchases / stated->population_purchases;
}

void preston_lever_spaser(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    const preston_measure *stated = force->measure;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    double all = 0.0;
    int population = !isnan(stated->population.count);
    double share = population ? covered_share(stated, &state->buyers) : 0.0;
    state->adoption = preston_walk_adoption(walk, measure);
    for (int64_t b = 0; b < plan->buyers; b++) {
        int must = plan->buyer_purchases[b] >= stated->threshold && force->buyers[b] != 0;
        double part = population ? share : must ? 1.0 : 0.0;
        state->buyers += population || !must ? 0.0 : 1.0;
        state->covered += part * plan->buyer_purchases[b];
        all += plan->buyer_purchases[b];
        for (int64_t i = 0; i < force->apply_count; i++) {
            double *cover = &walk->cover[force->applies[i] * plan->buyers + b];
            *cover = fmin(1.0, *cover + part * state->adoption * stated->strength);
        }
    }
    state->covered = all > 0.0 ? state->covered / all : 0.0;
}
