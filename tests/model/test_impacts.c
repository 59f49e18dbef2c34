/* Many demands at once are the same as one after another. */
#include "any_economy.h"
#include "test.h"

#include <math.h>

enum { COUNT = 7 };

typedef struct several {
    double *sectors[COUNT];
    double *income[COUNT];
    preston_demand demands[COUNT];
} several;

static several make_demands(gsl_rng *random, const sample *work)
{
    several made;
    int64_t places = preston_economy_places(work->economy);
    for (int k = 0; k < COUNT; k++) {
        made.sectors[k] = make_random_demand(random, work);
        made.income[k] = make_random_amounts(random, places);
        made.demands[k] =
            (preston_demand){.sectors = preston_const_vector(made.sectors[k], work->rows, 1),
                             .household_income = preston_const_vector(made.income[k], places, 1)};
    }
    made.demands[2] = (preston_demand){.imports = {0}}; /* nothing */
    return made;
}

static void free_demands(several *made)
{
    for (int k = 0; k < COUNT; k++) {
        free(made->sectors[k]);
        free(made->income[k]);
    }
}

static double largest_difference(preston_const_view one, preston_const_view other)
{
    double largest = 0.0;
    for (int64_t i = 0; i < one.rows; i++) {
        largest = fmax(largest, fabs(preston_get(one, i, 0) - preston_get(other, i, 0)));
    }
    return largest;
}

/* By how much impacts of a batch differ from those of single calls. */
static double compare_with_single(gsl_rng *random, const sample *work)
{
    several made = make_demands(random, work);
    preston_impact *together[COUNT] = {NULL};
    preston_error error = {0};
    double largest = 0.0;
    assert_ok(preston_model_impacts(work->model, COUNT, made.demands, together, &error), &error);
    for (int k = 0; k < COUNT; k++) {
        preston_impact *alone = NULL;
        assert_ok(preston_model_impact(work->model, &made.demands[k], &alone, &error), &error);
        for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
            largest = fmax(
                largest, largest_difference(preston_impact_output(together[k], (preston_part)part),
                                            preston_impact_output(alone, (preston_part)part)));
        }
        largest = fmax(largest, largest_difference(preston_impact_household_income(together[k]),
                                                   preston_impact_household_income(alone)));
        assert_true(preston_impact_certificate(together[k], PRESTON_CLOSURE_II).certified);
        preston_impact_free(alone);
    }
    for (int k = 0; k < COUNT; k++) {
        preston_impact_free(together[k]); /* each by itself */
    }
    free_demands(&made);
    return largest;
}

static void check_with_single(gsl_rng *random, const any_economy *economy)
{
    /* amounts are of the order of one, answers of ten; both are solved to 1e-12 */
    assert_true(compare_with_single(random, economy->work) < 1e-10);
}

static void model_impacts__equal_single_ones(void **state)
{
    (void)state;
    check_on_nested(check_with_single);
    check_on_traded(check_with_single);
}

/* Where columns are solved one by one, threads share a single solve or the columns of a batch: the
 * bits may not tell. 200 × 90 rows are more than a product does on one thread. */
static void model_impacts__same_bits_however_threads_divide(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 200, .sectors = 90, .trade = TRADE_POOL, .commuting = -1};
    traded work = traded_random(random, &shape);
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    traded_close(&work, &options);
    assert_true(preston_solver_method(preston_model_solver(work.work.model, PRESTON_CLOSURE_II)) ==
                PRESTON_METHOD_RICHARDSON);
    assert_true(compare_with_single(random, &work.work) == 0.0);
    traded_free(&work);
    gsl_rng_free(random);
}

static void check_refusals(gsl_rng *random, const any_economy *economy)
{
    const sample *work = economy->work;
    several made = make_demands(random, work);
    preston_impact *untouched = NULL;
    preston_impact *out[COUNT] = {NULL};
    preston_error error = {0};
    made.sectors[4][0] = (double)NAN;
    assert_fails(preston_model_impacts(work->model, COUNT, made.demands, out, &error),
                 PRESTON_ERROR_VALUE, &error, "demand 5: row 1 of the demand's sectors");
    made.demands[1].imports = preston_const_vector(made.sectors[4], work->rows + 1, 1);
    assert_fails(preston_model_impacts(work->model, COUNT, made.demands, out, &error),
                 PRESTON_ERROR_SHAPE, &error, "demand 2: the demand's imports have");
    assert_fails(preston_model_impacts(work->model, -1, made.demands, out, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "-1 demands");
    assert_ok(preston_model_impacts(work->model, 0, NULL, &untouched, &error), &error);
    assert_null(untouched);
    for (int k = 0; k < COUNT; k++) {
        assert_null(out[k]);
    }
    free_demands(&made);
}

static void model_impacts__all_or_nothing(void **state)
{
    (void)state;
    check_on_nested(check_refusals);
    check_on_traded(check_refusals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_impacts__equal_single_ones),
        cmocka_unit_test(model_impacts__same_bits_however_threads_divide),
        cmocka_unit_test(model_impacts__all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
