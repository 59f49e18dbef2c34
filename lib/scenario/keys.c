/* What can be asked of a key, whatever its record. */
#include "keys.h"

#include "../status/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const preston_record *const preston_records[] = {
    &preston_record_scenario,     &preston_record_ledger,     &preston_record_columns,
    &preston_record_economy,      &preston_record_capacity,   &preston_record_uncertainty,
    &preston_record_measure,      &preston_record_path,       &preston_record_additionality,
    &preston_record_buyer_counts, &preston_record_population, NULL};

const preston_key *preston_record_key(const preston_record *record, const char *name)
{
    for (int64_t i = 0; i < record->count; i++) {
        if (strcmp(record->keys[i].name, name) == 0) {
            return &record->keys[i];
        }
    }
    return NULL;
}

int preston_choice_find(const char *const *choices, const char *text)
{
    for (int i = 0; text != NULL && choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            return i;
        }
    }
    return -1;
}

static int count_choices(const char *const *choices)
{
    int count = 0;
    while (choices[count] != NULL) {
        count++;
    }
    return count;
}

int preston_record_selected(const preston_record *record, const void *structure)
{
    if (record->selector == NULL) {
        return 0;
    }
    const preston_key *key = preston_record_key(record, record->selector);
    if (key->kind == PRESTON_KEY_CHOICE) {
        return preston_choice_find(key->choices, preston_key_pointer(key, structure));
    }
    int value = 0;
    memcpy(&value, preston_key_at(key, structure), sizeof value);
    int known =
        value >= key->first_choice && value - key->first_choice < count_choices(key->choices);
    return known ? value - key->first_choice : -1;
}

int preston_key_used(const preston_key *key, int selected)
{
    return key->used_by == 0 || (selected >= 0 && (key->used_by >> selected & 1u) != 0);
}

int preston_key_needed(const preston_key *key, int selected)
{
    return selected >= 0 && (key->needed_by >> selected & 1u) != 0;
}

const void *preston_key_at(const preston_key *key, const void *structure)
{
    return (const char *)structure + key->offset;
}

void *preston_key_place(const preston_key *key, void *structure)
{
    return (char *)structure + key->offset;
}

int64_t preston_key_count(const preston_key *key, const void *structure)
{
    int64_t count = 0;
    memcpy(&count, (const char *)structure + key->count, sizeof count);
    return count;
}

void preston_key_set_count(const preston_key *key, void *structure, int64_t count)
{
    memcpy((char *)structure + key->count, &count, sizeof count);
}

/* Copied as bytes, since the pointers of the structs have many types; all have one size. */
const void *preston_key_pointer(const preston_key *key, const void *structure)
{
    const void *pointer = NULL;
    memcpy(&pointer, preston_key_at(key, structure), sizeof pointer);
    return pointer;
}

void preston_key_set_pointer(const preston_key *key, void *structure, const void *pointer)
{
    memcpy(preston_key_place(key, structure), &pointer, sizeof pointer);
}

const void *preston_record_defaults(const preston_record *record, preston_any_record *room)
{
    record->init(room);
    return room;
}

static int same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static double number_at(const preston_key *key, const void *structure)
{
    return *(const double *)preston_key_at(key, structure);
}

static int same_number(double one, double other)
{
    return one == other || (isnan(one) && isnan(other));
}

static int flag_is_set(const preston_key *key, const void *structure)
{
    return *(const int *)(const void *)((const char *)structure + key->flag) != 0;
}

static int any_given(const preston_record *record, const void *structure, const void *defaults)
{
    for (int64_t i = 0; i < record->count; i++) {
        if (preston_key_given(&record->keys[i], structure, defaults)) {
            return 1;
        }
    }
    return 0;
}

int preston_key_given(const preston_key *key, const void *structure, const void *defaults)
{
    const void *at = preston_key_at(key, structure);
    const void *usual = preston_key_at(key, defaults);
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_CHOICE:
        return !same_text(preston_key_pointer(key, structure), preston_key_pointer(key, defaults));
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return !same_number(number_at(key, structure), number_at(key, defaults));
    case PRESTON_KEY_ENUM:
    case PRESTON_KEY_FLAG:
        return memcmp(at, usual, sizeof(int)) != 0;
    case PRESTON_KEY_WORDS:
        return ((const preston_words *)at)->count != 0;
    case PRESTON_KEY_NUMBERS:
    case PRESTON_KEY_RECORDS:
    case PRESTON_KEY_LISTS:
        return preston_key_count(key, structure) != 0;
    case PRESTON_KEY_RECORD:
        return key->flag != 0 ? flag_is_set(key, structure) : any_given(key->record, at, usual);
    }
    return 0;
}

int preston_key_missing(const preston_key *key, const void *structure, const void *defaults)
{
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_CHOICE:
        return preston_key_pointer(key, structure) == NULL;
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return isnan(number_at(key, structure));
    case PRESTON_KEY_ENUM:
    case PRESTON_KEY_FLAG:
        return 0;
    case PRESTON_KEY_WORDS:
    case PRESTON_KEY_NUMBERS:
    case PRESTON_KEY_RECORDS:
    case PRESTON_KEY_LISTS:
    case PRESTON_KEY_RECORD:
        return !preston_key_given(key, structure, defaults);
    }
    return 0;
}

/* --- ranges --- */

void preston_range_text(const preston_range *range, char out_text[PRESTON_RANGE_SIZE])
{
    char low[PRESTON_NUMBER_SIZE] = "";
    char high[PRESTON_NUMBER_SIZE] = "";
    int above = (range->open & PRESTON_ABOVE_LOW) != 0;
    int below = (range->open & PRESTON_BELOW_HIGH) != 0;
    preston_format_short_number(range->low, low);
    preston_format_short_number(range->high, high);
    if (isfinite(range->low) && isfinite(range->high)) {
        (void)snprintf(out_text, PRESTON_RANGE_SIZE, "%s %s %s %s", above ? "above" : "from", low,
                       below ? "to below" : "to", high);
    } else if (isfinite(range->low)) {
        (void)snprintf(out_text, PRESTON_RANGE_SIZE, above ? "above %s" : "%s or more", low);
    } else {
        (void)snprintf(out_text, PRESTON_RANGE_SIZE, "any");
    }
}

int preston_range_holds(const preston_range *range, double value)
{
    int above = (range->open & PRESTON_ABOVE_LOW) != 0 ? value > range->low : value >= range->low;
    int below =
        (range->open & PRESTON_BELOW_HIGH) != 0 ? value < range->high : value <= range->high;
    return isfinite(value) && above && below;
}
