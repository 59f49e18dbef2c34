#include "failure.h"

#include "../status/error.h"

#include <stdio.h>
#include <string.h>

/* PETSc calls this where an error begins, and again on each level that it passes through. */
static PetscErrorCode note(MPI_Comm communicator, int line, const char *function, const char *file,
                           PetscErrorCode code, PetscErrorType type, const char *message,
                           void *context)
{
    preston_petsc_call *call = context;
    (void)communicator;
    (void)line;
    (void)function;
    (void)file;
    (void)type;
    if (call->said[0] == '\0' && message != NULL && strspn(message, " \n") < strlen(message)) {
        (void)snprintf(call->said, sizeof call->said, "%s", message);
    }
    return code;
}

void preston_petsc_begin(preston_petsc_call *call)
{
    memset(call, 0, sizeof *call);
    (void)PetscPushErrorHandler(note, call);
}

void preston_petsc_end(void)
{
    (void)PetscPopErrorHandler();
}

preston_status preston_petsc_judge(preston_petsc_call *call, PetscErrorCode code)
{
    if (code == 0) {
        return PRESTON_OK;
    }
    if (code == PETSC_ERR_MEM) {
        return preston_fail_memory(&call->error, "PETSc");
    }
    const char *general = NULL;
    (void)PetscErrorMessage(code, &general, NULL);
    return preston_fail(&call->error, PRESTON_ERROR_ARGUMENT, "PETSc: %s%s%s",
                        general != NULL ? general : "an error", call->said[0] != '\0' ? ": " : "",
                        call->said);
}

preston_status preston_petsc_agree(preston_petsc_call *call, MPI_Comm communicator,
                                   preston_status status)
{
    int rank = 0;
    int ranks = 1;
    (void)MPI_Comm_rank(communicator, &rank);
    (void)MPI_Comm_size(communicator, &ranks);
    int failed = status != PRESTON_OK ? rank : ranks;
    int first = ranks;
    if (MPI_Allreduce(&failed, &first, 1, MPI_INT, MPI_MIN, communicator) != MPI_SUCCESS) {
        return preston_fail(&call->error, PRESTON_ERROR_ARGUMENT,
                            "MPI: the ranks cannot reach each other");
    }
    if (first == ranks) {
        return PRESTON_OK;
    }
    call->error.status = status;
    (void)MPI_Bcast(&call->error, (int)sizeof call->error, MPI_BYTE, first, communicator);
    return call->error.status;
}

preston_status preston_petsc_report(const preston_petsc_call *call, preston_status status,
                                    preston_error *error)
{
    if (status != PRESTON_OK && error != NULL) {
        *error = call->error;
        error->status = status;
    }
    return status;
}
