/* Models of tables of several economies: the world of 2011 as published, and two economies by hand
 * with households. */
#include "folder.h"
#include "test.h"

#include <preston/model.h>

#include <math.h>

#define WIOD SOURCE_DIR "/bench/data/wiod-2011"

typedef struct world {
    preston_multiregional *table;
    preston_economy *economy;
    preston_model *model;
    int64_t rows;
} world;

static world solve_folder(const char *folder, preston_closure closure)
{
    world made = {0};
    preston_error error = {0};
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure;
    assert_ok(preston_multiregional_read(folder, &made.table, &error), &error);
    assert_ok(preston_economy_create_multiregional(made.table, &made.economy, &error), &error);
    assert_ok(preston_model_create(made.economy, &options, &made.model, &error), &error);
    made.rows = preston_multiregional_output(made.table).rows;
    return made;
}

static void free_world(world *made)
{
    preston_model_free(made->model);
    preston_economy_free(made->economy);
    preston_multiregional_free(made->table);
}

static double *make(int64_t count)
{
    double *values = calloc((size_t)count, sizeof *values);
    assert_non_null(values);
    return values;
}

static preston_impact *impact_of(const world *made, const double *demand)
{
    const preston_demand given = {.sectors = preston_const_vector(demand, made->rows, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(made->model, &given, &impact, &error), &error);
    return impact;
}

static double output_of(const preston_impact *impact, int64_t row)
{
    double sum = 0.0;
    for (int part = PRESTON_DIRECT; part <= PRESTON_INDUCED; part++) {
        sum += preston_get(preston_impact_output(impact, (preston_part)part), row, 0);
    }
    return sum;
}

/* --- the world --- */

static void world_checks__are_those_of_the_publication(const world *made)
{
    preston_multiregional_checks checks;
    preston_error error = {0};
    assert_ok(preston_multiregional_check(made->table, &checks, &error), &error);
    /* figures of the data's README: no row is off by more than 108; 22 sectors without output */
    assert_close(checks.row_imbalance, 108.0, 0.0, 0.0);
    assert_int_equal(checks.zero_outputs, 22);
    assert_int_equal(checks.negative_flows, 0);
}

/* Output is what its own final demand brings about: demand is what output leaves of the flows, so
 * that only the solve itself is in the difference (its tolerance is 1e-9). */
static void assert_own_output(const world *made)
{
    preston_const_view flows = preston_multiregional_flows(made->table);
    preston_const_view output = preston_multiregional_output(made->table);
    double *demand = make(made->rows);
    double total = 0.0;
    for (int64_t i = 0; i < made->rows; i++) {
        demand[i] = preston_get(output, i, 0);
        for (int64_t j = 0; j < made->rows; j++) {
            demand[i] -= preston_get(flows, i, j);
        }
        total += demand[i];
    }
    preston_impact *impact = impact_of(made, demand);
    for (int64_t i = 0; i < made->rows; i++) {
        assert_close(output_of(impact, i), preston_get(output, i, 0), 1e-9, 1e-6);
    }
    double spent = 0.0;
    double accounted = 0.0;
    preston_error error = {0};
    assert_ok(preston_impact_conservation(impact, PRESTON_CLOSURE_I, &spent, &accounted, &error),
              &error);
    assert_close(spent, total, 1e-12, 0.0);
    assert_close(accounted, spent, 1e-9, 0.0);
    preston_impact_free(impact);
    free(demand);
}

/* Global multipliers solve m = 1 + Aᵀ m, with A from the flows themselves; and what an economy
 * makes in it adds up over all economies. */
static void assert_multipliers(const world *made)
{
    preston_const_view flows = preston_multiregional_flows(made->table);
    preston_const_view output = preston_multiregional_output(made->table);
    double *effects = make(made->rows);
    double *part = make(made->rows);
    double *sum = make(made->rows);
    const preston_view none = {0};
    preston_error error = {0};
    assert_ok(preston_model_multipliers(made->model, PRESTON_CLOSURE_I, "output", NULL,
                                        preston_vector(effects, made->rows, 1), none, NULL, &error),
              &error);
    for (int64_t j = 0; j < made->rows; j++) {
        double bought = 1.0;
        double made_of = preston_get(output, j, 0);
        for (int64_t i = 0; made_of > 0.0 && i < made->rows; i++) {
            bought += preston_get(flows, i, j) / made_of * effects[i];
        }
        assert_close(effects[j], bought, 1e-11, 0.0);
    }
    for (int64_t place = 0; place < preston_economy_places(made->economy); place++) {
        assert_ok(preston_model_multipliers(made->model, PRESTON_CLOSURE_I, "output",
                                            preston_economy_place_code(made->economy, place),
                                            preston_vector(part, made->rows, 1), none, NULL,
                                            &error),
                  &error);
        for (int64_t j = 0; j < made->rows; j++) {
            sum[j] += part[j];
        }
    }
    for (int64_t j = 0; j < made->rows; j++) {
        assert_close(sum[j], effects[j], 1e-9, 0.0);
    }
    free(effects);
    free(part);
    free(sum);
}

static void model__world_of_2011(void **state)
{
    (void)state;
    world made = solve_folder(WIOD, PRESTON_CLOSURE_I);
    assert_int_equal(preston_economy_places(made.economy), 41);
    assert_int_equal(made.rows, 1435);
    world_checks__are_those_of_the_publication(&made);
    assert_own_output(&made);
    assert_multipliers(&made);
    preston_model *closed = NULL;
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    preston_error error = {0};
    assert_fails(preston_model_create(made.economy, &options, &closed, &error),
                 PRESTON_ERROR_MISSING, &error, "Type II divides by household income");
    assert_null(closed);
    options.household_income = 1.0;
    assert_fails(preston_model_create(made.economy, &options, &closed, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "every place has its own table");
    free_world(&made);
}

/* --- two economies with households --- */

static const char flows[] = "label,A_g,A_s,B_g,B_s,A_hh,A_cap,B_hh,B_cap\n"
                            "A_g,10,20,5,0,30,5,20,10\n"
                            "A_s,15,10,0,5,50,0,10,10\n"
                            "B_g,5,0,40,20,10,0,100,25\n"
                            "B_s,0,10,30,40,0,10,90,20\n"
                            "T,5,3,5,5,4,0,6,0\n"
                            "W,40,50,80,90,0,0,0,0\n";

/* The system by hand: sectors of A, of B, households of A, of B; columns are what one unit buys. */
static const double closed[6][6] = {
    {0.10, 0.20, 0.025, 0.0, 0.30, 0.08}, {0.15, 0.10, 0.0, 0.025, 0.50, 0.04},
    {0.05, 0.0, 0.20, 0.10, 0.10, 0.40},  {0.0, 0.10, 0.15, 0.20, 0.0, 0.36},
    {0.40, 0.50, 0.0, 0.0, 0.0, 0.0},     {0.0, 0.0, 0.40, 0.45, 0.0, 0.0}};

static char *two_economies(void)
{
    char *folder = make_folder();
    write_text(folder, "multiregional.yaml",
               "title: t\nyear: 2020\ncurrency: EUR\nunit: million\nflows: all.csv\n"
               "households: hh\ntaxes_on_products: T\ncompensation: W\nplaces: places.csv\n");
    write_text(folder, "all.csv", flows);
    write_text(folder, "places.csv", "code,name,household_income\nA,A,100\nB,B,250\n");
    return folder;
}

static void model__households_of_each_economy(void **state)
{
    (void)state;
    char *folder = two_economies();
    world made = solve_folder(folder, PRESTON_CLOSURE_II);
    const double demand[] = {1.0, 0.0, -2.0, 3.0};
    /* rounds of spending to the end: each is less than nine tenths of the one before */
    double x[6] = {0.0};
    for (int round = 0; round < 1000; round++) {
        double next[6];
        for (int i = 0; i < 6; i++) {
            next[i] = i < 4 ? demand[i] : 0.0;
            for (int j = 0; j < 6; j++) {
                next[i] += closed[i][j] * x[j];
            }
        }
        memcpy(x, next, sizeof x);
    }
    preston_impact *impact = impact_of(&made, demand);
    for (int i = 0; i < 4; i++) {
        assert_close(output_of(impact, i), x[i], 1e-9, 0.0);
    }
    for (int place = 0; place < 2; place++) {
        assert_close(preston_get(preston_impact_household_income(impact), place, 0), x[4 + place],
                     1e-9, 0.0);
    }
    for (int closure = PRESTON_CLOSURE_I; closure <= PRESTON_CLOSURE_II; closure++) {
        double spent = 0.0;
        double accounted = 0.0;
        preston_error error = {0};
        assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent, &accounted,
                                              &error),
                  &error);
        assert_close(accounted, spent, 1e-12, 0.0);
    }
    preston_gains gains;
    preston_error error = {0};
    assert_ok(preston_impact_gains(impact, "gva", PRESTON_INDUCED, &gains, NULL, NULL, &error),
              &error);
    double values[6];
    assert_ok(preston_impact_by_place(impact, "gva", preston_matrix(values, 2, 3), &error), &error);
    assert_close(gains.net, values[0] + values[1] + values[2] + values[3] + values[4] + values[5],
                 1e-12, 0.0);
    preston_impact_free(impact);
    free_world(&made);
    remove_folder(folder);
}

static void model__what_an_economy_lacks_is_named(void **state)
{
    (void)state;
    char *folder = two_economies();
    replace_in_file(folder, "places.csv", "B,B,250", "B,B,");
    world made = solve_folder(folder, PRESTON_CLOSURE_I);
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    preston_model *model = NULL;
    preston_error error = {0};
    assert_fails(preston_model_create(made.economy, &options, &model, &error),
                 PRESTON_ERROR_MISSING, &error, "place 'B': Type II divides by household income");
    free_world(&made);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model__world_of_2011),
        cmocka_unit_test(model__households_of_each_economy),
        cmocka_unit_test(model__what_an_economy_lacks_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
