/* Block Gauss–Seidel for dense systems, in single precision; the front end refines in double.
 *
 * A sweep reads the matrix once, at the speed of memory: each block of rows takes what all other
 * blocks already have, then solves its own small system, by its inverse. For an M-matrix every
 * sweep is nearer (Varga 2000, ch. 3). The blocks are the tiles of tiles.h; those on the diagonal
 * hold the inverses. */
#include "dense.h"
#include "solver.h"
#include "threads.h"
#include "tiles.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALL_SIDE = 16,
    MIDDLE = 300,
    SIDE = 64,          /* of a block */
    LARGE_SIDE = 128,   /* the same from LARGE rows on */
    LARGE = 3000,       /* rows */
    MOST_SWEEPS = 2000, /* of one correction */
    PARALLEL_ROWS = 300 /* fewer are not worth a second thread */
};

/* Single precision gives no more, relative to the solution. */
static const double finest_accuracy = 1e-6;
/* Good enough for the weights of a certificate. */
static const double rough_accuracy = 0.03;
/* A sweep that moves so many times farther than the first will not come back. */
static const double hopeless_growth = 1e6;

typedef struct sweep_state {
    preston_tiles tiles;
    int turned; /* the tiles are those of Aᵀ */
} sweep_state;

static void clear(preston_solver *solver)
{
    sweep_state *state = solver->state;
    if (state != NULL) {
        free(state->tiles.cells);
        free(state);
    }
}

/* --- making the tiles --- */

/* One column of C into its column of tiles, read in one go; zero beyond. */
static void fill_column(const preston_tiles *tiles, const double *column, int64_t rows, int64_t j)
{
    int64_t side = tiles->side;
    float *line = preston_tile(tiles, 0, j / side) + j % side * PRESTON_STRIP;
    for (int64_t i = 0; i < tiles->count; i++) {
        for (int64_t strip = 0; strip < side; strip += PRESTON_STRIP) {
            int64_t first = i * side + strip;
            float *to = line + i * tiles->count * side * side + strip * side;
            if (first + PRESTON_STRIP <= rows) {
                for (int64_t row = 0; row < PRESTON_STRIP; row++) {
                    to[row] = (float)column[first + row];
                }
                continue;
            }
            for (int64_t row = 0; row < PRESTON_STRIP; row++) {
                to[row] = first + row < rows ? (float)column[first + row] : 0.0F;
            }
        }
    }
}

/* The inverse of I − A on the diagonal, in the place of its tile. -1 where it has none. */
static int invert_tile(const preston_tiles *tiles, preston_panel c, int64_t rows, int64_t i)
{
    float block[PRESTON_LARGEST_TILE * PRESTON_LARGEST_TILE];
    int64_t first = i * tiles->side;
    int64_t width = rows - first < tiles->side ? rows - first : tiles->side;
    for (int64_t column = 0; column < width; column++) {
        const double *from = c.cells + (first + column) * c.leading + first;
        for (int64_t row = 0; row < width; row++) {
            block[row + column * width] = (float)((row == column ? 1.0 : 0.0) - from[row]);
        }
    }
    if (preston_invert_block(width, block) != 0) {
        return -1;
    }
    float *tile = preston_tile(tiles, i, i);
    memset(tile, 0, (size_t)(tiles->side * tiles->side) * sizeof *tile);
    for (int64_t column = 0; column < width; column++) {
        for (int64_t row = 0; row < width; row++) {
            tile[preston_tile_cell(tiles, row, column)] = block[row + column * width];
        }
    }
    return 0;
}

/* All tiles; the number of those on the diagonal that are singular. */
static int fill_tiles(const preston_tiles *tiles, preston_panel c, int64_t rows)
{
    int failed = 0;
#pragma omp parallel for schedule(static) reduction(+ : failed) if (rows >= PARALLEL_ROWS)
    for (int64_t j = 0; j < tiles->count; j++) {
        for (int64_t column = j * tiles->side; column < (j + 1) * tiles->side; column++) {
            int64_t height = column < rows ? rows : 0;
            fill_column(tiles, c.cells + (column < rows ? column : 0) * c.leading, height, column);
        }
        failed += invert_tile(tiles, c, rows, j) != 0;
    }
    return failed;
}

/* The cells with contiguous columns. An operator that has none is assembled, I − A first, then A
 * again, in *out_assembled, which the caller frees. -1 when memory is out. */
