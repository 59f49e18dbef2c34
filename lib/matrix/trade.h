/* The trade operator, x ↦ T(A x): places and sectors, never assembled.
 *
 * A vector holds place after place, S sectors each: *place order*. The technology reads it so, one
 * small dense product a place. So do common neighbours: the pairs of places are one sparse P × P
 * matrix, which multiplies S columns at once, S values that stand together for each pair.
 *
 *   plain       z = A x,   w = b∘z,   y = own∘z + a∘(C w) + supply (use·z)
 *   transposed  w = a∘x,   z = own∘x + b∘(Cᵀ w) + use (supply·x),   y = Aᵀ z
 *
 * with the factors a of sellers and b of buyers. Either way there are two passes over *slices* of
 * places, divided among threads: the first ends where w is complete, the second gathers it. So C is
 * kept by sellers and by buyers, and no thread ever writes what another does.
 *
 * Neighbours that each sector has for itself go the other way: each sector is a sparse P × P matrix
 * of its own, and its look-ups among buying places are fast where the P values of the sector stand
 * together, in *sector order* (trade_lists.c). */
#ifndef PRESTON_LIB_MATRIX_TRADE_H
#define PRESTON_LIB_MATRIX_TRADE_H

#include "compressed.h"
#include "rectangle.h"

/* Pairs of places line after line, for gathering: a line is what one place receives. */
typedef struct preston_pairs {
    int64_t *starts; /* P + 1 */
    int32_t *places; /* where from; half the memory traffic of 64 bits */
    double *shares;
} preston_pairs;

typedef struct preston_trade_operator {
    preston_operator base;
    preston_trade parts; /* what the caller described */

    /* Technologies that places share: T blocks S × S, each column after column, and their absolute
     * values (the same memory where no cell is negative). Or NULL. */
    double *technology;
    const double *absolute_technology;
    /* Each place its own: that of the first; the others follow at equal distances. */
    preston_rectangle first_technology;

    /* P × S, place after place: the caller's memory, or a copy in `copies`; NULL where absent. */
    const double *own;
    const double *seller_factors;
    const double *buyer_factors;
    const double *pool_supply;
    const double *pool_use;
    double *copies[5];

    /* Common neighbours, from the buyers of each seller and from the sellers of each buyer. */
    preston_pairs by_seller;
    preston_pairs by_buyer;

    /* One a sector, from selling to buying places; NULL without lists. Sectors that trade along the
     * same pairs of places share the starts and indices of the first, which then stay in the cache:
     * half the memory traffic. */
    preston_lines *lists;
} preston_trade_operator;

/* --- trade_check.c --- */

/* Checks all parts. *out_rows is P S; *out_nonnegative becomes 0 when a number is below zero. */
preston_status preston_trade_check(const preston_trade *parts, int64_t *out_rows,
                                   int *out_nonnegative, preston_error *error);

int preston_trade_has_pool(const preston_trade *parts);

/* --- trade_apply.c --- */

int64_t preston_trade_scratch(const preston_operator *op, int64_t columns);
void preston_trade_apply(const preston_operator *op, preston_operation operation, int absolute,
                         int64_t columns, const double *x, double *y, double *scratch);

/* --- trade_technology.c --- */

/* How many places a slice has; it depends on the sectors alone. */
int64_t preston_trade_slice(const preston_trade *parts);

/* Must BLAS be told to keep to one thread while slices are multiplied? */
int preston_trade_tells_blas(const preston_trade_operator *trade);

/* y = A x or Aᵀ x at the places [first, last), for blocks in place order. */
void preston_trade_multiply(const preston_trade_operator *trade, preston_operation operation,
                            int absolute, int64_t first, int64_t last, int64_t vectors,
                            const double *x, double *y);

/* --- trade_pairs.c --- */

/* Copies the common neighbours both ways round; *out_most: the pairs of one place. -1: no memory.
 */
int preston_trade_make_pairs(preston_trade_operator *trade, int64_t *out_most);
void preston_pairs_clear(preston_pairs *pairs);

/* The distance between places in w, at least S: whole cache lines, so that a look-up takes as few
 * as can be. */
int64_t preston_pairs_leading(int64_t sectors);

/* sums += for each place of the slice, factor∘Σ share w, both P × S in place order; cells of w
 * beyond S are zero. */
void preston_pairs_gather(const preston_pairs *pairs, int64_t sectors, int64_t first, int64_t last,
                          int absolute, const double *factors, const double *w, double *sums);

/* --- trade_lists.c: the neighbours of each sector --- */

void preston_lists_turn(const preston_trade *parts, int64_t first, int64_t last, int64_t vectors,
                        const double *block, int width, double *group);
void preston_lists_add_back(const preston_trade *parts, int64_t first, int64_t last,
                            int64_t vectors, const double *group, int width, double *block);
void preston_lists_trade(const preston_trade_operator *trade, preston_operation operation,
                         int absolute, int width, const double *x, double *y);

#endif
