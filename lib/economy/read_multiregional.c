/* Multi-regional tables as they are published: multiregional.yaml and the files it names.
 *
 * The file of flows tells the sectors: labels that stand both over a column and before a row. Its
 * other columns are final uses and its other rows accounts, unless they have files of their own. */
#include "grid.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "../status/number.h"
#include "../status/yaml.h"
#include "preston/economy.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 8, FILES = 4, NAMED = 7, KEYS = TEXTS + FILES + NAMED + 3 };
enum { FLOWS, FINAL_USE, OUTPUT, PLACES };

/* Keys of multiregional.yaml: texts, files, then accounts whose rows have other labels. */
static const char *const keys[KEYS] = {"title",
                                       "year",
                                       "currency",
                                       "unit",
                                       "prices",
                                       "source",
                                       "licence",
                                       "area",
                                       "flows",
                                       "final_use",
                                       "output",
                                       "places",
                                       "imports",
                                       "gva",
                                       "taxes_on_products",
                                       "taxes_on_production",
                                       "compensation",
                                       "surplus",
                                       "jobs",
                                       "separator",
                                       "headers",
                                       "households"};
enum { SEPARATOR = TEXTS + FILES + NAMED, HEADERS, HOUSEHOLDS };

/* Amounts of households in places.csv. */
enum { INCOME, HOUSEHOLD_IMPORTS, HOUSEHOLD_TAXES, AMOUNTS };
static const char *const amount_names[AMOUNTS] = {"household_income", "household_imports",
                                                  "household_taxes_on_products"};

typedef struct reading {
    const char *folder;
    char *facts[KEYS];
    preston_grid_layout layout;
    preston_grid grid[3];
    preston_labels places;
    preston_labels sectors;
    preston_labels uses;
    preston_labels accounts;
    char **names;                 /* of places */
    double *amounts;              /* P × AMOUNTS */
    int64_t columns[2 + AMOUNTS]; /* of places.csv; -1: not there */
    double *output;
    double *flows;
    double *final_use;
    double *account_values; /* P n × a */
} reading;

static void clear_reading(reading *state)
{
    for (int k = 0; k < KEYS; k++) {
        free(state->facts[k]);
    }
    for (int k = 0; k < 3; k++) {
        preston_grid_clear(&state->grid[k]);
    }
    for (int64_t place = 0; state->names != NULL && place < state->places.count; place++) {
        free(state->names[place]);
    }
    free(state->names);
    preston_labels_clear(&state->places);
    preston_labels_clear(&state->sectors);
    preston_labels_clear(&state->uses);
    preston_labels_clear(&state->accounts);
    free(state->amounts);
    free(state->output);
    free(state->flows);
    free(state->final_use);
    free(state->account_values);
}

/* --- multiregional.yaml --- */

static preston_status take_fact(void *context, const preston_yaml_entry *entry,
                                preston_error *error)
{
    reading *state = context;
    int k = 0;
    while (k < KEYS && strcmp(entry->key, keys[k]) != 0) {
        k++;
    }
    if (k == KEYS) {
        return preston_yaml_fail(entry, error, PRESTON_ERROR_LABEL,
                                 "is not known: use title, year, currency, unit, prices, source, "
                                 "licence, area, flows, final_use, output, places, separator, "
                                 "headers, households, or the name of an account and the label of "
                                 "its row");
    }
    if (entry->value[0] == '\0') {
        return preston_yaml_fail(entry, error, PRESTON_ERROR_VALUE,
                                 "is empty: say what it is, or leave the key out");
    }
    if (k == HEADERS && strcmp(entry->value, "1") != 0 && strcmp(entry->value, "2") != 0) {
        return preston_yaml_fail(entry, error, PRESTON_ERROR_VALUE,
                                 "'%.60s' is neither 1 (labels ECONOMY_SECTOR) nor 2 (economy and "
                                 "sector in two header rows and two columns)",
                                 entry->value);
    }
    state->facts[k] = preston_copy_text(entry->value);
    return state->facts[k] != NULL ? PRESTON_OK : preston_fail_memory(error, entry->path);
}

