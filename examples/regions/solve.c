/* Effects of every sector in every economy, and the impact of one demand. */
#include "case.h"

#include <math.h>
#include <stdlib.h>

const char *const effect_names[EFFECTS] = {"output", "gva"};
const char *const closure_names[CLOSURES] = {"I", "II"};

static void keep_worst(const preston_certificate *certificate, regions_answer *answer)
{
    if (answer->worst.certified &&
        (!certificate->certified || certificate->relative_bound > answer->worst.relative_bound)) {
        answer->worst = *certificate;
    }
}

static preston_status find_effects(const preston_model *model, int closure, const char *account,
                                   const char *area, double *out, regions_answer *answer,
                                   preston_error *error)
{
    preston_certificate certificate = {0};
    int64_t rows = preston_economy_output(preston_model_economy(model)).rows;
    preston_status status = preston_model_multipliers(
        model, (preston_closure)closure, account, area, preston_vector(out, rows, 1),
        preston_matrix(NULL, 0, 0), &certificate, error);
    if (status == PRESTON_OK) {
        keep_worst(&certificate, answer);
    }
    return status;
}

/* What leaves the economies altogether, `spare` being as long as `out`. */
static preston_status find_outside(const regions_inputs *inputs, int closure, double *out,
                                   double *spare, regions_answer *answer, preston_error *error)
{
    preston_status status =
        find_effects(answer->model, closure, "imports", NULL, out, answer, error);
    if (status == PRESTON_OK) {
        status =
            find_effects(answer->model, closure, "taxes_on_products", NULL, spare, answer, error);
    }
    for (int64_t row = 0; status == PRESTON_OK && row < inputs->places * inputs->sectors; row++) {
        out[row] += spare[row];
    }
    return status;
}

static preston_status solve_closure(const regions_inputs *inputs, int closure,
                                    regions_answer *answer, preston_error *error)
{
    int64_t rows = inputs->places * inputs->sectors;
    double *spare = malloc((size_t)rows * sizeof *spare);
    answer->outside[closure] = malloc((size_t)rows * sizeof(double));
    for (int effect = 0; effect < EFFECTS; effect++) {
        answer->effect[closure][effect] = malloc((size_t)(inputs->places * rows) * sizeof(double));
    }
    if (spare == NULL || answer->outside[closure] == NULL ||
        answer->effect[closure][OUTPUT] == NULL || answer->effect[closure][GVA] == NULL) {
        free(spare);
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = PRESTON_OK;
    for (int64_t place = 0; place < inputs->places; place++) {
        for (int effect = 0; status == PRESTON_OK && effect < EFFECTS; effect++) {
            status = find_effects(answer->model, closure, effect_names[effect],
                                  preston_multiregional_place_code(inputs->table, place),
                                  answer->effect[closure][effect] + place * rows, answer, error);
        }
    }
    if (status == PRESTON_OK) {
        status = find_outside(inputs, closure, answer->outside[closure], spare, answer, error);
    }
    free(spare);
    return status;
}

/* The region's table as a national one, which is how regional multipliers are published. */
static preston_status solve_alone(const regions_inputs *inputs, regions_answer *answer,
                                  preston_error *error)
{
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = inputs->closure;
    preston_status status = preston_economy_create(inputs->region, NULL, NULL, &economy, error);
    if (status == PRESTON_OK) {
        status = preston_model_create(economy, &options, &model, error);
    }
    for (int closure = 0; closure <= (int)inputs->closure; closure++) {
        for (int effect = 0; status == PRESTON_OK && effect < EFFECTS; effect++) {
            double *values = malloc((size_t)inputs->sectors * sizeof *values);
            answer->alone[closure][effect] = values;
            status = values == NULL ? fail_with(error, PRESTON_ERROR_MEMORY, "out of memory")
                                    : find_effects(model, closure, effect_names[effect], NULL,
                                                   values, answer, error);
        }
    }
    preston_model_free(model);
    preston_economy_free(economy);
    return status;
}

static preston_status solve_demand(const regions_inputs *inputs, regions_answer *answer,
                                   preston_error *error)
{
    int64_t rows = inputs->places * inputs->sectors;
    double *sectors = calloc((size_t)rows, sizeof *sectors);
    if (sectors == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    sectors[inputs->from * inputs->sectors + inputs->sector] = inputs->settings->amount;
    const preston_demand demand = {.sectors = preston_const_vector(sectors, rows, 1)};
    preston_status status = preston_model_impact(answer->model, &demand, &answer->impact, error);
    free(sectors);
    return status;
}

preston_status solve(const regions_inputs *inputs, regions_answer *answer, preston_error *error)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = inputs->closure;
    answer->worst.certified = 1;
    preston_status status =
        preston_economy_create_multiregional(inputs->table, &answer->economy, error);
    if (status == PRESTON_OK) {
        status = preston_model_create(answer->economy, &options, &answer->model, error);
    }
    if (status == PRESTON_OK) { /* the first that can be refused: a sector without output */
        status = solve_demand(inputs, answer, error);
    }
    for (int closure = 0; closure <= (int)inputs->closure && status == PRESTON_OK; closure++) {
        status = solve_closure(inputs, closure, answer, error);
    }
    return status == PRESTON_OK && inputs->region != NULL ? solve_alone(inputs, answer, error)
                                                          : status;
}

void free_answer(regions_answer *answer)
{
    for (int closure = 0; closure < CLOSURES; closure++) {
        for (int effect = 0; effect < EFFECTS; effect++) {
            free(answer->effect[closure][effect]);
            free(answer->alone[closure][effect]);
        }
        free(answer->outside[closure]);
    }
    preston_impact_free(answer->impact);
    preston_model_free(answer->model);
    preston_economy_free(answer->economy);
}

double mixed(const regions_inputs *inputs, const double *effects, int64_t economy)
{
    const double *mix = inputs->mix + economy * inputs->sectors;
    double sum = 0.0;
    for (int64_t i = 0; i < inputs->sectors; i++) {
        sum += mix[i] * effects[i];
    }
    return inputs->sum[economy] > 0.0 ? sum / inputs->sum[economy] : 0.0;
}

double effect_in(const regions_inputs *inputs, const regions_answer *answer, int closure,
                 int effect, int64_t economy, int64_t receiver)
{
    const double *row =
        answer->effect[closure][effect] + (receiver * inputs->places + economy) * inputs->sectors;
    return mixed(inputs, row, economy);
}
