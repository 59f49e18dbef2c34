/* Making models and asking them: options, what is refused and how, accounts and areas. */
#include "sample.h"
#include "test.h"

#include <math.h>

/* --- a small economy with everything that Type II needs --- */

static const double coefficients[] = {0.2, 0.3, 0.1, 0.4};
static const double output[] = {100.0, 50.0};
static const double final_use[] = {40.0, 5.0, 0.0, 20.0, 10.0, 5.0, 0.0, 5.0};
static const double jobs[] = {2.0, 7.0};

static table_recipe small_recipe(void)
{
    return (table_recipe){.sectors = 2,
                          .coefficients = coefficients,
                          .output = output,
                          .final_use = final_use,
                          .jobs = jobs,
                          .household_income = 120.0};
}

static sample small_sample(void)
{
    table_recipe recipe = small_recipe();
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    sample_join(&work, NULL);
    return work;
}

static preston_status create(const sample *work, const preston_model_options *options,
                             preston_error *error)
{
    preston_model *model = NULL;
    preston_status status = preston_model_create(work->economy, options, &model, error);
    assert_true((status == PRESTON_OK) == (model != NULL));
    preston_model_free(model);
    return status;
}

static preston_model_options type_two(void)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    return options;
}

/* --- options --- */

static void model_options__defaults(void **state)
{
    (void)state;
    preston_model_options options;
    preston_model_options_init(&options);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(options.closure, PRESTON_CLOSURE_I);
    assert_true(options.household_income == 0.0 && options.wage_leakage == 0.0);
    assert_true(options.household_own_use == 0.0 && options.tolerance == 1e-9);
}

static void model_create__bad_options(void **state)
{
    (void)state;
    sample work = small_sample();
    const double nan = (double)NAN;
    preston_error error = {0};
    for (int k = 0; k < 8; k++) {
        preston_model_options options = type_two();
        options.wage_leakage = k == 0 ? -0.01 : k == 1 ? 1.01 : k == 2 ? nan : 0.0;
        options.household_own_use = k == 3 ? -0.01 : k == 4 ? 1.0 : k == 5 ? nan : 0.0;
        options.household_income = k == 6 ? -1.0 : k == 7 ? (double)INFINITY : 0.0;
        assert_fails(create(&work, &options, &error), PRESTON_ERROR_ARGUMENT, &error,
                     k < 3   ? "wage_leakage is"
                     : k < 6 ? "household_own_use is"
                             : "household_income is");
    }
    preston_model_options options = type_two();
    options.closure = (preston_closure)2;
    assert_fails(create(&work, &options, &error), PRESTON_ERROR_ARGUMENT, &error, "closure is 2");
    options = type_two();
    options.size = 0;
    assert_fails(create(&work, &options, &error), PRESTON_ERROR_ARGUMENT, &error, "init function");
    sample_free(&work);
}

static void model_create__defaults_are_type_one(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_solve(&work, NULL);
    assert_ptr_equal(preston_model_economy(work.model), work.economy);
    assert_true(preston_model_has_closure(work.model, PRESTON_CLOSURE_I));
    assert_false(preston_model_has_closure(work.model, PRESTON_CLOSURE_II));
    assert_false(preston_model_has_closure(work.model, (preston_closure)2));
    assert_false(preston_model_has_closure(work.model, (preston_closure)-1));
    sample_close(&work, PRESTON_CLOSURE_II);
    assert_true(preston_model_has_closure(work.model, PRESTON_CLOSURE_I));
    assert_true(preston_model_has_closure(work.model, PRESTON_CLOSURE_II));
    sample_free(&work);
    preston_model_free(NULL);
}

/* A tolerance that no arithmetic can meet is an error of the answer, not a wrong answer. */
static void model_create__tolerance_is_kept(void **state)
{
    (void)state;
    sample work = small_sample();
    preston_model_options options = type_two();
    options.tolerance = 1e-30;
    sample_solve(&work, &options);
    double effects[2] = {9.0, 9.0};
    preston_error error = {0};
    assert_fails(preston_model_multipliers(work.model, PRESTON_CLOSURE_II, "gva", NULL,
                                           preston_vector(effects, 2, 1),
                                           preston_vector(NULL, 0, 1), NULL, &error),
                 PRESTON_ERROR_ACCURACY, &error, "relative error");
    assert_true(effects[0] == 9.0 && effects[1] == 9.0);
    sample_free(&work);
}

/* --- what Type II needs --- */

