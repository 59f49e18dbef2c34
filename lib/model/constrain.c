/* Limits on output: a demand as it can be met.
 *
 * What is asked of every sector and place is u = A x + f; what is made is x = S(u), each place up
 * to its limit and the excess elsewhere (spill.c). Rounds x ← S(A x + f) settle on the fixed point:
 * whoever is asked for more, nobody makes less, and money is only moved between places or abroad.
 * So S brings no two outputs further apart: from both to the larger of the two, cell by cell, is as
 * far after S as before. A brings them together. Then f + S(u) − u is the demand that can be met.
 */
#include "impact.h"
#include "spill.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 10000 };

/* Rounds go on to this part of the tolerance: what they leave is multiplied by the system. */
static const double finer = 0.01;
static const double rounding = 1e-15;

typedef struct constraining {
    const preston_model *model;
    preston_closure closure;
    int64_t rows;
    preston_impact *impact; /* holds the demand */
    preston_spill spill;
    preston_workspace *workspace; /* of the operator */
    double *demand;               /* rows each */
    double *made;
    double *asked;
    double *met; /* the demand that can be met */
    preston_certificate certificate;
} constraining;

/* --- checks --- */

static preston_status check_shapes(const preston_model *model, preston_const_view limits,
                                   preston_view out_sectors, preston_view out_imports,
                                   preston_view out_unplaced, preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    if (limits.rows != inner || out_sectors.rows != inner ||
        (out_unplaced.rows != inner && out_unplaced.rows != 0) ||
        out_imports.rows != model->places) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "limits, sectors and what is unplaced need %lld rows, one a place and "
                            "sector, and imports %lld, one a place",
                            (long long)inner, (long long)model->places);
    }
    return PRESTON_OK;
}

static preston_status check_limits(const preston_model *model, preston_const_view limits,
                                   preston_error *error)
{
    const preston_table *table = preston_economy_table(model->economy);
    for (int64_t row = 0; row < limits.rows; row++) {
        double limit = preston_get(limits, row, 0);
        if (!(limit > -HUGE_VAL)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the limit of sector '%s' in '%s' is %g: it is the most by which "
                                "output may change, or infinity for no limit",
                                preston_table_code(table, row % model->sectors),
                                preston_economy_place_code(model->economy, row / model->sectors),
                                limit);
        }
    }
    return PRESTON_OK;
}

/* --- solving --- */

static preston_status prepare(constraining *work, const preston_demand *demand,
                              preston_const_view limits, preston_error *error)
{
    work->demand = preston_allocate_matrix(4, work->rows);
    if (work->demand == NULL) {
        return preston_fail_memory(error, "limits");
    }
    work->made = work->demand + work->rows;
    work->asked = work->made + work->rows;
    work->met = work->asked + work->rows;
    preston_status status = preston_impact_start(work->model, demand, &work->impact, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_impact_load(work->impact, work->closure, work->demand);
    status = preston_spill_create(work->model, limits, &work->spill, error);
    if (status == PRESTON_OK) {
        status = preston_operator_workspace(work->model->system[work->closure].op, 1,
                                            &work->workspace, error);
    }
    return status;
}

static preston_status solve(constraining *work, const double *demand, preston_error *error)
{
    return preston_model_solve(work->model->system[work->closure].solver, PRESTON_PLAIN, 1, demand,
                               work->made, &work->certificate, error);
}

/* The most by which output exceeds a limit. */
static double worst_excess(const constraining *work, preston_const_view limits)
{
    double worst = 0.0;
    int64_t n = work->model->sectors;
    for (int64_t row = 0; row < limits.rows; row++) {
        double made = work->made[preston_model_row(work->model, work->closure, row / n, row % n)];
        worst = fmax(worst, made - preston_get(limits, row, 0));
    }
    return worst;
}

static double size_of(const double *values, int64_t count)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += fabs(values[i]);
    }
    return sum;
}

