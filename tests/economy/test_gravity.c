/* Trade by gravity: worked by hand, against a dense balance, and its identities. */
#include "economy/trade_shares.h"
#include "random.h"
#include "test.h"

#include <math.h>

static preston_const_view cells(const double *values, int64_t places, int64_t sectors)
{
    return (preston_const_view){values, places, sectors, sectors, 1};
}

static preston_trade_options defaults(void)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    return options;
}

static preston_trade_shares *join(const preston_trade_input *input,
                                  const preston_distances *distances,
                                  const preston_trade_options *options)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_gravity(input, distances, options, &shares, &error), &error);
    return shares;
}

/* Purchases are exact: 50 roundings of shares of at most one. */
static void assert_columns(const preston_trade_shares *shares, const preston_const_view *imports)
{
    for (int64_t i = 0; i < shares->sectors; i++) {
        for (int64_t buyer = 0; buyer < shares->places; buyer++) {
            double sum = imports != NULL ? preston_get(*imports, buyer, i) : 0.0;
            for (int64_t seller = 0; seller < shares->places; seller++) {
                double share = preston_trade_shares_get(shares, i, seller, buyer);
                assert_true(share >= 0.0);
                sum += share;
            }
            assert_close(sum, 1.0, 1e-14, 0.0);
        }
    }
}

/* --- by hand --- */

/* Flows between three places, themselves included; distances are all 4 but for what goes from the
 * first to the second, 1, so that with exponent 1 its decay counts four times. Balanced flows off
 * the diagonal have the cross ratio T12 T23 T31 / (T21 T32 T13) of the decays: 4 · 2 · 1 / (1 · 1 ·
 * 2) = 4. They are therefore what the balance must find. */
static const double by_hand[3][3] = {{1.0, 4.0, 2.0}, {1.0, 2.0, 2.0}, {1.0, 1.0, 3.0}};
static const double hand_distances[] = {0.0, 4.0, 4.0, 1.0, 0.0, 4.0, 4.0, 4.0, 0.0};
static const double hand_supply[] = {7.0, 5.0, 5.0};
static const double hand_use[] = {3.0, 7.0, 7.0};
static const double hand_own[] = {1.0 / 3.0, 2.0 / 7.0, 3.0 / 7.0};

static preston_trade_options hand_options(void)
{
    preston_trade_options options = defaults();
    options.decay = PRESTON_DECAY_POWER;
    options.exponent = 1.0;
    options.smallest_distance = 0.5;
    options.tolerance = 1e-14;
    return options;
}

static preston_trade_input hand_input(void)
{
    return (preston_trade_input){.places = 3,
                                 .sectors = 1,
                                 .supply = cells(hand_supply, 3, 1),
                                 .use = cells(hand_use, 3, 1),
                                 .own = cells(hand_own, 3, 1)};
}

static void assert_by_hand(const preston_trade_shares *shares)
{
    for (int64_t seller = 0; seller < 3; seller++) {
        for (int64_t buyer = 0; buyer < 3; buyer++) {
            /* the tolerance of the balance, in shares of about a third */
            assert_close(preston_trade_shares_get(shares, 0, seller, buyer),
                         by_hand[seller][buyer] / hand_use[buyer], 1e-12, 0.0);
        }
    }
    assert_close(preston_trade_shares_imbalance(shares, 0, NULL), 0.0, 0.0, 1e-13);
    assert_columns(shares, NULL);
}

static void trade_gravity__three_places_by_hand(void **state)
{
    (void)state;
    preston_trade_input input = hand_input();
    preston_trade_options options = hand_options();
    preston_distances distances = {.matrix = cells(hand_distances, 3, 3)};
    preston_trade_shares *shares = join(&input, &distances, &options);
    assert_int_equal(preston_trade_shares_places(shares), 3);
    assert_int_equal(preston_trade_shares_sectors(shares), 1);
    assert_int_equal(preston_trade_shares_pairs(shares), 6);
    assert_by_hand(shares);
    preston_trade_shares_free(shares);
}

static void trade_gravity__travel_times_as_a_list(void **state)
{
    (void)state;
    preston_trade_input input = hand_input();
    preston_trade_options options = hand_options();
    const int64_t starts[] = {0, 2, 4, 6};
    const int64_t places[] = {2, 1, 0, 2, 1, 0};
    const double values[] = {4.0, 4.0, 1.0, 4.0, 4.0, 4.0};
    preston_distances distances = {.starts = starts, .places = places, .values = values};
    preston_trade_shares *shares = join(&input, &distances, &options);
    assert_by_hand(shares);
    preston_trade_shares_free(shares);
}

