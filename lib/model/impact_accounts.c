/* Accounts of an impact: by part and place, gains and losses, wages, and whether money is
 * conserved. */
#include "impact.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* --- by part and place --- */

/* What the buyer itself adds to an account, without any sector. */
static double paid_by_buyer(const preston_impact *impact, const char *account, int64_t place)
{
    if (strcmp(account, "imports") == 0) {
        return impact->imports[place];
    }
    return strcmp(account, "taxes_on_products") == 0 ? impact->taxes_on_products[place] : 0.0;
}

/* `coefficients` are those of the place, its households' last. */
static double value_of_part(const preston_impact *impact, const char *account,
                            const double *coefficients, int part, int64_t place)
{
    int64_t n = impact->model->sectors;
    const double *output = impact->output[part] + place * n;
    double sum = part == PRESTON_DIRECT ? paid_by_buyer(impact, account, place) : 0.0;
    for (int64_t i = 0; i < n; i++) {
        sum += coefficients[i] * output[i];
    }
    return part == PRESTON_INDUCED ? sum + coefficients[n] * impact->household_income[place] : sum;
}

preston_status preston_impact_value(const preston_impact *impact, const char *account,
                                    preston_part part, int64_t place, double *out_value,
                                    preston_error *error)
{
    const preston_model *model = impact->model;
    if (place < 0 || place >= model->places || part < PRESTON_DIRECT || part > PRESTON_INDUCED) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "part %d or place %lld does not exist",
                            (int)part, (long long)place);
    }
    double *coefficients = preston_allocate_matrix(model->sectors + 1, 1);
    if (coefficients == NULL) {
        return preston_fail_memory(error, "coefficients");
    }
    preston_status status = preston_model_place_account(model, account, place, coefficients, error);
    if (status == PRESTON_OK) {
        *out_value = value_of_part(impact, account, coefficients, (int)part, place);
    }
    free(coefficients);
    return status;
}

typedef struct filling {
    const preston_impact *impact;
    const char *account;
    preston_view out;
} filling;

static void fill_place(void *context, int64_t place, const double *coefficients)
{
    const filling *work = context;
    for (int part = 0; part < PARTS; part++) {
        preston_set(work->out, place, part,
                    value_of_part(work->impact, work->account, coefficients, part, place));
    }
}

preston_status preston_impact_by_place(const preston_impact *impact, const char *account,
                                       preston_view out_values, preston_error *error)
{
    if (out_values.rows != impact->model->places || out_values.columns != PARTS) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the values need %lld rows, one a place, and %d columns, one a part",
                            (long long)impact->model->places, PARTS);
    }
    filling work = {impact, account, out_values};
    return preston_model_account_by_place(impact->model, account, fill_place, &work, error);
}

/* --- gains and losses --- */

typedef struct ranked_place {
    double amount;
    int64_t place;
} ranked_place;

/* The largest gain first; equal ones in the order of the places. */
static int compare_ranked(const void *one, const void *other)
{
    const ranked_place *a = one;
    const ranked_place *b = other;
    if (a->amount != b->amount) {
        return a->amount > b->amount ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

typedef struct adding {
    const preston_impact *impact;
    const char *account;
    int last; /* part */
    ranked_place *ranked;
} adding;

static void add_parts(void *context, int64_t place, const double *coefficients)
{
    const adding *work = context;
    double sum = 0.0;
    for (int part = 0; part <= work->last; part++) {
        sum += value_of_part(work->impact, work->account, coefficients, part, place);
    }
    work->ranked[place] = (ranked_place){sum, place};
}

preston_status preston_impact_gains(const preston_impact *impact, const char *account,
                                    preston_part last, preston_gains *out_gains,
                                    int64_t *out_places, double *out_amounts, preston_error *error)
{
    int64_t places = impact->model->places;
    if (last < PRESTON_DIRECT || last > PRESTON_INDUCED) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "part %d does not exist", (int)last);
    }
    adding work = {impact, account, (int)last, preston_allocate(places, sizeof *work.ranked)};
    if (work.ranked == NULL) {
        return preston_fail_memory(error, "gains and losses");
    }
    preston_status status =
        preston_model_account_by_place(impact->model, account, add_parts, &work, error);
    preston_gains gains = {0};
    if (status == PRESTON_OK) {
        for (int64_t place = 0; place < places; place++) {
            double amount = work.ranked[place].amount;
            gains.gain += amount > 0.0 ? amount : 0.0;
            gains.loss += amount < 0.0 ? amount : 0.0;
            gains.gaining += amount > 0.0;
            gains.losing += amount < 0.0;
        }
        gains.net = gains.gain + gains.loss;
        qsort(work.ranked, (size_t)places, sizeof *work.ranked, compare_ranked);
        *out_gains = gains;
    }
    for (int64_t k = 0; status == PRESTON_OK && k < places; k++) {
        if (out_places != NULL) {
            out_places[k] = work.ranked[k].place;
        }
        if (out_amounts != NULL) {
            out_amounts[k] = work.ranked[k].amount;
        }
    }
    free(work.ranked);
    return status;
}

