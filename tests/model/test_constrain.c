/* Demands within limits on output: by hand, and what must hold of any of them. */
#include "any_economy.h"
#include "test.h"

#include <math.h>

/* --- one place, two sectors --- */

static const double two_by_two[] = {0.2, 0.3, 0.4, 0.1};

static sample two_sectors(preston_closure closure)
{
    static const double output[] = {100.0, 100.0};
    static const double use[2 * USES] = {20.0, 10.0, 0.0, 20.0, 20.0, 10.0, 0.0, 20.0};
    const table_recipe recipe = {.sectors = 2,
                                 .coefficients = two_by_two,
                                 .output = output,
                                 .final_use = use,
                                 .household_income = 100.0,
                                 .household_imports = 10.0};
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    sample_close(&work, closure);
    return work;
}

typedef struct met {
    double sectors[8];
    double imports[4];
    double unplaced[8];
} met;

static preston_status try(const sample *work, const double *demand, const double *limits, met *out,
                          preston_error *error)
{
    int64_t places = preston_economy_places(work->economy);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, work->rows, 1)};
    assert_true(work->rows <= 8 && places <= 4);
    return preston_model_constrain(
        work->model, PRESTON_CLOSURE_I, &wanted, preston_const_vector(limits, work->rows, 1),
        preston_vector(out->sectors, work->rows, 1), preston_vector(out->imports, places, 1),
        preston_vector(out->unplaced, work->rows, 1), NULL, error);
}

static met constrain(const sample *work, const double *demand, const double *limits)
{
    met out;
    preston_error error = {0};
    assert_ok(try(work, demand, limits, &out, &error), &error);
    return out;
}

/* Without limits x = (25, 100/3). With x1 = 20 for exogenous: x2 = (20 + 0.4 · 20) / 0.9, and what
 * is left of the first for the demand is 0.8 · 20 − 0.3 x2 (Miller and Blair's mixed model).
 * Rounds settle to 1e-11 of the whole. */
static void model_constrain__exogenous_output_of_one_sector(void **state)
{
    (void)state;
    static const double demand[] = {10.0, 20.0};
    static const double limits[] = {20.0, (double)INFINITY};
    sample work = two_sectors(PRESTON_CLOSURE_I);
    met out = constrain(&work, demand, limits);
    assert_close(out.sectors[0], 16.0 - 0.3 * 28.0 / 0.9, 1e-9, 0.0);
    assert_true(out.sectors[1] == 20.0);
    assert_close(out.imports[0], 10.0 - (16.0 - 0.3 * 28.0 / 0.9), 1e-9, 0.0);
    assert_true(out.unplaced[0] == out.imports[0] && out.unplaced[1] == 0.0);
    sample_free(&work);
}

/* Output that must fall without any demand: x1 = −5, x2 = −2 / 0.9. */
static void model_constrain__negative_limit(void **state)
{
    (void)state;
    static const double nothing[] = {0.0, 0.0};
    static const double limits[] = {-5.0, (double)INFINITY};
    sample work = two_sectors(PRESTON_CLOSURE_I);
    met out = constrain(&work, nothing, limits);
    assert_close(out.sectors[0], -4.0 + 0.3 * 2.0 / 0.9, 1e-9, 0.0);
    assert_close(out.imports[0], 4.0 - 0.3 * 2.0 / 0.9, 1e-9, 0.0);
    sample_free(&work);
}

/* The demand's own memory may be written over. */
static void model_constrain__in_place(void **state)
{
    (void)state;
    static const double limits[] = {20.0, (double)INFINITY};
    double demand[] = {10.0, 20.0};
    double imports = 3.0;
    sample work = two_sectors(PRESTON_CLOSURE_I);
    met out = constrain(&work, demand, limits);
    const preston_demand wanted = {.sectors = preston_const_vector(demand, 2, 1),
                                   .imports = preston_const_vector(&imports, 1, 1)};
    preston_certificate certificate = {0};
    preston_error error = {0};
    assert_ok(preston_model_constrain(work.model, PRESTON_CLOSURE_I, &wanted,
                                      preston_const_vector(limits, 2, 1),
                                      preston_vector(demand, 2, 1), preston_vector(&imports, 1, 1),
                                      preston_vector(NULL, 0, 1), &certificate, &error),
              &error);
    assert_true(demand[0] == out.sectors[0] && demand[1] == out.sectors[1]);
    assert_true(imports == 3.0 + out.imports[0]);
    assert_true(certificate.certified && certificate.relative_bound < 1e-12);
    sample_free(&work);
}