static preston_status read_facts(reading *state, preston_error *error)
{
    static const int obligatory[] = {0, 1, 2, 3, TEXTS + FLOWS};
    preston_status status =
        preston_yaml_read(state->folder, "multiregional.yaml", take_fact, state, error);
    for (size_t k = 0; status == PRESTON_OK && k < sizeof obligatory / sizeof *obligatory; k++) {
        if (state->facts[obligatory[k]] == NULL) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s/multiregional.yaml:1: key '%s' is missing: title, year, "
                                "currency, unit and flows are needed",
                                state->folder, keys[obligatory[k]]);
        }
    }
    int two = state->facts[HEADERS] != NULL && strcmp(state->facts[HEADERS], "2") == 0;
    state->layout.separator = state->facts[SEPARATOR] != NULL ? state->facts[SEPARATOR] : "_";
    state->layout.label_columns = two ? 2 : 1;
    state->layout.header_rows = two ? 2 : 1;
    return status;
}

/* --- labels --- */

/* Finds economy and sector (or use) of a label, which are added when `adds`; -1 for what is not
 * there. */
static preston_status split_label(const reading *state, const char *label, int adds,
                                  preston_labels *places, preston_labels *seconds,
                                  int64_t *out_place, int64_t *out_second, preston_error *error)
{
    const char *separator = state->layout.separator;
    const char *at = strstr(label, separator);
    *out_place = -1;
    *out_second = -1;
    if (at == NULL || at == label || at[strlen(separator)] == '\0') {
        return PRESTON_OK;
    }
    char *place = preston_copy_text(label);
    if (place == NULL) {
        return preston_fail_memory(error, "labels");
    }
    place[at - label] = '\0';
    const char *second = at + strlen(separator);
    *out_place = adds ? preston_labels_add(places, place) : preston_labels_find(places, place);
    *out_second = adds ? preston_labels_add(seconds, second) : preston_labels_find(seconds, second);
    free(place);
    return adds && (*out_place < 0 || *out_second < 0) ? preston_fail_memory(error, "labels")
                                                       : PRESTON_OK;
}

/* The row of a sector in an economy by its label, or -1. */
static preston_status find_row(reading *state, const char *label, int64_t *out_row,
                               preston_error *error)
{
    int64_t place = -1;
    int64_t sector = -1;
    preston_status status =
        split_label(state, label, 0, &state->places, &state->sectors, &place, &sector, error);
    *out_row = place >= 0 && sector >= 0 ? place * state->sectors.count + sector : -1;
    return status;
}

static preston_status find_sectors(reading *state, preston_error *error)
{
    const preston_grid *grid = &state->grid[FLOWS];
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < grid->rows.count; i++) {
        const char *label = grid->rows.texts[i];
        if (preston_labels_find(&grid->columns, label) < 0) {
            continue;
        }
        int64_t place = -1;
        int64_t sector = -1;
        status =
            split_label(state, label, 1, &state->places, &state->sectors, &place, &sector, error);
        if (status == PRESTON_OK && place < 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s:%lld: '%s' is not an economy and a sector with '%s' between "
                                "them: set the separator in multiregional.yaml",
                                grid->path, (long long)grid->lines[i], label,
                                state->layout.separator);
        }
    }
    if (status == PRESTON_OK && state->places.count == 0) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "%s: no label stands both before a row and over a column: rows and "
                            "columns of the same sector have the same label",
                            grid->path);
    }
    return status;
}

/* Every economy has every sector, as a row and as a column. */
static preston_status check_complete(const reading *state, const preston_grid *grid,
                                     const preston_labels *labels, const char *what,
                                     preston_error *error)
{
    int64_t rows = state->places.count * state->sectors.count;
    char *seen = preston_allocate(rows, 1);
    preston_status status = seen != NULL ? PRESTON_OK : preston_fail_memory(error, "labels");
    for (int64_t k = 0; status == PRESTON_OK && k < labels->count; k++) {
        int64_t row = -1;
        status = find_row((reading *)state, labels->texts[k], &row, error);
        if (status == PRESTON_OK && row >= 0) {
            seen[row] = 1;
        }
    }
    for (int64_t row = 0; status == PRESTON_OK && row < rows; row++) {
        if (!seen[row]) {
            status = preston_fail(
                error, PRESTON_ERROR_LABEL,
                "%s: economy '%s' has no %s of sector '%s': give every economy every sector",
                grid->path, state->places.texts[row / state->sectors.count], what,
                state->sectors.texts[row % state->sectors.count]);
        }
    }
    free(seen);
    return status;
}

/* The columns of a grid: where they go. */
typedef struct target {
    int64_t row;   /* a sector in an economy, or -1 */
    int64_t place; /* a final use, or -1 */
    int64_t use;
} target;

