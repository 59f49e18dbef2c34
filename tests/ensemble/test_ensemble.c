#include "random.h"
#include "test.h"

#include <preston/ensemble.h>

#include <math.h>

enum { DRAWS = 5, PARAMETERS = 2, OUTCOMES = 3 };

/* What an outcome function was called with, and where it is to fail. */
typedef struct record {
    int calls;
    double seen[DRAWS][PARAMETERS];
    int fails_at; /* the call, the first being 1; 0: none */
    const char *message;
    int not_finite_at;
    double not_finite;
} record;

/* The outcomes of a and b are a + b, a b and the number of the call. */
static preston_status add_and_multiply(void *context, preston_const_view parameters,
                                       preston_view out_outcomes, preston_error *error)
{
    record *kept = context;
    assert_int_equal(parameters.rows, 1);
    assert_int_equal(parameters.columns, PARAMETERS);
    assert_int_equal(out_outcomes.rows, 1);
    assert_int_equal(out_outcomes.columns, OUTCOMES);
    double a = preston_get(parameters, 0, 0);
    double b = preston_get(parameters, 0, 1);
    kept->seen[kept->calls][0] = a;
    kept->seen[kept->calls][1] = b;
    kept->calls++;
    preston_set(out_outcomes, 0, 0, a + b);
    preston_set(out_outcomes, 0, 1, kept->calls == kept->not_finite_at ? kept->not_finite : a * b);
    preston_set(out_outcomes, 0, 2, kept->calls);
    if (kept->calls == kept->fails_at) {
        error->status = PRESTON_ERROR_VALUE;
        (void)snprintf(error->message, sizeof error->message, "%s", kept->message);
        return PRESTON_ERROR_VALUE;
    }
    return PRESTON_OK;
}

static const double draws[DRAWS * PARAMETERS] = {1, 2, -3, 4, 5, 0, 0.5, 8, 7, 7};

static preston_status run(record *kept, preston_view outcomes, preston_error *error)
{
    return preston_ensemble_run(add_and_multiply, kept,
                                preston_const_matrix(draws, DRAWS, PARAMETERS), outcomes, error);
}

static void ensemble_run__draws_in_order(void **state)
{
    (void)state;
    record kept = {0};
    double outcomes[DRAWS][OUTCOMES];
    preston_error error = {0};
    assert_ok(run(&kept, preston_matrix(&outcomes[0][0], DRAWS, OUTCOMES), &error), &error);
    assert_int_equal(kept.calls, DRAWS);
    assert_memory_equal(kept.seen, draws, sizeof draws);
    for (int draw = 0; draw < DRAWS; draw++) {
        double a = draws[draw * PARAMETERS];
        double b = draws[draw * PARAMETERS + 1];
        assert_close(outcomes[draw][0], a + b, 0.0, 0.0);
        assert_close(outcomes[draw][1], a * b, 0.0, 0.0);
        assert_close(outcomes[draw][2], draw + 1.0, 0.0, 0.0);
    }
}

/* Draws and outcomes column after column, as in Fortran. */
static void ensemble_run__any_strides(void **state)
{
    (void)state;
    double turned[PARAMETERS][DRAWS];
    double outcomes[OUTCOMES][DRAWS];
    for (int i = 0; i < DRAWS * PARAMETERS; i++) {
        turned[i % PARAMETERS][i / PARAMETERS] = draws[i];
    }
    record kept = {0};
    preston_error error = {0};
    const preston_const_view in = {&turned[0][0], DRAWS, PARAMETERS, 1, DRAWS};
    const preston_view out = {&outcomes[0][0], DRAWS, OUTCOMES, 1, DRAWS};
    assert_ok(preston_ensemble_run(add_and_multiply, &kept, in, out, &error), &error);
    assert_memory_equal(kept.seen, draws, sizeof draws);
    assert_close(outcomes[0][3], 8.5, 0.0, 0.0);
    assert_close(outcomes[1][3], 4.0, 0.0, 0.0);
    assert_close(outcomes[2][3], 4.0, 0.0, 0.0);
}

