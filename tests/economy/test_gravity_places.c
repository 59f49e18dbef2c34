/* Trade and commuting by gravity straight from a tree of places: by hand, beside the calls that
 * take everything apart, and what is refused. */
#include "random.h"
#include "test.h"
#include "traded.h"

#include <math.h>

/* --- two places, two sectors, a line between them --- */

static const double coefficients[] = {0.2, 0.1, 0.3, 0.4};
static const double output[] = {100.0, 50.0};
static const double final_use[] = {40.0, 5.0, 0.0, 30.0, 0.0, 0.0, 0.0, 0.0};
static const double sizes[] = {30.0, 5.0, 10.0, 15.0};
static const double positions[] = {0.0, 0.0, 3000.0, 4000.0, NAN, NAN}; /* 5000 apart */

static preston_table *make_small_table(const double *made)
{
    const table_recipe recipe = {
        .sectors = 2, .coefficients = coefficients, .output = made, .final_use = final_use};
    return make_table(&recipe);
}

static traded make_small(void)
{
    traded made = {.work = {.sectors = 2, .table = make_small_table(output)}};
    preston_error error = {0};
    made.work.places = flat_places(made.work.table, 2, sizes);
    assert_ok(
        preston_places_locate(made.work.places, preston_const_matrix(positions, 3, 2), &error),
        &error);
    return made;
}

static preston_trade_shares *trade(const traded *work, const preston_traded_options *own,
                                   const preston_distances *distances,
                                   const preston_trade_options *options)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_places_trade_gravity(work->work.places, work->work.table, own, distances,
                                           options, &shares, &error),
              &error);
    return shares;
}

static preston_trade_shares *commute(const traded *work, const preston_distances *distances,
                                     const preston_trade_options *options)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_places_commuting_gravity(work->work.places, work->work.table, distances,
                                               options, &shares, &error),
              &error);
    return shares;
}

static void assert_share(const preston_trade_shares *shares, int64_t sector, int64_t seller,
                         int64_t buyer, double expected)
{
    /* a few roundings, and a balance in which a buyer with one seller has no choice */
    assert_close(preston_trade_shares_get(shares, sector, seller, buyer), expected, 1e-14, 1e-15);
}

/* The first place farms more than its share of the 60 in all, the second cares more: each makes all
 * that it uses of that, and SLQ λ of the other, (10/25)/(40/60) and (5/35)/(20/60) before λ; what
 * it lacks can only come from the other place. Neither is capped by what it makes: by hand, supply
 * is 52.5, 12.5, 17.5, 37.5 and use 42.5, 27.5, 27.5, 22.5. */
static void assert_two_places(const preston_trade_shares *shares, double farming, double caring)
{
    assert_share(shares, 0, 0, 0, 1.0);
    assert_share(shares, 0, 1, 0, 0.0);
    assert_share(shares, 0, 1, 1, farming);
    assert_share(shares, 0, 0, 1, 1.0 - farming);
    assert_share(shares, 1, 0, 0, caring);
    assert_share(shares, 1, 1, 0, 1.0 - caring);
    assert_share(shares, 1, 1, 1, 1.0);
    assert_share(shares, 1, 0, 1, 0.0);
}

static void places_trade_gravity__two_places_by_hand(void **state)
{
    (void)state;
    traded work = make_small();
    preston_trade_shares *shares = trade(&work, NULL, NULL, NULL);
    assert_two_places(shares, 0.6 * preston_flegg_lambda(25.0, 60.0, 0.25),
                      3.0 / 7.0 * preston_flegg_lambda(35.0, 60.0, 0.25));
    preston_trade_shares_free(shares);
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.quotient = PRESTON_QUOTIENT_SLQ;
    shares = trade(&work, NULL, NULL, &options);
    assert_two_places(shares, 0.6, 3.0 / 7.0);
    preston_trade_shares_free(shares);
    traded_free(&work);
}

/* Residents are 35 and 25; the other place counts exp(-1) at 5000 metres, and at given times
 * exp(-2/10) from the first place and exp(-3/10) from the second. */
