/* Damaged ledgers: every refusal names the file, the line, the column and what would be right. */
#include "folder.h"
#include "ledgers.h"
#include "test.h"

/* A text that must be refused. */
typedef struct refusal {
    const char *text;
    const char *where; /* what stands behind the file's name */
    const char *remedy;
    preston_status status;
} refusal;

static void assert_refused(const refusal *wrong, const preston_ledger_options *options)
{
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    char place[200];
    (void)snprintf(place, sizeof place, "/ledger.csv%s", wrong->where);
    preston_status status = read_ledger_text(wrong->text, options, &ledger, &error);
    assert_fails(status, wrong->status, &error, place);
    assert_fails(status, wrong->status, &error, wrong->remedy);
    assert_null(ledger);
}

static void assert_all_refused(const refusal *wrong, size_t count,
                               const preston_ledger_options *options)
{
    for (size_t i = 0; i < count; i++) {
        assert_refused(&wrong[i], options);
    }
}

#define ALL(list) (list), sizeof(list) / sizeof *(list)

static void ledger_read__strict_amounts(void **state)
{
    (void)state;
    static const refusal wrong[] = {
        {"amount\n5\nn.a.\n", ":3: column 1 ('amount'): 'n.a.'", "write digits",
         PRESTON_ERROR_VALUE},
        {"amount\nNaN\n", ":2: column 1 ('amount'): 'NaN'", "write a number", PRESTON_ERROR_VALUE},
        {"amount\n-inf\n", ":2: column 1 ('amount'): '-inf'", "write a number",
         PRESTON_ERROR_VALUE},
        {"amount\n1e999\n", ":2: column 1 ('amount'): '1e999'", "too large", PRESTON_ERROR_VALUE},
        {"amount\n0x10\n", ":2: column 1 ('amount'): '0x10'", "write digits", PRESTON_ERROR_VALUE},
        {"amount\n(5.00)\n", ":2: column 1 ('amount'): '(5.00)'", "write digits",
         PRESTON_ERROR_VALUE},
        {"amount\n\"1,234.50\"\n", ":2: column 1 ('amount'): '1,234.50'", "write 1234.50",
         PRESTON_ERROR_VALUE},
        {"amount\n\"1,23\"\n", ":2: column 1 ('amount'): '1,23'", "write 1234.50",
         PRESTON_ERROR_VALUE},
        {"amount\n98.31.\n", ":2: column 1 ('amount'): '98.31.'", "remove it", PRESTON_ERROR_VALUE},
        {"amount\n£98\n", ":2: column 1 ('amount'): '£98'", "write", PRESTON_ERROR_VALUE},
        {"amount\n\"\"\n", ":2: column 1 ('amount'): ''", "write", PRESTON_ERROR_VALUE},
        {"amount\n4-\n", ":2: column 1 ('amount'): '4-'", "write", PRESTON_ERROR_VALUE},
    };
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    assert_all_refused(ALL(wrong), &options);
}

/* What spreadsheet amounts would read is refused with that remedy, and nothing else is. */
static void ledger_read__strict_amounts_point_to_spreadsheet_amounts(void **state)
{
    (void)state;
    static const refusal readable[] = {
        {"amount\n\"1,234.50\"\n", ":2:", "or read the ledger with spreadsheet amounts",
         PRESTON_ERROR_VALUE},
        {"amount\n98.31.\n", ":2:", "or read the ledger with spreadsheet amounts",
         PRESTON_ERROR_VALUE},
        {"amount\n£98\n", ":2:", "or read the ledger with spreadsheet amounts",
         PRESTON_ERROR_VALUE},
    };
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    assert_all_refused(ALL(readable), &options);
    static const char *const unreadable[] = {"amount\n\"1,23\"\n", "amount\nn.a.\n",
                                             "amount\n\"\"\n"};
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++) {
        preston_ledger *ledger = NULL;
        preston_error error = {0};
        assert_int_equal(read_ledger_text(unreadable[i], &options, &ledger, &error),
                         PRESTON_ERROR_VALUE);
        assert_null(strstr(error.message, "spreadsheet"));
    }
}

static void ledger_read__spreadsheet_amounts(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        double amount;
    } cases[] = {{"1234.50", 1234.5},    {"1,234.50", 1234.5}, {"12,345,678", 12345678.0},
                 {"98.31.", 98.31},      {"£98", 98.0},        {"-£98.5", -98.5},
                 {"£-98.5", -98.5},      {"98 €", 98.0},       {" 1 234.50 ", 1234.5},
                 {"-1,234.00", -1234.0}, {"0", 0.0},           {"£1,000", 1000.0},
                 {"\xc2\xa3 7.25", 7.25}};
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_SPREADSHEET);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[80];
        (void)snprintf(text, sizeof text, "amount\n\"%s\"\n", cases[i].cell);
        preston_ledger *ledger = NULL;
        preston_error error = {0};
        assert_ok(read_ledger_text(text, &options, &ledger, &error), &error);
        assert_close(preston_ledger_amount(ledger, 0), cases[i].amount, 0.0, 0.0);
        preston_ledger_free(ledger);
    }
}

