/* Measures together over years: parts that add up, places, present values, the same bits again. */
#include "test.h"
#include "town.h"

#include <math.h>

static const char *const food[] = {"food"};
static const char *const care[] = {"care"};
static const char *const movers[] = {"home", "reserved"};

enum { MEASURES = 4 };

/* Measures that interact: one speeds the others, one gives them room, two move the same purchases.
 */
static void make_measures(preston_measure *measures)
{
    measures[0] = make_measure(PRESTON_LEVER_RELOCATE, "home");
    measures[0].to = "town";
    measures[0].share = 0.3;
    measures[0].premium = 0.05;
    measures[0].adoption.form = PRESTON_PATH_LINEAR;
    measures[0].adoption.begins = 2019.0;
    measures[0].adoption.full = 2025.0;
    measures[1] = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    measures[1].sectors = one_word(care);
    measures[1].type = "social";
    measures[1].share = 0.4;
    measures[2] = make_measure(PRESTON_LEVER_TRAIN, "training");
    measures[2].applies = (preston_words){movers, 2};
    measures[2].raises_share = 0.1;
    measures[2].speeds = 0.5;
    measures[3] = make_measure(PRESTON_LEVER_CREATE_FIRMS, "firms");
    measures[3].sectors = one_word(care);
    measures[3].to = "town";
    measures[3].type = "social";
    measures[3].firms_per_year = 2.0;
    measures[3].jobs_per_firm = 12.0;
    measures[3].sales_here = 0.5;
}

static double value(const preston_projection *of, preston_statistic statistic, int64_t account,
                    int64_t area, int64_t year, int64_t measure)
{
    double found = 0.0;
    preston_error error;
    assert_ok(preston_projection_value(of, statistic, PRESTON_CLOSURE_II, account, area, year,
                                       measure, &found, &error),
              &error);
    return found;
}

/* Of all accounts and areas. */
static void check_parts_add_up(const preston_projection *of, int64_t measures)
{
    preston_words accounts = preston_projection_accounts(of);
    preston_words areas = preston_projection_areas(of);
    for (int64_t year = PRESTON_PRESENT_VALUE; year < preston_projection_years(of); year++) {
        for (int64_t k = 0; k < accounts.count * areas.count; k++) {
            double sum = 0.0;
            double size = 0.0;
            for (int64_t i = 0; i < measures; i++) {
                double part = value(of, PRESTON_STATISTIC_GROSS, k % accounts.count,
                                    k / accounts.count, year, i);
                sum += part;
                size += fabs(part);
            }
            assert_close(sum,
                         value(of, PRESTON_STATISTIC_GROSS, k % accounts.count, k / accounts.count,
                               year, PRESTON_ALL_MEASURES),
                         1e-11, 1e-11 * size);
        }
    }
}

static void projection__parts_of_measures_add_up(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    of.data.capacity.headroom = 0.02;
    make_measures(measures);
    preston_projection *made = project(&of, MEASURES, measures);
    check_parts_add_up(made, MEASURES);
    assert_true(value(made, PRESTON_STATISTIC_GROSS, 1, 0, 3, 2) > 0.0); /* training has its part */
    free_town(&of);
}

static void projection__parts_of_many_measures_add_up(void **state)
{
    (void)state;
    enum { MANY = 14 };
    preston_measure measures[MANY];
    char ids[MANY][8];
    town of = make_town();
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "m%d", i);
        measures[i] = make_measure(PRESTON_LEVER_RELOCATE, ids[i]);
        measures[i].to = i % 2 ? "town" : "rest-of-county";
        measures[i].sectors = one_word(i % 3 ? food : care);
        measures[i].share = 0.05 * (double)(i + 1);
    }
    check_parts_add_up(project(&of, MANY, measures), MANY);
    free_town(&of);
}

