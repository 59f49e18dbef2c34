/* preston run, compare, check, schema, keys, yaml. */
#include "commands.h"
#include "../shared/text.h"
#include "carried.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char commands_usage[] =
    "\n"
    "       preston run FILE [--csv FILE] [--delta D] [--no-band]\n"
    "       preston compare FILE FILE... [--csv FILE]\n"
    "       preston check FILE | yaml FILE | schema | keys\n"
    "\n"
    "run carries the scenario of a file through its years and says what it changes; compare puts\n"
    "scenarios of one baseline beside the first; check reads a file and says what it assumes; "
    "yaml\n"
    "writes it back; schema and keys are the JSON Schema and the page of scenario files.\n"
    "--csv writes all numbers as tidy CSV. D is instead of the file's own delta. --no-band leaves\n"
    "out the runs for the ends of delta that the file states.\n";

enum { MOST_FILES = 16 };

/* What stands behind a command. */
typedef struct command_line {
    const char *name;
    const char *files[MOST_FILES];
    int file_count;
    const char *csv;
    double delta; /* NaN: the file's */
    int band;
} command_line;

/* --- run --- */

static preston_status report(const carried *of, const carried_band *band,
                             const preston_comparison *comparison, const char *csv,
                             preston_error *error)
{
    const preston_scenario_data *data = preston_scenario_get(of->scenario);
    preston_scenario_report_options options;
    preston_scenario_report_options_init(&options);
    options.low = band->low.projection;
    options.high = band->high.projection;
    options.delta_low = data->delta_low;
    options.delta_high = data->delta_high;
    options.comparison = comparison;
    preston_status status = csv == NULL
                                ? PRESTON_OK
                                : preston_report_scenario_csv(of->projection, &options, csv, error);
    return status == PRESTON_OK
               ? preston_report_scenario_text(of->projection, &options, stdout, error)
               : status;
}

static preston_status run(const command_line *line, preston_error *error)
{
    carried of = {0};
    carried_band band = {0};
    preston_comparison *comparison = NULL;
    preston_status status = carry(line->files[0], line->delta, &of, error);
    if (status == PRESTON_OK && line->band && has_band(&of)) {
        status = carry_band(line->files[0], &of, &band, error);
    }
    if (status == PRESTON_OK) {
        status = compare_ledgers(&of, &comparison, error);
    }
    if (status == PRESTON_OK) {
        status = report(&of, &band, comparison, line->csv, error);
    }
    preston_comparison_free(comparison);
    free_carried_band(&band);
    free_carried(&of);
    return status;
}

/* --- compare --- */

/* Scenarios are named by their files, without folder and ending. */
static char *name_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *base = slash == NULL ? file : slash + 1;
    const char *dot = strrchr(base, '.');
    size_t length = dot == NULL || dot == base ? strlen(base) : (size_t)(dot - base);
    char *name = malloc(length + 1);
    if (name != NULL) {
        memcpy(name, base, length);
        name[length] = '\0';
    }
    return name;
}

static preston_status compare(const command_line *line, preston_error *error)
{
    carried of[MOST_FILES] = {{0}};
    char *names[MOST_FILES] = {NULL};
    const preston_projection *projections[MOST_FILES] = {NULL};
    preston_status status = PRESTON_OK;
    for (int i = 0; status == PRESTON_OK && i < line->file_count; i++) {
        names[i] = name_of(line->files[i]);
        status = names[i] == NULL ? fail_with(error, PRESTON_ERROR_MEMORY, "out of memory")
                                  : carry(line->files[i], NAN, &of[i], error);
        projections[i] = of[i].projection;
    }
    if (status == PRESTON_OK && line->csv != NULL) {
        status = preston_report_scenarios_compare_csv(line->file_count, projections,
                                                      (const char *const *)names, line->csv, error);
    }
    if (status == PRESTON_OK) {
        status = preston_report_scenarios_compare_text(line->file_count, projections,
                                                       (const char *const *)names, stdout, error);
    }
    for (int i = 0; i < line->file_count; i++) {
        free(names[i]);
        free_carried(&of[i]);
    }
    return status;
}

/* --- check --- */

static void print_measures(const preston_scenario_data *data)
{
    for (int64_t i = 0; i < data->measure_count; i++) {
        const preston_measure *measure = &data->measures[i];
        if (measure->source == NULL) {
            printf("  %s: an ASSUMPTION: no source is named for its numbers\n", measure->id);
        } else {
            printf("  %s: %s\n", measure->id, measure->source);
        }
    }
}

static void print_assumed(const carried *of)
{
    const preston_scenario_data *data = preston_scenario_get(of->scenario);
    printf("\nWhat it assumes\n");
    print_measures(data);
    if (isnan(data->capacity.headroom) && data->capacity.file == NULL) {
        printf("  capacity: no limit is stated; suppliers are taken to be able to deliver\n");
    }
    if (!data->has_additionality) {
        printf("  additionality: none for all measures; net is gross where a measure has none\n");
    }
    if (!has_band(of)) {
        printf("  uncertainty: delta is taken to be %g; no band is stated\n", data->economy.delta);
    }
    if (data->supplier_types == NULL) {
        printf("  supplier_types: all suppliers are the average of their sector\n");
    }
}

