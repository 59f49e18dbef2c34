/* What trade shares do to purchases, without an operator: once in a while, not in a solve. */
#ifndef PRESTON_LIB_ECONOMY_SALES_H
#define PRESTON_LIB_ECONOMY_SALES_H

#include "trade_shares.h"

/* Tz: purchases by buying place, P × S, become sales by selling place. `scratch` has S doubles. */
void preston_trade_shares_sell(const preston_trade_shares *trade, const double *purchases,
                               double *sales, double *scratch);

/* Tᵀe: effects by selling place, P × S, become effects by buying place. `scratch` has S doubles. */
void preston_trade_shares_effects(const preston_trade_shares *trade, const double *sales,
                                  double *purchases, double *scratch);

/* Tᵀ1: what the shares of each buyer add up to, P × S. `scratch` has S doubles. */
void preston_trade_shares_add_up(const preston_trade_shares *trade, double *sums, double *scratch);

/* A share or factor that is negative or not finite fails, with sector and places by their codes. */
preston_status preston_trade_shares_check(const preston_trade_shares *trade,
                                          const char *const *places, const char *const *sectors,
                                          preston_error *error);

#endif
