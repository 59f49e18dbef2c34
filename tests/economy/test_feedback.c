/* What the rest of the nation buys from inner places: never more than balances them, never more
 * than it uses, and exactly the balance where neither limit is reached. */
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

static preston_economy_options with_feedback(int feedback)
{
    preston_economy_options options;
    preston_economy_options_init(&options);
    options.feedback = feedback;
    return options;
}

static double final_use_at_home(const preston_table *table, int64_t sector, double *out_exports)
{
    preston_const_view uses = preston_table_final_uses(table);
    double home = 0.0;
    *out_exports = 0.0;
    for (int64_t use = 0; use < uses.columns; use++) {
        double amount = preston_get(uses, sector, use);
        if (strcmp(preston_table_use_code(table, use), "exports") == 0) {
            *out_exports += amount;
        } else {
            home += amount;
        }
    }
    return home;
}

/* Sales of sector i by `seller` to everybody in `user`: firms, and final users at home, who are
 * spread by the places' shares. */
static double sales(const sample *work, int64_t seller, int64_t i, int64_t user)
{
    int64_t n = work->sectors;
    preston_const_view coefficients = preston_economy_coefficients(work->economy);
    preston_const_view output = preston_economy_output(work->economy);
    preston_const_view shares = preston_economy_final_shares(work->economy, user);
    double exports = 0.0;
    double home = final_use_at_home(work->table, i, &exports);
    double sum =
        preston_get(shares, i, seller) * home * preston_economy_place_share(work->economy, user);
    for (int64_t j = 0; j < n; j++) {
        sum += preston_get(coefficients, seller * n + i, user * n + j) *
               preston_get(output, user * n + j, 0);
    }
    return sum;
}

typedef struct tally {
    int64_t balanced; /* sectors of places in balance */
    int64_t capped;   /* sectors of which the rest buys all it uses from inner places */
    int64_t closed;   /* sectors of places that sell the rest nothing */
} tally;

/* One seller and sector; `room` says whether the rest still makes some of it for itself. */
static void assert_balance(const sample *work, int64_t rest, int64_t seller, int64_t i, int room,
                           tally *seen)
{
    double exports = 0.0;
    (void)final_use_at_home(work->table, i, &exports);
    double nation = preston_get(preston_table_output(work->table), i, 0);
    double output =
        preston_get(preston_economy_output(work->economy), seller * work->sectors + i, 0);
    double sold = nation > 0.0 ? exports * output / nation : 0.0;
    for (int64_t user = 0; user < preston_economy_places(work->economy); user++) {
        sold += sales(work, seller, i, user);
    }
    if (!(sales(work, seller, i, rest) > 0.0)) {
        assert_true(!room || sold >= output * (1.0 - 1e-12)); /* nothing was left to sell */
        seen->closed++;
        return;
    }
    assert_true(sold <= output * (1.0 + 1e-11));
    if (room) {
        assert_close(sold, output, 1e-11, 0.0);
        seen->balanced++;
    }
}

/* Are the sales of all places together what the rest used before there was feedback? */
static void assert_uses_the_same(const sample *work, const sample *without, int64_t rest, int64_t i)
{
    double now = 0.0;
    double before = 0.0;
    for (int64_t seller = 0; seller < preston_economy_places(work->economy); seller++) {
        now += sales(work, seller, i, rest);
        before += sales(without, seller, i, rest);
    }
    assert_close(now, before, 1e-12, 1e-14);
}

static tally assert_laws(sample *work)
{
    tally seen = {0};
    sample without = *work;
    without.economy = NULL;
    without.model = NULL;
    preston_economy_options options = with_feedback(0);
    sample_join(&without, &options);
    int64_t places = preston_economy_places(work->economy);
    int64_t rest = places - 1;
    for (int64_t i = 0; i < work->sectors; i++) {
        double all = 0.0;
        for (int64_t seller = 0; seller < places; seller++) {
            all += sales(work, seller, i, rest);
        }
        double own = sales(work, rest, i, rest);
        if (preston_get(preston_economy_output(work->economy), rest * work->sectors + i, 0) ==
                0.0 ||
            !(all > 0.0)) {
            continue; /* nothing of it is made or used there: the nest rule decides */
        }
        int room = own > 1e-13 * all;
        seen.capped += !room;
        assert_true(all - own <= all * (1.0 + 1e-14)); /* never more than it uses */
        assert_uses_the_same(work, &without, rest, i);
        for (int64_t seller = 0; seller < rest; seller++) {
            assert_balance(work, rest, seller, i, room, &seen);
        }
    }
    preston_economy_free(without.economy);
    return seen;
}

static void feedback__balances_preston(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_join(&work, NULL);
    tally seen = assert_laws(&work);
    /* both places make more of all 105 sectors than inner places and foreigners buy of them */
    assert_int_equal(seen.balanced, 210);
    assert_int_equal(seen.closed + seen.capped, 0);
    sample_free(&work);
}

