/* Lever 12, the Preston model: purchases are moved to a place. What its suppliers have no capacity
 * for goes to the next place up, below the nation; the rest stays where it is bought. */
#include "projection.h"

#include <math.h>
#include <string.h>

/* One measure in one year. */
typedef struct removal {
    preston_walk *walk;
    const preston_force *force;
    preston_measure_state *state;
    int64_t measure;
    double share;
    double premium;
    double *placed; /* P: money that goes to each place, of one sector */
} removal;

static double cover_of(const removal *move, int64_t l)
{
    const preston_plan *plan = move->walk->plan;
    const preston_line *line = &plan->lines[l];
    return move->force->buyers[line->buyer] != 0
               ? move->walk->cover[move->measure * plan->buyers + line->buyer]
               : 0.0;
}

/* What a line buys where it may be moved from; and there, and everywhere. */
static double eligible_of(const removal *move, int64_t l, double *out_there, double *out_all)
{
    const preston_plan *plan = move->walk->plan;
    const double *cells = move->walk->cells + l * plan->kinds * plan->places;
    double eligible = 0.0;
    for (int64_t k = 0; k < plan->kinds; k++) {
        for (int64_t p = 0; p < plan->places; p++) {
            double amount = cells[k * plan->places + p];
            *out_all += amount;
            *out_there += p == move->force->to ? amount : 0.0;
            eligible += p != move->force->to && move->force->from[p] != 0 ? fmax(amount, 0.0) : 0.0;
        }
    }
    return eligible;
}

/* The money of a sector that is to be moved: its share, and no more than the ceiling leaves. */
static double want(const removal *move, int64_t sector, double *out_asked)
{
    const preston_plan *plan = move->walk->plan;
    double there = 0.0;
    double all = 0.0;
    double asked = 0.0;
    for (int64_t l = 0; l < plan->line_count; l++) {
        if (plan->lines[l].sector == sector && cover_of(move, l) > 0.0) {
            double eligible = eligible_of(move, l, &there, &all);
            move->state->eligible += eligible;
            asked += eligible * move->share * cover_of(move, l);
        }
    }
    *out_asked = asked;
    double ceiling = move->force->measure->ceiling;
    if (isnan(ceiling)) {
        return asked;
    }
    ceiling = fmin(1.0, ceiling + move->walk->raise_ceiling[move->measure]);
    return fmin(asked, fmax(ceiling * all - there, 0.0));
}

static double room_of(const removal *move, int64_t place, int64_t sector)
{
    const preston_plan *plan = move->walk->plan;
    int64_t cells = plan->places * plan->sectors;
    int64_t cell = place * plan->sectors + sector;
    double room = move->walk->room[cell];
    if (move->force->type > 0) {
        room = fmin(room, move->walk->type_room[move->force->type * cells + cell]);
    }
    return fmax(room, 0.0);
}

/* Money for a place, as far as there is room; returns what was placed. */
static double place_in(removal *move, int64_t place, int64_t sector, double money)
{
    const preston_plan *plan = move->walk->plan;
    int64_t cells = plan->places * plan->sectors;
    int64_t cell = place * plan->sectors + sector;
    double volume = money / (1.0 + move->premium);
    double room = room_of(move, place, sector);
    double placed = volume > room ? room * (1.0 + move->premium) : money;
    move->walk->room[cell] -= fmin(volume, room);
    if (move->force->type > 0) {
        move->walk->type_room[move->force->type * cells + cell] -= fmin(volume, room);
    }
    move->placed[place] += placed;
    return placed;
}

/* Divides money among the places of a level by their output, filling one after the other up. */
static double place_level(removal *move, int64_t level, int64_t sector, double money)
{
    const preston_plan *plan = move->walk->plan;
    preston_const_view output = preston_economy_output(plan->economy);
    double left = money;
    double before = INFINITY;
    while (left > 0.0 && left < before) {
        double weight = 0.0;
        double part = left;
        before = left;
        for (int64_t p = 0; p < plan->places; p++) {
            int open = move->force->levels[p] == level && room_of(move, p, sector) > 0.0;
            weight += open ? preston_get(output, p * plan->sectors + sector, 0) : 0.0;
        }
        for (int64_t p = 0; weight > 0.0 && p < plan->places; p++) {
            double own = preston_get(output, p * plan->sectors + sector, 0);
            if (move->force->levels[p] == level && own > 0.0 && room_of(move, p, sector) > 0.0) {
                left -= place_in(move, p, sector, part * own / weight);
            }
        }
        left = left < 1e-12 * money ? 0.0 : left;
    }
    return money - left;
}

