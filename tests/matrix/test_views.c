#include "test.h"

#include <preston/matrix.h>

/* Three rows of two. */
static double cells[] = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0};

static void matrix__row_after_row(void **state)
{
    (void)state;
    preston_const_view view = preston_const_matrix(cells, 3, 2);
    assert_int_equal(view.rows, 3);
    assert_int_equal(view.columns, 2);
    assert_true(preston_get(view, 0, 1) == 2.0);
    assert_true(preston_get(view, 2, 0) == 5.0);
}

static void vector__stride(void **state)
{
    (void)state;
    preston_const_view column = preston_const_vector(cells + 1, 3, 2);
    assert_int_equal(column.rows, 3);
    assert_int_equal(column.columns, 1);
    assert_true(preston_get(column, 2, 0) == 6.0);
    preston_const_view backwards = preston_const_vector(cells + 5, 6, -1);
    assert_true(preston_get(backwards, 5, 0) == 1.0);
}

static void transposed__twice(void **state)
{
    (void)state;
    preston_const_view view = preston_const_matrix(cells, 3, 2);
    preston_const_view turned = preston_transposed(view);
    assert_int_equal(turned.rows, 2);
    assert_int_equal(turned.columns, 3);
    for (int64_t i = 0; i < 3; i++) {
        for (int64_t j = 0; j < 2; j++) {
            assert_true(preston_get(turned, j, i) == preston_get(view, i, j));
        }
    }
    preston_const_view back = preston_transposed(turned);
    assert_memory_equal(&back, &view, sizeof view);
}

static void set__through_a_view(void **state)
{
    (void)state;
    double own[] = {0.0, 0.0, 0.0, 0.0};
    preston_view view = preston_matrix(own, 2, 2);
    preston_set(view, 1, 0, 7.0);
    preston_set(preston_vector(own + 1, 2, 2), 0, 0, 8.0);
    assert_true(own[2] == 7.0 && own[1] == 8.0 && own[0] == 0.0 && own[3] == 0.0);
    preston_const_view twin = preston_const(view);
    assert_ptr_equal(twin.data, own);
    assert_true(preston_get(twin, 1, 0) == 7.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrix__row_after_row),
        cmocka_unit_test(vector__stride),
        cmocka_unit_test(transposed__twice),
        cmocka_unit_test(set__through_a_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
