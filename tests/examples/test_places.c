/* The program examples/places: the case of 180 places, and demands of one's own. */
#include "cells.h"
#include "folder.h"
#include "program.h"
#include "test.h"
#include "uk_places.h"

#include <math.h>

enum { CASE, KIND, CODE, NAME, ACCOUNT, PART, VALUE, COLUMNS };

static const char *const nothing[] = {NULL};
static const char book[] = TESTS_DATA "/textbook/miller-blair-2x2";
static const char three[] = EXAMPLES_DATA "/preston/places";

static outcome run_with(const char *folder, const char *const *more, cells **out_csv)
{
    const char *arguments[16] = {"--csv"};
    char *csv = path_in(folder, "result.csv");
    arguments[1] = csv;
    for (int i = 0; more[i] != NULL; i++) {
        assert_true(i < 13);
        arguments[2 + i] = more[i];
    }
    outcome ended = run_program("places", arguments);
    assert_exited(&ended, 0);
    *out_csv = cells_read(folder, "result.csv");
    free(csv);
    return ended;
}

/* What all tests of the shipped case read: trade balanced as far as it goes, and no band. */
typedef struct shipped_run {
    char *folder;
    outcome ended;
    cells *csv;
} shipped_run;

static int make_run(void **state)
{
    static const char *const options[] = {"--tolerance", "1e-13",     "--rounds",
                                          "5000",        "--no-band", NULL};
    shipped_run *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->folder = make_folder();
    made->ended = run_with(made->folder, options, &made->csv);
    *state = made;
    return 0;
}

static int free_run(void **state)
{
    shipped_run *made = *state;
    cells_free(made->csv);
    outcome_free(&made->ended);
    remove_folder(made->folder);
    free(made);
    return 0;
}

/* --- the shipped case --- */

/* Computed apart, by other code, from the whole matrices: tests/data/README.md says how. */
static void places_csv__as_a_second_implementation_has_it(void **state)
{
    const shipped_run *on = *state;
    cells *golden = cells_read(TESTS_DATA "/golden", "uk-places.csv");
    double worst = 0.0;
    int64_t at = 0; /* both files have the same cases, accounts and places, in different orders */
    assert_int_equal(golden->rows, 2 * 2 * 3 * 180);
    for (int64_t row = 0; row < golden->rows; row++) {
        int64_t tried = 0;
        while (strcmp(cells_text(on->csv, at, CASE), cells_text(golden, row, 0)) != 0 ||
               strcmp(cells_text(on->csv, at, KIND), "place") != 0 ||
               strcmp(cells_text(on->csv, at, CODE), cells_text(golden, row, 3)) != 0 ||
               strcmp(cells_text(on->csv, at, ACCOUNT), cells_text(golden, row, 2)) != 0 ||
               strcmp(cells_text(on->csv, at, PART), "direct") != 0) {
            at = (at + 1) % on->csv->rows;
            assert_true(tried++ < on->csv->rows);
        }
        double direct = cells_number(on->csv, at, VALUE);
        double total = direct + cells_number(on->csv, at + 1, VALUE);
        if (strcmp(cells_text(golden, row, 1), "II") == 0) {
            total += cells_number(on->csv, at + 2, VALUE);
        }
        /* jobs of a place go up to 900: rounding and balancing to 1e-13 leave about 2e-9 */
        assert_close(direct, cells_number(golden, row, 4), 0.0, 1e-10);
        assert_close(total, cells_number(golden, row, 5), 0.0, 1e-8);
        worst = fmax(worst, fabs(total - cells_number(golden, row, 5)));
    }
    print_message("%d numbers, at most %.1e off\n", (int)golden->rows, worst);
    cells_free(golden);
}

static const char *const accounts[] = {"gva", "jobs", "compensation", "taxes", "output", "imports"};
static const char *const parts[] = {"direct", "indirect", "induced"};

static void places_csv__money_is_conserved(void **state)
{
    const shipped_run *on = *state;
    static const struct {
        const char *which;
        double spent;
    } cases[] = {{"before", 750.0}, {"after", 617.0}, {"change", -133.0}, {"localisation", 0.0}};
    static const char *const accounted[] = {"gva", "imports", "taxes"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double sum = 0.0;
        for (int k = 0; k < 3; k++) {
            for (int part = 0; part < 2; part++) {
                sum +=
                    places_sum(on->csv, cases[i].which, "place", NULL, accounted[k], parts[part]);
            }
        }
        assert_close(sum, cases[i].spent, 0.0, 1e-6); /* certified to 1e-10 of 750 */
    }
}

