/* Where demand goes that a place cannot meet: to the next place up.
 *
 * Areas are gone through from the innermost to the nation. Each meets what its own places cannot
 * from those of them that have room, by their output of the sector, none beyond its limit; what is
 * left goes on to the next area out, and from the nation abroad. A place with room for its own
 * demand sends nothing, so that whoever receives is another. */
#ifndef PRESTON_LIB_MODEL_SPILL_H
#define PRESTON_LIB_MODEL_SPILL_H

#include "model.h"

typedef struct preston_spill {
    const preston_model *model;
    int64_t areas;    /* of several places */
    int64_t *starts;  /* areas + 1 */
    int64_t *members; /* places */
    /* n × P each, sector after sector */
    double *limits;
    double *weights; /* output */
    double *made;
    double *excess; /* after preston_spill_place(): what no place could make */
    double *moved;  /* n: by how much output differs from that given */
} preston_spill;

/* @param limits (P n) × 1, checked. Cleared when it cannot be made. */
preston_status preston_spill_create(const preston_model *model, preston_const_view limits,
                                    preston_spill *out_spill, preston_error *error);

void preston_spill_clear(preston_spill *spill);

/* From what is asked of every row of a closure to what it makes; households meet all of it.
 * `made` holds the output of the round before, and is replaced. Returns by how much, the sum of the
 * absolute values. Each sector is one thread's. */
double preston_spill_place(preston_spill *spill, preston_closure closure, const double *asked,
                           double *made);

#endif
