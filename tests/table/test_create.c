#include "small_table.h"
#include "test.h"

#include <math.h>

static preston_table *create(const preston_table_data *data)
{
    preston_table *table = NULL;
    preston_error error = {0};
    assert_ok(preston_table_create(data, &table, &error), &error);
    return table;
}

static void assert_views_equal(preston_const_view one, preston_const_view other)
{
    assert_int_equal(one.rows, other.rows);
    assert_int_equal(one.columns, other.columns);
    for (int64_t i = 0; i < one.rows; i++) {
        for (int64_t j = 0; j < one.columns; j++) {
            assert_true(preston_get(one, i, j) == preston_get(other, i, j));
        }
    }
}

static void assert_same_amounts(const preston_table *table, const preston_table_data *data)
{
    assert_views_equal(preston_table_output(table), data->output);
    assert_views_equal(preston_table_flows(table), data->flows);
    assert_views_equal(preston_table_final_uses(table), data->final_use);
    for (int64_t k = 0; k < data->accounts; k++) {
        assert_string_equal(preston_table_account_code(table, k), data->account_codes[k]);
        for (int64_t i = 0; i < data->sectors; i++) {
            assert_true(preston_get(preston_table_account(table, k), i, 0) ==
                        preston_get(data->account_values, i, k));
        }
    }
}

static void create__everything_is_there(void **state)
{
    (void)state;
    const small_arrays small = make_small_arrays();
    preston_table_data data = describe_small_table(&small);
    data.household_imports = 7.0;
    data.household_taxes_on_products = 8.0;
    data.prices = "basic";
    preston_table *table = create(&data);
    assert_int_equal(preston_table_sectors(table), 3);
    assert_int_equal(preston_table_find(table, "B"), 1);
    assert_int_equal(preston_table_find(table, "Z"), -1);
    assert_string_equal(preston_table_name(table, 1), "Mills, large");
    assert_int_equal(preston_table_find_use(table, "exports"), 1);
    assert_int_equal(preston_table_find_account(table, "jobs"), 3);
    assert_same_amounts(table, &data);
    const preston_table_data *facts = preston_table_facts(table);
    assert_string_equal(facts->title, "Test table");
    assert_string_equal(facts->prices, "basic");
    assert_null(facts->source);
    assert_true(facts->household_income == 120.0);
    assert_true(facts->household_imports == 7.0);
    assert_true(facts->household_taxes_on_products == 8.0);
    assert_int_equal(facts->sectors, 0);
    assert_null(facts->flows.data);
    preston_table_free(table);
}

static void create__copies(void **state)
{
    (void)state;
    small_arrays changing = make_small_arrays();
    const small_arrays kept = make_small_arrays();
    char code[] = "A";
    char title[] = "Mine";
    changing.codes[0] = code;
    preston_table_data data = describe_small_table(&changing);
    data.title = title;
    preston_table *table = create(&data);
    code[0] = 'X';
    title[0] = 'X';
    memset(changing.flows, 0, sizeof changing.flows);
    memset(changing.output, 0, sizeof changing.output);
    assert_int_equal(preston_table_find(table, "A"), 0);
    assert_string_equal(preston_table_facts(table)->title, "Mine");
    const preston_table_data expected = describe_small_table(&kept);
    assert_same_amounts(table, &expected);
    preston_table_free(table);
}

static void create__strided_views(void **state)
{
    (void)state;
    const small_arrays small = make_small_arrays();
    const preston_table_data expected = describe_small_table(&small);
    preston_table_data data = expected;
    double columns[9];
    double backwards[3];
    for (int i = 0; i < 3; i++) {
        backwards[2 - i] = small.output[i];
        for (int j = 0; j < 3; j++) {
            columns[j * 3 + i] = small.flows[i * 3 + j];
        }
    }
    data.flows = preston_transposed(preston_const_matrix(columns, 3, 3));
    data.output = preston_const_vector(backwards + 2, 3, -1);
    preston_table *table = create(&data);
    assert_same_amounts(table, &expected);
    preston_table_free(table);
}

static void create__left_out(void **state)
{
    (void)state;
    const small_arrays small = make_small_arrays();
    preston_table_data data = describe_small_table(&small);
    data.names = NULL;
    data.uses = 0;
    data.accounts = 0;
    data.title = NULL;
    data.unit = NULL;
    data.household_income = -1.0; /* not known */
    data.use_codes = NULL;
    data.final_use = preston_const_matrix(NULL, 0, 0);
    preston_table *table = create(&data);
    assert_string_equal(preston_table_name(table, 1), "B");
    assert_int_equal(preston_table_uses(table), 0);
    assert_int_equal(preston_table_accounts(table), 0);
    assert_null(preston_table_facts(table)->title);
    assert_true(preston_table_facts(table)->household_income == 0.0);
    preston_table_free(table);
}

static void create__no_sector(void **state)
{
    (void)state;
    const preston_table_data data = {0};
    preston_table *table = create(&data);
    assert_int_equal(preston_table_sectors(table), 0);
    assert_int_equal(preston_table_find(table, "A"), -1);
    preston_table_free(table);
}

