/* Places folders: what is read, and which file and line every mistake is said to be in. */
#include "folder.h"
#include "sample.h"
#include "test.h"

typedef struct reading {
    preston_table *table;
    char *folder;
} reading;

static const char places_csv[] = "code,name,parent\n"
                                 "uk,United Kingdom,\n"
                                 "lancashire,Lancashire,uk\n"
                                 "preston,Preston,lancashire\n";
static const char jobs_csv[] = "place,sector,jobs\n"
                               "uk,s1,1000\n"
                               "uk,s2,3000\n"
                               "lancashire,s1,60\n"
                               "lancashire,s2,90\n"
                               "preston,s2,40\n";

static int set_up(void **state)
{
    static const double coefficients[] = {0.2, 0.1, 0.1, 0.2};
    static reading work;
    const table_recipe recipe = {.sectors = 2, .coefficients = coefficients};
    work.table = make_table(&recipe);
    work.folder = make_folder();
    write_text(work.folder, "places.csv", places_csv);
    write_text(work.folder, "jobs.csv", jobs_csv);
    *state = &work;
    return 0;
}

static int tear_down(void **state)
{
    reading *work = *state;
    preston_table_free(work->table);
    remove_folder(work->folder);
    return 0;
}

static preston_places *read_all(const reading *work)
{
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(preston_places_read(work->folder, work->table, &places, &error), &error);
    return places;
}

static void assert_refused(const reading *work, preston_status status, const char *file_and_line,
                           const char *text)
{
    preston_places *places = NULL;
    preston_error error = {0};
    assert_fails(preston_places_read(work->folder, work->table, &places, &error), status, &error,
                 text);
    char *where = path_in(work->folder, file_and_line);
    if (strncmp(error.message, where, strlen(where)) != 0) {
        print_error("\"%s\" does not begin with \"%s\"\n", error.message, where);
        fail();
    }
    free(where);
    assert_null(places);
    assert_int_equal(preston_places_read(work->folder, work->table, &places, NULL), status);
}

static void remove_file(const reading *work, const char *name)
{
    char *path = path_in(work->folder, name);
    assert_int_equal(remove(path), 0);
    free(path);
}

static preston_economy *join(const reading *work, preston_places *places)
{
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_ok(preston_economy_create(work->table, places, NULL, &economy, &error), &error);
    preston_places_free(places);
    return economy;
}

static void places_read__tree_and_sizes(void **state)
{
    preston_places *places = read_all(*state);
    assert_string_equal(preston_places_measure(places), "jobs");
    preston_economy *economy = join(*state, places);
    assert_int_equal(preston_economy_places(economy), 3);
    assert_string_equal(preston_economy_place_code(economy, 0), "preston");
    assert_string_equal(preston_economy_place_name(economy, 0), "Preston");
    assert_string_equal(preston_economy_place_code(economy, 1), "rest-of-lancashire");
    assert_string_equal(preston_economy_place_name(economy, 1), "Rest of Lancashire");
    assert_string_equal(preston_economy_place_code(economy, 2), "rest-of-uk");
    assert_close(preston_economy_place_share(economy, 0), 40.0 / 4000.0, 1e-15, 0.0);
    assert_close(preston_economy_place_share(economy, 1), 110.0 / 4000.0, 1e-15, 0.0);
    /* no line: nothing there */
    assert_true(preston_get(preston_economy_output(economy), 0, 0) == 0.0);
    preston_economy_free(economy);
}

static void places_read__the_shipped_folder(void **state)
{
    (void)state;
    sample work = sample_preston();
    assert_string_equal(preston_places_measure(work.places), "gva");
    sample_join(&work, NULL);
    static const char *const expected[] = {"preston", "rest-of-lancashire", "rest-of-uk"};
    static const double shares[] = {0.00216, 0.0171 - 0.00216, 1.0 - 0.0171}; /* its README */
    assert_int_equal(preston_economy_places(work.economy), 3);
    for (int64_t place = 0; place < 3; place++) {
        assert_string_equal(preston_economy_place_code(work.economy, place), expected[place]);
        assert_close(preston_economy_place_share(work.economy, place), shares[place], 0.0, 1e-4);
    }
    sample_free(&work);
}

static void places_read__jobs_come_before_gva(void **state)
{
    reading *work = *state;
    write_text(work->folder, "gva.csv", "place,sector,gva\nnowhere,s1,nonsense\n");
    preston_places *places = read_all(work);
    assert_string_equal(preston_places_measure(places), "jobs");
    preston_places_free(places);
}

