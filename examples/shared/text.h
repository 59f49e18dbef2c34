/* What the programs share: options that are numbers or words, paths, tables of text. */
#ifndef EXAMPLES_SHARED_TEXT_H
#define EXAMPLES_SHARED_TEXT_H

#include <preston/preston.h>

#include <stdio.h>

enum { BAD_INPUT = 2, PATH_SIZE = 4096 };

/* The whole text as a finite number: 1, or 0 when it is none. */
int parse_number(const char *text, double *out_value);

/* slq, cilq, rlq, flq or aflq: 1, or 0 when it is none of them. */
int parse_quotient(const char *text, preston_quotient *out_quotient);

/* `folder/name` in `path`, which is returned. */
const char *path_of(const char *folder, const char *name, char path[PATH_SIZE]);

/* What a table prints: nothing smaller than its last decimal, which would show as -0.0. */
double shown_to(double value, int decimals);
double shown(double value); /* to one decimal */

/* A table of text, its first column to the left, that is printed and freed at its end; when memory
 * runs out it prints nothing. */
preston_text_table *begin_table(int64_t columns);
void end_table(preston_text_table *table);

/* What the literature says against reading too much into a gross figure. */
void print_how_to_read(void);

/* Sets the message of a failure of the program's own; its value is the status, which so is plain to
 * every reader of the code. */
#define fail_with(error, failure, ...)                                                             \
    ((void)snprintf((error)->message, sizeof(error)->message, __VA_ARGS__),                        \
     (error)->status = (failure))

/* Flushes the standard output: the exit code of the program. */
int finish_output(const char *program);

#endif
