/* From the nodes of a file to structs, by the table of keys. */
#include "read.h"

#include "../status/error.h"
#include "../status/number.h"
#include "check.h"
#include "suggest.h"

#include <math.h>
#include <string.h>

/* One value being read: where, of which key, into which struct. */
typedef struct reading {
    const preston_cursor *at;
    const preston_key *key;
    const preston_yaml_node *node;
    void *structure;
    preston_arena *arena;
    preston_error *error;
} reading;

static preston_status fail_kind(const reading *on, int64_t index, const char *reason)
{
    return preston_cursor_fail(on->at, on->key, index, on->error, PRESTON_ERROR_FORMAT, "%s",
                               reason);
}

static preston_status fail_memory(const reading *on)
{
    return preston_fail_memory(on->error, on->at->file);
}

/* A key with nothing behind it; YAML has three words for that. */
static int is_empty(const preston_yaml_node *node)
{
    return node->kind == PRESTON_YAML_TEXT &&
           (node->text[0] == '\0' ||
            (!node->quoted && (strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0)));
}

/* --- texts and numbers --- */

/* Is the node a text, and not something else that only looks like one? */
static preston_status check_text_node(const reading *on, const preston_yaml_node *node,
                                      int64_t index)
{
    if (node->kind != PRESTON_YAML_TEXT) {
        return fail_kind(on, index, "is a list or a map: write one text");
    }
    if (is_empty(node)) {
        return fail_kind(on, index, "is empty: write a text");
    }
    if (!node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)) {
        return fail_kind(on, index, "is true or false: for the word, write it between quotes");
    }
    return PRESTON_OK;
}

static preston_status read_text(const reading *on)
{
    preston_status status = check_text_node(on, on->node, -1);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_key_set_pointer(on->key, on->structure, on->node->text);
    return PRESTON_OK;
}

/* Whoever writes 20 % gets told how it is written here. */
static preston_status fail_number(const reading *on, int64_t index, const char *text,
                                  const char *problem)
{
    size_t length = strlen(text);
    char plain[PRESTON_NUMBER_SIZE];
    double value = 0.0;
    if (length > 1 && length < sizeof plain && text[length - 1] == '%') {
        memcpy(plain, text, length);
        do {
            plain[--length] = '\0';
        } while (length > 0 && plain[length - 1] == ' ');
        if (preston_parse_number(plain, &value) == NULL) {
            preston_format_short_number(value / 100.0, plain);
            return preston_cursor_fail(on->at, on->key, index, on->error, PRESTON_ERROR_VALUE,
                                       "'%s' is a percentage: write %s", text, plain);
        }
    }
    return preston_cursor_fail(on->at, on->key, index, on->error, PRESTON_ERROR_VALUE, "'%.60s' %s",
                               text, problem);
}

static preston_status read_number(const reading *on, const preston_yaml_node *node, int64_t index,
                                  double *out_value)
{
    if (node->kind != PRESTON_YAML_TEXT) {
        return fail_kind(on, index, "is a list or a map: write one number");
    }
    const char *problem = preston_parse_number(node->text, out_value);
    if (problem == NULL && node->quoted) {
        return fail_kind(on, index, "is a text between quotes: write the number without them");
    }
    return problem == NULL ? PRESTON_OK : fail_number(on, index, node->text, problem);
}

static preston_status read_flag(const reading *on)
{
    const char *text = on->node->kind == PRESTON_YAML_TEXT ? on->node->text : "";
    int value = strcmp(text, "true") == 0;
    if (on->node->quoted || (!value && strcmp(text, "false") != 0)) {
        return fail_kind(on, -1, "is neither true nor false: write one of them");
    }
    memcpy(preston_key_place(on->key, on->structure), &value, sizeof value);
    return PRESTON_OK;
}

static preston_status read_choice(const reading *on)
{
    preston_status status = read_text(on);
    if (status != PRESTON_OK) {
        return status;
    }
    int choice = preston_choice_find(on->key->choices, on->node->text);
    if (choice < 0) {
        char hint[PRESTON_HINT_SIZE];
        preston_suggest_choice(on->key->choices, on->node->text, hint);
        return preston_cursor_fail(on->at, on->key, -1, on->error, PRESTON_ERROR_LABEL,
                                   "'%.60s' is not known: %s", on->node->text, hint);
    }
    /* one pointer for each choice, wherever it was read */
    preston_key_set_pointer(on->key, on->structure, on->key->choices[choice]);
    return PRESTON_OK;
}

static preston_status read_enum(const reading *on)
{
    const char *text = NULL;
    preston_key as_text = *on->key;
    as_text.offset = 0;
    reading choice = *on;
    choice.key = &as_text;
    choice.structure = (void *)&text;
    preston_status status = read_choice(&choice);
    if (status == PRESTON_OK) {
        int value = on->key->first_choice + preston_choice_find(on->key->choices, text);
        memcpy(preston_key_place(on->key, on->structure), &value, sizeof value);
    }
    return status;
}

