/* Random descriptions of trade, their ranges, and what a test of several ranks needs. */
#ifndef PRESTON_TEST_DIVIDED_H
#define PRESTON_TEST_DIVIDED_H

#include "test.h"

#include <preston/petsc.h>

/* Fails on every rank when the condition is false on one: ranks that went on alone would wait for
 * the others for ever. */
#define assert_all(condition) assert_true(on_all_ranks((condition), #condition))

int on_all_ranks(int condition, const char *what);

int my_rank(void);
int all_ranks(void);

/* Runs cmocka's main between MPI's and PETSc's beginning and end; every rank must pass. */
#define run_ranks(count, arguments, tests)                                                         \
    (begin_ranks((count), (arguments)), end_ranks(cmocka_run_group_tests(tests, NULL, NULL)))
void begin_ranks(int *count, char ***arguments);
int end_ranks(int failed);

/* How places may trade and what technologies they have; any of them together. */
enum { LISTS = 1, COMMON = 2, POOL = 4, CHOSEN = 8, EACH_ITS_OWN = 16, NEGATIVE = 32 };

typedef struct economy {
    preston_trade trade;
    double *technology;
    int64_t *technology_of;
    double *own;
    int64_t *starts;
    int64_t *buyers;
    double *shares;
    int64_t *common_starts;
    int64_t *common_buyers;
    double *common_shares;
    double *seller_factors;
    double *buyer_factors;
    double *pool_supply;
    double *pool_use;
} economy;

/* The same on all ranks. No column of A adds up to more than `retention`, which productive
 * economies have below one. */
economy economy_random(uint64_t seed, int64_t places, int64_t sectors, int forms, double retention);
void economy_free(economy *made);

/* The description of a range alone, in memory of its own. */
economy economy_range(const economy *whole, int64_t first, int64_t places);

/* A number between low and high. */
double random_value(uint64_t *state, double low, double high);

#endif
