/* From the nodes of a file to the struct of a record. */
#ifndef PRESTON_LIB_SCENARIO_READ_H
#define PRESTON_LIB_SCENARIO_READ_H

#include "arena.h"
#include "cursor.h"

/* Fills in `structure` from the cursor's node: kinds are checked, values are not. Texts are
 * borrowed from the file, arrays from the arena. */
preston_status preston_read_record(const preston_cursor *at, void *structure, preston_arena *arena,
                                   preston_error *error);

/* The way in which a record is written in a node: itself, or its other form. */
const preston_record *preston_record_written(const preston_record *record,
                                             const preston_yaml_node *node);

#endif
