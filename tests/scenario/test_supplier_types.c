/* Supplier types: the first round by hand, and what must hold of it in economies of every form. */
#include "random.h"
#include "supplier_types.h"
#include "test.h"

#include <math.h>

/* --- by hand --- */

/* Two sectors in one place. Of s1's output 0.1 goes to s1, 0.3 to s2, 0.12 abroad, 0.06 to taxes on
 * products, 0.06 to taxes on production, 0.24 to wages, 0.12 is surplus: value added 0.42. */
static market by_hand(void)
{
    static const double coefficients[] = {0.1, 0.2, 0.3, 0.1};
    static const double output[] = {100.0, 200.0};
    static const double final_use[2 * USES] = {50.0, 0.0, 0.0, 0.0, 150.0, 0.0, 0.0, 0.0};
    static const double primary[2 * PRIMARY] = {0.2, 0.1, 0.1, 0.4, 0.2, 0.2, 0.1, 0.1, 0.4, 0.2};
    static const double jobs[] = {2.0, 4.0};
    const table_recipe recipe = {.sectors = 2,
                                 .coefficients = coefficients,
                                 .output = output,
                                 .final_use = final_use,
                                 .primary = primary,
                                 .jobs = jobs,
                                 .household_income = 400.0};
    market made = {.own = {.work = {.table = make_table(&recipe), .sectors = 2}}};
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.wage_leakage = 0.25;
    sample_solve(&made.own.work, &options);
    made.economy = made.own.work.economy;
    made.model = made.own.work.model;
    made.places = 1;
    made.sectors = made.rows = 2;
    made.accounts = preston_table_accounts(made.own.work.table);
    return made;
}

static void supplier_types_demand__by_hand(void **state)
{
    (void)state;
    market on = by_hand();
    preston_supplier_type social = plain_type("social", "s1");
    social.compensation = 0.34;
    social.surplus = 0.11;
    social.jobs = 5.0;
    preston_supplier_types *types = make_types(on.model, 1, &social);
    const double purchases[] = {0.0, 10.0, 3.0, 4.0}; /* s1: average, social; s2: both */
    first_round round = first_round_of(&on, types, purchases);
    /* value added 0.09 more of 1, out of purchases of 0.58 */
    double less = 10.0 * 0.09 / 0.58;
    assert_close(round.sectors[0], 10.0 - 0.1 * less, 1e-14, 0.0);
    assert_close(round.sectors[1], 7.0 - 0.3 * less, 1e-14, 0.0);
    assert_close(round.imports[0], -0.12 * less, 1e-13, 0.0);
    assert_close(round.taxes[0], -0.06 * less, 1e-13, 0.0);
    assert_close(round.income[0], 10.0 * 0.10 * 0.75, 1e-13, 0.0);
    static const struct {
        const char *account;
        double value;
    } corrections[] = {{"gva", 0.9},
                       {"compensation", 1.0},
                       {"surplus", -0.1},
                       {"jobs", 30.0},
                       {"taxes_on_production", 0.0},
                       {"imports", 0.0},
                       {"taxes_on_products", 0.0}};
    for (size_t k = 0; k < sizeof corrections / sizeof *corrections; k++) {
        assert_close(correction_of(&on, &round, corrections[k].account, 0), corrections[k].value,
                     1e-13, 0.0);
    }
    free_first_round(&round);
    preston_supplier_types_free(types);
    free_market(&on);
}

