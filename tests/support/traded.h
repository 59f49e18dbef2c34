/* Economies by trade shares, random ones, and the same multiplied out. */
#ifndef PRESTON_TEST_TRADED_H
#define PRESTON_TEST_TRADED_H

#include "random_economy.h"

/* How places may trade; any of them together. */
enum { TRADE_LISTS = 1, TRADE_COMMON = 2, TRADE_POOL = 4 };

enum { MOST_OWN_TABLES = 4 };

typedef struct traded_shape {
    int64_t places; /* all of them directly in the nation */
    int64_t sectors;
    int trade;          /* of the forms above; 0: each place for itself */
    int commuting;      /* the same; -1: no commuting at all */
    double foreign;     /* what shares leave of one, at most */
    int64_t own_tables; /* of the first places */
} traded_shape;

typedef struct traded {
    sample work;
    preston_trade_shares *trade;
    preston_trade_shares *commuting; /* NULL: none */
    int64_t places;
    int64_t own_tables;
    const char *own_codes[MOST_OWN_TABLES]; /* borrowed from the places */
    preston_table *own[MOST_OWN_TABLES];
} traded;

/* Random shares whose columns add up to one, less up to `foreign`. */
preston_trade_shares *random_trade(gsl_rng *random, int64_t places, int64_t sectors, int forms,
                                   double foreign);

/* Shares from S × P × P cells: for each sector, row the seller, column the buyer. */
preston_trade_shares *trade_of(int64_t places, int64_t sectors, const double *cells);

/* Places directly in the nation, with sizes P × n; the nation has none of its own. */
preston_places *flat_places(const preston_table *table, int64_t places, const double *sizes);

traded traded_random(gsl_rng *random, const traded_shape *shape);

/* The options with the tables of its own places. */
preston_traded_options traded_options_of(const traded *economy);

/* Joins what the struct holds, or joins it anew, and solves it; options NULL for the defaults. */
void traded_join(traded *economy);
void traded_close(traded *economy, const preston_model_options *options);

void traded_free(traded *economy);

/* The whole matrix from its definition, rows place × sector, households the last sector of a place
 * in Type II; freed by the caller. */
double *traded_multiplied_out(const traded *economy, const preston_model_options *options);

#endif
