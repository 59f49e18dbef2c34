/* Lever 9: engineering for projects that small authorities could not prepare alone. It moves
 * additional demand, of which the deadweight would have come anyway: see additionality. */
#include "projection.h"

void preston_lever_engineering(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    const preston_measure *stated = force->measure;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    state->adoption = preston_walk_adoption(walk, measure);
    double demand = stated->projects_per_year * state->adoption * stated->amount / plan->currency;
    for (int64_t cell = 0; cell < plan->places * plan->sectors; cell++) {
        walk->extra[cell] += demand * force->bought[cell];
    }
    state->wanted = demand;
    state->placed = demand;
}
