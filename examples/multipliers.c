/* multipliers TABLE [--csv FILE]
 *
 * Type I and Type II multipliers of a national table: prints the ranking, and writes every
 * multiplier and effect to a CSV file. */
#include <preston/model.h>
#include <preston/report.h>

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAD_INPUT = 2 };

static const char usage[] =
    "usage: multipliers TABLE [--csv FILE]\n"
    "\n"
    "TABLE is a folder with table.yaml, sectors.csv, flows.csv and final_use.csv.\n"
    "Prints its sectors ranked by output multiplier, and writes to FILE one row per sector and\n"
    "closure. Type II is there when table.yaml has household_income, sectors.csv compensation\n"
    "and final_use.csv households.\n";

typedef struct program {
    preston_table *table;
    preston_economy *economy;
    preston_model *model;
    preston_text_table *text;
    double *values; /* n each: see columns */
} program;

/* The columns of the ranking. */
enum { OUTPUT_I, OUTPUT_II, INCOME, GVA, JOBS, COLUMNS };

static const struct {
    const char *account;
    preston_closure closure;
} columns[COLUMNS] = {{"output", PRESTON_CLOSURE_I},
                      {"output", PRESTON_CLOSURE_II},
                      {"compensation", PRESTON_CLOSURE_I},
                      {"gva", PRESTON_CLOSURE_I},
                      {"jobs", PRESTON_CLOSURE_I}};

static void free_work(program *work)
{
    free(work->values);
    preston_text_table_free(work->text);
    preston_model_free(work->model);
    preston_economy_free(work->economy);
    preston_table_free(work->table);
}

static int has_type_two(const preston_table *table)
{
    return preston_table_facts(table)->household_income > 0.0 &&
           preston_table_find_account(table, "compensation") >= 0 &&
           preston_table_find_use(table, "households") >= 0;
}

static preston_status build(program *work, const char *folder, preston_error *error)
{
    preston_model_options options;
    preston_model_options_init(&options);
    preston_status status = preston_table_read(folder, &work->table, error);
    if (status == PRESTON_OK) {
        status = preston_economy_create(work->table, NULL, NULL, &work->economy, error);
    }
    if (status == PRESTON_OK) {
        options.closure = has_type_two(work->table) ? PRESTON_CLOSURE_II : PRESTON_CLOSURE_I;
        status = preston_model_create(work->economy, &options, &work->model, error);
    }
    return status;
}

/* Does the table allow this column? */
static int has_column(const program *work, int column)
{
    const char *account = columns[column].account;
    return preston_model_has_closure(work->model, columns[column].closure) &&
           (strcmp(account, "output") == 0 ||
            preston_table_find_account(work->table, account) >= 0);
}

static preston_status solve(program *work, preston_certificate *worst, preston_error *error)
{
    int64_t n = preston_table_sectors(work->table);
    preston_status status = PRESTON_OK;
    work->values = calloc((size_t)(COLUMNS * (n > 0 ? n : 1)), sizeof *work->values);
    if (work->values == NULL) {
        (void)snprintf(error->message, sizeof error->message, "out of memory");
        return PRESTON_ERROR_MEMORY;
    }
    for (int column = 0; status == PRESTON_OK && column < COLUMNS; column++) {
        preston_certificate certificate = {0};
        if (!has_column(work, column)) {
            continue;
        }
        status =
            preston_model_multipliers(work->model, columns[column].closure, columns[column].account,
                                      NULL, preston_vector(work->values + column * n, n, 1),
                                      preston_matrix(NULL, 0, 0), &certificate, error);
        if (column == OUTPUT_I || certificate.relative_bound > worst->relative_bound) {
            *worst = certificate;
        }
    }
    return status;
}

/* For qsort: the output multipliers that the positions are compared by. */
typedef struct ranked {
    double multiplier;
    int64_t sector;
} ranked;

static int compare(const void *one, const void *other)
{
    const ranked *a = one;
    const ranked *b = other;
    if (a->multiplier != b->multiplier) {
        return a->multiplier > b->multiplier ? -1 : 1;
    }
    return a->sector < b->sector ? -1 : a->sector > b->sector;
}

/* The largest residual of all, and every sector out of balance by more than this share of its
 * output. */
static const double noticeable = 1e-3;
enum { MOST_RESIDUALS = 10 };

static void print_residuals(const program *work, const char *what, const double *residuals)
{
    int64_t n = preston_table_sectors(work->table);
    const preston_table_data *facts = preston_table_facts(work->table);
    int64_t worst = 0;
    for (int64_t i = 1; i < n; i++) {
        worst = fabs(residuals[i]) > fabs(residuals[worst]) ? i : worst;
    }
    printf("Balance: %s differ from output by at most %.3g %s %s (%s).\n", what,
           fabs(residuals[worst]), facts->currency, facts->unit,
           preston_table_code(work->table, worst));
    int64_t found = 0;
    for (int64_t i = 0; i < n; i++) {
        double output = preston_get(preston_table_output(work->table), i, 0);
        if (fabs(residuals[i]) > noticeable * output && found++ < MOST_RESIDUALS) {
            printf("  %s: %+.6g of %.6g\n", preston_table_code(work->table, i), residuals[i],
                   output);
        }
    }
    if (found > MOST_RESIDUALS) {
        printf("  and %lld sectors more\n", (long long)(found - MOST_RESIDUALS));
    }
}

