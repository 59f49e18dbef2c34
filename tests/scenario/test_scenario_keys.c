/* The table of keys itself, and the schema and the page that are made of it.
 *
 * With --update, docs/scenario.schema.json and docs/scenario-keys.md are written anew. */
#include "folder.h"
#include "scenarios.h"
#include "test.h"

#include "scenario/keys.h"
#include "scenario/suggest.h"
#include "scenario/text.h"

#include <math.h>

/* --- the table --- */

static void keys__are_complete_and_named_once(void **state)
{
    (void)state;
    for (int r = 0; preston_records[r] != NULL; r++) {
        const preston_record *record = preston_records[r];
        assert_true(record->size <= sizeof(preston_any_record));
        assert_non_null(record->init);
        for (int64_t i = 0; i < record->count; i++) {
            const preston_key *key = &record->keys[i];
            assert_ptr_equal(preston_record_key(record, key->name), key);
            assert_true(strlen(key->text) > 3 && strchr(key->text, '|') == NULL);
            assert_true((key->kind == PRESTON_KEY_RECORD || key->kind == PRESTON_KEY_RECORDS) ==
                        (key->record != NULL));
            assert_true((key->kind == PRESTON_KEY_CHOICE || key->kind == PRESTON_KEY_ENUM) ==
                        (key->choices != NULL));
            int number = key->kind == PRESTON_KEY_NUMBER || key->kind == PRESTON_KEY_WHOLE ||
                         key->kind == PRESTON_KEY_NUMBERS;
            assert_true(number == (key->range.low < key->range.high));
            assert_true(key->used_by == 0 || key->needed_by == 0 ||
                        (key->needed_by & ~key->used_by) == 0);
            assert_true(record->selector != NULL || key->used_by == 0);
        }
    }
}

static void mark(char *covered, size_t at, size_t size)
{
    for (size_t i = at; i < at + size; i++) {
        assert_int_equal(covered[i], 0); /* two keys never share a place */
        covered[i] = 1;
    }
}

static void mark_record(char *covered, const preston_record *record)
{
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        static const size_t sizes[] = {[PRESTON_KEY_TEXT] = sizeof(char *),
                                       [PRESTON_KEY_CHOICE] = sizeof(char *),
                                       [PRESTON_KEY_ENUM] = sizeof(int),
                                       [PRESTON_KEY_NUMBER] = sizeof(double),
                                       [PRESTON_KEY_WHOLE] = sizeof(double),
                                       [PRESTON_KEY_FLAG] = sizeof(int),
                                       [PRESTON_KEY_WORDS] = sizeof(preston_words),
                                       [PRESTON_KEY_NUMBERS] = sizeof(double *),
                                       [PRESTON_KEY_RECORDS] = sizeof(void *),
                                       [PRESTON_KEY_LISTS] = sizeof(void *)};
        if (key->kind == PRESTON_KEY_RECORD && key->record->shared) {
            mark_record(covered, key->record);
        } else {
            mark(covered, key->offset,
                 key->kind == PRESTON_KEY_RECORD ? key->record->size : sizes[key->kind]);
        }
        if (key->count != 0 && covered[key->count] == 0) {
            mark(covered, key->count, sizeof(int64_t));
        }
        if (key->flag != 0) {
            mark(covered, key->flag, sizeof(int));
        }
    }
}

/* A field without a key would be dropped by every walk: between the keys there is only padding. */
static void keys__cover_the_structs(void **state)
{
    (void)state;
    for (int r = 0; preston_records[r] != NULL; r++) {
        const preston_record *record = preston_records[r];
        char covered[sizeof(preston_any_record)] = {0};
        if (record->shared) {
            continue;
        }
        mark_record(covered, record);
        if (record->sized) {
            mark(covered, 0, sizeof(size_t));
        }
        for (size_t at = 0; at < record->size; at += sizeof(int)) {
            if (covered[at] == 0) {
                /* padding stands behind an int, up to the next multiple of eight */
                assert_true(at % 8 == 4 && covered[at - 1] == 1);
            }
        }
    }
}

