/* Making trade operators: checks, and the parts in the order that products read them. */
#include "trade.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void clear(preston_operator *op)
{
    preston_trade_operator *trade = (preston_trade_operator *)op;
    free(trade->technology);
    free(trade->own);
    free(trade->neighbours);
}

static const preston_operator_type trade_type = {"trade", preston_trade_scratch,
                                                 preston_trade_apply, clear};

const preston_trade *preston_operator_trade_parts(const preston_operator *op)
{
    return op->type == &trade_type ? &((const preston_trade_operator *)op)->parts : NULL;
}

/* --- checks --- */

static int is_empty(preston_const_view view)
{
    return view.rows == 0 || view.columns == 0;
}

static preston_status check_view(preston_const_view view, int64_t rows, int64_t columns,
                                 const char *what, int *out_nonnegative, preston_error *error)
{
    if (view.rows != rows || view.columns != columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "the %s: %lld × %lld must be %lld × %lld",
                            what, (long long)view.rows, (long long)view.columns, (long long)rows,
                            (long long)columns);
    }
    return preston_operator_check_cells(view, what, out_nonnegative, error);
}

static preston_status check_sizes(const preston_trade *parts, int64_t *out_rows,
                                  preston_error *error)
{
    if (parts->places < 0 || parts->sectors < 0 || parts->sectors > INT_MAX ||
        __builtin_mul_overflow(parts->places, parts->sectors, out_rows)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "trade of %lld places and %lld sectors cannot be made",
                            (long long)parts->places, (long long)parts->sectors);
    }
    if (parts->starts != NULL && *out_rows > 0 && parts->starts[*out_rows] > parts->starts[0] &&
        (parts->buyers == NULL || parts->shares == NULL)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "trade between places has starts, but no %s",
                            parts->buyers == NULL ? "buyers" : "shares");
    }
    return PRESTON_OK;
}

static preston_status check_views(const preston_trade *parts, int64_t rows, int *out_nonnegative,
                                  preston_error *error)
{
    int64_t places = parts->places;
    int64_t sectors = parts->sectors;
    preston_status status = check_view(parts->technology, parts->per_place ? rows : sectors,
                                       sectors, "technology", out_nonnegative, error);
    if (status == PRESTON_OK) {
        status = check_view(parts->own, places, sectors, "own shares", out_nonnegative, error);
    }
    if (status != PRESTON_OK || (is_empty(parts->pool_supply) && is_empty(parts->pool_use))) {
        return status;
    }
    status =
        check_view(parts->pool_supply, places, sectors, "pool's supply", out_nonnegative, error);
    if (status == PRESTON_OK) {
        status = check_view(parts->pool_use, places, sectors, "pool's use", out_nonnegative, error);
    }
    return status;
}

static preston_status check_neighbours(const preston_trade *parts, int64_t rows,
                                       int *out_nonnegative, preston_error *error)
{
    preston_lines all = {rows, parts->starts, parts->buyers, parts->shares};
    int64_t line = 0;
    int64_t q = 0;
    preston_lines_fault fault = PRESTON_LINES_SOUND;
    if (parts->starts != NULL) {
        fault = preston_lines_find_fault(&all, parts->places, out_nonnegative, &line, &q);
    }
    if (fault == PRESTON_LINES_SOUND) {
        return PRESTON_OK;
    }
    long long sector = line / parts->places + 1;
    long long seller = line % parts->places + 1;
    if (fault == PRESTON_LINES_START) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the buyers of sector %lld from place %lld start at %lld and end at "
                            "%lld: starts may not fall, nor be below zero",
                            sector, seller, (long long)parts->starts[line],
                            (long long)parts->starts[line + 1]);
    }
    if (fault == PRESTON_LINES_INDEX) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "sector %lld sells from place %lld to a buyer %lld, which is not in 0 "
                            "to %lld",
                            sector, seller, (long long)parts->buyers[q],
                            (long long)parts->places - 1);
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the share of sector %lld sold from place %lld to place %lld is not finite",
                        sector, seller, (long long)parts->buyers[q] + 1);
}

static preston_status check(const preston_trade *parts, int64_t *out_rows, int *out_nonnegative,
                            preston_error *error)
{
    preston_status status = check_sizes(parts, out_rows, error);
    if (status == PRESTON_OK) {
        status = check_views(parts, *out_rows, out_nonnegative, error);
    }
    if (status == PRESTON_OK) {
        status = check_neighbours(parts, *out_rows, out_nonnegative, error);
    }
    return status;
}

