/* The Hilbert curve: each quarter of a square is passed before the next, in an order that turns so
 * that neighbouring quarters touch. */
#include "preston/economy.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

enum { BITS = 31 }; /* of a coordinate: the square is divided so many times */

typedef struct position {
    uint64_t along; /* the curve */
    int64_t place;
} position;

/* Bit by bit, from the largest quarters to the smallest. */
static uint64_t along_curve(uint32_t x, uint32_t y)
{
    uint64_t along = 0;
    for (int bit = BITS - 1; bit >= 0; bit--) {
        uint32_t right = (x >> bit) & 1u;
        uint32_t up = (y >> bit) & 1u;
        along = (along << 2) | ((3u * right) ^ up);
        if (up == 0) {
            if (right == 1) {
                x = ~x;
                y = ~y;
            }
            uint32_t turned = x;
            x = y;
            y = turned;
        }
    }
    return along;
}

static int compare(const void *left, const void *right)
{
    const position *a = left;
    const position *b = right;
    if (a->along != b->along) {
        return a->along < b->along ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

/* The square around all places; NaN and infinity are refused. */
static preston_status find_square(preston_const_view coordinates, double *corner, double *side,
                                  preston_error *error)
{
    *side = 0.0;
    for (int axis = 0; axis < 2; axis++) {
        double least = HUGE_VAL;
        double most = -HUGE_VAL;
        for (int64_t place = 0; place < coordinates.rows; place++) {
            double value = preston_get(coordinates, place, axis);
            if (!(fabs(value) <= 1e100)) { /* as for distances: squares do not overflow */
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "place number %lld has a coordinate of %g: it must be a finite "
                                    "number",
                                    (long long)place + 1, value);
            }
            least = fmin(least, value);
            most = fmax(most, value);
        }
        corner[axis] = least;
        *side = fmax(*side, most - least);
    }
    return PRESTON_OK;
}

preston_status preston_curve_order(preston_const_view coordinates, int64_t *out_order,
                                   preston_error *error)
{
    if (coordinates.columns != 2) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "coordinates of %lld columns: give an x and a y",
                            (long long)coordinates.columns);
    }
    double corner[2];
    double side = 0.0;
    preston_status status = find_square(coordinates, corner, &side, error);
    if (status != PRESTON_OK) {
        return status;
    }
    position *positions = preston_allocate(coordinates.rows, sizeof *positions);
    if (positions == NULL) {
        return preston_fail_memory(error, "the order of places");
    }
    const double cells = (double)(((uint32_t)1 << BITS) - 1);
    for (int64_t place = 0; place < coordinates.rows; place++) {
        uint32_t cell[2] = {0, 0};
        for (int axis = 0; axis < 2 && side > 0.0; axis++) {
            double part = (preston_get(coordinates, place, axis) - corner[axis]) / side;
            cell[axis] = (uint32_t)(fmin(part, 1.0) * cells);
        }
        positions[place] = (position){along_curve(cell[0], cell[1]), place};
    }
    qsort(positions, (size_t)coordinates.rows, sizeof *positions, compare);
    for (int64_t k = 0; k < coordinates.rows; k++) {
        out_order[k] = positions[k].place;
    }
    free(positions);
    return PRESTON_OK;
}