static void places_read__gva_where_there_are_no_jobs(void **state)
{
    reading *work = *state;
    remove_file(work, "jobs.csv");
    write_gzip(work->folder, "gva.csv",
               "place,sector,gva\nuk,s1,7\nlancashire,s1,2\npreston,s1,1\n");
    preston_places *places = read_all(work);
    assert_string_equal(preston_places_measure(places), "gva");
    preston_places_free(places);
    write_text(work->folder, "gva.csv", "place,sector,jobs\nuk,s1,7\n");
    assert_refused(work, PRESTON_ERROR_LABEL, "gva.csv:1: ", "column 'gva' is missing");
}

static void places_read__columns_in_any_order(void **state)
{
    reading *work = *state;
    write_text(work->folder, "places.csv",
               "parent,note,code,name\n,all,uk,UK\nuk,part,lancashire,L\nlancashire,,preston,P\n");
    write_text(work->folder, "jobs.csv",
               "jobs,place,sector\n9,uk,s1\n4,lancashire,s1\n2,preston,s1\n");
    preston_economy *economy = join(work, read_all(work));
    assert_close(preston_economy_place_share(economy, 0), 2.0 / 9.0, 1e-15, 0.0);
    preston_economy_free(economy);
}

static void places_read__missing_files(void **state)
{
    reading *work = *state;
    remove_file(work, "jobs.csv");
    assert_refused(work, PRESTON_ERROR_FILE, "jobs.csv", "jobs.csv");
    remove_file(work, "places.csv");
    assert_refused(work, PRESTON_ERROR_FILE, "places.csv", "places.csv");
}

static void places_read__missing_columns(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "sector", "industry");
    assert_refused(work, PRESTON_ERROR_LABEL, "jobs.csv:1: ", "column 'sector' is missing");
    replace_in_file(work->folder, "places.csv", "parent", "above");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:1: ", "column 'parent' is missing");
}

static void places_read__unknown_labels(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "preston,s2", "prestn,s2");
    assert_refused(work, PRESTON_ERROR_LABEL, "jobs.csv:6: column 1 ('place')",
                   "'prestn' is not a place of places.csv");
    replace_in_file(work->folder, "jobs.csv", "prestn,s2", "preston,s9");
    assert_refused(work, PRESTON_ERROR_LABEL, "jobs.csv:6: column 2 ('sector')",
                   "'s9' is not a sector of the table");
}

static void places_read__unknown_parent(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "places.csv", "Lancashire,uk", "Lancashire,england");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:3: column 'parent'",
                   "'england' is not a place of this file");
}

static void places_read__duplicate_lines(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "lancashire,s2", "lancashire,s1");
    assert_refused(work, PRESTON_ERROR_LABEL,
                   "jobs.csv:5: ", "place 'lancashire' and sector 's1' stand twice");
    replace_in_file(work->folder, "places.csv", "preston,Preston", "uk,Preston");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:4: column 1 ('code')",
                   "'uk' is empty or stands twice");
    replace_in_file(work->folder, "places.csv", "uk,Preston", ",Preston");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:4: column 1 ('code')",
                   "'' is empty or stands twice");
}

static void places_read__bad_numbers(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "s2,40", "s2,-40");
    assert_refused(work, PRESTON_ERROR_VALUE, "jobs.csv:6: column 3 ('jobs')",
                   "jobs of s2 in 'preston' is negative");
    replace_in_file(work->folder, "jobs.csv", "s2,-40", "s2,n/a");
    assert_refused(work, PRESTON_ERROR_VALUE, "jobs.csv:6: column 3 ('jobs')", "'n/a'");
    replace_in_file(work->folder, "jobs.csv", "s2,n/a", "s2,nan");
    assert_refused(work, PRESTON_ERROR_VALUE, "jobs.csv:6: column 3 ('jobs')", "'nan'");
    replace_in_file(work->folder, "jobs.csv", "s2,nan", "s2,40,5");
    assert_refused(work, PRESTON_ERROR_FORMAT, "jobs.csv:6: ", "4 cells");
}

