/* What one key alone cannot show. */
#include "../status/allocate.h"
#include "../status/error.h"
#include "../status/labels.h"
#include "check.h"
#include "suggest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const preston_key *key_of(const preston_cursor *at, const char *name)
{
    return preston_record_key(at->record, name);
}

/* --- single records --- */

static preston_status check_years(const preston_cursor *at, double first, double last,
                                  preston_error *error)
{
    return !(last < first)
               ? PRESTON_OK
               : preston_cursor_fail(at, key_of(at, "last_year"), -1, error, PRESTON_ERROR_VALUE,
                                     "%.0f is before first_year, which is %.0f", last, first);
}

preston_status preston_check_uncertainty(const preston_cursor *at, preston_error *error)
{
    const preston_scenario_data *data = at->structure;
    return data->delta_low <= data->delta_high
               ? PRESTON_OK
               : preston_cursor_fail(at, key_of(at, "delta_high"), -1, error, PRESTON_ERROR_VALUE,
                                     "%g is below delta_low, which is %g", data->delta_high,
                                     data->delta_low);
}

preston_status preston_check_scenario(const preston_cursor *at, preston_error *error)
{
    const preston_scenario_data *data = at->structure;
    preston_status status = check_years(at, data->first_year, data->last_year, error);
    return status == PRESTON_OK ? preston_check_measures(at, error) : status;
}

preston_status preston_check_path(const preston_cursor *at, preston_error *error)
{
    const preston_path *path = at->structure;
    if (path->form == PRESTON_PATH_LINEAR && !(path->full > path->begins)) {
        return preston_cursor_fail(at, key_of(at, "full"), -1, error, PRESTON_ERROR_VALUE,
                                   "%g is not after begins, which is %g", path->full, path->begins);
    }
    for (int64_t i = 1; path->form == PRESTON_PATH_TABLE && i < path->count; i++) {
        if (!(path->years[i] > path->years[i - 1])) {
            return preston_cursor_fail(at, key_of(at, "years"), i, error, PRESTON_ERROR_VALUE,
                                       "%g does not come after %g: write rising years",
                                       path->years[i], path->years[i - 1]);
        }
    }
    return PRESTON_OK;
}

/* A firm that has closed does not come back: no path of survival rises. */
static preston_status check_survival(const preston_cursor *at, preston_error *error)
{
    const preston_path *path = &((const preston_measure *)at->structure)->survival;
    int rises = path->form != PRESTON_PATH_CONSTANT && path->form != PRESTON_PATH_TABLE &&
                path->to > path->from;
    for (int64_t i = 1; path->form == PRESTON_PATH_TABLE && i < path->count; i++) {
        rises = rises || path->values[i] > path->values[i - 1];
    }
    return rises ? preston_cursor_fail(at, key_of(at, "survival"), -1, error, PRESTON_ERROR_VALUE,
                                       "rises with age: firms that have closed do not come back")
                 : PRESTON_OK;
}

static preston_status check_capital(const preston_cursor *at, preston_error *error)
{
    const preston_measure *measure = at->structure;
    return measure->form == NULL || measure->public_share <= 0.5
               ? PRESTON_OK
               : preston_cursor_fail(at, key_of(at, "public_share"), -1, error, PRESTON_ERROR_VALUE,
                                     "%g is above 0.5: local authorities together may hold at most "
                                     "half of the capital of a SCIC (Act of 10 September 1947, "
                                     "art. 19 septies)",
                                     measure->public_share);
}

static preston_status check_population(const preston_cursor *at, preston_error *error)
{
    const preston_measure *measure = at->structure;
    int buyers = !isnan(measure->population.count);
    int purchases = !isnan(measure->population_purchases);
    return buyers == purchases
               ? PRESTON_OK
               : preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_MISSING,
                                     "'%s' needs '%s' beside it",
                                     buyers ? "population" : "population_purchases",
                                     buyers ? "population_purchases" : "population");
}

preston_status preston_check_measure(const preston_cursor *at, preston_error *error)
{
    const preston_measure *measure = at->structure;
    preston_status status = check_years(at, measure->first_year, measure->last_year, error);
    if (status == PRESTON_OK && measure->lever == PRESTON_LEVER_CREATE_FIRMS) {
        status = check_survival(at, error);
    }
    if (status == PRESTON_OK && measure->lever == PRESTON_LEVER_INVEST) {
        status = check_capital(at, error);
    }
    if (status == PRESTON_OK && measure->lever == PRESTON_LEVER_SPASER) {
        status = check_population(at, error);
    }
    if (status == PRESTON_OK && !isnan(measure->raises_ceiling) && measure->applies.count == 0) {
        status = preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_MISSING,
                                     "'raises_ceiling' needs 'applies' beside it: the measures "
                                     "whose ceiling it raises");
    }
    return status;
}

/* --- measures and the measures that they change --- */

typedef struct measures {
    const preston_cursor *scenario;
    const preston_measure *list;
    int64_t count;
    preston_labels ids; /* in the order of the list */
    preston_error *error;
} measures;

