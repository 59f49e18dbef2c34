/* Each allocation of this library fails in turn, on the last rank alone: all ranks say so. What
 * PETSc and MPI allocate for themselves does not fail here. */
#include "divided.h"

#include "failing_allocator.h"

static void create__each_allocation_fails(void **state)
{
    (void)state;
    economy made = economy_random(1, 6, 3, LISTS | COMMON | POOL, 0.5);
    int last = my_rank() + 1 == all_ranks();
    int64_t k = 0;
    int64_t tried = 0;
    do {
        preston_petsc_system *system = NULL;
        preston_error error = {0};
        int64_t live = count_live_blocks();
        fail_allocation(last ? ++k : 0);
        preston_status status =
            preston_petsc_create(MPI_COMM_WORLD, &made.trade, NULL, &system, &error);
        tried = last ? count_allocations() : 0;
        fail_allocation(0);
        assert_all((status == PRESTON_OK) == (system != NULL));
        if (status != PRESTON_OK) {
            assert_fails(status, PRESTON_ERROR_MEMORY, &error, "out of memory");
        }
        preston_petsc_free(system);
        assert_all(count_live_blocks() == live);
        (void)MPI_Bcast(&tried, 1, MPI_INT64_T, all_ranks() - 1, MPI_COMM_WORLD);
        (void)MPI_Bcast(&k, 1, MPI_INT64_T, all_ranks() - 1, MPI_COMM_WORLD);
        assert_all((status == PRESTON_OK) == (tried < k));
    } while (tried >= k);
    assert_all(k > 30); /* there are more than 30 */
    economy_free(&made);
}

static void solve__allocates_nothing(void **state)
{
    (void)state;
    enum { PLACES = 6, SECTORS = 3 };
    economy made = economy_random(1, PLACES, SECTORS, LISTS | COMMON | POOL, 0.5);
    preston_petsc_system *system = NULL;
    preston_petsc_summary summary;
    preston_error error = {0};
    double b[PLACES * SECTORS] = {1.0, 2.0};
    double x[PLACES * SECTORS] = {0.0};
    assert_ok(preston_petsc_create(MPI_COMM_WORLD, &made.trade, NULL, &system, &error), &error);
    preston_petsc_summarise(system, &summary);
    int64_t rows = summary.places * SECTORS;
    fail_allocation(0);
    assert_ok(preston_petsc_solve(system, PRESTON_PLAIN, preston_const_vector(b, rows, 1),
                                  preston_vector(x, rows, 1), NULL, &error),
              &error);
    assert_all(count_allocations() == 0);
    preston_petsc_free(system);
    economy_free(&made);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create__each_allocation_fails),
        cmocka_unit_test(solve__allocates_nothing),
    };
    return run_ranks(&count, &arguments, tests);
}