/* Runs into a failure: the outcomes stay as they were, and nothing is drawn after it. */
static void assert_run_fails(record *kept, int calls, const char *text)
{
    double outcomes[DRAWS * OUTCOMES];
    double before[DRAWS * OUTCOMES];
    preston_error error = {0};
    for (int i = 0; i < DRAWS * OUTCOMES; i++) {
        outcomes[i] = before[i] = -7.0 - i;
    }
    assert_fails(run(kept, preston_matrix(outcomes, DRAWS, OUTCOMES), &error), PRESTON_ERROR_VALUE,
                 &error, text);
    assert_int_equal(kept->calls, calls);
    assert_memory_equal(outcomes, before, sizeof before);
}

static void ensemble_run__failure_names_the_draw(void **state)
{
    (void)state;
    record first = {.fails_at = 1, .message = "delta is 1.5"};
    record last = {.fails_at = DRAWS, .message = "delta is 1.5"};
    record silent = {.fails_at = 3, .message = ""};
    assert_run_fails(&first, 1, "draw 1: delta is 1.5");
    assert_run_fails(&last, DRAWS, "draw 5: delta is 1.5");
    assert_run_fails(&silent, 3, "draw 3: impossible value");
}

static void ensemble_run__outcome_that_is_not_finite(void **state)
{
    (void)state;
    const double values[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        record kept = {.not_finite_at = 4, .not_finite = values[i]};
        assert_run_fails(&kept, 4, "draw 4: outcome 2 is not finite");
    }
}

static void ensemble_run__without_an_error_object(void **state)
{
    (void)state;
    record kept = {.fails_at = 2, .message = "no"};
    double outcomes[DRAWS * OUTCOMES];
    assert_int_equal(run(&kept, preston_matrix(outcomes, DRAWS, OUTCOMES), NULL),
                     PRESTON_ERROR_VALUE);
}

static void ensemble_run__sizes(void **state)
{
    (void)state;
    record kept = {0};
    double outcomes[DRAWS * OUTCOMES];
    preston_error error = {0};
    assert_fails(run(&kept, preston_matrix(outcomes, DRAWS - 1, OUTCOMES), &error),
                 PRESTON_ERROR_SHAPE, &error, "5 draws");
    assert_int_equal(kept.calls, 0);
    assert_ok(preston_ensemble_run(add_and_multiply, &kept, preston_const_matrix(draws, 0, 2),
                                   preston_matrix(outcomes, 0, OUTCOMES), &error),
              &error);
    assert_int_equal(kept.calls, 0);
}

static preston_band band_of(int64_t count, const double *outcomes, double lower, double upper)
{
    preston_band band = {-7.0, -7.0, -7.0, -7.0};
    preston_error error = {0};
    assert_ok(preston_ensemble_band(preston_const_vector(outcomes, count, 1), lower, upper, &band,
                                    &error),
              &error);
    return band;
}

static void assert_band(preston_band band, double low, double median, double high, double mean)
{
    assert_close(band.low, low, 1e-15, 0.0);
    assert_close(band.median, median, 1e-15, 0.0);
    assert_close(band.high, high, 1e-15, 0.0);
    assert_close(band.mean, mean, 1e-15, 0.0);
}

/* Between the sorted values 1, 2, 4, 8 at the places 0, 1, 2, 3: a quantile q lies at 3 q. */
static void ensemble_band__quantiles_by_hand(void **state)
{
    (void)state;
    static const double four[] = {4.0, 1.0, 8.0, 2.0};
    static const double five[] = {5.0, -1.0, 3.0, 3.0, 0.0};
    assert_band(band_of(4, four, 0.0, 1.0), 1.0, 3.0, 8.0, 3.75);
    assert_band(band_of(4, four, 0.1, 0.9), 1.3, 3.0, 6.8, 3.75);
    assert_band(band_of(4, four, 0.5, 0.5), 3.0, 3.0, 3.0, 3.75);
    assert_band(band_of(4, four, 1.0, 1.0), 8.0, 3.0, 8.0, 3.75);
    assert_band(band_of(5, five, 0.25, 0.75), 0.0, 3.0, 3.0, 2.0);
    assert_band(band_of(5, five, 0.05, 0.95), -0.8, 3.0, 4.6, 2.0);
    assert_close(four[0], 4.0, 0.0, 0.0);
}

