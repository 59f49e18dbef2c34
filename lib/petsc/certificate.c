/* Weights, margins and bounds of a system divided among ranks: the core's own (its reasons are in
 * lib/matrix/certificate.c), with sums and extremes over all ranks. */
#include "system.h"

#include "../status/error.h"

#include <math.h>
#include <string.h>

enum {
    WEIGHT_PASSES = 12,   /* corrections of the weights */
    WEIGHT_ROUNDS = 3000, /* plain rounds of |A|, where only its own cells can decide */
    FAULT_ROUNDS = 300    /* towards the cell at fault */
};

/* Of the 1 that exact weights would have: worth another correction, and worth many rounds. */
static const double good_margin = 0.9;
static const double fair_margin = 0.5;
static const double hopeless_weight = 1e15;

/* --- weights --- */

static int find_margins(preston_petsc_system *system)
{
    preston_solver *solver = &system->solver;
    int positive = preston_solver_find_margins(solver, system->residual, system->scratch);
    system->summary.products++;
    solver->smallest_margin = preston_petsc_smallest(&system->exchange, solver->smallest_margin);
    return preston_petsc_smallest(&system->exchange, positive) > 0.0;
}

static int has_positive_weights(preston_petsc_system *system)
{
    double smallest = HUGE_VAL;
    for (int64_t i = 0; i < system->op->rows; i++) {
        double weight = system->solver.weights[i];
        smallest = weight > 0.0 ? smallest : 0.0; /* NaN is not above zero */
    }
    return preston_petsc_smallest(&system->exchange, smallest) > 0.0;
}

/* Corrects w towards (I − |A|)ᵀ w = 1 until the margins are good, or no longer get better. The
 * first correction solves for A itself; *out_signed says whether that solution is positive. */
static PetscErrorCode correct_weights(preston_petsc_system *system, int *out_positive,
                                      int *out_signed)
{
    preston_solver *solver = &system->solver;
    int64_t n = system->op->rows;
    double best = -HUGE_VAL;
    memset(solver->weights, 0, (size_t)n * sizeof *solver->weights);
    for (int64_t i = 0; i < n; i++) {
        system->residual[i] = 1.0;
    }
    for (int pass = 0; pass < WEIGHT_PASSES; pass++) {
        PetscCall(preston_petsc_improve(system, PRESTON_TRANSPOSED, 0.03, solver->weights));
        *out_signed = pass == 0 ? has_positive_weights(system) : *out_signed;
        int positive = find_margins(system);
        double margin = positive ? solver->smallest_margin : -HUGE_VAL;
        *out_positive = positive;
        if (margin >= good_margin || !(margin > best)) {
            break;
        }
        best = margin;
    }
    return system->exchange.code;
}

/* w ← 1 + |A|ᵀw from the weights there are, or from ones. */
static int raise_weights(preston_petsc_system *system)
{
    preston_solver *solver = &system->solver;
    int64_t n = system->op->rows;
    int positive = find_margins(system);
    for (int64_t i = 0; !positive && i < n; i++) {
        solver->weights[i] = 1.0;
    }
    double largest = 1.0;
    for (int round = 0; round < WEIGHT_ROUNDS && largest < hopeless_weight; round++) {
        positive = find_margins(system);
        if ((positive && solver->smallest_margin >= fair_margin) || system->exchange.code != 0) {
            break;
        }
        for (int64_t i = 0; i < n; i++) {
            solver->weights[i] += system->residual[i];
            largest = fmax(largest, solver->weights[i]);
        }
        largest = preston_petsc_largest(&system->exchange, largest);
    }
    return positive;
}

/* --- the cell at fault (lib/matrix/productivity.c) --- */

/* v ← (I + |A|) v, or with |A|ᵀ, scaled to a largest cell of one. */
static void step(preston_petsc_system *system, preston_operation operation, double *v)
{
    double largest = 0.0;
    preston_petsc_multiply(system, operation, 1, v, system->products);
    for (int64_t i = 0; i < system->op->rows; i++) {
        v[i] += system->products[i];
        largest = fmax(largest, v[i]);
    }
    largest = preston_petsc_largest(&system->exchange, largest);
    for (int64_t i = 0; i < system->op->rows; i++) {
        v[i] = largest > 0.0 ? v[i] / largest : 0.0;
    }
}

