/* The program examples/multipliers: what it prints and writes. */
#include "cells.h"
#include "folder.h"
#include "program.h"
#include "test.h"

#include <math.h>

static const char csv_header[] = "code,closure,output_multiplier,income_effect,income_multiplier,"
                                 "gva_effect,gva_multiplier,jobs_effect,jobs_multiplier\n";

enum { CODE, CLOSURE, FIRST_NUMBER, INCOME_EFFECT, COLUMNS = 9 };

/* Runs the program on a table, which must succeed; `out_csv` may be NULL. */
static outcome run(const char *table, const char *folder, cells **out_csv)
{
    char *csv = path_in(folder, "result.csv");
    outcome ended = run_program("multipliers", (const char *const[]){table, "--csv", csv, NULL});
    assert_exited(&ended, 0);
    assert_string_equal(ended.err, "");
    char *text = read_bytes(folder, "result.csv", NULL);
    assert_memory_equal(text, csv_header, strlen(csv_header));
    free(text);
    if (out_csv != NULL) {
        *out_csv = cells_read(folder, "result.csv");
    }
    free(csv);
    return ended;
}

static void assert_holds(const outcome *ended, const char *text)
{
    if (strstr(ended->out, text) == NULL) {
        print_error("'%s' is not in\n%s", text, ended->out);
        fail();
    }
}

