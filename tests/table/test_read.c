#include "folder.h"
#include "small_table.h"
#include "test.h"

static int enter_folder(void **state)
{
    *state = make_folder();
    write_small_table(*state);
    return 0;
}

static int leave_folder(void **state)
{
    remove_folder(*state);
    return 0;
}

static preston_table *read_table(const char *folder)
{
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_read(folder, &table, &error), &error);
    return table;
}

static double sum_of(preston_const_view view)
{
    double sum = 0.0;
    for (int64_t i = 0; i < view.rows; i++) {
        for (int64_t j = 0; j < view.columns; j++) {
            sum += preston_get(view, i, j);
        }
    }
    return sum;
}

static double account_sum(const preston_table *table, const char *code)
{
    return sum_of(preston_table_account(table, preston_table_find_account(table, code)));
}

/* --- shipped tables; sums computed apart, with Python's fsum --- */

static void read__united_kingdom_2019(void **state)
{
    (void)state;
    preston_table *table = read_table(EXAMPLES_DATA "/uk-2019");
    assert_int_equal(preston_table_sectors(table), 105);
    assert_string_equal(preston_table_code(table, 0), "A01");
    assert_string_equal(preston_table_code(table, 104), "T97");
    assert_int_equal(preston_table_find(table, "B06 & B07"), 4);
    assert_int_equal(preston_table_find(table, "B06"), -1);
    assert_string_equal(preston_table_codes(table)[4], "B06 & B07");
    assert_string_equal(preston_table_name(table, 1), "Forestry And Logging");
    assert_true(preston_get(preston_table_output(table), 0, 0) == 30872.0);
    assert_true(preston_get(preston_table_flows(table), 0, 0) == 4635.362756887105);
    assert_true(preston_get(preston_table_flows(table), 0, 1) == 1.433883533911884);
    assert_true(preston_get(preston_table_final_uses(table), 1, 6) == 84.16117437940461);
    assert_close(sum_of(preston_table_output(table)), 3824433.0, 1e-14, 0.0);
    assert_close(sum_of(preston_table_flows(table)), 1456034.0, 1e-13, 0.0);
    assert_close(account_sum(table, "gva"), 2000157.0, 1e-14, 0.0);
    assert_close(account_sum(table, "jobs"), 26807011.78391104, 1e-14, 0.0);
    preston_table_free(table);
}

static void read__united_kingdom_2019_facts(void **state)
{
    (void)state;
    preston_table *table = read_table(EXAMPLES_DATA "/uk-2019");
    static const char *const uses[] = {"households",  "npish",     "government", "capital",
                                       "inventories", "valuables", "exports"};
    assert_int_equal(preston_table_uses(table), 7);
    for (int i = 0; i < 7; i++) {
        assert_string_equal(preston_table_use_code(table, i), uses[i]);
        assert_int_equal(preston_table_find_use(table, uses[i]), i);
    }
    assert_int_equal(preston_table_find_use(table, "tourists"), -1);
    assert_int_equal(preston_table_accounts(table), 7);
    assert_string_equal(preston_table_account_code(table, 0), "imports");
    assert_int_equal(preston_table_find_account(table, "output"), -1);
    const preston_table_data *facts = preston_table_facts(table);
    assert_string_equal(facts->year, "2019");
    assert_string_equal(facts->currency, "GBP");
    assert_string_equal(facts->unit, "million");
    assert_string_equal(facts->licence, "Open Government Licence v3.0");
    assert_true(facts->household_income == 2027692.0);
    assert_true(facts->household_imports == 274980.0);
    assert_true(facts->household_taxes_on_products == 127146.0);
    assert_null(facts->codes);
    preston_table_free(table);
}