static preston_status find_targets(reading *state, const preston_grid *grid, target *targets,
                                   preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t j = 0; status == PRESTON_OK && j < grid->columns.count; j++) {
        const char *label = grid->columns.texts[j];
        targets[j] = (target){-1, -1, -1};
        status = find_row(state, label, &targets[j].row, error);
        if (status != PRESTON_OK || targets[j].row >= 0) {
            continue;
        }
        /* uses are added as they come; an economy must be there */
        status = split_label(state, label, 0, &state->places, &state->uses, &targets[j].place,
                             &targets[j].use, error);
        if (status == PRESTON_OK && targets[j].place < 0) {
            status = preston_fail(error, PRESTON_ERROR_LABEL,
                                  "%s: column '%s' is neither a sector nor a final use of an "
                                  "economy of the rows: label it ECONOMY%sUSE",
                                  grid->path, label, state->layout.separator);
        }
        if (status == PRESTON_OK) {
            status = split_label(state, label, 1, &state->places, &state->uses, &targets[j].place,
                                 &targets[j].use, error);
        }
    }
    return status;
}

/* --- places.csv --- */

static preston_status take_place_header(void *context, const preston_csv_row *header,
                                        preston_error *error)
{
    reading *state = context;
    preston_status status = preston_csv_column(header, "code", &state->columns[0], error);
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "name", &state->columns[1], error);
    }
    for (int k = 0; k < AMOUNTS; k++) {
        state->columns[2 + k] = preston_labels_find(header->header, amount_names[k]);
    }
    return status;
}

static preston_status take_place(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    const char *code = row->cells[state->columns[0]];
    int64_t place = preston_labels_find(&state->places, code);
    if (place < 0) {
        return preston_csv_fail(row, state->columns[0], error, PRESTON_ERROR_LABEL,
                                "'%.60s' is not an economy of the table", code);
    }
    free(state->names[place]);
    state->names[place] = preston_copy_text(row->cells[state->columns[1]]);
    if (state->names[place] == NULL) {
        return preston_fail_memory(error, row->path);
    }
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < AMOUNTS; k++) {
        int64_t column = state->columns[2 + k];
        if (column >= 0 && row->cells[column][0] != '\0') {
            status = preston_csv_number(row, column, &state->amounts[place * AMOUNTS + k], error);
        }
    }
    return status;
}

static preston_status read_places(reading *state, preston_error *error)
{
    int64_t places = state->places.count;
    state->names = preston_allocate(places, sizeof *state->names);
    state->amounts = preston_allocate_matrix(places, AMOUNTS);
    if (state->names == NULL || state->amounts == NULL) {
        return preston_fail_memory(error, "economies");
    }
    for (int64_t place = 0; place < places; place++) {
        state->names[place] = preston_copy_text(state->places.texts[place]);
        if (state->names[place] == NULL) {
            return preston_fail_memory(error, "economies");
        }
    }
    const preston_csv_reader reader = {take_place_header, take_place, state};
    return state->facts[TEXTS + PLACES] == NULL
               ? PRESTON_OK
               : preston_csv_read(state->folder, state->facts[TEXTS + PLACES], NULL, &reader,
                                  error);
}

/* --- from grids to arrays --- */

/* The account of a row's label: what multiregional.yaml calls it, or the label itself. */
static const char *account_name(const reading *state, const char *label)
{
    for (int k = TEXTS + FILES; k < TEXTS + FILES + NAMED; k++) {
        if (state->facts[k] != NULL && strcmp(state->facts[k], label) == 0) {
            return keys[k];
        }
    }
    return label;
}

static preston_status find_accounts(reading *state, preston_error *error)
{
    const preston_grid *output = &state->grid[OUTPUT];
    for (int64_t j = 0; j < output->columns.count; j++) {
        const char *name = output->columns.texts[j];
        if (strcmp(name, "output") != 0 && preston_labels_add(&state->accounts, name) < 0) {
            return preston_fail_memory(error, "accounts");
        }
    }
    for (int k = FLOWS; k <= FINAL_USE; k++) {
        for (int64_t i = 0; i < state->grid[k].rows.count; i++) {
            int64_t row = -1;
            const char *label = state->grid[k].rows.texts[i];
            preston_status status = find_row(state, label, &row, error);
            if (status != PRESTON_OK) {
                return status;
            }
            if (row < 0 && preston_labels_add(&state->accounts, account_name(state, label)) < 0) {
                return preston_fail_memory(error, "accounts");
            }
        }
    }
    return PRESTON_OK;
}

