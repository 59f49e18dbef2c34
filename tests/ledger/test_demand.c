#include "ledgers.h"
#include "random.h"
#include "random_economy.h"
#include "sample.h"
#include "test.h"

#include <math.h>

enum { SECTORS = 5, ROWS = 60, CATEGORIES = 4 };

static const char *const category_names[CATEGORIES] = {"roads", "schools", "care", "fuel"};

static const char concordance_text[] = "scheme,from,to,weight\n"
                                       "own,roads,s1,0.6\n"
                                       "own,roads,s2,0.3\n"
                                       "own,roads,imports,0.1\n"
                                       "own,schools,s3,0.8\n"
                                       "own,schools,taxes_on_products,0.2\n"
                                       "own,care,s4,1\n"
                                       "own,fuel,imports,0.5\n"
                                       "own,fuel,taxes_on_products,0.5\n";

/* The same concordance, cell by cell. */
static const double weights[CATEGORIES][SECTORS + 2] = {{0.6, 0.3, 0, 0, 0, 0.1, 0},
                                                        {0, 0, 0.8, 0, 0, 0, 0.2},
                                                        {0, 0, 0, 1, 0, 0, 0},
                                                        {0, 0, 0, 0, 0, 0.5, 0.5}};

/* A nation, a county in it, a town in that: three places. */
typedef struct bench {
    sample work;
    preston_concordance *concordance;
    int64_t places;
    double *sectors; /* what the last demand was */
    double *imports;
    double *taxes;
} bench;

static int make_bench(void **state)
{
    bench *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = SECTORS, .levels = 3};
    preston_error error = {0};
    made->work = sample_random(random, &shape);
    gsl_rng_free(random);
    sample_join(&made->work, NULL);
    made->places = preston_economy_places(made->work.economy);
    assert_ok(
        read_concordance_text(concordance_text, NULL, made->work.table, &made->concordance, &error),
        &error);
    made->sectors = make_zeros(made->work.rows);
    made->imports = make_zeros(made->places);
    made->taxes = make_zeros(made->places);
    *state = made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    free(made->sectors);
    free(made->imports);
    free(made->taxes);
    preston_concordance_free(made->concordance);
    sample_free(&made->work);
    free(made);
    return 0;
}

static const char *place_code(const bench *on, int64_t place)
{
    return preston_economy_place_code(on->work.economy, place);
}

static preston_status demand(const bench *on, const preston_ledger *ledger,
                             const preston_concordance *concordance,
                             const preston_demand_options *options, preston_error *error)
{
    return preston_ledger_demand(ledger, concordance, on->work.economy, options,
                                 preston_vector(on->sectors, on->work.rows, 1),
                                 preston_vector(on->imports, on->places, 1),
                                 preston_vector(on->taxes, on->places, 1), error);
}

static double all_of(const bench *on)
{
    double sum = 0.0;
    for (int64_t i = 0; i < on->work.rows; i++) {
        sum += on->sectors[i];
    }
    for (int64_t place = 0; place < on->places; place++) {
        sum += on->imports[place] + on->taxes[place];
    }
    return sum;
}

static preston_demand_options options_of(const char *buyer_place, double price_factor)
{
    preston_demand_options options;
    preston_demand_options_init(&options);
    options.buyer_place = buyer_place;
    options.price_factor = price_factor;
    return options;
}

/* Adds a purchase by hand to sectors, imports and taxes in one array of P n + 2 P. */
static void add_by_hand(const bench *on, int category, int64_t place, int64_t buyer, double amount,
                        double *expected)
{
    int64_t inner = on->work.rows;
    int64_t known = place < on->places ? place : buyer;
    preston_const_view shares = preston_economy_final_shares(on->work.economy, known);
    for (int64_t sector = 0; sector < SECTORS; sector++) {
        for (int64_t seller = 0; seller < on->places; seller++) {
            double share = place < on->places ? (double)(seller == place)
                                              : preston_get(shares, sector, seller);
            expected[seller * SECTORS + sector] += amount * weights[category][sector] * share;
        }
    }
    expected[inner + known] += amount * weights[category][SECTORS];
    expected[inner + on->places + known] += amount * weights[category][SECTORS + 1];
}

static void assert_demand_by_hand(const bench *on, const double *expected)
{
    for (int64_t i = 0; i < on->work.rows; i++) {
        assert_close(on->sectors[i], expected[i], 1e-12, 1e-12);
    }
    for (int64_t place = 0; place < on->places; place++) {
        assert_close(on->imports[place], expected[on->work.rows + place], 1e-12, 1e-12);
        assert_close(on->taxes[place], expected[on->work.rows + on->places + place], 1e-12, 1e-12);
    }
}

