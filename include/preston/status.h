/** @file status.h
 *  Floor 0: what every call can answer.
 *
 *  Every function that can fail returns a ::preston_status and takes, last, an optional
 *  ::preston_error owned by the caller (NULL is allowed). On failure the message is one line that
 *  names the file, line, column, sector or place at fault and what would be right; every other
 *  argument is left as it was. On success the error object is left alone.
 *
 *  Nothing in the library prints, aborts or keeps state between calls: distinct objects may be
 *  used in distinct threads, and a `const` object in several at once.
 *
 *  Ownership, for the whole library: an object given through an `out_` argument belongs to the
 *  caller, who frees it with the `_free` function of its type (`_free(NULL)` does nothing). A
 *  pointer or view returned by an accessor is borrowed from the object it was asked of.
 */
#ifndef PRESTON_STATUS_H
#define PRESTON_STATUS_H

#include "version.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PRESTON_API __attribute__((visibility("default")))
#else
#define PRESTON_API
#endif

/** Every status with its text, once: `X(name, text)`. */
#define PRESTON_STATUS_LIST(X)                                                                     \
    X(PRESTON_OK, "success")                                                                       \
    X(PRESTON_ERROR_ARGUMENT, "invalid argument")                                                  \
    X(PRESTON_ERROR_MEMORY, "out of memory")                                                       \
    X(PRESTON_ERROR_FILE, "file cannot be read or written")                                        \
    X(PRESTON_ERROR_FORMAT, "malformed file")                                                      \
    X(PRESTON_ERROR_LABEL, "unknown, missing or duplicate label")                                  \
    X(PRESTON_ERROR_VALUE, "impossible value")                                                     \
    X(PRESTON_ERROR_SHAPE, "sizes do not match")                                                   \
    X(PRESTON_ERROR_MISSING, "data needed for this answer are not there")                          \
    X(PRESTON_ERROR_SINGULAR, "singular system")                                                   \
    X(PRESTON_ERROR_UNPRODUCTIVE, "unproductive economy")                                          \
    X(PRESTON_ERROR_ACCURACY, "tolerance not met")                                                 \
    X(PRESTON_ERROR_STOPPED, "stopped by the caller")

/** The answer of every call that can fail; #PRESTON_OK is zero. */
typedef enum preston_status {
#define PRESTON_STATUS_NAME(name, text) name,
    PRESTON_STATUS_LIST(PRESTON_STATUS_NAME)
#undef PRESTON_STATUS_NAME
} preston_status;

/** Room for one line of explanation, its final NUL included. */
#define PRESTON_MESSAGE_SIZE 1024

/** What went wrong, in the caller's own storage. */
typedef struct preston_error {
    preston_status status;              /**< the status that the call returned */
    char message[PRESTON_MESSAGE_SIZE]; /**< one line, NUL-terminated, UTF-8 */
} preston_error;

/** The general text of a status, for example "unproductive economy". Static storage. */
PRESTON_API const char *preston_status_text(preston_status status);

/** The version of the library that is running, for example "0.1.0". Static storage. */
PRESTON_API const char *preston_version(void);

#ifdef __cplusplus
}
#endif

#endif
