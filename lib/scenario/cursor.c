#include "cursor.h"

#include "../status/error.h"
#include "read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 200, REASON_SIZE = PRESTON_MESSAGE_SIZE * 3 / 4 };

const preston_yaml_node *preston_cursor_node(const preston_cursor *at, const preston_key *key)
{
    return preston_yaml_find(at->node, key->name);
}

int preston_cursor_given(const preston_cursor *at, const preston_key *key)
{
    return at->node != NULL && at->node->kind == PRESTON_YAML_MAP
               ? preston_cursor_node(at, key) != NULL
               : preston_key_given(key, at->structure, at->defaults);
}

/* A node is kept when it is a map of the record's own form: from it we know which keys the file
 * states. */
preston_cursor preston_cursor_enter(const preston_cursor *at, const preston_key *key, int64_t index,
                                    preston_any_record *room)
{
    const preston_record *record = key->record;
    const preston_yaml_node *node = preston_cursor_node(at, key);
    const char *structure = NULL;
    if (index >= 0) {
        structure =
            (const char *)preston_key_pointer(key, at->structure) + (size_t)index * record->size;
        node = node != NULL && index < node->count ? &node->values[index] : NULL;
    } else {
        structure = preston_key_at(key, at->structure);
    }
    int plain = node != NULL && node->kind == PRESTON_YAML_MAP &&
                preston_record_written(record, node) == record;
    return (preston_cursor){.up = at,
                            .key = key,
                            .index = index,
                            .record = record,
                            .structure = structure,
                            .defaults = preston_record_defaults(record, room),
                            .file = at->file,
                            .node = plain ? node : NULL};
}

/* Adds ".name[index]" to a path of keys; what has no room is left out. */
static void add_step(char *path, const char *name, int64_t index)
{
    size_t used = strlen(path);
    (void)snprintf(path + used, PATH_SIZE - used, "%s%.60s", used > 0 ? "." : "", name);
    used = strlen(path);
    if (index >= 0) {
        (void)snprintf(path + used, PATH_SIZE - used, "[%lld]", (long long)index);
    }
}

static void write_path(const preston_cursor *at, char *path)
{
    if (at->up != NULL) {
        write_path(at->up, path);
        add_step(path, at->key->name, at->index);
    }
}

/* The node nearest to what is meant: itself, or the first record around it that is in the file. */
static const preston_yaml_node *nearest_node(const preston_cursor *at, const preston_key *key,
                                             int64_t index)
{
    const preston_yaml_node *node = key != NULL ? preston_cursor_node(at, key) : at->node;
    if (node != NULL && index >= 0 && node->kind != PRESTON_YAML_TEXT && index < node->count) {
        return &node->values[index];
    }
    if (node != NULL || (key == NULL && at->up == NULL)) {
        return node;
    }
    return key != NULL ? nearest_node(at, NULL, -1) : nearest_node(at->up, at->key, at->index);
}

static preston_status fail_at(const preston_cursor *at, const preston_yaml_node *node,
                              const char *path, preston_error *error, preston_status status,
                              const char *reason)
{
    char place[PRESTON_MESSAGE_SIZE / 2] = "";
    if (at->file != NULL && node != NULL) {
        (void)snprintf(place, sizeof place, "%s:%lld:%lld: ", at->file, (long long)node->line,
                       (long long)node->column);
    }
    return path[0] != '\0' ? preston_fail(error, status, "%skey '%s': %s", place, path, reason)
                           : preston_fail(error, status, "%sscenario: %s", place, reason);
}

preston_status preston_cursor_fail(const preston_cursor *at, const preston_key *key, int64_t index,
                                   preston_error *error, preston_status status, const char *format,
                                   ...)
{
    char reason[REASON_SIZE];
    char path[PATH_SIZE] = "";
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    write_path(at, path);
    if (key != NULL) {
        add_step(path, key->name, index);
    }
    return fail_at(at, nearest_node(at, key, index), path, error, status, reason);
}

preston_status preston_cursor_fail_node(const preston_cursor *at, const preston_yaml_node *node,
                                        preston_error *error, preston_status status,
                                        const char *format, ...)
{
    char reason[REASON_SIZE];
    char path[PATH_SIZE] = "";
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    write_path(at, path);
    if (node->key != NULL) {
        add_step(path, node->key, -1);
    }
    /* the key itself is at fault, not its value */
    preston_yaml_node key = *node;
    key.line = node->key_line;
    key.column = node->key_column;
    return fail_at(at, &key, path, error, status, reason);
}
