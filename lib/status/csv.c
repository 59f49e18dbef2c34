#define _GNU_SOURCE /* asprintf */
#include "csv.h"

#include "allocate.h"
#include "error.h"
#include "number.h"
#include "text_file.h"

#include <csv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything that libcsv's call-backs need. The cells of a row stand one after another in `text`;
 * `starts` are offsets, since the text may move while it grows. */
typedef struct parse {
    const char *path;
    const preston_csv_reader *reader;
    int repeats; /* names may stand twice in the header */
    preston_labels header;
    int64_t line;
    char *text;
    int64_t used;
    int64_t room;
    int64_t *starts;
    int64_t count;
    int64_t start_room;
    char **cells;
    int64_t cell_room;
    preston_status status;
    preston_error *error;
} parse;

static void fail_memory(parse *state)
{
    state->status = preston_fail_memory(state->error, state->path);
}

static void on_cell(void *bytes, size_t size, void *context)
{
    parse *state = context;
    if (state->status != PRESTON_OK) {
        return;
    }
    int64_t needed = state->used + (int64_t)size + 1;
    if (needed > state->room) {
        int64_t room = 2 * needed;
        char *larger = realloc(state->text, (size_t)room);
        if (larger == NULL) {
            fail_memory(state);
            return;
        }
        state->text = larger;
        state->room = room;
    }
    if (preston_grow((void **)&state->starts, &state->start_room, state->count,
                     sizeof *state->starts) != 0) {
        fail_memory(state);
        return;
    }
    state->starts[state->count++] = state->used;
    memcpy(state->text + state->used, bytes, size);
    state->text[needed - 1] = '\0';
    state->used = needed;
}

/* The name of a column that stands twice, told apart by its number. */
static int64_t add_repeated(parse *state, const char *name)
{
    char *text = NULL;
    if (asprintf(&text, "%s (column %lld)", name, (long long)state->header.count + 1) < 0) {
        return -1;
    }
    int64_t position = preston_labels_add(&state->header, text);
    free(text);
    return position;
}

static preston_status take_header(parse *state, const preston_csv_row *row)
{
    for (int64_t i = 0; i < row->count; i++) {
        int twice = preston_labels_find(&state->header, row->cells[i]) >= 0;
        if (twice && !state->repeats) {
            return preston_fail(state->error, PRESTON_ERROR_LABEL,
                                "%s:%lld: column '%s' stands twice in the header: rename one",
                                row->path, (long long)row->line, row->cells[i]);
        }
        if ((twice ? add_repeated(state, row->cells[i])
                   : preston_labels_add(&state->header, row->cells[i])) < 0) {
            return preston_fail_memory(state->error, state->path);
        }
    }
    const preston_csv_reader *reader = state->reader;
    return reader->on_header == NULL ? PRESTON_OK
                                     : reader->on_header(reader->context, row, state->error);
}

static preston_status take_row(parse *state, const preston_csv_row *row)
{
    if (row->count != state->header.count) {
        return preston_fail(state->error, PRESTON_ERROR_FORMAT,
                            "%s:%lld: the row has %lld cells and the header %lld: give every row "
                            "as many",
                            row->path, (long long)row->line, (long long)row->count,
                            (long long)state->header.count);
    }
    return state->reader->on_row(state->reader->context, row, state->error);
}

static void on_row_end(int character, void *context)
{
    (void)character;
    parse *state = context;
    if (state->status == PRESTON_OK && state->count > state->cell_room) {
        char **cells = realloc(state->cells, (size_t)state->count * sizeof *cells);
        if (cells == NULL) {
            fail_memory(state);
            return;
        }
        state->cells = cells;
        state->cell_room = state->count;
    }
    if (state->status == PRESTON_OK) {
        for (int64_t i = 0; i < state->count; i++) {
            state->cells[i] = state->text + state->starts[i];
        }
        const preston_csv_row row = {.path = state->path,
                                     .header = &state->header,
                                     .line = state->line,
                                     .count = state->count,
                                     .cells = state->cells};
        state->status = state->header.count == 0 ? take_header(state, &row) : take_row(state, &row);
    }
    state->count = 0;
    state->used = 0;
}

/* One past the end of the line that begins at `at`, its LF, CR LF or CR included. */
static const char *line_end(const char *at, const char *end)
{
    size_t size = (size_t)(end - at);
    const char *feed = memchr(at, '\n', size);
    const char *stop = feed != NULL ? feed : end;
    const char *turn = memchr(at, '\r', (size_t)(stop - at));
    if (turn == NULL) {
        return feed != NULL ? feed + 1 : end;
    }
    return turn + 1 < end && turn[1] == '\n' ? turn + 2 : turn + 1;
}

