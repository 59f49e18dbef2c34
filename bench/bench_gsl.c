/* bench_gsl FOLDER NAME…: the four accounts' effects by GSL's LU, on the matrices that bench_core
 * wrote to FOLDER. Writes FOLDER/gsl.json. */
#include "measure.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include <stdlib.h>

enum { ACCOUNTS = 4, HEADER = 128 };

typedef struct problem {
    gsl_matrix *coefficients;
    gsl_matrix *accounts; /* ACCOUNTS × rows */
    gsl_matrix *effects;
    gsl_matrix *system;
    gsl_permutation *pivots;
} problem;

static double *read_npy(const char *folder, const char *name, const char *what, int64_t *out_count)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s-%s.npy", folder, name, what);
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        bench_fail(path, "cannot be read");
    }
    long bytes = ftell(file);
    *out_count = (bytes - HEADER) / (int64_t)sizeof(double);
    double *values = bench_allocate(*out_count);
    if (fseek(file, HEADER, SEEK_SET) != 0 ||
        fread(values, sizeof *values, (size_t)*out_count, file) != (size_t)*out_count ||
        fclose(file) != 0) {
        bench_fail(path, "cannot be read");
    }
    return values;
}

/* GSL solves with the factors of a matrix, not of its transpose: so (I − A)ᵀ is factorised. */
static void find_effects(void *context)
{
    problem *p = context;
    size_t n = p->coefficients->size1;
    int sign = 0;
    (void)gsl_matrix_transpose_memcpy(p->system, p->coefficients);
    (void)gsl_matrix_scale(p->system, -1.0);
    for (size_t i = 0; i < n; i++) {
        p->system->data[i * n + i] += 1.0;
    }
    (void)gsl_linalg_LU_decomp(p->system, p->pivots, &sign);
    for (size_t k = 0; k < ACCOUNTS; k++) {
        gsl_vector_view account = gsl_matrix_row(p->accounts, k);
        gsl_vector_view effect = gsl_matrix_row(p->effects, k);
        (void)gsl_linalg_LU_solve(p->system, p->pivots, &account.vector, &effect.vector);
    }
}

static void run_case(FILE *file, const char *folder, const char *name)
{
    int64_t count = 0;
    double *coefficients = read_npy(folder, name, "coefficients", &count);
    double *accounts = read_npy(folder, name, "accounts", &count);
    double *ours = read_npy(folder, name, "effects", &count);
    size_t n = (size_t)count / 2 / ACCOUNTS;
    double *effects = bench_allocate((int64_t)(ACCOUNTS * n));
    double *system = bench_allocate((int64_t)(n * n));
    gsl_matrix_view views[] = {
        gsl_matrix_view_array(coefficients, n, n), gsl_matrix_view_array(accounts, ACCOUNTS, n),
        gsl_matrix_view_array(effects, ACCOUNTS, n), gsl_matrix_view_array(system, n, n)};
    problem p = {&views[0].matrix, &views[1].matrix, &views[2].matrix, &views[3].matrix,
                 gsl_permutation_alloc(n)};
    if (p.pivots == NULL) {
        bench_fail(name, "out of memory");
    }
    bench_report(file, name, (int64_t)n, "GSL LU_decomp and four LU_solve", "s",
                 bench_time(find_effects, &p, BENCH_RUNS));
    bench_must_agree("GSL and we", ours, effects, (int64_t)(ACCOUNTS * n), 1e-8);
    gsl_permutation_free(p.pivots);
    free(coefficients);
    free(accounts);
    free(ours);
    free(effects);
    free(system);
}

int main(int count, char **arguments)
{
    char path[4096];
    if (count < 3) {
        (void)fputs("usage: bench_gsl FOLDER NAME...\n", stderr);
        return 2;
    }
    (void)snprintf(path, sizeof path, "%s/gsl.json", arguments[1]);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        bench_fail(path, "cannot be written");
    }
    (void)gsl_set_error_handler_off();
    (void)fputs("{\"measurements\": [", file);
    for (int i = 2; i < count; i++) {
        run_case(file, arguments[1], arguments[i]);
    }
    (void)fputs("\n]}\n", file);
    return fclose(file) == 0 ? 0 : 1;
}
