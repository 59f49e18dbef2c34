/* A scenario as tidy rows: they add up, and have the projection's own bits. */
#include "cells.h"
#include "folder.h"
#include "test.h"
#include "town.h"

#include <preston/report.h>

#include <math.h>

enum { SCENARIO, KIND, MEASURE, YEAR, AREA, SECTOR, ACCOUNT, CLOSURE, STATISTIC, VALUE, COLUMNS };

static const char *const care[] = {"care"};

static void make_measures(preston_measure *measures)
{
    measures[0] = make_measure(PRESTON_LEVER_RELOCATE, "nearer");
    measures[0].to = "town";
    measures[0].share = 0.5;
    measures[0].premium = 0.1;
    measures[0].adoption.form = PRESTON_PATH_LINEAR;
    measures[0].adoption.from = 0.0;
    measures[0].adoption.begins = 2019.0;
    measures[0].adoption.full = 2022.0;
    measures[0].source = "a survey";
    measures[1] = make_measure(PRESTON_LEVER_RESERVE, "reserved");
    measures[1].sectors = one_word(care);
    measures[1].type = "social";
    measures[1].share = 0.2;
    measures[1].has_additionality = 1;
    measures[1].additionality.deadweight = 0.25;
}

typedef struct written {
    town at;
    char *folder;
    const preston_projection *projection;
    cells *rows;
} written;

static int make_written(void **state)
{
    written *made = calloc(1, sizeof *made);
    preston_measure measures[2];
    preston_error error = {0};
    assert_non_null(made);
    make_measures(measures);
    made->at = make_town();
    made->folder = make_folder();
    made->projection = project(&made->at, 2, measures);
    char *path = path_in(made->folder, "town.csv");
    assert_ok(preston_report_scenario_csv(made->projection, NULL, path, &error), &error);
    free(path);
    made->rows = cells_read(made->folder, "town.csv");
    *state = made;
    return 0;
}

static int free_written(void **state)
{
    written *made = *state;
    cells_free(made->rows);
    remove_folder(made->folder);
    free_town(&made->at);
    free(made);
    return 0;
}

/* The value of the one row whose cells are these; "" is an empty cell. */
static double value_of(const cells *rows, const char *const wanted[VALUE])
{
    int64_t found = -1;
    for (int64_t row = 0; row < rows->rows; row++) {
        int fits = 1;
        for (int column = 0; fits && column < VALUE; column++) {
            fits = strcmp(cells_text(rows, row, column), wanted[column]) == 0;
        }
        if (fits) {
            assert_int_equal(found, -1); /* twice */
            found = row;
        }
    }
    if (found < 0) {
        fail_msg("no row %s,%s,%s,%s,%s,%s,%s,%s,%s", wanted[0], wanted[1], wanted[2], wanted[3],
                 wanted[4], wanted[5], wanted[6], wanted[7], wanted[8]);
    }
    return cells_number(rows, found, VALUE);
}

#define VALUE_OF(rows, ...) value_of(rows, (const char *const[VALUE]){"A town", __VA_ARGS__})

static const char *const years[] = {"2020", "2021", "2022", "2023", "present_value"};
static const char *const accounts[] = {"output", "gva",     "compensation",
                                       "jobs",   "imports", "public_revenue"};
static const char *const areas[] = {"town", "county", "nation"};
static const char *const closures[] = {"I", "II"};

enum { YEARS = 4, ACCOUNTS = 6, AREAS = 3 };

static void csv__header(void **state)
{
    static const char *const header[COLUMNS] = {"scenario",  "kind",   "measure", "year",
                                                "area",      "sector", "account", "closure",
                                                "statistic", "value"};
    const written *on = *state;
    assert_int_equal(on->rows->columns, COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
        assert_string_equal(cells_header(on->rows, column), header[column]);
    }
}

