/* From two ledgers, or a demand file, to demand by place and sector.
 *
 * The library knows how a ledger becomes demand, but places of the ledger may be areas here. So it
 * is given an economy of labels, one place each, and what comes out by label is divided. */
#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const case_names[CASES] = {"before", "after", "change", "localisation"};

preston_status demand_create(int64_t rows, int64_t sectors, demand_rows *out, preston_error *error)
{
    demand_rows made = {.rows = rows};
    size_t count = (size_t)(rows > 0 ? rows : 1);
    made.sectors = calloc(count * (size_t)sectors, sizeof(double));
    made.imports = calloc(count, sizeof(double));
    made.taxes = calloc(count, sizeof(double));
    if (made.sectors == NULL || made.imports == NULL || made.taxes == NULL) {
        demand_free(&made);
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    *out = made;
    return PRESTON_OK;
}

void demand_free(demand_rows *demand)
{
    free(demand->sectors);
    free(demand->imports);
    free(demand->taxes);
    *demand = (demand_rows){0};
}

void free_demands(case_demands *demands)
{
    for (int which = 0; which < CASES; which++) {
        demand_free(&demands->demand[which]);
    }
}

/* --- the labels of the ledgers, each once --- */

typedef struct purchases {
    const places_inputs *inputs;
    preston_retention *by_place[2];
    label_list labels;
    division *how;
    preston_economy *economy; /* of labels */
    preston_places *places;
    preston_trade_shares *trade;
    int64_t known;      /* labels that can be placed */
    int64_t *row_of;    /* labels: the row in the economy of labels, or -1 */
    const char **codes; /* known + 1 */
} purchases;

static void purchases_free(purchases *work)
{
    preston_economy_free(work->economy);
    preston_trade_shares_free(work->trade);
    preston_places_free(work->places);
    division_free(work->how);
    preston_retention_free(work->by_place[0]);
    preston_retention_free(work->by_place[1]);
    free(work->labels.texts);
    free(work->row_of);
    free(work->codes);
}

static int compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static preston_status find_labels(purchases *work, preston_error *error)
{
    int64_t room = 1;
    for (int k = 0; k < 2 && work->inputs->ledger[k] != NULL; k++) {
        preston_status status = preston_ledger_retention(
            work->inputs->ledger[k], PRESTON_LEDGER_PLACE, &work->by_place[k], error);
        if (status != PRESTON_OK) {
            return status;
        }
        room += preston_retention_groups(work->by_place[k]);
    }
    label_list *labels = &work->labels;
    labels->texts = malloc((size_t)room * sizeof *labels->texts);
    if (labels->texts == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    for (int k = 0; k < 2 && work->by_place[k] != NULL; k++) {
        for (int64_t i = 0; i < preston_retention_groups(work->by_place[k]); i++) {
            labels->texts[labels->count++] = preston_retention_group(work->by_place[k], i);
        }
    }
    qsort(labels->texts, (size_t)labels->count, sizeof *labels->texts, compare);
    int64_t kept = 0;
    for (int64_t i = 0; i < labels->count; i++) {
        if (kept == 0 || strcmp(labels->texts[kept - 1], labels->texts[i]) != 0) {
            labels->texts[kept++] = labels->texts[i];
        }
    }
    labels->count = kept;
    return PRESTON_OK;
}

/* --- an economy whose places are the labels; nothing in it is ever solved --- */

/* Labels that cannot be placed are left out, so that the library names them with file and line. */
static preston_status name_labels(purchases *work, preston_error *error)
{
    size_t room = (size_t)(work->labels.count + 2);
    work->row_of = malloc(room * sizeof *work->row_of);
    work->codes = malloc(room * sizeof *work->codes);
    if (work->row_of == NULL || work->codes == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    for (int64_t label = 0; label < work->labels.count; label++) {
        int knows = division_knows(work->how, label);
        work->row_of[label] = knows ? work->known : -1;
        if (knows) {
            work->codes[work->known++] = work->labels.texts[label];
        }
    }
    if (work->known == 0) {
        work->codes[work->known++] = preston_places_codes(work->inputs->places)[0];
    }
    work->codes[work->known] = "\n"; /* around all labels: no cell of a file is this */
    return PRESTON_OK;
}

static preston_status join_labels(purchases *work, const int64_t *parents, const double *sizes,
                                  preston_trade_line *lines, preston_error *error)
{
    const preston_table *table = work->inputs->table;
    int64_t n = work->inputs->sectors;
    int64_t count = work->known;
    for (int64_t i = 0; i < count; i++) {
        lines[i] = (preston_trade_line){-1, i, i, 1.0};
    }
    const preston_trade_input input = {.places = count, .sectors = n};
    preston_status status =
        preston_places_create(count + 1, work->codes, NULL, parents, n, preston_table_codes(table),
                              preston_const_matrix(sizes, count + 1, n), &work->places, error);
    if (status == PRESTON_OK) {
        status = preston_trade_given(&input, count, lines, NULL, &work->trade, error);
    }
    return status == PRESTON_OK ? preston_economy_create_traded(table, work->places, work->trade,
                                                                NULL, NULL, &work->economy, error)
                                : status;
}

static preston_status make_labels(purchases *work, preston_error *error)
{
    preston_status status = name_labels(work, error);
    if (status != PRESTON_OK) {
        return status;
    }
    size_t rows = (size_t)(work->known + 1);
    size_t n = (size_t)work->inputs->sectors;
    int64_t *parents = malloc(rows * sizeof *parents);
    double *sizes = calloc(rows * n, sizeof *sizes);
    preston_trade_line *lines = malloc(rows * sizeof *lines);
    if (parents == NULL || sizes == NULL || lines == NULL) {
        status = fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    } else {
        for (int64_t i = 0; i <= work->known; i++) {
            parents[i] = i < work->known ? work->known : -1;
        }
        for (size_t cell = 0; cell < (rows - 1) * n; cell++) {
            sizes[cell] = 1.0;
        }
        status = join_labels(work, parents, sizes, lines, error);
    }
    free(parents);
    free(sizes);
    free(lines);
    return status;
}

/* --- demand by label, then by place --- */

static preston_status demand_of(const purchases *work, const preston_ledger *ledger,
                                demand_rows *out, preston_error *error)
{
    int64_t n = work->inputs->sectors;
    demand_rows rows = {0};
    demand_rows labels = {0};
    preston_status status = demand_create(work->known, n, &rows, error);
    if (status == PRESTON_OK) {
        status = demand_create(work->labels.count, n, &labels, error);
    }
    if (status == PRESTON_OK) {
        status = preston_ledger_demand(ledger, work->inputs->concordance, work->economy, NULL,
                                       preston_vector(rows.sectors, work->known * n, 1),
                                       preston_vector(rows.imports, work->known, 1),
                                       preston_vector(rows.taxes, work->known, 1), error);
    }
    if (status == PRESTON_OK) {
        status = demand_create(work->inputs->count, n, out, error);
    }
    if (status == PRESTON_OK) {
        for (int64_t label = 0; label < work->labels.count; label++) {
            int64_t place = work->row_of[label];
            /* the economy has its places in the order of the labels: all are children of one */
            if (place >= 0) {
                memcpy(labels.sectors + label * n, rows.sectors + place * n,
                       (size_t)n * sizeof(double));
                labels.imports[label] = rows.imports[place];
                labels.taxes[label] = rows.taxes[place];
            }
        }
        division_apply(work->how, work->inputs, &labels, out);
    }
    demand_free(&rows);
    demand_free(&labels);
    return status;
}

static void subtract(const demand_rows *after, const demand_rows *before, int64_t sectors,
                     demand_rows *out)
{
    for (int64_t cell = 0; cell < out->rows * sectors; cell++) {
        out->sectors[cell] = after->sectors[cell] - before->sectors[cell];
    }
    for (int64_t row = 0; row < out->rows; row++) {
        out->imports[row] = after->imports[row] - before->imports[row];
        out->taxes[row] = after->taxes[row] - before->taxes[row];
    }
}

/* --- localisation: what is due to where each category is bought ---
 *
 * Spending on a category in a place is total × share of the category × share of the place in it.
 * The mean over all orders of passing from the first ledger to the second (Shapley 1953) leaves
 * for the places' shares p: Δp [(T₀m₀ + T₁m₁) / 3 + (T₀m₁ + T₁m₀) / 6]. */

typedef struct shares {
    preston_retention *by[2]; /* category and place */
    double total[2];
} shares;

static double category_total(const shares *of, int ledger, const char *category)
{
    const preston_retention *by = of->by[ledger];
    for (int64_t group = 0; group < preston_retention_groups(by); group++) {
        if (strcmp(preston_retention_group(by, group), category) == 0) {
            return preston_retention_amount(by, group, NULL);
        }
    }
    return 0.0;
}

static double place_amount(const shares *of, int ledger, const char *category, const char *place)
{
    const preston_retention *by = of->by[ledger];
    for (int64_t group = 0; group < preston_retention_groups(by); group++) {
        if (strcmp(preston_retention_group(by, group), category) == 0) {
            return preston_retention_amount(by, group, place);
        }
    }
    return 0.0;
}

/* A category that one ledger lacks keeps the other's places in both: nothing of it is moved. */
static double moved(const shares *of, const char *category, const char *place)
{
    double sum[2];
    for (int k = 0; k < 2; k++) {
        sum[k] = category_total(of, k, category);
        if (sum[k] == 0.0) {
            return 0.0;
        }
    }
    double change = place_amount(of, 1, category, place) / sum[1] -
                    place_amount(of, 0, category, place) / sum[0];
    double crossed =
        of->total[0] * (sum[1] / of->total[1]) + of->total[1] * (sum[0] / of->total[0]);
    return change * ((sum[0] + sum[1]) / 3.0 + crossed / 6.0);
}

/* Adds up to nothing, and is not nothing everywhere. */
static int cancels(const shares *of, int ledger, int64_t group, const label_list *labels)
{
    if (fabs(preston_retention_amount(of->by[ledger], group, NULL)) >
        1e-12 * fabs(of->total[ledger])) {
        return 0;
    }
    for (int64_t label = 0; label < labels->count; label++) {
        if (preston_retention_amount(of->by[ledger], group, labels->texts[label]) != 0.0) {
            return 1;
        }
    }
    return 0;
}

static preston_status check_totals(const shares *of, const label_list *labels, preston_error *error)
{
    static const char *const which[] = {"first", "second"};
    for (int k = 0; k < 2; k++) {
        if (of->total[k] == 0.0) {
            return fail_with(error, PRESTON_ERROR_VALUE,
                             "the purchases of the %s ledger add up to nothing: shares of it mean "
                             "nothing",
                             which[k]);
        }
        for (int64_t group = 0; group < preston_retention_groups(of->by[k]); group++) {
            if (cancels(of, k, group, labels)) {
                return fail_with(error, PRESTON_ERROR_VALUE,
                                 "the purchases of '%s' in the %s ledger add up to nothing while "
                                 "their parts do not: shares of it mean nothing",
                                 preston_retention_group(of->by[k], group), which[k]);
            }
        }
    }
    return PRESTON_OK;
}

/* The spending that was moved, as a ledger: it adds up to nothing. */
static preston_status moved_ledger(const purchases *work, const shares *of,
                                   preston_ledger **out_ledger, preston_error *error)
{
    int64_t categories = preston_retention_groups(of->by[0]);
    int64_t rows = 0;
    size_t room = (size_t)(categories * work->labels.count);
    double *amounts = malloc((room + 1) * sizeof *amounts);
    const char **names = malloc((room + 1) * sizeof *names);
    const char **places = malloc((room + 1) * sizeof *places);
    preston_status status = PRESTON_OK;
    if (amounts == NULL || names == NULL || places == NULL) {
        status = fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    for (int64_t group = 0; status == PRESTON_OK && group < categories; group++) {
        for (int64_t label = 0; label < work->labels.count; label++) {
            const char *category = preston_retention_group(of->by[0], group);
            double amount = moved(of, category, work->labels.texts[label]);
            if (amount != 0.0) {
                amounts[rows] = amount;
                names[rows] = category;
                places[rows++] = work->labels.texts[label];
            }
        }
    }
    if (status == PRESTON_OK) {
        status = preston_ledger_create(rows, preston_const_vector(amounts, rows, 1), NULL, NULL,
                                       names, places, NULL, out_ledger, error);
    }
    free(amounts);
    free((void *)names);
    free((void *)places);
    return status;
}

static preston_status find_localisation(const purchases *work, demand_rows *out,
                                        preston_error *error)
{
    shares of = {0};
    preston_ledger *ledger = NULL;
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = preston_ledger_retention(work->inputs->ledger[k], PRESTON_LEDGER_CATEGORY,
                                          &of.by[k], error);
        of.total[k] = preston_ledger_total(work->inputs->ledger[k]);
    }
    if (status == PRESTON_OK) {
        status = check_totals(&of, &work->labels, error);
    }
    if (status == PRESTON_OK) {
        status = moved_ledger(work, &of, &ledger, error);
    }
    if (status == PRESTON_OK) {
        status = demand_of(work, ledger, out, error);
    }
    preston_ledger_free(ledger);
    preston_retention_free(of.by[0]);
    preston_retention_free(of.by[1]);
    return status;
}

static void measure_division(const purchases *work, case_demands *demands)
{
    for (int k = 0; k < 2 && work->by_place[k] != NULL; k++) {
        for (int64_t label = 0; label < work->labels.count; label++) {
            double money =
                fabs(preston_retention_amount(work->by_place[k], -1, work->labels.texts[label]));
            demands->money += money;
            demands->divided += division_is_area(work->how, label) ? money : 0.0;
        }
    }
}

static preston_status fill_cases(const purchases *work, case_demands *demands, preston_error *error)
{
    const places_inputs *inputs = work->inputs;
    int pair = inputs->ledger[AFTER] != NULL;
    demands->given[CHANGE] = 1;
    if (!pair) {
        return demand_of(work, inputs->ledger[BEFORE], &demands->demand[CHANGE], error);
    }
    demands->given[BEFORE] = demands->given[AFTER] = demands->given[LOCALISATION] = 1;
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = demand_of(work, inputs->ledger[k], &demands->demand[k], error);
    }
    if (status == PRESTON_OK) {
        status = demand_create(inputs->count, inputs->sectors, &demands->demand[CHANGE], error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    subtract(&demands->demand[AFTER], &demands->demand[BEFORE], inputs->sectors,
             &demands->demand[CHANGE]);
    return find_localisation(work, &demands->demand[LOCALISATION], error);
}

preston_status find_demands(const places_inputs *inputs, case_demands *demands,
                            preston_error *error)
{
    purchases work = {.inputs = inputs};
    preston_status status = find_labels(&work, error);
    if (status == PRESTON_OK) {
        status = division_create(inputs, &work.labels, &work.how, error);
    }
    if (status == PRESTON_OK) {
        status = make_labels(&work, error);
    }
    if (status == PRESTON_OK) {
        measure_division(&work, demands);
        status = fill_cases(&work, demands, error);
    }
    purchases_free(&work);
    return status;
}

int headline_case(const case_demands *demands)
{
    return demands->given[LOCALISATION] ? LOCALISATION : CHANGE;
}
