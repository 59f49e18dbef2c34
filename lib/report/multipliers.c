/* The table of multipliers as a CSV file. */
#define _GNU_SOURCE /* asprintf */
#include "preston/report.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* The accounts of the columns, in their order; output has a multiplier only. */
static const char *const accounts[] = {"output", "compensation", "gva", "jobs"};
static const char *const header[] = {"code",           "closure",           "output_multiplier",
                                     "income_effect",  "income_multiplier", "gva_effect",
                                     "gva_multiplier", "jobs_effect",       "jobs_multiplier"};

enum { ACCOUNTS = 4, CLOSURES = 2 };

/* Effects and multipliers of one closure: for each account 2 × rows; NULL where there is none. */
typedef struct account_columns {
    int64_t rows;
    double *values[ACCOUNTS];
} account_columns;

static int has_account(const preston_model *model, int k)
{
    const preston_table *table = preston_economy_table(preston_model_economy(model));
    return k == 0 || preston_table_find_account(table, accounts[k]) >= 0;
}

static preston_status fill_columns(const preston_model *model, preston_closure closure,
                                   account_columns *all, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < ACCOUNTS; k++) {
        if (!has_account(model, k)) {
            continue;
        }
        all->values[k] = preston_allocate_matrix(2, all->rows);
        status = all->values[k] == NULL
                     ? preston_fail_memory(error, "multipliers")
                     : preston_model_multipliers(
                           model, closure, accounts[k], NULL,
                           preston_vector(all->values[k], all->rows, 1),
                           preston_vector(all->values[k] + all->rows, all->rows, 1), NULL, error);
    }
    return status;
}

static preston_status write_code(const preston_model *model, int64_t row, preston_csv *csv,
                                 preston_error *error)
{
    const preston_economy *economy = preston_model_economy(model);
    const preston_table *table = preston_economy_table(economy);
    int64_t n = preston_table_sectors(table);
    if (preston_economy_places(economy) == 1) {
        preston_csv_text(csv, preston_table_code(table, row));
        return PRESTON_OK;
    }
    char *code = NULL;
    if (asprintf(&code, "%s:%s", preston_economy_place_code(economy, row / n),
                 preston_table_code(table, row % n)) < 0) {
        return preston_fail_memory(error, "a code");
    }
    preston_csv_text(csv, code);
    free(code);
    return PRESTON_OK;
}

static preston_status write_closure(const preston_model *model, preston_closure closure,
                                    const account_columns *all, preston_csv *csv,
                                    preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t row = 0; status == PRESTON_OK && row < all->rows; row++) {
        status = write_code(model, row, csv, error);
        preston_csv_text(csv, closure == PRESTON_CLOSURE_I ? "I" : "II");
        for (int k = 0; k < ACCOUNTS; k++) {
            for (int half = k == 0 ? 1 : 0; half < 2; half++) {
                if (all->values[k] != NULL) {
                    preston_csv_value(csv, all->values[k][half * all->rows + row]);
                } else {
                    preston_csv_text(csv, "");
                }
            }
        }
        preston_csv_end_row(csv);
    }
    return status;
}

static preston_status write_all(const preston_model *model, preston_csv *csv, preston_error *error)
{
    const preston_economy *economy = preston_model_economy(model);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
        preston_csv_text(csv, header[i]);
    }
    preston_csv_end_row(csv);
    preston_status status = PRESTON_OK;
    for (int closure = 0; status == PRESTON_OK && closure < CLOSURES; closure++) {
        if (!preston_model_has_closure(model, (preston_closure)closure)) {
            continue;
        }
        account_columns all = {.rows = preston_economy_places(economy) *
                                       preston_table_sectors(preston_economy_table(economy))};
        status = fill_columns(model, (preston_closure)closure, &all, error);
        if (status == PRESTON_OK) {
            status = write_closure(model, (preston_closure)closure, &all, csv, error);
        }
        for (int k = 0; k < ACCOUNTS; k++) {
            free(all.values[k]);
        }
    }
    return status;
}

preston_status preston_report_multipliers(const preston_model *model, const char *path,
                                          preston_error *error)
{
    preston_csv *csv = NULL;
    preston_status status = preston_csv_create(path, &csv, error);
    if (status == PRESTON_OK) {
        status = write_all(model, csv, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_commit(csv, error);
    }
    preston_csv_free(csv);
    return status;
}
