/* Nearest places against a look at every pair, and the order along the Hilbert curve. */
#include "economy/neighbours.h"
#include "random.h"
#include "test.h"

#include <math.h>

static preston_trade_options limits(int64_t nearest, double radius, int threads)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.nearest = nearest;
    options.radius = radius;
    options.threads = threads;
    return options;
}

static preston_const_view points(const double *xy, int64_t places)
{
    return (preston_const_view){xy, places, 2, 2, 1};
}

static preston_neighbours find(int64_t places, const preston_distances *distances, int64_t nearest,
                               double radius, int threads)
{
    const preston_trade_input input = {.places = places, .sectors = 1};
    preston_trade_options options = limits(nearest, radius, threads);
    preston_neighbours found = {0};
    preston_error error = {0};
    assert_ok(preston_neighbours_find(&input, distances, &options, &found, &error), &error);
    return found;
}

/* How many places come before `seller` for `buyer`: nearer, or as near with a lower number. */
static int64_t rank_of(const double *xy, int64_t places, int64_t buyer, int64_t seller)
{
    int64_t rank = 0;
    double x = xy[2 * seller] - xy[2 * buyer];
    double y = xy[2 * seller + 1] - xy[2 * buyer + 1];
    for (int64_t other = 0; other < places; other++) {
        double u = xy[2 * other] - xy[2 * buyer];
        double v = xy[2 * other + 1] - xy[2 * buyer + 1];
        int nearer = u * u + v * v < x * x + y * y;
        int tie = u * u + v * v == x * x + y * y && other < seller;
        rank += other != buyer && (nearer || tie);
    }
    return rank;
}

/* Looks at every pair. */
static void assert_nearest(const double *xy, int64_t places, int64_t nearest, double radius,
                           const preston_neighbours *found)
{
    int64_t k = 0;
    for (int64_t buyer = 0; buyer < places; buyer++) {
        assert_int_equal(found->starts[buyer], k);
        for (int64_t seller = 0; seller < places; seller++) {
            double x = xy[2 * seller] - xy[2 * buyer];
            double y = xy[2 * seller + 1] - xy[2 * buyer + 1];
            int wanted = seller != buyer && x * x + y * y <= radius * radius &&
                         (nearest == 0 || rank_of(xy, places, buyer, seller) < nearest);
            if (wanted) {
                assert_true(k < found->starts[buyer + 1]);
                assert_int_equal(found->sellers[k], seller);
                /* the same two operations */
                assert_true(found->distances[k] == sqrt(x * x + y * y));
                k++;
            }
        }
    }
    assert_int_equal(found->starts[places], k);
}

static void check_case(const double *xy, int64_t places, int64_t nearest, double radius)
{
    const preston_distances distances = {.coordinates = points(xy, places)};
    preston_neighbours found = find(places, &distances, nearest, radius, 0);
    assert_nearest(xy, places, nearest, radius, &found);
    preston_neighbours_clear(&found);
}

static void neighbours_find__every_pair_looked_at(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double xy[2 * 200];
    for (int form = 0; form < 4; form++) {
        for (int64_t k = 0; k < 400; k++) {
            double value = random_between(random, -1.0, 1.0);
            /* anywhere; on a grid full of ties; on a line; heaps far apart */
            xy[k] = form == 0   ? value
                    : form == 1 ? floor(4.0 * value)
                    : form == 2 ? (double)(k % 2) * floor(20.0 * value)
                                : value * 0.01 + floor(1.5 * value) * 100.0;
        }
        for (int64_t places = 1; places <= 200; places += places < 3 ? 1 : 197) {
            check_case(xy, places, 1, HUGE_VAL);
            check_case(xy, places, 7, HUGE_VAL);
            check_case(xy, places, 0, HUGE_VAL);
            check_case(xy, places, 500, HUGE_VAL);
            check_case(xy, places, 0, 0.5);
            check_case(xy, places, 9, 1.0);
            check_case(xy, places, 0, 0.0);
        }
    }
    gsl_rng_free(random);
}

static void neighbours_find__places_in_order(void **state)
{
    (void)state;
    double xy[2 * 150]; /* sorted, and all at one point: what slows a careless selection down */
    for (int64_t k = 0; k < 150; k++) {
        xy[2 * k] = (double)k;
        xy[2 * k + 1] = (double)(k % 3);
    }
    check_case(xy, 150, 5, HUGE_VAL);
    memset(xy, 0, sizeof xy);
    check_case(xy, 150, 5, HUGE_VAL);
    check_case(xy, 150, 0, 0.0);
}

