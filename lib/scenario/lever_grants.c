/* Lever 5: grants instead of tenders. It moves purchases to the type of supplier that gets the
 * grants, where they are made, for as long as a grant lasts. */
#include "projection.h"

#include <math.h>

void preston_lever_grants(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_measure *stated = plan->force[measure].measure;
    double *granted = walk->cohort + measure * plan->years;
    double adoption = preston_walk_has(walk, measure) ? preston_walk_adoption(walk, measure) : 0.0;
    double share = fmin(1.0, stated->share + walk->raise_share[measure]);
    double in_force = 0.0;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    granted[walk->y] = fmax(adoption - walk->before[measure], 0.0);
    for (int64_t y = 0; y <= walk->y; y++) {
        in_force +=
            (double)(walk->y - y) < stated->duration || isnan(stated->duration) ? granted[y] : 0.0;
    }
    state->adoption = adoption;
    state->share = share * fmin(in_force, adoption);
    preston_move_to_type(walk, measure, state->share);
}
