/* The technology of the trade operator: y = A x, or Aᵀ x, place by place.
 *
 * BLAS packs what it multiplies anew each time, which for a technology of a hundred sectors takes
 * as long as the product. So up to there it is packed once, in *panels* of 8 rows, a cache line for
 * each column, and multiplied four places at a time. Above, BLAS it is. */
#include "trade.h"

#include "../status/allocate.h"
#include "lanes.h"
#include "lapack.h"

#include <math.h>

enum {
    MOST_PACKED = PRESTON_MOST_PACKED, /* sectors; with more, BLAS */
    PANEL = 8,                         /* rows */
    TOGETHER = 4,                      /* places */
    SLICE_CELLS = PRESTON_SLICE_CELLS, /* they stay in the first-level cache */
    FEWEST_PLACES = 16                 /* in a slice, for BLAS to be worth calling */
};

/* A slice's size depends on S alone: the same bits whatever the number of threads. */
int64_t preston_trade_slice(const preston_trade *parts)
{
    int64_t places = SLICE_CELLS / (parts->sectors > 0 ? parts->sectors : 1);
    places -= places % TOGETHER;
    return places > FEWEST_PLACES ? places : FEWEST_PLACES;
}

int preston_trade_calls_blas(const preston_trade_operator *trade)
{
    return trade->technology != NULL && trade->parts.sectors > MOST_PACKED;
}

/* --- packing --- */

/* The cells of one technology, as it is packed or as BLAS reads it. */
static int64_t packed_cells(int64_t sectors)
{
    return sectors > MOST_PACKED ? sectors * sectors
                                 : (sectors + PANEL - 1) / PANEL * PANEL * sectors;
}

static void pack_one(preston_const_view cells, int absolute, double *panels)
{
    for (int64_t i = 0; i < cells.rows; i++) {
        for (int64_t j = 0; j < cells.columns; j++) {
            double cell = preston_get(cells, i, j);
            int64_t packed = (i / PANEL * cells.columns + j) * PANEL + i % PANEL;
            panels[cells.rows > MOST_PACKED ? i + j * cells.rows : packed] =
                absolute ? fabs(cell) : cell;
        }
    }
}

/* T technologies; the same turned; and, where a number is negative, absolute values of both. BLAS
 * turns by itself. */
int preston_trade_pack(preston_trade_operator *trade)
{
    int64_t s = trade->parts.sectors;
    int64_t cells = packed_cells(s);
    int64_t sides = s > MOST_PACKED ? 1 : 2;
    int64_t kinds = trade->base.nonnegative ? 1 : 2;
    trade->technology = preston_allocate_matrix(trade->parts.technologies * cells, sides * kinds);
    for (int64_t t = 0; trade->technology != NULL && t < trade->parts.technologies; t++) {
        preston_const_view block = trade->parts.technology;
        block.data += t * s * block.row_stride;
        block.rows = s;
        for (int64_t k = 0; k < sides * kinds; k++) {
            pack_one(k % sides == 0 ? block : preston_transposed(block), k / sides > 0,
                     trade->technology + (t * sides * kinds + k) * cells);
        }
    }
    return trade->technology != NULL ? 0 : -1;
}

/* One technology, the way round and the kind that is asked for. */
static const double *find_packed(const preston_trade_operator *trade, int64_t technology,
                                 preston_operation operation, int absolute)
{
    int64_t s = trade->parts.sectors;
    int64_t sides = s > MOST_PACKED ? 1 : 2;
    int64_t kinds = trade->base.nonnegative ? 1 : 2;
    int64_t kind = absolute && kinds > 1 ? sides : 0;
    int64_t side = operation == PRESTON_TRANSPOSED && sides > 1;
    return trade->technology + (technology * sides * kinds + kind + side) * packed_cells(s);
}

/* --- shared technologies --- */

/* A place's rows end where the next one's begin, which another thread may be writing. */
static inline __attribute__((always_inline)) void store_some(int64_t rows, preston_lanes sum,
                                                             double *y)
{
    if (rows >= PRESTON_LANES) {
        preston_lanes_store(y, sum);
        return;
    }
    for (int64_t i = 0; i < rows; i++) {
        y[i] = sum[i];
    }
}