/* Every number within 5e-6 of the one that the Scottish Government published. */
static void multipliers__scotland_2019_as_published(void **state)
{
    (void)state;
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended = run(EXAMPLES_DATA "/scotland-2019", folder, &csv);
    cells *golden = cells_read(TESTS_DATA "/golden", "scotland-2019.csv");
    double worst = 0.0;
    int64_t compared = 0;
    assert_int_equal(csv->rows, 2 * 98);
    assert_int_equal(csv->rows, golden->rows);
    for (int64_t row = 0; row < csv->rows; row++) {
        assert_string_equal(cells_text(csv, row, CODE), cells_text(golden, row, CODE));
        assert_string_equal(cells_text(csv, row, CLOSURE), cells_text(golden, row, CLOSURE));
        for (int column = FIRST_NUMBER; column < COLUMNS; column++) {
            double distance =
                fabs(cells_number(csv, row, column) - cells_number(golden, row, column));
            assert_true(distance <= 5e-6);
            worst = fmax(worst, distance);
            compared++;
        }
    }
    print_message("%lld numbers, at most %.1e off\n", (long long)compared, worst);
    assert_int_equal(compared, 2 * 98 * 7);
    cells_free(golden);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

/* 17 significant digits: what was written, read and written again is the same text. */
static void multipliers__numbers_are_written_to_the_last_bit(void **state)
{
    (void)state;
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended = run(EXAMPLES_DATA "/scotland-2019", folder, &csv);
    int64_t long_ones = 0;
    for (int64_t row = 0; row < csv->rows; row++) {
        for (int column = FIRST_NUMBER; column < COLUMNS; column++) {
            char again[40];
            (void)snprintf(again, sizeof again, "%.17g", cells_number(csv, row, column));
            assert_string_equal(cells_text(csv, row, column), again);
            long_ones += strlen(again) >= 17;
        }
    }
    assert_true(long_ones > 1000);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

static void multipliers__prints_the_ranking(void **state)
{
    (void)state;
    char *folder = make_folder();
    outcome ended = run(EXAMPLES_DATA "/scotland-2019", folder, NULL);
    assert_holds(&ended, "Scotland 2019");
    assert_holds(&ended, "GBP million, 2019");
    assert_holds(&ended, "output II");
    assert_holds(&ended, "jobs per GBP million of 2019");
    assert_holds(&ended, "of the exact solution");
    double last = INFINITY;
    const char *line = strstr(ended.out, "\n1 ");
    for (int rank = 1; rank <= 98; rank++) {
        assert_non_null(line);
        line++;
        assert_int_equal(strtol(line, NULL, 10), rank);
        /* the first number with three decimals */
        const char *point = line;
        while (!(point[0] == '.' && strspn(point + 1, "0123456789") == 3 && point[4] == ' ')) {
            point++;
        }
        double multiplier = strtod(point - 1, NULL);
        assert_true(multiplier >= 1.0 && multiplier <= last);
        last = multiplier;
        line = strchr(line, '\n');
    }
    outcome_free(&ended);
    remove_folder(folder);
}

static void multipliers__prints_the_same_without_a_file(void **state)
{
    (void)state;
    static const char table[] = EXAMPLES_DATA "/scotland-2019";
    char *folder = make_folder();
    outcome with = run(table, folder, NULL);
    outcome without = run_program("multipliers", (const char *const[]){table, NULL});
    assert_exited(&without, 0);
    assert_string_equal(with.out, without.out);
    assert_string_equal(without.err, "");
    outcome_free(&with);
    outcome_free(&without);
    remove_folder(folder);
}

/* A table without jobs: their cells are empty, and the others are there. */
static void multipliers__cells_of_an_absent_account_are_empty(void **state)
{
    (void)state;
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended = run(TESTS_DATA "/textbook/un-netherlands-2000", folder, &csv);
    for (int64_t row = 0; row < csv->rows; row++) {
        assert_string_equal(cells_text(csv, row, 7), "");
        assert_string_equal(cells_text(csv, row, 8), "");
        assert_true(cells_number(csv, row, 6) >= 1.0);
    }
    assert_true(csv->rows > 0);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

static const char *const table_files[] = {"table.yaml", "sectors.csv", "flows.csv", "final_use.csv",
                                          NULL};

/* Without household income there is no Type II: half the rows, the same bits, and a word why. */
static void multipliers__type_one_alone(void **state)
{
    (void)state;
    char *folder = make_folder();
    char *table = copy_folder(EXAMPLES_DATA "/scotland-2019", table_files);
    cells *both = NULL;
    cells *one = NULL;
    outcome whole = run(table, folder, &both);
    replace_in_file(table, "table.yaml", "household_income:", "# household_income:");
    outcome part = run(table, folder, &one);
    assert_holds(&part, "No Type II: the table lacks household_income");
    assert_null(strstr(whole.out, "No Type II"));
    assert_int_equal(one->rows, 98);
    for (int64_t row = 0; row < one->rows; row++) {
        for (int column = 0; column < COLUMNS; column++) {
            assert_string_equal(cells_text(one, row, column), cells_text(both, row, column));
        }
    }
    cells_free(both);
    cells_free(one);
    outcome_free(&whole);
    outcome_free(&part);
    remove_folder(table);
    remove_folder(folder);
}

/* The old result is replaced whole, and nothing is left beside it. */
static void multipliers__replaces_an_old_result(void **state)
{
    (void)state;
    char *folder = make_folder();
    char *long_text = calloc(1, 200001);
    assert_non_null(long_text);
    memset(long_text, 'x', 200000);
    write_text(folder, "result.csv", long_text);
    cells *csv = NULL;
    outcome ended = run(TESTS_DATA "/textbook/miller-blair-2x2", folder, &csv);
    assert_int_equal(csv->rows, 4);
    char *twin = copy_folder(folder, (const char *const[]){"result.csv", NULL});
    outcome again = run(TESTS_DATA "/textbook/miller-blair-2x2", folder, NULL);
    char *first = read_bytes(twin, "result.csv", NULL);
    char *second = read_bytes(folder, "result.csv", NULL);
    assert_string_equal(first, second);
    free(first);
    free(second);
    free(long_text);
    cells_free(csv);
    outcome_free(&ended);
    outcome_free(&again);
    remove_folder(twin);
    remove_folder(folder);
}

static void multipliers__help(void **state)
{
    (void)state;
    outcome ended = run_program("multipliers", (const char *const[]){"--help", NULL});
    assert_exited(&ended, 0);
    assert_holds(&ended, "usage: multipliers TABLE [--csv FILE]");
    assert_string_equal(ended.err, "");
    outcome_free(&ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipliers__scotland_2019_as_published),
        cmocka_unit_test(multipliers__numbers_are_written_to_the_last_bit),
        cmocka_unit_test(multipliers__prints_the_ranking),
        cmocka_unit_test(multipliers__prints_the_same_without_a_file),
        cmocka_unit_test(multipliers__cells_of_an_absent_account_are_empty),
        cmocka_unit_test(multipliers__type_one_alone),
        cmocka_unit_test(multipliers__replaces_an_old_result),
        cmocka_unit_test(multipliers__help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
