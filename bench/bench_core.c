/* bench_core FILE: how fast the core is, as ratios in one run against what a user would otherwise
 * write: the explicit inverse by LAPACK's general solver (what numpy.linalg.inv calls), then the
 * products that give the same numbers. Writes a JSON list of results to FILE. */
#define _GNU_SOURCE
#include <preston/model.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void dgesv_(const int *rows, const int *right_hand_sides, double *a, const int *leading,
            int *pivots, double *b, const int *leading_b, int *info);
void dgemm_(const char *a_form, const char *b_form, const int *rows, const int *columns,
            const int *inner, const double *alpha, const double *a, const int *leading_a,
            const double *b, const int *leading_b, const double *beta, double *c,
            const int *leading_c, size_t a_length, size_t b_length);
void dgemv_(const char *form, const int *rows, const int *columns, const double *alpha,
            const double *a, const int *leading, const double *x, const int *step_x,
            const double *beta, double *y, const int *step_y, size_t form_length);

enum { RUNS = 15, VECTORS = 4, DGEMM_ROWS = 1000 };

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The median time of the job over RUNS runs, after one that warms the caches. */
static double median_time(void (*job)(void *), void *context)
{
    double times[RUNS];
    job(context);
    for (int run = 0; run < RUNS; run++) {
        double begun = now();
        job(context);
        times[run] = now() - begun;
    }
    qsort(times, RUNS, sizeof *times, compare);
    return times[RUNS / 2];
}

/* One table, and the accounts of its sectors per unit of output. */
typedef struct problem {
    int n;
    double *coefficients; /* n × n, row after row */
    double *accounts;     /* VECTORS × n */
    double *ours;         /* VECTORS × n */
    double *other;        /* VECTORS × n */
    double *system;       /* the peer's n × n */
    double *inverse;      /* the peer's n × n */
    int *pivots;
    preston_certificate worst;
} problem;

/* Output, income, gva and jobs effects of every sector, certified. */
static void solve_ours(void *context)
{
    problem *p = context;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_const_view vectors =
        preston_transposed(preston_const_matrix(p->accounts, VECTORS, p->n));
    preston_view out = {p->ours, p->n, VECTORS, 1, p->n};
    if (preston_solver_create(preston_const_matrix(p->coefficients, p->n, p->n), NULL, &solver,
                              NULL) != PRESTON_OK ||
        preston_workspace_create(solver, VECTORS, &workspace, NULL) != PRESTON_OK ||
        preston_solver_solve(solver, PRESTON_TRANSPOSED, vectors, workspace, out, &p->worst,
                             NULL) != PRESTON_OK) {
        (void)fputs("bench_core: the solve failed\n", stderr);
        exit(1);
    }
    preston_workspace_free(workspace);
    preston_solver_free(solver);
}

/* The same by the inverse. Column order: the transpose of the row-ordered matrix is inverted, and
 * the transpose of the inverse times a vector is the effect. */
static void solve_by_inverse(void *context)
{
    problem *p = context;
    int info = 0;
    int one = 1;
    double alpha = 1.0;
    double beta = 0.0;
    for (int i = 0; i < p->n; i++) {
        for (int j = 0; j < p->n; j++) {
            int64_t cell = (int64_t)i * p->n + j;
            p->system[cell] = (i == j ? 1.0 : 0.0) - p->coefficients[cell];
            p->inverse[cell] = i == j ? 1.0 : 0.0;
        }
    }
    dgesv_(&p->n, &p->n, p->system, &p->n, p->pivots, p->inverse, &p->n, &info);
    for (int k = 0; k < VECTORS; k++) {
        dgemv_("N", &p->n, &p->n, &alpha, p->inverse, &p->n, p->accounts + (int64_t)k * p->n, &one,
               &beta, p->other + (int64_t)k * p->n, &one, 1);
    }
}

