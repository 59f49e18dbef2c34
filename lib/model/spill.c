#include "spill.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

enum { PARALLEL_CELLS = 1 << 16 /* fewer values than this are not worth a second thread */ };

void preston_spill_clear(preston_spill *spill)
{
    free(spill->starts);
    free(spill->members);
    free(spill->limits);
    free(spill->weights);
    free(spill->made);
    free(spill->excess);
    free(spill->moved);
    *spill = (preston_spill){0};
}

/* --- the areas, innermost first --- */

/* All areas by their codes, the depth of each (the nation's is 1) and its number of places. */
typedef struct area_list {
    preston_labels codes;
    int64_t *depths;
    int64_t *counts;
    int64_t *order; /* of those with several places: position in the spill, or -1 */
} area_list;

static preston_status list_areas(const preston_economy *economy, area_list *list,
                                 preston_error *error)
{
    int64_t all = 0;
    for (int64_t place = 0; place < economy->places; place++) {
        all += economy->place[place].area_count;
    }
    list->depths = preston_allocate(all, sizeof *list->depths);
    list->counts = preston_allocate(all, sizeof *list->counts);
    list->order = preston_allocate(all, sizeof *list->order);
    if (list->depths == NULL || list->counts == NULL || list->order == NULL) {
        return preston_fail_memory(error, "areas");
    }
    for (int64_t place = 0; place < economy->places; place++) {
        const preston_place *at = &economy->place[place];
        for (int64_t k = 0; k < at->area_count; k++) {
            int64_t area = preston_labels_add(&list->codes, at->areas[k]);
            if (area < 0) {
                return preston_fail_memory(error, "areas");
            }
            list->depths[area] = at->area_count - k;
            list->counts[area]++;
        }
    }
    return PRESTON_OK;
}

static int64_t deepest(const area_list *list)
{
    int64_t depth = 0;
    for (int64_t area = 0; area < list->codes.count; area++) {
        depth = list->depths[area] > depth ? list->depths[area] : depth;
    }
    return depth;
}

/* Deep ones first; within a depth in the order of the places, which does not matter: they have no
 * place in common. */
static void order_areas(area_list *list, preston_spill *spill)
{
    for (int64_t area = 0; area < list->codes.count; area++) {
        list->order[area] = -1;
    }
    for (int64_t depth = deepest(list); depth > 0; depth--) {
        for (int64_t area = 0; area < list->codes.count; area++) {
            if (list->depths[area] == depth && list->counts[area] > 1) {
                list->order[area] = spill->areas++;
                spill->starts[spill->areas] = spill->starts[spill->areas - 1] + list->counts[area];
            }
        }
    }
}

static preston_status fill_areas(const preston_economy *economy, area_list *list,
                                 preston_spill *spill, preston_error *error)
{
    spill->starts = preston_allocate(list->codes.count + 1, sizeof *spill->starts);
    if (spill->starts == NULL) {
        return preston_fail_memory(error, "areas");
    }
    order_areas(list, spill);
    spill->members = preston_allocate(spill->starts[spill->areas], sizeof *spill->members);
    if (spill->members == NULL) {
        return preston_fail_memory(error, "areas");
    }
    int64_t *filled = list->counts; /* not needed any more */
    for (int64_t area = 0; area < list->codes.count; area++) {
        filled[area] = list->order[area] >= 0 ? spill->starts[list->order[area]] : 0;
    }
    for (int64_t place = 0; place < economy->places; place++) {
        const preston_place *at = &economy->place[place];
        for (int64_t k = 0; k < at->area_count; k++) {
            int64_t area = preston_labels_find(&list->codes, at->areas[k]);
            if (list->order[area] >= 0) {
                spill->members[filled[area]++] = place;
            }
        }
    }
    return PRESTON_OK;
}

static preston_status find_areas(preston_spill *spill, preston_error *error)
{
    const preston_economy *economy = spill->model->economy;
    area_list list = {0};
    preston_status status = list_areas(economy, &list, error);
    if (status == PRESTON_OK) {
        status = fill_areas(economy, &list, spill, error);
    }
    preston_labels_clear(&list.codes);
    free(list.depths);
    free(list.counts);
    free(list.order);
    return status;
}

preston_status preston_spill_create(const preston_model *model, preston_const_view limits,
                                    preston_spill *out_spill, preston_error *error)
{
    int64_t n = model->sectors;
    int64_t places = model->places;
    preston_spill made = {.model = model};
    made.limits = preston_allocate_matrix(n, places);
    made.weights = preston_allocate_matrix(n, places);
    made.made = preston_allocate_matrix(n, places);
    made.excess = preston_allocate_matrix(n, places);
    made.moved = preston_allocate_matrix(n, 1);
    preston_status status = PRESTON_OK;
    if (made.limits == NULL || made.weights == NULL || made.made == NULL || made.excess == NULL ||
        made.moved == NULL) {
        status = preston_fail_memory(error, "limits");
    } else {
        status = find_areas(&made, error);
    }
    if (status != PRESTON_OK) {
        preston_spill_clear(&made);
        return status;
    }
    for (int64_t row = 0; row < places * n; row++) {
        int64_t cell = row % n * places + row / n;
        made.limits[cell] = preston_get(limits, row, 0);
        made.weights[cell] = model->economy->output[row];
    }
    *out_spill = made;
    return PRESTON_OK;
}

