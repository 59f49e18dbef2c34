#include "test.h"

#include "status/number.h"

static void parse_number__decimal_forms(void **state)
{
    (void)state;
    double value = 0.0;
    assert_null(preston_parse_number("1234.5", &value));
    assert_true(value == 1234.5);
    assert_null(preston_parse_number("-6.02214076e23", &value));
    assert_true(value == -6.02214076e23);
    assert_null(preston_parse_number("4635.362756887105", &value));
    assert_true(value == 4635.362756887105);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_number__decimal_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
