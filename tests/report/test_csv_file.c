#define _POSIX_C_SOURCE 200809L /* umask */
#include "folder.h"
#include "test.h"

#include "status/csv.h"
#include <preston/report.h>

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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

static preston_csv *begin(const char *folder, const char *name)
{
    char *path = path_in(folder, name);
    preston_csv *csv = NULL;
    preston_error error = {0};
    assert_ok(preston_csv_create(path, &csv, &error), &error);
    free(path);
    return csv;
}

static void commit(preston_csv *csv)
{
    preston_error error = {0};
    assert_ok(preston_csv_commit(csv, &error), &error);
    preston_csv_free(csv);
}

static void assert_file(const char *folder, const char *name, const char *expected)
{
    char *text = read_bytes(folder, name, NULL);
    assert_string_equal(text, expected);
    free(text);
}

static int64_t count_files(const char *folder)
{
    DIR *files = opendir(folder);
    assert_non_null(files);
    int64_t count = 0;
    while (readdir(files) != NULL) {
        count++;
    }
    assert_int_equal(closedir(files), 0);
    return count - 2; /* . and .. */
}

static void csv__cells_and_rows(void **state)
{
    preston_csv *csv = begin(*state, "a.csv");
    preston_csv_text(csv, "code");
    preston_csv_text(csv, "");
    preston_csv_text(csv, "é");
    preston_csv_end_row(csv);
    preston_csv_value(csv, 0.1);
    preston_csv_value(csv, -0.0);
    preston_csv_value(csv, 1e300);
    preston_csv_end_row(csv);
    commit(csv);
    assert_file(*state, "a.csv", "code,,é\n0.10000000000000001,0,1.0000000000000001e+300\n");
}

static void csv__nothing(void **state)
{
    commit(begin(*state, "a.csv"));
    assert_file(*state, "a.csv", "");
}

static const char *const awkward[] = {
    "plain",    "comma, inside", "quote \" inside", "\"",    "line\nfeed",  "carriage\rreturn",
    " leading", "trailing ",     "\ttab",           "tab\t", "two  spaces", "it's; fine|so",
};

enum { AWKWARD = sizeof awkward / sizeof *awkward };

static void csv__quoting(void **state)
{
    preston_csv *csv = begin(*state, "a.csv");
    for (int i = 0; i < 6; i++) {
        preston_csv_text(csv, awkward[i]);
    }
    preston_csv_end_row(csv);
    commit(csv);
    assert_file(*state, "a.csv",
                "plain,\"comma, inside\",\"quote \"\" inside\",\"\"\"\",\"line\nfeed\","
                "\"carriage\rreturn\"\n");
}

static preston_status compare_row(void *context, const preston_csv_row *row, preston_error *error)
{
    (void)error;
    *(int64_t *)context += 1;
    assert_int_equal(row->count, AWKWARD);
    for (int64_t i = 0; i < row->count; i++) {
        assert_string_equal(row->cells[i], awkward[i]);
    }
    return PRESTON_OK;
}

/* What is written is what the library itself reads. */
static void csv__round_trip(void **state)
{
    preston_csv *csv = begin(*state, "a.csv");
    for (int row = 0; row < 2; row++) {
        for (int i = 0; i < AWKWARD; i++) {
            preston_csv_text(csv, awkward[i]);
        }
        preston_csv_end_row(csv);
    }
    commit(csv);
    int64_t rows = 0;
    const preston_csv_reader reader = {compare_row, compare_row, &rows};
    preston_error error = {0};
    assert_ok(preston_csv_read(*state, "a.csv", NULL, &reader, &error), &error);
    assert_int_equal(rows, 2);
}

static void commit__replaces_at_once(void **state)
{
    write_text(*state, "a.csv", "the old file, longer than the new one\n");
    preston_csv *csv = begin(*state, "a.csv");
    preston_csv_text(csv, "new");
    preston_csv_end_row(csv);
    assert_file(*state, "a.csv", "the old file, longer than the new one\n");
    commit(csv);
    assert_file(*state, "a.csv", "new\n");
    assert_int_equal(count_files(*state), 1);
}

static void csv_free__without_commit(void **state)
{
    write_text(*state, "a.csv", "old\n");
    preston_csv *csv = begin(*state, "a.csv");
    preston_csv_text(csv, "new");
    preston_csv_free(csv);
    preston_csv_free(NULL);
    assert_file(*state, "a.csv", "old\n");
    assert_int_equal(count_files(*state), 1);
}

