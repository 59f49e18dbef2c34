/* All multipliers of a table, and one new demand once they are known. */
#include "cases.h"
#include "measure.h"

#include <stdlib.h>
#include <string.h>

typedef struct multipliers {
    const bench_table *table;
    double *type_i;  /* BENCH_ACCOUNTS × rows */
    double *type_ii; /* the same */
    preston_certificate certificate;
    preston_method method;
} multipliers;

/* From the table's coefficients, nothing prepared: factorises or iterates, certifies, cleans up. */
static void solve_type_i(void *context)
{
    multipliers *m = context;
    const bench_table *table = m->table;
    int64_t n = table->rows;
    preston_error error = {0};
    preston_operator *op = NULL;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.right_hand_sides = BENCH_ACCOUNTS;
    preston_status status =
        preston_operator_dense(preston_const_matrix(table->coefficients, n, n), &op, &error);
    bench_must(status, &error, table->name);
    bench_must(preston_solver_create_for(op, &options, &solver, &error), &error, table->name);
    status = preston_workspace_create(solver, BENCH_ACCOUNTS, &workspace, &error);
    bench_must(status, &error, table->name);
    status = preston_solver_solve(solver, PRESTON_TRANSPOSED, bench_accounts(table), workspace,
                                  bench_effects(m->type_i, n), &m->certificate, &error);
    bench_must(status, &error, table->name);
    m->method = preston_solver_method(solver);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(op);
}

static double dot(int64_t count, const double *one, const double *other)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += one[i] * other[i];
    }
    return sum;
}

/* Type II is Type I with a border of one row (income) and one column (households' consumption c):
 * e_II = e_I + e_income (e_I·c) / (1 − e_income·c). */
static void add_households(void *context)
{
    multipliers *m = context;
    int64_t n = m->table->rows;
    const double *consumption = m->table->consumption;
    const double *income = m->type_i + n;
    double spent_again = 1.0 - dot(n, income, consumption);
    for (int k = 0; k < BENCH_ACCOUNTS; k++) {
        const double *effect = m->type_i + k * n;
        double *closed = m->type_ii + k * n;
        double induced = dot(n, effect, consumption) / spent_again;
        for (int64_t i = 0; i < n; i++) {
            closed[i] = effect[i] + induced * income[i];
        }
    }
}

static void solve_both_types(void *context)
{
    solve_type_i(context);
    add_households(context);
}

/* Fails unless the bordered system's own solution is what the dot products gave. */
static void check_households(const multipliers *m)
{
    const bench_table *table = m->table;
    int64_t n = table->rows;
    int64_t all = n + 1;
    static const double corner = 0.0;
    preston_error error = {0};
    preston_operator *op = NULL;
    preston_operator *bordered = NULL;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    double *accounts = bench_allocate(BENCH_ACCOUNTS * all);
    double *effects = bench_allocate(BENCH_ACCOUNTS * all);
    double *closed = bench_allocate(BENCH_ACCOUNTS * n);
    for (int64_t k = 0; k < BENCH_ACCOUNTS; k++) { /* households have no accounts of their own */
        memcpy(accounts + k * all, table->accounts + k * n, (size_t)n * sizeof *accounts);
    }
    preston_status status =
        preston_operator_dense(preston_const_matrix(table->coefficients, n, n), &op, &error);
    bench_must(status, &error, table->name);
    status = preston_operator_bordered(op, preston_const_vector(table->consumption, n, 1),
                                       preston_const_matrix(table->accounts + n, 1, n),
                                       preston_const_matrix(&corner, 1, 1), &bordered, &error);
    bench_must(status, &error, table->name);
    bench_must(preston_solver_create_for(bordered, NULL, &solver, &error), &error, table->name);
    status = preston_workspace_create(solver, BENCH_ACCOUNTS, &workspace, &error);
    bench_must(status, &error, table->name);
    status = preston_solver_solve(
        solver, PRESTON_TRANSPOSED,
        preston_transposed(preston_const_matrix(accounts, BENCH_ACCOUNTS, all)), workspace,
        bench_effects(effects, all), NULL, &error);
    bench_must(status, &error, table->name);
    for (int64_t k = 0; k < BENCH_ACCOUNTS; k++) {
        memcpy(closed + k * n, effects + k * all, (size_t)n * sizeof *closed);
        bench_must_agree("a border solved and a border by dot products", closed + k * n,
                         m->type_ii + k * n, n, 1e-8);
    }
    free(accounts);
    free(effects);
    free(closed);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(bordered);
    preston_operator_free(op);
}

/* --- one new demand --- */

typedef struct new_demand {
    int64_t rows;
    double *effects; /* BENCH_ACCOUNTS × rows */
    const double *demand;
    double totals[BENCH_ACCOUNTS];
    double sum;
} new_demand;

static void account_demand(void *context)
{
    new_demand *d = context;
    preston_error error = {0};
    bench_must(preston_batch_accounts(preston_const(bench_effects(d->effects, d->rows)),
                                      preston_const_vector(d->demand, d->rows, 1), NULL,
                                      preston_vector(d->totals, BENCH_ACCOUNTS, 1), &error),
               &error, "one new demand");
}

static void read_effects(void *context)
{
    new_demand *d = context;
    d->sum = bench_read_all(d->effects, BENCH_ACCOUNTS * d->rows);
}

static void time_new_demand(const bench_run *run, const bench_table *table, double *effects)
{
    new_demand d = {.rows = table->rows, .effects = effects, .demand = table->demand};
    bench_report(run->file, table->name, table->rows, "one new demand, four accounts", "s",
                 bench_time(account_demand, &d, BENCH_RUNS));
    bench_report(run->file, table->name, table->rows, "reading the effects", "s",
                 bench_time(read_effects, &d, BENCH_RUNS));
    double expected[BENCH_ACCOUNTS];
    for (int64_t k = 0; k < BENCH_ACCOUNTS; k++) {
        expected[k] = dot(d.rows, effects + k * d.rows, d.demand);
        bench_must_agree("one new demand", d.totals + k, expected + k, 1, 1e-12);
    }
}

void bench_case_multipliers(const bench_run *run, const bench_table *table, double *effects)
{
    int64_t n = table->rows;
    multipliers m = {.table = table, .type_i = effects, .type_ii = effects + BENCH_ACCOUNTS * n};
    bench_report(run->file, table->name, n, "multipliers, types I and II", "s",
                 bench_time(solve_both_types, &m, BENCH_RUNS));
    bench_report(run->file, table->name, n, "multipliers, type I", "s",
                 bench_time(solve_type_i, &m, BENCH_RUNS));
    bench_report(run->file, table->name, n, "type II from type I", "s",
                 bench_time(add_households, &m, BENCH_RUNS));
    if (!m.certificate.certified || !(m.certificate.relative_bound <= 1e-9)) {
        bench_fail(table->name, "the multipliers are not certified to 1e-9");
    }
    printf("%-12s %6lld  by %s, certified to %.1e\n", table->name, (long long)n,
           preston_method_name(m.method), m.certificate.relative_bound);
    if (n <= 1435) {
        check_households(&m);
    }
    time_new_demand(run, table, effects);
}
