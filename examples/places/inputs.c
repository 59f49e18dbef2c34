/* Reading the table, the places and the purchases. */
#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void free_inputs(places_inputs *inputs)
{
    preston_trade_shares_free(inputs->commuting);
    preston_distance_list_free(inputs->travel_times);
    preston_own_tables_free(inputs->own_tables);
    preston_concordance_free(inputs->concordance);
    preston_ledger_free(inputs->ledger[BEFORE]);
    preston_ledger_free(inputs->ledger[AFTER]);
    preston_places_free(inputs->places);
    preston_table_free(inputs->table);
    free(inputs->supply);
    free(inputs->use);
    free(inputs->sizes);
    free(inputs->coordinates);
    free(inputs->residents);
}

/* --- areas and places by their codes --- */

typedef struct entry {
    const char *code;
    int64_t place; /* -1: an area around others */
    int64_t area;
} entry;

struct directory {
    int64_t count;
    entry entries[];
};

static int compare(const void *one, const void *other)
{
    return strcmp(((const entry *)one)->code, ((const entry *)other)->code);
}

preston_status directory_create(const preston_places *places, directory **out_directory,
                                preston_error *error)
{
    int64_t areas = preston_places_areas(places);
    int64_t count = preston_places_count(places);
    const char *const *codes = preston_places_codes(places);
    directory *made = calloc(1, sizeof *made + (size_t)(areas + count) * sizeof(entry));
    if (made == NULL) {
        return out_of_memory(error);
    }
    /* a place has its area's code unless it is a remainder: then both are there */
    for (int64_t place = 0; place < count; place++) {
        made->entries[made->count++] =
            (entry){codes[place], place, preston_places_area_of(places, place)};
    }
    for (int64_t area = 0; area < areas; area++) {
        made->entries[made->count++] = (entry){preston_places_area_code(places, area), -1, area};
    }
    qsort(made->entries, (size_t)made->count, sizeof(entry), compare);
    int64_t kept = 0;
    for (int64_t i = 0; i < made->count; i++) {
        entry *last = kept > 0 ? &made->entries[kept - 1] : NULL;
        if (last != NULL && strcmp(last->code, made->entries[i].code) == 0) {
            last->place = last->place >= 0 ? last->place : made->entries[i].place;
        } else {
            made->entries[kept++] = made->entries[i];
        }
    }
    made->count = kept;
    *out_directory = made;
    return PRESTON_OK;
}

void directory_free(directory *index)
{
    free(index);
}

int directory_find(const directory *index, const char *code, int64_t *out_place, int64_t *out_area)
{
    const entry wanted = {.code = code};
    const entry *found =
        bsearch(&wanted, index->entries, (size_t)index->count, sizeof(entry), compare);
    if (found == NULL) {
        return 0;
    }
    *out_place = found->place;
    *out_area = found->area;
    return 1;
}

/* --- what there is --- */

