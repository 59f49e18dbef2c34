/* Products of the trade operator: y = T(A x), and y = Aᵀ(Tᵀ x). */
#include "trade.h"

#include "lapack.h"

#include <math.h>
#include <string.h>

enum {
    MOST_PLACES = 256,       /* in a block: its values stay in the second-level cache */
    FEWEST_PLACES = 16,      /* for BLAS to be worth calling */
    TILE = 16,               /* places turned at a time */
    SMALL_PRODUCT = 1 << 18, /* multiplications that BLAS does on the thread that calls it */
    PARALLEL_CELLS = 1 << 14 /* fewer values than this are not worth a second thread */
};

/* --- the technology, place by place --- */

/* How many places are multiplied at a time. Blocks are small, so that BLAS keeps each to one thread
 * and the blocks are divided among ours; where the technology is too large for that (S above 128),
 * *out_ours is 0 and BLAS has the cores. Sizes depend on S alone: the same bits whatever the number
 * of our threads. */
static int64_t places_in_block(const preston_trade *parts, int *out_ours)
{
    int64_t s = parts->sectors > 0 ? parts->sectors : 1;
    int64_t places = parts->per_place ? MOST_PLACES : SMALL_PRODUCT / s / s;
    *out_ours = places >= FEWEST_PLACES;
    return *out_ours && places < MOST_PLACES ? places : MOST_PLACES;
}

static void multiply_by_shared(const preston_trade_operator *trade, preston_operation operation,
                               int absolute, int64_t places, const double *x, double *y)
{
    const double *technology = absolute ? trade->absolute_technology : trade->technology;
    int s = (int)trade->parts.sectors;
    int p = (int)places;
    double one = 1.0;
    double zero = 0.0;
    dgemm_(operation == PRESTON_PLAIN ? "N" : "T", "N", &s, &p, &s, &one, technology, &s, x, &s,
           &zero, y, &s, 1, 1);
}

/* Technologies that differ are what there is most of to read: once for all vectors. */
static void multiply_by_own(const preston_trade_operator *trade, preston_operation operation,
                            int absolute, int64_t first, int64_t last, int64_t vectors,
                            const double *x, double *y)
{
    int64_t s = trade->parts.sectors;
    int64_t n = trade->base.rows;
    preston_rectangle technology = trade->first_technology;
    for (int64_t place = first; place < last; place++) {
        technology.cells.data =
            trade->first_technology.cells.data + place * s * technology.cells.row_stride;
        technology.form.panel.cells = technology.cells.data;
        for (int64_t k = 0; k < vectors; k++) {
            memset(y + place * s + k * n, 0, (size_t)s * sizeof *y);
        }
        preston_rectangle_add(&technology, operation, absolute, vectors, x + place * s, n,
                              y + place * s, n);
    }
}

/* y = A x or Aᵀ x at the places [first, last), for blocks in place order. */
static void multiply_places(const preston_trade_operator *trade, preston_operation operation,
                            int absolute, int64_t first, int64_t last, int64_t vectors,
                            const double *x, double *y)
{
    if (trade->parts.per_place) {
        multiply_by_own(trade, operation, absolute, first, last, vectors, x, y);
        return;
    }
    for (int64_t k = 0; k < vectors; k++) {
        int64_t start = first * trade->parts.sectors + k * trade->base.rows;
        multiply_by_shared(trade, operation, absolute, last - first, x + start, y + start);
    }
}

/* --- from place order to sector order and back, at the places [first, last) ---
 *
 * A few places at a time: their lines of the block stay in the first-level cache while the sectors
 * pass. `width` is a constant where the bodies are inlined. */

static inline __attribute__((always_inline)) void to_sectors(int width, const preston_trade *parts,
                                                             int64_t first, int64_t last,
                                                             int64_t vectors, const double *block,
                                                             double *group)
{
    int64_t s = parts->sectors;
    int64_t n = s * parts->places;
    for (int64_t sector = 0; sector < s; sector++) {
        double *values = group + sector * parts->places * width;
        for (int64_t place = first; place < last; place++) {
            for (int k = 0; k < width; k++) {
                values[place * width + k] = k < vectors ? block[place * s + sector + k * n] : 0.0;
            }
        }
    }
}

