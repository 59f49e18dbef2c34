#include "area.h"

#include "../matrix/operator.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

void preston_area_system_clear(preston_area_system *system)
{
    preston_solver_free(system->solver);
    preston_operator_free(system->own_operator);
    free(system->rows);
    free(system->cells);
    free(system->inside);
}

static preston_status find_rows(const preston_model *model, preston_closure closure,
                                const char *area, preston_area_system *system, preston_error *error)
{
    int64_t rows = preston_model_rows(model, closure);
    char *inside = preston_allocate(model->places, sizeof *inside);
    system->rows = preston_allocate(rows, sizeof *system->rows);
    if (inside == NULL || system->rows == NULL) {
        free(inside);
        return preston_fail_memory(error, "rounds");
    }
    for (int64_t place = 0; place < model->places; place++) {
        inside[place] = (char)preston_model_inside(model, place, area);
    }
    for (int64_t row = 0; row < rows; row++) {
        if (inside[preston_model_row_at(model, closure, row).place]) {
            system->rows[system->count++] = row;
        }
    }
    free(inside);
    return PRESTON_OK;
}

/* --- cell by cell --- */

static preston_status cut_cells(const preston_model *model, preston_closure closure,
                                preston_area_system *system, preston_error *error)
{
    const preston_const_view *whole = preston_operator_dense_cells(model->system[closure].op);
    int64_t count = system->count;
    system->cells = preston_allocate_matrix(count, count);
    if (system->cells == NULL) {
        return preston_fail_memory(error, "rounds");
    }
    for (int64_t i = 0; i < count; i++) {
        for (int64_t j = 0; j < count; j++) {
            system->cells[i * count + j] = preston_get(*whole, system->rows[i], system->rows[j]);
        }
    }
    return preston_operator_dense(preston_const_matrix(system->cells, count, count),
                                  &system->own_operator, error);
}

/* --- traded --- */

/* What is outside stays zero in `inside`, and is left behind in `product`. */
static void apply_inside(void *context, preston_operation operation, int absolute, int64_t columns,
                         const double *x, double *y)
{
    const preston_area_system *system = context;
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < system->count; i++) {
            system->inside[system->rows[i]] = x[k * system->count + i];
        }
        system->whole->type->apply(system->whole, operation, absolute, 1, system->inside,
                                   system->product, system->scratch);
        for (int64_t i = 0; i < system->count; i++) {
            y[k * system->count + i] = system->product[system->rows[i]];
        }
    }
}

static preston_status cut_trade(const preston_model *model, preston_closure closure,
                                preston_area_system *system, preston_error *error)
{
    const preston_operator *whole = model->system[closure].op;
    int64_t scratch = whole->type->scratch(whole, 1);
    system->inside = preston_allocate_matrix(2 * whole->rows + scratch, 1);
    if (system->inside == NULL) {
        return preston_fail_memory(error, "rounds");
    }
    system->whole = whole;
    system->product = system->inside + whole->rows;
    system->scratch = system->product + whole->rows;
    return preston_operator_callback(system->count, apply_inside, system, whole->nonnegative,
                                     whole->terms, &system->own_operator, error);
}

preston_status preston_area_system_make(const preston_model *model, preston_closure closure,
                                        const char *area, preston_area_system *out_system,
                                        preston_error *error)
{
    *out_system = (preston_area_system){0};
    preston_status status = find_rows(model, closure, area, out_system, error);
    if (status == PRESTON_OK) {
        status = model->economy->trade != NULL ? cut_trade(model, closure, out_system, error)
                                               : cut_cells(model, closure, out_system, error);
    }
    out_system->op = out_system->own_operator;
    if (status == PRESTON_OK) {
        status = preston_model_prepare(model, closure, out_system->op, out_system->rows,
                                       &out_system->solver, error);
    }
    if (status != PRESTON_OK) {
        preston_area_system_clear(out_system);
        *out_system = (preston_area_system){0};
    }
    return status;
}
