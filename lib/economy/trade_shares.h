/* Trade shares as arrays that a trade operator (preston/matrix.h) borrows, and what the files that
 * make them have in common. */
#ifndef PRESTON_LIB_ECONOMY_TRADE_SHARES_H
#define PRESTON_LIB_ECONOMY_TRADE_SHARES_H

#include "preston/economy.h"

/* The share of seller r in what s uses of sector i is own_si where r = s, plus its own list's, plus
 * seller_factor_ri · common_share_rs · buyer_factor_si, plus pool_supply_ri · pool_use_si. Over all
 * sellers this adds up to one (less the import share), for every s and i. */
struct preston_trade_shares {
    int64_t places, sectors;
    double *own; /* P × S, place after place, like all P × S here */
    /* for each sector and selling place, its buyers: S P + 1 starts; NULL: none */
    int64_t *starts, *buyers;
    double *shares;
    /* for each selling place, its buyers in every sector: P + 1 starts; NULL: none */
    int64_t *common_starts, *common_buyers;
    double *common_shares;
    double *seller_factors, *buyer_factors; /* P × S, with the common ones */
    double *pool_supply, *pool_use;         /* P × S, or NULL: no pool. The supply of a sector adds
                                               up to one, so that the use is the share bought there */
    double *imbalance;                      /* S: largest |sales − supply| of any place over the
                                               nation's supply of the sector; 0 where not balanced
                                               against anything */
    int64_t *imbalance_places;              /* S: which place; -1: none */
};

/* Shares with `own` (zeros) and no imbalance, and nothing else yet; NULL when memory is out. */
preston_trade_shares *preston_trade_shares_allocate(int64_t places, int64_t sectors);

#endif
