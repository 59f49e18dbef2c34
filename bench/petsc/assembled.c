/* bench_petsc FOLDER CASE: an assembled matrix against the shell matrix, PETSc solving both.
 *
 * Reads the case that bench_places wrote to FOLDER, solves it by libpreston_petsc and, as a
 * PETSc user would without it, by KSP with an assembled matrix (AIJ): with its default
 * preconditioner, ILU(0), and with the cheapest one, the diagonal. All solutions must be the same.
 * One rank, one thread for both. Writes FOLDER/petsc-CASE.json. */
#include "../measure.h"

#include <preston/petsc.h>

#include <malloc.h>
#include <petscksp.h>
#include <stdlib.h>

static const double tolerance = 1e-10;

enum { PEER_RUNS = 3 };

/* --- the case: the file of cases_places.c --- */

typedef struct input {
    int64_t *file; /* everything else lies in it */
    preston_trade trade;
    int64_t rows;
    const double *technology;
    const double *own;
    const double *seller_factors;
    const double *buyer_factors;
    const double *demand;
    const double *solution;
    double bytes; /* of the description, without demand and solution */
} input;

static int64_t *read_file(const char *path, int64_t *out_count)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        bench_fail(path, "is not there: run bench_places before");
    }
    long bytes = ftell(file);
    int64_t *numbers = bytes > 0 ? malloc((size_t)bytes) : NULL;
    *out_count = bytes / 8;
    rewind(file);
    if (numbers == NULL || fread(numbers, 8, (size_t)*out_count, file) != (size_t)*out_count) {
        bench_fail(path, "cannot be read");
    }
    (void)fclose(file);
    return numbers;
}

/* Rows are filled from left to right. */
static void check_order(const char *path, int64_t places, const int64_t *starts,
                        const int64_t *buyers)
{
    for (int64_t place = 0; place < places; place++) {
        for (int64_t q = starts[place] + 1; q < starts[place + 1]; q++) {
            if (buyers[q] <= buyers[q - 1]) {
                bench_fail(path, "has buyers that do not rise");
            }
        }
    }
}

static input read_input(const char *path)
{
    int64_t count = 0;
    input in = {.file = read_file(path, &count)};
    int64_t places = in.file[0];
    int64_t sectors = in.file[1];
    int64_t pairs = in.file[2];
    const int64_t *starts = in.file + 3;
    const int64_t *buyers = starts + places + 1;
    const void *behind = buyers + pairs;
    const double *shares = behind;
    in.rows = places * sectors;
    in.technology = shares + pairs;
    in.own = in.technology + sectors * sectors;
    in.seller_factors = in.own + in.rows;
    in.buyer_factors = in.seller_factors + in.rows;
    in.demand = in.buyer_factors + in.rows;
    in.solution = in.demand + in.rows;
    if (count != 4 + places + 2 * pairs + sectors * sectors + 5 * in.rows) {
        bench_fail(path, "has another length than its numbers of places and sectors say");
    }
    check_order(path, places, starts, buyers);
    in.bytes = 8.0 * (double)(count - 2 * in.rows);
    in.trade = (preston_trade){
        .places = places,
        .sectors = sectors,
        .technology = preston_const_matrix(in.technology, sectors, sectors),
        .technologies = 1,
        .own = preston_const_matrix(in.own, places, sectors),
        .seller_factors = preston_const_matrix(in.seller_factors, places, sectors),
        .buyer_factors = preston_const_matrix(in.buyer_factors, places, sectors),
        .common_starts = starts,
        .common_buyers = buyers,
        .common_shares = shares,
    };
    return in;
}

/* --- reports --- */

typedef struct output {
    FILE *file;
    const char *name;
    int64_t rows;
} output;

static void report(const output *out, const char *what, const char *unit, bench_result result)
{
    bench_report(out->file, out->name, out->rows, what, unit, result);
}

static bench_result number(double value)
{
    return (bench_result){value, value, value, value, 1};
}

static void report_number(const output *out, const char *what, const char *unit, double value)
{
    report(out, what, unit, number(value));
}

/* Bytes that are allocated now. */
static double heap_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)info.uordblks + (double)info.hblkhd;
}

static void must(PetscErrorCode code, const char *where)
{
    if (code != 0) {
        bench_fail(where, "PETSc failed");
    }
}

/* --- the shell matrix: libpreston_petsc --- */

typedef struct shell {
    const input *in;
    double *x;
    preston_petsc_system *system; /* of the last run */
} shell;

static preston_petsc_system *make_system(const input *in)
{
    preston_petsc_options options;
    preston_petsc_system *system = NULL;
    preston_error error = {0};
    preston_petsc_options_init(&options);
    options.tolerance = tolerance;
    bench_must(preston_petsc_create(MPI_COMM_WORLD, &in->trade, &options, &system, &error), &error,
               "the shell matrix");
    return system;
}

