#define _DEFAULT_SOURCE /* madvise, clock_gettime */
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

double bench_now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The value below which that share of the sorted times lies, between two of them linearly. */
static double quantile(const double *times, int count, double share)
{
    double position = share * (count - 1);
    int below = (int)position;
    int above = below + 1 < count ? below + 1 : below;
    return times[below] + (position - below) * (times[above] - times[below]);
}

bench_result bench_time(bench_job *job, void *context, int runs)
{
    enum { MOST_RUNS = 64 };
    double times[MOST_RUNS] = {0};
    double begun = bench_now();
    job(context);
    int repeats = 1;
    if (bench_now() - begun < 0.1) { /* now warm: how many make a millisecond? */
        begun = bench_now();
        for (repeats = 0; repeats == 0 || bench_now() - begun < 1e-3; repeats++) {
            job(context);
        }
    }
    runs = runs < MOST_RUNS ? runs : MOST_RUNS;
    for (int run = 0; run < runs; run++) {
        begun = bench_now();
        for (int repeat = 0; repeat < repeats; repeat++) {
            job(context);
        }
        times[run] = (bench_now() - begun) / repeats;
    }
    qsort(times, (size_t)runs, sizeof *times, compare);
    bench_result result = {times[0], quantile(times, runs, 0.25), quantile(times, runs, 0.5),
                           quantile(times, runs, 0.75), runs};
    return result;
}

bench_result bench_rate(bench_result seconds, double amount)
{
    bench_result rate = {amount / seconds.least, amount / seconds.upper, amount / seconds.median,
                         amount / seconds.lower, seconds.runs};
    return rate;
}

double *bench_allocate(int64_t count)
{
    enum { HUGE_PAGE = 2 * 1024 * 1024, CACHE_LINE = 64 };
    size_t bytes = (size_t)count * sizeof(double);
    size_t alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : CACHE_LINE;
    bytes = (bytes / alignment + 1) * alignment;
    double *memory = aligned_alloc(alignment, bytes);
    if (memory == NULL) {
        bench_fail("memory", "there is not enough");
    }
    if (alignment == HUGE_PAGE) {
        (void)madvise(memory, bytes, MADV_HUGEPAGE);
    }
    memset(memory, 0, bytes);
    return memory;
}

void bench_fail(const char *where, const char *what)
{
    (void)fprintf(stderr, "bench_core: %s: %s\n", where, what);
    exit(1);
}

void bench_must(preston_status status, const preston_error *error, const char *where)
{
    if (status != PRESTON_OK) {
        bench_fail(where, error->message);
    }
}

void bench_must_agree(const char *where, const double *one, const double *other, int64_t count,
                      double tolerance)
{
    double largest = 0.0;
    double difference = 0.0;
    int finite = 1;
    for (int64_t i = 0; i < count; i++) {
        finite &= isfinite(one[i]) && isfinite(other[i]);
        largest = fmax(largest, fabs(other[i]));
        difference = fmax(difference, fabs(one[i] - other[i]));
    }
    if (!finite || !(difference <= tolerance * largest)) {
        char message[200];
        (void)snprintf(message, sizeof message,
                       "two answers that must agree to %.0e of the largest differ by %.2e of it",
                       tolerance, difference / largest);
        bench_fail(where, message);
    }
}

void bench_report(FILE *file, const char *name, int64_t rows, const char *what, const char *unit,
                  bench_result result)
{
    static int count;
    (void)fprintf(file,
                  "%s\n    {\"case\": \"%s\", \"rows\": %lld, \"what\": \"%s\", \"unit\": \"%s\", "
                  "\"median\": %.6g, \"lower_quartile\": %.6g, \"upper_quartile\": %.6g, "
                  "\"least\": %.6g, \"runs\": %d}",
                  count++ > 0 ? "," : "", name, (long long)rows, what, unit, result.median,
                  result.lower, result.upper, result.least, result.runs);
    printf("%-12s %6lld  %-54s %11.4g %-8s (%.4g to %.4g)\n", name, (long long)rows, what,
           result.median, unit, result.lower, result.upper);
    (void)fflush(stdout);
}

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t state)
{
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9U;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebU;
    return state ^ (state >> 31);
}

double bench_uniform(int64_t seed, int64_t index)
{
    static const uint64_t golden = 0x9e3779b97f4a7c15U;
    uint64_t bits = mix(mix((uint64_t)seed + golden) + ((uint64_t)index + 1) * golden);
    return (double)(bits >> 11) * 0x1p-53;
}