static preston_status print_balance(const program *work, preston_error *error)
{
    int64_t n = preston_table_sectors(work->table);
    double *sales = work->values;
    double *costs = work->values + n;
    preston_status status = preston_table_balance(work->table, preston_vector(sales, n, 1),
                                                  preston_vector(costs, n, 1), error);
    if (status == PRESTON_OK && n > 0) {
        print_residuals(work, "sales", sales);
        print_residuals(work, "costs", costs);
    }
    return status;
}

/* How many bytes of the name to print: at most 48, never half a character. */
static int name_length(const char *name)
{
    size_t length = strlen(name);
    if (length > 48) {
        for (length = 48; length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80;) {
            length--;
        }
    }
    return (int)length;
}

static preston_status print_ranking(program *work, preston_error *error)
{
    int64_t n = preston_table_sectors(work->table);
    ranked *order = calloc((size_t)(n > 0 ? n : 1), sizeof *order);
    preston_status status = preston_text_table_create(4 + COLUMNS - 1, 3, &work->text, error);
    if (order == NULL || status != PRESTON_OK) {
        free(order);
        return PRESTON_ERROR_MEMORY;
    }
    static const char *const titles[] = {"rank",      "code",          "sector",     "output I",
                                         "output II", "income effect", "gva effect", "jobs effect"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        preston_text_table_cell(work->text, "%s", titles[i]);
    }
    for (int64_t i = 0; i < n; i++) {
        order[i] = (ranked){work->values[OUTPUT_I * n + i], i};
    }
    qsort(order, (size_t)n, sizeof *order, compare);
    for (int64_t i = 0; i < n; i++) {
        int64_t sector = order[i].sector;
        preston_text_table_cell(work->text, "%lld", (long long)i + 1);
        preston_text_table_cell(work->text, "%s", preston_table_code(work->table, sector));
        const char *name = preston_table_name(work->table, sector);
        preston_text_table_cell(work->text, "%.*s", name_length(name), name);
        for (int column = 0; column < COLUMNS; column++) {
            if (has_column(work, column)) {
                preston_text_table_cell(work->text, "%.3f", work->values[column * n + sector]);
            } else {
                preston_text_table_cell(work->text, "-");
            }
        }
    }
    free(order);
    return preston_text_table_print(work->text, 0, stdout, error);
}

static preston_status print(program *work, preston_error *error)
{
    preston_certificate worst = {0};
    preston_status status = solve(work, &worst, error);
    if (status != PRESTON_OK) {
        return status;
    }
    const preston_table_data *facts = preston_table_facts(work->table);
    printf("%s\n%s %s, %s\n\n", facts->title, facts->currency, facts->unit, facts->year);
    status = print_ranking(work, error);
    printf("\nOutput multipliers: output in all sectors per unit of final demand. Effects are Type "
           "I,\n"
           "per unit of output: compensation of employees and gross value added in the same\n"
           "currency, jobs per %s %s of %s.\n",
           facts->currency, facts->unit, facts->year);
    if (worst.certified) {
        printf("Every number is within %.0e of the exact solution, relatively.\n",
               worst.relative_bound);
    } else {
        printf("No error bound can be given: the table has large negative cells.\n");
    }
    if (!preston_model_has_closure(work->model, PRESTON_CLOSURE_II)) {
        printf("No Type II: the table lacks household_income, compensation or households.\n");
    }
    return status == PRESTON_OK ? print_balance(work, error) : status;
}

int main(int count, char **arguments)
{
    static const struct option options[] = {
        {"csv", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *csv = NULL;
    opterr = 0; /* one line of our own instead */
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        switch (option) {
        case 'c':
            csv = optarg;
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return EXIT_SUCCESS;
        default:
            (void)fprintf(
                stderr,
                "multipliers: '%s' is not an option, or lacks its value: see multipliers --help\n",
                arguments[optind - 1]);
            return BAD_INPUT;
        }
    }
    if (count - optind != 1) {
        (void)fputs("multipliers: name one table folder: see multipliers --help\n", stderr);
        return BAD_INPUT;
    }
    program work = {0};
    preston_error error = {0};
    preston_status status = build(&work, arguments[optind], &error);
    if (status == PRESTON_OK && csv != NULL) {
        status = preston_report_multipliers(work.model, csv, &error);
    }
    if (status == PRESTON_OK) {
        status = print(&work, &error);
    }
    free_work(&work);
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "multipliers: %s\n", error.message);
        return BAD_INPUT;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("multipliers: standard output");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