static void solve_system(const input *in, preston_petsc_system *system, double *x)
{
    preston_certificate certificate = {0};
    preston_error error = {0};
    bench_must(preston_petsc_solve(system, PRESTON_PLAIN,
                                   preston_const_vector(in->demand, in->rows, 1),
                                   preston_vector(x, in->rows, 1), &certificate, &error),
               &error, "the shell matrix");
    if (!certificate.certified || !(certificate.relative_bound <= tolerance)) {
        bench_fail("the shell matrix", "its solution is not certified");
    }
}

/* From nothing: neighbours turned, the national system, weights, the solve and its certificate. */
static void solve_by_shell(void *context)
{
    shell *job = context;
    job->system = make_system(job->in);
    solve_system(job->in, job->system, job->x);
    preston_petsc_free(job->system);
}

static void solve_again_by_shell(void *context)
{
    shell *job = context;
    solve_system(job->in, job->system, job->x);
}

static void measure_shell(const output *out, const input *in, double *x)
{
    shell job = {.in = in, .x = x};
    double before = heap_in_use();
    job.system = make_system(in);
    solve_system(in, job.system, x);
    report_number(out, "PETSc, shell matrix: memory, description and KSP included", "B",
                  heap_in_use() - before + in->bytes);
    report(out, "PETSc, shell matrix: one more certified solve", "s",
           bench_time(solve_again_by_shell, &job, BENCH_RUNS));
    preston_petsc_free(job.system);
    report(out, "PETSc, shell matrix: a certified solve from nothing", "s",
           bench_time(solve_by_shell, &job, BENCH_RUNS));
    bench_must_agree("the shell matrix", x, in->solution, in->rows, 1e-9);
}

/* --- the assembled matrix --- */

/* One row of I − T A, its cells that are not zero in rising order of columns. Returns how
 * many; columns may be NULL. */
static int64_t fill_row(const input *in, int64_t place, int64_t sector, PetscInt *columns,
                        double *values)
{
    const preston_trade *trade = &in->trade;
    int64_t s = trade->sectors;
    int64_t end = trade->common_starts[place + 1];
    int64_t q = trade->common_starts[place];
    int64_t count = 0;
    for (int own_to_come = 1; own_to_come || q < end;) {
        int own = own_to_come && (q == end || trade->common_buyers[q] > place);
        int64_t buyer = own ? place : trade->common_buyers[q];
        double share = own ? in->own[place * s + sector]
                           : in->seller_factors[place * s + sector] * trade->common_shares[q] *
                                 in->buyer_factors[buyer * s + sector];
        own_to_come = own_to_come && !own;
        q += !own;
        for (int64_t j = 0; j < s; j++) {
            double cell = (own && j == sector ? 1.0 : 0.0) - share * in->technology[sector * s + j];
            if (cell != 0.0) {
                if (columns != NULL) {
                    columns[count] = (PetscInt)(buyer * s + j);
                    values[count] = cell;
                }
                count++;
            }
        }
    }
    return count;
}

typedef struct assembled {
    PetscInt *starts;
    PetscInt *columns;
    double *values;
    Mat matrix;
} assembled;

/* Straight into the arrays of the matrix, which is the least that assembling can take. */
static void assemble(const input *in, assembled *made)
{
    int64_t s = in->trade.sectors;
    int64_t cells = 0;
    PetscInt rows = (PetscInt)in->rows;
    Mat matrix = NULL;
    made->starts = calloc((size_t)in->rows + 1, sizeof *made->starts);
    for (int64_t row = 0; made->starts != NULL && row < in->rows; row++) {
        cells += fill_row(in, row / s, row % s, NULL, NULL);
        if (cells > PETSC_MAX_INT) {
            bench_fail("the assembled matrix", "it has more cells than this PETSc can number");
        }
        made->starts[row + 1] = (PetscInt)cells;
    }
    made->columns = malloc((size_t)cells * sizeof *made->columns);
    made->values = malloc((size_t)cells * sizeof *made->values);
    if (made->starts == NULL || made->columns == NULL || made->values == NULL) {
        bench_fail("the assembled matrix", "there is not enough memory");
    }
    for (int64_t row = 0; row < in->rows; row++) {
        (void)fill_row(in, row / s, row % s, made->columns + made->starts[row],
                       made->values + made->starts[row]);
    }
    must(MatCreateSeqAIJWithArrays(PETSC_COMM_SELF, rows, rows, made->starts, made->columns,
                                   made->values, &matrix),
         "the assembled matrix");
    made->matrix = matrix;
}

typedef struct solving {
    Mat matrix;
    KSPType method;
    PCType preconditioner; /* NULL: PETSc's choice */
    const char *name;      /* of both */
    Vec demand;
    Vec solution;
    KSP ksp; /* of the last run */
    PetscInt iterations;
} solving;

