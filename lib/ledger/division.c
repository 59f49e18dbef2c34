#include "division.h"

#include "../economy/economy.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

static const char rest_of[] = "rest-of-";

/* While the regions are sought: the areas of the economy, and what the labels mean by them. */
typedef struct search {
    preston_division *made;
    preston_labels areas;
    int64_t *whole; /* areas: the region that is all of it, or -1 */
    int64_t *rest;  /* areas: the region that is the rest of it, or -1 */
    char *named;    /* areas: 1 when any label means it, its rest, or the place that it is */
    int64_t *found; /* regions: how many places each has */
} search;

void preston_division_free(preston_division *division)
{
    if (division != NULL) {
        preston_labels_clear(&division->labels);
        free(division->starts);
        free(division->places);
        free(division->output);
        free(division);
    }
}

int64_t preston_division_regions(const preston_division *division)
{
    return division != NULL ? division->labels.count : 0;
}

int64_t preston_division_find(const preston_division *division, const char *label)
{
    return division != NULL ? preston_labels_find(&division->labels, label) : -1;
}

static void clear_search(search *work)
{
    preston_labels_clear(&work->areas);
    free(work->whole);
    free(work->rest);
    free(work->named);
    free(work->found);
}

static preston_status fail_memory(preston_error *error)
{
    return preston_fail_memory(error, "areas of a ledger");
}

static preston_status find_areas(search *work, preston_error *error)
{
    const preston_economy *economy = work->made->economy;
    for (int64_t i = 0; i < economy->places; i++) {
        for (int64_t k = 0; k < economy->place[i].area_count; k++) {
            if (preston_labels_add(&work->areas, economy->place[i].areas[k]) < 0) {
                return fail_memory(error);
            }
        }
    }
    int64_t count = work->areas.count;
    work->whole = preston_allocate(count, sizeof *work->whole);
    work->rest = preston_allocate(count, sizeof *work->rest);
    work->named = preston_allocate(count, 1);
    if (work->whole == NULL || work->rest == NULL || work->named == NULL) {
        return fail_memory(error);
    }
    for (int64_t area = 0; area < count; area++) {
        work->whole[area] = work->rest[area] = -1;
    }
    return PRESTON_OK;
}

static preston_status read_label(search *work, const char *text, preston_error *error)
{
    const preston_economy *economy = work->made->economy;
    int64_t place = preston_economy_find_place(economy, text);
    if (place >= 0) {
        work->named[preston_labels_find(&work->areas, economy->place[place].areas[0])] = 1;
        return PRESTON_OK;
    }
    int64_t area = preston_labels_find(&work->areas, text);
    int64_t *meant = area >= 0 ? &work->whole[area] : NULL;
    if (area < 0 && strncmp(text, rest_of, strlen(rest_of)) == 0 &&
        preston_economy_find_place(economy, text + strlen(rest_of)) < 0) {
        area = preston_labels_find(&work->areas, text + strlen(rest_of));
        meant = area >= 0 ? &work->rest[area] : NULL;
    }
    if (meant == NULL) {
        return PRESTON_OK;
    }
    *meant = preston_labels_add(&work->made->labels, text);
    work->named[area] = 1;
    return *meant >= 0 ? PRESTON_OK : fail_memory(error);
}

static preston_status read_labels(search *work, const preston_ledger *ledger, preston_error *error)
{
    preston_status status = PRESTON_OK;
    const preston_labels *labels = &ledger->labels[PRESTON_LEDGER_PLACE];
    for (int64_t i = 0; status == PRESTON_OK && i < labels->count; i++) {
        status = read_label(work, labels->texts[i], error);
    }
    return status;
}

/* Calls for each region that a place belongs to: all areas around it that are meant as wholes, and
 * the rest of the innermost area that is named at all. Keeps or only counts. */
static void visit_place(search *work, int64_t place, int keep)
{
    preston_division *made = work->made;
    const preston_place *at = &made->economy->place[place];
    int innermost = 1;
    for (int64_t k = 0; k < at->area_count; k++) {
        int64_t area = preston_labels_find(&work->areas, at->areas[k]);
        const int64_t meant[] = {work->whole[area], innermost ? work->rest[area] : -1};
        innermost = innermost && !work->named[area];
        for (int i = 0; i < 2; i++) {
            if (meant[i] >= 0) {
                int64_t *found = &work->found[meant[i]];
                if (keep) {
                    made->places[made->starts[meant[i]] + *found] =
                        (preston_region_place){.place = place};
                }
                (*found)++;
            }
        }
    }
}

