#include "small_table.h"
#include "test.h"

#include <math.h>

static preston_table *make_table(const small_arrays *small)
{
    const preston_table_data data = describe_small_table(small);
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    return table;
}

static void coefficients__flows_by_output_of_the_buyer(void **state)
{
    (void)state;
    static const double expected[] = {0.1, 0.1, 0.0, 0.3, 0.2, 0.0, 0.0, 0.0, 0.0};
    const small_arrays small = make_small_arrays();
    preston_table *table = make_table(&small);
    double cells[9];
    double turned[9];
    preston_error error = {0};
    preston_view columns = {turned, 3, 3, 1, 3};
    assert_ok(preston_table_coefficients(table, preston_matrix(cells, 3, 3), &error), &error);
    assert_ok(preston_table_coefficients(table, columns, &error), &error);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            assert_true(cells[i * 3 + j] == expected[i * 3 + j]);
            assert_true(turned[j * 3 + i] == expected[i * 3 + j]);
        }
    }
    preston_table_free(table);
}

/* An idle sector written with minus zero gives zeros, not NaN. */
static void coefficients__minus_zero(void **state)
{
    (void)state;
    small_arrays small = make_small_arrays();
    small.output[2] = -0.0;
    preston_table *table = make_table(&small);
    double cells[9];
    preston_error error = {0};
    assert_ok(preston_table_coefficients(table, preston_matrix(cells, 3, 3), &error), &error);
    assert_true(cells[2] == 0.0 && cells[5] == 0.0 && cells[8] == 0.0);
    preston_table_free(table);
}

static void coefficients__every_idle_sector_of_a_real_table(void **state)
{
    (void)state;
    enum { N = 98 };
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_read(TESTS_DATA "/scotland-1998", &table, &error), &error);
    static double cells[N * N];
    assert_ok(preston_table_coefficients(table, preston_matrix(cells, N, N), &error), &error);
    for (int64_t i = 0; i < N * N; i++) {
        double output = preston_get(preston_table_output(table), i % N, 0);
        double flow = preston_get(preston_table_flows(table), i / N, i % N);
        assert_true(isfinite(cells[i]));
        assert_close(cells[i] * output, flow, 1e-15, 0.0);
    }
    preston_table_free(table);
}

static void coefficients__bad_shape(void **state)
{
    (void)state;
    const small_arrays small = make_small_arrays();
    preston_table *table = make_table(&small);
    double cells[9] = {-77.0};
    preston_error error = {0};
    assert_fails(preston_table_coefficients(table, preston_matrix(cells, 3, 2), &error),
                 PRESTON_ERROR_SHAPE, &error, "3 × 3");
    assert_fails(preston_table_coefficients(table, preston_matrix(cells, 2, 3), &error),
                 PRESTON_ERROR_SHAPE, &error, "3 × 3");
    assert_true(cells[0] == -77.0);
    preston_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coefficients__flows_by_output_of_the_buyer),
        cmocka_unit_test(coefficients__minus_zero),
        cmocka_unit_test(coefficients__every_idle_sector_of_a_real_table),
        cmocka_unit_test(coefficients__bad_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
