/* bench_scenario FOLDER: scenarios over years, from their files to their numbers. Writes its
 * measurements to FOLDER/scenario.json. */
#include "measure.h"

#include <preston/scenario.h>

#include <math.h>
#include <stdlib.h>

/* One shipped scenario and what is made of it. */
typedef struct scenario_job {
    const char *path;
    preston_scenario *scenario;
    preston_scenario_inputs *inputs;
    preston_projection *projection;
} scenario_job;

static void read_inputs(void *context)
{
    scenario_job *job = context;
    preston_error error;
    preston_scenario_inputs_free(job->inputs);
    preston_scenario_free(job->scenario);
    job->inputs = NULL;
    job->scenario = NULL;
    bench_must(preston_scenario_read(job->path, &job->scenario, &error), &error, job->path);
    bench_must(preston_scenario_inputs_read(job->scenario, NAN, &job->inputs, &error), &error,
               job->path);
}

static void project(void *context)
{
    scenario_job *job = context;
    preston_error error;
    preston_projection_free(job->projection);
    job->projection = NULL;
    const preston_projection_input input = {
        .model = preston_scenario_inputs_model(job->inputs),
        .types = preston_scenario_inputs_types(job->inputs),
        .ledger = preston_scenario_inputs_ledger(job->inputs, 0),
        .concordance = preston_scenario_inputs_concordance(job->inputs)};
    bench_must(preston_projection_create(job->scenario, &input, &job->projection, &error), &error,
               job->path);
}

static void everything(void *context)
{
    scenario_job *job = context;
    preston_projection_free(job->projection);
    job->projection = NULL;
    read_inputs(context);
    project(context);
}

static void measure_scenario(FILE *file, const char *name, const char *path)
{
    scenario_job job = {.path = path};
    bench_result all = bench_time(everything, &job, 3);
    const preston_model *model = preston_scenario_inputs_model(job.inputs);
    int64_t rows = preston_economy_places(preston_model_economy(model)) *
                   preston_table_sectors(preston_economy_table(preston_model_economy(model)));
    bench_report(file, name, rows, "a scenario, from its files to its numbers", "s", all);
    bench_report(file, name, rows, "a scenario, its projection", "s", bench_time(project, &job, 3));
    preston_projection_free(job.projection);
    preston_scenario_inputs_free(job.inputs);
    preston_scenario_free(job.scenario);
}

int main(int count, char **arguments)
{
    if (count != 2) {
        (void)fputs("usage: bench_scenario FOLDER\n", stderr);
        return 2;
    }
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/scenario.json", arguments[1]);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        bench_fail(path, "cannot be written");
    }
    (void)fputs("{\"measurements\": [", file);
    measure_scenario(file, "uk-180", SCENARIOS "/uk-180-places.yaml");
    measure_scenario(file, "all-twelve", SCENARIOS "/all-twelve.yaml");
    (void)fputs("\n]}\n", file);
    return fclose(file) != 0;
}
