#include "test.h"

#include "status/labels.h"

enum { MANY = 10000 };

static const char *make_label(int i, char out_text[32])
{
    (void)snprintf(out_text, 32, "sector-%d", i);
    return out_text;
}

static void labels_find__nothing_added(void **state)
{
    (void)state;
    preston_labels labels = {0};
    assert_int_equal(preston_labels_find(&labels, "a"), -1);
    assert_int_equal(preston_labels_find(&labels, ""), -1);
    preston_labels_clear(&labels);
}

static void labels_add__keeps_order_and_known_labels(void **state)
{
    (void)state;
    preston_labels labels = {0};
    assert_int_equal(preston_labels_add(&labels, "b"), 0);
    assert_int_equal(preston_labels_add(&labels, ""), 1);
    assert_int_equal(preston_labels_add(&labels, "é"), 2);
    assert_int_equal(preston_labels_add(&labels, "b"), 0);
    assert_int_equal(labels.count, 3);
    assert_string_equal(labels.texts[1], "");
    assert_int_equal(preston_labels_find(&labels, "é"), 2);
    assert_int_equal(preston_labels_find(&labels, "B"), -1);
    preston_labels_clear(&labels);
    assert_int_equal(labels.count, 0);
    assert_int_equal(preston_labels_find(&labels, "b"), -1);
}

static void labels_add__copies_the_text(void **state)
{
    (void)state;
    preston_labels labels = {0};
    char text[] = "mine";
    assert_int_equal(preston_labels_add(&labels, text), 0);
    text[0] = 'M';
    assert_int_equal(preston_labels_find(&labels, "mine"), 0);
    assert_int_equal(preston_labels_find(&labels, "Mine"), -1);
    preston_labels_clear(&labels);
}

static void labels_add__ten_thousand(void **state)
{
    (void)state;
    preston_labels labels = {0};
    char text[32];
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(preston_labels_add(&labels, make_label(i, text)), i);
    }
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(preston_labels_find(&labels, make_label(i, text)), i);
        assert_string_equal(labels.texts[i], text);
    }
    assert_int_equal(preston_labels_find(&labels, make_label(MANY, text)), -1);
    assert_int_equal(labels.count, MANY);
    assert_true(2 * labels.count <= labels.slot_count);
    preston_labels_clear(&labels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_find__nothing_added),
        cmocka_unit_test(labels_add__keeps_order_and_known_labels),
        cmocka_unit_test(labels_add__copies_the_text),
        cmocka_unit_test(labels_add__ten_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
