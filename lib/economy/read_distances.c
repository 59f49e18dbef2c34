/* Travel times between places, as a list of pairs.
 *
 * A row holds for both ways unless the way back has a row of its own. So each row gives two pairs,
 * the second one turned round, and after sorting what is turned round gives way. */
#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "preston/economy.h"

#include <stdlib.h>

struct preston_distance_list {
    int64_t pairs;
    int64_t *starts;  /* P + 1, by buyer */
    int64_t *sellers; /* rising within a buyer */
    double *values;
};

typedef struct pair {
    int64_t buyer;
    int64_t seller;
    int64_t line;
    int turned; /* the way back of a row */
    double value;
} pair;

typedef struct reading {
    const char *path;
    const preston_distances_options *options;
    preston_labels places;
    int64_t from_column;
    int64_t to_column;
    int64_t value_column;
    pair *pairs;
    int64_t count;
    int64_t room;
} reading;

void preston_distances_options_init(preston_distances_options *options)
{
    *options = (preston_distances_options){.size = sizeof *options, .column = "minutes"};
}

void preston_distance_list_free(preston_distance_list *list)
{
    if (list == NULL) {
        return;
    }
    free(list->starts);
    free(list->sellers);
    free(list->values);
    free(list);
}

/* --- rows --- */

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    preston_status status = preston_csv_column(header, "from", &state->from_column, error);
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, "to", &state->to_column, error);
    }
    return status == PRESTON_OK
               ? preston_csv_column(header, state->options->column, &state->value_column, error)
               : status;
}

static preston_status find_place(const reading *state, const preston_csv_row *row, int64_t column,
                                 int64_t *out_place, preston_error *error)
{
    *out_place = preston_labels_find(&state->places, row->cells[column]);
    return *out_place >= 0
               ? PRESTON_OK
               : preston_csv_fail(row, column, error, PRESTON_ERROR_LABEL,
                                  "'%.60s' is not a place of the economy", row->cells[column]);
}

static preston_status read_value(const reading *state, const preston_csv_row *row, double *out,
                                 preston_error *error)
{
    preston_status status = preston_csv_number(row, state->value_column, out, error);
    if (status == PRESTON_OK && *out < 0.0) {
        status =
            preston_csv_fail(row, state->value_column, error, PRESTON_ERROR_VALUE,
                             "from place '%.60s' to place '%.60s' it is %g: it must be zero "
                             "or more; where there is no way, leave the row out",
                             row->cells[state->from_column], row->cells[state->to_column], *out);
    }
    return status;
}

static int add_pair(reading *state, pair added)
{
    if (preston_grow((void **)&state->pairs, &state->room, state->count, sizeof added) != 0) {
        return -1;
    }
    state->pairs[state->count++] = added;
    return 0;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    pair there = {.line = row->line};
    preston_status status = find_place(state, row, state->from_column, &there.seller, error);
    if (status == PRESTON_OK) {
        status = find_place(state, row, state->to_column, &there.buyer, error);
    }
    if (status == PRESTON_OK) {
        status = read_value(state, row, &there.value, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    pair back = there;
    back.buyer = there.seller;
    back.seller = there.buyer;
    back.turned = 1;
    if (add_pair(state, there) != 0 ||
        (there.seller != there.buyer && add_pair(state, back) != 0)) {
        return preston_fail_memory(error, row->path);
    }
    return PRESTON_OK;
}

/* --- pairs --- */

static int order_of(int64_t one, int64_t other)
{
    return one < other ? -1 : one > other;
}

/* By buyer and seller; what stands in the file before what is turned round. */
static int compare(const void *one, const void *other)
{
    const pair *a = one;
    const pair *b = other;
    int order = order_of(a->buyer, b->buyer);
    if (order == 0) {
        order = order_of(a->seller, b->seller);
    }
    if (order == 0) {
        order = order_of(a->turned, b->turned);
    }
    return order != 0 ? order : order_of(a->line, b->line);
}

static int same_way(const pair *a, const pair *b)
{
    return a->buyer == b->buyer && a->seller == b->seller;
}

/* The first line of the file that repeats another is the one to name. */
static preston_status check_twice(const reading *state, preston_error *error)
{
    const pair *worst = NULL;
    for (int64_t k = 1; k < state->count; k++) {
        const pair *at = &state->pairs[k];
        if (!at->turned && same_way(at, at - 1) && (worst == NULL || at->line < worst->line)) {
            worst = at;
        }
    }
    return worst == NULL
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_LABEL,
                              "%s:%lld: the way from place '%s' to place '%s' stands twice, in "
                              "line %lld too: keep one",
                              state->path, (long long)worst->line,
                              state->places.texts[worst->seller], state->places.texts[worst->buyer],
                              (long long)worst[-1].line);
}

/* Keeps the first of each way, and no place with itself. */
static void drop_turned(reading *state)
{
    int64_t kept = 0;
    for (int64_t k = 0; k < state->count; k++) {
        pair at = state->pairs[k];
        int known = kept > 0 && same_way(&at, &state->pairs[kept - 1]);
        if (!known && at.buyer != at.seller) {
            state->pairs[kept++] = at;
        }
    }
    state->count = kept;
}

/* The first place that nothing says how to get to `buyer` from. */
static int64_t missing_seller(const preston_distance_list *list, int64_t buyer)
{
    int64_t wanted = 0;
    for (int64_t k = list->starts[buyer]; k < list->starts[buyer + 1]; k++) {
        wanted += wanted == buyer;
        if (list->sellers[k] != wanted) {
            break;
        }
        wanted++;
    }
    return wanted == buyer ? wanted + 1 : wanted;
}

static preston_status check_places(const reading *state, const preston_distance_list *list,
                                   preston_error *error)
{
    int64_t others = state->places.count - 1;
    for (int64_t buyer = 0; buyer <= others; buyer++) {
        int64_t found = list->starts[buyer + 1] - list->starts[buyer];
        if (found == 0 && others > 0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "%s: place '%s' has no row: say how far it is from at least one "
                                "other place",
                                state->path, state->places.texts[buyer]);
        }
        if (found < others && state->options->complete) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "%s: there is no row from place '%s' to place '%s', nor back: add "
                                "it, or let places buy from the nearest or within a radius alone",
                                state->path, state->places.texts[missing_seller(list, buyer)],
                                state->places.texts[buyer]);
        }
    }
    return PRESTON_OK;
}

