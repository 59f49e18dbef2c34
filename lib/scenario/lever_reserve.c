/* Lever 10: contracts reserved for a type of supplier. It moves the type of supplier in the sectors
 * that the law opens, and in no other; places stay as they are. */
#include "projection.h"

#include <math.h>

void preston_lever_reserve(preston_walk *walk, int64_t measure)
{
    const preston_measure *stated = walk->plan->force[measure].measure;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    state->adoption = preston_walk_adoption(walk, measure);
    state->share = fmin(1.0, stated->share + walk->raise_share[measure]) * state->adoption;
    preston_move_to_type(walk, measure, state->share);
}
