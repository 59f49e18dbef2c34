/* Lever 3: firms created, alive, their capacity and what they sell in their place. */
#include "test.h"
#include "town.h"

#include <math.h>

static const char *const care[] = {"care"};

/* Care makes 2000 with 40,000 jobs: 0.05 a job. */
static preston_measure firms(double each_year)
{
    preston_measure measure = make_measure(PRESTON_LEVER_CREATE_FIRMS, "firms");
    measure.sectors = one_word(care);
    measure.to = "town";
    measure.type = "social";
    measure.firms_per_year = each_year;
    measure.jobs_per_firm = 10.0;
    return measure;
}

static int no_purchase(int buyer, int sector, int place, int social)
{
    (void)buyer, (void)sector, (void)place, (void)social;
    return 0;
}

static void firms__sell_to_their_place_instead_of_others(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = firms(4.0);
    measure.sales_here = 0.5;
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, no_purchase, 0.0);
    preston_measure_state did = state_of(moved, 0, 1);
    assert_close(did.firms, 8.0, 1e-14, 0.0);
    assert_close(did.capacity, 8.0 * 10.0 * 0.05, 1e-14, 0.0);
    assert_close(did.placed, 2.0, 1e-14, 0.0);
    assert_true(gross_of(moved, "output", "town", 1) > 2.0);
    assert_true(gross_of(moved, "output", "nation", 1) < 1.0);
    free_town(&of);
}

static void firms__die_by_their_survival_curve(void **state)
{
    (void)state;
    static const double ages[] = {0.0, 3.0};
    static const double alive[] = {1.0, 0.85};
    town of = make_town();
    preston_measure measure = firms(4.0);
    measure.last_year = 2020.0; /* created in one year alone */
    measure.survival.form = PRESTON_PATH_TABLE;
    measure.survival.years = ages;
    measure.survival.values = alive;
    measure.survival.count = 2;
    preston_projection *moved = project(&of, 1, &measure);
    for (int64_t year = 0; year < 4; year++) {
        assert_close(state_of(moved, 0, year).firms, 4.0 * (1.0 - 0.05 * (double)year), 1e-12, 0.0);
    }
    free_town(&of);
}

static void firms__sell_no_more_than_their_place_buys_outside(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = firms(4000.0);
    measure.sales_here = 1.0;
    preston_projection *moved = project(&of, 1, &measure);
    preston_measure_state did = state_of(moved, 0, 0);
    double most = (20.0 + 100.0 + 30.0) / 10.0; /* all that a tenth of industry uses of care */
    assert_true(did.placed > 0.0 && did.placed < most);
    assert_close(did.unplaced, did.capacity - did.placed, 1e-12, 0.0);
    /* next year there are more of them, and no more sales */
    assert_close(state_of(moved, 0, 1).placed, did.placed, 1e-12, 0.0);
    free_town(&of);
}

static void firms__give_room_to_measures_that_move_purchases(void **state)
{
    (void)state;
    town of = make_town();
    of.data.capacity.headroom = 0.0;
    preston_measure reserve = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    reserve.sectors = one_word(care);
    reserve.type = "social";
    reserve.share = 1.0;
    preston_measure measures[] = {firms(4.0), reserve};
    preston_projection *moved = project(&of, 2, measures);
    assert_close(state_of(moved, 1, 0).placed, 4.0 * 10.0 * 0.05, 1e-12, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 2.0, 1e-12, 0.0);
    assert_true(bought(moved, 0, COUNCIL, CARE, REST_OF_COUNTY, "social") == 0.0);
    free_town(&of);
}

static void firms__of_nobody_change_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = firms(0.0);
    measure.sales_here = 1.0;
    check_changes_nothing(project(&of, 1, &measure));
    measure = firms(4.0); /* nobody buys of them */
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void firms__are_of_one_sector_in_one_place(void **state)
{
    (void)state;
    static const char *const two[] = {"care", "food"};
    town of = make_town();
    preston_error error;
    preston_measure measure = firms(4.0);
    measure.sectors = (preston_words){two, 2};
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_MISSING, &error,
                 "one measure for each sector");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firms__sell_to_their_place_instead_of_others),
        cmocka_unit_test(firms__die_by_their_survival_curve),
        cmocka_unit_test(firms__sell_no_more_than_their_place_buys_outside),
        cmocka_unit_test(firms__give_room_to_measures_that_move_purchases),
        cmocka_unit_test(firms__of_nobody_change_nothing),
        cmocka_unit_test(firms__are_of_one_sector_in_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
