/* Products of the trade operator: y = T(A x), and y = Aᵀ(Tᵀ x). */
#include "trade.h"

#include "blas.h"
#include "lanes.h"

enum {
    CACHE_LINE = 8,          /* doubles */
    PARALLEL_CELLS = 1 << 14 /* fewer values than this are not worth a second thread */
};

/* What a product passes along: x or z by place, what is to be gathered, and what each sector's own
 * neighbours trade. Plain, what places use of each sector is sent to who sells it; transposed,
 * sellers and buyers change roles. */
typedef struct product {
    const preston_trade_operator *trade;
    preston_operation operation;
    int absolute;
    int64_t vectors;
    int width;      /* of groups */
    int64_t slice;  /* places */
    int64_t slices; /* how many */

    /* by role, P × S */
    const double *sent;     /* factors of what is gathered */
    const double *received; /* factors of what was gathered */
    const double *into_pool;
    const double *from_pool;
    const preston_pairs *pairs;

    const double *x;
    double *y;
    double *z;      /* transposed: n for each vector; plain: none, y itself */
    double *w;      /* P × leading for each vector */
    double *pool;   /* a sum of each slice and sector, then the whole, for each vector */
    double *bought; /* groups in sector order */
    double *sold;
    double *lines; /* of a piece with lists: what places send, in place order */
} product;

static int64_t count_slices(const preston_trade *parts)
{
    int64_t slice = preston_trade_slice(parts);
    return (parts->places + slice - 1) / slice;
}

/* --- the scratch of a product --- */

/* Vectors are taken together where reading cells once for all of them saves much: technologies of
 * each place, and lists of each sector. */
static int64_t most_together(const preston_trade_operator *trade)
{
    int saves = trade->lists != NULL || trade->technology == NULL;
    return saves && !preston_trade_is_piece(trade) ? PRESTON_WIDEST_GROUP : 1;
}

static int64_t gathered_cells(const preston_trade_operator *trade)
{
    return trade->by_seller.starts != NULL
               ? preston_trade_most_senders(trade) * preston_pairs_leading(trade->parts.sectors)
               : 0;
}

/* In sector order, for one vector. */
static int64_t bought_cells(const preston_trade_operator *trade)
{
    return trade->lists != NULL ? preston_trade_most_senders(trade) * trade->parts.sectors : 0;
}

static int64_t pool_cells(const preston_trade_operator *trade)
{
    return trade->pool_use != NULL ? (count_slices(&trade->parts) + 1) * trade->parts.sectors : 0;
}

int64_t preston_trade_scratch(const preston_operator *op, int64_t columns)
{
    const preston_trade_operator *trade = (const preston_trade_operator *)op;
    if (columns > 0 && preston_trade_is_direct(trade)) {
        return preston_direct_scratch(trade);
    }
    int64_t together = most_together(trade);
    int64_t vectors = columns < together ? columns : together;
    int64_t bought = bought_cells(trade);
    int64_t groups = trade->lists != NULL ? (op->rows + bought) * preston_group_width(vectors) : 0;
    int64_t lines = preston_trade_is_piece(trade) ? bought : 0;
    return columns > 0 ? vectors * (op->rows + gathered_cells(trade) + pool_cells(trade)) + groups +
                             lines + CACHE_LINE
                       : 0;
}

static void divide_scratch(product *job, double *scratch)
{
    const preston_trade_operator *trade = job->trade;
    int64_t n = trade->base.rows;
    /* whole cache lines for what is gathered */
    int64_t past = (int64_t)((uintptr_t)scratch / sizeof *scratch % CACHE_LINE);
    job->w = scratch + (past > 0 ? CACHE_LINE - past : 0);
    job->z = job->w + job->vectors * gathered_cells(trade);
    job->pool = job->z + job->vectors * n;
    job->bought = job->pool + job->vectors * pool_cells(trade);
    job->sold = job->bought + bought_cells(trade) * job->width;
    job->lines = job->sold + (trade->lists != NULL ? n * job->width : 0);
}

/* --- the first pass --- */