static void neighbours_find__any_number_of_threads(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    enum { PLACES = 1000, NEAREST = 12 };
    double *xy = malloc(2 * PLACES * sizeof *xy);
    fill_random(random, 2 * PLACES, xy);
    const preston_distances distances = {.coordinates = points(xy, PLACES)};
    preston_neighbours one = find(PLACES, &distances, NEAREST, HUGE_VAL, 1);
    preston_neighbours three = find(PLACES, &distances, NEAREST, HUGE_VAL, 3);
    size_t pairs = PLACES * NEAREST;
    assert_memory_equal(one.starts, three.starts, (PLACES + 1) * sizeof *one.starts);
    assert_memory_equal(one.sellers, three.sellers, pairs * sizeof *one.sellers);
    assert_memory_equal(one.distances, three.distances, pairs * sizeof *one.distances);
    preston_neighbours_clear(&one);
    preston_neighbours_clear(&three);
    free(xy);
    gsl_rng_free(random);
}

static void neighbours_find__matrix_and_list(void **state)
{
    (void)state;
    /* row: the buyer; the diagonal is not read, and from 2 there is no way to 0 */
    const double matrix[] = {NAN, 5.0, HUGE_VAL, 1.0, 9.0, 2.0, 3.0, 3.0, 9.0};
    const int64_t starts[] = {0, 3, 5, 7};
    const int64_t places[] = {2, 0, 1, 2, 0, 0, 1};
    const double values[] = {HUGE_VAL, 7.0, 5.0, 2.0, 1.0, 3.0, 3.0};
    const preston_distances either[] = {
        {.matrix = {matrix, 3, 3, 3, 1}},
        {.starts = starts, .places = places, .values = values},
    };
    const int64_t expected_starts[][4] = {{0, 1, 3, 5}, {0, 1, 2, 3}, {0, 0, 2, 2}};
    const int64_t expected_sellers[][5] = {{1, 0, 2, 0, 1}, {1, 0, 0}, {0, 2}};
    const double expected_values[][5] = {{5.0, 1.0, 2.0, 3.0, 3.0}, {5.0, 1.0, 3.0}, {1.0, 2.0}};
    const int64_t nearest[] = {0, 1, 0};
    const double radius[] = {HUGE_VAL, HUGE_VAL, 2.5};
    for (int form = 0; form < 2; form++) {
        for (int k = 0; k < 3; k++) {
            preston_neighbours found = find(3, &either[form], nearest[k], radius[k], 0);
            assert_memory_equal(found.starts, expected_starts[k], sizeof expected_starts[k]);
            for (int64_t at = 0; at < found.starts[3]; at++) {
                assert_int_equal(found.sellers[at], expected_sellers[k][at]);
                assert_true(found.distances[at] == expected_values[k][at]);
            }
            preston_neighbours_clear(&found);
        }
    }
}

static void assert_refused(const preston_distances *distances, preston_status status,
                           const char *text)
{
    static const char *const codes[] = {"a", "b", "c"};
    const preston_trade_input input = {.places = 3, .sectors = 1, .place_codes = codes};
    preston_trade_options options = limits(0, HUGE_VAL, 0);
    preston_neighbours found = {0};
    preston_error error = {0};
    assert_fails(preston_neighbours_find(&input, distances, &options, &found, &error), status,
                 &error, text);
    assert_null(found.starts);
}