static void supplier_types__names_and_shares(void **state)
{
    (void)state;
    market on = by_hand();
    preston_supplier_type rows[] = {plain_type("social", NULL), plain_type("social", "s2"),
                                    plain_type("large", "s1")};
    rows[0].share = 0.1;
    rows[1].share = 0.25;
    preston_supplier_types *types = make_types(on.model, 3, rows);
    assert_int_equal(preston_supplier_types_count(types), 3);
    assert_string_equal(preston_supplier_types_code(types, 0), "");
    assert_string_equal(preston_supplier_types_code(types, 1), "social");
    assert_int_equal(preston_supplier_types_find(types, "large"), 2);
    assert_int_equal(preston_supplier_types_find(types, ""), 0);
    assert_int_equal(preston_supplier_types_find(types, "small"), -1);
    assert_close(preston_supplier_types_share(types, 0, 0), 1.0, 0.0, 0.0);
    assert_close(preston_supplier_types_share(types, 1, 0), 0.1, 0.0, 0.0);
    assert_close(preston_supplier_types_share(types, 1, 1), 0.25, 0.0, 0.0);
    assert_true(isnan(preston_supplier_types_share(types, 2, 0)));
    assert_true(isnan(preston_supplier_types_share(types, 2, 1)));
    preston_supplier_types_free(types);
    types = make_types(on.model, 0, NULL);
    assert_int_equal(preston_supplier_types_count(types), 1);
    preston_supplier_types_free(types);
    preston_supplier_types_free(NULL);
    free_market(&on);
}

/* --- limits --- */

