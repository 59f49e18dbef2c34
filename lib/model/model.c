/* Making models: options, the systems of both closures and their solvers. */
#define _GNU_SOURCE /* asprintf */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A model answers for many accounts and demands: a dense system is factorised, not iterated. */
enum { MANY = 1000 };

void preston_model_options_init(preston_model_options *options)
{
    *options = (preston_model_options){
        .size = sizeof *options, .closure = PRESTON_CLOSURE_I, .tolerance = 1e-9};
}

static void clear_system(preston_closed_system *system)
{
    preston_solver_free(system->solver);
    preston_operator_free(system->own_operator);
    preston_trade_system_clear(&system->trade);
    free(system->cells);
}

void preston_model_free(preston_model *model)
{
    if (model == NULL) {
        return;
    }
    clear_system(&model->system[PRESTON_CLOSURE_I]);
    clear_system(&model->system[PRESTON_CLOSURE_II]);
    for (int64_t k = 0; model->households != NULL && k < model->technologies; k++) {
        free(model->households[k].consumption);
    }
    free(model->households);
    free(model);
}

const preston_economy *preston_model_economy(const preston_model *model)
{
    return model->economy;
}

int preston_model_has_closure(const preston_model *model, preston_closure closure)
{
    return (closure == PRESTON_CLOSURE_I || closure == PRESTON_CLOSURE_II) &&
           model->system[closure].solver != NULL;
}

int64_t preston_model_rows(const preston_model *model, preston_closure closure)
{
    return model->places * (model->sectors + (closure == PRESTON_CLOSURE_II ? 1 : 0));
}

preston_row preston_model_row_at(const preston_model *model, preston_closure closure, int64_t row)
{
    int64_t n = model->sectors;
    int64_t inner = model->places * n;
    if (model->economy->trade != NULL) {
        int64_t m = n + (closure == PRESTON_CLOSURE_II ? 1 : 0);
        return (preston_row){row / m, row % m};
    }
    return row < inner ? (preston_row){row / n, row % n} : (preston_row){row - inner, n};
}

const preston_operator *preston_model_operator(const preston_model *model, preston_closure closure)
{
    return preston_model_has_closure(model, closure) ? model->system[closure].op : NULL;
}

const preston_solver *preston_model_solver(const preston_model *model, preston_closure closure)
{
    return preston_model_has_closure(model, closure) ? model->system[closure].solver : NULL;
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

/* Names for messages: "A01", or "A01 in preston" where there are several places. */
static char **make_row_labels(const preston_model *model, preston_closure closure,
                              const int64_t *rows, int64_t count)
{
    const preston_table *table = preston_economy_table(model->economy);
    int several = model->places > 1;
    char **labels = preston_allocate(count, sizeof *labels);
    for (int64_t i = 0; labels != NULL && i < count; i++) {
        preston_row at = preston_model_row_at(model, closure, rows != NULL ? rows[i] : i);
        const char *sector =
            at.sector < model->sectors ? preston_table_code(table, at.sector) : "households";
        if (asprintf(&labels[i], "%s%s%s", sector, several ? " in " : "",
                     several ? preston_economy_place_code(model->economy, at.place) : "") < 0) {
            for (int64_t made = 0; made < i; made++) {
                free(labels[made]);
            }
            free(labels);
            return NULL;
        }
    }
    return labels;
}

/* Names are made only when there is something to name: there may be millions of rows. */
preston_status preston_model_prepare(const preston_model *model, preston_closure closure,
                                     const preston_operator *op, const int64_t *rows,
                                     preston_solver **out_solver, preston_error *error)
{
    int64_t count = preston_operator_rows(op);
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.tolerance = model->tolerance;
    options.right_hand_sides = MANY;
    preston_status status = preston_solver_create_for(op, &options, out_solver, error);
    if (status != PRESTON_ERROR_UNPRODUCTIVE && status != PRESTON_ERROR_SINGULAR) {
        return status;
    }
    char **labels = make_row_labels(model, closure, rows, count);
    if (labels == NULL) {
        return preston_fail_memory(error, "labels");
    }
    options.row_labels = (const char *const *)labels;
    status = preston_solver_create_for(op, &options, out_solver, error);
    for (int64_t row = 0; row < count; row++) {
        free(labels[row]);
    }
    free(labels);
    return status;
}

preston_status preston_model_solve(const preston_solver *solver, preston_operation operation,
                                   int64_t count, const double *right_hand_sides, double *solutions,
                                   preston_certificate *out_certificate, preston_error *error)
{
    int64_t rows = preston_solver_rows(solver);
    const preston_const_view b = {right_hand_sides, rows, count, 1, rows};
    const preston_view x = {solutions, rows, count, 1, rows};
    if (count != 1) {
        return preston_batch_solve(solver, operation, b, NULL, x, out_certificate, error);
    }
    preston_workspace *workspace = NULL;
    preston_status status = preston_workspace_create(solver, 1, &workspace, error);
    if (status == PRESTON_OK) {
        status = preston_solver_solve(solver, operation, b, workspace, x, out_certificate, error);
    }
    preston_workspace_free(workspace);
    return status;
}

/* --- making one --- */

/* The system of Type I. */
static preston_status open_system(preston_model *model, preston_error *error)
{
    const preston_economy *economy = model->economy;
    preston_closed_system *system = &model->system[PRESTON_CLOSURE_I];
    int64_t n = economy->sectors;
    preston_status status = PRESTON_OK;
    if (economy->trade == NULL) {
        status = preston_operator_dense(preston_economy_coefficients(economy),
                                        &system->own_operator, error);
        system->op = system->own_operator;
        return status;
    }
    double *technology = preston_allocate_matrix(economy->technologies * n, n);
    if (technology == NULL) {
        return preston_fail_memory(error, "technology");
    }
    memcpy(technology, economy->technology,
           (size_t)(economy->technologies * n * n) * sizeof *technology);
    status = preston_trade_system_create(economy, 0, technology, &system->trade, error);
    system->op = system->trade.op;
    return status;
}

static preston_status report_progress(const preston_model_options *options, int64_t done,
                                      preston_error *error)
{
    int64_t all = options->closure == PRESTON_CLOSURE_II ? 2 : 1;
    if (options->progress == NULL || options->progress(options->context, done, all) == 0) {
        return PRESTON_OK;
    }
    return preston_fail(error, PRESTON_ERROR_STOPPED,
                        "stopped by the caller after %lld of %lld closures", (long long)done,
                        (long long)all);
}

static preston_status make_closures(preston_model *model, const preston_model_options *options,
                                    preston_error *error)
{
    preston_status status = report_progress(options, 0, error);
    for (int closure = 0; status == PRESTON_OK && closure <= (int)options->closure; closure++) {
        preston_closed_system *system = &model->system[closure];
        status = closure == PRESTON_CLOSURE_I ? open_system(model, error)
                                              : preston_model_close(model, options, error);
        if (status == PRESTON_OK) {
            status = preston_model_prepare(model, (preston_closure)closure, system->op, NULL,
                                           &system->solver, error);
        }
        if (status == PRESTON_OK) {
            status = report_progress(options, closure + 1, error);
        }
    }
    return status;
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
    model->wage_leakage = options->wage_leakage;
    model->household_own_use = options->household_own_use;
    model->technologies = economy->tables != NULL ? economy->technologies : 1;
    status = make_closures(model, options, error);
    if (status != PRESTON_OK) {
        preston_model_free(model);
        return status;
    }
    *out_model = model;
    return PRESTON_OK;
}
