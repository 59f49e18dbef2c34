/* Paths over years: the values of each form by hand, its limits, and paths that cannot be. */
#include "random.h"
#include "test.h"

#include <preston/scenario.h>

#include <float.h>
#include <math.h>

/* Sums and products of a few numbers of the size of one: a few units of the last digit. */
#define ROUNDING 1e-15

static double value_in(const preston_path *path, double year)
{
    double value = NAN;
    preston_error error = {0};
    assert_ok(preston_path_value(path, year, &value, &error), &error);
    return value;
}

static void assert_refused(const preston_path *path, double year, const char *text)
{
    double value = -7.0;
    preston_error error = {0};
    assert_fails(preston_path_value(path, year, &value, &error), PRESTON_ERROR_VALUE, &error, text);
    assert_true(value == -7.0);
    assert_int_equal(preston_path_value(path, year, &value, NULL), PRESTON_ERROR_VALUE);
}

static preston_path path_of(preston_path_form form)
{
    preston_path path;
    preston_path_init(&path);
    path.form = form;
    return path;
}

static void path_value__constant(void **state)
{
    (void)state;
    preston_path path = path_of(PRESTON_PATH_CONSTANT);
    assert_true(value_in(&path, 2020.0) == 1.0);
    path.to = 0.32;
    path.from = NAN; /* is not looked at */
    assert_true(value_in(&path, -1e300) == 0.32);
    path.to = 0.0;
    assert_true(value_in(&path, 2020.0) == 0.0);
}

static void path_value__linear(void **state)
{
    (void)state;
    preston_path path = path_of(PRESTON_PATH_LINEAR);
    path.begins = 2020.0;
    path.full = 2024.0;
    path.from = 0.2;
    path.to = 0.6;
    assert_true(value_in(&path, 1900.0) == 0.2);
    assert_true(value_in(&path, 2020.0) == 0.2);
    assert_close(value_in(&path, 2021.0), 0.3, ROUNDING, 0.0);
    assert_close(value_in(&path, 2022.5), 0.45, ROUNDING, 0.0);
    assert_true(value_in(&path, 2024.0) == 0.6);
    assert_true(value_in(&path, DBL_MAX) == 0.6);
    path.to = 0.2; /* nothing changes, in any bit */
    assert_true(value_in(&path, 2021.3) == 0.2);
    path.from = -DBL_MAX;
    path.to = DBL_MAX;
    assert_close(value_in(&path, 2022.0), 0.0, 0.0, 0.0);
}

/* Half way in the midpoint, 10 % and 90 % half a span before and after it; 1/(1 + 81^(1/2)), which
 * is 10 %, and a span before it 1/(1 + 81). */
static void path_value__logistic(void **state)
{
    (void)state;
    preston_path path = path_of(PRESTON_PATH_LOGISTIC);
    path.midpoint = 2025.0;
    path.span = 8.0;
    assert_close(value_in(&path, 2025.0), 0.5, ROUNDING, 0.0);
    assert_close(value_in(&path, 2021.0), 0.1, 4.0 * ROUNDING, 0.0);
    assert_close(value_in(&path, 2029.0), 0.9, 4.0 * ROUNDING, 0.0);
    assert_close(value_in(&path, 2017.0), 1.0 / 82.0, 8.0 * ROUNDING, 0.0);
    path.from = 0.2;
    path.to = 0.32;
    assert_close(value_in(&path, 2021.0), 0.2 + 0.1 * 0.12, 4.0 * ROUNDING, 0.0);
    assert_true(value_in(&path, -1e9) == 0.2);
    assert_true(value_in(&path, 1e9) == 0.32);
    path.span = DBL_MIN; /* steep, and still a number on either side */
    assert_true(value_in(&path, 2024.0) == 0.2);
    assert_true(value_in(&path, 2026.0) == 0.32);
}

