/* Making economies: options, the nation as one place, what is refused. */
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

static const double coefficients[] = {0.2, 0.1, 0.3, 0.4};
static const double output[] = {50.0, 80.0};

static preston_table *two_sectors(void)
{
    const table_recipe recipe = {.sectors = 2, .coefficients = coefficients, .output = output};
    return make_table(&recipe);
}

static preston_places *two_places(const char *const *sector_codes, int64_t sectors)
{
    static const char *const codes[] = {"nation", "town"};
    static const int64_t parents[] = {-1, 0};
    static const double sizes[] = {10.0, 10.0, 10.0, 4.0, 1.0, 1.0};
    preston_places *places = NULL;
    preston_error error = {0};
    preston_const_view view = {sizes, 2, sectors, 3, 1};
    assert_ok(preston_places_create(2, codes, NULL, parents, sectors, sector_codes, view, &places,
                                    &error),
              &error);
    return places;
}

static void economy_options__defaults(void **state)
{
    (void)state;
    preston_economy_options options;
    preston_economy_options_init(&options);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(options.quotient, PRESTON_QUOTIENT_FLQ);
    assert_true(options.delta == 0.25);
    assert_int_equal(options.feedback, 1);
}

static void assert_single_place_is_the_table(const preston_economy *economy,
                                             const preston_table *table)
{
    assert_ptr_equal(preston_economy_table(economy), table);
    assert_int_equal(preston_economy_places(economy), 1);
    assert_true(preston_economy_place_share(economy, 0) == 1.0);
    assert_close(preston_economy_place_lambda(economy, 0), 1.0, 1e-15, 0.0);
    preston_const_view cells = preston_economy_coefficients(economy);
    preston_const_view made = preston_economy_output(economy);
    preston_const_view shares = preston_economy_final_shares(economy, 0);
    assert_true(cells.rows == 2 && cells.columns == 2 && made.rows == 2 && shares.columns == 1);
    for (int64_t i = 0; i < 2; i++) {
        assert_true(preston_get(shares, i, 0) == 1.0);
        assert_true(preston_get(made, i, 0) == output[i]);
        for (int64_t j = 0; j < 2; j++) {
            assert_close(preston_get(cells, i, j), coefficients[i * 2 + j], 1e-15, 0.0);
        }
    }
}

static void economy_create__without_places_is_the_table(void **state)
{
    (void)state;
    preston_table *table = two_sectors();
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_ok(preston_economy_create(table, NULL, NULL, &economy, &error), &error);
    assert_single_place_is_the_table(economy, table);
    assert_string_equal(preston_economy_place_code(economy, 0), "nation");
    assert_int_equal(preston_economy_find_place(economy, "nation"), 0);
    assert_true(preston_economy_place_within(economy, 0, "nation"));
    assert_false(preston_economy_place_within(economy, 0, "preston"));
    preston_economy_free(economy);
    preston_table_free(table);
}

static void economy_create__tree_of_one_place_is_the_table(void **state)
{
    (void)state;
    static const char *const code = "uk";
    static const char *const name = "United Kingdom";
    static const int64_t parent = -1;
    static const double sizes[] = {3.0, 9.0};
    preston_table *table = two_sectors();
    preston_error error = {0};
    for (int k = 0; k < 10; k++) {
        preston_places *places = NULL;
        preston_economy *economy = NULL;
        preston_economy_options options;
        preston_economy_options_init(&options);
        options.quotient = (preston_quotient)(k / 2);
        options.feedback = k % 2;
        assert_ok(preston_places_create(1, &code, &name, &parent, 2, preston_table_codes(table),
                                        preston_const_matrix(sizes, 1, 2), &places, &error),
                  &error);
        assert_ok(preston_economy_create(table, places, &options, &economy, &error), &error);
        preston_places_free(places);
        assert_single_place_is_the_table(economy, table);
        assert_string_equal(preston_economy_place_code(economy, 0), "uk");
        assert_string_equal(preston_economy_place_name(economy, 0), "United Kingdom");
        preston_economy_free(economy);
    }
    preston_table_free(table);
}

/* δ is always a δ, whichever quotient it is for. */
static void economy_create__bad_options(void **state)
{
    (void)state;
    preston_table *table = two_sectors();
    preston_places *places = two_places(preston_table_codes(table), 2);
    preston_economy *economy = NULL;
    preston_error error = {0};
    static const double bad[] = {-0.1, 1.0, (double)NAN};
    preston_economy_options options;
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        preston_economy_options_init(&options);
        options.delta = bad[k];
        assert_fails(preston_economy_create(table, places, &options, &economy, &error),
                     PRESTON_ERROR_ARGUMENT, &error, "delta is");
    }
    preston_economy_options_init(&options);
    options.quotient = (preston_quotient)5;
    assert_fails(preston_economy_create(table, places, &options, &economy, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "no location quotient 5");
    preston_economy_options_init(&options);
    options.size--;
    assert_fails(preston_economy_create(table, places, &options, &economy, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_null(economy);
    preston_places_free(places);
    preston_table_free(table);
}

/* A table and places of different sectors must not be joined in silence. */
static void economy_create__sectors_that_do_not_match(void **state)
{
    (void)state;
    static const char *const turned[] = {"s2", "s1"};
    static const char *const more[] = {"s1", "s2", "s3"};
    preston_table *table = two_sectors();
    preston_economy *economy = NULL;
    preston_error error = {0};
    preston_places *places = two_places(turned, 2);
    assert_fails(preston_economy_create(table, places, NULL, &economy, &error), PRESTON_ERROR_LABEL,
                 &error, "sector 1 is 's2' in the places and 's1'");
    preston_places_free(places);
    places = two_places(more, 3);
    assert_fails(preston_economy_create(table, places, NULL, &economy, &error), PRESTON_ERROR_SHAPE,
                 &error, "3 sectors and the table 2");
    preston_places_free(places);
    assert_null(economy);
    preston_table_free(table);
}

/* The same call gives the same bits. */
static void economy_create__repeats_itself(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 9, .levels = 3, .more = 1};
    sample work = sample_random(random, &shape);
    sample_join(&work, NULL);
    size_t size = (size_t)(work.rows * work.rows) * sizeof(double);
    double *before = malloc(size);
    assert_non_null(before);
    memcpy(before, preston_economy_coefficients(work.economy).data, size);
    sample_join(&work, NULL);
    assert_memory_equal(before, preston_economy_coefficients(work.economy).data, size);
    free(before);
    sample_free(&work);
    gsl_rng_free(random);
}

static void economy_free__nothing(void **state)
{
    (void)state;
    preston_economy_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(economy_options__defaults),
        cmocka_unit_test(economy_create__without_places_is_the_table),
        cmocka_unit_test(economy_create__tree_of_one_place_is_the_table),
        cmocka_unit_test(economy_create__bad_options),
        cmocka_unit_test(economy_create__sectors_that_do_not_match),
        cmocka_unit_test(economy_create__repeats_itself),
        cmocka_unit_test(economy_free__nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
