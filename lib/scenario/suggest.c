#define _POSIX_C_SOURCE 200809L /* strnlen */
#include "suggest.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 63 };

static int least(int one, int other)
{
    return one < other ? one : other;
}

/* Row i of the table holds the distances of the first i letters of `one` from the beginnings of
 * `other`; swaps look two rows back. */
int preston_word_distance(const char *one, const char *other)
{
    int rows[3][LONGEST + 1];
    size_t height = strnlen(one, LONGEST);
    size_t width = strnlen(other, LONGEST);
    for (size_t j = 0; j <= width; j++) {
        rows[0][j] = (int)j;
    }
    for (size_t i = 1; i <= height; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3];
        const int *second = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= width; j++) {
            int same = one[i - 1] == other[j - 1];
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
                row[j] = least(row[j], second[j - 2] + 1);
            }
        }
    }
    return rows[height % 3][width];
}

int preston_word_is_near(const char *word, int distance)
{
    return distance <= 1 + (int)strnlen(word, LONGEST) / 4;
}

void preston_add_word(char *text, size_t size, const char *word)
{
    size_t used = strlen(text);
    if (used + strlen(word) + 3 <= size) {
        (void)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", word);
    }
}

static const char *nearest_key(const preston_record *record, const char *word, int *out_distance)
{
    const char *nearest = "";
    *out_distance = LONGEST + 1;
    for (int64_t i = 0; i < record->count; i++) {
        int distance = preston_word_distance(word, record->keys[i].name);
        if (distance < *out_distance) {
            *out_distance = distance;
            nearest = record->keys[i].name;
        }
    }
    return nearest;
}

static const preston_record *find_owner(const char *word)
{
    for (int i = 0; preston_records[i] != NULL; i++) {
        if (preston_record_key(preston_records[i], word) != NULL) {
            return preston_records[i];
        }
    }
    return NULL;
}

void preston_suggest_key(const preston_record *record, int selected, const char *word,
                         char out_hint[PRESTON_HINT_SIZE])
{
    int distance = 0;
    const char *nearest = nearest_key(record, word, &distance);
    const preston_record *owner = find_owner(word);
    if (owner != NULL) {
        (void)snprintf(out_hint, PRESTON_HINT_SIZE, "it is a key of '%s'", owner->name);
        return;
    }
    if (preston_word_is_near(word, distance)) {
        (void)snprintf(out_hint, PRESTON_HINT_SIZE, "did you mean '%s'?", nearest);
        return;
    }
    char list[PRESTON_HINT_SIZE - 16] = "";
    for (int64_t i = 0; i < record->count; i++) {
        if (selected < 0 || preston_key_used(&record->keys[i], selected)) {
            preston_add_word(list, sizeof list, record->keys[i].name);
        }
    }
    (void)snprintf(out_hint, PRESTON_HINT_SIZE, "use %s", list);
}

void preston_suggest_choice(const char *const *choices, const char *word,
                            char out_hint[PRESTON_HINT_SIZE])
{
    char list[PRESTON_HINT_SIZE - 32] = "";
    const char *nearest = "";
    int shortest = LONGEST + 1;
    for (int i = 0; choices[i] != NULL; i++) {
        int distance = preston_word_distance(word, choices[i]);
        nearest = distance < shortest ? choices[i] : nearest;
        shortest = least(shortest, distance);
        preston_add_word(list, sizeof list, choices[i]);
    }
    if (preston_word_is_near(word, shortest)) {
        (void)snprintf(out_hint, PRESTON_HINT_SIZE, "did you mean '%s'?", nearest);
    } else {
        (void)snprintf(out_hint, PRESTON_HINT_SIZE, "use %s", list);
    }
}
