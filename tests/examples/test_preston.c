/* The program examples/preston: what it prints and writes. */
#include "cells.h"
#include "folder.h"
#include "program.h"
#include "test.h"

#include <math.h>

enum { LEDGER, PLACE, CLOSURE, ACCOUNT, PART, VALUE, COLUMNS };
enum { ROWS = 2 * 3 * 2 * 6 * 3 };

static outcome run_with(const char *folder, const char *const *more, cells **out_csv)
{
    const char *arguments[12] = {"--csv"};
    char *csv = path_in(folder, "result.csv");
    arguments[1] = csv;
    for (int i = 0; more[i] != NULL; i++) {
        assert_true(i < 9);
        arguments[2 + i] = more[i];
    }
    outcome ended = run_program("preston", arguments);
    assert_exited(&ended, 0);
    assert_string_equal(ended.err, "");
    *out_csv = cells_read(folder, "result.csv");
    free(csv);
    return ended;
}

/* What all tests read: one run on the shipped data. */
typedef struct shipped_run {
    char *folder;
    outcome ended;
    cells *csv;
} shipped_run;

static int make_run(void **state)
{
    static const char *const nothing[] = {NULL};
    shipped_run *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->folder = make_folder();
    made->ended = run_with(made->folder, nothing, &made->csv);
    *state = made;
    return 0;
}

static int free_run(void **state)
{
    shipped_run *made = *state;
    cells_free(made->csv);
    outcome_free(&made->ended);
    remove_folder(made->folder);
    free(made);
    return 0;
}

/* --- the CSV file --- */

static void preston_csv__header_and_rows(void **state)
{
    static const char header[] = "ledger,place,closure,account,part,value\n";
    static const char *const ledgers[] = {"before", "after"};
    static const char *const closures[] = {"I", "II"};
    static const char *const places[] = {"preston", "rest-of-lancashire", "rest-of-uk"};
    static const char *const accounts[] = {"output", "gva",     "compensation",
                                           "jobs",   "imports", "taxes"};
    static const char *const parts[] = {"direct", "indirect", "induced"};
    const shipped_run *on = *state;
    char *text = read_bytes(on->folder, "result.csv", NULL);
    assert_memory_equal(text, header, strlen(header));
    free(text);
    assert_int_equal(on->csv->columns, COLUMNS);
    assert_int_equal(on->csv->rows, ROWS);
    for (int64_t row = 0; row < ROWS; row++) {
        assert_string_equal(cells_text(on->csv, row, LEDGER), ledgers[row / 108]);
        assert_string_equal(cells_text(on->csv, row, CLOSURE), closures[row / 54 % 2]);
        assert_string_equal(cells_text(on->csv, row, PLACE), places[row / 18 % 3]);
        assert_string_equal(cells_text(on->csv, row, ACCOUNT), accounts[row / 3 % 6]);
        assert_string_equal(cells_text(on->csv, row, PART), parts[row % 3]);
    }
}

static void preston_csv__numbers_are_written_to_the_last_bit(void **state)
{
    const shipped_run *on = *state;
    for (int64_t row = 0; row < ROWS; row++) {
        char again[40];
        (void)snprintf(again, sizeof again, "%.17g", cells_number(on->csv, row, VALUE));
        assert_string_equal(cells_text(on->csv, row, VALUE), again);
    }
}

/* The sum of the rows whose cells are these; NULL for any. */
static double sum_of(const cells *csv, const char *ledger, const char *closure, const char *account,
                     const char *place)
{
    const char *const wanted[] = {ledger, place, closure, account};
    double sum = 0.0;
    for (int64_t row = 0; row < csv->rows; row++) {
        int fits = 1;
        for (int column = LEDGER; column <= ACCOUNT; column++) {
            fits = fits && (wanted[column] == NULL ||
                            strcmp(wanted[column], cells_text(csv, row, column)) == 0);
        }
        sum += fits ? cells_number(csv, row, VALUE) : 0.0;
    }
    return sum;
}

