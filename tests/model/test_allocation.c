/* Every allocation failing in turn, for economies and models by trade shares. */
#include "each_allocation.h"
#include "random.h"
#include "traded.h"

enum { PLACES = 4, SECTORS = 3, ROWS = PLACES * SECTORS };

typedef struct bench {
    traded work;
    double *demand;
    preston_impact *impact;
} bench;

static preston_model_options type_two(void)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    return options;
}

static int make_bench(void **state)
{
    static bench made;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = PLACES,
                                .sectors = SECTORS,
                                .trade = 7,
                                .commuting = 7,
                                .foreign = 0.2,
                                .own_tables = 1};
    preston_model_options options = type_two();
    made.work = traded_random(random, &shape);
    traded_close(&made.work, &options);
    made.demand = make_random_demand(random, &made.work.work);
    const preston_demand demand = {.sectors = preston_const_vector(made.demand, ROWS, 1)};
    preston_error error = {0};
    assert_ok(preston_model_impact(made.work.work.model, &demand, &made.impact, &error), &error);
    gsl_rng_free(random);
    *state = &made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    preston_impact_free(made->impact);
    free(made->demand);
    traded_free(&made->work);
    return 0;
}

static preston_status create_economy(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_traded_options options = traded_options_of(&on->work);
    preston_economy *economy = NULL;
    preston_status status =
        preston_economy_create_traded(on->work.work.table, on->work.work.places, on->work.trade,
                                      on->work.commuting, &options, &economy, error);
    *out_set = economy != NULL;
    preston_economy_free(economy);
    return status;
}

static void economy_create_traded__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(create_economy, *state, 20);
}

static preston_status supply_and_use(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_traded_options options = traded_options_of(&on->work);
    double supply[ROWS] = {-7.0};
    double use[ROWS] = {-7.0};
    preston_status status = preston_places_supply_and_use(
        on->work.work.places, on->work.work.table, &options,
        preston_matrix(supply, PLACES, SECTORS), preston_matrix(use, PLACES, SECTORS), error);
    *out_set = supply[0] != -7.0 || use[0] != -7.0;
    return status;
}

static void places_supply_and_use__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(supply_and_use, *state, 3);
}

static preston_status sell(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    double sales[ROWS] = {-7.0};
    preston_status status =
        preston_economy_sales(on->work.work.economy, preston_const_vector(on->demand, ROWS, 1),
                              preston_vector(sales, ROWS, 1), error);
    *out_set = sales[0] != -7.0;
    return status;
}

static void economy_sales__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(sell, *state, 1);
}

static preston_status create_places(const void *context, int *out_set, preston_error *error)
{
    static const char *const codes[] = {"nation", "here", "there"};
    static const int64_t parents[] = {-1, 0, 0};
    static const double sizes[] = {0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
    static const double coordinates[] = {0.0, 0.0, 1.0, 1.0, 2.0, 2.0};
    const bench *on = context;
    preston_places *places = NULL;
    preston_status status = preston_places_create(
        3, codes, NULL, parents, SECTORS, preston_table_codes(on->work.work.table),
        preston_const_matrix(sizes, 3, SECTORS), &places, error);
    if (status == PRESTON_OK) {
        status = preston_places_locate(places, preston_const_matrix(coordinates, 3, 2), error);
    }
    *out_set = status == PRESTON_OK;
    preston_places_free(places);
    return status;
}

static void places_create__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(create_places, *state, 20);
}

static preston_status create_model(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_model_options options = type_two();
    preston_model *model = NULL;
    preston_status status = preston_model_create(on->work.work.economy, &options, &model, error);
    *out_set = model != NULL;
    preston_model_free(model);
    return status;
}

static void model_create__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(create_model, *state, 20);
}

/* Names of rows are made only to say which are at fault: that is what this call is to end with. */
static preston_status fail_unproductive(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_model_options options = type_two();
    options.household_income = 1e-3;
    preston_model *model = NULL;
    preston_status status = preston_model_create(on->work.work.economy, &options, &model, error);
    assert_null(model);
    /* where memory is out for the names alone, the fault is told without them */
    int nameless = strstr(error->message, "rows not named: out of memory") != NULL;
    *out_set = !nameless && status == PRESTON_ERROR_UNPRODUCTIVE;
    assert_true(!*out_set || strstr(error->message, " in p") != NULL);
    error->status = nameless ? PRESTON_ERROR_MEMORY : error->status;
    return *out_set ? PRESTON_OK : error->status;
}

static void model_create__each_allocation_failing_when_unproductive(void **state)
{
    assert_survives_each_allocation(fail_unproductive, *state, 40);
}

static preston_status find_effects(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    double effects[ROWS] = {-7.0};
    preston_status status = preston_model_multipliers(
        on->work.work.model, PRESTON_CLOSURE_II, "imports", "p2", preston_vector(effects, ROWS, 1),
        preston_vector(NULL, 0, 1), NULL, error);
    *out_set = effects[0] != -7.0;
    return status;
}

static void model_multipliers__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_effects, *state, 5);
}

