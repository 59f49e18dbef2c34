/* Buyers by size: the law through two counts, and what buyers above a threshold buy together. */
#include "random.h"
#include "test.h"

#include <preston/scenario.h>

#include <math.h>

/* Logarithms, powers and a few products. */
#define ROUNDING 1e-13

static preston_population calibrated(double larger, double fewer, double smaller, double more,
                                     double largest)
{
    preston_population law = {0};
    preston_error error = {0};
    assert_ok(preston_population_calibrate(larger, fewer, smaller, more, largest, &law, &error),
              &error);
    return law;
}

static void above(const preston_population *law, double threshold, double *count, double *bought)
{
    preston_error error = {0};
    assert_ok(preston_population_above(law, threshold, count, bought, &error), &error);
}

/* The size of the buyer of a rank, by the law itself. */
static double size_of(const preston_population *law, double rank)
{
    return fmin(law->largest, law->purchases * pow(rank / law->count, -1.0 / law->alpha));
}

/* The integral of sizes over ranks, in equal steps, each by its middle. */
static double sum_ranks(const preston_population *law, double ranks, int64_t steps)
{
    double step = ranks / (double)steps;
    double sum = 0.0;
    for (int64_t k = 0; k < steps; k++) {
        sum += size_of(law, ((double)k + 0.5) * step) * step;
    }
    return sum;
}

/* About 160 authorities above 100 M€, about 320 above 50 M€: an alpha of exactly one, with which
 * 2 G€ of the largest, 8 ranks of them, and 16 G€ × ln 20 below make up what the 160 buy. */
static void population__twice_the_buyers_at_half_the_size(void **state)
{
    (void)state;
    preston_population law = calibrated(100e6, 160.0, 50e6, 320.0, 2e9);
    double count = 0.0;
    double bought = 0.0;
    assert_true(law.alpha == 1.0);
    above(&law, 100e6, &count, &bought);
    assert_true(count == 160.0);
    assert_close(bought, 16e9 * (1.0 + log(20.0)), ROUNDING, 0.0);
    above(&law, 50e6, &count, &bought);
    assert_close(count, 320.0, ROUNDING, 0.0);
    assert_close(bought, 16e9 * (1.0 + log(40.0)), ROUNDING, 0.0);
    above(&law, 2e9, &count, &bought);
    assert_close(count, 8.0, ROUNDING, 0.0);
    assert_close(bought, 16e9, ROUNDING, 0.0);
    above(&law, 2.0001e9, &count, &bought);
    assert_true(count == 0.0 && bought == 0.0);
}

/* alpha = 2: x = 10 / √(r / 4), so 1 rank at 20; up to rank 16, 20 + 20 (2√16 − 2√1) = 140. */
static void population_above__square_law_by_hand(void **state)
{
    (void)state;
    preston_population law = calibrated(10.0, 4.0, 5.0, 16.0, 20.0);
    double count = 0.0;
    double bought = 0.0;
    assert_close(law.alpha, 2.0, ROUNDING, 0.0);
    above(&law, 5.0, &count, &bought);
    assert_close(count, 16.0, ROUNDING, 0.0);
    assert_close(bought, 140.0, ROUNDING, 0.0);
}

static void population_calibrate__goes_through_both_counts(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 200; run++) {
        double smaller = exp(random_between(random, 0.0, 20.0));
        double larger = smaller * exp(random_between(random, 0.01, 5.0));
        double fewer = exp(random_between(random, -3.0, 8.0));
        double more = fewer * exp(random_between(random, 0.01, 5.0));
        preston_population law = calibrated(larger, fewer, smaller, more, 3.0 * larger);
        double count = 0.0;
        double bought = 0.0;
        above(&law, larger, &count, &bought);
        assert_close(count, fewer, 1e-12, 0.0);
        assert_true(bought >= fewer * larger * (1.0 - 1e-12));
        assert_true(bought <= fewer * law.largest * (1.0 + 1e-12));
        above(&law, smaller, &count, &bought);
        assert_close(count, more, 1e-11, 0.0); /* the power of a quotient near one */
    }
    gsl_rng_free(random);
}

/* The middle rule with a hundred thousand steps; the one in which sizes stop being `largest` is the
 * worst, and cannot be wrong by more than its width, 1e-5 of the ranks. */
static void population_above__adds_up_the_ranks(void **state)
{
    (void)state;
    static const double alphas[] = {0.4, 0.9, 1.0 - 1e-9, 1.0, 1.0 + 1e-9, 1.1, 1.7, 3.0};
    for (size_t i = 0; i < sizeof alphas / sizeof *alphas; i++) {
        const preston_population law = {
            .alpha = alphas[i], .purchases = 100e6, .count = 160.0, .largest = 2e9};
        for (double threshold = 40e6; threshold < 2e9; threshold *= 2.1) {
            double count = 0.0;
            double bought = 0.0;
            above(&law, threshold, &count, &bought);
            assert_close(size_of(&law, count), threshold, ROUNDING, 0.0);
            assert_close(bought, sum_ranks(&law, count, 100000), 1e-5, 0.0);
        }
    }
}

