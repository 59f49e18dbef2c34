/* Everything by place and area, as a tidy CSV file. */
#include "case.h"

#include <stdlib.h>

typedef struct labels_of_row {
    const char *which;
    const char *kind;
    const char *code;
    const char *name;
    const char *account;
} labels_of_row;

static void write_parts(preston_csv *csv, const labels_of_row *row, const double *values,
                        preston_closure closure)
{
    static const char *const part_names[PARTS] = {"direct", "indirect", "induced"};
    for (int part = 0; part < (closure == PRESTON_CLOSURE_II ? PARTS : PARTS - 1); part++) {
        preston_csv_text(csv, row->which);
        preston_csv_text(csv, row->kind);
        preston_csv_text(csv, row->code);
        preston_csv_text(csv, row->name);
        preston_csv_text(csv, row->account);
        preston_csv_text(csv, part_names[part]);
        preston_csv_value(csv, values[part]);
        preston_csv_end_row(csv);
    }
}

static preston_status write_account(const places_inputs *inputs, const places_answer *answer,
                                    int which, int account, const char *is_around, double *values,
                                    preston_csv *csv, preston_error *error)
{
    double *by_area = values + inputs->count * PARTS;
    preston_closure closure = inputs->settings->closure;
    labels_of_row row = {.which = case_name(inputs, which), .account = account_names[account]};
    preston_status status =
        sum_areas(inputs, answer->impact[which], account, values, by_area, error);
    row.kind = "place";
    for (int64_t place = 0; status == PRESTON_OK && place < inputs->count; place++) {
        row.code = preston_economy_place_code(answer->economy, place);
        row.name = preston_economy_place_name(answer->economy, place);
        write_parts(csv, &row, values + place * PARTS, closure);
    }
    row.kind = "area";
    for (int64_t area = 0; status == PRESTON_OK && area < inputs->areas; area++) {
        if (is_around[area]) { /* the others are places, and above */
            row.code = preston_places_area_code(inputs->places, area);
            row.name = preston_places_area_name(inputs->places, area);
            write_parts(csv, &row, by_area + area * PARTS, closure);
        }
    }
    return status;
}

static preston_status write_rows(const places_inputs *inputs, const case_demands *demands,
                                 const places_answer *answer, preston_csv *csv,
                                 preston_error *error)
{
    double *values = malloc((size_t)((inputs->count + inputs->areas) * PARTS) * sizeof *values);
    char *is_around = calloc((size_t)inputs->areas, 1);
    preston_status status = values == NULL || is_around == NULL ? out_of_memory(error) : PRESTON_OK;
    for (int64_t area = 0; status == PRESTON_OK && area < inputs->areas; area++) {
        int64_t parent = preston_places_area_parent(inputs->places, area);
        if (parent >= 0) {
            is_around[parent] = 1;
        }
    }
    for (int which = 0; which < CASES; which++) {
        for (int account = 0; demands->given[which] && account < ACCOUNTS; account++) {
            if (status == PRESTON_OK && has_account(inputs, account)) {
                status =
                    write_account(inputs, answer, which, account, is_around, values, csv, error);
            }
        }
    }
    free(values);
    free(is_around);
    return status;
}

preston_status write_csv(const places_inputs *inputs, const case_demands *demands,
                         const places_answer *answer, const char *path, preston_error *error)
{
    static const char *const header[] = {"case",    "kind", "code", "name",
                                         "account", "part", "value"};
    preston_csv *csv = NULL;
    preston_status status = preston_csv_create(path, &csv, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
        preston_csv_text(csv, header[i]);
    }
    preston_csv_end_row(csv);
    status = write_rows(inputs, demands, answer, csv, error);
    if (status == PRESTON_OK) {
        status = preston_csv_commit(csv, error);
    }
    preston_csv_free(csv);
    return status;
}
