/* The factors of two ledgers, and the cells of the corners between them. */
#include "comparison.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_comparing_clear(preston_comparing *making)
{
    for (int k = 0; k < 2; k++) {
        free(making->cells[k].amounts);
        free(making->ledger[k].category_shares);
        free(making->ledger[k].place_shares);
        free(making->ledger[k].type_shares);
        free(making->ledger[k].typed);
        free(making->ledger[k].bought);
    }
    preston_labels_clear(&making->categories);
    preston_division_free(making->division);
}

/* --- reading the ledgers --- */

static preston_status add_categories(preston_comparing *making, const preston_ledger *ledger,
                                     preston_error *error)
{
    const preston_labels *own = &ledger->labels[PRESTON_LEDGER_CATEGORY];
    for (int64_t i = 0; i < own->count; i++) {
        if (preston_labels_add(&making->categories, own->texts[i]) < 0) {
            return preston_fail_memory(error, "categories");
        }
    }
    return PRESTON_OK;
}

/* Where a purchase stands among the cells; its labels were found before. */
static int64_t cell_of(const preston_comparing *making, int k, const preston_ledger *ledger,
                       const preston_purchase *purchase)
{
    const char *category =
        ledger->labels[PRESTON_LEDGER_CATEGORY].texts[purchase->label[PRESTON_LEDGER_CATEGORY]];
    const char *place =
        ledger->labels[PRESTON_LEDGER_PLACE].texts[purchase->label[PRESTON_LEDGER_PLACE]];
    return preston_labels_find(&making->categories, category) * making->cells[0].columns +
           preston_ledger_column(&making->spread[k], place);
}

/* The cells by type. A type adds its purchases in the order of the ledger, as the cells do. */
static preston_status load_types(preston_comparing *making, int k, const preston_ledger *ledger,
                                 double factor, preston_error *error)
{
    preston_ledger_factors *factors = &making->ledger[k];
    int64_t cells = making->categories.count * (making->cells[k].columns);
    if (making->types == NULL) {
        return PRESTON_OK;
    }
    int64_t *types = preston_allocate(ledger->labels[PRESTON_LEDGER_TYPE].count, sizeof *types);
    factors->typed = preston_allocate_matrix(making->type_count, cells);
    factors->type_shares = preston_allocate_matrix(making->type_count, cells);
    preston_status status =
        types != NULL && factors->typed != NULL && factors->type_shares != NULL
            ? preston_supplier_types_of_ledger(making->types, ledger, types, error)
            : preston_fail_memory(error, "purchases by type");
    for (int64_t row = 0; status == PRESTON_OK && row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        factors->typed[types[purchase->label[PRESTON_LEDGER_TYPE]] * cells +
                       cell_of(making, k, ledger, purchase)] += purchase->amount * factor;
    }
    free(types);
    return status;
}

static preston_status load_ledger(preston_comparing *making, int k, const preston_ledger *ledger,
                                  const preston_concordance *concordance,
                                  const preston_demand_options *options, preston_error *error)
{
    double factor = 1.0;
    preston_status status =
        preston_demand_prepare(concordance, preston_model_economy(making->model), options,
                               &making->spread[k], &factor, error);
    if (status == PRESTON_OK) {
        making->spread[k].division = making->division;
        status = preston_ledger_check_categories(ledger, &making->spread[k], error);
    }
    if (status == PRESTON_OK) {
        status = preston_ledger_cells(ledger, &making->categories, &making->spread[k], factor,
                                      &making->cells[k], error);
    }
    return status == PRESTON_OK ? load_types(making, k, ledger, factor, error) : status;
}

/* Purchases without a place are spread from the buyer's: it cannot move between the ledgers. */
static preston_status check_buyer_place(const preston_comparing *making, preston_error *error)
{
    return making->spread[0].buyer_place == making->spread[1].buyer_place
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "the two ledgers have different buyer_places: give both the same");
}

/* --- factors --- */

static preston_status fail_nothing(const char *category, preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the purchases of %s add up to nothing while their parts do not: shares "
                        "cannot be taken of it: put credit notes with the purchases they cancel",
                        category);
}

/* Divides a cell among types: 1 when its amounts cancel each other. */
static int share_types(preston_comparing *making, int k, int64_t cells, int64_t cell)
{
    preston_ledger_factors *factors = &making->ledger[k];
    double sum = 0.0;
    double size = 0.0;
    for (int64_t type = 0; type < making->type_count; type++) {
        sum += factors->typed[type * cells + cell];
        size += fabs(factors->typed[type * cells + cell]);
    }
    int cancelled = size > 0.0 && !(fabs(sum) > 1e-12 * size);
    for (int64_t type = 0; size > 0.0 && !cancelled && type < making->type_count; type++) {
        factors->type_shares[type * cells + cell] = factors->typed[type * cells + cell] / sum;
    }
    factors->bought[making->categories.count + cell] = size > 0.0;
    return cancelled;
}

static const char *place_name(const preston_comparing *making, int64_t column)
{
    const preston_economy *economy = preston_model_economy(making->model);
    int64_t places = preston_economy_places(economy);
    if (column < places) {
        return preston_economy_place_code(economy, column);
    }
    return column < making->cells[0].columns - 1 ? making->division->labels.texts[column - places]
                                                 : "";
}

static preston_status find_type_shares(preston_comparing *making, int k, preston_error *error)
{
    int64_t width = making->cells[k].columns;
    int64_t cells = making->categories.count * width;
    for (int64_t cell = 0; making->types != NULL && cell < cells; cell++) {
        if (share_types(making, k, cells, cell)) {
            int64_t place = cell % width;
            return preston_fail(
                error, PRESTON_ERROR_VALUE,
                "the purchases of %s in '%s' add up to nothing while those of its supplier types "
                "do not: shares cannot be taken of it: put credit notes with the purchases they "
                "cancel",
                making->categories.texts[cell / width], place_name(making, place));
        }
    }
    return PRESTON_OK;
}

