/* What a scenario's report says: its numbers are those of the projection, as printed; what must be
 * read stands beside them. */
#define _GNU_SOURCE /* open_memstream */

#include "program.h" /* behind() */
#include "test.h"
#include "town.h"

#include <preston/report.h>

#include <math.h>

static const char *const food[] = {"food"};
static const char *const care[] = {"care"};

/* Half of the council's £30m of food from the rest of the nation comes to the town; a fifth of the
 * £50m of care that average suppliers deliver goes to social ones. */
static void make_measures(preston_measure *measures)
{
    measures[0] = make_measure(PRESTON_LEVER_RELOCATE, "nearer");
    measures[0].sectors = one_word(food);
    measures[0].to = "town";
    measures[0].share = 0.5;
    measures[0].premium = 0.0;
    measures[0].source = "the town's own survey of 2019";
    measures[0].has_additionality = 1;
    measures[0].additionality.deadweight = 0.4;
    measures[1] = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    measures[1].sectors = one_word(care);
    measures[1].type = "social";
    measures[1].share = 0.2;
    measures[1].premium = 0.0;
    measures[1].first_year = 2022.0;
}

/* The report as a text, freed by the caller. */
static char *report(const preston_projection *of, const preston_scenario_report_options *options)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    preston_error error = {0};
    assert_non_null(stream);
    assert_ok(preston_report_scenario_text(of, options, stream, &error), &error);
    assert_int_equal(fclose(stream), 0);
    return text;
}

/* What all tests read. */
typedef struct reported {
    town at;
    preston_projection *projection;
    char *text;
} reported;

static int make_reported(void **state)
{
    reported *made = calloc(1, sizeof *made);
    preston_measure measures[2];
    assert_non_null(made);
    make_measures(measures);
    made->at = make_town();
    made->projection = project(&made->at, 2, measures);
    made->text = report(made->projection, NULL);
    *state = made;
    return 0;
}

static int free_reported(void **state)
{
    reported *made = *state;
    free(made->text);
    free_town(&made->at);
    free(made);
    return 0;
}

static void text__sections_in_their_order(void **state)
{
    static const char *const pieces[] = {"A town\n======\n",
                                         "Purchases without any measure: 140.0 (GBP million)",
                                         "Years 2020 to 2023. Measures: 2.",
                                         "\nThe answer",
                                         "\nHow to read it",
                                         "\n1. By measure",
                                         "\n2. By year",
                                         "\n3. What became of the purchases",
                                         "\n4. How much dearer a bid may be",
                                         "\n5. Who gains and who loses in 2023",
                                         "\n6. Supply chains alone (Type I)",
                                         "\nWhat this rests on",
                                         NULL};
    const char *text = ((reported *)*state)->text;
    for (int i = 0; pieces[i] != NULL; i++) {
        text = behind(text, pieces[i]);
    }
    assert_null(strstr(((reported *)*state)->text, "Before and after"));
    assert_null(strstr(((reported *)*state)->text, "nan"));
}

/* Beside the headline, not in an appendix: before the first section. */
static void text__caveats_stand_at_the_headline(void **state)
{
    static const char *const caveats[] = {"Net: after deadweight",
                                          "No band: the scenario states no uncertainty",
                                          "each discounted to 2020 at 3.5 % a year",
                                          "Fixed prices",
                                          "no substitution",
                                          "average and not marginal",
                                          "job multipliers\n    run high",
                                          "wages up 11 %",
                                          "no statistically significant change in employment"};
    const char *text = ((reported *)*state)->text;
    const char *sections = strstr(text, "\n1. By measure");
    for (size_t i = 0; i < sizeof caveats / sizeof *caveats; i++) {
        assert_true(behind(text, caveats[i]) < sections);
    }
}

static double present(const preston_projection *of, preston_statistic statistic, int64_t area)
{
    double value = 0.0;
    preston_error error = {0};
    assert_ok(preston_projection_value(of, statistic, PRESTON_CLOSURE_II, 1, area,
                                       PRESTON_PRESENT_VALUE, PRESTON_ALL_MEASURES, &value, &error),
              &error);
    assert_string_equal(preston_projection_accounts(of).texts[1], "gva");
    return value;
}

