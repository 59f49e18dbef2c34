/* The purchases of a year as a ledger: to be kept, or compared before and after. */
#include "results.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* Rows of a ledger in the making; all arrays have room for all of them. */
typedef struct year_rows {
    int64_t count;
    double *amounts;
    const char **buyers;
    const char **categories;
    const char **places;
    const char **types;
} year_rows;

static void clear_rows(year_rows *rows)
{
    free(rows->amounts);
    free((void *)rows->buyers);
    free((void *)rows->categories);
    free((void *)rows->places);
    free((void *)rows->types);
}

static void add_line(const preston_plan *plan, const double *cells, int64_t l, year_rows *rows)
{
    const preston_table *table = preston_economy_table(plan->economy);
    for (int64_t k = 0; k < plan->kinds; k++) {
        for (int64_t p = 0; p < plan->places; p++) {
            double amount = cells[(l * plan->kinds + k) * plan->places + p];
            if (amount != 0.0) {
                rows->amounts[rows->count] = amount * plan->currency;
                rows->buyers[rows->count] = plan->buyer_labels.texts[plan->lines[l].buyer];
                rows->categories[rows->count] = preston_table_code(table, plan->lines[l].sector);
                rows->places[rows->count] = preston_economy_place_code(plan->economy, p);
                rows->types[rows->count] = preston_supplier_types_code(plan->types, k);
                rows->count++;
            }
        }
    }
}

static preston_status make_rows(const preston_plan *plan, year_rows *rows, preston_error *error)
{
    int64_t most = plan->line_count * plan->kinds * plan->places;
    rows->amounts = preston_allocate(most, sizeof *rows->amounts);
    rows->buyers = preston_allocate(most, sizeof *rows->buyers);
    rows->categories = preston_allocate(most, sizeof *rows->categories);
    rows->places = preston_allocate(most, sizeof *rows->places);
    rows->types = preston_allocate(most, sizeof *rows->types);
    return rows->amounts == NULL || rows->buyers == NULL || rows->categories == NULL ||
                   rows->places == NULL || rows->types == NULL
               ? preston_fail_memory(error, "a ledger")
               : PRESTON_OK;
}

preston_status preston_projection_ledger(const preston_projection *projection, int64_t year,
                                         preston_ledger **out_ledger, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    year_rows rows = {0};
    preston_walk walk;
    if (year < -1 || year >= plan->years) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "year %lld: the projection has %lld",
                            (long long)year, (long long)plan->years);
    }
    preston_status status = preston_walk_make(&walk, plan, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_walk_begin(&walk,
                       plan->measures == 64 ? UINT64_MAX : ((uint64_t)1 << plan->measures) - 1);
    for (int64_t y = 0; y <= year; y++) {
        preston_walk_year(&walk);
    }
    status = make_rows(plan, &rows, error);
    for (int64_t l = 0; status == PRESTON_OK && l < plan->line_count; l++) {
        add_line(plan, year < 0 ? plan->cells : walk.cells, l, &rows);
    }
    if (status == PRESTON_OK) {
        status = preston_ledger_create(
            rows.count, preston_const_vector(rows.amounts, rows.count, 1), rows.buyers, NULL,
            rows.categories, rows.places, rows.types, out_ledger, error);
    }
    clear_rows(&rows);
    preston_walk_clear(&walk);
    return status;
}