static inline __attribute__((always_inline)) void to_places(int width, const preston_trade *parts,
                                                            int64_t first, int64_t last,
                                                            int64_t vectors, const double *group,
                                                            double *block)
{
    int64_t s = parts->sectors;
    int64_t n = s * parts->places;
    for (int64_t sector = 0; sector < s; sector++) {
        const double *values = group + sector * parts->places * width;
        for (int64_t place = first; place < last; place++) {
            for (int k = 0; k < width; k++) {
                if (k < vectors) {
                    block[place * s + sector + k * n] = values[place * width + k];
                }
            }
        }
    }
}

static void turn_to_sectors(const preston_trade *parts, int64_t first, int64_t last,
                            int64_t vectors, const double *block, int width, double *group)
{
    for (int64_t tile = first; tile < last; tile += TILE) {
        int64_t end = tile + TILE < last ? tile + TILE : last;
        if (vectors == 1) {
            to_sectors(1, parts, tile, end, 1, block, group);
        } else if (vectors == PRESTON_WIDEST_GROUP) {
            to_sectors(PRESTON_WIDEST_GROUP, parts, tile, end, PRESTON_WIDEST_GROUP, block, group);
        } else {
            to_sectors(width, parts, tile, end, vectors, block, group);
        }
    }
}

static void turn_to_places(const preston_trade *parts, int64_t first, int64_t last, int64_t vectors,
                           const double *group, int width, double *block)
{
    for (int64_t tile = first; tile < last; tile += TILE) {
        int64_t end = tile + TILE < last ? tile + TILE : last;
        if (vectors == 1) {
            to_places(1, parts, tile, end, 1, group, block);
        } else if (vectors == PRESTON_WIDEST_GROUP) {
            to_places(PRESTON_WIDEST_GROUP, parts, tile, end, PRESTON_WIDEST_GROUP, group, block);
        } else {
            to_places(width, parts, tile, end, vectors, group, block);
        }
    }
}

/* --- the trade of a sector --- */

static inline double size_of(double value, int absolute)
{
    return absolute ? fabs(value) : value;
}

/* Σ weight_r x_r, for each vector of a group. */
static inline __attribute__((always_inline)) void add_up_pool(int width, int absolute,
                                                              int64_t places, const double *weights,
                                                              const double *x, double *pool)
{
    for (int64_t first = 0; first < places; first += PRESTON_POOL_RUN) {
        int64_t last = first + PRESTON_POOL_RUN < places ? first + PRESTON_POOL_RUN : places;
        double run[PRESTON_WIDEST_GROUP] = {0};
        for (int64_t place = first; place < last; place++) {
            double weight = size_of(weights[place], absolute);
            for (int k = 0; k < width; k++) {
                run[k] += weight * x[place * width + k];
            }
        }
        for (int k = 0; k < width; k++) {
            pool[k] += run[k];
        }
    }
}

/* y = own x, and what comes by the national pool. `width` is a constant where this is inlined. */
static inline __attribute__((always_inline)) void
trade_at_home(int width, int absolute, int64_t places, const double *own, const double *into_pool,
              const double *from_pool, const double *x, double *y)
{
    double pool[PRESTON_WIDEST_GROUP] = {0};
    if (into_pool != NULL) {
        add_up_pool(width, absolute, places, into_pool, x, pool);
    }
    for (int64_t place = 0; place < places; place++) {
        double share = size_of(own[place], absolute);
        double part = from_pool != NULL ? size_of(from_pool[place], absolute) : 0.0;
        for (int k = 0; k < width; k++) {
            y[place * width + k] = share * x[place * width + k] + part * pool[k];
        }
    }
}

