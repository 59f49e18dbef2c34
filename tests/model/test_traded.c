/* Models of economies by trade shares: by hand, against the same multiplied out, and what must hold
 * of any of them. */
#include "random.h"
#include "test.h"
#include "traded.h"

#include <economy/trade_shares.h>
#include <math.h>

static preston_model_options closing(preston_closure closure)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure;
    options.tolerance = 1e-12;
    return options;
}

/* --- two places, one sector --- */

/* Half of the output is bought again, 0.3 of it is wages, and households spend 0.8 of them. */
static const double half[] = {0.5};
static const double hundred[] = {100.0};
static const double pair_use[USES] = {40.0, 0.0, 0.0, 10.0};
static const double pair_primary[PRIMARY] = {0.2, 0.1, 0.0, 0.6, 0.1};
static const double pair_jobs[] = {2.0};
static const double pair_sizes[] = {30.0, 10.0};
static const double pair_trade[] = {0.8, 0.3, 0.2, 0.7};
static const double pair_commuting[] = {0.75, 0.0, 0.25, 0.9};

static traded make_pair(int commuting)
{
    const table_recipe recipe = {.sectors = 1,
                                 .coefficients = half,
                                 .output = hundred,
                                 .final_use = pair_use,
                                 .primary = pair_primary,
                                 .jobs = pair_jobs,
                                 .household_income = 50.0,
                                 .household_imports = 5.0,
                                 .household_taxes_on_products = 2.5};
    traded made = {.work = {.sectors = 1, .table = make_table(&recipe)}};
    made.work.places = flat_places(made.work.table, 2, pair_sizes);
    made.trade = trade_of(2, 1, pair_trade);
    made.commuting = commuting ? trade_of(2, 1, pair_commuting) : NULL;
    traded_join(&made);
    return made;
}

static void model_multipliers__two_places_by_hand(void **state)
{
    (void)state;
    traded work = make_pair(0);
    traded_close(&work, NULL);
    /* I − A = [0.6 −0.15; −0.1 0.65], its determinant 0.375 */
    const double first[] = {0.65 / 0.375, 0.15 / 0.375};
    double *everywhere = effects_of(&work.work, PRESTON_CLOSURE_I, "output", NULL);
    double *there = effects_of(&work.work, PRESTON_CLOSURE_I, "output", "p1");
    double *jobs = effects_of(&work.work, PRESTON_CLOSURE_I, "jobs", "p2");
    for (int place = 0; place < 2; place++) {
        assert_close(everywhere[place], 2.0, 1e-12, 0.0);
        assert_close(there[place], first[place], 1e-12, 0.0);
        assert_close(jobs[place], 2.0 * (2.0 - first[place]), 1e-12, 0.0);
    }
    assert_close(preston_get(preston_economy_output(work.work.economy), 0, 0), 75.0, 1e-14, 0.0);
    free(everywhere);
    free(there);
    free(jobs);
    traded_free(&work);
}

static preston_impact *impact_of(const sample *work, const double *demand)
{
    const preston_demand given = {.sectors = preston_const_vector(demand, work->rows, 1)};
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_model_impact(work->model, &given, &impact, &error), &error);
    return impact;
}

/* With h1 = 0.225 x1 and h2 = 0.075 x1 + 0.27 x2, one unit of demand in the first place leaves
 * x1 = 1 + 0.562 x1 + 0.2148 x2 and x2 = 0.178 x1 + 0.5012 x2. */
