#include "refusal.h"

#include "folder.h"
#include "test.h"

#include <dirent.h>

static const char old_result[] = "the old result\n";

int count_files(const char *folder)
{
    DIR *open = opendir(folder);
    int count = 0;
    assert_non_null(open);
    for (const struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    }
    assert_int_equal(closedir(open), 0);
    return count;
}

void assert_says(const outcome *ended, const char *text)
{
    if (strstr(ended->err, text) == NULL) {
        print_error("'%s' is not in: %s", text, ended->err);
        fail();
    }
}

void assert_one_line(const outcome *ended, const char *program)
{
    const char *end = strchr(ended->err, '\n');
    assert_non_null(end);
    assert_string_equal(end, "\n");
    assert_memory_equal(ended->err, program, strlen(program));
    assert_memory_equal(ended->err + strlen(program), ": ", 2);
}

outcome assert_refuses(const char *program, const char *const *arguments)
{
    const char *words[12] = {"--csv"};
    char *folder = make_folder();
    char *csv = path_in(folder, "result.csv");
    write_text(folder, "result.csv", old_result);
    words[1] = csv;
    for (int i = 0; arguments[i] != NULL; i++) {
        assert_true(i < 9);
        words[2 + i] = arguments[i];
    }
    outcome ended = run_program(program, words);
    assert_exited(&ended, 2);
    assert_string_equal(ended.out, "");
    char *left = read_bytes(folder, "result.csv", NULL);
    assert_string_equal(left, old_result);
    assert_int_equal(count_files(folder), 1);
    free(left);
    free(csv);
    remove_folder(folder);
    return ended;
}

void do_damage(const char *folder, const damage *done)
{
    if (done->to != NULL) {
        replace_in_file(folder, done->file, done->from, done->to);
        return;
    }
    char *path = path_in(folder, done->file);
    assert_int_equal(remove(path), 0);
    free(path);
}
