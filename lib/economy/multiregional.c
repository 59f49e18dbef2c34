/* A table of several economies: made of arrays, cut into one table an economy, checked. */
#include "multiregional.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FILLED_IN = 3 }; /* accounts that are made when they are not given */

static const char *const needed[FILLED_IN] = {"imports", "taxes_on_products", "gva"};

void preston_multiregional_free(preston_multiregional *table)
{
    if (table == NULL) {
        return;
    }
    for (int64_t place = 0; place < table->places.count; place++) {
        if (table->names != NULL) {
            free(table->names[place]);
        }
        if (table->table != NULL) {
            preston_table_free(table->table[place]);
        }
    }
    preston_table_free(table->whole);
    preston_labels_clear(&table->places);
    free(table->area);
    free(table->names);
    free((void *)table->table);
    free(table->output);
    free(table->flows);
    free(table->final_use);
    free(table);
}

/* --- arguments --- */

static preston_status check_codes(const char *const *codes, int64_t count, const char *what,
                                  preston_labels *labels, preston_error *error)
{
    for (int64_t k = 0; k < count; k++) {
        if (codes == NULL || codes[k] == NULL || codes[k][0] == '\0') {
            return preston_fail(error, PRESTON_ERROR_LABEL, "%s %lld has no code", what,
                                (long long)k + 1);
        }
        if (preston_labels_find(labels, codes[k]) >= 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL, "%s code '%s' stands twice", what,
                                codes[k]);
        }
        if (preston_labels_add(labels, codes[k]) < 0) {
            return preston_fail_memory(error, "labels");
        }
    }
    return PRESTON_OK;
}

static preston_status check_shape(preston_const_view view, int64_t rows, int64_t columns,
                                  int may_be_empty, const char *what, preston_error *error)
{
    if ((view.rows == rows && view.columns == columns) || rows * columns == 0 ||
        (may_be_empty && view.rows == 0)) {
        return PRESTON_OK;
    }
    return preston_fail(
        error, PRESTON_ERROR_SHAPE, "the %s are %lld × %lld: they must be %lld × %lld", what,
        (long long)view.rows, (long long)view.columns, (long long)rows, (long long)columns);
}

static preston_status check_arguments(const preston_multiregional_data *data, preston_error *error)
{
    if (data->places < 1 || data->sectors < 1 || data->uses < 0 || data->accounts < 0) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld economies, %lld sectors, %lld uses and %lld accounts are no "
                            "table: it has at least one economy and one sector",
                            (long long)data->places, (long long)data->sectors,
                            (long long)data->uses, (long long)data->accounts);
    }
    int64_t rows = 0;
    if (__builtin_mul_overflow(data->places, data->sectors, &rows)) {
        return preston_fail_memory(error, "a table of several economies");
    }
    const struct {
        preston_const_view view;
        int64_t rows;
        int64_t columns;
        int may_be_empty;
        const char *what;
    } views[] = {
        {data->output, rows, 1, 0, "outputs"},
        {data->flows, rows, rows, 0, "flows"},
        {data->final_use, rows, data->places * data->uses, 0, "final uses"},
        {data->account_values, rows, data->accounts, 0, "accounts"},
        {data->household_income, data->places, 1, 1, "incomes of households"},
        {data->household_imports, data->places, 1, 1, "imports of households"},
        {data->household_taxes_on_products, data->places, 1, 1, "taxes of households"},
    };
    preston_status status = PRESTON_OK;
    for (size_t k = 0; status == PRESTON_OK && k < sizeof views / sizeof *views; k++) {
        status = check_shape(views[k].view, views[k].rows, views[k].columns, views[k].may_be_empty,
                             views[k].what, error);
    }
    return status;
}

/* Copies cells row after row; a cell that is no number fails with its sector and economy. */
static preston_status copy_cells(const preston_multiregional_data *data, preston_const_view view,
                                 int64_t columns, const char *what, double **out_copy,
                                 preston_error *error)
{
    int64_t rows = data->places * data->sectors;
    double *copy = preston_allocate_matrix(rows, columns);
    *out_copy = copy;
    if (copy == NULL) {
        return preston_fail_memory(error, what);
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j++) {
            copy[i * columns + j] = preston_get(view, i, j);
            if (!isfinite(copy[i * columns + j])) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "column %lld of the %s of sector '%s' in economy '%s' is not a "
                                    "finite number",
                                    (long long)j + 1, what, data->sector_codes[i % data->sectors],
                                    data->place_codes[i / data->sectors]);
            }
        }
    }
    return PRESTON_OK;
}

/* --- one table an economy --- */

