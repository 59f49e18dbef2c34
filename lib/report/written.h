/* Text gathered in memory, so that a report is printed whole or not at all. */
#ifndef PRESTON_LIB_REPORT_WRITTEN_H
#define PRESTON_LIB_REPORT_WRITTEN_H

#include "preston/status.h"

#include <stdio.h>

typedef struct preston_written {
    FILE *stream;
    char *text;
    size_t size;
} preston_written;

preston_status preston_written_begin(preston_written *written, preston_error *error);

/* Prints what was gathered, when the status is good, and frees it; returns the status, or why it
 * could not be printed. */
preston_status preston_written_end(preston_written *written, preston_status status, FILE *stream,
                                   preston_error *error);

#endif
