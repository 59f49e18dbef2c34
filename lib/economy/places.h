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

/* The tree the other way about, so that no step looks at every pair of areas. */
typedef struct preston_branches {
    int64_t *first_child;  /* areas; -1 for none */
    int64_t *next_sibling; /* areas; children in the order of the input */
    int64_t *order;        /* areas, each after its children */
} preston_branches;

struct preston_places {
    const char *measure;
    preston_labels areas;
    char **names;
    int64_t *parents; /* -1 for the nation */
    int64_t nation;
    int64_t sectors;
    preston_labels sector_codes; /* n: an economy must have the same */
    double *sizes;               /* areas × n */
    double *coordinates;         /* areas × 2, NaN for an area without; NULL when none has any */
    double *totals;              /* areas */
    preston_branches branches;
    int64_t leaves;
    preston_leaf *leaf;
    preston_labels leaf_codes;
    int64_t fault_area;   /* where a check stopped, for the message of a reader; -1 for nowhere */
    int64_t fault_sector; /* -1 where the area itself is at fault */
};

/* Checks the tree and forms the leaves; the last step of making places. */
preston_status preston_places_finish(preston_places *places, const char *const *sector_codes,
                                     preston_error *error);

/* Divides the table's output among the leaves: `output` is P × n, place after place. It goes with
 * the measure of size; a sector without size anywhere goes with the totals. */
void preston_places_divide_output(const preston_places *places, const preston_table *table,
                                  double *output);

/* The share of a leaf in the nation's sector, as above. */
double preston_places_sector_share(const preston_places *places, int64_t leaf, int64_t sector);

/* Fails when places and table have not the same sectors in the same order. */
preston_status preston_places_check_sectors(const preston_places *places,
                                            const preston_table *table, preston_error *error);

#endif
