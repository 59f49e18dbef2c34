#define _GNU_SOURCE /* environ */
#include "program.h"

#include "folder.h"
#include "test.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 32 };

static pid_t start(char *path, const char *const *arguments, const char *out, const char *err)
{
    char *words[MOST_ARGUMENTS + 2] = {path};
    for (int i = 0; arguments[i] != NULL; i++) {
        assert_true(i < MOST_ARGUMENTS);
        words[i + 1] = (char *)(uintptr_t)arguments[i]; /* posix_spawn does not write to them */
    }
    pid_t child = 0;
    posix_spawn_file_actions_t files;
    assert_int_equal(posix_spawn_file_actions_init(&files), 0);
    assert_int_equal(
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0), 0);
    assert_int_equal(posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out,
                                                      O_WRONLY | O_CREAT | O_TRUNC, 0600),
                     0);
    assert_int_equal(posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err,
                                                      O_WRONLY | O_CREAT | O_TRUNC, 0600),
                     0);
    int failed = posix_spawn(&child, path, &files, NULL, words, environ);
    (void)posix_spawn_file_actions_destroy(&files);
    if (failed != 0) {
        print_error("%s: %s: build all before the tests\n", path, strerror(failed));
        fail();
    }
    return child;
}

/* Runs with the standard output going to `out`, and the standard error to `folder/err`. */
static outcome run_in(const char *folder, const char *out, const char *name,
                      const char *const *arguments)
{
    char *path = path_in(BINARY_DIR "/examples", name);
    char *err = path_in(folder, "err");
    int ended = 0;
    pid_t child = start(path, arguments, out, err);
    assert_int_equal(waitpid(child, &ended, 0), child);
    free(path);
    free(err);
    return (outcome){.code = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1,
                     .err = read_bytes(folder, "err", NULL)};
}

outcome run_program(const char *name, const char *const *arguments)
{
    char *folder = make_folder();
    char *out = path_in(folder, "out");
    outcome ended = run_in(folder, out, name, arguments);
    ended.out = read_bytes(folder, "out", NULL);
    free(out);
    remove_folder(folder);
    return ended;
}

outcome run_program_into(const char *out, const char *name, const char *const *arguments)
{
    char *folder = make_folder();
    outcome ended = run_in(folder, out, name, arguments);
    remove_folder(folder);
    return ended;
}

void outcome_free(outcome *ended)
{
    free(ended->out);
    free(ended->err);
    *ended = (outcome){0};
}

const char *behind(const char *text, const char *piece)
{
    const char *at = strstr(text, piece);
    if (at == NULL) {
        print_error("'%s' is not in\n%s", piece, text);
        fail();
        return text;
    }
    return at + strlen(piece);
}

void assert_exited(const outcome *ended, int code)
{
    if (ended->code != code) {
        print_error("exited with %d instead of %d\n%s%s", ended->code, code, ended->err,
                    ended->out);
        fail();
    }
}
