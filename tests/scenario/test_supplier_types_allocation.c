/* Supplier types with each allocation failing. */
#include "each_allocation.h"
#include "folder.h"
#include "random.h"
#include "supplier_types.h"

typedef struct bench {
    market on;
    preston_supplier_types *types;
    double *purchases;
    preston_ledger *ledger[2];
    char *folder;
    char *path;
} bench;

static int make_bench(void **state)
{
    bench *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    made->on = make_market(random, FORM_TRADED_ABROAD);
    made->types = random_types(random, &made->on);
    made->purchases = random_purchases(random, &made->on, made->types);
    gsl_rng_free(random);
    made->folder = make_folder();
    write_text(made->folder, "types.csv",
               "type,sector,compensation,local_purchases,outside_place\n"
               "social,,0.1,0.7,p1\nsocial,s2,0.2,,\nsmall,s1,,0.5,p2\n");
    made->path = path_in(made->folder, "types.csv");
    static const char *const categories[] = {"s1", "s2", "s1"};
    static const char *const places[] = {"p1", "p2", "p1"};
    static const char *const types[] = {"social", "small", "branch"};
    static const double amounts[] = {4e6, 2e6, 5e6};
    for (int k = 0; k < 2; k++) {
        preston_error error = {0};
        assert_ok(preston_ledger_create(2, preston_const_vector(amounts + k, 2, 1), NULL, NULL,
                                        categories + k, places + k, types + k, &made->ledger[k],
                                        &error),
                  &error);
    }
    *state = made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    preston_supplier_types_free(made->types);
    free_market(&made->on);
    remove_folder(made->folder);
    free(made->path);
    free(made->purchases);
    preston_ledger_free(made->ledger[0]);
    preston_ledger_free(made->ledger[1]);
    free(made);
    return 0;
}

static preston_status read_types(const void *context, int *out_set, preston_error *error)
{
    const bench *with = context;
    preston_supplier_types *types = NULL;
    preston_status status = preston_supplier_types_read(with->path, with->on.model, &types, error);
    *out_set = types != NULL;
    preston_supplier_types_free(types);
    return status;
}

static void supplier_types_read__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(read_types, *state, 20);
}

static preston_status find_demand(const void *context, int *out_set, preston_error *error)
{
    const bench *with = context;
    double sectors[64] = {-77.0};
    double places[4][16] = {{0.0}};
    double corrections[16 * 16] = {0.0};
    const market *on = &with->on;
    preston_status status = preston_supplier_types_demand(
        with->types,
        preston_const_matrix(with->purchases, on->rows, preston_supplier_types_count(with->types)),
        preston_vector(sectors, on->rows, 1), preston_vector(places[0], on->places, 1),
        preston_vector(places[1], on->places, 1), preston_vector(places[2], on->places, 1),
        preston_matrix(corrections, on->places, on->accounts), error);
    *out_set = sectors[0] != -77.0;
    return status;
}

static void supplier_types_demand__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_demand, *state, 0);
}

static preston_status find_effects(const void *context, int *out_set, preston_error *error)
{
    const bench *with = context;
    double effects[512] = {-77.0};
    const preston_view none = preston_vector(NULL, 0, 1);
    preston_status status = type_effects_of(
        with->types, PRESTON_CLOSURE_II, "gva", NULL,
        preston_matrix(effects, with->on.rows, preston_supplier_types_count(with->types)), none,
        none, error);
    *out_set = effects[0] != -77.0;
    return status;
}

static void supplier_types_effects__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_effects, *state, 5);
}

static preston_status compare(const void *context, int *out_set, preston_error *error)
{
    const bench *with = context;
    preston_comparison *comparison = NULL;
    preston_status status =
        preston_comparison_create(with->on.model, with->ledger[0], with->ledger[1], NULL,
                                  with->types, NULL, NULL, &comparison, error);
    *out_set = comparison != NULL;
    preston_comparison_free(comparison);
    return status;
}

static void comparison_create__each_allocation_failing_with_types(void **state)
{
    assert_survives_each_allocation(compare, *state, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(supplier_types_read__each_allocation_failing),
        cmocka_unit_test(supplier_types_demand__each_allocation_failing),
        cmocka_unit_test(supplier_types_effects__each_allocation_failing),
        cmocka_unit_test(comparison_create__each_allocation_failing_with_types),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
