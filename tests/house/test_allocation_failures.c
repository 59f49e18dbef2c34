/* From a table to its report, with every allocation failing in turn: each call says so, leaks
 * nothing and leaves its output alone. What shared libraries allocate for themselves (zlib,
 * libyaml, libcsv, the C library's streams) does not fail here. */
#include "failing_allocator.h"
#include "folder.h"
#include "small_table.h"
#include "test.h"

#include <preston/report.h>

#include <sys/stat.h>

/* The chain of objects that the calls under test are made with; all made before the first failure.
 */
static struct {
    char *folder;
    char *report;
    preston_table *table;
    preston_places *places;
    preston_economy *economy;
    preston_model *model;
} chain;

static preston_model_options type_two(void)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    return options;
}

static int make_chain(void **state)
{
    (void)state;
    preston_error error = {0};
    preston_model_options options = type_two();
    chain.folder = make_folder();
    chain.report = path_in(chain.folder, "report.csv");
    write_small_table(chain.folder);
    write_small_places(chain.folder);
    char *flows = read_bytes(chain.folder, "flows.csv", NULL);
    char *path = path_in(chain.folder, "flows.csv");
    write_gzip(chain.folder, "flows.csv.gz", flows); /* so that the packed name is tried as well */
    assert_int_equal(remove(path), 0);
    free(path);
    free(flows);
    assert_ok(preston_table_read(chain.folder, &chain.table, &error), &error);
    assert_ok(preston_places_read(chain.folder, chain.table, &chain.places, &error), &error);
    assert_ok(preston_economy_create(chain.table, chain.places, NULL, &chain.economy, &error),
              &error);
    assert_ok(preston_model_create(chain.economy, &options, &chain.model, &error), &error);
    return 0;
}

static int free_chain(void **state)
{
    (void)state;
    preston_model_free(chain.model);
    preston_economy_free(chain.economy);
    preston_places_free(chain.places);
    preston_table_free(chain.table);
    free(chain.report);
    remove_folder(chain.folder);
    return 0;
}

/* A call under test; it frees what it made, and says whether its output was set. */
typedef preston_status attempt(int *out_set, preston_error *error);

/* Fails the first allocation, the second, and so on until the call has no more. */
static void fail_each_allocation(attempt *call, int64_t least)
{
    int64_t k = 0;
    int failed = 1;
    while (failed) {
        int set = 0;
        preston_error error = {0};
        int64_t live = count_live_blocks();
        fail_allocation(++k);
        preston_status status = call(&set, &error);
        failed = count_allocations() >= k;
        fail_allocation(0);
        assert_int_equal(count_live_blocks(), live);
        assert_int_equal(set, status == PRESTON_OK);
        if (failed) {
            assert_fails(status, PRESTON_ERROR_MEMORY, &error, "out of memory");
        } else {
            assert_ok(status, &error);
        }
    }
    print_message("%lld allocations\n", (long long)k - 1);
    assert_true(k > least);
}

static preston_status read_table(int *out_set, preston_error *error)
{
    preston_table *table = NULL;
    preston_status status = preston_table_read(chain.folder, &table, error);
    *out_set = table != NULL;
    preston_table_free(table);
    return status;
}

static void table_read__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(read_table, 80);
}

static preston_status create_table(int *out_set, preston_error *error)
{
    static small_arrays small;
    small = make_small_arrays();
    const preston_table_data data = describe_small_table(&small);
    preston_table *table = NULL;
    preston_status status = preston_table_create(&data, &table, error);
    *out_set = table != NULL;
    preston_table_free(table);
    return status;
}

static void table_create__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(create_table, 25);
}

static preston_status read_places(int *out_set, preston_error *error)
{
    preston_places *places = NULL;
    preston_status status = preston_places_read(chain.folder, chain.table, &places, error);
    *out_set = places != NULL;
    preston_places_free(places);
    return status;
}

static void places_read__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(read_places, 30);
}

static preston_status create_places(int *out_set, preston_error *error)
{
    static const char *const codes[] = {"nation", "town"};
    static const int64_t parents[] = {-1, 0};
    static const double sizes[] = {5.0, 4.0, 0.0, 1.0, 2.0, 0.0};
    preston_places *places = NULL;
    preston_status status = preston_places_create(
        2, codes, NULL, parents, SMALL_SECTORS, preston_table_codes(chain.table),
        preston_const_matrix(sizes, 2, SMALL_SECTORS), &places, error);
    *out_set = places != NULL;
    preston_places_free(places);
    return status;
}

static void places_create__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(create_places, 10);
}

static preston_status create_economy(int *out_set, preston_error *error)
{
    preston_economy *economy = NULL;
    preston_status status =
        preston_economy_create(chain.table, chain.places, NULL, &economy, error);
    *out_set = economy != NULL;
    preston_economy_free(economy);
    return status;
}

