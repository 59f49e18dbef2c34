/* Bad input through the programs: exit code 2, one line that says where and what, no result
 * printed, and an old result left as it was with nothing beside it. */
#include "folder.h"
#include "program.h"
#include "refusal.h"
#include "test.h"

#include <sys/stat.h>

/* --- a table, damaged for the program multipliers --- */

static const char *const table_files[] = {"table.yaml", "sectors.csv", "flows.csv", "final_use.csv",
                                          NULL};

static void assert_damage_is_named(const outcome *ended, const char *program, const damage *done)
{
    assert_one_line(ended, program);
    assert_says(ended, done->file);
    for (int i = 0; i < 3 && done->says[i] != NULL; i++) {
        assert_says(ended, done->says[i]);
    }
}

static void multipliers__damaged_tables(void **state)
{
    (void)state;
    static const damage all[] = {
        {"table.yaml", NULL, NULL, {"cannot be opened"}},
        {"sectors.csv", NULL, NULL, {"cannot be opened"}},
        {"flows.csv", NULL, NULL, {"cannot be opened"}},
        {"final_use.csv", NULL, NULL, {"cannot be opened"}},
        {"table.yaml", "currency: GBP", "curency: GBP", {"table.yaml:3", "'curency'"}},
        {"table.yaml", "unit: million", "unit: [million", {"table.yaml:"}},
        {"sectors.csv", "code,name,output", "code,name,outputs", {"sectors.csv:1", "'output'"}},
        {"sectors.csv", "\n05,", "\n01,", {"sectors.csv:7", "'01'"}},
        {"flows.csv", "\n05,", "\n05,n.a.,", {"flows.csv:7", "the row has", "give every row"}},
        {"flows.csv",
         "\n03.2,0",
         "\n03.2,nan",
         {"flows.csv:6: column 2 ('01'): 'nan", "write a number"}},
        {"final_use.csv", "\n05,", "\n99,", {"final_use.csv:7", "'99'"}},
        {"final_use.csv", "\n05,13.", "\n05,\"13,", {"final_use.csv:"}},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *folder = copy_folder(EXAMPLES_DATA "/scotland-2019", table_files);
        do_damage(folder, &all[i]);
        outcome ended = assert_refuses("multipliers", (const char *const[]){folder, NULL});
        assert_damage_is_named(&ended, "multipliers", &all[i]);
        outcome_free(&ended);
        remove_folder(folder);
    }
}

/* Each unit of the sector's output needs more than one unit of itself. */
static void multipliers__unproductive_economy(void **state)
{
    (void)state;
    char *folder = copy_folder(TESTS_DATA "/textbook/miller-blair-2x2", table_files);
    write_text(folder, "flows.csv", "code,1,2\n1,1200,500\n2,200,100\n");
    outcome ended = assert_refuses("multipliers", (const char *const[]){folder, NULL});
    assert_one_line(&ended, "multipliers");
    assert_says(&ended, "'1'");
    outcome_free(&ended);
    remove_folder(folder);
}

/* --- command lines --- */

