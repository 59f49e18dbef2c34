/* Weighted concordances from categories to sectors. */
#include "ledger.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEME, FROM, TO, WEIGHT, COLUMNS };

typedef struct reading {
    preston_concordance *concordance;
    const preston_table *table;
    const char *scheme; /* NULL: the only one of the file */
    char *first_scheme; /* of its first row */
    int64_t columns[COLUMNS];
    int64_t count;
    int64_t capacity;
} reading;

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    static const char *const names[COLUMNS] = {"scheme", "from", "to", "weight"};
    reading *state = context;
    preston_status status = PRESTON_OK;
    for (int i = 0; status == PRESTON_OK && i < COLUMNS; i++) {
        status = preston_csv_column(header, names[i], &state->columns[i], error);
    }
    return status;
}

/* 1: the row is of the scheme that is read. */
static preston_status check_scheme(reading *state, const preston_csv_row *row, int *out_wanted,
                                   preston_error *error)
{
    const char *scheme = row->cells[state->columns[SCHEME]];
    if (state->first_scheme == NULL) {
        state->first_scheme = preston_copy_text(scheme);
        if (state->first_scheme == NULL) {
            return preston_fail_memory(error, row->path);
        }
    }
    *out_wanted = strcmp(scheme, state->scheme != NULL ? state->scheme : state->first_scheme) == 0;
    return *out_wanted || state->scheme != NULL
               ? PRESTON_OK
               : preston_csv_fail(row, state->columns[SCHEME], error, PRESTON_ERROR_LABEL,
                                  "the file has schemes '%s' and '%s': say which one to read",
                                  state->first_scheme, scheme);
}

static preston_status find_target(const reading *state, const preston_csv_row *row,
                                  int64_t *out_target, preston_error *error)
{
    const char *to = row->cells[state->columns[TO]];
    *out_target = preston_table_find(state->table, to);
    if (*out_target < 0 && strcmp(to, "imports") == 0) {
        *out_target = PRESTON_TO_IMPORTS;
    } else if (*out_target < 0 && strcmp(to, "taxes_on_products") == 0) {
        *out_target = PRESTON_TO_TAXES;
    } else if (*out_target < 0) {
        return preston_csv_fail(row, state->columns[TO], error, PRESTON_ERROR_LABEL,
                                "'%s' is not a sector of the table, nor 'imports' or "
                                "'taxes_on_products'",
                                to);
    }
    return PRESTON_OK;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_share share = {0};
    int wanted = 0;
    preston_status status = check_scheme(state, row, &wanted, error);
    if (status != PRESTON_OK || !wanted) {
        return status;
    }
    status = find_target(state, row, &share.to, error);
    if (status == PRESTON_OK) {
        status = preston_csv_number(row, state->columns[WEIGHT], &share.weight, error);
    }
    if (status == PRESTON_OK && share.weight < 0.0) {
        status = preston_csv_fail(row, state->columns[WEIGHT], error, PRESTON_ERROR_VALUE,
                                  "the weight is negative: it is a share, from 0 to 1");
    }
    if (status != PRESTON_OK) {
        return status;
    }
    share.from =
        preston_labels_add(&state->concordance->categories, row->cells[state->columns[FROM]]);
    if (share.from < 0 || preston_grow((void **)&state->concordance->shares, &state->capacity,
                                       state->count, sizeof share) != 0) {
        return preston_fail_memory(error, row->path);
    }
    state->concordance->shares[state->count++] = share;
    return PRESTON_OK;
}

static int compare(const void *one, const void *other)
{
    const preston_share *a = one;
    const preston_share *b = other;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return a->to < b->to ? -1 : a->to > b->to;
}

/* Brings the shares of a category together, and makes them add up to one exactly. */
static preston_status arrange(const char *path, reading *state, preston_error *error)
{
    preston_concordance *concordance = state->concordance;
    int64_t categories = concordance->categories.count;
    if (state->first_scheme == NULL) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "%s: has no row: give each category its sectors and weights", path);
    }
    if (state->count == 0) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "%s: has no row of scheme '%s': its first row is of '%s'", path,
                            state->scheme, state->first_scheme);
    }
    concordance->starts = preston_allocate(categories + 1, sizeof *concordance->starts);
    if (concordance->starts == NULL) {
        return preston_fail_memory(error, path);
    }
    qsort(concordance->shares, (size_t)state->count, sizeof *concordance->shares, compare);
    int64_t at = 0;
    for (int64_t category = 0; category < categories; category++) {
        concordance->starts[category] = at;
        double sum = 0.0;
        for (; at < state->count && concordance->shares[at].from == category; at++) {
            sum += concordance->shares[at].weight;
        }
        if (!(fabs(sum - 1.0) <= 1e-6)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "%s: the weights of '%s' add up to %.9g: make them add up to 1",
                                path, concordance->categories.texts[category], sum);
        }
        for (int64_t k = concordance->starts[category]; k < at; k++) {
            concordance->shares[k].weight /= sum;
        }
    }
    concordance->starts[categories] = at;
    return PRESTON_OK;
}

preston_status preston_concordance_read(const char *path, const char *scheme,
                                        const preston_table *table,
                                        preston_concordance **out_concordance, preston_error *error)
{
    reading state = {.concordance = preston_allocate(1, sizeof *state.concordance),
                     .table = table,
                     .scheme = scheme};
    if (state.concordance == NULL) {
        return preston_fail_memory(error, path);
    }
    const preston_csv_reader reader = {take_header, take_row, &state};
    preston_status status = preston_csv_read(NULL, path, NULL, &reader, error);
    if (status == PRESTON_OK) {
        status = arrange(path, &state, error);
    }
    free(state.first_scheme);
    if (status != PRESTON_OK) {
        preston_concordance_free(state.concordance);
        return status;
    }
    *out_concordance = state.concordance;
    return PRESTON_OK;
}

void preston_concordance_free(preston_concordance *concordance)
{
    if (concordance != NULL) {
        preston_labels_clear(&concordance->categories);
        free(concordance->shares);
        free(concordance->starts);
        free(concordance);
    }
}

int preston_concordance_maps(const preston_concordance *concordance, const char *category)
{
    return preston_labels_find(&concordance->categories, category) >= 0;
}
