/** @file report.h
 *  Floor 8: how results look. Tidy CSV files, replaced whole or not at all, and aligned text.
 */
#ifndef PRESTON_REPORT_H
#define PRESTON_REPORT_H

#include "model.h"

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

#ifdef __cplusplus
}
#endif

#endif