static void assert_no_type_two(const preston_table_data *data, const char *text)
{
    sample work = {.sectors = data->sectors};
    preston_error error = {0};
    assert_ok(preston_table_create(data, &work.table, &error), &error);
    sample_join(&work, NULL);
    preston_model_options options = type_two();
    assert_fails(create(&work, &options, &error), PRESTON_ERROR_MISSING, &error, text);
    assert_ok(create(&work, NULL, &error), &error); /* Type I does not need it */
    sample_free(&work);
}

static void model_create__type_two_data_missing(void **state)
{
    (void)state;
    static const double flows[] = {20.0, 15.0, 10.0, 20.0};
    static const double wages[] = {10.0, 10.0};
    static const char *const codes[] = {"farms", "shops"};
    static const char *const accounts[] = {"compensation"};
    static const char *const uses[] = {"households"};
    static const char *const others[] = {"other"};
    const preston_table_data whole = {.sectors = 2,
                                      .codes = codes,
                                      .output = preston_const_vector(output, 2, 1),
                                      .flows = preston_const_matrix(flows, 2, 2),
                                      .uses = 1,
                                      .use_codes = uses,
                                      .final_use = preston_const_matrix(wages, 2, 1),
                                      .accounts = 1,
                                      .account_codes = accounts,
                                      .account_values = preston_const_matrix(wages, 2, 1),
                                      .household_income = 40.0};
    preston_table_data data = whole;
    data.accounts = 0;
    assert_no_type_two(&data, "'compensation'");
    data = whole;
    data.use_codes = others;
    assert_no_type_two(&data, "'households'");
    data = whole;
    data.household_income = 0.0;
    assert_no_type_two(&data, "household_income");
}

/* The figure of the table, of the options, or none: the options' comes first. */
static void model_create__household_income_of_the_options(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_close(&work, PRESTON_CLOSURE_II);
    double *given = effects_of(&work, PRESTON_CLOSURE_II, "output", NULL);
    table_recipe recipe = small_recipe();
    recipe.household_income = 0.0;
    sample without = {.sectors = 2, .table = make_table(&recipe)};
    preston_model_options options = type_two();
    options.household_income = 120.0;
    sample_solve(&without, &options);
    double *set = effects_of(&without, PRESTON_CLOSURE_II, "output", NULL);
    assert_memory_equal(given, set, 2 * sizeof(double));
    options.household_income = 200.0;
    sample_solve(&work, &options);
    double *less = effects_of(&work, PRESTON_CLOSURE_II, "output", NULL);
    assert_true(less[0] < given[0] && less[1] < given[1]);
    free(given);
    free(set);
    free(less);
    sample_free(&work);
    sample_free(&without);
}

/* --- economies that cannot work --- */

static sample of_coefficients(int64_t sectors, const double *cells)
{
    const table_recipe recipe = {.sectors = sectors, .coefficients = cells};
    sample work = {.sectors = sectors, .table = make_table(&recipe)};
    sample_join(&work, NULL);
    return work;
}

static void assert_message_lacks(const preston_error *error, const char *text)
{
    if (strstr(error->message, text) != NULL) {
        print_error("\"%s\" should not name %s\n", error->message, text);
        fail();
    }
}

/* What makes one unit of itself with a whole unit of itself: exactly singular, not nudged. */
static void model_create__diagonal_of_one(void **state)
{
    (void)state;
    static const double alone[] = {0.2, 0.0, 0.1, 0.0, 1.0, 0.0, 0.1, 0.0, 0.3};
    static const double joined[] = {0.2, 0.1, 0.1, 0.1, 1.0, 0.0, 0.1, 0.0, 0.3};
    sample work = of_coefficients(3, alone);
    preston_error error = {0};
    assert_fails(create(&work, NULL, &error), PRESTON_ERROR_SINGULAR, &error, "'s2'");
    assert_message_lacks(&error, "'s1'");
    assert_message_lacks(&error, "'s3'");
    sample_free(&work);
    work = of_coefficients(3, joined); /* not singular, and not productive */
    assert_fails(create(&work, NULL, &error), PRESTON_ERROR_UNPRODUCTIVE, &error, "'s2'");
    sample_free(&work);
}

/* Two sectors that take more than one unit of each other, round and round. */
static void model_create__block_above_one(void **state)
{
    (void)state;
    static const double cells[] = {0.1, 0.1, 0.1, 0.0, 0.0, 0.1, 1.5, 0.2,
                                   0.1, 0.8, 0.2, 0.0, 0.2, 0.0, 0.0, 0.1};
    sample work = of_coefficients(4, cells);
    preston_error error = {0};
    assert_fails(create(&work, NULL, &error), PRESTON_ERROR_UNPRODUCTIVE, &error, "'s2'");
    assert_fails(create(&work, NULL, &error), PRESTON_ERROR_UNPRODUCTIVE, &error, "'s3'");
    assert_message_lacks(&error, "'s1'");
    assert_message_lacks(&error, "'s4'");
    sample_free(&work);
}

