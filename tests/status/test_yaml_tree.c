/* YAML files as trees: what is where, and what no file may hold. */
#include "folder.h"
#include "test.h"

#include "status/yaml.h"

static preston_yaml *open_text(const char *folder, const char *text)
{
    preston_yaml *yaml = NULL;
    preston_error error = {0};
    write_text(folder, "a.yaml", text);
    assert_ok(preston_yaml_open(folder, "a.yaml", &yaml, &error), &error);
    return yaml;
}

static void assert_does_not_open(const char *folder, const char *text, preston_status status,
                                 const char *message)
{
    preston_yaml *yaml = NULL;
    preston_error error = {0};
    write_text(folder, "a.yaml", text);
    assert_fails(preston_yaml_open(folder, "a.yaml", &yaml, &error), status, &error, message);
    assert_null(yaml);
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

static void assert_at(const preston_yaml_node *node, preston_yaml_kind kind, int64_t line,
                      int64_t column)
{
    assert_non_null(node);
    assert_int_equal(node->kind, kind);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void yaml_open__every_node_with_its_place(void **state)
{
    preston_yaml *yaml = open_text(*state, "# a comment\n"
                                           "title: é two\n"
                                           "list:\n"
                                           "  - a\n"
                                           "  - \"1\"\n"
                                           "  - {x: 1,\n"
                                           "     y: [2, 3]}\n"
                                           "map:\n"
                                           "  inner: {}\n");
    const preston_yaml_node *root = preston_yaml_root(yaml);
    assert_at(root, PRESTON_YAML_MAP, 2, 1);
    assert_int_equal(root->count, 3);
    const preston_yaml_node *title = preston_yaml_find(root, "title");
    assert_at(title, PRESTON_YAML_TEXT, 2, 8);
    assert_string_equal(title->text, "é two");
    const preston_yaml_node *list = preston_yaml_find(root, "list");
    assert_at(list, PRESTON_YAML_LIST, 4, 3);
    assert_int_equal(list->key_line, 3);
    assert_int_equal(list->key_column, 1);
    assert_int_equal(list->count, 3);
    assert_at(&list->values[1], PRESTON_YAML_TEXT, 5, 5);
    assert_true(list->values[1].quoted && !list->values[0].quoted);
    assert_null(list->values[1].key);
    const preston_yaml_node *y = preston_yaml_find(&list->values[2], "y");
    assert_at(y, PRESTON_YAML_LIST, 7, 9);
    assert_int_equal(y->key_column, 6);
    assert_string_equal(y->values[1].text, "3");
    const preston_yaml_node *inner = preston_yaml_find(preston_yaml_find(root, "map"), "inner");
    assert_at(inner, PRESTON_YAML_MAP, 9, 10);
    assert_int_equal(inner->count, 0);
    assert_null(preston_yaml_find(root, "none"));
    assert_null(preston_yaml_find(title, "none"));
    assert_null(preston_yaml_find(NULL, "none"));
    assert_non_null(strstr(preston_yaml_path(yaml), "/a.yaml"));
    preston_yaml_free(yaml);
    preston_yaml_free(NULL);
}

static void yaml_open__nested_aliases(void **state)
{
    assert_does_not_open(*state, "a:\n  - &x 1\n  - *x\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:2: holds an alias");
    assert_does_not_open(*state, "a: [&x 1, *x, *x, *x, *x, *x]\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:1: holds an alias");
    assert_does_not_open(*state, "a: {b: &x 1}\nc: {d: *x}\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:2: holds an alias");
    assert_does_not_open(*state, "a: &x [1, *x]\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:1: holds an alias");
    assert_does_not_open(*state, "a: &x {*x : *x}\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:1: holds an alias");
}

static void yaml_open__nested_faults(void **state)
{
    assert_does_not_open(*state, "a:\n  b: 1\n  c: 2\n  b: 3\n", PRESTON_ERROR_LABEL,
                         "a.yaml:4:6: key 'b': stands twice");
    assert_does_not_open(*state, "a:\n  - {[x]: 1}\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:2:11: key '': is not a single value");
    assert_does_not_open(*state, "a: {b: \"x\\0y\"}\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:1:8: the text holds a zero byte");
    assert_does_not_open(*state, "a: {b: 1}\n---\nc: 1\n", PRESTON_ERROR_FORMAT,
                         "a.yaml:3:1: begins a second document");
}

/* 31 lists in the map are 32 levels, and may be; one more may not, nor may thousands. */
static void yaml_open__depth(void **state)
{
    char text[80] = "a: ";
    memset(text + 3, '[', 31);
    memset(text + 34, ']', 31);
    preston_yaml_free(open_text(*state, text));
    memset(text + 3, '[', 32);
    memset(text + 35, ']', 32);
    assert_does_not_open(*state, text, PRESTON_ERROR_FORMAT, "deeper than 32 levels");
    enum { MANY = 3000 };
    char *deep = malloc(2 * MANY + 4);
    assert_non_null(deep);
    memcpy(deep, "a: ", 3);
    memset(deep + 3, '[', MANY);
    memset(deep + 3 + MANY, ']', MANY);
    deep[2 * MANY + 3] = '\0';
    assert_does_not_open(*state, deep, PRESTON_ERROR_FORMAT, "a.yaml:");
    free(deep);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(yaml_open__every_node_with_its_place),
        IN_FOLDER(yaml_open__nested_aliases),
        IN_FOLDER(yaml_open__nested_faults),
        IN_FOLDER(yaml_open__depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
