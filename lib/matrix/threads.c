#include "threads.h"

#include "../status/error.h"

#ifdef _OPENMP
#include <omp.h>
#endif

void preston_batch_options_init(preston_batch_options *options)
{
    *options = (preston_batch_options){.size = sizeof *options, .tolerance = 1e-9};
}

preston_status preston_check_batch(const preston_batch_options *options, preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && (options->threads < 0 || !(options->tolerance > 0.0))) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "%d threads and a tolerance of %g: threads are 0 for all cores, the "
                              "tolerance above zero",
                              options->threads, options->tolerance);
    }
    return status;
}

int preston_threads(const preston_batch_options *options)
{
#ifdef _OPENMP
    return options->threads > 0 ? options->threads : omp_get_max_threads();
#else
    (void)options;
    return 1;
#endif
}

int preston_team_size(void)
{
#ifdef _OPENMP
    return omp_get_num_threads();
#else
    return 1;
#endif
}

int preston_thread_number(void)
{
#ifdef _OPENMP
    return omp_get_thread_num();
#else
    return 0;
#endif
}

int preston_progress_stopped(const preston_progress *progress)
{
    int stopped = 0;
#pragma omp atomic read
    stopped = progress->stopped;
    return stopped;
}

void preston_progress_stop(preston_progress *progress)
{
#pragma omp atomic write
    progress->stopped = 1;
}

int preston_progress_add(preston_progress *progress, int64_t count)
{
    int64_t done = 0;
    const preston_batch_options *options = progress->options;
#pragma omp atomic capture
    done = progress->done += count;
    if (options->progress == NULL || preston_thread_number() != 0 ||
        options->progress(options->context, done, progress->all) == 0) {
        return 1;
    }
    preston_progress_stop(progress);
    return 0;
}