static PetscErrorCode prepare(solving *job)
{
    PetscCall(KSPCreate(PETSC_COMM_SELF, &job->ksp));
    PetscCall(KSPSetOperators(job->ksp, job->matrix, job->matrix));
    PetscCall(KSPSetType(job->ksp, job->method));
    PetscCall(KSPSetTolerances(job->ksp, tolerance, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT));
    if (job->preconditioner != NULL) {
        PC chosen = NULL;
        PetscCall(KSPGetPC(job->ksp, &chosen));
        PetscCall(PCSetType(chosen, job->preconditioner));
    }
    PetscCall(KSPSetUp(job->ksp));
    return 0;
}

static PetscErrorCode solve(solving *job)
{
    KSPConvergedReason reason = KSP_CONVERGED_ITERATING;
    PetscCall(KSPSolve(job->ksp, job->demand, job->solution));
    PetscCall(KSPGetConvergedReason(job->ksp, &reason));
    PetscCall(KSPGetIterationNumber(job->ksp, &job->iterations));
    return reason > 0 ? 0 : PETSC_ERR_NOT_CONVERGED;
}

/* From the matrix that is there: the preconditioner and the solve. */
static void solve_assembled(void *context)
{
    solving *job = context;
    must(prepare(job), job->name);
    must(solve(job), job->name);
    must(KSPDestroy(&job->ksp), job->name);
}

static void solve_again(void *context)
{
    solving *job = context;
    must(solve(job), job->name);
}

static void report_of(const output *out, const solving *job, const char *what, const char *unit,
                      bench_result result)
{
    char text[100];
    (void)snprintf(text, sizeof text, "PETSc, AIJ, %s: %s", job->name, what);
    report(out, text, unit, result);
}

static void measure_method(const output *out, const input *in, double matrix_bytes, solving job)
{
    double *x = bench_allocate(in->rows);
    PetscInt rows = (PetscInt)in->rows;
    must(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, rows, in->demand, &job.demand), job.name);
    must(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, rows, x, &job.solution), job.name);
    double before = heap_in_use();
    must(prepare(&job), job.name);
    must(solve(&job), job.name);
    report_of(out, &job, "memory of matrix and KSP", "B",
              number(heap_in_use() - before + matrix_bytes));
    report_of(out, &job, "iterations", "iterations", number((double)job.iterations));
    report_of(out, &job, "one more solve", "s", bench_time(solve_again, &job, PEER_RUNS));
    must(KSPDestroy(&job.ksp), job.name);
    report_of(out, &job, "preconditioner and solve", "s",
              bench_time(solve_assembled, &job, PEER_RUNS));
    bench_must_agree(job.name, x, in->solution, in->rows, 1e-9);
    must(VecDestroy(&job.demand), job.name);
    must(VecDestroy(&job.solution), job.name);
    free(x);
}

static void measure_assembled(const output *out, const input *in)
{
    double begun = bench_now();
    double before = heap_in_use();
    assembled made = {0};
    assemble(in, &made);
    double bytes = heap_in_use() - before;
    report_number(out, "PETSc, AIJ: assembling", "s", bench_now() - begun);
    report_number(out, "PETSc, AIJ: cells", "cells", (double)made.starts[in->rows]);
    const solving methods[] = {
        {.matrix = made.matrix, .method = KSPGMRES, .name = "gmres and ILU(0)"},
        {.matrix = made.matrix, .method = KSPBCGS, .name = "bcgs and ILU(0)"},
        {.matrix = made.matrix,
         .method = KSPBCGS,
         .preconditioner = PCJACOBI,
         .name = "bcgs and the diagonal"},
    };
    for (size_t k = 0; k < sizeof methods / sizeof *methods; k++) {
        measure_method(out, in, bytes, methods[k]);
    }
    must(MatDestroy(&made.matrix), "the assembled matrix");
    free(made.starts);
    free(made.columns);
    free(made.values);
}

int main(int count, char **arguments)
{
    int ranks = 0;
    if (PetscInitialize(&count, &arguments, NULL, NULL) != 0) {
        return 2;
    }
    (void)MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (count != 3 || ranks != 1) {
        (void)fputs("usage: bench_petsc FOLDER CASE, on one rank\n", stderr);
        return 2;
    }
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s.bin", arguments[1], arguments[2]);
    input in = read_input(path);
    (void)snprintf(path, sizeof path, "%s/petsc-%s.json", arguments[1], arguments[2]);
    output out = {fopen(path, "w"), arguments[2], in.rows};
    if (out.file == NULL) {
        bench_fail(path, "cannot be written");
    }
    (void)fputs("{\"ranks\": 1, \"measurements\": [", out.file);
    double *x = bench_allocate(in.rows);
    measure_shell(&out, &in, x);
    measure_assembled(&out, &in);
    (void)fputs("\n]}\n", out.file);
    free(x);
    free(in.file);
    if (fclose(out.file) != 0) {
        bench_fail(path, "cannot be written");
    }
    return PetscFinalize() != 0;
}
