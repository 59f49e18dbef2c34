/* Reading, making and writing scenarios while each allocation fails in turn. */
#include "each_allocation.h"
#include "scenarios.h"

static preston_status read_file(const void *context, int *out_set, preston_error *error)
{
    preston_scenario *scenario = NULL;
    preston_status status = preston_scenario_read(context, &scenario, error);
    *out_set = scenario != NULL;
    preston_scenario_free(scenario);
    return status;
}

static void read__each_allocation_failing(void **state)
{
    (void)state;
    assert_survives_each_allocation(read_file, EVERY_KEY, 150);
}

static preston_status create(const void *context, int *out_set, preston_error *error)
{
    preston_scenario *scenario = NULL;
    preston_status status =
        preston_scenario_create(preston_scenario_get(context), "x", &scenario, error);
    *out_set = scenario != NULL;
    preston_scenario_free(scenario);
    return status;
}

static preston_status write_yaml(const void *context, int *out_set, preston_error *error)
{
    char *text = NULL;
    preston_status status = preston_scenario_yaml(context, &text, error);
    *out_set = text != NULL;
    preston_text_free(text);
    return status;
}

static void create_and_yaml__each_allocation_failing(void **state)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    assert_ok(preston_scenario_read(EVERY_KEY, &scenario, &error), &error);
    assert_survives_each_allocation(create, scenario, 100);
    assert_survives_each_allocation(write_yaml, scenario, 3);
    preston_scenario_free(scenario);
}

static preston_status make_schema(const void *context, int *out_set, preston_error *error)
{
    char *text = NULL;
    (void)context;
    preston_status status = preston_scenario_schema(&text, error);
    *out_set = text != NULL;
    preston_text_free(text);
    return status;
}

static preston_status make_keys(const void *context, int *out_set, preston_error *error)
{
    char *text = NULL;
    (void)context;
    preston_status status = preston_scenario_keys(&text, error);
    *out_set = text != NULL;
    preston_text_free(text);
    return status;
}

static void schema_and_keys__each_allocation_failing(void **state)
{
    (void)state;
    assert_survives_each_allocation(make_schema, NULL, 50);
    assert_survives_each_allocation(make_keys, NULL, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__each_allocation_failing),
        cmocka_unit_test(create_and_yaml__each_allocation_failing),
        cmocka_unit_test(schema_and_keys__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
