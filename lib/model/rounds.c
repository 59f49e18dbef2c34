/* Rounds of spending inside an area, and their sum to the end. */
#include "area.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* What is gone through round by round: the whole system, or the part inside an area. */
typedef struct spending {
    int64_t count;
    const preston_operator *op;
    const preston_solver *solver;
    preston_workspace *workspace; /* of the operator */
    double *now;                  /* count: what is received in this round */
    double *next;
} spending;

static double sum_of(const double *values, int64_t count)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

static preston_status advance(spending *work, preston_error *error)
{
    preston_status status = preston_operator_apply(
        work->op, PRESTON_PLAIN, preston_const_vector(work->now, work->count, 1), work->workspace,
        preston_vector(work->next, work->count, 1), error);
    double *spent = work->now;
    work->now = work->next;
    work->next = spent;
    return status;
}

static preston_status go_round(spending *work, preston_view out_rounds, double *out_full,
                               preston_error *error)
{
    double full = 0.0;
    double *rounds = preston_allocate_matrix(out_rounds.rows, 1);
    preston_status status = rounds != NULL ? preston_model_solve(work->solver, PRESTON_PLAIN, 1,
                                                                 work->now, work->next, NULL, error)
                                           : preston_fail_memory(error, "rounds");
    if (status == PRESTON_OK) {
        full = sum_of(work->next, work->count);
        status = preston_operator_workspace(work->op, 1, &work->workspace, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < out_rounds.rows; k++) {
        rounds[k] = sum_of(work->now, work->count);
        status = advance(work, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < out_rounds.rows; k++) {
        preston_set(out_rounds, k, 0, rounds[k]);
    }
    if (status == PRESTON_OK) {
        *out_full = full;
    }
    preston_workspace_free(work->workspace);
    free(rounds);
    return status;
}

/* `rows` NULL: all of them. */
static preston_status start(const preston_model *model, preston_closure closure,
                            const int64_t *rows, preston_const_view demand, spending *work,
                            preston_error *error)
{
    work->now = preston_allocate_matrix(work->count, 1);
    work->next = preston_allocate_matrix(work->count, 1);
    if (work->now == NULL || work->next == NULL) {
        return preston_fail_memory(error, "rounds");
    }
    for (int64_t i = 0; i < work->count; i++) {
        preston_row at = preston_model_row_at(model, closure, rows != NULL ? rows[i] : i);
        work->now[i] = at.sector < model->sectors
                           ? preston_get(demand, at.place * model->sectors + at.sector, 0)
                           : 0.0;
    }
    return PRESTON_OK;
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
    const preston_closed_system *whole = &model->system[closure];
    preston_area_system part = {0};
    spending work = {
        preston_model_rows(model, closure), whole->op, whole->solver, NULL, NULL, NULL};
    if (area != NULL) {
        status = preston_area_system_make(model, closure, area, &part, error);
        work.count = part.count;
        work.op = part.op;
        work.solver = part.solver;
    }
    if (status == PRESTON_OK) {
        status = start(model, closure, part.rows, demand, &work, error);
    }
    if (status == PRESTON_OK) {
        status = go_round(&work, out_rounds, out_full, error);
    }
    free(work.now);
    free(work.next);
    preston_area_system_clear(&part);
    return status;
}