static double accounted(const cells *csv, const char *ledger, const char *closure)
{
    return sum_of(csv, ledger, closure, "gva", NULL) +
           sum_of(csv, ledger, closure, "imports", NULL) +
           sum_of(csv, ledger, closure, "taxes", NULL);
}

static void preston_csv__money_is_conserved(void **state)
{
    const shipped_run *on = *state;
    assert_close(accounted(on->csv, "before", "I"), 750.0, 0.0, 1e-6);
    assert_close(accounted(on->csv, "after", "I"), 617.0, 0.0, 1e-6);
    assert_true(accounted(on->csv, "before", "II") > 900.0);
}

static void preston_csv__closures_share_the_direct_and_indirect_parts(void **state)
{
    const shipped_run *on = *state;
    for (int64_t row = 0; row < ROWS; row++) {
        if (row / 54 % 2 == 1) {
            continue;
        }
        if (row % 3 == 2) {
            assert_string_equal(cells_text(on->csv, row, VALUE), "0");
            assert_true(cells_number(on->csv, row + 54, VALUE) > 0.0);
        } else {
            assert_string_equal(cells_text(on->csv, row, VALUE),
                                cells_text(on->csv, row + 54, VALUE));
        }
    }
}

/* Computed apart, by other code: tests/data/README.md says how. */
static void preston_csv__as_a_second_implementation_has_it(void **state)
{
    const shipped_run *on = *state;
    cells *golden = cells_read(TESTS_DATA "/golden", "preston.csv");
    double worst = 0.0;
    assert_int_equal(golden->rows, on->csv->rows);
    for (int64_t row = 0; row < ROWS; row++) {
        for (int column = LEDGER; column <= PART; column++) {
            assert_string_equal(cells_text(on->csv, row, column), cells_text(golden, row, column));
        }
        double value = cells_number(on->csv, row, VALUE);
        double expected = cells_number(golden, row, VALUE);
        assert_close(value, expected, 0.0, 1e-8);
        worst = fmax(worst, fabs(value - expected));
    }
    print_message("%d numbers, at most %.1e off\n", ROWS, worst);
    cells_free(golden);
}

/* --- options --- */

static void preston_options__delta(void **state)
{
    const shipped_run *on = *state;
    char *folder = make_folder();
    cells *same = NULL;
    cells *lower = NULL;
    outcome default_delta = run_with(folder, (const char *const[]){"--delta", "0.25", NULL}, &same);
    outcome more_local = run_with(folder, (const char *const[]){"--delta", "0.1", NULL}, &lower);
    assert_string_equal(default_delta.out, on->ended.out);
    for (int64_t row = 0; row < ROWS; row++) {
        assert_string_equal(cells_text(same, row, VALUE), cells_text(on->csv, row, VALUE));
    }
    /* less delta: more is bought here, and nothing is lost */
    assert_true(sum_of(lower, "after", "II", "output", "preston") >
                1.05 * sum_of(on->csv, "after", "II", "output", "preston"));
    assert_close(accounted(lower, "after", "I"), 617.0, 0.0, 1e-6);
    cells_free(same);
    cells_free(lower);
    outcome_free(&default_delta);
    outcome_free(&more_local);
    remove_folder(folder);
}

