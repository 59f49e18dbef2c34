#include "small_table.h"
#include "test.h"

#include <math.h>

enum { MOST = 128 };

/* The residuals of a table and the largest of each. */
typedef struct balance {
    double rows[MOST];
    double columns[MOST];
    double worst_row;
    double worst_column;
} balance;

static balance measure(const preston_table *table)
{
    balance all = {0};
    int64_t n = preston_table_sectors(table);
    preston_error error = {0};
    assert_true(n <= MOST);
    assert_ok(preston_table_balance(table, preston_vector(all.rows, n, 1),
                                    preston_vector(all.columns, n, 1), &error),
              &error);
    for (int64_t i = 0; i < n; i++) {
        all.worst_row = fmax(all.worst_row, fabs(all.rows[i]));
        all.worst_column = fmax(all.worst_column, fabs(all.columns[i]));
    }
    return all;
}

static balance measure_folder(const char *folder)
{
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_read(folder, &table, &error), &error);
    balance all = measure(table);
    preston_table_free(table);
    return all;
}

static balance measure_arrays(const small_arrays *small)
{
    const preston_table_data data = describe_small_table(small);
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    balance all = measure(table);
    preston_table_free(table);
    return all;
}

/* As the READMEs of the tables say. */
static void balance__shipped_tables(void **state)
{
    (void)state;
    balance all = measure_folder(EXAMPLES_DATA "/uk-2019");
    assert_true(all.worst_row < 2e-10 && all.worst_column < 2e-10);
    all = measure_folder(EXAMPLES_DATA "/scotland-2019");
    assert_close(all.worst_row, 0.0014449766719053514, 1e-6, 0.0);
    assert_true(all.worst_column < 1e-10);
    all = measure_folder(EXAMPLES_DATA "/france-2010");
    assert_true(all.worst_row < 2e-10 && all.worst_column < 2e-10);
}

/* Its rows do not balance as published: by 7.49e-5 in 06-08, its seventh sector. */
static void balance__scotland_1998(void **state)
{
    (void)state;
    balance all = measure_folder(TESTS_DATA "/scotland-1998");
    assert_close(all.worst_row, 7.49062908198539e-05, 1e-6, 0.0);
    assert_close(all.rows[6], 7.49062908198539e-05, 1e-6, 0.0);
    assert_true(all.worst_column < 1e-10);
}

static void balance__small_table(void **state)
{
    (void)state;
    const small_arrays small = make_small_arrays();
    balance all = measure_arrays(&small);
    assert_true(all.worst_row == 0.0 && all.worst_column == 0.0);
}

/* A flow too many is missed by its seller's row and its buyer's column. */
static void balance__signs(void **state)
{
    (void)state;
    small_arrays small = make_small_arrays();
    small.flows[1] += 3.0;
    small.final_use[3] -= 2.0;
    small.account_values[2] += 7.0; /* imports of A */
    balance all = measure_arrays(&small);
    assert_true(all.rows[0] == 3.0 && all.rows[1] == -2.0 && all.rows[2] == 0.0);
    assert_true(all.columns[0] == 7.0 && all.columns[1] == 3.0 && all.columns[2] == 0.0);
}

/* A total of value added counts instead of its parts, which then are satellites. */
static void balance__gva_instead_of_its_parts(void **state)
{
    (void)state;
    small_arrays small = make_small_arrays();
    small.account_codes[1] = "gva";
    balance all = measure_arrays(&small);
    assert_true(all.columns[0] == -30.0 && all.columns[1] == -80.0);
    small.account_codes[1] = "taxes_on_production";
    all = measure_arrays(&small);
    assert_true(all.worst_column == 0.0);
    small.account_codes[2] = "taxes_on_products";
    all = measure_arrays(&small);
    assert_true(all.worst_column == 0.0);
    small.account_codes[1] = "energy";
    all = measure_arrays(&small);
    assert_true(all.columns[0] == -20.0 && all.columns[1] == -60.0);
}

static void balance__strides_and_bad_shapes(void **state)
{
    (void)state;
    small_arrays small = make_small_arrays();
    small.final_use[0] += 1.0;
    const preston_table_data data = describe_small_table(&small);
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    double both[6] = {-77.0, -77.0, -77.0, -77.0, -77.0, -77.0};
    preston_view rows = preston_vector(both + 4, 3, -2);
    preston_view columns = preston_vector(both + 1, 3, 2);
    assert_fails(preston_table_balance(table, preston_vector(both, 2, 1), columns, &error),
                 PRESTON_ERROR_SHAPE, &error, "two vectors of 3");
    assert_fails(preston_table_balance(table, rows, preston_matrix(both, 3, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "two vectors of 3");
    assert_true(both[0] == -77.0);
    assert_ok(preston_table_balance(table, rows, columns, &error), &error);
    const double expected[] = {0.0, 0.0, 0.0, 0.0, 1.0, 0.0};
    assert_memory_equal(both, expected, sizeof both);
    preston_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balance__shipped_tables),
        cmocka_unit_test(balance__scotland_1998),
        cmocka_unit_test(balance__small_table),
        cmocka_unit_test(balance__signs),
        cmocka_unit_test(balance__gva_instead_of_its_parts),
        cmocka_unit_test(balance__strides_and_bad_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
