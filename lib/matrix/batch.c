/* Many demands at once. */
#include "blas.h"
#include "panel.h"
#include "solver.h"
#include "threads.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

enum { SOLVE_BLOCK = 64, ACCOUNT_BLOCK = 64, ALONE_CELLS = 1 << 15 };

static int has_contiguous_columns(preston_const_view view)
{
    return view.row_stride == 1 && (view.columns <= 1 || view.column_stride >= view.rows);
}

/* The totals of some demands. Each is one dot product, computed whole by one thread in one order,
 * whichever of the two is taken as the matrix: effects, for a single demand. `rows_apart` is
 * between the accounts of a demand. */
static void multiply_block(preston_const_view effects, preston_const_view demands, double *totals,
                           int64_t rows_apart)
{
    for (int64_t k = 0; k < effects.columns; k++) {
        for (int64_t j = 0; j < demands.columns; j++) {
            totals[k * rows_apart + j] = 0.0;
        }
    }
    if (demands.columns == 1 && rows_apart == 1) {
        const preston_panel panel = {effects.data, effects.column_stride};
        preston_panel_transposed_alone(panel, demands.rows, effects.columns, 1, demands.data,
                                       demands.rows, totals, effects.columns);
        return;
    }
    const preston_panel panel = {demands.data, demands.column_stride};
    preston_panel_transposed_alone(panel, demands.rows, demands.columns, effects.columns,
                                   effects.data, effects.column_stride, totals, rows_apart);
}

/* All of them, block after block. */
static preston_status multiply(preston_const_view effects, preston_const_view demands,
                               const preston_batch_options *options, double *totals,
                               int64_t rows_apart, preston_error *error)
{
    int64_t count = demands.columns;
    int64_t blocks = (count + ACCOUNT_BLOCK - 1) / ACCOUNT_BLOCK;
    preston_progress progress = {.options = options, .all = count};
    if (count * demands.rows <= ALONE_CELLS && options->progress == NULL) {
        multiply_block(effects, demands, totals, rows_apart);
        return PRESTON_OK;
    }
#pragma omp parallel for schedule(dynamic) num_threads(preston_threads(options))
    for (int64_t b = 0; b < blocks; b++) {
        int64_t first = b * ACCOUNT_BLOCK;
        preston_const_view block = demands;
        block.data += first * demands.column_stride;
        block.columns = count - first < ACCOUNT_BLOCK ? count - first : ACCOUNT_BLOCK;
        if (!preston_progress_stopped(&progress)) {
            multiply_block(effects, block, totals + first, rows_apart);
            (void)preston_progress_add(&progress, block.columns);
        }
    }
    return progress.stopped ? preston_fail(error, PRESTON_ERROR_STOPPED, "stopped by the caller")
                            : PRESTON_OK;
}

/* A copy with contiguous columns; NULL when memory is out. */
static double *copy_block(preston_const_view view, preston_const_view *out_copy)
{
    double *copy = preston_allocate_matrix(view.rows, view.columns);
    if (copy != NULL) {
        preston_block_load(view, copy);
        *out_copy = (preston_const_view){copy, view.rows, view.columns, 1, view.rows};
    }
    return copy;
}

static preston_status multiply_copies(preston_const_view effects, preston_const_view demands,
                                      const preston_batch_options *options, preston_view totals,
                                      preston_error *error)
{
    double *result = preston_allocate_matrix(totals.rows, totals.columns);
    double *own_effects = copy_block(effects, &effects);
    double *own_demands = copy_block(demands, &demands);
    preston_status status = PRESTON_OK;
    if (result == NULL || own_effects == NULL || own_demands == NULL) {
        status = preston_fail_memory(error, "totals");
    } else {
        status = multiply(effects, demands, options, result, totals.columns, error);
        for (int64_t a = 0; status == PRESTON_OK && a < totals.rows; a++) {
            for (int64_t j = 0; j < totals.columns; j++) {
                preston_set(totals, a, j, result[a * totals.columns + j]);
            }
        }
    }
    free(result);
    free(own_effects);
    free(own_demands);
    return status;
}

