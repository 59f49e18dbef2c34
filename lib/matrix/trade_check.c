/* Checks of a description of trade: every message names the place and the sector at fault. */
#include "trade.h"

#include "../status/error.h"

#include <limits.h>
#include <math.h>

static int is_empty(preston_const_view view)
{
    return view.rows == 0 || view.columns == 0;
}

int preston_trade_has_pool(const preston_trade *parts)
{
    return !is_empty(parts->pool_supply) || !is_empty(parts->pool_use);
}

/* --- sizes --- */

static preston_status check_sizes(const preston_trade *parts, int64_t *out_rows,
                                  preston_error *error)
{
    int64_t cells = 0;
    if (parts->places < 0 || parts->sectors < 0 || parts->sectors > INT_MAX ||
        __builtin_mul_overflow(parts->places, parts->sectors, out_rows)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "trade of %lld places and %lld sectors cannot be made",
                            (long long)parts->places, (long long)parts->sectors);
    }
    if (parts->common_starts != NULL && parts->places > INT32_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld places with common neighbours: there can be %lld at most",
                            (long long)parts->places, (long long)INT32_MAX);
    }
    int each_its_own = parts->technology_of == NULL && parts->technologies == parts->places;
    if ((parts->technologies < 1 && !each_its_own) ||
        __builtin_mul_overflow(parts->technologies, parts->sectors, &cells)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld technologies: give 1 that all places share, or several and which "
                            "each place has",
                            (long long)parts->technologies);
    }
    if (parts->technology_of == NULL && parts->technologies != 1 && !each_its_own) {
        return preston_fail(
            error, PRESTON_ERROR_SHAPE,
            "%lld technologies for %lld places: say which each place has, or give 1 "
            "or as many as places",
            (long long)parts->technologies, (long long)parts->places);
    }
    return PRESTON_OK;
}

static preston_status check_arrays(const preston_trade *parts, int64_t rows, preston_error *error)
{
    if (parts->starts != NULL && rows > 0 && parts->starts[rows] > parts->starts[0] &&
        (parts->buyers == NULL || parts->shares == NULL)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "trade between places has starts, but no %s",
                            parts->buyers == NULL ? "buyers" : "shares");
    }
    if (parts->common_starts != NULL && rows > 0 &&
        parts->common_starts[parts->places] > parts->common_starts[0] &&
        (parts->common_buyers == NULL || parts->common_shares == NULL)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "common trade between places has starts, but no %s",
                            parts->common_buyers == NULL ? "buyers" : "shares");
    }
    return PRESTON_OK;
}

/* --- numbers --- */

static preston_status check_view(preston_const_view view, int64_t rows, int64_t columns,
                                 const char *what, preston_error *error)
{
    if (view.rows != rows || view.columns != columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "the %s: %lld × %lld must be %lld × %lld",
                            what, (long long)view.rows, (long long)view.columns, (long long)rows,
                            (long long)columns);
    }
    return PRESTON_OK;
}

static preston_status check_technology(const preston_trade *parts, int *out_nonnegative,
                                       preston_error *error)
{
    preston_status status = check_view(parts->technology, parts->technologies * parts->sectors,
                                       parts->sectors, "technology", error);
    if (status == PRESTON_OK) {
        status =
            preston_operator_check_cells(parts->technology, "technology", out_nonnegative, error);
    }
    for (int64_t place = 0;
         status == PRESTON_OK && parts->technology_of != NULL && place < parts->places; place++) {
        int64_t technology = parts->technology_of[place];
        if (technology < 0 || technology >= parts->technologies) {
            status = preston_fail(error, PRESTON_ERROR_VALUE,
                                  "place %lld has technology %lld, which is not in 0 to %lld",
                                  (long long)place + 1, (long long)technology,
                                  (long long)parts->technologies - 1);
        }
    }
    return status;
}

