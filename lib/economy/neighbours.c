#include "neighbours.h"

#include "../matrix/threads.h"
#include "../status/allocate.h"
#include "../status/error.h"
#include "nearest.h"
#include "trade_input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Positions beyond this cannot be meant, and their squares could overflow. */
static const double largest_coordinate = 1e100;

typedef struct finding {
    const preston_trade_input *input;
    const preston_distances *from;
    preston_point_tree tree; /* with coordinates */
    int64_t most;            /* neighbours of a place */
    double radius;
    int threads;
    int64_t *counts; /* P: how many were found */
} finding;

/* --- checks --- */

static preston_status check_coordinates(const finding *work, preston_error *error)
{
    preston_const_view coordinates = work->from->coordinates;
    if (coordinates.rows != work->input->places || coordinates.columns != 2) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "coordinates of %lld × %lld for %lld places: give each an x and a y",
                            (long long)coordinates.rows, (long long)coordinates.columns,
                            (long long)work->input->places);
    }
    for (int64_t place = 0; place < coordinates.rows; place++) {
        double x = preston_get(coordinates, place, 0);
        double y = preston_get(coordinates, place, 1);
        if (!(fabs(x) <= largest_coordinate && fabs(y) <= largest_coordinate)) {
            preston_label_text name;
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "place %s lies at (%g, %g): coordinates must be finite numbers",
                                preston_trade_place(work->input, place, name), x, y);
        }
    }
    return PRESTON_OK;
}

static preston_status check_distance(const finding *work, int64_t seller, int64_t buyer,
                                     double distance, preston_error *error)
{
    if (distance >= 0.0) {
        return PRESTON_OK;
    }
    preston_label_text first;
    preston_label_text second;
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the distance from place %s to place %s is %g: it must be zero or more, or "
                        "infinite where there is no way",
                        preston_trade_place(work->input, seller, first),
                        preston_trade_place(work->input, buyer, second), distance);
}

static preston_status check_matrix(const finding *work, preston_error *error)
{
    preston_const_view matrix = work->from->matrix;
    preston_status status = PRESTON_OK;
    if (matrix.rows != work->input->places || matrix.columns != work->input->places) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "a matrix of distances of %lld × %lld for %lld places: it must have a "
                            "row and a column for each",
                            (long long)matrix.rows, (long long)matrix.columns,
                            (long long)work->input->places);
    }
    for (int64_t buyer = 0; buyer < matrix.rows; buyer++) {
        for (int64_t seller = 0; seller < matrix.columns && status == PRESTON_OK; seller++) {
            status = buyer == seller ? PRESTON_OK
                                     : check_distance(work, seller, buyer,
                                                      preston_get(matrix, buyer, seller), error);
        }
    }
    return status;
}

static preston_status check_line(const finding *work, int64_t buyer, int64_t *seen,
                                 preston_error *error)
{
    const preston_distances *from = work->from;
    preston_label_text first;
    preston_label_text second;
    if (from->starts[buyer + 1] < from->starts[buyer]) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the list of place %s ends before it begins: starts must not fall",
                            preston_trade_place(work->input, buyer, first));
    }
    for (int64_t k = from->starts[buyer]; k < from->starts[buyer + 1]; k++) {
        int64_t seller = from->places[k];
        if (seller < 0 || seller >= work->input->places) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "the list of place %s names place number %lld of %lld",
                                preston_trade_place(work->input, buyer, first),
                                (long long)seller + 1, (long long)work->input->places);
        }
        if (seen[seller] == buyer + 1) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "place %s stands twice in the list of place %s: give one distance",
                                preston_trade_place(work->input, seller, first),
                                preston_trade_place(work->input, buyer, second));
        }
        seen[seller] = buyer + 1;
        preston_status status = check_distance(work, seller, buyer, from->values[k], error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    return PRESTON_OK;
}