static void preston_options__deflators(void **state)
{
    const shipped_run *on = *state;
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended = run_with(
        folder, (const char *const[]){"--deflate-before", "1.1", "--deflate-after", "1.05", NULL},
        &csv);
    for (int64_t row = 0; row < ROWS; row++) {
        double factor = row < ROWS / 2 ? 1.1 : 1.05;
        assert_close(cells_number(csv, row, VALUE), factor * cells_number(on->csv, row, VALUE),
                     1e-11, 0.0);
    }
    assert_non_null(strstr(ended.out, "Deflators used: 1.1 and 1.05"));
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

/* One answer on each side: R1 is £750m, R2 £37.5m, R3 40 % of that and 20 % of the rest. */
static void preston_options__survey(void **state)
{
    (void)state;
    char *folder = make_folder();
    char *survey = path_in(folder, "survey.csv");
    cells *csv = NULL;
    write_text(folder, "survey.csv",
               "supplier,local_share\nsuppliers in Preston,0.4\n"
               "suppliers in the rest of Lancashire,0.2\n");
    outcome ended = run_with(folder, (const char *const[]){"--survey", survey, NULL}, &csv);
    assert_non_null(strstr(ended.out, "Preston 2012/13: LM3 of the budget 1.260, first £ if local "
                                      "0.260"));
    assert_non_null(strstr(ended.out, "Preston 2016/17: LM3 of the budget 1.418, first £ if local "
                                      "0.418"));
    free(survey);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

static void preston_options__quotient(void **state)
{
    const shipped_run *on = *state;
    static const char *const names[] = {"slq", "cilq", "rlq", "flq", "aflq"};
    double output[5];
    char *folder = make_folder();
    for (int i = 0; i < 5; i++) {
        cells *csv = NULL;
        outcome ended = run_with(folder, (const char *const[]){"--quotient", names[i], NULL}, &csv);
        output[i] = sum_of(csv, "after", "II", "output", "preston");
        assert_close(accounted(csv, "after", "I"), 617.0, 0.0, 1e-6);
        cells_free(csv);
        outcome_free(&ended);
    }
    double shipped = sum_of(on->csv, "after", "II", "output", "preston");
    assert_close(output[3], shipped, 1e-12, 0.0);
    for (int i = 0; i < 3; i++) {
        assert_true(output[i] >
                    1.05 * shipped); /* without λ a small place buys too much from itself */
    }
    assert_true(output[4] > shipped);
    remove_folder(folder);
}

static void preston_options__data_elsewhere(void **state)
{
    const shipped_run *on = *state;
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended =
        run_with(folder, (const char *const[]){"--data", EXAMPLES_DATA "/.", NULL}, &csv);
    assert_string_equal(ended.out, on->ended.out);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

static void preston_options__help(void **state)
{
    (void)state;
    outcome ended = run_program("preston", (const char *const[]){"--help", NULL});
    assert_exited(&ended, 0);
    assert_non_null(strstr(ended.out, "usage: preston [--data DIR] [--delta D]"));
    assert_string_equal(ended.err, "");
    outcome_free(&ended);
}

/* --- what it prints --- */

static void assert_prints_in_order(const char *text, const char *const *pieces)
{
    for (; *pieces != NULL; pieces++) {
        text = behind(text, *pieces);
    }
}

static void preston_prints__sections(void **state)
{
    static const char *const pieces[] = {"Preston: what six anchor institutions",
                                         "Table: United Kingdom 2019",
                                         "Flegg's lambda 0.236 at delta 0.25",
                                         "\n1. Where the suppliers are",
                                         "\n2. Where each pound goes",
                                         "\n3. Impact of each ledger",
                                         "\n4. The change from 2012/13 to 2016/17",
                                         "\n5. LM3",
                                         "\n6. How sure",
                                         "\nWhat this rests on",
                                         "\nHow to read it",
                                         "\nThe answer",
                                         NULL};
    const shipped_run *on = *state;
    assert_prints_in_order(on->ended.out, pieces);
}

/* What must stand beside the headline, not in an appendix (DESIGN, section 8). */
static void preston_prints__assumptions_and_caveats(void **state)
{
    static const char *const anywhere[] = {
        "an estimate",
        "The split by industry is not published",
        "\"Local\" means the supplier invoiced is there",
        "household income (£2.03tn, 2019) from Scotland's ratio: both estimates",
        "Deflators used: 1 and 1",
        "no commuting",
        "certified to a relative error below",
        "Gross: nothing is taken off",
        "Fixed prices",
        "average and not marginal",
        "input-output job multipliers run high",
        "wages up 11 %",
        "no statistically significant change in employment",
        "(Type II, gross)",
        "no feedback",
        "All (national net)"};
    const shipped_run *on = *state;
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++) {
        (void)behind(on->ended.out, anywhere[i]);
    }
}

/* Each table names the unit of its numbers in its head, or in its rows. */
static void preston_prints__units(void **state)
{
    static const char *const pieces[] = {"£m, prices of the year",
                                         "share",
                                         "pence of each £1 spent",
                                         "output, 2012/13, £m a year",
                                         "value added, 2016/17, £m a year",
                                         "jobs, 2012/13, full-time equivalents",
                                         "output, £m a year",
                                         "jobs, full-time equivalents",
                                         "(ratios; from the model, Type II)",
                                         "Preston, value added, £m a year",
                                         "Preston, jobs, FTE",
                                         "value added, £m",
                                         "jobs, FTE",
                                         NULL};
    const shipped_run *on = *state;
    assert_prints_in_order(on->ended.out, pieces);
}

static void preston_prints__both_conventions_of_lm3(void **state)
{
    static const char *const pieces[] = {
        "LM3 of the budget",         "first £ if local",           "captured",
        "LM3 = (R1 + R2 + R3) / R1", "Northumberland's £1.76 and", NULL};
    const shipped_run *on = *state;
    assert_prints_in_order(on->ended.out, pieces);
    const char *row = behind(on->ended.out, "Preston, 2016/17");
    double plain = 0.0;
    double local = 0.0;
    double here = 0.0;
    double full = 0.0;
    double captured = 0.0;
    assert_int_equal(sscanf(row, "%lf %lf %lf %lf %lf", &plain, &local, &here, &full, &captured),
                     5);
    assert_close(plain - local, 1.0, 0.0, 1e-9);
    assert_true(1.0 < here && here < full);
    assert_close(captured, 100.0 * here / full, 0.0, 0.1);
}

static void preston_prints__band_around_its_answer(void **state)
{
    static const char *const rows[] = {"\n  Preston, value added, £m a year",
                                       "\n  Rest of Lancashire, value added, £m a year",
                                       "\n  Rest of United Kingdom, value added, £m a year",
                                       "\n  Preston, jobs, FTE",
                                       "\n  Rest of Lancashire, jobs, FTE",
                                       "\n  Rest of United Kingdom, jobs, FTE"};
    const shipped_run *on = *state;
    const char *section = behind(on->ended.out, "\n6. How sure");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *row = behind(section, rows[i]);
        double low = 0.0;
        double value = 0.0;
        double high = 0.0;
        assert_int_equal(sscanf(row, "%lf %lf %lf", &low, &value, &high), 3);
        assert_true(low < high && low <= value && value <= high);
    }
}

/* The numbers that are printed are those of the file, to their last decimal. */
static void preston_prints__what_the_file_says(void **state)
{
    const shipped_run *on = *state;
    const char *table = behind(on->ended.out, "jobs, 2016/17, full-time equivalents");
    const char *row = behind(table, "\n  Preston ");
    double parts[4] = {0.0};
    assert_int_equal(sscanf(row, "%lf %lf %lf %lf", &parts[0], &parts[1], &parts[2], &parts[3]), 4);
    assert_close(parts[3], sum_of(on->csv, "after", "II", "jobs", "preston"), 0.0, 0.05001);
    assert_close(parts[0] + parts[1], sum_of(on->csv, "after", "I", "jobs", "preston"), 0.0,
                 0.10001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preston_csv__header_and_rows),
        cmocka_unit_test(preston_csv__numbers_are_written_to_the_last_bit),
        cmocka_unit_test(preston_csv__money_is_conserved),
        cmocka_unit_test(preston_csv__closures_share_the_direct_and_indirect_parts),
        cmocka_unit_test(preston_csv__as_a_second_implementation_has_it),
        cmocka_unit_test(preston_options__delta),
        cmocka_unit_test(preston_options__deflators),
        cmocka_unit_test(preston_options__survey),
        cmocka_unit_test(preston_options__quotient),
        cmocka_unit_test(preston_options__data_elsewhere),
        cmocka_unit_test(preston_options__help),
        cmocka_unit_test(preston_prints__sections),
        cmocka_unit_test(preston_prints__assumptions_and_caveats),
        cmocka_unit_test(preston_prints__units),
        cmocka_unit_test(preston_prints__both_conventions_of_lm3),
        cmocka_unit_test(preston_prints__band_around_its_answer),
        cmocka_unit_test(preston_prints__what_the_file_says),
    };
    return cmocka_run_group_tests(tests, make_run, free_run);
}
