/* Many systems in which every row is rescaled, in the space of intermediate demand.
 *
 * With D = diag(1 + δ) the draw solves x = f + D A x. Let g = A x be what is used of each row
 * before rescaling. The base L = (I − A)⁻¹ turns it into g = g₀ + (L − I)(δ∘g), g₀ = (L − I) f: a
 * small perturbation instead of a whole system, and for a block of draws each step is one product.
 *
 * In the 1-norm a step contracts by q = max_j |δ_j| Σ_i (L − I)_ij, which also bounds the error
 * that is left by the last step: ‖g − g*‖ ≤ ‖r‖ / (1 − q). A draw with q too large goes to the
 * solver of its own. */
#include "lapack.h"
#include "solver.h"
#include "threads.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, MOST_STEPS = 200 };

static const double most_contraction = 0.95;

struct preston_draws {
    const preston_solver *base;
    double *excess;       /* L − I, column after column */
    double *column_sums;  /* Σ_i (L − I)_ij, rounded up */
    double inverse_bound; /* on the error of any column of L, 1-norm */
};

void preston_draws_free(preston_draws *draws)
{
    if (draws != NULL) {
        free(draws->excess);
        free(draws->column_sums);
        free(draws);
    }
}

preston_status preston_draws_create(const preston_solver *base, preston_draws **out_draws,
                                    preston_error *error)
{
    int64_t n = base->rows;
    preston_draws *draws = preston_allocate(1, sizeof *draws);
    if (draws != NULL) {
        draws->base = base;
        draws->excess = preston_allocate_matrix(n, n);
        draws->column_sums = preston_allocate_matrix(n, 1);
    }
    if (draws == NULL || draws->excess == NULL || draws->column_sums == NULL) {
        preston_draws_free(draws);
        return preston_fail_memory(error, "draws");
    }
    preston_certificate certificate;
    preston_view inverse = {draws->excess, n, n, 1, n};
    preston_status status = preston_solver_inverse(base, inverse, &certificate, error);
    if (status != PRESTON_OK) {
        preston_draws_free(draws);
        return status;
    }
    draws->inverse_bound = certificate.bound;
    for (int64_t j = 0; j < n; j++) {
        double sum = 0.0;
        draws->excess[j * (n + 1)] -= 1.0;
        for (int64_t i = 0; i < n; i++) {
            sum += fabs(draws->excess[i + j * n]);
        }
        draws->column_sums[j] = sum * (1.0 + 2.0 * preston_rounding(n + 2)) + certificate.bound;
    }
    *out_draws = draws;
    return PRESTON_OK;
}

/* What all draws of one run share. */
typedef struct draws_run {
    const preston_draws *draws;
    preston_const_view factors;
    const double *f;
    const double *start;    /* g₀ */
    const double *accounts; /* n × a */
    int64_t account_count;
    double tolerance;
    double f_norm;
    double *totals; /* a × N, draw after draw */
} draws_run;

/* The memory of one thread. */
typedef struct draws_block {
    double *change; /* δ, n × BLOCK */
    double *g;
    double *shifted; /* δ∘g */
    double *next;
} draws_block;

static double find_contraction(const draws_run *run, const double *change)
{
    double most = 0.0;
    for (int64_t j = 0; j < run->draws->base->rows; j++) {
        most = fmax(most, fabs(change[j]) * run->draws->column_sums[j]);
    }
    return most;
}

/* One step for all draws of the block; the largest bound on the relative error of x that it leaves
 * in any draw. */
