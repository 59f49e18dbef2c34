/* Carries a scenario through its years and keeps what there is to be asked for. */
#include "results.h"

#include "supplier_types.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_projection_free(preston_projection *projection)
{
    if (projection == NULL) {
        return;
    }
    for (int64_t y = 0; projection->impacts != NULL && y <= projection->plan.years; y++) {
        preston_impact_free(projection->impacts[y]);
    }
    free(projection->impacts);
    free(projection->effects);
    free(projection->buyer_effects);
    free(projection->baseline);
    free(projection->all);
    free(projection->parts);
    free(projection->limits);
    free(projection->limited);
    free(projection->states);
    free(projection->premiums);
    free(projection->changes);
    free(projection->corrections);
    free(projection->beyond);
    preston_labels_clear(&projection->accounts);
    preston_labels_clear(&projection->areas);
    preston_plan_clear(&projection->plan);
    free(projection);
}

static int has_account(const preston_table *table, const char *code)
{
    if (strcmp(code, PRESTON_PUBLIC_REVENUE) == 0) {
        return preston_table_find_account(table, "taxes_on_products") >= 0 &&
               preston_table_find_account(table, "taxes_on_production") >= 0;
    }
    return strcmp(code, "output") == 0 || preston_table_find_account(table, code) >= 0;
}

static preston_status find_accounts(preston_projection *projection, preston_error *error)
{
    static const char *const usual[] = {"output", "gva",     "compensation",
                                        "jobs",   "imports", PRESTON_PUBLIC_REVENUE};
    const preston_table *table = preston_economy_table(projection->plan.economy);
    const preston_words *stated = &projection->plan.data->accounts;
    int64_t count = stated->count > 0 ? stated->count : (int64_t)(sizeof usual / sizeof *usual);
    for (int64_t i = 0; i < count; i++) {
        const char *code = stated->count > 0 ? stated->texts[i] : usual[i];
        int there = has_account(table, code);
        if (!there && stated->count > 0) {
            return preston_fail(error, PRESTON_ERROR_MISSING,
                                "accounts: the table has no account '%.80s'", code);
        }
        if (there && preston_labels_add(&projection->accounts, code) < 0) {
            return preston_fail_memory(error, "accounts");
        }
    }
    return PRESTON_OK;
}

/* Areas by their codes, and last, stated or not, the nation: a gain here is never shown without it.
 */
static preston_status find_areas(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    const preston_words *stated = &plan->data->areas;
    const preston_place *first = &plan->economy->place[0];
    for (int64_t i = 0; i < stated->count; i++) {
        int64_t inside = 0;
        for (int64_t p = 0; p < plan->places; p++) {
            inside += preston_economy_place_within(plan->economy, p, stated->texts[i]) ||
                      strcmp(preston_economy_place_code(plan->economy, p), stated->texts[i]) == 0;
        }
        if (inside == 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "areas: '%.80s' is not a place or area of the economy",
                                stated->texts[i]);
        }
        if (preston_labels_add(&projection->areas, stated->texts[i]) < 0) {
            return preston_fail_memory(error, "areas");
        }
    }
    if (preston_labels_add(&projection->areas, first->areas[first->area_count - 1]) < 0) {
        return preston_fail_memory(error, "areas");
    }
    return PRESTON_OK;
}

/* Room for what the limits of output take off, where they are looked at. */
static preston_status allocate_limits(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    if (!plan->data->capacity.constrain_output) {
        return PRESTON_OK;
    }
    projection->limits = preston_allocate_matrix(plan->years, plan->places * plan->sectors);
    projection->limited = preston_allocate_matrix(plan->years, projection->sets);
    return projection->limits == NULL || projection->limited == NULL
               ? preston_fail_memory(error, "limits of output")
               : PRESTON_OK;
}

