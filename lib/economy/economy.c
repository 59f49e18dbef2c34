/* One table and a tree of places become an economy of several places. */
#include "economy.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_economy_options_init(preston_economy_options *options)
{
    *options = (preston_economy_options){
        .size = sizeof *options, .quotient = PRESTON_QUOTIENT_FLQ, .delta = 0.25, .feedback = 1};
}

void preston_economy_free(preston_economy *economy)
{
    if (economy == NULL) {
        return;
    }
    preston_economy_clear_places(economy);
    free(economy->output);
    free(economy->output_shares);
    free(economy->coefficients);
    free(economy->final_shares);
    free(economy->household_shares);
    free((void *)economy->tables);
    free(economy->technology);
    free(economy->technology_of);
    free(economy->foreign);
    free(economy->foreign_wages);
    free(economy);
}

preston_economy *preston_economy_allocate(const preston_table *table, int64_t places)
{
    int64_t n = preston_table_sectors(table);
    preston_economy *economy = preston_allocate(1, sizeof *economy);
    if (economy == NULL) {
        return NULL;
    }
    economy->table = table;
    economy->sectors = n;
    economy->places = places;
    economy->place = preston_allocate(places, sizeof *economy->place);
    economy->output = preston_allocate_matrix(places, n);
    if (economy->place == NULL || economy->output == NULL) {
        preston_economy_free(economy);
        return NULL;
    }
    return economy;
}

preston_status preston_economy_allocate_cells(const preston_table *table, int64_t places,
                                              preston_economy **out_economy, preston_error *error)
{
    int64_t n = preston_table_sectors(table);
    preston_economy *economy = preston_economy_allocate(table, places);
    if (economy != NULL) {
        economy->output_shares = preston_allocate_matrix(n, places);
        economy->coefficients = preston_allocate_matrix(places * n, places * n);
        economy->final_shares = preston_allocate_matrix(places * n, places);
    }
    if (economy == NULL || economy->output_shares == NULL || economy->coefficients == NULL ||
        economy->final_shares == NULL) {
        preston_economy_free(economy);
        return preston_fail_memory(error, "an economy");
    }
    *out_economy = economy;
    return PRESTON_OK;
}

static void divide_output(preston_economy *economy, const preston_places *places)
{
    preston_places_divide_output(places, economy->table, economy->output);
    for (int64_t i = 0; i < economy->sectors; i++) {
        for (int64_t place = 0; place < economy->places; place++) {
            economy->output_shares[i * economy->places + place] =
                preston_places_sector_share(places, place, i);
        }
    }
}

/* Quotients of one user at every ring around it, capped at one and not falling outwards. */
typedef struct ring_quotients {
    int64_t count;
    double *cells; /* count × n × n */
    double *own;   /* count × n */
} ring_quotients;

static void cap(double *values, const double *inner, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        double value = fmin(values[i], 1.0);
        values[i] = inner != NULL ? fmax(value, inner[i]) : value;
    }
}

static preston_status fill_rings(const preston_places *places, const preston_leaf *leaf,
                                 const preston_economy_options *options, ring_quotients *rings,
                                 preston_error *error)
{
    int64_t n = places->sectors;
    preston_const_view nation = preston_const_vector(places->sizes + places->nation * n, n, 1);
    int64_t area = leaf->remainder ? leaf->area : places->parents[leaf->area];
    const double *sizes = leaf->sizes;
    for (int64_t k = 0; k < rings->count; k++) {
        double *cells = rings->cells + k * n * n;
        double *own = rings->own + k * n;
        if (k == rings->count - 1) {
            for (int64_t i = 0; i < n * n; i++) {
                cells[i] = 1.0;
                own[i % n] = 1.0;
            }
            break;
        }
        preston_status status = preston_location_quotients(
            options->quotient, options->delta, preston_const_vector(sizes, n, 1), nation,
            preston_matrix(cells, n, n), preston_vector(own, n, 1), error);
        if (status != PRESTON_OK) {
            return status;
        }
        cap(cells, k > 0 ? cells - n * n : NULL, n * n);
        cap(own, k > 0 ? own - n : NULL, n);
        sizes = places->sizes + area * n;
        area = places->parents[area];
    }
    return PRESTON_OK;
}

