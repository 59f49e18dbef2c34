/* Supply and use by place, shared by the files of this floor. */
#ifndef PRESTON_LIB_ECONOMY_SUPPLY_USE_H
#define PRESTON_LIB_ECONOMY_SUPPLY_USE_H

#include "places.h"

/* Adds up final use by sector, n each: at home in the nation, and exports. */
void preston_split_final_use(const preston_table *table, double *domestic, double *exports);

/* Can the table be that of a place? Fails on other sectors than the nation's, or another unit. */
preston_status preston_own_table_check(const preston_places *places, const preston_table *table,
                                       const preston_table *own, const char *place,
                                       preston_error *error);

/* Which table each leaf goes by: 0 for the nation's, k for options->tables[k - 1]. `table_of` has a
 * value for each leaf, zeroed. Fails on a place that is not there or has two tables, and on a table
 * of other sectors or another unit. */
preston_status preston_own_tables_find(const preston_places *places, const preston_table *table,
                                       const preston_traded_options *options, int64_t *table_of,
                                       preston_error *error);

/* The table of that number, as above. */
static inline const preston_table *
preston_own_table(const preston_table *table, const preston_traded_options *options, int64_t number)
{
    return number == 0 ? table : options->tables[number - 1];
}

/* The output of every leaf, P × n: its part of the nation's, or that of its own table. */
void preston_fill_output(const preston_places *places, const preston_table *table,
                         const preston_traded_options *options, const int64_t *table_of,
                         double *output);

#endif
