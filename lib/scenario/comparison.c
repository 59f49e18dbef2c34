/* Before and after: two ledgers, and the causes of the change between them.
 *
 * The impact of every corner is solved for once, all in one batch; an effect is linear in demand
 * but not in the factors, and the Shapley value takes the mean over all orders in which the corners
 * can be walked from first to last. */
#include "comparison.h"
#include "shapley.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

struct preston_comparison {
    const preston_table *table;
    int factors;
    int64_t places;
    int64_t accounts;
    preston_impact *solved[PRESTON_MOST_CORNERS]; /* NULL where another corner has that demand */
    const preston_impact *corner[PRESTON_MOST_CORNERS];
    double *corrections; /* corners × P × accounts of the table; NULL without types */
};

static int corners_of(const preston_comparison *comparison)
{
    return 1 << comparison->factors;
}

void preston_comparison_free(preston_comparison *comparison)
{
    if (comparison != NULL) {
        for (int corner = 0; corner < corners_of(comparison); corner++) {
            preston_impact_free(comparison->solved[corner]);
        }
        free(comparison->corrections);
        free(comparison);
    }
}

/* --- the demand of a corner --- */

/* What a corner is made with, and the demands of all, one after another. */
typedef struct corner_demands {
    const preston_comparing *making;
    int64_t places;
    int64_t inner;     /* P n */
    double *cells;     /* of one type in one corner */
    double *purchases; /* a column a type; NULL without types, like the next one */
    double *first;     /* imports and taxes of the first round, P each */
    double *demands;   /* corners × (P n + 3 P): sectors, imports, taxes, household income */
} corner_demands;

static void clear_demands(corner_demands *all)
{
    free(all->cells);
    free(all->purchases);
    free(all->first);
    free(all->demands);
}

static preston_status allocate_demands(corner_demands *all, preston_error *error)
{
    const preston_comparing *making = all->making;
    all->cells = preston_allocate_matrix(making->categories.count, making->cells[0].columns);
    all->demands = preston_allocate_matrix(1 << making->factors, all->inner + 3 * all->places);
    int complete = all->cells != NULL && all->demands != NULL;
    if (making->types != NULL) {
        all->purchases = preston_allocate_matrix(making->type_count, all->inner);
        all->first = preston_allocate_matrix(2, all->places);
        complete = complete && all->purchases != NULL && all->first != NULL;
    }
    return complete ? PRESTON_OK : preston_fail_memory(error, "the demands of a comparison");
}

static double *demand_at(const corner_demands *all, int corner)
{
    return all->demands + corner * (all->inner + 3 * all->places);
}

/* Purchases by type become what an average economy is asked for, beside what the buyer itself
 * imports and pays in taxes. */
static preston_status apply_types(const corner_demands *all, double *demand, double *corrections,
                                  int64_t accounts, preston_error *error)
{
    const preston_comparing *making = all->making;
    int64_t places = all->places;
    double *imports = demand + all->inner;
    const preston_const_view purchases = {.data = all->purchases,
                                          .rows = all->inner,
                                          .columns = making->type_count,
                                          .row_stride = 1,
                                          .column_stride = all->inner};
    preston_status status = preston_supplier_types_demand(
        making->types, purchases, preston_vector(demand, all->inner, 1),
        preston_vector(all->first, places, 1), preston_vector(all->first + places, places, 1),
        preston_vector(imports + 2 * places, places, 1),
        preston_matrix(corrections, places, accounts), error);
    for (int64_t k = 0; status == PRESTON_OK && k < 2 * places; k++) {
        imports[k] += all->first[k];
    }
    return status;
}

static preston_status fill_demand(const corner_demands *all, int corner,
                                  const preston_comparison *comparison, preston_error *error)
{
    const preston_comparing *making = all->making;
    double *demand = demand_at(all, corner);
    double *imports = demand + all->inner;
    preston_cells cells = making->cells[0];
    cells.amounts = all->cells;
    if (making->types != NULL) {
        memset(all->purchases, 0,
               (size_t)(making->type_count * all->inner) * sizeof *all->purchases);
    }
    for (int64_t type = 0; type < making->type_count; type++) {
        double *sectors = making->types != NULL ? all->purchases + type * all->inner : demand;
        preston_comparing_corner(making, corner, type, all->cells);
        preston_spread_cells(&making->spread[0], &making->categories, &cells, sectors, imports,
                             imports + all->places);
    }
    return making->types == NULL
               ? PRESTON_OK
               : apply_types(all, demand,
                             comparison->corrections + corner * all->places * comparison->accounts,
                             comparison->accounts, error);
}

