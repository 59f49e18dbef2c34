/* Buyers by size: a Pareto law, cut off at the largest.
 *
 * As many as N(x) = count (x / purchases)^−alpha buy at least x. Ranked from the largest, the buyer
 * of rank r has the size at which N is r; ranks below N(largest) all have the size `largest`. From
 * a threshold t on, with u = ln(largest / t), they buy together
 *
 *   N(largest) largest + ∫ x (−dN) from t to largest
 *     = N(t) t (e^((1−alpha) u) + alpha (e^((1−alpha) u) − 1) / (1 − alpha)),
 *
 * whose last quotient is u where alpha is 1; expm1 keeps its digits near there. */
#include "../status/error.h"
#include "preston/scenario.h"

#include <math.h>

static int is_size(double value)
{
    return isfinite(value) && value > 0.0;
}

preston_status preston_population_calibrate(double larger_purchases, double fewer_buyers,
                                            double smaller_purchases, double more_buyers,
                                            double largest, preston_population *out_population,
                                            preston_error *error)
{
    if (!is_size(larger_purchases) || !is_size(smaller_purchases) || !is_size(fewer_buyers) ||
        !is_size(more_buyers)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: %g of at least %g and %g of at least %g: sizes and counts "
                            "must be above zero",
                            fewer_buyers, larger_purchases, more_buyers, smaller_purchases);
    }
    if (!(larger_purchases > smaller_purchases) || !(fewer_buyers < more_buyers)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: %g of at least %g and %g of at least %g: fewer must reach the "
                            "larger size",
                            fewer_buyers, larger_purchases, more_buyers, smaller_purchases);
    }
    if (!isfinite(largest) || largest < larger_purchases) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: the largest buys %g, and %g buy at least %g: give the "
                            "largest size that there is",
                            largest, fewer_buyers, larger_purchases);
    }
    /* logarithms of quotients, not differences of logarithms: twice the buyers at half the size is
     * an alpha of exactly one */
    double alpha = log(more_buyers / fewer_buyers) / log(larger_purchases / smaller_purchases);
    if (!is_size(alpha)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: %g of at least %g and %g of at least %g: too close together, "
                            "or too far apart, for a law through them",
                            fewer_buyers, larger_purchases, more_buyers, smaller_purchases);
    }
    *out_population = (preston_population){
        .alpha = alpha, .purchases = larger_purchases, .count = fewer_buyers, .largest = largest};
    return PRESTON_OK;
}

static preston_status check_law(const preston_population *population, preston_error *error)
{
    const struct {
        double value;
        const char *name;
    } needed[] = {{population->alpha, "alpha"},
                  {population->purchases, "purchases"},
                  {population->count, "count"},
                  {population->largest, "largest"}};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!is_size(needed[i].value)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "buyers: '%s' is %g: it must be above zero", needed[i].name,
                                needed[i].value);
        }
    }
    if (population->largest < population->purchases) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: the largest buys %g, and %g buy at least %g: give the "
                            "largest size that there is",
                            population->largest, population->count, population->purchases);
    }
    return PRESTON_OK;
}

preston_status preston_population_above(const preston_population *population, double threshold,
                                        double *out_count, double *out_purchases,
                                        preston_error *error)
{
    preston_status status = check_law(population, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (!is_size(threshold)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: a threshold of %g: it must be above zero", threshold);
    }
    if (threshold > population->largest) {
        *out_count = 0.0;
        *out_purchases = 0.0;
        return PRESTON_OK;
    }
    double alpha = population->alpha;
    double count = population->count * pow(threshold / population->purchases, -alpha);
    double width = log(population->largest / threshold);
    double power = (1.0 - alpha) * width;
    double mean = exp(power) + alpha * (alpha == 1.0 ? width : expm1(power) / (1.0 - alpha));
    double purchases = count * threshold * mean;
    if (!isfinite(count) || !isfinite(purchases)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "buyers: a threshold of %g is too far from sizes such as %g: their "
                            "number cannot be told",
                            threshold, population->purchases);
    }
    *out_count = count;
    *out_purchases = purchases;
    return PRESTON_OK;
}