static void model_impact__commuting_by_hand(void **state)
{
    (void)state;
    static const double demand[] = {1.0, 0.0};
    double x1 = 1.0 / (0.438 - 0.2148 * 0.178 / 0.4988);
    double x2 = 0.178 / 0.4988 * x1;
    traded work = make_pair(1);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    traded_close(&work, &options);
    preston_impact *impact = impact_of(&work.work, demand);
    preston_const_view income = preston_impact_household_income(impact);
    assert_close(preston_get(income, 0, 0), 0.225 * x1, 1e-11, 0.0);
    assert_close(preston_get(income, 1, 0), 0.075 * x1 + 0.27 * x2, 1e-11, 0.0);
    double induced = preston_get(preston_impact_output(impact, PRESTON_INDUCED), 1, 0);
    assert_close(induced, x2 - 0.1 / 0.375, 1e-11, 0.0);
    preston_wages wages = {0};
    preston_error error = {0};
    assert_ok(preston_impact_wages(impact, &wages, &error), &error);
    assert_close(wages.paid, 0.3 * (x1 + x2), 1e-11, 0.0);
    assert_close(wages.abroad, 0.03 * x2, 1e-11, 0.0);
    assert_close(wages.received, wages.paid - wages.abroad, 1e-11, 0.0);
    assert_true(wages.withheld == 0.0 && wages.by_households == 0.0);
    double *effects = effects_of(&work.work, PRESTON_CLOSURE_II, "output", NULL);
    assert_close(effects[0], x1 + x2, 1e-11, 0.0);
    free(effects);
    preston_impact_free(impact);
    traded_free(&work);
}

/* --- against the same multiplied out --- */

static double *solve_dense(const double *cells, int64_t rows, preston_operation operation,
                           const double *given)
{
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    double *solution = make_zeros(rows);
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.method = PRESTON_METHOD_LU;
    assert_ok(
        preston_solver_create(preston_const_matrix(cells, rows, rows), &options, &solver, &error),
        &error);
    assert_ok(preston_workspace_create(solver, 1, &workspace, &error), &error);
    assert_ok(preston_solver_solve(solver, operation, preston_const_vector(given, rows, 1),
                                   workspace, preston_vector(solution, rows, 1), NULL, &error),
              &error);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    return solution;
}

/* Demand in the order of the matrix, nothing for households. */
static double *spread_demand(const traded *work, int64_t m, const double *demand)
{
    int64_t n = work->work.sectors;
    double *spread = make_zeros(work->places * m);
    for (int64_t row = 0; row < work->work.rows; row++) {
        spread[row / n * m + row % n] = demand[row];
    }
    return spread;
}

/* Solutions are known to 1e-12 of their sum; 1e-10 of the largest leaves room for that. */
static void compare_closure(const traded *work, const preston_model_options *options)
{
    int64_t n = work->work.sectors;
    int two = options->closure == PRESTON_CLOSURE_II;
    int64_t m = n + two;
    int64_t rows = work->places * m;
    double *cells = traded_multiplied_out(work, options);
    gsl_rng *random = make_random();
    double *demand = make_random_demand(random, &work->work);
    double *spread = spread_demand(work, m, demand);
    double *output = solve_dense(cells, rows, PRESTON_PLAIN, spread);
    preston_impact *impact = impact_of(&work->work, demand);
    for (int64_t row = 0; row < work->work.rows; row++) {
        double sum = 0.0;
        for (int part = 0; part < 2 + two; part++) {
            sum += preston_get(preston_impact_output(impact, (preston_part)part), row, 0);
        }
        assert_close(sum, output[row / n * m + row % n], 1e-10, 1e-11);
    }
    for (int64_t place = 0; two && place < work->places; place++) {
        assert_close(preston_get(preston_impact_household_income(impact), place, 0),
                     output[place * m + n], 1e-10, 1e-11);
    }
    double *effects = effects_of(&work->work, options->closure, "output", NULL);
    double *ones = make_zeros(rows);
    for (int64_t row = 0; row < rows; row++) {
        ones[row] = two && row % m == n ? 0.0 : 1.0;
    }
    double *expected = solve_dense(cells, rows, PRESTON_TRANSPOSED, ones);
    for (int64_t row = 0; row < work->work.rows; row++) {
        assert_close(effects[row], expected[row / n * m + row % n], 1e-10, 0.0);
    }
    preston_impact_free(impact);
    free(cells);
    free(demand);
    free(spread);
    free(output);
    free(effects);
    free(ones);
    free(expected);
    gsl_rng_free(random);
}

