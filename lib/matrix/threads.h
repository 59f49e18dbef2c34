/* Threads of batches: ours outside, BLAS on one core inside. Two pools that wait for each other on
 * the same cores cost more than either saves. */
#ifndef PRESTON_LIB_MATRIX_THREADS_H
#define PRESTON_LIB_MATRIX_THREADS_H

#include "preston/matrix.h"

/* How many threads a batch uses: what was asked for, or all cores; 1 without OpenMP. */
int preston_threads(const preston_batch_options *options);

/* The number of this thread inside a parallel region, from 0, and how many there are. */
int preston_thread_number(void);
int preston_team_size(void);

/* How far a batch is: its threads add what they have done, the calling thread tells the caller, and
 * all look whether they should go on. */
typedef struct preston_progress {
    const preston_batch_options *options;
    int64_t all;
    int64_t done;
    int stopped; /* by the caller, or by a failure */
} preston_progress;

int preston_progress_stopped(const preston_progress *progress);
void preston_progress_stop(preston_progress *progress);

/* Adds to what is done; 0 when the caller wants no more. */
int preston_progress_add(preston_progress *progress, int64_t count);

preston_status preston_check_batch(const preston_batch_options *options, preston_error *error);

#endif