/* Without any difference the demand is the purchases, to the last bit. */
static void supplier_types_demand__average_suppliers(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        preston_supplier_type plain = plain_type("plain", NULL);
        preston_supplier_types *types = make_types(on.model, 1, &plain);
        double *purchases = random_purchases(random, &on, types);
        first_round round = first_round_of(&on, types, purchases);
        for (int64_t row = 0; row < on.rows; row++) {
            assert_true(round.sectors[row] == purchases[2 * row] + purchases[2 * row + 1]);
        }
        for (int64_t place = 0; place < on.places; place++) {
            assert_true(round.imports[place] == 0.0 && round.taxes[place] == 0.0 &&
                        round.income[place] == 0.0);
        }
        for (int64_t cell = 0; cell < on.places * on.accounts; cell++) {
            assert_true(round.corrections[cell] == 0.0);
        }
        free_first_round(&round);
        free(purchases);
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* A type that states the average of its sector changes nothing: each sector by its own row. */
static void supplier_types_demand__stated_average(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_NEST);
    static const char *const sectors[] = {"s1", "s2", "s3", "s4", "s5", "s6"};
    preston_supplier_type rows[6];
    for (int64_t i = 0; i < 6; i++) {
        rows[i] = plain_type("same", sectors[i]);
        rows[i].compensation = per_output(&on, "compensation", 0, i);
        rows[i].surplus = per_output(&on, "surplus", 0, i);
        rows[i].jobs = per_output(&on, "jobs", 0, i);
    }
    preston_supplier_types *types = make_types(on.model, 6, rows);
    double *purchases = random_purchases(random, &on, types);
    first_round round = first_round_of(&on, types, purchases);
    for (int64_t row = 0; row < on.rows; row++) {
        assert_close(round.sectors[row], purchases[2 * row] + purchases[2 * row + 1], 1e-14, 1e-14);
    }
    for (int64_t place = 0; place < on.places; place++) {
        assert_close(round.imports[place], 0.0, 0.0, 1e-14);
        assert_close(correction_of(&on, &round, "jobs", place), 0.0, 0.0, 1e-14);
    }
    free_first_round(&round);
    free(purchases);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

/* --- local purchases --- */

/* What a sector in a place buys of another one in each place, in either form. */
static double bought_from(const market *on, int64_t place, int64_t i, int64_t seller, int64_t j)
{
    if (!preston_economy_is_traded(on->economy)) {
        return preston_get(preston_economy_coefficients(on->economy), seller * on->sectors + j,
                           place * on->sectors + i);
    }
    const preston_table *table = preston_economy_place_table(on->economy, place);
    return preston_get(preston_table_flows(table), j, i) /
           preston_get(preston_table_output(table), i, 0) *
           preston_trade_shares_get(on->own.trade, j, seller, place);
}

static void check_local(const market *on, double local)
{
    preston_supplier_type type = plain_type("near", NULL);
    type.local_purchases = local;
    preston_supplier_types *types = make_types(on->model, 1, &type);
    double *purchases = make_zeros(on->rows * 2);
    preston_const_view output = preston_economy_output(on->economy);
    for (int64_t row = 0; row < on->rows; row++) {
        if (preston_get(output, row, 0) == 0.0) {
            continue;
        }
        purchases[2 * row + 1] = 5.0;
        first_round round = first_round_of(on, types, purchases);
        purchases[2 * row + 1] = 0.0;
        int64_t place = row / on->sectors;
        for (int64_t j = 0; j < on->sectors; j++) {
            double all = 0.0;
            double own = bought_from(on, place, row % on->sectors, place, j);
            for (int64_t seller = 0; seller < on->places; seller++) {
                all += bought_from(on, place, row % on->sectors, seller, j);
            }
            int chooses =
                preston_get(output, place * on->sectors + j, 0) > 0.0 && all - own > 1e-6 * all;
            for (int64_t seller = 0; seller < on->places; seller++) {
                double average = bought_from(on, place, row % on->sectors, seller, j);
                double expected = average;
                if (chooses) {
                    expected =
                        seller == place ? local * all : (1.0 - local) * all * average / (all - own);
                }
                double direct = seller * on->sectors + j == row ? 5.0 : 0.0;
                assert_close(round.sectors[seller * on->sectors + j],
                             direct + 5.0 * (expected - average), 1e-12, 1e-12);
            }
        }
        for (int64_t at = 0; at < on->places; at++) {
            assert_close(round.imports[at], 0.0, 0.0, 1e-14);
            assert_close(round.income[at], 0.0, 0.0, 0.0);
        }
        free_first_round(&round);
    }
    free(purchases);
    preston_supplier_types_free(types);
}

static void supplier_types_demand__local_purchases(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        check_local(&on, 0.0);
        check_local(&on, 0.6);
        check_local(&on, 1.0);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* --- production outside --- */

/* What of six units that users in a place buy outside it comes from a seller. */
static double made_outside(const market *on, int64_t place, int64_t i, int64_t seller,
                           const char *there)
{
    double own = preston_economy_final_share(on->economy, place, i, place);
    if (there != NULL) {
        return strcmp(preston_economy_place_code(on->economy, seller), there) == 0 ? 6.0 : 0.0;
    }
    if (own > 1.0 - 1e-6) { /* nobody outside sells it: it stays */
        return seller == place ? 6.0 : 0.0;
    }
    return seller == place
               ? 0.0
               : 6.0 * preston_economy_final_share(on->economy, place, i, seller) / (1.0 - own);
}

static void check_outside(const market *on, const char *there)
{
    preston_supplier_type type = plain_type("branch", NULL);
    type.outside_production = 0.75;
    type.outside_place = there;
    preston_supplier_types *types = make_types(on->model, 1, &type);
    double *purchases = make_zeros(on->rows * 2);
    for (int64_t row = 0; row < on->rows; row++) {
        int64_t place = row / on->sectors;
        purchases[2 * row + 1] = 8.0;
        first_round round = first_round_of(on, types, purchases);
        purchases[2 * row + 1] = 0.0;
        double abroad = 6.0;
        for (int64_t seller = 0; seller < on->places; seller++) {
            double outside = made_outside(on, place, row % on->sectors, seller, there);
            abroad -= outside;
            assert_close(round.sectors[seller * on->sectors + row % on->sectors],
                         (seller == place ? 2.0 : 0.0) + outside, 1e-12, 1e-12);
        }
        assert_close(round.imports[place], abroad, 1e-9, 1e-8);
        free_first_round(&round);
    }
    free(purchases);
    preston_supplier_types_free(types);
}

static void supplier_types_demand__production_outside(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        check_outside(&on, NULL);
        check_outside(&on, preston_economy_place_code(on.economy, 1));
        free_market(&on);
    }
    market nation = by_hand(); /* nothing is outside */
    check_outside(&nation, NULL);
    free_market(&nation);
    gsl_rng_free(random);
}

/* --- money --- */

/* Type I: what was paid is value added, imports and taxes on products everywhere. Type II: the same
 * with what households spend. To the rounding of the sums: the solves are certified to 1e-11. */
static void supplier_types_demand__money_is_conserved(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int run = 0; run < 3 * FORMS; run++) {
        market on = make_market(random, run % FORMS);
        preston_supplier_types *types = random_types(random, &on);
        double *purchases = random_purchases(random, &on, types);
        first_round round = first_round_of(&on, types, purchases);
        preston_impact *impact = impact_of_round(&on, &round);
        double paid = 0.0;
        for (int64_t k = 0; k < on.rows * preston_supplier_types_count(types); k++) {
            paid += purchases[k];
        }
        double corrected = 0.0;
        for (int64_t place = 0; place < on.places; place++) {
            double gva = correction_of(&on, &round, "gva", place);
            corrected += gva;
            assert_close(correction_of(&on, &round, "compensation", place) +
                             correction_of(&on, &round, "surplus", place),
                         gva, 1e-12, 1e-12);
        }
        for (int closure = 0; closure < 2; closure++) {
            double spent = 0.0;
            double accounted = 0.0;
            preston_error error = {0};
            assert_ok(preston_impact_conservation(impact, (preston_closure)closure, &spent,
                                                  &accounted, &error),
                      &error);
            assert_close(accounted + corrected, spent + corrected, 1e-10, 0.0);
            if (closure == PRESTON_CLOSURE_I) {
                assert_close(spent + corrected, paid, 1e-11, 1e-11);
            }
        }
        preston_wages wages;
        preston_error error = {0};
        assert_ok(preston_impact_wages(impact, &wages, &error), &error);
        assert_true(fabs(wages.given) > 1e-3);
        preston_impact_free(impact);
        free_first_round(&round);
        free(purchases);
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* The whole difference of wages is earned: less what leaks, households of some place receive it. */
static void supplier_types_demand__wages_go_to_residences(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        preston_supplier_type type = plain_type("social", NULL);
        type.compensation = 0.2;
        preston_supplier_types *types = make_types(on.model, 1, &type);
        double *purchases = random_purchases(random, &on, types);
        first_round round = first_round_of(&on, types, purchases);
        for (int64_t home = 0; home < on.places; home++) {
            double expected = 0.0;
            for (int64_t work = 0; work < on.places; work++) {
                double share = on.own.commuting != NULL
                                   ? preston_trade_shares_get(on.own.commuting, 0, home, work)
                                   : (double)(home == work);
                expected += 0.7 * share * correction_of(&on, &round, "compensation", work);
            }
            assert_close(round.income[home], expected, 1e-12, 1e-13);
        }
        free_first_round(&round);
        free(purchases);
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* --- the adjoint --- */

static double total_of(const market *on, const preston_impact *impact, const first_round *round,
                       const char *account, preston_closure closure, const char *area)
{
    double sum = 0.0;
    preston_error error = {0};
    int last = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    for (int64_t place = 0; place < on->places; place++) {
        if (area != NULL && !preston_economy_place_within(on->economy, place, area)) {
            continue;
        }
        for (int part = 0; part <= last; part++) {
            double value = 0.0;
            assert_ok(
                preston_impact_value(impact, account, (preston_part)part, place, &value, &error),
                &error);
            sum += value;
        }
        int held = strcmp(account, "imports") == 0 || strcmp(account, "taxes_on_products") == 0;
        sum += held ? 0.0 : correction_of(on, round, account, place);
    }
    return sum;
}

static void check_adjoint(gsl_rng *random, const market *on, const preston_supplier_types *types,
                          const char *account, preston_closure closure, const char *area)
{
    int64_t count = preston_supplier_types_count(types);
    double *purchases = random_purchases(random, on, types);
    double *effects = make_zeros(on->rows * count);
    double *leaks = make_zeros(4 * on->places);
    preston_error error = {0};
    assert_ok(type_effects_of(types, closure, account, area,
                              preston_matrix(effects, on->rows, count),
                              preston_vector(leaks, on->places, 1),
                              preston_vector(leaks + on->places, on->places, 1), &error),
              &error);
    first_round round = first_round_of(on, types, purchases);
    double expected = dot(on->rows * count, purchases, effects);
    double size = 0.0;
    for (int64_t k = 0; k < on->rows * count; k++) {
        size += fabs(purchases[k] * effects[k]);
    }
    for (int64_t place = 0; place < on->places; place++) {
        round.imports[place] += 2.0; /* of the buyer's own */
        round.taxes[place] += 3.0;
        expected += 2.0 * leaks[place] + 3.0 * leaks[on->places + place];
    }
    preston_impact *impact = impact_of_round(on, &round);
    /* relative to what is added up: both sides are sums of terms of either sign */
    assert_close(total_of(on, impact, &round, account, closure, area), expected, 1e-10,
                 1e-10 * size);
    assert_true(size > 0.0);
    preston_impact_free(impact);
    free_first_round(&round);
    free(purchases);
    free(effects);
    free(leaks);
}

static void supplier_types_effects__are_the_adjoint(void **state)
{
    (void)state;
    static const char *const accounts[] = {
        "output", "gva",     "compensation",      "surplus",
        "jobs",   "imports", "taxes_on_products", "taxes_on_production"};
    gsl_rng *random = make_random();
    for (int form = 0; form < FORMS; form++) {
        market on = make_market(random, form);
        preston_supplier_types *types = random_types(random, &on);
        for (size_t k = 0; k < sizeof accounts / sizeof *accounts; k++) {
            for (int closure = 0; closure < 2; closure++) {
                check_adjoint(random, &on, types, accounts[k], (preston_closure)closure, NULL);
                check_adjoint(random, &on, types, accounts[k], (preston_closure)closure,
                              preston_economy_place_code(on.economy, 0));
            }
        }
        preston_supplier_types_free(types);
        free_market(&on);
    }
    gsl_rng_free(random);
}

/* The average type's are those of the model, to the last bit. */
static void supplier_types_effects__of_average_suppliers(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    market on = make_market(random, FORM_TRADED);
    preston_supplier_types *types = make_types(on.model, 0, NULL);
    double *effects = make_zeros(on.rows);
    double *expected = make_zeros(on.rows);
    const preston_view none = preston_vector(NULL, 0, 1);
    const char *account = "jobs";
    const preston_effects of_model = {.sectors = preston_vector(expected, on.rows, 1)};
    preston_error error = {0};
    assert_ok(
        preston_model_effects(on.model, PRESTON_CLOSURE_II, 1, &account, NULL, &of_model, &error),
        &error);
    assert_ok(type_effects_of(types, PRESTON_CLOSURE_II, account, NULL,
                              preston_vector(effects, on.rows, 1), none, none, &error),
              &error);
    assert_memory_equal(effects, expected, (size_t)on.rows * sizeof *effects);
    free(effects);
    free(expected);
    preston_supplier_types_free(types);
    free_market(&on);
    gsl_rng_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(supplier_types_demand__by_hand),
        cmocka_unit_test(supplier_types__names_and_shares),
        cmocka_unit_test(supplier_types_demand__average_suppliers),
        cmocka_unit_test(supplier_types_demand__stated_average),
        cmocka_unit_test(supplier_types_demand__local_purchases),
        cmocka_unit_test(supplier_types_demand__production_outside),
        cmocka_unit_test(supplier_types_demand__money_is_conserved),
        cmocka_unit_test(supplier_types_demand__wages_go_to_residences),
        cmocka_unit_test(supplier_types_effects__are_the_adjoint),
        cmocka_unit_test(supplier_types_effects__of_average_suppliers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
