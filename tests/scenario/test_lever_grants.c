/* Lever 5: grants instead of tenders, for as long as they last. */
#include "test.h"
#include "town.h"

static const char *const care[] = {"care"};
static const char *const council[] = {"council"};

static preston_measure grants(double share)
{
    preston_measure measure = make_measure(PRESTON_LEVER_GRANTS, "grants");
    measure.sectors = one_word(care);
    measure.buyers = one_word(council);
    measure.type = "social";
    measure.share = share;
    measure.duration = 2.0;
    return measure;
}

static int care_of_the_council(int buyer, int sector, int place, int social)
{
    (void)place, (void)social;
    return sector == CARE && buyer == COUNCIL;
}

static void grants__move_the_type_for_their_duration(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = grants(0.5);
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, care_of_the_council, 0.0);
    for (int64_t year = 0; year < 4; year++) {
        double expected = year < 2 ? 10.0 : 0.0; /* given in 2020, for two years */
        assert_close(bought(moved, year, COUNCIL, CARE, TOWN, "social"), expected, 1e-14, 0.0);
    }
    free_town(&of);
}

static void grants__overlap_while_adoption_grows(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = grants(0.5);
    measure.adoption.form = PRESTON_PATH_LINEAR;
    measure.adoption.from = 0.25;
    measure.adoption.begins = 2020.0;
    measure.adoption.full = 2023.0;
    preston_projection *moved = project(&of, 1, &measure);
    /* a quarter more is granted each year, and each lasts two */
    static const double in_force[] = {0.25, 0.5, 0.5, 0.5};
    for (int64_t year = 0; year < 4; year++) {
        assert_close(bought(moved, year, COUNCIL, CARE, TOWN, "social"),
                     20.0 * 0.5 * in_force[year], 1e-12, 0.0);
    }
    free_town(&of);
}

static void grants__of_nothing_change_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = grants(0.0);
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void grants__stop_at_what_the_type_can_supply(void **state)
{
    (void)state;
    town of = make_town();
    of.data.capacity.headroom = 0.01;
    preston_measure measure = grants(1.0);
    preston_projection *moved = project(&of, 1, &measure);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 0.2 * 0.01 * 200.0, 1e-12, 0.0);
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grants__move_the_type_for_their_duration),
        cmocka_unit_test(grants__overlap_while_adoption_grows),
        cmocka_unit_test(grants__of_nothing_change_nothing),
        cmocka_unit_test(grants__stop_at_what_the_type_can_supply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
