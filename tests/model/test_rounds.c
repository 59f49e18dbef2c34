/* Rounds of spending and LM3, their sum to the end, and what they leave out. */
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

static preston_status rounds_of(const sample *work, preston_closure closure, const char *area,
                                const double *demand, int64_t count, double *rounds, double *full,
                                preston_error *error)
{
    return preston_model_rounds(work->model, closure, area,
                                preston_const_vector(demand, work->rows, 1),
                                preston_vector(rounds, count, 1), full, error);
}

static double sum_of(int64_t count, const double *values)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

static sample one_sector(double share)
{
    const table_recipe recipe = {.sectors = 1, .coefficients = &share};
    sample work = {.sectors = 1, .table = make_table(&recipe)};
    sample_close(&work, PRESTON_CLOSURE_I);
    return work;
}

/* With a constant share s spent again: LM3 = 1 + s + s², to the end 1 / (1 − s). */
static void rounds__of_a_constant_share(void **state)
{
    (void)state;
    static const double printed[][4] = {/* s, LM3, full, share captured in percent */
                                        {0.1, 1.11, 1.1111, 99.9}, {0.2, 1.24, 1.25, 99.2},
                                        {0.3, 1.39, 1.4286, 97.3}, {0.4, 1.56, 1.6667, 93.6},
                                        {0.5, 1.75, 2.00, 87.5},   {0.6, 1.96, 2.50, 78.4}};
    for (int k = 0; k < 6; k++) {
        sample work = one_sector(printed[k][0]);
        double spent = 400.0;
        double rounds[3];
        double full = 0.0;
        preston_error error = {0};
        assert_ok(rounds_of(&work, PRESTON_CLOSURE_I, NULL, &spent, 3, rounds, &full, &error),
                  &error);
        double lm3 = sum_of(3, rounds) / spent;
        assert_close(lm3, printed[k][1], 1e-13, 0.0);
        assert_close(full / spent, printed[k][2], 0.0, 5.1e-5);
        assert_close(100.0 * lm3 * spent / full, printed[k][3], 1e-12, 0.0);
        sample_free(&work);
    }
}

/* The same share, half of it as wages that are spent at home: households are a round too. */
static void rounds__wages_are_received_before_they_are_spent(void **state)
{
    (void)state;
    static const double coefficient = 0.2;
    static const double output = 100.0;
    static const double final_use[USES] = {30.0, 0.0, 0.0, 50.0};
    static const double primary[PRIMARY] = {0.0, 0.0, 0.0, 0.5, 0.5};
    const table_recipe recipe = {.sectors = 1,
                                 .coefficients = &coefficient,
                                 .output = &output,
                                 .final_use = final_use,
                                 .primary = primary,
                                 .household_income = 60.0};
    sample work = {.sectors = 1, .table = make_table(&recipe)};
    sample_close(&work, PRESTON_CLOSURE_II);
    double spent = 10.0;
    double rounds[4];
    double full = 0.0;
    preston_error error = {0};
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_II, NULL, &spent, 4, rounds, &full, &error), &error);
    /* per pound: the firm buys 0.2 and pays 0.4 (half of the other 0.8); households spend a half */
    assert_close(rounds[0], 10.0, 1e-15, 0.0);
    assert_close(rounds[1], 2.0 + 4.0, 1e-14, 0.0);
    assert_close(rounds[2], (0.4 + 0.8) + 2.0, 1e-14, 0.0);
    double firm = 0.2 * 2.0 + 0.5 * 4.0; /* what the firm receives in the third round */
    assert_close(rounds[3], 0.6 * firm + 0.5 * 0.8, 1e-14, 0.0);
    /* to the end: x = 10 + 0.2 x + 0.5 h, h = 0.4 x */
    assert_close(full, 10.0 / 0.6 * 1.4, 1e-14, 0.0);
    sample_free(&work);
}

