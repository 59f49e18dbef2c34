/* Laws that hold in every economy, on random ones of one to several places. */
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

static const char *const accounts[] = {
    "output", "imports", "taxes_on_products", "taxes_on_production", "compensation", "surplus",
    "gva",    "jobs"};
enum { COUNT = sizeof accounts / sizeof *accounts, ROUNDS = 10 };

static const preston_closure closures[] = {PRESTON_CLOSURE_I, PRESTON_CLOSURE_II};

typedef void (*law)(gsl_rng *random, sample *work);

/* One place in round 0 and 4, up to five later; feedback in every other round. */
static void check_on_random_economies(law check)
{
    gsl_rng *random = make_random();
    for (int round = 0; round < ROUNDS; round++) {
        const random_shape shape = {.sectors = 2 + 3 * round,
                                    .levels = 1 + round % 4,
                                    .more = round % 4 == 0 ? 0 : round % 2,
                                    .empty_sector = round % 3 == 2};
        sample work = sample_random(random, &shape);
        preston_economy_options options;
        preston_economy_options_init(&options);
        options.delta = random_between(random, 0.0, 0.5);
        options.feedback = round % 2;
        sample_join(&work, &options);
        sample_close(&work, PRESTON_CLOSURE_II);
        check(random, &work);
        sample_free(&work);
    }
    gsl_rng_free(random);
}

static int has_output(const sample *work, int64_t row)
{
    return preston_get(preston_table_output(work->table), row % work->sectors, 0) > 0.0;
}

static preston_impact *impact_of(const sample *work, const double *demand, const double *imports,
                                 const double *taxes)
{
    int64_t places = preston_economy_places(work->economy);
    const preston_demand wanted = {
        .sectors = preston_const_vector(demand, work->rows, 1),
        .imports = preston_const_vector(imports, imports != NULL ? places : 0, 1),
        .taxes_on_products = preston_const_vector(taxes, taxes != NULL ? places : 0, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, &wanted, &impact, &error), &error);
    return impact;
}

static double value_of(const preston_impact *impact, const char *account, int part, int64_t place)
{
    double value = (double)NAN;
    preston_error error = {0};
    assert_ok(preston_impact_value(impact, account, (preston_part)part, place, &value, &error),
              &error);
    return value;
}

/* Over all places; the induced part only in Type II. */
static double total_of(const sample *work, const preston_impact *impact, preston_closure closure,
                       const char *account)
{
    double sum = 0.0;
    for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
        for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
            int counts = part != PRESTON_INDUCED || closure == PRESTON_CLOSURE_II;
            sum += counts ? value_of(impact, account, part, place) : 0.0;
        }
    }
    return sum;
}

/* --- linear --- */

static void check_sum_of_demands(gsl_rng *random, sample *work)
{
    double *one = make_random_demand(random, work);
    double *other = make_random_demand(random, work);
    double *both = make_zeros(work->rows);
    for (int64_t row = 0; row < work->rows; row++) {
        both[row] = one[row] + 3.0 * other[row];
    }
    preston_impact *first = impact_of(work, one, NULL, NULL);
    preston_impact *second = impact_of(work, other, NULL, NULL);
    preston_impact *whole = impact_of(work, both, NULL, NULL);
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        for (int64_t row = 0; row < work->rows; row++) {
            double sum =
                preston_get(preston_impact_output(first, (preston_part)part), row, 0) +
                3.0 * preston_get(preston_impact_output(second, (preston_part)part), row, 0);
            assert_close(preston_get(preston_impact_output(whole, (preston_part)part), row, 0), sum,
                         1e-12, 1e-13);
        }
    }
    preston_impact_free(first);
    preston_impact_free(second);
    preston_impact_free(whole);
    free(one);
    free(other);
    free(both);
}

static void impact__of_a_sum_is_the_sum(void **state)
{
    (void)state;
    check_on_random_economies(check_sum_of_demands);
}

