/* Ledgers from CSV files, by a map of columns. */
#include "ledger.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "../status/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void preston_ledger_options_init(preston_ledger_options *options)
{
    *options = (preston_ledger_options){.size = sizeof *options,
                                        .date = "date",
                                        .buyer = "buyer",
                                        .supplier = "supplier",
                                        .category = "category",
                                        .amount = "amount",
                                        .place = "place",
                                        .type = "type",
                                        .amounts = PRESTON_AMOUNTS_STRICT};
}

typedef struct reading {
    preston_ledger *ledger;
    const preston_ledger_options *options;
    int64_t date_column;
    int64_t amount_column;
    int64_t field_columns[PRESTON_LEDGER_FIELDS]; /* -1: the file has none */
} reading;

static preston_status find_column(const preston_csv_row *header, const char *name,
                                  int64_t *out_column, preston_error *error)
{
    *out_column = -1;
    return name == NULL ? PRESTON_OK : preston_csv_column(header, name, out_column, error);
}

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    const preston_ledger_options *options = state->options;
    const char *const names[] = {options->buyer, options->supplier, options->category,
                                 options->place, options->type};
    preston_status status = find_column(header, options->date, &state->date_column, error);
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, options->amount, &state->amount_column, error);
    }
    for (int field = 0; status == PRESTON_OK && field < PRESTON_LEDGER_FIELDS; field++) {
        status = find_column(header, names[field], &state->field_columns[field], error);
    }
    state->ledger->path = preston_copy_text(header->path);
    return status == PRESTON_OK && state->ledger->path == NULL
               ? preston_fail_memory(error, header->path)
               : status;
}

/* YYYY-MM-DD, with a month and a day that can be. */
static int is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) {
        int fits = form[i] == 'd' ? isdigit((unsigned char)text[i]) != 0 : text[i] == form[i];
        if (!fits) {
            return 0;
        }
    }
    int month = 10 * (text[5] - '0') + (text[6] - '0');
    int day = 10 * (text[8] - '0') + (text[9] - '0');
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static preston_status check_date(const reading *state, const preston_csv_row *row,
                                 preston_error *error)
{
    if (state->date_column < 0 || row->cells[state->date_column][0] == '\0' ||
        is_date(row->cells[state->date_column])) {
        return PRESTON_OK;
    }
    return preston_csv_fail(row, state->date_column, error, PRESTON_ERROR_VALUE,
                            "'%.40s' is not a date: write it as 2017-03-31, or leave the column "
                            "out of the map",
                            row->cells[state->date_column]);
}

static preston_status read_amount(const reading *state, const preston_csv_row *row,
                                  double *out_amount, preston_error *error)
{
    const char *text = row->cells[state->amount_column];
    int strict = state->options->amounts == PRESTON_AMOUNTS_STRICT;
    const char *problem = strict ? preston_parse_number(text, out_amount)
                                 : preston_parse_spreadsheet_amount(text, out_amount);
    if (problem == NULL) {
        return PRESTON_OK;
    }
    if (text[0] == '\0') {
        /* in a real ledger, 165 payments stood one column too far to the right */
        problem = "is empty: write the amount, which may stand in another column of the row, or 0 "
                  "where nothing was paid";
    }
    double forgiven = 0.0;
    int damaged = strict && preston_parse_spreadsheet_amount(text, &forgiven) == NULL;
    return preston_csv_fail(row, state->amount_column, error, PRESTON_ERROR_VALUE, "'%.40s' %s%s",
                            text, problem,
                            damaged ? ", or read the ledger with spreadsheet amounts" : "");
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    double amount = 0.0;
    preston_status status = check_date(state, row, error);
    if (status == PRESTON_OK) {
        status = read_amount(state, row, &amount, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    const char *fields[PRESTON_LEDGER_FIELDS];
    for (int field = 0; field < PRESTON_LEDGER_FIELDS; field++) {
        int64_t column = state->field_columns[field];
        fields[field] = column < 0 ? NULL : row->cells[column];
    }
    return preston_ledger_add(state->ledger, amount, row->line, fields) == 0
               ? PRESTON_OK
               : preston_fail_memory(error, row->path);
}

preston_status preston_ledger_read(const char *path, const preston_ledger_options *options,
                                   preston_ledger **out_ledger, preston_error *error)
{
    preston_ledger_options defaults;
    if (options == NULL) {
        preston_ledger_options_init(&defaults);
        options = &defaults;
    }
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (options->amount == NULL) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "options.amount is NULL: name the column of the amounts");
    }
    reading state = {.ledger = preston_allocate(1, sizeof *state.ledger), .options = options};
    if (state.ledger == NULL) {
        return preston_fail_memory(error, path);
    }
    const preston_csv_reader reader = {take_header, take_row, &state};
    status = preston_csv_read(NULL, path, options->encoding, &reader, error);
    if (status != PRESTON_OK) {
        preston_ledger_free(state.ledger);
        return status;
    }
    *out_ledger = state.ledger;
    return PRESTON_OK;
}