/* Unbalanced, on a line with half the decay at each step. What is left to sell is 6, 3 and 2. */
static void trade_gravity__attraction_without_balance(void **state)
{
    (void)state;
    preston_trade_input input = hand_input();
    preston_trade_options options = defaults();
    options.balance = 0;
    options.scale = 10.0 / log(2.0);
    const double line[] = {5.0, 5.0, 15.0, 5.0, 25.0, 5.0};
    preston_distances distances = {.coordinates = cells(line, 3, 2)};
    preston_trade_shares *shares = join(&input, &distances, &options);
    const double expected[3][3] = {
        {1.0 / 3.0, 5.0 / 7.0 * (6.0 / 8.0), 4.0 / 7.0 * (6.0 / 4.0) / 3.0},
        {2.0 / 3.0 * (3.0 / 2.0) / 2.0, 2.0 / 7.0, 4.0 / 7.0 * (3.0 / 2.0) / 3.0},
        {2.0 / 3.0 * (2.0 / 4.0) / 2.0, 5.0 / 7.0 * (2.0 / 8.0), 3.0 / 7.0}};
    for (int64_t seller = 0; seller < 3; seller++) {
        for (int64_t buyer = 0; buyer < 3; buyer++) {
            assert_close(preston_trade_shares_get(shares, 0, seller, buyer),
                         expected[seller][buyer], 1e-14, 0.0);
        }
    }
    /* the first sells 1 + 15/4 + 2 and the second 1.5 + ... : the worst by hand */
    double sales[3] = {0.0, 0.0, 0.0};
    double worst = 0.0;
    int64_t worst_place = -1;
    for (int64_t seller = 0; seller < 3; seller++) {
        for (int64_t buyer = 0; buyer < 3; buyer++) {
            sales[seller] += expected[seller][buyer] * hand_use[buyer];
        }
        double off = fabs(sales[seller] - hand_supply[seller]) / 17.0;
        worst_place = off > worst ? seller : worst_place;
        worst = fmax(off, worst);
    }
    int64_t place = -1;
    assert_close(preston_trade_shares_imbalance(shares, 0, &place), worst, 1e-13, 0.0);
    assert_int_equal(place, worst_place);
    preston_trade_shares_free(shares);
}

/* Two pairs of places out of each other's reach, one short of a quarter of the nation's supply. */
static void trade_gravity__what_cannot_be_balanced_is_said(void **state)
{
    (void)state;
    const double supply[] = {1.0, 1.0, 3.0, 3.0};
    const double use[] = {2.0, 2.0, 2.0, 2.0};
    const double own[] = {0.0, 0.0, 0.0, 0.0};
    const double xy[] = {0.0, 0.0, 1.0, 0.0, 100.0, 0.0, 101.0, 0.0};
    preston_trade_input input = {.places = 4,
                                 .sectors = 1,
                                 .supply = cells(supply, 4, 1),
                                 .use = cells(use, 4, 1),
                                 .own = cells(own, 4, 1)};
    preston_distances distances = {.coordinates = cells(xy, 4, 2)};
    preston_trade_options options = defaults();
    options.scale = 10.0;
    options.radius = 5.0;
    preston_trade_shares *shares = join(&input, &distances, &options);
    int64_t place = -1;
    assert_true(preston_trade_shares_get(shares, 0, 0, 1) == 1.0);
    assert_true(preston_trade_shares_get(shares, 0, 0, 2) == 0.0);
    /* each sells 2; supply is 1 or 3, of 8 */
    assert_close(preston_trade_shares_imbalance(shares, 0, &place), 1.0 / 8.0, 1e-14, 0.0);
    assert_int_equal(place, 0);
    preston_trade_shares_free(shares);

    /* a pool reaches across, and then everything balances */
    options.pool_share = 0.1;
    options.tolerance = 1e-12;
    shares = join(&input, &distances, &options);
    assert_close(preston_trade_shares_imbalance(shares, 0, NULL), 0.0, 0.0, 1e-11);
    assert_true(preston_trade_shares_get(shares, 0, 2, 0) > 0.0);
    assert_columns(shares, NULL);
    preston_trade_shares_free(shares);
}

