/* What a system divided among ranks refuses: all ranks get the same status and message, whichever
 * was given what is wrong, and outputs stay as they were. */
#include "divided.h"

#include <math.h>
#include <petscksp.h>

static preston_petsc_system *const untouched = (preston_petsc_system *)0x1;

/* The message of rank 0 is that of all. */
static int same_message(const preston_error *error)
{
    preston_error first = *error;
    (void)MPI_Bcast(&first, (int)sizeof first, MPI_BYTE, 0, MPI_COMM_WORLD);
    return first.status == error->status && strcmp(first.message, error->message) == 0;
}

static void refuse(const preston_trade *trade, int whole, const preston_petsc_options *options,
                   preston_status expected, const char *text)
{
    preston_error error = {0};
    preston_petsc_system *system = untouched;
    preston_status status =
        whole ? preston_petsc_create(MPI_COMM_WORLD, trade, options, &system, &error)
              : preston_petsc_create_range(MPI_COMM_WORLD, trade, options, &system, &error);
    assert_fails(status, expected, &error, text);
    assert_all(same_message(&error));
    assert_all(system == untouched);
    /* no error object to write to */
    status = whole ? preston_petsc_create(MPI_COMM_WORLD, trade, options, &system, NULL)
                   : preston_petsc_create_range(MPI_COMM_WORLD, trade, options, &system, NULL);
    assert_int_equal(status, expected);
}

static void create__more_ranks_than_places(void **state)
{
    (void)state;
    economy made = economy_random(1, all_ranks() > 1 ? all_ranks() - 1 : 0, 3, 0, 0.5);
    refuse(&made.trade, 1, NULL, PRESTON_ERROR_ARGUMENT,
           all_ranks() > 1 ? "start from 1 rank to as many as there are places" : "at least");
    /* a range without places, on the last rank */
    made.trade.places = my_rank() + 1 == all_ranks() ? 0 : 1;
    refuse(&made.trade, 0, NULL, PRESTON_ERROR_ARGUMENT, "0 places and 3 sectors");
    economy_free(&made);
}

static void create__unproductive(void **state)
{
    (void)state;
    enum { PLACES = 7, SECTORS = 3 };
    economy made = economy_random(1, PLACES, SECTORS, COMMON | POOL | EACH_ITS_OWN, 0.5);
    /* sector 2 of place 6 takes more than it makes, and buys all of it from itself */
    made.technology[(5 * SECTORS + 1) * SECTORS + 1] = 1.01;
    made.own[5 * SECTORS + 1] = 1.0;
    refuse(&made.trade, 1, NULL, PRESTON_ERROR_UNPRODUCTIVE, "sector 2 of place 6");
    made.technology[(5 * SECTORS + 1) * SECTORS + 1] = 0.99;
    preston_petsc_system *system = NULL;
    preston_error error = {0};
    made.own[5 * SECTORS + 1] = 0.9;
    assert_ok(preston_petsc_create(MPI_COMM_WORLD, &made.trade, NULL, &system, &error), &error);
    preston_petsc_free(system);
    economy_free(&made);
}

static void create__ranges_that_do_not_fit(void **state)
{
    (void)state;
    economy made = economy_random(1, 4, 3, POOL, 0.5);
    if (my_rank() == 1) {
        made.trade.pool_use = (preston_const_view){0};
        made.trade.pool_supply = (preston_const_view){0};
    }
    if (all_ranks() > 1) {
        refuse(&made.trade, 0, NULL, PRESTON_ERROR_SHAPE, "rank 1 and rank 0 differ");
        made.trade.sectors = my_rank() == 1 ? 2 : 3;
        refuse(&made.trade, 0, NULL, PRESTON_ERROR_SHAPE, "2 and 3 sectors");
    }
    economy_free(&made);
}

/* On the last rank alone, which has places 5 R − 4 to 5 R. */
static void create__bad_numbers_of_one_rank(void **state)
{
    (void)state;
    enum { PLACES = 5 };
    int last = my_rank() + 1 == all_ranks();
    char text[80];
    economy made = economy_random(1, PLACES, 3, LISTS | COMMON, 0.5);
    int64_t buyer = made.common_buyers[0];
    made.common_buyers[0] = last ? (int64_t)PLACES * all_ranks() : buyer;
    (void)snprintf(text, sizeof text, "which is not in 0 to %d", PLACES * all_ranks() - 1);
    refuse(&made.trade, 0, NULL, PRESTON_ERROR_VALUE, text);
    made.common_buyers[0] = buyer;
    (void)snprintf(text, sizeof text, "rank %d, whose place 1 is place %d of all", all_ranks() - 1,
                   PLACES * (all_ranks() - 1) + 1);
    made.own[4] = last ? (double)NAN : made.own[4];
    refuse(&made.trade, 0, NULL, PRESTON_ERROR_VALUE, text);
    refuse(&made.trade, 0, NULL, PRESTON_ERROR_VALUE, "place 2, sector 2 is not finite");
    economy_free(&made);
}

static void options__bad(void **state)
{
    (void)state;
    economy made = economy_random(1, 6, 3, COMMON, 0.5);
    preston_petsc_options options;
    preston_petsc_options_init(&options);
    options.tolerance = 0.0;
    refuse(&made.trade, 1, &options, PRESTON_ERROR_ARGUMENT, "a tolerance of 0");
    memset(&options, 0, sizeof options);
    refuse(&made.trade, 1, &options, PRESTON_ERROR_ARGUMENT, "init function");
    economy_free(&made);
}

