/* What the work takes, said before it. */
#include "case.h"

/* Multiplications and additions a second, cell by cell: an ordinary core does about as many. */
static const double speed = 2e10;

preston_status find_cost(const regions_inputs *inputs, regions_cost *cost, preston_error *error)
{
    const preston_model_scale scale = {.places = inputs->places,
                                       .sectors = inputs->sectors,
                                       .closure = inputs->closure,
                                       .technologies = 1};
    double rows = (double)(inputs->places * inputs->sectors);
    double uses = (double)(inputs->places * preston_table_uses(inputs->whole));
    double closures = inputs->closure == PRESTON_CLOSURE_II ? 2.0 : 1.0;
    double effects = EFFECTS * (double)inputs->places + 2.0;
    preston_status status = preston_model_estimate(&scale, &cost->model, error);
    if (status == PRESTON_OK) {
        cost->bytes = (double)(cost->model.economy_bytes + cost->model.model_bytes +
                               cost->model.solving_bytes) +
                      8.0 * rows * (rows + uses) +
                      8.0 * rows * closures * (effects + (double)inputs->places);
        cost->seconds = (cost->model.make_operations +
                         (effects + 1.0) * closures * cost->model.solve_operations) /
                        speed;
    }
    return status;
}

void print_cost(const regions_inputs *inputs, const regions_cost *cost, FILE *stream)
{
    (void)fprintf(stream,
                  "%lld economies and %lld sectors: %lld unknowns. About %.2g GB of memory and,\n"
                  "at %g thousand million operations a second, %.1g s after reading.\n",
                  (long long)inputs->places, (long long)inputs->sectors,
                  (long long)cost->model.rows, cost->bytes / 1e9, speed / 1e9, cost->seconds);
    (void)fflush(stream);
}
