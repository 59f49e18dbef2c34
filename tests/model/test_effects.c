/* Effects of every kind of demand: the adjoint of impacts. */
#include "any_economy.h"
#include "test.h"

#include <math.h>

static const char *const account_codes[] = {
    "output", "imports", "taxes_on_products", "taxes_on_production", "compensation", "surplus",
    "gva",    "jobs"};
enum { ACCOUNTS = sizeof account_codes / sizeof *account_codes, AREAS = 3 };
enum { PAIRS = ACCOUNTS * AREAS };

/* The effects of all accounts in all areas, and the memory they are in. */
typedef struct all_effects {
    const char *accounts[PAIRS];
    const char *areas[PAIRS];
    preston_effects effects[PAIRS];
    double *memory;
} all_effects;

static all_effects find_all(const sample *work, preston_closure closure)
{
    int64_t places = preston_economy_places(work->economy);
    int64_t each = work->rows + 3 * places;
    all_effects all = {.memory = make_zeros(PAIRS * each)};
    const char *areas[AREAS] = {NULL, preston_economy_place_code(work->economy, 0),
                                preston_economy_place_code(work->economy, places - 1)};
    preston_error error = {0};
    for (int k = 0; k < PAIRS; k++) {
        double *at = all.memory + k * each;
        all.accounts[k] = account_codes[k % ACCOUNTS];
        all.areas[k] = areas[k / ACCOUNTS];
        all.effects[k] = (preston_effects){preston_vector(at, work->rows, 1),
                                           preston_vector(at + work->rows, places, 1),
                                           preston_vector(at + work->rows + places, places, 1),
                                           preston_vector(at + work->rows + 2 * places, places, 1)};
    }
    assert_ok(preston_model_effects(work->model, closure, PAIRS, all.accounts, all.areas,
                                    all.effects, &error),
              &error);
    return all;
}

/* Adds to the sum, and to what its terms are in size. */
static void add_products(preston_view effects, const double *demand, double *sum, double *size)
{
    for (int64_t i = 0; i < effects.rows; i++) {
        double term = preston_get(preston_const(effects), i, 0) * demand[i];
        *sum += term;
        *size += fabs(term);
    }
}

static void check_totals(gsl_rng *random, const any_economy *economy)
{
    const sample *work = economy->work;
    int64_t places = preston_economy_places(work->economy);
    double *sectors = make_random_demand(random, work);
    double *imports = make_random_amounts(random, places);
    double *taxes = make_random_amounts(random, places);
    double *income = make_random_amounts(random, places);
    const preston_demand demand = {.sectors = preston_const_vector(sectors, work->rows, 1),
                                   .imports = preston_const_vector(imports, places, 1),
                                   .taxes_on_products = preston_const_vector(taxes, places, 1),
                                   .household_income = preston_const_vector(income, places, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, &demand, &impact, &error), &error);
    for (int closure = 0; closure < 2; closure++) {
        all_effects all = find_all(work, (preston_closure)closure);
        for (int k = 0; k < PAIRS; k++) {
            double *by_place = totals_of(impact, places, (preston_closure)closure, all.accounts[k]);
            double expected = 0.0;
            for (int64_t place = 0; place < places; place++) {
                int counts = all.areas[k] == NULL ||
                             preston_economy_place_within(work->economy, place, all.areas[k]);
                expected += counts ? by_place[place] : 0.0;
            }
            double sum = 0.0;
            double size = 0.0;
            add_products(all.effects[k].sectors, sectors, &sum, &size);
            add_products(all.effects[k].imports, imports, &sum, &size);
            add_products(all.effects[k].taxes_on_products, taxes, &sum, &size);
            add_products(all.effects[k].household_income, income, &sum, &size);
            /* both solved to 1e-12 of the whole; an area's part may be small beside it */
            assert_close(sum, expected, 0.0, 1e-9 * size + 1e-10);
            free(by_place);
        }
        free(all.memory);
    }
    preston_impact_free(impact);
    free(sectors);
    free(imports);
    free(taxes);
    free(income);
}

static void model_effects__times_demand_are_the_totals(void **state)
{
    (void)state;
    check_on_nested(check_totals);
    check_on_traded(check_totals);
}

/* The same solves, alone and among others. */
static void check_multipliers(gsl_rng *random, const any_economy *economy)
{
    (void)random;
    const sample *work = economy->work;
    all_effects all = find_all(work, PRESTON_CLOSURE_II);
    for (int k = 0; k < PAIRS; k++) {
        double *alone = effects_of(work, PRESTON_CLOSURE_II, all.accounts[k], all.areas[k]);
        for (int64_t row = 0; row < work->rows; row++) {
            assert_close(preston_get(preston_const(all.effects[k].sectors), row, 0), alone[row],
                         1e-10, 1e-10);
        }
        free(alone);
    }
    free(all.memory);
}

static void model_effects__are_those_of_the_multipliers(void **state)
{
    (void)state;
    check_on_nested(check_multipliers);
    check_on_traded(check_multipliers);
}

/* --- what is asked for, and what is refused --- */

static void check_questions(gsl_rng *random, const any_economy *economy)
{
    (void)random;
    const preston_model *model = economy->work->model;
    int64_t places = preston_economy_places(economy->work->economy);
    double *income = make_zeros(places + 1);
    const char *accounts[] = {"gva", "carbon"};
    const char *areas[] = {NULL, "atlantis"};
    preston_effects wanted[] = {{.household_income = preston_vector(income, places, 1)},
                                {.imports = preston_vector(income, places, 1)}};
    preston_error error = {0};
    income[0] = -7.0;
    assert_fails(
        preston_model_effects(model, PRESTON_CLOSURE_II, 2, accounts, NULL, wanted, &error),
        PRESTON_ERROR_MISSING, &error, "'carbon'");
    accounts[1] = "jobs";
    assert_fails(
        preston_model_effects(model, PRESTON_CLOSURE_II, 2, accounts, areas, wanted, &error),
        PRESTON_ERROR_LABEL, &error, "'atlantis'");
    assert_fails(preston_model_effects(model, PRESTON_CLOSURE_II, -1, NULL, NULL, NULL, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "-1 accounts");
    wanted[1].imports.rows = places + 1;
    assert_fails(
        preston_model_effects(model, PRESTON_CLOSURE_II, 2, accounts, NULL, wanted, &error),
        PRESTON_ERROR_SHAPE, &error, "effects of imports have");
    assert_true(income[0] == -7.0);
    assert_ok(preston_model_effects(model, PRESTON_CLOSURE_II, 0, NULL, NULL, NULL, &error),
              &error);
    assert_ok(preston_model_effects(model, PRESTON_CLOSURE_II, 1, accounts, NULL, wanted, &error),
              &error);
    assert_true(income[0] > 0.0);
    assert_ok(preston_model_effects(model, PRESTON_CLOSURE_I, 1, accounts, NULL, wanted, &error),
              &error);
    assert_true(income[0] == 0.0); /* Type I */
    free(income);
}

static void model_effects__questions(void **state)
{
    (void)state;
    check_on_nested(check_questions);
    check_on_traded(check_questions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_effects__times_demand_are_the_totals),
        cmocka_unit_test(model_effects__are_those_of_the_multipliers),
        cmocka_unit_test(model_effects__questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
