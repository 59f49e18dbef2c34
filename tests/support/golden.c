#include "golden.h"

#include "status/csv.h"
#include "status/number.h"
#include "test.h"

#include <math.h>

static char *copy(const char *text)
{
    char *twin = malloc(strlen(text) + 1);
    assert_non_null(twin);
    return strcpy(twin, text);
}

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    golden *table = context;
    (void)error;
    table->columns = header->count;
    for (int64_t i = 0; i < header->count; i++) {
        assert_int_equal(preston_labels_add(&table->header, header->cells[i]), i);
    }
    return PRESTON_OK;
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    golden *table = context;
    (void)error;
    size_t cells = (size_t)((table->rows + 1) * table->columns);
    table->cells = realloc(table->cells, cells * sizeof *table->cells);
    assert_non_null(table->cells);
    for (int64_t i = 0; i < table->columns; i++) {
        table->cells[table->rows * table->columns + i] = copy(row->cells[i]);
    }
    table->rows++;
    return PRESTON_OK;
}

golden *golden_read(const char *name)
{
    golden *table = calloc(1, sizeof *table);
    assert_non_null(table);
    preston_error error = {0};
    const preston_csv_reader reader = {take_header, take_row, table};
    assert_ok(preston_csv_read(TESTS_DATA "/golden", name, NULL, &reader, &error), &error);
    assert_true(table->rows > 0);
    return table;
}

void golden_free(golden *table)
{
    for (int64_t i = 0; i < table->rows * table->columns; i++) {
        free(table->cells[i]);
    }
    free(table->cells);
    preston_labels_clear(&table->header);
    free(table);
}

const char *golden_text(const golden *table, int64_t row, const char *column)
{
    int64_t found = preston_labels_find(&table->header, column);
    assert_true(found >= 0);
    return table->cells[row * table->columns + found];
}

double golden_number(const golden *table, int64_t row, const char *column)
{
    const char *text = golden_text(table, row, column);
    double value = (double)NAN;
    if (text[0] != '\0') {
        assert_null(preston_parse_number(text, &value));
    }
    return value;
}

void compare(comparison *all, double value, double expected, const char *what, const char *where)
{
    if (isnan(expected)) {
        return;
    }
    double distance = value == expected ? 0.0 : fabs(value - expected) / fabs(expected);
    if (!(distance <= all->tolerance)) {
        print_error("%s of %s is %.17g, expected %.17g within %g\n", what, where, value, expected,
                    all->tolerance);
        fail();
    }
    all->count++;
    if (distance > all->worst) {
        all->worst = distance;
        (void)snprintf(all->where, sizeof all->where, "%s of %s", what, where);
    }
}

void compare_report(const comparison *all, const char *title, int64_t least)
{
    print_message("%s: %lld numbers, worst relative difference %.1e (%s), tolerance %.0e\n", title,
                  (long long)all->count, all->worst, all->where, all->tolerance);
    assert_true(all->count >= least);
}
