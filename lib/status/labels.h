/* An ordered set of labels with constant-time look-up: sector codes, places, suppliers.
 *
 * Texts are kept in the order in which they were added; a table of slots (open addressing, at
 * most half full) holds their positions plus one, so that zeroed memory is an empty table. */
#ifndef PRESTON_LIB_STATUS_LABELS_H
#define PRESTON_LIB_STATUS_LABELS_H

#include "preston/status.h"

typedef struct preston_labels {
    char **texts;
    int64_t count;
    int64_t capacity;
    int64_t *slots;
    int64_t slot_count; /* a power of two, or 0 */
} preston_labels;

/* The position of the label, or -1. */
int64_t preston_labels_find(const preston_labels *labels, const char *text);

/* The position of the label, which is added when new; -1 when memory is out. */
int64_t preston_labels_add(preston_labels *labels, const char *text);

void preston_labels_clear(preston_labels *labels);

#endif
