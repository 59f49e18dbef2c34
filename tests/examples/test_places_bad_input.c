/* Bad input through the program places: each kind is refused in one line that names file, line,
 * place or sector. */
#include "folder.h"
#include "program.h"
#include "refusal.h"
#include "test.h"

static const char table[] = TESTS_DATA "/textbook/miller-blair-2x2";

static char *make_small(void)
{
    char *folder = make_folder();
    write_text(folder, "places.csv",
               "code,name,parent,x,y\nnation,Nation,,,\nnorth,North,nation,,\ntown,Town,north,0,0\n"
               "village,Village,north,3000,4000\nsouth,South,nation,0,50000\n");
    write_text(folder, "gva.csv",
               "place,sector,gva\ntown,1,30\nvillage,1,10\nvillage,2,20\nsouth,1,60\nsouth,2,70\n");
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n*,town,town,1\n*,village,village,1\n*,south,south,1\n");
    write_text(folder, "commuting.csv",
               "workplace,residence,share\ntown,town,1\nvillage,village,1\nsouth,south,1\n");
    write_text(folder, "demand.csv", "place,sector,amount\ntown,1,1000000\nnorth,2,2000000\n");
    return folder;
}

/* A change, and two options with which it is to be found. */
typedef struct wrong {
    damage done;
    const char *options[2];
} wrong;

static void assert_wrong(const wrong *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *folder = make_small();
        char *demand = path_in(folder, "demand.csv");
        if (all[i].done.file != NULL) {
            do_damage(folder, &all[i].done);
        }
        outcome ended = assert_refuses(
            "places", (const char *const[]){"--table", table, "--places", folder, "--demand",
                                            demand, all[i].options[0], all[i].options[1], NULL});
        assert_one_line(&ended, "places");
        for (int k = 0; k < 3 && all[i].done.says[k] != NULL; k++) {
            assert_says(&ended, all[i].done.says[k]);
        }
        outcome_free(&ended);
        free(demand);
        remove_folder(folder);
    }
}

static void places__damaged_places(void **state)
{
    (void)state;
    static const wrong all[] = {
        {{"gva.csv", "town,1,30\n", "", {"places.csv:4", "'town' has no gva"}}, {NULL}},
        {{"places.csv", "\nvillage,", "\ntown,", {"places.csv:5", "'town'", "twice"}}, {NULL}},
        {{"places.csv", "Town,north", "Town,nrth", {"places.csv:4", "'nrth' is not a place"}},
         {NULL}},
        {{"places.csv", "North,nation", "North,north", {"places.csv:3", "lies inside itself"}},
         {NULL}},
        {{"places.csv", "North,nation", "North,", {"places.csv:3", "only the nation has none"}},
         {NULL}},
        {{"places.csv", "0,50000", "0,nan", {"places.csv:6: column 5 ('y')", "finite"}}, {NULL}},
        {{"places.csv", "0,50000", "0,", {"places.csv:6: column 5 ('y')", "both"}}, {NULL}},
        {{"places.csv", "0,50000", ",", {"'south' has no coordinates"}}, {NULL}},
        {{"places.csv", ",x,y", ",x,z", {"places.csv:1", "no 'y'"}}, {NULL}},
        {{"gva.csv", "town,1,30", "town,1,-30", {"gva.csv:2", "1 in 'town'", "negative"}}, {NULL}},
        {{"gva.csv", "town,1,30", "town,1,nan", {"gva.csv:2", "'nan'"}}, {NULL}},
        {{"gva.csv", "town,1,30", "town,9,30", {"gva.csv:2", "'9' is not a sector"}}, {NULL}},
        {{"gva.csv", "town,1,30", "towm,1,30", {"gva.csv:2", "'towm' is not a place"}}, {NULL}},
        {{"gva.csv", "village,2,", "village,1,", {"gva.csv:4", "'village'", "twice"}}, {NULL}},
        {{"gva.csv", "town,1,30", "north,1,1\ntown,1,30", {"gva.csv:2", "'north'", "sector '1'"}},
         {NULL}},
        {{"places.csv", NULL, NULL, {"places.csv", "cannot be opened"}}, {NULL}},
        {{"gva.csv", NULL, NULL, {"jobs.csv", "so is gva.csv"}}, {NULL}},
    };
    assert_wrong(all, sizeof all / sizeof *all);
}

static void places__damaged_trade_and_commuting(void **state)
{
    (void)state;
    static const wrong all[] = {
        {{"trade.csv", "south,south,1", "south,south,1.2", {"trade.csv:4", "'south'", "1.2"}},
         {"--trade", "data"}},
        {{"trade.csv", "south,south,1", "south,south,-1", {"trade.csv:4", "'south'", "-1"}},
         {"--trade", "data"}},
        {{"trade.csv", "south,south,1", "south,south,0.9", {"trade.csv", "'south'", "up to 0.9"}},
         {"--trade", "data"}},
        {{"trade.csv", "*,south,south", "9,south,south", {"trade.csv:4", "'9'"}},
         {"--trade", "data"}},
        {{"trade.csv", "*,south,south", "*,soth,south", {"trade.csv:4", "'soth'"}},
         {"--trade", "data"}},
        {{"trade.csv", NULL, NULL, {"trade.csv", "cannot be opened"}}, {"--trade", "data"}},
        {{"commuting.csv",
          "town,town,1",
          "town,town,0.9",
          {"commuting.csv", "'town'", "up to 0.9"}},
         {"--commuting", "data"}},
        {{"commuting.csv", "town,town,1\n", "", {"commuting.csv", "'town' has no share"}},
         {"--commuting", "data"}},
        {{"commuting.csv", NULL, NULL, {"commuting.csv", "cannot be opened"}},
         {"--commuting", "data"}},
        /* nobody near enough: an isolated place */
        {{NULL, NULL, NULL, {"place 'town'", "has no neighbour"}}, {"--radius", "10"}},
    };
    assert_wrong(all, sizeof all / sizeof *all);
}

