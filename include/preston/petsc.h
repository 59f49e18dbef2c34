/** @file petsc.h
 *  Beside the floors: the trade operator of matrix.h divided by place among MPI processes, and its
 *  systems solved by PETSc (version 3.18 or later, real numbers in double precision).
 *
 *  A library of its own, `libpreston_petsc`, which holds floors 0 and 1 as well: link a program to
 *  it *instead of* libpreston. It needs PETSc, MPI and BLAS, and nothing else; LICENSE says why.
 *
 *  Every rank has a range of places that follow each other: rank 0 the first ones, and so on. A
 *  product is the core's own for that range; what places of other ranks use or sell arrives while
 *  the places that need none of it are done. Vectors are local: the rows of the rank's own places,
 *  `place · S + sector`.
 *
 *  Every function with a communicator or a system is *collective*: all ranks call it, in the same
 *  order. All of them return the same status; a message is that of the first rank that failed. What
 *  PETSc itself says against a call is in the message, and nothing aborts.
 *
 *  @code
 *  PetscInitialize(&count, &arguments, NULL, NULL);
 *  preston_petsc_create(PETSC_COMM_WORLD, &trade, NULL, &system, &error);
 *  preston_petsc_solve(system, PRESTON_PLAIN, demand, output, &certificate, &error);
 *  @endcode
 *
 *  What the options database says (`-ksp_type`, `-ksp_monitor`, `-ksp_max_it`, `-pc_type` …) is
 *  honoured. One thread a rank is best: `OMP_NUM_THREADS=1`.
 */
#ifndef PRESTON_PETSC_H
#define PRESTON_PETSC_H

#include "matrix.h"

#include <mpi.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A system `(I − A) x = b` divided among ranks. Used by one thread of each rank at a time. */
typedef struct preston_petsc_system preston_petsc_system;

/** Options of the two functions that make a system; start from preston_petsc_options_init(). */
typedef struct preston_petsc_options {
    size_t size;        /**< of this struct, set by the init function */
    double tolerance;   /**< largest relative bound accepted; default 1e-9 */
    const char *prefix; /**< of this system's names in PETSc's options database; NULL: none */
} preston_petsc_options;

/** Fills in the defaults. */
PRESTON_API void preston_petsc_options_init(preston_petsc_options *options);

/** The range of places of each rank, so that products take each about as long: by the places'
 *  neighbour pairs, as sellers and as buyers, and their technology. Not collective; the same for
 * the same description.
 *  @param trade of all places, as preston_operator_trade() checks it.
 *  @param ranks from 1 to the number of places.
 *  @param out_starts ranks + 1: rank k has the places from `out_starts[k]` up to
 *         `out_starts[k + 1]`, at least one.
 *  @return #PRESTON_ERROR_ARGUMENT fewer places than ranks; those of preston_operator_trade().
 *
 *  O(places + neighbours). */
PRESTON_API preston_status preston_petsc_divide(const preston_trade *trade, int64_t ranks,
                                                int64_t *out_starts, preston_error *error);

/** A system whose description is whole on each rank; places are divided by
 *  preston_petsc_divide().
 *
 *  @param communicator its ranks share the system; MPI and PETSc must have been initialised, and
 *         are finalised by the caller after the system is freed.
 *  @param trade the same on all ranks, borrowed: it must outlive the system and not change.
 *  @param options NULL for the defaults; the same on all ranks.
 *  @param out_system freed with preston_petsc_free().
 *  @return those of preston_operator_trade() and of preston_solver_create(), without names of rows;
 *          #PRESTON_ERROR_ARGUMENT also: fewer places than ranks, PETSc not initialised, or PETSc
 *          refused something, such as an option.
 *
 *  About ten products. A rank keeps, beside what is borrowed, 12 bytes for each common pair that
 *  its places sell along and 12 for each they buy along (16 for each share of lists), about 14
 *  vectors of its own rows, and what KSP keeps. */
PRESTON_API preston_status preston_petsc_create(MPI_Comm communicator, const preston_trade *trade,
                                                const preston_petsc_options *options,
                                                preston_petsc_system **out_system,
                                                preston_error *error);

/** The same where no rank has the whole: each gives its own places alone. Ranges follow each other
 *  in the order of ranks.
 *
 *  @param range `places` and what is by place (own shares, factors, pool, `technology_of`, starts)
 *         are those of this rank's places; *buyers are numbered among all places*. A place of this
 *         rank may sell anywhere. All ranks have the same sectors and the same forms of trade
 *         (lists, common neighbours, pool). Borrowed.
 *  @return as preston_petsc_create(); #PRESTON_ERROR_SHAPE ranks differ in sectors or forms;
 *          #PRESTON_ERROR_ARGUMENT a rank has no place. */
PRESTON_API preston_status preston_petsc_create_range(MPI_Comm communicator,
                                                      const preston_trade *range,
                                                      const preston_petsc_options *options,
                                                      preston_petsc_system **out_system,
                                                      preston_error *error);

/** Frees the system; NULL is fine. Collective. */
PRESTON_API void preston_petsc_free(preston_petsc_system *system);

/** Solves for one right-hand side, until it is certified to the tolerance.
 *
 *  KSP makes corrections; residuals, weights and bounds are computed in double precision over all
 *  ranks, rounding included, as preston_solver_solve() does it, so that an answer does not depend
 * on what KSP believes it has reached. With `-ksp_rtol`, each correction goes as far as that says.
 *
 *  @param right_hand_side rows of this rank, n × 1, any stride.
 *  @param out_solution n × 1, must not overlap; untouched on failure.
 *  @param out_certificate of the whole system, the same on all ranks; may be NULL.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_VALUE a cell is not finite;
 *          #PRESTON_ERROR_ARGUMENT memory overlaps, or PETSc refused something;
 *          #PRESTON_ERROR_ACCURACY the bound exceeds the tolerance. */
PRESTON_API preston_status preston_petsc_solve(
    preston_petsc_system *system, preston_operation operation, preston_const_view right_hand_side,
    preston_view out_solution, preston_certificate *out_certificate, preston_error *error);

/** `y = A x` or `y = Aᵀ x`, rows of this rank; allocates nothing.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_ARGUMENT memory overlaps, or MPI failed. */
PRESTON_API preston_status preston_petsc_apply(preston_petsc_system *system,
                                               preston_operation operation,
                                               preston_const_view vector, preston_view out_product,
                                               preston_error *error);

/** What a system is and has done, on this rank. Not collective. */
typedef struct preston_petsc_summary {
    const char *method;    /**< KSP's name of it, such as "bcgs"; borrowed from the system */
    int64_t iterations;    /**< of KSP, in the last solve, all its corrections together */
    int64_t corrections;   /**< in the last solve */
    int64_t products;      /**< with A, since the system was made, making it included */
    int64_t first_place;   /**< of this rank's range */
    int64_t places;        /**< in it */
    int64_t all_places;    /**< of all ranks */
    int64_t sectors;       /**< S */
    int64_t beyond[2];     /**< by operation: places of other ranks whose values arrive for a
                                product, 8 bytes a sector each (rounded up to whole cache lines with
                                common neighbours) */
    int64_t neighbours[2]; /**< by operation: how many ranks these places are of */
    double waiting; /**< seconds spent so far in messages and sums of products, waiting included */
} preston_petsc_summary;

/** Fills in the summary. */
PRESTON_API void preston_petsc_summarise(const preston_petsc_system *system,
                                         preston_petsc_summary *out_summary);

#ifdef __cplusplus
}
#endif

#endif