preston_status preston_batch_accounts(preston_const_view effects, preston_const_view demands,
                                      const preston_batch_options *options, preston_view out_totals,
                                      preston_error *error)
{
    preston_batch_options defaults;
    preston_status status = PRESTON_OK;
    if (options != NULL) {
        status = preston_check_batch(options, error);
    } else {
        preston_batch_options_init(&defaults);
        options = &defaults;
    }
    if (status == PRESTON_OK &&
        (effects.rows != demands.rows || out_totals.rows != effects.columns ||
         out_totals.columns != demands.columns)) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "effects %lld × %lld, demands %lld × %lld and totals %lld × %lld do "
                              "not fit",
                              (long long)effects.rows, (long long)effects.columns,
                              (long long)demands.rows, (long long)demands.columns,
                              (long long)out_totals.rows, (long long)out_totals.columns);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int streams = has_contiguous_columns(effects) && has_contiguous_columns(demands) &&
                  out_totals.column_stride == 1 &&
                  (out_totals.rows <= 1 || out_totals.row_stride >= out_totals.columns);
    if (!streams) {
        return multiply_copies(effects, demands, options, out_totals, error);
    }
    return multiply(effects, demands, options, out_totals.data, out_totals.row_stride, error);
}

/* --- solves --- */

/* What ended a thread's work; each writes its own, so that none needs a lock. */
typedef struct batch_failure {
    preston_error error; /* status PRESTON_OK: nothing */
    int64_t first;       /* column of its block */
} batch_failure;

/* One batch of solves: a workspace for each thread, a result for each block. */
typedef struct batch_solves {
    const preston_solver *solver;
    preston_operation operation;
    int64_t width; /* of a block */
    int64_t blocks;
    int threads;
    preston_const_view b;
    preston_view x;
    preston_workspace **workspaces;
    preston_certificate *certificates;
    batch_failure *failures; /* one a thread */
    preston_progress progress;
} batch_solves;

/* Columns taken together. The rounds of many places go through them one by one in any case: there
 * a block is a column, so that threads have something to divide and workspaces stay small. */
static int64_t width_for(const preston_solver *solver)
{
    int alone = solver->method == PRESTON_METHOD_RICHARDSON &&
                preston_operator_trade_parts(solver->op) != NULL;
    return alone ? 1 : SOLVE_BLOCK;
}

/* The message counts columns from the first of the block: says which block that is. */
static void note_failure(batch_solves *all, int64_t first, int64_t columns,
                         const preston_error *error)
{
    batch_failure *failure = &all->failures[preston_thread_number()];
    failure->error = *error;
    failure->first = first;
    if (columns < all->b.columns && error->status != PRESTON_ERROR_STOPPED) {
        (void)preston_fail(&failure->error, error->status, "right-hand sides %lld to %lld: %.900s",
                           (long long)first + 1, (long long)(first + columns), error->message);
    }
    preston_progress_stop(&all->progress);
}

static void solve_block(batch_solves *all, int64_t block)
{
    int64_t first = block * all->width;
    int64_t left = all->b.columns - first;
    preston_const_view b = all->b;
    preston_view x = all->x;
    preston_error error = {0};
    b.data += first * b.column_stride;
    x.data += first * x.column_stride;
    b.columns = x.columns = left < all->width ? left : all->width;
    preston_status status = preston_solver_solve(all->solver, all->operation, b,
                                                 all->workspaces[preston_thread_number()], x,
                                                 &all->certificates[block], &error);
    if (status == PRESTON_OK && !preston_progress_add(&all->progress, b.columns)) {
        status = preston_fail(&error, PRESTON_ERROR_STOPPED, "stopped by the caller");
    }
    if (status != PRESTON_OK) {
        note_failure(all, first, b.columns, &error);
    }
}