static void compare_both(const traded_shape *shape, double wage_leakage, double own_use)
{
    gsl_rng *random = make_random();
    traded work = traded_random(random, shape);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    options.wage_leakage = wage_leakage;
    options.household_own_use = own_use;
    traded_close(&work, &options);
    compare_closure(&work, &options);
    options.closure = PRESTON_CLOSURE_I;
    traded_close(&work, &options);
    compare_closure(&work, &options);
    traded_free(&work);
    gsl_rng_free(random);
}

static void model_create__equals_the_matrix_multiplied_out(void **state)
{
    (void)state;
    for (int trade = 0; trade < 8; trade++) {
        for (int commuting = -1; commuting < 8; commuting += 3) {
            const traded_shape shape = {
                .places = 9, .sectors = 5, .trade = trade, .commuting = commuting};
            compare_both(&shape, 0.0, 0.0);
        }
    }
}

static void model_create__own_technology_equals_the_matrix(void **state)
{
    (void)state;
    for (int trade = 1; trade < 8; trade += 2) {
        const traded_shape shape = {.places = 12,
                                    .sectors = 4,
                                    .trade = trade,
                                    .commuting = TRADE_LISTS,
                                    .foreign = 0.3,
                                    .own_tables = 3};
        compare_both(&shape, 0.2, 0.05);
    }
}

static void model_create__iterated_equals_the_matrix(void **state)
{
    (void)state;
    const traded_shape shape = {.places = 300,
                                .sectors = 10,
                                .trade = TRADE_LISTS | TRADE_COMMON | TRADE_POOL,
                                .commuting = TRADE_COMMON};
    compare_both(&shape, 0.1, 0.0);
}

/* --- identities --- */

/* Trade only moves demand between places: where all have one technology, what one unit brings about
 * in the whole nation is the same wherever it is spent. */
static void model_multipliers__national_sum_for_any_trade(void **state)
{
    (void)state;
    static const char *const accounts[] = {"output", "gva", "jobs", "imports"};
    gsl_rng *random = make_random();
    for (int trade = 0; trade < 8; trade++) {
        const traded_shape shape = {
            .places = 40, .sectors = 6, .trade = trade, .commuting = trade - 1};
        traded work = traded_random(random, &shape);
        sample nation = {.sectors = 6, .table = work.work.table};
        preston_model_options options = closing(PRESTON_CLOSURE_II);
        traded_close(&work, &options);
        sample_solve(&nation, &options);
        for (int k = 0; k < 8; k++) {
            preston_closure closure = k < 4 ? PRESTON_CLOSURE_I : PRESTON_CLOSURE_II;
            double *effects = effects_of(&work.work, closure, accounts[k % 4], NULL);
            double *whole = effects_of(&nation, closure, accounts[k % 4], NULL);
            for (int64_t row = 0; row < work.work.rows; row++) {
                assert_close(effects[row], whole[row % 6], 1e-11, 0.0);
            }
            free(effects);
            free(whole);
        }
        nation.table = NULL;
        sample_free(&nation);
        traded_free(&work);
    }
    gsl_rng_free(random);
}

/* Effects by area add up to those everywhere, and an effect times a demand is an impact. */
static void model_multipliers__areas_add_up(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 5, .sectors = 4, .trade = 7, .commuting = 1};
    traded work = traded_random(random, &shape);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    traded_close(&work, &options);
    double *whole = effects_of(&work.work, PRESTON_CLOSURE_II, "imports", NULL);
    double *demand = make_random_demand(random, &work.work);
    preston_impact *impact = impact_of(&work.work, demand);
    for (int64_t place = 0; place < 5; place++) {
        double *part = effects_of(&work.work, PRESTON_CLOSURE_II, "imports",
                                  preston_economy_place_code(work.work.economy, place));
        double sum = 0.0;
        for (int k = 0; k < 3; k++) {
            double value = 0.0;
            preston_error error = {0};
            assert_ok(
                preston_impact_value(impact, "imports", (preston_part)k, place, &value, &error),
                &error);
            sum += value;
        }
        assert_close(sum, dot(work.work.rows, part, demand), 1e-11, 0.0);
        for (int64_t row = 0; row < work.work.rows; row++) {
            whole[row] -= part[row];
        }
        free(part);
    }
    for (int64_t row = 0; row < work.work.rows; row++) {
        assert_close(whole[row], 0.0, 0.0, 1e-12);
    }
    preston_impact_free(impact);
    free(whole);
    free(demand);
    traded_free(&work);
    gsl_rng_free(random);
}

