#include "any_economy.h"

#include "test.h"

enum { ROUNDS = 8, PARTS = 3 };

static preston_model_options solving(gsl_rng *random)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    options.tolerance = 1e-12;
    options.wage_leakage = random_between(random, 0.0, 0.4);
    return options;
}

void check_on_nested(economy_law *law)
{
    gsl_rng *random = make_random();
    for (int round = 0; round < ROUNDS; round++) {
        const random_shape shape = {.sectors = 2 + 2 * round,
                                    .levels = 1 + round % 4,
                                    .more = round % 4 == 0 ? 0 : round % 3,
                                    .empty_sector = round % 3 == 2};
        sample work = sample_random(random, &shape);
        any_economy economy = {.work = &work, .options = solving(random)};
        preston_economy_options joining;
        preston_economy_options_init(&joining);
        joining.feedback = round % 2;
        economy.options.household_own_use = round % 2 ? 0.1 : 0.0;
        sample_join(&work, &joining);
        sample_solve(&work, &economy.options);
        law(random, &economy);
        sample_free(&work);
    }
    gsl_rng_free(random);
}

void check_on_traded(economy_law *law)
{
    gsl_rng *random = make_random();
    for (int round = 0; round < ROUNDS; round++) {
        const traded_shape shape = {.places = 2 + 3 * round,
                                    .sectors = 1 + round,
                                    .trade = 1 + round % 7,
                                    .commuting = round % 3 == 0 ? -1 : 1 + (round + 2) % 7,
                                    .foreign = round % 2 ? 0.2 : 0.0,
                                    .own_tables = round % 3};
        traded made = traded_random(random, &shape);
        any_economy economy = {.work = &made.work, .options = solving(random)};
        traded_close(&made, &economy.options);
        law(random, &economy);
        traded_free(&made);
    }
    gsl_rng_free(random);
}

double *totals_of(const preston_impact *impact, int64_t places, preston_closure closure,
                  const char *account)
{
    double *values = make_zeros(places * PARTS);
    double *totals = make_zeros(places);
    preston_error error = {0};
    assert_ok(
        preston_impact_by_place(impact, account, preston_matrix(values, places, PARTS), &error),
        &error);
    int last = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    for (int64_t place = 0; place < places; place++) {
        for (int part = 0; part <= last; part++) {
            totals[place] += values[place * PARTS + part];
        }
    }
    free(values);
    return totals;
}

double *make_random_amounts(gsl_rng *random, int64_t count)
{
    double *amounts = make_zeros(count);
    for (int64_t i = 0; i < count; i++) {
        amounts[i] = random_between(random, -1.0, 2.0);
    }
    return amounts;
}