static preston_status find_places(search *work, preston_error *error)
{
    preston_division *made = work->made;
    int64_t regions = made->labels.count;
    work->found = preston_allocate(regions, sizeof *work->found);
    made->starts = preston_allocate(regions + 1, sizeof *made->starts);
    if (work->found == NULL || made->starts == NULL) {
        return fail_memory(error);
    }
    for (int64_t place = 0; place < made->economy->places; place++) {
        visit_place(work, place, 0);
    }
    for (int64_t region = 0; region < regions; region++) {
        made->starts[region + 1] = made->starts[region] + work->found[region];
        work->found[region] = 0;
    }
    made->places = preston_allocate(made->starts[regions], sizeof *made->places);
    if (made->places == NULL) {
        return fail_memory(error);
    }
    for (int64_t place = 0; place < made->economy->places; place++) {
        visit_place(work, place, 1);
    }
    return PRESTON_OK;
}

static preston_status size_regions(preston_division *made, preston_error *error)
{
    const preston_economy *economy = made->economy;
    int64_t n = economy->sectors;
    made->output = preston_allocate(made->labels.count * n, sizeof *made->output);
    if (made->output == NULL) {
        return fail_memory(error);
    }
    for (int64_t region = 0; region < made->labels.count; region++) {
        double total = 0.0;
        for (int64_t k = made->starts[region]; k < made->starts[region + 1]; k++) {
            int64_t place = made->places[k].place;
            total += economy->place[place].share;
            for (int64_t i = 0; i < n; i++) {
                made->output[region * n + i] += economy->output[place * n + i];
            }
        }
        for (int64_t k = made->starts[region]; k < made->starts[region + 1]; k++) {
            made->places[k].share = economy->place[made->places[k].place].share / total;
        }
    }
    return PRESTON_OK;
}

/* A rest of which nothing is left is no region; refused with the other labels that are none. */
static preston_status check_regions(const preston_division *made, preston_error *error)
{
    for (int64_t region = 0; region < made->labels.count; region++) {
        if (made->starts[region + 1] == made->starts[region]) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "column 'place': '%s' is nothing: other purchases name every place "
                                "in it",
                                made->labels.texts[region]);
        }
    }
    return PRESTON_OK;
}

/* Mostly every label is a place, and the areas of tens of thousands need no look. */
static int names_places_alone(const preston_economy *economy, const preston_ledger *ledger)
{
    const preston_labels *labels = &ledger->labels[PRESTON_LEDGER_PLACE];
    for (int64_t i = 0; i < labels->count; i++) {
        if (labels->texts[i][0] != '\0' &&
            preston_economy_find_place(economy, labels->texts[i]) < 0) {
            return 0;
        }
    }
    return 1;
}

static preston_status find_regions(search *work, const preston_ledger *ledger,
                                   const preston_ledger *beside, preston_error *error)
{
    if (names_places_alone(work->made->economy, ledger) &&
        (beside == NULL || names_places_alone(work->made->economy, beside))) {
        return PRESTON_OK;
    }
    preston_status status = find_areas(work, error);
    if (status == PRESTON_OK) {
        status = read_labels(work, ledger, error);
    }
    if (status == PRESTON_OK && beside != NULL) {
        status = read_labels(work, beside, error);
    }
    if (status == PRESTON_OK && work->made->labels.count > 0) {
        status = find_places(work, error);
        if (status == PRESTON_OK) {
            status = check_regions(work->made, error);
        }
        if (status == PRESTON_OK) {
            status = size_regions(work->made, error);
        }
    }
    return status;
}

preston_status preston_division_create(const preston_economy *economy, const preston_ledger *ledger,
                                       const preston_ledger *beside,
                                       preston_division **out_division, preston_error *error)
{
    search work = {.made = preston_allocate(1, sizeof *work.made)};
    if (work.made == NULL) {
        return fail_memory(error);
    }
    work.made->economy = economy;
    preston_status status = find_regions(&work, ledger, beside, error);
    clear_search(&work);
    if (status != PRESTON_OK) {
        preston_division_free(work.made);
        return status;
    }
    *out_division = work.made;
    return PRESTON_OK;
}
