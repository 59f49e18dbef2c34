/* Making trade operators: the parts in the order that products read them. */
#include "trade.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

enum { COPIES = sizeof(((preston_trade_operator *)NULL)->copies) / sizeof(double *) };

static void clear(preston_operator *op)
{
    preston_trade_operator *trade = (preston_trade_operator *)op;
    free(trade->technology);
    free(trade->lists);
    free(trade->turned);
    free(trade->home);
    free(trade->waits[PRESTON_PLAIN]);
    free(trade->waits[PRESTON_TRANSPOSED]);
    for (int k = 0; k < COPIES; k++) {
        free(trade->copies[k]);
    }
    preston_pairs_clear(&trade->by_seller);
    preston_pairs_clear(&trade->by_buyer);
}

static const preston_operator_type trade_type = {"trade", preston_trade_scratch,
                                                 preston_trade_apply, clear};

const preston_trade *preston_operator_trade_parts(const preston_operator *op)
{
    return op->type == &trade_type ? &((const preston_trade_operator *)op)->parts : NULL;
}

/* --- technology --- */

/* A technology for each place stays where it is. */
static void find_first_technology(preston_trade_operator *trade)
{
    preston_rectangle *first = &trade->first_technology;
    first->cells = trade->parts.technology;
    first->cells.rows = trade->parts.sectors;
    first->contiguous = preston_dense_find_form(first->cells, &first->form);
    first->nonnegative = trade->base.nonnegative;
}

/* --- by place and sector --- */

/* The caller's memory where it holds place after place, else a copy; NULL when memory is out. */
static const double *by_place(preston_const_view view, double **out_copy)
{
    if (view.column_stride == 1 && view.row_stride == view.columns) {
        return view.data;
    }
    *out_copy = preston_allocate_matrix(view.rows, view.columns);
    if (*out_copy != NULL) {
        preston_block_load(preston_transposed(view), *out_copy);
    }
    return *out_copy;
}

static int find_places(preston_trade_operator *trade)
{
    const preston_trade *parts = &trade->parts;
    const struct {
        preston_const_view view;
        const double **found;
        int there;
    } views[COPIES] = {
        {parts->own, &trade->own, 1},
        {parts->seller_factors, &trade->seller_factors, parts->common_starts != NULL},
        {parts->buyer_factors, &trade->buyer_factors, parts->common_starts != NULL},
        {parts->pool_supply, &trade->pool_supply, preston_trade_has_pool(parts)},
        {parts->pool_use, &trade->pool_use, preston_trade_has_pool(parts)},
    };
    int failed = 0;
    for (int k = 0; k < COPIES; k++) {
        if (views[k].there && trade->base.rows > 0) {
            *views[k].found = by_place(views[k].view, &trade->copies[k]);
            failed |= *views[k].found == NULL;
        }
    }
    return failed ? -1 : 0;
}

/* --- the lists of each sector --- */

/* Do two sectors trade along the same pairs of places? */
static int same_pairs(const preston_lines *one, const preston_lines *other)
{
    int64_t shift = other->starts[0] - one->starts[0];
    int64_t cells = one->starts[one->count] - one->starts[0];
    if (other->starts[one->count] - other->starts[0] != cells) {
        return 0;
    }
    for (int64_t place = 0; place < one->count; place++) {
        if (other->starts[place] - one->starts[place] != shift) {
            return 0;
        }
    }
    return cells == 0 || memcmp(one->indices + one->starts[0], other->indices + other->starts[0],
                                (size_t)cells * sizeof *one->indices) == 0;
}

/* Each sector's lines, one for each of `places`, and the most cells in one of them or at one index,
 * of which there are `size`. NULL: no memory. */
static preston_lines *find_lines(const preston_lines *all, int64_t sectors, int64_t places,
                                 int64_t size, int64_t *out_most)
{
    int64_t *counts = preston_allocate(size, sizeof *counts);
    preston_lines *found = counts != NULL ? preston_allocate(sectors, sizeof *found) : NULL;
    for (int64_t i = 0; found != NULL && i < sectors; i++) {
        preston_lines *lines = &found[i];
        *lines = (preston_lines){places, all->starts + i * places, all->indices, all->values};
        if (i > 0 && same_pairs(lines - 1, lines)) {
            lines->values += lines->starts[0] - lines[-1].starts[0];
            lines->starts = lines[-1].starts;
            lines->indices = lines[-1].indices;
        } else {
            int64_t most = preston_lines_most_cells(lines, size, counts);
            *out_most = most > *out_most ? most : *out_most;
        }
    }
    free(counts);
    return found;
}

