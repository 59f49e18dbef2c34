#include "folder.h"
#include "test.h"

#include "status/csv.h"

/* What was read, written down as "line:cell|cell" with ";" behind each row; the header first. */
typedef struct transcript {
    char text[4096];
    size_t used;
} transcript;

static preston_status write_down(void *context, const preston_csv_row *row, preston_error *error)
{
    (void)error;
    transcript *out = context;
    assert_true(out->used + 200 < sizeof out->text);
    out->used += (size_t)sprintf(out->text + out->used, "%lld:", (long long)row->line);
    for (int64_t i = 0; i < row->count; i++) {
        out->used +=
            (size_t)sprintf(out->text + out->used, "%s%s", i > 0 ? "|" : "", row->cells[i]);
    }
    out->used += (size_t)sprintf(out->text + out->used, ";");
    return PRESTON_OK;
}

static preston_status read_csv(const char *folder, const char *text, transcript *out,
                               preston_error *error)
{
    *out = (transcript){0};
    write_text(folder, "a.csv", text);
    const preston_csv_reader reader = {write_down, write_down, out};
    return preston_csv_read(folder, "a.csv", NULL, &reader, error);
}

static void assert_reads(const char *folder, const char *text, const char *expected)
{
    transcript out;
    preston_error error = {0};
    assert_ok(read_csv(folder, text, &out, &error), &error);
    assert_string_equal(out.text, expected);
}

static void assert_does_not_read(const char *folder, const char *text, preston_status status,
                                 const char *message)
{
    transcript out;
    preston_error error = {0};
    assert_fails(read_csv(folder, text, &out, &error), status, &error, message);
}

static int enter_folder(void **state)
{
    *state = make_folder();
    return 0;
}

static int leave_folder(void **state)
{
    remove_folder(*state);
    return 0;
}

static void csv_read__line_ends(void **state)
{
    const char *expected = "1:a|b;2:1|2;3:3|4;";
    assert_reads(*state, "a,b\n1,2\n3,4\n", expected);
    assert_reads(*state, "a,b\r\n1,2\r\n3,4\r\n", expected);
    assert_reads(*state, "a,b\r1,2\r3,4\r", expected);
    assert_reads(*state, "a,b\r1,2\n3,4\r\n", expected);
    assert_reads(*state, "a,b\n1,2\n3,4", expected);
    assert_reads(*state, "a,b\r1,2\r3,4", expected);
    assert_reads(*state,
                 "\xef\xbb\xbf"
                 "a,b\r\n1,2\r\n3,4",
                 expected);
}

static void csv_read__quoted_cells(void **state)
{
    assert_reads(*state, "a,\"b,c\"\n\"d \"\"e\"\"\",\" f \"\n", "1:a|b,c;2:d \"e\"| f ;");
    assert_reads(*state, "a,b\n\"\",\n", "1:a|b;2:|;");
    assert_reads(*state, "a,b\n\"one\ntwo\",3\n4,5\n", "1:a|b;3:one\ntwo|3;4:4|5;");
    assert_reads(*state, "a,b\r\n\"one\r\ntwo\",3\r\n4,5\r\n", "1:a|b;3:one\r\ntwo|3;4:4|5;");
}

static void csv_read__spaces_around_cells(void **state)
{
    assert_reads(*state, " a\t, b \n  1 ,\t2 \n", "1:a|b;2:1|2;");
    assert_reads(*state, "a,b\ntwo  inside,2\n", "1:a|b;2:two  inside|2;");
}

static void csv_read__blank_lines(void **state)
{
    assert_reads(*state, "\n\na,b\n\n1,2\n   \n\n3,4\n\n", "3:a|b;5:1|2;8:3|4;");
    assert_reads(*state, "\r\n\r\na,b\r\n\r\n1,2\r\n", "3:a|b;5:1|2;");
    assert_reads(*state, "a,b\n", "1:a|b;");
}

static void csv_read__empty_file(void **state)
{
    assert_does_not_read(*state, "", PRESTON_ERROR_FORMAT, "/a.csv: is empty");
    assert_does_not_read(*state, "\n \n", PRESTON_ERROR_FORMAT, "is empty");
    assert_does_not_read(*state, "\xef\xbb\xbf", PRESTON_ERROR_FORMAT, "is empty");
}

static void csv_read__ragged_row(void **state)
{
    assert_does_not_read(*state, "a,b\n1,2\n\n1,2,3\n", PRESTON_ERROR_FORMAT,
                         "/a.csv:4: the row has 3 cells and the header 2");
    assert_does_not_read(*state, "a,b\r1\r", PRESTON_ERROR_FORMAT, "a.csv:2: the row has 1");
    assert_does_not_read(*state, "a,b\n1", PRESTON_ERROR_FORMAT, "a.csv:2: the row has 1");
}

static void csv_read__duplicate_header(void **state)
{
    assert_does_not_read(*state, "a,b,a\n1,2,3\n", PRESTON_ERROR_LABEL,
                         "a.csv:1: column 'a' stands twice");
}

static void csv_read__quotation_mark_out_of_place(void **state)
{
    assert_does_not_read(*state, "a,b\n1,\"2\n3,4\n", PRESTON_ERROR_FORMAT, "a.csv:3:1: a quot");
    assert_does_not_read(*state, "a,b\n1,\"2\"x\n", PRESTON_ERROR_FORMAT, "a.csv:2:6: a quot");
    assert_does_not_read(*state, "a,b\n1,2\"x\n", PRESTON_ERROR_FORMAT, "a.csv:2:4: a quot");
}

