#include "blas.h"

#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <pthread.h>

/* OpenBLAS's own switches; not there in another BLAS. */
extern int openblas_get_num_threads(void) __attribute__((weak));
extern void openblas_set_num_threads(int threads) __attribute__((weak));

/* --- is it right? --- */

/* No multiple of a kernel's width, so that its edges are tried too. */
enum { ROWS = 37, COLUMNS = 23, INNER = 29 };

static pthread_once_t checked = PTHREAD_ONCE_INIT;
static int is_right;

/* Small integers, whose products and sums are exact in both precisions. */
static double sample(int i, int j)
{
    return (double)((i * 7 + j * 3) % 11 - 5);
}

static double expect(int i, int j)
{
    double sum = 0.0;
    for (int k = 0; k < INNER; k++) {
        sum += sample(i, k) * sample(k + 1, j);
    }
    return sum;
}

static void compare(void)
{
    static double a[ROWS * INNER];
    static double b[INNER * COLUMNS];
    static double c[ROWS * COLUMNS];
    static float single_a[ROWS * INNER];
    static float single_b[INNER * COLUMNS];
    static float single_c[ROWS * COLUMNS];
    const int rows = ROWS;
    const int columns = COLUMNS;
    const int inner = INNER;
    const double one = 1.0;
    const double zero = 0.0;
    const float single_one = 1.0F;
    const float single_zero = 0.0F;
    for (int k = 0; k < INNER; k++) {
        for (int i = 0; i < ROWS; i++) {
            a[i + k * ROWS] = sample(i, k);
            single_a[i + k * ROWS] = (float)sample(i, k);
        }
        for (int j = 0; j < COLUMNS; j++) {
            b[k + j * INNER] = sample(k + 1, j);
            single_b[k + j * INNER] = (float)sample(k + 1, j);
        }
    }
    dgemm_("N", "N", &rows, &columns, &inner, &one, a, &rows, b, &inner, &zero, c, &rows, 1, 1);
    sgemm_("N", "N", &rows, &columns, &inner, &single_one, single_a, &rows, single_b, &inner,
           &single_zero, single_c, &rows, 1, 1);
    is_right = 1;
    for (int j = 0; j < COLUMNS; j++) {
        for (int i = 0; i < ROWS; i++) {
            is_right &= c[i + j * ROWS] == expect(i, j);
            is_right &= (double)single_c[i + j * ROWS] == expect(i, j);
        }
    }
}

preston_status preston_blas_check(preston_error *error)
{
    (void)pthread_once(&checked, compare);
    return is_right ? PRESTON_OK
                    : preston_fail(error, PRESTON_ERROR_ACCURACY,
                                   "the BLAS of this process multiplies small integers wrongly: "
                                   "link another, or choose another of its kernels (for OpenBLAS "
                                   "by the environment variable OPENBLAS_CORETYPE)");
}

/* --- on how many cores? --- */

/* Several threads of the caller may begin and end in any order. */
static pthread_mutex_t single_lock = PTHREAD_MUTEX_INITIALIZER;
static int single_users;
static int threads_before;

void preston_blas_begin_single(void)
{
    if (openblas_get_num_threads == NULL || openblas_set_num_threads == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&single_lock);
    if (single_users++ == 0) {
        threads_before = openblas_get_num_threads();
        if (threads_before > 1) {
            openblas_set_num_threads(1);
        }
    }
    (void)pthread_mutex_unlock(&single_lock);
}

void preston_blas_end_single(void)
{
    if (openblas_get_num_threads == NULL || openblas_set_num_threads == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&single_lock);
    if (--single_users == 0 && threads_before > 1) {
        openblas_set_num_threads(threads_before);
    }
    (void)pthread_mutex_unlock(&single_lock);
}

enum { SMALL = 300 };

void preston_blas_begin_small(int64_t rows)
{
    if (rows < SMALL) {
        preston_blas_begin_single();
    }
}

void preston_blas_end_small(int64_t rows)
{
    if (rows < SMALL) {
        preston_blas_end_single();
    }
}
