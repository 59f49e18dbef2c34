/* Many places on many ranks: one demand and one multiplier, certified.
 *
 *   mpirun -n 2 many_places [-places 35000] [-sectors 38] [-tolerance 1e-10] [-applies 20]
 *                           [-solves 1]
 *
 * and PETSc's own options: -ksp_type, -ksp_monitor, -log_view … Each rank makes its own places and
 * no others, so that nobody ever holds the whole. The answers do not depend on the ranks. */
#include "country.h"

#include <preston/petsc.h>

#include <petscksp.h>
#include <stdlib.h>

typedef struct run {
    PetscInt places;
    PetscInt sectors;
    PetscInt applies; /* products timed */
    PetscInt solves;  /* of each system; the best is printed */
    PetscReal tolerance;
    int rank;
    int ranks;
} run;

/* --- sums and times of all ranks --- */

static double over_ranks(double value, MPI_Op how)
{
    double all = value;
    (void)MPI_Allreduce(&value, &all, 1, MPI_DOUBLE, how, MPI_COMM_WORLD);
    return all;
}

static double sum_of(int64_t count, const double *values)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return over_ranks(sum, MPI_SUM);
}

/* Begins, or ends, what is timed: for the slowest rank. */
static double begin(void)
{
    (void)MPI_Barrier(MPI_COMM_WORLD);
    return MPI_Wtime();
}

static double seconds_since(double begun)
{
    return over_ranks(MPI_Wtime() - begun, MPI_MAX);
}

/* --- what is printed --- */

static void print_solve(const preston_petsc_system *system, const char *what, double seconds,
                        const preston_certificate *certificate)
{
    preston_petsc_summary summary;
    preston_petsc_summarise(system, &summary);
    (void)PetscPrintf(PETSC_COMM_WORLD,
                      "%-28s %9.3f s, %lld iterations in %lld corrections; relative bound %.1e\n",
                      what, seconds, (long long)summary.iterations, (long long)summary.corrections,
                      certificate->relative_bound);
}

static void print_places(const preston_petsc_system *system)
{
    preston_petsc_summary summary;
    preston_petsc_summarise(system, &summary);
    int64_t values = (summary.sectors + 7) / 8 * 8; /* whole cache lines */
    for (int k = 0; k < 2; k++) {
        double beyond = (double)summary.beyond[k];
        (void)PetscPrintf(
            PETSC_COMM_WORLD,
            "%-28s %.0f to %.0f places a rank, from at most %.0f ranks; %.2f MB at most\n",
            k == 0 ? "arrive for a product" : "for a transposed one", over_ranks(beyond, MPI_MIN),
            over_ranks(beyond, MPI_MAX), over_ranks((double)summary.neighbours[k], MPI_MAX),
            8e-6 * (double)values * over_ranks(beyond, MPI_MAX));
    }
}

/* --- the work --- */

static preston_status measure_applies(const run *job, preston_petsc_system *system, const double *x,
                                      double *y, int64_t rows, preston_error *error)
{
    static const char *const names[] = {"one product", "one transposed product"};
    for (int k = 0; k < 2; k++) {
        preston_operation operation = k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED;
        double best = 1e300;
        double least = 1e300;
        for (PetscInt again = 0; again < job->applies; again++) {
            preston_petsc_summary before;
            preston_petsc_summary after;
            preston_petsc_summarise(system, &before);
            double begun = begin();
            preston_status status =
                preston_petsc_apply(system, operation, preston_const_vector(x, rows, 1),
                                    preston_vector(y, rows, 1), error);
            if (status != PRESTON_OK) {
                return status;
            }
            double seconds = seconds_since(begun);
            preston_petsc_summarise(system, &after);
            double waited = over_ranks(after.waiting - before.waiting, MPI_MAX);
            best = seconds < best ? seconds : best;
            least = waited < least ? waited : least;
        }
        (void)PetscPrintf(PETSC_COMM_WORLD, "%-28s %9.3f ms, of which messages %.3f (best of %d)\n",
                          names[k], 1e3 * best, 1e3 * least, (int)job->applies);
    }
    return PRESTON_OK;
}

/* Solves as often as is asked for, prints the best time, and gives the sum of the answer. */
static preston_status solve_one(const run *job, preston_petsc_system *system,
                                preston_operation operation, const double *right_hand_side,
                                double *answer, double *out_sum, preston_error *error)
{
    preston_petsc_summary summary;
    preston_certificate certificate = {0};
    preston_petsc_summarise(system, &summary);
    int64_t rows = summary.places * summary.sectors;
    double best = 1e300;
    for (PetscInt again = 0; again < job->solves; again++) {
        double begun = begin();
        preston_status status =
            preston_petsc_solve(system, operation, preston_const_vector(right_hand_side, rows, 1),
                                preston_vector(answer, rows, 1), &certificate, error);
        if (status != PRESTON_OK) {
            return status;
        }
        double seconds = seconds_since(begun);
        best = seconds < best ? seconds : best;
    }
    print_solve(system, operation == PRESTON_PLAIN ? "output for one demand" : "job multipliers",
                best, &certificate);
    *out_sum = sum_of(rows, answer);
    return PRESTON_OK;
}

