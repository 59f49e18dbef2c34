#include "folder.h"
#include "ledgers.h"
#include "test.h"

#include <math.h>

/* The whole pence of an amount; the test fails when it is not in whole pence. */
static int64_t pence_of(double amount)
{
    double pence = round(amount * 100.0);
    assert_close(pence / 100.0, amount, 1e-15, 0.0);
    return (int64_t)pence;
}

/* Adds up in whole pence what was bought in a place, NULL for everywhere. */
static int64_t pence_in(const preston_ledger *ledger, const char *place)
{
    int64_t sum = 0;
    for (int64_t row = 0; row < preston_ledger_rows(ledger); row++) {
        const char *own = preston_ledger_label(ledger, row, PRESTON_LEDGER_PLACE);
        if (place == NULL || strcmp(own, place) == 0) {
            sum += pence_of(preston_ledger_amount(ledger, row));
        }
    }
    return sum;
}

static void ledger_read__preston_2012_13_is_750_million(void **state)
{
    (void)state;
    preston_ledger *ledger = read_shipped_ledger("ledger-2012-13.csv");
    assert_int_equal(preston_ledger_rows(ledger), 15);
    assert_int_equal(pence_in(ledger, NULL), 75000000000);
    assert_int_equal(pence_in(ledger, "preston"), 3750000000);
    assert_int_equal(pence_in(ledger, "rest-of-lancashire"), 25500000000);
    assert_close(preston_ledger_total(ledger), 750e6, 0.0, 1e-6);
    preston_ledger_free(ledger);
}

static void ledger_read__preston_2016_17_is_617_million(void **state)
{
    (void)state;
    preston_ledger *ledger = read_shipped_ledger("ledger-2016-17.csv");
    assert_int_equal(preston_ledger_rows(ledger), 15);
    assert_int_equal(pence_in(ledger, NULL), 61700000000);
    assert_int_equal(pence_in(ledger, "preston"), 11229400000);
    assert_int_equal(pence_in(ledger, "rest-of-lancashire"), 37637000000);
    assert_close(preston_ledger_total(ledger), 617e6, 0.0, 1e-6);
    preston_ledger_free(ledger);
}

static void ledger_read__labels_of_a_row(void **state)
{
    (void)state;
    preston_ledger *ledger = read_shipped_ledger("ledger-2012-13.csv");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_BUYER),
                        "six anchor institutions");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_SUPPLIER),
                        "suppliers in Preston");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_CATEGORY),
                        "public-administration");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_PLACE), "preston");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_TYPE), "");
    assert_close(preston_ledger_amount(ledger, 0), 10778214.83, 0.0, 0.0);
    preston_ledger_free(ledger);
}

static preston_ledger_options fire_columns(void)
{
    preston_ledger_options options;
    preston_ledger_options_init(&options);
    options.supplier = "supplier_id";
    options.category = "category_proclass";
    options.buyer = NULL;
    options.place = NULL;
    options.type = NULL;
    return options;
}

/* Rows, sum and credit notes counted by Python's csv and decimal modules. */
static void ledger_read__fire_service_by_a_map_of_columns(void **state)
{
    (void)state;
    preston_ledger_options options = fire_columns();
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_read(TESTS_DATA "/ledgers/lancashire-fire-sample.csv.gz", &options,
                                  &ledger, &error),
              &error);
    assert_int_equal(preston_ledger_rows(ledger), 2000);
    assert_int_equal(pence_in(ledger, NULL), 1058448456);
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_SUPPLIER), "Sf5bb9aed0b");
    assert_string_equal(preston_ledger_label(ledger, 1999, PRESTON_LEDGER_CATEGORY),
                        "Stocks And Stores - General");
    assert_string_equal(preston_ledger_label(ledger, 1999, PRESTON_LEDGER_PLACE), "");
    assert_close(preston_ledger_amount(ledger, 1660), -0.5, 0.0, 0.0);
    assert_close(preston_ledger_amount(ledger, 1661), -73.5, 0.0, 0.0);
    preston_ledger_free(ledger);
}

static void ledger_read__archive_found_by_its_plain_name(void **state)
{
    (void)state;
    char *folder = make_folder();
    char *path = path_in(folder, "ledger.csv");
    write_gzip(folder, "ledger.csv.gz", "amount\n1.25\n2\n");
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_read(path, &options, &ledger, &error), &error);
    assert_close(preston_ledger_total(ledger), 3.25, 0.0, 0.0);
    preston_ledger_free(ledger);
    free(path);
    remove_folder(folder);
}

static void ledger_read__columns_in_any_order_and_more_of_them(void **state)
{
    (void)state;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text("note,type,place,amount,category,supplier,buyer,date\n"
                               "\"a, \"\"b\"\"\",sme,preston,5,A01,S1,B1,\n"
                               ",,,-7.5,,,,2017-03-31\n",
                               NULL, &ledger, &error),
              &error);
    assert_int_equal(preston_ledger_rows(ledger), 2);
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_TYPE), "sme");
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_CATEGORY), "A01");
    assert_string_equal(preston_ledger_label(ledger, 1, PRESTON_LEDGER_BUYER), "");
    assert_close(preston_ledger_total(ledger), -2.5, 0.0, 0.0);
    preston_ledger_free(ledger);
}

