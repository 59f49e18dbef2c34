/* For tests whose subject holds the word "allocation": every allocation of a call fails in turn. */
#ifndef PRESTON_TEST_EACH_ALLOCATION_H
#define PRESTON_TEST_EACH_ALLOCATION_H

#include "failing_allocator.h"
#include "test.h"

/* A call under test; it frees what it made, and says whether its output was set. */
typedef preston_status allocating_call(const void *context, int *out_set, preston_error *error);

/* Fails the first allocation, the second, and so on until the call has no more: each time it says
 * so, leaks nothing and leaves its output alone. Fails the test when there were fewer than `least`.
 */
static inline void assert_survives_each_allocation(allocating_call *call, const void *context,
                                                   int64_t least)
{
    int64_t k = 0;
    int failed = 1;
    while (failed) {
        int set = 0;
        preston_error error = {0};
        int64_t live = count_live_blocks();
        fail_allocation(++k);
        preston_status status = call(context, &set, &error);
        failed = count_allocations() >= k;
        fail_allocation(0);
        assert_int_equal(count_live_blocks(), live);
        assert_int_equal(set, status == PRESTON_OK);
        if (status != PRESTON_OK) {
            assert_true(failed);
            assert_fails(status, PRESTON_ERROR_MEMORY, &error, "out of memory");
        }
    }
    print_message("%lld allocations\n", (long long)k - 1);
    assert_true(k > least);
}

#endif
