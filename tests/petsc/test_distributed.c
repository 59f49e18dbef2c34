/* Systems divided among ranks give what the core's own operator and solver give. */
#include "divided.h"

#include <math.h>
#include <petscksp.h>

static const double tolerance = 1e-10;

static const int forms[] = {
    0,
    LISTS,
    COMMON,
    POOL,
    COMMON | POOL,
    LISTS | COMMON | POOL,
    LISTS | CHOSEN,
    COMMON | POOL | CHOSEN,
    COMMON | EACH_ITS_OWN,
    LISTS | COMMON | POOL | EACH_ITS_OWN,
    COMMON | NEGATIVE,
    LISTS | COMMON | POOL | CHOSEN | NEGATIVE,
};
enum { FORMS = sizeof forms / sizeof *forms };

/* One system on all ranks and, for comparison, whole on each. */
typedef struct both {
    economy whole;
    economy range;
    preston_petsc_system *system;
    preston_petsc_summary summary;
    preston_operator *op;
    preston_solver *solver;
    preston_workspace *workspace;
    int64_t rows; /* of all places */
    double *x;
    double *y;
    double *expected;
} both;

static void make_core(both *made)
{
    preston_error error = {0};
    preston_solver_options options;
    preston_solver_options_init(&options);
    options.tolerance = tolerance;
    options.method = PRESTON_METHOD_LU;
    assert_ok(preston_operator_trade(&made->whole.trade, &made->op, &error), &error);
    assert_ok(preston_solver_create_for(made->op, &options, &made->solver, &error), &error);
    assert_ok(preston_workspace_create(made->solver, 1, &made->workspace, &error), &error);
    made->rows = preston_operator_rows(made->op);
    made->x = calloc((size_t)made->rows, sizeof(double));
    made->y = calloc((size_t)made->rows, sizeof(double));
    made->expected = calloc((size_t)made->rows, sizeof(double));
    assert_true(made->x != NULL && made->y != NULL && made->expected != NULL);
    uint64_t state = 77;
    for (int64_t i = 0; i < made->rows; i++) {
        made->x[i] = random_value(&state, 0.0, 1.0);
    }
}

/* `first`: of this rank's range, which it alone gives; -1: the whole is given. */
static both make_both(int64_t places, int64_t sectors, int kinds, int64_t first, int64_t last)
{
    both made = {.whole = economy_random(4, places, sectors, kinds, 0.7)};
    preston_error error = {0};
    preston_petsc_options options;
    preston_petsc_options_init(&options);
    options.tolerance = tolerance;
    make_core(&made);
    if (first < 0) {
        assert_ok(
            preston_petsc_create(MPI_COMM_WORLD, &made.whole.trade, &options, &made.system, &error),
            &error);
    } else {
        made.range = economy_range(&made.whole, first, last - first);
        assert_ok(preston_petsc_create_range(MPI_COMM_WORLD, &made.range.trade, &options,
                                             &made.system, &error),
                  &error);
    }
    preston_petsc_summarise(made.system, &made.summary);
    return made;
}

static void free_both(both *made)
{
    preston_petsc_free(made->system);
    preston_workspace_free(made->workspace);
    preston_solver_free(made->solver);
    preston_operator_free(made->op);
    economy_free(&made->whole);
    economy_free(&made->range);
    free(made->x);
    free(made->y);
    free(made->expected);
}

static preston_const_view local_x(const both *made)
{
    int64_t s = made->summary.sectors;
    return preston_const_vector(made->x + made->summary.first_place * s, made->summary.places * s,
                                1);
}

static preston_view local_y(const both *made)
{
    int64_t s = made->summary.sectors;
    return preston_vector(made->y, made->summary.places * s, 1);
}

/* What is wrong with this rank's rows: Σ |y − expected|, or the largest of them. */
static double find_error(const both *made, int largest)
{
    int64_t s = made->summary.sectors;
    double error = 0.0;
    double all = 0.0;
    for (int64_t i = 0; i < made->summary.places * s; i++) {
        double cell = fabs(made->y[i] - made->expected[made->summary.first_place * s + i]);
        error = largest ? fmax(error, cell) : error + cell;
    }
    (void)MPI_Allreduce(&error, &all, 1, MPI_DOUBLE, largest ? MPI_MAX : MPI_SUM, MPI_COMM_WORLD);
    return all;
}

