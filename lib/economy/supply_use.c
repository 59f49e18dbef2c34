/* What each place makes, can sell at home and uses, by sector: what trade has to bring together. */
#include "supply_use.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* Sizes in another order than the table's would give a wrong economy without a word. */
preston_status preston_places_check_sectors(const preston_places *places,
                                            const preston_table *table, preston_error *error)
{
    int64_t n = preston_table_sectors(table);
    if (places->sectors != n) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the places have %lld sectors and the table %lld",
                            (long long)places->sectors, (long long)n);
    }
    for (int64_t i = 0; i < n; i++) {
        const char *code = places->sector_codes.texts[i];
        if (strcmp(code, preston_table_code(table, i)) != 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "sector %lld is '%s' in the places and '%s' in the table: give "
                                "both the same codes in the same order",
                                (long long)i + 1, code, preston_table_code(table, i));
        }
    }
    return PRESTON_OK;
}

double preston_places_sector_share(const preston_places *places, int64_t leaf, int64_t sector)
{
    double nation = places->sizes[places->nation * places->sectors + sector];
    return nation > 0.0 ? places->leaf[leaf].sizes[sector] / nation
                        : places->leaf[leaf].total / places->totals[places->nation];
}

void preston_split_final_use(const preston_table *table, double *domestic, double *exports)
{
    preston_const_view final_use = preston_table_final_uses(table);
    for (int64_t use = 0; use < final_use.columns; use++) {
        int abroad = strncmp(preston_table_use_code(table, use), "exports", 7) == 0;
        double *sum = abroad ? exports : domestic;
        for (int64_t i = 0; i < final_use.rows; i++) {
            sum[i] += preston_get(final_use, i, use);
        }
    }
}

void preston_places_divide_output(const preston_places *places, const preston_table *table,
                                  double *output)
{
    int64_t n = places->sectors;
    preston_const_view nation = preston_table_output(table);
    for (int64_t place = 0; place < places->leaves; place++) {
        for (int64_t i = 0; i < n; i++) {
            output[place * n + i] =
                preston_places_sector_share(places, place, i) * preston_get(nation, i, 0);
        }
    }
}

/* --- tables of single places --- */

preston_status preston_own_table_check(const preston_places *places, const preston_table *table,
                                       const preston_table *own, const char *place,
                                       preston_error *error)
{
    preston_error inner = {0};
    preston_status status = preston_places_check_sectors(places, own, &inner);
    if (status != PRESTON_OK) {
        return preston_fail(error, status, "the table of place '%s': %s", place, inner.message);
    }
    double unit = 0.0;
    double own_unit = 0.0;
    int known = preston_table_unit_factor(table, &unit, NULL) == PRESTON_OK;
    int own_known = preston_table_unit_factor(own, &own_unit, NULL) == PRESTON_OK;
    if (known != own_known || (known && unit != own_unit)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the table of place '%s' is in another unit than the nation's: give "
                            "both in the same",
                            place);
    }
    return PRESTON_OK;
}

preston_status preston_own_tables_find(const preston_places *places, const preston_table *table,
                                       const preston_traded_options *options, int64_t *table_of,
                                       preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < options->own_tables; k++) {
        const char *code = options->table_places[k];
        int64_t place = preston_labels_find(&places->leaf_codes, code);
        if (place < 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "a table is given for '%s', which is not a place of the economy",
                                code);
        }
        if (table_of[place] != 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "two tables are given for place '%s': keep one", code);
        }
        table_of[place] = k + 1;
        status = preston_own_table_check(places, table, options->tables[k], code, error);
    }
    return status;
}

void preston_fill_output(const preston_places *places, const preston_table *table,
                         const preston_traded_options *options, const int64_t *table_of,
                         double *output)
{
    int64_t n = places->sectors;
    preston_places_divide_output(places, table, output);
    for (int64_t place = 0; place < places->leaves; place++) {
        preston_const_view own =
            preston_table_output(preston_own_table(table, options, table_of[place]));
        for (int64_t i = 0; table_of[place] != 0 && i < n; i++) {
            output[place * n + i] = preston_get(own, i, 0);
        }
    }
}

