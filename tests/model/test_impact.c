/* Impacts: what belongs to which part and place, what the buyer pays itself, what is refused. */
#include "sample.h"
#include "test.h"

#include <math.h>

/* One sector per place, two places: every number can be followed. */
static const double coefficient = 0.2;
static const double output = 100.0;
static const double final_use[USES] = {30.0, 10.0, 0.0, 40.0};
static const double primary[PRIMARY] = {0.25, 0.0, 0.0, 0.5, 0.25};
static const double jobs = 10.0;

static sample town_and_country(preston_closure closure)
{
    static const char *const codes[] = {"nation", "town"};
    static const int64_t parents[] = {-1, 0};
    static const double sizes[] = {10.0, 4.0};
    const table_recipe recipe = {.sectors = 1,
                                 .coefficients = &coefficient,
                                 .output = &output,
                                 .final_use = final_use,
                                 .primary = primary,
                                 .jobs = &jobs,
                                 .household_income = 60.0,
                                 .household_imports = 6.0,
                                 .household_taxes_on_products = 3.0};
    sample work = {.sectors = 1, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(2, codes, NULL, parents, 1, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, 2, 1), &work.places, &error),
              &error);
    preston_economy_options options;
    preston_economy_options_init(&options);
    options.quotient = PRESTON_QUOTIENT_SLQ; /* one: the town buys all from itself */
    options.feedback = 0;
    sample_join(&work, &options);
    sample_close(&work, closure);
    return work;
}

static preston_status try(const sample *work, const preston_demand *demand, preston_error *error)
{
    preston_impact *impact = NULL;
    preston_status status = preston_model_impact(work->model, demand, &impact, error);
    assert_true((status == PRESTON_OK) == (impact != NULL));
    preston_impact_free(impact);
    return status;
}

static preston_impact *solve(const sample *work, const preston_demand *demand)
{
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, demand, &impact, &error), &error);
    return impact;
}

static void assert_value(const preston_impact *impact, const char *account, preston_part part,
                         int64_t place, double expected)
{
    double value = (double)NAN;
    preston_error error = {0};
    assert_ok(preston_impact_value(impact, account, part, place, &value, &error), &error);
    assert_close(value, expected, 1e-13, 1e-14);
}

static void impact__of_one_sector_by_hand(void **state)
{
    (void)state;
    static const double demand[] = {80.0, 0.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, 2, 1)};
    preston_impact *impact = solve(&work, &wanted);
    /* Type I: 80 / 0.8. Type II: x = 80 + 0.2 x + 0.5 h, h = 0.4 x, so x = 80 / 0.6 */
    double induced = 80.0 / 0.6 - 100.0;
    assert_value(impact, "output", PRESTON_DIRECT, 0, 80.0);
    assert_value(impact, "output", PRESTON_INDIRECT, 0, 20.0);
    assert_value(impact, "output", PRESTON_INDUCED, 0, induced);
    assert_value(impact, "jobs", PRESTON_INDIRECT, 0, 200.0);
    assert_value(impact, "compensation", PRESTON_INDUCED, 0, 0.4 * induced);
    double income = 0.4 * 80.0 / 0.6;
    assert_close(preston_get(preston_impact_household_income(impact), 0, 0), income, 1e-13, 0.0);
    /* households import for themselves: a tenth of their income; and pay a twentieth in taxes */
    assert_value(impact, "imports", PRESTON_DIRECT, 0, 0.2 * 80.0);
    assert_value(impact, "imports", PRESTON_INDUCED, 0, 0.2 * induced + 0.1 * income);
    assert_value(impact, "taxes_on_products", PRESTON_INDUCED, 0, 0.05 * income);
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        assert_value(impact, "output", (preston_part)part, 1, 0.0); /* elsewhere: nothing */
        assert_value(impact, "imports", (preston_part)part, 1, 0.0);
    }
    preston_impact_free(impact);
    sample_free(&work);
}

/* What the buyer imports or pays in taxes is direct, in its own place, and in no other account. */
static void impact__of_what_the_buyer_pays_itself(void **state)
{
    (void)state;
    static const double imports[] = {5.0, 7.0};
    static const double taxes[] = {0.0, 2.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand wanted = {.imports = preston_const_vector(imports, 2, 1),
                                   .taxes_on_products = preston_const_vector(taxes, 2, 1)};
    preston_impact *impact = solve(&work, &wanted);
    assert_value(impact, "imports", PRESTON_DIRECT, 0, 5.0);
    assert_value(impact, "imports", PRESTON_DIRECT, 1, 7.0);
    assert_value(impact, "taxes_on_products", PRESTON_DIRECT, 1, 2.0);
    assert_value(impact, "gva", PRESTON_DIRECT, 1, 0.0);
    assert_value(impact, "imports", PRESTON_INDIRECT, 1, 0.0);
    assert_value(impact, "imports", PRESTON_INDUCED, 1, 0.0);
    for (int closure = 0; closure < 2; closure++) {
        double spent = 0.0;
        double accounted = 0.0;
        preston_error error = {0};
        assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent, &accounted,
                                              &error),
                  &error);
        assert_true(spent == 14.0 && accounted == 14.0);
    }
    preston_impact_free(impact);
    sample_free(&work);
}

