/* What is shown beside the answer: retention, LM3, the answer without feedback, and the band over
 * delta, which moves it more than anything else. */
#include "case.h"

enum { DRAWS = 6 };

const char *const band_accounts[BAND_ACCOUNTS] = {"gva", "jobs"};

/* For each place and account: the change, and what localisation makes of it. */
static preston_status outcomes_of_delta(void *context, preston_const_view parameters,
                                        preston_view outcomes, preston_error *error)
{
    case_answer answer = {0};
    preston_status status = compute(context, preston_get(parameters, 0, 0), 1, &answer, error);
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

/* Bands of the outcomes over the deltas that comparisons with survey tables support, and the one
 * that was asked for, in the order above. */
static preston_status find_bands(case_inputs *inputs, int64_t places,
                                 preston_band bands[MOST_BANDS], preston_error *error)
{
    const double deltas[DRAWS] = {LEAST_DELTA, 0.15,       0.20,
                                  0.25,        MOST_DELTA, inputs->settings->delta};
    double outcomes[DRAWS * MOST_BANDS];
    int64_t columns = places * BAND_ACCOUNTS * 2;
    preston_status status =
        preston_ensemble_run(outcomes_of_delta, inputs, preston_const_vector(deltas, DRAWS, 1),
                             preston_matrix(outcomes, DRAWS, columns), error);
    for (int64_t column = 0; status == PRESTON_OK && column < columns; column++) {
        status = preston_ensemble_band(preston_const_vector(outcomes + column, DRAWS, columns), 0.0,
                                       1.0, &bands[column], error);
    }
    return status;
}

static preston_status find_lm3(const case_answer *answer, case_findings *findings,
                               preston_error *error)
{
    static const char *const areas[AREAS] = {"preston", "lancashire"};
    preston_status status = PRESTON_OK;
    for (int area = 0; area < AREAS; area++) {
        for (int k = 0; status == PRESTON_OK && k < 2; k++) {
            const preston_impact *impact = impact_of(answer, k);
            preston_const_view demand = preston_impact_output(impact, PRESTON_DIRECT);
            status = preston_model_lm3(answer->model, areas[area], demand, spent_in(impact),
                                       &findings->lm3_of_budget[area][k], error);
            if (status == PRESTON_OK) {
                status = preston_model_lm3(answer->model, areas[area], demand, 0.0,
                                           &findings->lm3_here[area][k], error);
            }
        }
    }
    return status;
}

static preston_status find_in_ledgers(const case_inputs *inputs, case_findings *findings,
                                      preston_error *error)
{
    static const char *const local[] = {"preston"};
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = preston_ledger_retention(inputs->ledger[k], PRESTON_LEDGER_CATEGORY,
                                          &findings->retention[k], error);
        if (status == PRESTON_OK && inputs->survey != NULL) {
            status = preston_ledger_lm3(inputs->ledger[k], inputs->survey, 1, local,
                                        &findings->lm3_of_survey[k], error);
        }
    }
    return status;
}

preston_status find_all(case_inputs *inputs, const case_answer *answer, case_findings *findings,
                        preston_error *error)
{
    preston_status status = find_in_ledgers(inputs, findings, error);
    if (status == PRESTON_OK) {
        status = find_lm3(answer, findings, error);
    }
    if (status == PRESTON_OK) {
        status = compute(inputs, inputs->settings->delta, 0, &findings->without_feedback, error);
    }
    return status == PRESTON_OK
               ? find_bands(inputs, preston_economy_places(answer->economy), findings->bands, error)
               : status;
}

void free_findings(case_findings *findings)
{
    preston_retention_free(findings->retention[0]);
    preston_retention_free(findings->retention[1]);
    free_answer(&findings->without_feedback);
}
