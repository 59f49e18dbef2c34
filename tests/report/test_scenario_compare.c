/* Scenarios side by side: the first as it is, the others as differences. */
#define _GNU_SOURCE /* open_memstream */
#include "cells.h"
#include "folder.h"
#include "program.h" /* behind() */
#include "test.h"
#include "town.h"

#include <preston/report.h>

enum { MOST = 3 };

/* What is moved to the town, and no measure at all. */
typedef struct compared {
    town at;
    const preston_projection *projections[MOST];
} compared;

static const char *const names[MOST] = {"half", "none", "tenth"};

static const preston_projection *moving(town *at, double share)
{
    preston_measure measure = make_measure(PRESTON_LEVER_RELOCATE, "nearer");
    measure.to = "town";
    measure.share = share;
    measure.premium = 0.0;
    return project(at, share > 0.0 ? 1 : 0, &measure);
}

static int make_compared(void **state)
{
    compared *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->at = make_town();
    made->projections[0] = moving(&made->at, 0.5);
    made->projections[1] = moving(&made->at, 0.0);
    made->projections[2] = moving(&made->at, 0.1);
    *state = made;
    return 0;
}

static int free_compared(void **state)
{
    compared *made = *state;
    free_town(&made->at);
    free(made);
    return 0;
}

static preston_status compare_into(int64_t count, const preston_projection *const *projections,
                                   const char *const *called, char **out_text, preston_error *error)
{
    size_t size = 0;
    FILE *stream = open_memstream(out_text, &size);
    assert_non_null(stream);
    preston_status status =
        preston_report_scenarios_compare_text(count, projections, called, stream, error);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(size == 0, status != PRESTON_OK); /* whole or not at all */
    return status;
}

static void compare_text__differences_against_the_first(void **state)
{
    const compared *on = *state;
    preston_error error = {0};
    char *text = NULL;
    assert_ok(compare_into(MOST, on->projections, names, &text, &error), &error);
    const char *table = behind(text, "value added, GBP million");
    double values[MOST] = {0.0};
    assert_int_equal(sscanf(behind(table, "\n  town "), " gross %lf %lf %lf", &values[0],
                            &values[1], &values[2]),
                     3);
    assert_close(values[0], gross_of(on->projections[0], "gva", "town", 3), 0.0, 0.00501);
    assert_close(values[1], -values[0], 0.0, 1e-9); /* nothing, less the first */
    /* a fifth of the first, less the first */
    assert_close(values[2], -0.8 * values[0], 0.0, 0.0101);
    (void)behind(text, "none differs by");
    (void)behind(text, "wages up 11 %");
    free(text);
}

static int named(const char *name)
{
    for (int which = 0; which < MOST; which++) {
        if (strcmp(name, names[which]) == 0) {
            return which;
        }
    }
    fail_msg("'%s' is not a scenario", name);
    return 0;
}

static void compare_csv__differences_against_the_first(void **state)
{
    const compared *on = *state;
    preston_error error = {0};
    char *folder = make_folder();
    char *path = path_in(folder, "compared.csv");
    assert_ok(preston_report_scenarios_compare_csv(MOST, on->projections, names, path, &error),
              &error);
    cells *rows = cells_read(folder, "compared.csv");
    int64_t differences[MOST] = {0};
    double sums[MOST][2] = {{0.0}}; /* of areas, and of differences */
    for (int64_t row = 0; row < rows->rows; row++) {
        int which = named(cells_text(rows, row, 0));
        int difference = strcmp(cells_text(rows, row, 1), "difference") == 0;
        differences[which] += difference;
        if ((difference || strcmp(cells_text(rows, row, 1), "area") == 0) &&
            strcmp(cells_text(rows, row, 3), "2023") == 0 &&
            strcmp(cells_text(rows, row, 4), "town") == 0 &&
            strcmp(cells_text(rows, row, 6), "jobs") == 0 &&
            strcmp(cells_text(rows, row, 8), "gross") == 0) {
            sums[which][difference] += cells_number(rows, row, 9);
        }
    }
    assert_int_equal(differences[0], 0);
    assert_int_equal(differences[1], 6 * 3 * 2 * 5 * 2); /* accounts, areas, closures, years, two */
    for (int which = 0; which < MOST; which++) {
        assert_close(sums[which][1], which == 0 ? 0.0 : sums[which][0] - sums[0][0], 1e-12, 1e-12);
    }
    assert_true(sums[0][0] > 10.0);
    cells_free(rows);
    free(path);
    remove_folder(folder);
}

static void assert_refused(int64_t count, const preston_projection *const *projections,
                           const char *const *called, preston_status expected, const char *message)
{
    preston_error error = {0};
    char *text = NULL;
    assert_fails(compare_into(count, projections, called, &text, &error), expected, &error,
                 message);
    free(text);
    error = (preston_error){0};
    assert_fails(
        preston_report_scenarios_compare_csv(count, projections, called, "/none/x.csv", &error),
        expected, &error, message);
}

static void compare__refusals(void **state)
{
    compared *on = *state;
    static const char *const twice[] = {"half", "none", "half"};
    static const char *const towns[] = {"town"};
    assert_refused(0, on->projections, names, PRESTON_ERROR_ARGUMENT, "no scenario");
    assert_refused(3, on->projections, twice, PRESTON_ERROR_ARGUMENT,
                   "two scenarios are named 'half'");
    on->at.data.last_year = 2025.0;
    const preston_projection *longer[] = {on->projections[0], moving(&on->at, 0.1)};
    assert_refused(2, longer, names, PRESTON_ERROR_VALUE, "'half' and 'none': the scenarios run");
    on->at.data.last_year = 2023.0;
    preston_words areas = on->at.data.areas;
    on->at.data.areas = one_word(towns);
    const preston_projection *narrower[] = {on->projections[0], moving(&on->at, 0.1)};
    assert_refused(2, narrower, names, PRESTON_ERROR_VALUE, "other accounts, areas or closures");
    on->at.data.areas = areas;
}

/* As many areas, with as large a baseline, and in another order. */
static void compare__areas_in_another_order(void **state)
{
    compared *on = *state;
    static const char *const turned[] = {"nation", "county", "town"};
    preston_words areas = on->at.data.areas;
    on->at.data.areas = (preston_words){turned, 3};
    const preston_projection *other[] = {on->projections[0], moving(&on->at, 0.1)};
    assert_refused(2, other, names, PRESTON_ERROR_VALUE, "'half' and 'none'");
    on->at.data.areas = areas;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compare_text__differences_against_the_first),
        cmocka_unit_test(compare_csv__differences_against_the_first),
        cmocka_unit_test(compare__refusals),
        cmocka_unit_test(compare__areas_in_another_order),
    };
    return cmocka_run_group_tests(tests, make_compared, free_compared);
}