/* What the tables are made in, used again for each. */
typedef struct cutting {
    const preston_multiregional_data *data;
    const preston_multiregional *table;
    int64_t accounts;   /* a, with those that are filled in */
    const char **codes; /* of accounts */
    double *values;     /* P n × accounts, row after row */
    double *flows;      /* n × n */
    double *final_use;  /* n × u */
} cutting;

static int64_t find_code(const cutting *work, const char *code)
{
    for (int64_t k = 0; k < work->accounts; k++) {
        if (strcmp(work->codes[k], code) == 0) {
            return k;
        }
    }
    return -1;
}

static double value_of(const cutting *work, const char *code, int64_t row)
{
    int64_t account = find_code(work, code);
    return account < 0 ? 0.0 : work->values[row * work->accounts + account];
}

/* Value added by what is given, or what output leaves. */
static double made_gva(const cutting *work, int64_t row, double bought)
{
    static const char *const parts[] = {"compensation", "surplus", "taxes_on_production"};
    int complete = 1;
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        complete = complete && find_code(work, parts[k]) >= 0;
        sum += value_of(work, parts[k], row);
    }
    return complete ? sum
                    : work->table->output[row] - bought - value_of(work, "imports", row) -
                          value_of(work, "taxes_on_products", row);
}

static preston_status complete_accounts(cutting *work, preston_error *error)
{
    const preston_multiregional_data *data = work->data;
    int64_t rows = data->places * data->sectors;
    int64_t given = data->accounts;
    work->codes = (const char **)preston_allocate(given + FILLED_IN, sizeof(char *));
    work->values = preston_allocate_matrix(rows, given + FILLED_IN);
    double *bought = preston_allocate_matrix(rows, 1);
    if (work->codes == NULL || work->values == NULL || bought == NULL) {
        free(bought);
        return preston_fail_memory(error, "accounts");
    }
    for (int64_t k = 0; k < given; k++) {
        work->codes[k] = data->account_codes[k];
    }
    work->accounts = given;
    for (int k = 0; k < FILLED_IN; k++) {
        int64_t missing = find_code(work, needed[k]) < 0;
        work->codes[work->accounts] = needed[k];
        work->accounts += missing;
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < rows; j++) {
            bought[j] += work->table->flows[i * rows + j];
        }
        for (int64_t k = 0; k < given; k++) {
            work->values[i * work->accounts + k] = preston_get(data->account_values, i, k);
        }
    }
    int64_t gva = find_code(work, "gva");
    for (int64_t i = 0; gva >= given && i < rows; i++) {
        work->values[i * work->accounts + gva] = made_gva(work, i, bought[i]);
    }
    free(bought);
    return PRESTON_OK;
}

/* What the sectors and final users of one place buy, added to what is there. */
static void add_purchases(const cutting *work, int64_t place)
{
    const preston_multiregional *table = work->table;
    int64_t n = table->sectors;
    int64_t u = table->uses;
    int64_t rows = table->places.count * n;
    for (int64_t row = 0; row < rows; row++) {
        const double *flows = table->flows + row * rows + place * n;
        const double *uses = table->final_use + (row * table->places.count + place) * u;
        for (int64_t j = 0; j < n; j++) {
            work->flows[row % n * n + j] += flows[j];
        }
        for (int64_t k = 0; k < u; k++) {
            work->final_use[row % n * u + k] += uses[k];
        }
    }
}

static preston_table_data describe(const cutting *work, const char *title)
{
    const preston_multiregional_data *data = work->data;
    int64_t n = data->sectors;
    return (preston_table_data){.title = title,
                                .year = data->year,
                                .currency = data->currency,
                                .unit = data->unit,
                                .prices = data->prices,
                                .source = data->source,
                                .licence = data->licence,
                                .sectors = n,
                                .codes = data->sector_codes,
                                .names = data->sector_names,
                                .flows = preston_const_matrix(work->flows, n, n),
                                .uses = data->uses,
                                .use_codes = data->use_codes,
                                .final_use = preston_const_matrix(work->final_use, n, data->uses),
                                .accounts = work->accounts,
                                .account_codes = work->codes};
}

static double household_amount(preston_const_view amounts, int64_t place)
{
    return amounts.rows > 0 ? preston_get(amounts, place, 0) : 0.0;
}