static void check_dot_products(gsl_rng *random, sample *work)
{
    double *demand = make_random_demand(random, work);
    preston_impact *impact = impact_of(work, demand, NULL, NULL);
    for (int k = 0; k < COUNT; k++) {
        for (int c = 0; c < 2; c++) {
            double *effects = effects_of(work, closures[c], accounts[k], NULL);
            assert_close(dot(work->rows, effects, demand),
                         total_of(work, impact, closures[c], accounts[k]), 1e-11, 1e-12);
            free(effects);
        }
    }
    preston_impact_free(impact);
    free(demand);
}

static void effects__times_demand_is_the_impact(void **state)
{
    (void)state;
    check_on_random_economies(check_dot_products);
}

static void check_zero(gsl_rng *random, sample *work)
{
    (void)random;
    double *nothing = make_zeros(work->rows);
    preston_impact *impact = impact_of(work, nothing, NULL, NULL);
    for (int k = 0; k < COUNT; k++) {
        assert_true(total_of(work, impact, PRESTON_CLOSURE_II, accounts[k]) == 0.0);
    }
    for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
        assert_true(preston_get(preston_impact_household_income(impact), place, 0) == 0.0);
    }
    assert_true(preston_impact_certificate(impact, PRESTON_CLOSURE_II).bound == 0.0);
    preston_impact_free(impact);
    free(nothing);
}

static void impact__of_nothing_is_exactly_nothing(void **state)
{
    (void)state;
    check_on_random_economies(check_zero);
}

/* --- the two closures --- */

static void check_type_two_is_larger(gsl_rng *random, sample *work)
{
    (void)random;
    for (int k = 0; k < COUNT; k++) {
        double *one = effects_of(work, PRESTON_CLOSURE_I, accounts[k], NULL);
        double *two = effects_of(work, PRESTON_CLOSURE_II, accounts[k], NULL);
        for (int64_t row = 0; row < work->rows; row++) {
            if (has_output(work, row)) {
                assert_true(two[row] > one[row] && one[row] > 0.0);
            } else {
                assert_true(two[row] == one[row]);
            }
        }
        free(one);
        free(two);
    }
}

static void effects__type_two_is_larger(void **state)
{
    (void)state;
    check_on_random_economies(check_type_two_is_larger);
}

/* In one place the two types differ by one factor, the same for all sectors. */
static void check_income_ratio(gsl_rng *random, sample *work)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.wage_leakage = random_between(random, 0.0, 0.5);
    options.household_own_use = random_between(random, 0.0, 0.2);
    sample_solve(work, &options);
    if (preston_economy_places(work->economy) > 1) {
        return;
    }
    double *one = effects_of(work, PRESTON_CLOSURE_I, "compensation", NULL);
    double *two = effects_of(work, PRESTON_CLOSURE_II, "compensation", NULL);
    for (int64_t row = 0; row < work->rows; row++) {
        if (has_output(work, row)) {
            assert_close(two[row] / one[row], two[0] / one[0], 1e-12, 0.0);
        }
    }
    assert_true(two[0] > 1.01 * one[0]);
    free(one);
    free(two);
}

static void effects__income_ratio_is_one_number(void **state)
{
    (void)state;
    check_on_random_economies(check_income_ratio);
}

/* What households do not get they do not spend: with all of it leaking, Type II is Type I. */
static void check_wage_leakage(gsl_rng *random, sample *work)
{
    (void)random;
    double before = INFINITY;
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    for (int k = 0; k <= 4; k++) {
        options.wage_leakage = k / 4.0;
        sample_solve(work, &options);
        double *two = effects_of(work, PRESTON_CLOSURE_II, "gva", NULL);
        assert_true(two[0] < before);
        before = two[0];
        free(two);
    }
    double *one = effects_of(work, PRESTON_CLOSURE_I, "jobs", NULL);
    double *two = effects_of(work, PRESTON_CLOSURE_II, "jobs", NULL);
    for (int64_t row = 0; row < work->rows; row++) {
        assert_close(two[row], one[row], 1e-13, 0.0);
    }
    free(one);
    free(two);
}