/* What one gains by localisation others lose, in each part: all have the nation's technology. */
static void places_csv__localisation_adds_to_nothing(void **state)
{
    const shipped_run *on = *state;
    for (int account = 0; account < 6; account++) {
        for (int part = 0; part < 3; part++) {
            double net =
                places_sum(on->csv, "localisation", "area", "uk", accounts[account], parts[part]);
            assert_close(net, 0.0, 0.0, 1e-6);
        }
    }
    assert_true(places_sum(on->csv, "localisation", "place", "preston", "gva", NULL) > 40.0);
    assert_true(places_sum(on->csv, "localisation", "area", "TLI", "gva", NULL) < -50.0);
}

static void places_csv__change_is_after_less_before(void **state)
{
    const shipped_run *on = *state;
    static const char *const areas[] = {"uk", "lancashire", "TLD45"};
    for (int i = 0; i < 3; i++) {
        double change = places_sum(on->csv, "change", "area", areas[i], "gva", NULL);
        double after = places_sum(on->csv, "after", "area", areas[i], "gva", NULL);
        double before = places_sum(on->csv, "before", "area", areas[i], "gva", NULL);
        assert_close(change, after - before, 0.0, 1e-7);
    }
}

static void places_csv__areas_are_the_sums_of_their_places(void **state)
{
    const shipped_run *on = *state;
    for (int account = 0; account < 6; account++) {
        const char *name = accounts[account];
        double all = places_sum(on->csv, "after", "place", NULL, name, NULL);
        assert_close(places_sum(on->csv, "after", "area", "uk", name, NULL), all, 1e-12, 0.0);
        double two = places_sum(on->csv, "after", "place", "preston", name, NULL) +
                     places_sum(on->csv, "after", "place", "TLD45-outside-preston", name, NULL);
        assert_close(places_sum(on->csv, "after", "area", "TLD45", name, NULL), two, 1e-12, 0.0);
    }
}

/* The mix of the ledgers is the same in both years, so that localisation is the change of the share
 * times the mean of the totals; a pound spent in Preston has the same direct effect in all cases.
 */
static void places_csv__localisation_by_hand(void **state)
{
    const shipped_run *on = *state;
    const double mean = (750.0 + 617.0) / 2.0;
    for (int account = 0; account < 6; account++) {
        double here = places_sum(on->csv, "after", "place", "preston", accounts[account], "direct");
        double moved =
            places_sum(on->csv, "localisation", "place", "preston", accounts[account], "direct");
        assert_close(moved, here * mean * (0.182 - 0.05) / (0.182 * 617.0), 1e-6, 0.0);
        here = places_sum(on->csv, "after", "area", "lancashire", accounts[account], "direct");
        moved =
            places_sum(on->csv, "localisation", "area", "lancashire", accounts[account], "direct");
        assert_close(moved, here * mean * (0.792 - 0.39) / (0.792 * 617.0), 1e-6, 0.0);
    }
}

/* --- beside the three-place case --- */

enum { P_LEDGER, P_PLACE, P_CLOSURE, P_ACCOUNT, P_PART, P_VALUE };

static double three_places(const cells *golden, const char *ledger, const char *account,
                           const char *part, const char *place)
{
    double sum = 0.0;
    for (int64_t row = 0; row < golden->rows; row++) {
        int fits = strcmp(cells_text(golden, row, P_LEDGER), ledger) == 0 &&
                   strcmp(cells_text(golden, row, P_CLOSURE), "II") == 0 &&
                   strcmp(cells_text(golden, row, P_ACCOUNT), account) == 0 &&
                   strcmp(cells_text(golden, row, P_PART), part) == 0 &&
                   (place == NULL || strcmp(cells_text(golden, row, P_PLACE), place) == 0);
        sum += fits ? cells_number(golden, row, P_VALUE) : 0.0;
    }
    return sum;
}

