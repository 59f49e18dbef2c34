/* Asking a projection: numbers by year, measure, account and area; places; states; purchases. */
#include "results.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const preston_scenario *preston_projection_scenario(const preston_projection *projection)
{
    return projection->scenario;
}

const preston_model *preston_projection_model(const preston_projection *projection)
{
    return projection->plan.model;
}

int64_t preston_projection_years(const preston_projection *projection)
{
    return projection->plan.years;
}

preston_words preston_projection_areas(const preston_projection *projection)
{
    return (preston_words){(const char *const *)projection->areas.texts, projection->areas.count};
}

preston_words preston_projection_accounts(const preston_projection *projection)
{
    return (preston_words){(const char *const *)projection->accounts.texts,
                           projection->accounts.count};
}

static preston_status check_range(const char *what, int64_t value, int64_t least, int64_t count,
                                  preston_error *error)
{
    return value >= least && value < count
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_ARGUMENT, "%s %lld: the projection has %lld",
                              what, (long long)value, (long long)count);
}

static preston_status check_question(const preston_projection *projection, preston_closure closure,
                                     int64_t account, int64_t area, int64_t measure,
                                     preston_error *error)
{
    preston_status status = check_range("closure", closure, 0, projection->closures, error);
    if (status == PRESTON_OK) {
        status = check_range("account", account, 0, projection->accounts.count, error);
    }
    if (status == PRESTON_OK) {
        status = check_range("area", area, 0, projection->areas.count, error);
    }
    if (status == PRESTON_OK) {
        status =
            check_range("measure", measure, PRESTON_ALL_MEASURES, projection->plan.measures, error);
    }
    return status;
}

static double limited(const preston_projection *projection, int64_t set, int64_t year)
{
    return projection->limited == NULL ? 0.0 : projection->limited[year * projection->sets + set];
}

/* What a measure, or all, changes in a year. */
static double gross(const preston_projection *projection, int64_t set, int64_t year,
                    int64_t measure)
{
    if (measure == PRESTON_SUPPLY_LIMITS) {
        return limited(projection, set, year);
    }
    return measure == PRESTON_ALL_MEASURES
               ? limited(projection, set, year) + projection->all[year * projection->sets + set]
               : projection
                     ->parts[(measure * projection->plan.years + year) * projection->sets + set];
}

static double net(const preston_projection *projection, int64_t set, int64_t year, int64_t measure)
{
    /* what limits take off is taken off in full: the careful way */
    double sum = measure < 0 ? limited(projection, set, year) : 0.0;
    for (int64_t i = 0; i < projection->plan.measures; i++) {
        if (measure == PRESTON_ALL_MEASURES || measure == i) {
            sum += projection->plan.force[i].additionality * gross(projection, set, year, i);
        }
    }
    return sum;
}

static double in_year(const preston_projection *projection, preston_statistic statistic,
                      int64_t set, int64_t year, int64_t measure)
{
    switch (statistic) {
    case PRESTON_STATISTIC_BASELINE:
        return projection->baseline[set];
    case PRESTON_STATISTIC_GROSS:
        return gross(projection, set, year, measure);
    default:
        return net(projection, set, year, measure);
    }
}

double preston_projection_discount(const preston_projection *projection, int64_t year)
{
    const preston_scenario_data *data = projection->plan.data;
    double base = isnan(data->prices_year) ? data->first_year : data->prices_year;
    return year < 0 || year >= projection->plan.years
               ? 0.0
               : pow(1.0 + data->discount_rate, base - data->first_year - (double)year);
}

preston_status preston_projection_value(const preston_projection *projection,
                                        preston_statistic statistic, preston_closure closure,
                                        int64_t account, int64_t area, int64_t year,
                                        int64_t measure, double *out_value, preston_error *error)
{
    preston_status status = check_question(projection, closure, account, area, measure, error);
    if (status == PRESTON_OK) {
        status = check_range("year", year, PRESTON_PRESENT_VALUE, projection->plan.years, error);
    }
    if (status == PRESTON_OK &&
        (statistic < PRESTON_STATISTIC_BASELINE || statistic > PRESTON_STATISTIC_NET)) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT, "statistic %d does not exist",
                              (int)statistic);
    }
    if (status == PRESTON_OK && statistic == PRESTON_STATISTIC_BASELINE &&
        measure != PRESTON_ALL_MEASURES) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "the baseline is before any measure: ask for all measures");
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t set = preston_projection_set(projection, closure, account, area);
    if (year != PRESTON_PRESENT_VALUE) {
        *out_value = in_year(projection, statistic, set, year, measure);
        return PRESTON_OK;
    }
    double sum = 0.0;
    for (int64_t y = 0; y < projection->plan.years; y++) {
        sum += preston_projection_discount(projection, y) *
               in_year(projection, statistic, set, y, measure);
    }
    *out_value = sum;
    return PRESTON_OK;
}

