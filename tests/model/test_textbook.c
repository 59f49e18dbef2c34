/* Every printed number of the textbook cases, within half a unit of its last printed digit; the
 * four exceptions are named in tests/data/README.md and in the README of their case. */
#include "golden.h"
#include "matrix/operator.h"
#include "sample.h"
#include "test.h"

#include <math.h>

/* A case with the inverses that its printed numbers ask for. */
typedef struct textbook {
    sample work;
    double *one;   /* the Leontief inverse */
    double *two;   /* of the system with households; NULL without Type II */
    double *ghosh; /* of the allocation coefficients x̂⁻¹ Z */
    const golden *printed;
    const char *name;
} textbook;

static double *inverse_of(preston_const_view coefficients)
{
    int64_t n = coefficients.rows;
    double *inverse = make_zeros(n * n);
    preston_solver *solver = NULL;
    preston_error error = {0};
    assert_ok(preston_solver_create(coefficients, NULL, &solver, &error), &error);
    assert_ok(preston_solver_inverse(solver, preston_matrix(inverse, n, n), NULL, &error), &error);
    preston_solver_free(solver);
    return inverse;
}

static double *ghosh_of(const preston_table *table)
{
    int64_t n = preston_table_sectors(table);
    double *shares = make_zeros(n * n);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            shares[i * n + j] = preston_get(preston_table_flows(table), i, j) /
                                preston_get(preston_table_output(table), i, 0);
        }
    }
    double *inverse = inverse_of(preston_const_matrix(shares, n, n));
    free(shares);
    return inverse;
}

static preston_const_view cells_of(const sample *work, preston_closure closure)
{
    return *preston_operator_dense_cells(preston_model_operator(work->model, closure));
}

static textbook open_case(const golden *printed, const char *name, double household_own_use)
{
    char folder[400];
    (void)snprintf(folder, sizeof folder, "%s/textbook/%s", TESTS_DATA, name);
    textbook book = {.work = sample_read(folder, NULL), .printed = printed, .name = name};
    preston_model_options options;
    preston_model_options_init(&options);
    options.household_own_use = household_own_use;
    int closed = preston_table_facts(book.work.table)->household_income > 0.0;
    options.closure = closed ? PRESTON_CLOSURE_II : PRESTON_CLOSURE_I;
    sample_solve(&book.work, &options);
    book.one = inverse_of(cells_of(&book.work, PRESTON_CLOSURE_I));
    if (closed) {
        book.two = inverse_of(cells_of(&book.work, PRESTON_CLOSURE_II));
    }
    book.ghosh = ghosh_of(book.work.table);
    return book;
}

static void close_case(textbook *book)
{
    free(book->one);
    free(book->two);
    free(book->ghosh);
    sample_free(&book->work);
}

/* The row of the system that a printed label stands for: a sector, or "households" behind them. */
static int64_t row_of(const textbook *book, const char *label)
{
    int64_t row = strcmp(label, "households") == 0 ? book->work.sectors
                                                   : preston_table_find(book->work.table, label);
    assert_true(row >= 0);
    return row;
}

static double multiplier_of(const textbook *book, preston_closure closure, const char *account,
                            int effect, int64_t sector)
{
    int64_t n = book->work.sectors;
    double *values = make_zeros(2 * n);
    preston_error error = {0};
    assert_ok(preston_model_multipliers(book->work.model, closure, account, NULL,
                                        preston_vector(values, n, 1),
                                        preston_vector(values + n, n, 1), NULL, &error),
              &error);
    double value = values[effect ? sector : n + sector];
    free(values);
    return value;
}

static double direct_of(const textbook *book, const char *account, int64_t sector)
{
    double *values = make_zeros(book->work.sectors);
    preston_error error = {0};
    assert_ok(preston_model_direct(book->work.model, account,
                                   preston_vector(values, book->work.sectors, 1), &error),
              &error);
    double value = values[sector];
    free(values);
    return value;
}

/* Income multipliers as the book reads them: on the household row of the inverse, which counts what
 * households earn from one another. */
static double household_row(const textbook *book, int64_t sector)
{
    int64_t n = book->work.sectors;
    return book->two[n * (n + 1) + sector] / direct_of(book, "compensation", sector);
}