/* Money is conserved with any trade, own technologies, commuters and imports by trade. */
static void impact_conservation__any_trade(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int trade = 0; trade < 8; trade++) {
        const traded_shape shape = {.places = 20,
                                    .sectors = 5,
                                    .trade = trade,
                                    .commuting = 7 - trade,
                                    .foreign = trade % 2 == 0 ? 0.0 : 0.4,
                                    .own_tables = trade % 4};
        traded work = traded_random(random, &shape);
        preston_model_options options = closing(PRESTON_CLOSURE_II);
        options.wage_leakage = 0.15;
        options.household_own_use = 0.02;
        traded_close(&work, &options);
        double *demand = make_random_demand(random, &work.work);
        preston_impact *impact = impact_of(&work.work, demand);
        preston_error error = {0};
        for (int closure = 0; closure < 2; closure++) {
            double spent = 0.0;
            double accounted = -1.0;
            assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent,
                                                  &accounted, &error),
                      &error);
            assert_close(accounted, spent, 1e-12, 0.0);
        }
        preston_wages wages = {0};
        assert_ok(preston_impact_wages(impact, &wages, &error), &error);
        assert_close(wages.paid + wages.by_households,
                     wages.withheld + wages.abroad + wages.received, 1e-12, 0.0);
        assert_true(wages.withheld > 0.0 && (wages.abroad > 0.0) == (shape.foreign > 0.0));
        preston_impact_free(impact);
        free(demand);
        traded_free(&work);
    }
    gsl_rng_free(random);
}

/* --- rounds --- */

/* The matrix cut down to some places, round after round. */
static void compare_rounds(const traded *work, preston_closure closure, const char *area)
{
    enum { ROUNDS = 4 };
    preston_model_options options = closing(closure);
    int64_t n = work->work.sectors;
    int64_t m = n + (closure == PRESTON_CLOSURE_II ? 1 : 0);
    int64_t rows = work->places * m;
    gsl_rng *random = make_random();
    double *demand = make_random_demand(random, &work->work);
    double *cells = traded_multiplied_out(work, &options);
    double *now = spread_demand(work, m, demand);
    double *next = make_zeros(rows);
    for (int64_t row = 0; row < rows; row++) {
        int inside =
            area == NULL || preston_economy_place_within(work->work.economy, row / m, area);
        now[row] *= inside;
        for (int64_t k = 0; !inside && k < rows; k++) {
            cells[row * rows + k] = 0.0;
        }
    }
    double rounds[ROUNDS] = {0};
    double full = 0.0;
    preston_error error = {0};
    assert_ok(preston_model_rounds(work->work.model, closure, area,
                                   preston_const_vector(demand, work->work.rows, 1),
                                   preston_vector(rounds, ROUNDS, 1), &full, &error),
              &error);
    double *solution = solve_dense(cells, rows, PRESTON_PLAIN, now);
    double whole = 0.0;
    for (int64_t row = 0; row < rows; row++) {
        whole += solution[row];
    }
    assert_close(full, whole, 1e-10, 0.0);
    for (int k = 0; k < ROUNDS; k++) {
        double sum = 0.0;
        for (int64_t row = 0; row < rows; row++) {
            sum += now[row];
            next[row] = dot(rows, cells + row * rows, now);
        }
        assert_close(rounds[k], sum, 1e-12, 0.0);
        memcpy(now, next, (size_t)rows * sizeof *now);
    }
    free(demand);
    free(cells);
    free(now);
    free(next);
    free(solution);
    gsl_rng_free(random);
}

static void model_rounds__equal_the_matrix(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 8, .sectors = 5, .trade = 7, .commuting = 3};
    traded work = traded_random(random, &shape);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    traded_close(&work, &options);
    for (int closure = 0; closure < 2; closure++) {
        compare_rounds(&work, (preston_closure)closure, NULL);
        compare_rounds(&work, (preston_closure)closure, "p3");
        compare_rounds(&work, (preston_closure)closure, "nation");
    }
    traded_free(&work);
    gsl_rng_free(random);
}

