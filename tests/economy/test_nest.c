/* The nest rule: who supplies whom. Cell by cell against a recomputation on the case of Preston,
 * and its laws on random trees of places. */
#include "random.h"
#include "random_economy.h"
#include "test.h"

#include <math.h>

static const preston_quotient all_quotients[] = {PRESTON_QUOTIENT_SLQ, PRESTON_QUOTIENT_CILQ,
                                                 PRESTON_QUOTIENT_RLQ, PRESTON_QUOTIENT_FLQ,
                                                 PRESTON_QUOTIENT_AFLQ};
enum { QUOTIENTS = sizeof all_quotients / sizeof *all_quotients };

static preston_economy_options with(preston_quotient quotient, double delta, int feedback)
{
    preston_economy_options options;
    preston_economy_options_init(&options);
    options.quotient = quotient;
    options.delta = delta;
    options.feedback = feedback;
    return options;
}

/* The share of `user`'s sector j in what it buys of sector i, that comes from `seller`. */
static double coefficient(const sample *work, int64_t seller, int64_t i, int64_t user, int64_t j)
{
    int64_t n = work->sectors;
    return preston_get(preston_economy_coefficients(work->economy), seller * n + i, user * n + j);
}

static double final_share(const sample *work, int64_t user, int64_t i, int64_t seller)
{
    return preston_get(preston_economy_final_shares(work->economy, user), i, seller);
}

static double output_of(const sample *work, int64_t place, int64_t i)
{
    return preston_get(preston_economy_output(work->economy), place * work->sectors + i, 0);
}

static double *national_coefficients(const sample *work)
{
    int64_t n = work->sectors;
    double *national = make_zeros(n * n);
    preston_error error = {0};
    assert_ok(preston_table_coefficients(work->table, preston_matrix(national, n, n), &error),
              &error);
    return national;
}

/* --- Preston, recomputed --- */

/* FLQ from the sizes themselves, capped; the output of a place is proportional to its size. */
typedef struct flegg {
    int64_t sectors;
    double *slq;
    double lambda;
} flegg;

/* The area is the sum of the places from `first` to `last`. */
static flegg flegg_of(const sample *work, int64_t first, int64_t last, double delta)
{
    flegg area = {.sectors = work->sectors, .slq = make_zeros(work->sectors)};
    preston_const_view output = preston_table_output(work->table);
    double share = 0.0;
    for (int64_t place = first; place <= last; place++) {
        share += preston_economy_place_share(work->economy, place);
    }
    for (int64_t i = 0; i < work->sectors; i++) {
        double made = 0.0;
        for (int64_t place = first; place <= last; place++) {
            made += output_of(work, place, i);
        }
        area.slq[i] = made / preston_get(output, i, 0) / share;
    }
    area.lambda = pow(log(1.0 + share) / log(2.0), delta);
    return area;
}

static double cell_of(const flegg *area, int64_t i, int64_t j)
{
    double cross = i == j ? area->slq[i] : area->slq[i] / area->slq[j];
    return fmin(1.0, cross * area->lambda);
}

static double own_of(const flegg *area, int64_t i)
{
    return fmin(1.0, area->slq[i] * area->lambda);
}

enum { PRESTON, REST_OF_LANCASHIRE, REST_OF_UK };

/* One column of the rule: q^s to the user itself, q^p − q^s to its neighbour in Lancashire, the
 * rest to the United Kingdom. Says in how many cells q^p had to be raised to q^s. */
