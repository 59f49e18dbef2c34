/* Official results: every multiplier, effect and inverse that the statistical offices publish for
 * the tables shipped here. Where the numbers come from is said in tests/data/README.md. */
#include "golden.h"
#include "sample.h"
#include "test.h"

#include <math.h>

/* Scotland's published flows balance to 0.0035 only, so they are not to the last digit those that
 * its results were made from. 1.3e-6 is reached, in gas supply. */
static const double SCOTLAND = 5e-6;

/* ONS publishes all that double precision gave it; 7e-15 is reached. */
static const double UK = 1e-9;

/* Two transforms of the same supply and use, in double precision; 6e-16 is reached. */
static const double FRANCE = 1e-11;

typedef struct quantity {
    const char *account;
    const char *effect;     /* the column of golden files; NULL for none */
    const char *multiplier; /* idem */
} quantity;

static const quantity results[] = {{"output", NULL, "output_multiplier"},
                                   {"compensation", "income_effect", "income_multiplier"},
                                   {"gva", "gva_effect", "gva_multiplier"},
                                   {"jobs", "jobs_effect", "jobs_multiplier"}};
enum { RESULTS = sizeof results / sizeof *results };

static const char *const closures[] = {"I", "II"};

/* Both of one account, in one closure, against all rows of the golden file. */
static void compare_account(const sample *work, const golden *file, preston_closure closure,
                            const quantity *wanted, comparison *all)
{
    int64_t n = work->sectors;
    double *effects = make_zeros(n);
    double *multipliers = make_zeros(n);
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_model_multipliers(work->model, closure, wanted->account, NULL,
                                        preston_vector(effects, n, 1),
                                        preston_vector(multipliers, n, 1), &certificate, &error),
              &error);
    assert_true(certificate.certified && certificate.relative_bound < 1e-11);
    for (int64_t row = 0; row < file->rows; row++) {
        const char *code = golden_text(file, row, "code");
        if (strcmp(golden_text(file, row, "closure"), closures[closure]) != 0) {
            continue;
        }
        int64_t sector = preston_table_find(work->table, code);
        assert_true(sector >= 0);
        compare(all, multipliers[sector], golden_number(file, row, wanted->multiplier),
                wanted->multiplier, code);
        if (wanted->effect != NULL) {
            compare(all, effects[sector], golden_number(file, row, wanted->effect), wanted->effect,
                    code);
        }
    }
    free(effects);
    free(multipliers);
}

static void compare_results(const sample *work, const char *name, preston_closure closure,
                            comparison *all)
{
    golden *file = golden_read(name);
    for (int k = 0; k < RESULTS; k++) {
        int known = k == 0 || preston_table_find_account(work->table, results[k].account) >= 0;
        if (known) {
            compare_account(work, file, closure, &results[k], all);
        }
    }
    golden_free(file);
}

