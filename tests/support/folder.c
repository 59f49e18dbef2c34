#define _GNU_SOURCE /* asprintf, mkdtemp, nftw */
#include "folder.h"

#include "test.h"

#include <ftw.h>
#include <unistd.h>
#include <zlib.h>

char *path_in(const char *folder, const char *name)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
    return path;
}

char *make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    char *folder = path_in(parent != NULL ? parent : "/tmp", "preston-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

char *copy_folder(const char *from, const char *const *names)
{
    char *folder = make_folder();
    for (; *names != NULL; names++) {
        size_t size = 0;
        char *bytes = read_bytes(from, *names, &size);
        write_bytes(folder, *names, bytes, size);
        free(bytes);
    }
    return folder;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *position)
{
    (void)facts;
    (void)kind;
    (void)position;
    return remove(path);
}

void remove_folder(char *folder)
{
    assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
}

void write_bytes(const char *folder, const char *name, const void *bytes, size_t size)
{
    char *path = path_in(folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(path);
}

void write_text(const char *folder, const char *name, const char *text)
{
    write_bytes(folder, name, text, strlen(text));
}

void write_gzip(const char *folder, const char *name, const char *text)
{
    char *path = path_in(folder, name);
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, text, (unsigned)strlen(text)), strlen(text));
    assert_int_equal(gzclose(file), Z_OK);
    free(path);
}

char *read_bytes(const char *folder, const char *name, size_t *out_size)
{
    char *path = path_in(folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    bytes[size] = '\0';
    free(path);
    if (out_size != NULL) {
        *out_size = size;
    }
    return bytes;
}

void replace_in_file(const char *folder, const char *name, const char *from, const char *to)
{
    char *old = read_bytes(folder, name, NULL);
    char *at = strstr(old, from);
    assert_non_null(at);
    char *changed = NULL;
    assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - old), old, to, at + strlen(from)) >= 0);
    write_text(folder, name, changed);
    free(changed);
    free(old);
}
