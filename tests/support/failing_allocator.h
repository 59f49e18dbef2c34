/* An allocator that counts, and fails when told to.
 *
 * Tests whose subject holds the word "allocation" are linked so that every allocation of the
 * library comes here (tests/CMakeLists.txt). What shared libraries allocate for themselves does
 * not. */
#ifndef PRESTON_TEST_FAILING_ALLOCATOR_H
#define PRESTON_TEST_FAILING_ALLOCATOR_H

#include <stdint.h>

/* Lets the k-th allocation from now fail, the first being 1, and starts the count anew; 0 lets all
 * succeed. */
void fail_allocation(int64_t k);

/* Allocations tried since fail_allocation(). */
int64_t count_allocations(void);

/* Blocks allocated and not freed, since the program began. */
int64_t count_live_blocks(void);

#endif
