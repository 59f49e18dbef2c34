/* Supplier types: what they state about each sector, checked. */
#include "supplier_types.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shares from files have a few digits. */
static const double slack = 1e-9;

void preston_supplier_type_init(preston_supplier_type *type)
{
    const double unknown = (double)NAN;
    *type = (preston_supplier_type){.size = sizeof *type,
                                    .compensation = unknown,
                                    .surplus = unknown,
                                    .jobs = unknown,
                                    .local_purchases = unknown,
                                    .share = unknown};
}

void preston_supplier_types_free(preston_supplier_types *types)
{
    if (types != NULL) {
        preston_labels_clear(&types->codes);
        free(types->terms);
        free(types->profiles);
        free(types->own);
        free(types);
    }
}

int64_t preston_supplier_types_count(const preston_supplier_types *types)
{
    return types->codes.count;
}

const char *preston_supplier_types_code(const preston_supplier_types *types, int64_t type)
{
    return types->codes.texts[type];
}

int64_t preston_supplier_types_find(const preston_supplier_types *types, const char *code)
{
    return preston_labels_find(&types->codes, code);
}

double preston_supplier_types_share(const preston_supplier_types *types, int64_t type,
                                    int64_t sector)
{
    return preston_supplier_terms_of(types, type, sector)->share;
}

/* --- messages --- */

preston_status preston_supplier_fail_row(const preston_types_making *work, int64_t row,
                                         const char *column, preston_error *error,
                                         preston_status status, const char *format, ...)
{
    char text[PRESTON_MESSAGE_SIZE / 2];
    const preston_supplier_type *type = &work->rows[row];
    const char *code = type->code != NULL ? type->code : "";
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (work->source->path != NULL) {
        return preston_fail(error, status, "%s:%lld: column '%s': type '%.60s': %s",
                            work->source->path, (long long)work->source->lines[row], column, code,
                            text);
    }
    return preston_fail(error, status, "types[%lld].%s: type '%.60s': %s", (long long)row, column,
                        code, text);
}

/* --- checks of single rows --- */

static preston_status check_values(const preston_types_making *work, int64_t row,
                                   preston_error *error)
{
    const preston_supplier_type *type = &work->rows[row];
    const struct {
        const char *column;
        double value, least, most;
        const char *right;
    } all[] = {{"compensation", type->compensation, 0.0, 1.0, "a share of output, from 0 to 1"},
               {"surplus", type->surplus, -1.0, 1.0, "a share of output, from -1 (a loss) to 1"},
               {"jobs", type->jobs, 0.0, HUGE_VAL, "jobs per unit of output, 0 or more"},
               {"local_purchases", type->local_purchases, 0.0, 1.0,
                "a share of its domestic purchases, from 0 to 1"},
               {"outside_production", type->outside_production, 0.0, 1.0,
                "a share of output, from 0 to 1"},
               {"share", type->share, 0.0, 1.0, "a share of the sector's output, from 0 to 1"}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        double value = all[k].value;
        if (!isnan(value) && (value < all[k].least || value > all[k].most || isinf(value))) {
            return preston_supplier_fail_row(work, row, all[k].column, error, PRESTON_ERROR_VALUE,
                                             "%g cannot be: it is %s", value, all[k].right);
        }
    }
    return PRESTON_OK;
}