/* --- random cases --- */

enum { PLACES = 24, SECTORS = 3, ALL = PLACES * SECTORS };

typedef struct random_case {
    double supply[ALL];
    double use[ALL];
    double own[ALL];
    double imports[ALL];
    double xy[2 * PLACES];
} random_case;

/* Supply and use of about equal sizes, own shares that no supply falls short of. */
static random_case make_case(gsl_rng *random)
{
    random_case made;
    double supply[SECTORS] = {0.0};
    double use[SECTORS] = {0.0};
    for (int64_t k = 0; k < ALL; k++) {
        made.supply[k] = random_between(random, 1.0, 2.0);
        made.use[k] = random_between(random, 1.0, 2.0);
        made.own[k] = random_between(random, 0.0, 0.4);
        made.imports[k] = random_between(random, 0.0, 0.3);
        supply[k % SECTORS] += made.supply[k];
        use[k % SECTORS] += made.use[k] * (1.0 - made.imports[k]);
    }
    for (int64_t k = 0; k < ALL; k++) {
        made.supply[k] *= use[k % SECTORS] / supply[k % SECTORS];
    }
    for (int64_t k = 0; k < 2 * PLACES; k++) {
        made.xy[k] = random_between(random, 0.0, 100.0);
    }
    return made;
}

static preston_trade_input input_of(const random_case *from)
{
    return (preston_trade_input){.places = PLACES,
                                 .sectors = SECTORS,
                                 .supply = cells(from->supply, PLACES, SECTORS),
                                 .use = cells(from->use, PLACES, SECTORS),
                                 .own = cells(from->own, PLACES, SECTORS),
                                 .imports = cells(from->imports, PLACES, SECTORS)};
}

static double decay_of(const random_case *from, int64_t seller, int64_t buyer, double scale)
{
    return seller == buyer ? 0.0
                           : exp(-hypot(from->xy[2 * seller] - from->xy[2 * buyer],
                                        from->xy[2 * seller + 1] - from->xy[2 * buyer + 1]) /
                                 scale);
}

/* RAS on a dense matrix, as textbooks have it: rows and columns in turn. */
static void balance_dense(const double *rows, const double *columns, double *flows)
{
    for (int round = 0; round < 3000; round++) {
        for (int by_columns = 0; by_columns < 2; by_columns++) {
            for (int64_t line = 0; line < PLACES; line++) {
                double sum = 0.0;
                for (int64_t k = 0; k < PLACES; k++) {
                    sum += flows[by_columns ? k * PLACES + line : line * PLACES + k];
                }
                for (int64_t k = 0; k < PLACES; k++) {
                    flows[by_columns ? k * PLACES + line : line * PLACES + k] *=
                        (by_columns ? columns[line] : rows[line]) / sum;
                }
            }
        }
    }
}

/* What a sector's shares should be: kernel d, or with a pool (1 - p) d / Σ d t + p. */
static void expect_shares(const random_case *from, int64_t i, double scale, double pool,
                          double *out_flows)
{
    double rows[PLACES];
    double columns[PLACES];
    double all = 0.0;
    for (int64_t place = 0; place < PLACES; place++) {
        int64_t at = place * SECTORS + i;
        rows[place] = from->supply[at] - from->own[at] * from->use[at];
        columns[place] = (1.0 - from->own[at] - from->imports[at]) * from->use[at];
        all += rows[place];
    }
    for (int64_t buyer = 0; buyer < PLACES; buyer++) {
        double reach = 0.0;
        for (int64_t seller = 0; seller < PLACES; seller++) {
            reach += decay_of(from, seller, buyer, scale) * rows[seller] / all;
        }
        for (int64_t seller = 0; seller < PLACES; seller++) {
            out_flows[seller * PLACES + buyer] =
                (1.0 - pool) * decay_of(from, seller, buyer, scale) / reach + pool;
        }
    }
    balance_dense(rows, columns, out_flows);
    for (int64_t place = 0; place < PLACES; place++) {
        int64_t at = place * SECTORS + i;
        out_flows[place * PLACES + place] += from->own[at] * from->use[at];
    }
}

