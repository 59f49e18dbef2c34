/* What the work takes, said before it, and how far it is. */
#include "case.h"

#include <math.h>
#include <unistd.h>

/* Multiplications and additions a second: an ordinary core does more. */
static const double speed = 4e9;

/* A part of a round of balancing for each pair and sector; rounds that trade usually takes. */
static const double round_work = 6.0;
static const double typical_rounds = 100.0;

preston_status find_cost(const places_inputs *inputs, places_cost *cost, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    double places = (double)inputs->count;
    double cells = places * (double)inputs->sectors;
    int64_t near = nearest_of(inputs);
    double neighbours = near == 0 || near > inputs->count - 1 ? places - 1.0 : (double)near;
    double listed = inputs->travel_times != NULL
                        ? (double)preston_distance_list_pairs(inputs->travel_times)
                        : places * neighbours;
    cost->pairs = settings->trade == TRADE_GRAVITY ? fmin(listed, places * neighbours) : 0.0;
    const preston_model_scale scale = {
        .traded = 1,
        .places = inputs->count,
        .sectors = inputs->sectors,
        .closure = settings->closure,
        .technologies = 1 + inputs->traded.own_tables,
        .common_pairs = (int64_t)cost->pairs,
        .commuting_pairs = inputs->commuting != NULL ? preston_trade_shares_pairs(inputs->commuting)
                                                     : inputs->count};
    double factors =
        settings->trade == TRADE_POOL || settings->options.pool_share > 0.0 ? 5.0 : 3.0;
    int cases = settings->demand != NULL ? 1 : CASES;
    cost->trade_bytes = 8.0 * factors * cells + 2.0 * 16.0 * cost->pairs +
                        (inputs->travel_times != NULL ? 16.0 * listed : 0.0);
    cost->other_bytes = 8.0 * cells * (7.0 + 5.0 * cases);
    cost->round_operations = round_work * cost->pairs * (double)inputs->sectors;
    cost->solves = cases + (settings->band ? DRAWS : 0);
    return preston_model_estimate(&scale, &cost->model, error);
}

double cost_bytes(const places_cost *cost)
{
    return (double)(cost->model.economy_bytes + cost->model.model_bytes +
                    cost->model.solving_bytes) +
           cost->trade_bytes + cost->other_bytes;
}

double cost_seconds(const places_inputs *inputs, const places_cost *cost)
{
    double models = 1.0 + (inputs->settings->band ? DRAWS : 0);
    int closures = inputs->settings->closure == PRESTON_CLOSURE_II ? 2 : 1;
    return (models * (typical_rounds * cost->round_operations + cost->model.make_operations) +
            cost->solves * closures * cost->model.solve_operations) /
           speed;
}

void print_cost(const places_inputs *inputs, const places_cost *cost, FILE *stream)
{
    (void)fprintf(
        stream,
        "%lld places and %lld sectors: %lld unknowns, %.3g pairs that trade%s.\n"
        "It will take about %.2g GB of memory and, at %g thousand million operations a\n"
        "second, about %.0f s: trade in %g rounds of balancing, then %g %s and\n"
        "%g %s a closure of about %g products each.\n",
        (long long)inputs->count, (long long)inputs->sectors, (long long)cost->model.rows,
        cost->pairs, inputs->settings->trade == TRADE_DATA ? " and those of trade.csv" : "",
        cost_bytes(cost) / 1e9, speed / 1e9, cost_seconds(inputs, cost), typical_rounds,
        1.0 + (inputs->settings->band ? DRAWS : 0), inputs->settings->band ? "models" : "model",
        cost->solves, cost->solves > 1.0 ? "solves" : "solve", cost->model.applies);
    (void)fflush(stream);
}

int shows_progress(const places_settings *settings)
{
    return settings->progress || isatty(STDERR_FILENO);
}

void say_progress(const places_settings *settings, const char *what)
{
    if (shows_progress(settings)) {
        (void)fprintf(stderr, "places: %s\n", what);
    }
}

/* A line for each tenth that is done: a log reads as well as a terminal. */
int show_progress(void *context, int64_t done, int64_t all)
{
    progress_line *line = context;
    int64_t tenths = all > 0 ? 10 * done / all : 10;
    if (tenths != line->shown) {
        line->shown = tenths;
        (void)fprintf(stderr, "places: %s: %lld of at most %lld\n", line->what, (long long)done,
                      (long long)all);
    }
    return 0;
}