static int find_lists(preston_trade_operator *trade, int64_t *out_most)
{
    const preston_trade *parts = &trade->parts;
    const preston_lines *given = trade->piece.lists;
    preston_lines all = {trade->base.rows, parts->starts, parts->buyers, parts->shares};
    if (!preston_trade_is_piece(trade)) {
        trade->lists = find_lines(&all, parts->sectors, parts->places, parts->places, out_most);
        return trade->lists != NULL ? 0 : -1;
    }
    trade->lists = find_lines(&given[PRESTON_PLAIN], parts->sectors, parts->places,
                              preston_trade_senders(trade, PRESTON_PLAIN), out_most);
    trade->turned = find_lines(&given[PRESTON_TRANSPOSED], parts->sectors, parts->places,
                               preston_trade_senders(trade, PRESTON_TRANSPOSED), out_most);
    return trade->lists != NULL && trade->turned != NULL ? 0 : -1;
}

/* --- pieces --- */

/* The slices that gather from places beyond, and so must wait for what these send. */
static int find_waiting(preston_trade_operator *trade, preston_operation operation,
                        const preston_pairs *pairs)
{
    int64_t places = trade->parts.places;
    int64_t slice = preston_trade_slice(&trade->parts);
    trade->waits[operation] = preston_allocate((places + slice - 1) / slice, 1);
    if (trade->waits[operation] == NULL) {
        return -1;
    }
    for (int64_t place = 0; place < places; place++) {
        for (int64_t q = pairs->starts[place]; q < pairs->starts[place + 1]; q++) {
            trade->waits[operation][place / slice] |= pairs->places[q] >= places;
        }
    }
    return 0;
}

/* --- the operator --- */

/* The roundings that a product can meet on its way into a cell: S in the technology, then those of
 * its neighbours, of both forms, and of the pool, which is added up by slices; a few factors. */
static int64_t count_terms(const preston_trade_operator *trade, int64_t listed, int64_t common)
{
    int64_t places = trade->parts.places;
    int64_t slice = preston_trade_slice(&trade->parts);
    int64_t pool = trade->pool_use != NULL ? slice + places / slice + 2 : 0;
    return trade->parts.sectors + listed + common + pool + 8;
}

static int make_parts(preston_trade_operator *trade)
{
    const preston_trade *parts = &trade->parts;
    int64_t listed = 0;
    int64_t common = 0;
    int failed = find_places(trade);
    if (parts->technologies > 1 && parts->technology_of == NULL) {
        find_first_technology(trade);
    } else {
        failed |= preston_trade_pack(trade);
    }
    if (parts->starts != NULL && trade->base.rows > 0) {
        failed |= find_lists(trade, &listed);
    }
    if (parts->common_starts != NULL && trade->base.rows > 0) {
        failed |= preston_trade_make_pairs(trade, &common);
    }
    if (!failed && preston_trade_is_piece(trade) && trade->by_seller.starts != NULL) {
        failed |= find_waiting(trade, PRESTON_PLAIN, &trade->by_seller);
        failed |= find_waiting(trade, PRESTON_TRANSPOSED, &trade->by_buyer);
    }
    if (!failed) {
        failed = preston_trade_find_home(trade);
    }
    trade->base.terms = count_terms(trade, listed, common);
    return failed;
}

static preston_status make(const preston_trade *parts, int nonnegative, preston_trade_piece *piece,
                           preston_operator **out_operator, preston_error *error)
{
    preston_trade_operator *trade =
        preston_operator_allocate(sizeof *trade, &trade_type, parts->places * parts->sectors);
    if (trade == NULL) {
        return preston_fail_memory(error, "a trade operator");
    }
    trade->parts = *parts;
    trade->base.nonnegative = nonnegative;
    if (piece != NULL) {
        trade->piece = *piece;
        memset(piece->pairs, 0, sizeof piece->pairs);
    }
    if (make_parts(trade) != 0) {
        preston_operator_free(&trade->base);
        return preston_fail_memory(error, "a trade operator");
    }
    *out_operator = &trade->base;
    return PRESTON_OK;
}

preston_status preston_operator_trade(const preston_trade *parts, preston_operator **out_operator,
                                      preston_error *error)
{
    int64_t rows = 0;
    int nonnegative = 1;
    preston_status status = preston_trade_check(parts, parts->places, &rows, &nonnegative, error);
    return status == PRESTON_OK ? make(parts, nonnegative, NULL, out_operator, error) : status;
}

preston_status preston_operator_trade_piece(const preston_trade *parts, int nonnegative,
                                            preston_trade_piece *piece,
                                            preston_operator **out_operator, preston_error *error)
{
    return make(parts, nonnegative, piece, out_operator, error);
}
