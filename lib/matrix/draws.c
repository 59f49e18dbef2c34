/* Many systems in which every row is rescaled, in the space of intermediate demand.
 *
 * With D = diag(1 + δ) the draw solves x = f + D A x. Let g = A x be what is used of each row
 * before rescaling. The base L = (I − A)⁻¹ turns it into g = g₀ + (L − I)(δ∘g), g₀ = (L − I) f: a
 * small perturbation instead of a whole system, and for a block of draws each step is one product.
 *
 * In the 1-norm a step contracts by q = max_j |δ_j| Σ_i (L − I)_ij, which also bounds the error
 * that is left by the last step: ‖g − g*‖ ≤ ‖r‖ / (1 − q). A draw with q too large goes to a
 * solver of its own.
 *
 * The first steps are taken in single precision, at twice the rate: whatever they arrive at, it is
 * only where those in double precision start from. */
#include "draws.h"

#include "blas.h"
#include "lapack.h"
#include "threads.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, MOST_STEPS = 200, MOST_SINGLE_STEPS = 40, LANES = 8 };

static const double most_contraction = 0.95;
/* Single precision gives no more. */
static const double single_accuracy = 1e-6;

void preston_draws_free(preston_draws *draws)
{
    if (draws != NULL) {
        free(draws->excess);
        free(draws->single_excess);
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
        draws->single_excess = preston_allocate_unwritten(n * n, sizeof(float));
        draws->column_sums = preston_allocate_matrix(n, 1);
    }
    if (draws == NULL || draws->excess == NULL || draws->single_excess == NULL ||
        draws->column_sums == NULL) {
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
            draws->single_excess[i + j * n] = (float)draws->excess[i + j * n];
        }
        draws->column_sums[j] = sum * (1.0 + 2.0 * preston_rounding(n + 2)) + certificate.bound;
    }
    *out_draws = draws;
    return PRESTON_OK;
}

/* The memory of one thread: blocks of n × BLOCK, the last four of them of floats. */
typedef struct draws_block {
    double *change; /* δ */
    double *g;
    double *shifted; /* δ∘g */
    double *product; /* (L − I)(δ∘g) */
    float *single_change;
    float *single_g;
    float *single_shifted;
    float *single_product;
} draws_block;

enum { DOUBLES_OF_BLOCK = 6 };

static draws_block divide(double *memory, int64_t rows)
{
    int64_t cells = rows * BLOCK;
    void *bytes = memory + 4 * cells;
    float *floats = bytes;
    return (draws_block){memory, memory + cells, memory + 2 * cells, memory + 3 * cells,
                         floats, floats + cells, floats + 2 * cells, floats + 3 * cells};
}

static double find_contraction(const preston_draws_job *run, const double *change)
{
    double most = 0.0;
    for (int64_t j = 0; j < run->draws->base->rows; j++) {
        most = fmax(most, fabs(change[j]) * run->draws->column_sums[j]);
    }
    return most;
}

/* --- steps in single precision --- */

/* g ← g₀ + product, and δ∘g for the next step: how far g moved and how large it is. */
static void move_single(const preston_draws_job *run, const draws_block *block, int64_t draw,
                        double *out_moved, double *out_size)
{
    int64_t n = run->draws->base->rows;
    const float *product = block->single_product + draw * n;
    const float *change = block->single_change + draw * n;
    float *g = block->single_g + draw * n;
    float *shifted = block->single_shifted + draw * n;
    float moved[LANES] = {0.0F};
    float size[LANES] = {0.0F};
    for (int64_t i = 0; i < n; i += LANES) {
        int64_t width = n - i < LANES ? n - i : LANES;
        for (int64_t k = 0; k < width; k++) {
            float next = run->single_start[i + k] + product[i + k];
            moved[k] += fabsf(next - g[i + k]);
            size[k] += fabsf(next);
            g[i + k] = next;
            shifted[i + k] = change[i + k] * next;
        }
    }
    for (int64_t k = 0; k < LANES; k++) {
        *out_moved += (double)moved[k];
        *out_size += (double)size[k];
    }
}

/* Steps until single precision has no more to give, and leaves g in double. */
static void step_single(const preston_draws_job *run, const draws_block *block, int64_t count)
{
    int n = (int)run->draws->base->rows;
    int k = (int)count;
    float one = 1.0F;
    float zero = 0.0F;
    int64_t cells = (int64_t)n * count;
    double before = HUGE_VAL;
    for (int64_t i = 0; i < cells; i++) {
        block->single_change[i] = (float)block->change[i];
        block->single_g[i] = run->single_start[i % n];
        block->single_shifted[i] = block->single_change[i] * block->single_g[i];
    }
    for (int steps = 0; steps < MOST_SINGLE_STEPS; steps++) {
        double moved = 0.0;
        double size = 0.0;
        sgemm_("N", "N", &n, &k, &n, &one, run->draws->single_excess, &n, block->single_shifted, &n,
               &zero, block->single_product, &n, 1, 1);
        for (int64_t draw = 0; draw < count; draw++) {
            move_single(run, block, draw, &moved, &size);
        }
        if (!(moved > single_accuracy * size) || !(moved < before)) {
            break;
        }
        before = moved;
    }
    for (int64_t i = 0; i < cells; i++) {
        double g = (double)block->single_g[i];
        block->g[i] = isfinite(g) ? g : run->start[i % n];
    }
}

