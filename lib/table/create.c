/* Tables from plain arrays. */
#include "table.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

static preston_status copy_labels(preston_labels *labels, int64_t count, const char *const *codes,
                                  const char *kind, preston_error *error)
{
    for (int64_t i = 0; i < count; i++) {
        if (codes == NULL || codes[i] == NULL || codes[i][0] == '\0') {
            return preston_fail(error, PRESTON_ERROR_LABEL, "%s %lld has no code", kind,
                                (long long)i + 1);
        }
        if (preston_labels_find(labels, codes[i]) >= 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL, "%s code '%s' stands twice", kind,
                                codes[i]);
        }
        if (preston_labels_add(labels, codes[i]) < 0) {
            return preston_fail_memory(error, "labels");
        }
    }
    return PRESTON_OK;
}

/* Copies a view into rows × columns doubles stored row after row. */
static preston_status copy_cells(preston_const_view view, int64_t rows, int64_t columns,
                                 const char *what, double **out_copy, preston_error *error)
{
    if (rows > 0 && columns > 0 && (view.rows != rows || view.columns != columns)) {
        return preston_fail(
            error, PRESTON_ERROR_SHAPE, "%s are %lld × %lld: they must be %lld × %lld", what,
            (long long)view.rows, (long long)view.columns, (long long)rows, (long long)columns);
    }
    double *copy = preston_allocate_matrix(rows, columns);
    if (copy == NULL) {
        return preston_fail_memory(error, what);
    }
    *out_copy = copy;
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j++) {
            double cell = preston_get(view, i, j);
            if (!isfinite(cell)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "cell (%lld, %lld) of the %s is not finite", (long long)i + 1,
                                    (long long)j + 1, what);
            }
            copy[i * columns + j] = cell;
        }
    }
    return PRESTON_OK;
}

static preston_status copy_text(const char *from, const char **to, preston_error *error)
{
    *to = from != NULL ? preston_copy_text(from) : NULL;
    return from == NULL || *to != NULL ? PRESTON_OK : preston_fail_memory(error, "a text");
}

/* Unknown amounts of households may be negative: they become zero. */
static preston_status copy_amount(double from, double *to, preston_error *error)
{
    *to = from > 0.0 ? from : 0.0;
    return isfinite(from) ? PRESTON_OK
                          : preston_fail(error, PRESTON_ERROR_VALUE,
                                         "an amount of households is %g: give 0 when it is not "
                                         "known",
                                         from);
}

static preston_status copy_facts(preston_table *table, const preston_table_data *data,
                                 preston_error *error)
{
    const char *const from[] = {data->title,  data->year,   data->currency, data->unit,
                                data->prices, data->source, data->licence};
    const char **const to[] = {&table->facts.title,  &table->facts.year,   &table->facts.currency,
                               &table->facts.unit,   &table->facts.prices, &table->facts.source,
                               &table->facts.licence};
    preston_status status = PRESTON_OK;
    for (size_t i = 0; status == PRESTON_OK && i < sizeof from / sizeof *from; i++) {
        status = copy_text(from[i], to[i], error);
    }
    if (status == PRESTON_OK) {
        status = copy_amount(data->household_income, &table->facts.household_income, error);
    }
    if (status == PRESTON_OK) {
        status = copy_amount(data->household_imports, &table->facts.household_imports, error);
    }
    if (status == PRESTON_OK) {
        status = copy_amount(data->household_taxes_on_products,
                             &table->facts.household_taxes_on_products, error);
    }
    return status;
}

static preston_status copy_names(preston_table *table, const preston_table_data *data,
                                 preston_error *error)
{
    table->names = preston_allocate(data->sectors, sizeof *table->names);
    if (table->names == NULL) {
        return preston_fail_memory(error, "names");
    }
    for (int64_t i = 0; i < data->sectors; i++) {
        const char *name = data->names != NULL ? data->names[i] : data->codes[i];
        table->names[i] = preston_copy_text(name);
        if (table->names[i] == NULL) {
            return preston_fail_memory(error, "names");
        }
    }
    return PRESTON_OK;
}

/* A sector without output can neither buy nor pay: its coefficients would be infinite. */
static preston_status check_idle_sector(const preston_table *table, int64_t sector,
                                        preston_error *error)
{
    int64_t n = table->sectors.count;
    for (int64_t i = 0; i < n; i++) {
        if (table->flows[i * n + sector] != 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "sector '%s' buys %g from '%s' and has no output: give its output, "
                                "or leave its column at zero",
                                table->sectors.texts[sector], table->flows[i * n + sector],
                                table->sectors.texts[i]);
        }
    }
    for (int64_t k = 0; k < table->accounts.count; k++) {
        if (table->account_values[k * n + sector] != 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "sector '%s' has %s of %g and no output: give its output, or leave "
                                "the account at zero",
                                table->sectors.texts[sector], table->accounts.texts[k],
                                table->account_values[k * n + sector]);
        }
    }
    return PRESTON_OK;
}

static preston_status check_sectors(const preston_table *table, preston_error *error)
{
    int64_t n = table->sectors.count;
    int64_t jobs = preston_labels_find(&table->accounts, "jobs");
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < n; i++) {
        if (table->output[i] < 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "sector '%s' has an output of %g: it must be zero or more",
                                table->sectors.texts[i], table->output[i]);
        }
        if (jobs >= 0 && table->account_values[jobs * n + i] < 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "sector '%s' has %g jobs: they must be zero or more",
                                table->sectors.texts[i], table->account_values[jobs * n + i]);
        }
        status = table->output[i] == 0.0 ? check_idle_sector(table, i, error) : PRESTON_OK;
    }
    return status;
}

static preston_status copy_data(preston_table *table, const preston_table_data *data,
                                preston_error *error)
{
    int64_t n = data->sectors;
    preston_status status = copy_labels(&table->sectors, n, data->codes, "sector", error);
    if (status == PRESTON_OK) {
        status = copy_labels(&table->uses, data->uses, data->use_codes, "final use", error);
    }
    if (status == PRESTON_OK) {
        status =
            copy_labels(&table->accounts, data->accounts, data->account_codes, "account", error);
    }
    if (status == PRESTON_OK) {
        status = copy_names(table, data, error);
    }
    if (status == PRESTON_OK) {
        status = copy_facts(table, data, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(data->output, n, 1, "outputs", &table->output, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(data->flows, n, n, "flows", &table->flows, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(preston_transposed(data->final_use), data->uses, n, "final uses",
                            &table->final_use, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(preston_transposed(data->account_values), data->accounts, n, "accounts",
                            &table->account_values, error);
    }
    return status == PRESTON_OK ? check_sectors(table, error) : status;
}

preston_status preston_table_create(const preston_table_data *data, preston_table **out_table,
                                    preston_error *error)
{
    if (data->sectors < 0 || data->uses < 0 || data->accounts < 0) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "a count of the table is negative");
    }
    preston_table *table = preston_allocate(1, sizeof *table);
    if (table == NULL) {
        return preston_fail_memory(error, "a table");
    }
    preston_status status = copy_data(table, data, error);
    if (status != PRESTON_OK) {
        preston_table_free(table);
        return status;
    }
    *out_table = table;
    return PRESTON_OK;
}
