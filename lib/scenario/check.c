/* Every key of a scenario against its table. */
#include "check.h"

#include "../status/error.h"
#include "../status/labels.h"
#include "../status/number.h"
#include "suggest.h"
#include "text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- keys that are there or not --- */

enum { WORD = 64, LONGEST_NAME = 200 /* YAML takes keys of up to 1024 bytes */ };

/* "lever 'train'", "form 'linear'": what decides which keys count. */
static void describe_selected(const preston_cursor *at, int selected, char text[WORD])
{
    const preston_key *selector = preston_record_key(at->record, at->record->selector);
    (void)snprintf(text, WORD, "%s '%s'", selector->name, selector->choices[selected]);
}

static int is_of_its_own(const preston_key *key, int selected)
{
    return (key->used_by != 0 && preston_key_used(key, selected)) ||
           (key->needed_by != PRESTON_ALWAYS && preston_key_needed(key, selected));
}

static preston_status fail_not_used(const preston_cursor *at, const preston_key *key, int selected,
                                    preston_error *error)
{
    const preston_key *selector = preston_record_key(at->record, at->record->selector);
    char which[WORD];
    char others[160] = "";
    char uses[320] = "";
    describe_selected(at, selected, which);
    for (int i = 0; selector->choices[i] != NULL; i++) {
        if (preston_key_used(key, i)) {
            preston_add_word(others, sizeof others, selector->choices[i]);
        }
    }
    for (int64_t i = 0; i < at->record->count; i++) {
        if (is_of_its_own(&at->record->keys[i], selected)) {
            preston_add_word(uses, sizeof uses, at->record->keys[i].name);
        }
    }
    return preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_LABEL,
                               "is not used by %s: it is a key of %s; %s uses %s", which, others,
                               which, uses[0] != '\0' ? uses : "no key of its own");
}

static preston_status fail_missing(const preston_cursor *at, const preston_key *key, int selected,
                                   preston_error *error)
{
    char which[WORD] = "";
    if (key->needed_by != PRESTON_ALWAYS) {
        describe_selected(at, selected, which);
    }
    return preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_MISSING, "%s%sneeds '%s': %s",
                               which, which[0] != '\0' ? " " : "", key->name, key->text);
}

/* Of the keys of which one is enough, is there one? */
static preston_status check_either(const preston_cursor *at, int selected, preston_error *error)
{
    char names[WORD] = "";
    for (int64_t i = 0; i < at->record->count; i++) {
        const preston_key *key = &at->record->keys[i];
        if ((key->either_by >> selected & 1u) == 0) {
            continue;
        }
        if (!preston_key_missing(key, at->structure, at->defaults)) {
            return PRESTON_OK;
        }
        preston_add_word(names, sizeof names, key->name);
    }
    if (names[0] == '\0') {
        return PRESTON_OK;
    }
    char which[WORD];
    describe_selected(at, selected, which);
    return preston_cursor_fail(at, NULL, -1, error, PRESTON_ERROR_MISSING,
                               "%s needs at least one of %s: without them it changes nothing",
                               which, names);
}

/* --- values --- */

static preston_status fail_range(const preston_cursor *at, const preston_key *key, int64_t index,
                                 double value, preston_error *error)
{
    char range[PRESTON_RANGE_SIZE];
    char number[PRESTON_NUMBER_SIZE];
    char share[PRESTON_NUMBER_SIZE];
    char hint[128] = "";
    preston_range_text(&key->range, range);
    preston_format_short_number(value, number);
    if (key->range.high == 1.0 && value > 1.0 && value <= 100.0) {
        preston_format_short_number(value / 100.0, share);
        (void)snprintf(hint, sizeof hint, "; for %s %% write %s", number, share);
    }
    int plain = key->unit == NULL || strcmp(key->unit, "share") == 0;
    return preston_cursor_fail(at, key, index, error, PRESTON_ERROR_VALUE,
                               "%s is out of range: write a number %s%s%s%s", number, range,
                               plain ? "" : ", in ", plain ? "" : key->unit, hint);
}

static preston_status check_number(const preston_cursor *at, const preston_key *key,
                                   preston_error *error)
{
    double value = *(const double *)preston_key_at(key, at->structure);
    if (isnan(value)) {
        double usual = *(const double *)preston_key_at(key, at->defaults);
        return isnan(usual) ? PRESTON_OK
                            : preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_VALUE,
                                                  "is not a number: give one");
    }
    if (!preston_range_holds(&key->range, value)) {
        return fail_range(at, key, -1, value, error);
    }
    if (key->kind == PRESTON_KEY_WHOLE && value != floor(value)) {
        char number[PRESTON_NUMBER_SIZE];
        preston_format_short_number(value, number);
        return preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_VALUE,
                                   "%s is not whole: write it without decimals", number);
    }
    return PRESTON_OK;
}