/* --- solving --- */

/* Corners that have the same demand have the same impact, to the last bit: where nothing changes,
 * every cause is exactly zero. The first and the last one stand for those like them. */
static void find_alike(const corner_demands *all, int corners, int *alike)
{
    size_t size = (size_t)(all->inner + 3 * all->places) * sizeof *all->demands;
    int last = corners - 1;
    for (int turn = 0; turn < corners; turn++) { /* the first, the last, then in order */
        int corner = turn < 2 ? turn * last : turn - 1;
        alike[corner] = corner;
        for (int k = 0; alike[corner] == corner && k < turn; k++) {
            int other = k < 2 ? k * last : k - 1;
            if (memcmp(demand_at(all, corner), demand_at(all, other), size) == 0) {
                alike[corner] = other;
            }
        }
    }
}

static preston_demand describe(const corner_demands *all, int corner)
{
    const double *demand = demand_at(all, corner);
    const double *imports = demand + all->inner;
    int64_t places = all->places;
    return (preston_demand){.sectors = preston_const_vector(demand, all->inner, 1),
                            .imports = preston_const_vector(imports, places, 1),
                            .taxes_on_products = preston_const_vector(imports + places, places, 1),
                            .household_income =
                                preston_const_vector(imports + 2 * places, places, 1)};
}

/* Before and after are solved alone, and so to the bits that they have without a comparison; all
 * that lie between in one batch. */
static preston_status solve_demands(const corner_demands *all, preston_comparison *comparison,
                                    preston_error *error)
{
    const preston_model *model = all->making->model;
    int corners = corners_of(comparison);
    int alike[PRESTON_MOST_CORNERS];
    int between[PRESTON_MOST_CORNERS];
    preston_demand demands[PRESTON_MOST_CORNERS];
    preston_impact *impacts[PRESTON_MOST_CORNERS] = {NULL};
    int count = 0;
    preston_status status = PRESTON_OK;
    find_alike(all, corners, alike);
    for (int corner = 0; status == PRESTON_OK && corner < corners; corner++) {
        demands[count] = describe(all, corner);
        if (alike[corner] == corner && corner != 0 && corner != corners - 1) {
            between[count++] = corner;
        } else if (alike[corner] == corner) {
            status =
                preston_model_impact(model, &demands[count], &comparison->solved[corner], error);
        }
    }
    if (status == PRESTON_OK) {
        status = preston_model_impacts(model, count, demands, impacts, error);
    }
    for (int k = 0; status == PRESTON_OK && k < count; k++) {
        comparison->solved[between[k]] = impacts[k];
    }
    for (int corner = 0; corner < corners; corner++) {
        comparison->corner[corner] = comparison->solved[alike[corner]];
    }
    return status;
}

static preston_status solve_corners(const preston_comparing *making, preston_comparison *comparison,
                                    preston_error *error)
{
    int64_t places = comparison->places;
    corner_demands all = {.making = making,
                          .places = places,
                          .inner = places * preston_table_sectors(comparison->table)};
    preston_status status = allocate_demands(&all, error);
    for (int corner = 0; status == PRESTON_OK && corner < corners_of(comparison); corner++) {
        status = fill_demand(&all, corner, comparison, error);
    }
    if (status == PRESTON_OK) {
        status = solve_demands(&all, comparison, error);
    }
    clear_demands(&all);
    return status;
}

/* --- making one --- */

