/* Tables of text in columns as wide as their widest cell. */
#define _GNU_SOURCE /* vasprintf */
#include "preston/report.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdarg.h>
#include <stdlib.h>

struct preston_text_table {
    int64_t columns;
    int64_t left;
    char **cells;
    int64_t count;
    int64_t capacity;
    int incomplete; /* memory ran out for a cell */
};

preston_status preston_text_table_create(int64_t columns, int64_t left,
                                         preston_text_table **out_table, preston_error *error)
{
    if (columns < 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "a table of text needs a column");
    }
    preston_text_table *table = preston_allocate(1, sizeof *table);
    if (table == NULL) {
        return preston_fail_memory(error, "a table of text");
    }
    table->columns = columns;
    table->left = left;
    *out_table = table;
    return PRESTON_OK;
}

void preston_text_table_free(preston_text_table *table)
{
    if (table != NULL) {
        for (int64_t i = 0; i < table->count; i++) {
            free(table->cells[i]);
        }
        free(table->cells);
        free(table);
    }
}

void preston_text_table_cell(preston_text_table *table, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0 || preston_grow((void **)&table->cells, &table->capacity, table->count,
                                   sizeof *table->cells) != 0) {
        if (length >= 0) {
            free(text);
        }
        table->incomplete = 1;
        return;
    }
    table->cells[table->count++] = text;
}

/* Characters, not bytes: UTF-8 continues a character with bytes 10xxxxxx. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text++) {
        width += (*text & 0xc0) != 0x80;
    }
    return width;
}

static int widest(const preston_text_table *table, int64_t column)
{
    int width = 0;
    for (int64_t i = column; i < table->count; i += table->columns) {
        int cell = width_of(table->cells[i]);
        width = cell > width ? cell : width;
    }
    return width;
}

preston_status preston_text_table_print(const preston_text_table *table, int indent, FILE *stream,
                                        preston_error *error)
{
    int *widths = preston_allocate(table->columns, sizeof *widths);
    if (widths == NULL || table->incomplete) {
        free(widths);
        return preston_fail_memory(error, "a table of text");
    }
    for (int64_t column = 0; column < table->columns; column++) {
        widths[column] = widest(table, column);
    }
    for (int64_t i = 0; i < table->count; i++) {
        int64_t column = i % table->columns;
        int blank = widths[column] - width_of(table->cells[i]);
        int last = column == table->columns - 1 || i == table->count - 1;
        int before = column < table->left ? 0 : blank;
        int after = column < table->left && !last ? blank : 0;
        (void)fprintf(stream, "%*s%*s%s%*s%s", column == 0 ? indent : 2, "", before, "",
                      table->cells[i], after, "", last ? "\n" : "");
    }
    free(widths);
    return PRESTON_OK;
}
