/* The Shapley value by its formula against the mean over all orders, and on games whose values are
 * known. */
#include "random.h"
#include "test.h"

#include <gsl/gsl_permutation.h>
#include <math.h>
#include <scenario/shapley.h>

enum { MOST = 6 };

static double by_enumeration(int player, int players, const double *values)
{
    gsl_permutation *order = gsl_permutation_calloc((size_t)players);
    double sum = 0.0;
    int orders = 0;
    do {
        unsigned before = 0;
        for (size_t k = 0; (int)gsl_permutation_get(order, k) != player; k++) {
            before |= 1U << gsl_permutation_get(order, k);
        }
        sum += values[before | 1U << player] - values[before];
        orders++;
    } while (gsl_permutation_next(order) == GSL_SUCCESS);
    gsl_permutation_free(order);
    return sum / orders;
}

static void shapley__is_the_mean_over_all_orders(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    double values[1 << MOST];
    for (int players = 1; players <= MOST; players++) {
        fill_random(random, 1 << players, values);
        double sum = 0.0;
        for (int player = 0; player < players; player++) {
            double value = preston_shapley(player, players, values);
            /* up to 720 steps of size 2 are added up */
            assert_close(value, by_enumeration(player, players, values), 1e-13, 1e-13);
            sum += value;
        }
        assert_close(sum, values[(1 << players) - 1] - values[0], 1e-13, 1e-14);
    }
    gsl_rng_free(random);
}

/* Where each player always adds the same, that is the value. */
static void shapley__additive_game(void **state)
{
    (void)state;
    enum { PLAYERS = PRESTON_MOST_PLAYERS };
    static double values[1 << PLAYERS];
    for (unsigned subset = 0; subset < 1U << PLAYERS; subset++) {
        values[subset] = 5.0;
        for (int player = 0; player < PLAYERS; player++) {
            values[subset] += (subset >> player & 1) != 0 ? player - 3.0 : 0.0;
        }
    }
    for (int player = 0; player < PLAYERS; player++) {
        assert_close(preston_shapley(player, PLAYERS, values), player - 3.0, 1e-14, 1e-15);
    }
}

/* Something comes about once all of some players are there: they share it, others have nothing. */
static void shapley__unanimity_game(void **state)
{
    (void)state;
    enum { PLAYERS = 12, NEEDED = 0x2C5 }; /* five of twelve */
    static double values[1 << PLAYERS];
    for (unsigned subset = 0; subset < 1U << PLAYERS; subset++) {
        values[subset] = (subset & NEEDED) == NEEDED ? 10.0 : 0.0;
    }
    for (int player = 0; player < PLAYERS; player++) {
        double value = preston_shapley(player, PLAYERS, values);
        if ((NEEDED >> player & 1) != 0) {
            assert_close(value, 2.0, 1e-14, 0.0);
        } else {
            assert_true(value == 0.0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapley__is_the_mean_over_all_orders),
        cmocka_unit_test(shapley__additive_game),
        cmocka_unit_test(shapley__unanimity_game),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
