/* Changes without starting again: scenarios, draws, and batches on one thread and on two. */
#include "cases.h"
#include "measure.h"

#include "matrix/lapack.h"

#include <stdlib.h>

/* --- a scenario against a new factorisation --- */

enum { CHANGED = 10 };

typedef struct scenario {
    const bench_table *table;
    const preston_solver *solver;
    preston_rescaling *rescaling;
    const double *effects;
    int64_t changed[CHANGED];
    double factors[CHANGED];
    double *solution;
    double totals[BENCH_ACCOUNTS];     /* of the base */
    double new_totals[BENCH_ACCOUNTS]; /* ours */
    double *system;                    /* the peer's: rows × rows */
    double *output;                    /* the peer's: rows */
    int *pivots;
    double other_totals[BENCH_ACCOUNTS];
} scenario;

static void prepare_changes(void *context)
{
    scenario *s = context;
    preston_error error = {0};
    preston_rescaling_free(s->rescaling);
    s->rescaling = NULL;
    bench_must(preston_rescaling_create(s->solver, PRESTON_ROWS, CHANGED, s->changed, &s->rescaling,
                                        &error),
               &error, "a scenario");
}

static void change_shares(void *context)
{
    scenario *s = context;
    int64_t n = s->table->rows;
    preston_const_view effects =
        preston_transposed(preston_const_matrix(s->effects, BENCH_ACCOUNTS, n));
    preston_error error = {0};
    bench_must(preston_rescaling_accounts(
                   s->rescaling, preston_const_vector(s->factors, CHANGED, 1),
                   preston_const_vector(s->table->demand, n, 1),
                   preston_const_vector(s->solution, n, 1), bench_accounts(s->table), effects,
                   preston_const_vector(s->totals, BENCH_ACCOUNTS, 1),
                   preston_vector(s->new_totals, BENCH_ACCOUNTS, 1), &error),
               &error, "a scenario");
}

static void total(const bench_table *table, const double *output, double *totals)
{
    for (int k = 0; k < BENCH_ACCOUNTS; k++) {
        totals[k] = 0.0;
        for (int64_t i = 0; i < table->rows; i++) {
            totals[k] += table->accounts[k * table->rows + i] * output[i];
        }
    }
}

/* (I − A')ᵀ column after column is what I − A' row after row is. */
static void factorise_again(void *context)
{
    scenario *s = context;
    int n = (int)s->table->rows;
    int one = 1;
    int info = 0;
    int change = 0;
    for (int64_t i = 0; i < n; i++) {
        double factor = 1.0;
        if (change < CHANGED && s->changed[change] == i) {
            factor = s->factors[change++];
        }
        const double *cells = s->table->coefficients + i * n;
        double *system = s->system + i * n;
        for (int64_t j = 0; j < n; j++) {
            system[j] = -factor * cells[j];
        }
        system[i] += 1.0;
        s->output[i] = s->table->demand[i];
    }
    dgetrf_(&n, &n, s->system, &n, s->pivots, &info);
    dgetrs_("T", &n, &one, s->system, &n, s->pivots, s->output, &n, &info, 1);
    total(s->table, s->output, s->other_totals);
}

/* The base that changes start from: a solver and its solution for the table's demand. */
static preston_solver *solve_base(const bench_table *table, double *solution)
{
    int64_t n = table->rows;
    preston_error error = {0};
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.tolerance = 1e-10;
    options.right_hand_sides = CHANGED;
    preston_status status = preston_solver_create(preston_const_matrix(table->coefficients, n, n),
                                                  &options, &solver, &error);
    bench_must(status, &error, table->name);
    bench_must(preston_workspace_create(solver, 1, &workspace, &error), &error, table->name);
    status = preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(table->demand, n, 1),
                                  workspace, preston_vector(solution, n, 1), NULL, &error);
    bench_must(status, &error, table->name);
    preston_workspace_free(workspace);
    return solver;
}

