/* The case of 180 places as the program examples/places has it, and ways to run it. */
#ifndef PRESTON_TEST_UK_PLACES_H
#define PRESTON_TEST_UK_PLACES_H

#include "cells.h"
#include "program.h"

#include <preston/economy.h>

enum { UK_PLACES = 180 };

/* The shipped table and places, and a folder for what is to be read beside them. */
typedef struct uk_places {
    char *folder;
    char *times; /* the paths of times.csv and own.csv in it */
    char *own;
    preston_table *table;
    preston_places *places;
    double xy[2 * UK_PLACES];
} uk_places;

/* The setup and teardown of a group of tests; the state is the struct. */
int make_uk_places(void **state);
int free_uk_places(void **state);

/* Runs the program without a band; both lists of options end with NULL. */
outcome run_places(const uk_places *on, const char *const *options, const char *const *more,
                   cells **out_csv);

/* The same, where only the numbers matter. */
cells *places_csv_of(const uk_places *on, const char *const *options, const char *const *more);

/* The largest difference of any number; everything else must be the same. */
double places_apart(const cells *one, const cells *other);

/* The rows whose cells are these, added up; NULL for any. Fails when there is none. */
double places_sum(const cells *csv, const char *which, const char *kind, const char *code,
                  const char *account, const char *part);

/* The program must refuse these options in one line that holds all of these texts; both lists end
 * with NULL. */
void assert_places_says(const char *const *options, const char *const *says);

#endif
