#include "given_trade.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "pool.h"
#include "trade_input.h"
#include "trade_shares.h"

#include <math.h>
#include <stdlib.h>

/* What shares may miss one by: twenty of them, printed with six digits. */
static const double tolerance = 1e-5;

/* What is gathered of a buyer and a sector before the shares are written. */
typedef struct gathered {
    const preston_given *given;
    preston_trade_shares *shares;
    int64_t *order;   /* the lines by sector, seller and buyer */
    double *sums;     /* P × S, of lines for this sector alone; -1: none */
    double *sums_all; /* P, of lines for all sectors; -1: none */
    double *own_all;  /* P */
    double *factors;  /* P × S: what makes the sums exact */
} gathered;

static preston_status check_line(preston_given *given, int64_t k, preston_error *error)
{
    const preston_trade_line *line = &given->lines[k];
    const preston_trade_input *input = given->input;
    given->fault = k;
    if (line->seller < 0 || line->seller >= input->places || line->buyer < 0 ||
        line->buyer >= input->places || line->sector < -1 || line->sector >= input->sectors) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "share number %lld is of sector %lld from place %lld to place %lld: "
                            "there are %lld sectors and %lld places",
                            (long long)k + 1, (long long)line->sector, (long long)line->seller,
                            (long long)line->buyer, (long long)input->sectors,
                            (long long)input->places);
    }
    preston_label_text from;
    preston_label_text to;
    return line->share >= 0.0 && line->share <= 1.0
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_VALUE,
                              "the share of place %s in what place %s %s is %g: it must be "
                              "between 0 and 1",
                              preston_trade_place(input, line->seller, from),
                              preston_trade_place(input, line->buyer, to),
                              given->wages ? "pays as wages" : "uses", line->share);
}

/* --- sorting: a merge, since the order needs the lines beside it --- */

static int compare(const preston_trade_line *a, const preston_trade_line *b)
{
    if (a->sector != b->sector) {
        return a->sector < b->sector ? -1 : 1;
    }
    if (a->seller != b->seller) {
        return a->seller < b->seller ? -1 : 1;
    }
    return (a->buyer > b->buyer) - (a->buyer < b->buyer);
}

static void merge(const preston_trade_line *lines, int64_t *order, int64_t *room, int64_t count)
{
    if (count < 2) {
        return;
    }
    int64_t half = count / 2;
    merge(lines, order, room, half);
    merge(lines, order + half, room, count - half);
    int64_t left = 0;
    int64_t right = half;
    for (int64_t k = 0; k < count; k++) {
        int take_left = right >= count ||
                        (left < half && compare(&lines[order[left]], &lines[order[right]]) <= 0);
        room[k] = take_left ? order[left++] : order[right++];
    }
    for (int64_t k = 0; k < count; k++) {
        order[k] = room[k];
    }
}

static preston_status sort(const gathered *work, preston_given *given, preston_error *error)
{
    int64_t *room = preston_allocate(given->count, sizeof *room);
    if (room == NULL) {
        return preston_fail_memory(error, "trade shares");
    }
    for (int64_t k = 0; k < given->count; k++) {
        work->order[k] = k;
    }
    merge(given->lines, work->order, room, given->count);
    free(room);
    for (int64_t k = 1; k < given->count; k++) {
        const preston_trade_line *line = &given->lines[work->order[k]];
        if (compare(&given->lines[work->order[k - 1]], line) == 0) {
            preston_label_text from;
            preston_label_text to;
            preston_label_text in;
            given->fault = work->order[k];
            return preston_fail(
                error, PRESTON_ERROR_LABEL,
                "the share of place %s in what place %s %s %s stands twice: keep one",
                preston_trade_place(given->input, line->seller, from),
                preston_trade_place(given->input, line->buyer, to),
                given->wages ? "pays as" : "uses of sector",
                line->sector < 0 ? "'*'" : preston_trade_sector(given->input, line->sector, in));
        }
    }
    return PRESTON_OK;
}

/* --- sums --- */

