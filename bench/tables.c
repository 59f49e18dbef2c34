#include "tables.h"

#include "measure.h"

#include <preston/table.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { WIOD_ROWS = 1435, WIOD_FINAL_USES = 205, USES_AN_ECONOMY = 5, MOST_PARTS = 16 };

/* How far ε can be from zero at most, and what its four terms are then at most. */
static const double largest_change = 0.8;

static bench_table make_table(const char *name, int64_t rows)
{
    bench_table table = {.name = name, .rows = rows};
    table.coefficients = bench_allocate(rows * rows);
    table.accounts = bench_allocate(BENCH_ACCOUNTS * rows);
    table.consumption = bench_allocate(rows);
    table.demand = bench_allocate(rows);
    table.weights = bench_allocate(rows);
    table.sectors = calloc((size_t)rows, sizeof *table.sectors);
    if (table.sectors == NULL) {
        bench_fail(name, "out of memory");
    }
    for (int64_t i = 0; i < rows; i++) {
        table.weights[i] = 1.0;
        table.sectors[i] = i;
        table.accounts[i] = 1.0;
    }
    return table;
}

void bench_table_free(bench_table *table)
{
    free(table->coefficients);
    free(table->accounts);
    free(table->consumption);
    free(table->demand);
    free(table->weights);
    free(table->sectors);
    *table = (bench_table){0};
}

preston_const_view bench_accounts(const bench_table *table)
{
    return preston_transposed(preston_const_matrix(table->accounts, BENCH_ACCOUNTS, table->rows));
}

preston_view bench_effects(double *effects, int64_t rows)
{
    preston_view view = {effects, rows, BENCH_ACCOUNTS, 1, rows};
    return view;
}

/* --- the United Kingdom --- */

bench_table bench_table_uk(void)
{
    static const char *const codes[BENCH_ACCOUNTS] = {"output", "compensation", "gva", "jobs"};
    preston_table *source = NULL;
    preston_error error = {0};
    bench_must(preston_table_read(EXAMPLES_DATA "/uk-2019", &source, &error), &error, "uk-2019");
    int64_t n = preston_table_sectors(source);
    bench_table table = make_table("uk-2019", n);
    bench_must(preston_table_coefficients(source, preston_matrix(table.coefficients, n, n), &error),
               &error, "uk-2019");
    preston_const_view output = preston_table_output(source);
    preston_const_view uses = preston_table_final_uses(source);
    int64_t households = preston_table_find_use(source, "households");
    double income = preston_table_facts(source)->household_income;
    for (int k = 1; k < BENCH_ACCOUNTS; k++) {
        preston_const_view account =
            preston_table_account(source, preston_table_find_account(source, codes[k]));
        for (int64_t i = 0; i < n; i++) {
            double produced = preston_get(output, i, 0);
            table.accounts[k * n + i] =
                produced > 0.0 ? preston_get(account, i, 0) / produced : 0.0;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        table.consumption[i] = preston_get(uses, i, households) / income;
        for (int64_t use = 0; use < uses.columns; use++) {
            table.demand[i] += preston_get(uses, i, use);
        }
    }
    preston_table_free(source);
    return table;
}

/* --- the world --- */

/* Reads the cells of a CSV file (gzip or not) without its first row and first column. */
static double *read_cells(const char *path, int64_t rows, int64_t columns)
{
    enum { MOST_BYTES = 1 << 23 };
    char *text = malloc(MOST_BYTES);
    gzFile file = gzopen(path, "rb");
    int count = file != NULL && text != NULL ? gzread(file, text, MOST_BYTES - 1) : -1;
    if (count < 0 || gzclose(file) != Z_OK) {
        bench_fail(path, "cannot be read");
    }
    text[count] = '\0';
    double *cells = bench_allocate(rows * columns);
    const char *at = strchr(text, '\n');
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j++) {
            at = at != NULL ? strchr(at + 1, ',') : NULL;
            char *end = NULL;
            cells[i * columns + j] = at != NULL ? strtod(at + 1, &end) : 0.0;
            if (at == NULL || end == at + 1) {
                bench_fail(path, "has a cell that is no number");
            }
        }
        at = strchr(at + 1, '\n');
    }
    free(text);
    return cells;
}

