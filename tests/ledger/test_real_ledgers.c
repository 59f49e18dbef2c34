/* Whole ledgers of public bodies as published, damage included. They are not shipped: skipped where
 * ../shared/data/procurement is not beside the source. Rows and sums were counted by Python's csv
 * and decimal modules. */
#include "folder.h"
#include "ledgers.h"
#include "test.h"

#include "status/text_file.h"

#include <math.h>
#include <unistd.h>

#define PROCUREMENT SOURCE_DIR "/../shared/data/procurement"

typedef struct real_ledger {
    const char *file;
    const char *date;
    const char *category;
    const char *amount;
    int64_t rows;
    int64_t pence;
    int64_t credit_notes;
} real_ledger;

static const real_ledger calderdale = {
    "calderdale-council-2020-2022.csv", "date", "category", "amount", 60134, 46269541067, 2111};
static const real_ledger hyndburn = {"hyndburn-council-2017-2026.csv",
                                     "date",
                                     "expenditure_category",
                                     "amount",
                                     29804,
                                     21130269881,
                                     2};
static const real_ledger ribble_valley = {"ribble-valley-council-2024.csv",
                                          "date",
                                          "expenditure_category",
                                          "amount",
                                          3767,
                                          1138246079,
                                          90};
static const real_ledger notices = {"lancashire-contract-notices.csv",
                                    "published_date",
                                    "cpv_codes",
                                    "awarded_value",
                                    1224,
                                    173942119510,
                                    0};
/* Twelve dates are a spreadsheet's day numbers, so that the column is left out. */
static const real_ledger police = {
    "lancashire-police-2018-2025.csv", NULL, "category", "amount", 51976, 53205318926, 333};
/* The lines before a second header and amounts one column too far to the right, and those after. */
static const real_ledger fire = {
    "lancashire-fire-2022-2026.csv", "date", "category_proclass", "amount", 15782, 8200233483, 440};
static const int64_t fire_damaged[] = {2745, 2910};

static void skip_without_data(void)
{
    if (access(PROCUREMENT, R_OK) != 0) {
        print_message("%s is not there: skipped\n", PROCUREMENT);
        skip();
    }
}

static preston_ledger_options columns_of(const real_ledger *real)
{
    preston_ledger_options options;
    preston_ledger_options_init(&options);
    options.date = real->date;
    options.category = real->category;
    options.amount = real->amount;
    options.supplier = "supplier_id";
    options.buyer = NULL;
    options.place = NULL;
    options.type = NULL;
    return options;
}

static void assert_counts(const preston_ledger *ledger, const real_ledger *real)
{
    int64_t credit_notes = 0;
    int64_t named = 0;
    for (int64_t row = 0; row < preston_ledger_rows(ledger); row++) {
        credit_notes += preston_ledger_amount(ledger, row) < 0.0;
        named += preston_ledger_label(ledger, row, PRESTON_LEDGER_CATEGORY)[0] != '\0';
    }
    assert_int_equal(preston_ledger_rows(ledger), real->rows);
    assert_int_equal(llround(preston_ledger_total(ledger) * 100.0), real->pence);
    assert_int_equal(credit_notes, real->credit_notes);
    assert_true(named > real->rows * 99 / 100);
}

static preston_status read_real(const real_ledger *real, preston_ledger **out, preston_error *error)
{
    preston_ledger_options options = columns_of(real);
    char *path = path_in(PROCUREMENT, real->file);
    preston_status status = preston_ledger_read(path, &options, out, error);
    free(path);
    return status;
}

static void assert_reads_whole(const real_ledger *real)
{
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    skip_without_data();
    assert_ok(read_real(real, &ledger, &error), &error);
    assert_counts(ledger, real);
    preston_ledger_free(ledger);
}

static void ledger_read__calderdale_council(void **state)
{
    (void)state;
    assert_reads_whole(&calderdale);
}

static void ledger_read__hyndburn_council(void **state)
{
    (void)state;
    assert_reads_whole(&hyndburn);
}

static void ledger_read__ribble_valley_council(void **state)
{
    (void)state;
    assert_reads_whole(&ribble_valley);
}

static void ledger_read__contract_notices_of_lancashire(void **state)
{
    (void)state;
    assert_reads_whole(&notices);
}

static void ledger_read__police_without_its_dates(void **state)
{
    (void)state;
    assert_reads_whole(&police);
}

static void ledger_read__police_dates_that_a_spreadsheet_made_numbers(void **state)
{
    (void)state;
    real_ledger dated = police;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    skip_without_data();
    dated.date = "date";
    assert_fails(read_real(&dated, &ledger, &error), PRESTON_ERROR_VALUE, &error,
                 "lancashire-police-2018-2025.csv.gz:35490: column 2 ('date'): '45044' is not a "
                 "date");
    assert_non_null(strstr(error.message, "leave the column out of the map"));
    assert_null(ledger);
}

static void ledger_read__fire_service_with_a_second_header(void **state)
{
    (void)state;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    skip_without_data();
    assert_fails(read_real(&fire, &ledger, &error), PRESTON_ERROR_VALUE, &error,
                 "lancashire-fire-2022-2026.csv.gz:2745: column 2 ('date'): 'Date' is not a date");
    real_ledger undated = fire;
    undated.date = NULL;
    assert_fails(read_real(&undated, &ledger, &error), PRESTON_ERROR_VALUE, &error,
                 "lancashire-fire-2022-2026.csv.gz:2745: column 3 ('amount'): '' is empty");
    assert_non_null(strstr(error.message, "another column"));
    assert_null(ledger);
}

/* Where a line begins, the first being 1. */
static char *line_of(char *text, int64_t line)
{
    for (; line > 1; line--) {
        text = strchr(text, '\n') + 1;
    }
    return text;
}

static void ledger_read__fire_service_without_the_damaged_lines(void **state)
{
    (void)state;
    preston_text_file file;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    skip_without_data();
    assert_ok(preston_text_file_read(PROCUREMENT, fire.file, NULL, &file, &error), &error);
    char *from = line_of(file.text, fire_damaged[0]);
    char *to = line_of(file.text, fire_damaged[1] + 1);
    memmove(from, to, strlen(to) + 1);
    preston_ledger_options options = columns_of(&fire);
    assert_ok(read_ledger_text(file.text, &options, &ledger, &error), &error);
    assert_counts(ledger, &fire);
    preston_ledger_free(ledger);
    preston_text_file_clear(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_read__calderdale_council),
        cmocka_unit_test(ledger_read__hyndburn_council),
        cmocka_unit_test(ledger_read__ribble_valley_council),
        cmocka_unit_test(ledger_read__contract_notices_of_lancashire),
        cmocka_unit_test(ledger_read__police_without_its_dates),
        cmocka_unit_test(ledger_read__police_dates_that_a_spreadsheet_made_numbers),
        cmocka_unit_test(ledger_read__fire_service_with_a_second_header),
        cmocka_unit_test(ledger_read__fire_service_without_the_damaged_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