static preston_status create_nation(int *out_set, preston_error *error)
{
    preston_economy *economy = NULL;
    preston_status status = preston_economy_create(chain.table, NULL, NULL, &economy, error);
    *out_set = economy != NULL;
    preston_economy_free(economy);
    return status;
}

static void economy_create__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(create_economy, 15);
    fail_each_allocation(create_nation, 8);
}

static preston_status create_model(int *out_set, preston_error *error)
{
    preston_model_options options = type_two();
    preston_model *model = NULL;
    preston_status status = preston_model_create(chain.economy, &options, &model, error);
    *out_set = model != NULL;
    preston_model_free(model);
    return status;
}

static void model_create__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(create_model, 18);
}

enum { ROWS = 2 * SMALL_SECTORS };

static preston_status compute_multipliers(int *out_set, preston_error *error)
{
    double effects[ROWS] = {-77.0};
    double multipliers[ROWS] = {-77.0};
    preston_certificate certificate = {.bound = -77.0};
    preston_status status = preston_model_multipliers(
        chain.model, PRESTON_CLOSURE_II, "jobs", "town", preston_vector(effects, ROWS, 1),
        preston_vector(multipliers, ROWS, 1), &certificate, error);
    *out_set = effects[0] != -77.0;
    assert_int_equal(multipliers[0] != -77.0, *out_set);
    assert_int_equal(certificate.bound != -77.0, *out_set);
    return status;
}

static void model_multipliers__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(compute_multipliers, 4);
}

static const double demand_cells[ROWS] = {1.0, 2.0, 0.0, 3.0, 4.0, 0.0};

static preston_status solve_impact(int *out_set, preston_error *error)
{
    const preston_demand demand = {.sectors = preston_const_vector(demand_cells, ROWS, 1)};
    preston_impact *impact = NULL;
    preston_status status = preston_model_impact(chain.model, &demand, &impact, error);
    *out_set = impact != NULL;
    preston_impact_free(impact);
    return status;
}

static void model_impact__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(solve_impact, 10);
}

static preston_status follow_rounds(int *out_set, preston_error *error)
{
    double rounds[3] = {-77.0, -77.0, -77.0};
    double full = -77.0;
    preston_status status = preston_model_rounds(chain.model, PRESTON_CLOSURE_II, "town",
                                                 preston_const_vector(demand_cells, ROWS, 1),
                                                 preston_vector(rounds, 3, 1), &full, error);
    *out_set = full != -77.0;
    assert_int_equal(rounds[0] != -77.0, *out_set);
    return status;
}

static void model_rounds__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(follow_rounds, 10);
}

static int64_t size_of_report(void)
{
    struct stat facts;
    assert_int_equal(stat(chain.report, &facts), 0);
    return (int64_t)facts.st_size;
}

/* The old file stays when the new one cannot be made. */
static preston_status report_multipliers(int *out_set, preston_error *error)
{
    FILE *old = fopen(chain.report, "w");
    assert_non_null(old);
    assert_true(fputs("old", old) >= 0);
    assert_int_equal(fclose(old), 0);
    preston_status status = preston_report_multipliers(chain.model, chain.report, error);
    *out_set = size_of_report() != 3;
    return status;
}

static void report_multipliers__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(report_multipliers, 40);
}

static preston_status print_table(int *out_set, preston_error *error)
{
    preston_text_table *table = NULL;
    preston_status status = preston_text_table_create(2, 1, &table, error);
    for (int i = 0; status == PRESTON_OK && i < 40; i++) {
        preston_text_table_cell(table, "%d", i);
    }
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    if (status == PRESTON_OK) {
        status = preston_text_table_print(table, 0, nowhere, error);
    }
    *out_set = ftell(nowhere) > 0;
    assert_int_equal(fclose(nowhere), 0);
    preston_text_table_free(table);
    return status;
}

static void text_table__each_allocation_failing(void **state)
{
    (void)state;
    fail_each_allocation(print_table, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_read__each_allocation_failing),
        cmocka_unit_test(table_create__each_allocation_failing),
        cmocka_unit_test(places_read__each_allocation_failing),
        cmocka_unit_test(places_create__each_allocation_failing),
        cmocka_unit_test(economy_create__each_allocation_failing),
        cmocka_unit_test(model_create__each_allocation_failing),
        cmocka_unit_test(model_multipliers__each_allocation_failing),
        cmocka_unit_test(model_impact__each_allocation_failing),
        cmocka_unit_test(model_rounds__each_allocation_failing),
        cmocka_unit_test(report_multipliers__each_allocation_failing),
        cmocka_unit_test(text_table__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, make_chain, free_chain);
}
