/* Supplier types from files, and those that cannot be, from files and from arrays. */
#include "folder.h"
#include "random.h"
#include "supplier_types.h"
#include "test.h"

#include <math.h>

static int make_town(void **state)
{
    market *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    *made = make_market(random, FORM_NEST);
    gsl_rng_free(random);
    *state = made;
    return 0;
}

static int free_town(void **state)
{
    free_market(*state);
    free(*state);
    return 0;
}

static preston_status read_types(const market *on, const char *text,
                                 preston_supplier_types **out_types, preston_error *error)
{
    char *folder = make_folder();
    write_text(folder, "supplier_types.csv", text);
    char *path = path_in(folder, "supplier_types.csv");
    preston_status status = preston_supplier_types_read(path, on->model, out_types, error);
    free(path);
    remove_folder(folder);
    return status;
}

static void supplier_types_read__as_created(void **state)
{
    const market *on = *state;
    const char *there = preston_economy_place_code(on->economy, 1);
    char text[512];
    (void)snprintf(text, sizeof text,
                   "type,note,share,jobs,local_purchases,sector,surplus,compensation,"
                   "outside_production,outside_place,source\n"
                   "social,said so,0.1,12.5,0.75,,,0.15,,,survey\n"
                   "social,,0.2,,,s2,0.05,,,,\n"
                   "branch,,,,,,,,0.5,%s,\n",
                   there);
    preston_supplier_type rows[] = {plain_type("social", NULL), plain_type("social", "s2"),
                                    plain_type("branch", NULL)};
    rows[0].share = 0.1;
    rows[0].jobs = 12.5;
    rows[0].local_purchases = 0.75;
    rows[0].compensation = 0.15;
    rows[1].share = 0.2;
    rows[1].surplus = 0.05;
    rows[2].outside_production = 0.5;
    rows[2].outside_place = there;
    preston_supplier_types *types = NULL;
    preston_error error = {0};
    assert_ok(read_types(on, text, &types, &error), &error);
    preston_supplier_types *created = make_types(on->model, 3, rows);
    gsl_rng *random = make_random();
    double *purchases = random_purchases(random, on, types);
    first_round one = first_round_of(on, types, purchases);
    first_round other = first_round_of(on, created, purchases);
    assert_memory_equal(one.sectors, other.sectors, (size_t)on->rows * sizeof(double));
    assert_memory_equal(one.corrections, other.corrections,
                        (size_t)(on->places * on->accounts) * sizeof(double));
    assert_true(correction_of(on, &one, "jobs", 0) != 0.0);
    for (int64_t i = 0; i < on->sectors; i++) {
        assert_close(preston_supplier_types_share(types, 1, i), i == 1 ? 0.2 : 0.1, 0.0, 0.0);
    }
    free_first_round(&one);
    free_first_round(&other);
    free(purchases);
    gsl_rng_free(random);
    preston_supplier_types_free(types);
    preston_supplier_types_free(created);
}