/* Its flows are compressed, its codes hold commas, and tobacco has no output. */
static void read__scotland_1998(void **state)
{
    (void)state;
    preston_table *table = read_table(TESTS_DATA "/scotland-1998");
    assert_int_equal(preston_table_sectors(table), 98);
    assert_int_equal(preston_table_find(table, "02.1, 02.4"), 1);
    int64_t tobacco = preston_table_find(table, "12");
    assert_true(preston_get(preston_table_output(table), tobacco, 0) == 0.0);
    assert_close(sum_of(preston_table_output(table)), 134787.87996468722, 1e-13, 0.0);
    assert_close(sum_of(preston_table_flows(table)), 37110.18315611806, 1e-13, 0.0);
    assert_close(account_sum(table, "imports_rest_of_uk"), 18255.230471874474, 1e-13, 0.0);
    assert_int_equal(preston_table_uses(table), 8);
    assert_close(preston_table_facts(table)->household_imports, 14644.880532219455, 0.0, 0.0);
    preston_table_free(table);
}

/* --- the small table, written in other ways --- */

static void assert_small_table(const char *folder)
{
    preston_table *table = read_table(folder);
    const small_arrays small = make_small_arrays();
    assert_int_equal(preston_table_sectors(table), SMALL_SECTORS);
    for (int64_t i = 0; i < SMALL_SECTORS; i++) {
        assert_string_equal(preston_table_code(table, i), small.codes[i]);
        assert_string_equal(preston_table_name(table, i), small.names[i]);
        assert_true(preston_get(preston_table_output(table), i, 0) == small.output[i]);
        for (int64_t j = 0; j < SMALL_SECTORS; j++) {
            assert_true(preston_get(preston_table_flows(table), i, j) ==
                        small.flows[i * SMALL_SECTORS + j]);
        }
        for (int64_t use = 0; use < SMALL_USES; use++) {
            assert_true(preston_get(preston_table_final_uses(table), i, use) ==
                        small.final_use[i * SMALL_USES + use]);
        }
        for (int64_t k = 0; k < SMALL_ACCOUNTS; k++) {
            assert_true(preston_get(preston_table_account(table, k), i, 0) ==
                        small.account_values[i * SMALL_ACCOUNTS + k]);
        }
    }
    preston_table_free(table);
}

static void read__small_table(void **state)
{
    assert_small_table(*state);
}

static void rewrite(const char *folder, const char *name, const char *mark, char line_end)
{
    size_t size = 0;
    char *text = read_bytes(folder, name, &size);
    for (size_t i = 0; i < size; i++) {
        text[i] = text[i] == '\n' ? line_end : text[i];
    }
    char whole[1000];
    assert_true(snprintf(whole, sizeof whole, "%s%s", mark, text) < (int)sizeof whole);
    write_text(folder, name, whole);
    free(text);
}

static void read__byte_order_mark_and_carriage_returns(void **state)
{
    static const char *const names[] = {"table.yaml", "sectors.csv", "flows.csv", "final_use.csv"};
    for (int i = 0; i < 4; i++) {
        rewrite(*state, names[i], "\xef\xbb\xbf", '\r');
    }
    assert_small_table(*state);
}

static void read__compressed(void **state)
{
    static const char *const names[] = {"table.yaml", "sectors.csv", "flows.csv", "final_use.csv"};
    for (int i = 0; i < 4; i++) {
        char packed[32];
        (void)snprintf(packed, sizeof packed, "%s.gz", names[i]);
        char *text = read_bytes(*state, names[i], NULL);
        char *path = path_in(*state, names[i]);
        write_gzip(*state, packed, text);
        assert_int_equal(remove(path), 0);
        free(path);
        free(text);
    }
    assert_small_table(*state);
}

static void read__columns_in_another_order(void **state)
{
    write_text(*state, "sectors.csv",
               "output,compensation,name,surplus,imports,code,jobs\n"
               "100,30,Farms,20,10,A,5\n\n"
               "200,80,\"Mills, large\",60,0,B,4\n"
               "0,0,Idle,0,0,C,0\n");
    assert_small_table(*state);
}