/* Where the nation has one technology, its totals do not depend on who sells to whom; nor do direct
 * effects by place. Both are those of the three-place case, cell by cell, to the accuracy of its
 * golden file (1e-8) and the solves (1e-10 of up to 1e4). */
static void assert_same_direct_and_national(const cells *csv, const cells *golden,
                                            const char *nation)
{
    static const char *const ledgers[] = {"before", "after"};
    for (int k = 0; k < 2; k++) {
        for (int account = 0; account < 6; account++) {
            for (int part = 0; part < 3; part++) {
                double all =
                    places_sum(csv, ledgers[k], "area", nation, accounts[account], parts[part]);
                double expected =
                    three_places(golden, ledgers[k], accounts[account], parts[part], NULL);
                assert_close(all, expected, 0.0, 2e-6);
            }
            double here =
                places_sum(csv, ledgers[k], "place", "preston", accounts[account], "direct");
            double around =
                places_sum(csv, ledgers[k], "area", "lancashire", accounts[account], "direct");
            double preston =
                three_places(golden, ledgers[k], accounts[account], "direct", "preston");
            double rest =
                three_places(golden, ledgers[k], accounts[account], "direct", "rest-of-lancashire");
            assert_close(here, preston, 0.0, 2e-8);
            assert_close(around, preston + rest, 0.0, 2e-8);
        }
    }
}

static void places__as_three_places_where_trade_has_no_say(void **state)
{
    const shipped_run *on = *state;
    cells *golden = cells_read(TESTS_DATA "/golden", "preston.csv");
    assert_same_direct_and_national(on->csv, golden, "uk");
    char *folder = make_folder();
    cells *csv = NULL;
    outcome ended =
        run_with(folder, (const char *const[]){"--places", three, "--trade", "pool", NULL}, &csv);
    assert_same_direct_and_national(csv, golden, "uk");
    cells_free(csv);
    outcome_free(&ended);
    remove_folder(folder);
    cells_free(golden);
}

/* --- what it prints --- */

static void places_prints__sections_and_caveats(void **state)
{
    static const char *const pieces[] = {
        "Preston: who gains and who loses",
        "Table: United Kingdom 2019",
        "89.0 % is known by area only",
        "Trade: gravity",
        "an assumption",
        "\n1. Gain here, loss there, national net (Type II, gross)",
        "Localisation",
        "national net",
        "Before any second round",
        "\n2. By area of United Kingdom",
        "North West",
        "All (national net)",
        "\n3. Who gains and who loses",
        "who gains most",
        "\n  Preston ",
        "who loses most",
        "\nWhat this rests on",
        "Money is conserved",
        "certified to a relative error below",
        "no commuting",
        "an estimate",
        "\nHow to read it",
        "Gross: nothing is taken off",
        "no statistically significant change in employment",
        "\nThe answer",
        "\n  Preston ",
        "\n  Rest of Lancashire ",
        "\n  Rest of United Kingdom ",
        "All (national net)",
        "These are gross",
        NULL};
    const shipped_run *on = *state;
    const char *text = on->ended.out;
    for (int i = 0; pieces[i] != NULL; i++) {
        text = behind(text, pieces[i]);
    }
    assert_string_equal(on->ended.err, ""); /* no terminal: nothing said unless asked */
}

static void places_prints__a_band_around_its_answer(void **state)
{
    (void)state;
    outcome ended = run_program("places", nothing);
    assert_exited(&ended, 0);
    const char *row = behind(behind(ended.out, "\nThe answer"), "\n  Preston ");
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    assert_int_equal(sscanf(row, "%lf %lf to %lf", &value, &low, &high), 3);
    assert_true(0.0 < low && low < value && value < high);
    const char *table = behind(ended.out, "\n4. How sure");
    double scale[2];
    assert_int_equal(sscanf(behind(table, "all losses\n"), "%lf %lf", &scale[0], &scale[1]), 2);
    assert_close(scale[0], 25000.0, 0.0, 0.0);
    assert_close(scale[1], 0.1, 0.0, 0.0);
    assert_non_null(strstr(table, "\n  100000    0.3 "));
    outcome_free(&ended);
}