static void keys__example_holds_every_one(void **state)
{
    (void)state;
    char *text = read_bytes(TESTS_DATA "/scenarios", "every-key.yaml", NULL);
    for (int r = 0; preston_records[r] != NULL; r++) {
        const preston_record *record = preston_records[r];
        for (int64_t i = 0; i < record->count; i++) {
            const char *name = record->keys[i].name;
            char pattern[64];
            (void)snprintf(pattern, sizeof pattern, "%s:", name);
            /* of a nest, and of a population by its law, which the writer writes */
            if (strcmp(name, "quotient") != 0 && strcmp(name, "feedback") != 0 &&
                record != &preston_record_population && strstr(text, pattern) == NULL) {
                fail_msg("'%s' is not in every-key.yaml", name);
            }
        }
    }
    free(text);
}

/* --- words --- */

static void words__distance(void **state)
{
    (void)state;
    static const struct {
        const char *one;
        const char *other;
        int distance;
    } pairs[] = {{"", "", 0},           {"a", "", 1},          {"", "abc", 3},
                 {"share", "share", 0}, {"share", "shore", 1}, {"share", "shares", 1},
                 {"share", "hsare", 1}, {"share", "hare", 1},  {"kitten", "sitting", 3},
                 {"ab", "ba", 1},       {"abcd", "badc", 2},   {"ca", "abc", 3}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(preston_word_distance(pairs[i].one, pairs[i].other), pairs[i].distance);
        assert_int_equal(preston_word_distance(pairs[i].other, pairs[i].one), pairs[i].distance);
    }
    char word[200];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_int_equal(preston_word_distance(word, "x"), 62); /* cut at 63 letters */
}

static void words__utf8(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "a", "é", "\xe4\xb8\xad", "\xf0\x9f\x8c\x8d", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"};
    static const char *const bad[] = {
        "\x80",         "\xc3",     "\xc0\x80",         "\xc1\xbf",         "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xe4\xb8", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
        "\xff",         "a\xc3(b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(preston_text_is_utf8(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(preston_text_is_utf8(bad[i]));
    }
}

/* --- schema and page --- */

typedef preston_status describing(char **out_text, preston_error *error);

static const struct {
    const char *file;
    describing *make;
} pages[] = {{"scenario.schema.json", preston_scenario_schema},
             {"scenario-keys.md", preston_scenario_keys}};

static void pages__are_those_of_the_library(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *text = NULL;
        preston_error error = {0};
        assert_ok(pages[i].make(&text, &error), &error);
        char *kept = read_bytes(SOURCE_DIR "/docs", pages[i].file, NULL);
        if (strcmp(kept, text) != 0) {
            fail_msg("docs/%s is not what the library makes: run this test with --update",
                     pages[i].file);
        }
        free(kept);
        preston_text_free(text);
    }
}

static void pages__name_every_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *text = NULL;
        preston_error error = {0};
        assert_ok(pages[i].make(&text, &error), &error);
        for (int r = 0; preston_records[r] != NULL; r++) {
            for (int64_t k = 0; k < preston_records[r]->count; k++) {
                char pattern[64];
                (void)snprintf(pattern, sizeof pattern, i == 0 ? "\"%s\": {" : "| `%s` |",
                               preston_records[r]->keys[k].name);
                assert_non_null(strstr(text, pattern));
            }
        }
        for (int lever = 0; lever < PRESTON_LEVERS; lever++) {
            assert_non_null(strstr(text, preston_lever_names[lever]));
        }
        preston_text_free(text);
    }
}

static int update(void)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *text = NULL;
        if (pages[i].make(&text, NULL) != PRESTON_OK) {
            return 1;
        }
        write_text(SOURCE_DIR "/docs", pages[i].file, text);
        preston_text_free(text);
    }
    return 0;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys__are_complete_and_named_once),
        cmocka_unit_test(keys__cover_the_structs),
        cmocka_unit_test(keys__example_holds_every_one),
        cmocka_unit_test(words__distance),
        cmocka_unit_test(words__utf8),
        cmocka_unit_test(pages__are_those_of_the_library),
        cmocka_unit_test(pages__name_every_key),
    };
    return count > 1 && strcmp(arguments[1], "--update") == 0
               ? update()
               : cmocka_run_group_tests(tests, NULL, NULL);
}
