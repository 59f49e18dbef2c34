#include "sales.h"

#include "economy.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- one's own, and the pool --- */

static void sell_at_home(const preston_trade_shares *trade, const double *purchases, double *sales,
                         double *pool)
{
    int64_t s = trade->sectors;
    memset(pool, 0, (size_t)s * sizeof *pool);
    for (int64_t place = 0; trade->pool_use != NULL && place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            pool[i] += trade->pool_use[place * s + i] * purchases[place * s + i];
        }
    }
    for (int64_t place = 0; place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            int64_t cell = place * s + i;
            double pooled = trade->pool_supply != NULL ? trade->pool_supply[cell] * pool[i] : 0.0;
            sales[cell] = trade->own[cell] * purchases[cell] + pooled;
        }
    }
}

static void add_up_at_home(const preston_trade_shares *trade, double *sums, double *pool)
{
    int64_t s = trade->sectors;
    memset(pool, 0, (size_t)s * sizeof *pool);
    for (int64_t place = 0; trade->pool_supply != NULL && place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            pool[i] += trade->pool_supply[place * s + i];
        }
    }
    for (int64_t place = 0; place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            int64_t cell = place * s + i;
            double pooled = trade->pool_use != NULL ? trade->pool_use[cell] * pool[i] : 0.0;
            sums[cell] = trade->own[cell] + pooled;
        }
    }
}

/* --- neighbours --- */

/* Each pair's share times the purchases that it is a share of, for the sector's own lists. */
static void sell_by_lists(const preston_trade_shares *trade, const double *purchases, double *sales)
{
    int64_t s = trade->sectors;
    int64_t places = trade->places;
    for (int64_t line = 0; trade->starts != NULL && line < s * places; line++) {
        int64_t i = line / places;
        int64_t seller = line % places;
        for (int64_t q = trade->starts[line]; q < trade->starts[line + 1]; q++) {
            sales[seller * s + i] += trade->shares[q] * purchases[trade->buyers[q] * s + i];
        }
    }
}

static void add_up_lists(const preston_trade_shares *trade, double *sums)
{
    int64_t s = trade->sectors;
    int64_t places = trade->places;
    for (int64_t line = 0; trade->starts != NULL && line < s * places; line++) {
        for (int64_t q = trade->starts[line]; q < trade->starts[line + 1]; q++) {
            sums[trade->buyers[q] * s + line / places] += trade->shares[q];
        }
    }
}

static void sell_in_common(const preston_trade_shares *trade, const double *purchases,
                           double *sales, double *bought)
{
    int64_t s = trade->sectors;
    for (int64_t seller = 0; trade->common_starts != NULL && seller < trade->places; seller++) {
        memset(bought, 0, (size_t)s * sizeof *bought);
        for (int64_t q = trade->common_starts[seller]; q < trade->common_starts[seller + 1]; q++) {
            int64_t at = trade->common_buyers[q] * s;
            for (int64_t i = 0; i < s; i++) {
                bought[i] +=
                    trade->common_shares[q] * (trade->buyer_factors[at + i] * purchases[at + i]);
            }
        }
        for (int64_t i = 0; i < s; i++) {
            sales[seller * s + i] += trade->seller_factors[seller * s + i] * bought[i];
        }
    }
}

static void add_up_common(const preston_trade_shares *trade, double *sums)
{
    int64_t s = trade->sectors;
    for (int64_t seller = 0; trade->common_starts != NULL && seller < trade->places; seller++) {
        const double *factors = trade->seller_factors + seller * s;
        for (int64_t q = trade->common_starts[seller]; q < trade->common_starts[seller + 1]; q++) {
            int64_t at = trade->common_buyers[q] * s;
            for (int64_t i = 0; i < s; i++) {
                sums[at + i] +=
                    trade->common_shares[q] * (factors[i] * trade->buyer_factors[at + i]);
            }
        }
    }
}

void preston_trade_shares_sell(const preston_trade_shares *trade, const double *purchases,
                               double *sales, double *scratch)
{
    sell_at_home(trade, purchases, sales, scratch);
    sell_by_lists(trade, purchases, sales);
    sell_in_common(trade, purchases, sales, scratch);
}

