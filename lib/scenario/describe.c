#include "describe.h"

#include "../status/number.h"

#include <math.h>
#include <string.h>

static int add_number(preston_text_builder *out, double value)
{
    if (!isfinite(value)) {
        return 0;
    }
    char number[PRESTON_NUMBER_SIZE];
    preston_format_short_number(value, number);
    preston_text_add(out, "%s", number);
    return 1;
}

static int add_text(preston_text_builder *out, const char *text)
{
    if (text == NULL) {
        return 0;
    }
    preston_text_add_quoted(out, text);
    return 1;
}

static int add_default(preston_text_builder *out, const preston_key *key, const void *structure)
{
    const void *at = preston_key_at(key, structure);
    switch (key->kind) {
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        return add_number(out, *(const double *)at);
    case PRESTON_KEY_FLAG:
        preston_text_add(out, "%s", *(const int *)at != 0 ? "true" : "false");
        return 1;
    case PRESTON_KEY_CHOICE:
        return add_text(out, preston_key_pointer(key, structure));
    case PRESTON_KEY_ENUM:
        return add_text(out, key->choices[*(const int *)at - key->first_choice]);
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_WORDS:
    case PRESTON_KEY_NUMBERS:
    case PRESTON_KEY_RECORD:
    case PRESTON_KEY_RECORDS:
    case PRESTON_KEY_LISTS:
        return 0;
    }
    return 0;
}

int preston_add_default(preston_text_builder *out, const preston_key *key, const void *structure,
                        int or_absent)
{
    if (key->needed_by == PRESTON_ALWAYS) {
        return 0;
    }
    if (add_default(out, key, structure)) {
        return 1;
    }
    if (or_absent && key->absent != NULL) {
        preston_text_add(out, "%s", key->absent);
        return 1;
    }
    return 0;
}

int preston_key_is_partial(const preston_record *record, const preston_key *key)
{
    return record->selector != NULL &&
           (key->used_by != 0 || (key->needed_by != 0 && key->needed_by != PRESTON_ALWAYS));
}