/* The printed numbers are the projection's, to half of the last digit. */
static void text__answer_is_the_projection(void **state)
{
    const reported *on = *state;
    const char *answer = behind(on->text, "value added, GBP million");
    static const char *const rows[] = {"\n    town (here) ", "\n    county (with town) ",
                                       "\n    nation (national net) "};
    for (int area = 0; area < 3; area++) {
        double printed[4] = {0.0};
        assert_int_equal(sscanf(behind(answer, rows[area]), "%lf %lf %lf %lf", &printed[0],
                                &printed[1], &printed[2], &printed[3]),
                         4);
        assert_close(printed[0],
                     gross_of(on->projection, "gva",
                              preston_projection_areas(on->projection).texts[area], 3),
                     0.0, 0.00501);
        assert_close(printed[2], present(on->projection, PRESTON_STATISTIC_GROSS, area), 0.0,
                     0.00501);
        assert_close(printed[3], present(on->projection, PRESTON_STATISTIC_NET, area), 0.0,
                     0.00501);
    }
}

/* Gain here beside loss elsewhere, and what is left for the nation. */
static void text__here_and_elsewhere_add_up(void **state)
{
    const reported *on = *state;
    const char *answer = behind(on->text, "value added, GBP million");
    double here = strtod(behind(answer, "\n    town (here) "), NULL);
    double elsewhere = strtod(behind(answer, "\n    everywhere but town "), NULL);
    double nation = strtod(behind(answer, "\n    nation (national net) "), NULL);
    assert_true(here > 5.0 && elsewhere < -5.0);
    assert_close(here + elsewhere, nation, 0.0, 0.01501); /* three roundings */
}

static void text__measures_say_what_they_rest_on(void **state)
{
    const reported *on = *state;
    (void)behind(on->text, "nearer: the town's own survey of 2019.");
    (void)behind(on->text, "reserved: an ASSUMPTION: the scenario names no source");
    (void)behind(on->text, "Measures without a source, which are assumptions: 1 of 2");
    const char *stated = behind(on->text, "net / gross");
    double adoption = 0.0;
    double factor = 0.0;
    assert_int_equal(sscanf(behind(stated, "12, relocate"), "%lf %% %lf", &adoption, &factor), 2);
    assert_close(adoption, 100.0, 0.0, 0.0);
    assert_close(factor, 0.6, 0.0, 0.0005); /* a deadweight of 0.4 */
    assert_int_equal(sscanf(behind(stated, "10, reserve"), "%lf %% %lf", &adoption, &factor), 2);
    assert_close(factor, 1.0, 0.0, 0.0);
}

static void text__parts_of_measures_add_up(void **state)
{
    const reported *on = *state;
    const char *parts =
        behind(behind(on->text, "no source for its numbers"), "value added, GBP million");
    const char *rows[] = {"\n  nearer ", "\n  reserved ", "\n  all measures "};
    double values[3][5] = {{0.0}};
    int reached[3] = {0};
    for (int row = 0; row < 3; row++) {
        assert_int_equal(sscanf(behind(parts, rows[row]), "%lf %lf %lf %lf %lf %d", &values[row][0],
                                &values[row][1], &values[row][2], &values[row][3], &values[row][4],
                                &reached[row]),
                         6);
    }
    for (int column = 0; column < 5; column++) {
        assert_close(values[0][column] + values[1][column], values[2][column], 0.0, 0.01501);
    }
    assert_close(values[0][1], 0.6 * values[0][0], 0.0, 0.00801);
    assert_int_equal(reached[0], 2020);
    assert_int_equal(reached[1], 2022);
}

/* By hand: 30 may move, half of it does; of care 70 − 10 − its own; without limits all is placed.
 */
