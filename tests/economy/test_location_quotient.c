/* Location quotients against their formulas, on a case small enough for a sheet of paper. */
#include "test.h"

#include <math.h>
#include <preston/economy.h>

enum { N = 3 };

/* 5 % of the nation. SLQ: 0.30 / 0.20, 0.20 / 0.05, 0.50 / 0.75. */
static const double place[N] = {30.0, 20.0, 50.0};
static const double nation[N] = {400.0, 100.0, 1500.0};
static const double slq[N] = {1.5, 4.0, 2.0 / 3.0};

static const preston_quotient all_quotients[] = {PRESTON_QUOTIENT_SLQ, PRESTON_QUOTIENT_CILQ,
                                                 PRESTON_QUOTIENT_RLQ, PRESTON_QUOTIENT_FLQ,
                                                 PRESTON_QUOTIENT_AFLQ};
enum { QUOTIENTS = sizeof all_quotients / sizeof *all_quotients };

static double log_two(double value)
{
    return log(value) / log(2.0);
}

static preston_status quotients_of(preston_quotient quotient, double delta, const double *here,
                                   const double *all, double *cells, double *own,
                                   preston_error *error)
{
    return preston_location_quotients(quotient, delta, preston_const_vector(here, N, 1),
                                      preston_const_vector(all, N, 1), preston_matrix(cells, N, N),
                                      preston_vector(own, own != NULL ? N : 0, 1), error);
}

static void find(preston_quotient quotient, double delta, double *cells, double *own)
{
    preston_error error = {0};
    assert_ok(quotients_of(quotient, delta, place, nation, cells, own, &error), &error);
}

static void flegg_lambda__printed_table(void **state)
{
    (void)state;
    static const double shares[] = {0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};
    static const double deltas[] = {0.1, 0.2, 0.25, 0.3, 0.4};
    /* to four digits, computed apart from this library */
    static const double printed[8][5] = {
        {0.5199, 0.2703, 0.1949, 0.1405, 0.0730}, {0.6105, 0.3727, 0.2912, 0.2276, 0.1389},
        {0.6542, 0.4280, 0.3461, 0.2800, 0.1831}, {0.7008, 0.4911, 0.4111, 0.3442, 0.2412},
        {0.7669, 0.5882, 0.5151, 0.4511, 0.3459}, {0.8200, 0.6725, 0.6089, 0.5514, 0.4522},
        {0.8750, 0.7656, 0.7161, 0.6699, 0.5861}, {0.9478, 0.8983, 0.8745, 0.8514, 0.8070}};
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 5; k++) {
            assert_close(preston_flegg_lambda(2000.0 * shares[i], 2000.0, deltas[k]), printed[i][k],
                         0.0, 0.5001e-4);
        }
    }
}

static void flegg_lambda__limits(void **state)
{
    (void)state;
    assert_close(preston_flegg_lambda(7.0, 7.0, 0.25), 1.0, 1e-15, 0.0);
    assert_close(preston_flegg_lambda(0.001, 7.0, 0.0), 1.0, 0.0, 0.0);
    /* so small that 1 + share would be 1: log2(1 + e) = e / log(2) */
    assert_close(preston_flegg_lambda(1e-20, 1.0, 0.5), sqrt(1e-20 / log(2.0)), 1e-12, 0.0);
}

static void location_quotients__slq(void **state)
{
    (void)state;
    double cells[N * N];
    double own[N];
    find(PRESTON_QUOTIENT_SLQ, 0.25, cells, own);
    for (int i = 0; i < N; i++) {
        assert_close(own[i], slq[i], 1e-15, 0.0);
        for (int j = 0; j < N; j++) {
            assert_close(cells[i * N + j], slq[i], 1e-15, 0.0);
        }
    }
}

static void location_quotients__cilq_has_slq_on_its_diagonal(void **state)
{
    (void)state;
    static const double expected[N * N] = {1.5,       1.5 / 4.0, 2.25, /* 1.5 / (2 / 3) */
                                           4.0 / 1.5, 4.0,       6.0,  /* 4 / (2 / 3) */
                                           2.0 / 4.5, 1.0 / 6.0, 2.0 / 3.0};
    double cells[N * N];
    double own[N];
    find(PRESTON_QUOTIENT_CILQ, 0.25, cells, own);
    for (int k = 0; k < N * N; k++) {
        assert_close(cells[k], expected[k], 1e-14, 0.0);
    }
    assert_close(own[1], 4.0, 1e-15, 0.0);
}

