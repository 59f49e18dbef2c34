/* Lever 2: a register makes capacity known, sector by sector, and raises the ceiling of others. */
#include "test.h"
#include "town.h"

static const char *const home[] = {"home"};
static const char *const food[] = {"food"};
static const char *const care[] = {"care"};

/* The town makes 100 of food; it may grow by 10, of which buyers know 4. */
static town make_town_half_known(void)
{
    town of = make_town();
    of.data.capacity.headroom = 0.1;
    of.data.capacity.known = 0.4;
    return of;
}

static preston_measure relocate(double share)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RELOCATE, "home");
    measure.sectors = one_word(food);
    measure.to = "town";
    measure.share = share;
    return measure;
}

static preston_measure register_of(const char *const *sector, double coverage)
{
    preston_measure measure = make_measure(PRESTON_LEVER_MAP_SUPPLIERS, "register");
    measure.sectors = one_word(sector);
    measure.adoption.to = coverage;
    return measure;
}

static void map__makes_capacity_of_its_sectors_known(void **state)
{
    (void)state;
    town of = make_town_half_known();
    preston_measure measures[] = {relocate(1.0), register_of(food, 0.5)};
    assert_close(state_of(project(&of, 1, measures), 0, 0).placed, 4.0, 1e-12, 0.0);
    assert_close(state_of(project(&of, 2, measures), 0, 0).placed, 7.0, 1e-12, 0.0);
    measures[1] = register_of(food, 1.0);
    assert_close(state_of(project(&of, 2, measures), 0, 0).placed, 10.0, 1e-12, 0.0);
    measures[1] = register_of(care, 1.0); /* of another sector */
    assert_close(state_of(project(&of, 2, measures), 0, 0).placed, 4.0, 1e-12, 0.0);
    measures[1] = register_of(food, 0.0);
    assert_close(state_of(project(&of, 2, measures), 0, 0).placed, 4.0, 1e-12, 0.0);
    free_town(&of);
}

static void map__raises_the_ceiling(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {relocate(1.0), register_of(food, 0.5)};
    measures[0].ceiling = 0.4;
    measures[1].applies = one_word(home);
    measures[1].raises_ceiling = 0.2;
    preston_projection *moved = project(&of, 2, measures);
    assert_close(bought(moved, 0, COUNCIL, FOOD, TOWN, ""), 40.0 * 0.5, 1e-12, 0.0);
    free_town(&of);
}

static void map__alone_changes_nothing(void **state)
{
    (void)state;
    town of = make_town_half_known();
    preston_measure measure = register_of(food, 1.0);
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map__makes_capacity_of_its_sectors_known),
        cmocka_unit_test(map__raises_the_ceiling),
        cmocka_unit_test(map__alone_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