static void text__purchases_by_hand(void **state)
{
    const reported *on = *state;
    const char *table = behind(on->text, "\n3. What became of the purchases");
    double moved[6] = {0.0};
    assert_int_equal(sscanf(behind(table, "\n  nearer "), "%lf %lf %lf %lf %lf %lf", &moved[0],
                            &moved[1], &moved[2], &moved[3], &moved[4], &moved[5]),
                     6);
    static const double expected[] = {30.0, 15.0, 15.0, 0.0, 0.0, 0.0};
    for (int k = 0; k < 6; k++) {
        assert_close(moved[k], expected[k], 0.0, 1e-9);
    }
    /* 20 + 20 from average suppliers to the council, 10 to the college; a fifth of them */
    assert_int_equal(sscanf(behind(table, "\n  reserved "), "%lf %lf", &moved[0], &moved[1]), 2);
    assert_close(moved[0], 50.0, 0.0, 1e-9);
    assert_close(moved[1], 10.0, 0.0, 1e-9);
    (void)behind(table, "All purchases that were to be moved were moved.");
}

/* Nothing is gained in the nation by moving within a sector that all places make alike but what
 * households and trade make of it; here anything is a gain. */
static void text__break_even_premiums(void **state)
{
    const reported *on = *state;
    const char *section = behind(on->text, "\n4. How much dearer a bid may be");
    double moved = 0.0;
    double nation = 1.0;
    double premiums[TOWN_SECTORS];
    preston_error error = {0};
    assert_ok(preston_projection_break_even(on->projection, 0, 3, "gva", NULL,
                                            preston_vector(premiums, TOWN_SECTORS, 1),
                                            preston_vector(NULL, 0, 1), &error),
              &error);
    assert_int_equal(
        sscanf(behind(section, "\n  food "), "food %lf > 1000 %% %lf %%", &moved, &nation), 2);
    assert_close(moved, 15.0, 0.0, 1e-9);
    assert_close(nation, 100.0 * premiums[FOOD], 0.0, 0.0501);
    assert_ok(preston_projection_break_even(on->projection, 0, 3, "gva", "town",
                                            preston_vector(premiums, TOWN_SECTORS, 1),
                                            preston_vector(NULL, 0, 1), &error),
              &error);
    assert_true(premiums[FOOD] > 10.0);
}

static void text__who_gains_and_who_loses(void **state)
{
    const reported *on = *state;
    const char *section = behind(on->text, "\n5. Who gains and who loses in 2023");
    double gain = strtod(behind(behind(section, "who gains most"), "\n  town "), NULL);
    double loss = strtod(behind(behind(section, "who loses most"), "\n  Rest of nation "), NULL);
    assert_true(gain > 5.0 && loss < -5.0);
    assert_close(gain, gross_of(on->projection, "gva", "town", 3), 0.0, 0.00501);
    (void)behind(section, "the nation's net is");
}

static void text__type_i_beside_type_ii(void **state)
{
    const reported *on = *state;
    double pair[2] = {0.0};
    const char *row =
        behind(behind(on->text, "\n6. Supply chains alone"), "\n  value added, GBP million");
    assert_int_equal(sscanf(row, "%lf %lf", &pair[0], &pair[1]), 2);
    assert_true(0.0 < pair[0] && pair[0] < pair[1]); /* households spend on top of it */
}

static void text__money_is_said_to_be_conserved(void **state)
{
    const char *line = behind(((reported *)*state)->text, "are what is spent, to ");
    double gap = 1.0;
    double most = 0.0;
    assert_int_equal(sscanf(line, "%lf of at most %lf", &gap, &most), 2);
    assert_true(gap < 1e-8 && most > 140.0);
    (void)behind(line, "Each solve is certified to a relative error below");
}

/* --- other scenarios --- */

static void text__no_measure(void **state)
{
    (void)state;
    town at = make_town();
    char *text = report(project(&at, 0, NULL), NULL);
    (void)behind(text, "There is no measure: this is the baseline.");
    double here = strtod(behind(text, "\n    town (here) "), NULL);
    assert_true(here == 0.0);
    assert_null(strstr(text, "-0.0"));
    free(text);
    free_town(&at);
}

