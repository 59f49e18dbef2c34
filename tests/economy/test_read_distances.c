/* Travel times from a file: what a list is made of, and where every mistake is said to be. */
#include "folder.h"
#include "test.h"

#include <preston/economy.h>

#include <math.h>

static const char *const places[] = {"town", "village", "south", "rest-of-nation"};
enum { COUNT = 4 };

static int make(void **state)
{
    *state = make_folder();
    return 0;
}

static int unmake(void **state)
{
    remove_folder(*state);
    return 0;
}

static preston_status read_list(const char *folder, const preston_distances_options *options,
                                preston_distance_list **out_list, preston_error *error)
{
    char *path = path_in(folder, "times.csv");
    preston_status status = preston_distances_read(path, COUNT, places, options, out_list, error);
    free(path);
    return status;
}

static preston_distance_list *list_of(const char *folder, const char *text,
                                      const preston_distances_options *options)
{
    preston_distance_list *list = NULL;
    preston_error error = {0};
    write_text(folder, "times.csv", text);
    assert_ok(read_list(folder, options, &list, &error), &error);
    return list;
}

/* How far `buyer` is from `seller`, or infinity. Sellers must rise. */
static double far(const preston_distance_list *list, int64_t seller, int64_t buyer)
{
    preston_distances from = preston_distance_list_distances(list);
    double found = (double)INFINITY;
    for (int64_t k = from.starts[buyer]; k < from.starts[buyer + 1]; k++) {
        assert_true(k == from.starts[buyer] || from.places[k] > from.places[k - 1]);
        assert_true(from.places[k] != buyer);
        found = from.places[k] == seller ? from.values[k] : found;
    }
    return found;
}

static void distances_read__a_row_holds_for_both_ways(void **state)
{
    preston_distance_list *list = list_of(
        *state, "from,to,minutes\ntown,village,10.5\nsouth,town,60\nrest-of-nation,south,0\n",
        NULL);
    assert_int_equal(preston_distance_list_pairs(list), 6);
    assert_close(far(list, 0, 1), 10.5, 0.0, 0.0);
    assert_close(far(list, 1, 0), 10.5, 0.0, 0.0);
    assert_close(far(list, 0, 2), 60.0, 0.0, 0.0);
    assert_close(far(list, 2, 0), 60.0, 0.0, 0.0);
    assert_close(far(list, 3, 2), 0.0, 0.0, 0.0);
    assert_true(isinf(far(list, 1, 2)));
    preston_distances from = preston_distance_list_distances(list);
    assert_int_equal(from.starts[0], 0);
    assert_int_equal(from.starts[COUNT], 6);
    assert_int_equal(from.coordinates.rows + from.matrix.rows, 0);
    preston_distance_list_free(list);
    preston_distance_list_free(NULL);
}

/* Wherever the two rows stand: `from` sells, `to` buys. */
static void distances_read__the_way_back_may_have_its_own(void **state)
{
    static const char *const orders[] = {
        "from,to,minutes\nvillage,town,20\ntown,village,10\nsouth,rest-of-nation,1\n",
        "to,minutes,note,from\nvillage,10,a,town\nrest-of-nation,1,b,south\ntown,20,c,village\n"};
    for (int k = 0; k < 2; k++) {
        preston_distance_list *list = list_of(*state, orders[k], NULL);
        assert_int_equal(preston_distance_list_pairs(list), 4);
        assert_close(far(list, 0, 1), 10.0, 0.0, 0.0);
        assert_close(far(list, 1, 0), 20.0, 0.0, 0.0);
        assert_close(far(list, 2, 3), 1.0, 0.0, 0.0);
        assert_close(far(list, 3, 2), 1.0, 0.0, 0.0);
        preston_distance_list_free(list);
    }
}

static void distances_read__a_place_and_itself(void **state)
{
    preston_distance_list *list = list_of(*state,
                                          "from,to,minutes\ntown,town,3\ntown,village,10\n"
                                          "south,rest-of-nation,5\nsouth,south,0\n",
                                          NULL);
    assert_int_equal(preston_distance_list_pairs(list), 4);
    assert_true(isinf(far(list, 0, 0)));
    preston_distance_list_free(list);
}

static void distances_read__packed_and_another_column(void **state)
{
    preston_distances_options options;
    preston_distances_options_init(&options);
    options.column = "km";
    char *plain = path_in(*state, "times.csv");
    (void)remove(plain);
    free(plain);
    write_gzip(*state, "times.csv.gz",
               "from,to,minutes,km\ntown,village,10,7\nsouth,rest-of-nation,5,4\n");
    preston_distance_list *list = NULL;
    preston_error error = {0};
    assert_ok(read_list(*state, &options, &list, &error), &error);
    assert_close(far(list, 1, 0), 7.0, 0.0, 0.0);
    preston_distance_list_free(list);
}

