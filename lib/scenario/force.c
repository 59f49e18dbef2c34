/* Measures with their words turned into positions: sectors, buyers, places, types, other measures.
 */
#include "projection.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static preston_status fail_word(const preston_force *force, const char *key, const char *word,
                                const char *what, preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_LABEL, "measure '%.80s': %s: '%.80s' is not %s",
                        force->measure->id, key, word, what);
}

static const preston_sector_list *find_list(const preston_plan *plan, const char *name)
{
    for (int64_t i = 0; i < plan->data->sector_list_count; i++) {
        if (strcmp(plan->data->sector_lists[i].name, name) == 0) {
            return &plan->data->sector_lists[i];
        }
    }
    return NULL;
}

static preston_status mark_sector(const preston_plan *plan, preston_force *force, const char *code,
                                  preston_error *error)
{
    int64_t sector = preston_table_find(preston_economy_table(plan->economy), code);
    if (sector < 0) {
        return fail_word(force, "sectors", code,
                         "a sector of the table, nor the name of a list in sector_lists", error);
    }
    force->sectors[sector] = 1;
    return PRESTON_OK;
}

static preston_status find_sectors(const preston_plan *plan, preston_force *force,
                                   preston_error *error)
{
    const preston_words *words = &force->measure->sectors;
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; words->count == 0 && i < plan->sectors; i++) {
        force->sectors[i] = 1;
    }
    for (int64_t i = 0; status == PRESTON_OK && i < words->count; i++) {
        const preston_sector_list *list = find_list(plan, words->texts[i]);
        for (int64_t k = 0; list != NULL && status == PRESTON_OK && k < list->sectors.count; k++) {
            status = mark_sector(plan, force, list->sectors.texts[k], error);
        }
        if (list == NULL) {
            status = mark_sector(plan, force, words->texts[i], error);
        }
    }
    int64_t marked = 0;
    for (int64_t i = 0; i < plan->sectors; i++) {
        marked += force->sectors[i];
        force->sector = force->sectors[i] != 0 ? i : force->sector;
    }
    force->sector = marked == 1 ? force->sector : -1;
    return status;
}

static preston_status find_buyers(const preston_plan *plan, preston_force *force,
                                  preston_error *error)
{
    const preston_words *words = &force->measure->buyers;
    for (int64_t b = 0; words->count == 0 && b < plan->buyers; b++) {
        force->buyers[b] = 1;
    }
    for (int64_t i = 0; i < words->count; i++) {
        int64_t buyer = preston_labels_find(&plan->buyer_labels, words->texts[i]);
        if (buyer < 0) {
            return fail_word(force, "buyers", words->texts[i], "a buyer of the ledger", error);
        }
        force->buyers[buyer] = 1;
    }
    return PRESTON_OK;
}

static preston_status find_from(const preston_plan *plan, preston_force *force,
                                preston_error *error)
{
    const preston_words *words = &force->measure->from;
    for (int64_t p = 0; words->count == 0 && p < plan->places; p++) {
        force->from[p] = 1;
    }
    for (int64_t i = 0; i < words->count; i++) {
        int64_t marked = 0;
        for (int64_t p = 0; p < plan->places; p++) {
            if (preston_economy_place_within(plan->economy, p, words->texts[i]) ||
                strcmp(preston_economy_place_code(plan->economy, p), words->texts[i]) == 0) {
                force->from[p] = 1;
                marked++;
            }
        }
        if (marked == 0) {
            return fail_word(force, "from", words->texts[i], "a place or area of the economy",
                             error);
        }
    }
    return PRESTON_OK;
}

/* The place where a measure acts, and how far up the others are. */
static preston_status find_to(const preston_plan *plan, preston_force *force, preston_error *error)
{
    const char *to = force->measure->to;
    force->to = to == NULL ? -1 : preston_economy_find_place(plan->economy, to);
    if (to != NULL && force->to < 0) {
        return fail_word(force, "to", to, "a place of the economy", error);
    }
    if (to == NULL && plan->places == 1) {
        force->to = 0; /* there is no other */
    }
    if (force->to < 0) {
        return PRESTON_OK;
    }
    force->levels = preston_allocate(plan->places, sizeof *force->levels);
    if (force->levels == NULL) {
        return preston_fail_memory(error, "a measure");
    }
    for (int64_t p = 0; p < plan->places; p++) {
        force->levels[p] = preston_place_level(plan->economy, force->to, p);
    }
    const preston_place *place = &plan->economy->place[force->to];
    force->top = place->area_count - (place->remainder ? 0 : 1);
    return PRESTON_OK;
}

static preston_status find_type(const preston_plan *plan, preston_force *force,
                                preston_error *error)
{
    const char *type = force->measure->type;
    force->type = type == NULL ? -1 : preston_supplier_types_find(plan->types, type);
    return type != NULL && force->type < 0
               ? fail_word(force, "type", type, "a supplier type: see supplier_types", error)
               : PRESTON_OK;
}