static double step(const draws_run *run, const draws_block *block, int64_t count,
                   const double *contraction)
{
    int n = (int)run->draws->base->rows;
    int k = (int)count;
    double one = 1.0;
    double worst = 0.0;
    double rounding = 2.0 * preston_rounding(n + 4);
    for (int64_t draw = 0; draw < count; draw++) {
        for (int64_t i = 0; i < n; i++) {
            int64_t cell = i + draw * n;
            block->shifted[cell] = block->change[cell] * block->g[cell];
            block->next[cell] = run->start[i];
        }
    }
    dgemm_("N", "N", &n, &k, &n, &one, run->draws->excess, &n, block->shifted, &n, &one,
           block->next, &n, 1, 1);
    for (int64_t draw = 0; draw < count; draw++) {
        double moved = 0.0;
        double size = 0.0;
        double shift = 0.0;
        double growth = 1.0;
        for (int64_t i = draw * n; i < (draw + 1) * n; i++) {
            moved += fabs(block->next[i] - block->g[i]);
            size += fabs(block->next[i]);
            shift += fabs(block->shifted[i]);
            growth = fmax(growth, 1.0 + block->change[i]);
        }
        /* what the step left, what the inverse itself may be off, and rounding */
        double residual = contraction[draw] * moved +
                          run->draws->inverse_bound * (run->f_norm + shift) +
                          rounding * (size + run->f_norm + shift);
        double bound = growth * residual / (1.0 - contraction[draw]);
        worst = fmax(worst, bound / fmax(run->f_norm, 1e-300));
    }
    memcpy(block->g, block->next, (size_t)n * (size_t)count * sizeof(double));
    return worst;
}

static void add_totals(const draws_run *run, const draws_block *block, int64_t first, int64_t count)
{
    int64_t n = run->draws->base->rows;
    for (int64_t draw = 0; draw < count; draw++) {
        const double *g = block->g + draw * n;
        const double *change = block->change + draw * n;
        for (int64_t a = 0; a < run->account_count; a++) {
            const double *account = run->accounts + a * n;
            double sum = 0.0;
            for (int64_t i = 0; i < n; i++) {
                sum += account[i] * (run->f[i] + (1.0 + change[i]) * g[i]);
            }
            run->totals[(first + draw) * run->account_count + a] = sum;
        }
    }
}

/* Iterates one block to the tolerance. Returns the bound, or infinity when a draw contracts too
 * little for this way. */
static double run_block(const draws_run *run, const draws_block *block, int64_t first,
                        int64_t count)
{
    int64_t n = run->draws->base->rows;
    double contraction[BLOCK];
    double bound = HUGE_VAL;
    for (int64_t draw = 0; draw < count; draw++) {
        double *change = block->change + draw * n;
        for (int64_t i = 0; i < n; i++) {
            change[i] = preston_get(run->factors, i, first + draw) - 1.0;
        }
        memcpy(block->g + draw * n, run->start, (size_t)n * sizeof(double));
        contraction[draw] = find_contraction(run, change);
        if (!(contraction[draw] <= most_contraction)) {
            return HUGE_VAL;
        }
    }
    for (int steps = 0; steps < MOST_STEPS && bound > run->tolerance; steps++) {
        double now = step(run, block, count, contraction);
        if (!(now < bound)) {
            break;
        }
        bound = now;
    }
    add_totals(run, block, first, count);
    return bound;
}

/* --- draws that contract too little: a solver each --- */

typedef struct rescaled_rows {
    const preston_operator *op;
    const double *factors;
    double *memory; /* n for the transposed product, then the operator's scratch */
} rescaled_rows;

static void apply_rescaled(void *context, preston_operation operation, int absolute,
                           int64_t columns, const double *x, double *y)
{
    const rescaled_rows *rows = context;
    int64_t n = rows->op->rows;
    for (int64_t k = 0; k < columns; k++) {
        const double *from = x + k * n;
        if (operation == PRESTON_TRANSPOSED) {
            for (int64_t i = 0; i < n; i++) {
                rows->memory[i] = rows->factors[i] * from[i];
            }
            from = rows->memory;
        }
        rows->op->type->apply(rows->op, operation, absolute, 1, from, y + k * n, rows->memory + n);
        for (int64_t i = 0; operation == PRESTON_PLAIN && i < n; i++) {
            y[k * n + i] *= rows->factors[i];
        }
    }
}

