/* Lever 2: a register of suppliers. It moves what buyers know of the capacity there is, sector by
 * sector, and the ceiling of the local share of the measures it is said to apply to. */
#include "projection.h"

#include <math.h>

void preston_lever_map_suppliers(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    preston_lever_raise(walk, measure);
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    double coverage = preston_walk_adoption(walk, measure);
    for (int64_t i = 0; i < plan->sectors; i++) {
        if (plan->force[measure].sectors[i] != 0) {
            walk->known[i] += (1.0 - walk->known[i]) * coverage;
        }
    }
}
