/* Factors of sellers and buyers that bring sales to supply and make purchases exact. */
#ifndef PRESTON_LIB_ECONOMY_BALANCE_TRADE_H
#define PRESTON_LIB_ECONOMY_BALANCE_TRADE_H

#include "neighbours.h"
#include "trade_shares.h"

typedef struct preston_balancing {
    const preston_trade_input *input;
    const preston_trade_options *options;
    preston_neighbours near;      /* by buyer; its distances have become decays */
    const double *supply;         /* S: the nation's */
    const double *scale;          /* S: preston_trade_nation() */
    preston_trade_shares *shares; /* with own shares and common neighbours; given its factors, its
                                     pool where one is asked for, and its imbalance */
} preston_balancing;

preston_status preston_balance_trade(const preston_balancing *work, preston_error *error);

#endif
