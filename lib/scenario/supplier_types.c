/* Supplier types: what they state, and what that comes to in each sector of each table. */
#include "supplier_types.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const preston_correction_accounts[PRESTON_CORRECTIONS] = {"gva", "compensation",
                                                                      "surplus", "jobs"};
const double preston_supplier_least_others = 1e-6;

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

double preston_supplier_correction(const preston_supplier_profile *profile, int account)
{
    const double differences[PRESTON_CORRECTIONS] = {profile->gva, profile->compensation,
                                                     profile->surplus, profile->jobs};
    return differences[account];
}

preston_supplier_split preston_supplier_split_of(const preston_supplier_terms *terms, double scale,
                                                 int makes, double total, double own)
{
    double others = total - own;
    if (isnan(terms->local) || !makes || !(others > preston_supplier_least_others * total)) {
        return (preston_supplier_split){scale * own, scale};
    }
    return (preston_supplier_split){scale * terms->local * total,
                                    scale * (1.0 - terms->local) * (total / others)};
}

preston_supplier_split preston_supplier_split_cells(const preston_economy *economy,
                                                    const preston_supplier_terms *terms,
                                                    double scale, int64_t row, int64_t j)
{
    int64_t n = economy->sectors;
    int64_t rows = economy->places * n;
    int64_t place = row / n;
    double own = economy->coefficients[(place * n + j) * rows + row];
    double total = 0.0;
    int makes = economy->output[place * n + j] > 0.0;
    for (int64_t seller = 0; !isnan(terms->local) && seller < economy->places; seller++) {
        double bought = economy->coefficients[(seller * n + j) * rows + row];
        makes = makes && bought >= 0.0;
        total += bought;
    }
    return preston_supplier_split_of(terms, scale, makes, total, own);
}

preston_supplier_split preston_supplier_split_trade(const preston_supplier_types *types,
                                                    const preston_supplier_terms *terms,
                                                    double scale, int64_t used)
{
    const preston_economy *economy = types->model->economy;
    double own = types->own != NULL ? types->own[used] : 0.0;
    return preston_supplier_split_of(terms, scale, economy->output[used] > 0.0,
                                     1.0 - preston_foreign_share(economy, used), own);
}

/* --- messages --- */

/* What is being made, of what. */
typedef struct making {
    preston_supplier_types *types;
    int64_t count;
    const preston_supplier_type *rows;
    const preston_supplier_source *source;
} making;

/* Says which row, and which of its values: of the file, or of the array. */
static preston_status fail_row(const making *work, int64_t row, const char *column,
                               preston_error *error, preston_status status, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

static preston_status fail_row(const making *work, int64_t row, const char *column,
                               preston_error *error, preston_status status, const char *format, ...)
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

static preston_status check_values(const making *work, int64_t row, preston_error *error)
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
            return fail_row(work, row, all[k].column, error, PRESTON_ERROR_VALUE,
                            "%g cannot be: it is %s", value, all[k].right);
        }
    }
    return PRESTON_OK;
}

/* *out_sector is -1 for all sectors. */
static preston_status check_labels(const making *work, int64_t row, int64_t *out_sector,
                                   int64_t *out_place, preston_error *error)
{
    const preston_supplier_type *type = &work->rows[row];
    const preston_economy *economy = work->types->model->economy;
    const preston_table *table = preston_economy_table(economy);
    *out_sector = -1;
    *out_place = -1;
    if (type->code == NULL || type->code[0] == '\0') {
        return fail_row(work, row, "type", error, PRESTON_ERROR_LABEL,
                        "the empty code is the average supplier's: give the type another");
    }
    if (type->sector != NULL) {
        *out_sector = preston_table_find(table, type->sector);
        if (*out_sector < 0) {
            return fail_row(work, row, "sector", error, PRESTON_ERROR_LABEL,
                            "'%.60s' is not a sector of the table: the first of them is '%.60s'",
                            type->sector, preston_table_code(table, 0));
        }
    }
    if (type->outside_place != NULL) {
        *out_place = preston_economy_find_place(economy, type->outside_place);
        if (*out_place < 0) {
            return fail_row(work, row, "outside_place", error, PRESTON_ERROR_LABEL,
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
static preston_status state_row(const making *work, int64_t row, int general, preston_error *error)
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
            return fail_row(work, row, "type", error, PRESTON_ERROR_LABEL,
                            "stands twice for sector '%s': give each type and sector one row",
                            work->rows[row].sector);
        }
    }
    return PRESTON_OK;
}

/* Rows for all sectors pass each other by in silence. */
static preston_status check_general_rows(const making *work, preston_error *error)
{
    for (int64_t row = 0; row < work->count; row++) {
        for (int64_t before = 0; work->rows[row].sector == NULL && before < row; before++) {
            if (work->rows[before].sector == NULL &&
                strcmp(work->rows[before].code, work->rows[row].code) == 0) {
                return fail_row(work, row, "type", error, PRESTON_ERROR_LABEL,
                                "stands twice for all sectors: give each type and sector one row");
            }
        }
    }
    return PRESTON_OK;
}

static preston_status check_shares(const making *work, preston_error *error)
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
            return fail_row(work, last, "share", error, PRESTON_ERROR_VALUE,
                            "the shares of all types in sector '%s' add up to %.10g: they may not "
                            "exceed one",
                            preston_table_code(table, i), sum);
        }
    }
    return PRESTON_OK;
}