static preston_status solve(const run *job, preston_petsc_system *system, const country *made,
                            double *answer, preston_error *error)
{
    int64_t rows = made->range.places * made->range.sectors;
    double output = 0.0;
    double jobs = 0.0;
    preston_status status =
        solve_one(job, system, PRESTON_PLAIN, made->demand, answer, &output, error);
    if (status == PRESTON_OK) {
        status = solve_one(job, system, PRESTON_TRANSPOSED, made->jobs, answer, &jobs, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    (void)PetscPrintf(PETSC_COMM_WORLD, "%-28s %.9f\n%-28s %.9f\n", "output per unit of demand",
                      output / sum_of(rows, made->demand), "mean jobs per unit of demand",
                      jobs / ((double)job->places * (double)job->sectors));
    print_places(system);
    return job->applies > 0 ? measure_applies(job, system, made->jobs, answer, rows, error)
                            : PRESTON_OK;
}

static preston_status work(const run *job, const country *made, preston_error *error)
{
    int64_t rows = made->range.places * made->range.sectors;
    double *answer = calloc((size_t)rows, sizeof *answer);
    preston_petsc_system *system = NULL;
    preston_petsc_options options;
    preston_petsc_options_init(&options);
    options.tolerance = job->tolerance;
    preston_status status = PRESTON_ERROR_MEMORY;
    if (over_ranks(answer != NULL, MPI_MIN) > 0.0) {
        double begun = begin();
        status = preston_petsc_create_range(MPI_COMM_WORLD, &made->range, &options, &system, error);
        double seconds = seconds_since(begun);
        if (status == PRESTON_OK) {
            preston_petsc_summary summary;
            preston_petsc_summarise(system, &summary);
            (void)PetscPrintf(PETSC_COMM_WORLD, "%-28s %9.3f s, %lld products; KSP is %s\n",
                              "system and its weights", seconds, (long long)summary.products,
                              summary.method);
            status = solve(job, system, made, answer, error);
        }
    }
    preston_petsc_free(system);
    free(answer);
    return status;
}

static int run_all(run *job)
{
    country made = {0};
    preston_error error = {PRESTON_OK, ""};
    int64_t first = (int64_t)job->places * job->rank / job->ranks;
    int64_t last = (int64_t)job->places * (job->rank + 1) / job->ranks;
    double begun = begin();
    int failed = country_make(job->places, job->sectors, first, last, &made);
    if (over_ranks(failed, MPI_MIN) < 0.0) {
        country_free(&made);
        (void)PetscPrintf(PETSC_COMM_WORLD, "many_places: out of memory for the places\n");
        return 1;
    }
    (void)PetscPrintf(PETSC_COMM_WORLD, "%d places, %d sectors, %d ranks\n%-28s %9.3f s\n",
                      (int)job->places, (int)job->sectors, job->ranks, "places and neighbours",
                      seconds_since(begun));
    preston_status status = work(job, &made, &error);
    if (status != PRESTON_OK) {
        (void)PetscPrintf(PETSC_COMM_WORLD, "many_places: %s\n",
                          error.message[0] != '\0' ? error.message : preston_status_text(status));
    }
    country_free(&made);
    return status == PRESTON_OK ? 0 : 1;
}

static PetscErrorCode read_options(run *job)
{
    PetscCall(PetscOptionsGetInt(NULL, NULL, "-places", &job->places, NULL));
    PetscCall(PetscOptionsGetInt(NULL, NULL, "-sectors", &job->sectors, NULL));
    PetscCall(PetscOptionsGetInt(NULL, NULL, "-applies", &job->applies, NULL));
    PetscCall(PetscOptionsGetInt(NULL, NULL, "-solves", &job->solves, NULL));
    PetscCall(PetscOptionsGetReal(NULL, NULL, "-tolerance", &job->tolerance, NULL));
    return 0;
}

int main(int count, char **arguments)
{
    run job = {.places = 2000, .sectors = 38, .applies = 20, .solves = 1, .tolerance = 1e-10};
    if (PetscInitialize(&count, &arguments, NULL, NULL) != 0) {
        return 2;
    }
    (void)MPI_Comm_rank(MPI_COMM_WORLD, &job.rank);
    (void)MPI_Comm_size(MPI_COMM_WORLD, &job.ranks);
    int status = 2;
    if (read_options(&job) != 0) {
        status = 2;
    } else if (job.places < job.ranks || job.places <= 1 || job.sectors < 1 || job.solves < 1) {
        (void)PetscPrintf(PETSC_COMM_WORLD,
                          "many_places: %d places and %d sectors on %d ranks: give two places or "
                          "more, and no fewer than ranks; -solves 1 or more\n",
                          (int)job.places, (int)job.sectors, job.ranks);
    } else {
        status = run_all(&job);
    }
    return PetscFinalize() != 0 ? 2 : status;
}
