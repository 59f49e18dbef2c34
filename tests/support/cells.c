#include "cells.h"

#include "status/csv.h"
#include "status/number.h"
#include "test.h"

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    cells *table = context;
    (void)error;
    size_t count = (size_t)((table->rows + 2) * row->count);
    table->columns = row->count;
    table->texts = realloc(table->texts, count * sizeof *table->texts);
    assert_non_null(table->texts);
    for (int64_t i = 0; i < row->count; i++) {
        char *copy = malloc(strlen(row->cells[i]) + 1);
        assert_non_null(copy);
        table->texts[(table->rows + 1) * row->count + i] = strcpy(copy, row->cells[i]);
    }
    table->rows++;
    return PRESTON_OK;
}

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    cells *table = context;
    table->rows = -1;
    return take_row(context, header, error);
}

cells *cells_read(const char *folder, const char *name)
{
    cells *table = calloc(1, sizeof *table);
    assert_non_null(table);
    preston_error error = {0};
    const preston_csv_reader reader = {take_header, take_row, table};
    assert_ok(preston_csv_read(folder, name, NULL, &reader, &error), &error);
    return table;
}

void cells_free(cells *table)
{
    for (int64_t i = 0; i < (table->rows + 1) * table->columns; i++) {
        free(table->texts[i]);
    }
    free(table->texts);
    free(table);
}

const char *cells_header(const cells *table, int64_t column)
{
    return table->texts[column];
}

const char *cells_text(const cells *table, int64_t row, int64_t column)
{
    return table->texts[(row + 1) * table->columns + column];
}

double cells_number(const cells *table, int64_t row, int64_t column)
{
    double value = 0.0;
    const char *text = cells_text(table, row, column);
    const char *problem = preston_parse_number(text, &value);
    if (problem != NULL) {
        print_error("row %lld, column %s: '%s' %s\n", (long long)row + 1,
                    cells_header(table, column), text, problem);
        fail();
    }
    return value;
}
