/* Before and after with supplier types: the fourth cause. */
#include "comparisons.h"
#include "random.h"
#include "supplier_types.h"
#include "test.h"

#include <math.h>

enum { MOST_ROWS = 60 };

typedef struct typed_purchase {
    const char *category;
    const char *place;
    const char *type;
    double amount;
} typed_purchase;

static preston_ledger *ledger_of(int64_t count, const typed_purchase *purchases)
{
    double amounts[MOST_ROWS];
    const char *categories[MOST_ROWS];
    const char *places[MOST_ROWS];
    const char *types[MOST_ROWS];
    for (int64_t row = 0; row < count; row++) {
        amounts[row] = purchases[row].amount;
        categories[row] = purchases[row].category;
        places[row] = purchases[row].place;
        types[row] = purchases[row].type;
    }
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_create(count, preston_const_vector(amounts, count, 1), NULL, NULL,
                                    categories, places, types, &ledger, &error),
              &error);
    return ledger;
}

static preston_comparison *compare(const market *on, const preston_supplier_types *types,
                                   const preston_ledger *before, const preston_ledger *after)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_ok(preston_comparison_create(on->model, before, after, NULL, types, NULL, NULL,
                                        &comparison, &error),
              &error);
    return comparison;
}

static const char *place_of(const market *on, int64_t place)
{
    return preston_economy_place_code(on->economy, place);
}

/* Two types that differ, and the average. */
static preston_supplier_types *two_types(const market *on)
{
    preston_supplier_type rows[] = {plain_type("social", NULL), plain_type("branch", NULL)};
    rows[0].compensation = 0.2;
    rows[0].jobs = 30.0;
    rows[0].local_purchases = 0.8;
    rows[1].outside_production = 0.6;
    rows[1].surplus = 0.2;
    return make_types(on->model, 2, rows);
}

static double after_of(const market *on, const preston_comparison *comparison, int after,
                       const char *account, int part, int64_t place)
{
    double values[3 * 16];
    preston_error error = {0};
    assert_ok(preston_comparison_by_place(comparison, after, account,
                                          preston_matrix(values, on->places, PARTS), &error),
              &error);
    return values[place * PARTS + part];
}

/* --- the Shapley value by its definition, from sixteen ledgers written out --- */

static const double totals[2] = {10e6, 7e6};
static const double first_category[2] = {0.3, 0.55};
static const double first_place[2][2] = {{0.2, 0.9}, {0.5, 0.4}};
static const double first_type[4][2] = {{0.1, 0.6}, {0.3, 0.0}, {0.5, 0.9}, {1.0, 0.4}};

static preston_ledger *corner_ledger(const market *on, int corner)
{
    static const char *const sectors[] = {"s2", "s4"};
    typed_purchase rows[8];
    for (int at = 0; at < 8; at++) {
        int category = at >> 2;
        int place = at >> 1 & 1;
        double share = first_category[corner >> PRESTON_MIX & 1];
        double here = first_place[category][corner >> PRESTON_LOCALISATION & 1];
        double social = first_type[at >> 1][corner >> PRESTON_SUPPLIER_TYPE & 1];
        rows[at] = (typed_purchase){
            sectors[category], place_of(on, place), (at & 1) == 0 ? "social" : "branch",
            totals[corner & 1] * (category == 0 ? share : 1.0 - share) *
                (place == 0 ? here : 1.0 - here) * ((at & 1) == 0 ? social : 1.0 - social)};
    }
    return ledger_of(8, rows);
}

/* The mean over all 24 orders. */
static double shapley_of(const double values[16], int factor)
{
    double sum = 0.0;
    for (int code = 0; code < 256; code++) {
        int order[4] = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6};
        if ((1 << order[0] | 1 << order[1] | 1 << order[2] | 1 << order[3]) != 15) {
            continue;
        }
        int before = 0;
        for (int k = 0; order[k] != factor; k++) {
            before |= 1 << order[k];
        }
        sum += values[before | 1 << factor] - values[before];
    }
    return sum / 24.0;
}

