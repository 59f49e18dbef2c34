/* Tables of single places from a file: which places, which tables, and where every mistake is said
 * to be. */
#include "folder.h"
#include "small_table.h"
#include "test.h"

#include <preston/economy.h>

#include <sys/stat.h>

typedef struct reading {
    char *folder; /* the nation's table, its places, and own.csv */
    char *town;   /* a folder in it: the town's table */
    preston_table *nation;
    preston_places *places;
} reading;

static int make(void **state)
{
    reading *work = calloc(1, sizeof *work);
    preston_error error = {0};
    assert_non_null(work);
    work->folder = make_folder();
    work->town = path_in(work->folder, "town");
    assert_int_equal(mkdir(work->town, 0700), 0);
    write_small_table(work->folder);
    write_small_places(work->folder);
    write_small_table(work->town);
    replace_in_file(work->town, "table.yaml", "Test table", "The town's");
    replace_in_file(work->town, "sectors.csv", "Farms,100,30,20,10,5", "Farms,100,29,20,11,5");
    write_text(work->folder, "own.csv", "place,table\ntown,town\n");
    assert_ok(preston_table_read(work->folder, &work->nation, &error), &error);
    assert_ok(preston_places_read(work->folder, work->nation, &work->places, &error), &error);
    *state = work;
    return 0;
}

static int unmake(void **state)
{
    reading *work = *state;
    preston_places_free(work->places);
    preston_table_free(work->nation);
    free(work->town);
    remove_folder(work->folder);
    free(work);
    return 0;
}

static preston_status read_own(const reading *work, preston_own_tables **out_tables,
                               preston_error *error)
{
    char *path = path_in(work->folder, "own.csv");
    preston_status status =
        preston_own_tables_read(path, work->places, work->nation, out_tables, error);
    free(path);
    return status;
}

static void assert_is_town(const reading *work)
{
    preston_own_tables *own = NULL;
    preston_error error = {0};
    assert_ok(read_own(work, &own, &error), &error);
    assert_int_equal(preston_own_tables_count(own), 1);
    preston_traded_options options;
    preston_traded_options_init(&options);
    preston_own_tables_use(own, &options);
    assert_int_equal(options.own_tables, 1);
    assert_string_equal(options.table_places[0], "town");
    assert_string_equal(preston_table_facts(options.tables[0])->title, "The town's");
    assert_close(options.delta, 0.25, 0.0, 0.0);
    preston_own_tables_free(own);
    preston_own_tables_free(NULL);
}

static void own_tables_read__from_folders_beside_the_file(void **state)
{
    const reading *work = *state;
    char text[4200];
    assert_is_town(work);
    (void)snprintf(text, sizeof text, "note,table,place\nfrom the root,%s,town\n", work->town);
    write_text(work->folder, "own.csv", text);
    assert_is_town(work);
    char *plain = path_in(work->folder, "own.csv");
    assert_int_equal(remove(plain), 0);
    free(plain);
    write_gzip(work->folder, "own.csv.gz", "place,table\ntown,./town\n");
    assert_is_town(work);
}

static void own_tables_read__one_for_each_place(void **state)
{
    const reading *work = *state;
    preston_own_tables *own = NULL;
    preston_error error = {0};
    preston_traded_options options;
    write_text(work->folder, "own.csv", "place,table\nrest-of-nation,.\ntown,town\n");
    assert_ok(read_own(work, &own, &error), &error);
    preston_traded_options_init(&options);
    preston_own_tables_use(own, &options);
    assert_int_equal(options.own_tables, 2);
    assert_string_equal(options.table_places[0], "rest-of-nation");
    assert_string_equal(preston_table_facts(options.tables[0])->title, "Test table");
    assert_string_equal(options.table_places[1], "town");
    preston_own_tables_free(own);
}

/* The economy has the town's own output and accounts, and the nation's recipe elsewhere. */
static void own_tables_read__an_economy_with_them(void **state)
{
    const reading *work = *state;
    preston_own_tables *own = NULL;
    preston_trade_shares *alone = NULL;
    preston_economy *economy = NULL;
    preston_error error = {0};
    static const preston_trade_line lines[] = {{-1, 0, 0, 1.0}, {-1, 1, 1, 1.0}};
    preston_traded_options options;
    preston_traded_options_init(&options);
    assert_ok(read_own(work, &own, &error), &error);
    preston_own_tables_use(own, &options);
    const preston_trade_input input = {.places = 2,
                                       .sectors = SMALL_SECTORS,
                                       .place_codes = preston_places_codes(work->places),
                                       .sector_codes = preston_table_codes(work->nation)};
    assert_ok(preston_trade_given(&input, 2, lines, NULL, &alone, &error), &error);
    assert_ok(preston_economy_create_traded(work->nation, work->places, alone, NULL, &options,
                                            &economy, &error),
              &error);
    int64_t town = preston_economy_find_place(economy, "town");
    assert_ptr_equal(preston_economy_place_table(economy, town), options.tables[0]);
    assert_ptr_equal(preston_economy_place_table(economy, 1 - town), work->nation);
    preston_const_view output = preston_economy_output(economy);
    assert_close(preston_get(output, town * SMALL_SECTORS, 0), 100.0, 0.0, 0.0);
    /* four of the nation's five jobs in sector A */
    assert_close(preston_get(output, (1 - town) * SMALL_SECTORS, 0), 80.0, 1e-14, 0.0);
    preston_economy_free(economy);
    preston_trade_shares_free(alone);
    preston_own_tables_free(own);
}

