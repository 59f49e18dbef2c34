/* Comparisons of ledgers in random economies. */
#include "comparisons.h"
#include "ledgers.h"
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

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
        preston_comparison *comparison = compare_ledgers(&work, before, after, NULL, &options);
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
        preston_comparison *comparison = compare_ledgers(&work, before, after, NULL, NULL);
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
    preston_comparison *comparison = compare_ledgers(&work, ledgers[0], ledgers[7], NULL, NULL);
    for (int at = 0; at < IMPACT_ACCOUNTS * PARTS * 3; at++) {
        double values[8];
        for (int corner = 0; corner < 8; corner++) {
            values[corner] = value_of(impacts[corner], impact_accounts[at / 9], at / 3 % 3, at % 3);
        }
        for (int cause = 0; cause < UNTYPED_CAUSES; cause++) {
            assert_close(cause_of(comparison, cause, impact_accounts[at / 9], at / 3 % 3, at % 3),
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
    preston_comparison *comparison = compare_ledgers(&work, one, both, NULL, NULL);
    for_each_cell(&work, comparison, check_no_localisation);
    preston_comparison_free(comparison);
    comparison = compare_ledgers(&work, both, one, NULL, NULL);
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
    preston_comparison *comparison = compare_ledgers(&work, ledgers[0], ledgers[1], NULL, NULL);
    for_each_cell(&work, comparison, check_sum);
    for (int cause = 0; cause < UNTYPED_CAUSES; cause++) {
        assert_true(cause_of(comparison, cause, "gva", PRESTON_INDUCED, 0) == 0.0);
        assert_true(cause_of(comparison, cause, "gva", PRESTON_INDIRECT, 0) != 0.0);
    }
    preston_comparison_free(comparison);
    preston_ledger_free(ledgers[0]);
    preston_ledger_free(ledgers[1]);
    sample_free(&work);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison__random_parts_add_up),
        cmocka_unit_test(comparison__purchases_in_another_order),
        cmocka_unit_test(comparison__shapley_value_by_its_formula),
        cmocka_unit_test(comparison__category_bought_in_one_ledger_only),
        cmocka_unit_test(comparison__type_one_has_no_induced_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