static void places__damaged_demand(void **state)
{
    (void)state;
    static const wrong all[] = {
        {{"demand.csv", "town,1", "tow,1", {"demand.csv:2: column 'place': 'tow'"}}, {NULL}},
        {{"demand.csv", "town,1", "rest-of-town,1", {"demand.csv:2", "'rest-of-town'"}}, {NULL}},
        {{"demand.csv", "town,1", ",1", {"demand.csv:2", "have no place"}}, {NULL}},
        {{"demand.csv", "town,1", "town,9", {"demand.csv:2", "'9'"}}, {NULL}},
        {{"demand.csv", ",1000000", ",1m", {"demand.csv:2: column 3 ('amount')", "'1m'"}}, {NULL}},
        {{"demand.csv", ",1000000", ",", {"demand.csv:2: column 3 ('amount')", "empty"}}, {NULL}},
        {{"demand.csv", "place,", "plaza,", {"demand.csv:1", "'place' is missing"}}, {NULL}},
        {{"demand.csv", NULL, NULL, {"demand.csv", "cannot be opened"}}, {NULL}},
    };
    assert_wrong(all, sizeof all / sizeof *all);
}

static void places__options_out_of_range(void **state)
{
    (void)state;
    static const wrong all[] = {
        {{.says = {"'nowhere' is not in", "places.csv"}}, {"--here", "nowhere"}},
        {{.says = {"scale is -1"}}, {"--scale", "-1"}},
        {{.says = {"delta is 1.5"}}, {"--delta", "1.5"}},
        {{.says = {"pool_share is 2"}}, {"--pool-share", "2"}},
        {{.says = {"wage_leakage is 2"}}, {"--wage-leakage", "2"}},
        {{.says = {"'far' is not a number"}}, {"--scale", "far"}},
        {{.says = {"'1.5' is not a count"}}, {"--nearest", "1.5"}},
        {{.says = {"'-1' is not a count"}}, {"--top", "-1"}},
        {{.says = {"'train' is not a kind of trade: use gravity, pool or data"}},
         {"--trade", "train"}},
        {{.says = {"'III' is not a closure: use I or II"}}, {"--closure", "III"}},
        {{.says = {"'bus' is not a kind of commuting"}}, {"--commuting", "bus"}},
        {{.says = {"'cilq' is not a quotient of own shares: use flq or slq"}},
         {"--quotient", "cilq"}},
        {{.says = {"'linear' is not a decay"}}, {"--decay", "linear"}},
        {{.says = {"give --demand alone"}}, {"--before", "x.csv"}},
        {{.says = {"--concordance is for ledgers"}}, {"--concordance", "x.csv"}},
        {{.says = {"'--speed' is not an option", "see places --help"}}, {"--speed", NULL}},
        {{.says = {"'extra' is not an option"}}, {"extra", NULL}},
    };
    assert_wrong(all, sizeof all / sizeof *all);
}

/* Places of the three-place case have remainders, which lie nowhere. */
static void places__remainders_have_no_distance(void **state)
{
    (void)state;
    outcome ended = assert_refuses(
        "places", (const char *const[]){"--places", EXAMPLES_DATA "/preston/places", NULL});
    assert_one_line(&ended, "places");
    assert_says(&ended, "has no coordinates");
    outcome_free(&ended);
}

static void places__results_that_cannot_be_written(void **state)
{
    (void)state;
    static const char *const files[] = {"/dev/full", "/nowhere/result.csv"};
    for (int i = 0; i < 2; i++) {
        outcome ended =
            run_program("places", (const char *const[]){"--csv", files[i], "--no-band", NULL});
        assert_exited(&ended, 2);
        assert_string_equal(ended.out, "");
        assert_one_line(&ended, "places");
        assert_says(&ended, "cannot be written");
        outcome_free(&ended);
    }
    outcome ended =
        run_program_into("/dev/full", "places", (const char *const[]){"--no-band", NULL});
    assert_true(ended.code > 0);
    assert_one_line(&ended, "places");
    assert_says(&ended, "No space left");
    outcome_free(&ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places__damaged_places),
        cmocka_unit_test(places__damaged_trade_and_commuting),
        cmocka_unit_test(places__damaged_demand),
        cmocka_unit_test(places__options_out_of_range),
        cmocka_unit_test(places__remainders_have_no_distance),
        cmocka_unit_test(places__results_that_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
