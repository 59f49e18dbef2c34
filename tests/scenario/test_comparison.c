#include "ledgers.h"
#include "random.h"
#include "random_economy.h"
#include "sample.h"
#include "test.h"

#include <preston/scenario.h>

#include <math.h>

enum { CAUSES = 3, PARTS = 3, ACCOUNTS = 6 };

static const char *const accounts[ACCOUNTS] = {"output", "gva",     "compensation",
                                               "jobs",   "imports", "taxes_on_products"};

/* --- the Preston case, made once --- */

typedef struct preston_case {
    sample work;
    preston_concordance *concordance;
    preston_ledger *ledger[2];
} preston_case;

static int make_case(void **state)
{
    preston_case *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->work = sample_preston();
    sample_close(&made->work, PRESTON_CLOSURE_II);
    made->concordance = read_shipped_concordance(made->work.table);
    made->ledger[0] = read_shipped_ledger("ledger-2012-13.csv");
    made->ledger[1] = read_shipped_ledger("ledger-2016-17.csv");
    *state = made;
    return 0;
}

static int free_case(void **state)
{
    preston_case *made = *state;
    preston_ledger_free(made->ledger[0]);
    preston_ledger_free(made->ledger[1]);
    preston_concordance_free(made->concordance);
    sample_free(&made->work);
    free(made);
    return 0;
}

/* --- asking a comparison --- */

static preston_comparison *compare(const sample *work, const preston_ledger *before,
                                   const preston_ledger *after,
                                   const preston_concordance *concordance,
                                   const preston_demand_options *options)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_ok(preston_comparison_create(work->model, before, after, concordance, options, options,
                                        &comparison, &error),
              &error);
    return comparison;
}

static double cause_of(const preston_comparison *comparison, int cause, const char *account,
                       int part, int64_t place)
{
    double value = -999.0;
    preston_error error = {0};
    assert_ok(preston_comparison_value(comparison, (preston_cause)cause, account,
                                       (preston_part)part, place, &value, &error),
              &error);
    return value;
}

static double value_of(const preston_impact *impact, const char *account, int part, int64_t place)
{
    double value = -999.0;
    preston_error error = {0};
    assert_ok(preston_impact_value(impact, account, (preston_part)part, place, &value, &error),
              &error);
    return value;
}

/* One account in one part and place. */
typedef struct cell {
    const char *account;
    int part;
    int64_t place;
    double before;
    double after;
    double causes[CAUSES];
} cell;

typedef void cell_check(const cell *at);

/* Calls the check for every account, part and place. */
static void for_each_cell(const sample *work, const preston_comparison *comparison,
                          cell_check *check)
{
    for (int account = 0; account < ACCOUNTS; account++) {
        for (int part = 0; part < PARTS; part++) {
            for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
                cell at = {accounts[account], part, place, 0, 0, {0}};
                at.before =
                    value_of(preston_comparison_before(comparison), at.account, part, place);
                at.after = value_of(preston_comparison_after(comparison), at.account, part, place);
                for (int cause = 0; cause < CAUSES; cause++) {
                    at.causes[cause] = cause_of(comparison, cause, at.account, part, place);
                }
                check(&at);
            }
        }
    }
}

static double size_of(const cell *at)
{
    return fmax(fabs(at->before), fabs(at->after));
}

static void check_sum(const cell *at)
{
    double sum = at->causes[0] + at->causes[1] + at->causes[2];
    assert_close(sum, at->after - at->before, 1e-10, 1e-13 * size_of(at));
}

static void check_only(const cell *at, int cause)
{
    check_sum(at);
    for (int other = 0; other < CAUSES; other++) {
        if (other != cause) {
            assert_close(at->causes[other], 0.0, 0.0, 1e-12 * size_of(at));
        }
    }
}

static void check_only_volume(const cell *at)
{
    check_only(at, PRESTON_VOLUME);
}

static void check_only_mix(const cell *at)
{
    check_only(at, PRESTON_MIX);
}

static void check_only_localisation(const cell *at)
{
    check_only(at, PRESTON_LOCALISATION);
}

static void check_nothing(const cell *at)
{
    assert_true(memcmp(&at->before, &at->after, sizeof at->before) == 0);
    for (int cause = 0; cause < CAUSES; cause++) {
        assert_true(at->causes[cause] == 0.0);
    }
}