/* y = T_i x, or T_iᵀ x, for one sector in sector order. */
static void trade_sector(const preston_trade_operator *trade, int64_t sector,
                         preston_operation operation, int absolute, int width, const double *x,
                         double *y)
{
    int64_t places = trade->parts.places;
    int64_t start = sector * places;
    int pooled = trade->pool_use != NULL;
    int plain = operation == PRESTON_PLAIN;
    const double *own = trade->own + start;
    const double *supply = pooled ? trade->pool_supply + start : NULL;
    const double *use = pooled ? trade->pool_use + start : NULL;
    const double *into_pool = plain ? use : supply;
    const double *from_pool = plain ? supply : use;
    if (absolute) {
        trade_at_home(width, 1, places, own, into_pool, from_pool, x, y);
    } else if (width == 1) {
        trade_at_home(1, 0, places, own, into_pool, from_pool, x, y);
    } else if (width == 2) {
        trade_at_home(2, 0, places, own, into_pool, from_pool, x, y);
    } else {
        trade_at_home(PRESTON_WIDEST_GROUP, 0, places, own, into_pool, from_pool, x, y);
    }
    if (trade->neighbours != NULL && plain) {
        preston_lines_gather(trade->neighbours + sector, 0, places, width, absolute, x, y);
    } else if (trade->neighbours != NULL) {
        preston_lines_scatter(trade->neighbours + sector, width, absolute, x, y);
    }
}

/* --- the product --- */

/* One group of vectors: x and y are blocks, bought and sold have room for a group each. Plain,
 * bought is what places use of each sector, and sold what they sell; transposed, the two change
 * roles. The passes over blocks of places and the pass over sectors are each divided among threads.
 */
static void apply_group(const preston_trade_operator *trade, preston_operation operation,
                        int absolute, int64_t vectors, const double *x, double *y, double *bought,
                        double *sold)
{
    const preston_trade *parts = &trade->parts;
    int64_t n = trade->base.rows;
    int plain = operation == PRESTON_PLAIN;
    int width = preston_group_width(vectors);
    int ours = 0;
    int64_t step = places_in_block(parts, &ours);
    int64_t blocks = (parts->places + step - 1) / step;
    int parallel = n * width > PARALLEL_CELLS;
    ours &= parallel;
#pragma omp parallel for schedule(dynamic) if (ours)
    for (int64_t block = 0; block < blocks; block++) {
        int64_t first = block * step;
        int64_t last = first + step < parts->places ? first + step : parts->places;
        if (plain) {
            multiply_places(trade, operation, absolute, first, last, vectors, x, y);
        }
        turn_to_sectors(parts, first, last, vectors, plain ? y : x, width, bought);
    }
#pragma omp parallel for schedule(dynamic) if (parallel)
    for (int64_t sector = 0; sector < parts->sectors; sector++) {
        int64_t start = sector * parts->places * width;
        trade_sector(trade, sector, operation, absolute, width, bought + start, sold + start);
    }
    /* bought is free again: the transposed technology reads from there, in place order */
#pragma omp parallel for schedule(dynamic) if (ours)
    for (int64_t block = 0; block < blocks; block++) {
        int64_t first = block * step;
        int64_t last = first + step < parts->places ? first + step : parts->places;
        turn_to_places(parts, first, last, vectors, sold, width, plain ? y : bought);
        if (!plain) {
            multiply_places(trade, operation, absolute, first, last, vectors, bought, y);
        }
    }
}

void preston_trade_apply(const preston_operator *op, preston_operation operation, int absolute,
                         int64_t columns, const double *x, double *y, double *scratch)
{
    const preston_trade_operator *trade = (const preston_trade_operator *)op;
    int64_t n = op->rows;
    int by_absolute = absolute && !op->nonnegative;
    for (int64_t k = 0; n > 0 && k < columns; k += PRESTON_WIDEST_GROUP) {
        int64_t vectors = columns - k < PRESTON_WIDEST_GROUP ? columns - k : PRESTON_WIDEST_GROUP;
        double *sold = scratch + n * preston_group_width(vectors);
        apply_group(trade, operation, by_absolute, vectors, x + k * n, y + k * n, scratch, sold);
    }
}

int64_t preston_trade_scratch(const preston_operator *op, int64_t columns)
{
    return columns > 0 ? 2 * op->rows * preston_group_width(columns) : 0;
}
