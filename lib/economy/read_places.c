/* Places folders: places.csv and jobs.csv or gva.csv. */
#include "places.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "../status/text_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
    preston_places *places;
    const preston_table *table;
    char **parent_codes; /* resolved once all places are known */
    int64_t *lines;
    double *coordinates; /* pairs, NaN where the cells are empty */
    int64_t capacity[5]; /* of names, parents, parent_codes, lines, coordinates */
    int64_t columns[3];
    int64_t position[2]; /* the columns x and y, or -1 */
    int64_t *size_lines; /* area × sector: the line that gave the size, 0 for none */
} reading;

static preston_status take_place_header(void *context, const preston_csv_row *header,
                                        preston_error *error)
{
    static const char *const names[] = {"code", "name", "parent"};
    reading *state = context;
    preston_status status = PRESTON_OK;
    for (int i = 0; status == PRESTON_OK && i < 3; i++) {
        status = preston_csv_column(header, names[i], &state->columns[i], error);
    }
    state->position[0] = preston_labels_find(header->header, "x");
    state->position[1] = preston_labels_find(header->header, "y");
    if (status == PRESTON_OK && (state->position[0] < 0) != (state->position[1] < 0)) {
        return preston_csv_fail(header, -1, error, PRESTON_ERROR_LABEL,
                                "there is a column '%s' and no '%s': give both, or neither",
                                state->position[0] < 0 ? "y" : "x",
                                state->position[0] < 0 ? "x" : "y");
    }
    return status;
}

static preston_status take_position(const reading *state, const preston_csv_row *row,
                                    double *position, preston_error *error)
{
    position[0] = (double)NAN;
    position[1] = (double)NAN;
    if (state->position[0] < 0) {
        return PRESTON_OK;
    }
    int without_x = row->cells[state->position[0]][0] == '\0';
    int without_y = row->cells[state->position[1]][0] == '\0';
    if (without_x != without_y) {
        return preston_csv_fail(row, state->position[without_x ? 0 : 1], error, PRESTON_ERROR_VALUE,
                                "is empty: give both x and y, or leave both empty");
    }
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && !without_x && k < 2; k++) {
        status = preston_csv_number(row, state->position[k], &position[k], error);
    }
    return status;
}

static preston_status take_place(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_places *places = state->places;
    int64_t count = places->areas.count;
    const char *code = row->cells[state->columns[0]];
    if (code[0] == '\0' || preston_labels_find(&places->areas, code) >= 0) {
        return preston_csv_fail(row, state->columns[0], error, PRESTON_ERROR_LABEL,
                                "'%s' is empty or stands twice: give each place its own code",
                                code);
    }
    if (preston_grow((void **)&places->names, &state->capacity[0], count, sizeof(char *)) != 0 ||
        preston_grow((void **)&places->parents, &state->capacity[1], count, sizeof(int64_t)) != 0 ||
        preston_grow((void **)&state->parent_codes, &state->capacity[2], count, sizeof(char *)) !=
            0 ||
        preston_grow((void **)&state->lines, &state->capacity[3], count, sizeof(int64_t)) != 0 ||
        preston_grow((void **)&state->coordinates, &state->capacity[4], count,
                     2 * sizeof(double)) != 0) {
        return preston_fail_memory(error, row->path);
    }
    preston_status status = take_position(state, row, &state->coordinates[2 * count], error);
    if (status != PRESTON_OK) {
        return status;
    }
    char *name = preston_copy_text(row->cells[state->columns[1]]);
    char *parent = preston_copy_text(row->cells[state->columns[2]]);
    if (name == NULL || parent == NULL || preston_labels_add(&places->areas, code) < 0) {
        free(name);
        free(parent);
        return preston_fail_memory(error, row->path);
    }
    places->names[count] = name;
    state->parent_codes[count] = parent;
    state->lines[count] = row->line;
    return PRESTON_OK;
}

static preston_status resolve_parents(const char *folder, reading *state, preston_error *error)
{
    preston_places *places = state->places;
    for (int64_t area = 0; area < places->areas.count; area++) {
        const char *parent = state->parent_codes[area];
        places->parents[area] =
            parent[0] == '\0' ? -1 : preston_labels_find(&places->areas, parent);
        if (parent[0] != '\0' && places->parents[area] < 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s/places.csv:%lld: column 'parent': '%s' is not a place of this "
                                "file: add it, or leave the cell empty for the nation",
                                folder, (long long)state->lines[area], parent);
        }
    }
    return PRESTON_OK;
}

static preston_status take_size_header(void *context, const preston_csv_row *header,
                                       preston_error *error)
{
    reading *state = context;
    const char *const names[] = {"place", "sector", state->places->measure};
    preston_status status = PRESTON_OK;
    for (int i = 0; status == PRESTON_OK && i < 3; i++) {
        status = preston_csv_column(header, names[i], &state->columns[i], error);
    }
    return status;
}

