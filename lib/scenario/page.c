/* The page of documentation: every key, its value, its default and its meaning. */
#include "describe.h"

static void add_choices(preston_text_builder *out, const char *const *choices)
{
    for (int i = 0; choices[i] != NULL; i++) {
        preston_text_add(out, "%s`%s`", i > 0 ? ", " : "", choices[i]);
    }
}

static void add_number(preston_text_builder *out, const preston_key *key)
{
    char range[PRESTON_RANGE_SIZE];
    preston_range_text(&key->range, range);
    preston_text_add(out, "%s%s%s%s", range, key->unit != NULL ? " [" : "",
                     key->unit != NULL ? key->unit : "", key->unit != NULL ? "]" : "");
}

static void add_record(preston_text_builder *out, const preston_record *record)
{
    if (record->number_for != NULL) {
        preston_text_add(out, "a number, or ");
    }
    if (record->names != NULL) {
        add_choices(out, record->names);
        preston_text_add(out, ", or ");
    }
    if (record->other != NULL) {
        preston_text_add(out, "[%s](#%s), or ", record->other->name, record->other->name);
    }
    preston_text_add(out, "[%s](#%s)", record->name, record->name);
}

static void add_value(preston_text_builder *out, const preston_key *key)
{
    switch (key->kind) {
    case PRESTON_KEY_TEXT:
        preston_text_add(out, "text");
        break;
    case PRESTON_KEY_CHOICE:
    case PRESTON_KEY_ENUM:
        add_choices(out, key->choices);
        break;
    case PRESTON_KEY_NUMBER:
        add_number(out, key);
        break;
    case PRESTON_KEY_WHOLE:
        preston_text_add(out, "whole, ");
        add_number(out, key);
        break;
    case PRESTON_KEY_FLAG:
        preston_text_add(out, "`true` or `false`");
        break;
    case PRESTON_KEY_WORDS:
        preston_text_add(out, "list of texts");
        break;
    case PRESTON_KEY_NUMBERS:
        preston_text_add(out, "list of numbers, ");
        add_number(out, key);
        break;
    case PRESTON_KEY_RECORD:
        add_record(out, key->record);
        break;
    case PRESTON_KEY_RECORDS:
        preston_text_add(out, "list of ");
        add_record(out, key->record);
        break;
    case PRESTON_KEY_LISTS:
        preston_text_add(out, "`name: [code, code]` lines");
        break;
    }
}

static void add_default(preston_text_builder *out, const preston_key *key, const void *defaults)
{
    preston_text_builder usual = {0};
    if (key->needed_by == PRESTON_ALWAYS) {
        preston_text_add(out, "**needed**");
    } else if (!preston_add_default(&usual, key, defaults, 1)) {
        preston_text_add(out, "–");
    } else if (!usual.failed) {
        preston_text_add(out, "%s", usual.text);
    }
    out->failed = out->failed || usual.failed;
    preston_text_discard(&usual);
}

/* The choices of the selector that use a key; those that need it stand out. */
static void add_users(preston_text_builder *out, const preston_record *record,
                      const preston_key *key)
{
    const preston_key *selector = preston_record_key(record, record->selector);
    if (!preston_key_is_partial(record, key)) {
        preston_text_add(out, "all |");
        return;
    }
    const char *between = "";
    if (key->used_by == 0) {
        preston_text_add(out, "all; ");
    }
    for (int i = 0; selector->choices[i] != NULL; i++) {
        int needed = preston_key_needed(key, i);
        if (needed || (key->used_by != 0 && preston_key_used(key, i))) {
            preston_text_add(out, "%s%s%s%s", between, needed ? "**" : "", selector->choices[i],
                             needed ? "**" : "");
            between = ", ";
        }
    }
    preston_text_add(out, " |");
}

