/* Which measure changes what: the Shapley value of each (Shapley 1953), for every set and year.
 *
 * A measure's part is the mean, over the orders in which measures can be added, of what it adds. Up
 * to MOST_EXACT measures all subsets are walked through, which is all orders; above that a fixed
 * sample of orders and their reverses. In each order the steps add up to the whole, so the parts do
 * too. */
#include "results.h"

#include "../matrix/threads.h"
#include "../status/allocate.h"
#include "../status/error.h"
#include "shapley.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include <stdlib.h>
#include <string.h>

enum {
    MOST_EXACT = 12, /* 4,096 subsets */
    ORDERS = 128,    /* of the sample; each is walked forwards and backwards */
    SEED = 12        /* of the orders: the same scenario has the same parts */
};

/* What one thread needs. */
typedef struct worker {
    preston_walk walk;
    double *change; /* K × (P n) */
} worker;

static void clear_workers(worker *workers, int count)
{
    for (int i = 0; workers != NULL && i < count; i++) {
        if (workers[i].walk.plan != NULL) {
            preston_walk_clear(&workers[i].walk);
        }
        free(workers[i].change);
    }
    free(workers);
}

static preston_status make_workers(const preston_plan *plan, int count, worker **out_workers,
                                   preston_error *error)
{
    worker *workers = preston_allocate(count, sizeof *workers);
    preston_status status =
        workers == NULL ? preston_fail_memory(error, "a projection") : PRESTON_OK;
    for (int i = 0; status == PRESTON_OK && i < count; i++) {
        status = preston_walk_make(&workers[i].walk, plan, error);
        if (status == PRESTON_OK) {
            workers[i].change = preston_allocate_matrix(plan->kinds, plan->places * plan->sectors);
            status =
                workers[i].change == NULL ? preston_fail_memory(error, "a projection") : PRESTON_OK;
        }
    }
    if (status != PRESTON_OK) {
        clear_workers(workers, count);
        return status;
    }
    *out_workers = workers;
    return PRESTON_OK;
}

void preston_projection_weigh(const preston_projection *projection, const double *change,
                              double *out_values)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    memset(out_values, 0, (size_t)projection->sets * sizeof *out_values);
    /* most cells do not change: look for those that do once, not once a set */
    for (int64_t first = 0; first < cells;) {
        while (first < cells && change[first] == 0.0) {
            first++;
        }
        int64_t last = first;
        while (last < cells && change[last] != 0.0) {
            last++;
        }
        for (int64_t set = 0; set < projection->sets; set++) {
            const double *effects = projection->effects + set * cells;
            double sum = 0.0;
            for (int64_t cell = first; cell < last; cell++) {
                sum += effects[cell] * change[cell];
            }
            out_values[set] += sum;
        }
        first = last;
    }
}

/* All years of a subset: Y × E numbers. */
static void walk_subset(const preston_projection *projection, worker *of, uint64_t subset,
                        double *values)
{
    preston_walk_begin(&of->walk, subset);
    for (int64_t y = 0; y < projection->plan.years; y++) {
        preston_walk_year(&of->walk);
        preston_walk_change(&of->walk, of->change);
        preston_projection_weigh(projection, of->change, values + y * projection->sets);
    }
}

static preston_status divide_exactly(preston_projection *projection, worker *workers, int threads,
                                     preston_error *error)
{
    int measures = (int)projection->plan.measures;
    int64_t subsets = (int64_t)1 << measures;
    int64_t size = projection->plan.years * projection->sets;
    double *values = preston_allocate_matrix(subsets, size);
    double *of_subset = preston_allocate_matrix(subsets, threads);
    if (values == NULL || of_subset == NULL) {
        free(values);
        free(of_subset);
        return preston_fail_memory(error, "the parts of measures");
    }
#pragma omp parallel num_threads(threads)
    {
        int me = preston_thread_number();
#pragma omp for schedule(dynamic, 1)
        for (int64_t subset = 0; subset < subsets; subset++) {
            walk_subset(projection, &workers[me], (uint64_t)subset, values + subset * size);
        }
#pragma omp for schedule(static)
        for (int64_t k = 0; k < size; k++) {
            double *own = of_subset + me * subsets;
            for (int64_t subset = 0; subset < subsets; subset++) {
                own[subset] = values[subset * size + k];
            }
            for (int i = 0; i < measures; i++) {
                projection->parts[i * size + k] = preston_shapley(i, measures, own);
            }
        }
    }
    free(values);
    free(of_subset);
    return PRESTON_OK;
}

