/* A table of several economies in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_ECONOMY_MULTIREGIONAL_H
#define PRESTON_LIB_ECONOMY_MULTIREGIONAL_H

#include "../status/labels.h"
#include "preston/economy.h"

struct preston_multiregional {
    char *area;
    preston_labels places;
    char **names;          /* P */
    int64_t sectors;       /* n */
    int64_t uses;          /* u */
    double *output;        /* P n */
    double *flows;         /* (P n) × (P n), row after row */
    double *final_use;     /* (P n) × (P u), row after row */
    preston_table **table; /* P */
    preston_table *whole;
};

#endif
