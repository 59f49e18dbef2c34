#include "each_allocation.h"
#include "folder.h"
#include "ledgers.h"
#include "random.h"
#include "random_economy.h"

enum { ROWS = 50 };

/* What the calls under test are made with; all of it made before the first failure. */
typedef struct bench {
    char *folder;
    char *ledger_path;
    char *concordance_path;
    char *survey_path;
    sample work;
    preston_ledger *ledger;
    preston_ledger *at_areas; /* categories are sectors, the place the whole nation */
    preston_concordance *concordance;
    preston_survey *survey;
    double *demand;
    const char *place;
} bench;

static void write_files(const bench *made)
{
    char text[ROWS * 60];
    size_t used = (size_t)sprintf(text, "date,buyer,supplier,category,amount,place,type\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)sprintf(text + used, "2017-03-31,b%d,s%d,c%d,%d,%s,t%d\n", i % 20, i,
                                i % 30, i + 1, i % 3 == 0 ? "" : made->place, i % 4);
    }
    write_text(made->folder, "ledger.csv", text);
    used = (size_t)sprintf(text, "scheme,from,to,weight\n");
    for (int i = 0; i < 30; i++) {
        used += (size_t)sprintf(text + used, "own,c%d,s%d,1\n", i, i % 4 + 1);
    }
    write_text(made->folder, "concordance.csv", text);
    used = (size_t)sprintf(text, "supplier,local_share\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)sprintf(text + used, "s%d,0.%02d\n", i, i);
    }
    write_text(made->folder, "survey.csv", text);
}

static void read_files(bench *made)
{
    preston_error error = {0};
    assert_ok(preston_ledger_read(made->ledger_path, NULL, &made->ledger, &error), &error);
    assert_ok(preston_concordance_read(made->concordance_path, NULL, made->work.table,
                                       &made->concordance, &error),
              &error);
    assert_ok(preston_survey_read(made->survey_path, &made->survey, &error), &error);
}

static int make_bench(void **state)
{
    bench *made = calloc(1, sizeof *made);
    assert_non_null(made);
    gsl_rng *random = make_random();
    const random_shape shape = {.sectors = 4, .levels = 2};
    made->work = sample_random(random, &shape);
    sample_close(&made->work, PRESTON_CLOSURE_II);
    made->demand = make_random_demand(random, &made->work);
    gsl_rng_free(random);
    made->place = preston_economy_place_code(made->work.economy, 0);
    made->folder = make_folder();
    made->ledger_path = path_in(made->folder, "ledger.csv");
    made->concordance_path = path_in(made->folder, "concordance.csv");
    made->survey_path = path_in(made->folder, "survey.csv");
    write_files(made);
    read_files(made);
    for (int64_t area = 0; area < preston_places_areas(made->work.places); area++) {
        if (preston_places_area_parent(made->work.places, area) < 0) {
            const purchase row = {"s1", preston_places_area_code(made->work.places, area), 1.0,
                                  NULL};
            made->at_areas = make_ledger(1, &row);
        }
    }
    *state = made;
    return 0;
}

static int free_bench(void **state)
{
    bench *made = *state;
    preston_ledger_free(made->ledger);
    preston_ledger_free(made->at_areas);
    preston_concordance_free(made->concordance);
    preston_survey_free(made->survey);
    free(made->ledger_path);
    free(made->concordance_path);
    free(made->survey_path);
    free(made->demand);
    remove_folder(made->folder);
    sample_free(&made->work);
    free(made);
    return 0;
}

static preston_status read_ledger(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_ledger *ledger = NULL;
    preston_status status = preston_ledger_read(on->ledger_path, NULL, &ledger, error);
    *out_set = ledger != NULL;
    preston_ledger_free(ledger);
    return status;
}

static void ledger_read__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(read_ledger, *state, 100);
}

