#define _GNU_SOURCE /* strcasestr */
#include "table.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_table_clear(preston_table *table)
{
    const preston_table_data *facts = &table->facts;
    const char *const texts[] = {facts->title,  facts->year,   facts->currency, facts->unit,
                                 facts->prices, facts->source, facts->licence};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        free((char *)texts[i]);
    }
    for (int64_t i = 0; table->names != NULL && i < table->sectors.count; i++) {
        free(table->names[i]);
    }
    free(table->names);
    preston_labels_clear(&table->sectors);
    preston_labels_clear(&table->uses);
    preston_labels_clear(&table->accounts);
    free(table->output);
    free(table->flows);
    free(table->final_use);
    free(table->account_values);
}

void preston_table_free(preston_table *table)
{
    if (table != NULL) {
        preston_table_clear(table);
        free(table);
    }
}

int64_t preston_table_sectors(const preston_table *table)
{
    return table->sectors.count;
}

const char *preston_table_code(const preston_table *table, int64_t sector)
{
    return table->sectors.texts[sector];
}

const char *const *preston_table_codes(const preston_table *table)
{
    return (const char *const *)table->sectors.texts;
}

const char *preston_table_name(const preston_table *table, int64_t sector)
{
    return table->names[sector];
}

int64_t preston_table_find(const preston_table *table, const char *code)
{
    return preston_labels_find(&table->sectors, code);
}

preston_const_view preston_table_output(const preston_table *table)
{
    return preston_const_vector(table->output, table->sectors.count, 1);
}

preston_const_view preston_table_flows(const preston_table *table)
{
    return preston_const_matrix(table->flows, table->sectors.count, table->sectors.count);
}

preston_const_view preston_table_final_uses(const preston_table *table)
{
    return preston_transposed(
        preston_const_matrix(table->final_use, table->uses.count, table->sectors.count));
}

int64_t preston_table_uses(const preston_table *table)
{
    return table->uses.count;
}

const char *preston_table_use_code(const preston_table *table, int64_t use)
{
    return table->uses.texts[use];
}

int64_t preston_table_find_use(const preston_table *table, const char *code)
{
    return preston_labels_find(&table->uses, code);
}

int64_t preston_table_accounts(const preston_table *table)
{
    return table->accounts.count;
}

const char *preston_table_account_code(const preston_table *table, int64_t account)
{
    return table->accounts.texts[account];
}

int64_t preston_table_find_account(const preston_table *table, const char *code)
{
    return preston_labels_find(&table->accounts, code);
}

preston_const_view preston_table_account(const preston_table *table, int64_t account)
{
    int64_t n = table->sectors.count;
    return preston_const_vector(table->account_values + account * n, n, 1);
}

const preston_table_data *preston_table_facts(const preston_table *table)
{
    return &table->facts;
}

preston_status preston_table_unit_factor(const preston_table *table, double *out_factor,
                                         preston_error *error)
{
    static const struct {
        const char *word;
        double factor;
    } units[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"£m", 1e6},
                 {"€m", 1e6},       {"$m", 1e6},      {"unit", 1.0}};
    const char *text = table->facts.unit != NULL ? table->facts.unit : "";
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcasestr(text, units[i].word) != NULL) {
            *out_factor = units[i].factor;
            return PRESTON_OK;
        }
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the table's unit '%s' is not understood: write unit, thousand, million or "
                        "billion in table.yaml",
                        text);
}

preston_status preston_table_coefficients(const preston_table *table, preston_view out_coefficients,
                                          preston_error *error)
{
    int64_t n = table->sectors.count;
    if (out_coefficients.rows != n || out_coefficients.columns != n) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the coefficients of %lld sectors need a view of %lld × %lld",
                            (long long)n, (long long)n, (long long)n);
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            double output = table->output[j];
            preston_set(out_coefficients, i, j,
                        output > 0.0 ? table->flows[i * n + j] / output : 0.0);
        }
    }
    return PRESTON_OK;
}