static preston_status allocate(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    int64_t accounts = preston_table_accounts(preston_economy_table(plan->economy));
    projection->closures = preston_model_has_closure(plan->model, PRESTON_CLOSURE_II) ? 2 : 1;
    projection->sets = projection->closures * projection->accounts.count * projection->areas.count;
    projection->effects = preston_allocate_matrix(projection->sets, cells);
    projection->buyer_effects = preston_allocate_matrix(projection->sets, 2 * plan->places);
    projection->baseline = preston_allocate_matrix(projection->sets, 1);
    projection->all = preston_allocate_matrix(plan->years, projection->sets);
    projection->parts = preston_allocate_matrix(plan->measures * plan->years, projection->sets);
    projection->states = preston_allocate(plan->years * plan->measures, sizeof *projection->states);
    projection->premiums = preston_allocate_matrix(plan->years, 1);
    projection->changes = preston_allocate_matrix(plan->years + 1, cells);
    projection->impacts = preston_allocate(plan->years + 1, sizeof(preston_impact *));
    projection->corrections = preston_allocate_matrix((plan->years + 1) * plan->places, accounts);
    projection->beyond = preston_allocate_matrix(plan->years + 1, plan->places * plan->sectors);
    return projection->effects == NULL || projection->beyond == NULL ||
                   projection->buyer_effects == NULL || projection->baseline == NULL ||
                   projection->all == NULL || projection->parts == NULL ||
                   projection->states == NULL || projection->premiums == NULL ||
                   projection->changes == NULL || projection->impacts == NULL ||
                   projection->corrections == NULL
               ? preston_fail_memory(error, "a projection")
               : PRESTON_OK;
}

/* The baseline as a change from nothing, and what it is in every set. */
static void find_baseline(preston_projection *projection)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    double *bought = projection->changes + plan->years * cells;
    for (int64_t l = 0; l < plan->line_count; l++) {
        for (int64_t k = 0; k < plan->kinds; k++) {
            for (int64_t p = 0; p < plan->places; p++) {
                bought[(k * plan->places + p) * plan->sectors + plan->lines[l].sector] +=
                    plan->cells[(l * plan->kinds + k) * plan->places + p];
            }
        }
    }
    preston_projection_weigh(projection, bought, projection->baseline);
    for (int64_t set = 0; set < projection->sets; set++) {
        const double *buyer = projection->buyer_effects + set * 2 * plan->places;
        for (int64_t p = 0; p < plan->places; p++) {
            projection->baseline[set] +=
                plan->imports[p] * buyer[p] + plan->taxes[p] * buyer[plan->places + p];
        }
    }
}

