/* Location quotients. Sources: Miller and Blair 2009, ch. 8; Flegg and Webber 1997 (FLQ);
 * Flegg and Webber 2000 (AFLQ). λ takes the totals of place and nation, not their sectors. */
#include "preston/economy.h"

#include "../status/error.h"

#include <math.h>

/* log2(1 + value), exact for a value so small that the sum would be one. */
static double log2_above_one(double value)
{
    return log1p(value) / log(2.0);
}

double preston_flegg_lambda(double place_total, double nation_total, double delta)
{
    return pow(log2_above_one(place_total / nation_total), delta);
}

static preston_status sum_sizes(preston_const_view sizes, const char *what, double *out_sum,
                                preston_error *error)
{
    *out_sum = 0.0;
    for (int64_t i = 0; i < sizes.rows; i++) {
        double size = preston_get(sizes, i, 0);
        if (!(size >= 0.0) || isinf(size)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the size of sector %lld in the %s is %g: it must be zero or more",
                                (long long)i + 1, what, size);
        }
        *out_sum += size;
    }
    return *out_sum > 0.0
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_VALUE, "the %s has no size in any sector", what);
}

static double ratio(double above, double below)
{
    if (above == 0.0) {
        return 0.0;
    }
    return below > 0.0 ? above / below : HUGE_VAL;
}

typedef struct size_pair {
    preston_const_view place;
    preston_const_view nation;
    double place_total;
    double nation_total;
} size_pair;

static double simple(const size_pair *sizes, int64_t sector)
{
    double nation = preston_get(sizes->nation, sector, 0) / sizes->nation_total;
    return nation > 0.0 ? preston_get(sizes->place, sector, 0) / sizes->place_total / nation : 1.0;
}

static double cell(preston_quotient quotient, double seller, double buyer, int diagonal,
                   double lambda)
{
    double cross = diagonal ? seller : ratio(seller, buyer);
    switch (quotient) {
    case PRESTON_QUOTIENT_SLQ:
        return seller;
    case PRESTON_QUOTIENT_CILQ:
        return cross;
    case PRESTON_QUOTIENT_RLQ:
        return ratio(seller, log2_above_one(buyer));
    case PRESTON_QUOTIENT_FLQ:
        return cross * lambda;
    case PRESTON_QUOTIENT_AFLQ:
        return cross * lambda * (buyer > 1.0 ? log2_above_one(buyer) : 1.0);
    }
    return 0.0;
}

preston_status preston_location_quotients(preston_quotient quotient, double delta,
                                          preston_const_view place, preston_const_view nation,
                                          preston_view out_quotients, preston_view out_own,
                                          preston_error *error)
{
    int64_t n = place.rows;
    int flegg = quotient == PRESTON_QUOTIENT_FLQ || quotient == PRESTON_QUOTIENT_AFLQ;
    if (nation.rows != n || out_quotients.rows != n || out_quotients.columns != n ||
        (out_own.rows != n && out_own.rows != 0)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "place and nation must have the same sectors, and the quotients as "
                            "many rows and columns");
    }
    if (quotient < PRESTON_QUOTIENT_SLQ || quotient > PRESTON_QUOTIENT_AFLQ) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "there is no location quotient %d",
                            (int)quotient);
    }
    if (flegg && !(delta >= 0.0 && delta < 1.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "delta is %g: it must be at least 0 and below 1", delta);
    }
    size_pair sizes = {.place = place, .nation = nation};
    preston_status status = sum_sizes(place, "place", &sizes.place_total, error);
    if (status == PRESTON_OK) {
        status = sum_sizes(nation, "nation", &sizes.nation_total, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    double lambda =
        flegg ? preston_flegg_lambda(sizes.place_total, sizes.nation_total, delta) : 1.0;
    for (int64_t i = 0; i < n; i++) {
        double seller = simple(&sizes, i);
        if (out_own.rows == n) {
            preston_set(out_own, i, 0, seller * lambda);
        }
        for (int64_t j = 0; j < n; j++) {
            preston_set(out_quotients, i, j,
                        cell(quotient, seller, simple(&sizes, j), i == j, lambda));
        }
    }
    return PRESTON_OK;
}
