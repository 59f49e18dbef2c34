#include "folder.h"
#include "test.h"

#include "status/text_file.h"

static int enter_folder(void **state)
{
    *state = make_folder();
    return 0;
}

static int leave_folder(void **state)
{
    remove_folder(*state);
    return 0;
}

static void assert_reads(const char *folder, const char *name, const char *encoding,
                         const char *expected)
{
    preston_error error = {0};
    preston_text_file file;
    assert_ok(preston_text_file_read(folder, name, encoding, &file, &error), &error);
    assert_int_equal(file.size, strlen(expected));
    assert_string_equal(file.text, expected);
    preston_text_file_clear(&file);
}

static void assert_does_not_read(const char *folder, const char *name, const char *encoding,
                                 preston_status status, const char *text)
{
    preston_error error = {0};
    preston_text_file file = {.size = 77};
    assert_fails(preston_text_file_read(folder, name, encoding, &file, &error), status, &error,
                 text);
    assert_int_equal(file.size, 77);
}

static void text_file_read__plain(void **state)
{
    write_text(*state, "a.txt", "one\ntwo\n");
    assert_reads(*state, "a.txt", NULL, "one\ntwo\n");
    write_text(*state, "empty.txt", "");
    assert_reads(*state, "empty.txt", NULL, "");
    char *path = path_in(*state, "a.txt");
    assert_reads(NULL, path, NULL, "one\ntwo\n");
    free(path);
}

/* The file takes its buffer's size and one byte less and more, where the reading loop turns. */
static void text_file_read__sizes_around_the_buffer(void **state)
{
    enum { BUFFER = 1 << 16 };
    static char text[2 * BUFFER + 2];
    for (size_t size = BUFFER - 1; size <= 2 * BUFFER + 1;
         size += size == BUFFER + 1 ? BUFFER - 2 : 1) {
        memset(text, 'x', size);
        text[size] = '\0';
        write_text(*state, "long.txt", text);
        assert_reads(*state, "long.txt", NULL, text);
    }
}

static void text_file_read__gzip(void **state)
{
    write_gzip(*state, "a.txt.gz", "packed\n");
    assert_reads(*state, "a.txt", NULL, "packed\n");
    write_gzip(*state, "empty.txt.gz", "");
    assert_reads(*state, "empty.txt", NULL, "");
    write_text(*state, "a.txt", "plain comes first\n");
    assert_reads(*state, "a.txt", NULL, "plain comes first\n");
}

static void text_file_read__truncated_gzip(void **state)
{
    size_t size = 0;
    write_gzip(*state, "a.txt.gz", "some text that is long enough to be cut\n");
    char *bytes = read_bytes(*state, "a.txt.gz", &size);
    write_bytes(*state, "a.txt.gz", bytes, size / 2);
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FILE, "a.txt.gz: the gzip archive");
    write_bytes(*state, "a.txt.gz", bytes, size - 1);
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FILE, "ends too early");
    free(bytes);
}

static void text_file_read__damaged_gzip(void **state)
{
    size_t size = 0;
    write_gzip(*state, "a.txt.gz", "some text whose check sum will not fit\n");
    char *bytes = read_bytes(*state, "a.txt.gz", &size);
    bytes[size - 8] ^= 1; /* of the check sum */
    write_bytes(*state, "a.txt.gz", bytes, size);
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FILE, "a.txt.gz: cannot be read");
    free(bytes);
}

static void text_file_read__byte_order_mark(void **state)
{
    write_text(*state, "a.txt",
               "\xef\xbb\xbf"
               "code,é\n");
    assert_reads(*state, "a.txt", NULL, "code,é\n");
    write_text(*state, "only.txt", "\xef\xbb\xbf");
    assert_reads(*state, "only.txt", NULL, "");
}

static void text_file_read__wrong_encoding(void **state)
{
    write_text(*state, "a.txt", "code,name\nA,Caf\xe9 noir\n");
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:2:6: byte 0xe9");
    write_text(*state, "a.txt", "one\rtwo\r\nthree \xff\n");
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:3:7: byte 0xff");
    write_text(*state, "a.txt", "cut \xe2\x82");
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:1:5: byte 0xe2");
    write_text(*state, "a.txt", "surrogate \xed\xa0\x80");
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:1:11: byte 0xed");
}

static void text_file_read__nul_byte(void **state)
{
    write_bytes(*state, "a.txt", "ab\nc\0d\n", 7);
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:2:2: byte 0x00");
}

static void text_file_read__utf_16(void **state)
{
    static const char little[] = "\xff\xfe"
                                 "A\0\xe9\0\n";
    write_bytes(*state, "a.txt", little, sizeof little);
    assert_does_not_read(*state, "a.txt", NULL, PRESTON_ERROR_FORMAT, "a.txt:1:1: byte 0xff");
    assert_reads(*state, "a.txt", "UTF-16", "Aé\n");
    write_bytes(*state, "b.txt", "A\0B\0", 4);
    assert_does_not_read(*state, "b.txt", NULL, PRESTON_ERROR_FORMAT, "b.txt:1:2: byte 0x00");
}

static void text_file_read__named_encoding(void **state)
{
    write_text(*state, "a.txt", "\x80 \x93quoted\x94 caf\xe9\n");
    assert_reads(*state, "a.txt", "CP1252", "€ “quoted” café\n");
    write_text(*state, "bad.txt", "first\nbad \x81 byte\n");
    assert_does_not_read(*state, "bad.txt", "CP1252", PRESTON_ERROR_FORMAT,
                         "bad.txt:2:5: byte 0x81 is not CP1252");
    assert_does_not_read(*state, "a.txt", "no-such-code", PRESTON_ERROR_ARGUMENT, "no-such-code");
}

static void text_file_read__missing_file(void **state)
{
    assert_does_not_read(*state, "none.csv", NULL, PRESTON_ERROR_FILE,
                         "/none.csv: cannot be opened: No such file");
    assert_does_not_read("/no/such/folder", "a.csv", NULL, PRESTON_ERROR_FILE,
                         "/no/such/folder/a.csv");
}

static void text_file_read__folder_instead_of_file(void **state)
{
    char *parent = path_in(*state, "..");
    assert_does_not_read(NULL, parent, NULL, PRESTON_ERROR_FILE, "Is a directory");
    free(parent);
}

static void text_file_exists__plain_packed_and_missing(void **state)
{
    write_text(*state, "a.txt", "");
    write_gzip(*state, "b.txt.gz", "");
    assert_true(preston_text_file_exists(*state, "a.txt"));
    assert_true(preston_text_file_exists(*state, "b.txt"));
    assert_false(preston_text_file_exists(*state, "c.txt"));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(text_file_read__plain),
        IN_FOLDER(text_file_read__sizes_around_the_buffer),
        IN_FOLDER(text_file_read__gzip),
        IN_FOLDER(text_file_read__truncated_gzip),
        IN_FOLDER(text_file_read__damaged_gzip),
        IN_FOLDER(text_file_read__byte_order_mark),
        IN_FOLDER(text_file_read__wrong_encoding),
        IN_FOLDER(text_file_read__nul_byte),
        IN_FOLDER(text_file_read__utf_16),
        IN_FOLDER(text_file_read__named_encoding),
        IN_FOLDER(text_file_read__missing_file),
        IN_FOLDER(text_file_read__folder_instead_of_file),
        IN_FOLDER(text_file_exists__plain_packed_and_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
