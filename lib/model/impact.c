/* What demands bring about: direct, indirect and induced, in every place. */
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

static preston_status load_demand(preston_impact *impact, const preston_demand *demand,
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
        status = copy_vector(demand->household_income, model->places, "household income",
                             impact->household_income, &impact->given, error);
    }
    return status == PRESTON_OK ? check_demand(impact, error) : status;
}

preston_status preston_impact_start(const preston_model *model, const preston_demand *demand,
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
        complete ? load_demand(impact, demand, error) : preston_fail_memory(error, "an impact");
    if (status != PRESTON_OK) {
        preston_impact_free(impact);
        return status;
    }
    *out_impact = impact;
    return PRESTON_OK;
}

/* --- solving --- */

/* Impacts that are solved together; the blocks hold a column a demand, in the rows of a closure. */
typedef struct preston_impact_batch {
    const preston_model *model;
    int64_t count;
    preston_impact **impacts;
    double *demands;
    double *solutions;
} preston_impact_batch;

void preston_impact_load(const preston_impact *impact, preston_closure closure, double *column)
{
    const preston_model *model = impact->model;
    int64_t n = model->sectors;
    for (int64_t place = 0; place < model->places; place++) {
        memcpy(column + preston_model_row(model, closure, place, 0),
               impact->output[PRESTON_DIRECT] + place * n, (size_t)n * sizeof *column);
        if (closure == PRESTON_CLOSURE_II) {
            column[preston_model_row(model, closure, place, n)] = impact->household_income[place];
        }
    }
}

/* Output goes to the part that this closure adds, still with the parts before it. */
static void store_column(preston_impact *impact, preston_closure closure, const double *column)
{
    const preston_model *model = impact->model;
    int64_t n = model->sectors;
    int part = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    for (int64_t place = 0; place < model->places; place++) {
        memcpy(impact->output[part] + place * n,
               column + preston_model_row(model, closure, place, 0), (size_t)n * sizeof *column);
        if (closure == PRESTON_CLOSURE_II) {
            impact->household_income[place] = column[preston_model_row(model, closure, place, n)];
        }
    }
}

static preston_status solve_closure(const preston_impact_batch *batch, preston_closure closure,
                                    preston_error *error)
{
    int64_t rows = preston_model_rows(batch->model, closure);
    preston_certificate certificate = {0};
    for (int64_t k = 0; k < batch->count; k++) {
        preston_impact_load(batch->impacts[k], closure, batch->demands + k * rows);
    }
    preston_status status =
        preston_model_solve(batch->model->system[closure].solver, PRESTON_PLAIN, batch->count,
                            batch->demands, batch->solutions, &certificate, error);
    for (int64_t k = 0; status == PRESTON_OK && k < batch->count; k++) {
        store_column(batch->impacts[k], closure, batch->solutions + k * rows);
        batch->impacts[k]->certificate[closure] = certificate;
    }
    return status;
}

/* Each part less those before it. */
static void part_output(preston_impact *impact, int closed)
{
    int64_t inner = preston_model_rows(impact->model, PRESTON_CLOSURE_I);
    const double *direct = impact->output[PRESTON_DIRECT];
    double *indirect = impact->output[PRESTON_INDIRECT];
    double *induced = impact->output[PRESTON_INDUCED];
    for (int64_t i = 0; i < inner; i++) {
        induced[i] = closed ? induced[i] - indirect[i] : 0.0;
        indirect[i] -= direct[i];
    }
    if (!closed) {
        impact->given = 0.0;
        memset(impact->household_income, 0,
               (size_t)impact->model->places * sizeof *impact->household_income);
    }
}

static preston_status solve_impacts(preston_impact_batch *batch, preston_error *error)
{
    int closed = preston_model_has_closure(batch->model, PRESTON_CLOSURE_II);
    int64_t rows =
        preston_model_rows(batch->model, closed ? PRESTON_CLOSURE_II : PRESTON_CLOSURE_I);
    batch->demands = preston_allocate_matrix(rows, batch->count);
    batch->solutions = preston_allocate_matrix(rows, batch->count);
    preston_status status = batch->demands != NULL && batch->solutions != NULL
                                ? solve_closure(batch, PRESTON_CLOSURE_I, error)
                                : preston_fail_memory(error, "demands");
    if (status == PRESTON_OK && closed) {
        status = solve_closure(batch, PRESTON_CLOSURE_II, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < batch->count; k++) {
        part_output(batch->impacts[k], closed);
    }
    free(batch->demands);
    free(batch->solutions);
    return status;
}

/* Says which of several demands is at fault. */
static preston_status name_demand(int64_t number, int64_t count, const preston_error *found,
                                  preston_error *error)
{
    return count > 1 ? preston_fail(error, found->status, "demand %lld: %.900s",
                                    (long long)number + 1, found->message)
                     : preston_fail(error, found->status, "%s", found->message);
}

preston_status preston_model_impacts(const preston_model *model, int64_t count,
                                     const preston_demand *demands, preston_impact **out_impacts,
                                     preston_error *error)
{
    if (count < 0) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "%lld demands cannot be",
                            (long long)count);
    }
    preston_impact_batch batch = {.model = model, .count = count};
    batch.impacts = preston_allocate(count, sizeof(preston_impact *));
    if (batch.impacts == NULL) {
        return preston_fail_memory(error, "impacts");
    }
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        preston_error found = {0};
        status = preston_impact_start(model, &demands[k], &batch.impacts[k], &found);
        if (status != PRESTON_OK) {
            (void)name_demand(k, count, &found, error);
        }
    }
    if (status == PRESTON_OK && count > 0) {
        status = solve_impacts(&batch, error);
    }
    for (int64_t k = 0; k < count; k++) {
        if (status == PRESTON_OK) {
            out_impacts[k] = batch.impacts[k];
        } else {
            preston_impact_free(batch.impacts[k]);
        }
    }
    free(batch.impacts);
    return status;
}

preston_status preston_model_impact(const preston_model *model, const preston_demand *demand,
                                    preston_impact **out_impact, preston_error *error)
{
    return preston_model_impacts(model, 1, demand, out_impact, error);
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
