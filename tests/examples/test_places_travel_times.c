/* The program examples/places with travel times: what says the same as straight distances must give
 * the same, and what says something else must show. */
#include "folder.h"
#include "test.h"
#include "uk_places.h"

#include <math.h>

static const char three[] = EXAMPLES_DATA "/preston/places";
static const char *const nothing[] = {NULL};

static double straight(const uk_places *on, int64_t one, int64_t other)
{
    return hypot(on->xy[2 * one] - on->xy[2 * other], on->xy[2 * one + 1] - on->xy[2 * other + 1]);
}

/* A minute a kilometre as the crow flies, each pair once; what is farther than `most` is left out,
 * and the city is `detour` times as far from all others. */
static void write_times(const uk_places *on, double most, double detour)
{
    const char *const *codes = preston_places_codes(on->places);
    FILE *file = fopen(on->times, "w");
    assert_non_null(file);
    (void)fprintf(file, "from,to,minutes\n");
    for (int64_t one = 0; one < UK_PLACES; one++) {
        for (int64_t other = 0; other < one; other++) {
            int city = strcmp(codes[one], "preston") == 0 || strcmp(codes[other], "preston") == 0;
            double minutes = straight(on, one, other) / 1000.0 * (city ? detour : 1.0);
            if (minutes <= most) {
                (void)fprintf(file, "%s,%s,%.17g\n", codes[one], codes[other], minutes);
            }
        }
    }
    assert_int_equal(fclose(file), 0);
}

/* A minute a kilometre, and everything that is in kilometres in minutes, is the same case. Decays
 * differ by roundings, which balancing (to 1e-8, from the same start) and the solves carry on: of
 * numbers up to 5e3, measured below 1e-12. Nothing that is printed changes. */
static void places_travel_times__as_straight_distances(void **state)
{
    const uk_places *on = *state;
    static const struct {
        const char *metres[7];
        const char *minutes[9];
    } all[] = {
        {{"--nearest", "60", "--pool-share", "0.1", NULL},
         {"--nearest", "60", "--pool-share", "0.1", "--scale", "50", NULL}},
        {{"--radius", "400000", "--scale", "70000", "--pool-share", "0.1", NULL},
         {"--radius", "400", "--scale", "70", "--pool-share", "0.1", NULL}},
        {{"--decay", "power", NULL}, {"--decay", "power", "--smallest-distance", "1", NULL}},
        {{"--commuting", "gravity", "--trade", "pool", NULL},
         {"--commuting", "gravity", "--trade", "pool", "--commuting-scale", "15", NULL}},
    };
    const char *const times[] = {"--travel-times", on->times, NULL};
    write_times(on, (double)INFINITY, 1.0);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        cells *expected = NULL;
        cells *csv = NULL;
        outcome by_metres = run_places(on, all[k].metres, nothing, &expected);
        outcome by_minutes = run_places(on, all[k].minutes, times, &csv);
        double most = places_apart(csv, expected);
        print_message("%s %s: at most %.1e apart\n", all[k].minutes[0], all[k].minutes[1], most);
        assert_true(most < 1e-9);
        /* all sections with numbers, to their end */
        const char *one = behind(by_metres.out, "\n1. Gain here");
        const char *other = behind(by_minutes.out, "\n1. Gain here");
        size_t size = (size_t)(behind(one, "\nWhat this rests on") - one);
        assert_int_equal(strncmp(one, other, size), 0);
        assert_string_equal(behind(one, "\nThe answer"), behind(other, "\nThe answer"));
        (void)behind(by_minutes.out, "Distances: travel times in minutes, 32220 pairs of ");
        assert_null(strstr(by_minutes.out, "distances straight"));
        outcome_free(&by_metres);
        outcome_free(&by_minutes);
        cells_free(expected);
        cells_free(csv);
    }
}

/* Pairs that are too far to matter need no row, and the file may be packed. */
static void places_travel_times__of_near_places_packed(void **state)
{
    const uk_places *on = *state;
    static const char *const options[] = {"--radius",     "150", "--scale", "50",
                                          "--pool-share", "0.1", NULL};
    const char *const times[] = {"--travel-times", on->times, NULL};
    write_times(on, (double)INFINITY, 1.0);
    cells *expected = places_csv_of(on, options, times);
    /* the Highlands and Islands have nobody within 150 km straight: leave all of 300 */
    write_times(on, 300.0, 1.0);
    char *text = read_bytes(on->folder, "times.csv", NULL);
    assert_int_equal(remove(on->times), 0);
    write_gzip(on->folder, "times.csv.gz", text);
    cells *csv = places_csv_of(on, options, times);
    assert_close(places_apart(csv, expected), 0.0, 0.0, 0.0); /* the same neighbours, to the bit */
    char *packed = path_in(on->folder, "times.csv.gz");
    assert_int_equal(remove(packed), 0);
    free(packed);
    free(text);
    cells_free(csv);
    cells_free(expected);
}

/* A city that is hard to reach keeps less of what is bought there: its neighbours sell it less, but
 * it sells less to them too. The nation's net does not depend on it. */
static void places_travel_times__other_times_other_answer(void **state)
{
    const uk_places *on = *state;
    const char *const times[] = {"--travel-times", on->times, "--scale", "50", NULL};
    cells *straight_ahead = places_csv_of(on, nothing, nothing);
    write_times(on, (double)INFINITY, 3.0);
    cells *detour = places_csv_of(on, nothing, times);
    static const char *const codes[] = {"preston", "TLD45-outside-preston"};
    for (int k = 0; k < 2; k++) {
        double before = places_sum(straight_ahead, "localisation", "place", codes[k], "gva", NULL);
        double after = places_sum(detour, "localisation", "place", codes[k], "gva", NULL);
        assert_true(fabs(after - before) > 0.05); /* £m of 46 and 28: beyond any rounding */
    }
    assert_close(places_sum(detour, "change", "area", "uk", "gva", NULL),
                 places_sum(straight_ahead, "change", "area", "uk", "gva", NULL), 1e-8, 0.0);
    cells_free(straight_ahead);
    cells_free(detour);
}

