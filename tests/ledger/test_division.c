/* Purchases that stand at areas, divided among the places there, by hand. */
#include "comparisons.h"
#include "ledgers.h"
#include "sample.h"
#include "test.h"

#include <math.h>

/* A nation of two counties of two towns each; the table's output of a sector, 100, is divided by
 * these sizes. Nobody in Coast makes s3. */
enum { TOWNS = 4, SECTORS = 3, AREAS = 7, ROWS = TOWNS * SECTORS };
enum { AYR, BUDE, CREWE, DOVER };

static const char *const codes[AREAS] = {"land", "coast", "hills", "ayr", "bude", "crewe", "dover"};
static const int64_t parents[AREAS] = {-1, 0, 0, 1, 1, 2, 2};
static const double sizes[AREAS * SECTORS] = {0, 0, 0, 0, 0, 0,  0,  0,  0,  10, 30,
                                              0, 5, 5, 0, 0, 50, 20, 25, 15, 40};
static const double totals[TOWNS] = {40.0, 10.0, 70.0, 80.0}; /* of all three sectors */

/* A product and a quotient of a few numbers. */
#define ROUNDING 1e-14

typedef struct bench {
    sample work;
    double sectors[ROWS];
    double imports[TOWNS];
    double taxes[TOWNS];
} bench;

static int make_bench(void **state)
{
    static const double coefficients[SECTORS * SECTORS] = {0.1, 0.2, 0.0, 0.1, 0.1,
                                                           0.2, 0.2, 0.0, 0.1};
    static const double output[SECTORS] = {100.0, 100.0, 100.0};
    static const double final_use[SECTORS * USES] = {40, 10, 0, 20, 30, 10, 0, 20, 50, 10, 0, 10};
    bench *made = calloc(1, sizeof *made);
    assert_non_null(made);
    const table_recipe recipe = {.sectors = SECTORS,
                                 .coefficients = coefficients,
                                 .output = output,
                                 .final_use = final_use,
                                 .household_income = 150.0};
    made->work.table = make_table(&recipe);
    preston_error error = {0};
    assert_ok(preston_places_create(
                  AREAS, codes, NULL, parents, SECTORS, preston_table_codes(made->work.table),
                  preston_const_matrix(sizes, AREAS, SECTORS), &made->work.places, &error),
              &error);
    made->work.sectors = SECTORS;
    made->work.rows = ROWS;
    sample_close(&made->work, PRESTON_CLOSURE_II);
    for (int town = 0; town < TOWNS; town++) {
        assert_string_equal(preston_economy_place_code(made->work.economy, town), codes[3 + town]);
    }
    *state = made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    sample_free(&made->work);
    free(made);
    return 0;
}

static preston_status demand(bench *on, const preston_ledger *ledger,
                             const preston_concordance *concordance, const preston_ledger *beside,
                             preston_error *error)
{
    preston_demand_options options;
    preston_demand_options_init(&options);
    options.beside = beside;
    return preston_ledger_demand(
        ledger, concordance, on->work.economy, &options, preston_vector(on->sectors, ROWS, 1),
        preston_vector(on->imports, TOWNS, 1), preston_vector(on->taxes, TOWNS, 1), error);
}

static void find_demand(bench *on, int64_t count, const purchase *rows,
                        const preston_concordance *concordance, const preston_ledger *beside)
{
    preston_ledger *ledger = make_ledger(count, rows);
    preston_error error = {0};
    assert_ok(demand(on, ledger, concordance, beside, &error), &error);
    preston_ledger_free(ledger);
}

static void assert_towns(const double *values, int64_t step, double ayr, double bude, double crewe,
                         double dover)
{
    const double expected[TOWNS] = {ayr, bude, crewe, dover};
    for (int town = 0; town < TOWNS; town++) {
        assert_close(values[town * step], expected[town], ROUNDING, 0.0);
    }
}

