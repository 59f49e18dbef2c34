/* The dense methods against the limits of the machine, and what the explicit inverse is good for.
 */
#include "cases.h"
#include "measure.h"

#include "matrix/lapack.h"

#include <stdlib.h>
#include <string.h>

/* --- iterative solves: how fast is A read? --- */

/* An operator that counts how often it reads A: what the solve of the dense one reads as well,
 * since the method does the same steps for any form. */
typedef struct counted {
    const preston_operator *op;
    preston_workspace *workspace;
    int64_t rows;
    int applies;
} counted;

static void count_apply(void *context, preston_operation operation, int absolute, int64_t columns,
                        const double *x, double *y)
{
    (void)absolute; /* no cell is negative */
    counted *c = context;
    int64_t n = c->rows;
    preston_error error = {0};
    preston_view out = {y, n, columns, 1, n};
    c->applies++;
    bench_must(preston_operator_apply(c->op, operation,
                                      preston_transposed(preston_const_matrix(x, columns, n)),
                                      c->workspace, out, &error),
               &error, "an apply");
}

typedef struct iteration {
    const bench_table *table;
    const preston_solver *solver;
    preston_workspace *workspace;
    int64_t columns;
    double *solution;
} iteration;

static void iterate(void *context)
{
    iteration *i = context;
    int64_t n = i->table->rows;
    preston_error error = {0};
    preston_const_view accounts = bench_accounts(i->table);
    preston_view solution = bench_effects(i->solution, n);
    accounts.columns = solution.columns = i->columns;
    bench_must(preston_solver_solve(i->solver, PRESTON_TRANSPOSED, accounts, i->workspace, solution,
                                    NULL, &error),
               &error, "an iterative solve");
}

static int count_applies(const bench_table *table, const preston_operator *op,
                         const preston_solver_options *options, double *solution)
{
    int64_t n = table->rows;
    int64_t columns = options->right_hand_sides;
    preston_error error = {0};
    preston_operator *counting = NULL;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    counted c = {.op = op, .rows = n};
    bench_must(preston_operator_workspace(op, columns, &c.workspace, &error), &error, table->name);
    bench_must(preston_operator_callback(n, count_apply, &c, 1, n, &counting, &error), &error,
               table->name);
    bench_must(preston_solver_create_for(counting, options, &solver, &error), &error, table->name);
    bench_must(preston_workspace_create(solver, columns, &workspace, &error), &error, table->name);
    iteration i = {table, solver, workspace, columns, solution};
    c.applies = 0;
    iterate(&i);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(counting);
    preston_workspace_free(c.workspace);
    return c.applies;
}

