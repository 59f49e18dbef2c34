#include "small_table.h"
#include "test.h"

static preston_status factor_of(const char *unit, double *out_factor, preston_error *error)
{
    const small_arrays small = make_small_arrays();
    preston_table_data data = describe_small_table(&small);
    data.unit = unit;
    preston_table *table = NULL;
    assert_ok(preston_table_create(&data, &table, error), error);
    preston_status status = preston_table_unit_factor(table, out_factor, error);
    preston_table_free(table);
    return status;
}

static void unit_factor__understood(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        double factor;
    } cases[] = {
        {"unit", 1.0},          {"units", 1.0},       {"thousand", 1e3},    {"million", 1e6},
        {"billion", 1e9},       {"GBP million", 1e6}, {"Million GBP", 1e6}, {"EUR thousands", 1e3},
        {"millions of €", 1e6}, {"£m", 1e6},          {"€m", 1e6},          {"$m", 1e6},
        {"£ billion", 1e9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double factor = 0.0;
        preston_error error = {0};
        assert_ok(factor_of(cases[i].unit, &factor, &error), &error);
        assert_true(factor == cases[i].factor);
    }
}

static void unit_factor__not_understood(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "GBP", "m", "k€", "dozen", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double factor = -77.0;
        preston_error error = {0};
        char quoted[32];
        (void)snprintf(quoted, sizeof quoted, "unit '%s'", cases[i] != NULL ? cases[i] : "");
        assert_fails(factor_of(cases[i], &factor, &error), PRESTON_ERROR_VALUE, &error, quoted);
        assert_true(factor == -77.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unit_factor__understood),
        cmocka_unit_test(unit_factor__not_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