static void places_commuting_gravity__two_places_by_hand(void **state)
{
    (void)state;
    static const double times[] = {0.0, 2.0, 3.0, 0.0};
    const preston_distances given = {.matrix = preston_const_matrix(times, 2, 2)};
    traded work = make_small();
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = 5000.0;
    preston_trade_shares *shares = commute(&work, NULL, &options);
    assert_int_equal(preston_trade_shares_sectors(shares), 1);
    assert_share(shares, 0, 0, 0, 35.0 / (35.0 + 25.0 * exp(-1.0)));
    assert_share(shares, 0, 1, 0, 25.0 * exp(-1.0) / (35.0 + 25.0 * exp(-1.0)));
    assert_share(shares, 0, 0, 1, 35.0 * exp(-1.0) / (25.0 + 35.0 * exp(-1.0)));
    preston_trade_shares_free(shares);
    options.scale = 10.0;
    shares = commute(&work, &given, &options);
    assert_share(shares, 0, 1, 0, 25.0 * exp(-0.2) / (35.0 + 25.0 * exp(-0.2)));
    assert_share(shares, 0, 0, 1, 35.0 * exp(-0.3) / (25.0 + 35.0 * exp(-0.3)));
    preston_trade_shares_free(shares);
    traded_free(&work);
}

/* Nobody farms in the second place, by its own table: it buys all from the first, and sells none,
 * which is what an economy with that table asks for. */
static void places_trade_gravity__own_table_without_output(void **state)
{
    (void)state;
    static const double none[] = {0.0, 37.5};
    traded work = make_small();
    work.own_tables = 1;
    work.own[0] = make_small_table(none);
    work.own_codes[0] = "p2";
    preston_traded_options options = traded_options_of(&work);
    work.trade = trade(&work, &options, NULL, NULL);
    assert_share(work.trade, 0, 1, 1, 0.0);
    assert_share(work.trade, 0, 0, 1, 1.0);
    assert_share(work.trade, 0, 1, 0, 0.0);
    traded_join(&work);
    traded_free(&work);
}

/* --- beside the calls that take supply, use and sizes --- */

enum { PLACES = 20, SECTORS = 4 };

typedef struct country {
    traded of;
    double coordinates[2 * PLACES + 2];
    double supply[PLACES * SECTORS];
    double use[PLACES * SECTORS];
    double sizes[PLACES * SECTORS];
    double residents[PLACES];
    double distances[PLACES * PLACES]; /* no way is as long as the way back */
} country;

static void make_country(gsl_rng *random, int64_t own_tables, country *out)
{
    const traded_shape shape = {
        .places = PLACES, .sectors = SECTORS, .commuting = -1, .own_tables = own_tables};
    preston_error error = {0};
    *out = (country){.of = traded_random(random, &shape)};
    for (int i = 0; i < 2 * PLACES + 2; i++) {
        out->coordinates[i] = 100000.0 * gsl_rng_uniform(random);
    }
    for (int i = 0; i < PLACES * PLACES; i++) {
        out->distances[i] = 1.0 + 100.0 * gsl_rng_uniform(random);
    }
    preston_places *places = out->of.work.places;
    preston_traded_options own = traded_options_of(&out->of);
    assert_ok(preston_places_locate(places, preston_const_matrix(out->coordinates, PLACES + 1, 2),
                                    &error),
              &error);
    assert_ok(preston_places_supply_and_use(places, out->of.work.table, &own,
                                            preston_matrix(out->supply, PLACES, SECTORS),
                                            preston_matrix(out->use, PLACES, SECTORS), &error),
              &error);
    assert_ok(preston_places_sizes(places, preston_matrix(out->sizes, PLACES, SECTORS), &error),
              &error);
    for (int cell = 0; cell < PLACES * SECTORS; cell++) {
        out->residents[cell / SECTORS] += out->sizes[cell];
    }
}

static void assert_same_bits(preston_trade_shares *one, preston_trade_shares *other)
{
    assert_int_equal(preston_trade_shares_sectors(one), preston_trade_shares_sectors(other));
    assert_int_equal(preston_trade_shares_pairs(one), preston_trade_shares_pairs(other));
    for (int64_t i = 0; i < preston_trade_shares_sectors(one); i++) {
        for (int64_t cell = 0; cell < PLACES * PLACES; cell++) {
            assert_true(preston_trade_shares_get(one, i, cell / PLACES, cell % PLACES) ==
                        preston_trade_shares_get(other, i, cell / PLACES, cell % PLACES));
        }
    }
    preston_trade_shares_free(one);
    preston_trade_shares_free(other);
}