bench_table bench_table_wiod(void)
{
    int64_t n = WIOD_ROWS;
    double *flows = read_cells(BENCH_DATA "/wiod-2011/wiot2011_Z.csv.gz", n, n);
    double *uses = read_cells(BENCH_DATA "/wiod-2011/wiot2011_F.csv.gz", n, WIOD_FINAL_USES);
    double *output = read_cells(BENCH_DATA "/wiod-2011/wiot2011_x.csv", n, 1);
    bench_table table = make_table("wiod-2011", n);
    double all_income = 0.0;
    for (int64_t j = 0; j < n; j++) {
        double inputs = 0.0;
        for (int64_t i = 0; i < n && output[j] > 0.0; i++) {
            table.coefficients[i * n + j] = flows[i * n + j] / output[j];
            inputs += flows[i * n + j];
        }
        double gva = output[j] > 0.0 ? (output[j] - inputs) / output[j] : 0.0;
        double income = gva * (0.3 + 0.5 * bench_uniform(1, j));
        table.accounts[n + j] = income;
        table.accounts[2 * n + j] = gva;
        table.accounts[3 * n + j] = 5.0 + 20.0 * bench_uniform(2, j);
        all_income += income * output[j];
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t use = 0; use < WIOD_FINAL_USES; use++) {
            double amount = uses[i * WIOD_FINAL_USES + use];
            table.demand[i] += amount;
            table.consumption[i] += use % USES_AN_ECONOMY == 0 ? amount : 0.0;
        }
    }
    for (int64_t i = 0; i < n; i++) { /* households buy 60 % of what all incomes together are */
        table.consumption[i] *= 0.6 / all_income;
    }
    free(flows);
    free(uses);
    free(output);
    return table;
}

/* --- splitting --- */

/* Uneven parts of one. */
static void draw_weights(int64_t sector, int parts, double *weights)
{
    double sum = 0.0;
    for (int p = 0; p < parts; p++) {
        weights[p] = 0.25 + bench_uniform(3, (sector * MOST_PARTS + p));
        sum += weights[p];
    }
    for (int p = 0; p < parts; p++) {
        weights[p] /= sum;
    }
}

/* parts × others numbers whose weighted sums by row and by column are zero. */
static void draw_changes(int64_t seed, int parts, const double *weights, int others,
                         const double *other_weights, double changes[MOST_PARTS][MOST_PARTS])
{
    double rows[MOST_PARTS] = {0};
    double columns[MOST_PARTS] = {0};
    double all = 0.0;
    for (int p = 0; p < parts; p++) {
        for (int q = 0; q < others; q++) {
            double drawn =
                largest_change / 4.0 * (2.0 * bench_uniform(seed, (p * MOST_PARTS + q)) - 1.0);
            changes[p][q] = drawn;
            rows[p] += other_weights[q] * drawn;
            columns[q] += weights[p] * drawn;
            all += weights[p] * other_weights[q] * drawn;
        }
    }
    for (int p = 0; p < parts; p++) {
        for (int q = 0; q < others; q++) {
            changes[p][q] += all - rows[p] - columns[q];
        }
    }
}

/* The first row of each sector's parts. */
static int64_t first_part(const bench_table *base, int64_t rows, int64_t sector)
{
    return sector * rows / base->rows;
}

