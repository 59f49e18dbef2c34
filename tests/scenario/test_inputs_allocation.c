#include "each_allocation.h"
#include "folder.h"
#include "small_table.h"

#include <preston/scenario.h>

#include <math.h>

static preston_status read_inputs(const void *context, int *out_set, preston_error *error)
{
    preston_scenario_inputs *inputs = NULL;
    preston_status status = preston_scenario_inputs_read(context, NAN, &inputs, error);
    *out_set = inputs != NULL;
    preston_scenario_inputs_free(inputs);
    return status;
}

/* A nest of a town in a nation, or two places by gravity, with commuting. */
static void write_files(const char *folder, int gravity)
{
    write_small_table(folder);
    write_small_places(folder);
    if (gravity) {
        write_text(folder, "places.csv",
                   "code,name,parent,x,y\nnation,Nation,,,\neast,East,nation,0,0\n"
                   "west,West,nation,30000,0\n");
        write_text(folder, "jobs.csv",
                   "place,sector,jobs\neast,A,10\neast,B,20\nwest,A,30\nwest,B,5\n");
    }
    write_text(folder, "ledger.csv",
               "date,buyer,supplier,category,amount,place,type\n"
               "2020-01-31,council,smith,roads,100,,\n");
    write_text(folder, "concordance.csv", "scheme,from,to,weight\nown,roads,A,1\n");
    write_text(folder, "types.csv", "type,sector,jobs\nsocial,A,0.1\n");
}

static void check_form(int gravity)
{
    char *folder = make_folder();
    preston_scenario_data data;
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    write_files(folder, gravity);
    preston_scenario_data_init(&data);
    data.title = "small";
    data.table = data.places = ".";
    data.ledger.file = data.after.file = "ledger.csv";
    data.concordance = "concordance.csv";
    data.supplier_types = gravity ? NULL : "types.csv";
    data.first_year = data.last_year = 2020.0;
    data.economy.form = gravity ? "gravity" : "nest";
    data.economy.commuting_scale = gravity ? 10000.0 : 0.0;
    data.economy.closure = "type I";
    assert_ok(preston_scenario_create(&data, folder, &scenario, &error), &error);
    int set = 0;
    assert_ok(read_inputs(scenario, &set, &error), &error);
    assert_survives_each_allocation(read_inputs, scenario, 200);
    preston_scenario_free(scenario);
    remove_folder(folder);
}

static void inputs_read__each_allocation_failing(void **state)
{
    (void)state;
    check_form(0);
    check_form(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_read__each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