/* A column above one, as of a railway in a bad year: productive all the same. */
static void model_create__column_above_one_is_productive(void **state)
{
    (void)state;
    static const double cells[] = {0.3, 0.1, 0.9, 0.2}; /* the first column adds up to 1.2 */
    sample work = of_coefficients(2, cells);
    sample_solve(&work, NULL);
    double *effects = effects_of(&work, PRESTON_CLOSURE_I, "output", NULL);
    double determinant = 0.7 * 0.8 - 0.1 * 0.9;
    assert_close(effects[0], (0.8 + 0.9) / determinant, 1e-14, 0.0);
    assert_close(effects[1], (0.7 + 0.1) / determinant, 1e-14, 0.0);
    double *gva = effects_of(&work, PRESTON_CLOSURE_I, "gva", NULL);
    double *imports = effects_of(&work, PRESTON_CLOSURE_I, "imports", NULL);
    double *taxes = effects_of(&work, PRESTON_CLOSURE_I, "taxes_on_products", NULL);
    assert_close(gva[0] + imports[0] + taxes[0], 1.0, 1e-13, 0.0);
    free(effects);
    free(gva);
    free(imports);
    free(taxes);
    sample_free(&work);
}

/* Households that spend far more than they earn make an economy without end. */
static void model_create__households_that_spend_too_much(void **state)
{
    (void)state;
    sample work = small_sample();
    preston_model_options options = type_two();
    options.household_income = 5.0; /* they buy 50 */
    preston_error error = {0};
    assert_fails(create(&work, &options, &error), PRESTON_ERROR_UNPRODUCTIVE, &error,
                 "'households'");
    sample_free(&work);
}

static void model_create__unproductive_place_is_named(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "town"};
    static const int64_t parents[] = {-1, 0};
    static const double sizes[] = {10.0, 10.0, 2.0, 3.0};
    static const double cells[] = {0.2, 0.1, 0.1, 1.2};
    const table_recipe recipe = {.sectors = 2, .coefficients = cells};
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(2, codes, NULL, parents, 2, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, 2, 2), &work.places, &error),
              &error);
    sample_join(&work, NULL);
    assert_fails(create(&work, NULL, &error), PRESTON_ERROR_UNPRODUCTIVE, &error,
                 "s2 in rest-of-nation");
    sample_free(&work);
}

/* --- accounts, areas, closures --- */

static preston_status ask(const sample *work, preston_closure closure, const char *account,
                          const char *area, preston_error *error)
{
    double effects[2] = {9.0, 9.0};
    double multipliers[2] = {9.0, 9.0};
    preston_status status = preston_model_multipliers(
        work->model, closure, account, area, preston_vector(effects, 2, 1),
        preston_vector(multipliers, 2, 1), NULL, error);
    assert_true((status == PRESTON_OK) == (effects[0] != 9.0)); /* a failure writes nothing */
    assert_true((status == PRESTON_OK) == (multipliers[0] != 9.0));
    return status;
}

static void multipliers__unknown_account_area_and_closure(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_solve(&work, NULL);
    preston_error error = {0};
    assert_ok(ask(&work, PRESTON_CLOSURE_I, "gva", "nation", &error), &error);
    assert_fails(ask(&work, PRESTON_CLOSURE_I, "carbon", NULL, &error), PRESTON_ERROR_MISSING,
                 &error, "'carbon'");
    assert_fails(ask(&work, PRESTON_CLOSURE_I, "", NULL, &error), PRESTON_ERROR_MISSING, &error,
                 "''");
    assert_fails(ask(&work, PRESTON_CLOSURE_I, "gva", "atlantis", &error), PRESTON_ERROR_LABEL,
                 &error, "'atlantis'");
    assert_fails(ask(&work, PRESTON_CLOSURE_II, "gva", NULL, &error), PRESTON_ERROR_MISSING, &error,
                 "PRESTON_CLOSURE_II");
    assert_int_equal(ask(&work, PRESTON_CLOSURE_II, "gva", NULL, NULL), PRESTON_ERROR_MISSING);
    sample_free(&work);
}