static void time_iteration(const bench_run *run, const bench_table *table,
                           const preston_operator *op, int64_t columns, double *solution,
                           const char *what)
{
    int64_t n = table->rows;
    preston_error error = {0};
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_BICGSTAB;
    options.right_hand_sides = columns;
    int applies = count_applies(table, op, &options, solution);
    bench_must(preston_solver_create_for(op, &options, &solver, &error), &error, table->name);
    bench_must(preston_workspace_create(solver, columns, &workspace, &error), &error, table->name);
    iteration i = {table, solver, workspace, columns, solution};
    bench_result seconds = bench_time(iterate, &i, BENCH_RUNS);
    printf("%-12s %6lld  %d applies in a solve for %lld, %.4g s\n", table->name, (long long)n,
           applies, (long long)columns, seconds.median);
    bench_report(run->file, table->name, n, what, "B/s",
                 bench_rate(seconds, (double)applies * (double)(n * n) * sizeof(double)));
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

void bench_case_iterative(const bench_run *run, const bench_table *table)
{
    int64_t n = table->rows;
    preston_error error = {0};
    preston_operator *op = NULL;
    double *solution = bench_allocate(BENCH_ACCOUNTS * n);
    bench_must(preston_operator_dense(preston_const_matrix(table->coefficients, n, n), &op, &error),
               &error, table->name);
    time_iteration(run, table, op, 1, solution, "read by BiCGSTAB, one right-hand side");
    time_iteration(run, table, op, BENCH_ACCOUNTS, solution,
                   "read by BiCGSTAB, four right-hand sides");
    preston_operator_free(op);
    free(solution);
}

/* --- factors --- */

static void factorise(void *context)
{
    const bench_table *table = context;
    int64_t n = table->rows;
    preston_error error = {0};
    preston_solver *solver = NULL;
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_LU;
    bench_must(preston_solver_create(preston_const_matrix(table->coefficients, n, n), &options,
                                     &solver, &error),
               &error, table->name);
    preston_solver_free(solver);
}

typedef struct peer {
    const bench_table *table;
    double *system; /* rows × rows */
    double *work;
    int work_size;
    int *pivots;
} peer;

static void form_system(const bench_table *table, double *system)
{
    int64_t n = table->rows;
    for (int64_t i = 0; i < n * n; i++) {
        system[i] = -table->coefficients[i];
    }
    for (int64_t i = 0; i < n; i++) {
        system[i * n + i] += 1.0;
    }
}

static void factorise_by_lapack(void *context)
{
    peer *p = context;
    int n = (int)p->table->rows;
    int info = 0;
    form_system(p->table, p->system);
    dgetrf_(&n, &n, p->system, &n, p->pivots, &info);
}

static void invert_by_lapack(void *context)
{
    peer *p = context;
    int n = (int)p->table->rows;
    int info = 0;
    factorise_by_lapack(context);
    dgetri_(&n, p->system, &n, p->pivots, p->work, &p->work_size, &info);
}

static peer make_peer(const bench_table *table)
{
    int64_t n = table->rows;
    peer p = {.table = table, .work_size = (int)(64 * n)};
    p.system = bench_allocate(n * n);
    p.work = bench_allocate(64 * n);
    p.pivots = calloc((size_t)n, sizeof *p.pivots);
    if (p.pivots == NULL) {
        bench_fail(table->name, "out of memory");
    }
    return p;
}

static void free_peer(peer *p)
{
    free(p->system);
    free(p->work);
    free(p->pivots);
}

void bench_case_factors(const bench_run *run, const bench_table *table)
{
    int64_t n = table->rows;
    double work = 2.0 / 3.0 * (double)n * (double)n * (double)n;
    bench_table borrowed = *table;
    bench_report(run->file, table->name, n, "a solver by LU, made and checked", "flop/s",
                 bench_rate(bench_time(factorise, &borrowed, BENCH_RUNS), work));
    peer p = make_peer(table);
    bench_report(run->file, table->name, n, "dgetrf", "flop/s",
                 bench_rate(bench_time(factorise_by_lapack, &p, BENCH_RUNS), work));
    free_peer(&p);
}

/* --- the inverse --- */

typedef struct inversion {
    const bench_table *table;
    const preston_solver *solver;
    double *inverse;
} inversion;

static void invert(void *context)
{
    inversion *i = context;
    int64_t n = i->table->rows;
    preston_error error = {0};
    bench_must(preston_solver_inverse(i->solver, preston_matrix(i->inverse, n, n), NULL, &error),
               &error, i->table->name);
}

static void invert_from_coefficients(void *context)
{
    inversion *i = context;
    int64_t n = i->table->rows;
    preston_error error = {0};
    preston_operator *op = NULL;
    preston_solver *solver = NULL;
    preston_status status =
        preston_operator_dense(preston_const_matrix(i->table->coefficients, n, n), &op, &error);
    bench_must(status, &error, i->table->name);
    bench_must(preston_solver_create_for(op, NULL, &solver, &error), &error, i->table->name);
    status = preston_solver_inverse(solver, preston_matrix(i->inverse, n, n), NULL, &error);
    bench_must(status, &error, i->table->name);
    preston_solver_free(solver);
    preston_operator_free(op);
}

void bench_case_inverse(const bench_run *run, const bench_table *table)
{
    int64_t n = table->rows;
    preston_error error = {0};
    preston_operator *op = NULL;
    preston_solver *solver = NULL;
    bench_must(preston_operator_dense(preston_const_matrix(table->coefficients, n, n), &op, &error),
               &error, table->name);
    bench_must(preston_solver_create_for(op, NULL, &solver, &error), &error, table->name);
    inversion i = {table, solver, bench_allocate(n * n)};
    peer p = make_peer(table);
    bench_report(run->file, table->name, n, "the explicit inverse, of a solver", "s",
                 bench_time(invert, &i, BENCH_RUNS));
    bench_report(run->file, table->name, n, "the explicit inverse, from A", "s",
                 bench_time(invert_from_coefficients, &i, BENCH_RUNS));
    bench_report(run->file, table->name, n, "dgetrf and dgetri, from A", "s",
                 bench_time(invert_by_lapack, &p, BENCH_RUNS));
    bench_must_agree("the explicit inverse", i.inverse, p.system, n * n, 1e-10);
    free_peer(&p);
    free(i.inverse);
    preston_solver_free(solver);
    preston_operator_free(op);
}

/* --- read off the inverse --- */

typedef struct extraction {
    inversion inversion;
    const double *effects;
    double *solution;
    double *losses; /* BENCH_ACCOUNTS × rows */
    peer peer;
    double *output;
    int64_t sector;                /* the peer's next */
    double totals[BENCH_ACCOUNTS]; /* what the accounts are without that sector */
} extraction;

/* All sectors, from A: solver, inverse, and output = L f. */
static void extract_all(void *context)
{
    extraction *e = context;
    int64_t n = e->inversion.table->rows;
    preston_error error = {0};
    invert_from_coefficients(&e->inversion);
    for (int64_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (int64_t j = 0; j < n; j++) {
            sum += e->inversion.inverse[i * n + j] * e->inversion.table->demand[j];
        }
        e->solution[i] = sum;
    }
    bench_must(preston_extraction_losses(
                   preston_const_matrix(e->inversion.inverse, n, n),
                   preston_const_vector(e->solution, n, 1),
                   preston_transposed(preston_const_matrix(e->effects, BENCH_ACCOUNTS, n)),
                   bench_effects(e->losses, n), &error),
               &error, "extractions");
}

static double total_of(const bench_table *table, int64_t account, const double *output)
{
    double total = 0.0;
    for (int64_t i = 0; i < table->rows; i++) {
        total += table->accounts[account * table->rows + i] * output[i];
    }
    return total;
}

/* One sector: without its row, its column and its demand, a new solve; what is left. */
static void extract_by_solving(void *context)
{
    extraction *e = context;
    const bench_table *table = e->peer.table;
    int n = (int)table->rows;
    int64_t sector = e->sector;
    int one = 1;
    int info = 0;
    form_system(table, e->peer.system);
    for (int64_t i = 0; i < n; i++) {
        e->peer.system[sector * n + i] = i == sector ? 1.0 : 0.0;
        e->peer.system[i * n + sector] = i == sector ? 1.0 : 0.0;
        e->output[i] = i == sector ? 0.0 : table->demand[i];
    }
    dgetrf_(&n, &n, e->peer.system, &n, e->peer.pivots, &info);
    dgetrs_("T", &n, &one, e->peer.system, &n, e->peer.pivots, e->output, &n, &info, 1);
    for (int k = 0; k < BENCH_ACCOUNTS; k++) {
        e->totals[k] = total_of(table, k, e->output);
    }
}

void bench_case_extractions(const bench_run *run, const bench_table *table, const double *effects)
{
    enum { CHECKED = 5 };
    int64_t n = table->rows;
    extraction e = {.inversion = {table, NULL, bench_allocate(n * n)}, .effects = effects};
    e.solution = bench_allocate(n);
    e.losses = bench_allocate(BENCH_ACCOUNTS * n);
    e.output = bench_allocate(n);
    e.peer = make_peer(table);
    bench_report(run->file, table->name, n, "all extractions, from A", "s",
                 bench_time(extract_all, &e, BENCH_RUNS));
    bench_report(run->file, table->name, n, "one extraction, by dgetrf", "s",
                 bench_time(extract_by_solving, &e, BENCH_RUNS));
    for (int64_t check = 0; check < CHECKED; check++) {
        e.sector = n * (2 * check + 1) / CHECKED / 2;
        extract_by_solving(&e);
        for (int64_t k = 0; k < BENCH_ACCOUNTS; k++) {
            double left = total_of(table, k, e.solution) - e.losses[k * n + e.sector];
            bench_must_agree("an extraction", &left, e.totals + k, 1, 1e-10);
        }
    }
    free(e.inversion.inverse);
    free(e.solution);
    free(e.losses);
    free(e.output);
    free_peer(&e.peer);
}

typedef struct influence {
    int64_t rows;
    const double *effects;
    const double *solution;
    double *cells; /* rows × rows */
} influence;

static void find_influence(void *context)
{
    influence *i = context;
    preston_error error = {0};
    bench_must(preston_influence(preston_const_vector(i->effects, i->rows, 1),
                                 preston_const_vector(i->solution, i->rows, 1),
                                 preston_matrix(i->cells, i->rows, i->rows), &error),
               &error, "the field of influence");
}

static void write_cells(void *context)
{
    influence *i = context;
#pragma omp parallel for schedule(static)
    for (int64_t cell = 0; cell < i->rows * i->rows; cell++) {
        i->cells[cell] = 1.5;
    }
}

void bench_case_influence(const bench_run *run, const bench_table *table, const double *effects)
{
    int64_t n = table->rows;
    influence i = {n, effects, table->demand, bench_allocate(n * n)};
    bench_report(run->file, table->name, n, "writing as many cells", "s",
                 bench_time(write_cells, &i, BENCH_RUNS));
    bench_report(run->file, table->name, n, "the field of influence, all cells", "s",
                 bench_time(find_influence, &i, BENCH_RUNS));
    double expected = effects[7] * table->demand[3];
    bench_must_agree("the field of influence", i.cells + 7 * n + 3, &expected, 1, 1e-15);
    free(i.cells);
}
