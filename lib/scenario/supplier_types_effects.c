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

/* Where the wages of a workplace go, and from whom a place buys. */
static void pass_back(gradient *of)
{
    const preston_model *model = of->types->model;
    const preston_economy *economy = model->economy;
    if (economy->commuting != NULL) {
        preston_trade_shares_effects(economy->commuting, of->income, of->wages, of->scratch);
    } else {
        memcpy(of->wages, of->income, (size_t)model->places * sizeof *of->wages);
    }
    if (economy->trade != NULL) {
        preston_trade_shares_effects(economy->trade, of->sectors, of->uses, of->scratch);
    }
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

/* Effects of a unit of each kind of demand, one set after the other. */
typedef struct demand_effects {
    int64_t each; /* doubles a set: P n, then P imports, P taxes and P income */
    double *values;
    preston_effects *views;
} demand_effects;

static void clear_demand_effects(demand_effects *of)
{
    free(of->values);
    free(of->views);
    *of = (demand_effects){0};
}

static preston_status find_demand_effects(const preston_supplier_types *types,
                                          preston_closure closure, int64_t count,
                                          const char *const *accounts, const char *const *areas,
                                          demand_effects *out, preston_error *error)
{
    const preston_model *model = types->model;
    int64_t places = model->places;
    int64_t rows = places * model->sectors;
    *out = (demand_effects){.each = rows + 3 * places};
    out->values = preston_allocate_matrix(count, out->each);
    out->views = preston_allocate(count, sizeof *out->views);
    if (out->values == NULL || out->views == NULL) {
        clear_demand_effects(out);
        return preston_fail_memory(error, "effects");
    }
    for (int64_t k = 0; k < count; k++) {
        double *own = out->values + k * out->each;
        out->views[k] = (preston_effects){
            .sectors = preston_vector(own, rows, 1),
            .imports = preston_vector(own + rows, places, 1),
            .taxes_on_products = preston_vector(own + rows + places, places, 1),
            .household_income = preston_vector(own + rows + 2 * places, places, 1)};
    }
    preston_status status =
        preston_model_effects(model, closure, count, accounts, areas, out->views, error);
    if (status != PRESTON_OK) {
        clear_demand_effects(out);
    }
    return status;
}

static preston_status check_views(const preston_supplier_types *types,
                                  const preston_type_effects *out, preston_error *error)
{
    int64_t places = types->model->places;
    int64_t rows = places * types->model->sectors;
    if (out->purchases.rows != 0 &&
        (out->purchases.rows != rows || out->purchases.columns != types->codes.count)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the effects need %lld rows, one a place and sector, and %lld columns, "
                            "one a type",
                            (long long)rows, (long long)types->codes.count);
    }
    if ((out->imports.rows != 0 && out->imports.rows != places) ||
        (out->taxes_on_products.rows != 0 && out->taxes_on_products.rows != places)) {
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

/* One account in one area, from the effects of demand on it. */
static void value_types(gradient *of, const double *effects, const preston_type_effects *out)
{
    const preston_model *model = of->types->model;
    int64_t places = model->places;
    int64_t rows = places * model->sectors;
    memcpy(of->sectors, effects, (size_t)rows * sizeof *effects);
    memcpy(of->imports, effects + rows, (size_t)(3 * places) * sizeof *effects);
    store(of->sectors, out->purchases, 0);
    store(of->imports, out->imports, 0);
    store(of->taxes, out->taxes_on_products, 0);
    if (of->types->codes.count > 1 && out->purchases.rows > 0) {
        pass_back(of);
        for (int64_t type = 1; type < of->types->codes.count; type++) {
            value_made(of, type);
            value_bought(of, type, out->purchases);
        }
    }
}

preston_status preston_supplier_types_effects(const preston_supplier_types *types,
                                              preston_closure closure, int64_t count,
                                              const char *const *accounts, const char *const *areas,
                                              const preston_type_effects *out_effects,
                                              preston_error *error)
{
    gradient of = {.types = types};
    demand_effects effects = {0};
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        status = check_views(types, &out_effects[k], error);
    }
    if (status == PRESTON_OK) {
        status = start_gradient(&of, error);
    }
    if (status == PRESTON_OK) {
        status = find_demand_effects(types, closure, count, accounts, areas, &effects, error);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        of.account = accounts[k];
        of.area = areas == NULL ? NULL : areas[k];
        value_types(&of, effects.values + k * effects.each, &out_effects[k]);
    }
    clear_demand_effects(&effects);
    free(of.memory);
    return status;
}