static void model_constrain__bad_input(void **state)
{
    (void)state;
    static const double fine[] = {1.0, 1.0, 1.0};
    static const double unknown[] = {1.0, (double)NAN};
    static const double endless[] = {-(double)INFINITY, 1.0};
    sample work = two_sectors(PRESTON_CLOSURE_I);
    met out = {.sectors = {-7.0}, .imports = {-7.0}, .unplaced = {-7.0}};
    preston_error error = {0};
    assert_fails(try(&work, fine, unknown, &out, &error), PRESTON_ERROR_VALUE, &error,
                 "limit of sector 's2' in 'nation' is");
    assert_fails(try(&work, fine, endless, &out, &error), PRESTON_ERROR_VALUE, &error,
                 "limit of sector 's1' in 'nation' is -inf");
    assert_fails(try(&work, unknown, fine, &out, &error), PRESTON_ERROR_VALUE, &error,
                 "row 2 of the demand's sectors");
    const preston_demand wanted = {.sectors = preston_const_vector(fine, 2, 1)};
    const preston_view sectors = preston_vector(out.sectors, 2, 1);
    const preston_view imports = preston_vector(out.imports, 1, 1);
    const preston_view none = {0};
    assert_fails(preston_model_constrain(work.model, PRESTON_CLOSURE_II, &wanted,
                                         preston_const_vector(fine, 2, 1), sectors, imports, none,
                                         NULL, &error),
                 PRESTON_ERROR_MISSING, &error, "Type I only");
    assert_fails(preston_model_constrain(work.model, PRESTON_CLOSURE_I, &wanted,
                                         preston_const_vector(fine, 3, 1), sectors, imports, none,
                                         NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "need 2 rows");
    assert_fails(preston_model_constrain(work.model, PRESTON_CLOSURE_I, &wanted,
                                         preston_const_vector(fine, 2, 1), sectors, sectors, none,
                                         NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "imports 1,");
    assert_true(out.sectors[0] == -7.0 && out.imports[0] == -7.0 && out.unplaced[0] == -7.0);
    sample_free(&work);
}

/* --- several places, which buy nothing from each other --- */

static sample idle_places(int64_t count, const char *const *codes, const int64_t *parents,
                          const double *sizes)
{
    static const double nothing = 0.0;
    static const double output = 100.0;
    static const double use[USES] = {50.0, 20.0, 0.0, 30.0};
    const table_recipe recipe = {.sectors = 1,
                                 .coefficients = &nothing,
                                 .output = &output,
                                 .final_use = use,
                                 .household_income = 100.0};
    sample work = {.sectors = 1, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(count, codes, NULL, parents, 1, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, count, 1), &work.places, &error),
              &error);
    sample_close(&work, PRESTON_CLOSURE_I);
    return work;
}

static void assert_met(const met *out, int64_t count, const double *sectors, const double *unplaced)
{
    for (int64_t place = 0; place < count; place++) {
        assert_close(out->sectors[place], sectors[place], 1e-13, 1e-13);
        assert_close(out->unplaced[place], unplaced[place], 1e-13, 1e-13);
        assert_close(out->imports[place], unplaced[place], 1e-13, 1e-13);
    }
}

/* A town in a county in a nation: output 10, 30 and 60. */
static void model_constrain__next_place_up(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "county", "town"};
    static const int64_t parents[] = {-1, 0, 1};
    static const double sizes[] = {100.0, 40.0, 10.0};
    static const double demand[] = {40.0, 0.0, 1.0};
    static const double none[] = {0.0, 0.0, 0.0};
    sample work = idle_places(3, codes, parents, sizes);
    assert_string_equal(preston_economy_place_code(work.economy, 1), "rest-of-county");

    const double open[] = {10.0, (double)INFINITY, (double)INFINITY};
    const double to_county[] = {10.0, 30.0, 1.0};
    met out = constrain(&work, demand, open);
    assert_met(&out, 3, to_county, none);

    const double narrow[] = {10.0, 5.0, (double)INFINITY};
    const double to_nation[] = {10.0, 5.0, 26.0};
    out = constrain(&work, demand, narrow);
    assert_met(&out, 3, to_nation, none);

    const double closed[] = {10.0, 5.0, 20.0};
    const double all_full[] = {10.0, 5.0, 20.0};
    const double abroad[] = {6.0, 0.0, 0.0};
    out = constrain(&work, demand, closed);
    assert_met(&out, 3, all_full, abroad);
    sample_free(&work);
}

