/* Solving: corrections by KSP until the core's certificate is good. */
#include "system.h"

#include "../status/error.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_PASSES = 30 };

static double largest_of(preston_petsc_exchange *exchange, int64_t count, const double *vector)
{
    double largest = 0.0;
    for (int64_t i = 0; i < count; i++) {
        double size = fabs(vector[i]);
        largest = size > largest ? size : largest;
    }
    return preston_petsc_largest(exchange, largest);
}

PetscErrorCode preston_petsc_improve(preston_petsc_system *system, preston_operation operation,
                                     double accuracy, double *x)
{
    int64_t n = system->op->rows;
    double size = largest_of(&system->exchange, n, system->residual);
    double scale = size >= DBL_MIN && size <= DBL_MAX ? size : 1.0;
    if (size == 0.0) {
        return system->exchange.code;
    }
    for (int64_t i = 0; i < n; i++) {
        system->correction[i] = system->residual[i] / scale;
    }
    PetscCall(preston_petsc_correct(system, operation, accuracy));
    for (int64_t i = 0; i < n; i++) {
        x[i] += system->correction[i] * scale;
    }
    return 0;
}

/* How much smaller the next correction must make the residual: a little more than is missing. */
static double wanted_accuracy(const preston_certificate *certificate, double tolerance)
{
    if (!certificate->certified || !(certificate->relative_bound > 0.0) ||
        isinf(certificate->relative_bound)) {
        return 0.1 * tolerance;
    }
    return fmin(0.1, 0.3 * tolerance / certificate->relative_bound);
}

/* Corrects until the certificate is good, or until a correction no longer helps. */
static PetscErrorCode refine(preston_petsc_system *system, preston_operation operation,
                             preston_certificate *out_certificate)
{
    size_t bytes = (size_t)system->op->rows * sizeof(double);
    double tolerance = system->solver.tolerance;
    double accuracy = 0.1 * tolerance;
    preston_certificate last = {.residual = HUGE_VAL, .relative_bound = HUGE_VAL};
    memset(system->x, 0, bytes);
    memcpy(system->residual, system->b, bytes);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        PetscCall(preston_petsc_improve(system, operation, accuracy, system->x));
        preston_certificate now = preston_petsc_certify(system, operation);
        int helped =
            now.residual < 0.7 * last.residual || now.relative_bound < 0.7 * last.relative_bound;
        last = now;
        if (!helped || (now.certified && now.relative_bound <= tolerance)) {
            break;
        }
        accuracy = wanted_accuracy(&now, tolerance);
    }
    *out_certificate = last;
    return system->exchange.code;
}

/* --- arguments --- */

static preston_status check_views(const preston_petsc_system *system, preston_const_view from,
                                  preston_const_view to, preston_error *error)
{
    int64_t n = system->op->rows;
    if (from.rows != n || to.rows != n || from.columns != 1 || to.columns != 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "rank %d: vectors %lld × %lld and %lld × %lld must both be %lld × 1",
                            system->ranges.rank, (long long)from.rows, (long long)from.columns,
                            (long long)to.rows, (long long)to.columns, (long long)n);
    }
    if (preston_views_overlap(from, to)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "rank %d: the result overlaps what it is made of: give it its own "
                            "memory",
                            system->ranges.rank);
    }
    return PRESTON_OK;
}

static preston_status check_finite(const preston_petsc_system *system, const double *vector,
                                   preston_error *error)
{
    int64_t s = system->parts.sectors;
    for (int64_t i = 0; i < system->op->rows; i++) {
        if (!isfinite(vector[i])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the right-hand side is not finite at place %lld, sector %lld",
                                (long long)(preston_petsc_first(&system->ranges) + i / s) + 1,
                                (long long)(i % s) + 1);
        }
    }
    return PRESTON_OK;
}

/* --- what is public --- */