static int64_t assert_rule(const sample *work, const double *national, int64_t user,
                           int64_t neighbour, const flegg *own, const flegg *parent)
{
    int64_t raised = 0;
    int64_t n = work->sectors;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            double a = national[i * n + j];
            double inner = cell_of(own, i, j);
            double outer = cell_of(parent, i, j);
            raised += outer < inner;
            outer = fmax(outer, inner);
            assert_close(coefficient(work, user, i, user, j), inner * a, 1e-11, 1e-16);
            assert_close(coefficient(work, neighbour, i, user, j), (outer - inner) * a, 1e-11,
                         1e-14);
            assert_close(coefficient(work, REST_OF_UK, i, user, j), (1.0 - outer) * a, 1e-11,
                         1e-14);
        }
        double inner = own_of(own, i);
        double outer = fmax(inner, own_of(parent, i));
        assert_close(final_share(work, user, i, user), inner, 1e-11, 1e-16);
        assert_close(final_share(work, user, i, neighbour), outer - inner, 1e-11, 1e-14);
        assert_close(final_share(work, user, i, REST_OF_UK), 1.0 - outer, 1e-11, 1e-14);
    }
    return raised;
}

static void economy_create__nest_rule_on_preston(void **state)
{
    (void)state;
    sample work = sample_preston();
    static const double deltas[] = {0.1, 0.25, 0.3};
    for (int k = 0; k < 6; k++) {
        /* what inner places buy does not depend on feedback */
        preston_economy_options options = with(PRESTON_QUOTIENT_FLQ, deltas[k / 2], k % 2);
        sample_join(&work, &options);
        double *national = national_coefficients(&work);
        flegg preston = flegg_of(&work, PRESTON, PRESTON, options.delta);
        flegg rest = flegg_of(&work, REST_OF_LANCASHIRE, REST_OF_LANCASHIRE, options.delta);
        flegg lancashire = flegg_of(&work, PRESTON, REST_OF_LANCASHIRE, options.delta);
        assert_close(preston_economy_place_lambda(work.economy, PRESTON), preston.lambda, 1e-12,
                     0.0);
        /* the enforcement of q^p ≥ q^s is at work in this data */
        assert_true(
            assert_rule(&work, national, PRESTON, REST_OF_LANCASHIRE, &preston, &lancashire) > 0);
        assert_true(assert_rule(&work, national, REST_OF_LANCASHIRE, PRESTON, &rest, &lancashire) >
                    0);
        free(preston.slq);
        free(rest.slq);
        free(lancashire.slq);
        free(national);
    }
    sample_free(&work);
}

/* Final users look at the seller alone: the quotients that differ by buyer come to the same for
 * them. */
static void economy_create__final_use_goes_by_the_sellers_own_quotient(void **state)
{
    (void)state;
    static const preston_quotient alike[][2] = {{PRESTON_QUOTIENT_FLQ, PRESTON_QUOTIENT_AFLQ},
                                                {PRESTON_QUOTIENT_SLQ, PRESTON_QUOTIENT_RLQ},
                                                {PRESTON_QUOTIENT_SLQ, PRESTON_QUOTIENT_CILQ}};
    sample one = sample_preston();
    sample other = sample_preston();
    for (int k = 0; k < 3; k++) {
        preston_economy_options options = with(alike[k][0], 0.25, 0);
        sample_join(&one, &options);
        options = with(alike[k][1], 0.25, 0);
        sample_join(&other, &options);
        for (int64_t user = 0; user < 3; user++) {
            assert_memory_equal(preston_economy_final_shares(one.economy, user).data,
                                preston_economy_final_shares(other.economy, user).data,
                                (size_t)(3 * one.sectors) * sizeof(double));
        }
    }
    sample_free(&one);
    sample_free(&other);
}

/* --- a small case by hand --- */

enum { MAKING, CARING, MINING, SECTORS };

/* Mines are only in the rest of the nation; the county beside the city makes nothing either. */
static const char *const codes[] = {"nation", "county", "city"};
static const int64_t parents[] = {-1, 0, 1};
static const double sizes[] = {500.0, 400.0, 100.0, 0.0, 40.0, 0.0, 0.0, 10.0, 0.0};

