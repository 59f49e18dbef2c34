/* Trade and commuting by gravity in a tree of places: what preston_trade_gravity() and
 * preston_commuting_gravity() take is found from the tree and its table. */
#include "supply_use.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

/* What is found; views of it go to the calls below. */
typedef struct inputs {
    int64_t places;
    int64_t sectors;
    double *supply; /* P n */
    double *use;    /* P n */
    double *sizes;  /* P n */
    double *coordinates;
    double *residents; /* P */
} inputs;

static void clear(inputs *found)
{
    free(found->supply);
    free(found->use);
    free(found->sizes);
    free(found->coordinates);
    free(found->residents);
}

/* `given` NULL: straight distances between the coordinates. */
static preston_status find_distances(const preston_places *places, const preston_distances *given,
                                     inputs *found, preston_distances *out_distances,
                                     preston_error *error)
{
    if (given != NULL) {
        *out_distances = *given;
        return PRESTON_OK;
    }
    found->coordinates = preston_allocate_matrix(found->places, 2);
    if (found->coordinates == NULL) {
        return preston_fail_memory(error, "distances");
    }
    *out_distances = (preston_distances){
        .coordinates = preston_const_matrix(found->coordinates, found->places, 2)};
    return preston_places_coordinates(places, preston_matrix(found->coordinates, found->places, 2),
                                      error);
}

static preston_status find_trade(const preston_places *places, const preston_table *table,
                                 const preston_traded_options *traded, inputs *found,
                                 preston_error *error)
{
    int64_t count = found->places;
    int64_t n = found->sectors = preston_table_sectors(table);
    found->supply = preston_allocate_matrix(count, n);
    found->use = preston_allocate_matrix(count, n);
    found->sizes = preston_allocate_matrix(count, n);
    if (found->supply == NULL || found->use == NULL || found->sizes == NULL) {
        return preston_fail_memory(error, "supply and use of places");
    }
    preston_status status = preston_places_supply_and_use(
        places, table, traded, preston_matrix(found->supply, count, n),
        preston_matrix(found->use, count, n), error);
    return status == PRESTON_OK
               ? preston_places_sizes(places, preston_matrix(found->sizes, count, n), error)
               : status;
}

preston_status preston_places_trade_gravity(const preston_places *places,
                                            const preston_table *table,
                                            const preston_traded_options *traded,
                                            const preston_distances *distances,
                                            const preston_trade_options *options,
                                            preston_trade_shares **out_shares, preston_error *error)
{
    inputs found = {.places = preston_places_count(places)};
    preston_distances far;
    preston_status status = find_distances(places, distances, &found, &far, error);
    if (status == PRESTON_OK) {
        status = find_trade(places, table, traded, &found, error);
    }
    if (status == PRESTON_OK) {
        int64_t count = found.places;
        int64_t n = found.sectors;
        const preston_trade_input input = {.places = count,
                                           .sectors = n,
                                           .place_codes = preston_places_codes(places),
                                           .sector_codes = preston_table_codes(table),
                                           .supply = preston_const_matrix(found.supply, count, n),
                                           .use = preston_const_matrix(found.use, count, n),
                                           .sizes = preston_const_matrix(found.sizes, count, n)};
        status = preston_trade_gravity(&input, &far, options, out_shares, error);
    }
    clear(&found);
    return status;
}

/* People live, by assumption, where there is work; what is measured is how far they go. */
static preston_status find_residents(const preston_places *places, const preston_table *table,
                                     inputs *found, preston_error *error)
{
    int64_t n = found->sectors = preston_table_sectors(table);
    preston_status status = preston_places_check_sectors(places, table, error);
    if (status != PRESTON_OK) {
        return status;
    }
    found->sizes = preston_allocate_matrix(found->places, n);
    found->residents = preston_allocate_matrix(found->places, 1);
    if (found->sizes == NULL || found->residents == NULL) {
        return preston_fail_memory(error, "sizes of places");
    }
    status = preston_places_sizes(places, preston_matrix(found->sizes, found->places, n), error);
    for (int64_t cell = 0; status == PRESTON_OK && cell < found->places * n; cell++) {
        found->residents[cell / n] += found->sizes[cell];
    }
    return status;
}

preston_status preston_places_commuting_gravity(
    const preston_places *places, const preston_table *table, const preston_distances *distances,
    const preston_trade_options *options, preston_trade_shares **out_shares, preston_error *error)
{
    inputs found = {.places = preston_places_count(places)};
    preston_distances far;
    preston_status status = find_distances(places, distances, &found, &far, error);
    if (status == PRESTON_OK) {
        status = find_residents(places, table, &found, error);
    }
    if (status == PRESTON_OK) {
        const preston_trade_input input = {
            .places = found.places,
            .sectors = 1,
            .place_codes = preston_places_codes(places),
            .supply = preston_const_vector(found.residents, found.places, 1)};
        status = preston_commuting_gravity(&input, &far, options, out_shares, error);
    }
    clear(&found);
    return status;
}
