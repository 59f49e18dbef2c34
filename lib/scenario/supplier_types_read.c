/* Supplier types from a CSV file, and the types that a ledger names. */
#include "supplier_types.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns; those behind TYPE may be left out, and what stands in NOTE is not read. */
enum {
    TYPE,
    SECTOR,
    OUTSIDE_PLACE,
    TEXTS,
    COMPENSATION = TEXTS,
    SURPLUS,
    JOBS,
    LOCAL_PURCHASES,
    OUTSIDE_PRODUCTION,
    SHARE,
    NUMBERS_END,
    SOURCE = NUMBERS_END,
    NOTE,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {
    "type", "sector",          "outside_place",      "compensation", "surplus",
    "jobs", "local_purchases", "outside_production", "share",        "source",
    "note"};

typedef struct reading {
    char *path;
    preston_supplier_type *rows;
    char **texts; /* TEXTS a row, NULL for an empty cell */
    int64_t *lines;
    int64_t count;
    int64_t capacity[3]; /* of rows, texts (a row each), lines */
    int64_t columns[COLUMNS];
} reading;

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    for (int64_t at = 0; at < header->count; at++) {
        int known = 0;
        for (int k = 0; k < COLUMNS; k++) {
            known |= strcmp(header->header->texts[at], column_names[k]) == 0;
        }
        if (!known) {
            return preston_csv_fail(header, at, error, PRESTON_ERROR_LABEL,
                                    "is not known here: columns are type, sector, compensation, "
                                    "surplus, jobs, local_purchases, outside_production, "
                                    "outside_place, share, source, note");
        }
    }
    for (int k = 0; k < COLUMNS; k++) {
        state->columns[k] = preston_labels_find(header->header, column_names[k]);
    }
    state->path = preston_copy_text(header->path);
    return state->path != NULL
               ? preston_csv_column(header, column_names[TYPE], &state->columns[TYPE], error)
               : preston_fail_memory(error, header->path);
}

static preston_status take_number(const reading *state, const preston_csv_row *row, int which,
                                  double *out_value, preston_error *error)
{
    int64_t column = state->columns[which];
    return column >= 0 && row->cells[column][0] != '\0'
               ? preston_csv_number(row, column, out_value, error)
               : PRESTON_OK;
}

static preston_status take_numbers(const reading *state, const preston_csv_row *row,
                                   preston_supplier_type *type, preston_error *error)
{
    double *const numbers[NUMBERS_END - TEXTS] = {
        &type->compensation,       &type->surplus, &type->jobs, &type->local_purchases,
        &type->outside_production, &type->share};
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < NUMBERS_END - TEXTS; k++) {
        status = take_number(state, row, TEXTS + k, numbers[k], error);
    }
    return status;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_supplier_type type;
    preston_supplier_type_init(&type);
    preston_status status = take_numbers(state, row, &type, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t count = state->count;
    if (preston_grow((void **)&state->rows, &state->capacity[0], count, sizeof *state->rows) != 0 ||
        preston_grow((void **)&state->texts, &state->capacity[1], count,
                     TEXTS * sizeof *state->texts) != 0 ||
        preston_grow((void **)&state->lines, &state->capacity[2], count, sizeof *state->lines) !=
            0) {
        return preston_fail_memory(error, row->path);
    }
    char **texts = state->texts + TEXTS * count;
    state->rows[count] = type;
    state->lines[count] = row->line;
    memset(texts, 0, TEXTS * sizeof *texts);
    state->count++;
    for (int k = 0; k < TEXTS; k++) {
        int64_t column = state->columns[k];
        if (column >= 0 && row->cells[column][0] != '\0') {
            texts[k] = preston_copy_text(row->cells[column]);
            if (texts[k] == NULL) {
                return preston_fail_memory(error, row->path);
            }
        }
    }
    return PRESTON_OK;
}

