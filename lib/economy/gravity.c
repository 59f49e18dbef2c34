#include "../status/allocate.h"
#include "../status/error.h"
#include "balance_trade.h"
#include "trade_input.h"

#include <math.h>
#include <stdlib.h>

/* A decay so much smaller than that of the nearest seller is none. */
static const double smallest_decay = 1e-200;

/* Distances become decays, relative to the nearest seller's: a factor of the buyer, which balancing
 * would take out again, and which would vanish for places far from all others. */
static void decay(const preston_trade_options *options, int64_t places, preston_neighbours *near)
{
    double least = options->decay == PRESTON_DECAY_POWER ? options->smallest_distance : 0.0;
    for (int64_t buyer = 0; buyer < places; buyer++) {
        double *values = near->distances;
        double nearest = HUGE_VAL;
        for (int64_t k = near->starts[buyer]; k < near->starts[buyer + 1]; k++) {
            nearest = values[k] < nearest ? values[k] : nearest;
        }
        nearest = fmax(nearest, least);
        for (int64_t k = near->starts[buyer]; k < near->starts[buyer + 1]; k++) {
            double value = options->decay == PRESTON_DECAY_EXPONENTIAL
                               ? exp((nearest - values[k]) / options->scale)
                               : pow(nearest / fmax(values[k], least), options->exponent);
            values[k] = value > smallest_decay ? value : 0.0;
        }
    }
}

static preston_status join(preston_balancing *work, const preston_distances *distances,
                           double *nation, preston_error *error)
{
    const preston_trade_input *input = work->input;
    preston_trade_shares *shares = work->shares;
    preston_neighbours *near = &work->near;
    work->supply = nation;
    work->scale = nation + input->sectors;
    preston_trade_nation(input, nation, nation + input->sectors);
    preston_status status = preston_trade_own_shares(input, work->options, work->supply,
                                                     work->scale, shares->own, error);
    if (status == PRESTON_OK) {
        status = preston_neighbours_find(input, distances, work->options, near, error);
    }
    if (status == PRESTON_OK) {
        decay(work->options, input->places, near);
        status = preston_neighbours_turn(near, input->places, &shares->common_starts,
                                         &shares->common_buyers, &shares->common_shares, error);
    }
    if (status == PRESTON_OK) {
        status = preston_balance_trade(work, error);
    }
    preston_neighbours_clear(near);
    return status;
}

preston_status preston_trade_gravity(const preston_trade_input *input,
                                     const preston_distances *distances,
                                     const preston_trade_options *options,
                                     preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options defaults;
    preston_trade_options_init(&defaults);
    preston_balancing work = {.input = input, .options = options != NULL ? options : &defaults};
    preston_status status = preston_trade_check_options(work.options, error);
    if (status == PRESTON_OK) {
        status = preston_trade_check_input(input, 1, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    work.shares = preston_trade_shares_allocate(input->places, input->sectors);
    double *nation = preston_allocate_matrix(2, input->sectors);
    status = work.shares != NULL && nation != NULL ? join(&work, distances, nation, error)
                                                   : preston_fail_memory(error, "trade shares");
    free(nation);
    if (status != PRESTON_OK) {
        preston_trade_shares_free(work.shares);
        return status;
    }
    *out_shares = work.shares;
    return PRESTON_OK;
}
