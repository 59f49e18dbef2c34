/* A scenario as YAML: what is not as the default, and what is needed. */
#include "../status/number.h"
#include "keys.h"
#include "scenario.h"
#include "text.h"

#include <string.h>

/* How a record is laid out: a line for each key, or all between braces on one. */
typedef struct layout {
    preston_text_builder *out;
    int indent;
    int flow;
    int first; /* nothing stands before the next key: behind "{" or "- " */
} layout;

static void write_record(layout *in, const preston_record *record, const void *structure,
                         const void *defaults);

/* --- values --- */

static int is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/* Words that YAML, of one version or the other, takes for something else than a text. */
static int is_reserved(const char *text)
{
    static const char *const words[] = {"true", "false", "yes", "no", "on",
                                        "off",  "null",  "y",   "n",  NULL};
    char lower[8] = "";
    size_t length = strlen(text);
    for (size_t i = 0; i < length && length < sizeof lower; i++) {
        lower[i] = (char)(text[i] | 0x20); /* letters become small ones */
    }
    return preston_choice_find(words, lower) >= 0;
}

/* Between quotes, except where nobody could take it for anything else. */
static void write_text(preston_text_builder *out, const char *text)
{
    int plain = is_letter(text[0]) && !is_reserved(text);
    for (const char *at = text; plain && *at != '\0'; at++) {
        plain = is_letter(*at) || strchr("0123456789-_./", *at) != NULL ||
                (*at == ' ' && at[1] != '\0');
    }
    if (plain) {
        preston_text_add(out, "%s", text);
    } else {
        preston_text_add_quoted(out, text);
    }
}

static void write_number(preston_text_builder *out, double value)
{
    char number[PRESTON_NUMBER_SIZE];
    preston_format_short_number(value, number);
    preston_text_add(out, "%s", number);
}

static void write_words(preston_text_builder *out, const preston_words *words)
{
    preston_text_add(out, "[");
    for (int64_t i = 0; i < words->count; i++) {
        preston_text_add(out, "%s", i > 0 ? ", " : "");
        write_text(out, words->texts[i]);
    }
    preston_text_add(out, "]");
}

static void write_numbers(preston_text_builder *out, const preston_key *key, const void *structure)
{
    const double *numbers = preston_key_pointer(key, structure);
    int64_t count = preston_key_count(key, structure);
    preston_text_add(out, "[");
    for (int64_t i = 0; i < count; i++) {
        preston_text_add(out, "%s", i > 0 ? ", " : "");
        write_number(out, numbers[i]);
    }
    preston_text_add(out, "]");
}

/* A value that stands on the line of its key. */
static void write_single(preston_text_builder *out, const preston_key *key, const void *structure)
{
    const void *at = preston_key_at(key, structure);
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
    case PRESTON_KEY_CHOICE:
        write_text(out, preston_key_pointer(key, structure));
        break;
    case PRESTON_KEY_ENUM:
        write_text(out, key->choices[*(const int *)at - key->first_choice]);
        break;
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        write_number(out, *(const double *)at);
        break;
    case PRESTON_KEY_FLAG:
        preston_text_add(out, "%s", *(const int *)at != 0 ? "true" : "false");
        break;
    case PRESTON_KEY_WORDS:
        write_words(out, at);
        break;
    case PRESTON_KEY_NUMBERS:
        write_numbers(out, key, structure);
        break;
    case PRESTON_KEY_RECORD:
    case PRESTON_KEY_RECORDS:
    case PRESTON_KEY_LISTS:
        break; /* below */
    }
}

/* --- what has lines of its own --- */

static void write_lists(const layout *in, const preston_key *key, const void *structure)
{
    const preston_sector_list *lists = preston_key_pointer(key, structure);
    int64_t count = preston_key_count(key, structure);
    for (int64_t i = 0; i < count; i++) {
        preston_text_add(in->out, "\n%*s", in->indent + 2, "");
        write_text(in->out, lists[i].name);
        preston_text_add(in->out, ": ");
        write_words(in->out, &lists[i].sectors);
    }
}

static void write_records(const layout *in, const preston_key *key, const void *structure)
{
    const char *records = preston_key_pointer(key, structure);
    int64_t count = preston_key_count(key, structure);
    preston_any_record room;
    const void *defaults = preston_record_defaults(key->record, &room);
    for (int64_t i = 0; i < count; i++) {
        layout item = {.out = in->out, .indent = in->indent + 4, .first = 1};
        preston_text_add(in->out, "\n%*s- ", in->indent + 2, "");
        write_record(&item, key->record, records + (size_t)i * key->record->size, defaults);
    }
}

/* Records of the scenario itself have lines, those further in stand between braces. */
static void write_nested(const layout *in, const preston_key *key, const void *structure)
{
    const preston_record *record = key->record;
    const void *inner = preston_key_at(key, structure);
    if (record->number_for != NULL && preston_record_selected(record, inner) == 0) {
        const preston_key *number = preston_record_key(record, record->number_for);
        preston_text_add(in->out, " ");
        write_single(in->out, number, inner);
        return;
    }
    preston_any_record room;
    const void *usual = preston_record_defaults(record, &room);
    int flow = in->indent > 0;
    layout inside = {.out = in->out, .indent = in->indent + 2, .flow = flow, .first = flow};
    preston_text_add(in->out, "%s", flow ? " {" : "");
    write_record(&inside, record, inner, usual);
    preston_text_add(in->out, "%s", flow ? "}" : "");
}

static void write_key(layout *in, const preston_key *key, const void *structure)
{
    if (!in->first) {
        preston_text_add(in->out, "%s%*s", in->flow ? ", " : "\n", in->flow ? 0 : in->indent, "");
    }
    in->first = 0;
    preston_text_add(in->out, "%s:", key->name);
    if (key->kind == PRESTON_KEY_RECORD) {
        write_nested(in, key, structure);
    } else if (key->kind == PRESTON_KEY_RECORDS) {
        write_records(in, key, structure);
    } else if (key->kind == PRESTON_KEY_LISTS) {
        write_lists(in, key, structure);
    } else {
        preston_text_add(in->out, " ");
        write_single(in->out, key, structure);
    }
}

static void write_record(layout *in, const preston_record *record, const void *structure,
                         const void *defaults)
{
    int selected = preston_record_selected(record, structure);
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        if (preston_key_used(key, selected) &&
            (preston_key_needed(key, selected) || preston_key_given(key, structure, defaults))) {
            write_key(in, key, structure);
        }
    }
}

preston_status preston_scenario_yaml(const preston_scenario *scenario, char **out_text,
                                     preston_error *error)
{
    preston_any_record room;
    const void *defaults = preston_record_defaults(&preston_record_scenario, &room);
    preston_text_builder out = {0};
    layout in = {.out = &out, .first = 1};
    write_record(&in, &preston_record_scenario, &scenario->data, defaults);
    preston_text_add(&out, "\n");
    return preston_text_finish(&out, "the text of a scenario", out_text, error);
}
