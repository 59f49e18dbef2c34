/* A country that is made up, with sizes and neighbours as France's communes have them. */
#ifndef PRESTON_BENCH_PLACES_H
#define PRESTON_BENCH_PLACES_H

#include <preston/matrix.h>

#include <stdint.h>

enum { BENCH_NEIGHBOURS = 50, BENCH_PLACE_ACCOUNTS = 4 }; /* output, income, gva, jobs */

/* Places of heavy-tailed size (Pareto, 1.1), clustered in a square, numbered along Hilbert's curve.
 * Each buys from itself what its specialisation and size let it, and the rest from its 50 nearest
 * by gravity: what sellers have of the sector, falling with the square of distance, over the sum of
 * these: columns add up to one. The technology is a random one whose columns add up to 0.3 to 0.6.
 *
 * With households, they are the last sector: wages are half of what columns leave, in their row,
 * and six tenths of a wage is consumed. Accounts differ by place, but output does not: it is ones.
 */
typedef struct bench_places {
    const char *name;
    preston_trade trade; /* of the arrays below */
    double *coordinates; /* P × 2, metres in a square of 1,000 km */
    double *technology;
    double *own;
    double *seller_factors;
    double *buyer_factors;
    int64_t *starts;
    int64_t *buyers;
    double *shares;
    double *accounts; /* BENCH_PLACE_ACCOUNTS × P S */
    double *demand;   /* P S */
} bench_places;

bench_places bench_places_make(const char *name, int64_t places, int64_t sectors, int households);
void bench_places_free(bench_places *made);

#endif
