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
 * kept by sellers and by buyers, and no thread ever writes what another does. That is the whole of
 * it for gravity with a shared technology, where memory is what takes the time, and trade_direct.c
 * passes over it as little as can be; trade_apply.c does everything else as well.
 *
 * Neighbours that each sector has for itself go the other way: each sector is a sparse P × P matrix
 * of its own, and its look-ups among buying places are fast where the P values of the sector stand
 * together, in *sector order* (trade_lists.c). */
#ifndef PRESTON_LIB_MATRIX_TRADE_H
#define PRESTON_LIB_MATRIX_TRADE_H

#include "compressed.h"
#include "rectangle.h"

#include <math.h>

/* Pairs of places line after line, for gathering: a line is what one place receives. */
typedef struct preston_pairs {
    int64_t *starts; /* P + 1 */
    int32_t *places; /* where from; half the memory traffic of 64 bits */
    double *shares;
} preston_pairs;

/* Places that are divided among processes: what an operator needs that has only some of them, its
 * *own* ones. The places beyond, which send it something, are numbered on from these, for each
 * operation by itself: plain they are buyers, transposed sellers. Both operations gather, from
 * lines of what places send; between the two passes the lines of the places beyond are filled in.
 * Index: the operation. */
typedef struct preston_trade_piece {
    int64_t beyond[2];      /* places */
    preston_pairs pairs[2]; /* common neighbours; the operator takes them over */
    preston_lines lists[2]; /* of each sector and own place; borrowed; starts NULL: none */

    /* Begins and ends filling in the lines of the places beyond, `width` doubles each, which follow
     * the own places' lines. `begin` NULL: all places are here. */
    void (*begin)(void *context, preston_operation operation, int64_t width, double *lines);
    void (*end)(void *context, preston_operation operation, int64_t width, double *lines);

    /* Adds up sums over processes. */
    void (*add_up)(void *context, int64_t count, double *sums);
    void *context;
} preston_trade_piece;

typedef struct preston_trade_operator {
    preston_operator base;
    preston_trade parts; /* what the caller described */

    /* Its pairs have moved to by_seller and by_buyer. */
    preston_trade_piece piece;
    unsigned char *waits[2]; /* by operation and slice: does it gather from places beyond? */

    /* Technologies that places share, as products read them; or NULL. */
    double *technology;
    /* Each place its own: that of the first; the others follow at equal distances. */
    preston_rectangle first_technology;

    /* P × S, place after place: the caller's memory, or a copy in `copies`; NULL where absent. */
    const double *own;
    const double *seller_factors;
    const double *buyer_factors;
    const double *pool_supply;
    const double *pool_use;
    double *copies[5];
    double *home; /* own over buyer_factors, where trade_direct.c takes over; else NULL */

    /* Common neighbours, from the buyers of each seller and from the sellers of each buyer. */
    preston_pairs by_seller;
    preston_pairs by_buyer;

    /* One a sector, from selling to buying places; NULL without lists. Sectors that trade along the
     * same pairs of places share the starts and indices of the first, which then stay in the cache:
     * half the memory traffic. */
    preston_lines *lists;
    preston_lines *turned; /* of a piece: from buying to selling places */
} preston_trade_operator;

/* --- trade.c --- */

static inline int preston_trade_is_piece(const preston_trade_operator *trade)
{
    return trade->piece.begin != NULL;
}

/* Own places, and those beyond that send to them. */
static inline int64_t preston_trade_senders(const preston_trade_operator *trade,
                                            preston_operation operation)
{
    return trade->parts.places + trade->piece.beyond[operation];
}

/* The most of both operations. */
static inline int64_t preston_trade_most_senders(const preston_trade_operator *trade)
{
    int64_t plain = preston_trade_senders(trade, PRESTON_PLAIN);
    int64_t transposed = preston_trade_senders(trade, PRESTON_TRANSPOSED);
    return plain > transposed ? plain : transposed;
}

/* The operator of a piece: its own places are `parts`, checked before; whose neighbours the piece
 * says. An apply is collective: every process that has a piece must be in it, for the same
 * operation, with one vector at a time. The pairs are gone from the piece once it has them. */
