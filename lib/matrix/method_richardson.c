/* Richardson's iteration: the rounds of spending, d ← r + A d.
 *
 * For many places each round is improved twice. A national correction (trade_national.h) settles
 * what the whole nation owes; and of each step only so much is taken, and so much of the last step
 * taken back, as leaves the least residual (Vinsome 1976, Orthomin, of depth one). In the inner
 * product of the national system a plain round shrinks every residual, so that no improved round
 * is worse than a plain one. Where that fails after all, first the correction goes, then the rest:
 * plain rounds go on to the end. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "trade_national.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ROUNDS = 3000,
    MOST_STALLS = 3,         /* rounds that hardly help, before something else is tried */
    RUN = 1 << 12,           /* rows, or at least one place, whose sums are taken together */
    PARALLEL_CELLS = 1 << 15 /* fewer rows than this are not worth a second thread */
};

/* A national correction is worth its pass when it is so large beside the residual. */
static const double worth_correcting = 0.02;
static const double worth_a_round = 0.95; /* what a round that helps leaves of the residual */

static void clear(preston_solver *solver)
{
    if (solver->state != NULL) {
        preston_national_clear(solver->state);
        free(solver->state);
    }
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    (void)options;
    solver->state = preston_allocate(1, sizeof(preston_national));
    return solver->state != NULL ? preston_national_create(solver->op, solver->state, error)
                                 : preston_fail_memory(error, "a solver");
}

/* --- plain rounds, for any operator --- */

static double size_of(int64_t cells, const double *vector)
{
    double sum = 0.0;
    for (int64_t i = 0; i < cells; i++) {
        sum += fabs(vector[i]);
    }
    return sum;
}

static void correct_plainly(const preston_solver *solver, preston_operation operation,
                            int64_t columns, double accuracy, double *vectors, double *memory)
{
    int64_t cells = solver->rows * columns;
    double *d = memory;
    double *t = memory + cells;
    double target = accuracy * size_of(cells, vectors);
    memset(d, 0, (size_t)cells * sizeof *d);
    memcpy(t, vectors, (size_t)cells * sizeof *t);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double size = size_of(cells, t);
        if (!(size > target) || !isfinite(size)) {
            break;
        }
        for (int64_t i = 0; i < cells; i++) {
            d[i] += t[i];
        }
        solver->op->type->apply(solver->op, operation, 0, columns, d, t, memory + 2 * cells);
        for (int64_t i = 0; i < cells; i++) {
            t[i] += vectors[i] - d[i];
        }
    }
    memcpy(vectors, d, (size_t)cells * sizeof *d);
}

/* --- improved rounds, for trade: one column --- */

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
    double *p;             /* the last step, x ← x + α p */
    double *q;             /* (I − A) p */
    double *h;             /* the residual, nationally corrected */
    double *s;             /* A h */
    run_sums *sums;        /* of each run */
    double *national_sums; /* of each run, then the whole, then scratch: S each */
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

/* Doubles of the sums. */
static int64_t small_scratch(const preston_national *national)
{
    int64_t sums = (int64_t)(sizeof(run_sums) / sizeof(double)) * count_runs(national);
    return sums + (count_runs(national) + 2) * national->sectors;
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    const preston_national *national = solver->state;
    const preston_operator *op = solver->op;
    if (national->places == 0 || columns == 0) {
        return 2 * solver->rows * columns + op->type->scratch(op, columns);
    }
    return 5 * solver->rows + small_scratch(national) + op->type->scratch(op, 1);
}

