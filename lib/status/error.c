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

/* Bytes of the UTF-8 character that begins here; 0 when none does. */
static int character_size(const char *at)
{
    unsigned char lead = (unsigned char)*at;
    int size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (int i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return lead < 0xf8 ? size : 0;
}

/* A message is one line of UTF-8, whatever the cells and paths that it quotes hold, and wherever
 * they were cut. */
static void tidy(char *message)
{
    while (*message != '\0') {
        int size = character_size(message);
        if (size == 0) {
            *message = '?';
        } else if ((unsigned char)*message < 0x20 || *message == 0x7f) {
            *message = ' ';
        }
        message += size > 0 ? size : 1;
    }
}

preston_status preston_fail(preston_error *error, preston_status status, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        tidy(error->message);
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
               : preston_fail(
                     error, PRESTON_ERROR_ARGUMENT,
                     "the options hold a size of %zu instead of %zu: start from their init "
                     "function, of the same version as the library",
                     size, expected);
}
