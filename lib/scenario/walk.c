/* A year of a scenario, for one subset of its measures.
 *
 * Every year begins with the baseline's purchases. Measures that change others come first, then
 * those that add capacity, then additional demand, then those that move purchases. */
#include "projection.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef void lever_function(preston_walk *walk, int64_t measure);

/* The levers in the order in which they act: measures of one group keep the order of the scenario.
 */
enum { GROUPS = 4 };

typedef struct lever_action {
    int group;
    lever_function *act;
} lever_action;

static const lever_action action_of[] = {
    [PRESTON_LEVER_TRAIN] = {0, preston_lever_raise},
    [PRESTON_LEVER_MAP_SUPPLIERS] = {0, preston_lever_map_suppliers},
    [PRESTON_LEVER_CHARTER] = {0, preston_lever_raise},
    [PRESTON_LEVER_CO_CONSTRUCTION] = {0, preston_lever_raise},
    [PRESTON_LEVER_POLITICAL_WEIGHT] = {0, preston_lever_raise},
    [PRESTON_LEVER_SPASER] = {0, preston_lever_spaser},
    [PRESTON_LEVER_CREATE_FIRMS] = {1, preston_lever_create_firms},
    [PRESTON_LEVER_INVEST] = {1, preston_lever_invest},
    [PRESTON_LEVER_ENGINEERING] = {2, preston_lever_engineering},
    [PRESTON_LEVER_GRANTS] = {3, preston_lever_grants},
    [PRESTON_LEVER_RESERVE] = {3, preston_lever_reserve},
    [PRESTON_LEVER_RELOCATE] = {3, preston_lever_relocate},
};

preston_status preston_walk_make(preston_walk *walk, const preston_plan *plan, preston_error *error)
{
    int64_t m = plan->measures;
    int64_t cells = plan->places * plan->sectors;
    *walk = (preston_walk){.plan = plan, .watched = -1};
    walk->clock = preston_allocate_matrix(m, 6);
    walk->cohort = preston_allocate_matrix(m, plan->years);
    walk->cover = preston_allocate_matrix(m, plan->buyers);
    walk->known = preston_allocate_matrix(plan->sectors, 1);
    walk->cells = preston_allocate_matrix(plan->line_count, plan->kinds * plan->places);
    walk->extra = preston_allocate_matrix(plan->kinds, cells);
    walk->room = preston_allocate_matrix(2, cells);
    walk->type_room = preston_allocate_matrix(plan->kinds, cells);
    walk->sold_here = preston_allocate_matrix(cells, 1);
    walk->scratch = preston_allocate_matrix(cells + plan->kinds * plan->places, 1);
    walk->placed = preston_allocate_matrix(plan->places, 1);
    if (walk->clock == NULL || walk->cohort == NULL || walk->cover == NULL || walk->known == NULL ||
        walk->cells == NULL || walk->extra == NULL || walk->room == NULL ||
        walk->type_room == NULL || walk->sold_here == NULL || walk->scratch == NULL ||
        walk->placed == NULL) {
        preston_walk_clear(walk);
        return preston_fail_memory(error, "a year of a scenario");
    }
    walk->limit = walk->room + cells;
    walk->before = walk->clock + m;
    walk->raise_share = walk->clock + 2 * m;
    walk->raise_ceiling = walk->clock + 3 * m;
    walk->raise_adoption = walk->clock + 4 * m;
    walk->speed = walk->clock + 5 * m;
    return PRESTON_OK;
}

void preston_walk_clear(preston_walk *walk)
{
    free(walk->clock);
    free(walk->cohort);
    free(walk->cover);
    free(walk->known);
    free(walk->cells);
    free(walk->extra);
    free(walk->room);
    free(walk->type_room);
    free(walk->sold_here);
    free(walk->scratch);
    free(walk->placed);
    *walk = (preston_walk){0};
}

void preston_walk_begin(preston_walk *walk, uint64_t subset)
{
    const preston_plan *plan = walk->plan;
    walk->subset = subset;
    walk->y = 0;
    memset(walk->clock, 0, (size_t)(6 * plan->measures) * sizeof(double));
    memset(walk->cohort, 0, (size_t)(plan->measures * plan->years) * sizeof(double));
}

int preston_walk_has(const preston_walk *walk, int64_t measure)
{
    const preston_measure *stated = walk->plan->force[measure].measure;
    return (walk->subset >> measure & 1) != 0 &&
           !(walk->year < stated->first_year) && /* NaN: from the first */
           !(walk->year > stated->last_year);
}

