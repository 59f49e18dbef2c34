/* The front end of solvers: choice of method, refinement, certificate. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "blas.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TINY = 64,        /* rows below which a factorisation costs nothing */
    SMALL = 300,      /* rows below which single precision does not pay */
    FEW = 15,         /* right-hand sides up to which iterating beats factorising */
    MOST_PASSES = 20, /* corrections of one solve */
};

static const preston_method_type *const types[] = {
    [PRESTON_METHOD_LU] = &preston_lu_type,
    [PRESTON_METHOD_LU_SINGLE] = &preston_lu_single_type,
    [PRESTON_METHOD_GAUSS_SEIDEL] = &preston_gauss_seidel_type,
    [PRESTON_METHOD_RICHARDSON] = &preston_richardson_type,
    [PRESTON_METHOD_BICGSTAB] = &preston_bicgstab_type,
    [PRESTON_METHOD_GMRES] = &preston_gmres_type,
};

void preston_solver_options_init(preston_solver_options *options)
{
    *options = (preston_solver_options){.size = sizeof *options,
                                        .tolerance = 1e-9,
                                        .method = PRESTON_METHOD_AUTO,
                                        .right_hand_sides = 1};
}

int64_t preston_solver_rows(const preston_solver *solver)
{
    return solver->rows;
}

preston_method preston_solver_method(const preston_solver *solver)
{
    return solver->method;
}

const char *preston_solver_reason(const preston_solver *solver)
{
    return solver->reason;
}

const char *preston_method_name(preston_method method)
{
    return method > PRESTON_METHOD_AUTO && method <= PRESTON_METHOD_GMRES ? types[method]->name
                                                                          : "auto";
}

/* --- the choice of a method --- */

static void choose(preston_solver *solver, const preston_solver_options *options)
{
    solver->method = options->method;
    solver->reason = "asked for";
    if (options->method != PRESTON_METHOD_AUTO) {
        return;
    }
    int dense = preston_operator_dense_cells(solver->op) != NULL;
    if (options->base != NULL) {
        solver->method = PRESTON_METHOD_BICGSTAB;
        solver->reason = "a factorised base preconditions it";
    } else if (solver->rows < TINY || (!dense && solver->rows < SMALL)) {
        solver->method = PRESTON_METHOD_LU;
        solver->reason = "small: factorising takes less than iterating";
    } else if (preston_operator_trade_parts(solver->op) != NULL) {
        solver->method = PRESTON_METHOD_RICHARDSON;
        solver->reason = "many places: rounds corrected by the national system";
    } else if (!dense) {
        solver->method = PRESTON_METHOD_BICGSTAB;
        solver->reason = "not dense: only products with it are quick";
    } else if (options->right_hand_sides <= FEW) {
        solver->method = PRESTON_METHOD_GAUSS_SEIDEL;
        solver->reason =
            "dense with few right-hand sides: iterating reads it less than factorising";
    } else {
        solver->method = solver->rows < SMALL ? PRESTON_METHOD_LU : PRESTON_METHOD_LU_SINGLE;
        solver->reason = "dense with many right-hand sides: one factorisation serves them all";
    }
}

/* Would its steps to the tolerance take longer than a factorisation? That takes two thirds of n³
 * operations, a step the time in which 4n² bytes are read: the same as some thirtieth of n steps.
 */
static int is_slow(const preston_solver *solver)
{
    double worth = 20.0 + (double)solver->rows / 30.0;
    return solver->rate > 0.0 && !(log(solver->tolerance) / log(solver->rate) <= worth);
}

/* --- making one --- */

static preston_status check_solver_options(const preston_solver_options *options, int64_t rows,
                                           preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (options->method < PRESTON_METHOD_AUTO || options->method > PRESTON_METHOD_GMRES) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "method %d does not exist",
                            (int)options->method);
    }
    if (rows > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld rows are more than LAPACK can count",
                            (long long)rows);
    }
    if (!(options->tolerance > 0.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "tolerance is %g: it is a relative error, above zero",
                            options->tolerance);
    }
    const preston_solver *base = options->base;
    if (base != NULL && (base->rows != rows || (base->method != PRESTON_METHOD_LU &&
                                                base->method != PRESTON_METHOD_LU_SINGLE))) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the base must be a factorised solver (LU) of as many rows");
    }
    return PRESTON_OK;
}