static void multipliers__command_lines(void **state)
{
    (void)state;
    static const char scotland[] = EXAMPLES_DATA "/scotland-2019";
    static const struct {
        const char *arguments[4];
        const char *says;
    } cases[] = {
        {{NULL}, "name one table folder: see multipliers --help"},
        {{scotland, scotland, NULL}, "name one table folder: see multipliers --help"},
        {{scotland, "--speed", NULL}, "'--speed' is not an option"},
        {{scotland, "-x", NULL}, "see multipliers --help"},
        {{scotland, "--csv", NULL}, "'--csv' is not an option, or lacks its value"},
        {{"/nowhere", NULL}, "/nowhere/table.yaml: cannot be opened"},
        {{TESTS_DATA "/README.md", NULL}, "README.md/table.yaml: cannot be opened"},
        {{EXAMPLES_DATA "/preston", NULL}, "preston/table.yaml: cannot be opened"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome ended = assert_refuses("multipliers", cases[i].arguments);
        assert_says(&ended, cases[i].says);
        outcome_free(&ended);
    }
}

static void preston__command_lines(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[4];
        const char *says;
    } one_line[] = {
        {{"--delta", "abc", NULL}, "'abc' is not a number"},
        {{"--delta", "", NULL}, "'' is not a number"},
        {{"--delta", "0.25x", NULL}, "'0.25x' is not a number"},
        {{"--delta", "nan", NULL}, "'nan' is not a number"},
        {{"--delta", "inf", NULL}, "'inf' is not a number"},
        {{"--delta", "1.5", NULL}, "delta is 1.5: it must be at least 0 and below 1"},
        {{"--delta", "1", NULL}, "delta is 1: it must be at least 0 and below 1"},
        {{"--delta", "-0.01", NULL}, "delta is -0.01: it must be at least 0 and below 1"},
        {{"--deflate-before", "x", NULL}, "'x' is not a number"},
        {{"--deflate-before", "0", NULL}, "above zero"},
        {{"--deflate-after", "-1", NULL}, "above zero"},
        {{"--quotient", "xlq", NULL}, "'xlq' is not a quotient: use slq, cilq, rlq, flq or aflq"},
        {{"--survey", "/nowhere.csv", NULL}, "/nowhere.csv: cannot be opened"},
        {{"--data", "/nowhere", NULL}, "/nowhere/uk-2019/table.yaml: cannot be opened"},
        {{"--data", EXAMPLES_DATA "/uk-2019", NULL}, "uk-2019/uk-2019/table.yaml"},
    };
    for (size_t i = 0; i < sizeof one_line / sizeof *one_line; i++) {
        outcome ended = assert_refuses("preston", one_line[i].arguments);
        assert_one_line(&ended, "preston");
        assert_says(&ended, one_line[i].says);
        outcome_free(&ended);
    }
    static const char *const usages[][3] = {{"--speed", NULL}, {"extra", NULL}, {"--delta", NULL}};
    for (size_t i = 0; i < sizeof usages / sizeof *usages; i++) {
        outcome ended = assert_refuses("preston", usages[i]);
        assert_one_line(&ended, "preston");
        assert_says(&ended, "see preston --help");
        outcome_free(&ended);
    }
}

/* --- results that cannot be written --- */

static void assert_cannot_write(const char *program, const char *csv, const char *says)
{
    const char *const multipliers[] = {EXAMPLES_DATA "/scotland-2019", "--csv", csv, NULL};
    const char *const *words = strcmp(program, "preston") == 0 ? multipliers + 1 : multipliers;
    outcome ended = run_program(program, words);
    assert_exited(&ended, 2);
    assert_string_equal(ended.out, "");
    assert_one_line(&ended, program);
    assert_says(&ended, csv);
    assert_says(&ended, says);
    outcome_free(&ended);
}

static void programs__results_that_cannot_be_written(void **state)
{
    (void)state;
    static const char *const programs[] = {"multipliers", "preston"};
    for (int i = 0; i < 2; i++) {
        char *folder = make_folder();
        char *missing = path_in(folder, "missing/result.csv");
        assert_cannot_write(programs[i], missing, "cannot be written: No such file or directory");
        assert_cannot_write(programs[i], folder, "cannot be written: Is a directory");
        assert_cannot_write(programs[i], "/dev/full", "cannot be written: No space left");
        assert_cannot_write(programs[i], "", "cannot be written");
        assert_int_equal(count_files(folder), 0);
        free(missing);
        remove_folder(folder);
    }
}