static void supplier_types_read__bad_files(void **state)
{
    const market *on = *state;
    static const struct {
        const char *text;
        preston_status status;
        const char *says;
    } wrong[] = {
        {"sector,jobs\ns1,3\n", PRESTON_ERROR_LABEL, "'type'"},
        {"type,compensations\nsocial,0.3\n", PRESTON_ERROR_LABEL,
         ":1: column 2 ('compensations'): is not known here"},
        {"type,sector\nsocial,s1\nsocial,s9\n", PRESTON_ERROR_LABEL,
         "supplier_types.csv:3: column 'sector': type 'social': 's9' is not a sector"},
        {"type,sector\nsocial,s1\nsmall,s1\nsocial,s1\n", PRESTON_ERROR_LABEL,
         ":4: column 'type': type 'social': stands twice for sector 's1'"},
        {"type\nsocial\nsocial\n", PRESTON_ERROR_LABEL, ":3: column 'type': type 'social': stands"},
        {"type,jobs\n,3\n", PRESTON_ERROR_LABEL, ":2: column 'type': type '': the empty code"},
        {"type,jobs\nsocial,many\n", PRESTON_ERROR_VALUE, ":2: column 2 ('jobs')"},
        {"type,jobs\nsocial,-1\n", PRESTON_ERROR_VALUE, ":2: column 'jobs': type 'social': -1"},
        {"type,compensation\nsocial,1.2\n", PRESTON_ERROR_VALUE, "1.2 cannot be: it is a share"},
        {"type,surplus\nsocial,-1.2\n", PRESTON_ERROR_VALUE, "from -1 (a loss) to 1"},
        {"type,local_purchases\nsocial,40\n", PRESTON_ERROR_VALUE, "column 'local_purchases'"},
        {"type,outside_production\nsocial,-0.1\n", PRESTON_ERROR_VALUE, "'outside_production'"},
        {"type,outside_place\nsocial,Blackpool\n", PRESTON_ERROR_LABEL,
         "'Blackpool' is not a place of the economy"},
        {"type,share\nsocial,1.1\n", PRESTON_ERROR_VALUE, "column 'share'"},
        {"type,sector,share\nsocial,,0.6\nsmall,s3,0.5\n", PRESTON_ERROR_VALUE,
         ":3: column 'share': type 'small': the shares of all types in sector 's3' add up to 1.1"},
        {"type,compensation,surplus\nsocial,0.9,0.9\n", PRESTON_ERROR_VALUE,
         "column 'compensation': type 'social': in sector 's1' value added would be"}};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        preston_supplier_types *types = NULL;
        preston_error error = {0};
        assert_fails(read_types(on, wrong[k].text, &types, &error), wrong[k].status, &error,
                     wrong[k].says);
        assert_null(types);
    }
    preston_supplier_types *types = NULL;
    preston_error error = {0};
    assert_fails(preston_supplier_types_read("/nowhere/types.csv", on->model, &types, &error),
                 PRESTON_ERROR_FILE, &error, "/nowhere/types.csv");
    assert_null(types);
}