/* Divides the cells into total × category share × place share. */
static preston_status find_factors(preston_comparing *making, int k, preston_error *error)
{
    const preston_cells *cells = &making->cells[k];
    preston_ledger_factors *factors = &making->ledger[k];
    int64_t width = cells->columns;
    factors->category_shares = preston_allocate_matrix(cells->categories, 1);
    factors->place_shares = preston_allocate_matrix(cells->categories, width);
    factors->bought = preston_allocate(cells->categories * (width + 1), 1);
    if (factors->category_shares == NULL || factors->place_shares == NULL ||
        factors->bought == NULL) {
        return preston_fail_memory(error, "a comparison");
    }
    for (int64_t category = 0; category < cells->categories; category++) {
        const double *row = cells->amounts + category * width;
        double sum = 0.0;
        double size = 0.0;
        for (int64_t place = 0; place < width; place++) {
            sum += row[place];
            size += fabs(row[place]);
        }
        if (size > 0.0 && !(fabs(sum) > 1e-12 * size)) {
            return fail_nothing(making->categories.texts[category], error);
        }
        for (int64_t place = 0; size > 0.0 && place < width; place++) {
            factors->place_shares[category * width + place] = row[place] / sum;
        }
        factors->category_shares[category] = sum;
        factors->bought[category] = size > 0.0;
        factors->total += sum;
    }
    if (!(fabs(factors->total) > 0.0)) {
        return fail_nothing(k == 0 ? "the first ledger" : "the second ledger", error);
    }
    for (int64_t category = 0; category < cells->categories; category++) {
        factors->category_shares[category] /= factors->total;
    }
    return find_type_shares(making, k, error);
}

/* A category bought in one ledger only keeps that ledger's places in both; a category bought in a
 * place in one ledger only keeps that ledger's types. */
static void complete_shares(preston_comparing *making)
{
    int64_t width = making->cells[0].columns;
    int64_t categories = making->categories.count;
    int64_t cells = categories * width;
    for (int k = 0; k < 2; k++) {
        preston_ledger_factors *own = &making->ledger[k];
        const preston_ledger_factors *other = &making->ledger[1 - k];
        for (int64_t category = 0; category < categories; category++) {
            if (!own->bought[category]) {
                memcpy(own->place_shares + category * width, other->place_shares + category * width,
                       (size_t)width * sizeof(double));
            }
        }
        for (int64_t at = 0; making->types != NULL && at < cells * making->type_count; at++) {
            if (!own->bought[categories + at % cells]) {
                own->type_shares[at] = other->type_shares[at];
            }
        }
    }
}

preston_status preston_comparing_load(preston_comparing *making,
                                      const preston_ledger *const *ledgers,
                                      const preston_concordance *concordance,
                                      const preston_demand_options *const *options,
                                      preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = add_categories(making, ledgers[k], error);
    }
    if (status == PRESTON_OK) {
        status = preston_division_create(preston_model_economy(making->model), ledgers[0],
                                         ledgers[1], &making->division, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = load_ledger(making, k, ledgers[k], concordance, options[k], error);
    }
    if (status == PRESTON_OK) {
        status = check_buyer_place(making, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = find_factors(making, k, error);
    }
    if (status == PRESTON_OK) {
        complete_shares(making);
    }
    return status;
}

/* --- corners --- */

/* The factors of one cell and type in a corner. */
typedef struct corner_factors {
    double total, mix, local, type;
} corner_factors;

static corner_factors factors_of(const preston_comparing *making, int k, int64_t category,
                                 int64_t cell, int64_t typed)
{
    const preston_ledger_factors *own = &making->ledger[k];
    return (corner_factors){own->total, own->category_shares[category], own->place_shares[cell],
                            own->type_shares != NULL ? own->type_shares[typed] : 1.0};
}

/* Where all factors have the values of one ledger, the cell is that ledger's own, so that a
 * scenario that changes nothing gives the baseline back to the last bit. */
static double corner_cell(const preston_comparing *making, int corner, int64_t category,
                          int64_t cell, int64_t typed)
{
    const corner_factors of[2] = {factors_of(making, 0, category, cell, typed),
                                  factors_of(making, 1, category, cell, typed)};
    const corner_factors at = {
        of[corner >> PRESTON_VOLUME & 1].total, of[corner >> PRESTON_MIX & 1].mix,
        of[corner >> PRESTON_LOCALISATION & 1].local, of[corner >> PRESTON_SUPPLIER_TYPE & 1].type};
    int last = corner == (1 << making->factors) - 1;
    for (int i = 0; i < 2; i++) {
        int k = last ? 1 - i : i; /* equal factors do not mean equal bits of the cells */
        if (at.total == of[k].total && at.mix == of[k].mix && at.local == of[k].local &&
            at.type == of[k].type) {
            return making->types != NULL ? making->ledger[k].typed[typed]
                                         : making->cells[k].amounts[cell];
        }
    }
    return at.total * (at.mix * at.local) * at.type;
}

void preston_comparing_corner(const preston_comparing *making, int corner, int64_t type,
                              double *cells)
{
    int64_t width = making->cells[0].columns;
    int64_t count = making->categories.count * width;
    for (int64_t cell = 0; cell < count; cell++) {
        cells[cell] = corner_cell(making, corner, cell / width, cell, type * count + cell);
    }
}
