/* The Preston case compared: 2012/13 with 2016/17, and with ledgers changed in one way only. */
#include "comparisons.h"
#include "ledgers.h"
#include "sample.h"
#include "test.h"

#include <math.h>

/* What all tests read, made once. */

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

static void comparison__preston_parts_add_up(void **state)
{
    const preston_case *on = *state;
    preston_comparison *comparison =
        compare_ledgers(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
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
        compare_ledgers(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
    for (int account = 0; account < IMPACT_ACCOUNTS; account++) {
        double sums[CAUSES] = {0.0};
        double size = 0.0;
        for (int cell_index = 0; cell_index < PARTS * 3; cell_index++) {
            for (int cause = 0; cause < CAUSES; cause++) {
                double value = cause_of(comparison, cause, impact_accounts[account], cell_index / 3,
                                        cell_index % 3);
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
            compare_ledgers(&on->work, on->ledger[k], on->ledger[k], on->concordance, NULL);
        for_each_cell(&on->work, comparison, check_nothing);
        assert_same_bits(&on->work, preston_comparison_before(comparison), on->ledger[k],
                         on->concordance, NULL);
        assert_same_bits(&on->work, preston_comparison_after(comparison), on->ledger[k],
                         on->concordance, NULL);
        preston_comparison_free(comparison);
    }
}

/* A copy of a ledger with every amount times a factor. */
static preston_ledger *scaled(const preston_ledger *ledger, double factor)
{
    int64_t count = preston_ledger_rows(ledger);
    purchase *rows = calloc((size_t)count, sizeof *rows);
    assert_non_null(rows);
    for (int64_t row = 0; row < count; row++) {
        rows[row] = (purchase){preston_ledger_label(ledger, row, PRESTON_LEDGER_CATEGORY),
                               preston_ledger_label(ledger, row, PRESTON_LEDGER_PLACE),
                               factor * preston_ledger_amount(ledger, row), NULL};
    }
    preston_ledger *copy = make_ledger(count, rows);
    free(rows);
    return copy;
}

static void comparison__less_of_everything_is_volume(void **state)
{
    const preston_case *on = *state;
    preston_ledger *less = scaled(on->ledger[0], 0.8);
    preston_comparison *comparison =
        compare_ledgers(&on->work, on->ledger[0], less, on->concordance, NULL);
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
    preston_comparison *comparison =
        compare_ledgers(&on->work, before, after, on->concordance, NULL);
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
    preston_comparison *comparison =
        compare_ledgers(&on->work, before, after, on->concordance, NULL);
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
                                        on->concordance, NULL, &options[0], &options[1],
                                        &comparison, &error),
              &error);
    for_each_cell(&on->work, comparison, check_only_volume);
    assert_conserved(preston_comparison_before(comparison), 825.0);
    assert_conserved(preston_comparison_after(comparison), 787.5);
    preston_comparison_free(comparison);
    assert_ok(preston_comparison_create(on->work.model, on->ledger[0], on->ledger[1],
                                        on->concordance, NULL, &options[0], &options[1],
                                        &comparison, &error),
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
        compare_ledgers(&on->work, on->ledger[0], on->ledger[1], on->concordance, NULL);
    preston_comparison *back =
        compare_ledgers(&on->work, on->ledger[1], on->ledger[0], on->concordance, NULL);
    for (int account = 0; account < IMPACT_ACCOUNTS; account++) {
        for (int at = 0; at < PARTS * 3 * UNTYPED_CAUSES; at++) {
            int part = at / 9;
            int64_t place = at / 3 % 3;
            double size =
                value_of(preston_comparison_before(there), impact_accounts[account], part, place);
            assert_close(cause_of(there, at % 3, impact_accounts[account], part, place),
                         -cause_of(back, at % 3, impact_accounts[account], part, place), 1e-10,
                         1e-13 * size);
        }
    }
    preston_comparison_free(there);
    preston_comparison_free(back);
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
    };
    return cmocka_run_group_tests(tests, make_case, free_case);
}