/* The sample: every order stands beside its reverse, so that each measure is as often early as
 * late. */
static preston_status sample_orders(int64_t measures, int64_t *orders, preston_error *error)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    if (random == NULL) {
        return preston_fail_memory(error, "an order of measures");
    }
    gsl_rng_set(random, SEED);
    for (int64_t k = 0; k < ORDERS; k++) {
        int64_t *order = orders + 2 * k * measures;
        for (int64_t i = 0; i < measures; i++) {
            order[i] = i;
        }
        gsl_ran_shuffle(random, order, (size_t)measures, sizeof *order);
        for (int64_t i = 0; i < measures; i++) {
            order[measures + i] = order[measures - 1 - i];
        }
    }
    gsl_rng_free(random);
    return PRESTON_OK;
}

/* Adds the steps of one order to the parts of its measures. */
static void walk_order(const preston_projection *projection, worker *of, const int64_t *order,
                       double *before, double *after, double *parts)
{
    int64_t size = projection->plan.years * projection->sets;
    uint64_t subset = 0;
    memset(before, 0, (size_t)size * sizeof *before);
    for (int64_t i = 0; i < projection->plan.measures; i++) {
        subset |= (uint64_t)1 << order[i];
        walk_subset(projection, of, subset, after);
        for (int64_t k = 0; k < size; k++) {
            parts[order[i] * size + k] += after[k] - before[k];
        }
        memcpy(before, after, (size_t)size * sizeof *before);
    }
}

/* Orders are added up in strips of fixed size, and strips in their order: the same bits whatever
 * the number of threads. */
enum { STRIPS = 16 };

static preston_status divide_by_sample(preston_projection *projection, worker *workers, int threads,
                                       preston_error *error)
{
    int64_t measures = projection->plan.measures;
    int64_t size = projection->plan.years * projection->sets;
    int64_t *orders = preston_allocate(measures * 2 * ORDERS, sizeof *orders);
    double *parts = preston_allocate_matrix(STRIPS, measures * size);
    double *scratch = preston_allocate_matrix(threads, 2 * size);
    preston_status status = orders == NULL || parts == NULL || scratch == NULL
                                ? preston_fail_memory(error, "the parts of measures")
                                : sample_orders(measures, orders, error);
    if (status == PRESTON_OK) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
        for (int64_t strip = 0; strip < STRIPS; strip++) {
            int me = preston_thread_number();
            for (int64_t k = strip * 2 * ORDERS / STRIPS; k < (strip + 1) * 2 * ORDERS / STRIPS;
                 k++) {
                walk_order(projection, &workers[me], orders + k * measures, scratch + 2 * size * me,
                           scratch + size * (2 * me + 1), parts + strip * measures * size);
            }
        }
        for (int64_t k = 0; k < measures * size; k++) {
            for (int64_t strip = 0; strip < STRIPS; strip++) {
                projection->parts[k] += parts[strip * measures * size + k] / (2 * ORDERS);
            }
        }
    }
    free(orders);
    free(parts);
    free(scratch);
    return status;
}

preston_status preston_projection_divide(preston_projection *projection, preston_error *error)
{
    preston_batch_options options;
    preston_batch_options_init(&options);
    int threads = preston_threads(&options);
    worker *workers = NULL;
    if (projection->plan.measures == 0) {
        return PRESTON_OK;
    }
    preston_status status = make_workers(&projection->plan, threads, &workers, error);
    if (status != PRESTON_OK) {
        return status;
    }
    status = projection->plan.measures <= MOST_EXACT
                 ? divide_exactly(projection, workers, threads, error)
                 : divide_by_sample(projection, workers, threads, error);
    clear_workers(workers, threads);
    return status;
}
