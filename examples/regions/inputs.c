/* What is read: one table of several economies, and which demand is asked about. */
#include "case.h"

#include <stdlib.h>
#include <string.h>

/* Type II needs wages, household consumption and the income of every economy's households. */
static preston_closure closure_of(const regions_inputs *inputs)
{
    if (inputs->settings->only_type_one ||
        preston_table_find_account(inputs->whole, "compensation") < 0 ||
        preston_table_find_use(inputs->whole, "households") < 0) {
        return PRESTON_CLOSURE_I;
    }
    for (int64_t place = 0; place < inputs->places; place++) {
        const preston_table *own = preston_multiregional_place_table(inputs->table, place);
        if (!(preston_table_facts(own)->household_income > 0.0)) {
            return PRESTON_CLOSURE_I;
        }
    }
    return PRESTON_CLOSURE_II;
}

/* What each sector sells to final users anywhere. Sectors without output make nothing: what the
 * table says they sell is among the checks. */
static preston_status find_mix(regions_inputs *inputs, preston_error *error)
{
    int64_t rows = inputs->places * inputs->sectors;
    inputs->mix = calloc((size_t)rows, sizeof *inputs->mix);
    inputs->sum = calloc((size_t)inputs->places, sizeof *inputs->sum);
    if (inputs->mix == NULL || inputs->sum == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_const_view uses = preston_multiregional_final_uses(inputs->table);
    preston_const_view output = preston_multiregional_output(inputs->table);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t use = 0; preston_get(output, row, 0) > 0.0 && use < uses.columns; use++) {
            inputs->mix[row] += preston_get(uses, row, use);
        }
        inputs->sum[row / inputs->sectors] += inputs->mix[row];
    }
    return PRESTON_OK;
}

static double output_of(const regions_inputs *inputs, int64_t place)
{
    double sum = 0.0;
    for (int64_t i = 0; i < inputs->sectors; i++) {
        sum += preston_get(preston_multiregional_output(inputs->table), place * inputs->sectors + i,
                           0);
    }
    return sum;
}

static int64_t default_from(const regions_inputs *inputs)
{
    int64_t largest = 0;
    for (int64_t place = 1; inputs->region == NULL && place < inputs->places; place++) {
        largest = output_of(inputs, place) > output_of(inputs, largest) ? place : largest;
    }
    return largest;
}

static preston_status find_from(regions_inputs *inputs, preston_error *error)
{
    const char *code = inputs->settings->from;
    if (code == NULL) {
        inputs->from = default_from(inputs);
        return PRESTON_OK;
    }
    for (int64_t place = 0; place < inputs->places; place++) {
        if (strcmp(preston_multiregional_place_code(inputs->table, place), code) == 0) {
            inputs->from = place;
            return PRESTON_OK;
        }
    }
    return fail_with(error, PRESTON_ERROR_LABEL,
                     "'%s' is not one of the %lld economies: write %s, for example", code,
                     (long long)inputs->places, preston_multiregional_place_code(inputs->table, 0));
}

static preston_status find_sector(regions_inputs *inputs, preston_error *error)
{
    const char *code = inputs->settings->sector;
    const double *sales = inputs->mix + inputs->from * inputs->sectors;
    if (code == NULL) {
        for (int64_t i = 1; i < inputs->sectors; i++) {
            inputs->sector = sales[i] > sales[inputs->sector] ? i : inputs->sector;
        }
        return PRESTON_OK;
    }
    inputs->sector = preston_table_find(inputs->whole, code);
    if (inputs->sector < 0) {
        return fail_with(error, PRESTON_ERROR_LABEL,
                         "'%s' is not one of the %lld sectors: write %s, for example", code,
                         (long long)inputs->sectors, preston_table_code(inputs->whole, 0));
    }
    return PRESTON_OK;
}

preston_status read_inputs(regions_inputs *inputs, preston_error *error)
{
    preston_status status =
        inputs->settings->folder != NULL
            ? preston_multiregional_read(inputs->settings->folder, &inputs->table, error)
            : join_region(inputs, error);
    if (status != PRESTON_OK) {
        return status;
    }
    inputs->whole = preston_multiregional_whole(inputs->table);
    inputs->places = preston_multiregional_places(inputs->table);
    inputs->sectors = preston_table_sectors(inputs->whole);
    inputs->closure = closure_of(inputs);
    status = preston_multiregional_check(inputs->table, &inputs->checks, error);
    if (status == PRESTON_OK) {
        status = find_mix(inputs, error);
    }
    if (status == PRESTON_OK) {
        status = find_from(inputs, error);
    }
    return status == PRESTON_OK ? find_sector(inputs, error) : status;
}

void free_inputs(regions_inputs *inputs)
{
    free(inputs->mix);
    free(inputs->sum);
    preston_multiregional_free(inputs->table);
    preston_table_free(inputs->region);
}
