/* The program examples/places with tables of single places: one that says the same as the nation's
 * must give the same, and one that says something else must show there, and conserve money. */
#include "folder.h"
#include "test.h"
#include "uk_places.h"

#include <math.h>
#include <sys/stat.h>

static const char uk[] = EXAMPLES_DATA "/uk-2019";
static const char *const nothing[] = {NULL};
/* Trade with some places alone: a whole nation is solved for many times here. */
static const char *const quick[] = {"--nearest", "60", "--pool-share", "0.1", NULL};

/* How the table of a place differs from the nation's. */
typedef struct recipe {
    double kept;   /* of value added; the rest is bought abroad */
    double bought; /* of the flows; the rest is bought abroad */
    double size;   /* times what the place has of the nation */
} recipe;

static const recipe same = {1.0, 1.0, 1.0};

static int is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static double account_of(const preston_table *from, const recipe *by, int64_t sector,
                         int64_t account)
{
    const char *code = preston_table_account_code(from, account);
    int64_t gva = preston_table_find_account(from, "gva");
    double value = preston_get(preston_table_account(from, account), sector, 0);
    double lost = (1.0 - by->kept) * preston_get(preston_table_account(from, gva), sector, 0);
    double flows = 0.0;
    for (int64_t i = 0; i < preston_table_sectors(from); i++) {
        flows += preston_get(preston_table_flows(from), i, sector);
    }
    if (is(code, "imports")) {
        return value + lost + (1.0 - by->bought) * flows;
    }
    return is(code, "gva") || is(code, "surplus") ? value - lost : value;
}

