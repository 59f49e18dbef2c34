/* An impact by place: all places at once, who gains and who loses, and what a move adds up to. */
#include "random.h"
#include "test.h"
#include "traded.h"

enum { PLACES = 12, SECTORS = 5, PARTS = 3 };

typedef struct bench {
    traded work;
    gsl_rng *random;
    preston_impact *impact;
} bench;

static preston_impact *impact_of(const sample *work, const double *demand)
{
    const preston_demand given = {.sectors = preston_const_vector(demand, work->rows, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, &given, &impact, &error), &error);
    return impact;
}

/* Two units of the third sector are bought in the second place instead of the seventh. */
static preston_impact *impact_of_a_move(const sample *work)
{
    double *demand = make_zeros(work->rows);
    demand[1 * SECTORS + 2] = 2.0;
    demand[6 * SECTORS + 2] = -2.0;
    preston_impact *impact = impact_of(work, demand);
    free(demand);
    return impact;
}

static bench make_bench(preston_closure closure)
{
    bench made = {.random = make_random()};
    const traded_shape shape = {
        .places = PLACES, .sectors = SECTORS, .trade = 7, .commuting = TRADE_LISTS};
    made.work = traded_random(made.random, &shape);
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure;
    options.tolerance = 1e-12;
    traded_close(&made.work, &options);
    made.impact = impact_of_a_move(&made.work.work);
    return made;
}

static void free_bench(bench *made)
{
    preston_impact_free(made->impact);
    traded_free(&made->work);
    gsl_rng_free(made->random);
}

static void impact_by_place__equals_single_values(void **state)
{
    (void)state;
    static const char *const accounts[] = {"output", "gva", "jobs", "imports", "taxes_on_products"};
    bench on = make_bench(PRESTON_CLOSURE_II);
    double values[PLACES * PARTS] = {0};
    preston_error error = {0};
    for (int k = 0; k < 5; k++) {
        assert_ok(preston_impact_by_place(on.impact, accounts[k],
                                          preston_matrix(values, PLACES, PARTS), &error),
                  &error);
        for (int64_t cell = 0; cell < (int64_t)PLACES * PARTS; cell++) {
            double value = 0.0;
            assert_ok(preston_impact_value(on.impact, accounts[k], (preston_part)(cell % PARTS),
                                           cell / PARTS, &value, &error),
                      &error);
            assert_true(value == values[cell]); /* the same sums in the same order */
        }
    }
    assert_fails(
        preston_impact_by_place(on.impact, "carbon", preston_matrix(values, PLACES, PARTS), &error),
        PRESTON_ERROR_MISSING, &error, "'carbon'");
    assert_fails(
        preston_impact_by_place(on.impact, "gva", preston_matrix(values, PLACES, 2), &error),
        PRESTON_ERROR_SHAPE, &error, "12 rows");
    free_bench(&on);
}

/* What moves from one place to another adds to zero before its second-round effects, exactly; and,
 * since trade only moves demand, the national net stays nil afterwards, to the solves' accuracy. */
static void impact_gains__a_move_adds_to_zero(void **state)
{
    (void)state;
    static const char *const accounts[] = {"output", "gva", "jobs", "compensation"};
    bench on = make_bench(PRESTON_CLOSURE_II);
    preston_error error = {0};
    for (int k = 0; k < 4; k++) {
        preston_gains gains = {0};
        assert_ok(preston_impact_gains(on.impact, accounts[k], PRESTON_DIRECT, &gains, NULL, NULL,
                                       &error),
                  &error);
        assert_true(gains.net == 0.0 && gains.gain == -gains.loss && gains.gain > 0.0);
        assert_true(gains.gaining == 1 && gains.losing == 1);
        assert_ok(preston_impact_gains(on.impact, accounts[k], PRESTON_INDUCED, &gains, NULL, NULL,
                                       &error),
                  &error);
        assert_close(gains.net, 0.0, 0.0, 1e-10 * gains.gain);
        assert_true(gains.gaining + gains.losing == PLACES);
    }
    free_bench(&on);
}