static void clear_reading(reading *state)
{
    for (int64_t k = 0; k < TEXTS * state->count; k++) {
        free(state->texts[k]);
    }
    free(state->path);
    free(state->rows);
    free((void *)state->texts);
    free(state->lines);
}

preston_status preston_supplier_types_read(const char *path, const preston_model *model,
                                           preston_supplier_types **out_types, preston_error *error)
{
    reading state = {0};
    const preston_csv_reader reader = {take_header, take_row, &state};
    preston_status status = preston_csv_read(NULL, path, NULL, &reader, error);
    if (status == PRESTON_OK) {
        for (int64_t row = 0; row < state.count; row++) {
            state.rows[row].code = state.texts[TEXTS * row + TYPE];
            state.rows[row].sector = state.texts[TEXTS * row + SECTOR];
            state.rows[row].outside_place = state.texts[TEXTS * row + OUTSIDE_PLACE];
        }
        const preston_supplier_source source = {state.path, state.lines};
        status =
            preston_supplier_types_make(model, state.count, state.rows, &source, out_types, error);
    }
    clear_reading(&state);
    return status;
}

/* --- what a ledger names --- */

/* Adds "'type' amount" to a list, and three dots when there is no more room. */
static void list_type(char *list, size_t size, size_t *used, const char *code, double amount)
{
    static const char dots[] = ", ...";
    size_t left = *used < size ? size - *used : 0;
    if (left <= sizeof dots) {
        return;
    }
    int wrote = snprintf(list + *used, left - sizeof dots, "%s'%.60s' %.2f", *used > 0 ? ", " : "",
                         code, amount);
    if (wrote >= 0 && (size_t)wrote < left - sizeof dots) {
        *used += (size_t)wrote;
        return;
    }
    (void)snprintf(list + *used, left, "%s", dots);
    *used = size;
}

/* The labels without a type, with their money. */
static preston_status fail_types(const preston_ledger *ledger, const int64_t *found, int64_t count,
                                 preston_error *error)
{
    char list[PRESTON_MESSAGE_SIZE / 2] = "";
    char line[24] = "";
    size_t used = 0;
    int64_t missing = 0;
    double money = 0.0;
    for (int64_t label = 0; label < count; label++) {
        double amount = 0.0;
        for (int64_t row = 0; found[label] < 0 && row < ledger->count; row++) {
            const preston_purchase *purchase = &ledger->purchases[row];
            if (purchase->label[PRESTON_LEDGER_TYPE] == label) {
                amount += purchase->amount;
                if (line[0] == '\0' && ledger->path != NULL) {
                    (void)snprintf(line, sizeof line, ":%lld", (long long)purchase->line);
                }
            }
        }
        if (found[label] < 0) {
            missing++;
            money += amount;
            list_type(list, sizeof list, &used, ledger->labels[PRESTON_LEDGER_TYPE].texts[label],
                      amount);
        }
    }
    return preston_fail(error, PRESTON_ERROR_LABEL,
                        "%s%s: column 'type': %lld %s with %.2f in all %s not known: %s: add them "
                        "to the supplier types, or leave the cells empty for average suppliers",
                        ledger->path != NULL ? ledger->path : "the ledger", line,
                        (long long)missing, missing == 1 ? "type" : "types", money,
                        missing == 1 ? "is" : "are", list);
}

preston_status preston_supplier_types_of_ledger(const preston_supplier_types *types,
                                                const preston_ledger *ledger, int64_t *out_types,
                                                preston_error *error)
{
    const preston_labels *labels = &ledger->labels[PRESTON_LEDGER_TYPE];
    int unknown = 0;
    for (int64_t label = 0; label < labels->count; label++) {
        out_types[label] = preston_labels_find(&types->codes, labels->texts[label]);
        unknown |= out_types[label] < 0;
    }
    return unknown ? fail_types(ledger, out_types, labels->count, error) : PRESTON_OK;
}
