/* A file of labelled rows and columns, as large tables are published, before anybody knows what its
 * rows and columns are. */
#ifndef PRESTON_LIB_ECONOMY_GRID_H
#define PRESTON_LIB_ECONOMY_GRID_H

#include "../status/labels.h"
#include "preston/status.h"

typedef struct preston_grid {
    char *path;             /* as opened, for messages */
    preston_labels columns; /* labels of what stands behind the label columns */
    preston_labels rows;
    int64_t *lines; /* of the rows, in the file */
    double *values; /* rows × columns, row after row */
    int64_t room[2];
} preston_grid;

/* How labels stand in a file. */
typedef struct preston_grid_layout {
    int label_columns; /* 1, or 2: economy and sector, which are joined by the separator */
    int header_rows;   /* 1, or 2 likewise */
    const char *separator;
} preston_grid_layout;

/* Reads `folder/name`; cleared by the caller also when that fails. */
preston_status preston_grid_read(const char *folder, const char *name,
                                 const preston_grid_layout *layout, preston_grid *grid,
                                 preston_error *error);

void preston_grid_clear(preston_grid *grid);

#endif