static void add_up(const gathered *work)
{
    int64_t s = work->shares->sectors;
    for (int64_t at = 0; at < work->shares->places * s; at++) {
        work->sums[at] = -1.0;
    }
    for (int64_t place = 0; place < work->shares->places; place++) {
        work->sums_all[place] = -1.0;
    }
    for (int64_t k = 0; k < work->given->count; k++) {
        const preston_trade_line *line = &work->given->lines[work->order[k]];
        int all = line->sector < 0;
        double *sum =
            all ? &work->sums_all[line->buyer] : &work->sums[line->buyer * s + line->sector];
        *sum = fmax(*sum, 0.0) + line->share;
        if (line->seller == line->buyer && all) {
            work->own_all[line->buyer] = line->share;
        } else if (line->seller == line->buyer) {
            work->shares->own[line->buyer * s + line->sector] = line->share;
        }
    }
}

static preston_status fail_sum(const gathered *work, int64_t place, int64_t i, double sum,
                               double whole, preston_error *error)
{
    preston_label_text at;
    preston_label_text in;
    const preston_trade_input *input = work->given->input;
    (void)preston_trade_place(input, place, at);
    (void)preston_trade_sector(input, i, in);
    const char *more = whole < 1.0 ? ", that is 1 less the import share" : "";
    if (work->given->wages) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            sum < 0.0 ? "workplace %s has no share: say where its wages go"
                                      : "the shares of workplace %s add up to %.9g: make them 1",
                            at, sum);
    }
    if (sum < 0.0) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "there is no share of what place %s uses of sector %s: say who sells "
                            "it, or let the rest come from a pool",
                            at, in);
    }
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "the shares of what place %s uses of sector %s add up to %.9g: make them "
                        "%.9g%s",
                        at, in, sum, whole, more);
}

/* Makes the sums exact, and own shares with them; what is left goes to the pool. */
static preston_status complete(const gathered *work, preston_error *error)
{
    preston_trade_shares *shares = work->shares;
    int64_t s = shares->sectors;
    for (int64_t place = 0; place < shares->places; place++) {
        for (int64_t i = 0; i < s; i++) {
            int64_t at = place * s + i;
            double sum = work->sums[at] < 0.0 ? work->sums_all[place] : work->sums[at];
            double whole = 1.0 - preston_trade_cell(work->given->input->imports, place, i);
            double rest = whole - fmax(sum, 0.0);
            int exact = fabs(rest) <= tolerance;
            if (!exact && (rest < 0.0 || shares->pool_use == NULL)) {
                return fail_sum(work, place, i, sum, whole, error);
            }
            double factor = exact && sum > 0.0 ? whole / sum : 1.0;
            double own = work->sums[at] < 0.0 ? work->own_all[place] : shares->own[at];
            shares->own[at] = own * factor;
            work->factors[at] = factor;
            if (!exact) {
                shares->pool_use[at] = rest;
            } else if (sum <= 0.0) {
                shares->own[at] = whole; /* all is imported, to the tolerance */
            }
        }
    }
    return PRESTON_OK;
}

/* --- lists --- */

static int is_listed(const preston_trade_line *line, int all)
{
    return line->seller != line->buyer && (line->sector < 0) == all;
}

/* The lines that are for all sectors, or those that are not, as lists of `lists` sellers. */
static int write_lists(const gathered *work, int all, int64_t lists, int64_t **out_starts,
                       int64_t **out_buyers, double **out_values)
{
    int64_t places = work->shares->places;
    int64_t count = 0;
    for (int64_t k = 0; k < work->given->count; k++) {
        count += is_listed(&work->given->lines[k], all);
    }
    if (count == 0) {
        return 0;
    }
    int64_t *starts = *out_starts = preston_allocate(lists + 1, sizeof *starts);
    int64_t *buyers = *out_buyers = preston_allocate(count, sizeof *buyers);
    double *values = *out_values = preston_allocate(count, sizeof *values);
    if (starts == NULL || buyers == NULL || values == NULL) {
        return -1;
    }
    int64_t used = 0;
    for (int64_t k = 0; k < work->given->count; k++) {
        const preston_trade_line *line = &work->given->lines[work->order[k]];
        if (!is_listed(line, all)) {
            continue;
        }
        int64_t sector = all ? 0 : line->sector;
        double factor = work->factors[line->buyer * work->shares->sectors + sector];
        starts[sector * places + line->seller + 1]++;
        buyers[used] = line->buyer;
        values[used++] = all ? line->share : line->share * factor;
    }
    for (int64_t list = 0; list < lists; list++) {
        starts[list + 1] += starts[list];
    }
    return 0;
}

