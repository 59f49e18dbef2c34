/* Where places lie. */
#include "places.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

preston_status preston_places_locate(preston_places *places, preston_const_view coordinates,
                                     preston_error *error)
{
    int64_t areas = places->areas.count;
    if (coordinates.rows != areas || coordinates.columns != 2) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld areas need coordinates of as many rows and 2 columns",
                            (long long)areas);
    }
    double *copy = preston_allocate_matrix(areas, 2);
    if (copy == NULL) {
        return preston_fail_memory(error, "coordinates");
    }
    for (int64_t area = 0; area < areas; area++) {
        double x = preston_get(coordinates, area, 0);
        double y = preston_get(coordinates, area, 1);
        if (isinf(x) || isinf(y) || isnan(x) != isnan(y)) {
            free(copy);
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "place '%s' lies at (%g, %g): give two finite numbers, or NaN for "
                                "both where it is not known",
                                places->areas.texts[area], x, y);
        }
        copy[2 * area] = x;
        copy[2 * area + 1] = y;
    }
    free(places->coordinates);
    places->coordinates = copy;
    return PRESTON_OK;
}

static int find_position(const preston_places *places, const preston_leaf *leaf, double *x,
                         double *y)
{
    if (leaf->remainder || places->coordinates == NULL) {
        return 0;
    }
    *x = places->coordinates[2 * leaf->area];
    *y = places->coordinates[2 * leaf->area + 1];
    return !isnan(*x);
}

/* A remainder is spread over what is left of an area: it lies nowhere. */
static preston_status fail_nowhere(const preston_places *places, const preston_leaf *leaf,
                                   preston_error *error)
{
    const char *area = places->areas.texts[leaf->area];
    if (leaf->remainder) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "place '%s' has no coordinates: the places inside '%s' leave %g %s of "
                            "it; give places that add up to the whole, or leave its own sizes out",
                            leaf->code, area, leaf->total, places->measure);
    }
    return preston_fail(error, PRESTON_ERROR_MISSING,
                        "place '%s' has no coordinates: add columns x and y to places.csv and fill "
                        "them in",
                        leaf->code);
}

preston_status preston_places_coordinates(const preston_places *places,
                                          preston_view out_coordinates, preston_error *error)
{
    double x = 0.0;
    double y = 0.0;
    if (out_coordinates.rows != places->leaves || out_coordinates.columns != 2) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the coordinates need %lld rows, one a place, and 2 columns",
                            (long long)places->leaves);
    }
    for (int64_t place = 0; place < places->leaves; place++) {
        if (!find_position(places, &places->leaf[place], &x, &y)) {
            return fail_nowhere(places, &places->leaf[place], error);
        }
    }
    for (int64_t place = 0; place < places->leaves; place++) {
        (void)find_position(places, &places->leaf[place], &x, &y);
        preston_set(out_coordinates, place, 0, x);
        preston_set(out_coordinates, place, 1, y);
    }
    return PRESTON_OK;
}
