/* The adjoint of the first round: from the effects of a unit of demand to those of a unit bought
 * from a supplier of each type. Each step of supplier_types_demand.c, transposed and in reverse. */
#include "supplier_types.h"

#include "../economy/sales.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The effects of a unit of each kind of demand, and what is made of them. */
typedef struct gradient {
    const preston_supplier_types *types;
    const char *account;
    const char *area;
    double *memory;  /* all that follows */
    double *sectors; /* P n */
    double *imports; /* P */
    double *taxes;   /* P */
    double *income;  /* P: by residence */
    double *wages;   /* P: by workplace */
    double *made;    /* P n: of a unit made by one type */
    double *uses;    /* P n, traded: of a unit that a place uses of each sector */
    double *outside; /* P n, traded: the same, of a unit made by the type */
    double *scratch; /* n */
} gradient;

static preston_status start_gradient(gradient *of, preston_error *error)
{
    const preston_model *model = of->types->model;
    int64_t places = model->places;
    int64_t rows = places * model->sectors;
    int64_t blocks = model->economy->trade != NULL ? 4 : 2;
    of->memory = preston_allocate_matrix(blocks * rows + 4 * places + model->sectors, 1);
    if (of->memory == NULL) {
        return preston_fail_memory(error, "effects");
    }
    of->imports = of->memory;
    of->taxes = of->imports + places;
    of->income = of->taxes + places;
    of->wages = of->income + places;
    of->scratch = of->wages + places;
    of->sectors = of->scratch + model->sectors;
    of->made = of->sectors + rows;
    of->uses = blocks > 2 ? of->made + rows : NULL;
    of->outside = blocks > 2 ? of->uses + rows : NULL;
    return PRESTON_OK;
}

static preston_status find_effects(gradient *of, preston_closure closure, preston_error *error)
{
    const preston_model *model = of->types->model;
    const preston_economy *economy = model->economy;
    int64_t places = model->places;
    const preston_effects effects = {.sectors =
                                         preston_vector(of->sectors, places * model->sectors, 1),
                                     .imports = preston_vector(of->imports, places, 1),
                                     .taxes_on_products = preston_vector(of->taxes, places, 1),
                                     .household_income = preston_vector(of->income, places, 1)};
    preston_status status =
        preston_model_effects(model, closure, 1, &of->account, &of->area, &effects, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (economy->commuting != NULL) {
        preston_trade_shares_effects(economy->commuting, of->income, of->wages, of->scratch);
    } else {
        memcpy(of->wages, of->income, (size_t)places * sizeof *of->wages);
    }
    if (economy->trade != NULL) {
        preston_trade_shares_effects(economy->trade, of->sectors, of->uses, of->scratch);
    }
    return PRESTON_OK;
}

/* --- of a unit made by a type --- */

static double value_cells(const gradient *of, const preston_supplier_terms *terms, double scale,
                          int64_t row)
{
    const preston_economy *economy = of->types->model->economy;
    int64_t n = economy->sectors;
    int64_t rows = economy->places * n;
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
        preston_supplier_split split = preston_supplier_split_cells(economy, terms, scale, row, j);
        for (int64_t seller = 0; seller < economy->places; seller++) {
            double average = economy->coefficients[(seller * n + j) * rows + row];
            double bought = seller == row / n ? split.own : split.others * average;
            sum += (bought - average) * of->sectors[seller * n + j];
        }
    }
    return sum;
}

static double value_trade(const gradient *of, const preston_supplier_terms *terms, double scale,
                          int64_t row)
{
    const preston_model *model = of->types->model;
    const preston_economy *economy = model->economy;
    int64_t n = economy->sectors;
    int64_t place = row / n;
    const double *technology =
        economy->technology + preston_model_table_of(model, place) * n * n + row % n;
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
        int64_t used = place * n + j;
        double own = of->types->own != NULL ? of->types->own[used] : 0.0;
        double foreign = preston_foreign_share(economy, used);
        preston_supplier_split split = preston_supplier_split_trade(of->types, terms, scale, used);
        sum += technology[j * n] * ((split.others - 1.0) * of->uses[used] +
                                    (split.own - split.others * own) * of->sectors[used] +
                                    (scale - 1.0) * foreign * of->imports[place]);
    }
    return sum;
}

static double correction_of(const gradient *of, const preston_supplier_profile *profile,
                            int64_t place)
{
    for (int k = 0; k < PRESTON_CORRECTIONS; k++) {
        if (strcmp(of->account, preston_correction_accounts[k]) == 0) {
            return preston_model_inside(of->types->model, place, of->area)
                       ? preston_supplier_correction(profile, k)
                       : 0.0;
        }
    }
    return 0.0;
}

