/* Table folders: table.yaml, sectors.csv, flows.csv, final_use.csv. */
#include "table.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "../status/number.h"
#include "../status/text_file.h"
#include "../status/yaml.h"

#include <stdlib.h>
#include <string.h>

/* What the call-backs share while a folder is read. */
typedef struct reading {
    preston_table *table;
    int64_t code_column;
    int64_t name_column;
    int64_t output_column;
    int64_t *account_columns; /* for each account its column in sectors.csv */
    double *rows;             /* sectors.csv: output and accounts, sector after sector */
    int64_t row_capacity;
    int64_t name_capacity;
    int64_t next_row;    /* flows.csv: the sector whose row comes next */
    unsigned char *seen; /* final_use.csv: which sectors have had their row */
} reading;

/* --- table.yaml --- */

static preston_status take_fact(void *context, const preston_yaml_entry *entry,
                                preston_error *error)
{
    preston_table_data *facts = &((reading *)context)->table->facts;
    const struct {
        const char *key;
        const char **text;
        double *amount;
    } keys[] = {
        {"title", &facts->title, NULL},
        {"year", &facts->year, NULL},
        {"currency", &facts->currency, NULL},
        {"unit", &facts->unit, NULL},
        {"prices", &facts->prices, NULL},
        {"source", &facts->source, NULL},
        {"licence", &facts->licence, NULL},
        {"household_income", NULL, &facts->household_income},
        {"household_imports", NULL, &facts->household_imports},
        {"household_taxes_on_products", NULL, &facts->household_taxes_on_products},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(entry->key, keys[i].key) != 0) {
            continue;
        }
        if (keys[i].amount == NULL) {
            *keys[i].text = preston_copy_text(entry->value);
            return *keys[i].text != NULL ? PRESTON_OK : preston_fail_memory(error, entry->path);
        }
        const char *problem = preston_parse_number(entry->value, keys[i].amount);
        if (problem == NULL && *keys[i].amount <= 0.0) {
            problem = "must be above zero: leave the key out when it is not known";
        }
        return problem == NULL ? PRESTON_OK
                               : preston_yaml_fail(entry, error, PRESTON_ERROR_VALUE, "'%.60s' %s",
                                                   entry->value, problem);
    }
    return preston_yaml_fail(entry, error, PRESTON_ERROR_LABEL,
                             "is not known: use title, year, currency, unit, prices, source, "
                             "licence, household_income, household_imports or "
                             "household_taxes_on_products");
}

static preston_status read_facts(const char *folder, reading *state, preston_error *error)
{
    preston_status status = preston_yaml_read(folder, "table.yaml", take_fact, state, error);
    if (status != PRESTON_OK) {
        return status;
    }
    const preston_table_data *facts = &state->table->facts;
    const struct {
        const char *key;
        const char *value;
    } needed[] = {{"title", facts->title},
                  {"year", facts->year},
                  {"currency", facts->currency},
                  {"unit", facts->unit}};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (needed[i].value == NULL || needed[i].value[0] == '\0') {
            return preston_fail(
                error, PRESTON_ERROR_LABEL,
                "%s/table.yaml:1: key '%s' is missing or empty: no number may stand "
                "without its unit and year",
                folder, needed[i].key);
        }
    }
    return PRESTON_OK;
}

/* --- sectors.csv --- */

/* Every column after code, name and output is an account, satellites included. */
static preston_status take_sector_header(void *context, const preston_csv_row *header,
                                         preston_error *error)
{
    reading *state = context;
    preston_status status = preston_csv_column(header, "code", &state->code_column, error);
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "name", &state->name_column, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "output", &state->output_column, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    state->account_columns = preston_allocate(header->count, sizeof *state->account_columns);
    if (state->account_columns == NULL) {
        return preston_fail_memory(error, header->path);
    }
    for (int64_t column = 0; column < header->count; column++) {
        if (column == state->code_column || column == state->name_column ||
            column == state->output_column) {
            continue;
        }
        if (header->cells[column][0] == '\0') {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s:%lld: column %lld has no name: name it or remove it",
                                header->path, (long long)header->line, (long long)column + 1);
        }
        int64_t account = preston_labels_add(&state->table->accounts, header->cells[column]);
        if (account < 0) {
            return preston_fail_memory(error, header->path);
        }
        state->account_columns[account] = column;
    }
    return PRESTON_OK;
}

