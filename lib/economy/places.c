#define _GNU_SOURCE /* asprintf */
#include "places.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *preston_places_measure(const preston_places *places)
{
    return places->measure;
}

int64_t preston_places_count(const preston_places *places)
{
    return places->leaves;
}

const char *const *preston_places_codes(const preston_places *places)
{
    return (const char *const *)places->leaf_codes.texts;
}

int64_t preston_places_areas(const preston_places *places)
{
    return places->areas.count;
}

const char *preston_places_area_code(const preston_places *places, int64_t area)
{
    return places->areas.texts[area];
}

const char *preston_places_area_name(const preston_places *places, int64_t area)
{
    return places->names[area];
}

int64_t preston_places_area_parent(const preston_places *places, int64_t area)
{
    return places->parents[area];
}

int64_t preston_places_area_of(const preston_places *places, int64_t place)
{
    return places->leaf[place].area;
}

preston_status preston_places_sizes(const preston_places *places, preston_view out_sizes,
                                    preston_error *error)
{
    if (out_sizes.rows != places->leaves || out_sizes.columns != places->sectors) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the sizes need %lld rows, one a place, and %lld columns",
                            (long long)places->leaves, (long long)places->sectors);
    }
    for (int64_t place = 0; place < places->leaves; place++) {
        for (int64_t i = 0; i < places->sectors; i++) {
            preston_set(out_sizes, place, i, places->leaf[place].sizes[i]);
        }
    }
    return PRESTON_OK;
}

void preston_places_free(preston_places *places)
{
    if (places == NULL) {
        return;
    }
    for (int64_t i = 0; places->names != NULL && i < places->areas.count; i++) {
        free(places->names[i]);
    }
    for (int64_t i = 0; i < places->leaves; i++) {
        free(places->leaf[i].code);
        free(places->leaf[i].name);
        free(places->leaf[i].sizes);
    }
    preston_labels_clear(&places->areas);
    preston_labels_clear(&places->sector_codes);
    preston_labels_clear(&places->leaf_codes);
    free(places->names);
    free(places->parents);
    free(places->sizes);
    free(places->coordinates);
    free(places->totals);
    free(places->branches.first_child);
    free(places->leaf);
    free(places);
}

static void note_fault(preston_places *places, int64_t area, int64_t sector)
{
    places->fault_area = area;
    places->fault_sector = sector;
}

static preston_status fail_in_circle(const preston_places *places, int64_t area,
                                     preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_LABEL,
                        "place '%s' lies inside itself: follow its parents",
                        places->areas.texts[area]);
}

/* One nation, and every area below it: a walk upwards that meets its own footsteps is a circle, one
 * that meets those of an earlier walk is as good as that was. */
static preston_status check_tree(preston_places *places, preston_error *error)
{
    int64_t *walk = places->branches.order; /* free until the tree is known: the last walk here */
    places->nation = -1;
    for (int64_t area = 0; area < places->areas.count; area++) {
        note_fault(places, area, -1);
        if (places->parents[area] < 0 && places->nation >= 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "'%s' and '%s' both have no parent: only the nation has none",
                                places->areas.texts[places->nation], places->areas.texts[area]);
        }
        places->nation = places->parents[area] < 0 ? area : places->nation;
        int64_t above = area;
        while (above >= 0 && walk[above] == 0) {
            walk[above] = area + 1;
            above = places->parents[above];
        }
        if (above >= 0 && walk[above] == area + 1) {
            return fail_in_circle(places, area, error);
        }
    }
    return places->nation >= 0 ? PRESTON_OK
                               : preston_fail(error, PRESTON_ERROR_LABEL,
                                              "there is no place: name at least the nation");
}

/* Children in the order of the input, then the order of a walk that ends with the nation. */
static void find_branches(preston_places *places)
{
    const preston_branches *tree = &places->branches;
    for (int64_t area = 0; area < places->areas.count; area++) {
        tree->first_child[area] = -1;
        tree->next_sibling[area] = -1;
    }
    for (int64_t area = places->areas.count - 1; area >= 0; area--) {
        int64_t parent = places->parents[area];
        if (parent >= 0) {
            tree->next_sibling[area] = tree->first_child[parent];
            tree->first_child[parent] = area;
        }
    }
    int64_t at = places->nation;
    for (int64_t count = 0; at >= 0;) {
        while (tree->first_child[at] >= 0) {
            at = tree->first_child[at];
        }
        tree->order[count++] = at;
        while (at >= 0 && tree->next_sibling[at] < 0) {
            at = places->parents[at];
            if (at >= 0) {
                tree->order[count++] = at;
            }
        }
        at = at >= 0 ? tree->next_sibling[at] : -1;
    }
}