static void location_quotients__rlq(void **state)
{
    (void)state;
    double cells[N * N];
    double own[N];
    find(PRESTON_QUOTIENT_RLQ, 0.25, cells, own);
    for (int i = 0; i < N; i++) {
        assert_close(own[i], slq[i], 1e-15, 0.0);
        for (int j = 0; j < N; j++) {
            assert_close(cells[i * N + j], slq[i] / log_two(1.0 + slq[j]), 1e-14, 0.0);
        }
    }
}

static void location_quotients__flq_takes_lambda_of_the_totals(void **state)
{
    (void)state;
    double lambda = pow(log_two(1.0 + 100.0 / 2000.0), 0.25);
    assert_close(lambda, 0.5151, 0.0, 0.5e-4);
    double cells[N * N];
    double own[N];
    find(PRESTON_QUOTIENT_FLQ, 0.25, cells, own);
    for (int i = 0; i < N; i++) {
        assert_close(own[i], slq[i] * lambda, 1e-14, 0.0);
        for (int j = 0; j < N; j++) {
            double expected = i == j ? slq[i] * lambda : slq[i] / slq[j] * lambda;
            assert_close(cells[i * N + j], expected, 1e-14, 0.0);
        }
    }
}

/* A public implementation has the sector's own ratio inside λ: here 30/400, 20/100 and 50/1500 in
 * place of 100/2000. The right answer must be far from that one, wherever it stands. */
static void location_quotients__flq_is_not_the_one_with_sector_ratios(void **state)
{
    (void)state;
    double cells[N * N];
    find(PRESTON_QUOTIENT_FLQ, 0.25, cells, NULL);
    for (int i = 0; i < N; i++) {
        double wrong = pow(log_two(1.0 + place[i] / nation[i]), 0.25);
        for (int j = 0; j < N; j++) {
            double cross = i == j ? slq[i] : slq[i] / slq[j];
            assert_true(fabs(cells[i * N + j] / (cross * wrong) - 1.0) > 0.09);
        }
    }
}

static void location_quotients__aflq_augments_specialised_buyers(void **state)
{
    (void)state;
    double cells[N * N];
    double own[N];
    double flq[N * N];
    double flq_own[N];
    find(PRESTON_QUOTIENT_AFLQ, 0.25, cells, own);
    find(PRESTON_QUOTIENT_FLQ, 0.25, flq, flq_own);
    for (int i = 0; i < N; i++) {
        assert_close(cells[i * N], flq[i * N] * log_two(2.5), 1e-14, 0.0);
        assert_close(cells[i * N + 1], flq[i * N + 1] * log_two(5.0), 1e-14, 0.0);
        assert_true(cells[i * N + 2] == flq[i * N + 2]); /* SLQ below one */
        assert_true(own[i] == flq_own[i]);
    }
}

static void location_quotients__delta_zero_is_cilq(void **state)
{
    (void)state;
    double flq[N * N];
    double cilq[N * N];
    find(PRESTON_QUOTIENT_FLQ, 0.0, flq, NULL);
    find(PRESTON_QUOTIENT_CILQ, 0.0, cilq, NULL);
    for (int k = 0; k < N * N; k++) {
        assert_true(flq[k] == cilq[k]);
    }
}

static void location_quotients__nation_itself_is_all_ones(void **state)
{
    (void)state;
    for (int k = 0; k < QUOTIENTS; k++) {
        double cells[N * N];
        double own[N];
        preston_error error = {0};
        assert_ok(quotients_of(all_quotients[k], 0.25, nation, nation, cells, own, &error), &error);
        for (int i = 0; i < N * N; i++) {
            assert_close(cells[i], 1.0, 1e-14, 0.0);
            assert_close(own[i % N], 1.0, 1e-14, 0.0);
        }
    }
}

