/* Where a walk along the keys of a scenario stands: for messages and for what was in the file. */
#ifndef PRESTON_LIB_SCENARIO_CURSOR_H
#define PRESTON_LIB_SCENARIO_CURSOR_H

#include "../status/yaml.h"
#include "keys.h"

typedef struct preston_cursor {
    const struct preston_cursor *up; /* NULL at the scenario itself */
    const preston_key *key;          /* under which it stands there */
    int64_t index;                   /* in a list of records; else -1 */
    const preston_record *record;
    const void *structure;
    const void *defaults;          /* the struct with its defaults */
    const char *file;              /* NULL: not from a file */
    const preston_yaml_node *node; /* what it was read from; NULL: not from a map of the file */
} preston_cursor;

/* The value of a key in the file; NULL where it is not there. */
const preston_yaml_node *preston_cursor_node(const preston_cursor *at, const preston_key *key);

/* Is the key stated: in the file, or else by a value that is not the default? */
int preston_cursor_given(const preston_cursor *at, const preston_key *key);

/* The cursor at the record under a key, or at one of a list of records; `room` is for its defaults.
 */
preston_cursor preston_cursor_enter(const preston_cursor *at, const preston_key *key, int64_t index,
                                    preston_any_record *room);

/* Fails with "file:line:column: key 'measures[2].share': …", as far as known. `key` NULL: the
 * record itself; `index` -1: the whole value. */
preston_status preston_cursor_fail(const preston_cursor *at, const preston_key *key, int64_t index,
                                   preston_error *error, preston_status status, const char *format,
                                   ...) __attribute__((format(printf, 6, 7)));

/* The same for a node that belongs to no key that is known: a key as the file has it. */
preston_status preston_cursor_fail_node(const preston_cursor *at, const preston_yaml_node *node,
                                        preston_error *error, preston_status status,
                                        const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
