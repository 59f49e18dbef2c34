/* Tables of several economies: the layouts they are published in, what is filled in, what is odd.
 */
#include "folder.h"
#include "test.h"

#include <preston/economy.h>

/* Two economies, two sectors, worked out by hand: everything in one file, as FIGARO has it. */
static const char one_file[] = "rowLabels,A_g,A_s,B_g,B_s,A_hh,A_cap,B_hh,B_cap\n"
                               "A_g,10,20,5,0,30,5,20,10\n"
                               "A_s,15,10,0,5,50,0,10,10\n"
                               "B_g,5,0,40,20,10,0,100,25\n"
                               "B_s,0,10,30,40,0,10,90,20\n"
                               "W2_D21X31,5,3,5,5,4,0,6,0\n"
                               "W2_D1,40,50,80,90,0,0,0,0\n"
                               "W2_B2A3G,25,7,40,40,0,0,0,0\n";

static const char facts[] = "title: two economies\nyear: 2020\ncurrency: EUR\nunit: million\n"
                            "flows: all.csv\nhouseholds: hh\ntaxes_on_products: W2_D21X31\n"
                            "compensation: W2_D1\nsurplus: W2_B2A3G\nplaces: places.csv\n";

static const char places[] = "code,name,household_income\nB,Beta,250\nA,Alpha,100\n";

static char *make_one_file(void)
{
    char *folder = make_folder();
    write_text(folder, "multiregional.yaml", facts);
    write_text(folder, "all.csv", one_file);
    write_text(folder, "places.csv", places);
    return folder;
}

static preston_multiregional *read_table(const char *folder)
{
    preston_multiregional *table = NULL;
    preston_error error = {0};
    assert_ok(preston_multiregional_read(folder, &table, &error), &error);
    return table;
}

static double account(const preston_table *table, const char *code, int64_t sector)
{
    int64_t number = preston_table_find_account(table, code);
    assert_true(number >= 0);
    return preston_get(preston_table_account(table, number), sector, 0);
}

/* What the hand-made table is, whatever the files it came from. */
static void assert_two_economies(const preston_multiregional *table)
{
    assert_int_equal(preston_multiregional_places(table), 2);
    assert_string_equal(preston_multiregional_place_code(table, 1), "B");
    const preston_table *alpha = preston_multiregional_place_table(table, 0);
    const preston_table *whole = preston_multiregional_whole(table);
    assert_string_equal(preston_table_code(alpha, 1), "s");
    /* A's first sector buys 10 of goods at home and 5 from B */
    assert_close(preston_get(preston_table_flows(alpha), 0, 0), 15.0, 0.0, 0.0);
    assert_close(preston_get(preston_table_flows(whole), 0, 0), 60.0, 0.0, 0.0);
    assert_close(preston_get(preston_table_output(whole), 0, 0), 300.0, 0.0, 0.0);
    int64_t households = preston_table_find_use(alpha, "households");
    assert_true(households >= 0);
    assert_close(preston_get(preston_table_final_uses(alpha), 0, households), 40.0, 0.0, 0.0);
    assert_close(preston_get(preston_multiregional_flows(table), 3, 1), 10.0, 0.0, 0.0);
    assert_close(preston_get(preston_multiregional_output(table), 2, 0), 200.0, 0.0, 0.0);
}

static void multiregional_read__one_file_with_everything(void **state)
{
    (void)state;
    char *folder = make_one_file();
    preston_multiregional *table = read_table(folder);
    assert_two_economies(table);
    const preston_table *alpha = preston_multiregional_place_table(table, 0);
    const preston_table *beta = preston_multiregional_place_table(table, 1);
    assert_close(account(beta, "compensation", 1), 90.0, 0.0, 0.0);
    assert_close(account(alpha, "taxes_on_products", 0), 5.0, 0.0, 0.0);
    assert_close(account(alpha, "imports", 0), 0.0, 0.0, 0.0);
    assert_close(account(alpha, "gva", 0), 65.0, 0.0, 0.0);
    assert_close(account(beta, "gva", 1), 130.0, 0.0, 0.0);
    assert_close(preston_table_facts(alpha)->household_income, 100.0, 0.0, 0.0);
    assert_close(preston_table_facts(beta)->household_taxes_on_products, 6.0, 0.0, 0.0);
    assert_string_equal(preston_table_facts(beta)->title, "Beta");
    preston_multiregional_checks checks;
    preston_error error = {0};
    assert_ok(preston_multiregional_check(table, &checks, &error), &error);
    assert_close(checks.row_imbalance, 0.0, 0.0, 1e-12);
    assert_close(checks.column_imbalance, 0.0, 0.0, 1e-12);
    assert_int_equal(checks.negative_gva, 0);
    preston_multiregional_free(table);
    remove_folder(folder);
}

