/* preston: see the usage below.
 *
 * The Preston case: what six anchor institutions' change of purchasing did, in Preston, in the rest
 * of Lancashire and in the rest of the United Kingdom. With a command, any scenario file. */
#include "../shared/text.h"
#include "case.h"
#include "commands.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "usage: preston [--data DIR] [--delta D] [--quotient Q] [--csv FILE] [--survey FILE]\n"
    "               [--deflate-before F] [--deflate-after F]\n"
    "\n"
    "DIR holds uk-2019/ and preston/ (default: the shipped examples/data).\n"
    "D is Flegg's delta, from 0 to below 1 (default 0.25).\n"
    "Q is the location quotient: slq, cilq, rlq, flq or aflq (default flq).\n"
    "--csv writes the impacts as tidy CSV: ledger,place,closure,account,part,value.\n"
    "--survey reads what suppliers answered, supplier,local_share, for a second LM3 of Preston.\n"
    "F multiplies the amounts of a ledger to bring them to 2019 prices (default 1: none).\n";

/* One option: 0 when it is taken, or the exit code plus one. */
static int take_option(int option, const char *given, case_settings *settings)
{
    switch (option) {
    case 'd':
        settings->data = optarg;
        return 0;
    case 'c':
        settings->csv = optarg;
        return 0;
    case 's':
        settings->survey = optarg;
        return 0;
    case 'q':
        if (parse_quotient(optarg, &settings->quotient)) {
            return 0;
        }
        (void)fprintf(stderr, "preston: '%s' is not a quotient: use slq, cilq, rlq, flq or aflq\n",
                      optarg);
        return 1 + BAD_INPUT;
    case 'h':
        (void)printf("%s%s", usage, commands_usage);
        return 1 + EXIT_SUCCESS;
    case 'D':
    case 'b':
    case 'a':
        if (parse_number(optarg, option == 'D'   ? &settings->delta
                                 : option == 'b' ? &settings->deflate[0]
                                                 : &settings->deflate[1])) {
            return 0;
        }
        (void)fprintf(stderr, "preston: '%s' is not a number: write 0.25\n", optarg);
        return 1 + BAD_INPUT;
    default:
        (void)fprintf(stderr,
                      "preston: '%s' is not an option, or lacks its value: see preston --help\n",
                      given);
        return 1 + BAD_INPUT;
    }
}

/* Returns 0, or the exit code plus one. */
static int parse_arguments(int count, char **arguments, case_settings *settings)
{
    static const struct option options[] = {{"data", required_argument, NULL, 'd'},
                                            {"delta", required_argument, NULL, 'D'},
                                            {"csv", required_argument, NULL, 'c'},
                                            {"deflate-before", required_argument, NULL, 'b'},
                                            {"deflate-after", required_argument, NULL, 'a'},
                                            {"quotient", required_argument, NULL, 'q'},
                                            {"survey", required_argument, NULL, 's'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    opterr = 0; /* one line of our own instead */
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        int stop = take_option(option, arguments[optind - 1], settings);
        if (stop != 0) {
            return stop;
        }
    }
    if (optind != count) {
        (void)fprintf(stderr, "preston: '%s' is not an option: see preston --help\n",
                      arguments[optind]);
        return 1 + BAD_INPUT;
    }
    for (int k = 0; k < 2; k++) {
        if (!(settings->deflate[k] > 0.0)) {
            (void)fprintf(stderr, "preston: a deflator of %g: it must be above zero, 1 for none\n",
                          settings->deflate[k]);
            return 1 + BAD_INPUT;
        }
    }
    return 0;
}

int main(int count, char **arguments)
{
    if (count > 1 && is_command(arguments[1])) {
        return run_command(count, arguments);
    }
    case_settings settings = {.data = EXAMPLES_DATA,
                              .quotient = PRESTON_QUOTIENT_FLQ,
                              .delta = 0.25,
                              .deflate = {1.0, 1.0}};
    int stop = parse_arguments(count, arguments, &settings);
    if (stop != 0) {
        return stop - 1;
    }
    case_inputs inputs = {.settings = &settings};
    case_answer answer = {0};
    case_findings findings = {0};
    preston_error error = {0};
    preston_status status = read_inputs(&inputs, &error);
    if (status == PRESTON_OK) {
        status = compute(&inputs, settings.delta, 1, &answer, &error);
    }
    if (status == PRESTON_OK) {
        status = find_all(&inputs, &answer, &findings, &error);
    }
    if (status == PRESTON_OK && settings.csv != NULL) {
        status = write_csv(&answer, settings.csv, &error);
    }
    if (status == PRESTON_OK) {
        print_case(&inputs, &answer, &findings);
    }
    free_findings(&findings);
    free_answer(&answer);
    free_inputs(&inputs);
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "preston: %s\n", error.message);
        return BAD_INPUT;
    }
    return finish_output("preston");
}