/* What the nation's rest cannot meet comes to the county and its town: by output, 30 to 10. */
static void model_constrain__from_outside_in(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "county", "town"};
    static const int64_t parents[] = {-1, 0, 1};
    static const double sizes[] = {100.0, 40.0, 10.0};
    static const double demand[] = {0.0, 0.0, 48.0};
    static const double limits[] = {(double)INFINITY, (double)INFINITY, 8.0};
    static const double expected[] = {10.0, 30.0, 8.0};
    static const double none[] = {0.0, 0.0, 0.0};
    sample work = idle_places(3, codes, parents, sizes);
    met out = constrain(&work, demand, limits);
    assert_met(&out, 3, expected, none);
    sample_free(&work);
}

/* Side by side, output 10, 30 and 60. */
static void model_constrain__room_by_output(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "a", "b", "c"};
    static const int64_t parents[] = {-1, 0, 0, 0};
    static const double sizes[] = {100.0, 10.0, 30.0, 60.0};
    static const double none[] = {0.0, 0.0, 0.0};
    sample work = idle_places(4, codes, parents, sizes);

    /* 90 go 30 to 60; b has room for 20, and c takes what b cannot */
    static const double demand[] = {100.0, 0.0, 0.0};
    static const double limits[] = {10.0, 20.0, (double)INFINITY};
    static const double expected[] = {10.0, 20.0, 70.0};
    met out = constrain(&work, demand, limits);
    assert_met(&out, 3, expected, none);

    /* 20 and 5 too much, room for 5 in c: each keeps four fifths */
    static const double crowd[] = {30.0, 25.0, 5.0};
    static const double tight[] = {10.0, 20.0, 10.0};
    static const double full[] = {10.0, 20.0, 10.0};
    static const double left[] = {16.0, 4.0, 0.0};
    out = constrain(&work, crowd, tight);
    assert_met(&out, 3, full, left);
    sample_free(&work);
}

/* Who makes nothing of a sector takes nothing on, however much it might. */
static void model_constrain__no_output_no_room(void **state)
{
    (void)state;
    static const char *const codes[] = {"nation", "a", "b"};
    static const int64_t parents[] = {-1, 0, 0};
    static const double output[] = {50.0, 50.0};
    static const double coefficients[] = {0.0, 0.0, 0.0, 0.0};
    static const double use[2 * USES] = {30.0, 10.0, 0.0, 10.0, 30.0, 10.0, 0.0, 10.0};
    static const double sizes[] = {20.0, 20.0, 20.0, 0.0, 0.0, 20.0};
    const table_recipe recipe = {.sectors = 2,
                                 .coefficients = coefficients,
                                 .output = output,
                                 .final_use = use,
                                 .household_income = 100.0};
    sample work = {.sectors = 2, .table = make_table(&recipe)};
    preston_error error = {0};
    assert_ok(preston_places_create(3, codes, NULL, parents, 2, preston_table_codes(work.table),
                                    preston_const_matrix(sizes, 3, 2), &work.places, &error),
              &error);
    sample_close(&work, PRESTON_CLOSURE_I);
    static const double demand[] = {9.0, 0.0, 0.0, 4.0};
    static const double limits[] = {5.0, (double)INFINITY, (double)INFINITY, (double)INFINITY};
    met out = constrain(&work, demand, limits);
    assert_true(out.sectors[0] == 5.0 && out.sectors[2] == 0.0 && out.sectors[3] == 4.0);
    assert_true(out.imports[0] == 4.0 && out.unplaced[0] == 4.0 && out.imports[1] == 0.0);
    sample_free(&work);
}

