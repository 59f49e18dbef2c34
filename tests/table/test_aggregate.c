/* Fewer sectors: what is added up, what is divided, what is refused. */
#include "folder.h"
#include "small_table.h"
#include "test.h"

static preston_table *make_table(void)
{
    small_arrays arrays = make_small_arrays();
    preston_table_data data = describe_small_table(&arrays);
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &table, &error), &error);
    return table;
}

static double sum_of(preston_const_view view)
{
    double sum = 0.0;
    for (int64_t i = 0; i < view.rows; i++) {
        for (int64_t j = 0; j < view.columns; j++) {
            sum += preston_get(view, i, j);
        }
    }
    return sum;
}

/* A goes to X, half of B to X and half to Y, C to Y: every cell follows from the weights. */
static void table_aggregate__divides_by_weights(void **state)
{
    (void)state;
    static const char *const codes[] = {"X", "Y"};
    static const double weights[] = {1.0, 0.0, 0.5, 0.5, 0.0, 1.0};
    preston_table *table = make_table();
    preston_table *less = NULL;
    preston_error error = {0};
    const preston_aggregation by = {
        .sectors = 2, .codes = codes, .weights = preston_const_matrix(weights, SMALL_SECTORS, 2)};
    assert_ok(preston_table_aggregate(table, &by, &less, &error), &error);
    preston_const_view old = preston_table_flows(table);
    double corner = preston_get(old, 0, 0) +
                    0.5 * (preston_get(old, 0, 1) + preston_get(old, 1, 0)) +
                    0.25 * preston_get(old, 1, 1);
    assert_close(preston_get(preston_table_flows(less), 0, 0), corner, 1e-14, 0.0);
    assert_close(sum_of(preston_table_flows(less)), sum_of(old), 1e-14, 0.0);
    assert_close(sum_of(preston_table_final_uses(less)), sum_of(preston_table_final_uses(table)),
                 1e-14, 0.0);
    preston_const_view output = preston_table_output(table);
    assert_close(preston_get(preston_table_output(less), 1, 0),
                 0.5 * preston_get(output, 1, 0) + preston_get(output, 2, 0), 1e-14, 0.0);
    for (int64_t k = 0; k < SMALL_ACCOUNTS; k++) {
        assert_close(sum_of(preston_table_account(less, k)),
                     sum_of(preston_table_account(table, k)), 1e-14, 0.0);
    }
    preston_table_free(less);
    preston_table_free(table);
}

static void refuse(const char *text, preston_status status, const char *message)
{
    char *folder = make_folder();
    write_text(folder, "c.csv", text);
    preston_table *table = make_table();
    preston_table *less = NULL;
    preston_error error = {0};
    assert_fails(preston_table_aggregate_by_file(table, folder, "c.csv", &less, &error), status,
                 &error, message);
    assert_null(less);
    preston_table_free(table);
    remove_folder(folder);
}

static void table_aggregate_by_file__bad_lines(void **state)
{
    (void)state;
    preston_table *table = make_table();
    char text[200];
    const char *a = preston_table_code(table, 0);
    (void)snprintf(text, sizeof text, "kind,from,to\nsector,%s,X\n", a);
    refuse(text, PRESTON_ERROR_VALUE, "add up to 0");
    (void)snprintf(text, sizeof text, "kind,from,to,weight\nsector,%s,X,-1\n", a);
    refuse(text, PRESTON_ERROR_VALUE, "weight of -1");
    (void)snprintf(text, sizeof text, "kind,from,to\nsector,%s,\n", a);
    refuse(text, PRESTON_ERROR_LABEL, "say where");
    refuse("kind,from,to\nsector,nowhere,X\n", PRESTON_ERROR_LABEL, "'nowhere' is not a sector");
    refuse("kind,from,to\nthing,A,X\n", PRESTON_ERROR_LABEL, "neither 'sector' nor 'use'");
    preston_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_aggregate__divides_by_weights),
        cmocka_unit_test(table_aggregate_by_file__bad_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
