/* The economy in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_ECONOMY_ECONOMY_H
#define PRESTON_LIB_ECONOMY_ECONOMY_H

#include "places.h"
#include "trade_shares.h"

typedef struct preston_place {
    char *code;
    char *name;
    char **areas; /* the area it is, or is the remainder of, and all above it up to the nation */
    int64_t area_count;
    int remainder; /* of its innermost area */
    double share;  /* of the nation, by the measure of size */
    double lambda;
} preston_place;

struct preston_economy {
    const preston_table *table;
    int64_t sectors; /* n */
    int64_t places;  /* P */
    preston_place *place;
    preston_labels codes; /* of the places */
    double *output;       /* P n */

    /* cell by cell; NULL in a traded economy */
    double *output_shares; /* n × P: the share of each place in the nation's output of a sector */
    double *coefficients;  /* (P n) × (P n), row after row */
    double *final_shares;  /* P × (n × P): for each user's place, where it buys */
    double *household_shares; /* the same for households alone; NULL: as all final users */

    /* the tables that places go by; NULL: all by `table` */
    int64_t technologies;         /* T: traded, the nation's first, then those of single places */
    const preston_table **tables; /* T */
    int64_t *technology_of;       /* P */

    /* traded; NULL cell by cell */
    const preston_trade_shares *trade;
    const preston_trade_shares *commuting; /* NULL: none */
    double *technology;                    /* (T n) × n */
    double *foreign;       /* P × n: the share of a use that trade leaves to imports; NULL: none */
    double *foreign_wages; /* P: the share of the wages that leaves the nation; NULL: none */
};

/* An economy with its places still to be described; NULL when memory is out. */
preston_economy *preston_economy_allocate(const preston_table *table, int64_t places);

/* Names the places and gives them the size and λ that they have in the tree. */
preston_status preston_economy_describe(preston_economy *economy, const preston_places *places,
                                        double delta, preston_error *error);

/* The nation as one place. */
preston_status preston_economy_describe_nation(preston_economy *economy, preston_error *error);

/* Places side by side inside one area: `shares` of it, and no quotients (λ is 1). */
preston_status preston_economy_describe_side_by_side(preston_economy *economy, const char *area,
                                                     const char *const *codes,
                                                     const char *const *names, const double *shares,
                                                     preston_error *error);

/* An economy cell by cell whose matrices are still zero. */
preston_status preston_economy_allocate_cells(const preston_table *table, int64_t places,
                                              preston_economy **out_economy, preston_error *error);

/* Frees the names. */
void preston_economy_clear_places(preston_economy *economy);

/* The place that is the remainder of the nation, or -1. */
int64_t preston_economy_rest_of_nation(const preston_economy *economy);

/* Lets the rest of the nation buy from inner places what balances each sector there: rewrites its
 * columns of the coefficients and its final shares. */
preston_status preston_economy_feed_back(preston_economy *economy, preston_error *error);

/* Is the place that area, its remainder, or inside it? */
int preston_place_inside_area(const preston_place *place, const char *area);

/* How many areas above `user` one must go to find `supplier` inside: 0 is the place itself. */
int64_t preston_place_level(const preston_economy *economy, int64_t user, int64_t supplier);

/* The nest rule for one user and one selling sector.
 * `quotients` has one value a level, the last one 1; shares receives one value a place, sum 1. */
void preston_nest_shares(const preston_economy *economy, int64_t user, int64_t sector,
                         const double *quotients, double *shares);

#endif