static void programs__standard_output_that_is_full(void **state)
{
    (void)state;
    static const char *const table[] = {EXAMPLES_DATA "/scotland-2019", NULL};
    static const char *const nothing[] = {NULL};
    static const struct {
        const char *name;
        const char *const *arguments;
    } programs[] = {{"multipliers", table}, {"preston", nothing}, {"gsl_scenario", nothing}};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        outcome ended = run_program_into("/dev/full", programs[i].name, programs[i].arguments);
        assert_true(ended.code > 0);
        assert_one_line(&ended, programs[i].name);
        assert_says(&ended, "No space left");
        outcome_free(&ended);
    }
}

/* --- the data of the Preston case, damaged file by file --- */

static const char *const data_files[] = {
    "uk-2019/table.yaml",         "uk-2019/sectors.csv",       "uk-2019/flows.csv",
    "uk-2019/final_use.csv",      "preston/concordance.csv",   "preston/ledger-2012-13.csv",
    "preston/ledger-2016-17.csv", "preston/places/places.csv", "preston/places/gva.csv"};

enum { DATA_FILES = sizeof data_files / sizeof *data_files };

static char *copy_data(void)
{
    static const char *const folders[] = {"uk-2019", "preston", "preston/places"};
    char *folder = make_folder();
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = path_in(folder, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
        free(path);
    }
    for (size_t i = 0; i < DATA_FILES; i++) {
        size_t size = 0;
        char *bytes = read_bytes(EXAMPLES_DATA, data_files[i], &size);
        write_bytes(folder, data_files[i], bytes, size);
        free(bytes);
    }
    return folder;
}

/* Does the damage, runs the program, and mends the file again. */
static void assert_preston_names(const char *folder, const damage *done)
{
    size_t size = 0;
    char *whole = read_bytes(folder, done->file, &size);
    do_damage(folder, done);
    outcome ended = assert_refuses("preston", (const char *const[]){"--data", folder, NULL});
    assert_one_line(&ended, "preston");
    for (int i = 0; i < 3 && done->says[i] != NULL; i++) {
        assert_says(&ended, done->says[i]);
    }
    outcome_free(&ended);
    write_bytes(folder, done->file, whole, size);
    free(whole);
}

static void preston__each_file_missing(void **state)
{
    (void)state;
    char *folder = copy_data();
    for (size_t i = 0; i < DATA_FILES; i++) {
        const damage gone = {data_files[i], NULL, NULL, {data_files[i], "cannot be opened"}};
        const damage no_size = {
            data_files[i], NULL, NULL, {"preston/places/jobs.csv", "so is gva.csv"}};
        int sizes = strcmp(data_files[i], "preston/places/gva.csv") == 0;
        assert_preston_names(folder, sizes ? &no_size : &gone);
    }
    remove_folder(folder);
}

static void preston__each_file_empty(void **state)
{
    (void)state;
    char *folder = copy_data();
    for (size_t i = 0; i < DATA_FILES; i++) {
        size_t size = 0;
        char *whole = read_bytes(folder, data_files[i], &size);
        write_text(folder, data_files[i], "");
        outcome ended = assert_refuses("preston", (const char *const[]){"--data", folder, NULL});
        assert_one_line(&ended, "preston");
        assert_says(&ended, data_files[i]);
        outcome_free(&ended);
        write_bytes(folder, data_files[i], whole, size);
        free(whole);
    }
    remove_folder(folder);
}

