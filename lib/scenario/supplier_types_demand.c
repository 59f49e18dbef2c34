/* What purchases from suppliers of each type bring about in the first round: the demand on an
 * average economy that does the same, and what the direct part has beyond it.
 *
 * A purchase of y is made where the type makes it. There it gives y to the sector as any purchase
 * does, and then the type's purchases less the average supplier's: cell by cell along the sector's
 * column, traded as uses of the place that trade divides among sellers. */
#include "supplier_types.h"

#include "../economy/sales.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is being added up. */
typedef struct first_round {
    const preston_supplier_types *types;
    double *memory;      /* all that follows */
    double *sectors;     /* P n */
    double *imports;     /* P */
    double *taxes;       /* P */
    double *wages;       /* P: by workplace */
    double *income;      /* P: by residence */
    double *corrections; /* P × PRESTON_CORRECTIONS */
    double *made;        /* P n: of one type, where it is made */
    double *outside;     /* P n, traded: what trade divides among makers, of one type */
    double *uses;        /* P n, traded: what trade divides among sellers, of all types */
    double *sales;       /* P n, traded */
    double *scratch;     /* n */
} first_round;

static preston_status start_round(const preston_supplier_types *types, first_round *round,
                                  preston_error *error)
{
    const preston_model *model = types->model;
    int64_t places = model->places;
    int64_t rows = places * model->sectors;
    int64_t blocks = model->economy->trade != NULL ? 5 : 2;
    *round = (first_round){.types = types};
    round->memory = preston_allocate_matrix(
        blocks * rows + (4 + PRESTON_CORRECTIONS) * places + model->sectors, 1);
    if (round->memory == NULL) {
        return preston_fail_memory(error, "the first round");
    }
    round->imports = round->memory;
    round->taxes = round->imports + places;
    round->wages = round->taxes + places;
    round->income = round->wages + places;
    round->corrections = round->income + places;
    round->scratch = round->corrections + PRESTON_CORRECTIONS * places;
    round->sectors = round->scratch + model->sectors;
    round->made = round->sectors + rows;
    if (blocks > 2) {
        round->outside = round->made + rows;
        round->uses = round->outside + rows;
        round->sales = round->uses + rows;
    }
    return PRESTON_OK;
}

/* Trade divides uses among sellers, and they are used up. */
static void sell_uses(first_round *round, double *uses, double *to)
{
    const preston_model *model = round->types->model;
    int64_t rows = model->places * model->sectors;
    preston_trade_shares_sell(model->economy->trade, uses, round->sales, round->scratch);
    for (int64_t row = 0; row < rows; row++) {
        to[row] += round->sales[row];
    }
    memset(uses, 0, (size_t)rows * sizeof *uses);
}

/* --- where it is made --- */

/* The part made outside, in proportion to what other users in the place buy outside. *out_traded
 * says that trade has to divide it. */
static void make_outside(first_round *round, int64_t row, double amount, int *out_traded)
{
    const preston_economy *economy = round->types->model->economy;
    int64_t n = economy->sectors;
    int64_t place = row / n;
    double own = preston_own_final_share(round->types, row);
    if (!(1.0 - own > preston_supplier_least_others)) {
        round->made[row] += amount; /* nobody else makes it */
        return;
    }
    double used = amount / (1.0 - own);
    if (economy->trade != NULL) {
        round->outside[row] += used;
        round->made[row] -= own * used;
        round->imports[place] += preston_foreign_share(economy, row) * used;
        *out_traded = 1;
        return;
    }
    for (int64_t seller = 0; seller < economy->places; seller++) {
        if (seller != place) {
            round->made[seller * n + row % n] +=
                economy->final_shares[row * economy->places + seller] * used;
        }
    }
}

