/* The JSON Schema of scenario files (draft 2020-12): one definition a record, whose conditions
 * follow its selector. */
#include "describe.h"

#include "../status/number.h"

#include <math.h>

static const char *kind_name(preston_key_kind kind)
{
    return kind == PRESTON_KEY_WHOLE ? "integer" : "number";
}

static void add_bound(preston_text_builder *out, const char *name, int open, double value)
{
    if (isfinite(value)) {
        char number[PRESTON_NUMBER_SIZE];
        preston_format_short_number(value, number);
        preston_text_add(out, ", \"%s%s\": %s", open ? "exclusiveM" : "m", name, number);
    }
}

static void add_number(preston_text_builder *out, const preston_key *key)
{
    preston_text_add(out, "\"type\": \"%s\"", kind_name(key->kind));
    add_bound(out, "inimum", key->range.open & PRESTON_ABOVE_LOW, key->range.low);
    add_bound(out, "aximum", key->range.open & PRESTON_BELOW_HIGH, key->range.high);
}

static void add_choices(preston_text_builder *out, const char *const *choices)
{
    preston_text_add(out, "\"enum\": [");
    for (int i = 0; choices[i] != NULL; i++) {
        preston_text_add(out, "%s\"%s\"", i > 0 ? ", " : "", choices[i]);
    }
    preston_text_add(out, "]");
}

/* Texts may look like numbers: the code 01, the title 2030. */
static const char words[] = "\"type\": \"array\", \"items\": {\"type\": [\"string\", \"number\"]}, "
                            "\"uniqueItems\": true";

static void add_reference(preston_text_builder *out, const preston_record *record)
{
    preston_text_add(out, "\"$ref\": \"#/$defs/%s\"", record->name);
}

/* All ways in which a record may be written. */
static void add_record(preston_text_builder *out, const preston_record *record)
{
    if (record->number_for == NULL && record->names == NULL && record->other == NULL) {
        add_reference(out, record);
        return;
    }
    preston_text_add(out, "\"anyOf\": [{");
    if (record->number_for != NULL) {
        add_number(out, preston_record_key(record, record->number_for));
        preston_text_add(out, "}, {");
    }
    if (record->names != NULL) {
        add_choices(out, record->names);
        preston_text_add(out, "}, {");
    }
    if (record->other != NULL) {
        add_reference(out, record->other);
        preston_text_add(out, "}, {");
    }
    add_reference(out, record);
    preston_text_add(out, "}]");
}

static void add_kind(preston_text_builder *out, const preston_key *key)
{
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
        preston_text_add(out, "\"type\": [\"string\", \"number\"], \"minLength\": 1");
        break;
    case PRESTON_KEY_CHOICE:
    case PRESTON_KEY_ENUM:
        add_choices(out, key->choices);
        break;
    case PRESTON_KEY_NUMBER:
    case PRESTON_KEY_WHOLE:
        add_number(out, key);
        break;
    case PRESTON_KEY_FLAG:
        preston_text_add(out, "\"type\": \"boolean\"");
        break;
    case PRESTON_KEY_WORDS:
        preston_text_add(out, "%s", words);
        break;
    case PRESTON_KEY_NUMBERS:
        preston_text_add(out, "\"type\": \"array\", \"minItems\": 1, \"items\": {");
        add_number(out, key);
        preston_text_add(out, "}");
        break;
    case PRESTON_KEY_RECORD:
        add_record(out, key->record);
        break;
    case PRESTON_KEY_RECORDS:
        preston_text_add(out, "\"type\": \"array\", \"items\": {");
        add_record(out, key->record);
        preston_text_add(out, "}");
        break;
    case PRESTON_KEY_LISTS:
        preston_text_add(out,
                         "\"type\": \"object\", \"additionalProperties\": {%s, "
                         "\"minItems\": 1}",
                         words);
        break;
    }
}

static void add_property(preston_text_builder *out, const preston_key *key, const void *defaults)
{
    preston_text_builder text = {0};
    preston_text_add(&text, "%s", key->text);
    if (key->unit != NULL) {
        preston_text_add(&text, " [%s]", key->unit);
    }
    preston_text_add(out, "        \"%s\": {\"description\": ", key->name);
    if (text.failed) {
        out->failed = 1;
    } else {
        preston_text_add_quoted(out, text.text);
    }
    preston_text_discard(&text);
    preston_text_add(out, ", ");
    add_kind(out, key);
    preston_text_builder usual = {0};
    if (preston_add_default(&usual, key, defaults, 0) && !usual.failed) {
        preston_text_add(out, ", \"default\": %s", usual.text);
    }
    out->failed = out->failed || usual.failed;
    preston_text_discard(&usual);
    preston_text_add(out, "}");
}

