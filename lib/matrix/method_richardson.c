/* Richardson's iteration: the rounds of spending, d ← r + A d. For many places each round is
 * improved (trade_rounds.c). */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "trade_rounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 3000 };

static void clear(preston_solver *solver)
{
    if (solver->state != NULL) {
        preston_national_clear(solver->state);
        free(solver->state);
    }
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    (void)options;
    solver->state = preston_allocate(1, sizeof(preston_national));
    return solver->state != NULL ? preston_national_create(solver->op, solver->state, error)
                                 : preston_fail_memory(error, "a solver");
}

/* --- plain rounds, for any operator --- */

static double size_of(int64_t cells, const double *vector)
{
    double sum = 0.0;
    for (int64_t i = 0; i < cells; i++) {
        sum += fabs(vector[i]);
    }
    return sum;
}

static void correct_plainly(const preston_solver *solver, preston_operation operation,
                            int64_t columns, double accuracy, double *vectors, double *memory)
{
    int64_t cells = solver->rows * columns;
    double *d = memory;
    double *t = memory + cells;
    double target = accuracy * size_of(cells, vectors);
    memset(d, 0, (size_t)cells * sizeof *d);
    memcpy(t, vectors, (size_t)cells * sizeof *t);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double size = size_of(cells, t);
        if (!(size > target) || !isfinite(size)) {
            break;
        }
        for (int64_t i = 0; i < cells; i++) {
            d[i] += t[i];
        }
        solver->op->type->apply(solver->op, operation, 0, columns, d, t, memory + 2 * cells);
        for (int64_t i = 0; i < cells; i++) {
            t[i] += vectors[i] - d[i];
        }
    }
    memcpy(vectors, d, (size_t)cells * sizeof *d);
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    const preston_national *national = solver->state;
    if (national->places > 0) {
        return columns > 0 ? preston_rounds_scratch(solver, national) : 0;
    }
    return 2 * solver->rows * columns + solver->op->type->scratch(solver->op, columns);
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    const preston_national *national = solver->state;
    if (national->places == 0) {
        correct_plainly(solver, operation, columns, accuracy, vectors, memory);
        return;
    }
    for (int64_t k = 0; k < columns; k++) {
        preston_rounds_correct(solver, national, operation, accuracy, vectors + k * solver->rows,
                               memory);
    }
}

const preston_method_type preston_richardson_type = {
    .name = "Richardson's rounds",
    .create = create,
    .scratch = scratch,
    .correct = correct,
    .clear = clear,
};
