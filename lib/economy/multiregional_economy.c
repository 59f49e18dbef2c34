/* A table of several economies becomes an economy cell by cell, nothing in it estimated. */
#include "economy.h"
#include "multiregional.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void fill_coefficients(const preston_multiregional *table, preston_economy *economy)
{
    int64_t rows = economy->places * economy->sectors;
    memcpy(economy->output, table->output, (size_t)rows * sizeof *economy->output);
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < rows; j++) {
            economy->coefficients[i * rows + j] =
                table->output[j] > 0.0 ? table->flows[i * rows + j] / table->output[j] : 0.0;
        }
    }
}

/* Who makes the sector, for shares of last resort. */
static void fill_output_shares(preston_economy *economy)
{
    for (int64_t i = 0; i < economy->sectors; i++) {
        double sum = 0.0;
        for (int64_t place = 0; place < economy->places; place++) {
            sum += economy->output[place * economy->sectors + i];
        }
        for (int64_t place = 0; sum > 0.0 && place < economy->places; place++) {
            economy->output_shares[i * economy->places + place] =
                economy->output[place * economy->sectors + i] / sum;
        }
    }
}

/* Divides by the sum; 0 when there is none. */
static int scale_to_one(double *shares, int64_t count)
{
    double sum = 0.0;
    for (int64_t k = 0; k < count; k++) {
        sum += shares[k];
    }
    for (int64_t k = 0; sum != 0.0 && k < count; k++) {
        shares[k] /= sum;
    }
    return sum != 0.0;
}

/* What industries in a place buy of a sector, by seller. */
static void add_industries(const preston_multiregional *table, int64_t user, int64_t sector,
                           double *bought)
{
    int64_t n = table->sectors;
    int64_t places = table->places.count;
    for (int64_t seller = 0; seller < places; seller++) {
        const double *row = table->flows + (seller * n + sector) * places * n + user * n;
        for (int64_t j = 0; j < n; j++) {
            bought[seller] += fmax(row[j], 0.0);
        }
    }
}

static void share_final_use(const preston_multiregional *table, preston_economy *economy,
                            int64_t user, int64_t sector)
{
    int64_t places = economy->places;
    int64_t exports = preston_table_find_use(table->whole, "exports");
    double *shares = economy->final_shares + (user * economy->sectors + sector) * places;
    for (int64_t seller = 0; seller < places; seller++) {
        const double *uses =
            table->final_use + ((seller * economy->sectors + sector) * places + user) * table->uses;
        for (int64_t use = 0; use < table->uses; use++) {
            shares[seller] += use != exports ? fmax(uses[use], 0.0) : 0.0;
        }
    }
    if (scale_to_one(shares, places)) {
        return;
    }
    add_industries(table, user, sector, shares);
    if (scale_to_one(shares, places)) {
        return;
    }
    memcpy(shares, economy->output_shares + sector * places, (size_t)places * sizeof *shares);
    if (!scale_to_one(shares, places)) {
        shares[user] = 1.0;
    }
}

/* Households' own cells, negative ones too: they add up to what the place's table says. */
static void share_households(const preston_multiregional *table, preston_economy *economy,
                             int64_t user, int64_t sector)
{
    int64_t places = economy->places;
    int64_t households = preston_table_find_use(table->whole, "households");
    int64_t first = (user * economy->sectors + sector) * places;
    double *shares = economy->household_shares + first;
    for (int64_t seller = 0; households >= 0 && seller < places; seller++) {
        int64_t row = seller * economy->sectors + sector;
        shares[seller] = table->final_use[(row * places + user) * table->uses + households];
    }
    if (!scale_to_one(shares, places)) {
        memcpy(shares, economy->final_shares + first, (size_t)places * sizeof *shares);
    }
}

static preston_status name_places(const preston_multiregional *table, preston_economy *economy,
                                  preston_error *error)
{
    double *shares = preston_allocate_matrix(economy->places, 1);
    if (shares == NULL) {
        return preston_fail_memory(error, "places");
    }
    for (int64_t row = 0; row < economy->places * economy->sectors; row++) {
        shares[row / economy->sectors] += table->output[row];
    }
    (void)scale_to_one(shares, economy->places);
    preston_status status = preston_economy_describe_side_by_side(
        economy, table->area, (const char *const *)table->places.texts,
        (const char *const *)table->names, shares, error);
    free(shares);
    return status;
}

static preston_status fill_economy(const preston_multiregional *table, preston_economy *economy,
                                   preston_error *error)
{
    int64_t places = economy->places;
    economy->technologies = places;
    economy->tables = (const preston_table **)preston_allocate(places, sizeof(void *));
    economy->technology_of = preston_allocate(places, sizeof *economy->technology_of);
    economy->household_shares = preston_allocate_matrix(places * economy->sectors, places);
    if (economy->tables == NULL || economy->technology_of == NULL ||
        economy->household_shares == NULL) {
        return preston_fail_memory(error, "an economy");
    }
    for (int64_t place = 0; place < places; place++) {
        economy->tables[place] = table->table[place];
        economy->technology_of[place] = place;
    }
    fill_coefficients(table, economy);
    fill_output_shares(economy);
    for (int64_t user = 0; user < places; user++) {
        for (int64_t i = 0; i < economy->sectors; i++) {
            share_final_use(table, economy, user, i);
            share_households(table, economy, user, i);
        }
    }
    return name_places(table, economy, error);
}

preston_status preston_economy_create_multiregional(const preston_multiregional *table,
                                                    preston_economy **out_economy,
                                                    preston_error *error)
{
    preston_economy *economy = NULL;
    preston_status status =
        preston_economy_allocate_cells(table->whole, table->places.count, &economy, error);
    if (status != PRESTON_OK) {
        return status;
    }
    status = fill_economy(table, economy, error);
    if (status != PRESTON_OK) {
        preston_economy_free(economy);
        return status;
    }
    *out_economy = economy;
    return PRESTON_OK;
}
