/* Lever 9: projects that engineering makes feasible: additional demand, gross and net. */
#include "test.h"
#include "town.h"

static preston_measure engineering(double projects)
{
    preston_measure measure = make_measure(PRESTON_LEVER_ENGINEERING, "projects");
    measure.to = "town";
    measure.buys = "works";
    measure.projects_per_year = projects;
    measure.amount = 2e6;
    preston_additionality_init(&measure.additionality);
    measure.additionality.deadweight = 0.25;
    measure.has_additionality = 1;
    return measure;
}

static int no_purchase(int buyer, int sector, int place, int social)
{
    (void)buyer, (void)sector, (void)place, (void)social;
    return 0;
}

static void engineering__adds_demand_and_moves_no_purchase(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = engineering(3.0);
    preston_projection *more = project(&of, 1, &measure);
    check_moves_only(more, no_purchase, 6.0);
    double net = 0.0;
    preston_error error;
    /* gva is the second of the usual accounts, the nation the third area */
    assert_ok(preston_projection_value(more, PRESTON_STATISTIC_NET, PRESTON_CLOSURE_II, 1, 2, 0, 0,
                                       &net, &error),
              &error);
    assert_close(net, 0.75 * gross_of(more, "gva", "nation", 0), 1e-12, 0.0);
    assert_true(gross_of(more, "gva", "town", 0) > 0.0);
    free_town(&of);
}

static void engineering__is_in_proportion_to_projects(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure one = engineering(1.0);
    preston_measure ten = engineering(10.0);
    assert_close(gross_of(project(&of, 1, &ten), "gva", "town", 0),
                 10.0 * gross_of(project(&of, 1, &one), "gva", "town", 0), 1e-12, 0.0);
    free_town(&of);
}

static void engineering__of_no_project_changes_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = engineering(0.0);
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void engineering__buys_what_there_is(void **state)
{
    (void)state;
    town of = make_town();
    preston_error error;
    preston_measure measure = engineering(1.0);
    measure.buys = "castles";
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "buys: 'castles'");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engineering__adds_demand_and_moves_no_purchase),
        cmocka_unit_test(engineering__is_in_proportion_to_projects),
        cmocka_unit_test(engineering__of_no_project_changes_nothing),
        cmocka_unit_test(engineering__buys_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