/* An area without any size of its own has that of the places inside it. */
static void add_up_children(preston_places *places, int64_t area)
{
    int64_t n = places->sectors;
    double *whole = places->sizes + area * n;
    for (int64_t i = 0; i < n; i++) {
        if (whole[i] != 0.0) {
            return;
        }
    }
    for (int64_t child = places->branches.first_child[area]; child >= 0;
         child = places->branches.next_sibling[child]) {
        for (int64_t i = 0; i < n; i++) {
            whole[i] += places->sizes[child * n + i];
        }
    }
}

static preston_status check_sizes(preston_places *places, const char *const *sector_codes,
                                  preston_error *error)
{
    for (int64_t k = 0; k < places->areas.count; k++) {
        int64_t area = places->branches.order[k];
        add_up_children(places, area);
        for (int64_t i = 0; i < places->sectors; i++) {
            double size = places->sizes[area * places->sectors + i];
            note_fault(places, area, i);
            if (!(size >= 0.0) || isinf(size)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "place '%s' has %s of %g in sector '%s': it must be zero or "
                                    "more",
                                    places->areas.texts[area], places->measure, size,
                                    sector_codes[i]);
            }
            places->totals[area] += size;
        }
        note_fault(places, area, -1);
        if (!(places->totals[area] > 0.0)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "place '%s' has no %s in any sector: give it some, or remove it",
                                places->areas.texts[area], places->measure);
        }
    }
    return PRESTON_OK;
}

/* What the children of an area leave of it; negative by more than rounding is an error. */
static preston_status find_remainder(preston_places *places, int64_t area,
                                     const char *const *sector_codes, preston_leaf *leaf,
                                     preston_error *error)
{
    int64_t n = places->sectors;
    const double *whole = places->sizes + area * n;
    memcpy(leaf->sizes, whole, (size_t)n * sizeof *whole);
    for (int64_t child = places->branches.first_child[area]; child >= 0;
         child = places->branches.next_sibling[child]) {
        for (int64_t i = 0; i < n; i++) {
            leaf->sizes[i] -= places->sizes[child * n + i];
        }
    }
    leaf->total = 0.0;
    for (int64_t i = 0; i < n; i++) {
        double rest = leaf->sizes[i];
        note_fault(places, area, i);
        if (rest < -1e-9 * whole[i] - 1e-12) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the places inside '%s' have %g more %s in sector '%s' than the "
                                "whole of it has (%g): give totals that include their parts",
                                places->areas.texts[area], -rest, places->measure, sector_codes[i],
                                whole[i]);
        }
        leaf->sizes[i] = rest > 1e-9 * whole[i] ? rest : 0.0;
        leaf->total += leaf->sizes[i];
    }
    return PRESTON_OK;
}

static char *prefixed(const char *prefix, const char *text)
{
    char *joined = NULL;
    return asprintf(&joined, "%s%s", prefix, text) < 0 ? NULL : joined;
}

static preston_status add_leaf(preston_places *places, int64_t area,
                               const char *const *sector_codes, preston_error *error)
{
    int remainder = places->branches.first_child[area] >= 0;
    preston_leaf leaf = {.area = area, .remainder = remainder};
    leaf.sizes = preston_allocate(places->sectors, sizeof *leaf.sizes);
    if (leaf.sizes == NULL) {
        return preston_fail_memory(error, "places");
    }
    preston_status status = find_remainder(places, area, sector_codes, &leaf, error);
    if (status != PRESTON_OK || leaf.total == 0.0) {
        free(leaf.sizes);
        return status;
    }
    leaf.code = prefixed(remainder ? "rest-of-" : "", places->areas.texts[area]);
    leaf.name = prefixed(remainder ? "Rest of " : "", places->names[area]);
    if (leaf.code == NULL || leaf.name == NULL) {
        free(leaf.code);
        free(leaf.name);
        free(leaf.sizes);
        return preston_fail_memory(error, "places");
    }
    places->leaf[places->leaves++] = leaf;
    if (preston_labels_add(&places->leaf_codes, leaf.code) < 0) {
        return preston_fail_memory(error, "places");
    }
    note_fault(places, preston_labels_find(&places->areas, leaf.code), -1);
    if (remainder && places->fault_area >= 0) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "'%s' is what the library calls the remainder of '%s': give that place "
                            "another code, or leave it out",
                            leaf.code, places->areas.texts[area]);
    }
    return PRESTON_OK;
}

