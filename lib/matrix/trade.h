/* The trade operator, x ↦ T(A x): places and sectors, never assembled.
 *
 * A vector holds place after place, S sectors each, which is how the technology reads it: one small
 * dense product a place. Trade goes the other way: each sector is a sparse P × P matrix, and its
 * look-ups among buying places are fast where the P values of the sector stand together. So a
 * product turns its vectors from one order into the other and back:
 *
 *   place order --A--> use by place --turn--> sector order --T_i--> sales --turn--> place order
 *
 * A turn costs a tenth of the trade. With it, a sector of 35,000 places stays in a core's own cache
 * while its neighbours' shares stream by, and a thread that has a sector to itself may also scatter
 * (the transposed trade) without meeting another. */
#ifndef PRESTON_LIB_MATRIX_TRADE_H
#define PRESTON_LIB_MATRIX_TRADE_H

#include "compressed.h"
#include "rectangle.h"

typedef struct preston_trade_operator {
    preston_operator base;
    preston_trade parts; /* what the caller described */

    /* Shared technology: S × S, column after column, and its absolute values. */
    double *technology;
    double *absolute_technology;
    /* Or that of the first place; the others follow at equal distances. */
    preston_rectangle first_technology;

    /* P values a sector, sector after sector; NULL without a pool. */
    double *own;
    double *pool_supply;
    double *pool_use;

    /* One a sector, from selling to buying places; NULL without neighbours. Sectors that trade
     * along the same pairs of places, as neighbours by distance do, share the starts and indices of
     * the first, which then stay in the cache: half the memory traffic. */
    preston_lines *neighbours;
} preston_trade_operator;

/* The pool is added up in runs of so many places, and then the runs. */
enum { PRESTON_POOL_RUN = 256 };

int64_t preston_trade_scratch(const preston_operator *op, int64_t columns);
void preston_trade_apply(const preston_operator *op, preston_operation operation, int absolute,
                         int64_t columns, const double *x, double *y, double *scratch);

#endif