static int find_cells(const preston_operator *op, preston_dense_form *out_form,
                      double **out_assembled)
{
    const preston_const_view *dense = preston_operator_dense_cells(op);
    int turned = 0;
    *out_assembled = NULL;
    if (dense != NULL && preston_dense_find_form(*dense, out_form)) {
        return 0;
    }
    double *cells = preston_assemble_system(op, &turned);
    if (cells == NULL) {
        return -1;
    }
    for (int64_t i = 0; i < op->rows * op->rows; i++) {
        cells[i] = (i % (op->rows + 1) == 0 ? 1.0 : 0.0) - cells[i];
    }
    *out_form = (preston_dense_form){{cells, op->rows}, turned};
    *out_assembled = cells;
    return 0;
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    int64_t n = solver->rows;
    preston_dense_form form = {{NULL, 0}, 0};
    double *assembled = NULL;
    sweep_state *state = preston_allocate(1, sizeof *state);
    solver->state = state;
    if (state != NULL) {
        state->tiles.side = n < MIDDLE ? SMALL_SIDE : n < LARGE ? SIDE : LARGE_SIDE;
        state->tiles.count = (n + state->tiles.side - 1) / state->tiles.side;
        int64_t padded = state->tiles.side * state->tiles.count;
        state->tiles.cells = preston_allocate_unwritten(padded * padded, sizeof(float));
    }
    if (state == NULL || state->tiles.cells == NULL ||
        find_cells(solver->op, &form, &assembled) != 0) {
        return preston_fail_memory(error, "the blocks of a matrix");
    }
    state->turned = form.turned;
    int failed = fill_tiles(&state->tiles, form.panel, n);
    free(assembled);
    if (failed > 0) {
        char names[300];
        preston_name_rows_at_fault(solver->op, options->row_labels, sizeof names, names);
        return preston_fail(error, PRESTON_ERROR_SINGULAR,
                            "a block of the system is singular; at fault: %s", names);
    }
    return PRESTON_OK;
}

/* --- sweeps --- */

/* The vectors of one correction, `leading` apart, and what its blocks did in the last sweep. */
typedef struct sweeps {
    const preston_tiles *tiles;
    int plain; /* the system is that of the tiles; otherwise of their transpose */
    int64_t vectors;
    int64_t leading;
    const float *residual;
    float *d;
    float *t;      /* what a block's own system is solved for */
    float *solved; /* its solution */
    double *moved; /* a strip each */
    double *size;
    double accuracy;
    double *rate; /* of the last two sweeps; one thread writes it */
} sweeps;

static void add_product(const sweeps *all, const preston_tile_range *range, const float *x,
                        float *y)
{
    if (range->begin < range->end && range->begin_row < range->end_row) {
        (all->plain ? preston_tiles_plain : preston_tiles_transposed)(
            all->tiles, range, all->vectors, x, y, all->leading);
    }
}

/* What the rows' block is to be solved for: the residual and what the others have. In the first
 * sweep the blocks after it are still zero. */
static void gather(const sweeps *all, int sweep, preston_tile_range rows)
{
    int64_t first = rows.line * all->tiles->side + rows.begin_row;
    size_t bytes = (size_t)(rows.end_row - rows.begin_row) * sizeof *all->t;
    for (int64_t k = 0; k < all->vectors; k++) {
        memcpy(all->t + first + k * all->leading, all->residual + first + k * all->leading, bytes);
    }
    rows.begin = 0;
    rows.end = rows.line;
    add_product(all, &rows, all->d, all->t);
    rows.begin = rows.line + 1;
    rows.end = sweep > 0 ? all->tiles->count : 0;
    add_product(all, &rows, all->d, all->t);
}

/* Solves for these rows of the block, and notes how far each strip moved. */
static void solve(const sweeps *all, preston_tile_range rows)
{
    int64_t first = rows.line * all->tiles->side + rows.begin_row;
    int64_t count = rows.end_row - rows.begin_row;
    for (int64_t k = 0; k < all->vectors; k++) {
        memset(all->solved + first + k * all->leading, 0, (size_t)count * sizeof *all->solved);
    }
    rows.begin = rows.line;
    rows.end = rows.line + 1;
    add_product(all, &rows, all->t, all->solved);
    for (int64_t strip = first; strip < first + count; strip += PRESTON_STRIP) {
        preston_strip_move(all->vectors, all->solved + strip, all->d + strip, all->leading,
                           &all->moved[strip / PRESTON_STRIP], &all->size[strip / PRESTON_STRIP]);
    }
}

