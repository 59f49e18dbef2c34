#include "pool.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "trade_input.h"

#include <math.h>
#include <stdlib.h>

/* Less than this part of a supply, left over by subtraction, is rounding. */
static const double rounding = 1e-12;

static void add_line(const int64_t *starts, const int64_t *buyers, const double *values,
                     int64_t line, preston_const_view use, int64_t i, const double *factors,
                     int64_t sectors, double *sum)
{
    for (int64_t k = starts[line]; k < starts[line + 1]; k++) {
        double factor = factors != NULL ? factors[buyers[k] * sectors + i] : 1.0;
        *sum += values[k] * factor * preston_get(use, buyers[k], i);
    }
}

/* What each place sells of each sector to itself and to neighbours, P × S. */
static void find_sales(const preston_trade_input *input, const preston_trade_shares *shares,
                       double *sales)
{
    int64_t s = shares->sectors;
    for (int64_t place = 0; place < shares->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            int64_t at = place * s + i;
            double near = 0.0;
            sales[at] = shares->own[at] * preston_get(input->use, place, i);
            if (shares->starts != NULL) {
                add_line(shares->starts, shares->buyers, shares->shares, i * shares->places + place,
                         input->use, i, NULL, s, &sales[at]);
            }
            if (shares->common_starts != NULL) {
                add_line(shares->common_starts, shares->common_buyers, shares->common_shares, place,
                         input->use, i, shares->buyer_factors, s, &near);
                sales[at] += shares->seller_factors[at] * near;
            }
        }
    }
}

/* What each place has left, over what all have left; where nothing is, by all that it makes. */
static void supply_pool(const preston_trade_input *input, const double *nation, const double *scale,
                        const double *sales, int64_t i, preston_trade_shares *shares)
{
    int64_t s = shares->sectors;
    double sum = 0.0;
    for (int all = 0; all < 2 && sum == 0.0 && nation[i] > 0.0; all++) {
        for (int64_t place = 0; place < shares->places; place++) {
            double made = preston_get(input->supply, place, i) * scale[i];
            double left = made - (all ? 0.0 : sales[place * s + i]);
            left = left > rounding * made ? left : 0.0;
            shares->pool_supply[place * s + i] = left;
            sum += left;
        }
    }
    for (int64_t place = 0; place < shares->places; place++) {
        int64_t at = place * s + i;
        if (sum > 0.0) {
            shares->pool_supply[at] /= sum;
        } else {
            shares->own[at] += shares->pool_use[at];
            shares->pool_use[at] = 0.0;
        }
    }
}

static void measure(const preston_trade_input *input, double nation, const double *sales, int64_t i,
                    preston_trade_shares *shares)
{
    int64_t s = shares->sectors;
    double pool = 0.0;
    for (int64_t place = 0; shares->pool_use != NULL && place < shares->places; place++) {
        pool += shares->pool_use[place * s + i] * preston_get(input->use, place, i);
    }
    for (int64_t place = 0; nation > 0.0 && place < shares->places; place++) {
        int64_t at = place * s + i;
        double sold = sales[at] + (shares->pool_use != NULL ? shares->pool_supply[at] * pool : 0.0);
        double off = fabs(sold - preston_get(input->supply, place, i)) / nation;
        if (off > shares->imbalance[i]) {
            shares->imbalance[i] = off;
            shares->imbalance_places[i] = place;
        }
    }
}

preston_status preston_trade_fill_pool(const preston_trade_input *input,
                                       preston_trade_shares *shares, preston_error *error)
{
    int64_t s = shares->sectors;
    if (input->supply.rows == 0) {
        return PRESTON_OK;
    }
    double *nation = preston_allocate_matrix(2, s);
    double *sales = preston_allocate_matrix(shares->places, s);
    if (shares->pool_use != NULL) {
        shares->pool_supply = preston_allocate_matrix(shares->places, s);
    }
    int failed = nation == NULL || sales == NULL ||
                 (shares->pool_use != NULL && shares->pool_supply == NULL);
    if (!failed) {
        preston_trade_nation(input, nation, nation + s);
        find_sales(input, shares, sales);
        for (int64_t i = 0; i < s; i++) {
            if (shares->pool_use != NULL) {
                supply_pool(input, nation, nation + s, sales, i, shares);
            }
            measure(input, nation[i], sales, i, shares);
        }
    }
    free(nation);
    free(sales);
    return failed ? preston_fail_memory(error, "a pool of trade") : PRESTON_OK;
}

static preston_status fill_shares(const preston_trade_input *input,
                                  const preston_trade_options *options,
                                  preston_trade_shares *shares, preston_error *error)
{
    int64_t s = input->sectors;
    double *nation = preston_allocate_matrix(2, s);
    shares->pool_use = preston_allocate_matrix(input->places, s);
    if (nation == NULL || shares->pool_use == NULL) {
        free(nation);
        return preston_fail_memory(error, "a pool of trade");
    }
    preston_trade_nation(input, nation, nation + s);
    preston_status status =
        preston_trade_own_shares(input, options, nation, nation + s, shares->own, error);
    free(nation);
    for (int64_t place = 0; place < input->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            double rest =
                1.0 - preston_trade_cell(input->imports, place, i) - shares->own[place * s + i];
            shares->pool_use[place * s + i] = rest > 0.0 ? rest : 0.0;
        }
    }
    return status == PRESTON_OK ? preston_trade_fill_pool(input, shares, error) : status;
}

preston_status preston_trade_pool(const preston_trade_input *input,
                                  const preston_trade_options *options,
                                  preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options defaults;
    preston_trade_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = preston_trade_check_options(options, error);
    if (status == PRESTON_OK) {
        status = preston_trade_check_input(input, 1, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_trade_shares *shares = preston_trade_shares_allocate(input->places, input->sectors);
    status = shares != NULL ? fill_shares(input, options, shares, error)
                            : preston_fail_memory(error, "a pool of trade");
    if (status != PRESTON_OK) {
        preston_trade_shares_free(shares);
        return status;
    }
    *out_shares = shares;
    return PRESTON_OK;
}