/* Random purchases, some without a place and some credit notes, against a sum by hand. */
static void ledger_demand__random_ledgers(void **state)
{
    const bench *on = *state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 20; run++) {
        purchase rows[ROWS];
        double factor = random_between(random, 0.5, 2.0);
        int64_t buyer = (int64_t)gsl_rng_uniform_int(random, (unsigned long)on->places);
        double *expected = make_zeros(on->work.rows + 2 * on->places);
        double total = 0.0;
        for (int i = 0; i < ROWS; i++) {
            int category = (int)gsl_rng_uniform_int(random, CATEGORIES);
            int64_t place = (int64_t)gsl_rng_uniform_int(random, (unsigned long)on->places + 1);
            double amount = random_between(random, -1e6, 9e6);
            rows[i] = (purchase){category_names[category],
                                 place < on->places ? place_code(on, place) : "", amount, NULL};
            total += amount;
            add_by_hand(on, category, place, buyer, amount * factor / 1e6, expected);
        }
        preston_ledger *ledger = make_ledger(ROWS, rows);
        preston_demand_options options = options_of(place_code(on, buyer), factor);
        preston_error error = {0};
        assert_ok(demand(on, ledger, on->concordance, &options, &error), &error);
        assert_demand_by_hand(on, expected);
        assert_close(all_of(on), total * factor / 1e6, 1e-13, 0.0);
        preston_ledger_free(ledger);
        free(expected);
    }
    gsl_rng_free(random);
}

static void ledger_demand__preston_conserves_750_and_617_million(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double millions;
        double here;
    } cases[] = {{"ledger-2012-13.csv", 750.0, 37.5}, {"ledger-2016-17.csv", 617.0, 112.294}};
    bench on = {.work = sample_preston()};
    sample_join(&on.work, NULL);
    on.places = preston_economy_places(on.work.economy);
    on.sectors = make_zeros(on.work.rows);
    on.imports = make_zeros(on.places);
    on.taxes = make_zeros(on.places);
    preston_concordance *concordance = read_shipped_concordance(on.work.table);
    for (size_t i = 0; i < 2; i++) {
        preston_ledger *ledger = read_shipped_ledger(cases[i].name);
        preston_error error = {0};
        int64_t here = preston_economy_find_place(on.work.economy, "preston");
        assert_ok(demand(&on, ledger, concordance, NULL, &error), &error);
        assert_close(all_of(&on), cases[i].millions, 1e-14, 0.0);
        double sum = on.imports[here] + on.taxes[here];
        for (int64_t sector = 0; sector < on.work.sectors; sector++) {
            sum += on.sectors[here * on.work.sectors + sector];
        }
        assert_close(sum, cases[i].here, 1e-14, 0.0);
        preston_ledger_free(ledger);
    }
    preston_concordance_free(concordance);
    free(on.sectors);
    free(on.imports);
    free(on.taxes);
    sample_free(&on.work);
}

static void ledger_demand__categories_that_are_sectors(void **state)
{
    const bench *on = *state;
    const purchase rows[] = {{"s2", place_code(on, 0), 3e6, NULL},
                             {"s2", place_code(on, 0), 1e6, NULL},
                             {"s5", place_code(on, 2), -2e6, NULL}};
    preston_ledger *ledger = make_ledger(3, rows);
    preston_error error = {0};
    assert_ok(demand(on, ledger, NULL, NULL, &error), &error);
    assert_close(on->sectors[1], 4.0, 1e-15, 0.0);
    assert_close(on->sectors[2 * SECTORS + 4], -2.0, 1e-15, 0.0);
    assert_close(all_of(on), 2.0, 1e-15, 0.0);
    preston_ledger_free(ledger);
}

static void ledger_demand__price_factor_scales_all(void **state)
{
    const bench *on = *state;
    const purchase rows[] = {{"roads", place_code(on, 1), 3e6, NULL},
                             {"fuel", place_code(on, 2), 1e6, NULL}};
    preston_ledger *ledger = make_ledger(2, rows);
    preston_demand_options options = options_of(NULL, 1.25);
    preston_error error = {0};
    assert_ok(demand(on, ledger, on->concordance, &options, &error), &error);
    assert_close(on->sectors[SECTORS], 0.6 * 3.75, 1e-15, 0.0);
    assert_close(on->imports[1], 0.1 * 3.75, 1e-15, 0.0);
    assert_close(on->imports[2], 0.5 * 1.25, 1e-15, 0.0);
    assert_close(on->taxes[2], 0.5 * 1.25, 1e-15, 0.0);
    preston_ledger_free(ledger);
}

