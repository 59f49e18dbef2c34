/* The explicit inverse, by block Gauss–Jordan elimination in place.
 *
 * An M-matrix needs no pivots (Berman and Plemmons 1994, ch. 6): each step inverts one diagonal
 * block and updates everything else by one product, so that nearly all of the 2n³ operations are
 * dgemm's. Where A has negative cells the solver's own factors are used instead. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "blas.h"
#include "lanes.h"
#include "lapack.h"
#include "panel.h"
#include "threads.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDE = 256, /* of a block, from LARGE rows on */
    NARROW = 128,
    LARGE = 3000,
    SMALL = 64,    /* rows that are eliminated one by one */
    COLUMNS = 128, /* through the solver at a time */
    CHUNK = 256,   /* columns that a thread takes at a time */
    PARALLEL = 300 /* fewer rows are not worth a second thread */
};

static int64_t block_width(int64_t rows)
{
    return rows >= LARGE ? WIDE : NARROW;
}

int64_t preston_inverse_bytes(int64_t rows)
{
    int64_t width = block_width(rows);
    return (int64_t)sizeof(double) * (rows * rows + 2 * rows * width + 2 * width * width);
}

/* --- small blocks --- */

/* C ← α A B + β C, all column after column. */
static void multiply(int rows, int columns, int inner, double alpha, const double *a, int leading_a,
                     const double *b, int leading_b, double beta, double *c, int leading_c)
{
    dgemm_("N", "N", &rows, &columns, &inner, &alpha, a, &leading_a, b, &leading_b, &beta, c,
           &leading_c, 1, 1);
}

/* Gauss–Jordan, a rank-one update for each row: column k moves aside, its place takes the unit
 * vector, and with p − 1 as its k-th cell the one update makes row k too. */
PRESTON_CLONES
static int gauss_jordan(int n, double *a, int leading)
{
    double column[SMALL];
    for (int k = 0; k < n; k++) {
        double *own = a + (int64_t)k * leading;
        double pivot = own[k];
        if (!(pivot > 0.0) || !(pivot <= DBL_MAX)) {
            return -1;
        }
        memcpy(column, own, (size_t)n * sizeof *column);
        memset(own, 0, (size_t)n * sizeof *own);
        column[k] = pivot - 1.0;
        own[k] = 1.0;
        for (int j = 0; j < n; j++) {
            double *cells = a + (int64_t)j * leading;
            double factor = cells[k] / pivot;
            for (int i = 0; i < n; i++) {
                cells[i] -= factor * column[i];
            }
        }
    }
    return 0;
}

/* By halves: [A B; C D] has the inverse [A' + B'S'C', −B'S'; −S'C', S'] with A' = A⁻¹, B' = A'B,
 * C' = CA' and S' = (D − CB')⁻¹. `work` has room for n² cells. */
static int invert_block(int n, double *a, int leading, double *work)
{
    if (n <= SMALL) {
        return gauss_jordan(n, a, leading);
    }
    int h = n / 2;
    int m = n - h;
    double *b = a + (int64_t)h * leading;
    double *c = a + h;
    double *d = b + h;
    double *b1 = work;
    double *c1 = work + (int64_t)h * m;
    if (invert_block(h, a, leading, work) != 0) {
        return -1;
    }
    multiply(h, m, h, 1.0, a, leading, b, leading, 0.0, b1, h);
    multiply(m, m, h, -1.0, c, leading, b1, h, 1.0, d, leading);
    multiply(m, h, h, 1.0, c, leading, a, leading, 0.0, c1, m);
    if (invert_block(m, d, leading, c1 + (int64_t)h * m) != 0) {
        return -1;
    }
    multiply(h, m, m, -1.0, b1, h, d, leading, 0.0, b, leading);
    multiply(h, h, m, -1.0, b, leading, c1, m, 1.0, a, leading);
    multiply(m, h, m, -1.0, d, leading, c1, m, 0.0, c, leading);
    return 0;
}

/* --- the whole --- */

/* Memory of the elimination. */
typedef struct elimination {
    int rows;
    double *system; /* n × n, becomes the inverse */
    double *column; /* n × width */
    double *row;    /* width × n */
    double *pivot;  /* width × width, inverted */
    double *work;   /* width × width */
} elimination;

static int invert_pivot(const elimination *all, int first, int width)
{
    for (int j = 0; j < width; j++) {
        memcpy(all->pivot + (int64_t)j * width,
               all->system + first + (int64_t)(first + j) * all->rows,
               (size_t)width * sizeof(double));
    }
    return invert_block(width, all->pivot, width, all->work);
}

/* The column panel moves aside; in its place stand the unit vectors of the pivot rows, and it is
 * less one there, so that one update for all columns makes the pivot rows as well. */
static void move_panel(const elimination *all, int first, int width)
{
    int64_t n = all->rows;
    double *panel = all->system + first * n;
    memcpy(all->column, panel, (size_t)(n * width) * sizeof(double));
    memset(panel, 0, (size_t)(n * width) * sizeof(double));
    for (int j = 0; j < width; j++) {
        panel[first + j + j * n] = 1.0;
    }
}

/* Some columns: their pivot rows, and the update of all others. */
static void update(const elimination *all, int first, int width, int begin, int end)
{
    int n = all->rows;
    double *columns = all->system + (int64_t)begin * n;
    double *row = all->row + (int64_t)begin * width;
    multiply(width, end - begin, width, 1.0, all->pivot, width, columns + first, n, 0.0, row,
             width);
    if (first > 0) {
        multiply(first, end - begin, width, -1.0, all->column, n, row, width, 1.0, columns, n);
    }
    int below = first + width;
    if (below < n) {
        multiply(n - below, end - begin, width, -1.0, all->column + below, n, row, width, 1.0,
                 columns + below, n);
    }
    for (int j = 0; j < end - begin; j++) {
        memcpy(columns + first + (int64_t)j * n, row + (int64_t)j * width,
               (size_t)width * sizeof(double));
    }
}

