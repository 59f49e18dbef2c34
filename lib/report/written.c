/* Text gathered in memory, so that a report is printed whole or not at all. */
#define _GNU_SOURCE /* open_memstream */
#include "written.h"

#include "../status/error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

preston_status preston_written_begin(preston_written *written, preston_error *error)
{
    *written = (preston_written){0};
    written->stream = open_memstream(&written->text, &written->size);
    return written->stream == NULL ? preston_fail_memory(error, "a report") : PRESTON_OK;
}

preston_status preston_written_end(preston_written *written, preston_status status, FILE *stream,
                                   preston_error *error)
{
    int lost = ferror(written->stream);
    lost = fclose(written->stream) != 0 || lost;
    if (status == PRESTON_OK && lost) {
        status = preston_fail_memory(error, "a report");
    }
    if (status == PRESTON_OK &&
        (fwrite(written->text, 1, written->size, stream) != written->size || fflush(stream) != 0)) {
        status = preston_fail(error, PRESTON_ERROR_FILE, "the report cannot be written: %s",
                              strerror(errno));
    }
    free(written->text);
    *written = (preston_written){0};
    return status;
}