static int write_all(const gathered *work)
{
    preston_trade_shares *shares = work->shares;
    int64_t cells = shares->places * shares->sectors;
    if (write_lists(work, 0, cells, &shares->starts, &shares->buyers, &shares->shares) != 0 ||
        write_lists(work, 1, shares->places, &shares->common_starts, &shares->common_buyers,
                    &shares->common_shares) != 0) {
        return -1;
    }
    if (shares->common_starts == NULL) {
        return 0;
    }
    shares->seller_factors = preston_allocate_matrix(shares->places, shares->sectors);
    shares->buyer_factors = preston_allocate_matrix(shares->places, shares->sectors);
    if (shares->seller_factors == NULL || shares->buyer_factors == NULL) {
        return -1;
    }
    for (int64_t at = 0; at < cells; at++) {
        shares->seller_factors[at] = 1.0;
        shares->buyer_factors[at] = work->sums[at] < 0.0 ? work->factors[at] : 0.0;
    }
    return 0;
}

static preston_status fill_shares(gathered *work, preston_given *given, preston_error *error)
{
    preston_trade_shares *shares = work->shares;
    int64_t places = shares->places;
    work->order = preston_allocate(given->count, sizeof *work->order);
    work->sums = preston_allocate_matrix(places, shares->sectors);
    work->sums_all = preston_allocate_matrix(2, places);
    work->factors = preston_allocate_matrix(places, shares->sectors);
    if (given->options->rest_from_pool) {
        shares->pool_use = preston_allocate_matrix(places, shares->sectors);
    }
    if (work->order == NULL || work->sums == NULL || work->sums_all == NULL ||
        work->factors == NULL || (given->options->rest_from_pool && shares->pool_use == NULL)) {
        return preston_fail_memory(error, "trade shares");
    }
    work->own_all = work->sums_all + places;
    preston_status status = sort(work, given, error);
    if (status == PRESTON_OK) {
        add_up(work);
        status = complete(work, error);
    }
    if (status == PRESTON_OK && write_all(work) != 0) {
        status = preston_fail_memory(error, "trade shares");
    }
    return status == PRESTON_OK ? preston_trade_fill_pool(given->input, shares, error) : status;
}

preston_status preston_trade_from_lines(preston_given *given, preston_trade_shares **out_shares,
                                        preston_error *error)
{
    const preston_trade_input *input = given->input;
    given->fault = -1;
    preston_status status = preston_trade_check_input(input, given->options->rest_from_pool, error);
    for (int64_t k = 0; k < given->count && status == PRESTON_OK; k++) {
        status = check_line(given, k, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    given->fault = -1;
    gathered work = {.given = given,
                     .shares = preston_trade_shares_allocate(input->places, input->sectors)};
    status = work.shares != NULL ? fill_shares(&work, given, error)
                                 : preston_fail_memory(error, "trade shares");
    free(work.order);
    free(work.sums);
    free(work.sums_all);
    free(work.factors);
    if (status != PRESTON_OK) {
        preston_trade_shares_free(work.shares);
        return status;
    }
    *out_shares = work.shares;
    return PRESTON_OK;
}

preston_status preston_trade_given(const preston_trade_input *input, int64_t count,
                                   const preston_trade_line *lines,
                                   const preston_trade_options *options,
                                   preston_trade_shares **out_shares, preston_error *error)
{
    preston_trade_options defaults;
    preston_trade_options_init(&defaults);
    preston_given given = {.input = input,
                           .options = options != NULL ? options : &defaults,
                           .count = count,
                           .lines = lines};
    preston_status status = preston_trade_check_options(given.options, error);
    return status == PRESTON_OK ? preston_trade_from_lines(&given, out_shares, error) : status;
}
