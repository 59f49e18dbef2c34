#include "comparisons.h"

#include "test.h"

#include <math.h>

const char *const impact_accounts[IMPACT_ACCOUNTS] = {"output", "gva",     "compensation",
                                                      "jobs",   "imports", "taxes_on_products"};

preston_comparison *compare_ledgers(const sample *work, const preston_ledger *before,
                                    const preston_ledger *after,
                                    const preston_concordance *concordance,
                                    const preston_demand_options *options)
{
    preston_comparison *comparison = NULL;
    preston_error error = {0};
    assert_ok(preston_comparison_create(work->model, before, after, concordance, NULL, options,
                                        options, &comparison, &error),
              &error);
    return comparison;
}

double cause_of(const preston_comparison *comparison, int cause, const char *account, int part,
                int64_t place)
{
    double value = -999.0;
    preston_error error = {0};
    assert_ok(preston_comparison_value(comparison, (preston_cause)cause, account,
                                       (preston_part)part, place, &value, &error),
              &error);
    return value;
}

double value_of(const preston_impact *impact, const char *account, int part, int64_t place)
{
    double value = -999.0;
    preston_error error = {0};
    assert_ok(preston_impact_value(impact, account, (preston_part)part, place, &value, &error),
              &error);
    return value;
}

void for_each_cell(const sample *work, const preston_comparison *comparison, cell_check *check)
{
    for (int account = 0; account < IMPACT_ACCOUNTS; account++) {
        for (int part = 0; part < PARTS; part++) {
            for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
                impact_cell at = {impact_accounts[account], part, place, 0, 0, {0}};
                at.before =
                    value_of(preston_comparison_before(comparison), at.account, part, place);
                at.after = value_of(preston_comparison_after(comparison), at.account, part, place);
                for (int cause = 0; cause < CAUSES; cause++) {
                    at.causes[cause] = cause_of(comparison, cause, at.account, part, place);
                }
                check(&at);
            }
        }
    }
}

static double size_of(const impact_cell *at)
{
    return fmax(fabs(at->before), fabs(at->after));
}

void check_sum(const impact_cell *at)
{
    double sum = at->causes[0] + at->causes[1] + at->causes[2] + at->causes[3];
    assert_close(sum, at->after - at->before, 1e-10, 1e-13 * size_of(at));
}

static void check_only(const impact_cell *at, int cause)
{
    check_sum(at);
    for (int other = 0; other < CAUSES; other++) {
        if (other == PRESTON_SUPPLIER_TYPE) {
            assert_true(at->causes[other] == 0.0); /* types are not looked at */
        } else if (other != cause) {
            assert_close(at->causes[other], 0.0, 0.0, 1e-12 * size_of(at));
        }
    }
}

void check_only_volume(const impact_cell *at)
{
    check_only(at, PRESTON_VOLUME);
}

void check_only_mix(const impact_cell *at)
{
    check_only(at, PRESTON_MIX);
}

void check_only_localisation(const impact_cell *at)
{
    check_only(at, PRESTON_LOCALISATION);
}

void check_nothing(const impact_cell *at)
{
    assert_true(memcmp(&at->before, &at->after, sizeof at->before) == 0);
    for (int cause = 0; cause < CAUSES; cause++) {
        assert_true(at->causes[cause] == 0.0);
    }
}

void check_no_localisation(const impact_cell *at)
{
    check_sum(at);
    assert_close(at->causes[PRESTON_LOCALISATION], 0.0, 0.0, 1e-12 * size_of(at));
}

void assert_conserved(const preston_impact *impact, double spent)
{
    for (int closure = 0; closure < 2; closure++) {
        double all = 0.0;
        double accounted = 0.0;
        preston_error error = {0};
        assert_ok(
            preston_impact_conservation(impact, (preston_closure)closure, &all, &accounted, &error),
            &error);
        assert_close(accounted, all, 1e-12, 0.0);
        if (closure == PRESTON_CLOSURE_I) {
            assert_close(all, spent, 1e-12, 0.0);
        }
    }
}

preston_impact *impact_alone(const sample *work, const preston_ledger *ledger,
                             const preston_concordance *concordance,
                             const preston_demand_options *options)
{
    int64_t places = preston_economy_places(work->economy);
    double *sectors = make_zeros(work->rows);
    double *leaks = make_zeros(2 * places);
    preston_impact *impact = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_demand(ledger, concordance, work->economy, options,
                                    preston_vector(sectors, work->rows, 1),
                                    preston_vector(leaks, places, 1),
                                    preston_vector(leaks + places, places, 1), &error),
              &error);
    const preston_demand demand = {.sectors = preston_const_vector(sectors, work->rows, 1),
                                   .imports = preston_const_vector(leaks, places, 1),
                                   .taxes_on_products =
                                       preston_const_vector(leaks + places, places, 1)};
    assert_ok(preston_model_impact(work->model, &demand, &impact, &error), &error);
    free(sectors);
    free(leaks);
    return impact;
}

void assert_same_bits(const sample *work, const preston_impact *impact,
                      const preston_ledger *ledger, const preston_concordance *concordance,
                      const preston_demand_options *options)
{
    preston_impact *alone = impact_alone(work, ledger, concordance, options);
    for (int account = 0; account < IMPACT_ACCOUNTS; account++) {
        for (int part = 0; part < PARTS; part++) {
            for (int64_t place = 0; place < preston_economy_places(work->economy); place++) {
                double one = value_of(impact, impact_accounts[account], part, place);
                double other = value_of(alone, impact_accounts[account], part, place);
                assert_memory_equal(&one, &other, sizeof one);
            }
        }
    }
    for (int part = 0; part < PARTS; part++) {
        assert_memory_equal(preston_impact_output(impact, (preston_part)part).data,
                            preston_impact_output(alone, (preston_part)part).data,
                            (size_t)work->rows * sizeof(double));
    }
    preston_impact_free(alone);
}
