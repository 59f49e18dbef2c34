/* Products of the trade operator for many places: common neighbours, technologies shared, no lists.
 *
 * What takes the time is memory, so that each array passes once. Plain, z never leaves the first
 * cache: the first pass writes w = b∘z alone, and the second has own∘z back as (own / b)∘w, from
 * lines of w that it gathers anyway. Transposed, it is z again that stays between the gathering and
 * the technology. */
#include "trade.h"

#include "../status/allocate.h"
#include "lanes.h"

#include <float.h>

enum {
    CACHE_LINE = 8,          /* doubles */
    PARALLEL_CELLS = 1 << 14 /* fewer values than this are not worth a second thread */
};

typedef struct direct {
    const preston_trade_operator *trade;
    preston_operation operation;
    int absolute;
    int64_t slice;      /* places */
    int64_t slices;     /* how many */
    const double *sent; /* factors of what is gathered */
    const double *into_pool;
    const double *from_pool;
    const double *x;
    double *y;
    double *w;
    double *pool; /* a sum of each slice and sector, then the whole */
    preston_gathering gathering;
} direct;

/* --- what is made once --- */

/* Factors so small that the quotient, or w, would leave the range of doubles. */
static int is_too_small(double own, double factor)
{
    return own != 0.0 && !(fabs(factor) > fabs(own) * 1e-100 && fabs(factor) > 1e-100);
}

int preston_trade_find_home(preston_trade_operator *trade)
{
    int64_t n = trade->base.rows;
    if (trade->by_seller.starts == NULL || trade->technology == NULL || trade->lists != NULL ||
        trade->parts.sectors > PRESTON_MOST_PACKED) {
        return 0;
    }
    for (int64_t i = 0; i < n; i++) {
        if (is_too_small(trade->own[i], trade->buyer_factors[i])) {
            return 0;
        }
    }
    trade->home = preston_allocate_matrix(n, 1);
    for (int64_t i = 0; trade->home != NULL && i < n; i++) {
        trade->home[i] = trade->own[i] != 0.0 ? trade->own[i] / trade->buyer_factors[i] : 0.0;
    }
    return trade->home != NULL ? 0 : -1;
}

int preston_trade_is_direct(const preston_trade_operator *trade)
{
    return trade->home != NULL;
}

static int64_t count_slices(const preston_trade *parts)
{
    int64_t slice = preston_trade_slice(parts);
    return (parts->places + slice - 1) / slice;
}

int64_t preston_direct_scratch(const preston_trade_operator *trade)
{
    const preston_trade *parts = &trade->parts;
    int64_t pool = trade->pool_use != NULL ? (count_slices(parts) + 1) * parts->sectors : 0;
    return preston_trade_most_senders(trade) * preston_pairs_leading(parts->sectors) + pool +
           CACHE_LINE;
}

/* --- the first pass --- */

/* w = factors∘z for a slice, with zeros up to the next cache line. */
PRESTON_CLONES
static void send_slice(const direct *job, int64_t first, int64_t last, const double *z)
{
    int64_t s = job->trade->parts.sectors;
    int64_t leading = job->gathering.leading;
    for (int64_t place = first; place < last; place++) {
        const double *factors = job->sent + place * s;
        const double *values = z + (place - first) * s;
        double *line = job->w + place * leading;
        for (int64_t i = 0; i < s; i++) {
            line[i] = preston_trade_size(factors[i], job->absolute) * values[i];
        }
        for (int64_t i = s; i < leading; i++) {
            line[i] = 0.0;
        }
    }
}

static void add_to_pool(const direct *job, int64_t first, int64_t last, const double *z,
                        double *pool)
{
    int64_t s = job->trade->parts.sectors;
    memset(pool, 0, (size_t)s * sizeof *pool);
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < s; i++) {
            pool[i] += preston_trade_size(job->into_pool[place * s + i], job->absolute) *
                       z[(place - first) * s + i];
        }
    }
}

static void first_pass(const direct *job, int64_t number)
{
    int64_t s = job->trade->parts.sectors;
    int64_t first = number * job->slice;
    int64_t last = first + job->slice;
    last = last < job->trade->parts.places ? last : job->trade->parts.places;
    double made[PRESTON_SLICE_CELLS];
    const double *z = job->x + first * s;
    if (job->operation == PRESTON_PLAIN) {
        preston_trade_multiply_shared(job->trade, PRESTON_PLAIN, job->absolute, first, last - first,
                                      z, made);
        z = made;
    }
    send_slice(job, first, last, z);
    if (job->into_pool != NULL) {
        add_to_pool(job, first, last, z, job->pool + number * s);
    }
}

