/* bench_core FOLDER [quick | CASE...]: how fast the core is, alone. Writes its measurements
 * (medians and quartiles) to FOLDER/core.json, and to the same folder the matrices on which the
 * peers are timed, with our answers for them to check. "quick" leaves out the two largest tables;
 * names of cases run these alone. */
#include "cases.h"
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

static int threads(void)
{
#ifdef _OPENMP
    return omp_get_max_threads();
#else
    return 1;
#endif
}

/* What the peers read: the coefficients, what our answers were, and from what. */
static void write_for_peers(const bench_run *run, const bench_table *table, const double *effects)
{
    int64_t n = table->rows;
    bench_write_npy(run->folder, table->name, "coefficients", table->coefficients, n, n);
    bench_write_npy(run->folder, table->name, "accounts", table->accounts, BENCH_ACCOUNTS, n);
    bench_write_npy(run->folder, table->name, "consumption", table->consumption, 1, n);
    bench_write_npy(run->folder, table->name, "demand", table->demand, 1, n);
    if (effects != NULL) {
        bench_write_npy(run->folder, table->name, "effects", effects, 2 * (int64_t)BENCH_ACCOUNTS,
                        n);
    }
}

static void run_uk(const bench_run *run)
{
    bench_table table = bench_table_uk();
    double *effects = bench_allocate(table.rows * 2 * BENCH_ACCOUNTS);
    bench_case_multipliers(run, &table, effects);
    bench_case_scenario(run, &table, effects);
    bench_case_draws(run, &table);
    write_for_peers(run, &table, effects);
    free(effects);
    bench_table_free(&table);
}

static void run_wiod(const bench_run *run, const bench_table *table, double *effects)
{
    bench_case_multipliers(run, table, effects);
    bench_case_scenario(run, table, effects);
    bench_case_extractions(run, table, effects);
    bench_case_influence(run, table, effects);
    bench_case_draws(run, table);
    bench_case_threads(run, table, effects);
    write_for_peers(run, table, effects);
}

/* The inverse at round sizes; LU too, where it should be near the speed of products. */
static void run_inverse(const bench_run *run, const bench_table *world, const char *name,
                        int64_t rows)
{
    bench_table table = bench_table_split(world, name, rows);
    bench_case_inverse(run, &table);
    if (rows >= 4000) {
        bench_case_factors(run, &table);
    }
    write_for_peers(run, &table, NULL);
    bench_table_free(&table);
}

/* The world with its sectors split. Whatever the size, the parts must add up to the world's own
 * effects, of both types. */
static void run_split(const bench_run *run, const bench_table *world, const double *world_effects,
                      const char *name, int64_t rows, int all)
{
    bench_table table = bench_table_split(world, name, rows);
    double *effects = bench_allocate(rows * 2 * BENCH_ACCOUNTS);
    bench_case_multipliers(run, &table, effects);
    bench_must_aggregate(&table, effects, world->rows, world_effects);
    bench_must_aggregate(&table, effects + BENCH_ACCOUNTS * rows, world->rows,
                         world_effects + BENCH_ACCOUNTS * world->rows);
    if (all) {
        bench_case_iterative(run, &table);
        bench_case_scenario(run, &table, effects);
        bench_case_factors(run, &table);
    }
    write_for_peers(run, &table, effects);
    free(effects);
    bench_table_free(&table);
}

/* What is to be run: all, all but the two largest, or only the cases named. */
static int is_wanted(int count, char **arguments, const char *name)
{
    int quick = count == 3 && strcmp(arguments[2], "quick") == 0;
    if (count == 2 || quick) {
        return !quick || (strcmp(name, "world-5740") != 0 && strcmp(name, "world-10045") != 0);
    }
    for (int i = 2; i < count; i++) {
        if (strcmp(arguments[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static void run_wanted(const bench_run *run, int count, char **arguments)
{
    if (is_wanted(count, arguments, "uk-2019")) {
        run_uk(run);
    }
    bench_table world = bench_table_wiod();
    double *world_effects = bench_allocate(world.rows * 2 * BENCH_ACCOUNTS);
    if (is_wanted(count, arguments, "wiod-2011")) {
        run_wiod(run, &world, world_effects);
    } else {
        bench_case_multipliers(run, &world, world_effects); /* which the larger ones must give */
    }
    if (is_wanted(count, arguments, "world-1000")) {
        run_inverse(run, &world, "world-1000", 1000);
    }
    if (is_wanted(count, arguments, "world-4000")) {
        run_inverse(run, &world, "world-4000", 4000);
    }
    if (is_wanted(count, arguments, "world-5740")) {
        run_split(run, &world, world_effects, "world-5740", 5740, 1);
    }
    if (is_wanted(count, arguments, "world-10045")) {
        run_split(run, &world, world_effects, "world-10045", 10045, 0);
    }
    free(world_effects);
    bench_table_free(&world);
}

int main(int count, char **arguments)
{
    if (count < 2) {
        (void)fputs("usage: bench_core FOLDER [quick | CASE...]\n", stderr);
        return 2;
    }
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/core.json", arguments[1]);
    bench_run run = {fopen(path, "w"), arguments[1]};
    if (run.file == NULL) {
        bench_fail(path, "cannot be written");
    }
    (void)fprintf(run.file,
                  "{\"library\": \"%s\", \"blas\": \"%s\", \"kernel\": \"%s\", "
                  "\"blas_threads\": %d, \"threads\": %d, \"measurements\": [",
                  preston_version(), bench_blas_name(), bench_blas_kernel(), bench_blas_threads(),
                  threads());
    bench_measure_limits(&run);
    run_wanted(&run, count, arguments);
    (void)fputs("\n]}\n", run.file);
    return fclose(run.file) == 0 ? 0 : 1;
}
