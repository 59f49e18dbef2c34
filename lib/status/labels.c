#include "labels.h"

#include "allocate.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a, Fowler, Noll and Vo 1991. */
static uint64_t hash(const char *text)
{
    uint64_t value = 14695981039346656037u;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        value = (value ^ *at) * 1099511628211u;
    }
    return value;
}

/* The slot that holds the label, or the free one where it would go. */
static int64_t find_slot(const preston_labels *labels, const char *text)
{
    int64_t mask = labels->slot_count - 1;
    int64_t slot = (int64_t)(hash(text) & (uint64_t)mask);
    while (labels->slots[slot] != 0 && strcmp(labels->texts[labels->slots[slot] - 1], text) != 0) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

int64_t preston_labels_find(const preston_labels *labels, const char *text)
{
    return labels->slot_count == 0 ? -1 : labels->slots[find_slot(labels, text)] - 1;
}

static int double_slots(preston_labels *labels)
{
    int64_t slot_count = labels->slot_count > 0 ? 2 * labels->slot_count : 32;
    int64_t *slots = preston_allocate(slot_count, sizeof *slots);
    if (slots == NULL) {
        return -1;
    }
    free(labels->slots);
    labels->slots = slots;
    labels->slot_count = slot_count;
    for (int64_t i = 0; i < labels->count; i++) {
        slots[find_slot(labels, labels->texts[i])] = i + 1;
    }
    return 0;
}

int64_t preston_labels_add(preston_labels *labels, const char *text)
{
    int64_t known = preston_labels_find(labels, text);
    if (known >= 0) {
        return known;
    }
    if (2 * (labels->count + 1) > labels->slot_count && double_slots(labels) != 0) {
        return -1;
    }
    if (preston_grow((void **)&labels->texts, &labels->capacity, labels->count,
                     sizeof *labels->texts) != 0) {
        return -1;
    }
    char *copy = preston_copy_text(text);
    if (copy == NULL) {
        return -1;
    }
    labels->texts[labels->count] = copy;
    labels->slots[find_slot(labels, text)] = labels->count + 1;
    return labels->count++;
}

void preston_labels_clear(preston_labels *labels)
{
    for (int64_t i = 0; i < labels->count; i++) {
        free(labels->texts[i]);
    }
    free(labels->texts);
    free(labels->slots);
    *labels = (preston_labels){0};
}
