#include "trade_rounds.h"

#include "lanes.h"

#include <math.h>

enum {
    MOST_ROUNDS = 3000,
    MOST_STALLS = 3,         /* rounds that hardly help, before something else is tried */
    RUN = 1 << 12,           /* rows, or at least one place, whose sums are taken together */
    PARALLEL_CELLS = 1 << 15 /* fewer rows than this are not worth a second thread */
};

/* A national correction is worth its pass when it is so large beside the residual. */
static const double worth_correcting = 0.02;
static const double worth_a_round = 0.95; /* what a round that helps leaves of the residual */

/* What a run of places adds up to, and then all runs. */
typedef struct run_sums {
    double size;     /* of the residual: its 1-norm, or its largest cell when transposed */
    double norm;     /* ⟨r, r⟩ */
    double product;  /* ⟨r, q⟩ for the new q = (I − A) h */
    double new_norm; /* ⟨q, q⟩ */
    double overlap;  /* ⟨q, last q⟩ */
} run_sums;

typedef struct rounds {
    const preston_solver *solver;
    const preston_national *national;
    preston_operation operation;
    int64_t places; /* in a run */
    int64_t runs;
    double *x;
    double *r;
    double *p;         /* the last step, x ← x + α p */
    double *q;         /* (I − A) p */
    double *h;         /* the residual, nationally corrected */
    double *s;         /* A h */
    run_sums *sums;    /* of each run */
    double *by_sector; /* the residual's national sums: of each run, then the whole; S each */
    double *scratch;
} rounds;

static int64_t places_in_run(const preston_national *national)
{
    int64_t places = RUN / national->sectors;
    return places > 0 ? places : 1;
}

static int64_t count_runs(const preston_national *national)
{
    int64_t places = places_in_run(national);
    return (national->places + places - 1) / places;
}

int64_t preston_rounds_scratch(const preston_solver *solver, const preston_national *national)
{
    int64_t runs = count_runs(national);
    return 5 * solver->rows + (int64_t)(sizeof(run_sums) / sizeof(double)) * runs +
           (runs + 2) * national->sectors + solver->op->type->scratch(solver->op, 1);
}

/* Rows [*out_first, *out_last) of a run. */
static void find_run(const rounds *all, int64_t run, int64_t *out_first, int64_t *out_last)
{
    int64_t first = run * all->places;
    int64_t last = first + all->places;
    last = last < all->national->places ? last : all->national->places;
    *out_first = first * all->national->sectors;
    *out_last = last * all->national->sectors;
}

/* --- passes over a run: four rows at a time, each sum in its lane --- */

/* The weights of the inner product, which are the other way about for the transposed operator. */
static inline __attribute__((always_inline)) preston_lanes load_weights(int plain,
                                                                        const float *metric)
{
    preston_lanes weights = {metric[0], metric[1], metric[2], metric[3]};
    return plain ? weights : 1.0 / weights;
}

static inline double weight_of(int plain, float metric)
{
    return plain ? (double)metric : 1.0 / (double)metric;
}

static inline __attribute__((always_inline)) void
measure_residual(int plain, const double *r, const float *metric, int64_t count, run_sums *sums)
{
    preston_lanes size = {0.0};
    preston_lanes norm = {0.0};
    int64_t i = 0;
    for (; i + PRESTON_LANES <= count; i += PRESTON_LANES) {
        preston_lanes value = preston_lanes_load(r + i);
        preston_lanes cell = preston_lanes_abs(value);
        size = plain ? size + cell : preston_lanes_max(cell, size);
        norm += load_weights(plain, metric + i) * value * value;
    }
    sums->size =
        plain ? preston_lanes_sum(size) : fmax(fmax(size[0], size[1]), fmax(size[2], size[3]));
    sums->norm = preston_lanes_sum(norm);
    for (; i < count; i++) {
        sums->size = plain ? sums->size + fabs(r[i]) : fmax(sums->size, fabs(r[i]));
        sums->norm += weight_of(plain, metric[i]) * r[i] * r[i];
    }
}

static inline __attribute__((always_inline)) void
measure_step(int plain, const rounds *all, int64_t first, int64_t count, run_sums *sums)
{
    const double *h = all->h + first;
    const double *s = all->s + first;
    const double *q = all->q + first;
    const double *r = all->r + first;
    const float *metric = all->national->metric + first;
    preston_lanes product = {0.0};
    preston_lanes norm = {0.0};
    preston_lanes overlap = {0.0};
    int64_t i = 0;
    for (; i + PRESTON_LANES <= count; i += PRESTON_LANES) {
        preston_lanes change = preston_lanes_load(h + i) - preston_lanes_load(s + i);
        preston_lanes weighted = load_weights(plain, metric + i) * change;
        product += weighted * preston_lanes_load(r + i);
        norm += weighted * change;
        overlap += weighted * preston_lanes_load(q + i);
    }
    sums->product = preston_lanes_sum(product);
    sums->new_norm = preston_lanes_sum(norm);
    sums->overlap = preston_lanes_sum(overlap);
    for (; i < count; i++) {
        double change = h[i] - s[i];
        double weighted = weight_of(plain, metric[i]) * change;
        sums->product += weighted * r[i];
        sums->new_norm += weighted * change;
        sums->overlap += weighted * q[i];
    }
}

