/* Whole text files: gzip read transparently, UTF-8 checked, a byte-order mark accepted. */
#ifndef PRESTON_LIB_STATUS_TEXT_FILE_H
#define PRESTON_LIB_STATUS_TEXT_FILE_H

#include "preston/status.h"

typedef struct preston_text_file {
    char *path;  /* as opened: the name asked for, or that name with ".gz" */
    char *text;  /* UTF-8 without byte-order mark, NUL-terminated */
    size_t size; /* bytes, the final NUL not counted */
} preston_text_file;

/* Reads `folder/name`, or `folder/name.gz` when only that exists; `folder` may be NULL. `encoding`
 * is a name iconv knows, NULL for UTF-8. Fails on a missing file, a damaged archive, more than
 * 2 GiB of text, or bytes that are not of the encoding (with line and column). */
preston_status preston_text_file_read(const char *folder, const char *name, const char *encoding,
                                      preston_text_file *out_file, preston_error *error);

void preston_text_file_clear(preston_text_file *file);

/* Does `folder/name` or `folder/name.gz` exist? */
int preston_text_file_exists(const char *folder, const char *name);

#endif