static void read__no_accounts_and_no_uses(void **state)
{
    write_text(*state, "sectors.csv", "code,name,output\nA,,1\n");
    write_text(*state, "flows.csv", "code,A\nA,0.5\n");
    write_text(*state, "final_use.csv", "code\nA\n");
    preston_table *table = read_table(*state);
    assert_int_equal(preston_table_accounts(table), 0);
    assert_int_equal(preston_table_uses(table), 0);
    assert_string_equal(preston_table_name(table, 0), "");
    assert_true(preston_get(preston_table_flows(table), 0, 0) == 0.5);
    preston_table_free(table);
}

/* --- what is refused --- */

/* One file of the small table with its first `from` made into `to`; `from` NULL: without the file.
 */
typedef struct damage {
    const char *file;
    const char *from;
    const char *to;
    preston_status status;
    const char *message; /* what stands behind the folder's path */
} damage;

static const damage damages[] = {
    {"table.yaml", NULL, NULL, PRESTON_ERROR_FILE, "/table.yaml: cannot be opened"},
    {"sectors.csv", NULL, NULL, PRESTON_ERROR_FILE, "/sectors.csv: cannot be opened"},
    {"flows.csv", NULL, NULL, PRESTON_ERROR_FILE, "/flows.csv: cannot be opened"},
    {"final_use.csv", NULL, NULL, PRESTON_ERROR_FILE, "/final_use.csv: cannot be opened"},

    {"table.yaml", "year", "yaer", PRESTON_ERROR_LABEL,
     "/table.yaml:2:7: key 'yaer': is not known"},
    {"table.yaml", "unit: million\n", "", PRESTON_ERROR_LABEL,
     "/table.yaml:1: key 'unit' is missing"},
    {"table.yaml", "million", "", PRESTON_ERROR_LABEL, "/table.yaml:1: key 'unit' is missing"},
    {"table.yaml", "title: Test table\n", "", PRESTON_ERROR_LABEL, "key 'title' is missing"},
    {"table.yaml", "year: 2019\n", "", PRESTON_ERROR_LABEL, "key 'year' is missing"},
    {"table.yaml", "currency: GBP\n", "", PRESTON_ERROR_LABEL, "key 'currency' is missing"},
    {"table.yaml", "currency", "year", PRESTON_ERROR_LABEL,
     "/table.yaml:3:7: key 'year': stands twice"},
    {"table.yaml", "120", "much", PRESTON_ERROR_VALUE,
     "/table.yaml:5:19: key 'household_income': 'much' is not a number"},
    {"table.yaml", "120", "-1", PRESTON_ERROR_VALUE, "/table.yaml:5:19: "},
    {"table.yaml", "120", "0", PRESTON_ERROR_VALUE, "'0' must be above zero"},
    {"table.yaml", "GBP", "[GBP]", PRESTON_ERROR_FORMAT, "/table.yaml:3:11: key 'currency'"},
    {"table.yaml", ": GBP", " GBP", PRESTON_ERROR_FORMAT, "/table.yaml:4:1: "},
    {"table.yaml", "GBP", "\xa3", PRESTON_ERROR_FORMAT, "/table.yaml:3:11: byte 0xa3"},

    {"sectors.csv", "code", "id", PRESTON_ERROR_LABEL, "/sectors.csv:1: column 'code' is missing"},
    {"sectors.csv", "name", "title", PRESTON_ERROR_LABEL,
     "/sectors.csv:1: column 'name' is missing: the header has code, title, output"},
    {"sectors.csv", "output", "Output", PRESTON_ERROR_LABEL,
     "/sectors.csv:1: column 'output' is missing"},
    {"sectors.csv", "jobs", "surplus", PRESTON_ERROR_LABEL,
     "/sectors.csv:1: column 'surplus' stands twice"},
    {"sectors.csv", "jobs", "", PRESTON_ERROR_LABEL, "/sectors.csv:1: column 7 has no name"},
    {"sectors.csv", "B,", "A,", PRESTON_ERROR_LABEL,
     "/sectors.csv:3: column 1 ('code'): code 'A' stands twice"},
    {"sectors.csv", "B,", ",", PRESTON_ERROR_LABEL, "/sectors.csv:3: column 1 ('code'): is empty"},
    {"sectors.csv", "200", "many", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 3 ('output'): 'many' is not a number"},
    {"sectors.csv", "200", "nan", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 3 ('output'): 'nan'"},
    {"sectors.csv", "80", "-inf", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 4 ('compensation'): '-inf' is not a finite number"},
    {"sectors.csv", "200", "\"1,234.50\"", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 3 ('output'): '1,234.50' has a comma"},
    {"sectors.csv", "80", "", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 4 ('compensation'): '' is empty"},
    {"sectors.csv", "200", "-200", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 3 ('output'): the output of 'B' is negative"},
    {"sectors.csv", "0,4", "0,-4", PRESTON_ERROR_VALUE,
     "/sectors.csv:3: column 7 ('jobs'): the jobs of 'B' are negative"},
    {"sectors.csv", "Idle,0,0,0", "Idle,0,0,3", PRESTON_ERROR_VALUE,
     "/sectors.csv:4: column 5 ('surplus'): 'C' has no output"},
    {"sectors.csv", "20,10,5", "20,10", PRESTON_ERROR_FORMAT,
     "/sectors.csv:2: the row has 6 cells and the header 7"},
    {"sectors.csv", "Farms", "Farms, all", PRESTON_ERROR_FORMAT,
     "/sectors.csv:2: the row has 8 cells"},
    {"sectors.csv", "large\"", "large", PRESTON_ERROR_FORMAT, "/sectors.csv:4:"},
    {"sectors.csv", "Farms", "Farm\xe9", PRESTON_ERROR_FORMAT, "/sectors.csv:2:7: byte 0xe9"},

    {"flows.csv", "code", "sector", PRESTON_ERROR_LABEL,
     "/flows.csv:1: column 1 ('sector'): the first column must be named 'code'"},
    {"flows.csv", "A,B,C", "B,A,C", PRESTON_ERROR_LABEL,
     "/flows.csv:1: column 2 ('B'): sectors.csv has 'A' here"},
    {"flows.csv", "A,B,C", "A,B", PRESTON_ERROR_SHAPE,
     "/flows.csv:1: has 2 sectors and sectors.csv has 3"},
    {"flows.csv", "A,B,C", "A,B,C,total", PRESTON_ERROR_SHAPE, "/flows.csv:1: has 4 sectors"},
    {"flows.csv", "A,10,20,0\nB,30,40,0\n", "B,30,40,0\nA,10,20,0\n", PRESTON_ERROR_LABEL,
     "/flows.csv:2: column 1 ('code'): 'B' stands where sectors.csv has 'A'"},
    {"flows.csv", "B,30,40,0\n", "", PRESTON_ERROR_LABEL,
     "/flows.csv:3: column 1 ('code'): 'C' stands where sectors.csv has 'B'"},
    {"flows.csv", "C,0,0,0\n", "", PRESTON_ERROR_LABEL,
     "/flows.csv: ends before the row of sector 'C'"},
    {"flows.csv", "C,0,0,0\n", "C,0,0,0\ntotal,40,60,0\n", PRESTON_ERROR_LABEL,
     "/flows.csv:5: column 1 ('code'): 'total' stands where sectors.csv has no sector"},
    {"flows.csv", "30", "x", PRESTON_ERROR_VALUE, "/flows.csv:3: column 2 ('A'): 'x' is not"},
    {"flows.csv", "40", "NaN", PRESTON_ERROR_VALUE,
     "/flows.csv:3: column 3 ('B'): 'NaN' is not a f"},
    {"flows.csv", "40", "1e999", PRESTON_ERROR_VALUE,
     "/flows.csv:3: column 3 ('B'): '1e999' is too"},
    {"flows.csv", "30,40,0", "30,40", PRESTON_ERROR_FORMAT,
     "/flows.csv:3: the row has 3 cells and the header 4"},
    {"flows.csv", "20,0", "20,7", PRESTON_ERROR_VALUE,
     "/flows.csv:2: column 4 ('C'): 'C' has no output in sectors.csv and buys here"},
    {"flows.csv", "A,10", "\xff,10", PRESTON_ERROR_FORMAT, "/flows.csv:2:1: byte 0xff"},

    {"final_use.csv", "code", "", PRESTON_ERROR_LABEL,
     "/final_use.csv:1: column 1 (''): the first"},
    {"final_use.csv", "exports", "", PRESTON_ERROR_LABEL,
     "/final_use.csv:1: column 3 (''): has no name"},
    {"final_use.csv", "exports", "households", PRESTON_ERROR_LABEL,
     "/final_use.csv:1: column 'households' stands twice"},
    {"final_use.csv", "C,0,0", "D,0,0", PRESTON_ERROR_LABEL,
     "/final_use.csv:3: column 1 ('code'): 'D' is not a sector of sectors.csv"},
    {"final_use.csv", "C,0,0", "A,0,0", PRESTON_ERROR_LABEL,
     "/final_use.csv:3: column 1 ('code'): sector 'A' stands twice"},
    {"final_use.csv", "B,100,30\n", "", PRESTON_ERROR_LABEL,
     "/final_use.csv: sector 'B' has no row"},
    {"final_use.csv", "100", "1.2.3", PRESTON_ERROR_VALUE,
     "/final_use.csv:4: column 2 ('households'): '1.2.3' is not a number"},
    {"final_use.csv", "30", "Infinity", PRESTON_ERROR_VALUE,
     "/final_use.csv:4: column 3 ('exports'): 'Infinity' is not a finite number"},
    {"final_use.csv", "B,100,30", "B,100", PRESTON_ERROR_FORMAT,
     "/final_use.csv:4: the row has 2 cells and the header 3"},
};

static void do_damage(const char *folder, const damage *done)
{
    write_small_table(folder);
    if (done->from != NULL) {
        replace_in_file(folder, done->file, done->from, done->to);
    } else {
        char *path = path_in(folder, done->file);
        assert_int_equal(remove(path), 0);
        free(path);
    }
}

static void assert_refused(const char *folder, preston_status status, const char *message)
{
    preston_table *const untouched = (preston_table *)&status;
    preston_table *table = untouched;
    preston_error error = {0};
    assert_fails(preston_table_read(folder, &table, &error), status, &error, message);
    assert_ptr_equal(table, untouched);
    assert_memory_equal(error.message, folder, strlen(folder));
}

static void read__damaged_files(void **state)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        do_damage(*state, &damages[i]);
        assert_refused(*state, damages[i].status, damages[i].message);
    }
}

static void read__empty_files(void **state)
{
    static const char *const names[] = {"sectors.csv", "flows.csv", "final_use.csv"};
    for (int i = 0; i < 3; i++) {
        write_small_table(*state);
        write_text(*state, names[i], "");
        assert_refused(*state, PRESTON_ERROR_FORMAT, ".csv: is empty");
    }
    write_small_table(*state);
    write_text(*state, "sectors.csv", "code,name,output\n");
    assert_refused(*state, PRESTON_ERROR_FORMAT, "/sectors.csv: has no sector");
    write_text(*state, "table.yaml", "");
    assert_refused(*state, PRESTON_ERROR_FORMAT, "/table.yaml:1:1: ");
}

static void read__no_such_folder(void **state)
{
    (void)state;
    assert_refused("/no/such/folder", PRESTON_ERROR_FILE, "/table.yaml: cannot be opened");
    assert_int_equal(preston_table_read("/no/such/folder", NULL, NULL), PRESTON_ERROR_FILE);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__united_kingdom_2019),
        cmocka_unit_test(read__united_kingdom_2019_facts),
        cmocka_unit_test(read__scotland_1998),
        IN_FOLDER(read__small_table),
        IN_FOLDER(read__byte_order_mark_and_carriage_returns),
        IN_FOLDER(read__compressed),
        IN_FOLDER(read__columns_in_another_order),
        IN_FOLDER(read__no_accounts_and_no_uses),
        IN_FOLDER(read__damaged_files),
        IN_FOLDER(read__empty_files),
        cmocka_unit_test(read__no_such_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
