/* What the parts of a scenario's report have in common: the projection with its words looked up,
 * and the cells that they print. */
#ifndef PRESTON_LIB_REPORT_SCENARIO_PAGE_H
#define PRESTON_LIB_REPORT_SCENARIO_PAGE_H

#include "preston/report.h"

/* Accounts that are told in the answer, in this order, as far as the projection has them. */
enum { TOLD_ACCOUNTS = 4 };

/* An account as it is told. */
typedef struct preston_told {
    int64_t account; /* in the projection's list */
    const char *title;
    int decimals;
    int is_jobs;
} preston_told;

typedef struct preston_scenario_page {
    const preston_projection *projection;
    const preston_scenario_report_options *options;
    const preston_scenario_data *data;
    const preston_economy *economy;
    preston_words areas;
    preston_words accounts;
    preston_told told[TOLD_ACCOUNTS];
    int told_count;
    int64_t years;
    int64_t last;            /* the last year's position */
    int64_t here;            /* an area's position: the first */
    int64_t nation;          /* the area that holds all places: there always is one */
    preston_closure closure; /* the widest that the model has */
    int has_band;
    char money[64]; /* "GBP million" */
    FILE *stream;
} preston_scenario_page;

/* One number of a projection; arguments are in its lists. */
double preston_page_value(const preston_projection *projection, preston_statistic statistic,
                          preston_closure closure, int64_t account, int64_t area, int64_t year,
                          int64_t measure);

/* The same by the page's own closure. */
double preston_page_number(const preston_scenario_page *page, preston_statistic statistic,
                           int64_t account, int64_t area, int64_t year, int64_t measure);

/* Looks everything up. `stream` may be NULL where nothing is printed. */
preston_status preston_page_make(preston_scenario_page *page, const preston_projection *projection,
                                 const preston_scenario_report_options *options, FILE *stream,
                                 preston_error *error);

/* What an account is called, and how many decimals it is printed with. */
preston_told preston_page_account(const preston_scenario_page *page, int64_t account);

/* What an area is called: the place's name, or the area's code. */
const char *preston_page_area(const preston_scenario_page *page, int64_t area);

/* Is a place in an area? */
int preston_page_within(const preston_scenario_page *page, int64_t place, const char *area);

/* The calendar year of a position. */
int preston_page_year(const preston_scenario_page *page, int64_t year);

/* The word of a lever, as files have it. */
const char *preston_page_lever(preston_lever lever);

/* What all measures together did in a measure's place. */
preston_measure_state preston_page_state(const preston_scenario_page *page, int64_t measure,
                                         int64_t year);

/* Does the lever move purchases from where they were? */
int preston_page_moves(const preston_scenario_page *page, int64_t measure);

/* The gross change of an account in a year, place by place, parts of the page's closure together.
 *  @param out_values P. */
preston_status preston_page_by_place(const preston_scenario_page *page, const char *account,
                                     int64_t year, preston_closure closure, double *out_values,
                                     preston_error *error);

/* A signed number; one that rounds to nothing has no minus. */
void preston_page_cell(preston_text_table *text, int decimals, double value);

/* "low to high". */
void preston_page_band_cell(preston_text_table *text, int decimals, const double *values,
                            int count);

/* Prints a table and frees it; a text_table that is NULL was not made. */
preston_status preston_page_end(const preston_scenario_page *page, preston_text_table *text,
                                preston_error *error);

/* --- the sections --- */

typedef preston_status preston_page_section(const preston_scenario_page *page,
                                            preston_error *error);

/* scenario_answer.c */
preston_page_section preston_page_answer;
void preston_page_print_caveats(const preston_scenario_page *page);
/* scenario_measures.c */
preston_page_section preston_page_measures;
preston_page_section preston_page_years;
preston_page_section preston_page_purchases;
/* scenario_premiums.c */
preston_page_section preston_page_premiums;
/* scenario_places.c */
preston_page_section preston_page_places;
preston_page_section preston_page_closures;
preston_page_section preston_page_causes;
/* scenario_basis.c */
preston_page_section preston_page_basis;

/* What a cause of the comparison makes of an account in an area; on failure `status` says so. */
double preston_page_cause(const preston_scenario_page *page, preston_cause cause, int64_t account,
                          int64_t area, preston_status *status, preston_error *error);

/* The rows of a projection in a tidy file: scenario_csv.c; and a row of it. */
typedef struct preston_tidy_row {
    const char *kind;
    const char *measure;
    double year; /* NaN: none; infinite: present value */
    const char *area;
    const char *sector;
    const char *account;
    const char *closure;
    const char *statistic;
    double value;
} preston_tidy_row;

/* A position, or #PRESTON_PRESENT_VALUE, as rows have it. */
double preston_tidy_year(const preston_scenario_page *page, int64_t year);

void preston_tidy_header(preston_csv *csv);
void preston_tidy_put(preston_csv *csv, const char *scenario, const preston_tidy_row *row);
preston_status preston_tidy_scenario(const preston_scenario_page *page, const char *name,
                                     preston_csv *csv, preston_error *error);

/* What a file calls a closure. */
const char *preston_page_closure(preston_closure closure);

#endif
