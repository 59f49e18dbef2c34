/* What the JSON Schema and the page of documentation have in common. */
#ifndef PRESTON_LIB_SCENARIO_DESCRIBE_H
#define PRESTON_LIB_SCENARIO_DESCRIBE_H

#include "keys.h"
#include "text.h"

/* Adds the default as the file would have it, or, with `or_absent`, what holds without the key;
 * returns 0, having added nothing, where there is neither. `structure` holds the defaults. */
int preston_add_default(preston_text_builder *out, const preston_key *key, const void *structure,
                        int or_absent);

/* Does any choice of the record's selector use the key, and not all? */
int preston_key_is_partial(const preston_record *record, const preston_key *key);

#endif