static preston_status take_size(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_places *places = state->places;
    const char *place = row->cells[state->columns[0]];
    const char *code = row->cells[state->columns[1]];
    int64_t area = preston_labels_find(&places->areas, place);
    if (area < 0) {
        return preston_csv_fail(row, state->columns[0], error, PRESTON_ERROR_LABEL,
                                "'%s' is not a place of places.csv", place);
    }
    int64_t sector = preston_table_find(state->table, code);
    if (sector < 0) {
        return preston_csv_fail(row, state->columns[1], error, PRESTON_ERROR_LABEL,
                                "'%s' is not a sector of the table", code);
    }
    int64_t cell = area * places->sectors + sector;
    if (state->size_lines[cell] > 0) {
        return preston_csv_fail(row, state->columns[1], error, PRESTON_ERROR_LABEL,
                                "place '%s' and sector '%s' stand twice: keep one line", place,
                                code);
    }
    state->size_lines[cell] = row->line;
    preston_status status = preston_csv_number(row, state->columns[2], &places->sizes[cell], error);
    if (status == PRESTON_OK && places->sizes[cell] < 0.0) {
        return preston_csv_fail(row, state->columns[2], error, PRESTON_ERROR_VALUE,
                                "%s of %s in '%s' is negative: it must be zero or more",
                                places->measure, code, place);
    }
    return status;
}

static const char *size_file(const preston_places *places)
{
    return strcmp(places->measure, "jobs") == 0 ? "jobs.csv" : "gva.csv";
}

static preston_status read_sizes(const char *folder, reading *state, preston_error *error)
{
    preston_places *places = state->places;
    places->sectors = preston_table_sectors(state->table);
    int jobs = preston_text_file_exists(folder, "jobs.csv");
    if (!jobs && !preston_text_file_exists(folder, "gva.csv")) {
        return preston_fail(error, PRESTON_ERROR_FILE,
                            "%s/jobs.csv: is missing, and so is gva.csv: give the sizes of the "
                            "places in one of them",
                            folder);
    }
    places->measure = jobs ? "jobs" : "gva";
    places->sizes = preston_allocate_matrix(places->areas.count, places->sectors);
    state->size_lines =
        preston_allocate(places->areas.count * places->sectors, sizeof *state->size_lines);
    if (places->sizes == NULL || state->size_lines == NULL) {
        return preston_fail_memory(error, folder);
    }
    const preston_csv_reader reader = {take_size_header, take_size, state};
    return preston_csv_read(folder, size_file(places), NULL, &reader, error);
}

/* The checks of the tree know no files: says in which file and line the fault is. */
static preston_status name_file(const char *folder, const reading *state, preston_status status,
                                preston_error *error)
{
    const preston_places *places = state->places;
    int64_t area = places->fault_area;
    int64_t sector = places->fault_sector;
    const char *file = sector >= 0 ? size_file(places) : "places.csv";
    int64_t line = sector >= 0 ? state->size_lines[area * places->sectors + sector]
                   : area >= 0 ? state->lines[area]
                               : 0;
    if (error == NULL || status == PRESTON_ERROR_MEMORY) {
        return status;
    }
    char reason[PRESTON_MESSAGE_SIZE];
    memcpy(reason, error->message, sizeof reason);
    return line > 0 ? preston_fail(error, status, "%s/%s:%lld: %s", folder, file, (long long)line,
                                   reason)
                    : preston_fail(error, status, "%s/%s: %s", folder, file, reason);
}

static preston_status read_folder(const char *folder, reading *state, preston_error *error)
{
    const preston_csv_reader reader = {take_place_header, take_place, state};
    preston_status status = preston_csv_read(folder, "places.csv", NULL, &reader, error);
    if (status == PRESTON_OK) {
        status = resolve_parents(folder, state, error);
    }
    if (status == PRESTON_OK) {
        status = read_sizes(folder, state, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    status = preston_places_finish(state->places, preston_table_codes(state->table), error);
    if (status != PRESTON_OK) {
        return name_file(folder, state, status, error);
    }
    return state->position[0] < 0
               ? PRESTON_OK
               : preston_places_locate(
                     state->places,
                     preston_const_matrix(state->coordinates, state->places->areas.count, 2),
                     error);
}

preston_status preston_places_read(const char *folder, const preston_table *table,
                                   preston_places **out_places, preston_error *error)
{
    reading state = {.places = preston_allocate(1, sizeof *state.places), .table = table};
    if (state.places == NULL) {
        return preston_fail_memory(error, folder);
    }
    preston_status status = read_folder(folder, &state, error);
    for (int64_t i = 0; i < state.places->areas.count && state.parent_codes != NULL; i++) {
        free(state.parent_codes[i]);
    }
    free(state.parent_codes);
    free(state.lines);
    free(state.coordinates);
    free(state.size_lines);
    if (status != PRESTON_OK) {
        preston_places_free(state.places);
        return status;
    }
    *out_places = state.places;
    return PRESTON_OK;
}