/* --- any economy --- */

/* A random demand, limits, and the demand that can be met. */
typedef struct constrained {
    int64_t rows;
    int64_t places;
    double *demand;
    double *income;
    double *limits;
    double *sectors;
    double *imports;
    double *unplaced;
    preston_impact *impact; /* of the demand that can be met */
} constrained;

static double *output_of(const preston_impact *impact, preston_closure closure, int64_t rows)
{
    double *output = make_zeros(rows);
    int last = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    for (int part = 0; part <= last; part++) {
        for (int64_t row = 0; row < rows; row++) {
            output[row] += preston_get(preston_impact_output(impact, (preston_part)part), row, 0);
        }
    }
    return output;
}

static preston_impact *solve(const sample *work, const constrained *made, int within)
{
    const preston_demand demand = {
        .sectors = preston_const_vector(within ? made->sectors : made->demand, made->rows, 1),
        .imports = preston_const_vector(made->imports, within ? made->places : 0, 1),
        .household_income = preston_const_vector(made->income, made->places, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, &demand, &impact, &error), &error);
    return impact;
}

/* A third of the cells without a limit, the others from half of their output to twice. */
static constrained constrain_random(gsl_rng *random, const sample *work, preston_closure closure)
{
    int64_t places = preston_economy_places(work->economy);
    constrained made = {work->rows,
                        places,
                        make_random_demand(random, work),
                        make_random_amounts(random, places),
                        make_zeros(work->rows),
                        make_zeros(work->rows),
                        make_zeros(places),
                        make_zeros(work->rows),
                        NULL};
    preston_impact *free_of_limits = solve(work, &made, 0);
    double *output = output_of(free_of_limits, closure, work->rows);
    for (int64_t row = 0; row < work->rows; row++) {
        double factor = random_between(random, 0.5, 2.0);
        made.limits[row] =
            gsl_rng_uniform(random) < 0.33 ? (double)INFINITY : factor * fabs(output[row]);
    }
    const preston_demand demand = {.sectors = preston_const_vector(made.demand, made.rows, 1),
                                   .household_income =
                                       preston_const_vector(made.income, places, 1)};
    preston_error error = {0};
    assert_ok(preston_model_constrain(work->model, closure, &demand,
                                      preston_const_vector(made.limits, made.rows, 1),
                                      preston_vector(made.sectors, made.rows, 1),
                                      preston_vector(made.imports, places, 1),
                                      preston_vector(made.unplaced, made.rows, 1), NULL, &error),
              &error);
    made.impact = solve(work, &made, 1);
    preston_impact_free(free_of_limits);
    free(output);
    return made;
}

static void free_constrained(constrained *made)
{
    preston_impact_free(made->impact);
    free(made->demand);
    free(made->income);
    free(made->limits);
    free(made->sectors);
    free(made->imports);
    free(made->unplaced);
}

/* Models here are solved to 1e-12 of the whole, which is of the order of a hundred. */
static const double close_enough = 1e-9;