/* One panel, its first `lanes` lanes, times so many places (constants where this is inlined). */
static inline __attribute__((always_inline)) void multiply_panel(int lanes, int places,
                                                                 int64_t sectors,
                                                                 const double *panel, int64_t rows,
                                                                 const double *x, double *y)
{
    preston_lanes sum[TOGETHER][2] = {{{0.0}}};
    for (int64_t j = 0; j < sectors; j++) {
        for (int64_t p = 0; p < places; p++) {
            for (int64_t k = 0; k < lanes; k++) {
                sum[p][k] +=
                    x[p * sectors + j] * preston_lanes_load(panel + j * PANEL + k * PRESTON_LANES);
            }
        }
    }
    for (int64_t p = 0; p < places; p++) {
        for (int64_t k = 0; k < lanes; k++) {
            store_some(rows - k * PRESTON_LANES, sum[p][k], y + p * sectors + k * PRESTON_LANES);
        }
    }
}

static inline __attribute__((always_inline)) void
multiply_panels(int places, int64_t sectors, const double *panels, const double *x, double *y)
{
    int64_t row = 0;
    for (; row + PANEL <= sectors; row += PANEL) {
        multiply_panel(2, places, sectors, panels + row * sectors, PANEL, x, y + row);
    }
    if (sectors - row > PRESTON_LANES) {
        multiply_panel(2, places, sectors, panels + row * sectors, sectors - row, x, y + row);
    } else if (sectors > row) {
        multiply_panel(1, places, sectors, panels + row * sectors, sectors - row, x, y + row);
    }
}

PRESTON_CLONES
static void multiply_packed(int64_t sectors, const double *panels, int64_t places, const double *x,
                            double *y)
{
    int64_t place = 0;
    for (; place + TOGETHER <= places; place += TOGETHER) {
        multiply_panels(TOGETHER, sectors, panels, x + place * sectors, y + place * sectors);
    }
    for (; place < places; place++) {
        multiply_panels(1, sectors, panels, x + place * sectors, y + place * sectors);
    }
}

static void multiply_by_one(const preston_trade_operator *trade, int64_t technology,
                            preston_operation operation, int absolute, int64_t places,
                            const double *x, double *y)
{
    const double *cells = find_packed(trade, technology, operation, absolute);
    int s = (int)trade->parts.sectors;
    int p = (int)places;
    double one = 1.0;
    double zero = 0.0;
    if (s <= MOST_PACKED) {
        multiply_packed(s, cells, places, x, y);
    } else {
        dgemm_(operation == PRESTON_PLAIN ? "N" : "T", "N", &s, &p, &s, &one, cells, &s, x, &s,
               &zero, y, &s, 1, 1);
    }
}

/* One product for each run of places with the same technology. */
void preston_trade_multiply_shared(const preston_trade_operator *trade, preston_operation operation,
                                   int absolute, int64_t first, int64_t places, const double *x,
                                   double *y)
{
    const int64_t *technology_of = trade->parts.technology_of;
    int64_t s = trade->parts.sectors;
    int64_t end = places;
    for (int64_t place = 0; place < places; place = end) {
        int64_t technology = technology_of != NULL ? technology_of[first + place] : 0;
        end = technology_of != NULL ? place + 1 : places;
        while (end < places && technology_of[first + end] == technology) {
            end++;
        }
        multiply_by_one(trade, technology, operation, absolute, end - place, x + place * s,
                        y + place * s);
    }
}

/* --- a technology for each place --- */

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

void preston_trade_multiply(const preston_trade_operator *trade, preston_operation operation,
                            int absolute, int64_t first, int64_t last, int64_t vectors,
                            const double *x, double *y)
{
    int64_t n = trade->base.rows;
    if (trade->technology == NULL) {
        multiply_by_own(trade, operation, absolute, first, last, vectors, x, y);
        return;
    }
    for (int64_t k = 0; k < vectors; k++) {
        int64_t start = first * trade->parts.sectors + k * n;
        preston_trade_multiply_shared(trade, operation, absolute, first, last - first, x + start,
                                      y + start);
    }
}
