/* Trade by a pool and by data, and commuting in each of its ways. */
#include "economy/trade_shares.h"
#include "folder.h"
#include "random.h"
#include "test.h"

#include <math.h>

static const char *const places[] = {"preston", "lancashire", "rest"};
static const char *const sectors[] = {"s1", "s2"};

static preston_const_view cells(const double *values, int64_t rows, int64_t columns)
{
    return (preston_const_view){values, rows, columns, columns, 1};
}

static preston_trade_input named(void)
{
    return (preston_trade_input){
        .places = 3, .sectors = 2, .place_codes = places, .sector_codes = sectors};
}

static preston_trade_options rest_from_pool(void)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.rest_from_pool = 1;
    return options;
}

/* What all sellers together supply of each buyer's use; sums of three roundings. */
static void assert_columns(const preston_trade_shares *shares, double whole)
{
    for (int64_t i = 0; i < shares->sectors; i++) {
        for (int64_t buyer = 0; buyer < shares->places; buyer++) {
            double sum = 0.0;
            for (int64_t seller = 0; seller < shares->places; seller++) {
                sum += preston_trade_shares_get(shares, i, seller, buyer);
            }
            assert_close(sum, whole, 1e-14, 0.0);
        }
    }
}

static void assert_shares(const preston_trade_shares *shares, int64_t sector,
                          const double expected[3][3])
{
    for (int64_t seller = 0; seller < 3; seller++) {
        for (int64_t buyer = 0; buyer < 3; buyer++) { /* a few roundings */
            assert_close(preston_trade_shares_get(shares, sector, seller, buyer),
                         expected[seller][buyer], 1e-14, 0.0);
        }
    }
}

/* --- a pool --- */

static const double supply[] = {4.0, 0.0, 4.0, 6.0, 8.0, 2.0};
static const double use[] = {2.0, 2.0, 4.0, 2.0, 10.0, 4.0};

static preston_trade_input traded(const double *own)
{
    preston_trade_input input = named();
    input.supply = cells(supply, 3, 2);
    input.use = cells(use, 3, 2);
    if (own != NULL) {
        input.own = cells(own, 3, 2);
    }
    return input;
}

static void trade_pool__by_hand(void **state)
{
    (void)state;
    const double own[] = {0.5, 0.0, 0.25, 0.5, 0.6, 0.5};
    preston_trade_input input = traded(own);
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_pool(&input, NULL, &shares, &error), &error);
    /* left over: s1: 3, 3, 2 of 8; s2: 0, 5, 0 of 5 */
    const double s1[3][3] = {{0.5 + 0.5 * 0.375, 0.75 * 0.375, 0.4 * 0.375},
                             {0.5 * 0.375, 0.25 + 0.75 * 0.375, 0.4 * 0.375},
                             {0.5 * 0.25, 0.75 * 0.25, 0.6 + 0.4 * 0.25}};
    const double s2[3][3] = {{0.0, 0.0, 0.0}, {1.0, 1.0, 0.5}, {0.0, 0.0, 0.5}};
    assert_shares(shares, 0, s1);
    assert_shares(shares, 1, s2);
    assert_columns(shares, 1.0);
    assert_int_equal(preston_trade_shares_pairs(shares), 0);
    int64_t place = 0; /* supply and use of the nation are the same: all is sold */
    assert_close(preston_trade_shares_imbalance(shares, 0, &place), 0.0, 0.0, 1e-15);
    assert_close(preston_trade_shares_imbalance(shares, 1, &place), 0.0, 0.0, 1e-15);
    preston_trade_shares_free(shares);
}

