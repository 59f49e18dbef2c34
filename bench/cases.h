/* What is timed, by concern. Each writes its measurements to the file of the run. */
#ifndef PRESTON_BENCH_CASES_H
#define PRESTON_BENCH_CASES_H

#include "tables.h"

#include <stdio.h>

/* Where the run writes. */
typedef struct bench_run {
    FILE *file;         /* measurements */
    const char *folder; /* matrices for the peers */
} bench_run;

/* What the machine can do: products, and reading and writing memory. */
void bench_measure_limits(const bench_run *run);

/* The name and kernel of the BLAS in use; static storage. */
const char *bench_blas_name(void);
const char *bench_blas_kernel(void);
int bench_blas_threads(void);

/* Sums the values as fast as they can be read, on one thread. */
double bench_read_all(const double *values, int64_t count);

/* Output, income, gva and jobs effects of every sector, Types I and II, certified; then one new
 * demand. Keeps both types' effects: 2 × BENCH_ACCOUNTS × rows. */
void bench_case_multipliers(const bench_run *run, const bench_table *table, double *effects);

/* A scenario that changes ten sectors' local shares, and draws in which all of them move. */
void bench_case_scenario(const bench_run *run, const bench_table *table, const double *effects);
void bench_case_draws(const bench_run *run, const bench_table *table);

/* One against two threads on batches. */
void bench_case_threads(const bench_run *run, const bench_table *table, const double *effects);

/* How near the dense methods come to the machine's limits. */
void bench_case_iterative(const bench_run *run, const bench_table *table);
void bench_case_factors(const bench_run *run, const bench_table *table);

/* The explicit inverse, and what is read off it: extractions and the field of influence. */
void bench_case_inverse(const bench_run *run, const bench_table *table);
void bench_case_extractions(const bench_run *run, const bench_table *table, const double *effects);
void bench_case_influence(const bench_run *run, const bench_table *table, const double *effects);

#endif
