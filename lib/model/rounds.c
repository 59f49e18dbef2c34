/* Rounds of spending inside an area, and their sum to the end. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* The system cut down to the rows of an area. */
typedef struct inner_system {
    int64_t count;
    int64_t *rows;        /* of the whole system */
    double *coefficients; /* count × count, row after row */
    double *now;          /* count: what is received in this round */
    double *next;
} inner_system;

static void clear_system(inner_system *system)
{
    free(system->rows);
    free(system->coefficients);
    free(system->now);
    free(system->next);
}

static preston_status cut_system(const preston_model *model, preston_closure closure,
                                 const char *area, inner_system *system, preston_error *error)
{
    int64_t rows = preston_model_rows(model, closure);
    int64_t inner = model->places * model->sectors;
    preston_const_view whole = preston_model_coefficients(model, closure);
    system->rows = preston_allocate(rows, sizeof *system->rows);
    for (int64_t row = 0; system->rows != NULL && row < rows; row++) {
        int64_t place = row < inner ? row / model->sectors : row - inner;
        if (preston_model_inside(model, place, area)) {
            system->rows[system->count++] = row;
        }
    }
    system->coefficients = preston_allocate_matrix(system->count, system->count);
    system->now = preston_allocate_matrix(system->count, 1);
    system->next = preston_allocate_matrix(system->count, 1);
    if (system->rows == NULL || system->coefficients == NULL || system->now == NULL ||
        system->next == NULL) {
        return preston_fail_memory(error, "rounds");
    }
    for (int64_t i = 0; i < system->count; i++) {
        for (int64_t j = 0; j < system->count; j++) {
            system->coefficients[i * system->count + j] =
                preston_get(whole, system->rows[i], system->rows[j]);
        }
    }
    return PRESTON_OK;
}

static double sum_of(const double *values, int64_t count)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

static void advance(inner_system *system)
{
    for (int64_t i = 0; i < system->count; i++) {
        double sum = 0.0;
        for (int64_t j = 0; j < system->count; j++) {
            sum += system->coefficients[i * system->count + j] * system->now[j];
        }
        system->next[i] = sum;
    }
    double *spent = system->now;
    system->now = system->next;
    system->next = spent;
}

static preston_status sum_all_rounds(const preston_model *model, inner_system *system,
                                     double *out_full, preston_error *error)
{
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    int64_t count = system->count;
    preston_status status =
        preston_model_factorise(model, preston_const_matrix(system->coefficients, count, count),
                                system->rows, &solver, error);
    if (status == PRESTON_OK) {
        status = preston_workspace_create(solver, 1, &workspace, error);
    }
    if (status == PRESTON_OK) {
        status =
            preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(system->now, count, 1),
                                 workspace, preston_vector(system->next, count, 1), NULL, error);
    }
    if (status == PRESTON_OK) {
        *out_full = sum_of(system->next, count);
    }
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    return status;
}

preston_status preston_model_rounds(const preston_model *model, preston_closure closure,
                                    const char *area, preston_const_view demand,
                                    preston_view out_rounds, double *out_full, preston_error *error)
{
    int64_t inner = model->places * model->sectors;
    preston_status status = preston_model_check_closure(model, closure, error);
    if (status == PRESTON_OK) {
        status = preston_model_check_area(model, area, error);
    }
    if (status == PRESTON_OK && demand.rows != inner) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "the demand has %lld rows: it needs %lld, one a place and sector",
                              (long long)demand.rows, (long long)inner);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    inner_system system = {0};
    double full = 0.0;
    status = cut_system(model, closure, area, &system, error);
    for (int64_t i = 0; status == PRESTON_OK && i < system.count; i++) {
        system.now[i] = system.rows[i] < inner ? preston_get(demand, system.rows[i], 0) : 0.0;
    }
    if (status == PRESTON_OK) {
        status = sum_all_rounds(model, &system, &full, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < out_rounds.rows; k++) {
        preston_set(out_rounds, k, 0, sum_of(system.now, system.count));
        advance(&system);
    }
    if (status == PRESTON_OK) {
        *out_full = full;
    }
    clear_system(&system);
    return status;
}