/* *out_sector is -1 for all sectors. */
static preston_status check_labels(const preston_types_making *work, int64_t row,
                                   int64_t *out_sector, int64_t *out_place, preston_error *error)
{
    const preston_supplier_type *type = &work->rows[row];
    const preston_economy *economy = work->types->model->economy;
    const preston_table *table = preston_economy_table(economy);
    *out_sector = -1;
    *out_place = -1;
    if (type->code == NULL || type->code[0] == '\0') {
        return preston_supplier_fail_row(
            work, row, "type", error, PRESTON_ERROR_LABEL,
            "the empty code is the average supplier's: give the type another");
    }
    if (type->sector != NULL) {
        *out_sector = preston_table_find(table, type->sector);
        if (*out_sector < 0) {
            return preston_supplier_fail_row(
                work, row, "sector", error, PRESTON_ERROR_LABEL,
                "'%.60s' is not a sector of the table: the first of them is '%.60s'", type->sector,
                preston_table_code(table, 0));
        }
    }
    if (type->outside_place != NULL) {
        *out_place = preston_economy_find_place(economy, type->outside_place);
        if (*out_place < 0) {
            return preston_supplier_fail_row(
                work, row, "outside_place", error, PRESTON_ERROR_LABEL,
                "'%.60s' is not a place of the economy: the first of them is '%.60s'",
                type->outside_place, preston_economy_place_code(economy, 0));
        }
    }
    return PRESTON_OK;
}

/* --- what each type states about each sector --- */

static preston_supplier_terms unstated(double share)
{
    const double unknown = (double)NAN;
    return (preston_supplier_terms){.row = -1,
                                    .compensation = unknown,
                                    .surplus = unknown,
                                    .jobs = unknown,
                                    .local = unknown,
                                    .outside_place = -1,
                                    .share = share};
}

static preston_supplier_terms terms_of_row(const preston_supplier_type *type, int64_t row,
                                           int64_t place)
{
    return (preston_supplier_terms){
        .row = row,
        .compensation = type->compensation,
        .surplus = type->surplus,
        .jobs = type->jobs,
        .local = type->local_purchases,
        .outside = isnan(type->outside_production) ? 0.0 : type->outside_production,
        .outside_place = place,
        .share = type->share};
}

/* Rows of single sectors first, then, where nothing is stated yet, rows of all: `general` says
 * which of the two are taken now. */
static preston_status state_row(const preston_types_making *work, int64_t row, int general,
                                preston_error *error)
{
    preston_supplier_types *types = work->types;
    int64_t n = types->model->sectors;
    int64_t sector = -1;
    int64_t place = -1;
    preston_status status = check_labels(work, row, &sector, &place, error);
    if (status == PRESTON_OK) {
        status = check_values(work, row, error);
    }
    if (status != PRESTON_OK || general != (sector < 0)) {
        return status;
    }
    int64_t type = preston_labels_find(&types->codes, work->rows[row].code);
    preston_supplier_terms *own = types->terms + type * n;
    const preston_supplier_terms terms = terms_of_row(&work->rows[row], row, place);
    for (int64_t i = sector < 0 ? 0 : sector; i < (sector < 0 ? n : sector + 1); i++) {
        if (own[i].row < 0) {
            own[i] = terms;
        } else if (!general) {
            return preston_supplier_fail_row(
                work, row, "type", error, PRESTON_ERROR_LABEL,
                "stands twice for sector '%s': give each type and sector one row",
                work->rows[row].sector);
        }
    }
    return PRESTON_OK;
}

/* Rows for all sectors pass each other by in silence. */
static preston_status check_general_rows(const preston_types_making *work, preston_error *error)
{
    for (int64_t row = 0; row < work->count; row++) {
        for (int64_t before = 0; work->rows[row].sector == NULL && before < row; before++) {
            if (work->rows[before].sector == NULL &&
                strcmp(work->rows[before].code, work->rows[row].code) == 0) {
                return preston_supplier_fail_row(
                    work, row, "type", error, PRESTON_ERROR_LABEL,
                    "stands twice for all sectors: give each type and sector one row");
            }
        }
    }
    return PRESTON_OK;
}