static void text__what_could_not_be_placed(void **state)
{
    (void)state;
    town at = make_town();
    preston_measure measures[2];
    make_measures(measures);
    at.data.capacity.headroom = 0.01; /* the town makes 100 of food, the rest of the county 200 */
    char *text = report(project(&at, 1, measures), NULL);
    double moved[5] = {0.0};
    assert_int_equal(sscanf(behind(behind(text, "\n3. What became"), "\n  nearer "),
                            "%lf %lf %lf %lf %lf", &moved[0], &moved[1], &moved[2], &moved[3],
                            &moved[4]),
                     5);
    assert_close(moved[2] + moved[3] + moved[4], 15.0, 0.0, 0.01501);
    assert_true(moved[2] > 0.0 && moved[3] > 0.0 && moved[4] > 0.0);
    (void)behind(text, "could NOT be placed");
    (void)behind(text, "a sector can grow by 1 % of its output");
    free(text);
    free_town(&at);
}

/* More firms than the town has customers for: that is not said of purchases. */
static void text__new_capacity_without_buyers(void **state)
{
    (void)state;
    town at = make_town();
    preston_measure measure = make_measure(PRESTON_LEVER_CREATE_FIRMS, "firms");
    measure.sectors = one_word(food);
    measure.to = "town";
    measure.firms_per_year = 1000.0;
    measure.jobs_per_firm = 10.0;
    measure.sales_here = 1.0;
    preston_path_init(&measure.survival);
    char *text = report(project(&at, 1, &measure), NULL);
    preston_measure_state last = state_of(at.projections[0], 0, 3);
    double capacity = 0.0;
    double firms = 0.0;
    assert_true(last.unplaced > 0.0);
    (void)behind(text, "new capacity finds NO buyers in its place for ");
    assert_null(strstr(text, "could NOT be placed"));
    assert_int_equal(
        sscanf(behind(behind(text, "capacity added"), "\n  firms "), "%lf %lf", &capacity, &firms),
        2);
    assert_close(capacity, last.capacity, 0.0, 0.00501);
    assert_close(firms, 4000.0, 0.0, 1e-9); /* none dies */
    free(text);
    free_town(&at);
}

/* A measure that only helps another has its net over gross: the one by which its net is made. */
static void text__helpers_share_additionality(void **state)
{
    (void)state;
    static const char *const nearer[] = {"nearer"};
    town at = make_town();
    preston_measure measures[2];
    make_measures(measures);
    measures[1] = make_measure(PRESTON_LEVER_TRAIN, "training");
    measures[1].applies = one_word(nearer);
    measures[1].raises_share = 0.2;
    char *text = report(project(&at, 2, measures), NULL);
    double factor = 0.0;
    double gross = 0.0;
    double net = 0.0;
    assert_int_equal(sscanf(behind(text, "1, train"), "%*f %% %lf", &factor), 1);
    assert_close(factor, 0.6, 0.0, 0.0005);
    const char *parts = behind(behind(text, "\n  training: an ASSUMPTION"), "value added");
    assert_int_equal(sscanf(behind(parts, "\n  training "), "%lf %lf", &gross, &net), 2);
    assert_true(gross > 1.0);
    assert_close(net, factor * gross, 0.0, 0.0101);
    free(text);
    free_town(&at);
}

/* The nation stands beside every gain, whether it is among the areas or not. */
static void text__nation_not_asked_for(void **state)
{
    (void)state;
    static const char *const areas[] = {"town"};
    town at = make_town();
    preston_measure measures[2];
    make_measures(measures);
    char *whole = report(project(&at, 2, measures), NULL);
    at.data.areas = one_word(areas);
    char *text = report(project(&at, 2, measures), NULL);
    static const char *const lines[] = {"\n    nation (national net) ",
                                        "\n    everywhere but town "};
    for (int k = 0; k < 2; k++) {
        assert_close(strtod(behind(text, lines[k]), NULL), strtod(behind(whole, lines[k]), NULL),
                     0.0, 0.0);
    }
    free(text);
    free(whole);
    free_town(&at);
}