/* Where a type makes what is bought of it; 0 when nothing is bought. */
static int make_purchases(first_round *round, preston_const_view purchases, int64_t type)
{
    const preston_supplier_types *types = round->types;
    int64_t n = types->model->sectors;
    int any = 0;
    int traded = 0;
    for (int64_t row = 0; row < purchases.rows; row++) {
        double amount = preston_get(purchases, row, type);
        const preston_supplier_terms *terms = preston_supplier_terms_of(types, type, row % n);
        double outside = terms->outside * amount;
        any |= amount != 0.0;
        round->made[row] += amount - outside;
        if (outside != 0.0 && terms->outside_place >= 0) {
            round->made[terms->outside_place * n + row % n] += outside;
        } else if (outside != 0.0) {
            make_outside(round, row, outside, &traded);
        }
    }
    if (traded) {
        sell_uses(round, round->outside, round->made);
    }
    return any;
}

/* --- what its makers do with it --- */

/* Along the column of the sector in its place. */
static void buy_by_cells(first_round *round, const preston_supplier_terms *terms, double scale,
                         int64_t row, double amount)
{
    const preston_economy *economy = round->types->model->economy;
    int64_t n = economy->sectors;
    int64_t rows = economy->places * n;
    int64_t place = row / n;
    for (int64_t j = 0; j < n; j++) {
        preston_supplier_split split = preston_supplier_split_cells(economy, terms, scale, row, j);
        for (int64_t seller = 0; seller < economy->places; seller++) {
            double average = economy->coefficients[(seller * n + j) * rows + row];
            double bought = seller == place ? split.own : split.others * average;
            round->sectors[seller * n + j] += amount * (bought - average);
        }
    }
}

/* As uses of the place; what stays there beyond its share of them is added at once. */
static void buy_by_trade(first_round *round, const preston_supplier_terms *terms, double scale,
                         int64_t row, double amount)
{
    const preston_model *model = round->types->model;
    const preston_economy *economy = model->economy;
    int64_t n = economy->sectors;
    int64_t place = row / n;
    const double *technology =
        economy->technology + preston_model_table_of(model, place) * n * n + row % n;
    for (int64_t j = 0; j < n; j++) {
        int64_t used = place * n + j;
        double own = round->types->own != NULL ? round->types->own[used] : 0.0;
        double foreign = preston_foreign_share(economy, used);
        preston_supplier_split split =
            preston_supplier_split_trade(round->types, terms, scale, used);
        double average = amount * technology[j * n];
        round->uses[used] += average * (split.others - 1.0);
        round->sectors[used] += average * (split.own - split.others * own);
        round->imports[place] += average * (scale - 1.0) * foreign;
    }
}

static void spend(first_round *round, int64_t type)
{
    const preston_supplier_types *types = round->types;
    const preston_model *model = types->model;
    int64_t n = model->sectors;
    for (int64_t row = 0; row < model->places * n; row++) {
        double amount = round->made[row];
        int64_t place = row / n;
        const preston_supplier_profile *profile =
            preston_supplier_profile_of(types, type, place, row % n);
        round->sectors[row] += amount;
        if (amount == 0.0 || !profile->differs) {
            continue;
        }
        const preston_supplier_terms *terms = preston_supplier_terms_of(types, type, row % n);
        round->imports[place] += amount * profile->imports;
        round->taxes[place] += amount * profile->taxes_on_products;
        round->wages[place] += amount * profile->compensation * (1.0 - model->wage_leakage);
        for (int k = 0; k < PRESTON_CORRECTIONS; k++) {
            round->corrections[place * PRESTON_CORRECTIONS + k] +=
                amount * preston_supplier_correction(profile, k);
        }
        if (model->economy->trade != NULL) {
            buy_by_trade(round, terms, profile->scale, row, amount);
        } else {
            buy_by_cells(round, terms, profile->scale, row, amount);
        }
    }
}

/* --- the whole --- */

