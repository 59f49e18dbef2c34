/* Fewer sectors and final uses, by a weighted concordance. */
#include "table.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double slack = 1e-9; /* of the sum of weights, which come from files */

static preston_status check_weights(preston_const_view weights, const preston_labels *from,
                                    int64_t columns, const char *what, preston_error *error)
{
    if (weights.rows != from->count || weights.columns != columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the weights of %ss are %lld × %lld: they must be %lld × %lld", what,
                            (long long)weights.rows, (long long)weights.columns,
                            (long long)from->count, (long long)columns);
    }
    for (int64_t i = 0; i < weights.rows; i++) {
        double sum = 0.0;
        for (int64_t k = 0; k < columns; k++) {
            double weight = preston_get(weights, i, k);
            if (!(weight >= 0.0)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "%s '%s' has a weight of %g: it must be zero or more", what,
                                    from->texts[i], weight);
            }
            sum += weight;
        }
        if (!(fabs(sum - 1.0) <= slack)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the weights of %s '%s' add up to %.10g: they must add up to one",
                                what, from->texts[i], sum);
        }
    }
    return PRESTON_OK;
}

/* out += Lᵀ cells R, row after row; an empty view is the identity. */
static void fold(preston_const_view cells, preston_const_view left, preston_const_view right,
                 int64_t columns, double *out)
{
    for (int64_t i = 0; i < cells.rows; i++) {
        for (int64_t j = 0; j < cells.columns; j++) {
            double cell = preston_get(cells, i, j);
            for (int64_t k = 0; cell != 0.0 && k < left.columns; k++) {
                double part = preston_get(left, i, k) * cell;
                if (part == 0.0) {
                    continue;
                }
                if (right.rows == 0) {
                    out[k * columns + j] += part;
                    continue;
                }
                for (int64_t l = 0; l < right.columns; l++) {
                    out[k * columns + l] += part * preston_get(right, j, l);
                }
            }
        }
    }
}

static preston_status fold_table(const preston_table *table, const preston_aggregation *by,
                                 double *memory, preston_table **out_table, preston_error *error)
{
    int64_t m = by->sectors;
    int folded = by->use_weights.rows > 0;
    int64_t uses = folded ? by->uses : table->uses.count;
    int64_t accounts = table->accounts.count;
    double *flows = memory;
    double *output = flows + m * m;
    double *final_use = output + m;
    double *values = final_use + m * uses;
    const preston_const_view none = {0};
    preston_const_view given = preston_transposed(
        preston_const_matrix(table->account_values, accounts, table->sectors.count));
    fold(preston_table_flows(table), by->weights, by->weights, m, flows);
    fold(preston_table_output(table), by->weights, none, 1, output);
    fold(preston_table_final_uses(table), by->weights, by->use_weights, uses, final_use);
    fold(given, by->weights, none, accounts, values);
    preston_table_data data = table->facts;
    data.sectors = m;
    data.codes = by->codes;
    data.names = by->names;
    data.output = preston_const_vector(output, m, 1);
    data.flows = preston_const_matrix(flows, m, m);
    data.uses = uses;
    data.use_codes = folded ? by->use_codes : (const char *const *)table->uses.texts;
    data.final_use = preston_const_matrix(final_use, m, uses);
    data.accounts = accounts;
    data.account_codes = (const char *const *)table->accounts.texts;
    data.account_values = preston_const_matrix(values, m, accounts);
    return preston_table_create(&data, out_table, error);
}