/* w = factors∘z, with zeros up to the next cache line. */
PRESTON_CLONES
static void send_places(const product *job, int64_t first, int64_t last, const double *z, double *w)
{
    int64_t s = job->trade->parts.sectors;
    int64_t leading = preston_pairs_leading(s);
    int absolute = job->absolute;
    for (int64_t place = first; place < last; place++) {
        const double *factors = job->sent + place * s;
        double *line = w + place * leading;
        for (int64_t i = 0; i < s; i++) {
            line[i] = preston_trade_size(factors[i], absolute) * z[place * s + i];
        }
        for (int64_t i = s; i < leading; i++) {
            line[i] = 0.0;
        }
    }
}

static void add_to_pool(const product *job, int64_t first, int64_t last, const double *z,
                        double *pool)
{
    int64_t s = job->trade->parts.sectors;
    memset(pool, 0, (size_t)s * sizeof *pool);
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < s; i++) {
            pool[i] +=
                preston_trade_size(job->into_pool[place * s + i], job->absolute) * z[place * s + i];
        }
    }
}

/* y = own∘z; the two may be the same. */
PRESTON_CLONES
static void keep_places(const product *job, int64_t first, int64_t last, const double *z, double *y)
{
    int64_t s = job->trade->parts.sectors;
    for (int64_t cell = first * s; cell < last * s; cell++) {
        y[cell] = preston_trade_size(job->trade->own[cell], job->absolute) * z[cell];
    }
}

static void first_pass(const product *job, int64_t number)
{
    const preston_trade *parts = &job->trade->parts;
    int64_t n = job->trade->base.rows;
    int64_t first = number * job->slice;
    int64_t last = first + job->slice < parts->places ? first + job->slice : parts->places;
    int plain = job->operation == PRESTON_PLAIN;
    const double *z = plain ? job->y : job->x;
    if (plain) {
        preston_trade_multiply(job->trade, job->operation, job->absolute, first, last, job->vectors,
                               job->x, job->y);
    }
    if (job->trade->lists != NULL && preston_trade_is_piece(job->trade)) {
        memcpy(job->lines + first * parts->sectors, z + first * parts->sectors,
               (size_t)((last - first) * parts->sectors) * sizeof *z);
    } else if (job->trade->lists != NULL) {
        preston_lists_turn(parts, first, last, job->vectors, z, job->width, job->bought);
    }
    for (int64_t k = 0; k < job->vectors; k++) {
        if (job->pairs->starts != NULL) {
            send_places(job, first, last, z + k * n, job->w + k * gathered_cells(job->trade));
        }
        if (job->into_pool != NULL) {
            add_to_pool(job, first, last, z + k * n,
                        job->pool + k * pool_cells(job->trade) + number * parts->sectors);
        }
        keep_places(job, first, last, z + k * n, (plain ? job->y : job->z) + k * n);
    }
}

/* The slices' sums, in their order. */
static void add_up_pool(const product *job)
{
    int64_t s = job->trade->parts.sectors;
    for (int64_t k = 0; k < job->vectors; k++) {
        double *pool = job->pool + k * pool_cells(job->trade);
        double *whole = pool + job->slices * s;
        memset(whole, 0, (size_t)s * sizeof *whole);
        for (int64_t number = 0; number < job->slices; number++) {
            for (int64_t i = 0; i < s; i++) {
                whole[i] += pool[number * s + i];
            }
        }
    }
}

/* What places beyond send, and the pools of all pieces. */
static void exchange(const product *job)
{
    const preston_trade_piece *piece = &job->trade->piece;
    int64_t s = job->trade->parts.sectors;
    int64_t leading = preston_pairs_leading(s);
    if (job->pairs->starts != NULL) {
        piece->begin(piece->context, job->operation, leading, job->w);
        piece->end(piece->context, job->operation, leading, job->w);
    }
    if (job->trade->lists != NULL) {
        preston_trade all = job->trade->parts;
        all.places = preston_trade_senders(job->trade, job->operation);
        piece->begin(piece->context, job->operation, s, job->lines);
        piece->end(piece->context, job->operation, s, job->lines);
        preston_lists_turn(&all, 0, all.places, 1, job->lines, 1, job->bought);
    }
    if (job->into_pool != NULL) {
        piece->add_up(piece->context, s, job->pool + job->slices * s);
    }
}

/* --- the second pass --- */