static void location_quotients__sector_absent_from_the_place(void **state)
{
    (void)state;
    static const double without[N] = {30.0, 0.0, 70.0};
    for (int k = 0; k < QUOTIENTS; k++) {
        double cells[N * N];
        double own[N];
        preston_error error = {0};
        assert_ok(quotients_of(all_quotients[k], 0.25, without, nation, cells, own, &error),
                  &error);
        for (int j = 0; j < N; j++) {
            assert_true(cells[N + j] == 0.0); /* it sells nothing */
        }
        assert_true(own[1] == 0.0);
        int by_buyer = all_quotients[k] != PRESTON_QUOTIENT_SLQ;
        assert_int_equal(isinf(cells[1]) != 0, by_buyer); /* it buys without limit */
        assert_true(cells[1] > 0.0 && cells[2 * N + 1] > 0.0);
        assert_true(isfinite(cells[0]) && cells[0] > 0.0);
    }
}

static void location_quotients__sector_absent_from_the_nation_is_average(void **state)
{
    (void)state;
    static const double here[N] = {30.0, 0.0, 70.0};
    static const double all[N] = {400.0, 0.0, 1600.0};
    double cells[N * N];
    double own[N];
    preston_error error = {0};
    assert_ok(quotients_of(PRESTON_QUOTIENT_CILQ, 0.25, here, all, cells, own, &error), &error);
    assert_true(own[1] == 1.0 && cells[4] == 1.0);
    assert_close(cells[1], 1.5, 1e-15, 0.0); /* SLQ 0.3 / 0.2 over one */
    assert_close(cells[3], 1.0 / 1.5, 1e-15, 0.0);
}

static void assert_no_nan(const double *here, const double *all)
{
    for (int k = 0; k < QUOTIENTS; k++) {
        for (double delta = 0.0; delta < 1.0; delta += 0.33) {
            double cells[N * N];
            double own[N];
            preston_error error = {0};
            assert_ok(quotients_of(all_quotients[k], delta, here, all, cells, own, &error), &error);
            for (int i = 0; i < N * N; i++) {
                assert_true(cells[i] >= 0.0 && own[i % N] >= 0.0); /* false for NaN */
            }
        }
    }
}

static void location_quotients__never_nan(void **state)
{
    (void)state;
    static const double cases[][2][N] = {
        {{0.0, 0.0, 1.0}, {1.0, 1.0, 1.0}},       {{0.0, 0.0, 1.0}, {0.0, 0.0, 1.0}},
        {{1.0, 0.0, 0.0}, {0.0, 1.0, 1.0}},       {{1.0, 0.0, 0.0}, {1e20, 1e20, 0.0}},
        {{1e-30, 0.0, 0.0}, {1e30, 1e-30, 1e30}}, {{-0.0, 1.0, 5e-324}, {1.0, 2.0, 3.0}},
        {{1e-9, 0.0, 1e9}, {1e9, 1.0, 1e9}}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_no_nan(cases[k][0], cases[k][1]);
    }
}

static void location_quotients__takes_any_strides(void **state)
{
    (void)state;
    double spread[2 * N] = {30.0, -9.0, 20.0, -9.0, 50.0, -9.0};
    double plain[N * N];
    double turned[N * N];
    preston_error error = {0};
    find(PRESTON_QUOTIENT_FLQ, 0.2, plain, NULL);
    preston_view columns = {turned, N, N, 1, N};
    assert_ok(preston_location_quotients(
                  PRESTON_QUOTIENT_FLQ, 0.2, preston_const_vector(spread, N, 2),
                  preston_const_vector(nation, N, 1), columns, preston_vector(NULL, 0, 1), &error),
              &error);
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            assert_true(turned[j * N + i] == plain[i * N + j]);
        }
    }
}

static void location_quotients__bad_delta(void **state)
{
    (void)state;
    static const double bad[] = {-0.01, 1.0, 2.0, (double)NAN, (double)INFINITY};
    double cells[N * N];
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        preston_error error = {0};
        assert_fails(quotients_of(PRESTON_QUOTIENT_FLQ, bad[k], place, nation, cells, NULL, &error),
                     PRESTON_ERROR_ARGUMENT, &error, "delta");
        assert_fails(
            quotients_of(PRESTON_QUOTIENT_AFLQ, bad[k], place, nation, cells, NULL, &error),
            PRESTON_ERROR_ARGUMENT, &error, "delta");
        assert_ok(quotients_of(PRESTON_QUOTIENT_SLQ, bad[k], place, nation, cells, NULL, &error),
                  &error);
    }
}