preston_status preston_projection_reached(const preston_projection *projection,
                                          preston_closure closure, int64_t account, int64_t area,
                                          int64_t measure, double share, int64_t *out_year,
                                          preston_error *error)
{
    preston_status status = check_question(projection, closure, account, area, measure, error);
    if (status == PRESTON_OK && !(share > 0.0 && share <= 1.0)) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "a share of %g: it is above zero and at most one", share);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t set = preston_projection_set(projection, closure, account, area);
    double largest = 0.0;
    int64_t reached = -1;
    for (int64_t y = 0; y < projection->plan.years; y++) {
        largest = fmax(largest, fabs(gross(projection, set, y, measure)));
    }
    /* less than rounding of the baseline is nothing */
    int any = largest > 1e-12 * fabs(projection->baseline[set]);
    for (int64_t y = 0; any && reached < 0 && y < projection->plan.years; y++) {
        reached = fabs(gross(projection, set, y, measure)) >= share * largest ? y : -1;
    }
    *out_year = reached;
    return PRESTON_OK;
}

/* -1 is the baseline, which stands behind the years. */
static preston_status find_year(const preston_projection *projection, int64_t year,
                                int64_t *out_row, preston_error *error)
{
    preston_status status = check_range("year", year, -1, projection->plan.years, error);
    if (status == PRESTON_OK) {
        *out_row = year < 0 ? projection->plan.years : year;
    }
    return status;
}

const preston_impact *preston_projection_impact(const preston_projection *projection, int64_t year)
{
    int64_t row = 0;
    return find_year(projection, year, &row, NULL) == PRESTON_OK ? projection->impacts[row] : NULL;
}

static double correction(const preston_projection *projection, int64_t row, int64_t place,
                         int64_t account)
{
    const preston_plan *plan = &projection->plan;
    int64_t accounts = preston_table_accounts(preston_economy_table(plan->economy));
    return projection->corrections[(row * plan->places + place) * accounts + account];
}

/* What the first round buys unlike average suppliers is a demand to the model, but a supply chain
 * to people: it passes from the direct to the indirect part. */
static void pass_on(const preston_projection *projection, int64_t row, const double *direct,
                    preston_view values)
{
    const preston_plan *plan = &projection->plan;
    const double *beyond = projection->beyond + row * plan->places * plan->sectors;
    for (int64_t p = 0; p < plan->places; p++) {
        double passed = 0.0;
        for (int64_t cell = p * plan->sectors; cell < (p + 1) * plan->sectors; cell++) {
            passed += beyond[cell] * direct[cell];
        }
        preston_set(values, p, PRESTON_DIRECT,
                    preston_get(preston_const(values), p, PRESTON_DIRECT) - passed);
        preston_set(values, p, PRESTON_INDIRECT,
                    preston_get(preston_const(values), p, PRESTON_INDIRECT) + passed);
    }
}

preston_status preston_projection_by_place(const preston_projection *projection,
                                           const char *account, int64_t year,
                                           preston_view out_values, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    const preston_table *table = preston_economy_table(plan->economy);
    int64_t inner = plan->places * plan->sectors;
    int64_t row = 0;
    preston_status status = find_year(projection, year, &row, error);
    double *direct = status == PRESTON_OK ? preston_allocate_matrix(inner, 1) : NULL;
    if (status == PRESTON_OK) {
        status = direct == NULL ? preston_fail_memory(error, "an account by place")
                                : preston_model_direct(plan->model, account,
                                                       preston_vector(direct, inner, 1), error);
    }
    if (status == PRESTON_OK) {
        status = preston_impact_by_place(projection->impacts[row], account, out_values, error);
    }
    if (status == PRESTON_OK) {
        pass_on(projection, row, direct, out_values);
    }
    int64_t column = preston_table_find_account(table, account);
    for (int64_t p = 0; status == PRESTON_OK && column >= 0 && p < plan->places; p++) {
        double value = preston_get(preston_const(out_values), p, PRESTON_DIRECT);
        preston_set(out_values, p, PRESTON_DIRECT, value + correction(projection, row, p, column));
    }
    free(direct);
    return status;
}

