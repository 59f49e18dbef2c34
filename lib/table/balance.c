/* Does what a sector sells and buys add up to its output? */
#include "table.h"

#include "../status/error.h"

static double account_of(const preston_table *table, const char *code, int64_t sector)
{
    int64_t account = preston_labels_find(&table->accounts, code);
    return account < 0 ? 0.0 : table->account_values[account * table->sectors.count + sector];
}

static double gva_of(const preston_table *table, int64_t sector)
{
    if (preston_labels_find(&table->accounts, "gva") >= 0) {
        return account_of(table, "gva", sector);
    }
    return account_of(table, "compensation", sector) + account_of(table, "surplus", sector) +
           account_of(table, "taxes_on_production", sector);
}

preston_status preston_table_balance(const preston_table *table, preston_view out_rows,
                                     preston_view out_columns, preston_error *error)
{
    int64_t n = table->sectors.count;
    if (out_rows.rows != n || out_rows.columns != 1 || out_columns.rows != n ||
        out_columns.columns != 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "the residuals need two vectors of %lld",
                            (long long)n);
    }
    for (int64_t i = 0; i < n; i++) {
        double sold = 0.0;
        double bought = 0.0;
        for (int64_t j = 0; j < n; j++) {
            sold += table->flows[i * n + j];
            bought += table->flows[j * n + i];
        }
        for (int64_t use = 0; use < table->uses.count; use++) {
            sold += table->final_use[use * n + i];
        }
        bought += account_of(table, "imports", i) + account_of(table, "taxes_on_products", i) +
                  gva_of(table, i);
        preston_set(out_rows, i, 0, sold - table->output[i]);
        preston_set(out_columns, i, 0, bought - table->output[i]);
    }
    return PRESTON_OK;
}
