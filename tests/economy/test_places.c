/* The tree of places: what is left of each area, in which order, and every way to get it wrong. */
#include "test.h"

#include <math.h>
#include <preston/economy.h>

enum { AREAS = 3, SECTORS = 2 };

static const char *const codes[AREAS] = {"uk", "lancashire", "preston"};
static const char *const sectors[SECTORS] = {"making", "caring"};
static const double sizes[AREAS * SECTORS] = {1000.0, 3000.0, 60.0, 90.0, 10.0, 40.0};
static const int64_t parents[AREAS] = {-1, 0, 1};

/* One change to the good case, or none. */
typedef struct places_case {
    const char *const *codes;
    const int64_t *parents;
    const double *sizes;
    const char *const *sectors;
} places_case;

static preston_status create(places_case given, preston_places **out_places, preston_error *error)
{
    return preston_places_create(
        AREAS, given.codes != NULL ? given.codes : codes, NULL,
        given.parents != NULL ? given.parents : parents, SECTORS,
        given.sectors != NULL ? given.sectors : sectors,
        preston_const_matrix(given.sizes != NULL ? given.sizes : sizes, AREAS, SECTORS), out_places,
        error);
}

/* Two sectors that buy from one another, of the output given. */
static preston_table *two_sectors(void)
{
    static const double output[SECTORS] = {100.0, 200.0};
    static const double flows[SECTORS * SECTORS] = {20.0, 30.0, 10.0, 40.0};
    const preston_table_data data = {.sectors = SECTORS,
                                     .codes = sectors,
                                     .output = preston_const_vector(output, SECTORS, 1),
                                     .flows = preston_const_matrix(flows, SECTORS, SECTORS)};
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    return table;
}

static preston_economy *join(const preston_table *table, places_case given)
{
    preston_places *places = NULL;
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_ok(create(given, &places, &error), &error);
    assert_ok(preston_economy_create(table, places, NULL, &economy, &error), &error);
    preston_places_free(places);
    return economy;
}

static void assert_places(const preston_economy *economy, const char *const *expected)
{
    int64_t count = 0;
    for (; expected[count] != NULL; count++) {
        assert_true(count < preston_economy_places(economy));
        assert_string_equal(preston_economy_place_code(economy, count), expected[count]);
        assert_int_equal(preston_economy_find_place(economy, expected[count]), count);
    }
    assert_int_equal(preston_economy_places(economy), count);
}

static void places_create__inner_places_come_before_remainders(void **state)
{
    (void)state;
    static const char *const expected[] = {"preston", "rest-of-lancashire", "rest-of-uk", NULL};
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){0});
    assert_places(economy, expected);
    assert_string_equal(preston_economy_place_name(economy, 0), "preston");
    assert_string_equal(preston_economy_place_name(economy, 1), "Rest of lancashire");
    assert_close(preston_economy_place_share(economy, 0), 50.0 / 4000.0, 1e-15, 0.0);
    assert_close(preston_economy_place_share(economy, 1), 100.0 / 4000.0, 1e-15, 0.0);
    assert_close(preston_economy_place_share(economy, 2), 3850.0 / 4000.0, 1e-15, 0.0);
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__output_goes_with_size(void **state)
{
    (void)state;
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){0});
    static const double expected[] = {1.0, 40.0 / 15.0, 5.0, 50.0 / 15.0, 94.0, 194.0};
    preston_const_view output = preston_economy_output(economy);
    assert_int_equal(output.rows, 6);
    for (int64_t row = 0; row < 6; row++) {
        assert_close(preston_get(output, row, 0), expected[row], 1e-13, 0.0);
    }
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__order_of_the_input_does_not_matter(void **state)
{
    (void)state;
    static const char *const turned[AREAS] = {"preston", "lancashire", "uk"};
    static const int64_t turned_parents[AREAS] = {1, 2, -1};
    static const double turned_sizes[] = {10.0, 40.0, 60.0, 90.0, 1000.0, 3000.0};
    static const char *const expected[] = {"preston", "rest-of-lancashire", "rest-of-uk", NULL};
    preston_table *table = two_sectors();
    preston_economy *economy = join(
        table, (places_case){.codes = turned, .parents = turned_parents, .sizes = turned_sizes});
    preston_economy *usual = join(table, (places_case){0});
    assert_places(economy, expected);
    preston_const_view one = preston_economy_coefficients(economy);
    preston_const_view other = preston_economy_coefficients(usual);
    assert_memory_equal(one.data, other.data, 36 * sizeof(double));
    preston_economy_free(economy);
    preston_economy_free(usual);
    preston_table_free(table);
}

