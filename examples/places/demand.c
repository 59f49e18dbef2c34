/* From two ledgers, or a demand file, to demand by place and sector: each as it is, and what was
 * moved from one place to another between the two. */
#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *case_name(const places_inputs *inputs, int which)
{
    static const char *const names[CASES] = {"before", "after", "change", "localisation"};
    return inputs->settings->demand != NULL ? "demand" : names[which];
}

preston_status demand_create(int64_t rows, int64_t sectors, demand_rows *out, preston_error *error)
{
    demand_rows made = {.rows = rows};
    size_t count = (size_t)(rows > 0 ? rows : 1);
    made.sectors = calloc(count * (size_t)sectors, sizeof(double));
    made.imports = calloc(count, sizeof(double));
    made.taxes = calloc(count, sizeof(double));
    if (made.sectors == NULL || made.imports == NULL || made.taxes == NULL) {
        demand_free(&made);
        return out_of_memory(error);
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

typedef struct label_list {
    int64_t count;
    const char **texts; /* borrowed from the ledgers */
} label_list;

typedef struct purchases {
    const places_inputs *inputs;
    const preston_economy *economy;
    label_list labels;     /* of places, in any ledger */
    label_list categories; /* the same */
    double *amounts[2];    /* categories × labels, of each ledger */
} purchases;

static void purchases_free(purchases *work)
{
    free(work->amounts[0]);
    free(work->amounts[1]);
    free(work->labels.texts);
    free(work->categories.texts);
}

static int compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static preston_status find_labels(const places_inputs *inputs, preston_ledger_field field,
                                  label_list *labels, preston_error *error)
{
    int64_t room = 1;
    for (int k = 0; k < 2 && inputs->ledger[k] != NULL; k++) {
        room += preston_ledger_rows(inputs->ledger[k]);
    }
    labels->texts = malloc((size_t)room * sizeof *labels->texts);
    if (labels->texts == NULL) {
        return out_of_memory(error);
    }
    for (int k = 0; k < 2 && inputs->ledger[k] != NULL; k++) {
        for (int64_t row = 0; row < preston_ledger_rows(inputs->ledger[k]); row++) {
            labels->texts[labels->count++] = preston_ledger_label(inputs->ledger[k], row, field);
        }
    }
    qsort((void *)labels->texts, (size_t)labels->count, sizeof *labels->texts, compare);
    int64_t kept = 0;
    for (int64_t i = 0; i < labels->count; i++) {
        if (kept == 0 || strcmp(labels->texts[kept - 1], labels->texts[i]) != 0) {
            labels->texts[kept++] = labels->texts[i];
        }
    }
    labels->count = kept;
    return PRESTON_OK;
}

static int64_t position_of(const label_list *labels, const char *text)
{
    const char **found = bsearch(&text, (const void *)labels->texts, (size_t)labels->count,
                                 sizeof *labels->texts, compare);
    return found - labels->texts; /* every text is there */
}

static preston_status add_up(purchases *work, int ledger, preston_error *error)
{
    const preston_ledger *from = work->inputs->ledger[ledger];
    size_t cells = (size_t)(work->labels.count * work->categories.count + 1);
    double *amounts = work->amounts[ledger] = calloc(cells, sizeof *amounts);
    if (amounts == NULL) {
        return out_of_memory(error);
    }
    for (int64_t row = 0; row < preston_ledger_rows(from); row++) {
        int64_t label =
            position_of(&work->labels, preston_ledger_label(from, row, PRESTON_LEDGER_PLACE));
        int64_t category = position_of(&work->categories,
                                       preston_ledger_label(from, row, PRESTON_LEDGER_CATEGORY));
        amounts[category * work->labels.count + label] += preston_ledger_amount(from, row);
    }
    return PRESTON_OK;
}

static preston_status find_all_labels(purchases *work, preston_error *error)
{
    preston_status status = find_labels(work->inputs, PRESTON_LEDGER_PLACE, &work->labels, error);
    if (status == PRESTON_OK) {
        status = find_labels(work->inputs, PRESTON_LEDGER_CATEGORY, &work->categories, error);
    }
    for (int k = 0; status == PRESTON_OK && k < 2 && work->inputs->ledger[k] != NULL; k++) {
        status = add_up(work, k, error);
    }
    return status;
}

/* --- demand by place --- */

/* Where a ledger says `rest-of-AREA`, the places that `beside` names are left out too. */
static preston_status demand_of(const purchases *work, const preston_ledger *ledger,
                                const preston_ledger *beside, demand_rows *out,
                                preston_error *error)
{
    int64_t count = work->inputs->count;
    int64_t n = work->inputs->sectors;
    preston_demand_options options;
    preston_demand_options_init(&options);
    options.beside = beside;
    preston_status status = demand_create(count, n, out, error);
    return status == PRESTON_OK
               ? preston_ledger_demand(ledger, work->inputs->concordance, work->economy, &options,
                                       preston_vector(out->sectors, count * n, 1),
                                       preston_vector(out->imports, count, 1),
                                       preston_vector(out->taxes, count, 1), error)
               : status;
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
    double total[2];
    double *category[2]; /* the total of each */
} shares;

static void shares_free(shares *of)
{
    free(of->category[0]);
    free(of->category[1]);
}

/* Fails where amounts cancel, so that shares of their sum mean nothing. */
static preston_status find_shares(const purchases *work, int k, shares *of, preston_error *error)
{
    static const char *const which[] = {"first", "second"};
    int64_t labels = work->labels.count;
    of->category[k] = calloc((size_t)work->categories.count + 1, sizeof(double));
    if (of->category[k] == NULL) {
        return out_of_memory(error);
    }
    of->total[k] = preston_ledger_total(work->inputs->ledger[k]);
    if (of->total[k] == 0.0) {
        return fail_with(error, PRESTON_ERROR_VALUE,
                         "the purchases of the %s ledger add up to nothing: shares of it mean "
                         "nothing",
                         which[k]);
    }
    for (int64_t category = 0; category < work->categories.count; category++) {
        const double *row = work->amounts[k] + category * labels;
        double sum = 0.0;
        double size = 0.0;
        for (int64_t label = 0; label < labels; label++) {
            sum += row[label];
            size += fabs(row[label]);
        }
        if (size > 0.0 && fabs(sum) <= 1e-12 * size) {
            return fail_with(error, PRESTON_ERROR_VALUE,
                             "the purchases of '%s' in the %s ledger add up to nothing while their "
                             "parts do not: shares of it mean nothing",
                             work->categories.texts[category], which[k]);
        }
        of->category[k][category] = sum;
    }
    return PRESTON_OK;
}

/* A category that one ledger lacks keeps the other's places in both: nothing of it is moved. */
static double moved(const purchases *work, const shares *of, int64_t category, int64_t label)
{
    int64_t cell = category * work->labels.count + label;
    double before = of->category[0][category];
    double after = of->category[1][category];
    if (before == 0.0 || after == 0.0) {
        return 0.0;
    }
    double change = work->amounts[1][cell] / after - work->amounts[0][cell] / before;
    double crossed = of->total[0] * (after / of->total[1]) + of->total[1] * (before / of->total[0]);
    return change * ((before + after) / 3.0 + crossed / 6.0);
}

/* The spending that was moved, as a ledger: it adds up to nothing. All places of both ledgers are
 * in it, those of no amount in its first category, so that a rest of an area means the same. */
static preston_status moved_ledger(const purchases *work, const shares *of,
                                   preston_ledger **out_ledger, preston_error *error)
{
    int64_t categories = work->categories.count;
    int64_t rows = 0;
    size_t room = (size_t)(categories * work->labels.count);
    double *amounts = malloc((room + 1) * sizeof *amounts);
    const char **names = malloc((room + 1) * sizeof *names);
    const char **places = malloc((room + 1) * sizeof *places);
    preston_status status = PRESTON_OK;
    if (amounts == NULL || names == NULL || places == NULL) {
        status = out_of_memory(error);
    }
    for (int64_t category = 0; status == PRESTON_OK && category < categories; category++) {
        for (int64_t label = 0; label < work->labels.count; label++) {
            double amount = moved(work, of, category, label);
            if (amount != 0.0 || category == 0) {
                amounts[rows] = amount;
                names[rows] = work->categories.texts[category];
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
        status = find_shares(work, k, &of, error);
    }
    if (status == PRESTON_OK) {
        status = moved_ledger(work, &of, &ledger, error);
    }
    if (status == PRESTON_OK) {
        status = demand_of(work, ledger, NULL, out, error);
    }
    preston_ledger_free(ledger);
    shares_free(&of);
    return status;
}

static void measure_division(const purchases *work, case_demands *demands)
{
    int64_t labels = work->labels.count;
    for (int k = 0; k < 2 && work->amounts[k] != NULL; k++) {
        for (int64_t cell = 0; cell < labels * work->categories.count; cell++) {
            double money = fabs(work->amounts[k][cell]);
            const char *label = work->labels.texts[cell % labels];
            int is_place = preston_economy_find_place(work->economy, label) >= 0;
            demands->money += money;
            demands->divided += is_place ? 0.0 : money;
        }
    }
}

static preston_status fill_cases(const purchases *work, case_demands *demands, preston_error *error)
{
    const places_inputs *inputs = work->inputs;
    int pair = inputs->ledger[AFTER] != NULL;
    demands->given[CHANGE] = 1;
    if (!pair) {
        return demand_of(work, inputs->ledger[BEFORE], NULL, &demands->demand[CHANGE], error);
    }
    demands->given[BEFORE] = demands->given[AFTER] = demands->given[LOCALISATION] = 1;
    preston_status status = PRESTON_OK;
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status =
            demand_of(work, inputs->ledger[k], inputs->ledger[1 - k], &demands->demand[k], error);
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

preston_status find_demands(const places_inputs *inputs, const preston_economy *economy,
                            case_demands *demands, preston_error *error)
{
    purchases work = {.inputs = inputs, .economy = economy};
    preston_status status = find_all_labels(&work, error);
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