/* Products are sums of at most about 100 terms of size one: 1e-13 is a hundred times what their
 * rounding can be. */
static void check_products(const both *made)
{
    preston_error error = {0};
    preston_workspace *workspace = NULL;
    assert_ok(preston_operator_workspace(made->op, 1, &workspace, &error), &error);
    for (int k = 0; k < 2; k++) {
        preston_operation operation = k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED;
        assert_ok(preston_operator_apply(made->op, operation,
                                         preston_const_vector(made->x, made->rows, 1), workspace,
                                         preston_vector(made->expected, made->rows, 1), &error),
                  &error);
        assert_ok(
            preston_petsc_apply(made->system, operation, local_x(made), local_y(made), &error),
            &error);
        assert_all(find_error(made, 1) <= 1e-13);
    }
    preston_workspace_free(workspace);
}

/* Both answers are certified: they differ by no more than their bounds together. */
static void check_solutions(const both *made)
{
    preston_error error = {0};
    for (int k = 0; k < 2; k++) {
        preston_operation operation = k == 0 ? PRESTON_PLAIN : PRESTON_TRANSPOSED;
        preston_certificate mine = {0};
        preston_certificate core = {0};
        assert_ok(
            preston_solver_solve(made->solver, operation,
                                 preston_const_vector(made->x, made->rows, 1), made->workspace,
                                 preston_vector(made->expected, made->rows, 1), &core, &error),
            &error);
        assert_ok(preston_petsc_solve(made->system, operation, local_x(made), local_y(made), &mine,
                                      &error),
                  &error);
        assert_all(mine.certified && core.certified);
        assert_all(mine.relative_bound <= tolerance);
        assert_all(find_error(made, k) <= mine.bound + core.bound);
        assert_all(mine.bound > 0.0);
    }
}

static void apply__every_form_of_trade(void **state)
{
    (void)state;
    for (int k = 0; k < FORMS; k++) {
        both made = make_both(17, 5, forms[k], -1, -1);
        check_products(&made);
        free_both(&made);
    }
}

static void solve__every_form_of_trade(void **state)
{
    (void)state;
    for (int k = 0; k < FORMS; k++) {
        both made = make_both(17, 5, forms[k], -1, -1);
        check_solutions(&made);
        free_both(&made);
    }
}

/* More places than a slice has, so that some slices need places beyond and others do not; and
 * sectors that fill whole cache lines, where both kinds of lines are of one width. */
static void apply__several_slices_and_whole_cache_lines(void **state)
{
    (void)state;
    static const int kinds[] = {COMMON, LISTS | COMMON | POOL};
    for (int k = 0; k < 2; k++) {
        both made = make_both(150, 16, kinds[k], -1, -1);
        check_products(&made);
        free_both(&made);
    }
}

static void range__uneven_and_given_alone(void **state)
{
    (void)state;
    int64_t places = 19;
    /* the last rank has all places but a few */
    int64_t first = my_rank();
    int64_t last = my_rank() + 1 < all_ranks() ? first + 1 : places;
    for (int k = 0; k < FORMS; k++) {
        both made = make_both(places, 4, forms[k], first, last);
        assert_all(made.summary.first_place == first && made.summary.places == last - first);
        assert_all(made.summary.all_places == places);
        check_products(&made);
        check_solutions(&made);
        free_both(&made);
    }
}

static void range__one_place_a_rank(void **state)
{
    (void)state;
    both made = make_both(all_ranks(), 3, LISTS | COMMON | POOL, my_rank(), my_rank() + 1);
    check_products(&made);
    check_solutions(&made);
    free_both(&made);
}

/* With the core's bound checked against the core's answer, above, the bound may not be empty
 * either: for multipliers it is within 10 of the true error, or that is mere rounding. */