static void ledger_read__spreadsheet_amounts_that_could_be_two_numbers(void **state)
{
    (void)state;
    static const refusal wrong[] = {
        {"amount\n\"1,23\"\n", ":2: column 1 ('amount'): '1,23'", "comma", PRESTON_ERROR_VALUE},
        {"amount\n\"1.234,50\"\n", ":2: column 1 ('amount'): '1.234,50'", "", PRESTON_ERROR_VALUE},
        {"amount\n\"0,125\"\n", ":2: column 1 ('amount'): '0,125'", "comma", PRESTON_ERROR_VALUE},
        {"amount\n\"1234,567\"\n", ":2: column 1 ('amount'): '1234,567'", "comma",
         PRESTON_ERROR_VALUE},
        {"amount\n\"1,2345.00\"\n", ":2: column 1 ('amount'): '1,2345.00'", "comma",
         PRESTON_ERROR_VALUE},
        {"amount\n\"\"\n", ":2: column 1 ('amount'): ''", "write", PRESTON_ERROR_VALUE},
        {"amount\n£\n", ":2: column 1 ('amount'): '£'", "", PRESTON_ERROR_VALUE},
        {"amount\n££5\n", ":2: column 1 ('amount'): '££5'", "", PRESTON_ERROR_VALUE},
        {"amount\n--5\n", ":2: column 1 ('amount'): '--5'", "", PRESTON_ERROR_VALUE},
        {"amount\nnan\n", ":2: column 1 ('amount'): 'nan'", "", PRESTON_ERROR_VALUE},
        {"amount\n2017-03-31\n", ":2: column 1 ('amount'): '2017-03-31'", "", PRESTON_ERROR_VALUE},
    };
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_SPREADSHEET);
    assert_all_refused(ALL(wrong), &options);
}

static void ledger_read__empty_amount_may_stand_in_another_column(void **state)
{
    (void)state;
    static const refusal wrong = {"supplier,amount,note\nS1,5,\nS2,,2135.2\n",
                                  ":3: column 2 ('amount'): ''", "another column",
                                  PRESTON_ERROR_VALUE};
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    assert_refused(&wrong, &options);
    options.amounts = PRESTON_AMOUNTS_SPREADSHEET;
    assert_refused(&wrong, &options);
}

static void ledger_read__credit_notes_are_kept(void **state)
{
    (void)state;
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text("amount\n100\n-100\n-0.01\n", &options, &ledger, &error), &error);
    assert_int_equal(preston_ledger_rows(ledger), 3);
    assert_close(preston_ledger_total(ledger), -0.01, 0.0, 0.0);
    preston_ledger_free(ledger);
}

static void ledger_read__dates(void **state)
{
    (void)state;
    static const refusal wrong[] = {
        {"date,amount\n2017-03-31,5\n31/03/2017,5\n", ":3: column 1 ('date'): '31/03/2017'",
         "write it as 2017-03-31", PRESTON_ERROR_VALUE},
        {"date,amount\n45044,5\n", ":2: column 1 ('date'): '45044'", "write it as 2017-03-31",
         PRESTON_ERROR_VALUE},
        {"date,amount\n2017-13-01,5\n", ":2: column 1 ('date')", "leave the column out of the map",
         PRESTON_ERROR_VALUE},
        {"date,amount\n2017-03-32,5\n", ":2: column 1 ('date')", "2017-03-31", PRESTON_ERROR_VALUE},
        {"date,amount\n2017-00-10,5\n", ":2: column 1 ('date')", "2017-03-31", PRESTON_ERROR_VALUE},
        {"date,amount\n2017-03-31T00:00,5\n", ":2: column 1 ('date')", "2017-03-31",
         PRESTON_ERROR_VALUE},
        {"date,amount\n2017-3-1,5\n", ":2: column 1 ('date')", "2017-03-31", PRESTON_ERROR_VALUE},
        {"amount,date\n5,Date\n", ":2: column 2 ('date'): 'Date'", "2017-03-31",
         PRESTON_ERROR_VALUE},
    };
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    options.date = "date";
    assert_all_refused(ALL(wrong), &options);
}

static void ledger_read__rows_and_quotation(void **state)
{
    (void)state;
    static const refusal wrong[] = {
        {"amount,note\n5,a\n6\n", ":3: the row has 1 cells and the header 2", "give every row",
         PRESTON_ERROR_FORMAT},
        {"amount,note\n5,a,b\n", ":2: the row has 3 cells and the header 2", "give every row",
         PRESTON_ERROR_FORMAT},
        {"amount,note\n5,\"a\n6,b\n", ":", "close every", PRESTON_ERROR_FORMAT},
        {"amount,note\n5,a\"b\n", ":2:", "close every", PRESTON_ERROR_FORMAT},
        {"", ": is empty", "the first line names the columns", PRESTON_ERROR_FORMAT},
        {"amount,note,amount\n5,a,5\n", ":1: column 'amount' stands twice", "rename one",
         PRESTON_ERROR_LABEL},
    };
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    assert_all_refused(ALL(wrong), &options);
}