static preston_status check_flag(const preston_cursor *at, const preston_key *key,
                                 preston_error *error)
{
    int value = *(const int *)preston_key_at(key, at->structure);
    return value == 0 || value == 1 ? PRESTON_OK
                                    : preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_VALUE,
                                                          "%d is neither 0 nor 1", value);
}

static preston_status check_text(const preston_cursor *at, const preston_key *key, int64_t index,
                                 const char *text, preston_error *error)
{
    if (text == NULL || text[0] == '\0') {
        return preston_cursor_fail(at, key, index, error, PRESTON_ERROR_VALUE,
                                   "is empty: write a text");
    }
    return preston_text_is_utf8(text)
               ? PRESTON_OK
               : preston_cursor_fail(at, key, index, error, PRESTON_ERROR_FORMAT,
                                     "'%.60s' is not UTF-8 text", text);
}

static preston_status check_choice(const preston_cursor *at, const preston_key *key,
                                   preston_error *error)
{
    const char *text = preston_key_pointer(key, at->structure);
    if (text == NULL && preston_key_pointer(key, at->defaults) == NULL) {
        return PRESTON_OK;
    }
    if (preston_choice_find(key->choices, text) >= 0) {
        return PRESTON_OK;
    }
    char hint[PRESTON_HINT_SIZE];
    preston_suggest_choice(key->choices, text != NULL ? text : "", hint);
    return preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_LABEL, "'%.60s' is not known: %s",
                               text != NULL ? text : "", hint);
}

static preston_status check_words(const preston_cursor *at, const preston_key *key,
                                  const preston_words *words, preston_error *error)
{
    if (words->count < 0 || (words->count > 0 && words->texts == NULL)) {
        return preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_ARGUMENT,
                                   "holds %lld texts that are not there", (long long)words->count);
    }
    preston_labels seen = {0};
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < words->count; i++) {
        status = check_text(at, key, i, words->texts[i], error);
        if (status == PRESTON_OK && preston_labels_find(&seen, words->texts[i]) >= 0) {
            status = preston_cursor_fail(at, key, i, error, PRESTON_ERROR_LABEL,
                                         "'%.60s' stands twice: keep one of them", words->texts[i]);
        }
        if (status == PRESTON_OK && preston_labels_add(&seen, words->texts[i]) < 0) {
            status = preston_fail_memory(error, "a list of texts");
        }
    }
    preston_labels_clear(&seen);
    return status;
}

static preston_status check_count(const preston_cursor *at, const preston_key *key,
                                  preston_error *error)
{
    int64_t count = preston_key_count(key, at->structure);
    return count == 0 || (count > 0 && preston_key_pointer(key, at->structure) != NULL)
               ? PRESTON_OK
               : preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_ARGUMENT,
                                     "holds %lld entries that are not there", (long long)count);
}

static preston_status check_numbers(const preston_cursor *at, const preston_key *key,
                                    preston_error *error)
{
    preston_status status = check_count(at, key, error);
    int64_t count = preston_key_count(key, at->structure);
    const double *numbers = preston_key_pointer(key, at->structure);
    for (int64_t i = 0; status == PRESTON_OK && i < count; i++) {
        if (!preston_range_holds(&key->range, numbers[i])) {
            status = fail_range(at, key, i, numbers[i], error);
        }
    }
    return status;
}

static preston_status check_lists(const preston_cursor *at, const preston_key *key,
                                  preston_error *error)
{
    preston_status status = check_count(at, key, error);
    int64_t count = preston_key_count(key, at->structure);
    const preston_sector_list *lists = preston_key_pointer(key, at->structure);
    preston_labels seen = {0};
    for (int64_t i = 0; status == PRESTON_OK && i < count; i++) {
        status = check_text(at, key, i, lists[i].name, error);
        if (status == PRESTON_OK && strlen(lists[i].name) > LONGEST_NAME) {
            status = preston_cursor_fail(at, key, i, error, PRESTON_ERROR_VALUE,
                                         "'%.60s...' is a name of more than %d letters",
                                         lists[i].name, LONGEST_NAME);
        }
        if (status == PRESTON_OK && lists[i].sectors.count == 0) {
            status = preston_cursor_fail(at, key, i, error, PRESTON_ERROR_VALUE,
                                         "list '%.60s' is empty: write the codes of its sectors",
                                         lists[i].name);
        }
        if (status == PRESTON_OK && preston_labels_find(&seen, lists[i].name) >= 0) {
            status = preston_cursor_fail(at, key, i, error, PRESTON_ERROR_LABEL,
                                         "list '%.60s' stands twice", lists[i].name);
        }
        if (status == PRESTON_OK && preston_labels_add(&seen, lists[i].name) < 0) {
            status = preston_fail_memory(error, "sector lists");
        }
        if (status == PRESTON_OK) {
            const preston_key list = {.name = lists[i].name};
            const preston_cursor inside = {.up = at,
                                           .key = key,
                                           .index = -1,
                                           .file = at->file,
                                           .node = preston_cursor_node(at, key)};
            status = check_words(&inside, &list, &lists[i].sectors, error);
        }
    }
    preston_labels_clear(&seen);
    return status;
}