/* LM3 stops after three rounds: never more than the full sum, which many rounds reach. */
static void rounds__of_random_economies_add_up_to_the_full_sum(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    enum { MANY = 400 };
    double rounds[MANY];
    for (int64_t k = 0; k < 8; k++) {
        const random_shape shape = {.sectors = 2 + 3 * k, .levels = 1 + k % 4, .more = k % 4 > 0};
        sample work = sample_random(random, &shape);
        sample_close(&work, PRESTON_CLOSURE_II);
        double *demand = make_random_demand(random, &work);
        for (int closure = 0; closure < 2; closure++) {
            double full = 0.0;
            preston_error error = {0};
            assert_ok(rounds_of(&work, (preston_closure)closure, NULL, demand, MANY, rounds, &full,
                                &error),
                      &error);
            assert_close(rounds[0], sum_of(work.rows, demand), 1e-14, 0.0);
            assert_true(sum_of(3, rounds) <= full);
            assert_close(sum_of(MANY, rounds), full, 1e-11, 0.0);
            for (int round = 1; round < MANY; round++) {
                assert_true(rounds[round] <= rounds[round - 1]);
            }
        }
        free(demand);
        sample_free(&work);
    }
    gsl_rng_free(random);
}

/* Everywhere, Type I: the full sum is the output multiplier; the first rounds are d, A d, A² d. */
static void rounds__everywhere_are_the_output_multiplier(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 11, .levels = 3, .more = 1};
    sample work = sample_random(random, &shape);
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_random_demand(random, &work);
    double *effects = effects_of(&work, PRESTON_CLOSURE_I, "output", NULL);
    preston_const_view a = preston_economy_coefficients(work.economy);
    double second = 0.0;
    for (int64_t i = 0; i < work.rows; i++) {
        for (int64_t j = 0; j < work.rows; j++) {
            second += preston_get(a, i, j) * demand[j];
        }
    }
    double rounds[2];
    double full = 0.0;
    preston_error error = {0};
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_I, NULL, demand, 2, rounds, &full, &error), &error);
    assert_close(rounds[1], second, 1e-13, 0.0);
    assert_close(full, dot(work.rows, effects, demand), 1e-12, 0.0);
    free(effects);
    free(demand);
    sample_free(&work);
    gsl_rng_free(random);
}

/* Everywhere, Type II: the sum of output and household income of the impact. */
static void rounds__with_households_are_output_and_income(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 8, .levels = 2, .more = 1};
    sample work = sample_random(random, &shape);
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_random_demand(random, &work);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, work.rows, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work.model, &wanted, &impact, &error), &error);
    double received = 0.0;
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        received += sum_of(work.rows, preston_impact_output(impact, (preston_part)part).data);
    }
    preston_const_view income = preston_impact_household_income(impact);
    received += sum_of(income.rows, income.data);
    double full = 0.0;
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_II, NULL, demand, 0, NULL, &full, &error), &error);
    assert_close(full, received, 1e-12, 0.0);
    preston_impact_free(impact);
    free(demand);
    sample_free(&work);
    gsl_rng_free(random);
}

/* Inside an area nothing comes back from outside, and what falls outside does not count. */
static void rounds__inside_an_area(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_zeros(work.rows);
    for (int64_t row = 0; row < work.rows; row++) {
        demand[row] = row < work.sectors ? 1.0 : 50.0;
    }
    static const char *const areas[] = {"preston", "lancashire", "uk"};
    double lm3[2][3];
    for (int k = 0; k < 6; k++) {
        int closure = k / 3;
        double rounds[3];
        double full = 0.0;
        preston_error error = {0};
        assert_ok(rounds_of(&work, (preston_closure)closure, areas[k % 3], demand, 3, rounds, &full,
                            &error),
                  &error);
        double inside = k % 3 == 0 ? 105.0 : k % 3 == 1 ? 105.0 * 51.0 : 105.0 * 101.0;
        assert_close(rounds[0], inside, 1e-13, 0.0);
        lm3[closure][k % 3] = sum_of(3, rounds) / rounds[0];
        assert_true(lm3[closure][k % 3] < full / rounds[0]);
    }
    for (int k = 0; k < 3; k++) {
        assert_true(lm3[1][k] > lm3[0][k]); /* wages are local spending too */
        assert_true(k == 0 || lm3[1][k] > lm3[1][k - 1]);
        assert_true(lm3[1][k] > 1.0 && lm3[1][k] < 3.0);
    }
    free(demand);
    sample_free(&work);
}

