/* Lever 10: contracts reserved for a type of supplier, in the sectors the law opens. */
#include "test.h"
#include "town.h"

#include <math.h>

static const char *const open_by_law[] = {"open"};
static const char *const care[] = {"care"};
static const preston_sector_list lists[] = {{"open", {care, 1}}};

static town make_town_with_law(void)
{
    town of = make_town();
    of.data.sector_lists = lists;
    of.data.sector_list_count = 1;
    return of;
}

static preston_measure reserve(double share)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    measure.sectors = one_word(open_by_law);
    measure.type = "social";
    measure.share = share;
    return measure;
}

static int any_care(int buyer, int sector, int place, int social)
{
    (void)buyer, (void)place, (void)social;
    return sector == CARE;
}

static void reserve__moves_the_type_of_supplier_in_the_sectors_of_the_law(void **state)
{
    (void)state;
    town of = make_town_with_law();
    preston_measure measure = reserve(0.25);
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, any_care, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, ""), 15.0, 1e-14, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 5.0, 1e-14, 0.0);
    assert_close(bought(moved, 0, COLLEGE, CARE, REST_OF_NATION, "social"), 2.5, 1e-14, 0.0);
    assert_true(bought(moved, 0, COUNCIL, CARE, REST_OF_NATION, "social") == 10.0);
    /* a tenth of each pound more goes to wages there than on average */
    double wages[TOWN_PLACES * 3];
    preston_error error;
    assert_ok(preston_projection_by_place(moved, "compensation", 0,
                                          preston_matrix(wages, TOWN_PLACES, 3), &error),
              &error);
    assert_close(wages[TOWN * 3 + PRESTON_DIRECT], 0.1 * 5.0, 1e-12, 0.0);
    /* purchases are less for it, and value added more; output in the first round is the same */
    assert_true(gross_of(moved, "compensation", "town", 0) > 0.0);
    free_town(&of);
}

static void reserve__of_nothing_changes_nothing(void **state)
{
    (void)state;
    town of = make_town_with_law();
    preston_measure measure = reserve(0.0);
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void reserve__stops_at_what_the_type_can_supply(void **state)
{
    (void)state;
    town of = make_town_with_law();
    /* social suppliers make a fifth of care: 1 % of 200, 300 and 1500 in town, county and nation */
    of.data.capacity.headroom = 0.01;
    preston_measure measure = reserve(1.0);
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, any_care, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 0.2 * 0.01 * 200.0, 1e-12, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, REST_OF_COUNTY, "social"), 0.2 * 0.01 * 300.0,
                 1e-12, 0.0);
    preston_measure_state did = state_of(moved, 0, 0);
    assert_close(did.wanted, 50.0, 1e-12, 0.0);
    assert_close(did.placed, 0.2 * 0.01 * 2000.0, 1e-12, 0.0);
    assert_close(did.unplaced, did.wanted - did.placed, 1e-12, 0.0);
    free_town(&of);
}

static void reserve__in_some_places_alone(void **state)
{
    (void)state;
    static const char *const county[] = {"county"};
    town of = make_town_with_law();
    preston_measure measure = reserve(0.25);
    measure.from = one_word(county);
    preston_projection *moved = project(&of, 1, &measure);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, "social"), 5.0, 1e-14, 0.0);
    assert_true(bought(moved, 0, COLLEGE, CARE, REST_OF_NATION, "social") == 0.0);
    free_town(&of);
}

static void reserve__needs_a_type_that_is_there(void **state)
{
    (void)state;
    town of = make_town_with_law();
    preston_error error;
    preston_measure measure = reserve(0.25);
    measure.type = "guild";
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "type: 'guild'");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserve__moves_the_type_of_supplier_in_the_sectors_of_the_law),
        cmocka_unit_test(reserve__of_nothing_changes_nothing),
        cmocka_unit_test(reserve__stops_at_what_the_type_can_supply),
        cmocka_unit_test(reserve__in_some_places_alone),
        cmocka_unit_test(reserve__needs_a_type_that_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