/* The slices' sums, in their order. */
static void add_up_pool(const direct *job)
{
    int64_t s = job->trade->parts.sectors;
    double *whole = job->pool + job->slices * s;
    memset(whole, 0, (size_t)s * sizeof *whole);
    for (int64_t number = 0; number < job->slices; number++) {
        for (int64_t i = 0; i < s; i++) {
            whole[i] += job->pool[number * s + i];
        }
    }
}

/* --- the second pass --- */

static void take_from_pool(const direct *job, int64_t first, int64_t last, double *to)
{
    int64_t s = job->trade->parts.sectors;
    const double *whole = job->pool + job->slices * s;
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < s; i++) {
            to[(place - first) * s + i] +=
                preston_trade_size(job->from_pool[place * s + i], job->absolute) * whole[i];
        }
    }
}

static void second_pass(const direct *job, int64_t number)
{
    int64_t s = job->trade->parts.sectors;
    int64_t first = number * job->slice;
    int64_t last = first + job->slice;
    last = last < job->trade->parts.places ? last : job->trade->parts.places;
    int plain = job->operation == PRESTON_PLAIN;
    double z[PRESTON_SLICE_CELLS];
    preston_gathering gathering = job->gathering;
    gathering.to = plain ? job->y + first * s : z;
    preston_pairs_gather(&gathering, first, last, job->absolute);
    if (job->from_pool != NULL) {
        take_from_pool(job, first, last, gathering.to);
    }
    if (!plain) {
        preston_trade_multiply_shared(job->trade, PRESTON_TRANSPOSED, job->absolute, first,
                                      last - first, z, job->y + first * s);
    }
}

/* --- a piece --- */

static void pass_over(const direct *job, int waiting)
{
    const unsigned char *waits = job->trade->waits[job->operation];
#pragma omp parallel for schedule(dynamic) if (job->trade->base.rows > PARALLEL_CELLS)
    for (int64_t number = 0; number < job->slices; number++) {
        if (waits[number] == waiting) {
            second_pass(job, number);
        }
    }
}

/* What places beyond send arrives while slices that need none of it are done. */
static void exchange_and_pass(const direct *job)
{
    const preston_trade_piece *piece = &job->trade->piece;
    int64_t s = job->trade->parts.sectors;
    piece->begin(piece->context, job->operation, job->gathering.leading, job->w);
    if (job->into_pool != NULL) {
        piece->add_up(piece->context, s, job->pool + job->slices * s);
    }
    pass_over(job, 0);
    piece->end(piece->context, job->operation, job->gathering.leading, job->w);
    pass_over(job, 1);
}

/* --- the product --- */

static direct prepare(const preston_trade_operator *trade, preston_operation operation,
                      const double *x, double *scratch)
{
    const preston_trade *parts = &trade->parts;
    int plain = operation == PRESTON_PLAIN;
    /* whole cache lines for what is gathered */
    int64_t past = (int64_t)((uintptr_t)scratch / sizeof *scratch % CACHE_LINE);
    direct job = {
        .trade = trade,
        .operation = operation,
        .slice = preston_trade_slice(parts),
        .slices = count_slices(parts),
        .sent = plain ? trade->buyer_factors : trade->seller_factors,
        .into_pool = plain ? trade->pool_use : trade->pool_supply,
        .from_pool = plain ? trade->pool_supply : trade->pool_use,
        .x = x,
        .w = scratch + (past > 0 ? CACHE_LINE - past : 0),
    };
    job.gathering = (preston_gathering){
        .pairs = plain ? &trade->by_seller : &trade->by_buyer,
        .sectors = parts->sectors,
        .leading = preston_pairs_leading(parts->sectors),
        .w = job.w,
        .factors = plain ? trade->seller_factors : trade->buyer_factors,
        .home_factors = plain ? trade->home : trade->own,
        .home = plain ? job.w : x,
        .home_leading = plain ? preston_pairs_leading(parts->sectors) : parts->sectors,
    };
    job.pool = job.w + preston_trade_senders(trade, operation) * job.gathering.leading;
    return job;
}

void preston_direct_apply(const preston_trade_operator *trade, preston_operation operation,
                          int absolute, const double *x, double *y, double *scratch)
{
    direct job = prepare(trade, operation, x, scratch);
    job.absolute = absolute;
    job.y = y;
#pragma omp parallel for schedule(dynamic) if (trade->base.rows > PARALLEL_CELLS)
    for (int64_t number = 0; number < job.slices; number++) {
        first_pass(&job, number);
    }
    if (job.into_pool != NULL) {
        add_up_pool(&job);
    }
    if (preston_trade_is_piece(trade)) {
        exchange_and_pass(&job);
        return;
    }
#pragma omp parallel for schedule(dynamic) if (trade->base.rows > PARALLEL_CELLS)
    for (int64_t number = 0; number < job.slices; number++) {
        second_pass(&job, number);
    }
}