static void places_prints__what_it_will_take_and_how_far_it_is(void **state)
{
    (void)state;
    outcome cost = run_program("places", (const char *const[]){"--estimate", NULL});
    assert_exited(&cost, 0);
    assert_non_null(strstr(cost.out, "180 places and 105 sectors: 19080 unknowns"));
    assert_non_null(strstr(cost.out, "GB of memory"));
    assert_non_null(strstr(cost.out, "balance in 100 rounds; with all 200 that are allowed"));
    assert_null(strstr(cost.out, "The answer"));
    outcome_free(&cost);
    cost = run_program(
        "places", (const char *const[]){"--estimate", "--pool-share=0.2", "--rounds=20", NULL});
    assert_exited(&cost, 0);
    assert_non_null(strstr(cost.out, "balance in 20 rounds.\n"));
    outcome_free(&cost);
    cost = run_program("places", (const char *const[]){"--estimate", "--trade=pool", NULL});
    assert_exited(&cost, 0);
    assert_null(strstr(cost.out, "rounds"));
    outcome_free(&cost);
    outcome ended = run_program("places", (const char *const[]){"--progress", "--no-band", NULL});
    assert_exited(&ended, 0);
    const char *text = behind(ended.err, "places: reading\n");
    text = behind(text, "GB of memory");
    text = behind(text, "places: trade, rounds of balancing: ");
    text = behind(text, "places: model, closures: 2 of at most 2\n");
    (void)behind(text, "places: solving\n");
    outcome_free(&ended);
}

static void places_options__help(void **state)
{
    (void)state;
    outcome ended = run_program("places", (const char *const[]){"--help", NULL});
    assert_exited(&ended, 0);
    assert_non_null(strstr(ended.out, "usage: places [--table DIR]"));
    assert_string_equal(ended.err, "");
    outcome_free(&ended);
}

/* --- a demand of one's own, on the table of Miller and Blair --- */

static char *make_small(void)
{
    char *folder = make_folder();
    write_text(folder, "places.csv",
               "code,name,parent,x,y\nnation,Nation,,,\nnorth,North,nation,,\ntown,Town,north,0,0\n"
               "village,Village,north,3000,4000\nsouth,South,nation,0,50000\n");
    write_text(folder, "gva.csv",
               "place,sector,gva\ntown,1,30\ntown,2,10\nvillage,1,10\nvillage,2,20\nsouth,1,60\n"
               "south,2,70\n");
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n*,town,town,0.5\n*,south,town,0.5\n"
               "*,village,village,1\n*,south,south,1\n");
    write_text(folder, "commuting.csv",
               "workplace,residence,share\ntown,town,0.4\ntown,village,0.6\nvillage,village,1\n"
               "south,south,1\n");
    return folder;
}

static cells *run_small(const char *folder, const char *demand, const char *const *more)
{
    char *path = path_in(folder, "demand.csv");
    const char *words[12] = {"--table", book, "--places", folder, "--demand", path};
    for (int i = 0; more[i] != NULL; i++) {
        assert_true(i < 5);
        words[6 + i] = more[i];
    }
    write_text(folder, "demand.csv", demand);
    cells *csv = NULL;
    outcome ended = run_with(folder, words, &csv);
    outcome_free(&ended);
    free(path);
    return csv;
}

static double direct_in(const cells *csv, const char *place)
{
    return places_sum(csv, "demand", "place", place, "output", "direct");
}

/* By each sector's size: 30 and 10 of sector 1, 10 and 20 of sector 2. */
static void places_demand__of_areas_is_divided_by_size(void **state)
{
    (void)state;
    char *folder = make_small();
    cells *csv = run_small(folder, "place,sector,amount\nnorth,1,4000000\nnorth,2,3000000\n",
                           (const char *const[]){"--trade", "pool", NULL});
    assert_close(direct_in(csv, "town"), 3.0 + 1.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "village"), 1.0 + 2.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "south"), 0.0, 0.0, 0.0);
    cells_free(csv);

    /* the rest of the nation is without the town that is named: 10 and 60 of sector 1 */
    csv = run_small(folder, "place,sector,amount\ntown,1,1000000\nrest-of-nation,1,7000000\n",
                    (const char *const[]){"--trade", "pool", NULL});
    assert_close(direct_in(csv, "town"), 1.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "village"), 1.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "south"), 6.0, 1e-12, 0.0);
    cells_free(csv);

    /* and without an area whose own rest is named, though nobody names that area itself */
    csv = run_small(folder,
                    "place,sector,amount\ntown,2,1000000\nrest-of-north,2,2000000\n"
                    "rest-of-nation,2,5000000\n",
                    (const char *const[]){"--trade", "pool", NULL});
    assert_close(direct_in(csv, "town"), 1.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "village"), 2.0, 1e-12, 0.0);
    assert_close(direct_in(csv, "south"), 5.0, 1e-12, 0.0);
    cells_free(csv);
    remove_folder(folder);
}

