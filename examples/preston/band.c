/* The band of the answer over delta, which moves it more than anything else. */
#include "case.h"

enum { DRAWS = 5 };

const char *const band_accounts[BAND_ACCOUNTS] = {"gva", "jobs"};

/* For each place and account: the change, and what localisation makes of it. */
static preston_status outcomes_of_delta(void *context, preston_const_view parameters,
                                        preston_view outcomes, preston_error *error)
{
    case_answer answer = {0};
    preston_status status =
        compute(context, preston_get(parameters, 0, 0), 1, &answer, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t column = 0;
    for (int64_t place = 0; place < preston_economy_places(answer.economy); place++) {
        for (int k = 0; k < BAND_ACCOUNTS; k++) {
            preston_set(outcomes, 0, column++, change_of(&answer, band_accounts[k], place));
            preston_set(outcomes, 0, column++,
                        cause_of(&answer, PRESTON_LOCALISATION, band_accounts[k], place));
        }
    }
    free_answer(&answer);
    return PRESTON_OK;
}

/* Bands of the outcomes over delta from 0.1 to 0.3, in the order above. */
preston_status find_bands(case_inputs *inputs, int64_t places,
                                 preston_band bands[MOST_BANDS],
                                 preston_error *error)
{
    static const double deltas[DRAWS] = {0.10, 0.15, 0.20, 0.25, 0.30};
    double outcomes[DRAWS * MOST_BANDS];
    int64_t columns = places * BAND_ACCOUNTS * 2;
    preston_status status = preston_ensemble_run(
        outcomes_of_delta, inputs, preston_const_vector(deltas, DRAWS, 1),
        preston_matrix(outcomes, DRAWS, columns), error);
    for (int64_t column = 0; status == PRESTON_OK && column < columns; column++) {
        status = preston_ensemble_band(preston_const_vector(outcomes + column, DRAWS, columns), 0.0,
                                       1.0, &bands[column], error);
    }
    return status;
}

