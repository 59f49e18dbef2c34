/* The tables that are timed: the United Kingdom's of 2019, the world's of 2011, and larger ones
 * made of the latter by splitting its sectors. */
#ifndef PRESTON_BENCH_TABLES_H
#define PRESTON_BENCH_TABLES_H

#include <preston/matrix.h>

#include <stdint.h>

enum { BENCH_ACCOUNTS = 4 }; /* output, income, gva, jobs */

typedef struct bench_table {
    const char *name;
    int64_t rows;
    double *coefficients; /* rows × rows, row after row */
    double *accounts;     /* BENCH_ACCOUNTS × rows: per unit of output; the first is ones */
    double *consumption;  /* rows: what households buy for a unit of their income */
    double *demand;       /* rows: final use */
    double *weights;      /* rows: the part of its sector that each row is; all 1 when not split */
    int64_t *sectors;     /* rows: the sector that each row is a part of */
} bench_table;

/* The shipped table of the United Kingdom, with its own accounts. */
bench_table bench_table_uk(void);

/* The World Input-Output Database. It has no income and no jobs: these are drawn by sector, a share
 * of gva and a number a unit of output. They are right-hand sides, whose values no time depends on.
 */
bench_table bench_table_wiod(void);

/* A table of so many rows, each sector in `rows / base->rows` uneven parts, one more or less.
 *
 * Part p of sector i produces ω_p of its output, and the flow from part p of i to part q of j is
 * z_ij ω_p ω_q (1 + ε_pq) with Σ_p ω_p ε_pq = Σ_q ω_q ε_pq = 0, a different ε for each pair of
 * sectors. So no two rows are alike, and yet the parts' effects, weighted with ω, are the sector's
 * own: (I − A')ᵀ's solution for any accounts whose parts average the sector's. With fewer rows than
 * the base has, evenly chosen sectors and the flows among them. */
bench_table bench_table_split(const bench_table *base, const char *name, int64_t rows);

void bench_table_free(bench_table *table);

/* Fails unless the weighted averages of `effects` (BENCH_ACCOUNTS × rows) over the parts of each
 * sector are `base_effects` (BENCH_ACCOUNTS × sectors). */
void bench_must_aggregate(const bench_table *table, const double *effects, int64_t base_rows,
                          const double *base_effects);

/* The accounts as a matrix of rows × BENCH_ACCOUNTS. */
preston_const_view bench_accounts(const bench_table *table);

/* The same view of effects laid out like the accounts. */
preston_view bench_effects(double *effects, int64_t rows);

/* Writes rows × columns doubles as a file of NumPy (format 1.0), for the peers to read. */
void bench_write_npy(const char *folder, const char *name, const char *what, const double *values,
                     int64_t rows, int64_t columns);

#endif
