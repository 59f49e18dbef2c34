/* What the work takes, said before it, and how far it is. */
#include "case.h"

#include <math.h>
#include <unistd.h>

/* Multiplications and additions a second of one core: an ordinary one does more. Memory, which all
 * cores share, does not let many of them do as many times as much. */
static const double speed = 4e9;
enum { MOST_CORES = 8 };

/* A part of a round of balancing for each pair and sector. */
static const double round_work = 6.0;

/* Rounds of balancing that trade takes to 1e-8. From a pool what is missing is soon there: measured
 * were 16 to 30. Without one it finds its way from neighbour to neighbour: from 30 to all that are
 * allowed, a little over 100 in the shipped case. */
static const double rounds_with_pool = 25.0;
static const double rounds_without = 100.0;

static double cores(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return (double)(online < 1 ? 1 : online > MOST_CORES ? MOST_CORES : online);
}

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
    cost->other_bytes = 8.0 * cells * (4.0 + 5.0 * cases);
    cost->rounds = fmin(settings->options.pool_share > 0.0 ? rounds_with_pool : rounds_without,
                        (double)settings->options.most_rounds);
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

/* With so many rounds of balancing. */
static double seconds_of(const places_inputs *inputs, const places_cost *cost, double rounds)
{
    double models = 1.0 + (inputs->settings->band ? DRAWS : 0);
    int closures = inputs->settings->closure == PRESTON_CLOSURE_II ? 2 : 1;
    return (models * (rounds * cost->round_operations + cost->model.make_operations) +
            cost->solves * closures * cost->model.solve_operations) /
           (speed * cores());
}

double cost_seconds(const places_inputs *inputs, const places_cost *cost)
{
    return seconds_of(inputs, cost, cost->rounds);
}

/* Seconds to the tenth where there are few. */
static int decimals_of(double seconds)
{
    return seconds < 9.95 ? 1 : 0;
}

static void print_balancing(const places_inputs *inputs, const places_cost *cost, FILE *stream)
{
    double most = (double)inputs->settings->options.most_rounds;
    double seconds = seconds_of(inputs, cost, most);
    (void)fprintf(stream, "Trade is taken to balance in %g rounds", cost->rounds);
    if (most > cost->rounds) {
        (void)fprintf(stream, "; with all %g that are allowed it would be %.*f s", most,
                      decimals_of(seconds), seconds);
    }
    (void)fputs(".\n", stream);
}

void print_cost(const places_inputs *inputs, const places_cost *cost, FILE *stream)
{
    double seconds = cost_seconds(inputs, cost);
    (void)fprintf(stream,
                  "%lld places and %lld sectors: %lld unknowns, %.3g pairs that trade%s.\n"
                  "It will take about %.2g GB of memory and, at %g thousand million operations a\n"
                  "second on each of %g %s, about %.*f s: trade, then %g %s and %g %s a closure\n"
                  "of about %g products each.\n",
                  (long long)inputs->count, (long long)inputs->sectors, (long long)cost->model.rows,
                  cost->pairs,
                  inputs->settings->trade == TRADE_DATA ? " and those of trade.csv" : "",
                  cost_bytes(cost) / 1e9, speed / 1e9, cores(), cores() > 1.0 ? "cores" : "core",
                  decimals_of(seconds), seconds, 1.0 + (inputs->settings->band ? DRAWS : 0),
                  inputs->settings->band ? "models" : "model", cost->solves,
                  cost->solves > 1.0 ? "solves" : "solve", cost->model.applies);
    if (cost->pairs > 0.0) {
        print_balancing(inputs, cost, stream);
    }
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
