#include "nearest.h"

#include "../status/allocate.h"

#include <stdlib.h>
#include <string.h>

/* Ranges so short are looked through, not split. */
enum { LEAF = 12 };

static int farther(preston_candidate a, preston_candidate b)
{
    return a.distance > b.distance || (a.distance == b.distance && a.place > b.place);
}

static int later(preston_candidate a, preston_candidate b)
{
    return a.place > b.place;
}

/* Lets the candidate at `at` sink in a heap of `count`, the largest on top. */
static inline void sink(preston_candidate *heap, int64_t count, int64_t at,
                        int (*larger)(preston_candidate, preston_candidate))
{
    preston_candidate sinking = heap[at];
    for (int64_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && larger(heap[child + 1], heap[child])) {
            child++;
        }
        if (!larger(heap[child], sinking)) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = sinking;
}

void preston_nearest_offer(preston_nearest *nearest, double distance, int64_t place)
{
    if (distance > nearest->limit) {
        return;
    }
    preston_candidate *heap = nearest->kept;
    const preston_candidate offered = {distance, place};
    if (heap == NULL) {
        nearest->count++;
    } else if (nearest->count < nearest->room) {
        int64_t at = nearest->count++;
        while (at > 0 && farther(offered, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = offered;
    } else if (nearest->room > 0 && farther(heap[0], offered)) {
        heap[0] = offered;
        sink(heap, nearest->count, 0, farther);
    }
}

void preston_nearest_sort(preston_nearest *nearest)
{
    preston_candidate *heap = nearest->kept;
    for (int64_t at = nearest->count / 2; at-- > 0;) {
        sink(heap, nearest->count, at, later);
    }
    for (int64_t left = nearest->count - 1; left > 0; left--) {
        preston_candidate last = heap[0];
        heap[0] = heap[left];
        heap[left] = last;
        sink(heap, left, 0, later);
    }
}

/* --- the tree --- */

static int before(const preston_point_tree *tree, int64_t a, int64_t b, int axis)
{
    double left = tree->points[2 * a + axis];
    double right = tree->points[2 * b + axis];
    return left < right || (left == right && tree->places[a] < tree->places[b]);
}

static void exchange(preston_point_tree *tree, int64_t a, int64_t b)
{
    int64_t place = tree->places[a];
    double point[2] = {tree->points[2 * a], tree->points[2 * a + 1]};
    tree->places[a] = tree->places[b];
    tree->places[b] = place;
    memcpy(&tree->points[2 * a], &tree->points[2 * b], sizeof point);
    memcpy(&tree->points[2 * b], point, sizeof point);
}

/* Brings the middle one in its place, the lesser ones before it (Hoare 1961). The pivot is the
 * middle of three, so that points that come in order cost no more. */
static void select_middle(preston_point_tree *tree, int64_t begin, int64_t end, int axis)
{
    int64_t middle = begin + (end - begin) / 2;
    while (end - begin > 2) {
        int64_t half = begin + (end - begin) / 2;
        if (before(tree, half, begin, axis)) {
            exchange(tree, half, begin);
        }
        if (before(tree, end - 1, begin, axis)) {
            exchange(tree, end - 1, begin);
        }
        if (before(tree, half, end - 1, axis)) {
            exchange(tree, half, end - 1);
        }
        int64_t split = begin; /* the pivot waits at the end */
        for (int64_t i = begin; i < end - 1; i++) {
            if (before(tree, i, end - 1, axis)) {
                exchange(tree, i, split++);
            }
        }
        exchange(tree, split, end - 1);
        if (split == middle) {
            return;
        }
        begin = split < middle ? split + 1 : begin;
        end = split < middle ? end : split;
    }
    if (end - begin == 2 && before(tree, begin + 1, begin, axis)) {
        exchange(tree, begin, begin + 1);
    }
}

/* The axis along which the points of the range lie farthest apart. */
static int longer_axis(const preston_point_tree *tree, int64_t begin, int64_t end)
{
    double extent[2];
    for (int axis = 0; axis < 2; axis++) {
        double least = tree->points[2 * begin + axis];
        double most = least;
        for (int64_t i = begin; i < end; i++) {
            double value = tree->points[2 * i + axis];
            least = value < least ? value : least;
            most = value > most ? value : most;
        }
        extent[axis] = most - least;
    }
    return extent[1] > extent[0];
}

static void split(preston_point_tree *tree, int64_t begin, int64_t end)
{
    if (end - begin <= LEAF) {
        return;
    }
    int64_t middle = begin + (end - begin) / 2;
    int axis = longer_axis(tree, begin, end);
    select_middle(tree, begin, end, axis);
    tree->axes[middle] = (uint8_t)axis;
    split(tree, begin, middle);
    split(tree, middle + 1, end);
}

int preston_point_tree_build(preston_const_view coordinates, preston_point_tree *out_tree)
{
    int64_t count = coordinates.rows;
    *out_tree = (preston_point_tree){
        .count = count,
        .places = preston_allocate(count, sizeof *out_tree->places),
        .points = preston_allocate(count, 2 * sizeof *out_tree->points),
        .axes = preston_allocate(count, sizeof *out_tree->axes),
    };
    if (out_tree->places == NULL || out_tree->points == NULL || out_tree->axes == NULL) {
        preston_point_tree_clear(out_tree);
        return -1;
    }
    for (int64_t place = 0; place < count; place++) {
        out_tree->places[place] = place;
        out_tree->points[2 * place] = preston_get(coordinates, place, 0);
        out_tree->points[2 * place + 1] = preston_get(coordinates, place, 1);
    }
    split(out_tree, 0, count);
    return 0;
}

typedef struct search {
    const preston_point_tree *tree;
    const double *from; /* x and y */
    int64_t self;
    preston_nearest *nearest;
} search;

static void offer_point(const search *work, int64_t at)
{
    const double *point = &work->tree->points[2 * at];
    double x = point[0] - work->from[0];
    double y = point[1] - work->from[1];
    if (work->tree->places[at] != work->self) {
        preston_nearest_offer(work->nearest, x * x + y * y, work->tree->places[at]);
    }
}

/* Can anything so far away still be kept? A tie can, by its number. */
static int in_reach(const preston_nearest *nearest, double distance)
{
    return distance <= nearest->limit && (nearest->kept == NULL || nearest->count < nearest->room ||
                                          distance <= nearest->kept[0].distance);
}

static void search_range(const search *work, int64_t begin, int64_t end)
{
    if (end - begin <= LEAF) {
        for (int64_t at = begin; at < end; at++) {
            offer_point(work, at);
        }
        return;
    }
    int64_t middle = begin + (end - begin) / 2;
    int axis = work->tree->axes[middle];
    double across = work->from[axis] - work->tree->points[2 * middle + axis];
    search_range(work, across < 0.0 ? begin : middle + 1, across < 0.0 ? middle : end);
    if (in_reach(work->nearest, across * across)) {
        offer_point(work, middle);
        search_range(work, across < 0.0 ? middle + 1 : begin, across < 0.0 ? end : middle);
    }
}

void preston_point_tree_search(const preston_point_tree *tree, double x, double y, int64_t self,
                               preston_nearest *nearest)
{
    const double from[2] = {x, y};
    const search work = {tree, from, self, nearest};
    if (nearest->room > 0 || nearest->kept == NULL) {
        search_range(&work, 0, tree->count);
    }
}

void preston_point_tree_clear(preston_point_tree *tree)
{
    free(tree->places);
    free(tree->points);
    free(tree->axes);
    *tree = (preston_point_tree){0};
}
