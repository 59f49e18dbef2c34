/* Random economies: balanced, productive tables and trees of nested places. */
#ifndef PRESTON_TEST_RANDOM_ECONOMY_H
#define PRESTON_TEST_RANDOM_ECONOMY_H

#include "sample.h"

#include <gsl/gsl_rng.h>

/* A balanced, productive random economy. With `empty_sector`, the last sector has no output. */
typedef struct random_shape {
    int64_t sectors;
    int64_t levels; /* of nested areas: 1 is the nation alone */
    int64_t more;   /* areas beyond one a level */
    int empty_sector;
    double factor; /* every amount times this; 0 for 1 */
} random_shape;

sample sample_random(gsl_rng *random, const random_shape *shape);

/* Random final demand by place and sector: the first cell is never zero, a third of the others is;
 * sectors without output get none. Freed by the caller. */
double *make_random_demand(gsl_rng *random, const sample *work);

#endif