double preston_walk_adoption(const preston_walk *walk, int64_t measure)
{
    double adoption = 0.0;
    /* paths were checked when the plan was made */
    (void)preston_path_value(&walk->plan->force[measure].measure->adoption,
                             walk->plan->data->first_year + walk->clock[measure], &adoption, NULL);
    adoption += walk->raise_adoption[measure];
    return adoption < 0.0 ? 0.0 : adoption > 1.0 ? 1.0 : adoption;
}

preston_measure_state *preston_walk_state(const preston_walk *walk, int64_t measure,
                                          preston_measure_state *scratch)
{
    if (walk->states == NULL) {
        *scratch = (preston_measure_state){0};
        return scratch;
    }
    return &walk->states[measure];
}

/* Capacity left in each place and sector, of which buyers know a part. */
static void open_room(preston_walk *walk)
{
    const preston_plan *plan = walk->plan;
    int64_t cells = plan->places * plan->sectors;
    double growth = pow(1.0 + plan->data->capacity.growth, (double)walk->y);
    for (int64_t i = 0; i < plan->sectors; i++) {
        walk->known[i] = plan->data->capacity.known;
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        walk->room[cell] = plan->headroom[cell] * growth;
        walk->limit[cell] = walk->room[cell];
    }
}

/* Called when the registers are known. A type has its part of a sector's room. */
static void divide_room(preston_walk *walk)
{
    const preston_plan *plan = walk->plan;
    int64_t n = plan->sectors;
    int64_t cells = plan->places * n;
    for (int64_t cell = 0; cell < cells; cell++) {
        /* nothing known of no limit is still no limit */
        walk->room[cell] *= isinf(walk->room[cell]) ? 1.0 : walk->known[cell % n];
    }
    for (int64_t k = 0; k < plan->kinds; k++) {
        for (int64_t cell = 0; cell < cells; cell++) {
            double share = plan->type_shares[k * n + cell % n];
            walk->type_room[k * cells + cell] =
                isnan(share) || isinf(walk->room[cell]) ? INFINITY : walk->room[cell] * share;
        }
    }
}

static void begin_year(preston_walk *walk)
{
    const preston_plan *plan = walk->plan;
    int64_t m = plan->measures;
    walk->year = plan->data->first_year + (double)walk->y;
    walk->premium = 0.0;
    memset(walk->raise_share, 0, (size_t)(4 * m) * sizeof(double));
    memcpy(walk->cells, plan->cells,
           (size_t)(plan->line_count * plan->kinds * plan->places) * sizeof(double));
    memset(walk->extra, 0, (size_t)(plan->kinds * plan->places * plan->sectors) * sizeof(double));
    memset(walk->sold_here, 0, (size_t)(plan->places * plan->sectors) * sizeof(double));
    for (int64_t i = 0; i < m; i++) {
        for (int64_t b = 0; b < plan->buyers; b++) {
            walk->cover[i * plan->buyers + b] = plan->force[i].covered ? 0.0 : 1.0;
        }
    }
    if (walk->states != NULL) {
        memset(walk->states, 0, (size_t)m * sizeof *walk->states);
    }
    open_room(walk);
}

static void act(preston_walk *walk, int group)
{
    for (int64_t i = 0; i < walk->plan->measures; i++) {
        const lever_action *action = &action_of[walk->plan->force[i].measure->lever];
        if (action->group == group && (walk->subset >> i & 1) != 0) {
            action->act(walk, i);
        }
    }
}

void preston_walk_year(preston_walk *walk)
{
    begin_year(walk);
    act(walk, 0);
    divide_room(walk);
    for (int group = 1; group < GROUPS; group++) {
        act(walk, group);
    }
    for (int64_t i = 0; i < walk->plan->measures; i++) {
        walk->before[i] = preston_walk_has(walk, i) ? preston_walk_adoption(walk, i) : 0.0;
    }
    for (int64_t i = 0; i < walk->plan->measures; i++) {
        walk->clock[i] += 1.0 + walk->speed[i];
    }
    walk->y++;
}

void preston_walk_change(const preston_walk *walk, double *change)
{
    const preston_plan *plan = walk->plan;
    int64_t cells = plan->places * plan->sectors;
    memcpy(change, walk->extra, (size_t)(plan->kinds * cells) * sizeof *change);
    for (int64_t l = 0; l < plan->line_count; l++) {
        for (int64_t k = 0; k < plan->kinds; k++) {
            int64_t row = (l * plan->kinds + k) * plan->places;
            double *to = change + k * cells + plan->lines[l].sector;
            for (int64_t p = 0; p < plan->places; p++) {
                to[p * plan->sectors] += walk->cells[row + p] - plan->cells[row + p];
            }
        }
    }
}