static void check_against_dense(const random_case *from, double pool)
{
    const double scale = 40.0;
    preston_trade_input input = input_of(from);
    preston_distances distances = {.coordinates = cells(from->xy, PLACES, 2)};
    preston_trade_options options = defaults();
    options.scale = scale;
    options.nearest = PLACES - 1;
    options.pool_share = pool;
    options.tolerance = 1e-13;
    options.most_rounds = 3000;
    preston_trade_shares *shares = join(&input, &distances, &options);
    assert_columns(shares, &input.imports);
    double flows[PLACES * PLACES];
    for (int64_t i = 0; i < SECTORS; i++) {
        assert_close(preston_trade_shares_imbalance(shares, i, NULL), 0.0, 0.0, 1e-12);
        expect_shares(from, i, scale, pool, flows);
        for (int64_t k = 0; k < PLACES * PLACES; k++) {
            int64_t buyer = k % PLACES;
            /* 1e-13 of the nation is 3e-12 of a place; rates of convergence below 0.9 */
            assert_close(preston_trade_shares_get(shares, i, k / PLACES, buyer),
                         flows[k] / from->use[buyer * SECTORS + i], 1e-9, 1e-11);
        }
    }
    preston_trade_shares_free(shares);
}

static void trade_gravity__all_neighbours_as_a_dense_balance(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int repeat = 0; repeat < 5; repeat++) {
        random_case from = make_case(random);
        check_against_dense(&from, 0.0);
        check_against_dense(&from, 0.3);
        check_against_dense(&from, 1.0);
    }
    gsl_rng_free(random);
}

/* Few neighbours: only they trade, and every identity holds still. */
static void trade_gravity__few_neighbours(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    random_case from = make_case(random);
    preston_trade_input input = input_of(&from);
    preston_distances distances = {.coordinates = cells(from.xy, PLACES, 2)};
    preston_trade_options options = defaults();
    options.scale = 30.0;
    options.nearest = 5;
    preston_trade_shares *near = join(&input, &distances, &options);
    assert_int_equal(preston_trade_shares_pairs(near), PLACES * 5);
    assert_columns(near, &input.imports);
    int zeros = 0;
    for (int64_t k = 0; k < PLACES * PLACES; k++) {
        zeros += preston_trade_shares_get(near, 0, k / PLACES, k % PLACES) == 0.0;
    }
    assert_int_equal(zeros, PLACES * (PLACES - 1 - 5));
    preston_trade_shares_free(near);

    options.pool_share = 0.2;
    options.tolerance = 1e-12;
    near = join(&input, &distances, &options);
    assert_columns(near, &input.imports);
    for (int64_t i = 0; i < SECTORS; i++) {
        assert_close(preston_trade_shares_imbalance(near, i, NULL), 0.0, 0.0, 1e-11);
        double pool = 0.0; /* its parts add up to one: 24 roundings */
        for (int64_t place = 0; place < PLACES; place++) {
            pool += near->pool_supply[place * SECTORS + i];
        }
        assert_close(pool, 1.0, 1e-14, 0.0);
    }
    preston_trade_shares_free(near);
    gsl_rng_free(random);
}

static void trade_gravity__order_of_places_is_no_matter(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    random_case from = make_case(random);
    random_case turned = from;
    for (int64_t place = 0; place < PLACES; place++) { /* 7 and 24 have no factor in common */
        int64_t to = place * 7 % PLACES;
        for (int64_t i = 0; i < SECTORS; i++) {
            turned.supply[to * SECTORS + i] = from.supply[place * SECTORS + i];
            turned.use[to * SECTORS + i] = from.use[place * SECTORS + i];
            turned.own[to * SECTORS + i] = from.own[place * SECTORS + i];
            turned.imports[to * SECTORS + i] = from.imports[place * SECTORS + i];
        }
        turned.xy[2 * to] = from.xy[2 * place];
        turned.xy[2 * to + 1] = from.xy[2 * place + 1];
    }
    preston_trade_options options = defaults();
    options.scale = 30.0;
    options.nearest = 6;
    options.pool_share = 0.1;
    options.tolerance = 1e-13;
    preston_trade_input input = input_of(&from);
    preston_distances distances = {.coordinates = cells(from.xy, PLACES, 2)};
    preston_trade_shares *one = join(&input, &distances, &options);
    input = input_of(&turned);
    distances.coordinates = cells(turned.xy, PLACES, 2);
    preston_trade_shares *other = join(&input, &distances, &options);
    for (int64_t k = 0; k < PLACES * PLACES; k++) {
        for (int64_t i = 0; i < SECTORS; i++) { /* sums in another order; balanced to 1e-13 */
            assert_close(preston_trade_shares_get(other, i, k / PLACES * 7 % PLACES,
                                                  k % PLACES * 7 % PLACES),
                         preston_trade_shares_get(one, i, k / PLACES, k % PLACES), 1e-9, 1e-11);
        }
    }
    preston_trade_shares_free(one);
    preston_trade_shares_free(other);
    gsl_rng_free(random);
}

