/* Tables of several economies: what the files of this program share. */
#ifndef EXAMPLES_REGIONS_CASE_H
#define EXAMPLES_REGIONS_CASE_H

#include "../shared/text.h"

#include <stdio.h>

/* --- options.c --- */

typedef struct regions_settings {
    const char *folder; /* a table of several economies, or NULL: a region inside a nation */
    const char *nation; /* table folders... */
    const char *region;
    const char *nation_sectors; /* ... their concordances to common sectors, or NULL... */
    const char *region_sectors;
    const char *purchases; /* ... what each final use of the region buys from the rest, or NULL */
    const char *sales;     /* accounts of the region's table */
    const char *bought;
    const char *nation_code;
    const char *region_code;
    double most_excess;
    const char *from;
    const char *sector;
    double amount;
    int only_type_one;
    int64_t top;
    const char *csv;
    int only_cost;
} regions_settings;

/* 0 to go on, otherwise one more than the exit code. */
int parse_settings(int count, char **arguments, regions_settings *settings);

/* --- inputs.c, join.c --- */

enum { MOST_CELLS = 5, CODE_SIZE = 64 };

/* A cell in which the region's table has more than its nation's. */
typedef struct excess_cell {
    char seller[CODE_SIZE];
    char buyer[CODE_SIZE];
    double excess;
} excess_cell;

typedef struct regions_inputs {
    const regions_settings *settings;
    preston_multiregional *table;
    preston_table *region; /* in common sectors; NULL for a published table of several economies */
    char rest_code[2 * CODE_SIZE];
    preston_residual_report report;
    excess_cell largest[MOST_CELLS]; /* the largest first; unused ones are zero */
    preston_multiregional_checks checks;
    const preston_table *whole; /* of `table`, as are: */
    int64_t places;
    int64_t sectors;
    preston_closure closure; /* II where the table allows it */
    int64_t from;
    int64_t sector;
    double *mix; /* P n: final sales of what is made */
    double *sum; /* P: their sums */
} regions_inputs;

preston_status read_inputs(regions_inputs *inputs, preston_error *error);
void free_inputs(regions_inputs *inputs);
preston_status join_region(regions_inputs *inputs, preston_error *error);

/* --- solve.c --- */

enum { OUTPUT, GVA, EFFECTS, CLOSURES = 2 };
extern const char *const effect_names[EFFECTS];
extern const char *const closure_names[CLOSURES];

typedef struct regions_answer {
    preston_economy *economy;
    preston_model *model;
    preston_impact *impact;
    preston_certificate worst;         /* of all effects */
    double *effect[CLOSURES][EFFECTS]; /* P × (P n): row, where it happens */
    double *outside[CLOSURES];         /* P n: imports from outside and taxes on products */
    double *alone[CLOSURES][EFFECTS];  /* n: by the region's table alone */
} regions_answer;

preston_status solve(const regions_inputs *inputs, regions_answer *answer, preston_error *error);
void free_answer(regions_answer *answer);

/* What a unit of the final sales of one economy brings about in another. */
double mixed(const regions_inputs *inputs, const double *effects, int64_t economy);
double effect_in(const regions_inputs *inputs, const regions_answer *answer, int closure,
                 int effect, int64_t economy, int64_t receiver);

/* --- cost.c: what it takes, said before the work --- */

typedef struct regions_cost {
    preston_model_cost model;
    double bytes;
    double seconds;
} regions_cost;

preston_status find_cost(const regions_inputs *inputs, regions_cost *cost, preston_error *error);
void print_cost(const regions_inputs *inputs, const regions_cost *cost, FILE *stream);

/* --- print.c, compare.c, csv_rows.c --- */

typedef struct regions_page {
    const regions_inputs *inputs;
    const regions_answer *answer;
    char money[64]; /* "GBP million" */
} regions_page;

void print_found(const regions_page *of);
preston_status print_multipliers(const regions_page *of, preston_error *error);
preston_status print_comparison(const regions_page *of, preston_error *error);
preston_status print_impact(const regions_page *of, preston_error *error);

preston_status write_csv(const regions_inputs *inputs, const regions_answer *answer,
                         const char *path, preston_error *error);

#endif