static void ensemble_band__one_draw(void **state)
{
    (void)state;
    static const double one = 2.5;
    assert_band(band_of(1, &one, 0.05, 0.95), 2.5, 2.5, 2.5, 2.5);
}

/* One column of the outcomes of many draws. */
static void ensemble_band__column_of_a_matrix(void **state)
{
    (void)state;
    static const double outcomes[] = {1, 100, 3, 100, 2, 100};
    preston_band band;
    preston_error error = {0};
    assert_ok(preston_ensemble_band(preston_const_vector(outcomes, 3, 2), 0.0, 1.0, &band, &error),
              &error);
    assert_band(band, 1.0, 2.0, 3.0, 2.0);
}

static void ensemble_band__orders_low_median_and_high(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    gsl_rng *random = make_random();
    double outcomes[COUNT];
    fill_random(random, COUNT, outcomes);
    double last_low = -1.0;
    for (int i = 0; i <= 50; i++) {
        double lower = i / 100.0;
        preston_band band = band_of(COUNT, outcomes, lower, 1.0 - lower);
        assert_true(last_low <= band.low && band.low <= band.median && band.median <= band.high);
        last_low = band.low;
    }
    gsl_rng_free(random);
}

static void ensemble_band__bad_input(void **state)
{
    (void)state;
    const double quantiles[][2] = {{0.9, 0.1}, {-0.1, 0.5},        {0.5, 1.1},
                                   {1.1, 1.2}, {(double)NAN, 0.5}, {0.5, (double)NAN}};
    const double outcomes[] = {1.0, 2.0, (double)NAN, (double)INFINITY};
    preston_band band = {-7.0, -7.0, -7.0, -7.0};
    preston_error error = {0};
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        assert_fails(preston_ensemble_band(preston_const_vector(outcomes, 2, 1), quantiles[i][0],
                                           quantiles[i][1], &band, &error),
                     PRESTON_ERROR_ARGUMENT, &error, "quantiles");
    }
    assert_fails(
        preston_ensemble_band(preston_const_vector(outcomes, 0, 1), 0.0, 1.0, &band, &error),
        PRESTON_ERROR_ARGUMENT, &error, "needs an outcome");
    assert_fails(
        preston_ensemble_band(preston_const_vector(outcomes, 3, 1), 0.0, 1.0, &band, &error),
        PRESTON_ERROR_VALUE, &error, "outcome 3 is not finite");
    assert_fails(
        preston_ensemble_band(preston_const_vector(outcomes + 3, 1, 1), 0.0, 1.0, &band, &error),
        PRESTON_ERROR_VALUE, &error, "outcome 1 is not finite");
    assert_band(band, -7.0, -7.0, -7.0, -7.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ensemble_run__draws_in_order),
        cmocka_unit_test(ensemble_run__any_strides),
        cmocka_unit_test(ensemble_run__failure_names_the_draw),
        cmocka_unit_test(ensemble_run__outcome_that_is_not_finite),
        cmocka_unit_test(ensemble_run__without_an_error_object),
        cmocka_unit_test(ensemble_run__sizes),
        cmocka_unit_test(ensemble_band__quantiles_by_hand),
        cmocka_unit_test(ensemble_band__one_draw),
        cmocka_unit_test(ensemble_band__column_of_a_matrix),
        cmocka_unit_test(ensemble_band__orders_low_median_and_high),
        cmocka_unit_test(ensemble_band__bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
