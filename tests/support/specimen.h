/* Specimens of every form of operator, each with the matrix that it should be.
 *
 * That matrix is put together cell by cell from the same parts, by plain loops that know nothing of
 * the library. */
#ifndef PRESTON_TEST_SPECIMEN_H
#define PRESTON_TEST_SPECIMEN_H

#include <gsl/gsl_rng.h>
#include <preston/matrix.h>

enum { MOST_BLOCKS = 32, MOST_OPERATORS = 4 };

typedef struct specimen {
    const char *name;
    int64_t n;
    preston_operator *op; /* the last of the operators */
    long double *cells;   /* n × n, row after row; exact beside what doubles can do */
    long double *sizes;   /* the same by the absolute values of all parts */

    /* what has to be freed */
    preston_operator *operators[MOST_OPERATORS];
    int operator_count;
    void *blocks[MOST_BLOCKS];
    int block_count;
} specimen;

/* How many forms there are. */
int specimen_forms(void);

/* Makes a random specimen of n rows; with `negative`, about half of the cells are below zero. */
specimen make_specimen(int form, int64_t n, int negative, gsl_rng *random);

void free_specimen(specimen *made);

/* Trade between places with everything in it, for tests of its own: the parts, without a matrix.
 * `per_place`: each place has a technology. `same_pairs`: all sectors trade along the same pairs.
 */
preston_trade make_trade(specimen *owner, int64_t places, int64_t sectors, int per_place,
                         int same_pairs, int negative, gsl_rng *random);

/* Several technologies, in runs of places; and neighbours common to all sectors. */
void give_technologies(specimen *owner, preston_trade *trade, int64_t count, int negative,
                       gsl_rng *random);
void give_common_neighbours(specimen *owner, preston_trade *trade, int negative, gsl_rng *random);

/* Memory that goes with a specimen: `count` zeros. */
double *specimen_doubles(specimen *owner, int64_t count);
int64_t *specimen_integers(specimen *owner, int64_t count);

#endif
