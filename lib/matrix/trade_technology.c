/* The technology of the trade operator: y = A x, or Aᵀ x, place by place. */
#include "trade.h"

#include "lapack.h"

#include <string.h>

enum {
    MOST_PLACES = 256,      /* in a slice: its values stay in the second-level cache */
    FEWEST_PLACES = 16,     /* for BLAS to be worth calling */
    SMALL_PRODUCT = 1 << 18 /* multiplications that BLAS does on the thread that calls it */
};

/* Slices are so small that BLAS keeps each to one thread, and the slices are divided among ours.
 * Sizes depend on S alone: the same bits whatever the number of our threads. */
int64_t preston_trade_slice(const preston_trade *parts)
{
    int64_t s = parts->sectors > 0 ? parts->sectors : 1;
    int64_t places = SMALL_PRODUCT / s / s;
    places = places < MOST_PLACES ? places : MOST_PLACES;
    return places > FEWEST_PLACES ? places : FEWEST_PLACES;
}

/* With many sectors the least slice is large for BLAS: it has to be told. */
int preston_trade_tells_blas(const preston_trade_operator *trade)
{
    int64_t s = trade->parts.sectors;
    return trade->technology != NULL && FEWEST_PLACES * s * s > SMALL_PRODUCT;
}

static void multiply_by_one(const preston_trade_operator *trade, int64_t technology,
                            preston_operation operation, int absolute, int64_t places,
                            const double *x, double *y)
{
    int64_t cells = trade->parts.sectors * trade->parts.sectors;
    const double *matrix = absolute ? trade->absolute_technology : trade->technology;
    int s = (int)trade->parts.sectors;
    int p = (int)places;
    double one = 1.0;
    double zero = 0.0;
    dgemm_(operation == PRESTON_PLAIN ? "N" : "T", "N", &s, &p, &s, &one,
           matrix + technology * cells, &s, x, &s, &zero, y, &s, 1, 1);
}

/* Technologies that places share: one product for each run of places with the same one. */
static void multiply_by_shared(const preston_trade_operator *trade, preston_operation operation,
                               int absolute, int64_t first, int64_t last, const double *x,
                               double *y)
{
    const int64_t *technology_of = trade->parts.technology_of;
    int64_t s = trade->parts.sectors;
    int64_t end = last;
    for (int64_t place = first; place < last; place = end) {
        int64_t technology = technology_of != NULL ? technology_of[place] : 0;
        end = technology_of != NULL ? place + 1 : last;
        while (end < last && technology_of[end] == technology) {
            end++;
        }
        multiply_by_one(trade, technology, operation, absolute, end - place, x + place * s,
                        y + place * s);
    }
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
        multiply_by_shared(trade, operation, absolute, first, last, x + k * n, y + k * n);
    }
}
