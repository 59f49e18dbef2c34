/** @file ensemble.h
 *  Floor 7: one answer for many values of what is not known. A result without its band is half a
 *  result: for a place the size of Preston, δ moves it more than anything else.
 */
#ifndef PRESTON_ENSEMBLE_H
#define PRESTON_ENSEMBLE_H

#include "scenario.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Computes the outcomes for one draw of the parameters.
 *  @param parameters 1 × k. @param out_outcomes 1 × m. */
typedef preston_status preston_outcome_function(void *context, preston_const_view parameters,
                                                preston_view out_outcomes, preston_error *error);

/** Calls the function for each draw, in order.
 *
 *  @param draws N × k, one draw a row.
 *  @param out_outcomes N × m.
 *  @return the first failure, its message naming the draw; #PRESTON_ERROR_VALUE when an outcome is
 *          not finite. The outcomes are then as they were. */
PRESTON_API preston_status preston_ensemble_run(preston_outcome_function *function, void *context,
                                                preston_const_view draws, preston_view out_outcomes,
                                                preston_error *error);

/** Where the outcomes of an ensemble lie. */
typedef struct preston_band {
    double low;
    double median;
    double high;
    double mean;
} preston_band;

/** The band between two quantiles of one outcome, by linear interpolation (GSL).
 *  @param outcomes N × 1, N ≥ 1.
 *  @param lower, upper 0 ≤ lower ≤ upper ≤ 1; 0 and 1 give the smallest and the largest. */
PRESTON_API preston_status preston_ensemble_band(preston_const_view outcomes, double lower,
                                                 double upper, preston_band *out_band,
                                                 preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