preston_status preston_operator_trade_piece(const preston_trade *parts, int nonnegative,
                                            preston_trade_piece *piece,
                                            preston_operator **out_operator, preston_error *error);

/* --- trade_check.c --- */

/* Checks all parts, with buyers in 0 to `buyers` − 1. *out_rows is P S; *out_nonnegative becomes 0
 * when a number is below zero. */
preston_status preston_trade_check(const preston_trade *parts, int64_t buyers, int64_t *out_rows,
                                   int *out_nonnegative, preston_error *error);

int preston_trade_has_pool(const preston_trade *parts);

/* --- trade_apply.c --- */

static inline double preston_trade_size(double value, int absolute)
{
    return absolute ? fabs(value) : value;
}

int64_t preston_trade_scratch(const preston_operator *op, int64_t columns);
void preston_trade_apply(const preston_operator *op, preston_operation operation, int absolute,
                         int64_t columns, const double *x, double *y, double *scratch);

/* --- trade_technology.c --- */

/* How many places a slice has; it depends on the sectors alone. */
int64_t preston_trade_slice(const preston_trade *parts);

/* Copies the technologies that places share as products read them. -1: no memory. */
int preston_trade_pack(preston_trade_operator *trade);

/* Are there so many sectors that BLAS multiplies? It must keep to one thread: slices are ours. */
int preston_trade_calls_blas(const preston_trade_operator *trade);

/* Doubles of the slices of at most 128 sectors. */
enum { PRESTON_SLICE_CELLS = 1 << 11, PRESTON_MOST_PACKED = 128 };

/* y = A x or Aᵀ x for so many places from `first` on, all x and y of these only; technologies that
 * places share. */
void preston_trade_multiply_shared(const preston_trade_operator *trade, preston_operation operation,
                                   int absolute, int64_t first, int64_t places, const double *x,
                                   double *y);

/* y = A x or Aᵀ x at the places [first, last), for blocks in place order. */
void preston_trade_multiply(const preston_trade_operator *trade, preston_operation operation,
                            int absolute, int64_t first, int64_t last, int64_t vectors,
                            const double *x, double *y);

/* --- trade_pairs.c --- */

/* Copies the common neighbours both ways round, or takes over those of a piece; *out_most: the
 * pairs of one place. -1: no memory. */
int preston_trade_make_pairs(preston_trade_operator *trade, int64_t *out_most);
void preston_pairs_clear(preston_pairs *pairs);

/* The distance between places in w, at least S: whole cache lines, so that a look-up takes as few
 * as can be. */
int64_t preston_pairs_leading(int64_t sectors);

/* Gathering at the places of a slice: to = home_factors∘home + factors∘Σ share w. */
typedef struct preston_gathering {
    const preston_pairs *pairs;
    int64_t sectors;
    int64_t leading;            /* of w; its cells beyond S are zero */
    const double *w;            /* P places */
    const double *factors;      /* P × S */
    const double *home_factors; /* P × S */
    const double *home;         /* P places, home_leading apart; NULL: add to what is there */
    int64_t home_leading;
    double *to; /* the slice's own, S a place */
} preston_gathering;

void preston_pairs_gather(const preston_gathering *job, int64_t first, int64_t last, int absolute);

/* --- trade_direct.c: common neighbours, technologies shared, no lists --- */

/* own over the factors of buyers; left NULL where these are too small. -1: no memory. */
int preston_trade_find_home(preston_trade_operator *trade);

int preston_trade_is_direct(const preston_trade_operator *trade);
int64_t preston_direct_scratch(const preston_trade_operator *trade);
void preston_direct_apply(const preston_trade_operator *trade, preston_operation operation,
                          int absolute, const double *x, double *y, double *scratch);

/* --- trade_lists.c: the neighbours of each sector --- */

void preston_lists_turn(const preston_trade *parts, int64_t first, int64_t last, int64_t vectors,
                        const double *block, int width, double *group);
void preston_lists_add_back(const preston_trade *parts, int64_t first, int64_t last,
                            int64_t vectors, const double *group, int width, double *block);
void preston_lists_trade(const preston_trade_operator *trade, preston_operation operation,
                         int absolute, int width, const double *x, double *y);

#endif