/* One step. Threads take chunks of columns, the same for any number of threads. */
static int eliminate(const elimination *all, int first, int width)
{
    int n = all->rows;
    if (invert_pivot(all, first, width) != 0) {
        return -1;
    }
    move_panel(all, first, width);
#pragma omp parallel for schedule(dynamic) if (n >= PARALLEL)
    for (int begin = 0; begin < n; begin += CHUNK) {
        update(all, first, width, begin, begin + CHUNK < n ? begin + CHUNK : n);
    }
    return 0;
}

static int invert_in_place(double *system, int64_t rows)
{
    int64_t width = block_width(rows);
    double *memory = preston_allocate_unwritten(2 * (rows + width) * width, sizeof *memory);
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
    preston_blas_begin_single();
    for (int64_t first = 0; failed == 0 && first < rows; first += width) {
        int64_t left = rows - first;
        failed = eliminate(&all, (int)first, (int)(left < width ? left : width));
    }
    preston_blas_end_single();
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
static preston_certificate certify_columns(const preston_solver *solver, preston_const_view inverse,
                                           int64_t first, int64_t count, double *memory)
{
    int64_t n = solver->rows;
    double *identity = memory;
    double *columns = memory + n * count;
    double *residuals = columns + n * count;
    memset(identity, 0, (size_t)(n * count) * sizeof *identity);
    for (int64_t k = 0; k < count; k++) {
        identity[first + k + k * n] = 1.0;
    }
    inverse.data += first * inverse.column_stride;
    inverse.columns = count;
    preston_block_load(inverse, columns);
    return preston_solver_certify(solver, PRESTON_PLAIN, count, identity, columns, residuals,
                                  residuals + n * count);
}

static preston_status certify(const preston_solver *solver, preston_const_view inverse,
                              preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = solver->rows;
    preston_certificate whole = {.certified = solver->certified};
    double *memory =
        preston_allocate_matrix(3 * n * COLUMNS + preston_solver_scratch(solver, COLUMNS), 1);
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
static preston_status certify_sum(const preston_solver *solver, preston_const_view inverse,
                                  preston_certificate *out_certificate, preston_error *error)
{
    int64_t n = solver->rows;
    preston_panel panel = {inverse.data, n};
    double *memory = preston_allocate_matrix(3 * n + preston_solver_scratch(solver, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "a certificate");
    }
    double *ones = memory;
    double *sums = memory + n;
    for (int64_t j = 0; j < n; j++) {
        ones[j] = 1.0;
    }
    (inverse.row_stride == 1 ? preston_panel_plain : preston_panel_transposed)(panel, 0, n, 0, n, 1,
                                                                               ones, n, sums, n);
    *out_certificate = preston_solver_certify(solver, PRESTON_PLAIN, 1, ones, sums, memory + 2 * n,
                                              memory + 3 * n);
    free(memory);
    return PRESTON_OK;
}

/* Inverts I − A, or its transpose where *turned is set, in its place. */
static preston_status invert(const preston_solver *solver, double *system, int *turned,
                             preston_error *error)
{
    int failed = solver->op->nonnegative ? invert_in_place(system, solver->rows) : -1;
    if (failed == -2) {
        return preston_fail_memory(error, "an inverse");
    }
    if (failed != 0) {
        *turned = 0;
        return solve_columns(solver, system, error);
    }
    return PRESTON_OK;
}

/* Copies to the caller, along what is contiguous there if that is here too. */
static void copy_out(preston_const_view inverse, preston_view out_inverse)
{
    int by_rows = out_inverse.column_stride == 1;
    preston_const_view from = by_rows ? preston_transposed(inverse) : inverse;
    int64_t row_stride = by_rows ? out_inverse.column_stride : out_inverse.row_stride;
    int64_t column_stride = by_rows ? out_inverse.row_stride : out_inverse.column_stride;
    int64_t n = inverse.rows;
#pragma omp parallel for schedule(static) if (n >= PARALLEL)
    for (int64_t j = 0; j < n; j++) {
        const double *cells = from.data + j * from.column_stride;
        double *to = out_inverse.data + j * column_stride;
        for (int64_t i = 0; i < n; i++) {
            to[i * row_stride] = cells[i * from.row_stride];
        }
    }
}

/* With a certificate of every column when the caller wants one. */
static preston_status check(const preston_solver *solver, preston_const_view inverse, int wanted,
                            preston_certificate *certificate, preston_error *error)
{
    preston_status status = wanted ? certify(solver, inverse, certificate, error)
                                   : certify_sum(solver, inverse, certificate, error);
    if (status == PRESTON_OK && certificate->certified &&
        !(certificate->relative_bound <= solver->tolerance)) {
        status = preston_fail(error, PRESTON_ERROR_ACCURACY,
                              "the inverse is only known to a relative error of %.1e, and %.1e was "
                              "asked for",
                              certificate->relative_bound, solver->tolerance);
    }
    return status;
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
    preston_status status = invert(solver, system, &turned, error);
    preston_const_view inverse = {system, n, n, turned ? n : 1, turned ? 1 : n};
    if (status == PRESTON_OK) {
        status = check(solver, inverse, out_certificate != NULL, &certificate, error);
    }
    if (status == PRESTON_OK) {
        copy_out(inverse, out_inverse);
        if (out_certificate != NULL) {
            *out_certificate = certificate;
        }
    }
    free(system);
    return status;
}