static void check_no_localisation(const cell *at)
{
    check_sum(at);
    assert_close(at->causes[PRESTON_LOCALISATION], 0.0, 0.0, 1e-12 * size_of(at));
}

static void assert_conserved(const preston_impact *impact, double spent)
{
    for (int closure = 0; closure < 2; closure++) {
        double all = 0.0;
        double accounted = 0.0;
        preston_error error = {0};
        assert_ok(
            preston_impact_conservation(impact, (preston_closure)closure, &all, &accounted, &error),
            &error);
        assert_close(accounted, all, 1e-12, 0.0);
        if (closure == PRESTON_CLOSURE_I) {
            assert_close(all, spent, 1e-12, 0.0);
        }
    }
}

/* The impact of a ledger without any comparison. */
static preston_impact *impact_alone(const sample *work, const preston_ledger *ledger,
                                    const preston_concordance *concordance,
                                    const preston_demand_options *options)
{
    int64_t places = preston_economy_places(work->economy);
    double *sectors = make_zeros(work->rows);
    double *leaks = make_zeros(2 * places);
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_demand(ledger, concordance, work->economy, options,
                                    preston_vector(sectors, work->rows, 1),
                                    preston_vector(leaks, places, 1),
                                    preston_vector(leaks + places, places, 1), &error),
              &error);
    const preston_demand demand = {preston_const_vector(sectors, work->rows, 1),
                                   preston_const_vector(leaks, places, 1),
                                   preston_const_vector(leaks + places, places, 1)};
    assert_ok(preston_model_impact(work->model, &demand, &impact, &error), &error);
    free(sectors);
    free(leaks);
    return impact;
}

/* Every number of the impact is the same to the last bit as without a comparison. */
static void assert_same_bits(const sample *work, const preston_impact *impact,
                             const preston_ledger *ledger, const preston_concordance *concordance,
                             const preston_demand_options *options)
{
    preston_impact *alone = impact_alone(work, ledger, concordance, options);
    for (int account = 0; account < ACCOUNTS; account++) {
        for (int part = 0; part < PARTS; part++) {
            for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
                double one = value_of(impact, accounts[account], part, place);
                double other = value_of(alone, accounts[account], part, place);
                assert_memory_equal(&one, &other, sizeof one);
            }
        }
    }
    for (int part = 0; part < PARTS; part++) {
        assert_memory_equal(preston_impact_output(impact, (preston_part)part).data,
                            preston_impact_output(alone, (preston_part)part).data,
                            (size_t)work->rows * sizeof(double));
    }
    preston_impact_free(alone);
}

/* A copy of a ledger: each amount by a factor, and each place passed through a change. */
typedef double row_change(int64_t row, const char *category, const char *place, double amount);

static preston_ledger *changed(const preston_ledger *ledger, row_change *change)
{
    int64_t count = preston_ledger_rows(ledger);
    purchase *rows = calloc((size_t)count, sizeof *rows);
    assert_non_null(rows);
    for (int64_t row = 0; row < count; row++) {
        rows[row].category = preston_ledger_label(ledger, row, PRESTON_LEDGER_CATEGORY);
        rows[row].place = preston_ledger_label(ledger, row, PRESTON_LEDGER_PLACE);
        rows[row].amount =
            change(row, rows[row].category, rows[row].place, preston_ledger_amount(ledger, row));
    }
    preston_ledger *copy = make_ledger(count, rows);
    free(rows);
    return copy;
}

/* --- the Preston case --- */

