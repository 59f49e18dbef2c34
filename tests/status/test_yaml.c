#include "folder.h"
#include "test.h"

#include "status/yaml.h"

/* What was read: "key=value@line:column" with ";" behind each. */
typedef struct transcript {
    char text[2048];
    size_t used;
} transcript;

static preston_status write_down(void *context, const preston_yaml_entry *entry,
                                 preston_error *error)
{
    (void)error;
    transcript *out = context;
    int wrote =
        snprintf(out->text + out->used, sizeof out->text - out->used, "%s=%s@%lld:%lld;",
                 entry->key, entry->value, (long long)entry->line, (long long)entry->column);
    out->used += (size_t)wrote;
    assert_true(out->used < sizeof out->text);
    return PRESTON_OK;
}

static preston_status read_yaml(const char *folder, const char *text, transcript *out,
                                preston_error *error)
{
    *out = (transcript){0};
    write_text(folder, "a.yaml", text);
    return preston_yaml_read(folder, "a.yaml", write_down, out, error);
}

static void assert_reads(const char *folder, const char *text, const char *expected)
{
    transcript out;
    preston_error error = {0};
    assert_ok(read_yaml(folder, text, &out, &error), &error);
    assert_string_equal(out.text, expected);
}

static void assert_does_not_read(const char *folder, const char *text, preston_status status,
                                 const char *message)
{
    transcript out;
    preston_error error = {0};
    assert_fails(read_yaml(folder, text, &out, &error), status, &error, message);
}

static int enter_folder(void **state)
{
    *state = make_folder();
    return 0;
}

static int leave_folder(void **state)
{
    remove_folder(*state);
    return 0;
}

static void yaml_read__keys_and_values(void **state)
{
    assert_reads(*state, "title: A table\nyear: 2019\n", "title=A table@1:8;year=2019@2:7;");
    assert_reads(*state, "# comment\n\"a b\": 'it''s: quoted' # more\n", "a b=it's: quoted@2:8;");
    assert_reads(*state, "{\"json\": \"too\", \"n\": 1.5}", "json=too@1:10;n=1.5@1:22;");
    assert_reads(*state, "empty:\nname: é\n", "empty=@1:7;name=é@2:7;");
    assert_reads(*state, "a: 1\r\nb: 2\r\n", "a=1@1:4;b=2@2:4;");
    assert_reads(*state, "---\na: 1\n...\n", "a=1@2:4;");
}

static void yaml_read__duplicate_key(void **state)
{
    assert_does_not_read(*state, "a: 1\nb: 2\na: 1\n", PRESTON_ERROR_LABEL,
                         "/a.yaml:3:4: key 'a': stands twice");
}

static void yaml_read__nested_value(void **state)
{
    assert_does_not_read(*state, "a: 1\nb:\n  c: 2\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:3:3: key 'b': is not a single value");
    assert_does_not_read(*state, "a: [1, 2]\n", PRESTON_ERROR_FORMAT, "a.yaml:1:4: key 'a'");
    assert_does_not_read(*state, "[a, b]: 1\n", PRESTON_ERROR_FORMAT, "a.yaml:1:9: key ''");
    assert_does_not_read(*state, "- a\n- b\n", PRESTON_ERROR_FORMAT, "a.yaml:1:1: is not a list");
    assert_does_not_read(*state, "just text\n", PRESTON_ERROR_FORMAT, "a.yaml:1:1:");
    assert_does_not_read(*state, "", PRESTON_ERROR_FORMAT, "a.yaml:1:1:");
}

static void yaml_read__alias(void **state)
{
    assert_does_not_read(*state, "a: &x 1\nb: *x\n", PRESTON_ERROR_FORMAT,
                         "/a.yaml:2: holds an alias");
    assert_does_not_read(*state, "a: &x 1\n*x : 2\n", PRESTON_ERROR_FORMAT,
                         "/a.yaml:2: holds an alias");
    assert_does_not_read(*state, "a: *x\n", PRESTON_ERROR_FORMAT, "a.yaml:1:4:");
}

static void yaml_read__second_document(void **state)
{
    assert_does_not_read(*state, "a: 1\n---\nb: 2\n", PRESTON_ERROR_FORMAT,
                         "/a.yaml:3:1: begins a second");
    assert_does_not_read(*state, "a: 1\n---\n\"b\n", PRESTON_ERROR_FORMAT, "a.yaml:");
}

static void yaml_read__syntax_error(void **state)
{
    assert_does_not_read(*state, "a: 1\nb: [1\n", PRESTON_ERROR_FORMAT, "a.yaml:3:1:");
    assert_does_not_read(*state, "a: 1\n  b: 2\n", PRESTON_ERROR_FORMAT, "a.yaml:2:4:");
    assert_does_not_read(*state, "a: 1\nb: \"open\n", PRESTON_ERROR_FORMAT, "a.yaml:3:1:");
    assert_does_not_read(*state, "a: 1\nplain line\nc: 2\n", PRESTON_ERROR_FORMAT, "a.yaml:3:1:");
    assert_does_not_read(*state, "a: b\x01\n", PRESTON_ERROR_FORMAT, "a.yaml:1:");
}

static void yaml_read__missing_file(void **state)
{
    preston_error error = {0};
    assert_fails(preston_yaml_read(*state, "none.yaml", write_down, NULL, &error),
                 PRESTON_ERROR_FILE, &error, "/none.yaml: cannot be opened");
}

static preston_status refuse(void *context, const preston_yaml_entry *entry, preston_error *error)
{
    (void)context;
    return preston_yaml_fail(entry, error, PRESTON_ERROR_VALUE, "'%s' is refused", entry->value);
}

static void yaml_read__stops_at_the_first_refusal(void **state)
{
    preston_error error = {0};
    write_text(*state, "a.yaml", "\n key: word\n other: 2\n");
    assert_fails(preston_yaml_read(*state, "a.yaml", refuse, NULL, &error), PRESTON_ERROR_VALUE,
                 &error, "a.yaml:2:7: key 'key': 'word' is refused");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(yaml_read__keys_and_values), IN_FOLDER(yaml_read__duplicate_key),
        IN_FOLDER(yaml_read__nested_value),    IN_FOLDER(yaml_read__alias),
        IN_FOLDER(yaml_read__second_document), IN_FOLDER(yaml_read__syntax_error),
        IN_FOLDER(yaml_read__missing_file),    IN_FOLDER(yaml_read__stops_at_the_first_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