/* --- steps in double precision --- */

/* The 1-norms that a step of one draw is judged by. */
typedef struct step_norms {
    double moved;
    double size;
    double shift;
} step_norms;

/* The same in double; `shift` is the size of the δ∘g that the product was of. */
static step_norms move(const preston_draws_job *run, const draws_block *block, int64_t draw)
{
    int64_t n = run->draws->base->rows;
    const double *product = block->product + draw * n;
    const double *change = block->change + draw * n;
    double *g = block->g + draw * n;
    double *shifted = block->shifted + draw * n;
    double moved[LANES] = {0.0};
    double size[LANES] = {0.0};
    double shift[LANES] = {0.0};
    step_norms norms = {0.0, 0.0, 0.0};
    for (int64_t i = 0; i < n; i += LANES) {
        int64_t width = n - i < LANES ? n - i : LANES;
        for (int64_t k = 0; k < width; k++) {
            double next = run->start[i + k] + product[i + k];
            moved[k] += fabs(next - g[i + k]);
            size[k] += fabs(next);
            shift[k] += fabs(shifted[i + k]);
            g[i + k] = next;
            shifted[i + k] = change[i + k] * next;
        }
    }
    for (int64_t k = 0; k < LANES; k++) {
        norms.moved += moved[k];
        norms.size += size[k];
        norms.shift += shift[k];
    }
    return norms;
}

static double find_growth(const double *change, int64_t rows)
{
    double growth = 1.0;
    for (int64_t i = 0; i < rows; i++) {
        growth = fmax(growth, 1.0 + change[i]);
    }
    return growth;
}

/* One step for all draws of the block; `bounds` receives those on the relative error of x, and the
 * largest of them is returned. */
static double step(const preston_draws_job *run, const draws_block *block, int64_t count,
                   const double *contraction, double *bounds)
{
    int n = (int)run->draws->base->rows;
    int k = (int)count;
    double one = 1.0;
    double zero = 0.0;
    double worst = 0.0;
    double rounding = 2.0 * preston_rounding(n + 4);
    dgemm_("N", "N", &n, &k, &n, &one, run->draws->excess, &n, block->shifted, &n, &zero,
           block->product, &n, 1, 1);
    for (int64_t draw = 0; draw < count; draw++) {
        step_norms norms = move(run, block, draw);
        /* what the step left, what the inverse itself may be off, and rounding */
        double residual = contraction[draw] * norms.moved +
                          run->draws->inverse_bound * (run->f_norm + norms.shift) +
                          rounding * (norms.size + run->f_norm + norms.shift);
        double growth = find_growth(block->change + draw * n, n);
        double bound = growth * residual / (1.0 - contraction[draw]);
        bounds[draw] = bound / fmax(run->f_norm, 1e-300);
        worst = bounds[draw] <= worst ? worst : bounds[draw];
    }
    return worst;
}

static void add_totals(const preston_draws_job *run, const draws_block *block, int64_t first,
                       int64_t count)
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

/* Iterates one block to the tolerance. A draw that contracts too little stands still meanwhile: its
 * bound is infinite. */
static void run_block(const preston_draws_job *run, const draws_block *block, int64_t first,
                      int64_t count)
{
    int64_t n = run->draws->base->rows;
    double contraction[BLOCK];
    double bounds[BLOCK];
    int too_little[BLOCK];
    double worst = HUGE_VAL;
    for (int64_t draw = 0; draw < count; draw++) {
        double *change = block->change + draw * n;
        for (int64_t i = 0; i < n; i++) {
            change[i] = preston_get(run->factors, i, first + draw) - 1.0;
        }
        contraction[draw] = find_contraction(run, change);
        bounds[draw] = HUGE_VAL;
        too_little[draw] = !(contraction[draw] <= most_contraction);
        if (too_little[draw]) {
            memset(change, 0, (size_t)n * sizeof *change);
            contraction[draw] = 0.0;
        }
    }
    step_single(run, block, count);
    for (int64_t i = 0; i < n * count; i++) {
        block->shifted[i] = block->change[i] * block->g[i];
    }
    for (int steps = 0; steps < MOST_STEPS && worst > run->tolerance; steps++) {
        double now = step(run, block, count, contraction, bounds);
        if (!(now < worst)) {
            break;
        }
        worst = now;
    }
    add_totals(run, block, first, count);
    for (int64_t draw = 0; draw < count; draw++) {
        run->bounds[first + draw] = too_little[draw] ? HUGE_VAL : bounds[draw];
    }
}

