/* The tree of places, shared by the files of this floor.
 *
 * Areas are what the caller gave: each with a parent and sizes of the whole. Leaves are the places
 * of an economy: an area without children, or the remainder of one that its children do not fill.
 * They stand in the order of a walk that finishes an area after its children, so that Preston comes
 * before the rest of Lancashire and both before the rest of the country. */
#ifndef PRESTON_LIB_ECONOMY_PLACES_H
#define PRESTON_LIB_ECONOMY_PLACES_H

#include "../status/labels.h"
#include "preston/economy.h"

typedef struct preston_leaf {
    int64_t area;  /* the area it is, or is the remainder of */
    int remainder; /* 1 when it is a remainder */
    char *code;
    char *name;
    double *sizes; /* n */
    double total;
} preston_leaf;

struct preston_places {
    const char *measure;
    preston_labels areas;
    char **names;
    int64_t *parents; /* -1 for the nation */
    int64_t nation;
    int64_t sectors;
    preston_labels sector_codes; /* n: an economy must have the same */
    double *sizes;               /* areas × n */
    double *totals;              /* areas */
    int64_t leaves;
    preston_leaf *leaf;
    int64_t fault_area;   /* where a check stopped, for the message of a reader; -1 for nowhere */
    int64_t fault_sector; /* -1 where the area itself is at fault */
};

/* Checks the tree and forms the leaves; the last step of making places. */
preston_status preston_places_finish(preston_places *places, const char *const *sector_codes,
                                     preston_error *error);

#endif
