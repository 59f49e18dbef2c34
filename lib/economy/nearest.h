/* The nearest of many candidates, and a k-d tree (Bentley 1975) to find those on a plane. */
#ifndef PRESTON_LIB_ECONOMY_NEAREST_H
#define PRESTON_LIB_ECONOMY_NEAREST_H

#include "preston/matrix.h"

typedef struct preston_candidate {
    double distance; /* or its square: whatever grows with it */
    int64_t place;
} preston_candidate;

/* The best `room` of what is offered within the limit: a heap with the worst on top. Without
 * `kept`, they are only counted. */
typedef struct preston_nearest {
    preston_candidate *kept;
    int64_t room;
    int64_t count;
    double limit;
} preston_nearest;

void preston_nearest_offer(preston_nearest *nearest, double distance, int64_t place);

/* Puts what was kept in the order of its places. */
void preston_nearest_sort(preston_nearest *nearest);

/* Points in an order such that a range is split by its middle one: what comes before has no larger
 * coordinate along the range's axis, what comes after no smaller. No pointers, no nodes. */
typedef struct preston_point_tree {
    int64_t count;
    int64_t *places; /* which point stands here */
    double *points;  /* its x and y */
    uint8_t *axes;   /* of the range of which it is the middle: 0 or 1 */
} preston_point_tree;

/* @param coordinates P × 2, finite. Returns 0, or -1 when memory is out. */
int preston_point_tree_build(preston_const_view coordinates, preston_point_tree *out_tree);

/* Offers the squared distance of every other point that could be kept. */
void preston_point_tree_search(const preston_point_tree *tree, double x, double y, int64_t self,
                               preston_nearest *nearest);

void preston_point_tree_clear(preston_point_tree *tree);

#endif
