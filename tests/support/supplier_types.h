/* Purchases from suppliers of several types in economies of every form. */
#ifndef PRESTON_TEST_SUPPLIER_TYPES_H
#define PRESTON_TEST_SUPPLIER_TYPES_H

#include "traded.h"

#include <preston/scenario.h>

/* The forms of an economy. */
enum { FORM_NEST, FORM_TRADED, FORM_TRADED_ABROAD, FORM_MULTIREGIONAL, FORMS };

/* A solved economy with what it is made of. */
typedef struct market {
    traded own;                           /* FORM_NEST uses its sample alone */
    preston_multiregional *multiregional; /* NULL for the others */
    const preston_economy *economy;
    const preston_model *model;
    int64_t places;
    int64_t sectors;
    int64_t rows;
    int64_t accounts;
} market;

/* A random economy, Type II, where wages leak and households buy from households. Whatever fails in
 * this file fails the test. */
market make_market(gsl_rng *random, int form);
void free_market(market *made);

/* A type with nothing stated. */
preston_supplier_type plain_type(const char *code, const char *sector);

preston_supplier_types *make_types(const preston_model *model, int64_t count,
                                   const preston_supplier_type *rows);

/* The column of an account of the economy's table, per unit of output in that place. */
double per_output(const market *on, const char *account, int64_t place, int64_t sector);

/* What the first round of some purchases comes to. */
typedef struct first_round {
    double *sectors; /* P n */
    double *imports; /* P, like the next two */
    double *taxes;
    double *income;
    double *corrections; /* P × accounts */
} first_round;

first_round first_round_of(const market *on, const preston_supplier_types *types,
                           const double *purchases);
void free_first_round(first_round *round);

/* The impact of its demand. */
preston_impact *impact_of_round(const market *on, const first_round *round);

/* The correction of an account in a place; 0 for "output". */
double correction_of(const market *on, const first_round *round, const char *account,
                     int64_t place);

/* (P n) × K purchases, about a third of them none; nothing of sectors without output. */
double *random_purchases(gsl_rng *random, const market *on, const preston_supplier_types *types);

/* Four types that differ from the average in every way that there is, some in single sectors. */
preston_supplier_types *random_types(gsl_rng *random, const market *on);

/* The effects on one account in one area. */
preston_status type_effects_of(const preston_supplier_types *types, preston_closure closure,
                               const char *account, const char *area, preston_view effects,
                               preston_view imports, preston_view taxes, preston_error *error);

#endif
