/* Laws that must hold of any model: tried on random economies of both forms. */
#ifndef PRESTON_TEST_ANY_ECONOMY_H
#define PRESTON_TEST_ANY_ECONOMY_H

#include "random.h"
#include "traded.h"

typedef struct any_economy {
    sample *work; /* solved, with both closures, to 1e-12 */
    preston_model_options options;
} any_economy;

typedef void economy_law(gsl_rng *random, const any_economy *economy);

/* Calls the law with nested economies of one to several places, some with a sector without output,
 * with wages withheld and, in every other, households that buy from households. */
void check_on_nested(economy_law *law);

/* The same with economies by trade shares of every form, with tables of single places, commuting,
 * and shares that leave something to imports. */
void check_on_traded(economy_law *law);

/* One account of an impact by place in all parts up to the closure; P doubles, freed by the
 * caller. */
double *totals_of(const preston_impact *impact, int64_t places, preston_closure closure,
                  const char *account);

/* P random amounts of any sign; freed by the caller. */
double *make_random_amounts(gsl_rng *random, int64_t count);

#endif
