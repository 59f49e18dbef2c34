/* A small valid table, as a folder to damage and as arrays to change. Sector C is idle. */
#ifndef PRESTON_TEST_SMALL_TABLE_H
#define PRESTON_TEST_SMALL_TABLE_H

#include <preston/table.h>

enum { SMALL_SECTORS = 3, SMALL_USES = 2, SMALL_ACCOUNTS = 4 };

/* Everything that a preston_table_data points to. */
typedef struct small_arrays {
    const char *codes[SMALL_SECTORS];
    const char *names[SMALL_SECTORS];
    const char *use_codes[SMALL_USES];
    const char *account_codes[SMALL_ACCOUNTS];
    double output[SMALL_SECTORS];
    double flows[SMALL_SECTORS * SMALL_SECTORS];
    double final_use[SMALL_SECTORS * SMALL_USES];
    double account_values[SMALL_SECTORS * SMALL_ACCOUNTS];
} small_arrays;

small_arrays make_small_arrays(void);

/* A description of the arrays, which must stay where they are. */
preston_table_data describe_small_table(const small_arrays *arrays);

/* Writes table.yaml, sectors.csv, flows.csv and final_use.csv of the same table. */
void write_small_table(const char *folder);

/* Writes places.csv and jobs.csv that go with it: a town in the nation. */
void write_small_places(const char *folder);

#endif
