#include "trade_operator.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

void preston_trade_system_clear(preston_trade_system *system)
{
    preston_operator_free(system->op);
    free(system->technology);
    free(system->closed);
    free(system->starts);
    free(system->buyers);
    free(system->shares);
    *system = (preston_trade_system){0};
}

/* --- households as one more sector of P × S arrays --- */

/* One P × (n + 1) array: the trade's, NULL for zeros, with the households' value of each place
 * behind. */
static void put_households_behind(const preston_economy *economy, const double *cells,
                                  const double *households, double otherwise, double *out)
{
    int64_t n = economy->sectors;
    for (int64_t place = 0; place < economy->places; place++) {
        double *row = out + place * (n + 1);
        if (cells != NULL) {
            memcpy(row, cells + place * n, (size_t)n * sizeof *row);
        }
        row[n] = households != NULL ? households[place] : otherwise;
    }
}

/* Own shares, then common factors and the pool's where there are any. Commuters have their own
 * list, so that their factors in the common one are zero. */
static preston_status close_shares(const preston_economy *economy, preston_trade_system *system,
                                   preston_trade *parts, preston_error *error)
{
    const preston_trade_shares *trade = economy->trade;
    const preston_trade_shares *commuting = economy->commuting;
    int64_t m = economy->sectors + 1;
    int64_t cells = economy->places * m;
    int common = trade->common_starts != NULL;
    int pooled = trade->pool_use != NULL || (commuting != NULL && commuting->pool_use != NULL);
    system->closed = preston_allocate_matrix(economy->places * (1 + 2 * common + 2 * pooled), m);
    if (system->closed == NULL) {
        return preston_fail_memory(error, "households");
    }
    double *next = system->closed;
    put_households_behind(economy, trade->own, commuting != NULL ? commuting->own : NULL, 1.0,
                          next);
    parts->own = preston_const_matrix(next, economy->places, m);
    if (common) {
        next += cells;
        put_households_behind(economy, trade->seller_factors, NULL, 0.0, next);
        parts->seller_factors = preston_const_matrix(next, economy->places, m);
        next += cells;
        put_households_behind(economy, trade->buyer_factors, NULL, 0.0, next);
        parts->buyer_factors = preston_const_matrix(next, economy->places, m);
    }
    if (pooled) {
        next += cells;
        put_households_behind(economy, trade->pool_supply,
                              commuting != NULL ? commuting->pool_supply : NULL, 0.0, next);
        parts->pool_supply = preston_const_matrix(next, economy->places, m);
        next += cells;
        put_households_behind(economy, trade->pool_use,
                              commuting != NULL ? commuting->pool_use : NULL, 0.0, next);
        parts->pool_use = preston_const_matrix(next, economy->places, m);
    }
    return PRESTON_OK;
}

/* --- commuters' list, behind those of the sectors --- */

static int64_t count_pairs(const int64_t *starts, int64_t lines)
{
    return starts != NULL ? starts[lines] : 0;
}

/* The lists of the n sectors as they are. */
static void copy_lists(const preston_economy *economy, const preston_trade_system *system)
{
    const preston_trade_shares *trade = economy->trade;
    int64_t lines = economy->sectors * economy->places;
    if (trade->starts == NULL) {
        return;
    }
    memcpy(system->starts, trade->starts, (size_t)lines * sizeof *system->starts);
    memcpy(system->buyers, trade->buyers, (size_t)trade->starts[lines] * sizeof *system->buyers);
    memcpy(system->shares, trade->shares, (size_t)trade->starts[lines] * sizeof *system->shares);
}