/* The columns of one user: coefficients cell by cell, final shares by the seller's own quotient. */
static void fill_columns(preston_economy *economy, const double *technology,
                         const ring_quotients *rings, int64_t user, double *scratch)
{
    int64_t n = economy->sectors;
    int64_t places = economy->places;
    double *quotients = scratch;
    double *shares = scratch + rings->count;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t k = 0; k < rings->count; k++) {
            quotients[k] = rings->own[k * n + i];
        }
        preston_nest_shares(economy, user, i, quotients,
                            economy->final_shares + (user * n + i) * places);
        for (int64_t j = 0; j < n; j++) {
            double national = technology[i * n + j];
            for (int64_t k = 0; k < rings->count; k++) {
                quotients[k] = rings->cells[(k * n + i) * n + j];
            }
            if (national == 0.0) {
                continue;
            }
            preston_nest_shares(economy, user, i, quotients, shares);
            for (int64_t place = 0; place < places; place++) {
                economy->coefficients[(place * n + i) * places * n + user * n + j] =
                    shares[place] * national;
            }
        }
    }
}

/* The rest of the nation uses its own output first; only feedback makes it buy from inner places.
 */
static void close_rings(ring_quotients *rings, int64_t n)
{
    for (int64_t i = 0; i < rings->count * n * n; i++) {
        rings->cells[i] = 1.0;
    }
    for (int64_t i = 0; i < rings->count * n; i++) {
        rings->own[i] = 1.0;
    }
}

static preston_status fill_place(preston_economy *economy, const preston_places *places,
                                 const preston_economy_options *options, const double *technology,
                                 int64_t user, preston_error *error)
{
    int64_t n = economy->sectors;
    const preston_place *place = &economy->place[user];
    ring_quotients rings = {.count = place->area_count + (place->remainder ? 1 : 0)};
    rings.cells = preston_allocate_matrix(rings.count * n, n);
    rings.own = preston_allocate_matrix(rings.count, n);
    double *scratch = preston_allocate(rings.count + economy->places, sizeof *scratch);
    preston_status status = PRESTON_OK;
    if (rings.cells == NULL || rings.own == NULL || scratch == NULL) {
        status = preston_fail_memory(error, "location quotients");
    } else {
        status = fill_rings(places, &places->leaf[user], options, &rings, error);
    }
    if (status == PRESTON_OK) {
        if (user == preston_economy_rest_of_nation(economy)) {
            close_rings(&rings, n);
        }
        fill_columns(economy, technology, &rings, user, scratch);
    }
    free(rings.cells);
    free(rings.own);
    free(scratch);
    return status;
}

static preston_status join_places(preston_economy *economy, const preston_places *places,
                                  const preston_economy_options *options, preston_error *error)
{
    int64_t n = economy->sectors;
    preston_status status = preston_economy_describe(economy, places, options->delta, error);
    double *technology = preston_allocate_matrix(n, n);
    if (status == PRESTON_OK) {
        status = technology == NULL ? preston_fail_memory(error, "coefficients")
                                    : preston_table_coefficients(
                                          economy->table, preston_matrix(technology, n, n), error);
    }
    if (status == PRESTON_OK) {
        divide_output(economy, places);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < economy->places; i++) {
        status = fill_place(economy, places, options, technology, i, error);
    }
    free(technology);
    return status == PRESTON_OK && options->feedback ? preston_economy_feed_back(economy, error)
                                                     : status;
}

