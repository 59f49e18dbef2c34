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
    double output = strtod(behind(ended.out, "£1.00m of demand: £"), NULL);
    double value_added = strtod(behind(ended.out, "(Type I), £"), NULL);
    double jobs = strtod(behind(ended.out, "added, "), NULL);
    assert_close(output, 1.8044234896418285, 0.0, 5e-5);
    assert_close(value_added, 0.7655261372860812, 0.0, 5e-5);
    assert_close(jobs, 17.220918724771764, 0.0, 5e-3);
    outcome_free(&ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gsl_scenario__as_solved_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