/* Every cell by one thread. */
static void value_made(gradient *of, int64_t type)
{
    const preston_supplier_types *types = of->types;
    const preston_model *model = types->model;
    int64_t n = model->sectors;
#pragma omp parallel for schedule(static) if (model->places > 64)
    for (int64_t row = 0; row < model->places * n; row++) {
        int64_t place = row / n;
        const preston_supplier_terms *terms = preston_supplier_terms_of(types, type, row % n);
        const preston_supplier_profile *profile =
            preston_supplier_profile_of(types, type, place, row % n);
        of->made[row] = of->sectors[row];
        if (profile->differs) {
            of->made[row] +=
                profile->imports * of->imports[place] +
                profile->taxes_on_products * of->taxes[place] +
                profile->compensation * (1.0 - model->wage_leakage) * of->wages[place] +
                correction_of(of, profile, place) +
                (model->economy->trade != NULL ? value_trade(of, terms, profile->scale, row)
                                               : value_cells(of, terms, profile->scale, row));
        }
    }
}

/* --- of a unit bought --- */

/* Of a unit made where other users in the place buy outside it. */
static double value_outside(const gradient *of, int64_t row)
{
    const preston_economy *economy = of->types->model->economy;
    int64_t n = economy->sectors;
    int64_t place = row / n;
    double own = preston_own_final_share(of->types, row);
    if (!(1.0 - own > preston_supplier_least_others)) {
        return of->made[row];
    }
    if (of->outside != NULL) {
        return (of->outside[row] - own * of->made[row] +
                preston_foreign_share(economy, row) * of->imports[place]) /
               (1.0 - own);
    }
    double sum = 0.0;
    for (int64_t seller = 0; seller < economy->places; seller++) {
        sum += seller != place ? economy->final_shares[row * economy->places + seller] *
                                     of->made[seller * n + row % n]
                               : 0.0;
    }
    return sum / (1.0 - own);
}

static void value_bought(gradient *of, int64_t type, preston_view out)
{
    const preston_supplier_types *types = of->types;
    const preston_model *model = types->model;
    int64_t n = model->sectors;
    if (of->outside != NULL) {
        preston_trade_shares_effects(model->economy->trade, of->made, of->outside, of->scratch);
    }
    for (int64_t row = 0; row < model->places * n; row++) {
        const preston_supplier_terms *terms = preston_supplier_terms_of(types, type, row % n);
        double value = of->made[row];
        if (terms->outside > 0.0) {
            double there = terms->outside_place >= 0 ? of->made[terms->outside_place * n + row % n]
                                                     : value_outside(of, row);
            value = (1.0 - terms->outside) * value + terms->outside * there;
        }
        preston_set(out, row, type, value);
    }
}

/* --- the whole --- */

static preston_status check_views(const preston_supplier_types *types, preston_view effects,
                                  preston_view imports, preston_view taxes, preston_error *error)
{
    int64_t places = types->model->places;
    int64_t rows = places * types->model->sectors;
    if (effects.rows != rows || effects.columns != types->codes.count) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the effects need %lld rows, one a place and sector, and %lld columns, "
                            "one a type",
                            (long long)rows, (long long)types->codes.count);
    }
    if ((imports.rows != 0 && imports.rows != places) ||
        (taxes.rows != 0 && taxes.rows != places)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the effects of imports and taxes need %lld rows, one a place, or none",
                            (long long)places);
    }
    return PRESTON_OK;
}

static void store(const double *values, preston_view out, int64_t column)
{
    for (int64_t i = 0; i < out.rows; i++) {
        preston_set(out, i, column, values[i]);
    }
}

preston_status preston_supplier_types_effects(const preston_supplier_types *types,
                                              preston_closure closure, const char *account,
                                              const char *area, preston_view out_effects,
                                              preston_view out_imports,
                                              preston_view out_taxes_on_products,
                                              preston_error *error)
{
    gradient of = {.types = types, .account = account, .area = area};
    preston_status status =
        check_views(types, out_effects, out_imports, out_taxes_on_products, error);
    if (status == PRESTON_OK) {
        status = start_gradient(&of, error);
    }
    if (status == PRESTON_OK) {
        status = find_effects(&of, closure, error);
    }
    if (status == PRESTON_OK) {
        store(of.sectors, out_effects, 0);
        for (int64_t type = 1; type < types->codes.count; type++) {
            value_made(&of, type);
            value_bought(&of, type, out_effects);
        }
        store(of.imports, out_imports, 0);
        store(of.taxes, out_taxes_on_products, 0);
    }
    free(of.memory);
    return status;
}
