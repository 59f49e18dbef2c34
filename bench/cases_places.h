/* What is timed of many places. */
#ifndef PRESTON_BENCH_CASES_PLACES_H
#define PRESTON_BENCH_CASES_PLACES_H

#include "places.h"

#include <stdio.h>

/* An apply of both kinds beside the gather rate, and one certified solve. `peers`: the folder where
 * peers find the case and our solution; or NULL. */
void bench_case_place(FILE *file, const char *name, int64_t places, int64_t sectors,
                      const char *peers);

/* All multipliers of four accounts, types I and II, and the memory of the whole process. */
void bench_case_place_multipliers(FILE *file, const char *name, int64_t places, int64_t sectors);

#endif