static void text__band(void **state)
{
    (void)state;
    town at = make_town();
    preston_measure measures[2];
    preston_scenario_report_options options;
    make_measures(measures);
    const preston_projection *half = project(&at, 1, measures);
    measures[0].share = 0.25;
    const preston_projection *quarter = project(&at, 1, measures);
    preston_scenario_report_options_init(&options);
    options.low = quarter;
    options.high = half;
    options.delta_low = 0.1;
    options.delta_high = 0.3;
    char *text = report(half, &options);
    double point = 0.0;
    double low = 0.0;
    double high = 0.0;
    assert_int_equal(
        sscanf(behind(text, "\n    town (here) "), "%lf %lf to %lf", &point, &low, &high), 3);
    assert_close(low, gross_of(quarter, "gva", "town", 3), 0.0, 0.00501);
    assert_close(high, point, 0.0, 0.0);
    (void)behind(text, "The band is over delta from 0.1 to 0.3");
    free(text);
    free_town(&at);
}

/* --- refusals: nothing is printed --- */

static void assert_refused(const preston_projection *of,
                           const preston_scenario_report_options *options, preston_status expected,
                           const char *message)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    preston_error error = {0};
    assert_non_null(stream);
    assert_fails(preston_report_scenario_text(of, options, stream, &error), expected, &error,
                 message);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(size, 0);
    free(text);
}

static void text__band_of_another_scenario(void **state)
{
    (void)state;
    town at = make_town();
    preston_measure measures[2];
    preston_scenario_report_options options;
    make_measures(measures);
    const preston_projection *both = project(&at, 2, measures);
    preston_scenario_report_options_init(&options);
    options.low = both;
    assert_refused(both, &options, PRESTON_ERROR_ARGUMENT, "a band has two ends");
    options.high = project(&at, 1, measures);
    assert_refused(both, &options, PRESTON_ERROR_VALUE, "other years, areas, accounts or measures");
    at.data.last_year = 2022.0;
    options.high = project(&at, 2, measures);
    assert_refused(both, &options, PRESTON_ERROR_VALUE, "other years, areas, accounts or measures");
    options.low = options.high = NULL;
    options.most_rows = -1;
    assert_refused(both, &options, PRESTON_ERROR_ARGUMENT, "most_rows is -1");
    options.size = 1;
    assert_refused(both, &options, PRESTON_ERROR_ARGUMENT, "init function");
    free_town(&at);
}

static void text__disk_full(void **state)
{
    const reported *on = *state;
    FILE *full = fopen("/dev/full", "w");
    preston_error error = {0};
    assert_non_null(full);
    assert_fails(preston_report_scenario_text(on->projection, NULL, full, &error),
                 PRESTON_ERROR_FILE, &error, "the report cannot be written: No space left");
    (void)fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text__sections_in_their_order),
        cmocka_unit_test(text__caveats_stand_at_the_headline),
        cmocka_unit_test(text__answer_is_the_projection),
        cmocka_unit_test(text__here_and_elsewhere_add_up),
        cmocka_unit_test(text__measures_say_what_they_rest_on),
        cmocka_unit_test(text__parts_of_measures_add_up),
        cmocka_unit_test(text__purchases_by_hand),
        cmocka_unit_test(text__break_even_premiums),
        cmocka_unit_test(text__who_gains_and_who_loses),
        cmocka_unit_test(text__type_i_beside_type_ii),
        cmocka_unit_test(text__money_is_said_to_be_conserved),
        cmocka_unit_test(text__no_measure),
        cmocka_unit_test(text__what_could_not_be_placed),
        cmocka_unit_test(text__new_capacity_without_buyers),
        cmocka_unit_test(text__helpers_share_additionality),
        cmocka_unit_test(text__nation_not_asked_for),
        cmocka_unit_test(text__band),
        cmocka_unit_test(text__band_of_another_scenario),
        cmocka_unit_test(text__disk_full),
    };
    return cmocka_run_group_tests(tests, make_reported, free_reported);
}
