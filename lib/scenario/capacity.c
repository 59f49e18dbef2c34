/* Headroom: by how much the output of a sector in a place may grow. */
#include "projection.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <math.h>

typedef struct headroom_file {
    preston_plan *plan;
    int64_t place;
    int64_t sector;
    int64_t headroom;
} headroom_file;

static preston_status read_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    headroom_file *file = context;
    preston_status status = preston_csv_column(header, "place", &file->place, error);
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "sector", &file->sector, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "headroom", &file->headroom, error);
    }
    return status;
}

static preston_status read_row(void *context, const preston_csv_row *row, preston_error *error)
{
    const headroom_file *file = context;
    const preston_plan *plan = file->plan;
    int64_t place = preston_economy_find_place(plan->economy, row->cells[file->place]);
    int64_t sector =
        preston_table_find(preston_economy_table(plan->economy), row->cells[file->sector]);
    double headroom = 0.0;
    if (place < 0) {
        return preston_csv_fail(row, file->place, error, PRESTON_ERROR_LABEL,
                                "'%.80s' is not a place of the economy", row->cells[file->place]);
    }
    if (sector < 0) {
        return preston_csv_fail(row, file->sector, error, PRESTON_ERROR_LABEL,
                                "'%.80s' is not a sector of the table", row->cells[file->sector]);
    }
    preston_status status = preston_csv_number(row, file->headroom, &headroom, error);
    if (status == PRESTON_OK && headroom < 0.0) {
        status = preston_csv_fail(row, file->headroom, error, PRESTON_ERROR_VALUE,
                                  "is %g: headroom is zero or more", headroom);
    }
    if (status == PRESTON_OK) {
        plan->headroom[place * plan->sectors + sector] = headroom;
    }
    return status;
}

static preston_status take_given(preston_plan *plan, preston_const_view given, preston_error *error)
{
    int64_t cells = plan->places * plan->sectors;
    if (given.rows != cells || given.columns != 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "headroom has %lld rows: it needs %lld, one for each place and sector",
                            (long long)given.rows, (long long)cells);
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        double headroom = preston_get(given, cell, 0);
        if (!(headroom >= 0.0)) {
            return preston_fail(
                error, PRESTON_ERROR_VALUE, "headroom of %s in %s is %g: it is zero or more",
                preston_table_code(preston_economy_table(plan->economy), cell % plan->sectors),
                preston_economy_place_code(plan->economy, cell / plan->sectors), headroom);
        }
        plan->headroom[cell] = headroom;
    }
    return PRESTON_OK;
}

preston_status preston_plan_headroom(preston_plan *plan, const char *folder,
                                     preston_const_view given, preston_error *error)
{
    const preston_scenario_capacity *capacity = &plan->data->capacity;
    int64_t cells = plan->places * plan->sectors;
    plan->headroom = preston_allocate_matrix(cells, 1);
    if (plan->headroom == NULL) {
        return preston_fail_memory(error, "headroom");
    }
    preston_const_view output = preston_economy_output(plan->economy);
    for (int64_t cell = 0; cell < cells; cell++) {
        plan->headroom[cell] = isnan(capacity->headroom)
                                   ? INFINITY
                                   : capacity->headroom * preston_get(output, cell, 0);
    }
    if (given.rows != 0) {
        return take_given(plan, given, error);
    }
    if (capacity->file == NULL) {
        return PRESTON_OK;
    }
    headroom_file file = {.plan = plan};
    const preston_csv_reader reader = {read_header, read_row, &file};
    return preston_csv_read(capacity->file[0] == '/' ? NULL : folder, capacity->file, NULL, &reader,
                            error);
}