static void take_from_pool(const product *job, int64_t first, int64_t last, const double *pool,
                           double *y)
{
    int64_t s = job->trade->parts.sectors;
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < s; i++) {
            y[place * s + i] +=
                preston_trade_size(job->from_pool[place * s + i], job->absolute) * pool[i];
        }
    }
}

static void second_pass(const product *job, int64_t number)
{
    const preston_trade *parts = &job->trade->parts;
    int64_t n = job->trade->base.rows;
    int64_t first = number * job->slice;
    int64_t last = first + job->slice < parts->places ? first + job->slice : parts->places;
    int plain = job->operation == PRESTON_PLAIN;
    double *y = plain ? job->y : job->z;
    for (int64_t k = 0; k < job->vectors; k++) {
        if (job->pairs->starts != NULL) {
            preston_gathering gathering = {
                .pairs = job->pairs,
                .sectors = parts->sectors,
                .leading = preston_pairs_leading(parts->sectors),
                .w = job->w + k * gathered_cells(job->trade),
                .factors = job->received,
                .to = y + k * n + first * parts->sectors,
            };
            preston_pairs_gather(&gathering, first, last, job->absolute);
        }
        if (job->into_pool != NULL) {
            take_from_pool(job, first, last,
                           job->pool + k * pool_cells(job->trade) + job->slices * parts->sectors,
                           y + k * n);
        }
    }
    if (job->trade->lists != NULL) {
        preston_lists_add_back(parts, first, last, job->vectors, job->sold, job->width, y);
    }
    if (!plain) {
        preston_trade_multiply(job->trade, job->operation, job->absolute, first, last, job->vectors,
                               job->z, job->y);
    }
}

/* --- the product --- */

static product prepare(const preston_trade_operator *trade, preston_operation operation,
                       int absolute)
{
    int plain = operation == PRESTON_PLAIN;
    product job = {
        .trade = trade,
        .operation = operation,
        .absolute = absolute,
        .sent = plain ? trade->buyer_factors : trade->seller_factors,
        .received = plain ? trade->seller_factors : trade->buyer_factors,
        .into_pool = plain ? trade->pool_use : trade->pool_supply,
        .from_pool = plain ? trade->pool_supply : trade->pool_use,
        .pairs = plain ? &trade->by_seller : &trade->by_buyer,
    };
    job.slice = preston_trade_slice(&trade->parts);
    job.slices = count_slices(&trade->parts);
    return job;
}

static void apply_group(const product *job)
{
#pragma omp parallel for schedule(dynamic) if (job->trade->base.rows * job->vectors >              \
                                               PARALLEL_CELLS)
    for (int64_t number = 0; number < job->slices; number++) {
        first_pass(job, number);
    }
    if (job->into_pool != NULL) {
        add_up_pool(job);
    }
    if (preston_trade_is_piece(job->trade)) {
        exchange(job);
    }
    if (job->trade->lists != NULL) {
        preston_lists_trade(job->trade, job->operation, job->absolute, job->width, job->bought,
                            job->sold);
    }
#pragma omp parallel for schedule(dynamic) if (job->trade->base.rows * job->vectors >              \
                                               PARALLEL_CELLS)
    for (int64_t number = 0; number < job->slices; number++) {
        second_pass(job, number);
    }
}

void preston_trade_apply(const preston_operator *op, preston_operation operation, int absolute,
                         int64_t columns, const double *x, double *y, double *scratch)
{
    const preston_trade_operator *trade = (const preston_trade_operator *)op;
    int64_t n = op->rows;
    int64_t together = most_together(trade);
    if (preston_trade_is_direct(trade)) {
        for (int64_t k = 0; k < columns; k++) {
            preston_direct_apply(trade, operation, absolute && !op->nonnegative, x + k * n,
                                 y + k * n, scratch);
        }
        return;
    }
    int by_blas = preston_trade_calls_blas(trade);
    if (by_blas) {
        preston_blas_begin_single();
    }
    product job = prepare(trade, operation, absolute && !op->nonnegative);
    for (int64_t k = 0; n > 0 && k < columns; k += together) {
        job.vectors = columns - k < together ? columns - k : together;
        job.width = preston_group_width(job.vectors);
        job.x = x + k * n;
        job.y = y + k * n;
        divide_scratch(&job, scratch);
        apply_group(&job);
    }
    if (by_blas) {
        preston_blas_end_single();
    }
}