static preston_status cut_place(const cutting *work, int64_t place, preston_table **out_table,
                                preston_error *error)
{
    const preston_multiregional_data *data = work->data;
    int64_t n = data->sectors;
    memset(work->flows, 0, (size_t)(n * n) * sizeof *work->flows);
    memset(work->final_use, 0, (size_t)(n * data->uses) * sizeof *work->final_use);
    add_purchases(work, place);
    preston_table_data parts = describe(work, work->table->names[place]);
    parts.output = preston_const_vector(work->table->output + place * n, n, 1);
    parts.account_values =
        preston_const_matrix(work->values + place * n * work->accounts, n, work->accounts);
    parts.household_income = household_amount(data->household_income, place);
    parts.household_imports = household_amount(data->household_imports, place);
    parts.household_taxes_on_products = household_amount(data->household_taxes_on_products, place);
    preston_error reason = {0};
    preston_status status = preston_table_create(&parts, out_table, &reason);
    return status == PRESTON_OK ? PRESTON_OK
                                : preston_fail(error, status, "economy '%s': %s",
                                               data->place_codes[place], reason.message);
}

/* The income of the whole is known only when everybody's is. */
static void add_households(const preston_multiregional_data *data, preston_table_data *whole)
{
    int known = 1;
    for (int64_t place = 0; place < data->places; place++) {
        double income = household_amount(data->household_income, place);
        known = known && income > 0.0;
        whole->household_income += income;
        whole->household_imports += household_amount(data->household_imports, place);
        whole->household_taxes_on_products +=
            household_amount(data->household_taxes_on_products, place);
    }
    if (!known) {
        whole->household_income = 0.0;
    }
}

static preston_status cut_whole(const cutting *work, preston_table **out_table,
                                preston_error *error)
{
    const preston_multiregional_data *data = work->data;
    int64_t n = data->sectors;
    double *sums = preston_allocate_matrix(n, 1 + work->accounts);
    if (sums == NULL) {
        return preston_fail_memory(error, "a table of all economies");
    }
    double *values = sums + n;
    memset(work->flows, 0, (size_t)(n * n) * sizeof *work->flows);
    memset(work->final_use, 0, (size_t)(n * data->uses) * sizeof *work->final_use);
    for (int64_t place = 0; place < data->places; place++) {
        add_purchases(work, place);
        for (int64_t i = 0; i < n; i++) {
            int64_t row = place * n + i;
            sums[i] += work->table->output[row];
            for (int64_t k = 0; k < work->accounts; k++) {
                values[i * work->accounts + k] += work->values[row * work->accounts + k];
            }
        }
    }
    preston_table_data parts = describe(work, data->title);
    parts.output = preston_const_vector(sums, n, 1);
    parts.account_values = preston_const_matrix(values, n, work->accounts);
    add_households(data, &parts);
    preston_status status = preston_table_create(&parts, out_table, error);
    free(sums);
    return status;
}

static preston_status cut_tables(const preston_multiregional_data *data,
                                 preston_multiregional *table, preston_error *error)
{
    int64_t n = data->sectors;
    cutting work = {.data = data, .table = table};
    work.flows = preston_allocate_matrix(n, n);
    work.final_use = preston_allocate_matrix(n, data->uses);
    table->table = (preston_table **)preston_allocate(data->places, sizeof(void *));
    preston_status status = work.flows != NULL && work.final_use != NULL && table->table != NULL
                                ? complete_accounts(&work, error)
                                : preston_fail_memory(error, "a table of several economies");
    for (int64_t place = 0; status == PRESTON_OK && place < data->places; place++) {
        status = cut_place(&work, place, &table->table[place], error);
    }
    if (status == PRESTON_OK) {
        status = cut_whole(&work, &table->whole, error);
    }
    free((void *)work.codes);
    free(work.values);
    free(work.flows);
    free(work.final_use);
    return status;
}

/* --- making one --- */

static preston_status copy_places(const preston_multiregional_data *data,
                                  preston_multiregional *table, preston_error *error)
{
    preston_status status =
        check_codes(data->place_codes, data->places, "economy", &table->places, error);
    table->area = preston_copy_text(data->area != NULL ? data->area : "world");
    table->names = preston_allocate(data->places, sizeof *table->names);
    int complete = table->area != NULL && table->names != NULL;
    for (int64_t k = 0; status == PRESTON_OK && complete && k < data->places; k++) {
        table->names[k] = preston_copy_text(data->place_names != NULL ? data->place_names[k]
                                                                      : data->place_codes[k]);
        complete = table->names[k] != NULL;
    }
    return status == PRESTON_OK && !complete ? preston_fail_memory(error, "economies") : status;
}

