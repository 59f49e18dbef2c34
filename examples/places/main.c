/* places: see the usage in options.c.
 *
 * A demand among many places: what it does in each of them, who gains, who loses, and what is left
 * for the nation. */
#include "../shared/text.h"
#include "case.h"

#include <stdlib.h>

typedef struct work {
    places_settings settings;
    places_inputs inputs;
    case_demands demands;
    places_answer answer;
    places_band band;
    places_cost cost;
    double *sums;
} work;

/* What takes longer or more than this is announced, asked or not. */
static const double patience = 10.0; /* seconds */
static const double room = 2e9;      /* bytes */

static preston_status prepare(work *on, preston_error *error)
{
    say_progress(&on->settings, "reading");
    on->inputs.settings = &on->settings;
    preston_status status = read_inputs(&on->inputs, error);
    return status == PRESTON_OK ? find_cost(&on->inputs, &on->cost, error) : status;
}

static preston_status compute(work *on, preston_error *error)
{
    if (shows_progress(&on->settings) || cost_bytes(&on->cost) > room ||
        cost_seconds(&on->inputs, &on->cost) > patience) {
        print_cost(&on->inputs, &on->cost, stderr);
    }
    preston_status status = build_economy(&on->inputs, &on->settings.options, &on->answer, error);
    if (status == PRESTON_OK) {
        status = find_demands(&on->inputs, on->answer.economy, &on->demands, error);
    }
    if (status == PRESTON_OK) {
        say_progress(&on->settings, "solving");
        status = solve_cases(&on->demands, &on->answer, error);
    }
    if (status == PRESTON_OK && on->settings.band) {
        status = find_band(&on->inputs, &on->demands, &on->band, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    on->sums = calloc((size_t)on->inputs.areas * GAIN_ACCOUNTS * PARTS, sizeof *on->sums);
    if (on->sums == NULL) {
        return out_of_memory(error);
    }
    status =
        find_sums(&on->inputs, on->answer.impact[headline_case(&on->demands)], on->sums, error);
    if (status == PRESTON_OK && on->settings.csv != NULL) {
        say_progress(&on->settings, "writing");
        status = write_csv(&on->inputs, &on->demands, &on->answer, on->settings.csv, error);
    }
    return status;
}

static void free_work(work *on)
{
    free(on->sums);
    free_answer(&on->answer);
    free_demands(&on->demands);
    free_inputs(&on->inputs);
}

int main(int count, char **arguments)
{
    work on = {0};
    preston_error error = {0};
    int stop = parse_settings(count, arguments, &on.settings);
    if (stop != 0) {
        return stop - 1;
    }
    preston_status status = prepare(&on, &error);
    if (status == PRESTON_OK && on.settings.only_cost) {
        print_cost(&on.inputs, &on.cost, stdout);
    } else if (status == PRESTON_OK) {
        status = compute(&on, &error);
        if (status == PRESTON_OK) {
            print_places(&on.inputs, &on.demands, &on.answer, &on.band, &on.cost, on.sums);
        }
    }
    free_work(&on);
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "places: %s\n", error.message);
        return BAD_INPUT;
    }
    return finish_output("places");
}
