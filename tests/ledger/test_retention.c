#include "ledgers.h"
#include "test.h"

#include "status/csv.h"
#include "status/number.h"

#include <math.h>

static preston_ledger *read_ledger(const char *path)
{
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_read(path, NULL, &ledger, &error), &error);
    return ledger;
}

static preston_retention *retain(const preston_ledger *ledger, preston_ledger_field by)
{
    preston_retention *retention = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_retention(ledger, by, &retention, &error), &error);
    return retention;
}

static int64_t group_of(const preston_retention *retention, const char *label)
{
    for (int64_t group = 0; group < preston_retention_groups(retention); group++) {
        if (strcmp(preston_retention_group(retention, group), label) == 0) {
            return group;
        }
    }
    print_error("there is no group '%s'\n", label);
    fail();
    return -1;
}

/* A row of greater-manchester-retention.csv against the ledger. */
typedef struct printed_table {
    const preston_retention *retention;
    int64_t columns[4];
    int64_t councils;
    double share_sum;
} printed_table;

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    static const char *const names[] = {"council", "total", "own", "percent"};
    printed_table *table = context;
    for (int i = 0; i < 4; i++) {
        assert_ok(preston_csv_column(header, names[i], &table->columns[i], error), error);
    }
    return PRESTON_OK;
}

static preston_status take_council(void *context, const preston_csv_row *row, preston_error *error)
{
    printed_table *table = context;
    double printed[3];
    for (int i = 0; i < 3; i++) {
        assert_ok(preston_csv_number(row, table->columns[1 + i], &printed[i], error), error);
    }
    const char *council = row->cells[table->columns[0]];
    int whole = strcmp(council, "total") == 0;
    int64_t group = whole ? -1 : group_of(table->retention, council);
    assert_close(preston_retention_amount(table->retention, group, NULL), printed[0], 0.0, 0.005);
    assert_close(preston_retention_amount(table->retention, group, "own"), printed[1], 0.0, 0.005);
    double share = preston_retention_share(table->retention, group, "own");
    assert_close(100.0 * share, printed[2], 0.0, 0.05);
    table->councils += !whole;
    table->share_sum += whole ? 0.0 : share;
    return PRESTON_OK;
}

static void ledger_retention__greater_manchester_as_printed(void **state)
{
    (void)state;
    preston_ledger *ledger = read_ledger(TESTS_DATA "/ledgers/greater-manchester-councils.csv");
    preston_retention *retention = retain(ledger, PRESTON_LEDGER_BUYER);
    printed_table table = {.retention = retention};
    const preston_csv_reader reader = {take_header, take_council, &table};
    preston_error error = {0};
    assert_ok(preston_csv_read(TESTS_DATA "/ledgers", "greater-manchester-retention.csv", NULL,
                               &reader, &error),
              &error);
    assert_int_equal(table.councils, 10);
    assert_int_equal(preston_retention_groups(retention), 10);
    assert_close(100.0 * preston_retention_share(retention, -1, "own"), 61.7, 0.0, 0.05);
    assert_close(10.0 * table.share_sum, 53.8, 0.0, 0.05);
    preston_retention_free(retention);
    preston_ledger_free(ledger);
}

/* The printed shares: 5 % and 39 % in 2012/13, 18.2 % and 79.2 % in 2016/17. */
static void assert_preston_shares(const char *name, double here, double around)
{
    preston_ledger *ledger = read_shipped_ledger(name);
    preston_retention *retention = retain(ledger, PRESTON_LEDGER_CATEGORY);
    assert_close(preston_retention_share(retention, -1, "preston"), here, 1e-12, 0.0);
    assert_close(preston_retention_share(retention, -1, "preston") +
                     preston_retention_share(retention, -1, "rest-of-lancashire"),
                 around, 1e-12, 0.0);
    assert_close(preston_retention_share(retention, -1, NULL), 1.0, 0.0, 0.0);
    assert_int_equal(preston_retention_groups(retention), 5);
    double sum = 0.0;
    for (int64_t group = 0; group < 5; group++) {
        /* the same mix in every place, to a penny of each cell */
        assert_close(preston_retention_share(retention, group, "preston"), here, 1e-7, 0.0);
        sum += preston_retention_amount(retention, group, "preston");
    }
    assert_close(sum, preston_retention_amount(retention, -1, "preston"), 1e-15, 0.0);
    preston_retention_free(retention);
    preston_ledger_free(ledger);
}