/* p ← h − back p and so its q; x ← x + take p and so its r. h may be r. */
static inline __attribute__((always_inline)) void
take_cells(const rounds *all, int64_t first, int64_t count, double take, double back)
{
    const double *h = all->h + first;
    const double *s = all->s + first;
    double *p = all->p + first;
    double *q = all->q + first;
    double *x = all->x + first;
    double *r = all->r + first;
    int64_t i = 0;
    for (; i + PRESTON_LANES <= count; i += PRESTON_LANES) {
        preston_lanes step = preston_lanes_load(h + i);
        preston_lanes change = step - preston_lanes_load(s + i);
        step -= back * preston_lanes_load(p + i);
        change -= back * preston_lanes_load(q + i);
        preston_lanes_store(p + i, step);
        preston_lanes_store(q + i, change);
        preston_lanes_store(x + i, preston_lanes_load(x + i) + take * step);
        preston_lanes_store(r + i, preston_lanes_load(r + i) - take * change);
    }
    for (; i < count; i++) {
        double change = h[i] - s[i];
        p[i] = h[i] - back * p[i];
        q[i] = change - back * q[i];
        x[i] += take * p[i];
        r[i] -= take * q[i];
    }
}

/* Plain, the residual is summed over places; transposed, it is averaged by their shares. */
static inline __attribute__((always_inline)) void add_up_sectors(int plain, const double *r,
                                                                 const double *shares,
                                                                 int64_t count, int64_t sectors,
                                                                 double *restrict sums)
{
    memset(sums, 0, (size_t)sectors * sizeof *sums);
    for (int64_t row = 0; row < count; row += sectors) {
        for (int64_t i = 0; i < sectors; i++) {
            sums[i] += plain ? r[row + i] : shares[row + i] * r[row + i];
        }
    }
}

PRESTON_CLONES
static void measure_run(const rounds *all, int64_t run)
{
    int64_t first = 0;
    int64_t last = 0;
    int64_t s = all->national->sectors;
    const float *metric = all->national->metric;
    const double *shares = all->national->shares;
    double *by_sector = all->by_sector + run * s;
    find_run(all, run, &first, &last);
    if (all->operation == PRESTON_PLAIN) {
        measure_residual(1, all->r + first, metric + first, last - first, &all->sums[run]);
        add_up_sectors(1, all->r + first, shares + first, last - first, s, by_sector);
    } else {
        measure_residual(0, all->r + first, metric + first, last - first, &all->sums[run]);
        add_up_sectors(0, all->r + first, shares + first, last - first, s, by_sector);
    }
}

PRESTON_CLONES
static void measure_step_of_run(const rounds *all, int64_t run)
{
    int64_t first = 0;
    int64_t last = 0;
    find_run(all, run, &first, &last);
    if (all->operation == PRESTON_PLAIN) {
        measure_step(1, all, first, last - first, &all->sums[run]);
    } else {
        measure_step(0, all, first, last - first, &all->sums[run]);
    }
}

PRESTON_CLONES
static void take_run(const rounds *all, int64_t run, double take, double back)
{
    int64_t first = 0;
    int64_t last = 0;
    find_run(all, run, &first, &last);
    take_cells(all, first, last - first, take, back);
}

/* h = r, and what the nation owes beyond it. */
PRESTON_CLONES
static void correct_run(const rounds *all, int64_t run, double *restrict h,
                        const double *restrict owed)
{
    int64_t first = 0;
    int64_t last = 0;
    int64_t s = all->national->sectors;
    int plain = all->operation == PRESTON_PLAIN;
    find_run(all, run, &first, &last);
    for (int64_t row = first; row < last; row += s) {
        const double *r = all->r + row;
        const double *shares = all->national->shares + row;
        for (int64_t i = 0; i < s; i++) {
            h[row + i] = r[i] + (plain ? shares[i] * owed[i] : owed[i]);
        }
    }
}

/* --- all runs, divided among threads --- */

/* The runs' sums, in their order. */
static run_sums add_up(const rounds *all)
{
    int64_t s = all->national->sectors;
    int plain = all->operation == PRESTON_PLAIN;
    double *national = all->by_sector + all->runs * s;
    run_sums whole = {0};
    memset(national, 0, (size_t)s * sizeof *national);
    for (int64_t run = 0; run < all->runs; run++) {
        const run_sums *part = &all->sums[run];
        whole.size = plain ? whole.size + part->size : fmax(whole.size, part->size);
        whole.norm += part->norm;
        whole.product += part->product;
        whole.new_norm += part->new_norm;
        whole.overlap += part->overlap;
        for (int64_t i = 0; i < s; i++) {
            national[i] += all->by_sector[run * s + i];
        }
    }
    return whole;
}

static run_sums measure(const rounds *all)
{
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        measure_run(all, run);
    }
    return add_up(all);
}

/* What the nation owes beyond the residual, where that is worth a pass; else NULL. Transposed, it
 * is a cell's and not a sum's. */