/* Rounds from the output without limits, in `made`, to that within them. */
static preston_status go_rounds(constraining *work, preston_error *error)
{
    const preston_operator *op = work->model->system[work->closure].op;
    double accuracy = fmax(finer * work->model->tolerance, rounding);
    double moved = HUGE_VAL;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        preston_status status = preston_operator_apply(
            op, PRESTON_PLAIN, preston_const_vector(work->made, work->rows, 1), work->workspace,
            preston_vector(work->asked, work->rows, 1), error);
        if (status != PRESTON_OK) {
            return status;
        }
        for (int64_t row = 0; row < work->rows; row++) {
            work->asked[row] += work->demand[row];
        }
        moved = preston_spill_place(&work->spill, work->closure, work->asked, work->made);
        double size = size_of(work->asked, work->rows);
        if (moved <= accuracy * size) {
            return PRESTON_OK;
        }
    }
    return preston_fail(error, PRESTON_ERROR_ACCURACY,
                        "output does not settle within its limits: after %d rounds %.1e of it "
                        "still moves from one to the next",
                        (int)MOST_ROUNDS, moved);
}

static preston_status settle(constraining *work, preston_const_view limits, preston_error *error)
{
    preston_status status = go_rounds(work, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int64_t row = 0; row < work->rows; row++) {
        /* what stays where it was asked keeps its bits: the difference is then nought */
        work->met[row] = work->demand[row] + (work->made[row] - work->asked[row]);
    }
    status = solve(work, work->met, error);
    if (status != PRESTON_OK) {
        return status;
    }
    double worst = worst_excess(work, limits);
    double allowed = work->model->tolerance * size_of(work->made, work->rows);
    return worst <= allowed
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_ACCURACY,
                              "output exceeds a limit by %g where %g is the tolerance: the system "
                              "is close to unproductive, or the tolerance too small",
                              worst, allowed);
}

/* `exceeds` 0: what is unplaced is nothing, and the demand as it was. */
static void store(const constraining *work, int exceeds, preston_view out_sectors,
                  preston_view out_imports, preston_view out_unplaced)
{
    const preston_model *model = work->model;
    int64_t n = model->sectors;
    const double *met = exceeds ? work->met : work->demand;
    for (int64_t place = 0; place < model->places; place++) {
        double unplaced = 0.0;
        for (int64_t i = 0; i < n; i++) {
            double excess = exceeds ? work->spill.excess[i * model->places + place] : 0.0;
            int64_t row = preston_model_row(model, work->closure, place, i);
            unplaced += excess;
            preston_set(out_sectors, place * n + i, 0, met[row]);
            if (out_unplaced.rows > 0) {
                preston_set(out_unplaced, place * n + i, 0, excess);
            }
        }
        preston_set(out_imports, place, 0, work->impact->imports[place] + unplaced);
    }
}

preston_status preston_model_constrain(const preston_model *model, preston_closure closure,
                                       const preston_demand *demand, preston_const_view limits,
                                       preston_view out_sectors, preston_view out_imports,
                                       preston_view out_unplaced,
                                       preston_certificate *out_certificate, preston_error *error)
{
    preston_status status = preston_model_check_closure(model, closure, error);
    if (status == PRESTON_OK) {
        status = check_shapes(model, limits, out_sectors, out_imports, out_unplaced, error);
    }
    if (status == PRESTON_OK) {
        status = check_limits(model, limits, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    constraining work = {
        .model = model, .closure = closure, .rows = preston_model_rows(model, closure)};
    int exceeds = 0;
    status = prepare(&work, demand, limits, error);
    if (status == PRESTON_OK) {
        status = solve(&work, work.demand, error);
    }
    if (status == PRESTON_OK) {
        exceeds = worst_excess(&work, limits) > 0.0;
        status = exceeds ? settle(&work, limits, error) : PRESTON_OK;
    }
    if (status == PRESTON_OK) {
        store(&work, exceeds, out_sectors, out_imports, out_unplaced);
        if (out_certificate != NULL) {
            *out_certificate = work.certificate;
        }
    }
    preston_workspace_free(work.workspace);
    preston_spill_clear(&work.spill);
    preston_impact_free(work.impact);
    free(work.demand);
    return status;
}
