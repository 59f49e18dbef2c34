/* What is said of systems that have no answer: which rows are at fault. */
#include "random.h"
#include "test.h"

#include <preston/matrix.h>

enum { MOST = 12 };

static const char *const labels[MOST] = {"r0", "r1", "r2", "r3", "r4",  "r5",
                                         "r6", "r7", "r8", "r9", "r10", "r11"};

static void assert_fails_naming(const double *a, int64_t n, const char *const *row_labels,
                                preston_status status, const char *names)
{
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.row_labels = row_labels;
    preston_solver *solver = NULL;
    preston_error error = {0};
    assert_fails(preston_solver_create(preston_const_matrix(a, n, n), &options, &solver, &error),
                 status, &error, names);
    assert_null(solver);
}

static void assert_productive(const double *a, int64_t n)
{
    preston_solver *solver = NULL;
    preston_error error = {0};
    assert_ok(preston_solver_create(preston_const_matrix(a, n, n), NULL, &solver, &error), &error);
    preston_solver_free(solver);
}

static void productive__column_above_one(void **state)
{
    (void)state;
    const double a[] = {0.5, 0.9, 0.1, 0.3};
    assert_productive(a, 2);
    const double triangular[] = {0.5, 1000.0, 0.0, 0.9};
    assert_productive(triangular, 2);
    gsl_rng *random = make_random();
    double wide[MOST * MOST];
    fill_productive(random, MOST, 0.8, 3.0, wide);
    double largest = 0.0;
    for (int j = 0; j < MOST; j++) {
        double sum = 0.0;
        for (int i = 0; i < MOST; i++) {
            sum += wide[i * MOST + j];
        }
        largest = sum > largest ? sum : largest;
    }
    assert_true(largest > 2.0);
    assert_productive(wide, MOST);
    gsl_rng_free(random);
}

static void unproductive__both_rows(void **state)
{
    (void)state;
    const double a[] = {0.9, 0.3, 0.3, 0.8};
    assert_fails_naming(a, 2, NULL, PRESTON_ERROR_UNPRODUCTIVE, "at fault: row 1, row 2; check");
    assert_fails_naming(a, 2, labels, PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r0', 'r1'; check");
    const double one[] = {1.5};
    assert_fails_naming(one, 1, labels, PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r0'; check");
}

/* Random matrices around the edge: accepted below a spectral radius of one, refused above. */
static void unproductive__random_radius(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int i = 0; i < 60; i++) {
        double a[MOST * MOST];
        int64_t n = 1 + i % MOST;
        fill_productive(random, n, i % 2 ? 1.0001 : 3.0, 1.0, a);
        assert_fails_naming(a, n, NULL, PRESTON_ERROR_UNPRODUCTIVE, "row ");
        fill_productive(random, n, 0.9999, 1.0, a);
        assert_productive(a, n);
    }
    gsl_rng_free(random);
}

/* Rows 4 and 9 take more than they make of each other. Rows before, between and behind them buy
 * from them or sell to them, and are productive on their own: they must not be blamed. */
static void unproductive__only_the_block_at_fault(void **state)
{
    (void)state;
    double a[MOST * MOST] = {0.0};
    for (int i = 0; i < MOST; i++) {
        for (int j = i; j < MOST; j++) {
            a[i * MOST + j] = i == j ? 0.3 : 0.2;
        }
    }
    a[9 * MOST + 4] = 1.2;
    a[4 * MOST + 9] = 1.2;
    a[9 * MOST + 9] = 0.4;
    for (int i = 5; i < 9; i++) {
        a[4 * MOST + i] = 0.0; /* else they would lie on a way round through both */
    }
    assert_fails_naming(a, MOST, labels, PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r9', 'r4'; check");
    a[9 * MOST + 9] = 0.0;
    assert_fails_naming(a, MOST, NULL, PRESTON_ERROR_UNPRODUCTIVE,
                        "at fault: row 5, row 10; check");
}

static void unproductive__five_names_at_most(void **state)
{
    (void)state;
    double a[MOST * MOST];
    for (int i = 0; i < MOST * MOST; i++) {
        a[i] = 1.0;
    }
    assert_fails_naming(a, MOST, labels, PRESTON_ERROR_UNPRODUCTIVE,
                        "at fault: 'r0', 'r1', 'r2', 'r3', 'r4'; check");
}

static void unproductive__long_labels(void **state)
{
    (void)state;
    char text[300];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    const char *const long_labels[] = {text, text};
    const double a[] = {2.0, 0.5, 0.5, 2.0};
    assert_fails_naming(a, 2, long_labels, PRESTON_ERROR_UNPRODUCTIVE, "xxxxxx', 'xxxxxx");
}

/* Each takes a whole unit of itself: what users meet as a diagonal cell of exactly one. */
static void singular__named(void **state)
{
    (void)state;
    const double diagonal[] = {0.5, 0.0, 0.0, 0.1, 1.0, 0.0, 0.0, 0.2, 0.5};
    assert_fails_naming(diagonal, 3, labels, PRESTON_ERROR_SINGULAR, "one unit of 'r1' takes");
    assert_fails_naming(diagonal, 3, NULL, PRESTON_ERROR_SINGULAR, "one unit of row 2 takes");
    const double pair[] = {0.5, 0.5, 0.5, 0.5};
    assert_fails_naming(pair, 2, labels, PRESTON_ERROR_SINGULAR, "one unit of 'r0', 'r1' takes");
    const double chain[] = {0.0, 1.0, 1.0, 0.0};
    assert_fails_naming(chain, 2, labels, PRESTON_ERROR_SINGULAR, "one unit of 'r0', 'r1' takes");
}

/* Negative cells: outputs that no positive demand can have. */
static void unproductive__negative_cells(void **state)
{
    (void)state;
    const double a[] = {0.0, -3.0, 3.0, 0.0};
    assert_fails_naming(a, 2, labels, PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r0', 'r1'; check");
    const double large[] = {1.5, -0.1, 0.1, 0.2};
    assert_fails_naming(large, 2, labels, PRESTON_ERROR_UNPRODUCTIVE, "at fault: 'r0'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(productive__column_above_one),
        cmocka_unit_test(unproductive__both_rows),
        cmocka_unit_test(unproductive__random_radius),
        cmocka_unit_test(unproductive__only_the_block_at_fault),
        cmocka_unit_test(unproductive__five_names_at_most),
        cmocka_unit_test(unproductive__long_labels),
        cmocka_unit_test(singular__named),
        cmocka_unit_test(unproductive__negative_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
