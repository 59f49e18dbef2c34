/* Programs that must refuse bad input: exit code 2, one line on the standard error, no result. */
#ifndef PRESTON_TEST_REFUSAL_H
#define PRESTON_TEST_REFUSAL_H

#include "program.h"

int count_files(const char *folder);

/* Is the text in what the program said on its standard error? */
void assert_says(const outcome *ended, const char *text);

/* Is that one line, beginning with the name of the program? */
void assert_one_line(const outcome *ended, const char *program);

/* Runs a program with `--csv` on an old result, and what else it is given; the result must be as it
 * was, and nothing printed. */
outcome assert_refuses(const char *program, const char *const *arguments);

/* A change in one file; `to` NULL removes the file. */
typedef struct damage {
    const char *file;
    const char *from;
    const char *to;
    const char *says[3]; /* up to three pieces of the message */
} damage;

/* The first `from` becomes `to`, or the file goes. */
void do_damage(const char *folder, const damage *done);

#endif