static void division__an_area_by_its_sectors_output(void **state)
{
    bench *on = *state;
    const purchase rows[] = {{"s1", "coast", 3e6, NULL},
                             {"s2", "coast", 7e6, NULL},
                             {"s2", "crewe", 2e6, NULL},
                             {"s3", "hills", 6e6, NULL},
                             {"s1", "land", 8e6, NULL}};
    find_demand(on, 5, rows, NULL, NULL);
    assert_towns(on->sectors, SECTORS, 2.0 + 2.0, 1.0 + 1.0, 0.0, 5.0);
    assert_towns(on->sectors + 1, SECTORS, 6.0, 1.0, 2.0, 0.0);
    assert_towns(on->sectors + 2, SECTORS, 0.0, 0.0, 2.0, 4.0);
}

/* Nobody in Coast makes s3; and imports and taxes have no sector. */
static void division__by_total_size_where_nobody_makes_it(void **state)
{
    bench *on = *state;
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    assert_ok(read_concordance_text("scheme,from,to,weight\nown,care,s3,0.5\nown,care,imports,0.3\n"
                                    "own,care,taxes_on_products,0.2\n",
                                    NULL, on->work.table, &concordance, &error),
              &error);
    const purchase row = {"care", "coast", 10e6, NULL};
    find_demand(on, 1, &row, concordance, NULL);
    assert_towns(on->sectors + 2, SECTORS, 4.0, 1.0, 0.0, 0.0);
    assert_towns(on->imports, 1, 2.4, 0.6, 0.0, 0.0);
    assert_towns(on->taxes, 1, 1.6, 0.4, 0.0, 0.0);
    preston_concordance_free(concordance);
}

/* The rest of the land is without Coast, which has a name of its own, and without Crewe. */
static void division__rest_of_an_area(void **state)
{
    bench *on = *state;
    const purchase rest = {"s2", "rest-of-land", 9e6, NULL};
    find_demand(on, 1, &rest, NULL, NULL);
    assert_towns(on->sectors + 1, SECTORS, 2.7, 0.45, 4.5, 1.35);
    const purchase rows[] = {
        {"s2", "rest-of-land", 9e6, NULL}, {"s2", "coast", 0.0, NULL}, {"s2", "crewe", 1e6, NULL}};
    find_demand(on, 2, rows, NULL, NULL); /* Coast alone is named: 50 and 15 of the output */
    assert_towns(on->sectors + 1, SECTORS, 0.0, 0.0, 9.0 * 50.0 / 65.0, 9.0 * 15.0 / 65.0);
    find_demand(on, 3, rows, NULL, NULL);
    assert_towns(on->sectors + 1, SECTORS, 0.0, 0.0, 1.0, 9.0);
    const purchase inner[] = {{"s2", "rest-of-land", 9e6, NULL},
                              {"s2", "rest-of-hills", 4e6, NULL},
                              {"s2", "dover", 1e6, NULL}};
    find_demand(on, 3, inner, NULL, NULL); /* both rests have Hills in common, and it counts once */
    assert_towns(on->sectors + 1, SECTORS, 9.0 * 30.0 / 35.0, 9.0 * 5.0 / 35.0, 4.0, 1.0);
}

static void division__names_of_another_ledger(void **state)
{
    bench *on = *state;
    const purchase rest = {"s2", "rest-of-land", 9e6, NULL};
    const purchase named[] = {{"s1", "coast", 5e6, NULL}, {"s1", "dover", 5e6, NULL}};
    preston_ledger *beside = make_ledger(2, named);
    find_demand(on, 1, &rest, NULL, beside);
    assert_towns(on->sectors + 1, SECTORS, 0.0, 0.0, 9.0, 0.0);
    assert_towns(on->sectors, SECTORS, 0.0, 0.0, 0.0, 0.0); /* its purchases are not added */
    preston_ledger_free(beside);
}

