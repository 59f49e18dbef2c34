/* What one demand brings about: direct, indirect and induced, in every place. */
#include "impact.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_impact_free(preston_impact *impact)
{
    if (impact != NULL) {
        for (int part = 0; part < PARTS; part++) {
            free(impact->output[part]);
        }
        free(impact->household_income);
        free(impact->imports);
        free(impact->taxes_on_products);
        free(impact);
    }
}

static preston_status copy_vector(preston_const_view from, int64_t rows, const char *what,
                                  double *to, double *sum, preston_error *error)
{
    if (from.rows != 0 && from.rows != rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the demand's %s have %lld rows: they need %lld, or none", what,
                            (long long)from.rows, (long long)rows);
    }
    for (int64_t i = 0; i < from.rows; i++) {
        to[i] = preston_get(from, i, 0);
        if (!isfinite(to[i])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "row %lld of the demand's %s is not finite", (long long)i + 1,
                                what);
        }
        *sum += to[i];
    }
    return PRESTON_OK;
}

/* Solves one closure for the demand: output by place and sector, and household income where there
 * is room for it. */
static preston_status solve(const preston_impact *impact, preston_closure closure, double *output,
                            double *income, preston_certificate *certificate, preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t n = model->sectors;
    int64_t rows = preston_model_rows(model, closure);
    double *demand = preston_allocate_matrix(2 * rows, 1);
    if (demand == NULL) {
        return preston_fail_memory(error, "a demand");
    }
    double *solution = demand + rows;
    for (int64_t row = 0; row < model->places * n; row++) {
        demand[preston_model_row(model, closure, row / n, row % n)] =
            impact->output[PRESTON_DIRECT][row];
    }
    preston_status status = preston_model_solve(model->system[closure].solver, PRESTON_PLAIN,
                                                demand, solution, certificate, error);
    for (int64_t row = 0; status == PRESTON_OK && row < model->places * n; row++) {
        output[row] = solution[preston_model_row(model, closure, row / n, row % n)];
    }
    for (int64_t place = 0; status == PRESTON_OK && income != NULL && place < model->places;
         place++) {
        income[place] = solution[preston_model_row(model, closure, place, n)];
    }
    free(demand);
    return status;
}

static preston_status solve_parts(preston_impact *impact, preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    const double *direct = impact->output[PRESTON_DIRECT];
    double *indirect = impact->output[PRESTON_INDIRECT];
    double *induced = impact->output[PRESTON_INDUCED];
    preston_status status = solve(impact, PRESTON_CLOSURE_I, indirect, NULL,
                                  &impact->certificate[PRESTON_CLOSURE_I], error);
    int closed = preston_model_has_closure(model, PRESTON_CLOSURE_II);
    if (status == PRESTON_OK && closed) {
        status = solve(impact, PRESTON_CLOSURE_II, induced, impact->household_income,
                       &impact->certificate[PRESTON_CLOSURE_II], error);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < inner; i++) {
        induced[i] = closed ? induced[i] - indirect[i] : 0.0;
        indirect[i] -= direct[i];
    }
    return status;
}

/* A sector that makes nothing cannot meet a demand: its recipe is not known, and the money would be
 * accounted nowhere. */
static preston_status check_demand(const preston_impact *impact, preston_error *error)
{
    const preston_model *model = impact->model;
    for (int64_t row = 0; row < model->places * model->sectors; row++) {
        int64_t sector = row % model->sectors;
        const preston_table *table =
            preston_economy_place_table(model->economy, row / model->sectors);
        if (impact->output[PRESTON_DIRECT][row] != 0.0 &&
            preston_get(preston_table_output(table), sector, 0) == 0.0) {
            int own = table != preston_economy_table(model->economy);
            const char *place = preston_economy_place_code(model->economy, row / model->sectors);
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "a demand of %g is for sector '%s', which the table%s%s%s has no "
                                "output of: count it as imports",
                                impact->output[PRESTON_DIRECT][row],
                                preston_table_code(table, sector), own ? " of place '" : "",
                                own ? place : "", own ? "'" : "");
        }
    }
    return PRESTON_OK;
}

static preston_status fill_impact(preston_impact *impact, const preston_demand *demand,
                                  preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_status status = copy_vector(demand->sectors, inner, "sectors",
                                        impact->output[PRESTON_DIRECT], &impact->spent, error);
    if (status == PRESTON_OK) {
        status = copy_vector(demand->imports, model->places, "imports", impact->imports,
                             &impact->spent, error);
    }
    if (status == PRESTON_OK) {
        status = copy_vector(demand->taxes_on_products, model->places, "taxes on products",
                             impact->taxes_on_products, &impact->spent, error);
    }
    if (status == PRESTON_OK) {
        status = check_demand(impact, error);
    }
    return status == PRESTON_OK ? solve_parts(impact, error) : status;
}

preston_status preston_model_impact(const preston_model *model, const preston_demand *demand,
                                    preston_impact **out_impact, preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_impact *impact = preston_allocate(1, sizeof *impact);
    int complete = impact != NULL;
    for (int part = 0; complete && part < PARTS; part++) {
        impact->output[part] = preston_allocate_matrix(inner, 1);
        complete = impact->output[part] != NULL;
    }
    if (complete) {
        impact->model = model;
        impact->household_income = preston_allocate_matrix(model->places, 1);
        impact->imports = preston_allocate_matrix(model->places, 1);
        impact->taxes_on_products = preston_allocate_matrix(model->places, 1);
        complete = impact->household_income != NULL && impact->imports != NULL &&
                   impact->taxes_on_products != NULL;
    }
    preston_status status =
        complete ? fill_impact(impact, demand, error) : preston_fail_memory(error, "an impact");
    if (status != PRESTON_OK) {
        preston_impact_free(impact);
        return status;
    }
    *out_impact = impact;
    return PRESTON_OK;
}

preston_const_view preston_impact_output(const preston_impact *impact, preston_part part)
{
    return preston_const_vector(impact->output[part],
                                preston_model_rows(impact->model, PRESTON_CLOSURE_I), 1);
}

preston_const_view preston_impact_household_income(const preston_impact *impact)
{
    return preston_const_vector(impact->household_income, impact->model->places, 1);
}

preston_certificate preston_impact_certificate(const preston_impact *impact,
                                               preston_closure closure)
{
    return impact->certificate[closure];
}