/* --- parts --- */

/* A shared technology as BLAS reads it, and in absolute values. */
static int copy_technology(preston_trade_operator *trade)
{
    int64_t s = trade->parts.sectors;
    trade->technology = preston_allocate_matrix(2 * s, s);
    if (trade->technology == NULL) {
        return -1;
    }
    trade->absolute_technology = trade->technology + s * s;
    preston_block_load(trade->parts.technology, trade->technology);
    for (int64_t k = 0; k < s * s; k++) {
        trade->absolute_technology[k] = fabs(trade->technology[k]);
    }
    return 0;
}

/* A technology for each place stays where it is. */
static void find_first_technology(preston_trade_operator *trade)
{
    preston_rectangle *first = &trade->first_technology;
    first->cells = trade->parts.technology;
    first->cells.rows = trade->parts.sectors;
    first->contiguous = preston_dense_find_form(first->cells, &first->form);
    first->nonnegative = trade->base.nonnegative;
}

/* The shares of places in sector order: of P × S views, column after column. */
static int copy_shares(preston_trade_operator *trade)
{
    int64_t n = trade->base.rows;
    int pooled = !is_empty(trade->parts.pool_use);
    trade->own = preston_allocate_matrix(n, pooled ? 3 : 1);
    if (trade->own == NULL) {
        return -1;
    }
    preston_block_load(trade->parts.own, trade->own);
    if (pooled) {
        trade->pool_supply = trade->own + n;
        trade->pool_use = trade->pool_supply + n;
        preston_block_load(trade->parts.pool_supply, trade->pool_supply);
        preston_block_load(trade->parts.pool_use, trade->pool_use);
    }
    return 0;
}

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

/* Each sector's lines, and the most cells in one of them or at one buyer. */
static int find_neighbours(preston_trade_operator *trade, int64_t *out_most)
{
    const preston_trade *parts = &trade->parts;
    int64_t *counts = preston_allocate(parts->places, sizeof *counts);
    trade->neighbours = preston_allocate(parts->sectors, sizeof *trade->neighbours);
    for (int64_t i = 0; counts != NULL && trade->neighbours != NULL && i < parts->sectors; i++) {
        preston_lines *lines = &trade->neighbours[i];
        *lines = (preston_lines){parts->places, parts->starts + i * parts->places, parts->buyers,
                                 parts->shares};
        if (i > 0 && same_pairs(lines - 1, lines)) {
            lines->values += lines->starts[0] - lines[-1].starts[0];
            lines->starts = lines[-1].starts;
            lines->indices = lines[-1].indices;
        } else {
            int64_t most = preston_lines_most_cells(lines, parts->places, counts);
            *out_most = most > *out_most ? most : *out_most;
        }
    }
    free(counts);
    return counts != NULL && trade->neighbours != NULL ? 0 : -1;
}

/* The roundings that a product can meet on its way into a cell: S in the technology, then those of
 * its share, own or neighbours' or by the pool, which is added up in runs. */
static int64_t count_terms(const preston_trade_operator *trade, int64_t neighbours)
{
    int64_t places = trade->parts.places;
    int64_t run = places < PRESTON_POOL_RUN ? places : PRESTON_POOL_RUN;
    int64_t pool = trade->pool_use != NULL ? run + places / PRESTON_POOL_RUN + 2 : 0;
    return trade->parts.sectors + neighbours + pool + 4;
}

preston_status preston_operator_trade(const preston_trade *parts, preston_operator **out_operator,
                                      preston_error *error)
{
    int64_t rows = 0;
    int64_t neighbours = 0;
    int nonnegative = 1;
    preston_status status = check(parts, &rows, &nonnegative, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_trade_operator *trade = preston_operator_allocate(sizeof *trade, &trade_type, rows);
    if (trade == NULL) {
        return preston_fail_memory(error, "a trade operator");
    }
    trade->parts = *parts;
    trade->base.nonnegative = nonnegative;
    int failed = copy_shares(trade);
    if (parts->per_place) {
        find_first_technology(trade);
    } else {
        failed |= copy_technology(trade);
    }
    if (parts->starts != NULL && rows > 0) {
        failed |= find_neighbours(trade, &neighbours);
    }
    if (failed) {
        preston_operator_free(&trade->base);
        return preston_fail_memory(error, "a trade operator");
    }
    trade->base.terms = count_terms(trade, neighbours);
    *out_operator = &trade->base;
    return PRESTON_OK;
}