static void certificate__is_sharp(void **state)
{
    (void)state;
    both made = make_both(17, 5, COMMON | POOL, -1, -1);
    preston_error error = {0};
    preston_certificate certificate = {0};
    (void)PetscOptionsSetValue(NULL, "-sharp_ksp_rtol", "1e-3");
    preston_petsc_options options;
    preston_petsc_options_init(&options);
    options.tolerance = 1e-2;
    options.prefix = "sharp_";
    preston_petsc_system *rough = NULL;
    assert_ok(preston_petsc_create(MPI_COMM_WORLD, &made.whole.trade, &options, &rough, &error),
              &error);
    assert_ok(preston_petsc_solve(rough, PRESTON_PLAIN, local_x(&made), local_y(&made),
                                  &certificate, &error),
              &error);
    assert_ok(preston_solver_solve(made.solver, PRESTON_PLAIN,
                                   preston_const_vector(made.x, made.rows, 1), made.workspace,
                                   preston_vector(made.expected, made.rows, 1), NULL, &error),
              &error);
    double wrong = find_error(&made, 0);
    assert_all(wrong > 1e-9); /* KSP stopped early */
    assert_all(certificate.bound >= wrong && certificate.bound < 10.0 * wrong);
    preston_petsc_free(rough);
    free_both(&made);
    (void)PetscOptionsClearValue(NULL, "-sharp_ksp_rtol");
}

static void options__change_the_method(void **state)
{
    (void)state;
    static const char *const methods[] = {"gmres", "fgmres", "bcgs", "tfqmr", "gcr"};
    for (int k = 0; k < 5; k++) {
        (void)PetscOptionsSetValue(NULL, "-ksp_type", methods[k]);
        both made = make_both(17, 5, COMMON | POOL, -1, -1);
        assert_all(strcmp(made.summary.method, methods[k]) == 0);
        check_solutions(&made);
        free_both(&made);
    }
    (void)PetscOptionsClearValue(NULL, "-ksp_type");
}

static void options__loose_corrections_are_repeated(void **state)
{
    (void)state;
    both made = make_both(17, 5, COMMON | POOL, -1, -1);
    check_solutions(&made);
    preston_petsc_summary before;
    preston_petsc_summarise(made.system, &before);
    free_both(&made);
    (void)PetscOptionsSetValue(NULL, "-ksp_rtol", "1e-2");
    made = make_both(17, 5, COMMON | POOL, -1, -1);
    check_solutions(&made);
    preston_petsc_summary after;
    preston_petsc_summarise(made.system, &after);
    assert_all(after.corrections > before.corrections && after.corrections >= 4);
    free_both(&made);
    (void)PetscOptionsClearValue(NULL, "-ksp_rtol");
}

static void divide__ranges_cost_about_the_same(void **state)
{
    (void)state;
    /* the first hundred places have all the neighbours */
    enum { PLACES = 1000, BUSY = 100 };
    economy made = economy_random(5, PLACES, 2, 0, 0.7);
    static int64_t starts[PLACES + 1];
    static int64_t buyers[BUSY * BUSY];
    static double shares[BUSY * BUSY];
    int64_t ranges[4];
    preston_error error = {0};
    for (int64_t place = 0; place < PLACES; place++) {
        starts[place + 1] = starts[place] + (place < BUSY ? BUSY : 0);
    }
    for (int64_t q = 0; q < (int64_t)BUSY * BUSY; q++) {
        buyers[q] = q % BUSY;
    }
    made.trade.common_starts = starts;
    made.trade.common_buyers = buyers;
    made.trade.common_shares = shares;
    made.trade.seller_factors = made.trade.own;
    made.trade.buyer_factors = made.trade.own;
    assert_ok(preston_petsc_divide(&made.trade, 3, ranges, &error), &error);
    /* 2 S² + 1 cells a place and S for each end of a pair: 49,000 in all, 409 a busy place */
    assert_int_equal(ranges[0], 0);
    assert_in_range(ranges[1], 39, 41);
    assert_in_range(ranges[2], 79, 81);
    assert_int_equal(ranges[3], PLACES);
    assert_ok(preston_petsc_divide(&made.trade, PLACES, starts, &error), &error);
    for (int64_t rank = 0; rank <= PLACES; rank++) {
        assert_int_equal(starts[rank], rank);
    }
    economy_free(&made);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apply__every_form_of_trade),
        cmocka_unit_test(solve__every_form_of_trade),
        cmocka_unit_test(apply__several_slices_and_whole_cache_lines),
        cmocka_unit_test(range__uneven_and_given_alone),
        cmocka_unit_test(range__one_place_a_rank),
        cmocka_unit_test(certificate__is_sharp),
        cmocka_unit_test(options__change_the_method),
        cmocka_unit_test(options__loose_corrections_are_repeated),
        cmocka_unit_test(divide__ranges_cost_about_the_same),
    };
    return run_ranks(&count, &arguments, tests);
}