static preston_status check_list(const finding *work, preston_error *error)
{
    const preston_distances *from = work->from;
    if (from->places == NULL || from->values == NULL || from->starts[0] != 0) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a list of distances needs starts (the first 0), places and values");
    }
    int64_t *seen = preston_allocate(work->input->places, sizeof *seen);
    if (seen == NULL) {
        return preston_fail_memory(error, "the neighbours of places");
    }
    preston_status status = PRESTON_OK;
    for (int64_t buyer = 0; buyer < work->input->places && status == PRESTON_OK; buyer++) {
        status = check_line(work, buyer, seen, error);
    }
    free(seen);
    return status;
}

static preston_status check(const finding *work, preston_error *error)
{
    const preston_distances *from = work->from;
    int kinds = (from->coordinates.rows > 0) + (from->matrix.rows > 0) + (from->starts != NULL);
    if (kinds != 1) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "%d kinds of distances are given: give one of coordinates, a matrix "
                            "and a list",
                            kinds);
    }
    if (from->coordinates.rows > 0) {
        return check_coordinates(work, error);
    }
    return from->matrix.rows > 0 ? check_matrix(work, error) : check_list(work, error);
}

/* --- the search --- */

/* Offers every place but the buyer itself. The tree goes by squares, like its radius. */
static void offer_all(const finding *work, int64_t buyer, preston_nearest *nearest)
{
    const preston_distances *from = work->from;
    if (from->coordinates.rows > 0) {
        preston_point_tree_search(&work->tree, preston_get(from->coordinates, buyer, 0),
                                  preston_get(from->coordinates, buyer, 1), buyer, nearest);
    } else if (from->starts != NULL) {
        for (int64_t k = from->starts[buyer]; k < from->starts[buyer + 1]; k++) {
            if (from->places[k] != buyer && !isinf(from->values[k])) {
                preston_nearest_offer(nearest, from->values[k], from->places[k]);
            }
        }
    } else {
        for (int64_t seller = 0; seller < work->input->places; seller++) {
            if (seller != buyer && !isinf(preston_get(from->matrix, buyer, seller))) {
                preston_nearest_offer(nearest, preston_get(from->matrix, buyer, seller), seller);
            }
        }
    }
}

static double limit_of(const finding *work)
{
    return work->from->coordinates.rows > 0 ? work->radius * work->radius : work->radius;
}

/* How many neighbours each place can have at most; exact, where nothing but the radius limits. */
static void count_room(const finding *work)
{
    const int64_t *starts = work->from->starts;
    int64_t places = work->input->places;
    int count = starts == NULL && work->most == places - 1 && !isinf(work->radius);
#pragma omp parallel for schedule(dynamic, 64) num_threads(work->threads)
    for (int64_t buyer = 0; buyer < places; buyer++) {
        int64_t room = work->most;
        if (starts != NULL && starts[buyer + 1] - starts[buyer] < room) {
            room = starts[buyer + 1] - starts[buyer];
        } else if (count) {
            preston_nearest nearest = {.limit = limit_of(work)};
            offer_all(work, buyer, &nearest);
            room = nearest.count;
        }
        work->counts[buyer] = room;
    }
}

static void find_all(const finding *work, preston_candidate *scratch, int64_t room,
                     preston_neighbours *out)
{
    int squares = work->from->coordinates.rows > 0;
#pragma omp parallel for schedule(dynamic, 64) num_threads(work->threads)
    for (int64_t buyer = 0; buyer < work->input->places; buyer++) {
        preston_nearest nearest = {
            .kept = scratch + preston_thread_number() * room,
            .room = out->starts[buyer + 1] - out->starts[buyer],
            .limit = limit_of(work),
        };
        offer_all(work, buyer, &nearest);
        preston_nearest_sort(&nearest);
        for (int64_t k = 0; k < nearest.count; k++) {
            double distance = nearest.kept[k].distance;
            out->sellers[out->starts[buyer] + k] = nearest.kept[k].place;
            out->distances[out->starts[buyer] + k] = squares ? sqrt(distance) : distance;
        }
        work->counts[buyer] = nearest.count;
    }
}

