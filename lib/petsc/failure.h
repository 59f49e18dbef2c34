/* Failures over ranks: what PETSc says, and what all ranks agree on. */
#ifndef PRESTON_LIB_PETSC_FAILURE_H
#define PRESTON_LIB_PETSC_FAILURE_H

#include "preston/petsc.h"

#include <petscksp.h>

/* A public call under way: what PETSc reports is kept here instead of printed. */
typedef struct preston_petsc_call {
    char said[400];      /* PETSc's first message */
    preston_error error; /* this rank's, and then that of all */
} preston_petsc_call;

void preston_petsc_begin(preston_petsc_call *call);
void preston_petsc_end(void);

/* PRESTON_OK for 0; else a status, and PETSc's message in the call's error. */
preston_status preston_petsc_judge(preston_petsc_call *call, PetscErrorCode code);

/* Collective: PRESTON_OK when it is that on all ranks, else status and message of the first rank
 * where it is not. */
preston_status preston_petsc_agree(preston_petsc_call *call, MPI_Comm communicator,
                                   preston_status status);

/* Copies the call's error to the caller's when the status is a failure; returns the status. */
preston_status preston_petsc_report(const preston_petsc_call *call, preston_status status,
                                    preston_error *error);

#endif
