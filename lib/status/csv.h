/* CSV files, row by row, with the place of every error.
 *
 * libcsv reads the quoting; this file adds what it leaves out: line numbers (LF, CR LF and CR
 * alone all end a line), a header whose columns are found by name, rows of the header's width,
 * and numbers checked with file, line and column in the message. */
#ifndef PRESTON_LIB_STATUS_CSV_H
#define PRESTON_LIB_STATUS_CSV_H

#include "labels.h"
#include "preston/status.h"

typedef struct preston_csv_row {
    const char *path;
    const preston_labels *header; /* the names of the columns */
    int64_t line;                 /* where the row ends, the first line of the file being 1 */
    int64_t count;                /* cells, as many as the header has */
    char *const *cells;           /* trimmed, NUL-terminated; valid during the call only */
} preston_csv_row;

/* What is done with the file: `on_header` once (may be NULL), `on_row` for each row after it. A
 * status other than PRESTON_OK ends the reading and is returned. */
typedef struct preston_csv_reader {
    preston_status (*on_header)(void *context, const preston_csv_row *header, preston_error *error);
    preston_status (*on_row)(void *context, const preston_csv_row *row, preston_error *error);
    void *context;
} preston_csv_reader;

/* Reads `folder/name` (or its .gz); `encoding` NULL for UTF-8. */
preston_status preston_csv_read(const char *folder, const char *name, const char *encoding,
                                const preston_csv_reader *reader, preston_error *error);

/* The same, where names may stand twice in the header: that of a table with two header rows. */
preston_status preston_csv_read_repeated(const char *folder, const char *name,
                                         const preston_csv_reader *reader, preston_error *error);

/* Fails with "path:line: column 'name': …"; `column` -1 leaves the column out. */
preston_status preston_csv_fail(const preston_csv_row *row, int64_t column, preston_error *error,
                                preston_status status, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The column of that name; fails with the names that there are when it is missing. */
preston_status preston_csv_column(const preston_csv_row *header, const char *name,
                                  int64_t *out_column, preston_error *error);

/* The cell as a number. */
preston_status preston_csv_number(const preston_csv_row *row, int64_t column, double *out_value,
                                  preston_error *error);

#endif