static void supplier_types_create__bad_rows(void **state)
{
    const market *on = *state;
    preston_supplier_types *types = NULL;
    preston_error error = {0};
    preston_supplier_type rows[] = {plain_type("social", NULL), plain_type("small", "s2")};
    rows[1].jobs = HUGE_VAL;
    assert_fails(preston_supplier_types_create(on->model, 2, rows, &types, &error),
                 PRESTON_ERROR_VALUE, &error, "types[1].jobs: type 'small': inf cannot be");
    rows[1] = plain_type(NULL, NULL);
    assert_fails(preston_supplier_types_create(on->model, 2, rows, &types, &error),
                 PRESTON_ERROR_LABEL, &error, "types[1].type: type '': the empty code");
    rows[1].size = 8;
    assert_fails(preston_supplier_types_create(on->model, 2, rows, &types, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "init function");
    assert_fails(preston_supplier_types_create(on->model, -1, rows, &types, &error),
                 PRESTON_ERROR_ARGUMENT, &error, "-1 rows");
    assert_null(types);
}

/* A table with one account asks for the others by name. */
static void supplier_types_create__account_that_is_missing(void **state)
{
    (void)state;
    static const char *const codes[] = {"s1"};
    static const char *const accounts[] = {"compensation", "gva"};
    const double output[] = {100.0};
    const double flows[] = {20.0};
    const double values[] = {40.0, 80.0};
    const double nothing[] = {80.0};
    static const char *const uses[] = {"households"};
    const preston_table_data data = {.sectors = 1,
                                     .codes = codes,
                                     .output = preston_const_vector(output, 1, 1),
                                     .flows = preston_const_matrix(flows, 1, 1),
                                     .uses = 1,
                                     .use_codes = uses,
                                     .final_use = preston_const_matrix(nothing, 1, 1),
                                     .accounts = 2,
                                     .account_codes = accounts,
                                     .account_values = preston_const_matrix(values, 1, 2)};
    sample work = {.sectors = 1};
    preston_error error = {0};
    assert_ok(preston_table_create(&data, &work.table, &error), &error);
    sample_close(&work, PRESTON_CLOSURE_I);
    preston_supplier_types *types = NULL;
    preston_supplier_type type = plain_type("social", NULL);
    type.jobs = 3.0;
    assert_fails(preston_supplier_types_create(work.model, 1, &type, &types, &error),
                 PRESTON_ERROR_MISSING, &error,
                 "types[0].jobs: type 'social': the table has no account 'jobs'");
    type = plain_type("social", NULL);
    type.surplus = 0.1;
    assert_fails(preston_supplier_types_create(work.model, 1, &type, &types, &error),
                 PRESTON_ERROR_MISSING, &error,
                 "types[0].surplus: type 'social': the table has no account 'surplus'");
    type = plain_type("social", NULL);
    type.compensation = 0.1;
    assert_fails(preston_supplier_types_create(work.model, 1, &type, &types, &error),
                 PRESTON_ERROR_MISSING, &error, "no account 'imports'");
    assert_null(types);
    sample_free(&work);
}

static void supplier_types__views_that_do_not_fit(void **state)
{
    const market *on = *state;
    preston_supplier_type type = plain_type("social", NULL);
    preston_supplier_types *types = make_types(on->model, 1, &type);
    double *memory = make_zeros(on->rows * (on->accounts + 2));
    preston_error error = {0};
    const preston_view sectors = preston_vector(memory, on->rows, 1);
    const preston_view places = preston_vector(memory, on->places, 1);
    const preston_view corrections = preston_matrix(memory, on->places, on->accounts);
    const preston_const_view purchases = preston_const_matrix(memory, on->rows, 2);
    const preston_const_view untyped = preston_const_matrix(memory, on->rows, 1);
    assert_fails(preston_supplier_types_demand(types, untyped, sectors, places, places, places,
                                               corrections, &error),
                 PRESTON_ERROR_SHAPE, &error, "2 columns, one a type");
    assert_fails(preston_supplier_types_demand(types, purchases, sectors, places, sectors, places,
                                               corrections, &error),
                 PRESTON_ERROR_SHAPE, &error, "the demand needs");
    assert_fails(preston_supplier_types_demand(types, purchases, sectors, places, places, places,
                                               places, &error),
                 PRESTON_ERROR_SHAPE, &error, "the corrections need");
    const preston_view effects = preston_matrix(memory, on->rows, 2);
    assert_fails(
        type_effects_of(types, PRESTON_CLOSURE_I, "gva", NULL, sectors, places, places, &error),
        PRESTON_ERROR_SHAPE, &error, "2 columns, one a type");
    assert_fails(
        type_effects_of(types, PRESTON_CLOSURE_I, "gva", NULL, effects, sectors, places, &error),
        PRESTON_ERROR_SHAPE, &error, "one a place, or none");
    assert_fails(
        type_effects_of(types, PRESTON_CLOSURE_I, "joy", NULL, effects, places, places, &error),
        PRESTON_ERROR_MISSING, &error, "'joy'");
    assert_fails(type_effects_of(types, PRESTON_CLOSURE_I, "gva", "Blackpool", effects, places,
                                 places, &error),
                 PRESTON_ERROR_LABEL, &error, "'Blackpool'");
    for (int64_t k = 0; k < on->rows * 2; k++) {
        assert_true(memory[k] == 0.0);
    }
    free(memory);
    preston_supplier_types_free(types);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(supplier_types_read__as_created),
        cmocka_unit_test(supplier_types_read__bad_files),
        cmocka_unit_test(supplier_types_create__bad_rows),
        cmocka_unit_test(supplier_types_create__account_that_is_missing),
        cmocka_unit_test(supplier_types__views_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, make_town, free_town);
}
