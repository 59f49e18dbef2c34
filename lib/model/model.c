/* Closing an economy: Type I as it is, Type II with a border of households in each place. */
#define _GNU_SOURCE /* asprintf */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A model answers for many accounts and demands: its systems are factorised, not iterated. */
enum { MANY = 1000 };

void preston_model_options_init(preston_model_options *options)
{
    *options = (preston_model_options){
        .size = sizeof *options, .closure = PRESTON_CLOSURE_I, .tolerance = 1e-9};
}

void preston_model_free(preston_model *model)
{
    if (model != NULL) {
        preston_solver_free(model->solver[PRESTON_CLOSURE_I]);
        preston_solver_free(model->solver[PRESTON_CLOSURE_II]);
        free(model->border);
        free(model->households.consumption);
        free(model);
    }
}

const preston_economy *preston_model_economy(const preston_model *model)
{
    return model->economy;
}

int preston_model_has_closure(const preston_model *model, preston_closure closure)
{
    return (closure == PRESTON_CLOSURE_I || closure == PRESTON_CLOSURE_II) &&
           model->solver[closure] != NULL;
}

int64_t preston_model_rows(const preston_model *model, preston_closure closure)
{
    return model->places * (model->sectors + (closure == PRESTON_CLOSURE_II ? 1 : 0));
}

preston_const_view preston_model_coefficients(const preston_model *model, preston_closure closure)
{
    int64_t rows = preston_model_rows(model, closure);
    return closure == PRESTON_CLOSURE_II ? preston_const_matrix(model->border, rows, rows)
                                         : preston_economy_coefficients(model->economy);
}

preston_status preston_model_check_closure(const preston_model *model, preston_closure closure,
                                           preston_error *error)
{
    return preston_model_has_closure(model, closure)
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_MISSING,
                              "the model has Type I only: set options.closure to "
                              "PRESTON_CLOSURE_II");
}

int preston_model_inside(const preston_model *model, int64_t place, const char *area)
{
    return area == NULL || preston_economy_place_within(model->economy, place, area);
}

preston_status preston_model_check_area(const preston_model *model, const char *area,
                                        preston_error *error)
{
    for (int64_t place = 0; place < model->places; place++) {
        if (preston_model_inside(model, place, area)) {
            return PRESTON_OK;
        }
    }
    return preston_fail(error, PRESTON_ERROR_LABEL, "'%s' is not a place of the economy", area);
}

static preston_status check_options(const preston_model_options *options, preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (options->closure != PRESTON_CLOSURE_I && options->closure != PRESTON_CLOSURE_II) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "closure is %d: it is PRESTON_CLOSURE_I or PRESTON_CLOSURE_II",
                            (int)options->closure);
    }
    if (!(options->tolerance > 0.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "tolerance is %g: it is a relative error, above zero",
                            options->tolerance);
    }
    if (!(options->wage_leakage >= 0.0 && options->wage_leakage <= 1.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "wage_leakage is %g: it is a share, from 0 to 1",
                            options->wage_leakage);
    }
    if (!(options->household_own_use >= 0.0 && options->household_own_use < 1.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "household_own_use is %g: it is a share, from 0 to below 1",
                            options->household_own_use);
    }
    if (!(options->household_income >= 0.0) || isinf(options->household_income)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "household_income is %g: it must be above zero, or zero for the "
                            "table's own",
                            options->household_income);
    }
    return PRESTON_OK;
}

/* What one unit of household income buys, from the table's household column. */
static preston_status find_consumption(preston_model *model, const preston_model_options *options,
                                       preston_error *error)
{
    const preston_table *table = preston_economy_table(model->economy);
    const preston_table_data *facts = preston_table_facts(table);
    int64_t use = preston_table_find_use(table, "households");
    double income =
        options->household_income > 0.0 ? options->household_income : facts->household_income;
    if (use < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "Type II needs household consumption: add a column 'households' to "
                            "final_use.csv");
    }
    if (!(income > 0.0)) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "Type II divides by household income: add household_income to "
                            "table.yaml, or set options.household_income");
    }
    model->households.consumption =
        preston_allocate(model->sectors, sizeof *model->households.consumption);
    if (model->households.consumption == NULL) {
        return preston_fail_memory(error, "household consumption");
    }
    preston_const_view final_use = preston_table_final_uses(table);
    for (int64_t i = 0; i < model->sectors; i++) {
        model->households.consumption[i] = preston_get(final_use, i, use) / income;
    }
    model->households.imports = facts->household_imports / income;
    model->households.taxes_on_products = facts->household_taxes_on_products / income;
    return PRESTON_OK;
}