static void effects__wage_leakage_takes_away(void **state)
{
    (void)state;
    check_on_random_economies(check_wage_leakage);
}

static void check_parts(gsl_rng *random, sample *work)
{
    double *demand = make_random_demand(random, work);
    preston_impact *impact = impact_of(work, demand, NULL, NULL);
    sample first = *work;
    first.model = NULL;
    sample_close(&first, PRESTON_CLOSURE_I);
    preston_impact *type_one = impact_of(&first, demand, NULL, NULL);
    for (int64_t row = 0; row < work->rows; row++) {
        double direct = preston_get(preston_impact_output(impact, PRESTON_DIRECT), row, 0);
        double indirect = preston_get(preston_impact_output(impact, PRESTON_INDIRECT), row, 0);
        assert_true(direct == demand[row]);
        assert_true(indirect >= -1e-15);
        assert_true(preston_get(preston_impact_output(impact, PRESTON_INDUCED), row, 0) >= -1e-15);
        assert_true(indirect ==
                    preston_get(preston_impact_output(type_one, PRESTON_INDIRECT), row, 0));
        assert_true(preston_get(preston_impact_output(type_one, PRESTON_INDUCED), row, 0) == 0.0);
    }
    preston_impact_free(impact);
    preston_impact_free(type_one);
    preston_model_free(first.model);
    free(demand);
}

static void impact__parts_of_both_models_agree(void **state)
{
    (void)state;
    check_on_random_economies(check_parts);
}

/* Households get the wages of their place, and what they buy is the induced demand. */
static void check_household_income(gsl_rng *random, sample *work)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.wage_leakage = random_between(random, 0.0, 0.5);
    options.household_own_use = random_between(random, 0.0, 0.2);
    sample_solve(work, &options);
    double *demand = make_random_demand(random, work);
    preston_impact *impact = impact_of(work, demand, NULL, NULL);
    for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
        double wages = 0.0;
        for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
            wages += value_of(impact, "compensation", part, place);
        }
        double income = preston_get(preston_impact_household_income(impact), place, 0);
        assert_close((1.0 - options.household_own_use) * income,
                     (1.0 - options.wage_leakage) * wages, 1e-12, 1e-14);
    }
    preston_impact_free(impact);
    free(demand);
}

static void impact__household_income_is_wages(void **state)
{
    (void)state;
    check_on_random_economies(check_household_income);
}

/* --- money --- */

static void check_where_a_pound_goes(gsl_rng *random, sample *work)
{
    (void)random;
    double *gva = effects_of(work, PRESTON_CLOSURE_I, "gva", NULL);
    double *imports = effects_of(work, PRESTON_CLOSURE_I, "imports", NULL);
    double *taxes = effects_of(work, PRESTON_CLOSURE_I, "taxes_on_products", NULL);
    for (int64_t row = 0; row < work->rows; row++) {
        if (has_output(work, row)) {
            assert_close(gva[row] + imports[row] + taxes[row], 1.0, 1e-12, 0.0);
        }
    }
    free(gva);
    free(imports);
    free(taxes);
}

static void effects__every_pound_ends_in_value_added_imports_or_taxes(void **state)
{
    (void)state;
    check_on_random_economies(check_where_a_pound_goes);
}