static preston_status state_all(const making *work, preston_error *error)
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

/* --- what that comes to --- */

/* The accounts of one table, per unit of output; NULL where nothing asks for them. */
typedef struct table_accounts {
    double *corrected[PRESTON_CORRECTIONS];
    double *imports;
    double *taxes_on_products;
    double *inputs; /* all that a sector buys, with imports and taxes on products */
    double *memory;
} table_accounts;

enum { TABLE_ACCOUNTS = PRESTON_CORRECTIONS + 3 };

/* The first row that states the value, of all rows; -1: none. */
static int64_t first_row(const making *work, int account)
{
    for (int64_t row = 0; row < work->count; row++) {
        const preston_supplier_type *type = &work->rows[row];
        int pays = !isnan(type->compensation);
        int earns = !isnan(type->surplus);
        const int asks[TABLE_ACCOUNTS] = {pays || earns,      pays,          earns,
                                          !isnan(type->jobs), pays || earns, pays || earns,
                                          pays || earns};
        if (asks[account]) {
            return row;
        }
    }
    return -1;
}

static void add_up_inputs(const preston_table *table, const table_accounts *accounts)
{
    preston_const_view flows = preston_table_flows(table);
    preston_const_view output = preston_table_output(table);
    for (int64_t i = 0; i < flows.columns; i++) {
        double made = preston_get(output, i, 0);
        double bought = 0.0;
        for (int64_t j = 0; j < flows.rows; j++) {
            bought += preston_get(flows, j, i);
        }
        accounts->inputs[i] = (made > 0.0 ? bought / made : 0.0) + accounts->imports[i] +
                              accounts->taxes_on_products[i];
    }
}

static preston_status load_accounts(const making *work, int64_t number, table_accounts *accounts,
                                    preston_error *error)
{
    static const char *const names[TABLE_ACCOUNTS] = {"gva",  "compensation", "surplus",
                                                      "jobs", "imports",      "taxes_on_products"};
    static const char *const columns[TABLE_ACCOUNTS] = {
        "compensation", "compensation", "surplus", "jobs", "compensation", "compensation"};
    const preston_model *model = work->types->model;
    int64_t m = model->sectors + 1;
    for (int k = 0; k < TABLE_ACCOUNTS - 1; k++) {
        int64_t row = first_row(work, k);
        preston_error found = {0};
        if (row >= 0 && preston_model_table_account(model, names[k], number,
                                                    accounts->memory + k * m, &found)) {
            return fail_row(work, row,
                            isnan(work->rows[row].compensation) && k != PRESTON_CORRECTS_JOBS
                                ? "surplus"
                                : columns[k],
                            error, found.status, "%.400s", found.message);
        }
    }
    const char *place = NULL;
    add_up_inputs(preston_model_table_at(model, number, &place), accounts);
    return PRESTON_OK;
}

/* What is stated less what the sector has; nothing where nothing is stated. */
static double difference(double stated, double of_sector)
{
    return isnan(stated) ? 0.0 : stated - of_sector;
}

static preston_status scale_inputs(const making *work, const preston_supplier_terms *terms,
                                   int64_t sector, int64_t number, const table_accounts *accounts,
                                   preston_supplier_profile *profile, preston_error *error)
{
    const char *place = NULL;
    (void)preston_model_table_at(work->types->model, number, &place);
    const char *code =
        preston_table_code(preston_economy_table(work->types->model->economy), sector);
    const char *column = isnan(terms->compensation) ? "surplus" : "compensation";
    double inputs = accounts->inputs[sector];
    double gva = accounts->corrected[PRESTON_CORRECTS_GVA][sector] + profile->gva;
    if (profile->gva > inputs + slack) {
        return fail_row(work, terms->row, column, error, PRESTON_ERROR_VALUE,
                        "in sector '%s'%s%s value added would be %g of output: with taxes on "
                        "production as the sector's, compensation and surplus leave nothing to buy "
                        "with; they can be %g more than the sector's at most, and are %g",
                        code, place != NULL ? " of " : "", place != NULL ? place : "", gva, inputs,
                        profile->gva);
    }
    if (!(inputs > 0.0)) {
        return fail_row(work, terms->row, column, error, PRESTON_ERROR_VALUE,
                        "sector '%s'%s%s buys nothing, so that what its suppliers of this type buy "
                        "instead of adding value is not known: compensation and surplus must add "
                        "up to the sector's",
                        code, place != NULL ? " of " : "", place != NULL ? place : "");
    }
    profile->scale = fmax(1.0 - profile->gva / inputs, 0.0);
    profile->imports = (profile->scale - 1.0) * accounts->imports[sector];
    profile->taxes_on_products = (profile->scale - 1.0) * accounts->taxes_on_products[sector];
    return PRESTON_OK;
}

