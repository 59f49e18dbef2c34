#include "divide.h"

#include "preston/petsc.h"

#include "../matrix/trade.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* --- what a place costs --- */

/* Cells of one product: each pair is a multiplication for each sector, and so is each cell of the
 * technology; transposed, a place's pairs are those it buys along. */
static void add_common(const preston_trade *trade, int64_t *costs)
{
    for (int64_t place = 0; place < trade->places; place++) {
        int64_t start = trade->common_starts[place];
        int64_t end = trade->common_starts[place + 1];
        costs[place] += trade->sectors * (end - start);
        for (int64_t q = start; q < end; q++) {
            costs[trade->common_buyers[q]] += trade->sectors;
        }
    }
}

static void add_lists(const preston_trade *trade, int64_t *costs)
{
    for (int64_t line = 0; line < trade->places * trade->sectors; line++) {
        costs[line % trade->places] += trade->starts[line + 1] - trade->starts[line];
        for (int64_t q = trade->starts[line]; q < trade->starts[line + 1]; q++) {
            costs[trade->buyers[q]]++;
        }
    }
}

static void fill_costs(const preston_trade *trade, int64_t *costs)
{
    for (int64_t place = 0; place < trade->places; place++) {
        costs[place] = 2 * trade->sectors * trade->sectors + 1;
    }
    if (trade->common_starts != NULL) {
        add_common(trade, costs);
    }
    if (trade->starts != NULL) {
        add_lists(trade, costs);
    }
}

/* Rank k ends where k + 1 parts of the whole are reached; everyone has a place. */
static void divide(int64_t places, const int64_t *costs, int64_t ranks, int64_t *starts)
{
    double whole = 0.0;
    double reached = 0.0;
    int64_t place = 0;
    for (int64_t k = 0; k < places; k++) {
        whole += (double)costs[k];
    }
    starts[0] = 0;
    for (int64_t rank = 1; rank < ranks; rank++) {
        double wanted = whole * (double)rank / (double)ranks;
        int64_t last = places - (ranks - rank); /* the others' places */
        do {
            reached += (double)costs[place++];
        } while (place < last && reached + 0.5 * (double)costs[place] <= wanted);
        starts[rank] = place;
    }
    starts[ranks] = places;
}

preston_status preston_petsc_divide(const preston_trade *trade, int64_t ranks, int64_t *out_starts,
                                    preston_error *error)
{
    int64_t rows = 0;
    int nonnegative = 1;
    preston_status status = preston_trade_check(trade, trade->places, &rows, &nonnegative, error);
    if (status == PRESTON_OK && (ranks < 1 || ranks > trade->places)) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "%lld ranks for %lld places: start from 1 rank to as many as there "
                              "are places",
                              (long long)ranks, (long long)trade->places);
    }
    int64_t *costs = status == PRESTON_OK ? preston_allocate(trade->places, sizeof *costs) : NULL;
    if (status == PRESTON_OK && costs == NULL) {
        status = preston_fail_memory(error, "the ranges of ranks");
    }
    if (status == PRESTON_OK) {
        fill_costs(trade, costs);
        divide(trade->places, costs, ranks, out_starts);
    }
    free(costs);
    return status;
}

/* --- a rank's part --- */

static preston_const_view rows_of(preston_const_view view, int64_t first, int64_t rows)
{
    if (view.rows == 0 || view.columns == 0) {
        return view;
    }
    view.data += first * view.row_stride;
    view.rows = rows;
    return view;
}

preston_trade preston_petsc_part(const preston_trade *whole, int64_t first, int64_t places)
{
    preston_trade part = *whole;
    int64_t s = whole->sectors;
    part.places = places;
    part.own = rows_of(whole->own, first, places);
    part.seller_factors = rows_of(whole->seller_factors, first, places);
    part.buyer_factors = rows_of(whole->buyer_factors, first, places);
    part.pool_supply = rows_of(whole->pool_supply, first, places);
    part.pool_use = rows_of(whole->pool_use, first, places);
    if (whole->technology_of != NULL) {
        part.technology_of = whole->technology_of + first;
    } else if (whole->technologies > 1) {
        part.technology = rows_of(whole->technology, first * s, places * s);
        part.technologies = places;
    }
    return part;
}