/* The nation as one place. */
static preston_status fill_nation(preston_economy *economy, preston_error *error)
{
    int64_t n = economy->sectors;
    preston_status status = preston_economy_describe_nation(economy, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_const_view output = preston_table_output(economy->table);
    for (int64_t i = 0; i < n; i++) {
        economy->output_shares[i] = 1.0;
        economy->final_shares[i] = 1.0;
        economy->output[i] = preston_get(output, i, 0);
    }
    return preston_table_coefficients(economy->table, preston_matrix(economy->coefficients, n, n),
                                      error);
}

preston_status preston_economy_create(const preston_table *table, const preston_places *places,
                                      const preston_economy_options *options,
                                      preston_economy **out_economy, preston_error *error)
{
    preston_economy_options defaults;
    if (options == NULL) {
        preston_economy_options_init(&defaults);
        options = &defaults;
    }
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (!(options->delta >= 0.0 && options->delta < 1.0)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "delta is %g: it must be at least 0 and below 1", options->delta);
    }
    preston_economy *economy = NULL;
    status = places != NULL ? preston_places_check_sectors(places, table, error) : PRESTON_OK;
    if (status == PRESTON_OK) {
        status = preston_economy_allocate_cells(table, places != NULL ? places->leaves : 1,
                                                &economy, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    status =
        places != NULL ? join_places(economy, places, options, error) : fill_nation(economy, error);
    if (status != PRESTON_OK) {
        preston_economy_free(economy);
        return status;
    }
    *out_economy = economy;
    return PRESTON_OK;
}

const preston_table *preston_economy_table(const preston_economy *economy)
{
    return economy->table;
}

int64_t preston_economy_places(const preston_economy *economy)
{
    return economy->places;
}

const char *preston_economy_place_code(const preston_economy *economy, int64_t place)
{
    return economy->place[place].code;
}

const char *preston_economy_place_name(const preston_economy *economy, int64_t place)
{
    return economy->place[place].name;
}

int64_t preston_economy_find_place(const preston_economy *economy, const char *code)
{
    return preston_labels_find(&economy->codes, code);
}

int preston_economy_place_within(const preston_economy *economy, int64_t place, const char *area)
{
    return strcmp(economy->place[place].code, area) == 0 ||
           preston_place_inside_area(&economy->place[place], area);
}

double preston_economy_place_share(const preston_economy *economy, int64_t place)
{
    return economy->place[place].share;
}

double preston_economy_place_lambda(const preston_economy *economy, int64_t place)
{
    return economy->place[place].lambda;
}

int preston_economy_is_traded(const preston_economy *economy)
{
    return economy->trade != NULL;
}

const preston_table *preston_economy_place_table(const preston_economy *economy, int64_t place)
{
    return economy->tables != NULL ? economy->tables[economy->technology_of[place]]
                                   : economy->table;
}

static preston_const_view empty_view(void)
{
    return preston_const_matrix(NULL, 0, 0);
}

preston_const_view preston_economy_coefficients(const preston_economy *economy)
{
    if (economy->trade != NULL) {
        return empty_view();
    }
    int64_t width = economy->places * economy->sectors;
    return preston_const_matrix(economy->coefficients, width, width);
}

preston_const_view preston_economy_output(const preston_economy *economy)
{
    return preston_const_vector(economy->output, economy->places * economy->sectors, 1);
}

preston_const_view preston_economy_final_shares(const preston_economy *economy, int64_t place)
{
    int64_t n = economy->sectors;
    if (economy->trade != NULL) {
        return empty_view();
    }
    return preston_const_matrix(economy->final_shares + place * n * economy->places, n,
                                economy->places);
}

double preston_economy_final_share(const preston_economy *economy, int64_t user, int64_t sector,
                                   int64_t seller)
{
    return economy->trade != NULL
               ? preston_trade_shares_get(economy->trade, sector, seller, user)
               : economy
                     ->final_shares[(user * economy->sectors + sector) * economy->places + seller];
}
