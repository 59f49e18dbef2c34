/* Rounds of spending among many places: how many products they take, and that no trade, however
 * odd, makes them say something wrong. */
#include "dense_of.h"
#include "exact_factors.h"
#include "random.h"
#include "solving.h"
#include "specimen.h"
#include "test.h"

#include "matrix/operator.h"

#include <math.h>

enum { PLACES = 40, SECTORS = 7, ROWS = PLACES * SECTORS };

/* Every column of a sector's trade adds up to `total`: what neighbours leave is bought at home. */
static void balance(specimen *owner, preston_trade *trade, double total)
{
    double *own = specimen_doubles(owner, ROWS);
    double *factors = specimen_doubles(owner, ROWS);
    for (int64_t r = 0; r < PLACES; r++) {
        for (int64_t q = trade->common_starts[r]; q < trade->common_starts[r + 1]; q++) {
            for (int64_t i = 0; i < SECTORS; i++) {
                factors[trade->common_buyers[q] * SECTORS + i] +=
                    trade->common_shares[q] * preston_get(trade->seller_factors, r, i);
            }
        }
    }
    for (int64_t cell = 0; cell < ROWS; cell++) {
        own[cell] = factors[cell] > 0.0 ? 0.4 * total : total;
        factors[cell] = factors[cell] > 0.0 ? 0.6 * total / factors[cell] : 0.0;
    }
    trade->own = preston_const_matrix(own, PLACES, SECTORS);
    trade->buyer_factors = preston_const_matrix(factors, PLACES, SECTORS);
}

static preston_trade make_gravity(specimen *owner, double radius, double total, gsl_rng *random)
{
    preston_trade trade = make_trade(owner, PLACES, SECTORS, 0, 0, 0, random);
    double *technology = specimen_doubles(owner, SECTORS * SECTORS);
    fill_productive(random, SECTORS, radius, 0.3, technology);
    trade.technology = preston_const_matrix(technology, SECTORS, SECTORS);
    trade.starts = NULL;
    trade.pool_supply = trade.pool_use = preston_const_matrix(NULL, 0, 0);
    give_common_neighbours(owner, &trade, 0, random);
    balance(owner, &trade, total);
    return trade;
}

/* Solves both ways and compares with elimination in long double. */
static void assert_solves(const preston_operator *op, double tolerance, gsl_rng *random)
{
    int64_t n = preston_operator_rows(op);
    double *cells = dense_of(op, PRESTON_PLAIN);
    exact_factors *exact = exact_factorise(n, cells);
    double *b = make_doubles(n);
    double *x = make_doubles(n);
    preston_solver_options options;
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_RICHARDSON;
    options.tolerance = tolerance;
    assert_ok(preston_solver_create_for(op, &options, &solver, &error), &error);
    fill_random(random, n, b);
    for (int k = 0; k < 2; k++) {
        preston_operation operation = k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED;
        double norm = 0.0;
        solve_column(solver, operation, b, x);
        assert_true(exact_error(exact, operation, b, x, &norm) <= tolerance * norm);
    }
    preston_solver_free(solver);
    exact_free(exact);
    free(cells);
    free(b);
    free(x);
}