static void assert_scotland(const char *folder, const char *name)
{
    sample work = sample_read(folder, NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    comparison one = {.tolerance = SCOTLAND};
    comparison two = {.tolerance = SCOTLAND};
    compare_results(&work, name, PRESTON_CLOSURE_I, &one);
    compare_results(&work, name, PRESTON_CLOSURE_II, &two);
    compare_report(&one, name, 98 * 7);
    compare_report(&two, name, 98 * 7);
    sample_free(&work);
}

static void multipliers__scotland_1998(void **state)
{
    (void)state;
    assert_scotland(TESTS_DATA "/scotland-1998", "scotland-1998.csv");
}

static void multipliers__scotland_2010(void **state)
{
    (void)state;
    assert_scotland(TESTS_DATA "/scotland-2010", "scotland-2010.csv");
}

static void multipliers__scotland_2019(void **state)
{
    (void)state;
    assert_scotland(EXAMPLES_DATA "/scotland-2019", "scotland-2019.csv");
}

/* No office publishes these: they come from the supply and use tables by a second implementation
 * (tests/data/README.md), which so checks the derived table too. */
static void multipliers__france_2010(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/france-2010", NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    comparison one = {.tolerance = FRANCE};
    comparison two = {.tolerance = FRANCE};
    compare_results(&work, "france-2010.csv", PRESTON_CLOSURE_I, &one);
    compare_results(&work, "france-2010.csv", PRESTON_CLOSURE_II, &two);
    compare_report(&one, "france-2010.csv", 17 * 7);
    compare_report(&two, "france-2010.csv", 17 * 7);
    sample_free(&work);
}

static void multipliers__uk_2019(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/uk-2019", NULL);
    sample_close(&work, PRESTON_CLOSURE_I);
    comparison all = {.tolerance = UK};
    compare_results(&work, "uk-2019.csv", PRESTON_CLOSURE_I, &all);
    compare_report(&all, "uk-2019.csv", 105 * 5 - 1); /* imputed rent has no income multiplier */
    sample_free(&work);
}

static void multipliers__uk_2019_imports_taxes_and_surplus(void **state)
{
    (void)state;
    static const quantity effects[] = {{"imports", "imports_effect", NULL},
                                       {"taxes_on_products", "taxes_on_products_effect", NULL},
                                       {"surplus", "surplus_effect", NULL},
                                       {"taxes_on_production", "taxes_on_production_effect", NULL}};
    sample work = sample_read(EXAMPLES_DATA "/uk-2019", NULL);
    golden *file = golden_read("uk-2019-effects.csv");
    comparison all = {.tolerance = UK};
    sample_close(&work, PRESTON_CLOSURE_I);
    for (int k = 0; k < 4; k++) {
        double *values = effects_of(&work, PRESTON_CLOSURE_I, effects[k].account, NULL);
        for (int64_t row = 0; row < file->rows; row++) {
            const char *code = golden_text(file, row, "code");
            compare(&all, values[preston_table_find(work.table, code)],
                    golden_number(file, row, effects[k].effect), effects[k].effect, code);
        }
        free(values);
    }
    compare_report(&all, "uk-2019-effects.csv", 4 * 105);
    golden_free(file);
    sample_free(&work);
}

static void multipliers__uk_2010_products(void **state)
{
    (void)state;
    sample work = sample_read(TESTS_DATA "/uk-2010-products", NULL);
    sample_close(&work, PRESTON_CLOSURE_I);
    comparison all = {.tolerance = UK};
    compare_results(&work, "uk-2010-products.csv", PRESTON_CLOSURE_I, &all);
    compare_report(&all, "uk-2010-products.csv", 127 * 4);
    sample_free(&work);
}

static double *inverse_of(const sample *work)
{
    int64_t n = work->sectors;
    double *inverse = make_zeros(n * n);
    preston_solver *solver = NULL;
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(
        preston_solver_create(preston_economy_coefficients(work->economy), NULL, &solver, &error),
        &error);
    assert_ok(preston_solver_inverse(solver, preston_matrix(inverse, n, n), &certificate, &error),
              &error);
    assert_true(certificate.certified && certificate.relative_bound < 1e-11);
    preston_solver_free(solver);
    return inverse;
}

/* Cells of an inverse have no scale of their own: some are 1e-10, what is left when numbers near
 * one cancel. The tolerance is of the diagonal, which is one or a little more. */
static void assert_leontief(const char *folder, const char *name)
{
    sample work = sample_read(folder, NULL);
    sample_join(&work, NULL);
    golden *file = golden_read(name);
    int64_t n = work.sectors;
    assert_int_equal(file->rows, n);
    double *inverse = inverse_of(&work);
    double worst = 0.0;
    for (int64_t i = 0; i < n; i++) {
        assert_string_equal(golden_text(file, i, "code"), preston_table_code(work.table, i));
        for (int64_t j = 0; j < n; j++) {
            double expected = golden_number(file, i, preston_table_code(work.table, j));
            assert_close(inverse[i * n + j], expected, 0.0, UK);
            worst = fmax(worst, fabs(inverse[i * n + j] - expected));
        }
    }
    print_message("%s: %lld cells, worst difference %.1e\n", name, (long long)(n * n), worst);
    free(inverse);
    golden_free(file);
    sample_free(&work);
}

static void solver_inverse__uk_2019_leontief(void **state)
{
    (void)state;
    assert_leontief(EXAMPLES_DATA "/uk-2019", "uk-2019-leontief.csv");
}

static void solver_inverse__uk_2010_products_leontief(void **state)
{
    (void)state;
    assert_leontief(TESTS_DATA "/uk-2010-products", "uk-2010-products-leontief.csv");
}

/* --- the zeros of real tables --- */

static void multipliers_of(const sample *work, preston_closure closure, const char *account,
                           const char *code, double *out_effect, double *out_multiplier)
{
    int64_t n = work->sectors;
    double *values = make_zeros(2 * n);
    preston_error error = {0};
    assert_ok(preston_model_multipliers(work->model, closure, account, NULL,
                                        preston_vector(values, n, 1),
                                        preston_vector(values + n, n, 1), NULL, &error),
              &error);
    int64_t sector = preston_table_find(work->table, code);
    assert_true(sector >= 0);
    *out_effect = values[sector];
    *out_multiplier = values[n + sector];
    free(values);
}

static void multipliers__sector_without_output(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/scotland-2019", NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    for (int k = 0; k < 2 * RESULTS; k++) {
        double effect = -1.0;
        double multiplier = -1.0;
        int is_output = k < 2;
        multipliers_of(&work, (preston_closure)(k % 2), results[k / 2].account, "12", &effect,
                       &multiplier); /* tobacco */
        assert_true(effect == (is_output ? 1.0 : 0.0));
        assert_true(multiplier == (is_output ? 1.0 : 0.0));
    }
    sample_free(&work);
}

static void multipliers__sector_without_wages(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/scotland-2019", NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    for (int closure = 0; closure < 2; closure++) {
        double effect = 0.0;
        double multiplier = -1.0;
        multipliers_of(&work, (preston_closure)closure, "compensation", "68.2IMP", &effect,
                       &multiplier); /* imputed rent: a 0/0 is published as 0 */
        assert_true(effect > 0.0 && multiplier == 0.0);
        multipliers_of(&work, (preston_closure)closure, "jobs", "68.2IMP", &effect, &multiplier);
        assert_true(effect > 0.0 && multiplier == 0.0);
    }
    sample_free(&work);
}

