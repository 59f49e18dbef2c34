/* The program examples/gsl_scenario: its three numbers, solved apart with numpy. */
#include "program.h"
#include "test.h"

static void gsl_scenario__as_solved_apart(void **state)
{
    (void)state;
    static const char *const nothing[] = {NULL};
    outcome ended = run_program("gsl_scenario", nothing);
    assert_exited(&ended, 0);
    assert_string_equal(ended.err, "");
    const char *output = strstr(ended.out, "£1.00m of demand: £");
    const char *value_added = strstr(ended.out, "(Type I), £");
    const char *jobs = strstr(ended.out, "added, ");
    assert_true(output != NULL && value_added != NULL && jobs != NULL);
    assert_close(strtod(output + strlen("£1.00m of demand: £"), NULL), 1.8044234896418285, 0.0,
                 5e-5);
    assert_close(strtod(value_added + strlen("(Type I), £"), NULL), 0.7655261372860812, 0.0, 5e-5);
    assert_close(strtod(jobs + strlen("added, "), NULL), 17.220918724771764, 0.0, 5e-3);
    outcome_free(&ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gsl_scenario__as_solved_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
