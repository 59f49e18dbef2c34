/* The explicit inverse, by block Gauss–Jordan elimination in place.
 *
 * An M-matrix needs no pivots across blocks (Berman and Plemmons 1994, ch. 6): each step inverts
 * one diagonal block and updates everything else by one product, so that nearly all of the 2n³
 * operations are dgemm's. Where A has negative cells the solver's own factors are used instead. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 256, NARROW = 96, LARGE = 3000, COLUMNS = 128 };

static int64_t block_width(int64_t rows)
{
    return rows >= LARGE ? WIDE : NARROW;
}

int64_t preston_inverse_bytes(int64_t rows)
{
    int64_t width = block_width(rows);
    return (int64_t)sizeof(double) * (rows * rows + 2 * rows * width + 2 * width * width);
}

/* Memory of the elimination. */
typedef struct elimination {
    int rows;
    double *system; /* n × n, becomes the inverse */
    double *column; /* n × width */
    double *row;    /* width × n */
    double *pivot;  /* width × width, inverted */
    double *work;   /* width × width */
    int pivots[WIDE];
} elimination;

static int invert_block(elimination *all, int first, int width)
{
    int info = 0;
    int work_size = width * width;
    for (int j = 0; j < width; j++) {
        memcpy(all->pivot + (int64_t)j * width,
               all->system + first + (int64_t)(first + j) * all->rows,
               (size_t)width * sizeof(double));
    }
    dgetrf_(&width, &width, all->pivot, &width, all->pivots, &info);
    if (info == 0) {
        dgetri_(&width, all->pivot, &width, all->pivots, all->work, &work_size, &info);
    }
    return info;
}

/* One step. The column panel moves aside and is zeroed, so that the one product that updates the
 * whole matrix also makes the new column panel; the row panel is put in its place at the end. */
static int eliminate(elimination *all, int first, int width)
{
    int n = all->rows;
    double one = 1.0;
    double minus = -1.0;
    double zero = 0.0;
    double *panel = all->system + (int64_t)first * n;
    if (invert_block(all, first, width) != 0) {
        return -1;
    }
    memcpy(all->column, panel, (size_t)n * (size_t)width * sizeof(double));
    dgemm_("N", "N", &width, &n, &width, &one, all->pivot, &width, all->system + first, &n, &zero,
           all->row, &width, 1, 1);
    memcpy(all->row + (int64_t)first * width, all->pivot,
           (size_t)width * (size_t)width * sizeof(double));
    memset(panel, 0, (size_t)n * (size_t)width * sizeof(double));
    for (int j = 0; j < width; j++) {
        memset(all->column + first + (int64_t)j * n, 0, (size_t)width * sizeof(double));
    }
    dgemm_("N", "N", &n, &n, &width, &minus, all->column, &n, all->row, &width, &one, all->system,
           &n, 1, 1);
    for (int j = 0; j < n; j++) {
        memcpy(all->system + first + (int64_t)j * n, all->row + (int64_t)j * width,
               (size_t)width * sizeof(double));
    }
    return 0;
}

static int invert_in_place(double *system, int64_t rows)
{
    int64_t width = block_width(rows);
    double *memory = preston_allocate_matrix(2 * rows + 2 * width, width);
    if (memory == NULL) {
        return -2;
    }
    elimination all = {.rows = (int)rows,
                       .system = system,
                       .column = memory,
                       .row = memory + rows * width,
                       .pivot = memory + 2 * rows * width,
                       .work = memory + 2 * rows * width + width * width};
    int failed = 0;
    for (int64_t first = 0; failed == 0 && first < rows; first += width) {
        int64_t left = rows - first;
        failed = eliminate(&all, (int)first, (int)(left < width ? left : width));
    }
    free(memory);
    return failed;
}

/* Some columns at a time through the solver: for matrices with negative cells. */
static preston_status solve_columns(const preston_solver *solver, double *inverse,
                                    preston_error *error)
{
    int64_t n = solver->rows;
    preston_workspace *workspace = NULL;
    double *identity = preston_allocate_matrix(n, COLUMNS);
    preston_status status =
        identity != NULL ? PRESTON_OK : preston_fail_memory(error, "an inverse");
    if (status == PRESTON_OK) {
        status = preston_workspace_create(solver, COLUMNS, &workspace, error);
    }
    for (int64_t first = 0; status == PRESTON_OK && first < n; first += COLUMNS) {
        int64_t count = n - first < COLUMNS ? n - first : COLUMNS;
        memset(identity, 0, (size_t)(n * count) * sizeof *identity);
        for (int64_t k = 0; k < count; k++) {
            identity[first + k + k * n] = 1.0;
        }
        preston_const_view ones = {identity, n, count, 1, n};
        preston_view columns = {inverse + first * n, n, count, 1, n};
        status = preston_solver_solve(solver, PRESTON_PLAIN, ones, workspace, columns, NULL, error);
    }
    preston_workspace_free(workspace);
    free(identity);
    return status;
}

