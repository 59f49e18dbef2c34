#include "traded.h"

#include "random.h"
#include "test.h"

#include <economy/trade_shares.h>

/* --- shares --- */

static double *random_cells(gsl_rng *random, int64_t count, double low, double high)
{
    double *cells = make_zeros(count);
    for (int64_t k = 0; k < count; k++) {
        cells[k] = random_between(random, low, high);
    }
    return cells;
}

/* Lists of about six buyers, and not the seller itself. */
static void random_pairs(gsl_rng *random, int64_t places, int64_t lines, int64_t **out_starts,
                         int64_t **out_buyers, double **out_shares)
{
    int64_t most = lines * places;
    int64_t *starts = calloc((size_t)lines + 1, sizeof *starts);
    int64_t *buyers = calloc((size_t)most + 1, sizeof *buyers);
    double *shares = make_zeros(most);
    assert_non_null(starts);
    assert_non_null(buyers);
    int64_t count = 0;
    for (int64_t line = 0; line < lines; line++) {
        for (int64_t buyer = 0; buyer < places; buyer++) {
            if (buyer != line % places && gsl_rng_uniform(random) * (double)places < 6.0) {
                buyers[count] = buyer;
                shares[count++] = random_between(random, 0.01, 1.0);
            }
        }
        starts[line + 1] = count;
    }
    *out_starts = starts;
    *out_buyers = buyers;
    *out_shares = shares;
}

/* Multiplies all that goes to one buyer of one sector. */
static void scale_buyer(preston_trade_shares *trade, int64_t sector, int64_t buyer, double factor)
{
    int64_t cell = buyer * trade->sectors + sector;
    trade->own[cell] *= factor;
    for (int64_t q = trade->starts != NULL ? trade->starts[sector * trade->places] : 0;
         trade->starts != NULL && q < trade->starts[(sector + 1) * trade->places]; q++) {
        trade->shares[q] *= trade->buyers[q] == buyer ? factor : 1.0;
    }
    if (trade->buyer_factors != NULL) {
        trade->buyer_factors[cell] *= factor;
    }
    if (trade->pool_use != NULL) {
        trade->pool_use[cell] *= factor;
    }
}

preston_trade_shares *random_trade(gsl_rng *random, int64_t places, int64_t sectors, int forms,
                                   double foreign)
{
    preston_trade_shares *trade = preston_trade_shares_allocate(places, sectors);
    int64_t cells = places * sectors;
    assert_non_null(trade);
    for (int64_t k = 0; k < cells; k++) {
        trade->own[k] = random_between(random, 0.5, 2.0);
    }
    if ((forms & TRADE_LISTS) != 0) {
        random_pairs(random, places, cells, &trade->starts, &trade->buyers, &trade->shares);
    }
    if ((forms & TRADE_COMMON) != 0) {
        random_pairs(random, places, places, &trade->common_starts, &trade->common_buyers,
                     &trade->common_shares);
        trade->seller_factors = random_cells(random, cells, 0.2, 2.0);
        trade->buyer_factors = random_cells(random, cells, 0.2, 2.0);
    }
    if ((forms & TRADE_POOL) != 0) {
        trade->pool_supply = random_cells(random, cells, 0.0, 2.0 / (double)places);
        trade->pool_use = random_cells(random, cells, 0.2, 2.0);
    }
    for (int64_t buyer = 0; buyer < places; buyer++) {
        for (int64_t i = 0; i < sectors; i++) {
            double sum = 0.0;
            for (int64_t seller = 0; seller < places; seller++) {
                sum += preston_trade_shares_get(trade, i, seller, buyer);
            }
            scale_buyer(trade, i, buyer, (1.0 - foreign * gsl_rng_uniform(random)) / sum);
        }
    }
    return trade;
}

preston_trade_shares *trade_of(int64_t places, int64_t sectors, const double *cells)
{
    preston_trade_shares *trade = preston_trade_shares_allocate(places, sectors);
    assert_non_null(trade);
    trade->starts = calloc((size_t)(sectors * places) + 1, sizeof *trade->starts);
    trade->buyers = calloc((size_t)(sectors * places * places), sizeof *trade->buyers);
    trade->shares = make_zeros(sectors * places * places);
    assert_non_null(trade->starts);
    assert_non_null(trade->buyers);
    int64_t count = 0;
    for (int64_t line = 0; line < sectors * places; line++) {
        int64_t seller = line % places;
        for (int64_t buyer = 0; buyer < places; buyer++) {
            double share = cells[line * places + buyer];
            if (buyer == seller) {
                trade->own[seller * sectors + line / places] = share;
            } else if (share != 0.0) {
                trade->buyers[count] = buyer;
                trade->shares[count++] = share;
            }
        }
        trade->starts[line + 1] = count;
    }
    return trade;
}

/* --- economies --- */

preston_places *flat_places(const preston_table *table, int64_t places, const double *sizes)
{
    int64_t n = preston_table_sectors(table);
    int64_t *parents = calloc((size_t)places + 1, sizeof *parents);
    double *whole = make_zeros((places + 1) * n);
    char *texts = NULL;
    const char **codes = make_codes(places + 1, "p", &texts);
    preston_places *made = NULL;
    preston_error error = {0};
    assert_non_null(parents);
    parents[places] = -1;
    for (int64_t place = 0; place < places; place++) {
        parents[place] = places;
    }
    codes[places] = "nation";
    memcpy(whole, sizes, (size_t)(places * n) * sizeof *whole);
    assert_ok(preston_places_create(places + 1, codes, NULL, parents, n, preston_table_codes(table),
                                    preston_const_matrix(whole, places + 1, n), &made, &error),
              &error);
    free(parents);
    free(whole);
    free(texts);
    free((void *)codes);
    return made;
}

