/* Reading travel times and tables of single places, with every allocation failing in turn. */
#include "each_allocation.h"
#include "folder.h"
#include "small_table.h"

#include <preston/economy.h>

static char *folder;
static char *times;
static char *own;
static preston_table *nation;
static preston_places *places;

static preston_status read_times(const void *context, int *out_set, preston_error *error)
{
    static const char *const codes[] = {"town", "rest-of-nation", "abroad"};
    (void)context;
    preston_distance_list *list = NULL;
    preston_status status = preston_distances_read(times, 3, codes, NULL, &list, error);
    *out_set = list != NULL;
    preston_distance_list_free(list);
    return status;
}

static preston_status read_own(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    preston_own_tables *tables = NULL;
    preston_status status = preston_own_tables_read(own, places, nation, &tables, error);
    *out_set = tables != NULL;
    preston_own_tables_free(tables);
    return status;
}

static void distances_read__each_allocation(void **state)
{
    (void)state;
    assert_survives_each_allocation(read_times, NULL, 15);
}

static void own_tables_read__each_allocation(void **state)
{
    (void)state;
    assert_survives_each_allocation(read_own, NULL, 60); /* each of two tables takes about fifty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_read__each_allocation),
        cmocka_unit_test(own_tables_read__each_allocation),
    };
    preston_error error = {0};
    folder = make_folder();
    times = path_in(folder, "times.csv");
    own = path_in(folder, "own.csv");
    write_small_table(folder);
    write_small_places(folder);
    write_text(folder, "times.csv",
               "from,to,minutes\ntown,rest-of-nation,1\nrest-of-nation,town,2\nabroad,town,3\n"
               "town,town,0\nrest-of-nation,abroad,4\n");
    write_text(folder, "own.csv", "place,table\ntown,.\nrest-of-nation,.\n");
    int failed = preston_table_read(folder, &nation, &error) != PRESTON_OK ||
                 preston_places_read(folder, nation, &places, &error) != PRESTON_OK ||
                 cmocka_run_group_tests(tests, NULL, NULL) != 0;
    preston_places_free(places);
    preston_table_free(nation);
    free(times);
    free(own);
    remove_folder(folder);
    return failed;
}
