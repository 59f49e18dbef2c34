/* One table, a tree of places and their trade become an economy that is never multiplied out. */
#include "economy.h"
#include "sales.h"
#include "supply_use.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* Shares come from files with a few digits, and are themselves sums. */
static const double slack = 1e-9;

void preston_traded_options_init(preston_traded_options *options)
{
    *options = (preston_traded_options){.size = sizeof *options, .delta = 0.25};
}

/* --- what shares add up to --- */

/* The uses of sectors in a place: by an industry of its technology, or by final users. */
static int is_used(const preston_economy *economy, int64_t place, int64_t sector)
{
    int64_t n = economy->sectors;
    const double *row = economy->technology + (economy->technology_of[place] * n + sector) * n;
    for (int64_t j = 0; j < n; j++) {
        if (row[j] != 0.0) {
            return 1;
        }
    }
    preston_const_view uses =
        preston_table_final_uses(economy->tables[economy->technology_of[place]]);
    for (int64_t use = 0; use < uses.columns; use++) {
        if (preston_get(uses, sector, use) > 0.0) {
            return 1;
        }
    }
    return 0;
}

/* Turns the sums of shares into what they leave to imports; *out_any says whether that is anything.
 */
static preston_status find_foreign(const preston_economy *economy, double *sums, int *out_any,
                                   preston_error *error)
{
    int64_t n = economy->sectors;
    *out_any = 0;
    for (int64_t cell = 0; cell < economy->places * n; cell++) {
        const char *place = economy->place[cell / n].code;
        const char *sector = preston_table_code(economy->table, cell % n);
        if (sums[cell] > 1.0 + slack) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the shares of all sellers in what place '%s' uses of sector '%s' "
                                "add up to %.10g: they may not exceed one",
                                place, sector, sums[cell]);
        }
        if (sums[cell] == 0.0 && is_used(economy, cell / n, cell % n)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "place '%s' uses sector '%s', and nobody sells it there: give "
                                "shares that add up to one, or take the sector out of the table",
                                place, sector);
        }
        int used = sums[cell] > 0.0;
        sums[cell] = used && sums[cell] < 1.0 - slack ? 1.0 - sums[cell] : 0.0;
        *out_any |= sums[cell] > 0.0;
    }
    return PRESTON_OK;
}

static preston_status add_up_trade(preston_economy *economy, preston_error *error)
{
    int any = 0;
    double *scratch = preston_allocate_matrix(economy->sectors, 1);
    economy->foreign = preston_allocate_matrix(economy->places, economy->sectors);
    preston_status status = PRESTON_OK;
    if (scratch == NULL || economy->foreign == NULL) {
        status = preston_fail_memory(error, "trade between places");
    } else {
        preston_trade_shares_add_up(economy->trade, economy->foreign, scratch);
        status = find_foreign(economy, economy->foreign, &any, error);
    }
    if (!any) {
        free(economy->foreign);
        economy->foreign = NULL;
    }
    free(scratch);
    return status;
}

static preston_status add_up_commuting(preston_economy *economy, preston_error *error)
{
    double scratch = 0.0;
    int any = 0;
    economy->foreign_wages = preston_allocate_matrix(economy->places, 1);
    if (economy->foreign_wages == NULL) {
        return preston_fail_memory(error, "commuting");
    }
    preston_trade_shares_add_up(economy->commuting, economy->foreign_wages, &scratch);
    for (int64_t place = 0; place < economy->places; place++) {
        double *sum = &economy->foreign_wages[place];
        if (*sum > 1.0 + slack) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the shares of all residences in the wages earned in place '%s' "
                                "add up to %.10g: they may not exceed one",
                                economy->place[place].code, *sum);
        }
        *sum = *sum < 1.0 - slack ? 1.0 - *sum : 0.0;
        any |= *sum > 0.0;
    }
    if (!any) {
        free(economy->foreign_wages);
        economy->foreign_wages = NULL;
    }
    return PRESTON_OK;
}

/* --- who sells what they do not make --- */

/* A sector that an own table has no output of has no recipe there: it would be paid, and pay
 * nobody. The nation's table is not asked: what it lacks, nobody makes. */
static int makes(const preston_economy *economy, int64_t place, int64_t sector)
{
    return economy->technology_of[place] == 0 ||
           economy->output[place * economy->sectors + sector] > 0.0;
}

static int all_make_all(const preston_economy *economy)
{
    for (int64_t cell = 0; cell < economy->places * economy->sectors; cell++) {
        if (!makes(economy, cell / economy->sectors, cell % economy->sectors)) {
            return 0;
        }
    }
    return 1;
}

static preston_status fail_seller(const preston_economy *economy, int64_t place, int64_t sector,
                                  preston_error *error)
{
    int64_t buyer = 0;
    while (buyer + 1 < economy->places &&
           !(is_used(economy, buyer, sector) &&
             preston_trade_shares_get(economy->trade, sector, place, buyer) > 0.0)) {
        buyer++;
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "place '%s' sells %.6g of what place '%s' uses of sector '%s', and has no "
                        "output of it in its own table: give the output, or let others sell it",
                        economy->place[place].code,
                        preston_trade_shares_get(economy->trade, sector, place, buyer),
                        economy->place[buyer].code, preston_table_code(economy->table, sector));
}