/* What the printed final demand brings about. */
static double new_output(const textbook *book, int64_t sector)
{
    int64_t n = book->work.sectors;
    double *demand = make_zeros(n);
    for (int64_t row = 0; row < book->printed->rows; row++) {
        if (strcmp(golden_text(book->printed, row, "case"), book->name) == 0 &&
            strcmp(golden_text(book->printed, row, "quantity"), "new_final_demand") == 0) {
            demand[row_of(book, golden_text(book->printed, row, "sector"))] =
                golden_number(book->printed, row, "value");
        }
    }
    preston_impact *impact = NULL;
    preston_error error = {0};
    const preston_demand wanted = {.sectors = preston_const_vector(demand, n, 1)};
    assert_ok(preston_model_impact(book->work.model, &wanted, &impact, &error), &error);
    double output = preston_get(preston_impact_output(impact, PRESTON_DIRECT), sector, 0) +
                    preston_get(preston_impact_output(impact, PRESTON_INDIRECT), sector, 0);
    preston_impact_free(impact);
    free(demand);
    return output;
}

static double row_sum(const double *matrix, int64_t n, int64_t row)
{
    double sum = 0.0;
    for (int64_t j = 0; j < n; j++) {
        sum += matrix[row * n + j];
    }
    return sum;
}

/* Those that read a multiplier or an effect. */
static int find_multiplier(const textbook *book, const char *quantity, int64_t sector,
                           double *out_value)
{
    static const struct {
        const char *quantity;
        preston_closure closure;
        const char *account;
        int effect;
    } known[] = {{"output_multiplier_type1", PRESTON_CLOSURE_I, "output", 0},
                 {"output_multiplier_type2", PRESTON_CLOSURE_II, "output", 0},
                 {"income_multiplier_type1", PRESTON_CLOSURE_I, "compensation", 0},
                 {"income_multiplier_type2", PRESTON_CLOSURE_II, "compensation", 0},
                 {"income_effect_type1", PRESTON_CLOSURE_I, "compensation", 1},
                 {"gva_effect_type1", PRESTON_CLOSURE_I, "gva", 1},
                 {"jobs_effect_type1", PRESTON_CLOSURE_I, "jobs", 1}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (strcmp(quantity, known[k].quantity) == 0) {
            *out_value =
                multiplier_of(book, known[k].closure, known[k].account, known[k].effect, sector);
            return 1;
        }
    }
    return 0;
}

/* Those that read a cell of an inverse. */
static int find_cell(const textbook *book, const char *quantity, int64_t sector, double *out_value)
{
    int64_t n = book->work.sectors;
    static const char one[] = "leontief_row_";
    static const char two[] = "leontief_type2_row_";
    if (strncmp(quantity, one, strlen(one)) == 0) {
        *out_value = book->one[row_of(book, quantity + strlen(one)) * n + sector];
    } else if (strncmp(quantity, two, strlen(two)) == 0) {
        *out_value = book->two[row_of(book, quantity + strlen(two)) * (n + 1) + sector];
    } else if (strcmp(quantity, "leontief_diagonal") == 0) {
        *out_value = book->one[sector * n + sector];
    } else if (strcmp(quantity, "forward_linkage") == 0) {
        *out_value = row_sum(book->ghosh, n, sector);
    } else if (strcmp(quantity, "ghosh_column_1") == 0) {
        *out_value = book->ghosh[sector * n];
    } else {
        return 0;
    }
    return 1;
}

static int find_other(const textbook *book, const char *quantity, int64_t sector, double *out_value)
{
    if (strcmp(quantity, "income_multiplier_type2_household_row") == 0) {
        *out_value = household_row(book, sector);
    } else if (strcmp(quantity, "income_ratio_type2_to_type1_household_row") == 0) {
        *out_value = household_row(book, sector) /
                     multiplier_of(book, PRESTON_CLOSURE_I, "compensation", 0, sector);
    } else if (strcmp(quantity, "new_output") == 0) {
        *out_value = new_output(book, sector);
    } else if (strcmp(quantity, "new_labour") == 0) {
        *out_value = new_output(book, sector) * direct_of(book, "compensation", sector);
    } else {
        return 0;
    }
    return 1;
}

/* Compares all printed numbers of one case; each of them must be understood. */
static void assert_case(const char *name, double household_own_use, int64_t expected_count)
{
    golden *printed = golden_read("textbook-printed.csv");
    textbook book = open_case(printed, name, household_own_use);
    int64_t count = 0;
    for (int64_t row = 0; row < printed->rows; row++) {
        const char *quantity = golden_text(printed, row, "quantity");
        if (strcmp(golden_text(printed, row, "case"), name) != 0) {
            continue;
        }
        count++;
        double expected = golden_number(printed, row, "value");
        double value = expected; /* an input of the question is its own answer */
        int64_t sector = row_of(&book, golden_text(printed, row, "sector"));
        if (!find_multiplier(&book, quantity, sector, &value) &&
            !find_cell(&book, quantity, sector, &value) &&
            !find_other(&book, quantity, sector, &value)) {
            assert_string_equal(quantity, "new_final_demand");
        }
        /* the decimal half of a last digit is not a binary number */
        assert_close(value, expected, 1e-12, golden_number(printed, row, "tolerance"));
    }
    assert_int_equal(count, expected_count);
    close_case(&book);
    golden_free(printed);
}