/* What an account's row says of households: taxes and imports paid by them directly. */
static void take_household_amount(reading *state, const char *account, const target *to,
                                  double value)
{
    const char *households =
        state->facts[HOUSEHOLDS] != NULL ? state->facts[HOUSEHOLDS] : "households";
    if (strcmp(state->uses.texts[to->use], households) != 0) {
        return;
    }
    for (int k = HOUSEHOLD_IMPORTS; k <= HOUSEHOLD_TAXES; k++) {
        if (strcmp(account, amount_names[k] + strlen("household_")) == 0) {
            state->amounts[to->place * AMOUNTS + k] = value;
        }
    }
}

static void spread_row(reading *state, const preston_grid *grid, int64_t i, int64_t row,
                       const target *targets)
{
    int64_t n = state->places.count * state->sectors.count;
    int64_t users = state->places.count * state->uses.count;
    const double *values = grid->values + i * grid->columns.count;
    const char *account = row < 0 ? account_name(state, grid->rows.texts[i]) : NULL;
    int64_t number = row < 0 ? preston_labels_find(&state->accounts, account) : -1;
    for (int64_t j = 0; j < grid->columns.count; j++) {
        const target *to = &targets[j];
        if (row >= 0 && to->row >= 0) {
            state->flows[row * n + to->row] = values[j];
        } else if (row >= 0) {
            state->final_use[row * users + to->place * state->uses.count + to->use] = values[j];
        } else if (to->row >= 0) {
            state->account_values[to->row * state->accounts.count + number] = values[j];
        } else {
            take_household_amount(state, account, to, values[j]);
        }
    }
}

static preston_status spread_grid(reading *state, const preston_grid *grid, const target *targets,
                                  preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < grid->rows.count; i++) {
        int64_t row = -1;
        status = find_row(state, grid->rows.texts[i], &row, error);
        if (status == PRESTON_OK) {
            spread_row(state, grid, i, row, targets);
        }
    }
    return status;
}

static preston_status spread_output(reading *state, preston_error *error)
{
    const preston_grid *grid = &state->grid[OUTPUT];
    int64_t output = preston_labels_find(&grid->columns, "output");
    preston_status status = PRESTON_OK;
    if (output < 0) {
        return preston_fail(error, PRESTON_ERROR_LABEL, "%s: has no column 'output'", grid->path);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < grid->rows.count; i++) {
        int64_t row = -1;
        status = find_row(state, grid->rows.texts[i], &row, error);
        if (status == PRESTON_OK && row < 0) {
            status = preston_fail(error, PRESTON_ERROR_LABEL,
                                  "%s:%lld: '%s' is not a sector of the flows", grid->path,
                                  (long long)grid->lines[i], grid->rows.texts[i]);
        }
        for (int64_t j = 0; status == PRESTON_OK && j < grid->columns.count; j++) {
            double value = grid->values[i * grid->columns.count + j];
            int64_t account = preston_labels_find(&state->accounts, grid->columns.texts[j]);
            if (j == output) {
                state->output[row] = value;
            } else {
                state->account_values[row * state->accounts.count + account] = value;
            }
        }
    }
    return status;
}

/* Where no output is given, it is what is sold. */
static void add_up_output(reading *state)
{
    int64_t rows = state->places.count * state->sectors.count;
    int64_t users = state->places.count * state->uses.count;
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < rows; j++) {
            state->output[i] += state->flows[i * rows + j];
        }
        for (int64_t k = 0; k < users; k++) {
            state->output[i] += state->final_use[i * users + k];
        }
    }
}

static preston_status allocate_arrays(reading *state, preston_error *error)
{
    int64_t rows = state->places.count * state->sectors.count;
    state->output = preston_allocate_matrix(rows, 1);
    state->flows = preston_allocate_matrix(rows, rows);
    state->final_use = preston_allocate_matrix(rows, state->places.count * state->uses.count);
    state->account_values = preston_allocate_matrix(rows, state->accounts.count);
    return state->output != NULL && state->flows != NULL && state->final_use != NULL &&
                   state->account_values != NULL
               ? PRESTON_OK
               : preston_fail_memory(error, "a table of several economies");
}

