/* What a model will take, before anything is allocated. */
#include "model.h"

#include "../economy/trade_shares.h"
#include "../status/error.h"

preston_model_scale preston_model_scale_of(const preston_economy *economy, preston_closure closure)
{
    preston_model_scale scale = {.places = economy->places,
                                 .sectors = economy->sectors,
                                 .closure = closure,
                                 .technologies = 1};
    const preston_trade_shares *trade = economy->trade;
    const preston_trade_shares *commuting = economy->commuting;
    if (trade == NULL) {
        return scale;
    }
    scale.traded = 1;
    scale.technologies = economy->technologies;
    scale.pairs = trade->starts != NULL ? trade->starts[trade->sectors * trade->places] : 0;
    scale.common_pairs = trade->common_starts != NULL ? trade->common_starts[trade->places] : 0;
    if (commuting != NULL) {
        scale.commuting_pairs =
            (commuting->starts != NULL ? commuting->starts[commuting->places] : 0) +
            (commuting->common_starts != NULL ? commuting->common_starts[commuting->places] : 0);
    }
    return scale;
}

enum {
    NUMBER = 8,   /* bytes of a double or an index */
    PAIR = 16,    /* of a share with its buyer */
    COPIES = 3,   /* P × n arrays of trade shares: own, and two of factors or of the pool */
    VECTORS = 12, /* of a solve: workspace, and the iteration's own */
    KEPT = 3,     /* vectors of a solver: weights, margins, national shares */
    TYPICAL_ROUNDS = 25
};

/* A large array begins where a large page of memory does. */
static const double page = 2097152.0;

static double bytes_of(double numbers)
{
    double bytes = NUMBER * numbers;
    return bytes >= 4.0 * page ? bytes + page : bytes;
}

static double square(double value)
{
    return value * value;
}

/* A solver factorises in single precision above a few hundred rows; the system is kept too. */
static void estimate_cells(const preston_model_scale *scale, preston_model_cost *cost)
{
    double rows = (double)(scale->places * scale->sectors);
    double closed = (double)cost->rows;
    int both = scale->closure == PRESTON_CLOSURE_II;
    cost->economy_bytes = (int64_t)bytes_of(square(rows));
    cost->model_bytes =
        (int64_t)(bytes_of(square(rows) / 2.0) +
                  (both ? bytes_of(square(closed)) + bytes_of(square(closed) / 2.0) : 0.0));
    cost->solving_bytes = (int64_t)(VECTORS * bytes_of(closed));
    cost->make_operations =
        2.0 / 3.0 * (square(rows) * rows + (both ? square(closed) * closed : 0.0));
    cost->solve_operations = 8.0 * square(closed);
}

/* Multiplications and additions of one product, with m sectors. */
static double apply_operations(const preston_model_scale *scale, double m)
{
    double places = (double)scale->places;
    return 2.0 * places * square(m) + 6.0 * places * m + 2.0 * m * (double)scale->common_pairs +
           2.0 * (double)(scale->pairs + scale->commuting_pairs);
}

/* What the operator keeps: common pairs for both products, and the technology. */
static double operator_bytes(const preston_model_scale *scale, double m)
{
    double common = (double)scale->common_pairs;
    return 2.0 * (bytes_of(common) + bytes_of(common / 2.0)) +
           bytes_of(3.0 * (double)scale->technologies * square(m));
}

/* Households are a sector more of every array; lists of single sectors are copied to make room for
 * the commuters'. */
static double closed_bytes(const preston_model_scale *scale, double rows)
{
    double lists = (double)(scale->pairs + scale->commuting_pairs);
    return KEPT * bytes_of(rows) + bytes_of(COPIES * rows) +
           (lists > 0.0 ? PAIR * lists + NUMBER * rows : 0.0);
}

static void estimate_trade(const preston_model_scale *scale, preston_model_cost *cost)
{
    int both = scale->closure == PRESTON_CLOSURE_II;
    double n = (double)scale->sectors;
    double m = n + (both ? 1.0 : 0.0);
    double inner = (double)scale->places * n;
    double closed = (double)cost->rows;
    double pairs = (double)(scale->pairs + scale->common_pairs + scale->commuting_pairs);
    double technology = bytes_of((double)scale->technologies * square(n));
    cost->economy_bytes = (int64_t)((COPIES + 1) * bytes_of(inner) + PAIR * pairs + technology);
    cost->model_bytes =
        (int64_t)(KEPT * bytes_of(inner) + operator_bytes(scale, n) +
                  (both ? closed_bytes(scale, closed) + operator_bytes(scale, m) : 0.0));
    cost->solving_bytes = (int64_t)(VECTORS * NUMBER * closed);
    cost->applies = TYPICAL_ROUNDS;
    cost->solve_operations = TYPICAL_ROUNDS * apply_operations(scale, m);
    /* weights take a rough solve a closure */
    cost->make_operations = TYPICAL_ROUNDS / 4.0 * apply_operations(scale, m) * (both ? 2.0 : 1.0);
}

preston_status preston_model_estimate(const preston_model_scale *scale,
                                      preston_model_cost *out_cost, preston_error *error)
{
    preston_model_cost cost = {0};
    int64_t extra = scale->closure == PRESTON_CLOSURE_II ? 1 : 0;
    if (scale->places < 1 || scale->sectors < 1 || scale->pairs < 0 || scale->common_pairs < 0 ||
        scale->commuting_pairs < 0 || (scale->traded && scale->technologies < 1) ||
        (scale->closure != PRESTON_CLOSURE_I && scale->closure != PRESTON_CLOSURE_II) ||
        __builtin_mul_overflow(scale->places, scale->sectors + extra, &cost.rows) ||
        cost.rows > INT64_MAX / 64) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a model of %lld places and %lld sectors cannot be: give counts of at "
                            "least one, and pairs of none or more",
                            (long long)scale->places, (long long)scale->sectors);
    }
    if (scale->traded) {
        estimate_trade(scale, &cost);
    } else {
        estimate_cells(scale, &cost);
    }
    *out_cost = cost;
    return PRESTON_OK;
}