static void preston__damaged_table_and_places(void **state)
{
    (void)state;
    static const damage all[] = {
        {"uk-2019/table.yaml",
         "household_income: 2027692",
         "household_income: -1",
         {"uk-2019/table.yaml:10", "household_income"}},
        {"uk-2019/table.yaml", "unit: million", "unit: bushels", {"'bushels'", "million"}},
        {"uk-2019/sectors.csv",
         ",30872.0,",
         ",\"30,872.0\",",
         {"uk-2019/sectors.csv:2: column 3 ('output'): '30,872.0'", "write 1234.50"}},
        {"uk-2019/sectors.csv",
         "surplus,gva,jobs",
         "surplus,gva,workers",
         {"uk-2019/sectors.csv", "'jobs' is missing"}},
        {"uk-2019/flows.csv",
         "4635.362756887105",
         "4635.36.",
         {"uk-2019/flows.csv:2: column 2 ('A01'): '4635.36.'", "remove it"}},
        {"uk-2019/final_use.csv",
         "A01,8982.88501059205",
         "A00,8982.88501059205",
         {"uk-2019/final_use.csv:2", "'A00'"}},
        {"preston/places/places.csv",
         "preston,Preston,lancashire",
         "preston,Preston,lancashir",
         {"preston/places/places.csv:4", "'lancashir'"}},
        {"preston/places/gva.csv",
         "\nuk,A01,11803.0",
         "\nuk,A01,-11803.0",
         {"preston/places/gva.csv:2: column 3 ('gva')", "A01", "zero or more"}},
        {"preston/places/gva.csv",
         "\nuk,A01,11803.0",
         "\nuk,A01,1.0",
         {"preston/places/gva.csv", "'uk'", "'A01'"}},
        {"preston/places/gva.csv",
         "\nuk,A01,11803.0",
         "\nuk,A0l,11803.0",
         {"preston/places/gva.csv:2", "'A0l'"}},
    };
    char *folder = copy_data();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_preston_names(folder, &all[i]);
    }
    remove_folder(folder);
}

static void preston__damaged_ledgers_and_concordance(void **state)
{
    (void)state;
    static const char before[] = "preston/ledger-2012-13.csv";
    static const char after[] = "preston/ledger-2016-17.csv";
    static const char concordance[] = "preston/concordance.csv";
    static const damage all[] = {
        {before,
         "10778214.83",
         "\"£10,778,214.83\"",
         {"ledger-2012-13.csv:2: column 5 ('amount')", "write", "spreadsheet amounts"}},
        {after, "32275436.17", "", {"ledger-2016-17.csv:2: column 5 ('amount')", "is empty"}},
        {after,
         "2017-03-31",
         "31/03/17",
         {"ledger-2016-17.csv:2: column 1 ('date'): '31/03/17'", "write it as 2017-03-31"}},
        {before,
         ",preston,",
         ",Preston,",
         {"ledger-2012-13.csv:2: column 'place': 'Preston'", "10778214.83", "'preston'"}},
        {before, ",preston,", ",,", {"ledger-2012-13.csv:2: column 'place'", "have no place"}},
        {after,
         ",housing,",
         ",houses,",
         {"ledger-2016-17.csv:6: column 'category': 1 category with", "'houses'",
          "add them to the concordance"}},
        {before,
         "date,buyer",
         "date,payer",
         {"ledger-2012-13.csv:1: column 'buyer' is missing", "payer"}},
        {concordance,
         "public-administration,A01,0.000",
         "public-administration,A01,0.500",
         {"concordance.csv: the weights of 'public-administration'", "add up to 1"}},
        {concordance,
         "public-administration,A01,0.",
         "public-administration,A01,-0.",
         {"concordance.csv:2: column 4 ('weight')", "negative"}},
        {concordance,
         "public-administration,A01,",
         "public-administration,A0l,",
         {"concordance.csv:2: column 3 ('to'): 'A0l'", "'imports' or 'taxes_on_products'"}},
        {concordance,
         "\nanchor-purchases,",
         "\ncpv,",
         {"concordance.csv:3: column 1 ('scheme')", "'cpv' and 'anchor-purchases'"}},
    };
    char *folder = copy_data();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_preston_names(folder, &all[i]);
    }
    remove_folder(folder);
}

