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
    COPIES = 3,   /* P × n arrays of trade shares: own, and two of factors or of the pool */
    VECTORS = 12, /* of a solve: workspace, and the iteration's own */
    KEPT = 3,     /* vectors of a solver: weights, margins, national shares */
    TYPICAL_ROUNDS = 25
};

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
    cost->economy_bytes = (int64_t)(NUMBER * square(rows));
    cost->model_bytes =
        (int64_t)(NUMBER / 2.0 * square(rows) + (both ? 1.5 * NUMBER * square(closed) : 0.0));
    cost->solving_bytes = (int64_t)(NUMBER * VECTORS * closed);
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

static void estimate_trade(const preston_model_scale *scale, preston_model_cost *cost)
{
    int both = scale->closure == PRESTON_CLOSURE_II;
    double inner = (double)(scale->places * scale->sectors);
    double closed = (double)cost->rows;
    double m = (double)(scale->sectors + (both ? 1 : 0));
    double lists = 2.0 * NUMBER * (double)scale->pairs;
    /* the operator's own: common pairs for both products, a turn of the technology */
    double operator_bytes =
        24.0 * (double)scale->common_pairs + 3.0 * NUMBER * (double)scale->technologies * square(m);
    cost->economy_bytes =
        (int64_t)(NUMBER * (COPIES + 1) * inner + lists +
                  2.0 * NUMBER * (double)(scale->common_pairs + scale->commuting_pairs) +
                  NUMBER * (double)scale->technologies * square((double)scale->sectors));
    cost->model_bytes = (int64_t)(KEPT * NUMBER * inner + operator_bytes);
    if (both) {
        cost->model_bytes += (int64_t)((KEPT + COPIES) * NUMBER * closed + operator_bytes + lists +
                                       2.0 * NUMBER * (double)scale->commuting_pairs);
    }
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