/* Carried through its years, so that every word of it is looked up. */
static preston_status check(const command_line *line, preston_error *error)
{
    carried of = {0};
    preston_status status = carry(line->files[0], line->delta, &of, error);
    if (status == PRESTON_OK) {
        const preston_scenario_data *data = preston_scenario_get(of.scenario);
        printf("%s: good\n  %s, %.0f to %.0f, %lld measures\n", line->files[0],
               data->title == NULL ? "" : data->title, data->first_year, data->last_year,
               (long long)data->measure_count);
        print_assumed(&of);
    }
    free_carried(&of);
    return status;
}

/* --- texts --- */

static preston_status print_text(preston_status status, char *text)
{
    if (status == PRESTON_OK) {
        (void)fputs(text, stdout);
    }
    preston_text_free(text);
    return status;
}

static preston_status write_yaml(const command_line *line, preston_error *error)
{
    preston_scenario *scenario = NULL;
    char *text = NULL;
    preston_status status = preston_scenario_read(line->files[0], &scenario, error);
    if (status == PRESTON_OK) {
        status = preston_scenario_yaml(scenario, &text, error);
    }
    preston_scenario_free(scenario);
    return print_text(status, text);
}

static preston_status write_schema(const command_line *line, preston_error *error)
{
    char *text = NULL;
    (void)line;
    preston_status status = preston_scenario_schema(&text, error);
    return print_text(status, text);
}

static preston_status write_keys(const command_line *line, preston_error *error)
{
    char *text = NULL;
    (void)line;
    preston_status status = preston_scenario_keys(&text, error);
    return print_text(status, text);
}

/* --- which --- */

static const struct {
    const char *word;
    preston_status (*run)(const command_line *line, preston_error *error);
    int least; /* files */
    int most;
    const char *options; /* that it takes, by their letters below */
} commands[] = {{"run", run, 1, 1, "cDn"},          {"compare", compare, 2, MOST_FILES, "c"},
                {"check", check, 1, 1, "D"},        {"yaml", write_yaml, 1, 1, ""},
                {"schema", write_schema, 0, 0, ""}, {"keys", write_keys, 0, 0, ""}};

enum { COMMANDS = sizeof commands / sizeof *commands };

static int find_command(const char *word)
{
    int k = 0;
    while (k < COMMANDS && strcmp(commands[k].word, word) != 0) {
        k++;
    }
    return k;
}

int is_command(const char *word)
{
    return find_command(word) < COMMANDS;
}

/* One option: 0 when it is taken, or the exit code plus one. */
static int take_option(int option, int command, const char *given, command_line *line)
{
    if (option == 'h') {
        (void)printf("usage: preston [OPTIONS]: see preston --help%s", commands_usage);
        return 1 + EXIT_SUCCESS;
    }
    if (option == '?' || strchr(commands[command].options, option) == NULL) {
        (void)fprintf(stderr,
                      "preston %s: '%s' is not an option of it, or lacks its value: see preston "
                      "--help\n",
                      line->name, given);
        return 1 + BAD_INPUT;
    }
    line->csv = option == 'c' ? optarg : line->csv;
    line->band = option == 'n' ? 0 : line->band;
    if (option == 'D' && !parse_number(optarg, &line->delta)) {
        (void)fprintf(stderr, "preston %s: '%s' is not a number: write 0.25\n", line->name, optarg);
        return 1 + BAD_INPUT;
    }
    return 0;
}

/* Returns 0, or the exit code plus one. */
static int parse_arguments(int count, char **arguments, int command, command_line *line)
{
    static const struct option options[] = {{"csv", required_argument, NULL, 'c'},
                                            {"delta", required_argument, NULL, 'D'},
                                            {"no-band", no_argument, NULL, 'n'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    opterr = 0; /* one line of our own instead */
    optind = 2; /* behind the command */
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        int stop = take_option(option, command, arguments[optind - 1], line);
        if (stop != 0) {
            return stop;
        }
    }
    line->file_count = count - optind;
    if (line->file_count < commands[command].least || line->file_count > commands[command].most) {
        (void)fprintf(stderr,
                      "preston %s: %d scenario files, instead of %d%s: see preston --help\n",
                      line->name, line->file_count, commands[command].least,
                      commands[command].most > commands[command].least ? " or more" : "");
        return 1 + BAD_INPUT;
    }
    for (int i = 0; i < line->file_count; i++) {
        line->files[i] = arguments[optind + i];
    }
    return 0;
}

int run_command(int count, char **arguments)
{
    int command = find_command(arguments[1]);
    command_line line = {.name = arguments[1], .delta = NAN, .band = 1};
    preston_error error = {0};
    int stop = parse_arguments(count, arguments, command, &line);
    if (stop != 0) {
        return stop - 1;
    }
    preston_status status = commands[command].run(&line, &error);
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "preston: %s\n", error.message);
        return BAD_INPUT;
    }
    return finish_output("preston");
}