static preston_status take_code(reading *state, const preston_csv_row *row, preston_error *error)
{
    preston_table *table = state->table;
    const char *code = row->cells[state->code_column];
    if (code[0] == '\0') {
        return preston_csv_fail(row, state->code_column, error, PRESTON_ERROR_LABEL,
                                "is empty: give the sector a code");
    }
    if (preston_labels_find(&table->sectors, code) >= 0) {
        return preston_csv_fail(row, state->code_column, error, PRESTON_ERROR_LABEL,
                                "code '%s' stands twice: give each sector its own", code);
    }
    int64_t width = 1 + table->accounts.count;
    if (preston_grow((void **)&table->names, &state->name_capacity, table->sectors.count,
                     sizeof *table->names) != 0 ||
        preston_grow((void **)&state->rows, &state->row_capacity, table->sectors.count,
                     (size_t)width * sizeof *state->rows) != 0) {
        return preston_fail_memory(error, row->path);
    }
    table->names[table->sectors.count] = preston_copy_text(row->cells[state->name_column]);
    if (table->names[table->sectors.count] == NULL) {
        return preston_fail_memory(error, row->path);
    }
    if (preston_labels_add(&table->sectors, code) < 0) {
        free(table->names[table->sectors.count]);
        return preston_fail_memory(error, row->path);
    }
    return PRESTON_OK;
}

static preston_status take_sector(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_table *table = state->table;
    preston_status status = take_code(state, row, error);
    if (status != PRESTON_OK) {
        return status;
    }
    double *values = state->rows + (table->sectors.count - 1) * (1 + table->accounts.count);
    status = preston_csv_number(row, state->output_column, &values[0], error);
    if (status == PRESTON_OK && values[0] < 0.0) {
        return preston_csv_fail(row, state->output_column, error, PRESTON_ERROR_VALUE,
                                "the output of '%s' is negative: it must be zero or more",
                                row->cells[state->code_column]);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < table->accounts.count; k++) {
        status = preston_csv_number(row, state->account_columns[k], &values[1 + k], error);
        if (status == PRESTON_OK && values[1 + k] < 0.0 &&
            strcmp(table->accounts.texts[k], "jobs") == 0) {
            return preston_csv_fail(row, state->account_columns[k], error, PRESTON_ERROR_VALUE,
                                    "the jobs of '%s' are negative: they must be zero or more",
                                    row->cells[state->code_column]);
        }
        if (status == PRESTON_OK && values[0] == 0.0 && values[1 + k] != 0.0) {
            return preston_csv_fail(row, state->account_columns[k], error, PRESTON_ERROR_VALUE,
                                    "'%s' has no output: give its output, or leave its accounts at "
                                    "zero",
                                    row->cells[state->code_column]);
        }
    }
    return status;
}

/* From one row a sector to one vector an account. */
static preston_status arrange_sectors(reading *state, preston_error *error)
{
    preston_table *table = state->table;
    int64_t n = table->sectors.count;
    int64_t accounts = table->accounts.count;
    table->output = preston_allocate_matrix(n, 1);
    table->account_values = preston_allocate_matrix(n, accounts);
    if (table->output == NULL || table->account_values == NULL) {
        return preston_fail_memory(error, "accounts");
    }
    for (int64_t i = 0; i < n; i++) {
        const double *values = state->rows + i * (1 + accounts);
        table->output[i] = values[0];
        for (int64_t k = 0; k < accounts; k++) {
            table->account_values[k * n + i] = values[1 + k];
        }
    }
    return PRESTON_OK;
}

static preston_status read_sectors(const char *folder, reading *state, preston_error *error)
{
    const preston_csv_reader reader = {take_sector_header, take_sector, state};
    preston_status status = preston_csv_read(folder, "sectors.csv", NULL, &reader, error);
    if (status == PRESTON_OK && state->table->sectors.count == 0) {
        return preston_fail(error, PRESTON_ERROR_FORMAT,
                            "%s/sectors.csv: has no sector: give one a line", folder);
    }
    return status == PRESTON_OK ? arrange_sectors(state, error) : status;
}

/* --- flows.csv --- */

static preston_status take_flow_header(void *context, const preston_csv_row *header,
                                       preston_error *error)
{
    const reading *state = context;
    const preston_labels *sectors = &state->table->sectors;
    if (strcmp(header->cells[0], "code") != 0) {
        return preston_csv_fail(header, 0, error, PRESTON_ERROR_LABEL,
                                "the first column must be named 'code'");
    }
    if (header->count != sectors->count + 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%s:%lld: has %lld sectors and sectors.csv has %lld: give one column "
                            "to each",
                            header->path, (long long)header->line, (long long)header->count - 1,
                            (long long)sectors->count);
    }
    for (int64_t j = 0; j < sectors->count; j++) {
        if (strcmp(header->cells[1 + j], sectors->texts[j]) != 0) {
            return preston_csv_fail(header, 1 + j, error, PRESTON_ERROR_LABEL,
                                    "sectors.csv has '%s' here: keep its codes and its order",
                                    sectors->texts[j]);
        }
    }
    return PRESTON_OK;
}

