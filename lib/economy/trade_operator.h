/* A traded economy as an operator, x ↦ T(Ax), without or with its households. */
#ifndef PRESTON_LIB_ECONOMY_TRADE_OPERATOR_H
#define PRESTON_LIB_ECONOMY_TRADE_OPERATOR_H

#include "economy.h"

/* The operator, and what it borrows that the economy has not. */
typedef struct preston_trade_system {
    preston_operator *op;
    double *technology; /* (T m) × m, m = n, or n + 1 with households */
    double *closed;     /* P × m views, one after another; NULL without households */
    int64_t *starts;    /* m P + 1; NULL: none, or the economy's */
    int64_t *buyers;
    double *shares;
} preston_trade_system;

/* With `households`, they are one more sector of every place: `technology` has their row (wages)
 * and column (what they buy for a unit of income), and commuting is their trade.
 * @param technology (T m) × m, allocated; the system frees it, also when it cannot be made. */
preston_status preston_trade_system_create(const preston_economy *economy, int households,
                                           double *technology, preston_trade_system *out_system,
                                           preston_error *error);

void preston_trade_system_clear(preston_trade_system *system);

#endif