static void own_tables_read__mistakes(void **state)
{
    const reading *work = *state;
    static const struct {
        const char *text;
        preston_status status;
        const char *says[2];
    } all[] = {
        {"place,table\ntown,town\ntown,.\n",
         PRESTON_ERROR_LABEL,
         {"own.csv:3: column 1 ('place')", "place 'town' stands twice"}},
        {"place,table\nhamlet,town\n",
         PRESTON_ERROR_LABEL,
         {"own.csv:2: column 1 ('place')", "'hamlet' is not a place of the economy"}},
        {"place,table\nnation,town\n",
         PRESTON_ERROR_LABEL,
         {"own.csv:2: column 1 ('place')", "'nation' is an area around places"}},
        {"place,table\ntown,\n",
         PRESTON_ERROR_VALUE,
         {"own.csv:2: column 2 ('table')", "is empty"}},
        {"place,table\ntown,city\n",
         PRESTON_ERROR_FILE,
         {"own.csv:2: column 2 ('table')", "/city/table.yaml: cannot be opened"}},
        {"place,table\n", PRESTON_ERROR_FORMAT, {"own.csv: has no row", "folder"}},
        {"place,folder\ntown,town\n", PRESTON_ERROR_LABEL, {"own.csv:1", "'table' is missing"}},
        {"town,table\ntown,town\n", PRESTON_ERROR_LABEL, {"own.csv:1", "'place' is missing"}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        preston_own_tables *own = NULL;
        preston_error error = {0};
        write_text(work->folder, "own.csv", all[k].text);
        assert_fails(read_own(work, &own, &error), all[k].status, &error, all[k].says[0]);
        assert_non_null(strstr(error.message, all[k].says[1]));
        assert_null(own);
        assert_int_equal(read_own(work, &own, NULL), all[k].status);
    }
}

/* Each in the town's folder, and undone behind it. */
static void own_tables_read__tables_that_do_not_fit(void **state)
{
    const reading *work = *state;
    static const struct {
        const char *files[4]; /* in which it is changed; NULL behind the last */
        const char *from;
        const char *to;
        preston_status status;
        const char *says;
    } all[] = {
        {{"table.yaml", NULL},
         "GBP",
         "EUR",
         PRESTON_ERROR_VALUE,
         "the table of place 'town' is in EUR and the nation's in GBP"},
        {{"table.yaml", NULL},
         "million",
         "thousand",
         PRESTON_ERROR_VALUE,
         "the table of place 'town' is in another unit"},
        {{"flows.csv", NULL}, "A,10,20,0", "A,10,x,0", PRESTON_ERROR_VALUE, "/town/flows.csv:2"},
        {{"sectors.csv", "flows.csv", "final_use.csv", NULL},
         "\nC,",
         "\nD,",
         PRESTON_ERROR_LABEL,
         "sector 3 is 'C' in the places and 'D' in the table"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        preston_own_tables *own = NULL;
        preston_error error = {0};
        write_small_table(work->town);
        for (int f = 0; all[k].files[f] != NULL; f++) {
            replace_in_file(work->town, all[k].files[f], all[k].from, all[k].to);
        }
        if (strcmp(all[k].to, "\nD,") == 0) {
            replace_in_file(work->town, "flows.csv", "code,A,B,C", "code,A,B,D");
        }
        assert_fails(read_own(work, &own, &error), all[k].status, &error, all[k].says);
        assert_non_null(strstr(error.message, "own.csv:2: column 2 ('table')"));
        assert_null(own);
    }
    preston_own_tables *own = NULL;
    preston_error error = {0};
    write_text(work->town, "sectors.csv", "code,name,output\nA,Farms,100\nB,Mills,200\n");
    write_text(work->town, "flows.csv", "code,A,B\nA,10,20\nB,30,40\n");
    write_text(work->town, "final_use.csv", "code,households\nA,50\nB,100\n");
    assert_fails(read_own(work, &own, &error), PRESTON_ERROR_SHAPE, &error,
                 "the places have 3 sectors and the table 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(own_tables_read__from_folders_beside_the_file, make,
                                        unmake),
        cmocka_unit_test_setup_teardown(own_tables_read__one_for_each_place, make, unmake),
        cmocka_unit_test_setup_teardown(own_tables_read__an_economy_with_them, make, unmake),
        cmocka_unit_test_setup_teardown(own_tables_read__mistakes, make, unmake),
        cmocka_unit_test_setup_teardown(own_tables_read__tables_that_do_not_fit, make, unmake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