static void places_create__siblings_keep_their_order(void **state)
{
    (void)state;
    static const int64_t siblings[AREAS] = {-1, 0, 0};
    static const char *const expected[] = {"lancashire", "preston", "rest-of-uk", NULL};
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){.parents = siblings});
    assert_places(economy, expected);
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__area_filled_by_its_children_has_no_remainder(void **state)
{
    (void)state;
    static const double full[] = {1000.0, 3000.0, 10.0, 40.0, 10.0, 40.0};
    static const double halves[] = {1000.0, 3000.0, 400.0, 3000.0, 600.0, 0.0};
    static const int64_t siblings[AREAS] = {-1, 0, 0};
    static const char *const nested[] = {"preston", "rest-of-uk", NULL};
    static const char *const split[] = {"lancashire", "preston", NULL};
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){.sizes = full});
    assert_places(economy, nested);
    assert_true(preston_economy_place_within(economy, 0, "lancashire"));
    preston_economy_free(economy);
    economy = join(table, (places_case){.sizes = halves, .parents = siblings});
    assert_places(economy, split);
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__within_knows_place_area_and_nation(void **state)
{
    (void)state;
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){0});
    static const char *const areas[] = {"preston",    "lancashire", "uk", "rest-of-lancashire",
                                        "rest-of-uk", "paris"};
    static const int expected[][6] = {{1, 1, 1, 0, 0, 0}, {0, 1, 1, 1, 0, 0}, {0, 0, 1, 0, 1, 0}};
    for (int64_t place = 0; place < 3; place++) {
        for (int k = 0; k < 6; k++) {
            assert_int_equal(preston_economy_place_within(economy, place, areas[k]),
                             expected[place][k]);
        }
    }
    assert_int_equal(preston_economy_find_place(economy, "uk"), -1); /* an area, not a place */
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__measure_is_size(void **state)
{
    (void)state;
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(create((places_case){0}, &places, &error), &error);
    assert_string_equal(preston_places_measure(places), "size");
    preston_places_free(places);
    preston_places_free(NULL);
}

static void assert_refused(places_case given, preston_status status, const char *text)
{
    preston_places *places = NULL;
    preston_error error = {0};
    assert_fails(create(given, &places, &error), status, &error, text);
    assert_null(places);
    assert_int_equal(create(given, &places, NULL), status); /* and without an error object */
}

static void places_create__bad_trees(void **state)
{
    (void)state;
    static const int64_t two_nations[] = {-1, -1, 1};
    static const int64_t circle[] = {-1, 2, 1};
    static const int64_t no_nation[] = {1, 2, 0};
    static const int64_t itself[] = {-1, 0, 2};
    static const int64_t outside[] = {-1, 0, 3};
    assert_refused((places_case){.parents = two_nations}, PRESTON_ERROR_LABEL,
                   "'uk' and 'lancashire' both have no parent");
    assert_refused((places_case){.parents = circle}, PRESTON_ERROR_LABEL,
                   "'lancashire' lies inside itself");
    assert_refused((places_case){.parents = no_nation}, PRESTON_ERROR_LABEL,
                   "'uk' lies inside itself");
    assert_refused((places_case){.parents = itself}, PRESTON_ERROR_LABEL,
                   "'preston' lies inside itself");
    assert_refused((places_case){.parents = outside}, PRESTON_ERROR_LABEL,
                   "parent of place 'preston'");
}

static void places_create__bad_codes(void **state)
{
    (void)state;
    static const char *const twice[] = {"uk", "preston", "preston"};
    static const char *const reserved[] = {"uk", "lancashire", "rest-of-uk"};
    static const char *const same_sector[] = {"making", "making"};
    assert_refused((places_case){.codes = twice}, PRESTON_ERROR_LABEL, "'preston' stands twice");
    assert_refused((places_case){.codes = reserved}, PRESTON_ERROR_LABEL,
                   "'rest-of-uk' is what the library calls the remainder of 'uk'");
    assert_refused((places_case){.sectors = same_sector}, PRESTON_ERROR_LABEL,
                   "'making' stands twice");
}

