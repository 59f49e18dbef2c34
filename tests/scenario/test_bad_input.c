/* Comparisons that cannot be made, and questions that they cannot answer. */
#include "comparisons.h"
#include "ledgers.h"
#include "random.h"
#include "random_economy.h"
#include "test.h"

/* Two ledgers that can be compared, and the codes of two places. */
typedef struct pair {
    sample work;
    preston_ledger *before;
    preston_ledger *after;
    const char *here;
    const char *there;
} pair;

static int make_pair(void **state)
{
    pair *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 4, .levels = 3};
    made->work = sample_random(random, &shape);
    gsl_rng_free(random);
    sample_close(&made->work, PRESTON_CLOSURE_II);
    made->here = preston_economy_place_code(made->work.economy, 0);
    made->there = preston_economy_place_code(made->work.economy, 1);
    const purchase rows[] = {{"s1", made->here, 5e6, NULL}, {"s2", made->there, 2e6, NULL}};
    made->before = make_ledger(2, rows);
    made->after = make_ledger(1, rows);
    *state = made;
    return 0;
}

static int free_pair(void **state)
{
    pair *made = *state;
    preston_ledger_free(made->before);
    preston_ledger_free(made->after);
    sample_free(&made->work);
    free(made);
    return 0;
}

static void assert_refused(const pair *on, const preston_ledger *before,
                           const preston_ledger *after, preston_status expected, const char *text)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    preston_status status = preston_comparison_create(on->work.model, before, after, NULL, NULL,
                                                      NULL, NULL, &comparison, &error);
    assert_fails(status, expected, &error, text);
    assert_null(comparison);
}

/* Refused on either side. */
static void assert_refused_twice(const pair *on, preston_ledger *wrong, preston_status expected,
                                 const char *text)
{
    assert_refused(on, wrong, on->after, expected, text);
    assert_refused(on, on->before, wrong, expected, text);
    preston_ledger_free(wrong);
}

static void comparison__category_whose_amounts_cancel(void **state)
{
    const pair *on = *state;
    const purchase rows[] = {
        {"s1", on->here, 5e6, NULL}, {"s3", on->here, 1e6, NULL}, {"s3", on->there, -1e6, NULL}};
    assert_refused_twice(on, make_ledger(3, rows), PRESTON_ERROR_VALUE,
                         "the purchases of s3 add up to nothing while their parts do not");
}

/* Paid and paid back in the same place: nothing was bought, and nothing is to be divided. */
static void comparison__purchase_that_was_paid_back(void **state)
{
    const pair *on = *state;
    const purchase rows[] = {
        {"s1", on->here, 5e6, NULL}, {"s3", on->here, 1e6, NULL}, {"s3", on->here, -1e6, NULL}};
    preston_ledger *paid_back = make_ledger(3, rows);
    preston_comparison *comparison = compare_ledgers(&on->work, on->before, paid_back, NULL, NULL);
    for_each_cell(&on->work, comparison, check_sum);
    assert_conserved(preston_comparison_after(comparison), 5.0);
    preston_comparison_free(comparison);
    preston_ledger_free(paid_back);
}

static void comparison__ledger_whose_amounts_cancel(void **state)
{
    const pair *on = *state;
    const purchase rows[] = {{"s1", on->here, 5e6, NULL}, {"s3", on->there, -5e6, NULL}};
    preston_ledger *nothing = make_ledger(2, rows);
    preston_ledger *empty = make_ledger(0, NULL);
    assert_refused(on, nothing, on->after, PRESTON_ERROR_VALUE, "the first ledger");
    assert_refused(on, on->before, nothing, PRESTON_ERROR_VALUE, "the second ledger");
    assert_refused(on, empty, on->after, PRESTON_ERROR_VALUE, "the first ledger");
    assert_refused(on, on->before, empty, PRESTON_ERROR_VALUE, "the second ledger");
    assert_refused(on, empty, empty, PRESTON_ERROR_VALUE, "the first ledger");
    preston_ledger_free(nothing);
    preston_ledger_free(empty);
}

static void comparison__labels_that_are_not_known(void **state)
{
    const pair *on = *state;
    const purchase category = {"paint", on->here, 5e6, NULL};
    const purchase place = {"s1", "Blackpool", 5e6, NULL};
    const purchase no_place = {"s1", NULL, 5e6, NULL};
    assert_refused_twice(on, make_ledger(1, &category), PRESTON_ERROR_LABEL, "'paint' 5000000.00");
    assert_refused_twice(on, make_ledger(1, &place), PRESTON_ERROR_LABEL, "'Blackpool'");
    assert_refused_twice(on, make_ledger(1, &no_place), PRESTON_ERROR_LABEL, "have no place");
}

static void comparison__options_that_do_not_fit(void **state)
{
    const pair *on = *state;
    preston_demand_options options[2];
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    preston_demand_options_init(&options[0]);
    preston_demand_options_init(&options[1]);
    options[0].buyer_place = on->here;
    options[1].buyer_place = on->there;
    assert_fails(preston_comparison_create(on->work.model, on->before, on->after, NULL, NULL,
                                           &options[0], &options[1], &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "give both the same");
    options[0].price_factor = 0.0;
    assert_fails(preston_comparison_create(on->work.model, on->before, on->after, NULL, NULL,
                                           &options[0], NULL, &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "price_factor");
    options[1].size = 1;
    assert_fails(preston_comparison_create(on->work.model, on->before, on->after, NULL, NULL, NULL,
                                           &options[1], &comparison, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_null(comparison);
}

static void comparison_value__bad_arguments(void **state)
{
    const pair *on = *state;
    preston_comparison *comparison = compare_ledgers(&on->work, on->before, on->after, NULL, NULL);
    static const struct {
        int cause;
        const char *account;
        int part;
        int64_t place;
        preston_status status;
        const char *text;
    } wrong[] = {{4, "gva", 0, 0, PRESTON_ERROR_ARGUMENT, "cause 4"},
                 {1, "joy", 0, 0, PRESTON_ERROR_MISSING, "'joy'"},
                 {1, "gva", 3, 0, PRESTON_ERROR_ARGUMENT, "part 3"},
                 {1, "gva", 0, 3, PRESTON_ERROR_ARGUMENT, "place 3"},
                 {1, "gva", 0, -1, PRESTON_ERROR_ARGUMENT, "place -1"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double value = -7.0;
        preston_error error = {0};
        assert_fails(preston_comparison_value(comparison, (preston_cause)wrong[i].cause,
                                              wrong[i].account, (preston_part)wrong[i].part,
                                              wrong[i].place, &value, &error),
                     wrong[i].status, &error, wrong[i].text);
        assert_close(value, -7.0, 0.0, 0.0);
    }
    preston_comparison_free(comparison);
    preston_comparison_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison__category_whose_amounts_cancel),
        cmocka_unit_test(comparison__purchase_that_was_paid_back),
        cmocka_unit_test(comparison__ledger_whose_amounts_cancel),
        cmocka_unit_test(comparison__labels_that_are_not_known),
        cmocka_unit_test(comparison__options_that_do_not_fit),
        cmocka_unit_test(comparison_value__bad_arguments),
    };
    return cmocka_run_group_tests(tests, make_pair, free_pair);
}
