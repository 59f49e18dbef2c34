#include "small_table.h"

#include "folder.h"

small_arrays make_small_arrays(void)
{
    return (small_arrays){
        .codes = {"A", "B", "C"},
        .names = {"Farms", "Mills, large", "Idle"},
        .use_codes = {"households", "exports"},
        .account_codes = {"compensation", "surplus", "imports", "jobs"},
        .output = {100.0, 200.0, 0.0},
        .flows = {10.0, 20.0, 0.0, 30.0, 40.0, 0.0, 0.0, 0.0, 0.0},
        .final_use = {50.0, 20.0, 100.0, 30.0, 0.0, 0.0},
        .account_values = {30.0, 20.0, 10.0, 5.0, 80.0, 60.0, 0.0, 4.0, 0.0, 0.0, 0.0, 0.0},
    };
}

preston_table_data describe_small_table(const small_arrays *arrays)
{
    return (preston_table_data){
        .title = "Test table",
        .year = "2019",
        .currency = "GBP",
        .unit = "million",
        .household_income = 120.0,
        .sectors = SMALL_SECTORS,
        .codes = arrays->codes,
        .names = arrays->names,
        .output = preston_const_vector(arrays->output, SMALL_SECTORS, 1),
        .flows = preston_const_matrix(arrays->flows, SMALL_SECTORS, SMALL_SECTORS),
        .uses = SMALL_USES,
        .use_codes = arrays->use_codes,
        .final_use = preston_const_matrix(arrays->final_use, SMALL_SECTORS, SMALL_USES),
        .accounts = SMALL_ACCOUNTS,
        .account_codes = arrays->account_codes,
        .account_values =
            preston_const_matrix(arrays->account_values, SMALL_SECTORS, SMALL_ACCOUNTS),
    };
}

void write_small_table(const char *folder)
{
    write_text(folder, "table.yaml",
               "title: Test table\n"
               "year: 2019\n"
               "currency: GBP\n"
               "unit: million\n"
               "household_income: 120\n");
    write_text(folder, "sectors.csv",
               "code,name,output,compensation,surplus,imports,jobs\n"
               "A,Farms,100,30,20,10,5\n"
               "B,\"Mills, large\",200,80,60,0,4\n"
               "C,Idle,0,0,0,0,0\n");
    write_text(folder, "flows.csv",
               "code,A,B,C\n"
               "A,10,20,0\n"
               "B,30,40,0\n"
               "C,0,0,0\n");
    write_text(folder, "final_use.csv",
               "code,households,exports\n"
               "A,50,20\n"
               "C,0,0\n"
               "B,100,30\n");
}

void write_small_places(const char *folder)
{
    write_text(folder, "places.csv",
               "code,name,parent\n"
               "nation,The nation,\n"
               "town,The town,nation\n");
    write_text(folder, "jobs.csv",
               "place,sector,jobs\n"
               "nation,A,5\n"
               "nation,B,4\n"
               "town,A,1\n"
               "town,B,2\n");
}
