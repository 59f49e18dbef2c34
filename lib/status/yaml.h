/* Small YAML files of the form `key: value`, typed by the caller.
 *
 * libyaml parses; nested values, lists, aliases and duplicate keys are errors with line and
 * column, since none of the project's flat files needs them. */
#ifndef PRESTON_LIB_STATUS_YAML_H
#define PRESTON_LIB_STATUS_YAML_H

#include "preston/status.h"

typedef struct preston_yaml_entry {
    const char *path;
    const char *key;
    const char *value;
    int64_t line;   /* of the value, from 1 */
    int64_t column; /* of the value, from 1 */
} preston_yaml_entry;

/* Calls `on_entry` for each key in the order of the file. */
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