static preston_status check_views(const preston_supplier_types *types, preston_const_view purchases,
                                  const preston_view *out, preston_view corrections,
                                  preston_error *error)
{
    const preston_model *model = types->model;
    int64_t places = model->places;
    int64_t rows = places * model->sectors;
    int64_t accounts = preston_table_accounts(preston_economy_table(model->economy));
    if (purchases.rows != rows || purchases.columns != types->codes.count) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the purchases need %lld rows, one a place and sector, and %lld "
                            "columns, one a type",
                            (long long)rows, (long long)types->codes.count);
    }
    for (int k = 0; k < 4; k++) {
        if (out[k].rows != (k == 0 ? rows : places) || out[k].columns != 1) {
            return preston_fail(error, PRESTON_ERROR_SHAPE,
                                "the demand needs %lld rows of sectors and %lld of imports, taxes "
                                "and household income",
                                (long long)rows, (long long)places);
        }
    }
    if (corrections.rows != places || corrections.columns != accounts) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the corrections need %lld rows, one a place, and %lld columns, one an "
                            "account of the table",
                            (long long)places, (long long)accounts);
    }
    return PRESTON_OK;
}

static void store(const double *values, preston_view out)
{
    for (int64_t i = 0; i < out.rows; i++) {
        preston_set(out, i, 0, values[i]);
    }
}

static void store_corrections(const first_round *round, preston_view out)
{
    for (int64_t place = 0; place < out.rows; place++) {
        for (int64_t column = 0; column < out.columns; column++) {
            preston_set(out, place, column, 0.0);
        }
        for (int k = 0; k < PRESTON_CORRECTIONS; k++) {
            if (round->types->accounts[k] >= 0) {
                preston_set(out, place, round->types->accounts[k],
                            round->corrections[place * PRESTON_CORRECTIONS + k]);
            }
        }
    }
}

/* Wages go where the commuters live, as those of the model do. */
static void pay_households(first_round *round)
{
    const preston_model *model = round->types->model;
    if (model->economy->commuting == NULL) {
        memcpy(round->income, round->wages, (size_t)model->places * sizeof *round->income);
    } else {
        preston_trade_shares_sell(model->economy->commuting, round->wages, round->income,
                                  round->scratch);
    }
}

preston_status preston_supplier_types_demand(const preston_supplier_types *types,
                                             preston_const_view purchases, preston_view out_sectors,
                                             preston_view out_imports,
                                             preston_view out_taxes_on_products,
                                             preston_view out_household_income,
                                             preston_view out_corrections, preston_error *error)
{
    const preston_view out[] = {out_sectors, out_imports, out_taxes_on_products,
                                out_household_income};
    first_round round;
    preston_status status = check_views(types, purchases, out, out_corrections, error);
    if (status == PRESTON_OK) {
        status = start_round(types, &round, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t rows = purchases.rows;
    for (int64_t row = 0; row < rows; row++) {
        round.sectors[row] = preston_get(purchases, row, 0);
    }
    int typed = 0;
    for (int64_t type = 1; type < types->codes.count; type++) {
        if (make_purchases(&round, purchases, type)) {
            typed = 1;
            spend(&round, type);
        }
        memset(round.made, 0, (size_t)rows * sizeof *round.made);
    }
    if (typed && round.uses != NULL) {
        sell_uses(&round, round.uses, round.sectors);
    }
    if (typed) {
        pay_households(&round);
    }
    store(round.sectors, out_sectors);
    store(round.imports, out_imports);
    store(round.taxes, out_taxes_on_products);
    store(round.income, out_household_income);
    store_corrections(&round, out_corrections);
    free(round.memory);
    return PRESTON_OK;
}

preston_status preston_supplier_types_made(const preston_supplier_types *types,
                                           preston_const_view purchases, double *out_made,
                                           preston_error *error)
{
    first_round round;
    preston_status status = start_round(types, &round, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int64_t row = 0; row < purchases.rows; row++) {
        out_made[row] = preston_get(purchases, row, 0);
    }
    for (int64_t type = 1; type < types->codes.count; type++) {
        (void)make_purchases(&round, purchases, type);
        for (int64_t row = 0; row < purchases.rows; row++) {
            out_made[row] += round.made[row];
            round.made[row] = 0.0;
        }
    }
    free(round.memory);
    return PRESTON_OK;
}