static preston_status make_list(reading *state, preston_distance_list *list, preston_error *error)
{
    if (state->count > 0) {
        qsort(state->pairs, (size_t)state->count, sizeof *state->pairs, compare);
    }
    preston_status status = check_twice(state, error);
    if (status != PRESTON_OK) {
        return status;
    }
    drop_turned(state);
    list->starts = preston_allocate(state->places.count + 1, sizeof *list->starts);
    list->sellers = preston_allocate(state->count, sizeof *list->sellers);
    list->values = preston_allocate(state->count, sizeof *list->values);
    if (list->starts == NULL || list->sellers == NULL || list->values == NULL) {
        return preston_fail_memory(error, state->path);
    }
    list->pairs = state->count;
    for (int64_t k = 0; k < state->count; k++) {
        list->sellers[k] = state->pairs[k].seller;
        list->values[k] = state->pairs[k].value;
        list->starts[state->pairs[k].buyer + 1] = k + 1;
    }
    for (int64_t buyer = 0; buyer < state->places.count; buyer++) {
        int64_t *end = &list->starts[buyer + 1];
        *end =
            *end > list->starts[buyer] ? *end : list->starts[buyer]; /* nobody: none of its own */
    }
    return check_places(state, list, error);
}

/* --- the file --- */

static preston_status index_places(reading *state, int64_t places, const char *const *codes,
                                   preston_error *error)
{
    if (places < 1 || codes == NULL) {
        return preston_fail(error, places < 1 ? PRESTON_ERROR_SHAPE : PRESTON_ERROR_ARGUMENT,
                            "%lld places%s: a file of distances needs their codes",
                            (long long)places, codes == NULL ? " without codes" : "");
    }
    for (int64_t k = 0; k < places; k++) {
        int64_t at = preston_labels_add(&state->places, codes[k]);
        if (at < 0) {
            return preston_fail_memory(error, "places");
        }
        if (at != k) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "'%s' stands twice among the codes of the places", codes[k]);
        }
    }
    return PRESTON_OK;
}

static preston_status read_all(reading *state, int64_t places, const char *const *codes,
                               preston_distance_list *list, preston_error *error)
{
    const preston_csv_reader reader = {take_header, take_row, state};
    preston_status status = index_places(state, places, codes, error);
    if (status == PRESTON_OK) {
        status = preston_csv_read(NULL, state->path, NULL, &reader, error);
    }
    return status == PRESTON_OK ? make_list(state, list, error) : status;
}

preston_status preston_distances_read(const char *path, int64_t places,
                                      const char *const *place_codes,
                                      const preston_distances_options *options,
                                      preston_distance_list **out_list, preston_error *error)
{
    preston_distances_options defaults;
    preston_distances_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && options->column == NULL) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "options.column is NULL: name the column of the distances");
    }
    if (status != PRESTON_OK) {
        return status;
    }
    reading state = {.path = path, .options = options};
    preston_distance_list *list = preston_allocate(1, sizeof *list);
    status = list != NULL ? read_all(&state, places, place_codes, list, error)
                          : preston_fail_memory(error, path);
    preston_labels_clear(&state.places);
    free(state.pairs);
    if (status != PRESTON_OK) {
        preston_distance_list_free(list);
        return status;
    }
    *out_list = list;
    return PRESTON_OK;
}

int64_t preston_distance_list_pairs(const preston_distance_list *list)
{
    return list->pairs;
}

preston_distances preston_distance_list_distances(const preston_distance_list *list)
{
    return (preston_distances){
        .starts = list->starts, .places = list->sellers, .values = list->values};
}
