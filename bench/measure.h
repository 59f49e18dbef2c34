/* What every benchmark uses: a clock, medians and quartiles, memory, and the file of results. */
#ifndef PRESTON_BENCH_MEASURE_H
#define PRESTON_BENCH_MEASURE_H

#include <preston/matrix.h>

#include <stdint.h>
#include <stdio.h>

enum { BENCH_RUNS = 11 };

typedef void bench_job(void *context);

/* Seconds since some moment. */
double bench_now(void);

/* The least, the quartiles and the median of some runs, in the unit it says. */
typedef struct bench_result {
    double least;
    double lower;
    double median;
    double upper;
    int runs;
} bench_result;

/* Seconds for the job, over so many runs after one that warms the caches. A run of a job that takes
 * less than a millisecond repeats it until it does, and counts the mean. */
bench_result bench_time(bench_job *job, void *context, int runs);

/* The same result as a rate: `amount` over each time. */
bench_result bench_rate(bench_result seconds, double amount);

/* Zeroed doubles, which large are aligned for huge pages, advised for them and touched, so that
 * nobody's time counts page faults. Ends the program when memory is out. */
double *bench_allocate(int64_t count);

/* Ends the program with a message. */
void bench_fail(const char *where, const char *what) __attribute__((noreturn));

/* Ends the program when the status is no success. */
void bench_must(preston_status status, const preston_error *error, const char *where);

/* Fails where two arrays differ by more than `tolerance` of the largest cell of the second. */
void bench_must_agree(const char *where, const double *one, const double *other, int64_t count,
                      double tolerance);

/* Writes one measurement to the file, and a line to the console. */
void bench_report(FILE *file, const char *name, int64_t rows, const char *what, const char *unit,
                  bench_result result);

/* A uniform number from 0 to 1 that depends on nothing but its arguments. */
double bench_uniform(int64_t seed, int64_t index);

#endif