/* Every account, area, closure and year; the numbers to the last bit. */
static void csv__areas_are_the_projection(void **state)
{
    static const char *const statistics[] = {"baseline", "gross", "net"};
    const written *on = *state;
    preston_error error = {0};
    for (int k = 0; k < ACCOUNTS * AREAS * 2 * (YEARS + 1) * 3; k++) {
        int statistic = k % 3;
        int year = k / 3 % (YEARS + 1);
        int closure = k / 3 / (YEARS + 1) % 2;
        int area = k / 3 / (YEARS + 1) / 2 % AREAS;
        int account = k / 3 / (YEARS + 1) / 2 / AREAS;
        double expected = 0.0;
        assert_string_equal(preston_projection_accounts(on->projection).texts[account],
                            accounts[account]);
        assert_ok(preston_projection_value(on->projection, (preston_statistic)statistic,
                                           (preston_closure)closure, account, area,
                                           year < YEARS ? year : PRESTON_PRESENT_VALUE,
                                           PRESTON_ALL_MEASURES, &expected, &error),
                  &error);
        double value = VALUE_OF(on->rows, "area", "", years[year], areas[area], "",
                                accounts[account], closures[closure], statistics[statistic]);
        assert_true(value == expected);
    }
}

static void csv__measures_add_up(void **state)
{
    static const char *const statistics[] = {"gross", "net"};
    const written *on = *state;
    for (int k = 0; k < ACCOUNTS * AREAS * 2 * (YEARS + 1) * 2; k++) {
        const char *statistic = statistics[k % 2];
        const char *year = years[k / 2 % (YEARS + 1)];
        const char *closure = closures[k / 2 / (YEARS + 1) % 2];
        const char *area = areas[k / 4 / (YEARS + 1) % AREAS];
        const char *account = accounts[k / 4 / (YEARS + 1) / AREAS];
        double nearer =
            VALUE_OF(on->rows, "measure", "nearer", year, area, "", account, closure, statistic);
        double reserved =
            VALUE_OF(on->rows, "measure", "reserved", year, area, "", account, closure, statistic);
        double all = VALUE_OF(on->rows, "area", "", year, area, "", account, closure, statistic);
        /* rounding of the sums that a share is the mean of */
        assert_close(nearer + reserved, all, 1e-10, 1e-10);
    }
}

/* 3.5 % a year, to the first. */
static void csv__present_values_are_discounted_sums(void **state)
{
    const written *on = *state;
    for (int account = 0; account < ACCOUNTS; account++) {
        double sum = 0.0;
        for (int year = 0; year < YEARS; year++) {
            sum += VALUE_OF(on->rows, "measure", "nearer", years[year], "town", "",
                            accounts[account], "II", "gross") /
                   pow(1.035, year);
        }
        assert_close(VALUE_OF(on->rows, "measure", "nearer", "present_value", "town", "",
                              accounts[account], "II", "gross"),
                     sum, 1e-12, 0.0); /* five roundings */
    }
}

static void csv__places_add_up_to_areas(void **state)
{
    static const char *const places[] = {"rest-of-nation", "rest-of-county", "town"};
    const written *on = *state;
    for (int k = 0; k < ACCOUNTS * 2 * YEARS; k++) {
        const char *year = years[k % YEARS];
        const char *closure = closures[k / YEARS % 2];
        const char *account = accounts[k / YEARS / 2];
        double sum = 0.0;
        for (int place = 0; place < 3; place++) {
            sum +=
                VALUE_OF(on->rows, "place", "", year, places[place], "", account, closure, "gross");
        }
        /* the areas come from transposed solves, the places from plain ones: 1e-10 each */
        assert_close(sum,
                     VALUE_OF(on->rows, "area", "", year, "nation", "", account, closure, "gross"),
                     1e-8, 1e-6);
    }
}

/* By hand: outside the town the council buys 30 of food and 30 of care, the college 40 of works and
 * 10 of care; a third of a half of it moves in the first year, at a premium of a tenth. */
static void csv__states_by_hand(void **state)
{
    const written *on = *state;
    double eligible = VALUE_OF(on->rows, "state", "nearer", "2020", "", "", "", "", "eligible");
    assert_close(VALUE_OF(on->rows, "state", "nearer", "2020", "", "", "", "", "adoption"),
                 1.0 / 3.0, 1e-12, 0.0);
    assert_close(eligible, 110.0, 1e-12, 0.0);
    double wanted = VALUE_OF(on->rows, "state", "nearer", "2020", "", "", "", "", "wanted");
    assert_close(wanted, 110.0 / 6.0, 1e-12, 0.0);
    assert_close(VALUE_OF(on->rows, "state", "nearer", "2020", "", "", "", "", "placed"), wanted,
                 1e-12, 0.0);
    assert_close(VALUE_OF(on->rows, "state", "nearer", "2020", "", "", "", "", "premium"),
                 wanted * 0.1 / 1.1, 1e-12, 0.0);
}