/* --- the other way about --- */

static void value_at_home(const preston_trade_shares *trade, const double *sales, double *purchases,
                          double *pool)
{
    int64_t s = trade->sectors;
    memset(pool, 0, (size_t)s * sizeof *pool);
    for (int64_t place = 0; trade->pool_supply != NULL && place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            pool[i] += trade->pool_supply[place * s + i] * sales[place * s + i];
        }
    }
    for (int64_t place = 0; place < trade->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            int64_t cell = place * s + i;
            double pooled = trade->pool_use != NULL ? trade->pool_use[cell] * pool[i] : 0.0;
            purchases[cell] = trade->own[cell] * sales[cell] + pooled;
        }
    }
}

static void value_by_lists(const preston_trade_shares *trade, const double *sales,
                           double *purchases)
{
    int64_t s = trade->sectors;
    int64_t places = trade->places;
    for (int64_t line = 0; trade->starts != NULL && line < s * places; line++) {
        int64_t i = line / places;
        double value = sales[line % places * s + i];
        for (int64_t q = trade->starts[line]; q < trade->starts[line + 1]; q++) {
            purchases[trade->buyers[q] * s + i] += trade->shares[q] * value;
        }
    }
}

static void value_in_common(const preston_trade_shares *trade, const double *sales,
                            double *purchases)
{
    int64_t s = trade->sectors;
    for (int64_t seller = 0; trade->common_starts != NULL && seller < trade->places; seller++) {
        const double *factors = trade->seller_factors + seller * s;
        const double *values = sales + seller * s;
        for (int64_t q = trade->common_starts[seller]; q < trade->common_starts[seller + 1]; q++) {
            int64_t at = trade->common_buyers[q] * s;
            for (int64_t i = 0; i < s; i++) {
                purchases[at + i] += trade->common_shares[q] *
                                     (factors[i] * trade->buyer_factors[at + i] * values[i]);
            }
        }
    }
}

void preston_trade_shares_effects(const preston_trade_shares *trade, const double *sales,
                                  double *purchases, double *scratch)
{
    value_at_home(trade, sales, purchases, scratch);
    value_by_lists(trade, sales, purchases);
    value_in_common(trade, sales, purchases);
}

void preston_trade_shares_add_up(const preston_trade_shares *trade, double *sums, double *scratch)
{
    add_up_at_home(trade, sums, scratch);
    add_up_lists(trade, sums);
    add_up_common(trade, sums);
}

/* --- checks --- */

static int is_sound(double value)
{
    return value >= 0.0 && !isinf(value);
}

static preston_status check_cells(const preston_trade_shares *trade, const double *values,
                                  const char *what, const char *const *places,
                                  const char *const *sectors, preston_error *error)
{
    for (int64_t cell = 0; values != NULL && cell < trade->places * trade->sectors; cell++) {
        if (!is_sound(values[cell])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the %s of place '%s' in sector '%s' is %g: it must be zero or "
                                "more",
                                what, places[cell / trade->sectors], sectors[cell % trade->sectors],
                                values[cell]);
        }
    }
    return PRESTON_OK;
}

static preston_status fail_pair(const char *sector, const char *seller, const char *buyer,
                                double share, preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the share of '%s' in what '%s' buys of %s is %g: it must be zero or more",
                        seller, buyer, sector, share);
}

static preston_status check_pairs(const preston_trade_shares *trade, const char *const *places,
                                  const char *const *sectors, preston_error *error)
{
    int64_t lines = trade->starts != NULL ? trade->sectors * trade->places : 0;
    for (int64_t line = 0; line < lines; line++) {
        for (int64_t q = trade->starts[line]; q < trade->starts[line + 1]; q++) {
            if (!is_sound(trade->shares[q])) {
                return fail_pair(sectors[line / trade->places], places[line % trade->places],
                                 places[trade->buyers[q]], trade->shares[q], error);
            }
        }
    }
    lines = trade->common_starts != NULL ? trade->places : 0;
    for (int64_t seller = 0; seller < lines; seller++) {
        for (int64_t q = trade->common_starts[seller]; q < trade->common_starts[seller + 1]; q++) {
            if (!is_sound(trade->common_shares[q])) {
                return fail_pair("every sector", places[seller], places[trade->common_buyers[q]],
                                 trade->common_shares[q], error);
            }
        }
    }
    return PRESTON_OK;
}