static sample small_case(const double *given_sizes)
{
    static const double coefficients[] = {0.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0.3, 0.0, 0.1};
    const table_recipe recipe = {.sectors = SECTORS, .coefficients = coefficients};
    sample work = {.sectors = SECTORS, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(
        preston_places_create(3, codes, NULL, parents, SECTORS, preston_table_codes(work.table),
                              preston_const_matrix(given_sizes, 3, SECTORS), &work.places, &error),
        &error);
    return work;
}

static void economy_create__what_a_level_does_not_make_comes_from_the_next(void **state)
{
    (void)state;
    sample work = small_case(sizes);
    preston_economy_options options = with(PRESTON_QUOTIENT_SLQ, 0.0, 0);
    sample_join(&work, &options);
    for (int64_t user = 0; user < 2; user++) {
        for (int64_t j = 0; j < SECTORS; j++) {
            double a = j == 0 ? 0.3 : j == 1 ? 0.0 : 0.1;
            assert_true(coefficient(&work, 0, MINING, user, j) == 0.0);
            assert_true(coefficient(&work, 1, MINING, user, j) == 0.0);
            assert_close(coefficient(&work, 2, MINING, user, j), a, 1e-15, 0.0);
        }
        assert_true(final_share(&work, user, MAKING, 2) == 1.0);
        /* both are more specialised in care than the nation: SLQ above one, capped */
        assert_true(final_share(&work, user, CARING, user) == 1.0);
    }
    sample_free(&work);
}

/* Nothing is left for the rest of the nation to supply where it makes nothing: the last ring that
 * makes the sector supplies what no other can. */
static void economy_create__what_nobody_outside_makes_stays_inside(void **state)
{
    (void)state;
    static const double inside[] = {500.0, 400.0, 100.0, 500.0, 40.0, 0.0, 100.0, 10.0, 0.0};
    sample work = small_case(inside);
    for (int feedback = 0; feedback < 2; feedback++) {
        preston_economy_options options = with(PRESTON_QUOTIENT_FLQ, 0.3, feedback);
        sample_join(&work, &options);
        /* λ keeps the city below self-sufficiency; the county around it has the rest */
        double own = final_share(&work, 0, MAKING, 0);
        assert_true(own > 0.0 && own <= 1.0);
        assert_close(final_share(&work, 0, MAKING, 1), 1.0 - own, 1e-15, 1e-15);
        /* the rest of the nation buys from both, by their output */
        assert_close(final_share(&work, 2, MAKING, 0), 0.2, 1e-14, 0.0);
        assert_close(final_share(&work, 2, MAKING, 1), 0.8, 1e-14, 0.0);
        assert_close(coefficient(&work, 1, MAKING, 2, CARING), 0.8 * 0.1, 1e-14, 0.0);
        assert_true(coefficient(&work, 2, MAKING, 2, CARING) == 0.0);
    }
    sample_free(&work);
}

/* A sector that nobody has a size in is where all the others are. */
static void economy_create__sector_without_size_goes_with_the_totals(void **state)
{
    (void)state;
    static const double unknown[] = {600.0, 400.0, 0.0, 60.0, 40.0, 0.0, 5.0, 5.0, 0.0};
    sample work = small_case(unknown);
    sample_join(&work, NULL);
    assert_close(output_of(&work, 0, MINING), 10.0 / 1000.0, 1e-15, 0.0);
    assert_close(output_of(&work, 1, MINING), 90.0 / 1000.0, 1e-15, 0.0);
    assert_close(output_of(&work, 2, MINING), 900.0 / 1000.0, 1e-15, 0.0);
    sample_free(&work);
}

/* --- laws, on random trees --- */

static void assert_columns_add_up(const sample *work, const double *national)
{
    int64_t n = work->sectors;
    int64_t places = preston_economy_places(work->economy);
    for (int64_t user = 0; user < places; user++) {
        for (int64_t i = 0; i < n; i++) {
            double shares = 0.0;
            for (int64_t seller = 0; seller < places; seller++) {
                double share = final_share(work, user, i, seller);
                assert_true(share >= 0.0);
                shares += share;
            }
            assert_close(shares, 1.0, 1e-14, 0.0);
            for (int64_t j = 0; j < n; j++) {
                double sum = 0.0;
                for (int64_t seller = 0; seller < places; seller++) {
                    double cell = coefficient(work, seller, i, user, j);
                    assert_true(cell >= 0.0);
                    sum += cell;
                }
                assert_close(sum, national[i * n + j], 1e-14, 1e-17);
            }
        }
    }
}

static void assert_sells_only_what_it_makes(const sample *work)
{
    int64_t n = work->sectors;
    int64_t places = preston_economy_places(work->economy);
    preston_const_view output = preston_table_output(work->table);
    for (int64_t seller = 0; seller < places; seller++) {
        for (int64_t i = 0; i < n; i++) {
            if (output_of(work, seller, i) > 0.0 || preston_get(output, i, 0) == 0.0) {
                continue;
            }
            for (int64_t user = 0; user < places; user++) {
                assert_true(final_share(work, user, i, seller) == 0.0);
                for (int64_t j = 0; j < n; j++) {
                    assert_true(coefficient(work, seller, i, user, j) == 0.0);
                }
            }
        }
    }
}

/* Without feedback the rest of the nation buys from itself whatever it makes. */
static int64_t assert_rest_buys_from_itself(const sample *work, const double *national)
{
    int64_t n = work->sectors;
    int64_t rest = preston_economy_find_place(work->economy, "rest-of-p1");
    int64_t checked = 0;
    for (int64_t i = 0; rest >= 0 && i < n; i++) {
        if (output_of(work, rest, i) == 0.0) {
            continue;
        }
        assert_close(final_share(work, rest, i, rest), 1.0, 1e-15, 0.0);
        for (int64_t j = 0; j < n; j++) {
            assert_close(coefficient(work, rest, i, rest, j), national[i * n + j], 1e-15, 0.0);
            checked++;
        }
    }
    return checked;
}

static void economy_create__laws_of_the_nest_rule(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    int64_t checked = 0;
    for (int round = 0; round < 16; round++) {
        const random_shape shape = {.sectors = 2 + round,
                                    .levels = 1 + round % 4,
                                    .more = round % 4 == 0 ? 0 : round % 3,
                                    .empty_sector = round % 5 == 0};
        sample work = sample_random(random, &shape);
        double *national = national_coefficients(&work);
        for (int k = 0; k < 2 * QUOTIENTS; k++) {
            preston_economy_options options =
                with(all_quotients[k / 2], random_between(random, 0.0, 0.9), k % 2);
            sample_join(&work, &options);
            assert_columns_add_up(&work, national);
            assert_sells_only_what_it_makes(&work);
            checked += k % 2 == 0 ? assert_rest_buys_from_itself(&work, national) : 0;
        }
        free(national);
        sample_free(&work);
    }
    assert_true(checked > 1000);
    gsl_rng_free(random);
}

/* A place buys at least as much from itself when δ is smaller. */
static void economy_create__delta_only_takes_away(void **state)
{
    (void)state;
    sample work = sample_preston();
    double before = INFINITY;
    for (double delta = 0.0; delta < 1.0; delta += 0.2) {
        preston_economy_options options = with(PRESTON_QUOTIENT_FLQ, delta, 0);
        sample_join(&work, &options);
        double kept = 0.0;
        for (int64_t i = 0; i < work.sectors; i++) {
            for (int64_t j = 0; j < work.sectors; j++) {
                kept += coefficient(&work, PRESTON, i, PRESTON, j);
            }
        }
        assert_true(kept < before);
        before = kept;
    }
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(economy_create__nest_rule_on_preston),
        cmocka_unit_test(economy_create__final_use_goes_by_the_sellers_own_quotient),
        cmocka_unit_test(economy_create__what_a_level_does_not_make_comes_from_the_next),
        cmocka_unit_test(economy_create__what_nobody_outside_makes_stays_inside),
        cmocka_unit_test(economy_create__sector_without_size_goes_with_the_totals),
        cmocka_unit_test(economy_create__laws_of_the_nest_rule),
        cmocka_unit_test(economy_create__delta_only_takes_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
