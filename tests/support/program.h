/* Runs the programs of the build as a shell would, and keeps what they say. */
#ifndef PRESTON_TEST_PROGRAM_H
#define PRESTON_TEST_PROGRAM_H

typedef struct outcome {
    int code;  /* that it exited with; -1 when a signal ended it */
    char *out; /* NULL when it went elsewhere */
    char *err;
} outcome;

/* Runs examples/NAME of the build folder; `arguments` ends with NULL. The test fails when the
 * program is not there. */
outcome run_program(const char *name, const char *const *arguments);

/* The same with its standard output going to a file of that name, such as /dev/full. */
outcome run_program_into(const char *out, const char *name, const char *const *arguments);

void outcome_free(outcome *ended);

/* What stands behind a piece of a text; the test fails when the piece is not there. */
const char *behind(const char *text, const char *piece);

/* Fails the test, with what the program said, unless it exited with this code. */
void assert_exited(const outcome *ended, int code);

#endif