/* --- what is refused: each takes the small table and spoils it --- */

static void negative_sectors(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->sectors = -1;
}

static void negative_accounts(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->accounts = -1;
}

static void code_twice(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->codes[2] = "A";
}

static void code_empty(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->codes[1] = "";
}

static void code_null(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->codes[0] = NULL;
}

static void codes_null(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->codes = NULL;
}

static void use_twice(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->use_codes[1] = "households";
}

static void account_empty(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->account_codes[2] = "";
}

static void output_short(small_arrays *small, preston_table_data *data)
{
    data->output = preston_const_vector(small->output, 2, 1);
}

static void flows_not_square(small_arrays *small, preston_table_data *data)
{
    data->flows = preston_const_matrix(small->flows, 3, 2);
}

static void uses_turned(small_arrays *small, preston_table_data *data)
{
    data->final_use = preston_const_matrix(small->final_use, 2, 3);
}

static void accounts_missing(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->account_values = preston_const_matrix(NULL, 0, 0);
}

static void output_nan(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->output[1] = NAN;
}

static void output_negative(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->output[1] = -200.0;
}

static void flow_infinite(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->flows[5] = INFINITY;
}

static void use_nan(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->final_use[3] = NAN;
}

static void account_infinite(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->account_values[6] = -INFINITY;
}

static void jobs_negative(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->account_values[7] = -4.0;
}

static void idle_sector_buys(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->flows[2] = 0.001;
}

static void idle_sector_pays(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->account_values[8] = 0.001;
}

/* Minus zero is no output either: divided by, it would give minus infinity. */
static void idle_sector_minus_zero(small_arrays *small, preston_table_data *data)
{
    (void)data;
    small->output[2] = -0.0;
    small->flows[8] = 1.0;
}

static void income_nan(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->household_income = NAN;
}

static void taxes_infinite(small_arrays *small, preston_table_data *data)
{
    (void)small;
    data->household_taxes_on_products = INFINITY;
}

static const struct {
    void (*spoil)(small_arrays *small, preston_table_data *data);
    preston_status status;
    const char *message;
} refused[] = {
    {negative_sectors, PRESTON_ERROR_SHAPE, "negative"},
    {negative_accounts, PRESTON_ERROR_SHAPE, "negative"},
    {code_twice, PRESTON_ERROR_LABEL, "sector code 'A' stands twice"},
    {code_empty, PRESTON_ERROR_LABEL, "sector 2 has no code"},
    {code_null, PRESTON_ERROR_LABEL, "sector 1 has no code"},
    {codes_null, PRESTON_ERROR_LABEL, "sector 1 has no code"},
    {use_twice, PRESTON_ERROR_LABEL, "final use code 'households' stands twice"},
    {account_empty, PRESTON_ERROR_LABEL, "account 3 has no code"},
    {output_short, PRESTON_ERROR_SHAPE, "outputs are 2 × 1: they must be 3 × 1"},
    {flows_not_square, PRESTON_ERROR_SHAPE, "flows are 3 × 2: they must be 3 × 3"},
    {uses_turned, PRESTON_ERROR_SHAPE, "final uses are"},
    {accounts_missing, PRESTON_ERROR_SHAPE, "accounts are 0 × 0"},
    {output_nan, PRESTON_ERROR_VALUE, "cell (2, 1) of the outputs"},
    {output_negative, PRESTON_ERROR_VALUE, "sector 'B' has an output of -200"},
    {flow_infinite, PRESTON_ERROR_VALUE, "cell (2, 3) of the flows"},
    {use_nan, PRESTON_ERROR_VALUE, "of the final uses is not finite"},
    {account_infinite, PRESTON_ERROR_VALUE, "of the accounts is not finite"},
    {jobs_negative, PRESTON_ERROR_VALUE, "sector 'B' has -4 jobs"},
    {idle_sector_buys, PRESTON_ERROR_VALUE, "sector 'C' buys 0.001 from 'A' and has no output"},
    {idle_sector_pays, PRESTON_ERROR_VALUE, "sector 'C' has compensation of 0.001 and no output"},
    {idle_sector_minus_zero, PRESTON_ERROR_VALUE, "sector 'C' buys 1 from 'C' and has no output"},
    {income_nan, PRESTON_ERROR_VALUE, "households is nan"},
    {taxes_infinite, PRESTON_ERROR_VALUE, "households is inf"},
};

static void create__refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        small_arrays small = make_small_arrays();
        preston_table_data data = describe_small_table(&small);
        refused[i].spoil(&small, &data);
        preston_table *const untouched = (preston_table *)&small;
        preston_table *table = untouched;
        preston_error error = {0};
        assert_fails(preston_table_create(&data, &table, &error), refused[i].status, &error,
                     refused[i].message);
        assert_ptr_equal(table, untouched);
    }
}

static void free__nothing(void **state)
{
    (void)state;
    preston_table_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create__everything_is_there),
        cmocka_unit_test(create__copies),
        cmocka_unit_test(create__strided_views),
        cmocka_unit_test(create__left_out),
        cmocka_unit_test(create__no_sector),
        cmocka_unit_test(create__refused),
        cmocka_unit_test(free__nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
