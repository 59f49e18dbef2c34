/* The headline over what nobody has measured: how fast trade falls with distance, and delta. */
#include "case.h"

#include <stdlib.h>
#include <string.h>

static const double scale_factors[SCALES] = {0.5, 1.0, 2.0}; /* of the scale that was asked for */
static const double deltas[DELTAS] = {0.1, 0.25, 0.3};

void find_rings(const places_inputs *inputs, rings *out)
{
    *out = (rings){0};
    for (int64_t area = inputs->here; area >= 0 && out->count < MOST_RINGS;
         area = preston_places_area_parent(inputs->places, area)) {
        out->area[out->count++] = area;
    }
}

static double all_parts(const double *parts, preston_closure closure)
{
    return parts[0] + parts[1] + (closure == PRESTON_CLOSURE_II ? parts[2] : 0.0);
}

void ring_values(const rings *around, const double *by_area, preston_closure closure,
                 double values[MOST_RINGS])
{
    double inside = 0.0;
    for (int64_t k = 0; k < around->count; k++) {
        double whole = all_parts(by_area + around->area[k] * PARTS, closure);
        values[k] = whole - inside;
        inside = whole;
    }
}

static preston_status find_draw(const places_inputs *inputs, const case_demands *demands,
                                const preston_trade_options *options, int draw, places_band *band,
                                double *sums, preston_error *error)
{
    places_answer answer = {0};
    preston_impact *impact = NULL;
    preston_gains gains = {0};
    rings around;
    preston_closure closure = inputs->settings->closure;
    preston_part last = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    find_rings(inputs, &around);
    preston_status status = build_economy(inputs, options, &answer, error);
    if (status == PRESTON_OK) {
        status = solve_case(&answer, demands, headline_case(demands), &impact, error);
    }
    if (status == PRESTON_OK) {
        status = find_sums(inputs, impact, sums, error);
    }
    if (status == PRESTON_OK && has_account(inputs, 0)) {
        status = preston_impact_gains(impact, account_codes[0], last, &gains, NULL, NULL, error);
    }
    for (int account = 0; status == PRESTON_OK && account < BAND_ACCOUNTS; account++) {
        ring_values(&around, sums + account * inputs->areas * PARTS, closure,
                    band->value[draw][account]);
    }
    band->loss[draw] = gains.loss;
    preston_impact_free(impact);
    free_answer(&answer);
    return status;
}

preston_status find_band(const places_inputs *inputs, const case_demands *demands,
                         places_band *band, preston_error *error)
{
    const places_settings *settings = inputs->settings;
    double *sums = calloc((size_t)inputs->areas * GAIN_ACCOUNTS * PARTS, sizeof *sums);
    preston_status status = sums == NULL ? out_of_memory(error) : PRESTON_OK;
    for (int draw = 0; status == PRESTON_OK && draw < DRAWS; draw++) {
        char what[80];
        preston_trade_options options = settings->options;
        options.scale = band->scale[draw] = settings->options.scale * scale_factors[draw / DELTAS];
        options.delta = band->delta[draw] = deltas[draw % DELTAS];
        (void)snprintf(what, sizeof what, "band, %d of %d: scale %g, delta %g", draw + 1, DRAWS,
                       options.scale, options.delta);
        say_progress(settings, what);
        status = find_draw(inputs, demands, &options, draw, band, sums, error);
    }
    band->made = status == PRESTON_OK;
    free(sums);
    return status;
}