/* Where technologies differ the nation gains or loses something: the parts still add up. */
static void impact_gains__by_place_sorted(void **state)
{
    (void)state;
    bench on = make_bench(PRESTON_CLOSURE_I);
    double values[PLACES * PARTS] = {0};
    int64_t places[PLACES] = {0};
    double amounts[PLACES] = {0};
    int seen[PLACES] = {0};
    double gain = 0.0;
    double loss = 0.0;
    preston_gains gains = {0};
    preston_error error = {0};
    assert_ok(
        preston_impact_gains(on.impact, "jobs", PRESTON_INDIRECT, &gains, places, amounts, &error),
        &error);
    assert_ok(
        preston_impact_by_place(on.impact, "jobs", preston_matrix(values, PLACES, PARTS), &error),
        &error);
    for (int k = 0; k < PLACES; k++) {
        const double *parts = values + places[k] * PARTS;
        assert_close(amounts[k], parts[0] + parts[1], 1e-15, 0.0);
        assert_true(k == 0 || amounts[k] <= amounts[k - 1]);
        seen[places[k]]++;
        gain += amounts[k] > 0.0 ? amounts[k] : 0.0;
        loss += amounts[k] < 0.0 ? amounts[k] : 0.0;
    }
    for (int k = 0; k < PLACES; k++) {
        assert_int_equal(seen[k], 1);
    }
    assert_int_equal(places[0], 1);
    assert_int_equal(places[PLACES - 1], 6);
    assert_close(gains.gain, gain, 1e-14, 0.0);
    assert_close(gains.loss, loss, 1e-14, 0.0);
    assert_close(gains.net, gain + loss, 0.0, 1e-14);
    assert_fails(
        preston_impact_gains(on.impact, "jobs", (preston_part)3, &gains, NULL, NULL, &error),
        PRESTON_ERROR_ARGUMENT, &error, "part 3");
    assert_fails(
        preston_impact_gains(on.impact, "carbon", PRESTON_DIRECT, &gains, NULL, NULL, &error),
        PRESTON_ERROR_MISSING, &error, "'carbon'");
    free_bench(&on);
}

static void impact_gains__of_few_places_cell_by_cell(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_join(&work, NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    double *demand = make_zeros(work.rows);
    int64_t sector = preston_table_find(work.table, preston_table_code(work.table, 60));
    demand[sector] = 1.0;
    demand[2 * work.sectors + sector] = -1.0;
    preston_impact *impact = impact_of(&work, demand);
    int64_t places[PARTS] = {0};
    preston_gains gains = {0};
    preston_error error = {0};
    assert_ok(preston_impact_gains(impact, "gva", PRESTON_INDUCED, &gains, places, NULL, &error),
              &error);
    assert_int_equal(places[0], preston_economy_find_place(work.economy, "preston"));
    assert_close(gains.net, 0.0, 0.0, 1e-9 * gains.gain); /* all have the nation's technology */
    preston_impact_free(impact);
    free(demand);
    sample_free(&work);
}

static void impact_wages__needs_type_two(void **state)
{
    (void)state;
    bench on = make_bench(PRESTON_CLOSURE_I);
    preston_wages wages = {.paid = 7.0};
    preston_error error = {0};
    assert_fails(preston_impact_wages(on.impact, &wages, &error), PRESTON_ERROR_MISSING, &error,
                 "Type I only");
    assert_true(wages.paid == 7.0);
    free_bench(&on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impact_by_place__equals_single_values),
        cmocka_unit_test(impact_gains__a_move_adds_to_zero),
        cmocka_unit_test(impact_gains__by_place_sorted),
        cmocka_unit_test(impact_gains__of_few_places_cell_by_cell),
        cmocka_unit_test(impact_wages__needs_type_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