static void places_read__parts_exceed_their_whole(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "s2,40", "s2,90.5");
    assert_refused(work, PRESTON_ERROR_VALUE, "jobs.csv:5: ",
                   "inside 'lancashire' have 0.5 more jobs in sector 's2' than the whole of it has "
                   "(90)");
    /* the whole has no line at all: there is none to name */
    write_text(work->folder, "jobs.csv",
               "place,sector,jobs\nuk,s1,9\nuk,s2,9\nlancashire,s1,2\npreston,s2,1\n");
    assert_refused(work, PRESTON_ERROR_VALUE, "jobs.csv: ", "1 more jobs in sector 's2'");
}

static void places_read__place_without_size(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "jobs.csv", "s2,40", "s2,0");
    assert_refused(work, PRESTON_ERROR_VALUE,
                   "places.csv:4: ", "'preston' has no jobs in any sector");
}

static void places_read__bad_trees(void **state)
{
    reading *work = *state;
    replace_in_file(work->folder, "places.csv", "Preston,lancashire", "Preston,");
    assert_refused(work, PRESTON_ERROR_LABEL,
                   "places.csv:4: ", "'uk' and 'preston' both have no parent");
    write_text(work->folder, "places.csv",
               "code,name,parent\nuk,UK,\nlancashire,L,preston\npreston,P,lancashire\n");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:3: ", "'lancashire' lies inside itself");
    write_text(work->folder, "places.csv",
               "code,name,parent\nuk,UK,\nlancashire,L,uk\npreston,P,uk\nrest-of-uk,R,uk\n");
    write_text(work->folder, "jobs.csv",
               "place,sector,jobs\nuk,s1,9\nlancashire,s1,2\npreston,s1,1\nrest-of-uk,s1,3\n");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:5: ", "'rest-of-uk' is what the library");
    write_text(work->folder, "places.csv", "code,name,parent\n");
    write_text(work->folder, "jobs.csv", "place,sector,jobs\n");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv: ", "there is no place");
}

/* --- coordinates --- */

static const char located_csv[] = "code,name,parent,x,y\n"
                                  "uk,United Kingdom,,,\n"
                                  "lancashire,Lancashire,uk,360000,450000.5\n"
                                  "preston,Preston,uk,354000,429500\n";
static const char parts_csv[] = "place,sector,jobs\n"
                                "lancashire,s1,60\n"
                                "preston,s2,40\n";

static void places_read__coordinates(void **state)
{
    const reading *work = *state;
    static const double expected[] = {360000.0, 450000.5, 354000.0, 429500.0};
    write_text(work->folder, "places.csv", located_csv);
    write_text(work->folder, "jobs.csv", parts_csv); /* the nation is the sum of its places */
    preston_places *places = read_all(work);
    double out[4] = {0};
    preston_error error = {0};
    assert_int_equal(preston_places_count(places), 2);
    assert_ok(preston_places_coordinates(places, preston_matrix(out, 2, 2), &error), &error);
    assert_memory_equal(out, expected, sizeof out);
    preston_places_free(places);
}

static void places_read__bad_coordinates(void **state)
{
    const reading *work = *state;
    write_text(work->folder, "jobs.csv", parts_csv);
    write_text(work->folder, "places.csv", located_csv);
    replace_in_file(work->folder, "places.csv", "360000,", ",");
    assert_refused(work, PRESTON_ERROR_VALUE, "places.csv:3: column 4 ('x')", "is empty");
    write_text(work->folder, "places.csv", located_csv);
    replace_in_file(work->folder, "places.csv", "429500", "");
    assert_refused(work, PRESTON_ERROR_VALUE, "places.csv:4: column 5 ('y')", "is empty");
    write_text(work->folder, "places.csv", located_csv);
    replace_in_file(work->folder, "places.csv", "429500", "nan");
    assert_refused(work, PRESTON_ERROR_VALUE, "places.csv:4: column 5 ('y')", "nan");
    write_text(work->folder, "places.csv", located_csv);
    replace_in_file(work->folder, "places.csv", ",y\n", ",z\n");
    assert_refused(work, PRESTON_ERROR_LABEL, "places.csv:1", "column 'x' and no 'y'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_read__tree_and_sizes, set_up, tear_down),
        cmocka_unit_test(places_read__the_shipped_folder),
        cmocka_unit_test_setup_teardown(places_read__jobs_come_before_gva, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__gva_where_there_are_no_jobs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(places_read__columns_in_any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__missing_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__missing_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__unknown_labels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__unknown_parent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__duplicate_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__bad_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__parts_exceed_their_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__place_without_size, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__bad_trees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__coordinates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_read__bad_coordinates, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
