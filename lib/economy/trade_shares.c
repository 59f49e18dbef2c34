#include "trade_shares.h"

#include "../status/allocate.h"

#include <stdlib.h>

preston_trade_shares *preston_trade_shares_allocate(int64_t places, int64_t sectors)
{
    preston_trade_shares *shares = preston_allocate(1, sizeof *shares);
    if (shares == NULL) {
        return NULL;
    }
    shares->places = places;
    shares->sectors = sectors;
    shares->own = preston_allocate_matrix(places, sectors);
    shares->imbalance = preston_allocate(sectors, sizeof *shares->imbalance);
    shares->imbalance_places = preston_allocate(sectors, sizeof *shares->imbalance_places);
    if (shares->own == NULL || shares->imbalance == NULL || shares->imbalance_places == NULL) {
        preston_trade_shares_free(shares);
        return NULL;
    }
    for (int64_t i = 0; i < sectors; i++) {
        shares->imbalance_places[i] = -1;
    }
    return shares;
}

void preston_trade_shares_free(preston_trade_shares *shares)
{
    if (shares == NULL) {
        return;
    }
    free(shares->own);
    free(shares->starts);
    free(shares->buyers);
    free(shares->shares);
    free(shares->common_starts);
    free(shares->common_buyers);
    free(shares->common_shares);
    free(shares->seller_factors);
    free(shares->buyer_factors);
    free(shares->pool_supply);
    free(shares->pool_use);
    free(shares->imbalance);
    free(shares->imbalance_places);
    free(shares);
}

int64_t preston_trade_shares_places(const preston_trade_shares *shares)
{
    return shares->places;
}

int64_t preston_trade_shares_sectors(const preston_trade_shares *shares)
{
    return shares->sectors;
}

int64_t preston_trade_shares_pairs(const preston_trade_shares *shares)
{
    int64_t places = shares->places;
    int64_t pairs = shares->starts != NULL ? shares->starts[shares->sectors * places] : 0;
    return pairs + (shares->common_starts != NULL ? shares->common_starts[places] : 0);
}

/* What one line of a list gives to the buyer; a pair may stand in it more than once. */
static double sum_line(const int64_t *starts, const int64_t *buyers, const double *values,
                       int64_t line, int64_t buyer)
{
    double sum = 0.0;
    for (int64_t k = starts[line]; k < starts[line + 1]; k++) {
        sum += buyers[k] == buyer ? values[k] : 0.0;
    }
    return sum;
}

double preston_trade_shares_get(const preston_trade_shares *shares, int64_t sector, int64_t seller,
                                int64_t buyer)
{
    int64_t sold = seller * shares->sectors + sector;
    int64_t bought = buyer * shares->sectors + sector;
    double share = seller == buyer ? shares->own[sold] : 0.0;
    if (shares->starts != NULL) {
        share += sum_line(shares->starts, shares->buyers, shares->shares,
                          sector * shares->places + seller, buyer);
    }
    if (shares->common_starts != NULL) {
        share += shares->seller_factors[sold] *
                 sum_line(shares->common_starts, shares->common_buyers, shares->common_shares,
                          seller, buyer) *
                 shares->buyer_factors[bought];
    }
    if (shares->pool_supply != NULL) {
        share += shares->pool_supply[sold] * shares->pool_use[bought];
    }
    return share;
}

double preston_trade_shares_imbalance(const preston_trade_shares *shares, int64_t sector,
                                      int64_t *out_place)
{
    if (out_place != NULL) {
        *out_place = shares->imbalance_places[sector];
    }
    return shares->imbalance[sector];
}