/* What PETSc says becomes a status with its message. */
static void options__petsc_refuses(void **state)
{
    (void)state;
    economy made = economy_random(1, 6, 3, COMMON, 0.5);
    (void)PetscOptionsSetValue(NULL, "-ksp_type", "guesswork");
    refuse(&made.trade, 1, NULL, PRESTON_ERROR_ARGUMENT, "guesswork");
    (void)PetscOptionsClearValue(NULL, "-ksp_type");
    (void)PetscOptionsSetValue(NULL, "-pc_type", "ilu"); /* of a matrix that is not there */
    refuse(&made.trade, 1, NULL, PRESTON_ERROR_ARGUMENT, "PETSc: ");
    (void)PetscOptionsClearValue(NULL, "-pc_type");
    preston_petsc_system *system = NULL;
    preston_error error = {0};
    assert_ok(preston_petsc_create(MPI_COMM_WORLD, &made.trade, NULL, &system, &error), &error);
    preston_petsc_free(system);
    economy_free(&made);
}

static void solve__bad_right_hand_sides(void **state)
{
    (void)state;
    enum { ROWS = 4 * 3 };
    economy made = economy_random(1, 4, 3, COMMON | POOL, 0.5);
    preston_petsc_system *system = NULL;
    preston_error error = {0};
    double b[ROWS] = {0.0};
    double x[ROWS] = {7.0};
    char text[80];
    /* all ranks sell to the first four places, which are those of rank 0 */
    assert_ok(preston_petsc_create_range(MPI_COMM_WORLD, &made.trade, NULL, &system, &error),
              &error);
    int last = my_rank() + 1 == all_ranks();
    b[4] = last ? HUGE_VAL : 1.0;
    (void)snprintf(text, sizeof text, "at place %d, sector 2", 4 * (all_ranks() - 1) + 2);
    assert_fails(preston_petsc_solve(system, PRESTON_PLAIN, preston_const_vector(b, ROWS, 1),
                                     preston_vector(x, ROWS, 1), NULL, &error),
                 PRESTON_ERROR_VALUE, &error, text);
    assert_all(same_message(&error));
    assert_fails(preston_petsc_solve(system, PRESTON_PLAIN,
                                     preston_const_vector(b, ROWS - (last ? 1 : 0), 1),
                                     preston_vector(x, ROWS, 1), NULL, &error),
                 PRESTON_ERROR_SHAPE, &error, "must both be 12 × 1");
    assert_fails(preston_petsc_apply(system, PRESTON_TRANSPOSED, preston_const_vector(x, ROWS, 1),
                                     preston_vector(last ? x : b, ROWS, 1), &error),
                 PRESTON_ERROR_ARGUMENT, &error, "overlaps");
    assert_all(x[0] == 7.0);
    preston_petsc_free(system);
    economy_free(&made);
}

/* KSP is told to stop far too early, and again each time: no uncertified answer comes out. */
static void solve__tolerance_not_met(void **state)
{
    (void)state;
    enum { PLACES = 6, SECTORS = 3 };
    economy made = economy_random(1, PLACES, SECTORS, COMMON, 0.9);
    preston_petsc_options options;
    preston_petsc_system *system = NULL;
    preston_petsc_summary summary;
    preston_error error = {0};
    double b[PLACES * SECTORS];
    double x[PLACES * SECTORS] = {7.0};
    for (int i = 0; i < PLACES * SECTORS; i++) {
        b[i] = 1.0;
    }
    preston_petsc_options_init(&options);
    options.tolerance = 1e-15; /* less than rounding can give */
    assert_ok(preston_petsc_create(MPI_COMM_WORLD, &made.trade, &options, &system, &error), &error);
    preston_petsc_summarise(system, &summary);
    int64_t rows = summary.places * SECTORS;
    assert_fails(preston_petsc_solve(system, PRESTON_PLAIN, preston_const_vector(b, rows, 1),
                                     preston_vector(x, rows, 1), NULL, &error),
                 PRESTON_ERROR_ACCURACY, &error, "tolerance too small");
    assert_all(same_message(&error));
    assert_all(x[0] == 7.0);
    preston_petsc_free(system);
    economy_free(&made);
}

static int not_initialised(void)
{
    preston_error error = {0};
    preston_petsc_system *system = untouched;
    economy made = economy_random(1, 4, 2, 0, 0.5);
    preston_status status =
        preston_petsc_create(MPI_COMM_WORLD, &made.trade, NULL, &system, &error);
    economy_free(&made);
    return status == PRESTON_ERROR_ARGUMENT && system == untouched &&
           strstr(error.message, "call PetscInitialize() first") != NULL;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create__more_ranks_than_places),
        cmocka_unit_test(create__unproductive),
        cmocka_unit_test(create__ranges_that_do_not_fit),
        cmocka_unit_test(create__bad_numbers_of_one_rank),
        cmocka_unit_test(options__bad),
        cmocka_unit_test(options__petsc_refuses),
        cmocka_unit_test(solve__bad_right_hand_sides),
        cmocka_unit_test(solve__tolerance_not_met),
    };
    if (!not_initialised()) {
        (void)fputs("a system was made before PETSc was initialised\n", stderr);
        return 1;
    }
    return run_ranks(&count, &arguments, tests);
}
