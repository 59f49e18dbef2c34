#include "scenarios.h"
#include "folder.h"
#include "test.h"

#include "scenario/keys.h"

preston_status read_scenario_text(const char *folder, const char *text,
                                  preston_scenario **out_scenario, preston_error *error)
{
    write_text(folder, "s.yaml", text);
    char *path = path_in(folder, "s.yaml");
    preston_status status = preston_scenario_read(path, out_scenario, error);
    free(path);
    return status;
}

static int same_records(const preston_record *record, const void *one, const void *other);

static int same_texts(const char *one, const char *other)
{
    return (one == NULL && other == NULL) ||
           (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static int same_words(const preston_words *one, const preston_words *other)
{
    int same = one->count == other->count;
    for (int64_t i = 0; same && i < one->count; i++) {
        same = same_texts(one->texts[i], other->texts[i]);
    }
    return same;
}

static int same_arrays(const preston_key *key, const void *one, const void *other)
{
    int64_t count = preston_key_count(key, one);
    const char *left = preston_key_pointer(key, one);
    const char *right = preston_key_pointer(key, other);
    int same = count == preston_key_count(key, other);
    for (int64_t i = 0; same && i < count; i++) {
        if (key->kind == PRESTON_KEY_NUMBERS) {
            same = memcmp(left + 8 * i, right + 8 * i, 8) == 0;
        } else if (key->kind == PRESTON_KEY_RECORDS) {
            size_t at = (size_t)i * key->record->size;
            same = same_records(key->record, left + at, right + at);
        } else {
            const preston_sector_list *lists[] = {preston_key_pointer(key, one),
                                                  preston_key_pointer(key, other)};
            same = same_texts(lists[0][i].name, lists[1][i].name) &&
                   same_words(&lists[0][i].sectors, &lists[1][i].sectors);
        }
    }
    return same;
}

static int same_values(const preston_key *key, const void *one, const void *other)
{
    const void *left = preston_key_at(key, one);
    const void *right = preston_key_at(key, other);
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_CHOICE:
        return same_texts(preston_key_pointer(key, one), preston_key_pointer(key, other));
    case PRESTON_KEY_ENUM:
    case PRESTON_KEY_FLAG:
        return memcmp(left, right, sizeof(int)) == 0;
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return memcmp(left, right, sizeof(double)) == 0;
    case PRESTON_KEY_WORDS:
        return same_words(left, right);
    case PRESTON_KEY_RECORD:
        return same_records(key->record, left, right) &&
               (key->flag == 0 || memcmp((const char *)one + key->flag,
                                         (const char *)other + key->flag, sizeof(int)) == 0);
    case PRESTON_KEY_NUMBERS:
    case PRESTON_KEY_RECORDS:
    case PRESTON_KEY_LISTS:
        return same_arrays(key, one, other);
    }
    return 0;
}

static int same_records(const preston_record *record, const void *one, const void *other)
{
    for (int64_t i = 0; i < record->count; i++) {
        if (!same_values(&record->keys[i], one, other)) {
            print_message("%s differs\n", record->keys[i].name);
            return 0;
        }
    }
    return 1;
}

int same_scenarios(const preston_scenario_data *one, const preston_scenario_data *other)
{
    return same_records(&preston_record_scenario, one, other);
}