preston_status preston_trade_shares_check(const preston_trade_shares *trade,
                                          const char *const *places, const char *const *sectors,
                                          preston_error *error)
{
    const struct {
        const double *values;
        const char *what;
    } all[] = {{trade->own, "own share"},
               {trade->seller_factors, "factor as a seller"},
               {trade->buyer_factors, "factor as a buyer"},
               {trade->pool_supply, "supply to the pool"},
               {trade->pool_use, "share from the pool"}};
    preston_status status = PRESTON_OK;
    for (size_t k = 0; status == PRESTON_OK && k < sizeof all / sizeof *all; k++) {
        status = check_cells(trade, all[k].values, all[k].what, places, sectors, error);
    }
    return status == PRESTON_OK ? check_pairs(trade, places, sectors, error) : status;
}

/* --- sales to final users --- */

static void sell_cell_by_cell(const preston_economy *economy, const double *purchases,
                              double *sales)
{
    int64_t n = economy->sectors;
    int64_t places = economy->places;
    for (int64_t user = 0; user < places; user++) {
        for (int64_t i = 0; i < n; i++) {
            double bought = purchases[user * n + i];
            const double *shares = economy->final_shares + (user * n + i) * places;
            for (int64_t seller = 0; bought != 0.0 && seller < places; seller++) {
                sales[seller * n + i] += bought * shares[seller];
            }
        }
    }
}

static void value_cell_by_cell(const preston_economy *economy, const double *sales,
                               double *purchases)
{
    int64_t n = economy->sectors;
    int64_t places = economy->places;
    for (int64_t row = 0; row < places * n; row++) {
        const double *shares = economy->final_shares + row * places;
        for (int64_t seller = 0; seller < places; seller++) {
            purchases[row] += shares[seller] * sales[seller * n + row % n];
        }
    }
}

/* T or Tᵀ, in either form; what comes out of memory is zero before. */
static void turn(const preston_economy *economy, int transposed, const double *from, double *to,
                 double *scratch)
{
    if (economy->trade == NULL) {
        if (transposed) {
            value_cell_by_cell(economy, from, to);
        } else {
            sell_cell_by_cell(economy, from, to);
        }
    } else if (transposed) {
        preston_trade_shares_effects(economy->trade, from, to, scratch);
    } else {
        preston_trade_shares_sell(economy->trade, from, to, scratch);
    }
}

static preston_status turn_views(const preston_economy *economy, int transposed,
                                 preston_const_view from, preston_view to, preston_error *error)
{
    int64_t n = economy->sectors;
    int64_t rows = economy->places * n;
    if (from.rows != rows || from.columns != 1 || to.rows != rows || to.columns != 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "purchases and sales need %lld rows, one a place and sector",
                            (long long)rows);
    }
    double *memory = preston_allocate_matrix(2 * rows + n, 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "sales");
    }
    double *turned = memory + rows;
    for (int64_t row = 0; row < rows; row++) {
        memory[row] = preston_get(from, row, 0);
    }
    turn(economy, transposed, memory, turned, turned + rows);
    for (int64_t row = 0; row < rows; row++) {
        preston_set(to, row, 0, turned[row]);
    }
    free(memory);
    return PRESTON_OK;
}

preston_status preston_economy_sales(const preston_economy *economy, preston_const_view purchases,
                                     preston_view out_sales, preston_error *error)
{
    return turn_views(economy, 0, purchases, out_sales, error);
}

preston_status preston_economy_sales_effects(const preston_economy *economy,
                                             preston_const_view effects, preston_view out_effects,
                                             preston_error *error)
{
    return turn_views(economy, 1, effects, out_effects, error);
}