static void ledger_read__header_alone_is_an_empty_ledger(void **state)
{
    (void)state;
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text("amount\n", &options, &ledger, &error), &error);
    assert_int_equal(preston_ledger_rows(ledger), 0);
    assert_close(preston_ledger_total(ledger), 0.0, 0.0, 0.0);
    preston_ledger_free(ledger);
}

/* The same three purchases however the file was saved. */
static void ledger_read__line_ends_and_byte_order_mark(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "date,category,amount\n2017-03-31,roads,10\n,schools,-2.5\n,roads,0\n",
        "date,category,amount\r\n2017-03-31,roads,10\r\n,schools,-2.5\r\n,roads,0",
        "date,category,amount\r2017-03-31,roads,10\r,schools,-2.5\r,roads,0\r",
        "\xef\xbb\xbf"
        "date,category,amount\n2017-03-31,roads,10\n\n,schools,-2.5\n,roads,0\n\n",
        "\xef\xbb\xbf"
        "\"date\",\"category\",\"amount\"\r\n\"2017-03-31\",\"roads\",\"10\"\r\n"
        ",\"schools\",\"-2.5\"\r\n,roads,0\r\n"};
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    options.date = "date";
    options.category = "category";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        preston_ledger *ledger = NULL;
        preston_error error = {0};
        assert_ok(read_ledger_text(texts[i], &options, &ledger, &error), &error);
        assert_int_equal(preston_ledger_rows(ledger), 3);
        assert_close(preston_ledger_amount(ledger, 1), -2.5, 0.0, 0.0);
        assert_string_equal(preston_ledger_label(ledger, 1, PRESTON_LEDGER_CATEGORY), "schools");
        preston_ledger_free(ledger);
    }
}

static void ledger_read__cp1252_by_name(void **state)
{
    (void)state;
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_SPREADSHEET);
    options.supplier = "supplier";
    options.encoding = "CP1252";
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text("supplier,amount\nCaf\xe9 \x93Zo\xeb\x94,\xa3"
                               "12.50\n",
                               &options, &ledger, &error),
              &error);
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_SUPPLIER), "Café “Zoë”");
    assert_close(preston_ledger_amount(ledger, 0), 12.5, 0.0, 0.0);
    preston_ledger_free(ledger);
}

static void ledger_create__from_arrays(void **state)
{
    (void)state;
    static const double amounts[] = {1.5, 0.0, -4.0, 0.0};
    static const char *const suppliers[] = {"one", NULL};
    static const char *const places[] = {"preston", "preston"};
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_create(2, preston_const_vector(amounts, 2, 2), NULL, suppliers, NULL,
                                    places, NULL, &ledger, &error),
              &error);
    assert_int_equal(preston_ledger_rows(ledger), 2);
    assert_close(preston_ledger_amount(ledger, 1), -4.0, 0.0, 0.0);
    assert_string_equal(preston_ledger_label(ledger, 0, PRESTON_LEDGER_SUPPLIER), "one");
    assert_string_equal(preston_ledger_label(ledger, 1, PRESTON_LEDGER_SUPPLIER), "");
    assert_string_equal(preston_ledger_label(ledger, 1, PRESTON_LEDGER_CATEGORY), "");
    assert_string_equal(preston_ledger_label(ledger, 1, PRESTON_LEDGER_PLACE), "preston");
    preston_ledger_free(ledger);
}

static void ledger_create__bad_arrays(void **state)
{
    (void)state;
    const double amounts[] = {1.0, (double)NAN, (double)INFINITY};
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_fails(preston_ledger_create(2, preston_const_vector(amounts, 2, 1), NULL, NULL, NULL,
                                       NULL, NULL, &ledger, &error),
                 PRESTON_ERROR_VALUE, &error, "purchase 2");
    assert_fails(preston_ledger_create(1, preston_const_vector(amounts + 2, 1, 1), NULL, NULL, NULL,
                                       NULL, NULL, &ledger, &error),
                 PRESTON_ERROR_VALUE, &error, "purchase 1");
    assert_fails(preston_ledger_create(2, preston_const_vector(amounts, 3, 1), NULL, NULL, NULL,
                                       NULL, NULL, &ledger, &error),
                 PRESTON_ERROR_SHAPE, &error, "2 purchases");
    assert_fails(preston_ledger_create(-1, preston_const_vector(amounts, -1, 1), NULL, NULL, NULL,
                                       NULL, NULL, &ledger, &error),
                 PRESTON_ERROR_SHAPE, &error, "-1");
    assert_null(ledger);
    preston_ledger_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_read__preston_2012_13_is_750_million),
        cmocka_unit_test(ledger_read__preston_2016_17_is_617_million),
        cmocka_unit_test(ledger_read__labels_of_a_row),
        cmocka_unit_test(ledger_read__fire_service_by_a_map_of_columns),
        cmocka_unit_test(ledger_read__archive_found_by_its_plain_name),
        cmocka_unit_test(ledger_read__columns_in_any_order_and_more_of_them),
        cmocka_unit_test(ledger_read__header_alone_is_an_empty_ledger),
        cmocka_unit_test(ledger_read__line_ends_and_byte_order_mark),
        cmocka_unit_test(ledger_read__cp1252_by_name),
        cmocka_unit_test(ledger_create__from_arrays),
        cmocka_unit_test(ledger_create__bad_arrays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
