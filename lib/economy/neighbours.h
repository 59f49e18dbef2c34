/* For each buying place, the places it can buy from: the nearest ones, those within a radius, or
 * both. Ties are broken by number, so that the answer depends on the distances alone. */
#ifndef PRESTON_LIB_ECONOMY_NEIGHBOURS_H
#define PRESTON_LIB_ECONOMY_NEIGHBOURS_H

#include "preston/economy.h"

typedef struct preston_neighbours {
    int64_t *starts;   /* P + 1, by buying place */
    int64_t *sellers;  /* rising within a buyer; never the buyer itself */
    double *distances; /* finite */
} preston_neighbours;

/* Of `input`, the places and their codes are read; of `options`, nearest, radius and threads. Fails
 * without distances, or with several kinds, and on a coordinate or distance that is none. */
preston_status preston_neighbours_find(const preston_trade_input *input,
                                       const preston_distances *distances,
                                       const preston_trade_options *options,
                                       preston_neighbours *out_neighbours, preston_error *error);

/* The same pairs by selling place: P + 1 starts, then buyers, rising within a seller, and the
 * values that stand in the place of the distances. On failure, what was allocated is left to be
 * freed. */
preston_status preston_neighbours_turn(const preston_neighbours *neighbours, int64_t places,
                                       int64_t **out_starts, int64_t **out_buyers,
                                       double **out_values, preston_error *error);

void preston_neighbours_clear(preston_neighbours *neighbours);

#endif