static preston_status check_shares(const preston_types_making *work, preston_error *error)
{
    const preston_supplier_types *types = work->types;
    const preston_table *table = preston_economy_table(types->model->economy);
    for (int64_t i = 0; i < types->model->sectors; i++) {
        double sum = 0.0;
        int64_t last = -1;
        for (int64_t type = 1; type < types->codes.count; type++) {
            const preston_supplier_terms *terms = preston_supplier_terms_of(types, type, i);
            sum += isnan(terms->share) ? 0.0 : terms->share;
            last = isnan(terms->share) ? last : terms->row;
        }
        if (sum > 1.0 + slack) {
            return preston_supplier_fail_row(
                work, last, "share", error, PRESTON_ERROR_VALUE,
                "the shares of all types in sector '%s' add up to %.10g: they may not "
                "exceed one",
                preston_table_code(table, i), sum);
        }
    }
    return PRESTON_OK;
}

static preston_status state_all(const preston_types_making *work, preston_error *error)
{
    preston_supplier_types *types = work->types;
    int64_t n = types->model->sectors;
    for (int64_t cell = 0; cell < types->codes.count * n; cell++) {
        types->terms[cell] = unstated(cell < n ? 1.0 : (double)NAN);
    }
    preston_status status = PRESTON_OK;
    for (int general = 0; general < 2; general++) {
        for (int64_t row = 0; status == PRESTON_OK && row < work->count; row++) {
            status = state_row(work, row, general, error);
        }
    }
    if (status == PRESTON_OK) {
        status = check_general_rows(work, error);
    }
    return status == PRESTON_OK ? check_shares(work, error) : status;
}

/* --- making them --- */

static preston_status name_types(const preston_types_making *work, preston_error *error)
{
    preston_labels *codes = &work->types->codes;
    int added = preston_labels_add(codes, "") >= 0;
    for (int64_t row = 0; added && row < work->count; row++) {
        const char *code = work->rows[row].code;
        added = preston_labels_add(codes, code != NULL ? code : "") >= 0;
    }
    return added ? PRESTON_OK : preston_fail_memory(error, "supplier types");
}

static preston_status fill_types(const preston_types_making *work, preston_error *error)
{
    preston_supplier_types *types = work->types;
    const preston_model *model = types->model;
    preston_status status = name_types(work, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t cells = types->codes.count * model->sectors;
    types->terms = preston_allocate(cells, sizeof *types->terms);
    types->profiles = preston_allocate(cells * model->technologies, sizeof *types->profiles);
    if (types->terms == NULL || types->profiles == NULL) {
        return preston_fail_memory(error, "supplier types");
    }
    const preston_table *table = preston_economy_table(model->economy);
    for (int k = 0; k < PRESTON_CORRECTIONS; k++) {
        types->accounts[k] = preston_table_find_account(table, preston_correction_accounts[k]);
    }
    status = state_all(work, error);
    if (status == PRESTON_OK) {
        status = preston_supplier_find_profiles(work, error);
    }
    return status == PRESTON_OK ? preston_supplier_find_own(types, error) : status;
}

preston_status preston_supplier_types_make(const preston_model *model, int64_t count,
                                           const preston_supplier_type *rows,
                                           const preston_supplier_source *source,
                                           preston_supplier_types **out_types, preston_error *error)
{
    if (count < 0) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "%lld rows of types cannot be",
                            (long long)count);
    }
    for (int64_t row = 0; row < count; row++) {
        preston_status status = preston_check_options(rows[row].size, sizeof *rows, error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    preston_supplier_types *types = preston_allocate(1, sizeof *types);
    if (types == NULL) {
        return preston_fail_memory(error, "supplier types");
    }
    types->model = model;
    const preston_types_making work = {types, count, rows, source};
    preston_status status = fill_types(&work, error);
    if (status != PRESTON_OK) {
        preston_supplier_types_free(types);
        return status;
    }
    *out_types = types;
    return PRESTON_OK;
}

preston_status preston_supplier_types_create(const preston_model *model, int64_t count,
                                             const preston_supplier_type *types,
                                             preston_supplier_types **out_types,
                                             preston_error *error)
{
    const preston_supplier_source nowhere = {0};
    return preston_supplier_types_make(model, count, types, &nowhere, out_types, error);
}
