/* Levers 1 and 6 to 8: training and governance change the measures they apply to, and nothing else.
 */
#include "test.h"
#include "town.h"

#include <math.h>

static const char *const home[] = {"home"};
static const char *const food[] = {"food"};

static preston_measure relocate_slowly(void)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RELOCATE, "home");
    measure.sectors = one_word(food);
    measure.to = "town";
    measure.share = 0.5;
    measure.adoption.form = PRESTON_PATH_LINEAR;
    measure.adoption.begins = 2020.0;
    measure.adoption.full = 2030.0;
    return measure;
}

static preston_measure train(void)
{
    preston_measure measure = make_measure(PRESTON_LEVER_TRAIN, "training");
    measure.applies = one_word(home);
    return measure;
}

static double share_in(preston_projection *projection, int64_t year)
{
    return state_of(projection, 0, year).share;
}

static void train__alone_changes_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {relocate_slowly(), train()};
    measures[0].share = 0.0;
    measures[1].speeds = 1.0;
    check_changes_nothing(project(&of, 2, measures));
    free_town(&of);
}

static void train__raises_the_share(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {relocate_slowly(), train()};
    measures[1].raises_share = 0.2;
    measures[1].adoption.to = 0.5; /* half of the officials */
    preston_projection *moved = project(&of, 2, measures);
    assert_close(share_in(moved, 3), 0.3 * (0.5 + 0.2 * 0.5), 1e-12, 0.0);
    measures[1].raises_share = 0.9; /* a share ends at one */
    measures[1].adoption.to = 1.0;
    assert_close(share_in(project(&of, 2, measures), 3), 0.3, 1e-12, 0.0);
    free_town(&of);
}

static void train__speeds_what_follows(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {relocate_slowly(), train()};
    measures[1].speeds = 1.0; /* two years of adoption in each */
    preston_projection *moved = project(&of, 2, measures);
    for (int64_t year = 0; year < 4; year++) {
        assert_close(share_in(moved, year), 0.5 * 0.2 * (double)year, 1e-12, 1e-15);
    }
    free_town(&of);
}

static void train__of_nobody_changes_nothing_of_the_others(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measures[] = {relocate_slowly(), train()};
    measures[1].raises_share = 0.2;
    measures[1].adoption.to = 0.0;
    preston_projection *with = project(&of, 2, measures);
    preston_projection *without = project(&of, 1, measures);
    for (int64_t year = 0; year < 4; year++) {
        assert_true(gross_of(with, "gva", "town", year) == gross_of(without, "gva", "town", year));
    }
    free_town(&of);
}

static void governance__raises_adoption_and_ends_at_one(void **state)
{
    (void)state;
    static const preston_lever levers[] = {PRESTON_LEVER_CHARTER, PRESTON_LEVER_CO_CONSTRUCTION,
                                           PRESTON_LEVER_POLITICAL_WEIGHT};
    town of = make_town();
    for (int i = 0; i < 3; i++) {
        preston_measure measures[] = {relocate_slowly(), train()};
        measures[1].lever = levers[i];
        measures[1].raises_adoption = 0.1;
        preston_projection *moved = project(&of, 2, measures);
        assert_close(state_of(moved, 0, 3).adoption, 0.4, 1e-12, 0.0);
        measures[1].raises_adoption = 0.8;
        assert_close(state_of(project(&of, 2, measures), 0, 3).adoption, 1.0, 1e-12, 0.0);
        measures[1].raises_adoption = 0.0;
        preston_projection *same = project(&of, 2, measures);
        assert_close(state_of(same, 0, 3).adoption, 0.3, 1e-12, 0.0);
    }
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(train__alone_changes_nothing),
        cmocka_unit_test(train__raises_the_share),
        cmocka_unit_test(train__speeds_what_follows),
        cmocka_unit_test(train__of_nobody_changes_nothing_of_the_others),
        cmocka_unit_test(governance__raises_adoption_and_ends_at_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
