/* What travels between ranks in a product: lines of places, by PETSc's scatters, and sums. */
#include "system.h"

#include "../status/allocate.h"

#include <stdlib.h>

/* --- links --- */

static PetscErrorCode make_link(const preston_petsc_ranges *ranges, const PetscInt *beyond,
                                PetscInt count, int64_t width, preston_petsc_link *made)
{
    IS places = NULL;
    PetscInt line = (PetscInt)width;
    PetscInt here = (PetscInt)(preston_petsc_places(ranges) * width);
    PetscCall(VecCreateMPIWithArray(ranges->communicator, line, here, PETSC_DETERMINE, NULL,
                                    &made->from));
    PetscCall(VecCreateSeqWithArray(PETSC_COMM_SELF, line, count * line, NULL, &made->to));
    PetscCall(ISCreateBlock(PETSC_COMM_SELF, line, count, beyond, PETSC_COPY_VALUES, &places));
    PetscErrorCode code = VecScatterCreate(made->from, places, made->to, NULL, &made->scatter);
    PetscCall(ISDestroy(&places));
    PetscCall(code);
    made->width = width;
    return 0;
}

PetscErrorCode preston_petsc_link_places(preston_petsc_exchange *exchange,
                                         preston_operation operation, const int64_t *beyond,
                                         int64_t count, const int64_t *widths)
{
    PetscInt *indices = NULL;
    PetscErrorCode code = 0;
    PetscCall(PetscMalloc1((size_t)count, &indices));
    for (int64_t k = 0; k < count; k++) {
        indices[k] = (PetscInt)beyond[k];
    }
    for (int k = 0; code == 0 && k < PRESTON_PETSC_LINKS; k++) {
        if (widths[k] > 0 && (k == 0 || widths[k] != widths[0])) {
            code = make_link(exchange->ranges, indices, (PetscInt)count, widths[k],
                             &exchange->links[operation][k]);
        }
    }
    PetscCall(PetscFree(indices));
    return code;
}

PetscErrorCode preston_petsc_unlink(preston_petsc_exchange *exchange)
{
    for (int operation = 0; operation < 2; operation++) {
        for (int k = 0; k < PRESTON_PETSC_LINKS; k++) {
            preston_petsc_link *old = &exchange->links[operation][k];
            PetscCall(VecScatterDestroy(&old->scatter));
            PetscCall(VecDestroy(&old->from));
            PetscCall(VecDestroy(&old->to));
        }
    }
    return 0;
}

/* --- lines --- */

static preston_petsc_link *find_link(preston_petsc_exchange *exchange, preston_operation operation,
                                     int64_t width)
{
    preston_petsc_link *links = exchange->links[operation];
    return links[0].width == width ? &links[0] : &links[1];
}

static void keep(preston_petsc_exchange *exchange, PetscErrorCode code)
{
    exchange->code = exchange->code != 0 ? exchange->code : code;
}

static PetscErrorCode begin(const preston_petsc_ranges *ranges, const preston_petsc_link *way,
                            double *lines)
{
    PetscCall(VecPlaceArray(way->from, lines));
    PetscCall(VecPlaceArray(way->to, lines + preston_petsc_places(ranges) * way->width));
    PetscCall(VecScatterBegin(way->scatter, way->from, way->to, INSERT_VALUES, SCATTER_FORWARD));
    return 0;
}

static PetscErrorCode end(const preston_petsc_link *way)
{
    PetscCall(VecScatterEnd(way->scatter, way->from, way->to, INSERT_VALUES, SCATTER_FORWARD));
    PetscCall(VecResetArray(way->from));
    PetscCall(VecResetArray(way->to));
    return 0;
}

void preston_petsc_begin_lines(void *context, preston_operation operation, int64_t width,
                               double *lines)
{
    preston_petsc_exchange *exchange = context;
    double begun = MPI_Wtime();
    keep(exchange, begin(exchange->ranges, find_link(exchange, operation, width), lines));
    exchange->waiting += MPI_Wtime() - begun;
}

void preston_petsc_end_lines(void *context, preston_operation operation, int64_t width,
                             double *lines)
{
    preston_petsc_exchange *exchange = context;
    double begun = MPI_Wtime();
    (void)lines;
    keep(exchange, end(find_link(exchange, operation, width)));
    exchange->waiting += MPI_Wtime() - begun;
}

/* --- sums --- */

static void reduce(preston_petsc_exchange *exchange, int64_t count, double *values, MPI_Op how)
{
    enum { AT_ONCE = 1 << 20 };
    double begun = MPI_Wtime();
    for (int64_t k = 0; k < count; k += AT_ONCE) {
        int part = (int)(count - k < AT_ONCE ? count - k : AT_ONCE);
        int failed = MPI_Allreduce(MPI_IN_PLACE, values + k, part, MPI_DOUBLE, how,
                                   exchange->ranges->communicator);
        keep(exchange, failed != MPI_SUCCESS ? PETSC_ERR_MPI : 0);
    }
    exchange->waiting += MPI_Wtime() - begun;
}

void preston_petsc_add_up(void *context, int64_t count, double *sums)
{
    reduce(context, count, sums, MPI_SUM);
}

double preston_petsc_smallest(preston_petsc_exchange *exchange, double value)
{
    reduce(exchange, 1, &value, MPI_MIN);
    return value;
}

double preston_petsc_largest(preston_petsc_exchange *exchange, double value)
{
    reduce(exchange, 1, &value, MPI_MAX);
    return value;
}