/* Outputs with strides, filled before: every cell is written, and what stands between is left. */
static void ledger_demand__writes_each_cell_of_a_strided_view(void **state)
{
    const bench *on = *state;
    const purchase row = {"care", place_code(on, 0), 1e6, NULL};
    preston_ledger *ledger = make_ledger(1, &row);
    preston_error error = {0};
    int64_t count = on->work.rows;
    double *wide = make_zeros(2 * count);
    for (int64_t i = 0; i < 2 * count; i++) {
        wide[i] = -7.0;
    }
    assert_ok(preston_ledger_demand(ledger, on->concordance, on->work.economy, NULL,
                                    preston_vector(wide, count, 2),
                                    preston_vector(on->imports, on->places, 1),
                                    preston_vector(on->taxes, on->places, 1), &error),
              &error);
    for (int64_t i = 0; i < count; i++) {
        assert_close(wide[2 * i], i == 3 ? 1.0 : 0.0, 0.0, 0.0);
        assert_close(wide[2 * i + 1], -7.0, 0.0, 0.0);
    }
    free(wide);
    preston_ledger_free(ledger);
}

/* Fails with all of the texts in the message, and leaves the outputs as they were. */
static void assert_demand_fails(const bench *on, const preston_ledger *ledger,
                                const preston_concordance *concordance,
                                const preston_demand_options *options, preston_status expected,
                                const char *const texts[4])
{
    for (int64_t i = 0; i < on->work.rows; i++) {
        on->sectors[i] = -7.0;
    }
    for (int64_t place = 0; place < on->places; place++) {
        on->imports[place] = -7.0;
        on->taxes[place] = -7.0;
    }
    preston_error error = {0};
    preston_status status = demand(on, ledger, concordance, options, &error);
    for (int i = 0; i < 4 && texts[i] != NULL; i++) {
        assert_fails(status, expected, &error, texts[i]);
    }
    for (int64_t i = 0; i < on->work.rows; i++) {
        assert_close(on->sectors[i], -7.0, 0.0, 0.0);
    }
    for (int64_t place = 0; place < on->places; place++) {
        assert_close(on->imports[place], -7.0, 0.0, 0.0);
        assert_close(on->taxes[place], -7.0, 0.0, 0.0);
    }
}

static preston_ledger *ledger_of_file(const bench *on, const char *format)
{
    preston_ledger_options options = amounts_alone(PRESTON_AMOUNTS_STRICT);
    options.category = "category";
    options.place = "place";
    char text[400];
    const char *place = place_code(on, 0);
    (void)snprintf(text, sizeof text, "category,place,amount\nroads,%s,5\n%s", place, format);
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(read_ledger_text(text, &options, &ledger, &error), &error);
    return ledger;
}

static void ledger_demand__categories_that_nothing_maps(void **state)
{
    const bench *on = *state;
    char rows[200];
    const char *place = place_code(on, 0);
    (void)snprintf(rows, sizeof rows, "paint,%s,7.5\ncare,%s,1\n,%s,2.25\npaint,%s,-0.5\n", place,
                   place, place, place);
    preston_ledger *ledger = ledger_of_file(on, rows);
    assert_demand_fails(
        on, ledger, on->concordance, NULL, PRESTON_ERROR_LABEL,
        (const char *const[]){"ledger.csv:3: column 'category': 2 categories with ",
                              "with 9.25 in all are not mapped: ", "'paint' 7.00, '' 2.25",
                              "add them to the concordance"});
    assert_demand_fails(on, ledger, NULL, NULL, PRESTON_ERROR_LABEL,
                        (const char *const[]){"ledger.csv:2: column 'category': 4 categories with ",
                                              "with 15.25 in all are not mapped: ", "'roads' 5.00",
                                              "or the codes of the table's sectors"});
    preston_ledger_free(ledger);
}

static void ledger_demand__too_many_unmapped_categories_to_list(void **state)
{
    const bench *on = *state;
    char names[100][40];
    purchase rows[100];
    for (int i = 0; i < 100; i++) {
        (void)snprintf(names[i], sizeof names[i], "something else %d", i);
        rows[i] = (purchase){names[i], place_code(on, 0), 1.0, NULL};
    }
    preston_ledger *ledger = make_ledger(100, rows);
    assert_demand_fails(
        on, ledger, on->concordance, NULL, PRESTON_ERROR_LABEL,
        (const char *const[]){"the ledger: column 'category': 100 categories with 100.00 in all "
                              "are not mapped: 'something else 0' 1.00, ",
                              " 1.00, ...: add them", NULL, NULL});
    preston_ledger_free(ledger);
}

