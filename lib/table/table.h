/* The table in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_TABLE_TABLE_H
#define PRESTON_LIB_TABLE_TABLE_H

#include "../status/labels.h"
#include "preston/table.h"

struct preston_table {
    preston_table_data facts; /* texts owned by the table; arrays unused */
    preston_labels sectors;
    char **names;
    double *output; /* n */
    double *flows;  /* n × n, row after row */
    preston_labels uses;
    double *final_use; /* n × u, use after use */
    preston_labels accounts;
    double *account_values; /* n × a, account after account */
};

/* Frees what the table holds, not the table itself. */
void preston_table_clear(preston_table *table);

#endif