/* x = 0.2 x + 0.5 h with h = 50 + 0.4 x, in the first place alone. */
static void impact__of_household_income_by_hand(void **state)
{
    (void)state;
    static const double income[] = {50.0, 0.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand wanted = {.household_income = preston_const_vector(income, 2, 1)};
    preston_impact *impact = solve(&work, &wanted);
    double made = 25.0 / 0.6;
    double received = 50.0 + 0.4 * made;
    assert_value(impact, "output", PRESTON_DIRECT, 0, 0.0);
    assert_value(impact, "output", PRESTON_INDIRECT, 0, 0.0);
    assert_value(impact, "output", PRESTON_INDUCED, 0, made);
    assert_value(impact, "output", PRESTON_INDUCED, 1, 0.0);
    assert_value(impact, "compensation", PRESTON_INDUCED, 0, 0.4 * made); /* not the 50 */
    assert_value(impact, "imports", PRESTON_INDUCED, 0, 0.2 * made + 0.1 * received);
    assert_value(impact, "taxes_on_products", PRESTON_INDUCED, 0, 0.05 * received);
    assert_close(preston_get(preston_impact_household_income(impact), 0, 0), received, 1e-13, 0.0);
    preston_impact_free(impact);
    sample_free(&work);
    work = town_and_country(PRESTON_CLOSURE_I);
    impact = solve(&work, &wanted);
    assert_value(impact, "output", PRESTON_INDUCED, 0, 0.0);
    assert_true(preston_get(preston_impact_household_income(impact), 0, 0) == 0.0);
    preston_impact_free(impact);
    sample_free(&work);
}

static void impact__without_any_demand(void **state)
{
    (void)state;
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand nothing = {.imports = {0}};
    preston_impact *impact = solve(&work, &nothing);
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        preston_const_view made = preston_impact_output(impact, (preston_part)part);
        assert_int_equal(made.rows, 2);
        assert_true(preston_get(made, 0, 0) == 0.0 && preston_get(made, 1, 0) == 0.0);
    }
    preston_impact_free(impact);
    preston_impact_free(NULL);
    sample_free(&work);
}

static void impact__of_type_one_induces_nothing(void **state)
{
    (void)state;
    static const double demand[] = {80.0, 3.0};
    sample work = town_and_country(PRESTON_CLOSURE_I);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, 2, 1)};
    preston_impact *impact = solve(&work, &wanted);
    assert_value(impact, "output", PRESTON_INDIRECT, 0, 20.0);
    assert_value(impact, "imports", PRESTON_INDUCED, 0, 0.0);
    assert_true(preston_get(preston_impact_household_income(impact), 0, 0) == 0.0);
    assert_true(preston_impact_certificate(impact, PRESTON_CLOSURE_I).certified);
    assert_true(preston_impact_certificate(impact, PRESTON_CLOSURE_I).relative_bound < 1e-14);
    double spent = 9.0;
    double accounted = 9.0;
    preston_error error = {0};
    assert_fails(
        preston_impact_conservation(impact, PRESTON_CLOSURE_II, &spent, &accounted, &error),
        PRESTON_ERROR_MISSING, &error, "Type I only");
    assert_true(spent == 9.0 && accounted == 9.0);
    preston_impact_free(impact);
    sample_free(&work);
}

/* A cut is the mirror of an expansion, to the bit. */
static void impact__of_a_cut(void **state)
{
    (void)state;
    double demand[] = {80.0, 3.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, 2, 1)};
    preston_impact *more = solve(&work, &wanted);
    demand[0] = -80.0;
    demand[1] = -3.0;
    preston_impact *less = solve(&work, &wanted);
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        for (int64_t row = 0; row < 2; row++) {
            assert_true(preston_get(preston_impact_output(more, (preston_part)part), row, 0) ==
                        -preston_get(preston_impact_output(less, (preston_part)part), row, 0));
        }
    }
    preston_impact_free(more);
    preston_impact_free(less);
    sample_free(&work);
}

