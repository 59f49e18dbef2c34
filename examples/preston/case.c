/* Reading the inputs and computing the answer. */
#include "case.h"
#include "../shared/text.h"

#include <stdio.h>

static const char *const ledger_files[] = {"preston/ledger-2012-13.csv",
                                           "preston/ledger-2016-17.csv"};

void free_inputs(case_inputs *inputs)
{
    preston_survey_free(inputs->survey);
    preston_concordance_free(inputs->concordance);
    preston_ledger_free(inputs->ledger[0]);
    preston_ledger_free(inputs->ledger[1]);
    preston_places_free(inputs->places);
    preston_table_free(inputs->table);
}

void free_answer(case_answer *answer)
{
    preston_comparison_free(answer->comparison);
    preston_model_free(answer->model);
    preston_economy_free(answer->economy);
}

static preston_status check_accounts(const preston_table *table, preston_error *error)
{
    static const char *const needed[] = {"gva", "compensation", "jobs", "imports",
                                         "taxes_on_products"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (preston_table_find_account(table, needed[i]) < 0) {
            (void)snprintf(error->message, sizeof error->message,
                           "uk-2019/sectors.csv: column '%s' is missing: the answer needs it",
                           needed[i]);
            return PRESTON_ERROR_MISSING;
        }
    }
    return PRESTON_OK;
}

preston_status read_inputs(case_inputs *inputs, preston_error *error)
{
    const char *data = inputs->settings->data;
    char path[PATH_SIZE];
    preston_status status =
        preston_table_read(path_of(data, "uk-2019", path), &inputs->table, error);
    if (status == PRESTON_OK) {
        status = preston_places_read(path_of(data, "preston/places", path), inputs->table,
                                     &inputs->places, error);
    }
    if (status == PRESTON_OK) {
        status = preston_concordance_read(path_of(data, "preston/concordance.csv", path), NULL,
                                          inputs->table, &inputs->concordance, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = preston_ledger_read(path_of(data, ledger_files[k], path), NULL, &inputs->ledger[k],
                                     error);
    }
    if (status == PRESTON_OK && inputs->settings->survey != NULL) {
        status = preston_survey_read(inputs->settings->survey, &inputs->survey, error);
    }
    return status == PRESTON_OK ? check_accounts(inputs->table, error) : status;
}

preston_status compute(const case_inputs *inputs, double delta, int feedback, case_answer *out,
                       preston_error *error)
{
    preston_economy_options economy_options;
    preston_model_options model_options;
    preston_demand_options demand_options[2];
    preston_economy_options_init(&economy_options);
    preston_model_options_init(&model_options);
    for (int k = 0; k < 2; k++) {
        preston_demand_options_init(&demand_options[k]);
        demand_options[k].price_factor = inputs->settings->deflate[k];
    }
    economy_options.quotient = inputs->settings->quotient;
    economy_options.delta = delta;
    economy_options.feedback = feedback;
    model_options.closure = PRESTON_CLOSURE_II;
    case_answer made = {0};
    preston_status status = preston_economy_create(inputs->table, inputs->places, &economy_options,
                                                   &made.economy, error);
    if (status == PRESTON_OK && preston_economy_places(made.economy) > MOST_PLACES) {
        (void)snprintf(error->message, sizeof error->message, "more than %d places to print",
                       MOST_PLACES);
        status = PRESTON_ERROR_SHAPE;
    }
    if (status == PRESTON_OK) {
        status = preston_model_create(made.economy, &model_options, &made.model, error);
    }
    if (status == PRESTON_OK) {
        status = preston_comparison_create(made.model, inputs->ledger[0], inputs->ledger[1],
                                           inputs->concordance, NULL, &demand_options[0],
                                           &demand_options[1], &made.comparison, error);
    }
    if (status != PRESTON_OK) {
        free_answer(&made);
        return status;
    }
    *out = made;
    return PRESTON_OK;
}

const preston_impact *impact_of(const case_answer *answer, int ledger)
{
    return ledger == 0 ? preston_comparison_before(answer->comparison)
                       : preston_comparison_after(answer->comparison);
}

/* The accounts below are columns of the shipped table: main() checks that they are there. */
double part_of(const preston_impact *impact, const char *account, int part, int64_t place)
{
    double value = 0.0;
    (void)preston_impact_value(impact, account, (preston_part)part, place, &value, NULL);
    return value;
}

/* The parts that a closure has, together. */
double total_of(const preston_impact *impact, const char *account, preston_closure closure,
                int64_t place)
{
    double sum = 0.0;
    for (int part = 0; part < (closure == PRESTON_CLOSURE_II ? PARTS : PARTS - 1); part++) {
        sum += part_of(impact, account, part, place);
    }
    return sum;
}

double change_of(const case_answer *answer, const char *account, int64_t place)
{
    return total_of(impact_of(answer, 1), account, PRESTON_CLOSURE_II, place) -
           total_of(impact_of(answer, 0), account, PRESTON_CLOSURE_II, place);
}

double cause_of(const case_answer *answer, int cause, const char *account, int64_t place)
{
    double sum = 0.0;
    for (int part = 0; part < PARTS; part++) {
        double value = 0.0;
        (void)preston_comparison_value(answer->comparison, (preston_cause)cause, account,
                                       (preston_part)part, place, &value, NULL);
        sum += value;
    }
    return sum;
}

double spent_in(const preston_impact *impact)
{
    double spent = 0.0;
    double accounted = 0.0;
    (void)preston_impact_conservation(impact, PRESTON_CLOSURE_I, &spent, &accounted, NULL);
    return spent;
}