static void feedback__balances_random_places(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    tally all = {0};
    for (int round = 0; round < 24; round++) {
        const random_shape shape = {.sectors = 2 + round,
                                    .levels = 2 + round % 3,
                                    .more = round % 4,
                                    .empty_sector = round % 5 == 0};
        sample work = sample_random(random, &shape);
        sample_join(&work, NULL);
        tally seen = assert_laws(&work);
        all.balanced += seen.balanced;
        all.capped += seen.capped;
        all.closed += seen.closed;
        sample_free(&work);
    }
    assert_true(all.balanced > 100 && all.closed > 5); /* both branches were met */
    gsl_rng_free(random);
}

/* No final use at all: the nation makes far more than anybody buys. The rest of the nation then
 * buys all it uses from inner places, in proportion to what they have left, and not a penny more.
 */
static void feedback__never_exceeds_what_the_rest_uses(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "east", "west"};
    static const int64_t parents[] = {-1, 0, 0};
    static const double sizes[] = {10.0, 10.0, 4.0, 1.0, 5.0, 2.0};
    static const double coefficients[] = {0.2, 0.1, 0.1, 0.2};
    const table_recipe recipe = {.sectors = 2, .coefficients = coefficients};
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(3, codes, NULL, parents, 2, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, 3, 2), &work.places, &error),
              &error);
    sample_join(&work, NULL);
    tally seen = assert_laws(&work);
    assert_int_equal(seen.capped, 2);
    preston_const_view shares = preston_economy_final_shares(work.economy, 2);
    assert_true(preston_get(shares, 0, 2) == 0.0);
    double left[2] = {0.4, 0.5};
    for (int64_t seller = 0; seller < 2; seller++) {
        left[seller] -= sales(&work, seller, 0, 0) + sales(&work, seller, 0, 1);
    }
    assert_close(preston_get(shares, 0, 0), left[0] / (left[0] + left[1]), 1e-13, 0.0);
    sample_free(&work);
}

/* Only the columns of the rest change. */
static void feedback__leaves_inner_places_alone(void **state)
{
    (void)state;
    sample with = sample_preston();
    sample without = sample_preston();
    preston_economy_options options = with_feedback(0);
    sample_join(&with, NULL);
    sample_join(&without, &options);
    preston_const_view one = preston_economy_coefficients(with.economy);
    preston_const_view other = preston_economy_coefficients(without.economy);
    int64_t changed = 0;
    for (int64_t row = 0; row < with.rows; row++) {
        for (int64_t column = 0; column < with.rows; column++) {
            int same = preston_get(one, row, column) == preston_get(other, row, column);
            assert_true(same || column >= 2 * with.sectors);
            changed += !same;
        }
    }
    assert_true(changed > 10000);
    sample_free(&with);
    sample_free(&without);
}

static void feedback__makes_the_rest_of_the_nation_buy_from_preston(void **state)
{
    (void)state;
    sample work = sample_preston();
    double sold[2] = {0.0, 0.0};
    for (int feedback = 0; feedback < 2; feedback++) {
        preston_economy_options options = with_feedback(feedback);
        sample_join(&work, &options);
        for (int64_t i = 0; i < work.sectors; i++) {
            sold[feedback] += sales(&work, 0, i, 2);
        }
    }
    assert_true(sold[0] == 0.0);
    /* of an output of 8,828; recomputed from the design's text in another language */
    assert_close(sold[1], 4814.597587417072, 1e-10, 0.0);
    sample_free(&work);
}

/* Children that fill the nation leave nobody who could feed back. */
static void feedback__without_a_rest_of_the_nation(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "east", "west"};
    static const int64_t parents[] = {-1, 0, 0};
    static const double sizes[] = {10.0, 10.0, 4.0, 1.0, 6.0, 9.0};
    static const double coefficients[] = {0.2, 0.1, 0.3, 0.4};
    const table_recipe recipe = {.sectors = 2, .coefficients = coefficients};
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(3, codes, NULL, parents, 2, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, 3, 2), &work.places, &error),
              &error);
    double cells[2][16];
    for (int feedback = 0; feedback < 2; feedback++) {
        preston_economy_options options = with_feedback(feedback);
        sample_join(&work, &options);
        memcpy(cells[feedback], preston_economy_coefficients(work.economy).data, sizeof cells[0]);
    }
    assert_memory_equal(cells[0], cells[1], sizeof cells[0]);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feedback__balances_preston),
        cmocka_unit_test(feedback__balances_random_places),
        cmocka_unit_test(feedback__never_exceeds_what_the_rest_uses),
        cmocka_unit_test(feedback__leaves_inner_places_alone),
        cmocka_unit_test(feedback__makes_the_rest_of_the_nation_buy_from_preston),
        cmocka_unit_test(feedback__without_a_rest_of_the_nation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
