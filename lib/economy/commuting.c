#include "../status/allocate.h"
#include "../status/error.h"
#include "given_trade.h"
#include "neighbours.h"
#include "trade_input.h"
#include "trade_shares.h"

#include <math.h>
#include <stdlib.h>

static const char *const wages[] = {"wages"};

preston_trade_input preston_commuting_input(const preston_trade_input *input)
{
    return (preston_trade_input){.places = input->places,
                                 .sectors = 1,
                                 .place_codes = input->place_codes,
                                 .sector_codes = wages};
}

preston_status preston_commuting_given(const preston_trade_input *input, int64_t count,
                                       const preston_trade_line *lines,
                                       preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    preston_trade_input places = preston_commuting_input(input);
    preston_trade_line *copy = preston_allocate(count, sizeof *copy);
    if (copy == NULL) {
        return preston_fail_memory(error, "commuting");
    }
    for (int64_t k = 0; k < count; k++) {
        copy[k] = lines[k];
        copy[k].sector = lines[k].sector == -1 ? 0 : lines[k].sector;
    }
    preston_given given = {
        .input = &places, .options = &options, .count = count, .lines = copy, .wages = 1};
    preston_status status = preston_trade_from_lines(&given, out_shares, error);
    free(copy);
    return status;
}

preston_status preston_commuting_none(int64_t places, preston_trade_shares **out_shares,
                                      preston_error *error)
{
    if (places < 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld places: give at least one",
                            (long long)places);
    }
    preston_trade_shares *shares = preston_trade_shares_allocate(places, 1);
    if (shares == NULL) {
        return preston_fail_memory(error, "commuting");
    }
    for (int64_t place = 0; place < places; place++) {
        shares->own[place] = 1.0;
    }
    *out_shares = shares;
    return PRESTON_OK;
}

/* --- by gravity --- */

/* f(distance) / f(nearest). */
static double decay(const preston_trade_options *options, double nearest, double distance)
{
    return options->decay == PRESTON_DECAY_EXPONENTIAL
               ? exp((nearest - distance) / options->scale)
               : pow(fmax(nearest, options->smallest_distance) /
                         fmax(distance, options->smallest_distance),
                     options->exponent);
}

/* Turns the distances from one workplace into shares of its wages. */
static preston_status divide_wages(const preston_trade_input *input,
                                   const preston_trade_options *options, int64_t workplace,
                                   preston_neighbours *near, double *own, preston_error *error)
{
    int given = input->own.rows > 0;
    double away = given ? 1.0 - preston_get(input->own, workplace, 0) : 1.0;
    double at_home = given ? 0.0 : preston_get(input->supply, workplace, 0);
    double nearest = at_home > 0.0 ? 0.0 : HUGE_VAL;
    for (int64_t k = near->starts[workplace]; k < near->starts[workplace + 1]; k++) {
        if (preston_get(input->supply, near->sellers[k], 0) > 0.0) {
            nearest = fmin(nearest, near->distances[k]);
        }
    }
    double sum = at_home;
    for (int64_t k = near->starts[workplace]; k < near->starts[workplace + 1]; k++) {
        double residents = preston_get(input->supply, near->sellers[k], 0);
        near->distances[k] =
            residents > 0.0 ? residents * decay(options, nearest, near->distances[k]) : 0.0;
        sum += near->distances[k];
    }
    if (sum == 0.0 && away > 0.0) {
        preston_label_text at;
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "nobody lives near workplace %s, and %g of its wages go elsewhere: "
                            "take more neighbours or a larger radius",
                            preston_trade_place(input, workplace, at), away);
    }
    for (int64_t k = near->starts[workplace]; k < near->starts[workplace + 1]; k++) {
        near->distances[k] = sum > 0.0 ? away * (near->distances[k] / sum) : 0.0;
    }
    *own = given ? 1.0 - away : at_home / sum;
    return PRESTON_OK;
}

static preston_status check_residents(const preston_trade_input *input, preston_error *error)
{
    if (input->places < 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld places: give at least one",
                            (long long)input->places);
    }
    preston_status status =
        preston_trade_check_cells(input, input->supply, 1, 1e200, "number of residents", error);
    return status == PRESTON_OK && input->own.rows > 0
               ? preston_trade_check_cells(input, input->own, 1, 1.0, "own share", error)
               : status;
}

static preston_status fill_shares(const preston_trade_input *input,
                                  const preston_trade_options *options, preston_neighbours *near,
                                  preston_trade_shares *shares, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t place = 0; place < input->places && status == PRESTON_OK; place++) {
        status = divide_wages(input, options, place, near, &shares->own[place], error);
    }
    return status == PRESTON_OK ? preston_neighbours_turn(near, input->places, &shares->starts,
                                                          &shares->buyers, &shares->shares, error)
                                : status;
}

preston_status preston_commuting_gravity(const preston_trade_input *input,
                                         const preston_distances *distances,
                                         const preston_trade_options *options,
                                         preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options defaults;
    preston_trade_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_trade_input places = preston_commuting_input(input);
    places.supply = input->supply;
    places.own = input->own;
    preston_neighbours near = {0};
    preston_status status = preston_trade_check_options(options, error);
    if (status == PRESTON_OK) {
        status = check_residents(&places, error);
    }
    if (status == PRESTON_OK) {
        status = preston_neighbours_find(&places, distances, options, &near, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_trade_shares *shares = preston_trade_shares_allocate(places.places, 1);
    status = shares != NULL ? fill_shares(&places, options, &near, shares, error)
                            : preston_fail_memory(error, "commuting");
    preston_neighbours_clear(&near);
    if (status != PRESTON_OK) {
        preston_trade_shares_free(shares);
        return status;
    }
    *out_shares = shares;
    return PRESTON_OK;
}
