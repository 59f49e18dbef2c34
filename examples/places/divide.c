/* Purchases that are known by area only, divided among the places there.
 *
 * The rule: a label of a ledger is a place, an area, or `rest-of-AREA`, which is the area without
 * whatever other labels name inside it. A sector's money goes to the places of the label in
 * proportion to the sector's size in each; where it has none in any of them, and for imports and
 * taxes, in proportion to their total size. */
#include "case.h"

#include <stdlib.h>
#include <string.h>

static const char rest_of[] = "rest-of-";

typedef struct member {
    int64_t label;
    int64_t place;
} member;

struct division {
    int64_t labels;
    int64_t sectors;
    int64_t *area;  /* labels: the area that is meant, or -1 */
    int64_t *place; /* labels: the one place that is meant, or -1 */
    int64_t members;
    member *member; /* all pairs of a label and a place of it */
    int64_t *found; /* labels: how many places each has */
    double *wholes; /* labels × n */
    double *totals; /* labels */
};

void division_free(division *how)
{
    if (how == NULL) {
        return;
    }
    free(how->area);
    free(how->place);
    free(how->member);
    free(how->found);
    free(how->wholes);
    free(how->totals);
    free(how);
}

int division_knows(const division *how, int64_t label)
{
    return how->found[label] > 0;
}

int division_is_area(const division *how, int64_t label)
{
    return how->found[label] > 1;
}

/* What each area is to the labels: -1, or the label that means all of it, or the rest of it. */
typedef struct claims {
    int64_t *whole; /* areas */
    int64_t *rest;  /* areas */
    char *named;    /* areas: 1 when any label means it, its place or its rest */
} claims;

static int claims_create(int64_t areas, claims *out)
{
    out->whole = malloc((size_t)areas * sizeof *out->whole);
    out->rest = malloc((size_t)areas * sizeof *out->rest);
    out->named = calloc((size_t)areas, 1);
    for (int64_t i = 0; out->whole != NULL && out->rest != NULL && i < areas; i++) {
        out->whole[i] = out->rest[i] = -1;
    }
    return out->whole != NULL && out->rest != NULL && out->named != NULL;
}

static void claims_free(claims *made)
{
    free(made->whole);
    free(made->rest);
    free(made->named);
}

static void read_label(const directory *index, const char *text, int64_t label, division *how,
                       claims *all)
{
    int64_t place = -1;
    int64_t area = -1;
    if (directory_find(index, text, &place, &area)) {
        how->area[label] = area;
        how->place[label] = place;
        all->whole[area] = place < 0 ? label : all->whole[area];
    } else if (strncmp(text, rest_of, strlen(rest_of)) == 0 &&
               directory_find(index, text + strlen(rest_of), &place, &area) && place < 0) {
        how->area[label] = area;
        all->rest[area] = label;
    } else {
        return;
    }
    all->named[area] = 1;
}

/* Calls for each label that the place belongs to: itself, all areas around it that are meant as
 * wholes, and the rest of the innermost area that is named at all. */
static int64_t labels_of(const preston_places *places, int64_t place, const claims *all,
                         int64_t *out)
{
    int64_t found = 0;
    int innermost = 1;
    for (int64_t area = preston_places_area_of(places, place); area >= 0;
         area = preston_places_area_parent(places, area)) {
        if (all->whole[area] >= 0) {
            out[found++] = all->whole[area];
        }
        if (all->named[area] && innermost) {
            innermost = 0;
            if (all->rest[area] >= 0) {
                out[found++] = all->rest[area];
            }
        }
    }
    return found;
}

static int64_t deepest(const places_inputs *inputs)
{
    int64_t most = 0;
    for (int64_t place = 0; place < inputs->count; place++) {
        int64_t depth = 0;
        for (int64_t area = preston_places_area_of(inputs->places, place); area >= 0;
             area = preston_places_area_parent(inputs->places, area)) {
            depth++;
        }
        most = depth > most ? depth : most;
    }
    return most;
}