static inline double weight_of(const rounds *all, int64_t row)
{
    double weight = all->national->metric[row];
    return all->operation == PRESTON_PLAIN ? weight : 1.0 / weight;
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

/* The residual's size and norm, and its national sums: plain over places, transposed by their
 * shares. */
static void measure_residual(const rounds *all, int64_t run)
{
    int64_t first = 0;
    int64_t last = 0;
    int64_t s = all->national->sectors;
    int plain = all->operation == PRESTON_PLAIN;
    double *national = all->national_sums + run * s;
    run_sums *sums = &all->sums[run];
    find_run(all, run, &first, &last);
    memset(national, 0, (size_t)s * sizeof *national);
    sums->size = 0.0;
    sums->norm = 0.0;
    for (int64_t row = first; row < last; row += s) {
        const double *shares = all->national->shares + row;
        const double *r = all->r + row;
        for (int64_t i = 0; i < s; i++) {
            double size = fabs(r[i]);
            sums->size = plain ? sums->size + size : size > sums->size ? size : sums->size;
            sums->norm += weight_of(all, row + i) * r[i] * r[i];
            national[i] += plain ? r[i] : shares[i] * r[i];
        }
    }
}

/* What the new step would do. */
static void measure_step(const rounds *all, int64_t run)
{
    int64_t first = 0;
    int64_t last = 0;
    run_sums sums = all->sums[run];
    find_run(all, run, &first, &last);
    sums.product = sums.new_norm = sums.overlap = 0.0;
    for (int64_t i = first; i < last; i++) {
        double change = all->h[i] - all->s[i];
        double weighted = weight_of(all, i) * change;
        sums.product += weighted * all->r[i];
        sums.new_norm += weighted * change;
        sums.overlap += weighted * all->q[i];
    }
    all->sums[run] = sums;
}

/* h = r, and what the nation owes beyond it. */
static void correct_run(const rounds *all, int64_t run, const double *owed)
{
    int64_t first = 0;
    int64_t last = 0;
    int64_t s = all->national->sectors;
    int plain = all->operation == PRESTON_PLAIN;
    find_run(all, run, &first, &last);
    for (int64_t row = first; row < last; row += s) {
        for (int64_t i = 0; i < s; i++) {
            double share = plain ? all->national->shares[row + i] : 1.0;
            all->h[row + i] = all->r[row + i] + share * owed[i];
        }
    }
}

static void take_step(const rounds *all, int64_t run, double take, double back)
{
    int64_t first = 0;
    int64_t last = 0;
    find_run(all, run, &first, &last);
    for (int64_t i = first; i < last; i++) {
        all->p[i] = all->h[i] - back * all->p[i];
        all->q[i] = (all->h[i] - all->s[i]) - back * all->q[i];
        all->x[i] += take * all->p[i];
        all->r[i] -= take * all->q[i];
    }
    measure_residual(all, run);
}

/* The runs' sums, in their order. */
static run_sums add_up(const rounds *all)
{
    int64_t s = all->national->sectors;
    int plain = all->operation == PRESTON_PLAIN;
    double *national = all->national_sums + all->runs * s;
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
            national[i] += all->national_sums[run * s + i];
        }
    }
    return whole;
}

/* Fills h. Corrects when the nation owes enough; transposed, what it owes is a cell's and not a
 * sum's. */
static void find_direction(const rounds *all, int corrects, double size)
{
    int64_t s = all->national->sectors;
    double *owed = all->national_sums + all->runs * s;
    double debt = 0.0;
    if (corrects) {
        preston_national_extend(all->national, all->operation, owed, owed + s);
        for (int64_t i = 0; i < s; i++) {
            debt =
                all->operation == PRESTON_PLAIN ? debt + fabs(owed[i]) : fmax(debt, fabs(owed[i]));
        }
    }
    if (!(debt > worth_correcting * size)) {
        memset(owed, 0, (size_t)s * sizeof *owed);
    }
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        correct_run(all, run, owed);
    }
}

static void multiply(const rounds *all)
{
    const preston_operator *op = all->solver->op;
    op->type->apply(op, all->operation, 0, 1, all->h, all->s, all->scratch);
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        measure_step(all, run);
    }
}

static run_sums step(const rounds *all, double take, double back)
{
#pragma omp parallel for schedule(static) if (all->solver->rows > PARALLEL_CELLS)
    for (int64_t run = 0; run < all->runs; run++) {
        take_step(all, run, take, back);
    }
    return add_up(all);
}