preston_status preston_projection_conservation(const preston_projection *projection, int64_t year,
                                               preston_closure closure, double *out_spent,
                                               double *out_accounted, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    const preston_table *table = preston_economy_table(plan->economy);
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    int64_t row = 0;
    double inner = 0.0;
    double first = 0.0;
    double accounted = 0.0;
    preston_status status = find_year(projection, year, &row, error);
    if (status == PRESTON_OK) {
        status = preston_impact_conservation(projection->impacts[row], PRESTON_CLOSURE_I, &first,
                                             &accounted, error);
    }
    if (status == PRESTON_OK) {
        status = preston_impact_conservation(projection->impacts[row], closure, &inner, &accounted,
                                             error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    /* by the purchases themselves, and by what households spend */
    double spent = inner - first;
    for (int64_t cell = 0; cell < cells; cell++) {
        spent += projection->changes[row * cells + cell];
    }
    for (int64_t p = 0; p < plan->places; p++) {
        accounted += correction(projection, row, p, preston_table_find_account(table, "gva"));
        spent += year < 0 ? plan->imports[p] + plan->taxes[p] : 0.0;
    }
    double premium = year < 0 ? 0.0 : projection->premiums[year];
    *out_spent = spent + premium;
    *out_accounted = accounted + premium;
    return PRESTON_OK;
}

preston_status preston_projection_state(const preston_projection *projection, int64_t measure,
                                        int64_t year, preston_measure_state *out_state,
                                        preston_error *error)
{
    preston_status status = check_range("measure", measure, 0, projection->plan.measures, error);
    if (status == PRESTON_OK) {
        status = check_range("year", year, 0, projection->plan.years, error);
    }
    if (status == PRESTON_OK) {
        *out_state = projection->states[year * projection->plan.measures + measure];
    }
    return status;
}

/* --- the premium that breaks even --- */

/* What one measure moved in a year, from where and to where. */
static preston_status watch_measure(const preston_projection *projection, int64_t measure,
                                    int64_t year, double *taken, double *given,
                                    preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    preston_walk walk;
    preston_status status = preston_walk_make(&walk, plan, error);
    if (status != PRESTON_OK) {
        return status;
    }
    walk.watched = measure;
    walk.taken = taken;
    walk.given = given;
    preston_walk_begin(&walk,
                       plan->measures == 64 ? UINT64_MAX : ((uint64_t)1 << plan->measures) - 1);
    for (int64_t y = 0; y <= year; y++) {
        memset(taken, 0, (size_t)cells * sizeof *taken);
        memset(given, 0, (size_t)cells * sizeof *given);
        preston_walk_year(&walk);
    }
    preston_walk_clear(&walk);
    return PRESTON_OK;
}

static void store_premiums(const preston_plan *plan, const double *taken, const double *given,
                           const double *effects, preston_view out_premiums, preston_view out_moved)
{
    for (int64_t i = 0; i < plan->sectors; i++) {
        double moved = 0.0;
        double before = 0.0;
        double after = 0.0;
        for (int64_t cell = i; cell < plan->kinds * plan->places * plan->sectors;
             cell += plan->sectors) {
            moved += taken[cell];
            before += taken[cell] * effects[cell];
            after += given[cell] * effects[cell];
        }
        preston_set(out_premiums, i, 0,
                    moved > 0.0 ? preston_break_even_premium(before / moved, after / moved) : 0.0);
        if (out_moved.rows > 0) {
            preston_set(out_moved, i, 0, moved);
        }
    }
}

preston_status preston_projection_break_even(const preston_projection *projection, int64_t measure,
                                             int64_t year, const char *account, const char *area,
                                             preston_view out_premiums, preston_view out_moved,
                                             preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    preston_status status = check_range("measure", measure, 0, plan->measures, error);
    if (status == PRESTON_OK) {
        status = check_range("year", year, 0, plan->years, error);
    }
    if (status == PRESTON_OK && (out_premiums.rows != plan->sectors ||
                                 (out_moved.rows != 0 && out_moved.rows != plan->sectors))) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE, "premiums need %lld rows, one a sector",
                              (long long)plan->sectors);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    double *room = preston_allocate_matrix(3, cells);
    if (room == NULL) {
        return preston_fail_memory(error, "break-even premiums");
    }
    status = watch_measure(projection, measure, year, room, room + cells, error);
    if (status == PRESTON_OK) {
        status = preston_plan_effects(plan, (preston_closure)(projection->closures - 1), account,
                                      area, room + 2 * cells, error);
    }
    if (status == PRESTON_OK) {
        store_premiums(plan, room, room + cells, room + 2 * cells, out_premiums, out_moved);
    }
    free(room);
    return status;
}

preston_status preston_projection_same_baseline(const preston_projection *one,
                                                const preston_projection *other,
                                                preston_error *error)
{
    const preston_plan *a = &one->plan;
    const preston_plan *b = &other->plan;
    if (a->places != b->places || a->sectors != b->sectors) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the scenarios have %lld places and %lld sectors, and %lld and %lld: "
                            "compare scenarios of one economy",
                            (long long)a->places, (long long)a->sectors, (long long)b->places,
                            (long long)b->sectors);
    }
    if (a->years != b->years || a->data->first_year != b->data->first_year) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the scenarios run from %g to %g and from %g to %g: give them the same "
                            "years",
                            a->data->first_year, a->data->last_year, b->data->first_year,
                            b->data->last_year);
    }
    if (one->sets != other->sets) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the scenarios answer for other accounts, areas or closures");
    }
    for (int64_t set = 0; set < one->sets; set++) {
        double distance = fabs(one->baseline[set] - other->baseline[set]);
        if (!(distance <= 1e-9 * (1.0 + fabs(one->baseline[set])))) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the scenarios begin with other purchases or another economy: the "
                                "baseline of %s in %s is %g and %g",
                                one->accounts.texts[set / one->areas.count % one->accounts.count],
                                one->areas.texts[set % one->areas.count], one->baseline[set],
                                other->baseline[set]);
        }
    }
    return PRESTON_OK;
}