/* A P × S view. */
static preston_status check_places(const preston_trade *parts, preston_const_view view,
                                   const char *what, int *out_nonnegative, preston_error *error)
{
    preston_status status = check_view(view, parts->places, parts->sectors, what, error);
    int nonnegative = 1;
    for (int64_t place = 0; status == PRESTON_OK && place < view.rows; place++) {
        for (int64_t i = 0; i < view.columns; i++) {
            double value = preston_get(view, place, i);
            if (!isfinite(value)) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "the %s: place %lld, sector %lld is not finite", what,
                                    (long long)place + 1, (long long)i + 1);
            }
            nonnegative &= value >= 0.0;
        }
    }
    *out_nonnegative &= nonnegative;
    return status;
}

static preston_status check_all_places(const preston_trade *parts, int *out_nonnegative,
                                       preston_error *error)
{
    const struct {
        const char *what;
        preston_const_view view;
        int there;
    } views[] = {
        {"own shares", parts->own, 1},
        {"factors of sellers", parts->seller_factors, parts->common_starts != NULL},
        {"factors of buyers", parts->buyer_factors, parts->common_starts != NULL},
        {"pool's supply", parts->pool_supply, preston_trade_has_pool(parts)},
        {"pool's use", parts->pool_use, preston_trade_has_pool(parts)},
    };
    preston_status status = PRESTON_OK;
    for (size_t k = 0; status == PRESTON_OK && k < sizeof views / sizeof *views; k++) {
        if (views[k].there) {
            status = check_places(parts, views[k].view, views[k].what, out_nonnegative, error);
        }
    }
    return status;
}

/* --- neighbours --- */

static preston_status check_lists(const preston_trade *parts, int64_t buyers, int64_t rows,
                                  int *out_nonnegative, preston_error *error)
{
    preston_lines all = {rows, parts->starts, parts->buyers, parts->shares};
    int64_t line = 0;
    int64_t q = 0;
    preston_lines_fault fault = PRESTON_LINES_SOUND;
    if (parts->starts != NULL) {
        fault = preston_lines_find_fault(&all, buyers, out_nonnegative, &line, &q);
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
                            sector, seller, (long long)parts->buyers[q], (long long)buyers - 1);
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the share of sector %lld sold from place %lld to place %lld is not finite",
                        sector, seller, (long long)parts->buyers[q] + 1);
}

static preston_status check_pairs(const preston_trade *parts, int64_t buyers, int *out_nonnegative,
                                  preston_error *error)
{
    preston_lines all = {parts->places, parts->common_starts, parts->common_buyers,
                         parts->common_shares};
    int64_t line = 0;
    int64_t q = 0;
    preston_lines_fault fault = PRESTON_LINES_SOUND;
    if (parts->common_starts != NULL && parts->sectors > 0) {
        fault = preston_lines_find_fault(&all, buyers, out_nonnegative, &line, &q);
    }
    long long seller = line + 1;
    switch (fault) {
    case PRESTON_LINES_SOUND:
        return PRESTON_OK;
    case PRESTON_LINES_START:
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the common buyers from place %lld start at %lld and end at %lld: "
                            "starts may not fall, nor be below zero",
                            seller, (long long)parts->common_starts[line],
                            (long long)parts->common_starts[line + 1]);
    case PRESTON_LINES_INDEX:
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "place %lld sells to a common buyer %lld, which is not in 0 to %lld",
                            seller, (long long)parts->common_buyers[q], (long long)buyers - 1);
    case PRESTON_LINES_VALUE:
        break;
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the common share of place %lld in what place %lld buys is not finite",
                        seller, (long long)parts->common_buyers[q] + 1);
}

preston_status preston_trade_check(const preston_trade *parts, int64_t buyers, int64_t *out_rows,
                                   int *out_nonnegative, preston_error *error)
{
    preston_status status = check_sizes(parts, out_rows, error);
    if (status == PRESTON_OK) {
        status = check_arrays(parts, *out_rows, error);
    }
    if (status == PRESTON_OK) {
        status = check_technology(parts, out_nonnegative, error);
    }
    if (status == PRESTON_OK) {
        status = check_all_places(parts, out_nonnegative, error);
    }
    if (status == PRESTON_OK) {
        status = check_lists(parts, buyers, *out_rows, out_nonnegative, error);
    }
    return status == PRESTON_OK ? check_pairs(parts, buyers, out_nonnegative, error) : status;
}
