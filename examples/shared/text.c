#include "text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int parse_number(const char *text, double *out_value)
{
    char *end = NULL;
    *out_value = strtod(text, &end);
    return strspn(text, "+-.0123456789eE") == strlen(text) && end != text && *end == '\0' &&
           isfinite(*out_value);
}

int parse_quotient(const char *text, preston_quotient *out_quotient)
{
    static const char *const names[] = {"slq", "cilq", "rlq", "flq", "aflq"};
    for (int i = 0; i <= PRESTON_QUOTIENT_AFLQ; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out_quotient = (preston_quotient)i;
            return 1;
        }
    }
    return 0;
}

const char *path_of(const char *folder, const char *name, char path[PATH_SIZE])
{
    (void)snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return path;
}

double shown_to(double value, int decimals)
{
    return fabs(value) < 0.5 * pow(10.0, -decimals) ? 0.0 : value;
}

double shown(double value)
{
    return shown_to(value, 1);
}

preston_text_table *begin_table(int64_t columns)
{
    preston_text_table *table = NULL;
    (void)preston_text_table_create(columns, 1, &table, NULL);
    return table;
}

void end_table(preston_text_table *table)
{
    (void)preston_text_table_print(table, 2, stdout, NULL);
    preston_text_table_free(table);
    (void)putchar('\n');
}

void print_how_to_read(void)
{
    printf(
        "How to read it\n"
        "  - Gross: nothing is taken off for what would have happened anyway, nor for firms and\n"
        "    workers drawn from other work. Fixed prices, fixed recipes, no limit of capacity,\n"
        "    average and not marginal: input-output job multipliers run high.\n"
        "  - The best causal study of Preston (Rose et al., Lancet Public Health, 2023) found\n"
        "    median wages up 11 %% and no statistically significant change in employment.\n\n");
}

int finish_output(const char *program)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        (void)fprintf(stderr, "%s: standard output: %s\n", program, strerror(errno));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
