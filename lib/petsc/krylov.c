/* PETSc's view of the system: a shell matrix around the core's product, a shell preconditioner that
 * is the national correction, and KSP. */
#include "system.h"

#include <string.h>

/* --- products --- */

void preston_petsc_multiply(preston_petsc_system *system, preston_operation operation, int absolute,
                            const double *x, double *y)
{
    system->op->type->apply(system->op, operation, absolute, 1, x, y, system->scratch);
    system->summary.products++;
}

/* y = (I − A) x. */
static PetscErrorCode multiply(Mat matrix, preston_operation operation, Vec from, Vec to)
{
    preston_petsc_system *system = NULL;
    const double *x = NULL;
    double *y = NULL;
    PetscCall(MatShellGetContext(matrix, (void *)&system));
    PetscCall(VecGetArrayRead(from, &x));
    PetscCall(VecGetArrayWrite(to, &y));
    preston_petsc_multiply(system, operation, 0, x, y);
    for (int64_t i = 0; i < system->op->rows; i++) {
        y[i] = x[i] - y[i];
    }
    PetscCall(VecRestoreArrayRead(from, &x));
    PetscCall(VecRestoreArrayWrite(to, &y));
    return system->exchange.code;
}

static PetscErrorCode multiply_plain(Mat matrix, Vec from, Vec to)
{
    return multiply(matrix, PRESTON_PLAIN, from, to);
}

static PetscErrorCode multiply_transposed(Mat matrix, Vec from, Vec to)
{
    return multiply(matrix, PRESTON_TRANSPOSED, from, to);
}

/* --- the national correction (lib/matrix/trade_national.h) --- */

/* Plain, the residual is summed over places, and what the nation owes beyond it is divided by
 * their shares; transposed, the other way about. */
static void find_owed(preston_petsc_system *system, preston_operation operation, const double *r)
{
    int64_t s = system->parts.sectors;
    const double *shares = system->national.shares;
    double *sums = system->by_sector;
    memset(sums, 0, (size_t)s * sizeof *sums);
    for (int64_t row = 0; row < system->op->rows; row += s) {
        for (int64_t i = 0; i < s; i++) {
            sums[i] += operation == PRESTON_PLAIN ? r[row + i] : shares[row + i] * r[row + i];
        }
    }
    preston_petsc_add_up(&system->exchange, s, sums);
    preston_national_extend(&system->national, operation, sums, sums + s);
}

static PetscErrorCode precondition(PC shell, preston_operation operation, Vec from, Vec to)
{
    preston_petsc_system *system = NULL;
    const double *r = NULL;
    double *h = NULL;
    PetscCall(PCShellGetContext(shell, (void *)&system));
    if (system->national.places == 0) {
        return VecCopy(from, to);
    }
    PetscCall(VecGetArrayRead(from, &r));
    PetscCall(VecGetArrayWrite(to, &h));
    find_owed(system, operation, r);
    int64_t s = system->parts.sectors;
    const double *owed = system->by_sector;
    const double *shares = system->national.shares;
    for (int64_t row = 0; row < system->op->rows; row += s) {
        for (int64_t i = 0; i < s; i++) {
            h[row + i] =
                r[row + i] + (operation == PRESTON_PLAIN ? shares[row + i] * owed[i] : owed[i]);
        }
    }
    PetscCall(VecRestoreArrayRead(from, &r));
    PetscCall(VecRestoreArrayWrite(to, &h));
    return system->exchange.code;
}

static PetscErrorCode precondition_plain(PC shell, Vec from, Vec to)
{
    return precondition(shell, PRESTON_PLAIN, from, to);
}

static PetscErrorCode precondition_transposed(PC shell, Vec from, Vec to)
{
    return precondition(shell, PRESTON_TRANSPOSED, from, to);
}

/* --- KSP --- */

static PetscErrorCode prepare_matrix(preston_petsc_system *system)
{
    MPI_Comm communicator = system->ranges.communicator;
    PetscInt rows = (PetscInt)system->op->rows;
    PetscCall(VecCreateMPIWithArray(communicator, 1, rows, PETSC_DETERMINE, NULL, &system->from));
    PetscCall(VecCreateMPIWithArray(communicator, 1, rows, PETSC_DETERMINE, NULL, &system->to));
    PetscCall(MatCreateShell(communicator, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE, system,
                             &system->matrix));
    PetscCall(MatShellSetOperation(system->matrix, MATOP_MULT, (void (*)(void))multiply_plain));
    PetscCall(MatShellSetOperation(system->matrix, MATOP_MULT_TRANSPOSE,
                                   (void (*)(void))multiply_transposed));
    return 0;
}

PetscErrorCode preston_petsc_prepare_ksp(preston_petsc_system *system, const char *prefix)
{
    enum { MOST_ITERATIONS = 3000 };
    PC shell = NULL;
    KSPType method = NULL;
    PetscBool given = PETSC_FALSE;
    PetscCall(prepare_matrix(system));
    PetscCall(KSPCreate(system->ranges.communicator, &system->ksp));
    PetscCall(KSPSetOptionsPrefix(system->ksp, prefix));
    PetscCall(KSPSetOperators(system->ksp, system->matrix, system->matrix));
    PetscCall(KSPSetType(system->ksp, KSPBCGS));
    /* growth without end is what a break-down is: whether it converged, the certificate says */
    PetscCall(KSPSetTolerances(system->ksp, PETSC_DEFAULT, PETSC_DEFAULT, 1e30, MOST_ITERATIONS));
    PetscCall(KSPGetPC(system->ksp, &shell));
    PetscCall(PCSetType(shell, PCSHELL));
    PetscCall(PCShellSetContext(shell, system));
    PetscCall(PCShellSetName(shell, "national correction"));
    PetscCall(PCShellSetApply(shell, precondition_plain));
    PetscCall(PCShellSetApplyTranspose(shell, precondition_transposed));
    PetscCall(KSPSetFromOptions(system->ksp));
    PetscCall(KSPSetUp(system->ksp));
    PetscCall(PetscOptionsHasName(NULL, prefix, "-ksp_rtol", &given));
    system->given_accuracy = given != PETSC_FALSE;
    PetscCall(KSPGetType(system->ksp, &method));
    PetscCall(PetscStrncpy(system->method, method, sizeof system->method));
    return 0;
}

PetscErrorCode preston_petsc_correct(preston_petsc_system *system, preston_operation operation,
                                     double accuracy)
{
    PetscInt iterations = 0;
    if (!system->given_accuracy) {
        PetscCall(
            KSPSetTolerances(system->ksp, accuracy, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT));
    }
    /* the products' block is free until the next certificate */
    PetscCall(VecPlaceArray(system->from, system->correction));
    PetscCall(VecPlaceArray(system->to, system->products));
    PetscErrorCode code = operation == PRESTON_PLAIN
                              ? KSPSolve(system->ksp, system->from, system->to)
                              : KSPSolveTranspose(system->ksp, system->from, system->to);
    PetscCall(VecResetArray(system->from));
    PetscCall(VecResetArray(system->to));
    PetscCall(code);
    PetscCall(KSPGetIterationNumber(system->ksp, &iterations));
    system->summary.iterations += iterations;
    system->summary.corrections++;
    memcpy(system->correction, system->products,
           (size_t)system->op->rows * sizeof *system->correction);
    return system->exchange.code;
}
