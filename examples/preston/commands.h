/* preston run, compare, check, schema, keys, yaml: scenario files, carried through their years. */
#ifndef EXAMPLES_PRESTON_COMMANDS_H
#define EXAMPLES_PRESTON_COMMANDS_H

/* What `preston --help` says of them. */
extern const char commands_usage[];

/* Is it the word of a command? */
int is_command(const char *word);

/* Runs the command that the first argument behind the program's name is: the exit code. */
int run_command(int count, char **arguments);

#endif