static void neighbours_find__bad_input(void **state)
{
    (void)state;
    double xy[] = {0.0, 0.0, 1.0, NAN, 2.0, 0.0};
    preston_distances bad = {.coordinates = points(xy, 3)};
    assert_refused(&bad, PRESTON_ERROR_VALUE, "place 'b' lies at (1, nan)");
    xy[3] = HUGE_VAL;
    assert_refused(&bad, PRESTON_ERROR_VALUE, "place 'b' lies at (1, inf)");
    bad.coordinates.rows = 2;
    assert_refused(&bad, PRESTON_ERROR_SHAPE, "coordinates of 2 × 2 for 3 places");
    bad = (preston_distances){0};
    assert_refused(&bad, PRESTON_ERROR_ARGUMENT, "0 kinds of distances");

    double matrix[] = {0.0, 1.0, 1.0, 1.0, 0.0, -2.0, 1.0, 1.0, 0.0};
    bad.matrix = (preston_const_view){matrix, 3, 3, 3, 1};
    assert_refused(&bad, PRESTON_ERROR_VALUE, "from place 'c' to place 'b' is -2");
    matrix[5] = NAN;
    assert_refused(&bad, PRESTON_ERROR_VALUE, "from place 'c' to place 'b' is nan");
    bad.coordinates = points(xy, 3);
    assert_refused(&bad, PRESTON_ERROR_ARGUMENT, "2 kinds of distances");
    bad.coordinates.rows = 0;
    bad.matrix.columns = 2;
    assert_refused(&bad, PRESTON_ERROR_SHAPE, "3 × 2 for 3 places");

    int64_t starts[] = {0, 1, 3, 3};
    int64_t places[] = {1, 0, 2};
    double values[] = {1.0, 1.0, -0.5};
    bad = (preston_distances){.starts = starts, .places = places, .values = values};
    assert_refused(&bad, PRESTON_ERROR_VALUE, "from place 'c' to place 'b' is -0.5");
    values[2] = 1.0;
    places[2] = 0;
    assert_refused(&bad, PRESTON_ERROR_LABEL, "place 'a' stands twice in the list of place 'b'");
    places[2] = 3;
    assert_refused(&bad, PRESTON_ERROR_LABEL, "the list of place 'b' names place number 4 of 3");
    starts[2] = 0;
    assert_refused(&bad, PRESTON_ERROR_SHAPE, "the list of place 'b' ends before it begins");
    bad.values = NULL;
    assert_refused(&bad, PRESTON_ERROR_ARGUMENT, "needs starts");
}

static void curve_order__a_full_grid_is_walked_in_single_steps(void **state)
{
    (void)state;
    enum { SIDE = 32, CELLS = SIDE * SIDE };
    double xy[2 * CELLS];
    int64_t order[CELLS];
    int seen[CELLS] = {0};
    for (int64_t k = 0; k < CELLS; k++) {
        xy[2 * k] = 500.0 + 10.0 * (double)(k % SIDE);
        xy[2 * k + 1] = -300.0 + 10.0 * (double)(k / SIDE);
    }
    preston_error error = {0};
    assert_ok(preston_curve_order(points(xy, CELLS), order, &error), &error);
    for (int64_t k = 0; k < CELLS; k++) {
        assert_in_range(order[k], 0, CELLS - 1);
        assert_false(seen[order[k]]++);
        if (k > 0) {
            double x = fabs(xy[2 * order[k]] - xy[2 * order[k - 1]]);
            double y = fabs(xy[2 * order[k] + 1] - xy[2 * order[k - 1] + 1]);
            assert_true(x + y == 10.0); /* whole numbers */
        }
    }
}

static void curve_order__ties_and_bad_input(void **state)
{
    (void)state;
    const double one_point[] = {2.0, 3.0, 2.0, 3.0, 2.0, 3.0};
    int64_t order[] = {7, 7, 7};
    const int64_t expected[] = {0, 1, 2};
    preston_error error = {0};
    assert_ok(preston_curve_order(points(one_point, 3), order, &error), &error);
    assert_memory_equal(order, expected, sizeof order);
    assert_ok(preston_curve_order(points(one_point, 0), order, &error), &error);

    const double bad[] = {2.0, 3.0, NAN, 3.0};
    order[0] = 7;
    assert_fails(preston_curve_order(points(bad, 2), order, &error), PRESTON_ERROR_VALUE, &error,
                 "place number 2 has a coordinate of nan");
    assert_int_equal(order[0], 7);
    const preston_const_view narrow = {bad, 4, 1, 1, 1};
    assert_fails(preston_curve_order(narrow, order, &error), PRESTON_ERROR_SHAPE, &error,
                 "coordinates of 1 columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_find__every_pair_looked_at),
        cmocka_unit_test(neighbours_find__places_in_order),
        cmocka_unit_test(neighbours_find__any_number_of_threads),
        cmocka_unit_test(neighbours_find__matrix_and_list),
        cmocka_unit_test(neighbours_find__bad_input),
        cmocka_unit_test(curve_order__a_full_grid_is_walked_in_single_steps),
        cmocka_unit_test(curve_order__ties_and_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