/* Fails at a key of measure m. */
static preston_status fail_in(const measures *of, int64_t m, const char *key, int64_t index,
                              preston_status status, const char *reason)
{
    preston_any_record room;
    const preston_cursor at =
        preston_cursor_enter(of->scenario, key_of(of->scenario, "measures"), m, &room);
    return preston_cursor_fail(&at, key_of(&at, key), index, of->error, status, "'%.60s' %s",
                               index < 0 ? of->list[m].id : of->list[m].applies.texts[index],
                               reason);
}

static preston_status collect_ids(measures *of)
{
    for (int64_t m = 0; m < of->count; m++) {
        if (preston_labels_find(&of->ids, of->list[m].id) >= 0) {
            return fail_in(of, m, "id", -1, PRESTON_ERROR_LABEL,
                           "is the id of an earlier measure: give each its own");
        }
        if (preston_labels_add(&of->ids, of->list[m].id) < 0) {
            return preston_fail_memory(of->error, "the ids of measures");
        }
    }
    return PRESTON_OK;
}

static preston_status fail_unknown_id(const measures *of, int64_t m, int64_t index)
{
    const char *word = of->list[m].applies.texts[index];
    const char *nearest = NULL;
    int shortest = 0;
    for (int64_t i = 0; i < of->count; i++) {
        int distance = preston_word_distance(word, of->list[i].id);
        if (i != m && (nearest == NULL || distance < shortest)) {
            nearest = of->list[i].id;
            shortest = distance;
        }
    }
    char reason[160] = "is not the id of a measure";
    if (nearest != NULL && preston_word_is_near(word, shortest)) {
        (void)snprintf(reason, sizeof reason, "is not the id of a measure: did you mean '%.60s'?",
                       nearest);
    }
    return fail_in(of, m, "applies", index, PRESTON_ERROR_LABEL, reason);
}

/* What a measure raises must be something that the lever of the other has. */
static preston_status check_raised(const measures *of, int64_t m, int64_t index, int64_t other)
{
    const struct {
        double by;
        const char *key;
        const char *reason;
    } raised[] = {
        {of->list[m].raises_share, "share", "has no share that could be raised"},
        {of->list[m].raises_ceiling, "ceiling", "has no ceiling that could be raised"},
    };
    for (size_t i = 0; i < sizeof raised / sizeof *raised; i++) {
        const preston_key *key = preston_record_key(&preston_record_measure, raised[i].key);
        if (!isnan(raised[i].by) &&
            !preston_key_used(key, (int)of->list[other].lever - PRESTON_LEVER_TRAIN)) {
            return fail_in(of, m, "applies", index, PRESTON_ERROR_VALUE, raised[i].reason);
        }
    }
    return PRESTON_OK;
}

static preston_status check_applies(const measures *of, int64_t m)
{
    const preston_words *applies = &of->list[m].applies;
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < applies->count; i++) {
        int64_t other = preston_labels_find(&of->ids, applies->texts[i]);
        if (other < 0) {
            status = fail_unknown_id(of, m, i);
        } else if (other == m) {
            status = fail_in(of, m, "applies", i, PRESTON_ERROR_LABEL,
                             "is the measure itself: name others");
        } else {
            status = check_raised(of, m, i, other);
        }
    }
    return status;
}

enum { NEW, OPEN, DONE };

/* A walk in depth from one measure along what it changes; to meet a measure that is still open is
 * a circle. `next` counts what was followed of each, `open` is the way back. */
static preston_status walk_from(const measures *of, int64_t start, char *state, int64_t *next,
                                int64_t *open)
{
    int64_t depth = 0;
    open[depth++] = start;
    state[start] = OPEN;
    while (depth > 0) {
        int64_t m = open[depth - 1];
        const preston_words *applies = &of->list[m].applies;
        if (next[m] == applies->count) {
            state[m] = DONE;
            depth--;
            continue;
        }
        int64_t index = next[m]++;
        int64_t other = preston_labels_find(&of->ids, applies->texts[index]);
        if (state[other] == OPEN) {
            return fail_in(of, m, "applies", index, PRESTON_ERROR_VALUE,
                           "changes, over other measures, this one: leave out one of the circle");
        }
        if (state[other] == NEW) {
            state[other] = OPEN;
            open[depth++] = other;
        }
    }
    return PRESTON_OK;
}

static preston_status refuse_circles(const measures *of)
{
    char *state = preston_allocate(of->count, sizeof *state);
    int64_t *next = preston_allocate(of->count, sizeof *next);
    int64_t *open = preston_allocate(of->count, sizeof *open);
    preston_status status = state != NULL && next != NULL && open != NULL
                                ? PRESTON_OK
                                : preston_fail_memory(of->error, "the measures of a scenario");
    for (int64_t m = 0; status == PRESTON_OK && m < of->count; m++) {
        if (state[m] == NEW) {
            status = walk_from(of, m, state, next, open);
        }
    }
    free(state);
    free(next);
    free(open);
    return status;
}

preston_status preston_check_measures(const preston_cursor *at, preston_error *error)
{
    const preston_scenario_data *data = at->structure;
    measures of = {
        .scenario = at, .list = data->measures, .count = data->measure_count, .error = error};
    preston_status status = collect_ids(&of);
    for (int64_t m = 0; status == PRESTON_OK && m < of.count; m++) {
        status = check_applies(&of, m);
    }
    if (status == PRESTON_OK) {
        status = refuse_circles(&of);
    }
    preston_labels_clear(&of.ids);
    return status;
}
