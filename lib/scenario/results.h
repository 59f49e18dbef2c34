/* A projection in memory, shared by the files that make it and that read it. */
#ifndef PRESTON_LIB_SCENARIO_RESULTS_H
#define PRESTON_LIB_SCENARIO_RESULTS_H

#include "projection.h"

/* A set is a closure, an account and an area. */
struct preston_projection {
    const preston_scenario *scenario;
    preston_plan plan;
    preston_labels accounts;
    preston_labels areas;          /* by code, the nation's too */
    int64_t closures;              /* 1 or 2 */
    int64_t sets;                  /* E */
    double *effects;               /* E × K × (P n) */
    double *buyer_effects;         /* E × 2 P: of imports and taxes that the buyer pays */
    double *baseline;              /* E */
    double *all;                   /* Y × E: what all measures change */
    double *parts;                 /* m × Y × E: of which each measure */
    double *limits;                /* Y × P n: by how much output may grow; NULL: not looked at */
    double *limited;               /* Y × E: what these limits take off all; NULL as above */
    preston_measure_state *states; /* Y × m */
    double *premiums;              /* Y */
    double *changes;               /* (Y + 1) × K × (P n); the last is the baseline itself */
    preston_impact **impacts;      /* Y + 1 */
    double *corrections;           /* (Y + 1) × P × accounts of the table */
    double *beyond; /* (Y + 1) × P n: demand that is no purchase, but what the first round buys
                       unlike average suppliers, and what limits move */
};

/* "public_revenue" is the sum of two accounts. */
#define PRESTON_PUBLIC_REVENUE "public_revenue"

/* The position of a set. */
int64_t preston_projection_set(const preston_projection *projection, preston_closure closure,
                               int64_t account, int64_t area);

/* effects.c: fills in effects and buyer_effects; and those of one account in one area, for whoever
 * asks later. */
preston_status preston_projection_find_effects(preston_projection *projection,
                                               preston_error *error);
preston_status preston_plan_effects(const preston_plan *plan, preston_closure closure,
                                    const char *account, const char *area, double *out_effects,
                                    preston_error *error);

/* parts.c: fills in `parts`, which measure changes what. */
preston_status preston_projection_divide(preston_projection *projection, preston_error *error);

/* limits.c: keeps demands within the limits of output, and says in `limited` what that takes off.
 */
preston_status preston_projection_limit(preston_projection *projection, double *room,
                                        preston_error *error);

/* What a change is in every set: E numbers. */
void preston_projection_weigh(const preston_projection *projection, const double *change,
                              double *out_values);

#endif
