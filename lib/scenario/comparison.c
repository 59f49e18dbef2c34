/* Before and after: two ledgers, and the causes of the change between them.
 *
 * The three factors of spending (total, category shares, place shares in each category) make eight
 * corners, each factor at its first or its second value. The impact of every corner is solved for
 * once; an effect is linear in demand but not in the factors, and the Shapley value takes the mean
 * over all orders in which the corners can be walked from first to last. */
#include "preston/scenario.h"

#include "../ledger/division.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <gsl/gsl_permutation.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FACTORS = 3, CORNERS = 1 << FACTORS };

struct preston_comparison {
    preston_impact *corner[CORNERS]; /* bit k: factor k has its second value */
};

/* A ledger as its factors. */
typedef struct ledger_factors {
    double total;
    double *category_shares; /* categories */
    double *place_shares;    /* categories × columns */
    unsigned char *bought;   /* categories: 1 where the category has money */
} ledger_factors;

/* Everything that making a comparison needs. */
typedef struct workbench {
    const preston_model *model;
    preston_labels categories;
    preston_division *division; /* of both ledgers */
    preston_spread spread[2];
    preston_cells cells[2];
    ledger_factors ledger[2];
    double *corner; /* categories × columns: the cells of one corner */
    double *demand; /* P n + 2 P */
} workbench;

static void clear_making(workbench *making)
{
    for (int k = 0; k < 2; k++) {
        free(making->cells[k].amounts);
        free(making->ledger[k].category_shares);
        free(making->ledger[k].place_shares);
        free(making->ledger[k].bought);
    }
    preston_labels_clear(&making->categories);
    preston_division_free(making->division);
    free(making->corner);
    free(making->demand);
}

static preston_status add_categories(workbench *making, const preston_ledger *ledger,
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

static preston_status load_ledger(workbench *making, int k, const preston_ledger *ledger,
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
    return status;
}

static preston_status fail_nothing(const char *category, preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the purchases of %s add up to nothing while their parts do not: shares "
                        "cannot be taken of it: put credit notes with the purchases they cancel",
                        category);
}

/* Divides the cells into total × category share × place share. */
static preston_status find_factors(workbench *making, int k, preston_error *error)
{
    const preston_cells *cells = &making->cells[k];
    ledger_factors *factors = &making->ledger[k];
    int64_t width = cells->columns;
    factors->category_shares = preston_allocate_matrix(cells->categories, 1);
    factors->place_shares = preston_allocate_matrix(cells->categories, width);
    factors->bought = preston_allocate(cells->categories, 1);
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
    return PRESTON_OK;
}

/* A category bought in one ledger only keeps that ledger's places in both. */
static void complete_places(workbench *making)
{
    int64_t width = making->cells[0].columns;
    for (int k = 0; k < 2; k++) {
        ledger_factors *own = &making->ledger[k];
        const ledger_factors *other = &making->ledger[1 - k];
        for (int64_t category = 0; category < making->categories.count; category++) {
            if (!own->bought[category]) {
                memcpy(own->place_shares + category * width, other->place_shares + category * width,
                       (size_t)width * sizeof(double));
            }
        }
    }
}

/* Where all three factors have the values of one ledger, the cell is that ledger's own, so that a
 * scenario that changes nothing gives the baseline back to the last bit. */
static double corner_cell(const workbench *making, int corner, int64_t category, int64_t cell)
{
    double total = making->ledger[corner >> PRESTON_VOLUME & 1].total;
    double mix = making->ledger[corner >> PRESTON_MIX & 1].category_shares[category];
    double local = making->ledger[corner >> PRESTON_LOCALISATION & 1].place_shares[cell];
    int last = corner == CORNERS - 1;
    for (int i = 0; i < 2; i++) {
        int k = last ? 1 - i : i; /* equal factors do not mean equal bits of the cells */
        const ledger_factors *own = &making->ledger[k];
        if (total == own->total && mix == own->category_shares[category] &&
            local == own->place_shares[cell]) {
            return making->cells[k].amounts[cell];
        }
    }
    return total * (mix * local);
}

static preston_status solve_corner(workbench *making, int corner, preston_impact **out_impact,
                                   preston_error *error)
{
    preston_cells cells = making->cells[0];
    int64_t places = preston_economy_places(preston_model_economy(making->model));
    int64_t width = cells.columns;
    int64_t inner =
        places * preston_table_sectors(preston_economy_table(preston_model_economy(making->model)));
    for (int64_t category = 0; category < cells.categories; category++) {
        for (int64_t place = 0; place < width; place++) {
            int64_t cell = category * width + place;
            making->corner[cell] = corner_cell(making, corner, category, cell);
        }
    }
    cells.amounts = making->corner;
    memset(making->demand, 0, (size_t)(inner + 2 * places) * sizeof *making->demand);
    preston_spread_cells(&making->spread[0], &making->categories, &cells, making->demand,
                         making->demand + inner, making->demand + inner + places);
    const preston_demand demand = {
        .sectors = preston_const_vector(making->demand, inner, 1),
        .imports = preston_const_vector(making->demand + inner, places, 1),
        .taxes_on_products = preston_const_vector(making->demand + inner + places, places, 1)};
    return preston_model_impact(making->model, &demand, out_impact, error);
}