/* An area of more rows than are factorised. */
static void model_rounds__large_area_is_iterated(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    const traded_shape shape = {.places = 90, .sectors = 8, .trade = 3, .commuting = 1};
    traded work = traded_random(random, &shape);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    traded_close(&work, &options);
    compare_rounds(&work, PRESTON_CLOSURE_II, "nation");
    traded_free(&work);
    gsl_rng_free(random);
}

/* --- an economy that both forms can express --- */

/* Simple quotients are the same for all buyers of a sector: the cells of the nest rule are then the
 * trade of Chenery and Moses, with the shares of final users. */
static preston_trade_shares *trade_of_cells(const sample *work)
{
    int64_t places = preston_economy_places(work->economy);
    int64_t n = work->sectors;
    double *cells = make_zeros(n * places * places);
    for (int64_t user = 0; user < places; user++) {
        preston_const_view shares = preston_economy_final_shares(work->economy, user);
        for (int64_t i = 0; i < n; i++) {
            for (int64_t seller = 0; seller < places; seller++) {
                cells[(i * places + seller) * places + user] = preston_get(shares, i, seller);
            }
        }
    }
    preston_trade_shares *trade = trade_of(places, n, cells);
    free(cells);
    return trade;
}

/* Both are certified to 1e-12 of the largest cell. */
static void compare_forms(const sample *cells, const sample *general)
{
    static const char *const accounts[] = {"output", "gva", "compensation", "jobs", "imports"};
    for (int k = 0; k < 10; k++) {
        preston_closure closure = k < 5 ? PRESTON_CLOSURE_I : PRESTON_CLOSURE_II;
        for (int64_t area = -1; area < preston_economy_places(cells->economy); area++) {
            const char *code = area < 0 ? NULL : preston_economy_place_code(cells->economy, area);
            double *one = effects_of(cells, closure, accounts[k % 5], code);
            double *other = effects_of(general, closure, accounts[k % 5], code);
            double largest = 0.0;
            for (int64_t row = 0; row < cells->rows; row++) {
                largest = fmax(largest, one[row]);
            }
            for (int64_t row = 0; row < cells->rows; row++) {
                assert_close(other[row], one[row], 0.0, 1e-12 * largest);
            }
            free(one);
            free(other);
        }
    }
}

static void model_create__preston_is_the_same_by_the_general_path(void **state)
{
    (void)state;
    sample cells = sample_preston();
    preston_economy_options joining;
    preston_economy_options_init(&joining);
    joining.quotient = PRESTON_QUOTIENT_SLQ;
    for (int feedback = 0; feedback < 2; feedback++) {
        joining.feedback = feedback;
        sample_join(&cells, &joining);
        preston_model_options options = closing(PRESTON_CLOSURE_II);
        sample_solve(&cells, &options);
        traded general = {.work = {.sectors = cells.sectors, .table = cells.table},
                          .trade = trade_of_cells(&cells)};
        general.work.places = cells.places;
        traded_join(&general);
        traded_close(&general, &options);
        assert_true(preston_economy_is_traded(general.work.economy));
        assert_memory_equal(preston_economy_output(general.work.economy).data,
                            preston_economy_output(cells.economy).data,
                            (size_t)cells.rows * sizeof(double));
        compare_forms(&cells, &general.work);
        general.work.table = NULL;
        general.work.places = NULL;
        traded_free(&general);
    }
    sample_free(&cells);
}

/* Preston by Flegg's quotients, which scale single cells: its operator, iterated with nothing but
 * products, gives what the factorised model gives. */
