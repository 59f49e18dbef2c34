/* Scenarios: made of structs or read from a file, checked, and copied by the table of keys. */
#include "../status/allocate.h"
#include "../status/error.h"
#include "check.h"
#include "read.h"
#include "scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- copying: the struct was copied as it is; what it points to follows --- */

static int copy_record(const preston_record *record, void *structure, preston_arena *arena);

static int copy_words(preston_words *words, preston_arena *arena)
{
    const char **texts = preston_arena_allocate(arena, words->count, sizeof *texts);
    for (int64_t i = 0; texts != NULL && i < words->count; i++) {
        texts[i] = preston_arena_text(arena, words->texts[i]);
        if (texts[i] == NULL) {
            return 0;
        }
    }
    words->texts = texts;
    return texts != NULL;
}

static void *copy_array(const preston_key *key, void *structure, size_t size, preston_arena *arena)
{
    int64_t count = preston_key_count(key, structure);
    void *array = preston_arena_allocate(arena, count, size);
    if (array != NULL && count > 0) {
        memcpy(array, preston_key_pointer(key, structure), (size_t)count * size);
    }
    preston_key_set_pointer(key, structure, array);
    return array;
}

static int copy_lists(const preston_key *key, void *structure, preston_arena *arena)
{
    preston_sector_list *lists = copy_array(key, structure, sizeof *lists, arena);
    int64_t count = preston_key_count(key, structure);
    int good = lists != NULL;
    for (int64_t i = 0; good && i < count; i++) {
        lists[i].name = preston_arena_text(arena, lists[i].name);
        good = lists[i].name != NULL && copy_words(&lists[i].sectors, arena);
    }
    return good;
}

static int copy_records(const preston_key *key, void *structure, preston_arena *arena)
{
    char *records = copy_array(key, structure, key->record->size, arena);
    int64_t count = preston_key_count(key, structure);
    int good = records != NULL;
    for (int64_t i = 0; good && i < count; i++) {
        good = copy_record(key->record, records + (size_t)i * key->record->size, arena);
    }
    return good;
}

static int copy_value(const preston_key *key, void *structure, preston_arena *arena)
{
    const char *text = NULL;
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_CHOICE:
        text = preston_key_pointer(key, structure);
        if (text != NULL) {
            text = preston_arena_text(arena, text);
            preston_key_set_pointer(key, structure, text);
            return text != NULL;
        }
        return 1;
    case PRESTON_KEY_WORDS:
        return copy_words(preston_key_place(key, structure), arena);
    case PRESTON_KEY_NUMBERS:
        return copy_array(key, structure, sizeof(double), arena) != NULL;
    case PRESTON_KEY_RECORD:
        return copy_record(key->record, preston_key_place(key, structure), arena);
    case PRESTON_KEY_RECORDS:
        return copy_records(key, structure, arena);
    case PRESTON_KEY_LISTS:
        return copy_lists(key, structure, arena);
    case PRESTON_KEY_ENUM:
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
    case PRESTON_KEY_FLAG:
        return 1;
    }
    return 1;
}

static int copy_record(const preston_record *record, void *structure, preston_arena *arena)
{
    int good = 1;
    for (int64_t i = 0; good && i < record->count; i++) {
        good = copy_value(&record->keys[i], structure, arena);
    }
    return good;
}

static void settle_number(double *number, int used, double value)
{
    if (used && isnan(*number)) {
        *number = value;
    }
}

/* What a measure may leave out gets the value that the page of keys promises, so that others need
 * not ask: it is in force altogether, costs no premium and knows no ceiling. */
static void settle(preston_scenario *scenario)
{
    preston_measure *measures = (preston_measure *)scenario->data.measures; /* our own copy */
    for (int64_t i = 0; i < scenario->data.measure_count; i++) {
        preston_measure *measure = &measures[i];
        int relocates = measure->lever == PRESTON_LEVER_RELOCATE;
        settle_number(&measure->adoption.to, measure->adoption.form == PRESTON_PATH_CONSTANT, 1.0);
        settle_number(&measure->premium, relocates || measure->lever == PRESTON_LEVER_RESERVE, 0.0);
        settle_number(&measure->ceiling, relocates, 1.0);
    }
}

static preston_status copy_scenario(const preston_scenario_data *data, const char *folder,
                                    preston_scenario **out_scenario, preston_error *error)
{
    preston_scenario *scenario = preston_allocate(1, sizeof *scenario);
    if (scenario == NULL) {
        return preston_fail_memory(error, "a scenario");
    }
    scenario->data = *data;
    scenario->folder = preston_arena_text(&scenario->arena, folder);
    if (scenario->folder == NULL ||
        !copy_record(&preston_record_scenario, &scenario->data, &scenario->arena)) {
        preston_scenario_free(scenario);
        return preston_fail_memory(error, "a scenario");
    }
    settle(scenario);
    *out_scenario = scenario;
    return PRESTON_OK;
}

/* --- from C --- */

preston_status preston_scenario_create(const preston_scenario_data *data, const char *folder,
                                       preston_scenario **out_scenario, preston_error *error)
{
    preston_any_record room;
    const preston_cursor at = {.index = -1,
                               .record = &preston_record_scenario,
                               .structure = data,
                               .defaults =
                                   preston_record_defaults(&preston_record_scenario, &room)};
    preston_status status = preston_check_record(&at, error);
    return status == PRESTON_OK
               ? copy_scenario(data, folder != NULL ? folder : ".", out_scenario, error)
               : status;
}

void preston_scenario_free(preston_scenario *scenario)
{
    if (scenario != NULL) {
        preston_arena_clear(&scenario->arena);
        free(scenario);
    }
}

const preston_scenario_data *preston_scenario_get(const preston_scenario *scenario)
{
    return &scenario->data;
}

const char *preston_scenario_folder(const preston_scenario *scenario)
{
    return scenario->folder;
}

/* --- from a file --- */

/* The folder of a file: what stands before its last slash. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = preston_copy_text(slash == NULL ? "." : slash == path ? "/" : path);
    if (folder != NULL && slash != NULL && slash != path) {
        folder[slash - path] = '\0';
    }
    return folder;
}

static preston_status read_data(const preston_yaml *yaml, preston_scenario_data *data,
                                preston_arena *arena, preston_error *error)
{
    preston_any_record room;
    const preston_cursor at = {.index = -1,
                               .record = &preston_record_scenario,
                               .structure = data,
                               .defaults = preston_record_defaults(&preston_record_scenario, &room),
                               .file = preston_yaml_path(yaml),
                               .node = preston_yaml_root(yaml)};
    preston_status status = preston_read_record(&at, data, arena, error);
    return status == PRESTON_OK ? preston_check_record(&at, error) : status;
}

preston_status preston_scenario_read(const char *path, preston_scenario **out_scenario,
                                     preston_error *error)
{
    preston_yaml *yaml = NULL;
    preston_status status = preston_yaml_open(NULL, path, &yaml, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_scenario_data data;
    preston_arena arena = {0};
    char *folder = folder_of(path);
    status =
        folder != NULL ? read_data(yaml, &data, &arena, error) : preston_fail_memory(error, path);
    if (status == PRESTON_OK) {
        status = copy_scenario(&data, folder, out_scenario, error);
    }
    free(folder);
    preston_arena_clear(&arena);
    preston_yaml_free(yaml);
    return status;
}