static void trade_pool__own_supply_exceeded(void **state)
{
    (void)state;
    /* s2: the first sells itself 2 of a supply of 0: of 8 in the nation, off by a quarter */
    const double own[] = {1.0, 1.0, 1.0, 1.0, 0.8, 0.5};
    preston_trade_input input = traded(own);
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    int64_t place = -1;
    assert_ok(preston_trade_pool(&input, NULL, &shares, &error), &error);
    assert_close(preston_trade_shares_imbalance(shares, 1, &place), 0.25, 1e-15, 0.0);
    assert_int_equal(place, 0);
    assert_columns(shares, 1.0);
    preston_trade_shares_free(shares);
}

static void trade_pool__random_cases(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    enum { MANY = 40 };
    double numbers[2 * MANY * 2];
    double imports[MANY * 2];
    for (int repeat = 0; repeat < 20; repeat++) {
        double totals[4] = {0.0, 0.0, 0.0, 0.0};
        for (int64_t k = 0; k < 2 * MANY * 2; k++) {
            numbers[k] = random_between(random, 0.0, 1.0);
            totals[k / (2 * MANY) * 2 + k % 2] += numbers[k] * (k < 2 * MANY ? 1.0 : 0.75);
            imports[k % (MANY * 2)] = 0.25;
        }
        for (int64_t k = 0; k < 2 * MANY; k++) { /* so that the nation balances */
            numbers[k] *= totals[2 + k % 2] / totals[k % 2];
        }
        preston_trade_input input = {.places = MANY,
                                     .sectors = 2,
                                     .supply = cells(numbers, MANY, 2),
                                     .use = cells(numbers + 2 * MANY, MANY, 2),
                                     .imports = cells(imports, MANY, 2)};
        preston_trade_shares *shares = NULL;
        preston_error error = {0};
        assert_ok(preston_trade_pool(&input, NULL, &shares, &error), &error);
        assert_columns(shares, 0.75);
        /* own shares by quotients never exceed supply, so that the pool balances exactly */
        assert_close(preston_trade_shares_imbalance(shares, 0, NULL), 0.0, 0.0, 1e-14);
        assert_close(preston_trade_shares_imbalance(shares, 1, NULL), 0.0, 0.0, 1e-14);
        preston_trade_shares_free(shares);
    }
    gsl_rng_free(random);
}

static void trade_pool__bad_input(void **state)
{
    (void)state;
    preston_trade_input input = traded(NULL);
    input.use.columns = 1;
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_trade_pool(&input, NULL, &shares, &error), PRESTON_ERROR_SHAPE, &error,
                 "the use is 3 × 1: give 3 places and 2 sectors");
    preston_trade_options options = rest_from_pool();
    options.delta = -0.5;
    assert_fails(preston_trade_pool(&input, &options, &shares, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "delta is -0.5");
    assert_null(shares);
}

/* --- data --- */

/* All sectors: each buys from itself and the others. Sector s2 of the first buyer apart. */
static const preston_trade_line lines[] = {
    {-1, 0, 0, 0.5},  {-1, 1, 0, 0.3},  {-1, 2, 0, 0.2}, {-1, 1, 1, 0.75}, {-1, 2, 1, 0.25},
    {-1, 0, 2, 0.25}, {-1, 2, 2, 0.75}, {1, 2, 0, 0.9},  {1, 0, 0, 0.1},
};
enum { LINES = sizeof lines / sizeof lines[0] };

static const double all_sectors[3][3] = {{0.5, 0.0, 0.25}, {0.3, 0.75, 0.0}, {0.2, 0.25, 0.75}};
static const double second_sector[3][3] = {{0.1, 0.0, 0.25}, {0.0, 0.75, 0.0}, {0.9, 0.25, 0.75}};

static void trade_given__a_sector_of_its_own(void **state)
{
    (void)state;
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_given(&input, LINES, lines, NULL, &shares, &error), &error);
    assert_shares(shares, 0, all_sectors);
    assert_shares(shares, 1, second_sector);
    assert_columns(shares, 1.0);
    assert_int_equal(preston_trade_shares_pairs(shares), 4 + 1);
    int64_t place = 7;
    assert_true(preston_trade_shares_imbalance(shares, 0, &place) == 0.0);
    assert_int_equal(place, -1); /* nothing to compare with */
    preston_trade_shares_free(shares);
}