/* --- money --- */

/* A pound of final demand ends in value added, imports or taxes on products, whatever it buys. */
static void multipliers__account_for_every_pound(void **state)
{
    (void)state;
    static const char *const folders[] = {TESTS_DATA "/scotland-1998", TESTS_DATA "/scotland-2010",
                                          EXAMPLES_DATA "/scotland-2019",
                                          TESTS_DATA "/uk-2010-products", EXAMPLES_DATA "/uk-2019"};
    static const char *const accounts[] = {"gva", "imports", "taxes_on_products"};
    for (int k = 0; k < 5; k++) {
        sample work = sample_read(folders[k], NULL);
        sample_close(&work, PRESTON_CLOSURE_I);
        double *sum = make_zeros(work.sectors);
        for (int account = 0; account < 3; account++) {
            double *effects = effects_of(&work, PRESTON_CLOSURE_I, accounts[account], NULL);
            for (int64_t i = 0; i < work.sectors; i++) {
                sum[i] += effects[i];
            }
            free(effects);
        }
        for (int64_t i = 0; i < work.sectors; i++) {
            int made = preston_get(preston_table_output(work.table), i, 0) > 0.0;
            assert_close(sum[i], made ? 1.0 : 0.0, 0.0, 1e-10);
        }
        free(sum);
        sample_free(&work);
    }
}

/* --- known mistakes, which these numbers must not reproduce --- */

/* Dividing household consumption by wages instead of household income overstates Type II. */
static void multipliers__divisor_is_household_income(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/scotland-2019", NULL);
    sample_close(&work, PRESTON_CLOSURE_II);
    int64_t n = work.sectors;
    double wages = 0.0;
    preston_const_view account =
        preston_table_account(work.table, preston_table_find_account(work.table, "compensation"));
    for (int64_t i = 0; i < n; i++) {
        wages += preston_get(account, i, 0);
    }
    double income = preston_table_facts(work.table)->household_income;
    assert_close(income / wages, 1.86, 0.0, 0.005);
    double *right = effects_of(&work, PRESTON_CLOSURE_II, "output", NULL);
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.household_income = income;
    sample_solve(&work, &options);
    double *same = effects_of(&work, PRESTON_CLOSURE_II, "output", NULL);
    options.household_income = wages;
    sample_solve(&work, &options);
    double *wrong = effects_of(&work, PRESTON_CLOSURE_II, "output", NULL);
    int64_t far = 0;
    for (int64_t i = 0; i < n; i++) {
        assert_true(same[i] == right[i]);
        far += wrong[i] > 1.1 * right[i];
    }
    assert_true(far > n / 2);
    free(right);
    free(same);
    free(wrong);
    sample_free(&work);
}

/* Wage effects are w x⁻¹ L, not w L x⁻¹. */
static void multipliers__wages_are_divided_before_the_inverse(void **state)
{
    (void)state;
    sample work = sample_read(EXAMPLES_DATA "/uk-2019", NULL);
    sample_close(&work, PRESTON_CLOSURE_I);
    int64_t n = work.sectors;
    double *inverse = inverse_of(&work);
    double *effects = effects_of(&work, PRESTON_CLOSURE_I, "compensation", NULL);
    preston_const_view output = preston_table_output(work.table);
    preston_const_view account =
        preston_table_account(work.table, preston_table_find_account(work.table, "compensation"));
    int64_t far = 0;
    for (int64_t j = 0; j < n; j++) {
        double right = 0.0;
        double wrong = 0.0;
        for (int64_t i = 0; i < n; i++) {
            double wages = preston_get(account, i, 0);
            right += wages / preston_get(output, i, 0) * inverse[i * n + j];
            wrong += wages * inverse[i * n + j] / preston_get(output, j, 0);
        }
        assert_close(effects[j], right, 1e-12, 0.0);
        far += fabs(wrong / right - 1.0) > 0.05;
    }
    assert_true(far > n / 2);
    free(inverse);
    free(effects);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipliers__scotland_1998),
        cmocka_unit_test(multipliers__scotland_2010),
        cmocka_unit_test(multipliers__scotland_2019),
        cmocka_unit_test(multipliers__france_2010),
        cmocka_unit_test(multipliers__uk_2019),
        cmocka_unit_test(multipliers__uk_2019_imports_taxes_and_surplus),
        cmocka_unit_test(multipliers__uk_2010_products),
        cmocka_unit_test(solver_inverse__uk_2019_leontief),
        cmocka_unit_test(solver_inverse__uk_2010_products_leontief),
        cmocka_unit_test(multipliers__sector_without_output),
        cmocka_unit_test(multipliers__sector_without_wages),
        cmocka_unit_test(multipliers__account_for_every_pound),
        cmocka_unit_test(multipliers__divisor_is_household_income),
        cmocka_unit_test(multipliers__wages_are_divided_before_the_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
