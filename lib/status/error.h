/* Filling in the caller's error object. */
#ifndef PRESTON_LIB_STATUS_ERROR_H
#define PRESTON_LIB_STATUS_ERROR_H

#include "preston/status.h"

/* Writes the message, when there is somewhere to write it, and returns the status, so that a
 * failing function ends in one line: return preston_fail(error, STATUS, "…", …). */
preston_status preston_fail(preston_error *error, preston_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a failed allocation of `what`. */
preston_status preston_fail_memory(preston_error *error, const char *what);

/* Refuses an options struct that was not filled in by its init function: its first field then does
 * not hold its size. */
preston_status preston_check_options(size_t size, size_t expected, preston_error *error);

#endif