/* --- lists --- */

static preston_status read_texts(const reading *on, const preston_yaml_node *node,
                                 preston_words *out_words)
{
    if (node->kind != PRESTON_YAML_LIST) {
        return preston_cursor_fail(on->at, on->key, -1, on->error, PRESTON_ERROR_FORMAT,
                                   "is not a list: write [%.60s]",
                                   node->kind == PRESTON_YAML_TEXT ? node->text : "one, another");
    }
    const char **texts = preston_arena_allocate(on->arena, node->count, sizeof *texts);
    if (texts == NULL) {
        return fail_memory(on);
    }
    for (int64_t i = 0; i < node->count; i++) {
        preston_status status = check_text_node(on, &node->values[i], i);
        if (status != PRESTON_OK) {
            return status;
        }
        texts[i] = node->values[i].text;
    }
    *out_words = (preston_words){.texts = texts, .count = node->count};
    return PRESTON_OK;
}

static preston_status read_numbers(const reading *on)
{
    int64_t count = on->node->count;
    int64_t known = preston_key_count(on->key, on->structure);
    if (on->node->kind != PRESTON_YAML_LIST) {
        return fail_kind(on, -1, "is not a list: write numbers as [1, 2]");
    }
    if (known != 0 && known != count) {
        return preston_cursor_fail(on->at, on->key, -1, on->error, PRESTON_ERROR_VALUE,
                                   "holds %lld numbers: the other list of the table has %lld",
                                   (long long)count, (long long)known);
    }
    double *numbers = preston_arena_allocate(on->arena, count, sizeof *numbers);
    if (numbers == NULL) {
        return fail_memory(on);
    }
    for (int64_t i = 0; i < count; i++) {
        preston_status status = read_number(on, &on->node->values[i], i, &numbers[i]);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    preston_key_set_pointer(on->key, on->structure, numbers);
    preston_key_set_count(on->key, on->structure, count);
    return PRESTON_OK;
}

static preston_status read_lists(const reading *on)
{
    if (on->node->kind != PRESTON_YAML_MAP) {
        return fail_kind(on, -1, "is not a map: write 'name: [code, code]' lines");
    }
    int64_t count = on->node->count;
    preston_sector_list *lists = preston_arena_allocate(on->arena, count, sizeof *lists);
    if (lists == NULL) {
        return fail_memory(on);
    }
    for (int64_t i = 0; i < count; i++) {
        reading list = *on;
        const preston_key key = {.name = on->node->values[i].key};
        const preston_cursor inside = {.up = on->at,
                                       .key = on->key,
                                       .index = -1,
                                       .record = on->at->record,
                                       .file = on->at->file,
                                       .node = on->node};
        list.at = &inside;
        list.key = &key;
        lists[i].name = key.name;
        preston_status status = read_texts(&list, &on->node->values[i], &lists[i].sectors);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    preston_key_set_pointer(on->key, on->structure, lists);
    preston_key_set_count(on->key, on->structure, count);
    return PRESTON_OK;
}

/* --- records --- */

static preston_cursor enter(const reading *on, const preston_yaml_node *node, int64_t index)
{
    return (preston_cursor){.up = on->at,
                            .key = on->key,
                            .index = index,
                            .record = on->key->record,
                            .file = on->at->file,
                            .node = node};
}

static preston_status read_nested(const reading *on)
{
    const preston_cursor inside = enter(on, on->node, -1);
    preston_status status = preston_read_record(&inside, preston_key_place(on->key, on->structure),
                                                on->arena, on->error);
    if (status == PRESTON_OK && on->key->flag != 0) {
        const int stated = 1;
        memcpy((char *)on->structure + on->key->flag, &stated, sizeof stated);
    }
    return status;
}

static preston_status read_records(const reading *on)
{
    if (on->node->kind != PRESTON_YAML_LIST) {
        return fail_kind(on, -1, "is not a list: begin each of its lines with '- '");
    }
    size_t size = on->key->record->size;
    char *records = preston_arena_allocate(on->arena, on->node->count, size);
    if (records == NULL) {
        return fail_memory(on);
    }
    for (int64_t i = 0; i < on->node->count; i++) {
        const preston_cursor inside = enter(on, &on->node->values[i], i);
        preston_status status =
            preston_read_record(&inside, records + (size_t)i * size, on->arena, on->error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    preston_key_set_pointer(on->key, on->structure, records);
    preston_key_set_count(on->key, on->structure, on->node->count);
    return PRESTON_OK;
}

static preston_status read_value(const reading *on)
{
    if (is_empty(on->node)) {
        return fail_kind(on, -1, "is empty: write a value, or leave the key out");
    }
    switch (on->key->kind) {
    case PRESTON_KEY_TEXT:
        return read_text(on);
    case PRESTON_KEY_CHOICE:
        return read_choice(on);
    case PRESTON_KEY_ENUM:
        return read_enum(on);
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return read_number(on, on->node, -1, preston_key_place(on->key, on->structure));
    case PRESTON_KEY_FLAG:
        return read_flag(on);
    case PRESTON_KEY_WORDS:
        return read_texts(on, on->node, preston_key_place(on->key, on->structure));
    case PRESTON_KEY_NUMBERS:
        return read_numbers(on);
    case PRESTON_KEY_RECORD:
        return read_nested(on);
    case PRESTON_KEY_RECORDS:
        return read_records(on);
    case PRESTON_KEY_LISTS:
        return read_lists(on);
    }
    return PRESTON_OK;
}

static int count_known(const preston_record *record, const preston_yaml_node *node)
{
    int known = 0;
    for (int64_t i = 0; i < node->count; i++) {
        known += node->kind == PRESTON_YAML_MAP &&
                 preston_record_key(record, node->values[i].key) != NULL;
    }
    return known;
}

const preston_record *preston_record_written(const preston_record *record,
                                             const preston_yaml_node *node)
{
    return record->other != NULL && count_known(record->other, node) >= count_known(record, node)
               ? record->other
               : record;
}

/* The record's own defaults; needed numbers have none, so that a file must state them. */
static void begin(const preston_record *record, void *structure)
{
    if (!record->shared) {
        record->init(structure);
    }
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        if (key->needed_by != 0 &&
            (key->kind == PRESTON_KEY_NUMBER || key->kind == PRESTON_KEY_WHOLE)) {
            *(double *)preston_key_place(key, structure) = NAN;
        }
    }
}

static preston_status fail_unknown(const preston_cursor *at, const preston_yaml_node *node,
                                   preston_error *error)
{
    char hint[PRESTON_HINT_SIZE];
    const preston_record *record = at->record;
    const preston_yaml_node *selector =
        record->selector != NULL ? preston_yaml_find(at->node, record->selector) : NULL;
    int selected = selector != NULL && selector->kind == PRESTON_YAML_TEXT
                       ? preston_choice_find(preston_record_key(record, record->selector)->choices,
                                             selector->text)
                       : -1;
    preston_suggest_key(record, selected, node->key, hint);
    return preston_cursor_fail_node(at, node, error, PRESTON_ERROR_LABEL, "is not known: %s", hint);
}

static preston_status read_map(const preston_cursor *at, void *structure, preston_arena *arena,
                               preston_error *error)
{
    begin(at->record, structure);
    for (int64_t i = 0; i < at->node->count; i++) {
        const preston_yaml_node *node = &at->node->values[i];
        const preston_key *key = preston_record_key(at->record, node->key);
        if (key == NULL) {
            return fail_unknown(at, node, error);
        }
        const reading on = {at, key, node, structure, arena, error};
        preston_status status = read_value(&on);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    return PRESTON_OK;
}

/* The other form of a record, which is checked on its own before it is turned into this one. */
static preston_status read_other(const preston_cursor *at, void *structure, preston_arena *arena,
                                 preston_error *error)
{
    preston_any_record room;
    preston_any_record defaults;
    preston_cursor other = *at;
    other.record = at->record->other;
    other.structure = &room;
    other.defaults = preston_record_defaults(other.record, &defaults);
    preston_status status = read_map(&other, &room, arena, error);
    if (status == PRESTON_OK) {
        status = preston_check_record(&other, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    preston_error reason = {0};
    status = at->record->turn(&room, structure, &reason);
    return status == PRESTON_OK
               ? PRESTON_OK
               : preston_cursor_fail(at, NULL, -1, error, status, "%s", reason.message);
}

/* A word or a number where a map could stand. */
static preston_status read_short(const preston_cursor *at, void *structure, preston_error *error)
{
    const preston_record *record = at->record;
    const char *text = at->node->text;
    if (record->names != NULL) {
        if (preston_choice_find(record->names, text) >= 0) {
            return record->named(text, structure, error);
        }
        char hint[PRESTON_HINT_SIZE];
        preston_suggest_choice(record->names, text, hint);
        return preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_LABEL,
                                   "'%.60s' is not known: %s", text, hint);
    }
    if (record->number_for != NULL) {
        record->init(structure);
        const preston_key *key = preston_record_key(record, record->number_for);
        const reading on = {at->up, at->key, at->node, structure, NULL, error};
        return read_number(&on, at->node, at->index, preston_key_place(key, structure));
    }
    return preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_FORMAT,
                               "'%.60s' is a single value: write 'key: value' lines below the key",
                               text);
}

preston_status preston_read_record(const preston_cursor *at, void *structure, preston_arena *arena,
                                   preston_error *error)
{
    if (at->node->kind == PRESTON_YAML_LIST) {
        return preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_FORMAT,
                                   "is a list: write 'key: value' lines");
    }
    if (at->node->kind == PRESTON_YAML_TEXT) {
        return read_short(at, structure, error);
    }
    return preston_record_written(at->record, at->node) == at->record
               ? read_map(at, structure, arena, error)
               : read_other(at, structure, arena, error);
}
