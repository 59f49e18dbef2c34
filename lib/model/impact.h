/* An impact in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_MODEL_IMPACT_H
#define PRESTON_LIB_MODEL_IMPACT_H

#include "model.h"

enum { PARTS = 3 };

struct preston_impact {
    const preston_model *model;
    double *output[PARTS];     /* P n each */
    double *household_income;  /* P; until it is solved, what the demand gives */
    double *imports;           /* P: bought abroad directly by the buyer */
    double *taxes_on_products; /* P: paid directly by the buyer */
    double spent;              /* by the buyer */
    double given;              /* to households, in Type II */
    preston_certificate certificate[2];
};

/* An impact with its demand checked and taken in, still unsolved. */
preston_status preston_impact_start(const preston_model *model, const preston_demand *demand,
                                    preston_impact **out_impact, preston_error *error);

/* The right-hand side of its demand, on the rows of a closure. */
void preston_impact_load(const preston_impact *impact, preston_closure closure, double *column);

#endif