static void ledger_demand__places_that_are_not_of_the_economy(void **state)
{
    const bench *on = *state;
    preston_ledger *unknown = ledger_of_file(on, "care,Blackpool,7.5\nroads,Blackpool,1\n");
    assert_demand_fails(on, unknown, on->concordance, NULL, PRESTON_ERROR_LABEL,
                        (const char *const[]){"ledger.csv:3: column 'place': 'Blackpool'",
                                              "purchases of 8.50", "is not a place of the economy",
                                              place_code(on, 0)});
    preston_ledger_free(unknown);
    preston_ledger *empty = ledger_of_file(on, "care,,7.5\n");
    assert_demand_fails(on, empty, on->concordance, NULL, PRESTON_ERROR_LABEL,
                        (const char *const[]){"ledger.csv:3: column 'place'", "7.50 have no place",
                                              "set buyer_place", NULL});
    const purchase row = {"care", NULL, 7.5, NULL};
    preston_ledger *arrays = make_ledger(1, &row);
    assert_demand_fails(
        on, arrays, on->concordance, NULL, PRESTON_ERROR_LABEL,
        (const char *const[]){"the ledger: column 'place': purchases of 7.50", NULL, NULL, NULL});
    preston_ledger_free(empty);
    preston_ledger_free(arrays);
}

static void ledger_demand__bad_options(void **state)
{
    const bench *on = *state;
    const purchase row = {"care", place_code(on, 0), 7.5, NULL};
    preston_ledger *ledger = make_ledger(1, &row);
    const double factors[] = {0.0, -1.0, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        preston_demand_options options = options_of(NULL, factors[i]);
        assert_demand_fails(on, ledger, on->concordance, &options, PRESTON_ERROR_ARGUMENT,
                            (const char *const[]){"price_factor", "above zero", NULL, NULL});
    }
    preston_demand_options options = options_of("Blackpool", 1.0);
    assert_demand_fails(on, ledger, on->concordance, &options, PRESTON_ERROR_LABEL,
                        (const char *const[]){"buyer_place 'Blackpool'", NULL, NULL, NULL});
    options = options_of(NULL, 1.0);
    options.size++;
    assert_demand_fails(on, ledger, on->concordance, &options, PRESTON_ERROR_ARGUMENT,
                        (const char *const[]){"init function", NULL, NULL, NULL});
    preston_ledger_free(ledger);
}

static void ledger_demand__outputs_of_another_size(void **state)
{
    const bench *on = *state;
    const purchase row = {"care", place_code(on, 0), 7.5, NULL};
    preston_ledger *ledger = make_ledger(1, &row);
    for (int wrong = 0; wrong < 3; wrong++) {
        preston_error error = {0};
        preston_status status =
            preston_ledger_demand(ledger, on->concordance, on->work.economy, NULL,
                                  preston_vector(on->sectors, on->work.rows - (wrong == 0), 1),
                                  preston_vector(on->imports, on->places - (wrong == 1), 1),
                                  preston_vector(on->taxes, on->places - (wrong == 2), 1), &error);
        assert_fails(status, PRESTON_ERROR_SHAPE, &error, "15 rows of sectors and 3 of imports");
    }
    preston_ledger_free(ledger);
}

static void ledger_demand__empty_ledger_is_no_demand(void **state)
{
    const bench *on = *state;
    preston_ledger *ledger = make_ledger(0, NULL);
    preston_error error = {0};
    on->sectors[0] = -7.0;
    assert_ok(demand(on, ledger, on->concordance, NULL, &error), &error);
    assert_close(on->sectors[0], 0.0, 0.0, 0.0);
    assert_close(all_of(on), 0.0, 0.0, 0.0);
    preston_ledger_free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_demand__random_ledgers),
        cmocka_unit_test(ledger_demand__preston_conserves_750_and_617_million),
        cmocka_unit_test(ledger_demand__categories_that_are_sectors),
        cmocka_unit_test(ledger_demand__price_factor_scales_all),
        cmocka_unit_test(ledger_demand__writes_each_cell_of_a_strided_view),
        cmocka_unit_test(ledger_demand__categories_that_nothing_maps),
        cmocka_unit_test(ledger_demand__too_many_unmapped_categories_to_list),
        cmocka_unit_test(ledger_demand__places_that_are_not_of_the_economy),
        cmocka_unit_test(ledger_demand__bad_options),
        cmocka_unit_test(ledger_demand__outputs_of_another_size),
        cmocka_unit_test(ledger_demand__empty_ledger_is_no_demand),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
