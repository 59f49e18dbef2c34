/* What the C calls take that Python is measured beside: peers_python.py writes the arrays and
 * starts it.
 *
 *     bench_calls FOLDER ROWS ACCOUNTS DEMANDS RUNS
 *
 * reads FOLDER/effects.bin and FOLDER/demands.bin, columns one behind the other, writes
 * FOLDER/totals.bin, and prints seconds: those of the batch, run by run, behind the word batch;
 * those of a small call, the value of an impact, behind the word value. */
#include "measure.h"

#include <preston/model.h>

#include <stdlib.h>

static double *read_cells(const char *folder, const char *name, int64_t count)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    double *cells = bench_allocate(count);
    FILE *file = fopen(path, "rb");
    if (file == NULL || fread(cells, sizeof *cells, (size_t)count, file) != (size_t)count) {
        bench_fail(path, "cannot be read");
    }
    (void)fclose(file);
    return cells;
}

static void write_cells(const char *folder, const char *name, const double *cells, int64_t count)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(cells, sizeof *cells, (size_t)count, file) != (size_t)count ||
        fclose(file) != 0) {
        bench_fail(path, "cannot be written");
    }
}

static void time_batch(const char *folder, int64_t rows, int64_t accounts, int64_t demands,
                       int64_t runs)
{
    double *effects = read_cells(folder, "effects.bin", rows * accounts);
    double *asked = read_cells(folder, "demands.bin", rows * demands);
    double *totals = bench_allocate(accounts * demands);
    preston_error error = {0};
    for (int64_t run = -1; run < runs; run++) {
        double begun = bench_now();
        preston_status status = preston_batch_accounts(
            preston_transposed(preston_const_matrix(effects, accounts, rows)),
            preston_transposed(preston_const_matrix(asked, demands, rows)), NULL,
            preston_matrix(totals, accounts, demands), &error);
        double taken = bench_now() - begun;
        bench_must(status, &error, "the batch");
        if (run >= 0) { /* the first warms up */
            printf("batch %.9g\n", taken);
        }
    }
    write_cells(folder, "totals.bin", totals, accounts * demands);
    free(effects);
    free(asked);
    free(totals);
}

typedef struct value_call {
    const preston_impact *impact;
    double value;
} value_call;

static void ask_value(void *context)
{
    value_call *call = context;
    preston_error error;
    bench_must(preston_impact_value(call->impact, "gva", PRESTON_INDIRECT, 0, &call->value, &error),
               &error, "value");
}

/* The United Kingdom as one place, and a demand of one everywhere that something is made. */
static void time_value(void)
{
    preston_error error = {0};
    preston_table *table = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    preston_impact *impact = NULL;
    bench_must(preston_table_read(EXAMPLES_DATA "/uk-2019", &table, &error), &error, "table");
    bench_must(preston_economy_create(table, NULL, NULL, &economy, &error), &error, "economy");
    bench_must(preston_model_create(economy, NULL, &model, &error), &error, "model");
    const preston_demand demand = {.sectors = preston_table_output(table)};
    bench_must(preston_model_impact(model, &demand, &impact, &error), &error, "impact");
    value_call call = {.impact = impact};
    printf("value %.9g\n", bench_time(ask_value, &call, BENCH_RUNS).least);
    preston_impact_free(impact);
    preston_model_free(model);
    preston_economy_free(economy);
    preston_table_free(table);
}

static int64_t count_of(const char *text)
{
    char *end = NULL;
    int64_t count = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || count <= 0) {
        bench_fail(text, "is no count");
    }
    return count;
}

int main(int count, char **arguments)
{
    if (count != 6) {
        bench_fail("bench_calls", "FOLDER ROWS ACCOUNTS DEMANDS RUNS");
    }
    time_batch(arguments[1], count_of(arguments[2]), count_of(arguments[3]), count_of(arguments[4]),
               count_of(arguments[5]));
    time_value();
    return EXIT_SUCCESS;
}
