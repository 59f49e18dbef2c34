#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "test.h"

#include <preston/report.h>

static preston_text_table *begin(int64_t columns, int64_t left)
{
    preston_text_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_text_table_create(columns, left, &table, &error), &error);
    return table;
}

static void assert_prints(const preston_text_table *table, int indent, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    preston_error error = {0};
    assert_ok(preston_text_table_print(table, indent, stream, &error), &error);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, expected);
    free(text);
}

static void print__left_and_right(void **state)
{
    (void)state;
    preston_text_table *table = begin(3, 1);
    preston_text_table_cell(table, "name");
    preston_text_table_cell(table, "a");
    preston_text_table_cell(table, "long title");
    preston_text_table_cell(table, "%s", "x");
    preston_text_table_cell(table, "%.2f", 1234.5);
    preston_text_table_cell(table, "%d", 7);
    assert_prints(table, 0,
                  "name        a  long title\n"
                  "x     1234.50           7\n");
    assert_prints(table, 4,
                  "    name        a  long title\n"
                  "    x     1234.50           7\n");
    preston_text_table_free(table);
}

/* Characters are aligned, not bytes: é has two, € three and 😀 four. */
static void print__utf_8(void **state)
{
    (void)state;
    static const char *const cells[] = {"café", "€5", "ab", "€1000", "naïve x", "1😀", "", ""};
    preston_text_table *table = begin(2, 1);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        preston_text_table_cell(table, "%s", cells[i]);
    }
    assert_prints(table, 0,
                  "café        €5\n"
                  "ab       €1000\n"
                  "naïve x     1😀\n"
                  "              \n");
    preston_text_table_free(table);
}

/* No blanks behind a last column that is aligned to the left. */
static void print__all_left(void **state)
{
    (void)state;
    preston_text_table *table = begin(2, 2);
    preston_text_table_cell(table, "a");
    preston_text_table_cell(table, "long");
    preston_text_table_cell(table, "bcd");
    preston_text_table_cell(table, "x");
    assert_prints(table, 1, " a    long\n bcd  x\n");
    preston_text_table_free(table);
}

static void print__unfinished_row_and_nothing(void **state)
{
    (void)state;
    preston_text_table *table = begin(3, 1);
    assert_prints(table, 2, "");
    preston_text_table_cell(table, "one");
    preston_text_table_cell(table, "two");
    assert_prints(table, 0, "one  two\n");
    preston_text_table_free(table);
}

static void print__many_rows(void **state)
{
    (void)state;
    preston_text_table *table = begin(1, 0);
    static char expected[8 * 1000 + 1];
    size_t used = 0;
    for (int i = 0; i < 1000; i++) {
        preston_text_table_cell(table, "%d", i);
        used += (size_t)sprintf(expected + used, "%3d\n", i);
    }
    assert_prints(table, 0, expected);
    preston_text_table_free(table);
}

static void create__no_column(void **state)
{
    (void)state;
    preston_text_table *table = NULL;
    preston_error error = {0};
    assert_fails(preston_text_table_create(0, 0, &table, &error), PRESTON_ERROR_SHAPE, &error,
                 "needs a column");
    assert_null(table);
    preston_text_table_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print__left_and_right),
        cmocka_unit_test(print__utf_8),
        cmocka_unit_test(print__all_left),
        cmocka_unit_test(print__unfinished_row_and_nothing),
        cmocka_unit_test(print__many_rows),
        cmocka_unit_test(create__no_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
