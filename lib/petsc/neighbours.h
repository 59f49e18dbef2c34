/* Neighbours across ranks: who sells to the places here, and which places are not here. */
#ifndef PRESTON_LIB_PETSC_NEIGHBOURS_H
#define PRESTON_LIB_PETSC_NEIGHBOURS_H

#include "../matrix/trade.h"
#include "failure.h"

/* How places are divided. */
typedef struct preston_petsc_ranges {
    MPI_Comm communicator;
    int rank;
    int ranks;
    int64_t *firsts; /* ranks + 1 */
} preston_petsc_ranges;

static inline int64_t preston_petsc_first(const preston_petsc_ranges *ranges)
{
    return ranges->firsts[ranges->rank];
}

static inline int64_t preston_petsc_places(const preston_petsc_ranges *ranges)
{
    return ranges->firsts[ranges->rank + 1] - ranges->firsts[ranges->rank];
}

/* The rank that has the place. */
int preston_petsc_owner(const preston_petsc_ranges *ranges, int64_t place);

/* Shares along pairs of places: for each level (a sector, or the one level of common neighbours)
 * and each place here, its neighbours among all places, or numbered as a piece numbers them. */
typedef struct preston_petsc_shares {
    int64_t levels;
    int64_t places;
    int64_t *starts; /* levels × places + 1 */
    int64_t *neighbours;
    double *values;
} preston_petsc_shares;

void preston_petsc_shares_clear(preston_petsc_shares *shares);

/* Copies the lines of the places here from a description whose starts are `stride` apart from level
 * to level, and begin with the place `offset` before this range's first. */
preston_status preston_petsc_copy_shares(const preston_petsc_ranges *ranges, int64_t levels,
                                         const preston_lines *given, int64_t stride, int64_t offset,
                                         preston_petsc_shares *out_shares, preston_error *error);

/* Collective: from the buyers of the sellers here to the sellers of the buyers here. */
preston_status preston_petsc_turn(preston_petsc_call *call, const preston_petsc_ranges *ranges,
                                  const preston_petsc_shares *by_seller,
                                  preston_petsc_shares *out_by_buyer);

/* Numbers the neighbours of both forms (either may be empty) as a piece does: places here from 0,
 * then those beyond, which are returned by their number among all places, rising. */
preston_status preston_petsc_number(const preston_petsc_ranges *ranges,
                                    preston_petsc_shares *common, preston_petsc_shares *lists,
                                    int64_t **out_beyond, int64_t *out_count, preston_error *error);

/* The common ones as products read them; both are left to the caller. */
preston_status preston_petsc_make_pairs(const preston_petsc_shares *common,
                                        preston_pairs *out_pairs, preston_error *error);

#endif