/* Takes the line's part of what moves and puts it where there was room. */
static void shift_line(removal *move, int64_t l, double part, double placed)
{
    const preston_plan *plan = move->walk->plan;
    const preston_force *force = move->force;
    int64_t sector = plan->lines[l].sector;
    double *cells = move->walk->cells + l * plan->kinds * plan->places;
    for (int64_t k = 0; k < plan->kinds; k++) {
        double *row = cells + k * plan->places;
        int64_t kind = force->type < 0 ? k : force->type;
        double taken = 0.0;
        double *watched = move->walk->watched != move->measure
                              ? NULL
                              : move->walk->taken + k * plan->places * plan->sectors + sector;
        for (int64_t p = 0; p < plan->places; p++) {
            double amount = p != force->to && force->from[p] != 0 ? fmax(row[p], 0.0) * part : 0.0;
            row[p] -= amount;
            taken += amount;
            if (watched != NULL) {
                watched[p * plan->sectors] += amount;
            }
        }
        watched = watched == NULL
                      ? NULL
                      : move->walk->given + kind * plan->places * plan->sectors + sector;
        for (int64_t p = 0; taken > 0.0 && p < plan->places; p++) {
            double amount = taken * move->placed[p] / placed;
            move->walk->scratch[kind * plan->places + p] += amount / (1.0 + move->premium);
            if (watched != NULL) {
                watched[p * plan->sectors] += amount;
            }
        }
    }
    for (int64_t cell = 0; cell < plan->kinds * plan->places; cell++) {
        cells[cell] += move->walk->scratch[cell];
        move->walk->scratch[cell] = 0.0;
    }
}

static void relocate_sector(removal *move, int64_t sector)
{
    const preston_plan *plan = move->walk->plan;
    double asked = 0.0;
    double wanted = want(move, sector, &asked);
    memset(move->placed, 0, (size_t)plan->places * sizeof *move->placed);
    if (!(wanted > 0.0)) {
        return;
    }
    double here = place_in(move, move->force->to, sector, wanted);
    double spilled = 0.0;
    for (int64_t level = 1; level < move->force->top && here + spilled < wanted; level++) {
        spilled += place_level(move, level, sector, wanted - here - spilled);
    }
    double placed = here + spilled;
    for (int64_t l = 0; placed > 0.0 && l < plan->line_count; l++) {
        if (plan->lines[l].sector == sector && cover_of(move, l) > 0.0) {
            shift_line(move, l, move->share * cover_of(move, l) * (placed / asked), placed);
        }
    }
    move->state->wanted += wanted;
    move->state->placed += here;
    move->state->spilled += spilled;
    move->state->unplaced += wanted - placed;
}

void preston_lever_relocate(preston_walk *walk, int64_t measure)
{
    const preston_plan *plan = walk->plan;
    const preston_force *force = &plan->force[measure];
    preston_measure_state scratch;
    removal move = {.walk = walk,
                    .force = force,
                    .measure = measure,
                    .premium = isnan(force->measure->premium) ? 0.0 : force->measure->premium,
                    .placed = walk->placed,
                    .state = preston_walk_state(walk, measure, &scratch)};
    if (!preston_walk_has(walk, measure)) {
        return;
    }
    move.state->adoption = preston_walk_adoption(walk, measure);
    move.state->share = move.share =
        fmin(1.0, force->measure->share + walk->raise_share[measure]) * move.state->adoption;
    memset(walk->scratch, 0, (size_t)(plan->kinds * plan->places) * sizeof(double));
    for (int64_t sector = 0; sector < plan->sectors; sector++) {
        if (force->sectors[sector] != 0) {
            relocate_sector(&move, sector);
        }
    }
    move.state->premium =
        (move.state->placed + move.state->spilled) * move.premium / (1.0 + move.premium);
    walk->premium += move.state->premium;
}
