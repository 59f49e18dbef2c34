/* Levers 1 and 6 to 8: training, and governance (a charter, policies made together, political
 * weight). They move the speed, the adoption, the share or the ceiling of the measures they are
 * said to apply to, and nothing by themselves. */
#include "projection.h"

#include <math.h>

static double given(double number)
{
    return isnan(number) ? 0.0 : number;
}

void preston_lever_raise(preston_walk *walk, int64_t measure)
{
    const preston_force *force = &walk->plan->force[measure];
    const preston_measure *stated = force->measure;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    state->adoption = preston_walk_adoption(walk, measure);
    for (int64_t i = 0; i < force->apply_count; i++) {
        int64_t other = force->applies[i];
        walk->raise_share[other] += given(stated->raises_share) * state->adoption;
        walk->raise_ceiling[other] += given(stated->raises_ceiling) * state->adoption;
        walk->raise_adoption[other] += given(stated->raises_adoption) * state->adoption;
        walk->speed[other] += given(stated->speeds) * state->adoption;
    }
}