/* --- one sector --- */

/* P each, of one sector. */
typedef struct sector_places {
    const double *limits;
    const double *weights;
    double *made;
    double *excess;
} sector_places;

/* A place without any output of the sector has nobody to take more on. */
static int has_room(const sector_places *sector, int64_t place)
{
    return sector->weights[place] > 0.0 && sector->made[place] < sector->limits[place];
}

/* Gives every place with room its part of the amount; those that it fills are filled and no more,
 * so that something may be left for another pass. Returns what is left, or the amount itself when
 * no place has room. */
static double pour(const sector_places *sector, const int64_t *members, int64_t count,
                   double amount)
{
    double weights = 0.0;
    double left = amount;
    int filled = 0;
    for (int64_t k = 0; k < count; k++) {
        weights += has_room(sector, members[k]) ? sector->weights[members[k]] : 0.0;
    }
    for (int64_t k = 0; weights > 0.0 && k < count; k++) {
        int64_t place = members[k];
        double room = sector->limits[place] - sector->made[place];
        if (has_room(sector, place) && room <= amount * (sector->weights[place] / weights)) {
            sector->made[place] = sector->limits[place];
            left -= room;
            filled = 1;
        }
    }
    if (!(weights > 0.0) || filled) {
        return left > 0.0 ? left : 0.0;
    }
    for (int64_t k = 0; k < count; k++) {
        int64_t place = members[k];
        if (has_room(sector, place)) {
            sector->made[place] += amount * (sector->weights[place] / weights);
        }
    }
    return 0.0;
}

/* One area meets what its places cannot. Those that sent keep the same part of it, if any. */
static void share_out(const sector_places *sector, const int64_t *members, int64_t count)
{
    double all = 0.0;
    for (int64_t k = 0; k < count; k++) {
        all += sector->excess[members[k]];
    }
    double left = all;
    double before = HUGE_VAL;
    while (left > 0.0 && left < before) {
        before = left;
        left = pour(sector, members, count, left);
    }
    for (int64_t k = 0; all > 0.0 && left < all && k < count; k++) {
        sector->excess[members[k]] *= left / all;
    }
}

static void place_sector(const preston_spill *spill, preston_closure closure, int64_t number,
                         const double *asked, double *made)
{
    const preston_model *model = spill->model;
    int64_t places = model->places;
    int64_t first = number * places;
    const sector_places sector = {spill->limits + first, spill->weights + first,
                                  spill->made + first, spill->excess + first};
    int exceeds = 0;
    double moved = 0.0;
    for (int64_t place = 0; place < places; place++) {
        double wanted = asked[preston_model_row(model, closure, place, number)];
        int over = wanted > sector.limits[place];
        sector.made[place] = over ? sector.limits[place] : wanted;
        sector.excess[place] = over ? wanted - sector.limits[place] : 0.0;
        exceeds |= over;
    }
    for (int64_t area = 0; exceeds && area < spill->areas; area++) {
        int64_t start = spill->starts[area];
        share_out(&sector, spill->members + start, spill->starts[area + 1] - start);
    }
    for (int64_t place = 0; place < places; place++) {
        int64_t row = preston_model_row(model, closure, place, number);
        moved += fabs(sector.made[place] - made[row]);
        made[row] = sector.made[place];
    }
    spill->moved[number] = moved;
}

static double place_households(const preston_model *model, const double *asked, double *made)
{
    double moved = 0.0;
    for (int64_t place = 0; place < model->places; place++) {
        int64_t row = preston_model_row(model, PRESTON_CLOSURE_II, place, model->sectors);
        moved += fabs(asked[row] - made[row]);
        made[row] = asked[row];
    }
    return moved;
}

double preston_spill_place(preston_spill *spill, preston_closure closure, const double *asked,
                           double *made)
{
    const preston_model *model = spill->model;
#pragma omp parallel for schedule(static) if (model->places * model->sectors > PARALLEL_CELLS)
    for (int64_t sector = 0; sector < model->sectors; sector++) {
        place_sector(spill, closure, sector, asked, made);
    }
    double moved = closure == PRESTON_CLOSURE_II ? place_households(model, asked, made) : 0.0;
    for (int64_t sector = 0; sector < model->sectors; sector++) {
        moved += spill->moved[sector];
    }
    return moved;
}