static void rounds__inside_the_outermost_place(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_zeros(work.rows);
    for (int64_t row = 0; row < work.rows; row++) {
        demand[row] = row < 2 * work.sectors ? 1.0 : 50.0;
    }
    double rounds[2];
    double full = 0.0;
    preston_error error = {0};
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_II, "rest-of-uk", demand, 2, rounds, &full, &error),
              &error);
    assert_close(rounds[0], 50.0 * (double)work.sectors, 1e-14, 0.0);
    preston_const_view a = preston_economy_coefficients(work.economy);
    double *wages = make_zeros(work.rows);
    assert_ok(preston_model_direct(work.model, "compensation", preston_vector(wages, work.rows, 1),
                                   &error),
              &error);
    double second = 0.0; /* purchases among its own sectors, and wages of its own households */
    for (int64_t j = 2 * work.sectors; j < work.rows; j++) {
        second += 50.0 * wages[j];
        for (int64_t i = 2 * work.sectors; i < work.rows; i++) {
            second += 50.0 * preston_get(a, i, j);
        }
    }
    assert_close(rounds[1], second, 1e-12, 0.0);
    free(wages);
    free(demand);
    sample_free(&work);
}

/* A round less inside than what the whole model gives the area: what leaves and returns is missing.
 */
static void rounds__inside_an_area_leave_out_what_returns(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_zeros(work.rows);
    demand[preston_table_find(work.table, "Q86")] = 100.0;
    double *effects = effects_of(&work, PRESTON_CLOSURE_I, "output", "preston");
    double whole = dot(work.rows, effects, demand);
    double full = 0.0;
    preston_error error = {0};
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_I, "preston", demand, 0, NULL, &full, &error),
              &error);
    assert_true(full < whole);
    assert_close(full, whole, 0.001, 0.0); /* and it is little, for a place of this size */
    free(effects);
    free(demand);
    sample_free(&work);
}

static void rounds__of_nothing(void **state)
{
    (void)state;
    sample work = one_sector(0.5);
    double nothing = 0.0;
    double rounds[3] = {9.0, 9.0, 9.0};
    double full = 9.0;
    preston_error error = {0};
    assert_ok(rounds_of(&work, PRESTON_CLOSURE_I, NULL, &nothing, 3, rounds, &full, &error),
              &error);
    assert_true(rounds[0] == 0.0 && rounds[1] == 0.0 && rounds[2] == 0.0 && full == 0.0);
    sample_free(&work);
}

static void rounds__errors(void **state)
{
    (void)state;
    sample work = one_sector(0.5);
    double spent[2] = {1.0, 1.0};
    double rounds[3] = {9.0, 9.0, 9.0};
    double full = 9.0;
    preston_error error = {0};
    assert_fails(rounds_of(&work, PRESTON_CLOSURE_II, NULL, spent, 3, rounds, &full, &error),
                 PRESTON_ERROR_MISSING, &error, "Type I only");
    assert_fails(rounds_of(&work, PRESTON_CLOSURE_I, "atlantis", spent, 3, rounds, &full, &error),
                 PRESTON_ERROR_LABEL, &error, "'atlantis'");
    assert_fails(preston_model_rounds(work.model, PRESTON_CLOSURE_I, NULL,
                                      preston_const_vector(spent, 2, 1),
                                      preston_vector(rounds, 3, 1), &full, &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    spent[0] = (double)NAN;
    assert_fails(rounds_of(&work, PRESTON_CLOSURE_I, NULL, spent, 3, rounds, &full, &error),
                 PRESTON_ERROR_VALUE, &error, "not finite");
    assert_true(full == 9.0 && rounds[0] == 9.0); /* untouched */
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds__of_a_constant_share),
        cmocka_unit_test(rounds__wages_are_received_before_they_are_spent),
        cmocka_unit_test(rounds__of_random_economies_add_up_to_the_full_sum),
        cmocka_unit_test(rounds__everywhere_are_the_output_multiplier),
        cmocka_unit_test(rounds__with_households_are_output_and_income),
        cmocka_unit_test(rounds__inside_an_area),
        cmocka_unit_test(rounds__inside_the_outermost_place),
        cmocka_unit_test(rounds__inside_an_area_leave_out_what_returns),
        cmocka_unit_test(rounds__of_nothing),
        cmocka_unit_test(rounds__errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