/* The town is named in the second ledger alone, in a category of it alone, of which nothing is
 * moved: the rest of the north is without the town nevertheless. Of category 1 the rest of the
 * north has half, then a quarter, so by hand it loses (20 + 20)/3 + (20·20/24 + 24)/6 times a
 * quarter. */
static void places_ledgers__name_places_for_each_other(void **state)
{
    (void)state;
    char *folder = make_small();
    char *before = path_in(folder, "before.csv");
    char *after = path_in(folder, "after.csv");
    write_text(folder, "before.csv",
               "date,buyer,supplier,category,amount,place,type\n"
               ",,,1,10000000,rest-of-north,\n,,,1,10000000,rest-of-nation,\n");
    write_text(folder, "after.csv",
               "date,buyer,supplier,category,amount,place,type\n"
               ",,,1,5000000,rest-of-north,\n,,,1,15000000,rest-of-nation,\n"
               ",,,2,4000000,town,\n");
    cells *csv = NULL;
    outcome ended =
        run_with(folder,
                 (const char *const[]){"--table", book, "--places", folder, "--before", before,
                                       "--after", after, "--trade", "pool", NULL},
                 &csv);
    const double moved = 0.25 * (40.0 / 3.0 + (20.0 * 20.0 / 24.0 + 24.0) / 6.0);
    static const char *const which[] = {"before", "after", "localisation"};
    const double expected[][3] = {
        {0.0, 10.0, 10.0}, {4.0, 5.0, 15.0}, {0.0, -moved, moved}}; /* town, village, south */
    static const char *const in[] = {"town", "village", "south"};
    for (int k = 0; k < 3; k++) {
        for (int place = 0; place < 3; place++) {
            assert_close(places_sum(csv, which[k], "place", in[place], "output", "direct"),
                         expected[k][place], 1e-12, 1e-14);
        }
    }
    outcome_free(&ended);
    cells_free(csv);
    free(before);
    free(after);
    remove_folder(folder);
}

/* Sector 2 buys .25 of sector 1 and .05 of itself; the town buys half of all in the south. Output
 * of the nation is Miller and Blair's inverse: (I − A)⁻¹ = [[.95, .25], [.20, .85]] / .7575. */
static void places_demand__trade_by_data(void **state)
{
    (void)state;
    char *folder = make_small();
    cells *csv = run_small(folder, "place,sector,amount\ntown,2,1000000\n",
                           (const char *const[]){"--trade", "data", "--closure", "I", NULL});
    double all = places_sum(csv, "demand", "area", "nation", "output", NULL);
    assert_close(all, (0.25 + 0.85) / 0.7575, 1e-9, 0.0);
    /* the town: (I − A / 2)⁻¹, by hand */
    double determinant = 0.925 * 0.975 - 0.125 * 0.1;
    double town = places_sum(csv, "demand", "place", "town", "output", NULL);
    assert_close(town, (0.125 + 0.925) / determinant, 1e-9, 0.0);
    assert_close(places_sum(csv, "demand", "place", "village", "output", NULL), 0.0, 0.0, 1e-15);
    cells_free(csv);
    remove_folder(folder);
}

/* Wages of the town go to the village by .6: with each place for itself, what the village gets is
 * induced alone, and nothing of the nation's is lost. */
