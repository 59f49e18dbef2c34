/* Lever 4: capital in collective projects: what is built now, capacity later. */
#include "test.h"
#include "town.h"

static const char *const care[] = {"care"};

static preston_measure invest(double amount)
{
    preston_measure measure = make_measure(PRESTON_LEVER_INVEST, "capital");
    measure.sectors = one_word(care);
    measure.to = "town";
    measure.type = "social";
    measure.amount = amount;
    measure.public_share = 0.4;
    measure.form = "scic";
    measure.buys = "works";
    measure.output_per_capital = 0.5;
    measure.lag = 2.0;
    measure.last_year = 2020.0;
    return measure;
}

static int no_purchase(int buyer, int sector, int place, int social)
{
    (void)buyer, (void)sector, (void)place, (void)social;
    return 0;
}

static void invest__builds_now_and_adds_capacity_after_the_lag(void **state)
{
    (void)state;
    town of = make_town();
    of.data.last_year = 2020.0;
    preston_measure measure = invest(4e6);
    preston_projection *first = project(&of, 1, &measure);
    check_moves_only(first, no_purchase, 10.0); /* 4 of the town's are 40 % */
    assert_true(gross_of(first, "gva", "nation", 0) > 0.0);
    of.data.last_year = 2023.0;
    preston_projection *moved = project(&of, 1, &measure);
    static const double capacity[] = {0.0, 0.0, 5.0, 5.0};
    for (int64_t year = 0; year < 4; year++) {
        assert_close(state_of(moved, 0, year).capacity, capacity[year], 1e-12, 0.0);
    }
    assert_true(gross_of(moved, "gva", "nation", 1) == 0.0); /* paid in once */
    free_town(&of);
}

static void invest__is_spent_in_the_mix_of_a_final_use(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure by_sector = invest(4e6);
    preston_measure by_use = invest(4e6);
    by_use.buys = "capital"; /* which buys works alone here */
    assert_true(gross_of(project(&of, 1, &by_sector), "gva", "town", 0) ==
                gross_of(project(&of, 1, &by_use), "gva", "town", 0));
    free_town(&of);
}

static void invest__keeps_to_half_of_a_cooperative(void **state)
{
    (void)state;
    town of = make_town();
    preston_error error;
    preston_measure measure = invest(4e6);
    measure.public_share = 0.5;
    assert_close(state_of(project(&of, 1, &measure), 0, 0).wanted, 8.0, 1e-14, 0.0);
    measure.public_share = 0.51;
    assert_fails(try_project(&of, 1, &measure, &error), PRESTON_ERROR_VALUE, &error,
                 "at most half of the capital of a SCIC");
    free_town(&of);
}

static void invest__of_nothing_changes_nothing(void **state)
{
    (void)state;
    town of = make_town();
    preston_measure measure = invest(0.0);
    check_changes_nothing(project(&of, 1, &measure));
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invest__builds_now_and_adds_capacity_after_the_lag),
        cmocka_unit_test(invest__is_spent_in_the_mix_of_a_final_use),
        cmocka_unit_test(invest__keeps_to_half_of_a_cooperative),
        cmocka_unit_test(invest__of_nothing_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