static void csv__what_a_measure_rests_on(void **state)
{
    const written *on = *state;
    assert_true(VALUE_OF(on->rows, "measure", "nearer", "", "", "", "", "", "is_assumption") ==
                0.0);
    assert_true(VALUE_OF(on->rows, "measure", "reserved", "", "", "", "", "", "is_assumption") ==
                1.0);
    assert_close(VALUE_OF(on->rows, "measure", "nearer", "", "", "", "", "", "net_over_gross"), 1.0,
                 0.0, 0.0);
    assert_close(VALUE_OF(on->rows, "measure", "reserved", "", "", "", "", "", "net_over_gross"),
                 0.75, 1e-15, 0.0);
    assert_close(VALUE_OF(on->rows, "measure", "nearer", "", "town", "", "gva", "II", "reached_in"),
                 2022.0, 0.0, 0.0);
}

static void csv__conservation(void **state)
{
    const written *on = *state;
    assert_close(VALUE_OF(on->rows, "conservation", "", "", "", "", "", "I", "spent"), 140.0, 1e-12,
                 0.0);
    for (int k = 0; k < 2 * YEARS; k++) {
        assert_close(VALUE_OF(on->rows, "conservation", "", years[k % YEARS], "", "", "",
                              closures[k / YEARS], "accounted"),
                     VALUE_OF(on->rows, "conservation", "", years[k % YEARS], "", "", "",
                              closures[k / YEARS], "spent"),
                     0.0, 1e-9);
    }
}

/* What was moved of all sectors is what was placed. */
static void csv__premiums(void **state)
{
    static const char *const sectors[] = {"food", "care", "works"};
    const written *on = *state;
    double moved = 0.0;
    for (int i = 0; i < 3; i++) {
        moved += VALUE_OF(on->rows, "premium", "nearer", "2023", "", sectors[i], "", "", "moved");
        assert_true(VALUE_OF(on->rows, "premium", "nearer", "2023", "town", sectors[i], "gva", "II",
                             "break_even_premium") > VALUE_OF(on->rows, "premium", "nearer", "2023",
                                                              "nation", sectors[i], "gva", "II",
                                                              "break_even_premium"));
    }
    assert_close(moved, VALUE_OF(on->rows, "state", "nearer", "2023", "", "", "", "", "placed"),
                 1e-12, 0.0);
}

static void csv__band_holds_the_point(void **state)
{
    written *on = *state;
    preston_measure measures[2];
    preston_scenario_report_options options;
    preston_error error = {0};
    make_measures(measures);
    measures[0].share = 0.4;
    preston_scenario_report_options_init(&options);
    options.low = project(&on->at, 2, measures);
    options.high = on->projection;
    char *path = path_in(on->folder, "band.csv");
    assert_ok(preston_report_scenario_csv(on->projection, &options, path, &error), &error);
    free(path);
    cells *rows = cells_read(on->folder, "band.csv");
    const char *wanted[VALUE] = {"A town", "area", "", "2023", "town", "", "gva", "II", ""};
    double values[3];
    static const char *const ends[] = {"gross_low", "gross", "gross_high"};
    for (int k = 0; k < 3; k++) {
        wanted[STATISTIC] = ends[k];
        values[k] = value_of(rows, wanted);
    }
    assert_close(values[0], gross_of(options.low, "gva", "town", 3), 0.0, 0.0);
    assert_true(values[0] < values[1] && values[1] == values[2]);
    cells_free(rows);
}

static void csv__folder_that_is_not_there(void **state)
{
    const written *on = *state;
    preston_error error = {0};
    assert_fails(preston_report_scenario_csv(on->projection, NULL, "/none/town.csv", &error),
                 PRESTON_ERROR_FILE, &error, "/none/town.csv: cannot be written");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv__header),
        cmocka_unit_test(csv__areas_are_the_projection),
        cmocka_unit_test(csv__measures_add_up),
        cmocka_unit_test(csv__present_values_are_discounted_sums),
        cmocka_unit_test(csv__places_add_up_to_areas),
        cmocka_unit_test(csv__states_by_hand),
        cmocka_unit_test(csv__what_a_measure_rests_on),
        cmocka_unit_test(csv__conservation),
        cmocka_unit_test(csv__premiums),
        cmocka_unit_test(csv__band_holds_the_point),
        cmocka_unit_test(csv__folder_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, make_written, free_written);
}