static double *find_owed(const rounds *all, double size)
{
    int64_t s = all->national->sectors;
    double *owed = all->by_sector + all->runs * s;
    double debt = 0.0;
    preston_national_extend(all->national, all->operation, owed, owed + s);
    for (int64_t i = 0; i < s; i++) {
        debt = all->operation == PRESTON_PLAIN ? debt + fabs(owed[i]) : fmax(debt, fabs(owed[i]));
    }
    return debt > worth_correcting * size ? owed : NULL;
}

/* h, A h, and what the step along h would do. */
static run_sums look_ahead(rounds *all, const double *owed, double *corrected)
{
    const preston_operator *op = all->solver->op;
    all->h = owed != NULL ? corrected : all->r;
    if (owed != NULL) {
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
        for (int64_t run = 0; run < all->runs; run++) {
            correct_run(all, run, corrected, owed);
        }
    }
    op->type->apply(op, all->operation, 0, 1, all->h, all->s, all->scratch);
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        measure_step_of_run(all, run);
    }
    return add_up(all);
}

static run_sums step(const rounds *all, double take, double back)
{
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        take_run(all, run, take, back);
        measure_run(all, run);
    }
    return add_up(all);
}

/* --- rounds --- */

/* Ways of going round, each for when the one before stalls. Close to unproductive a correction owes
 * much, and leaves more between places than it settles: weighing would hardly take any of it, while
 * unweighed rounds take all and let the rest ring out. */
typedef enum way { CORRECTED_AND_WEIGHED, CORRECTED, WEIGHED, PLAIN } way;

typedef struct progress {
    way way;
    int stalls;
    double last_norm; /* ⟨q, q⟩ of the last step; 0: there is none */
} progress;

/* One round; returns the residual after it. */
static run_sums go_round(rounds *all, run_sums before, double *corrected, progress *now)
{
    double take = 1.0;
    double back = 0.0;
    int corrects = now->way == CORRECTED_AND_WEIGHED || now->way == CORRECTED;
    int weighs = now->way == CORRECTED_AND_WEIGHED || now->way == WEIGHED;
    run_sums found = look_ahead(all, corrects ? find_owed(all, before.size) : NULL, corrected);
    double norm = found.new_norm;
    if (weighs && now->last_norm > 0.0) {
        /* the last q is orthogonal to r, so that it does not change the product */
        double less = norm - found.overlap * (found.overlap / now->last_norm);
        int sound = less > 1e-8 * norm;
        back = sound ? found.overlap / now->last_norm : 0.0;
        norm = sound ? less : norm;
    }
    if (weighs && norm > 0.0) {
        take = found.product / norm;
    }
    now->last_norm = weighs ? norm : 0.0;
    return step(all, take, back);
}

/* Goes on to the next way when rounds hardly help; corrected ones may not even make it worse. */
static void judge(const run_sums *before, const run_sums *after, progress *now)
{
    double left = worth_a_round * worth_a_round * before->norm;
    now->stalls = after->norm <= left ? 0 : now->stalls + 1;
    int failed = now->way == CORRECTED ? !(after->size <= before->size)
                                       : now->way != PLAIN && now->stalls >= MOST_STALLS;
    if (failed) {
        now->way++;
        now->stalls = 0;
        now->last_norm = 0.0;
    }
}

static rounds divide(const preston_solver *solver, const preston_national *national,
                     preston_operation operation, double *vector, double *memory)
{
    int64_t n = solver->rows;
    rounds all = {
        .solver = solver,
        .national = national,
        .operation = operation,
        .places = places_in_run(national),
        .runs = count_runs(national),
        .r = vector,
        .h = vector,
        .x = memory,
        .p = memory + n,
        .q = memory + 2 * n,
        .s = memory + 3 * n,
        .sums = (run_sums *)(void *)(memory + 5 * n),
    };
    all.by_sector = (double *)(all.sums + all.runs);
    all.scratch = all.by_sector + (all.runs + 2) * national->sectors;
    return all;
}

void preston_rounds_correct(const preston_solver *solver, const preston_national *national,
                            preston_operation operation, double accuracy, double *vector,
                            double *scratch)
{
    /* r stays the residual of x as steps leave it: the front end computes what it really is */
    rounds all = divide(solver, national, operation, vector, scratch);
    progress now = {.way = CORRECTED_AND_WEIGHED};
    double *corrected = scratch + 4 * solver->rows;
    memset(scratch, 0, (size_t)(3 * solver->rows) * sizeof *scratch);
    memset(all.sums, 0, (size_t)all.runs * sizeof *all.sums);
    run_sums residual = measure(&all);
    double target = accuracy * residual.size;
    for (int count = 0; count < MOST_ROUNDS; count++) {
        if (!(residual.size > target) || !isfinite(residual.size) || !isfinite(residual.norm)) {
            break;
        }
        run_sums after = go_round(&all, residual, corrected, &now);
        judge(&residual, &after, &now);
        residual = after;
    }
    memcpy(vector, all.x, (size_t)solver->rows * sizeof *vector);
}