static void textbook__miller_and_blair(void **state)
{
    (void)state;
    assert_case("miller-blair-2x2", 0.05, 29);
}

static void textbook__eurostat_germany(void **state)
{
    (void)state;
    assert_case("eurostat-germany", 0.0, 33);
}

static void textbook__united_nations_netherlands(void **state)
{
    (void)state;
    assert_case("un-netherlands-2000", 0.0, 12);
}

static void textbook__chile(void **state)
{
    (void)state;
    assert_case("chile-2013", 0.0, 36);
}

static void textbook__every_printed_number_has_a_case(void **state)
{
    (void)state;
    golden *printed = golden_read("textbook-printed.csv");
    assert_int_equal(printed->rows, 29 + 33 + 12 + 36);
    golden_free(printed);
}

/* Without the household's own cell the closed model of the book is another one. */
static void textbook__miller_and_blair_needs_the_household_cell(void **state)
{
    (void)state;
    golden *printed = golden_read("textbook-printed.csv");
    textbook with = open_case(printed, "miller-blair-2x2", 0.05);
    textbook without = open_case(printed, "miller-blair-2x2", 0.0);
    assert_close(multiplier_of(&with, PRESTON_CLOSURE_II, "output", 0, 0), 1.8924, 0.0, 5e-5);
    assert_close(multiplier_of(&with, PRESTON_CLOSURE_II, "output", 0, 1), 1.7733, 0.0, 5e-5);
    assert_true(multiplier_of(&without, PRESTON_CLOSURE_II, "output", 0, 0) < 1.88);
    /* official definition: the household row times what is not spent on oneself */
    for (int64_t sector = 0; sector < 2; sector++) {
        assert_close(multiplier_of(&with, PRESTON_CLOSURE_II, "compensation", 0, sector),
                     0.95 * household_row(&with, sector), 1e-14, 0.0);
    }
    close_case(&with);
    close_case(&without);
    golden_free(printed);
}

/* The second form of the same answers: files with the header of the official results. */
static void textbook__golden_files_agree_with_the_printed_numbers(void **state)
{
    (void)state;
    static const char *const cases[] = {"miller-blair-2x2", "eurostat-germany",
                                        "un-netherlands-2000", "chile-2013"};
    static const struct {
        const char *column;
        const char *account;
        int effect;
    } columns[] = {{"output_multiplier", "output", 0},
                   {"income_effect", "compensation", 1},
                   {"income_multiplier", "compensation", 0},
                   {"gva_effect", "gva", 1},
                   {"gva_multiplier", "gva", 0},
                   {"jobs_effect", "jobs", 1},
                   {"jobs_multiplier", "jobs", 0}};
    golden *printed = golden_read("textbook-printed.csv");
    comparison all = {.tolerance = 0.005}; /* three printed digits; Germany's jobs have three too */
    for (int k = 0; k < 4; k++) {
        char file_name[80];
        (void)snprintf(file_name, sizeof file_name, "%s.csv", cases[k]);
        golden *file = golden_read(file_name);
        textbook book = open_case(printed, cases[k], k == 0 ? 0.05 : 0.0);
        for (int64_t row = 0; row < file->rows; row++) {
            const char *code = golden_text(file, row, "code");
            int second = strcmp(golden_text(file, row, "closure"), "II") == 0;
            for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
                double expected = golden_number(file, row, columns[c].column);
                if (!isnan(expected)) {
                    compare(&all,
                            multiplier_of(&book, second ? PRESTON_CLOSURE_II : PRESTON_CLOSURE_I,
                                          columns[c].account, columns[c].effect,
                                          row_of(&book, code)),
                            expected, columns[c].column, code);
                }
            }
        }
        close_case(&book);
        golden_free(file);
    }
    compare_report(&all, "textbook golden files", 70);
    golden_free(printed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(textbook__miller_and_blair),
        cmocka_unit_test(textbook__eurostat_germany),
        cmocka_unit_test(textbook__united_nations_netherlands),
        cmocka_unit_test(textbook__chile),
        cmocka_unit_test(textbook__every_printed_number_has_a_case),
        cmocka_unit_test(textbook__miller_and_blair_needs_the_household_cell),
        cmocka_unit_test(textbook__golden_files_agree_with_the_printed_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
