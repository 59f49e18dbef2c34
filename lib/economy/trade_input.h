/* What the ways to trade have in common: their input checked, named and completed. */
#ifndef PRESTON_LIB_ECONOMY_TRADE_INPUT_H
#define PRESTON_LIB_ECONOMY_TRADE_INPUT_H

#include "preston/economy.h"

typedef char preston_label_text[120];

/* How messages name a place or sector: 'code' in quotes, or its number from 1. Returns `text`. */
const char *preston_trade_place(const preston_trade_input *input, int64_t place,
                                preston_label_text text);
const char *preston_trade_sector(const preston_trade_input *input, int64_t sector,
                                 preston_label_text text);

int preston_trade_threads(const preston_trade_options *options);

preston_status preston_trade_check_options(const preston_trade_options *options,
                                           preston_error *error);

/* The shape of `view`, and cells between 0 and `most`. */
preston_status preston_trade_check_cells(const preston_trade_input *input, preston_const_view view,
                                         int64_t columns, double most, const char *what,
                                         preston_error *error);

/* All of the input; `needed` 0: supply and use may both be empty. */
preston_status preston_trade_check_input(const preston_trade_input *input, int needed,
                                         preston_error *error);

/* A cell of a view that may be empty. */
static inline double preston_trade_cell(preston_const_view view, int64_t place, int64_t sector)
{
    return view.rows > 0 ? preston_get(view, place, sector) : 0.0;
}

/* For each sector what the nation supplies, and what its supply is multiplied by so that it is what
 * the nation uses of its own make (1 where either is nothing): S each. */
void preston_trade_nation(const preston_trade_input *input, double *out_supply, double *out_scale);

/* The share of its use that each place makes itself, P × S: as given, or by quotients; in a sector
 * that nobody supplies, all. `scale` as above. */
preston_status preston_trade_own_shares(const preston_trade_input *input,
                                        const preston_trade_options *options,
                                        const double *supply_totals, const double *scale,
                                        double *own, preston_error *error);

#endif