static void check_conservation(gsl_rng *random, sample *work)
{
    int64_t places = preston_economy_places(work->economy);
    double *demand = make_random_demand(random, work);
    double *imports = make_zeros(places);
    double *taxes = make_zeros(places);
    double spent_by_buyer = 0.0;
    for (int64_t row = 0; row < work->rows; row++) {
        spent_by_buyer += demand[row];
    }
    for (int64_t place = 0; place < places; place++) {
        imports[place] = gsl_rng_uniform(random);
        taxes[place] = gsl_rng_uniform(random);
        spent_by_buyer += imports[place] + taxes[place];
    }
    preston_impact *impact = impact_of(work, demand, imports, taxes);
    double spent[2] = {0.0, 0.0};
    for (int c = 0; c < 2; c++) {
        double accounted = 0.0;
        preston_error error = {0};
        assert_ok(preston_impact_conservation(impact, closures[c], &spent[c], &accounted, &error),
                  &error);
        assert_close(accounted, spent[c], 1e-10, 0.0);
    }
    assert_close(spent[0], spent_by_buyer, 1e-14, 0.0);
    assert_true(spent[1] > spent[0]); /* households spend too */
    preston_impact_free(impact);
    free(demand);
    free(imports);
    free(taxes);
}

static void impact__conserves_money(void **state)
{
    (void)state;
    check_on_random_economies(check_conservation);
}

/* --- places --- */

/* Columns add up to the national ones: whatever is bought, and wherever, the nation as a whole is
 * affected as if it were one place. */
static void check_places_add_up(gsl_rng *random, sample *work)
{
    (void)random;
    sample nation = {.table = work->table, .sectors = work->sectors};
    sample_close(&nation, PRESTON_CLOSURE_II);
    for (int k = 0; k < COUNT; k++) {
        for (int c = 0; c < 2; c++) {
            double *apart = effects_of(work, closures[c], accounts[k], NULL);
            double *whole = effects_of(&nation, closures[c], accounts[k], NULL);
            for (int64_t row = 0; row < work->rows; row++) {
                assert_close(apart[row], whole[row % work->sectors], 1e-12, 1e-15);
            }
            free(apart);
            free(whole);
        }
    }
    preston_model_free(nation.model);
    preston_economy_free(nation.economy);
}

static void effects__on_the_nation_do_not_depend_on_the_place(void **state)
{
    (void)state;
    check_on_random_economies(check_places_add_up);
}

static void check_areas_add_up(gsl_rng *random, sample *work)
{
    (void)random;
    for (int k = 0; k < COUNT; k++) {
        for (int c = 0; c < 2; c++) {
            double *whole = effects_of(work, closures[c], accounts[k], NULL);
            double *same = effects_of(work, closures[c], accounts[k], "p1"); /* the nation */
            double *sum = make_zeros(work->rows);
            for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
                double *part = effects_of(work, closures[c], accounts[k],
                                          preston_economy_place_code(work->economy, place));
                for (int64_t row = 0; row < work->rows; row++) {
                    sum[row] += part[row];
                }
                free(part);
            }
            for (int64_t row = 0; row < work->rows; row++) {
                assert_close(sum[row], whole[row], 1e-12, 1e-15);
                assert_true(same[row] == whole[row]);
            }
            free(whole);
            free(same);
            free(sum);
        }
    }
}

static void effects__of_areas_add_up(void **state)
{
    (void)state;
    check_on_random_economies(check_areas_add_up);
}

/* An impact's amounts by place are the effects on that place. */
static void check_impact_by_place(gsl_rng *random, sample *work)
{
    double *demand = make_random_demand(random, work);
    preston_impact *impact = impact_of(work, demand, NULL, NULL);
    for (int k = 0; k < COUNT; k++) {
        for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
            double *effects = effects_of(work, PRESTON_CLOSURE_II, accounts[k],
                                         preston_economy_place_code(work->economy, place));
            double sum = 0.0;
            for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
                sum += value_of(impact, accounts[k], part, place);
            }
            assert_close(dot(work->rows, effects, demand), sum, 1e-11, 1e-13);
            free(effects);
        }
    }
    preston_impact_free(impact);
    free(demand);
}

static void effects__on_a_place_are_its_impact(void **state)
{
    (void)state;
    check_on_random_economies(check_impact_by_place);
}

