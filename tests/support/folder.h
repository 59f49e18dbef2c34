/* Temporary folders, for tests that write files or damage them. */
#ifndef PRESTON_TEST_FOLDER_H
#define PRESTON_TEST_FOLDER_H

#include <stddef.h>

/* A new, empty folder. */
char *make_folder(void);

/* A new folder with copies of the named files; `names` ends with NULL. */
char *copy_folder(const char *from, const char *const *names);

/* Removes the folder with all that it holds, and frees its name. */
void remove_folder(char *folder);

/* `folder/name`; freed by the caller. */
char *path_in(const char *folder, const char *name);

void write_bytes(const char *folder, const char *name, const void *bytes, size_t size);

void write_text(const char *folder, const char *name, const char *text);

/* Writes the text as a gzip archive. */
void write_gzip(const char *folder, const char *name, const char *text);

/* The bytes of a file with a NUL behind them; `out_size` may be NULL. Freed by the caller. */
char *read_bytes(const char *folder, const char *name, size_t *out_size);

/* Puts `to` in the place of the first `from` in a file; fails when it is not there. */
void replace_in_file(const char *folder, const char *name, const char *from, const char *to);

#endif
