#include "error.h"

#include <stdarg.h>
#include <stdio.h>

const char *preston_status_text(preston_status status)
{
    switch (status) {
#define PRESTON_STATUS_CASE(name, text)                                                            \
    case name:                                                                                     \
        return text;
        PRESTON_STATUS_LIST(PRESTON_STATUS_CASE)
#undef PRESTON_STATUS_CASE
    }
    return "unknown status";
}

#define PRESTON_TEXT(x) #x
#define PRESTON_VERSION_TEXT(major, minor, patch)                                                  \
    PRESTON_TEXT(major) "." PRESTON_TEXT(minor) "." PRESTON_TEXT(patch)

const char *preston_version(void)
{
    return PRESTON_VERSION_TEXT(PRESTON_VERSION_MAJOR, PRESTON_VERSION_MINOR,
                                PRESTON_VERSION_PATCH);
}

preston_status preston_fail(preston_error *error, preston_status status, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

preston_status preston_fail_memory(preston_error *error, const char *what)
{
    return preston_fail(error, PRESTON_ERROR_MEMORY, "out of memory for %s", what);
}

preston_status preston_check_options(size_t size, size_t expected, preston_error *error)
{
    return size == expected
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "the options hold a size of %zu instead of %zu: start from their init "
                              "function, of the same version as the library",
                              size, expected);
}
