/* A pool in which each place has a part by what it has left to sell. */
#ifndef PRESTON_LIB_ECONOMY_POOL_H
#define PRESTON_LIB_ECONOMY_POOL_H

#include "trade_shares.h"

/* Gives the shares a pool that meets what they leave: `shares->pool_use` holds the share of its use
 * that each place takes from it (NULL: no pool), and `pool_supply` is filled in. Where nobody makes
 * a sector, the place itself meets it. Then measures how far sales are from supply. Nothing is done
 * where the input has no supply. O(pairs S + P S). */
preston_status preston_trade_fill_pool(const preston_trade_input *input,
                                       preston_trade_shares *shares, preston_error *error);

#endif