/* --- wages --- */

typedef struct paying {
    const preston_impact *impact;
    double paid;
    double abroad;
} paying;

static void pay_wages(void *context, int64_t place, const double *coefficients)
{
    paying *work = context;
    const preston_impact *impact = work->impact;
    const preston_model *model = impact->model;
    const double *foreign = model->economy->foreign_wages;
    double wages = 0.0;
    for (int part = 0; part < PARTS; part++) {
        wages += value_of_part(impact, "compensation", coefficients, part, place);
    }
    work->paid += wages;
    if (foreign != NULL) {
        work->abroad +=
            foreign[place] * ((1.0 - model->wage_leakage) * wages +
                              model->household_own_use * impact->household_income[place]);
    }
}

preston_status preston_impact_wages(const preston_impact *impact, preston_wages *out_wages,
                                    preston_error *error)
{
    const preston_model *model = impact->model;
    paying work = {.impact = impact};
    preston_status status = preston_model_check_closure(model, PRESTON_CLOSURE_II, error);
    if (status == PRESTON_OK) {
        status = preston_model_account_by_place(model, "compensation", pay_wages, &work, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_wages wages = {.paid = work.paid,
                           .withheld = model->wage_leakage * work.paid,
                           .abroad = work.abroad,
                           .given = impact->given};
    for (int64_t place = 0; place < model->places; place++) {
        wages.received += impact->household_income[place];
    }
    wages.by_households = model->household_own_use * wages.received;
    *out_wages = wages;
    return PRESTON_OK;
}

/* --- conservation --- */

/* What all households spend, at home, abroad and in taxes. */
static double spent_by_households(const preston_impact *impact)
{
    const preston_model *model = impact->model;
    double sum = 0.0;
    for (int64_t place = 0; place < model->places; place++) {
        const preston_households *households =
            &model->households[preston_model_table_of(model, place)];
        double each = households->imports + households->taxes_on_products;
        for (int64_t i = 0; i < model->sectors; i++) {
            each += households->consumption[i];
        }
        sum += each * impact->household_income[place];
    }
    return sum;
}

typedef struct counting {
    const preston_impact *impact;
    const char *account;
    int last; /* part */
    double sum;
} counting;

static void count_place(void *context, int64_t place, const double *coefficients)
{
    counting *work = context;
    for (int part = 0; part <= work->last; part++) {
        work->sum += value_of_part(work->impact, work->account, coefficients, part, place);
    }
}

preston_status preston_impact_conservation(const preston_impact *impact, preston_closure closure,
                                           double *out_spent, double *out_accounted,
                                           preston_error *error)
{
    static const char *const accounts[] = {"gva", "imports", "taxes_on_products"};
    int closed = closure == PRESTON_CLOSURE_II;
    preston_status status = preston_model_check_closure(impact->model, closure, error);
    double accounted = 0.0;
    for (int k = 0; status == PRESTON_OK && k < 3; k++) {
        counting work = {impact, accounts[k], closed ? PRESTON_INDUCED : PRESTON_INDIRECT, 0.0};
        status =
            preston_model_account_by_place(impact->model, accounts[k], count_place, &work, error);
        accounted += work.sum;
    }
    if (status == PRESTON_OK) {
        *out_spent = impact->spent + (closed ? spent_by_households(impact) : 0.0);
        *out_accounted = accounted;
    }
    return status;
}