static preston_table *random_table(gsl_rng *random, int64_t sectors)
{
    const random_shape shape = {.sectors = sectors, .levels = 1};
    sample alone = sample_random(random, &shape);
    preston_places_free(alone.places);
    return alone.table;
}

traded traded_random(gsl_rng *random, const traded_shape *shape)
{
    traded made = {
        .work = {.sectors = shape->sectors, .table = random_table(random, shape->sectors)},
        .places = shape->places,
        .own_tables = shape->own_tables};
    assert_true(shape->own_tables <= MOST_OWN_TABLES && shape->own_tables <= shape->places);
    double *sizes = random_cells(random, shape->places * shape->sectors, 0.1, 100.0);
    made.work.places = flat_places(made.work.table, shape->places, sizes);
    made.trade = random_trade(random, shape->places, shape->sectors, shape->trade, shape->foreign);
    if (shape->commuting >= 0) {
        made.commuting = random_trade(random, shape->places, 1, shape->commuting, shape->foreign);
    }
    for (int64_t k = 0; k < shape->own_tables; k++) {
        made.own[k] = random_table(random, shape->sectors);
        made.own_codes[k] = preston_places_codes(made.work.places)[k];
    }
    free(sizes);
    traded_join(&made);
    return made;
}

preston_traded_options traded_options_of(const traded *economy)
{
    preston_traded_options options;
    preston_traded_options_init(&options);
    options.own_tables = economy->own_tables;
    options.table_places = economy->own_codes;
    options.tables = (const preston_table *const *)economy->own;
    return options;
}

void traded_join(traded *economy)
{
    preston_error error = {0};
    preston_traded_options options = traded_options_of(economy);
    preston_model_free(economy->work.model);
    preston_economy_free(economy->work.economy);
    economy->work.model = NULL;
    economy->work.economy = NULL;
    assert_ok(preston_economy_create_traded(economy->work.table, economy->work.places,
                                            economy->trade, economy->commuting, &options,
                                            &economy->work.economy, &error),
              &error);
    economy->places = preston_economy_places(economy->work.economy);
    economy->work.rows = economy->places * economy->work.sectors;
}

void traded_close(traded *economy, const preston_model_options *options)
{
    sample_solve(&economy->work, options);
}

void traded_free(traded *economy)
{
    sample_free(&economy->work);
    preston_trade_shares_free(economy->trade);
    preston_trade_shares_free(economy->commuting);
    for (int64_t k = 0; k < economy->own_tables; k++) {
        preston_table_free(economy->own[k]);
    }
    *economy = (traded){0};
}

/* --- multiplied out --- */

static double account_per_output(const preston_table *table, const char *account, int64_t sector)
{
    int64_t found = preston_table_find_account(table, account);
    double output = preston_get(preston_table_output(table), sector, 0);
    return output > 0.0 ? preston_get(preston_table_account(table, found), sector, 0) / output
                        : 0.0;
}

/* What one unit of output (or of household income, for j = n) of a place takes of sector i (of
 * wages, for i = n), wherever it comes from. */
static double use_of(const preston_table *table, const preston_model_options *options, int64_t i,
                     int64_t j)
{
    int64_t n = preston_table_sectors(table);
    if (i < n && j < n) {
        double output = preston_get(preston_table_output(table), j, 0);
        return output > 0.0 ? preston_get(preston_table_flows(table), i, j) / output : 0.0;
    }
    if (i < n) {
        int64_t use = preston_table_find_use(table, "households");
        return preston_get(preston_table_final_uses(table), i, use) /
               preston_table_facts(table)->household_income;
    }
    return j < n ? account_per_output(table, "compensation", j) * (1.0 - options->wage_leakage)
                 : options->household_own_use;
}

static double share_of(const traded *economy, int64_t sector, int64_t seller, int64_t buyer)
{
    if (sector < economy->work.sectors) {
        return preston_trade_shares_get(economy->trade, sector, seller, buyer);
    }
    return economy->commuting != NULL
               ? preston_trade_shares_get(economy->commuting, 0, seller, buyer)
               : (double)(seller == buyer);
}

double *traded_multiplied_out(const traded *economy, const preston_model_options *options)
{
    int64_t places = economy->places;
    int64_t m = economy->work.sectors + (options->closure == PRESTON_CLOSURE_II ? 1 : 0);
    int64_t rows = places * m;
    double *cells = make_zeros(rows * rows);
    for (int64_t i = 0; i < m; i++) {
        for (int64_t seller = 0; seller < places; seller++) {
            for (int64_t buyer = 0; buyer < places; buyer++) {
                const preston_table *table =
                    buyer < economy->own_tables ? economy->own[buyer] : economy->work.table;
                double share = share_of(economy, i, seller, buyer);
                double *row = cells + (seller * m + i) * rows + buyer * m;
                for (int64_t j = 0; share != 0.0 && j < m; j++) {
                    row[j] = share * use_of(table, options, i, j);
                }
            }
        }
    }
    return cells;
}