static preston_status check_nested(const preston_cursor *at, const preston_key *key,
                                   preston_error *error)
{
    preston_any_record room;
    const preston_cursor inside = preston_cursor_enter(at, key, -1, &room);
    if (preston_cursor_given(at, key)) {
        return preston_check_record(&inside, error);
    }
    /* numbers that are filled in and not switched on would be read by nobody */
    for (int64_t i = 0; key->flag != 0 && i < inside.record->count; i++) {
        if (preston_key_given(&inside.record->keys[i], inside.structure, inside.defaults)) {
            return preston_cursor_fail(at, key, -1, error, PRESTON_ERROR_ARGUMENT,
                                       "is filled in while has_%s is 0: set it to 1", key->name);
        }
    }
    return PRESTON_OK;
}

static preston_status check_records(const preston_cursor *at, const preston_key *key,
                                    preston_error *error)
{
    preston_status status = check_count(at, key, error);
    int64_t count = preston_key_count(key, at->structure);
    for (int64_t i = 0; status == PRESTON_OK && i < count; i++) {
        preston_any_record room;
        const preston_cursor inside = preston_cursor_enter(at, key, i, &room);
        status = preston_check_record(&inside, error);
    }
    return status;
}

static preston_status check_value(const preston_cursor *at, const preston_key *key,
                                  preston_error *error)
{
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
        return preston_key_given(key, at->structure, at->defaults)
                   ? check_text(at, key, -1, preston_key_pointer(key, at->structure), error)
                   : PRESTON_OK;
    case PRESTON_KEY_CHOICE:
        return check_choice(at, key, error);
    case PRESTON_KEY_ENUM:
        return PRESTON_OK; /* the selector, which was looked at first */
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return check_number(at, key, error);
    case PRESTON_KEY_FLAG:
        return check_flag(at, key, error);
    case PRESTON_KEY_WORDS:
        return check_words(at, key, preston_key_at(key, at->structure), error);
    case PRESTON_KEY_NUMBERS:
        return check_numbers(at, key, error);
    case PRESTON_KEY_RECORD:
        return check_nested(at, key, error);
    case PRESTON_KEY_RECORDS:
        return check_records(at, key, error);
    case PRESTON_KEY_LISTS:
        return check_lists(at, key, error);
    }
    return PRESTON_OK;
}

/* --- records --- */

static preston_status check_key(const preston_cursor *at, const preston_key *key, int selected,
                                preston_error *error)
{
    if (!preston_key_used(key, selected)) {
        /* in a struct, what is not used may also be left NaN or NULL */
        return preston_cursor_given(at, key) &&
                       !(at->node == NULL && preston_key_missing(key, at->structure, at->defaults))
                   ? fail_not_used(at, key, selected, error)
                   : PRESTON_OK;
    }
    if (preston_key_needed(key, selected) &&
        preston_key_missing(key, at->structure, at->defaults) &&
        !(key->kind == PRESTON_KEY_RECORD && preston_cursor_given(at, key))) {
        return fail_missing(at, key, selected, error);
    }
    return check_value(at, key, error);
}

static preston_status check_selected(const preston_cursor *at, preston_error *error)
{
    const preston_key *selector = preston_record_key(at->record, at->record->selector);
    if (selector->kind == PRESTON_KEY_CHOICE) {
        return check_choice(at, selector, error);
    }
    int value = *(const int *)preston_key_at(selector, at->structure);
    return value == 0
               ? fail_missing(at, selector, -1, error)
               : preston_cursor_fail(at, selector, -1, error, PRESTON_ERROR_ARGUMENT,
                                     "%d is not known: use one of the names in the header", value);
}

preston_status preston_check_record(const preston_cursor *at, preston_error *error)
{
    const preston_record *record = at->record;
    if (record->sized) {
        preston_error reason = {0};
        preston_status status =
            preston_check_options(*(const size_t *)at->structure, record->size, &reason);
        if (status != PRESTON_OK) {
            return preston_cursor_fail(at, NULL, -1, error, status, "%s", reason.message);
        }
    }
    int selected = preston_record_selected(record, at->structure);
    preston_status status = selected >= 0 ? PRESTON_OK : check_selected(at, error);
    for (int64_t i = 0; status == PRESTON_OK && i < record->count; i++) {
        status = check_key(at, &record->keys[i], selected, error);
    }
    if (status == PRESTON_OK) {
        status = check_either(at, selected, error);
    }
    return status == PRESTON_OK && record->check != NULL ? record->check(at, error) : status;
}
