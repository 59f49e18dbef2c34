/* Every multiplier, and the impact, as a tidy CSV file. */
#include "case.h"

#include <stdlib.h>

static const char outside[] = "outside";
static const char elsewhere[] = "elsewhere";

typedef struct csv_row {
    const char *kind;
    const char *economy;
    const char *sector; /* "": all, by final sales */
    const char *closure;
    const char *account;
} csv_row;

static void write_row(preston_csv *csv, const csv_row *row, const char *receiver, double value)
{
    preston_csv_text(csv, row->kind);
    preston_csv_text(csv, row->economy);
    preston_csv_text(csv, row->sector);
    preston_csv_text(csv, row->closure);
    preston_csv_text(csv, row->account);
    preston_csv_text(csv, receiver);
    preston_csv_value(csv, value);
    preston_csv_end_row(csv);
}

static const char *code_of(const regions_inputs *inputs, int64_t place)
{
    return preston_multiregional_place_code(inputs->table, place);
}

static void write_economy(const regions_inputs *inputs, const regions_answer *answer, int closure,
                          int64_t place, preston_csv *csv)
{
    csv_row row = {"economy", code_of(inputs, place), "", closure_names[closure], NULL};
    for (int effect = 0; effect < EFFECTS; effect++) {
        row.account = effect_names[effect];
        for (int64_t receiver = 0; receiver < inputs->places; receiver++) {
            write_row(csv, &row, code_of(inputs, receiver),
                      effect_in(inputs, answer, closure, effect, place, receiver));
        }
    }
    row.account = "imports_and_taxes";
    write_row(csv, &row, outside,
              mixed(inputs, answer->outside[closure] + place * inputs->sectors, place));
}

static void write_sector(const regions_inputs *inputs, const regions_answer *answer, int closure,
                         int64_t at, preston_csv *csv)
{
    int64_t rows = inputs->places * inputs->sectors;
    int64_t place = at / inputs->sectors;
    csv_row row = {"sector", code_of(inputs, place),
                   preston_table_code(inputs->whole, at % inputs->sectors), closure_names[closure],
                   NULL};
    for (int effect = 0; effect < EFFECTS; effect++) {
        const double *values = answer->effect[closure][effect] + at;
        double others = 0.0;
        for (int64_t receiver = 0; receiver < inputs->places; receiver++) {
            others += receiver != place ? values[receiver * rows] : 0.0;
        }
        row.account = effect_names[effect];
        write_row(csv, &row, row.economy, values[place * rows]);
        write_row(csv, &row, elsewhere, others);
    }
    row.account = "imports_and_taxes";
    write_row(csv, &row, outside, answer->outside[closure][at]);
}

static void write_alone(const regions_inputs *inputs, const regions_answer *answer, int closure,
                        preston_csv *csv)
{
    const char *region = code_of(inputs, 0);
    for (int64_t i = 0; i < inputs->sectors; i++) {
        for (int effect = 0; effect < EFFECTS; effect++) {
            const csv_row row = {"alone", region, preston_table_code(inputs->whole, i),
                                 closure_names[closure], effect_names[effect]};
            write_row(csv, &row, region, answer->alone[closure][effect][i]);
        }
    }
}

/* The accounts of all economies; a closure has the parts up to its own. */
static preston_status write_impact(const regions_inputs *inputs, const regions_answer *answer,
                                   const char *account, double *parts, preston_csv *csv,
                                   preston_error *error)
{
    preston_status status = preston_impact_by_place(
        answer->impact, account, preston_matrix(parts, inputs->places, 3), error);
    for (int closure = 0; status == PRESTON_OK && closure <= (int)inputs->closure; closure++) {
        const csv_row row = {"impact", code_of(inputs, inputs->from),
                             preston_table_code(inputs->whole, inputs->sector),
                             closure_names[closure], account};
        for (int64_t place = 0; place < inputs->places; place++) {
            const double *of = parts + 3 * place;
            write_row(csv, &row, code_of(inputs, place), of[0] + of[1] + (closure ? of[2] : 0.0));
        }
    }
    return status;
}

static preston_status write_rows(const regions_inputs *inputs, const regions_answer *answer,
                                 preston_csv *csv, preston_error *error)
{
    preston_const_view output = preston_multiregional_output(inputs->table);
    for (int closure = 0; closure <= (int)inputs->closure; closure++) {
        for (int64_t place = 0; place < inputs->places; place++) {
            write_economy(inputs, answer, closure, place, csv);
        }
        for (int64_t at = 0; at < inputs->places * inputs->sectors; at++) {
            if (preston_get(output, at, 0) > 0.0) {
                write_sector(inputs, answer, closure, at, csv);
            }
        }
        if (inputs->region != NULL) {
            write_alone(inputs, answer, closure, csv);
        }
    }
    double *parts = malloc((size_t)(inputs->places * 3) * sizeof *parts);
    if (parts == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = write_impact(inputs, answer, "output", parts, csv, error);
    for (int64_t k = 0; status == PRESTON_OK && k < preston_table_accounts(inputs->whole); k++) {
        status = write_impact(inputs, answer, preston_table_account_code(inputs->whole, k), parts,
                              csv, error);
    }
    free(parts);
    return status;
}

preston_status write_csv(const regions_inputs *inputs, const regions_answer *answer,
                         const char *path, preston_error *error)
{
    static const char *const header[] = {"kind",    "economy",  "sector", "closure",
                                         "account", "receiver", "value"};
    preston_csv *csv = NULL;
    preston_status status = preston_csv_create(path, &csv, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
        preston_csv_text(csv, header[i]);
    }
    preston_csv_end_row(csv);
    status = write_rows(inputs, answer, csv, error);
    if (status == PRESTON_OK) {
        status = preston_csv_commit(csv, error);
    }
    preston_csv_free(csv);
    return status;
}
