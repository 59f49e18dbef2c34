/* Reading what a scenario needs: its files, and the economy they make. */
#include "inputs.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

preston_status preston_scenario_blame(const preston_scenario_data *data, const char *key,
                                      preston_status status, const preston_error *inner,
                                      preston_error *error)
{
    if (status == PRESTON_OK) {
        return PRESTON_OK;
    }
    if (data->title == NULL || data->title[0] == '\0') {
        return preston_fail(error, status, "scenario: %s: %s", key, inner->message);
    }
    return preston_fail(error, status, "scenario '%.60s': %s: %s", data->title, key,
                        inner->message);
}

void preston_scenario_inputs_free(preston_scenario_inputs *inputs)
{
    if (inputs == NULL) {
        return;
    }
    preston_supplier_types_free(inputs->types);
    preston_model_free(inputs->model);
    preston_economy_free(inputs->economy);
    preston_trade_shares_free(inputs->commuting);
    preston_trade_shares_free(inputs->trade);
    preston_own_tables_free(inputs->own_tables);
    preston_distance_list_free(inputs->travel_times);
    free(inputs->places_folder);
    preston_concordance_free(inputs->concordance);
    preston_ledger_free(inputs->ledgers[0]);
    preston_ledger_free(inputs->ledgers[1]);
    preston_places_free(inputs->places);
    preston_table_free(inputs->table);
    free(inputs);
}

/* What is being read, and for whom. */
typedef struct reading {
    const preston_scenario_data *data;
    const char *folder; /* NULL: the current one */
    preston_scenario_inputs *inputs;
} reading;

/* The path as the scenario means it; NULL when memory is out. */
static char *path_of(const reading *of, const char *path)
{
    if (path[0] == '/' || of->folder == NULL || of->folder[0] == '\0') {
        return preston_copy_text(path);
    }
    size_t size = strlen(of->folder) + strlen(path) + 2;
    char *joined = preston_allocate((int64_t)size, 1);
    if (joined != NULL) {
        (void)snprintf(joined, size, "%s/%s", of->folder, path);
    }
    return joined;
}

typedef preston_status reader(const reading *of, const char *path, preston_error *error);

static preston_status read_table(const reading *of, const char *path, preston_error *error)
{
    return preston_table_read(path, &of->inputs->table, error);
}

static preston_status read_places(const reading *of, const char *path, preston_error *error)
{
    of->inputs->places_folder = preston_copy_text(path); /* trade by data is there too */
    return of->inputs->places_folder == NULL
               ? preston_fail_memory(error, "a path")
               : preston_places_read(path, of->inputs->table, &of->inputs->places, error);
}

/* Files about places say nothing without them. */
static preston_status need_places(const reading *of, preston_error *error)
{
    return of->inputs->places != NULL
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_MISSING, "is about places: name their folder");
}

static preston_status read_travel_times(const reading *of, const char *path, preston_error *error)
{
    preston_distances_options options;
    preston_distances_options_init(&options);
    options.complete = !(of->data->economy.nearest > 0.0);
    preston_status status = need_places(of, error);
    return status != PRESTON_OK
               ? status
               : preston_distances_read(path, preston_places_count(of->inputs->places),
                                        preston_places_codes(of->inputs->places), &options,
                                        &of->inputs->travel_times, error);
}

static preston_status read_own_tables(const reading *of, const char *path, preston_error *error)
{
    preston_status status = need_places(of, error);
    return status != PRESTON_OK
               ? status
               : preston_own_tables_read(path, of->inputs->places, of->inputs->table,
                                         &of->inputs->own_tables, error);
}

static preston_status read_concordance(const reading *of, const char *path, preston_error *error)
{
    return preston_concordance_read(path, of->data->scheme, of->inputs->table,
                                    &of->inputs->concordance, error);
}

static preston_status read_types(const reading *of, const char *path, preston_error *error)
{
    return preston_supplier_types_read(path, of->inputs->model, &of->inputs->types, error);
}

/* NULL leaves the default, "none" says that the file has no such column. */
static void name_column(const char *given, const char **column)
{
    if (given != NULL) {
        *column = strcmp(given, "none") != 0 ? given : NULL;
    }
}