/* Starts again with another method. */
static preston_status change_method(preston_solver *solver, preston_method method,
                                    const char *reason, const preston_solver_options *options,
                                    preston_error *error)
{
    if (solver->type != NULL) {
        solver->type->clear(solver);
        solver->state = NULL;
    }
    solver->method = method;
    solver->reason = reason;
    solver->type = types[method];
    preston_status status = solver->type->create(solver, options, error);
    return status == PRESTON_OK ? preston_solver_find_weights(solver, options->row_labels, error)
                                : status;
}

/* The method, then the weights. Where auto has chosen an iteration for a dense system, it is kept
 * only if it is certain to converge, and soon: an iteration that finds no weights leaves open
 * whether the system is unproductive or only slow, and a factorisation decides. */
static preston_status prepare(preston_solver *solver, const preston_solver_options *options,
                              preston_error *error)
{
    preston_status status = change_method(solver, solver->method, solver->reason, options, error);
    if (options->method != PRESTON_METHOD_AUTO || solver->method == PRESTON_METHOD_LU ||
        preston_operator_dense_cells(solver->op) == NULL) {
        return status;
    }
    if (status == PRESTON_OK && solver->method == PRESTON_METHOD_GAUSS_SEIDEL &&
        solver->certified && is_slow(solver) && solver->rows >= SMALL) {
        status = change_method(
            solver, PRESTON_METHOD_LU_SINGLE,
            "close to unproductive: iterating would take longer than factorising", options, error);
    }
    int iterates = solver->method == PRESTON_METHOD_GAUSS_SEIDEL;
    int undecided = status == PRESTON_ERROR_UNPRODUCTIVE || status == PRESTON_ERROR_SINGULAR ||
                    (status == PRESTON_OK && iterates && (!solver->certified || is_slow(solver)));
    return undecided
               ? change_method(solver, PRESTON_METHOD_LU,
                               "close to unproductive: iterating would not end", options, error)
               : status;
}

static preston_status create_on(const preston_operator *op, const preston_solver_options *options,
                                preston_solver **out_solver, preston_error *error)
{
    preston_status status = check_solver_options(options, op->rows, error);
    if (status == PRESTON_OK) {
        status = preston_blas_check(error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_solver *solver = preston_allocate(1, sizeof *solver);
    if (solver != NULL) {
        solver->weights = preston_allocate_matrix(op->rows, 1);
        solver->margins = preston_allocate_matrix(op->rows, 1);
    }
    if (solver == NULL || solver->weights == NULL || solver->margins == NULL) {
        preston_solver_free(solver);
        return preston_fail_memory(error, "a solver");
    }
    solver->rows = op->rows;
    solver->op = op;
    solver->tolerance = options->tolerance;
    solver->base = options->base;
    choose(solver, options);
    status = prepare(solver, options, error);
    if (status != PRESTON_OK) {
        preston_solver_free(solver);
        return status;
    }
    *out_solver = solver;
    return PRESTON_OK;
}

preston_status preston_solver_create_for(const preston_operator *op,
                                         const preston_solver_options *options,
                                         preston_solver **out_solver, preston_error *error)
{
    preston_solver_options defaults;
    preston_solver_options_init(&defaults);
    return create_on(op, options != NULL ? options : &defaults, out_solver, error);
}

/* The copy has contiguous rows or columns, as the caller's has if it can, so that copying streams.
 */
static double *copy_cells(preston_const_view cells, preston_const_view *out_copy)
{
    int by_rows = cells.column_stride == 1 || cells.row_stride != 1;
    preston_const_view from = by_rows ? cells : preston_transposed(cells);
    double *copy = preston_allocate_unwritten(cells.rows * cells.columns, sizeof *copy);
    int64_t rows = copy != NULL ? from.rows : 0;
#pragma omp parallel for schedule(static) if (rows >= SMALL)
    for (int64_t i = 0; i < rows; i++) {
        const double *line = from.data + i * from.row_stride;
        for (int64_t j = 0; j < from.columns; j++) {
            copy[i * from.columns + j] = line[j * from.column_stride];
        }
    }
    preston_const_view view = preston_const_matrix(copy, cells.rows, cells.columns);
    *out_copy = by_rows ? view : preston_transposed(view);
    return copy;
}

preston_status preston_solver_create(preston_const_view coefficients,
                                     const preston_solver_options *options,
                                     preston_solver **out_solver, preston_error *error)
{
    preston_operator *op = NULL;
    preston_const_view copy;
    double *cells = NULL;
    preston_status status = PRESTON_OK;
    if (coefficients.rows == coefficients.columns && coefficients.rows >= 0) {
        cells = copy_cells(coefficients, &copy);
        status = cells != NULL ? preston_operator_dense(copy, &op, error)
                               : preston_fail_memory(error, "a matrix");
    } else {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "the matrix has %lld rows and %lld columns: it must be square",
                              (long long)coefficients.rows, (long long)coefficients.columns);
    }
    if (op != NULL) {
        status = preston_solver_create_for(op, options, out_solver, error);
    }
    if (status != PRESTON_OK) {
        preston_operator_free(op);
        free(cells);
        return status;
    }
    (*out_solver)->own_operator = op;
    (*out_solver)->own_cells = cells;
    return PRESTON_OK;
}

void preston_solver_free(preston_solver *solver)
{
    if (solver != NULL) {
        if (solver->type != NULL) {
            solver->type->clear(solver);
        }
        preston_operator_free(solver->own_operator);
        free(solver->own_cells);
        free(solver->weights);
        free(solver->margins);
        free(solver);
    }
}

int64_t preston_solver_scratch(const preston_solver *solver, int64_t columns)
{
    int64_t applying = 2 * solver->rows * columns + solver->op->type->scratch(solver->op, columns);
    int64_t correcting = solver->type->scratch(solver, columns);
    return applying > correcting ? applying : correcting;
}

preston_status preston_workspace_create(const preston_solver *solver, int64_t columns,
                                        preston_workspace **out_workspace, preston_error *error)
{
    if (columns < 0 || columns > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "a workspace of %lld columns cannot be made", (long long)columns);
    }
    preston_workspace *workspace = preston_allocate(1, sizeof *workspace);
    if (workspace != NULL) {
        workspace->rows = solver->rows;
        workspace->columns = columns;
        workspace->size = 4 * solver->rows * columns + preston_solver_scratch(solver, columns);
        workspace->memory = preston_allocate_matrix(workspace->size, 1);
    }
    if (workspace == NULL || workspace->memory == NULL) {
        preston_workspace_free(workspace);
        return preston_fail_memory(error, "a workspace");
    }
    *out_workspace = workspace;
    return PRESTON_OK;
}