/* Residents of each place and where they work, whichever form the commuting has. */
static void append_commuters(const preston_economy *economy, const preston_trade_system *system,
                             int64_t first)
{
    const preston_trade_shares *commuting = economy->commuting;
    int64_t *starts = system->starts + economy->sectors * economy->places;
    int64_t at = first;
    for (int64_t home = 0; home < economy->places; home++) {
        starts[home] = at;
        for (int64_t q = commuting->starts != NULL ? commuting->starts[home] : 0;
             commuting->starts != NULL && q < commuting->starts[home + 1]; q++, at++) {
            system->buyers[at] = commuting->buyers[q];
            system->shares[at] = commuting->shares[q];
        }
        for (int64_t q = commuting->common_starts != NULL ? commuting->common_starts[home] : 0;
             commuting->common_starts != NULL && q < commuting->common_starts[home + 1];
             q++, at++) {
            int64_t work = commuting->common_buyers[q];
            system->buyers[at] = work;
            system->shares[at] = commuting->seller_factors[home] * commuting->common_shares[q] *
                                 commuting->buyer_factors[work];
        }
    }
    starts[economy->places] = at;
}

static preston_status close_lists(const preston_economy *economy, preston_trade_system *system,
                                  preston_trade *parts, preston_error *error)
{
    const preston_trade_shares *trade = economy->trade;
    const preston_trade_shares *commuting = economy->commuting;
    int64_t places = economy->places;
    int64_t before = count_pairs(trade->starts, economy->sectors * places);
    int64_t commuters = commuting != NULL ? count_pairs(commuting->starts, places) +
                                                count_pairs(commuting->common_starts, places)
                                          : 0;
    if (trade->starts == NULL && commuters == 0) {
        return PRESTON_OK;
    }
    system->starts = preston_allocate((economy->sectors + 1) * places + 1, sizeof *system->starts);
    system->buyers = preston_allocate(before + commuters, sizeof *system->buyers);
    system->shares = preston_allocate(before + commuters, sizeof *system->shares);
    if (system->starts == NULL || system->buyers == NULL || system->shares == NULL) {
        return preston_fail_memory(error, "households");
    }
    copy_lists(economy, system);
    if (commuters > 0) {
        append_commuters(economy, system, before);
    } else {
        for (int64_t home = 0; home <= places; home++) {
            system->starts[economy->sectors * places + home] = before;
        }
    }
    parts->starts = system->starts;
    parts->buyers = system->buyers;
    parts->shares = system->shares;
    return PRESTON_OK;
}

/* --- the operator --- */

/* The sectors alone borrow everything from the economy. */
static preston_trade describe(const preston_economy *economy, int64_t m, const double *technology)
{
    const preston_trade_shares *trade = economy->trade;
    int64_t places = economy->places;
    preston_trade parts = {
        .places = places,
        .sectors = m,
        .technologies = economy->technologies,
        .technology = preston_const_matrix(technology, economy->technologies * m, m),
        .technology_of = economy->technologies > 1 ? economy->technology_of : NULL,
        .own = preston_const_matrix(trade->own, places, m),
        .starts = trade->starts,
        .buyers = trade->buyers,
        .shares = trade->shares,
        .common_starts = trade->common_starts,
        .common_buyers = trade->common_buyers,
        .common_shares = trade->common_shares,
    };
    if (trade->common_starts != NULL) {
        parts.seller_factors = preston_const_matrix(trade->seller_factors, places, m);
        parts.buyer_factors = preston_const_matrix(trade->buyer_factors, places, m);
    }
    if (trade->pool_use != NULL) {
        parts.pool_supply = preston_const_matrix(trade->pool_supply, places, m);
        parts.pool_use = preston_const_matrix(trade->pool_use, places, m);
    }
    return parts;
}

preston_status preston_trade_system_create(const preston_economy *economy, int households,
                                           double *technology, preston_trade_system *out_system,
                                           preston_error *error)
{
    int64_t m = economy->sectors + (households ? 1 : 0);
    preston_trade_system system = {.technology = technology};
    preston_trade parts = describe(economy, m, technology);
    preston_status status = PRESTON_OK;
    if (households) {
        status = close_shares(economy, &system, &parts, error);
        if (status == PRESTON_OK) {
            status = close_lists(economy, &system, &parts, error);
        }
    }
    if (status == PRESTON_OK) {
        status = preston_operator_trade(&parts, &system.op, error);
    }
    if (status != PRESTON_OK) {
        preston_trade_system_clear(&system);
        return status;
    }
    *out_system = system;
    return PRESTON_OK;
}