/* The row with the largest share in the growth of |A|, of all ranks; the first of several. */
static double find_fault(preston_petsc_system *system)
{
    double *u = system->b;
    double *v = system->x;
    double best = 0.0;
    for (int64_t i = 0; i < system->op->rows; i++) {
        u[i] = v[i] = 1.0;
    }
    for (int k = 0; k < FAULT_ROUNDS; k++) {
        step(system, PRESTON_PLAIN, v);
        step(system, PRESTON_TRANSPOSED, u);
    }
    for (int64_t i = 0; i < system->op->rows; i++) {
        best = fmax(best, u[i] * v[i]);
    }
    double most = preston_petsc_largest(&system->exchange, best);
    double row = HUGE_VAL;
    for (int64_t i = 0; isinf(row) && i < system->op->rows; i++) {
        if (u[i] * v[i] >= most) {
            row = (double)(i + preston_petsc_first(&system->ranges) * system->parts.sectors);
        }
    }
    return preston_petsc_smallest(&system->exchange, row);
}

static preston_status fail_unproductive(preston_petsc_system *system, preston_error *error)
{
    double row = find_fault(system);
    int64_t cell = isinf(row) ? 0 : (int64_t)row;
    return preston_fail(error, PRESTON_ERROR_UNPRODUCTIVE,
                        "unproductive: making one unit of output takes one unit or more, directly "
                        "and indirectly; most at fault: sector %lld of place %lld; check its flows "
                        "and outputs",
                        (long long)(cell % system->parts.sectors) + 1,
                        (long long)(cell / system->parts.sectors) + 1);
}

preston_status preston_petsc_find_weights(preston_petsc_system *system, preston_petsc_call *call)
{
    preston_solver *solver = &system->solver;
    int positive = 1;
    preston_status status =
        preston_petsc_judge(call, correct_weights(system, &solver->certified, &positive));
    status = preston_petsc_agree(call, system->ranges.communicator, status);
    if (status != PRESTON_OK) {
        return status;
    }
    if (!(solver->certified && solver->smallest_margin >= fair_margin)) {
        solver->certified = raise_weights(system);
    }
    if (solver->certified || (!system->nonnegative && positive)) {
        return preston_petsc_judge(call, system->exchange.code);
    }
    return fail_unproductive(system, &call->error);
}

/* --- bounds --- */

/* Turns the products A x into |A||x|; that is the same where nothing is negative. */
static void make_absolute(preston_petsc_system *system, preston_operation operation)
{
    double negative = system->nonnegative ? 0.0 : 1.0;
    for (int64_t i = 0; i < system->op->rows; i++) {
        system->absolute[i] = fabs(system->x[i]);
        negative = system->x[i] < 0.0 ? 1.0 : negative;
    }
    if (preston_petsc_largest(&system->exchange, negative) > 0.0) {
        preston_petsc_multiply(system, operation, 1, system->absolute, system->products);
    }
}

static void unite(preston_petsc_exchange *exchange, preston_column_sums *sums)
{
    double rows = (double)sums->rows;
    double added[3] = {rows, sums->weighted, sums->one_norm};
    preston_petsc_add_up(exchange, 3, added);
    sums->rows = (int64_t)added[0];
    sums->weighted = added[1];
    sums->one_norm = added[2];
    sums->finite = preston_petsc_smallest(exchange, sums->finite) > 0.0;
    sums->ratio = preston_petsc_largest(exchange, sums->ratio);
    sums->max_norm = preston_petsc_largest(exchange, sums->max_norm);
    sums->max_weight = preston_petsc_largest(exchange, sums->max_weight);
    sums->residual = preston_petsc_largest(exchange, sums->residual);
}

preston_certificate preston_petsc_certify(preston_petsc_system *system, preston_operation operation)
{
    const double *b = system->b;
    const double *x = system->x;
    preston_petsc_multiply(system, operation, 0, x, system->products);
    for (int64_t i = 0; i < system->op->rows; i++) {
        system->residual[i] = (b[i] - x[i]) + system->products[i];
    }
    make_absolute(system, operation);
    preston_column_sums sums =
        preston_certificate_sums(&system->solver, b, x, system->residual, system->products);
    unite(&system->exchange, &sums);
    return preston_certificate_of(&system->solver, operation, &sums);
}