/* The certificate of `count` columns of the inverse, from column `first` on. */
static preston_certificate certify_columns(const preston_solver *solver, const double *inverse,
                                           int64_t first, int64_t count, double *memory)
{
    int64_t n = solver->rows;
    double *identity = memory;
    double *residuals = memory + n * count;
    memset(identity, 0, (size_t)(n * count) * sizeof *identity);
    for (int64_t k = 0; k < count; k++) {
        identity[first + k + k * n] = 1.0;
    }
    return preston_solver_certify(solver, PRESTON_PLAIN, count, identity, inverse + first * n,
                                  residuals, residuals + n * count);
}

static preston_status certify(const preston_solver *solver, const double *inverse,
                              preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = solver->rows;
    preston_certificate whole = {.certified = solver->certified};
    double *memory =
        preston_allocate_matrix(2 * n * COLUMNS + preston_solver_scratch(solver, COLUMNS), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "a certificate");
    }
    for (int64_t first = 0; first < n; first += COLUMNS) {
        int64_t count = n - first < COLUMNS ? n - first : COLUMNS;
        preston_certificate some = certify_columns(solver, inverse, first, count, memory);
        whole.certified &= some.certified;
        whole.bound = fmax(whole.bound, some.bound);
        whole.relative_bound = fmax(whole.relative_bound, some.relative_bound);
        whole.residual = fmax(whole.residual, some.residual);
    }
    free(memory);
    *out_certificate = whole;
    return PRESTON_OK;
}

/* Without a certificate for every column: the sum of all columns must solve for ones. */
static preston_status certify_sum(const preston_solver *solver, const double *inverse,
                                  preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = solver->rows;
    double *memory = preston_allocate_matrix(3 * n + preston_solver_scratch(solver, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "a certificate");
    }
    double *ones = memory;
    double *sums = memory + n;
    for (int64_t j = 0; j < n; j++) {
        ones[j] = 1.0;
        for (int64_t i = 0; i < n; i++) {
            sums[i] += inverse[i + j * n];
        }
    }
    *out_certificate = preston_solver_certify(solver, PRESTON_PLAIN, 1, ones, sums, memory + 2 * n,
                                              memory + 3 * n);
    free(memory);
    return PRESTON_OK;
}

static preston_status invert(const preston_solver *solver, double *system, int turned,
                             preston_error *error)
{
    int64_t n = solver->rows;
    int failed = solver->op->nonnegative ? invert_in_place(system, n) : -1;
    if (failed == -2) {
        return preston_fail_memory(error, "an inverse");
    }
    if (failed != 0) {
        return solve_columns(solver, system, error);
    }
    for (int64_t j = 0; turned && j < n; j++) {
        for (int64_t i = 0; i < j; i++) {
            double cell = system[i + j * n];
            system[i + j * n] = system[j + i * n];
            system[j + i * n] = cell;
        }
    }
    return PRESTON_OK;
}

preston_status preston_solver_inverse(const preston_solver *solver, preston_view out_inverse,
                                      preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = solver->rows;
    int turned = 0;
    if (out_inverse.rows != n || out_inverse.columns != n) {
        return preston_fail(
            error, PRESTON_ERROR_SHAPE, "%lld × %lld cells do not fit the inverse of %lld rows",
            (long long)out_inverse.rows, (long long)out_inverse.columns, (long long)n);
    }
    double *system = preston_assemble_system(solver->op, &turned);
    if (system == NULL) {
        return preston_fail_memory(error, "an inverse");
    }
    preston_certificate certificate = {0};
    preston_status status = invert(solver, system, turned, error);
    if (status == PRESTON_OK) {
        status = out_certificate != NULL ? certify(solver, system, &certificate, error)
                                         : certify_sum(solver, system, &certificate, error);
    }
    if (status == PRESTON_OK && certificate.certified &&
        !(certificate.relative_bound <= solver->tolerance)) {
        status = preston_fail(error, PRESTON_ERROR_ACCURACY,
                              "the inverse is only known to a relative error of %.1e, and %.1e was "
                              "asked for",
                              certificate.relative_bound, solver->tolerance);
    }
    if (status == PRESTON_OK) {
        preston_block_store(system, out_inverse);
        if (out_certificate != NULL) {
            *out_certificate = certificate;
        }
    }
    free(system);
    return status;
}