/* "required": the keys whose set of choices holds the bits. */
static void add_required(preston_text_builder *out, const preston_record *record, int selected)
{
    int count = 0;
    preston_text_add(out, "\"required\": [");
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        int needed = selected < 0
                         ? key->needed_by == PRESTON_ALWAYS
                         : key->needed_by != PRESTON_ALWAYS && preston_key_needed(key, selected);
        if (needed) {
            preston_text_add(out, "%s\"%s\"", count++ > 0 ? ", " : "", key->name);
        }
    }
    preston_text_add(out, "]");
}

static void add_unused(preston_text_builder *out, const preston_record *record, int selected)
{
    int count = 0;
    preston_text_add(out, "\"properties\": {");
    for (int64_t i = 0; i < record->count; i++) {
        if (!preston_key_used(&record->keys[i], selected)) {
            preston_text_add(out, "%s\"%s\": false", count++ > 0 ? ", " : "", record->keys[i].name);
        }
    }
    preston_text_add(out, "}");
}

static void add_either(preston_text_builder *out, const preston_record *record, int selected)
{
    int count = 0;
    for (int64_t i = 0; i < record->count; i++) {
        if ((record->keys[i].either_by >> selected & 1u) != 0) {
            preston_text_add(out, "%s{\"required\": [\"%s\"]}",
                             count++ > 0 ? ", " : ", \"anyOf\": [", record->keys[i].name);
        }
    }
    preston_text_add(out, "%s", count > 0 ? "]" : "");
}

/* What each choice of the selector needs and does not use. Where the key has a default, leaving it
 * out is that choice. */
static void add_conditions(preston_text_builder *out, const preston_record *record,
                           const void *defaults)
{
    const preston_key *selector = preston_record_key(record, record->selector);
    int usual = preston_record_selected(record, defaults);
    preston_text_add(out, ",\n      \"allOf\": [\n");
    for (int i = 0; selector->choices[i] != NULL; i++) {
        int stated = i != usual || selector->needed_by != 0;
        preston_text_add(out, "        {\"if\": {\"properties\": {\"%s\": {\"const\": \"%s\"}}",
                         selector->name, selector->choices[i]);
        if (stated) {
            preston_text_add(out, ", \"required\": [\"%s\"]", selector->name);
        }
        preston_text_add(out, "},\n         \"then\": {");
        add_required(out, record, i);
        preston_text_add(out, ", ");
        add_unused(out, record, i);
        add_either(out, record, i);
        preston_text_add(out, "}}%s\n", selector->choices[i + 1] != NULL ? "," : "");
    }
    preston_text_add(out, "      ]");
}

static void add_definition(preston_text_builder *out, const preston_record *record,
                           const void *defaults)
{
    preston_text_add(
        out, "    \"%s\": {\n      \"type\": \"object\",\n      \"description\": ", record->name);
    preston_text_add_quoted(out, record->text);
    preston_text_add(out, ",\n      \"additionalProperties\": false,\n      ");
    add_required(out, record, -1);
    preston_text_add(out, ",\n      \"properties\": {\n");
    for (int64_t i = 0; i < record->count; i++) {
        add_property(out, &record->keys[i], defaults);
        preston_text_add(out, "%s\n", i + 1 < record->count ? "," : "");
    }
    preston_text_add(out, "      }");
    if (record->selector != NULL) {
        add_conditions(out, record, defaults);
    }
    preston_text_add(out, "\n    }");
}

preston_status preston_scenario_schema(char **out_text, preston_error *error)
{
    preston_text_builder out = {0};
    preston_text_add(&out,
                     "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                     "  \"title\": \"A scenario of libpreston\",\n"
                     "  \"$ref\": \"#/$defs/%s\",\n  \"$defs\": {\n",
                     preston_record_scenario.name);
    for (int i = 0; preston_records[i] != NULL; i++) {
        preston_any_record room;
        const void *defaults = preston_record_defaults(preston_records[i], &room);
        add_definition(&out, preston_records[i], defaults);
        preston_text_add(&out, "%s\n", preston_records[i + 1] != NULL ? "," : "");
    }
    preston_text_add(&out, "  }\n}\n");
    return preston_text_finish(&out, "the schema of scenarios", out_text, error);
}