/* --- solving --- */

static preston_status check_solve(const preston_solver *solver, preston_const_view b,
                                  const preston_workspace *workspace, preston_const_view x,
                                  preston_error *error)
{
    int64_t needed = 4 * solver->rows * b.columns +
                     preston_solver_scratch(solver, b.columns > 0 ? b.columns : 0);
    if (b.rows != solver->rows || x.rows != solver->rows || b.columns != x.columns ||
        workspace->rows != solver->rows || b.columns < 0 || b.columns > workspace->columns ||
        needed > workspace->size) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "right-hand sides %lld × %lld, solution %lld × %lld and workspace "
                            "%lld × %lld do not fit a system of %lld rows",
                            (long long)b.rows, (long long)b.columns, (long long)x.rows,
                            (long long)x.columns, (long long)workspace->rows,
                            (long long)workspace->columns, (long long)solver->rows);
    }
    if (preston_views_overlap(b, x)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the solution overlaps the right-hand sides: give it its own memory");
    }
    return PRESTON_OK;
}

static preston_status check_finite(const double *block, int64_t rows, int64_t columns,
                                   preston_error *error)
{
    for (int64_t i = 0; i < rows * columns; i++) {
        if (!isfinite(block[i])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "cell (%lld, %lld) of the right-hand sides is not finite",
                                (long long)(i % rows) + 1, (long long)(i / rows) + 1);
        }
    }
    return PRESTON_OK;
}

/* The blocks of one solve, in the workspace. */
typedef struct solve_blocks {
    double *b;
    double *x;
    double *residual;
    double *correction;
    double *scratch;
} solve_blocks;

static solve_blocks divide(const preston_workspace *workspace, int64_t columns)
{
    int64_t block = workspace->rows * columns;
    double *memory = workspace->memory;
    return (solve_blocks){memory, memory + block, memory + 2 * block, memory + 3 * block,
                          memory + 4 * block};
}

static double largest_of(int64_t count, const double *vector)
{
    double largest = 0.0;
    for (int64_t i = 0; i < count; i++) {
        double size = fabs(vector[i]);
        largest = size > largest ? size : largest;
    }
    return largest;
}

/* Without a certificate the residual must speak: no column may be left with one that is not small.
 */
static int is_solved(const preston_solver *solver, int64_t columns, const solve_blocks *blocks)
{
    int64_t n = solver->rows;
    for (int64_t k = 0; k < columns; k++) {
        double given = largest_of(n, blocks->b + k * n);
        if (!(largest_of(n, blocks->residual + k * n) <= solver->tolerance * given)) {
            return 0;
        }
    }
    return 1;
}

