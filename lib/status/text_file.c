#define _POSIX_C_SOURCE 200809L /* PATH_MAX */
#include "text_file.h"

#include "allocate.h"
#include "error.h"

#include <errno.h>
#include <iconv.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static const size_t largest_text = (size_t)2 << 30;

static char *join_path(const char *folder, const char *name, const char *ending)
{
    size_t size = (folder ? strlen(folder) + 1 : 0) + strlen(name) + strlen(ending) + 1;
    char *path = malloc(size);
    if (path != NULL) {
        (void)snprintf(path, size, "%s%s%s%s", folder ? folder : "", folder ? "/" : "", name,
                       ending);
    }
    return path;
}

static int exists(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0;
}

/* The path that exists of `name` and `name.gz`, the first when neither does. NULL: no memory. */
static char *find_path(const char *folder, const char *name)
{
    char *plain = join_path(folder, name, "");
    if (plain == NULL || exists(plain)) {
        return plain;
    }
    char *packed = join_path(folder, name, ".gz");
    if (packed == NULL || exists(packed)) {
        free(plain);
        return packed;
    }
    free(packed);
    return plain;
}

/* Without allocating, so that a lack of memory cannot be taken for a lack of the file. */
int preston_text_file_exists(const char *folder, const char *name)
{
    static const char *const endings[] = {"", ".gz"};
    int found = 0;
    for (size_t i = 0; !found && i < sizeof endings / sizeof *endings; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s%s%s%s", folder ? folder : "",
                              folder ? "/" : "", name, endings[i]);
        found = length > 0 && (size_t)length < sizeof path && exists(path);
    }
    return found;
}

/* gzread passes plain files through, so that one loop serves both. */
static preston_status read_bytes(preston_text_file *file, gzFile stream, preston_error *error)
{
    size_t capacity = 1 << 16;
    file->text = malloc(capacity + 1);
    while (file->text != NULL) {
        int got = gzread(stream, file->text + file->size, (unsigned)(capacity - file->size));
        if (got < 0) {
            int code = 0;
            const char *reason = gzerror(stream, &code);
            return preston_fail(error, PRESTON_ERROR_FILE, "%s: cannot be read: %s", file->path,
                                code == Z_ERRNO ? strerror(errno) : reason);
        }
        file->size += (size_t)got;
        file->text[file->size] = '\0';
        if (file->size < capacity) {
            int code = Z_OK;
            (void)gzerror(stream, &code);
            return code == Z_OK ? PRESTON_OK
                                : preston_fail(error, PRESTON_ERROR_FILE,
                                               "%s: the gzip archive ends too early: copy it again",
                                               file->path);
        }
        if (capacity >= largest_text) {
            return preston_fail(error, PRESTON_ERROR_FILE,
                                "%s: holds more than 2 GiB of text: split it", file->path);
        }
        capacity = 2 * capacity < largest_text ? 2 * capacity : largest_text;
        char *larger = realloc(file->text, capacity + 1);
        if (larger == NULL) {
            break;
        }
        file->text = larger;
    }
    return preston_fail_memory(error, file->path);
}

static int is_ascii(const char *text, size_t size)
{
    unsigned char seen = 0;
    unsigned char low = 0xff;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        seen |= byte;
        low = byte < low ? byte : low;
    }
    return seen < 0x80 && (size == 0 || low > 0);
}

static preston_status fail_encoding(const preston_text_file *file, size_t offset,
                                    const char *encoding, preston_error *error)
{
    long line = 1;
    long column = 1;
    for (size_t i = 0; i < offset; i++) {
        char byte = file->text[i];
        int ends = byte == '\n' || (byte == '\r' && file->text[i + 1] != '\n');
        line += ends;
        column = ends ? 1 : column + 1;
    }
    return preston_fail(error, PRESTON_ERROR_FORMAT,
                        "%s:%ld:%ld: byte 0x%02x is not %s text: save the file as UTF-8, or name "
                        "its encoding",
                        file->path, line, column, (unsigned char)file->text[offset], encoding);
}

/* Replaces the bytes by UTF-8; iconv from UTF-8 to itself is the check that they are UTF-8. */
static preston_status decode(preston_text_file *file, const char *encoding, preston_error *error)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "encoding '%s' is not known: use a name such as UTF-8 or CP1252",
                            encoding);
    }
    size_t room = 4 * file->size + 4;
    char *decoded = malloc(room + 1);
    char *in = file->text;
    size_t in_left = file->size;
    char *out = decoded;
    size_t out_left = room;
    size_t result = decoded == NULL ? 0 : iconv(converter, &in, &in_left, &out, &out_left);
    (void)iconv_close(converter);
    if (decoded == NULL) {
        return preston_fail_memory(error, file->path);
    }
    if (result == (size_t)-1) {
        free(decoded);
        return fail_encoding(file, (size_t)(in - file->text), encoding, error);
    }
    *out = '\0';
    free(file->text);
    file->text = decoded;
    file->size = (size_t)(out - decoded);
    const char *nul = memchr(file->text, '\0', file->size);
    return nul == NULL ? PRESTON_OK
                       : fail_encoding(file, (size_t)(nul - file->text), encoding, error);
}

static void drop_byte_order_mark(preston_text_file *file)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (file->size >= 3 && memcmp(file->text, mark, 3) == 0) {
        file->size -= 3;
        memmove(file->text, file->text + 3, file->size + 1);
    }
}

static preston_status read_and_decode(preston_text_file *file, const char *encoding,
                                      preston_error *error)
{
    gzFile stream = gzopen(file->path, "rb");
    if (stream == NULL) {
        return errno == ENOMEM ? preston_fail_memory(error, file->path)
                               : preston_fail(error, PRESTON_ERROR_FILE, "%s: cannot be opened: %s",
                                              file->path, strerror(errno));
    }
    (void)gzbuffer(stream, 1 << 16);
    preston_status status = read_bytes(file, stream, error);
    (void)gzclose(stream);
    if (status == PRESTON_OK && (encoding != NULL || !is_ascii(file->text, file->size))) {
        status = decode(file, encoding != NULL ? encoding : "UTF-8", error);
    }
    return status;
}

preston_status preston_text_file_read(const char *folder, const char *name, const char *encoding,
                                      preston_text_file *out_file, preston_error *error)
{
    preston_text_file file = {.path = find_path(folder, name)};
    if (file.path == NULL) {
        return preston_fail_memory(error, name);
    }
    preston_status status = read_and_decode(&file, encoding, error);
    if (status != PRESTON_OK) {
        preston_text_file_clear(&file);
        return status;
    }
    drop_byte_order_mark(&file);
    *out_file = file;
    return PRESTON_OK;
}

void preston_text_file_clear(preston_text_file *file)
{
    free(file->path);
    free(file->text);
    *file = (preston_text_file){0};
}
