/* The national system of the trade operator: its sectors summed over places.
 *
 * What rounds of spending still owe is (I − A)⁻¹t for the residual t; nationally, summed over
 * places, that is known exactly from one small factorisation, (I − Ā)⁻¹t̄, because trade only moves
 * demand between places. What it has beyond t̄ itself is handed back to the places by their usual
 * share of each sector. */
#ifndef PRESTON_LIB_MATRIX_TRADE_NATIONAL_H
#define PRESTON_LIB_MATRIX_TRADE_NATIONAL_H

#include "solver.h"

typedef struct preston_national {
    int64_t places; /* 0: no national system */
    int64_t sectors;
    double *factors; /* LU of I − Ā, S × S */
    int *pivots;
    double *shares; /* P × S, place after place: of each place in a sector, adding up to one */
    float *metric;  /* P S: in which inner product the operator shrinks every vector, below */
    double *memory; /* of filling it in: P S, S and the operator's scratch; freed then */
    int64_t *counts;
} preston_national;

/* Adds up sums over processes that have a piece of the operator each; NULL: there is one alone. */
typedef struct preston_national_sum {
    void (*add_up)(void *context, int64_t count, double *sums);
    void *context;
} preston_national_sum;

/* Of an operator's trade; stays without a system (0 places) when the operator has none, or when it
 * is singular: rounds do without. */
preston_status preston_national_create(const preston_operator *op, preston_national *national,
                                       preston_error *error);

/* The same in two steps, for pieces: filling in is collective, once every process has its memory.
 * Places and shares are those of the piece. */
preston_status preston_national_allocate(const preston_operator *op, preston_national *national,
                                         preston_error *error);
void preston_national_fill(const preston_operator *op, const preston_national_sum *sum,
                           preston_national *national);
void preston_national_clear(preston_national *national);

/* What the national system has beyond the sums: sums ← ((I − Ā)⁻¹ − I) sums, or transposed. */
void preston_national_extend(const preston_national *national, preston_operation operation,
                             double *sums, double *scratch);

#endif