static void trade_gravity__the_same_bits_by_any_number_of_threads(void **state)
{
    (void)state;
    enum { MANY = 700, CELLS = MANY * 5 };
    gsl_rng *random = make_random();
    double *numbers = malloc((2 * CELLS + 2 * MANY) * sizeof *numbers);
    for (int64_t k = 0; k < 2 * CELLS + 2 * MANY; k++) {
        numbers[k] = random_between(random, 0.1, 1.0);
    }
    preston_trade_input input = {.places = MANY,
                                 .sectors = 5,
                                 .supply = cells(numbers, MANY, 5),
                                 .use = cells(numbers + CELLS, MANY, 5)};
    preston_distances distances = {.coordinates = cells(numbers + 2 * CELLS, MANY, 2)};
    preston_trade_options options = defaults();
    options.scale = 0.1;
    options.nearest = 20;
    options.pool_share = 0.2;
    options.threads = 1;
    preston_trade_shares *one = join(&input, &distances, &options);
    for (options.threads = 2; options.threads < 5; options.threads++) {
        preston_trade_shares *more = join(&input, &distances, &options);
        assert_memory_equal(more->own, one->own, CELLS * sizeof *one->own);
        assert_memory_equal(more->seller_factors, one->seller_factors, CELLS * sizeof(double));
        assert_memory_equal(more->buyer_factors, one->buyer_factors, CELLS * sizeof(double));
        assert_memory_equal(more->pool_supply, one->pool_supply, CELLS * sizeof(double));
        assert_memory_equal(more->pool_use, one->pool_use, CELLS * sizeof(double));
        assert_memory_equal(more->imbalance, one->imbalance, 5 * sizeof(double));
        assert_memory_equal(more->common_shares, one->common_shares, MANY * 20 * sizeof(double));
        preston_trade_shares_free(more);
    }
    preston_trade_shares_free(one);
    free(numbers);
    gsl_rng_free(random);
}

/* --- own shares --- */

/* SLQ λ, at most one, at most what the place makes: against the other file's quotients. */
static void trade_gravity__own_shares_by_quotients(void **state)
{
    (void)state;
    const double supply[] = {8.0, 1.0, 4.0, 2.0, 10.0, 5.0};
    const double use[] = {1.5, 4.0, 7.5, 4.0, 2.0, 8.0};
    const double sizes[] = {3.0, 1.0, 2.0, 2.0, 5.0, 7.0};
    const double xy[] = {0.0, 0.0, 1.0, 0.0, 0.0, 1.0};
    preston_distances distances = {.coordinates = cells(xy, 3, 2)};
    preston_trade_options options = defaults();
    options.scale = 1.0;
    int capped = 0;
    for (int form = 0; form < 4; form++) {
        const double *measure = form < 2 ? supply : sizes;
        options.quotient = form % 2 ? PRESTON_QUOTIENT_SLQ : PRESTON_QUOTIENT_FLQ;
        preston_trade_input input = {
            .places = 3, .sectors = 2, .supply = cells(supply, 3, 2), .use = cells(use, 3, 2)};
        if (form >= 2) {
            input.sizes = cells(sizes, 3, 2);
        }
        const double nation[] = {measure[0] + measure[2] + measure[4],
                                 measure[1] + measure[3] + measure[5]};
        const double brought_to_use[] = {11.0 / 22.0, 16.0 / 8.0};
        preston_trade_shares *shares = join(&input, &distances, &options);
        for (int64_t place = 0; place < 3; place++) {
            double all[4];
            double own[2];
            preston_error error = {0};
            assert_ok(preston_location_quotients(
                          options.quotient, options.delta, cells(measure + 2 * place, 2, 1),
                          cells(nation, 2, 1), (preston_view){all, 2, 2, 2, 1},
                          (preston_view){own, 2, 1, 1, 1}, &error),
                      &error);
            for (int64_t i = 0; i < 2; i++) {
                int64_t at = 2 * place + i;
                double made = supply[at] * brought_to_use[i] / use[at];
                capped += made < fmin(own[i], 1.0);
                assert_close(shares->own[at], fmin(fmin(own[i], 1.0), made), 1e-14, 0.0);
            }
        }
        preston_trade_shares_free(shares);
    }
    assert_true(capped > 0); /* the cap was met */
}

