#include "each_allocation.h"
#include "ledgers.h"
#include "random.h"
#include "random_economy.h"

#include <preston/ensemble.h>

typedef struct bench {
    sample work;
    preston_ledger *ledger[2];
    preston_comparison *comparison;
} bench;

static preston_comparison *compare(const bench *on, preston_error *error)
{
    preston_comparison *comparison = NULL;
    (void)preston_comparison_create(on->work.model, on->ledger[0], on->ledger[1], NULL, NULL, NULL,
                                    NULL, &comparison, error);
    return comparison;
}

static int make_bench(void **state)
{
    bench *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 4, .levels = 2};
    made->work = sample_random(random, &shape);
    gsl_rng_free(random);
    sample_close(&made->work, PRESTON_CLOSURE_II);
    const char *place = preston_economy_place_code(made->work.economy, 0);
    const purchase rows[] = {
        {"s1", place, 5e6, NULL}, {"s2", place, 1e6, NULL}, {"s3", place, 2e6, NULL}};
    made->ledger[0] = make_ledger(2, rows);
    made->ledger[1] = make_ledger(2, rows + 1);
    preston_error error = {0};
    made->comparison = compare(made, &error);
    assert_non_null(made->comparison);
    *state = made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    preston_comparison_free(made->comparison);
    preston_ledger_free(made->ledger[0]);
    preston_ledger_free(made->ledger[1]);
    sample_free(&made->work);
    free(made);
    return 0;
}

static preston_status create_comparison(const void *context, int *out_set, preston_error *error)
{
    preston_comparison *comparison = compare(context, error);
    *out_set = comparison != NULL;
    preston_comparison_free(comparison);
    return *out_set ? PRESTON_OK : error->status;
}

static void comparison_create__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(create_comparison, *state, 50);
}

static preston_status ask_comparison(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    double value = -77.0;
    preston_status status = preston_comparison_value(on->comparison, PRESTON_VOLUME, "gva",
                                                     PRESTON_INDIRECT, 0, &value, error);
    *out_set = value != -77.0;
    return status;
}

static void comparison_value__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(ask_comparison, *state, 8);
}

static preston_status double_it(void *context, preston_const_view parameters,
                                preston_view out_outcomes, preston_error *error)
{
    (void)context;
    (void)error;
    preston_set(out_outcomes, 0, 0, 2.0 * preston_get(parameters, 0, 0));
    return PRESTON_OK;
}

static preston_status run_ensemble(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    static const double draws[] = {1.0, 2.0, 3.0};
    double outcomes[3] = {-77.0};
    preston_band band = {.low = -77.0};
    preston_status status = preston_ensemble_run(double_it, NULL, preston_const_vector(draws, 3, 1),
                                                 preston_vector(outcomes, 3, 1), error);
    if (status == PRESTON_OK) {
        status =
            preston_ensemble_band(preston_const_vector(outcomes, 3, 1), 0.0, 1.0, &band, error);
    }
    *out_set = band.low != -77.0;
    return status;
}

static void ensemble__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(run_ensemble, *state, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison_create__each_allocation_failing),
        cmocka_unit_test(comparison_value__each_allocation_failing),
        cmocka_unit_test(ensemble__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