static preston_status solve_corners(workbench *making, preston_comparison *comparison,
                                    preston_error *error)
{
    const preston_table *table = preston_economy_table(preston_model_economy(making->model));
    int64_t places = preston_economy_places(preston_model_economy(making->model));
    making->corner = preston_allocate_matrix(making->categories.count, making->cells[0].columns);
    making->demand = preston_allocate_matrix(places * (preston_table_sectors(table) + 2), 1);
    if (making->corner == NULL || making->demand == NULL) {
        return preston_fail_memory(error, "a demand");
    }
    preston_status status = PRESTON_OK;
    for (int corner = 0; status == PRESTON_OK && corner < CORNERS; corner++) {
        status = solve_corner(making, corner, &comparison->corner[corner], error);
    }
    return status;
}

/* Purchases without a place are spread from the buyer's: it cannot move between the ledgers. */
static preston_status check_buyer_place(const workbench *making, preston_error *error)
{
    return making->spread[0].buyer_place == making->spread[1].buyer_place
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "the two ledgers have different buyer_places: give both the same");
}

preston_status preston_comparison_create(const preston_model *model, const preston_ledger *before,
                                         const preston_ledger *after,
                                         const preston_concordance *concordance,
                                         const preston_demand_options *before_options,
                                         const preston_demand_options *after_options,
                                         preston_comparison **out_comparison, preston_error *error)
{
    preston_comparison *comparison = preston_allocate(1, sizeof *comparison);
    if (comparison == NULL) {
        return preston_fail_memory(error, "a comparison");
    }
    workbench making = {.model = model};
    preston_status status = add_categories(&making, before, error);
    if (status == PRESTON_OK) {
        status = add_categories(&making, after, error);
    }
    if (status == PRESTON_OK) {
        status = preston_division_create(preston_model_economy(model), before, after,
                                         &making.division, error);
    }
    if (status == PRESTON_OK) {
        status = load_ledger(&making, 0, before, concordance, before_options, error);
    }
    if (status == PRESTON_OK) {
        status = load_ledger(&making, 1, after, concordance, after_options, error);
    }
    if (status == PRESTON_OK) {
        status = check_buyer_place(&making, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = find_factors(&making, k, error);
    }
    if (status == PRESTON_OK) {
        complete_places(&making);
        status = solve_corners(&making, comparison, error);
    }
    clear_making(&making);
    if (status != PRESTON_OK) {
        preston_comparison_free(comparison);
        return status;
    }
    *out_comparison = comparison;
    return PRESTON_OK;
}

void preston_comparison_free(preston_comparison *comparison)
{
    if (comparison != NULL) {
        for (int corner = 0; corner < CORNERS; corner++) {
            preston_impact_free(comparison->corner[corner]);
        }
        free(comparison);
    }
}

const preston_impact *preston_comparison_before(const preston_comparison *comparison)
{
    return comparison->corner[0];
}

const preston_impact *preston_comparison_after(const preston_comparison *comparison)
{
    return comparison->corner[CORNERS - 1];
}

/* The mean, over all orders of the factors, of the step that one of them makes. */
static double shapley(int factor, const double *values)
{
    size_t order[FACTORS] = {0};
    gsl_permutation permutation = {.size = FACTORS, .data = order};
    double sum = 0.0;
    int orders = 0;
    gsl_permutation_init(&permutation);
    do {
        int corner = 0;
        for (int k = 0; (int)order[k] != factor; k++) {
            corner |= 1 << order[k];
        }
        sum += values[corner | 1 << factor] - values[corner];
        orders++;
    } while (gsl_permutation_next(&permutation) == GSL_SUCCESS);
    return sum / orders;
}

preston_status preston_comparison_value(const preston_comparison *comparison, preston_cause cause,
                                        const char *account, preston_part part, int64_t place,
                                        double *out_value, preston_error *error)
{
    double values[CORNERS];
    preston_status status = PRESTON_OK;
    if (cause < PRESTON_VOLUME || cause > PRESTON_LOCALISATION) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "cause %d does not exist", (int)cause);
    }
    for (int corner = 0; status == PRESTON_OK && corner < CORNERS; corner++) {
        status = preston_impact_value(comparison->corner[corner], account, part, place,
                                      &values[corner], error);
    }
    if (status == PRESTON_OK) {
        *out_value = shapley((int)cause, values);
    }
    return status;
}
