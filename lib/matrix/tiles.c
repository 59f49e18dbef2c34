#include "tiles.h"

#include "lanes.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { LANES = 8 };
typedef float lanes __attribute__((vector_size(32)));
typedef int32_t bits __attribute__((vector_size(32)));

PRESTON_INLINE lanes load(const float *from)
{
    lanes value;
    memcpy(&value, from, sizeof value);
    return value;
}

PRESTON_INLINE void store(float *to, lanes value)
{
    memcpy(to, &value, sizeof value);
}

/* --- y += C x --- */

/* One strip of a tile: the sums of its 16 rows stay in registers. `vectors` (1 to 4) is a constant
 * where this is inlined; `next` is fetched meanwhile. */
PRESTON_INLINE void plain_strip(int vectors, const float *cells, const float *next, int64_t side,
                                const float *x, float *y, int64_t leading)
{
    lanes sums[4][2];
    for (int k = 0; k < vectors; k++) {
        sums[k][0] = load(y + k * leading);
        sums[k][1] = load(y + k * leading + LANES);
    }
    for (int64_t j = 0; j < side; j++) {
        __builtin_prefetch(next + j * PRESTON_STRIP, 0, 2);
        lanes above = load(cells + j * PRESTON_STRIP);
        lanes below = load(cells + j * PRESTON_STRIP + LANES);
        for (int k = 0; k < vectors; k++) {
            float factor = x[k * leading + j];
            sums[k][0] += above * factor;
            sums[k][1] += below * factor;
        }
    }
    for (int k = 0; k < vectors; k++) {
        store(y + k * leading, sums[k][0]);
        store(y + k * leading + LANES, sums[k][1]);
    }
}

/* All vectors, four at a time: the strip is in the first-level cache after the first four. */
PRESTON_INLINE void plain_vectors(int64_t vectors, const float *cells, const float *next,
                                  int64_t side, const float *x, float *y, int64_t leading)
{
    for (int64_t k = 0; k < vectors; k += 4) {
        const float *xk = x + k * leading;
        float *yk = y + k * leading;
        switch (vectors - k < 4 ? vectors - k : 4) {
        case 1:
            plain_strip(1, cells, next, side, xk, yk, leading);
            break;
        case 2:
            plain_strip(2, cells, next, side, xk, yk, leading);
            break;
        case 3:
            plain_strip(3, cells, next, side, xk, yk, leading);
            break;
        default:
            plain_strip(4, cells, next, side, xk, yk, leading);
            break;
        }
    }
}

PRESTON_CLONES
static void tiles_plain(const preston_tiles *tiles, const preston_tile_range *range,
                        int64_t vectors, const float *x, float *y, int64_t leading)
{
    int64_t side = tiles->side;
    for (int64_t tile = range->begin; tile < range->end; tile++) {
        int64_t ahead = tile + 1 < range->end ? side * side : 0;
        for (int64_t row = range->begin_row; row < range->end_row; row += PRESTON_STRIP) {
            const float *cells = preston_tile(tiles, range->line, tile) + row * side;
            plain_vectors(vectors, cells, cells + ahead, side, x + tile * side,
                          y + range->line * side + row, leading);
        }
    }
}

void preston_tiles_plain(const preston_tiles *tiles, const preston_tile_range *range,
                         int64_t vectors, const float *x, float *y, int64_t leading)
{
    tiles_plain(tiles, range, vectors, x, y, leading);
}

/* --- y += Cᵀ x --- */

/* One strip of a tile into the sums of its columns, eight lanes each: 16 rows at once. */
PRESTON_INLINE void transposed_strip(int vectors, const float *cells, int64_t ahead,
                                     int64_t columns, const float *x, int64_t leading, lanes *sums,
                                     int64_t sums_apart)
{
    lanes above[4];
    lanes below[4];
    for (int k = 0; k < vectors; k++) {
        above[k] = load(x + k * leading);
        below[k] = load(x + k * leading + LANES);
    }
    for (int64_t j = 0; j < columns; j++) {
        __builtin_prefetch(cells + ahead + j * PRESTON_STRIP, 0, 2);
        lanes upper = load(cells + j * PRESTON_STRIP);
        lanes lower = load(cells + j * PRESTON_STRIP + LANES);
        for (int k = 0; k < vectors; k++) {
            sums[j * sums_apart + k] += upper * above[k] + lower * below[k];
        }
    }
}

PRESTON_INLINE float sum_of(lanes value)
{
    return ((value[0] + value[1]) + (value[2] + value[3])) +
           ((value[4] + value[5]) + (value[6] + value[7]));
}

