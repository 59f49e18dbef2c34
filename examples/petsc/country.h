/* A made-up country of many places, one range of it. */
#ifndef PRESTON_EXAMPLE_COUNTRY_H
#define PRESTON_EXAMPLE_COUNTRY_H

#include <preston/matrix.h>

enum { NEIGHBOURS = 50 };

/* Places of heavy-tailed size (Pareto, 1.1), clustered in a square, numbered along Hilbert's curve.
 * Each buys from itself what its specialisation and size let it, and the rest from its 50 nearest
 * by gravity, so that columns add up. Everything is a function of the place's number and of fixed
 * seeds: any rank can make any range, and finds the same country. */
typedef struct country {
    preston_trade range; /* of the arrays below; buyers are numbered in the whole country */
    double *technology;
    double *own;
    double *seller_factors;
    double *buyer_factors;
    int64_t *starts;
    int64_t *buyers;
    double *shares;
    double *demand; /* of the range's rows */
    double *jobs;   /* per unit of output, which differ by sector and by place */
} country;

/* The places [first, last) of so many. -1: no memory. */
int country_make(int64_t all_places, int64_t sectors, int64_t first, int64_t last,
                 country *out_made);
void country_free(country *made);

#endif
