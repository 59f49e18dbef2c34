/* The premium at which moving purchases gains nothing: `new / (1 + p) = old`. */
#include "preston/scenario.h"

#include <math.h>

double preston_break_even_premium(double old_effect, double new_effect)
{
    if (!isfinite(old_effect) || !isfinite(new_effect)) {
        return -1.0; /* of nothing known, nothing is gained */
    }
    if (old_effect > 0.0) {
        return new_effect > 0.0 ? new_effect / old_effect - 1.0 : -1.0;
    }
    if (new_effect > 0.0 || (new_effect == 0.0 && old_effect < 0.0)) {
        return INFINITY;
    }
    return old_effect < 0.0 ? new_effect / old_effect - 1.0 : -1.0;
}
