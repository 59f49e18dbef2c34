/* Trade and commuting by lists of shares. */
#ifndef PRESTON_LIB_ECONOMY_GIVEN_TRADE_H
#define PRESTON_LIB_ECONOMY_GIVEN_TRADE_H

#include "preston/economy.h"

typedef struct preston_given {
    const preston_trade_input *input;
    const preston_trade_options *options;
    int64_t count;
    const preston_trade_line *lines;
    int wages;     /* 1: commuting, for the messages */
    int64_t fault; /* after a failure: the line to blame, or -1 */
} preston_given;

/* Checks all of it but the options. */
preston_status preston_trade_from_lines(preston_given *given, preston_trade_shares **out_shares,
                                        preston_error *error);

/* Commuting is trade of one sector, the wages. */
preston_trade_input preston_commuting_input(const preston_trade_input *input);

#endif
