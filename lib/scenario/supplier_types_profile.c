/* What the statements of supplier types come to: the profile of each type and sector by each table,
 * and how its purchases are divided among places. */
#include "supplier_types.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

const char *const preston_correction_accounts[PRESTON_CORRECTIONS] = {"gva", "compensation",
                                                                      "surplus", "jobs"};
const double preston_supplier_least_others = 1e-6;

/* Shares from files have a few digits. */
static const double slack = 1e-9;

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
static int64_t first_row(const preston_types_making *work, int account)
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

static preston_status load_accounts(const preston_types_making *work, int64_t number,
                                    table_accounts *accounts, preston_error *error)
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
            return preston_supplier_fail_row(
                work, row,
                isnan(work->rows[row].compensation) && k != PRESTON_CORRECTS_JOBS ? "surplus"
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

static preston_status scale_inputs(const preston_types_making *work,
                                   const preston_supplier_terms *terms, int64_t sector,
                                   int64_t number, const table_accounts *accounts,
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
        return preston_supplier_fail_row(
            work, terms->row, column, error, PRESTON_ERROR_VALUE,
            "in sector '%s'%s%s value added would be %g of output: with taxes on "
            "production as the sector's, compensation and surplus leave nothing to buy "
            "with; they can be %g more than the sector's at most, and are %g",
            code, place != NULL ? " of " : "", place != NULL ? place : "", gva, inputs,
            profile->gva);
    }
    if (!(inputs > 0.0)) {
        return preston_supplier_fail_row(
            work, terms->row, column, error, PRESTON_ERROR_VALUE,
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
static preston_status find_profile(const preston_types_making *work,
                                   const preston_supplier_terms *terms, int64_t sector,
                                   int64_t number, const table_accounts *accounts,
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

preston_status preston_supplier_find_profiles(const preston_types_making *work,
                                              preston_error *error)
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
preston_status preston_supplier_find_own(preston_supplier_types *types, preston_error *error)
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