static void check_money(const constrained *made)
{
    preston_error error = {0};
    double asked = 0.0;
    double whole = 0.0;
    for (int64_t row = 0; row < made->rows; row++) {
        asked += made->demand[row];
        whole += made->sectors[row];
        assert_true(made->unplaced[row] >= 0.0);
    }
    int64_t n = made->rows / made->places;
    for (int64_t place = 0; place < made->places; place++) {
        double unplaced = 0.0;
        for (int64_t i = 0; i < n; i++) {
            unplaced += made->unplaced[place * n + i];
        }
        assert_close(made->imports[place], unplaced, 1e-14, 0.0);
        whole += made->imports[place];
    }
    assert_close(whole, asked, 1e-12, 1e-12);
    for (int closure = 0; closure < 2; closure++) {
        double spent = 0.0;
        double accounted = (double)NAN;
        assert_ok(preston_impact_conservation(made->impact, (preston_closure)closure, &spent,
                                              &accounted, &error),
                  &error);
        assert_close(accounted, spent, 1e-9, close_enough);
    }
}

/* No limit is exceeded; only a place at its limit sends anything on; and nothing leaves the nation
 * while a place has room. */
static void check_limits(const sample *work, const constrained *made, const double *output)
{
    preston_const_view sizes = preston_economy_output(work->economy);
    for (int64_t row = 0; row < made->rows; row++) {
        double room = made->limits[row] - output[row];
        assert_true(room >= -close_enough);
        if (made->sectors[row] < made->demand[row] || made->unplaced[row] > 0.0) {
            assert_true(room <= close_enough);
        }
        if (made->unplaced[row] > close_enough) {
            for (int64_t other = row % work->sectors; other < made->rows; other += work->sectors) {
                assert_true(preston_get(sizes, other, 0) == 0.0 ||
                            made->limits[other] - output[other] <= close_enough);
            }
        }
    }
}

static void check_random(gsl_rng *random, const any_economy *economy)
{
    for (int closure = 0; closure < 2; closure++) {
        constrained made = constrain_random(random, economy->work, (preston_closure)closure);
        double *output = output_of(made.impact, (preston_closure)closure, made.rows);
        check_money(&made);
        check_limits(economy->work, &made, output);
        free(output);
        free_constrained(&made);
    }
}

static void model_constrain__any_economy(void **state)
{
    (void)state;
    check_on_nested(check_random);
    check_on_traded(check_random);
}

static void check_no_limit_binds(gsl_rng *random, const any_economy *economy)
{
    const sample *work = economy->work;
    constrained made = constrain_random(random, work, PRESTON_CLOSURE_I);
    for (int64_t row = 0; row < made.rows; row++) {
        made.limits[row] = row % 2 ? (double)INFINITY : 1e9;
    }
    const preston_demand demand = {.sectors = preston_const_vector(made.demand, made.rows, 1)};
    preston_error error = {0};
    assert_ok(preston_model_constrain(work->model, PRESTON_CLOSURE_II, &demand,
                                      preston_const_vector(made.limits, made.rows, 1),
                                      preston_vector(made.sectors, made.rows, 1),
                                      preston_vector(made.imports, made.places, 1),
                                      preston_vector(made.unplaced, made.rows, 1), NULL, &error),
              &error);
    assert_memory_equal(made.sectors, made.demand, (size_t)made.rows * sizeof(double));
    for (int64_t row = 0; row < made.rows; row++) {
        assert_true(made.unplaced[row] == 0.0);
    }
    for (int64_t place = 0; place < made.places; place++) {
        assert_true(made.imports[place] == 0.0);
    }
    free_constrained(&made);
}

static void model_constrain__no_limit_binds(void **state)
{
    (void)state;
    check_on_nested(check_no_limit_binds);
    check_on_traded(check_no_limit_binds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_constrain__exogenous_output_of_one_sector),
        cmocka_unit_test(model_constrain__negative_limit),
        cmocka_unit_test(model_constrain__in_place),
        cmocka_unit_test(model_constrain__bad_input),
        cmocka_unit_test(model_constrain__next_place_up),
        cmocka_unit_test(model_constrain__from_outside_in),
        cmocka_unit_test(model_constrain__room_by_output),
        cmocka_unit_test(model_constrain__no_output_no_room),
        cmocka_unit_test(model_constrain__any_economy),
        cmocka_unit_test(model_constrain__no_limit_binds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