static void places_create__bad_sizes(void **state)
{
    (void)state;
    static const double negative[] = {1000.0, 3000.0, 60.0, -9.0, 10.0, 40.0};
    static const double unknown[] = {1000.0, 3000.0, 60.0, 90.0, (double)NAN, 40.0};
    static const double endless[] = {1000.0, (double)INFINITY, 60.0, 90.0, 10.0, 40.0};
    static const double empty[] = {1000.0, 3000.0, 60.0, 90.0, 0.0, 0.0};
    static const double too_large[] = {1000.0, 3000.0, 60.0, 90.0, 10.0, 90.001};
    assert_refused((places_case){.sizes = negative}, PRESTON_ERROR_VALUE,
                   "'lancashire' has size of -9 in sector 'caring'");
    assert_refused((places_case){.sizes = unknown}, PRESTON_ERROR_VALUE, "'preston' has size of");
    assert_refused((places_case){.sizes = endless}, PRESTON_ERROR_VALUE, "'uk' has size of inf");
    assert_refused((places_case){.sizes = empty}, PRESTON_ERROR_VALUE,
                   "'preston' has no size in any sector");
    assert_refused((places_case){.sizes = too_large}, PRESTON_ERROR_VALUE,
                   "inside 'lancashire' have 0.001 more size in sector 'caring'");
}

/* Lancashire as published may differ from the sum of its districts in the last digit. */
static void places_create__rounding_of_the_parts_is_forgiven(void **state)
{
    (void)state;
    static const double rounded[] = {1000.0, 3000.0, 60.0, 90.0, 60.0 + 1e-9, 89.0};
    static const char *const expected[] = {"preston", "rest-of-lancashire", "rest-of-uk", NULL};
    preston_table *table = two_sectors();
    preston_economy *economy = join(table, (places_case){.sizes = rounded});
    assert_places(economy, expected);
    assert_true(preston_get(preston_economy_output(economy), 2, 0) == 0.0);
    preston_economy_free(economy);
    preston_table_free(table);
}

static void places_create__bad_shapes(void **state)
{
    (void)state;
    preston_places *places = NULL;
    preston_error error = {0};
    assert_fails(preston_places_create(0, codes, NULL, parents, SECTORS, sectors,
                                       preston_const_matrix(sizes, 0, SECTORS), &places, &error),
                 PRESTON_ERROR_SHAPE, &error, "0 places");
    assert_fails(preston_places_create(AREAS, codes, NULL, parents, SECTORS, sectors,
                                       preston_const_matrix(sizes, AREAS - 1, SECTORS), &places,
                                       &error),
                 PRESTON_ERROR_SHAPE, &error, "3 places and 2 sectors");
    assert_fails(preston_places_create(AREAS, codes, NULL, parents, 0, sectors,
                                       preston_const_matrix(sizes, AREAS, 0), &places, &error),
                 PRESTON_ERROR_SHAPE, &error, "0 sectors");
    assert_null(places);
}

/* With the parents, every place is found in the areas around it. */
static void places_areas__as_they_were_given(void **state)
{
    (void)state;
    static const int64_t area_of[] = {2, 1,
                                      0}; /* Preston, the rests of Lancashire and the nation */
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(create((places_case){0}, &places, &error), &error);
    assert_int_equal(preston_places_areas(places), AREAS);
    assert_int_equal(preston_places_count(places), 3);
    for (int64_t i = 0; i < AREAS; i++) {
        assert_string_equal(preston_places_area_code(places, i), codes[i]);
        assert_string_equal(preston_places_area_name(places, i), codes[i]); /* no names given */
        assert_int_equal(preston_places_area_parent(places, i), parents[i]);
        assert_int_equal(preston_places_area_of(places, i), area_of[i]);
    }
    preston_places_free(places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_create__inner_places_come_before_remainders),
        cmocka_unit_test(places_create__output_goes_with_size),
        cmocka_unit_test(places_create__order_of_the_input_does_not_matter),
        cmocka_unit_test(places_create__siblings_keep_their_order),
        cmocka_unit_test(places_create__area_filled_by_its_children_has_no_remainder),
        cmocka_unit_test(places_create__within_knows_place_area_and_nation),
        cmocka_unit_test(places_create__measure_is_size),
        cmocka_unit_test(places_create__bad_trees),
        cmocka_unit_test(places_create__bad_codes),
        cmocka_unit_test(places_create__bad_sizes),
        cmocka_unit_test(places_create__rounding_of_the_parts_is_forgiven),
        cmocka_unit_test(places_areas__as_they_were_given),
        cmocka_unit_test(places_create__bad_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
