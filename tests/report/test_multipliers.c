#include "folder.h"
#include "small_table.h"
#include "test.h"

#include "status/csv.h"
#include <preston/report.h>

#include <math.h>

static const char header[] = "code,closure,output_multiplier,income_effect,income_multiplier,"
                             "gva_effect,gva_multiplier,jobs_effect,jobs_multiplier\n";

/* The small table's multipliers, with places unless NULL, in a file of the folder. */
static void report(const preston_table_data *data, const char *places_folder,
                   preston_closure closure, const char *folder)
{
    preston_error error = {0};
    preston_table *table = NULL;
    preston_places *places = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure;
    char *path = path_in(folder, "multipliers.csv");
    assert_ok(preston_table_create(data, &table, &error), &error);
    if (places_folder != NULL) {
        assert_ok(preston_places_read(places_folder, table, &places, &error), &error);
    }
    assert_ok(preston_economy_create(table, places, NULL, &economy, &error), &error);
    assert_ok(preston_model_create(economy, &options, &model, &error), &error);
    assert_ok(preston_report_multipliers(model, path, &error), &error);
    free(path);
    preston_model_free(model);
    preston_economy_free(economy);
    preston_places_free(places);
    preston_table_free(table);
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

/* A (0.1 0.1; 0.3 0.2) has the inverse (0.8 0.1; 0.3 0.9) / 0.69. */
static void report_multipliers__header_and_absent_accounts(void **state)
{
    small_arrays small = make_small_arrays();
    preston_table_data data = describe_small_table(&small);
    data.accounts = 0;
    report(&data, NULL, PRESTON_CLOSURE_I, *state);
    char *text = read_bytes(*state, "multipliers.csv", NULL);
    assert_memory_equal(text, header, strlen(header));
    double a = 0.0;
    double b = 0.0;
    int used = 0;
    int found = sscanf(text + strlen(header), "A,I,%lf,,,,,,\nB,I,%lf,,,,,,\nC,I,1,,,,,,\n%n", &a,
                       &b, &used);
    assert_int_equal(found, 2);
    assert_int_equal(strlen(header) + (size_t)used, strlen(text));
    assert_close(a, 1.1 / 0.69, 1e-15, 0.0);
    assert_close(b, 1.0 / 0.69, 1e-15, 0.0);
    free(text);
}

enum { COLUMNS = 9, ROWS = 12 };

/* The cells of a file, those of the header left out. */
typedef struct cells {
    int64_t rows;
    char text[ROWS][COLUMNS][32];
} cells;

static preston_status keep_row(void *context, const preston_csv_row *row, preston_error *error)
{
    (void)error;
    cells *all = context;
    assert_true(all->rows < ROWS && row->count == COLUMNS);
    for (int64_t i = 0; i < COLUMNS; i++) {
        (void)snprintf(all->text[all->rows][i], sizeof all->text[0][0], "%s", row->cells[i]);
    }
    all->rows++;
    return PRESTON_OK;
}

static cells read_report(const char *folder)
{
    cells all = {0};
    const preston_csv_reader reader = {NULL, keep_row, &all};
    preston_error error = {0};
    assert_ok(preston_csv_read(folder, "multipliers.csv", NULL, &reader, &error), &error);
    return all;
}

static double number(const cells *all, int row, int column)
{
    return strtod(all->text[row][column], NULL);
}

/* Accounts: compensation and jobs, no gva. Type I by hand: income effects are the compensation
 * coefficients (0.3, 0.4) through the inverse. */
static void report_multipliers__both_closures(void **state)
{
    const small_arrays small = make_small_arrays();
    const preston_table_data data = describe_small_table(&small);
    report(&data, NULL, PRESTON_CLOSURE_II, *state);
    cells all = read_report(*state);
    assert_int_equal(all.rows, 6);
    static const char *const codes[] = {"A", "B", "C"};
    for (int row = 0; row < 6; row++) {
        assert_string_equal(all.text[row][0], codes[row % 3]);
        assert_string_equal(all.text[row][1], row < 3 ? "I" : "II");
        assert_string_equal(all.text[row][5], "");
        assert_string_equal(all.text[row][6], "");
    }
    assert_close(number(&all, 0, 3), (0.3 * 0.8 + 0.4 * 0.3) / 0.69, 1e-14, 0.0);
    assert_close(number(&all, 0, 4), (0.3 * 0.8 + 0.4 * 0.3) / 0.69 / 0.3, 1e-14, 0.0);
    assert_close(number(&all, 1, 7), (0.05 * 0.1 + 0.02 * 0.9) / 0.69, 1e-14, 0.0);
    assert_close(number(&all, 1, 8), (0.05 * 0.1 + 0.02 * 0.9) / 0.69 / 0.02, 1e-14, 0.0);
    for (int sector = 0; sector < 2; sector++) {
        assert_true(number(&all, 3 + sector, 2) > number(&all, sector, 2));
        assert_true(number(&all, 3 + sector, 3) > number(&all, sector, 3));
    }
    assert_string_equal(all.text[2][2], "1");
    assert_string_equal(all.text[2][3], "0");
    assert_string_equal(all.text[2][4], "0");
}

static void report_multipliers__places(void **state)
{
    const small_arrays small = make_small_arrays();
    const preston_table_data data = describe_small_table(&small);
    write_small_places(*state);
    report(&data, *state, PRESTON_CLOSURE_I, *state);
    cells all = read_report(*state);
    static const char *const codes[] = {"town:A",           "town:B",           "town:C",
                                        "rest-of-nation:A", "rest-of-nation:B", "rest-of-nation:C"};
    assert_int_equal(all.rows, 6);
    for (int row = 0; row < 6; row++) {
        assert_string_equal(all.text[row][0], codes[row]);
        assert_true(isfinite(number(&all, row, 2)) && number(&all, row, 2) >= 1.0);
    }
}

static void report_multipliers__cannot_be_written(void **state)
{
    const small_arrays small = make_small_arrays();
    const preston_table_data data = describe_small_table(&small);
    preston_error error = {0};
    preston_table *table = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    assert_ok(preston_table_create(&data, &table, &error), &error);
    assert_ok(preston_economy_create(table, NULL, NULL, &economy, &error), &error);
    assert_ok(preston_model_create(economy, NULL, &model, &error), &error);
    char *path = path_in(*state, "none/a.csv");
    assert_fails(preston_report_multipliers(model, path, &error), PRESTON_ERROR_FILE, &error, path);
    free(path);
    preston_model_free(model);
    preston_economy_free(economy);
    preston_table_free(table);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(report_multipliers__header_and_absent_accounts),
        IN_FOLDER(report_multipliers__both_closures),
        IN_FOLDER(report_multipliers__places),
        IN_FOLDER(report_multipliers__cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