/* How much smaller the next correction must make the residual: a little more than is missing. */
static double wanted_accuracy(const preston_certificate *certificate, double tolerance)
{
    if (!certificate->certified || !(certificate->relative_bound > 0.0) ||
        isinf(certificate->relative_bound)) {
        return 0.1 * tolerance;
    }
    return fmin(0.1, 0.3 * tolerance / certificate->relative_bound);
}

/* Is another correction worth it? An iteration stops at the tolerance. A factorisation's
 * corrections cost next to nothing beside it: in double precision a second one makes the error that
 * of the rounding whatever the growth in the factors was (Skeel 1980), in single it goes on to the
 * last digit. */
static int is_enough(const preston_solver *solver, int pass, const preston_certificate *now)
{
    int again = solver->method == PRESTON_METHOD_LU_SINGLE ||
                (solver->method == PRESTON_METHOD_LU && pass == 0);
    return now->certified && now->relative_bound <= solver->tolerance && !again;
}

/* One correction. Methods see columns of one size, so that a small one is not lost beside a large.
 */
static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, const solve_blocks *blocks)
{
    int64_t n = solver->rows;
    for (int64_t k = 0; k < columns; k++) {
        double size = largest_of(n, blocks->residual + k * n);
        double scale = size >= DBL_MIN && size <= DBL_MAX ? 1.0 / size : 1.0;
        for (int64_t i = k * n; i < (k + 1) * n; i++) {
            blocks->correction[i] = blocks->residual[i] * scale;
        }
    }
    solver->type->correct(solver, operation, columns, accuracy, blocks->correction,
                          blocks->scratch);
    for (int64_t k = 0; k < columns; k++) {
        double size = largest_of(n, blocks->residual + k * n);
        double scale = size >= DBL_MIN && size <= DBL_MAX ? size : 1.0;
        for (int64_t i = k * n; i < (k + 1) * n; i++) {
            blocks->x[i] += blocks->correction[i] * scale;
        }
    }
}

/* Corrects until the certificate is good, or until a correction no longer helps. */
static preston_certificate refine(const preston_solver *solver, preston_operation operation,
                                  int64_t columns, const solve_blocks *blocks)
{
    size_t bytes = (size_t)(solver->rows * columns) * sizeof(double);
    preston_certificate last = {.residual = HUGE_VAL, .relative_bound = HUGE_VAL};
    double accuracy = 0.1 * solver->tolerance;
    memset(blocks->x, 0, bytes);
    memcpy(blocks->residual, blocks->b, bytes);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        correct(solver, operation, columns, accuracy, blocks);
        preston_certificate now = preston_solver_certify(
            solver, operation, columns, blocks->b, blocks->x, blocks->residual, blocks->scratch);
        int helped =
            now.residual < 0.7 * last.residual || now.relative_bound < 0.7 * last.relative_bound;
        last = now;
        if (!helped || is_enough(solver, pass, &now)) {
            break;
        }
        accuracy = wanted_accuracy(&now, solver->tolerance);
    }
    return last;
}

preston_status preston_solver_solve(const preston_solver *solver, preston_operation operation,
                                    preston_const_view right_hand_sides,
                                    preston_workspace *workspace, preston_view out_solution,
                                    preston_certificate *out_certificate, preston_error *error)
{
    preston_status status =
        check_solve(solver, right_hand_sides, workspace, preston_const(out_solution), error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t columns = right_hand_sides.columns;
    solve_blocks blocks = divide(workspace, columns);
    preston_block_load(right_hand_sides, blocks.b);
    status = check_finite(blocks.b, solver->rows, columns, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_certificate certificate = refine(solver, operation, columns, &blocks);
    if (isinf(certificate.residual)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "the solution is too large for double precision: scale the right-hand "
                            "sides down");
    }
    if (certificate.certified && !(certificate.relative_bound <= solver->tolerance)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "the solution is only known to a relative error of %.1e, and %.1e was "
                            "asked for: the system is close to unproductive, or the tolerance too "
                            "small",
                            certificate.relative_bound, solver->tolerance);
    }
    if (!certificate.certified && !is_solved(solver, columns, &blocks)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "the method leaves a residual of %.1e, and none of its bounds holds: "
                            "use LU",
                            certificate.residual);
    }
    preston_block_store(blocks.x, out_solution);
    if (out_certificate != NULL) {
        *out_certificate = certificate;
    }
    return PRESTON_OK;
}
