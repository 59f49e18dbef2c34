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

const preston_distances *distances_of(const places_inputs *inputs, preston_distances *room)
{
    if (inputs->travel_times == NULL) {
        return NULL;
    }
    *room = preston_distance_list_distances(inputs->travel_times);
    return room;
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

static preston_status read_travel_times(places_inputs *inputs, preston_error *error)
{
    preston_distances_options options;
    preston_distances_options_init(&options);
    options.complete = needs_all_pairs(inputs);
    return inputs->settings->travel_times != NULL
               ? preston_distances_read(inputs->settings->travel_times, inputs->count,
                                        preston_places_codes(inputs->places), &options,
                                        &inputs->travel_times, error)
               : PRESTON_OK;
}

static preston_status find_commuting(places_inputs *inputs, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    const preston_trade_input input = {.places = inputs->count,
                                       .place_codes = preston_places_codes(inputs->places)};
    preston_distances far;
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = settings->commuting_scale;
    options.nearest = commuting_nearest_of(settings);
    switch (settings->commuting) {
    case COMMUTING_DATA:
        return preston_commuting_read(settings->places, &input, &inputs->commuting, error);
    case COMMUTING_GRAVITY:
        return preston_places_commuting_gravity(inputs->places, inputs->table,
                                                distances_of(inputs, &far), &options,
                                                &inputs->commuting, error);
    case COMMUTING_NONE:
    default:
        return PRESTON_OK;
    }
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
        status = read_travel_times(inputs, error);
    }
    return status == PRESTON_OK ? find_commuting(inputs, error) : status;
}