static void fill_border(preston_model *model, const double *compensation,
                        const preston_model_options *options)
{
    int64_t n = model->sectors;
    int64_t inner = model->places * n;
    int64_t rows = inner + model->places;
    preston_const_view coefficients = preston_economy_coefficients(model->economy);
    for (int64_t i = 0; i < inner; i++) {
        for (int64_t j = 0; j < inner; j++) {
            model->border[i * rows + j] = preston_get(coefficients, i, j);
        }
    }
    for (int64_t place = 0; place < model->places; place++) {
        preston_const_view shares = preston_economy_final_shares(model->economy, place);
        int64_t household = inner + place;
        for (int64_t i = 0; i < n; i++) {
            model->border[household * rows + place * n + i] =
                compensation[place * n + i] * (1.0 - options->wage_leakage);
            for (int64_t seller = 0; seller < model->places; seller++) {
                model->border[(seller * n + i) * rows + household] =
                    preston_get(shares, i, seller) * model->households.consumption[i];
            }
        }
        model->border[household * rows + household] = options->household_own_use;
    }
}

static preston_status close_households(preston_model *model, const preston_model_options *options,
                                       preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    int64_t rows = preston_model_rows(model, PRESTON_CLOSURE_II);
    double *compensation = preston_allocate_matrix(inner, 1);
    model->border = preston_allocate_matrix(rows, rows);
    preston_status status = PRESTON_OK;
    if (compensation == NULL || model->border == NULL) {
        status = preston_fail_memory(error, "the Type II system");
    }
    if (status == PRESTON_OK) {
        status = preston_model_account(model, PRESTON_CLOSURE_I, "compensation", NULL, compensation,
                                       error);
    }
    if (status == PRESTON_OK) {
        status = find_consumption(model, options, error);
    }
    if (status == PRESTON_OK) {
        fill_border(model, compensation, options);
    }
    free(compensation);
    return status;
}

/* Names for messages: "A01", or "A01 in preston" where there are several places. */
static char **make_row_labels(const preston_model *model, const int64_t *rows, int64_t count)
{
    const preston_table *table = preston_economy_table(model->economy);
    int64_t inner = model->places * model->sectors;
    int several = model->places > 1;
    char **labels = preston_allocate(count, sizeof *labels);
    for (int64_t i = 0; labels != NULL && i < count; i++) {
        int64_t row = rows != NULL ? rows[i] : i;
        int64_t place = row < inner ? row / model->sectors : row - inner;
        const char *sector =
            row < inner ? preston_table_code(table, row % model->sectors) : "households";
        if (asprintf(&labels[i], "%s%s%s", sector, several ? " in " : "",
                     several ? preston_economy_place_code(model->economy, place) : "") < 0) {
            for (int64_t made = 0; made < i; made++) {
                free(labels[made]);
            }
            free(labels);
            return NULL;
        }
    }
    return labels;
}

preston_status preston_model_factorise(const preston_model *model, preston_const_view coefficients,
                                       const int64_t *rows, preston_solver **out_solver,
                                       preston_error *error)
{
    char **labels = make_row_labels(model, rows, coefficients.rows);
    if (labels == NULL) {
        return preston_fail_memory(error, "labels");
    }
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.tolerance = model->tolerance;
    options.right_hand_sides = MANY;
    options.row_labels = (const char *const *)labels;
    preston_status status = preston_solver_create(coefficients, &options, out_solver, error);
    for (int64_t row = 0; row < coefficients.rows; row++) {
        free(labels[row]);
    }
    free(labels);
    return status;
}

static preston_status factorise_closure(preston_model *model, preston_closure closure,
                                        preston_error *error)
{
    return preston_model_factorise(model, preston_model_coefficients(model, closure), NULL,
                                   &model->solver[closure], error);
}

preston_status preston_model_create(const preston_economy *economy,
                                    const preston_model_options *options, preston_model **out_model,
                                    preston_error *error)
{
    preston_model_options defaults;
    if (options == NULL) {
        preston_model_options_init(&defaults);
        options = &defaults;
    }
    preston_status status = check_options(options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_model *model = preston_allocate(1, sizeof *model);
    if (model == NULL) {
        return preston_fail_memory(error, "a model");
    }
    model->economy = economy;
    model->tolerance = options->tolerance;
    model->sectors = preston_table_sectors(preston_economy_table(economy));
    model->places = preston_economy_places(economy);
    status = factorise_closure(model, PRESTON_CLOSURE_I, error);
    if (status == PRESTON_OK && options->closure == PRESTON_CLOSURE_II) {
        status = close_households(model, options, error);
        if (status == PRESTON_OK) {
            status = factorise_closure(model, PRESTON_CLOSURE_II, error);
        }
    }
    if (status != PRESTON_OK) {
        preston_model_free(model);
        return status;
    }
    *out_model = model;
    return PRESTON_OK;
}
