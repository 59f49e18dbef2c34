#include "test.h"

#include "status/allocate.h"

/* Under the address sanitizer, which asks this function, impossible sizes would end the program. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void allocate__zeroed(void **state)
{
    (void)state;
    int64_t *values = preston_allocate(1000, sizeof *values);
    assert_non_null(values);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(values[i], 0);
    }
    free(values);
}

static void allocate__nothing(void **state)
{
    (void)state;
    void *block = preston_allocate(0, 8);
    double *matrix = preston_allocate_matrix(0, 5);
    assert_non_null(block);
    assert_non_null(matrix);
    free(block);
    free(matrix);
}

static void allocate__impossible_sizes(void **state)
{
    (void)state;
    assert_null(preston_allocate(-1, 8));
    assert_null(preston_allocate(INT64_MAX, 16));
    assert_null(preston_allocate_matrix(-1, 1));
    assert_null(preston_allocate_matrix(1, -1));
    assert_null(preston_allocate_matrix(-2, -2));
    assert_null(preston_allocate_matrix(INT64_MAX, 2));
    assert_null(preston_allocate_matrix((int64_t)1 << 32, (int64_t)1 << 32));
    assert_null(preston_allocate_matrix((int64_t)1 << 30, (int64_t)1 << 31));
}

static void allocate_matrix__aligned_and_zeroed(void **state)
{
    (void)state;
    static const int64_t sizes[] = {1, 7, 1000, 1100000}; /* the last is above 8 MiB */
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        double *matrix = preston_allocate_matrix(sizes[k], 1);
        assert_non_null(matrix);
        assert_int_equal((uintptr_t)matrix % 64, 0);
        double largest = 0.0;
        for (int64_t i = 0; i < sizes[k]; i++) {
            largest = matrix[i] != 0.0 ? matrix[i] : largest;
        }
        assert_true(largest == 0.0);
        free(matrix);
    }
}

static void copy_text__own_memory(void **state)
{
    (void)state;
    char text[] = "abc";
    char *copy = preston_copy_text(text);
    assert_non_null(copy);
    text[0] = 'x';
    assert_string_equal(copy, "abc");
    free(copy);
}

static void grow__keeps_what_is_there(void **state)
{
    (void)state;
    int64_t *values = NULL;
    int64_t capacity = 0;
    for (int64_t i = 0; i < 100; i++) {
        assert_int_equal(preston_grow((void **)&values, &capacity, i, sizeof *values), 0);
        assert_true(capacity > i);
        values[i] = i * i;
    }
    for (int64_t i = 0; i < 100; i++) {
        assert_int_equal(values[i], i * i);
    }
    free(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocate__zeroed),
        cmocka_unit_test(allocate__nothing),
        cmocka_unit_test(allocate__impossible_sizes),
        cmocka_unit_test(allocate_matrix__aligned_and_zeroed),
        cmocka_unit_test(copy_text__own_memory),
        cmocka_unit_test(grow__keeps_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