static void multiregional_read__two_header_rows(void **state)
{
    (void)state;
    char *folder = make_folder();
    write_text(folder, "multiregional.yaml",
               "title: t\nyear: 2020\ncurrency: EUR\nunit: million\nflows: z.csv\n"
               "final_use: f.csv\noutput: x.csv\nheaders: 2\n");
    write_text(folder, "z.csv",
               ",,A,A,B,B\n,,g,s,g,s\nA,g,10,20,5,0\nA,s,15,10,0,5\nB,g,5,0,40,20\n"
               "B,s,0,10,30,40\n");
    write_gzip(folder, "f.csv.gz",
               ",,A,A,B,B\n,,households,capital,households,capital\nA,s,50,0,10,10\n"
               "A,g,30,5,20,10\nB,g,10,0,100,25\nB,s,0,10,90,20\n");
    write_text(folder, "x.csv",
               "economy,sector,output,jobs\nA,g,100,1\nA,s,100,2\nB,g,200,3\nB,s,200,4\n");
    preston_multiregional *table = read_table(folder);
    assert_two_economies(table);
    const preston_table *alpha = preston_multiregional_place_table(table, 0);
    assert_close(account(alpha, "jobs", 1), 2.0, 0.0, 0.0);
    /* what output leaves, since no row says otherwise */
    assert_close(account(alpha, "gva", 0), 70.0, 0.0, 1e-12);
    preston_multiregional_free(table);
    remove_folder(folder);
}

static void multiregional_check__names_what_is_odd(void **state)
{
    (void)state;
    char *folder = make_one_file();
    write_text(folder, "multiregional.yaml",
               "title: t\nyear: 2020\ncurrency: EUR\nunit: million\nflows: all.csv\n"
               "output: x.csv\n");
    write_text(folder, "x.csv", "label,output\nA_g,100\nA_s,30\nB_g,200\nB_s,200\n");
    preston_multiregional *table = read_table(folder);
    preston_multiregional_checks checks;
    preston_error error = {0};
    assert_ok(preston_multiregional_check(table, &checks, &error), &error);
    assert_close(checks.row_imbalance, 70.0, 1e-14, 0.0);
    assert_int_equal(checks.row, 1);
    assert_int_equal(checks.negative_gva, 1);
    assert_int_equal(checks.lowest_gva_row, 1);
    /* 30 made from 40 of inputs */
    assert_close(checks.lowest_gva, -1.0 / 3.0, 1e-14, 0.0);
    preston_multiregional_free(table);
    remove_folder(folder);
}

static void assert_refused(const char *file, const char *from, const char *to,
                           preston_status status, const char *message)
{
    char *folder = make_one_file();
    replace_in_file(folder, file, from, to);
    preston_multiregional *table = NULL;
    preston_error error = {0};
    assert_fails(preston_multiregional_read(folder, &table, &error), status, &error, message);
    assert_null(table);
    remove_folder(folder);
}

static void multiregional_read__bad_files(void **state)
{
    (void)state;
    assert_refused("all.csv", "B_s,0,10", "B_t,0,10", PRESTON_ERROR_LABEL,
                   "economy 'B' has no row of sector 's'");
    assert_refused("all.csv", "A_s,15", "A_g,15", PRESTON_ERROR_LABEL, "'A_g' stands twice");
    assert_refused("all.csv", "B_cap", "C_cap", PRESTON_ERROR_LABEL,
                   "column 'C_cap' is neither a sector nor a final use");
    assert_refused("all.csv", "5,0,40,20", "5,,40,20", PRESTON_ERROR_VALUE, "all.csv:4");
    assert_refused("places.csv", "B,Beta", "C,Beta", PRESTON_ERROR_LABEL,
                   "'C' is not an economy of the table");
    assert_refused("multiregional.yaml", "year: 2020\n", "", PRESTON_ERROR_LABEL,
                   "key 'year' is missing");
    assert_refused("multiregional.yaml", "surplus:", "surplice:", PRESTON_ERROR_LABEL,
                   "key 'surplice': is not known");
    assert_refused("multiregional.yaml", "unit: million", "unit: million\nheaders: 3",
                   PRESTON_ERROR_VALUE, "'3' is neither 1");
    assert_refused("multiregional.yaml", "unit: million", "unit: million\nseparator: '-'",
                   PRESTON_ERROR_LABEL, "set the separator");
    assert_refused("multiregional.yaml", "unit: million", "unit: million\noutput: none.csv",
                   PRESTON_ERROR_FILE, "none.csv");
}