static preston_status take_flow(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    const preston_labels *sectors = &state->table->sectors;
    int64_t i = state->next_row++;
    if (i >= sectors->count || strcmp(row->cells[0], sectors->texts[i]) != 0) {
        return preston_csv_fail(row, 0, error, PRESTON_ERROR_LABEL,
                                "'%s' stands where sectors.csv has %s%s%s: keep its codes and its "
                                "order",
                                row->cells[0], i < sectors->count ? "'" : "",
                                i < sectors->count ? sectors->texts[i] : "no sector",
                                i < sectors->count ? "'" : "");
    }
    double *flows = state->table->flows + i * sectors->count;
    preston_status status = PRESTON_OK;
    for (int64_t j = 0; status == PRESTON_OK && j < sectors->count; j++) {
        status = preston_csv_number(row, 1 + j, &flows[j], error);
        if (status == PRESTON_OK && flows[j] != 0.0 && state->table->output[j] == 0.0) {
            return preston_csv_fail(row, 1 + j, error, PRESTON_ERROR_VALUE,
                                    "'%s' has no output in sectors.csv and buys here: give its "
                                    "output, or leave its column at zero",
                                    sectors->texts[j]);
        }
    }
    return status;
}

static preston_status read_flows(const char *folder, reading *state, preston_error *error)
{
    int64_t n = state->table->sectors.count;
    state->table->flows = preston_allocate_matrix(n, n);
    if (state->table->flows == NULL) {
        return preston_fail_memory(error, "flows");
    }
    const preston_csv_reader reader = {take_flow_header, take_flow, state};
    preston_status status = preston_csv_read(folder, "flows.csv", NULL, &reader, error);
    if (status == PRESTON_OK && state->next_row < n) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "%s/flows.csv: ends before the row of sector '%s': give every sector a "
                            "row",
                            folder, state->table->sectors.texts[state->next_row]);
    }
    return status;
}

/* --- final_use.csv --- */

static preston_status take_use_header(void *context, const preston_csv_row *header,
                                      preston_error *error)
{
    reading *state = context;
    preston_table *table = state->table;
    if (strcmp(header->cells[0], "code") != 0) {
        return preston_csv_fail(header, 0, error, PRESTON_ERROR_LABEL,
                                "the first column must be named 'code'");
    }
    for (int64_t column = 1; column < header->count; column++) {
        if (header->cells[column][0] == '\0') {
            return preston_csv_fail(header, column, error, PRESTON_ERROR_LABEL,
                                    "has no name: name the use or remove the column");
        }
        if (preston_labels_add(&table->uses, header->cells[column]) < 0) {
            return preston_fail_memory(error, header->path);
        }
    }
    table->final_use = preston_allocate_matrix(table->sectors.count, table->uses.count);
    return table->final_use != NULL ? PRESTON_OK : preston_fail_memory(error, header->path);
}

static preston_status take_use(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_table *table = state->table;
    int64_t sector = preston_labels_find(&table->sectors, row->cells[0]);
    if (sector < 0) {
        return preston_csv_fail(row, 0, error, PRESTON_ERROR_LABEL,
                                "'%s' is not a sector of sectors.csv", row->cells[0]);
    }
    if (state->seen[sector]) {
        return preston_csv_fail(row, 0, error, PRESTON_ERROR_LABEL,
                                "sector '%s' stands twice: give each one row", row->cells[0]);
    }
    state->seen[sector] = 1;
    preston_status status = PRESTON_OK;
    for (int64_t use = 0; status == PRESTON_OK && use < table->uses.count; use++) {
        status = preston_csv_number(row, 1 + use,
                                    &table->final_use[use * table->sectors.count + sector], error);
    }
    return status;
}

static preston_status read_final_use(const char *folder, reading *state, preston_error *error)
{
    const preston_labels *sectors = &state->table->sectors;
    state->seen = preston_allocate(sectors->count, 1);
    if (state->seen == NULL) {
        return preston_fail_memory(error, "final use");
    }
    const preston_csv_reader reader = {take_use_header, take_use, state};
    preston_status status = preston_csv_read(folder, "final_use.csv", NULL, &reader, error);
    for (int64_t i = 0; status == PRESTON_OK && i < sectors->count; i++) {
        if (!state->seen[i]) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s/final_use.csv: sector '%s' has no row: give every sector one",
                                folder, sectors->texts[i]);
        }
    }
    return status;
}

static preston_status read_folder(const char *folder, reading *state, preston_error *error)
{
    preston_status status = read_facts(folder, state, error);
    if (status == PRESTON_OK) {
        status = read_sectors(folder, state, error);
    }
    if (status == PRESTON_OK) {
        status = read_flows(folder, state, error);
    }
    return status == PRESTON_OK ? read_final_use(folder, state, error) : status;
}

preston_status preston_table_read(const char *folder, preston_table **out_table,
                                  preston_error *error)
{
    reading state = {.table = preston_allocate(1, sizeof *state.table)};
    if (state.table == NULL) {
        return preston_fail_memory(error, folder);
    }
    preston_status status = read_folder(folder, &state, error);
    free(state.account_columns);
    free(state.rows);
    free(state.seen);
    if (status != PRESTON_OK) {
        preston_table_free(state.table);
        return status;
    }
    *out_table = state.table;
    return PRESTON_OK;
}
