/* Lever 11: which buyers must have a scheme, and with it apply the other measures. */
#include "test.h"
#include "town.h"

static const char *const reserved[] = {"reserved"};
static const char *const care[] = {"care"};

static preston_measure reserve(void)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    measure.sectors = one_word(care);
    measure.type = "social";
    measure.share = 0.5;
    return measure;
}

/* The council buys for 90 million a year, the college for 50. */
static preston_measure scheme(double threshold)
{
    preston_measure measure = make_measure(PRESTON_LEVER_SPASER, "scheme");
    measure.applies = one_word(reserved);
    measure.threshold = threshold;
    measure.strength = 1.0;
    return measure;
}

static int care_of_the_council(int buyer, int sector, int place, int social)
{
    (void)place, (void)social;
    return sector == CARE && buyer == COUNCIL;
}

static void spaser__applies_to_buyers_above_the_threshold_alone(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {reserve(), scheme(80e6)};
    preston_projection *moved = project(&of, 2, measures);
    check_moves_only(moved, care_of_the_council, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 10.0, 1e-14, 0.0);
    preston_measure_state did = state_of(moved, 1, 0);
    assert_close(did.buyers, 1.0, 0.0, 0.0);
    assert_close(did.covered, 90.0 / 140.0, 1e-14, 0.0);
    measures[1].threshold = 50e6; /* at the threshold is above it */
    moved = project(&of, 2, measures);
    assert_close(bought(moved, 0, COLLEGE, CARE, REST_OF_NATION, "social"), 5.0, 1e-14, 0.0);
    free_town(&of);
}

static void spaser__goes_by_adoption_and_strength(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {reserve(), scheme(80e6)};
    measures[1].adoption.to = 0.32;
    measures[1].strength = 0.5;
    preston_projection *moved = project(&of, 2, measures);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 20.0 * 0.5 * 0.32 * 0.5, 1e-12,
                 0.0);
    free_town(&of);
}

static void spaser__without_buyers_or_measures_changes_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {reserve(), scheme(100e6)};
    check_changes_nothing(project(&of, 2, measures)); /* nobody is so large */
    measures[1] = scheme(80e6);
    measures[1].adoption.to = 0.0;
    check_changes_nothing(project(&of, 2, measures));
    measures[1] = scheme(80e6);
    measures[0].share = 0.0;
    check_changes_nothing(project(&of, 2, measures));
    free_town(&of);
}

static void spaser__of_a_population_covers_its_part_of_all_purchases(void **state)
{
    (void)state;
    town of = make_town();
    preston_error error;
    double count = 0.0;
    double purchases = 0.0;
    preston_measure measures[] = {reserve(), scheme(50e6)};
    assert_ok(preston_population_calibrate(100e6, 160.0, 50e6, 320.0, 500e6,
                                           &measures[1].population, &error),
              &error);
    measures[1].population_purchases = 100e9;
    assert_ok(preston_population_above(&measures[1].population, 50e6, &count, &purchases, &error),
              &error);
    preston_projection *moved = project(&of, 2, measures);
    assert_close(state_of(moved, 1, 0).buyers, 320.0, 1e-12, 0.0);
    assert_close(state_of(moved, 1, 0).covered, purchases / 100e9, 1e-12, 0.0);
    assert_close(bought(moved, 0, COLLEGE, CARE, REST_OF_NATION, "social"),
                 10.0 * 0.5 * purchases / 100e9, 1e-12, 0.0);
    measures[1].population_purchases = 1e9; /* less than those above the threshold buy */
    assert_fails(try_project(&of, 2, measures, &error), PRESTON_ERROR_VALUE, &error,
                 "population_purchases");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spaser__applies_to_buyers_above_the_threshold_alone),
        cmocka_unit_test(spaser__goes_by_adoption_and_strength),
        cmocka_unit_test(spaser__without_buyers_or_measures_changes_nothing),
        cmocka_unit_test(spaser__of_a_population_covers_its_part_of_all_purchases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