/* A ledger whose purchases cancel has no shares to take apart. */
static void preston__ledger_that_adds_up_to_nothing(void **state)
{
    (void)state;
    char *folder = copy_data();
    write_text(folder, "preston/ledger-2016-17.csv",
               "date,buyer,supplier,category,amount,place,type\n"
               ",,,housing,5,preston,\n,,,health,-5,preston,\n");
    outcome ended = assert_refuses("preston", (const char *const[]){"--data", folder, NULL});
    assert_one_line(&ended, "preston");
    assert_says(&ended, "the second ledger");
    outcome_free(&ended);
    remove_folder(folder);
}

/* What fails last of all still fails before a word is printed or a file replaced. */
static void preston__survey_that_cannot_answer(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"supplier,local_share\nsuppliers in Preston,0.4\n",
         "no supplier based elsewhere answered the survey"},
        {"supplier,local_share\nsuppliers in the rest of Lancashire,0.4\n",
         "no supplier based here answered the survey"},
        {"supplier,local_share\nsuppliers in Preston,40\n",
         "survey.csv:2: column 2 ('local_share'): 40 is not a share: write 0.43 for 43 %"},
    };
    char *folder = make_folder();
    char *survey = path_in(folder, "survey.csv");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_text(folder, "survey.csv", cases[i].text);
        outcome ended = assert_refuses("preston", (const char *const[]){"--survey", survey, NULL});
        assert_one_line(&ended, "preston");
        assert_says(&ended, cases[i].says);
        outcome_free(&ended);
    }
    free(survey);
    remove_folder(folder);
}

/* Data of another town: the program asks for Preston by its code. */
static void preston__places_without_preston(void **state)
{
    (void)state;
    char *folder = copy_data();
    write_text(folder, "preston/places/places.csv",
               "code,name,parent\nuk,United Kingdom,\nlancashire,Lancashire,uk\n"
               "burnley,Burnley,lancashire\n");
    char *sizes = read_bytes(folder, "preston/places/gva.csv", NULL);
    char *end = strstr(sizes, "\npreston,");
    assert_non_null(end);
    memcpy(end, "\nburnley,A01,1\n", strlen("\nburnley,A01,1\n") + 1);
    write_text(folder, "preston/places/gva.csv", sizes);
    write_text(folder, "preston/ledger-2012-13.csv",
               "date,buyer,supplier,category,amount,place,type\n,,,housing,5,burnley,\n");
    write_text(folder, "preston/ledger-2016-17.csv",
               "date,buyer,supplier,category,amount,place,type\n,,,housing,6,burnley,\n");
    outcome ended = assert_refuses("preston", (const char *const[]){"--data", folder, NULL});
    assert_one_line(&ended, "preston");
    assert_says(&ended, "'preston' is not a place of the economy");
    outcome_free(&ended);
    free(sizes);
    remove_folder(folder);
}

/* Farms that use more of their own output than they make, in every place. */
static void preston__unproductive_economy(void **state)
{
    (void)state;
    char *folder = copy_data();
    replace_in_file(folder, "uk-2019/flows.csv", "4635.362756887105", "46353.62756887105");
    outcome ended = assert_refuses("preston", (const char *const[]){"--data", folder, NULL});
    assert_one_line(&ended, "preston");
    assert_says(&ended, "A01");
    outcome_free(&ended);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipliers__damaged_tables),
        cmocka_unit_test(multipliers__unproductive_economy),
        cmocka_unit_test(multipliers__command_lines),
        cmocka_unit_test(preston__command_lines),
        cmocka_unit_test(programs__results_that_cannot_be_written),
        cmocka_unit_test(programs__standard_output_that_is_full),
        cmocka_unit_test(preston__each_file_missing),
        cmocka_unit_test(preston__each_file_empty),
        cmocka_unit_test(preston__damaged_table_and_places),
        cmocka_unit_test(preston__damaged_ledgers_and_concordance),
        cmocka_unit_test(preston__ledger_that_adds_up_to_nothing),
        cmocka_unit_test(preston__survey_that_cannot_answer),
        cmocka_unit_test(preston__places_without_preston),
        cmocka_unit_test(preston__unproductive_economy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