static void location_quotients__unknown_quotient(void **state)
{
    (void)state;
    double cells[N * N];
    preston_error error = {0};
    assert_fails(quotients_of((preston_quotient)17, 0.2, place, nation, cells, NULL, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "17");
}

static void location_quotients__bad_sizes(void **state)
{
    (void)state;
    static const double empty[N] = {0.0, 0.0, 0.0};
    static const double negative[N] = {1.0, -2.0, 5.0};
    static const double unknown[N] = {1.0, (double)NAN, 5.0};
    static const double endless[N] = {1.0, (double)INFINITY, 5.0};
    double cells[N * N];
    preston_error error = {0};
    assert_fails(quotients_of(PRESTON_QUOTIENT_SLQ, 0.0, empty, nation, cells, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "the place has no size");
    assert_fails(quotients_of(PRESTON_QUOTIENT_SLQ, 0.0, place, empty, cells, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "the nation has no size");
    assert_fails(quotients_of(PRESTON_QUOTIENT_SLQ, 0.0, negative, nation, cells, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "sector 2 in the place is -2");
    assert_fails(quotients_of(PRESTON_QUOTIENT_SLQ, 0.0, place, unknown, cells, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "sector 2 in the nation");
    assert_fails(quotients_of(PRESTON_QUOTIENT_SLQ, 0.0, endless, nation, cells, NULL, &error),
                 PRESTON_ERROR_VALUE, &error, "sector 2 in the place");
}

static void location_quotients__bad_shapes(void **state)
{
    (void)state;
    double cells[N * N];
    preston_error error = {0};
    preston_const_view here = preston_const_vector(place, N, 1);
    preston_const_view all = preston_const_vector(nation, N, 1);
    preston_view out = preston_matrix(cells, N, N);
    preston_view none = preston_vector(NULL, 0, 1);
    assert_fails(preston_location_quotients(PRESTON_QUOTIENT_SLQ, 0.0, here,
                                            preston_const_vector(nation, N - 1, 1), out, none,
                                            &error),
                 PRESTON_ERROR_SHAPE, &error, "same sectors");
    assert_fails(preston_location_quotients(PRESTON_QUOTIENT_SLQ, 0.0, here, all,
                                            preston_matrix(cells, N, N - 1), none, &error),
                 PRESTON_ERROR_SHAPE, &error, "same sectors");
    assert_fails(preston_location_quotients(PRESTON_QUOTIENT_SLQ, 0.0, here, all, out,
                                            preston_vector(cells, 1, 1), &error),
                 PRESTON_ERROR_SHAPE, &error, "same sectors");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flegg_lambda__printed_table),
        cmocka_unit_test(flegg_lambda__limits),
        cmocka_unit_test(location_quotients__slq),
        cmocka_unit_test(location_quotients__cilq_has_slq_on_its_diagonal),
        cmocka_unit_test(location_quotients__rlq),
        cmocka_unit_test(location_quotients__flq_takes_lambda_of_the_totals),
        cmocka_unit_test(location_quotients__flq_is_not_the_one_with_sector_ratios),
        cmocka_unit_test(location_quotients__aflq_augments_specialised_buyers),
        cmocka_unit_test(location_quotients__delta_zero_is_cilq),
        cmocka_unit_test(location_quotients__nation_itself_is_all_ones),
        cmocka_unit_test(location_quotients__sector_absent_from_the_place),
        cmocka_unit_test(location_quotients__sector_absent_from_the_nation_is_average),
        cmocka_unit_test(location_quotients__never_nan),
        cmocka_unit_test(location_quotients__takes_any_strides),
        cmocka_unit_test(location_quotients__bad_delta),
        cmocka_unit_test(location_quotients__unknown_quotient),
        cmocka_unit_test(location_quotients__bad_sizes),
        cmocka_unit_test(location_quotients__bad_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