static void projection__two_alike_have_equal_parts(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    make_measures(measures);
    measures[1] = measures[0];
    measures[1].id = "home again";
    preston_projection *made = project(&of, 2, measures);
    for (int64_t area = 0; area < 3; area++) {
        assert_close(value(made, PRESTON_STATISTIC_GROSS, 1, area, 3, 0),
                     value(made, PRESTON_STATISTIC_GROSS, 1, area, 3, 1), 1e-12, 1e-13);
    }
    free_town(&of);
}

/* Effects of units, and solves of whole years, are two ways to one answer. */
static void projection__places_add_up_to_areas(void **state)
{
    (void)state;
    static const int64_t members[3][3] = {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}};
    preston_measure measures[MEASURES];
    town of = make_town();
    make_measures(measures);
    preston_projection *made = project(&of, MEASURES, measures);
    preston_words accounts = preston_projection_accounts(made);
    preston_error error;
    for (int64_t account = 0; account < accounts.count; account++) {
        if (strcmp(accounts.texts[account], "public_revenue") == 0) {
            continue; /* two accounts of the table */
        }
        for (int64_t year = -1; year < 4; year++) {
            double cells[TOWN_PLACES * 3];
            assert_ok(preston_projection_by_place(made, accounts.texts[account], year,
                                                  preston_matrix(cells, TOWN_PLACES, 3), &error),
                      &error);
            for (int area = 0; area < 3; area++) {
                double sum = 0.0;
                for (int i = 0; i < TOWN_PLACES * 3; i++) {
                    sum += members[area][i / 3] ? cells[i] : 0.0;
                }
                assert_close(value(made,
                                   year < 0 ? PRESTON_STATISTIC_BASELINE : PRESTON_STATISTIC_GROSS,
                                   account, area, year < 0 ? 0 : year, PRESTON_ALL_MEASURES),
                             sum, 1e-9, 1e-9); /* both solves are certified to 1e-9 */
            }
        }
    }
    free_town(&of);
}

static void projection__present_values_are_discounted(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    of.data.discount_rate = 0.1;
    make_measures(measures);
    preston_projection *made = project(&of, MEASURES, measures);
    double sum = 0.0;
    for (int64_t year = 0; year < 4; year++) {
        sum += value(made, PRESTON_STATISTIC_GROSS, 1, 0, year, PRESTON_ALL_MEASURES) /
               pow(1.1, (double)year);
    }
    assert_close(
        value(made, PRESTON_STATISTIC_GROSS, 1, 0, PRESTON_PRESENT_VALUE, PRESTON_ALL_MEASURES),
        sum, 1e-13, 0.0);
    of.data.prices_year = 2022.0; /* in money of that year everything is worth 1.1² more */
    preston_projection *later = project(&of, MEASURES, measures);
    assert_close(
        value(later, PRESTON_STATISTIC_GROSS, 1, 0, PRESTON_PRESENT_VALUE, PRESTON_ALL_MEASURES),
        1.21 * sum, 1e-13, 0.0);
    free_town(&of);
}

static void projection__net_is_each_measure_by_its_own_additionality(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    preston_error error;
    make_measures(measures);
    assert_ok(preston_additionality_published("standard", &of.data.additionality, &error), &error);
    of.data.has_additionality = 1;
    assert_ok(preston_additionality_published("conservative", &measures[0].additionality, &error),
              &error);
    measures[0].has_additionality = 1;
    preston_projection *made = project(&of, 2, measures);
    double first = value(made, PRESTON_STATISTIC_GROSS, 1, 0, 3, 0);
    double second = value(made, PRESTON_STATISTIC_GROSS, 1, 0, 3, 1);
    assert_close(value(made, PRESTON_STATISTIC_NET, 1, 0, 3, 0), 0.2964 * first, 1e-12, 0.0);
    assert_close(value(made, PRESTON_STATISTIC_NET, 1, 0, 3, PRESTON_ALL_MEASURES),
                 0.2964 * first + 0.54 * second, 1e-12, 1e-13);
    free_town(&of);
}

