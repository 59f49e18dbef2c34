/* The limits of the machine, measured in the run that they judge. */
#include "cases.h"
#include "measure.h"

#include "matrix/lapack.h"

#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

void sgemm_(const char *form_a, const char *form_b, const int *rows, const int *columns,
            const int *inner, const float *alpha, const float *a, const int *leading_a,
            const float *b, const int *leading_b, const float *beta, float *c, const int *leading_c,
            size_t length_a, size_t length_b);

/* Only OpenBLAS has these; without it they are NULL. */
extern char *openblas_get_config(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));
extern int openblas_get_num_threads(void) __attribute__((weak));
extern void openblas_set_num_threads(int threads) __attribute__((weak));

const char *bench_blas_name(void)
{
    return openblas_get_config != NULL ? openblas_get_config() : "not OpenBLAS";
}

const char *bench_blas_kernel(void)
{
    return openblas_get_corename != NULL ? openblas_get_corename() : "unknown";
}

int bench_blas_threads(void)
{
    return openblas_get_num_threads != NULL ? openblas_get_num_threads() : 0;
}

/* --- products --- */

enum { PRODUCT_ROWS = 4000 };

static void multiply_double(void *context)
{
    double *memory = context;
    int n = PRODUCT_ROWS;
    int64_t cells = (int64_t)n * n;
    double alpha = 1.0;
    double beta = 0.0;
    dgemm_("N", "N", &n, &n, &n, &alpha, memory, &n, memory + cells, &n, &beta, memory + 2 * cells,
           &n, 1, 1);
}

static void multiply_single(void *context)
{
    float *memory = context;
    int n = PRODUCT_ROWS;
    int64_t cells = (int64_t)n * n;
    float alpha = 1.0F;
    float beta = 0.0F;
    sgemm_("N", "N", &n, &n, &n, &alpha, memory, &n, memory + cells, &n, &beta, memory + 2 * cells,
           &n, 1, 1);
}

static void measure_products(const bench_run *run)
{
    int64_t cells = (int64_t)PRODUCT_ROWS * PRODUCT_ROWS;
    double work = 2.0 * (double)cells * PRODUCT_ROWS;
    double *memory = bench_allocate(3 * cells);
    for (int64_t i = 0; i < 2 * cells; i++) {
        memory[i] = bench_uniform(20, i);
    }
    bench_result doubles = bench_rate(bench_time(multiply_double, memory, BENCH_RUNS), work);
    float *singles = (float *)(void *)memory;
    for (int64_t i = 0; i < 2 * cells; i++) {
        singles[i] = (float)bench_uniform(20, i);
    }
    bench_result single = bench_rate(bench_time(multiply_single, singles, BENCH_RUNS), work);
    bench_report(run->file, "machine", PRODUCT_ROWS, "dgemm, all threads", "flop/s", doubles);
    bench_report(run->file, "machine", PRODUCT_ROWS, "sgemm, all threads", "flop/s", single);
    free(memory);
}

/* --- memory --- */

enum {
    STREAM = 1 << 25,
    BLOCK = 1 << 16,
    LANES = 4,
    SUMS = 8,
    STEP = SUMS * LANES
}; /* doubles: 256 MiB, past any cache here */

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) &&       \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOR_TWO_PROCESSORS /* one body compiled twice, chosen when the program is loaded */
#endif
#pragma GCC diagnostic ignored "-Wpsabi" /* lanes never cross a file */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

#ifdef FOR_TWO_PROCESSORS
__attribute__((target_clones("arch=x86-64-v3", "default")))
#endif
double
bench_read_all(const double *values, int64_t count)
{
    lanes sums[SUMS] = {{0}};
    int64_t i = 0;
    for (; i + STEP <= count; i += STEP) {
        for (int64_t k = 0; k < SUMS; k++) {
            lanes value;
            memcpy(&value, values + i + k * LANES, sizeof value);
            sums[k] += value;
        }
    }
    double sum = 0.0;
    for (; i < count; i++) {
        sum += values[i];
    }
    for (int k = 0; k < SUMS; k++) {
        for (int lane = 0; lane < LANES; lane++) {
            sum += sums[k][lane];
        }
    }
    return sum;
}

typedef struct streams {
    double *a;
    double *b;
    double *c;
    int threads;
    double sum;
} streams;

static void read_stream(void *context)
{
    streams *s = context;
    double sum = 0.0;
#pragma omp parallel for schedule(static) num_threads(s->threads) reduction(+ : sum)
    for (int64_t begin = 0; begin < STREAM; begin += BLOCK) {
        sum += bench_read_all(s->a + begin, BLOCK);
    }
    s->sum = sum;
}

static void write_stream(void *context)
{
    streams *s = context;
#pragma omp parallel for schedule(static) num_threads(s->threads)
    for (int64_t i = 0; i < STREAM; i++) {
        s->a[i] = 1.5;
    }
}

static void triad(void *context)
{
    streams *s = context;
#pragma omp parallel for schedule(static) num_threads(s->threads)
    for (int64_t i = 0; i < STREAM; i++) {
        s->a[i] = s->b[i] + 3.0 * s->c[i];
    }
}

static void measure_stream(const bench_run *run, bench_job *job, streams *s, const char *what,
                           double bytes)
{
    bench_report(run->file, "machine", STREAM, what, "B/s",
                 bench_rate(bench_time(job, s, BENCH_RUNS), bytes));
}

static void measure_memory(const bench_run *run)
{
    double bytes = (double)STREAM * sizeof(double);
    streams s = {bench_allocate(STREAM), bench_allocate(STREAM), bench_allocate(STREAM), 1, 0.0};
    measure_stream(run, read_stream, &s, "read, one thread", bytes);
    measure_stream(run, triad, &s, "triad, one thread", 3.0 * bytes);
#ifdef _OPENMP
    s.threads = omp_get_max_threads();
#endif
    measure_stream(run, read_stream, &s, "read, all threads", bytes);
    measure_stream(run, write_stream, &s, "write, all threads", bytes);
    measure_stream(run, triad, &s, "triad, all threads", 3.0 * bytes);
    free(s.a);
    free(s.b);
    free(s.c);
}

void bench_measure_limits(const bench_run *run)
{
    measure_products(run);
    measure_memory(run);
}