static preston_status find_applies(preston_plan *plan, preston_force *force, preston_error *error)
{
    const preston_words *words = &force->measure->applies;
    force->applies = preston_allocate(words->count, sizeof *force->applies);
    if (force->applies == NULL) {
        return preston_fail_memory(error, "a measure");
    }
    for (int64_t i = 0; i < words->count; i++) {
        int64_t other = 0;
        while (other < plan->measures &&
               strcmp(plan->data->measures[other].id, words->texts[i]) != 0) {
            other++;
        }
        if (other == plan->measures) {
            return fail_word(force, "applies", words->texts[i], "the id of a measure", error);
        }
        force->applies[force->apply_count++] = other;
        plan->force[other].covered |= force->measure->lever == PRESTON_LEVER_SPASER;
    }
    return PRESTON_OK;
}

/* What a unit of additional demand buys: of one sector, or in the mix of a final use. */
static preston_status mix_of(const preston_plan *plan, const preston_force *force, double *mix,
                             preston_error *error)
{
    const preston_table *table = preston_economy_table(plan->economy);
    const char *buys = force->measure->buys;
    int64_t sector = preston_table_find(table, buys);
    int64_t use = preston_table_find_use(table, buys);
    double sum = 0.0;
    if (sector >= 0) {
        mix[sector] = 1.0;
        return PRESTON_OK;
    }
    if (use < 0) {
        return fail_word(force, "buys", buys, "a sector or a final use of the table", error);
    }
    preston_const_view uses = preston_table_final_uses(table);
    for (int64_t i = 0; i < plan->sectors; i++) {
        mix[i] = fmax(preston_get(uses, i, use), 0.0);
        sum += mix[i];
    }
    if (!(sum > 0.0)) {
        return fail_word(force, "buys", buys, "a final use that buys anything", error);
    }
    for (int64_t i = 0; i < plan->sectors; i++) {
        mix[i] /= sum;
    }
    return PRESTON_OK;
}

static preston_status find_bought(const preston_plan *plan, preston_force *force,
                                  preston_error *error)
{
    int64_t cells = plan->places * plan->sectors;
    if (force->measure->buys == NULL) {
        return PRESTON_OK;
    }
    if (force->to < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "measure '%.80s': says what it buys but not where: give 'to'",
                            force->measure->id);
    }
    double *mix = preston_allocate_matrix(cells, 1);
    force->bought = preston_allocate_matrix(cells, 1);
    preston_status status = mix == NULL || force->bought == NULL
                                ? preston_fail_memory(error, "a measure")
                                : mix_of(plan, force, mix + force->to * plan->sectors, error);
    if (status == PRESTON_OK) {
        status = preston_economy_sales(plan->economy, preston_const_vector(mix, cells, 1),
                                       preston_vector(force->bought, cells, 1), error);
    }
    free(mix);
    return status;
}

/* Where the industries of the place buy the measure's sector outside it, and how much. */
static preston_status find_outside(const preston_plan *plan, preston_force *force,
                                   preston_error *error)
{
    const preston_table *table = preston_economy_place_table(plan->economy, force->to);
    preston_const_view flows = preston_table_flows(table);
    preston_const_view output = preston_economy_output(plan->economy);
    double outside = 0.0;
    force->bought_outside = preston_allocate_matrix(plan->places, 1);
    if (force->bought_outside == NULL) {
        return preston_fail_memory(error, "a measure");
    }
    for (int64_t p = 0; p < plan->places; p++) {
        if (p != force->to) {
            force->bought_outside[p] =
                preston_economy_final_share(plan->economy, force->to, force->sector, p);
            outside += force->bought_outside[p];
        }
    }
    for (int64_t p = 0; outside > 0.0 && p < plan->places; p++) {
        force->bought_outside[p] /= outside;
    }
    for (int64_t j = 0; outside > 0.0 && j < plan->sectors; j++) {
        double made = preston_get(preston_table_output(table), j, 0);
        force->most_here += made > 0.0 ? preston_get(flows, force->sector, j) / made * outside *
                                             preston_get(output, force->to * plan->sectors + j, 0)
                                       : 0.0;
    }
    return PRESTON_OK;
}

static preston_status find_output_per_job(const preston_plan *plan, preston_force *force,
                                          preston_error *error)
{
    const preston_table *table = preston_economy_place_table(plan->economy, force->to);
    int64_t account = preston_table_find_account(table, "jobs");
    force->output_per_job = force->measure->output_per_job;
    if (!isnan(force->output_per_job)) {
        return PRESTON_OK;
    }
    double jobs =
        account < 0 ? 0.0 : preston_get(preston_table_account(table, account), force->sector, 0);
    if (!(jobs > 0.0)) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "measure '%.80s': the table has no jobs in sector '%s': give "
                            "output_per_job",
                            force->measure->id, preston_table_code(table, force->sector));
    }
    force->output_per_job = preston_get(preston_table_output(table), force->sector, 0) / jobs;
    return PRESTON_OK;
}

