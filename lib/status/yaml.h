/* YAML files, every value with its line and column; the caller types what is text.
 *
 * libyaml parses. A file is one document: a map whose values are texts, lists and maps. Aliases,
 * keys that stand twice and second documents are errors: each would be read by nobody, or twice. */
#ifndef PRESTON_LIB_STATUS_YAML_H
#define PRESTON_LIB_STATUS_YAML_H

#include "preston/status.h"

typedef enum preston_yaml_kind {
    PRESTON_YAML_TEXT,
    PRESTON_YAML_LIST,
    PRESTON_YAML_MAP
} preston_yaml_kind;

typedef struct preston_yaml_node {
    preston_yaml_kind kind;
    int quoted;                             /* a text between quotes: not a number */
    const char *key;                        /* in a map; elsewhere NULL */
    const char *text;                       /* of a text; elsewhere NULL */
    int64_t line, column;                   /* of the value, from 1 */
    int64_t key_line, key_column;           /* of the key; in a list those of the value */
    int64_t count;                          /* of a list or a map */
    const struct preston_yaml_node *values; /* count: of a list or a map, in their order */
} preston_yaml_node;

/* A file that was read; texts and nodes live as long as it does. */
typedef struct preston_yaml preston_yaml;

preston_status preston_yaml_open(const char *folder, const char *name, preston_yaml **out_yaml,
                                 preston_error *error);
void preston_yaml_free(preston_yaml *yaml);

const char *preston_yaml_path(const preston_yaml *yaml);

/* The whole document: a map. */
const preston_yaml_node *preston_yaml_root(const preston_yaml *yaml);

/* The value of a key; NULL when `map` is NULL, is no map or has no such key. */
const preston_yaml_node *preston_yaml_find(const preston_yaml_node *map, const char *key);

/* --- files of the form `key: value` --- */

typedef struct preston_yaml_entry {
    const char *path;
    const char *key;
    const char *value;
    int64_t line;   /* of the value, from 1 */
    int64_t column; /* of the value, from 1 */
} preston_yaml_entry;

/* Calls `on_entry` for each key in the order of the file; nested values are errors. */
preston_status preston_yaml_read(const char *folder, const char *name,
                                 preston_status (*on_entry)(void *context,
                                                            const preston_yaml_entry *entry,
                                                            preston_error *error),
                                 void *context, preston_error *error);

/* Fails with "path:line:column: key 'name': …". */
preston_status preston_yaml_fail(const preston_yaml_entry *entry, preston_error *error,
                                 preston_status status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
