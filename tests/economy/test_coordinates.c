/* Where places lie, and many of them: given by arrays. Files are test_read_places.c's. */
#include "sample.h"
#include "test.h"
#include "traded.h"

#include <economy/trade_shares.h>
#include <math.h>

enum { AREAS = 3, SECTORS = 2 };

static const char *const codes[AREAS] = {"uk", "lancashire", "preston"};
static const char *const sectors[SECTORS] = {"making", "caring"};
static const int64_t siblings[AREAS] = {-1, 0, 0};
static const double summed[AREAS * SECTORS] = {0.0, 0.0, 60.0, 90.0, 10.0, 40.0};
static const double larger[AREAS * SECTORS] = {70.0, 131.5, 60.0, 90.0, 10.0, 40.0};

static preston_places *create(const double *sizes)
{
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(preston_places_create(AREAS, codes, NULL, siblings, SECTORS, sectors,
                                    preston_const_matrix(sizes, AREAS, SECTORS), &places, &error),
              &error);
    return places;
}

static preston_status locate(preston_places *places, double x, double y, preston_error *error)
{
    const double coordinates[] = {(double)NAN, (double)NAN, 360000.0, 450000.0, x, y};
    return preston_places_locate(places, preston_const_matrix(coordinates, AREAS, 2), error);
}

/* An area without sizes of its own has those of the places inside it: nothing is left over. */
static void places_create__area_without_sizes_is_the_sum(void **state)
{
    (void)state;
    preston_places *places = create(summed);
    double sizes[4] = {0};
    preston_error error = {0};
    assert_int_equal(preston_places_count(places), 2);
    assert_string_equal(preston_places_codes(places)[0], "lancashire");
    assert_string_equal(preston_places_codes(places)[1], "preston");
    assert_ok(preston_places_sizes(places, preston_matrix(sizes, 2, 2), &error), &error);
    assert_memory_equal(sizes, summed + SECTORS, sizeof sizes);
    assert_fails(preston_places_sizes(places, preston_matrix(sizes, 1, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    preston_places_free(places);
}

static void places_create__sums_go_up_the_tree(void **state)
{
    (void)state;
    static const int64_t nested[AREAS] = {-1, 0, 1};
    static const double only[] = {0.0, 0.0, 0.0, 0.0, 10.0, 40.0};
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(preston_places_create(AREAS, codes, NULL, nested, SECTORS, sectors,
                                    preston_const_matrix(only, AREAS, SECTORS), &places, &error),
              &error);
    assert_int_equal(preston_places_count(places), 1);
    assert_string_equal(preston_places_codes(places)[0], "preston");
    preston_places_free(places);
}

static void places_coordinates__of_the_places(void **state)
{
    (void)state;
    static const double expected[] = {360000.0, 450000.0, 354000.0, 429500.0};
    preston_places *places = create(summed);
    double out[4] = {0};
    preston_error error = {0};
    assert_ok(locate(places, 1.0, 2.0, &error), &error);
    assert_ok(locate(places, 354000.0, 429500.0, &error), &error); /* said anew */
    assert_ok(preston_places_coordinates(places, preston_matrix(out, 2, 2), &error), &error);
    assert_memory_equal(out, expected, sizeof out);
    assert_fails(preston_places_coordinates(places, preston_matrix(out, 3, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    preston_places_free(places);
}

static void places_coordinates__missing_ones_are_named(void **state)
{
    (void)state;
    preston_places *places = create(summed);
    double out[6] = {7.0, 7.0, 7.0, 7.0, 7.0, 7.0};
    preston_error error = {0};
    assert_fails(preston_places_coordinates(places, preston_matrix(out, 2, 2), &error),
                 PRESTON_ERROR_MISSING, &error, "'lancashire' has no coordinates");
    assert_ok(locate(places, (double)NAN, (double)NAN, &error), &error);
    assert_fails(preston_places_coordinates(places, preston_matrix(out, 2, 2), &error),
                 PRESTON_ERROR_MISSING, &error,
                 "'preston' has no coordinates: add columns x and y");
    preston_places_free(places);
    places = create(larger); /* the nation is more than its places */
    assert_ok(locate(places, 1.0, 1.0, &error), &error);
    assert_fails(preston_places_coordinates(places, preston_matrix(out, 3, 2), &error),
                 PRESTON_ERROR_MISSING, &error,
                 "'rest-of-uk' has no coordinates: the places inside 'uk' leave 1.5 size");
    assert_true(out[0] == 7.0);
    preston_places_free(places);
}

static void places_locate__bad_coordinates(void **state)
{
    (void)state;
    preston_places *places = create(summed);
    preston_error error = {0};
    assert_fails(locate(places, (double)INFINITY, 1.0, &error), PRESTON_ERROR_VALUE, &error,
                 "'preston' lies at");
    assert_fails(locate(places, (double)NAN, 1.0, &error), PRESTON_ERROR_VALUE, &error,
                 "'preston' lies at");
    const double none[2] = {0};
    assert_fails(preston_places_locate(places, preston_const_matrix(none, 1, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "3 areas");
    preston_places_free(places);
}

/* As many as France has communes: a step that looked at every pair would take minutes. */
static void places_create__thirty_five_thousand(void **state)
{
    (void)state;
    enum { MANY = 35000 };
    static const double coefficients[] = {0.2, 0.1, 0.1, 0.2};
    const table_recipe recipe = {.sectors = 2, .coefficients = coefficients};
    preston_table *table = make_table(&recipe);
    double *sizes = make_zeros((int64_t)MANY * 2);
    for (int64_t k = 0; k < (int64_t)MANY * 2; k++) {
        sizes[k] = 1.0 + (double)(k % 97);
    }
    preston_places *places = flat_places(table, MANY, sizes);
    preston_error error = {0};
    assert_int_equal(preston_places_count(places), MANY);
    assert_string_equal(preston_places_codes(places)[MANY - 1], "p35000");
    preston_trade_shares *trade = preston_trade_shares_allocate(MANY, 2);
    preston_economy *economy = NULL;
    assert_non_null(trade);
    for (int64_t k = 0; k < (int64_t)MANY * 2; k++) {
        trade->own[k] = 1.0;
    }
    assert_ok(preston_economy_create_traded(table, places, trade, NULL, NULL, &economy, &error),
              &error);
    assert_int_equal(preston_economy_find_place(economy, "p34567"), 34566);
    free(sizes);
    preston_economy_free(economy);
    preston_trade_shares_free(trade);
    preston_places_free(places);
    preston_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_create__area_without_sizes_is_the_sum),
        cmocka_unit_test(places_create__sums_go_up_the_tree),
        cmocka_unit_test(places_coordinates__of_the_places),
        cmocka_unit_test(places_coordinates__missing_ones_are_named),
        cmocka_unit_test(places_locate__bad_coordinates),
        cmocka_unit_test(places_create__thirty_five_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