static void projection__measures_that_help_are_as_additional_as_what_they_help(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    preston_error error;
    make_measures(measures);
    assert_ok(preston_additionality_published("conservative", &measures[0].additionality, &error),
              &error);
    measures[0].has_additionality = 1;
    assert_ok(preston_additionality_published("standard", &measures[1].additionality, &error),
              &error);
    measures[1].has_additionality = 1;
    preston_projection *made = project(&of, 3, measures); /* the third trains for both */
    assert_close(value(made, PRESTON_STATISTIC_NET, 1, 0, 3, 2),
                 0.2964 * value(made, PRESTON_STATISTIC_GROSS, 1, 0, 3, 2), 1e-12, 0.0);
    free_town(&of);
}

static void projection__says_when_an_effect_is_reached(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    preston_error error;
    int64_t year = 7;
    make_measures(measures);
    measures[0].premium = 0.0;
    measures[0].adoption.begins = 2020.0;
    measures[0].adoption.full = 2022.0; /* 0, a half, 1, 1 */
    preston_projection *made = project(&of, 1, measures);
    assert_ok(preston_projection_reached(made, PRESTON_CLOSURE_II, 1, 0, 0, 0.9, &year, &error),
              &error);
    assert_int_equal(year, 2);
    assert_ok(preston_projection_reached(made, PRESTON_CLOSURE_II, 1, 0, 0, 0.5, &year, &error),
              &error);
    assert_int_equal(year, 1);
    measures[0].share = 0.0;
    made = project(&of, 1, measures);
    assert_ok(preston_projection_reached(made, PRESTON_CLOSURE_II, 1, 0, 0, 0.9, &year, &error),
              &error);
    assert_int_equal(year, -1);
    free_town(&of);
}

static void projection__has_the_same_bits_again(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    town of = make_town();
    of.data.capacity.headroom = 0.02;
    make_measures(measures);
    preston_projection *one = project(&of, MEASURES, measures);
    preston_projection *other = project(&of, MEASURES, measures);
    int64_t sets = preston_projection_accounts(one).count * 3;
    for (int64_t i = 0; i < sets * 4 * (MEASURES + 1); i++) {
        int64_t measure = i / sets / 4 - 1;
        assert_true(
            value(one, PRESTON_STATISTIC_GROSS, i % sets / 3, i % 3, i / sets % 4, measure) ==
            value(other, PRESTON_STATISTIC_GROSS, i % sets / 3, i % 3, i / sets % 4, measure));
    }
    free_town(&of);
}

static void projection__without_measures_is_the_baseline(void **state)
{
    (void)state;
    town of = make_town();
    check_changes_nothing(project(&of, 0, NULL));
    free_town(&of);
}

/* The purchases of a year are a ledger: of the baseline, they give it again; between two years, the
 * causes of the change add up to it. */
static void projection__years_are_ledgers(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    preston_ledger *ledgers[2] = {NULL};
    preston_comparison *comparison = NULL;
    preston_error error;
    town of = make_town();
    make_measures(measures);
    measures[0].premium = 0.0; /* a premium is in no ledger of volumes */
    preston_projection *made = project(&of, 2, measures);
    for (int k = 0; k < 2; k++) {
        assert_ok(preston_projection_ledger(made, k == 0 ? -1 : 3, &ledgers[k], &error), &error);
    }
    assert_close(preston_ledger_total(ledgers[1]), preston_ledger_total(ledgers[0]), 1e-12, 0.0);
    assert_ok(preston_comparison_create(of.model, ledgers[0], ledgers[1], NULL, of.types, NULL,
                                        NULL, &comparison, &error),
              &error);
    double causes[4];
    for (int cause = 0; cause < 4; cause++) {
        causes[cause] = 0.0;
        for (int part = 0; part < 3; part++) {
            double found = 0.0;
            assert_ok(preston_comparison_value(comparison, (preston_cause)cause, "gva",
                                               (preston_part)part, TOWN, &found, &error),
                      &error);
            causes[cause] += found;
        }
    }
    assert_close(causes[PRESTON_VOLUME], 0.0, 0.0, 1e-10);
    assert_close(causes[PRESTON_MIX], 0.0, 0.0, 1e-10);
    assert_true(causes[PRESTON_LOCALISATION] > 0.0 && causes[PRESTON_SUPPLIER_TYPE] != 0.0);
    assert_close(causes[0] + causes[1] + causes[2] + causes[3],
                 value(made, PRESTON_STATISTIC_GROSS, 1, 0, 3, PRESTON_ALL_MEASURES), 1e-9, 1e-9);
    preston_comparison_free(comparison);
    preston_ledger_free(ledgers[0]);
    preston_ledger_free(ledgers[1]);
    free_town(&of);
}