static void comparison_types__shapley_value_by_its_definition(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        preston_supplier_types *types = two_types(&on);
        preston_ledger *ledgers[16];
        preston_comparison *alone[16];
        for (int corner = 0; corner < 16; corner++) {
            ledgers[corner] = corner_ledger(&on, corner);
            alone[corner] = compare(&on, types, ledgers[corner], ledgers[corner]);
        }
        preston_comparison *comparison = compare(&on, types, ledgers[0], ledgers[15]);
        for (int at = 0; at < IMPACT_ACCOUNTS * PARTS * 3; at++) {
            double values[16];
            double size = 0.0;
            for (int corner = 0; corner < 16; corner++) {
                values[corner] =
                    after_of(&on, alone[corner], 0, impact_accounts[at / 9], at / 3 % 3, at % 3);
                size = fmax(size, fabs(values[corner]));
            }
            double sum = 0.0;
            for (int cause = 0; cause < CAUSES; cause++) {
                double value =
                    cause_of(comparison, cause, impact_accounts[at / 9], at / 3 % 3, at % 3);
                /* the two sides are solved for in different batches, to 1e-11 */
                assert_close(value, shapley_of(values, cause), 1e-9, 1e-10 * size);
                sum += value;
            }
            double change =
                after_of(&on, comparison, 1, impact_accounts[at / 9], at / 3 % 3, at % 3) -
                after_of(&on, comparison, 0, impact_accounts[at / 9], at / 3 % 3, at % 3);
            assert_close(sum, change, 1e-10, 1e-13 * size);
            assert_close(change, values[15] - values[0], 1e-9, 1e-10 * size);
        }
        preston_comparison_free(comparison);
        for (int corner = 0; corner < 16; corner++) {
            preston_comparison_free(alone[corner]);
            preston_ledger_free(ledgers[corner]);
        }
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* --- single causes --- */

static void comparison_types__other_types_are_the_fourth_cause(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_TRADED);
    preston_supplier_types *types = two_types(&on);
    preston_ledger *before = corner_ledger(&on, 0);
    preston_ledger *after = corner_ledger(&on, 1 << PRESTON_SUPPLIER_TYPE);
    preston_comparison *comparison = compare(&on, types, before, after);
    for (int part = 0; part < PARTS; part++) {
        double change = after_of(&on, comparison, 1, "jobs", part, 0) -
                        after_of(&on, comparison, 0, "jobs", part, 0);
        assert_true(fabs(change) > 1e-4);
        assert_close(cause_of(comparison, PRESTON_SUPPLIER_TYPE, "jobs", part, 0), change, 1e-10,
                     0.0);
        for (int cause = 0; cause < UNTYPED_CAUSES; cause++) {
            /* shares of the same amounts differ in their last bits */
            assert_close(cause_of(comparison, cause, "jobs", part, 0), 0.0, 0.0,
                         1e-11 * fabs(change));
        }
    }
    preston_comparison_free(comparison);
    preston_ledger_free(before);
    preston_ledger_free(after);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

/* The same ledger twice: exactly nothing, also where suppliers differ. */
static void comparison_types__same_ledger_twice(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_NEST);
    preston_supplier_types *types = two_types(&on);
    preston_ledger *ledger = corner_ledger(&on, 5);
    preston_comparison *comparison = compare(&on, types, ledger, ledger);
    for (int at = 0; at < IMPACT_ACCOUNTS * PARTS * CAUSES; at++) {
        assert_true(cause_of(comparison, at % CAUSES, impact_accounts[at / 12], at / 4 % 3, 1) ==
                    0.0);
    }
    preston_comparison_free(comparison);
    preston_ledger_free(ledger);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

/* Average suppliers, types looked at or not: the same bits, and no fourth cause. */
static void comparison_types__average_suppliers(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_TRADED_ABROAD);
    preston_supplier_types *types = two_types(&on);
    const typed_purchase rows[] = {{"s1", place_of(&on, 0), "", 4e6},
                                   {"s1", place_of(&on, 1), "", 1e6},
                                   {"s2", place_of(&on, 2), "", 3e6},
                                   {"s1", place_of(&on, 0), "", 2e6}};
    preston_ledger *before = ledger_of(3, rows);
    preston_ledger *after = ledger_of(3, rows + 1);
    preston_comparison *typed = compare(&on, types, before, after);
    preston_comparison *untyped = compare(&on, NULL, before, after);
    for (int at = 0; at < IMPACT_ACCOUNTS * PARTS * 3; at++) {
        const char *account = impact_accounts[at / 9];
        for (int k = 0; k < 2; k++) {
            double one = after_of(&on, typed, k, account, at / 3 % 3, at % 3);
            double other = after_of(&on, untyped, k, account, at / 3 % 3, at % 3);
            assert_memory_equal(&one, &other, sizeof one);
        }
        assert_true(cause_of(typed, PRESTON_SUPPLIER_TYPE, account, at / 3 % 3, at % 3) == 0.0);
        for (int cause = 0; cause < UNTYPED_CAUSES; cause++) {
            double part = cause_of(untyped, cause, account, at / 3 % 3, at % 3);
            assert_close(cause_of(typed, cause, account, at / 3 % 3, at % 3), part, 1e-9, 1e-12);
        }
    }
    preston_comparison_free(typed);
    preston_comparison_free(untyped);
    preston_ledger_free(before);
    preston_ledger_free(after);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

/* What is bought in a place in one ledger only keeps that ledger's types: nothing is a change of
 * types. */
static void comparison_types__bought_in_one_ledger_only(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_NEST);
    preston_supplier_types *types = two_types(&on);
    const typed_purchase rows[] = {{"s1", place_of(&on, 0), "social", 4e6},
                                   {"s1", place_of(&on, 1), "branch", 1e6},
                                   {"s2", place_of(&on, 2), "branch", 3e6}};
    preston_ledger *one = ledger_of(1, rows);
    preston_ledger *all = ledger_of(3, rows);
    preston_comparison *comparison = compare(&on, types, one, all);
    for (int at = 0; at < PARTS * 3; at++) {
        assert_true(cause_of(comparison, PRESTON_SUPPLIER_TYPE, "jobs", at / 3, at % 3) == 0.0);
    }
    assert_true(cause_of(comparison, PRESTON_LOCALISATION, "jobs", PRESTON_DIRECT, 1) != 0.0);
    preston_comparison_free(comparison);
    preston_ledger_free(one);
    preston_ledger_free(all);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

/* --- money --- */

static void comparison_types__money_is_conserved(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        preston_supplier_types *types = two_types(&on);
        preston_ledger *before = corner_ledger(&on, 0);
        preston_ledger *after = corner_ledger(&on, 15);
        preston_comparison *comparison = compare(&on, types, before, after);
        static const char *const accounts[] = {"gva", "imports", "taxes_on_products"};
        for (int k = 0; k < 2; k++) {
            double accounted = 0.0;
            for (int at = 0; at < 3 * 2 * (int)on.places; at++) {
                accounted += after_of(&on, comparison, k, accounts[at % 3], at / 3 % 2, at / 6);
            }
            assert_close(accounted, totals[k] / 1e6, 1e-10, 0.0);
        }
        preston_comparison_free(comparison);
        preston_ledger_free(before);
        preston_ledger_free(after);
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* --- what cannot be --- */

static void comparison_types__bad_input(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_NEST);
    market other = make_market(random, FORM_NEST);
    preston_supplier_types *types = two_types(&on);
    const typed_purchase rows[] = {{"s1", place_of(&on, 0), "social", 4e6},
                                   {"s1", place_of(&on, 1), "scop", 1e6},
                                   {"s2", place_of(&on, 1), "SCIC", 3e6},
                                   {"s2", place_of(&on, 1), "scop", 5e5}};
    const typed_purchase cancelled[] = {{"s1", place_of(&on, 0), "social", 4e6},
                                        {"s1", place_of(&on, 1), "social", 1e6},
                                        {"s1", place_of(&on, 1), "branch", -1e6}};
    preston_ledger *good = ledger_of(1, rows);
    preston_ledger *unknown = ledger_of(4, rows);
    preston_ledger *nothing = ledger_of(3, cancelled);
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_fails(preston_comparison_create(on.model, good, unknown, NULL, types, NULL, NULL,
                                           &comparison, &error),
                 PRESTON_ERROR_LABEL, &error,
                 "the ledger: column 'type': 2 types with 4500000.00 in all are not known: "
                 "'scop' 1500000.00, 'SCIC' 3000000.00");
    assert_fails(preston_comparison_create(on.model, nothing, good, NULL, types, NULL, NULL,
                                           &comparison, &error),
                 PRESTON_ERROR_VALUE, &error, "those of its supplier types do not");
    assert_fails(preston_comparison_create(other.model, good, good, NULL, types, NULL, NULL,
                                           &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "of another model");
    assert_null(comparison);
    comparison = compare(&on, NULL, good, unknown); /* types are not looked at */
    double values[2];
    assert_fails(
        preston_comparison_by_place(comparison, 0, "gva", preston_matrix(values, 1, 2), &error),
        PRESTON_ERROR_SHAPE, &error, "one a place");
    preston_comparison_free(comparison);
    preston_ledger_free(good);
    preston_ledger_free(unknown);
    preston_ledger_free(nothing);
    preston_supplier_types_free(types);
    free_market(&on);
    free_market(&other);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison_types__shapley_value_by_its_definition),
        cmocka_unit_test(comparison_types__other_types_are_the_fourth_cause),
        cmocka_unit_test(comparison_types__same_ledger_twice),
        cmocka_unit_test(comparison_types__average_suppliers),
        cmocka_unit_test(comparison_types__bought_in_one_ledger_only),
        cmocka_unit_test(comparison_types__money_is_conserved),
        cmocka_unit_test(comparison_types__bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