static void trade_given__imbalance_where_supply_is_known(void **state)
{
    (void)state;
    preston_trade_input input = traded(NULL);
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_given(&input, LINES, lines, NULL, &shares, &error), &error);
    /* s1: uses 2, 4, 10: sales 3.5, 3.6, 8.9 of supplies 4, 4, 8: off by 0.9 of 16 at most */
    int64_t place = -1;
    assert_close(preston_trade_shares_imbalance(shares, 0, &place), 0.9 / 16.0, 1e-13, 0.0);
    assert_int_equal(place, 2);
    preston_trade_shares_free(shares);
}

static void trade_given__the_rest_from_a_pool(void **state)
{
    (void)state;
    const preston_trade_line few[] = {{-1, 0, 0, 0.5}, {0, 0, 1, 0.25}, {0, 2, 2, 0.8}};
    preston_trade_input input = traded(NULL);
    preston_trade_options options = rest_from_pool();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_given(&input, 3, few, &options, &shares, &error), &error);
    assert_columns(shares, 1.0);
    /* s1: sales 1 + 1, 0, 8 of 4, 4, 8: left 2, 4, 0 of 6 */
    const double s1[3][3] = {{0.5 + 0.5 / 3.0, 0.25 + 0.75 / 3.0, 0.2 / 3.0},
                             {1.0 / 3.0, 0.5, 0.4 / 3.0},
                             {0.0, 0.0, 0.8}};
    assert_shares(shares, 0, s1);
    assert_close(preston_trade_shares_imbalance(shares, 0, NULL), 0.0, 0.0, 1e-15);
    preston_trade_shares_free(shares);

    options.rest_from_pool = 0;
    shares = NULL;
    assert_fails(preston_trade_given(&input, 3, few, &options, &shares, &error),
                 PRESTON_ERROR_VALUE, &error,
                 "what place 'preston' uses of sector 's1' add up to 0.5: make them 1");
    assert_null(shares);
}

static void trade_given__sums_within_their_printing(void **state)
{
    (void)state;
    const preston_trade_line thirds[] = {
        {-1, 0, 0, 0.333333}, {-1, 1, 0, 0.333333}, {-1, 2, 0, 0.333333},
        {-1, 1, 1, 1.0},      {-1, 2, 2, 1.0},
    };
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_given(&input, 5, thirds, NULL, &shares, &error), &error);
    assert_close(preston_trade_shares_get(shares, 0, 1, 0), 1.0 / 3.0, 1e-15, 0.0);
    assert_columns(shares, 1.0);
    preston_trade_shares_free(shares);
}

static void assert_lines_refused(const preston_trade_input *input, int64_t count,
                                 const preston_trade_line *bad, preston_status status,
                                 const char *text)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_trade_given(input, count, bad, NULL, &shares, &error), status, &error,
                 text);
    assert_null(shares);
}

static void trade_given__bad_input(void **state)
{
    (void)state;
    preston_trade_input input = named();
    preston_trade_line bad[LINES];
    memcpy(bad, lines, sizeof lines);
    bad[1].share = 1.4;
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_VALUE,
                         "the share of place 'lancashire' in what place 'preston' uses is 1.4: it "
                         "must be between 0 and 1");
    bad[1].share = NAN;
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_VALUE, "uses is nan");
    bad[1].share = -0.1;
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_VALUE, "uses is -0.1");
    bad[1].share = 0.4;
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_VALUE,
                         "what place 'preston' uses of sector 's1' add up to 1.1: make them 1");
    bad[1].share = 0.3;
    bad[7].buyer = 3;
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_LABEL,
                         "of sector 1 from place 2 to place 3: there are 2 sectors and 3 places");
    bad[7] = bad[8];
    assert_lines_refused(&input, LINES, bad, PRESTON_ERROR_LABEL,
                         "the share of place 'preston' in what place 'preston' uses of sector "
                         "'s2' stands twice");
    assert_lines_refused(&input, 3, lines, PRESTON_ERROR_VALUE,
                         "there is no share of what place 'lancashire' uses of sector 's1'");
    const double imports[] = {0.0, 0.0, 0.25, 0.0, 0.0, 0.0};
    input.imports = cells(imports, 3, 2);
    assert_lines_refused(&input, LINES, lines, PRESTON_ERROR_VALUE,
                         "uses of sector 's1' add up to 1: make them 0.75, that is 1 less the "
                         "import share");
}