static void division__labels_that_are_nothing(void **state)
{
    bench *on = *state;
    static const struct {
        purchase rows[3];
        const char *text;
    } wrong[] = {
        {{{"s1", "coasts", 1e6, NULL}, {"s1", "land", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "'coasts' (purchases of 1000000.00) is not a place of the economy, nor an area"},
        {{{"s1", "rest-of-coasts", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "'rest-of-coasts' (purchases"},
        {{{"s1", "rest-of-", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "'rest-of-' (purchases"},
        {{{"s1", "rest-of-ayr", 1e6, NULL}, {"s1", "bude", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "'rest-of-ayr' (purchases"},
        {{{"s1", "rest-of-coast", 1e6, NULL}, {"s1", "bude", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "'rest-of-coast' is nothing"},
        {{{"s1", "rest-of-land", 1e6, NULL}, {"s1", "", 1e6, NULL}, {"s1", "ayr", 1e6, NULL}},
         "have no place"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        preston_ledger *ledger = make_ledger(3, wrong[i].rows);
        preston_error error = {0};
        on->sectors[0] = on->imports[0] = on->taxes[0] = -7.0;
        assert_fails(demand(on, ledger, NULL, NULL, &error), PRESTON_ERROR_LABEL, &error,
                     wrong[i].text);
        assert_true(on->sectors[0] == -7.0 && on->imports[0] == -7.0 && on->taxes[0] == -7.0);
        preston_ledger_free(ledger);
    }
}

/* A comparison of ledgers at areas: each side is the impact of its own ledger beside the other, and
 * the causes add up. */
static void division__before_and_after(void **state)
{
    bench *on = *state;
    const purchase rows[] = {{"s2", "rest-of-land", 9e6, NULL},
                             {"s1", "ayr", 3e6, NULL},
                             {"s2", "rest-of-land", 4e6, NULL},
                             {"s1", "coast", 5e6, NULL}};
    preston_ledger *ledgers[2] = {make_ledger(2, rows), make_ledger(2, rows + 2)};
    preston_comparison *comparison = compare_ledgers(&on->work, ledgers[0], ledgers[1], NULL, NULL);
    for_each_cell(&on->work, comparison, check_sum);
    for (int k = 0; k < 2; k++) {
        preston_demand_options options;
        preston_demand_options_init(&options);
        options.beside = ledgers[1 - k];
        assert_same_bits(&on->work,
                         k == 0 ? preston_comparison_before(comparison)
                                : preston_comparison_after(comparison),
                         ledgers[k], NULL, &options);
    }
    assert_conserved(preston_comparison_before(comparison), 12.0);
    assert_conserved(preston_comparison_after(comparison), 9.0);
    preston_comparison_free(comparison);
    preston_ledger_free(ledgers[0]);
    preston_ledger_free(ledgers[1]);
}

/* All that is bought stands somewhere, and an area and its places say the same. */
static void division__an_area_is_its_places(void **state)
{
    bench *on = *state;
    const purchase whole[] = {{"s1", "land", 100e6, NULL}, {"s2", "land", 100e6, NULL}};
    find_demand(on, 2, whole, NULL, NULL);
    preston_const_view output = preston_economy_output(on->work.economy);
    double sum = 0.0;
    for (int row = 0; row < ROWS; row++) {
        sum += on->sectors[row];
        if (row % SECTORS < 2) { /* output of a sector is 100 in all */
            assert_close(on->sectors[row], preston_get(output, row, 0), ROUNDING, 0.0);
        }
    }
    assert_close(sum, 200.0, ROUNDING, 0.0);
    double size = 0.0;
    for (int town = 0; town < TOWNS; town++) {
        size += totals[town];
    }
    for (int town = 0; town < TOWNS; town++) {
        assert_close(preston_economy_place_share(on->work.economy, town), totals[town] / size,
                     ROUNDING, 0.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(division__an_area_by_its_sectors_output),
        cmocka_unit_test(division__by_total_size_where_nobody_makes_it),
        cmocka_unit_test(division__rest_of_an_area),
        cmocka_unit_test(division__names_of_another_ledger),
        cmocka_unit_test(division__labels_that_are_nothing),
        cmocka_unit_test(division__before_and_after),
        cmocka_unit_test(division__an_area_is_its_places),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