static preston_status fill_comparison(const preston_comparing *making,
                                      preston_comparison *comparison, preston_error *error)
{
    const preston_economy *economy = preston_model_economy(making->model);
    comparison->table = preston_economy_table(economy);
    comparison->places = preston_economy_places(economy);
    comparison->accounts = preston_table_accounts(comparison->table);
    comparison->factors = making->factors;
    if (making->types != NULL) {
        comparison->corrections = preston_allocate_matrix(
            corners_of(comparison), comparison->places * comparison->accounts);
        if (comparison->corrections == NULL) {
            return preston_fail_memory(error, "a comparison");
        }
    }
    return solve_corners(making, comparison, error);
}

preston_status preston_comparison_create(const preston_model *model, const preston_ledger *before,
                                         const preston_ledger *after,
                                         const preston_concordance *concordance,
                                         const preston_supplier_types *types,
                                         const preston_demand_options *before_options,
                                         const preston_demand_options *after_options,
                                         preston_comparison **out_comparison, preston_error *error)
{
    if (types != NULL && types->model != model) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "the supplier types are of another model: make them of this one");
    }
    preston_comparison *comparison = preston_allocate(1, sizeof *comparison);
    if (comparison == NULL) {
        return preston_fail_memory(error, "a comparison");
    }
    const preston_ledger *const ledgers[] = {before, after};
    const preston_demand_options *const options[] = {before_options, after_options};
    preston_comparing making = {
        .model = model,
        .types = types,
        .type_count = types != NULL ? preston_supplier_types_count(types) : 1,
        .factors = types != NULL ? PRESTON_MOST_FACTORS : PRESTON_MOST_FACTORS - 1};
    preston_status status = preston_comparing_load(&making, ledgers, concordance, options, error);
    if (status == PRESTON_OK) {
        status = fill_comparison(&making, comparison, error);
    }
    preston_comparing_clear(&making);
    if (status != PRESTON_OK) {
        preston_comparison_free(comparison);
        return status;
    }
    *out_comparison = comparison;
    return PRESTON_OK;
}

/* --- asking it --- */

const preston_impact *preston_comparison_before(const preston_comparison *comparison)
{
    return comparison->corner[0];
}

const preston_impact *preston_comparison_after(const preston_comparison *comparison)
{
    return comparison->corner[corners_of(comparison) - 1];
}

/* What the first round adds beyond the demand of a corner; 0 for an account that is no column of
 * the table's. */
static double correction_of(const preston_comparison *comparison, int corner, const char *account,
                            int64_t place)
{
    int64_t column = preston_table_find_account(comparison->table, account);
    return comparison->corrections != NULL && column >= 0
               ? comparison
                     ->corrections[(corner * comparison->places + place) * comparison->accounts +
                                   column]
               : 0.0;
}

preston_status preston_comparison_by_place(const preston_comparison *comparison, int after,
                                           const char *account, preston_view out_values,
                                           preston_error *error)
{
    int corner = after ? corners_of(comparison) - 1 : 0;
    preston_status status =
        preston_impact_by_place(comparison->corner[corner], account, out_values, error);
    for (int64_t place = 0; status == PRESTON_OK && place < comparison->places; place++) {
        preston_set(out_values, place, PRESTON_DIRECT,
                    preston_get(preston_const(out_values), place, PRESTON_DIRECT) +
                        correction_of(comparison, corner, account, place));
    }
    return status;
}

preston_status preston_comparison_value(const preston_comparison *comparison, preston_cause cause,
                                        const char *account, preston_part part, int64_t place,
                                        double *out_value, preston_error *error)
{
    double values[PRESTON_MOST_CORNERS];
    preston_status status = PRESTON_OK;
    if (cause < PRESTON_VOLUME || cause > PRESTON_SUPPLIER_TYPE) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "cause %d does not exist", (int)cause);
    }
    for (int corner = 0; status == PRESTON_OK && corner < corners_of(comparison); corner++) {
        status = preston_impact_value(comparison->corner[corner], account, part, place,
                                      &values[corner], error);
        if (status == PRESTON_OK && part == PRESTON_DIRECT) {
            values[corner] += correction_of(comparison, corner, account, place);
        }
    }
    if (status == PRESTON_OK) {
        *out_value = (int)cause < comparison->factors
                         ? preston_shapley((int)cause, comparison->factors, values)
                         : 0.0;
    }
    return status;
}