static void path_value__table(void **state)
{
    (void)state;
    static const double years[] = {0.0, 3.0, 5.0};
    static const double alive[] = {1.0, 0.825, 0.661};
    preston_path path = path_of(PRESTON_PATH_TABLE);
    path.years = years;
    path.values = alive;
    path.count = 3;
    for (int k = 0; k < 3; k++) {
        assert_true(value_in(&path, years[k]) == alive[k]);
    }
    assert_close(value_in(&path, 1.0), 1.0 - 0.175 / 3.0, ROUNDING, 0.0);
    assert_close(value_in(&path, 4.0), 0.743, ROUNDING, 0.0);
    assert_true(value_in(&path, -2.0) == 1.0);
    assert_true(value_in(&path, 40.0) == 0.661);
    path.count = 1;
    assert_true(value_in(&path, 40.0) == 1.0);
}

/* Any path stays between its ends and never turns back. */
static void path_value__stays_between_its_ends(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 200; run++) {
        preston_path path = path_of(run % 2 == 0 ? PRESTON_PATH_LINEAR : PRESTON_PATH_LOGISTIC);
        path.from = random_between(random, -1.0, 1.0);
        path.to = path.from + random_between(random, 0.0, 2.0);
        path.begins = path.midpoint = random_between(random, 2000.0, 2020.0);
        path.span = random_between(random, 0.1, 20.0);
        path.full = path.begins + path.span;
        double before = path.from;
        for (double year = 1990.0; year < 2050.0; year += 0.37) {
            double value = value_in(&path, year);
            assert_true(value >= path.from && value <= path.to);
            assert_true(value >= before - ROUNDING);
            before = value;
        }
    }
    gsl_rng_free(random);
}

static void path_value__paths_that_cannot_be(void **state)
{
    (void)state;
    preston_path constant = path_of(PRESTON_PATH_CONSTANT);
    assert_refused(&constant, NAN, "a year that is not finite");
    assert_refused(&constant, INFINITY, "a year that is not finite");
    constant.to = NAN;
    assert_refused(&constant, 2020.0, "'to' is not finite");
    preston_path linear = path_of(PRESTON_PATH_LINEAR);
    assert_refused(&linear, 2020.0, "begins in nan");
    linear.begins = linear.full = 2020.0;
    assert_refused(&linear, 2020.0, "the second after the first");
    linear.full = INFINITY;
    assert_refused(&linear, 2020.0, "full in inf");
    linear.from = -INFINITY;
    assert_refused(&linear, 2020.0, "'from' is not finite");
    preston_path logistic = path_of(PRESTON_PATH_LOGISTIC);
    logistic.span = 4.0;
    assert_refused(&logistic, 2020.0, "'midpoint' is not finite");
    logistic.midpoint = 2020.0;
    logistic.span = 0.0;
    assert_refused(&logistic, 2020.0, "a span of 0 years");
    logistic.span = NAN;
    assert_refused(&logistic, 2020.0, "above zero");
    preston_path other = path_of((preston_path_form)4);
    assert_refused(&other, 2020.0, "no form 4");
}

static void path_value__tables_that_cannot_be(void **state)
{
    (void)state;
    static const double rising[] = {1.0, 2.0, 3.0};
    static const double twice[] = {1.0, 2.0, 2.0};
    static const double broken[] = {1.0, NAN, 3.0};
    preston_path path = path_of(PRESTON_PATH_TABLE);
    assert_refused(&path, 1.0, "no years");
    path.count = 3;
    assert_refused(&path, 1.0, "no years");
    path.years = twice;
    path.values = rising;
    assert_refused(&path, 1.0, "year 2 after 2: years must rise");
    path.years = broken;
    assert_refused(&path, 1.0, "entry 2");
    path.years = rising;
    path.values = broken;
    assert_refused(&path, 1.0, "entry 2");
    path.count = 0;
    assert_refused(&path, 1.0, "at least one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_value__constant),
        cmocka_unit_test(path_value__linear),
        cmocka_unit_test(path_value__logistic),
        cmocka_unit_test(path_value__table),
        cmocka_unit_test(path_value__stays_between_its_ends),
        cmocka_unit_test(path_value__paths_that_cannot_be),
        cmocka_unit_test(path_value__tables_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
