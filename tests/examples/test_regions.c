/* The program examples/regions: tables of several economies, and Scotland in the United Kingdom. */
#include "cells.h"
#include "exact_solution.h"
#include "folder.h"
#include "program.h"
#include "refusal.h"
#include "test.h"

#include <preston/preston.h>

#include <math.h>

enum { KIND, ECONOMY, SECTOR, CLOSURE, ACCOUNT, RECEIVER, VALUE };

static const char made_up[] = TESTS_DATA "/two-economies";
static const char uk[] = EXAMPLES_DATA "/uk-2019";
static const char scotland[] = EXAMPLES_DATA "/scotland-2019";
#define PAIR EXAMPLES_DATA "/scotland-in-uk-2019"

static outcome run_with(const char *folder, const char *const *more, cells **out_csv)
{
    const char *arguments[16] = {"--csv"};
    char *csv = path_in(folder, "result.csv");
    arguments[1] = csv;
    for (int i = 0; more[i] != NULL; i++) {
        assert_true(i < 13);
        arguments[2 + i] = more[i];
    }
    outcome ended = run_program("regions", arguments);
    assert_exited(&ended, 0);
    *out_csv = cells_read(folder, "result.csv");
    free(csv);
    return ended;
}

/* The value of the one row whose first cells are these. */
static double value_of(const cells *csv, const char *const wanted[VALUE])
{
    int64_t found = -1;
    for (int64_t row = 0; row < csv->rows; row++) {
        int fits = 1;
        for (int column = KIND; column < VALUE && fits; column++) {
            fits = strcmp(wanted[column], cells_text(csv, row, column)) == 0;
        }
        if (fits) {
            assert_int_equal(found, -1);
            found = row;
        }
    }
    if (found < 0) {
        print_error("no row %s,%s,%s,%s,%s,%s\n", wanted[0], wanted[1], wanted[2], wanted[3],
                    wanted[4], wanted[5]);
    }
    assert_true(found >= 0);
    return cells_number(csv, found, VALUE);
}

/* --- two made-up economies --- */