static double *allocate(int64_t count)
{
    double *memory = calloc((size_t)count, sizeof *memory);
    if (memory == NULL) {
        (void)fputs("bench_core: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static problem make_problem(const char *folder)
{
    static const char *const accounts[VECTORS] = {"output", "compensation", "gva", "jobs"};
    preston_table *table = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    preston_error error = {0};
    if (preston_table_read(folder, &table, &error) != PRESTON_OK ||
        preston_economy_create(table, NULL, NULL, &economy, &error) != PRESTON_OK ||
        preston_model_create(economy, NULL, &model, &error) != PRESTON_OK) {
        (void)fprintf(stderr, "bench_core: %s\n", error.message);
        exit(1);
    }
    problem p = {.n = (int)preston_table_sectors(table)};
    int64_t n = p.n;
    p.coefficients = allocate(n * n);
    p.system = allocate(n * n);
    p.inverse = allocate(n * n);
    p.accounts = allocate(VECTORS * n);
    p.ours = allocate(VECTORS * n);
    p.other = allocate(VECTORS * n);
    p.pivots = calloc((size_t)n, sizeof *p.pivots);
    (void)preston_table_coefficients(table, preston_matrix(p.coefficients, n, n), NULL);
    for (int k = 0; k < VECTORS; k++) {
        (void)preston_model_direct(model, accounts[k], preston_vector(p.accounts + k * n, n, 1),
                                   NULL);
    }
    preston_model_free(model);
    preston_economy_free(economy);
    preston_table_free(table);
    return p;
}

static void free_problem(problem *p)
{
    free(p->coefficients);
    free(p->system);
    free(p->inverse);
    free(p->accounts);
    free(p->ours);
    free(p->other);
    free(p->pivots);
}

static void multiply(void *context)
{
    const double *memory = context;
    int n = DGEMM_ROWS;
    double alpha = 1.0;
    double beta = 0.0;
    int64_t cells = (int64_t)n * n;
    double *out = (double *)context + 2 * cells;
    dgemm_("N", "N", &n, &n, &n, &alpha, memory, &n, memory + cells, &n, &beta, out, &n, 1, 1);
}

/* The machine's limit, measured in the same run: GFLOP/s of dgemm. */
static double dgemm_rate(void)
{
    int64_t cells = (int64_t)DGEMM_ROWS * DGEMM_ROWS;
    double *memory = allocate(3 * cells);
    for (int64_t i = 0; i < 2 * cells; i++) {
        memory[i] = 1.0 / (double)(1 + i % 97);
    }
    double seconds = median_time(multiply, memory);
    free(memory);
    return 2.0 * (double)cells * DGEMM_ROWS / seconds * 1e-9;
}

static void write_result(FILE *file, const char *name, const char *metric, double ours,
                         double other, const char *target, const char *unit, int last)
{
    (void)fprintf(file,
                  "  {\"case\": \"%s\", \"metric\": \"%s\", \"ours\": %.6g, \"other\": %.6g, "
                  "\"ratio\": %.4g, \"target\": %s, \"unit\": \"%s\"}%s\n",
                  name, metric, ours, other, other / ours, target, unit, last ? "" : ",");
    printf("%-28s %-46s %10.3g %10.3g %8.2f\n", name, metric, ours, other, other / ours);
}

static void run_case(FILE *file, const char *name, const char *folder, const char *target)
{
    problem p = make_problem(folder);
    double ours = median_time(solve_ours, &p);
    double other = median_time(solve_by_inverse, &p);
    double difference = 0.0;
    for (int64_t i = 0; i < VECTORS * (int64_t)p.n; i++) {
        difference = fmax(difference, fabs(p.ours[i] - p.other[i]) / fmax(fabs(p.other[i]), 1e-3));
    }
    if (!(difference < 1e-9) || !p.worst.certified) {
        (void)fprintf(stderr, "bench_core: %s: the two answers differ by %g\n", name, difference);
        exit(1);
    }
    write_result(file, name, "all effects, certified, against the inverse", ours, other, target,
                 "s", 0);
    free_problem(&p);
}

int main(int count, char **arguments)
{
    if (count != 2) {
        (void)fputs("usage: bench_core FILE\n", stderr);
        return 2;
    }
    FILE *file = fopen(arguments[1], "w");
    if (file == NULL) {
        (void)fprintf(stderr, "bench_core: %s cannot be written\n", arguments[1]);
        return 2;
    }
    (void)fputs("[\n", file);
    printf("%-28s %-46s %10s %10s %8s\n", "case", "metric", "ours", "other", "ratio");
    run_case(file, "uk-2019 (105 sectors)", EXAMPLES_DATA "/uk-2019", "3");
    run_case(file, "scotland-2019 (98 sectors)", EXAMPLES_DATA "/scotland-2019", "null");
    double rate = dgemm_rate();
    write_result(file, "machine", "dgemm, GFLOP/s", rate, rate, "null", "GFLOP/s", 1);
    (void)fputs("]\n", file);
    return fclose(file) == 0 ? 0 : 2;
}