static preston_status keep_sector_codes(preston_places *places, const char *const *sector_codes,
                                        preston_error *error)
{
    for (int64_t i = 0; i < places->sectors; i++) {
        int64_t position = preston_labels_add(&places->sector_codes, sector_codes[i]);
        if (position < 0) {
            return preston_fail_memory(error, "places");
        }
        if (position != i) {
            return preston_fail(error, PRESTON_ERROR_LABEL, "sector code '%s' stands twice",
                                sector_codes[i]);
        }
    }
    return PRESTON_OK;
}

preston_status preston_places_finish(preston_places *places, const char *const *sector_codes,
                                     preston_error *error)
{
    note_fault(places, -1, -1);
    places->totals = preston_allocate(places->areas.count, sizeof *places->totals);
    places->leaf = preston_allocate(places->areas.count, sizeof *places->leaf);
    places->branches.first_child = preston_allocate(places->areas.count, 3 * sizeof(int64_t));
    if (places->totals == NULL || places->leaf == NULL || places->branches.first_child == NULL) {
        return preston_fail_memory(error, "places");
    }
    places->branches.next_sibling = places->branches.first_child + places->areas.count;
    places->branches.order = places->branches.next_sibling + places->areas.count;
    preston_status status = keep_sector_codes(places, sector_codes, error);
    if (status == PRESTON_OK) {
        status = check_tree(places, error);
    }
    if (status == PRESTON_OK) {
        find_branches(places);
        status = check_sizes(places, sector_codes, error);
    }
    /* children first, then what is left of the area */
    for (int64_t k = 0; status == PRESTON_OK && k < places->areas.count; k++) {
        status = add_leaf(places, places->branches.order[k], sector_codes, error);
    }
    return status;
}

static preston_status copy_areas(preston_places *places, int64_t count, const char *const *codes,
                                 const char *const *names, const int64_t *parents,
                                 preston_const_view sizes, preston_error *error)
{
    places->names = preston_allocate(count, sizeof *places->names);
    places->parents = preston_allocate(count, sizeof *places->parents);
    places->sizes = preston_allocate_matrix(count, places->sectors);
    if (places->names == NULL || places->parents == NULL || places->sizes == NULL) {
        return preston_fail_memory(error, "places");
    }
    for (int64_t area = 0; area < count; area++) {
        if (preston_labels_find(&places->areas, codes[area]) >= 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL, "place '%s' stands twice", codes[area]);
        }
        if (parents[area] >= count) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "the parent of place '%s' is not among the places", codes[area]);
        }
        char *name = preston_copy_text(names != NULL ? names[area] : codes[area]);
        if (name == NULL || preston_labels_add(&places->areas, codes[area]) < 0) {
            free(name);
            return preston_fail_memory(error, "places");
        }
        places->names[area] = name;
        places->parents[area] = parents[area];
        for (int64_t i = 0; i < places->sectors; i++) {
            places->sizes[area * places->sectors + i] = preston_get(sizes, area, i);
        }
    }
    return PRESTON_OK;
}

preston_status preston_places_create(int64_t count, const char *const *codes,
                                     const char *const *names, const int64_t *parents,
                                     int64_t sectors, const char *const *sector_codes,
                                     preston_const_view sizes, preston_places **out_places,
                                     preston_error *error)
{
    if (count < 1 || sectors < 1 || sizes.rows != count || sizes.columns != sectors) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld places and %lld sectors need sizes of as many rows and columns",
                            (long long)count, (long long)sectors);
    }
    preston_places *places = preston_allocate(1, sizeof *places);
    if (places == NULL) {
        return preston_fail_memory(error, "places");
    }
    places->measure = "size";
    places->sectors = sectors;
    preston_status status = copy_areas(places, count, codes, names, parents, sizes, error);
    if (status == PRESTON_OK) {
        status = preston_places_finish(places, sector_codes, error);
    }
    if (status != PRESTON_OK) {
        preston_places_free(places);
        return status;
    }
    *out_places = places;
    return PRESTON_OK;
}