/* --- trade.csv --- */

static void write_trade(const char *folder)
{
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n"
               "*,preston,preston,0.5\n"
               "*,lancashire,preston,0.3\n"
               ",rest,preston,0.2\n"
               "*,lancashire,lancashire,0.75\n"
               "*,rest,lancashire,0.25\n"
               "*,preston,rest,0.25\n"
               ",rest,rest,0.75\n"
               "s2,rest,preston,0.9\n"
               "s2,preston,preston,0.1\n");
}

static void trade_read__as_given(void **state)
{
    (void)state;
    char *folder = make_folder();
    write_trade(folder);
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_read(folder, &input, NULL, &shares, &error), &error);
    assert_shares(shares, 0, all_sectors);
    assert_shares(shares, 1, second_sector);
    preston_trade_shares_free(shares);
    remove_folder(folder);
}

static void assert_file_refused(const char *folder, const char *from, const char *to,
                                preston_status status, const char *text)
{
    write_trade(folder);
    replace_in_file(folder, "trade.csv", from, to);
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_trade_read(folder, &input, NULL, &shares, &error), status, &error, text);
    assert_int_equal(preston_trade_read(folder, &input, NULL, &shares, NULL), status);
    assert_null(shares);
}

static void trade_read__bad_files(void **state)
{
    (void)state;
    char *folder = make_folder();
    assert_file_refused(folder, ",rest,preston,0.2", ",rest,prestn,0.2", PRESTON_ERROR_LABEL,
                        "trade.csv:4: column 3 ('buyer'): 'prestn' is not a place of the economy");
    assert_file_refused(folder, ",rest,preston,0.2", ",reste,preston,0.2", PRESTON_ERROR_LABEL,
                        "trade.csv:4: column 2 ('seller'): 'reste' is not a place");
    assert_file_refused(folder, "s2,rest", "s9,rest", PRESTON_ERROR_LABEL,
                        "trade.csv:9: column 1 ('sector'): 's9' is not a sector of the table");
    assert_file_refused(folder, "0.3", "30%", PRESTON_ERROR_VALUE,
                        "trade.csv:3: column 4 ('share'): '30%'");
    assert_file_refused(folder, "0.3", "1.3", PRESTON_ERROR_VALUE,
                        "trade.csv:3: the share of place 'lancashire' in what place 'preston' uses "
                        "is 1.3");
    assert_file_refused(folder, "*,lancashire,lancashire", "*,lancashire,preston",
                        PRESTON_ERROR_LABEL,
                        "trade.csv:5: the share of place 'lancashire' in what place 'preston' uses "
                        "of sector '*' stands twice: keep one");
    assert_file_refused(folder, "0.3", "0.2", PRESTON_ERROR_VALUE,
                        "trade.csv: the shares of what place 'preston' uses of sector 's1' add up "
                        "to 0.9: make them 1");
    assert_file_refused(folder, "seller", "from", PRESTON_ERROR_LABEL,
                        "trade.csv:1: column 'seller' is missing");
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    const char *const twice[] = {"preston", "rest", "rest"};
    input.place_codes = twice;
    assert_fails(preston_trade_read(folder, &input, NULL, &shares, &error), PRESTON_ERROR_LABEL,
                 &error, "'rest' stands twice among the codes of the places");
    input.place_codes = NULL;
    assert_fails(preston_trade_read(folder, &input, NULL, &shares, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "needs the codes of the places");
    remove_folder(folder);
}

/* --- commuting --- */

static void commuting_none__everybody_at_home(void **state)
{
    (void)state;
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_commuting_none(3, &shares, &error), &error);
    const double identity[3][3] = {{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}};
    assert_shares(shares, 0, identity);
    assert_int_equal(preston_trade_shares_sectors(shares), 1);
    preston_trade_shares_free(shares);
    assert_fails(preston_commuting_none(0, &shares, &error), PRESTON_ERROR_SHAPE, &error,
                 "0 places");
}