/* Other code, in exact fractions: tests/data/two-economies/two_economies.py. */
static void regions_csv__as_exact_fractions_have_it(void **state)
{
    (void)state;
    static const char *const options[] = {made_up, "--from", "B", "--sector", "s", NULL};
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended = run_with(folder, options, &csv);
    cells *golden = cells_read(TESTS_DATA "/golden", "two-economies.csv");
    assert_int_equal(golden->rows, 56);
    for (int64_t row = 0; row < golden->rows; row++) {
        const char *wanted[VALUE];
        for (int column = KIND; column < VALUE; column++) {
            wanted[column] = cells_text(golden, row, column);
        }
        /* six unknowns: some tens of roundings */
        assert_close(value_of(csv, wanted), cells_number(golden, row, VALUE), 1e-13, 0.0);
    }
    cells_free(golden);
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

static void regions__prints_what_it_found(void **state)
{
    (void)state;
    outcome ended = run_program("regions", (const char *const[]){made_up, NULL});
    assert_exited(&ended, 0);
    (void)behind(ended.out, "2 economies and 2 sectors: 6 unknowns");
    (void)behind(ended.out, "sales are output exactly");
    /* Beta is the larger, its g sells 135 to final users; the golden file has 0.929 and 0.031 */
    (void)behind(behind(ended.out, "Beta "), "0.929");
    (void)behind(ended.out, "for g of Beta does, Type II");
    (void)behind(ended.out, "EUR million");
    outcome_free(&ended);
}

/* A table out of balance, with losses and negative flows, is answered, and told to be so. */
static void regions__prints_what_is_odd(void **state)
{
    (void)state;
    static const char *const files[] = {"multiregional.yaml", "all.csv", "places.csv", NULL};
    char *folder = copy_folder(made_up, files);
    replace_in_file(folder, "all.csv", "B_s,0,10,30,40", "B_s,-1,10,30,40");
    replace_in_file(folder, "multiregional.yaml", "flows:", "output: x.csv\nflows:");
    write_text(folder, "x.csv", "label,output\nA_g,100\nA_s,30\nB_g,200\nB_s,200\n");
    outcome ended = run_program("regions", (const char *const[]){folder, "--closure", "I", NULL});
    assert_exited(&ended, 0);
    (void)behind(ended.out, "NOT balanced");
    /* 43 of inputs and taxes for an output of 30, where the rows of accounts are left out */
    (void)behind(ended.out, "lowest, over output, -0.433 in s of A");
    (void)behind(ended.out, "Flows below zero in 1 cells");
    outcome_free(&ended);
    remove_folder(folder);
}

static void regions__estimates_without_work(void **state)
{
    (void)state;
    outcome ended = run_program("regions", (const char *const[]){made_up, "--estimate", NULL});
    assert_exited(&ended, 0);
    (void)behind(ended.out, "6 unknowns");
    assert_null(strstr(ended.out, "final sales"));
    outcome_free(&ended);
}

/* --- Scotland in the United Kingdom --- */

typedef struct shipped_run {
    char *folder;
    outcome ended;
    cells *csv;
    preston_table *uk;
    preston_table *scotland;
} shipped_run;

static preston_table *read_common(const char *folder, const char *concordance)
{
    preston_table *full = NULL;
    preston_table *common = NULL;
    preston_error error = {0};
    assert_ok(preston_table_read(folder, &full, &error), &error);
    assert_ok(preston_table_aggregate_by_file(full, EXAMPLES_DATA "/scotland-in-uk-2019",
                                              concordance, &common, &error),
              &error);
    preston_table_free(full);
    return common;
}

static int make_run(void **state)
{
    shipped_run *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->folder = make_folder();
    made->ended = run_with(made->folder, (const char *const[]){NULL}, &made->csv);
    made->uk = read_common(EXAMPLES_DATA "/uk-2019", "uk.csv");
    made->scotland = read_common(EXAMPLES_DATA "/scotland-2019", "scotland.csv");
    *state = made;
    return 0;
}

static int free_run(void **state)
{
    shipped_run *made = *state;
    cells_free(made->csv);
    outcome_free(&made->ended);
    remove_folder(made->folder);
    preston_table_free(made->uk);
    preston_table_free(made->scotland);
    free(made);
    return 0;
}

/* Its own table, solved by plain elimination in long double. */
static void regions_csv__scotland_alone_by_elimination(void **state)
{
    const shipped_run *on = *state;
    int64_t n = preston_table_sectors(on->scotland);
    double *a = calloc((size_t)(n * n), sizeof *a);
    double *ones = calloc((size_t)n, sizeof *ones);
    long double *expected = calloc((size_t)n, sizeof *expected);
    if (a == NULL || ones == NULL || expected == NULL) {
        fail_msg("out of memory");
        abort(); /* never reached: the analyser does not know that */
    }
    for (int64_t j = 0; j < n; j++) {
        double output = preston_get(preston_table_output(on->scotland), j, 0);
        ones[j] = 1.0;
        for (int64_t i = 0; output > 0.0 && i < n; i++) {
            a[i * n + j] = preston_get(preston_table_flows(on->scotland), i, j) / output;
        }
    }
    solve_exactly(PRESTON_TRANSPOSED, n, a, ones, expected);
    for (int64_t j = 0; j < n; j++) {
        const char *const wanted[] = {"alone", "scotland", preston_table_code(on->scotland, j),
                                      "I",     "output",   "scotland"};
        /* the certificate promises 1e-9; rounding leaves about 1e-14 */
        assert_close(value_of(on->csv, wanted), (double)expected[j], 1e-12, 0.0);
    }
    free(a);
    free(ones);
    free(expected);
}

/* Final sales times effects, over both economies, are the value added of each. Every demand that
 * there is brings about the whole of it. */
static void regions_csv__all_final_sales_bring_about_all_value_added(void **state)
{
    const shipped_run *on = *state;
    static const char *const places[] = {"scotland", "rest-of-uk"};
    double nation = 0.0;
    double region = 0.0;
    for (int64_t i = 0; i < preston_table_sectors(on->uk); i++) {
        int64_t there = preston_table_find_account(on->uk, "gva");
        int64_t here = preston_table_find_account(on->scotland, "gva");
        nation += preston_get(preston_table_account(on->uk, there), i, 0);
        region += preston_get(preston_table_account(on->scotland, here), i, 0);
    }
    /* final sales of each follow from the printed table, to half a million */
    double sales[2];
    for (int p = 0; p < 2; p++) {
        char line[32];
        (void)snprintf(line, sizeof line, "\n  %s ", places[p]);
        sales[p] = strtod(behind(on->ended.out, line), NULL);
    }
    const double expected[] = {region, nation - region};
    for (int q = 0; q < 2; q++) {
        double sum = 0.0;
        for (int p = 0; p < 2; p++) {
            const char *const wanted[] = {"economy", places[p], "", "I", "gva", places[q]};
            sum += sales[p] * value_of(on->csv, wanted);
        }
        /* sales printed to 0.5 and rows balanced to 0.0014 of a million a sector */
        assert_close(sum, expected[q], 0.0, 1.2);
    }
}

/* Of a unit of demand nothing is lost, in any sector; the demand of 100 neither. */
static void regions_csv__money_is_conserved(void **state)
{
    const shipped_run *on = *state;
    double sum = 0.0;
    double impact = 0.0;
    int64_t sectors = 0;
    for (int64_t row = 0; row < on->csv->rows; row++) {
        const char *kind = cells_text(on->csv, row, KIND);
        const char *account = cells_text(on->csv, row, ACCOUNT);
        double value = cells_number(on->csv, row, VALUE);
        if (strcmp(cells_text(on->csv, row, CLOSURE), "I") != 0) {
            continue;
        }
        if (strcmp(kind, "sector") == 0 && strcmp(account, "output") != 0) {
            sum += value;
            if (strcmp(account, "imports_and_taxes") == 0) { /* the last of a sector */
                assert_close(sum, 1.0, 0.0, 1e-9);
                sum = 0.0;
                sectors++;
            }
        }
        if (strcmp(kind, "impact") == 0 &&
            (strcmp(account, "gva") == 0 || strcmp(account, "imports") == 0 ||
             strcmp(account, "taxes_on_products") == 0)) {
            impact += value;
        }
    }
    assert_true(sectors > 180); /* 2 × 94, less those without output */
    assert_close(impact, 100.0, 1e-9, 0.0);
}

/* What the data's README says of the two tables; and the official tables are the ones compared. */
static void regions__reports_where_the_tables_disagree(void **state)
{
    const shipped_run *on = *state;
    (void)behind(on->ended.out, "336 cells in which the region has more than the nation");
    (void)behind(on->ended.out, "1363.77 in all, 0.74 %");
    (void)behind(on->ended.out, "16 to 16: 344.5");
    (void)behind(on->ended.out, "beyond the nation's: 1148.42");
    (void)behind(on->ended.out, "2. scotland: by its own table, and inside the nation");
}

/* The options that the shipped case stands for give the same file. */
static void regions__the_shipped_case_spelled_out(void **state)
{
    const shipped_run *on = *state;
    static const char nation_sectors[] = PAIR "/uk.csv";
    static const char region_sectors[] = PAIR "/scotland.csv";
    static const char uses[] = PAIR "/imports_by_use.csv";
    char *folder = make_folder();
    char *csv = path_in(folder, "result.csv");
    const char *const arguments[] = {"--csv",
                                     csv,
                                     "--nation",
                                     uk,
                                     "--region",
                                     scotland,
                                     "--nation-sectors",
                                     nation_sectors,
                                     "--region-sectors",
                                     region_sectors,
                                     "--use-purchases",
                                     uses,
                                     "--sales",
                                     "exports_rest_of_uk",
                                     "--purchases",
                                     "imports_rest_of_uk",
                                     "--nation-code",
                                     "uk",
                                     "--region-code",
                                     "scotland",
                                     NULL};
    outcome ended = run_program("regions", arguments);
    assert_exited(&ended, 0);
    assert_string_equal(ended.out, on->ended.out);
    char *one = read_bytes(folder, "result.csv", NULL);
    char *other = read_bytes(on->folder, "result.csv", NULL);
    assert_string_equal(one, other);
    free(one);
    free(other);
    free(csv);
    outcome_free(&ended);
    remove_folder(folder);
}

/* --- bad input --- */

static void regions__command_lines(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[6];
        const char *says;
    } cases[] = {
        {{"--speed", NULL}, "'--speed' is not an option"},
        {{"--from", NULL}, "'--from' is not an option, or lacks its value"},
        {{made_up, made_up, NULL}, "name one folder"},
        {{made_up, "--nation", uk, NULL}, "a folder alone, or --nation and --region"},
        {{"--nation", uk, NULL}, "give both --nation and --region"},
        {{"--sales", "x", NULL}, "give both --nation and --region"},
        {{made_up, "--amount", "1,5", NULL}, "'1,5' is not a number: write 100"},
        {{made_up, "--closure", "III", NULL}, "'III' is not a closure: use I or II"},
        {{made_up, "--top", "-1", NULL}, "'-1' is not a count: write 10"},
        {{"--most-excess", "-1", NULL}, "'-1' is not a share"},
        {{made_up, "--from", "C", NULL}, "'C' is not one of the 2 economies: write A"},
        {{made_up, "--sector", "x", NULL}, "'x' is not one of the 2 sectors: write g"},
        {{"/nowhere", NULL}, "/nowhere/multiregional.yaml: cannot be opened"},
        {{uk, NULL}, "uk-2019/multiregional.yaml: cannot be opened"},
        {{"--nation", uk, "--region", "/nowhere", NULL}, "/nowhere/table.yaml: cannot be opened"},
        {{"--nation", uk, "--region", scotland, NULL},
         "with --nation-sectors and --region-sectors"},
        {{"--nation", uk, "--region", uk, NULL}, "no account 'exports_rest_of_nation'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome ended = assert_refuses("regions", cases[i].arguments);
        assert_one_line(&ended, "regions");
        assert_says(&ended, cases[i].says);
        outcome_free(&ended);
    }
}

static void regions__damaged_tables(void **state)
{
    (void)state;
    static const char *const files[] = {"multiregional.yaml", "all.csv", "places.csv", NULL};
    static const damage all[] = {
        {"all.csv", NULL, NULL, {"all.csv", "cannot be opened"}},
        {"all.csv", "A_g,10,20", "A_g,1O,20", {"all.csv:2", "'1O'"}},
        {"all.csv", "A_s,15,10", "A_s,15,nan", {"all.csv:3", "'nan'"}},
        {"multiregional.yaml",
         "unit: million",
         "units: million",
         {"multiregional.yaml:4", "'units'"}},
        {"places.csv", "B,Beta", "C,Beta", {"places.csv:2", "'C'"}},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *folder = copy_folder(made_up, files);
        do_damage(folder, &all[i]);
        outcome ended = assert_refuses("regions", (const char *const[]){folder, NULL});
        assert_one_line(&ended, "regions");
        for (int k = 0; k < 3 && all[i].says[k] != NULL; k++) {
            assert_says(&ended, all[i].says[k]);
        }
        outcome_free(&ended);
        remove_folder(folder);
    }
}

/* Each unit of A's goods needs more than one of itself. */
static void regions__unproductive_economy(void **state)
{
    (void)state;
    static const char *const files[] = {"multiregional.yaml", "all.csv", "places.csv", NULL};
    char *folder = copy_folder(made_up, files);
    replace_in_file(folder, "multiregional.yaml", "flows:", "output: x.csv\nflows:");
    write_text(folder, "x.csv", "label,output\nA_g,9\nA_s,100\nB_g,200\nB_s,200\n");
    outcome ended = assert_refuses("regions", (const char *const[]){folder, NULL});
    assert_one_line(&ended, "regions");
    assert_says(&ended, "'g in A'");
    outcome_free(&ended);
    remove_folder(folder);
}

static void regions__results_that_cannot_be_written(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"/dev/full", "No space left"},
                                           {"/nowhere/result.csv", "No such file"}};
    for (size_t i = 0; i < 2; i++) {
        outcome ended =
            run_program("regions", (const char *const[]){made_up, "--csv", paths[i][0], NULL});
        assert_exited(&ended, 2);
        assert_string_equal(ended.out, "");
        assert_one_line(&ended, "regions");
        assert_says(&ended, paths[i][1]);
        outcome_free(&ended);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_csv__as_exact_fractions_have_it),
        cmocka_unit_test(regions__prints_what_it_found),
        cmocka_unit_test(regions__prints_what_is_odd),
        cmocka_unit_test(regions__estimates_without_work),
        cmocka_unit_test(regions__command_lines),
        cmocka_unit_test(regions__damaged_tables),
        cmocka_unit_test(regions__unproductive_economy),
        cmocka_unit_test(regions__results_that_cannot_be_written),
    };
    const struct CMUnitTest shipped[] = {
        cmocka_unit_test(regions_csv__scotland_alone_by_elimination),
        cmocka_unit_test(regions_csv__all_final_sales_bring_about_all_value_added),
        cmocka_unit_test(regions_csv__money_is_conserved),
        cmocka_unit_test(regions__reports_where_the_tables_disagree),
        cmocka_unit_test(regions__the_shipped_case_spelled_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + cmocka_run_group_tests(shipped, make_run, free_run);
}