/* --- bad input --- */

static void assert_refused(const preston_trade_input *input, const preston_distances *distances,
                           const preston_trade_options *options, preston_status status,
                           const char *text)
{
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_fails(preston_trade_gravity(input, distances, options, &shares, &error), status, &error,
                 text);
    assert_null(shares);
    assert_int_equal(preston_trade_gravity(input, distances, options, &shares, NULL), status);
}

static void trade_gravity__bad_input(void **state)
{
    (void)state;
    static const char *const places[] = {"a", "b", "c"};
    static const char *const sectors[] = {"s1", "s2"};
    double supply[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    double use[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    double own[] = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    double imports[] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
    double xy[] = {0.0, 0.0, 1.0, 0.0, 0.0, 1.0};
    preston_trade_input input = {.places = 3,
                                 .sectors = 2,
                                 .place_codes = places,
                                 .sector_codes = sectors,
                                 .supply = cells(supply, 3, 2),
                                 .use = cells(use, 3, 2),
                                 .own = cells(own, 3, 2),
                                 .imports = cells(imports, 3, 2)};
    preston_distances distances = {.coordinates = cells(xy, 3, 2)};
    preston_trade_options options = defaults();
    preston_trade_shares_free(join(&input, &distances, &options)); /* good as it is */

    supply[3] = -1.0;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "the supply of sector 's2' in place 'b' is -1: it must be zero or more");
    supply[3] = NAN;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE, "in place 'b' is nan");
    supply[3] = 1.0;
    use[4] = HUGE_VAL;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "the use of sector 's1' in place 'c' is inf");
    use[4] = 1.0;
    own[0] = 1.25;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "the own share of sector 's1' in place 'a' is 1.25: it must be between 0 and 1");
    own[0] = 0.5;
    imports[0] = 0.75;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "place 'a' uses of sector 's1', it makes 0.5 and imports 0.75");
    imports[0] = 0.0;
    supply[2] = supply[3] = use[2] = use[3] = 0.0;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "place 'b' has no supply and no use in any sector: give it jobs");
    supply[2] = supply[3] = use[2] = use[3] = 1.0;
    supply[1] = supply[3] = supply[5] = use[1] = 0.0;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_VALUE,
                   "nobody supplies sector 's2', which place 'b' uses");
    input.places = 2;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_SHAPE,
                   "the import share is 3 × 2: give 2 places and 2 sectors");
    input.places = 0;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_SHAPE, "0 places and 2 sectors");
}

static void trade_gravity__isolated_places(void **state)
{
    (void)state;
    static const char *const places[] = {"a", "b", "far"};
    double supply[] = {1.0, 1.0, 1.0};
    double use[] = {1.0, 1.0, 1.0};
    double own[] = {0.5, 0.5, 0.5};
    double xy[] = {0.0, 0.0, 1.0, 0.0, 50.0, 0.0};
    preston_trade_input input = {.places = 3,
                                 .sectors = 1,
                                 .place_codes = places,
                                 .supply = cells(supply, 3, 1),
                                 .use = cells(use, 3, 1),
                                 .own = cells(own, 3, 1)};
    preston_distances distances = {.coordinates = cells(xy, 3, 2)};
    preston_trade_options options = defaults();
    options.radius = 10.0;
    assert_refused(&input, &distances, &options, PRESTON_ERROR_VALUE,
                   "place 'far' buys a share of 0.5 of sector number 1 elsewhere, and has no "
                   "neighbour: take more neighbours, a larger radius");
    own[2] = 1.0; /* it needs nobody */
    preston_trade_shares_free(join(&input, &distances, &options));
    own[2] = 0.5;
    options.pool_share = 0.01; /* all that it needs is from there */
    preston_trade_shares *shares = join(&input, &distances, &options);
    assert_close(shares->pool_use[2], 0.5, 1e-14, 0.0);
    assert_columns(shares, NULL);
    preston_trade_shares_free(shares);

    /* a neighbour that keeps all it makes is none */
    options.pool_share = 0.0;
    options.radius = HUGE_VAL;
    options.nearest = 1;
    own[0] = own[2] = 1.0;
    assert_refused(&input, &distances, &options, PRESTON_ERROR_VALUE,
                   "place 'b' buys a share of 0.5 of sector number 1 elsewhere, and none of its "
                   "neighbours has any left to sell");
}