static void ledger_read__missing_columns(void **state)
{
    (void)state;
    static const char *const names[] = {"date",   "buyer", "supplier", "category",
                                        "amount", "place", "type"};
    for (size_t missing = 0; missing < sizeof names / sizeof *names; missing++) {
        char header[200] = "";
        char where[80];
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            (void)snprintf(header + strlen(header), sizeof header - strlen(header), "%s%s",
                           i > 0 ? "," : "", i == missing ? "other" : names[i]);
        }
        (void)snprintf(where, sizeof where, ":1: column '%s' is missing", names[missing]);
        const refusal wrong = {header, where, "other", PRESTON_ERROR_LABEL};
        assert_refused(&wrong, NULL);
    }
}

static void ledger_read__wrong_encoding(void **state)
{
    (void)state;
    static const refusal latin = {"amount,note\n5,\n6,caf\xe9\n", ":3:6: byte 0xe9",
                                  "name its encoding", PRESTON_ERROR_FORMAT};
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    assert_refused(&latin, &options);
    static const refusal no_character = {"amount,note\n5,\x81\n", ":2:3: byte 0x81", "CP1252",
                                         PRESTON_ERROR_FORMAT};
    options.encoding = "CP1252";
    assert_refused(&no_character, &options);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    options.encoding = "latin-nine-and-a-half";
    assert_fails(read_ledger_text("amount\n5\n", &options, &ledger, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "use a name such as");
}

static void ledger_read__wide_characters_need_their_name(void **state)
{
    (void)state;
    static const char wide[] = "a\0m\0o\0u\0n\0t\0\n\0"
                               "5\0\n\0";
    char *folder = make_folder();
    char *path = path_in(folder, "ledger.csv");
    write_bytes(folder, "ledger.csv", wide, sizeof wide - 1);
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_fails(preston_ledger_read(path, &options, &ledger, &error), PRESTON_ERROR_FORMAT, &error,
                 "name its encoding");
    options.encoding = "UTF-16LE";
    assert_ok(preston_ledger_read(path, &options, &ledger, &error), &error);
    assert_close(preston_ledger_total(ledger), 5.0, 0.0, 0.0);
    preston_ledger_free(ledger);
    free(path);
    remove_folder(folder);
}

static void ledger_read__no_such_file(void **state)
{
    (void)state;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_fails(preston_ledger_read("/nowhere/ledger.csv", NULL, &ledger, &error),
                 PRESTON_ERROR_FILE, &error, "/nowhere/ledger.csv");
    assert_fails(preston_ledger_read(TESTS_DATA, NULL, &ledger, &error), PRESTON_ERROR_FILE, &error,
                 TESTS_DATA);
    assert_null(ledger);
}

static void ledger_read__archive_cut_short(void **state)
{
    (void)state;
    size_t size = 0;
    char *whole = read_bytes(TESTS_DATA "/ledgers", "lancashire-fire-sample.csv.gz", &size);
    char *folder = make_folder();
    char *path = path_in(folder, "ledger.csv.gz");
    write_bytes(folder, "ledger.csv.gz", whole, size / 2);
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_fails(preston_ledger_read(path, &options, &ledger, &error), PRESTON_ERROR_FILE, &error,
                 "ledger.csv.gz");
    assert_null(ledger);
    free(path);
    free(whole);
    remove_folder(folder);
}

static void ledger_read__bad_options(void **state)
{
    (void)state;
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    options.amount = NULL;
    assert_fails(read_ledger_text("amount\n5\n", &options, &ledger, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "name the column");
    options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    options.size = 0;
    assert_fails(read_ledger_text("amount\n5\n", &options, &ledger, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "init function");
    assert_null(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_read__strict_amounts),
        cmocka_unit_test(ledger_read__strict_amounts_point_to_spreadsheet_amounts),
        cmocka_unit_test(ledger_read__spreadsheet_amounts),
        cmocka_unit_test(ledger_read__spreadsheet_amounts_that_could_be_two_numbers),
        cmocka_unit_test(ledger_read__empty_amount_may_stand_in_another_column),
        cmocka_unit_test(ledger_read__credit_notes_are_kept),
        cmocka_unit_test(ledger_read__dates),
        cmocka_unit_test(ledger_read__rows_and_quotation),
        cmocka_unit_test(ledger_read__missing_columns),
        cmocka_unit_test(ledger_read__wrong_encoding),
        cmocka_unit_test(ledger_read__wide_characters_need_their_name),
        cmocka_unit_test(ledger_read__no_such_file),
        cmocka_unit_test(ledger_read__archive_cut_short),
        cmocka_unit_test(ledger_read__bad_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
