#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"
#include "given_trade.h"
#include "trade_input.h"

#include <stdlib.h>
#include <string.h>

typedef struct reading {
    const preston_trade_input *input;
    const char *file;
    int wages;
    preston_labels places;
    preston_labels sectors;
    int64_t sector_column; /* -1: commuting */
    int64_t seller_column;
    int64_t buyer_column;
    int64_t share_column;
    preston_trade_line *lines;
    int64_t *numbers; /* of the lines, in the file */
    int64_t count;
    int64_t room;
    int64_t number_room;
} reading;

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    reading *state = context;
    const char *seller = state->wages ? "residence" : "seller";
    const char *buyer = state->wages ? "workplace" : "buyer";
    preston_status status = PRESTON_OK;
    state->sector_column = -1;
    if (!state->wages) {
        status = preston_csv_column(header, "sector", &state->sector_column, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, seller, &state->seller_column, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_column(header, buyer, &state->buyer_column, error);
    }
    return status == PRESTON_OK ? preston_csv_column(header, "share", &state->share_column, error)
                                : status;
}

static preston_status find(const preston_csv_row *row, int64_t column, const preston_labels *labels,
                           const char *what, int64_t *out_position, preston_error *error)
{
    *out_position = preston_labels_find(labels, row->cells[column]);
    return *out_position >= 0 ? PRESTON_OK
                              : preston_csv_fail(row, column, error, PRESTON_ERROR_LABEL,
                                                 "'%.60s' is not a %s", row->cells[column], what);
}

static preston_status take_row(void *context, const preston_csv_row *row, preston_error *error)
{
    reading *state = context;
    preston_trade_line line = {.sector = state->wages ? 0 : -1};
    preston_status status = PRESTON_OK;
    if (!state->wages) {
        const char *sector = row->cells[state->sector_column];
        if (sector[0] != '\0' && strcmp(sector, "*") != 0) {
            status = find(row, state->sector_column, &state->sectors, "sector of the table",
                          &line.sector, error);
        }
    }
    if (status == PRESTON_OK) {
        status = find(row, state->seller_column, &state->places, "place of the economy",
                      &line.seller, error);
    }
    if (status == PRESTON_OK) {
        status = find(row, state->buyer_column, &state->places, "place of the economy", &line.buyer,
                      error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_number(row, state->share_column, &line.share, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    if (preston_grow((void **)&state->lines, &state->room, state->count, sizeof line) != 0 ||
        preston_grow((void **)&state->numbers, &state->number_room, state->count,
                     sizeof *state->numbers) != 0) {
        return preston_fail_memory(error, row->path);
    }
    state->numbers[state->count] = row->line;
    state->lines[state->count++] = line;
    return PRESTON_OK;
}

static preston_status index_codes(int64_t count, const char *const *codes, const char *what,
                                  preston_labels *labels, preston_error *error)
{
    if (codes == NULL) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a file of shares needs the codes of the %s", what);
    }
    for (int64_t k = 0; k < count; k++) {
        int64_t at = preston_labels_add(labels, codes[k]);
        if (at < 0) {
            return preston_fail_memory(error, what);
        }
        if (at != k) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "'%s' stands twice among the codes of the %s", codes[k], what);
        }
    }
    return PRESTON_OK;
}

static preston_status read_lines(const char *folder, reading *state, preston_error *error)
{
    const preston_trade_input *input = state->input;
    preston_status status =
        index_codes(input->places, input->place_codes, "places", &state->places, error);
    if (status == PRESTON_OK) {
        status =
            index_codes(input->sectors, input->sector_codes, "sectors", &state->sectors, error);
    }
    const preston_csv_reader reader = {take_header, take_row, state};
    return status == PRESTON_OK ? preston_csv_read(folder, state->file, NULL, &reader, error)
                                : status;
}

/* Says in which file, and line if it is one's fault, what the checks of lists have found. */
static preston_status name_file(const char *folder, const reading *state, int64_t fault,
                                preston_status status, preston_error *error)
{
    if (error == NULL || status == PRESTON_ERROR_MEMORY) {
        return status;
    }
    char reason[PRESTON_MESSAGE_SIZE];
    memcpy(reason, error->message, sizeof reason);
    return fault >= 0 ? preston_fail(error, status, "%s/%s:%lld: %s", folder, state->file,
                                     (long long)state->numbers[fault], reason)
                      : preston_fail(error, status, "%s/%s: %s", folder, state->file, reason);
}

static preston_status read_shares(const char *folder, const preston_trade_options *options,
                                  reading *state, preston_trade_shares **out_shares,
                                  preston_error *error)
{
    preston_status status = read_lines(folder, state, error);
    if (status == PRESTON_OK) {
        preston_given given = {.input = state->input,
                               .options = options,
                               .count = state->count,
                               .lines = state->lines,
                               .wages = state->wages};
        status = preston_trade_from_lines(&given, out_shares, error);
        if (status != PRESTON_OK) {
            status = name_file(folder, state, given.fault, status, error);
        }
    }
    preston_labels_clear(&state->places);
    preston_labels_clear(&state->sectors);
    free(state->lines);
    free(state->numbers);
    return status;
}

preston_status preston_trade_read(const char *folder, const preston_trade_input *input,
                                  const preston_trade_options *options,
                                  preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options defaults;
    preston_trade_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    reading state = {.input = input, .file = "trade.csv"};
    preston_status status = preston_trade_check_options(options, error);
    return status == PRESTON_OK ? read_shares(folder, options, &state, out_shares, error) : status;
}

preston_status preston_commuting_read(const char *folder, const preston_trade_input *input,
                                      preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options options;
    preston_trade_options_init(&options);
    preston_trade_input places = preston_commuting_input(input);
    reading state = {.input = &places, .file = "commuting.csv", .wages = 1};
    return read_shares(folder, &options, &state, out_shares, error);
}
