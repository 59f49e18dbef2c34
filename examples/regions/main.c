/* regions: see the usage in options.c.
 *
 * Tables of several economies, as published or put together from a region's and its nation's. */
#include "case.h"

#include <stdlib.h>

/* What takes more than this is announced on the standard error. */
static const double patience = 10.0; /* seconds */
static const double room = 2e9;      /* bytes */

static preston_status print_all(const regions_inputs *inputs, const regions_answer *answer,
                                const regions_cost *cost, preston_error *error)
{
    const preston_table_data *facts = preston_table_facts(inputs->whole);
    regions_page page = {.inputs = inputs, .answer = answer};
    (void)snprintf(page.money, sizeof page.money, "%s %s", facts->currency, facts->unit);
    if (inputs->region != NULL) {
        printf("A region inside its nation: %s in %s\n\nRegion: %s.\nNation: %s.\n",
               inputs->settings->region_code, inputs->settings->nation_code,
               preston_table_facts(inputs->region)->title, facts->title);
    } else {
        printf("%s\n\n", facts->title);
    }
    printf("%s, %s. Estimated before the work:\n", page.money, facts->year);
    print_cost(inputs, cost, stdout);
    print_found(&page);
    preston_status status = print_multipliers(&page, error);
    if (status == PRESTON_OK && inputs->region != NULL) {
        status = print_comparison(&page, error);
    }
    return status == PRESTON_OK ? print_impact(&page, error) : status;
}

static preston_status compute(const regions_inputs *inputs, const regions_cost *cost,
                              preston_error *error)
{
    const char *csv = inputs->settings->csv;
    regions_answer answer = {0};
    if (cost->bytes > room || cost->seconds > patience) {
        print_cost(inputs, cost, stderr);
    }
    preston_status status = solve(inputs, &answer, error);
    if (status == PRESTON_OK && csv != NULL) {
        status = write_csv(inputs, &answer, csv, error);
    }
    if (status == PRESTON_OK) {
        status = print_all(inputs, &answer, cost, error);
    }
    free_answer(&answer);
    return status;
}

int main(int count, char **arguments)
{
    regions_settings settings;
    regions_inputs inputs = {.settings = &settings};
    regions_cost cost = {0};
    preston_error error = {0};
    int stop = parse_settings(count, arguments, &settings);
    if (stop != 0) {
        return stop - 1;
    }
    preston_status status = read_inputs(&inputs, &error);
    if (status == PRESTON_OK) {
        status = find_cost(&inputs, &cost, &error);
    }
    if (status == PRESTON_OK && settings.only_cost) {
        print_cost(&inputs, &cost, stdout);
    } else if (status == PRESTON_OK) {
        status = compute(&inputs, &cost, &error);
    }
    free_inputs(&inputs);
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "regions: %s\n", error.message);
        return BAD_INPUT;
    }
    return finish_output("regions");
}