static const char all_pairs[] = "from,to,minutes\ntown,village,1\ntown,south,2\n"
                                "rest-of-nation,town,3\nvillage,south,4\n"
                                "village,rest-of-nation,5\nsouth,rest-of-nation,6\n";

static void distances_read__complete(void **state)
{
    static const char *const rows[] = {"town,village,1\n",           "town,south,2\n",
                                       "rest-of-nation,town,3\n",    "village,south,4\n",
                                       "village,rest-of-nation,5\n", "south,rest-of-nation,6\n"};
    static const char *const says[] = {"from place 'village' to place 'town'",
                                       "from place 'south' to place 'town'",
                                       "from place 'rest-of-nation' to place 'town'",
                                       "from place 'south' to place 'village'",
                                       "from place 'rest-of-nation' to place 'village'",
                                       "from place 'rest-of-nation' to place 'south'"};
    preston_distances_options options;
    preston_distances_options_init(&options);
    options.complete = 1;
    preston_distance_list *list = list_of(*state, all_pairs, &options);
    assert_int_equal(preston_distance_list_pairs(list), 12);
    preston_distance_list_free(list);
    for (int k = 0; k < 6; k++) {
        preston_error error = {0};
        list = NULL;
        write_text(*state, "times.csv", all_pairs);
        replace_in_file(*state, "times.csv", rows[k], "");
        assert_fails(read_list(*state, &options, &list, &error), PRESTON_ERROR_VALUE, &error,
                     says[k]);
        assert_non_null(strstr(error.message, "times.csv: "));
        assert_null(list);
        list = list_of(*state, all_pairs, NULL);
        preston_distance_list_free(list);
    }
}

/* --- mistakes --- */

static void distances_read__mistakes(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        preston_status status;
        const char *says[2];
    } all[] = {
        {"town,south",
         "toun,south",
         PRESTON_ERROR_LABEL,
         {"times.csv:3: column 1 ('from')", "'toun' is not a place"}},
        {"town,south",
         "town,sauth",
         PRESTON_ERROR_LABEL,
         {"times.csv:3: column 2 ('to')", "'sauth' is not a place"}},
        {",2\n",
         ",-2\n",
         PRESTON_ERROR_VALUE,
         {"times.csv:3: column 3 ('minutes')", "from place 'town' to place 'south' it is -2"}},
        {",2\n",
         ",nan\n",
         PRESTON_ERROR_VALUE,
         {"times.csv:3: column 3 ('minutes')", "'nan' is not a finite number"}},
        {",2\n", ",inf\n", PRESTON_ERROR_VALUE, {"times.csv:3: column 3", "not a finite number"}},
        {",2\n", ",\n", PRESTON_ERROR_VALUE, {"times.csv:3: column 3", "is empty"}},
        {",2\n", ",1:30\n", PRESTON_ERROR_VALUE, {"times.csv:3: column 3", "'1:30'"}},
        {",2\n", ",2,2\n", PRESTON_ERROR_FORMAT, {"times.csv:3", "4 cells"}},
        {"village,south,4",
         "town,south,2",
         PRESTON_ERROR_LABEL,
         {"times.csv:5: ", "from place 'town' to place 'south' stands twice, in line 3 too"}},
        {"minutes", "hours", PRESTON_ERROR_LABEL, {"times.csv:1", "'minutes' is missing"}},
        {"from,", "origin,", PRESTON_ERROR_LABEL, {"times.csv:1", "'from' is missing"}},
        {"to,", "destination,", PRESTON_ERROR_LABEL, {"times.csv:1", "'to' is missing"}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        preston_distance_list *list = NULL;
        preston_error error = {0};
        write_text(*state, "times.csv", all_pairs);
        replace_in_file(*state, "times.csv", all[k].from, all[k].to);
        assert_fails(read_list(*state, NULL, &list, &error), all[k].status, &error, all[k].says[0]);
        assert_non_null(strstr(error.message, all[k].says[1]));
        assert_null(list);
        assert_int_equal(read_list(*state, NULL, &list, NULL), all[k].status);
    }
}

/* Of several, the first line that repeats another is named. */
static void distances_read__the_first_repetition(void **state)
{
    preston_distance_list *list = NULL;
    preston_error error = {0};
    write_text(*state, "times.csv",
               "from,to,minutes\nsouth,rest-of-nation,1\ntown,village,2\nvillage,town,2\n"
               "south,rest-of-nation,1\ntown,village,3\ntown,village,4\n");
    assert_fails(read_list(*state, NULL, &list, &error), PRESTON_ERROR_LABEL, &error,
                 "times.csv:5: the way from place 'south' to place 'rest-of-nation' stands twice, "
                 "in line 2 too");
}

