/** @file report.h
 *  Floor 8: how results look. Tidy CSV files, replaced whole or not at all, and aligned text; the
 *  multipliers of a model, and what scenarios bring about.
 */
#ifndef PRESTON_REPORT_H
#define PRESTON_REPORT_H

#include "scenario.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A CSV file in the making. It is gathered in memory; the file of that name changes only in
 *  preston_csv_commit(), at once. Cells are quoted where they need it, numbers have 17 significant
 *  digits and a decimal point whatever the locale. */
typedef struct preston_csv preston_csv;

/** Begins a file; `path` is copied. */
PRESTON_API preston_status preston_csv_create(const char *path, preston_csv **out_csv,
                                              preston_error *error);

/** Adds a text cell to the row. */
PRESTON_API void preston_csv_text(preston_csv *csv, const char *text);

/** Adds a number to the row. */
PRESTON_API void preston_csv_value(preston_csv *csv, double value);

/** Ends the row. */
PRESTON_API void preston_csv_end_row(preston_csv *csv);

/** Writes the file: beside it first, then in its place in one step.
 *  @return #PRESTON_ERROR_FILE, #PRESTON_ERROR_MEMORY; the old file is then still there. */
PRESTON_API preston_status preston_csv_commit(preston_csv *csv, preston_error *error);

/** Frees the object; what was not committed is forgotten. NULL is fine. */
PRESTON_API void preston_csv_free(preston_csv *csv);

/** Writes the table of multipliers: one row for each sector and closure that the model has, with
 *  the header `code,closure,output_multiplier,income_effect,income_multiplier,gva_effect,
 *  gva_multiplier,jobs_effect,jobs_multiplier`. Income is compensation of employees; cells of an
 *  account that the table lacks are empty. In an economy of several places the code is
 *  `place:code`. */
PRESTON_API preston_status preston_report_multipliers(const preston_model *model, const char *path,
                                                      preston_error *error);

/** A table of text, aligned: the first columns to the left, the others to the right. */
typedef struct preston_text_table preston_text_table;

/** Begins a table of `columns` columns, of which the first `left` are aligned to the left. */
PRESTON_API preston_status preston_text_table_create(int64_t columns, int64_t left,
                                                     preston_text_table **out_table,
                                                     preston_error *error);

/** Adds the next cell, row after row, formatted as by printf. */
PRESTON_API void preston_text_table_cell(preston_text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Prints the table, each line behind `indent` spaces.
 *  @return #PRESTON_ERROR_MEMORY when a cell could not be kept; nothing is printed then. */
PRESTON_API preston_status preston_text_table_print(const preston_text_table *table, int indent,
                                                    FILE *stream, preston_error *error);

/** Frees the table; NULL is fine. */
PRESTON_API void preston_text_table_free(preston_text_table *table);

/* --- scenarios --- */

/** What a report shows beside the projection itself; start from
 *  preston_scenario_report_options_init(). All borrowed, only while the report is made. */
typedef struct preston_scenario_report_options {
    size_t size;                          /**< of this struct, set by the init function */
    const preston_projection *low;        /**< the same scenario with the lower end of what is
                                               uncertain, such as delta; NULL: no band is shown */
    const preston_projection *high;       /**< with the upper end */
    double delta_low;                     /**< what that end is, to be printed */
    double delta_high;                    /**< and the other */
    const preston_comparison *comparison; /**< before and after, of the projection's model; NULL:
                                               the section is left out */
    int64_t most_rows; /**< of lists of sectors and of places in the text; default 5 */
} preston_scenario_report_options;

/** Fills in the defaults. */
PRESTON_API void preston_scenario_report_options_init(preston_scenario_report_options *options);

/** Prints what a scenario brings about, for people who decide: the answer in the last year and as
 *  present value, gross beside net, here beside elsewhere and the nation, with what must be read
 *  beside it; then measures (each one's Shapley value, and what it rests on), years, what could be
 *  placed, the premium that breaks even, who gains and who loses, Type I beside Type II, before and
 *  after, conservation and certificates. *Here* is the first area of the scenario.
 *
 *  @param options NULL for the defaults.
 *  @param stream written to once, at the end: on failure nothing was.
 *  @return #PRESTON_ERROR_VALUE when a projection of the band is of another baseline in years,
 *          accounts, areas or measures; #PRESTON_ERROR_FILE; #PRESTON_ERROR_MEMORY. O(years × P n),
 *          and a transposed solve for each break-even premium that the projection does not hold. */
PRESTON_API preston_status preston_report_scenario_text(
    const preston_projection *projection, const preston_scenario_report_options *options,
    FILE *stream, preston_error *error);

/** Writes all numbers of a scenario as one tidy CSV file, with the header
 *  `scenario,kind,measure,year,area,sector,account,closure,statistic,value`: docs/files.md says
 *  which kinds there are. The scenario is named by its title. Statuses as above. */
PRESTON_API preston_status preston_report_scenario_csv(
    const preston_projection *projection, const preston_scenario_report_options *options,
    const char *path, preston_error *error);

/** Prints several scenarios of one baseline side by side: the first, and by how much the others
 *  differ from it.
 *  @param count at least one. @param names that many, one each.
 *  @return as preston_projection_same_baseline(), with the names; #PRESTON_ERROR_ARGUMENT for no
 *          scenario or two of one name; #PRESTON_ERROR_FILE; #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status
preston_report_scenarios_compare_text(int64_t count, const preston_projection *const *projections,
                                      const char *const *names, FILE *stream, preston_error *error);

/** The same as tidy CSV: the rows of preston_report_scenario_csv() for each, and rows of the kind
 *  `difference`, against the first. Statuses as above. */
PRESTON_API preston_status preston_report_scenarios_compare_csv(
    int64_t count, const preston_projection *const *projections, const char *const *names,
    const char *path, preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