static preston_status create_ledger(const void *context, int *out_set, preston_error *error)
{
    (void)context;
    static const double amounts[] = {1.0, 2.0, 3.0};
    static const char *const labels[] = {"a", "b", "c"};
    preston_ledger *ledger = NULL;
    preston_status status = preston_ledger_create(3, preston_const_vector(amounts, 3, 1), labels,
                                                  labels, labels, labels, labels, &ledger, error);
    *out_set = ledger != NULL;
    preston_ledger_free(ledger);
    return status;
}

static void ledger_create__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(create_ledger, *state, 15);
}

static preston_status retain(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_retention *retention = NULL;
    preston_status status =
        preston_ledger_retention(on->ledger, PRESTON_LEDGER_CATEGORY, &retention, error);
    *out_set = retention != NULL;
    preston_retention_free(retention);
    return status;
}

static void ledger_retention__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(retain, *state, 30);
}

static preston_status read_concordance(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_concordance *concordance = NULL;
    preston_status status =
        preston_concordance_read(on->concordance_path, "own", on->work.table, &concordance, error);
    *out_set = concordance != NULL;
    preston_concordance_free(concordance);
    return status;
}

static void concordance_read__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(read_concordance, *state, 35);
}

static preston_status read_survey(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_survey *survey = NULL;
    preston_status status = preston_survey_read(on->survey_path, &survey, error);
    *out_set = survey != NULL;
    preston_survey_free(survey);
    return status;
}

static void survey_read__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(read_survey, *state, 50);
}

static preston_status demand_of(const bench *on, const preston_ledger *ledger,
                                const preston_concordance *concordance, int *out_set,
                                preston_error *error)
{
    enum { INNER = 8, PLACES = 2 };
    double sectors[INNER] = {-77.0};
    double imports[PLACES] = {-77.0};
    double taxes[PLACES] = {-77.0};
    preston_demand_options options;
    preston_demand_options_init(&options);
    options.buyer_place = on->place;
    preston_status status = preston_ledger_demand(
        ledger, concordance, on->work.economy, &options, preston_vector(sectors, INNER, 1),
        preston_vector(imports, PLACES, 1), preston_vector(taxes, PLACES, 1), error);
    *out_set = sectors[0] != -77.0;
    assert_int_equal(imports[0] != -77.0, *out_set);
    assert_int_equal(taxes[0] != -77.0, *out_set);
    return status;
}

static preston_status find_demand(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    return demand_of(on, on->ledger, on->concordance, out_set, error);
}

static preston_status divide_demand(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    return demand_of(on, on->at_areas, NULL, out_set, error);
}

static void ledger_demand__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_demand, *state, 4);
    assert_survives_each_allocation(divide_demand, *state, 12);
}

static preston_status find_lm3(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_lm3 lm3 = {.plain = -77.0};
    preston_status status = preston_ledger_lm3(on->ledger, on->survey, 1, &on->place, &lm3, error);
    *out_set = lm3.plain != -77.0;
    return status;
}

static preston_status find_model_lm3(const void *context, int *out_set, preston_error *error)
{
    const bench *on = context;
    preston_lm3 lm3 = {.plain = -77.0};
    preston_status status =
        preston_model_lm3(on->work.model, on->place,
                          preston_const_vector(on->demand, on->work.rows, 1), 0.0, &lm3, error);
    *out_set = lm3.plain != -77.0;
    return status;
}

static void lm3__each_allocation_failing(void **state)
{
    assert_survives_each_allocation(find_lm3, *state, 1);
    assert_survives_each_allocation(find_model_lm3, *state, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledger_read__each_allocation_failing),
        cmocka_unit_test(ledger_create__each_allocation_failing),
        cmocka_unit_test(ledger_retention__each_allocation_failing),
        cmocka_unit_test(concordance_read__each_allocation_failing),
        cmocka_unit_test(survey_read__each_allocation_failing),
        cmocka_unit_test(ledger_demand__each_allocation_failing),
        cmocka_unit_test(lm3__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, make_bench, free_bench);
}