static void commuting_read__given(void **state)
{
    (void)state;
    char *folder = make_folder();
    write_text(folder, "commuting.csv",
               "workplace,residence,share\npreston,preston,0.6\npreston,lancashire,0.4\n"
               "lancashire,lancashire,1\nrest,rest,0.75\nrest,lancashire,0.25\n");
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_commuting_read(folder, &input, &shares, &error), &error);
    /* column: where the wages are earned */
    const double expected[3][3] = {{0.6, 0.0, 0.0}, {0.4, 1.0, 0.25}, {0.0, 0.0, 0.75}};
    assert_shares(shares, 0, expected);
    assert_null(shares->common_starts);
    preston_trade_shares_free(shares);
    shares = NULL;

    const struct {
        const char *from, *to, *text;
    } bad[] = {
        {"0.4", "0.3",
         "commuting.csv: the shares of workplace 'preston' add up to 0.9: make them 1"},
        {"0.3", "1.3",
         "commuting.csv:3: the share of place 'lancashire' in what place 'preston' "
         "pays as wages is 1.3"},
        {"preston,lancashire,1.3", "preston,preston,0.4", "commuting.csv:3: the share of place"},
        {"preston,preston,0.4", "preston,lancashire,0.4", ""},
        {"lancashire,lancashire,1", "preston,rest,0",
         "commuting.csv: workplace 'lancashire' has no share: say where its wages go"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        replace_in_file(folder, "commuting.csv", bad[k].from, bad[k].to);
        if (bad[k].text[0] != '\0') {
            assert_fails(preston_commuting_read(folder, &input, &shares, &error),
                         strstr(bad[k].to, "preston,preston") ? PRESTON_ERROR_LABEL
                                                              : PRESTON_ERROR_VALUE,
                         &error, bad[k].text);
        }
        assert_null(shares);
    }
    remove_folder(folder);
}

static void commuting_given__lists(void **state)
{
    (void)state;
    const preston_trade_line wages[] = {{-1, 1, 0, 1.0}, {0, 1, 1, 1.0}, {-1, 1, 2, 1.0}};
    preston_trade_input input = named();
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_commuting_given(&input, 3, wages, &shares, &error), &error);
    const double expected[3][3] = {{0.0, 0.0, 0.0}, {1.0, 1.0, 1.0}, {0.0, 0.0, 0.0}};
    assert_shares(shares, 0, expected);
    preston_trade_shares_free(shares);
    shares = NULL;
    assert_fails(preston_commuting_given(&input, 2, wages, &shares, &error), PRESTON_ERROR_VALUE,
                 &error, "workplace 'rest' has no share");
    assert_null(shares);
}