static preston_status find_impact(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    const preston_demand demand = {.sectors = preston_const_vector(on->demand, ROWS, 1)};
    preston_impact *impact = NULL;
    preston_status status = preston_model_impact(on->work.work.model, &demand, &impact, error);
    *out_set = impact != NULL;
    preston_impact_free(impact);
    return status;
}

static void model_impact__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_impact, *state, 10);
}

static preston_status find_impacts(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    const preston_demand demands[] = {{.sectors = preston_const_vector(on->demand, ROWS, 1)},
                                      {.imports = preston_const_vector(on->demand, PLACES, 1)},
                                      {.sectors = preston_const_vector(on->demand, ROWS, 1)}};
    preston_impact *impacts[3] = {NULL};
    preston_status status = preston_model_impacts(on->work.work.model, 3, demands, impacts, error);
    *out_set = impacts[0] != NULL || impacts[1] != NULL || impacts[2] != NULL;
    for (int k = 0; k < 3; k++) {
        preston_impact_free(impacts[k]);
    }
    return status;
}

static void model_impacts__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_impacts, *state, 25);
}

static preston_status find_all_effects(const void *context, int *out_set, preston_error *error)
{
    static const char *const accounts[] = {"imports", "gva"};
    static const char *const areas[] = {"p2", NULL};
    const bench *on = context;
    double values[2 * ROWS] = {-7.0};
    const preston_effects effects[] = {{.sectors = preston_vector(values, ROWS, 1)},
                                       {.sectors = preston_vector(values + ROWS, ROWS, 1)}};
    preston_status status = preston_model_effects(on->work.work.model, PRESTON_CLOSURE_II, 2,
                                                  accounts, areas, effects, error);
    *out_set = values[0] != -7.0 || values[ROWS] != 0.0;
    return status;
}

static void model_effects__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_all_effects, *state, 6);
}

static preston_status constrain(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    const preston_demand demand = {.sectors = preston_const_vector(on->demand, ROWS, 1)};
    double limits[ROWS];
    double sectors[ROWS] = {-7.0};
    double imports[PLACES] = {-7.0};
    double unplaced[ROWS] = {-7.0};
    for (int row = 0; row < ROWS; row++) {
        limits[row] = 0.1;
    }
    preston_status status = preston_model_constrain(
        on->work.work.model, PRESTON_CLOSURE_II, &demand, preston_const_vector(limits, ROWS, 1),
        preston_vector(sectors, ROWS, 1), preston_vector(imports, PLACES, 1),
        preston_vector(unplaced, ROWS, 1), NULL, error);
    *out_set = sectors[0] != -7.0 || imports[0] != -7.0 || unplaced[0] != -7.0;
    return status;
}

static void model_constrain__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(constrain, *state, 20);
}

static preston_status find_rounds(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    double rounds[3] = {-7.0, 0.0, 0.0};
    double full = -7.0;
    preston_status status = preston_model_rounds(on->work.work.model, PRESTON_CLOSURE_II, "p1",
                                                 preston_const_vector(on->demand, ROWS, 1),
                                                 preston_vector(rounds, 3, 1), &full, error);
    *out_set = full != -7.0 || rounds[0] != -7.0;
    return status;
}

static void model_rounds__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_rounds, *state, 8);
}

static preston_status ask_impact(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    double values[PLACES * 3] = {-7.0};
    preston_gains gains = {.gaining = -7};
    preston_wages wages = {.paid = -7.0};
    double spent = -7.0;
    double accounted = -7.0;
    preston_status status =
        preston_impact_by_place(on->impact, "imports", preston_matrix(values, PLACES, 3), error);
    assert_true((status == PRESTON_OK) == (values[0] != -7.0));
    if (status == PRESTON_OK) {
        status =
            preston_impact_gains(on->impact, "gva", PRESTON_INDUCED, &gains, NULL, NULL, error);
        assert_true((status == PRESTON_OK) == (gains.gaining != -7));
    }
    if (status == PRESTON_OK) {
        status = preston_impact_wages(on->impact, &wages, error);
        assert_true((status == PRESTON_OK) == (wages.paid != -7.0));
    }
    if (status == PRESTON_OK) {
        status =
            preston_impact_conservation(on->impact, PRESTON_CLOSURE_II, &spent, &accounted, error);
    }
    *out_set = spent != -7.0 || accounted != -7.0;
    return status;
}

static void impact_accounts__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(ask_impact, *state, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(economy_create_traded__each_allocation_failing),
        cmocka_unit_test(places_supply_and_use__each_allocation_failing),
        cmocka_unit_test(economy_sales__each_allocation_failing),
        cmocka_unit_test(places_create__each_allocation_failing),
        cmocka_unit_test(model_create__each_allocation_failing),
        cmocka_unit_test(model_create__each_allocation_failing_when_unproductive),
        cmocka_unit_test(model_multipliers__each_allocation_failing),
        cmocka_unit_test(model_impact__each_allocation_failing),
        cmocka_unit_test(model_impacts__each_allocation_failing),
        cmocka_unit_test(model_effects__each_allocation_failing),
        cmocka_unit_test(model_constrain__each_allocation_failing),
        cmocka_unit_test(model_rounds__each_allocation_failing),
        cmocka_unit_test(impact_accounts__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