static void csv_read__missing_file(void **state)
{
    const preston_csv_reader reader = {NULL, write_down, NULL};
    preston_error error = {0};
    assert_fails(preston_csv_read(*state, "none.csv", NULL, &reader, &error), PRESTON_ERROR_FILE,
                 &error, "/none.csv: cannot be opened");
}

static preston_status measure(void *context, const preston_csv_row *row, preston_error *error)
{
    (void)error;
    size_t *sizes = context;
    sizes[0] = strlen(row->cells[0]);
    sizes[1] = strlen(row->cells[row->count - 1]);
    sizes[2] = (size_t)row->count;
    return PRESTON_OK;
}

/* More cells, and a longer one, than the first buffers have room for. */
static void csv_read__long_row(void **state)
{
    enum { COLUMNS = 3000, CELL = 5000 };
    static char text[20 * COLUMNS + CELL];
    size_t used = 0;
    for (int i = 0; i < COLUMNS; i++) {
        used += (size_t)sprintf(text + used, "%sc%d", i > 0 ? "," : "", i);
    }
    used += (size_t)sprintf(text + used, "\n%0*d", CELL, 7);
    for (int i = 1; i < COLUMNS; i++) {
        used += (size_t)sprintf(text + used, ",%d", i);
    }
    write_text(*state, "a.csv", text);
    size_t sizes[3] = {0};
    const preston_csv_reader reader = {NULL, measure, sizes};
    preston_error error = {0};
    assert_ok(preston_csv_read(*state, "a.csv", NULL, &reader, &error), &error);
    assert_int_equal(sizes[0], CELL);
    assert_int_equal(sizes[1], 4);
    assert_int_equal(sizes[2], COLUMNS);
}

/* Takes the second column, "amount", as a number. */
static preston_status take_amount(void *context, const preston_csv_row *row, preston_error *error)
{
    int64_t column = -1;
    preston_status status = preston_csv_column(row, "amount", &column, error);
    return status == PRESTON_OK ? preston_csv_number(row, column, context, error) : status;
}

static preston_status read_amount(const char *folder, const char *text, double *out_value,
                                  preston_error *error)
{
    write_text(folder, "a.csv", text);
    const preston_csv_reader reader = {NULL, take_amount, out_value};
    return preston_csv_read(folder, "a.csv", NULL, &reader, error);
}

static void csv_number__places_the_error(void **state)
{
    preston_error error = {0};
    double value = 0.0;
    assert_ok(read_amount(*state, "code,amount\nA,12.5\n", &value, &error), &error);
    assert_true(value == 12.5);
    assert_fails(read_amount(*state, "code,amount\nA,1\nB,\"1,234\"\n", &value, &error),
                 PRESTON_ERROR_VALUE, &error, "a.csv:3: column 2 ('amount'): '1,234' has a comma");
    assert_fails(read_amount(*state, "code,amount\nA,\n", &value, &error), PRESTON_ERROR_VALUE,
                 &error, "a.csv:2: column 2 ('amount'): '' is empty");
}

static void csv_number__message_of_one_line(void **state)
{
    preston_error error = {0};
    double value = 0.0;
    assert_fails(read_amount(*state, "code,amount\nA,\"1\n2\"\n", &value, &error),
                 PRESTON_ERROR_VALUE, &error, "a.csv:3: column 2 ('amount'): '1 2' is not");
}

static void csv_column__missing(void **state)
{
    preston_error error = {0};
    double value = 0.0;
    assert_fails(read_amount(*state, "code,total\nA,1\n", &value, &error), PRESTON_ERROR_LABEL,
                 &error, "column 'amount' is missing");
}

static preston_status refuse(void *context, const preston_csv_row *row, preston_error *error)
{
    (void)context;
    return preston_csv_fail(row, -1, error, PRESTON_ERROR_MISSING, "refused, %d", 5);
}

static void csv_read__stops_at_the_first_refusal(void **state)
{
    const preston_csv_reader reader = {NULL, refuse, NULL};
    preston_error error = {0};
    write_text(*state, "a.csv", "a\n1\n\"\n");
    assert_fails(preston_csv_read(*state, "a.csv", NULL, &reader, &error), PRESTON_ERROR_MISSING,
                 &error, "a.csv:2: refused, 5");
    assert_int_equal(preston_csv_read(*state, "a.csv", NULL, &reader, NULL), PRESTON_ERROR_MISSING);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(csv_read__line_ends),           IN_FOLDER(csv_read__quoted_cells),
        IN_FOLDER(csv_read__spaces_around_cells), IN_FOLDER(csv_read__blank_lines),
        IN_FOLDER(csv_read__empty_file),          IN_FOLDER(csv_read__ragged_row),
        IN_FOLDER(csv_read__duplicate_header),    IN_FOLDER(csv_read__quotation_mark_out_of_place),
        IN_FOLDER(csv_read__missing_file),        IN_FOLDER(csv_read__long_row),
        IN_FOLDER(csv_number__places_the_error),  IN_FOLDER(csv_number__message_of_one_line),
        IN_FOLDER(csv_column__missing),           IN_FOLDER(csv_read__stops_at_the_first_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
