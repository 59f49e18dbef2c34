/* The part of a closed system that lies inside an area. */
#ifndef PRESTON_LIB_MODEL_AREA_H
#define PRESTON_LIB_MODEL_AREA_H

#include "model.h"

typedef struct preston_area_system {
    int64_t count;              /* rows inside */
    int64_t *rows;              /* of the whole system */
    const preston_operator *op; /* among them */
    preston_solver *solver;

    preston_operator *own_operator;
    double *cells; /* cell by cell: count × count, row after row */

    /* traded: the whole operator between vectors that are zero outside */
    const preston_operator *whole;
    double *inside;  /* all rows */
    double *product; /* all rows */
    double *scratch;
} preston_area_system;

/* Cuts the system down to the area, NULL for everywhere, and prepares its solver. It is made in
 * place and must not be moved; cleared also when it cannot be made. */
preston_status preston_area_system_make(const preston_model *model, preston_closure closure,
                                        const char *area, preston_area_system *out_system,
                                        preston_error *error);

void preston_area_system_clear(preston_area_system *system);

#endif