static preston_status solve_rescaled(const draws_run *run, rescaled_rows *rows, int64_t draw,
                                     double *x, double *bound, preston_error *error)
{
    const preston_solver *base = run->draws->base;
    preston_operator *op = NULL;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_BICGSTAB;
    options.tolerance = run->tolerance;
    int64_t n = base->rows;
    preston_status status = preston_operator_callback(
        n, apply_rescaled, rows, base->op->nonnegative, base->op->terms + 1, &op, error);
    if (status == PRESTON_OK) {
        status = preston_solver_create_for(op, &options, &solver, error);
    }
    if (status == PRESTON_OK) {
        status = preston_workspace_create(solver, 1, &workspace, error);
    }
    if (status == PRESTON_OK) {
        status = preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(run->f, n, 1),
                                      workspace, preston_vector(x, n, 1), &certificate, error);
    }
    for (int64_t a = 0; status == PRESTON_OK && a < run->account_count; a++) {
        double sum = 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += run->accounts[i + a * n] * x[i];
        }
        run->totals[draw * run->account_count + a] = sum;
    }
    *bound = fmax(*bound, certificate.bound / fmax(run->f_norm, 1e-300));
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(op);
    return status;
}

static preston_status solve_alone(const draws_run *run, int64_t draw, double *bound,
                                  preston_error *error)
{
    const preston_operator *op = run->draws->base->op;
    int64_t n = op->rows;
    double *memory = preston_allocate_matrix(3 * n + op->type->scratch(op, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "a draw");
    }
    for (int64_t i = 0; i < n; i++) {
        memory[i] = preston_get(run->factors, i, draw);
    }
    rescaled_rows rows = {op, memory, memory + 2 * n};
    preston_error inner = {0};
    preston_status status = solve_rescaled(run, &rows, draw, memory + n, bound, &inner);
    free(memory);
    return status == PRESTON_OK ? PRESTON_OK
                                : preston_fail(error, status, "draw %lld: %.900s",
                                               (long long)draw + 1, inner.message);
}

/* --- all draws --- */

static preston_status check_factors(preston_const_view factors, preston_error *error)
{
    for (int64_t draw = 0; draw < factors.columns; draw++) {
        for (int64_t i = 0; i < factors.rows; i++) {
            double factor = preston_get(factors, i, draw);
            if (!(factor >= 0.0) || isinf(factor)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "factor %lld of draw %lld is %g: it must be zero or more",
                                    (long long)i + 1, (long long)draw + 1, factor);
            }
        }
    }
    return PRESTON_OK;
}

/* Blocks in order of their number, whichever thread takes them; `alone` marks those that must be
 * solved draw by draw afterwards. */
static preston_status run_blocks(const draws_run *run, const preston_batch_options *options,
                                 double *memory, int threads, unsigned char *alone, double *bounds,
                                 preston_error *error)
{
    int64_t n = run->draws->base->rows;
    int64_t count = run->factors.columns;
    int64_t blocks = (count + BLOCK - 1) / BLOCK;
    int stopped = 0;
    preston_blas_begin_single();
    (void)threads; /* not used without OpenMP */
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int64_t b = 0; b < blocks; b++) {
        double *own = memory + (int64_t)preston_thread_number() * 4 * n * BLOCK;
        const draws_block block = {own, own + n * BLOCK, own + 2 * n * BLOCK, own + 3 * n * BLOCK};
        int64_t first = b * BLOCK;
        int64_t width = count - first < BLOCK ? count - first : BLOCK;
        int halted = 0;
#pragma omp atomic read
        halted = stopped;
        if (halted) {
            continue;
        }
        bounds[b] = run_block(run, &block, first, width);
        alone[b] = !(bounds[b] <= run->tolerance);
        if (options->progress != NULL && preston_thread_number() == 0 &&
            options->progress(options->context, first + width, count) != 0) {
#pragma omp atomic write
            stopped = 1;
        }
    }
    preston_blas_end_single();
    return stopped ? preston_fail(error, PRESTON_ERROR_STOPPED, "stopped by the caller")
                   : PRESTON_OK;
}