static preston_status read_one_ledger(const preston_scenario_ledger *from, const char *path,
                                      preston_ledger **out_ledger, preston_error *error)
{
    preston_ledger_options options;
    preston_ledger_options_init(&options);
    name_column(from->date, &options.date);
    name_column(from->buyer, &options.buyer);
    name_column(from->supplier, &options.supplier);
    name_column(from->category, &options.category);
    name_column(from->place, &options.place);
    name_column(from->type, &options.type);
    options.amount = from->amount != NULL ? from->amount : options.amount; /* always there */
    options.encoding = from->encoding;
    options.amounts =
        from->spreadsheet_amounts ? PRESTON_AMOUNTS_SPREADSHEET : PRESTON_AMOUNTS_STRICT;
    return preston_ledger_read(path, &options, out_ledger, error);
}

static preston_status read_ledger(const reading *of, const char *path, preston_error *error)
{
    return read_one_ledger(&of->data->ledger, path, &of->inputs->ledgers[0], error);
}

static preston_status read_after(const reading *of, const char *path, preston_error *error)
{
    return read_one_ledger(&of->data->after, path, &of->inputs->ledgers[1], error);
}

/* Reads the file or folder of one key; nothing where a key that is not needed has none. */
static preston_status read_key(const reading *of, const char *key, const char *given, int needed,
                               reader *read, preston_error *error)
{
    preston_error inner = {.message = "is not given, and needed"};
    if (given == NULL) {
        return preston_scenario_blame(of->data, key, needed ? PRESTON_ERROR_MISSING : PRESTON_OK,
                                      &inner, error);
    }
    char *path = path_of(of, given);
    if (path == NULL) {
        return preston_fail_memory(error, "a path");
    }
    preston_status status = read(of, path, &inner);
    free(path);
    return preston_scenario_blame(of->data, key, status, &inner, error);
}

/* All that is cheap to read comes before the economy is made, so that what is wrong with it is
 * told at once. */
static preston_status read_files(const reading *of, preston_error *error)
{
    const preston_scenario_data *data = of->data;
    const struct {
        const char *key;
        const char *given;
        int needed;
        reader *read;
    } files[] = {{"table", data->table, 1, read_table},
                 {"places", data->places, 0, read_places},
                 {"economy.travel_times", data->economy.travel_times, 0, read_travel_times},
                 {"economy.own_tables", data->economy.own_tables, 0, read_own_tables},
                 {"concordance", data->concordance, 0, read_concordance},
                 {"ledger.file", data->ledger.file, 1, read_ledger},
                 {"after.file", data->after.file, 0, read_after}};
    preston_status status = PRESTON_OK;
    for (size_t i = 0; status == PRESTON_OK && i < sizeof files / sizeof *files; i++) {
        status = read_key(of, files[i].key, files[i].given, files[i].needed, files[i].read, error);
    }
    return status;
}

static preston_status find_types(const reading *of, preston_error *error)
{
    if (of->data->supplier_types != NULL) {
        return read_key(of, "supplier_types", of->data->supplier_types, 1, read_types, error);
    }
    preston_error inner = {0};
    preston_status status =
        preston_supplier_types_create(of->inputs->model, 0, NULL, &of->inputs->types, &inner);
    return preston_scenario_blame(of->data, "supplier_types", status, &inner, error);
}

preston_status preston_scenario_inputs_read(const preston_scenario *scenario, double delta,
                                            preston_scenario_inputs **out_inputs,
                                            preston_error *error)
{
    const reading of = {.data = preston_scenario_get(scenario),
                        .folder = preston_scenario_folder(scenario),
                        .inputs = preston_allocate(1, sizeof *of.inputs)};
    if (of.inputs == NULL) {
        return preston_fail_memory(error, "the inputs of a scenario");
    }
    preston_status status = read_files(&of, error);
    if (status == PRESTON_OK) {
        status = preston_scenario_economy_make(of.data, delta, of.inputs, error);
    }
    if (status == PRESTON_OK) {
        status = find_types(&of, error);
    }
    if (status != PRESTON_OK) {
        preston_scenario_inputs_free(of.inputs);
        return status;
    }
    *out_inputs = of.inputs;
    return PRESTON_OK;
}

const preston_model *preston_scenario_inputs_model(const preston_scenario_inputs *inputs)
{
    return inputs->model;
}

const preston_supplier_types *preston_scenario_inputs_types(const preston_scenario_inputs *inputs)
{
    return inputs->types;
}

const preston_ledger *preston_scenario_inputs_ledger(const preston_scenario_inputs *inputs,
                                                     int after)
{
    return inputs->ledgers[after != 0];
}

const preston_concordance *
preston_scenario_inputs_concordance(const preston_scenario_inputs *inputs)
{
    return inputs->concordance;
}
