/* Dense systems by LAPACK's LU, refined once and certified. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_solver_options_init(preston_solver_options *options)
{
    *options = (preston_solver_options){.size = sizeof *options, .tolerance = 1e-9};
}

int64_t preston_solver_rows(const preston_solver *solver)
{
    return solver->rows;
}

/* One pass over the caller's matrix: A as it is, I − A where it will be factorised. */
static preston_status copy_coefficients(preston_solver *solver, preston_const_view a,
                                        preston_error *error)
{
    int64_t n = solver->rows;
    for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i < n; i++) {
            double cell = preston_get(a, i, j);
            if (!isfinite(cell)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "cell (%lld, %lld) of the matrix is not finite",
                                    (long long)i + 1, (long long)j + 1);
            }
            solver->coefficients[i + j * n] = cell;
            solver->factors[i + j * n] = (i == j ? 1.0 : 0.0) - cell;
        }
    }
    return PRESTON_OK;
}

static preston_status factorise(preston_solver *solver, const char *const *row_labels,
                                preston_error *error)
{
    int n = (int)solver->rows;
    int leading = n > 0 ? n : 1;
    int info = 0;
    dgetrf_(&n, &n, solver->factors, &leading, solver->pivots, &info);
    if (info > 0) {
        char names[300];
        preston_name_rows_at_fault(solver->rows, solver->coefficients, row_labels, sizeof names,
                                   names);
        return preston_fail(error, PRESTON_ERROR_SINGULAR,
                            "the system is singular: what is made with one unit of %s takes a "
                            "whole unit of it",
                            names);
    }
    return PRESTON_OK;
}

static preston_status allocate_solver(int64_t rows, preston_solver **out_solver,
                                      preston_error *error)
{
    preston_solver *solver = preston_allocate(1, sizeof *solver);
    if (solver != NULL) {
        solver->rows = rows;
        solver->coefficients = preston_allocate_matrix(rows, rows);
        solver->factors = preston_allocate_matrix(rows, rows);
        solver->pivots = preston_allocate(rows, sizeof *solver->pivots);
        solver->weights = preston_allocate_matrix(rows, 1);
        solver->margins = preston_allocate_matrix(rows, 1);
    }
    if (solver == NULL || solver->coefficients == NULL || solver->factors == NULL ||
        solver->pivots == NULL || solver->weights == NULL || solver->margins == NULL) {
        preston_solver_free(solver);
        return preston_fail_memory(error, "the factors of a matrix");
    }
    *out_solver = solver;
    return PRESTON_OK;
}

preston_status preston_solver_create(preston_const_view coefficients,
                                     const preston_solver_options *options,
                                     preston_solver **out_solver, preston_error *error)
{
    preston_solver_options defaults;
    if (options == NULL) {
        preston_solver_options_init(&defaults);
        options = &defaults;
    }
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (coefficients.rows != coefficients.columns || coefficients.rows < 0 ||
        coefficients.rows > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the matrix has %lld rows and %lld columns: it must be square",
                            (long long)coefficients.rows, (long long)coefficients.columns);
    }
    preston_solver *solver = NULL;
    status = allocate_solver(coefficients.rows, &solver, error);
    if (status != PRESTON_OK) {
        return status;
    }
    solver->tolerance = options->tolerance;
    status = copy_coefficients(solver, coefficients, error);
    if (status == PRESTON_OK) {
        status = factorise(solver, options->row_labels, error);
    }
    if (status == PRESTON_OK) {
        status = preston_solver_find_weights(solver, options->row_labels, error);
    }
    if (status != PRESTON_OK) {
        preston_solver_free(solver);
        return status;
    }
    *out_solver = solver;
    return PRESTON_OK;
}

void preston_solver_free(preston_solver *solver)
{
    if (solver != NULL) {
        free(solver->coefficients);
        free(solver->factors);
        free(solver->pivots);
        free(solver->weights);
        free(solver->margins);
        free(solver);
    }
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
        workspace->solution = preston_allocate_matrix(solver->rows, columns);
        workspace->residual = preston_allocate_matrix(solver->rows, columns);
        workspace->right_hand_sides = preston_allocate_matrix(solver->rows, columns);
    }
    if (workspace == NULL || workspace->solution == NULL || workspace->residual == NULL ||
        workspace->right_hand_sides == NULL) {
        preston_workspace_free(workspace);
        return preston_fail_memory(error, "a workspace");
    }
    *out_workspace = workspace;
    return PRESTON_OK;
}

void preston_workspace_free(preston_workspace *workspace)
{
    if (workspace != NULL) {
        free(workspace->solution);
        free(workspace->residual);
        free(workspace->right_hand_sides);
        free(workspace);
    }
}

void preston_solver_substitute(const preston_solver *solver, preston_operation operation,
                               int64_t columns, double *right_hand_sides)
{
    int n = (int)solver->rows;
    int k = (int)columns;
    int leading = n > 0 ? n : 1;
    int info = 0;
    dgetrs_(operation == PRESTON_PLAIN ? "N" : "T", &n, &k, solver->factors, &leading,
            solver->pivots, right_hand_sides, &leading, &info, 1);
}

/* The first and one-past-last byte a view can touch. */
static void view_range(preston_const_view view, uintptr_t *out_begin, uintptr_t *out_end)
{
    int64_t row_span = (view.rows - 1) * view.row_stride;
    int64_t column_span = (view.columns - 1) * view.column_stride;
    int64_t low = (row_span < 0 ? row_span : 0) + (column_span < 0 ? column_span : 0);
    int64_t high = (row_span > 0 ? row_span : 0) + (column_span > 0 ? column_span : 0);
    *out_begin = (uintptr_t)(view.data + low);
    *out_end = (uintptr_t)(view.data + high + 1);
}