static preston_status fail_quoting(const parse *state, int64_t column)
{
    return preston_fail(state->error, PRESTON_ERROR_FORMAT,
                        "%s:%lld:%lld: a quotation mark is out of place: close every \" and write "
                        "one inside a quoted cell twice",
                        state->path, (long long)state->line, (long long)column);
}

/* Gives libcsv one line at a time, so that the line is known when it calls back. */
static preston_status parse_text(parse *state, struct csv_parser *parser,
                                 const preston_text_file *file)
{
    const char *end = file->text + file->size;
    for (const char *at = file->text; at < end && state->status == PRESTON_OK;) {
        const char *next = line_end(at, end);
        size_t size = (size_t)(next - at);
        state->line++;
        size_t taken = csv_parse(parser, at, size, on_cell, on_row_end, state);
        if (taken != size) {
            return csv_error(parser) == CSV_ENOMEM ? preston_fail_memory(state->error, state->path)
                                                   : fail_quoting(state, (int64_t)taken + 1);
        }
        at = next;
    }
    if (state->status == PRESTON_OK && csv_fini(parser, on_cell, on_row_end, state) != 0) {
        return fail_quoting(state, 1);
    }
    if (state->status == PRESTON_OK && state->header.count == 0) {
        return preston_fail(state->error, PRESTON_ERROR_FORMAT,
                            "%s: is empty: the first line names the columns", state->path);
    }
    return state->status;
}

static preston_status read_file(const char *folder, const char *name, const char *encoding,
                                int repeats, const preston_csv_reader *reader, preston_error *error)
{
    preston_text_file file;
    preston_status status = preston_text_file_read(folder, name, encoding, &file, error);
    if (status != PRESTON_OK) {
        return status;
    }
    struct csv_parser parser;
    parse state = {.path = file.path, .reader = reader, .repeats = repeats, .error = error};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        status = preston_fail_memory(error, file.path);
    } else {
        status = parse_text(&state, &parser, &file);
        csv_free(&parser);
    }
    preston_labels_clear(&state.header);
    free(state.text);
    free(state.starts);
    free(state.cells);
    preston_text_file_clear(&file);
    return status;
}

preston_status preston_csv_read(const char *folder, const char *name, const char *encoding,
                                const preston_csv_reader *reader, preston_error *error)
{
    return read_file(folder, name, encoding, 0, reader, error);
}

preston_status preston_csv_read_repeated(const char *folder, const char *name,
                                         const preston_csv_reader *reader, preston_error *error)
{
    return read_file(folder, name, NULL, 1, reader, error);
}

preston_status preston_csv_fail(const preston_csv_row *row, int64_t column, preston_error *error,
                                preston_status status, const char *format, ...)
{
    char reason[PRESTON_MESSAGE_SIZE / 2];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    if (column < 0) {
        return preston_fail(error, status, "%s:%lld: %s", row->path, (long long)row->line, reason);
    }
    return preston_fail(error, status, "%s:%lld: column %lld ('%.80s'): %s", row->path,
                        (long long)row->line, (long long)column + 1, row->header->texts[column],
                        reason);
}

preston_status preston_csv_column(const preston_csv_row *header, const char *name,
                                  int64_t *out_column, preston_error *error)
{
    int64_t column = preston_labels_find(header->header, name);
    if (column >= 0) {
        *out_column = column;
        return PRESTON_OK;
    }
    char known[300] = "";
    size_t used = 0;
    for (int64_t i = 0; i < header->count && used < sizeof known; i++) {
        int wrote = snprintf(known + used, sizeof known - used, "%s%s", i > 0 ? ", " : "",
                             header->cells[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    return preston_fail(error, PRESTON_ERROR_LABEL,
                        "%s:%lld: column '%s' is missing: the header has %s", header->path,
                        (long long)header->line, name, known);
}

preston_status preston_csv_number(const preston_csv_row *row, int64_t column, double *out_value,
                                  preston_error *error)
{
    const char *problem = preston_parse_number(row->cells[column], out_value);
    return problem == NULL ? PRESTON_OK
                           : preston_csv_fail(row, column, error, PRESTON_ERROR_VALUE, "'%.60s' %s",
                                              row->cells[column], problem);
}