/* --- supply and use --- */

/* What is worked with: one table at a time, all places that go by it. */
typedef struct balance {
    const preston_places *places;
    const int64_t *table_of;
    const double *output; /* P × n */
    double *coefficients; /* n × n */
    double *domestic;     /* n */
    double *exports;      /* n */
    preston_view supply;  /* P × n */
    preston_view use;     /* P × n */
} balance;

/* Final use at home goes with the size of the place, foreign exports with its output. A place with
 * its own table has both from there. */
static void balance_place(const balance *work, const preston_table *table, int64_t place, int own)
{
    int64_t n = work->places->sectors;
    const preston_leaf *leaf = &work->places->leaf[place];
    double share = own ? 1.0 : leaf->total / work->places->totals[work->places->nation];
    preston_const_view whole = preston_table_output(table);
    const double *output = work->output + place * n;
    for (int64_t i = 0; i < n; i++) {
        double made = preston_get(whole, i, 0);
        double sold = output[i] - (made > 0.0 ? work->exports[i] * (output[i] / made) : 0.0);
        double used = work->domestic[i] * share;
        for (int64_t j = 0; j < n; j++) {
            used += work->coefficients[i * n + j] * output[j];
        }
        preston_set(work->supply, place, i, sold > 0.0 ? sold : 0.0);
        preston_set(work->use, place, i, used > 0.0 ? used : 0.0);
    }
}

static preston_status balance_table(const balance *work, const preston_table *table, int64_t number,
                                    preston_error *error)
{
    int64_t n = work->places->sectors;
    memset(work->domestic, 0, (size_t)n * sizeof *work->domestic);
    memset(work->exports, 0, (size_t)n * sizeof *work->exports);
    preston_split_final_use(table, work->domestic, work->exports);
    preston_status status =
        preston_table_coefficients(table, preston_matrix(work->coefficients, n, n), error);
    for (int64_t place = 0; status == PRESTON_OK && place < work->places->leaves; place++) {
        if (work->table_of[place] == number) {
            balance_place(work, table, place, number != 0);
        }
    }
    return status;
}

static preston_status balance_all(const preston_places *places, const preston_table *table,
                                  const preston_traded_options *options, int64_t *table_of,
                                  double *output, double *memory, preston_view supply,
                                  preston_view use, preston_error *error)
{
    int64_t n = places->sectors;
    const balance work = {.places = places,
                          .table_of = table_of,
                          .output = output,
                          .coefficients = memory,
                          .domestic = memory + n * n,
                          .exports = memory + n * n + n,
                          .supply = supply,
                          .use = use};
    preston_status status = preston_own_tables_find(places, table, options, table_of, error);
    if (status == PRESTON_OK) {
        preston_fill_output(places, table, options, table_of, output);
    }
    for (int64_t k = 0; status == PRESTON_OK && k <= options->own_tables; k++) {
        status = balance_table(&work, preston_own_table(table, options, k), k, error);
    }
    return status;
}

preston_status preston_places_supply_and_use(const preston_places *places,
                                             const preston_table *table,
                                             const preston_traded_options *options,
                                             preston_view out_supply, preston_view out_use,
                                             preston_error *error)
{
    int64_t n = places->sectors;
    int64_t leaves = places->leaves;
    preston_traded_options defaults;
    preston_traded_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK) {
        status = preston_places_check_sectors(places, table, error);
    }
    if (status == PRESTON_OK && (out_supply.rows != leaves || out_supply.columns != n ||
                                 out_use.rows != leaves || out_use.columns != n)) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "supply and use need %lld rows, one a place, and %lld columns",
                              (long long)leaves, (long long)n);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t *table_of = preston_allocate(leaves, sizeof *table_of);
    double *output = preston_allocate_matrix(leaves, n);
    double *memory = preston_allocate_matrix(n + 2, n);
    status = table_of != NULL && output != NULL && memory != NULL
                 ? balance_all(places, table, options, table_of, output, memory, out_supply,
                               out_use, error)
                 : preston_fail_memory(error, "supply and use");
    free(table_of);
    free(output);
    free(memory);
    return status;
}