void bench_case_scenario(const bench_run *run, const bench_table *table, const double *effects)
{
    int64_t n = table->rows;
    scenario s = {.table = table, .effects = effects};
    s.solution = bench_allocate(n);
    s.system = bench_allocate(n * n);
    s.output = bench_allocate(n);
    s.pivots = calloc((size_t)n, sizeof *s.pivots);
    if (s.pivots == NULL) {
        bench_fail(table->name, "out of memory");
    }
    for (int64_t i = 0; i < CHANGED; i++) {
        s.changed[i] = n * (2 * i + 1) / CHANGED / 2;
        s.factors[i] = 0.7 + 0.6 * bench_uniform(30, i);
    }
    preston_solver *solver = solve_base(table, s.solution);
    s.solver = solver;
    total(table, s.solution, s.totals);
    bench_report(run->file, table->name, n, "preparing ten sectors to change", "s",
                 bench_time(prepare_changes, &s, BENCH_RUNS));
    bench_report(run->file, table->name, n, "ten local shares changed, four accounts", "s",
                 bench_time(change_shares, &s, BENCH_RUNS));
    bench_report(run->file, table->name, n, "ten local shares changed, by dgetrf", "s",
                 bench_time(factorise_again, &s, BENCH_RUNS));
    for (int k = 0; k < BENCH_ACCOUNTS; k++) {
        bench_must_agree("ten local shares changed", s.new_totals + k, s.other_totals + k, 1, 1e-8);
    }
    preston_rescaling_free(s.rescaling);
    preston_solver_free(solver);
    free(s.solution);
    free(s.system);
    free(s.output);
    free(s.pivots);
}

/* --- draws --- */

enum { DRAWS = 10000, DRAWS_FOR_PEERS = 32, SCALING_DRAWS = 2000 };

typedef struct draws {
    const bench_table *table;
    const preston_solver *solver;
    const preston_draws *prepared; /* NULL: each run prepares its own */
    int64_t count;
    int threads;
    double *factors; /* count × rows */
    double *totals;  /* count × BENCH_ACCOUNTS */
    double bound;
} draws;

static void run_draws(void *context)
{
    draws *d = context;
    int64_t n = d->table->rows;
    preston_error error = {0};
    preston_draws *made = NULL;
    preston_batch_options options;
    preston_batch_options_init(&options);
    options.threads = d->threads;
    if (d->prepared == NULL) {
        bench_must(preston_draws_create(d->solver, &made, &error), &error, "draws");
    }
    preston_view totals = {d->totals, BENCH_ACCOUNTS, d->count, 1, BENCH_ACCOUNTS};
    preston_status status =
        preston_draws_run(d->prepared != NULL ? d->prepared : made,
                          preston_transposed(preston_const_matrix(d->factors, d->count, n)),
                          preston_const_vector(d->table->demand, n, 1), bench_accounts(d->table),
                          &options, totals, &d->bound, &error);
    bench_must(status, &error, "draws");
    preston_draws_free(made);
}

/* Every share moves, by up to a fifth, upwards or downwards. */
static draws make_draws(const bench_table *table, int64_t count)
{
    int64_t n = table->rows;
    draws d = {.table = table, .count = count};
    d.factors = bench_allocate(count * n);
    d.totals = bench_allocate(count * BENCH_ACCOUNTS);
    for (int64_t i = 0; i < count * n; i++) {
        d.factors[i] = 0.8 + 0.4 * bench_uniform(40, i);
    }
    return d;
}

void bench_case_draws(const bench_run *run, const bench_table *table)
{
    int64_t n = table->rows;
    double *solution = bench_allocate(n);
    preston_solver *solver = solve_base(table, solution);
    draws d = make_draws(table, DRAWS);
    d.solver = solver;
    bench_report(run->file, table->name, n, "10,000 draws of all local shares", "s",
                 bench_time(run_draws, &d, BENCH_RUNS));
    if (!(d.bound <= 1e-9)) {
        bench_fail(table->name, "the draws are not certified to 1e-9");
    }
    bench_write_npy(run->folder, table->name, "draws", d.factors, DRAWS_FOR_PEERS, n);
    bench_write_npy(run->folder, table->name, "drawn-totals", d.totals, DRAWS_FOR_PEERS,
                    BENCH_ACCOUNTS);
    preston_solver_free(solver);
    free(d.factors);
    free(d.totals);
    free(solution);
}