/* A remainder lies nowhere, but one can say how long it takes to get there. */
static void places_travel_times__of_remainders(void **state)
{
    const uk_places *on = *state;
    const char *const options[] = {"--places", three, "--travel-times", on->times, "--scale",
                                   "60",       NULL};
    write_text(on->folder, "times.csv",
               "from,to,minutes\npreston,rest-of-lancashire,30\nrest-of-lancashire,rest-of-uk,150\n"
               "preston,rest-of-uk,150\n");
    cells *csv = places_csv_of(on, options, nothing);
    assert_close(places_sum(csv, "localisation", "area", "uk", "gva", NULL), 0.0, 0.0, 1e-6);
    assert_true(places_sum(csv, "localisation", "place", "preston", "gva", NULL) > 40.0);
    cells_free(csv);
}

static void places_travel_times__mistakes(void **state)
{
    const uk_places *on = *state;
    static const struct {
        const char *from;
        const char *to;
        const char *options[4];
        const char *says[4];
    } all[] = {
        {",150",
         ",-150",
         {"--scale=60"},
         {"times.csv:4: column 3 ('minutes')", "'rest-of-uk'", "-150"}},
        {",150", ",nan", {"--scale=60"}, {"times.csv:4: column 3 ('minutes')", "'nan'"}},
        {"preston,rest-of-uk,",
         "lancashire,rest-of-uk,",
         {"--scale=60"},
         {"times.csv:4: column 1 ('from')", "'lancashire' is not a place"}},
        {"preston,rest-of-uk,",
         "preston,rest-of-lancashire,",
         {"--scale=60"},
         {"times.csv:4", "'rest-of-lancashire' stands twice", "line 2"}},
        {"preston,rest-of-uk,150\n",
         "",
         {"--scale=60"},
         {"times.csv: ", "no row from place 'rest-of-uk' to place 'preston'"}},
        {"preston,rest-of-uk,150\n",
         "",
         {"--trade=pool", "--commuting=gravity", "--commuting-scale=15", "--nearest=0"},
         {"times.csv: ", "no row from place 'rest-of-uk' to place 'preston'"}},
        {"minutes", "time", {"--scale=60"}, {"times.csv:1", "'minutes' is missing"}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const char *words[9] = {"--places", three, "--travel-times", on->times};
        for (int i = 0; i < 4; i++) {
            words[4 + i] = all[k].options[i];
        }
        write_text(on->folder, "times.csv",
                   "from,to,minutes\npreston,rest-of-lancashire,30\n"
                   "rest-of-lancashire,rest-of-uk,140\npreston,rest-of-uk,150\n");
        replace_in_file(on->folder, "times.csv", all[k].from, all[k].to);
        assert_places_says(words, all[k].says);
    }
    /* a place that nobody can get to */
    write_text(on->folder, "times.csv", "from,to,minutes\npreston,rest-of-lancashire,30\n");
    const char *const near[] = {"--places",    three, "--travel-times", on->times, "--scale=60",
                                "--nearest=1", NULL};
    assert_places_says(near,
                       (const char *const[]){"times.csv: place 'rest-of-uk' has no row", NULL});
    /* a pair that is missing is no mistake where not all are needed */
    write_text(on->folder, "times.csv",
               "from,to,minutes\npreston,rest-of-lancashire,30\nrest-of-lancashire,rest-of-uk,9\n");
    const char *const options[] = {"--places",   three,         "--travel-times",   on->times,
                                   "--scale=60", "--nearest=1", "--pool-share=0.1", NULL};
    cells *csv = places_csv_of(on, options, nothing);
    cells_free(csv);
}

/* Metres and minutes are not to be mixed. */
static void places_travel_times__options_that_do_not_fit(void **state)
{
    const uk_places *on = *state;
    static const struct {
        const char *options[4];
        const char *says;
    } all[] = {
        {{NULL}, "--travel-times needs --scale too, in minutes"},
        {{"--decay=power", NULL}, "--travel-times needs --smallest-distance too, in minutes"},
        {{"--scale=50", "--commuting=gravity", NULL},
         "--travel-times needs --commuting-scale too, in minutes"},
        {{"--trade=pool", NULL}, "neither trade nor commuting goes by distance"},
        {{"--trade=data", "--commuting=data", NULL}, "neither trade nor commuting goes by"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const char *words[8] = {"--travel-times", on->times};
        for (int i = 0; all[k].options[i] != NULL; i++) {
            words[2 + i] = all[k].options[i];
        }
        assert_places_says(words, (const char *const[]){all[k].says, NULL});
    }
    assert_places_says((const char *const[]){"--travel-times=absent.csv", "--scale=50", NULL},
                       (const char *const[]){"absent.csv: cannot be opened", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_travel_times__as_straight_distances),
        cmocka_unit_test(places_travel_times__of_near_places_packed),
        cmocka_unit_test(places_travel_times__other_times_other_answer),
        cmocka_unit_test(places_travel_times__of_remainders),
        cmocka_unit_test(places_travel_times__mistakes),
        cmocka_unit_test(places_travel_times__options_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, make_uk_places, free_uk_places);
}