static void solve_gravity(double radius, double total, double tolerance)
{
    gsl_rng *random = make_random();
    specimen owner = {.name = "gravity"};
    preston_trade trade = make_gravity(&owner, radius, total, random);
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    assert_solves(op, tolerance, random);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

static void solve__gravity(void **state)
{
    (void)state;
    solve_gravity(0.5, 1.0, 1e-12);
}

/* Of what is used some comes from abroad: the nation's system then owes too much. */
static void solve__columns_below_one(void **state)
{
    (void)state;
    solve_gravity(0.9, 0.7, 1e-12);
}

/* Spending goes round a thousand times in the nation. */
static void solve__gravity_nearly_unproductive(void **state)
{
    (void)state;
    solve_gravity(0.999, 1.0, 1e-9);
}

/* Half of the places have one technology, half another; a pool; lists for each sector too. */
static void solve__everything(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    specimen owner = {.name = "everything"};
    preston_trade trade = make_trade(&owner, PLACES, SECTORS, 0, 0, 0, random);
    double *technology = specimen_doubles(&owner, 2 * SECTORS * SECTORS);
    double *shares = specimen_doubles(&owner, trade.starts[ROWS]);
    preston_operator *op = NULL;
    preston_error error = {0};
    give_technologies(&owner, &trade, 2, 0, random);
    give_common_neighbours(&owner, &trade, 0, random);
    fill_productive(random, SECTORS, 0.02, 0.3, technology);
    fill_productive(random, SECTORS, 0.01, 0.3, technology + SECTORS * SECTORS);
    trade.technology = preston_const_matrix(technology, 2 * SECTORS, SECTORS);
    for (int64_t q = 0; q < trade.starts[ROWS]; q++) {
        shares[q] = trade.shares[q];
    }
    trade.shares = shares;
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    assert_solves(op, 1e-11, random);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

/* A negative share: the inner product promises nothing then. */
static void solve__negative_shares(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    specimen owner = {.name = "negative"};
    preston_trade trade = make_gravity(&owner, 0.3, 1.0, random);
    double *shares = specimen_doubles(&owner, trade.common_starts[PLACES]);
    preston_operator *op = NULL;
    preston_error error = {0};
    for (int64_t q = trade.common_starts[0]; q < trade.common_starts[PLACES]; q++) {
        shares[q] = q % 3 == 0 ? -trade.common_shares[q] : trade.common_shares[q];
    }
    trade.common_shares = shares;
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    assert_solves(op, 1e-11, random);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

/* Output multipliers are the nation's, in every place, where columns add up to one: known to the
 * last digits without a round of spending. */
static void solve__output_multipliers_are_national(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    specimen owner = {.name = "gravity"};
    preston_trade trade = make_gravity(&owner, 0.6, 1.0, random);
    double ones[ROWS];
    double x[ROWS];
    double national[SECTORS];
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    preston_solver *solver = NULL;
    preston_solver *nation = NULL;
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_RICHARDSON;
    assert_ok(preston_solver_create_for(op, &options, &solver, &error), &error);
    assert_ok(preston_solver_create(trade.technology, NULL, &nation, &error), &error);
    fill_with(1.0, ROWS, ones);
    solve_column(solver, PRESTON_TRANSPOSED, ones, x);
    solve_column(nation, PRESTON_TRANSPOSED, ones, national);
    for (int64_t i = 0; i < ROWS; i++) {
        assert_close(x[i], national[i % SECTORS], 1e-13, 0.0); /* roundings of both */
    }
    preston_solver_free(solver);
    preston_solver_free(nation);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

/* Of OpenMP, where the library is linked with it; tests themselves are compiled without. */
void omp_set_num_threads(int threads) __attribute__((weak));

static void use_threads(int threads)
{
    if (omp_set_num_threads != NULL) {
        omp_set_num_threads(threads);
    }
}

/* Enough rows for several threads: whoever takes a run of places, its sums are the same. */
static void solve__same_bits_by_any_threads(void **state)
{
    (void)state;
    enum { MANY = 4800, CELLS = MANY * SECTORS };
    gsl_rng *random = make_random();
    specimen owner = {.name = "many"};
    preston_trade trade = make_trade(&owner, MANY, SECTORS, 0, 0, 0, random);
    double *technology = specimen_doubles(&owner, SECTORS * SECTORS);
    double *factors = specimen_doubles(&owner, CELLS);
    double *b = specimen_doubles(&owner, CELLS);
    double *first = specimen_doubles(&owner, CELLS);
    double *again = specimen_doubles(&owner, CELLS);
    preston_operator *op = NULL;
    preston_error error = {0};
    fill_productive(random, SECTORS, 0.1, 0.3, technology);
    trade.technology = preston_const_matrix(technology, SECTORS, SECTORS);
    trade.starts = NULL;
    trade.pool_supply = trade.pool_use = preston_const_matrix(NULL, 0, 0);
    give_common_neighbours(&owner, &trade, 0, random);
    fill_with(0.1, CELLS, factors);
    trade.buyer_factors = preston_const_matrix(factors, MANY, SECTORS);
    fill_random(random, CELLS, b);
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    for (int threads = 1; threads <= 3; threads++) {
        preston_solver_options options;
        preston_solver *solver = NULL;
        preston_solver_options_init(&options);
        use_threads(threads);
        assert_ok(preston_solver_create_for(op, &options, &solver, &error), &error);
        assert_int_equal(preston_solver_method(solver), PRESTON_METHOD_RICHARDSON);
        solve_column(solver, PRESTON_TRANSPOSED, b, threads == 1 ? first : again);
        preston_solver_free(solver);
        if (threads > 1) {
            assert_memory_equal(first, again, CELLS * sizeof *first);
        }
    }
    use_threads(1);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

int main(void)
{
    use_threads(1); /* but where threads are the subject: others may be using the cores */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__gravity),
        cmocka_unit_test(solve__columns_below_one),
        cmocka_unit_test(solve__gravity_nearly_unproductive),
        cmocka_unit_test(solve__everything),
        cmocka_unit_test(solve__negative_shares),
        cmocka_unit_test(solve__output_multipliers_are_national),
        cmocka_unit_test(solve__same_bits_by_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