static void comparison__preston_parts_add_up(void **state)
{
    const preston_case *on = *state;
    preston_comparison *comparison =
        compare(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
    for_each_cell(&on->work, comparison, check_sum);
    assert_conserved(preston_comparison_before(comparison), 750.0);
    assert_conserved(preston_comparison_after(comparison), 617.0);
    assert_same_bits(&on->work, preston_comparison_before(comparison), on->ledger[0],
                     on->concordance, NULL);
    assert_same_bits(&on->work, preston_comparison_after(comparison), on->ledger[1],
                     on->concordance, NULL);
    preston_comparison_free(comparison);
}

/* What the shipped ledgers say by construction: no mix, and localisation that is nil in the whole
 * nation because every place has the nation's technology. */
static void comparison__preston_localisation_is_nil_for_the_nation(void **state)
{
    const preston_case *on = *state;
    preston_comparison *comparison =
        compare(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
    for (int account = 0; account < ACCOUNTS; account++) {
        double sums[CAUSES] = {0.0};
        double size = 0.0;
        for (int cell_index = 0; cell_index < PARTS * 3; cell_index++) {
            for (int cause = 0; cause < CAUSES; cause++) {
                double value =
                    cause_of(comparison, cause, accounts[account], cell_index / 3, cell_index % 3);
                sums[cause] += value;
                size += fabs(value);
            }
        }
        assert_true(size > 1.0);
        assert_close(sums[PRESTON_LOCALISATION], 0.0, 0.0, 1e-7 * size);
        assert_close(sums[PRESTON_MIX], 0.0, 0.0, 1e-7 * size);
        assert_true(sums[PRESTON_VOLUME] < 0.0);
    }
    preston_comparison_free(comparison);
}

static void comparison__same_ledger_twice_changes_nothing(void **state)
{
    const preston_case *on = *state;
    for (int k = 0; k < 2; k++) {
        preston_comparison *comparison =
            compare(&on->work, on->ledger[k], on->ledger[k], on->concordance, NULL);
        for_each_cell(&on->work, comparison, check_nothing);
        assert_same_bits(&on->work, preston_comparison_before(comparison), on->ledger[k],
                         on->concordance, NULL);
        assert_same_bits(&on->work, preston_comparison_after(comparison), on->ledger[k],
                         on->concordance, NULL);
        preston_comparison_free(comparison);
    }
}

static double take_four_fifths(int64_t row, const char *category, const char *place, double amount)
{
    (void)row;
    (void)category;
    (void)place;
    return 0.8 * amount;
}

static void comparison__less_of_everything_is_volume(void **state)
{
    const preston_case *on = *state;
    preston_ledger *less = changed(on->ledger[0], take_four_fifths);
    preston_comparison *comparison = compare(&on->work, on->ledger[0], less, on->concordance, NULL);
    for_each_cell(&on->work, comparison, check_only_volume);
    double before = value_of(preston_comparison_before(comparison), "gva", PRESTON_DIRECT, 0);
    assert_close(cause_of(comparison, PRESTON_VOLUME, "gva", PRESTON_DIRECT, 0), -0.2 * before,
                 1e-12, 0.0);
    preston_comparison_free(comparison);
    preston_ledger_free(less);
}

/* The five categories in the three places: what is spent on each category, and where. */
static preston_ledger *grid_ledger(const double spent[5], const double where[3])
{
    static const char *const categories[] = {"public-administration", "education", "health",
                                             "social-care", "housing"};
    static const char *const places[] = {"preston", "rest-of-lancashire", "rest-of-uk"};
    purchase rows[15];
    for (int i = 0; i < 15; i++) {
        rows[i] = (purchase){categories[i / 3], places[i % 3], spent[i / 3] * where[i % 3], NULL};
    }
    return make_ledger(15, rows);
}

static const double much_health[5] = {32e6, 16e6, 64e6, 8e6, 16e6};
static const double much_teaching[5] = {8e6, 64e6, 16e6, 32e6, 16e6};
static const double far_away[3] = {0.125, 0.25, 0.625};
static const double nearby[3] = {0.5, 0.25, 0.25};

static void comparison__other_places_are_localisation(void **state)
{
    const preston_case *on = *state;
    preston_ledger *before = grid_ledger(much_health, far_away);
    preston_ledger *after = grid_ledger(much_health, nearby);
    preston_comparison *comparison = compare(&on->work, before, after, on->concordance, NULL);
    for_each_cell(&on->work, comparison, check_only_localisation);
    assert_true(cause_of(comparison, PRESTON_LOCALISATION, "jobs", PRESTON_DIRECT, 0) > 100.0);
    assert_true(cause_of(comparison, PRESTON_LOCALISATION, "jobs", PRESTON_DIRECT, 2) < -100.0);
    preston_comparison_free(comparison);
    preston_ledger_free(before);
    preston_ledger_free(after);
}

static void comparison__other_categories_are_mix(void **state)
{
    const preston_case *on = *state;
    preston_ledger *before = grid_ledger(much_health, nearby);
    preston_ledger *after = grid_ledger(much_teaching, nearby);
    preston_comparison *comparison = compare(&on->work, before, after, on->concordance, NULL);
    for_each_cell(&on->work, comparison, check_only_mix);
    assert_true(fabs(cause_of(comparison, PRESTON_MIX, "jobs", PRESTON_DIRECT, 0)) > 1.0);
    preston_comparison_free(comparison);
    preston_ledger_free(before);
    preston_ledger_free(after);
}

static void comparison__other_prices_are_volume(void **state)
{
    const preston_case *on = *state;
    preston_demand_options options[2];
    for (int k = 0; k < 2; k++) {
        preston_demand_options_init(&options[k]);
        options[k].price_factor = k == 0 ? 1.1 : 1.05;
    }
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_ok(preston_comparison_create(on->work.model, on->ledger[0], on->ledger[0],
                                        on->concordance, &options[0], &options[1], &comparison,
                                        &error),
              &error);
    for_each_cell(&on->work, comparison, check_only_volume);
    assert_conserved(preston_comparison_before(comparison), 825.0);
    assert_conserved(preston_comparison_after(comparison), 787.5);
    preston_comparison_free(comparison);
    assert_ok(preston_comparison_create(on->work.model, on->ledger[0], on->ledger[1],
                                        on->concordance, &options[0], &options[1], &comparison,
                                        &error),
              &error);
    for_each_cell(&on->work, comparison, check_sum);
    assert_conserved(preston_comparison_before(comparison), 750.0 * 1.1);
    assert_conserved(preston_comparison_after(comparison), 617.0 * 1.05);
    assert_same_bits(&on->work, preston_comparison_before(comparison), on->ledger[0],
                     on->concordance, &options[0]);
    assert_same_bits(&on->work, preston_comparison_after(comparison), on->ledger[1],
                     on->concordance, &options[1]);
    preston_comparison_free(comparison);
}

static void comparison__swapped_ledgers_swap_the_signs(void **state)
{
    const preston_case *on = *state;
    preston_comparison *there =
        compare(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
    preston_comparison *back =
        compare(&on->work, on->ledger[1], on->ledger[0], on->concordance, NULL);
    for (int account = 0; account < ACCOUNTS; account++) {
        for (int at = 0; at < PARTS * 3 * CAUSES; at++) {
            int part = at / 9;
            int64_t place = at / 3 % 3;
            double size =
                value_of(preston_comparison_before(there), accounts[account], part, place);
            assert_close(cause_of(there, at % 3, accounts[account], part, place),
                         -cause_of(back, at % 3, accounts[account], part, place), 1e-10,
                         1e-13 * size);
        }
    }
    preston_comparison_free(there);
    preston_comparison_free(back);
}

/* --- random ledgers --- */

enum { MOST_ROWS = 40 };

static sample random_economy(gsl_rng *random)
{
    const random_shape shape = {.sectors = 6, .levels = 3, .more = 1};
    sample work = sample_random(random, &shape);
    sample_close(&work, PRESTON_CLOSURE_II);
    return work;
}

/* Categories are sectors: the first ledger buys s1 to s4, the second s3 to s6. */
static preston_ledger *random_ledger(gsl_rng *random, const sample *work, int first_sector)
{
    static const char *const sectors[] = {"s1", "s2", "s3", "s4", "s5", "s6"};
    purchase rows[MOST_ROWS];
    int64_t places = preston_economy_places(work->economy);
    for (int i = 0; i < MOST_ROWS; i++) {
        int64_t place = (int64_t)gsl_rng_uniform_int(random, (unsigned long)places + 1);
        rows[i] = (purchase){sectors[first_sector + (int)gsl_rng_uniform_int(random, 4)],
                             place < places ? preston_economy_place_code(work->economy, place) : "",
                             random_between(random, -1e6, 8e6), NULL};
    }
    return make_ledger(MOST_ROWS, rows);
}

static void comparison__random_parts_add_up(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 8; run++) {
        sample work = random_economy(random);
        preston_ledger *before = random_ledger(random, &work, 0);
        preston_ledger *after = random_ledger(random, &work, 2);
        preston_demand_options options;
        preston_demand_options_init(&options);
        options.buyer_place = preston_economy_place_code(work.economy, 0);
        options.price_factor = random_between(random, 0.5, 2.0);
        preston_comparison *comparison = compare(&work, before, after, NULL, &options);
        for_each_cell(&work, comparison, check_sum);
        double factor = options.price_factor / 1e6;
        assert_conserved(preston_comparison_before(comparison),
                         preston_ledger_total(before) * factor);
        assert_conserved(preston_comparison_after(comparison),
                         preston_ledger_total(after) * factor);
        assert_same_bits(&work, preston_comparison_before(comparison), before, NULL, &options);
        assert_same_bits(&work, preston_comparison_after(comparison), after, NULL, &options);
        preston_comparison_free(comparison);
        preston_ledger_free(before);
        preston_ledger_free(after);
        sample_free(&work);
    }
    gsl_rng_free(random);
}

/* The same purchases in another order differ in the last bits of their sums, and no more. */
static void comparison__purchases_in_another_order(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    sample work = random_economy(random);
    for (int run = 0; run < 40; run++) {
        purchase rows[2][MOST_ROWS];
        for (int i = 0; i < MOST_ROWS; i++) {
            rows[0][i] = (purchase){i % 2 == 0 ? "s1" : "s2",
                                    preston_economy_place_code(work.economy, i % 3),
                                    random_between(random, 1e5, 9e6), NULL};
            rows[1][MOST_ROWS - 1 - i] = rows[0][i];
        }
        preston_ledger *before = make_ledger(MOST_ROWS, rows[0]);
        preston_ledger *after = make_ledger(MOST_ROWS, rows[1]);
        preston_comparison *comparison = compare(&work, before, after, NULL, NULL);
        assert_same_bits(&work, preston_comparison_before(comparison), before, NULL, NULL);
        assert_same_bits(&work, preston_comparison_after(comparison), after, NULL, NULL);
        preston_comparison_free(comparison);
        preston_ledger_free(before);
        preston_ledger_free(after);
    }
    sample_free(&work);
    gsl_rng_free(random);
}

/* A town, the rest of its county and the rest of the nation, by code. */
static const char *place_of(const sample *work, int64_t place)
{
    return preston_economy_place_code(work->economy, place);
}

/* --- the Shapley value by its formula, from eight ledgers written out --- */

/* Two categories in two places: total, share of the first category, share of the first place in
 * each category; before and after. */
static const double totals[2] = {10e6, 7e6};
static const double first_category[2] = {0.3, 0.55};
static const double first_place[2][2] = {{0.2, 0.9}, {0.5, 0.4}}; /* category, before and after */

static preston_ledger *corner_ledger(const sample *work, int corner)
{
    static const char *const sectors[] = {"s2", "s5"};
    double total = totals[corner & 1];
    double share = first_category[corner >> 1 & 1];
    purchase rows[4];
    for (int category = 0; category < 2; category++) {
        double spent = total * (category == 0 ? share : 1.0 - share);
        double here = first_place[category][corner >> 2 & 1];
        rows[2 * category] = (purchase){sectors[category], place_of(work, 0), spent * here, NULL};
        rows[2 * category + 1] =
            (purchase){sectors[category], place_of(work, 1), spent * (1.0 - here), NULL};
    }
    return make_ledger(4, rows);
}

/* A third of the step alone, a sixth after either other, a third after both. */
static double shapley_by_formula(const double values[8], int factor)
{
    int own = 1 << factor;
    int one = 1 << (factor + 1) % 3;
    int other = 1 << (factor + 2) % 3;
    return (values[own] - values[0]) / 3.0 + (values[own | one] - values[one]) / 6.0 +
           (values[own | other] - values[other]) / 6.0 + (values[7] - values[one | other]) / 3.0;
}

static void comparison__shapley_value_by_its_formula(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    sample work = random_economy(random);
    preston_ledger *ledgers[8];
    preston_impact *impacts[8];
    for (int corner = 0; corner < 8; corner++) {
        ledgers[corner] = corner_ledger(&work, corner);
        impacts[corner] = impact_alone(&work, ledgers[corner], NULL, NULL);
    }
    preston_comparison *comparison = compare(&work, ledgers[0], ledgers[7], NULL, NULL);
    for (int at = 0; at < ACCOUNTS * PARTS * 3; at++) {
        double values[8];
        for (int corner = 0; corner < 8; corner++) {
            values[corner] = value_of(impacts[corner], accounts[at / 9], at / 3 % 3, at % 3);
        }
        for (int cause = 0; cause < CAUSES; cause++) {
            assert_close(cause_of(comparison, cause, accounts[at / 9], at / 3 % 3, at % 3),
                         shapley_by_formula(values, cause), 1e-10, 1e-12 * fabs(values[0]));
        }
    }
    preston_comparison_free(comparison);
    for (int corner = 0; corner < 8; corner++) {
        preston_impact_free(impacts[corner]);
        preston_ledger_free(ledgers[corner]);
    }
    sample_free(&work);
    gsl_rng_free(random);
}

/* A category of one ledger only keeps that ledger's places in both: nothing is localisation. */
static void comparison__category_bought_in_one_ledger_only(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    sample work = random_economy(random);
    const purchase rows[] = {{"s1", place_of(&work, 0), 4e6, NULL},
                             {"s1", place_of(&work, 1), 1e6, NULL},
                             {"s2", place_of(&work, 2), 3e6, NULL},
                             {"s2", place_of(&work, 0), 2e6, NULL}};
    preston_ledger *one = make_ledger(2, rows);
    preston_ledger *both = make_ledger(4, rows);
    preston_comparison *comparison = compare(&work, one, both, NULL, NULL);
    for_each_cell(&work, comparison, check_no_localisation);
    preston_comparison_free(comparison);
    comparison = compare(&work, both, one, NULL, NULL);
    for_each_cell(&work, comparison, check_no_localisation);
    preston_comparison_free(comparison);
    preston_ledger_free(one);
    preston_ledger_free(both);
    sample_free(&work);
    gsl_rng_free(random);
}

static void comparison__type_one_has_no_induced_part(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    sample work = random_economy(random);
    sample_close(&work, PRESTON_CLOSURE_I);
    preston_ledger *ledgers[2] = {corner_ledger(&work, 0), corner_ledger(&work, 7)};
    preston_comparison *comparison = compare(&work, ledgers[0], ledgers[1], NULL, NULL);
    for_each_cell(&work, comparison, check_sum);
    for (int cause = 0; cause < CAUSES; cause++) {
        assert_true(cause_of(comparison, cause, "gva", PRESTON_INDUCED, 0) == 0.0);
        assert_true(cause_of(comparison, cause, "gva", PRESTON_INDIRECT, 0) != 0.0);
    }
    preston_comparison_free(comparison);
    preston_ledger_free(ledgers[0]);
    preston_ledger_free(ledgers[1]);
    sample_free(&work);
    gsl_rng_free(random);
}

/* --- what is refused --- */

typedef struct pair {
    sample work;
    preston_ledger *before;
    preston_ledger *after;
} pair;

static pair make_pair(gsl_rng *random)
{
    pair made = {.work = random_economy(random)};
    made.before = corner_ledger(&made.work, 0);
    made.after = corner_ledger(&made.work, 7);
    return made;
}

static void free_pair(pair *made)
{
    preston_ledger_free(made->before);
    preston_ledger_free(made->after);
    sample_free(&made->work);
}

static void assert_refused(const pair *on, const preston_ledger *before,
                           const preston_ledger *after, preston_status expected, const char *text)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    preston_status status = preston_comparison_create(on->work.model, before, after, NULL, NULL,
                                                      NULL, &comparison, &error);
    assert_fails(status, expected, &error, text);
    assert_null(comparison);
}

static void comparison__amounts_that_cancel(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    pair on = make_pair(random);
    const purchase category[] = {{"s1", place_of(&on.work, 0), 5e6, NULL},
                                 {"s3", place_of(&on.work, 0), 1e6, NULL},
                                 {"s3", place_of(&on.work, 1), -1e6, NULL}};
    const purchase whole[] = {{"s1", place_of(&on.work, 0), 5e6, NULL},
                              {"s3", place_of(&on.work, 1), -5e6, NULL}};
    preston_ledger *cancelled = make_ledger(3, category);
    preston_ledger *nothing = make_ledger(2, whole);
    preston_ledger *empty = make_ledger(0, NULL);
    assert_refused(&on, cancelled, on.after, PRESTON_ERROR_VALUE, "the purchases of s3 add up to");
    assert_refused(&on, on.before, cancelled, PRESTON_ERROR_VALUE, "the purchases of s3 add up to");
    assert_refused(&on, nothing, on.after, PRESTON_ERROR_VALUE, "the first ledger");
    assert_refused(&on, on.before, nothing, PRESTON_ERROR_VALUE, "the second ledger");
    assert_refused(&on, empty, on.after, PRESTON_ERROR_VALUE, "the first ledger");
    assert_refused(&on, empty, empty, PRESTON_ERROR_VALUE, "the first ledger");
    preston_ledger_free(cancelled);
    preston_ledger_free(nothing);
    preston_ledger_free(empty);
    free_pair(&on);
    gsl_rng_free(random);
}

static void comparison__labels_that_are_not_known(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    pair on = make_pair(random);
    const purchase category = {"paint", place_of(&on.work, 0), 5e6, NULL};
    const purchase place = {"s1", "Blackpool", 5e6, NULL};
    const purchase no_place = {"s1", NULL, 5e6, NULL};
    preston_ledger *unmapped = make_ledger(1, &category);
    preston_ledger *elsewhere = make_ledger(1, &place);
    preston_ledger *nowhere = make_ledger(1, &no_place);
    assert_refused(&on, unmapped, on.after, PRESTON_ERROR_LABEL, "'paint' 5000000.00");
    assert_refused(&on, on.before, unmapped, PRESTON_ERROR_LABEL, "'paint' 5000000.00");
    assert_refused(&on, on.before, elsewhere, PRESTON_ERROR_LABEL, "'Blackpool'");
    assert_refused(&on, nowhere, on.after, PRESTON_ERROR_LABEL, "have no place");
    preston_ledger_free(unmapped);
    preston_ledger_free(elsewhere);
    preston_ledger_free(nowhere);
    free_pair(&on);
    gsl_rng_free(random);
}

static void comparison__options_that_do_not_fit(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    pair on = make_pair(random);
    preston_demand_options options[2];
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    for (int k = 0; k < 2; k++) {
        preston_demand_options_init(&options[k]);
        options[k].buyer_place = place_of(&on.work, k);
    }
    assert_fails(preston_comparison_create(on.work.model, on.before, on.after, NULL, &options[0],
                                           &options[1], &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "give both the same");
    options[0].price_factor = 0.0;
    assert_fails(preston_comparison_create(on.work.model, on.before, on.after, NULL, &options[0],
                                           NULL, &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "price_factor");
    options[1].size = 1;
    assert_fails(preston_comparison_create(on.work.model, on.before, on.after, NULL, NULL,
                                           &options[1], &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_null(comparison);
    free_pair(&on);
    gsl_rng_free(random);
}

static void comparison_value__bad_arguments(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    pair on = make_pair(random);
    preston_comparison *comparison = compare(&on.work, on.before, on.after, NULL, NULL);
    double value = -7.0;
    preston_error error = {0};
    assert_fails(preston_comparison_value(comparison, (preston_cause)3, "gva", PRESTON_DIRECT, 0,
                                          &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "cause 3");
    assert_fails(
        preston_comparison_value(comparison, PRESTON_MIX, "joy", PRESTON_DIRECT, 0, &value, &error),
        PRESTON_ERROR_MISSING, &error, "'joy'");
    assert_fails(preston_comparison_value(comparison, PRESTON_MIX, "gva", (preston_part)3, 0,
                                          &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "part 3");
    assert_fails(preston_comparison_value(comparison, PRESTON_MIX, "gva", PRESTON_DIRECT,
                                          preston_economy_places(on.work.economy), &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "place 4");
    assert_close(value, -7.0, 0.0, 0.0);
    preston_comparison_free(comparison);
    preston_comparison_free(NULL);
    free_pair(&on);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison__preston_parts_add_up),
        cmocka_unit_test(comparison__preston_localisation_is_nil_for_the_nation),
        cmocka_unit_test(comparison__same_ledger_twice_changes_nothing),
        cmocka_unit_test(comparison__less_of_everything_is_volume),
        cmocka_unit_test(comparison__other_places_are_localisation),
        cmocka_unit_test(comparison__other_categories_are_mix),
        cmocka_unit_test(comparison__other_prices_are_volume),
        cmocka_unit_test(comparison__swapped_ledgers_swap_the_signs),
        cmocka_unit_test(comparison__random_parts_add_up),
        cmocka_unit_test(comparison__purchases_in_another_order),
        cmocka_unit_test(comparison__shapley_value_by_its_formula),
        cmocka_unit_test(comparison__category_bought_in_one_ledger_only),
        cmocka_unit_test(comparison__type_one_has_no_induced_part),
        cmocka_unit_test(comparison__amounts_that_cancel),
        cmocka_unit_test(comparison__labels_that_are_not_known),
        cmocka_unit_test(comparison__options_that_do_not_fit),
        cmocka_unit_test(comparison_value__bad_arguments),
    };
    return cmocka_run_group_tests(tests, make_case, free_case);
}