static preston_status read_purchases(places_inputs *inputs, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    preston_ledger_options demand;
    preston_ledger_options_init(&demand);
    demand.date = demand.buyer = demand.supplier = demand.type = NULL;
    demand.category = "sector";
    if (settings->demand != NULL) {
        return preston_ledger_read(settings->demand, &demand, &inputs->ledger[BEFORE], error);
    }
    preston_status status = PRESTON_OK;
    if (settings->concordance != NULL) {
        status = preston_concordance_read(settings->concordance, NULL, inputs->table,
                                          &inputs->concordance, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = preston_ledger_read(settings->ledgers[k], NULL, &inputs->ledger[k], error);
    }
    return status;
}

static preston_status find_here(places_inputs *inputs, preston_error *error)
{
    inputs->here = -1;
    if (inputs->settings->here == NULL) {
        return PRESTON_OK;
    }
    for (int64_t area = 0; area < inputs->areas; area++) {
        if (strcmp(preston_places_area_code(inputs->places, area), inputs->settings->here) == 0) {
            inputs->here = area;
            return PRESTON_OK;
        }
    }
    return fail_with(error, PRESTON_ERROR_LABEL,
                     "--here '%s' is not in %s/places.csv: give the code of a place or area there",
                     inputs->settings->here, inputs->settings->places);
}

static preston_status size_places(places_inputs *inputs, preston_error *error)
{
    int64_t count = inputs->count;
    int64_t n = inputs->sectors;
    size_t cells = (size_t)(count * n);
    inputs->supply = calloc(cells, sizeof(double));
    inputs->use = calloc(cells, sizeof(double));
    inputs->sizes = calloc(cells, sizeof(double));
    inputs->coordinates = calloc(2 * (size_t)count, sizeof(double));
    inputs->residents = calloc((size_t)count, sizeof(double));
    if (inputs->supply == NULL || inputs->use == NULL || inputs->sizes == NULL ||
        inputs->coordinates == NULL || inputs->residents == NULL) {
        return out_of_memory(error);
    }
    preston_status status = preston_places_supply_and_use(
        inputs->places, inputs->table, &inputs->traded, preston_matrix(inputs->supply, count, n),
        preston_matrix(inputs->use, count, n), error);
    if (status == PRESTON_OK) {
        status =
            preston_places_sizes(inputs->places, preston_matrix(inputs->sizes, count, n), error);
    }
    for (int64_t cell = 0; status == PRESTON_OK && cell < count * n; cell++) {
        inputs->residents[cell / n] += inputs->sizes[cell];
    }
    return status;
}

/* --- how far it is --- */

int64_t nearest_of(const places_inputs *inputs)
{
    int64_t nearest = inputs->settings->options.nearest;
    return nearest >= 0 ? nearest : inputs->count <= 1000 ? 0 : 50;
}

/* As many places as wages can go to. */
static int64_t commuting_nearest_of(const places_settings *settings)
{
    return settings->options.nearest >= 0 ? settings->options.nearest : 50;
}

preston_distances distances_of(const places_inputs *inputs)
{
    return inputs->travel_times != NULL
               ? preston_distance_list_distances(inputs->travel_times)
               : (preston_distances){
                     .coordinates = preston_const_matrix(inputs->coordinates, inputs->count, 2)};
}

/* Where everybody may buy from, or live, everywhere, a pair that is not there would be left out
 * without a word. */
static int needs_all_pairs(const places_inputs *inputs)
{
    const places_settings *settings = inputs->settings;
    int trade = settings->trade == TRADE_GRAVITY && isinf(settings->options.radius) &&
                nearest_of(inputs) == 0;
    return trade ||
           (settings->commuting == COMMUTING_GRAVITY && commuting_nearest_of(settings) == 0);
}

static preston_status find_distances(places_inputs *inputs, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    if (settings->trade != TRADE_GRAVITY && settings->commuting != COMMUTING_GRAVITY) {
        return PRESTON_OK;
    }
    if (settings->travel_times == NULL) {
        return preston_places_coordinates(
            inputs->places, preston_matrix(inputs->coordinates, inputs->count, 2), error);
    }
    preston_distances_options options;
    preston_distances_options_init(&options);
    options.complete = needs_all_pairs(inputs);
    return preston_distances_read(settings->travel_times, inputs->count,
                                  preston_places_codes(inputs->places), &options,
                                  &inputs->travel_times, error);
}

/* People live, by assumption, where there is work; what is measured is how far they go. */
static preston_status find_commuting(places_inputs *inputs, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    preston_trade_input input = {.places = inputs->count,
                                 .sectors = 1,
                                 .place_codes = preston_places_codes(inputs->places),
                                 .supply =
                                     preston_const_vector(inputs->residents, inputs->count, 1)};
    const preston_distances distances = distances_of(inputs);
    if (settings->commuting == COMMUTING_DATA) {
        return preston_commuting_read(settings->places, &input, &inputs->commuting, error);
    }
    if (settings->commuting == COMMUTING_NONE) {
        return PRESTON_OK;
    }
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = settings->commuting_scale;
    options.nearest = commuting_nearest_of(settings);
    return preston_commuting_gravity(&input, &distances, &options, &inputs->commuting, error);
}

/* What the answer is told in must be known of every place. */
static preston_status check_accounts(const places_inputs *inputs, preston_error *error)
{
    const preston_traded_options *own = &inputs->traded;
    for (int account = 0; account < ACCOUNTS; account++) {
        const char *code = account_codes[account];
        int needed = preston_table_find_account(inputs->table, code) >= 0;
        for (int64_t k = 0; needed && k < own->own_tables; k++) {
            if (preston_table_find_account(own->tables[k], code) < 0) {
                return fail_with(error, PRESTON_ERROR_MISSING,
                                 "%s: the table of place '%s' has no account '%s', and the "
                                 "nation's has: add the column to its sectors.csv",
                                 inputs->settings->own_tables, own->table_places[k], code);
            }
        }
    }
    return PRESTON_OK;
}

static preston_status read_own_tables(places_inputs *inputs, preston_error *error)
{
    preston_traded_options_init(&inputs->traded);
    if (inputs->settings->own_tables == NULL) {
        return PRESTON_OK;
    }
    preston_status status = preston_own_tables_read(inputs->settings->own_tables, inputs->places,
                                                    inputs->table, &inputs->own_tables, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_own_tables_use(inputs->own_tables, &inputs->traded);
    return check_accounts(inputs, error);
}

preston_status read_inputs(places_inputs *inputs, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    preston_status status = preston_table_read(settings->table, &inputs->table, error);
    if (status == PRESTON_OK) {
        status = preston_places_read(settings->places, inputs->table, &inputs->places, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    inputs->count = preston_places_count(inputs->places);
    inputs->sectors = preston_table_sectors(inputs->table);
    inputs->areas = preston_places_areas(inputs->places);
    status = find_here(inputs, error);
    if (status == PRESTON_OK) {
        status = read_own_tables(inputs, error);
    }
    if (status == PRESTON_OK) {
        status = read_purchases(inputs, error);
    }
    if (status == PRESTON_OK) {
        status = size_places(inputs, error);
    }
    if (status == PRESTON_OK) {
        status = find_distances(inputs, error);
    }
    return status == PRESTON_OK ? find_commuting(inputs, error) : status;
}