static void distances_read__an_isolated_place(void **state)
{
    static const char *const texts[] = {
        "from,to,minutes\ntown,village,1\ntown,south,2\n",
        "from,to,minutes\ntown,village,1\ntown,south,2\nrest-of-nation,rest-of-nation,0\n"};
    for (int k = 0; k < 2; k++) {
        preston_distance_list *list = NULL;
        preston_error error = {0};
        write_text(*state, "times.csv", texts[k]);
        assert_fails(read_list(*state, NULL, &list, &error), PRESTON_ERROR_VALUE, &error,
                     "times.csv: place 'rest-of-nation' has no row");
    }
    preston_distance_list *list = NULL;
    preston_error error = {0};
    write_text(*state, "times.csv", "from,to,minutes\n");
    assert_fails(read_list(*state, NULL, &list, &error), PRESTON_ERROR_VALUE, &error,
                 "place 'town' has no row");
    /* one place alone has nobody to be far from */
    char *path = path_in(*state, "times.csv");
    assert_ok(preston_distances_read(path, 1, places, NULL, &list, &error), &error);
    assert_int_equal(preston_distance_list_pairs(list), 0);
    preston_distance_list_free(list);
    free(path);
}

static void distances_read__arguments(void **state)
{
    static const char *const twice[] = {"a", "a"};
    preston_distances_options options;
    preston_distance_list *list = NULL;
    preston_error error = {0};
    char *path = path_in(*state, "absent.csv");
    preston_distances_options_init(&options);
    assert_fails(preston_distances_read(path, COUNT, places, NULL, &list, &error),
                 PRESTON_ERROR_FILE, &error, "absent.csv: cannot be opened");
    assert_fails(preston_distances_read(path, 0, places, NULL, &list, &error), PRESTON_ERROR_SHAPE,
                 &error, "0 places");
    assert_fails(preston_distances_read(path, 2, NULL, NULL, &list, &error), PRESTON_ERROR_ARGUMENT,
                 &error, "needs their codes");
    assert_fails(preston_distances_read(path, 2, twice, NULL, &list, &error), PRESTON_ERROR_LABEL,
                 &error, "'a' stands twice");
    options.column = NULL;
    assert_fails(preston_distances_read(path, COUNT, places, &options, &list, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "options.column is NULL");
    options.size = 0;
    assert_fails(preston_distances_read(path, COUNT, places, &options, &list, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init");
    assert_null(list);
    free(path);
}

/* --- what trade makes of it --- */

/* Two sellers of equal size; goods come by the way from seller to buyer. */
static void distances_read__trade_goes_from_seller_to_buyer(void **state)
{
    static const double supply[] = {0.0, 1.0, 1.0, 0.0};
    static const double use[] = {1.0, 0.0, 0.0, 1.0};
    static const double own[] = {0.0, 1.0, 1.0, 0.0};
    preston_distance_list *list =
        list_of(*state,
                "from,to,minutes\nvillage,town,10\ntown,village,500\nsouth,town,20\n"
                "town,south,500\nvillage,rest-of-nation,20\nsouth,rest-of-nation,10\n",
                NULL);
    const preston_trade_input input = {.places = COUNT,
                                       .sectors = 1,
                                       .place_codes = places,
                                       .supply = {supply, COUNT, 1, 1, 1},
                                       .use = {use, COUNT, 1, 1, 1},
                                       .own = {own, COUNT, 1, 1, 1}};
    const preston_distances distances = preston_distance_list_distances(list);
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.scale = 10.0;
    options.tolerance = 1e-14;
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    assert_ok(preston_trade_gravity(&input, &distances, &options, &shares, &error), &error);
    /* symmetric, so that it is balanced at once: 1 : exp(−1) */
    double near = 1.0 / (1.0 + exp(-1.0));
    assert_close(preston_trade_shares_get(shares, 0, 1, 0), near, 1e-13, 0.0);
    assert_close(preston_trade_shares_get(shares, 0, 2, 0), 1.0 - near, 1e-13, 0.0);
    assert_close(preston_trade_shares_get(shares, 0, 2, 3), near, 1e-13, 0.0);
    preston_trade_shares_free(shares);
    preston_distance_list_free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_read__a_row_holds_for_both_ways),
        cmocka_unit_test(distances_read__the_way_back_may_have_its_own),
        cmocka_unit_test(distances_read__a_place_and_itself),
        cmocka_unit_test(distances_read__packed_and_another_column),
        cmocka_unit_test(distances_read__complete),
        cmocka_unit_test(distances_read__mistakes),
        cmocka_unit_test(distances_read__the_first_repetition),
        cmocka_unit_test(distances_read__an_isolated_place),
        cmocka_unit_test(distances_read__arguments),
        cmocka_unit_test(distances_read__trade_goes_from_seller_to_buyer),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
