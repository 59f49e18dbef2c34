/* Lever 3: social-economy firms created year by year, of which part survives. It moves the capacity
 * of one sector in one place, and, as far as their sales go to industries there, what these buy
 * outside. */
#include "projection.h"

void preston_lever_create_firms(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    const preston_measure *stated = force->measure;
    double *born = walk->cohort + measure * plan->years;
    double alive = 0.0;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (preston_walk_has(walk, measure)) {
        state->adoption = preston_walk_adoption(walk, measure);
        born[walk->y] = stated->firms_per_year * state->adoption;
    }
    for (int64_t y = 0; y <= walk->y; y++) {
        double survives = 0.0;
        (void)preston_path_value(&stated->survival, (double)(walk->y - y), &survives, NULL);
        alive += born[y] * survives;
    }
    state->firms = alive;
    preston_add_capacity(walk, measure, alive * stated->jobs_per_firm * force->output_per_job);
}
