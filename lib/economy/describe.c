/* The places of an economy: their names, the areas around them, their size. */
#include "economy.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

void preston_economy_clear_places(preston_economy *economy)
{
    for (int64_t i = 0; economy->place != NULL && i < economy->places; i++) {
        preston_place *place = &economy->place[i];
        for (int64_t k = 0; place->areas != NULL && k < place->area_count; k++) {
            free(place->areas[k]);
        }
        free(place->areas);
        free(place->code);
        free(place->name);
    }
    free(economy->place);
    preston_labels_clear(&economy->codes);
}

static preston_status name_place(preston_economy *economy, preston_place *place, const char *code,
                                 const char *name, int64_t area_count, preston_error *error)
{
    place->code = preston_copy_text(code);
    place->name = preston_copy_text(name);
    place->areas = preston_allocate(area_count, sizeof *place->areas);
    place->area_count = area_count;
    return place->code != NULL && place->name != NULL && place->areas != NULL &&
                   preston_labels_add(&economy->codes, code) >= 0
               ? PRESTON_OK
               : preston_fail_memory(error, "places");
}

static preston_status describe_place(preston_economy *economy, const preston_places *places,
                                     const preston_leaf *leaf, double delta, preston_place *place,
                                     preston_error *error)
{
    int64_t depth = 0;
    for (int64_t area = leaf->area; area >= 0; area = places->parents[area]) {
        depth++;
    }
    preston_status status = name_place(economy, place, leaf->code, leaf->name, depth, error);
    int64_t area = leaf->area;
    for (int64_t k = 0; status == PRESTON_OK && k < depth; k++, area = places->parents[area]) {
        place->areas[k] = preston_copy_text(places->areas.texts[area]);
        status = place->areas[k] != NULL ? PRESTON_OK : preston_fail_memory(error, "places");
    }
    place->remainder = leaf->remainder;
    place->share = leaf->total / places->totals[places->nation];
    place->lambda = preston_flegg_lambda(leaf->total, places->totals[places->nation], delta);
    return status;
}

preston_status preston_economy_describe(preston_economy *economy, const preston_places *places,
                                        double delta, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < economy->places; i++) {
        status =
            describe_place(economy, places, &places->leaf[i], delta, &economy->place[i], error);
    }
    return status;
}

preston_status preston_economy_describe_nation(preston_economy *economy, preston_error *error)
{
    preston_place *nation = &economy->place[0];
    preston_status status = name_place(economy, nation, "nation", "Nation", 1, error);
    if (status != PRESTON_OK) {
        return status;
    }
    nation->areas[0] = preston_copy_text("nation");
    nation->share = 1.0;
    nation->lambda = 1.0;
    return nation->areas[0] != NULL ? PRESTON_OK : preston_fail_memory(error, "places");
}

preston_status preston_economy_describe_side_by_side(preston_economy *economy, const char *area,
                                                     const char *const *codes,
                                                     const char *const *names, const double *shares,
                                                     preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < economy->places; i++) {
        preston_place *place = &economy->place[i];
        status = name_place(economy, place, codes[i], names[i], 1, error);
        if (status == PRESTON_OK) {
            place->areas[0] = preston_copy_text(area);
            status = place->areas[0] != NULL ? PRESTON_OK : preston_fail_memory(error, "places");
        }
        place->share = shares[i];
        place->lambda = 1.0;
    }
    return status;
}