static preston_status fill_table(const preston_multiregional_data *data,
                                 preston_multiregional *table, preston_error *error)
{
    int64_t rows = data->places * data->sectors;
    preston_labels sectors = {0};
    preston_status status = copy_places(data, table, error);
    if (status == PRESTON_OK) {
        status = check_codes(data->sector_codes, data->sectors, "sector", &sectors, error);
    }
    preston_labels_clear(&sectors);
    if (status == PRESTON_OK) {
        status = copy_cells(data, data->output, 1, "outputs", &table->output, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(data, data->flows, rows, "flows", &table->flows, error);
    }
    if (status == PRESTON_OK) {
        status = copy_cells(data, data->final_use, data->places * data->uses, "final uses",
                            &table->final_use, error);
    }
    return status == PRESTON_OK ? cut_tables(data, table, error) : status;
}

preston_status preston_multiregional_create(const preston_multiregional_data *data,
                                            preston_multiregional **out_table, preston_error *error)
{
    preston_status status = check_arguments(data, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_multiregional *table = preston_allocate(1, sizeof *table);
    if (table == NULL) {
        return preston_fail_memory(error, "a table of several economies");
    }
    table->sectors = data->sectors;
    table->uses = data->uses;
    status = fill_table(data, table, error);
    if (status != PRESTON_OK) {
        preston_multiregional_free(table);
        return status;
    }
    *out_table = table;
    return PRESTON_OK;
}

/* --- what it holds --- */

int64_t preston_multiregional_places(const preston_multiregional *table)
{
    return table->places.count;
}

const char *preston_multiregional_place_code(const preston_multiregional *table, int64_t place)
{
    return table->places.texts[place];
}

const preston_table *preston_multiregional_whole(const preston_multiregional *table)
{
    return table->whole;
}

const preston_table *preston_multiregional_place_table(const preston_multiregional *table,
                                                       int64_t place)
{
    return table->table[place];
}

preston_const_view preston_multiregional_flows(const preston_multiregional *table)
{
    int64_t rows = table->places.count * table->sectors;
    return preston_const_matrix(table->flows, rows, rows);
}

preston_const_view preston_multiregional_final_uses(const preston_multiregional *table)
{
    int64_t places = table->places.count;
    return preston_const_matrix(table->final_use, places * table->sectors, places * table->uses);
}

preston_const_view preston_multiregional_output(const preston_multiregional *table)
{
    return preston_const_vector(table->output, table->places.count * table->sectors, 1);
}

/* --- what is odd in it --- */

static double account_at(const preston_multiregional *table, const char *code, int64_t row)
{
    const preston_table *place = table->table[row / table->sectors];
    int64_t account = preston_table_find_account(place, code);
    return preston_get(preston_table_account(place, account), row % table->sectors, 0);
}

static void check_row(const preston_multiregional *table, int64_t row, double *bought,
                      preston_multiregional_checks *checks)
{
    int64_t rows = table->places.count * table->sectors;
    int64_t users = table->places.count * table->uses;
    double sold = 0.0;
    double absolute = 0.0;
    for (int64_t j = 0; j < rows; j++) {
        double cell = table->flows[row * rows + j];
        bought[j] += cell;
        sold += cell;
        absolute += fabs(cell);
        checks->negative_flows += cell < 0.0;
    }
    for (int64_t k = 0; k < users; k++) {
        sold += table->final_use[row * users + k];
        absolute += fabs(table->final_use[row * users + k]);
    }
    double off = fabs(sold - table->output[row]);
    if (off > checks->row_imbalance) {
        checks->row_imbalance = off;
        checks->row = row;
    }
    if (table->output[row] == 0.0) {
        checks->zero_outputs++;
        checks->unmade += absolute;
    }
}

static void check_column(const preston_multiregional *table, int64_t row, double bought,
                         preston_multiregional_checks *checks)
{
    double gva = account_at(table, "gva", row);
    double paid = bought + gva + account_at(table, "imports", row) +
                  account_at(table, "taxes_on_products", row);
    double off = fabs(paid - table->output[row]);
    if (off > checks->column_imbalance) {
        checks->column_imbalance = off;
        checks->column = row;
    }
    if (gva < 0.0 && table->output[row] > 0.0) {
        checks->negative_gva++;
        if (gva / table->output[row] < checks->lowest_gva) {
            checks->lowest_gva = gva / table->output[row];
            checks->lowest_gva_row = row;
        }
    }
}

preston_status preston_multiregional_check(const preston_multiregional *table,
                                           preston_multiregional_checks *out_checks,
                                           preston_error *error)
{
    int64_t rows = table->places.count * table->sectors;
    preston_multiregional_checks checks = {.row = -1, .column = -1, .lowest_gva_row = -1};
    double *bought = preston_allocate_matrix(rows, 1);
    if (bought == NULL) {
        return preston_fail_memory(error, "checks");
    }
    for (int64_t row = 0; row < rows; row++) {
        check_row(table, row, bought, &checks);
    }
    for (int64_t row = 0; row < rows; row++) {
        check_column(table, row, bought[row], &checks);
    }
    free(bought);
    *out_checks = checks;
    return PRESTON_OK;
}