/* All measures together, with their states. */
static preston_status walk_all(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    preston_walk walk;
    preston_status status = preston_walk_make(&walk, plan, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_walk_begin(&walk,
                       plan->measures == 64 ? UINT64_MAX : ((uint64_t)1 << plan->measures) - 1);
    for (int64_t y = 0; y < plan->years; y++) {
        walk.states = projection->states + y * plan->measures;
        preston_walk_year(&walk);
        projection->premiums[y] = walk.premium;
        if (projection->limits != NULL) {
            int64_t inner = plan->places * plan->sectors;
            memcpy(projection->limits + y * inner, walk.limit, (size_t)inner * sizeof(double));
        }
        preston_walk_change(&walk, projection->changes + y * cells);
        preston_projection_weigh(projection, projection->changes + y * cells,
                                 projection->all + y * projection->sets);
    }
    preston_walk_clear(&walk);
    return PRESTON_OK;
}

/* Demands of all years and, last, of the baseline. */
static preston_status make_demands(preston_projection *projection, double *room,
                                   preston_demand *demands, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t inner = plan->places * plan->sectors;
    int64_t accounts = preston_table_accounts(preston_economy_table(plan->economy));
    preston_status status = PRESTON_OK;
    for (int64_t y = 0; status == PRESTON_OK && y <= plan->years; y++) {
        const preston_const_view bought = {projection->changes + y * plan->kinds * inner, inner,
                                           plan->kinds, 1, inner};
        double *own = room + y * (inner + 3 * plan->places);
        preston_view sectors = preston_vector(own, inner, 1);
        preston_view imports = preston_vector(own + inner, plan->places, 1);
        preston_view taxes = preston_vector(own + inner + plan->places, plan->places, 1);
        preston_view income = preston_vector(own + inner + 2 * plan->places, plan->places, 1);
        status = preston_supplier_types_demand(
            plan->types, bought, sectors, imports, taxes, income,
            preston_matrix(projection->corrections + y * plan->places * accounts, plan->places,
                           accounts),
            error);
        for (int64_t p = 0; y == plan->years && p < plan->places; p++) {
            imports.data[p] += plan->imports[p];
            taxes.data[p] += plan->taxes[p];
        }
        demands[y] = (preston_demand){preston_const(sectors), preston_const(imports),
                                      preston_const(taxes), preston_const(income)};
    }
    return status;
}

/* What of the demands is not bought in the first round itself. */
static preston_status find_beyond(preston_projection *projection, const double *room,
                                  preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t inner = plan->places * plan->sectors;
    preston_status status = PRESTON_OK;
    for (int64_t y = 0; status == PRESTON_OK && y <= plan->years; y++) {
        const preston_const_view bought = {projection->changes + y * plan->kinds * inner, inner,
                                           plan->kinds, 1, inner};
        double *beyond = projection->beyond + y * inner;
        status = preston_supplier_types_made(plan->types, bought, beyond, error);
        for (int64_t cell = 0; status == PRESTON_OK && cell < inner; cell++) {
            beyond[cell] = room[y * (inner + 3 * plan->places) + cell] - beyond[cell];
        }
    }
    return status;
}

/* Every year is a column of one batch. */
static preston_status solve_years(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t each = plan->places * (plan->sectors + 3);
    double *room = preston_allocate_matrix(plan->years + 1, each);
    preston_demand *demands = preston_allocate(plan->years + 1, sizeof *demands);
    preston_status status = room == NULL || demands == NULL
                                ? preston_fail_memory(error, "the demands of all years")
                                : make_demands(projection, room, demands, error);
    if (status == PRESTON_OK && projection->limits != NULL) {
        status = preston_projection_limit(projection, room, error);
    }
    if (status == PRESTON_OK) {
        status = find_beyond(projection, room, error);
    }
    if (status == PRESTON_OK) {
        status = preston_model_impacts(plan->model, plan->years + 1, demands, projection->impacts,
                                       error);
    }
    free(room);
    free(demands);
    return status;
}

static preston_status check_input(const preston_scenario *scenario,
                                  const preston_projection_input *input, preston_error *error)
{
    if (input->model == NULL || input->types == NULL || input->ledger == NULL) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a projection needs a model, supplier types and a ledger");
    }
    int64_t measures = preston_scenario_get(scenario)->measure_count;
    return measures <= 64
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_VALUE,
                              "%lld measures: at most 64 in one scenario", (long long)measures);
}

preston_status preston_projection_create(const preston_scenario *scenario,
                                         const preston_projection_input *input,
                                         preston_projection **out_projection, preston_error *error)
{
    preston_status status = check_input(scenario, input, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_projection *projection = preston_allocate(1, sizeof *projection);
    if (projection == NULL) {
        return preston_fail_memory(error, "a projection");
    }
    projection->scenario = scenario;
    typedef preston_status step(preston_projection *, preston_error *);
    static step *const steps[] = {find_accounts, find_areas, allocate, allocate_limits,
                                  preston_projection_find_effects};
    static step *const last_steps[] = {walk_all, preston_projection_divide, solve_years};
    status = preston_plan_make(&projection->plan, scenario, input, error);
    for (size_t i = 0; status == PRESTON_OK && i < sizeof steps / sizeof *steps; i++) {
        status = steps[i](projection, error);
    }
    if (status == PRESTON_OK) {
        find_baseline(projection);
    }
    for (size_t i = 0; status == PRESTON_OK && i < sizeof last_steps / sizeof *last_steps; i++) {
        status = last_steps[i](projection, error);
    }
    if (status != PRESTON_OK) {
        preston_projection_free(projection);
        return status;
    }
    *out_projection = projection;
    return PRESTON_OK;
}
