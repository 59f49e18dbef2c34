/* An impact in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_MODEL_IMPACT_H
#define PRESTON_LIB_MODEL_IMPACT_H

#include "model.h"

enum { PARTS = 3 };

struct preston_impact {
    const preston_model *model;
    double *output[PARTS];     /* P n each */
    double *household_income;  /* P */
    double *imports;           /* P: bought abroad directly by the buyer */
    double *taxes_on_products; /* P: paid directly by the buyer */
    double spent;              /* by the buyer */
    preston_certificate certificate[2];
};

#endif
