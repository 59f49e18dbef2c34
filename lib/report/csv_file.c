/* CSV files, replaced whole or not at all. */
#define _GNU_SOURCE /* asprintf, open_memstream */
#include "preston/report.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "../status/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
                 (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
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

/* mkstemp makes private files: the new one gets the rights that fopen would have given it. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

static preston_status replace(const preston_csv *csv, preston_error *error)
{
    char *beside = NULL;
    if (asprintf(&beside, "%s.XXXXXX", csv->path) < 0) {
        return preston_fail_memory(error, csv->path);
    }
    int file = mkstemp(beside);
    int failed = file < 0;
    if (!failed) {
        failed = write_all(file, csv->text, csv->size) != 0 || fchmod(file, usual_mode()) != 0 ||
                 fsync(file) != 0;
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