static void ledger_retention__preston_by_category(void **state)
{
    (void)state;
    assert_preston_shares("ledger-2012-13.csv", 0.05, 0.39);
    assert_preston_shares("ledger-2016-17.csv", 0.182, 0.792);
}

static void ledger_retention__groups_of_every_field(void **state)
{
    (void)state;
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text("date,buyer,supplier,category,amount,place,type\n"
                               ",b1,s1,c1,10,here,sme\n"
                               ",b1,s2,c2,30,there,\n"
                               ",b2,s1,c1,-4,here,sme\n"
                               ",b2,s3,c1,4,,coop\n",
                               NULL, &ledger, &error),
              &error);
    static const struct {
        preston_ledger_field field;
        const char *group;
        int64_t groups;
        double all;
        double here;
    } cases[] = {{PRESTON_LEDGER_BUYER, "b1", 2, 40.0, 10.0},
                 {PRESTON_LEDGER_BUYER, "b2", 2, 0.0, -4.0},
                 {PRESTON_LEDGER_SUPPLIER, "s1", 3, 6.0, 6.0},
                 {PRESTON_LEDGER_CATEGORY, "c1", 2, 10.0, 6.0},
                 {PRESTON_LEDGER_PLACE, "there", 3, 30.0, 0.0},
                 {PRESTON_LEDGER_TYPE, "", 3, 30.0, 0.0},
                 {PRESTON_LEDGER_TYPE, "coop", 3, 4.0, 0.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        preston_retention *retention = retain(ledger, cases[i].field);
        int64_t group = group_of(retention, cases[i].group);
        assert_int_equal(preston_retention_groups(retention), cases[i].groups);
        assert_close(preston_retention_amount(retention, group, NULL), cases[i].all, 0.0, 0.0);
        assert_close(preston_retention_amount(retention, group, "here"), cases[i].here, 0.0, 0.0);
        assert_close(preston_retention_amount(retention, -1, "here"), 6.0, 0.0, 0.0);
        assert_close(preston_retention_amount(retention, -1, ""), 4.0, 0.0, 0.0);
        preston_retention_free(retention);
    }
    preston_ledger_free(ledger);
}

static void ledger_retention__nothing_spent(void **state)
{
    (void)state;
    static const purchase rows[] = {
        {"c1", "here", 4.0, "s"}, {"c1", "here", -4.0, "s"}, {"c2", "here", 5.0, "s"}};
    preston_ledger *ledger = make_ledger(3, rows);
    preston_retention *retention = retain(ledger, PRESTON_LEDGER_CATEGORY);
    assert_close(preston_retention_share(retention, 0, "here"), 0.0, 0.0, 0.0);
    assert_close(preston_retention_share(retention, 1, "here"), 1.0, 0.0, 0.0);
    assert_close(preston_retention_amount(retention, -1, "nowhere"), 0.0, 0.0, 0.0);
    assert_close(preston_retention_share(retention, -1, "nowhere"), 0.0, 0.0, 0.0);
    preston_retention_free(retention);
    preston_ledger_free(ledger);
    ledger = make_ledger(0, NULL);
    retention = retain(ledger, PRESTON_LEDGER_CATEGORY);
    assert_int_equal(preston_retention_groups(retention), 0);
    assert_close(preston_retention_share(retention, -1, NULL), 0.0, 0.0, 0.0);
    preston_retention_free(retention);
    preston_ledger_free(ledger);
}

static void ledger_retention__no_such_field(void **state)
{
    (void)state;
    preston_ledger *ledger = make_ledger(0, NULL);
    preston_retention *retention = NULL;
    preston_error error = {0};
    assert_fails(preston_ledger_retention(ledger, (preston_ledger_field)5, &retention, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "field 5");
    assert_null(retention);
    preston_ledger_free(ledger);
    preston_retention_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_retention__greater_manchester_as_printed),
        cmocka_unit_test(ledger_retention__preston_by_category),
        cmocka_unit_test(ledger_retention__groups_of_every_field),
        cmocka_unit_test(ledger_retention__nothing_spent),
        cmocka_unit_test(ledger_retention__no_such_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