static void multiregional_create__bad_arrays(void **state)
{
    (void)state;
    static const char *const codes[] = {"A", "B"};
    static const char *const twice[] = {"A", "A"};
    static const char *const sector[] = {"s"};
    static const double output[] = {1.0, 0.0};
    static const double flows[] = {0.1, 0.1, 0.1, 0.0};
    static const double not_a_number[] = {0.1, 0.0, 0.0 / 0.0, 0.0};
    preston_multiregional_data data = {.places = 2,
                                       .place_codes = codes,
                                       .sectors = 1,
                                       .sector_codes = sector,
                                       .output = preston_const_vector(output, 2, 1),
                                       .flows = preston_const_matrix(flows, 2, 2)};
    preston_multiregional *table = NULL;
    preston_error error = {0};
    assert_fails(preston_multiregional_create(&data, &table, &error), PRESTON_ERROR_VALUE, &error,
                 "economy 'B': sector 's' buys 0.1");
    data.flows = preston_const_matrix(not_a_number, 2, 2);
    assert_fails(preston_multiregional_create(&data, &table, &error), PRESTON_ERROR_VALUE, &error,
                 "column 1 of the flows of sector 's' in economy 'B'");
    data.place_codes = twice;
    assert_fails(preston_multiregional_create(&data, &table, &error), PRESTON_ERROR_LABEL, &error,
                 "economy code 'A' stands twice");
    data.flows = preston_const_matrix(flows, 1, 2);
    assert_fails(preston_multiregional_create(&data, &table, &error), PRESTON_ERROR_SHAPE, &error,
                 "the flows are 1 × 2");
    data.places = 0;
    assert_fails(preston_multiregional_create(&data, &table, &error), PRESTON_ERROR_SHAPE, &error,
                 "0 economies");
    assert_null(table);
}

static void economy_create_multiregional__shares_are_the_tables(void **state)
{
    (void)state;
    char *folder = make_one_file();
    preston_multiregional *table = read_table(folder);
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_ok(preston_economy_create_multiregional(table, &economy, &error), &error);
    assert_int_equal(preston_economy_is_traded(economy), 0);
    assert_string_equal(preston_economy_place_name(economy, 1), "Beta");
    assert_true(preston_economy_place_within(economy, 1, "world"));
    assert_false(preston_economy_place_within(economy, 1, "A"));
    assert_close(preston_economy_place_share(economy, 0), 200.0 / 600.0, 1e-15, 0.0);
    assert_ptr_equal(preston_economy_place_table(economy, 1),
                     preston_multiregional_place_table(table, 1));
    preston_const_view a = preston_economy_coefficients(economy);
    assert_close(preston_get(a, 2, 0), 0.05, 1e-15, 0.0);
    assert_close(preston_get(a, 3, 2), 0.15, 1e-15, 0.0);
    /* of the goods that final users in B buy, 30 of 155 come from A */
    assert_close(preston_economy_final_share(economy, 1, 0, 0), 30.0 / 155.0, 1e-15, 0.0);
    assert_close(preston_economy_final_share(economy, 0, 1, 1), 10.0 / 60.0, 1e-15, 0.0);
    preston_economy_free(economy);
    preston_multiregional_free(table);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiregional_read__one_file_with_everything),
        cmocka_unit_test(multiregional_read__two_header_rows),
        cmocka_unit_test(multiregional_check__names_what_is_odd),
        cmocka_unit_test(multiregional_read__bad_files),
        cmocka_unit_test(multiregional_create__bad_arrays),
        cmocka_unit_test(economy_create_multiregional__shares_are_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