static void add_member(division *how, const places_inputs *inputs, int64_t label, int64_t place)
{
    how->member[how->members++] = (member){label, place};
    how->found[label]++;
    how->totals[label] += inputs->residents[place];
    for (int64_t i = 0; i < how->sectors; i++) {
        how->wholes[label * how->sectors + i] += inputs->sizes[place * how->sectors + i];
    }
}

static preston_status find_members(const places_inputs *inputs, const claims *all, division *how,
                                   preston_error *error)
{
    int64_t most = deepest(inputs) + 1;
    int64_t *labels = malloc((size_t)most * sizeof *labels);
    int64_t room = how->labels;
    for (int64_t place = 0; labels != NULL && place < inputs->count; place++) {
        room += labels_of(inputs->places, place, all, labels);
    }
    how->member = malloc((size_t)(room > 0 ? room : 1) * sizeof *how->member);
    if (labels == NULL || how->member == NULL) {
        free(labels);
        return out_of_memory(error);
    }
    for (int64_t label = 0; label < how->labels; label++) {
        if (how->place[label] >= 0) {
            add_member(how, inputs, label, how->place[label]);
        }
    }
    for (int64_t place = 0; place < inputs->count; place++) {
        int64_t found = labels_of(inputs->places, place, all, labels);
        for (int64_t k = 0; k < found; k++) {
            add_member(how, inputs, labels[k], place);
        }
    }
    free(labels);
    return PRESTON_OK;
}

static int allocate(division *how, int64_t labels, int64_t sectors)
{
    size_t count = (size_t)(labels > 0 ? labels : 1);
    how->labels = labels;
    how->sectors = sectors;
    how->area = malloc(count * sizeof *how->area);
    how->place = malloc(count * sizeof *how->place);
    how->found = calloc(count, sizeof *how->found);
    how->wholes = calloc(count * (size_t)sectors, sizeof *how->wholes);
    how->totals = calloc(count, sizeof *how->totals);
    for (int64_t i = 0; how->area != NULL && how->place != NULL && i < labels; i++) {
        how->area[i] = how->place[i] = -1;
    }
    return how->area != NULL && how->place != NULL && how->found != NULL && how->wholes != NULL &&
           how->totals != NULL;
}

preston_status division_create(const places_inputs *inputs, const label_list *labels,
                               division **out_division, preston_error *error)
{
    division *how = calloc(1, sizeof *how);
    directory *index = NULL;
    claims all = {0};
    if (how == NULL || !allocate(how, labels->count, inputs->sectors) ||
        !claims_create(inputs->areas, &all)) {
        division_free(how);
        claims_free(&all);
        return out_of_memory(error);
    }
    preston_status status = directory_create(inputs->places, &index, error);
    if (status == PRESTON_OK) {
        for (int64_t label = 0; label < labels->count; label++) {
            read_label(index, labels->texts[label], label, how, &all);
        }
        status = find_members(inputs, &all, how, error);
    }
    directory_free(index);
    claims_free(&all);
    if (status != PRESTON_OK) {
        division_free(how);
        return status;
    }
    *out_division = how;
    return PRESTON_OK;
}

void division_apply(const division *how, const places_inputs *inputs, const demand_rows *labels,
                    demand_rows *places)
{
    int64_t n = how->sectors;
    for (int64_t k = 0; k < how->members; k++) {
        int64_t label = how->member[k].label;
        int64_t place = how->member[k].place;
        double share = how->found[label] == 1 ? 1.0 : inputs->residents[place] / how->totals[label];
        places->imports[place] += share * labels->imports[label];
        places->taxes[place] += share * labels->taxes[label];
        for (int64_t i = 0; i < n; i++) {
            double whole = how->wholes[label * n + i];
            double part =
                how->found[label] > 1 && whole > 0.0 ? inputs->sizes[place * n + i] / whole : share;
            places->sectors[place * n + i] += part * labels->sectors[label * n + i];
        }
    }
}