/* The sums of a column over its lanes, at last. */
PRESTON_INLINE void add_sums(int64_t columns, int64_t vectors, const lanes *sums, float *y,
                             int64_t leading)
{
    for (int64_t j = 0; j < columns; j++) {
        for (int64_t k = 0; k < vectors; k++) {
            y[k * leading + j] += sum_of(sums[j * vectors + k]);
        }
    }
}

PRESTON_CLONES
static void tiles_transposed(const preston_tiles *tiles, const preston_tile_range *range,
                             int64_t vectors, const float *x, float *y, int64_t leading)
{
    lanes sums[PRESTON_LARGEST_TILE * PRESTON_TILE_VECTORS];
    int64_t side = tiles->side;
    int64_t columns = range->end_row - range->begin_row;
    memset(sums, 0, (size_t)(columns * vectors) * sizeof *sums);
    for (int64_t tile = range->begin; tile < range->end; tile++) {
        const float *cells =
            preston_tile(tiles, tile, range->line) + range->begin_row * PRESTON_STRIP;
        int64_t ahead = tile + 1 < range->end ? tiles->count * side * side : 0;
        for (int64_t strip = 0; strip < side / PRESTON_STRIP; strip++) {
            const float *from = x + tile * side + strip * PRESTON_STRIP;
            for (int64_t k = 0; k < vectors; k += 4) {
                const float *xk = from + k * leading;
                switch (vectors - k < 4 ? vectors - k : 4) {
                case 1:
                    transposed_strip(1, cells, ahead, columns, xk, leading, sums + k, vectors);
                    break;
                case 2:
                    transposed_strip(2, cells, ahead, columns, xk, leading, sums + k, vectors);
                    break;
                case 3:
                    transposed_strip(3, cells, ahead, columns, xk, leading, sums + k, vectors);
                    break;
                default:
                    transposed_strip(4, cells, ahead, columns, xk, leading, sums + k, vectors);
                    break;
                }
            }
            cells += side * PRESTON_STRIP;
        }
    }
    add_sums(columns, vectors, sums, y + range->line * side + range->begin_row, leading);
}

void preston_tiles_transposed(const preston_tiles *tiles, const preston_tile_range *range,
                              int64_t vectors, const float *x, float *y, int64_t leading)
{
    tiles_transposed(tiles, range, vectors, x, y, leading);
}

/* --- moving --- */

PRESTON_INLINE lanes size_of(lanes value)
{
    return (lanes)((bits)value & INT32_MAX); /* without the bit of the sign */
}

PRESTON_INLINE void move_lanes(int64_t vectors, const float *solved, float *d, int64_t leading,
                               double *out_moved, double *out_size)
{
    lanes moved = {0};
    lanes size = {0};
    for (int64_t k = 0; k < vectors; k++) {
        for (int64_t i = 0; i < PRESTON_STRIP; i += LANES) {
            lanes next = load(solved + k * leading + i);
            moved += size_of(next - load(d + k * leading + i));
            size += size_of(next);
            store(d + k * leading + i, next);
        }
    }
    *out_moved = (double)sum_of(moved);
    *out_size = (double)sum_of(size);
}

PRESTON_CLONES
static void strip_move(int64_t vectors, const float *solved, float *d, int64_t leading,
                       double *out_moved, double *out_size)
{
    move_lanes(vectors, solved, d, leading, out_moved, out_size);
}

void preston_strip_move(int64_t vectors, const float *solved, float *d, int64_t leading,
                        double *out_moved, double *out_size)
{
    strip_move(vectors, solved, d, leading, out_moved, out_size);
}

/* --- small inverses --- */

/* Gauss-Jordan without pivots, a rank-one update for each: column k moves aside, its place takes
 * the unit vector, and with p − 1 as its k-th cell the one update makes row k too. */
PRESTON_CLONES
static int tile_invert(int64_t width, float *block, float *column)
{
    for (int64_t k = 0; k < width; k++) {
        float pivot = block[k + k * width];
        if (!(fabsf(pivot) > FLT_EPSILON) || fabsf(pivot) > FLT_MAX) {
            return -1;
        }
        memcpy(column, block + k * width, (size_t)width * sizeof *column);
        memset(block + k * width, 0, (size_t)width * sizeof *block);
        column[k] = pivot - 1.0F;
        block[k + k * width] = 1.0F;
        for (int64_t j = 0; j < width; j++) {
            float *cells = block + j * width;
            float factor = cells[k] / pivot;
            for (int64_t i = 0; i < width; i++) {
                cells[i] -= factor * column[i];
            }
        }
    }
    return 0;
}

int preston_invert_block(int64_t width, float *block)
{
    float column[PRESTON_LARGEST_TILE];
    return tile_invert(width, block, column);
}