/* A sector that the table has no output of has no average to differ from: nothing can be bought
 * of it. */
static preston_status find_profile(const making *work, const preston_supplier_terms *terms,
                                   int64_t sector, int64_t number, const table_accounts *accounts,
                                   preston_supplier_profile *profile, preston_error *error)
{
    const char *place = NULL;
    const preston_table *table = preston_model_table_at(work->types->model, number, &place);
    *profile = (preston_supplier_profile){.scale = 1.0};
    if (terms->row < 0 || !(preston_get(preston_table_output(table), sector, 0) > 0.0)) {
        return PRESTON_OK;
    }
    profile->compensation =
        difference(terms->compensation, accounts->corrected[PRESTON_CORRECTS_COMPENSATION][sector]);
    profile->surplus =
        difference(terms->surplus, accounts->corrected[PRESTON_CORRECTS_SURPLUS][sector]);
    profile->jobs = difference(terms->jobs, accounts->corrected[PRESTON_CORRECTS_JOBS][sector]);
    profile->gva = profile->compensation + profile->surplus;
    profile->differs = profile->compensation != 0.0 || profile->surplus != 0.0 ||
                       profile->jobs != 0.0 || !isnan(terms->local);
    return profile->gva != 0.0 ? scale_inputs(work, terms, sector, number, accounts, profile, error)
                               : PRESTON_OK;
}

static preston_status find_profiles(const making *work, preston_error *error)
{
    preston_supplier_types *types = work->types;
    const preston_model *model = types->model;
    int64_t n = model->sectors;
    table_accounts accounts = {.memory = preston_allocate_matrix(TABLE_ACCOUNTS, n + 1)};
    if (accounts.memory == NULL) {
        return preston_fail_memory(error, "supplier types");
    }
    for (int k = 0; k < PRESTON_CORRECTIONS; k++) {
        accounts.corrected[k] = accounts.memory + k * (n + 1);
    }
    accounts.imports = accounts.memory + PRESTON_CORRECTIONS * (n + 1);
    accounts.taxes_on_products = accounts.imports + (n + 1);
    accounts.inputs = accounts.taxes_on_products + (n + 1);
    preston_status status = PRESTON_OK;
    for (int64_t number = 0; status == PRESTON_OK && number < model->technologies; number++) {
        status = load_accounts(work, number, &accounts, error);
        for (int64_t cell = 0; status == PRESTON_OK && cell < types->codes.count * n; cell++) {
            int64_t type = cell / n;
            status = find_profile(
                work, &types->terms[cell], cell % n, number, &accounts,
                &types->profiles[(type * model->technologies + number) * n + cell % n], error);
        }
    }
    free(accounts.memory);
    return status;
}

/* --- where the sector's own place is concerned --- */

static int asks_for_own(const preston_supplier_types *types)
{
    int64_t cells = types->codes.count * types->model->sectors;
    for (int64_t cell = 0; cell < cells; cell++) {
        const preston_supplier_terms *terms = &types->terms[cell];
        if (!isnan(terms->local) || (terms->outside > 0.0 && terms->outside_place < 0)) {
            return 1;
        }
    }
    return 0;
}

/* Shares of single pairs are searched for: once, not for every purchase. */
static preston_status find_own(preston_supplier_types *types, preston_error *error)
{
    const preston_model *model = types->model;
    int64_t n = model->sectors;
    if (model->economy->trade == NULL || !asks_for_own(types)) {
        return PRESTON_OK;
    }
    types->own = preston_allocate_matrix(model->places, n);
    if (types->own == NULL) {
        return preston_fail_memory(error, "supplier types");
    }
    for (int64_t row = 0; row < model->places * n; row++) {
        types->own[row] =
            preston_trade_shares_get(model->economy->trade, row % n, row / n, row / n);
    }
    return PRESTON_OK;
}

/* --- making them --- */

static preston_status name_types(const making *work, preston_error *error)
{
    preston_labels *codes = &work->types->codes;
    int added = preston_labels_add(codes, "") >= 0;
    for (int64_t row = 0; added && row < work->count; row++) {
        const char *code = work->rows[row].code;
        added = preston_labels_add(codes, code != NULL ? code : "") >= 0;
    }
    return added ? PRESTON_OK : preston_fail_memory(error, "supplier types");
}

static preston_status fill_types(const making *work, preston_error *error)
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
        status = find_profiles(work, error);
    }
    return status == PRESTON_OK ? find_own(types, error) : status;
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
    const making work = {types, count, rows, source};
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