/* --- all draws --- */

/* Blocks in order of their number, whichever thread takes them. */
static void run_blocks(const preston_draws_job *run, preston_progress *progress, double *memory,
                       int threads)
{
    int64_t n = run->draws->base->rows;
    int64_t count = run->factors.columns;
    (void)threads; /* not used without OpenMP */
    preston_blas_begin_single();
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int64_t first = 0; first < count; first += BLOCK) {
        int64_t width = count - first < BLOCK ? count - first : BLOCK;
        int64_t own = (int64_t)preston_thread_number() * DOUBLES_OF_BLOCK * n * BLOCK;
        draws_block block = divide(memory + own, n);
        int64_t settled = 0;
        if (preston_progress_stopped(progress)) {
            continue;
        }
        run_block(run, &block, first, width);
        for (int64_t draw = first; draw < first + width; draw++) {
            settled += run->bounds[draw] <= run->tolerance;
        }
        if (settled > 0) {
            (void)preston_progress_add(progress, settled);
        }
    }
    preston_blas_end_single();
}

/* Those that are left, each by itself. The error is that of the first draw that fails, whichever
 * thread met it. */
static preston_status run_alone(const preston_draws_job *run, preston_progress *progress,
                                int threads, preston_error *error)
{
    int64_t count = run->factors.columns;
    int64_t first_failed = count;
    preston_error failure = {0};
    (void)threads; /* not used without OpenMP */
    preston_blas_begin_single();
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int64_t draw = 0; draw < count; draw++) {
        preston_error own = {0};
        int64_t failed = 0;
#pragma omp atomic read
        failed = first_failed;
        if (run->bounds[draw] <= run->tolerance || draw > failed ||
            preston_progress_stopped(progress)) {
            continue;
        }
        if (preston_draws_solve_alone(run, draw, &own) == PRESTON_OK) {
            (void)preston_progress_add(progress, 1);
            continue;
        }
#pragma omp critical
        if (draw < first_failed) {
#pragma omp atomic write
            first_failed = draw;
            failure = own;
        }
    }
    preston_blas_end_single();
    return first_failed == count ? PRESTON_OK
                                 : preston_fail(error, failure.status, "%s", failure.message);
}

static double find_worst(const preston_draws_job *run)
{
    double worst = 0.0;
    for (int64_t draw = 0; draw < run->factors.columns; draw++) {
        worst = fmax(worst, run->bounds[draw]);
    }
    return worst;
}

static preston_status run_all(const preston_draws_job *run, const preston_batch_options *options,
                              double *memory, preston_error *error)
{
    int threads = preston_threads(options);
    preston_progress progress = {.options = options, .all = run->factors.columns};
    run_blocks(run, &progress, memory, threads);
    preston_status status = run_alone(run, &progress, threads, error);
    return status == PRESTON_OK && progress.stopped
               ? preston_fail(error, PRESTON_ERROR_STOPPED, "stopped by the caller")
               : status;
}

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

/* Fills in g₀, in both precisions, and the norm of f. */
static void prepare(preston_draws_job *run, double *start, float *single_start)
{
    int n = (int)run->draws->base->rows;
    int one_column = 1;
    double one = 1.0;
    double zero = 0.0;
    dgemm_("N", "N", &n, &one_column, &n, &one, run->draws->excess, &n, run->f, &n, &zero, start,
           &n, 1, 1);
    for (int64_t i = 0; i < n; i++) {
        run->f_norm += fabs(run->f[i]);
        single_start[i] = (float)start[i];
    }
    run->start = start;
    run->single_start = single_start;
}

/* Doubles of memory: f, g₀ twice, accounts, totals, bounds, and the blocks of the threads. */
static int64_t memory_of(int64_t n, int64_t accounts, int64_t count, int64_t threads)
{
    return n * (3 + accounts) + (accounts + 1) * count + threads * DOUBLES_OF_BLOCK * n * BLOCK;
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
    double *memory = preston_allocate_matrix(memory_of(n, a, count, preston_threads(options)), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "draws");
    }
    void *single_start = memory + 2 * n;
    preston_draws_job run = {.draws = draws,
                             .factors = factors,
                             .f = memory,
                             .accounts = memory + 3 * n,
                             .account_count = a,
                             .tolerance = options->tolerance,
                             .totals = memory + (3 + a) * n};
    run.bounds = run.totals + a * count;
    preston_block_load(right_hand_side, memory);
    preston_block_load(accounts, memory + 3 * n);
    prepare(&run, memory + n, single_start);
    status = run_all(&run, options, run.bounds + count, error);
    if (status == PRESTON_OK) {
        preston_block_store(run.totals, out_totals);
        if (out_bound != NULL) {
            *out_bound = find_worst(&run);
        }
    }
    free(memory);
    return status;
}
