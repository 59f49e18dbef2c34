/* What the rest of the nation buys from inner places.
 *
 * A place makes more of some sectors than its own quotients, its neighbours and foreign exports can
 * use: the difference must be sold to the rest of the nation, if the table is to balance there. So
 * for each sector the rest of the nation buys from each inner place
 *     output − sales to inner places − foreign exports,
 * never less than nothing, and in all never more than it uses of that sector. */
#include "economy.h"
#include "supply_use.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

int64_t preston_economy_rest_of_nation(const preston_economy *economy)
{
    for (int64_t place = 0; place < economy->places; place++) {
        if (economy->place[place].remainder && economy->place[place].area_count == 1) {
            return place;
        }
    }
    return -1;
}

typedef struct final_use_by_sector {
    double *domestic; /* n: final use at home, in the nation */
    double *exports;  /* n */
} final_use_by_sector;

static double use_of(const preston_economy *economy, const double *domestic, int64_t supplier,
                     int64_t sector, int64_t user)
{
    int64_t n = economy->sectors;
    int64_t width = economy->places * n;
    const double *row = economy->coefficients + (supplier * n + sector) * width + user * n;
    const double *output = economy->output + user * n;
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
        sum += row[j] * output[j];
    }
    double share = economy->final_shares[(user * n + sector) * economy->places + supplier];
    return sum + share * domestic[sector] * economy->place[user].share;
}

/* The share of each place in what the rest of the nation uses of the sector. */
static void find_shares(const preston_economy *economy, const final_use_by_sector *uses,
                        int64_t rest, int64_t sector, double *shares)
{
    double used = 0.0;
    double bought = 0.0;
    for (int64_t supplier = 0; supplier < economy->places; supplier++) {
        used += use_of(economy, uses->domestic, supplier, sector, rest);
    }
    for (int64_t place = 0; place < economy->places; place++) {
        double surplus = 0.0;
        if (place != rest) {
            surplus =
                economy->output[place * economy->sectors + sector] -
                uses->exports[sector] * economy->output_shares[sector * economy->places + place];
            for (int64_t user = 0; user < economy->places; user++) {
                surplus -=
                    user == rest ? 0.0 : use_of(economy, uses->domestic, place, sector, user);
            }
        }
        shares[place] = surplus > 0.0 && used > 0.0 ? surplus / used : 0.0;
        bought += shares[place];
    }
    for (int64_t place = 0; place < economy->places && bought > 1.0; place++) {
        shares[place] /= bought;
    }
    shares[rest] = bought < 1.0 ? 1.0 - bought : 0.0;
}

static void rewrite_columns(preston_economy *economy, int64_t rest, int64_t sector,
                            const double *shares)
{
    int64_t n = economy->sectors;
    int64_t width = economy->places * n;
    for (int64_t j = 0; j < n; j++) {
        double national = 0.0;
        for (int64_t place = 0; place < economy->places; place++) {
            national += economy->coefficients[(place * n + sector) * width + rest * n + j];
        }
        for (int64_t place = 0; place < economy->places; place++) {
            economy->coefficients[(place * n + sector) * width + rest * n + j] =
                shares[place] * national;
        }
    }
    for (int64_t place = 0; place < economy->places; place++) {
        economy->final_shares[(rest * n + sector) * economy->places + place] = shares[place];
    }
}

preston_status preston_economy_feed_back(preston_economy *economy, preston_error *error)
{
    int64_t rest = preston_economy_rest_of_nation(economy);
    int64_t n = economy->sectors;
    if (rest < 0) {
        return PRESTON_OK;
    }
    double *memory = preston_allocate(2 * n + economy->places, sizeof *memory);
    if (memory == NULL) {
        return preston_fail_memory(error, "trade between places");
    }
    const final_use_by_sector uses = {memory, memory + n};
    double *shares = memory + 2 * n;
    preston_split_final_use(economy->table, uses.domestic, uses.exports);
    for (int64_t i = 0; i < n; i++) {
        if (economy->output_shares[i * economy->places + rest] > 0.0) {
            find_shares(economy, &uses, rest, i, shares);
            rewrite_columns(economy, rest, i, shares);
        }
    }
    free(memory);
    return PRESTON_OK;
}