/* The failure of the earliest block, whichever thread met it. */
static preston_status report_failure(const batch_solves *all, preston_error *error)
{
    const batch_failure *earliest = NULL;
    for (int k = 0; k < all->threads; k++) {
        const batch_failure *failure = &all->failures[k];
        if (failure->error.status != PRESTON_OK &&
            (earliest == NULL || failure->first < earliest->first)) {
            earliest = failure;
        }
    }
    return earliest == NULL
               ? PRESTON_OK
               : preston_fail(error, earliest->error.status, "%s", earliest->error.message);
}

static preston_status solve_blocks(batch_solves *all, preston_certificate *out_certificate,
                                   preston_error *error)
{
    preston_blas_begin_single();
#pragma omp parallel for schedule(dynamic) num_threads(all->threads)
    for (int64_t block = 0; block < all->blocks; block++) {
        if (!preston_progress_stopped(&all->progress)) {
            solve_block(all, block);
        }
    }
    preston_blas_end_single();
    preston_status status = report_failure(all, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_certificate whole = {.certified = 1};
    for (int64_t block = 0; block < all->blocks; block++) {
        whole.certified &= all->certificates[block].certified;
        whole.bound = fmax(whole.bound, all->certificates[block].bound);
        whole.relative_bound = fmax(whole.relative_bound, all->certificates[block].relative_bound);
        whole.residual = fmax(whole.residual, all->certificates[block].residual);
    }
    if (out_certificate != NULL) {
        *out_certificate = whole;
    }
    return PRESTON_OK;
}

/* Of the whole batch: a block alone could not name its columns, nor see the memory of the others.
 */
static preston_status check_right_hand_sides(preston_const_view b, preston_const_view x,
                                             preston_error *error)
{
    int nonnegative = 1;
    if (preston_views_overlap(b, x)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the solutions overlap the right-hand sides: give them their own "
                            "memory");
    }
    return preston_operator_check_cells(b, "right-hand sides", &nonnegative, error);
}

preston_status preston_batch_solve(const preston_solver *solver, preston_operation operation,
                                   preston_const_view right_hand_sides,
                                   const preston_batch_options *options, preston_view out_solutions,
                                   preston_certificate *out_certificate, preston_error *error)
{
    preston_batch_options defaults;
    preston_batch_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = preston_check_batch(options, error);
    if (status == PRESTON_OK &&
        (right_hand_sides.rows != solver->rows || out_solutions.rows != solver->rows ||
         out_solutions.columns != right_hand_sides.columns)) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "right-hand sides and solutions do not fit a system of %lld rows",
                              (long long)solver->rows);
    }
    if (status == PRESTON_OK) {
        status = check_right_hand_sides(right_hand_sides, preston_const(out_solutions), error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t columns = right_hand_sides.columns;
    batch_solves all = {.solver = solver,
                        .operation = operation,
                        .width = width_for(solver),
                        .threads = preston_threads(options),
                        .b = right_hand_sides,
                        .x = out_solutions,
                        .progress = {.options = options, .all = columns}};
    all.blocks = (columns + all.width - 1) / all.width;
    all.width = columns < all.width ? columns : all.width;
    /* threads without a block would only take memory, and keep those inside from being used */
    all.threads = all.blocks < all.threads ? (int)all.blocks : all.threads;
    all.threads = all.threads > 0 ? all.threads : 1;
    all.workspaces = preston_allocate(all.threads, sizeof(preston_workspace *));
    all.certificates = preston_allocate(all.blocks, sizeof *all.certificates);
    all.failures = preston_allocate(all.threads, sizeof *all.failures);
    if (all.workspaces == NULL || all.certificates == NULL || all.failures == NULL) {
        status = preston_fail_memory(error, "a batch");
    }
    for (int k = 0; status == PRESTON_OK && k < all.threads; k++) {
        status = preston_workspace_create(solver, all.width, &all.workspaces[k], error);
    }
    if (status == PRESTON_OK) {
        status = solve_blocks(&all, out_certificate, error);
    }
    for (int k = 0; all.workspaces != NULL && k < all.threads; k++) {
        preston_workspace_free(all.workspaces[k]);
    }
    free(all.workspaces);
    free(all.certificates);
    free(all.failures);
    return status;
}