/* How the rounds are improved, and what they have come to. */
typedef struct progress {
    int corrects; /* nationally */
    int weighs;   /* steps against the last */
    int stalls;
    double last_norm; /* ⟨q, q⟩ of the last step; 0: there is none */
} progress;

/* One round; returns the residual after it. */
static run_sums go_round(const rounds *all, run_sums before, progress *now)
{
    double take = 1.0;
    double back = 0.0;
    find_direction(all, now->corrects, before.size);
    multiply(all);
    run_sums found = add_up(all);
    double norm = found.new_norm;
    if (now->weighs && now->last_norm > 0.0) {
        /* the last q is orthogonal to r, so that it does not change the product */
        double less = norm - found.overlap * (found.overlap / now->last_norm);
        int sound = less > 1e-8 * norm;
        back = sound ? found.overlap / now->last_norm : 0.0;
        norm = sound ? less : norm;
    }
    if (now->weighs && norm > 0.0) {
        take = found.product / norm;
    }
    now->last_norm = now->weighs ? norm : 0.0;
    return step(all, take, back);
}

/* Rounds that hardly help cost more than they bring: the correction goes, then the weighing. */
static void judge(const run_sums *before, const run_sums *after, progress *now)
{
    double left = worth_a_round * worth_a_round * before->norm;
    now->stalls = after->norm <= left ? 0 : now->stalls + 1;
    if (now->weighs && now->stalls >= MOST_STALLS) {
        now->weighs = now->corrects;
        now->corrects = 0;
        now->stalls = 0;
        now->last_norm = 0.0;
    }
}

static rounds divide(const preston_solver *solver, preston_operation operation, double *vector,
                     double *memory)
{
    const preston_national *national = solver->state;
    int64_t n = solver->rows;
    rounds all = {
        .solver = solver,
        .national = national,
        .operation = operation,
        .places = places_in_run(national),
        .runs = count_runs(national),
        .r = vector,
        .x = memory,
        .p = memory + n,
        .q = memory + 2 * n,
        .h = memory + 3 * n,
        .s = memory + 4 * n,
        .sums = (run_sums *)(void *)(memory + 5 * n),
    };
    all.national_sums = (double *)(all.sums + all.runs);
    all.scratch = all.national_sums + (all.runs + 2) * national->sectors;
    return all;
}

/* r stays the residual of x as steps leave it: the front end computes what it really is. */
static void correct_column(const preston_solver *solver, preston_operation operation,
                           double accuracy, double *vector, double *memory)
{
    rounds all = divide(solver, operation, vector, memory);
    progress now = {.corrects = 1, .weighs = 1};
    memset(memory, 0, (size_t)(3 * solver->rows) * sizeof *memory);
    memset(all.sums, 0, (size_t)all.runs * sizeof *all.sums);
    for (int64_t run = 0; run < all.runs; run++) {
        measure_residual(&all, run);
    }
    run_sums residual = add_up(&all);
    double target = accuracy * residual.size;
    for (int count = 0; count < MOST_ROUNDS; count++) {
        if (!(residual.size > target) || !isfinite(residual.size) || !isfinite(residual.norm)) {
            break;
        }
        run_sums after = go_round(&all, residual, &now);
        judge(&residual, &after, &now);
        residual = after;
    }
    memcpy(vector, all.x, (size_t)solver->rows * sizeof *vector);
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    const preston_national *national = solver->state;
    if (national->places == 0) {
        correct_plainly(solver, operation, columns, accuracy, vectors, memory);
        return;
    }
    for (int64_t k = 0; k < columns; k++) {
        correct_column(solver, operation, accuracy, vectors + k * solver->rows, memory);
    }
}

const preston_method_type preston_richardson_type = {"Richardson's rounds", create, scratch,
                                                     correct, clear};