/* Decay halves at each step of a line; residents 6, 2 and 4. */
static void commuting_gravity__by_hand(void **state)
{
    (void)state;
    const double residents[] = {6.0, 2.0, 4.0};
    const double line[] = {0.0, 0.0, 1.0, 0.0, 2.0, 0.0};
    preston_trade_input input = named();
    input.supply = cells(residents, 3, 1);
    preston_distances distances = {.coordinates = cells(line, 3, 2)};
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = 1.0 / log(2.0);
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_commuting_gravity(&input, &distances, &options, &shares, &error), &error);
    const double expected[3][3] = {{6.0 / 8.0, 3.0 / 7.0, 1.5 / 6.5},
                                   {1.0 / 8.0, 2.0 / 7.0, 1.0 / 6.5},
                                   {1.0 / 8.0, 2.0 / 7.0, 4.0 / 6.5}};
    assert_shares(shares, 0, expected);
    assert_columns(shares, 1.0);
    preston_trade_shares_free(shares);

    const double stay[] = {0.5, 0.9, 1.0};
    input.own = cells(stay, 3, 1);
    options.nearest = 1; /* of ties, the lower number */
    assert_ok(preston_commuting_gravity(&input, &distances, &options, &shares, &error), &error);
    const double given[3][3] = {{0.5, 0.1, 0.0}, {0.5, 0.9, 0.0}, {0.0, 0.0, 1.0}};
    assert_shares(shares, 0, given);
    preston_trade_shares_free(shares);

    /* power: a quarter at twice the smallest distance */
    input.own.rows = 0;
    options.nearest = 0;
    options.decay = PRESTON_DECAY_POWER;
    options.smallest_distance = 1.0;
    assert_ok(preston_commuting_gravity(&input, &distances, &options, &shares, &error), &error);
    assert_close(preston_trade_shares_get(shares, 0, 2, 0), 1.0 / 9.0, 1e-14, 0.0);
    assert_close(preston_trade_shares_get(shares, 0, 1, 0), 2.0 / 9.0, 1e-14, 0.0);
    preston_trade_shares_free(shares);
}

static void commuting_gravity__bad_input(void **state)
{
    (void)state;
    double residents[] = {0.0, 2.0, 4.0};
    const double line[] = {0.0, 0.0, 10.0, 0.0, 12.0, 0.0};
    preston_trade_input input = named();
    input.supply = cells(residents, 3, 1);
    preston_distances distances = {.coordinates = cells(line, 3, 2)};
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.radius = 5.0;
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_commuting_gravity(&input, &distances, &options, &shares, &error),
                 PRESTON_ERROR_VALUE, &error, "nobody lives near workplace 'preston'");
    residents[2] = NAN;
    assert_fails(preston_commuting_gravity(&input, &distances, &options, &shares, &error),
                 PRESTON_ERROR_VALUE, &error, "in place 'rest' is nan");
    residents[2] = 4.0;
    input.supply.columns = 2;
    assert_fails(preston_commuting_gravity(&input, &distances, &options, &shares, &error),
                 PRESTON_ERROR_SHAPE, &error, "number of residents");
    assert_null(shares);
    /* out of reach of the decay, but not of the radius: the nearest still counts in full */
    input.supply.columns = 1;
    options.radius = HUGE_VAL;
    options.scale = 1e-6;
    assert_ok(preston_commuting_gravity(&input, &distances, &options, &shares, &error), &error);
    assert_true(preston_trade_shares_get(shares, 0, 1, 0) == 1.0);
    preston_trade_shares_free(shares);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trade_pool__by_hand),
        cmocka_unit_test(trade_pool__own_supply_exceeded),
        cmocka_unit_test(trade_pool__random_cases),
        cmocka_unit_test(trade_pool__bad_input),
        cmocka_unit_test(trade_given__a_sector_of_its_own),
        cmocka_unit_test(trade_given__imbalance_where_supply_is_known),
        cmocka_unit_test(trade_given__the_rest_from_a_pool),
        cmocka_unit_test(trade_given__sums_within_their_printing),
        cmocka_unit_test(trade_given__bad_input),
        cmocka_unit_test(trade_read__as_given),
        cmocka_unit_test(trade_read__bad_files),
        cmocka_unit_test(commuting_none__everybody_at_home),
        cmocka_unit_test(commuting_read__given),
        cmocka_unit_test(commuting_given__lists),
        cmocka_unit_test(commuting_gravity__by_hand),
        cmocka_unit_test(commuting_gravity__bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