static void model_operator__preston_iterated(void **state)
{
    (void)state;
    sample work = sample_preston();
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    sample_solve(&work, &options);
    const preston_operator *op = preston_model_operator(work.model, PRESTON_CLOSURE_I);
    preston_solver_options iterating;
    preston_solver_options_init(&iterating);
    iterating.method = PRESTON_METHOD_BICGSTAB;
    iterating.tolerance = 1e-12;
    preston_solver *solver = NULL;
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    double *ones = make_zeros(work.rows);
    double *iterated = make_zeros(work.rows);
    for (int64_t row = 0; row < work.rows; row++) {
        ones[row] = 1.0;
    }
    assert_ok(preston_solver_create_for(op, &iterating, &solver, &error), &error);
    assert_ok(preston_workspace_create(solver, 1, &workspace, &error), &error);
    assert_ok(preston_solver_solve(solver, PRESTON_TRANSPOSED,
                                   preston_const_vector(ones, work.rows, 1), workspace,
                                   preston_vector(iterated, work.rows, 1), NULL, &error),
              &error);
    double *effects = effects_of(&work, PRESTON_CLOSURE_I, "output", NULL);
    for (int64_t row = 0; row < work.rows; row++) {
        assert_close(iterated[row], effects[row], 1e-12, 0.0);
    }
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    free(ones);
    free(iterated);
    free(effects);
    sample_free(&work);
}

/* --- options and faults --- */

static int count_calls(void *context, int64_t done, int64_t all)
{
    int64_t *calls = context;
    assert_int_equal(all, 2);
    assert_int_equal(done, *calls);
    (*calls)++;
    return 0;
}

static int stop_after_one(void *context, int64_t done, int64_t all)
{
    (void)context;
    (void)all;
    return done == 1;
}

static void model_create__progress_is_told_and_can_stop(void **state)
{
    (void)state;
    traded work = make_pair(1);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    int64_t calls = 0;
    options.progress = count_calls;
    options.context = &calls;
    traded_close(&work, &options);
    assert_int_equal(calls, 3);
    options.progress = stop_after_one;
    preston_model *model = NULL;
    preston_error error = {0};
    assert_fails(preston_model_create(work.work.economy, &options, &model, &error),
                 PRESTON_ERROR_STOPPED, &error, "1 of 2 closures");
    assert_null(model);
    traded_free(&work);
}

/* Households that spend more than they earn, in a traded economy. */
static void model_create__unproductive_place_is_named(void **state)
{
    (void)state;
    traded work = make_pair(0);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    options.household_income = 5.0;
    preston_model *model = NULL;
    preston_error error = {0};
    assert_fails(preston_model_create(work.work.economy, &options, &model, &error),
                 PRESTON_ERROR_UNPRODUCTIVE, &error, "households in p");
    assert_null(model);
    traded_free(&work);
}

static void model_create__own_table_without_households_is_named(void **state)
{
    (void)state;
    const table_recipe recipe = {.sectors = 1, .coefficients = half, .output = hundred};
    traded work = make_pair(0);
    work.own_tables = 1;
    work.own[0] = make_table(&recipe);
    work.own_codes[0] = "p2";
    traded_join(&work);
    preston_model_options options = closing(PRESTON_CLOSURE_II);
    preston_model *model = NULL;
    preston_error error = {0};
    assert_fails(preston_model_create(work.work.economy, &options, &model, &error),
                 PRESTON_ERROR_MISSING, &error, "place 'p2'");
    traded_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_multipliers__two_places_by_hand),
        cmocka_unit_test(model_impact__commuting_by_hand),
        cmocka_unit_test(model_create__equals_the_matrix_multiplied_out),
        cmocka_unit_test(model_create__own_technology_equals_the_matrix),
        cmocka_unit_test(model_create__iterated_equals_the_matrix),
        cmocka_unit_test(model_multipliers__national_sum_for_any_trade),
        cmocka_unit_test(model_multipliers__areas_add_up),
        cmocka_unit_test(impact_conservation__any_trade),
        cmocka_unit_test(model_rounds__equal_the_matrix),
        cmocka_unit_test(model_rounds__large_area_is_iterated),
        cmocka_unit_test(model_create__preston_is_the_same_by_the_general_path),
        cmocka_unit_test(model_operator__preston_iterated),
        cmocka_unit_test(model_create__progress_is_told_and_can_stop),
        cmocka_unit_test(model_create__unproductive_place_is_named),
        cmocka_unit_test(model_create__own_table_without_households_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
