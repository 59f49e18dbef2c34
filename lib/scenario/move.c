/* What the levers that move purchases, or add capacity, have in common. */
#include "projection.h"

#include <math.h>
#include <string.h>

static int acts_on(const preston_force *force, const preston_line *line)
{
    return force->buyers[line->buyer] != 0 && force->sectors[line->sector] != 0;
}

/* What other types than the measure's supply of a line in a place. */
static double others(const preston_walk *walk, int64_t line, int64_t place, int64_t type)
{
    const preston_plan *plan = walk->plan;
    const double *cells = walk->cells + line * plan->kinds * plan->places + place;
    double sum = 0.0;
    for (int64_t k = 0; k < plan->kinds; k++) {
        sum += k == type ? 0.0 : cells[k * plan->places];
    }
    return sum;
}

/* What each place and sector wants to move, all buyers together. */
static void want_types(const preston_walk *walk, int64_t measure, double share, double *wanted,
                       preston_measure_state *state)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    memset(wanted, 0, (size_t)(plan->places * plan->sectors) * sizeof *wanted);
    for (int64_t l = 0; l < plan->line_count; l++) {
        const preston_line *line = &plan->lines[l];
        double cover = walk->cover[measure * plan->buyers + line->buyer];
        for (int64_t p = 0; acts_on(force, line) && p < plan->places; p++) {
            double amount = force->from[p] != 0 ? others(walk, l, p, force->type) : 0.0;
            if (amount > 0.0) { /* credit notes are left where they are */
                state->eligible += amount;
                wanted[p * plan->sectors + line->sector] += amount * share * cover;
            }
        }
    }
}

static void watch(const preston_walk *walk, int64_t measure, double *watched, int64_t k,
                  int64_t cell, double amount)
{
    if (walk->watched == measure) {
        watched[k * walk->plan->places * walk->plan->sectors + cell] += amount;
    }
}

/* Moves `part` of what other types supply of a line in a place; returns the money moved. */
static double change_type(preston_walk *walk, int64_t measure, int64_t l, int64_t place,
                          double part)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    double *cells = walk->cells + l * plan->kinds * plan->places + place;
    int64_t cell = place * plan->sectors + plan->lines[l].sector;
    double premium = isnan(force->measure->premium) ? 0.0 : force->measure->premium;
    double moved = 0.0;
    for (int64_t k = 0; k < plan->kinds; k++) {
        double amount = k == force->type ? 0.0 : cells[k * plan->places] * part;
        cells[k * plan->places] -= amount;
        watch(walk, measure, walk->taken, k, cell, amount);
        moved += amount;
    }
    cells[force->type * plan->places] += moved / (1.0 + premium);
    watch(walk, measure, walk->given, force->type, cell, moved);
    return moved;
}

void preston_move_to_type(preston_walk *walk, int64_t measure, double share)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    int64_t cells = plan->places * plan->sectors;
    double premium = isnan(force->measure->premium) ? 0.0 : force->measure->premium;
    double *wanted = walk->scratch;
    double *room = walk->type_room + force->type * cells;
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    want_types(walk, measure, share, wanted, state);
    for (int64_t cell = 0; cell < cells; cell++) {
        double volume = wanted[cell] / (1.0 + premium);
        double placed = fmin(volume, fmax(room[cell], 0.0));
        state->wanted += wanted[cell];
        /* from here on: the part of what is wanted that finds room */
        wanted[cell] = volume > placed ? placed / volume : 1.0;
        room[cell] -= placed;
    }
    for (int64_t l = 0; l < plan->line_count; l++) {
        const preston_line *line = &plan->lines[l];
        double cover = walk->cover[measure * plan->buyers + line->buyer];
        for (int64_t p = 0; acts_on(force, line) && p < plan->places; p++) {
            if (force->from[p] != 0 && others(walk, l, p, force->type) > 0.0) {
                double part = share * cover * wanted[p * plan->sectors + line->sector];
                state->placed += part > 0.0 ? change_type(walk, measure, l, p, part) : 0.0;
            }
        }
    }
    state->unplaced = fmax(state->wanted - state->placed, 0.0);
    state->premium = state->placed * premium / (1.0 + premium);
    walk->premium += state->premium;
}

void preston_add_capacity(preston_walk *walk, int64_t measure, double capacity)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    int64_t cells = plan->places * plan->sectors;
    int64_t cell = force->to * plan->sectors + force->sector;
    int64_t type = force->type < 0 ? 0 : force->type;
    double share = isnan(force->measure->sales_here) ? 0.0 : force->measure->sales_here;
    double sold = fmin(capacity * share, fmax(force->most_here - walk->sold_here[cell], 0.0));
    walk->sold_here[cell] += sold;
    walk->extra[type * cells + cell] += sold;
    for (int64_t p = 0; sold > 0.0 && p < plan->places; p++) {
        walk->extra[p * plan->sectors + force->sector] -= sold * force->bought_outside[p];
    }
    walk->limit[cell] += capacity;
    walk->room[cell] += capacity - sold;
    if (type > 0) {
        walk->type_room[type * cells + cell] += capacity - sold;
    }
    preston_measure_state scratch;
    preston_measure_state *state = preston_walk_state(walk, measure, &scratch);
    state->capacity = capacity;
    state->wanted += capacity * share;
    state->placed += sold;
    state->unplaced += capacity * share - sold;
}