static void split_flows(const bench_table *base, bench_table *table)
{
    int64_t n = base->rows;
    int64_t rows = table->rows;
    double changes[MOST_PARTS][MOST_PARTS];
    for (int64_t i = 0; i < n; i++) {
        int64_t row = first_part(base, rows, i);
        int parts = (int)(first_part(base, rows, i + 1) - row);
        for (int64_t j = 0; j < n; j++) {
            double coefficient = base->coefficients[i * n + j];
            int64_t column = first_part(base, rows, j);
            int others = (int)(first_part(base, rows, j + 1) - column);
            if (coefficient == 0.0 || parts == 0 || others == 0) {
                continue;
            }
            draw_changes(4 + i * n + j, parts, table->weights + row, others,
                         table->weights + column, changes);
            for (int p = 0; p < parts; p++) {
                double *cells = table->coefficients + (row + p) * rows + column;
                for (int q = 0; q < others; q++) {
                    cells[q] = coefficient * table->weights[row + p] * (1.0 + changes[p][q]);
                }
            }
        }
    }
}

bench_table bench_table_split(const bench_table *base, const char *name, int64_t rows)
{
    int64_t n = base->rows;
    if (rows > MOST_PARTS * n) {
        bench_fail(name, "too many parts");
    }
    bench_table table = make_table(name, rows);
    for (int64_t i = 0; i < n; i++) {
        int64_t row = first_part(base, rows, i);
        int parts = (int)(first_part(base, rows, i + 1) - row);
        draw_weights(i, parts, table.weights + row);
        double mean[BENCH_ACCOUNTS] = {0};
        for (int p = 0; p < parts; p++) {
            double weight = table.weights[row + p];
            table.sectors[row + p] = i;
            table.consumption[row + p] = weight * base->consumption[i];
            table.demand[row + p] = weight * base->demand[i];
            for (int64_t k = 1; k < BENCH_ACCOUNTS;
                 k++) { /* the parts differ around the sector's */
                double drawn = bench_uniform((10 + k), (row + p));
                table.accounts[k * rows + row + p] = drawn;
                mean[k] += weight * drawn;
            }
        }
        for (int p = 0; p < parts; p++) {
            for (int k = 1; k < BENCH_ACCOUNTS; k++) {
                double *account = table.accounts + k * rows + row + p;
                *account = base->accounts[k * n + i] * (1.0 + 0.5 * (*account - mean[k]));
            }
        }
    }
    split_flows(base, &table);
    return table;
}

void bench_must_aggregate(const bench_table *table, const double *effects, int64_t base_rows,
                          const double *base_effects)
{
    double *together = bench_allocate(base_rows);
    for (int k = 0; k < BENCH_ACCOUNTS; k++) {
        memset(together, 0, (size_t)base_rows * sizeof *together);
        for (int64_t i = 0; i < table->rows; i++) {
            together[table->sectors[i]] += table->weights[i] * effects[k * table->rows + i];
        }
        bench_must_agree(table->name, together, base_effects + k * base_rows, base_rows, 1e-8);
    }
    free(together);
}

/* --- for the peers --- */

void bench_write_npy(const char *folder, const char *name, const char *what, const double *values,
                     int64_t rows, int64_t columns)
{
    enum { HEADER = 128, PREFIX = 10 };
    char path[4096];
    char header[HEADER];
    static const char prefix[PREFIX] = {'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0, HEADER - PREFIX, 0};
    (void)snprintf(path, sizeof path, "%s/%s-%s.npy", folder, name, what);
    memset(header, ' ', sizeof header);
    memcpy(header, prefix, sizeof prefix);
    int length = snprintf(header + PREFIX, sizeof header - PREFIX,
                          "{'descr': '<f8', 'fortran_order': False, 'shape': (%lld, %lld)}",
                          (long long)rows, (long long)columns);
    header[PREFIX + length] = ' ';
    header[HEADER - 1] = '\n';
    FILE *file = fopen(path, "wb");
    size_t count = (size_t)(rows * columns);
    if (file == NULL || fwrite(header, 1, HEADER, file) != HEADER ||
        fwrite(values, sizeof *values, count, file) != count || fclose(file) != 0) {
        bench_fail(path, "cannot be written");
    }
}
