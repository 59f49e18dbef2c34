/* Neighbours that each sector has for itself: products in sector order.
 *
 * Blocks are turned from place order into sector order, and the sales added back:
 *
 *   place order --turn--> sector order --T_i--> sales --add back--> place order
 *
 * A turn costs a tenth of the trade. With it, a sector of 35,000 places stays in a core's own cache
 * while its neighbours' shares stream by, and a thread that has a sector to itself may also scatter
 * (the transposed trade) without meeting another. */
#include "trade.h"

#include <string.h>

enum {
    PLACES_TURNED = 16,      /* at a time */
    PARALLEL_CELLS = 1 << 14 /* fewer values than this are not worth a second thread */
};

/* --- from place order to sector order, and added back, at the places [first, last) ---
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

static inline __attribute__((always_inline)) void
add_to_places(int width, const preston_trade *parts, int64_t first, int64_t last, int64_t vectors,
              const double *group, double *block)
{
    int64_t s = parts->sectors;
    int64_t n = s * parts->places;
    for (int64_t sector = 0; sector < s; sector++) {
        const double *values = group + sector * parts->places * width;
        for (int64_t place = first; place < last; place++) {
            for (int k = 0; k < width; k++) {
                if (k < vectors) {
                    block[place * s + sector + k * n] += values[place * width + k];
                }
            }
        }
    }
}

void preston_lists_turn(const preston_trade *parts, int64_t first, int64_t last, int64_t vectors,
                        const double *block, int width, double *group)
{
    for (int64_t tile = first; tile < last; tile += PLACES_TURNED) {
        int64_t end = tile + PLACES_TURNED < last ? tile + PLACES_TURNED : last;
        if (vectors == 1) {
            to_sectors(1, parts, tile, end, 1, block, group);
        } else if (vectors == PRESTON_WIDEST_GROUP) {
            to_sectors(PRESTON_WIDEST_GROUP, parts, tile, end, PRESTON_WIDEST_GROUP, block, group);
        } else {
            to_sectors(width, parts, tile, end, vectors, block, group);
        }
    }
}

void preston_lists_add_back(const preston_trade *parts, int64_t first, int64_t last,
                            int64_t vectors, const double *group, int width, double *block)
{
    for (int64_t tile = first; tile < last; tile += PLACES_TURNED) {
        int64_t end = tile + PLACES_TURNED < last ? tile + PLACES_TURNED : last;
        if (vectors == 1) {
            add_to_places(1, parts, tile, end, 1, group, block);
        } else if (vectors == PRESTON_WIDEST_GROUP) {
            add_to_places(PRESTON_WIDEST_GROUP, parts, tile, end, PRESTON_WIDEST_GROUP, group,
                          block);
        } else {
            add_to_places(width, parts, tile, end, vectors, group, block);
        }
    }
}

/* --- the trade of a sector --- */

/* y = T_i x or T_iᵀ x for every sector, in sector order; of a piece, x has the places beyond too.
 */
void preston_lists_trade(const preston_trade_operator *trade, preston_operation operation,
                         int absolute, int width, const double *x, double *y)
{
    int64_t places = trade->parts.places;
    int64_t sectors = trade->parts.sectors;
#pragma omp parallel for schedule(dynamic) if (places * sectors * width > PARALLEL_CELLS)
    for (int64_t sector = 0; sector < sectors; sector++) {
        const double *from = x + sector * preston_trade_senders(trade, operation) * width;
        double *to = y + sector * places * width;
        memset(to, 0, (size_t)(places * width) * sizeof *to);
        if (operation == PRESTON_PLAIN) {
            preston_lines_gather(trade->lists + sector, 0, places, width, absolute, from, to);
        } else if (trade->turned != NULL) {
            preston_lines_gather(trade->turned + sector, 0, places, width, absolute, from, to);
        } else {
            preston_lines_scatter(trade->lists + sector, width, absolute, from, to);
        }
    }
}