/* With and without own tables, by coordinates and by given distances, every option another. */
static void places_gravity__as_with_all_taken_apart(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int round = 0; round < 4; round++) {
        country in;
        make_country(random, round < 2 ? 0 : 2, &in);
        const preston_distances far =
            round % 2 == 0
                ? (preston_distances){.coordinates =
                                          preston_const_matrix(in.coordinates, PLACES, 2)}
                : (preston_distances){.matrix = preston_const_matrix(in.distances, PLACES, PLACES)};
        const preston_distances *given = round % 2 == 0 ? NULL : &far;
        const preston_trade_input input = {
            .places = PLACES,
            .sectors = SECTORS,
            .supply = preston_const_matrix(in.supply, PLACES, SECTORS),
            .use = preston_const_matrix(in.use, PLACES, SECTORS),
            .sizes = preston_const_matrix(in.sizes, PLACES, SECTORS)};
        const preston_trade_input wages = {.places = PLACES,
                                           .sectors = 1,
                                           .supply = preston_const_vector(in.residents, PLACES, 1)};
        preston_traded_options own = traded_options_of(&in.of);
        preston_trade_options options;
        preston_trade_options_init(&options);
        options.scale = round % 2 == 0 ? 30000.0 : 40.0;
        options.delta = 0.15;
        options.nearest = 7;
        options.pool_share = 0.2;
        options.tolerance = 1e-6;
        preston_trade_shares *apart = NULL;
        preston_error error = {0};
        assert_ok(preston_trade_gravity(&input, &far, &options, &apart, &error), &error);
        assert_same_bits(trade(&in.of, &own, given, &options), apart);
        assert_ok(preston_commuting_gravity(&wages, &far, &options, &apart, &error), &error);
        assert_same_bits(commute(&in.of, given, &options), apart);
        traded_free(&in.of);
    }
    gsl_rng_free(random);
}

/* --- faults --- */

static void assert_refused(const traded *work, const preston_distances *distances,
                           const preston_trade_options *options, preston_status status,
                           const char *text)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_places_trade_gravity(work->work.places, work->work.table, NULL, distances,
                                              options, &shares, &error),
                 status, &error, text);
    assert_fails(preston_places_commuting_gravity(work->work.places, work->work.table, distances,
                                                  options, &shares, &error),
                 status, &error, text);
    assert_null(shares);
}

static void places_gravity__refused(void **state)
{
    (void)state;
    static const double nowhere[] = {0.0, 0.0, NAN, NAN, NAN, NAN};
    static const double times[] = {0.0, 2.0, -3.0, 0.0};
    const preston_distances negative = {.matrix = preston_const_matrix(times, 2, 2)};
    const preston_distances positive = {.matrix = preston_const_matrix(times, 1, 2)};
    const preston_distances none = {.places = NULL};
    preston_error error = {0};
    traded work = make_small();
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = -1.0;
    assert_refused(&work, NULL, &options, PRESTON_ERROR_ARGUMENT, "scale is -1");
    assert_refused(&work, &none, NULL, PRESTON_ERROR_ARGUMENT, "distance");
    assert_refused(&work, &positive, NULL, PRESTON_ERROR_SHAPE, "1 × 2");
    assert_refused(&work, &negative, NULL, PRESTON_ERROR_VALUE, "-3");
    assert_ok(preston_places_locate(work.work.places, preston_const_matrix(nowhere, 3, 2), &error),
              &error);
    assert_refused(&work, NULL, NULL, PRESTON_ERROR_MISSING, "'p2' has no coordinates");
    traded_free(&work);
}

static void places_gravity__another_table(void **state)
{
    (void)state;
    static const double one[] = {0.5};
    const table_recipe recipe = {.sectors = 1, .coefficients = one};
    traded work = make_small();
    preston_table_free(work.work.table);
    work.work.table = make_table(&recipe);
    assert_refused(&work, NULL, NULL, PRESTON_ERROR_SHAPE,
                   "the places have 2 sectors and the table 1");
    traded_free(&work);
}

static void places_trade_gravity__bad_own_tables(void **state)
{
    (void)state;
    traded work = make_small();
    work.own_tables = 1;
    work.own[0] = make_small_table(output);
    work.own_codes[0] = "p3";
    preston_traded_options options = traded_options_of(&work);
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_places_trade_gravity(work.work.places, work.work.table, &options, NULL,
                                              NULL, &shares, &error),
                 PRESTON_ERROR_LABEL, &error, "for 'p3', which is not a place");
    options.size--;
    assert_fails(preston_places_trade_gravity(work.work.places, work.work.table, &options, NULL,
                                              NULL, &shares, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_null(shares);
    traded_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_trade_gravity__two_places_by_hand),
        cmocka_unit_test(places_commuting_gravity__two_places_by_hand),
        cmocka_unit_test(places_trade_gravity__own_table_without_output),
        cmocka_unit_test(places_gravity__as_with_all_taken_apart),
        cmocka_unit_test(places_gravity__refused),
        cmocka_unit_test(places_gravity__another_table),
        cmocka_unit_test(places_trade_gravity__bad_own_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
