#define _GNU_SOURCE /* asprintf */
#include "grid.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
    const preston_grid_layout *layout;
    preston_grid *grid;
    char **economies; /* two header rows: the first, waiting for the second */
    int64_t count;    /* cells of a row */
} reading;

void preston_grid_clear(preston_grid *grid)
{
    free(grid->path);
    preston_labels_clear(&grid->columns);
    preston_labels_clear(&grid->rows);
    free(grid->lines);
    free(grid->values);
}

/* Adds a label, joined of two where it is in two cells; once only. */
static preston_status add_label(const reading *state, const preston_csv_row *row, int64_t column,
                                const char *economy, const char *text, preston_labels *labels,
                                preston_error *error)
{
    const char *separator = state->layout->separator;
    if (economy != NULL && strstr(economy, separator) != NULL) {
        return preston_csv_fail(row, column, error, PRESTON_ERROR_LABEL,
                                "'%.60s' holds the separator '%s': set another one in "
                                "multiregional.yaml",
                                economy, separator);
    }
    char *joined = NULL;
    if (economy != NULL && asprintf(&joined, "%s%s%s", economy, separator, text) < 0) {
        return preston_fail_memory(error, row->path);
    }
    const char *label = joined != NULL ? joined : text;
    preston_status status = PRESTON_OK;
    if (label[0] == '\0') {
        status =
            preston_csv_fail(row, column, error, PRESTON_ERROR_LABEL, "is empty: give it a label");
    } else if (preston_labels_find(labels, label) >= 0) {
        status = preston_csv_fail(row, column, error, PRESTON_ERROR_LABEL,
                                  "'%.60s' stands twice: give each its own label", label);
    } else if (preston_labels_add(labels, label) < 0) {
        status = preston_fail_memory(error, row->path);
    }
    free(joined);
    return status;
}

static void free_economies(reading *state)
{
    for (int64_t j = 0; state->economies != NULL && j < state->count; j++) {
        free(state->economies[j]);
    }
    free(state->economies);
    state->economies = NULL;
}

static preston_status keep_economies(reading *state, const preston_csv_row *header,
                                     preston_error *error)
{
    state->economies = preston_allocate(header->count, sizeof *state->economies);
    for (int64_t j = 0; state->economies != NULL && j < header->count; j++) {
        state->economies[j] = preston_copy_text(header->cells[j]);
        if (state->economies[j] == NULL) {
            return preston_fail_memory(error, header->path);
        }
    }
    return state->economies != NULL ? PRESTON_OK : preston_fail_memory(error, header->path);
}

static preston_status add_columns(reading *state, const preston_csv_row *row, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t j = state->layout->label_columns; status == PRESTON_OK && j < row->count; j++) {
        status = add_label(state, row, j, state->economies != NULL ? state->economies[j] : NULL,
                           row->cells[j], &state->grid->columns, error);
    }
    return status;
}

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    state->count = header->count;
    state->grid->path = preston_copy_text(header->path);
    if (state->grid->path == NULL) {
        return preston_fail_memory(error, header->path);
    }
    if (header->count <= state->layout->label_columns) {
        return preston_fail(error, PRESTON_ERROR_FORMAT,
                            "%s:%lld: has no column behind those of the labels", header->path,
                            (long long)header->line);
    }
    return state->layout->header_rows == 2 ? keep_economies(state, header, error)
                                           : add_columns(state, header, error);
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_grid *grid = state->grid;
    if (state->economies != NULL) {
        preston_status status = add_columns(state, row, error);
        free_economies(state);
        return status;
    }
    int64_t width = grid->columns.count;
    int64_t last = state->layout->label_columns - 1;
    if (preston_grow((void **)&grid->values, &grid->room[0], grid->rows.count,
                     (size_t)width * sizeof *grid->values) != 0 ||
        preston_grow((void **)&grid->lines, &grid->room[1], grid->rows.count,
                     sizeof *grid->lines) != 0) {
        return preston_fail_memory(error, row->path);
    }
    double *values = grid->values + grid->rows.count * width;
    grid->lines[grid->rows.count] = row->line;
    preston_status status = add_label(state, row, last, last > 0 ? row->cells[0] : NULL,
                                      row->cells[last], &grid->rows, error);
    for (int64_t j = 0; status == PRESTON_OK && j < width; j++) {
        status = preston_csv_number(row, last + 1 + j, &values[j], error);
    }
    return status;
}

preston_status preston_grid_read(const char *folder, const char *name,
                                 const preston_grid_layout *layout, preston_grid *grid,
                                 preston_error *error)
{
    reading state = {.layout = layout, .grid = grid};
    const preston_csv_reader reader = {take_header, take_row, &state};
    preston_status status = preston_csv_read_repeated(folder, name, &reader, error);
    free_economies(&state);
    return status;
}