static int overlap(preston_const_view one, preston_const_view other)
{
    if (one.rows == 0 || one.columns == 0 || other.rows == 0 || other.columns == 0) {
        return 0;
    }
    uintptr_t begin_one = 0;
    uintptr_t end_one = 0;
    uintptr_t begin_other = 0;
    uintptr_t end_other = 0;
    view_range(one, &begin_one, &end_one);
    view_range(other, &begin_other, &end_other);
    return begin_one < end_other && begin_other < end_one;
}

static preston_status check_solve(const preston_solver *solver, preston_const_view b,
                                  const preston_workspace *workspace, preston_const_view x,
                                  preston_error *error)
{
    if (b.rows != solver->rows || x.rows != solver->rows || b.columns != x.columns ||
        workspace->rows != solver->rows || b.columns < 0 || b.columns > workspace->columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "right-hand sides %lld × %lld, solution %lld × %lld and workspace "
                            "%lld × %lld do not fit a system of %lld rows",
                            (long long)b.rows, (long long)b.columns, (long long)x.rows,
                            (long long)x.columns, (long long)workspace->rows,
                            (long long)workspace->columns, (long long)solver->rows);
    }
    if (overlap(b, x)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the solution overlaps the right-hand sides: give it its own memory");
    }
    return PRESTON_OK;
}

static preston_status load(preston_workspace *workspace, preston_const_view b, preston_error *error)
{
    int64_t n = workspace->rows;
    for (int64_t k = 0; k < b.columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            double cell = preston_get(b, i, k);
            if (!isfinite(cell)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "cell (%lld, %lld) of the right-hand sides is not finite",
                                    (long long)i + 1, (long long)k + 1);
            }
            workspace->right_hand_sides[i + k * n] = cell;
        }
    }
    memcpy(workspace->solution, workspace->right_hand_sides,
           (size_t)(n * b.columns) * sizeof(double));
    return PRESTON_OK;
}

static void merge(preston_certificate *whole, preston_certificate column)
{
    whole->certified &= column.certified;
    whole->bound = fmax(whole->bound, column.bound);
    whole->relative_bound = fmax(whole->relative_bound, column.relative_bound);
    whole->residual = fmax(whole->residual, column.residual);
}

static preston_certificate certify_all(const preston_solver *solver, preston_operation operation,
                                       preston_workspace *workspace, int64_t columns)
{
    preston_certificate whole = {.certified = 1};
    int64_t n = solver->rows;
    for (int64_t k = 0; k < columns; k++) {
        merge(&whole,
              preston_solver_certify(solver, operation, workspace->right_hand_sides + k * n,
                                     workspace->solution + k * n, workspace->residual + k * n));
    }
    return whole;
}

/* Substitution, then one step of refinement, which makes the backward error of the order of the
 * rounding whatever the growth in the factors was (Skeel 1980). */
static preston_certificate solve_columns(const preston_solver *solver, preston_operation operation,
                                         preston_workspace *workspace, int64_t columns)
{
    preston_solver_substitute(solver, operation, columns, workspace->solution);
    (void)certify_all(solver, operation, workspace, columns);
    preston_solver_substitute(solver, operation, columns, workspace->residual);
    for (int64_t i = 0; i < solver->rows * columns; i++) {
        workspace->solution[i] += workspace->residual[i];
    }
    return certify_all(solver, operation, workspace, columns);
}

preston_status preston_solver_solve(const preston_solver *solver, preston_operation operation,
                                    preston_const_view right_hand_sides,
                                    preston_workspace *workspace, preston_view out_solution,
                                    preston_certificate *out_certificate, preston_error *error)
{
    preston_status status =
        check_solve(solver, right_hand_sides, workspace, preston_const(out_solution), error);
    if (status == PRESTON_OK) {
        status = load(workspace, right_hand_sides, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_certificate certificate =
        solve_columns(solver, operation, workspace, right_hand_sides.columns);
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
    for (int64_t k = 0; k < out_solution.columns; k++) {
        for (int64_t i = 0; i < out_solution.rows; i++) {
            preston_set(out_solution, i, k, workspace->solution[i + k * solver->rows]);
        }
    }
    if (out_certificate != NULL) {
        *out_certificate = certificate;
    }
    return PRESTON_OK;
}

preston_status preston_solver_inverse(const preston_solver *solver, preston_view out_inverse,
                                      preston_certificate *out_certificate, preston_error *error)
{
    preston_workspace *workspace = NULL;
    double *identity = preston_allocate_matrix(solver->rows, solver->rows);
    if (identity == NULL) {
        return preston_fail_memory(error, "an inverse");
    }
    for (int64_t i = 0; i < solver->rows; i++) {
        identity[i * (solver->rows + 1)] = 1.0;
    }
    preston_status status = preston_workspace_create(solver, solver->rows, &workspace, error);
    if (status == PRESTON_OK) {
        status = preston_solver_solve(solver, PRESTON_PLAIN,
                                      preston_const_matrix(identity, solver->rows, solver->rows),
                                      workspace, out_inverse, out_certificate, error);
    }
    preston_workspace_free(workspace);
    free(identity);
    return status;
}
