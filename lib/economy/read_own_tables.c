/* Which places have a table of their own, and these tables. */
#include "supply_use.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct preston_own_tables {
    preston_labels places; /* their codes */
    preston_table **tables;
    int64_t room;
};

typedef struct reading {
    const preston_places *places;
    const preston_table *nation;
    preston_own_tables *made;
    int64_t place_column;
    int64_t table_column;
} reading;

void preston_own_tables_free(preston_own_tables *tables)
{
    if (tables == NULL) {
        return;
    }
    for (int64_t k = 0; tables->tables != NULL && k < tables->places.count; k++) {
        preston_table_free(tables->tables[k]);
    }
    preston_labels_clear(&tables->places);
    free(tables->tables);
    free(tables);
}

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    preston_status status = preston_csv_column(header, "place", &state->place_column, error);
    return status == PRESTON_OK ? preston_csv_column(header, "table", &state->table_column, error)
                                : status;
}

static preston_status check_place(const reading *state, const preston_csv_row *row,
                                  preston_error *error)
{
    const char *code = row->cells[state->place_column];
    if (preston_labels_find(&state->places->leaf_codes, code) < 0) {
        int area = preston_labels_find(&state->places->areas, code) >= 0;
        return preston_csv_fail(row, state->place_column, error, PRESTON_ERROR_LABEL,
                                area ? "'%.60s' is an area around places: name one of these"
                                     : "'%.60s' is not a place of the economy",
                                code);
    }
    if (preston_labels_find(&state->made->places, code) >= 0) {
        return preston_csv_fail(row, state->place_column, error, PRESTON_ERROR_LABEL,
                                "place '%.60s' stands twice: keep one table", code);
    }
    return PRESTON_OK;
}

/* The folder that is named, seen from where the file is. NULL: no memory. */
static char *folder_of(const preston_csv_row *row, const char *name)
{
    const char *slash = strrchr(row->path, '/');
    size_t before = name[0] == '/' || slash == NULL ? 0 : (size_t)(slash - row->path) + 1;
    size_t size = before + strlen(name) + 1;
    char *folder = preston_allocate((int64_t)size, 1);
    if (folder != NULL) {
        (void)snprintf(folder, size, "%.*s%s", (int)before, row->path, name);
    }
    return folder;
}

static preston_status check_table(const reading *state, const preston_table *table,
                                  const char *place, preston_error *error)
{
    preston_status status =
        preston_own_table_check(state->places, state->nation, table, place, error);
    const char *currency = preston_table_facts(table)->currency;
    const char *nations = preston_table_facts(state->nation)->currency;
    if (status == PRESTON_OK && currency != NULL && nations != NULL &&
        strcmp(currency, nations) != 0) {
        status = preston_fail(error, PRESTON_ERROR_VALUE,
                              "the table of place '%s' is in %.20s and the nation's in %.20s: give "
                              "both in the same currency",
                              place, currency, nations);
    }
    return status;
}

static preston_status read_table(const reading *state, const preston_csv_row *row,
                                 preston_table **out_table, preston_error *error)
{
    const char *name = row->cells[state->table_column];
    if (name[0] == '\0') {
        return preston_csv_fail(row, state->table_column, error, PRESTON_ERROR_VALUE,
                                "is empty: name the folder of the place's table");
    }
    char *folder = folder_of(row, name);
    if (folder == NULL) {
        return preston_fail_memory(error, row->path);
    }
    preston_table *table = NULL;
    preston_error inner = {0};
    preston_status status = preston_table_read(folder, &table, &inner);
    if (status == PRESTON_OK) {
        status = check_table(state, table, row->cells[state->place_column], &inner);
    }
    free(folder);
    if (status != PRESTON_OK) {
        preston_table_free(table);
        return status == PRESTON_ERROR_MEMORY
                   ? preston_fail_memory(error, row->path)
                   : preston_csv_fail(row, state->table_column, error, status, "%s", inner.message);
    }
    *out_table = table;
    return PRESTON_OK;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_own_tables *made = state->made;
    preston_table *table = NULL;
    preston_status status = check_place(state, row, error);
    if (status == PRESTON_OK) {
        status = read_table(state, row, &table, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t count = made->places.count;
    if (preston_grow((void **)&made->tables, &made->room, count, sizeof(void *)) != 0 ||
        preston_labels_add(&made->places, row->cells[state->place_column]) != count) {
        preston_table_free(table);
        return preston_fail_memory(error, row->path);
    }
    made->tables[count] = table;
    return PRESTON_OK;
}

preston_status preston_own_tables_read(const char *path, const preston_places *places,
                                       const preston_table *nation, preston_own_tables **out_tables,
                                       preston_error *error)
{
    reading state = {
        .places = places, .nation = nation, .made = preston_allocate(1, sizeof *state.made)};
    if (state.made == NULL) {
        return preston_fail_memory(error, path);
    }
    const preston_csv_reader reader = {take_header, take_row, &state};
    preston_status status = preston_csv_read(NULL, path, NULL, &reader, error);
    if (status == PRESTON_OK && state.made->places.count == 0) {
        status = preston_fail(error, PRESTON_ERROR_FORMAT,
                              "%s: has no row: name a place and the folder of its table", path);
    }
    if (status != PRESTON_OK) {
        preston_own_tables_free(state.made);
        return status;
    }
    *out_tables = state.made;
    return PRESTON_OK;
}

int64_t preston_own_tables_count(const preston_own_tables *tables)
{
    return tables->places.count;
}

void preston_own_tables_use(const preston_own_tables *tables, preston_traded_options *options)
{
    options->own_tables = tables->places.count;
    options->table_places = (const char *const *)tables->places.texts;
    options->tables = (const preston_table *const *)tables->tables;
}