static void projection__compares_with_its_own_baseline_alone(void **state)
{
    (void)state;
    preston_measure measures[MEASURES];
    preston_error error;
    town of = make_town();
    make_measures(measures);
    preston_projection *one = project(&of, 1, measures);
    preston_projection *other = project(&of, 2, measures);
    assert_ok(preston_projection_same_baseline(one, other, &error), &error);
    of.data.ledger.price_factor = 2.0;
    preston_projection *dearer = project(&of, 1, measures);
    assert_fails(preston_projection_same_baseline(one, dearer, &error), PRESTON_ERROR_VALUE, &error,
                 "the baseline of output in town");
    of.data.last_year = 2022.0;
    preston_projection *shorter = project(&of, 1, measures);
    assert_fails(preston_projection_same_baseline(one, shorter, &error), PRESTON_ERROR_VALUE,
                 &error, "2020 to 2022");
    free_town(&of);
}

static void projection__refuses_what_it_has_no_numbers_for(void **state)
{
    (void)state;
    static const char *const nowhere[] = {"atlantis"};
    preston_measure measures[MEASURES];
    preston_error error;
    double found = 7.0;
    town of = make_town();
    make_measures(measures);
    preston_projection *made = project(&of, 1, measures);
    assert_fails(preston_projection_value(made, PRESTON_STATISTIC_GROSS, PRESTON_CLOSURE_II, 1, 0,
                                          4, 0, &found, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "year 4");
    assert_fails(preston_projection_value(made, PRESTON_STATISTIC_GROSS, PRESTON_CLOSURE_II, 99, 0,
                                          0, 0, &found, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "account 99");
    assert_true(found == 7.0);
    of.data.areas = one_word(nowhere);
    assert_fails(try_project(&of, 1, measures, &error), PRESTON_ERROR_LABEL, &error,
                 "areas: 'atlantis'");
    of.data.areas = (preston_words){NULL, 0};
    of.data.accounts = one_word(nowhere);
    assert_fails(try_project(&of, 1, measures, &error), PRESTON_ERROR_MISSING, &error,
                 "no account 'atlantis'");
    free_town(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projection__parts_of_measures_add_up),
        cmocka_unit_test(projection__parts_of_many_measures_add_up),
        cmocka_unit_test(projection__two_alike_have_equal_parts),
        cmocka_unit_test(projection__places_add_up_to_areas),
        cmocka_unit_test(projection__present_values_are_discounted),
        cmocka_unit_test(projection__net_is_each_measure_by_its_own_additionality),
        cmocka_unit_test(projection__measures_that_help_are_as_additional_as_what_they_help),
        cmocka_unit_test(projection__says_when_an_effect_is_reached),
        cmocka_unit_test(projection__has_the_same_bits_again),
        cmocka_unit_test(projection__without_measures_is_the_baseline),
        cmocka_unit_test(projection__years_are_ledgers),
        cmocka_unit_test(projection__compares_with_its_own_baseline_alone),
        cmocka_unit_test(projection__refuses_what_it_has_no_numbers_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