static preston_status judge_solution(preston_petsc_system *system,
                                     const preston_certificate *certificate, preston_error *error)
{
    double tolerance = system->solver.tolerance;
    if (isinf(certificate->residual)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "KSP '%s' gave no finite solution: try another -ksp_type, or scale the "
                            "right-hand side down",
                            system->method);
    }
    if (certificate->certified && !(certificate->relative_bound <= tolerance)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "the solution is only known to a relative error of %.1e, and %.1e was "
                            "asked for: KSP '%s' stopped too early, the system is close to "
                            "unproductive, or the tolerance too small",
                            certificate->relative_bound, tolerance, system->method);
    }
    double given = largest_of(&system->exchange, system->op->rows, system->b);
    if (!certificate->certified && !(certificate->residual <= tolerance * given)) {
        return preston_fail(error, PRESTON_ERROR_ACCURACY,
                            "KSP '%s' leaves a residual of %.1e, and no bound holds: its weights "
                            "need a matrix without negative cells",
                            system->method, certificate->residual);
    }
    return PRESTON_OK;
}

static preston_status solve(preston_petsc_system *system, preston_operation operation,
                            preston_const_view right_hand_side, preston_view out_solution,
                            preston_certificate *out_certificate, preston_petsc_call *call)
{
    MPI_Comm communicator = system->ranges.communicator;
    preston_certificate certificate = {0};
    preston_status status =
        check_views(system, right_hand_side, preston_const(out_solution), &call->error);
    if (status == PRESTON_OK) {
        preston_block_load(right_hand_side, system->b);
        status = check_finite(system, system->b, &call->error);
    }
    status = preston_petsc_agree(call, communicator, status);
    if (status == PRESTON_OK) {
        system->exchange.code = 0;
        system->summary.iterations = 0;
        system->summary.corrections = 0;
        status = preston_petsc_judge(call, refine(system, operation, &certificate));
        status = preston_petsc_agree(call, communicator, status);
    }
    if (status == PRESTON_OK) {
        status = judge_solution(system, &certificate, &call->error);
    }
    if (status == PRESTON_OK) {
        preston_block_store(system->x, out_solution);
        if (out_certificate != NULL) {
            *out_certificate = certificate;
        }
    }
    return status;
}

preston_status preston_petsc_solve(preston_petsc_system *system, preston_operation operation,
                                   preston_const_view right_hand_side, preston_view out_solution,
                                   preston_certificate *out_certificate, preston_error *error)
{
    preston_petsc_call call;
    preston_petsc_begin(&call);
    preston_status status =
        solve(system, operation, right_hand_side, out_solution, out_certificate, &call);
    preston_petsc_end();
    return preston_petsc_report(&call, status, error);
}

static preston_status apply(preston_petsc_system *system, preston_operation operation,
                            preston_const_view vector, preston_view out_product,
                            preston_petsc_call *call)
{
    MPI_Comm communicator = system->ranges.communicator;
    preston_status status = check_views(system, vector, preston_const(out_product), &call->error);
    status = preston_petsc_agree(call, communicator, status);
    if (status == PRESTON_OK) {
        system->exchange.code = 0;
        preston_block_load(vector, system->x);
        preston_petsc_multiply(system, operation, 0, system->x, system->products);
        status = preston_petsc_judge(call, system->exchange.code);
        status = preston_petsc_agree(call, communicator, status);
    }
    if (status == PRESTON_OK) {
        preston_block_store(system->products, out_product);
    }
    return status;
}

preston_status preston_petsc_apply(preston_petsc_system *system, preston_operation operation,
                                   preston_const_view vector, preston_view out_product,
                                   preston_error *error)
{
    preston_petsc_call call;
    preston_petsc_begin(&call);
    preston_status status = apply(system, operation, vector, out_product, &call);
    preston_petsc_end();
    return preston_petsc_report(&call, status, error);
}

void preston_petsc_summarise(const preston_petsc_system *system, preston_petsc_summary *out_summary)
{
    *out_summary = system->summary;
    out_summary->method = system->method;
    out_summary->waiting = system->exchange.waiting;
}
