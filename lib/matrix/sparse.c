/* Sparse operators, by compressed rows or columns.
 *
 * Along its lines a sparse matrix is multiplied by gathering, across them by scattering, and a
 * scatter cannot be divided among threads: two lines may add to the same cell. So the form keeps,
 * beside the borrowed lines, a copy of them turned, and both directions gather. Measured with a
 * million rows of 20 cells: on one core both take the same time, on two the gather takes 14 ms
 * where the scatter takes 24. Checking and turning take as long as a dozen products: less than one
 * solve. */
#include "compressed.h"
#include "operator.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

typedef struct sparse_operator {
    preston_operator base;
    preston_lines rows;    /* one set of lines is the caller's, */
    preston_lines columns; /* the other ours: */
    int64_t *turned_starts;
    int64_t *turned_indices;
    double *turned_values;
} sparse_operator;

enum {
    CHUNK = 1024,            /* lines that one thread takes at a time */
    PARALLEL_CELLS = 1 << 16 /* fewer cells than this are not worth a second thread */
};

/* --- products --- */

/* y = the lines times x, for one group. */
static void multiply(const preston_lines *lines, int width, int absolute, const double *x,
                     double *y)
{
    int64_t n = lines->count;
    memset(y, 0, (size_t)(n * width) * sizeof *y);
#pragma omp parallel for schedule(dynamic) if (lines->starts[n] - lines->starts[0] > PARALLEL_CELLS)
    for (int64_t first = 0; first < n; first += CHUNK) {
        int64_t last = first + CHUNK < n ? first + CHUNK : n;
        preston_lines_gather(lines, first, last, width, absolute, x, y);
    }
}

static void apply(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch)
{
    const sparse_operator *sparse = (const sparse_operator *)op;
    const preston_lines *lines = operation == PRESTON_PLAIN ? &sparse->rows : &sparse->columns;
    int64_t n = op->rows;
    int by_absolute = absolute && !op->nonnegative;
    for (int64_t k = 0; k < columns; k += PRESTON_WIDEST_GROUP) {
        int64_t vectors = columns - k < PRESTON_WIDEST_GROUP ? columns - k : PRESTON_WIDEST_GROUP;
        int width = preston_group_width(vectors);
        if (width == 1) { /* a group of one is the vector itself */
            multiply(lines, 1, by_absolute, x + k * n, y + k * n);
        } else {
            double *products = scratch + n * width;
            preston_group_load(n, vectors, x + k * n, n, width, scratch);
            multiply(lines, width, by_absolute, scratch, products);
            preston_group_store(n, vectors, products, width, y + k * n, n);
        }
    }
}

static int64_t scratch_size(const preston_operator *op, int64_t columns)
{
    return columns > 1 ? 2 * op->rows * preston_group_width(columns) : 0;
}

static void clear(preston_operator *op)
{
    sparse_operator *sparse = (sparse_operator *)op;
    free(sparse->turned_starts);
    free(sparse->turned_indices);
    free(sparse->turned_values);
}

static const preston_operator_type sparse_type = {"sparse", scratch_size, apply, clear};

/* --- creation --- */

static preston_status check(const preston_sparse *cells, const preston_lines *lines,
                            int *out_nonnegative, preston_error *error)
{
    const char *name = cells->by_columns ? "column" : "row";
    int64_t line = 0;
    int64_t q = 0;
    switch (preston_lines_find_fault(lines, cells->rows, out_nonnegative, &line, &q)) {
    case PRESTON_LINES_START:
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "%s %lld of the sparse matrix starts at %lld and ends at %lld: starts "
                            "may not fall, nor be below zero",
                            name, (long long)line + 1, (long long)lines->starts[line],
                            (long long)lines->starts[line + 1]);
    case PRESTON_LINES_INDEX:
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "%s %lld of the sparse matrix has a cell with index %lld, which is not "
                            "in 0 to %lld",
                            name, (long long)line + 1, (long long)lines->indices[q],
                            (long long)cells->rows - 1);
    case PRESTON_LINES_VALUE:
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "%s %lld of the sparse matrix has a cell with index %lld that is not "
                            "finite",
                            name, (long long)line + 1, (long long)lines->indices[q]);
    case PRESTON_LINES_SOUND:
        break;
    }
    return PRESTON_OK;
}

/* Counts the cells of each index into the starts of the turned lines: counting sort, which keeps
 * the order of the lines. */
static void count_turned(const preston_lines *lines, int64_t *starts)
{
    for (int64_t q = lines->starts[0]; q < lines->starts[lines->count]; q++) {
        starts[lines->indices[q] + 1]++;
    }
    for (int64_t i = 0; i < lines->count; i++) {
        starts[i + 1] += starts[i];
    }
}

static void fill_turned(const preston_lines *lines, int64_t *starts, int64_t *indices,
                        double *values)
{
    for (int64_t line = 0; line < lines->count; line++) {
        for (int64_t q = lines->starts[line]; q < lines->starts[line + 1]; q++) {
            int64_t place = starts[lines->indices[q]]++;
            indices[place] = line;
            values[place] = lines->values[q];
        }
    }
    /* each start has moved to the next line's: move them back */
    memmove(starts + 1, starts, (size_t)lines->count * sizeof *starts);
    starts[0] = 0;
}

static int turn(sparse_operator *sparse, const preston_lines *lines)
{
    int64_t n = lines->count;
    int64_t cells = lines->starts[n] - lines->starts[0];
    sparse->turned_starts = preston_allocate(n + 1, sizeof(int64_t));
    sparse->turned_indices = preston_allocate(cells, sizeof(int64_t));
    sparse->turned_values = preston_allocate_matrix(cells, 1);
    if (sparse->turned_starts == NULL || sparse->turned_indices == NULL ||
        sparse->turned_values == NULL) {
        return -1;
    }
    count_turned(lines, sparse->turned_starts);
    fill_turned(lines, sparse->turned_starts, sparse->turned_indices, sparse->turned_values);
    return 0;
}

static int64_t longest(const preston_lines *lines)
{
    int64_t most = 0;
    for (int64_t line = 0; line < lines->count; line++) {
        int64_t cells = lines->starts[line + 1] - lines->starts[line];
        most = cells > most ? cells : most;
    }
    return most;
}

preston_status preston_operator_sparse(const preston_sparse *cells, preston_operator **out_operator,
                                       preston_error *error)
{
    if (cells->rows < 0 || cells->starts == NULL) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "a sparse matrix of %lld rows %s starts cannot be made",
                            (long long)cells->rows, cells->starts == NULL ? "without" : "with");
    }
    preston_lines lines = {cells->rows, cells->starts, cells->indices, cells->values};
    int nonnegative = 1;
    preston_status status = check(cells, &lines, &nonnegative, error);
    if (status != PRESTON_OK) {
        return status;
    }
    sparse_operator *sparse = preston_operator_allocate(sizeof *sparse, &sparse_type, cells->rows);
    if (sparse == NULL || turn(sparse, &lines) != 0) {
        preston_operator_free((preston_operator *)sparse);
        return preston_fail_memory(error, "a sparse operator");
    }
    preston_lines turned = {cells->rows, sparse->turned_starts, sparse->turned_indices,
                            sparse->turned_values};
    sparse->rows = cells->by_columns ? turned : lines;
    sparse->columns = cells->by_columns ? lines : turned;
    int64_t tall = longest(&sparse->columns);
    int64_t wide = longest(&sparse->rows);
    sparse->base.terms = tall > wide ? tall : wide;
    sparse->base.nonnegative = nonnegative;
    *out_operator = &sparse->base;
    return PRESTON_OK;
}