/* --- the same again --- */

static void check_repetition(gsl_rng *random, sample *work)
{
    size_t size = (size_t)work->rows * sizeof(double);
    double *demand = make_random_demand(random, work);
    preston_impact *impact = impact_of(work, demand, NULL, NULL);
    double *effects = effects_of(work, PRESTON_CLOSURE_II, "gva", NULL);
    sample again = {.table = work->table,
                    .economy = work->economy,
                    .rows = work->rows,
                    .sectors = work->sectors};
    for (int round = 0; round < 2; round++) {
        preston_impact *same = impact_of(work, demand, NULL, NULL);
        double *twin = effects_of(work, PRESTON_CLOSURE_II, "gva", NULL);
        assert_memory_equal(effects, twin, size);
        for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
            assert_memory_equal(preston_impact_output(impact, (preston_part)part).data,
                                preston_impact_output(same, (preston_part)part).data, size);
        }
        preston_impact_free(same);
        free(twin);
        sample_close(&again, PRESTON_CLOSURE_II); /* and in a new model of the same economy */
        twin = effects_of(&again, PRESTON_CLOSURE_II, "gva", NULL);
        assert_memory_equal(effects, twin, size);
        free(twin);
    }
    preston_model_free(again.model);
    preston_impact_free(impact);
    free(effects);
    free(demand);
}

static void model__answers_the_same_bits_again(void **state)
{
    (void)state;
    check_on_random_economies(check_repetition);
}

/* --- units --- */

static sample scaled(const gsl_rng *random, double factor)
{
    gsl_rng *twin = gsl_rng_clone(random);
    const random_shape shape = {.sectors = 12, .levels = 3, .more = 1, .factor = factor};
    sample work = sample_random(twin, &shape);
    sample_close(&work, PRESTON_CLOSURE_II);
    gsl_rng_free(twin);
    return work;
}

/* In pounds or in thousands of pounds: nothing changes, and by a power of two not even a bit. */
static void effects__do_not_depend_on_the_unit(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    sample plain = scaled(random, 1.0);
    sample thousand = scaled(random, 1000.0);
    sample binary = scaled(random, 1024.0);
    for (int k = 0; k < 2 * COUNT; k++) {
        double *one = effects_of(&plain, closures[k % 2], accounts[k / 2], NULL);
        double *two = effects_of(&thousand, closures[k % 2], accounts[k / 2], NULL);
        double *three = effects_of(&binary, closures[k % 2], accounts[k / 2], NULL);
        for (int64_t row = 0; row < plain.rows; row++) {
            assert_close(two[row], one[row], 1e-12, 0.0);
            assert_true(three[row] == one[row]);
        }
        free(one);
        free(two);
        free(three);
    }
    sample_free(&plain);
    sample_free(&thousand);
    sample_free(&binary);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impact__of_a_sum_is_the_sum),
        cmocka_unit_test(effects__times_demand_is_the_impact),
        cmocka_unit_test(impact__of_nothing_is_exactly_nothing),
        cmocka_unit_test(effects__type_two_is_larger),
        cmocka_unit_test(effects__income_ratio_is_one_number),
        cmocka_unit_test(effects__wage_leakage_takes_away),
        cmocka_unit_test(impact__parts_of_both_models_agree),
        cmocka_unit_test(impact__household_income_is_wages),
        cmocka_unit_test(effects__every_pound_ends_in_value_added_imports_or_taxes),
        cmocka_unit_test(impact__conserves_money),
        cmocka_unit_test(effects__on_the_nation_do_not_depend_on_the_place),
        cmocka_unit_test(effects__of_areas_add_up),
        cmocka_unit_test(effects__on_a_place_are_its_impact),
        cmocka_unit_test(model__answers_the_same_bits_again),
        cmocka_unit_test(effects__do_not_depend_on_the_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
