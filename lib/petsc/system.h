/* A system divided among ranks: its parts, and how the files of this folder share the work.
 *
 *   failure      PETSc's errors as statuses, and agreement of all ranks on them
 *   neighbours   who sells to the places here, numbered as a piece of the core's operator does
 *   exchange     what places beyond send, and sums over ranks, for that operator's products
 *   divide       which rank has which places
 *   system       making and freeing
 *   krylov       PETSc's view: the shell matrix, the national preconditioner, KSP
 *   certificate  weights, margins and bounds: the core's, with sums over ranks
 *   solve        corrections until the certificate is good */
#ifndef PRESTON_LIB_PETSC_SYSTEM_H
#define PRESTON_LIB_PETSC_SYSTEM_H

#include "../matrix/solver.h"
#include "../matrix/trade_national.h"
#include "neighbours.h"

/* One way that lines travel: for one operation, and one number of doubles a place. */
typedef struct preston_petsc_link {
    int64_t width; /* 0: none */
    VecScatter scatter;
    Vec from; /* the lines here */
    Vec to;   /* those beyond */
} preston_petsc_link;

enum { PRESTON_PETSC_LINKS = 2 }; /* lines for common neighbours, and for lists */

typedef struct preston_petsc_exchange {
    const preston_petsc_ranges *ranges;
    preston_petsc_link links[2][PRESTON_PETSC_LINKS]; /* by operation */
    PetscErrorCode code;                              /* the first error of a product; 0: none */
    double waiting;
} preston_petsc_exchange;

struct preston_petsc_system {
    preston_petsc_ranges ranges;
    preston_trade parts; /* of the places here; starts only say that there are some */
    preston_petsc_shares lists[2];
    preston_petsc_exchange exchange;
    preston_petsc_summary summary;

    preston_operator *op;
    preston_national national;
    preston_solver solver; /* without a method: operator, weights and margins of the rows here */
    int nonnegative;       /* on all ranks */

    /* blocks of the rows here */
    double *memory;
    double *b;
    double *x;
    double *residual;
    double *correction;
    double *products;
    double *absolute;
    double *by_sector; /* 2 S, for the preconditioner */
    double *scratch;

    Mat matrix;
    KSP ksp;
    Vec from; /* vectors of the rows here, for KSP */
    Vec to;
    int given_accuracy; /* -ksp_rtol */
    char method[64];
};

/* --- exchange.c --- */

/* Collective. Makes the links of one operation; `beyond` are the places that send. */
PetscErrorCode preston_petsc_link_places(preston_petsc_exchange *exchange,
                                         preston_operation operation, const int64_t *beyond,
                                         int64_t count, const int64_t *widths);
PetscErrorCode preston_petsc_unlink(preston_petsc_exchange *exchange);

/* The functions of a piece, of a national sum; `context` is the exchange. */
void preston_petsc_begin_lines(void *context, preston_operation operation, int64_t width,
                               double *lines);
void preston_petsc_end_lines(void *context, preston_operation operation, int64_t width,
                             double *lines);
void preston_petsc_add_up(void *context, int64_t count, double *sums);

/* Over all ranks. */
double preston_petsc_smallest(preston_petsc_exchange *exchange, double value);
double preston_petsc_largest(preston_petsc_exchange *exchange, double value);

/* --- krylov.c --- */

/* A product, counted; the exchange remembers a failure. */
void preston_petsc_multiply(preston_petsc_system *system, preston_operation operation, int absolute,
                            const double *x, double *y);

PetscErrorCode preston_petsc_prepare_ksp(preston_petsc_system *system, const char *prefix);

/* Turns the block of `correction` from a residual into a correction, to about that accuracy. */
PetscErrorCode preston_petsc_correct(preston_petsc_system *system, preston_operation operation,
                                     double accuracy);

/* --- certificate.c --- */

/* Finds weights and margins, or fails as preston_solver_find_weights(). */
preston_status preston_petsc_find_weights(preston_petsc_system *system, preston_petsc_call *call);

/* The residual of x for b, both in their blocks, and its certificate. */
preston_certificate preston_petsc_certify(preston_petsc_system *system,
                                          preston_operation operation);

/* --- solve.c --- */

/* Scales the residual, corrects x by it. */
PetscErrorCode preston_petsc_improve(preston_petsc_system *system, preston_operation operation,
                                     double accuracy, double *x);

#endif
