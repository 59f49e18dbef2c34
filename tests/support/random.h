/* Random inputs of property tests: the seed is printed, and PRESTON_TEST_SEED sets another. */
#ifndef PRESTON_TEST_RANDOM_H
#define PRESTON_TEST_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* Freed with gsl_rng_free(). */
gsl_rng *make_random(void);

/* A number between low and high. */
double random_between(gsl_rng *random, double low, double high);

/* A nonnegative n × n matrix, row after row, whose spectral radius is `radius`: columns that all
 * add up to it, then a change of units by factors of up to exp(spread) either way, which moves the
 * column sums but not the radius. */
void fill_productive(gsl_rng *random, int64_t n, double radius, double spread, double *out_matrix);

/* `count` numbers between -1 and 1. */
void fill_random(gsl_rng *random, int64_t count, double *out_values);

#endif