/* Is what is still to come, by the rate of the last two sweeps, small enough, or hopeless? */
static int is_over(const sweeps *all, int sweep, double *first, double *before)
{
    double moved = 0.0;
    double size = 0.0;
    for (int64_t strip = 0; strip < all->leading / PRESTON_STRIP; strip++) {
        moved += all->moved[strip];
        size += all->size[strip];
    }
    double rate = sweep > 0 && *before > 0.0 ? moved / *before : 0.5;
    *first = sweep == 0 ? moved : *first;
    *before = moved;
    if (!(moved > 0.0) || !isfinite(moved) || moved > hopeless_growth * *first) {
        return 1;
    }
    /* rounding alone may keep moving what has converged */
    int still = rate >= 1.0 && moved <= 10.0 * finest_accuracy * size;
    return still ||
           (sweep > 0 && rate < 1.0 && moved * rate / (1.0 - rate) <= all->accuracy * size);
}

/* All members have come as far. A team of one does not wait for itself, which would be a call to
 * the system. */
static void meet(int64_t members)
{
    if (members > 1) {
#pragma omp barrier
    }
}

/* The work of one thread of a team, block by block together. */
static void sweep_in_team(const sweeps *all, int64_t member, int64_t members)
{
    int64_t strips = all->tiles->side / PRESTON_STRIP;
    double first = 0.0;
    double before = 0.0;
    preston_tile_range rows = {.begin_row = strips * member / members * PRESTON_STRIP,
                               .end_row = strips * (member + 1) / members * PRESTON_STRIP};
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        for (rows.line = 0; rows.line < all->tiles->count; rows.line++) {
            gather(all, sweep, rows);
            meet(members);
            solve(all, rows);
            meet(members);
        }
        double last = before;
        int over = is_over(all, sweep, &first, &before);
        if (member == 0 && sweep > 0 && last > 0.0) {
            *all->rate = before / last;
        }
        if (over) {
            break;
        }
        meet(members);
    }
}

static int64_t padded_rows(const preston_solver *solver)
{
    const sweep_state *state = solver->state;
    return state->tiles.side * state->tiles.count;
}

/* Four vectors of floats for each column, and two doubles a strip. */
static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    int64_t width = columns < PRESTON_TILE_VECTORS ? columns : PRESTON_TILE_VECTORS;
    return 2 * padded_rows(solver) * width + 2 * padded_rows(solver) / PRESTON_STRIP;
}

static double correct_group(const preston_solver *solver, preston_operation operation,
                            int64_t columns, double accuracy, double *vectors, double *memory)
{
    double rate = 0.0;
    const sweep_state *state = solver->state;
    int64_t n = solver->rows;
    int64_t leading = padded_rows(solver);
    void *floats = memory + 2 * leading / PRESTON_STRIP;
    float *residual = floats;
    float *d = residual + columns * leading;
    sweeps all = {.tiles = &state->tiles,
                  .plain = (operation == PRESTON_TRANSPOSED) == state->turned,
                  .vectors = columns,
                  .leading = leading,
                  .residual = residual,
                  .d = d,
                  .t = d + columns * leading,
                  .solved = d + 2 * columns * leading,
                  .moved = memory,
                  .size = memory + leading / PRESTON_STRIP,
                  .accuracy = fmax(accuracy, finest_accuracy),
                  .rate = &rate};
    memset(residual, 0, (size_t)(2 * columns * leading) * sizeof *residual);
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            residual[i + k * leading] = (float)vectors[i + k * n];
        }
    }
#pragma omp parallel if (n >= PARALLEL_ROWS)
    sweep_in_team(&all, preston_thread_number(), preston_team_size());
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            vectors[i + k * n] = (double)d[i + k * leading];
        }
    }
    return rate;
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    for (int64_t first = 0; first < columns; first += PRESTON_TILE_VECTORS) {
        int64_t left = columns - first;
        correct_group(solver, operation, left < PRESTON_TILE_VECTORS ? left : PRESTON_TILE_VECTORS,
                      accuracy, vectors + first * solver->rows, memory);
    }
}

/* The first weights, and on the way how quickly sweeps converge. */
static void guess_weights(preston_solver *solver, double *weights, double *memory)
{
    for (int64_t i = 0; i < solver->rows; i++) {
        weights[i] = 1.0;
    }
    solver->rate = correct_group(solver, PRESTON_TRANSPOSED, 1, rough_accuracy, weights, memory);
}

const preston_method_type preston_gauss_seidel_type = {
    .name = "block Gauss-Seidel",
    .create = create,
    .scratch = scratch,
    .correct = correct,
    .clear = clear,
    .guess_weights = guess_weights,
};