/* --- one thread and two --- */

typedef struct batch {
    const bench_table *table;
    const preston_solver *solver;
    const double *effects;
    int64_t count;
    int threads;
    double *demands; /* count × rows */
    double *outputs; /* count × rows */
    double *totals;  /* count × BENCH_ACCOUNTS */
} batch;

static void solve_batch(void *context)
{
    batch *b = context;
    int64_t n = b->table->rows;
    preston_view outputs = {b->outputs, n, b->count, 1, n};
    preston_error error = {0};
    preston_batch_options options;
    preston_batch_options_init(&options);
    options.threads = b->threads;
    bench_must(
        preston_batch_solve(b->solver, PRESTON_PLAIN,
                            preston_transposed(preston_const_matrix(b->demands, b->count, n)),
                            &options, outputs, NULL, &error),
        &error, "a batch of solves");
}

static void account_batch(void *context)
{
    batch *b = context;
    int64_t n = b->table->rows;
    preston_view totals = preston_matrix(b->totals, BENCH_ACCOUNTS, b->count);
    preston_error error = {0};
    preston_batch_options options;
    preston_batch_options_init(&options);
    options.threads = b->threads;
    bench_must(preston_batch_accounts(
                   preston_transposed(preston_const_matrix(b->effects, BENCH_ACCOUNTS, n)),
                   preston_transposed(preston_const_matrix(b->demands, b->count, n)), &options,
                   totals, &error),
               &error, "a batch of demands");
}

static void time_on(const bench_run *run, const bench_table *table, bench_job *job, void *context,
                    int *threads, const char *one, const char *two)
{
    *threads = 1;
    bench_report(run->file, table->name, table->rows, one, "s",
                 bench_time(job, context, BENCH_RUNS));
    *threads = 2;
    bench_report(run->file, table->name, table->rows, two, "s",
                 bench_time(job, context, BENCH_RUNS));
}

void bench_case_threads(const bench_run *run, const bench_table *table, const double *effects)
{
    enum { DEMANDS = 1000, DEMANDS_OF_ACCOUNTS = 10000 };
    int64_t n = table->rows;
    preston_error error = {0};
    preston_draws *prepared = NULL;
    double *solution = bench_allocate(n);
    preston_solver *solver = solve_base(table, solution);
    bench_must(preston_draws_create(solver, &prepared, &error), &error, table->name);
    draws d = make_draws(table, SCALING_DRAWS);
    d.prepared = prepared;
    time_on(run, table, run_draws, &d, &d.threads, "2,000 draws, one thread",
            "2,000 draws, two threads");
    preston_draws_free(prepared);
    preston_solver_free(solver);
    free(d.factors);
    free(d.totals);
    free(solution);

    batch b = {.table = table, .effects = effects, .count = DEMANDS_OF_ACCOUNTS};
    b.demands = bench_allocate(b.count * n);
    b.outputs = bench_allocate(DEMANDS * n);
    b.totals = bench_allocate(b.count * BENCH_ACCOUNTS);
    for (int64_t i = 0; i < b.count * n; i++) {
        b.demands[i] = bench_uniform(50, i);
    }
    time_on(run, table, account_batch, &b, &b.threads, "accounts of 10,000 demands, one thread",
            "accounts of 10,000 demands, two threads");
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.right_hand_sides = b.count = DEMANDS;
    preston_solver *batch_solver = NULL;
    bench_must(preston_solver_create(preston_const_matrix(table->coefficients, n, n), &options,
                                     &batch_solver, &error),
               &error, table->name);
    b.solver = batch_solver;
    time_on(run, table, solve_batch, &b, &b.threads, "solves for 1,000 demands, one thread",
            "solves for 1,000 demands, two threads");
    preston_solver_free(batch_solver);
    free(b.demands);
    free(b.outputs);
    free(b.totals);
}