static void trade_gravity__bad_options(void **state)
{
    (void)state;
    preston_trade_input input = hand_input();
    preston_distances distances = {.matrix = cells(hand_distances, 3, 3)};
    const struct {
        size_t at;
        double value;
        const char *text;
    } bad[] = {
        {offsetof(preston_trade_options, delta), 1.0, "delta is 1"},
        {offsetof(preston_trade_options, scale), 0.0, "scale is 0: it must be above 0"},
        {offsetof(preston_trade_options, exponent), -1.0, "exponent is -1"},
        {offsetof(preston_trade_options, smallest_distance), NAN, "smallest_distance is nan"},
        {offsetof(preston_trade_options, radius), -1.0, "radius is -1"},
        {offsetof(preston_trade_options, pool_share), 1.5, "pool_share is 1.5"},
        {offsetof(preston_trade_options, tolerance), NAN, "tolerance is nan"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        preston_trade_options options = defaults();
        memcpy((char *)&options + bad[k].at, &bad[k].value, sizeof bad[k].value);
        assert_refused(&input, &distances, &options, PRESTON_ERROR_ARGUMENT, bad[k].text);
    }
    preston_trade_options options = defaults();
    options.size = 0;
    assert_refused(&input, &distances, &options, PRESTON_ERROR_ARGUMENT, "options");
    options = defaults();
    options.quotient = PRESTON_QUOTIENT_CILQ;
    assert_refused(&input, &distances, &options, PRESTON_ERROR_ARGUMENT, "SLQ or FLQ");
    options = defaults();
    options.nearest = -1;
    assert_refused(&input, &distances, &options, PRESTON_ERROR_ARGUMENT, "nearest is -1");
    distances.matrix.rows = 0;
    assert_refused(&input, &distances, NULL, PRESTON_ERROR_ARGUMENT, "0 kinds of distances");
}

/* Places far from all others, next to nothing to sell, nobody's sector: never NaN. */
static void trade_gravity__extremes(void **state)
{
    (void)state;
    const double supply[] = {1e-150, 0.0, 1e150, 0.0, 1.0, 0.0};
    const double use[] = {1e150, 0.0, 1e-150, 0.0, 0.0, 0.0};
    const double xy[] = {0.0, 0.0, 1e9, 0.0, 0.0, 1e12};
    preston_trade_input input = {
        .places = 3, .sectors = 2, .supply = cells(supply, 3, 2), .use = cells(use, 3, 2)};
    preston_distances distances = {.coordinates = cells(xy, 3, 2)};
    preston_trade_options options = defaults();
    for (int pool = 0; pool < 2; pool++) {
        options.scale = pool ? 1.0 : 1e12; /* 1.0: nobody is within anybody's reach */
        options.pool_share = 0.5 * pool;
        preston_trade_shares *shares = join(&input, &distances, &options);
        assert_columns(shares, NULL);
        assert_true(isfinite(preston_trade_shares_imbalance(shares, 0, NULL)));
        assert_true(shares->own[1] == 1.0); /* nobody makes it, nobody uses it */
        preston_trade_shares_free(shares);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trade_gravity__three_places_by_hand),
        cmocka_unit_test(trade_gravity__travel_times_as_a_list),
        cmocka_unit_test(trade_gravity__attraction_without_balance),
        cmocka_unit_test(trade_gravity__what_cannot_be_balanced_is_said),
        cmocka_unit_test(trade_gravity__all_neighbours_as_a_dense_balance),
        cmocka_unit_test(trade_gravity__few_neighbours),
        cmocka_unit_test(trade_gravity__order_of_places_is_no_matter),
        cmocka_unit_test(trade_gravity__the_same_bits_by_any_number_of_threads),
        cmocka_unit_test(trade_gravity__own_shares_by_quotients),
        cmocka_unit_test(trade_gravity__bad_input),
        cmocka_unit_test(trade_gravity__isolated_places),
        cmocka_unit_test(trade_gravity__bad_options),
        cmocka_unit_test(trade_gravity__extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