static void multipliers__bad_shapes(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_solve(&work, NULL);
    double values[4] = {0.0};
    preston_error error = {0};
    assert_fails(preston_model_multipliers(work.model, PRESTON_CLOSURE_I, "gva", NULL,
                                           preston_vector(values, 1, 1), preston_vector(NULL, 0, 1),
                                           NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    assert_fails(preston_model_multipliers(work.model, PRESTON_CLOSURE_I, "gva", NULL,
                                           preston_vector(values, 2, 1),
                                           preston_vector(values, 3, 1), NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    assert_fails(preston_model_direct(work.model, "gva", preston_vector(values, 3, 1), &error),
                 PRESTON_ERROR_SHAPE, &error, "2 rows");
    assert_fails(preston_model_direct(work.model, "carbon", preston_vector(values, 2, 1), &error),
                 PRESTON_ERROR_MISSING, &error, "'carbon'");
    sample_free(&work);
}

static void direct__is_per_unit_of_output(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_solve(&work, NULL);
    double values[4] = {9.0, 9.0, 9.0, 9.0};
    preston_error error = {0};
    assert_ok(preston_model_direct(work.model, "jobs", preston_vector(values, 2, 2), &error),
              &error);
    assert_close(values[0], 2.0, 1e-15, 0.0);
    assert_close(values[2], 7.0, 1e-15, 0.0);
    assert_true(values[1] == 9.0 && values[3] == 9.0); /* between the strides */
    assert_ok(preston_model_direct(work.model, "output", preston_vector(values, 2, 1), &error),
              &error);
    assert_true(values[0] == 1.0 && values[1] == 1.0);
    sample_free(&work);
}

/* By hand: I − A = [.8, −.3; −.1, .6], determinant .45. */
static void multipliers__of_two_sectors_by_hand(void **state)
{
    (void)state;
    sample work = small_sample();
    sample_solve(&work, NULL);
    double effects[2];
    double multipliers[4];
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_model_multipliers(work.model, PRESTON_CLOSURE_I, "jobs", NULL,
                                        preston_vector(effects, 2, 1),
                                        preston_vector(multipliers, 2, 2), &certificate, &error),
              &error);
    double expected[2] = {(2.0 * 0.6 + 7.0 * 0.1) / 0.45, (2.0 * 0.3 + 7.0 * 0.8) / 0.45};
    for (int i = 0; i < 2; i++) {
        assert_close(effects[i], expected[i], 1e-14, 0.0);
        assert_close(multipliers[2 * i], expected[i] / jobs[i], 1e-14, 0.0);
    }
    assert_true(certificate.certified && certificate.relative_bound < 1e-14);
    assert_true(certificate.relative_bound > 0.0);
    sample_free(&work);
}

/* Counted in one area only, the multiplier still divides by the whole direct coefficient: in a
 * place it is what stays there of each unit. */
static void multipliers__of_an_area_divide_by_the_whole_coefficient(void **state)
{
    (void)state;
    sample work = sample_preston();
    sample_close(&work, PRESTON_CLOSURE_I);
    double *values = make_zeros(3 * work.rows);
    preston_error error = {0};
    assert_ok(preston_model_direct(work.model, "gva", preston_vector(values, work.rows, 1), &error),
              &error);
    assert_ok(preston_model_multipliers(work.model, PRESTON_CLOSURE_I, "gva", "preston",
                                        preston_vector(values + work.rows, work.rows, 1),
                                        preston_vector(values + 2 * work.rows, work.rows, 1), NULL,
                                        &error),
              &error);
    for (int64_t row = 0; row < work.rows; row++) {
        assert_close(values[2 * work.rows + row], values[work.rows + row] / values[row], 1e-15,
                     0.0);
        /* at least one where the demand is, far below one where it is not */
        assert_true(row < work.sectors ? values[2 * work.rows + row] >= 1.0
                                       : values[2 * work.rows + row] < 0.5);
    }
    free(values);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_options__defaults),
        cmocka_unit_test(model_create__bad_options),
        cmocka_unit_test(model_create__defaults_are_type_one),
        cmocka_unit_test(model_create__tolerance_is_kept),
        cmocka_unit_test(model_create__type_two_data_missing),
        cmocka_unit_test(model_create__household_income_of_the_options),
        cmocka_unit_test(model_create__diagonal_of_one),
        cmocka_unit_test(model_create__block_above_one),
        cmocka_unit_test(model_create__column_above_one_is_productive),
        cmocka_unit_test(model_create__households_that_spend_too_much),
        cmocka_unit_test(model_create__unproductive_place_is_named),
        cmocka_unit_test(multipliers__unknown_account_area_and_closure),
        cmocka_unit_test(multipliers__bad_shapes),
        cmocka_unit_test(direct__is_per_unit_of_output),
        cmocka_unit_test(multipliers__of_two_sectors_by_hand),
        cmocka_unit_test(multipliers__of_an_area_divide_by_the_whole_coefficient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