/* New capacity is of one sector in one place. */
static preston_status find_new_capacity(const preston_plan *plan, preston_force *force,
                                        preston_error *error)
{
    if (force->to < 0 || force->sector < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "measure '%.80s': new capacity is of one sector in one place: give "
                            "'to' and one code in 'sectors', and one measure for each sector",
                            force->measure->id);
    }
    preston_status status = find_outside(plan, force, error);
    return status == PRESTON_OK && force->measure->lever == PRESTON_LEVER_CREATE_FIRMS
               ? find_output_per_job(plan, force, error)
               : status;
}

/* Paths and laws are good before the first year is. */
static preston_status check_numbers(const preston_plan *plan, const preston_force *force,
                                    preston_error *error)
{
    const preston_measure *stated = force->measure;
    preston_error inner = {0};
    double value = 0.0;
    double count = 0.0;
    preston_status status =
        preston_path_value(&stated->adoption, plan->data->first_year, &value, &inner);
    if (status == PRESTON_OK && stated->lever == PRESTON_LEVER_CREATE_FIRMS) {
        status = preston_path_value(&stated->survival, 0.0, &value, &inner);
    }
    if (status == PRESTON_OK && stated->lever == PRESTON_LEVER_SPASER &&
        !isnan(stated->population.count)) {
        status = preston_population_above(&stated->population, stated->threshold, &count, &value,
                                          &inner);
        if (status == PRESTON_OK && !(value <= stated->population_purchases)) {
            return preston_fail(
                error, PRESTON_ERROR_VALUE,
                "measure '%.80s': buyers above the threshold buy for %g, all buyers "
                "for %g (population_purchases): give a smaller 'largest', or the "
                "purchases of all",
                stated->id, value, stated->population_purchases);
        }
    }
    return status == PRESTON_OK
               ? status
               : preston_fail(error, status, "measure '%.80s': %.600s", stated->id, inner.message);
}

static preston_status find_additionality(const preston_plan *plan, preston_force *force,
                                         preston_error *error)
{
    const preston_measure *stated = force->measure;
    force->additionality = 1.0;
    if (!stated->has_additionality && !plan->data->has_additionality) {
        return PRESTON_OK;
    }
    return preston_additionality_factor(stated->has_additionality ? &stated->additionality
                                                                  : &plan->data->additionality,
                                        &force->additionality, error);
}

static int moves_to_type(preston_lever lever)
{
    return lever == PRESTON_LEVER_GRANTS || lever == PRESTON_LEVER_RESERVE;
}

static preston_status find_needed(const preston_plan *plan, preston_force *force,
                                  preston_error *error)
{
    preston_lever lever = force->measure->lever;
    if (lever == PRESTON_LEVER_CREATE_FIRMS || lever == PRESTON_LEVER_INVEST) {
        preston_status status = find_new_capacity(plan, force, error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    if (moves_to_type(lever) && force->type < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "measure '%.80s': give the supplier type that it favours",
                            force->measure->id);
    }
    if (lever == PRESTON_LEVER_RELOCATE && force->to < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "measure '%.80s': give the place 'to' that purchases are moved to",
                            force->measure->id);
    }
    return PRESTON_OK;
}

static preston_status resolve(preston_plan *plan, preston_force *force, preston_error *error)
{
    typedef preston_status step(const preston_plan *, preston_force *, preston_error *);
    static step *const steps[] = {find_sectors, find_buyers, find_from,          find_to,
                                  find_type,    find_bought, find_additionality, find_needed};
    force->sectors = preston_allocate(plan->sectors, 1);
    force->buyers = preston_allocate(plan->buyers, 1);
    force->from = preston_allocate(plan->places, 1);
    if (force->sectors == NULL || force->buyers == NULL || force->from == NULL) {
        return preston_fail_memory(error, "a measure");
    }
    preston_status status = check_numbers(plan, force, error);
    for (size_t i = 0; status == PRESTON_OK && i < sizeof steps / sizeof *steps; i++) {
        status = steps[i](plan, force, error);
    }
    return status == PRESTON_OK ? find_applies(plan, force, error) : status;
}

/* A measure that only changes others has a part of what they move, and with it, unless it says
 * otherwise, their additionality: the lowest of them, to be careful. */
static void inherit_additionality(preston_plan *plan)
{
    for (int64_t i = 0; i < plan->measures; i++) {
        preston_force *force = &plan->force[i];
        for (int64_t k = 0; !force->measure->has_additionality && k < force->apply_count; k++) {
            double other = plan->force[force->applies[k]].additionality;
            force->additionality = k == 0 ? other : fmin(force->additionality, other);
        }
    }
}

preston_status preston_plan_forces(preston_plan *plan, preston_error *error)
{
    plan->force = preston_allocate(plan->measures, sizeof *plan->force);
    if (plan->force == NULL) {
        return preston_fail_memory(error, "measures");
    }
    for (int64_t i = 0; i < plan->measures; i++) {
        plan->force[i].measure = &plan->data->measures[i];
    }
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < plan->measures; i++) {
        status = resolve(plan, &plan->force[i], error);
    }
    if (status == PRESTON_OK) {
        inherit_additionality(plan);
    }
    return status;
}
