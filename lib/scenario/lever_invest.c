/* Lever 4: capital of local authorities in collective projects, with the capital it attracts. It
 * moves capital formation in the year it is paid in, and capacity after the lag. */
#include "projection.h"

#include <math.h>

void preston_lever_invest(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    const preston_measure *stated = force->measure;
    double *paid = walk->cohort + measure * plan->years;
    double lag = isnan(stated->lag) ? 0.0 : stated->lag;
    double capital = 0.0;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    if (preston_walk_has(walk, measure)) {
        state->adoption = preston_walk_adoption(walk, measure);
        paid[walk->y] = stated->amount / plan->currency * state->adoption / stated->public_share;
    }
    for (int64_t cell = 0; cell < plan->places * plan->sectors; cell++) {
        walk->extra[cell] += paid[walk->y] * force->bought[cell];
    }
    for (int64_t y = 0; y <= walk->y; y++) {
        double age = (double)(walk->y - y) - lag;
        capital += age >= 0.0 ? paid[y] : 0.0;
    }
    preston_add_capacity(walk, measure, capital * stated->output_per_capital);
    state->wanted += paid[walk->y];
    state->placed += paid[walk->y];
}
