/* Two ledgers as the factors of their spending, and every corner between them.
 *
 * Spending is total × share of the category × share of the place in it × share of the type in both.
 * A corner has each factor at its first or its second value: bit k for the k-th cause. Without
 * types the last factor is always one, and there are half as many corners. */
#ifndef PRESTON_LIB_SCENARIO_COMPARISON_H
#define PRESTON_LIB_SCENARIO_COMPARISON_H

#include "../ledger/division.h"
#include "supplier_types.h"

enum { PRESTON_MOST_FACTORS = 4, PRESTON_MOST_CORNERS = 1 << PRESTON_MOST_FACTORS };

/* A ledger as its factors; a cell is a category and a place, or no place. */
typedef struct preston_ledger_factors {
    double total;
    double *category_shares; /* categories */
    double *place_shares;    /* cells */
    double *type_shares;     /* types × cells; NULL without types, like the next one */
    double *typed;           /* types × cells: the amounts */
    unsigned char *bought;   /* categories, then cells: 1 where there is money */
} preston_ledger_factors;

/* Everything that making a comparison needs. */
typedef struct preston_comparing {
    const preston_model *model;
    const preston_supplier_types *types; /* NULL: not looked at */
    int64_t type_count;                  /* 1 without types */
    int factors;                         /* 3 or 4 */
    preston_labels categories;
    preston_division *division; /* of both ledgers */
    preston_spread spread[2];
    preston_cells cells[2];
    preston_ledger_factors ledger[2];
} preston_comparing;

/* What both ledgers are made of; cleared also when that fails. */
preston_status preston_comparing_load(preston_comparing *making,
                                      const preston_ledger *const *ledgers,
                                      const preston_concordance *concordance,
                                      const preston_demand_options *const *options,
                                      preston_error *error);
void preston_comparing_clear(preston_comparing *making);

/* The cells of one type in a corner. */
void preston_comparing_corner(const preston_comparing *making, int corner, int64_t type,
                              double *cells);

#endif