preston_status preston_table_aggregate(const preston_table *table, const preston_aggregation *by,
                                       preston_table **out_table, preston_error *error)
{
    preston_status status =
        check_weights(by->weights, &table->sectors, by->sectors, "sector", error);
    if (status == PRESTON_OK && by->use_weights.rows > 0) {
        status = check_weights(by->use_weights, &table->uses, by->uses, "final use", error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t uses = by->use_weights.rows > 0 ? by->uses : table->uses.count;
    double *memory =
        preston_allocate_matrix(by->sectors, by->sectors + 1 + uses + table->accounts.count);
    if (memory == NULL) {
        return preston_fail_memory(error, "an aggregated table");
    }
    status = fold_table(table, by, memory, out_table, error);
    free(memory);
    return status;
}

/* --- by a file --- */

typedef struct line {
    int use;
    int64_t from;
    int64_t to;
    double weight;
} line;

typedef struct reading {
    const preston_table *table;
    preston_labels to[2]; /* sectors, uses */
    line *lines;
    int64_t count;
    int64_t room;
    int64_t columns[3];
    int64_t weight_column; /* -1: none */
} reading;

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    static const char *const names[] = {"kind", "from", "to"};
    reading *state = context;
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 3; k++) {
        status = preston_csv_column(header, names[k], &state->columns[k], error);
    }
    state->weight_column = preston_labels_find(header->header, "weight");
    return status;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    const char *kind = row->cells[state->columns[0]];
    line next = {.use = strcmp(kind, "use") == 0, .weight = 1.0};
    if (!next.use && strcmp(kind, "sector") != 0) {
        return preston_csv_fail(row, state->columns[0], error, PRESTON_ERROR_LABEL,
                                "'%.60s' is neither 'sector' nor 'use'", kind);
    }
    const char *from = row->cells[state->columns[1]];
    next.from = preston_labels_find(next.use ? &state->table->uses : &state->table->sectors, from);
    if (next.from < 0) {
        return preston_csv_fail(row, state->columns[1], error, PRESTON_ERROR_LABEL,
                                "'%.60s' is not a %s of the table", from,
                                next.use ? "final use" : "sector");
    }
    const char *to = row->cells[state->columns[2]];
    if (to[0] == '\0') {
        return preston_csv_fail(row, state->columns[2], error, PRESTON_ERROR_LABEL,
                                "is empty: say where '%.60s' goes", from);
    }
    next.to = preston_labels_add(&state->to[next.use], to);
    if (next.to < 0 || preston_grow((void **)&state->lines, &state->room, state->count,
                                    sizeof *state->lines) != 0) {
        return preston_fail_memory(error, row->path);
    }
    preston_status status = state->weight_column < 0 ? PRESTON_OK
                                                     : preston_csv_number(row, state->weight_column,
                                                                          &next.weight, error);
    state->lines[state->count++] = next;
    return status;
}

static preston_status aggregate_lines(const reading *state, preston_table **out_table,
                                      preston_error *error)
{
    const preston_table *table = state->table;
    int64_t m = state->to[0].count;
    int64_t v = state->to[1].count;
    double *weights = preston_allocate_matrix(table->sectors.count, m);
    double *uses = preston_allocate_matrix(table->uses.count, v);
    preston_status status = PRESTON_OK;
    if (weights == NULL || uses == NULL) {
        status = preston_fail_memory(error, "a concordance");
    } else {
        for (int64_t k = 0; k < state->count; k++) {
            const line *at = &state->lines[k];
            double *cell = at->use ? &uses[at->from * v + at->to] : &weights[at->from * m + at->to];
            *cell += at->weight;
        }
        const preston_aggregation by = {
            .sectors = m,
            .codes = (const char *const *)state->to[0].texts,
            .weights = preston_const_matrix(weights, table->sectors.count, m),
            .uses = v,
            .use_codes = (const char *const *)state->to[1].texts,
            .use_weights = preston_const_matrix(uses, v > 0 ? table->uses.count : 0, v)};
        status = preston_table_aggregate(table, &by, out_table, error);
    }
    free(weights);
    free(uses);
    return status;
}

preston_status preston_table_aggregate_by_file(const preston_table *table, const char *folder,
                                               const char *name, preston_table **out_table,
                                               preston_error *error)
{
    reading state = {.table = table};
    const preston_csv_reader reader = {take_header, take_row, &state};
    preston_status status = preston_csv_read(folder, name, NULL, &reader, error);
    if (status == PRESTON_OK) {
        preston_error reason = {0};
        status = aggregate_lines(&state, out_table, &reason);
        if (status != PRESTON_OK) {
            (void)preston_fail(error, status, "%s/%s: %s", folder, name, reason.message);
        }
    }
    preston_labels_clear(&state.to[0]);
    preston_labels_clear(&state.to[1]);
    free(state.lines);
    return status;
}
