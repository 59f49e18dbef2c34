/* Every allocation of tables of several economies, aggregation and the residual method fails in
 * turn. */
#include "each_allocation.h"
#include "folder.h"

#include <preston/model.h>

static char *folder;
static preston_table *nation;

static preston_status by_file(const void *context, int *out_set, preston_error *error)
{
    preston_multiregional *table = NULL;
    preston_status status = preston_multiregional_read(context, &table, error);
    *out_set = table != NULL;
    preston_multiregional_free(table);
    return status;
}

static preston_status as_economy(const void *context, int *out_set, preston_error *error)
{
    preston_economy *economy = NULL;
    preston_status status = preston_economy_create_multiregional(context, &economy, error);
    *out_set = economy != NULL;
    preston_economy_free(economy);
    return status;
}

static preston_status as_model(const void *context, int *out_set, preston_error *error)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = PRESTON_CLOSURE_II;
    preston_model *model = NULL;
    preston_status status = preston_model_create(context, &options, &model, error);
    *out_set = model != NULL;
    preston_model_free(model);
    return status;
}

static preston_status as_residual(const void *context, int *out_set, preston_error *error)
{
    preston_residual_options options;
    preston_residual_options_init(&options);
    options.sales = "zero";
    options.purchases = "zero";
    options.most_excess = 1.0;
    preston_multiregional *both = NULL;
    preston_status status =
        preston_multiregional_residual(nation, context, &options, &both, NULL, error);
    *out_set = both != NULL;
    preston_multiregional_free(both);
    return status;
}

static preston_status aggregated(const void *context, int *out_set, preston_error *error)
{
    preston_table *table = NULL;
    preston_status status =
        preston_table_aggregate_by_file(context, folder, "less.csv", &table, error);
    *out_set = table != NULL;
    preston_table_free(table);
    return status;
}

static void multiregional__each_allocation_fails(void **state)
{
    (void)state;
    folder = make_folder();
    write_text(folder, "multiregional.yaml",
               "title: t\nyear: 2020\ncurrency: EUR\nunit: million\nflows: z.csv\n"
               "compensation: T_w\nplaces: places.csv\nheaders: 2\noutput: x.csv\n");
    write_text(folder, "z.csv",
               ",,A,A,B,B,A,B\n,,g,s,g,s,households,households\nA,g,10,20,5,0,35,30\n"
               "A,s,15,10,0,5,50,20\nB,g,5,0,40,20,10,125\nB,s,0,10,30,40,10,110\n"
               "T,w,40,50,80,90,0,0\n");
    write_text(folder, "x.csv",
               "economy,sector,output,zero\nA,g,100,0\nA,s,100,0\nB,g,200,0\n"
               "B,s,200,0\n");
    write_text(folder, "places.csv", "code,name,household_income\nA,A,100\nB,B,250\n");
    write_text(folder, "less.csv", "kind,from,to\nsector,g,all\nsector,s,all\n");
    preston_multiregional *table = NULL;
    preston_economy *economy = NULL;
    preston_error error = {0};
    assert_ok(preston_multiregional_read(folder, &table, &error), &error);
    assert_ok(preston_economy_create_multiregional(table, &economy, &error), &error);
    nation = (preston_table *)preston_multiregional_whole(table);
    assert_survives_each_allocation(by_file, folder, 60);
    assert_survives_each_allocation(as_economy, table, 10);
    assert_survives_each_allocation(as_model, economy, 8);
    assert_survives_each_allocation(as_residual, preston_multiregional_place_table(table, 0), 20);
    assert_survives_each_allocation(aggregated, nation, 10);
    preston_economy_free(economy);
    preston_multiregional_free(table);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiregional__each_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