static preston_status finish_alone(const draws_run *run, const unsigned char *alone,
                                   const double *bounds, double *worst, preston_error *error)
{
    int64_t count = run->factors.columns;
    preston_status status = PRESTON_OK;
    for (int64_t b = 0; status == PRESTON_OK && b * BLOCK < count; b++) {
        if (!alone[b]) {
            *worst = fmax(*worst, bounds[b]);
            continue;
        }
        int64_t end = (b + 1) * BLOCK < count ? (b + 1) * BLOCK : count;
        for (int64_t draw = b * BLOCK; status == PRESTON_OK && draw < end; draw++) {
            status = solve_alone(run, draw, worst, error);
        }
    }
    return status;
}

static preston_status check_run(const preston_draws *draws, preston_const_view factors,
                                preston_const_view f, preston_const_view accounts,
                                const preston_batch_options *options, preston_view totals,
                                preston_error *error)
{
    int64_t n = draws->base->rows;
    if (factors.rows != n || f.rows != n || accounts.rows != n || totals.rows != accounts.columns ||
        totals.columns != factors.columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "factors, right-hand side, accounts and totals do not fit a system of "
                            "%lld rows",
                            (long long)n);
    }
    preston_status status = preston_check_batch(options, error);
    if (status == PRESTON_OK && !draws->base->certified) {
        status = preston_fail(error, PRESTON_ERROR_ACCURACY,
                              "the base system cannot be certified, and so its draws cannot");
    }
    return status == PRESTON_OK ? check_factors(factors, error) : status;
}

/* Fills in g₀ and the norm of f. */
static void prepare(draws_run *run, double *start)
{
    int n = (int)run->draws->base->rows;
    int one_column = 1;
    double one = 1.0;
    double zero = 0.0;
    dgemm_("N", "N", &n, &one_column, &n, &one, run->draws->excess, &n, run->f, &n, &zero, start,
           &n, 1, 1);
    for (int64_t i = 0; i < n; i++) {
        run->f_norm += fabs(run->f[i]);
    }
    run->start = start;
}

preston_status preston_draws_run(const preston_draws *draws, preston_const_view factors,
                                 preston_const_view right_hand_side, preston_const_view accounts,
                                 const preston_batch_options *options, preston_view out_totals,
                                 double *out_bound, preston_error *error)
{
    preston_batch_options defaults;
    preston_batch_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status =
        check_run(draws, factors, right_hand_side, accounts, options, out_totals, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t n = draws->base->rows;
    int64_t a = accounts.columns;
    int64_t count = factors.columns;
    int64_t blocks = (count + BLOCK - 1) / BLOCK;
    int threads = preston_threads(options);
    double *memory = preston_allocate_matrix(
        n * (2 + a) + a * count + blocks + (int64_t)threads * 4 * n * BLOCK, 1);
    unsigned char *alone = preston_allocate(blocks, 1);
    if (memory == NULL || alone == NULL) {
        free(memory);
        free(alone);
        return preston_fail_memory(error, "draws");
    }
    draws_run run = {.draws = draws,
                     .factors = factors,
                     .f = memory,
                     .accounts = memory + 2 * n,
                     .account_count = a,
                     .tolerance = options->tolerance,
                     .totals = memory + (2 + a) * n};
    double *bounds = run.totals + a * count;
    double worst = 0.0;
    preston_block_load(right_hand_side, memory);
    preston_block_load(accounts, memory + 2 * n);
    prepare(&run, memory + n);
    status = run_blocks(&run, options, bounds + blocks, threads, alone, bounds, error);
    if (status == PRESTON_OK) {
        status = finish_alone(&run, alone, bounds, &worst, error);
    }
    if (status == PRESTON_OK) {
        preston_block_store(run.totals, out_totals);
        if (out_bound != NULL) {
            *out_bound = worst;
        }
    }
    free(memory);
    free(alone);
    return status;
}