/* Lets every place buy one of each sector that it uses, and sees who sells. */
static preston_status check_sellers(const preston_economy *economy, preston_error *error)
{
    int64_t n = economy->sectors;
    int64_t cells = economy->places * n;
    if (all_make_all(economy)) {
        return PRESTON_OK;
    }
    double *bought = preston_allocate_matrix(economy->places, n);
    double *sold = preston_allocate_matrix(economy->places, n);
    double *scratch = preston_allocate_matrix(n, 1);
    preston_status status = PRESTON_OK;
    if (bought == NULL || sold == NULL || scratch == NULL) {
        status = preston_fail_memory(error, "trade between places");
    } else {
        for (int64_t cell = 0; cell < cells; cell++) {
            bought[cell] = is_used(economy, cell / n, cell % n);
        }
        preston_trade_shares_sell(economy->trade, bought, sold, scratch);
    }
    for (int64_t cell = 0; status == PRESTON_OK && cell < cells; cell++) {
        if (sold[cell] > 0.0 && !makes(economy, cell / n, cell % n)) {
            status = fail_seller(economy, cell / n, cell % n, error);
        }
    }
    free(bought);
    free(sold);
    free(scratch);
    return status;
}

/* --- parts --- */

static preston_status find_technology(preston_economy *economy, const preston_places *places,
                                      const preston_traded_options *options, preston_error *error)
{
    int64_t n = economy->sectors;
    economy->technologies = options->own_tables + 1;
    economy->tables =
        (const preston_table **)preston_allocate(economy->technologies, sizeof(void *));
    economy->technology = preston_allocate_matrix(economy->technologies * n, n);
    economy->technology_of = preston_allocate(economy->places, sizeof *economy->technology_of);
    if (economy->tables == NULL || economy->technology == NULL || economy->technology_of == NULL) {
        return preston_fail_memory(error, "technology");
    }
    preston_status status =
        preston_own_tables_find(places, economy->table, options, economy->technology_of, error);
    for (int64_t k = 0; status == PRESTON_OK && k < economy->technologies; k++) {
        economy->tables[k] = preston_own_table(economy->table, options, k);
        status = preston_table_coefficients(
            economy->tables[k], preston_matrix(economy->technology + k * n * n, n, n), error);
    }
    if (status == PRESTON_OK) {
        preston_fill_output(places, economy->table, options, economy->technology_of,
                            economy->output);
    }
    return status;
}

static preston_status fill_traded(preston_economy *economy, const preston_places *places,
                                  const preston_traded_options *options, preston_error *error)
{
    static const char *const wages[] = {"wages"};
    const char *const *codes = preston_places_codes(places);
    preston_status status = preston_economy_describe(economy, places, options->delta, error);
    if (status == PRESTON_OK) {
        status = find_technology(economy, places, options, error);
    }
    if (status == PRESTON_OK) {
        status = preston_trade_shares_check(economy->trade, codes,
                                            preston_table_codes(economy->table), error);
    }
    if (status == PRESTON_OK) {
        status = add_up_trade(economy, error);
    }
    if (status == PRESTON_OK) {
        status = check_sellers(economy, error);
    }
    if (status == PRESTON_OK && economy->commuting != NULL) {
        status = preston_trade_shares_check(economy->commuting, codes, wages, error);
        if (status == PRESTON_OK) {
            status = add_up_commuting(economy, error);
        }
    }
    return status;
}

/* --- arguments --- */

static preston_status check_shares(const preston_trade_shares *shares, int64_t places,
                                   int64_t sectors, const char *what, preston_error *error)
{
    if (shares->places == places && shares->sectors == sectors) {
        return PRESTON_OK;
    }
    return preston_fail(error, PRESTON_ERROR_SHAPE,
                        "the %s is of %lld places and %lld sectors: it must be of %lld and %lld",
                        what, (long long)shares->places, (long long)shares->sectors,
                        (long long)places, (long long)sectors);
}

static preston_status check_arguments(const preston_table *table, const preston_places *places,
                                      const preston_trade_shares *trade,
                                      const preston_trade_shares *commuting,
                                      const preston_traded_options *options, preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && options->own_tables < 0) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT, "own_tables is %lld: it is a count",
                              (long long)options->own_tables);
    }
    if (status == PRESTON_OK && !(options->delta >= 0.0 && options->delta < 1.0)) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "delta is %g: it must be at least 0 and below 1", options->delta);
    }
    if (status == PRESTON_OK) {
        status = preston_places_check_sectors(places, table, error);
    }
    if (status == PRESTON_OK) {
        status = check_shares(trade, places->leaves, places->sectors, "trade", error);
    }
    return status == PRESTON_OK && commuting != NULL
               ? check_shares(commuting, places->leaves, 1, "commuting", error)
               : status;
}

preston_status preston_economy_create_traded(const preston_table *table,
                                             const preston_places *places,
                                             const preston_trade_shares *trade,
                                             const preston_trade_shares *commuting,
                                             const preston_traded_options *options,
                                             preston_economy **out_economy, preston_error *error)
{
    preston_traded_options defaults;
    preston_traded_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = check_arguments(table, places, trade, commuting, options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_economy *economy = preston_economy_allocate(table, places->leaves);
    if (economy == NULL) {
        return preston_fail_memory(error, "an economy");
    }
    economy->trade = trade;
    economy->commuting = commuting;
    status = fill_traded(economy, places, options, error);
    if (status != PRESTON_OK) {
        preston_economy_free(economy);
        return status;
    }
    *out_economy = economy;
    return PRESTON_OK;
}