static void add_table(preston_text_builder *out, const preston_record *record)
{
    preston_any_record room;
    const void *defaults = preston_record_defaults(record, &room);
    preston_text_add(out, "## %s\n\n%s\n\n", record->name, record->text);
    if (record->selector != NULL) {
        preston_text_add(out,
                         "The last column says which choices of `%s` use the key; **bold** ones "
                         "need it.\n\n",
                         record->selector);
    }
    preston_text_add(out, "| key | value | without it | meaning |%s\n|---|---|---|---|%s\n",
                     record->selector != NULL ? " used by |" : "",
                     record->selector != NULL ? "---|" : "");
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        preston_text_add(out, "| `%s` | ", key->name);
        add_value(out, key);
        preston_text_add(out, " | ");
        add_default(out, key, defaults);
        preston_text_add(out, " | %s |", key->text);
        if (record->selector != NULL) {
            preston_text_add(out, " ");
            add_users(out, record, key);
        }
        preston_text_add(out, "\n");
    }
    preston_text_add(out, "\n");
}

static void add_lever_keys(preston_text_builder *out, int lever, int needed)
{
    const preston_record *record = &preston_record_measure;
    const char *between = "";
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        int either = (key->either_by >> lever & 1u) != 0;
        int own = key->used_by != 0 || (key->needed_by != 0 && key->needed_by != PRESTON_ALWAYS);
        if (own && preston_key_used(key, lever) && preston_key_needed(key, lever) == needed &&
            (needed || key->used_by != 0)) {
            preston_text_add(out, "%s`%s`%s", between, key->name,
                             either ? " (at least one of these)" : "");
            between = ", ";
        }
    }
    preston_text_add(out, "%s", between[0] == '\0' ? "–" : "");
}

static void add_levers(preston_text_builder *out)
{
    preston_text_add(out,
                     "## levers\n\n"
                     "Every measure has `id` and `lever`, and may have `source`, `first_year`, "
                     "`last_year`, `adoption` and\n`additionality`. A number that a lever "
                     "needs is never assumed.\n\n"
                     "| no. | lever | | needs | may have | moves | leaves alone |\n"
                     "|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < PRESTON_LEVERS; i++) {
        const preston_lever_note *note = &preston_lever_notes[i];
        preston_text_add(out, "| %d | `%s` | %s | ", i + 1, preston_lever_names[i], note->title);
        add_lever_keys(out, i, 1);
        preston_text_add(out, " | ");
        add_lever_keys(out, i, 0);
        preston_text_add(out, " | %s | %s |\n", note->moves, note->leaves);
    }
    preston_text_add(out, "\n");
}

static const char introduction[] =
    "# Keys of a scenario file\n\n"
    "<!-- made by preston_scenario_keys(); to change it, change the tables in "
    "lib/scenario/keys_*.c "
    "-->\n\n"
    "A scenario is a YAML file, or JSON, which is YAML too. Paths in it are relative to its "
    "folder. "
    "A key that is\nnot known, a value of the wrong kind and a number that cannot be are errors "
    "with "
    "file, line and column.\n`scenario.schema.json` beside this page lets an editor complete the "
    "keys.\n\n"
    "- *share*: 20 % is written 0.2. *Currency*: units, not millions. *Table's unit*: that of the "
    "input-output table,\n  often millions.\n"
    "- Texts may stand with or without quotes; numbers without.\n"
    "- Aliases, keys that stand twice and second documents are errors.\n\n";

preston_status preston_scenario_keys(char **out_text, preston_error *error)
{
    preston_text_builder out = {0};
    preston_text_add(&out, "%s", introduction);
    for (int i = 0; preston_records[i] != NULL; i++) {
        add_table(&out, preston_records[i]);
        if (preston_records[i] == &preston_record_measure) {
            add_levers(&out);
        }
    }
    out.used -= out.used > 0; /* one empty line at the end is too much */
    if (!out.failed) {
        out.text[out.used] = '\0';
    }
    return preston_text_finish(&out, "the page of keys", out_text, error);
}