/* Closes the gaps that fewer neighbours than there was room for have left. */
static void close_gaps(const finding *work, preston_neighbours *out)
{
    int64_t used = 0;
    for (int64_t buyer = 0; buyer < work->input->places; buyer++) {
        int64_t from = out->starts[buyer];
        size_t count = (size_t)work->counts[buyer];
        memmove(out->sellers + used, out->sellers + from, count * sizeof *out->sellers);
        memmove(out->distances + used, out->distances + from, count * sizeof *out->distances);
        out->starts[buyer] = used;
        used += work->counts[buyer];
    }
    out->starts[work->input->places] = used;
}

static int search_all(finding *work, preston_neighbours *out)
{
    int64_t places = work->input->places;
    int64_t room = 0;
    out->starts = preston_allocate(places + 1, sizeof *out->starts);
    work->counts = preston_allocate(places, sizeof *work->counts);
    if (out->starts == NULL || work->counts == NULL ||
        (work->from->coordinates.rows > 0 &&
         preston_point_tree_build(work->from->coordinates, &work->tree) != 0)) {
        return -1;
    }
    count_room(work);
    for (int64_t buyer = 0; buyer < places; buyer++) {
        room = work->counts[buyer] > room ? work->counts[buyer] : room;
        out->starts[buyer + 1] = out->starts[buyer] + work->counts[buyer];
    }
    out->sellers = preston_allocate(out->starts[places], sizeof *out->sellers);
    out->distances = preston_allocate(out->starts[places], sizeof *out->distances);
    preston_candidate *scratch = preston_allocate(work->threads * room, sizeof *scratch);
    int failed = out->sellers == NULL || out->distances == NULL || scratch == NULL;
    if (!failed) {
        find_all(work, scratch, room, out);
        close_gaps(work, out);
    }
    free(scratch);
    return failed ? -1 : 0;
}

preston_status preston_neighbours_find(const preston_trade_input *input,
                                       const preston_distances *distances,
                                       const preston_trade_options *options,
                                       preston_neighbours *out_neighbours, preston_error *error)
{
    int64_t others = input->places - 1;
    int limited = options->nearest > 0 && options->nearest < others;
    finding work = {
        .input = input,
        .from = distances,
        .most = limited ? options->nearest : others,
        .radius = options->radius,
        .threads = preston_trade_threads(options),
    };
    preston_status status = check(&work, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_neighbours found = {0};
    int failed = search_all(&work, &found);
    preston_point_tree_clear(&work.tree);
    free(work.counts);
    if (failed) {
        preston_neighbours_clear(&found);
        return preston_fail_memory(error, "the neighbours of places");
    }
    *out_neighbours = found;
    return PRESTON_OK;
}

preston_status preston_neighbours_turn(const preston_neighbours *neighbours, int64_t places,
                                       int64_t **out_starts, int64_t **out_buyers,
                                       double **out_values, preston_error *error)
{
    int64_t count = neighbours->starts[places];
    int64_t *starts = *out_starts = preston_allocate(places + 1, sizeof *starts);
    int64_t *buyers = *out_buyers = preston_allocate(count, sizeof *buyers);
    double *values = *out_values = preston_allocate(count, sizeof *values);
    if (starts == NULL || buyers == NULL || values == NULL) {
        return preston_fail_memory(error, "the neighbours of places");
    }
    for (int64_t k = 0; k < count; k++) {
        starts[neighbours->sellers[k]]++;
    }
    int64_t sum = 0;
    for (int64_t seller = 0; seller <= places; seller++) {
        sum += starts[seller];
        starts[seller] = sum; /* the end of the line, which filling it backwards makes its start */
    }
    for (int64_t buyer = places; buyer-- > 0;) {
        for (int64_t k = neighbours->starts[buyer]; k < neighbours->starts[buyer + 1]; k++) {
            int64_t at = --starts[neighbours->sellers[k]];
            buyers[at] = buyer;
            values[at] = neighbours->distances[k];
        }
    }
    return PRESTON_OK;
}

void preston_neighbours_clear(preston_neighbours *neighbours)
{
    free(neighbours->starts);
    free(neighbours->sellers);
    free(neighbours->distances);
    *neighbours = (preston_neighbours){0};
}
