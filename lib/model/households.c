/* Type II: households inside the model, with what they earn and what they buy.
 *
 * Cell by cell they are a border of one row and column a place. In a traded economy they are one
 * more sector: wages its row of the technology, consumption its column, commuting its trade. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* What one unit of household income buys, from a table's household column. `income` 0: the
 * table's own. */
static preston_status find_consumption(const preston_table *table, const char *place, double income,
                                       preston_households *households, preston_error *error)
{
    const preston_table_data *facts = preston_table_facts(table);
    int64_t use = preston_table_find_use(table, "households");
    int64_t n = preston_table_sectors(table);
    income = income > 0.0 ? income : facts->household_income;
    if (use < 0) {
        return preston_model_fail_missing(
            place,
            "Type II needs household consumption: add a column 'households' to "
            "final_use.csv",
            error);
    }
    if (!(income > 0.0)) {
        return preston_model_fail_missing(
            place,
            "Type II divides by household income: add household_income to "
            "table.yaml, or set options.household_income",
            error);
    }
    households->consumption = preston_allocate(n, sizeof *households->consumption);
    if (households->consumption == NULL) {
        return preston_fail_memory(error, "household consumption");
    }
    preston_const_view final_use = preston_table_final_uses(table);
    for (int64_t i = 0; i < n; i++) {
        households->consumption[i] = preston_get(final_use, i, use) / income;
    }
    households->imports = facts->household_imports / income;
    households->taxes_on_products = facts->household_taxes_on_products / income;
    return PRESTON_OK;
}

static preston_status find_households(preston_model *model, const preston_model_options *options,
                                      preston_error *error)
{
    /* where every place has a table of its own, there is no other for the option to be about */
    if (options->household_income > 0.0 && model->economy->tables != NULL &&
        model->economy->trade == NULL) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "household_income is %g: every place has its own table here, so give "
                            "the income with each and leave the option at 0",
                            options->household_income);
    }
    model->households = preston_allocate(model->technologies, sizeof *model->households);
    if (model->households == NULL) {
        return preston_fail_memory(error, "households");
    }
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < model->technologies; k++) {
        const char *place = NULL;
        const preston_table *table = preston_model_table_at(model, k, &place);
        status = find_consumption(table, place, k == 0 ? options->household_income : 0.0,
                                  &model->households[k], error);
    }
    return status;
}

/* --- cell by cell --- */

/* Where the households of a place buy: as final users do, unless the table has it in full. */
static double household_share(const preston_economy *economy, int64_t place, int64_t sector,
                              int64_t seller)
{
    const double *shares =
        economy->household_shares != NULL ? economy->household_shares : economy->final_shares;
    return shares[(place * economy->sectors + sector) * economy->places + seller];
}

/* `compensation` has n + 1 values a table. */
static void fill_border(const preston_model *model, const double *compensation, double *border)
{
    int64_t n = model->sectors;
    int64_t inner = model->places * n;
    int64_t rows = inner + model->places;
    preston_const_view coefficients = preston_economy_coefficients(model->economy);
    for (int64_t i = 0; i < inner; i++) {
        for (int64_t j = 0; j < inner; j++) {
            border[i * rows + j] = preston_get(coefficients, i, j);
        }
    }
    for (int64_t place = 0; place < model->places; place++) {
        int64_t number = preston_model_table_of(model, place);
        const double *wages = compensation + number * (n + 1);
        const double *consumption = model->households[number].consumption;
        int64_t household = inner + place;
        for (int64_t i = 0; i < n; i++) {
            border[household * rows + place * n + i] = wages[i] * (1.0 - model->wage_leakage);
            for (int64_t seller = 0; seller < model->places; seller++) {
                border[(seller * n + i) * rows + household] =
                    household_share(model->economy, place, i, seller) * consumption[i];
            }
        }
        border[household * rows + household] = model->household_own_use;
    }
}

static preston_status close_cells(preston_model *model, preston_closed_system *system,
                                  preston_error *error)
{
    int64_t rows = preston_model_rows(model, PRESTON_CLOSURE_II);
    int64_t m = model->sectors + 1;
    double *compensation = preston_allocate_matrix(model->technologies, m);
    system->cells = preston_allocate_matrix(rows, rows);
    preston_status status = compensation != NULL && system->cells != NULL
                                ? PRESTON_OK
                                : preston_fail_memory(error, "the Type II system");
    for (int64_t k = 0; status == PRESTON_OK && k < model->technologies; k++) {
        status = preston_model_table_account(model, "compensation", k, compensation + k * m, error);
    }
    if (status == PRESTON_OK) {
        fill_border(model, compensation, system->cells);
        status = preston_operator_dense(preston_const_matrix(system->cells, rows, rows),
                                        &system->own_operator, error);
        system->op = system->own_operator;
    }
    free(compensation);
    return status;
}

/* --- traded --- */

/* [A c; w o]: one technology with its households. */
static void close_technology(const preston_model *model, int64_t number, const double *compensation,
                             double *block)
{
    int64_t n = model->sectors;
    int64_t m = n + 1;
    const double *technology = model->economy->technology + number * n * n;
    for (int64_t i = 0; i < n; i++) {
        memcpy(block + i * m, technology + i * n, (size_t)n * sizeof *block);
        block[i * m + n] = model->households[number].consumption[i];
        block[n * m + i] = compensation[i] * (1.0 - model->wage_leakage);
    }
    block[n * m + n] = model->household_own_use;
}

static preston_status close_trade(preston_model *model, preston_closed_system *system,
                                  preston_error *error)
{
    const preston_economy *economy = model->economy;
    int64_t m = model->sectors + 1;
    double *technology = preston_allocate_matrix(model->technologies * m, m);
    double *compensation = preston_allocate_matrix(m, 1);
    preston_status status = technology != NULL && compensation != NULL
                                ? PRESTON_OK
                                : preston_fail_memory(error, "the Type II system");
    for (int64_t k = 0; status == PRESTON_OK && k < model->technologies; k++) {
        status = preston_model_table_account(model, "compensation", k, compensation, error);
        if (status == PRESTON_OK) {
            close_technology(model, k, compensation, technology + k * m * m);
        }
    }
    free(compensation);
    if (status != PRESTON_OK) {
        free(technology);
        return status;
    }
    status = preston_trade_system_create(economy, 1, technology, &system->trade, error);
    system->op = system->trade.op;
    return status;
}

preston_status preston_model_close(preston_model *model, const preston_model_options *options,
                                   preston_error *error)
{
    preston_closed_system *system = &model->system[PRESTON_CLOSURE_II];
    preston_status status = find_households(model, options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    return model->economy->trade != NULL ? close_trade(model, system, error)
                                         : close_cells(model, system, error);
}
