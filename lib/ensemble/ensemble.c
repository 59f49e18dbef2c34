/* Many draws of one scenario, and the band they make. */
#include "preston/ensemble.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static preston_status run_draw(preston_outcome_function *function, void *context,
                               preston_const_view draws, int64_t draw, preston_view outcomes,
                               preston_error *error)
{
    preston_const_view parameters = draws;
    parameters.data += draw * draws.row_stride;
    parameters.rows = 1;
    preston_error inner = {0};
    preston_status status = function(context, parameters, outcomes, &inner);
    if (status != PRESTON_OK) {
        return preston_fail(error, status, "draw %lld: %.900s", (long long)draw + 1,
                            inner.message[0] != '\0' ? inner.message : preston_status_text(status));
    }
    for (int64_t k = 0; k < outcomes.columns; k++) {
        if (!isfinite(preston_get(preston_const(outcomes), 0, k))) {
            return preston_fail(error, PRESTON_ERROR_VALUE, "draw %lld: outcome %lld is not finite",
                                (long long)draw + 1, (long long)k + 1);
        }
    }
    return PRESTON_OK;
}

preston_status preston_ensemble_run(preston_outcome_function *function, void *context,
                                    preston_const_view draws, preston_view out_outcomes,
                                    preston_error *error)
{
    int64_t count = out_outcomes.columns;
    if (draws.rows != out_outcomes.rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld draws need as many rows of outcomes",
                            (long long)draws.rows);
    }
    double *all = preston_allocate_matrix(draws.rows, count);
    if (all == NULL) {
        return preston_fail_memory(error, "outcomes");
    }
    preston_status status = PRESTON_OK;
    for (int64_t draw = 0; status == PRESTON_OK && draw < draws.rows; draw++) {
        status = run_draw(function, context, draws, draw,
                          preston_matrix(all + draw * count, 1, count), error);
    }
    for (int64_t draw = 0; status == PRESTON_OK && draw < draws.rows; draw++) {
        for (int64_t k = 0; k < count; k++) {
            preston_set(out_outcomes, draw, k, all[draw * count + k]);
        }
    }
    free(all);
    return status;
}

preston_status preston_ensemble_band(preston_const_view outcomes, double lower, double upper,
                                     preston_band *out_band, preston_error *error)
{
    if (outcomes.rows < 1 || !(lower >= 0.0 && lower <= upper && upper <= 1.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a band needs an outcome, and quantiles with 0 <= %g <= %g <= 1", lower,
                            upper);
    }
    size_t count = (size_t)outcomes.rows;
    double *sorted = preston_allocate_matrix(outcomes.rows, 1);
    if (sorted == NULL) {
        return preston_fail_memory(error, "a band");
    }
    for (int64_t i = 0; i < outcomes.rows; i++) {
        sorted[i] = preston_get(outcomes, i, 0);
        if (!isfinite(sorted[i])) {
            free(sorted);
            return preston_fail(error, PRESTON_ERROR_VALUE, "outcome %lld is not finite",
                                (long long)i + 1);
        }
    }
    gsl_sort(sorted, 1, count);
    *out_band = (preston_band){.low = gsl_stats_quantile_from_sorted_data(sorted, 1, count, lower),
                               .median = gsl_stats_median_from_sorted_data(sorted, 1, count),
                               .high = gsl_stats_quantile_from_sorted_data(sorted, 1, count, upper),
                               .mean = gsl_stats_mean(sorted, 1, count)};
    free(sorted);
    return PRESTON_OK;
}