static FILE *open_in(const char *folder, const char *name)
{
    char *path = path_in(folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    free(path);
    return file;
}

static void write_sectors(const char *folder, const preston_table *from, const recipe *by,
                          const double *shares)
{
    FILE *file = open_in(folder, "sectors.csv");
    (void)fprintf(file, "code,name,output");
    for (int64_t a = 0; a < preston_table_accounts(from); a++) {
        (void)fprintf(file, ",%s", preston_table_account_code(from, a));
    }
    for (int64_t i = 0; i < preston_table_sectors(from); i++) {
        (void)fprintf(file, "\n\"%s\",\"%s\",%.17g", preston_table_code(from, i),
                      preston_table_code(from, i),
                      shares[i] * preston_get(preston_table_output(from), i, 0));
        for (int64_t a = 0; a < preston_table_accounts(from); a++) {
            (void)fprintf(file, ",%.17g", shares[i] * account_of(from, by, i, a));
        }
    }
    (void)fprintf(file, "\n");
    assert_int_equal(fclose(file), 0);
}

/* Flows go with the buyer's share, final use at home with the place's and exports with the
 * seller's: what the program supposes of a place without a table. */
static void write_uses(const char *folder, const preston_table *from, const recipe *by,
                       const double *shares, double share)
{
    FILE *flows = open_in(folder, "flows.csv");
    FILE *final_use = open_in(folder, "final_use.csv");
    (void)fprintf(flows, "code");
    (void)fprintf(final_use, "code");
    for (int64_t j = 0; j < preston_table_sectors(from); j++) {
        (void)fprintf(flows, ",\"%s\"", preston_table_code(from, j));
    }
    for (int64_t use = 0; use < preston_table_uses(from); use++) {
        (void)fprintf(final_use, ",%s", preston_table_use_code(from, use));
    }
    for (int64_t i = 0; i < preston_table_sectors(from); i++) {
        (void)fprintf(flows, "\n\"%s\"", preston_table_code(from, i));
        (void)fprintf(final_use, "\n\"%s\"", preston_table_code(from, i));
        for (int64_t j = 0; j < preston_table_sectors(from); j++) {
            (void)fprintf(flows, ",%.17g",
                          by->bought * shares[j] * preston_get(preston_table_flows(from), i, j));
        }
        for (int64_t use = 0; use < preston_table_uses(from); use++) {
            int abroad = strncmp(preston_table_use_code(from, use), "exports", 7) == 0;
            (void)fprintf(final_use, ",%.17g",
                          (abroad ? shares[i] : share) *
                              preston_get(preston_table_final_uses(from), i, use));
        }
    }
    (void)fprintf(flows, "\n");
    (void)fprintf(final_use, "\n");
    assert_int_equal(fclose(flows), 0);
    assert_int_equal(fclose(final_use), 0);
}

/* The nation's table at the size that the place has, in a folder of its own. */
static void write_own(const uk_places *on, const char *code, const recipe *by)
{
    const preston_table *from = on->table;
    const preston_table_data *facts = preston_table_facts(from);
    int64_t n = preston_table_sectors(from);
    double *sizes = calloc((size_t)(UK_PLACES * n), sizeof *sizes);
    double *shares = calloc((size_t)n, sizeof *shares);
    char *folder = path_in(on->folder, code);
    int64_t place = 0;
    double own = 0.0;
    double all = 0.0;
    preston_error error = {0};
    assert_non_null(sizes);
    assert_non_null(shares);
    assert_ok(preston_places_sizes(on->places, preston_matrix(sizes, UK_PLACES, n), &error),
              &error);
    while (!is(preston_places_codes(on->places)[place], code)) {
        place++;
    }
    for (int64_t i = 0; i < n; i++) {
        double nation = 0.0;
        for (int64_t k = 0; k < UK_PLACES; k++) {
            nation += sizes[k * n + i];
        }
        assert_true(nation > 0.0);
        shares[i] = by->size * sizes[place * n + i] / nation;
        own += by->size * sizes[place * n + i];
        all += nation;
    }
    (void)mkdir(folder, 0700); /* it may be there from another test */
    FILE *yaml = open_in(folder, "table.yaml");
    (void)fprintf(yaml,
                  "title: %s\nyear: 2019\ncurrency: GBP\nunit: million\nhousehold_income: %.17g\n"
                  "household_imports: %.17g\nhousehold_taxes_on_products: %.17g\n",
                  code, own / all * facts->household_income, own / all * facts->household_imports,
                  own / all * facts->household_taxes_on_products);
    assert_int_equal(fclose(yaml), 0);
    write_sectors(folder, from, by, shares);
    write_uses(folder, from, by, shares, own / all);
    free(folder);
    free(shares);
    free(sizes);
}

static void assert_conserved(const cells *csv)
{
    static const char *const accounts[] = {"gva", "imports", "taxes"};
    static const struct {
        const char *which;
        double spent;
    } cases[] = {{"before", 750.0}, {"after", 617.0}, {"change", -133.0}, {"localisation", 0.0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double sum = 0.0;
        for (int a = 0; a < 3; a++) {
            sum += places_sum(csv, cases[k].which, "place", NULL, accounts[a], "direct");
            sum += places_sum(csv, cases[k].which, "place", NULL, accounts[a], "indirect");
        }
        assert_close(sum, cases[k].spent, 0.0, 1e-6); /* certified to 1e-10 of 750 */
    }
}

/* The same recipe at the same size, in the city and around it, is the same case: but for roundings
 * of shares, measured below 1e-12 of numbers up to 5e3. */
static void places_own_tables__equal_to_the_nations(void **state)
{
    const uk_places *on = *state;
    const char *const own[] = {"--own-tables", on->own, NULL};
    cells *expected = places_csv_of(on, quick, nothing);
    cells *csv = NULL;
    write_own(on, "preston", &same);
    write_own(on, "TLD45-outside-preston", &same);
    write_text(on->folder, "own.csv",
               "place,table\npreston,preston\nTLD45-outside-preston,TLD45-outside-preston\n");
    outcome ended = run_places(on, own, quick, &csv);
    double most = places_apart(csv, expected);
    print_message("at most %.1e apart\n", most);
    assert_true(most < 1e-9);
    (void)behind(ended.out, "a recipe and an output of their own: 2 (");
    (void)behind(ended.out, "Together the places make 1 times the nation's");
    (void)behind(ended.out, "Money is conserved");
    outcome_free(&ended);
    cells_free(csv);
    cells_free(expected);
}

/* A tenth of the city's value added goes abroad instead: output is as it was everywhere, value
 * added too but in the city, where it is nine tenths, part by part. */
static void places_own_tables__less_value_added(void **state)
{
    const uk_places *on = *state;
    static const recipe less = {0.9, 1.0, 1.0};
    static const char *const parts[] = {"direct", "indirect", "induced"};
    const char *const own[] = {"--own-tables", on->own, NULL};
    cells *before = places_csv_of(on, quick, nothing);
    write_own(on, "preston", &less);
    write_text(on->folder, "own.csv", "place,table\npreston,preston\n");
    cells *csv = places_csv_of(on, own, quick);
    for (int part = 0; part < 3; part++) {
        double was = places_sum(before, "after", "place", "preston", "gva", parts[part]);
        double is_now = places_sum(csv, "after", "place", "preston", "gva", parts[part]);
        assert_true(was > 0.5);
        assert_close(is_now, 0.9 * was, 1e-7, 0.0); /* roundings of shares, balancing to 1e-8 */
        assert_close(places_sum(csv, "after", "area", "uk", "output", parts[part]),
                     places_sum(before, "after", "area", "uk", "output", parts[part]), 1e-8, 0.0);
        assert_close(places_sum(csv, "after", "area", "TLI", "gva", parts[part]),
                     places_sum(before, "after", "area", "TLI", "gva", parts[part]), 1e-8, 0.0);
    }
    /* what is moved to the city now makes less of it: localisation is no longer nil */
    double net = places_sum(csv, "localisation", "area", "uk", "gva", NULL);
    assert_close(net, -0.1 * places_sum(before, "localisation", "place", "preston", "gva", NULL),
                 1e-6, 0.0);
    assert_conserved(csv);
    cells_free(csv);
    cells_free(before);
}

/* Its industries buy a fifth of their inputs abroad: fewer rounds, there and elsewhere. */
static void places_own_tables__another_technology(void **state)
{
    const uk_places *on = *state;
    static const recipe abroad = {1.0, 0.8, 1.0};
    const char *const own[] = {"--own-tables", on->own, NULL};
    cells *before = places_csv_of(on, quick, nothing);
    write_own(on, "preston", &abroad);
    write_text(on->folder, "own.csv", "place,table\npreston,preston\n");
    cells *csv = places_csv_of(on, own, quick);
    assert_close(places_sum(csv, "after", "place", "preston", "gva", "direct"),
                 places_sum(before, "after", "place", "preston", "gva", "direct"), 1e-9, 0.0);
    assert_true(places_sum(csv, "after", "area", "uk", "output", "indirect") <
                places_sum(before, "after", "area", "uk", "output", "indirect") - 1.0);
    assert_true(places_sum(csv, "after", "place", "preston", "imports", "direct") >
                places_sum(before, "after", "place", "preston", "imports", "direct") + 1.0);
    assert_conserved(csv);
    cells_free(csv);
    cells_free(before);
}

/* Its industries are twice as large, by the same recipe: it has more to sell, so that those around
 * it, and it itself, buy more there. */
static void places_own_tables__twice_the_size(void **state)
{
    const uk_places *on = *state;
    static const recipe twice = {1.0, 1.0, 2.0};
    const char *const own[] = {"--own-tables", on->own, NULL};
    cells *before = places_csv_of(on, quick, nothing);
    write_own(on, "preston", &twice);
    write_text(on->folder, "own.csv", "place,table\npreston,preston\n");
    cells *csv = places_csv_of(on, own, quick);
    assert_close(places_sum(csv, "before", "place", "preston", "gva", "direct"),
                 places_sum(before, "before", "place", "preston", "gva", "direct"), 1e-9, 0.0);
    assert_true(places_sum(csv, "before", "place", "preston", "gva", "indirect") >
                1.2 * places_sum(before, "before", "place", "preston", "gva", "indirect"));
    assert_close(places_sum(csv, "before", "area", "uk", "gva", NULL),
                 places_sum(before, "before", "area", "uk", "gva", NULL), 1e-8, 0.0);
    assert_conserved(csv);
    cells_free(csv);
    cells_free(before);
}

/* The nation's table in full is not a city's, and the program says what it makes of it. */
static void places_own_tables__that_are_too_large(void **state)
{
    const uk_places *on = *state;
    const char *const own[] = {"--own-tables", on->own, NULL};
    char text[4200];
    cells *csv = NULL;
    (void)snprintf(text, sizeof text, "place,table\npreston,%s\n", uk);
    write_text(on->folder, "own.csv", text);
    outcome ended = run_places(on, own, quick, &csv);
    double times = 0.0;
    assert_int_equal(sscanf(behind(ended.out, "Together the places make "), "%lf times", &times),
                     1);
    assert_true(times > 1.98 && times < 2.0); /* all of the nation, and all other places */
    outcome_free(&ended);
    cells_free(csv);
}

static void places_own_tables__mistakes(void **state)
{
    const uk_places *on = *state;
    static const struct {
        const char *text;
        const char *says[4];
    } all[] = {
        {"place,table\npreston,preston\npreston,preston\n",
         {"own.csv:3: column 1 ('place')", "'preston' stands twice"}},
        {"place,table\nprestn,preston\n", {"own.csv:2: column 1 ('place')", "'prestn'"}},
        {"place,table\nlancashire,preston\n", {"own.csv:2", "'lancashire' is an area"}},
        {"place,table\npreston,nowhere\n",
         {"own.csv:2: column 2 ('table')", "/nowhere/table.yaml", "cannot be opened"}},
        {"place,table\npreston," EXAMPLES_DATA "/scotland-2019\n",
         {"own.csv:2: column 2 ('table')", "'preston'", "105 sectors and the table 98"}},
        {"place,table\n", {"own.csv: has no row"}},
        {"code,table\n", {"own.csv:1", "'place' is missing"}},
    };
    const char *const words[] = {"--own-tables", on->own, NULL};
    write_own(on, "preston", &same);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        write_text(on->folder, "own.csv", all[k].text);
        assert_places_says(words, all[k].says);
    }
    char *folder = path_in(on->folder, "preston");
    write_text(on->folder, "own.csv", "place,table\npreston,preston\n");
    replace_in_file(folder, "sectors.csv", ",jobs\n", ",posts\n");
    assert_places_says(words, (const char *const[]){"own.csv: ",
                                                    "place 'preston' has no account "
                                                    "'jobs'",
                                                    NULL});
    free(folder);
    assert_places_says((const char *const[]){"--own-tables=absent.csv", NULL},
                       (const char *const[]){"absent.csv: cannot be opened", NULL});
}

static void places_own_tables__with_travel_times(void **state)
{
    const uk_places *on = *state;
    const char *const both[] = {"--own-tables", on->own, "--travel-times", on->times, "--scale",
                                "50",           NULL};
    cells *expected = places_csv_of(on, quick, nothing);
    write_own(on, "preston", &same);
    write_text(on->folder, "own.csv", "place,table\npreston,preston\n");
    FILE *times = open_in(on->folder, "times.csv");
    (void)fprintf(times, "from,to,minutes\n");
    for (int64_t one = 0; one < UK_PLACES; one++) {
        for (int64_t other = 0; other < one; other++) {
            double metres = hypot(on->xy[2 * one] - on->xy[2 * other],
                                  on->xy[2 * one + 1] - on->xy[2 * other + 1]);
            (void)fprintf(times, "%s,%s,%.17g\n", preston_places_codes(on->places)[one],
                          preston_places_codes(on->places)[other], metres / 1000.0);
        }
    }
    assert_int_equal(fclose(times), 0);
    cells *csv = places_csv_of(on, both, quick);
    assert_true(places_apart(csv, expected) < 1e-9);
    cells_free(csv);
    cells_free(expected);
    outcome help = run_program("places", (const char *const[]){"--help", NULL});
    assert_exited(&help, 0);
    (void)behind(help.out, "\n  --own-tables FILE");
    (void)behind(help.out, "\n  --travel-times FILE");
    outcome_free(&help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_own_tables__equal_to_the_nations),
        cmocka_unit_test(places_own_tables__less_value_added),
        cmocka_unit_test(places_own_tables__another_technology),
        cmocka_unit_test(places_own_tables__twice_the_size),
        cmocka_unit_test(places_own_tables__that_are_too_large),
        cmocka_unit_test(places_own_tables__mistakes),
        cmocka_unit_test(places_own_tables__with_travel_times),
    };
    return cmocka_run_group_tests(tests, make_uk_places, free_uk_places);
}
