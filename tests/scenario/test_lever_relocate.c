/* Lever 12: purchases moved to a place. */
#include "test.h"
#include "town.h"

#include <math.h>

static const char *const food[] = {"food"};

static preston_measure relocate_food(double share)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RELOCATE, "home");
    measure.sectors = one_word(food);
    measure.to = "town";
    measure.share = share;
    return measure;
}

static int food_of_average(int buyer, int sector, int place, int social)
{
    (void)place;
    return buyer == COUNCIL && sector == FOOD && !social;
}

static void relocate__moves_the_share_of_its_sectors_and_nothing_else(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = relocate_food(0.5);
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, food_of_average, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, REST_OF_NATION, ""), 15.0, 1e-14, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, ""), 25.0, 1e-14, 0.0);
    assert_true(gross_of(moved, "gva", "town", 0) > 0.0);
    preston_measure_state did = state_of(moved, 0, 0);
    assert_close(did.eligible, 30.0, 1e-14, 0.0);
    assert_close(did.wanted, 15.0, 1e-14, 0.0);
    assert_close(did.placed, 15.0, 1e-14, 0.0);
    assert_true(did.spilled == 0.0 && did.unplaced == 0.0 && did.premium == 0.0);
    free_town(&of);
}

static void relocate__of_nothing_changes_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = relocate_food(0.0);
    check_changes_nothing(project(&of, 1, &measure));
    measure = relocate_food(0.5);
    measure.adoption.to = 0.0;
    check_changes_nothing(project(&of, 1, &measure));
    measure = relocate_food(0.5);
    measure.first_year = 2024.0; /* after the last */
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void relocate__spills_to_the_next_place_up_and_no_further(void **state)
{
    (void)state;
    town of = make_town();
    /* the town makes a tenth of 1000, the rest of the county a fifth: 1 % of them is 1 and 2 */
    of.data.capacity.headroom = 0.01;
    preston_measure measure = relocate_food(0.5);
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, food_of_average, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, ""), 11.0, 1e-12, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, REST_OF_COUNTY, ""), 2.0, 1e-12, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, REST_OF_NATION, ""), 27.0, 1e-12, 0.0);
    preston_measure_state did = state_of(moved, 0, 0);
    assert_close(did.placed, 1.0, 1e-12, 0.0);
    assert_close(did.spilled, 2.0, 1e-12, 0.0);
    assert_close(did.unplaced, 12.0, 1e-12, 0.0);
    free_town(&of);
}

static void relocate__stops_at_the_ceiling(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = relocate_food(1.0);
    measure.ceiling = 0.4; /* of 40 */
    preston_projection *moved = project(&of, 1, &measure);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, ""), 16.0, 1e-14, 0.0);
    measure.ceiling = 0.2; /* less than there is: nothing comes back */
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

static void relocate__from_some_places_alone(void **state)
{
    (void)state;
    static const char *const county[] = {"county"};
    town of = make_town();
    preston_measure measure = relocate_food(0.5);
    measure.sectors = (preston_words){NULL, 0};
    measure.from = one_word(county);
    preston_projection *moved = project(&of, 1, &measure);
    assert_close(bought(moved, 0, COUNCIL, CARE, REST_OF_COUNTY, ""), 10.0, 1e-14, 0.0);
    assert_close(bought(moved, 0, COUNCIL, CARE, TOWN, ""), 30.0, 1e-14, 0.0);
    assert_true(bought(moved, 0, COUNCIL, FOOD, REST_OF_NATION, "") == 30.0);
    free_town(&of);
}

static void relocate__to_a_type_of_supplier(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = relocate_food(0.5);
    measure.type = "social";
    preston_projection *moved = project(&of, 1, &measure);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, "social"), 15.0, 1e-14, 0.0);
    assert_true(bought(moved, 0, COUNCIL, FOOD, TOWN, "") == 10.0);
    free_town(&of);
}

static void relocate__a_dearer_bid_buys_less(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = relocate_food(0.5);
    measure.premium = 0.25;
    preston_projection *moved = project(&of, 1, &measure);
    check_moves_only(moved, food_of_average, 0.0);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, ""), 10.0 + 15.0 / 1.25, 1e-14, 0.0);
    assert_close(state_of(moved, 0, 0).premium, 3.0, 1e-12, 0.0);
    free_town(&of);
}

static void relocate__breaks_even_where_the_gain_is_nil(void **state)
{
    (void)state;
    static const char *const county[] = {"county"};
    static const char *const care[] = {"care"};
    town of = make_town();
    preston_error error;
    double premiums[TOWN_SECTORS];
    double moved[TOWN_SECTORS];
    preston_measure measure = relocate_food(0.5);
    measure.sectors = one_word(care);
    measure.from = one_word(county);
    preston_projection *at_no_premium = project(&of, 1, &measure);
    assert_ok(preston_projection_break_even(at_no_premium, 0, 3, "compensation", "county",
                                            preston_vector(premiums, TOWN_SECTORS, 1),
                                            preston_vector(moved, TOWN_SECTORS, 1), &error),
              &error);
    assert_close(moved[CARE], 10.0, 1e-12, 0.0);
    assert_true(moved[FOOD] == 0.0 && premiums[FOOD] == 0.0);
    assert_true(premiums[CARE] != 0.0 && fabs(premiums[CARE]) < 0.5);
    measure.premium = premiums[CARE];
    preston_projection *at_break_even = project(&of, 1, &measure);
    /* two equal effects: their difference is nil beside the wages of what is moved, about 5 */
    assert_close(gross_of(at_break_even, "compensation", "county", 3), 0.0, 0.0, 1e-9);
    assert_true(fabs(gross_of(at_no_premium, "compensation", "county", 3)) > 1e-4);
    free_town(&of);
}

static void relocate__refuses_what_is_not_there(void **state)
{
    (void)state;
    static const char *const nowhere[] = {"atlantis"};
    static const char *const nobody[] = {"harbour board"};
    town of = make_town();
    preston_error error;
    preston_measure measure = relocate_food(0.5);
    measure.to = "atlantis";
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "measure 'home': to: 'atlantis'");
    measure = relocate_food(0.5);
    measure.from = one_word(nowhere);
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "from: 'atlantis'");
    measure = relocate_food(0.5);
    measure.buyers = one_word(nobody);
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "buyers: 'harbour board'");
    measure = relocate_food(0.5);
    measure.sectors = one_word(nowhere);
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_LABEL, &error,
                 "sectors: 'atlantis'");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relocate__moves_the_share_of_its_sectors_and_nothing_else),
        cmocka_unit_test(relocate__of_nothing_changes_nothing),
        cmocka_unit_test(relocate__spills_to_the_next_place_up_and_no_further),
        cmocka_unit_test(relocate__stops_at_the_ceiling),
        cmocka_unit_test(relocate__from_some_places_alone),
        cmocka_unit_test(relocate__to_a_type_of_supplier),
        cmocka_unit_test(relocate__a_dearer_bid_buys_less),
        cmocka_unit_test(relocate__breaks_even_where_the_gain_is_nil),
        cmocka_unit_test(relocate__refuses_what_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