static void impact__reads_strides(void **state)
{
    (void)state;
    static const double demand[] = {80.0, -1.0, 3.0, -1.0};
    static const double plain[] = {80.0, 3.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand spread = {.sectors = preston_const_vector(demand, 2, 2)};
    const preston_demand dense = {.sectors = preston_const_vector(plain, 2, 1)};
    preston_impact *one = solve(&work, &spread);
    preston_impact *other = solve(&work, &dense);
    assert_memory_equal(preston_impact_output(one, PRESTON_INDUCED).data,
                        preston_impact_output(other, PRESTON_INDUCED).data, 2 * sizeof(double));
    preston_impact_free(one);
    preston_impact_free(other);
    sample_free(&work);
}

static void impact__bad_demand(void **state)
{
    (void)state;
    static const double fine[] = {1.0, 2.0, 3.0};
    static const double unknown[] = {1.0, (double)NAN};
    static const double endless[] = {(double)INFINITY, 1.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    preston_error error = {0};
    preston_demand demand = {.sectors = preston_const_vector(fine, 3, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_SHAPE, &error, "sectors have 3 rows");
    demand = (preston_demand){.imports = preston_const_vector(fine, 1, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_SHAPE, &error, "imports have 1 rows");
    demand = (preston_demand){.taxes_on_products = preston_const_vector(fine, 3, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_SHAPE, &error,
                 "taxes on products have 3 rows");
    demand = (preston_demand){.household_income = preston_const_vector(fine, 3, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_SHAPE, &error,
                 "household income have 3 rows");
    demand = (preston_demand){.household_income = preston_const_vector(unknown, 2, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_VALUE, &error,
                 "row 2 of the demand's household income");
    demand = (preston_demand){.sectors = preston_const_vector(unknown, 2, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_VALUE, &error,
                 "row 2 of the demand's sectors");
    demand = (preston_demand){.imports = preston_const_vector(endless, 2, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_VALUE, &error,
                 "row 1 of the demand's imports");
    demand = (preston_demand){.taxes_on_products = preston_const_vector(unknown, 2, 1)};
    assert_fails(try(&work, &demand, &error), PRESTON_ERROR_VALUE, &error, "taxes on products");
    sample_free(&work);
}

static void impact_value__bad_questions(void **state)
{
    (void)state;
    static const double demand[] = {80.0, 3.0};
    sample work = town_and_country(PRESTON_CLOSURE_II);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, 2, 1)};
    preston_impact *impact = solve(&work, &wanted);
    double value = 9.0;
    preston_error error = {0};
    assert_fails(preston_impact_value(impact, "carbon", PRESTON_DIRECT, 0, &value, &error),
                 PRESTON_ERROR_MISSING, &error, "'carbon'");
    assert_fails(preston_impact_value(impact, "gva", PRESTON_DIRECT, 2, &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "place 2");
    assert_fails(preston_impact_value(impact, "gva", PRESTON_DIRECT, -1, &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "place -1");
    assert_fails(preston_impact_value(impact, "gva", (preston_part)3, 0, &value, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "part 3");
    assert_true(value == 9.0);
    preston_impact_free(impact);
    sample_free(&work);
}

/* Without one of the three accounts nobody can say whether money is conserved. */
static void impact_conservation__needs_its_accounts(void **state)
{
    (void)state;
    static const char *const codes[] = {"all"};
    static const char *const accounts[] = {"imports", "gva"};
    static const double flow = 20.0;
    static const double values[] = {10.0, 70.0};
    static const double demand = 1.0;
    const preston_table_data data = {.sectors = 1,
                                     .codes = codes,
                                     .output = preston_const_vector(&output, 1, 1),
                                     .flows = preston_const_matrix(&flow, 1, 1),
                                     .accounts = 2,
                                     .account_codes = accounts,
                                     .account_values = preston_const_matrix(values, 1, 2)};
    sample work = {.sectors = 1};
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &work.table, &error), &error);
    sample_solve(&work, NULL);
    const preston_demand wanted = {.sectors = preston_const_vector(&demand, 1, 1)};
    preston_impact *impact = solve(&work, &wanted);
    double spent = 9.0;
    double accounted = 9.0;
    assert_fails(preston_impact_conservation(impact, PRESTON_CLOSURE_I, &spent, &accounted, &error),
                 PRESTON_ERROR_MISSING, &error, "'taxes_on_products'");
    assert_true(spent == 9.0 && accounted == 9.0);
    preston_impact_free(impact);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impact__of_one_sector_by_hand),
        cmocka_unit_test(impact__of_what_the_buyer_pays_itself),
        cmocka_unit_test(impact__of_household_income_by_hand),
        cmocka_unit_test(impact__without_any_demand),
        cmocka_unit_test(impact__of_type_one_induces_nothing),
        cmocka_unit_test(impact__of_a_cut),
        cmocka_unit_test(impact__reads_strides),
        cmocka_unit_test(impact__bad_demand),
        cmocka_unit_test(impact_value__bad_questions),
        cmocka_unit_test(impact_conservation__needs_its_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