/* Near an alpha of one the closed form loses no digits: the two sides and the middle agree to the
 * first order, whose coefficient is of the size of ln² 20. */
static void population_above__near_an_alpha_of_one(void **state)
{
    (void)state;
    preston_population law = {.alpha = 1.0, .purchases = 100e6, .count = 160.0, .largest = 2e9};
    double count = 0.0;
    double middle = 0.0;
    above(&law, 100e6, &count, &middle);
    for (double step = 1e-15; step < 1e-7; step *= 10.0) {
        for (int side = -1; side <= 1; side += 2) {
            double bought = 0.0;
            law.alpha = 1.0 + side * step;
            above(&law, 100e6, &count, &bought);
            assert_close(bought, middle, 1e-14 + 20.0 * step, 0.0);
        }
    }
}

static void population_calibrate__counts_that_cannot_be(void **state)
{
    (void)state;
    static const struct {
        double larger, fewer, smaller, more, largest;
        const char *text;
    } wrong[] = {{0.0, 160.0, 50e6, 320.0, 2e9, "above zero"},
                 {100e6, 160.0, -50e6, 320.0, 2e9, "above zero"},
                 {100e6, 0.0, 50e6, 320.0, 2e9, "above zero"},
                 {100e6, 160.0, 50e6, NAN, 2e9, "above zero"},
                 {INFINITY, 160.0, 50e6, 320.0, 2e9, "above zero"},
                 {50e6, 160.0, 100e6, 320.0, 2e9, "fewer must reach the larger size"},
                 {100e6, 160.0, 100e6, 320.0, 2e9, "fewer must reach the larger size"},
                 {100e6, 320.0, 50e6, 160.0, 2e9, "fewer must reach the larger size"},
                 {100e6, 320.0, 50e6, 320.0, 2e9, "fewer must reach the larger size"},
                 {100e6, 160.0, 50e6, 320.0, 99e6, "the largest buys 9.9e+07"},
                 {100e6, 160.0, 50e6, 320.0, NAN, "the largest buys nan"},
                 {100e6, 160.0, 50e6, 320.0, INFINITY, "the largest buys inf"},
                 {1e300, 1e-300, 1e-300, 1e300, 1e300, "too far apart"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        preston_population law = {.alpha = -7.0};
        preston_error error = {0};
        assert_fails(preston_population_calibrate(wrong[i].larger, wrong[i].fewer, wrong[i].smaller,
                                                  wrong[i].more, wrong[i].largest, &law, &error),
                     PRESTON_ERROR_VALUE, &error, wrong[i].text);
        assert_true(law.alpha == -7.0);
    }
}

static void population_above__laws_and_thresholds_that_cannot_be(void **state)
{
    (void)state;
    const preston_population right = {
        .alpha = 1.0, .purchases = 100e6, .count = 160.0, .largest = 2e9};
    const struct {
        preston_population law;
        double threshold;
        const char *text;
    } wrong[] = {{right, 0.0, "a threshold of 0"},
                 {right, -1.0, "a threshold of -1"},
                 {right, NAN, "a threshold of nan"},
                 {right, INFINITY, "a threshold of inf"},
                 {{0.0, 100e6, 160.0, 2e9}, 1e8, "'alpha' is 0"},
                 {{1.0, NAN, 160.0, 2e9}, 1e8, "'purchases' is nan"},
                 {{1.0, 100e6, NAN, 2e9}, 1e8, "'count' is nan"},
                 {{1.0, 100e6, 160.0, INFINITY}, 1e8, "'largest' is inf"},
                 {{1.0, 100e6, 160.0, 99e6}, 1e8, "the largest buys 9.9e+07"},
                 {{300.0, 100e6, 160.0, 2e9}, 1e-8, "their number cannot be told"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double count = -7.0;
        double bought = -7.0;
        preston_error error = {0};
        assert_fails(
            preston_population_above(&wrong[i].law, wrong[i].threshold, &count, &bought, &error),
            PRESTON_ERROR_VALUE, &error, wrong[i].text);
        assert_true(count == -7.0 && bought == -7.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(population__twice_the_buyers_at_half_the_size),
        cmocka_unit_test(population_above__square_law_by_hand),
        cmocka_unit_test(population_calibrate__goes_through_both_counts),
        cmocka_unit_test(population_above__adds_up_the_ranks),
        cmocka_unit_test(population_above__near_an_alpha_of_one),
        cmocka_unit_test(population_calibrate__counts_that_cannot_be),
        cmocka_unit_test(population_above__laws_and_thresholds_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