static void places_demand__commuting_by_data_and_by_gravity(void **state)
{
    (void)state;
    char *folder = make_small();
    write_text(folder, "trade.csv",
               "sector,seller,buyer,share\n*,town,town,1\n*,village,village,1\n*,south,south,1\n");
    const char *demand = "place,sector,amount\ntown,1,1000000\n";
    cells *none = run_small(folder, demand, (const char *const[]){"--trade", "data", NULL});
    cells *given = run_small(folder, demand,
                             (const char *const[]){"--trade", "data", "--commuting", "data", NULL});
    cells *gravity = run_small(
        folder, demand, (const char *const[]){"--trade", "data", "--commuting", "gravity", NULL});
    double nation = places_sum(none, "demand", "area", "nation", "gva", NULL);
    assert_close(places_sum(none, "demand", "place", "village", "gva", NULL), 0.0, 0.0, 1e-12);
    assert_close(places_sum(given, "demand", "area", "nation", "gva", NULL), nation, 1e-9, 0.0);
    assert_close(places_sum(gravity, "demand", "area", "nation", "gva", NULL), nation, 1e-9, 0.0);
    assert_close(places_sum(given, "demand", "place", "village", "gva", "indirect"), 0.0, 0.0,
                 1e-12);
    assert_true(places_sum(given, "demand", "place", "village", "gva", "induced") > 0.01);
    assert_true(places_sum(gravity, "demand", "place", "south", "gva", "induced") > 0.0);
    cells_free(none);
    cells_free(given);
    cells_free(gravity);
    remove_folder(folder);
}

/* Two ledgers of one's own: categories that are sectors, moved between places. */
static void places_ledgers__of_ones_own(void **state)
{
    (void)state;
    char *folder = make_small();
    char *before = path_in(folder, "before.csv");
    char *after = path_in(folder, "after.csv");
    static const char header[] = "date,buyer,supplier,category,amount,place,type\n";
    char text[400];
    (void)snprintf(text, sizeof text, "%s,,,1,2000000,south,\n,,,2,2000000,south,\n", header);
    write_text(folder, "before.csv", text);
    (void)snprintf(text, sizeof text,
                   "%s,,,1,1000000,town,\n,,,1,1000000,south,\n,,,2,6000000,south,\n", header);
    write_text(folder, "after.csv", text);
    cells *csv = NULL;
    outcome ended =
        run_with(folder,
                 (const char *const[]){"--table", book, "--places", folder, "--before", before,
                                       "--after", after, "--here", "north", NULL},
                 &csv);
    /* half of sector 1 is moved: 1/2 [(2 + 2) / 3 + (4 × 2/8 + 8 × 2/4) / 6], Shapley by hand */
    double moved = 0.5 * ((2.0 + 2.0) / 3.0 + (4.0 * 0.25 + 8.0 * 0.5) / 6.0);
    assert_close(places_sum(csv, "localisation", "place", "town", "output", "direct"), moved, 1e-12,
                 0.0);
    assert_close(places_sum(csv, "localisation", "place", "south", "output", "direct"), -moved,
                 1e-12, 0.0);
    assert_close(places_sum(csv, "change", "place", "south", "output", "direct"), 3.0, 1e-12, 0.0);
    assert_non_null(strstr(ended.out, "Rest of Nation"));
    cells_free(csv);
    outcome_free(&ended);
    free(before);
    free(after);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_csv__as_a_second_implementation_has_it),
        cmocka_unit_test(places_csv__money_is_conserved),
        cmocka_unit_test(places_csv__localisation_adds_to_nothing),
        cmocka_unit_test(places_csv__change_is_after_less_before),
        cmocka_unit_test(places_csv__areas_are_the_sums_of_their_places),
        cmocka_unit_test(places_csv__localisation_by_hand),
        cmocka_unit_test(places__as_three_places_where_trade_has_no_say),
        cmocka_unit_test(places_prints__sections_and_caveats),
        cmocka_unit_test(places_prints__a_band_around_its_answer),
        cmocka_unit_test(places_prints__what_it_will_take_and_how_far_it_is),
        cmocka_unit_test(places_options__help),
        cmocka_unit_test(places_demand__of_areas_is_divided_by_size),
        cmocka_unit_test(places_ledgers__name_places_for_each_other),
        cmocka_unit_test(places_demand__trade_by_data),
        cmocka_unit_test(places_demand__commuting_by_data_and_by_gravity),
        cmocka_unit_test(places_ledgers__of_ones_own),
    };
    return cmocka_run_group_tests(tests, make_run, free_run);
}