static preston_status arrange(reading *state, target *const targets[2], preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int k = FLOWS; status == PRESTON_OK && k <= FINAL_USE; k++) {
        status = find_targets(state, &state->grid[k], targets[k], error);
    }
    if (status == PRESTON_OK) {
        status = find_accounts(state, error);
    }
    if (status == PRESTON_OK) {
        status = allocate_arrays(state, error);
    }
    for (int k = FLOWS; status == PRESTON_OK && k <= FINAL_USE; k++) {
        status = spread_grid(state, &state->grid[k], targets[k], error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    if (state->facts[TEXTS + OUTPUT] != NULL) {
        return spread_output(state, error);
    }
    add_up_output(state);
    return PRESTON_OK;
}

static preston_status arrange_grids(reading *state, preston_error *error)
{
    target *targets[2] = {NULL, NULL};
    int complete = 1;
    for (int k = FLOWS; k <= FINAL_USE; k++) {
        targets[k] = preston_allocate(state->grid[k].columns.count, sizeof(target));
        complete = complete && targets[k] != NULL;
    }
    preston_status status =
        complete ? arrange(state, targets, error) : preston_fail_memory(error, "labels");
    free(targets[FLOWS]);
    free(targets[FINAL_USE]);
    return status;
}

/* --- all together --- */

static preston_status read_grids(reading *state, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int k = FLOWS; status == PRESTON_OK && k <= OUTPUT; k++) {
        preston_grid_layout layout = state->layout;
        layout.header_rows = k == OUTPUT ? 1 : layout.header_rows;
        if (state->facts[TEXTS + k] != NULL) {
            status = preston_grid_read(state->folder, state->facts[TEXTS + k], &layout,
                                       &state->grid[k], error);
        }
    }
    if (status == PRESTON_OK) {
        status = find_sectors(state, error);
    }
    for (int k = FLOWS; status == PRESTON_OK && k <= OUTPUT; k++) {
        if (state->facts[TEXTS + k] != NULL) {
            status = check_complete(state, &state->grid[k], &state->grid[k].rows, "row", error);
        }
    }
    return status == PRESTON_OK ? check_complete(state, &state->grid[FLOWS],
                                                 &state->grid[FLOWS].columns, "column", error)
                                : status;
}

static preston_status create(const reading *state, preston_multiregional **out_table,
                             preston_error *error)
{
    int64_t places = state->places.count;
    int64_t rows = places * state->sectors.count;
    const char **uses = (const char **)preston_allocate(state->uses.count, sizeof(char *));
    if (uses == NULL) {
        return preston_fail_memory(error, "final uses");
    }
    for (int64_t k = 0; k < state->uses.count; k++) {
        const char *code = state->uses.texts[k];
        const char *households = state->facts[HOUSEHOLDS];
        uses[k] = households != NULL && strcmp(code, households) == 0 ? "households" : code;
    }
    const preston_multiregional_data data = {
        .title = state->facts[0],
        .year = state->facts[1],
        .currency = state->facts[2],
        .unit = state->facts[3],
        .prices = state->facts[4],
        .source = state->facts[5],
        .licence = state->facts[6],
        .area = state->facts[7],
        .places = places,
        .place_codes = (const char *const *)state->places.texts,
        .place_names = (const char *const *)state->names,
        .sectors = state->sectors.count,
        .sector_codes = (const char *const *)state->sectors.texts,
        .output = preston_const_vector(state->output, rows, 1),
        .flows = preston_const_matrix(state->flows, rows, rows),
        .uses = state->uses.count,
        .use_codes = uses,
        .final_use = preston_const_matrix(state->final_use, rows, places * state->uses.count),
        .accounts = state->accounts.count,
        .account_codes = (const char *const *)state->accounts.texts,
        .account_values = preston_const_matrix(state->account_values, rows, state->accounts.count),
        .household_income = preston_const_vector(state->amounts + INCOME, places, AMOUNTS),
        .household_imports =
            preston_const_vector(state->amounts + HOUSEHOLD_IMPORTS, places, AMOUNTS),
        .household_taxes_on_products =
            preston_const_vector(state->amounts + HOUSEHOLD_TAXES, places, AMOUNTS)};
    preston_error reason = {0};
    preston_status status = preston_multiregional_create(&data, out_table, &reason);
    free((void *)uses);
    return status == PRESTON_OK
               ? PRESTON_OK
               : preston_fail(error, status, "%s: %s", state->folder, reason.message);
}

static preston_status read_folder(reading *state, preston_multiregional **out_table,
                                  preston_error *error)
{
    preston_status status = read_facts(state, error);
    if (status == PRESTON_OK) {
        status = read_grids(state, error);
    }
    if (status == PRESTON_OK) {
        status = read_places(state, error);
    }
    if (status == PRESTON_OK) {
        status = arrange_grids(state, error);
    }
    return status == PRESTON_OK ? create(state, out_table, error) : status;
}

preston_status preston_multiregional_read(const char *folder, preston_multiregional **out_table,
                                          preston_error *error)
{
    reading state = {.folder = folder};
    preston_status status = read_folder(&state, out_table, error);
    clear_reading(&state);
    return status;
}
