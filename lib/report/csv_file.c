/* CSV files, replaced whole or not at all. */
#define _GNU_SOURCE /* asprintf, open_memstream */
#include "preston/report.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "../status/number.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_ATTEMPTS = 1000 }; /* at a name that no other file has */

struct preston_csv {
    char *path;
    FILE *stream; /* into `text` */
    char *text;
    size_t size;
    int row_begun;
};

preston_status preston_csv_create(const char *path, preston_csv **out_csv, preston_error *error)
{
    preston_csv *csv = preston_allocate(1, sizeof *csv);
    if (csv != NULL) {
        csv->path = preston_copy_text(path);
        csv->stream = open_memstream(&csv->text, &csv->size);
    }
    if (csv == NULL || csv->path == NULL || csv->stream == NULL) {
        preston_csv_free(csv);
        return preston_fail_memory(error, path);
    }
    *out_csv = csv;
    return PRESTON_OK;
}

void preston_csv_free(preston_csv *csv)
{
    if (csv != NULL) {
        if (csv->stream != NULL) {
            (void)fclose(csv->stream);
        }
        free(csv->text);
        free(csv->path);
        free(csv);
    }
}

/* Readers trim what is not quoted. */
static int is_blank(char character)
{
    return character == ' ' || character == '\t';
}

static void begin_cell(preston_csv *csv)
{
    if (csv->row_begun) {
        (void)fputc(',', csv->stream);
    }
    csv->row_begun = 1;
}

void preston_csv_text(preston_csv *csv, const char *text)
{
    begin_cell(csv);
    size_t length = strlen(text);
    int quoted = strpbrk(text, ",\"\r\n") != NULL ||
                 (length > 0 && (is_blank(text[0]) || is_blank(text[length - 1])));
    if (!quoted) {
        (void)fputs(text, csv->stream);
        return;
    }
    (void)fputc('"', csv->stream);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"') {
            (void)fputc('"', csv->stream);
        }
        (void)fputc(*at, csv->stream);
    }
    (void)fputc('"', csv->stream);
}

void preston_csv_value(preston_csv *csv, double value)
{
    char text[PRESTON_NUMBER_SIZE];
    preston_format_number(value, text);
    preston_csv_text(csv, text);
}

void preston_csv_end_row(preston_csv *csv)
{
    (void)fputc('\n', csv->stream);
    csv->row_begun = 0;
}

static int write_all(int file, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t wrote = write(file, text, size);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return -1;
        }
        text += wrote;
        size -= (size_t)wrote;
    }
    return 0;
}

/* A terminal, a pipe or /dev/null cannot be replaced: it is written to. */
static preston_status write_in_place(const preston_csv *csv, preston_error *error)
{
    FILE *file = fopen(csv->path, "w");
    int failed = file == NULL;
    if (file != NULL) {
        failed = fwrite(csv->text, 1, csv->size, file) != csv->size;
        failed = fclose(file) != 0 || failed;
    }
    return failed ? preston_fail(error, PRESTON_ERROR_FILE, "%s: cannot be written: %s", csv->path,
                                 strerror(errno))
                  : PRESTON_OK;
}

/* Opens a new file beside the old one, with the rights that fopen would give it (mkstemp makes
 * private files, and asking for the umask means setting it, for all threads). Its name is NULL when
 * memory is out. */
static int open_beside(const char *path, char **out_name)
{
    int file = -1;
    errno = EEXIST;
    for (int attempt = 0; file < 0 && errno == EEXIST && attempt < MOST_ATTEMPTS; attempt++) {
        free(*out_name);
        if (asprintf(out_name, "%s.%ld-%d", path, (long)getpid(), attempt) < 0) {
            *out_name = NULL;
            return -1;
        }
        file = open(*out_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return file;
}

static preston_status replace(const preston_csv *csv, preston_error *error)
{
    char *beside = NULL;
    int file = open_beside(csv->path, &beside);
    if (beside == NULL) {
        return preston_fail_memory(error, csv->path);
    }
    int failed = file < 0;
    if (!failed) {
        failed = write_all(file, csv->text, csv->size) != 0 || fsync(file) != 0;
        failed = close(file) != 0 || failed;
        failed = failed || rename(beside, csv->path) != 0;
    }
    preston_status status = PRESTON_OK;
    if (failed) {
        status = preston_fail(error, PRESTON_ERROR_FILE, "%s: cannot be written: %s", csv->path,
                              strerror(errno));
        if (file >= 0) {
            (void)unlink(beside);
        }
    }
    free(beside);
    return status;
}

preston_status preston_csv_commit(preston_csv *csv, preston_error *error)
{
    struct stat facts;
    if (fflush(csv->stream) != 0 || ferror(csv->stream)) {
        return preston_fail_memory(error, csv->path);
    }
    return stat(csv->path, &facts) == 0 && !S_ISREG(facts.st_mode) ? write_in_place(csv, error)
                                                                   : replace(csv, error);
}