static void assert_commit_fails(const char *folder, const char *name, const char *message)
{
    preston_csv *csv = begin(folder, name);
    preston_error error = {0};
    preston_csv_text(csv, "new");
    assert_fails(preston_csv_commit(csv, &error), PRESTON_ERROR_FILE, &error, message);
    preston_csv_free(csv);
}

/* The folder does not exist, is a file, or has the file's name. */
static void commit__cannot_be_written(void **state)
{
    write_text(*state, "file", "old\n");
    assert_commit_fails(*state, "none/a.csv", "/none/a.csv: cannot be written: No such file");
    assert_commit_fails(*state, "file/a.csv", "/file/a.csv: cannot be written: Not a directory");
    char *inner = path_in(*state, "inner");
    assert_int_equal(mkdir(inner, 0777), 0);
    free(inner);
    assert_commit_fails(*state, "inner", "/inner: cannot be written: Is a directory");
    assert_file(*state, "file", "old\n");
    assert_int_equal(count_files(*state), 2);
}

/* The folder goes away between the beginning and the end. */
static void commit__folder_removed(void **state)
{
    char *inner = path_in(*state, "inner");
    assert_int_equal(mkdir(inner, 0777), 0);
    preston_csv *csv = begin(*state, "inner/a.csv");
    assert_int_equal(remove(inner), 0);
    free(inner);
    preston_error error = {0};
    assert_fails(preston_csv_commit(csv, &error), PRESTON_ERROR_FILE, &error, "cannot be written");
    preston_csv_free(csv);
    assert_int_equal(count_files(*state), 0);
}

/* A disk that is full: the old file stays, and nothing half-written beside it. */
static void commit__no_room(void **state)
{
    write_text(*state, "a.csv", "old\n");
    preston_csv *csv = begin(*state, "a.csv");
    for (int i = 0; i < 1000; i++) {
        preston_csv_value(csv, i);
    }
    struct rlimit usual;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    const struct rlimit small = {.rlim_cur = 1000, .rlim_max = usual.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    preston_error error = {0};
    preston_status status = preston_csv_commit(csv, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
    assert_fails(status, PRESTON_ERROR_FILE, &error, "/a.csv: cannot be written: File too large");
    preston_csv_free(csv);
    assert_file(*state, "a.csv", "old\n");
    assert_int_equal(count_files(*state), 1);
}

/* What another program left beside it, under the first name that would be tried, stays. */
static void commit__name_beside_taken(void **state)
{
    char taken[64];
    (void)snprintf(taken, sizeof taken, "a.csv.%ld-0", (long)getpid());
    write_text(*state, taken, "another's\n");
    preston_csv *csv = begin(*state, "a.csv");
    preston_csv_text(csv, "new");
    commit(csv);
    assert_file(*state, "a.csv", "new");
    assert_file(*state, taken, "another's\n");
    assert_int_equal(count_files(*state), 2);
}

static void commit__device(void **state)
{
    (void)state;
    preston_csv *csv = begin("/dev", "null");
    preston_csv_text(csv, "gone");
    commit(csv);
    struct stat facts;
    assert_int_equal(stat("/dev/null", &facts), 0);
    assert_true(S_ISCHR(facts.st_mode));
}

/* The new file may be read by whoever could read any other of the user's files. */
static void commit__rights(void **state)
{
    mode_t mask = umask(027);
    commit(begin(*state, "a.csv"));
    assert_int_equal(umask(mask), 027);
    char *path = path_in(*state, "a.csv");
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    free(path);
    assert_int_equal(facts.st_mode & 0777, 0640);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(csv__cells_and_rows),
        IN_FOLDER(csv__nothing),
        IN_FOLDER(csv__quoting),
        IN_FOLDER(csv__round_trip),
        IN_FOLDER(commit__replaces_at_once),
        IN_FOLDER(csv_free__without_commit),
        IN_FOLDER(commit__cannot_be_written),
        IN_FOLDER(commit__folder_removed),
        IN_FOLDER(commit__no_room),
        IN_FOLDER(commit__name_beside_taken),
        cmocka_unit_test(commit__device),
        IN_FOLDER(commit__rights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
