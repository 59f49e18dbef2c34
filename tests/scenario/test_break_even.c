/* The premium at which moving purchases gains nothing. */
#include "random.h"
#include "test.h"

#include <preston/scenario.h>

#include <float.h>
#include <math.h>

static void break_even_premium__by_hand(void **state)
{
    (void)state;
    assert_close(preston_break_even_premium(0.5, 0.625), 0.25, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.5, 0.5), 0.0, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.5, 0.25), -0.5, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.5, 0.0), -1.0, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.5, -0.1), -1.0, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.0, 0.0), -1.0, 0.0, 0.0);
    assert_close(preston_break_even_premium(0.0, -0.1), -1.0, 0.0, 0.0);
    assert_close(preston_break_even_premium(-0.5, -1.0), 1.0, 0.0, 0.0);
}

static void break_even_premium__nothing_lost(void **state)
{
    (void)state;
    assert_true(preston_break_even_premium(0.0, 0.1) == INFINITY);
    assert_true(preston_break_even_premium(-0.0, DBL_MIN) == INFINITY);
    assert_true(preston_break_even_premium(-0.5, 0.1) == INFINITY);
    assert_true(preston_break_even_premium(-0.5, 0.0) == INFINITY);
}

static void break_even_premium__never_nan(void **state)
{
    (void)state;
    static const double effects[] = {NAN,  INFINITY, -INFINITY, 0.0,     -0.0,    1.0,
                                     -1.0, DBL_MAX,  -DBL_MAX,  DBL_MIN, -DBL_MIN};
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        for (size_t k = 0; k < sizeof effects / sizeof *effects; k++) {
            double premium = preston_break_even_premium(effects[i], effects[k]);
            assert_true(premium >= -1.0);
            if (!isfinite(effects[i]) || !isfinite(effects[k])) {
                assert_true(premium == -1.0);
            }
        }
    }
}

/* At the premium, what the moved money buys has the effect of what it bought before; a little less
 * premium gains, a little more loses. */
static void break_even_premium__gain_is_nil_there(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 200; run++) {
        double before = random_between(random, 0.01, 2.0);
        double moved = random_between(random, 0.01, 2.0);
        double premium = preston_break_even_premium(before, moved);
        assert_close(moved / (1.0 + premium), before, 1e-13, 0.0); /* 1 + p rounds once */
        assert_true(moved / (1.0 + premium - 1e-6) > before);
        assert_true(moved / (1.0 + premium + 1e-6) < before);
    }
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(break_even_premium__by_hand),
        cmocka_unit_test(break_even_premium__nothing_lost),
        cmocka_unit_test(break_even_premium__never_nan),
        cmocka_unit_test(break_even_premium__gain_is_nil_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
